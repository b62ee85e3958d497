//! The picture: the map as last drawn, shown again until something on it changes.
//!
//! Most frames change nothing on the map: ticks pass, panels count, arrows flash. So the map is drawn into a
//! picture of the window's size by a camera of its own, which sleeps while nothing changes, and the window shows
//! the picture with what moves in every frame above it. Only the map's part of the window is drawn; the rest is
//! the ground of panels, which spares egui its largest surfaces.

use bevy::camera::visibility::RenderLayers;
use bevy::camera::{CompositingSpace, ImageRenderTarget, RenderTarget, Viewport};
use bevy::ecs::system::SystemParam;
use bevy::prelude::*;
use bevy::render::render_resource::TextureUsages;
use bevy::text::LetterSpacing;
use bevy::window::PrimaryWindow;
use bevy_egui::{EguiGlobalSettings, PrimaryEguiContext};

use super::canvas::{Damage, Extent};
use super::land::Drawn;
use super::materials::LandMaterial;
use super::shown::{CODED, Keeps, LIGHT, Shows, usages};
use super::{Afresh, Cast, Chart, MapArea, MapCamera, MapMode, Motion, Paint, Selection, Theme, ViewSystems};

/// Frames that are drawn after a change: letters may come a frame late.
const FRAMES: u32 = 2;

/// Where drawing is slow, changes of the world wait until so many times as long has passed as it took to draw the
/// last: the window stays fluent. What the user moves is drawn at once.
const REST: f64 = 2.0;

/// Seconds up to which drawing is quick, and nothing waits.
const QUICK: f64 = 0.02;

/// Logical pixels by which lines and marks reach beyond the places they are drawn at, at the most.
const BEYOND: f32 = 16.0;

/// Share of the map from which on it is drawn in whole.
const MOST: f32 = 0.7;

/// Seconds that are drawn at the start, and after a change of material: shaders come in late.
const WAKING: f64 = 4.0;
const LATE: f64 = 1.0;

/// The camera that draws the picture: of the window, the map's part alone.
#[derive(Component)]
pub(super) struct Painter;

/// The layer of all that is part of the picture.
pub fn on_picture() -> RenderLayers {
    RenderLayers::layer(1)
}

/// The layer of what is drawn in every frame.
pub fn on_screen() -> RenderLayers {
    RenderLayers::layer(0)
}

pub(super) fn plugin(app: &mut App) {
    app.init_resource::<Damage>().add_systems(Startup, spawn_screen);
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
    let keeps = Keeps { picture: picture.clone(), part: URect::default(), ground: LinearRgba::BLACK };
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

/// The pixels of a part of the window, within a picture of this size.
fn pixels(part: Rect, scale: f32, picture: UVec2) -> URect {
    let low = (part.min * scale).round().max(Vec2::ZERO).as_uvec2().min(picture - UVec2::ONE);
    let high = (part.max * scale).round().max(Vec2::ZERO).as_uvec2().clamp(low + UVec2::ONE, picture);
    URect { min: low, max: high }
}

/// Keeps the picture to the map's part of the window.
fn cover(
    (area, theme): (Res<MapArea>, Res<Theme>),
    window: Single<&Window, With<PrimaryWindow>>,
    mut painters: Query<&mut Keeps, With<Painter>>,
    mut shown: Query<&mut Shows>,
) {
    let (physical, size) = (window.physical_size().max(UVec2::ONE), window.size().max(Vec2::ONE));
    let part = pixels(shown_part(size, *area), window.scale_factor(), physical);
    let ground = LinearRgba::from(theme.panel);
    for mut keeps in &mut painters {
        if (keeps.part, keeps.ground) != (part, ground) {
            (keeps.part, keeps.ground) = (part, ground);
        }
    }
    for mut shows in &mut shown {
        if shows.part != part {
            shows.part = part;
        }
    }
}

/// The painter's view of the map.
#[derive(Debug, Clone, Copy)]
struct Sight {
    camera: MapCamera,
    /// Of the window, in logical pixels.
    size: Vec2,
    /// Physical pixels per logical one.
    scale: f32,
    /// The map's part of the window, in its pixels.
    part: URect,
}

impl Sight {
    /// The pixels in which a box of the plane lies, with what reaches beyond it; none if nothing of it is in sight.
    fn pixels(&self, box_: Rect) -> Option<URect> {
        let at = |place: Vec2| {
            let offset = (place - self.camera.centre) / self.camera.scale;
            self.size / 2.0 + offset * Vec2::new(1.0, -1.0)
        };
        let seen = Rect::from_corners(at(box_.min), at(box_.max)).inflate(BEYOND);
        let low = (seen.min * self.scale).floor().max(Vec2::ZERO).as_uvec2();
        let high = (seen.max * self.scale).ceil().max(Vec2::ZERO).as_uvec2();
        let part = self.part;
        // Corners are put in order where they are made a box: those out of sight are told first.
        if low.cmpge(part.max).any() || high.cmple(part.min).any() {
            return None;
        }
        let within = URect { min: low, max: high }.intersect(self.part);
        let surface = |it: URect| it.width() as f32 * it.height() as f32;
        Some(if surface(within) > MOST * surface(part) { part } else { within })
    }

    /// The pixels of the first of the boxes that are in sight, which are taken out with those before.
    fn next(&self, extent: &mut Extent) -> Option<URect> {
        while !extent.boxes.is_empty() {
            let pixels = self.pixels(extent.boxes.remove(0));
            if pixels == Some(self.part) {
                extent.boxes.clear();
            }
            if pixels.is_some() {
                return pixels;
            }
        }
        None
    }

    /// The place on the plane in the middle of these pixels.
    fn middle(&self, pixels: URect) -> Vec2 {
        let middle = (pixels.min + pixels.max).as_vec2() / 2.0 / self.scale;
        self.camera.place_at((middle - self.size / 2.0) * Vec2::new(1.0, -1.0))
    }
}

/// What is drawn on the picture, where it has changed.
type ChangedOnPicture = (
    (With<Drawn>, Without<Painter>),
    Or<(
        Changed<Mesh2d>,
        Changed<Transform>,
        Changed<Visibility>,
        Changed<TextColor>,
        Changed<TextFont>,
        Changed<LetterSpacing>,
    )>,
);

/// When the picture is drawn, and how much of it.
#[derive(Debug, Default)]
struct Pace {
    /// Frames in which all of it is still to be drawn.
    frames: u32,
    /// What has changed and was not drawn since: a box a frame.
    stale: Extent,
    /// Whether it was drawn in the last frame, and how long that took, in seconds.
    drew: bool,
    cost: f64,
    rests_until: f64,
    late_until: f64,
    /// When it was last looked at what has changed, in wrapped seconds.
    looked: f32,
}

/// What has changed on the map.
#[derive(SystemParam)]
struct Changes<'w, 's> {
    meshes: MessageReader<'w, 's, AssetEvent<Mesh>>,
    damage: ResMut<'w, Damage>,
    changed: Query<'w, 's, &'static RenderLayers, ChangedOnPicture>,
    drawn: Query<'w, 's, (&'static Mesh2d, &'static RenderLayers)>,
    paint: Res<'w, Paint>,
    chart: Res<'w, Chart>,
}

impl Changes<'_, '_> {
    /// How much is to be drawn anew for what has changed since a time, in wrapped seconds.
    fn take(&mut self, since: f32, now: f32) -> Extent {
        let picture = on_picture();
        let fading = self.paint.fading(since, now);
        let mut stale = Extent::of_boxes(fading.map(|region| self.chart.bounds(region)));
        for event in self.meshes.read() {
            let (AssetEvent::Added { id } | AssetEvent::Modified { id }) = event else { continue };
            let extent = self.damage.settle(*id);
            let shows = |(mesh, layers): (&Mesh2d, &RenderLayers)| mesh.id() == *id && *layers == picture;
            if !extent.is_nothing() && self.drawn.iter().any(shows) {
                stale.add(extent);
            }
        }
        if self.changed.iter().any(|layers| *layers == picture) { Extent::whole() } else { stale }
    }
}

/// Wakes the picture's camera where something on it has changed, and else lets it sleep.
fn freshen(
    mut painters: Query<(&mut Camera, &mut Transform, Ref<Keeps>), With<Painter>>,
    mut shown: Query<&mut Shows>,
    window: Single<&Window, With<PrimaryWindow>>,
    (camera, afresh): (Res<MapCamera>, Res<Afresh>),
    (mut changes, mut lands): (Changes, MessageReader<AssetEvent<LandMaterial>>),
    (time, mut motion, mut pace): (Res<Time>, ResMut<Motion>, Local<Pace>),
    (selection, mode, cast): (Res<Selection>, Res<MapMode>, Res<Cast>),
) {
    let now = time.elapsed_secs_f64();
    let moved = afresh.0 || camera.is_changed() || painters.iter().any(|(_, _, keeps)| keeps.is_changed());
    let pace = &mut *pace;
    let since = std::mem::replace(&mut pace.looked, time.elapsed_secs_wrapped());
    pace.stale.add(changes.take(since, pace.looked));
    if moved || pace.stale.whole {
        pace.frames = FRAMES;
        pace.stale = Extent::default();
    }
    if lands.read().count() > 0 || afresh.0 {
        pace.late_until = now + LATE;
    }
    // How long the last frame took tells what the picture costs, if it was drawn in it.
    if pace.drew {
        pace.cost = time.delta_secs_f64().min(1.0);
        pace.rests_until = now + if pace.cost > QUICK { REST * pace.cost } else { 0.0 };
    }
    if moved || selection.is_changed() || mode.is_changed() || cast.is_recast() {
        pace.rests_until = now;
    }
    let waking = now < WAKING.max(pace.late_until);
    shown.iter_mut().for_each(|mut shows| shows.settled = !waking);
    let due = pace.frames > 0 || !pace.stale.is_nothing();
    let all = waking || pace.frames > 0;
    let awake = waking || due && now >= pace.rests_until;
    pace.drew = false;
    for (mut painter, mut transform, keeps) in &mut painters {
        let (size, scale) = (window.size().max(Vec2::ONE), window.scale_factor());
        let sight = Sight { camera: *camera, size, scale, part: keeps.part };
        let pixels = match () {
            () if !awake => None,
            () if all => Some(sight.part),
            () => sight.next(&mut pace.stale),
        };
        if let Some(pixels) = pixels {
            let (low, extent) = (pixels.min, pixels.size());
            painter.viewport = Some(Viewport { physical_position: low, physical_size: extent, ..default() });
            transform.translation = sight.middle(pixels).extend(0.0);
            pace.drew = !waking;
        }
        if painter.is_active != pixels.is_some() {
            painter.is_active = pixels.is_some();
        }
    }
    if awake && all {
        pace.frames = pace.frames.saturating_sub(1);
        pace.stale = Extent::default();
    }
    if due || awake {
        motion.keep_awake(&time, 0.05);
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
                let pixels = pixels(part, scale, picture);
                assert!(pixels.size().min_element() > 0, "{part:?} {scale}");
                assert!(pixels.max.cmple(picture).all(), "{part:?} {scale}");
            }
        }
    }

    fn looking_at(centre: Vec2, scale: f32) -> MapCamera {
        let mut camera = MapCamera::default();
        (camera.centre, camera.scale) = (centre, scale);
        camera
    }

    #[test]
    fn a_part_is_drawn_where_it_lies_in_the_whole() {
        let camera = looking_at(Vec2::new(300.0, -70.0), 3.0);
        let part = URect::new(200, 50, 901, 651);
        for scale in [1.0, 1.5] {
            let sight = Sight { camera, size: Vec2::new(1280.0, 720.0) / scale, scale, part };
            let place = sight.middle(URect::new(400, 300, 500, 400));
            let box_ = Rect::from_center_size(place, Vec2::splat(30.0));
            let pixels = sight.pixels(box_).expect("it is in sight");
            let (middle, seen) = (pixels.min + pixels.size() / 2, 30.0 / 3.0 * scale + 2.0 * BEYOND * scale);
            assert!((middle.as_vec2() - Vec2::new(450.0, 350.0)).abs().max_element() <= 1.0, "{pixels:?}");
            assert!((pixels.size().as_vec2() - seen).abs().max_element() <= 2.0, "{pixels:?} {seen}");
            // The same place is in the middle of the smaller view as of those pixels in the larger one.
            assert!((sight.middle(pixels) - place).length() <= 2.0 * 3.0);
        }
    }

    #[test]
    fn what_is_out_of_sight_is_not_drawn_and_what_is_nearly_all_is_drawn_in_whole() {
        let sight = Sight {
            camera: looking_at(Vec2::ZERO, 1.0),
            size: Vec2::new(1000.0, 600.0),
            scale: 1.0,
            part: URect::new(0, 40, 700, 600),
        };
        let at = |x: f32, y: f32, size: f32| {
            sight.pixels(Rect::from_center_size(Vec2::new(x, y), Vec2::splat(size)))
        };
        assert_eq!(at(-2000.0, 0.0, 10.0), None);
        assert_eq!(at(400.0, 0.0, 10.0), None, "under a panel");
        assert_eq!(at(0.0, 500.0, 10.0), None);
        assert_eq!(at(0.0, 0.0, 900.0), Some(sight.part));
        let edge = at(-500.0, 0.0, 100.0).expect("half of it is in sight");
        assert_eq!((edge.min.x, edge.max.x), (0, 66));
        // One after the other, those out of sight passed over, and all at once where one is nearly all.
        let small = |x: f32| Rect::from_center_size(Vec2::new(x, 0.0), Vec2::splat(10.0));
        let mut extent = Extent::of_boxes([small(-2000.0), small(-300.0), small(100.0)]);
        assert_eq!(sight.next(&mut extent), sight.pixels(small(-300.0)));
        assert_eq!(sight.next(&mut extent), sight.pixels(small(100.0)));
        assert_eq!(sight.next(&mut extent), None);
        let mut extent =
            Extent { whole: false, boxes: vec![Rect::new(-500.0, -400.0, 500.0, 400.0), small(0.0)] };
        assert_eq!((sight.next(&mut extent), extent.is_nothing()), (Some(sight.part), true));
    }
}
