//! How sure a measure over pairs of states is: states are drawn again, not pairs.
//!
//! Pairs that share a state are no independent cases: one busy state makes or spoils many of them at once. So states are
//! drawn with replacement, and a pair counts as often as both of its states were drawn together (the vertex bootstrap of
//! Snijders and Borgatti 1999; pairs of a state with itself are left out). Measures of several predictors are taken on
//! the same draws, so that a difference between two of them has an interval of its own.

use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;

/// How many times states are drawn.
const DRAWS: usize = 1000;

/// Where draws begin: the same score has the same intervals.
const SEED: u64 = 6;

/// The least share of draws in which a measure must be defined for it to have an interval.
const DEFINED: f64 = 0.9;

/// A measure, with its 95 % interval where there is enough to tell it by.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The measure.
    pub value: f64,
    /// Lower and upper end: the 2.5th and the 97.5th percentile over draws.
    pub ends: Option<[f64; 2]>,
}

/// Draws of states.
#[derive(Debug, Clone)]
pub(super) struct Draws {
    /// How often each state was drawn, by draw.
    counts: Vec<Vec<u64>>,
}

impl Draws {
    /// Draws among so many states.
    pub(super) fn of(states: usize) -> Self {
        let mut luck = Pcg64Mcg::seed_from_u64(SEED);
        let draw = |_| {
            let mut counts = vec![0; states];
            for _ in 0..states {
                counts[luck.random_range(0..states)] += 1;
            }
            counts
        };
        Self { counts: (0..if states > 1 { DRAWS } else { 0 }).map(draw).collect() }
    }

    /// How often each of some pairs counts, draw after draw.
    pub(super) fn weights<'a>(&'a self, pairs: &'a [[usize; 2]]) -> impl Iterator<Item = Vec<u64>> + 'a {
        self.counts.iter().map(|counts| pairs.iter().map(|[a, b]| counts[*a] * counts[*b]).collect())
    }
}

/// A measure of all cases once, with the interval of what it comes to in draws; none where it is not defined.
pub(super) fn interval(value: Option<f64>, drawn: &[Option<f64>]) -> Option<Interval> {
    let mut defined: Vec<f64> = drawn.iter().flatten().copied().collect();
    defined.sort_by(f64::total_cmp);
    let enough = !defined.is_empty() && defined.len() as f64 >= DEFINED * drawn.len() as f64;
    let ends = || [quantile(&defined, 0.025), quantile(&defined, 0.975)];
    value.map(|value| Interval { value, ends: enough.then(ends) })
}

/// A quantile of sorted values, between two of them in proportion (Hyndman and Fan 1996, type 7).
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let place = share * (sorted.len() - 1) as f64;
    let (low, high) = (sorted[place.floor() as usize], sorted[place.ceil() as usize]);
    low + (high - low) * place.fract()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::ties::metrics::brier;

    #[test]
    fn quantiles_are_those_of_r() {
        // quantile(c(1, 2, 4, 8), c(0.025, 0.5, 0.975))
        let values = [1.0, 2.0, 4.0, 8.0];
        let expected = [(0.025, 1.075), (0.5, 3.0), (0.975, 7.7), (0.0, 1.0), (1.0, 8.0)];
        for (share, quantile_) in expected {
            assert!((quantile(&values, share) - quantile_).abs() < 1e-12, "{share}");
        }
    }

    #[test]
    fn every_draw_is_of_as_many_states_and_the_same_again() {
        let draws = Draws::of(12);
        assert_eq!(draws.counts.len(), DRAWS);
        assert!(draws.counts.iter().all(|counts| counts.iter().sum::<u64>() == 12));
        assert_eq!(draws.counts, Draws::of(12).counts);
        assert!(Draws::of(1).counts.is_empty() && Draws::of(0).counts.is_empty());
        // Two different states are drawn together, on average, 11 times in 12.
        let mean = draws.weights(&[[0, 5]]).map(|it| it[0] as f64).sum::<f64>() / DRAWS as f64;
        assert!((mean - 11.0 / 12.0).abs() < 0.1, "{mean}");
    }

    #[test]
    fn what_is_seldom_defined_has_no_interval() {
        assert_eq!(interval(None, &[Some(1.0)]), None);
        let seldom = [Some(0.5), None, None];
        assert_eq!(interval(Some(0.4), &seldom), Some(Interval { value: 0.4, ends: None }));
        assert_eq!(interval(Some(0.4), &[Some(0.5); 3]).and_then(|it| it.ends), Some([0.5, 0.5]));
        assert_eq!(interval(Some(0.4), &[]).and_then(|it| it.ends), None);
    }

    /// Where each state by itself decides what its pairs do, intervals that took pairs for independent would hold the
    /// truth far too seldom.
    #[test]
    fn intervals_hold_the_truth_where_pairs_share_their_fate() {
        const STATES: usize = 24;
        let mut luck = Pcg64Mcg::seed_from_u64(3);
        let pairs: Vec<[usize; 2]> =
            (0..STATES).flat_map(|high| (0..high).map(move |low| [low, high])).collect();
        let draws: Vec<Vec<u64>> = Draws::of(STATES).weights(&pairs).collect();
        let (mut held, worlds) = (0, 100);
        for _ in 0..worlds {
            // A pair happens where either state is of the busy kind: a chance of 0.51, predicted as 0.
            let busy: Vec<bool> = (0..STATES).map(|_| luck.random::<f64>() < 0.3).collect();
            let happened: Vec<bool> = pairs.iter().map(|[a, b]| busy[*a] || busy[*b]).collect();
            let chances = vec![0.0; pairs.len()];
            let score = |weights: &[u64]| brier(&chances, &happened, weights);
            let drawn: Vec<_> = draws.iter().map(|weights| score(weights)).collect();
            let found = interval(score(&vec![1; pairs.len()]), &drawn).and_then(|it| it.ends);
            let [low, high] = found.expect("it is defined in all");
            held += u32::from(low <= 0.51 && 0.51 <= high);
        }
        assert!((85..=100).contains(&held), "{held} of {worlds}");
    }
}
