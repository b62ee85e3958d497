//! Spoils: which provinces a peace takes from the losers, and who among the winners gets them.
//!
//! 1. **What is one's own.** A winner gets back its homeland.
//! 2. **Liberation.** The homeland of a state that is no more goes to that state, which stands again, where the
//!    winner that holds it, or the leader of the winners where nobody does, is for the status quo (revisionism 0 or
//!    less).
//! 3. **Annexation.** Winners who want revision (revisionism above 0) divide the rest. Each is due the share of
//!    its contribution among them, `c_w / sum c`, of the worth there is to divide; the next province goes to the one
//!    that lacks most of its due and has own land beside one, so that gains hang together. It takes first what it
//!    holds by force, then neighbours by land, then where it has most borders, then what is worth most. It takes
//!    until it is satisfied: until what is gained has brought its revisionism down to 0, at `satiation` for its own
//!    worth (Schweller 1994: limited aims).
//!
//! What nobody may or wants to take stays with the loser. To be divided is what is occupied; of a state that has
//! collapsed, all that it has, save what is occupied in another war. A state that has not collapsed loses
//! `annexation` of its worth at most.

use super::wars::Occupation;
use super::{Holdings, StateId};
use crate::theory::parameters::Parameters;
use crate::world::{RegionId, Regions};

/// A winner, as it stands before the division.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Winner {
    /// Who.
    pub state: StateId,
    /// Its share of what all winners put into the war, 0 to 1.
    pub share: f32,
    /// Value of revision less value of the status quo.
    pub revisionism: f32,
    /// Worth of its own land.
    pub worth: f64,
}

/// A loser, as it stands before the division.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Loser {
    /// Who.
    pub state: StateId,
    /// Whether it has collapsed, so that all of it may be taken.
    pub collapsed: bool,
    /// Worth of its own land.
    pub worth: f64,
}

/// By what right a province changes hands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    /// It is the winner's homeland.
    Return,
    /// It is the homeland of a state that is no more, freed by this winner.
    Liberation(StateId),
    /// By force.
    Annexation,
}

/// A province that changes hands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cession {
    /// Which.
    pub region: RegionId,
    /// From whom.
    pub from: StateId,
    /// To whom.
    pub to: StateId,
    /// By what right.
    pub claim: Claim,
}

/// Who divides what.
pub struct Division<'a> {
    /// Winners, in order of state.
    pub winners: &'a [Winner],
    /// Who leads them.
    pub leader: StateId,
    /// Losers, in order of state.
    pub losers: &'a [Loser],
    /// What is held by force in this war.
    pub occupied: &'a [Occupation],
    /// What is held by force in other wars.
    pub elsewhere: &'a [Occupation],
    /// Who holds what.
    pub holdings: &'a Holdings,
    /// The map.
    pub regions: &'a Regions,
    /// Whether each state has any land.
    pub alive: &'a [bool],
    /// The parameters in force.
    pub parameters: &'a Parameters,
}

/// A province that may be taken.
#[derive(Debug, Clone, Copy)]
struct Lot {
    region: RegionId,
    from: StateId,
    held_by: Option<StateId>,
    worth: f64,
}

/// The provinces that change hands, in the order in which they are taken.
pub fn divide(division: &Division) -> Vec<Cession> {
    let mut pool = division.pool();
    let mut taken = Vec::new();
    division.claim(&mut pool, &mut taken, |lot| {
        let home = division.holdings.home(lot.region)?;
        division.winners.iter().any(|winner| winner.state == home).then_some((home, Claim::Return))
    });
    division.claim(&mut pool, &mut taken, |lot| {
        let home = division.holdings.home(lot.region).filter(|home| !division.alive[home.index()])?;
        let liberator = lot.held_by.unwrap_or(division.leader);
        let liberator = division.winners.iter().find(|winner| winner.state == liberator)?;
        (liberator.revisionism <= 0.0).then_some((home, Claim::Liberation(liberator.state)))
    });
    division.annex(&mut pool, &mut taken);
    taken
}

impl Division<'_> {
    /// All that may be taken, the most valuable first.
    fn pool(&self) -> Vec<Lot> {
        let mut pool = Vec::new();
        for loser in self.losers {
            let held = self.occupied.iter().filter(|held| held.of == loser.state);
            for held in held.filter(|held| self.winners.iter().any(|winner| winner.state == held.by)) {
                pool.push(self.lot(held.region, loser.state, Some(held.by)));
            }
            if loser.collapsed {
                for (region, _) in self.regions.iter() {
                    let own = self.holdings.owner(region) == Some(loser.state);
                    let mut held = self.occupied.iter().chain(self.elsewhere);
                    if own && !held.any(|held| held.region == region) {
                        pool.push(self.lot(region, loser.state, None));
                    }
                }
            }
        }
        pool.sort_by(|a, b| b.worth.total_cmp(&a.worth).then(a.region.cmp(&b.region)));
        pool
    }

    fn lot(&self, region: RegionId, from: StateId, held_by: Option<StateId>) -> Lot {
        Lot { region, from, held_by, worth: f64::from(self.holdings.worth(region)) }
    }

    /// Whether its owner may lose a province on top of what is taken.
    fn may_go(&self, lot: &Lot, taken: &[Cession]) -> bool {
        let Some(loser) = self.losers.iter().find(|loser| loser.state == lot.from) else { return false };
        let lost = taken.iter().filter(|cession| cession.from == lot.from);
        let lost: f64 = lost.map(|cession| f64::from(self.holdings.worth(cession.region))).sum();
        loser.collapsed || lost + lot.worth <= f64::from(self.parameters.annexation) * loser.worth
    }

    /// Moves the lots that somebody has a claim to from the pool to what is taken.
    fn claim(
        &self,
        pool: &mut Vec<Lot>,
        taken: &mut Vec<Cession>,
        claim: impl Fn(&Lot) -> Option<(StateId, Claim)>,
    ) {
        pool.retain(|lot| {
            let Some((to, claim)) = claim(lot).filter(|_| self.may_go(lot, taken)) else { return true };
            taken.push(Cession { region: lot.region, from: lot.from, to, claim });
            false
        });
    }

    /// Revisionist winners take in turn, whoever lacks most of its due first.
    fn annex(&self, pool: &mut Vec<Lot>, taken: &mut Vec<Cession>) {
        let takers: Vec<&Winner> = self.winners.iter().filter(|winner| winner.revisionism > 0.0).collect();
        let all: f32 = takers.iter().map(|taker| taker.share).sum();
        let due = |taker: &Winner| {
            if all > 0.0 { taker.share / all } else { 1.0 / takers.len() as f32 }
        };
        let whole: f64 = pool.iter().map(|lot| lot.worth).sum();
        loop {
            let bids = takers.iter().filter(|taker| self.is_hungry(taker, taken)).filter_map(|taker| {
                let place = self.best_lot(taker.state, pool, taken)?;
                let got = gained(taker.state, taken, self.holdings, |claim| claim == Claim::Annexation);
                Some((f64::from(due(taker)) * whole - got, taker.state, place))
            });
            let best = bids.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
            let Some((_, to, place)) = best else { break };
            let lot = pool.remove(place);
            taken.push(Cession { region: lot.region, from: lot.from, to, claim: Claim::Annexation });
        }
    }

    /// Whether a taker still wants more.
    fn is_hungry(&self, taker: &Winner, taken: &[Cession]) -> bool {
        let got = gained(taker.state, taken, self.holdings, |_| true);
        got <= 0.0 || sated(taker.revisionism, got, taker.worth, self.parameters) > 0.0
    }

    /// The place in the pool of what a taker would have next: only beside what it owns by now.
    fn best_lot(&self, taker: StateId, pool: &[Lot], taken: &[Cession]) -> Option<usize> {
        let owns = |region: &&RegionId| {
            let ceded = taken.iter().find(|cession| cession.region == **region);
            ceded.map_or(self.holdings.owner(**region), |cession| Some(cession.to)) == Some(taker)
        };
        let ranked = pool.iter().enumerate().filter_map(|(place, lot)| {
            let region = &self.regions[lot.region];
            let (land, sea) =
                (region.land.iter().filter(owns).count(), region.sea.iter().filter(owns).count());
            let reachable = land + sea > 0 && self.may_go(lot, taken);
            let borders = if land > 0 { land } else { sea };
            reachable.then_some((place, (lot.held_by == Some(taker), land > 0, borders)))
        });
        // The pool is in order of worth: of those that rank alike the first is the best.
        let best =
            ranked.min_by(|(place, rank), (other, other_rank)| other_rank.cmp(rank).then(place.cmp(other)));
        best.map(|(place, _)| place)
    }
}

/// Worth of what a state has gained by such claims.
pub fn gained(state: StateId, taken: &[Cession], holdings: &Holdings, claims: impl Fn(Claim) -> bool) -> f64 {
    let own = taken.iter().filter(|cession| cession.to == state && claims(cession.claim));
    own.map(|cession| f64::from(holdings.worth(cession.region))).sum()
}

/// Revisionism of a winner after it has gained land of this worth on top of its own, -1 to 1.
pub fn sated(revisionism: f32, gained: f64, own: f64, parameters: &Parameters) -> f32 {
    (revisionism - parameters.satiation * share(gained, own)).clamp(-1.0, 1.0)
}

/// Revisionism of a loser after it has lost land of this worth out of its own, -1 to 1.
pub fn resentful(revisionism: f32, lost: f64, own: f64, parameters: &Parameters) -> f32 {
    (revisionism + parameters.resentment * share(lost, own)).clamp(-1.0, 1.0)
}

/// A part of a whole; all of it where the whole is worth nothing.
pub fn share(part: f64, whole: f64) -> f32 {
    if part <= 0.0 {
        0.0
    } else if whole > 0.0 {
        (part / whole) as f32
    } else {
        1.0
    }
}
