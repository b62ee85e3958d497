//! The settings page: what the program remembers of a person, to be changed. It takes effect at once.

use bevy_egui::egui::emath::GuiRounding;
use bevy_egui::egui::{
    self, Align2, CornerRadius, CursorIcon, Key, Order, Rect, Response, ScrollArea, Sense, Slider, Ui,
    UiBuilder, WidgetInfo, WidgetType, vec2,
};

use super::marks::Icon;
use super::theme::{self, GRID, MARGIN};
use super::widgets::{at_right, chip, heading, icon_button, plain_button, sheet, text};
use super::{Model, PanelAction, area};
use crate::settings::{Look, SCALES, Settings};

const WIDTH: f32 = 400.0;
const HEIGHT: f32 = 568.0;
/// A step of the scale.
const STEP: f32 = 0.05;

/// A change of one setting.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Change {
    /// Night or paper.
    Look(Look),
    /// The scale of the panels.
    Scale(f32),
    /// Changes at once, or eased.
    ReducedMotion(bool),
    /// Slow down at what is important, or not.
    SlowDown(bool),
    /// Everything as it was at first, save for the files opened.
    Reset,
}

impl Change {
    /// Carries it out.
    pub fn apply(self, settings: &mut Settings) {
        match self {
            Self::Look(look) => settings.look = look,
            Self::Scale(scale) => settings.scale = scale.clamp(SCALES.0, SCALES.1),
            Self::ReducedMotion(reduced) => settings.reduced_motion = reduced,
            Self::SlowDown(slow) => settings.slow_down = slow,
            Self::Reset => {
                let (recent, toured) = (std::mem::take(&mut settings.recent), settings.toured);
                *settings = Settings { recent, toured, ..Settings::default() };
            }
        }
    }
}

/// Draws the page in the middle of the window.
pub fn show(ctx: &egui::Context, model: &Model, actions: &mut Vec<PanelAction>) {
    let window = ctx.viewport_rect();
    let size = vec2(WIDTH, HEIGHT).min(window.size() - vec2(2.0, 2.0) * GRID);
    let rect = Rect::from_center_size(window.center(), size).round_ui();
    let shown = area("settings", rect.min).order(Order::Foreground).show(ctx, |ui| {
        sheet(ui, rect);
        let mut inside = ui.new_child(UiBuilder::new().max_rect(rect.shrink(MARGIN)));
        inside.set_clip_rect(rect);
        inside.horizontal(|ui| {
            ui.label(theme::title("Settings", 24.0));
            at_right(ui, |ui| {
                if icon_button(ui, Icon::Close, "Close the settings (Esc)").clicked() {
                    actions.push(PanelAction::Settings);
                }
            });
        });
        ScrollArea::vertical()
            .auto_shrink(false)
            .show(&mut inside, |ui| contents(ui, model.settings, actions));
        ui.advance_cursor_after_rect(rect);
    });
    // The keyboard stays here.
    ctx.memory_mut(|memory| memory.set_modal_layer(shown.response.layer_id));
    if ctx.input(|input| input.key_pressed(Key::Escape)) {
        actions.push(PanelAction::Settings);
    }
}

fn contents(ui: &mut Ui, settings: &Settings, actions: &mut Vec<PanelAction>) {
    ui.spacing_mut().item_spacing.y = 4.0;
    let mut ask = |change: Change| actions.push(PanelAction::Set(change));
    heading(ui, "Look", "");
    ui.horizontal(|ui| {
        for (look, name, meaning) in [
            (Look::Night, "Night atlas", "Bright land on a dark sea"),
            (Look::Paper, "Paper atlas", "Ink on paper"),
        ] {
            if chip(ui, name, settings.look == look, WidgetType::RadioButton).on_hover_text(meaning).clicked()
            {
                ask(Change::Look(look));
            }
        }
    });
    heading(ui, "Size of panels and words", "");
    ui.horizontal(|ui| {
        let dragged = ui.id().with("scale");
        let mut scale = ui.data(|data| data.get_temp(dragged)).unwrap_or(settings.scale * 100.0);
        ui.spacing_mut().slider_width = (ui.available_width() - 88.0).max(60.0);
        ui.visuals_mut().widgets.inactive.bg_fill = theme::pressed();
        let range = 100.0 * SCALES.0..=100.0 * SCALES.1;
        let slider =
            Slider::new(&mut scale, range).step_by(f64::from(100.0 * STEP)).suffix(" %").fixed_decimals(0);
        let slider = ui.add(slider.update_while_editing(false));
        slider.widget_info(|| {
            WidgetInfo::slider(true, f64::from(scale), "Size of panels and words, in per cent")
        });
        // A size that changes under the pointer would move the slider away from it.
        let settled = slider.drag_stopped() || slider.changed() && !slider.dragged();
        if slider.dragged() {
            ui.data_mut(|data| data.insert_temp(dragged, scale));
        } else if settled {
            ui.data_mut(|data| data.remove::<f32>(dragged));
            ask(Change::Scale(scale / 100.0));
        }
    });
    ui.horizontal(|ui| {
        for percent in [100, 125, 150, 200] {
            let scale = percent as f32 / 100.0;
            let chosen = (settings.scale - scale).abs() < 0.001;
            if chip(ui, &format!("{percent} %"), chosen, WidgetType::RadioButton).clicked() {
                ask(Change::Scale(scale));
            }
        }
    });
    heading(ui, "Motion", "");
    let meaning = "Names, borders and panels change at once, without transitions.";
    if switch(ui, "Less motion", meaning, settings.reduced_motion).clicked() {
        ask(Change::ReducedMotion(!settings.reduced_motion));
    }
    heading(ui, "Time", "");
    let meaning = "The pace drops for a moment when a war begins or ends, or a state falls.";
    if switch(ui, "Slow down when something important happens", meaning, settings.slow_down).clicked() {
        ask(Change::SlowDown(!settings.slow_down));
    }
    heading(ui, "", "");
    let hover = "Everything as it was at first. Files that you opened are kept.";
    if plain_button(ui, "Reset all settings").on_hover_text(hover).clicked() {
        ask(Change::Reset);
    }
}

/// Something that is on or off, with what it means below.
fn switch(ui: &mut Ui, name: &str, meaning: &str, on: bool) -> Response {
    let meaning_galley = ui.painter().layout(
        meaning.into(),
        egui::FontId::proportional(12.0),
        theme::muted(),
        ui.available_width() - 56.0,
    );
    let height = 22.0 + meaning_galley.size().y + 4.0;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click());
    let track = Rect::from_min_size(rect.min + vec2(0.0, 3.0), vec2(36.0, 20.0));
    let share = ui.ctx().animate_bool(response.id, on);
    let fill = if on { theme::accent() } else { theme::pressed() };
    ui.painter().rect_filled(track, CornerRadius::same(10), fill);
    let knob = egui::pos2(egui::lerp(track.left() + 10.0..=track.right() - 10.0, share), track.center().y);
    ui.painter().circle_filled(knob, 7.0, if on { theme::panel() } else { theme::text() });
    text(ui, rect.min + vec2(48.0, 13.0), Align2::LEFT_CENTER, name, 14.0, theme::text());
    ui.painter().galley(rect.min + vec2(48.0, 24.0), meaning_galley, theme::muted());
    response.widget_info(|| WidgetInfo::selected(WidgetType::Checkbox, true, on, name));
    response.on_hover_cursor(CursorIcon::PointingHand)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reset_keeps_the_files_opened_and_a_scale_stays_in_its_range() {
        let mut settings = Settings { look: Look::Paper, toured: true, ..Settings::default() };
        settings.recent = vec!["a.ron".into()];
        Change::Scale(9.0).apply(&mut settings);
        assert_eq!(settings.scale, SCALES.1);
        Change::Reset.apply(&mut settings);
        assert_eq!((settings.look, settings.scale, settings.recent.len()), (Look::Night, 1.0, 1));
        assert!(settings.toured);
    }
}
