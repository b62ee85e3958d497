//! The picture: the map as last drawn, shown again until something on it changes.
//!
//! Most frames change nothing on the map: ticks pass, panels count, arrows flash. So the map is drawn into a
//! picture of the window's size by a camera of its own, which sleeps while nothing changes, and the window shows
//! the picture with what moves in every frame above it. Only the map's part of the window is drawn; the rest is
//! cleared to the ground of panels, which spares egui its largest surfaces.

use bevy::asset::RenderAssetUsages;
use bevy::camera::visibility::{NoFrustumCulling, RenderLayers};
use bevy::camera::{ImageRenderTarget, RenderTarget, Viewport};
use bevy::mesh::{Indices, PrimitiveTopology};
use bevy::prelude::*;
use bevy::render::render_resource::TextureFormat;
use bevy::text::LetterSpacing;
use bevy::window::PrimaryWindow;
use bevy_egui::{EguiGlobalSettings, PrimaryEguiContext};

use super::flashes::Flashes;
use super::land::Drawn;
use super::materials::{CoverMaterial, LandMaterial, PictureMaterial};
use super::{Afresh, MapArea, MapCamera, MapMode, Motion, Paint, Pointed, Selection, Theme, ViewSystems};

/// Frames that are drawn after a change: letters may come a frame late.
const FRAMES: u32 = 2;

/// Where drawing is slow, changes of the world wait until so many times as long has passed as it took to draw the
/// last: the window stays fluent. What the user moves is drawn at once.
const REST: f64 = 2.0;

/// Seconds up to which drawing is quick, and nothing waits.
const QUICK: f64 = 0.02;

/// Seconds that are drawn at the start, and after a change of material: shaders come in late.
const WAKING: f64 = 4.0;
const LATE: f64 = 1.0;

/// The camera that draws the picture: of the window, the map's part alone.
#[derive(Component)]
pub(super) struct Painter;

/// What shows the picture in the window, and in which part of it, from -1 to 1.
#[derive(Component)]
struct Frame(Rect);

/// The ground of panels once more, while arrows move that would else lie over panels.
#[derive(Component)]
struct Screen;

/// The picture's camera and what shows it.
type Hung = Or<(With<Painter>, With<Frame>)>;

/// What has come since the last frame.
type New = Or<(Added<Painter>, Added<Screen>)>;

/// The window, the map's part of it and the theme that the ground of panels was laid for.
type Laid = Option<(UVec2, Vec2, MapArea, Theme)>;

/// The layer of all that is part of the picture.
pub fn on_picture() -> RenderLayers {
    RenderLayers::layer(1)
}

/// The layer of what is drawn in every frame.
pub fn on_screen() -> RenderLayers {
    RenderLayers::layer(0)
}

pub(super) fn plugin(app: &mut App) {
    app.add_systems(Startup, spawn_screen);
    app.add_systems(Update, hang.in_set(ViewSystems::Chart));
    app.add_systems(Update, (cover, shield, freshen).chain().in_set(ViewSystems::Picture));
}

/// The camera of the window.
fn spawn_screen(mut commands: Commands, egui: Option<ResMut<EguiGlobalSettings>>) {
    // Else panels would be drawn by whichever camera came first.
    if let Some(mut egui) = egui {
        egui.auto_create_primary_context = false;
    }
    // Lines smooth themselves; four samples a pixel would only cost time.
    commands.spawn((Camera2d, Msaa::Off, PrimaryEguiContext));
}

/// Makes the picture anew, with its camera and what shows it, for another size of the window.
fn hang(
    mut commands: Commands,
    window: Single<&Window, With<PrimaryWindow>>,
    mut hung: Local<Option<(UVec2, f32)>>,
    before: Query<Entity, Hung>,
    (mut images, mut meshes): (ResMut<Assets<Image>>, ResMut<Assets<Mesh>>),
    mut materials: ResMut<Assets<PictureMaterial>>,
) {
    let size = window.physical_size().max(UVec2::ONE);
    let wanted = (size, window.scale_factor());
    if *hung == Some(wanted) {
        return;
    }
    *hung = Some(wanted);
    before.iter().for_each(|entity| commands.entity(entity).despawn());
    let format = TextureFormat::Rgba8UnormSrgb;
    let handle = images.add(Image::new_target_texture(size.x, size.y, format, None));
    let target = ImageRenderTarget { handle: handle.clone(), scale_factor: wanted.1 };
    commands.spawn((
        Painter,
        Camera2d,
        Camera { order: -1, ..default() },
        RenderTarget::Image(target),
        Msaa::Off,
        on_picture(),
    ));
    let whole = Rect::from_corners(Vec2::NEG_ONE, Vec2::ONE);
    commands.spawn((
        Frame(whole),
        NoFrustumCulling,
        Mesh2d(meshes.add(rectangles(&[whole], LinearRgba::WHITE))),
        MeshMaterial2d(materials.add(PictureMaterial { picture: handle })),
    ));
}

/// Rectangles in one colour, from -1 to 1 across the window.
fn rectangles(all: &[Rect], colour: LinearRgba) -> Mesh {
    let corners = |rect: &Rect| {
        let (low, high) = (rect.min, rect.max);
        [[low.x, low.y, 0.0], [high.x, low.y, 0.0], [low.x, high.y, 0.0], [high.x, high.y, 0.0]]
    };
    let positions: Vec<[f32; 3]> = all.iter().flat_map(corners).collect();
    let quads = 0..all.len() as u32;
    let indices = quads.flat_map(|quad| [0, 1, 2, 2, 1, 3].map(|corner| 4 * quad + corner)).collect();
    let colours = vec![colour.to_f32_array(); positions.len()];
    Mesh::new(PrimitiveTopology::TriangleList, RenderAssetUsages::RENDER_WORLD)
        .with_inserted_attribute(Mesh::ATTRIBUTE_POSITION, positions)
        .with_inserted_attribute(Mesh::ATTRIBUTE_COLOR, colours)
        .with_inserted_indices(Indices::U32(indices))
}

/// A part of a window of this size, from -1 to 1.
fn in_clip(size: Vec2, part: Rect) -> Rect {
    let to = |place: Vec2| Vec2::new(2.0 * place.x / size.x - 1.0, 1.0 - 2.0 * place.y / size.y);
    Rect::from_corners(to(part.min), to(part.max))
}

/// What of a window of this size is the map's. Where no panel has told yet, all is.
fn shown(size: Vec2, area: MapArea) -> Rect {
    let whole = Rect::from_corners(Vec2::ZERO, size);
    let part = area.0.intersect(whole);
    if part.width() < 1.0 || part.height() < 1.0 { whole } else { part }
}

/// From the middle of a window of this size to the middle of the map's part, in pixels, y up.
pub(super) fn middle(size: Vec2, area: MapArea) -> Vec2 {
    (shown(size, area).center() - size / 2.0) * Vec2::new(1.0, -1.0)
}

/// What of a window of this size is not the map's, from -1 to 1.
fn beside(size: Vec2, shown: Rect) -> Vec<Rect> {
    let (low, high) = (shown.min, shown.max);
    let all = [
        Rect::new(0.0, 0.0, size.x, low.y),
        Rect::new(0.0, high.y, size.x, size.y),
        Rect::new(0.0, low.y, low.x, high.y),
        Rect::new(high.x, low.y, size.x, high.y),
    ];
    let some = all.into_iter().filter(|rect| rect.width() > 0.0 && rect.height() > 0.0);
    some.map(|rect| in_clip(size, rect)).collect()
}

/// The pixels of a part of the window, within a picture of this size.
fn viewport(part: Rect, scale: f32, picture: UVec2) -> Viewport {
    let low = (part.min * scale).round().max(Vec2::ZERO).as_uvec2().min(picture - UVec2::ONE);
    let high = (part.max * scale).round().max(Vec2::ZERO).as_uvec2().clamp(low + UVec2::ONE, picture);
    Viewport { physical_position: low, physical_size: high - low, ..default() }
}

/// What is drawn in the window beside what moves: the ground of panels and the picture.
type InWindow<'w, 's> =
    (Query<'w, 's, Entity, With<Screen>>, Query<'w, 's, (&'static mut Frame, &'static mut Mesh2d)>);

/// The camera of the window.
type Window2d = (With<PrimaryEguiContext>, Without<Painter>);

/// Keeps the picture to the map's part of the window, and lays the ground of panels wherever the map is not.
fn cover(
    mut commands: Commands,
    (area, theme, mut laid): (Res<MapArea>, Res<Theme>, Local<Laid>),
    window: Single<&Window, With<PrimaryWindow>>,
    (screens, mut frames): InWindow,
    mut painters: Query<&mut Camera, With<Painter>>,
    mut windows: Query<&mut Camera, Window2d>,
    (mut meshes, mut materials): (ResMut<Assets<Mesh>>, ResMut<Assets<CoverMaterial>>),
) {
    let (physical, size) = (window.physical_size().max(UVec2::ONE), window.size().max(Vec2::ONE));
    // Windows are written to more often than they change.
    let wanted = Some((physical, size, *area, *theme));
    if *laid == wanted {
        return;
    }
    *laid = wanted;
    let shown = shown(size, *area);
    for mut painter in &mut painters {
        painter.viewport = Some(viewport(shown, window.scale_factor(), physical));
    }
    for mut camera in &mut windows {
        camera.clear_color = ClearColorConfig::Custom(theme.panel.into());
    }
    let part = in_clip(size, shown);
    // A mesh that is let go before it was ever drawn is complained of.
    for (mut frame, mut mesh) in frames.iter_mut().filter(|(frame, _)| frame.0 != part) {
        frame.0 = part;
        mesh.0 = meshes.add(rectangles(&[part], LinearRgba::WHITE));
    }
    screens.iter().for_each(|entity| commands.entity(entity).despawn());
    let rects = beside(size, shown);
    if rects.is_empty() {
        return;
    }
    let mesh = Mesh2d(meshes.add(rectangles(&rects, theme.panel.into())));
    let material = MeshMaterial2d(materials.add(CoverMaterial {}));
    commands.spawn((Screen, on_screen(), NoFrustumCulling, mesh, material, Visibility::Hidden));
}

/// Keeps what moves in the window from panels.
fn shield(
    (flashes, pointed): (Res<Flashes>, Res<Pointed>),
    mut screens: Query<&mut Visibility, With<Screen>>,
) {
    let nothing = flashes.is_empty() && *pointed == Pointed::default();
    let wanted = if nothing { Visibility::Hidden } else { Visibility::Inherited };
    for mut visibility in &mut screens {
        visibility.set_if_neq(wanted);
    }
}

/// What is drawn on the picture, where it has changed.
type ChangedOnPicture = (
    With<Drawn>,
    Or<(
        Changed<Mesh2d>,
        Changed<Transform>,
        Changed<Visibility>,
        Changed<TextColor>,
        Changed<TextFont>,
        Changed<LetterSpacing>,
    )>,
);

/// When the picture is drawn.
#[derive(Debug, Default)]
struct Pace {
    /// Frames still to be drawn.
    frames: u32,
    /// Whether it was drawn in the last frame, and how long that took, in seconds.
    drew: bool,
    cost: f64,
    rests_until: f64,
    late_until: f64,
}

/// Wakes the picture's camera where something on it has changed, and else lets it sleep.
fn freshen(
    (mut painters, new): (Query<&mut Camera, With<Painter>>, Query<(), New>),
    (camera, paint, afresh): (Res<MapCamera>, Res<Paint>, Res<Afresh>),
    changed: Query<&RenderLayers, ChangedOnPicture>,
    drawn: Query<(&Mesh2d, &RenderLayers)>,
    (mut meshes, mut lands): (MessageReader<AssetEvent<Mesh>>, MessageReader<AssetEvent<LandMaterial>>),
    (time, mut motion): (Res<Time>, ResMut<Motion>),
    (selection, mode, mut pace): (Res<Selection>, Res<MapMode>, Local<Pace>),
) {
    let picture = on_picture();
    let replaced: Vec<AssetId<Mesh>> = meshes
        .read()
        .filter_map(|event| match event {
            AssetEvent::Added { id } | AssetEvent::Modified { id } => Some(*id),
            _ => None,
        })
        .collect();
    let redrawn = !replaced.is_empty()
        && drawn.iter().any(|(mesh, layers)| *layers == picture && replaced.contains(&mesh.id()));
    let now = time.elapsed_secs_f64();
    let moved =
        afresh.0 || camera.is_changed() || !new.is_empty() || selection.is_changed() || mode.is_changed();
    let stale = redrawn
        || paint.is_changed()
        || paint.is_fading(time.elapsed_secs_wrapped())
        || changed.iter().any(|layers| *layers == picture);
    let pace = &mut *pace;
    if lands.read().count() > 0 || afresh.0 {
        pace.late_until = now + LATE;
    }
    if moved || stale {
        // A mesh that was replaced is there already.
        pace.frames = pace.frames.max(if moved || !redrawn { FRAMES } else { 1 });
    }
    // How long the last frame took tells what the picture costs, if it was drawn in it.
    if pace.drew {
        pace.cost = time.delta_secs_f64().min(1.0);
        pace.rests_until = now + if pace.cost > QUICK { REST * pace.cost } else { 0.0 };
    }
    if moved {
        pace.rests_until = now;
    }
    let waking = now < WAKING.max(pace.late_until);
    let due = pace.frames > 0;
    let awake = waking || due && now >= pace.rests_until;
    if awake {
        pace.frames = pace.frames.saturating_sub(1);
    }
    pace.drew = awake && !waking;
    if due || awake {
        motion.keep_awake(&time, 0.05);
    }
    for mut painter in &mut painters {
        if painter.is_active != awake {
            painter.is_active = awake;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panels_and_map_share_the_window_without_gap_or_overlap() {
        let size = Vec2::new(1000.0, 500.0);
        let area = MapArea(Rect::new(200.0, 50.0, 700.0, 500.0));
        let rects = beside(size, shown(size, area));
        let surface = |rect: &Rect| rect.width() * rect.height() / 4.0;
        let covered: f32 = rects.iter().map(surface).sum();
        let map = 500.0 * 450.0 / (1000.0 * 500.0);
        assert!((covered + map - 1.0).abs() < 1e-5, "{covered}");
        for (place, a) in rects.iter().enumerate() {
            assert!(rects[..place].iter().all(|b| a.intersect(*b).is_empty()));
        }
        assert!(beside(size, shown(size, MapArea::default())).is_empty());
    }

    #[test]
    fn the_picture_never_reaches_beyond_its_pixels() {
        let picture = UVec2::new(1000, 500);
        for (low, high) in
            [((200.0, 50.0), (700.0, 450.0)), ((-9.0, 0.0), (4000.0, 900.0)), ((999.9, 499.9), (1e6, 1e6))]
        {
            for scale in [0.5, 1.0, 1.25, 3.0] {
                let part = Rect::from_corners(low.into(), high.into());
                let Viewport { physical_position, physical_size, .. } = viewport(part, scale, picture);
                assert!(physical_size.min_element() > 0, "{part:?} {scale}");
                assert!((physical_position + physical_size).cmple(picture).all(), "{part:?} {scale}");
            }
        }
    }
}
