//! New worlds: a map to be settled, empty or divided among states already.

use std::sync::Arc;

use jiff::civil::date;
use rand::{Rng, RngExt};
use rand_pcg::Pcg64Mcg;
use rand_pcg::rand_core::SeedableRng;

use super::found::{blank, free_colour, free_id, free_name};
use super::text::digits;
use crate::scenario::{MapSource, Scenario, TickLength};
use crate::simulation::weight;
use crate::theory::parameters::Preset;
use crate::world::generated::{Recipe, generate};
use crate::world::realms::{between, grow, ratio};
use crate::world::{GeoPoint, Geography, RegionId, real};

/// The most states that a new world begins with.
pub const MOST_STATES: usize = 400;

/// Population of a state of middling land.
const MEAN: f64 = 10.0;

/// Movements that states may belong to.
const MOVEMENTS: [&str; 3] = ["Red", "Black", "White"];

/// Modern countries whose provinces make up Europe.
const EUROPE: [&str; 46] = [
    "ALB", "AND", "AUT", "BEL", "BGR", "BIH", "BLR", "CHE", "CYP", "CZE", "DEU", "DNK", "ESP", "EST", "FIN",
    "FRA", "GBR", "GRC", "HRV", "HUN", "IRL", "ISL", "ITA", "KOS", "LIE", "LTU", "LUX", "LVA", "MCO", "MDA",
    "MKD", "MLT", "MNE", "NLD", "NOR", "POL", "PRT", "ROU", "RUS", "SRB", "SVK", "SVN", "SWE", "TUR", "UKR",
    "XKX",
];

/// West, south, east and north of Europe, as the map first shows it.
const EUROPE_BOX: [f64; 4] = [-10.0, 35.0, 42.0, 64.0];

/// Which map a world is on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Ground {
    /// The provinces of the world, seen from Europe.
    Europe,
    /// The provinces of the world.
    Earth,
    /// An invented map.
    Invented(Recipe),
}

/// What a new world is made from.
#[derive(Debug, Clone, PartialEq)]
pub struct NewWorld {
    /// What it is called.
    pub name: String,
    /// The map.
    pub ground: Ground,
    /// States to begin with, 0 to [`Self::MOST_STATES`].
    pub states: usize,
    /// Whether chance makes each state another, or all are alike.
    pub drawn: bool,
    /// Seed of all that is left to chance about the states.
    pub seed: u64,
}

impl NewWorld {
    /// The most states that one begins with.
    pub const MOST_STATES: usize = MOST_STATES;

    /// West, south, east and north of the part of the map that it is about, where that is not all of it.
    pub fn about(&self) -> Option<[f64; 4]> {
        (self.ground == Ground::Europe).then_some(EUROPE_BOX)
    }

    /// The world as a scenario: at the same seed always the same.
    pub fn scenario(&self) -> Scenario {
        let (map, geography) = match self.ground {
            Ground::Europe | Ground::Earth => (MapSource::Provinces, real::provinces()),
            Ground::Invented(recipe) => (MapSource::Generated(recipe), Arc::new(generate(&recipe))),
        };
        let preset = Preset::default();
        let mut scenario = Scenario {
            name: self.name.clone(),
            description: String::new(),
            sources: Vec::new(),
            start: date(1900, 1, 1),
            tick: TickLength::Months(1),
            map,
            geography,
            preset,
            parameters: preset.parameters(),
            states: Vec::new(),
            alliances: Vec::new(),
            wars: Vec::new(),
            beliefs: Vec::new(),
        };
        self.settle(&mut scenario);
        scenario
    }

    /// Divides the land among states.
    fn settle(&self, scenario: &mut Scenario) {
        let geography = scenario.geography.clone();
        let regions = &geography.regions;
        let mut rng = Pcg64Mcg::seed_from_u64(self.seed);
        let lands = grow(regions, self.land(&geography), self.states.min(MOST_STATES), &mut rng);
        let sizes: Vec<f64> = lands
            .iter()
            .map(|land| land.iter().map(|region| weight(*region, land[0], regions)).sum())
            .collect();
        let mean = sizes.iter().sum::<f64>() / sizes.len().max(1) as f64;
        for (mut land, size) in lands.into_iter().zip(sizes) {
            let home = land[0];
            let name = free_name(scenario, "", home);
            // No state has been asked for by an id that could be taken.
            let Ok(id) = free_id(scenario, "", &name) else { continue };
            let mut state = blank(scenario, id, name, home);
            let people = digits((MEAN * size / mean).max(0.1), 2);
            (state.population, state.industry, state.military) = (people, people, people);
            if self.drawn {
                state.industry = digits(people * ratio(&mut rng, 2.0), 2);
                state.military = digits(people * ratio(&mut rng, 2.0), 2);
                state.technology = digits(ratio(&mut rng, 1.25), 2);
                state.offense = hundredths(between(&mut rng, 0.1, 0.9));
                state.revisionism = hundredths(between(&mut rng, -0.8, 0.9));
                let zeal = 0.5 * state.revisionism.max(0.0);
                state.intent = hundredths(between(&mut rng, 0.0, 0.4) + zeal);
                state.ideology = movement(&mut rng);
            }
            land.sort_unstable();
            state.territory = land;
            state.colour = free_colour(scenario, home);
            scenario.states.push(state);
        }
    }

    /// The regions that states may take.
    fn land(&self, geography: &Geography) -> Vec<RegionId> {
        let fits = |country: &str, point: GeoPoint| match self.ground {
            // Russia this side of the Urals.
            Ground::Europe => EUROPE.contains(&country) && (-30.0..60.0).contains(&point.lon),
            Ground::Earth | Ground::Invented(_) => true,
        };
        let all = geography.regions.iter();
        all.filter(|(_, region)| fits(&region.country, region.point)).map(|(id, _)| id).collect()
    }
}

/// To a hundredth, as a person would write it.
fn hundredths(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

/// A movement for two states in five.
fn movement(rng: &mut impl Rng) -> Option<String> {
    let drawn = rng.random::<f64>() < 0.4;
    let which = (rng.random::<f64>() * MOVEMENTS.len() as f64) as usize;
    drawn.then(|| MOVEMENTS[which.min(MOVEMENTS.len() - 1)].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::testing::{begin, future};
    use crate::scenario;

    fn world(ground: Ground, states: usize, drawn: bool) -> NewWorld {
        NewWorld { name: "New".into(), ground, states, drawn, seed: 3 }
    }

    #[test]
    fn new_worlds_are_valid_scenarios_that_are_read_as_they_were_written() {
        let invented = Ground::Invented(Recipe { regions: 120, seed: 9, land: 0.5 });
        let tiny = Ground::Invented(Recipe { regions: 3, seed: 1, land: 1.0 });
        for (ground, states) in
            [(Ground::Europe, 0), (Ground::Europe, 30), (Ground::Earth, 60), (invented, 25), (tiny, 50)]
        {
            for drawn in [false, true] {
                let made = world(ground, states, drawn).scenario();
                let expected = states.min(if ground == tiny { 3 } else { states });
                assert_eq!(made.states.len(), expected, "{ground:?}");
                let text = scenario::write(&made);
                let read = scenario::read("new", &text).unwrap_or_else(|all| panic!("{all}\n{text}"));
                assert_eq!(read, made);
                assert_eq!(world(ground, states, drawn).scenario(), made, "the same again");
            }
        }
    }

    #[test]
    fn all_land_is_held_where_it_can_be_reached_and_europe_is_europe() {
        let made = world(Ground::Europe, 40, true).scenario();
        for state in &made.states {
            assert!(state.territory.contains(&state.capital_region));
            let here = &made.geography.regions[state.capital_region];
            assert!(EUROPE.contains(&here.country.as_str()), "{}", here.country);
        }
        let held: usize = made.states.iter().map(|state| state.territory.len()).sum();
        let land = world(Ground::Europe, 0, true).land(&made.geography).len();
        assert!(held * 10 > land * 8, "{held} of {land}");
        assert!(made.states.iter().any(|state| state.ideology.is_some()));
    }

    #[test]
    fn a_world_without_states_runs_and_one_with_alike_states_too() {
        for states in [0, 1, 2, 12] {
            let made = world(Ground::Invented(Recipe { regions: 40, seed: 2, land: 0.6 }), states, false);
            let app = begin(&made.scenario(), 1);
            assert_eq!(future(app.world(), 40).len(), 40);
        }
    }
}
