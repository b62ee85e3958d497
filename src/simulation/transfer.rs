//! Transfer: what was changed in a captured setup is carried into the world while it runs.
//!
//! Only the difference between the setup before and after is touched. Numbers are compared as the world holds them, so
//! that one which nobody changed keeps every bit. Land changes hands by the pen: no people move with it, it is the
//! homeland of its new owner, and what it is worth stays. Who is struck from the setup ends as the fallen do; who is
//! new gets the next number, so that nobody else's changes.

use std::collections::{BTreeMap, BTreeSet};

use bevy_ecs::prelude::*;
use bevy_ecs::system::RunSystemOnce;

use super::capture::units;
use super::draws::key_of;
use super::load::{capabilities, components};
use super::realm::agree;
use super::state::gather;
use super::{
    Alliance, AllianceId, Alliances, Clock, Condition, Creed, Growth, Holdings, Identity, Interest, Movement,
    Movements, Pairs, Posture, Resources, Roster, Rules, StateId, Temper, Terrain, WarId, Wars, fight,
    movements, perceive, weight,
};
use crate::scenario::{AllianceSetup, Scenario, StateSetup, WarSetup};
use crate::theory::belief::Belief;
use crate::theory::distance::reach_km;
use crate::theory::parameters::Parameters;
use crate::world::RegionId;

/// Carries into a world what differs between its captured setup and the same setup changed.
///
/// # Panics
/// If no scenario has been loaded into the world.
pub fn transfer(world: &mut World, before: &Scenario, after: &Scenario) {
    let mut work = Transfer::new(world, before, after);
    work.remove(world);
    work.enlist(world);
    work.hand_over(world);
    for state in &after.states {
        work.set_attributes(world, state);
    }
    work.tie(world);
    work.look_anew(world);
}

/// A setup's states by id, and the same states' numbers in the world.
struct Transfer<'a> {
    before: &'a Scenario,
    after: &'a Scenario,
    was: BTreeMap<&'a str, &'a StateSetup>,
    is: BTreeMap<&'a str, &'a StateSetup>,
    ids: BTreeMap<String, StateId>,
    units: [f32; 3],
    old: Parameters,
    /// States whose land or reach changed.
    moved: BTreeSet<StateId>,
    /// Provinces that were worth nothing and are somebody's now.
    worthless: Vec<RegionId>,
    /// Wars that begin.
    begun: Vec<WarId>,
    /// Whether anything changed that others see.
    felt: bool,
    /// Whether movements gained or lost anybody.
    creeds: bool,
}

impl<'a> Transfer<'a> {
    fn new(world: &World, before: &'a Scenario, after: &'a Scenario) -> Self {
        let roster = world.resource::<Roster>();
        let by_id = |scenario: &'a Scenario| -> BTreeMap<&'a str, &'a StateSetup> {
            scenario.states.iter().map(|state| (state.id.as_str(), state)).collect()
        };
        let code = |id: StateId| {
            let identity = world.get::<Identity>(roster.entities[id.index()]);
            identity.map_or_else(String::new, |identity| identity.code.clone())
        };
        Self {
            before,
            after,
            was: by_id(before),
            is: by_id(after),
            ids: roster.ids().map(|id| (code(id), id)).collect(),
            units: units(world),
            old: world.resource::<Rules>().parameters,
            moved: BTreeSet::new(),
            worthless: Vec::new(),
            begun: Vec::new(),
            felt: false,
            creeds: false,
        }
    }

    /// The number of a state of one of the setups.
    fn id(&self, scenario: &Scenario, place: usize) -> StateId {
        self.ids[&scenario.states[place].id]
    }

    fn entity(&self, world: &World, state: StateId) -> Entity {
        world.resource::<Roster>().entities[state.index()]
    }

    /// Whom the setup has no longer ends as the fallen do, and does not rise again.
    fn remove(&mut self, world: &mut World) {
        let gone: Vec<&str> = self.was.keys().copied().filter(|id| !self.is.contains_key(id)).collect();
        for code in gone {
            let id = self.ids[code];
            let entity = self.entity(world, id);
            if let Some(mut resources) = world.get_mut::<Resources>(entity) {
                (resources.0.population, resources.0.industry, resources.0.military) = (0.0, 0.0, 0.0);
            }
            if let Some(mut condition) = world.get_mut::<Condition>(entity) {
                *condition = Condition::default();
            }
            world.resource_mut::<Roster>().alive[id.index()] = false;
            world.resource_mut::<Holdings>().forget_home(id);
            let mut alliances = world.resource_mut::<Alliances>();
            let pacts: Vec<AllianceId> = alliances.of(id).map(|pact| pact.id).collect();
            for pact in pacts {
                alliances.leave(pact, id);
            }
            let wars: Vec<WarId> = world.resource::<Wars>().of(id).map(|war| war.id).collect();
            for war in wars {
                quit(world, war, id);
            }
            self.moved.insert(id);
            (self.felt, self.creeds) = (true, true);
        }
    }

    /// Who is new in the setup gets a number and a place in everything; who is no more and is named again stands
    /// again.
    fn enlist(&mut self, world: &mut World) {
        let new: Vec<&StateSetup> =
            self.after.states.iter().filter(|state| !self.was.contains_key(state.id.as_str())).collect();
        if new.is_empty() {
            return;
        }
        for state in &new {
            self.adopt(world, state.ideology.as_deref());
        }
        let rules = Rules { parameters: self.after.parameters, ..*world.resource::<Rules>() };
        for state in &new {
            let id = self.ids.get(&state.id).copied();
            let origin = match id {
                Some(id) => world.resource::<Roster>().origins[id.index()],
                None => self.origin(world, state),
            };
            let parts = components(state, origin, world.resource::<Movements>(), &rules);
            match id {
                Some(id) => {
                    let entity = self.entity(world, id);
                    world.entity_mut(entity).insert(parts);
                }
                None => {
                    let id = StateId(world.resource::<Roster>().len() as u32);
                    let entity = world.spawn((id, parts)).id();
                    let mut roster = world.resource_mut::<Roster>();
                    roster.entities.push(entity);
                    roster.origins.push(origin);
                    self.ids.insert(state.id.clone(), id);
                }
            }
            self.scale(world, self.ids[&state.id], state);
        }
        let n = world.resource::<Roster>().len();
        if n > world.resource::<Pairs>().states() {
            world.resource_mut::<Pairs>().grow(n, &rules.parameters);
            world.resource_mut::<Alliances>().grow(n);
            world.resource_mut::<Wars>().grow(n);
        }
        (self.felt, self.creeds) = (true, true);
    }

    /// A key of draws that nobody has: of the capital's region, as when a world is loaded, or of the id beside it.
    fn origin(&self, world: &World, state: &StateSetup) -> u64 {
        let taken = &world.resource::<Roster>().origins;
        let region = &self.after.geography.regions[state.capital_region].code;
        let mut key = key_of(region);
        let mut name = format!("{region}/{}", state.id);
        while taken.contains(&key) {
            key = key_of(&name);
            name.push('/');
        }
        key
    }

    /// Puts a state's means in the units of the world.
    fn scale(&self, world: &mut World, id: StateId, state: &StateSetup) {
        let entity = self.entity(world, id);
        let Some(mut resources) = world.get_mut::<Resources>(entity) else { return };
        let said = capabilities(state);
        resources.0.population = said.population / self.units[0];
        resources.0.industry = said.industry / self.units[1];
        resources.0.military = said.military / self.units[2];
    }

    /// Makes sure that there is a movement of this name.
    fn adopt(&self, world: &mut World, ideology: Option<&str>) {
        let Some(name) = ideology else { return };
        let mut movements = world.resource_mut::<Movements>();
        if !movements.list.iter().any(|movement| movement.name == name) {
            // At the end, so that the numbers of the others stay.
            movements.list.push(Movement {
                name: name.to_owned(),
                champion: None,
                prestige: 1.0,
                momentum: 0.0,
            });
        }
    }

    /// Brings the owners of provinces in line with the setup.
    fn hand_over(&mut self, world: &mut World) {
        let owners = |scenario: &Scenario| {
            let mut owners = vec![None; scenario.geography.regions.len()];
            for (place, state) in scenario.states.iter().enumerate() {
                for region in &state.territory {
                    owners[region.index()] = Some(self.id(scenario, place));
                }
            }
            owners
        };
        let changes: Vec<(usize, Option<StateId>, Option<StateId>)> = owners(self.before)
            .into_iter()
            .zip(owners(self.after))
            .enumerate()
            .filter(|(_, (was, is))| was != is)
            .map(|(region, (was, is))| (region, was, is))
            .collect();
        if changes.is_empty() {
            return;
        }
        let mut holdings = world.resource_mut::<Holdings>();
        for (region, was, is) in changes {
            let region = RegionId(region as u32);
            holdings.assign(region, is);
            if is.is_some() && holdings.worth(region) <= 0.0 {
                self.worthless.push(region);
            }
            self.moved.extend(was.into_iter().chain(is));
        }
        world.resource_scope(|world, mut wars: Mut<Wars>| {
            agree(&mut world.resource_mut::<Holdings>(), &mut wars);
        });
        self.felt = true;
    }

    /// Gives a state what differs in its setup.
    fn set_attributes(&mut self, world: &mut World, is: &StateSetup) {
        let Some(was) = self.was.get(is.id.as_str()).copied() else { return };
        let id = self.ids[&is.id];
        let entity = self.entity(world, id);
        if let Some(mut identity) = world.get_mut::<Identity>(entity).filter(|_| looks(was) != looks(is)) {
            identity.name.clone_from(&is.name);
            identity.capital_name.clone_from(&is.capital_name);
            (identity.cow, identity.colour) = (is.cow, is.colour);
            (identity.capital, identity.capital_region) = (is.capital, is.capital_region);
        }
        let (had, has) = (capabilities(was), capabilities(is));
        if had != has {
            let Some(mut resources) = world.get_mut::<Resources>(entity) else { return };
            let held = &mut resources.0;
            set(&mut held.population, had.population, has.population, self.units[0]);
            set(&mut held.industry, had.industry, has.industry, self.units[1]);
            set(&mut held.military, had.military, has.military, self.units[2]);
            set(&mut held.technology, had.technology, has.technology, 1.0);
            if had.technology != has.technology {
                self.moved.insert(id);
            }
            self.felt = true;
        }
        self.set_character(world, entity, (was, is));
        if was.ideology != is.ideology {
            self.adopt(world, is.ideology.as_deref());
            let list = &world.resource::<Movements>().list;
            let name = is.ideology.as_deref();
            let place = list.iter().position(|movement| Some(movement.name.as_str()) == name);
            world.entity_mut(entity).insert(Creed(place.map(|place| place as u16)));
            (self.felt, self.creeds) = (true, true);
        }
    }

    /// Posture, interest and growth. What is set by hand is also what the state is drawn back to.
    fn set_character(&mut self, world: &mut World, entity: Entity, (was, is): (&StateSetup, &StateSetup)) {
        let mut parts = world.entity_mut(entity);
        let differs = |was: f64, is: f64| was as f32 != is as f32;
        if let Some(mut posture) = parts.get_mut::<Posture>() {
            if differs(was.offense, is.offense) {
                posture.offense = is.offense as f32;
                self.felt = true;
            }
            if differs(was.intent, is.intent) {
                posture.intent = is.intent as f32;
                self.felt = true;
            }
        }
        if let Some(mut interest) = parts.get_mut::<Interest>()
            && differs(was.revisionism, is.revisionism)
        {
            interest.revisionism = is.revisionism as f32;
            self.felt = true;
        }
        if let Some(mut temper) = parts.get_mut::<Temper>() {
            if differs(was.intent, is.intent) {
                temper.intent = is.intent as f32;
            }
            if differs(was.revisionism, is.revisionism) {
                temper.revisionism = is.revisionism as f32;
            }
        }
        let (old, new) = (&self.old, &self.after.parameters);
        if let Some(mut growth) = parts.get_mut::<Growth>() {
            let by = |said: Option<f64>, usual: f32| said.map_or(usual, |said| said as f32);
            if by(was.growth, old.growth) != by(is.growth, new.growth) {
                growth.industry = by(is.growth, new.growth);
            }
            if old.growth_population != new.growth_population {
                growth.population = new.growth_population;
            }
        }
    }

    /// Beliefs, pacts and wars.
    fn tie(&mut self, world: &mut World) {
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
        for war in self.lost(self.wars_of(self.before), self.wars_of(self.after)) {
            let found = world.resource::<Wars>().iter().find(|other| war.is(other)).map(|other| other.id);
            if let Some(id) = found {
                world.resource_mut::<Wars>().end(id);
                world.resource_scope(|world, mut wars: Mut<Wars>| {
                    agree(&mut world.resource_mut::<Holdings>(), &mut wars);
                });
                self.felt = true;
            }
        }
        for war in self.lost(self.wars_of(self.after), self.wars_of(self.before)) {
            let id = world.resource_mut::<Wars>().begin(war.name, &war.attackers, &war.defenders, war.since);
            self.begun.push(id);
            self.felt = true;
        }
        if !self.begun.is_empty() {
            let parameters = self.after.parameters;
            world.resource_scope(|world, mut pairs: Mut<Pairs>| {
                pairs.see_enemies(world.resource::<Wars>(), &parameters);
            });
        }
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
            let pair = |said: &crate::scenario::BeliefSetup| {
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

    /// Works out what follows: rules, distances, power, worth, wars that begin, and how everybody stands.
    fn look_anew(&mut self, world: &mut World) {
        if self.old != self.after.parameters {
            world.resource_mut::<Rules>().parameters = self.after.parameters;
            self.moved = world.resource::<Roster>().ids().collect();
            self.measure(world);
        } else if !self.felt {
            return;
        } else if !self.moved.is_empty() {
            self.measure(world);
        }
        world.run_system_once(gather).expect("a world that has been loaded has all it reads");
        self.appraise(world);
        if self.creeds {
            world.run_system_once(movements::follow).expect("a world that has been loaded has all it reads");
        }
        world.resource_scope(|world, mut wars: Mut<Wars>| {
            let today = world.resource::<Clock>().date();
            let scene = (world.resource::<Roster>(), world.resource::<Pairs>());
            for war in &self.begun {
                fight::muster(&mut wars, *war, scene, &self.after.parameters, today);
            }
        });
        world.run_system_once(perceive::assess).expect("a world that has been loaded has all it reads");
    }

    /// Distances of those whose land or reach changed.
    fn measure(&self, world: &mut World) {
        let parameters = self.after.parameters;
        let terrain = world.resource::<Terrain>().clone();
        let moved: Vec<StateId> = self.moved.iter().copied().collect();
        let mut reach = world.resource::<Pairs>().reach_km().to_vec();
        for state in &moved {
            let held = world.get::<Resources>(self.entity(world, *state));
            let technology = held.map_or(1.0, |held| held.0.technology);
            // Reach is followed in steps: whose technology was not touched keeps its own.
            let code = world.get::<Identity>(self.entity(world, *state)).map(|it| it.code.as_str());
            let (was, is) = (code.and_then(|it| self.was.get(it)), code.and_then(|it| self.is.get(it)));
            let same = matches!((was, is), (Some(a), Some(b)) if a.technology as f32 == b.technology as f32);
            if !same || self.old != parameters {
                reach[state.index()] = reach_km(technology, &parameters);
            }
        }
        let lands = world.resource::<Holdings>().by_state(reach.len());
        world.resource_mut::<Pairs>().refresh(&moved, terrain.regions(), &lands, &reach, &parameters);
    }

    /// What land is worth that was nobody's: as much as the rest of its owner's, by size; where the owner has no
    /// other, its power spread over it, as when a world is loaded.
    fn appraise(&self, world: &mut World) {
        let regions = &self.after.geography.regions;
        let power = world.resource::<Roster>().power.clone();
        let mut holdings = world.resource_mut::<Holdings>();
        let owners: BTreeSet<StateId> =
            self.worthless.iter().filter_map(|region| holdings.owner(*region)).collect();
        for state in &self.after.states {
            let id = self.ids[&state.id];
            if !owners.contains(&id) {
                continue;
            }
            let weigh = |region: &RegionId| weight(*region, state.capital_region, regions);
            let (new, rest): (Vec<RegionId>, Vec<RegionId>) =
                state.territory.iter().partition(|region| self.worthless.contains(region));
            let of_rest: f64 = rest.iter().map(weigh).sum();
            let a_unit = if of_rest > 0.0 {
                rest.iter().map(|region| f64::from(holdings.worth(*region))).sum::<f64>() / of_rest
            } else {
                f64::from(power[id.index()]) / new.iter().map(weigh).sum::<f64>()
            };
            for region in new {
                holdings.set_worth(region, (a_unit * weigh(&region)) as f32);
            }
        }
    }
}

/// What a state is known by, and where its capital lies.
fn looks(state: &StateSetup) -> impl PartialEq + '_ {
    (&state.name, state.cow, state.colour, &state.capital_name, state.capital, state.capital_region)
}

/// Sets a number if it differs as the world holds it.
fn set(held: &mut f32, was: f32, is: f32, unit: f32) {
    if was != is {
        *held = is / unit;
    }
}

/// A war of a setup.
#[derive(PartialEq)]
struct Sides {
    name: String,
    attackers: Vec<StateId>,
    defenders: Vec<StateId>,
    since: jiff::civil::Date,
}

impl Sides {
    fn is(&self, war: &super::War) -> bool {
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

/// Takes a state out of a war, which ends where nobody is left on its side.
fn quit(world: &mut World, id: WarId, state: StateId) {
    world.resource_scope(|world, mut wars: Mut<Wars>| {
        let Some(war) = wars.get(id) else { return };
        let Some(side) = war.side_of(state) else { return };
        let power = &world.resource::<Roster>().power;
        let others = war.side(side).iter().copied().filter(|other| *other != state);
        let heir = others.max_by(|a, b| power[a.index()].total_cmp(&power[b.index()]).then(b.cmp(a)));
        if heir.is_some() {
            wars.withdraw(id, state, heir);
        } else {
            wars.end(id);
        }
        agree(&mut world.resource_mut::<Holdings>(), &mut wars);
    });
}
