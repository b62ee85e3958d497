//! The map of a picture, layer by layer as the window draws it.

use std::collections::{BTreeMap, BTreeSet};

use bevy::color::{Alpha, LinearRgba, Luminance, Srgba};
use bevy::math::Vec2;

use super::letters::{Anchor, Face, Letters, Style};
use super::marks;
use super::patterns::{self, Overlay};
use super::plate::Plate;
use super::svg::{Svg, hex, paint, shaded};
use crate::simulation::StateId;
use crate::view::scene::{
    Arrow, BAND, BORDER_EDGE, COAST_EDGE, EdgeLook, FRONT_HALF_WIDTH, LEADER, LIGHT, MARK, Name,
    PROVINCE_EDGE, Scene, inner_arcs, joints, simplified,
};
use crate::view::{Chart, LinkStyle, Pattern};
use crate::world::RegionId;

/// Height of capitals, as a share of the size: names are centred by it.
const CAPITALS: f32 = 0.65;

/// Reach of the halo of names, in pixels.
const HALO: f32 = 1.3;

/// Draws the map: from the sea up.
pub fn draw(svg: &mut Svg, letters: &mut Letters, chart: &Chart, plate: &Plate, scene: &Scene) {
    svg.append(plate.sea_drawn());
    sea_halos(svg, plate, scene);
    land(svg, chart, plate, scene);
    halos(svg, chart, plate, scene);
    edges(svg, chart, plate, scene);
    rim(svg, plate, scene);
    fronts(svg, plate, scene);
    links(svg, plate, scene);
    capitals(svg, plate, scene);
    leaders(svg, plate, scene);
    svg.open("g id=\"names\"");
    for name in &scene.names {
        set_name(svg, letters, plate, name);
    }
    svg.close("g");
}

/// Fills, with the patterns and stripes over them.
fn land(svg: &mut Svg, chart: &Chart, plate: &Plate, scene: &Scene) {
    svg.open("g id=\"land\" stroke-width=\".7\" stroke-linejoin=\"round\"");
    let mut overlays: BTreeMap<Overlay, Vec<RegionId>> = BTreeMap::new();
    for (region, path) in plate.regions() {
        let fill = scene.fills[region.index()];
        // A stroke in its own colour closes the hairline that smooth edges leave between neighbours.
        let colour = hex(fill.colour.into());
        let code = super::svg::escaped(&chart.geography().regions[region].code);
        svg.open(format_args!("g fill=\"{colour}\" stroke=\"{colour}\""));
        svg.element(format_args!("path id=\"land-{code}\" d=\"{path}\""));
        svg.close("g");
        let overlay = match fill.stripes {
            Some(stripes) => Overlay::stripes(stripes),
            None if fill.pattern == Pattern::None => continue,
            None => Overlay::Pattern(fill.pattern as u8),
        };
        overlays.entry(overlay).or_default().push(region);
    }
    svg.close("g");
    if overlays.is_empty() {
        return;
    }
    svg.open("defs");
    overlays.keys().for_each(|overlay| patterns::define(svg, *overlay));
    svg.close("defs");
    for (overlay, regions) in overlays {
        svg.open(format_args!("g fill=\"url(#{})\"", overlay.id()));
        for region in regions {
            let code = super::svg::escaped(&chart.geography().regions[region].code);
            svg.element(format_args!("use href=\"#land-{code}\""));
        }
        svg.close("g");
    }
}

/// Steps in which halos fall off.
const HALO_STEPS: u8 = 5;

/// Strokes along a path one over another, each narrower, that fall off as the square of the way to it.
fn fading(svg: &mut Svg, path: &str, tint: Srgba, (reach, strength): (f32, f32)) {
    let mut before = 0.0;
    for step in 0..HALO_STEPS {
        let off = 1.0 - f32::from(step) / f32::from(HALO_STEPS);
        let wanted = strength * (1.0 - off * 0.9).powi(2);
        let opacity = (wanted - before) / (1.0 - before);
        before = wanted;
        svg.stroke(path, tint.with_alpha(opacity), 2.0 * reach * off);
    }
}

/// The path of some arcs.
fn along(plate: &Plate, arcs: impl IntoIterator<Item = usize>) -> String {
    let mut path = plate.path();
    arcs.into_iter().for_each(|arc| path.line(simplified(plate.arc(arc), 1.0)));
    path.finish()
}

/// The light of blocs on the sea.
fn sea_halos(svg: &mut Svg, plate: &Plate, scene: &Scene) {
    if scene.halos.is_empty() {
        return;
    }
    svg.open("g id=\"sea-halos\" stroke-linejoin=\"round\" stroke-linecap=\"round\"");
    for halo in &scene.halos {
        fading(svg, &along(plate, halo.coasts.iter().copied()), halo.tint, (LIGHT, 0.8));
    }
    svg.close("g");
}

/// The bands along the borders of blocs with others, each on its own land alone.
fn halos(svg: &mut Svg, chart: &Chart, plate: &Plate, scene: &Scene) {
    if scene.halos.is_empty() {
        return;
    }
    svg.open("g id=\"halos\" stroke-linejoin=\"round\" stroke-linecap=\"round\"");
    for halo in &scene.halos {
        let path = along(plate, halo.sides.iter().flatten().copied());
        if path.is_empty() {
            continue;
        }
        let id = svg.new_id("bloc");
        svg.open(format_args!("clipPath id=\"{id}\""));
        for (region, _) in plate.regions().filter(|(region, _)| halo.regions.contains(region)) {
            let code = super::svg::escaped(&chart.geography().regions[region].code);
            svg.element(format_args!("use href=\"#land-{code}\""));
        }
        svg.close("clipPath");
        svg.open(format_args!("g clip-path=\"url(#{id})\""));
        fading(svg, &path, halo.tint, (BAND, 0.85));
        svg.close("g");
    }
    svg.close("g");
}

/// Lines between provinces, coasts and borders, in darker shades of the land beside them.
fn edges(svg: &mut Svg, chart: &Chart, plate: &Plate, scene: &Scene) {
    let owner = |region: RegionId| scene.owners[region.index()];
    // Fills of one state differ by a hair: the first stands for all.
    let mut shades: BTreeMap<Option<StateId>, LinearRgba> = BTreeMap::new();
    for (region, _) in plate.regions() {
        shades.entry(owner(region)).or_insert(scene.fills[region.index()].colour.into());
    }
    let ink = |state: &Option<StateId>, look: EdgeLook| {
        let fill = shades.get(state).copied().unwrap_or(scene.theme.unowned.into());
        shaded(fill, look.shade(&scene.theme)).with_alpha(look.opacity)
    };
    type Lines = BTreeMap<Option<StateId>, super::path::PathData>;
    let (mut provinces, mut coasts, mut borders) = (Lines::new(), Lines::new(), Lines::new());
    let add = |lines: &mut Lines, state: Option<StateId>, points: &[Vec2], close: bool| {
        let path = lines.entry(state).or_insert_with(|| plate.path());
        if close { path.polygon(points.iter().copied()) } else { path.line(points.iter().copied()) }
    };
    for (index, arc) in chart.geography().shapes.arcs().iter().enumerate() {
        if arc.sides.1.is_none() && !plate.arc(index).is_empty() {
            add(&mut coasts, owner(arc.sides.0), plate.arc(index), false);
        }
    }
    for (index, left, right) in inner_arcs(chart) {
        let line = plate.arc(index);
        if line.is_empty() {
            continue;
        }
        if owner(left) == owner(right) {
            add(&mut provinces, owner(left), line, false);
            continue;
        }
        // On the page y runs down, so that the left of an arc is the right of its joints.
        let strip = |side: f32| {
            let joints = joints(line);
            let edge: Vec<Vec2> = joints
                .iter()
                .rev()
                .map(|joint| joint.place + joint.left * (side * BORDER_EDGE.half_width))
                .collect();
            line.iter().copied().chain(edge).collect::<Vec<Vec2>>()
        };
        add(&mut borders, owner(left), &strip(-1.0), true);
        add(&mut borders, owner(right), &strip(1.0), true);
    }
    svg.open("g id=\"edges\" stroke-linejoin=\"round\" stroke-linecap=\"round\"");
    for (state, path) in provinces {
        svg.stroke(&path.finish(), ink(&state, PROVINCE_EDGE), 2.0 * PROVINCE_EDGE.half_width);
    }
    for (state, path) in coasts {
        svg.stroke(&path.finish(), ink(&state, COAST_EDGE), 2.0 * COAST_EDGE.half_width);
    }
    for (state, path) in borders {
        svg.fill(&path.finish(), ink(&state, BORDER_EDGE));
    }
    svg.close("g");
}

/// The rim of the chosen state.
fn rim(svg: &mut Svg, plate: &Plate, scene: &Scene) {
    let mut path = plate.path();
    for arc in &scene.rim {
        path.line(plate.arc(*arc).iter().copied());
    }
    let path = path.finish();
    if path.is_empty() {
        return;
    }
    svg.open("g id=\"chosen\" stroke-linejoin=\"round\" stroke-linecap=\"round\"");
    svg.stroke(&path, scene.theme.halo.with_alpha(0.55), 4.5);
    svg.stroke(&path, scene.theme.rim, 2.0);
    svg.close("g");
}

/// Fronts: a strong line with short strokes across it.
fn fronts(svg: &mut Svg, plate: &Plate, scene: &Scene) {
    let (mut path, mut hatch) = (plate.path(), plate.path());
    for arc in &scene.fronts {
        let line = plate.arc(*arc);
        path.line(line.iter().copied());
        marks::hatch_along(&mut hatch, line);
    }
    let path = path.finish();
    if path.is_empty() {
        return;
    }
    svg.open("g id=\"fronts\" stroke-linejoin=\"round\"");
    svg.stroke(&path, scene.theme.halo.with_alpha(0.6), 2.0 * (FRONT_HALF_WIDTH - 1.2));
    svg.stroke(&path, scene.theme.war, 3.0);
    svg.stroke(&hatch.finish(), scene.theme.war, 1.4);
    svg.close("g");
}

/// Pacts, told apart by their strokes.
fn links(svg: &mut Svg, plate: &Plate, scene: &Scene) {
    if scene.links.is_empty() {
        return;
    }
    svg.open("g id=\"pacts\"");
    for link in &scene.links {
        let line = plate.on_page(&link.line);
        if line.iter().all(|point| !plate.frame.contains(*point)) {
            continue;
        }
        if link.strength > 0.5 {
            let casing = scene.theme.halo.with_alpha(0.35 * link.strength);
            let half_width = match link.style {
                LinkStyle::Solid => 1.0,
                LinkStyle::Double => 4.2,
                LinkStyle::Dotted => 1.3,
                LinkStyle::Dashed => 0.7,
            };
            let mut path = plate.path();
            path.line(line.iter().copied());
            svg.stroke(&path.finish(), casing, 2.0 * (half_width + 1.2));
        }
        marks::pact(svg, &line, link.style, scene.theme.link.with_alpha(link.strength));
    }
    svg.close("g");
}

fn capitals(svg: &mut Svg, plate: &Plate, scene: &Scene) {
    svg.open("g id=\"capitals\"");
    for capital in &scene.capitals {
        let at = plate.place(capital.mark.place);
        if plate.frame.contains(at) {
            marks::capital(svg, at, capital, (scene.theme.ink, scene.theme.halo));
        }
    }
    svg.close("g");
}

/// The lines that lead to names.
fn leaders(svg: &mut Svg, plate: &Plate, scene: &Scene) {
    let mut path = plate.path();
    let lines = scene.names.iter().filter_map(|name| name.placed.leader);
    lines.for_each(|line| path.line(line.map(|point| plate.place(point))));
    let path = path.finish();
    if path.is_empty() {
        return;
    }
    svg.open("g id=\"leaders\" stroke-linecap=\"round\"");
    svg.stroke(&path, scene.theme.halo.with_alpha(0.45), 2.0 * (LEADER + 1.0));
    svg.stroke(&path, scene.theme.ink.with_alpha(0.85), 2.0 * LEADER);
    svg.close("g");
}

/// A name: its ink over its halo.
fn set_name(svg: &mut Svg, letters: &mut Letters, plate: &Plate, name: &Name) {
    let placed = &name.placed;
    let face = if name.strong { Face::SerifStrong } else { Face::Serif };
    let style = Style { face, size: placed.size, spacing: placed.spacing };
    // On the page y runs down, and so angles turn the other way.
    let baseline = |place: Vec2, angle: f32| {
        plate.place(place) + Vec2::from_angle(-angle).perp() * (placed.size * CAPITALS / 2.0)
    };
    let path = if name.letters.is_empty() {
        let (place, angle) = placed.curve.at(0.0);
        letters.turned(&name.text, style, (baseline(place, angle), -angle), Anchor::Middle)
    } else {
        let alone = Style { spacing: 0.0, ..style };
        let mut path = Letters::path_data();
        for (letter, place, angle) in &name.letters {
            let back = Vec2::from_angle(-angle) * (letter.width * placed.size / 2.0);
            let start = (baseline(*place, *angle) - back, -angle);
            letters.trace(&mut path, (&letter.text, alone), start, Anchor::Pen);
        }
        path.finish()
    };
    let label = super::svg::escaped(&name.text);
    svg.element(format_args!(
        "path aria-label=\"{label}\" d=\"{path}\" paint-order=\"stroke\" stroke-linejoin=\"round\" \
         stroke-width=\"{}\" {} {}",
        super::svg::number(2.0 * HALO),
        paint("stroke", name.inks.1),
        paint("fill", name.inks.0)
    ));
}

/// Decisions as arrows with their marks and motives. `strength` fades them, 0 to 1.
pub fn arrows(
    svg: &mut Svg,
    letters: &mut Letters,
    plate: &Plate,
    (theme, arrows): (&crate::view::Theme, &[Arrow]),
    strength: f32,
) {
    if arrows.is_empty() {
        return;
    }
    svg.open(format_args!("g id=\"decisions\" opacity=\"{}\"", super::svg::number(strength)));
    for arrow in arrows {
        marks::arrow(svg, &plate.on_page(&arrow.line), arrow.half_width, arrow.colour, theme.halo);
    }
    for arrow in arrows {
        let at = plate.place(arrow.marked);
        if !plate.frame.contains(at) {
            continue;
        }
        marks::badge(svg, at, MARK, arrow.mark, (arrow.colour, theme.halo));
        let Some((motive, offset, half)) = arrow.word else { continue };
        let middle = at + Vec2::new(offset.x, -offset.y);
        let style = Style::new(Face::SerifStrong, 14.0);
        let half = Vec2::new(letters.width(motive.label(), style) / 2.0 + 3.0, half.y);
        let chip = bevy::math::Rect::from_center_half_size(middle, half);
        svg.rect(chip, theme.halo.with_alpha(0.8), 2.0);
        let baseline = middle + Vec2::Y * 4.2;
        let ink = if theme.is_dark() { arrow.colour.lighter(0.12) } else { arrow.colour };
        svg.text(letters, (motive.label(), style), (baseline, Anchor::Middle), ink);
    }
    svg.close("g");
}

/// The kinds of pacts that the map shows.
pub fn pacts_shown(scene: &Scene) -> Vec<LinkStyle> {
    let shown: BTreeSet<u8> = scene.links.iter().map(|link| link.style as u8).collect();
    let all = [LinkStyle::Solid, LinkStyle::Double, LinkStyle::Dotted, LinkStyle::Dashed];
    all.into_iter().filter(|style| shown.contains(&(*style as u8))).collect()
}
