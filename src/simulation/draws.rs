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

    /// One draw for each of many, on one occasion: the readings of all who see an act. Each costs one hash.
    pub fn each(&self, tick: u64, origin: u64, purpose: Purpose) -> EachDraw {
        EachDraw(mix(mix(mix(mix(self.seed) ^ tick) ^ origin) ^ purpose as u64))
    }
}

/// Draws of [`Draws::each`].
#[derive(Debug, Clone, Copy)]
pub struct EachDraw(u64);

impl EachDraw {
    /// The draw of the one of this origin, uniform in 0..1.
    #[inline]
    pub fn of(self, origin: u64) -> f32 {
        // The upper 24 bits: as many as a number below 1 holds.
        (mix(self.0 ^ origin) >> 40) as f32 * (1.0 / (1u32 << 24) as f32)
    }
}

/// SplitMix64's finaliser (Steele, Lea and Flood 2014): every input bit reaches every output bit.
#[inline]
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

    #[test]
    fn draws_of_many_are_even_and_unlike() {
        let each = |tick, by| Draws { seed: 7 }.each(tick, key_of(by), Purpose::Reading);
        let of = |draw: EachDraw| (0..10_000).map(|k| draw.of(key_of(&format!("R{k}")))).collect::<Vec<_>>();
        let (first, later, other) = (of(each(1, "DE-BE")), of(each(2, "DE-BE")), of(each(1, "FR-75")));
        assert_eq!(first, of(each(1, "DE-BE")));
        for draws in [&first, &later, &other] {
            assert!(draws.iter().all(|draw| (0.0..1.0).contains(draw)));
            for tenth in 1..10 {
                let below = draws.iter().filter(|draw| **draw < tenth as f32 / 10.0).count();
                assert!(below.abs_diff(tenth * 1_000) < 150, "{below} of 10000 below {tenth}/10");
            }
        }
        let alike =
            |a: &[f32], b: &[f32]| a.iter().zip(b).filter(|(a, b)| (*a < &0.5) == (*b < &0.5)).count();
        assert!(alike(&first, &later).abs_diff(5_000) < 200);
        assert!(alike(&first, &other).abs_diff(5_000) < 200);
    }
}
