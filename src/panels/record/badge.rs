//! The badge in the bar: whether history decides or the model, and how to change that.

use bevy_egui::egui::{
    self, Align2, CornerRadius, CursorIcon, Rect, Sense, Stroke, StrokeKind, Ui, WidgetInfo, WidgetType, vec2,
};

use super::super::score::ScoreAction;
use super::super::theme::{self, GRID};
use super::super::widgets::{drop_mark, named, text};
use super::super::{Model, PanelAction};

/// Width of the badge.
const WIDTH: f32 = 128.0;

const AS_RECORDED: &str = "As recorded";
const FREE: &str = "Free run";

/// Draws the badge, with its menu.
pub fn show(ui: &mut Ui, model: &Model, actions: &mut Vec<PanelAction>) {
    let recorded = model.survey.rules.history_decides();
    let (rect, button) = ui.allocate_exact_size(vec2(WIDTH, 32.0), Sense::click());
    let round = CornerRadius::same(theme::ROUND);
    let fill = if button.hovered() { theme::pressed() } else { theme::track() };
    ui.painter().rect_filled(rect, round, fill);
    let (words, ink) = if recorded { (AS_RECORDED, theme::history()) } else { (FREE, theme::text()) };
    if recorded {
        ui.painter().rect_stroke(rect, round, Stroke::new(1.5, theme::history()), StrokeKind::Inside);
    }
    text(ui, rect.left_center() + vec2(1.5 * GRID, 0.0), Align2::LEFT_CENTER, words, 14.0, ink);
    drop_mark(ui, rect);
    button
        .widget_info(|| WidgetInfo::labeled(WidgetType::ComboBox, true, format!("Mode of the run: {words}")));
    egui::Popup::menu(&button).show(|ui| {
        ui.set_width(400.0);
        ui.spacing_mut().item_spacing.y = 2.0;
        if recorded {
            let what =
                format!("From {} on the model decides, on a branch of its own", model.date_of(model.now));
            if choice(ui, "Let it run free from here", &what).clicked() {
                actions.push(PanelAction::RunFree);
                ui.close();
            }
        }
        let again =
            if recorded { "As recorded, from the start again" } else { "As recorded, from the start" };
        let what = "History decides; the model says what it would have expected";
        if choice(ui, again, what).clicked() {
            actions.push(PanelAction::Follow);
            ui.close();
        }
        let what = "Run it free many times: how often is each state where history had it?";
        if choice(ui, "Score …", what).clicked() {
            actions.push(PanelAction::Score(ScoreAction::Open));
            ui.close();
        }
        let what = "Who stands where history had it, at the date shown";
        if choice(ui, "Map of agreement with history (Q)", what).clicked() {
            actions.push(PanelAction::Mode(crate::view::MapMode::Agreement));
            ui.close();
        }
    });
    let hover = if recorded {
        "History decides who signs and who fights. The model looks on and says what it would have expected (Ctrl+R: let \
         it run free from here)."
    } else {
        "The model decides, and history is held against it (Ctrl+R: as recorded, from the start)."
    };
    button.on_hover_cursor(CursorIcon::PointingHand).on_hover_text(hover);
}

/// A row of the menu: what it does, and what that means.
fn choice(ui: &mut Ui, words: &str, meaning: &str) -> egui::Response {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 44.0), Sense::click());
    let fill = ui.style().interact(&response).weak_bg_fill;
    ui.painter().rect_filled(rect, CornerRadius::same(theme::ROUND), fill);
    let left = rect.left_center() + vec2(GRID, 0.0);
    text(ui, left - vec2(0.0, 9.0), Align2::LEFT_CENTER, words, 14.0, theme::text());
    let clip = Rect::from_min_max(rect.min, rect.max - vec2(4.0, 0.0));
    let painter = ui.painter().with_clip_rect(clip);
    let small = egui::FontId::proportional(12.0);
    painter.text(left + vec2(0.0, 9.0), Align2::LEFT_CENTER, meaning, small, theme::muted());
    named(&response, WidgetType::Button, words);
    response.on_hover_cursor(CursorIcon::PointingHand)
}
