//! As recorded: history drives pacts, wars and land, and the model looks on.
//!
//! A [`Record`] and its setup become commands, each given after the tick at which its date falls. The first is a switch:
//! `free_choice` is off, so that states look, weigh, choose and arm, but what becomes of pacts, wars and land is told by
//! the commands alone. A replay as recorded is therefore a scenario, a seed and a log of commands like any session.
//!
//! After each tick the world stands as [`Standing`](crate::record::Standing) tells of that date, as far as a world can:
//!
//! - partners in a pact cannot fight one another: while they do, the pact rests for whoever fights most of the others,
//!   and where that is even, for who attacks;
//! - a war of which nobody sovereign is left on one side rests until somebody enters it again;
//! - a pact against a power that is no more says nothing;
//! - a pact is over on the day to which it was made, not on the day after;
//! - two states cannot fight beside one another and against one another at once, nor the same two lead two wars;
//! - taking sides without treaty or war, and neutrality, have no counterpart.
//!
//! What could not be carried out stands with the entry that it belongs to ([`Step::notes`]).

use jiff::civil::Date;

use crate::edit::{Command, Opening, Session};
use crate::record::{Entry, Record};
use crate::scenario::Scenario;
use crate::simulation::Clock;

mod land;
mod ties;
mod translate;
pub mod words;

#[cfg(test)]
mod tests;

/// A record as commands, in order of date.
#[derive(Debug, Clone, PartialEq)]
pub struct AsRecorded {
    clock: Clock,
    steps: Vec<Step>,
}

/// What an entry of the record becomes.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Its place among the record's entries.
    pub entry: usize,
    /// The tick after which it is carried out: the first whose date is not before the entry's.
    pub tick: u64,
    /// What it is called, such as `Italy enters the Second World War`.
    pub name: String,
    /// What it changes, in order; nothing where no world could carry it out.
    pub commands: Vec<Command>,
    /// What of it could not be carried out, and why, each in a sentence.
    pub notes: Vec<String>,
}

impl AsRecorded {
    /// What a record makes of a setup. The record must be one of that setup.
    pub fn new(record: &Record, scenario: &Scenario) -> Self {
        let clock = Clock { tick: 0, start: scenario.start, length: scenario.tick };
        let dated = |entry: &Entry| clock.tick_at(entry.date);
        let steps = translate::translate(record, scenario, dated, |tick| clock.date_of(tick));
        Self { clock, steps }
    }

    /// What each entry of the record becomes, in its order.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// What happens after a tick.
    pub fn at(&self, tick: u64) -> &[Step] {
        let first = self.steps.partition_point(|step| step.tick < tick);
        let last = self.steps.partition_point(|step| step.tick <= tick);
        &self.steps[first..last]
    }

    /// The tick of the last entry.
    pub fn end(&self) -> u64 {
        self.steps.last().map_or(0, |step| step.tick)
    }

    /// The date of a tick.
    pub fn date_of(&self, tick: u64) -> Date {
        self.clock.date_of(tick)
    }

    /// Everything that could not be carried out: the place of the entry, and why.
    pub fn notes(&self) -> impl Iterator<Item = (usize, &str)> {
        self.steps.iter().flat_map(|step| step.notes.iter().map(move |note| (step.entry, note.as_str())))
    }

    /// All commands, one for each tick at which there are any; that of the start turns the switch.
    pub fn commands(&self) -> Vec<(u64, Command)> {
        let mut list = vec![(0, self.command_at(0))];
        for steps in self.steps.chunk_by(|a, b| a.tick == b.tick) {
            let tick = steps[0].tick;
            if tick > 0 && steps.iter().any(|step| !step.commands.is_empty()) {
                list.push((tick, self.command_at(tick)));
            }
        }
        list
    }

    /// All that is given after a tick, as one command.
    fn command_at(&self, tick: u64) -> Command {
        let steps = self.at(tick);
        let given = steps.iter().filter(|step| !step.commands.is_empty());
        let mut names: Vec<String> = given.map(|step| step.name.clone()).collect();
        let mut commands: Vec<Command> =
            steps.iter().flat_map(|step| step.commands.iter().cloned()).collect();
        if tick == 0 {
            names.insert(0, "As recorded".to_owned());
            commands.insert(0, switch(false));
        }
        Command::Group { name: crate::edit::summed(&names, names.len()), commands }
    }

    /// The replay to its end, as a session.
    pub fn session(&self, opening: Opening, seed: u64) -> Session {
        let commands = self.commands();
        let all = (0..commands.len()).collect();
        Session::new(opening, seed, (self.end(), 0), commands).given(all)
    }
}

/// Lets states choose, or leaves all to history.
pub fn switch(free: bool) -> Command {
    Command::Parameter { name: "free_choice".to_owned(), value: if free { 1.0 } else { 0.0 } }
}
