//! What a set of pacts is worth to a state: the one place where options get their terms.
//!
//! Staying, joining, leaving and the partner's consent are all appraised here by the same code, so that
//! two options differ only by the pacts they contain.

use super::journal::Consent;
use super::outlook::Outlook;
use super::pacts::Pact;
use super::perceive::{Assessments, Search, Threat};
use super::warpaths::entry;
use super::{Alliance, Alliances, Movements, Pairs, Roster, Rules, Side, StateId, War, Wars};
use crate::theory::buck::spared;
use crate::theory::choice::{
    Terms, acceptance, autonomy_lost, commitment, dependence, entrapment, influence, influence_gained, share,
};
use crate::theory::interest::{follower_profit, leader_profit, stake};
use crate::theory::parameters::Parameters;
use crate::theory::pull::{contagion, wave};
use crate::theory::stakes::{Party, Standing, fight_on, join};
use crate::theory::threat::{
    COALITIONS, Factors, LANES, Odds, OddsColumns, appeasement_relief, coalition_help, coalitions_help,
    contributions, felt_intent, take_greatest, willingness,
};

/// What one pact adds against each of up to [`LANES`] threats, by column.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Aid {
    /// Help that is promised.
    now: [f32; LANES],
    /// Help beyond what the partner would likely give without a promise.
    more: [f32; LANES],
    /// Relief from the partner's own threat, 0 to 1.
    relief: [f32; LANES],
    /// The threats that it is made against: a bit each.
    against: u32,
}

impl Aid {
    /// The firmest of two promises of one partner: it comes once.
    #[inline]
    fn or(&mut self, other: &Self) {
        greater_of(&mut self.now, &other.now);
        greater_of(&mut self.more, &other.more);
        greater_of(&mut self.relief, &other.relief);
        self.against |= other.against;
    }

    /// The help of two partners. Relief comes from one alone, the source itself.
    #[inline]
    fn and(&mut self, other: &Self) {
        for lane in 0..LANES {
            self.now[lane] += other.now[lane];
            self.more[lane] += other.more[lane];
        }
        greater_of(&mut self.relief, &other.relief);
        self.against |= other.against;
    }
}

/// The greater of two values, by column.
#[inline]
fn greater_of(values: &mut [f32; LANES], others: &[f32; LANES]) {
    for (value, other) in values.iter_mut().zip(others) {
        *value = if *other > *value { *other } else { *value };
    }
}

/// Up to [`LANES`] threats by column: what no pact changes.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Ground {
    /// The odds without any help.
    odds: OddsColumns,
    /// [`Threat::coalition`].
    coalition: [f32; LANES],
    /// [`Threat::spared`].
    spared: [f32; LANES],
    /// How many threats there are.
    count: usize,
    /// How much the state minds them, 0 to 1.
    stake: f32,
}

impl Ground {
    /// The odds with all this aid.
    #[inline]
    fn with(&self, aid: &Aid) -> OddsColumns {
        let mut odds = OddsColumns { help_now: aid.now, relief: aid.relief, ..self.odds };
        for lane in 0..LANES {
            odds.help_full[lane] = self.coalition[lane] + aid.more[lane];
        }
        greater_of(&mut odds.help_full, &aid.now);
        odds
    }

    /// Adds what danger and diversion come to with all this aid.
    #[inline]
    fn add_danger(&self, terms: &mut Terms, aid: &Aid, parameters: &Parameters) {
        let felt = self.with(aid).threats(parameters);
        for lane in 0..self.count {
            let felt = self.stake * felt[lane];
            terms.danger -= felt;
            // Who has a pact against a power stands in front of it as well.
            let free = aid.against & (1 << lane) == 0;
            terms.diversion += if free { felt * self.spared[lane] } else { 0.0 };
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
    /// What each pact adds against the threats, by pact and then by each [`LANES`] threats.
    aid: Vec<Aid>,
    /// What all pacts together add against the threats.
    total: Vec<Aid>,
    /// The threats by column.
    ground: Vec<Ground>,
    /// What each pact is worth beside its help.
    worth: Vec<Terms>,
    /// What fighting on in its wars is worth.
    war: Terms,
    /// What its wars and all its pacts are worth beside their help.
    base: Terms,
    /// What staying as it is is worth, all told.
    pub stay: Terms,
    /// Utility that there is to gain by help and relief: none of the threats can fall below nothing.
    at_stake: f32,
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
        let help = outlook.against(source).map_or(0.0, |pool| {
            let pairs = self.pairs;
            coalition_help(pool, &pairs.proximity[pairs.row(state)], &pairs.proximity[pairs.row(source)])
        });
        self.threat_with(state, source, help, outlook)
    }

    /// Adds the threats of these sources, as [`Self::threat`] gives them, to a list.
    pub fn list_threats(
        &self,
        state: StateId,
        sources: &[StateId],
        outlook: &Outlook,
        threats: &mut Vec<Threat>,
    ) {
        let pairs = self.pairs;
        let here = &pairs.proximity[pairs.row(state)];
        for group in sources.chunks(COALITIONS) {
            let one = |which: usize| group.get(which).copied().unwrap_or(group[0]);
            let there = std::array::from_fn(|which| &pairs.proximity[pairs.row(one(which))]);
            let pools = std::array::from_fn(|which| outlook.against(one(which)).unwrap_or(here));
            let helps = coalitions_help(pools, here, there);
            for (source, help) in group.iter().zip(helps) {
                let help = if outlook.against(*source).is_some() { help } else { 0.0 };
                threats.push(self.threat_with(state, *source, help, outlook));
            }
        }
    }

    /// A threat, given the `help` that a state would have if all those likely to stand against the source came,
    /// itself included.
    fn threat_with(&self, state: StateId, source: StateId, help: f32, outlook: &Outlook) -> Threat {
        let pairs = self.pairs;
        // The state is no helper of its own, yet it stands in the sum as all others do.
        let own = outlook.against(source).map_or(0.0, |pool| pool[state.index()]);
        let coalition = (help - own * self.arrives(state, state, source)).max(0.0);
        let joined: f32 = self
            .alliances
            .joiners(source)
            .iter()
            .filter(|pact| pact.kind.attack_reliability(self.parameters) > 0.0)
            .filter(|pact| pact.partner != state && pact.target.is_none_or(|target| target == state))
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

    /// What a pact adds against up to [`LANES`] threats.
    fn aid(&self, state: StateId, threats: &[Threat], pact: &Pact, outlook: &Outlook) -> Aid {
        let (parameters, pairs, partner) = (self.parameters, self.pairs, pact.partner);
        let mut aid = Aid::default();
        let fit = self.roster.fit[partner.index()];
        let (promised, elsewhere) = pact.reliabilities(parameters);
        let here = pairs.proximity[pairs.at(state, partner)];
        for (lane, threat) in threats.iter().enumerate().take(LANES) {
            let source = threat.source;
            if pact.target == Some(source) {
                aid.against |= 1 << lane;
            }
            if partner == source {
                aid.relief[lane] = pact.relief() * appeasement_relief(threat.factors.intent, parameters);
                continue;
            }
            let firm = fit * if pact.covers(source) { promised } else { elsewhere };
            let there = pairs.proximity[pairs.at(source, partner)];
            let arrives = if here > there { here } else { there };
            aid.now[lane] = firm * arrives;
            aid.more[lane] = (firm - outlook.likely(source, partner)).max(0.0) * arrives;
        }
        aid
    }

    /// Up to [`LANES`] threats of a state by column.
    fn ground(&self, state: StateId, threats: &[Threat]) -> Ground {
        let mut ground = Ground {
            count: threats.len().min(LANES),
            stake: stake(self.roster.revisionism[state.index()], self.parameters),
            ..Ground::default()
        };
        ground.odds.own_defence = self.roster.defence[state.index()];
        for (lane, threat) in threats.iter().enumerate().take(LANES) {
            ground.odds.opportunity[lane] = threat.factors.intent * threat.factors.proximity;
            ground.odds.attack[lane] = threat.factors.attack() + threat.joined;
            ground.coalition[lane] = threat.coalition;
            ground.spared[lane] = threat.spared;
        }
        ground
    }

    /// The odds of one of these threats.
    fn odds_of(&self, threat: &Threat, columns: &OddsColumns, lane: usize) -> Odds {
        Odds {
            intent: threat.factors.intent,
            proximity: threat.factors.proximity,
            attack: columns.attack[lane],
            own_defence: columns.own_defence,
            help_now: columns.help_now[lane],
            help_full: columns.help_full[lane],
            relief: columns.relief[lane],
        }
    }

    /// The aid of those pacts that `kept` keeps, one partner's promises counted once, and of one pact more.
    fn sum_aid<'p>(
        pacts: &[Pact],
        aid: impl Fn(usize) -> &'p Aid,
        kept: impl Fn(&Pact) -> bool,
        added: Option<(StateId, &Aid)>,
    ) -> Aid {
        let mut sum = Aid::default();
        let mut extra = added;
        let mut place = 0;
        while place < pacts.len() {
            let partner = pacts[place].partner;
            let alone = pacts.get(place + 1).is_none_or(|next| next.partner != partner);
            if alone && extra.is_none_or(|(other, _)| other != partner) {
                if kept(&pacts[place]) {
                    sum.and(aid(place));
                }
                place += 1;
                continue;
            }
            let mut best = Aid::default();
            while place < pacts.len() && pacts[place].partner == partner {
                if kept(&pacts[place]) {
                    best.or(aid(place));
                }
                place += 1;
            }
            if let Some((_, more)) = extra.take_if(|(other, _)| *other == partner) {
                best.or(more);
            }
            sum.and(&best);
        }
        if let Some((_, more)) = extra {
            sum.and(more);
        }
        sum
    }

    /// Looks at a state's pacts and threats, which must be listed, and works out what they are worth.
    pub fn assess(&self, state: StateId, assessment: &mut Assessment, outlook: &Outlook) {
        let Assessment { threats, pacts, aid, total, ground, worth, war, base, stay, at_stake } = assessment;
        aid.clear();
        ground.clear();
        total.clear();
        worth.clear();
        for pact in pacts.iter() {
            aid.extend(threats.chunks(LANES).map(|threats| self.aid(state, threats, pact, outlook)));
            worth.push(self.pact_worth(state, pact, true, outlook));
        }
        *war = self.at_war(state);
        *base = worth.iter().fold(*war, |sum, worth| sum.plus(worth));
        let mut terms = *base;
        let blocks = threats.len().div_ceil(LANES);
        for (block, threats) in threats.chunks_mut(LANES).enumerate() {
            let sum = Self::sum_aid(pacts, |p| &aid[p * blocks + block], |_| true, None);
            let here = self.ground(state, threats);
            here.add_danger(&mut terms, &sum, self.parameters);
            let odds = here.with(&sum);
            for (lane, threat) in threats.iter_mut().enumerate() {
                threat.odds = self.odds_of(threat, &odds, lane);
            }
            total.push(sum);
            ground.push(here);
        }
        *stay = terms.weighted(&self.switches);
        let felt =
            Terms { danger: terms.danger - base.danger, diversion: terms.diversion, ..Terms::default() };
        *at_stake =
            if self.danger_outweighs() { -felt.weighted(&self.switches).utility() } else { f32::INFINITY };
    }

    /// Whether more danger is never better, whoever else it may draw upon: bounds rest on this.
    fn danger_outweighs(&self) -> bool {
        self.switches.danger >= self.switches.diversion && self.switches.diversion >= 0.0
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

    /// The worth of the pacts that `kept` keeps, and of one more with what it is worth by [`Self::worth_of_more`].
    pub fn appraise(
        &self,
        state: StateId,
        assessment: &Assessment,
        kept: impl Fn(&Pact) -> bool + Copy,
        added: Option<(&Pact, &Terms)>,
        outlook: &Outlook,
    ) -> Terms {
        let Assessment { threats, pacts, aid, ground, worth, war, .. } = assessment;
        let mut terms = *war;
        for (pact, worth) in pacts.iter().zip(worth) {
            if kept(pact) {
                terms = terms.plus(worth);
            }
        }
        if let Some((_, worth)) = added {
            terms = terms.plus(worth);
        }
        let added = added.map(|(pact, _)| pact);
        let blocks = threats.len().div_ceil(LANES);
        for (block, (threats, ground)) in threats.chunks(LANES).zip(ground).enumerate() {
            let extra = added.map(|pact| (pact.partner, self.aid(state, threats, pact, outlook)));
            let extra = extra.as_ref().map(|(partner, aid)| (*partner, aid));
            let sum = Self::sum_aid(pacts, |p| &aid[p * blocks + block], kept, extra);
            ground.add_danger(&mut terms, &sum, self.parameters);
        }
        terms.weighted(&self.switches)
    }

    /// The worth of all pacts as they stand and of one more: [`Self::appraise`] with all kept, to the bit, where
    /// the partner of the one more is new.
    pub fn appraise_one_more(
        &self,
        state: StateId,
        assessment: &Assessment,
        (added, worth): (&Pact, &Terms),
        outlook: &Outlook,
    ) -> Terms {
        if assessment.bound_to(added.partner) {
            return self.appraise(state, assessment, |_| true, Some((added, worth)), outlook);
        }
        let mut terms = assessment.base.plus(worth);
        let blocks = assessment.threats.chunks(LANES).zip(&assessment.ground).zip(&assessment.total);
        for ((threats, ground), total) in blocks {
            let mut sum = *total;
            sum.and(&self.aid(state, threats, added, outlook));
            ground.add_danger(&mut terms, &sum, self.parameters);
        }
        terms.weighted(&self.switches)
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
        if let Some(threat) = assessment.threats.iter().find(|threat| threat.source == pact.partner) {
            let relief = pact.relief() * appeasement_relief(threat.factors.intent, self.parameters);
            let left = if breaks { threat.spared * self.switches.diversion } else { 0.0 };
            best += self.felt(state, threat) * (relief * self.switches.danger + left);
        }
        best
    }

    /// A threat as it counts in danger.
    fn felt(&self, state: StateId, threat: &Threat) -> f32 {
        stake(self.roster.revisionism[state.index()], self.parameters) * threat.odds.threat(self.parameters)
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
        for partner in alliance.partners(state) {
            let first = pacts.partition_point(|pact| pact.partner < partner);
            let bonds = pacts[first..].iter().take_while(|pact| pact.partner == partner);
            let Some(place) = bonds.clone().position(|pact| pact.alliance == Some(alliance.id)) else {
                continue;
            };
            best -= worth[first + place].roughly(&self.switches);
            // Where the partner is bound by more than this, or there are more partners, help may remain.
            lost = (alliance.members.len() == 2 && bonds.count() == 1).then_some(first);
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
    fn best_of_standing_back(&self, state: StateId, assessment: &Assessment, target: Option<StateId>) -> f32 {
        let threat = assessment.threats.iter().find(|threat| Some(threat.source) == target);
        threat.map_or(0.0, |threat| self.felt(state, threat) * threat.spared * self.switches.diversion)
    }

    /// The same where the help of the pact in this place, the only one with its partner, goes with it.
    fn best_without_help_of(&self, place: usize, assessment: &Assessment, target: Option<StateId>) -> f32 {
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

    /// What a pact only thought of is worth beside its help.
    pub fn worth_of_more(&self, state: StateId, pact: &Pact, outlook: &Outlook) -> Terms {
        self.pact_worth(state, pact, false, outlook)
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
        if !self.alliances.stands_against(partner, target) {
            return 0.0;
        }
        let others = self.alliances.partners_against(partner, target).filter(|other| *other != state);
        others.map(|other| self.roster.power[other.index()]).sum()
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

    /// What coming to the war is worth to the partner of a pact against an enemy with whom `asker` is at war: it
    /// would be called at once.
    fn call_expected(&self, asker: StateId, pact: &Pact) -> Option<Terms> {
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
            let before_aid = self.aid_of_all(by, &threat, pacts, outlook);
            let more = self.aid(by, &threat, &mirrored, outlook);
            let after_aid = if assessment.bound_to(asker) {
                let aid: Vec<Aid> = pacts.iter().map(|pact| self.aid(by, &threat, pact, outlook)).collect();
                Self::sum_aid(pacts, |p| &aid[p], |_| true, Some((asker, &more)))
            } else {
                let mut sum = before_aid;
                sum.and(&more);
                sum
            };
            let (mut before, mut after) = (Terms::default(), Terms::default());
            let ground = self.ground(by, &threat);
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

    /// The aid of all pacts of a state against a threat that it has not had its eye on.
    fn aid_of_all(&self, state: StateId, threat: &[Threat; 1], pacts: &[Pact], outlook: &Outlook) -> Aid {
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

    /// The chance that an attack of `by` on a state succeeds, with all that would stand against it, and the
    /// threat that the state poses in turn as `by` feels it.
    pub fn attack_chance(&self, by: StateId, on: StateId, assessments: &Assessments) -> (f32, f32) {
        let victim = assessments.of(on);
        let outlook = &assessments.outlook;
        let mut odds = match victim.threats.iter().find(|threat| threat.source == by) {
            Some(threat) => threat.odds,
            None => {
                let threat = [self.threat(on, by, outlook)];
                let aid = self.aid_of_all(on, &threat, &victim.pacts, outlook);
                self.odds_of(&threat[0], &self.ground(on, &threat).with(&aid), 0)
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
