//! Tables as text: columns by name, cells with their place, whatever the separator, the encoding and the order.

use csv::{ReaderBuilder, StringRecord};
use jiff::civil::Date;

use super::kinds::{KINDS, Kind};
use super::text::{Encoding, decode};
use super::{Fault, Faults, Input};
use crate::scenario::nearest;

/// What separates cells.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// Cells that say that nothing is known, besides blank ones and the negative codes.
const UNKNOWN: [&str; 7] = ["na", "n/a", "nan", "null", "none", ".", "-"];

/// How many lines one cell in quotes may take: more means that a quotation mark was never closed.
const LONGEST_CELL: usize = 20;

/// The largest value that a figure may have.
const LARGEST: f64 = 1e12;

/// A table that has the columns of its kind.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) name: String,
    pub(super) encoding: Encoding,
    /// The columns in lower case, and as the file spells them.
    columns: Vec<(String, String)>,
    rows: Vec<(u64, StringRecord)>,
}

impl Sheet {
    /// Reads a table of a kind. `None` if it is none; faults say why.
    pub(super) fn read(kind: &Kind, input: &Input, faults: &mut Faults) -> Option<Self> {
        let whole = |message: &str| Fault::of(&input.name, message);
        let (text, encoding) = match decode(&input.bytes) {
            Ok(decoded) => decoded,
            Err(why) => {
                faults.push(whole(why).help(format!("save {} as CSV, in UTF-8", kind.title)));
                return None;
            }
        };
        let Some(head) = text.lines().find(|line| !line.trim().is_empty()) else {
            faults.push(whole("the file is empty").help(format!("{} is expected", kind.has())));
            return None;
        };
        let separator = separator(head);
        let mut reader = ReaderBuilder::new()
            .delimiter(separator)
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        let mut rows = Vec::new();
        for record in reader.records() {
            let record = match record {
                Ok(record) => record,
                Err(error) => {
                    faults.push(whole(&format!("it cannot be read as a table: {error}")));
                    return None;
                }
            };
            let row = record.position().map_or(1, csv::Position::line);
            if record.iter().any(|cell| cell.matches('\n').count() > LONGEST_CELL) {
                faults.push(
                    whole("a quotation mark is opened here and not closed")
                        .row(row)
                        .help("close it, or write it twice where it is part of a text"),
                );
                return None;
            }
            if record.iter().any(|cell| !cell.trim().is_empty()) {
                rows.push((row, record));
            }
        }
        if rows.is_empty() {
            faults.push(whole("the file is empty").help(format!("{} is expected", kind.has())));
            return None;
        }
        let (_, header) = rows.remove(0);
        let columns =
            header.iter().map(|name| (name.trim().to_lowercase(), name.trim().to_owned())).collect();
        let sheet = Self { name: input.name.clone(), encoding, columns, rows };
        let fits = sheet.fits(kind, faults);
        sheet.widths(faults);
        fits.then_some(sheet)
    }

    /// Whether it has the columns of its kind, and is not another kind of file.
    fn fits(&self, kind: &Kind, faults: &mut Faults) -> bool {
        let has_all = |kind: &Kind| kind.columns.iter().all(|name| self.find(name).is_some());
        // The kind of which most is there: membership has all that major powers have, and more.
        let likest = KINDS.iter().filter(|it| has_all(it)).max_by_key(|it| it.columns.len());
        if let Some(other) =
            likest.filter(|it| *it != kind && (!has_all(kind) || it.columns.len() > kind.columns.len()))
        {
            faults.push(
                Fault::of(&self.name, format!("this looks like {}, given with {}", other.title, kind.option))
                    .help(format!("give it with {}; {} takes {}", other.option, kind.option, kind.has())),
            );
            return false;
        }
        let mut fits = true;
        for name in kind.columns.iter().filter(|name| self.find(name).is_none()) {
            let near = nearest(name, self.columns.iter().map(|(name, _)| name.as_str()));
            let near = near.map(|near| format!("is it `{near}`? rename it; "));
            faults.push(Fault::of(&self.name, format!("column `{name}` is missing")).help(format!(
                "{}{} is expected",
                near.unwrap_or_default(),
                kind.has()
            )));
            fits = false;
        }
        for name in kind.columns {
            if self.columns.iter().filter(|(column, _)| column == name).count() > 1 {
                faults.push(
                    Fault::of(&self.name, format!("there are two columns `{name}`"))
                        .help("leave the one that is meant"),
                );
                fits = false;
            }
        }
        fits
    }

    /// Rows that hold more than the header names. Those that hold less end in blanks.
    fn widths(&self, faults: &mut Faults) {
        let width = self.columns.len();
        for (row, record) in &self.rows {
            if let Some(extra) = record.iter().skip(width).find(|cell| !cell.trim().is_empty()) {
                faults.push(
                    Fault::of(&self.name, format!("{} cells, and the header names {width}", record.len()))
                        .row(*row)
                        .help(format!(
                            "is {} one cell too many, or a separator in a text without quotes?",
                            quoted(extra)
                        )),
                );
            }
        }
    }

    fn find(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|(column, _)| column == name)
    }

    /// Its name without folders, for lists.
    pub(super) fn short(&self) -> &str {
        self.name.rsplit(['/', '\\']).next().unwrap_or(&self.name)
    }

    /// How many rows it has, the header not counted.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The rows below the header.
    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|(number, record)| Row { sheet: self, number: *number, record })
    }
}

/// The separator that finds most columns that are known, or else most columns.
fn separator(head: &str) -> u8 {
    let known = |cell: &str| {
        let cell = cell.trim().trim_matches('"').to_lowercase();
        KINDS.iter().any(|kind| kind.columns.contains(&cell.as_str()))
    };
    let found = |separator: &u8| {
        let cells = head.split(char::from(*separator));
        (cells.clone().filter(|cell| known(cell)).count(), cells.count())
    };
    // The last of the greatest wins: commas stand last among equals.
    SEPARATORS.into_iter().rev().max_by_key(found).unwrap_or(b',')
}

/// A cell's beginning in quotes.
fn quoted(cell: &str) -> String {
    let cell = cell.trim();
    match cell.char_indices().nth(40) {
        Some((end, _)) => format!("\"{}..\"", &cell[..end]),
        None => format!("\"{cell}\""),
    }
}

/// Which end of a month or a year is meant where the day or the month is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Edge {
    Earliest,
    Latest,
}

/// A day, and whether day and month stand in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Day {
    pub(super) date: Date,
    pub(super) exact: bool,
}

/// A row below the header.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'s> {
    sheet: &'s Sheet,
    /// The line on which it begins, from 1.
    pub(super) number: u64,
    record: &'s StringRecord,
}

impl<'s> Row<'s> {
    /// A cell without spaces around it; blank where the row ends before it.
    fn cell(&self, column: &str) -> &'s str {
        self.sheet.find(column).and_then(|place| self.record.get(place)).unwrap_or_default().trim()
    }

    /// A fault at a cell.
    pub(super) fn fault(&self, column: &str, message: impl Into<String>) -> Fault {
        let spelt = self.sheet.find(column).map(|place| self.sheet.columns[place].1.clone());
        Fault { column: spelt, ..Fault::of(&self.sheet.name, message).row(self.number) }
    }

    /// A cell that is not what it should be.
    fn unlike(&self, column: &str, expected: &str, faults: &mut Faults) {
        let cell = self.cell(column);
        let found = if cell.is_empty() { "nothing".to_owned() } else { quoted(cell) };
        faults.push(self.fault(column, format!("found {found}, expected {expected}")));
    }

    /// A cell's number, if it is one: with a decimal point, or a comma.
    fn number(&self, column: &str) -> Option<f64> {
        let cell = self.cell(column);
        let number: Option<f64> = cell.parse().ok().or_else(|| {
            let comma = cell.matches(',').count() == 1 && !cell.contains('.');
            comma.then(|| cell.replace(',', ".").parse().ok()).flatten()
        });
        number.filter(|number| number.is_finite())
    }

    /// Whether a cell says that nothing is known.
    fn is_unknown(&self, column: &str) -> bool {
        let cell = self.cell(column);
        cell.is_empty()
            || UNKNOWN.iter().any(|word| cell.eq_ignore_ascii_case(word))
            || self.number(column).is_some_and(|number| number == -9.0 || number == -8.0)
    }

    /// A whole number in a range, which must be there.
    pub(super) fn whole(
        &self,
        column: &str,
        low: i64,
        high: i64,
        what: &str,
        faults: &mut Faults,
    ) -> Option<i64> {
        let number = self.number(column).filter(|number| number.fract() == 0.0);
        let number = number.map(|number| number as i64).filter(|number| (low..=high).contains(number));
        if number.is_none() {
            self.unlike(column, &format!("{what}, a whole number from {low} to {high}"), faults);
        }
        number
    }

    /// A Correlates of War state number.
    pub(super) fn code(&self, column: &str, faults: &mut Faults) -> Option<u16> {
        self.whole(column, 1, 999, "a Correlates of War state number", faults).map(|code| code as u16)
    }

    /// A year.
    pub(super) fn year(&self, column: &str, faults: &mut Faults) -> Option<i16> {
        self.whole(column, 1000, 2999, "a year", faults).map(|year| year as i16)
    }

    /// A figure of nought or more; within, `None` where it is not known. The outer `None` is a fault.
    pub(super) fn figure(&self, column: &str, faults: &mut Faults) -> Option<Option<f64>> {
        if self.is_unknown(column) {
            return Some(None);
        }
        let number = self.number(column).filter(|number| (0.0..=LARGEST).contains(number));
        if number.is_none() {
            self.unlike(
                column,
                "a number, 0 or more; -9, -8, NA or a blank cell where it is not known",
                faults,
            );
        }
        number.map(Some)
    }

    /// Yes or no, as 1 or 0; not known counts as no.
    pub(super) fn flag(&self, column: &str, faults: &mut Faults) -> Option<bool> {
        if self.is_unknown(column) {
            return Some(false);
        }
        let flag = self.number(column).filter(|number| *number == 0.0 || *number == 1.0);
        if flag.is_none() {
            self.unlike(column, "0 or 1", faults);
        }
        flag.map(|flag| flag == 1.0)
    }

    /// A number in a range that must be there.
    pub(super) fn coordinate(&self, column: &str, most: f64, faults: &mut Faults) -> Option<f64> {
        let number = self.number(column).filter(|number| number.abs() <= most);
        if number.is_none() {
            self.unlike(column, &format!("degrees from -{most} to {most}"), faults);
        }
        number
    }

    /// A text that must be there.
    pub(super) fn text(&self, column: &str, what: &str, faults: &mut Faults) -> Option<&'s str> {
        let cell = self.cell(column);
        if cell.is_empty() {
            self.unlike(column, what, faults);
        }
        (!cell.is_empty()).then_some(cell)
    }

    /// A text that may be blank.
    pub(super) fn any_text(&self, column: &str) -> &'s str {
        self.cell(column)
    }

    /// Whether the file has this column.
    pub(super) fn has(&self, column: &str) -> bool {
        self.sheet.find(column).is_some()
    }

    /// A date in one cell, year first.
    pub(super) fn date(&self, column: &str, faults: &mut Faults) -> Option<Date> {
        let cell = self.cell(column);
        let cell = cell.split(['T', ' ']).next().unwrap_or_default();
        let shaped = cell.len() == 10 && cell.bytes().filter(|byte| *byte == b'-').count() == 2;
        let date = shaped.then(|| cell.parse().ok()).flatten();
        if date.is_none() {
            self.unlike(column, "a date such as 1936-03-01", faults);
        }
        date
    }

    /// A date in three cells: year, month, day. Where month or day is not known, the edge says which is meant.
    /// Within, `None` where there is no date at all. The outer `None` is a fault.
    pub(super) fn day(&self, columns: [&str; 3], edge: Edge, faults: &mut Faults) -> Option<Option<Day>> {
        let [year, month, day] = columns;
        if self.is_unknown(year) {
            return Some(None);
        }
        let year_number = self.year(year, faults);
        let part = |column: &str, high: i64, what: &str, faults: &mut Faults| -> Option<Option<i8>> {
            if self.is_unknown(column) {
                return Some(None);
            }
            self.whole(column, 1, high, what, faults).map(|number| Some(number as i8))
        };
        let month_number = part(month, 12, "a month", faults);
        let day_number = part(day, 31, "a day", faults);
        let (year_number, month_number, day_number) = (year_number?, month_number?, day_number?);
        let exact = month_number.is_some() && day_number.is_some();
        let late = edge == Edge::Latest;
        let month_used = month_number.unwrap_or(if late { 12 } else { 1 });
        let first = Date::new(year_number, month_used, 1).ok()?;
        // A day without a month says nothing.
        let date = match day_number.filter(|_| month_number.is_some()) {
            None if late => Ok(first.last_of_month()),
            None => Ok(first),
            Some(number) => Date::new(year_number, month_used, number),
        };
        match date {
            Ok(date) => Some(Some(Day { date, exact })),
            Err(_) => {
                self.unlike(day, &format!("a day of {year_number}-{month_used:02}"), faults);
                None
            }
        }
    }
}
