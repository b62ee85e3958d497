//! Fronts: where enemies face one another, and the land that one holds of the other by force.

use std::collections::BTreeMap;

use bevy::camera::visibility::NoFrustumCulling;
use bevy::prelude::*;

use super::land::{Drawn, Inks, inner_arcs, replace, show};
use super::materials::{Ink, InkBuilder, InkStyle, LandBuilder, LandMaterial, LandStyle};
use super::{Chart, Paint, Theme, ViewSystems, layer};
use crate::simulation::Survey;
use crate::world::RegionId;

/// Half width of a front with its hatch, in pixels.
const HALF_WIDTH: f32 = 5.0;

/// The fronts on the map.
#[derive(Component, Default)]
struct Fronts;

/// The occupied land on the map.
#[derive(Component)]
struct Occupied;

pub(super) fn plugin(app: &mut App) {
    app.add_systems(Update, (draw_fronts, draw_occupied).in_set(ViewSystems::Draw));
}

/// The arcs between lands that enemies hold, by right or by force.
fn front_arcs(survey: &Survey, chart: &Chart) -> Vec<usize> {
    if survey.wars.is_empty() {
        return Vec::new();
    }
    let enemies = |left: RegionId, right: RegionId| {
        let holders = (survey.holdings.controller(left), survey.holdings.controller(right));
        matches!(holders, (Some(a), Some(b)) if a != b && survey.wars.at_war(a, b))
    };
    inner_arcs(chart).filter(|(_, left, right)| enemies(*left, *right)).map(|(index, ..)| index).collect()
}

/// Draws the fronts anew when they have moved.
fn draw_fronts(
    mut commands: Commands,
    (survey, chart, theme, inks): (Survey, Res<Chart>, Res<Theme>, Res<Inks>),
    mut shown: Local<Vec<usize>>,
    fronts: Query<&Mesh2d, With<Fronts>>,
    mut meshes: ResMut<Assets<Mesh>>,
) {
    if !(survey.holdings.is_changed() || survey.wars.is_changed() || chart.is_changed()) {
        return;
    }
    let arcs = front_arcs(&survey, &chart);
    if *shown == arcs && !chart.is_changed() {
        return;
    }
    let mut builder = InkBuilder::default();
    for arc in &arcs {
        builder
            .line(chart.line(*arc), Ink::new(InkStyle::Solid, HALF_WIDTH - 1.2, theme.halo.with_alpha(0.6)));
    }
    for arc in &arcs {
        builder.line(chart.line(*arc), Ink::new(InkStyle::Front, HALF_WIDTH, theme.war));
    }
    *shown = arcs;
    show((&mut commands, &mut meshes), &fronts, (&inks.plain, layer::FRONTS), builder);
}

/// Draws occupied land with its stripes, above all other land, which has no need to ask whether it is.
fn draw_occupied(
    mut commands: Commands,
    (paint, chart): (Res<Paint>, Res<Chart>),
    mut shown: Local<Vec<RegionId>>,
    mut fills: Local<BTreeMap<RegionId, LandBuilder>>,
    occupied: Query<&Mesh2d, With<Occupied>>,
    (mut meshes, mut lands): (ResMut<Assets<Mesh>>, ResMut<Assets<LandMaterial>>),
) {
    if chart.is_changed() {
        fills.clear();
        shown.clear();
        let mesh = Mesh2d(meshes.add(LandBuilder::default().build()));
        let fill = lands.add(LandMaterial { paint: paint.image.clone(), style: LandStyle::Occupied });
        commands.spawn((Drawn, Occupied, NoFrustumCulling, mesh, MeshMaterial2d(fill), layer::OCCUPIED));
        return;
    }
    if !paint.is_changed() {
        return;
    }
    let regions = paint.occupied();
    let Ok(mesh) = occupied.single() else { return };
    if *shown == regions {
        return;
    }
    let mut builder = LandBuilder::default();
    for region in &regions {
        let fill = fills.entry(*region).or_insert_with(|| {
            let mut fill = LandBuilder::default();
            chart.polygons(*region).for_each(|rings| fill.add(&rings, region.index()));
            fill
        });
        builder.append(fill);
    }
    replace(&mut meshes, mesh, builder.build());
    *shown = regions;
}
