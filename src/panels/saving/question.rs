//! The question: what becomes of changes that are not saved.

use bevy_egui::egui::emath::GuiRounding;
use bevy_egui::egui::{self, Key, Order, Rect, UiBuilder, vec2};

use super::{Answer, Facts};
use crate::panels::area;
use crate::panels::theme::{self, GRID, MARGIN};
use crate::panels::widgets::{plain_button, primary_button, sheet};

const SIZE: egui::Vec2 = vec2(440.0, 144.0);

/// Asks in the middle of the window. The answer, once there is one.
pub fn show(ctx: &egui::Context, facts: &Facts) -> Option<Answer> {
    let window = ctx.viewport_rect();
    let rect = Rect::from_center_size(window.center(), SIZE.min(window.size())).round_ui();
    let mut answer = None;
    let shown = area("unsaved", rect.min).order(Order::Foreground).show(ctx, |ui| {
        sheet(ui, rect);
        let mut inside = ui.new_child(UiBuilder::new().max_rect(rect.shrink(MARGIN)));
        inside.set_clip_rect(rect);
        inside.label(theme::title("Save the changes?", 24.0));
        let count =
            if facts.changes == 1 { "What was".into() } else { format!("{} things were", facts.changes) };
        let words = match facts.changes {
            0 => format!("Changes to {} were undone, and the file does not know.", facts.name),
            1 => format!("{count} changed by hand in {} is not saved.", facts.name),
            _ => format!("{count} changed by hand in {}, and not all is saved.", facts.name),
        };
        inside.label(theme::body(words));
        inside.add_space(GRID);
        inside.horizontal(|ui| {
            let save = primary_button(ui, "Save", true);
            if ui.memory(|memory| memory.focused().is_none()) {
                save.request_focus();
            }
            if save.clicked() {
                answer = Some(Answer::Save);
            }
            if plain_button(ui, "Do not save").clicked() {
                answer = Some(Answer::Discard);
            }
            if plain_button(ui, "Cancel").clicked() {
                answer = Some(Answer::Cancel);
            }
        });
        ui.advance_cursor_after_rect(rect);
    });
    // The keyboard stays here.
    ctx.memory_mut(|memory| memory.set_modal_layer(shown.response.layer_id));
    if ctx.input(|input| input.key_pressed(Key::Escape)) {
        answer = Some(Answer::Cancel);
    }
    answer
}
