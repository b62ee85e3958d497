//! Capitals: a small ring, and two for strong states.

use bevy::camera::visibility::NoFrustumCulling;
use bevy::prelude::*;

use super::land::{Drawn, Inks};
use super::materials::{Ink, InkBuilder, InkStyle};
use super::{Chart, Theme, ViewSystems, layer};
use crate::simulation::{StateId, Survey};
use crate::theory::interest::StateType;

/// Radius of the mark of a capital in pixels.
pub fn radius(strong: bool) -> f32 {
    if strong { 6.0 } else { 3.6 }
}

/// Whether a state is strong: a lion or a wolf.
pub fn is_strong(survey: &Survey, state: StateId) -> bool {
    matches!(survey.kind(state), StateType::Lion | StateType::Wolf)
}

/// The marks on the map.
#[derive(Component)]
struct Marks;

pub(super) fn plugin(app: &mut App) {
    app.add_systems(Update, draw.in_set(ViewSystems::Draw));
}

/// Draws the marks anew when a state has become strong or weak.
fn draw(
    mut commands: Commands,
    (survey, chart, theme, inks): (Survey, Res<Chart>, Res<Theme>, Res<Inks>),
    mut shown: Local<Vec<bool>>,
    marks: Query<Entity, With<Marks>>,
    mut meshes: ResMut<Assets<Mesh>>,
) {
    if !survey.clock.is_changed() && !chart.is_changed() {
        return;
    }
    let strong: Vec<bool> = survey.states().map(|state| is_strong(&survey, state)).collect();
    if *shown == strong && !chart.is_changed() {
        return;
    }
    marks.iter().for_each(|entity| commands.entity(entity).try_despawn());
    let mut builder = InkBuilder::default();
    for (state, strong) in survey.states().zip(&strong) {
        let Some(place) = chart.projection.project(survey.identity(state).capital) else { continue };
        let style = if *strong { InkStyle::DoubleRing } else { InkStyle::Ring };
        // The same mark in dark, a little larger, keeps it readable on any fill.
        builder.mark(place, Ink::new(InkStyle::Disc, radius(*strong) + 1.0, theme.ink_dark.with_alpha(0.5)));
        builder.mark(place, Ink::new(style, radius(*strong), theme.ink_light));
    }
    *shown = strong;
    let mesh = meshes.add(builder.build());
    commands.spawn((Drawn, Marks, NoFrustumCulling, Mesh2d(mesh), MeshMaterial2d(inks.plain.clone()), layer::CAPITALS));
}
