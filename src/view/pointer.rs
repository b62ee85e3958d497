//! The pointer on the map: hovering, clicking and dragging.
//!
//! Panels come first: a press that begins over one never reaches the map, and a drag that began on the map
//! stays with it wherever it goes.

use bevy::prelude::*;
use bevy::window::PrimaryWindow;
use bevy_egui::input::EguiWantsInput;

use super::{Chart, MapCamera, OpenWhy, Placing, PointedAt, Selection, ViewSystems};
use crate::simulation::Survey;

/// Pixels that a press may move and still be a click.
const CLICK_RADIUS: f32 = 4.0;

/// The buttons that drag the map.
const BUTTONS: [MouseButton; 3] = [MouseButton::Left, MouseButton::Middle, MouseButton::Right];

/// A press that began on the map.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Press {
    button: MouseButton,
    began: Vec2,
    last: Vec2,
    dragged: bool,
}

impl Press {
    /// Follows the pointer; returns by how much to drag, once it has left the radius of a click.
    fn follow(&mut self, pointer: Vec2) -> Vec2 {
        self.dragged |= pointer.distance(self.began) > CLICK_RADIUS;
        if !self.dragged {
            return Vec2::ZERO;
        }
        let moved = pointer - self.last;
        self.last = pointer;
        moved
    }
}

/// What follows the pointer over the map.
#[derive(SystemSet, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PointerSystems;

pub(super) fn plugin(app: &mut App) {
    app.add_systems(Update, (press, hover).chain().in_set(PointerSystems).in_set(ViewSystems::Input));
}

/// Begins, follows and ends presses.
fn press(
    mut current: Local<Option<Press>>,
    buttons: Res<ButtonInput<MouseButton>>,
    egui: Res<EguiWantsInput>,
    window: Single<&Window, With<PrimaryWindow>>,
    (mut camera, mut selection, mut placing): (ResMut<MapCamera>, ResMut<Selection>, ResMut<Placing>),
    (survey, chart): (Survey, Res<Chart>),
    (pointed, mut why): (Res<PointedAt>, MessageWriter<OpenWhy>),
) {
    let pointer = window.cursor_position();
    if current.is_none()
        && !egui.wants_any_pointer_input()
        && let Some(pointer) = pointer
        && let Some(button) = BUTTONS.into_iter().find(|button| buttons.just_pressed(*button))
        // A tool that is drawn over the map leaves it the other buttons.
        && !(button == MouseButton::Left && placing.holds_press())
    {
        *current = Some(Press { button, began: pointer, last: pointer, dragged: false });
    }
    let Some(press) = current.as_mut() else { return };
    if let Some(pointer) = pointer {
        let moved = press.follow(pointer);
        if moved != Vec2::ZERO {
            camera.drag(Vec2::new(moved.x, -moved.y));
        }
    }
    if buttons.pressed(press.button) && !buttons.just_released(press.button) {
        return;
    }
    let clicked = press.button == MouseButton::Left && !press.dragged;
    if clicked && placing.is_at_work() {
        placing.take_click();
    } else if clicked && let Some(decision) = pointed.0 {
        why.write(decision);
    } else if clicked {
        let region = chart.region_at(place_of(&camera, *window, press.began));
        let state = region.and_then(|region| survey.owner(region));
        selection.set_if_neq(Selection { state, ..*selection });
    }
    *current = None;
}

/// Notes the region under the pointer.
fn hover(
    egui: Res<EguiWantsInput>,
    window: Single<Ref<Window>, With<PrimaryWindow>>,
    (camera, chart, placing): (Res<MapCamera>, Res<Chart>, Res<Placing>),
    mut selection: ResMut<Selection>,
    mut last: Local<Option<Vec2>>,
) {
    // A tool shows what it would do, and nothing else is pointed at.
    let free = !egui.wants_any_pointer_input() && !placing.is_at_work();
    let pointer = window.cursor_position().filter(|_| free);
    if *last == pointer && !camera.is_changed() && !chart.is_changed() {
        return;
    }
    *last = pointer;
    let hovered = pointer.and_then(|pointer| chart.region_at(place_of(&camera, &window, pointer)));
    selection.set_if_neq(Selection { hovered, ..*selection });
}

/// The place on the plane under a pointer.
pub(super) fn place_of(camera: &MapCamera, window: &Window, pointer: Vec2) -> Vec2 {
    let offset = pointer - window.size() / 2.0;
    camera.place_at(Vec2::new(offset.x, -offset.y))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_click_may_tremble_and_a_drag_is_no_click() {
        let began = Vec2::new(10.0, 10.0);
        let mut press = Press { button: MouseButton::Left, began, last: began, dragged: false };
        assert_eq!(press.follow(Vec2::new(12.0, 11.0)), Vec2::ZERO);
        assert!(!press.dragged);
        assert_eq!(press.follow(Vec2::new(20.0, 10.0)), Vec2::new(10.0, 0.0));
        // Back where it began, it still was a drag.
        press.follow(began);
        assert!(press.dragged);
    }
}
