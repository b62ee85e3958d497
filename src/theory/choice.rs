//! Choice: the terms an option is weighed by, and how often each option is taken.
//!
//! Every option has a utility that is a plain sum of named [`Terms`]. States choose by quantal response:
//!
//! ```text
//! p_o = exp(U_o / noise) / sum_q exp(U_q / noise)
//! ```
//!
//! With `noise` 0 this is the best reply, ties going to the option named first. Sources: McKelvey and
//! Palfrey 1995; Signorino 1999 for quantal response in international relations.

use super::parameters::Parameters;

macro_rules! terms {
    ($($name:ident: $switch:ident, $meaning:literal;)*) => {
        /// What an option is worth, term by term, each as it adds to utility.
        #[derive(Debug, Clone, Copy, PartialEq, Default)]
        pub struct Terms {
            $(#[doc = $meaning] pub $name: f32,)*
        }

        impl Terms {
            /// Number of terms.
            pub const COUNT: usize = [$(stringify!($name)),*].len();

            /// Names of the terms, in the order of [`Self::values`].
            pub const NAMES: [&'static str; Self::COUNT] = [$(stringify!($name)),*];

            /// What each term stands for, in the order of [`Self::NAMES`].
            pub const MEANINGS: [&'static str; Self::COUNT] = [$($meaning),*];

            /// The terms in the order of [`Self::NAMES`].
            #[inline(always)]
            pub fn values(&self) -> [f32; Self::COUNT] {
                [$(self.$name),*]
            }

            /// Terms from values in the order of [`Self::NAMES`].
            #[inline(always)]
            pub fn from_values(values: [f32; Self::COUNT]) -> Self {
                let [$($name),*] = values;
                Self { $($name),* }
            }

            /// How much of each term counts, 0 to 1: the switches of the parameter table.
            pub fn switches(parameters: &Parameters) -> Self {
                Self { $($name: parameters.$switch),* }
            }
        }
    };
}

terms! {
    danger: term_danger, "Expected losses to the threats considered and to wars fought; above 0 only where a war promises to end more danger than there is.";
    diversion: term_diversion, "Danger that others in front draw upon themselves, while the state stays out of it: 0 or above.";
    profit: term_profit, "Expected spoils, by own interest in revision: above 0 for a share of them, below 0 for having to share.";
    commitment: term_commitment, "Standing costs of all pacts held: 0 or below.";
    entrapment: term_entrapment, "Costs of being drawn into partners' wars: 0 or below.";
    change: term_change, "Cost of the change itself, of making pacts and of breaking them: 0 or below.";
    arms: term_arms, "Cost of arming: 0 or below.";
    war: term_war, "Cost of fighting, whatever comes of it: 0 or below.";
    autonomy: term_autonomy, "Autonomy lost to those it leans on or depends on (below 0), gained over those that lean on it (above 0).";
    influence: term_influence, "Weight among partners: the more, the weaker the side joined. 0 or above.";
    wave: term_wave, "Pull of a movement that wins followers: 0 or above.";
    contagion: term_contagion, "Pull of neighbours that went the same way of late: 0 or above.";
}

impl Terms {
    /// Utility: the sum of all terms.
    #[inline(always)]
    pub fn utility(&self) -> f32 {
        self.values().iter().sum()
    }

    /// Utility of each term times its weight, summed side by side: for bounds, which leave room for rounding.
    #[inline(always)]
    pub fn roughly(&self, weights: &Self) -> f32 {
        let (mine, weights) = (self.values(), weights.values());
        let mut sums = [0.0f32; 4];
        for (term, (value, weight)) in mine.iter().zip(&weights).enumerate() {
            sums[term % 4] += value * weight;
        }
        (sums[0] + sums[1]) + (sums[2] + sums[3])
    }

    /// Each term with its counterpart in `other`.
    #[inline(always)]
    fn with(&self, other: &Self, combine: impl Fn(f32, f32) -> f32) -> Self {
        let (mine, theirs) = (self.values(), other.values());
        Self::from_values(std::array::from_fn(|term| combine(mine[term], theirs[term])))
    }

    /// The sum of two, term by term.
    #[inline(always)]
    pub fn plus(&self, other: &Self) -> Self {
        self.with(other, |a, b| a + b)
    }

    /// Each term times its weight.
    #[inline(always)]
    pub fn weighted(&self, weights: &Self) -> Self {
        self.with(weights, |a, b| a * b)
    }

    /// What is to be expected, term by term, of an offer that is accepted with this chance and else leaves
    /// things as they were. The effort of making it is spent in any case.
    #[inline]
    pub fn expected(&self, otherwise: &Self, chance: f32) -> Self {
        Self {
            change: self.change,
            ..self.with(otherwise, |with, without| without + chance * (with - without))
        }
    }

    /// The place in [`Self::NAMES`] of the term that speaks most for this over `other`, and by how much.
    pub fn decisive_over(&self, other: &Self) -> (usize, f32) {
        let gains = self.with(other, |mine, theirs| mine - theirs).values();
        let best = (0..gains.len()).fold(0, |best, term| if gains[term] > gains[best] { term } else { best });
        (best, gains[best])
    }
}

/// Standing cost, as it adds to utility, of a pact with a partner: `cost_commitment` with an equal, up to
/// half as much again with one far stronger, who may ask for much, down to half with one far weaker.
/// `weight` is what the kind of pact asks of its members, 0 to 1.
#[inline]
pub fn commitment(own_power: f32, partner_power: f32, weight: f32, parameters: &Parameters) -> f32 {
    -parameters.cost_commitment * weight * (0.5 + share(partner_power, own_power))
}

/// Cost, as it adds to utility, of being drawn into a partner's war with those it fears. `reliability` is
/// the chance of coming that was promised, 0 to 1.
#[inline]
pub fn entrapment(partner_exposure: f32, reliability: f32, parameters: &Parameters) -> f32 {
    -parameters.cost_entrapment * reliability * partner_exposure
}

/// Cost, as it adds to utility, of depending on a partner for help: the more, the more the partner is
/// itself a threat. `exposure` is the exposure to the partner.
#[inline]
pub fn dependence(exposure: f32, reliability: f32, parameters: &Parameters) -> f32 {
    -parameters.cost_dependence * reliability * exposure
}

/// What leaning on a leader costs a follower in autonomy, as it adds to utility: `cost_autonomy` among
/// equals, and down to `autonomy_floor` of that for one so weak that it has little to give up.
#[inline]
pub fn autonomy_lost(own_power: f32, leader_power: f32, parameters: &Parameters) -> f32 {
    let floor = parameters.autonomy_floor;
    -parameters.cost_autonomy * (floor + (1.0 - floor) * 2.0 * share(own_power, leader_power))
}

/// What a leader gains in influence over a follower: `leadership` of the autonomy that the follower gives up
/// (Morrow 1991: the same good, traded).
#[inline]
pub fn influence_gained(own_power: f32, follower_power: f32, parameters: &Parameters) -> f32 {
    -parameters.leadership * autonomy_lost(follower_power, own_power, parameters)
}

/// What a state counts for among those who stand against the same power, as it adds to utility: `influence` where
/// it is the whole of that side, the less the stronger the `others` on it are (Walt 1985, p. 9).
#[inline(always)]
pub fn influence(own_power: f32, others: f32, parameters: &Parameters) -> f32 {
    parameters.influence * share(own_power, others)
}

/// `a / (a + b)`, one half if both are nothing.
#[inline(always)]
pub fn share(a: f32, b: f32) -> f32 {
    if a + b > 0.0 { a / (a + b) } else { 0.5 }
}

/// Chances of options of these utilities, which they replace. Sums to 1.
pub fn quantal_response(utilities: &mut [f32], noise: f32) {
    let best = utilities.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    if noise <= 0.0 {
        let winner = utilities.iter().position(|utility| *utility == best);
        for (index, utility) in utilities.iter_mut().enumerate() {
            *utility = if Some(index) == winner { 1.0 } else { 0.0 };
        }
        return;
    }
    let mut sum = 0.0;
    for utility in utilities.iter_mut() {
        *utility = libm::expf((*utility - best) / noise);
        sum += *utility;
    }
    for utility in utilities.iter_mut() {
        *utility /= sum;
    }
}

/// The chance that a gain of this size is accepted: quantal response between it and nothing.
pub fn acceptance(gain: f32, noise: f32) -> f32 {
    let mut options = [0.0, gain];
    quantal_response(&mut options, noise);
    options[1]
}

/// The option that a draw in 0..1 falls on.
pub fn draw_option(chances: &[f32], draw: f32) -> usize {
    let mut left = draw;
    for (index, chance) in chances.iter().enumerate() {
        if left < *chance {
            return index;
        }
        left -= chance;
    }
    // Rounding may leave a crumb: it belongs to the last option that had any chance.
    chances.iter().rposition(|chance| *chance > 0.0).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn chances_sum_to_one_and_follow_utility(utilities in prop::collection::vec(-5.0f32..5.0, 1..12), noise in 0.0f32..2.0) {
            let mut chances = utilities.clone();
            quantal_response(&mut chances, noise);
            prop_assert!((chances.iter().sum::<f32>() - 1.0).abs() < 1e-4);
            for a in 0..utilities.len() {
                for b in 0..utilities.len() {
                    if utilities[a] > utilities[b] {
                        prop_assert!(chances[a] >= chances[b]);
                    }
                }
            }
        }

        #[test]
        fn a_draw_always_falls_on_an_option_that_had_a_chance(utilities in prop::collection::vec(-5.0f32..5.0, 1..12), draw in 0.0f32..1.0) {
            let mut chances = utilities;
            quantal_response(&mut chances, 0.01);
            prop_assert!(chances[draw_option(&chances, draw)] > 0.0);
        }
    }

    #[test]
    fn without_noise_the_best_is_sure_and_no_gain_is_refused() {
        let mut options = [0.1, 0.3, 0.3];
        quantal_response(&mut options, 0.0);
        assert_eq!(options, [0.0, 1.0, 0.0]);
        assert_eq!((acceptance(0.0, 0.0), acceptance(0.01, 0.0)), (0.0, 1.0));
    }

    #[test]
    fn the_decisive_term_is_the_one_with_the_largest_gain() {
        let stay = Terms { danger: -0.4, ..Terms::default() };
        let balance = Terms { danger: -0.1, commitment: -0.05, ..Terms::default() };
        assert_eq!(Terms::NAMES[balance.decisive_over(&stay).0], "danger");
        assert_eq!(Terms::NAMES[stay.decisive_over(&balance).0], "commitment");
    }
}
