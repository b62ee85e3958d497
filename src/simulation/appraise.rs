//! What a set of pacts is worth to a state: the one place where options get their terms.
//!
//! Staying, joining, leaving and the partner's consent are all appraised here by the same code, so that
//! two options differ only by the pacts they contain.

use super::journal::Consent;
use super::outlook::Outlook;
use super::pacts::Pact;
use super::perceive::{Assessments, Threat};
use super::{Alliances, Movements, Pairs, Roster, Rules, Side, StateId, War, Wars};
use crate::theory::buck::spared;
use crate::theory::choice::{
    Terms, acceptance, autonomy_lost, commitment, dependence, entrapment, influence, influence_gained, share,
};
use crate::theory::interest::{follower_profit, leader_profit, stake};
use crate::theory::parameters::Parameters;
use crate::theory::stakes::{Party, Standing, fight_on};
use crate::theory::threat::{
    Factors, Odds, appeasement_relief, coalition_help, contributions, each_above, felt_intent, willingness,
};

/// What one pact adds against one threat.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Aid {
    /// Help that is promised.
    now: f32,
    /// Help beyond what the partner would likely give without a promise.
    more: f32,
    /// Relief from the partner's own threat, 0 to 1.
    relief: f32,
}

impl Aid {
    /// The firmest of two promises of one partner: it comes once.
    fn or(self, other: Self) -> Self {
        Self {
            now: self.now.max(other.now),
            more: self.more.max(other.more),
            relief: self.relief.max(other.relief),
        }
    }

    /// The help of two partners. Relief comes from one alone, the source itself.
    fn and(self, other: Self) -> Self {
        Self {
            now: self.now + other.now,
            more: self.more + other.more,
            relief: self.relief.max(other.relief),
        }
    }
}

/// How a state stands: its threats, its pacts, and what they are worth to it.
#[derive(Debug, Clone, Default)]
pub struct Assessment {
    /// The threats it has its eye on, greatest exposure first.
    pub threats: Vec<Threat>,
    /// Its pacts, in order of partner.
    pub pacts: Vec<Pact>,
    /// What each pact adds against each threat, by pact and then by threat.
    aid: Vec<Aid>,
    /// What each pact is worth beside its help.
    worth: Vec<Terms>,
    /// What fighting on in its wars is worth.
    war: Terms,
    /// What staying as it is is worth, all told.
    pub stay: Terms,
}

impl Assessment {
    /// Whether it has any pact with this partner.
    pub fn bound_to(&self, partner: StateId) -> bool {
        self.pacts.binary_search_by_key(&partner, |pact| pact.partner).is_ok()
    }
}

/// What an appraisal reads.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    pub roster: &'a Roster,
    pub pairs: &'a Pairs,
    pub alliances: &'a Alliances,
    pub wars: &'a Wars,
    pub movements: &'a Movements,
    pub parameters: &'a Parameters,
    /// How much of each term counts.
    switches: Terms,
}

impl<'a> Scene<'a> {
    /// The world as it stands.
    pub fn new(
        roster: &'a Roster,
        pairs: &'a Pairs,
        (alliances, wars, movements): (&'a Alliances, &'a Wars, &'a Movements),
        rules: &'a Rules,
    ) -> Self {
        let parameters = &rules.parameters;
        Self { roster, pairs, alliances, wars, movements, parameters, switches: Terms::switches(parameters) }
    }

    /// What a state brings to a choice of war.
    pub fn party(&self, state: StateId) -> Party {
        let i = state.index();
        Party {
            power: self.roster.power[i],
            revisionism: self.roster.revisionism[i],
            intent: self.roster.intent[i],
            weariness: self.roster.weariness[i],
        }
    }

    /// What a change adds to staying, as far as its terms are switched on.
    pub fn changed(&self, stay: &Terms, added: &Terms) -> Terms {
        stay.plus(&added.weighted(&self.switches))
    }

    /// The four factors of the threat of one state to another.
    pub fn factors(&self, to: StateId, from: StateId) -> Factors {
        let at = self.pairs.at(to, from);
        Factors {
            power: self.roster.fit[from.index()],
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

    /// A threat as it stands before any pact of `state` is counted. Where nobody looked at the source this
    /// tick, no coalition is hoped for.
    pub fn threat(&self, state: StateId, source: StateId, outlook: &Outlook) -> Threat {
        let pairs = self.pairs;
        let coalition = outlook.against(source).map_or(0.0, |pool| {
            let (here, there) = (&pairs.proximity[pairs.row(state)], &pairs.proximity[pairs.row(source)]);
            // The state is no helper of its own, yet it stands in the sum as all others do.
            let own = pool[state.index()] * self.arrives(state, state, source);
            (coalition_help(pool, here, there) - own).max(0.0)
        });
        let joined: f32 = self
            .alliances
            .pacts(source)
            .iter()
            .filter(|pact| pact.partner != state && pact.target.is_none_or(|target| target == state))
            // A leader follows nobody to war.
            .filter(|pact| pact.leader != Some(pact.partner))
            .map(|pact| {
                let strength = self.roster.strength[pact.partner.index()];
                let near = pairs.proximity[pairs.at(state, pact.partner)];
                pact.kind.attack_reliability(self.parameters) * strength * near
            })
            .sum();
        let own = pairs.exposure[pairs.at(state, source)];
        let front = outlook.front(source).most.iter().flatten().find(|(who, ..)| *who != state);
        let spared = match front {
            Some((_, exposure, hold)) if !self.wars.at_war(state, source) => {
                spared(own, *exposure, *hold, self.parameters)
            }
            _ => 0.0,
        };
        let factors = self.factors(state, source);
        Threat { source, factors, joined, coalition, spared, odds: Odds::default() }
    }

    /// What a pact adds against a threat.
    fn aid(&self, state: StateId, threat: &Threat, pact: &Pact, outlook: &Outlook) -> Aid {
        if pact.partner == threat.source {
            let relief = pact.relief() * appeasement_relief(threat.factors.intent, self.parameters);
            return Aid { relief, ..Aid::default() };
        }
        let reliability = pact.reliability(threat.source, self.parameters);
        if reliability <= 0.0 {
            return Aid::default();
        }
        let arrives = self.arrives(pact.partner, state, threat.source);
        let firm = reliability * self.roster.fit[pact.partner.index()];
        let likely = outlook.against(threat.source).map_or(0.0, |pool| pool[pact.partner.index()]);
        Aid { now: firm * arrives, more: (firm - likely).max(0.0) * arrives, relief: 0.0 }
    }

    /// The odds of a threat for a state with all this aid.
    fn odds(&self, state: StateId, threat: &Threat, aid: Aid) -> Odds {
        let help_full = threat.coalition + aid.more;
        Odds {
            intent: threat.factors.intent,
            proximity: threat.factors.proximity,
            attack: threat.factors.attack() + threat.joined,
            own_defence: self.roster.defence[state.index()],
            help_now: aid.now,
            help_full: if help_full > aid.now { help_full } else { aid.now },
            relief: aid.relief,
        }
    }

    /// What danger and diversion come to, for one threat.
    fn add_danger(&self, terms: &mut Terms, state: StateId, threat: &Threat, odds: &Odds, bound: bool) {
        let felt =
            stake(self.roster.revisionism[state.index()], self.parameters) * odds.threat(self.parameters);
        terms.danger -= felt;
        if !bound {
            terms.diversion += felt * threat.spared;
        }
    }

    /// The aid of those pacts that `kept` keeps, one partner's promises counted once, and of one pact more.
    fn sum_aid(
        pacts: &[Pact],
        aid: impl Fn(usize) -> Aid,
        kept: impl Fn(&Pact) -> bool,
        added: Option<(StateId, Aid)>,
    ) -> Aid {
        let mut sum = Aid::default();
        let mut extra = added;
        let mut place = 0;
        while place < pacts.len() {
            let partner = pacts[place].partner;
            let mut best = Aid::default();
            while place < pacts.len() && pacts[place].partner == partner {
                if kept(&pacts[place]) {
                    best = best.or(aid(place));
                }
                place += 1;
            }
            if let Some((_, more)) = extra.take_if(|(other, _)| *other == partner) {
                best = best.or(more);
            }
            sum = sum.and(best);
        }
        extra.map_or(sum, |(_, more)| sum.and(more))
    }

    /// Looks at a state's pacts and threats, which must be listed, and works out what they are worth.
    pub fn assess(&self, state: StateId, assessment: &mut Assessment, outlook: &Outlook) {
        let Assessment { threats, pacts, aid, worth, war, stay } = assessment;
        aid.clear();
        worth.clear();
        for pact in pacts.iter() {
            aid.extend(threats.iter().map(|threat| self.aid(state, threat, pact, outlook)));
            worth.push(self.pact_worth(state, pact, true, outlook));
        }
        *war = self.at_war(state);
        let mut terms = worth.iter().fold(*war, |sum, worth| sum.plus(worth));
        let count = threats.len();
        for (t, threat) in threats.iter_mut().enumerate() {
            let sum = Self::sum_aid(pacts, |p| aid[p * count + t], |_| true, None);
            threat.odds = self.odds(state, threat, sum);
            let bound = pacts.iter().any(|pact| pact.target == Some(threat.source));
            self.add_danger(&mut terms, state, threat, &threat.odds, bound);
        }
        *stay = terms.weighted(&self.switches);
    }

    /// What fighting on in its wars is worth to a state.
    fn at_war(&self, state: StateId) -> Terms {
        let mut terms = Terms::default();
        if !self.wars.fights(state) {
            return terms;
        }
        let party = self.party(state);
        for war in self.wars.of(state) {
            if let Some(side) = war.side_of(state) {
                let standing = self.standing(state, war, side);
                terms = terms.plus(&fight_on(&party, &standing, self.parameters));
            }
        }
        terms
    }

    /// How a war stands for a state of this side.
    pub fn standing(&self, state: StateId, war: &War, side: Side) -> Standing {
        Standing {
            chance: war.chance(side),
            ahead: war.ahead(side),
            leads: war.leader(side) == state,
            exposure: self.pairs.exposure[self.pairs.at(state, war.leader(side.other()))],
        }
    }

    /// The worth of the pacts that `kept` keeps, and of one more.
    pub fn appraise(
        &self,
        state: StateId,
        assessment: &Assessment,
        kept: impl Fn(&Pact) -> bool + Copy,
        added: Option<&Pact>,
        outlook: &Outlook,
    ) -> Terms {
        let Assessment { threats, pacts, aid, worth, war, .. } = assessment;
        let mut terms = *war;
        for (pact, worth) in pacts.iter().zip(worth) {
            if kept(pact) {
                terms = terms.plus(worth);
            }
        }
        if let Some(pact) = added {
            terms = terms.plus(&self.pact_worth(state, pact, false, outlook));
        }
        for (t, threat) in threats.iter().enumerate() {
            let extra = added.map(|pact| (pact.partner, self.aid(state, threat, pact, outlook)));
            let sum = Self::sum_aid(pacts, |p| aid[p * threats.len() + t], kept, extra);
            let odds = self.odds(state, threat, sum);
            let against = |pact: &Pact| pact.target == Some(threat.source);
            let bound = added.is_some_and(against) || pacts.iter().any(|pact| kept(pact) && against(pact));
            self.add_danger(&mut terms, state, threat, &odds, bound);
        }
        terms.weighted(&self.switches)
    }

    /// What a pact is worth beside its help: what it asks, and what it promises. `held` tells a pact in force
    /// from one only thought of.
    fn pact_worth(&self, state: StateId, pact: &Pact, held: bool, outlook: &Outlook) -> Terms {
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
    fn bound_with(&self, partner: StateId, target: StateId, state: StateId) -> f32 {
        let pacts = self.alliances.pacts(partner).iter();
        let others = pacts.filter(|pact| pact.target == Some(target) && pact.partner != state);
        others.map(|pact| self.roster.power[pact.partner.index()]).sum()
    }

    /// Adds what draws a state to a leader: spoils, its movement, and the example of others.
    fn add_lure(&self, terms: &mut Terms, state: StateId, leader: StateId, held: bool, outlook: &Outlook) {
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
            let openness = if own.is_none_or(|own| own == movement) { 1.0 } else { parameters.foreign_creed };
            let momentum = self.movements.list[usize::from(movement)].momentum;
            terms.wave = parameters.pull_wave * momentum * openness;
        }
        if !self.movements.turns.is_empty() {
            let near = &self.pairs.proximity[self.pairs.row(state)];
            terms.contagion = parameters.pull_contagion * self.movements.contagion(state, leader, near);
        }
    }

    /// What draws a state that does not follow a leader to it, beside any danger.
    pub fn lure(&self, state: StateId, leader: StateId, outlook: &Outlook) -> f32 {
        let mut terms = Terms::default();
        self.add_lure(&mut terms, state, leader, false, outlook);
        terms.weighted(&self.switches).utility()
    }

    /// What a follower adds to its leader's strength, and takes from those against it.
    fn follower_counts(&self, follower: StateId, leader: StateId) -> (f32, f32) {
        let at = self.pairs.at(follower, leader);
        let (parameters, f) = (self.parameters, follower.index());
        let stood = parameters.reliability_defense
            * willingness(self.pairs.exposure[at], parameters)
            * self.roster.fit[f]
            * self.pairs.proximity[self.pairs.at(leader, follower)];
        (parameters.reliability_entente * self.roster.strength[f], stood)
    }

    fn profit_of_leading(&self, leader: StateId, follower: StateId, held: bool, outlook: &Outlook) -> f32 {
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
    fn partners_fear(&self, pact: &Pact) -> f32 {
        match pact.target {
            Some(target) => self.pairs.exposure[self.pairs.at(pact.partner, target)],
            None => self.pairs.greatest[pact.partner.index()],
        }
    }

    /// What the partner of a pact thinks of it, were it asked by `asker`, and the chance that it accepts.
    pub fn consent(&self, asker: StateId, pact: &Pact, assessments: &Assessments) -> Consent {
        let by = pact.partner;
        let (assessment, outlook) = (assessments.of(by), &assessments.outlook);
        let mirrored = pact.as_seen_by_partner(asker);
        let mut without = assessment.stay;
        let mut with = self.appraise(by, assessment, |_| true, Some(&mirrored), outlook);
        let watched = |source: &StateId| assessment.threats.iter().any(|threat| threat.source == *source);
        if let Some(source) = pact.target.filter(|source| !watched(source)) {
            // The asker's enemy may be one the partner had not had its eye on.
            let threat = self.threat(by, source, outlook);
            let pacts = &assessment.pacts;
            let aid = |added: Option<(StateId, Aid)>| {
                Self::sum_aid(pacts, |p| self.aid(by, &threat, &pacts[p], outlook), |_| true, added)
            };
            let more = (asker, self.aid(by, &threat, &mirrored, outlook));
            let (mut before, mut after) = (Terms::default(), Terms::default());
            let bound = pacts.iter().any(|pact| pact.target == Some(source));
            self.add_danger(&mut before, by, &threat, &self.odds(by, &threat, aid(None)), bound);
            self.add_danger(&mut after, by, &threat, &self.odds(by, &threat, aid(Some(more))), true);
            without = self.changed(&without, &before);
            with = self.changed(&with, &after);
        }
        let chance = acceptance(with.utility() - without.utility(), self.parameters.noise);
        Consent { by, without, with, chance, given: false }
    }

    /// The chance that an attack of `by` on a state succeeds, with all that would stand against it, and the
    /// threat that the state poses in turn as `by` feels it.
    pub fn attack_chance(&self, by: StateId, on: StateId, assessments: &Assessments) -> (f32, f32) {
        let victim = assessments.of(on);
        let outlook = &assessments.outlook;
        let mut odds = match victim.threats.iter().find(|threat| threat.source == by) {
            Some(threat) => threat.odds,
            None => {
                let threat = self.threat(on, by, outlook);
                let pacts = &victim.pacts;
                let aid = |p: usize| self.aid(on, &threat, &pacts[p], outlook);
                self.odds(on, &threat, Self::sum_aid(pacts, aid, |_| true, None))
            }
        };
        odds.attack += odds.attack * self.parameters.first_strike;
        let defence = odds.own_defence + odds.expected_help(self.parameters);
        (odds.loss_chance(self.parameters), defence)
    }

    /// Marks, by state, those that are at war with this one, or have a pact against it, or it against them.
    pub fn opponents(&self, state: StateId, opponents: &mut Vec<bool>) {
        opponents.clear();
        opponents.resize(self.roster.len(), false);
        for member in self.alliances.against(state).flat_map(|alliance| &alliance.members) {
            opponents[member.index()] = true;
        }
        let targets = self.alliances.pacts(state).iter().filter_map(|pact| pact.target);
        for opponent in targets.chain(self.wars.enemies(state).iter().copied()) {
            opponents[opponent.index()] = true;
        }
    }

    /// Up to `count` partners that would bring most against a source, with what they bring, best first, among
    /// those not yet pledged to help against it and not of the state's `opponents`. `brings` is for working.
    pub fn likely_partners(
        &self,
        (state, source): (StateId, StateId),
        (pacts, opponents): (&[Pact], &[bool]),
        pool: &[f32],
        (count, brings): (usize, &mut Vec<f32>),
        best: &mut Vec<(f32, StateId)>,
    ) {
        best.clear();
        let here = &self.pairs.proximity[self.pairs.row(state)];
        let there = &self.pairs.proximity[self.pairs.row(source)];
        brings.resize(pool.len(), 0.0);
        contributions(pool, here, there, brings);
        brings[state.index()] = 0.0;
        let firm = self.parameters.reliability_defense;
        let mut weakest = 0.0;
        each_above(brings, weakest, |index, brings| {
            let helper = StateId(index as u32);
            let first = pacts.partition_point(|pact| pact.partner < helper);
            let mut bonds = pacts[first..].iter().take_while(|pact| pact.partner == helper);
            let pledged = bonds.any(|pact| pact.reliability(source, self.parameters) >= firm);
            if !pledged && !opponents[index] {
                let place = best.partition_point(|(other, _)| *other >= brings);
                best.insert(place, (brings, helper));
                best.truncate(count);
                weakest = if best.len() < count { 0.0 } else { best[count - 1].0 };
            }
            weakest
        });
    }
}
