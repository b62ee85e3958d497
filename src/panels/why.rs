//! Why: one decision explained on a page, in the place of the right panel.
//!
//! All of it comes from the record of the choice, from the facts of its moment, and from asking the model again
//! ([`crate::history::counterfactual`]): there is no second explanation.

use bevy_egui::egui::{self, Label, Margin, ScrollArea, Sense, Ui, vec2};

use super::marks::Icon;
use super::theme::{self, GRID};
use super::widgets::{at_right, icon_button, link, small_state_link};
use super::words;
use super::{Model, PanelAction};
use crate::history::counterfactual::{Circumstances, Question};
use crate::history::{BranchId, History, Timeline};
use crate::simulation::{Action, Decision, Event, EventKind, Motive, StateId};

pub mod asker;
pub(super) mod bars;
mod danger;
mod levers;
mod options;

use asker::{Asker, Supposed};
pub(super) use options::colour;

/// How wide the page is in a window of this width.
pub fn width(window: f32) -> f32 {
    (window * 0.28).clamp(440.0, 520.0)
}

/// A page that is open.
#[derive(Debug)]
pub struct Why {
    question: Question,
    branch: BranchId,
    /// What was selected when it was opened.
    selected: Option<StateId>,
    asker: Asker,
    /// What is supposed to be otherwise.
    supposed: Option<Supposed>,
}

impl Why {
    /// Opens the page on a choice of the branch that is shown.
    pub fn open(question: Question, timeline: &Timeline, selected: Option<StateId>) -> Option<Self> {
        let before = question.tick.checked_sub(1)?;
        let branch = timeline.current();
        let way = timeline.way(branch, before);
        Some(Self { question, branch, selected, asker: Asker::new(way, question), supposed: None })
    }

    /// Whether it still has its place: the decision is part of the history shown, and nothing else was selected.
    pub fn stands(&self, history: &History, branch: BranchId, selected: Option<StateId>) -> bool {
        branch == self.branch && selected == self.selected && self.question.find(history).is_some()
    }

    /// What is supposed to be otherwise, if anything.
    #[cfg(test)]
    pub fn supposed(&self) -> Option<Supposed> {
        self.supposed
    }

    /// Whether answers are still to come.
    pub fn is_asking(&self) -> bool {
        !self.asker.told().idle
    }

    /// Asks what would have been chosen with one thing otherwise, or shows again what was.
    pub fn suppose(&mut self, supposed: Option<Supposed>) {
        if let Some(supposed) = supposed.filter(|it| self.supposed != Some(*it)) {
            self.asker.suppose(supposed);
        }
        self.supposed = supposed;
    }
}

/// The decision of a state in a tick that is most worth asking about: what it did, rather than that it stayed.
pub fn question_of(history: &History, tick: u64, state: StateId) -> Option<Question> {
    let from = history.decisions.partition_point(|decision| decision.tick < tick);
    let until = history.decisions.partition_point(|decision| decision.tick <= tick);
    let own = history.decisions[from..until].iter().filter(|decision| decision.state == state);
    own.max_by_key(|decision| decision.chosen.action != Action::Stay).map(Question::of)
}

/// The decision behind an event, if anybody decided it.
pub fn question_behind(history: &History, event: &Event) -> Option<Question> {
    let review = |state: StateId| Question { tick: event.tick, state, caller: None };
    let question = match &event.kind {
        EventKind::AllianceFormed { members: [asker, _], .. } => review(*asker),
        EventKind::OfferRefused { by, .. }
        | EventKind::AllianceLeft { by, .. }
        | EventKind::Armed { by, .. }
        | EventKind::WarBegan { by, .. }
        | EventKind::WarJoined { by, .. }
        | EventKind::MovementAdopted { by, .. } => review(*by),
        EventKind::CallAnswered { by, ally, .. } => {
            Question { tick: event.tick, state: *by, caller: Some(*ally) }
        }
        EventKind::PeaceMade { winners, losers, .. } => {
            let sued = |state: &StateId| {
                let sues = |it: &Decision| matches!(it.chosen.action, Action::Sue { .. });
                review(*state).find(history).is_some_and(sues)
            };
            review(*losers.iter().chain(winners).find(|state| sued(state))?)
        }
        EventKind::Provocation { .. }
        | EventKind::AllianceLapsed { .. }
        | EventKind::Collapsed { .. }
        | EventKind::Ceded { .. }
        | EventKind::StateFell { .. }
        | EventKind::StateRestored { .. }
        | EventKind::MovementBroken { .. } => return None,
    };
    question.find(history).is_some_and(|it| it.chosen.action != Action::Stay).then_some(question)
}

/// What the parts of the page are made from.
struct Page<'a> {
    model: &'a Model<'a>,
    /// The record, with all options once the model has been asked.
    decision: &'a Decision,
    /// The facts of the moment, once the model has been asked.
    facts: Option<&'a Circumstances>,
    told: &'a asker::Told,
    supposed: Option<Supposed>,
}

impl Page<'_> {
    /// The decision under what is supposed, once it is known.
    fn otherwise(&self) -> Option<&Decision> {
        let (_, _, decision) = self.told.answer.as_ref().filter(|_| self.supposed.is_some())?;
        decision.as_ref()
    }

    /// What an action is called as an option.
    fn option(&self, action: Action) -> String {
        let left = self.facts.map_or(&[][..], |facts| facts.left(action));
        words::option(action, left, &self.model.names)
    }
}

/// Draws the page.
pub fn show(ui: &mut Ui, model: &Model, why: &Why, actions: &mut Vec<PanelAction>) {
    let Some(recorded) = why.question.find(model.history) else { return };
    // A copy, so that the asker is never kept waiting by drawing.
    let told = why.asker.told().clone();
    let decision = told.decision.as_ref().unwrap_or(recorded);
    let facts = told.circumstances.as_ref();
    let page = Page { model, decision, facts, told: &told, supposed: why.supposed };
    egui::Frame::new().inner_margin(Margin { left: 8, right: 8, top: 8, bottom: 4 }).show(ui, |ui| {
        bar(ui, model, why.question, recorded, actions);
    });
    let salt = (why.question.tick, why.question.state.0);
    ScrollArea::vertical().auto_shrink(false).id_salt(salt).show(ui, |ui| {
        egui::Frame::new().inner_margin(Margin { left: 16, right: 16, top: 4, bottom: 16 }).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 4.0;
            sentence(ui, &page);
            theory(ui, decision.motive);
            options::show(ui, &page, actions);
            options::consent(ui, &page);
            danger::show(ui, &page, actions);
            levers::show(ui, &page, actions);
        });
    });
}

/// The way back, whose decision it is and when, and the way to the others of the same state.
fn bar(ui: &mut Ui, model: &Model, question: Question, decision: &Decision, actions: &mut Vec<PanelAction>) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        if icon_button(ui, Icon::Return, "Back (Esc)").clicked() {
            actions.push(PanelAction::CloseWhy);
        }
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 6.0;
                small_state_link(ui, model, decision.state, actions);
                ui.label(theme::small("chooses"));
            });
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 6.0;
                ui.label(theme::small(model.date_of(decision.tick)));
                if model.now != decision.tick
                    && link(ui, theme::body("Go to this moment"))
                        .on_hover_text("Shows the world as it stood after this choice")
                        .clicked()
                {
                    actions.push(PanelAction::Seek(decision.tick));
                }
            });
        });
        at_right(ui, |ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            let all = ui.input(|input| input.modifiers.shift);
            let beside = |later: bool| beside(model, question, later, all);
            for (icon, later, what) in
                [(Icon::Later, true, "Its next decision"), (Icon::Earlier, false, "Its decision before")]
            {
                let hover = format!("{what} (with Shift: also those to stay as it is)");
                let target = beside(later);
                ui.add_enabled_ui(target.is_some(), |ui| {
                    if icon_button(ui, icon, &hover).clicked()
                        && let Some(target) = target
                    {
                        actions.push(PanelAction::OpenWhy(target));
                    }
                });
            }
        });
    });
}

/// The decision of the same state before or after this one: one in which it did something, or any.
fn beside(model: &Model, question: Question, later: bool, all: bool) -> Option<Question> {
    let until = model.now.max(question.tick);
    let known = model.history.decisions_until(until);
    let place = known.iter().position(|decision| Question::of(decision) == question)?;
    let wanted = |decision: &&Decision| {
        decision.state == question.state && (all || decision.chosen.action != Action::Stay)
    };
    let found =
        if later { known[place + 1..].iter().find(wanted) } else { known[..place].iter().rev().find(wanted) };
    found.map(Question::of)
}

/// What was done, and why, in plain English; and how firm the choice was.
fn sentence(ui: &mut Ui, page: &Page) {
    let Page { model, decision, facts, .. } = page;
    let parameters = &model.survey.rules.parameters;
    let headline = words::why_headline(decision, *facts, &model.names);
    ui.add(Label::new(theme::title(headline, 20.0)).wrap());
    ui.add_space(2.0);
    ui.add(Label::new(theme::body(words::why(decision, *facts, parameters, &model.names))).wrap());
    ui.add_space(2.0);
    ui.add(Label::new(theme::small(words::firmness(decision))).sense(Sense::hover())).on_hover_text(
        "How likely this option was to be taken, and how much better it was than the next. A narrow margin leaves \
         much to chance.",
    );
}

/// The idea that it illustrates, with its source.
fn theory(ui: &mut Ui, motive: Motive) {
    let words::Passage { idea, source } = words::passage(motive);
    ui.add_space(GRID);
    let start = ui.cursor().min;
    let response = ui
        .horizontal(|ui| {
            ui.add_space(12.0);
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 2.0;
                ui.add(Label::new(theme::small(idea).color(theme::text().gamma_multiply(0.85))).wrap());
                ui.add(Label::new(theme::small(source)).wrap());
            });
        })
        .response;
    let strip = egui::Rect::from_min_size(start, vec2(3.0, response.rect.height()));
    ui.painter().rect_filled(strip, 1.0, theme::motive_colour(motive));
    response.on_hover_text(words::motive_meaning(motive));
}
