//! Worlds for tests of war: invented, small, with land of several provinces each.

use bevy_app::App;
use bevy_ecs::prelude::*;

use super::journal::Event;
use super::*;
use crate::scenario::{self, Override, Scenario};
use crate::theory::power::Capabilities;
use crate::world::RegionId;

/// A generated world of so many states in a row of numbers, each grown from its capital over the land until all
/// that can be reached is owned. `more` goes into the scenario, `state` into each state by its place.
pub fn scenario(
    states: usize,
    (regions, seed): (usize, u64),
    state: impl Fn(usize) -> String,
    more: &str,
) -> Scenario {
    let list: String = (0..states)
        .map(|place| {
            let capital = 1 + place * regions / states;
            format!("(id: \"S{place:02}\", capital: (province: \"R{capital:04}\"), {}),", state(place))
        })
        .collect();
    let text = format!(
        "(version: 1, name: \"war\", start: \"1900-01-01\", \
         map: generated(regions: {regions}, seed: {seed}, land: 0.7), states: [{list}], {more})"
    );
    let mut scenario = scenario::read("test", &text).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    let geography = scenario.geography.clone();
    let mut owned = vec![false; regions];
    scenario.states.iter().for_each(|setup| owned[setup.capital_region.index()] = true);
    let mut grown = true;
    while grown {
        grown = false;
        for setup in &mut scenario.states {
            let next = setup.territory.iter().flat_map(|own| &geography.regions[*own].land);
            if let Some(next) = next.copied().find(|next| !owned[next.index()]) {
                owned[next.index()] = true;
                setup.territory.push(next);
                grown = true;
            }
        }
    }
    scenario.states.iter_mut().for_each(|setup| setup.territory.sort_unstable());
    scenario
}

/// The same with values changed, as on the command line.
pub fn with(mut scenario: Scenario, changes: &[&str]) -> Scenario {
    for change in changes {
        let change = Override::parse(change).unwrap_or_else(|error| panic!("{error}"));
        change.apply(&mut scenario).unwrap_or_else(|error| panic!("{error}"));
    }
    scenario
}

/// A world that runs.
pub struct Lab {
    pub app: App,
    pub events: Vec<Event>,
}

impl Lab {
    pub fn new(scenario: &Scenario, seed: u64) -> Self {
        let mut app = App::new();
        app.add_plugins(SimulationPlugin);
        load(app.world_mut(), scenario, seed);
        Self { app, events: Vec::new() }
    }

    pub fn steps(&mut self, ticks: u64) {
        for _ in 0..ticks {
            step(self.app.world_mut());
            let told = self.get::<Journal>().events.clone();
            self.events.extend(told);
        }
    }

    /// All states look at the world as it now stands, as they do before they choose.
    pub fn look(&mut self) {
        let world = self.app.world_mut();
        world.run_system_cached(state::gather).expect("all it reads is there");
        world.run_system_cached(perceive::assess).expect("all it reads is there");
    }

    pub fn get<R: Resource>(&self) -> &R {
        self.app.world().resource::<R>()
    }

    pub fn edit<R: Resource<Mutability = bevy_ecs::component::Mutable>>(&mut self) -> Mut<'_, R> {
        self.app.world_mut().resource_mut::<R>()
    }

    pub fn of<C: Component + Clone>(&self, state: StateId) -> C {
        let entity = self.get::<Roster>().entities[state.index()];
        self.app.world().get::<C>(entity).expect("every state has it").clone()
    }

    pub fn means(&self, state: StateId) -> Capabilities {
        self.of::<Resources>(state).0
    }

    pub fn states(&self) -> Vec<StateId> {
        self.get::<Roster>().ids().collect()
    }

    pub fn owners(&self) -> Vec<Option<StateId>> {
        self.get::<Holdings>().owners().to_vec()
    }

    /// A war between two states, mustered as a choice would.
    pub fn begin(&mut self, attackers: &[StateId], defenders: &[StateId]) -> WarId {
        let today = self.get::<Clock>().date();
        let id = self.edit::<Wars>().begin(String::new(), attackers, defenders, today);
        let world = self.app.world_mut();
        world.resource_scope(|world, mut wars: Mut<Wars>| {
            let parameters = world.resource::<Rules>().parameters;
            let scene = (world.resource::<Roster>(), world.resource::<Pairs>());
            fight::muster(&mut wars, id, scene, &parameters, today);
        });
        id
    }

    /// Sets a front, as if it had been fought to there.
    pub fn set_front(&mut self, id: WarId, front: f32) {
        let mut wars = self.edit::<Wars>();
        wars.iter_mut().filter(|war| war.id == id).for_each(|war| war.front = front);
    }

    /// Hands land over by the pen, with matrices renewed.
    pub fn give(&mut self, regions: &[RegionId], to: StateId) {
        let world = self.app.world_mut();
        for region in regions {
            world.resource_mut::<Holdings>().cede(*region, to);
        }
        let terrain = world.resource::<Terrain>().clone();
        let parameters = world.resource::<Rules>().parameters;
        let states: Vec<StateId> = world.resource::<Roster>().ids().collect();
        let lands = world.resource::<Holdings>().by_state(states.len());
        for (state, land) in states.iter().zip(&lands) {
            world.resource_mut::<Roster>().alive[state.index()] = !land.is_empty();
            let entity = world.resource::<Roster>().entities[state.index()];
            if land.is_empty() {
                let mut means = world.get_mut::<Resources>(entity).expect("every state has them");
                let nothing = Capabilities { population: 0.0, industry: 0.0, military: 0.0, ..means.0 };
                means.0 = nothing;
            }
        }
        let mut pairs = world.resource_mut::<Pairs>();
        let reach = pairs.reach_km().to_vec();
        pairs.refresh(&states, terrain.regions(), &lands, &reach, &parameters);
    }

    /// Provinces that a state owns.
    pub fn land(&self, state: StateId) -> Vec<RegionId> {
        self.get::<Holdings>().by_state(self.states().len()).swap_remove(state.index())
    }
}
