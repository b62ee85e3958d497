//! The invented world of a seed.
//!
//! Four regions for each state. Capitals are drawn among the regions; from them states grow over land, each at
//! a pace of its own, until all that can be reached is taken, so that some become large and most small.
//!
//! | attribute | drawn |
//! |---|---|
//! | population | regions held times 0.5 to 2 |
//! | industry, military | population times 0.5 to 2 |
//! | technology | 0.8 to 1.25 |
//! | offense | 0.1 to 0.9 |
//! | revisionism | -0.8 to 0.9 |
//! | intent | 0 to 0.4, and for a revisionist half its revisionism more |
//! | ideology | one of three movements for two states in five, else none |
//!
//! Multipliers are drawn so that halving is as likely as doubling, all else evenly. Governments change in two
//! centuries, so `temper_drift` is 0.05 a year here, where it is 0 by default: without it, who was peaceful on
//! the first day would be so on the last.

use std::fmt::Write;

use rand::RngExt;
use rand_pcg::Pcg64Mcg;
use rand_pcg::rand_core::SeedableRng;

use crate::scenario::{self, Diagnostics, Scenario};
use crate::theory::parameters::Preset;
use crate::world::generated::{Recipe, generate};
use crate::world::realms::{between, grow, ratio};

/// Regions of the map for each state.
const REGIONS_PER_STATE: u32 = 4;

/// Share of the map's surface that is land.
const LAND: f64 = 0.6;

/// A yearly spread that turns tempers over in a few decades.
const TEMPER_DRIFT: f32 = 0.05;

const MOVEMENTS: [&str; 3] = ["Red", "Black", "White"];

/// The world of a seed: so many states, monthly ticks from 1800 on.
///
/// # Errors
/// If the text it is written in is not valid, as with fewer than two states or very many.
pub fn world(states: u32, seed: u64, preset: Preset) -> Result<Scenario, Diagnostics> {
    let recipe = Recipe { regions: states.saturating_mul(REGIONS_PER_STATE), seed, land: LAND };
    let regions = generate(&recipe).regions;
    let mut rng = Pcg64Mcg::seed_from_u64(seed);
    let lands = grow(&regions, regions.iter().map(|(id, _)| id).collect(), states as usize, &mut rng);
    let mut text = format!(
        "(version: 1, name: \"Long run {seed}\", start: \"1800-01-01\", tick: months(1), \
         map: generated(regions: {}, seed: {seed}, land: {LAND}), \
         theory: (preset: \"{}\", set: {{\"temper_drift\": {TEMPER_DRIFT}}}), states: [\n",
        recipe.regions,
        preset.name()
    );
    for (number, land) in lands.iter().enumerate() {
        let mut line = |words: String| text.push_str(&words);
        let codes: Vec<String> = land.iter().map(|region| format!("\"{}\"", regions[*region].code)).collect();
        let population = land.len() as f64 * ratio(&mut rng, 2.0);
        let revisionism = between(&mut rng, -0.8, 0.9);
        line(format!(
            "(id: \"S{:02}\", capital: (province: {}), territory: [{}], population: {population}, industry: {}, \
             military: {}, technology: {}, offense: {}, revisionism: {revisionism}, intent: {}",
            number + 1,
            codes[0],
            codes.join(", "),
            population * ratio(&mut rng, 2.0),
            population * ratio(&mut rng, 2.0),
            ratio(&mut rng, 1.25),
            between(&mut rng, 0.1, 0.9),
            between(&mut rng, 0.0, 0.4) + 0.5 * revisionism.max(0.0),
        ));
        if rng.random::<f64>() < 0.4 {
            let movement = MOVEMENTS[(rng.random::<f64>() * MOVEMENTS.len() as f64) as usize];
            line(format!(", ideology: \"{movement}\""));
        }
        line("),\n".into());
    }
    write!(text, "])").expect("text takes all that is written");
    scenario::read("long run", &text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_world_has_its_states_of_many_sizes_and_tempers_and_is_the_same_again() {
        for seed in 0..4 {
            let drawn =
                world(60, seed, Preset::default()).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
            assert_eq!(drawn.states.len(), 60);
            assert_eq!(drawn.geography.regions.len(), 240);
            let sizes: Vec<usize> = drawn.states.iter().map(|state| state.territory.len()).collect();
            assert!(sizes.iter().max() > Some(&8) && sizes.iter().min() < Some(&3), "{sizes:?}");
            let held: usize = sizes.iter().sum();
            assert!(held > 200, "most of the land is held, {held}");
            assert!(drawn.states.iter().any(|state| state.revisionism > 0.5));
            assert!(drawn.states.iter().any(|state| state.revisionism < -0.5));
            assert!(drawn.states.iter().any(|state| state.ideology.is_some()));
            assert!((drawn.parameters.temper_drift - TEMPER_DRIFT).abs() < 1e-6);
            assert_eq!(Ok(drawn), world(60, seed, Preset::default()).map_err(|it| it.to_string()));
        }
    }
}
