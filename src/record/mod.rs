//! The record: what happened in a theatre after a setup's start, to hold runs against.
//!
//! It stands in a file of its own beside the setup, `NAME.record.ron`, a list of dated events with their sources. The
//! simulation knows nothing of it. [`Standing`] tells how things stood on a date: who was bound to whom, who fought on
//! which side, who was sovereign.

use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::scenario::builtin::{Builtin, THEATRES};
use crate::scenario::{Diagnostics, Scenario, Source, Span, read_text};

mod check;
mod event;
mod sides;
mod standing;
#[cfg(test)]
mod tests;

pub use event::{Event, Motive, Side};
pub use sides::{Camp, Count};
pub use standing::{Fight, Standing, Tie};

/// One entry of a record.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// When it happened.
    pub date: Date,
    /// What happened.
    pub event: Event,
    /// What else there is to know; may be empty.
    pub note: String,
    /// Where that is known from.
    pub source: String,
    /// Where it stands in the file.
    pub span: Span,
}

/// What happened, in order of date.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    entries: Vec<Entry>,
    source: Source,
}

impl Record {
    /// Reads a record of what followed on a scenario's start; `name` is what messages call it.
    ///
    /// # Errors
    /// What is wrong with it, each in its place: states and provinces that are not in the scenario, dates out of
    /// order, pacts and wars that nobody made, and what could not follow on what went before.
    pub fn read(name: &str, text: &str, scenario: &Scenario) -> Result<Self, Diagnostics> {
        let entries = check::read(name, text, scenario)?;
        Ok(Self { entries, source: Source::new(name, text) })
    }

    /// Reads a file.
    ///
    /// # Errors
    /// As [`Self::read`]; also if the file cannot be read.
    pub fn read_file(path: &Path, scenario: &Scenario) -> Result<Self, Diagnostics> {
        let name = path.display().to_string();
        match read_text(path) {
            Ok(text) => Self::read(&name, &text, scenario),
            Err(fault) => Err(Diagnostics::one(Source::new(name, ""), *fault)),
        }
    }

    /// Reads what stands beside a scenario's file, if anything does.
    ///
    /// # Errors
    /// As [`Self::read_file`].
    pub fn beside(setup: &Path, scenario: &Scenario) -> Result<Option<Self>, Diagnostics> {
        let path = Self::path_beside(setup);
        if Self::is_record(setup) || !path.is_file() {
            return Ok(None);
        }
        Self::read_file(&path, scenario).map(Some)
    }

    /// Reads what comes with the program beside one of its setups, if anything does.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub fn of_builtin(setup: &Builtin, scenario: &Scenario) -> Result<Option<Self>, Diagnostics> {
        setup.record().map(|record| Self::read(record.name, record.text, scenario)).transpose()
    }

    /// The record that comes with the program and tells of what followed on a scenario, known by its name and its start;
    /// nothing where it does not fit.
    pub fn known(scenario: &Scenario) -> Option<Self> {
        let (name, start) = (format!("name: {:?},", scenario.name), format!("start: \"{}\"", scenario.start));
        let setup = THEATRES.iter().find(|it| it.text.contains(&name) && it.text.contains(&start))?;
        Self::of_builtin(setup, scenario).ok().flatten()
    }

    /// Where the record of a scenario file stands, if there is one: `x.record.ron` beside `x.ron`.
    pub fn path_beside(scenario: &Path) -> PathBuf {
        scenario.with_extension("record.ron")
    }

    /// The scenario file that a record stands beside: `x.ron` for `x.record.ron`.
    pub fn setup_beside(record: &Path) -> PathBuf {
        record.with_extension("").with_extension("ron")
    }

    /// Whether a file is a record, by its name.
    pub fn is_record(path: &Path) -> bool {
        path.file_name().is_some_and(|name| name.to_string_lossy().ends_with(".record.ron"))
    }

    /// The entries, in order of date.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Those of a time, the first date included and the last.
    pub fn between(&self, from: Date, until: Date) -> &[Entry] {
        let first = self.entries.partition_point(|entry| entry.date < from);
        let last = self.entries.partition_point(|entry| entry.date <= until);
        &self.entries[first..last.max(first)]
    }

    /// The file that it was read from.
    pub fn source(&self) -> &Source {
        &self.source
    }
}
