//! Sides: with whom a state stands, when two camps have formed around their protagonists.

use jiff::civil::Date;

use super::standing::promises_arms;
use super::{Event, Record, Standing};
use crate::scenario::PactKind;

/// One of two camps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Camp {
    /// The one that is named first.
    First,
    /// The other.
    Second,
}

impl Camp {
    /// The other camp.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::First => Self::Second,
            Self::Second => Self::First,
        }
    }
}

/// A day on which it is counted who stands on which side, and around whom the sides form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// At the end of which day.
    pub date: Date,
    /// The protagonists of the first camp.
    pub first: Vec<String>,
    /// Those of the second.
    pub second: Vec<String>,
    /// What else there is to know; may be empty.
    pub note: String,
}

impl Count {
    /// Whose protagonist a state is declared to be, if it is one.
    pub fn protagonist(&self, state: &str) -> Option<Camp> {
        let among = |camp: &[String]| camp.iter().any(|it| it == state);
        match (among(&self.first), among(&self.second)) {
            (true, _) => Some(Camp::First),
            (_, true) => Some(Camp::Second),
            _ => None,
        }
    }
}

impl Record {
    /// The days on which sides are counted, in order.
    pub fn counts(&self) -> impl Iterator<Item = Count> {
        self.entries().iter().filter_map(|entry| match &entry.event {
            Event::Sides { first, second } => Some(Count {
                date: entry.date,
                first: first.clone(),
                second: second.clone(),
                note: entry.note.clone(),
            }),
            _ => None,
        })
    }

    /// The count that a day is held against: the first on that day or after it, else the last.
    pub fn count_at(&self, date: Date) -> Option<Count> {
        let mut counts = self.counts();
        let mut last = None;
        counts
            .find(|count| {
                last = Some(count.clone());
                count.date >= date
            })
            .or(last)
    }
}

/// What has been seen of a state's stand: beside whom.
#[derive(Default)]
struct Seen([bool; 2]);

impl Seen {
    fn beside(&mut self, camp: Camp) {
        self.0[usize::from(camp == Camp::Second)] = true;
    }

    /// Nothing where nothing was seen; no camp where it was seen beside both.
    fn verdict(&self) -> Option<Option<Camp>> {
        match self.0 {
            [false, false] => None,
            [true, false] => Some(Some(Camp::First)),
            [false, true] => Some(Some(Camp::Second)),
            [true, true] => Some(None),
        }
    }
}

impl Standing {
    /// With which camp a state stands; a protagonist with its own, and no state with both.
    ///
    /// What weighs most decides: in whose wars it fights, and on which side; that it has declared itself neutral; to
    /// whom it is bound to fight for, or against whom; with whom it is aligned or has an entente. Where the same weight
    /// puts it beside both, it stands with neither. A promise not to fight is no side.
    pub fn camp(&self, state: &str, count: &Count) -> Option<Camp> {
        if let Some(camp) = count.protagonist(state) {
            return Some(camp);
        }
        let of = |other: &str| count.protagonist(other);
        let mut fights = Seen::default();
        for fight in &self.fights {
            let Some(own) = fight.sides.get(state) else { continue };
            for (other, side) in &fight.sides {
                if let Some(camp) = of(other) {
                    fights.beside(if side == own { camp } else { camp.other() });
                }
            }
        }
        if let Some(camp) = fights.verdict() {
            return camp;
        }
        if self.neutral.contains(state) {
            return None;
        }
        let (mut bound, mut leaning) = (Seen::default(), Seen::default());
        for tie in self.ties.iter().filter(|tie| tie.members.contains(state)) {
            let seen = match tie.kind {
                kind if promises_arms(kind) => &mut bound,
                PactKind::Entente => &mut leaning,
                _ => continue,
            };
            tie.members.iter().filter_map(|member| of(member)).for_each(|camp| seen.beside(camp));
            // Whoever is bound against a protagonist stands on the other side, with or without its protagonists.
            if let Some(camp) = tie.target.as_deref().and_then(of) {
                seen.beside(camp.other());
            }
        }
        if let Some((with, against)) = self.aligned.get(state) {
            with.iter().filter_map(|other| of(other)).for_each(|camp| leaning.beside(camp));
            against.iter().filter_map(|other| of(other)).for_each(|camp| leaning.beside(camp.other()));
        }
        bound.verdict().or_else(|| leaning.verdict()).flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{self, Scenario, builtin::EUROPE_1936};

    fn europe() -> Scenario {
        scenario::read(EUROPE_1936.name, EUROPE_1936.text).expect("the setup is valid")
    }

    /// Camps of these states after what happened, Germany in the first, France and Britain in the second.
    fn camps(events: &str, states: &[&str]) -> Vec<Option<Camp>> {
        let scenario = Scenario { alliances: Vec::new(), ..europe() };
        let text = format!(
            "[{events} (date: \"1941-01-01\", what: Sides(first: [\"GMY\"], second: [\"FRN\", \"UKG\"]), source: \"-\")]"
        );
        let record = Record::read("test.record.ron", &text, &scenario).unwrap_or_else(|it| panic!("{it}"));
        let count = record.counts().next().expect("it is there");
        let standing = Standing::on(&record, &scenario, count.date);
        states.iter().map(|state| standing.camp(state, &count)).collect()
    }

    const FIRST: Option<Camp> = Some(Camp::First);
    const SECOND: Option<Camp> = Some(Camp::Second);

    #[test]
    fn protagonists_stand_with_their_own_and_strangers_with_nobody() {
        assert_eq!(camps("", &["GMY", "FRN", "UKG", "SWZ"]), [FIRST, SECOND, SECOND, None]);
    }

    #[test]
    fn pacts_tell_sides_and_what_binds_more_tells_first() {
        let events = r#"
            (date: "1937-01-01", what: Pact(name: "A", kind: defensive, members: ["FRN", "POL"]), source: "-"),
            (date: "1937-01-02", what: Pact(name: "B", kind: entente, members: ["GMY", "POL"]), source: "-"),
            (date: "1937-01-03", what: Pact(name: "C", kind: neutrality, members: ["GMY", "LIT"]), source: "-"),
            (date: "1937-01-04", what: Pact(name: "D", kind: defensive, members: ["ROM", "YUG"], target: "GMY"), source: "-"),
            (date: "1937-01-05", what: Pact(name: "E", kind: entente, members: ["GMY", "HUN"]), source: "-"),
            (date: "1937-01-06", what: Pact(name: "F", kind: defensive, members: ["GMY", "ITA"]), source: "-"),
            (date: "1937-01-07", what: Pact(name: "G", kind: defensive, members: ["FRN", "ITA"]), source: "-"),
        "#;
        let found = camps(events, &["POL", "LIT", "ROM", "YUG", "HUN", "ITA"]);
        assert_eq!(found, [SECOND, None, SECOND, SECOND, FIRST, None]);
    }

    #[test]
    fn wars_weigh_more_than_words_and_neutrality_more_than_old_promises() {
        let events = r#"
            (date: "1937-01-01", what: Pact(name: "A", kind: defensive, members: ["GMY", "ITA"]), source: "-"),
            (date: "1937-01-01", what: Pact(name: "B", kind: defensive, members: ["GMY", "HUN"]), source: "-"),
            (date: "1937-01-01", what: Pact(name: "C", kind: entente, members: ["GMY", "SPN"]), source: "-"),
            (date: "1939-09-01", what: War(name: "War", attackers: ["GMY"], defenders: ["POL"]), source: "-"),
            (date: "1939-09-02", what: Neutral(state: "ITA"), source: "-"),
            (date: "1939-09-02", what: Neutral(state: "SPN"), source: "-"),
            (date: "1939-09-03", what: Aligns(state: "SPN", with: ["GMY"]), source: "-"),
            (date: "1940-06-10", what: Enters(war: "War", state: "HUN", side: defenders), source: "-"),
        "#;
        let found = camps(events, &["POL", "ITA", "HUN", "SPN"]);
        assert_eq!(found, [SECOND, None, SECOND, FIRST]);
    }
}
