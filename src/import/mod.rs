//! Import: setups, and records of what followed, from the field's own files.
//!
//! Correlates of War (capabilities, system membership, major powers, contiguity, wars), ATOP (alliances by dyad-year)
//! and a file of capitals become a [`Scenario`] for 1 January of a year, with nothing in it that was known only later,
//! and on request the [`Record`](crate::record::Record) of the years that followed. What was left out, and what had
//! to be imputed, is listed in a [`Report`]: no row that speaks of the year is dropped without a word.
//! `scenarios/import.md` tells the columns and the rules.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use jiff::civil::Date;

use crate::scenario::{self, Scenario};
use crate::world::real;

mod account;
mod capitals;
mod cliques;
mod conflicts;
mod contiguity;
mod fault;
mod figures;
mod history;
mod kinds;
mod lands;
mod means;
mod members;
mod neighbours;
mod owners;
mod pacts;
mod report;
mod rules;
mod setup;
mod sheet;
mod territory;
mod text;
mod theatre;
mod ties;
mod wars;

#[cfg(test)]
mod tests;

pub use contiguity::{Contiguity, Reach};
pub use fault::{Fault, Faults};
pub use report::{Report, Topic, Usage};
pub use territory::Colonies;
pub use theatre::Theatre;

/// A file as it lies on the disk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Input {
    /// What messages call it.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// The largest file that is read, in bytes.
const LARGEST: u64 = 512 * 1024 * 1024;

impl Input {
    /// Reads a file.
    ///
    /// # Errors
    /// Why it cannot be read, for people.
    pub fn read_file(path: &Path) -> Result<Self, String> {
        let fault = |why: &dyn std::fmt::Display| format!("{} could not be read: {why}", path.display());
        let about = fs::metadata(path).map_err(|error| fault(&error))?;
        if about.len() > LARGEST {
            return Err(fault(&"it is larger than 512 MiB"));
        }
        let bytes = fs::read(path).map_err(|error| fault(&error))?;
        Ok(Self { name: path.display().to_string(), bytes })
    }
}

/// The files that a setup is made from.
#[derive(Debug, Clone, Default)]
pub struct Files {
    /// National Material Capabilities.
    pub nmc: Input,
    /// State system membership.
    pub states: Input,
    /// Capitals with coordinates.
    pub capitals: Input,
    /// Direct contiguity.
    pub contiguity: Input,
    /// Alliances by dyad-year.
    pub alliances: Option<Input>,
    /// Major powers.
    pub majors: Option<Input>,
    /// Whose land each province is.
    pub owners: Option<Input>,
    /// Inter-state wars.
    pub wars: Option<Input>,
}

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Request {
    /// The setup begins on 1 January of this year.
    pub year: i16,
    /// Which states are in.
    pub theatre: Theatre,
    /// Which colonies are shown; by default all in a setup of the world, else the near ones.
    pub colonies: Option<Colonies>,
    /// Whether pacts are kept that are known to be no alliances.
    pub all_pacts: bool,
    /// How many years the record covers; 0 for none.
    pub record_years: u16,
}

/// What an import makes.
#[derive(Debug, Clone)]
pub struct Import {
    /// The setup.
    pub scenario: Scenario,
    /// The same as text, with what it was made from at its head.
    pub text: String,
    /// The record of the years that followed, if it was asked for.
    pub record: Option<String>,
    /// What was used, left out and imputed.
    pub report: Report,
}

/// The first day of a year. Years come from the command line and lie within what dates can hold.
fn new_year(year: i16) -> Date {
    Date::new(year, 1, 1).unwrap_or(Date::MIN)
}

/// Makes a setup, and on request a record, from files.
///
/// # Errors
/// All that is wrong with any of the files, each with file, row and column; or that the files hold nothing of the year.
pub fn import(request: &Request, files: &Files) -> Result<Import, Faults> {
    let mut faults = Faults::default();
    let sources = setup::Sources::read(files, &mut faults);
    let Some(sources) = sources.filter(|_| faults.is_empty()) else { return Err(faults) };
    let geography = real::provinces();
    let mut report = Report::new(request, files);
    let Some(made) = setup::make(request, &sources, &geography, &mut report, &mut faults) else {
        return Err(faults);
    };
    let record = (request.record_years > 0)
        .then(|| history::write(request, &sources, &made, &mut report))
        .map(|entries| report.record_head(request) + &entries);
    let text = report.head() + &scenario::write(&made.scenario);
    Ok(Import { scenario: made.scenario, text, record, report })
}

/// So many of something, as people write it.
fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// Years as people write them: runs of them as "1905 to 1920".
fn spans(years: impl IntoIterator<Item = i16>) -> String {
    let mut runs: Vec<(i16, i16)> = Vec::new();
    for year in years {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 >= year => *last = year,
            _ => runs.push((year, year)),
        }
    }
    let mut text = String::new();
    for (place, (first, last)) in runs.iter().enumerate() {
        let comma = if place > 0 { ", " } else { "" };
        let _ = if first == last {
            write!(text, "{comma}{first}")
        } else {
            write!(text, "{comma}{first} to {last}")
        };
    }
    text
}
