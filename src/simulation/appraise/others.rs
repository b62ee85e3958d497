//! How others would take it: a partner's consent, a victim's odds, and who might be asked at all.

use super::super::StateId;
use super::super::journal::Consent;
use super::super::outlook::Outlook;
use super::super::pacts::Pact;
use super::super::perceive::{Assessments, Search};
use super::super::warpaths::entry;
use super::{Aid, Ground, Scene};
use crate::theory::choice::{Terms, acceptance};
use crate::theory::stakes::join;
use crate::theory::threat::{contributions, take_greatest};

impl Scene<'_> {
    /// What coming to the war is worth to the partner of a pact against an enemy with whom `asker` is at war: it
    /// would be called at once.
    pub(super) fn call_expected(&self, asker: StateId, pact: &Pact) -> Option<Terms> {
        let target = pact.target.filter(|target| self.wars.at_war(asker, *target))?;
        let war = self.wars.of(asker).find(|war| war.opposes(asker, target))?;
        let side = war.side_of(asker)?;
        let excused = self.alliances.linked(pact.partner, war.leader(side.other()));
        if excused || self.wars.fights(pact.partner) {
            return None;
        }
        let entry = entry(self, pact.partner, war, side);
        Some(join(&self.party(pact.partner), &entry, self.parameters))
    }

    /// What the partner of a pact thinks of it, were it asked by `asker`, and the chance that it accepts.
    pub fn consent(&self, asker: StateId, pact: &Pact, assessments: &Assessments) -> Consent {
        let mirrored = pact.as_seen_by_partner(asker);
        let worth = self.worth_of_more(pact.partner, &mirrored, &assessments.outlook);
        self.consent_at(asker, (pact, &worth), assessments)
    }

    /// The same, given the worth of the pact to the partner.
    pub fn consent_at(
        &self,
        asker: StateId,
        (pact, worth): (&Pact, &Terms),
        assessments: &Assessments,
    ) -> Consent {
        let by = pact.partner;
        let (assessment, outlook) = (assessments.of(by), &assessments.outlook);
        let mirrored = pact.as_seen_by_partner(asker);
        let mut without = assessment.stay;
        let mut with = self.appraise_one_more(by, assessment, (&mirrored, worth), outlook);
        let watched = |source: &StateId| assessment.threats.iter().any(|threat| threat.source == *source);
        if let Some(source) = pact.target.filter(|source| !watched(source)) {
            // The asker's enemy may be one the partner had not had its eye on.
            let threat = [self.threat(by, source, outlook)];
            let pacts = &assessment.pacts;
            let ground = self.ground(by, &threat, outlook);
            let before_aid = self.aid_of_all(by, &ground, pacts, outlook);
            let more = self.aid(by, &ground, &mirrored, outlook);
            let after_aid = if assessment.bound_to(asker) {
                let aid: Vec<Aid> = pacts.iter().map(|pact| self.aid(by, &ground, pact, outlook)).collect();
                Self::sum_aid(pacts, |p| &aid[p], |_| true, Some((asker, &more)))
            } else {
                let mut sum = before_aid;
                sum.and(&more);
                sum
            };
            let (mut before, mut after) = (Terms::default(), Terms::default());
            ground.add_danger(&mut before, &before_aid, self.parameters);
            ground.add_danger(&mut after, &after_aid, self.parameters);
            without = self.changed(&without, &before);
            with = self.changed(&with, &after);
        }
        if let Some(worth) = self.call_expected(asker, pact) {
            with = self.changed(&with, &worth);
        }
        let chance = acceptance(with.utility() - without.utility(), self.parameters.noise);
        Consent { by, without, with, chance, given: false }
    }

    /// The aid of all pacts of a state against a threat that it has not had its eye on.
    pub(super) fn aid_of_all(
        &self,
        state: StateId,
        threat: &Ground,
        pacts: &[Pact],
        outlook: &Outlook,
    ) -> Aid {
        let mut sum = Aid::default();
        for bonds in pacts.chunk_by(|a, b| a.partner == b.partner) {
            let mut best = Aid::default();
            for pact in bonds {
                best.or(&self.aid(state, threat, pact, outlook));
            }
            sum.and(&best);
        }
        sum
    }

    /// The chance that an attack of `by` on a state succeeds, 0 to 1, and the strength that would stand against it.
    pub fn attack_chance(&self, by: StateId, on: StateId, assessments: &Assessments) -> (f32, f32) {
        let victim = assessments.of(on);
        let outlook = &assessments.outlook;
        let mut odds = match victim.threats.iter().find(|threat| threat.source == by) {
            Some(threat) => threat.odds,
            None => {
                let threat = [self.threat(on, by, outlook)];
                let ground = self.ground(on, &threat, outlook);
                let aid = self.aid_of_all(on, &ground, &victim.pacts, outlook);
                self.odds_of(&threat[0], &ground.with(&aid), 0)
            }
        };
        odds.attack += odds.attack * self.parameters.first_strike;
        let defence = odds.own_defence + odds.expected_help(self.parameters);
        (odds.loss_chance(self.parameters), defence)
    }

    /// The states that are at war with this one, or have a pact against it, or it against them; some more than
    /// once.
    pub fn opponents(&self, state: StateId, opponents: &mut Vec<StateId>) {
        opponents.clear();
        for alliance in self.alliances.against(state) {
            opponents.extend_from_slice(&alliance.members);
        }
        opponents.extend(self.alliances.pacts(state).iter().filter_map(|pact| pact.target));
        opponents.extend_from_slice(self.wars.enemies(state));
    }

    /// Finds up to `count` partners that would bring most against a source, with what they bring, best first, among
    /// those not yet pledged to help against it and not of the state's `opponents`.
    pub fn likely_partners(
        &self,
        (state, source): (StateId, StateId),
        (pacts, opponents): (&[Pact], &[StateId]),
        pool: &[f32],
        count: usize,
        search: &mut Search,
    ) {
        let Search { values: brings, tops, taken } = search;
        let here = &self.pairs.proximity[self.pairs.row(state)];
        let there = &self.pairs.proximity[self.pairs.row(source)];
        brings.resize(pool.len(), 0.0);
        contributions(pool, here, there, brings);
        brings[state.index()] = 0.0;
        for opponent in opponents {
            brings[opponent.index()] = 0.0;
        }
        let firm = self.parameters.reliability_defense;
        for pact in pacts.iter().filter(|pact| pact.reliability(source, self.parameters) >= firm) {
            brings[pact.partner.index()] = 0.0;
        }
        take_greatest(brings, (count, 0.0), tops, taken);
    }
}
