//! What is wrong with files: each fault with file, row and column.

use std::collections::BTreeMap;
use std::fmt;

/// How many faults are kept; the rest are counted.
const KEPT: usize = 200;

/// How many are shown; the rest are counted.
const SHOWN: usize = 50;

/// How many of one column of one file are shown, so that a column that is wrong throughout does not hide the others.
const ALIKE: usize = 5;

/// One thing that is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What the file is called.
    pub file: String,
    /// The line on which the row begins, from 1, the header included; `None` if it is about the whole file.
    pub row: Option<u64>,
    /// The column, as the file spells it.
    pub column: Option<String>,
    /// What was found, and what was expected.
    pub message: String,
    /// What to do; may be empty.
    pub help: String,
}

impl Fault {
    /// Something wrong with a file as a whole.
    pub(super) fn of(file: &str, message: impl Into<String>) -> Self {
        Self { file: file.into(), row: None, column: None, message: message.into(), help: String::new() }
    }

    /// In which row.
    #[must_use]
    pub(super) fn row(mut self, row: u64) -> Self {
        self.row = Some(row);
        self
    }

    /// What to do.
    #[must_use]
    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&visible(&self.file))?;
        if let Some(row) = self.row {
            write!(f, ", row {row}")?;
        }
        if let Some(column) = &self.column {
            write!(f, ", column `{}`", visible(column))?;
        }
        write!(f, ": {}", visible(&self.message))?;
        if !self.help.is_empty() {
            write!(f, "\n  = help: {}", visible(&self.help))?;
        }
        Ok(())
    }
}

/// Text of a file cannot send escape codes to a terminal.
fn visible(text: &str) -> String {
    text.chars().map(|sign| if sign.is_control() { '\u{fffd}' } else { sign }).collect()
}

/// All that is wrong, of all files, in the order in which it was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Faults {
    list: Vec<Fault>,
    dropped: usize,
}

impl Faults {
    pub(super) fn push(&mut self, fault: Fault) {
        if self.list.len() < KEPT { self.list.push(fault) } else { self.dropped += 1 }
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Each of them; at most 200 are kept.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Fault> {
        self.list.iter()
    }

    /// How many there are, those not kept included.
    pub fn count(&self) -> usize {
        self.list.len() + self.dropped
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut alike: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        let mut shown = 0;
        for fault in &self.list {
            let seen = match &fault.column {
                Some(column) => alike.entry((&fault.file, column)).or_default(),
                None => &mut 0,
            };
            *seen += 1;
            if *seen <= ALIKE && shown < SHOWN {
                writeln!(f, "error: {fault}\n")?;
                shown += 1;
            }
        }
        for ((file, column), count) in alike.iter().filter(|(_, count)| **count > ALIKE) {
            writeln!(f, "{}, column `{}`: {count} in all\n", visible(file), visible(column))?;
        }
        let count = self.count();
        let (noun, hidden) = (if count == 1 { "error" } else { "errors" }, count - shown);
        let more = if hidden > 0 { format!(", {hidden} of them not shown") } else { String::new() };
        write!(f, "error: {count} {noun} in the files{more}; nothing was written")
    }
}

impl std::error::Error for Faults {}
