//! Place mode as a person uses it: presses, drags and keys on a map without a renderer.

use std::sync::Arc;

use bevy::prelude::*;
use bevy::window::{CursorMoved, PrimaryWindow, WindowResolution};
use bevy_egui::input::EguiWantsInput;

use super::super::{
    Chart, LoadSetup, MapArea, MapCamera, MapMode, OpenWhy, PointedAt, Selection, Setup, ViewSystems, cast,
    chart, keys, playback, pointer,
};
use super::{PlaceAction, Placing, Tool};
use crate::history::{Timeline, TimelinePlugin};
use crate::scenario::{self, builtin::EUROPE_1936};
use crate::simulation::{self, Basis, Identity, Roster, SimulationPlugin};
use crate::world::GeoPoint;

const BERLIN: (f64, f64) = (52.52, 13.405);
const MUNICH: (f64, f64) = (48.3, 11.5);
const HAMBURG: (f64, f64) = (53.55, 10.0);

struct Desk {
    app: App,
    window: Entity,
}

impl Desk {
    fn new() -> Self {
        let setup = scenario::read(EUROPE_1936.name, EUROPE_1936.text).expect("the built-in setup is valid");
        let mut app = App::new();
        app.add_plugins((bevy::time::TimePlugin, SimulationPlugin, TimelinePlugin));
        app.add_plugins((playback::plugin, cast::plugin, pointer::plugin, keys::plugin, super::plugin));
        app.add_plugins(chart::plugin);
        app.configure_sets(Update, (ViewSystems::Chart, ViewSystems::Input).chain());
        app.add_message::<CursorMoved>().add_message::<OpenWhy>().add_message::<super::super::FitView>();
        app.init_resource::<ButtonInput<MouseButton>>().init_resource::<ButtonInput<KeyCode>>();
        app.init_resource::<EguiWantsInput>().init_resource::<PointedAt>().init_resource::<Selection>();
        app.init_resource::<super::super::Chronicle>();
        app.init_resource::<MapArea>().init_resource::<MapMode>().init_resource::<MapCamera>();
        simulation::load(app.world_mut(), &setup, 1);
        Timeline::begin(app.world_mut());
        let setup = Setup::new(Arc::new(setup), 1);
        app.insert_resource(Chart::new(setup.scenario.clone()));
        app.insert_resource(setup);
        let resolution = WindowResolution::new(1280, 720);
        let window = app.world_mut().spawn((Window { resolution, ..default() }, PrimaryWindow)).id();
        let mut desk = Self { app, window };
        desk.app.update();
        desk
    }

    /// A frame, after which what was pressed is no longer new.
    fn frame(&mut self) {
        self.app.update();
        self.app.world_mut().resource_mut::<ButtonInput<MouseButton>>().clear();
        self.app.world_mut().resource_mut::<ButtonInput<KeyCode>>().clear();
    }

    fn key(&mut self, key: KeyCode) {
        self.app.world_mut().resource_mut::<ButtonInput<KeyCode>>().press(key);
        self.frame();
        self.app.world_mut().resource_mut::<ButtonInput<KeyCode>>().release(key);
        self.frame();
    }

    /// Puts the pointer on a place.
    fn point(&mut self, (lat, lon): (f64, f64)) {
        let world = self.app.world_mut();
        let camera = *world.resource::<MapCamera>();
        let place = world.resource::<Chart>().projection.project(GeoPoint { lat, lon }).expect("it is drawn");
        let offset = (place - camera.centre) / camera.scale;
        let at = Vec2::new(640.0 + offset.x, 360.0 - offset.y);
        let window = self.window;
        let mut shown = world.get_mut::<Window>(window).expect("it is open");
        shown.set_cursor_position(Some(at));
        world.write_message(CursorMoved { window, position: at, delta: None });
    }

    fn press(&mut self, button: MouseButton) {
        self.app.world_mut().resource_mut::<ButtonInput<MouseButton>>().press(button);
        self.frame();
    }

    fn release(&mut self, button: MouseButton) {
        self.app.world_mut().resource_mut::<ButtonInput<MouseButton>>().release(button);
        self.frame();
        self.frame();
    }

    fn click(&mut self, at: (f64, f64)) {
        self.point(at);
        self.frame();
        self.press(MouseButton::Left);
        self.release(MouseButton::Left);
    }

    fn drag(&mut self, from: (f64, f64), to: (f64, f64), button: MouseButton) {
        self.point(from);
        self.frame();
        self.press(button);
        self.point(to);
        self.frame();
        self.release(button);
    }

    fn selected(&self) -> Option<String> {
        let state = self.app.world().resource::<Selection>().state?;
        let entity = self.app.world().resource::<Roster>().entities[state.index()];
        self.app.world().get::<Identity>(entity).map(|identity| identity.code.clone())
    }

    fn undoable(&self) -> String {
        self.app.world().resource::<Timeline>().undoable().unwrap_or_default().to_owned()
    }

    fn states(&self) -> usize {
        self.app.world().resource::<Basis>().0.states.len()
    }
}

#[test]
fn a_click_founds_a_state_which_is_selected_and_undo_lets_it_go() {
    let mut desk = Desk::new();
    let before = desk.states();
    desk.key(KeyCode::KeyX);
    desk.key(KeyCode::KeyN);
    desk.click(MUNICH);
    assert_eq!(desk.states(), before + 1);
    let new = desk.selected().expect("the new one is selected");
    assert!(desk.undoable().starts_with("found "), "{}", desk.undoable());
    desk.app.world_mut().write_message(super::super::TimeTravel::Undo);
    desk.frame();
    assert_eq!((desk.states(), desk.selected()), (before, None));
    desk.app.world_mut().write_message(super::super::TimeTravel::Redo);
    desk.frame();
    assert!(desk.app.world().resource::<Basis>().0.states.iter().any(|state| state.id == new));
}

#[test]
fn a_drag_of_the_brush_is_one_command_and_moves_no_map() {
    let mut desk = Desk::new();
    desk.key(KeyCode::KeyX);
    desk.click((52.2, 21.0));
    assert_eq!(desk.selected().as_deref(), Some("POL"), "without a tool a click selects");
    desk.key(KeyCode::KeyD);
    let camera = *desk.app.world().resource::<MapCamera>();
    desk.drag(HAMBURG, MUNICH, MouseButton::Left);
    assert_eq!(*desk.app.world().resource::<MapCamera>(), camera);
    let edits = &desk.app.world().resource::<Timeline>().branches()[0].edits;
    assert_eq!(edits.len(), 1);
    assert!(desk.undoable().ends_with("provinces for Poland"), "{}", desk.undoable());
    // The other buttons move the map, whatever is in hand.
    desk.drag(HAMBURG, MUNICH, MouseButton::Right);
    assert_ne!(*desk.app.world().resource::<MapCamera>(), camera);
    assert_eq!(desk.app.world().resource::<Timeline>().branches()[0].edits.len(), 1);
    assert_eq!(desk.selected().as_deref(), Some("POL"));
}

#[test]
fn a_drag_with_a_tool_that_clicks_moves_the_map_and_does_nothing() {
    let mut desk = Desk::new();
    desk.key(KeyCode::KeyX);
    desk.key(KeyCode::KeyN);
    let camera = *desk.app.world().resource::<MapCamera>();
    desk.drag(HAMBURG, MUNICH, MouseButton::Left);
    assert_ne!(*desk.app.world().resource::<MapCamera>(), camera);
    assert_eq!(desk.undoable(), "");
}

#[test]
fn a_capital_is_dragged_to_another_province_and_a_click_on_it_selects() {
    let mut desk = Desk::new();
    desk.key(KeyCode::KeyX);
    desk.click(BERLIN);
    assert_eq!(desk.selected().as_deref(), Some("GMY"));
    desk.drag(BERLIN, MUNICH, MouseButton::Left);
    assert!(desk.undoable().starts_with("move the capital of Germany"), "{}", desk.undoable());
    // Where it may not go, nothing changes.
    let edits = |desk: &Desk| desk.app.world().resource::<Timeline>().branches()[0].edits.len();
    let state = desk.app.world().resource::<Basis>().0.states.iter().find(|it| it.id == "GMY").cloned();
    let seat = state.expect("it is there").capital;
    desk.drag((seat.lat, seat.lon), (52.2, 21.0), MouseButton::Left);
    assert_eq!(edits(&desk), 1);
}

#[test]
fn provinces_are_chosen_and_then_split_off() {
    let mut desk = Desk::new();
    desk.key(KeyCode::KeyX);
    desk.click(BERLIN);
    desk.key(KeyCode::KeyV);
    desk.drag(HAMBURG, MUNICH, MouseButton::Left);
    let chosen = desk.app.world().resource::<Placing>().chosen();
    assert!(chosen > 2, "{chosen}");
    desk.click(MUNICH);
    assert_eq!(desk.app.world().resource::<Placing>().chosen(), chosen - 1, "a click takes it out again");
    let before = desk.states();
    desk.key(KeyCode::Enter);
    desk.frame();
    assert_eq!(desk.states(), before + 1);
    assert_ne!(desk.selected().as_deref(), Some("GMY"), "the new one is selected");
    // And off the map again.
    desk.key(KeyCode::Delete);
    desk.frame();
    assert_eq!((desk.states(), desk.selected()), (before, None));
}

#[test]
fn escape_lets_go_of_a_stroke_before_it_is_done() {
    let mut desk = Desk::new();
    desk.key(KeyCode::KeyX);
    desk.key(KeyCode::KeyW);
    desk.point(HAMBURG);
    desk.frame();
    desk.press(MouseButton::Left);
    desk.point(MUNICH);
    desk.frame();
    desk.key(KeyCode::Escape);
    desk.release(MouseButton::Left);
    assert_eq!(desk.undoable(), "");
    assert_eq!(desk.app.world().resource::<Placing>().tool(), Some(Tool::Erase));
}

#[test]
fn while_it_runs_a_change_stops_it_and_begins_a_branch() {
    let mut desk = Desk::new();
    (0..5).for_each(|_| Timeline::advance(desk.app.world_mut()));
    Timeline::seek(desk.app.world_mut(), 3);
    desk.frame();
    desk.key(KeyCode::KeyX);
    desk.key(KeyCode::KeyW);
    desk.click(MUNICH);
    let timeline = desk.app.world().resource::<Timeline>();
    assert_eq!(timeline.branches().len(), 2);
    assert_eq!(timeline.branches()[1].parent.map(|(_, tick)| tick), Some(3));
}

#[test]
fn another_setup_leaves_the_mode_as_it_is_and_the_old_plan_behind() {
    let mut desk = Desk::new();
    desk.app.world_mut().write_message(PlaceAction::Tool(Tool::Found));
    desk.point(MUNICH);
    desk.frame();
    let text =
        "Scenario(name: \"Isles\", start: \"1900-01-01\", map: generated(regions: 60, seed: 7), states: [])";
    let isles = Arc::new(scenario::read("isles", text).unwrap_or_else(|errors| panic!("{errors}")));
    desk.app.world_mut().write_message(LoadSetup(Setup::new(isles.clone(), 1)));
    desk.frame();
    desk.frame();
    let point = isles.geography.regions[crate::world::RegionId(0)].point;
    desk.click((point.lat, point.lon));
    assert_eq!(desk.states(), 1);
}
