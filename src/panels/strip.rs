//! What stands on the timeline's strip: its scale, and the marks of what happened.

use bevy_egui::egui::Rangef;
use jiff::civil::date;

use super::words::EventSort;
use crate::history::{History, is_important};
use crate::simulation::{Clock, Event, EventKind, Motive, WarId};

/// Lengths of runs that the strip is drawn for, in ticks, so that it does not shrink with each tick.
const SPANS: [u64; 12] = [60, 120, 240, 360, 600, 1200, 2400, 4800, 9600, 24_000, 96_000, 1_000_000];

/// The scale of the strip.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Strip {
    from: f32,
    to: f32,
    /// Ticks from one end to the other.
    span: u64,
}

impl Strip {
    /// The strip between these places, for a run of so many ticks.
    pub fn new(range: Rangef, end: u64) -> Self {
        let span = SPANS.into_iter().find(|span| *span >= end).unwrap_or(end);
        Self { from: range.min, to: range.max, span }
    }

    /// The same, as long as the run has not gone beyond what is told of history: just as long as that, so that its
    /// marks have all the room there is.
    pub fn beside(range: Rangef, end: u64, told: u64) -> Self {
        let strip = Self::new(range, end);
        if told < end.max(1) { strip } else { Self { span: told + told / 24 + 1, ..strip } }
    }

    /// Where a tick stands.
    pub fn x(&self, tick: u64) -> f32 {
        self.from + (self.to - self.from) * (tick as f32 / self.span as f32)
    }

    /// The tick at a place.
    pub fn tick(&self, x: f32) -> u64 {
        let share = ((x - self.from) / (self.to - self.from)).clamp(0.0, 1.0);
        (share * self.span as f32).round() as u64
    }

    /// The years that begin within the strip, with their ticks.
    pub fn years(&self, clock: &Clock) -> Vec<(u64, i16)> {
        let (first, last) = (clock.date_of(0), clock.date_of(self.span));
        let years = i32::from(last.year()) - i32::from(first.year());
        // Every so many years, so that there is room for their names.
        let room = ((self.to - self.from) / 44.0).max(1.0) as i32;
        let step = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].into_iter().find(|step| years / step <= room);
        let step = step.unwrap_or(5000);
        let named = (i32::from(first.year()) + 1..=i32::from(last.year())).filter(|year| year % step == 0);
        let begin = |year: i32| {
            let year = i16::try_from(year).ok()?;
            Some((clock.tick_at(date(year, 1, 1)), year))
        };
        let later: Vec<(u64, i16)> = named.filter_map(begin).collect();
        // The start has its year too, unless the next is near.
        let near = later.first().is_some_and(|(tick, _)| self.x(*tick) - self.from < 40.0);
        let start = (!near).then_some((0, first.year()));
        start.into_iter().chain(later).collect()
    }
}

/// A mark on the strip.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mark {
    /// When.
    pub tick: u64,
    /// What.
    pub sort: EventSort,
    /// Whether it changed the system.
    pub important: bool,
    /// Its place in the history.
    pub event: u32,
}

/// A war on the strip.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Span {
    war: WarId,
    /// When it began.
    pub since: u64,
    /// When it ended, if it has.
    pub until: Option<u64>,
}

/// The marks of a history, kept up to date by what is new.
#[derive(Debug, Clone, Default)]
pub struct Marks {
    list: Vec<Mark>,
    /// Wars, in the order in which they began.
    pub wars: Vec<Span>,
    seen: usize,
    /// Tells a history that took another's place from one that went on.
    last: Option<(u64, u64)>,
}

impl Marks {
    /// Takes in what is new; starts over where another history has taken the place of the one seen.
    pub fn update(&mut self, history: &History) {
        let digest = |end: u64| end.checked_sub(1).map(|place| (end, history.hashes[place as usize]));
        let same = match self.last {
            Some((end, hash)) => end <= history.end() && digest(end) == Some((end, hash)),
            None => history.events.len() >= self.seen,
        };
        if !same {
            *self = Self::default();
        }
        for (place, event) in history.events.iter().enumerate().skip(self.seen) {
            self.add(place, event);
        }
        self.seen = history.events.len();
        self.last = digest(history.end());
    }

    fn add(&mut self, place: usize, event: &Event) {
        let (tick, important) = (event.tick, is_important(&event.kind));
        match &event.kind {
            EventKind::WarBegan { war, .. } => self.wars.push(Span { war: *war, since: tick, until: None }),
            EventKind::PeaceMade { war, over: true, .. } => {
                if let Some(span) = self.wars.iter_mut().rfind(|span| span.war == *war) {
                    span.until = Some(tick);
                }
            }
            _ => {}
        }
        if important || stands_out(&event.kind) {
            let sort = EventSort::of(&event.kind);
            self.list.push(Mark { tick, sort, important, event: place as u32 });
        }
    }

    /// The marks of a tick.
    pub fn of(&self, tick: u64) -> impl Iterator<Item = &Mark> {
        let first = self.list.partition_point(|mark| mark.tick < tick);
        self.list[first..].iter().take_while(move |mark| mark.tick == tick)
    }

    /// One mark of each sort for each column of the strip, the important ones last and so on top.
    pub fn columns(&self, strip: &Strip) -> Vec<Mark> {
        let mut marks: Vec<Mark> = Vec::new();
        for important in [false, true] {
            let mut last: [(EventSort, i64); 9] = EventSort::ALL.map(|sort| (sort, -1));
            for mark in self.list.iter().filter(|mark| mark.important == important) {
                let column = strip.x(mark.tick) as i64;
                if let Some(seen) = last.iter_mut().find(|(sort, at)| *sort == mark.sort && *at != column) {
                    seen.1 = column;
                    marks.push(*mark);
                }
            }
        }
        marks
    }

    /// The mark nearest to a place, if one is as near as that; of those in one place an important one.
    pub fn near(&self, strip: &Strip, x: f32, reach: f32) -> Option<&Mark> {
        let from = strip.tick(x - reach).saturating_sub(1);
        let first = self.list.partition_point(|mark| mark.tick < from);
        let away = |mark: &Mark| (strip.x(mark.tick) - x).abs();
        let near = self.list[first..].iter().take_while(|mark| strip.x(mark.tick) <= x + reach);
        let near = near.filter(|mark| away(mark) <= reach);
        near.min_by(|a, b| (!a.important).cmp(&!b.important).then(away(a).total_cmp(&away(b))))
    }

    /// The tick of the next mark of importance after a tick, or of the last before it.
    pub fn beside(&self, tick: u64, forward: bool) -> Option<u64> {
        let mut important = self.list.iter().filter(|mark| mark.important).map(|mark| mark.tick);
        if forward { important.find(|at| *at > tick) } else { important.rfind(|at| *at < tick) }
    }
}

/// What is marked though it does not change the system: pacts made and left, and allies left alone.
fn stands_out(event: &EventKind) -> bool {
    matches!(
        event,
        EventKind::AllianceFormed { .. }
            | EventKind::AllianceLeft { .. }
            | EventKind::CallAnswered { honoured: false, motive: Motive::AbandonAlly, .. }
            | EventKind::WarJoined { .. }
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::Run;
    use crate::scenario::{self, builtin::EUROPE_1936};
    use proptest::prelude::*;

    fn run(seed: u64, ticks: u64) -> Run {
        let scenario = scenario::read(EUROPE_1936.name, EUROPE_1936.text).expect("the setup is valid");
        let mut run = Run::new(&scenario, seed);
        run.steps(ticks);
        run
    }

    proptest! {
        #[test]
        fn a_tick_is_found_where_it_stands(end in 0u64..2000, share in 0.0f32..1.0, width in 200.0f32..4000.0) {
            let strip = Strip::new(Rangef::new(300.0, 300.0 + width), end);
            prop_assert!(strip.x(end) <= 300.0 + width + 0.01);
            let tick = (share * end as f32) as u64;
            let apart = strip.tick(strip.x(tick)).abs_diff(tick);
            prop_assert!(apart == 0, "{apart}");
        }
    }

    #[test]
    fn marks_come_tick_by_tick_as_all_at_once_and_start_over_with_another_history() {
        let mut run = run(3, 0);
        let mut marks = Marks::default();
        for _ in 0..60 {
            run.step();
            marks.update(run.history());
        }
        let mut whole = Marks::default();
        whole.update(run.history());
        assert_eq!((&marks.list, &marks.wars), (&whole.list, &whole.wars));
        let wars = run.history().events.iter().filter(|it| matches!(it.kind, EventKind::WarBegan { .. }));
        assert_eq!(marks.wars.len(), wars.count());
        assert!(!marks.wars.is_empty(), "a trial without a war shows little");
        let other = self::run(4, 60);
        marks.update(other.history());
        let mut fresh = Marks::default();
        fresh.update(other.history());
        assert_eq!(marks.list, fresh.list);
    }

    #[test]
    fn jumps_go_from_one_important_mark_to_the_next_and_back() {
        let run = run(3, 60);
        let mut marks = Marks::default();
        marks.update(run.history());
        let important = run.history().events.iter().filter(|event| is_important(&event.kind));
        let mut ticks: Vec<u64> = important.map(|event| event.tick).collect();
        ticks.dedup();
        let forward: Vec<u64> =
            std::iter::successors(marks.beside(0, true), |tick| marks.beside(*tick, true)).collect();
        assert_eq!(forward, ticks);
        let back: Vec<u64> =
            std::iter::successors(marks.beside(999, false), |tick| marks.beside(*tick, false)).collect();
        assert!(back.iter().rev().eq(&ticks));
    }

    #[test]
    fn history_has_the_whole_strip_until_the_run_goes_beyond_it() {
        let range = Rangef::new(0.0, 600.0);
        let strip = Strip::beside(range, 20, 65);
        assert!((540.0..600.0).contains(&strip.x(65)), "{}", strip.x(65));
        assert_eq!(Strip::beside(range, 66, 65), Strip::new(range, 66));
        assert_eq!(Strip::beside(range, 0, 0), Strip::new(range, 0));
    }

    #[test]
    fn years_are_named_where_they_begin() {
        let run = run(1, 0);
        let strip = Strip::new(Rangef::new(0.0, 600.0), 60);
        let years = strip.years(&run.clock());
        assert_eq!(
            years.iter().map(|(_, year)| *year).collect::<Vec<_>>(),
            [1936, 1937, 1938, 1939, 1940, 1941]
        );
        assert_eq!((years[0].0, years[1].0), (0, 10));
    }
}
