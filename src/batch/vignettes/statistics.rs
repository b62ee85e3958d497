//! What so many seeds say, and how sure it is.

/// Quantile of the normal distribution that leaves 5 % outside, on both sides together.
const Z: f64 = 1.959_964;

/// A share or a mean over seeds, with its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The share, 0 to 1, or the mean difference, -1 to 1.
    pub value: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end of the interval.
    pub high: f64,
    /// Number of seeds.
    pub seeds: usize,
}

impl Estimate {
    /// The share of seeds in which something was found, with Wilson's interval (Wilson 1927): honest near 0
    /// and 1, where the usual one is not.
    pub fn share(found: usize, seeds: usize) -> Self {
        let n = seeds.max(1) as f64;
        let value = found as f64 / n;
        let middle = value + Z * Z / (2.0 * n);
        let half = Z * (value * (1.0 - value) / n + Z * Z / (4.0 * n * n)).sqrt();
        let scale = 1.0 + Z * Z / n;
        // At 0 and 1 the ends meet the share itself; rounding must not push them past it.
        let (low, high) = ((middle - half) / scale, (middle + half) / scale);
        Self { value, low: low.clamp(0.0, value), high: high.clamp(value, 1.0), seeds }
    }

    /// The mean of differences between runs of one seed, each -1 to 1. The interval is that of Agresti and
    /// Min (2005) for matched pairs: half a seed is added to each of the four ways a pair can fall out, so that
    /// it does not shrink to nothing where all seeds agree.
    pub fn mean(differences: &[f64]) -> Self {
        let n = differences.len().max(1) as f64;
        let (sum, squares) =
            differences.iter().fold((0.0, 0.0), |(sum, squares), it| (sum + it, squares + it * it));
        let value = sum / n;
        let (padded, shrunk) = (n + 2.0, sum / (n + 2.0));
        let variance = ((squares + 1.0) / padded - shrunk * shrunk).max(0.0);
        let half = Z * (variance / padded).sqrt();
        let (low, high) = (shrunk - half, shrunk + half);
        Self { value, low: low.clamp(-1.0, value), high: high.clamp(value, 1.0), seeds: differences.len() }
    }
}

/// The values that an estimate must have.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Target {
    /// The least.
    pub low: f64,
    /// The most.
    pub high: f64,
}

/// In most seeds: at least nine of ten.
pub const MOST: Target = at_least(0.9);

/// Gone: in at most one seed of ten.
pub const GONE: Target = at_most(0.1);

/// This much or more.
pub const fn at_least(low: f64) -> Target {
    Target { low, high: 1.0 }
}

/// This much or less, and nothing the other way is asked of a difference.
pub const fn at_most(high: f64) -> Target {
    Target { low: -1.0, high }
}

/// No difference to speak of, one way or the other.
pub const fn within(margin: f64) -> Target {
    Target { low: -margin, high: margin }
}

impl Target {
    /// Whether an estimate is what it must be.
    pub fn met_by(&self, estimate: &Estimate) -> bool {
        self.low <= estimate.value && estimate.value <= self.high
    }

    /// Whether more seeds would hardly change the verdict: the whole interval is on one side.
    pub fn is_clear(&self, estimate: &Estimate) -> bool {
        let inside = self.low <= estimate.low && estimate.high <= self.high;
        inside || estimate.high < self.low || estimate.low > self.high
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_hold_their_value_and_stay_in_range() {
        for seeds in [1, 7, 200] {
            for found in 0..=seeds {
                let share = Estimate::share(found, seeds);
                assert!(0.0 <= share.low && share.low <= share.value);
                assert!(share.value <= share.high && share.high <= 1.0);
                let differences: Vec<f64> =
                    (0..seeds).map(|seed| if seed < found { 1.0 } else { -1.0 }).collect();
                let mean = Estimate::mean(&differences);
                assert!(-1.0 <= mean.low && mean.low <= mean.value);
                assert!(mean.value <= mean.high && mean.high <= 1.0);
            }
        }
    }

    #[test]
    fn published_values_are_met() {
        // Newcombe 1998, table I: 81 of 263 by Wilson's method.
        let share = Estimate::share(81, 263);
        assert!((share.low - 0.2553).abs() < 5e-5 && (share.high - 0.3662).abs() < 5e-5, "{share:?}");
    }

    #[test]
    fn full_agreement_leaves_some_doubt_and_more_seeds_less() {
        let sure = |seeds| Estimate::mean(&vec![1.0; seeds]);
        assert!(sure(20).low < sure(200).low && sure(200).low < 1.0);
        let nothing = Estimate::mean(&[0.0; 200]);
        assert!(nothing.low < 0.0 && nothing.high > 0.0 && nothing.high < 0.05, "{nothing:?}");
    }

    #[test]
    fn a_verdict_is_clear_only_where_the_interval_takes_a_side() {
        assert!(MOST.is_clear(&Estimate::share(40, 40)) && MOST.is_clear(&Estimate::share(20, 40)));
        assert!(!MOST.is_clear(&Estimate::share(37, 40)) && MOST.met_by(&Estimate::share(37, 40)));
        assert!(GONE.is_clear(&Estimate::share(0, 40)) && !GONE.is_clear(&Estimate::share(2, 40)));
        assert!(
            within(0.2).met_by(&Estimate::mean(&[0.0; 9])) && !within(0.2).met_by(&Estimate::mean(&[1.0; 9]))
        );
    }
}
