//! What has been counted over pairs of runs.

use std::collections::BTreeMap;

use super::seen::{Actor, Seen, place};
use super::statistics::Counts;
use super::{PairOutcome, Quantity, StateOutcome};

/// Counts of all outcomes. Pairs of runs may be added in any order: what is found in it is the same.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    /// How many pairs of runs have been counted.
    pub runs: u32,
    /// In how many of them the two went alike to the bit.
    pub alike: u32,
    /// By arm and by later command, in how many runs it could not be carried out.
    pub refused: [Vec<u32>; 2],
    pub(super) war: Counts,
    /// Everybody seen in any run, in the order in which they were.
    pub(super) cast: Vec<Actor>,
    /// In which arms each was seen.
    pub(super) present: Vec<[bool; 2]>,
    pub(super) states: Vec<[Counts; StateOutcome::ALL.len()]>,
    /// In a triangle.
    pub(super) pairs: Vec<[Counts; PairOutcome::ALL.len()]>,
    /// By run, since sums depend on their order.
    pub(super) quantities: BTreeMap<u32, [[f64; Quantity::ALL.len()]; 2]>,
    places: BTreeMap<String, usize>,
}

impl Tally {
    /// Counts a pair of runs.
    pub(super) fn add(&mut self, run: u32, pair: &[Seen; 2]) {
        self.runs += 1;
        self.alike += u32::from(pair[0].hash == pair[1].hash);
        for (arm, seen) in pair.iter().enumerate() {
            for place in &seen.refused {
                let refused = &mut self.refused[arm];
                refused.resize(refused.len().max(place + 1), 0);
                refused[*place] += 1;
            }
        }
        self.war.add(pair[0].war, pair[1].war);
        self.quantities.insert(run, [pair[0].quantities, pair[1].quantities]);
        let mut numbers = [0, 1].map(|arm| self.enlist(arm, &pair[arm]));
        numbers.iter_mut().for_each(|of_arm| of_arm.resize(self.cast.len(), None));
        for (state, counts) in self.states.iter_mut().enumerate() {
            for outcome in StateOutcome::ALL {
                let [a, b] =
                    [0, 1].map(|arm| numbers[arm][state].is_some_and(|it| pair[arm].state(it, outcome)));
                counts[outcome as usize].add(a, b);
            }
        }
        for high in 1..self.cast.len() {
            for low in 0..high {
                let [a, b] = [0, 1].map(|arm| match (numbers[arm][low], numbers[arm][high]) {
                    (Some(low), Some(high)) => pair[arm].pair(low, high),
                    _ => 0,
                });
                if a | b == 0 {
                    continue;
                }
                let counts = &mut self.pairs[place(low, high)];
                for (bit, counts) in counts.iter_mut().enumerate() {
                    counts.add(a & (1 << bit) != 0, b & (1 << bit) != 0);
                }
            }
        }
    }

    /// Gives everybody of a run a place; then who is at each place, by number in the run.
    fn enlist(&mut self, arm: usize, seen: &Seen) -> Vec<Option<usize>> {
        let mut places = Vec::with_capacity(seen.cast.len());
        for actor in &seen.cast {
            let next = self.cast.len();
            let place = *self.places.entry(actor.code.clone()).or_insert(next);
            if place == next {
                self.cast.push(actor.clone());
                self.present.push([false; 2]);
                self.states.push(Default::default());
                self.pairs.resize(next * (next + 1) / 2, Default::default());
            }
            self.present[place][arm] = true;
            places.push(place);
        }
        let mut numbers = vec![None; self.cast.len()];
        for (number, place) in places.into_iter().enumerate() {
            numbers[place] = Some(number);
        }
        numbers
    }
}
