//! `entente expect`: what the model would have expected of a record, event by event.

use std::fs;
use std::path::PathBuf;

use clap::Args;

use super::{Changes, Failure, print, progress, record_beside};
use crate::batch::expected::{Expected, ask};
use crate::files;
use crate::history::recorded::AsRecorded;

#[derive(Args, Debug)]
pub(super) struct Expect {
    /// Scenario file, with its record beside it
    file: PathBuf,
    /// Another record of it
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,
    /// How many seeds: each is a run as recorded with other luck
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u64).range(1..=10_000))]
    seeds: u64,
    #[command(flatten)]
    changes: Changes,
    /// File for all of it: a page if it ends in .md, a table if in .csv
    #[arg(long, value_name = "FILE", value_parser = page_or_table)]
    out: Option<PathBuf>,
}

/// A file whose name says what is to be written.
fn page_or_table(path: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(path);
    match path.extension().and_then(|end| end.to_str()) {
        Some("md" | "csv") => Ok(path),
        _ => Err("the name must end in .md for a page, or in .csv for a table".into()),
    }
}

impl Expect {
    pub(super) fn execute(self) -> Result<(), Failure> {
        let scenario = self.changes.apply_to(Some(&self.file))?;
        let record = record_beside(&self.file, self.record.as_deref(), &scenario)?;
        let recorded = AsRecorded::new(&record, &scenario);
        let first = self.changes.seed();
        let bar = progress(self.seeds, "runs");
        let runs: Vec<_> = (0..self.seeds)
            .map(|seed| {
                let asked = ask(&scenario, &record, &recorded, first.wrapping_add(seed));
                bar.inc(1);
                asked
            })
            .collect();
        bar.finish_and_clear();
        let expected = Expected::of(&scenario, &record, &recorded, &runs);
        let Some(path) = &self.out else {
            return print(&expected.markdown(&scenario.name));
        };
        let mut table = Vec::new();
        if path.extension().is_some_and(|end| end == "csv") {
            expected.csv(&mut table).map_err(|error| Failure::Other(error.to_string()))?;
        } else {
            table.extend(expected.markdown(&scenario.name).into_bytes());
        }
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            fs::create_dir_all(folder).map_err(|error| Failure::Other(error.to_string()))?;
        }
        files::save(path, &table).map_err(Failure::Other)?;
        print(&format!("{}\n{}\n", scenario.name, expected.summary()))
    }
}
