//! Dyad-years as a CSV table.

use std::io::{self, Write};

use csv::Writer;

use super::tally::DyadYear;
use super::{Held, Tally};

/// The columns, in order.
pub const COLUMNS: [&str; 22] = [
    "ccode1",
    "ccode2",
    "state1",
    "state2",
    "year",
    "allied",
    "allied_prob",
    "defense",
    "offense",
    "neutrality",
    "entente",
    "pact_prob",
    "at_war",
    "at_war_prob",
    "same_side_prob",
    "threat_12",
    "threat_21",
    "distance_km",
    "capital_km",
    "exist_prob",
    "moments",
    "runs",
];

/// A table of dyad-years that is being written.
pub struct Table<W: Write> {
    writer: Writer<W>,
}

impl<W: Write> Table<W> {
    /// Writes the heading.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn new(into: W) -> io::Result<Self> {
        let mut writer = Writer::from_writer(into);
        writer.write_record(COLUMNS)?;
        Ok(Self { writer })
    }

    /// Writes a row for each dyad-year; how many there were.
    ///
    /// # Errors
    /// If they cannot be written.
    pub fn write(&mut self, tally: &Tally) -> io::Result<u64> {
        let mut rows = 0;
        for row in tally.rows() {
            self.writer.write_record(cells(&row))?;
            rows += 1;
        }
        Ok(rows)
    }

    /// Sees that everything is written.
    ///
    /// # Errors
    /// If it cannot be.
    pub fn finish(mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

fn cells(row: &DyadYear) -> [String; COLUMNS.len()] {
    let [first, second] = row.states;
    let number = |cow: Option<u16>| cow.map_or_else(String::new, |cow| cow.to_string());
    let share = |held: Held| rounded(row.share(held), 6);
    let mostly = |held: Held| u8::from(row.mostly(held)).to_string();
    let threat = |which: usize| row.threats().map_or_else(String::new, |threats| rounded(threats[which], 6));
    [
        number(first.cow),
        number(second.cow),
        first.id.clone(),
        second.id.clone(),
        row.year.to_string(),
        mostly(Held::Allied),
        share(Held::Allied),
        share(Held::Defense),
        share(Held::Offense),
        share(Held::Neutrality),
        share(Held::Entente),
        share(Held::Pact),
        mostly(Held::AtWar),
        share(Held::AtWar),
        share(Held::SameSide),
        threat(0),
        threat(1),
        row.distance_km().map_or_else(String::new, |km| rounded(km, 1)),
        rounded(row.capital_km(), 1),
        share(Held::Exist),
        row.moments().to_string(),
        row.runs().to_string(),
    ]
}

/// A number with so many digits after the point at most, and no zeros at the end.
fn rounded(value: f64, digits: usize) -> String {
    let text = format!("{value:.digits$}");
    match text.trim_end_matches('0').trim_end_matches('.') {
        "" | "-0" => "0".into(),
        short => short.into(),
    }
}
