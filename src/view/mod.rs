//! The window's map, and what the map and the panels share.
//!
//! The view draws the world and lets the user move over it; panels draw everything else. Both read the
//! simulation through [`crate::simulation::Survey`] and talk to each other through the resources and
//! messages of this file alone.

#![allow(
    clippy::disallowed_methods,
    reason = "nothing drawn flows back into the model, so platforms may differ"
)]

use std::path::PathBuf;
use std::sync::Arc;

use bevy::prelude::*;
use bevy::window::PrimaryWindow;

use crate::edit::{Command, CommandError};
use crate::history::foresight::Prospect;
use crate::history::{BranchId, Replayed};
use crate::record::Record;
use crate::scenario::{Diagnostics, Scenario};
use crate::simulation::{StateId, capitalised};
use crate::world::{GeoPoint, RegionId};

mod blocs;
mod camera;
mod canvas;
mod capitals;
mod cast;
mod cells;
mod chart;
mod chronicle;
mod eye;
mod flashes;
mod fronts;
mod halos;
mod keys;
mod land;
mod legend;
mod lettering;
mod links;
mod materials;
mod meshes;
mod mode;
mod motion;
mod names;
mod paint;
mod palette;
mod picture;
mod placing;
mod playback;
mod pointer;
mod pointing;
mod projection;
mod ramp;
pub mod scene;
pub mod shown;
#[cfg(test)]
mod sight;
mod signs;
mod sites;
mod stroke;
pub mod theme;
mod thumbnail;

pub use blocs::{Bloc, Blocs};
pub use camera::{FitView, MapCamera};
pub use cast::Cast;
pub use chart::Chart;
pub use chronicle::{Chronicle, Note};
pub use flashes::PointedAt;
pub use legend::{Legend, LegendEntry, LegendKey, Reading, Standing, legend};
pub use links::LinkStyle;
pub use mode::MapMode;
pub use motion::Motion;
pub use paint::Paint;
pub use palette::StatePalette;
pub use placing::{Breadth, PLACE_KEY, PlaceAction, Placing, Tool};
#[cfg(test)]
pub(crate) use playback::plugin as playback_plugin;
pub use playback::{Playback, Speed, Ticked};
pub use pointing::Pointed;
pub use projection::Projection;
pub use ramp::Ramp;
pub use signs::{Piece, kind_sign};
pub use theme::{Pattern, Theme};
pub use thumbnail::Thumbnail;

/// What the view does in a frame, in order.
#[derive(SystemSet, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ViewSystems {
    /// The chart is drawn up for a new setup.
    Chart,
    /// The colours of states and the blocs are worked out.
    Palette,
    /// The camera, the pointer and the keys move.
    Input,
    /// Regions are coloured.
    Paint,
    /// What was drawn of another chart is cleared away, and sea and land are drawn anew.
    Ground,
    /// Everything else follows what has changed.
    Draw,
    /// The picture of the map is drawn anew where it has changed.
    Picture,
}

/// The map with its camera, its colours and its keys. Needs [`Setup`] and a loaded simulation.
pub struct ViewPlugin;

impl Plugin for ViewPlugin {
    fn build(&self, app: &mut App) {
        app.init_resource::<MapMode>()
            .init_resource::<Selection>()
            .init_resource::<MapArea>()
            .init_resource::<Otherwise>()
            .init_resource::<Foreseen>()
            .init_resource::<HeldScale>()
            .insert_resource(Theme::NIGHT)
            .add_message::<CentreOn>()
            .add_message::<ShowPlaces>()
            .add_message::<OpenWhy>()
            .add_message::<FitView>();
        app.init_resource::<Afresh>();
        let drawn_up = resource_exists::<Chart>;
        app.configure_sets(
            Update,
            (
                ViewSystems::Chart,
                ViewSystems::Palette.run_if(drawn_up),
                ViewSystems::Input.run_if(drawn_up),
                ViewSystems::Paint.run_if(drawn_up),
                ViewSystems::Ground.run_if(|afresh: Res<Afresh>| afresh.0),
                ViewSystems::Draw.run_if(drawn_up),
                ViewSystems::Picture.run_if(drawn_up),
            )
                .chain(),
        );
        app.add_systems(Update, look_afresh.after(chart::draw_up).in_set(ViewSystems::Chart));
        app.add_plugins((materials::plugin, motion::plugin, playback::plugin, chart::plugin));
        app.add_plugins(chronicle::plugin);
        app.add_plugins((cast::plugin, palette::plugin, blocs::plugin, paint::plugin));
        app.add_plugins((camera::plugin, pointer::plugin, keys::plugin));
        app.add_plugins((
            land::plugin,
            fronts::plugin,
            halos::plugin,
            capitals::plugin,
            links::plugin,
            flashes::plugin,
            names::plugin,
            sites::plugin,
            (picture::plugin, shown::plugin),
            (pointing::plugin, placing::plugin, placing::show_plugin),
        ));
    }
}

/// Whether all that is drawn must be drawn anew in this frame: there is another chart, another theme, or
/// another number of pixels to the length that lines are measured in.
#[derive(Resource, Debug, Clone, Copy, PartialEq, Default)]
struct Afresh(bool);

fn look_afresh(
    mut afresh: ResMut<Afresh>,
    (chart, theme): (Option<Res<Chart>>, Res<Theme>),
    window: Query<&Window, With<PrimaryWindow>>,
    mut scale: Local<f32>,
) {
    let now = window.single().map_or(1.0, Window::scale_factor);
    let scaled = std::mem::replace(&mut *scale, now) != now;
    afresh.0 = chart.is_some_and(|chart| chart.is_changed() || theme.is_changed() || scaled);
}

/// The heights of what is drawn, from the sea up.
mod layer {
    use bevy::prelude::Transform;

    pub const SEA: Transform = Transform::from_xyz(0.0, 0.0, 0.0);
    pub const GRATICULE: Transform = Transform::from_xyz(0.0, 0.0, 1.0);
    pub const GLOW: Transform = Transform::from_xyz(0.0, 0.0, 2.0);
    pub const SEA_HALOS: Transform = Transform::from_xyz(0.0, 0.0, 2.5);
    pub const LAND: Transform = Transform::from_xyz(0.0, 0.0, 3.0);
    pub const OCCUPIED: Transform = Transform::from_xyz(0.0, 0.0, 3.5);
    pub const PROVINCES: Transform = Transform::from_xyz(0.0, 0.0, 4.0);
    pub const HALOS: Transform = Transform::from_xyz(0.0, 0.0, 4.5);
    pub const COASTS: Transform = Transform::from_xyz(0.0, 0.0, 5.0);
    pub const BORDERS: Transform = Transform::from_xyz(0.0, 0.0, 6.0);
    pub const RIMS: Transform = Transform::from_xyz(0.0, 0.0, 7.0);
    pub const FRONTS: Transform = Transform::from_xyz(0.0, 0.0, 7.5);
    pub const LINKS: Transform = Transform::from_xyz(0.0, 0.0, 8.0);
    pub const CAPITALS: Transform = Transform::from_xyz(0.0, 0.0, 9.0);
    pub const LEADERS: Transform = Transform::from_xyz(0.0, 0.0, 9.5);
    pub const NAMES: f32 = 10.0;
    pub const POINTING: Transform = Transform::from_xyz(0.0, 0.0, 10.5);
    pub const VEIL: Transform = Transform::from_xyz(0.0, 0.0, 10.6);
    pub const VEIL_EDGE: Transform = Transform::from_xyz(0.0, 0.0, 10.7);
    pub const GHOST_LINES: Transform = Transform::from_xyz(0.0, 0.0, 10.8);
    pub const GHOSTS: Transform = Transform::from_xyz(0.0, 0.0, 10.9);
    pub const FLASHES: Transform = Transform::from_xyz(0.0, 0.0, 11.0);
    pub const BADGES: Transform = Transform::from_xyz(0.0, 0.0, 11.2);
    pub const MOTIVES: f32 = 12.0;
}

/// What is being run.
#[derive(Resource, Debug, Clone)]
pub struct Setup {
    /// The scenario.
    pub scenario: Arc<Scenario>,
    /// The seed.
    pub seed: u64,
    /// The file it was read from, if it was.
    pub file: Option<PathBuf>,
    /// West, south, east and north of the part of the map that is shown at first while there is no state; all land where
    /// absent.
    pub about: Option<[f64; 4]>,
    /// What happened in history after its start, where that is known. No part of the simulation sees it.
    pub record: Option<Arc<Record>>,
}

impl Setup {
    /// What a session began from, which shows of the map what has been settled of it.
    pub fn of_session(replayed: &Replayed) -> Self {
        let record = Record::known(&replayed.scenario).map(Arc::new);
        Self { about: replayed.about(), record, ..Self::new(replayed.scenario.clone(), replayed.seed) }
    }

    /// A scenario with a seed, from no file.
    pub fn new(scenario: Arc<Scenario>, seed: u64) -> Self {
        Self { scenario, seed, file: None, about: None, record: None }
    }
}

/// What the pointer is over and what has been chosen.
#[derive(Resource, Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Selection {
    /// The state chosen by a click.
    pub state: Option<StateId>,
    /// The region under the pointer, if the pointer is on the map.
    pub hovered: Option<RegionId>,
}

/// The part of the window that panels leave to the map, in logical pixels from the top left.
#[derive(Resource, Debug, Clone, Copy, PartialEq, Default)]
pub struct MapArea(pub Rect);

/// Asks the camera to bring a place to the middle of the map area.
#[derive(Message, Debug, Clone, Copy)]
pub struct CentreOn(pub GeoPoint);

/// Asks the camera to bring several places into view, if they are not.
#[derive(Message, Debug, Clone)]
pub struct ShowPlaces {
    /// The places.
    pub places: Vec<GeoPoint>,
    /// Logical pixels at the bottom of the map area where other things stand.
    pub below: f32,
}

/// Asks to go back to the start of the run.
#[derive(Message, Debug, Clone, Copy)]
pub struct Restart;

/// Asks for another setup in place of the one that runs.
#[derive(Message, Debug, Clone)]
pub struct LoadSetup(pub Setup);

/// Asks for a session that has been run again in place of what runs.
#[derive(Message, Debug)]
pub struct LoadSession(pub Setup, pub Box<Replayed>);

/// Asks to go to another time, or to another history.
#[derive(Message, Debug, Clone, PartialEq)]
pub enum TimeTravel {
    /// To a tick, at most the last that has been run.
    To(u64),
    /// A tick back, standing still.
    Back,
    /// To another branch.
    Branch(BranchId),
    /// Changes something by hand, which starts a branch once something has run.
    Change(Command),
    /// To the start, from where history decides: on a branch that follows the record, the one there is or a new one.
    Follow,
    /// From here on the model decides again.
    RunFree,
    /// Takes back the last change by hand.
    Undo,
    /// Makes the change again that was taken back last.
    Redo,
}

/// Asks why a state chose as it did.
#[derive(Message, Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenWhy {
    /// The tick of the decision.
    pub tick: u64,
    /// Who took it.
    pub state: StateId,
}

/// Where the scale of threat and danger ends at the least, so that maps that are looked at one after the other can be
/// compared; 0 where each fits the scale to itself.
#[derive(Resource, Debug, Clone, Copy, Default, PartialEq)]
pub struct HeldScale(pub f32);

/// Regions that another history, which is compared with the one shown, gives to another owner, in order.
#[derive(Resource, Debug, Clone, Default, PartialEq)]
pub struct Otherwise(pub Vec<(RegionId, Option<StateId>)>);

/// What a change that is tried would make of things, for the map to show while it is tried.
#[derive(Resource, Debug, Clone, Default)]
pub struct Foreseen(pub Option<Arc<Prospect>>);

/// Something to tell the user in passing.
#[derive(Debug, Clone, PartialEq)]
pub struct Notice {
    /// What there is to say.
    pub text: String,
    /// What stands above it; may be empty.
    pub heading: &'static str,
    /// Whether something went wrong.
    pub is_error: bool,
    /// The change that was refused, if it was one.
    pub refused: Option<Box<Command>>,
    /// What can be done instead.
    pub fix: Option<Box<Fix>>,
}

/// A change that would do where another was refused.
#[derive(Debug, Clone, PartialEq)]
pub struct Fix {
    /// The change.
    pub command: Command,
    /// What it does, as people say it.
    pub words: String,
}

impl Notice {
    /// What was done.
    pub fn done(text: impl Into<String>) -> Self {
        Self { text: text.into(), heading: "", is_error: false, refused: None, fix: None }
    }

    /// What went wrong, and what to do.
    pub fn error(text: impl Into<String>) -> Self {
        let heading = "Something went wrong";
        Self { text: text.into(), heading, is_error: true, refused: None, fix: None }
    }

    /// What is wrong with the record beside a setup, which is run without it.
    pub fn bad_record(all: &Diagnostics) -> Self {
        let first = all.findings().into_iter().next();
        let first = first.map_or(String::new(), |it| format!(" Line {}: {}.", it.line, it.message));
        let errors = if all.count() == 1 { "an error".into() } else { format!("{} errors", all.count()) };
        let name = &all.source().name;
        let text = format!(
            "{name} has {errors}, and so this setup is run without its record.{first} `entente check {name}` \
             tells all; mend the file and open the setup again."
        );
        Self { heading: "The record cannot be read", ..Self::error(text) }
    }

    /// Why a change of a scenario was refused, with what would do instead if there is one thing that would.
    pub fn refused(command: Command, error: &CommandError, scenario: &Scenario) -> Self {
        let fix = error.fix().map(|fix| {
            let words = capitalised(&playback::told_in_order(fix, scenario));
            Box::new(Fix { command: fix.clone(), words })
        });
        let text = capitalised(&error.to_string());
        Self { text, heading: "This cannot be done", is_error: true, refused: Some(Box::new(command)), fix }
    }
}

/// What the user has not been told yet; panels show it and take it away.
#[derive(Resource, Debug, Clone, Default)]
pub struct Notices(pub Vec<Notice>);

impl Notices {
    /// Adds one.
    pub fn push(&mut self, notice: Notice) {
        self.0.push(notice);
    }
}
