//! The list of events: newest first, filtered by sort, as fluent with a hundred thousand as with ten.

use bevy_egui::egui::text::{LayoutJob, TextWrapping};
use bevy_egui::egui::{
    self, CornerRadius, CursorIcon, FontId, ScrollArea, Sense, Stroke, TextFormat, Ui, pos2, vec2,
};

use super::theme::{self, GRID, MARGIN};
use super::widgets::{at_right, thin_line};
use super::words::EventSort;
use super::{Model, PanelAction, marks, words};
use crate::simulation::{Event, EventKind, StateId};

/// Height of a row: the date and two lines of words.
const ROW: f32 = 60.0;

/// Which events are shown. Kept up to date by what is new, so that a long history costs nothing.
#[derive(Debug, Clone, Default)]
pub struct EventList {
    hidden: Vec<EventSort>,
    only_selected: bool,
    /// The state whose events alone are listed.
    about: Option<StateId>,
    /// Places in the history, oldest first.
    rows: Vec<u32>,
    /// How much of the history has been gone through.
    seen: usize,
}

impl EventList {
    /// Takes in events that came since the last time; starts over if the history did or the selection
    /// that is listed changed.
    pub fn update(&mut self, events: &[Event], selected: Option<StateId>) {
        let about = selected.filter(|_| self.only_selected);
        if about != self.about || events.len() < self.seen {
            self.about = about;
            self.start_over();
        }
        for (place, event) in events.iter().enumerate().skip(self.seen) {
            let wanted = about.is_none_or(|state| event.kind.states().contains(&state));
            if wanted && self.shows(EventSort::of(&event.kind)) {
                self.rows.push(place as u32);
            }
        }
        self.seen = events.len();
    }

    /// Whether events of a sort are listed.
    pub fn shows(&self, sort: EventSort) -> bool {
        !self.hidden.contains(&sort)
    }

    /// Lists a sort or hides it.
    pub fn toggle(&mut self, sort: EventSort) {
        if self.shows(sort) {
            self.hidden.push(sort);
        } else {
            self.hidden.retain(|other| *other != sort);
        }
        self.start_over();
    }

    /// Lists the selected state's events alone, or all.
    pub fn toggle_only_selected(&mut self) {
        self.only_selected = !self.only_selected;
        self.start_over();
    }

    fn start_over(&mut self) {
        self.rows.clear();
        self.seen = 0;
    }
}

/// Draws the list.
pub fn show(ui: &mut Ui, model: &Model, actions: &mut Vec<PanelAction>) {
    let list = &model.memory.events;
    egui::Frame::new().inner_margin(egui::Margin::symmetric(MARGIN as i8, 12)).show(ui, |ui| {
        head(ui, model);
        filters(ui, model, actions);
    });
    ui.spacing_mut().item_spacing.y = 0.0;
    thin_line(ui);
    if list.rows.is_empty() {
        empty(ui, model);
        return;
    }
    ScrollArea::vertical().auto_shrink(false).show_rows(ui, ROW, list.rows.len(), |ui, range| {
        for row in range {
            let place = list.rows[list.rows.len() - 1 - row];
            show_row(ui, model, &model.history.events[place as usize], actions);
        }
    });
}

fn head(ui: &mut Ui, model: &Model) {
    let list = &model.memory.events;
    ui.horizontal(|ui| {
        ui.label(theme::title("Events", 18.0));
        at_right(ui, |ui| {
            let (shown, all) = (list.rows.len(), model.history.events.len());
            let count = if shown == all {
                thousands(all)
            } else {
                format!("{} of {}", thousands(shown), thousands(all))
            };
            ui.label(theme::small(count));
        });
    });
}

/// A count with its thousands set apart: `12 345`.
fn thousands(count: usize) -> String {
    let digits = count.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push('\u{a0}');
        }
        out.push(digit);
    }
    out
}

/// One button a sort of event, and one for the selected state alone.
fn filters(ui: &mut Ui, model: &Model, actions: &mut Vec<PanelAction>) {
    let list = &model.memory.events;
    ui.horizontal(|ui| {
        const GAP: f32 = 4.0;
        ui.spacing_mut().item_spacing.x = GAP;
        let count = EventSort::ALL.len() as f32;
        let width = ((ui.available_width() - GAP * (count - 1.0)) / count).clamp(20.0, 32.0);
        for sort in EventSort::ALL {
            let on = list.shows(sort);
            let (rect, response) = ui.allocate_exact_size(vec2(width, 24.0), Sense::click());
            let fill = if response.hovered() {
                theme::PRESSED
            } else if on {
                theme::TRACK
            } else {
                theme::PANEL
            };
            ui.painter().rect_filled(rect, CornerRadius::same(theme::ROUND), fill);
            let colour = marks::event_colour(sort);
            let colour = if on { colour } else { colour.gamma_multiply(0.35) };
            marks::event(ui.painter(), rect.center(), 6.5, sort, colour);
            let verb = if on { "Click to hide them." } else { "Click to show them." };
            let hover = format!("{}: {} {verb}", sort.label(), sort.meaning());
            if response.on_hover_cursor(CursorIcon::PointingHand).on_hover_text(hover).clicked() {
                actions.push(PanelAction::ToggleSort(sort));
            }
        }
    });
    if let Some(state) = model.selection.state {
        let words = format!("Only {}", model.names.mid(state));
        let colour = if list.only_selected { theme::ACCENT } else { theme::MUTED };
        let label = egui::Label::new(theme::small(words).color(colour)).truncate().sense(Sense::click());
        let hover = if list.only_selected {
            "Click to list all states’ events"
        } else {
            "Click to list this state’s events alone"
        };
        if ui.add(label).on_hover_cursor(CursorIcon::PointingHand).on_hover_text(hover).clicked() {
            actions.push(PanelAction::ToggleOnlySelected);
        }
    }
}

/// What to do when there is nothing to list.
fn empty(ui: &mut Ui, model: &Model) {
    let words = if model.history.events.is_empty() {
        "Nothing has happened yet. Press Space to let time run, or → for a single tick."
    } else {
        "No event passes the filter. Click a mark above to list its events again."
    };
    egui::Frame::new().inner_margin(egui::Margin::same(MARGIN as i8)).show(ui, |ui| {
        ui.label(theme::body(words).color(theme::MUTED));
    });
}

/// Mark, date, motive and sentence of an event; a click selects the one who acted.
fn show_row(ui: &mut Ui, model: &Model, event: &Event, actions: &mut Vec<PanelAction>) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    if response.hovered() {
        ui.painter().rect_filled(rect, 0.0, theme::TRACK);
    }
    ui.painter().hline(rect.x_range().shrink(MARGIN), rect.bottom() - 0.5, Stroke::new(1.0, theme::LINE));
    let sort = EventSort::of(&event.kind);
    let mark = pos2(rect.left() + MARGIN + 7.0, rect.top() + 15.0);
    marks::event(ui.painter(), mark, 6.5, sort, marks::event_colour(sort));
    let sentence = words::headline(&event.kind, &model.names);
    let mut above = model.date_of(event.tick);
    if let Some(motive) = words::event_motive(&event.kind) {
        above += &format!("  ·  {}", motive.label());
    }
    let left = rect.left() + MARGIN + 3.0 * GRID;
    let width = rect.right() - 12.0 - left;
    let above = ui.painter().layout_job(job(&above, 12.0, theme::MUTED, width, 1));
    let words = ui.painter().layout_job(job(&sentence, 14.0, theme::TEXT, width, 2));
    let hover = row_hover(&event.kind, words.elided || above.elided, &model.names);
    ui.painter().galley(pos2(left, rect.top() + 7.0), above, theme::MUTED);
    ui.painter().galley(pos2(left, rect.top() + 23.0), words, theme::TEXT);
    let mut response = response.on_hover_cursor(CursorIcon::PointingHand);
    if let Some(hover) = hover {
        response = response.on_hover_text(hover);
    }
    if response.clicked()
        && let Some(actor) = event.kind.states().first()
    {
        actions.push(PanelAction::Select(*actor));
    }
}

/// What a row does not say by itself: the whole sentence if it was cut, what the motive means.
fn row_hover(event: &EventKind, cut: bool, names: &words::Names) -> Option<String> {
    let meaning = words::event_motive(event).map(words::motive_meaning);
    let sentence = cut.then(|| words::event(event, names));
    match (sentence, meaning) {
        (Some(sentence), Some(meaning)) => Some(format!("{sentence}\n{meaning}")),
        (sentence, meaning) => sentence.or(meaning.map(Into::into)),
    }
}

/// Text of at most so many lines, cut with an ellipsis.
fn job(words: &str, size: f32, color: egui::Color32, max_width: f32, max_rows: usize) -> LayoutJob {
    let format = TextFormat {
        font_id: FontId::proportional(size),
        color,
        line_height: Some(16.0),
        ..TextFormat::default()
    };
    let wrap = TextWrapping { max_width, max_rows, ..TextWrapping::default() };
    LayoutJob { wrap, ..LayoutJob::single_section(words.to_owned(), format) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn provocation(tick: u64, by: u32) -> Event {
        Event { tick, kind: EventKind::Provocation { by: StateId(by), against: StateId(9) } }
    }

    fn refusal(tick: u64, by: u32) -> Event {
        Event { tick, kind: EventKind::OfferRefused { by: StateId(by), to: StateId(8), against: None } }
    }

    #[test]
    fn only_what_is_new_is_gone_through_and_a_restart_starts_over() {
        let mut list = EventList::default();
        let mut events = vec![provocation(1, 0), refusal(1, 1)];
        list.update(&events, None);
        assert_eq!(list.rows, [0, 1]);
        events.push(provocation(2, 1));
        list.update(&events, None);
        assert_eq!(list.rows, [0, 1, 2]);
        list.update(&events[..1], None);
        assert_eq!(list.rows, [0]);
    }

    #[test]
    fn filters_hide_sorts_and_other_states() {
        let events = [provocation(1, 0), refusal(1, 1), provocation(2, 1)];
        let mut list = EventList::default();
        list.toggle(EventSort::Provocation);
        list.update(&events, Some(StateId(1)));
        assert_eq!(list.rows, [1]);
        list.toggle(EventSort::Provocation);
        list.toggle_only_selected();
        list.update(&events, Some(StateId(1)));
        assert_eq!(list.rows, [1, 2]);
        list.update(&events, Some(StateId(0)));
        assert_eq!(list.rows, [0]);
        list.update(&events, None);
        assert_eq!(list.rows, [0, 1, 2]);
    }

    #[test]
    fn counts_are_easy_to_read() {
        assert_eq!([thousands(7), thousands(1234), thousands(100_000)], ["7", "1\u{a0}234", "100\u{a0}000"]);
    }
}
