//! Capitals: a small ring, and two for strong states.

use bevy::prelude::*;

use super::land::{Inks, show};
use super::meshes::{Ink, InkBuilder, InkStyle};
use super::{Afresh, Chart, MapCamera, MapMode, Theme, ViewSystems, layer};
use crate::simulation::{StateId, Survey};
use crate::theory::interest::StateType;

/// Kilometres in a pixel from which on marks are drawn small.
pub const FAR: f32 = 10.0;

/// Radius of the mark of a capital in pixels, at so many kilometres in a pixel.
pub fn radius(strong: bool, scale: f32) -> f32 {
    let near = if strong { 6.0 } else { 3.6 };
    if scale > FAR { near * 0.6 } else { near }
}

/// Whether a state is strong: a lion or a wolf.
pub fn is_strong(survey: &Survey, state: StateId) -> bool {
    matches!(survey.kind(state), StateType::Lion | StateType::Wolf)
}

/// Where a state's capital is drawn; none where the state has fallen or the map does not reach.
pub fn seat(survey: &Survey, chart: &Chart, state: StateId) -> Option<Vec2> {
    survey.is_alive(state).then_some(())?;
    chart.projection.project(survey.identity(state).capital)
}

/// The mark of a capital: a star for the champion of a movement, where movements are shown.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Mark {
    place: Vec2,
    radius: f32,
    style: InkStyle,
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
    mut commands: Commands,
    (survey, chart, theme, inks): (Survey, Res<Chart>, Res<Theme>, Res<Inks>),
    (camera, mode, afresh): (Res<MapCamera>, Res<MapMode>, Res<Afresh>),
    mut shown: Local<Vec<Option<Mark>>>,
    marks: Query<&Mesh2d, With<Marks>>,
    mut meshes: ResMut<Assets<Mesh>>,
) {
    if !survey.clock.is_changed() && !afresh.0 && !camera.is_changed() && !mode.is_changed() {
        return;
    }
    let seat = |state: StateId| {
        let place = seat(&survey, &chart, state)?;
        let strong = is_strong(&survey, state);
        let radius = radius(strong, camera.scale);
        let leads = *mode == MapMode::Ideology && survey.movements.championed_by(state).is_some();
        let style = match () {
            () if leads => InkStyle::Star,
            () if strong && camera.scale <= FAR => InkStyle::DoubleRing,
            () => InkStyle::Ring,
        };
        Some(Mark { place, radius: if leads { radius.max(6.0) + 1.5 } else { radius }, style })
    };
    let seats: Vec<Option<Mark>> = survey.states().map(seat).collect();
    if *shown == seats && !afresh.0 {
        return;
    }
    let mut builder = InkBuilder::default();
    for Mark { place, radius, style } in seats.iter().copied().flatten() {
        // The same mark in dark, a little larger, keeps it readable on any fill.
        builder.mark(place, Ink::new(InkStyle::Disc, radius + 1.0, theme.halo.with_alpha(0.5)));
        builder.mark(place, Ink::new(style, radius, theme.ink));
    }
    *shown = seats;
    show((&mut commands, &mut meshes), &marks, (&inks.marks, layer::CAPITALS), builder);
}
