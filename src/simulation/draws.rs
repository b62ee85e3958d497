//! Random draws that depend on seed, tick, state and purpose alone.
//!
//! No stream is shared: a draw that one state makes, or no longer makes, leaves every other draw as it
//! was. That is what makes an edit to one state an experiment.

use bevy_ecs::prelude::*;
use rand::SeedableRng;
use rand_pcg::Pcg64Mcg;

/// What a draw is for; part of its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Whether a state acts in a hostile way, and against whom.
    Conduct = 1,
    /// How observers read an act.
    Reading = 2,
    /// Which option is taken.
    Choice = 3,
    /// Whether an offer is accepted.
    Consent = 4,
    /// The chances of growth.
    Growth = 6,
    /// Whether an armistice is granted.
    Armistice = 7,
    /// Whether an ally that is called comes.
    Call = 8,
    /// The chances of war: where the front goes.
    Battle = 9,
    /// How revisionism and intent drift.
    Temper = 10,
    /// Whether a fallen state's land rises.
    Revolt = 11,
}

/// The seed of a run.
#[derive(Resource, Debug, Clone, Copy, PartialEq, Eq)]
pub struct Draws {
    /// The seed.
    pub seed: u64,
}

impl Draws {
    /// A generator for one state's purpose in one tick. `origin` is [`super::Identity::origin`].
    pub fn at(&self, tick: u64, origin: u64, purpose: Purpose) -> Pcg64Mcg {
        let key = mix(mix(mix(self.seed) ^ tick) ^ origin) ^ purpose as u64;
        Pcg64Mcg::seed_from_u64(mix(key))
    }
}

/// SplitMix64's finaliser (Steele, Lea and Flood 2014): every input bit reaches every output bit.
pub fn mix(value: u64) -> u64 {
    let mut z = value.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// A key from text, such as a region's code (FNV-1a, then mixed).
pub fn key_of(text: &str) -> u64 {
    let hash = text.bytes().fold(0xCBF2_9CE4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3)
    });
    mix(hash)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::RngExt;

    #[test]
    fn a_draw_is_its_key_and_nothing_else() {
        let draw = |seed, tick, origin, purpose| -> u64 {
            Draws { seed }.at(tick, key_of(origin), purpose).random()
        };
        let first = draw(7, 3, "DE-BE", Purpose::Choice);
        assert_eq!(first, draw(7, 3, "DE-BE", Purpose::Choice));
        assert_ne!(first, draw(7, 4, "DE-BE", Purpose::Choice));
        assert_ne!(first, draw(7, 3, "FR-75", Purpose::Choice));
        assert_ne!(first, draw(7, 3, "DE-BE", Purpose::Consent));
        assert_ne!(first, draw(8, 3, "DE-BE", Purpose::Choice));
    }
}
