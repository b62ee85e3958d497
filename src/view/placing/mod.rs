//! Placing: states are put on the map and changed there by hand.
//!
//! Where the pointer is, a [`Plan`] says what the tool would do, tried on the [`Stage`], the world as a setup. It is
//! shown above the map's picture, and what does it is one command, given when the button is let go. Nothing is changed
//! before, and nothing but by a command.

use bevy::ecs::system::SystemParam;
use bevy::prelude::*;
use bevy::window::{CursorMoved, PrimaryWindow};
use bevy_egui::input::{EguiWantsInput, egui_wants_any_keyboard_input};

use super::keys::KeySystems;
use super::pointer::{PointerSystems, place_of};
use super::{Chart, MapCamera, Playback, Selection, TimeTravel, ViewSystems};
use crate::edit::Command;
use crate::simulation::{StateId, Survey};
use crate::world::RegionId;

mod draw;
mod keys;
mod plan;
mod stage;
mod stroke;
#[cfg(test)]
mod tests;
mod tool;
#[cfg(test)]
mod window_tests;

pub use keys::PLACE as PLACE_KEY;
use plan::{Aim, Plan, plan};
use stage::Stage;
use stroke::{Stroke, under};
pub use tool::{Breadth, Tool};

/// Pixels from the middle of a capital's mark within which a press takes hold of it.
const GRIP: f32 = 11.0;

/// Whether states are being placed, with what, and what would happen where the pointer is.
#[derive(Resource, Debug, Clone, Default)]
pub struct Placing {
    on: bool,
    tool: Option<Tool>,
    breadth: Breadth,
    /// The provinces chosen to be split off.
    chosen: Vec<RegionId>,
    drag: Option<Drag>,
    /// A click on the map that is the tool's.
    clicked: bool,
    /// Whether a state is selected.
    has_state: bool,
    plan: Option<Plan>,
    /// Where the pointer is, in kilometres on the plane.
    pointer: Option<Vec2>,
    /// Whether the plan has been asked for and is to be carried out as the next frame begins.
    asked: bool,
}

/// What is being dragged over the map.
#[derive(Debug, Clone, PartialEq)]
enum Drag {
    /// A brush; or, to split a state, one that takes provinces out of those chosen.
    Stroke { stroke: Stroke, takes_out: bool },
    /// The capital of the state with this id.
    Capital(String),
}

/// What is asked for of placing, by keys and in panels.
#[derive(Message, Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlaceAction {
    /// Begin or cease to place states.
    Toggle,
    /// Take up a tool, or put it down if it is in hand.
    Tool(Tool),
    /// Use brushes of this breadth.
    Breadth(Breadth),
    /// Split off what has been chosen.
    Confirm,
    /// Take the selected state off the map.
    Delete,
    /// Let go of what is being done: a stroke, what was chosen, the tool, or placing itself.
    Leave,
}

impl Placing {
    /// Whether states are being placed.
    pub fn is_on(&self) -> bool {
        self.on
    }

    /// The tool in hand.
    pub fn tool(&self) -> Option<Tool> {
        self.tool.filter(|_| self.on)
    }

    /// How broad brushes are.
    pub fn breadth(&self) -> Breadth {
        self.breadth
    }

    /// How many provinces are chosen to be split off.
    pub fn chosen(&self) -> usize {
        self.chosen.len()
    }

    /// What would happen where the pointer is, or why it cannot, and whether it cannot.
    pub fn word(&self) -> Option<(&str, bool)> {
        self.plan.as_ref().map(|plan| (plan.word.as_str(), plan.refused))
    }

    /// Whether what the pointer does on the map is a tool's, so that nothing else is pointed at.
    pub fn is_at_work(&self) -> bool {
        self.on && (self.tool.is_some() || self.drag.is_some())
    }

    /// Whether a press of the left button is a tool's from the start, and no drag of the map.
    pub(super) fn holds_press(&self) -> bool {
        self.on && (self.drag.is_some() || self.tool.is_some_and(|tool| tool.is_dragged() && self.can(tool)))
    }

    /// Takes a click on the map.
    pub(super) fn take_click(&mut self) {
        self.clicked = true;
    }

    /// Whether a tool has what it works on.
    fn can(&self, tool: Tool) -> bool {
        self.has_state || !tool.needs_state()
    }

    /// Puts everything down but the tool.
    fn let_go(&mut self) {
        (self.drag, self.plan, self.asked, self.clicked) = (None, None, false, false);
    }

    /// Does what was asked for, as far as it changes nothing on the map.
    pub(crate) fn obey(&mut self, action: PlaceAction) {
        match action {
            PlaceAction::Toggle => *self = Self { on: !self.on, breadth: self.breadth, ..Self::default() },
            PlaceAction::Tool(tool) => {
                let same = self.tool() == Some(tool);
                *self = Self {
                    on: true,
                    tool: (!same).then_some(tool),
                    breadth: self.breadth,
                    has_state: self.has_state,
                    ..Self::default()
                };
            }
            PlaceAction::Breadth(breadth) => self.breadth = breadth,
            PlaceAction::Leave => match () {
                () if self.drag.is_some() => self.let_go(),
                () if !self.chosen.is_empty() => self.chosen.clear(),
                () if self.tool.is_some() => {
                    self.let_go();
                    self.tool = None;
                }
                () => *self = Self { breadth: self.breadth, ..Self::default() },
            },
            PlaceAction::Confirm | PlaceAction::Delete => {}
        }
    }
}

pub(super) fn plugin(app: &mut App) {
    app.init_resource::<Placing>().init_resource::<Stage>().add_message::<PlaceAction>();
    let is_on = |placing: Res<Placing>| placing.on;
    app.add_systems(
        Update,
        (
            (
                keys::press.run_if(not(egui_wants_any_keyboard_input)).before(KeySystems),
                obey,
                Stage::follow.run_if(is_on),
                grab.run_if(is_on),
            )
                .chain()
                .before(PointerSystems),
            work.after(PointerSystems).run_if(is_on),
        )
            .in_set(ViewSystems::Input),
    );
}

/// Shows what would happen. Apart, since nothing but pictures depends on it.
pub(super) fn show_plugin(app: &mut App) {
    draw::plugin(app);
}

/// Does what keys and panels asked for. While states are placed time stands, unless it is made to run.
fn obey(
    mut asked: MessageReader<PlaceAction>,
    (mut placing, mut playback): (ResMut<Placing>, ResMut<Playback>),
    (stage, selection, survey): (Res<Stage>, Res<Selection>, Survey),
    mut travel: MessageWriter<TimeTravel>,
) {
    for action in asked.read() {
        let selected = selection.state.map(|state| survey.identity(state).code.clone());
        let command = match (action, selected) {
            (PlaceAction::Delete, Some(state)) => Some(Command::Delete { state }),
            (PlaceAction::Confirm, Some(state)) if !placing.chosen.is_empty() => {
                let regions = stage.codes(&placing.chosen);
                Some(Command::Split { state, regions, id: String::new(), name: String::new() })
            }
            _ => None,
        };
        if let Some(command) = command {
            placing.chosen.clear();
            playback.running = false;
            travel.write(TimeTravel::Change(command));
        }
        let was_on = placing.on;
        placing.obey(*action);
        if placing.on && !was_on {
            playback.running = false;
        }
    }
}

/// The map as tools see it.
#[derive(SystemParam)]
struct Map<'w, 's> {
    chart: Res<'w, Chart>,
    camera: Res<'w, MapCamera>,
    window: Single<'w, 's, &'static Window, With<PrimaryWindow>>,
}

impl Map<'_, '_> {
    fn place(&self, pointer: Vec2) -> Vec2 {
        place_of(&self.camera, *self.window, pointer)
    }

    /// The province at a place.
    fn region(&self, place: Vec2) -> Option<RegionId> {
        self.chart.region_at(place)
    }

    /// The provinces under a brush, the one under its middle first.
    fn under(&self, place: Vec2, breadth: Breadth) -> Vec<RegionId> {
        let mut found = Vec::new();
        for place in under(place, breadth.radius().map(|radius| radius * self.camera.scale)) {
            if let Some(region) = self.region(place).filter(|it| !found.contains(it)) {
                found.push(region);
            }
        }
        found
    }

    /// The state whose capital's mark is at a place.
    fn capital(&self, stage: &Stage, place: Vec2) -> Option<String> {
        let off = |state: &crate::scenario::StateSetup| {
            let seat = self.chart.projection.project(state.capital)?;
            Some(seat.distance(place)).filter(|off| *off < GRIP * self.camera.scale)
        };
        let near = stage.scenario()?.states.iter().filter_map(|state| Some((off(state)?, state)));
        near.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, state)| state.id.clone())
    }
}

/// Takes hold of what a press begins on, before the map does.
fn grab(
    (mut placing, stage, map): (ResMut<Placing>, Res<Stage>, Map),
    (buttons, egui): (Res<ButtonInput<MouseButton>>, Res<EguiWantsInput>),
    selection: Res<Selection>,
) {
    if placing.asked {
        // It has been carried out as this frame began.
        placing.let_go();
    }
    if placing.has_state != selection.state.is_some() {
        placing.has_state = selection.state.is_some();
    }
    if !buttons.just_pressed(MouseButton::Left) || placing.drag.is_some() || egui.wants_any_pointer_input() {
        return;
    }
    let Some(place) = map.window.cursor_position().map(|pointer| map.place(pointer)) else { return };
    let drag = match placing.tool {
        Some(Tool::Capital) | None => map.capital(&stage, place).map(Drag::Capital),
        Some(tool) if tool.is_dragged() && placing.can(tool) => {
            let at = map.region(place);
            let takes_out = tool == Tool::Split && at.is_some_and(|at| placing.chosen.contains(&at));
            Some(Drag::Stroke { stroke: Stroke::default(), takes_out })
        }
        Some(_) => None,
    };
    if drag.is_some() {
        placing.drag = drag;
    }
}

/// What a plan goes by: where none of it has changed, neither has the plan.
#[derive(Debug, Clone, PartialEq, Default)]
struct Seen {
    tool: Option<Tool>,
    at: Option<RegionId>,
    regions: Vec<RegionId>,
    whole: bool,
    selected: Option<StateId>,
    moving: Option<String>,
    stage: (u64, u64),
}

/// Follows the pointer with the tool, and does what it does where the button is let go.
fn work(
    (mut placing, stage, map): (ResMut<Placing>, Res<Stage>, Map),
    (buttons, keyboard): (Res<ButtonInput<MouseButton>>, Res<ButtonInput<KeyCode>>),
    (egui, mut moves): (Res<EguiWantsInput>, MessageReader<CursorMoved>),
    (mut selection, survey): (ResMut<Selection>, Survey),
    (mut playback, mut travel): (ResMut<Playback>, MessageWriter<TimeTravel>),
    mut seen: Local<Seen>,
) {
    let path: Vec<Vec2> = moves.read().map(|moved| map.place(moved.position)).collect();
    if !placing.is_at_work() {
        if placing.plan.is_some() || placing.pointer.is_some() {
            (placing.plan, placing.pointer) = (None, None);
        }
        return;
    }
    let shift = [KeyCode::ShiftLeft, KeyCode::ShiftRight];
    let whole = keyboard.any_pressed(shift);
    let dragging = placing.drag.is_some();
    let pointer = map.window.cursor_position().filter(|_| dragging || !egui.wants_any_pointer_input());
    let pointer = pointer.map(|pointer| map.place(pointer));
    if placing.pointer != pointer {
        placing.pointer = pointer;
    }
    let at = pointer.and_then(|place| map.region(place));
    let moving = match &placing.drag {
        Some(Drag::Capital(state)) => Some(state.clone()),
        _ => None,
    };
    let Some(tool) = placing.tool.or(moving.is_some().then_some(Tool::Capital)) else { return };
    let code = selection.state.map(|state| survey.identity(state).code.as_str());
    follow_stroke(&mut placing, &stage, &map, (path, pointer), (tool, whole, code));
    let regions = aimed(&placing, &stage, &map, (tool, whole), pointer);
    let now = Seen {
        tool: Some(tool),
        at,
        regions,
        whole,
        selected: selection.state,
        moving,
        stage: stage.taken(),
    };
    if *seen != now || placing.plan.is_none() && at.is_some() {
        let aim =
            Aim { tool, at, regions: &now.regions, whole, selected: code, moving: now.moving.as_deref() };
        placing.plan = plan(&stage, aim);
        *seen = now;
    }
    let held = buttons.pressed(MouseButton::Left) && !buttons.just_released(MouseButton::Left);
    let ends = placing.drag.is_some() && !held;
    if !ends && !std::mem::take(&mut placing.bypass_change_detection().clicked) {
        return;
    }
    let dropped_where_it_was = placing.tool.is_none();
    if !placing.can(tool) {
        selection.state = at.and_then(|at| survey.owner(at));
    } else if tool == Tool::Split {
        choose(&mut placing);
    } else if let Some(command) = placing.plan.as_ref().and_then(|plan| plan.command.clone()) {
        playback.running = false;
        travel.write(TimeTravel::Change(command));
        placing.asked = true;
        return;
    } else if dropped_where_it_was {
        // That was a click.
        selection.state = at.and_then(|at| survey.owner(at));
    }
    placing.let_go();
}

/// Goes on with the stroke under way, along all that the pointer has passed since the last frame.
fn follow_stroke(
    placing: &mut Placing,
    stage: &Stage,
    map: &Map,
    (path, pointer): (Vec<Vec2>, Option<Vec2>),
    (tool, whole, selected): (Tool, bool, Option<&str>),
) {
    let radius = placing.breadth.radius();
    let Some(Drag::Stroke { stroke, .. }) = &mut placing.drag else { return };
    let wanted = |region: RegionId| {
        let owner = stage.owner(region).map(|state| state.id.as_str());
        let wanted = match tool {
            Tool::Erase => owner.is_some(),
            Tool::Split => owner == selected,
            _ => owner != selected,
        };
        match (whole, wanted) {
            (true, _) => stage.country(region),
            (false, true) => vec![region],
            (false, false) => Vec::new(),
        }
    };
    // A press may come with moves before it.
    let path = if stroke.has_begun() { path } else { Vec::new() };
    for to in path.into_iter().chain(pointer) {
        stroke.follow(to, (map.camera.scale, radius), |place| map.region(place), wanted);
    }
}

/// The provinces that the tool has gone over, or lies on.
fn aimed(
    placing: &Placing,
    stage: &Stage,
    map: &Map,
    (tool, whole): (Tool, bool),
    pointer: Option<Vec2>,
) -> Vec<RegionId> {
    if !tool.is_dragged() {
        return Vec::new();
    }
    let (under, takes_out) = match &placing.drag {
        Some(Drag::Stroke { stroke, takes_out }) => (stroke.regions.clone(), *takes_out),
        _ => {
            let under = pointer.map(|place| map.under(place, placing.breadth)).unwrap_or_default();
            let under = match (whole, under.first()) {
                (true, Some(first)) => stage.country(*first),
                _ => under,
            };
            (under, false)
        }
    };
    if tool != Tool::Split {
        return under;
    }
    let mut chosen = placing.chosen.clone();
    if takes_out {
        chosen.retain(|region| !under.contains(region));
    } else {
        chosen.extend(under.into_iter().filter(|region| !placing.chosen.contains(region)));
    }
    chosen
}

/// Chooses the provinces that the stroke has gone over, to be split off.
fn choose(placing: &mut Placing) {
    let chosen = placing.plan.as_ref().map(|plan| plan.regions.clone());
    placing.chosen = match &placing.drag {
        Some(Drag::Stroke { takes_out: true, stroke }) => {
            placing.chosen.iter().copied().filter(|region| !stroke.regions.contains(region)).collect()
        }
        _ => chosen.unwrap_or_default(),
    };
}
