//! Load: a scenario becomes a world.

use bevy_ecs::prelude::*;
use bevy_ecs::system::RunSystemOnce;

use super::draws::key_of;
use super::state::{canonical_order, gather};
use super::{
    Alliance, AllianceId, Alliances, Assessments, Clock, Draws, Growth, Holdings, Identity, Interest,
    Journal, Pairs, Posture, Resources, Roster, Rules, StateHash, StateId, War, Wars, perceive,
};
use crate::scenario::{Scenario, StateSetup};
use crate::theory::belief::Belief;
use crate::theory::distance::reach_km;
use crate::theory::power::Capabilities;

/// Puts a scenario into a world in place of whatever stood there, at tick 0, with its first assessment of
/// threats made. The seed decides all that chance decides from here on.
pub fn load(world: &mut World, scenario: &Scenario, seed: u64) {
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
    let mut roster = Roster::default();
    for (id, place) in order.iter().enumerate() {
        let setup = &scenario.states[*place];
        let origin = key_of(&scenario.geography.regions[setup.capital_region].code);
        let entity = world.spawn((StateId(id as u32), components(setup, origin, &rules))).id();
        roster.entities.push(entity);
        roster.origins.push(origin);
    }
    let mut owners = vec![None; scenario.geography.regions.len()];
    for (place, setup) in scenario.states.iter().enumerate() {
        for region in &setup.territory {
            owners[region.index()] = Some(ids[place]);
        }
    }
    let holdings = Holdings::new(owners);
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
    world.insert_resource(pairs);
    world.insert_resource(holdings);
    world.insert_resource(roster);
    world.insert_resource(rules);
    world.insert_resource(Clock { tick: 0, start: scenario.start, length: scenario.tick });
    world.insert_resource(Draws { seed });
    world.insert_resource(Assessments::default());
    world.insert_resource(Journal::default());
    world.insert_resource(StateHash(seed));
    // The same systems that open a tick give the first assessment.
    for first in [world.run_system_once(gather), world.run_system_once(perceive::assess)] {
        first.expect("every resource has just been inserted");
    }
}

/// The components of a state.
fn components(setup: &StateSetup, origin: u64, rules: &Rules) -> impl Bundle {
    (
        Identity {
            code: setup.id.clone(),
            name: setup.name.clone(),
            cow: setup.cow,
            colour: setup.colour,
            ideology: setup.ideology.clone(),
            capital_name: setup.capital_name.clone(),
            capital: setup.capital,
            origin,
        },
        Resources(Capabilities {
            population: setup.population as f32,
            industry: setup.industry as f32,
            military: setup.military as f32,
            technology: setup.technology as f32,
        }),
        Posture { offense: setup.offense as f32, intent: setup.intent as f32 },
        Interest { revisionism: setup.revisionism as f32 },
        Growth {
            industry: setup.growth.map_or(rules.parameters.growth, |growth| growth as f32),
            population: rules.parameters.growth_population,
        },
    )
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
    list.sort_by(|a, b| {
        (&a.members, a.kind, a.target, a.until).cmp(&(&b.members, b.kind, b.target, b.until))
    });
    let mut alliances = Alliances::new(ids.len());
    for alliance in list {
        alliances.add(alliance);
    }
    alliances
}

fn wars(scenario: &Scenario, ids: &[StateId]) -> Wars {
    let war = |setup: &crate::scenario::WarSetup| War {
        name: setup.name.clone(),
        attackers: sorted(&setup.attackers, ids),
        defenders: sorted(&setup.defenders, ids),
        since: setup.since.unwrap_or(scenario.start),
    };
    Wars(scenario.wars.iter().map(war).collect())
}

/// Beliefs of the scenario.
fn set_beliefs(pairs: &mut Pairs, scenario: &Scenario, ids: &[StateId], rules: &Rules) {
    for setup in &scenario.beliefs {
        let weight = setup.weight.map_or(rules.parameters.belief_weight, |weight| weight as f32);
        pairs.set_belief(ids[setup.of], ids[setup.about], Belief::new(setup.intent as f32, weight));
    }
}
