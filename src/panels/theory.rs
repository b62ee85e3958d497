//! The theory: the school, every factor, term, option and motive, and every number of the model, to be changed while
//! it runs. A change starts another history from that moment.

use bevy_egui::egui::{self, Order, Rect, ScrollArea, Sense, Ui, WidgetInfo, WidgetType, vec2};

use super::marks::Icon;
use super::theme::{self, GRID};
use super::widgets::{at_right, chip, heading, icon_button, sheet};
use super::{Model, PanelAction, area, words};
use crate::edit::Command;
use crate::theory::parameters::{ParameterInfo, Parameters, Preset, TABLE};

/// Width of the page.
const WIDTH: f32 = 640.0;

/// The groups of switches, by how their names begin.
const GROUPS: [(&str, &str, &str); 4] = [
    (
        "factor_",
        "Factors of threat",
        "Walt’s four factors; one that is off is the same for everybody (Walt 1985).",
    ),
    ("option_", "Options", "What states may do at all."),
    ("term_", "Terms of choice", "What counts when options are compared."),
    ("motive_", "Spoils", "Where the hope of gain counts (Schweller 1994)."),
];

/// Draws the page over the middle of the map.
pub fn show(ctx: &egui::Context, map: Rect, model: &Model, actions: &mut Vec<PanelAction>) {
    let size = vec2(WIDTH.min(map.width() - 24.0), map.height() - 24.0);
    let rect = Rect::from_center_size(map.center(), size);
    area("theory", rect.min).order(Order::Foreground).show(ctx, |ui| {
        sheet(ui, rect);
        let inside = egui::UiBuilder::new().id_salt("theory").max_rect(rect.shrink(theme::MARGIN));
        let mut inside = ui.new_child(inside);
        contents(&mut inside, model, actions);
        ui.advance_cursor_after_rect(rect);
    });
}

fn contents(ui: &mut Ui, model: &Model, actions: &mut Vec<PanelAction>) {
    let parameters = &model.survey.rules.parameters;
    ui.horizontal(|ui| {
        ui.label(theme::title("Theory", 24.0));
        at_right(ui, |ui| {
            if icon_button(ui, Icon::Close, "Close (M or Esc)").clicked() {
                actions.push(PanelAction::ToggleTheory);
            }
        });
    });
    let when = model.date_of(model.now);
    let words = if model.history.end() == 0 {
        "What is changed here changes the setup, as nothing has run yet. Ctrl+Z takes it back.".to_owned()
    } else {
        format!(
            "What is changed here starts another history from {when}, with the same luck. The one you leave stays as it \
             was, to go back to and to compare. Ctrl+Z takes a change back."
        )
    };
    ui.label(theme::body(words).color(theme::muted()));
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        heading(ui, "School", "");
        ui.horizontal_wrapped(|ui| {
            for preset in Preset::ALL {
                let on = *parameters == preset.parameters();
                let school = chip(ui, words::preset(preset), on, WidgetType::RadioButton);
                if school.on_hover_text(words::preset_meaning(preset)).clicked() && !on {
                    actions.push(PanelAction::Change(Command::Theory(preset.name().into())));
                }
            }
        });
        for (prefix, title, meaning) in GROUPS {
            heading(ui, title, meaning);
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing.y = GRID;
                for info in TABLE.iter().filter(|info| info.name.starts_with(prefix)) {
                    switch(ui, info, prefix, parameters, actions);
                }
            });
        }
        heading(ui, "Numbers", "Every parameter of the model, with unit, range and source on hover.");
        for info in TABLE.iter().filter(|info| !GROUPS.iter().any(|group| info.name.starts_with(group.0))) {
            number(ui, info, parameters, actions);
        }
        ui.add_space(theme::MARGIN);
    });
}

/// A parameter's name for people.
fn spoken(name: &str) -> String {
    words::capitalised(&name.replace('_', " "))
}

fn hover(info: &ParameterInfo) -> String {
    format!(
        "{}.\n{}; {} by default.\nIn scenarios: theory.{}\n{}",
        info.meaning, info.unit, info.default, info.name, info.source
    )
}

fn switch(
    ui: &mut Ui,
    info: &'static ParameterInfo,
    prefix: &str,
    parameters: &Parameters,
    actions: &mut Vec<PanelAction>,
) {
    let on = parameters.get(info.name).unwrap_or(info.default) > 0.0;
    let chip = chip(ui, &spoken(&info.name[prefix.len()..]), on, WidgetType::Checkbox);
    if chip.on_hover_text(hover(info)).clicked() {
        actions.push(PanelAction::Change(Command::Parameter {
            name: info.name.into(),
            value: if on { 0.0 } else { 1.0 },
        }));
    }
}

fn number(
    ui: &mut Ui,
    info: &'static ParameterInfo,
    parameters: &Parameters,
    actions: &mut Vec<PanelAction>,
) {
    let now = parameters.get(info.name).unwrap_or(info.default);
    // While it is dragged the value is the slider's alone: one drag is one change.
    let id = ui.id().with(info.name);
    let mut value = ui.data(|data| data.get_temp::<f32>(id)).unwrap_or(now);
    ui.horizontal(|ui| {
        let (rect, name) = ui.allocate_exact_size(vec2(220.0, 24.0), Sense::hover());
        let ink = if now == info.default { theme::text() } else { theme::accent() };
        let at = rect.left_center();
        super::widgets::text(ui, at, egui::Align2::LEFT_CENTER, &spoken(info.name), 14.0, ink);
        name.on_hover_text(hover(info));
        ui.spacing_mut().slider_width = 180.0;
        let (low, high) = info.range;
        let wide = high > 20.0 * info.default.abs().max(0.05);
        let slider =
            egui::Slider::new(&mut value, low..=high).logarithmic(wide && low >= 0.0).max_decimals(3);
        let response = ui.add(slider).on_hover_text(info.unit);
        response.widget_info(|| WidgetInfo::slider(true, f64::from(value), spoken(info.name)));
        if response.drag_stopped() || (response.changed() && !response.dragged()) {
            ui.data_mut(|data| data.remove_temp::<f32>(id));
            if value != now {
                actions.push(PanelAction::Change(Command::Parameter { name: info.name.into(), value }));
            }
        } else if response.dragged() {
            ui.data_mut(|data| data.insert_temp(id, value));
        }
    });
}
