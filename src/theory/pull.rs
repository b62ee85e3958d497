//! Pull: the wave of the future, and contagion.
//!
//! States also go where history seems to go, or where their neighbours went (Schweller 1994, pp. 96-99). Neither
//! needs a threat:
//!
//! ```text
//! wave_im      = pull_wave * M_m * openness_im
//! contagion_iL = pull_contagion * min(1, sum_k g_ki 2^(-age_k / contagion_memory))    over k that turned to L
//! M_m          = prestige_m * (adherents of m, without its champion) / (all other states)
//! ```
//!
//! | symbol | meaning | unit |
//! |---|---|---|
//! | `wave_im` | what draws state i to the champion of movement m | utility |
//! | `contagion_iL` | what draws it to the power L by the example of others: dominoes | utility |
//! | `M_m` | momentum of the movement | 0 to 1 |
//! | `prestige_m` | 1 until its champion is beaten in war, then 0 | 0 or 1 |
//! | `openness_im` | 1, or `foreign_creed` for adherents of another movement | 0 to 1 |
//! | `g_ki` | how near k is to i ([`super::distance`]) | 0 to 1 |
//! | `age_k` | time since k followed L, or fell to it | years |
//!
//! Momentum grows with those who joined, so that adoption is slow, then fast, then done: an S-curve (Granovetter
//! 1978 on thresholds). Sources: Schweller 1994; the forms are chosen.

use super::parameters::Parameters;

/// Momentum of a movement, 0 to 1.
pub fn momentum(prestige: f32, followers: f32, others: f32) -> f32 {
    if others > 0.0 { prestige * followers / others } else { 0.0 }
}

/// Pull of a movement of this momentum, as it adds to utility. `foreign` tells adherents of another.
#[inline(always)]
pub fn wave(momentum: f32, foreign: bool, parameters: &Parameters) -> f32 {
    let openness = if foreign { parameters.foreign_creed } else { 1.0 };
    parameters.pull_wave * momentum * openness
}

/// What is left, 0 to 1, of the pull of a turn made so long ago.
pub fn example_left(years: f32, parameters: &Parameters) -> f32 {
    libm::exp2f(-years / parameters.contagion_memory)
}

/// Pull of others' turns, as it adds to utility; `examples` is their sum, each by nearness and age.
#[inline(always)]
pub fn contagion(examples: f32, parameters: &Parameters) -> f32 {
    parameters.pull_contagion * examples.min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_wave_pulls_the_more_the_more_have_joined_and_never_once_it_is_broken(followers in 0.0f32..20.0, more in 0.0f32..20.0) {
            let parameters = Parameters::default();
            let pull = |followers, prestige| wave(momentum(prestige, followers, 40.0), false, &parameters);
            prop_assert!(pull(followers + more, 1.0) >= pull(followers, 1.0));
            prop_assert_eq!(pull(followers, 0.0), 0.0);
            prop_assert!(wave(0.5, true, &parameters) <= wave(0.5, false, &parameters));
        }

        #[test]
        fn examples_fade_and_many_pull_no_more_than_one_next_door(examples in 0.0f32..9.0, years in 0.0f32..20.0, later in 0.0f32..20.0) {
            let parameters = Parameters::default();
            prop_assert!(example_left(years + later, &parameters) <= example_left(years, &parameters));
            prop_assert!(contagion(examples, &parameters) <= contagion(1.0, &parameters));
        }
    }
}
