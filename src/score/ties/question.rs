//! What is asked of history and of runs alike: which pairs can gain or lose a tie, by the end of which years; and who
//! joined which war on which side.

use jiff::civil::{Date, date};

use crate::record::{Camp, Count, Event, Record, Side, Standing};
use crate::scenario::{PactKind, Scenario, WarSetup};

/// Whether a pact of this kind is a tie in the sense of this score: a promise to fight.
pub(super) fn is_tie(kind: PactKind) -> bool {
    matches!(kind, PactKind::Defensive | PactKind::Offensive)
}

/// A state that joined a war after it had broken out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joiner {
    /// The war's name.
    pub war: String,
    /// Who, as a place in the scenario.
    pub state: usize,
    /// When it joined; asked at the end of this year.
    pub date: Date,
    /// With whom it stood: the attackers are the first camp.
    pub camp: Camp,
    /// Those who fought when the war broke out.
    pub outbreak: Count,
}

/// The pairs and wars of a setup and its record.
#[derive(Debug, Clone)]
pub(super) struct Question {
    /// Years, each asked about at its end.
    pub(super) years: Vec<i16>,
    /// Pairs without a tie at the start, as places in the scenario.
    pub(super) free: Vec<[usize; 2]>,
    /// Pairs with one.
    pub(super) tied: Vec<[usize; 2]>,
    /// For each of the free, by the end of which year (its place) it first had a tie, if it got one.
    pub(super) formed: Vec<Option<usize>>,
    /// For each of the tied, by the end of which year it first had none, if it lost it.
    pub(super) ended: Vec<Option<usize>>,
    /// Whether the loss was the fall of one of the two.
    pub(super) fell: Vec<bool>,
    /// Those who joined wars, in order of date.
    pub(super) joiners: Vec<Joiner>,
}

impl Question {
    /// What a record tells of, to the end of the year of its last entry or of `until`.
    pub(super) fn of(scenario: &Scenario, record: &Record, until: Option<Date>) -> Self {
        let last = record.entries().last().map_or(scenario.start, |entry| entry.date);
        let last = until.map_or(last, |until| last.min(until)).max(scenario.start);
        let years: Vec<i16> = (scenario.start.year()..=last.year()).collect();
        let mut standing = Standing::at_start(scenario);
        let at_start = tied_pairs(scenario, &standing);
        let (mut free, mut tied) = (Vec::new(), Vec::new());
        for (place, [low, high]) in pairs(scenario.states.len()).enumerate() {
            if at_start[place] { &mut tied } else { &mut free }.push([low, high]);
        }
        let (formed, ended) = (vec![None; free.len()], vec![None; tied.len()]);
        let fell = vec![false; tied.len()];
        let mut question = Self { years, free, tied, formed, ended, fell, joiners: Vec::new() };
        let mut entries = record.entries().iter().peekable();
        for at in 0..question.years.len() {
            let close = date(question.years[at], 12, 31);
            // Days on which something happened, each at its end, and the last of the year for what ran out.
            while let Some(day) = entries.peek().map(|entry| entry.date).filter(|day| *day <= close) {
                while let Some(entry) = entries.next_if(|entry| entry.date == day) {
                    standing.follow(entry);
                }
                question.note(scenario, &standing, at);
            }
            standing.lapse(close);
            question.note(scenario, &standing, at);
        }
        question.joiners = joiners(scenario, record, date(last.year(), 12, 31));
        question
    }

    /// Takes down which pairs have a tie in a year.
    fn note(&mut self, scenario: &Scenario, standing: &Standing, year: usize) {
        let now = tied_pairs(scenario, standing);
        for (pair, formed) in self.free.iter().zip(&mut self.formed) {
            if now[place(*pair)] {
                formed.get_or_insert(year);
            }
        }
        for (at, [low, high]) in self.tied.iter().enumerate() {
            if !now[place([*low, *high])] && self.ended[at].is_none() {
                self.ended[at] = Some(year);
                let stands = |state: &usize| standing.sovereign.contains(&scenario.states[*state].id);
                self.fell[at] = !stands(low) || !stands(high);
            }
        }
    }
}

/// All pairs of so many states, in the order of [`place`].
pub(super) fn pairs(states: usize) -> impl Iterator<Item = [usize; 2]> {
    (0..states).flat_map(|high| (0..high).map(move |low| [low, high]))
}

/// The place of a pair, in either order, among [`pairs`].
pub(super) fn place([a, b]: [usize; 2]) -> usize {
    let (low, high) = (a.min(b), a.max(b));
    high * high.saturating_sub(1) / 2 + low
}

/// Which pairs have a tie, in the order of [`pairs`].
fn tied_pairs(scenario: &Scenario, standing: &Standing) -> Vec<bool> {
    let mut tied = vec![false; pairs(scenario.states.len()).count()];
    for tie in standing.ties.iter().filter(|tie| is_tie(tie.kind)) {
        let members =
            (0..scenario.states.len()).filter(|state| tie.members.contains(&scenario.states[*state].id));
        let members: Vec<usize> = members.collect();
        for [low, high] in pairs(members.len()) {
            tied[place([members[low], members[high]])] = true;
        }
    }
    tied
}

/// Who joined wars of the setup or of the record, each once a war.
fn joiners(scenario: &Scenario, record: &Record, until: Date) -> Vec<Joiner> {
    let under_way = |war: &WarSetup| {
        let ids = |side: &[usize]| side.iter().map(|place| scenario.states[*place].id.clone()).collect();
        let (first, second) = (ids(&war.attackers), ids(&war.defenders));
        (war.name.clone(), Count { date: scenario.start, first, second, note: String::new() })
    };
    let mut outbreaks: Vec<(String, Count)> = scenario.wars.iter().map(under_way).collect();
    let mut joiners: Vec<Joiner> = Vec::new();
    for entry in record.between(scenario.start, until) {
        match &entry.event {
            Event::War { name, attackers, defenders, .. } => {
                let (first, second) = (attackers.clone(), defenders.clone());
                let outbreak = Count { date: entry.date, first, second, note: String::new() };
                // A later war may have the name of one that is over.
                outbreaks.retain(|(other, _)| other != name);
                outbreaks.push((name.clone(), outbreak));
            }
            Event::Enters { war, state, side, .. } => {
                let outbreak = outbreaks.iter().find(|(name, _)| name == war).map(|(_, outbreak)| outbreak);
                let place = scenario.states.iter().position(|it| it.id == *state);
                let (Some(outbreak), Some(place)) = (outbreak, place) else { continue };
                let again = |it: &Joiner| it.state == place && it.outbreak == *outbreak;
                if outbreak.protagonist(state).is_none() && !joiners.iter().any(again) {
                    let camp = if *side == Side::Attackers { Camp::First } else { Camp::Second };
                    let (war, outbreak) = (war.clone(), outbreak.clone());
                    joiners.push(Joiner { war, state: place, date: entry.date, camp, outbreak });
                }
            }
            _ => {}
        }
    }
    joiners
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{self, builtin::EUROPE_1936};

    fn asked(text: &str) -> (Scenario, Question) {
        let scenario = scenario::read(EUROPE_1936.name, EUROPE_1936.text).expect("the setup is valid");
        let record =
            Record::read("test.record.ron", text, &scenario).unwrap_or_else(|faults| panic!("{faults}"));
        let question = Question::of(&scenario, &record, None);
        (scenario, question)
    }

    fn pair(scenario: &Scenario, ids: [&str; 2]) -> [usize; 2] {
        let mut pair = ids.map(|id| scenario.states.iter().position(|it| it.id == id).expect("it is there"));
        pair.sort_unstable();
        pair
    }

    const RECORD: &str = r#"[
        (date: "1936-05-01", what: Pact(name: "Short", kind: defensive, members: ["FRN", "NOR"], until: "1936-08-01"), source: "a"),
        (date: "1937-05-01", what: Pact(name: "Talk", kind: entente, members: ["FRN", "DEN"]), source: "a"),
        (date: "1938-03-13", what: Falls(state: "CZE"), source: "a"),
        (date: "1938-05-01", what: Pact(name: "Steel", kind: offensive, members: ["GMY", "ITA"]), source: "a"),
        (date: "1938-06-01", what: War(name: "War", attackers: ["GMY"], defenders: ["POL"]), source: "a"),
        (date: "1938-07-01", what: Enters(war: "War", state: "UKG", side: defenders), source: "a"),
        (date: "1938-08-01", what: Quits(war: "War", state: "UKG"), source: "a"),
        (date: "1938-09-01", what: Enters(war: "War", state: "UKG", side: attackers), source: "a"),
        (date: "1939-01-01", what: Enters(war: "War", state: "HUN", side: attackers), source: "a"),
    ]"#;

    #[test]
    fn what_happened_is_told_by_year() {
        let (scenario, question) = asked(RECORD);
        assert_eq!(question.years, [1936, 1937, 1938, 1939]);
        assert_eq!(question.free.len() + question.tied.len(), 33 * 32 / 2);
        let formed = |ids| {
            let pair = pair(&scenario, ids);
            question.formed[question.free.iter().position(|it| *it == pair).expect("it had no tie")]
        };
        assert_eq!(formed(["FRN", "NOR"]), Some(0), "though it ran out in the same year");
        assert_eq!(formed(["FRN", "DEN"]), None, "talk is no tie");
        assert_eq!(formed(["GMY", "ITA"]), Some(2));
        assert_eq!(question.formed.iter().flatten().count(), 2);
        let lost = |ids| {
            let pair = pair(&scenario, ids);
            let at = question.tied.iter().position(|it| *it == pair).expect("it had a tie");
            (question.ended[at], question.fell[at])
        };
        assert_eq!(lost(["CZE", "ROM"]), (Some(2), true));
        assert_eq!(lost(["YUG", "ROM"]), (None, false));
    }

    #[test]
    fn joiners_are_those_who_came_later_each_once() {
        let (scenario, question) = asked(RECORD);
        let told: Vec<_> = question
            .joiners
            .iter()
            .map(|it| (scenario.states[it.state].id.as_str(), it.date.year(), it.camp))
            .collect();
        assert_eq!(told, [("UKG", 1938, Camp::Second), ("HUN", 1939, Camp::First)]);
        assert_eq!(question.joiners[0].outbreak.first, ["GMY"]);
    }

    #[test]
    fn a_last_day_cuts_the_record() {
        let scenario = scenario::read(EUROPE_1936.name, EUROPE_1936.text).expect("the setup is valid");
        let record = Record::read("test.record.ron", RECORD, &scenario).expect("it is valid");
        let question = Question::of(&scenario, &record, Some(date(1937, 6, 1)));
        assert_eq!(question.years, [1936, 1937]);
        assert!(question.joiners.is_empty() && question.ended.iter().all(Option::is_none));
        let none = Record::read("test.record.ron", "[]", &scenario).expect("it is valid");
        assert_eq!(Question::of(&scenario, &none, None).years, [1936]);
    }
}
