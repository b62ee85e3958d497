//! A lesson being watched: which of its steps are reached.

use super::{Lesson, Part, Point, Sighting, Step};
use crate::history::History;
use crate::simulation::{Clock, Decision, StateId};
use crate::world::RegionId;

/// A part of a lesson beside a run of its scenario.
#[derive(Debug, Clone)]
pub struct LessonRun {
    lesson: &'static Lesson,
    part: usize,
    codes: Vec<String>,
    reached: Vec<Reached>,
    against_expectation: Option<Sighting>,
    /// How much of the history has been looked at, in ticks; nothing before the first look.
    seen: Option<u64>,
}

/// A step that was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reached {
    /// When.
    pub tick: u64,
    /// By what.
    pub sighting: Sighting,
}

/// What is pointed at.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Mark {
    /// States, the foremost first.
    pub states: Vec<StateId>,
    /// A province.
    pub region: Option<RegionId>,
    /// The decision to be opened: whose, and of which tick.
    pub decision: Option<(StateId, u64)>,
}

impl LessonRun {
    /// Follows a part of a lesson from its start. `codes` are the ids of states by number.
    pub fn new(lesson: &'static Lesson, part: usize, codes: Vec<String>) -> Self {
        Self { lesson, part, codes, reached: Vec::new(), against_expectation: None, seen: None }
    }

    /// The lesson.
    pub fn lesson(&self) -> &'static Lesson {
        self.lesson
    }

    /// The number of the part, from 0.
    pub fn part_number(&self) -> usize {
        self.part
    }

    /// The part that is watched.
    pub fn part(&self) -> &'static Part {
        &self.lesson.parts[self.part]
    }

    /// The steps reached so far, in order.
    pub fn reached(&self) -> &[Reached] {
        &self.reached
    }

    /// The next step to be reached.
    pub fn awaited(&self) -> Option<&'static Step> {
        self.part().steps.get(self.reached.len())
    }

    /// Whether the vignette has run its length.
    pub fn is_over(&self) -> bool {
        self.seen >= Some(self.lesson.vignette().ticks)
    }

    /// What happened though the part says that it does not.
    pub fn against_expectation(&self) -> Option<Sighting> {
        self.against_expectation
    }

    /// Looks at the history after a tick, and gives the number of the step that was reached by it, if any: of
    /// several the first. Going back in time takes back nothing; only where a history was cut off, to go on
    /// otherwise, what lay beyond is no longer reached.
    pub fn look(&mut self, history: &History, clock: &Clock) -> Option<usize> {
        let now = Some(history.end());
        if now == self.seen {
            return None;
        }
        if now < self.seen {
            self.reached.clear();
        }
        self.seen = now;
        let length = self.lesson.vignette().ticks;
        let before = self.reached.len();
        while let Some(step) = self.awaited() {
            let Some(sighting) = step.when.met(history, clock, length, &self.codes) else { break };
            // A step whose moment passed before the one before it was reached is reached with that one.
            let earliest = self.reached.last().map_or(0, |last| last.tick);
            self.reached.push(Reached { tick: sighting.tick.max(earliest), sighting });
        }
        let never = self.part().never.as_ref();
        self.against_expectation = never.and_then(|it| it.met(history, clock, length, &self.codes));
        (self.reached.len() > before).then_some(before)
    }

    /// What is pointed at when a step is reached.
    pub fn mark(&self, step: usize, history: &History) -> Mark {
        let (Some(reached), Some(told)) = (self.reached.get(step), self.part().steps.get(step)) else {
            return Mark::default();
        };
        let Sighting { by, with, against, region, tick, .. } = reached.sighting;
        let states = |all: &[Option<StateId>]| all.iter().flatten().copied().collect();
        let state = |code: &String| self.state(code);
        match &told.point {
            Point::Nothing => Mark::default(),
            Point::State(code) => Mark { states: states(&[state(code)]), ..Mark::default() },
            Point::Pair(a, b) => Mark { states: states(&[state(a), state(b)]), ..Mark::default() },
            Point::Actor => Mark { states: states(&[by]), ..Mark::default() },
            Point::Partners => Mark { states: states(&[by, with]), ..Mark::default() },
            Point::Region => Mark { states: states(&[by, with]), region, decision: None },
            Point::Decision => {
                let decision: Option<&Decision> = reached.sighting.decision(&told.when, history);
                let decision = decision.map(|made| (made.state, tick));
                let chooser = decision.map(|(state, _)| state);
                let other = [by, with, against].into_iter().flatten().find(|it| Some(*it) != chooser);
                Mark { states: states(&[chooser, other]), region: None, decision }
            }
        }
    }

    /// The ids of states by number.
    pub fn codes(&self) -> &[String] {
        &self.codes
    }

    /// The state of that id.
    pub fn state(&self, code: &str) -> Option<StateId> {
        let place = self.codes.iter().position(|other| other == code)?;
        u32::try_from(place).ok().map(StateId)
    }
}
