//! From entries to commands: each is tried on a setup that stands for the world, so that what is given can be done.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{Step, words};
use crate::edit::{Command, CommandError};
use crate::record::{Entry, Event, Record, Standing};
use crate::scenario::Scenario;

/// What is known while one entry after the other is translated.
pub(super) struct Translation<'a> {
    /// The setup as the record's beginning has it.
    pub(super) setup: &'a Scenario,
    /// The world at the tick in hand, as far as the record changes it.
    pub(super) world: Scenario,
    /// How things stand by the record.
    pub(super) standing: Standing,
    /// The date of the tick in hand.
    pub(super) today: Date,
    /// The date of the entry in hand.
    pub(super) dated: Date,
    /// What has been told already that could not be carried out, as long as it holds.
    pub(super) told: BTreeSet<String>,
    commands: Vec<Command>,
    notes: Vec<String>,
}

/// What each entry becomes.
pub(super) fn translate(
    record: &Record,
    setup: &Scenario,
    tick_of: impl Fn(&Entry) -> u64,
    date_of: impl Fn(u64) -> Date,
) -> Vec<Step> {
    let mut translation = Translation {
        setup,
        world: setup.clone(),
        standing: Standing::at_start(setup),
        today: setup.start,
        dated: setup.start,
        told: BTreeSet::new(),
        commands: Vec::new(),
        notes: Vec::new(),
    };
    let entries = record.entries().iter().enumerate();
    entries
        .map(|(place, entry)| {
            let tick = tick_of(entry);
            let name = words::told(&entry.event, |id| translation.name(id).to_owned());
            let (commands, notes) = translation.step(entry, date_of(tick));
            Step { entry: place, tick, name, commands, notes }
        })
        .collect()
}

impl Translation<'_> {
    /// What an entry changes of the world of a tick, and what of it cannot be.
    fn step(&mut self, entry: &Entry, today: Date) -> (Vec<Command>, Vec<String>) {
        (self.today, self.dated) = (today, entry.date);
        self.world.start = today;
        // What was made for a time ends by itself as time goes by.
        self.world.alliances.retain(|pact| pact.until.is_none_or(|until| until > today));
        self.standing.lapse(entry.date);
        self.standing.apply(&entry.event);
        match &entry.event {
            Event::Cedes { state, to, regions } => self.cede(state, to, regions),
            Event::Falls { state, to } => self.fall(state, to),
            Event::Rises { state, from } => self.rise(state, from),
            Event::Aligns { state, .. } => {
                let name = self.name(state).to_owned();
                self.note(format!("{name} takes sides without treaty or war: the model knows no such tie."));
            }
            Event::Neutral { state } => {
                let name = self.name(state).to_owned();
                self.note(format!("{name} is neutral: in the model that is to have no pact and no war."));
            }
            _ => {}
        }
        self.agree();
        (std::mem::take(&mut self.commands), std::mem::take(&mut self.notes))
    }

    /// The name of a state of the setup.
    pub(super) fn name(&self, id: &str) -> &str {
        let found = self.setup.states.iter().find(|state| state.id == id);
        found.map_or("somebody", |state| state.name.as_str())
    }

    /// Names of states with an `and`.
    pub(super) fn names(&self, ids: &[String]) -> String {
        words::listed(ids.iter().map(|id| self.name(id).to_owned()).collect())
    }

    pub(super) fn note(&mut self, text: String) {
        self.notes.push(text);
    }

    /// Gives a command if it can be carried out. Whether the world is as it asks then.
    pub(super) fn give(&mut self, command: Command) -> Result<(), CommandError> {
        match command.change(&mut self.world) {
            Ok(()) => {
                self.commands.push(command);
                Ok(())
            }
            Err(CommandError::NothingChanges) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Whether a state has land in the world.
    pub(super) fn lives(&self, id: &str) -> bool {
        self.world.states.iter().any(|state| state.id == id)
    }

    /// The ids of states of the world.
    pub(super) fn ids(&self, places: &[usize]) -> Vec<String> {
        places.iter().map(|place| self.world.states[*place].id.clone()).collect()
    }
}
