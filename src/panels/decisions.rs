//! What a state chose lately, and by what terms: read from the records of the choices, never worked out
//! anew.

use bevy_egui::egui::{self, Align2, CursorIcon, Label, Rect, Sense, Stroke, Ui, pos2, vec2};

use super::marks;
use super::theme::{self, GRID};
use super::widgets::{heading, text};
use super::words::{self, EventSort};
use super::{Model, PanelAction};
use crate::simulation::{Action, AllianceId, Decision, EventKind, Motive, StateId};
use crate::theory::choice::Terms;

/// How many lines are listed.
const LISTED: usize = 8;
/// How many decisions are looked at for them, since a frame must not go through a whole history.
const LOOKED_AT: usize = 64;
/// Width of the names of terms.
const TERM_WIDTH: f32 = 84.0;
/// Width of a figure.
const VALUE_WIDTH: f32 = 56.0;

/// Draws the latest decisions of a state, one of them in full.
pub fn show(ui: &mut Ui, model: &Model, state: StateId, actions: &mut Vec<PanelAction>) {
    let explanation = "Each state weighs its options a few times a year and takes one by quantal response: better \
                       options more often (McKelvey and Palfrey 1995).";
    heading(ui, "Last decisions", explanation);
    let latest = latest(model, state);
    if latest.is_empty() {
        ui.label(theme::body("None yet. Press Space to let time run.").color(theme::MUTED));
    }
    let opened = model.memory.opened.filter(|tick| latest.iter().any(|entry| entry.last.tick == *tick));
    let opened = opened.or_else(|| latest.first().map(|entry| entry.last.tick));
    for entry in latest {
        let open = opened == Some(entry.last.tick);
        if summary(ui, model, &entry, open) {
            actions.push(PanelAction::OpenDecision(entry.last.tick));
        }
        if open {
            in_full(ui, model, entry.last);
            ui.add_space(GRID);
        }
    }
}

/// A line of the list: a decision, or several in a row to stay as it is.
struct Entry<'a> {
    /// The latest of them.
    last: &'a Decision,
    /// The tick of the first.
    since: u64,
    count: usize,
}

/// The latest decisions of a state, newest first.
fn latest<'a>(model: &Model<'a>, state: StateId) -> Vec<Entry<'a>> {
    let mut entries: Vec<Entry> = Vec::new();
    for decision in model.history.decisions_of(state).take(LOOKED_AT) {
        let full = entries.len() == LISTED;
        match entries.last_mut() {
            Some(run) if words::is_quiet(run.last) && words::is_quiet(decision) => {
                run.since = decision.tick;
                run.count += 1;
            }
            _ if full => break,
            _ => entries.push(Entry { last: decision, since: decision.tick, count: 1 }),
        }
    }
    entries
}

/// Date and sentence. True if it was clicked.
fn summary(ui: &mut Ui, model: &Model, entry: &Entry, open: bool) -> bool {
    let decision = entry.last;
    let (when, sentence) = if entry.count > 1 {
        let span = format!("{} – {}", model.date_of(entry.since), model.date_of(decision.tick));
        (span, words::stays(entry.count))
    } else {
        let sentence = words::decision(decision, &left_partners(model, decision), &model.names);
        (model.date_of(decision.tick), sentence)
    };
    let response = ui
        .scope_builder(egui::UiBuilder::new().id_salt(decision.tick).sense(Sense::click()), |ui| {
            ui.horizontal_top(|ui| {
                let (rect, _) = ui.allocate_exact_size(vec2(14.0, 18.0), Sense::hover());
                action_mark(ui, rect, decision);
                ui.vertical(|ui| {
                    ui.spacing_mut().item_spacing.y = 0.0;
                    ui.set_min_width(ui.available_width());
                    ui.label(theme::small(when));
                    let colour = if open { theme::TEXT } else { theme::TEXT.gamma_multiply(0.8) };
                    ui.label(theme::body(sentence).color(colour));
                });
            });
        })
        .response;
    let hover = if open { words::motive_meaning(decision.motive) } else { "Click to see what it weighed" };
    response.on_hover_cursor(CursorIcon::PointingHand).on_hover_text(hover).clicked()
}

/// The mark of what was done.
fn action_mark(ui: &Ui, rect: Rect, decision: &Decision) {
    let colour = theme::motive_colour(decision.motive);
    let sort = match decision.chosen.action {
        Action::Stay if decision.motive == Motive::AbandonAlly => EventSort::End,
        Action::Stay => {
            ui.painter().circle_filled(rect.center(), 2.5, theme::MUTED);
            return;
        }
        Action::Balance { .. } => EventSort::Balance,
        Action::Bandwagon { .. } => EventSort::Bandwagon,
        Action::Leave { .. } => EventSort::End,
        Action::Arm { .. } => EventSort::Arms,
        Action::Attack { .. } | Action::Join { .. } | Action::Honour { .. } => EventSort::War,
        Action::Sue { .. } => EventSort::Peace,
    };
    marks::event(ui.painter(), rect.center(), 6.0, sort, colour);
}

/// The partners of the pact that was left: from the event that tells of it, or from the pact that still
/// stands.
fn left_partners(model: &Model, decision: &Decision) -> Vec<StateId> {
    match decision.chosen.action {
        Action::Leave { alliance } => partners_of(model, alliance, decision.state, decision.tick),
        _ => Vec::new(),
    }
}

fn partners_of(model: &Model, id: AllianceId, state: StateId, tick: u64) -> Vec<StateId> {
    if let Some(alliance) = model.survey.alliances.get(id) {
        return alliance.partners(state).collect();
    }
    // Events are in order of tick, so that a long history is not gone through.
    let events = &model.history.events;
    let from = events.partition_point(|event| event.tick < tick);
    let told =
        events[from..].iter().take_while(|event| event.tick == tick).find_map(|event| match &event.kind {
            EventKind::AllianceLeft { alliance, by, partners, .. } if *alliance == id && *by == state => {
                Some(partners)
            }
            _ => None,
        });
    told.cloned().unwrap_or_default()
}

/// How firm the choice was, its terms beside those of the best option not taken, the partner's answer.
fn in_full(ui: &mut Ui, model: &Model, decision: &Decision) {
    ui.add(Label::new(theme::small(words::firmness(decision))).sense(Sense::hover())).on_hover_text(
        "How likely this option was to be taken, and how much better it was than the next. A narrow margin leaves \
         much to chance.",
    );
    if let Some(threat) = words::threat_in_question(decision, &model.survey.rules.parameters, &model.names) {
        ui.label(theme::small(threat));
    }
    terms(ui, model, decision);
    if let Some(expected) = words::expected_consent(decision, &model.names) {
        ui.label(theme::small(expected));
    }
    if let Some(consent) = &decision.consent {
        ui.label(theme::small(words::consent(consent, &model.names)));
    }
}

/// Signed bars of each term, those of the chosen option above those of the rejected one.
fn terms(ui: &mut Ui, model: &Model, decision: &Decision) {
    let chosen = decision.chosen.terms.values();
    let rejected = decision.rejected.map(|option| option.terms.values());
    let scale = Scale::around(chosen.iter().chain(rejected.iter().flatten()).copied());
    ui.add_space(4.0);
    key(ui, model, decision);
    for (place, name) in Terms::NAMES.into_iter().enumerate() {
        let other = rejected.map(|values| values[place]);
        term_row(ui, name, words::term_meaning(name), chosen[place], other, scale);
    }
    let total = decision.rejected.map(|option| option.terms.utility());
    sum_row(ui, decision.chosen.terms.utility(), total);
}

/// The range that signed bars share, so that they can be compared by eye.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Scale {
    low: f32,
    high: f32,
}

impl Scale {
    /// A range that holds all values and zero, with some room on both sides of it.
    fn around(values: impl Iterator<Item = f32>) -> Self {
        let (low, high) =
            values.fold((-0.005, 0.005), |(low, high): (f32, f32), value| (low.min(value), high.max(value)));
        Self { low: low.min(-0.15 * high), high: high.max(-0.15 * low) }
    }

    /// Where a value stands in the range, 0 to 1.
    fn place(self, value: f32) -> f32 {
        (value - self.low) / (self.high - self.low)
    }
}

/// Which column is which option.
fn key(ui: &mut Ui, model: &Model, decision: &Decision) {
    let Some(rejected) = decision.rejected else {
        return;
    };
    let left = match rejected.action {
        Action::Leave { alliance } => partners_of(model, alliance, decision.state, decision.tick),
        _ => Vec::new(),
    };
    let option = words::option(rejected.action, &left, &model.names);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        for (colour, words) in [(theme::ACCENT, "chosen"), (theme::BAR, "next best:")] {
            let (rect, _) = ui.allocate_exact_size(vec2(8.0, 16.0), Sense::hover());
            ui.painter().rect_filled(Rect::from_center_size(rect.center(), vec2(8.0, 6.0)), 2.0, colour);
            ui.label(theme::small(words));
        }
        ui.add(Label::new(theme::small(option)).wrap());
    });
}

fn term_row(ui: &mut Ui, name: &str, meaning: &str, chosen: f32, rejected: Option<f32>, scale: Scale) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 22.0), Sense::hover());
    let middle = rect.center().y;
    let label = format!("{}{}", name[..1].to_uppercase(), &name[1..]);
    text(ui, pos2(rect.left(), middle), Align2::LEFT_CENTER, &label, 12.0, theme::MUTED);
    let bars = Rect::from_min_max(
        pos2(rect.left() + TERM_WIDTH, rect.top() + 3.0),
        pos2(rect.right() - 2.0 * VALUE_WIDTH, rect.bottom() - 3.0),
    );
    let at = |value: f32| bars.left() + bars.width() * scale.place(value);
    let zero = at(0.0);
    let bar = |y: f32, value: f32, colour| {
        let end = at(value);
        let part = Rect::from_min_max(pos2(end.min(zero), y), pos2(end.max(zero), y + 6.0));
        ui.painter().rect_filled(part, 1.0, colour);
    };
    bar(bars.top() + 1.0, chosen, theme::ACCENT);
    if let Some(value) = rejected {
        bar(bars.top() + 9.0, value, theme::BAR);
    }
    ui.painter().vline(zero, bars.y_range(), Stroke::new(1.0, theme::MUTED.gamma_multiply(0.6)));
    figures(ui, rect, chosen, rejected);
    response.on_hover_text(format!("{meaning}\n{}", words::POINT));
}

/// The sums of all terms.
fn sum_row(ui: &mut Ui, chosen: f32, rejected: Option<f32>) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 20.0), Sense::hover());
    ui.painter().hline(rect.x_range(), rect.top(), Stroke::new(1.0, theme::LINE));
    text(ui, rect.left_center(), Align2::LEFT_CENTER, "Worth in all", 12.0, theme::MUTED);
    figures(ui, rect, chosen, rejected);
    response.on_hover_text(format!("Utility: the sum of the terms above. {}", words::POINT));
}

/// The figures of both options, in columns.
fn figures(ui: &Ui, rect: Rect, chosen: f32, rejected: Option<f32>) {
    let right = rect.right_center();
    let column = if rejected.is_some() { VALUE_WIDTH } else { 0.0 };
    text(ui, right - vec2(column, 0.0), Align2::RIGHT_CENTER, &words::points(chosen), 12.0, theme::ACCENT);
    if let Some(value) = rejected {
        text(ui, right, Align2::RIGHT_CENTER, &words::points(value), 12.0, theme::TEXT);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_value_and_zero_lie_within_the_bars(values in prop::collection::vec(-5.0f32..5.0, 0..9)) {
            let scale = Scale::around(values.iter().copied());
            for value in values.iter().copied().chain([0.0]) {
                prop_assert!((-1e-5..=1.0 + 1e-5).contains(&scale.place(value)), "{value} {scale:?}");
            }
            prop_assert!((0.1..=0.9).contains(&scale.place(0.0)));
        }
    }
}
