//! History: what happened, when, and why, for as long as a run lasts.

use bevy_app::{App, Plugin};
use bevy_ecs::prelude::*;

use crate::simulation::{Decision, Event, Journal, Measures, SimSystems, SimTick, StateHash, StateId};

/// Everything that happened since the start of a run.
#[derive(Resource, Debug, Clone, Default)]
pub struct History {
    /// Events in order.
    pub events: Vec<Event>,
    /// Decisions, by tick and then by state.
    pub decisions: Vec<Decision>,
    /// The digest of the world after each tick, the first after tick 1.
    pub hashes: Vec<u64>,
    /// The system as a whole after each tick, the first after tick 1.
    pub measures: Vec<Measures>,
}

impl History {
    /// The decisions of one state, latest first.
    pub fn decisions_of(&self, state: StateId) -> impl Iterator<Item = &Decision> {
        self.decisions.iter().rev().filter(move |decision| decision.state == state)
    }
}

/// Keeps the history of a run. Without it, the simulation forgets each tick when the next begins.
pub struct HistoryPlugin;

impl Plugin for HistoryPlugin {
    fn build(&self, app: &mut App) {
        app.init_resource::<History>();
        app.add_systems(SimTick, keep.after(SimSystems::Record));
    }
}

/// Copies the page of the tick just run.
fn keep(mut history: ResMut<History>, journal: Res<Journal>, hash: Res<StateHash>, measures: Res<Measures>) {
    history.events.extend_from_slice(&journal.events);
    history.decisions.extend_from_slice(&journal.decisions);
    history.hashes.push(hash.0);
    history.measures.push(measures.clone());
}
