//! The camera: panning, zooming to the pointer, and easing to a place.

use bevy::input::mouse::{AccumulatedMouseScroll, MouseScrollUnit};
use bevy::prelude::*;
use bevy::window::PrimaryWindow;
use bevy_egui::input::EguiWantsInput;

use super::picture::Painter;
use super::{CentreOn, Chart, MapArea, Motion, ShowPlaces, ViewSystems};

/// Kilometres in a pixel at the closest.
const CLOSEST: f32 = 0.25;

/// Factor of scale in one notch of the wheel.
const NOTCH: f32 = 1.22;

/// How fast the camera nears its goal: the distance left falls to a third in the inverse of this.
const QUICKNESS: f32 = 14.0;

/// Share of the map area's width and height that is left free on each side where places are to be shown.
const EDGE: f32 = 0.12;

/// Asks the camera to show the theatre as at the start.
#[derive(Message, Debug, Clone, Copy)]
pub struct FitView;

/// Where the camera is, and where it goes.
#[derive(Resource, Debug, Clone, Copy, PartialEq)]
pub struct MapCamera {
    /// The place in the middle of the window, in kilometres on the plane.
    pub centre: Vec2,
    /// Kilometres in a logical pixel.
    pub scale: f32,
    goal: Goal,
    goal_scale: f32,
    /// Whether it still shows the theatre, so that it follows the window's size.
    untouched: bool,
}

/// What the camera holds still or moves to.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Goal {
    /// A place to bring to the middle of the window.
    Centre(Vec2),
    /// A place to keep where it is on the screen, in pixels from the middle.
    Hold { place: Vec2, offset: Vec2 },
}

impl Default for MapCamera {
    fn default() -> Self {
        Self {
            centre: Vec2::ZERO,
            scale: 5.0,
            goal: Goal::Centre(Vec2::ZERO),
            goal_scale: 5.0,
            untouched: true,
        }
    }
}

impl MapCamera {
    /// The place drawn at an offset in logical pixels from the middle of the window, y up.
    pub fn place_at(&self, offset: Vec2) -> Vec2 {
        self.centre + offset * self.scale
    }

    /// The box of the plane that the map's part of a window shows.
    pub fn shown(&self, window: &Window, area: MapArea) -> Rect {
        Frame::new(window, area).shown(self)
    }

    /// Whether it is on its way.
    pub fn is_moving(&self) -> bool {
        (self.scale / self.goal_scale).ln().abs() > 1e-3
            || self.centre.distance(self.resting()) > 0.2 * self.scale
    }

    /// Moves by a drag of so many logical pixels, y up.
    pub fn drag(&mut self, pixels: Vec2) {
        self.centre -= pixels * self.scale;
        self.goal = Goal::Centre(self.centre);
        self.goal_scale = self.scale;
        self.untouched = false;
    }

    /// Zooms about a place on the screen.
    fn zoom(&mut self, factor: f32, offset: Vec2, widest: f32) {
        self.goal_scale = (self.goal_scale * factor).clamp(CLOSEST, widest);
        self.goal = Goal::Hold { place: self.place_at(offset), offset };
        self.untouched = false;
    }

    fn jump(&mut self, centre: Vec2, scale: f32) {
        (self.centre, self.scale) = (centre, scale);
        (self.goal, self.goal_scale) = (Goal::Centre(centre), scale);
    }

    /// The centre once the goal is reached.
    fn resting(&self) -> Vec2 {
        match self.goal {
            Goal::Centre(centre) => centre,
            Goal::Hold { place, offset } => place - offset * self.goal_scale,
        }
    }

    /// Goes on for so many seconds.
    fn advance(&mut self, seconds: f32) {
        let share = 1.0 - (-QUICKNESS * seconds).exp();
        let scale = self.scale * (self.goal_scale / self.scale).powf(share);
        self.centre = match self.goal {
            Goal::Centre(centre) => self.centre.lerp(centre, share),
            Goal::Hold { place, offset } => place - offset * scale,
        };
        self.scale = scale;
    }

    fn arrive(&mut self) {
        self.jump(self.resting(), self.goal_scale);
    }
}

/// What the camera looks through: the window's size and the part that is left to the map.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    window: Vec2,
    area: Rect,
}

impl Frame {
    pub fn new(window: &Window, area: MapArea) -> Self {
        let size = window.size();
        let whole = Rect::from_corners(Vec2::ZERO, size);
        let area = if area.0.width() > 50.0 && area.0.height() > 50.0 { area.0 } else { whole };
        Self { window: size, area }
    }

    /// From the middle of the window to the middle of the area, in pixels, y up.
    fn offset(&self) -> Vec2 {
        let offset = self.area.center() - self.window / 2.0;
        Vec2::new(offset.x, -offset.y)
    }

    /// The box of the plane that the map area shows.
    pub fn shown(&self, camera: &MapCamera) -> Rect {
        Rect::from_center_size(camera.place_at(self.offset()), self.area.size() * camera.scale)
    }

    /// Centre and scale that fit a box of the plane into the area.
    pub fn fit(&self, bounds: Rect) -> (Vec2, f32) {
        let ratio = bounds.size() / self.area.size().max(Vec2::ONE);
        let scale = ratio.max_element().max(CLOSEST);
        (bounds.center() - self.offset() * scale, scale)
    }
}

pub(super) fn plugin(app: &mut App) {
    app.init_resource::<MapCamera>();
    app.add_systems(
        Update,
        (fit.run_if(wants_fit), zoom, centre, show_places, advance, apply).chain().in_set(ViewSystems::Input),
    );
}

fn wants_fit(
    chart: Res<Chart>,
    area: Res<MapArea>,
    camera: Res<MapCamera>,
    window: Query<Ref<Window>, With<PrimaryWindow>>,
    asked: Res<Messages<FitView>>,
) -> bool {
    let resized = area.is_changed() || window.iter().any(|window| window.is_changed());
    chart.is_changed() || camera.untouched && resized || !asked.is_empty()
}

/// Shows the theatre: at once for a new chart or a new size of the window, with easing where asked.
fn fit(
    mut camera: ResMut<MapCamera>,
    (chart, area): (Res<Chart>, Res<MapArea>),
    window: Single<&Window, With<PrimaryWindow>>,
    mut asked: MessageReader<FitView>,
) {
    let (centre, scale) = Frame::new(*window, *area).fit(chart.theatre);
    if asked.read().count() > 0 && !chart.is_changed() {
        (camera.goal, camera.goal_scale) = (Goal::Centre(centre), scale);
        camera.untouched = true;
    } else if camera.untouched || chart.is_changed() {
        camera.jump(centre, scale);
        camera.untouched = true;
    }
}

/// Zooms by the wheel about the pointer, unless it is over a panel.
fn zoom(
    mut camera: ResMut<MapCamera>,
    scroll: Res<AccumulatedMouseScroll>,
    egui: Res<EguiWantsInput>,
    (chart, area): (Res<Chart>, Res<MapArea>),
    window: Single<&Window, With<PrimaryWindow>>,
) {
    let notches = match scroll.unit {
        MouseScrollUnit::Line => scroll.delta.y,
        MouseScrollUnit::Pixel => scroll.delta.y / 40.0,
    };
    let Some(pointer) = window.cursor_position() else { return };
    if notches == 0.0 || egui.wants_any_pointer_input() {
        return;
    }
    let frame = Frame::new(*window, *area);
    let (low, high) = chart.projection.extent();
    let (_, widest) = frame.fit(Rect::from_corners(low, high));
    let offset = Vec2::new(pointer.x - frame.window.x / 2.0, frame.window.y / 2.0 - pointer.y);
    camera.zoom(NOTCH.powf(-notches), offset, widest);
}

/// Goes to the places asked for.
fn centre(
    mut camera: ResMut<MapCamera>,
    mut asked: MessageReader<CentreOn>,
    (chart, area): (Res<Chart>, Res<MapArea>),
    window: Single<&Window, With<PrimaryWindow>>,
) {
    let Some(place) = asked.read().last().and_then(|CentreOn(point)| chart.projection.project(*point)) else {
        return;
    };
    camera.goal = Goal::Centre(place - Frame::new(*window, *area).offset() * camera.goal_scale);
    camera.untouched = false;
}

/// Brings all of several places into view: not at all where they are, else with as little change of scale as may be.
fn show_places(
    mut camera: ResMut<MapCamera>,
    mut asked: MessageReader<ShowPlaces>,
    (chart, area): (Res<Chart>, Res<MapArea>),
    window: Single<&Window, With<PrimaryWindow>>,
) {
    let Some(ShowPlaces { places, below }) = asked.read().last() else { return };
    let places = places.iter().filter_map(|place| chart.projection.project(*place));
    let mut frame = Frame::new(*window, *area);
    if frame.area.height() > 2.0 * below {
        frame.area.max.y -= below;
    }
    camera.reach(&frame, places);
}

impl MapCamera {
    /// Goes to where all these places are shown, well within the area.
    fn reach(&mut self, frame: &Frame, places: impl Iterator<Item = Vec2>) {
        let points = places.map(|place| Rect::from_center_size(place, Vec2::ZERO));
        let Some(bounds) = points.reduce(|a, b| a.union(b)) else { return };
        let margin = frame.area.size() * EDGE * self.goal_scale;
        let shown = Rect::from_center_size(
            self.resting() + frame.offset() * self.goal_scale,
            frame.area.size() * self.goal_scale - 2.0 * margin,
        );
        if shown.union(bounds) == shown {
            return;
        }
        let wanted = Rect::from_center_size(bounds.center(), bounds.size() / (1.0 - 2.0 * EDGE));
        let (_, scale) = frame.fit(wanted);
        self.goal_scale = self.goal_scale.max(scale);
        self.goal = Goal::Centre(bounds.center() - frame.offset() * self.goal_scale);
        self.untouched = false;
    }
}

fn advance(
    mut camera: ResMut<MapCamera>,
    mut motion: ResMut<Motion>,
    time: Res<Time<Real>>,
    clock: Res<Time>,
    chart: Res<Chart>,
) {
    if !camera.is_moving() {
        if camera.centre != camera.resting() || camera.scale != camera.goal_scale {
            camera.arrive();
        }
        return;
    }
    if motion.reduced {
        camera.arrive();
    } else {
        // A pause before the first frame of a move is not part of the move.
        camera.advance(time.delta_secs().min(0.05));
    }
    let (low, high) = chart.projection.extent();
    camera.centre = camera.centre.clamp(low, high);
    motion.keep_awake(&clock, 0.1);
}

/// Hands the camera over to Bevy's: to the window's, and to the picture's, which is put where it is to draw.
fn apply(
    camera: Res<MapCamera>,
    new: Query<(), Added<Camera2d>>,
    mut views: Query<(&mut Transform, &mut Projection, Has<Painter>), With<Camera2d>>,
) {
    if !camera.is_changed() && new.is_empty() {
        return;
    }
    for (mut transform, mut projection, paints) in &mut views {
        if !paints {
            transform.translation = camera.centre.extend(0.0);
        }
        if let Projection::Orthographic(orthographic) = &mut *projection {
            orthographic.scale = camera.scale;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zooming_keeps_the_place_under_the_pointer() {
        let mut camera = MapCamera::default();
        camera.jump(Vec2::new(100.0, -50.0), 4.0);
        let offset = Vec2::new(200.0, 120.0);
        let place = camera.place_at(offset);
        camera.zoom(0.5, offset, 100.0);
        for _ in 0..200 {
            camera.advance(0.016);
            assert!(camera.place_at(offset).distance(place) < 0.1);
        }
        assert!((camera.scale - 2.0).abs() < 0.01 && !camera.is_moving());
    }

    #[test]
    fn places_are_brought_into_view_only_if_they_are_not() {
        let frame = Frame { window: Vec2::new(1280.0, 720.0), area: Rect::new(0.0, 40.0, 960.0, 560.0) };
        let mut camera = MapCamera::default();
        camera.jump(-frame.offset() * 2.0, 2.0);
        let before = camera;
        camera.reach(&frame, [Vec2::new(-300.0, 0.0), Vec2::new(300.0, 100.0)].into_iter());
        assert_eq!(camera, before, "both are shown already");
        camera.reach(&frame, [Vec2::new(3000.0, 0.0), Vec2::new(3100.0, 0.0)].into_iter());
        camera.arrive();
        assert_eq!(camera.scale, 2.0, "near each other they need no other scale");
        assert!(frame.shown(&camera).contains(Vec2::new(3100.0, 0.0)));
        let far = [Vec2::new(-4000.0, 0.0), Vec2::new(4000.0, 500.0)];
        camera.reach(&frame, far.into_iter());
        camera.arrive();
        let shown = frame.shown(&camera);
        assert!(far.iter().all(|place| shown.contains(*place)) && camera.scale > 2.0);
    }

    #[test]
    fn fitting_leaves_the_panels_free() {
        let frame = Frame { window: Vec2::new(1280.0, 720.0), area: Rect::new(0.0, 40.0, 960.0, 560.0) };
        let bounds = Rect::new(-1000.0, -500.0, 1000.0, 500.0);
        let (centre, scale) = frame.fit(bounds);
        // The middle of the box is drawn in the middle of the area.
        let drawn = (bounds.center() - centre) / scale;
        assert!((Vec2::new(640.0 + drawn.x, 360.0 - drawn.y) - frame.area.center()).length() < 1e-3);
        assert!(bounds.width() / scale <= 960.01 && bounds.height() / scale <= 520.01);
    }
}
