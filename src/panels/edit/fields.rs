//! The attributes of the selected state: a slider and a figure, or a field, for each.

use bevy::prelude::{Oklcha, Srgba};
use bevy_egui::egui::{
    Align, Color32, CornerRadius, CursorIcon, Id, Label, Rect, Sense, Stroke, StrokeKind, Ui, Vec2,
    WidgetInfo, WidgetType, vec2,
};

use super::card::{EditAction, Section};
use super::controls::{Control, ROWS, Row};
use super::dial::{Dial, Entered, Entry, fault, send};
use super::figures::{Scale, Unit, shortest};
use crate::edit::{Command, Value};
use crate::panels::theme::{self, GRID};
use crate::panels::widgets::link;
use crate::panels::{Model, PanelAction, words};
use crate::scenario::fields::{Form, Otherwise, STATE};
use crate::simulation::StateId;

/// Draws the attributes of one part of the page.
pub fn show(ui: &mut Ui, model: &Model, state: StateId, section: Section, actions: &mut Vec<PanelAction>) {
    for row in ROWS.iter().filter(|row| row.section == section) {
        show_row(ui, model, state, row, actions);
    }
}

fn show_row(ui: &mut Ui, model: &Model, state: StateId, row: &'static Row, actions: &mut Vec<PanelAction>) {
    let identity = model.survey.identity(state);
    let field = Field { model, id: &identity.code, row };
    match row.control {
        Control::Number(scale, unit) => {
            field.dial(ui, value_of(model, state, row.field), (scale, unit), None, actions);
        }
        Control::Amount => {
            let now = value_of(model, state, row.field);
            let all: f64 = model.survey.states().map(|state| value_of(model, state, row.field)).sum();
            let share = if all > 0.0 { (now / all) as f32 } else { 0.0 };
            let share = format!("{} of all that there is", words::percent(share));
            field.dial(ui, now, (amounts(model, row.field), Unit::Plain), Some(&share), actions);
        }
        Control::Growth => growth(ui, &field, state, actions),
        Control::Name => {
            let text = |text: &str| match text.trim() {
                "" => Err("A state needs a name".to_owned()),
                name => Ok(Value::Text(name.into())),
            };
            field.entry(ui, &identity.name, &text, actions);
        }
        Control::CowNumber => {
            let shown = identity.cow.map_or_else(String::new, |cow| cow.to_string());
            let number = |text: &str| match text.trim() {
                "" => Ok(Value::None),
                digits => match digits.parse::<u16>() {
                    Ok(number @ 1..=999) => Ok(Value::Number(number.into())),
                    _ => Err("It must be a whole number from 1 to 999, or nothing".to_owned()),
                },
            };
            field.entry(ui, &shown, &number, actions);
        }
        Control::Colour => colour(ui, &field, identity.colour, actions),
        Control::Movement => movement(ui, &field, state, actions),
        Control::Id => {
            let words =
                "Everything goes by it, so that it stays: files, commands and what refers to the state.";
            fixed(ui, row.label, &identity.code, words);
        }
        Control::Capital => capital(ui, &field, state, actions),
        Control::Territory => {
            let count = model.survey.holdings.owners().iter().filter(|owner| **owner == Some(state)).count();
            let land = format!("{count} {}", if count == 1 { "province" } else { "provinces" });
            fixed(ui, row.label, &land, "Land is painted on the map, in place mode.");
        }
    }
}

/// What a number is in the world, as the shortest decimal that means it.
pub fn value_of(model: &Model, state: StateId, field: &str) -> f64 {
    let survey = model.survey;
    let (held, posture) = (survey.capabilities(state), survey.posture(state));
    shortest(match field {
        "population" => held.population,
        "industry" => held.industry,
        "military" => held.military,
        "technology" => held.technology,
        "offense" => posture.offense,
        "intent" => posture.intent,
        "revisionism" => survey.revisionism(state),
        _ => survey.growth(state).industry,
    })
}

/// A scale for what states of this world have of something: from a ten-thousandth of the most to ten times as much.
fn amounts(model: &Model, field: &str) -> Scale {
    let most = model.survey.states().map(|state| value_of(model, state, field)).fold(0.0, f64::max);
    let most = if most > 0.0 { most } else { 1.0 };
    // A round number, so that the scale stays while amounts grow a little.
    let high = libm::pow(10.0, libm::ceil(libm::log10(most * 2.0)));
    Scale::Decades { low: high / 1e5, high: high.min(1e15), nought: true }
}

/// An attribute of a state, to be changed.
struct Field<'a> {
    model: &'a Model<'a>,
    /// The state's id.
    id: &'a str,
    row: &'static Row,
}

impl Field<'_> {
    fn key(&self) -> String {
        format!("{} {}", self.id, self.row.field)
    }

    fn set(&self, value: Value) -> Command {
        Command::Set { state: self.id.to_owned(), field: self.row.field.to_owned(), value }
    }

    /// What stands in its field where it has none.
    fn hint(&self) -> &'static str {
        match self.row.control {
            Control::Colour => "the map’s own choice",
            Control::Movement | Control::CowNumber => "none",
            _ => "",
        }
    }

    /// What it means, in a line and in full.
    fn words(&self) -> (&'static str, String) {
        let Some(field) = STATE.find(self.row.field) else { return ("", String::new()) };
        let mut full = format!("{}.", field.meaning);
        if !self.row.theory.is_empty() {
            full += &format!("\n{}", self.row.theory);
        }
        full += &format!("\nIn scenario files: {}, {}", field.name, field.form.expected());
        if !field.form.unit().is_empty() {
            full += &format!(" ({})", field.form.unit());
        }
        match field.otherwise {
            Otherwise::Number(value) => full += &format!("; {value} if not given"),
            Otherwise::Words(words) => full += &format!("; if not given: {words}"),
            Otherwise::Required => {}
        }
        (field.meaning, full + ".")
    }

    fn dial(
        &self,
        ui: &mut Ui,
        now: f64,
        (scale, unit): (Scale, Unit),
        instead: Option<&str>,
        actions: &mut Vec<PanelAction>,
    ) {
        let (meaning, hover) = self.words();
        let meaning = instead.unwrap_or(meaning);
        let range = match STATE.find(self.row.field).map(|field| field.form) {
            Some(Form::Number { low, high, .. }) => (low, high),
            _ => (f64::MIN, f64::MAX),
        };
        let key = self.key();
        Dial {
            key: &key,
            name: self.row.label,
            now,
            scale,
            range,
            unit,
            of: "",
            meaning,
            hover: &hover,
            marked: false,
            barred: None,
            wide: false,
        }
        .show(ui, &self.model.memory.card, &|value| self.set(Value::Number(value)), actions);
    }

    /// A label and a field to type into.
    fn entry(
        &self,
        ui: &mut Ui,
        shown: &str,
        read: &dyn Fn(&str) -> Result<Value, String>,
        actions: &mut Vec<PanelAction>,
    ) {
        let send = |text: &str| read(text).map(|value| self.set(value));
        self.typed(ui, (&self.key(), self.row.label), shown, &send, actions);
    }

    fn typed(
        &self,
        ui: &mut Ui,
        (key, label): (&str, &str),
        shown: &str,
        read: &dyn Fn(&str) -> Result<Command, String>,
        actions: &mut Vec<PanelAction>,
    ) {
        let card = &self.model.memory.card;
        let entered = labelled(ui, label, &self.words().1, |ui| {
            let width = ui.available_width();
            Entry { key, name: label, shown, hint: self.hint(), width, align: Align::Min }
                .show(ui, card, actions)
        });
        if let Entered::Done(text) = entered {
            match read(&text) {
                _ if text.trim() == shown => {
                    actions.push(PanelAction::Edit(EditAction::Forget(key.to_owned())));
                }
                Ok(command) => send(key, command, actions),
                Err(why) => actions.push(PanelAction::Edit(EditAction::Fault(key.to_owned(), why))),
            }
        }
        fault(ui, card, key);
        ui.add_space(GRID);
    }
}

/// Width of the labels before fields.
const LABEL: f32 = 92.0;

/// A label, and what stands behind it.
fn labelled<R>(ui: &mut Ui, label: &str, hover: &str, add: impl FnOnce(&mut Ui) -> R) -> R {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = GRID;
        ui.allocate_ui_with_layout(
            vec2(LABEL, 24.0),
            bevy_egui::egui::Layout::left_to_right(Align::Center),
            |ui| {
                ui.set_min_width(LABEL);
                let label = Label::new(theme::body(label)).truncate().sense(Sense::hover());
                ui.add(label).on_hover_text(hover);
            },
        );
        add(ui)
    })
    .inner
}

/// What is shown alone, and why.
fn fixed(ui: &mut Ui, label: &str, value: &str, why: &str) {
    labelled(ui, label, why, |ui| {
        ui.add(Label::new(theme::body(value).color(theme::muted())).truncate().sense(Sense::hover()))
            .on_hover_text(why);
    });
    ui.add_space(GRID);
}

fn growth(ui: &mut Ui, field: &Field, state: StateId, actions: &mut Vec<PanelAction>) {
    let now = value_of(field.model, state, "growth");
    let usual = field.model.survey.rules.parameters.growth;
    let scale = Scale::Even { low: -0.1, high: 0.2, steps: 1000.0 };
    field.dial(ui, now, (scale, Unit::Percent), None, actions);
    if now as f32 != usual {
        ui.add_space(-4.0);
        let words = format!("As in the theory: {}\u{a0}%", Unit::Percent.show(shortest(usual)));
        let back = link(ui, theme::small(words));
        if back.on_hover_text("What the parameter `growth` gives to all that say nothing").clicked() {
            actions.push(PanelAction::Change(field.set(Value::None)));
        }
        ui.add_space(GRID);
    }
}

fn movement(ui: &mut Ui, field: &Field, state: StateId, actions: &mut Vec<PanelAction>) {
    let survey = field.model.survey;
    let now = survey.movement(state).map_or("", |movement| movement.name.as_str());
    let read = |text: &str| match text.trim() {
        "" => Ok(Value::None),
        name => Ok(Value::Text(name.into())),
    };
    field.entry(ui, now, &read, actions);
    let others = survey.movements.list.iter().map(|movement| movement.name.as_str());
    let others: Vec<&str> = others.filter(|name| *name != now).collect();
    if now.is_empty() && others.is_empty() {
        return;
    }
    ui.add_space(-4.0);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = GRID;
        ui.add_space(LABEL);
        for name in others {
            if link(ui, theme::small(name)).on_hover_text("Join this movement").clicked() {
                actions.push(PanelAction::Change(field.set(Value::Text(name.into()))));
            }
        }
        if !now.is_empty() && link(ui, theme::small("none")).on_hover_text("Belong to none").clicked() {
            actions.push(PanelAction::Change(field.set(Value::None)));
        }
    });
    ui.add_space(GRID);
}

fn capital(ui: &mut Ui, field: &Field, state: StateId, actions: &mut Vec<PanelAction>) {
    let identity = field.model.survey.identity(state);
    let region = &field.model.setup.scenario.geography.regions[identity.capital_region];
    let read = |text: &str| match text.trim() {
        "" => Err("A capital keeps its name until it has another".to_owned()),
        name => Ok(Command::MoveCapital {
            state: field.id.to_owned(),
            region: region.code.clone(),
            name: name.to_owned(),
        }),
    };
    field.typed(ui, (&field.key(), field.row.label), &identity.capital_name, &read, actions);
    ui.add_space(-4.0);
    ui.horizontal(|ui| {
        ui.add_space(LABEL + GRID);
        ui.add(
            Label::new(theme::small(format!("in {}; drag it on the map in place mode", region.name))).wrap(),
        );
    });
    ui.add_space(GRID);
}

/// Hues that are offered, in degrees, in two lightnesses.
const HUES: usize = 10;

/// The colours that are offered.
fn swatches() -> impl Iterator<Item = [u8; 3]> {
    [(0.58, 0.09), (0.70, 0.08)].into_iter().flat_map(|(lightness, chroma)| {
        (0..HUES).map(move |step| {
            let hue = 20.0 + 360.0 * step as f32 / HUES as f32;
            let colour = Srgba::from(Oklcha::lch(lightness, chroma, hue));
            [colour.red, colour.green, colour.blue].map(|part| (part.clamp(0.0, 1.0) * 255.0).round() as u8)
        })
    })
}

fn hex([red, green, blue]: [u8; 3]) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

fn colour(ui: &mut Ui, field: &Field, now: Option<[u8; 3]>, actions: &mut Vec<PanelAction>) {
    const EDGE: f32 = 20.0;
    let shown = now.map_or_else(String::new, hex);
    let read = |text: &str| match text.trim() {
        "" => Ok(Value::None),
        text => match crate::scenario::parse_colour(text) {
            Some(colour) => Ok(Value::Text(hex(colour))),
            None => {
                Err("It must be a colour such as #8d8f98, or nothing for the map’s own choice".to_owned())
            }
        },
    };
    field.entry(ui, &shown, &read, actions);
    ui.add_space(-4.0);
    let all: Vec<[u8; 3]> = swatches().collect();
    for row in all.chunks(HUES) {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing = Vec2::splat(4.0);
            for colour in row {
                let (rect, _) = ui.allocate_exact_size(Vec2::splat(EDGE), Sense::hover());
                let (name, chosen) = (hex(*colour), now == Some(*colour));
                let response = ui.interact(rect, Id::new(("swatch", &name)), Sense::click());
                swatch(ui, rect, *colour, chosen, response.hovered());
                let said = format!("Colour {name}");
                response.widget_info(|| WidgetInfo::selected(WidgetType::RadioButton, true, chosen, &said));
                if response.on_hover_cursor(CursorIcon::PointingHand).on_hover_text(&name).clicked() {
                    actions.push(PanelAction::Change(field.set(Value::Text(name))));
                }
            }
        });
        ui.add_space(4.0);
    }
    if now.is_some() {
        let own = link(ui, theme::small("The map’s own choice"));
        if own.on_hover_text("A colour apart from its neighbours’").clicked() {
            actions.push(PanelAction::Change(field.set(Value::None)));
        }
    }
    ui.add_space(GRID);
}

fn swatch(ui: &Ui, rect: Rect, [red, green, blue]: [u8; 3], chosen: bool, hovered: bool) {
    let rim = match (chosen, hovered) {
        (true, _) => Stroke::new(2.0, theme::text()),
        (_, true) => Stroke::new(1.0, theme::text()),
        _ => Stroke::new(1.0, theme::line()),
    };
    let fill = Color32::from_rgb(red, green, blue);
    ui.painter().rect(rect, CornerRadius::same(3), fill, rim, StrokeKind::Inside);
}

/// The heading of a part that can be folded.
pub fn fold(
    ui: &mut Ui,
    model: &Model,
    section: Section,
    title: &str,
    hover: &str,
    actions: &mut Vec<PanelAction>,
) -> bool {
    let folded = model.memory.card.is_folded(section);
    ui.add_space(4.0);
    crate::panels::widgets::thin_line(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 30.0), Sense::hover());
    let response = ui.interact(rect, Id::new(("fold", section as u8)), Sense::click());
    let ink = if response.hovered() { theme::text() } else { theme::muted() };
    let at = rect.left_center() + vec2(5.0, 0.0);
    let tip = if folded {
        vec![at + vec2(-2.5, -4.0), at + vec2(2.5, 0.0), at + vec2(-2.5, 4.0)]
    } else {
        vec![at + vec2(-4.0, -2.5), at + vec2(4.0, -2.5), at + vec2(0.0, 2.5)]
    };
    ui.painter().add(bevy_egui::egui::Shape::convex_polygon(tip, ink, Stroke::NONE));
    let place = rect.left_center() + vec2(16.0, 0.0);
    let clip = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
    clip.text(
        place,
        bevy_egui::egui::Align2::LEFT_CENTER,
        title,
        bevy_egui::egui::FontId::new(14.0, theme::strong_family()),
        ink,
    );
    response.widget_info(|| WidgetInfo::selected(WidgetType::CollapsingHeader, true, !folded, title));
    let response = response.on_hover_cursor(CursorIcon::PointingHand);
    let response = if hover.is_empty() { response } else { response.on_hover_text(hover) };
    if response.clicked() {
        actions.push(PanelAction::Edit(EditAction::Fold(section)));
    }
    !folded
}

/// What it is called in words, for those parts that count something.
pub fn counted(title: &str, count: usize) -> String {
    if count == 0 { title.into() } else { format!("{title} ({count})") }
}

/// A line of muted words.
pub fn note(ui: &mut Ui, text: &str) {
    ui.add(Label::new(theme::small(words::capitalised(text))).wrap());
}
