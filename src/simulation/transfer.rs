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
use super::spoils::share;
use super::state::gather;
use super::{
    AllianceId, Alliances, Clock, Condition, Holdings, Identity, Movement, Movements, Pairs, Resources,
    Roster, Rules, StateId, Terrain, WarId, Wars, fight, movements, perceive, weight,
};
use crate::scenario::{Scenario, StateSetup};
use crate::theory::distance::reach_km;
use crate::theory::parameters::Parameters;
use crate::world::RegionId;

mod attributes;
mod ties;

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
        self.annexations(world, &changes);
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

    /// Where a record tells who took whose land, everybody takes note of it as of any annexation; not of land that a
    /// state which rises takes along.
    fn annexations(&self, world: &mut World, changes: &[(usize, Option<StateId>, Option<StateId>)]) {
        let parameters = &self.after.parameters;
        if parameters.free_choice > 0.0 {
            return;
        }
        let mut taken: BTreeMap<(StateId, StateId), f64> = BTreeMap::new();
        let holdings = world.resource::<Holdings>();
        for (region, was, is) in changes {
            if let (Some(loser), Some(taker)) = (was, is)
                && world.resource::<Roster>().alive.get(taker.index()) == Some(&true)
            {
                let worth = f64::from(holdings.worth(RegionId(*region as u32)));
                *taken.entry((*taker, *loser)).or_default() += worth;
            }
        }
        let acts: Vec<(StateId, StateId, f32)> = taken
            .into_iter()
            .map(|((taker, loser), worth)| (taker, loser, share(worth, holdings.worth_of(loser))))
            .collect();
        world.resource_scope(|world, mut pairs: Mut<Pairs>| {
            for (taker, loser, acts) in acts {
                for observer in world.resource::<Roster>().ids().filter(|observer| *observer != taker) {
                    let at = pairs.at(observer, taker);
                    let interest = if observer == loser { 1.0 } else { pairs.proximity[at] };
                    pairs.alarm[at] += parameters.alarm_weight * acts * interest;
                }
            }
        });
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
