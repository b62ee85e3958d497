//! Pairs of states in dense row-major matrices: how near, and what one believes of the other.

use bevy_ecs::prelude::*;

use super::digest::Digest;
use super::{StateId, Wars};
use crate::theory::belief::Belief;
use crate::theory::distance::{distance_at, proximity};
use crate::theory::parameters::Parameters;
use crate::world::{RegionId, Regions};

/// Matrices by (row, column) of states; the row is always the one who feels, fears or is helped.
#[derive(Resource, Debug, Clone, Default, PartialEq)]
pub struct Pairs {
    n: usize,
    /// Distance between nearest lands in km, longer across sea; infinite for the landless.
    pub distance_km: Vec<f32>,
    /// Share of the column's strength that arrives at the row, 0 to 1; 0 on the diagonal. Only the methods of this
    /// type change it.
    pub proximity: Vec<f32>,
    /// Weight of hostile acts the row saw of the column.
    pub alarm: Vec<f32>,
    /// Weight of quiet the row saw of the column.
    pub calm: Vec<f32>,
    /// Threat of the column to the row without any ally, 0 to 1.
    pub exposure: Vec<f32>,
    /// The greatest exposure of each row, 0 to 1.
    pub greatest: Vec<f32>,
    reach_km: Vec<f32>,
    proximity_digest: u64,
}

impl Pairs {
    /// Matrices for states with these lands, at the prior belief.
    pub fn new(
        regions: &Regions,
        lands: &[Vec<RegionId>],
        reach_km: &[f32],
        parameters: &Parameters,
    ) -> Self {
        let n = lands.len();
        let prior = Belief::prior(parameters);
        let mut pairs = Self {
            n,
            distance_km: vec![0.0; n * n],
            proximity: vec![0.0; n * n],
            alarm: vec![prior.alarm; n * n],
            calm: vec![prior.calm; n * n],
            exposure: vec![0.0; n * n],
            greatest: vec![0.0; n],
            reach_km: reach_km.to_vec(),
            proximity_digest: 0,
        };
        for i in 0..n {
            for j in 0..i {
                let distance = land_distance_km(regions, &lands[i], &lands[j], parameters);
                pairs.set_distance(i, j, distance as f32);
            }
        }
        for j in 0..n {
            pairs.renew_column(j, parameters);
        }
        pairs.sign();
        pairs
    }

    /// Brings distances and proximity up to date after the land of some states changed: the same as if all were
    /// built anew. `reach_km` and `lands` are by state; the reach of those that kept their land is left as it was.
    pub fn refresh(
        &mut self,
        changed: &[StateId],
        regions: &Regions,
        lands: &[Vec<RegionId>],
        reach_km: &[f32],
        parameters: &Parameters,
    ) {
        for state in changed {
            let i = state.index();
            self.reach_km[i] = reach_km[i];
            for j in (0..self.n).filter(|j| *j != i) {
                // The first list is the one of the higher number, as when built anew: sums go the same way.
                let (high, low) = (i.max(j), i.min(j));
                let distance = land_distance_km(regions, &lands[high], &lands[low], parameters);
                self.set_distance(high, low, distance as f32);
            }
        }
        for state in changed {
            let i = state.index();
            self.renew_column(i, parameters);
            for j in (0..self.n).filter(|j| *j != i) {
                self.renew(i, j, parameters);
            }
        }
        self.sign();
    }

    /// Makes room for more states, who have no land yet and of whom, and who, know nothing but the prior.
    pub(super) fn grow(&mut self, n: usize, parameters: &Parameters) {
        let (old, prior) = (self.n, Belief::prior(parameters));
        let wider = |matrix: &[f32], fill: f32| {
            let mut wide = vec![fill; n * n];
            for (row, wide) in matrix.chunks_exact(old.max(1)).zip(wide.chunks_exact_mut(n.max(1))) {
                wide[..old].copy_from_slice(row);
            }
            wide
        };
        self.distance_km = wider(&self.distance_km, f32::INFINITY);
        self.proximity = wider(&self.proximity, 0.0);
        self.alarm = wider(&self.alarm, prior.alarm);
        self.calm = wider(&self.calm, prior.calm);
        self.exposure = wider(&self.exposure, 0.0);
        for state in old..n {
            self.distance_km[state * n + state] = 0.0;
        }
        self.greatest.resize(n, 0.0);
        self.reach_km.resize(n, 0.0);
        self.n = n;
    }

    /// Follows the reach of states as their technology grows, once it has changed by a hundredth: less would not
    /// be felt, and powers are dear.
    pub fn follow_reach(&mut self, reach_km: &[f32], parameters: &Parameters) {
        const FELT: f32 = 0.01;
        let mut changed = false;
        for (j, reach) in reach_km.iter().enumerate() {
            if (reach - self.reach_km[j]).abs() > FELT * self.reach_km[j] {
                self.reach_km[j] = *reach;
                self.renew_column(j, parameters);
                changed = true;
            }
        }
        if changed {
            self.sign();
        }
    }

    /// Reach of each state as it was last taken into account, in km.
    pub fn reach_km(&self) -> &[f32] {
        &self.reach_km
    }

    /// Digest of the matrix of proximity: it changes so rarely that it is kept.
    pub(super) fn proximity_digest(&self) -> u64 {
        self.proximity_digest
    }

    fn set_distance(&mut self, i: usize, j: usize, distance: f32) {
        self.distance_km[i * self.n + j] = distance;
        self.distance_km[j * self.n + i] = distance;
    }

    /// Works out what of the strength of `j` arrives at everybody.
    fn renew_column(&mut self, j: usize, parameters: &Parameters) {
        for i in (0..self.n).filter(|i| *i != j) {
            self.renew(i, j, parameters);
        }
    }

    fn renew(&mut self, i: usize, j: usize, parameters: &Parameters) {
        let at = i * self.n + j;
        let near = proximity(self.distance_km[at], self.reach_km[j], parameters);
        // Switched off, the factor lets all strength arrive everywhere.
        self.proximity[at] = 1.0 + parameters.factor_proximity * (near - 1.0);
    }

    fn sign(&mut self) {
        let mut digest = Digest::new(0);
        digest.matrix(&self.proximity);
        self.proximity_digest = digest.finish();
    }

    /// Number of states.
    pub fn states(&self) -> usize {
        self.n
    }

    /// The place of a pair in the matrices.
    pub fn at(&self, row: StateId, column: StateId) -> usize {
        row.index() * self.n + column.index()
    }

    /// The places of a row in the matrices.
    pub fn row(&self, row: StateId) -> std::ops::Range<usize> {
        row.index() * self.n..(row.index() + 1) * self.n
    }

    /// Makes one state believe this of another.
    pub fn set_belief(&mut self, of: StateId, about: StateId, belief: Belief) {
        let at = self.at(of, about);
        (self.alarm[at], self.calm[at]) = (belief.alarm, belief.calm);
    }

    /// Whoever is at war knows its enemy's intent.
    pub fn see_enemies(&mut self, wars: &Wars, parameters: &Parameters) {
        let belief = Belief::of_enemy(parameters);
        for war in wars.iter() {
            for attacker in &war.attackers {
                for defender in &war.defenders {
                    self.set_belief(*attacker, *defender, belief);
                    self.set_belief(*defender, *attacker, belief);
                }
            }
        }
    }

    /// Puts two states at such a distance that this share of the strength of `column` arrives at `row`.
    pub(super) fn suppose_nearness(&mut self, row: StateId, column: StateId, share: f32, rules: &Parameters) {
        let (i, j) = (row.index(), column.index());
        // Where the factor counts in part only, so does the distance.
        let factor = rules.factor_proximity.max(f32::MIN_POSITIVE);
        let near = (1.0 + (share - 1.0) / factor).clamp(f32::MIN_POSITIVE, 1.0);
        self.set_distance(i, j, distance_at(near, self.reach_km[j], rules));
        self.renew(i, j, rules);
        self.renew(j, i, rules);
        self.sign();
    }

    /// What one state believes of another.
    pub fn belief(&self, of: StateId, about: StateId) -> Belief {
        let at = self.at(of, about);
        Belief { alarm: self.alarm[at], calm: self.calm[at] }
    }
}

/// Distance in km between the nearest lands of two states; each crossing of sea makes it longer.
/// Infinite if either has no land. Both lists are in order.
fn land_distance_km(regions: &Regions, a: &[RegionId], b: &[RegionId], parameters: &Parameters) -> f64 {
    let touches = |from: &RegionId| regions[*from].land.iter().any(|next| b.binary_search(next).is_ok());
    if a.iter().any(touches) {
        return 0.0;
    }
    let sea = f64::from(parameters.sea_factor);
    let mut best = f64::INFINITY;
    for from in a {
        for to in b {
            // The chord is never longer than the arc: most pairs end here without an arc sine.
            if regions.chord_gap_km(*from, *to) >= best {
                continue;
            }
            let factor = if regions.same_landmass(*from, *to) { 1.0 } else { sea };
            best = best.min(regions.gap_km(*from, *to) * factor);
        }
    }
    best
}
