//! When states of the setup were members of the state system.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Date;

use super::{Item, Rank, Window, ids, quoted};
use crate::import::new_year;
use crate::import::report::{Report, Topic};
use crate::import::setup::{Made, Sources};
use crate::import::territory::holders;

/// The times in which each state was sovereign, in order.
#[derive(Debug)]
pub(super) struct Sovereignty {
    times: BTreeMap<u16, Vec<(Date, Date)>>,
    /// Members that entered within the window and have no state in the setup.
    newcomers: Vec<String>,
    /// The last day that the membership file knows of.
    last: Date,
}

impl Sovereignty {
    pub(super) fn new(sources: &Sources, made: &Made, window: Window) -> Self {
        let mut times: BTreeMap<u16, Vec<(Date, Date)>> = BTreeMap::new();
        let mut newcomers = Vec::new();
        for spell in &sources.members.spells {
            match made.place(spell.code) {
                Some(code) => times.entry(code).or_default().push((spell.from, spell.until)),
                None if spell.from > window.first && spell.from <= window.last => {
                    newcomers.push(format!("{} {}", spell.id, spell.from));
                }
                None => {}
            }
        }
        for spells in times.values_mut() {
            spells.sort();
            // A state that goes on under another number goes on.
            let mut joined: Vec<(Date, Date)> = Vec::new();
            for (from, until) in spells.drain(..) {
                match joined.last_mut() {
                    Some((_, last)) if last.saturating_add(1.day()) >= from => *last = (*last).max(until),
                    _ => joined.push((from, until)),
                }
            }
            *spells = joined;
        }
        Self { times, newcomers, last: sources.members.last }
    }

    /// Whether a state was sovereign on a day.
    pub(super) fn on(&self, code: u16, date: Date) -> bool {
        self.until(code, date).is_some()
    }

    /// The last day of the time in which a state was sovereign on a day.
    pub(super) fn until(&self, code: u16, date: Date) -> Option<Date> {
        let times = self.times.get(&code)?;
        times.iter().find(|(from, until)| *from <= date && date <= *until).map(|(_, until)| *until)
    }

    /// The times within others in which both of two states were sovereign.
    pub(super) fn both(&self, pair: (u16, u16), within: (Date, Date)) -> Vec<(Date, Date)> {
        let of = |code| self.times.get(&code).map(Vec::as_slice).unwrap_or_default();
        let all = of(pair.0).iter().flat_map(|a| of(pair.1).iter().map(move |b| (a, b)));
        all.map(|(a, b)| (a.0.max(b.0).max(within.0), a.1.min(b.1).min(within.1)))
            .filter(|(from, until)| from <= until)
            .collect()
    }

    /// Who fell and rose again, and when.
    pub(super) fn turns(&self, window: Window) -> Vec<(Date, u16, bool)> {
        let mut turns = Vec::new();
        for (code, times) in &self.times {
            for (from, until) in times {
                if *from > window.first && *from <= window.last {
                    turns.push((*from, *code, true));
                }
                // With the last day of the file nobody falls: it only knows no more.
                if *until >= window.first && *until < window.last && *until < self.last {
                    turns.push((*until, *code, false));
                }
            }
        }
        turns.sort();
        turns
    }

    /// The events.
    pub(super) fn items(
        &self,
        sources: &Sources,
        made: &Made,
        window: Window,
        report: &mut Report,
    ) -> Vec<Item> {
        report.note(
            Topic::Record,
            "Falls and Rises: ends and beginnings of membership in the state system. To whom the land went, and whose it had \
             been, is not in the file: those are named who hold it in the table of lands on the 1 January after the fall, \
             and before the rise, whoever held most first."
                .into(),
        );
        if self.last < window.last {
            report.note(
                Topic::Record,
                format!("the membership file ends on {}: nobody falls or rises after it", self.last),
            );
        }
        if !self.newcomers.is_empty() {
            let words = "entered the state system and are not in the setup, so nothing of them is recorded";
            report.note(Topic::Record, format!("{words}: {}", self.newcomers.join(", ")));
        }
        let item = |(date, code, rises): (Date, u16, bool)| {
            let id = quoted(&made.id(code));
            let year = if rises { date.year() } else { date.year() + 1 };
            let holders = self.holders(sources, made, code, year);
            let others = |name: &str| {
                if holders.is_empty() { String::new() } else { format!(", {name}: {}", ids(made, &holders)) }
            };
            let (rank, what) = if rises {
                (Rank::Rises, format!("Rises(state: {id}{})", others("from")))
            } else {
                (Rank::Falls, format!("Falls(state: {id}{})", others("to")))
            };
            let note = if rises {
                "member of the state system again"
            } else {
                "last day of its membership in the state system"
            };
            Item { date, rank, what, note: note.into(), source: "COW, State System Membership".into() }
        };
        self.turns(window).into_iter().map(item).collect()
    }

    /// Which states of the setup hold another's land of the start on 1 January of a year, by the table of lands.
    fn holders(&self, sources: &Sources, made: &Made, code: u16, year: i16) -> Vec<u16> {
        let Some(state) = made.scenario.states.iter().find(|state| state.cow == Some(code)) else {
            return Vec::new();
        };
        let members: Vec<u16> = sources.members.on(new_year(year)).iter().map(|spell| spell.code).collect();
        let holders = holders(year, &made.scenario.geography.regions, &members, &state.territory);
        let mut seen = BTreeSet::from([code]);
        let places = holders.into_iter().filter_map(|holder| made.place(holder));
        places.filter(|holder| self.on(*holder, new_year(year)) && seen.insert(*holder)).collect()
    }
}
