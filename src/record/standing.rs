//! How things stood on a date, by the record.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{Entry, Event, Record, Side};
use crate::scenario::{PactKind, Scenario};

/// A pact in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tie {
    /// Its name; may be empty where the setup has none for it.
    pub name: String,
    /// What is promised.
    pub kind: PactKind,
    /// Between whom.
    pub members: BTreeSet<String>,
    /// Whom it is against, if anyone.
    pub target: Option<String>,
    /// When it lapses.
    pub until: Option<Date>,
}

/// A war under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fight {
    /// Its name; may be empty where the setup has none for it.
    pub name: String,
    /// Who leads each side: attackers, defenders.
    pub leaders: [String; 2],
    /// Who fights, and on which side.
    pub sides: BTreeMap<String, Side>,
}

/// Who was bound to whom, who fought whom, and who was sovereign, at the end of a day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Standing {
    /// The pacts in force.
    pub ties: Vec<Tie>,
    /// The wars under way.
    pub fights: Vec<Fight>,
    /// The states that are sovereign.
    pub sovereign: BTreeSet<String>,
    /// With whom, and against whom, states side without treaty or war.
    pub aligned: BTreeMap<String, (BTreeSet<String>, BTreeSet<String>)>,
    /// The states that have declared themselves neutral, and taken no side since.
    pub neutral: BTreeSet<String>,
}

impl Standing {
    /// How things stand as a scenario begins.
    pub fn at_start(scenario: &Scenario) -> Self {
        let id = |place: usize| scenario.states[place].id.clone();
        let ids = |places: &[usize]| places.iter().map(|place| id(*place)).collect();
        let tie = |pact: &crate::scenario::AllianceSetup| Tie {
            name: pact.name.clone(),
            kind: pact.kind,
            members: ids(&pact.members),
            target: pact.target.map(id),
            until: pact.until,
        };
        let fight = |war: &crate::scenario::WarSetup| Fight {
            name: war.name.clone(),
            leaders: [&war.attackers, &war.defenders]
                .map(|side| side.first().map(|leader| id(*leader)).unwrap_or_default()),
            sides: [(&war.attackers, Side::Attackers), (&war.defenders, Side::Defenders)]
                .into_iter()
                .flat_map(|(states, side)| states.iter().map(move |state| (id(*state), side)))
                .collect(),
        };
        Self {
            ties: scenario.alliances.iter().map(tie).collect(),
            fights: scenario.wars.iter().map(fight).collect(),
            sovereign: scenario.states.iter().map(|state| state.id.clone()).collect(),
            aligned: BTreeMap::new(),
            neutral: BTreeSet::new(),
        }
    }

    /// How things stood at the end of a day.
    pub fn on(record: &Record, scenario: &Scenario, date: Date) -> Self {
        let mut standing = Self::at_start(scenario);
        for entry in record.entries().iter().take_while(|entry| entry.date <= date) {
            standing.follow(entry);
        }
        standing.lapse(date);
        standing
    }

    /// Moves on to an entry of the record: pacts that ran out before its day end, and what it tells of happens.
    pub fn follow(&mut self, entry: &Entry) {
        self.lapse(entry.date);
        self.apply(&entry.event);
    }

    /// Ends pacts that have run out before a date.
    pub fn lapse(&mut self, date: Date) {
        self.ties.retain(|tie| tie.until.is_none_or(|until| until >= date));
    }

    /// What follows from an event.
    pub(crate) fn apply(&mut self, event: &Event) {
        match event {
            Event::Pact { name, kind, members, target, until, .. } => {
                if promises_arms(*kind) {
                    members.iter().for_each(|member| _ = self.neutral.remove(member));
                }
                self.ties.push(Tie {
                    name: name.clone(),
                    kind: *kind,
                    members: members.iter().cloned().collect(),
                    target: target.clone(),
                    until: *until,
                });
            }
            Event::Joins { pact, state, .. } => {
                let mut sided = false;
                if let Some(tie) = self.tie_mut(pact) {
                    tie.members.insert(state.clone());
                    sided = promises_arms(tie.kind);
                }
                if sided {
                    self.neutral.remove(state);
                }
            }
            Event::Leaves { pact, state } => {
                if let Some(tie) = self.tie_mut(pact) {
                    tie.members.remove(state);
                }
                self.tidy();
            }
            Event::Ends { pact } => self.ties.retain(|tie| tie.name != *pact),
            Event::War { name, attackers, defenders, .. } => {
                let sides = [(attackers, Side::Attackers), (defenders, Side::Defenders)];
                attackers.iter().chain(defenders).for_each(|state| _ = self.neutral.remove(state));
                self.fights.push(Fight {
                    name: name.clone(),
                    leaders: sides.map(|(states, _)| states.first().cloned().unwrap_or_default()),
                    sides: sides
                        .into_iter()
                        .flat_map(|(states, side)| states.iter().map(move |state| (state.clone(), side)))
                        .collect(),
                });
            }
            Event::Enters { war, state, side, .. } | Event::Changes { war, state, to: side, .. } => {
                self.neutral.remove(state);
                if let Some(fight) = self.fight_mut(war) {
                    fight.sides.insert(state.clone(), *side);
                }
            }
            Event::Quits { war, state } => {
                if let Some(fight) = self.fight_mut(war) {
                    fight.sides.remove(state);
                }
            }
            Event::Peace { war } => self.fights.retain(|fight| fight.name != *war),
            Event::Falls { state, .. } => {
                self.sovereign.remove(state);
                self.aligned.remove(state);
                self.neutral.remove(state);
                for tie in &mut self.ties {
                    tie.members.remove(state);
                }
                for fight in &mut self.fights {
                    fight.sides.remove(state);
                }
                self.tidy();
            }
            Event::Rises { state, .. } => {
                self.sovereign.insert(state.clone());
            }
            Event::Aligns { state, with, against, .. } => {
                self.neutral.remove(state);
                let (friends, foes) = self.aligned.entry(state.clone()).or_default();
                friends.extend(with.iter().cloned());
                foes.extend(against.iter().cloned());
                // Whom one turns to one no longer stands against.
                with.iter().for_each(|it| _ = foes.remove(it));
                against.iter().for_each(|it| _ = friends.remove(it));
            }
            Event::Neutral { state } => {
                self.aligned.remove(state);
                self.neutral.insert(state.clone());
            }
            Event::Cedes { .. } | Event::Sides { .. } => {}
        }
    }

    /// Takes away pacts of which one member is left.
    fn tidy(&mut self) {
        self.ties.retain(|tie| tie.members.len() > 1);
    }

    /// A pact by its name.
    pub fn tie(&self, name: &str) -> Option<&Tie> {
        self.ties.iter().find(|tie| tie.name == name)
    }

    fn tie_mut(&mut self, name: &str) -> Option<&mut Tie> {
        self.ties.iter_mut().find(|tie| tie.name == name)
    }

    /// A war by its name.
    pub fn fight(&self, name: &str) -> Option<&Fight> {
        self.fights.iter().find(|fight| fight.name == name)
    }

    fn fight_mut(&mut self, name: &str) -> Option<&mut Fight> {
        self.fights.iter_mut().find(|fight| fight.name == name)
    }

    /// Whether two states fight on different sides of a war.
    pub fn at_war(&self, a: &str, b: &str) -> bool {
        self.fights.iter().any(|fight| match (fight.sides.get(a), fight.sides.get(b)) {
            (Some(one), Some(other)) => one != other,
            _ => false,
        })
    }

    /// Whether two states are members of one pact, whatever it promises.
    pub fn bound(&self, a: &str, b: &str) -> bool {
        self.ties.iter().any(|tie| tie.members.contains(a) && tie.members.contains(b))
    }

    /// Whether two states have promised to defend each other or to attack together, or fight side by side.
    pub fn stand_together(&self, a: &str, b: &str) -> bool {
        let bound = |tie: &Tie| promises_arms(tie.kind) && tie.members.contains(a) && tie.members.contains(b);
        let beside = |fight: &Fight| fight.sides.get(a).is_some_and(|side| fight.sides.get(b) == Some(side));
        !self.at_war(a, b) && (self.ties.iter().any(bound) || self.fights.iter().any(beside))
    }
}

/// Whether members of such a pact fight for each other.
pub(super) fn promises_arms(kind: PactKind) -> bool {
    matches!(kind, PactKind::Defensive | PactKind::Offensive)
}
