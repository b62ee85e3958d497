//! History: what happened, when, and why, for as long as a run lasts; and the timeline along which one goes back.

use bevy_app::{App, Plugin};
use bevy_ecs::prelude::*;

use crate::simulation::{
    Assessments, Clock, Decision, Event, Journal, Measures, Roster, Rules, SimSystems, SimTick, StateHash,
    StateId,
};

mod agreement;
mod beside;
mod branch;
pub mod counterfactual;
pub mod expectation;
pub mod foresight;
mod importance;
pub mod recorded;
mod replay;
pub mod series;
mod standing;
mod timeline;
#[cfg(test)]
mod timeline_tests;
mod undo;
#[cfg(test)]
mod undo_tests;

pub use agreement::{Agreement, Verdict, holds};
pub use beside::{Beside, Differences};
pub use branch::{Branch, Edit, Failed, Plan, Way};
pub use importance::is_important;
pub use replay::{Replayed, Written};
pub use standing::standing;
pub use timeline::{BranchId, Moment, Timeline, TimelinePlugin};

/// Everything that happened since the start of a run, as far as it has been run. The world may stand at an earlier
/// tick: then what lies beyond is what is known to follow.
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
    /// Share of the system's power of each state after each tick, the first after tick 1.
    pub power: Vec<Vec<f32>>,
    /// The threats that states had their eye on in each tick, by who feels them and then by size before help, the
    /// first of tick 1. Empty where states look closer only when they choose.
    pub threats: Vec<Vec<Felt>>,
}

/// A threat as it was felt in a tick.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Felt {
    /// Who feels it.
    pub by: StateId,
    /// Whose it is.
    pub source: StateId,
    /// How great it is with help and appeasement counted, 0 to 1.
    pub threat: f32,
}

impl History {
    /// The decisions of one state, latest first.
    pub fn decisions_of(&self, state: StateId) -> impl Iterator<Item = &Decision> {
        self.decisions.iter().rev().filter(move |decision| decision.state == state)
    }

    /// The last tick that has been run.
    pub fn end(&self) -> u64 {
        self.hashes.len() as u64
    }

    /// The events up to a tick and in it.
    pub fn events_until(&self, tick: u64) -> &[Event] {
        &self.events[..self.events.partition_point(|event| event.tick <= tick)]
    }

    /// The decisions up to a tick and in it.
    pub fn decisions_until(&self, tick: u64) -> &[Decision] {
        &self.decisions[..self.decisions.partition_point(|decision| decision.tick <= tick)]
    }

    /// The decision of a state in a tick, if it took one.
    pub fn decision(&self, tick: u64, state: StateId) -> Option<&Decision> {
        let first = self.decisions.partition_point(|decision| decision.tick < tick);
        let of_tick = self.decisions[first..].iter().take_while(|decision| decision.tick == tick);
        of_tick.into_iter().find(|decision| decision.state == state)
    }

    /// The same history up to a tick and no further.
    pub fn cut(&self, tick: u64) -> Self {
        let ticks = self.hashes.len().min(tick as usize);
        Self {
            events: self.events_until(tick).to_vec(),
            decisions: self.decisions_until(tick).to_vec(),
            hashes: self.hashes[..ticks].to_vec(),
            measures: self.measures[..ticks].to_vec(),
            power: self.power[..ticks].to_vec(),
            threats: self.threats[..ticks].to_vec(),
        }
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

/// Copies the page of the tick just run, unless the history has it: then the world went through what it has been
/// through before.
fn keep(
    mut history: ResMut<History>,
    journal: Res<Journal>,
    (hash, measures): (Res<StateHash>, Res<Measures>),
    (clock, roster): (Res<Clock>, Res<Roster>),
    (assessments, rules): (Res<Assessments>, Res<Rules>),
) {
    if clock.tick <= history.end() {
        debug_assert_eq!(history.hashes[clock.tick as usize - 1], hash.0, "the past is as it was");
        return;
    }
    history.events.extend_from_slice(&journal.events);
    history.decisions.extend_from_slice(&journal.decisions);
    history.hashes.push(hash.0);
    history.measures.push(measures.clone());
    history.power.push(roster.power.clone());
    let mut felt = Vec::new();
    if assessments.everyone {
        for by in roster.ids().filter(|state| roster.alive[state.index()]) {
            let threats = assessments.threats(by).iter();
            felt.extend(threats.map(|threat| Felt {
                by,
                source: threat.source,
                threat: threat.odds.threat(&rules.parameters),
            }));
        }
    }
    history.threats.push(felt);
}
