//! Pacts that were made, joined, left and ended, from years alone.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{Item, Rank, Sovereignty, Window, ids, quoted};
use crate::import::pacts::{Book, Promised, strength};
use crate::import::report::{Report, Topic};
use crate::import::setup::Made;
use crate::import::ties::Pair;
use crate::import::{Request, spans};
use crate::scenario::PactKind;

/// What happens to a pair on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Turn {
    /// It is bound no longer, or not in that way.
    Ends(Why),
    /// It is bound in a new way.
    Begins(Why),
}

/// Why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Why {
    /// The file lists it, or lists it no more.
    Plain,
    /// A stronger promise takes its place.
    Stronger,
    /// A weaker promise is left.
    Weaker,
    /// The file lists it all along, while one of the two was not sovereign.
    Again,
}

/// What happens to a pair: the day, what, to which pair, of which kind.
type Step = (Date, Turn, PactKind, Pair);

/// The events.
pub(super) fn items(
    request: &Request,
    made: &Made,
    sovereignty: &Sovereignty,
    window: Window,
    report: &mut Report,
) -> Vec<Item> {
    let Some(promised) = &made.promised else { return Vec::new() };
    report.note(
        Topic::Record,
        "Pacts: the file knows years only. A pact first listed in a year is dated 1 July of it, one listed no more ends on \
         31 December of the last year listed; days are moved into the time in which both states were sovereign. Pairs that \
         begin in one year are gathered into pacts in which all are tied to all."
            .into(),
    );
    let years: Vec<i16> =
        (request.year..=window.last.year()).take_while(|year| promised.years.contains(year)).collect();
    if years.len() < usize::from(request.record_years) {
        let held = spans(promised.years.clone());
        report.note(
            Topic::Record,
            format!("the alliance file holds {held}: no pact begins or ends after that"),
        );
    }
    let mut steps = steps(&years, promised, made, sovereignty, window);
    steps.sort_by_key(|(date, turn, kind, pair)| (*date, *turn, std::cmp::Reverse(strength(*kind)), *pair));
    let mut ledger = Ledger::new(made);
    let falls: Vec<(Date, u16)> = sovereignty
        .turns(window)
        .into_iter()
        .filter(|(_, _, rises)| !rises)
        .map(|(date, code, _)| (date, code))
        .collect();
    let mut falls = falls.into_iter().peekable();
    let mut steps = steps.into_iter().peekable();
    while let Some((date, turn, kind, _)) = steps.peek().copied() {
        // Whoever fell on a day before is out of all pacts; on the day itself, after what else happened.
        while let Some((_, code)) = falls.next_if(|(fallen, _)| *fallen < date) {
            ledger.fall(code);
        }
        // All that ends on a day ends at once, so that nothing is founded and ended on the same day.
        let mut ended: BTreeMap<Pair, Why> = BTreeMap::new();
        while let Some((_, Turn::Ends(why), _, pair)) =
            steps.next_if(|step| step.0 == date && matches!(step.1, Turn::Ends(_)))
        {
            ended.insert(pair, why);
        }
        ledger.end(date, &ended);
        let mut pairs = BTreeSet::new();
        if let Turn::Begins(why) = turn {
            while let Some((.., pair)) = steps.next_if(|step| (step.0, step.1, step.2) == (date, turn, kind))
            {
                pairs.insert(pair);
            }
            ledger.begin(date, kind, pairs, why);
        }
    }
    ledger.items
}

/// What happens to each pair, year by year.
fn steps(
    years: &[i16],
    promised: &Promised,
    made: &Made,
    sovereignty: &Sovereignty,
    window: Window,
) -> Vec<Step> {
    let mut steps = Vec::new();
    let year_end = |year: i16| Date::new(year, 12, 31).unwrap_or(window.last);
    for pair in promised.of.keys().copied() {
        // At war with one another at the start and bound all the same: left out there, so here until it ends.
        let started = made.start.kinds.get(&pair).copied();
        let first = years.first().copied().unwrap_or_default();
        let listed = promised.get(pair, first - 1).and(promised.get(pair, first)).kind();
        let mut silent = started.is_none() && listed.is_some();
        let mut before = started;
        for year in years.iter().copied() {
            let span = (Date::new(year, 1, 1).unwrap_or(window.first), year_end(year));
            let times = sovereignty.both(pair, span);
            let now = promised.get(pair, year).kind().filter(|_| !times.is_empty());
            silent &= now.is_some();
            // What ended with a state does not end again.
            let held = before.filter(|_| {
                year == first
                    || sovereignty
                        .both(pair, (year_end(year - 1), span.0))
                        .contains(&(year_end(year - 1), span.0))
            });
            let day = middle(&times, year);
            if !silent {
                match (held, now) {
                    (None, Some(kind)) => {
                        let why = if year > first && promised.get(pair, year - 1).kind().is_some() {
                            Why::Again
                        } else {
                            Why::Plain
                        };
                        steps.extend(day.map(|day| (day, Turn::Begins(why), kind, pair)));
                    }
                    (Some(kind), None) if !times.is_empty() => {
                        steps.push((year_end(year - 1), Turn::Ends(Why::Plain), kind, pair))
                    }
                    (Some(old), Some(new)) if strength(new) > strength(old) => {
                        let day = day.unwrap_or(span.0);
                        steps.push((day, Turn::Ends(Why::Stronger), old, pair));
                        steps.push((day, Turn::Begins(Why::Stronger), new, pair));
                    }
                    (Some(old), Some(new)) if old != new => {
                        steps.push((year_end(year - 1), Turn::Ends(Why::Weaker), old, pair));
                        steps.push((year_end(year - 1), Turn::Begins(Why::Weaker), new, pair));
                    }
                    _ => {}
                }
            }
            before = now;
        }
    }
    steps
}

/// 1 July of a year, or the day nearest to it within some times.
fn middle(times: &[(Date, Date)], year: i16) -> Option<Date> {
    let middle = Date::new(year, 7, 1).ok()?;
    let nearest = |(from, until): &(Date, Date)| middle.clamp(*from, *until);
    times.iter().map(nearest).min_by_key(|date| date.duration_since(middle).abs())
}

/// The pacts as they stand while the record is written.
struct Ledger<'m> {
    made: &'m Made,
    book: Book,
    /// In which pact each pair is bound.
    bound: BTreeMap<Pair, usize>,
    items: Vec<Item>,
}

impl<'m> Ledger<'m> {
    fn new(made: &'m Made) -> Self {
        let book = made.start.book.clone();
        let mut ledger = Self { made, bound: BTreeMap::new(), items: Vec::new(), book };
        for place in 0..ledger.book.pacts.len() {
            ledger.bind(place);
        }
        ledger
    }

    /// Binds all pairs of a pact.
    fn bind(&mut self, place: usize) {
        let members: Vec<u16> = self.book.pacts[place].members.iter().copied().collect();
        for (at, a) in members.iter().enumerate() {
            for b in &members[at + 1..] {
                self.bound.insert((*a, *b), place);
            }
        }
    }

    fn say(&mut self, date: Date, rank: Rank, what: String, note: &str) {
        let source = "ATOP, by dyad-year; year only".to_owned();
        self.items.push(Item { date, rank, what, note: note.to_owned(), source });
    }

    /// A state is no more: it is in no pact.
    fn fall(&mut self, code: u16) {
        self.bound.retain(|(a, b), _| *a != code && *b != code);
        for pact in &mut self.book.pacts {
            pact.members.remove(&code);
        }
    }

    /// Pairs are bound no longer.
    fn end(&mut self, date: Date, pairs: &BTreeMap<Pair, Why>) {
        let mut places: BTreeMap<usize, Why> = BTreeMap::new();
        for (pair, why) in pairs {
            if let Some(place) = self.bound.remove(pair) {
                places.entry(place).or_insert(*why);
            }
        }
        for (place, why) in places {
            let left: BTreeSet<Pair> =
                self.bound.iter().filter(|(_, at)| **at == place).map(|(pair, _)| *pair).collect();
            let name = quoted(&self.book.pacts[place].name);
            let note = match why {
                Why::Stronger => "a stronger promise takes its place",
                Why::Weaker => "a weaker promise is left",
                _ => "listed no more from the year after",
            };
            let staying: BTreeSet<u16> = left.iter().flat_map(|(a, b)| [*a, *b]).collect();
            let whole = left.len() == staying.len() * staying.len().saturating_sub(1) / 2;
            if left.is_empty() || !whole {
                self.say(date, Rank::Lapses, format!("Ends(pact: {name})"), note);
                let kind = self.book.pacts[place].kind;
                self.book.pacts[place].members.clear();
                if !left.is_empty() {
                    let note = format!(
                        "what remained of {}, some of whose members were bound no longer: not new",
                        self.book.pacts[place].name
                    );
                    self.found(date, kind, &left, &format!("what remained in {}", date.year()), &note);
                }
                continue;
            }
            let gone: Vec<u16> =
                self.book.pacts[place].members.iter().filter(|it| !staying.contains(it)).copied().collect();
            for code in gone {
                let id = quoted(&self.made.id(code));
                self.say(date, Rank::Lapses, format!("Leaves(pact: {name}, state: {id})"), note);
            }
            self.book.pacts[place].members = staying;
        }
    }

    /// Pairs are bound.
    fn begin(&mut self, date: Date, kind: PactKind, mut pairs: BTreeSet<Pair>, why: Why) {
        pairs.retain(|pair| !self.bound.contains_key(pair));
        let note = match why {
            Why::Plain => "",
            Why::Stronger => "in place of a weaker promise",
            Why::Weaker => "what is left of a stronger promise: not new",
            Why::Again => "listed all along: taken up again as both were sovereign",
        };
        for (place, code, own) in self.book.join(kind, &mut pairs) {
            let (name, id) = (quoted(&self.book.pacts[place].name), quoted(&self.made.id(code)));
            self.say(date, Rank::Pacts, format!("Joins(pact: {name}, state: {id})"), note);
            self.bound.extend(own.into_iter().map(|pair| (pair, place)));
        }
        self.found(date, kind, &pairs, &date.year().to_string(), note);
    }

    /// Makes pacts of pairs.
    fn found(&mut self, date: Date, kind: PactKind, pairs: &BTreeSet<Pair>, when: &str, note: &str) {
        let made = self.made;
        for place in self.book.add(kind, pairs, None, when, |code| made.id(code)) {
            let pact = &self.book.pacts[place];
            let what = format!(
                "Pact(name: {}, kind: {}, members: {})",
                quoted(&pact.name),
                kind.name(),
                ids(made, &pact.members)
            );
            self.say(date, Rank::Pacts, what, note);
            self.bind(place);
        }
    }
}
