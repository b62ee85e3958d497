//! Load: a scenario becomes a world.

use std::sync::Arc;

use bevy_ecs::prelude::*;
use bevy_ecs::system::RunSystemOnce;

use super::draws::key_of;
use super::state::{canonical_order, gather};
use super::{
    Alliance, AllianceId, Alliances, Armistices, Assessments, Clock, Condition, Creed, Draws, Growth,
    Holdings, Identity, Interest, Journal, Measures, Movement, Movements, Pairs, Posture, Resources, Roster,
    Rules, StateHash, StateId, Temper, Terrain, Wars, fight, measure, movements, perceive,
};
use crate::scenario::{Scenario, StateSetup, WarSetup};
use crate::theory::belief::Belief;
use crate::theory::distance::reach_km;
use crate::theory::power::{Capabilities, power_shares};
use crate::world::{RegionId, Regions};

/// The scenario that the world began from, with all that was edited before anything ran.
#[derive(Resource, Debug, Clone)]
pub struct Basis(pub Arc<Scenario>);

/// Puts a scenario into a world in place of whatever stood there, at tick 0, with its first assessment of
/// threats made. The seed decides all that chance decides from here on.
pub fn load(world: &mut World, scenario: &Scenario, seed: u64) {
    load_shared(world, Arc::new(scenario.clone()), seed);
}

/// As [`load`], without a copy of the scenario, which the world keeps.
pub fn load_shared(world: &mut World, scenario: Arc<Scenario>, seed: u64) {
    world.insert_resource(Basis(scenario.clone()));
    let scenario = &*scenario;
    let old: Vec<Entity> = world.query_filtered::<Entity, With<StateId>>().iter(world).collect();
    for entity in old {
        world.despawn(entity);
    }
    let order = canonical_order(scenario);
    let mut ids = vec![StateId(0); order.len()];
    for (id, place) in order.iter().enumerate() {
        ids[*place] = StateId(id as u32);
    }
    let rules = Rules { parameters: scenario.parameters, years_per_tick: scenario.tick.years() };
    let movements = movements_of(scenario);
    let mut roster = Roster::default();
    for (id, place) in order.iter().enumerate() {
        let setup = &scenario.states[*place];
        let origin = key_of(&scenario.geography.regions[setup.capital_region].code);
        let entity = world.spawn((StateId(id as u32), components(setup, origin, &movements, &rules))).id();
        roster.entities.push(entity);
        roster.origins.push(origin);
    }
    let mut owners = vec![None; scenario.geography.regions.len()];
    for (place, setup) in scenario.states.iter().enumerate() {
        for region in &setup.territory {
            owners[region.index()] = Some(ids[place]);
        }
    }
    let worth = worth(scenario, &rules);
    let holdings = Holdings::new(owners, worth);
    let reach: Vec<f32> = order
        .iter()
        .map(|place| reach_km(scenario.states[*place].technology as f32, &rules.parameters))
        .collect();
    let lands = holdings.by_state(order.len());
    let mut pairs = Pairs::new(&scenario.geography.regions, &lands, &reach, &rules.parameters);
    let wars = wars(scenario, &ids);
    set_beliefs(&mut pairs, scenario, &ids, &rules);
    pairs.see_enemies(&wars, &rules.parameters);
    world.insert_resource(alliances(scenario, &ids));
    world.insert_resource(wars);
    world.insert_resource(movements);
    world.insert_resource(Armistices::default());
    world.insert_resource(Terrain(scenario.geography.clone()));
    world.insert_resource(pairs);
    world.insert_resource(holdings);
    world.insert_resource(roster);
    world.insert_resource(rules);
    world.insert_resource(Clock { tick: 0, start: scenario.start, length: scenario.tick });
    world.insert_resource(Draws { seed });
    world.insert_resource(Assessments::default());
    world.insert_resource(Journal::default());
    world.insert_resource(StateHash(seed));
    world.insert_resource(Measures::default());
    world.insert_resource(fight::Losses::default());
    // The same systems that open a tick give the first assessment, and those that close it the first measures.
    for first in [
        world.run_system_once(gather),
        world.run_system_once(movements::follow),
        world.run_system_once(fight::muster_all),
        world.run_system_once(perceive::assess),
        world.run_system_once(measure::measure),
    ] {
        first.expect("every resource has just been inserted");
    }
}

/// The components of a state.
pub(super) fn components(
    setup: &StateSetup,
    origin: u64,
    movements: &Movements,
    rules: &Rules,
) -> impl Bundle + use<> {
    let creed = |name: &String| movements.list.iter().position(|movement| movement.name == *name);
    (
        Identity {
            code: setup.id.clone(),
            name: setup.name.clone(),
            cow: setup.cow,
            colour: setup.colour,
            capital_name: setup.capital_name.clone(),
            capital: setup.capital,
            capital_region: setup.capital_region,
            origin,
        },
        Resources(capabilities(setup)),
        Posture { offense: setup.offense as f32, intent: setup.intent as f32 },
        Interest { revisionism: setup.revisionism as f32 },
        Temper { intent: setup.intent as f32, revisionism: setup.revisionism as f32 },
        Condition::default(),
        Creed(setup.ideology.as_ref().and_then(creed).map(|place| place as u16)),
        Growth {
            industry: setup.growth.map_or(rules.parameters.growth, |growth| growth as f32),
            population: rules.parameters.growth_population,
        },
    )
}

pub(super) fn capabilities(setup: &StateSetup) -> Capabilities {
    Capabilities {
        population: setup.population as f32,
        industry: setup.industry as f32,
        military: setup.military as f32,
        technology: setup.technology as f32,
    }
}

/// Sides and members in order of number, however the file lists them.
fn sorted(places: &[usize], ids: &[StateId]) -> Vec<StateId> {
    let mut states: Vec<StateId> = places.iter().map(|place| ids[*place]).collect();
    states.sort_unstable();
    states
}

/// The alliances in force at the start, numbered by members, kind and target, not by the file's order.
fn alliances(scenario: &Scenario, ids: &[StateId]) -> Alliances {
    let mut list: Vec<Alliance> = scenario
        .alliances
        .iter()
        .map(|setup| Alliance {
            id: AllianceId(0),
            name: setup.name.clone(),
            kind: setup.kind,
            members: sorted(&setup.members, ids),
            target: setup.target.map(|place| ids[place]),
            leader: None,
            since: setup.since.unwrap_or(scenario.start),
            until: setup.until,
        })
        .collect();
    let key = |it: &Alliance| (it.members.clone(), it.kind, it.target, it.since, it.until, it.name.clone());
    list.sort_by_cached_key(key);
    let mut alliances = Alliances::new(ids.len());
    for alliance in list {
        alliances.add(alliance);
    }
    alliances
}

/// The wars under way at the start, numbered by their sides, not by the file's order. Who is named first leads.
fn wars(scenario: &Scenario, ids: &[StateId]) -> Wars {
    // The first named leads; the others have no order.
    let leading = |places: &[usize]| {
        let mut states: Vec<StateId> = places.iter().map(|place| ids[*place]).collect();
        states[1..].sort_unstable();
        states
    };
    let mut list: Vec<_> = scenario
        .wars
        .iter()
        .map(|setup| (leading(&setup.attackers), leading(&setup.defenders), setup))
        .collect();
    list.sort_by(|a, b| {
        let key =
            |it: &(Vec<_>, Vec<_>, &WarSetup)| (it.0.clone(), it.1.clone(), it.2.since, it.2.name.clone());
        key(a).cmp(&key(b))
    });
    let mut wars = Wars::new(ids.len());
    for (attackers, defenders, setup) in list {
        wars.begin(setup.name.clone(), &attackers, &defenders, setup.since.unwrap_or(scenario.start));
    }
    wars
}

/// The movements that states belong to, in order of name.
fn movements_of(scenario: &Scenario) -> Movements {
    let mut names: Vec<&String> =
        scenario.states.iter().filter_map(|setup| setup.ideology.as_ref()).collect();
    names.sort_unstable();
    names.dedup();
    let movement =
        |name: &String| Movement { name: name.clone(), champion: None, prestige: 1.0, momentum: 0.0 };
    Movements { list: names.into_iter().map(movement).collect(), turns: Vec::new() }
}

/// What each region is worth: its owner's share of power, spread over its land by the root of the area, so that
/// wide empty provinces do not outweigh small full ones, with the capital counting thrice. Regions of nobody
/// are worth nothing.
fn worth(scenario: &Scenario, rules: &Rules) -> Vec<f32> {
    let capabilities: Vec<Capabilities> = scenario.states.iter().map(capabilities).collect();
    let mut power = Vec::new();
    power_shares(&capabilities, &rules.parameters, &mut power);
    let regions = &scenario.geography.regions;
    let mut worth = vec![0.0; regions.len()];
    for (setup, power) in scenario.states.iter().zip(&power) {
        let weight = |region: &RegionId| weight(*region, setup.capital_region, regions);
        let total: f64 = setup.territory.iter().map(weight).sum();
        for region in &setup.territory {
            worth[region.index()] = (f64::from(*power) * weight(region) / total) as f32;
        }
    }
    worth
}

/// How much a province counts among those of its owner.
pub fn weight(region: RegionId, capital: RegionId, regions: &Regions) -> f64 {
    const CAPITAL: f64 = 3.0;
    let times = if region == capital { CAPITAL } else { 1.0 };
    times * regions[region].area.max(1.0).sqrt()
}

/// Beliefs of the scenario.
fn set_beliefs(pairs: &mut Pairs, scenario: &Scenario, ids: &[StateId], rules: &Rules) {
    for setup in &scenario.beliefs {
        let weight = setup.weight.map_or(rules.parameters.belief_weight, |weight| weight as f32);
        pairs.set_belief(ids[setup.of], ids[setup.about], Belief::new(setup.intent as f32, weight));
    }
}
