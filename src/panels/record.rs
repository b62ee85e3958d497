//! The record: what happened in history, beside the run. A lane of marks on the timeline, and a list.

mod badge;
mod caption;
mod expected;
mod lane;
mod list;
mod page;

pub use badge::show as badge;
pub use caption::{Caption, show as caption};
pub use expected::Expected;
pub use lane::{HEIGHT as LANE, show as lane};
pub use list::{Listed, show as list};
pub use page::{Page, show as page};

use std::borrow::Cow;

use bevy_egui::egui::{Color32, Ui};

use super::Model;
use super::theme;
use super::words::{self, Told};
use crate::history::expectation::Expectation;
use crate::record::{Camp, Entry, Event};

/// Who is who in the record of what runs.
pub fn told<'a>(model: &'a Model) -> Told<'a> {
    Told::new(&model.setup.scenario, model.chronicle.entries())
}

/// What colour an expectation has: as what agrees, where the model favoured what happened.
fn expectation_ink(list: &[Expectation]) -> Color32 {
    theme::agreement(list.iter().all(|it| it.favoured().is_none() || it.chance >= 0.5))
}

/// When an entry is in time, and what the model expected of it or the run did about it: a word, its colour, and what it
/// means.
fn verdict(model: &Model, entry: usize) -> (Cow<'static, str>, Color32, Cow<'static, str>) {
    let (word, ink, meaning) = own_verdict(model, entry);
    if model.chronicle.tick_of(entry) > model.now {
        return (word.into(), ink, meaning.into());
    }
    match model.memory.expected.of(model.chronicle, model.timeline, entry) {
        Some([]) => ("".into(), ink, "Nobody is asked: it was not one state’s choice.".into()),
        Some(list) => {
            let figure = words::expected_figure(list);
            (figure.into(), expectation_ink(list), words::expected(list, &model.names).into())
        }
        None => (word.into(), ink, meaning.into()),
    }
}

fn own_verdict(model: &Model, entry: usize) -> (&'static str, Color32, &'static str) {
    if model.chronicle.tick_of(entry) > model.now {
        return ("coming", theme::muted(), "It has not happened yet.");
    }
    match model.chronicle.held(model.timeline, entry) {
        Some(true) => {
            ("agrees", theme::agreement(true), "In this run it was so too, when it happened in history.")
        }
        Some(false) => {
            ("differs", theme::agreement(false), "In this run it was not so, when it happened in history.")
        }
        None => ("", theme::muted(), ""),
    }
}

/// All there is to know of an entry: when, what, the note and the source.
fn in_full(ui: &mut Ui, model: &Model, place: usize) {
    let Some(entry) = model.chronicle.entries().get(place) else { return };
    ui.set_max_width(360.0);
    ui.spacing_mut().item_spacing.y = 2.0;
    ui.label(theme::strong(words::day(entry.date)));
    ui.label(theme::body(told(model).happened(&entry.event)));
    if !entry.note.is_empty() {
        ui.label(theme::small(words::capitalised(&entry.note)).color(theme::text()));
    }
    if let Some(motive) = entry.event.motive() {
        ui.label(theme::small(format!("Motive as the literature has it: {}", words::coded(motive))));
    }
    ui.label(theme::small(format!("Source: {}", entry.source)));
    let (word, colour, meaning) = verdict(model, place);
    if !meaning.is_empty() {
        let colour = if word.is_empty() { theme::muted() } else { colour };
        ui.label(theme::small(meaning).color(colour));
    }
}

/// With whom a state stands, among the camps at the moment that is shown: `with France and Russia`, `with nobody`.
pub fn stands(model: &Model, camp: Option<Camp>) -> String {
    let (Some(camp), Some(found)) = (camp, model.chronicle.agreement()) else { return "with nobody".into() };
    let codes = match camp {
        Camp::First => &found.count.first,
        Camp::Second => &found.count.second,
    };
    format!("with {}", told(model).list(codes))
}

/// The last thing that a state did, or that befell it, in history by now.
pub fn last_of<'a>(model: &'a Model, code: &str) -> Option<&'a Entry> {
    let past = &model.chronicle.entries()[..model.chronicle.by(model.now)];
    past.iter().rev().find(|entry| match &entry.event {
        Event::Pact { members, .. } => members.iter().any(|member| member == code),
        Event::War { attackers, defenders, .. } => attackers.iter().chain(defenders).any(|it| it == code),
        Event::Joins { state, .. }
        | Event::Leaves { state, .. }
        | Event::Enters { state, .. }
        | Event::Quits { state, .. }
        | Event::Changes { state, .. }
        | Event::Falls { state, .. }
        | Event::Rises { state, .. }
        | Event::Aligns { state, .. }
        | Event::Neutral { state } => state == code,
        Event::Ends { .. } | Event::Peace { .. } | Event::Cedes { .. } | Event::Sides { .. } => false,
    })
}
