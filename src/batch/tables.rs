//! The outputs of a run as CSV tables that a spreadsheet, R or Python reads.
//!
//! | file | one row for each | columns start with |
//! |---|---|---|
//! | `states.csv` | tick and state | `date,tick,state,cow,name,..` |
//! | `system.csv` | tick | `date,tick,concentration,..` |
//! | `alliances.csv` | spell of a state in an alliance | `alliance,kind,name,state,cow,since,until,..` |
//! | `wars.csv` | spell of a state in a war | `war,name,side,state,cow,since,until,..` |
//! | `events.csv` | event | `date,tick,event,state,cow,other,other_cow,..` |
//! | `decisions.csv` | decision | `decision,date,tick,state,cow,action,..` |
//! | `options.csv` | option of each decision other than to stay | `decision,option,date,tick,state,action,..` |
//! | `dyads.csv` | pair of states and calendar year ([`super::dyads`]) | `ccode1,ccode2,state1,state2,year,..` |
//!
//! Dates are ISO 8601; states stand with their id and, where they have one, their Correlates of War number.
//!
//! **A choice by pencil.** A row of `decisions.csv` has the terms of the option chosen, of the best one not
//! chosen and of staying; each utility is the sum of its terms, the margin the chosen utility less the rejected
//! one, and the motive the term in which the chosen option gains most over staying. `options.csv` has, under the
//! same number of decision, every option in the order weighed, staying first (for who is called by an ally,
//! to abandon it): the chance of each is
//! `exp(utility / noise)` over the sum of that over all ([`crate::theory::choice`]).

mod decisions;
mod events;
mod spells;
mod states;
mod system;

use std::fs::{self, File};
use std::io;
use std::path::Path;

use csv::Writer;

use self::spells::{AllianceSpells, WarSpells};
use super::{Run, dyads};
use crate::scenario::Scenario;
use crate::simulation::{Journal, StateId, Survey};

/// In worlds of more states there is no `dyads.csv`: half a million rows for a thousand states, each year.
pub const MOST_IN_DYADS: usize = 500;

/// Open tables of a run. Rows go out tick by tick, so that memory does not grow with the run.
pub struct Tables {
    states: Writer<File>,
    system: Writer<File>,
    events: Writer<File>,
    decisions: Writer<File>,
    options: Writer<File>,
    alliances: AllianceSpells,
    wars: WarSpells,
    dyads: Option<(dyads::Watch, dyads::Table<File>)>,
    /// Codes of the regions, in order.
    regions: Vec<String>,
    /// Decisions written down so far.
    decided: u64,
}

impl Tables {
    /// Makes the folder and the files, with their headings and the state of tick 0.
    ///
    /// # Errors
    /// If the folder or a file cannot be made or written.
    pub fn create(folder: &Path, run: &mut Run, scenario: &Scenario) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        let open = |name: &str, heading: &[String]| -> io::Result<Writer<File>> {
            let mut writer = Writer::from_path(folder.join(name))?;
            writer.write_record(heading)?;
            Ok(writer)
        };
        let regions = &scenario.geography.regions;
        let dyads = match scenario.states.len() {
            0..=MOST_IN_DYADS => {
                let table = dyads::Table::new(File::create(folder.join("dyads.csv"))?)?;
                Some((dyads::Watch::default(), table))
            }
            _ => None,
        };
        let mut tables = Self {
            states: open("states.csv", &words(states::HEADING))?,
            system: open("system.csv", &system::heading())?,
            events: open("events.csv", &words(events::HEADING))?,
            decisions: open("decisions.csv", &decisions::heading())?,
            options: open("options.csv", &decisions::options_heading())?,
            alliances: AllianceSpells::new(open("alliances.csv", &words(spells::ALLIANCES))?),
            wars: WarSpells::new(open("wars.csv", &words(spells::WARS))?),
            dyads,
            regions: regions.iter().map(|(_, region)| region.code.clone()).collect(),
            decided: 0,
        };
        tables.write_standing(&run.survey(), &Journal::default())?;
        Ok(tables)
    }

    /// Writes down the tick just run.
    ///
    /// # Errors
    /// If a file cannot be written.
    pub fn write_tick(&mut self, run: &mut Run) -> io::Result<()> {
        let journal = run.world().resource::<Journal>().clone();
        let survey = run.survey();
        self.write_standing(&survey, &journal)?;
        for event in &journal.events {
            self.events.write_record(events::row(&survey, event, &self.regions))?;
        }
        for decision in &journal.decisions {
            self.decided += 1;
            self.decisions.write_record(decisions::row(&survey, self.decided, decision))?;
            for row in decisions::option_rows(&survey, self.decided, decision) {
                self.options.write_record(row)?;
            }
        }
        Ok(())
    }

    /// Writes the spells that go on, and sees that everything is on disk.
    ///
    /// # Errors
    /// If a file cannot be written.
    pub fn finish(mut self, run: &mut Run) -> io::Result<()> {
        let survey = run.survey();
        self.alliances.finish(&survey)?;
        self.wars.finish(&survey)?;
        if let Some((mut watch, mut table)) = self.dyads {
            write_year(&mut table, watch.finish())?;
            table.finish()?;
        }
        for writer in
            [&mut self.states, &mut self.system, &mut self.events, &mut self.decisions, &mut self.options]
        {
            writer.flush()?;
        }
        Ok(())
    }

    /// Writes how things stand after a tick with this journal.
    fn write_standing(&mut self, survey: &Survey, journal: &Journal) -> io::Result<()> {
        for row in states::rows(survey) {
            self.states.write_record(row)?;
        }
        self.system.write_record(system::row(survey))?;
        if let Some((watch, table)) = &mut self.dyads {
            write_year(table, watch.follow(survey, journal))?;
        }
        self.alliances.follow(survey)?;
        self.wars.follow(survey, journal)
    }
}

/// Writes the dyad-years of a year that is over.
fn write_year(table: &mut dyads::Table<File>, year: Option<dyads::Year>) -> io::Result<()> {
    let mut tally = dyads::Tally::default();
    tally.add(&Vec::from_iter(year));
    table.write(&tally).map(drop)
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(String::from).collect()
}

/// A state's id and Correlates of War number, as two cells; empty for nobody.
fn cells(survey: &Survey, state: Option<StateId>) -> [String; 2] {
    let Some(state) = state else {
        return [String::new(), String::new()];
    };
    let identity = survey.identity(state);
    [identity.code.clone(), identity.cow.map_or_else(String::new, |cow| cow.to_string())]
}

/// A state's id; empty for nobody.
fn code(survey: &Survey, state: Option<StateId>) -> String {
    state.map_or_else(String::new, |state| survey.identity(state).code.clone())
}

fn date_cells(survey: &Survey, tick: u64) -> [String; 2] {
    [survey.clock.date_of(tick).to_string(), tick.to_string()]
}

/// A value as text; empty for none.
fn cell<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}
