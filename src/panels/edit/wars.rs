//! The wars of the selected state: begun and ended.

use bevy_egui::egui::{Label, Ui, WidgetInfo, WidgetType};

use super::card::EditAction;
use super::chooser::{Chooser, Choosing};
use super::fields::note;
use super::form;
use super::pacts::line;
use crate::edit::Command;
use crate::panels::theme::{self, GRID};
use crate::panels::widgets::{link, named};
use crate::panels::{Model, PanelAction};
use crate::simulation::{Side, StateId, War};

/// A war on its way.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct WarForm {
    /// Its name.
    pub name: String,
    /// The ids of those who attack; the first leads.
    pub attackers: Vec<String>,
    /// The ids of those who are attacked; the first leads.
    pub defenders: Vec<String>,
    /// Who is being chosen.
    pub choosing: Choosing,
    /// The change that was asked for, until it is known what became of it.
    pub sent: Option<Command>,
}

impl WarForm {
    /// The change that it asks for, or what is still missing.
    pub fn command(&self) -> Result<Command, String> {
        match (self.attackers.is_empty(), self.defenders.is_empty()) {
            (true, _) => Err("Add who attacks.".into()),
            (_, true) => Err("Add who is attacked.".into()),
            _ => Ok(Command::BeginWar {
                name: self.name.trim().to_owned(),
                attackers: self.attackers.clone(),
                defenders: self.defenders.clone(),
            }),
        }
    }
}

fn code(model: &Model, state: StateId) -> String {
    model.survey.identity(state).code.clone()
}

/// Draws all wars it is in, and the form of one that is to begin.
pub fn show(ui: &mut Ui, model: &Model, state: StateId, actions: &mut Vec<PanelAction>) {
    let mut any = false;
    for war in model.survey.wars.of(state) {
        any = true;
        one(ui, model, war, actions);
    }
    match &model.memory.card.war {
        Some(form) => edit(ui, model, form, actions),
        None => {
            if !any {
                note(ui, "It is at peace.");
            }
            let new = link(ui, theme::body("New war …"));
            named(&new, WidgetType::Button, "New war …");
            if new.clicked() {
                let form = WarForm { attackers: vec![code(model, state)], ..WarForm::default() };
                actions.push(PanelAction::Edit(EditAction::War(Some(Box::new(form)))));
            }
            ui.add_space(GRID);
        }
    }
}

fn one(ui: &mut Ui, model: &Model, war: &War, actions: &mut Vec<PanelAction>) {
    let side = |side: Side| model.names.list(war.side(side));
    let sides = format!("{} against {}", side(Side::Attackers), side(Side::Defenders));
    let words = crate::panels::words::capitalised(&sides);
    ui.add(Label::new(theme::body(words)).wrap());
    let end = link(ui, theme::small("End the war"));
    end.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, format!("End the war of {sides}")));
    if end.on_hover_text("As if it had not been: nobody wins, and everybody keeps their own land").clicked() {
        let codes = |side: Side| war.side(side).iter().map(|it| code(model, *it)).collect();
        let command =
            Command::EndWar { attackers: codes(Side::Attackers), defenders: codes(Side::Defenders) };
        actions.push(PanelAction::Change(command));
    }
    ui.add_space(6.0);
}

fn edit(ui: &mut Ui, model: &Model, before: &WarForm, actions: &mut Vec<PanelAction>) {
    let mut form = before.clone();
    let outcome = form::frame(ui, |ui| {
        let (attackers, defenders) = (form.attackers.clone(), form.defenders.clone());
        sides(ui, model, ("Attackers", &defenders), &mut form.attackers, &mut form.choosing);
        sides(ui, model, ("Defenders", &attackers), &mut form.defenders, &mut form.choosing);
        let swap = link(ui, theme::small("Swap sides"));
        if swap.on_hover_text("Those who attack are attacked").clicked() {
            std::mem::swap(&mut form.attackers, &mut form.defenders);
        }
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            let width = ui.available_width() - 48.0;
            line(ui, ("Name", "may be left out"), &mut form.name, width);
        });
        note(ui, "Who is named first on a side leads it.");
        form::end(ui, &model.memory.card, form.command(), "Begin the war", actions)
    });
    match outcome {
        form::Outcome::Closed => actions.push(PanelAction::Edit(EditAction::War(None))),
        form::Outcome::Sent(command) => {
            form.sent = Some(command.clone());
            actions.push(PanelAction::Edit(EditAction::War(Some(Box::new(form)))));
            actions.push(PanelAction::Change(command));
        }
        form::Outcome::Open if form != *before => {
            actions.push(PanelAction::Edit(EditAction::War(Some(Box::new(form)))));
        }
        form::Outcome::Open => {}
    }
}

fn sides(
    ui: &mut Ui,
    model: &Model,
    (name, across): (&'static str, &[String]),
    side: &mut Vec<String>,
    choosing: &mut Choosing,
) {
    let others: Vec<StateId> = across.iter().filter_map(|id| model.survey.find(id)).collect();
    let fellows: Vec<StateId> = side.iter().filter_map(|id| model.survey.find(id)).collect();
    let (alliances, wars) = (&model.survey.alliances, &model.survey.wars);
    Chooser {
        name,
        most: usize::MAX,
        nobody: "nobody yet",
        kept: None,
        barred: &|other| {
            if others.contains(&other) {
                return Some("on the other side".into());
            }
            if let Some(ally) = others.iter().find(|across| alliances.linked(**across, other)) {
                return Some(format!("allied with {}: end that pact first", model.names.mid(*ally)));
            }
            if let Some(fellow) = others.iter().find(|across| wars.beside(**across, other)) {
                return Some(format!("fights beside {}", model.names.mid(*fellow)));
            }
            if let Some(enemy) = fellows.iter().find(|fellow| wars.at_war(**fellow, other)) {
                return Some(format!("at war with {}", model.names.mid(*enemy)));
            }
            let enemy = others.iter().find(|across| wars.at_war(**across, other))?;
            Some(format!("at war with {} already", model.names.mid(*enemy)))
        },
    }
    .show(ui, model, side, choosing);
}
