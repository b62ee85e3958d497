//! Wars: who began them, who entered, changed sides and left, and on which days sides are counted.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Date;

use super::{Item, Rank, Sovereignty, Window, ids, quoted};
use crate::import::report::{Report, Topic};
use crate::import::setup::{Made, Sources};
use crate::import::wars::{Part, War};
use crate::record::Side;

/// Within how many days a state that comes back on the other side has changed sides rather than left and entered.
const CHANGE: i64 = 60;

/// The events.
pub(super) fn items(
    sources: &Sources,
    made: &Made,
    sovereignty: &Sovereignty,
    window: Window,
    report: &mut Report,
) -> Vec<Item> {
    let Some(wars) = &sources.wars else { return Vec::new() };
    report.note(
        Topic::Record,
        format!(
            "Wars: days as the file has them; where a day or month is not known, the first possible of a start and the last \
             of an end. Attackers are the side of who initiated. Who comes back on the other side within {CHANGE} days \
             changes sides. A war is over when nobody of the setup fights on one of its sides. Who entered by choice and who \
             was attacked the file does not tell: nobody is marked `attacked`."
        ),
    );
    report.note(
        Topic::Record,
        "Sides: derived by rule, for every war that others entered. Its protagonists are the first to fight on each side, \
         and sides are counted on the day of the last entry while one of them still fought."
            .into(),
    );
    let mut names: BTreeSet<String> = made.scenario.wars.iter().map(|war| war.name.clone()).collect();
    let mut items = Vec::new();
    for war in &wars.list {
        let mut course = Course::new(war, made, &mut names);
        course.follow(made, sovereignty, window, report);
        items.append(&mut course.items);
    }
    items
}

/// What a state does in a war on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Act {
    Comes,
    Goes,
}

/// A war as it is told.
struct Course<'w> {
    war: &'w War,
    name: String,
    names: &'w mut BTreeSet<String>,
    /// Who fights, on which side.
    current: BTreeMap<u16, Side>,
    /// Whether there is a war: somebody of the setup on both sides.
    on: bool,
    /// Who fought first, of the attackers and of the defenders.
    protagonists: [Vec<u16>; 2],
    /// The day on which sides are counted.
    count: Option<Date>,
    items: Vec<Item>,
}

impl<'w> Course<'w> {
    fn new(war: &'w War, made: &Made, names: &'w mut BTreeSet<String>) -> Self {
        let on = made.at_war.contains(&war.number);
        let name = if on { war.name.clone() } else { fresh(&war.name, war.number, names) };
        Self {
            war,
            name,
            names,
            current: BTreeMap::new(),
            on,
            protagonists: Default::default(),
            count: None,
            items: Vec::new(),
        }
    }

    fn side(&self, part: &Part) -> Side {
        if part.side == self.war.attackers() { Side::Attackers } else { Side::Defenders }
    }

    fn say(&mut self, date: Date, rank: Rank, what: String, note: String) {
        let source = format!("COW, Inter-State Wars, war {}", self.war.number);
        self.items.push(Item { date, rank, what, note, source });
    }

    /// The times in which states of the setup fight, cut where they were not sovereign.
    fn parts(
        &self,
        made: &Made,
        sovereignty: &Sovereignty,
        window: Window,
        report: &mut Report,
    ) -> Vec<(u16, Part, Option<Date>)> {
        let mut parts = Vec::new();
        for part in &self.war.parts {
            let Some(code) = made.place(part.code) else { continue };
            let from = part.from.date.max(window.first);
            let until = part.until.map(|day| day.date);
            if from > window.last || until.is_some_and(|until| until < window.first) {
                continue;
            }
            let Some(last) = sovereignty.until(code, from) else {
                report.note(
                    Topic::Record,
                    format!(
                        "left out, {} in {} from {from}: it was not sovereign",
                        made.id(code),
                        self.war.name
                    ),
                );
                continue;
            };
            let end = until.map_or(last, |until| until.min(last));
            parts.push((
                code,
                Part { from: crate::import::sheet::Day { date: from, ..part.from }, ..*part },
                (end < window.last).then_some(end),
            ));
        }
        parts
    }

    /// Follows the war from day to day.
    fn follow(&mut self, made: &Made, sovereignty: &Sovereignty, window: Window, report: &mut Report) {
        let parts = self.parts(made, sovereignty, window, report);
        let mut acts: Vec<(Date, Act, usize)> = Vec::new();
        for (place, (code, part, end)) in parts.iter().enumerate() {
            acts.push((part.from.date, Act::Comes, place));
            let Some(end) = end else { continue };
            // Whoever is back at once on the same side, or soon on the other, does not leave.
            let back = parts.iter().any(|(other, next, _)| {
                let days = if next.side == part.side { 1 } else { CHANGE };
                other == code
                    && next.from.date > part.from.date
                    && next.from.date <= end.saturating_add(days.days())
            });
            if !back {
                acts.push((*end, Act::Goes, place));
            }
        }
        acts.sort();
        if self.on {
            // The setup has them at war.
            let fights = |part: &Part| {
                self.war
                    .parts
                    .iter()
                    .any(|it| it.code == part.code && it.side == part.side && it.from.date < window.first)
            };
            for (code, part, _) in
                parts.iter().filter(|(_, part, _)| part.from.date == window.first && fights(part))
            {
                let side = self.side(part);
                self.current.insert(*code, side);
                self.protagonists[usize::from(side == Side::Defenders)].push(*code);
            }
            acts.retain(|(date, act, place)| {
                *act != Act::Comes || *date > window.first || !self.current.contains_key(&parts[*place].0)
            });
        }
        let mut left = &acts[..];
        while let Some((date, ..)) = left.first() {
            let (today, later) = left.split_at(left.partition_point(|act| act.0 == *date));
            self.day(*date, today, &parts, made);
            left = later;
        }
        if let (Some(date), [first, second]) = (self.count, self.protagonists.clone()) {
            let what = format!("Sides(first: {}, second: {})", ids(made, &first), ids(made, &second));
            let note = format!(
                "{}: by rule, the first to fight on each side and the last day on which another entered",
                self.war.name
            );
            self.say(date, Rank::Sides, what, note);
        }
    }

    /// What happens on a day: first who comes, then who goes.
    fn day(
        &mut self,
        date: Date,
        acts: &[(Date, Act, usize)],
        parts: &[(u16, Part, Option<Date>)],
        made: &Made,
    ) {
        for (_, _, place) in acts.iter().filter(|(_, act, _)| *act == Act::Comes) {
            let (code, part, _) = &parts[*place];
            let side = self.side(part);
            let before = self.current.insert(*code, side);
            if !self.on || before == Some(side) {
                continue;
            }
            let (war, id) = (quoted(&self.name), quoted(&made.id(*code)));
            let word = if side == Side::Attackers { "attackers" } else { "defenders" };
            let note = if part.from.exact {
                String::new()
            } else {
                "the day is not known: the first possible".to_owned()
            };
            if before.is_some() {
                self.say(date, Rank::Enters, format!("Changes(war: {war}, state: {id}, to: {word})"), note);
            } else {
                self.say(date, Rank::Enters, format!("Enters(war: {war}, state: {id}, side: {word})"), note);
            }
            let protagonists = self.protagonists.iter().flatten();
            let fighting = protagonists.clone().any(|it| self.current.contains_key(it));
            if fighting && !protagonists.clone().any(|it| it == code) {
                self.count = Some(date);
            }
        }
        if !self.on
            && [Side::Attackers, Side::Defenders]
                .iter()
                .all(|side| self.current.values().any(|it| it == side))
        {
            self.begin(date, made);
        }
        for (_, _, place) in acts.iter().filter(|(_, act, _)| *act == Act::Goes) {
            let (code, part, _) = &parts[*place];
            let exact = part.until.is_none_or(|until| until.exact || until.date != date);
            if self.current.remove(code).is_some() && self.on {
                let what = format!("Quits(war: {}, state: {})", quoted(&self.name), quoted(&made.id(*code)));
                let note =
                    if exact { String::new() } else { "the day is not known: the last possible".to_owned() };
                self.say(date, Rank::Quits, what, note);
            }
        }
        let fought = |side: Side| self.current.values().any(|it| *it == side);
        if self.on && !(fought(Side::Attackers) && fought(Side::Defenders)) {
            // Who leaves with the end of a war makes peace: that all quit it on the day goes without saying.
            self.items.retain(|item| item.date != date || item.rank != Rank::Quits);
            self.say(date, Rank::Peace, format!("Peace(war: {})", quoted(&self.name)), String::new());
            self.on = false;
            self.name = fresh(&self.war.name, self.war.number, self.names);
        }
    }

    /// The war begins for the setup: somebody of it fights on both sides.
    fn begin(&mut self, date: Date, made: &Made) {
        let of = |side: Side| -> Vec<u16> {
            // The one that began it leads.
            let mut codes: Vec<u16> =
                self.current.iter().filter(|(_, it)| **it == side).map(|(code, _)| *code).collect();
            codes.sort_by_key(|code| {
                self.war.parts.iter().position(|part| made.place(part.code) == Some(*code))
            });
            codes
        };
        let sides = [of(Side::Attackers), of(Side::Defenders)];
        let [attackers, defenders] = &sides;
        let what = format!(
            "War(name: {}, attackers: {}, defenders: {})",
            quoted(&self.name),
            ids(made, attackers),
            ids(made, defenders)
        );
        let first = self.war.first().unwrap_or(date);
        let note = if first < date {
            format!("began on {first}; from this day on states of the setup fight on both sides")
        } else {
            String::new()
        };
        self.say(date, Rank::War, what, note);
        if self.protagonists.iter().all(Vec::is_empty) {
            self.protagonists = sides;
        }
        self.on = true;
    }
}

/// A name that no other war has.
fn fresh(name: &str, number: i64, names: &mut BTreeSet<String>) -> String {
    let mut own = name.to_owned();
    for again in 1.. {
        if names.insert(own.clone()) {
            break;
        }
        own = if again == 1 { format!("{name} ({number})") } else { format!("{name} ({number}, {again})") };
    }
    own
}
