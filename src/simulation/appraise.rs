//! What a set of pacts is worth to a state: the one place where options get their terms.
//!
//! Staying, joining, leaving and the partner's consent are all appraised here by the same code, so that
//! two options differ only by the pacts they contain.

use super::alliances::{Alliance, AllianceId, Alliances};
use super::journal::Consent;
use super::perceive::{Assessments, Threat};
use super::{Pairs, Roster, Rules, StateId, Wars};
use crate::scenario::PactKind;
use crate::theory::choice::{
    Terms, acceptance, autonomy_lost, commitment, dependence, entrapment, influence_gained,
};
use crate::theory::parameters::Parameters;
use crate::theory::threat::{Factors, Odds, appeasement_relief, coalition_help, felt_intent, willingness};

/// Share of the relief of leaning on a power that a looser promise between equals gives.
const LOOSE_RELIEF: f32 = 0.5;

/// A pact as one member sees it: one entry a partner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pact {
    /// The alliance it belongs to; absent for one only thought of.
    pub alliance: Option<AllianceId>,
    /// The other side.
    pub partner: StateId,
    /// What was promised.
    pub kind: PactKind,
    /// Whom it is against; anyone where absent.
    pub target: Option<StateId>,
    /// The power that the others of the pact lean on.
    pub leader: Option<StateId>,
}

impl Pact {
    /// Chance that the partner comes against this power. Who leans on a power is spared by it, not guarded.
    fn reliability(&self, source: StateId, parameters: &Parameters) -> f32 {
        if self.partner == source || self.leader == Some(self.partner) {
            return 0.0;
        }
        let promised = self.kind.reliability(parameters);
        let covered = self.target.is_none_or(|target| target == source);
        if covered { promised } else { promised * parameters.reliability_elsewhere }
    }

    /// Share of the relief of appeasement that it gives from the partner's own threat, 0 to 1. To fight
    /// side by side against a third power is no promise between the two.
    fn relief(&self) -> f32 {
        match self.kind {
            _ if self.leader == Some(self.partner) => 1.0,
            PactKind::Neutrality | PactKind::Entente => LOOSE_RELIEF,
            PactKind::Defensive | PactKind::Offensive => 0.0,
        }
    }

    /// The pacts that a state has by an alliance, one a partner.
    fn of(alliance: &Alliance, state: StateId) -> impl Iterator<Item = Self> + '_ {
        alliance.partners(state).map(move |partner| Self {
            alliance: Some(alliance.id),
            partner,
            kind: alliance.kind,
            target: alliance.target,
            leader: alliance.leader,
        })
    }
}

/// These pacts, in order of partner, and one more.
pub fn joined(pacts: &[Pact], pact: Pact) -> Vec<Pact> {
    let place = pacts.partition_point(|other| other.partner <= pact.partner);
    let mut all = Vec::with_capacity(pacts.len() + 1);
    all.extend_from_slice(&pacts[..place]);
    all.push(pact);
    all.extend_from_slice(&pacts[place..]);
    all
}

/// How many pacts an option makes and breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Changes {
    pub made: usize,
    pub broken: usize,
}

/// Each state's strength that would likely stand against each source that anyone considers.
#[derive(Debug, Clone, Default)]
pub struct Pools {
    rows: Vec<Vec<f32>>,
    fresh: Vec<bool>,
}

impl Pools {
    /// Forgets last tick's pools, keeping their memory.
    pub fn reset(&mut self, states: usize) {
        self.rows.resize_with(states, Vec::new);
        self.fresh.clear();
        self.fresh.resize(states, false);
    }

    /// Works out the pool against a source, unless this tick already has it.
    pub fn prepare(&mut self, source: StateId, scene: &Scene) {
        let slot = source.index();
        if std::mem::replace(&mut self.fresh[slot], true) {
            return;
        }
        let (n, row) = (scene.pairs.states(), &mut self.rows[slot]);
        let reliability = scene.parameters.reliability_defense;
        row.clear();
        row.extend((0..n).map(|k| {
            let exposure = scene.pairs.exposure[k * n + slot];
            reliability * willingness(exposure, scene.parameters) * scene.roster.power[k]
        }));
        row[slot] = 0.0;
        for partner in scene.alliances.of(source).flat_map(|alliance| alliance.partners(source)) {
            row[partner.index()] = 0.0;
        }
    }

    /// The pool against a source, by state: strength times the chance that it stands and comes. It must
    /// have been prepared this tick.
    pub fn against(&self, source: StateId) -> &[f32] {
        debug_assert!(self.fresh[source.index()], "the pool must be prepared before it is read");
        &self.rows[source.index()]
    }
}

/// What an appraisal reads.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    pub roster: &'a Roster,
    pub pairs: &'a Pairs,
    pub alliances: &'a Alliances,
    pub wars: &'a Wars,
    pub parameters: &'a Parameters,
}

impl<'a> Scene<'a> {
    /// The world as it stands.
    pub fn new(
        roster: &'a Roster,
        pairs: &'a Pairs,
        sides: (&'a Alliances, &'a Wars),
        rules: &'a Rules,
    ) -> Self {
        Self { roster, pairs, alliances: sides.0, wars: sides.1, parameters: &rules.parameters }
    }

    /// The four factors of the threat of one state to another.
    pub fn factors(&self, to: StateId, from: StateId) -> Factors {
        let at = self.pairs.at(to, from);
        Factors {
            power: self.roster.power[from.index()],
            proximity: self.pairs.proximity[at],
            offense: self.roster.offense[from.index()],
            intent: felt_intent(self.pairs.alarm[at], self.pairs.calm[at], self.parameters),
        }
    }

    /// Share of a third state's strength that counts for `state` against `source`: it comes, or strikes
    /// from where it is, whichever is nearer.
    fn arrives(&self, helper: StateId, state: StateId, source: StateId) -> f32 {
        let pairs = self.pairs;
        let (here, there) =
            (pairs.proximity[pairs.at(state, helper)], pairs.proximity[pairs.at(source, helper)]);
        if here > there { here } else { there }
    }

    /// A threat as it stands before any pact of `state` is counted. The pool must be prepared.
    pub fn threat(&self, state: StateId, source: StateId, pools: &Pools) -> Threat {
        let pairs = self.pairs;
        let pool = pools.against(source);
        let (here, there) = (&pairs.proximity[pairs.row(state)], &pairs.proximity[pairs.row(source)]);
        // The state is no helper of its own, yet it stands in the sum as all others do.
        let own = pool[state.index()] * self.arrives(state, state, source);
        let coalition = (coalition_help(pool, here, there) - own).max(0.0);
        let joined: f32 = self
            .alliances
            .of(source)
            .flat_map(|alliance| Pact::of(alliance, source))
            .filter(|pact| pact.partner != state && pact.target.is_none_or(|target| target == state))
            .map(|pact| {
                let strength = self.roster.strength[pact.partner.index()];
                let near = pairs.proximity[pairs.at(state, pact.partner)];
                pact.kind.attack_reliability(self.parameters) * strength * near
            })
            .sum();
        let factors = self.factors(state, source);
        Threat { source, factors, joined, coalition, odds: Odds::default() }
    }

    /// The odds of a threat for a state that has these pacts, in order of partner.
    pub fn odds(&self, state: StateId, threat: &Threat, pacts: &[Pact], pools: &Pools) -> Odds {
        let pool = pools.against(threat.source);
        let (mut help_now, mut help_full, mut relief) = (0.0, threat.coalition, 0.0f32);
        for bonds in pacts.chunk_by(|a, b| a.partner == b.partner) {
            let partner = bonds[0].partner;
            if partner == threat.source {
                let share = bonds.iter().fold(0.0, |most: f32, pact| most.max(pact.relief()));
                relief = share * appeasement_relief(threat.factors.intent, self.parameters);
                continue;
            }
            // A partner bound by several pacts comes once, by the firmest.
            let firmest = |most: f32, pact: &Pact| most.max(pact.reliability(threat.source, self.parameters));
            let reliability = bonds.iter().fold(0.0, firmest);
            if reliability > 0.0 {
                let arrives = self.arrives(partner, state, threat.source);
                let firm = reliability * self.roster.power[partner.index()];
                help_now += firm * arrives;
                help_full += (firm - pool[partner.index()]).max(0.0) * arrives;
            }
        }
        Odds {
            intent: threat.factors.intent,
            proximity: threat.factors.proximity,
            attack: threat.factors.attack() + threat.joined,
            own_defence: self.roster.defence[state.index()],
            help_now,
            help_full: help_full.max(help_now),
            relief,
        }
    }

    /// The pacts of a state as they stand, in order of partner.
    pub fn pacts(&self, state: StateId, pacts: &mut Vec<Pact>) {
        pacts.clear();
        pacts.extend(self.alliances.of(state).flat_map(|alliance| Pact::of(alliance, state)));
        pacts.sort_by_key(|pact| pact.partner);
    }

    /// The worth of having these pacts, in order of partner, facing these threats.
    pub fn appraise(&self, state: StateId, threats: &[Threat], pacts: &[Pact], pools: &Pools) -> Terms {
        let mut terms = Terms::default();
        for threat in threats {
            terms.danger -= self.odds(state, threat, pacts, pools).threat(self.parameters);
        }
        let own = self.roster.power[state.index()];
        for pact in pacts {
            let (partner, weight) = (pact.partner, pact.kind.weight());
            let other = self.roster.power[partner.index()];
            if pact.leader == Some(state) {
                // Who leads is bound to nothing: it spares its followers and does not guard them.
                terms.autonomy += influence_gained(own, other, self.parameters);
                continue;
            }
            terms.commitment += commitment(own, other, weight, self.parameters);
            let reliability = pact.kind.reliability(self.parameters);
            terms.entrapment += entrapment(self.partners_fear(pact), reliability, self.parameters);
            if pact.leader == Some(partner) {
                terms.autonomy += autonomy_lost(own, other, self.parameters);
            } else {
                let exposure = self.pairs.exposure[self.pairs.at(state, partner)];
                terms.autonomy += dependence(exposure, reliability, self.parameters);
            }
        }
        terms
    }

    /// The states that are at war with this one, or have a pact against it, or it against them, in order of
    /// number.
    pub fn opponents(&self, state: StateId) -> Vec<StateId> {
        let mut opponents = Vec::new();
        for alliance in self.alliances.iter() {
            match alliance.target {
                Some(target) if target == state => opponents.extend_from_slice(&alliance.members),
                Some(target) if alliance.has(state) => opponents.push(target),
                _ => {}
            }
        }
        opponents.extend(self.roster.ids().filter(|other| self.wars.at_war(state, *other)));
        opponents.sort_unstable();
        opponents.dedup();
        opponents
    }

    /// The exposure that a pact may draw a state into: the partner's to the target, or its greatest.
    fn partners_fear(&self, pact: &Pact) -> f32 {
        match pact.target {
            Some(target) => self.pairs.exposure[self.pairs.at(pact.partner, target)],
            None => self.pairs.greatest[pact.partner.index()],
        }
    }

    /// What an option is worth: having these pacts, less the cost of making and breaking so many.
    pub fn option(
        &self,
        state: StateId,
        threats: &[Threat],
        pacts: &[Pact],
        pools: &Pools,
        changes: Changes,
    ) -> Terms {
        let cost = changes.made as f32 * self.parameters.cost_making
            + changes.broken as f32 * self.parameters.cost_breaking;
        Terms { change: -cost, ..self.appraise(state, threats, pacts, pools) }
    }

    /// What the partner of a pact thinks of it, were it asked by `asker`, and the chance that it accepts.
    pub fn consent(&self, asker: StateId, pact: &Pact, assessments: &Assessments) -> Consent {
        let by = pact.partner;
        let (threats, pacts, pools) = (assessments.threats(by), assessments.pacts(by), &assessments.pools);
        let mut without = *assessments.stay(by);
        let with_asker = joined(pacts, Pact { partner: asker, ..*pact });
        let mut with = self.appraise(by, threats, &with_asker, pools);
        if let Some(source) =
            pact.target.filter(|source| threats.iter().all(|threat| threat.source != *source))
        {
            // The asker's enemy may be one the partner had not had its eye on.
            let unwatched = self.threat(by, source, pools);
            without.danger -= self.odds(by, &unwatched, pacts, pools).threat(self.parameters);
            with.danger -= self.odds(by, &unwatched, &with_asker, pools).threat(self.parameters);
        }
        let chance = acceptance(with.utility() - without.utility(), self.parameters.noise);
        Consent { by, without, with, chance, given: false }
    }

    /// Up to `count` partners that would bring most against a source, best first, among those not yet
    /// pledged to help against it and not of the state's `opponents`.
    pub fn likely_partners(
        &self,
        state: StateId,
        source: StateId,
        pacts: &[Pact],
        opponents: &[StateId],
        pools: &Pools,
        count: usize,
    ) -> Vec<StateId> {
        let mut best: Vec<(f32, StateId)> = Vec::with_capacity(count + 1);
        let here = &self.pairs.proximity[self.pairs.row(state)];
        let there = &self.pairs.proximity[self.pairs.row(source)];
        let helpers = pools.against(source).iter().zip(here).zip(there).enumerate();
        let mut weakest = 0.0;
        for (index, ((pool, here), there)) in helpers {
            let brings = pool * if here > there { here } else { there };
            let helper = StateId(index as u32);
            if brings <= weakest || helper == state {
                continue;
            }
            let first = pacts.partition_point(|pact| pact.partner < helper);
            let mut bonds = pacts[first..].iter().take_while(|pact| pact.partner == helper);
            let firm = self.parameters.reliability_defense;
            let pledged = bonds.any(|pact| pact.reliability(source, self.parameters) >= firm);
            if pledged || opponents.binary_search(&helper).is_ok() {
                continue;
            }
            let place = best.partition_point(|(other, _)| *other >= brings);
            best.insert(place, (brings, helper));
            best.truncate(count);
            weakest = if best.len() < count { 0.0 } else { best[count - 1].0 };
        }
        best.into_iter().map(|(_, helper)| helper).collect()
    }
}
