//! Experiments: what a change does to the chance of each outcome, from many pairs of runs.
//!
//! A run shows one course that a world can take. An [`Experiment`] lets two worlds that differ by a change run many
//! times, in pairs: the two runs of a pair have the same seed, so that all that chance decides falls alike in both but
//! for what the change touches (common random numbers). What is counted is behaviour alone ([`Outcome`]); how sure a
//! difference is follows from the pairs ([`statistics`]).
//!
//! Where the two worlds begin decides what is asked. From the moment at which they part, both begin from the world as
//! it stood there, and only what follows is left to chance: what did the change do *then*? From the start, all is left
//! to chance and commands are given at their ticks, whatever the world has become by then; those that cannot be carried
//! out are counted.
//!
//! The same experiment gives the same numbers, however many threads work on it.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bevy_app::App;
use bevy_ecs::prelude::World;

use crate::edit::{self, Command};
use crate::scenario::Scenario;
use crate::simulation::{self, Assessments, Clock, Draws, Journal, SimulationPlugin, Snapshot, StateHash};

mod findings;
mod said;
mod seen;
pub mod statistics;
mod tally;
#[cfg(test)]
mod tests;

pub use findings::{Finding, Findings, Kind, Outcome, Quantity};
pub use said::{say, say_difference};
pub use seen::{Actor, PairOutcome, StateOutcome};
pub use tally::Tally;

use seen::Seen;

/// A command and the tick after which it is given.
pub type Timed = (u64, Arc<Command>);

/// One of the two worlds: how it stands when its runs begin, and what is done to it on the way.
#[derive(Debug, Clone)]
pub struct Arm {
    /// What people call it.
    pub name: String,
    start: Arc<Snapshot>,
    later: Vec<Timed>,
}

impl Arm {
    /// From how a world stands now, with those of the commands that are for later.
    pub fn new(name: impl Into<String>, world: &World, commands: &[Timed]) -> Self {
        let now = world.resource::<Clock>().tick;
        let later = commands.iter().filter(|(tick, _)| *tick > now);
        let later = later.filter_map(|(tick, it)| Some((*tick, Arc::new(without_luck(it)?))));
        Self { name: name.into(), start: Arc::new(Snapshot::take(world)), later: later.collect() }
    }

    /// The commands that are given on the way.
    pub fn later(&self) -> &[Timed] {
        &self.later
    }
}

/// A world that any snapshot can be put into.
pub fn empty_world() -> World {
    let mut app = App::new();
    app.add_plugins(SimulationPlugin);
    std::mem::take(app.world_mut())
}

/// A world with a scenario in it.
pub fn world_of(scenario: &Scenario, seed: u64) -> World {
    let mut world = empty_world();
    simulation::load(&mut world, scenario, seed);
    world.resource_mut::<Assessments>().everyone = false;
    world
}

/// The tick at which two logs of commands part. `None` where they differ in nothing but luck, which every run has of
/// its own: there is nothing to try.
pub fn parting(one: &[Timed], other: &[Timed]) -> Option<u64> {
    let common = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let rest = |log: &[Timed]| -> Vec<(u64, Command)> {
        log[common..].iter().filter_map(|(tick, it)| Some((*tick, without_luck(it)?))).collect()
    };
    if rest(one) == rest(other) {
        return None;
    }
    [one, other].iter().filter_map(|log| Some(log.get(common)?.0)).min()
}

/// Whether a command does nothing but let chance fall otherwise: in an experiment it is left out.
pub fn is_luck_alone(command: &Command) -> bool {
    without_luck(command).is_none()
}

/// A command without what it does to luck; nothing where it does nothing else.
fn without_luck(command: &Command) -> Option<Command> {
    match command {
        Command::Luck(_) => None,
        Command::Group { name, commands } => {
            let commands: Vec<Command> = commands.iter().filter_map(without_luck).collect();
            (!commands.is_empty()).then(|| Command::Group { name: name.clone(), commands })
        }
        other => Some(other.clone()),
    }
}

/// Two worlds that are run in pairs.
#[derive(Debug, Clone)]
pub struct Experiment {
    /// The world as it was, and the world as it was changed.
    pub arms: [Arm; 2],
    /// The last tick of each run.
    pub end: u64,
    /// How many pairs.
    pub runs: u32,
    /// What the seeds of the pairs are drawn from.
    pub seed: u64,
}

/// What is known so far of an experiment under way, for all who work on it and who wait for it.
#[derive(Debug, Default)]
pub struct Progress {
    tally: Mutex<Tally>,
    begun: AtomicU32,
    stopped: AtomicBool,
}

impl Progress {
    /// What has been counted so far.
    pub fn tally(&self) -> MutexGuard<'_, Tally> {
        self.tally.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets all who work on it leave off after the tick that they are at.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    /// Whether it has been stopped.
    pub fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }
}

impl Experiment {
    /// The seed of a pair of runs.
    pub fn seed_of(&self, run: u32) -> u64 {
        simulation::digest_of(&format!("{}/{run}", self.seed))
    }

    /// Runs all pairs on so many threads, and calls `done` after each.
    pub fn carry_out(&self, threads: usize, done: impl Fn() + Sync) -> Tally {
        let progress = Progress::default();
        std::thread::scope(|scope| {
            for _ in 1..threads {
                scope.spawn(|| self.work(&progress, &done));
            }
            self.work(&progress, &done);
        });
        progress.tally.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    /// Works on pairs that nobody works on yet until there are none, or it is stopped.
    pub fn work(&self, progress: &Progress, done: impl Fn()) {
        let mut world = empty_world();
        loop {
            let run = progress.begun.fetch_add(1, Ordering::Relaxed);
            if run >= self.runs {
                return;
            }
            let Some(pair) = self.try_pair(run, &mut world, progress) else { return };
            progress.tally().add(run, &pair);
            done();
        }
    }

    /// Both runs of a pair, unless it is stopped.
    fn try_pair(&self, run: u32, world: &mut World, progress: &Progress) -> Option<[Seen; 2]> {
        let [first, second] = [0, 1].map(|arm| self.watch(arm, run, world, progress));
        Some([first?, second?])
    }

    /// One run of an arm.
    fn watch(&self, arm: usize, run: u32, world: &mut World, progress: &Progress) -> Option<Seen> {
        let arm = &self.arms[arm];
        let seed = self.seed_of(run);
        arm.start.restore(world);
        world.resource_mut::<Draws>().seed = seed;
        // What was before is not part of the run, and the same in both.
        world.insert_resource(StateHash(seed));
        // Only those whose choice depends on it look closer: what states do is the same.
        world.resource_mut::<Assessments>().everyone = false;
        world.resource_mut::<Journal>().all_options = false;
        let mut seen = Seen::default();
        let mut later = arm.later.iter().enumerate().peekable();
        while world.resource::<Clock>().tick < self.end {
            if progress.is_stopped() {
                return None;
            }
            simulation::step(world);
            seen.note(world);
            let tick = world.resource::<Clock>().tick;
            while let Some((place, (_, command))) = later.next_if(|(_, (at, _))| *at <= tick) {
                if edit::apply_all([&**command], world).is_err() {
                    seen.refused.push(place);
                }
            }
        }
        seen.close(world);
        Some(seen)
    }
}
