//! The record: what happened in history, beside the run. A lane of marks on the timeline, and a list.

mod lane;
mod list;

pub use lane::{HEIGHT as LANE, show as lane};
pub use list::{Listed, show as list};

use bevy_egui::egui::{Color32, Ui};

use super::theme;
use super::words::{self, Told};
use super::Model;

/// Who is who in the record of what runs.
pub fn told<'a>(model: &'a Model) -> Told<'a> {
    Told::new(&model.setup.scenario, model.chronicle.entries())
}

/// When an entry is in time, and what the run did about it: a word, its colour, and what it means.
fn verdict(model: &Model, entry: usize) -> (&'static str, Color32, &'static str) {
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
    if !word.is_empty() {
        ui.label(theme::small(meaning).color(colour));
    }
}
