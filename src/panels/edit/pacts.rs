//! The pacts of the selected state: made, changed and ended.

use bevy_egui::egui::{Align, Key, Label, TextEdit, Ui, WidgetInfo, WidgetType, vec2};
use jiff::civil::Date;

use super::card::EditAction;
use super::chooser::{Chooser, Choosing};
use super::fields::note;
use super::form;
use crate::edit::{Command, Pact, PactName};
use crate::panels::theme::{self, GRID};
use crate::panels::widgets::{chip, link, named};
use crate::panels::{Model, PanelAction, inspector, words};
use crate::scenario::PactKind;
use crate::simulation::{Alliance, StateId};

/// A pact on its way.
#[derive(Debug, Clone, PartialEq)]
pub struct PactForm {
    /// The pact that it takes the place of, if it does.
    pub of: Option<PactName>,
    /// Its name.
    pub name: String,
    /// What is promised.
    pub kind: PactKind,
    /// The ids of members.
    pub members: Vec<String>,
    /// The id of whom it is against; one at most.
    pub target: Vec<String>,
    /// When it was signed, as it is typed.
    pub since: String,
    /// When it lapses, as it is typed.
    pub until: String,
    /// Who is being chosen.
    pub choosing: Choosing,
    /// The change that was asked for, until it is known what became of it.
    pub sent: Option<Command>,
}

impl PactForm {
    /// An empty one, of this member.
    pub fn new(member: &str) -> Self {
        Self {
            of: None,
            name: String::new(),
            kind: PactKind::Defensive,
            members: vec![member.to_owned()],
            target: Vec::new(),
            since: String::new(),
            until: String::new(),
            choosing: Choosing::default(),
            sent: None,
        }
    }

    /// A pact as it is.
    fn of(model: &Model, alliance: &Alliance) -> Self {
        let codes = |states: &[StateId]| states.iter().map(|it| code(model, *it)).collect();
        Self {
            of: Some(name_of(model, alliance)),
            name: alliance.name.clone(),
            kind: alliance.kind,
            members: codes(&alliance.members),
            target: alliance.target.map(|target| code(model, target)).into_iter().collect(),
            since: alliance.since.to_string(),
            until: alliance.until.map_or_else(String::new, |until| until.to_string()),
            choosing: Choosing::default(),
            sent: None,
        }
    }

    /// The change that it asks for, or what is still missing.
    pub fn command(&self, today: Date) -> Result<Command, String> {
        if self.members.len() < 2 {
            return Err("Add whom the pact is with.".into());
        }
        let (since, until) = (date(&self.since)?, date(&self.until)?);
        if since.is_some_and(|since| since > today) {
            return Err(format!("It cannot have been signed after {today}."));
        }
        if until.is_some_and(|until| until <= today) {
            return Err(format!("It must lapse after {today}."));
        }
        let pact = Pact {
            name: self.name.trim().to_owned(),
            kind: self.kind,
            members: self.members.clone(),
            target: self.target.first().cloned(),
            since,
            until,
        };
        Ok(match &self.of {
            Some(of) => Command::ChangePact { pact: of.clone(), to: pact },
            None => Command::AddPact(pact),
        })
    }
}

/// A date as it is typed; none where nothing is.
fn date(text: &str) -> Result<Option<Date>, String> {
    match text.trim() {
        "" => Ok(None),
        text => match text.parse() {
            Ok(date) => Ok(Some(date)),
            Err(_) => Err(format!("“{text}” is no date such as 1936-03-01.")),
        },
    }
}

fn code(model: &Model, state: StateId) -> String {
    model.survey.identity(state).code.clone()
}

/// What a command calls a pact.
fn name_of(model: &Model, alliance: &Alliance) -> PactName {
    PactName {
        kind: alliance.kind,
        members: alliance.members.iter().map(|it| code(model, *it)).collect(),
        target: alliance.target.map(|target| code(model, target)),
    }
}

/// Draws all pacts, and the form of one that is made or changed.
pub fn show(ui: &mut Ui, model: &Model, state: StateId, actions: &mut Vec<PanelAction>) {
    let form = model.memory.card.pact.as_deref();
    let mut any = false;
    for alliance in model.survey.alliances_of(state) {
        any = true;
        let name = name_of(model, alliance);
        inspector::alliance_row(ui, model, state, alliance, actions);
        if form.is_some_and(|form| form.of.as_ref() == Some(&name)) {
            continue;
        }
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 2.0 * GRID;
            ui.add_space(32.0);
            let whom = words_of(model, state, alliance);
            let change = link(ui, theme::small("Change"));
            change.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, format!("Change {whom}")));
            if change.clicked() {
                actions
                    .push(PanelAction::Edit(EditAction::Pact(Some(Box::new(PactForm::of(model, alliance))))));
            }
            let end = link(ui, theme::small("End"));
            end.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, format!("End {whom}")));
            if end.on_hover_text("As if its time were over: nobody breaks a promise").clicked() {
                actions.push(PanelAction::Change(Command::EndPact(name)));
            }
        });
        ui.add_space(6.0);
    }
    match form {
        Some(form) => edit(ui, model, state, form, actions),
        None => {
            if !any {
                note(ui, "It stands alone.");
            }
            let new = link(ui, theme::body("New pact …"));
            named(&new, WidgetType::Button, "New pact …");
            if new.clicked() {
                let form = PactForm::new(&code(model, state));
                actions.push(PanelAction::Edit(EditAction::Pact(Some(Box::new(form)))));
            }
            ui.add_space(GRID);
        }
    }
}

/// `the defensive pact with France`.
fn words_of(model: &Model, state: StateId, alliance: &Alliance) -> String {
    let partners: Vec<StateId> = alliance.partners(state).collect();
    format!("the {} with {}", words::pact(alliance.kind), model.names.list(&partners))
}

fn edit(ui: &mut Ui, model: &Model, state: StateId, before: &PactForm, actions: &mut Vec<PanelAction>) {
    let mut form = before.clone();
    let today = model.survey.clock.date();
    let outcome = form::frame(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(4.0, 4.0);
            for kind in PactKind::ALL {
                let name = words::capitalised(kind.name());
                let chip = chip(ui, &name, form.kind == kind, WidgetType::RadioButton);
                if chip.on_hover_text(words::pact_meaning(kind)).clicked() {
                    form.kind = kind;
                }
            }
        });
        let at_war =
            |a: StateId, b: &str| model.survey.find(b).is_some_and(|b| model.survey.wars.at_war(a, b));
        let (members, target) = (form.members.clone(), form.target.clone());
        let own = code(model, state);
        Chooser {
            name: "Members",
            most: usize::MAX,
            nobody: "nobody yet",
            kept: Some(&own),
            barred: &|other| {
                if target.contains(&code(model, other)) {
                    return Some("it is against this one".into());
                }
                let enemy = members.iter().find(|member| at_war(other, member))?;
                let enemy = model.survey.find(enemy)?;
                Some(format!("at war with {}", model.names.mid(enemy)))
            },
        }
        .show(ui, model, &mut form.members, &mut form.choosing);
        Chooser {
            name: "Against",
            most: 1,
            nobody: "anyone",
            kept: None,
            barred: &|other| members.contains(&code(model, other)).then(|| "a member".into()),
        }
        .show(ui, model, &mut form.target, &mut form.choosing);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            line(ui, ("Since", "now"), &mut form.since, 84.0);
            line(ui, ("until", "never"), &mut form.until, 84.0);
        });
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            let width = ui.available_width() - 48.0;
            line(ui, ("Name", "may be left out"), &mut form.name, width);
        });
        let words = if form.of.is_some() { "Change the pact" } else { "Make the pact" };
        form::end(ui, &model.memory.card, form.command(today), words, actions)
    });
    match outcome {
        form::Outcome::Closed => actions.push(PanelAction::Edit(EditAction::Pact(None))),
        form::Outcome::Sent(command) => {
            form.sent = Some(command.clone());
            actions.push(PanelAction::Edit(EditAction::Pact(Some(Box::new(form)))));
            actions.push(PanelAction::Change(command));
        }
        form::Outcome::Open if form != *before => {
            actions.push(PanelAction::Edit(EditAction::Pact(Some(Box::new(form)))));
        }
        form::Outcome::Open => {}
    }
}

/// A label and a field of a form.
pub fn line(ui: &mut Ui, (name, hint): (&str, &str), text: &mut String, width: f32) {
    ui.add(Label::new(theme::small(name)));
    let field = TextEdit::singleline(text)
        .hint_text(theme::small(hint))
        .desired_width(width)
        .horizontal_align(Align::Min)
        .margin(vec2(6.0, 3.0));
    let response = ui.add(field);
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(WidgetType::TextEdit, true, name);
        info.current_text_value = Some(text.clone());
        info
    });
    if response.lost_focus() && ui.input(|input| input.key_pressed(Key::Escape)) {
        response.surrender_focus();
    }
}
