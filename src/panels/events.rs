//! The list of events: newest first, filtered by sort, as fluent with a hundred thousand as with ten.

use bevy_egui::egui::text::{LayoutJob, TextWrapping};
use bevy_egui::egui::{
    self, CornerRadius, CursorIcon, FontId, ScrollArea, Sense, Stroke, TextEdit, TextFormat, Ui, WidgetInfo,
    WidgetType, pos2, vec2,
};

use super::theme::{self, GRID, MARGIN};
use super::why::question_behind;
use super::widgets::{at_right, left_tabs, named, thin_line, tick_box};
use super::words::{EventSort, Names};
use super::{Model, PanelAction, marks, words};
use crate::history::is_important;
use crate::simulation::{Event, EventKind, StateId};

/// Height of a row: the date and two lines of words.
const ROW: f32 = 60.0;

/// How many of the newest rows an event may be joined with.
const LOOK_BACK: usize = 24;

/// Ticks in which the same is told in one row.
const SPELL: u64 = 12;

/// A row of the list: an event, or several of one kind and the same states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Row {
    /// Place in the history of the latest.
    last: u32,
    /// Tick of the first.
    since: u64,
    count: u32,
}

/// Which events are shown. Kept up to date by what is new, so that a long history costs nothing.
#[derive(Debug, Clone, Default)]
pub struct EventList {
    hidden: Vec<EventSort>,
    only_selected: bool,
    /// The state whose events alone are listed.
    about: Option<StateId>,
    /// Names of the states whose events alone are listed; all where it is empty.
    search: String,
    /// Which states it means, by number.
    meant: Vec<bool>,
    /// Oldest first, by the latest event of each.
    rows: Vec<Row>,
    /// How much of the history has been gone through.
    seen: usize,
}

impl EventList {
    /// Takes in events that came since the last time; starts over if the history did or the selection
    /// that is listed changed.
    pub fn update(&mut self, events: &[Event], selected: Option<StateId>, names: &Names) {
        let about = selected.filter(|_| self.only_selected);
        if about != self.about || events.len() < self.seen {
            self.about = about;
            self.start_over();
        }
        if self.seen == 0 {
            self.meant = names.meant_by(&self.search);
        }
        for (place, event) in events.iter().enumerate().skip(self.seen) {
            let states = || event.kind.states();
            let wanted = about.is_none_or(|state| states().contains(&state))
                && (self.search.is_empty() || states().iter().any(|state| self.means(*state)));
            if wanted && self.shows(EventSort::of(&event.kind)) {
                self.add(events, place);
            }
        }
        self.seen = events.len();
    }

    /// Adds an event, in one row with those before that say the same.
    fn add(&mut self, events: &[Event], place: usize) {
        let event = &events[place];
        let from = self.rows.len().saturating_sub(LOOK_BACK);
        let alike = self.rows[from..].iter().rposition(|row| {
            event.tick - row.since < SPELL && belong_together(&events[row.last as usize], event)
        });
        let row = match alike {
            Some(at) => {
                let row = self.rows.remove(from + at);
                Row { last: place as u32, count: row.count + 1, ..row }
            }
            None => Row { last: place as u32, since: event.tick, count: 1 },
        };
        self.rows.push(row);
    }

    fn means(&self, state: StateId) -> bool {
        self.meant.get(state.index()).copied().unwrap_or(false)
    }

    /// Lists the events of the states with these names alone; of all where there are none.
    pub fn search(&mut self, names: String) {
        self.search = names;
        self.start_over();
    }

    /// Lists this sort alone, or all again if it is alone already.
    pub fn only(&mut self, sort: EventSort) {
        let others = EventSort::ALL.into_iter().filter(|other| *other != sort);
        let alone: Vec<EventSort> = others.collect();
        self.hidden = if self.hidden == alone { Vec::new() } else { alone };
        self.start_over();
    }

    /// Whether events of a sort are listed.
    pub fn shows(&self, sort: EventSort) -> bool {
        !self.hidden.contains(&sort)
    }

    /// Lists a sort or hides it.
    pub fn toggle(&mut self, sort: EventSort) {
        if self.shows(sort) {
            self.hidden.push(sort);
            self.hidden.sort_by_key(|sort| *sort as u8);
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

    /// Lists all anew.
    pub fn start_over(&mut self) {
        self.rows.clear();
        self.seen = 0;
    }
}

/// Whether two events are told in one row: what is done again and again, and land that changes hands at one
/// peace.
fn belong_together(a: &Event, b: &Event) -> bool {
    match (&a.kind, &b.kind) {
        (EventKind::Ceded { from: x, to: y, .. }, EventKind::Ceded { from: z, to: w, .. }) => {
            a.tick == b.tick && (x, y) == (z, w)
        }
        (EventKind::Provocation { .. }, EventKind::Provocation { .. })
        | (EventKind::Armed { .. }, EventKind::Armed { .. })
        | (EventKind::OfferRefused { .. }, EventKind::OfferRefused { .. }) => a.kind == b.kind,
        _ => false,
    }
}

/// Draws the list.
pub fn show(ui: &mut Ui, model: &Model, actions: &mut Vec<PanelAction>) {
    let list = &model.memory.events;
    egui::Frame::new().inner_margin(egui::Margin::symmetric(MARGIN as i8, 12)).show(ui, |ui| {
        head(ui, model, actions);
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
            show_row(ui, model, list.rows[list.rows.len() - 1 - row], actions);
        }
    });
}

fn head(ui: &mut Ui, model: &Model, actions: &mut Vec<PanelAction>) {
    let list = &model.memory.events;
    ui.horizontal(|ui| {
        left_tabs(ui, model, actions);
        at_right(ui, |ui| {
            let shown = list.rows.iter().map(|row| row.count as usize).sum();
            let all = model.events().len();
            let count = if shown == all {
                thousands(all)
            } else {
                format!("{} of {}", thousands(shown), thousands(all))
            };
            let width =
                ui.painter().layout_no_wrap(count.clone(), FontId::proportional(12.0), theme::muted());
            if width.size().x <= ui.available_width() {
                ui.label(theme::small(count));
            }
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
        let width = ((ui.available_width() - GAP * (count - 1.0)) / count).clamp(12.0, 32.0);
        for sort in EventSort::ALL {
            let on = list.shows(sort);
            let (rect, response) = ui.allocate_exact_size(vec2(width, 24.0), Sense::click());
            let fill = if response.hovered() {
                theme::pressed()
            } else if on {
                theme::track()
            } else {
                theme::panel()
            };
            ui.painter().rect_filled(rect, CornerRadius::same(theme::ROUND), fill);
            let colour = marks::event_colour(sort);
            let colour = if on { colour } else { colour.gamma_multiply(0.35) };
            marks::event(ui.painter(), rect.center(), 6.5f32.min(0.5 * width), sort, colour);
            let name = format!("List events: {}", sort.label());
            response.widget_info(|| WidgetInfo::selected(WidgetType::Checkbox, true, on, &name));
            let verb = if on { "hide" } else { "show" };
            let hover = format!(
                "{}: {}\nClick to {verb} them, Shift and click to see them alone.",
                sort.label(),
                sort.meaning()
            );
            if response.on_hover_cursor(CursorIcon::PointingHand).on_hover_text(hover).clicked() {
                let alone = ui.input(|input| input.modifiers.shift);
                actions.push(if alone { PanelAction::OnlySort(sort) } else { PanelAction::ToggleSort(sort) });
            }
        }
    });
    search(ui, model, actions);
    if let Some(state) = model.selection.state {
        let words = format!("Only {}", model.names.mid(state));
        let hover = if list.only_selected {
            "Click to list all states’ events"
        } else {
            "Click to list this state’s events alone"
        };
        if tick_box(ui, &words, list.only_selected).on_hover_text(hover).clicked() {
            actions.push(PanelAction::ToggleOnlySelected);
        }
    }
}

/// A field for the names of the states whose events are wanted.
fn search(ui: &mut Ui, model: &Model, actions: &mut Vec<PanelAction>) {
    let list = &model.memory.events;
    let mut names = list.search.clone();
    let nobody = !list.search.is_empty() && !list.meant.contains(&true);
    let field = TextEdit::singleline(&mut names).desired_width(ui.available_width() - 2.0 * GRID);
    let field = field.hint_text("Search by states").margin(vec2(GRID, 5.0)).char_limit(200);
    let field = field.text_color(if nobody { theme::war() } else { theme::text() });
    let response = ui.add(field);
    named(&response, WidgetType::TextEdit, "States whose events are listed");
    if response.changed() {
        actions.push(PanelAction::SearchEvents(names));
    }
    let hover = if nobody {
        "No state’s name begins so"
    } else {
        "Type names, or their beginnings, with commas between"
    };
    response.on_hover_text(hover);
}

/// What to do when there is nothing to list.
fn empty(ui: &mut Ui, model: &Model) {
    let words = if model.survey.states().len() == 0 {
        "Without states nothing happens. Once there are some, what they do is listed here, latest first."
    } else if model.survey.rules.history_decides() {
        "History decides: what happens is told under Record. The model only says what it would have expected."
    } else if model.events().is_empty() {
        "Nothing has happened yet. Press Space to let time run, or → for a single tick."
    } else {
        "No event passes the filter. Click a mark above to list its events again, or clear the names of states."
    };
    egui::Frame::new().inner_margin(egui::Margin::same(MARGIN as i8)).show(ui, |ui| {
        ui.label(theme::body(words).color(theme::muted()));
    });
}

/// Mark, date, motive and sentence of an event; a click selects the one who acted. What changes the system
/// stands out by a strip in its colour and stronger words.
fn show_row(ui: &mut Ui, model: &Model, row: Row, actions: &mut Vec<PanelAction>) {
    let event = &model.history.events[row.last as usize];
    let major = is_important(&event.kind);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    if response.hovered() {
        ui.painter().rect_filled(rect, 0.0, theme::track());
    }
    ui.painter().hline(rect.x_range().shrink(MARGIN), rect.bottom() - 0.5, Stroke::new(1.0, theme::line()));
    let sort = EventSort::of(&event.kind);
    if major {
        let strip = rect.with_max_x(rect.left() + 3.0).with_max_y(rect.bottom() - 1.0);
        ui.painter().rect_filled(strip, 0.0, marks::event_colour(sort));
    }
    let mark = pos2(rect.left() + MARGIN + 7.0, rect.top() + 15.0);
    marks::event(ui.painter(), mark, 6.5, sort, marks::event_colour(sort));
    let sentence = match row.count {
        1 => words::headline(&event.kind, &model.names),
        count => words::repeated(&event.kind, count as usize, &model.names),
    };
    named(&response, WidgetType::Button, &format!("{}: {sentence}", model.date_of(event.tick)));
    let mut above = model.date_of(event.tick);
    if row.since < event.tick {
        above = format!("{} – {above}", model.date_of(row.since));
    }
    if let Some(motive) = words::event_motive(&event.kind) {
        above += &format!("  ·  {}", motive.label());
    }
    let left = rect.left() + MARGIN + 3.0 * GRID;
    let width = rect.right() - 12.0 - left;
    let above = ui.painter().layout_job(job(&above, FontId::proportional(12.0), theme::muted(), width, 1));
    let family = if major { theme::strong_family() } else { egui::FontFamily::Proportional };
    // What happens all the time is set lighter.
    let quiet = matches!(sort, EventSort::Provocation | EventSort::Arms | EventSort::Refusal);
    let ink = if quiet { theme::text().gamma_multiply(0.75) } else { theme::text() };
    let words = ui.painter().layout_job(job(&sentence, FontId::new(14.0, family), ink, width, 2));
    let whole = (words.elided || above.elided).then_some(sentence);
    let hover = row_hover(&event.kind, whole);
    ui.painter().galley(pos2(left, rect.top() + 7.0), above, theme::muted());
    ui.painter().galley(pos2(left, rect.top() + 23.0), words, theme::text());
    let mut response = response.on_hover_cursor(CursorIcon::PointingHand);
    if let Some(hover) = hover {
        response = response.on_hover_text(hover);
    }
    if response.clicked() {
        // Who acted is who decided: of a peace, the one that sued, whom the event need not name first.
        let question = question_behind(model.history, event);
        let actor = question.map(|question| question.state).or(event.kind.states().first().copied());
        actions.extend(actor.map(PanelAction::Select));
        actions.extend(question.map(PanelAction::OpenWhy));
    }
}

/// What a row does not say by itself: the whole sentence if it was cut, what the motive means.
fn row_hover(event: &EventKind, sentence: Option<String>) -> Option<String> {
    let meaning = words::event_motive(event).map(words::motive_meaning);
    match (sentence, meaning) {
        (Some(sentence), Some(meaning)) => Some(format!("{sentence}\n{meaning}")),
        (sentence, meaning) => sentence.or(meaning.map(Into::into)),
    }
}

/// Text of at most so many lines, cut with an ellipsis.
pub fn job(words: &str, font_id: FontId, color: egui::Color32, max_width: f32, max_rows: usize) -> LayoutJob {
    let format = TextFormat { font_id, color, line_height: Some(16.0), ..TextFormat::default() };
    let wrap = TextWrapping { max_width, max_rows, ..TextWrapping::default() };
    LayoutJob { wrap, ..LayoutJob::single_section(words.to_owned(), format) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::panels::words::tests::names;
    use crate::world::RegionId;

    #[test]
    fn events_of_any_states_can_be_had_by_the_beginnings_of_their_names() {
        // Germany, France, the Soviet Union, Romania.
        let by = |by: u32| Event {
            tick: by.into(),
            kind: EventKind::Armed { by: StateId(by), against: StateId(by) },
        };
        let events = [by(0), by(1), by(2), by(3)];
        let mut list = EventList::default();
        for (typed, found) in
            [("ger", &[0][..]), ("union, ROM", &[2, 3]), ("many", &[]), (" , ", &[]), ("", &[0, 1, 2, 3])]
        {
            list.search(typed.into());
            list.update(&events, None, &names());
            assert_eq!(places(&list), found, "{typed}");
        }
    }

    fn provocation(tick: u64, by: u32) -> Event {
        Event { tick, kind: EventKind::Provocation { by: StateId(by), against: StateId(9) } }
    }

    fn refusal(tick: u64, by: u32) -> Event {
        Event { tick, kind: EventKind::OfferRefused { by: StateId(by), to: StateId(8), against: None } }
    }

    fn places(list: &EventList) -> Vec<u32> {
        list.rows.iter().map(|row| row.last).collect()
    }

    #[test]
    fn what_is_done_again_and_again_is_one_row_that_comes_up_again() {
        let mut list = EventList::default();
        let events = [provocation(1, 0), refusal(1, 1), provocation(2, 0), provocation(1 + SPELL, 0)];
        list.update(&events[..3], None, &names());
        assert_eq!(places(&list), [1, 2]);
        assert_eq!(list.rows[1], Row { last: 2, since: 1, count: 2 });
        // After a spell a row of its own begins.
        list.update(&events, None, &names());
        assert_eq!(places(&list), [1, 2, 3]);
    }

    #[test]
    fn land_that_changes_hands_at_one_peace_is_one_row_for_each_pair() {
        let ceded = |tick, region, to| Event {
            tick,
            kind: EventKind::Ceded { region: RegionId(region), from: StateId(0), to: StateId(to) },
        };
        let events = [ceded(4, 0, 1), ceded(4, 1, 2), ceded(4, 2, 1), ceded(5, 3, 1)];
        let mut list = EventList::default();
        list.update(&events, None, &names());
        assert_eq!(list.rows.iter().map(|row| row.count).collect::<Vec<_>>(), [1, 2, 1]);
    }

    #[test]
    fn a_sort_can_be_seen_alone_and_all_again() {
        let events = [provocation(1, 0), refusal(1, 1)];
        let mut list = EventList::default();
        list.only(EventSort::Refusal);
        list.update(&events, None, &names());
        assert_eq!(places(&list), [1]);
        list.only(EventSort::Refusal);
        list.update(&events, None, &names());
        assert_eq!(places(&list), [0, 1]);
    }

    #[test]
    fn only_what_is_new_is_gone_through_and_a_restart_starts_over() {
        let mut list = EventList::default();
        let mut events = vec![provocation(1, 0), refusal(1, 1)];
        list.update(&events, None, &names());
        assert_eq!(places(&list), [0, 1]);
        events.push(provocation(2, 1));
        list.update(&events, None, &names());
        assert_eq!(places(&list), [0, 1, 2]);
        list.update(&events[..1], None, &names());
        assert_eq!(places(&list), [0]);
    }

    #[test]
    fn filters_hide_sorts_and_other_states() {
        let events = [provocation(1, 0), refusal(1, 1), provocation(2, 1)];
        let mut list = EventList::default();
        list.toggle(EventSort::Provocation);
        list.update(&events, Some(StateId(1)), &names());
        assert_eq!(places(&list), [1]);
        list.toggle(EventSort::Provocation);
        list.toggle_only_selected();
        list.update(&events, Some(StateId(1)), &names());
        assert_eq!(places(&list), [1, 2]);
        list.update(&events, Some(StateId(0)), &names());
        assert_eq!(places(&list), [0]);
        list.update(&events, None, &names());
        assert_eq!(places(&list), [0, 1, 2]);
    }

    #[test]
    fn counts_are_easy_to_read() {
        assert_eq!([thousands(7), thousands(1234), thousands(100_000)], ["7", "1\u{a0}234", "100\u{a0}000"]);
    }
}
