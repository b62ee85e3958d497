//! Who is a member of the state system, and who is a major power, when.

use jiff::civil::Date;

use super::kinds::{MAJORS, STATES};
use super::sheet::{Edge, Row, Sheet};
use super::{Faults, Input};
use crate::scenario::is_id;

/// A time in which a state was a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spell {
    /// Correlates of War number.
    pub(super) code: u16,
    /// Correlates of War abbreviation, the id of the state in a setup.
    pub(super) id: String,
    /// Name for people.
    pub(super) name: String,
    pub(super) from: Date,
    pub(super) until: Date,
    row: u64,
}

/// The state system.
#[derive(Debug)]
pub(super) struct Members {
    /// In order of number and time.
    pub(super) spells: Vec<Spell>,
    /// The last day that the file knows of.
    pub(super) last: Date,
    pub(super) sheet: Sheet,
}

/// First and last day of a spell.
fn span(row: Row<'_>, faults: &mut Faults) -> Option<(Date, Date)> {
    let from = row.day(["styear", "stmonth", "stday"], Edge::Earliest, faults);
    let until = row.day(["endyear", "endmonth", "endday"], Edge::Latest, faults);
    let (from, until) = (from?, until?);
    for (day, column) in [(from, "styear"), (until, "endyear")] {
        if day.is_none() {
            faults
                .push(row.fault(column, "the year is not known").help("a spell needs the year of both ends"));
        }
    }
    let (from, until) = (from?.date, until?.date);
    if until < from {
        faults.push(row.fault("endyear", format!("it ends on {until}, before it begins on {from}")));
        return None;
    }
    Some((from, until))
}

impl Members {
    pub(super) fn read(input: &Input, faults: &mut Faults) -> Option<Self> {
        let sheet = Sheet::read(&STATES, input, faults)?;
        let mut spells: Vec<Spell> = Vec::with_capacity(sheet.len());
        for row in sheet.rows() {
            let code = row.code("ccode", faults);
            let id = row.text("stateabb", "an abbreviation such as GMY", faults);
            let name = row.text("statenme", "a name", faults);
            let span = span(row, faults);
            if let Some(id) = id.filter(|id| !is_id(id)) {
                faults.push(
                    row.fault("stateabb", format!("\"{id}\" cannot be a state's id"))
                        .help("2 to 12 letters (A to Z), digits, `_` and `-`, a letter first"),
                );
                continue;
            }
            let (Some(code), Some(id), Some(name), Some((from, until))) = (code, id, name, span) else {
                continue;
            };
            let overlaps = |it: &&Spell| it.from <= until && from <= it.until;
            if let Some(other) = spells.iter().filter(|it| it.code == code).find(overlaps) {
                faults.push(
                    row.fault(
                        "ccode",
                        format!("state {code} is a member twice at a time: row {} too", other.row),
                    )
                    .help("leave one of the two rows, or mend their dates"),
                );
            } else if let Some(other) =
                spells.iter().filter(|it| it.code != code && it.id == id).find(overlaps)
            {
                faults.push(row.fault(
                    "stateabb",
                    format!("\"{id}\" is state {} in row {}, and state {code} here", other.code, other.row),
                ));
            }
            spells.push(Spell { code, id: id.into(), name: name.into(), from, until, row: row.number });
        }
        spells.sort_by_key(|spell| (spell.code, spell.from));
        let last = spells.iter().map(|spell| spell.until).max()?;
        Some(Self { spells, last, sheet })
    }

    /// The members on a day, in order of number.
    pub(super) fn on(&self, date: Date) -> Vec<&Spell> {
        self.spells.iter().filter(|spell| spell.from <= date && date <= spell.until).collect()
    }

    /// The abbreviation of a number, as it is nearest to a day.
    pub(super) fn id_of(&self, code: u16, date: Date) -> Option<&str> {
        let away = |spell: &&Spell| {
            let before = spell.from.duration_since(date).as_hours().max(0);
            let after = date.duration_since(spell.until).as_hours().max(0);
            before.max(after)
        };
        self.spells.iter().filter(|spell| spell.code == code).min_by_key(away).map(|spell| spell.id.as_str())
    }

    /// How a number is named in lists.
    pub(super) fn named(&self, code: u16, date: Date) -> String {
        self.id_of(code, date).map_or_else(|| format!("state {code}"), str::to_owned)
    }
}

/// The major powers.
#[derive(Debug)]
pub(super) struct Majors {
    spells: Vec<(u16, Date, Date)>,
    pub(super) sheet: Sheet,
}

impl Majors {
    pub(super) fn read(input: &Input, faults: &mut Faults) -> Option<Self> {
        let sheet = Sheet::read(&MAJORS, input, faults)?;
        let mut spells: Vec<(u16, Date, Date)> = Vec::new();
        for row in sheet.rows() {
            let (code, span) = (row.code("ccode", faults), span(row, faults));
            let (Some(code), Some((from, until))) = (code, span) else { continue };
            if spells.iter().any(|other| other.0 == code && other.1 <= until && from <= other.2) {
                faults.push(row.fault("ccode", format!("state {code} is a major power twice at a time")));
            }
            spells.push((code, from, until));
        }
        Some(Self { spells, sheet })
    }

    /// Who was one on a day.
    pub(super) fn on(&self, date: Date) -> Vec<u16> {
        self.spells.iter().filter(|it| it.1 <= date && date <= it.2).map(|it| it.0).collect()
    }
}
