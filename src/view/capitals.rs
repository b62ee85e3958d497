//! Capitals: a small ring, and two for strong states.

use bevy::prelude::*;

use super::canvas::{Canvas, Extent};
use super::land::Inks;
use super::meshes::{Ink, InkBuilder, InkStyle};
use super::signs::{kind_ink, kind_inked};
use super::{Afresh, Cast, Chart, MapCamera, MapMode, Theme, ViewSystems, layer};
use crate::simulation::{StateId, Survey};
use crate::theory::interest::StateType;

/// Kilometres in a pixel from which on marks are drawn small.
const FAR: f32 = 10.0;

/// Whether a state is strong: a lion or a wolf.
pub fn is_strong(survey: &Survey, state: StateId) -> bool {
    matches!(survey.kind(state), StateType::Lion | StateType::Wolf)
}

/// Where a state's capital is drawn; none where the state has fallen or the map does not reach.
pub fn seat(survey: &Survey, chart: &Chart, state: StateId) -> Option<Vec2> {
    survey.is_alive(state).then_some(())?;
    chart.projection.project(survey.identity(state).capital)
}

/// The mark of a capital.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mark {
    /// Where, in kilometres.
    pub place: Vec2,
    /// In pixels.
    pub radius: f32,
    /// Its shape.
    pub style: InkStyle,
}

/// The mark of a state's capital in a mode, at so many kilometres in a pixel: a ring, or two for the strong; a star
/// for the champion of a movement where movements are shown, and the mark of its type where types are.
pub fn mark(survey: &Survey, chart: &Chart, state: StateId, (mode, scale): (MapMode, f32)) -> Option<Mark> {
    let place = seat(survey, chart, state)?;
    let (strong, far) = (is_strong(survey, state), scale > FAR);
    let ring: f32 = if strong { 6.0 } else { 3.6 } * if far { 0.6 } else { 1.0 };
    let (radius, style) = match mode {
        MapMode::Type => {
            let near = if strong { 9.0 } else { 7.0 };
            (if far { 0.6 * near } else { near }, kind_ink(survey.kind(state)))
        }
        MapMode::Ideology if survey.movements.championed_by(state).is_some() => {
            (ring.max(6.0) + 1.5, InkStyle::Star)
        }
        _ if strong && !far => (ring, InkStyle::DoubleRing),
        _ => (ring, InkStyle::Ring),
    };
    Some(Mark { place, radius, style })
}

/// Opacity of the ground that a mark stands on: the more there is to see of it, the stronger.
pub fn ground(mark: &Mark) -> f32 {
    if kind_inked(mark.style).is_some() { 0.8 } else { 0.5 }
}

/// What a mark covers beyond its radius, in pixels: its ground.
pub fn around(mark: &Mark) -> f32 {
    if kind_inked(mark.style).is_some() { 0.28 * mark.radius } else { 1.0 }
}

/// The marks on the map.
#[derive(Component, Default)]
struct Marks;

pub(super) fn plugin(app: &mut App) {
    app.add_systems(Update, draw.in_set(ViewSystems::Draw));
}

/// Draws the marks anew when a capital has moved, a state has fallen, stands again, or has become strong or
/// weak, or the view is near or far.
fn draw(
    mut canvas: Canvas,
    (survey, chart, theme, inks): (Survey, Res<Chart>, Res<Theme>, Res<Inks>),
    (camera, mode): (Res<MapCamera>, Res<MapMode>),
    (afresh, cast): (Res<Afresh>, Res<Cast>),
    mut shown: Local<Vec<Option<Mark>>>,
    marks: Query<&Mesh2d, With<Marks>>,
) {
    let world = survey.clock.is_changed() || cast.is_recast();
    if !world && !afresh.0 && !camera.is_changed() && !mode.is_changed() {
        return;
    }
    let view = (*mode, camera.scale);
    let seats: Vec<Option<Mark>> = survey.states().map(|state| mark(&survey, &chart, state, view)).collect();
    if *shown == seats && !afresh.0 {
        return;
    }
    let mut builder = InkBuilder::default();
    for at in seats.iter().flatten() {
        let Mark { place, radius, style } = *at;
        // The same mark in dark, a little larger, keeps it readable on any fill.
        let dark = theme.halo.with_alpha(ground(at));
        builder.mark(place, Ink::new(InkStyle::Disc, radius + around(at), dark));
        builder.mark(place, Ink::new(style, radius, theme.ink));
    }
    let at = |list: &[Option<Mark>], place: usize| list.get(place).copied().flatten();
    let moved = (0..seats.len().max(shown.len())).filter(|place| at(&shown, *place) != at(&seats, *place));
    let moved = moved.flat_map(|place| [at(&shown, place), at(&seats, place)]).flatten();
    let stale = Extent::of_boxes(moved.map(|mark| Rect::from_center_size(mark.place, Vec2::ZERO)));
    *shown = seats;
    canvas.show(&marks, (&inks.marks, layer::CAPITALS), (builder, stale));
}
