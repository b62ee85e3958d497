//! Grow: means, tempers and strength move between ticks.
//!
//! ```text
//! industry'   = industry   (1 + (growth - butter [arms]) (1 - w) t + chance)
//! military'   = military   (1 + growth (1 - w) t + arming_rate [arms] t + chance)
//! population' = population (1 + growth_population (1 - w) t)
//! technology' = technology + catch_up t (foremost - technology)
//! w'          = w 2^(-t / recovery)                              in peace
//! x'          = x_0 + (x - x_0) 2^(-t / temper_memory) + temper_drift sqrt(t) u
//! ```
//!
//! A factor `1 - s` below 1 is taken as `1 / (1 + s)`: no length of a tick can make a loss exceed what there is.
//! Means are shares of the system in all that weighs them, so that their unit is free: where all have outgrown what
//! a number can hold, or shrunk below it, the unit changes by a power of two, for all alike.
//!
//! with `w` exhaustion, `t` the years of a tick, `[arms]` 1 while a state arms, `x` its intent or its revisionism and
//! `x_0` where that began, `u` a chance of variance 1. The chances of growth have the yearly spread `growth_noise`.
//! Guns are paid in butter: `butter` is a part of what arming adds to the army, since an army is a small part of an
//! economy (Powell 1993). What satisfies winners and embitters losers fades in the same way as chance does.

use bevy_ecs::prelude::*;
use rand::RngExt;

use super::draws::Purpose;
use super::{
    Clock, Condition, Draws, Growth, Identity, Interest, Pairs, Posture, Resources, Roster, Rules, StateId,
    Temper, Wars,
};
use crate::theory::distance::reach_km;
use crate::theory::parameters::Parameters;
use crate::theory::power::Capabilities;

/// Growth that industry loses for each unit that arming adds to the growth of the military.
const BUTTER_FOR_GUNS: f32 = 0.05;

/// Means beyond this, or all of them below its inverse, are given in another unit.
const BOUND: f32 = (1u64 << 63) as f32;

/// What grows of a state.
type Attributes = (
    &'static StateId,
    &'static Identity,
    &'static Growth,
    &'static Temper,
    &'static mut Resources,
    &'static mut Condition,
    &'static mut Posture,
    &'static mut Interest,
);

/// Grows every state that has land by one tick.
pub fn grow(
    mut states: Query<Attributes>,
    mut pairs: ResMut<Pairs>,
    (roster, wars): (Res<Roster>, Res<Wars>),
    (rules, clock, draws): (Res<Rules>, Res<Clock>, Res<Draws>),
    mut reach: Local<Vec<f32>>,
) {
    let (parameters, years) = (&rules.parameters, rules.years_per_tick);
    let living = |state: &StateId| roster.alive[state.index()];
    let foremost = states
        .iter()
        .filter(|(state, ..)| living(state))
        .map(|(_, _, _, _, resources, ..)| resources.0.technology)
        .fold(0.0, f32::max);
    let recovered = libm::exp2f(-years / parameters.recovery);
    let remembered = libm::exp2f(-years / parameters.temper_memory);
    let caught_up = (parameters.catch_up * years).min(1.0);
    // A uniform draw between -1 and 1 has the spread 1/sqrt(3).
    let spread = |yearly: f32| yearly * (3.0 * years).sqrt();
    reach.clear();
    reach.extend_from_slice(pairs.reach_km());
    let mut most = [0.0f32; 3];
    for (state, identity, growth, temper, mut resources, mut condition, mut posture, mut interest) in
        states.iter_mut().filter(|(state, ..)| living(state))
    {
        let mut draw = draws.at(clock.tick, identity.origin, Purpose::Growth);
        let mut chance = || spread(parameters.growth_noise) * (2.0 * draw.random::<f32>() - 1.0);
        let by = |share: f32| if share < 0.0 { 1.0 / (1.0 - share) } else { 1.0 + share };
        let vigour = (1.0 - condition.weariness) * years;
        let guns = if condition.arms_until > clock.tick { parameters.arming_rate } else { 0.0 };
        let means = &mut resources.0;
        means.population *= by(growth.population * vigour);
        means.industry *= by((growth.industry - BUTTER_FOR_GUNS * guns) * vigour + chance());
        means.military *= by(growth.industry * vigour + guns * years + chance());
        for (most, mine) in most.iter_mut().zip(amounts(means)) {
            *most = most.max(*mine);
        }
        means.technology += caught_up * (foremost - means.technology);
        reach[state.index()] = reach_km(means.technology, parameters);
        if !wars.fights(*state) {
            condition.weariness *= recovered;
        }
        let [of_intent, of_interest] = drift(parameters, spread, || {
            let mut draw = draws.at(clock.tick, identity.origin, Purpose::Temper);
            [draw.random(), draw.random()]
        });
        let back = |now: f32, begun: f32| begun + (now - begun) * remembered;
        posture.intent = (back(posture.intent, temper.intent) + of_intent).clamp(0.0, 1.0);
        interest.revisionism =
            (back(interest.revisionism, temper.revisionism) + of_interest).clamp(-1.0, 1.0);
    }
    let units = most.map(unit);
    if units != [1.0; 3] {
        for (.., mut resources, _, _, _) in &mut states {
            for (mine, unit) in amounts(&mut resources.0).into_iter().zip(units) {
                *mine *= unit;
            }
        }
    }
    if *reach != pairs.reach_km() {
        pairs.follow_reach(&reach, parameters);
    }
}

/// What has a unit of its own: population, industry and military.
fn amounts(means: &mut Capabilities) -> [&mut f32; 3] {
    [&mut means.population, &mut means.industry, &mut means.military]
}

/// What to multiply an amount by so that the most there is of it stays within bounds.
fn unit(most: f32) -> f32 {
    if most > BOUND {
        1.0 / BOUND
    } else if most > 0.0 && most < 1.0 / BOUND {
        BOUND
    } else {
        1.0
    }
}

/// How far intent and revisionism drift by chance in a tick.
fn drift(parameters: &Parameters, spread: impl Fn(f32) -> f32, draws: impl FnOnce() -> [f32; 2]) -> [f32; 2] {
    if parameters.temper_drift <= 0.0 {
        return [0.0; 2];
    }
    draws().map(|draw| spread(parameters.temper_drift) * (2.0 * draw - 1.0))
}
