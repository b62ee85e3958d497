//! Marks and strokes: pacts, arrows and the badges on them, as the window's shaders draw them.

use bevy::color::{Alpha, Srgba};
use bevy::math::Vec2;

use super::path::PathData;
use super::svg::{Svg, number, paint};
use crate::theory::interest::StateType;
use crate::view::scene::{Capital, FRONT_HALF_WIDTH, InkStyle, joints, kind_inked};
use crate::view::{LinkStyle, Piece, kind_sign};

/// A line in the stroke of a pact.
pub fn pact(svg: &mut Svg, line: &[Vec2], style: LinkStyle, colour: Srgba) {
    let path = |offset: f32| {
        let mut path = PathData::new(1);
        path.line(joints(line).iter().map(|joint| joint.place - joint.left * offset));
        path.finish()
    };
    let mut stroke = |path: String, width: f32, more: &str| {
        let colour = paint("stroke", colour);
        svg.element(format_args!(
            "path d=\"{path}\" fill=\"none\" {colour} stroke-width=\"{}\"{more}",
            number(width)
        ));
    };
    match style {
        LinkStyle::Solid => stroke(path(0.0), 2.0, ""),
        LinkStyle::Double => {
            stroke(path(0.0), 2.2, "");
            stroke(path(3.4), 1.0, "");
        }
        LinkStyle::Dotted => {
            stroke(path(0.0), 2.6, " stroke-linecap=\"round\" stroke-dasharray=\"0 6.5\"");
        }
        LinkStyle::Dashed => stroke(path(0.0), 1.4, " stroke-dasharray=\"6.8 4.2\""),
    }
}

/// A front along a line, with short strokes across it that slant as in the hatch of fronts on maps.
pub fn front(svg: &mut Svg, line: &[Vec2], colour: Srgba) {
    let (mut path, mut hatch) = (PathData::new(1), PathData::new(1));
    path.line(line.iter().copied());
    hatch_along(&mut hatch, line);
    svg.stroke(&path.finish(), colour, 3.0);
    svg.stroke(&hatch.finish(), colour, 1.4);
}

/// The short strokes of a front.
pub fn hatch_along(hatch: &mut PathData, line: &[Vec2]) {
    const STEP: f32 = 8.0;
    let mut next = STEP / 2.0;
    for pair in joints(line).windows(2) {
        let way = (pair[1].place - pair[0].place).normalize_or_zero();
        while next < pair[1].along {
            let at = pair[0].place + way * (next - pair[0].along);
            let reach = (way + way.perp()) * (FRONT_HALF_WIDTH - 0.5);
            hatch.line([at - reach, at + reach]);
            next += STEP;
        }
    }
}

/// An arrow along a line, its tail fainter than its head.
pub fn arrow(svg: &mut Svg, line: &[Vec2], half_width: f32, colour: Srgba, halo: Srgba) {
    shape(svg, line, half_width + 1.5, (halo.with_alpha(0.5), 1.5));
    shape(svg, line, half_width, (colour, 0.0));
}

/// The shape of an arrow that much wider.
fn shape(svg: &mut Svg, line: &[Vec2], half_width: f32, (colour, wider): (Srgba, f32)) {
    let size = (half_width - wider) / 6.5;
    let all = joints(line);
    let (Some(first), Some(last)) = (all.first(), all.last()) else { return };
    let neck = last.along - 13.0 * size - wider;
    let shaft: Vec<_> = all.iter().filter(|joint| joint.along < neck).collect();
    let Some(end) = shaft.last() else { return };
    let way = (last.place - end.place).normalize_or_zero();
    let base = last.place - way * (13.0 * size + wider);
    let thin = 1.5 * size + wider;
    let mut path = PathData::new(1);
    let left = shaft.iter().map(|joint| joint.place + joint.left * thin);
    let right = shaft.iter().rev().map(|joint| joint.place - joint.left * thin);
    let side = way.perp();
    let head = [
        base + side * thin,
        base + side * half_width,
        last.place + way * wider,
        base - side * half_width,
        base - side * thin,
    ];
    path.polygon(left.chain(head).chain(right));
    // The tail fades, so that the way of the arrow shows at a glance.
    let id = svg.new_id("tail");
    let [x1, y1, x2, y2] = [first.place.x, first.place.y, last.place.x, last.place.y].map(number);
    svg.open(format_args!(
        "linearGradient id=\"{id}\" gradientUnits=\"userSpaceOnUse\" x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\""
    ));
    for (offset, strength) in [(0, 0.35), (1, 1.0)] {
        let stop = paint("stop-color", colour.with_alpha(1.0));
        let opacity = number(colour.alpha * strength);
        svg.element(format_args!("stop offset=\"{offset}\" {stop} stop-opacity=\"{opacity}\""));
    }
    svg.close("linearGradient");
    svg.element(format_args!("path d=\"{}\" fill=\"url(#{id})\"", path.finish()));
}

/// A badge: a sign on a dark disc with a thin rim.
pub fn badge(svg: &mut Svg, at: Vec2, radius: f32, mark: InkStyle, (colour, ground): (Srgba, Srgba)) {
    svg.disc(at, radius, ground);
    svg.ring(at, radius - 0.6, colour, 1.2);
    sign(svg, at, radius, mark, colour);
}

/// The mark of a capital on its ground.
pub fn capital(svg: &mut Svg, at: Vec2, capital: &Capital, (ink, ground): (Srgba, Srgba)) {
    let (radius, (opacity, around)) = (capital.mark.radius, capital.ground);
    svg.disc(at, radius + around, ground.with_alpha(opacity));
    match capital.mark.style {
        InkStyle::DoubleRing => {
            svg.ring(at, radius - 0.8, ink, 1.4);
            svg.ring(at, radius - 3.6, ink, 1.8);
        }
        InkStyle::Star => {
            let mut path = PathData::new(2);
            path.polygon((0..10u8).map(|corner| {
                let reach = if corner % 2 == 0 { radius } else { 0.45 * radius };
                at - Vec2::from_angle(f32::from(corner) * std::f32::consts::PI / 5.0).perp() * reach
            }));
            svg.fill(&path.finish(), ink);
        }
        style => match kind_inked(style) {
            Some(kind) => self::kind(svg, at, radius, kind, (ink, ground)),
            None => svg.ring(at, radius - 1.0, ink, 1.6),
        },
    }
}

/// The mark of a type.
pub fn kind(svg: &mut Svg, centre: Vec2, radius: f32, kind: StateType, (ink, ground): (Srgba, Srgba)) {
    let at = |place: [f32; 2]| centre + Vec2::from(place) * radius;
    let mut path = PathData::new(2);
    for piece in kind_sign(kind) {
        if let Piece::Polygon(points) = piece {
            path.polygon(points.iter().map(|point| at(*point)));
        }
    }
    svg.fill(&path.finish(), ink);
    for piece in kind_sign(kind) {
        match *piece {
            Piece::Polygon(_) => {}
            Piece::Disc(middle, reach) => svg.disc(at(middle), radius * reach, ink),
            Piece::Hole(middle, reach) => svg.disc(at(middle), radius * reach, ground),
        }
    }
}

/// The sign of a badge.
pub fn sign(svg: &mut Svg, at: Vec2, radius: f32, mark: InkStyle, colour: Srgba) {
    // Signs are drawn in units of the badge's radius, y up.
    let place = |x: f32, y: f32| at + Vec2::new(x, -y) * radius;
    let mut path = PathData::new(1);
    let mut width = 0.17;
    match mark {
        InkStyle::Shield => {
            let corners = [(-0.48, 0.52), (0.48, 0.52), (0.48, -0.2), (0.0, -0.6), (-0.48, -0.2)];
            path.polygon(corners.map(|(x, y)| place(x, y)));
            return svg.fill(&path.finish(), colour);
        }
        InkStyle::Wheel => {
            svg.ring(at, 0.5 * radius, colour, 0.18 * radius);
            path.line([place(0.0, -0.5), place(0.0, 0.5)]);
            path.line([place(-0.43, 0.25), place(0.43, -0.25)]);
            path.line([place(-0.43, -0.25), place(0.43, 0.25)]);
            width = 0.11;
        }
        InkStyle::Parted => {
            svg.ring(place(-0.34, 0.0), 0.25 * radius, colour, 0.16 * radius);
            svg.ring(place(0.34, 0.0), 0.25 * radius, colour, 0.16 * radius);
            path.line([place(-0.14, -0.6), place(0.14, 0.6)]);
            width = 0.12;
        }
        InkStyle::Swords => {
            for side in [-1.0, 1.0] {
                path.line([place(-0.5 * side, -0.5), place(0.55 * side, 0.55)]);
                path.line([place(0.08 * side, -0.5), place(0.5 * side, -0.08)]);
            }
        }
        _ => {
            for row in [-0.33, 0.0, 0.33] {
                let points = (0..=12).map(|step| -0.6 + 0.1 * step as f32);
                path.line(points.map(|x| place(x, row - 0.14 * (7.0 * x).sin())));
            }
            width = 0.16;
        }
    }
    svg.stroke(&path.finish(), colour, width * radius);
}
