//! Placing: states are put on the map and changed there by hand.
//!
//! Where the pointer is, a [`Plan`] says what the tool would do, tried on the [`Stage`], the world as a setup. It is
//! shown above the map's picture, and what does it is one command, given when the button is let go. Nothing is changed
//! before, and nothing but by a command.

use bevy::prelude::*;
use bevy_egui::input::egui_wants_any_keyboard_input;

use super::keys::KeySystems;
use super::pointer::PointerSystems;
use super::{Playback, Selection, TimeTravel, ViewSystems};
use crate::edit::Command;
use crate::simulation::Survey;
use crate::world::RegionId;

mod draw;
mod hand;
mod keys;
mod plan;
mod stage;
mod stroke;
#[cfg(test)]
mod tests;
mod tool;
#[cfg(test)]
mod window_tests;

use hand::{grab, work};
pub use keys::PLACE as PLACE_KEY;
use plan::Plan;
use stage::Stage;
use stroke::Stroke;
pub use tool::{Breadth, Tool};

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
                let own = |region: &&RegionId| stage.owner(**region).is_some_and(|it| it.id == state);
                let regions: Vec<RegionId> = placing.chosen.iter().filter(own).copied().collect();
                let regions = stage.codes(&regions);
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
