//! The theory: the school, every factor, term, option and motive, and every number of the model, to be changed while
//! it runs. A change starts another history from that moment.

use bevy_egui::egui::{self, Align, Order, Rect, ScrollArea, Ui, WidgetType, vec2};

use super::edit::dial::{Dial, Entry};
use super::edit::figures::{Scale, Unit, figure, shortest};
use super::marks::Icon;
use super::theme::{self, GRID};
use super::widgets::{at_right, chip, heading, icon_button, link, sheet};
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
    ui.add_space(4.0);
    let card = &model.memory.card;
    let query = card.typed(SEARCH).map_or("", |typed| typed.text.as_str()).to_lowercase();
    let width = ui.available_width();
    Entry {
        key: SEARCH,
        name: "Find a parameter",
        shown: "",
        hint: "Find a parameter by its name, its meaning or its source …",
        width,
        align: Align::Min,
    }
    .show(ui, card, actions);
    let school = school(model.setup.scenario.preset, parameters);
    let page = Page { model, parameters, usual: school.parameters(), query: query.trim() };
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        if page.query.is_empty() {
            page.schools(ui, school, actions);
        }
        let mut any = false;
        for (prefix, title, meaning) in GROUPS {
            let found = TABLE.iter().filter(|info| info.name.starts_with(prefix) && page.finds(info));
            let found: Vec<&'static ParameterInfo> = found.collect();
            if found.is_empty() {
                continue;
            }
            any = true;
            heading(ui, title, meaning);
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing.y = GRID;
                for info in found {
                    page.switch(ui, info, prefix, actions);
                }
            });
        }
        let numbers = TABLE.iter().filter(|info| !GROUPS.iter().any(|group| info.name.starts_with(group.0)));
        let numbers: Vec<&'static ParameterInfo> = numbers.filter(|info| page.finds(info)).collect();
        if !numbers.is_empty() {
            any = true;
            heading(ui, "Numbers", "Every parameter of the model, with unit, range and source on hover.");
            ui.add_space(4.0);
        }
        for info in numbers {
            page.number(ui, info, actions);
        }
        if !any {
            ui.add_space(GRID);
            ui.label(theme::body("No parameter says so.").color(theme::muted()));
        }
        ui.add_space(theme::MARGIN);
    });
}

/// The key of the field to search by.
const SEARCH: &str = "search the theory";

/// The school that the parameters are nearest to, the setup's own before others.
fn school(own: Preset, parameters: &Parameters) -> Preset {
    let all = [own].into_iter().chain(Preset::ALL);
    all.min_by_key(|preset| differing(parameters, &preset.parameters())).unwrap_or(own)
}

/// How many parameters differ.
fn differing(parameters: &Parameters, usual: &Parameters) -> usize {
    TABLE.iter().filter(|row| parameters.get(row.name) != usual.get(row.name)).count()
}

/// A parameter's name for people.
fn spoken(name: &str) -> String {
    words::capitalised(&name.replace('_', " "))
}

/// The page, with what is searched for.
struct Page<'a> {
    model: &'a Model<'a>,
    parameters: &'a Parameters,
    /// The parameters of the school.
    usual: Parameters,
    query: &'a str,
}

impl Page<'_> {
    /// Whether a parameter is one of those searched for.
    fn finds(&self, info: &ParameterInfo) -> bool {
        let said = format!("{} {} {} {}", info.name.replace('_', " "), info.name, info.meaning, info.source);
        let said = said.to_lowercase();
        self.query.split_whitespace().all(|word| said.contains(word))
    }

    /// The schools, and the way back to the one that is nearest.
    fn schools(&self, ui: &mut Ui, school: Preset, actions: &mut Vec<PanelAction>) {
        heading(ui, "School", "");
        ui.horizontal_wrapped(|ui| {
            for preset in Preset::ALL {
                let on = *self.parameters == preset.parameters();
                let chip = chip(ui, words::preset(preset), on, WidgetType::RadioButton);
                if chip.on_hover_text(words::preset_meaning(preset)).clicked() && !on {
                    actions.push(PanelAction::Change(Command::Theory(preset.name().into())));
                }
            }
        });
        let count = differing(self.parameters, &self.usual);
        if count > 0 {
            ui.horizontal_wrapped(|ui| {
                let (what, differ) =
                    if count == 1 { ("parameter", "differs") } else { ("parameters", "differ") };
                let name = words::preset(school);
                ui.label(theme::small(format!("{count} {what} {differ} from the {name}.")));
                if link(ui, theme::small("Reset")).on_hover_text("All as the school has them").clicked() {
                    actions.push(PanelAction::Change(Command::Theory(school.name().into())));
                }
            });
        }
    }

    fn hover(&self, info: &ParameterInfo) -> String {
        let (low, high) = info.range;
        let between = if info.is_switch() { String::new() } else { format!(", {low} to {high}") };
        let usual = self.usual.get(info.name).unwrap_or(info.default);
        format!(
            "{}.\n{}{between}; {usual} in the school.\nIn scenarios: theory.{}\n{}",
            info.meaning,
            words::capitalised(info.unit),
            info.name,
            words::capitalised(info.source)
        )
    }

    fn value(&self, info: &ParameterInfo) -> f32 {
        self.parameters.get(info.name).unwrap_or(info.default)
    }

    fn switch(
        &self,
        ui: &mut Ui,
        info: &'static ParameterInfo,
        prefix: &str,
        actions: &mut Vec<PanelAction>,
    ) {
        let on = self.value(info) > 0.0;
        let chip = chip(ui, &spoken(&info.name[prefix.len()..]), on, WidgetType::Checkbox);
        if chip.on_hover_text(self.hover(info)).clicked() {
            let value = if on { 0.0 } else { 1.0 };
            actions.push(PanelAction::Change(Command::Parameter { name: info.name.into(), value }));
        }
    }

    fn number(&self, ui: &mut Ui, info: &'static ParameterInfo, actions: &mut Vec<PanelAction>) {
        let (now, usual) = (self.value(info), self.usual.get(info.name).unwrap_or(info.default));
        let (name, hover) = (spoken(info.name), self.hover(info));
        let change = |value: f64| Command::Parameter { name: info.name.into(), value: value as f32 };
        Dial {
            key: &format!("theory.{}", info.name),
            name: &name,
            now: shortest(now),
            scale: scale(info),
            range: (shortest(info.range.0), shortest(info.range.1)),
            unit: Unit::Plain,
            of: info.unit,
            meaning: info.meaning,
            hover: &hover,
            marked: now != usual,
            barred: None,
            wide: true,
        }
        .show(ui, &self.model.memory.card, &change, actions);
        if now != usual {
            ui.add_space(-GRID);
            let words = format!("Back to {} of the school", figure(shortest(usual)));
            if link(ui, theme::small(words)).clicked() {
                actions.push(PanelAction::Change(change(shortest(usual))));
            }
            ui.add_space(GRID);
        }
    }
}

/// Where a parameter's values lie: by decades where its range spans many beside its usual value.
fn scale(info: &ParameterInfo) -> Scale {
    let (low, high) = (shortest(info.range.0), shortest(info.range.1));
    let usual = shortest(info.default).abs();
    if info.is_whole() {
        return Scale::Even { low, high, steps: 1.0 };
    }
    if low >= 0.0 && high > 20.0 * usual.max(0.05) {
        let least = if low > 0.0 {
            low
        } else if usual > 0.0 {
            usual / 100.0
        } else {
            high / 1e5
        };
        return Scale::Decades { low: least, high, nought: low == 0.0 };
    }
    let steps = if high - low <= 2.0 { 1000.0 } else { 100.0 };
    Scale::Even { low, high, steps }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::testing::small;

    #[test]
    fn every_place_of_every_slider_is_a_value_that_is_accepted() {
        for info in TABLE.iter().filter(|info| !info.is_switch()) {
            let scale = scale(info);
            for step in 0..=40 {
                let value = scale.value(f64::from(step) / 40.0);
                let command = Command::Parameter { name: info.name.into(), value: value as f32 };
                let done = command.change(&mut small());
                assert!(
                    matches!(done, Ok(()) | Err(crate::edit::CommandError::NothingChanges)),
                    "{command:?} {done:?}"
                );
            }
            let usual = shortest(info.default);
            let again = scale.value(scale.place(usual));
            assert!((again - usual).abs() <= 0.02 * usual.abs().max(0.01), "{} {usual} {again}", info.name);
        }
    }

    #[test]
    fn the_school_is_the_one_from_which_least_differs() {
        let mut parameters = Preset::BalanceOfPower.parameters();
        assert_eq!(school(Preset::BalanceOfInterests, &parameters), Preset::BalanceOfPower);
        assert!(parameters.set("noise", 0.5));
        assert_eq!(school(Preset::BalanceOfInterests, &parameters), Preset::BalanceOfPower);
        assert_eq!(differing(&parameters, &Preset::BalanceOfPower.parameters()), 1);
    }
}
