//! Pacts from promises by pair and year: which are in force at the start, and how pairs are gathered.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::cliques::gather;
use super::new_year;
use super::report::{Report, Topic};
use super::ties::{Pair, Promises, Ties};
use crate::scenario::PactKind;

/// From how many members on a pact is named in the report: it may be a conference rather than an alliance.
const LARGE: usize = 8;

/// Up to how many members a pact is named after all of them.
const NAMED: usize = 4;

/// The arrangement of Nyon, September 1937, against submarines that sank merchantmen in the Mediterranean. ATOP counts
/// it as a promise of defence among its nine signatories; it bound them to patrol, not to stand by one another.
const NYON: [u16; 9] = [200, 220, 345, 350, 355, 360, 365, 640, 651];
const NYON_YEARS: std::ops::RangeInclusive<i16> = 1937..=1939;

/// Fewest members of a pact that a newcomer joins; with fewer, pacts of its own with each are as likely.
const JOINED: usize = 3;

/// Kinds of pact from the weakest to the strongest.
pub(super) fn strength(kind: PactKind) -> u8 {
    match kind {
        PactKind::Entente => 0,
        PactKind::Neutrality => 1,
        PactKind::Offensive => 2,
        PactKind::Defensive => 3,
    }
}

/// What a kind is called in names of pacts.
fn word(kind: PactKind) -> &'static str {
    match kind {
        PactKind::Defensive => "defence",
        PactKind::Offensive => "offence",
        PactKind::Neutrality => "neutrality",
        PactKind::Entente => "entente",
    }
}

/// The promises of pairs of the setup, through all years of the file.
#[derive(Debug, Clone, Default)]
pub(super) struct Promised {
    pub(super) of: BTreeMap<Pair, BTreeMap<i16, Promises>>,
    pub(super) years: BTreeSet<i16>,
}

impl Promised {
    /// Takes pairs of which both are in, under the number that stands for each; the rest is told.
    pub(super) fn new(ties: &Ties, place: impl Fn(u16) -> Option<u16>) -> Self {
        let mut of: BTreeMap<Pair, BTreeMap<i16, Promises>> = BTreeMap::new();
        for ((a, b), years) in &ties.of {
            let (Some(a), Some(b)) = (place(*a), place(*b)) else { continue };
            if a == b {
                continue;
            }
            let merged = of.entry((a.min(b), a.max(b))).or_default();
            for (year, promises) in years {
                let own = merged.entry(*year).or_default();
                *own = Promises {
                    defense: own.defense || promises.defense,
                    offense: own.offense || promises.offense,
                    neutral: own.neutral || promises.neutral,
                    nonaggression: own.nonaggression || promises.nonaggression,
                    consultation: own.consultation || promises.consultation,
                };
            }
        }
        Self { of, years: ties.years.clone() }
    }

    /// What a pair had promised in a year.
    pub(super) fn get(&self, pair: Pair, year: i16) -> Promises {
        self.of.get(&pair).and_then(|years| years.get(&year)).copied().unwrap_or_default()
    }

    /// Takes the arrangement of Nyon out where it alone stands for a promise of defence.
    pub(super) fn without_nyon(
        &mut self,
        years: std::ops::RangeInclusive<i16>,
        id: impl Fn(u16) -> String,
        report: &mut Report,
    ) {
        if !NYON_YEARS.into_iter().any(|year| years.contains(&year)) {
            return;
        }
        if !self.years.contains(&(NYON_YEARS.start() - 1)) {
            let words =
                "the arrangement of Nyon (1937) cannot be told from alliances: the file does not hold 1936";
            report.note(Topic::Pacts, words.to_owned());
            return;
        }
        let mut pairs = Vec::new();
        for (pair, promised) in &mut self.of {
            if !NYON.contains(&pair.0) || !NYON.contains(&pair.1) {
                continue;
            }
            let before = promised.get(&(NYON_YEARS.start() - 1)).is_some_and(|it| it.defense);
            let mut touched = false;
            for (_, promises) in promised.range_mut(NYON_YEARS) {
                if promises.defense && !promises.offense && !before {
                    promises.defense = false;
                    touched = true;
                }
            }
            if touched {
                pairs.push(format!("{}-{}", id(pair.0), id(pair.1)));
            }
        }
        if !pairs.is_empty() {
            report.note(
                Topic::Pacts,
                format!(
                    "the arrangement of Nyon (1937 to 1939), a naval patrol, is not counted as a promise of defence (--all-pacts keeps it): {}",
                    pairs.join(", ")
                ),
            );
        }
    }

    /// Since when a pair has kept a promise of this kind up to a year, and whether the file knows the beginning.
    fn since(&self, pair: Pair, kind: PactKind, year: i16) -> (i16, bool) {
        let held = |year: i16| match kind {
            PactKind::Defensive => self.get(pair, year).defense,
            PactKind::Offensive => self.get(pair, year).offense,
            PactKind::Neutrality => self.get(pair, year).neutral || self.get(pair, year).nonaggression,
            PactKind::Entente => self.get(pair, year).consultation,
        };
        let mut first = year;
        while held(first - 1) {
            first -= 1;
        }
        (first, self.years.contains(&(first - 1)))
    }
}

/// A pact.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Pact {
    pub(super) name: String,
    pub(super) kind: PactKind,
    pub(super) members: BTreeSet<u16>,
    /// When it was signed, as far as years tell.
    pub(super) since: Option<Date>,
}

/// Pacts with names that no two share.
#[derive(Debug, Clone, Default)]
pub(super) struct Book {
    pub(super) pacts: Vec<Pact>,
    names: BTreeSet<String>,
}

impl Book {
    /// Gathers pairs into pacts of a kind and adds them; gives their places. `when` ends their names.
    pub(super) fn add(
        &mut self,
        kind: PactKind,
        pairs: &BTreeSet<Pair>,
        since: Option<Date>,
        when: &str,
        id: impl Fn(u16) -> String,
    ) -> std::ops::Range<usize> {
        let first = self.pacts.len();
        for members in gather(pairs) {
            let ids: Vec<String> = members.iter().map(|code| id(*code)).collect();
            let who = match &ids[..] {
                ids if ids.len() <= NAMED => ids.join("-"),
                [one, two, rest @ ..] => format!("{one}, {two} and {} others", rest.len()),
                _ => String::new(),
            };
            let plain = format!("{who}: {}, {when}", word(kind));
            let mut name = plain.clone();
            for number in 2.. {
                if self.names.insert(name.clone()) {
                    break;
                }
                name = format!("{plain} ({number})");
            }
            self.pacts.push(Pact { name, kind, members, since });
        }
        first..self.pacts.len()
    }
}

/// A state joined a pact: its place in the book, who, and the pairs that this binds.
pub(super) type Joined = (usize, u16, Vec<Pair>);

impl Book {
    /// Lets states join pacts of a kind where new pairs bind them to all members; those pairs are taken away.
    pub(super) fn join(&mut self, kind: PactKind, pairs: &mut BTreeSet<Pair>) -> Vec<Joined> {
        let mut joined = Vec::new();
        for (place, pact) in self.pacts.iter_mut().enumerate() {
            if pact.kind != kind || pact.members.len() < JOINED {
                continue;
            }
            let comers: BTreeSet<u16> = pairs.iter().flat_map(|(a, b)| [*a, *b]).collect();
            for code in comers {
                let own: Vec<Pair> = pact.members.iter().map(|it| (code.min(*it), code.max(*it))).collect();
                if pact.members.contains(&code) || own.iter().any(|pair| !pairs.contains(pair)) {
                    continue;
                }
                pact.members.insert(code);
                own.iter().for_each(|pair| _ = pairs.remove(pair));
                joined.push((place, code, own));
            }
        }
        joined
    }
}

/// The pacts in force at the start, and the kind that binds each pair.
#[derive(Debug, Clone, Default)]
pub(super) struct Start {
    pub(super) book: Book,
    pub(super) kinds: BTreeMap<Pair, PactKind>,
}

/// Which pacts are in force on 1 January of a year. `None` if the file tells nothing of that day.
///
/// A promise is in force then if it stands in the year before and in the year itself: what stands in the year alone was
/// made in it, and what stands in the year before alone ended in that.
pub(super) fn at_start(
    promised: &Promised,
    year: i16,
    enemies: &BTreeSet<Pair>,
    id: impl Fn(u16) -> String,
    report: &mut Report,
) -> Option<Start> {
    let [before, now] = [year - 1, year].map(|year| promised.years.contains(&year));
    let in_force = |pair: Pair| match (before, now) {
        (true, true) => promised.get(pair, year - 1).and(promised.get(pair, year)),
        (true, false) => promised.get(pair, year - 1),
        _ => promised.get(pair, year),
    };
    match (before, now) {
        (false, false) => return None,
        (true, true) => {}
        (true, false) => report.note(
            Topic::Pacts,
            format!("the file ends with {}: pacts of that year are taken, some of which may have ended in it", year - 1),
        ),
        (false, true) => report.note(
            Topic::Pacts,
            format!("the file does not hold {}: pacts of {year} are taken, some of which may have been signed in it", year - 1),
        ),
    }
    let base = if before { year - 1 } else { year };
    let mut groups: BTreeMap<(u8, i16, bool), BTreeSet<Pair>> = BTreeMap::new();
    let mut kinds = BTreeMap::new();
    let mut beside = 0;
    for pair in promised.of.keys().copied() {
        let promises = in_force(pair);
        let Some(kind) = promises.kind() else { continue };
        if enemies.contains(&pair) {
            let words =
                format!("{}-{}: they are at war with one another at the start", id(pair.0), id(pair.1));
            report.note(Topic::Pacts, format!("left out, {} of {words}", word(kind)));
            continue;
        }
        let count = [
            promises.defense,
            promises.offense,
            promises.neutral || promises.nonaggression,
            promises.consultation,
        ];
        beside += usize::from(count.into_iter().filter(|it| *it).count() > 1);
        let (since, known) = promised.since(pair, kind, base);
        groups.entry((strength(kind), since, known)).or_default().insert(pair);
        kinds.insert(pair, kind);
    }
    let mut book = Book::default();
    // The oldest first, so that later members find the pact that they joined.
    for ((_, since, known), mut pairs) in groups {
        let Some(kind) = pairs.first().and_then(|pair| kinds.get(pair)).copied() else { continue };
        book.join(kind, &mut pairs);
        let (date, when) = if known {
            (Date::new(since, 7, 1).ok(), since.to_string())
        } else {
            (Some(new_year(since)), format!("by {since}"))
        };
        // What is only known of the year itself is no older than the start.
        let date = date.filter(|date| *date < new_year(year));
        book.add(kind, &pairs, date, &when, &id);
    }
    // The strongest first, then the largest.
    book.pacts.sort_by_key(|pact| (std::cmp::Reverse((strength(pact.kind), pact.members.len())), pact.since));
    for pact in book.pacts.iter().filter(|pact| pact.members.len() >= LARGE) {
        let ids: Vec<String> = pact.members.iter().map(|code| id(*code)).collect();
        report.note(
            Topic::Pacts,
            format!(
                "large, look whether it is an alliance in the sense meant: “{}” of {}",
                pact.name,
                ids.join(", ")
            ),
        );
    }
    if beside > 0 {
        report.note(
            Topic::Pacts,
            format!(
                "{beside} of {} pairs had promised weaker things besides, which the strongest stands for",
                kinds.len()
            ),
        );
    }
    Some(Start { book, kinds })
}
