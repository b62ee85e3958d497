//! Leanings: what states would choose if all of them chose now.
//!
//! For questions that begin with "what would they": in worlds that are thrown away afterwards. Nothing is drawn: a
//! leaning is the option that is worth most, with the chance that the noise of choice leaves it. It comes from the same
//! code as a choice, on the world as it stands: nobody acts and nobody learns before.

use bevy_ecs::prelude::*;
use bevy_ecs::system::RunSystemOnce;

use super::appraise::Scene;
use super::declare::{answers, is_called};
use super::motives::{Circumstance, motive};
use super::state::gather;
use super::weigh::{Weighing, prefer_among};
use super::{
    Alliances, Assessments, Clock, Decision, Motive, Movements, Pairs, Roster, Rules, Side, StateId, WarId,
    Wars, Weighed, movements, perceive,
};

/// Lets everybody look at the world as it stands, as at the beginning of a tick. What the last tick did after states
/// had looked, or a change by hand, is in what they see then. Who is not asked does not look closer.
///
/// # Panics
/// If no scenario has been loaded into the world.
pub fn look_around(world: &mut World) {
    world.resource_mut::<Assessments>().everyone = false;
    for looked in [
        world.run_system_once(gather),
        world.run_system_once(movements::follow),
        world.run_system_once(perceive::assess),
    ] {
        looked.expect("a world that has been loaded has all it reads");
    }
}

/// What each of these states would rather do than anything else, as records with all options; of those that have land
/// alone. The world is as they last looked at it.
///
/// # Panics
/// If no scenario has been loaded into the world.
pub fn leanings(world: &mut World, states: &[StateId]) -> Vec<Decision> {
    inclinations(world, states).into_iter().map(|inclination| inclination.decision).collect()
}

/// What a state would rather do than anything else, and why it would do each thing that it may.
#[derive(Debug, Clone, PartialEq)]
pub struct Inclination {
    /// The leaning, with all options.
    pub decision: Decision,
    /// The motive that each option would have, in the order of options.
    pub motives: Vec<Motive>,
}

impl Inclination {
    fn new(scene: &Scene, decision: Decision, options: Vec<Weighed>) -> Self {
        let of = |option: &Weighed| {
            let circumstance = Circumstance::of(scene, decision.state, option.action);
            motive(option, &options[0], &options, &circumstance)
        };
        Self { motives: options.iter().map(of).collect(), decision: Decision { options, ..decision } }
    }
}

/// As [`leanings`], with the motives of all options.
///
/// # Panics
/// If no scenario has been loaded into the world.
pub fn inclinations(world: &mut World, states: &[StateId]) -> Vec<Inclination> {
    world.resource_scope(|world, mut assessments: Mut<Assessments>| {
        let (roster, pairs) = (world.resource::<Roster>(), world.resource::<Pairs>());
        let ties = (world.resource::<Alliances>(), world.resource::<Wars>(), world.resource::<Movements>());
        let scene = Scene::new(roster, pairs, ties, world.resource::<Rules>());
        let tick = world.resource::<Clock>().tick;
        let mut weighing = Weighing::default();
        let living = states.iter().copied().filter(|state| roster.alive[state.index()]);
        living
            .map(|state| {
                let options = weighing.options(&scene, &mut assessments, (state, tick));
                let decision = prefer_among(&scene, &assessments, state, tick, options);
                Inclination::new(&scene, decision, options.clone())
            })
            .collect()
    })
}

/// What a state would rather answer if an ally on this side of a war called it now; nothing where it has promised that
/// ally nothing for the case, or is not free to come. The world is as it last looked at it.
///
/// # Panics
/// If no scenario has been loaded into the world.
pub fn answer_to_call(
    world: &mut World,
    war: WarId,
    (state, ally): (StateId, StateId),
    side: Side,
) -> Option<Inclination> {
    world.resource_scope(|world, mut assessments: Mut<Assessments>| {
        let (roster, pairs) = (world.resource::<Roster>(), world.resource::<Pairs>());
        let wars = world.resource::<Wars>();
        let ties = (world.resource::<Alliances>(), wars, world.resource::<Movements>());
        let scene = Scene::new(roster, pairs, ties, world.resource::<Rules>());
        let tick = world.resource::<Clock>().tick;
        let war = wars.get(war)?;
        if !roster.alive[state.index()] || !is_called(&scene, war, (state, ally), side, tick) {
            return None;
        }
        assessments.look(state, &scene);
        assessments.outlook.prepare(state, &scene);
        let (mut options, _) = answers(&scene, &assessments, war, (state, ally), side);
        let decision = prefer_among(&scene, &assessments, state, tick, &mut options);
        Some(Inclination::new(&scene, decision, options))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{self, builtin::EUROPE_1936};
    use crate::simulation::weigh::choose;
    use crate::simulation::{Journal, SimulationPlugin, Snapshot, StateHash, load, step};

    /// Europe after so many ticks.
    fn europe(seed: u64, ticks: usize) -> World {
        let scenario = scenario::read(EUROPE_1936.name, EUROPE_1936.text).expect("the setup is valid");
        let mut app = bevy_app::App::new();
        app.add_plugins(SimulationPlugin);
        let mut world = std::mem::take(app.world_mut());
        load(&mut world, &scenario, seed);
        (0..ticks).for_each(|_| step(&mut world));
        world
    }

    #[test]
    fn a_leaning_is_the_best_of_the_very_options_that_a_choice_compares() {
        let mut acting = 0;
        for ticks in [1, 7, 30, 90] {
            let mut world = europe(3, ticks);
            look_around(&mut world);
            let all: Vec<StateId> = world.resource::<Roster>().ids().collect();
            let leanings = leanings(&mut world, &all);
            // The same world, in which everybody's review is due: the tick's own system chooses.
            world.resource_mut::<Rules>().parameters.deliberation = 365.0;
            world.resource_mut::<Journal>().all_options = true;
            world.resource_mut::<Journal>().decisions.clear();
            world.run_system_once(choose).expect("a world that has been loaded has all it reads");
            let chosen = &world.resource::<Journal>().decisions;
            assert_eq!(leanings.len(), chosen.len());
            for (leaning, decision) in leanings.iter().zip(chosen) {
                assert_eq!((leaning.state, &leaning.options), (decision.state, &decision.options));
                let best = leaning.chosen.terms.utility();
                assert!(leaning.options.iter().all(|option| option.terms.utility() <= best));
                assert!(leaning.options.contains(&leaning.chosen) && leaning.margin >= 0.0);
                if leaning.chosen == decision.chosen {
                    assert_eq!((leaning.motive, leaning.margin), (decision.motive, decision.margin));
                }
                acting += usize::from(leaning.options.len() > 1);
            }
        }
        assert!(acting > 30, "{acting} states had a choice");
    }

    #[test]
    fn looking_twice_shows_the_same_and_nothing_else_changes() {
        let mut world = europe(5, 40);
        let before = Snapshot::take(&world);
        look_around(&mut world);
        let all: Vec<StateId> = world.resource::<Roster>().ids().collect();
        let first = leanings(&mut world, &all);
        look_around(&mut world);
        assert_eq!(leanings(&mut world, &all), first);
        // A world in which they were asked goes on as one in which they were not.
        (0..12).for_each(|_| step(&mut world));
        let asked = world.resource::<StateHash>().0;
        before.restore(&mut world);
        (0..12).for_each(|_| step(&mut world));
        assert_eq!(world.resource::<StateHash>().0, asked);
    }
}
