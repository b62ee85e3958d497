//! Scenarios: the world at a date, read from RON, checked as a whole, and written back.
//!
//! A [`Scenario`] in memory is always valid: every region exists and has at most one owner, every number
//! is finite and in range, every id is unique, no two allies fight one another. [`read`] makes one from a
//! file or says everything that is wrong with it; [`write()`] turns it back into text that reads to an
//! equal scenario.

use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::theory::parameters::{Parameters, Preset};
use crate::world::{GeoPoint, Geography, RegionId};

pub mod builtin;
pub(crate) mod dates;
mod document;
mod draft;
pub mod fields;
mod list;
mod notes;
mod overrides;
mod read;
mod resolve;
mod selectors;
mod source;
mod spelling;
mod syntax;
mod territory;
#[cfg(test)]
mod testing;
mod write;

pub(crate) use draft::{is_id, parse_colour};
pub(crate) use list::{read_list, read_value, ron_options};
pub use notes::Notes;
pub(crate) use overrides::number_slot;
pub use overrides::{Override, OverrideError};
pub(crate) use read::read_text;
pub use read::{MAX_BYTES, read, read_file};
pub use source::{Diagnostic, Diagnostics, Excerpt, Finding, Source, Span};
pub(crate) use spelling::nearest;
pub use write::{write, write_commented};

/// A world at a date, ready to run.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// Title.
    pub name: String,
    /// What it shows, for people.
    pub description: String,
    /// Where its figures come from.
    pub sources: Vec<String>,
    /// The date of tick 0.
    pub start: Date,
    /// How much time one tick takes.
    pub tick: TickLength,
    /// Which map it is on.
    pub map: MapSource,
    /// The map itself.
    pub geography: Arc<Geography>,
    /// The school of theory it starts from.
    pub preset: Preset,
    /// The preset's parameters with the scenario's own values.
    pub parameters: Parameters,
    /// States, in the order in which the file lists them.
    pub states: Vec<StateSetup>,
    /// Alliances in force at the start.
    pub alliances: Vec<AllianceSetup>,
    /// Wars under way at the start.
    pub wars: Vec<WarSetup>,
    /// Beliefs held at the start, where they differ from the default.
    pub beliefs: Vec<BeliefSetup>,
}

/// How much time one tick takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TickLength {
    /// So many days, 1 to 366.
    Days(u16),
    /// So many calendar months, 1 to 120.
    Months(u16),
}

/// Which map a scenario is on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum MapSource {
    /// The built-in provinces of the world.
    Provinces,
    /// An invented world.
    Generated(crate::world::generated::Recipe),
}

/// A state at the start.
///
/// Two are equal if they are the same in the world: with which selectors a territory was written does not
/// count.
#[derive(Debug, Clone)]
pub struct StateSetup {
    /// Unique id: the Correlates of War abbreviation where there is one; 2 to 12 ASCII letters, digits, `_`
    /// and `-`, a letter first.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Correlates of War state number.
    pub cow: Option<u16>,
    /// Name of the capital; may be empty.
    pub capital_name: String,
    /// Where the capital lies.
    pub capital: GeoPoint,
    /// The region the capital lies in, always part of the territory.
    pub capital_region: RegionId,
    /// Regions held, in order of number, without repetition.
    pub territory: Vec<RegionId>,
    /// The selectors the territory was written with, so that it can be written again as a person did.
    pub selectors: Vec<Selector>,
    /// Red, green, blue; chosen by the view where absent.
    pub colour: Option<[u8; 3]>,
    /// Population, in any unit common to the scenario, 0 to 1e15.
    pub population: f64,
    /// Industry, in any unit common to the scenario, 0 to 1e15.
    pub industry: f64,
    /// Military capability, in any unit common to the scenario, 0 to 1e15.
    pub military: f64,
    /// Technological prowess as a multiplier, 1 the system's mean, 0.01 to 100.
    pub technology: f64,
    /// Share of the power that can be used beyond its borders quickly, 0 to 1.
    pub offense: f64,
    /// How aggressive it really is, 0 to 1. Other states never read it.
    pub intent: f64,
    /// Value of revision less value of the status quo, -1 to 1.
    pub revisionism: f64,
    /// The movement it belongs to, if any.
    pub ideology: Option<String>,
    /// Growth of industry and military, share a year, -0.5 to 1; the theory's parameter where absent.
    pub growth: Option<f64>,
}

impl PartialEq for StateSetup {
    fn eq(&self, other: &Self) -> bool {
        // Taken apart so that a new field cannot be forgotten.
        let Self {
            id,
            name,
            cow,
            capital_name,
            capital,
            capital_region,
            territory,
            selectors: _,
            colour,
            population,
            industry,
            military,
            technology,
            offense,
            intent,
            revisionism,
            ideology,
            growth,
        } = self;
        (id, name, cow, capital_name) == (&other.id, &other.name, &other.cow, &other.capital_name)
            && (capital, capital_region, territory)
                == (&other.capital, &other.capital_region, &other.territory)
            && (colour, ideology, growth) == (&other.colour, &other.ideology, &other.growth)
            && (population, industry, military) == (&other.population, &other.industry, &other.military)
            && (technology, offense, intent, revisionism)
                == (&other.technology, &other.offense, &other.intent, &other.revisionism)
    }
}

/// A way to name regions in a territory.
#[derive(Debug, Clone, PartialEq)]
pub enum Selector {
    /// A region by its code or a member's, or several by a glob such as `DE-*`.
    Code(String),
    /// All regions of a modern country, ISO 3166-1 alpha-3.
    Country(String),
    /// Regions whose point lies within so many kilometres.
    Near {
        /// The centre.
        centre: GeoPoint,
        /// Radius in kilometres, 0.1 to 20,100.
        km: f64,
    },
    /// Takes away what other selectors name.
    Except(Vec<Selector>),
}

/// What partners have promised one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PactKind {
    /// To come to each other's defence.
    Defensive,
    /// To attack together.
    Offensive,
    /// Not to join the other's enemies.
    Neutrality,
    /// To consult and lean to the same side.
    Entente,
}

impl PactKind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Defensive, Self::Offensive, Self::Neutrality, Self::Entente];

    /// Name in scenarios and outputs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Defensive => "defensive",
            Self::Offensive => "offensive",
            Self::Neutrality => "neutrality",
            Self::Entente => "entente",
        }
    }
}

/// An alliance at the start.
#[derive(Debug, Clone, PartialEq)]
pub struct AllianceSetup {
    /// Name for people; may be empty.
    pub name: String,
    /// What was promised.
    pub kind: PactKind,
    /// Members, two or more, as places in [`Scenario::states`].
    pub members: Vec<usize>,
    /// When it was signed; the scenario's start where absent.
    pub since: Option<Date>,
    /// When it lapses; never where absent.
    pub until: Option<Date>,
    /// Whom it is against, as a place in [`Scenario::states`]; anyone where absent.
    pub target: Option<usize>,
}

/// A war under way at the start.
#[derive(Debug, Clone, PartialEq)]
pub struct WarSetup {
    /// Name for people; may be empty.
    pub name: String,
    /// One side, as places in [`Scenario::states`].
    pub attackers: Vec<usize>,
    /// The other side.
    pub defenders: Vec<usize>,
    /// When it began; the scenario's start where absent.
    pub since: Option<Date>,
}

/// What one state believes of another at the start.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BeliefSetup {
    /// Who believes, as a place in [`Scenario::states`].
    pub of: usize,
    /// About whom.
    pub about: usize,
    /// The aggressive intent believed in, 0.001 to 0.999.
    pub intent: f64,
    /// How firmly, in observations, 0.1 to 1000; the parameter `belief_weight` where absent.
    pub weight: Option<f64>,
}
