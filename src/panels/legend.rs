//! The legend over the map: what colours, lines and arrows mean, with numbers and units.

use bevy_egui::egui::{
    self, Align2, Color32, CornerRadius, Mesh, Pos2, Rect, Shape, Stroke, Ui, epaint::Vertex, pos2, vec2,
};

use super::theme::{self, GRID};
use super::widgets::text;
use super::words::EventSort;
use super::{Model, area, marks, words};
use crate::scenario::PactKind;
use crate::view::MapMode;

/// Size of the legend's contents.
const WIDTH: f32 = 272.0;
const LINE_HEIGHT: f32 = 18.0;
const HEIGHT: f32 = 48.0 + GRID + 4.0 * LINE_HEIGHT;
/// The space around them.
const PADDING: f32 = 12.0;

/// Draws the legend in the map's lower left corner, if the map has room for it.
pub fn show(ctx: &egui::Context, map: Rect, model: &Model) {
    let size = vec2(WIDTH + 2.0 * PADDING, HEIGHT + 2.0 * PADDING);
    if map.width() < 2.0 * size.x || map.height() < 2.0 * size.y {
        return;
    }
    let rect = Rect::from_min_size(pos2(map.left() + MARGIN, map.bottom() - MARGIN - size.y), size);
    area("legend", rect.min).show(ctx, |ui| {
        ui.painter().rect_filled(rect, CornerRadius::same(theme::ROUND), theme::panel_fill());
        let inside = rect.shrink(PADDING);
        colours(ui, inside.with_max_y(inside.top() + 48.0), model);
        let below = inside.with_min_y(inside.top() + 48.0 + GRID);
        lines(ui, below.min);
        arrows(ui, below.min + vec2(WIDTH / 2.0 + GRID, 0.0));
        ui.advance_cursor_after_rect(rect);
    });
}

const MARGIN: f32 = 12.0;

/// What the colours of land mean.
fn colours(ui: &Ui, rect: Rect, model: &Model) {
    let selected = model.selection.state.map(|state| model.names.mid(state));
    let (title, scale): (String, Option<(fn(f32) -> Color32, String)>) = match (model.mode, selected) {
        (MapMode::Political, _) => ("Each state in its own colour".into(), None),
        (MapMode::Blocs, _) => ("Allies share a colour and a pattern".into(), None),
        (MapMode::Threat, None) => ("Click a state to see who threatens it".into(), None),
        (MapMode::Threat, Some(state)) => {
            (format!("Threat to {state}, before help from allies"), Some((theme::threat_colour, words::percent(1.0))))
        }
        (MapMode::Power, _) => {
            let greatest = model.survey.states().map(|state| model.survey.power(state)).fold(0.0, f32::max);
            ("Share of the system’s power".into(), Some((theme::power_colour, words::percent(greatest))))
        }
    };
    text(ui, rect.left_top(), Align2::LEFT_TOP, model.mode.label(), 14.0, theme::TEXT);
    match scale {
        None => {
            text(ui, rect.left_top() + vec2(0.0, 22.0), Align2::LEFT_TOP, &title, 12.0, theme::MUTED);
        }
        Some((ramp, greatest)) => {
            text(ui, rect.right_top() + vec2(0.0, 2.0), Align2::RIGHT_TOP, &title, 12.0, theme::MUTED);
            let bar = Rect::from_min_max(pos2(rect.left(), rect.top() + 22.0), pos2(rect.right(), rect.top() + 30.0));
            ramp_bar(ui, bar, ramp);
            text(ui, pos2(bar.left(), bar.bottom() + 2.0), Align2::LEFT_TOP, "0\u{a0}%", 12.0, theme::MUTED);
            text(ui, pos2(bar.right(), bar.bottom() + 2.0), Align2::RIGHT_TOP, &greatest, 12.0, theme::MUTED);
        }
    }
}

/// A bar of a scale's colours from none to all.
fn ramp_bar(ui: &Ui, rect: Rect, ramp: fn(f32) -> Color32) {
    const STEPS: u32 = 32;
    let mut mesh = Mesh::default();
    for step in 0..=STEPS {
        let share = step as f32 / STEPS as f32;
        let (x, color) = (rect.left() + rect.width() * share, ramp(share));
        for y in [rect.top(), rect.bottom()] {
            mesh.vertices.push(Vertex { pos: pos2(x, y), uv: egui::epaint::WHITE_UV, color });
        }
    }
    for step in 0..STEPS {
        let first = 2 * step;
        mesh.add_triangle(first, first + 1, first + 2);
        mesh.add_triangle(first + 1, first + 2, first + 3);
    }
    ui.painter().add(Shape::mesh(mesh));
}

/// How pacts are drawn.
fn lines(ui: &Ui, at: Pos2) {
    for (row, kind) in PactKind::ALL.into_iter().enumerate() {
        let middle = at + vec2(0.0, LINE_HEIGHT * (row as f32 + 0.5));
        marks::pact(ui.painter(), middle, middle + vec2(28.0, 0.0), kind, theme::TEXT);
        text(ui, middle + vec2(36.0, 0.0), Align2::LEFT_CENTER, words::pact(kind), 12.0, theme::MUTED);
    }
}

/// What arrows of decisions mean.
fn arrows(ui: &Ui, at: Pos2) {
    let rows = [(EventSort::Balance, "balances"), (EventSort::Bandwagon, "bandwagons"), (EventSort::End, "leaves")];
    for (row, (sort, words)) in rows.into_iter().enumerate() {
        let middle = at + vec2(0.0, LINE_HEIGHT * (row as f32 + 0.5));
        let colour = marks::event_colour(sort);
        let (from, to) = (middle, middle + vec2(24.0, 0.0));
        ui.painter().line_segment([from, to - vec2(4.0, 0.0)], Stroke::new(2.0, colour));
        let head = vec![to, to + vec2(-6.0, -4.0), to + vec2(-6.0, 4.0)];
        ui.painter().add(Shape::convex_polygon(head, colour, Stroke::NONE));
        marks::event(ui.painter(), to + vec2(12.0, 0.0), 5.5, sort, colour);
        text(ui, to + vec2(24.0, 0.0), Align2::LEFT_CENTER, words, 12.0, theme::MUTED);
    }
}
