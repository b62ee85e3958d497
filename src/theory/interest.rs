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
//! Sources: Schweller 1994, pp. 100-104; 1998, ch. 1.

use super::parameters::Parameters;

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
