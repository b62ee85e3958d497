//! The hand: how the pointer goes about with the tool, from a press to where it is let go.

use bevy::ecs::system::SystemParam;
use bevy::prelude::*;
use bevy::window::{CursorMoved, PrimaryWindow};
use bevy_egui::input::EguiWantsInput;

use super::super::pointer::place_of;
use super::super::{Chart, MapCamera, Playback, Selection, TimeTravel};
use super::plan::{Aim, plan};
use super::stage::Stage;
use super::stroke::{Stroke, under};
use super::{Breadth, Drag, Placing, Tool};
use crate::scenario::StateSetup;
use crate::simulation::{StateId, Survey};
use crate::world::RegionId;

/// Pixels from the middle of a capital's mark within which a press takes hold of it.
const GRIP: f32 = 11.0;

/// The map as tools see it.
#[derive(SystemParam)]
pub(super) struct Map<'w, 's> {
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
        let off = |state: &StateSetup| {
            let seat = self.chart.projection.project(state.capital)?;
            Some(seat.distance(place)).filter(|off| *off < GRIP * self.camera.scale)
        };
        let near = stage.scenario()?.states.iter().filter_map(|state| Some((off(state)?, state)));
        near.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, state)| state.id.clone())
    }
}

/// Takes hold of what a press begins on, before the map does.
pub(super) fn grab(
    (mut placing, stage, map): (ResMut<Placing>, Res<Stage>, Map),
    (buttons, egui): (Res<ButtonInput<MouseButton>>, Res<EguiWantsInput>),
    selection: Res<Selection>,
) {
    if placing.asked || map.chart.is_changed() {
        // It has been carried out as this frame began; or the provinces are others.
        placing.let_go();
    }
    if map.chart.is_changed() {
        placing.chosen.clear();
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
pub(super) struct Seen {
    tool: Option<Tool>,
    at: Option<RegionId>,
    regions: Vec<RegionId>,
    whole: bool,
    selected: Option<StateId>,
    moving: Option<String>,
    stage: (u64, u64),
}

/// Follows the pointer with the tool, and does what it does where the button is let go.
pub(super) fn work(
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
    if !placing.chosen.is_empty() {
        // Who selects another state has done with this one.
        let own = |region: &RegionId| stage.owner(*region).map(|it| it.id.as_str()) == code;
        placing.chosen.retain(own);
    }
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
