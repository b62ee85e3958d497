//! Bounds: what an option cannot be worth more than, told without appraising it.
//!
//! They let a state leave unweighed what is far-fetched or hopeless, and nothing else: each is no less than the
//! worth it bounds, which tests hold them to.

use super::super::pacts::Pact;
use super::super::perceive::{Assessments, Threat};
use super::super::{Alliance, StateId};
use super::{Assessment, Scene};
use crate::theory::choice::Terms;
use crate::theory::contest::win_chance;
use crate::theory::interest::stake;
use crate::theory::threat::{LANES, appeasement_relief};

impl Scene<'_> {
    /// Whether more danger is never better, whoever else it may draw upon: bounds rest on this.
    pub(super) fn danger_outweighs(&self) -> bool {
        self.switches.danger >= self.switches.diversion && self.switches.diversion >= 0.0
    }

    /// No less than what following a leader, in place of the pacts against it, adds to a state's utility, whatever
    /// the change costs: it comes without help, and spares the state no more than the leader's own threat as far as
    /// that can be appeased, or left to others in front.
    pub fn best_of_following(
        &self,
        state: StateId,
        assessment: &Assessment,
        (pact, worth): (&Pact, &Terms),
        breaks: bool,
    ) -> f32 {
        if !self.danger_outweighs() {
            return f32::INFINITY;
        }
        let mut best = worth.roughly(&self.switches);
        if breaks {
            let held = assessment.pacts.iter().zip(&assessment.worth);
            let broken = held.filter(|(held, _)| held.target == Some(pact.partner));
            best -= broken.map(|(_, worth)| worth.roughly(&self.switches)).sum::<f32>();
        }
        if let Some((threat, felt)) = self.felt(state, assessment, pact.partner) {
            let relief = pact.relief() * appeasement_relief(threat.factors.intent, self.parameters);
            let left = if breaks { threat.spared * self.switches.diversion } else { 0.0 };
            best += felt * (relief * self.switches.danger + left);
        }
        best
    }

    /// The threat of this source, if a state has its eye on it, and as it counts in danger.
    fn felt<'t>(
        &self,
        state: StateId,
        assessment: &'t Assessment,
        source: StateId,
    ) -> Option<(&'t Threat, f32)> {
        let mut threats = assessment.threats.iter().zip(assessment.dangers());
        let (threat, danger) = threats.find(|(threat, _)| threat.source == source)?;
        Some((threat, stake(self.roster.revisionism[state.index()], self.parameters) * danger))
    }

    /// No less than what a pact more, beside those it has, adds to a state's utility, whatever the change costs.
    pub fn best_of_more(&self, assessment: &Assessment, worth: &Terms) -> f32 {
        worth.roughly(&self.switches) + assessment.at_stake
    }

    /// No less than what leaving an alliance adds to a state's utility, whatever the change costs: what its pacts
    /// ask is saved, those it is against may be left to others in front, and their help is gone. No closer than to
    /// tell that it is less than `enough`.
    pub fn best_of_leaving(
        &self,
        state: StateId,
        assessment: &Assessment,
        alliance: &Alliance,
        enough: f32,
    ) -> f32 {
        if !self.danger_outweighs() {
            return f32::INFINITY;
        }
        let Assessment { pacts, worth, .. } = assessment;
        let mut best = 0.0;
        let mut lost = None;
        // The pacts are read as they were appraised, so that the bound holds even where the alliance has changed since.
        let left = (0..pacts.len()).filter(|place| pacts[*place].alliance == Some(alliance.id));
        for (count, place) in left.enumerate() {
            best -= worth[place].roughly(&self.switches);
            let partner = Some(pacts[place].partner);
            let beside = [place.checked_sub(1), Some(place + 1)];
            let of = |place: Option<usize>| Some(pacts.get(place?)?.partner);
            // Where the partner is bound by more than this, or there are more partners, help may remain.
            lost = (count == 0 && beside.map(of).iter().all(|other| *other != partner)).then_some(place);
        }
        let with_help = best + self.best_of_standing_back(state, assessment, alliance.target);
        match lost {
            Some(place) if with_help >= enough => {
                best + self.best_without_help_of(place, assessment, alliance.target)
            }
            _ => with_help,
        }
    }

    /// No less than what a state gains where it no longer stands against this power.
    pub(super) fn best_of_standing_back(
        &self,
        state: StateId,
        assessment: &Assessment,
        target: Option<StateId>,
    ) -> f32 {
        let felt = target.and_then(|target| self.felt(state, assessment, target));
        felt.map_or(0.0, |(threat, felt)| felt * threat.spared * self.switches.diversion)
    }

    /// The same where the help of the pact in this place, the only one with its partner, goes with it.
    pub(super) fn best_without_help_of(
        &self,
        place: usize,
        assessment: &Assessment,
        target: Option<StateId>,
    ) -> f32 {
        /// Share of the whole help that rounding may hide.
        const CRUMB: f32 = 1e-5;
        let Assessment { threats, aid, total, ground, base, .. } = assessment;
        let mut terms = *base;
        let blocks = total.len();
        for (block, (total, ground)) in total.iter().zip(ground).enumerate() {
            let (mut left, gone) = (*total, &aid[place * blocks + block]);
            for lane in 0..LANES {
                left.now[lane] = (total.now[lane] - gone.now[lane]).max(0.0) + CRUMB * total.now[lane];
                left.more[lane] = (total.more[lane] - gone.more[lane]).max(0.0) + CRUMB * total.more[lane];
            }
            for (lane, threat) in threats[block * LANES..].iter().enumerate().take(LANES) {
                if Some(threat.source) == target {
                    left.against &= !(1 << lane);
                }
            }
            ground.add_danger(&mut terms, &left, self.parameters);
        }
        let spent =
            Terms { danger: terms.danger - base.danger, diversion: terms.diversion, ..Terms::default() };
        spent.roughly(&self.switches) + assessment.at_stake
    }

    /// No worse for the attacker than [`Self::attack_chance`]: as if nobody helped the one attacked.
    pub fn best_attack(&self, by: StateId, on: StateId) -> (f32, f32) {
        let mut attack = self.factors(on, by).attack() + self.joined(on, by);
        attack += attack * self.parameters.first_strike;
        let defence = self.roster.defence[on.index()];
        (win_chance(attack, defence, self.parameters.decisiveness as u32), defence)
    }

    /// No less than what the partner of a pact gains by it, with the `worth` of it to the partner.
    pub fn best_of_consent(
        &self,
        asker: StateId,
        (pact, worth): (&Pact, &Terms),
        assessments: &Assessments,
    ) -> f32 {
        let by = pact.partner;
        let assessment = assessments.of(by);
        let mut best = self.best_of_more(assessment, worth);
        if let Some(call) = self.call_expected(asker, pact) {
            best += self.changed(&Terms::default(), &call).utility();
        }
        let watched = |source: StateId| assessment.threats.iter().any(|threat| threat.source == source);
        if let Some(source) = pact.target.filter(|source| !watched(*source)) {
            let factors = self.factors(by, source);
            let stake = stake(self.roster.revisionism[by.index()], self.parameters);
            best += stake * factors.intent * factors.proximity * self.switches.danger;
        }
        best
    }
}
