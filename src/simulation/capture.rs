//! Capture: the world as it stands becomes a scenario again.
//!
//! What a scenario has no words for is left out: exhaustion and arming, how wars stand, truces, recent turns and
//! homelands lost. What the scenario that the world was loaded from says in words the world still agrees with is kept
//! as it was said there, so that right after loading the two are equal.

use std::collections::BTreeMap;

use bevy_ecs::prelude::*;

use super::{
    Alliance, Alliances, Basis, Clock, Creed, Growth, Holdings, Identity, Interest, Movements, Pairs,
    Posture, Resources, Roster, Rules, StateId, Terrain, War, Wars,
};
use crate::scenario::{AllianceSetup, BeliefSetup, Scenario, StateSetup, WarSetup};
use crate::theory::belief::Belief;
use crate::theory::parameters::{Parameters, Preset, TABLE};
use crate::world::RegionId;

/// The largest amount that a scenario writes down.
const LARGEST: f32 = 1e15;

/// By what amounts are multiplied that have outgrown what a scenario writes down.
const SMALLER: f32 = 1.0 / (1u64 << 63) as f32;

/// The present as a setup: who there is, with what, where, and how all stand to one another.
///
/// # Panics
/// If no scenario has been loaded into the world.
pub fn capture(world: &World) -> Scenario {
    let base = &*world.resource::<Basis>().0;
    let clock = world.resource::<Clock>();
    let parameters = world.resource::<Rules>().parameters;
    let states = states(world, base, &parameters);
    let roster = world.resource::<Roster>();
    let code = |id: StateId| {
        world.get::<Identity>(roster.entities[id.index()]).map_or("", |identity| identity.code.as_str())
    };
    let by_code: BTreeMap<&str, usize> =
        states.iter().enumerate().map(|(place, state)| (state.id.as_str(), place)).collect();
    let stage = Stage {
        base,
        moved: clock.tick > 0,
        places: roster.ids().map(|id| by_code.get(code(id)).copied()).collect(),
        base_places: {
            let ids: BTreeMap<&str, StateId> = roster.ids().map(|id| (code(id), id)).collect();
            base.states.iter().map(|state| ids.get(state.id.as_str()).copied()).collect()
        },
    };
    let wars = world.resource::<Wars>();
    Scenario {
        start: clock.date(),
        preset: preset(base, &parameters),
        parameters,
        alliances: stage.alliances(world.resource(), wars),
        wars: stage.wars(wars),
        beliefs: stage.beliefs(world.resource(), wars, &parameters),
        name: base.name.clone(),
        description: base.description.clone(),
        sources: base.sources.clone(),
        tick: base.tick,
        map: base.map,
        geography: world.resource::<Terrain>().0.clone(),
        states,
    }
}

/// By what the world's population, industry and military are multiplied to be written down: a power of two.
pub(super) fn units(world: &World) -> [f32; 3] {
    let mut most = [0.0f32; 3];
    for entity in &world.resource::<Roster>().entities {
        let Some(Resources(held)) = world.get(*entity) else { continue };
        for (most, mine) in most.iter_mut().zip([held.population, held.industry, held.military]) {
            *most = most.max(mine);
        }
    }
    most.map(|most| if most > LARGEST { SMALLER } else { 1.0 })
}

/// A number as a person would write it who means just this one: the shortest decimal.
pub(super) fn shortest(value: f32) -> f64 {
    value.to_string().parse().unwrap_or(0.0)
}

/// The number of the setup where the world still holds it, else the world's.
fn kept(said: Option<f64>, now: f32) -> f64 {
    said.filter(|said| *said as f32 == now).unwrap_or_else(|| shortest(now))
}

/// The states that have land: those of the setup in its order, then those founded since.
fn states(world: &World, base: &Scenario, parameters: &Parameters) -> Vec<StateSetup> {
    let roster = world.resource::<Roster>();
    let said: BTreeMap<&str, usize> =
        base.states.iter().enumerate().map(|(place, state)| (state.id.as_str(), place)).collect();
    let (units, movements) = (units(world), world.resource::<Movements>());
    let lands = world.resource::<Holdings>().by_state(roster.len());
    let mut states: Vec<(usize, StateSetup)> = Vec::with_capacity(roster.len());
    for (entity, land) in roster.entities.iter().zip(lands).filter(|(_, land)| !land.is_empty()) {
        let parts = world
            .entity(*entity)
            .components::<(&Identity, &Resources, &Posture, &Interest, &Creed, &Growth)>();
        let place = said.get(parts.0.code.as_str()).copied();
        let setup = state(parts, place.map(|place| &base.states[place]), (units, land), movements);
        let growth = growth(parts.5.industry, place.map(|place| &base.states[place]), parameters);
        states.push((place.unwrap_or(usize::MAX), StateSetup { growth, ..setup }));
    }
    states.sort_by_key(|(place, _)| *place);
    states.into_iter().map(|(_, state)| state).collect()
}

/// One state as it stands; growth is still to be filled in.
fn state(
    (identity, Resources(held), posture, interest, creed, _): (
        &Identity,
        &Resources,
        &Posture,
        &Interest,
        &Creed,
        &Growth,
    ),
    said: Option<&StateSetup>,
    (units, territory): ([f32; 3], Vec<RegionId>),
    movements: &Movements,
) -> StateSetup {
    let number = |now: f32, of: fn(&StateSetup) -> f64| kept(said.map(of), now);
    let selectors = said.filter(|said| said.territory == territory).map(|said| said.selectors.clone());
    StateSetup {
        id: identity.code.clone(),
        name: identity.name.clone(),
        cow: identity.cow,
        capital_name: identity.capital_name.clone(),
        capital: identity.capital,
        capital_region: identity.capital_region,
        selectors: selectors.unwrap_or_default(),
        colour: identity.colour,
        population: number(held.population * units[0], |said| said.population),
        industry: number(held.industry * units[1], |said| said.industry),
        military: number(held.military * units[2], |said| said.military),
        technology: number(held.technology, |said| said.technology),
        offense: number(posture.offense, |said| said.offense),
        intent: number(posture.intent, |said| said.intent),
        revisionism: number(interest.revisionism, |said| said.revisionism),
        ideology: creed.0.map(|number| movements.list[usize::from(number)].name.clone()),
        growth: None,
        territory,
    }
}

/// Growth as a setup says it: not at all where it is what the theory gives.
fn growth(now: f32, said: Option<&StateSetup>, parameters: &Parameters) -> Option<f64> {
    let said = said.and_then(|said| said.growth).filter(|said| *said as f32 == now);
    said.or_else(|| (now != parameters.growth).then(|| shortest(now)))
}

/// The school that the parameters are nearest to, the setup's own before others.
fn preset(base: &Scenario, parameters: &Parameters) -> Preset {
    let differing = |preset: Preset| {
        let usual = preset.parameters();
        TABLE.iter().filter(|row| parameters.get(row.name) != usual.get(row.name)).count()
    };
    if *parameters == base.parameters {
        return base.preset;
    }
    let all = [base.preset].into_iter().chain(Preset::ALL);
    all.min_by_key(|preset| differing(*preset)).unwrap_or(base.preset)
}

/// What ties are told by.
struct Stage<'a> {
    base: &'a Scenario,
    /// Whether time has passed since the setup.
    moved: bool,
    /// The place of each state in the captured setup; none of those that are no more.
    places: Vec<Option<usize>>,
    /// The number of each state of the setup.
    base_places: Vec<Option<StateId>>,
}

impl Stage<'_> {
    fn places(&self, states: &[StateId]) -> Option<Vec<usize>> {
        states.iter().map(|state| self.places[state.index()]).collect()
    }

    /// The numbers of states of the setup.
    fn ids(&self, places: &[usize]) -> Option<Vec<StateId>> {
        places.iter().map(|place| self.base_places[*place]).collect()
    }

    /// The pacts in force: those of the setup in its words and order, then the others. A pact against a power that is
    /// no more says nothing, and one among enemies cannot be said.
    fn alliances(&self, alliances: &Alliances, wars: &Wars) -> Vec<AllianceSetup> {
        let mut left: Vec<&Alliance> = alliances.iter().collect();
        left.retain(|pact| {
            let mut members = pact.members.iter().enumerate();
            !members.any(|(at, a)| pact.members[at + 1..].iter().any(|b| wars.at_war(*a, *b)))
        });
        let mut list = Vec::with_capacity(left.len());
        for said in &self.base.alliances {
            let at = left.iter().position(|pact| self.is_pact(pact, said));
            let Some(pact) = at.map(|at| left.remove(at)) else { continue };
            let (Some(members), Some(target)) = (self.in_order(&said.members), self.target(pact)) else {
                continue;
            };
            let since = self.since(said.since);
            list.push(AllianceSetup { members, target, since, ..said.clone() });
        }
        for pact in left {
            let (Some(members), Some(target)) = (self.places(&pact.members), self.target(pact)) else {
                continue;
            };
            list.push(AllianceSetup {
                name: pact.name.clone(),
                kind: pact.kind,
                members,
                since: Some(pact.since).filter(|since| self.moved || *since != self.base.start),
                until: pact.until,
                target,
            });
        }
        list
    }

    /// Places of the setup as places of the captured one.
    fn in_order(&self, places: &[usize]) -> Option<Vec<usize>> {
        self.places(&self.ids(places)?)
    }

    fn target(&self, pact: &Alliance) -> Option<Option<usize>> {
        match pact.target {
            Some(target) => self.places[target.index()].map(Some),
            None => Some(None),
        }
    }

    fn is_pact(&self, pact: &Alliance, said: &AllianceSetup) -> bool {
        let Some(mut members) = self.ids(&said.members) else { return false };
        members.sort_unstable();
        let target = said.target.map(|place| self.base_places[place]);
        (members == pact.members && target == pact.target.map(Some))
            && (said.kind == pact.kind && said.name == pact.name && said.until == pact.until)
            && said.since.unwrap_or(self.base.start) == pact.since
    }

    /// When something of the setup began, to be said in a setup that starts later.
    fn since(&self, said: Option<jiff::civil::Date>) -> Option<jiff::civil::Date> {
        said.or_else(|| self.moved.then_some(self.base.start))
    }

    /// The wars under way, who leads a side first.
    fn wars(&self, wars: &Wars) -> Vec<WarSetup> {
        let mut left: Vec<&War> = wars.iter().collect();
        let mut list = Vec::with_capacity(left.len());
        for said in &self.base.wars {
            let at = left.iter().position(|war| self.is_war(war, said));
            let Some(_) = at.map(|at| left.remove(at)) else { continue };
            let sides = (self.in_order(&said.attackers), self.in_order(&said.defenders));
            let (Some(attackers), Some(defenders)) = sides else { continue };
            list.push(WarSetup { attackers, defenders, since: self.since(said.since), ..said.clone() });
        }
        let leading = |side: &[StateId], leader: StateId| {
            let others = side.iter().copied().filter(|state| *state != leader);
            self.places(&[leader].into_iter().chain(others).collect::<Vec<_>>())
        };
        for war in left {
            let sides = (leading(&war.attackers, war.attacker), leading(&war.defenders, war.defender));
            let (Some(attackers), Some(defenders)) = sides else { continue };
            list.push(WarSetup {
                name: war.name.clone(),
                attackers,
                defenders,
                since: Some(war.since).filter(|since| self.moved || *since != self.base.start),
            });
        }
        list
    }

    fn is_war(&self, war: &War, said: &WarSetup) -> bool {
        let is_side = |said: &[usize], side: &[StateId], leader: StateId| {
            let Some(mut said) = self.ids(said) else { return false };
            let leads = said.first() == Some(&leader);
            said.sort_unstable();
            leads && said == side
        };
        is_side(&said.attackers, &war.attackers, war.attacker)
            && is_side(&said.defenders, &war.defenders, war.defender)
            && said.name == war.name
            && said.since.unwrap_or(self.base.start) == war.since
    }

    /// What is believed, but for what is believed without being said: the prior, and of enemies in war. Beliefs of
    /// the setup come first, in its order.
    fn beliefs(&self, pairs: &Pairs, wars: &Wars, parameters: &Parameters) -> Vec<BeliefSetup> {
        let mut said: BTreeMap<(StateId, StateId), (usize, &BeliefSetup)> = BTreeMap::new();
        for (order, belief) in self.base.beliefs.iter().enumerate() {
            if let (Some(of), Some(about)) = (self.base_places[belief.of], self.base_places[belief.about]) {
                said.insert((of, about), (order, belief));
            }
        }
        let (prior, enemy) = (Belief::prior(parameters), Belief::of_enemy(parameters));
        let mut list: Vec<(usize, BeliefSetup)> = Vec::new();
        for (i, row) in self.places.iter().enumerate() {
            for (j, column) in self.places.iter().enumerate() {
                let (Some(of), Some(about), true) = (*row, *column, i != j) else { continue };
                let pair = (StateId(i as u32), StateId(j as u32));
                let (now, at_war) = (pairs.belief(pair.0, pair.1), wars.at_war(pair.0, pair.1));
                let before = said.get(&pair).copied();
                let holds = |said: &BeliefSetup| {
                    let weight = said.weight.map_or(parameters.belief_weight, |weight| weight as f32);
                    Belief::new(said.intent as f32, weight) == now
                };
                match before {
                    // In war nobody goes by what was said, but may again once it is over.
                    Some((order, said)) if holds(said) || at_war && !self.moved => {
                        list.push((order, BeliefSetup { of, about, ..*said }));
                    }
                    _ if now == prior || at_war && now == enemy => {}
                    _ => list.push((usize::MAX, told(of, about, now))),
                }
            }
        }
        list.sort_by_key(|(order, _)| *order);
        list.into_iter().map(|(_, belief)| belief).collect()
    }
}

/// A belief in words: to a ten-thousandth, as firm as to a hundredth of an observation.
fn told(of: usize, about: usize, now: Belief) -> BeliefSetup {
    let rounded = |value: f32, steps: f64| (f64::from(value) * steps).round() / steps;
    BeliefSetup {
        of,
        about,
        intent: rounded(now.intent(), 1e4).clamp(0.001, 0.999),
        weight: Some(rounded(now.alarm + now.calm, 1e2).clamp(0.1, 1000.0)),
    }
}
