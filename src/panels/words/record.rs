//! What is told of history: the events of a record, and what a run made of them.

use std::borrow::Cow;

use super::{capitalised, pact, with_article};
use crate::record::{Entry, Event, Motive, Side};
use crate::scenario::Scenario;
use crate::simulation::in_sentence;

/// Most states that are named one by one.
const NAMED: usize = 4;

/// Sorts of what happened, each with a mark of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// A war began, or somebody entered one or changed sides in it.
    War,
    /// A pact was signed or joined.
    Pact,
    /// A pact was left or over.
    Parting,
    /// A war was over, or somebody out of it.
    Peace,
    /// A state was no more.
    Fall,
    /// A state was sovereign.
    Rise,
    /// Land changed hands.
    Land,
    /// A state took sides without a treaty.
    Side,
    /// A state declared itself neutral.
    Neutral,
    /// Sides were counted.
    Count,
}

impl Deed {
    /// All of them, the weightiest first: of several in one place it gives the mark.
    pub const ALL: [Self; 10] = [
        Self::War,
        Self::Fall,
        Self::Rise,
        Self::Peace,
        Self::Pact,
        Self::Parting,
        Self::Side,
        Self::Neutral,
        Self::Land,
        Self::Count,
    ];

    /// The sort of an event.
    pub fn of(event: &Event) -> Self {
        match event {
            Event::War { .. } | Event::Enters { .. } | Event::Changes { .. } => Self::War,
            Event::Pact { .. } | Event::Joins { .. } => Self::Pact,
            Event::Leaves { .. } | Event::Ends { .. } => Self::Parting,
            Event::Peace { .. } | Event::Quits { .. } => Self::Peace,
            Event::Falls { .. } => Self::Fall,
            Event::Rises { .. } => Self::Rise,
            Event::Cedes { .. } => Self::Land,
            Event::Aligns { .. } => Self::Side,
            Event::Neutral { .. } => Self::Neutral,
            Event::Sides { .. } => Self::Count,
        }
    }

    /// Its place by weight, the weightiest first.
    pub fn rank(self) -> usize {
        Self::ALL.iter().position(|deed| *deed == self).unwrap_or(Self::ALL.len())
    }
}

/// Who is who in what is told: the names of states and provinces of a setup, and the wars of a record.
#[derive(Clone, Copy)]
pub struct Told<'a> {
    scenario: &'a Scenario,
    entries: &'a [Entry],
}

impl<'a> Told<'a> {
    /// For the entries of a record of what followed on a setup.
    pub fn new(scenario: &'a Scenario, entries: &'a [Entry]) -> Self {
        Self { scenario, entries }
    }

    /// The name of a state within a sentence.
    pub fn mid(&self, code: &'a str) -> Cow<'a, str> {
        let state = self.scenario.states.iter().find(|state| state.id == code);
        state.map_or(Cow::Borrowed(code), |state| in_sentence(&state.name))
    }

    /// The name of a state at the start of a sentence.
    pub fn first(&self, code: &'a str) -> String {
        capitalised(&self.mid(code))
    }

    /// Several names within a sentence.
    pub fn list(&self, codes: &'a [String]) -> String {
        let more = codes.len().saturating_sub(NAMED);
        let shown = if more > 1 { NAMED } else { codes.len() };
        let names: Vec<Cow<str>> = codes[..shown].iter().map(|code| self.mid(code)).collect();
        match names.as_slice() {
            [] => "nobody".into(),
            names if shown < codes.len() => format!("{} and {} more", names.join(", "), codes.len() - shown),
            [one] => one.to_string(),
            [most @ .., last] => format!("{} and {last}", most.join(", ")),
        }
    }

    /// The strongest state on a side of a war as somebody joins it, by what each had at the setup's start.
    fn foremost(&self, war: &str, side: Side, before: &Event) -> Option<&'a str> {
        let mut all: Vec<&str> = self.leader(war, side).into_iter().collect();
        for entry in self.entries.iter().take_while(|entry| !std::ptr::eq(&entry.event, before)) {
            match &entry.event {
                Event::War { name, attackers, defenders, .. } if name == war => {
                    let own = if side == Side::Attackers { attackers } else { defenders };
                    all = own.iter().map(String::as_str).collect();
                }
                Event::Enters { war: name, state, side: to, .. }
                | Event::Changes { war: name, state, to, .. }
                    if name == war =>
                {
                    all.retain(|other| other != state);
                    if *to == side {
                        all.push(state);
                    }
                }
                Event::Quits { war: name, state } if name == war => all.retain(|other| other != state),
                Event::Falls { state, .. } => all.retain(|other| other != state),
                _ => {}
            }
        }
        let weight = |code: &str| {
            let state = self.scenario.states.iter().find(|state| state.id == code);
            state.map_or(0.0, |state| state.industry + state.military)
        };
        all.into_iter().max_by(|a, b| weight(a).total_cmp(&weight(b)))
    }

    /// Who led a side of a war as it began.
    fn leader(&self, war: &str, side: Side) -> Option<&'a str> {
        let begun = self.entries.iter().rev().find_map(|entry| match &entry.event {
            Event::War { name, attackers, defenders, .. } if name == war => Some(match side {
                Side::Attackers => attackers,
                Side::Defenders => defenders,
            }),
            _ => None,
        });
        let at_start = || {
            let war = self.scenario.wars.iter().find(|it| it.name == war)?;
            let side = if side == Side::Attackers { &war.attackers } else { &war.defenders };
            side.first().map(|leader| self.scenario.states[*leader].id.as_str())
        };
        begun.and_then(|side| side.first().map(String::as_str)).or_else(at_start)
    }

    /// On whose side somebody comes to fight: `beside Germany`, or `against Russia` where nobody else is left on it.
    fn beside(&self, state: &str, war: &str, side: Side, event: &Event) -> Option<String> {
        match self.foremost(war, side, event) {
            Some(friend) if friend != state => Some(format!("beside {}", self.mid(friend))),
            _ => self.foremost(war, side.other(), event).map(|foe| format!("against {}", self.mid(foe))),
        }
    }

    /// What happened, in a sentence.
    pub fn happened(&self, event: &'a Event) -> String {
        match event {
            Event::Pact { name, kind, members, target, .. } => {
                let against = target.as_ref().map(|target| format!(" against {}", self.mid(target)));
                let kind = with_article(pact(*kind));
                let what = if name.is_empty() { kind } else { format!("{}, {kind}", the(name)) };
                format!("{} sign {what}{}", capitalised(&self.list(members)), against.unwrap_or_default())
            }
            Event::Joins { pact, state, .. } => format!("{} joins {}", self.first(state), the(pact)),
            Event::Leaves { pact, state } => format!("{} leaves {}", self.first(state), the(pact)),
            Event::Ends { pact } => format!("{} is over", capitalised(&the(pact))),
            Event::War { name, attackers, defenders, .. } => {
                let verb = if attackers.len() == 1 { "attacks" } else { "attack" };
                let who = capitalised(&self.list(attackers));
                format!("{who} {verb} {}: {} begins", self.list(defenders), the(name))
            }
            Event::Enters { war, state, side, attacked: true, .. } => {
                match self.foremost(war, side.other(), event) {
                    Some(foe) => {
                        format!("{} is drawn into the war against {}", self.first(state), self.mid(foe))
                    }
                    None => format!("{} is drawn into {}", self.first(state), the(war)),
                }
            }
            Event::Enters { war, state, side, .. } => {
                let beside = self.beside(state, war, *side, event);
                match beside {
                    Some(beside) => format!("{} enters the war {beside}", self.first(state)),
                    None => format!("{} enters {}", self.first(state), the(war)),
                }
            }
            Event::Quits { war, state } => format!("{} is out of {}", self.first(state), the(war)),
            Event::Changes { war, state, to, .. } => {
                let beside = self.beside(state, war, *to, event).map(|beside| format!(", to fight {beside}"));
                format!("{} changes sides{}", self.first(state), beside.unwrap_or_default())
            }
            Event::Peace { war } => format!("{} is over", capitalised(&the(war))),
            Event::Falls { state, to } if to.is_empty() => format!("{} is no more", self.first(state)),
            Event::Falls { state, to } => {
                format!("{} is no more: its land falls to {}", self.first(state), self.list(to))
            }
            Event::Rises { state, from } if from.is_empty() => {
                format!("{} is a sovereign state", self.first(state))
            }
            Event::Rises { state, from } => {
                format!("{} is sovereign, no longer under {}", self.first(state), self.list(from))
            }
            Event::Cedes { state, to, regions } => {
                let (state, to) = (self.mid(state), self.mid(to));
                match regions.as_slice() {
                    [one] => format!("{} passes from {state} to {to}", self.province(one)),
                    more => format!("{} provinces pass from {state} to {to}", more.len()),
                }
            }
            Event::Aligns { state, with, against, .. } => {
                let with = if with.is_empty() { String::new() } else { format!(" with {}", self.list(with)) };
                let against = if against.is_empty() {
                    String::new()
                } else {
                    format!(" against {}", self.list(against))
                };
                format!("{} sides{with}{against}", self.first(state))
            }
            Event::Neutral { state } => format!("{} declares itself neutral", self.first(state)),
            Event::Sides { first, second } => {
                format!("Sides are counted: with {}, or with {}", self.list(first), self.list(second))
            }
        }
    }

    fn province(&self, code: &'a str) -> &'a str {
        let regions = &self.scenario.geography.regions;
        regions.find(code).map_or(code, |region| &regions[region].name)
    }
}

/// A pact or a war within a sentence: with its article, unless it is named after whose it is.
fn the(name: &str) -> String {
    let bare = name.strip_prefix("The ").or(name.strip_prefix("the ")).unwrap_or(name);
    let first = bare.split(' ').next().unwrap_or(bare);
    let owned = ["'s", "’s", "s'", "s’"].iter().any(|end| first.ends_with(end));
    if owned { bare.to_owned() } else { format!("the {bare}") }
}

/// The name of a motive as records code it.
pub fn coded(motive: Motive) -> &'static str {
    match motive {
        Motive::Threat => "threat",
        Motive::Fear => "fear",
        Motive::Profit => "profit",
        Motive::Wave => "wave of the future",
        Motive::Commitment => "commitment",
    }
}

/// What a motive that records code stands for.
pub fn coded_meaning(motive: Motive) -> &'static str {
    match motive {
        Motive::Threat => "To stand against a threat: balancing (Walt 1987).",
        Motive::Fear => "To be spared by a threat: appeasement (Walt 1987).",
        Motive::Profit => "For what there was to gain: jackals, piling on (Schweller 1994).",
        Motive::Wave => "For where the world seemed to go: a wave of the future (Schweller 1994).",
        Motive::Commitment => "Because an ally called (Snyder 1997).",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Record;
    use crate::scenario::{self, builtin::EUROPE_1936};

    #[test]
    fn what_happened_reads_as_a_sentence() {
        let scenario = scenario::read(EUROPE_1936.name, EUROPE_1936.text).expect("the setup is valid");
        let text = r#"[
            (date: "1936-05-01", what: Pact(name: "Pact of Steel", kind: offensive, members: ["GMY", "ITA"]), source: "-"),
            (date: "1936-05-01", what: Pact(name: "", kind: entente, members: ["GMY", "ITA"], target: "RUS"), source: "-"),
            (date: "1936-05-02", what: War(name: "Great War", attackers: ["GMY"], defenders: ["POL", "RUS"]), source: "-"),
            (date: "1936-05-03", what: Enters(war: "Great War", state: "ITA", side: attackers), source: "-"),
            (date: "1936-05-04", what: Changes(war: "Great War", state: "ITA", to: defenders), source: "-"),
            (date: "1936-05-05", what: Enters(war: "Great War", state: "UKG", side: defenders), source: "-"),
            (date: "1936-05-06", what: Peace(war: "Great War"), source: "-"),
            (date: "1936-05-07", what: Falls(state: "AUS", to: ["GMY"]), source: "-"),
            (date: "1936-05-08", what: Aligns(state: "HUN", with: ["GMY"], against: ["RUS"]), source: "-"),
            (date: "1936-05-09", what: Sides(first: ["GMY"], second: ["FRN", "UKG", "RUS", "POL", "BEL", "NTH"]), source: "-"),
        ]"#;
        let record = Record::read("test", text, &scenario).unwrap_or_else(|all| panic!("{all}"));
        let told = Told::new(&scenario, record.entries());
        let said: Vec<String> = record.entries().iter().map(|entry| told.happened(&entry.event)).collect();
        assert_eq!(
            said,
            [
                "Germany and Italy sign the Pact of Steel, an offensive pact",
                "Germany and Italy sign an entente against the Soviet Union",
                "Germany attacks Poland and the Soviet Union: the Great War begins",
                "Italy enters the war beside Germany",
                "Italy changes sides, to fight beside the Soviet Union",
                "The United Kingdom enters the war beside the Soviet Union",
                "The Great War is over",
                "Austria is no more: its land falls to Germany",
                "Hungary sides with Germany against the Soviet Union",
                "Sides are counted: with Germany, or with France, the United Kingdom, the Soviet Union, Poland and 2 more",
            ]
        );
    }

    #[test]
    fn every_entry_of_every_record_is_told_in_words() {
        for setup in scenario::builtin::THEATRES {
            let scenario = scenario::read(setup.name, setup.text).expect("the setup is valid");
            let record = Record::of_builtin(setup, &scenario).unwrap_or_else(|all| panic!("{all}"));
            for entry in record.iter().flat_map(|record| record.entries()) {
                let told = Told::new(&scenario, record.as_ref().map_or(&[], |it| it.entries()));
                let said = told.happened(&entry.event);
                let begins = |it: char| it.is_uppercase() || it.is_ascii_digit();
                assert!(said.starts_with(begins) && !said.contains("  "), "{said}");
                let codes = entry.event.states().into_iter().filter(|code| told.mid(code) == *code);
                assert_eq!(codes.count(), 0, "every state has a name: {said}");
            }
        }
    }
}
