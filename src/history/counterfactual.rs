//! Counterfactuals: what a state would have chosen had one thing been otherwise.
//!
//! There is no second model that answers. A [`Rehearsal`] is a world of its own, put back to how things stood before
//! the tick of a choice. It runs that very tick once more, with the same draws and one thing otherwise, and reads the
//! record of the choice. With nothing otherwise the record is the same to the bit. An [`Inquest`] asks again and again
//! until it knows, lever by lever, how far each would have to be moved for the choice to fall otherwise.

use bevy_app::App;
use bevy_ecs::prelude::World;

use super::{History, Way};
use crate::simulation::{
    self, Action, Assessments, Decision, Journal, Lever, SimulationPlugin, Snapshot, StateId, SupposePlugin,
    Supposition, Suppositions,
};

mod circumstances;
mod inquest;

pub use circumstances::{Circumstances, Helper};
pub use inquest::{Finding, Inquest, Sample, Threshold, lowest_and_highest, position, value_at};

/// Which choice is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question {
    /// The tick in which it was made.
    pub tick: u64,
    /// Who chose.
    pub state: StateId,
    /// Who called upon it, where it was the answer to a call; else it was a review.
    pub caller: Option<StateId>,
}

impl Question {
    /// The question that a record answers.
    pub fn of(decision: &Decision) -> Self {
        let caller = match decision.chosen.action {
            Action::Honour { ally, .. } | Action::Abandon { ally, .. } => Some(ally),
            _ => None,
        };
        Self { tick: decision.tick, state: decision.state, caller }
    }

    /// The record that answers it, among those of the tick.
    pub fn among(self, decisions: &[Decision]) -> Option<&Decision> {
        decisions.iter().find(|decision| Self::of(decision) == self)
    }

    /// The record that answers it.
    pub fn find(self, history: &History) -> Option<&Decision> {
        let from = history.decisions.partition_point(|decision| decision.tick < self.tick);
        let until = history.decisions.partition_point(|decision| decision.tick <= self.tick);
        self.among(&history.decisions[from..until])
    }
}

/// What a rehearsal found.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The record of the choice, with all options; absent where there was nothing to choose: the ally did not call.
    pub decision: Option<Decision>,
    /// What was read of the levers that were watched, in their order.
    pub readings: Vec<f32>,
}

impl Answer {
    /// What was chosen.
    pub fn action(&self) -> Option<Action> {
        self.decision.as_ref().map(|decision| decision.chosen.action)
    }
}

/// A world apart, in which one tick can be run again and again.
pub struct Rehearsal {
    world: World,
    before: Snapshot,
    question: Question,
}

impl Rehearsal {
    /// Goes the `way` to how the world stood before the choice.
    pub fn new(way: &Way, question: Question) -> Self {
        let mut app = App::new();
        app.add_plugins((SimulationPlugin, SupposePlugin));
        let mut world = std::mem::take(app.world_mut());
        way.walk(&mut world);
        let before = Snapshot::take(&world);
        Self { world, before, question }
    }

    /// The choice that is asked about.
    pub fn question(&self) -> Question {
        self.question
    }

    /// Runs the tick with these things otherwise, and reads what the state chose.
    pub fn ask(&mut self, otherwise: &[Supposition], watched: &[Lever]) -> Answer {
        let world = &mut self.world;
        self.before.restore(world);
        world.resource_mut::<Journal>().all_options = true;
        // Only those whose choice depends on it need to look closer; what states do is the same.
        world.resource_mut::<Assessments>().everyone = false;
        let mut supposed = world.resource_mut::<Suppositions>();
        (supposed.list, supposed.watched) = (otherwise.to_vec(), watched.to_vec());
        simulation::step(world);
        Answer {
            decision: self.question.among(&world.resource::<Journal>().decisions).cloned(),
            readings: world.resource::<Suppositions>().readings.clone(),
        }
    }

    /// Exposure of one state to another as they chose, for tests of what is said about it.
    #[cfg(test)]
    pub fn exposure(&mut self, of: StateId, to: StateId) -> f32 {
        self.ask(&[], &[]);
        let pairs = self.world.resource::<simulation::Pairs>();
        pairs.exposure[pairs.at(of, to)]
    }

    /// The facts of the moment that the record itself does not hold.
    pub fn circumstances(&mut self, decision: &Decision) -> Circumstances {
        self.before.restore(&mut self.world);
        let mut facts = Circumstances::before(&self.world, decision);
        self.ask(&[], &[]);
        facts.add_outlook(&self.world, decision);
        facts
    }
}
