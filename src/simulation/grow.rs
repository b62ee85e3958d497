//! Grow: population, industry and military move between ticks.
//!
//! Each grows by its rate, and industry and military with a chance of their own (`growth_noise`, uniform,
//! with the stated yearly spread).

use bevy_ecs::prelude::*;
use rand::RngExt;

use super::draws::Purpose;
use super::{Clock, Draws, Growth, Identity, Resources, Rules};

/// Grows every state by one tick.
pub fn grow(
    mut states: Query<(&Identity, &Growth, &mut Resources)>,
    rules: Res<Rules>,
    clock: Res<Clock>,
    draws: Res<Draws>,
) {
    let years = rules.years_per_tick;
    // A uniform draw between -1 and 1 has the spread 1/sqrt(3).
    let spread = rules.parameters.growth_noise * (3.0 * years).sqrt();
    for (identity, growth, mut resources) in &mut states {
        let mut draw = draws.at(clock.tick, identity.origin, Purpose::Growth);
        let mut chance = || spread * (2.0 * draw.random::<f32>() - 1.0);
        let by = |rate: f32| (1.0 + rate).max(0.0);
        resources.0.population *= by(growth.population * years);
        resources.0.industry *= by(growth.industry * years + chance());
        resources.0.military *= by(growth.industry * years + chance());
    }
}
