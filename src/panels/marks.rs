//! Marks: small signs drawn with the painter, since the faces have none.
//!
//! Each is drawn around a centre within a radius, so that colour is never the only sign.

use std::f32::consts::TAU;

use bevy_egui::egui::{Color32, Painter, Pos2, Shape, Stroke, Vec2};

use super::theme;
use super::words::{Deed, EventSort};
use crate::scenario::PactKind;
use crate::theory::interest::StateType;
use crate::view::{Piece, kind_sign};

/// The mark of a type, in its colour.
pub fn kind(painter: &Painter, centre: Pos2, radius: f32, kind: StateType) {
    let at = |[x, y]: [f32; 2]| centre + radius * Vec2::new(x, y);
    let colour = theme::kind_colour(kind);
    for piece in kind_sign(kind) {
        match *piece {
            Piece::Polygon(points) => {
                let points = points.iter().copied().map(at).collect();
                painter.add(Shape::convex_polygon(points, colour, Stroke::NONE));
            }
            Piece::Disc(middle, reach) => {
                painter.circle_filled(at(middle), radius * reach, colour);
            }
            Piece::Hole(middle, reach) => {
                painter.circle_filled(at(middle), radius * reach, theme::panel());
            }
        }
    }
}

/// The mark of a sort of event: crossed swords, a flag, a shield, a wheel, a parted link, a barred ring,
/// waves, a tower, a warning.
pub fn event(painter: &Painter, centre: Pos2, radius: f32, sort: EventSort, colour: Color32) {
    let stroke = Stroke::new(1.5, colour);
    let at = |x: f32, y: f32| centre + radius * Vec2::new(x, y);
    match sort {
        EventSort::War => swords(painter, centre, radius, colour),
        EventSort::Peace => {
            painter.line_segment([at(-0.65, -0.95), at(-0.65, 1.0)], stroke);
            let flag = [(-0.65, -0.9), (0.9, -0.9), (0.9, 0.15), (-0.65, 0.15)];
            polygon(painter, centre, radius, &flag, colour);
        }
        EventSort::Movement => {
            for rise in [-0.5, 0.0, 0.5] {
                let wave = (0..=16).map(|step| {
                    let x = step as f32 / 8.0 - 1.0;
                    at(0.95 * x, rise + 0.2 * Vec2::angled(x * TAU).y)
                });
                painter.line(wave.collect(), stroke);
            }
        }
        EventSort::Arms => {
            polygon(painter, centre, radius, &[(-0.6, -0.2), (0.6, -0.2), (0.6, 0.9), (-0.6, 0.9)], colour);
            for left in [-0.8, -0.25, 0.3] {
                let merlon = [(left, -0.85), (left + 0.5, -0.85), (left + 0.5, -0.15), (left, -0.15)];
                polygon(painter, centre, radius * 0.98, &merlon, colour);
            }
        }
        EventSort::Balance => polygon(painter, centre, radius, SHIELD, colour),
        EventSort::Bandwagon => wheel(painter, centre, radius, colour),
        EventSort::Refusal => {
            painter.circle_stroke(centre, radius * 0.75, stroke);
            painter.line_segment([at(-0.5, 0.5), at(0.5, -0.5)], stroke);
        }
        EventSort::End => {
            painter.circle_stroke(at(-0.5, 0.0), radius * 0.42, stroke);
            painter.circle_stroke(at(0.5, 0.0), radius * 0.42, stroke);
            painter.line_segment([at(-0.2, 0.85), at(0.2, -0.85)], stroke);
        }
        EventSort::Provocation => {
            polygon(painter, centre, radius, &[(0.0, -0.85), (0.95, 0.8), (-0.95, 0.8)], colour);
            let ink = Stroke::new(1.5, theme::panel());
            painter.line_segment([at(0.0, -0.3), at(0.0, 0.25)], ink);
            painter.circle_filled(at(0.0, 0.55), 0.9, theme::panel());
        }
    }
}

/// The colour of a sort of event.
pub fn event_colour(sort: EventSort) -> Color32 {
    match sort {
        EventSort::War => theme::war(),
        EventSort::Peace => theme::peace(),
        EventSort::Balance => theme::balance(),
        EventSort::Bandwagon => theme::bandwagon(),
        EventSort::Movement => theme::movement(),
        // What happens all the time is quiet.
        EventSort::Refusal | EventSort::End | EventSort::Arms | EventSort::Provocation => theme::leave(),
    }
}

/// The mark of something that happened in history: swords, joined rings, a parted link, a flag, a state struck out or
/// rising, land, an arrow to a side, a barred ring, a ring of two halves.
pub fn deed(painter: &Painter, centre: Pos2, radius: f32, deed: Deed, colour: Color32) {
    let stroke = Stroke::new(1.5, colour);
    let at = |x: f32, y: f32| centre + radius * Vec2::new(x, y);
    match deed {
        Deed::War => swords(painter, centre, radius, colour),
        Deed::Pact => {
            painter.circle_stroke(at(-0.4, 0.0), radius * 0.55, stroke);
            painter.circle_stroke(at(0.4, 0.0), radius * 0.55, stroke);
        }
        Deed::Parting => event(painter, centre, radius, EventSort::End, colour),
        Deed::Peace => event(painter, centre, radius, EventSort::Peace, colour),
        Deed::Fall => polygon(painter, centre, radius, &[(-0.9, -0.7), (0.9, -0.7), (0.0, 0.85)], colour),
        Deed::Rise => polygon(painter, centre, radius, &[(-0.9, 0.75), (0.0, -0.8), (0.9, 0.75)], colour),
        Deed::Land => {
            let land = [(-0.85, -0.2), (-0.2, -0.85), (0.75, -0.5), (0.85, 0.45), (0.0, 0.85), (-0.7, 0.5)];
            painter.add(Shape::closed_line(land.map(|(x, y)| at(x, y)).to_vec(), stroke));
        }
        Deed::Side => {
            painter.line_segment([at(-0.9, 0.0), at(0.2, 0.0)], stroke);
            polygon(painter, centre, radius, &[(0.0, -0.7), (0.95, 0.0), (0.0, 0.7)], colour);
        }
        Deed::Neutral => event(painter, centre, radius, EventSort::Refusal, colour),
        Deed::Count => {
            painter.circle_stroke(centre, radius * 0.8, stroke);
            let half = (0..=12)
                .map(|step| at_angle(centre, radius * 0.8, 0.25 * TAU + 0.5 * TAU * step as f32 / 12.0));
            painter.add(Shape::convex_polygon(half.collect(), colour, Stroke::NONE));
        }
    }
}

/// Two swords crossed.
fn swords(painter: &Painter, centre: Pos2, radius: f32, colour: Color32) {
    for side in [-1.0, 1.0] {
        let at = |x: f32, y: f32| centre + radius * Vec2::new(side * x, y);
        painter.line_segment([at(-0.85, 0.85), at(0.9, -0.9)], Stroke::new(1.8, colour));
        painter.line_segment([at(-0.85, 0.1), at(-0.1, 0.85)], Stroke::new(1.5, colour));
    }
}

const SHIELD: &[(f32, f32)] = &[(-0.75, -0.85), (0.75, -0.85), (0.75, 0.1), (0.0, 0.95), (-0.75, 0.1)];

fn wheel(painter: &Painter, centre: Pos2, radius: f32, colour: Color32) {
    let stroke = Stroke::new(1.5, colour);
    painter.circle_stroke(centre, radius * 0.8, stroke);
    for step in 0..3 {
        let spoke = radius * 0.8 * Vec2::angled(TAU * step as f32 / 6.0);
        painter.line_segment([centre - spoke, centre + spoke], Stroke::new(1.0, colour));
    }
    painter.circle_filled(centre, radius * 0.25, colour);
}

/// A piece of line as a pact of this kind is drawn on the map: solid, doubled, dotted or dashed.
pub fn pact(painter: &Painter, from: Pos2, to: Pos2, kind: PactKind, colour: Color32) {
    let stroke = Stroke::new(2.0, colour);
    match kind {
        PactKind::Defensive => {
            painter.line_segment([from, to], stroke);
        }
        PactKind::Offensive => {
            painter.line_segment([from, to], stroke);
            let beside = Vec2::new(0.0, 4.0);
            painter.line_segment([from + beside, to + beside], Stroke::new(1.0, colour));
        }
        PactKind::Neutrality => painter.extend(Shape::dotted_line(&[from, to], colour, 5.0, 1.2)),
        PactKind::Entente => {
            painter.extend(Shape::dashed_line(&[from, to], Stroke::new(1.2, colour), 5.0, 4.0))
        }
    }
}

/// What a button does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Icon {
    /// Run.
    Play,
    /// Stand still.
    Pause,
    /// One tick.
    Step,
    /// One tick back.
    Back,
    /// From the start.
    Restart,
    /// Slow down at what is important.
    Heed,
    /// A bookmark.
    Flag,
    /// Plots.
    Plots,
    /// Placing states.
    Place,
    /// Night or paper.
    Look,
    /// The theory.
    Theory,
    /// Panels at the sides.
    Sides,
    /// Lessons.
    Lessons,
    /// Keys.
    Help,
    /// Let the selection go.
    Close,
    /// Setups and files.
    Setups,
    /// Settings.
    Settings,
    /// Back to what was shown before.
    Return,
    /// The one before.
    Earlier,
    /// The one after.
    Later,
}

/// An icon in a button.
pub fn icon(painter: &Painter, centre: Pos2, radius: f32, icon: Icon, colour: Color32) {
    let stroke = Stroke::new(1.5, colour);
    let at = |x: f32, y: f32| centre + radius * Vec2::new(x, y);
    let fill = |points: &[(f32, f32)]| polygon(painter, centre, radius, points, colour);
    match icon {
        Icon::Play => fill(&[(-0.6, -0.85), (0.85, 0.0), (-0.6, 0.85)]),
        Icon::Pause => {
            fill(&[(-0.7, -0.8), (-0.2, -0.8), (-0.2, 0.8), (-0.7, 0.8)]);
            fill(&[(0.2, -0.8), (0.7, -0.8), (0.7, 0.8), (0.2, 0.8)]);
        }
        Icon::Place => {
            // A banner, to be planted on land.
            painter.line_segment([at(-0.35, 0.6), at(-0.35, -0.95)], stroke);
            fill(&[(-0.35, -0.95), (0.8, -0.55), (-0.35, -0.1)]);
            painter.line(vec![at(-0.95, 0.45), at(-0.35, 0.65), at(0.25, 0.5), at(0.95, 0.8)], stroke);
        }
        Icon::Step => {
            fill(&[(-0.8, -0.8), (0.4, 0.0), (-0.8, 0.8)]);
            fill(&[(0.5, -0.8), (0.8, -0.8), (0.8, 0.8), (0.5, 0.8)]);
        }
        Icon::Back => {
            fill(&[(0.8, -0.8), (0.8, 0.8), (-0.4, 0.0)]);
            fill(&[(-0.8, -0.8), (-0.5, -0.8), (-0.5, 0.8), (-0.8, 0.8)]);
        }
        Icon::Heed => {
            // A bell.
            let side =
                |x: f32| [(0.0, -0.85), (x * 0.5, -0.65), (x * 0.62, 0.25), (x * 0.9, 0.55), (0.0, 0.55)];
            fill(&side(-1.0));
            fill(&side(1.0));
            painter.circle_filled(at(0.0, 0.78), radius * 0.22, colour);
        }
        Icon::Flag => {
            painter.line_segment([at(-0.6, -0.95), at(-0.6, 1.0)], stroke);
            fill(&[(-0.6, -0.9), (0.85, -0.4), (-0.6, 0.1)]);
        }
        Icon::Plots => {
            painter.line(vec![at(-0.9, -0.9), at(-0.9, 0.85), at(0.95, 0.85)], stroke);
            painter.line(vec![at(-0.6, 0.4), at(-0.1, -0.2), at(0.25, 0.1), at(0.85, -0.7)], stroke);
        }
        Icon::Theory => {
            // A balance.
            painter.line_segment([at(0.0, -0.9), at(0.0, 0.85)], stroke);
            painter.line_segment([at(-0.45, 0.9), at(0.45, 0.9)], stroke);
            painter.line_segment([at(-0.8, -0.55), at(0.8, -0.55)], stroke);
            for side in [-0.8, 0.8] {
                fill(&[(side - 0.35, 0.05), (side + 0.35, 0.05), (side, 0.4)]);
                painter.line(
                    vec![at(side - 0.3, 0.05), at(side, -0.55), at(side + 0.3, 0.05)],
                    Stroke::new(1.0, colour),
                );
            }
        }
        Icon::Look => {
            painter.circle_stroke(centre, radius * 0.8, stroke);
            let half = (0..=12)
                .map(|step| at_angle(centre, radius * 0.8, -0.25 * TAU + 0.5 * TAU * step as f32 / 12.0));
            painter.add(Shape::convex_polygon(half.collect(), colour, Stroke::NONE));
        }
        Icon::Restart => {
            let arc = (0..=20).map(|step| at_angle(centre, radius * 0.75, -0.9 - 5.0 * step as f32 / 20.0));
            painter.line(arc.collect(), stroke);
            fill(&[(0.05, -0.65), (0.95, -1.0), (0.85, -0.1)]);
        }
        Icon::Sides => {
            painter.line(
                vec![at(-0.9, -0.7), at(0.9, -0.7), at(0.9, 0.7), at(-0.9, 0.7), at(-0.9, -0.75)],
                stroke,
            );
            painter.line_segment([at(-0.35, -0.7), at(-0.35, 0.7)], stroke);
            painter.line_segment([at(0.35, -0.7), at(0.35, 0.7)], stroke);
        }
        Icon::Help => {
            let face = bevy_egui::egui::FontId::new(16.0, theme::strong_family());
            painter.text(centre, bevy_egui::egui::Align2::CENTER_CENTER, "?", face, colour);
        }
        Icon::Lessons => {
            // An open book.
            for side in [-1.0, 1.0] {
                let page = [(0.0, -0.55), (0.95, -0.75), (0.95, 0.55), (0.0, 0.75)];
                let page = page.map(|(x, y)| at(side * x, y)).to_vec();
                painter.add(Shape::closed_line(page, stroke));
            }
        }
        Icon::Setups => {
            let folder =
                [(-0.95, -0.7), (-0.3, -0.7), (0.0, -0.4), (0.95, -0.4), (0.95, 0.75), (-0.95, 0.75)];
            let points = folder.into_iter().map(|(x, y)| at(x, y)).collect();
            painter.add(Shape::closed_line(points, stroke));
        }
        Icon::Settings => {
            let teeth = (0..32).map(|step| {
                let out = if step % 4 < 2 { 1.0 } else { 0.72 };
                at_angle(centre, radius * out, TAU * (step as f32 + 0.5) / 32.0)
            });
            painter.add(Shape::closed_line(teeth.collect(), stroke));
            painter.circle_stroke(centre, radius * 0.32, stroke);
        }
        Icon::Close => {
            painter.line_segment([at(-0.6, -0.6), at(0.6, 0.6)], stroke);
            painter.line_segment([at(-0.6, 0.6), at(0.6, -0.6)], stroke);
        }
        Icon::Return => {
            painter.line_segment([at(-0.9, 0.0), at(0.9, 0.0)], stroke);
            painter.line(vec![at(-0.15, -0.75), at(-0.9, 0.0), at(-0.15, 0.75)], stroke);
        }
        Icon::Earlier => {
            painter.line(vec![at(0.35, -0.75), at(-0.4, 0.0), at(0.35, 0.75)], stroke);
        }
        Icon::Later => {
            painter.line(vec![at(-0.35, -0.75), at(0.4, 0.0), at(-0.35, 0.75)], stroke);
        }
    }
}

fn at_angle(centre: Pos2, radius: f32, angle: f32) -> Pos2 {
    centre + radius * Vec2::angled(angle)
}

/// A filled convex polygon, in units of the radius.
fn polygon(painter: &Painter, centre: Pos2, radius: f32, points: &[(f32, f32)], colour: Color32) {
    let points = points.iter().map(|(x, y)| centre + radius * Vec2::new(*x, *y)).collect();
    painter.add(Shape::convex_polygon(points, colour, Stroke::NONE));
}
