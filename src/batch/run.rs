//! One run: a world of its own, stepped by hand.

use bevy_app::App;
use bevy_ecs::prelude::World;
use bevy_ecs::system::SystemState;

use crate::edit::{self, Command, CommandError};
use crate::history::{History, HistoryPlugin};
use crate::scenario::Scenario;
use crate::simulation::{
    self, Assessments, Clock, Draws, Journal, SimulationPlugin, Snapshot, StateHash, Survey,
};

/// A run of a scenario with a seed.
pub struct Run {
    app: App,
    survey: SystemState<Survey<'static, 'static>>,
}

impl Run {
    /// A run that keeps its history, at tick 0.
    pub fn new(scenario: &Scenario, seed: u64) -> Self {
        let mut run = Self::without_history(scenario, seed);
        run.app.world_mut().resource_mut::<Assessments>().everyone = true;
        run.app.add_plugins(HistoryPlugin);
        run
    }

    /// A run that forgets each tick when the next begins: for runs of any length in constant memory. Only
    /// states whose choice depends on it look closer at their threats each tick, so that the survey tells of
    /// others' as they last looked; what states do is the same.
    pub fn without_history(scenario: &Scenario, seed: u64) -> Self {
        let mut app = App::new();
        app.add_plugins(SimulationPlugin);
        simulation::load(app.world_mut(), scenario, seed);
        app.world_mut().resource_mut::<Assessments>().everyone = false;
        let survey = SystemState::new(app.world_mut());
        Self { app, survey }
    }

    /// Puts the world as it stood before the first tick in place of how it stands, with the luck of another seed: from
    /// there it is the run of that seed. For a run without history.
    pub(super) fn restart(&mut self, start: &Snapshot, seed: u64) {
        let world = self.app.world_mut();
        start.restore(world);
        world.resource_mut::<Draws>().seed = seed;
        world.insert_resource(StateHash(seed));
    }

    /// Lets decisions be written down with all options that were weighed, also those of states that stay as they are.
    /// What states do is the same.
    pub fn write_down_all_options(&mut self) {
        self.app.world_mut().resource_mut::<Journal>().all_options = true;
    }

    /// Runs one tick.
    pub fn step(&mut self) {
        simulation::step(self.app.world_mut());
    }

    /// Runs so many ticks.
    pub fn steps(&mut self, ticks: u64) {
        for _ in 0..ticks {
            self.step();
        }
    }

    /// Changes the world by hand where it stands.
    ///
    /// # Errors
    /// If a command cannot be carried out: its place and why. At tick 0 nothing is changed then.
    pub fn change<'c>(
        &mut self,
        commands: impl IntoIterator<Item = &'c Command>,
    ) -> Result<(), (usize, CommandError)> {
        edit::apply_all(commands, self.app.world_mut()).map(drop)
    }

    /// Where the run stands in time.
    pub fn clock(&self) -> Clock {
        *self.world().resource::<Clock>()
    }

    /// The digest of the world as it stands.
    pub fn hash(&self) -> u64 {
        self.world().resource::<StateHash>().0
    }

    /// What has happened so far.
    ///
    /// # Panics
    /// If the run was made without a history.
    pub fn history(&self) -> &History {
        self.world().resource::<History>()
    }

    /// The world, for queries beyond the survey's.
    pub fn world(&self) -> &World {
        self.app.world()
    }

    /// The world, to be changed as nothing else can change it: for worlds that are thrown away.
    pub(super) fn world_mut(&mut self) -> &mut World {
        self.app.world_mut()
    }

    /// The names of all states, by number.
    pub(super) fn names(mut self) -> Vec<String> {
        let survey = self.survey();
        survey.states().map(|state| survey.identity(state).name.clone()).collect()
    }

    /// The public queries of the simulation.
    pub fn survey(&mut self) -> Survey<'_, '_> {
        self.survey.get(self.app.world()).expect("the survey reads what loading has put there")
    }
}
