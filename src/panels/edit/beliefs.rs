//! Beliefs: what others believe of the selected state's intent, and what it believes of theirs.

use bevy_egui::egui::{Align, Label, Sense, Ui, vec2};

use super::card::{Card, EditAction};
use super::chooser::found;
use super::dial::{Dial, Entered, Entry, fault, send};
use super::fields::note;
use super::figures::{Scale, Unit, figure, shortest};
use crate::edit::Command;
use crate::panels::theme::{self, GRID};
use crate::panels::widgets::link;
use crate::panels::{Model, PanelAction};
use crate::simulation::StateId;

/// How many of each are shown unless others are searched for.
const SHOWN: usize = 5;

/// The range of a belief, and of its firmness in observations.
const INTENT: (f64, f64) = (0.001, 0.999);
const WEIGHT: (f64, f64) = (0.1, 1000.0);

/// The key of the field to search by.
const SEARCH: &str = "search beliefs";

/// Draws both lists.
pub fn show(ui: &mut Ui, model: &Model, state: StateId, actions: &mut Vec<PanelAction>) {
    let card = &model.memory.card;
    let query = card.typed(SEARCH).map_or("", |typed| typed.text.as_str());
    let width = ui.available_width();
    // What is searched for stays as it is typed.
    let search = Entry {
        key: SEARCH,
        name: "Find whose beliefs",
        shown: "",
        hint: "Those nearest, or find others here …",
        width,
        align: Align::Min,
    };
    search.show(ui, card, actions);
    ui.add_space(GRID);
    for others in [true, false] {
        let heading = if others { "What others believe of it" } else { "What it believes of others" };
        let hover = "A probability of aggressive intent, as firm as so many observations: a Beta belief, moved by what \
                     a state is seen to do (Jervis 1976).";
        let heading = Label::new(theme::strong(heading)).sense(Sense::hover());
        ui.add(heading).on_hover_text(hover);
        ui.add_space(4.0);
        let list = listed(model, state, others, query);
        if list.is_empty() {
            note(ui, "No state has such a name.");
        }
        for other in list {
            let (of, about) = if others { (other, state) } else { (state, other) };
            one(ui, model, (of, about), other, actions);
        }
    }
}

/// Those who are searched for, or those nearest: by the greater of both threats.
fn listed(model: &Model, state: StateId, others: bool, query: &str) -> Vec<StateId> {
    let mut list: Vec<StateId> = found(model, query).into_iter().filter(|other| *other != state).collect();
    let near = |other: &StateId| {
        let survey = model.survey;
        let (to, from) = if others { (*other, state) } else { (state, *other) };
        survey.exposure(to, from) + 1.0 / (1.0 + survey.distance_km(state, *other)) * 0.01
    };
    list.sort_by(|a, b| near(b).total_cmp(&near(a)).then(a.cmp(b)));
    list.truncate(SHOWN);
    list
}

fn one(
    ui: &mut Ui,
    model: &Model,
    (of, about): (StateId, StateId),
    other: StateId,
    actions: &mut Vec<PanelAction>,
) {
    let (survey, card) = (model.survey, &model.memory.card);
    let code = |state: StateId| survey.identity(state).code.as_str();
    let belief = survey.belief(of, about);
    let firmness = f64::from(belief.alarm + belief.calm).clamp(WEIGHT.0, WEIGHT.1);
    let firmness: f64 = format!("{firmness:.3e}").parse().unwrap_or(firmness);
    let believe = |intent: f64, weight: f64| Command::Believe {
        of: code(of).into(),
        about: code(about).into(),
        intent: Some(intent),
        weight: Some(weight),
    };
    let now = shortest(belief.intent());
    let key = format!("belief of {} about {}", code(of), code(about));
    let fight = survey.wars.at_war(of, about);
    let why = "They are at war: each takes the other for an aggressor until it is over.";
    let hover = format!(
        "How likely {} thinks it that {} means to attack.\nIn scenario files: beliefs, intent",
        model.names.mid(of),
        model.names.mid(about)
    );
    Dial {
        key: &key,
        name: model.names.plain(other),
        now,
        scale: Scale::Even { low: 0.01, high: 0.99, steps: 100.0 },
        range: INTENT,
        unit: Unit::Percent,
        of: "",
        meaning: "",
        hover: &hover,
        marked: false,
        barred: fight.then_some(why),
        wide: false,
    }
    .show(ui, card, &|intent| believe(intent, firmness), actions);
    if fight {
        return;
    }
    ui.add_space(-GRID);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let hover = "How much it takes to change its mind: the belief weighs as much as so many things seen.";
        ui.add(Label::new(theme::small("as firm as")).sense(Sense::hover())).on_hover_text(hover);
        weight(
            ui,
            card,
            &format!("{key}, firmness"),
            (firmness, &|weight| believe(now.clamp(INTENT.0, INTENT.1), weight)),
            actions,
        );
        ui.label(theme::small("observations"));
        let parameters = &survey.rules.parameters;
        if belief != crate::theory::belief::Belief::prior(parameters) {
            let clear = link(ui, theme::small("clear"));
            if clear.on_hover_text("Back to what is believed before anything is seen").clicked() {
                let (of, about) = (code(of).into(), code(about).into());
                actions.push(PanelAction::Change(Command::Believe { of, about, intent: None, weight: None }));
            }
        }
    });
    fault(ui, card, &format!("{key}, firmness"));
    ui.add_space(vec2(0.0, GRID + 2.0).y);
}

/// The field of how firm a belief is.
fn weight(
    ui: &mut Ui,
    card: &Card,
    key: &str,
    (now, change): (f64, &dyn Fn(f64) -> Command),
    actions: &mut Vec<PanelAction>,
) {
    let shown = figure(now);
    let entered = Entry { key, name: key, shown: &shown, hint: "", width: 44.0, align: Align::Max }
        .show(ui, card, actions);
    if let Entered::Done(text) = entered {
        match Unit::Plain.read(&text, WEIGHT) {
            Ok(_) if text.trim() == shown => {
                actions.push(PanelAction::Edit(EditAction::Forget(key.into())));
            }
            Ok(value) => send(key, change(value), actions),
            Err(why) => actions.push(PanelAction::Edit(EditAction::Fault(key.into(), why))),
        }
    }
}
