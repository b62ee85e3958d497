//! Baselines for ties: how near two states are, and numbers that know nothing of the pair.
//!
//! **Nearness.** Twice as near, twice the odds of a tie; and a land border adds 1 to their logarithm:
//!
//! ```text
//! s = contiguous - ln(km / 1000),   chance = 1 / (1 + exp(-(a + s)))
//! ```
//!
//! with `km` the great circle between capitals, 50 at least, and `contiguous` 1 where provinces of the two, colonies
//! among them, touch by land as the setup begins, else 0. Both weights are set to 1 by hand and fitted to nothing: logistic regressions of new
//! ATOP 5.1 defence and offence ties on these two, over all pairs of the system, come near them in years of which no
//! built-in setup is scored (1931 to 1935: 0.8 and 1.8, standard errors 0.4 and 1.0, 7 ties; 1986 to 1989: 1.2 and 0.4,
//! standard errors 0.2 and 0.7, 24 ties). Only the constant `a` follows from the setup: it makes the mean chance of all
//! pairs the share that have a tie at the start. Outcomes are never looked at.

use crate::scenario::Scenario;

/// No two capitals count as nearer, in km.
const NEAREST: f64 = 50.0;

/// How near two states are as the setup begins: the higher, the likelier a tie.
pub(super) fn nearness(scenario: &Scenario, [a, b]: [usize; 2]) -> f64 {
    let [one, other] = [a, b].map(|place| &scenario.states[place]);
    let km = one.capital.distance_km(other.capital).max(NEAREST);
    f64::from(u8::from(touch(scenario, [a, b]))) - libm::log(km / 1000.0)
}

/// Whether provinces of the two have a border by land.
fn touch(scenario: &Scenario, [a, b]: [usize; 2]) -> bool {
    let regions = &scenario.geography.regions;
    let [one, other] = [a, b].map(|place| &scenario.states[place].territory);
    one.iter().any(|own| regions[*own].land.iter().any(|next| other.binary_search(next).is_ok()))
}

/// The constant that makes the mean chance of all these log odds a given share, by halving; nothing can where the share
/// is 0 or 1, and the nearest that is tried is 40 away from the scores.
pub(super) fn calibrate(scores: &[f64], share: f64) -> f64 {
    let mean =
        |a: f64| scores.iter().map(|score| chance(a + score)).sum::<f64>() / scores.len().max(1) as f64;
    let (mut low, mut high) = (-40.0, 40.0);
    for _ in 0..100 {
        let middle = (low + high) / 2.0;
        if mean(middle) < share {
            low = middle;
        } else {
            high = middle;
        }
    }
    (low + high) / 2.0
}

/// The chance that goes with log odds.
pub(super) fn chance(odds: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-odds))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{self, builtin::EUROPE_1936};

    #[test]
    fn neighbours_are_nearer_than_their_distance_says() {
        let scenario = scenario::read(EUROPE_1936.name, EUROPE_1936.text).expect("the setup is valid");
        let near = |ids: [&str; 2]| {
            let place = |id| scenario.states.iter().position(|it| it.id == id).expect("it is there");
            nearness(&scenario, ids.map(place))
        };
        // Paris to Brussels is 264 km, over a land border; Oslo to Copenhagen 484, over none.
        assert!((near(["FRN", "BEL"]) - (1.0 - libm::log(0.264))).abs() < 0.01, "{}", near(["FRN", "BEL"]));
        assert!((near(["NOR", "DEN"]) + libm::log(0.484)).abs() < 0.01, "{}", near(["NOR", "DEN"]));
        assert_eq!(near(["NOR", "DEN"]), near(["DEN", "NOR"]));
        assert!(near(["POR", "IRN"]) < near(["POR", "FRN"]));
    }

    #[test]
    fn the_mean_chance_is_what_it_is_set_to() {
        let scores = [-2.0, 0.5, 1.0, -0.3];
        for share in [0.01, 0.2, 0.9] {
            let a = calibrate(&scores, share);
            let mean = scores.iter().map(|score| chance(a + score)).sum::<f64>() / 4.0;
            assert!((mean - share).abs() < 1e-12, "{mean}");
        }
        assert!(chance(calibrate(&scores, 0.0) + 1.0) < 1e-15);
    }
}
