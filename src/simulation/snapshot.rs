//! Snapshots: a world put aside whole, and put back to the bit.

use bevy_ecs::prelude::*;

use super::{
    Alliances, Armistices, Assessments, Basis, Clock, Condition, Creed, Draws, Growth, Holdings, Identity,
    Interest, Journal, Measures, Movements, Pairs, Posture, Resources, Roster, Rules, StateHash, StateId,
    Temper, Terrain, Wars,
};
use crate::world::GeoPoint;

/// The components of a state.
type State = (Identity, Resources, Posture, Interest, Temper, Condition, Creed, Growth);

/// A world as it stood after a tick: all that the next tick depends on and all that people see of it.
#[derive(Debug, Clone)]
pub struct Snapshot {
    basis: Basis,
    clock: Clock,
    draws: Draws,
    rules: Rules,
    terrain: Terrain,
    roster: Roster,
    holdings: Holdings,
    pairs: Pairs,
    alliances: Alliances,
    wars: Wars,
    movements: Movements,
    armistices: Armistices,
    assessments: Assessments,
    journal: Journal,
    hash: StateHash,
    measures: Measures,
    states: Vec<State>,
}

impl Snapshot {
    /// Takes a copy of a world that a scenario has been loaded into.
    ///
    /// # Panics
    /// If none has been.
    pub fn take(world: &World) -> Self {
        let roster = world.resource::<Roster>().clone();
        let part = |entity: &Entity| {
            let state = world.entity(*entity);
            let parts = state.components::<(
                &Identity,
                &Resources,
                &Posture,
                &Interest,
                &Temper,
                &Condition,
                &Creed,
                &Growth,
            )>();
            let (identity, resources, posture, interest, temper, condition, creed, growth) = parts;
            (identity.clone(), *resources, *posture, *interest, *temper, *condition, *creed, *growth)
        };
        let states = roster.entities.iter().map(part).collect();
        Self {
            basis: world.resource::<Basis>().clone(),
            clock: *world.resource(),
            draws: *world.resource(),
            rules: *world.resource(),
            terrain: world.resource::<Terrain>().clone(),
            holdings: world.resource::<Holdings>().clone(),
            pairs: world.resource::<Pairs>().clone(),
            alliances: world.resource::<Alliances>().clone(),
            wars: world.resource::<Wars>().clone(),
            movements: world.resource::<Movements>().clone(),
            armistices: world.resource::<Armistices>().clone(),
            assessments: world.resource::<Assessments>().clone(),
            journal: world.resource::<Journal>().clone(),
            hash: *world.resource(),
            measures: world.resource::<Measures>().clone(),
            roster,
            states,
        }
    }

    /// Where capitals are.
    pub fn capitals(&self) -> impl Iterator<Item = GeoPoint> {
        self.states.iter().map(|(identity, ..)| identity.capital)
    }

    /// Puts the world back as it stood, in place of whatever stands there.
    pub fn restore(&self, world: &mut World) {
        let same = world.get_resource::<Roster>().map(|roster| roster.entities.clone());
        let entities = match same.filter(|entities| entities.len() == self.states.len()) {
            Some(entities) => entities,
            None => {
                let old: Vec<Entity> = world.query_filtered::<Entity, With<StateId>>().iter(world).collect();
                for entity in old {
                    world.despawn(entity);
                }
                (0..self.states.len()).map(|id| world.spawn(StateId(id as u32)).id()).collect()
            }
        };
        for (entity, state) in entities.iter().zip(&self.states) {
            world.entity_mut(*entity).insert(state.clone());
        }
        let mut roster = self.roster.clone();
        roster.entities = entities;
        world.insert_resource(roster);
        world.insert_resource(self.basis.clone());
        world.insert_resource(self.clock);
        world.insert_resource(self.draws);
        world.insert_resource(self.rules);
        world.insert_resource(self.terrain.clone());
        world.insert_resource(self.holdings.clone());
        world.insert_resource(self.pairs.clone());
        world.insert_resource(self.alliances.clone());
        world.insert_resource(self.wars.clone());
        world.insert_resource(self.movements.clone());
        world.insert_resource(self.armistices.clone());
        world.insert_resource(self.assessments.clone());
        world.insert_resource(self.journal.clone());
        world.insert_resource(self.hash);
        world.insert_resource(self.measures.clone());
    }

    /// The tick after which it was taken.
    pub fn tick(&self) -> u64 {
        self.clock.tick
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::Run;
    use crate::scenario::{self, builtin::EUROPE_1936};
    use crate::simulation::{SimulationPlugin, load, step, testing};

    #[test]
    fn a_world_put_back_goes_on_as_it_did() {
        let scenario = scenario::read(EUROPE_1936.name, EUROPE_1936.text).expect("the setup is valid");
        let mut run = Run::new(&scenario, 3);
        run.steps(60);
        let mut app = bevy_app::App::new();
        app.add_plugins(SimulationPlugin);
        // Into a world of another scenario, of another number of states, and later in time.
        let other = testing::scenario(3, (20, 1), |_| "population: 1".into(), "");
        load(app.world_mut(), &other, 9);
        load(app.world_mut(), &scenario, 3);
        let world = app.world_mut();
        (0..25).for_each(|_| step(world));
        let middle = Snapshot::take(world);
        (0..15).for_each(|_| step(world));
        middle.restore(world);
        assert_eq!(world.resource::<StateHash>().0, run.history().hashes[24]);
        for tick in 25..60 {
            step(world);
            assert_eq!(
                world.resource::<StateHash>().0,
                run.history().hashes[tick],
                "after tick {}",
                tick + 1
            );
        }
        let mut fresh = bevy_app::App::new();
        fresh.add_plugins(SimulationPlugin);
        middle.restore(fresh.world_mut());
        (0..35).for_each(|_| step(fresh.world_mut()));
        assert_eq!(fresh.world().resource::<StateHash>().0, run.hash());
    }
}
