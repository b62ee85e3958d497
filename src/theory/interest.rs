//! State interest: lions, lambs, wolves and jackals.
//!
//! Schweller asks not only how strong a state is but what it wants: the value it puts on revising the
//! order less the value it puts on keeping it (`revisionism`, -1 to 1). Power and interest together give
//! the type; it is derived whenever asked for, never stored.
//!
//! | | status quo (`revisionism <= 0`) | revisionist (`revisionism > 0`) |
//! |---|---|---|
//! | strong (`P >= strong_share`) | lion | wolf |
//! | weak | lamb | jackal |
//!
//! ## What interest is worth
//!
//! | term | equation | who |
//! |---|---|---|
//! | stake | `1 - interest_stake * r+` | weighs all danger: revisionists value what they covet more than what they have |
//! | follower's profit | `r+ * spoils * b * W` | a state that follows a power believed aggressive, for its share |
//! | leader's profit | `r+ * (denial * conquest * (W - W') - sharing * spoils * W * f)` | a power that is followed |
//! | conquest | `r+ * a * conquest * W * s` | a state that attacks |
//! | entry | `r+ * spoils * W * s` | a state that joins a war |
//!
//! | symbol | meaning | unit |
//! |---|---|---|
//! | `r+` | revisionism where above 0 | 0 to 1 |
//! | `b` | belief in the leader's aggressive intent: only such a leader has spoils to offer | 0 to 1 |
//! | `W`, `W'` | prospect: chance that the leader prevails over those likely to stand against it; without this follower | 0 to 1 |
//! | `f` | the follower's share of the power of the two | 0 to 1 |
//! | `a` | own aggressive intent | 0 to 1 |
//! | `s` | worth of the prize: `sqrt(min(1, 2 P_j / (P_i + P_j)))`, for the first gains count most | 0 to 1 |
//!
//! A follower's prize is scaled to its own size. `W - W'` holds both what a jackal adds to the pack and what
//! it no longer adds to a coalition against it: the wolf courts jackals to block a status-quo coalition
//! (Schweller 1994, p. 93), and where no coalition is possible it gains nothing by them.
//!
//! Sources: Schweller 1994, pp. 93-104; 1998, ch. 1.

use super::parameters::Parameters;

/// Revisionism where it is above 0: how much a state wants of others.
#[inline(always)]
pub fn appetite(revisionism: f32) -> f32 {
    revisionism.max(0.0)
}

/// How much a state minds danger to what it has, 0 to 1.
#[inline(always)]
pub fn stake(revisionism: f32, parameters: &Parameters) -> f32 {
    1.0 - parameters.interest_stake * appetite(revisionism)
}

/// What following a leader of this prospect, believed so aggressive, promises a follower.
#[inline(always)]
pub fn follower_profit(revisionism: f32, belief: f32, prospect: f32, parameters: &Parameters) -> f32 {
    appetite(revisionism) * parameters.spoils * belief * prospect
}

/// What a follower is worth to its leader, and what it costs it: `prospect` with the follower, `without` it, and
/// the follower's share of the power of the two.
pub fn leader_profit(
    revisionism: f32,
    prospect: f32,
    without: f32,
    share: f32,
    parameters: &Parameters,
) -> f32 {
    let gained = parameters.denial * parameters.conquest * (prospect - without);
    appetite(revisionism) * (gained - parameters.sharing * parameters.spoils * prospect * share)
}

/// Size of another to a state of `own` power, 0 to 1: 1 for an equal and whoever is stronger.
#[inline(always)]
pub fn size(own: f32, other: f32) -> f32 {
    if own + other > 0.0 { (2.0 * other / (own + other)).min(1.0) } else { 0.0 }
}

/// Worth of another as a prize, 0 to 1. A quarter of the size is half of the worth: gains are worth less the more
/// one has of them, so that the weak are the natural prey.
#[inline(always)]
pub fn prize(own: f32, other: f32) -> f32 {
    size(own, other).sqrt()
}

/// A state's type, from its power and interest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StateType {
    /// Strong and content: keeps the order it profits from.
    Lion,
    /// Weak and content: wants to be left alone.
    Lamb,
    /// Strong and revisionist: will risk much to change the order.
    Wolf,
    /// Weak and revisionist: follows the wolf for scraps.
    Jackal,
}

impl StateType {
    /// The type of a state with this share of power and this revisionism.
    pub fn of(power: f32, revisionism: f32, parameters: &Parameters) -> Self {
        match (power >= parameters.strong_share, revisionism > 0.0) {
            (true, false) => Self::Lion,
            (false, false) => Self::Lamb,
            (true, true) => Self::Wolf,
            (false, true) => Self::Jackal,
        }
    }

    /// The word for it, in lower case.
    pub fn name(self) -> &'static str {
        match self {
            Self::Lion => "lion",
            Self::Lamb => "lamb",
            Self::Wolf => "wolf",
            Self::Jackal => "jackal",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_follow_power_and_interest() {
        let parameters = Parameters::default();
        let of = |power, revisionism| StateType::of(power, revisionism, &parameters).name();
        assert_eq!(
            [of(0.3, -0.5), of(0.01, -0.5), of(0.3, 0.5), of(0.01, 0.5)],
            ["lion", "lamb", "wolf", "jackal"]
        );
    }
}
