//! A word beside the pointer: what the tool in hand would do, or why it cannot.

use bevy_egui::egui::{self, CornerRadius, Margin, Order, Rect, Stroke};

use super::super::theme;
use super::super::{Model, area};

/// Space between the pointer and the word.
const OFF: f32 = 18.0;
/// The widest it may be.
const WIDTH: f32 = 280.0;

/// Draws the word beside the pointer, within the map. The pointer never rests on it.
pub fn show(ctx: &egui::Context, map: Rect, model: &Model) {
    let Some((word, refused)) = model.placing.word() else { return };
    let Some(pointer) = ctx.pointer_hover_pos().filter(|at| map.contains(*at)) else { return };
    let name = "placing word";
    let size = egui::AreaState::load(ctx, egui::Id::new(name))
        .map_or(egui::vec2(160.0, 32.0), |state| state.rect().size());
    let at = egui::pos2(
        beside(pointer.x, size.x, (map.left(), map.right())),
        beside(pointer.y, size.y, (map.top(), map.bottom())),
    );
    let rim = if refused { theme::war() } else { theme::line() };
    area(name, at).order(Order::Tooltip).interactable(false).show(ctx, |ui| {
        let frame = egui::Frame::new()
            .fill(theme::panel())
            .stroke(Stroke::new(1.0, rim))
            .corner_radius(CornerRadius::same(theme::ROUND))
            .inner_margin(Margin::symmetric(10, 6));
        frame.show(ui, |ui| {
            ui.set_max_width(WIDTH);
            let ink = if refused { theme::war() } else { theme::text() };
            ui.label(theme::body(word).color(ink));
        });
    });
}

/// Where it begins along one side of the map: after the pointer, or before it where that is beyond the end.
fn beside(pointer: f32, size: f32, (start, end): (f32, f32)) -> f32 {
    let after = pointer + OFF;
    if after + size <= end { after } else { (pointer - OFF / 2.0 - size).max(start) }
}
