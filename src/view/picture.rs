//! The picture: the map as last drawn, shown again until something on it changes.
//!
//! Most frames change nothing on the map: ticks pass, panels count, arrows flash. So the map is drawn into a
//! picture of the window's size by a camera of its own, which sleeps while nothing changes, and the window shows
//! the picture with what moves in every frame above it. Only the map's part of the window is drawn; the rest is
//! the ground of panels, which spares egui its largest surfaces.

use bevy::camera::visibility::RenderLayers;
use bevy::camera::{CompositingSpace, ImageRenderTarget, RenderTarget, Viewport};
use bevy::prelude::*;
use bevy::render::render_resource::TextureUsages;
use bevy::text::LetterSpacing;
use bevy::window::PrimaryWindow;
use bevy_egui::{EguiGlobalSettings, PrimaryEguiContext};

use super::land::Drawn;
use super::materials::LandMaterial;
use super::shown::{CODED, Keeps, LIGHT, Shows, usages};
use super::{Afresh, Cast, MapArea, MapCamera, MapMode, Motion, Paint, Selection, Theme, ViewSystems};

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

/// What has come or changed its ground since the last frame.
type New = Changed<Keeps>;

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
    app.add_systems(Update, (cover, freshen).chain().in_set(ViewSystems::Picture));
}

/// The camera of the window.
fn spawn_screen(mut commands: Commands, egui: Option<ResMut<EguiGlobalSettings>>) {
    // Else panels would be drawn by whichever camera came first.
    if let Some(mut egui) = egui {
        egui.auto_create_primary_context = false;
    }
    commands.spawn((coded_camera(0), PrimaryEguiContext));
}

/// A camera that draws colours as they are coded, and whose drawing is passed on by `shown`.
fn coded_camera(order: isize) -> impl Bundle {
    // The picture lies there already, or all is drawn.
    let clear_color = if order < 0 { ClearColorConfig::Default } else { ClearColorConfig::None };
    // Lines smooth themselves; four samples a pixel would only cost time.
    (Camera2d, Camera { order, clear_color, ..default() }, Msaa::Off, CompositingSpace::Srgb, usages())
}

/// Makes the picture anew, with its camera, for another size of the window.
fn hang(
    mut commands: Commands,
    window: Single<&Window, With<PrimaryWindow>>,
    mut hung: Local<Option<(UVec2, f32)>>,
    before: Query<Entity, With<Painter>>,
    shown: Query<Entity, With<PrimaryEguiContext>>,
    mut images: ResMut<Assets<Image>>,
) {
    let size = window.physical_size().max(UVec2::ONE);
    let wanted = (size, window.scale_factor());
    if *hung == Some(wanted) {
        return;
    }
    *hung = Some(wanted);
    before.iter().for_each(|entity| commands.entity(entity).despawn());
    let mut add = || {
        let mut picture = Image::new_target_texture(size.x, size.y, CODED, Some(LIGHT));
        picture.texture_descriptor.usage |= TextureUsages::COPY_SRC;
        images.add(picture)
    };
    let (picture, panels) = (add(), add());
    let target = ImageRenderTarget { handle: picture.clone(), scale_factor: wanted.1 };
    let keeps = Keeps { picture: picture.clone(), ground: LinearRgba::BLACK };
    commands.spawn((Painter, coded_camera(-1), RenderTarget::Image(target), keeps, on_picture()));
    for camera in &shown {
        let (picture, panels) = (picture.clone(), panels.clone());
        let shows = Shows { picture, panels, part: URect::default(), kept: [false; 4], settled: false };
        commands.entity(camera).insert(shows);
    }
}

/// What of a window of this size is the map's. Where no panel has told yet, all is.
fn shown_part(size: Vec2, area: MapArea) -> Rect {
    let whole = Rect::from_corners(Vec2::ZERO, size);
    let part = area.0.intersect(whole);
    if part.width() < 1.0 || part.height() < 1.0 { whole } else { part }
}

/// From the middle of a window of this size to the middle of the map's part, in pixels, y up.
pub(super) fn middle(size: Vec2, area: MapArea) -> Vec2 {
    (shown_part(size, area).center() - size / 2.0) * Vec2::new(1.0, -1.0)
}

/// The pixels of a part of the window, within a picture of this size.
fn viewport(part: Rect, scale: f32, picture: UVec2) -> Viewport {
    let low = (part.min * scale).round().max(Vec2::ZERO).as_uvec2().min(picture - UVec2::ONE);
    let high = (part.max * scale).round().max(Vec2::ZERO).as_uvec2().clamp(low + UVec2::ONE, picture);
    Viewport { physical_position: low, physical_size: high - low, ..default() }
}

/// Keeps the picture to the map's part of the window.
fn cover(
    (area, theme): (Res<MapArea>, Res<Theme>),
    window: Single<&Window, With<PrimaryWindow>>,
    mut painters: Query<(&mut Camera, &mut Keeps), With<Painter>>,
    mut shown: Query<&mut Shows>,
) {
    let (physical, size) = (window.physical_size().max(UVec2::ONE), window.size().max(Vec2::ONE));
    let viewport = viewport(shown_part(size, *area), window.scale_factor(), physical);
    let (low, extent) = (viewport.physical_position, viewport.physical_size);
    let part = URect::from_corners(low, low + extent);
    let ground = LinearRgba::from(theme.panel);
    for (mut camera, mut keeps) in &mut painters {
        let same = camera
            .viewport
            .as_ref()
            .is_some_and(|it| it.physical_position == low && it.physical_size == extent);
        if !same || keeps.ground != ground {
            camera.viewport = Some(viewport.clone());
            keeps.ground = ground;
        }
    }
    for mut shows in &mut shown {
        if shows.part != part {
            shows.part = part;
        }
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
    (mut painters, mut shown): (Query<&mut Camera, With<Painter>>, Query<&mut Shows>),
    new: Query<(), New>,
    (camera, paint, afresh): (Res<MapCamera>, Res<Paint>, Res<Afresh>),
    (changed, drawn): (Query<&RenderLayers, ChangedOnPicture>, Query<(&Mesh2d, &RenderLayers)>),
    (mut meshes, mut lands): (MessageReader<AssetEvent<Mesh>>, MessageReader<AssetEvent<LandMaterial>>),
    (time, mut motion): (Res<Time>, ResMut<Motion>),
    (selection, mode, cast): (Res<Selection>, Res<MapMode>, Res<Cast>),
    mut pace: Local<Pace>,
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
    let moved = afresh.0 || camera.is_changed() || !new.is_empty();
    let moved = moved || selection.is_changed() || mode.is_changed() || cast.is_recast();
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
    shown.iter_mut().for_each(|mut shows| shows.settled = !waking);
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
