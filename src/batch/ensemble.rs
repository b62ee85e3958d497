//! An ensemble: one scenario run with many seeds, on as many threads as are given to it.

use std::ops::Range;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use super::Run;
use crate::scenario::Scenario;
use crate::simulation::Snapshot;

/// What to run.
#[derive(Debug, Clone)]
pub struct Ensemble<'a> {
    /// The world.
    pub scenario: &'a Scenario,
    /// A run for each of these seeds: the very run that the seed gives by itself.
    pub seeds: Range<u64>,
    /// How many threads work on it, 1 or more.
    pub threads: usize,
}

impl Ensemble<'_> {
    /// Gives each run, at tick 0 and without a history, to `watch`, which runs it as far as it likes. What it made of
    /// them, in order of seed: the same, however many threads there are, if it is made of the run alone.
    pub fn each<T: Send>(&self, watch: impl Fn(u64, &mut Run) -> T + Sync) -> Vec<T> {
        let next = AtomicU64::new(0);
        let count = self.seeds.end.saturating_sub(self.seeds.start);
        let work = || {
            let mut seen = Vec::new();
            let mut ready: Option<(Run, Snapshot)> = None;
            loop {
                let place = next.fetch_add(1, Ordering::Relaxed);
                if place >= count {
                    return seen;
                }
                let seed = self.seeds.start + place;
                // Loading measures all distances: once will do for all runs of a thread.
                let (run, start) = ready.get_or_insert_with(|| {
                    let run = Run::without_history(self.scenario, seed);
                    let start = Snapshot::take(run.world());
                    (run, start)
                });
                run.restart(start, seed);
                seen.push((place, watch(seed, run)));
            }
        };
        let threads = self.threads.clamp(1, usize::try_from(count).unwrap_or(usize::MAX).max(1));
        let mut all = thread::scope(|scope| {
            let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
            let mut all = work();
            for other in others {
                all.extend(other.join().unwrap_or_else(|panic| resume_unwind(panic)));
            }
            all
        });
        all.sort_by_key(|(place, _)| *place);
        all.into_iter().map(|(_, seen)| seen).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{self, builtin::EUROPE_1936};

    #[test]
    fn each_run_is_that_of_its_seed_on_any_number_of_threads() {
        let scenario = scenario::read(EUROPE_1936.name, EUROPE_1936.text).expect("the setup is valid");
        let hashes = |threads| {
            let ensemble = Ensemble { scenario: &scenario, seeds: 5..12, threads };
            ensemble.each(|seed, run| {
                // Of unequal length, so that threads get out of step.
                run.steps(6 + seed % 3);
                (seed, run.hash())
            })
        };
        let alone: Vec<_> = (5..12)
            .map(|seed| {
                let mut run = Run::new(&scenario, seed);
                run.steps(6 + seed % 3);
                (seed, run.hash())
            })
            .collect();
        for threads in [1, 2, 3, 50] {
            assert_eq!(hashes(threads), alone, "{threads} threads");
        }
        let none = Ensemble { scenario: &scenario, seeds: 3..3, threads: 2 };
        assert!(none.each(|seed, _| seed).is_empty());
    }
}
