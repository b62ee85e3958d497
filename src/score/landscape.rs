//! The landscape model of aggregation (Axelrod and Bennett 1993, British Journal of Political Science 23).
//!
//! Every state is in one of two blocs. With sizes `s`, propensities `p` of pairs to get along (above 0) or not (below),
//! and distance `d` 0 for two of one bloc and 1 for two of different ones, a split has the energy
//!
//! ```text
//! E = sum over i, j of s_i s_j p_ij d_ij
//! ```
//!
//! It is low where those who get along are together and those who do not are apart. The paper lets each state go over
//! while that lowers the energy, and predicts the split of least energy.
//!
//! # Where this differs from the paper
//!
//! | | paper, 17 states of Europe in 1936 | here, all states of a setup |
//! |---|---|---|
//! | size | national capabilities of Correlates of War | mean of the shares in population, industry and military |
//! | propensity | sum of five: ethnic conflict, religion, border disputes, kind of government, recent wars; each +1 or −1 where it holds | sum of three: +1 with the same movement, −1 with another; −1 at war at the start; −1 where the setup states that one of the two believes in the other's hostile intent with [`HOSTILE`] or more, which stands for disputes and past wars |
//! | alliances | left out, being what is to be explained | left out; [`Ties::Pacts`] adds +1 for a pact that promises arms or an entente, −1 where one is bound against the other |
//! | splits | all | those in which the protagonists of the two camps are apart, each camp in one bloc, as the question has them |
//! | search | complete | complete up to [`EXHAUSTIVE`] free states, else descents from all others together, from each of them alone, from the sides at the start and from [`RANDOM_STARTS`] splits drawn with a fixed seed |
//! | in no bloc | nobody | a state that would change nothing by going over |
//!
//! Religion and ethnic conflict have no counterpart in a setup, so that the published result cannot be had from this.

use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;

use super::baselines::capabilities;
use crate::scenario::{PactKind, Scenario};

/// Belief in hostile intent that counts: the yardstick of the setups has it for a state that would use force for a
/// claim.
pub const HOSTILE: f64 = 0.25;

/// Up to how many states all splits are tried.
pub const EXHAUSTIVE: usize = 20;

/// How many splits drawn by chance the search begins from beyond that.
pub const RANDOM_STARTS: usize = 500;

/// Differences of energy below this are rounding.
const ROUNDING: f64 = 1e-14;

/// Whether pacts of the start count as ties.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ties {
    /// They do not, as in the paper.
    None,
    /// They do.
    Pacts,
}

/// Sizes of states, and how pairs get along.
#[derive(Debug, Clone, PartialEq)]
pub struct Landscape {
    sizes: Vec<f64>,
    /// `s_i s_j p_ij`, row by row; symmetric, nothing on the diagonal.
    weights: Vec<f64>,
}

impl Landscape {
    /// From sizes and propensities; of a pair of propensities the mean counts for both.
    ///
    /// # Panics
    /// If there are not as many propensities as pairs.
    pub fn new(sizes: Vec<f64>, propensities: &[f64]) -> Self {
        let n = sizes.len();
        assert_eq!(propensities.len(), n * n, "a propensity for each pair");
        let mut weights = vec![0.0; n * n];
        for i in 0..n {
            for j in (0..n).filter(|j| *j != i) {
                weights[i * n + j] =
                    sizes[i] * sizes[j] * (propensities[i * n + j] + propensities[j * n + i]) / 2.0;
            }
        }
        Self { sizes, weights }
    }

    /// What a setup tells of its states.
    pub fn of(scenario: &Scenario, ties: Ties) -> Self {
        let n = scenario.states.len();
        let mut propensities = vec![0.0; n * n];
        let mut add = |i: usize, j: usize, by: f64| {
            propensities[i * n + j] += by;
            propensities[j * n + i] += by;
        };
        let mut hostile = vec![false; n * n];
        for belief in scenario.beliefs.iter().filter(|belief| belief.intent >= HOSTILE) {
            hostile[belief.of * n + belief.about] = true;
        }
        for i in 0..n {
            for j in 0..i {
                if let (Some(one), Some(other)) = (&scenario.states[i].ideology, &scenario.states[j].ideology)
                {
                    add(i, j, if one == other { 1.0 } else { -1.0 });
                }
                let across = |war: &crate::scenario::WarSetup| {
                    let on = |side: &[usize], state: usize| side.contains(&state);
                    (on(&war.attackers, i) && on(&war.defenders, j))
                        || (on(&war.attackers, j) && on(&war.defenders, i))
                };
                if scenario.wars.iter().any(across) {
                    add(i, j, -1.0);
                }
                if hostile[i * n + j] || hostile[j * n + i] {
                    add(i, j, -1.0);
                }
                if ties == Ties::Pacts {
                    let has = |pact: &crate::scenario::AllianceSetup, state| pact.members.contains(&state);
                    let real = || scenario.alliances.iter().filter(|pact| pact.kind != PactKind::Neutrality);
                    if real().any(|pact| has(pact, i) && has(pact, j)) {
                        add(i, j, 1.0);
                    }
                    let against =
                        |one, other| real().any(|pact| has(pact, one) && pact.target == Some(other));
                    if against(i, j) || against(j, i) {
                        add(i, j, -1.0);
                    }
                }
            }
        }
        Self::new(capabilities(scenario), &propensities)
    }

    /// The energy of a split, `true` being one bloc and `false` the other.
    pub fn energy(&self, split: &[bool]) -> f64 {
        let n = self.sizes.len();
        let mut energy = 0.0;
        for i in 0..n {
            for j in (0..n).filter(|j| split[*j] != split[i]) {
                energy += self.weights[i * n + j];
            }
        }
        energy
    }

    /// By how much the energy rises if a state goes over.
    pub fn rise(&self, split: &[bool], state: usize) -> f64 {
        let n = self.sizes.len();
        let row = &self.weights[state * n..(state + 1) * n];
        // Each pair counts twice in the energy: once from either side.
        2.0 * row
            .iter()
            .zip(split)
            .map(|(weight, bloc)| if *bloc == split[state] { *weight } else { -weight })
            .sum::<f64>()
    }

    /// The split of least energy, of those in which each state is in the bloc that `fixed` says, if it says one; from
    /// `starts` too, where not all splits can be tried.
    pub fn least(&self, fixed: &[Option<bool>], starts: &[Vec<bool>]) -> Vec<bool> {
        let free: Vec<usize> = (0..self.sizes.len()).filter(|state| fixed[*state].is_none()).collect();
        let from: Vec<bool> = fixed.iter().map(|bloc| bloc.unwrap_or(false)).collect();
        if free.len() <= EXHAUSTIVE { self.try_all(from, &free) } else { self.descend(from, &free, starts) }
    }

    /// By trying all splits, each from the last by one state that goes over (Gray code).
    fn try_all(&self, from: Vec<bool>, free: &[usize]) -> Vec<bool> {
        let mut split = from;
        let mut energy = self.energy(&split);
        let (mut least, mut best) = (energy, split.clone());
        for step in 1u32..1 << free.len() {
            let goes = free[step.trailing_zeros() as usize];
            energy += self.rise(&split, goes);
            split[goes] = !split[goes];
            // Less by more than rounding, so that of equals the first is kept.
            if energy < least - ROUNDING {
                least = energy;
                best.clone_from(&split);
            }
        }
        best
    }

    /// By letting the state go over that gains most, again and again, from many splits.
    fn descend(&self, from: Vec<bool>, free: &[usize], starts: &[Vec<bool>]) -> Vec<bool> {
        let mut all = vec![from.clone()];
        let with = |split: &dyn Fn(usize) -> bool| {
            let mut other = from.clone();
            free.iter().for_each(|state| other[*state] = split(*state));
            other
        };
        all.push(with(&|_| true));
        all.extend(free.iter().map(|alone| with(&|state| state == *alone)));
        all.extend(starts.iter().map(|start| with(&|state| start[state])));
        let mut generator = Pcg64Mcg::seed_from_u64(1993);
        for _ in 0..RANDOM_STARTS {
            let drawn: Vec<bool> = from.iter().map(|_| generator.random()).collect();
            all.push(with(&|state| drawn[state]));
        }
        let (mut least, mut best) = (f64::INFINITY, from);
        for mut split in all {
            loop {
                let rises = free.iter().map(|state| (self.rise(&split, *state), *state));
                match rises.min_by(|a, b| a.0.total_cmp(&b.0)) {
                    Some((rise, state)) if rise < -ROUNDING => split[state] = !split[state],
                    _ => break,
                }
            }
            let energy = self.energy(&split);
            if energy < least - ROUNDING {
                (least, best) = (energy, split);
            }
        }
        best
    }

    /// Whether a state would change nothing by going over: it is in no bloc.
    pub fn is_indifferent(&self, split: &[bool], state: usize) -> bool {
        self.rise(split, state).abs() <= ROUNDING
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(n: usize, seed: u64) -> Landscape {
        let mut generator = Pcg64Mcg::seed_from_u64(seed);
        let sizes = (0..n).map(|_| generator.random::<f64>()).collect();
        let propensities: Vec<f64> = (0..n * n).map(|_| f64::from(generator.random_range(-3..=3))).collect();
        Landscape::new(sizes, &propensities)
    }

    /// Every split of so many states.
    fn splits(n: usize) -> impl Iterator<Item = Vec<bool>> {
        (0u32..1 << n).map(move |bits| (0..n).map(|state| bits & 1 << state != 0).collect())
    }

    #[test]
    fn three_states_by_hand() {
        // The first two get along, the third gets along with neither: sizes 2, 1, 3.
        let p = [0.0, 1.0, -1.0, 1.0, 0.0, -3.0, -1.0, -3.0, 0.0];
        let landscape = Landscape::new(vec![2.0, 1.0, 3.0], &p);
        // Apart: 1 and 3 (-6), 2 and 3 (-9), each from both sides.
        assert_eq!(landscape.energy(&[false, false, true]), -30.0);
        // Apart: 1 and 2 (+2), 1 and 3 (-6).
        assert_eq!(landscape.energy(&[true, false, false]), -8.0);
        assert_eq!(landscape.energy(&[false; 3]), 0.0);
        assert_eq!(landscape.rise(&[false; 3], 2), -30.0);
        // Which bloc is called which is the same to it.
        assert!(
            [[true, true, false], [false, false, true]]
                .contains(&landscape.least(&[None; 3], &[])[..].try_into().expect("three"))
        );
        // With the first and the second held apart, the third stands against the second, whom it likes least.
        assert_eq!(landscape.least(&[Some(true), Some(false), None], &[]), [true, false, true]);
    }

    #[test]
    fn a_rise_is_the_difference_of_energies() {
        let landscape = drawn(7, 3);
        for split in splits(7) {
            for state in 0..7 {
                let mut gone = split.clone();
                gone[state] = !gone[state];
                let difference = landscape.energy(&gone) - landscape.energy(&split);
                assert!((landscape.rise(&split, state) - difference).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn both_searches_find_the_least_of_all() {
        for seed in 0..20 {
            let landscape = drawn(10, seed);
            let least = splits(10).map(|split| landscape.energy(&split)).fold(f64::INFINITY, f64::min);
            let all: Vec<usize> = (0..10).collect();
            for found in
                [landscape.try_all(vec![false; 10], &all), landscape.descend(vec![false; 10], &all, &[])]
            {
                assert!((landscape.energy(&found) - least).abs() < 1e-9, "seed {seed}");
            }
            let apart = |split: &Vec<bool>| split[0] && !split[1];
            let least =
                splits(10).filter(apart).map(|it| landscape.energy(&it)).fold(f64::INFINITY, f64::min);
            let mut from = vec![false; 10];
            from[0] = true;
            for found in [landscape.try_all(from.clone(), &all[2..]), landscape.descend(from, &all[2..], &[])]
            {
                assert!(apart(&found) && (landscape.energy(&found) - least).abs() < 1e-9, "seed {seed}");
            }
        }
    }

    #[test]
    fn who_has_no_ties_is_in_no_bloc() {
        let landscape = Landscape::new(vec![1.0; 3], &[0.0, -1.0, 0.0, -1.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
        let split = landscape.least(&[None; 3], &[]);
        let indifferent = [0, 1, 2].map(|state| landscape.is_indifferent(&split, state));
        assert_eq!(indifferent, [false, false, true]);
    }
}
