//! The record of the years that followed: members that fall and rise, pacts made and ended, wars with who entered them.

use std::collections::BTreeMap;
use std::fmt::Write;

use jiff::civil::Date;

use super::report::{Report, Topic};
use super::setup::{Made, Sources};
use super::{Request, new_year};

mod agreements;
mod fights;
mod sovereignty;

use sovereignty::Sovereignty;

/// Which event stands before which on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Rises,
    Lapses,
    Pacts,
    War,
    Enters,
    Quits,
    Peace,
    Falls,
    Sides,
}

/// An event, written out.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Item {
    date: Date,
    rank: Rank,
    what: String,
    note: String,
    source: String,
}

/// A text in quotes, as RON has it.
fn quoted(text: &str) -> String {
    format!("{text:?}")
}

/// A list of states by id.
fn ids<'a>(made: &Made, codes: impl IntoIterator<Item = &'a u16>) -> String {
    let ids: Vec<String> = codes.into_iter().map(|code| quoted(&made.id(*code))).collect();
    format!("[{}]", ids.join(", "))
}

/// The time that a record covers.
#[derive(Debug, Clone, Copy)]
struct Window {
    first: Date,
    last: Date,
}

/// Writes the entries of a record, and tells in the report by which rules.
pub(super) fn write(request: &Request, sources: &Sources, made: &Made, report: &mut Report) -> String {
    let last_year = request.year.saturating_add(request.record_years as i16).saturating_sub(1);
    let window =
        Window { first: new_year(request.year), last: Date::new(last_year, 12, 31).unwrap_or(Date::MAX) };
    report.note(Topic::Record, format!("{} to {}, for the states of the setup.", window.first, window.last));
    let sovereignty = Sovereignty::new(sources, made, window);
    let mut items = sovereignty.items(sources, made, window, report);
    items.extend(agreements::items(request, made, &sovereignty, window, report));
    items.extend(fights::items(sources, made, &sovereignty, window, report));
    // Events of one day keep the order in which they were found: later ones may rest on earlier ones.
    items.sort_by_key(|item| (item.date, item.rank));
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut text = String::from("[\n");
    for Item { date, what, note, source, .. } in &items {
        *counts.entry(what.split('(').next().unwrap_or_default()).or_default() += 1;
        let note = if note.is_empty() { String::new() } else { format!("note: {}, ", quoted(note)) };
        let _ = writeln!(text, "    (date: \"{date}\", what: {what}, {note}source: {}),", quoted(source));
    }
    text.push_str("]\n");
    let counts: Vec<String> = counts.into_iter().map(|(what, count)| format!("{count} {what}")).collect();
    report.note(Topic::Record, format!("{} events: {}.", items.len(), counts.join(", ")));
    text
}
