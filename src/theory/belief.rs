//! Beliefs: how aggressive others are thought to be.
//!
//! Walt's fourth factor is perceived, not real, intent. Each state holds a Beta distribution about each
//! other: `alarm` counts hostile acts seen, `calm` the absence of them, both weighted. The belief is its
//! mean:
//!
//! ```text
//! b_ij = alarm_ij / (alarm_ij + calm_ij)
//! ```
//!
//! What was seen fades: each tick the pair of counts moves towards the prior by the same share, so that
//! after `belief_memory` years half of it is gone. A quiet tick adds `calm_weight` a year; a hostile act
//! adds up to `alarm_weight`, all of it for its target, for others as much as they are near the actor. An
//! observer misreads an act with probability `belief_error`; `belief_bias` above 0 makes it read quiet
//! as hostile, below 0 hostile as quiet.
//!
//! Sources: Jervis 1976 on misperception; the Beta posterior is the conjugate learning rule for a
//! repeated yes-or-no observation.

use super::parameters::Parameters;

/// Belief in the intent of an enemy while a war with it lasts.
pub const ENEMY_INTENT: f32 = 0.95;

/// What one state has seen of another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Belief {
    /// Weight of hostile observations, above 0.
    pub alarm: f32,
    /// Weight of peaceful observations, above 0.
    pub calm: f32,
}

impl Belief {
    /// A belief of this mean, above 0 and below 1, as firm as so many observations.
    pub fn new(intent: f32, weight: f32) -> Self {
        Self { alarm: intent * weight, calm: (1.0 - intent) * weight }
    }

    /// The belief held before anything is seen.
    pub fn prior(parameters: &Parameters) -> Self {
        Self::new(parameters.belief_prior, parameters.belief_weight)
    }

    /// The belief held of an enemy while a war with it lasts.
    pub fn of_enemy(parameters: &Parameters) -> Self {
        Self::new(ENEMY_INTENT, parameters.belief_weight)
    }

    /// Believed probability of aggressive intent.
    #[inline(always)]
    pub fn intent(self) -> f32 {
        self.alarm / (self.alarm + self.calm)
    }
}

/// The share of what was seen that a tick of `years` leaves, 0 to 1.
pub fn kept_share(years: f32, parameters: &Parameters) -> f32 {
    libm::exp2f(-years / parameters.belief_memory)
}

/// Lets each of these weights fade to its share `keep`, and adds `gain`.
#[multiversion::multiversion(targets("x86_64+avx2"))]
pub fn fade(weights: &mut [f32], keep: f32, gain: f32) {
    fade_portable(weights, keep, gain);
}

/// [`fade`] in plain code: the same bits on every processor.
#[inline(always)]
pub fn fade_portable(weights: &mut [f32], keep: f32, gain: f32) {
    for weight in weights {
        *weight = *weight * keep + gain;
    }
}

/// [`fade`], and adds what was `seen` of each besides, as far as it is `near`.
#[multiversion::multiversion(targets("x86_64+avx2"))]
pub fn fade_watching(weights: &mut [f32], keep: f32, gain: f32, seen: &[f32], near: &[f32]) {
    fade_watching_portable(weights, keep, gain, seen, near);
}

/// [`fade_watching`] in plain code: the same bits on every processor.
#[inline(always)]
pub fn fade_watching_portable(weights: &mut [f32], keep: f32, gain: f32, seen: &[f32], near: &[f32]) {
    for ((weight, seen), near) in weights.iter_mut().zip(seen).zip(near) {
        *weight = (*weight * keep + gain) + seen * near;
    }
}

/// The chance, 0 to 1, that an observer reads an act as hostile.
///
/// `hostile` is what the act really was. Error confuses both ways; bias turns doubt one way.
pub fn hostile_reading(hostile: bool, parameters: &Parameters) -> f32 {
    let chance = if hostile { 1.0 - parameters.belief_error } else { parameters.belief_error };
    let bias = parameters.belief_bias;
    if bias >= 0.0 { chance + (1.0 - chance) * bias } else { chance * (1.0 + bias) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn alarm_raises_and_calm_lowers(intent in 0.01f32..0.99, weight in 0.1f32..100.0, seen in 0.01f32..10.0) {
            let belief = Belief::new(intent, weight);
            let alarmed = Belief { alarm: belief.alarm + seen, ..belief };
            let calmed = Belief { calm: belief.calm + seen, ..belief };
            prop_assert!(alarmed.intent() >= belief.intent());
            prop_assert!(calmed.intent() <= belief.intent());
        }
    }

    proptest! {
        #[test]
        fn wide_and_narrow_processors_agree_to_the_bit(
            rows in prop::collection::vec((0.01f32..9.0, 0.0f32..0.1, 0.0f32..1.0), 0..70),
            keep in 0.0f32..1.0,
            gain in 0.0f32..0.1,
        ) {
            let column = |pick: fn(&(f32, f32, f32)) -> f32| rows.iter().map(pick).collect::<Vec<_>>();
            let (seen, near) = (column(|row| row.1), column(|row| row.2));
            let (mut wide, mut narrow) = (column(|row| row.0), column(|row| row.0));
            fade(&mut wide, keep, gain);
            fade_portable(&mut narrow, keep, gain);
            fade_watching(&mut wide, keep, gain, &seen, &near);
            fade_watching_portable(&mut narrow, keep, gain, &seen, &near);
            prop_assert!(wide.iter().zip(&narrow).all(|(a, b)| a.to_bits() == b.to_bits()));
        }
    }

    #[test]
    fn half_is_forgotten_after_the_memory_span() {
        let parameters = Parameters::default();
        assert_eq!(kept_share(parameters.belief_memory, &parameters), 0.5);
    }
}
