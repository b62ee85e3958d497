//! What a set of pacts is worth to a state: the one place where options get their terms.
//!
//! Staying, joining, leaving and the partner's consent are all appraised here by the same code, so that
//! two options differ only by the pacts they contain.

mod aid;
mod bounds;
mod others;
mod worth;

pub use aid::Aid;
use aid::{Ground, Promise};

use super::outlook::Outlook;
use super::pacts::Pact;
use super::perceive::Threat;
use super::{Alliances, Movements, Pairs, Roster, Rules, Side, StateId, War, Wars};
use crate::theory::buck::spared;
use crate::theory::choice::Terms;
use crate::theory::interest::stake;
use crate::theory::parameters::Parameters;
use crate::theory::stakes::{Party, Standing, fight_on};
use crate::theory::threat::{
    COALITIONS, Factors, LANES, Odds, OddsColumns, appeasement_relief, coalition_help, coalitions_help,
    felt_intent,
};

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
    /// [`Odds::threat`] of each threat.
    dangers: Vec<f32>,
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

    /// [`Odds::threat`] of each threat it has its eye on, in their order.
    pub fn dangers(&self) -> &[f32] {
        &self.dangers
    }

    /// The same of the threat of this source, if it has its eye on it.
    pub fn danger_of(&self, source: StateId) -> Option<f32> {
        let place = self.threats.iter().position(|threat| threat.source == source)?;
        Some(self.dangers[place])
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

    /// Utility of a change that costs so much and does nothing else.
    pub fn cost(&self, change: f32) -> f32 {
        -change * self.switches.change
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
            if let [source] = group {
                threats.push(self.threat(state, *source, outlook));
                continue;
            }
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
        let joined = self.joined(state, source);
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

    /// Strength of a source's partners that would join its attack on a state.
    fn joined(&self, state: StateId, source: StateId) -> f32 {
        let pairs = self.pairs;
        self.alliances
            .joiners(source)
            .iter()
            .filter(|pact| pact.kind.attack_reliability(self.parameters) > 0.0)
            .filter(|pact| pact.partner != state && pact.target.is_none_or(|target| target == state))
            .map(|pact| {
                let strength = self.roster.strength[pact.partner.index()];
                let near = pairs.proximity[pairs.at(state, pact.partner)];
                pact.kind.attack_reliability(self.parameters) * strength * near
            })
            .sum()
    }

    /// What a pact adds against up to [`LANES`] threats.
    fn aid(&self, state: StateId, threats: &Ground, pact: &Pact, outlook: &Outlook) -> Aid {
        let (parameters, pairs, partner) = (self.parameters, self.pairs, pact.partner);
        let mut aid = Aid::default();
        let fit = self.roster.fit[partner.index()];
        let (promised, elsewhere) = pact.reliabilities(parameters);
        let here = pairs.proximity[pairs.at(state, partner)];
        let (covering, other) =
            (fit * promised, fit * if pact.target.is_none() { promised } else { elsewhere });
        // What is looked up comes first, what is reckoned after it, for all threats in one go.
        let mut promise = Promise { here, ..Promise::default() };
        let (near, likely) = (&pairs.proximity[partner.index()..], outlook.likely(partner));
        for lane in 0..threats.count.min(LANES) {
            let source = threats.sources[lane];
            let made_for_it = pact.target == Some(source);
            aid.against |= u32::from(made_for_it) << lane;
            if partner == source {
                aid.relief[lane] = pact.relief() * threats.appeased[lane];
                continue;
            }
            promise.firm[lane] = if made_for_it { covering } else { other };
            promise.there[lane] = near[threats.rows[lane]];
            promise.likely[lane] = likely[threats.pools[lane]];
        }
        promise.bring(&mut aid);
        aid
    }

    /// Up to [`LANES`] threats of a state by column.
    fn ground(&self, state: StateId, threats: &[Threat], outlook: &Outlook) -> Ground {
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
            ground.sources[lane] = threat.source;
            ground.rows[lane] = self.pairs.row(threat.source).start;
            ground.pools[lane] = outlook.pool_of(threat.source);
            ground.appeased[lane] = appeasement_relief(threat.factors.intent, self.parameters);
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
        let Assessment { threats, pacts, aid, total, dangers, ground, worth, war, base, stay, at_stake } =
            assessment;
        aid.clear();
        ground.clear();
        total.clear();
        dangers.clear();
        worth.clear();
        ground.extend(threats.chunks(LANES).map(|threats| self.ground(state, threats, outlook)));
        for pact in pacts.iter() {
            for threats in ground.iter() {
                aid.push(self.aid(state, threats, pact, outlook));
            }
            worth.push(self.pact_worth(state, pact, true, outlook));
        }
        *war = self.at_war(state);
        *base = worth.iter().fold(*war, |sum, worth| sum.plus(worth));
        let mut terms = *base;
        let blocks = ground.len();
        for (block, (threats, here)) in threats.chunks_mut(LANES).zip(ground.iter()).enumerate() {
            let sum = Self::sum_aid(pacts, |p| &aid[p * blocks + block], |_| true, None);
            let odds = here.with(&sum);
            let felt = odds.threats(self.parameters);
            here.add_felt(&mut terms, &felt, sum.against);
            for (lane, threat) in threats.iter_mut().enumerate() {
                threat.odds = self.odds_of(threat, &odds, lane);
            }
            dangers.extend_from_slice(&felt[..threats.len()]);
            total.push(sum);
        }
        *stay = terms.weighted(&self.switches);
        let felt =
            Terms { danger: terms.danger - base.danger, diversion: terms.diversion, ..Terms::default() };
        *at_stake =
            if self.danger_outweighs() { -felt.weighted(&self.switches).utility() } else { f32::INFINITY };
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
        let Assessment { pacts, aid, ground, worth, war, .. } = assessment;
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
        let blocks = ground.len();
        for (block, ground) in ground.iter().enumerate() {
            let extra = added.map(|pact| (pact.partner, self.aid(state, ground, pact, outlook)));
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
        for (ground, total) in assessment.ground.iter().zip(&assessment.total) {
            let mut sum = *total;
            sum.and(&self.aid(state, ground, added, outlook));
            ground.add_danger(&mut terms, &sum, self.parameters);
        }
        terms.weighted(&self.switches)
    }
}
