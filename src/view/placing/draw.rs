//! What would happen, above the map's picture: the provinces in the colour that they would have, their outline, the
//! capital where it would lie, and the circle of a brush.

use std::collections::{BTreeMap, BTreeSet};

use bevy::camera::visibility::NoFrustumCulling;
use bevy::prelude::*;

use super::super::canvas::{Canvas, Extent};
use super::super::land::{Drawn, Inks};
use super::super::materials::VeilMaterial;
use super::super::meshes::{Ink, InkBuilder, InkStyle, LandBuilder};
use super::super::picture::on_screen;
use super::super::theme::tamed;
use super::super::{Afresh, Chart, Motion, StatePalette, Theme, ViewSystems, layer};
use super::plan::{Plan, Tint};
use super::{Placing, Stage};
use crate::simulation::Survey;
use crate::world::RegionId;

/// Provinces in one mesh. A stroke that grows touches the last one alone.
const CHUNK: usize = 24;

/// Outlines of provinces that would change.
#[derive(Component, Default)]
struct Edge;

/// Lines to where a capital would go.
#[derive(Component, Default)]
struct GhostLines;

/// Capitals as they would lie, and the circle of a brush.
#[derive(Component, Default)]
struct Ghosts;

pub(super) fn plugin(app: &mut App) {
    app.add_systems(Update, (draw_veil, draw_ghosts).in_set(ViewSystems::Draw));
}

/// Provinces as triangles, cut once.
#[derive(Default)]
struct Cut(BTreeMap<RegionId, LandBuilder>);

impl Cut {
    /// A mesh of some provinces.
    fn mesh(&mut self, chart: &Chart, regions: &[RegionId], colour: Srgba) -> Mesh {
        let mut all = LandBuilder::default();
        for region in regions {
            let cut = self.0.entry(*region).or_insert_with(|| {
                let mut cut = LandBuilder::default();
                chart.polygons(*region).for_each(|rings| cut.add(&rings, region.index()));
                cut
            });
            all.append(cut);
        }
        all.veil(colour)
    }
}

/// What is shown.
#[derive(Default)]
struct Shown {
    regions: Vec<RegionId>,
    colours: Option<(Srgba, Srgba)>,
    chunks: Vec<(Entity, Mesh2d)>,
    material: Handle<VeilMaterial>,
    /// Provinces that have been shown, whatever is shown now.
    cut: Cut,
}

/// The colour that provinces are shown in, and that of their outline.
fn colours(plan: &Plan, survey: &Survey, palette: &StatePalette, theme: &Theme) -> (Srgba, Srgba) {
    if plan.refused {
        return (theme.war.with_alpha(0.3), theme.war);
    }
    let fill = match &plan.tint {
        Tint::State(id) => {
            let fill = survey.find(id).map(|state| Srgba::from(palette.fill(state)));
            fill.unwrap_or(theme.unaligned).with_alpha(0.86)
        }
        Tint::New(Some(colour)) => Srgba::from(tamed(theme, *colour)).with_alpha(0.86),
        Tint::New(None) => theme.rim.with_alpha(0.34),
        Tint::Nobody => theme.unowned.with_alpha(0.9),
        Tint::None => theme.rim.with_alpha(0.12),
    };
    (fill, theme.rim)
}

/// Shows the provinces that would change. What is shown already stays as it is.
fn draw_veil(
    mut canvas: Canvas,
    (placing, survey, chart, afresh): (Res<Placing>, Survey, Res<Chart>, Res<Afresh>),
    (palette, theme, inks): (Res<StatePalette>, Res<Theme>, Res<Inks>),
    (mut motion, time): (ResMut<Motion>, Res<Time>),
    mut shown: Local<Shown>,
    edge: Query<&Mesh2d, With<Edge>>,
    mut veils: ResMut<Assets<VeilMaterial>>,
) {
    if afresh.0 {
        // All that was drawn is gone; the provinces are the same, unless the chart is another.
        let cut = std::mem::take(&mut shown.cut);
        let cut = if chart.is_changed() { Cut::default() } else { cut };
        *shown = Shown { cut, ..Shown::default() };
    } else if !placing.is_changed() {
        return;
    }
    let shown = &mut *shown;
    let plan = placing.plan.as_ref();
    let wanted = plan.map_or(&[][..], |plan| &plan.regions);
    let looks = plan.filter(|it| !it.regions.is_empty()).map(|it| colours(it, &survey, &palette, &theme));
    if shown.regions == wanted && shown.colours == looks && !afresh.0 {
        return;
    }
    let before = if shown.colours == looks { std::mem::take(&mut shown.regions) } else { Vec::new() };
    if shown.material == Handle::default() {
        shown.material = veils.add(VeilMaterial {});
    }
    let chunks = wanted.len().div_ceil(CHUNK);
    let surplus = chunks.min(shown.chunks.len());
    for (entity, _) in shown.chunks.drain(surplus..) {
        canvas.commands.entity(entity).try_despawn();
    }
    if let Some((fill, _)) = looks {
        for (at, regions) in wanted.chunks(CHUNK).enumerate() {
            if let Some((_, mesh)) = shown.chunks.get(at) {
                if before.chunks(CHUNK).nth(at) != Some(regions) {
                    canvas.replace(mesh, shown.cut.mesh(&chart, regions, fill), Extent::default());
                }
                continue;
            }
            let mesh = Mesh2d(canvas.meshes.add(shown.cut.mesh(&chart, regions, fill)));
            let look = MeshMaterial2d(shown.material.clone());
            let parts = (Drawn, on_screen(), NoFrustumCulling, mesh.clone(), look, layer::VEIL);
            shown.chunks.push((canvas.commands.spawn(parts).id(), mesh));
        }
    }
    let mut outline = InkBuilder::default();
    if let Some((_, rim)) = looks {
        let within: BTreeSet<RegionId> = wanted.iter().copied().collect();
        for arc in outline_of(&chart, &within) {
            outline.line(chart.line(arc), Ink::new(InkStyle::Solid, 2.0, theme.halo.with_alpha(0.5)));
            outline.line(chart.line(arc), Ink::new(InkStyle::Solid, 0.9, rim));
        }
    }
    canvas.show(&edge, (&inks.solid, layer::VEIL_EDGE), (outline, Extent::default()));
    (shown.regions, shown.colours) = (wanted.to_vec(), looks);
    motion.keep_awake(&time, 0.1);
}

/// The arcs around some provinces.
fn outline_of(chart: &Chart, within: &BTreeSet<RegionId>) -> impl Iterator<Item = usize> {
    let arcs = chart.geography().shapes.arcs().iter().enumerate();
    arcs.filter_map(|(index, arc)| {
        let held = |region: &RegionId| within.contains(region);
        (held(&arc.sides.0) != arc.sides.1.as_ref().is_some_and(held)).then_some(index)
    })
}

/// What is drawn of capitals as they would lie.
type GhostMeshes<'w, 's> =
    (Query<'w, 's, &'static Mesh2d, With<GhostLines>>, Query<'w, 's, &'static Mesh2d, With<Ghosts>>);

/// Shows where a capital would lie, with a line from where it lies, and how broad a brush is.
fn draw_ghosts(
    mut canvas: Canvas,
    (placing, stage, chart, afresh): (Res<Placing>, Res<Stage>, Res<Chart>, Res<Afresh>),
    (theme, inks): (Res<Theme>, Res<Inks>),
    (lines, ghosts): GhostMeshes,
    mut drew: Local<bool>,
) {
    if !placing.is_changed() && !afresh.0 {
        return;
    }
    let (mut paths, mut marks) = (InkBuilder::default(), InkBuilder::default());
    let seat = placing.plan.as_ref().and_then(|plan| Some((plan.seat?, plan.refused)));
    if let Some(((to, from), refused)) = seat {
        let colour = if refused { theme.war } else { theme.rim };
        let regions = &chart.geography().regions;
        let lies = |region: RegionId| chart.projection.project(regions[region].point);
        let now = from.and_then(|from| {
            let state = stage.owner(from).filter(|state| state.capital_region == from)?;
            chart.projection.project(state.capital)
        });
        if let (Some(now), Some(then)) = (now, lies(to)) {
            paths.line(&[now, then], Ink::new(InkStyle::Solid, 2.2, theme.halo.with_alpha(0.6)));
            paths.line(&[now, then], Ink::new(InkStyle::Dashed, 1.0, colour));
        }
        if let Some(place) = lies(to) {
            marks.mark(place, Ink::new(InkStyle::Disc, 9.0, theme.halo.with_alpha(0.6)));
            marks.mark(place, Ink::new(InkStyle::DoubleRing, 7.0, colour));
        }
    }
    let broad = placing.tool().is_some_and(|tool| tool.is_dragged() && placing.can(tool));
    let circle = placing.pointer.zip(placing.breadth.radius()).filter(|_| broad);
    if let Some((place, radius)) = circle {
        marks.mark(place, Ink::new(InkStyle::Ring, radius + 1.0, theme.halo.with_alpha(0.5)));
        marks.mark(place, Ink::new(InkStyle::Ring, radius, theme.rim.with_alpha(0.9)));
    }
    let draws = seat.is_some() || circle.is_some();
    if !draws && !*drew && !afresh.0 {
        return;
    }
    *drew = draws;
    canvas.show(&lines, (&inks.lines, layer::GHOST_LINES), (paths, Extent::default()));
    canvas.show(&ghosts, (&inks.marks, layer::GHOSTS), (marks, Extent::default()));
}
