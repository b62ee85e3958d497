//! Land and sea: the meshes that change with the map alone, and the borders that change with owners.

use std::collections::BTreeMap;

use bevy::asset::RenderAssetUsages;
use bevy::camera::visibility::{NoFrustumCulling, RenderLayers};
use bevy::mesh::{Indices, PrimitiveTopology};
use bevy::prelude::*;
use bevy::window::PrimaryWindow;

use super::canvas::{Canvas, Extent, differing};
use super::materials::{
    EdgeMaterial, InkKind, InkMaterial, InkSettings, LandMaterial, LandStyle, SeaMaterial,
};
use super::meshes::{EdgeBuilder, Ink, InkBuilder, InkStyle, LandBuilder};
use super::picture::on_picture;
use super::stroke::simplified;
use super::theme::Theme;
use super::{Afresh, Chart, Paint, Placing, Selection, ViewSystems, layer};
use crate::simulation::{StateId, Survey};
use crate::world::{GeoPoint, RegionId};

/// Coasts are smoothed by so many kilometres for the light they throw on the sea.
const GLOW_TOLERANCE: f32 = 3.5;

/// How lines between regions look.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EdgeLook {
    /// Half width, in logical pixels.
    pub half_width: f32,
    /// Brightness by night and on paper, as a share of the fill's beside it: on paper land is bright, and lines need
    /// not be as dark to be seen.
    shades: [f32; 2],
    /// Opacity.
    pub opacity: f32,
}

impl EdgeLook {
    /// Brightness in a theme, as a share of the fill's beside it.
    pub fn shade(&self, theme: &Theme) -> f32 {
        self.shades[usize::from(!theme.is_dark())]
    }
}

/// Lines between the provinces of a state.
pub const PROVINCE_EDGE: EdgeLook = EdgeLook { half_width: 0.4, shades: [0.55, 0.6], opacity: 0.4 };

/// The same while states are placed.
const PLACING_EDGE: EdgeLook = EdgeLook { half_width: 0.5, shades: [2.4, 0.5], opacity: 0.6 };

/// Coasts.
pub const COAST_EDGE: EdgeLook = EdgeLook { half_width: 0.6, shades: [0.62, 0.5], opacity: 1.0 };

/// Borders of states: each half in the shade of its own side.
pub const BORDER_EDGE: EdgeLook = EdgeLook { half_width: 1.5, shades: [0.4, 0.5], opacity: 1.0 };

/// Side of the squares, in kilometres, by which large meshes are cut, so that what is out of view costs nothing.
const TILE: f32 = 2_000.0;

/// Meshes in the making, by square of the plane.
type Tiles<B> = BTreeMap<(i32, i32), B>;

/// The square that a line begins in.
fn tile_of(line: &[Vec2]) -> (i32, i32) {
    let at = (line.first().copied().unwrap_or_default() / TILE).floor();
    (at.x as i32, at.y as i32)
}

/// Everything drawn from the chart, to be cleared away when another one comes. It is part of the picture, unless
/// it is put on another layer.
#[derive(Component)]
#[require(RenderLayers = on_picture())]
pub struct Drawn;

/// The borders between states.
#[derive(Component)]
struct Borders;

/// The lines between provinces.
#[derive(Component)]
struct Provinces;

/// The rims of the selected state and the one under the pointer.
#[derive(Component, Default)]
struct Rims;

/// The materials that ink is drawn with.
#[derive(Resource, Debug, Clone, Default)]
pub struct Inks {
    /// Plain lines.
    pub solid: Handle<InkMaterial>,
    /// Lines of all styles.
    pub lines: Handle<InkMaterial>,
    /// Rings and discs.
    pub marks: Handle<InkMaterial>,
    /// Arrows.
    pub arrows: Handle<InkMaterial>,
    /// Signs on arrows.
    pub badges: Handle<InkMaterial>,
    /// Light of the coasts on the sea, or their shade.
    pub light: Handle<InkMaterial>,
}

pub(super) fn plugin(app: &mut App) {
    app.init_resource::<Inks>();
    app.add_systems(Update, (clear, make_inks, draw_sea, draw_land).chain().in_set(ViewSystems::Ground));
    let systems = (choose_pattern, stress_provinces, draw_borders, draw_rims);
    app.add_systems(Update, systems.in_set(ViewSystems::Draw));
}

/// Clears away what was drawn from the chart before.
fn clear(mut commands: Commands, drawn: Query<Entity, With<Drawn>>) {
    drawn.iter().for_each(|entity| commands.entity(entity).try_despawn());
}

fn make_inks(
    mut inks: ResMut<Inks>,
    mut materials: ResMut<Assets<InkMaterial>>,
    theme: Res<Theme>,
    window: Query<&Window, With<PrimaryWindow>>,
) {
    // What light begins from: the darkest of the sea where it brightens, the brightest where it darkens.
    let dark = theme.is_dark();
    let base = if dark { theme.sea_deep } else { theme.sea }.to_vec3();
    let ground = theme.halo.to_vec3();
    let settings = InkSettings { scale: scale_of(&window), base, ground };
    let mut add = |kind: InkKind| materials.add(InkMaterial { settings, kind });
    *inks = Inks {
        solid: add(InkKind::Solid),
        lines: add(InkKind::Lines),
        marks: add(InkKind::Marks),
        arrows: add(InkKind::Arrows),
        badges: add(InkKind::Badges),
        light: add(if dark { InkKind::Light } else { InkKind::Shade }),
    };
}

/// How the shader is told of a look; the last number is the half width in logical pixels.
fn edge_style(look: EdgeLook, scale: f32, theme: &Theme) -> Vec4 {
    // A share of light, as colours are coded.
    let shade = libm::powf(look.shade(theme), 1.0 / 2.2);
    Vec4::new(look.half_width * scale, shade, look.opacity, look.half_width)
}

/// Physical pixels per logical one.
fn scale_of(window: &Query<&Window, With<PrimaryWindow>>) -> f32 {
    window.single().map_or(1.0, Window::scale_factor)
}

/// The sea with its graticule and the light of the coasts.
fn draw_sea(
    mut commands: Commands,
    (chart, inks, theme): (Res<Chart>, Res<Inks>, Res<Theme>),
    mut meshes: ResMut<Assets<Mesh>>,
    mut seas: ResMut<Assets<SeaMaterial>>,
) {
    commands.insert_resource(ClearColor(theme.sea_deep.into()));
    commands.spawn((
        Drawn,
        Mesh2d(meshes.add(sea_mesh(&chart, &theme))),
        MeshMaterial2d(seas.add(SeaMaterial::default())),
        layer::SEA,
    ));
    let mut graticule = InkBuilder::default();
    let ink = Ink::new(InkStyle::Solid, 0.35, theme.graticule.with_alpha(0.8));
    graticule_lines(&chart).iter().for_each(|line| graticule.line(line, ink));
    commands.spawn((
        Drawn,
        Mesh2d(meshes.add(graticule.build())),
        MeshMaterial2d(inks.solid.clone()),
        layer::GRATICULE,
    ));
    let mut glow: Tiles<InkBuilder> = Tiles::new();
    for line in coasts(&chart) {
        let line = simplified(line, GLOW_TOLERANCE);
        glow.entry(tile_of(&line))
            .or_default()
            .light(&line, Ink::new(InkStyle::Glow, 8.0, theme.coast.with_alpha(0.6)));
    }
    for tile in glow.into_values() {
        let mesh = Mesh2d(meshes.add(tile.build()));
        commands.spawn((Drawn, mesh, MeshMaterial2d(inks.light.clone()), layer::GLOW));
    }
}

/// The sea as a grid of colours, lighter towards the theatre.
fn sea_mesh(chart: &Chart, theme: &Theme) -> Mesh {
    const CELLS: u32 = 48;
    let (low, high) = chart.projection.extent();
    let centre = chart.theatre.center();
    let reach = chart.theatre.size().max_element() * 1.1;
    let places: Vec<Vec2> = (0..=CELLS)
        .flat_map(|row| (0..=CELLS).map(move |column| Vec2::new(column as f32, row as f32) / CELLS as f32))
        .map(|share| low + (high - low) * share)
        .collect();
    let shade = |place: &Vec2| {
        let share = (place.distance(centre) / reach).clamp(0.0, 1.0);
        let eased = share * share * (3.0 - 2.0 * share);
        theme.sea.mix(&theme.sea_deep, eased).to_f32_array()
    };
    let corner = |row: u32, column: u32| row * (CELLS + 1) + column;
    let cells = (0..CELLS).flat_map(|row| (0..CELLS).map(move |column| (row, column)));
    let indices = cells.flat_map(|(row, column)| {
        let [a, b] = [corner(row, column), corner(row, column + 1)];
        let [c, d] = [corner(row + 1, column), corner(row + 1, column + 1)];
        [a, b, d, a, d, c]
    });
    Mesh::new(PrimitiveTopology::TriangleList, RenderAssetUsages::RENDER_WORLD)
        .with_inserted_attribute(Mesh::ATTRIBUTE_COLOR, places.iter().map(shade).collect::<Vec<_>>())
        .with_inserted_attribute(
            Mesh::ATTRIBUTE_POSITION,
            places.iter().map(|place| [place.x, place.y, 0.0]).collect::<Vec<_>>(),
        )
        .with_inserted_indices(Indices::U32(indices.collect()))
}

/// Meridians and parallels every ten degrees, in pieces where the map ends.
pub fn graticule_lines(chart: &Chart) -> Vec<Vec<Vec2>> {
    let steps = |from: i32, to: i32| (from..=to).map(f64::from);
    let meridians = steps(-18, 17)
        .map(|lon| steps(-40, 40).map(move |lat| GeoPoint { lat: lat * 2.0, lon: lon * 10.0 }).collect());
    let parallels = steps(-8, 8)
        .map(|lat| steps(-90, 90).map(move |lon| GeoPoint { lat: lat * 10.0, lon: lon * 2.0 }).collect());
    let lines: Vec<Vec<GeoPoint>> = meridians.chain(parallels).collect();
    let drawn = lines.iter().flat_map(|line| {
        let places: Vec<Option<Vec2>> = line.iter().map(|point| chart.projection.project(*point)).collect();
        places
            .split(Option::is_none)
            .map(|piece| piece.iter().flatten().copied().collect())
            .collect::<Vec<_>>()
    });
    drawn.collect()
}

/// The coasts as drawn.
pub fn coasts(chart: &Chart) -> impl Iterator<Item = &[Vec2]> {
    let arcs = chart.geography().shapes.arcs().iter().enumerate();
    arcs.filter(|(_, arc)| arc.sides.1.is_none()).map(|(index, _)| chart.line(index))
}

/// Fills, coasts and province lines.
fn draw_land(
    mut commands: Commands,
    (chart, paint, theme): (Res<Chart>, Res<Paint>, Res<Theme>),
    mut meshes: ResMut<Assets<Mesh>>,
    (mut lands, mut edges): (ResMut<Assets<LandMaterial>>, ResMut<Assets<EdgeMaterial>>),
    window: Query<&Window, With<PrimaryWindow>>,
) {
    let mut land: Tiles<LandBuilder> = Tiles::new();
    for (region, _) in chart.geography().regions.iter() {
        for rings in chart.polygons(region) {
            land.entry(tile_of(&rings[0])).or_default().add(&rings, region.index());
        }
    }
    let fill = lands.add(LandMaterial { paint: paint.image.clone(), style: LandStyle::Plain });
    for tile in land.into_values() {
        commands.spawn((Drawn, Mesh2d(meshes.add(tile.build())), MeshMaterial2d(fill.clone()), layer::LAND));
    }
    let scale = scale_of(&window);
    let mut edge = |look: EdgeLook| {
        let style = edge_style(look, scale, &theme);
        MeshMaterial2d(edges.add(EdgeMaterial { paint: paint.image.clone(), style }))
    };
    let (mut provinces, mut coasts): (Tiles<EdgeBuilder>, Tiles<EdgeBuilder>) = default();
    for (index, arc) in chart.geography().shapes.arcs().iter().enumerate() {
        let (line, left) = (chart.line(index), arc.sides.0);
        let tiles = match arc.sides.1 {
            None => &mut coasts,
            Some(right) if right != left => &mut provinces,
            Some(_) => continue,
        };
        tiles.entry(tile_of(line)).or_default().add(line, [-1.0, 1.0], left.index());
    }
    let (province_edge, coast_edge) = (edge(PROVINCE_EDGE), edge(COAST_EDGE));
    for tile in provinces.into_values() {
        let mesh = Mesh2d(meshes.add(tile.build()));
        commands.spawn((Drawn, Provinces, mesh, province_edge.clone(), layer::PROVINCES));
    }
    for tile in coasts.into_values() {
        commands.spawn((Drawn, Mesh2d(meshes.add(tile.build())), coast_edge.clone(), layer::COASTS));
    }
    let borders = meshes.add(EdgeBuilder::default().build());
    commands.spawn((Drawn, Borders, NoFrustumCulling, Mesh2d(borders), edge(BORDER_EDGE), layer::BORDERS));
}

/// Makes provinces stand out while states are placed: they are what land is given by.
fn stress_provinces(
    (placing, afresh, theme): (Res<Placing>, Res<Afresh>, Res<Theme>),
    mut stressed: Local<bool>,
    mut lines: Query<(&MeshMaterial2d<EdgeMaterial>, &mut Transform), With<Provinces>>,
    mut edges: ResMut<Assets<EdgeMaterial>>,
) {
    if *stressed == placing.is_on() && !(afresh.0 && *stressed) {
        return;
    }
    *stressed = placing.is_on();
    let look = if *stressed { PLACING_EDGE } else { PROVINCE_EDGE };
    for (handle, mut transform) in &mut lines {
        if let Some(mut edge) = edges.get_mut(&handle.0) {
            let scale = edge.style.x / edge.style.w;
            edge.style = edge_style(look, scale, &theme);
        }
        // The picture is drawn anew where anything on it has moved.
        transform.set_changed();
    }
}

/// Lets the land be drawn without the cost of patterns where there is none.
fn choose_pattern(
    (paint, time): (Res<Paint>, Res<Time>),
    mut lands: ResMut<Assets<LandMaterial>>,
    drawn: Query<&MeshMaterial2d<LandMaterial>>,
) {
    for handle in &drawn {
        let Some(before) = lands.get(&handle.0).map(|land| land.style) else { continue };
        if before == LandStyle::Occupied || before == LandStyle::Plain && !paint.is_changed() {
            continue;
        }
        let patterned = paint.is_patterned(time.elapsed_secs_wrapped());
        let style = if patterned { LandStyle::Patterned } else { LandStyle::Plain };
        if style != before
            && let Some(mut land) = lands.get_mut(&handle.0)
        {
            land.style = style;
        }
    }
}

/// Draws the borders of states anew when owners have changed, in a darker shade of either side.
fn draw_borders(
    survey: Survey,
    (chart, afresh): (Res<Chart>, Res<Afresh>),
    mut shown: Local<Vec<Option<StateId>>>,
    borders: Query<&Mesh2d, With<Borders>>,
    mut canvas: Canvas,
) {
    if !survey.holdings.is_changed() && !afresh.0 {
        return;
    }
    let Ok(mesh) = borders.single() else { return };
    // Holdings change with occupations too, which move no border.
    if *shown == survey.holdings.owners() && !afresh.0 {
        return;
    }
    let moved = (0..survey.holdings.owners().len())
        .map(|region| RegionId(region as u32))
        .filter(|region| shown.get(region.index()) != Some(&survey.owner(*region)));
    let stale = Extent::of_boxes(moved.map(|region| chart.bounds(region)));
    survey.holdings.owners().clone_into(&mut shown);
    let mut edges = EdgeBuilder::default();
    for (index, left, right) in inner_arcs(&chart) {
        let owners = (survey.owner(left), survey.owner(right));
        if owners.0 == owners.1 {
            continue;
        }
        edges.add(chart.line(index), [0.0, 1.0], left.index());
        edges.add(chart.line(index), [0.0, -1.0], right.index());
    }
    canvas.replace(mesh, edges.build(), stale);
}

/// Arcs between two regions, with the regions to their left and right.
pub fn inner_arcs(chart: &Chart) -> impl Iterator<Item = (usize, RegionId, RegionId)> {
    let arcs = chart.geography().shapes.arcs().iter().enumerate();
    arcs.filter_map(|(index, arc)| {
        let right = arc.sides.1?;
        (arc.sides.0 != right).then_some((index, arc.sides.0, right))
    })
}

/// Draws the rims anew when another state is selected or pointed at, or borders have moved.
fn draw_rims(
    mut canvas: Canvas,
    (survey, chart, selection): (Survey, Res<Chart>, Res<Selection>),
    (inks, theme, afresh): (Res<Inks>, Res<Theme>, Res<Afresh>),
    mut wanted_before: Local<(Option<StateId>, Option<StateId>)>,
    mut shown: Local<[Vec<usize>; 2]>,
    rims: Query<&Mesh2d, With<Rims>>,
) {
    let hovered = selection.hovered.and_then(|region| survey.owner(region));
    let wanted = (selection.state, hovered.filter(|state| Some(*state) != selection.state));
    if *wanted_before == wanted && !survey.holdings.is_changed() && !afresh.0 {
        return;
    }
    *wanted_before = wanted;
    let rim = |state: Option<StateId>| match state {
        Some(state) => outline_arcs(&survey, &chart, state).collect(),
        None => Vec::new(),
    };
    let rims_now = [rim(wanted.0), rim(wanted.1)];
    if *shown == rims_now && !afresh.0 {
        return;
    }
    let moved = shown.iter().zip(&rims_now).flat_map(|(before, now)| differing(before, now));
    let stale = Extent::of_boxes(moved.map(|arc| chart.line_bounds(*arc)));
    let mut builder = InkBuilder::default();
    let mut outline = |arcs: &[usize], half_width: f32, colour: Srgba| {
        let ink = Ink::new(InkStyle::Solid, half_width, colour);
        arcs.iter().for_each(|arc| builder.line(chart.line(*arc), ink));
    };
    outline(&rims_now[1], 0.75, theme.rim.with_alpha(0.55));
    outline(&rims_now[0], 2.25, theme.halo.with_alpha(0.55));
    outline(&rims_now[0], 1.0, theme.rim);
    *shown = rims_now;
    canvas.show(&rims, (&inks.solid, layer::RIMS), (builder, stale));
}

/// The arcs around a state: coasts and all borders with others.
pub fn outline_arcs(survey: &Survey, chart: &Chart, state: StateId) -> impl Iterator<Item = usize> {
    let arcs = chart.geography().shapes.arcs().iter().enumerate();
    arcs.filter_map(move |(index, arc)| {
        let held = |region: RegionId| survey.owner(region) == Some(state);
        (held(arc.sides.0) != arc.sides.1.is_some_and(held)).then_some(index)
    })
}
