//! What differs between states: beliefs, pacts and wars.

use std::collections::{BTreeMap, BTreeSet};

use bevy_ecs::prelude::*;
use jiff::civil::Date;

use super::Transfer;
use crate::scenario::{AllianceSetup, BeliefSetup, Scenario, WarSetup};
use crate::simulation::declare::alarm_of_war;
use crate::simulation::realm::agree;
use crate::simulation::{Alliance, AllianceId, Alliances, Holdings, Pairs, Side, StateId, War, WarId, Wars};
use crate::theory::belief::Belief;

impl<'a> Transfer<'a> {
    /// Beliefs, pacts and wars.
    pub(super) fn tie(&mut self, world: &mut World) {
        self.set_beliefs(world);
        for pact in self.lost(self.pacts_of(self.before), self.pacts_of(self.after)) {
            let mut alliances = world.resource_mut::<Alliances>();
            let found = alliances.iter().find(|other| is_same(other, &pact)).map(|other| other.id);
            if let Some(id) = found {
                alliances.end(id);
                self.felt = true;
            }
        }
        for pact in self.lost(self.pacts_of(self.after), self.pacts_of(self.before)) {
            world.resource_mut::<Alliances>().add(pact);
            self.felt = true;
        }
        let mut begun = self.lost(self.wars_of(self.after), self.wars_of(self.before));
        let mut fought_on = false;
        for war in self.lost(self.wars_of(self.before), self.wars_of(self.after)) {
            let found = world.resource::<Wars>().iter().find(|other| war.is(other)).map(|other| other.id);
            let Some(id) = found else { continue };
            // A war that some joined or left is still the same war.
            match begun.iter().position(|other| war.goes_on_as(other)) {
                Some(place) => {
                    self.change_sides(world, id, &begun.remove(place));
                    fought_on = true;
                }
                None => {
                    world.resource_mut::<Wars>().end(id);
                    world.resource_scope(|world, mut wars: Mut<Wars>| {
                        agree(&mut world.resource_mut::<Holdings>(), &mut wars);
                    });
                }
            }
            self.felt = true;
        }
        for war in begun {
            let mut wars = world.resource_mut::<Wars>();
            let id = wars.begin(war.name, &war.attackers, &war.defenders, war.since);
            // A peace that bound them binds no longer.
            for (a, b) in war.attackers.iter().flat_map(|a| war.defenders.iter().map(move |b| (a, b))) {
                wars.unbind(*a, *b);
            }
            self.begun.push(id);
            self.felt = true;
            self.attacks(world, &war.attackers);
        }
        if !self.begun.is_empty() || fought_on {
            let parameters = self.after.parameters;
            world.resource_scope(|world, mut pairs: Mut<Pairs>| {
                pairs.see_enemies(world.resource::<Wars>(), &parameters);
            });
        }
    }

    /// Brings the sides of a war that goes on in line with the setup.
    fn change_sides(&mut self, world: &mut World, id: WarId, now: &Sides) {
        let Some(was) = world.resource::<Wars>().get(id).cloned() else { return };
        let sides = [(Side::Attackers, &now.attackers), (Side::Defenders, &now.defenders)];
        for (side, states) in sides {
            for state in was.side(side).iter().filter(|state| !states.contains(state)) {
                // The first of those who stay leads on.
                let heir = states.iter().copied().find(|other| was.side(side).contains(other));
                world.resource_mut::<Wars>().withdraw(id, *state, heir);
            }
        }
        for (side, states) in sides {
            let others = if side == Side::Attackers { &now.defenders } else { &now.attackers };
            let new: Vec<StateId> =
                states.iter().copied().filter(|state| !was.side(side).contains(state)).collect();
            let mut wars = world.resource_mut::<Wars>();
            for state in &new {
                wars.enter(id, *state, side);
                others.iter().for_each(|enemy| wars.unbind(*state, *enemy));
            }
            if side == Side::Attackers {
                self.attacks(world, &new);
            }
        }
        world.resource_scope(|world, mut wars: Mut<Wars>| {
            agree(&mut world.resource_mut::<Holdings>(), &mut wars);
        });
        self.begun.push(id);
    }

    /// Where a record tells who attacks, everybody takes note of it as of any attack.
    fn attacks(&self, world: &mut World, attackers: &[StateId]) {
        if self.after.parameters.free_choice > 0.0 {
            return;
        }
        world.resource_scope(|world, mut pairs: Mut<Pairs>| {
            for by in attackers {
                alarm_of_war(&mut pairs, world.resource(), *by, &self.after.parameters);
            }
        });
    }

    /// What of one list is not in the other, each as often as it is there too often.
    fn lost<T: PartialEq>(&self, from: Vec<T>, other: Vec<T>) -> Vec<T> {
        let mut left = other;
        let mut lost = Vec::new();
        for each in from {
            match left.iter().position(|other| *other == each) {
                Some(place) => drop(left.swap_remove(place)),
                None => lost.push(each),
            }
        }
        lost
    }

    /// The pacts of a setup as the world would hold them; those of states that are gone have ended with them.
    fn pacts_of(&self, scenario: &Scenario) -> Vec<Alliance> {
        let pact = |said: &AllianceSetup| {
            let remains = |place: &usize| self.is.contains_key(scenario.states[*place].id.as_str());
            let mut members: Vec<StateId> =
                said.members.iter().filter(|it| remains(it)).map(|it| self.id(scenario, *it)).collect();
            members.sort_unstable();
            let target = said.target.filter(|it| remains(it)).map(|place| self.id(scenario, place));
            let whole = members.len() >= 2 && target.is_some() == said.target.is_some();
            whole.then(|| Alliance {
                id: AllianceId(0),
                name: said.name.clone(),
                kind: said.kind,
                members,
                target,
                leader: None,
                since: said.since.unwrap_or(scenario.start),
                until: said.until,
            })
        };
        scenario.alliances.iter().filter_map(pact).collect()
    }

    /// The wars of a setup, with those who remain.
    fn wars_of(&self, scenario: &Scenario) -> Vec<Sides> {
        let side = |places: &[usize]| -> Vec<StateId> {
            let remains = |place: &&usize| self.is.contains_key(scenario.states[**place].id.as_str());
            places.iter().filter(remains).map(|place| self.id(scenario, *place)).collect()
        };
        let war = |said: &WarSetup| {
            let (attackers, defenders) = (side(&said.attackers), side(&said.defenders));
            let since = said.since.unwrap_or(scenario.start);
            let whole = !attackers.is_empty() && !defenders.is_empty();
            whole.then(|| Sides { name: said.name.clone(), attackers, defenders, since })
        };
        scenario.wars.iter().filter_map(war).collect()
    }

    fn set_beliefs(&mut self, world: &mut World) {
        let list = |scenario: &'a Scenario| -> BTreeMap<(StateId, StateId), (f64, Option<f64>)> {
            let pair = |said: &BeliefSetup| {
                ((self.id(scenario, said.of), self.id(scenario, said.about)), (said.intent, said.weight))
            };
            scenario.beliefs.iter().map(pair).collect()
        };
        let (was, is) = (list(self.before), list(self.after));
        let parameters = self.after.parameters;
        let mut pairs = world.resource_mut::<Pairs>();
        for (pair, said) in &is {
            if was.get(pair) != Some(said) {
                let weight = said.1.map_or(parameters.belief_weight, |weight| weight as f32);
                pairs.set_belief(pair.0, pair.1, Belief::new(said.0 as f32, weight));
                self.felt = true;
            }
        }
        let remaining: BTreeSet<StateId> = self.is.keys().map(|code| self.ids[*code]).collect();
        let lost = was.keys().filter(|pair| !is.contains_key(pair));
        for pair in lost.filter(|pair| remaining.contains(&pair.0) && remaining.contains(&pair.1)) {
            pairs.set_belief(pair.0, pair.1, Belief::prior(&parameters));
            self.felt = true;
        }
    }
}

/// A war of a setup.
#[derive(PartialEq)]
struct Sides {
    name: String,
    attackers: Vec<StateId>,
    defenders: Vec<StateId>,
    since: Date,
}

impl Sides {
    /// Whether it is the same war with other states in it: by name and beginning, with somebody left on each side.
    fn goes_on_as(&self, other: &Self) -> bool {
        let remains =
            |before: &[StateId], after: &[StateId]| before.iter().any(|state| after.contains(state));
        (self.since == other.since && self.name == other.name)
            && remains(&self.attackers, &other.attackers)
            && remains(&self.defenders, &other.defenders)
    }

    fn is(&self, war: &War) -> bool {
        let same = |said: &[StateId], side: &[StateId]| {
            let mut said = said.to_vec();
            said.sort_unstable();
            said == side
        };
        (self.since == war.since && self.name == war.name)
            && same(&self.attackers, &war.attackers)
            && same(&self.defenders, &war.defenders)
    }
}

/// Whether an alliance is the one that a setup tells of.
fn is_same(pact: &Alliance, said: &Alliance) -> bool {
    let Alliance { id: _, leader: _, name, kind, members, target, since, until } = said;
    (name, kind, members) == (&pact.name, &pact.kind, &pact.members)
        && (target, since, until) == (&pact.target, &pact.since, &pact.until)
}
