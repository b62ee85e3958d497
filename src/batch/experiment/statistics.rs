//! How sure a difference between two sets of runs is, where each run of one has a partner in the other.

use crate::batch::vignettes::Estimate;

/// Quantile of the normal distribution that leaves 5 % outside, on both sides together.
const Z: f64 = 1.959_964;

/// The share of errors that is put up with: among intervals, and among what is called told apart.
pub const ERRORS: f64 = 0.05;

/// In how many pairs of runs something happened in both, in the first alone, and in the second alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// In both.
    pub both: u32,
    /// In the first alone.
    pub first: u32,
    /// In the second alone.
    pub second: u32,
}

impl Counts {
    /// Counts a pair of runs.
    pub fn add(&mut self, first: bool, second: bool) {
        match (first, second) {
            (true, true) => self.both += 1,
            (true, false) => self.first += 1,
            (false, true) => self.second += 1,
            (false, false) => {}
        }
    }

    /// The share of runs in which it happened, with Wilson's interval: among the first, among the second.
    pub fn shares(self, runs: u32) -> [Estimate; 2] {
        [self.first, self.second].map(|alone| Estimate::share((self.both + alone) as usize, runs as usize))
    }

    /// The share of the second less that of the first, with Newcombe's interval for paired proportions: Wilson's two
    /// intervals, squared and added with what pairs have in common (Newcombe 1998, Statistics in Medicine 17, method
    /// 10; recommended by Fagerland, Lydersen and Laake 2014).
    pub fn difference(self, runs: u32) -> Estimate {
        let n = f64::from(runs.max(1));
        let [first, second] = self.shares(runs);
        let [both, one, other] = [self.both, self.first, self.second].map(f64::from);
        let neither = n - both - one - other;
        let margins = (both + one) * (other + neither) * (both + other) * (one + neither);
        let product = both * neither - one * other;
        let corrected = if product > n / 2.0 { product - n / 2.0 } else { product.min(0.0) };
        let phi = if margins > 0.0 { corrected / margins.sqrt() } else { 0.0 };
        let reach = |up: f64, down: f64| (up * up - 2.0 * phi * up * down + down * down).max(0.0).sqrt();
        let value = second.value - first.value;
        let low = value - reach(second.value - second.low, first.high - first.value);
        let high = value + reach(second.high - second.value, first.value - first.low);
        Estimate { value, low: low.clamp(-1.0, value), high: high.clamp(value, 1.0), seeds: runs as usize }
    }

    /// How likely so uneven a split is where the change makes no difference: McNemar's test.
    pub fn chance(self) -> f64 {
        sign_test(self.first, self.second)
    }
}

/// How likely it is that of so many coins at least as many fall on one side, whichever: the exact sign test, which for
/// yes and no is McNemar's (McNemar 1947).
pub fn sign_test(one: u32, other: u32) -> f64 {
    let all = f64::from(one) + f64::from(other);
    let of_all = libm::lgamma(all + 1.0) - all * std::f64::consts::LN_2;
    let term = |k: u32| {
        let k = f64::from(k);
        libm::exp(of_all - libm::lgamma(k + 1.0) - libm::lgamma(all - k + 1.0))
    };
    let tail: f64 = (0..=one.min(other)).map(term).sum();
    (2.0 * tail).min(1.0)
}

/// Whether pairs that differ this often could tell anything apart at all: six that all fall one way are the fewest that
/// chance leaves in less than one case of twenty.
pub fn can_tell(one: u32, other: u32) -> bool {
    sign_test(0, one + other) <= ERRORS
}

/// A mean with the interval of Student's t.
pub fn mean(values: &[f64]) -> Estimate {
    let n = values.len().max(1) as f64;
    let value = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|it| (it - value) * (it - value)).sum();
    let half = if values.len() > 1 {
        student(values.len() - 1) * (squares / (n - 1.0) / n).sqrt()
    } else {
        f64::INFINITY
    };
    Estimate { value, low: value - half, high: value + half, seeds: values.len() }
}

/// Quantile of Student's t that leaves 5 % outside, on both sides together (Abramowitz and Stegun 1964, 26.7.5).
fn student(freedom: usize) -> f64 {
    const FIRST: [f64; 3] = [12.706_205, 4.302_653, 3.182_446];
    if let Some(known) = freedom.checked_sub(1).and_then(|at| FIRST.get(at)) {
        return *known;
    }
    let n = freedom.max(1) as f64;
    let z2 = Z * Z;
    let terms = [
        Z * (z2 + 1.0) / 4.0,
        Z * ((5.0 * z2 + 16.0) * z2 + 3.0) / 96.0,
        Z * (((3.0 * z2 + 19.0) * z2 + 17.0) * z2 - 15.0) / 384.0,
        Z * ((((79.0 * z2 + 776.0) * z2 + 1482.0) * z2 - 1920.0) * z2 - 945.0) / 92_160.0,
    ];
    Z + terms.iter().rev().fold(0.0, |sum, term| (sum + term) / n)
}

/// Which of many findings are told apart, so that at most one in twenty of these is expected to be chance's: Benjamini
/// and Hochberg (1995). What could never be told apart does not count as tried, which its pairs that differ decide,
/// whichever way they fall (Tarone 1990; Gilbert 2005): `None` here.
pub fn told_apart(chances: &[Option<f64>]) -> Vec<bool> {
    let mut order: Vec<f64> = chances.iter().flatten().copied().collect();
    order.sort_by(f64::total_cmp);
    let tried = order.len() as f64;
    let within = |(place, chance): &(usize, &f64)| **chance <= ERRORS * (*place + 1) as f64 / tried;
    let last = order.iter().enumerate().rfind(within).map(|(_, chance)| *chance);
    chances.iter().map(|chance| chance.zip(last).is_some_and(|(chance, last)| chance <= last)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rand::{RngExt, SeedableRng};

    use super::*;

    fn counts(both: u32, first: u32, second: u32) -> Counts {
        Counts { both, first, second }
    }

    #[test]
    fn published_values_are_met() {
        // Cavo et al. 2012 in Fagerland, Lydersen and Laake 2014: 59, 6, 16, 80.
        let cavo = counts(59, 16, 6).difference(161);
        assert!((cavo.value + 0.0621).abs() < 5e-5, "{cavo:?}");
        assert!((cavo.low + 0.1186).abs() < 5e-5 && (cavo.high + 0.0046).abs() < 5e-5, "{cavo:?}");
        // Newcombe 1998: 20, 12, 2, 16.
        let newcombe = counts(20, 2, 12).difference(50);
        assert!((newcombe.low - 0.0562).abs() < 5e-5 && (newcombe.high - 0.3292).abs() < 5e-5);
        for (freedom, quantile) in [(1, 12.706), (4, 2.776), (9, 2.262), (30, 2.042), (199, 1.972)] {
            assert!((student(freedom) - quantile).abs() < 2e-3, "{freedom}: {}", student(freedom));
        }
        for (one, other, chance) in [(0, 5, 0.0625), (1, 9, 22.0 / 1024.0), (4, 4, 1.0), (0, 0, 1.0)] {
            assert!((sign_test(one, other) - chance).abs() < 1e-12, "{one}, {other}");
        }
        assert!(sign_test(0, 20_000) >= 0.0 && sign_test(9_000, 11_000) < 1e-40);
        assert!(can_tell(0, 6) && can_tell(3, 3) && !can_tell(0, 5));
    }

    #[test]
    fn the_more_is_tried_the_more_it_takes() {
        assert_eq!(told_apart(&[Some(0.04)]), [true]);
        assert_eq!(told_apart(&[Some(0.04), Some(0.9)]), [false, false]);
        assert_eq!(told_apart(&[Some(0.04), None]), [true, false]);
        // The second would not do by itself: the third carries it (Benjamini and Hochberg 1995, p. 293).
        assert_eq!(told_apart(&[Some(0.001), Some(0.045), Some(0.049)]), [true, true, true]);
        assert!(told_apart(&[]).is_empty());
    }

    proptest! {
        #[test]
        fn arms_that_change_places_turn_the_difference_round(both in 0u32..90, one in 0u32..90, other in 0u32..90, more in 0u32..90) {
            let runs = both + one + other + more;
            let [there, back] = [counts(both, one, other), counts(both, other, one)];
            let [a, b] = [there.difference(runs), back.difference(runs)];
            prop_assert_eq!(a.value, -b.value);
            prop_assert!((a.low + b.high).abs() < 1e-12 && (a.high + b.low).abs() < 1e-12);
            prop_assert_eq!(there.chance(), back.chance());
            prop_assert!(-1.0 <= a.low && a.low <= a.value && a.value <= a.high && a.high <= 1.0);
        }

        #[test]
        fn what_is_alike_in_all_pairs_differs_by_nothing(both in 0u32..300, neither in 0u32..300) {
            let none = counts(both, 0, 0).difference(both + neither);
            prop_assert_eq!(none.value, 0.0);
            prop_assert!(none.low <= 0.0 && none.high >= 0.0);
            prop_assert_eq!(counts(both, 0, 0).chance(), 1.0);
        }
    }

    /// How often intervals hold the truth, over many experiments of 200 pairs drawn by chance.
    #[test]
    fn intervals_hold_what_they_promise() {
        let mut draws = rand_pcg::Pcg64Mcg::seed_from_u64(5);
        // Chances of: both, the first alone, the second alone.
        for [both, one, other] in
            [[0.3, 0.05, 0.2], [0.05, 0.01, 0.06], [0.0, 0.02, 0.02], [0.5, 0.1, 0.1], [0.8, 0.02, 0.15]]
        {
            let (mut held, mut wrongly) = (0, 0);
            for _ in 0..2_000 {
                let mut seen = Counts::default();
                for _ in 0..200 {
                    let draw: f64 = draws.random();
                    let first = draw < both + one;
                    seen.add(first, draw < both || (both + one..both + one + other).contains(&draw));
                }
                let it = seen.difference(200);
                held += u32::from(it.low <= other - one && other - one <= it.high);
                wrongly += u32::from(seen.chance() <= ERRORS);
            }
            assert!((1_870..=1_990).contains(&held), "{both}, {one}, {other}: {held} of 2000");
            assert!(one != other || wrongly <= 100, "{wrongly} of 2000 told apart by chance");
        }
    }

    /// Where nothing differs, hardly anything is ever told apart, however much is tried.
    #[test]
    fn chance_alone_is_seldom_told_apart() {
        let mut draws = rand_pcg::Pcg64Mcg::seed_from_u64(6);
        let mut experiments = 0;
        for _ in 0..200 {
            let chances: Vec<Option<f64>> = (0..300)
                .map(|_| {
                    let of: u32 = draws.random_range(0..60);
                    let one = (0..of).filter(|_| draws.random::<bool>()).count() as u32;
                    can_tell(one, of - one).then(|| sign_test(one, of - one))
                })
                .collect();
            experiments += u32::from(told_apart(&chances).contains(&true));
        }
        assert!(experiments <= 20, "{experiments} of 200");
    }
}
