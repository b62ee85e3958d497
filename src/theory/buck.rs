//! Buck-passing: staying out since others in front will bear it.
//!
//! A threat that has somebody nearer in front of it spends itself there, as long as that one holds. Who is
//! not bound against it may count on this:
//!
//! ```text
//! spared_ij = buck * hold_kj * (e_kj - e_ij) / e_kj        for the k most exposed to j, if e_kj > e_ij
//! hold_kj   = 1 - win(A_jk, D_k)
//! ```
//!
//! | symbol | meaning | unit |
//! |---|---|---|
//! | `spared_ij` | share of j's threat to i that others draw upon themselves | 0 to 1 |
//! | `e_kj` | exposure of k to j ([`super::threat`]) | 0 to 1 |
//! | `hold_kj` | chance that k holds out alone | 0 to 1 |
//! | `buck` | how far a state counts on it | 0 to 1 |
//!
//! Where offence rules, the one in front falls soon and nothing is spared: states join at once
//! (chain-ganging). Where defence rules they can afford to wait. Who makes a pact against the threat, or is
//! itself at war with it, is spared no more.
//!
//! Source: Christensen and Snyder 1990.

use super::parameters::Parameters;

/// Share of a threat that the one in front draws upon itself, 0 to 1. `front` is the exposure of the one in
/// front, `hold` the chance that it holds out, `own` the exposure of the one behind.
#[inline(always)]
pub fn spared(own: f32, front: f32, hold: f32, parameters: &Parameters) -> f32 {
    if front > own { parameters.buck * hold * (front - own) / front } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn only_who_stands_behind_is_spared(own in 0.0f32..1.0, front in 0.0f32..1.0, hold in 0.0f32..1.0, more in 0.0f32..0.5) {
            let parameters = Parameters::default();
            let share = spared(own, front, hold, &parameters);
            prop_assert!((0.0..=1.0).contains(&share));
            prop_assert!(front > own || share == 0.0);
            prop_assert!(spared(own, front, (hold + more).min(1.0), &parameters) >= share);
            prop_assert!(spared(own + more, front, hold, &parameters) <= share);
        }
    }
}
