//! Realms: land divided among states that are yet to be.

use rand::{Rng, RngExt};

use super::{RegionId, Regions};

/// The land of each of so many states, its capital first. Capitals are drawn among these regions; from them states grow
/// over land, each at a pace of its own, until all that can be reached is taken: each takes a free neighbour of its own
/// land in turn, the more often the faster it grows. There are fewer where there are not so many regions.
pub fn grow(
    regions: &Regions,
    mut free: Vec<RegionId>,
    states: usize,
    rng: &mut impl Rng,
) -> Vec<Vec<RegionId>> {
    let mut lands = Vec::with_capacity(states);
    for _ in 0..states.min(free.len()) {
        let place = (rng.random::<f64>() * free.len() as f64) as usize;
        lands.push(vec![free.remove(place)]);
    }
    let mut taken = vec![true; regions.len()];
    free.iter().for_each(|region| taken[region.index()] = false);
    let pace: Vec<f64> = lands.iter().map(|_| ratio(rng, 3.0)).collect();
    // When each takes its next region; one that finds none never asks again, for free land only shrinks.
    let mut next: Vec<f64> = pace.iter().map(|pace| 1.0 / pace).collect();
    loop {
        let first = (0..lands.len()).min_by(|a, b| next[*a].total_cmp(&next[*b]));
        let Some(state) = first.filter(|state| next[*state].is_finite()) else { return lands };
        let neighbours = lands[state].iter().flat_map(|region| &regions[*region].land);
        match neighbours.copied().find(|region| !taken[region.index()]) {
            Some(region) => {
                taken[region.index()] = true;
                lands[state].push(region);
                next[state] += 1.0 / pace[state];
            }
            None => next[state] = f64::INFINITY,
        }
    }
}

/// A number between two.
pub fn between(rng: &mut impl Rng, low: f64, high: f64) -> f64 {
    low + (high - low) * rng.random::<f64>()
}

/// A multiplier between `1/most` and `most`, as likely below 1 as above.
pub fn ratio(rng: &mut impl Rng, most: f64) -> f64 {
    libm::exp(libm::log(most) * between(rng, -1.0, 1.0))
}
