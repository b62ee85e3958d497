//! Inter-state wars: who fought on which side, from when until when.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::kinds::WARS;
use super::sheet::{Day, Edge, Row, Sheet};
use super::{Faults, Input};

/// A state's time in a war.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) code: u16,
    /// 1 or 2.
    pub(super) side: u8,
    pub(super) from: Day,
    /// The last day; `None` while it goes on.
    pub(super) until: Option<Day>,
    /// Whether it began the war.
    pub(super) initiator: bool,
}

/// A war with all who took part in it, in order of time.
#[derive(Debug, Clone)]
pub(super) struct War {
    pub(super) number: i64,
    pub(super) name: String,
    pub(super) parts: Vec<Part>,
}

impl War {
    /// The first day of it.
    pub(super) fn first(&self) -> Option<Date> {
        self.parts.iter().map(|part| part.from.date).min()
    }

    /// The last day of it; `None` while it goes on.
    pub(super) fn last(&self) -> Option<Date> {
        self.parts
            .iter()
            .map(|part| part.until.map(|day| day.date))
            .collect::<Option<Vec<_>>>()?
            .into_iter()
            .max()
    }

    /// The side that began it: that of the first who is said to have.
    pub(super) fn attackers(&self) -> u8 {
        self.parts.iter().find(|part| part.initiator).map_or(1, |part| part.side)
    }
}

/// The file.
#[derive(Debug)]
pub(super) struct Wars {
    /// In order of number.
    pub(super) list: Vec<War>,
    pub(super) sheet: Sheet,
}

/// One of a row's two times: its first and last day. Within, `None` where there is none.
fn time(row: Row<'_>, number: char, faults: &mut Faults) -> Option<Option<(Day, Option<Day>)>> {
    let columns = |edge: &str| ["year", "month", "day"].map(|part| format!("{edge}{part}{number}"));
    let (start, end) = (columns("start"), columns("end"));
    let first = row.day(start.each_ref().map(String::as_str), Edge::Earliest, faults);
    // -7 is a war that went on when the file was made.
    let ongoing = row.any_text(&end[0]).parse() == Ok(-7.0);
    let last =
        if ongoing { Some(None) } else { row.day(end.each_ref().map(String::as_str), Edge::Latest, faults) };
    let (first, last) = (first?, last?);
    let Some(first) = first else {
        if last.is_some() {
            faults.push(row.fault(&start[0], "it has an end and no start"));
            return None;
        }
        return Some(None);
    };
    if last.is_none() && !ongoing {
        faults.push(
            row.fault(&end[0], "it has a start and no end").help("-7 stands for a war that still goes on"),
        );
        return None;
    }
    if last.is_some_and(|last| last.date < first.date) {
        faults.push(row.fault(&end[0], format!("it ends before it begins on {}", first.date)));
        return None;
    }
    Some(Some((first, last)))
}

impl Wars {
    pub(super) fn read(input: &Input, faults: &mut Faults) -> Option<Self> {
        let sheet = Sheet::read(&WARS, input, faults)?;
        let mut wars: BTreeMap<i64, War> = BTreeMap::new();
        for row in sheet.rows() {
            let number = row.whole("warnum", 1, 99_999, "the number of a war", faults);
            let name = row.text("warname", "the name of a war", faults);
            let code = row.code("ccode", faults);
            let side = row.whole("side", 1, 2, "a side", faults);
            let began = row.whole("initiator", 1, 2, "1 for who began it, 2 for who did not", faults);
            let times = ['1', '2'].map(|number| time(row, number, faults));
            let (Some(number), Some(name), Some(code), Some(side), Some(began)) =
                (number, name, code, side, began)
            else {
                continue;
            };
            let [Some(first), Some(second)] = times else { continue };
            if first.is_none() {
                faults.push(
                    row.fault("startyear1", "the year is not known")
                        .help("a war needs the year of its start"),
                );
                continue;
            }
            let war =
                wars.entry(number).or_insert_with(|| War { number, name: name.into(), parts: Vec::new() });
            for (from, until) in [first, second].into_iter().flatten() {
                let part = Part { code, side: side as u8, from, until, initiator: began == 1 };
                if war.parts.iter().any(|it| it.code == code && it.from.date == from.date) {
                    faults.push(
                        row.fault(
                            "ccode",
                            format!("state {code} enters war {number} twice on {}", from.date),
                        )
                        .help("leave one of the two rows"),
                    );
                    continue;
                }
                war.parts.push(part);
            }
        }
        let mut list: Vec<War> = wars.into_values().collect();
        for war in &mut list {
            war.parts.sort_by_key(|part| (part.from.date, !part.initiator, part.code));
        }
        Some(Self { list, sheet })
    }
}
