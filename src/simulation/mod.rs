//! The simulation: state agents as entities, one schedule run a tick.
//!
//! [`SimTick`] runs the sets of [`SimSystems`] in order, single-threaded, with any ambiguity of order an
//! error. Nothing here knows of windows, files or wall clocks: the window and the runs without one both
//! call [`load`] and then [`step`], and get the same world bit for bit.

use bevy_app::{App, Plugin};
use bevy_ecs::prelude::*;
use bevy_ecs::schedule::{LogLevel, ScheduleBuildSettings, ScheduleLabel, SingleThreadedExecutor};

mod alliances;
mod appraise;
mod capture;
mod clock;
mod conduct;
mod declare;
mod digest;
mod draws;
mod fight;
mod grow;
mod journal;
mod leanings;
mod load;
mod measure;
mod motives;
mod movements;
mod naming;
mod occupy;
mod outlook;
mod pacts;
mod pairs;
mod perceive;
mod realign;
mod realm;
mod record;
mod revolt;
mod settle;
#[cfg(test)]
mod short_cut_tests;
mod snapshot;
mod spoils;
mod state;
mod suppose;
mod survey;
#[cfg(test)]
mod testing;
mod transfer;
#[cfg(test)]
mod transfer_tests;
#[cfg(test)]
mod war_tests;
mod warpaths;
mod wars;
mod weigh;

pub use alliances::{Alliance, AllianceId, Alliances};
pub use capture::capture;
pub use clock::Clock;
pub use draws::Draws;
pub(crate) use draws::key_of as digest_of;
pub use fight::Losses;
pub use journal::{Action, Consent, Decision, Event, EventKind, Journal, Motive, Outcome, Weighed};
pub use leanings::{Inclination, answer_to_call, inclinations, leanings, look_around};
pub use load::{Basis, load, load_shared, weight};
pub use measure::{Alignment, Measures, Tally, took_effect};
pub use movements::{Movement, Movements, Turn};
pub use naming::{capitalised, in_sentence};
pub use pairs::Pairs;
pub use perceive::{Assessments, Threat};
pub use record::StateHash;
pub use snapshot::Snapshot;
pub use state::{
    Condition, Creed, Growth, Holdings, Identity, Interest, Posture, Resources, Roster, Rules, StateId,
    Temper, Terrain, canonical_order,
};
pub use suppose::{Lever, SupposePlugin, Supposition, Suppositions};
pub use survey::Survey;
pub use transfer::transfer;
pub use wars::{Armistice, Armistices, Occupation, Side, Truce, War, WarId, Wars};

/// One tick of the model.
#[derive(ScheduleLabel, Clone, Debug, PartialEq, Eq, Hash)]
pub struct SimTick;

/// The parts of a tick, in the order in which they run.
#[derive(SystemSet, Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SimSystems {
    /// Time moves on, and states are seen to do what their intent makes them do.
    Conduct,
    /// States learn from what they saw and assess who threatens them, by the four factors.
    Perceive,
    /// States whose review is due weigh their options and choose.
    Weigh,
    /// Choices meet: offers are accepted or refused, alliances form, lapse and end; states arm, go to war, call
    /// their allies and ask for peace.
    Realign,
    /// Wars are fought: strengths meet, fronts move, provinces are occupied, losses are borne.
    Fight,
    /// Wars end: by collapse or by armistice; provinces and wealth are divided.
    Settle,
    /// Population, industry, military and technology move; states recover, arm, and rise again.
    Grow,
    /// The tick is hashed and the system measured; whoever keeps histories reads the [`Journal`] after this.
    Record,
}

/// Everything the model needs in an app, with a window or without.
pub struct SimulationPlugin;

impl Plugin for SimulationPlugin {
    fn build(&self, app: &mut App) {
        app.init_resource::<Losses>();
        app.init_schedule(SimTick);
        app.edit_schedule(SimTick, |schedule| {
            schedule.set_executor(SingleThreadedExecutor::new());
            schedule.set_build_settings(ScheduleBuildSettings {
                ambiguity_detection: LogLevel::Error,
                ..ScheduleBuildSettings::default()
            });
            schedule.configure_sets(
                (
                    SimSystems::Conduct,
                    SimSystems::Perceive,
                    SimSystems::Weigh,
                    SimSystems::Realign,
                    SimSystems::Fight,
                    SimSystems::Settle,
                    SimSystems::Grow,
                    SimSystems::Record,
                )
                    .chain(),
            );
        });
        app.add_systems(
            SimTick,
            (
                (clock::advance, conduct::show_intent).chain().in_set(SimSystems::Conduct),
                (state::gather, movements::follow, perceive::learn, perceive::assess)
                    .chain()
                    .in_set(SimSystems::Perceive),
                weigh::choose.in_set(SimSystems::Weigh),
                (realign::lapse, realign::realign, declare::declare).chain().in_set(SimSystems::Realign),
                fight::fight.in_set(SimSystems::Fight),
                settle::settle.in_set(SimSystems::Settle),
                (grow::grow, revolt::rise).chain().in_set(SimSystems::Grow),
                (record::hash_state, measure::measure).in_set(SimSystems::Record),
            ),
        );
    }
}

/// Runs exactly one tick. The world must have been [`load`]ed.
pub fn step(world: &mut World) {
    world.run_schedule(SimTick);
}
