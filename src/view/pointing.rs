//! Pointing: rings about what a lesson speaks of.

use bevy::prelude::*;

use super::canvas::{Canvas, Extent};
use super::land::Inks;
use super::meshes::{Ink, InkBuilder, InkStyle};
use super::{Afresh, Chart, Motion, Theme, ViewSystems, layer};
use crate::simulation::{StateId, Survey};
use crate::world::RegionId;

/// Seconds of a pulse, and how many there are before the rings stand still.
const PULSE: f32 = 1.2;
const PULSES: f32 = 4.0;

/// Radius of a ring at rest and how far a pulse carries it, in pixels.
const RADIUS: f32 = 17.0;
const SWELL: f32 = 9.0;

/// What is pointed at: capitals of states, and a province.
#[derive(Resource, Debug, Clone, Default, PartialEq, Eq)]
pub struct Pointed {
    /// States, the foremost first.
    pub states: Vec<StateId>,
    /// A province.
    pub region: Option<RegionId>,
}

/// The rings on the map.
#[derive(Component, Default)]
struct Rings;

pub(super) fn plugin(app: &mut App) {
    app.init_resource::<Pointed>();
    app.add_systems(Update, draw.in_set(ViewSystems::Draw));
}

/// Draws the rings: they pulse for a while and then stand still, or stand still at once where the reader
/// wants no motion.
fn draw(
    mut canvas: Canvas,
    (pointed, survey, chart, afresh): (Res<Pointed>, Survey, Res<Chart>, Res<Afresh>),
    (theme, inks, time): (Res<Theme>, Res<Inks>, Res<Time>),
    mut motion: ResMut<Motion>,
    mut began: Local<f32>,
    rings: Query<&Mesh2d, With<Rings>>,
) {
    let new = pointed.is_changed() || afresh.0;
    if new {
        *began = time.elapsed_secs();
    }
    let age = time.elapsed_secs() - *began;
    let pulsing = !motion.reduced && age < PULSE * PULSES;
    // Once more after the last pulse, to come to rest.
    let resting = age > PULSE * PULSES + 0.3;
    if !new && (resting || motion.reduced) {
        return;
    }
    if pulsing && !(pointed.states.is_empty() && pointed.region.is_none()) {
        motion.keep_awake(&time, PULSE);
    }
    let (radius, strength) = if pulsing { beat(age) } else { (RADIUS, 1.0) };
    let states = pointed.states.iter().filter(|state| state.index() < survey.states().len());
    let seats = states.filter_map(|state| chart.projection.project(survey.identity(*state).capital));
    let regions = &chart.geography().regions;
    let region = pointed.region.filter(|region| region.0 < regions.len() as u32);
    let province = region.and_then(|region| chart.projection.project(regions[region].point));
    let mut builder = InkBuilder::default();
    for place in seats.chain(province) {
        // Dark on both sides, so that it is seen on any fill.
        for (offset, colour) in
            [(2.2_f32, theme.halo), (-2.2, theme.halo), (0.6, theme.rim), (-0.6, theme.rim)]
        {
            let alpha = if offset.abs() > 1.0 { 0.6 } else { strength };
            builder.mark(place, Ink::new(InkStyle::Ring, radius + offset, colour.with_alpha(alpha)));
        }
    }
    canvas.show(&rings, (&inks.marks, layer::POINTING), (builder, Extent::default()));
}

/// Radius and strength of a ring at this age: it falls in from outside, again and again.
fn beat(age: f32) -> (f32, f32) {
    let share = (age / PULSE).fract();
    let out = (1.0 - share) * (1.0 - share);
    (RADIUS + SWELL * out, 1.0 - 0.5 * out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pulse_comes_to_rest_at_the_ring() {
        let (outside, faint) = beat(0.0);
        let (inside, full) = beat(PULSE * 0.999);
        assert_eq!((outside, faint), (RADIUS + SWELL, 0.5));
        assert!((inside - RADIUS).abs() < 0.01 && full > 0.99);
    }
}
