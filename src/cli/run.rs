//! `entente run`: a scenario or a session without a window.

use std::io::{self, Write};
use std::path::Path;

use super::{Failure, Length, RunArgs, SESSION_SAYS, print, progress, record_beside, session_in};
use crate::batch::{MOST_IN_DYADS, Run, Tables, summary};
use crate::edit::{Script, Session, SessionError};
use crate::history::recorded::AsRecorded;
use crate::scenario::Scenario;
use crate::simulation::Rules;

/// Where the commands come from that are given on the way.
enum Orders {
    /// A file of commands.
    Script(Script),
    /// The session that is run.
    Session(Session),
    /// The record that drives the run.
    Record(AsRecorded),
    /// Nowhere: there are none.
    None,
}

impl Orders {
    /// Gives those that are to be given after a tick.
    fn give(&self, run: &mut Run, tick: u64) -> Result<(), Failure> {
        match self {
            Self::None => Ok(()),
            Self::Script(script) => {
                let steps = script.at(tick);
                let done = run.change(steps.iter().map(|step| &step.command));
                done.map_err(|(place, error)| Failure::Scenario(script.fault(&steps[place], &error)))
            }
            Self::Session(session) => {
                let first = session.commands.partition_point(|(at, _)| *at < tick);
                let due = session.commands[first..].iter().take_while(|(at, _)| *at == tick).count();
                // Beyond its end, what a record would give is given as long as history decides.
                let decides = tick <= session.end || run.world().resource::<Rules>().history_decides();
                let due = (first..first + due).filter(|place| decides || !session.is_given(*place));
                let due: Vec<usize> = due.collect();
                let done = run.change(due.iter().map(|place| &session.commands[*place].1));
                done.map_err(|(place, error)| {
                    Failure::session(SessionError::Command { place: due[place], tick, error })
                })
            }
            Self::Record(recorded) => {
                let commands = recorded.commands();
                let due: Vec<_> = commands.iter().filter(|(at, _)| *at == tick).collect();
                let done = run.change(due.iter().map(|(_, command)| command));
                done.map_err(|(_, error)| {
                    let date = recorded.date_of(tick);
                    Failure::Other(format!(
                        "what the record tells up to {date} cannot be carried out: {error}"
                    ))
                })
            }
        }
    }
}

impl RunArgs {
    pub(super) fn execute(self) -> Result<(), Failure> {
        let (scenario, seed, orders) = self.what()?;
        let mut run = Run::new(&scenario, seed);
        let ticks = self.ticks_of(&run, &orders)?;
        if let Orders::Script(script) = &orders
            && let Some(late) = script.steps.last().filter(|step| step.tick > ticks)
        {
            return Err(Failure::Scenario(script.too_late(late, ticks)));
        }
        orders.give(&mut run, 0)?;
        let writing = |error: io::Error| {
            let folder = self.out.as_deref().unwrap_or(Path::new("."));
            Failure::Other(format!("the tables could not be written to {}: {error}", folder.display()))
        };
        if self.out.is_some() && scenario.states.len() > MOST_IN_DYADS {
            let _ = writeln!(
                anstream::stderr(),
                "note: dyads.csv is left out: it is for {MOST_IN_DYADS} states at most, this world has {}; `entente \
                 dyads` writes it for any number",
                scenario.states.len()
            );
        }
        let mut tables = match &self.out {
            Some(folder) => Some(Tables::create(folder, &mut run, &scenario).map_err(writing)?),
            None => None,
        };
        let bar = progress(ticks, "ticks");
        for tick in 1..=ticks {
            run.step();
            if let Some(tables) = &mut tables {
                tables.write_tick(&mut run).map_err(writing)?;
            }
            if let Orders::Session(session) = &orders
                && session.end == tick
                && let Some(differs) = session.difference(run.hash())
            {
                bar.suspend(|| _ = writeln!(anstream::stderr(), "warning: {differs}"));
            }
            orders.give(&mut run, tick)?;
            bar.inc(1);
        }
        bar.finish_and_clear();
        if let Some(tables) = tables {
            tables.finish(&mut run).map_err(writing)?;
        }
        let text = summary(&mut run, &scenario.name, seed);
        print(&format!("{text}hash: {:016x}\n", run.hash()))
    }

    /// What is run, with which seed, and what is changed on the way.
    fn what(&self) -> Result<(Scenario, u64, Orders), Failure> {
        if self.as_recorded {
            if Session::is_file(&self.file) {
                return Err(Failure::Other("a session says itself whether a record drives it".into()));
            }
            let scenario = self.changes.apply_to(Some(&self.file))?;
            let record = record_beside(&self.file, self.record.as_deref(), &scenario)?;
            let recorded = AsRecorded::new(&record, &scenario);
            return Ok((scenario, self.changes.seed(), Orders::Record(recorded)));
        }
        let Some(session) = session_in(&self.file)? else {
            if self.length.ticks.is_none() && self.length.until.is_none() {
                Length::missing(
                    "say how long to run: --ticks N or --until DATE (a session knows it by itself)",
                );
            }
            let orders = match &self.commands {
                Some(path) => Orders::Script(Script::read_file(path).map_err(Failure::Scenario)?),
                None => Orders::None,
            };
            return Ok((self.changes.apply_to(Some(&self.file))?, self.changes.seed(), orders));
        };
        if self.changes.is_any() || self.commands.is_some() {
            return Err(Failure::Other(SESSION_SAYS.into()));
        }
        let scenario = session.scenario().map_err(Failure::session)?;
        Ok((scenario, session.seed, Orders::Session(session)))
    }

    fn ticks_of(&self, run: &Run, orders: &Orders) -> Result<u64, Failure> {
        match (self.length.ticks, self.length.until, orders) {
            (None, None, Orders::Session(session)) => Ok(session.end),
            (None, None, Orders::Record(recorded)) => Ok(recorded.end()),
            _ => self.length.ticks_from(&run.clock()),
        }
    }
}
