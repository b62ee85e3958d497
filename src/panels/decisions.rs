//! What a state chose lately, and by what terms: read from the records of the choices, never worked out
//! anew.

use bevy_egui::egui::{
    self, Align2, Color32, CursorIcon, Label, Pos2, Rect, Sense, Stroke, Ui, WidgetType, pos2, vec2,
};

use super::marks;
use super::theme::{self, GRID};
use super::widgets::{heading, link, named, text};
use super::words::{self, EventSort};
use super::{Model, PanelAction};
use crate::history::counterfactual::Question;
use crate::simulation::{Action, AllianceId, Decision, EventKind, StateId, Weighed};
use crate::theory::choice::Terms;

/// How many lines are listed.
const LISTED: usize = 8;
/// How many decisions are looked at for them, since a frame must not go through a whole history.
const LOOKED_AT: usize = 64;
/// Width of the names of terms.
const TERM_WIDTH: f32 = 76.0;
/// Width of a figure with its column's name.
const VALUE_WIDTH: f32 = 56.0;
/// Height of a bar and the space below it.
const BAR_STEP: f32 = 7.0;
/// The least value that is not shown as zero: half of a tenth of a point.
const SHOWN: f32 = 0.0005;
/// The colour of staying as it is.
const STAYING: Color32 = Color32::from_rgb(0xa3, 0x95, 0x88);

/// Draws the latest decisions of a state, one of them in full.
pub fn show(ui: &mut Ui, model: &Model, state: StateId, actions: &mut Vec<PanelAction>) {
    let explanation = "Each state weighs its options a few times a year and takes one by quantal response: better \
                       options more often (McKelvey and Palfrey 1995).";
    heading(ui, "Last decisions", explanation);
    let latest = latest(model, state);
    if latest.is_empty() {
        ui.label(theme::body("None yet. Press Space to let time run.").color(theme::muted()));
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
            let hover = "The sentence, all options, the danger behind it, and what would change its mind (Y)";
            if link(ui, theme::small("Why, and what would change its mind")).on_hover_text(hover).clicked() {
                actions.push(PanelAction::OpenWhy(Question::of(entry.last)));
            }
            ui.add_space(GRID);
        }
    }
}

/// Why it stands where it stands: the last act by which it took a side, else whatever it did last, and the way to its
/// reasons.
pub fn last_deed(ui: &mut Ui, model: &Model, state: StateId, actions: &mut Vec<PanelAction>) {
    let latest = || model.decisions_of(state).take(LOOKED_AT);
    let stays = |decision: &&Decision| decision.chosen.action == Action::Stay;
    let arms = |decision: &&Decision| matches!(decision.chosen.action, Action::Arm { .. });
    let sided = latest().find(|decision| !stays(decision) && !arms(decision));
    let deed = sided.or_else(|| latest().find(|decision| !stays(decision)));
    let Some(decision) = deed.or_else(|| latest().next()) else { return };
    let sentence = words::decision(decision, &left_partners(model, decision), &model.names);
    let when = model.date_of(decision.tick);
    ui.add_space(4.0);
    let ground = ui.painter().add(egui::Shape::Noop);
    let row = egui::UiBuilder::new().id_salt("last deed").sense(Sense::click());
    let response = ui
        .scope_builder(row, |ui| {
            egui::Frame::new().inner_margin(egui::Margin::symmetric(10, 7)).show(ui, |ui| {
                ui.horizontal_top(|ui| {
                    let (rect, _) = ui.allocate_exact_size(vec2(14.0, 18.0), Sense::hover());
                    action_mark(ui, rect, decision);
                    ui.vertical(|ui| {
                        ui.spacing_mut().item_spacing.y = 0.0;
                        ui.set_min_width(ui.available_width());
                        ui.label(theme::small(&when));
                        ui.label(theme::body(&sentence));
                        ui.label(theme::body("Why?").color(theme::accent()));
                    });
                });
            });
        })
        .response;
    let fill = if response.hovered() { theme::pressed() } else { theme::track() };
    let round = egui::CornerRadius::same(theme::ROUND);
    ui.painter().set(ground, egui::Shape::rect_filled(response.rect, round, fill));
    named(&response, WidgetType::Button, &format!("Why? {when}: {sentence}"));
    let hover = "What it weighed, what it feared, and what would change its mind";
    if response.on_hover_cursor(CursorIcon::PointingHand).on_hover_text(hover).clicked() {
        actions.push(PanelAction::OpenWhy(Question::of(decision)));
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
    for decision in model.decisions_of(state).take(LOOKED_AT) {
        let full = entries.len() == LISTED;
        match entries.last_mut() {
            Some(run) if stays_alike(run.last, decision) => {
                run.since = decision.tick;
                run.count += 1;
            }
            _ if full => break,
            _ => entries.push(Entry { last: decision, since: decision.tick, count: 1 }),
        }
    }
    entries
}

/// Whether two decisions to stay as it is can be told in one line.
fn stays_alike(a: &Decision, b: &Decision) -> bool {
    let stays = |decision: &Decision| decision.chosen.action == Action::Stay;
    stays(a) && stays(b) && a.motive == b.motive
}

/// Date and sentence. True if it was clicked.
fn summary(ui: &mut Ui, model: &Model, entry: &Entry, open: bool) -> bool {
    let decision = entry.last;
    let (when, sentence) = if entry.count > 1 {
        let span = format!("{} – {}", model.date_of(entry.since), model.date_of(decision.tick));
        (span, words::stays(decision.motive, entry.count))
    } else {
        let sentence = words::decision(decision, &left_partners(model, decision), &model.names);
        (model.date_of(decision.tick), sentence)
    };
    let name = format!("{when}: {sentence}");
    let response = ui
        .scope_builder(egui::UiBuilder::new().id_salt(decision.tick).sense(Sense::click()), |ui| {
            ui.horizontal_top(|ui| {
                let (rect, _) = ui.allocate_exact_size(vec2(14.0, 18.0), Sense::hover());
                action_mark(ui, rect, decision);
                ui.vertical(|ui| {
                    ui.spacing_mut().item_spacing.y = 0.0;
                    ui.set_min_width(ui.available_width());
                    ui.label(theme::small(when));
                    let colour = if open { theme::text() } else { theme::text().gamma_multiply(0.8) };
                    ui.label(theme::body(sentence).color(colour));
                });
            });
        })
        .response;
    named(&response, WidgetType::Button, &name);
    let hover = if open { words::motive_meaning(decision.motive) } else { "Click to see what it weighed" };
    response.on_hover_cursor(CursorIcon::PointingHand).on_hover_text(hover).clicked()
}

/// The mark of what was done.
pub fn action_mark(ui: &Ui, rect: Rect, decision: &Decision) {
    let colour = theme::motive_colour(decision.motive);
    let sort = match decision.chosen.action {
        Action::Stay => {
            ui.painter().circle_filled(rect.center(), 2.5, theme::muted());
            return;
        }
        Action::Balance { .. } => EventSort::Balance,
        Action::Bandwagon { .. } => EventSort::Bandwagon,
        Action::Leave { .. } | Action::Abandon { .. } => EventSort::End,
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
    let events = model.events();
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

/// An option with how it is shown: its name in the key, its colour and its terms.
type Column = (&'static str, Color32, Terms);

/// The options side by side: the one chosen, the best of those not taken, and staying as it was, where that
/// is neither of them.
fn columns(decision: &Decision) -> Vec<Column> {
    let mut columns = vec![("chosen", theme::accent(), decision.chosen.terms)];
    columns.extend(decision.rejected.map(|option| ("next best", theme::bar(), option.terms)));
    let stays = |option: &Weighed| option.action == Action::Stay;
    if !stays(&decision.chosen) && !decision.rejected.as_ref().is_some_and(stays) {
        columns.push(("staying", STAYING, decision.stay));
    }
    columns
}

/// Signed bars of the terms that matter, largest first, one bar for each option.
fn terms(ui: &mut Ui, model: &Model, decision: &Decision) {
    let columns = columns(decision);
    let matter = terms_that_matter(&columns);
    let scale = Scale::around(columns.iter().flat_map(|(.., terms)| terms.values()));
    ui.add_space(4.0);
    key(ui, model, decision, &columns);
    for place in &matter {
        let values: Vec<f32> = columns.iter().map(|(.., terms)| terms.values()[*place]).collect();
        term_row(ui, Terms::NAMES[*place], &columns, &values, scale);
    }
    if matter.is_empty() {
        ui.label(theme::small("All terms are zero."));
    }
    sum_row(ui, &columns);
}

/// Places of the terms that are not zero as shown, the largest of any option first.
fn terms_that_matter(columns: &[Column]) -> Vec<usize> {
    let sizes: [f32; Terms::COUNT] = std::array::from_fn(|place| {
        columns.iter().map(|(.., terms)| terms.values()[place].abs()).fold(0.0, f32::max)
    });
    let mut places: Vec<usize> = (0..Terms::COUNT).filter(|place| sizes[*place] >= SHOWN).collect();
    places.sort_by(|a, b| sizes[*b].total_cmp(&sizes[*a]));
    places
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

/// Which bar is which option, and what the next best was.
fn key(ui: &mut Ui, model: &Model, decision: &Decision, columns: &[Column]) {
    let Some(rejected) = decision.rejected else {
        return;
    };
    let left = match rejected.action {
        Action::Leave { alliance } => partners_of(model, alliance, decision.state, decision.tick),
        _ => Vec::new(),
    };
    let option = words::option(rejected.action, &left, &model.names);
    ui.add(Label::new(theme::small(format!("Next best: {option}"))).wrap());
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 18.0), Sense::hover());
    text(ui, rect.left_center(), Align2::LEFT_CENTER, "In points (pt)", 12.0, theme::muted());
    for (place, (name, colour, _)) in columns.iter().enumerate() {
        let right = figure_place(rect, columns.len(), place);
        text(ui, right, Align2::RIGHT_CENTER, name, 12.0, *colour);
    }
}

/// Where the figure of an option ends in a row.
fn figure_place(rect: Rect, columns: usize, place: usize) -> Pos2 {
    rect.right_center() - vec2(VALUE_WIDTH * (columns - 1 - place) as f32, 0.0)
}

fn term_row(ui: &mut Ui, name: &str, columns: &[Column], values: &[f32], scale: Scale) {
    let height = 8.0 + BAR_STEP * columns.len().max(2) as f32;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    let middle = rect.center().y;
    let label = format!("{}{}", name[..1].to_uppercase(), &name[1..]);
    text(ui, pos2(rect.left(), middle), Align2::LEFT_CENTER, &label, 12.0, theme::muted());
    let bars = Rect::from_min_max(
        pos2(rect.left() + TERM_WIDTH, rect.top() + 2.0),
        pos2(rect.right() - VALUE_WIDTH * columns.len() as f32, rect.bottom() - 2.0),
    );
    let at = |value: f32| bars.left() + bars.width() * scale.place(value);
    let zero = at(0.0);
    let thick = BAR_STEP - 2.0;
    let top = middle - 0.5 * (BAR_STEP * columns.len() as f32 - 2.0);
    for (place, ((_, colour, _), value)) in columns.iter().zip(values).enumerate() {
        let (end, y) = (at(*value), top + BAR_STEP * place as f32);
        let part = Rect::from_min_max(pos2(end.min(zero), y), pos2(end.max(zero), y + thick));
        ui.painter().rect_filled(part, 1.0, *colour);
    }
    ui.painter().vline(zero, bars.y_range(), Stroke::new(1.0, theme::muted().gamma_multiply(0.6)));
    figures(ui, rect, columns, values);
    response.on_hover_text(format!("{}\n{}", words::term_meaning(name), words::POINT));
}

/// The sums of all terms.
fn sum_row(ui: &mut Ui, columns: &[Column]) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 20.0), Sense::hover());
    ui.painter().hline(rect.x_range(), rect.top(), Stroke::new(1.0, theme::line()));
    text(ui, rect.left_center(), Align2::LEFT_CENTER, "Worth in all", 12.0, theme::muted());
    let sums: Vec<f32> = columns.iter().map(|(.., terms)| terms.utility()).collect();
    figures(ui, rect, columns, &sums);
    response.on_hover_text(format!("Utility: the sum of all terms. {}", words::POINT));
}

/// The figures of all options, in columns.
fn figures(ui: &Ui, rect: Rect, columns: &[Column], values: &[f32]) {
    for (place, ((_, colour, _), value)) in columns.iter().zip(values).enumerate() {
        let right = figure_place(rect, columns.len(), place);
        text(ui, right, Align2::RIGHT_CENTER, &words::bare_points(*value), 12.0, *colour);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_terms_that_are_not_zero_are_shown_largest_first() {
        let chosen = Terms { profit: 0.02, danger: -0.01, ..Terms::default() };
        let other = Terms { danger: -0.3, change: 0.0001, ..Terms::default() };
        let columns = [("chosen", theme::accent(), chosen), ("next best", theme::bar(), other)];
        let names: Vec<&str> =
            terms_that_matter(&columns).into_iter().map(|place| Terms::NAMES[place]).collect();
        assert_eq!(names, ["danger", "profit"]);
    }

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
