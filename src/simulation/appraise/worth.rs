//! What a pact is worth beside its help: what it asks, and what it promises.

use super::super::StateId;
use super::super::outlook::Outlook;
use super::super::pacts::Pact;
use super::Scene;
use crate::theory::choice::{
    Terms, autonomy_lost, commitment, dependence, entrapment, influence, influence_gained, share,
};
use crate::theory::interest::{follower_profit, leader_profit};
use crate::theory::pull::{contagion, wave};
use crate::theory::threat::{felt_intent, willingness};

impl Scene<'_> {
    /// What a pact only thought of is worth beside its help.
    pub fn worth_of_more(&self, state: StateId, pact: &Pact, outlook: &Outlook) -> Terms {
        self.pact_worth(state, pact, false, outlook)
    }

    /// What a pact is worth beside its help: what it asks, and what it promises. `held` tells a pact in force
    /// from one only thought of.
    pub(super) fn pact_worth(&self, state: StateId, pact: &Pact, held: bool, outlook: &Outlook) -> Terms {
        let mut terms = Terms::default();
        let (parameters, partner) = (self.parameters, pact.partner);
        let (own, other) = (self.roster.power[state.index()], self.roster.power[partner.index()]);
        if pact.leader == Some(state) {
            // Who leads is bound to nothing: it spares its followers and does not guard them.
            terms.autonomy = influence_gained(own, other, parameters);
            terms.profit = self.profit_of_leading(state, partner, held, outlook);
            return terms;
        }
        let reliability = pact.kind.reliability(parameters);
        terms.commitment = commitment(own, other, pact.kind.weight(), parameters);
        terms.entrapment = entrapment(self.partners_fear(pact), reliability, parameters);
        if pact.leader == Some(partner) {
            terms.autonomy = autonomy_lost(own, other, parameters);
            self.add_lure(&mut terms, state, partner, held, outlook);
        } else {
            let exposure = self.pairs.exposure[self.pairs.at(state, partner)];
            terms.autonomy = dependence(exposure, reliability, parameters);
            if let Some(target) = pact.target {
                // Where nothing is at issue there is nothing to have influence on.
                let issue = willingness(self.pairs.exposure[self.pairs.at(state, target)], parameters);
                let others = other + self.bound_with(partner, target, state);
                terms.influence = issue * influence(own, others, parameters);
            }
        }
        terms
    }

    /// Power of those, other than `state`, that a partner is bound with against a target.
    pub(super) fn bound_with(&self, partner: StateId, target: StateId, state: StateId) -> f32 {
        if !self.alliances.stands_against(partner, target) {
            return 0.0;
        }
        let others = self.alliances.partners_against(partner, target).filter(|other| *other != state);
        others.map(|other| self.roster.power[other.index()]).sum()
    }

    /// Adds what draws a state to a leader: spoils, its movement, and the example of others.
    pub(super) fn add_lure(
        &self,
        terms: &mut Terms,
        state: StateId,
        leader: StateId,
        held: bool,
        outlook: &Outlook,
    ) {
        let parameters = self.parameters;
        let at = self.pairs.at(state, leader);
        let revisionism = self.roster.revisionism[state.index()];
        if revisionism > 0.0
            && let Some(prospect) = outlook.prospect(leader)
        {
            let (more, less) = if held { (0.0, 0.0) } else { self.follower_counts(state, leader) };
            let chance = prospect.chance(more, less, parameters.decisiveness);
            let belief = felt_intent(self.pairs.alarm[at], self.pairs.calm[at], parameters);
            let threatens = self.pairs.exposure[at] >= parameters.notice;
            let motive =
                if threatens { parameters.motive_share_of_victory } else { parameters.motive_jackal };
            terms.profit = motive * follower_profit(revisionism, belief, chance, parameters);
        }
        if let Some(movement) = self.movements.championed_by(leader) {
            let own = self.roster.creed[state.index()];
            // Who belongs to it already has nothing to join, and only holds on to what it joined.
            if held || own != Some(movement) {
                let foreign = own.is_some_and(|own| own != movement);
                terms.wave = wave(self.movements.list[usize::from(movement)].momentum, foreign, parameters);
            }
        }
        if !self.movements.turns.is_empty() {
            let near = &self.pairs.proximity[self.pairs.row(state)];
            terms.contagion = contagion(self.movements.examples(state, leader, near), parameters);
        }
    }

    /// What draws a state that does not follow a leader to it, beside any danger.
    pub fn lure(&self, state: StateId, leader: StateId, outlook: &Outlook) -> f32 {
        let mut terms = Terms::default();
        self.add_lure(&mut terms, state, leader, false, outlook);
        terms.weighted(&self.switches).utility()
    }

    /// What a follower adds to its leader's strength, and takes from those against it.
    pub(super) fn follower_counts(&self, follower: StateId, leader: StateId) -> (f32, f32) {
        let at = self.pairs.at(follower, leader);
        let (parameters, f) = (self.parameters, follower.index());
        let stood = parameters.reliability_defense
            * willingness(self.pairs.exposure[at], parameters)
            * self.roster.fit[f]
            * self.pairs.proximity[self.pairs.at(leader, follower)];
        (parameters.reliability_entente * self.roster.strength[f], stood)
    }

    pub(super) fn profit_of_leading(
        &self,
        leader: StateId,
        follower: StateId,
        held: bool,
        outlook: &Outlook,
    ) -> f32 {
        let revisionism = self.roster.revisionism[leader.index()];
        let Some(prospect) = outlook.prospect(leader).filter(|_| revisionism > 0.0) else { return 0.0 };
        let (more, less) = self.follower_counts(follower, leader);
        let decisiveness = self.parameters.decisiveness;
        let chance = |sign: f32| prospect.chance(sign * more, sign * less, decisiveness);
        let (with, without) = if held { (chance(0.0), chance(-1.0)) } else { (chance(1.0), chance(0.0)) };
        let power = &self.roster.power;
        let share = share(power[follower.index()], power[leader.index()]);
        leader_profit(revisionism, with, without, share, self.parameters)
    }

    /// The exposure that a pact may draw a state into: the partner's to the target, or its greatest.
    pub(super) fn partners_fear(&self, pact: &Pact) -> f32 {
        match pact.target {
            Some(target) => self.pairs.exposure[self.pairs.at(pact.partner, target)],
            None => self.pairs.greatest[pact.partner.index()],
        }
    }
}
