//! Toasts: what has just happened and matters, in a corner of the map for a few seconds.
//!
//! Events come as the run goes forward, never while the user goes back and forth in time. Where more happens than can
//! be read, it is summed up. Notices of the program stand among them; errors stay until they are clicked away.

use bevy_egui::egui::text::{LayoutJob, TextFormat, TextWrapping};
use bevy_egui::egui::{
    self, Color32, CornerRadius, CursorIcon, FontId, Galley, Order, Rect, Sense, Shape, Stroke, StrokeKind,
    WidgetType, pos2, vec2,
};

use super::theme::{self, GRID};
use super::widgets::named;
use super::words::{self, EventSort};
use super::{Model, PanelAction, area, marks};
use crate::history::{BranchId, is_important};
use crate::simulation::{Event, EventKind, StateId};
use crate::view::{Notice, OpenWhy};

/// How many are shown at once.
const MOST: usize = 3;
/// Seconds for which one is shown, and the last of them, in which it fades.
const LIFE: f64 = 6.0;
const FADE: f64 = 0.4;
/// Seconds within which more than [`MOST`] events are summed up.
const BURST: f64 = 2.0;
/// Width of one, and the space around it.
const WIDTH: f32 = 304.0;
const PADDING: f32 = 12.0;

/// What is shown.
#[derive(Debug, Clone, PartialEq)]
enum Message {
    /// Something that happened.
    Event(Event),
    /// Much that happened.
    Sum(Sum),
    /// Something about the program.
    Notice(Notice),
}

/// What happened from one tick to another, counted.
#[derive(Debug, Clone, PartialEq, Default)]
struct Sum {
    since: u64,
    until: u64,
    /// Wars begun, wars ended, states fallen, states restored, movements broken.
    counts: [usize; 5],
}

impl Sum {
    fn add(&mut self, event: &Event) {
        let slot = match event.kind {
            EventKind::WarBegan { .. } => 0,
            EventKind::PeaceMade { .. } => 1,
            EventKind::StateFell { .. } => 2,
            EventKind::StateRestored { .. } => 3,
            _ => 4,
        };
        if self.counts == [0; 5] {
            self.since = event.tick;
        }
        self.counts[slot] += 1;
        self.until = event.tick;
    }

    /// In words: `4 wars began, 1 state fell`.
    fn words(&self) -> String {
        const SAID: [[&str; 2]; 5] = [
            ["war began", "wars began"],
            ["war ended", "wars ended"],
            ["state fell", "states fell"],
            ["state rose again", "states rose again"],
            ["movement was broken", "movements were broken"],
        ];
        let told = self.counts.iter().zip(SAID).filter(|(count, _)| **count > 0);
        let told: Vec<String> = told
            .map(|(count, [one, more])| format!("{count} {}", if *count == 1 { one } else { more }))
            .collect();
        told.join(", ")
    }
}

/// One of them.
#[derive(Debug, Clone, PartialEq)]
struct Toast {
    number: u64,
    message: Message,
    /// When it came, in egui's seconds.
    born: f64,
}

impl Toast {
    /// Whether it waits to be clicked away.
    fn stays(&self) -> bool {
        matches!(&self.message, Message::Notice(notice) if notice.is_error)
    }
}

/// What has come since a frame ago.
#[derive(Debug, Clone, Copy)]
pub struct News<'a> {
    /// What happened by now.
    pub events: &'a [Event],
    /// The tick at which the world stands.
    pub now: u64,
    /// The branch it is on.
    pub branch: BranchId,
    /// Whether time runs.
    pub running: bool,
    /// Whether it runs as fast as it can.
    pub fastest: bool,
    /// egui's seconds.
    pub time: f64,
}

/// All that are shown, oldest first.
#[derive(Debug, Clone, Default)]
pub struct Toasts {
    list: Vec<Toast>,
    /// Where the world stood when it was last looked at.
    seen: Option<(BranchId, u64)>,
    made: u64,
}

impl Toasts {
    /// Takes in what has come.
    pub fn update(&mut self, news: News) {
        self.list.retain(|toast| toast.stays() || news.time - toast.born < LIFE);
        let before = self.seen.replace((news.branch, news.now));
        let Some((_, tick)) = before.filter(|(branch, tick)| *branch == news.branch && *tick <= news.now)
        else {
            // Another run or another time: what was told of it is not told here.
            self.list.retain(|toast| matches!(toast.message, Message::Notice(_)));
            return;
        };
        // A leap is the user's; single steps are as good as running.
        if !news.running && news.now > tick + 1 {
            return;
        }
        let first = news.events.partition_point(|event| event.tick <= tick);
        let fresh: Vec<&Event> =
            news.events[first..].iter().filter(|event| is_important(&event.kind)).collect();
        let young =
            |toast: &&Toast| matches!(toast.message, Message::Event(_)) && news.time - toast.born < BURST;
        let crowd = self.list.iter().filter(young).count() + fresh.len() > MOST;
        if (news.fastest && news.running || crowd) && !fresh.is_empty() {
            self.sum_up(&fresh, news.time);
        } else {
            for event in fresh {
                self.push(Message::Event(event.clone()), news.time);
            }
        }
    }

    /// Adds to what is being summed up, or begins to.
    fn sum_up(&mut self, fresh: &[&Event], time: f64) {
        let at = self.list.iter().position(|toast| matches!(toast.message, Message::Sum(_)));
        let mut toast = match at {
            Some(at) => self.list.remove(at),
            None => {
                self.made += 1;
                Toast { number: self.made, message: Message::Sum(Sum::default()), born: time }
            }
        };
        if let Message::Sum(sum) = &mut toast.message {
            // What was told one by one and is hardly read yet counts with the rest.
            self.list.retain(|told| match &told.message {
                Message::Event(event) => {
                    sum.add(event);
                    false
                }
                _ => true,
            });
            fresh.iter().for_each(|event| sum.add(event));
        }
        // It stays for as long as there is more of it.
        toast.born = time;
        self.list.push(toast);
    }

    /// Shows a notice.
    pub fn notice(&mut self, notice: Notice, time: f64) {
        // Said again it is no news.
        let same = |toast: &Toast| toast.message == Message::Notice(notice.clone());
        self.list.retain(|toast| !same(toast));
        if notice.fix.is_some() {
            // What is offered is for what was asked for last.
            self.settle();
        }
        self.push(Message::Notice(notice), time);
    }

    fn push(&mut self, message: Message, time: f64) {
        self.made += 1;
        self.list.push(Toast { number: self.made, message, born: time });
        // The oldest that does not wait for a click gives way.
        while self.list.len() > MOST
            && let Some(oldest) = self.list.iter().position(|toast| !toast.stays())
        {
            self.list.remove(oldest);
        }
    }

    /// Takes one away.
    pub fn dismiss(&mut self, number: u64) {
        self.list.retain(|toast| toast.number != number);
    }

    /// Takes away what offered to mend a change that could not be made: another has been made since.
    pub fn settle(&mut self) {
        let offers =
            |toast: &Toast| matches!(&toast.message, Message::Notice(notice) if notice.fix.is_some());
        self.list.retain(|toast| !offers(toast));
    }

    /// Whether any will go by itself, so that frames must keep coming.
    pub fn is_moving(&self) -> bool {
        self.list.iter().any(|toast| !toast.stays())
    }
}

/// Draws them from the lower right corner of the map up, or from the upper one down where the legend has the lower.
pub fn show(ctx: &egui::Context, map: Rect, model: &Model, actions: &mut Vec<PanelAction>) {
    let width = WIDTH.min(map.width() - 2.0 * PADDING);
    if width < 120.0 {
        return;
    }
    let upwards = map.width() > 2.0 * WIDTH + 3.0 * PADDING;
    let mut edge = if upwards { map.bottom() - PADDING } else { map.top() + PADDING };
    let list = &model.memory.toasts.list;
    // The latest stands nearest the corner. Of errors that wait the first are shown.
    let shown = &list[list.len().saturating_sub(MOST)..];
    for toast in shown.iter().rev() {
        let look = Face::of(toast, model, ctx, width);
        let height = look.height();
        let top = if upwards { edge - height } else { edge };
        let rect = Rect::from_min_size(pos2(map.right() - PADDING - width, top), vec2(width, height));
        if !map.contains_rect(rect) {
            break;
        }
        edge = if upwards { top - GRID } else { rect.bottom() + GRID };
        one(ctx, rect, toast, look, model, actions);
    }
}

/// Height of a button on one, and the space above it.
const BUTTON: f32 = 28.0;

/// How one looks.
struct Face {
    sort: Option<EventSort>,
    colour: Color32,
    above: std::sync::Arc<Galley>,
    words: std::sync::Arc<Galley>,
    name: String,
    hover: &'static str,
    /// What a click asks for besides taking it away.
    action: Option<PanelAction>,
    /// What a button on it says, says in full, and asks for.
    fix: Option<(std::sync::Arc<Galley>, String, PanelAction)>,
}

impl Face {
    fn of(toast: &Toast, model: &Model, ctx: &egui::Context, width: f32) -> Self {
        let (sort, colour, above, said, hover, action) = match &toast.message {
            Message::Event(event) => {
                let sort = EventSort::of(&event.kind);
                let mut above = model.date_of(event.tick);
                if let Some(motive) = words::event_motive(&event.kind) {
                    above += &format!("  ·  {}", motive.label());
                }
                let action = behind(event, model);
                let hover = match action {
                    Some(PanelAction::Why(_)) => "Click to see why",
                    _ => "Click to select it",
                };
                let said = words::headline(&event.kind, &model.names);
                (Some(sort), marks::event_colour(sort), above, said, hover, action)
            }
            Message::Sum(sum) => {
                let mut above = model.date_of(sum.since);
                if sum.until > sum.since {
                    above += &format!(" – {}", model.date_of(sum.until));
                }
                (None, theme::war(), above, sum.words(), "Click to take it away", None)
            }
            Message::Notice(notice) => {
                let colour = if notice.is_error { theme::war() } else { theme::accent() };
                let above = notice.heading.to_owned();
                (None, colour, above, notice.text.clone(), "Click to take it away", None)
            }
        };
        let room = width - 2.0 * PADDING - if sort.is_some() { 24.0 } else { 0.0 };
        let rows = if matches!(toast.message, Message::Notice(_)) { 6 } else { 3 };
        let fix = match &toast.message {
            Message::Notice(Notice { fix: Some(fix), .. }) => {
                let said = layout(ctx, &fix.words, 14.0, theme::panel(), room - 2.0 * GRID, 2);
                Some((said, fix.words.clone(), PanelAction::Change(fix.command.clone())))
            }
            _ => None,
        };
        let name = if above.is_empty() { said.clone() } else { format!("{above}: {said}") };
        Self {
            above: layout(ctx, &above, 12.0, theme::muted(), room, 1),
            words: layout(ctx, &said, 14.0, theme::text(), room, rows),
            sort,
            colour,
            name,
            hover,
            action,
            fix,
        }
    }

    /// Height of the button, if there is one.
    fn button(&self) -> Option<f32> {
        self.fix.as_ref().map(|(said, ..)| (said.size().y + 10.0).max(BUTTON))
    }

    fn above_height(&self) -> f32 {
        if self.above.text().is_empty() { 0.0 } else { self.above.size().y + 2.0 }
    }

    fn height(&self) -> f32 {
        let button = self.button().map_or(0.0, |height| height + GRID);
        (self.above_height() + self.words.size().y + button + 2.0 * 10.0).ceil()
    }
}

fn layout(
    ctx: &egui::Context,
    said: &str,
    size: f32,
    color: Color32,
    max_width: f32,
    max_rows: usize,
) -> std::sync::Arc<Galley> {
    let format = TextFormat { font_id: FontId::proportional(size), color, ..TextFormat::default() };
    let wrap = TextWrapping { max_width, max_rows, ..TextWrapping::default() };
    let job = LayoutJob { wrap, ..LayoutJob::single_section(said.to_owned(), format) };
    ctx.fonts_mut(|fonts| fonts.layout_job(job))
}

/// What leads to the reasons of an event: the decision that was taken for it, else the state that acted.
fn behind(event: &Event, model: &Model) -> Option<PanelAction> {
    let actor: StateId = *event.kind.states().first()?;
    match event.kind {
        EventKind::WarBegan { .. } if model.history.decision(event.tick, actor).is_some() => {
            Some(PanelAction::Why(OpenWhy { tick: event.tick, state: actor }))
        }
        _ => Some(PanelAction::Select(actor)),
    }
}

fn one(
    ctx: &egui::Context,
    rect: Rect,
    toast: &Toast,
    look: Face,
    model: &Model,
    actions: &mut Vec<PanelAction>,
) {
    let left = LIFE - (ctx.input(|input| input.time) - toast.born);
    let fading = !toast.stays() && !model.settings.reduced_motion && left < FADE;
    let opacity = if fading { (left / FADE).clamp(0.0, 1.0) as f32 } else { 1.0 };
    area(&format!("toast {}", toast.number), rect.min).order(Order::Middle).show(ctx, |ui| {
        ui.set_opacity(opacity);
        let (rect, response) = ui.allocate_exact_size(rect.size(), Sense::click());
        let round = CornerRadius::same(theme::ROUND);
        let fill = if response.hovered() { theme::track() } else { theme::panel() };
        ui.painter().rect(rect, round, fill, Stroke::new(1.0, theme::line()), StrokeKind::Inside);
        let strip = CornerRadius { nw: theme::ROUND, sw: theme::ROUND, ne: 0, se: 0 };
        ui.painter().rect_filled(rect.with_max_x(rect.left() + 3.0), strip, look.colour);
        let mut x = rect.left() + PADDING;
        if let Some(sort) = look.sort {
            marks::event(ui.painter(), pos2(x + 7.0, rect.top() + 18.0), 6.5, sort, look.colour);
            x += 24.0;
        }
        let top = rect.top() + 10.0;
        let under = top + look.above_height();
        let button = look.button().map(|height| {
            let line =
                Rect::from_min_max(pos2(x, rect.bottom() - 10.0 - height), rect.max - vec2(PADDING, 10.0));
            let wide = look.fix.as_ref().map_or(0.0, |(said, ..)| said.size().x + 3.0 * GRID);
            line.with_max_x(line.right().min(line.left() + wide))
        });
        ui.painter().add(Shape::galley(pos2(x, top), look.above, theme::muted()));
        ui.painter().add(Shape::galley(pos2(x, under), look.words, theme::text()));
        named(&response, WidgetType::Button, &look.name);
        if response.clicked() {
            actions.extend(look.action);
            actions.push(PanelAction::Dismiss(toast.number));
        }
        response.on_hover_cursor(CursorIcon::PointingHand).on_hover_text(look.hover);
        if let (Some(place), Some((said, in_full, change))) = (button, look.fix) {
            let response = ui.interact(place, ui.id().with("fix"), Sense::click());
            let fill = theme::accent().gamma_multiply(if response.hovered() { 1.0 } else { 0.9 });
            ui.painter().rect_filled(place, round, fill);
            ui.painter().galley(place.center() - said.size() / 2.0, said, theme::panel());
            named(&response, WidgetType::Button, &in_full);
            if response.clicked() {
                actions.extend([change, PanelAction::Dismiss(toast.number)]);
            }
            response.on_hover_cursor(CursorIcon::PointingHand).on_hover_text(in_full);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulation::{Motive, WarId};

    fn war(tick: u64) -> Event {
        let kind = EventKind::WarBegan {
            war: WarId(0),
            by: StateId(0),
            against: StateId(tick as u32),
            motive: Motive::Conquest,
        };
        Event { tick, kind }
    }

    fn fall(tick: u64) -> Event {
        Event { tick, kind: EventKind::StateFell { state: StateId(1), to: StateId(0) } }
    }

    fn small(tick: u64) -> Event {
        Event { tick, kind: EventKind::Provocation { by: StateId(1), against: StateId(0) } }
    }

    fn news(events: &[Event], now: u64, time: f64) -> News<'_> {
        News { events, now, branch: BranchId(0), running: true, fastest: false, time }
    }

    fn events(toasts: &Toasts) -> Vec<u64> {
        let told = toasts.list.iter().filter_map(|toast| match &toast.message {
            Message::Event(event) => Some(event.tick),
            _ => None,
        });
        told.collect()
    }

    #[test]
    fn what_matters_comes_as_time_runs_and_goes_after_six_seconds() {
        let mut toasts = Toasts::default();
        let all = [war(1), small(2), war(3)];
        toasts.update(news(&all[..1], 1, 0.0));
        assert!(events(&toasts).is_empty(), "what was there before is no news");
        toasts.update(news(&all, 3, 1.0));
        assert_eq!(events(&toasts), [3]);
        toasts.update(news(&all, 3, 6.9));
        assert!(toasts.is_moving());
        toasts.update(news(&all, 3, 7.1));
        assert!(!toasts.is_moving() && events(&toasts).is_empty());
    }

    #[test]
    fn going_about_in_time_and_to_other_branches_tells_nothing() {
        let all = [war(1), war(2), war(3), war(8)];
        let mut toasts = Toasts::default();
        toasts.update(news(&[], 0, 0.0));
        toasts.update(news(&all[..2], 2, 0.1));
        assert_eq!(events(&toasts), [1, 2]);
        // Back: what was told lies ahead now.
        toasts.update(news(&all[..1], 1, 0.2));
        assert!(events(&toasts).is_empty());
        // A leap on while time stands.
        toasts.update(News { running: false, ..news(&all, 8, 0.3) });
        assert!(events(&toasts).is_empty());
        // One step on is as good as running.
        toasts.update(News { running: false, ..news(&all[..2], 2, 0.4) });
        toasts.update(News { running: false, ..news(&all[..3], 3, 0.5) });
        assert_eq!(events(&toasts), [3]);
        toasts.update(News { branch: BranchId(1), ..news(&all, 8, 0.6) });
        assert!(events(&toasts).is_empty());
    }

    #[test]
    fn at_the_fastest_it_is_summed_up() {
        let mut toasts = Toasts::default();
        let all = [war(1), fall(2), war(5), war(9)];
        toasts.update(News { fastest: true, ..news(&[], 0, 0.0) });
        toasts.update(News { fastest: true, ..news(&all[..2], 2, 0.1) });
        toasts.update(News { fastest: true, ..news(&all, 9, 5.0) });
        let [Toast { message: Message::Sum(sum), born, .. }] = &toasts.list[..] else { panic!("{toasts:?}") };
        assert_eq!((sum.since, sum.until, *born), (1, 9, 5.0));
        assert_eq!(sum.words(), "3 wars began, 1 state fell");
    }

    #[test]
    fn more_than_can_be_read_is_summed_up_and_never_more_than_three_are_shown() {
        let mut toasts = Toasts::default();
        let all: Vec<Event> = (1..=9).map(war).collect();
        toasts.update(news(&[], 0, 0.0));
        for tick in 1..=3 {
            toasts.update(news(&all[..tick], tick as u64, tick as f64));
        }
        assert_eq!(events(&toasts), [1, 2, 3]);
        toasts.update(news(&all[..4], 4, 5.5));
        assert_eq!(events(&toasts), [2, 3, 4]);
        toasts.update(news(&all, 9, 5.6));
        assert!(events(&toasts).is_empty());
        assert!(matches!(&toasts.list[..], [Toast { message: Message::Sum(sum), .. }] if sum.counts[0] == 8));
    }

    #[test]
    fn errors_stay_until_they_are_clicked_away() {
        let mut toasts = Toasts::default();
        toasts.notice(Notice::error("no disc"), 0.0);
        toasts.notice(Notice::done("saved"), 0.0);
        toasts.notice(Notice::error("no disc"), 1.0);
        assert_eq!(toasts.list.len(), 2);
        toasts.update(news(&[], 0, 100.0));
        assert_eq!(toasts.list.len(), 1);
        assert!(!toasts.is_moving());
        toasts.dismiss(toasts.list[0].number);
        assert!(toasts.list.is_empty());
    }
}
