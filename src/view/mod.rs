//! The window's map, and what the map and the panels share.
//!
//! The view draws the world and lets the user move over it; panels draw everything else. Both read the
//! simulation through [`crate::simulation::Survey`] and talk to each other through the resources and
//! messages of this file alone.

use std::sync::Arc;

use bevy::prelude::*;

use crate::scenario::Scenario;
use crate::simulation::StateId;
use crate::world::{GeoPoint, RegionId};

mod playback;

pub use playback::{Playback, Speed};

/// What is being run.
#[derive(Resource, Debug, Clone)]
pub struct Setup {
    /// The scenario.
    pub scenario: Arc<Scenario>,
    /// The seed.
    pub seed: u64,
}

/// What the map's colours mean.
#[derive(Resource, Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MapMode {
    /// Each state in its colour.
    #[default]
    Political,
    /// Alliances as blocs, by colour and pattern.
    Blocs,
    /// Threat of every other state to the selected one.
    Threat,
    /// Share of the system's power.
    Power,
}

impl MapMode {
    /// All modes, in the order of their number keys.
    pub const ALL: [Self; 4] = [Self::Political, Self::Blocs, Self::Threat, Self::Power];

    /// Name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Political => "Political",
            Self::Blocs => "Blocs",
            Self::Threat => "Threat",
            Self::Power => "Power",
        }
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

/// Asks for the setup to be run again from the start.
#[derive(Message, Debug, Clone, Copy)]
pub struct Restart;
