//! War: the strengths that meet, who is expected to win, how the front moves, and what it costs.
//!
//! Each side brings together what of its members' strength can get there:
//!
//! ```text
//! S  = sum_k P_k (1 - w_k) q_k u_k
//! q_k = g_k / n_k
//! u_k = (1 + c offense_k) (1 + s)    abroad; s only for the attackers in the first half year
//! u_k = (1 + home)                   on the side's own land
//! ```
//!
//! The side that advances fights abroad, the other on its own land: with the front at 0 or above the attackers
//! advance, below it the defenders. The public chance that the attackers win, `W`, is a contest
//! ([`super::contest`]); the public expectation `E` adds what has been won already:
//!
//! ```text
//! W = S_A^m / (S_A^m + S_D^m)
//! E = W + (1 - W) F   for F >= 0,      E = W (1 + F)   for F < 0
//! ```
//!
//! The front moves by the odds and by chance, and both sides pay, the loser more:
//!
//! ```text
//! F' = F + tempo t (2 W - 1) + noise sqrt(t) u                   kept within -1 and 1
//! military'      = military / (1 + attrition t 2 W_enemy q)
//! 1 - weariness' = (1 - weariness) / (1 + weariness_rate t 2 W_enemy q)
//! ```
//!
//! | symbol | meaning | unit |
//! |---|---|---|
//! | `P_k`, `w_k` | power and exhaustion of member k | share of the system; 0 to 1 |
//! | `g_k` | share of k's strength that arrives: at its nearest enemy, or, on own land, at its side's leader | 0 to 1 |
//! | `n_k` | wars that k fights at once | - |
//! | `q_k` | share of k that is committed | 0 to 1 |
//! | `c`, `home`, `s` | `offense_weight`, `home_advantage`, `first_strike` | - |
//! | `F` | front: 1 all of the defenders overrun, -1 all of the attackers | fronts |
//! | `t` | time | years |
//! | `u` | chance of mean 0 and variance 1 | - |
//! | `W_enemy` | the other side's chance: 1/2 between equals, so that they lose at the stated rate | 0 to 1 |
//!
//! Where defence is the stronger form, whoever crosses the border meets worse odds than before, and the front
//! settles near it; where offence is, whoever is ahead goes on: wars are slow or quick as Jervis 1978 and Van
//! Evera 1999 have it. Losses are divided through instead of taken off, so that no length of a tick can make them
//! exceed what there is.
//!
//! Sources: Boulding 1962 for strength over distance; Tullock 1980 and Hirshleifer 1989 for the contest; Smith
//! 1998 and Slantchev 2003 for war as a walk of the front between two collapses; forms of losses chosen.

use super::contest::win_chance;
use super::parameters::Parameters;

/// Time in which the one who attacked has the gain of surprise, in years.
const SURPRISE: f32 = 0.5;

/// Where a side fights.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ground {
    /// On its own land.
    Home,
    /// On the enemy's.
    Abroad,
}

/// Share of a member's strength that takes part: what arrives, divided among its wars. 0 to 1.
pub fn committed(arrives: f32, wars: usize) -> f32 {
    arrives / wars.max(1) as f32
}

/// What multiplies a member's strength where it fights. `offense` is its multiplier by offensive capability.
pub fn bearing(offense: f32, ground: Ground, parameters: &Parameters) -> f32 {
    match ground {
        Ground::Home => 1.0 + parameters.home_advantage,
        Ground::Abroad => offense,
    }
}

/// What multiplies the attackers' strength so many years after they began.
pub fn surprise(years: f32, parameters: &Parameters) -> f32 {
    if years < SURPRISE { 1.0 + parameters.first_strike } else { 1.0 }
}

/// Chance that the attackers win by the strengths that meet, 0 to 1; even where neither side has any.
pub fn odds(attackers: f32, defenders: f32, parameters: &Parameters) -> f32 {
    if attackers <= 0.0 && defenders <= 0.0 {
        return 0.5;
    }
    win_chance(attackers, defenders, parameters.decisiveness as u32)
}

/// The public expectation that the attackers win, from the odds and the front, 0 to 1.
pub fn expectation(odds: f32, front: f32) -> f32 {
    if front >= 0.0 { odds + (1.0 - odds) * front } else { odds * (1.0 + front) }
}

/// The front after so many years. `chance` has mean 0 and variance 1.
pub fn advance(front: f32, odds: f32, years: f32, chance: f32, parameters: &Parameters) -> f32 {
    let step = parameters.war_tempo * years * (2.0 * odds - 1.0);
    (front + step + parameters.war_noise * years.sqrt() * chance).clamp(-1.0, 1.0)
}

/// Weight of so many years of fighting at a yearly `rate`, for a member this far committed against an enemy with
/// this chance to win.
pub fn toll(rate: f32, years: f32, enemy: f32, committed: f32) -> f32 {
    rate * years * 2.0 * enemy * committed
}

/// Share that a toll leaves, above 0 and at most 1.
pub fn left_by(toll: f32) -> f32 {
    1.0 / (1.0 + toll)
}

/// Exhaustion after a toll, 0 to 1.
pub fn wearier(weariness: f32, toll: f32) -> f32 {
    (1.0 - (1.0 - weariness) * left_by(toll)).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_expectation_follows_odds_and_front(odds in 0.0f32..=1.0, front in -1.0f32..=1.0, more in 0.0f32..0.5) {
            let here = expectation(odds, front);
            prop_assert!((0.0..=1.0).contains(&here));
            prop_assert!(expectation(odds, (front + more).min(1.0)) >= here - 1e-6);
            prop_assert!(expectation((odds + more).min(1.0), front) >= here - 1e-6);
            prop_assert_eq!(expectation(odds, 0.0), odds);
            prop_assert_eq!(expectation(odds, -1.0), 0.0);
            prop_assert!((expectation(odds, 1.0) - 1.0).abs() < 1e-6);
        }

        #[test]
        fn the_stronger_side_advances_without_chance(strong in 0.2f32..1.0, weak in 0.01f32..0.19, years in 0.01f32..3.0) {
            let parameters = Parameters::default();
            prop_assert!(advance(0.0, odds(strong, weak, &parameters), years, 0.0, &parameters) > 0.0);
            prop_assert!(advance(0.0, odds(weak, strong, &parameters), years, 0.0, &parameters) < 0.0);
        }

        #[test]
        fn losses_are_never_more_than_there_is(rate in 0.0f32..5.0, years in 0.0f32..10.0, enemy in 0.0f32..1.0, spent in 0.0f32..1.0) {
            let toll = toll(rate, years, enemy, 1.0);
            prop_assert!(left_by(toll) > 0.0 && left_by(toll) <= 1.0);
            let after = wearier(spent, toll);
            prop_assert!(after >= spent - 1e-6 && after <= 1.0);
        }
    }

    #[test]
    fn the_likely_loser_pays_more() {
        assert!(toll(0.1, 1.0, 0.8, 1.0) > toll(0.1, 1.0, 0.2, 1.0));
        // Between equals a short while costs the stated rate.
        let left = left_by(toll(0.12, 0.01, 0.5, 1.0));
        assert!((1.0 - left - 0.0012).abs() < 1e-5);
    }

    #[test]
    fn surprise_lasts_half_a_year() {
        let parameters = Parameters::default();
        assert!(surprise(0.4, &parameters) > 1.0);
        assert_eq!(surprise(0.5, &parameters), 1.0);
    }
}
