//! Job: the runs of a trial, on threads beside the window's.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::Plan;
use crate::batch::experiment::{Arm, Experiment, Findings, Progress, Timed, empty_world, is_luck_alone};
use crate::history::{BranchId, Edit, Timeline, Way};

/// The least time from one telling of what has been found to the next.
const PAUSE: Duration = Duration::from_millis(400);

/// What is being run or has been.
#[derive(Debug)]
pub struct Job {
    /// The history as it was, and the one with the change.
    pub pair: [BranchId; 2],
    /// What had been changed by hand along them.
    pub logs: [Vec<Edit>; 2],
    /// What they were called.
    pub names: [String; 2],
    /// Where both begin.
    pub from: u64,
    /// The last tick.
    pub end: u64,
    /// How many pairs are to be run.
    pub runs: u32,
    began: Instant,
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug, Default)]
struct Shared {
    progress: Progress,
    found: Mutex<Arc<Findings>>,
    done: AtomicBool,
}

/// The commands of a branch.
pub fn timed(log: &[Edit]) -> Vec<Timed> {
    log.iter().map(|edit| (edit.tick, edit.command.clone())).collect()
}

/// How many threads work: all cores but the one that draws the window.
fn threads() -> usize {
    thread::available_parallelism().map_or(1, usize::from).saturating_sub(1).max(1)
}

impl Job {
    /// Begins to run both.
    pub fn begin(
        plan: &Plan,
        (timeline, logs, names): (&Timeline, [Vec<Edit>; 2], [String; 2]),
        runs: u32,
        seed: u64,
    ) -> Self {
        let ways = plan.pair.map(|branch| timeline.way(branch, plan.from));
        let shared = Arc::<Shared>::default();
        let (telling, commands, called) =
            (shared.clone(), logs.each_ref().map(|log| timed(log)), names.clone());
        let end = plan.end;
        let thread = thread::Builder::new().name("trials".into()).spawn(move || {
            let arm = |at: usize| arm(&called[at], &ways[at], &commands[at]);
            let experiment = Experiment { arms: [arm(0), arm(1)], end, runs, seed };
            carry_out(&experiment, &telling);
        });
        Self {
            pair: plan.pair,
            logs,
            names,
            from: plan.from,
            end,
            runs,
            began: Instant::now(),
            shared,
            thread: thread.ok(),
        }
    }

    /// What has been found so far.
    pub fn found(&self) -> Arc<Findings> {
        self.shared.found.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Lets it leave off; what has been found stays.
    pub fn cancel(&self) {
        self.shared.progress.stop();
    }

    /// Whether it is at work.
    pub fn is_running(&self) -> bool {
        self.thread.as_ref().is_some_and(|thread| !thread.is_finished())
    }

    /// Whether it ended by itself or was cancelled, rather than broke off, which is a fault of the program.
    pub fn is_done(&self) -> bool {
        self.shared.done.load(Ordering::Acquire)
    }

    /// What people call the commands that are given on the way, by history.
    pub fn later(&self, arm: usize) -> impl Iterator<Item = &str> {
        let later = self.logs[arm].iter().filter(|edit| edit.tick > self.from);
        later.filter(|edit| !is_luck_alone(&edit.command)).map(|edit| &*edit.name)
    }

    /// About how long it still takes, once that can be told.
    pub fn left(&self) -> Option<Duration> {
        let done = self.shared.progress.tally().runs;
        let left = self.runs.checked_sub(done)?;
        (done >= 3).then(|| self.began.elapsed() * left / done)
    }

    /// How many pairs have been run.
    pub fn done(&self) -> u32 {
        self.shared.progress.tally().runs
    }
}

impl Drop for Job {
    fn drop(&mut self) {
        self.cancel();
    }
}

/// A history as it stood at the end of a way, with what was changed later.
fn arm(name: &str, way: &Way, commands: &[Timed]) -> Arm {
    let mut world = empty_world();
    way.walk(&mut world);
    Arm::new(name, &world, commands)
}

/// Lets the window's threads go first, where the system can tell threads apart; elsewhere all are alike.
pub fn give_way() {
    #[cfg(target_os = "linux")]
    let _ = rustix::process::nice(10);
}

/// Runs all pairs, and tells what has been found from time to time.
fn carry_out(experiment: &Experiment, shared: &Shared) {
    thread::scope(|scope| {
        let work = || {
            give_way();
            experiment.work(&shared.progress, || ());
        };
        let workers: Vec<_> = (0..threads()).map(|_| scope.spawn(work)).collect();
        let mut told = 0;
        loop {
            let over = workers.iter().all(|worker| worker.is_finished());
            let began = Instant::now();
            let tally = shared.progress.tally().clone();
            if tally.runs > told {
                told = tally.runs;
                let found = Arc::new(Findings::of(&tally));
                *shared.found.lock().unwrap_or_else(PoisonError::into_inner) = found;
            }
            if over {
                break;
            }
            // Telling is to take a small part of the time, however much there is to tell.
            let pause = PAUSE.max(8 * began.elapsed());
            while began.elapsed() < pause && !workers.iter().all(|worker| worker.is_finished()) {
                thread::sleep(Duration::from_millis(20));
            }
        }
    });
    shared.done.store(true, Ordering::Release);
}
