//! Beside: another branch at the same tick, so that two histories can be compared.

use std::collections::{BTreeMap, BTreeSet};

use bevy_app::App;
use bevy_ecs::prelude::*;

use super::{BranchId, History, Timeline};
use crate::simulation::{
    Alliances, Clock, Holdings, Identity, Roster, SimulationPlugin, StateId, Survey, Wars,
};
use crate::world::RegionId;

/// A world apart from the one shown, which stands on another branch.
#[derive(Resource)]
pub struct Beside {
    world: World,
    /// Where it stands, and how often the timeline had been changed by then.
    at: Option<(BranchId, u64, u64)>,
}

impl Default for Beside {
    fn default() -> Self {
        let mut app = App::new();
        app.add_plugins(SimulationPlugin);
        Self { world: std::mem::take(app.world_mut()), at: None }
    }
}

/// What differs between two worlds, each between two states.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Differences {
    /// The tick at which the other world stands: its last, where it has not been run as far.
    pub tick: u64,
    /// Allied here and not there.
    pub allied_here: Vec<[StateId; 2]>,
    /// Allied there and not here.
    pub allied_there: Vec<[StateId; 2]>,
    /// At war here and not there.
    pub at_war_here: Vec<[StateId; 2]>,
    /// At war there and not here.
    pub at_war_there: Vec<[StateId; 2]>,
    /// The numbers of states there, by their numbers here: they are other where the world was changed by hand before
    /// anything ran. None of who is here alone.
    pub there: Vec<Option<StateId>>,
    /// Regions with another owner there than here, in order: which, and whose there.
    pub land: Vec<(RegionId, Option<StateId>)>,
}

impl Differences {
    /// Whether the two are alike in all of it.
    pub fn is_empty(&self) -> bool {
        *self == Self { tick: self.tick, there: self.there.clone(), ..Self::default() }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        let pairs = [&self.allied_here, &self.allied_there, &self.at_war_here, &self.at_war_there];
        pairs.iter().map(|list| list.len()).sum::<usize>() + self.land.len()
    }
}

impl Beside {
    /// Forgets where it stands, since timelines may have changed.
    pub fn leave(&mut self) {
        self.at = None;
    }

    /// Goes to a branch at a tick, or to its end; `current` is the history of the branch that is shown.
    pub fn follow(&mut self, timeline: &Timeline, current: &History, branch: BranchId, tick: u64) {
        let tick = tick.min(timeline.history(branch, current).end());
        let place = Some((branch, tick, timeline.changes));
        if self.at != place {
            timeline.visit(branch, tick, current, &mut self.world);
            self.at = place;
        }
    }

    /// How it differs from the world as it is shown.
    ///
    /// States are told by their ids, as they may have other numbers there. Who is there alone is left out: its land is
    /// nobody's here.
    pub fn differences(&self, survey: &Survey) -> Differences {
        let there = &self.world;
        let less =
            |a: &BTreeSet<[StateId; 2]>, b: &BTreeSet<[StateId; 2]>| a.difference(b).copied().collect();
        let here = self.numbers(survey);
        let known = |pairs: BTreeSet<[StateId; 2]>| -> BTreeSet<[StateId; 2]> {
            let pair = |[a, b]: [StateId; 2]| Some([here[a.index()]?, here[b.index()]?]);
            pairs.into_iter().filter_map(pair).map(|[a, b]| [a.min(b), a.max(b)]).collect()
        };
        let (allied, allied_there) = (allies(&survey.alliances), known(allies(there.resource())));
        let (fighting, fighting_there) = (enemies(&survey.wars), known(enemies(there.resource())));
        let owners_there = there.resource::<Holdings>().owners().iter();
        let owners_there = owners_there.map(|owner| (owner.is_some(), owner.and_then(|it| here[it.index()])));
        let owners = survey.holdings.owners().iter().zip(owners_there).enumerate();
        let land = owners.filter(|(_, (here, (owned, there)))| *here != there || *owned != there.is_some());
        let mut numbers = vec![None; survey.states().len()];
        for (there, here) in (0..).map(StateId).zip(&here) {
            if let Some(here) = here {
                numbers[here.index()] = Some(there);
            }
        }
        Differences {
            there: numbers,
            tick: there.resource::<Clock>().tick,
            allied_here: less(&allied, &allied_there),
            allied_there: less(&allied_there, &allied),
            at_war_here: less(&fighting, &fighting_there),
            at_war_there: less(&fighting_there, &fighting),
            land: land.map(|(place, (_, (_, there)))| (RegionId(place as u32), there)).collect(),
        }
    }

    /// The numbers here of the states there.
    fn numbers(&self, survey: &Survey) -> Vec<Option<StateId>> {
        let here: BTreeMap<&str, StateId> =
            survey.states().map(|state| (&*survey.identity(state).code, state)).collect();
        let code = |entity: &Entity| here.get(&*self.world.get::<Identity>(*entity)?.code).copied();
        self.world.resource::<Roster>().entities.iter().map(code).collect()
    }
}

/// All pairs of allies, the lower number first.
fn allies(alliances: &Alliances) -> BTreeSet<[StateId; 2]> {
    let mut pairs = BTreeSet::new();
    for alliance in alliances.iter() {
        for (place, a) in alliance.members.iter().enumerate() {
            pairs.extend(alliance.members[place + 1..].iter().map(|b| [*a.min(b), *a.max(b)]));
        }
    }
    pairs
}

/// All pairs of enemies, the lower number first.
fn enemies(wars: &Wars) -> BTreeSet<[StateId; 2]> {
    let mut pairs = BTreeSet::new();
    for war in wars.iter() {
        for a in &war.attackers {
            pairs.extend(war.defenders.iter().map(|b| [*a.min(b), *a.max(b)]));
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use bevy_ecs::system::SystemState;

    use super::*;
    use crate::edit::Command;
    use crate::history::TimelinePlugin;
    use crate::scenario::{self, builtin::EUROPE_1936};
    use crate::simulation;

    #[test]
    fn branches_are_alike_until_they_part_and_differ_after() {
        let scenario = scenario::read(EUROPE_1936.name, EUROPE_1936.text).expect("the setup is valid");
        let mut app = App::new();
        app.add_plugins((SimulationPlugin, TimelinePlugin));
        let world = app.world_mut();
        simulation::load(world, &scenario, 5);
        Timeline::begin(world);
        (0..20).for_each(|_| Timeline::advance(world));
        Timeline::seek(world, 10);
        Timeline::change(world, Command::Theory("balance-of-power".into())).expect("it is a school");
        (0..50).for_each(|_| Timeline::advance(world));
        let mut beside = Beside::default();
        let mut at = |world: &mut World, tick: u64| {
            Timeline::seek(world, tick);
            let (timeline, history) = (world.resource::<Timeline>(), world.resource::<History>());
            beside.follow(timeline, history, BranchId(0), tick);
            let mut survey = SystemState::<Survey>::new(world);
            beside.differences(&survey.get(world).expect("the world is loaded"))
        };
        assert!(at(world, 7).is_empty());
        let later = at(world, 20);
        assert!(!later.allied_here.is_empty() || !later.allied_there.is_empty(), "{later:?}");
        for pair in &later.allied_here {
            assert!(world.resource::<Alliances>().linked(pair[0], pair[1]));
        }
        for pair in &later.allied_there {
            assert!(!world.resource::<Alliances>().linked(pair[0], pair[1]));
        }
        // The other ends where it was left.
        assert_eq!(at(world, 45).tick, 20);
    }

    #[test]
    fn states_are_told_by_their_ids_where_they_have_other_numbers() {
        let scenario = scenario::read(EUROPE_1936.name, EUROPE_1936.text).expect("the setup is valid");
        let mut app = App::new();
        app.add_plugins((SimulationPlugin, TimelinePlugin));
        let world = app.world_mut();
        simulation::load(world, &scenario, 5);
        Timeline::begin(world);
        (0..3).for_each(|_| Timeline::advance(world));
        Timeline::seek(world, 0);
        let region = scenario.geography.regions.find("DE-BY").expect("it is on the map");
        let germany = scenario.states.iter().find(|it| it.territory.contains(&region)).expect("it is held");
        let found = Command::Found { region: "DE-BY".into(), id: "BAV".into(), name: String::new() };
        Timeline::change(world, found).expect("it can be founded");
        let mut beside = Beside::default();
        beside.follow(world.resource(), world.resource(), BranchId(0), 0);
        let mut survey = SystemState::<Survey>::new(world);
        let survey = survey.get(world).expect("the world is loaded");
        let differences = beside.differences(&survey);
        assert_eq!(differences.land, [(region, survey.find(&germany.id))]);
        assert_eq!(differences.len(), 1, "{differences:?}");
        // The new one is not there; of the others some have other numbers.
        let new = survey.find("BAV").expect("it is there");
        assert_eq!(differences.there[new.index()], None);
        let moved = survey.states().filter(|it| differences.there[it.index()] != Some(*it)).count();
        assert!(moved > 1, "the trial would show nothing");
    }
}
