//! `entente dyads`: how each pair of states stood in each year, over many runs, as a table.

use std::fs::File;
use std::io::{self, BufWriter};
use std::path::PathBuf;

use clap::Args;

use super::{Changes, Failure, Length, print, progress};
use crate::batch::{Ensemble, dyads};
use crate::simulation::Clock;

#[derive(Args, Debug)]
pub(super) struct Dyads {
    /// Scenario file
    file: PathBuf,
    /// How many runs, with this many seeds from --seed on
    #[arg(long, value_name = "N", default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    seeds: u32,
    #[command(flatten)]
    changes: Changes,
    #[command(flatten)]
    length: Length,
    /// Threads to run on; all cores if not given
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    jobs: Option<u16>,
    /// File for the table (CSV): a row for each pair and year; docs/dyads.md tells of its columns
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

impl Dyads {
    pub(super) fn execute(self) -> Result<(), Failure> {
        let scenario = self.changes.apply_to(Some(&self.file))?;
        let clock = Clock { tick: 0, start: scenario.start, length: scenario.tick };
        let end = self.length.ticks_from(&clock)?;
        let not_written = |error: io::Error| {
            Failure::Other(format!("the table could not be written to {}: {error}", self.out.display()))
        };
        // Before the work, so that it is not for nothing.
        let file = File::create(&self.out).map_err(not_written)?;
        let first = self.changes.seed();
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let ensemble = Ensemble {
            scenario: &scenario,
            seeds: first..first.saturating_add(self.seeds.into()),
            threads: self.jobs.map_or(cores, usize::from),
        };
        let bar = progress(self.seeds.into(), "runs");
        let tally = ensemble.dyads(end, || bar.inc(1));
        bar.finish_and_clear();
        let write = || {
            let mut table = dyads::Table::new(BufWriter::new(file))?;
            let rows = table.write(&tally)?;
            table.finish().map(|()| rows)
        };
        let rows = write().map_err(not_written)?;
        let without = scenario.states.iter().filter(|state| state.cow.is_none()).count();
        let mut text = format!(
            "{}, {} runs, seeds {first} to {}, {} to {}: {rows} dyad-years in {}\n",
            scenario.name,
            self.seeds,
            ensemble.seeds.end.saturating_sub(1),
            clock.start,
            clock.date_of(end),
            self.out.display()
        );
        if without > 0 {
            let states = if without == 1 { "1 state has".into() } else { format!("{without} states have") };
            text += &format!("  {states} no COW number: empty ccode, listed by id\n");
        }
        print(&text)
    }
}
