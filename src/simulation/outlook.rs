//! Outlook: who is likely to stand against each power, and how each would fare against all of them.
//!
//! Worked out at most once a tick for every source that a state looks closer at, and for the strongest states,
//! which are those one may follow for gain.

use super::appraise::Scene;
use super::perceive::Search;
use super::{Side, StateId};
use crate::theory::contest::win_chance;
use crate::theory::threat::{coalition_help, keep_where, likely_stand, take_greatest};

/// How many of the strongest states are thought of as powers to follow.
const POWERS: usize = 8;

/// The two states most exposed to a source: who stands in front of it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Front {
    /// Who, with exposure and chance to hold out alone; the most exposed first.
    pub most: [Option<(StateId, f32, f32)>; 2],
}

/// How a power would fare against those likely to stand against it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Prospect {
    /// Strength it and its partners would bring to an attack.
    pub attack: f32,
    /// Strength that would likely stand against it.
    pub against: f32,
    /// The public chance of its side, where it is at war.
    pub at_war: Option<f32>,
}

impl Prospect {
    /// The chance that it prevails, 0 to 1, with so much more strength on its side and less against it.
    pub fn chance(&self, more: f32, less: f32, decisiveness: f32) -> f32 {
        match self.at_war {
            Some(chance) => chance,
            None => {
                win_chance((self.attack + more).max(0.0), (self.against - less).max(0.0), decisiveness as u32)
            }
        }
    }
}

/// What is known of every source and power, by state.
#[derive(Debug, Clone, Default)]
pub struct Outlook {
    /// By source and then by state; last one of nothing.
    pools: Vec<f32>,
    fresh: Vec<bool>,
    fronts: Vec<Front>,
    powers: Vec<StateId>,
    prospects: Vec<Option<Prospect>>,
    /// Exposure of each state to the source looked at last.
    exposed: Vec<f32>,
    search: Search,
}

impl Outlook {
    /// Forgets the last tick, keeping its memory, and looks at the powers.
    pub fn survey(&mut self, scene: &Scene) {
        let n = scene.roster.len();
        if self.pools.len() != n * n + n {
            self.pools.clear();
            self.pools.resize(n * n + n, 0.0);
        }
        self.fresh.clear();
        self.fresh.resize(n, false);
        self.fronts.resize(n, Front::default());
        self.prospects.clear();
        self.prospects.resize(n, None);
        let power = &scene.roster.power;
        self.powers.clear();
        for state in scene.roster.ids().filter(|state| power[state.index()] > 0.0) {
            let place = self.powers.partition_point(|other| power[other.index()] >= power[state.index()]);
            if place < POWERS {
                self.powers.insert(place, state);
                self.powers.truncate(POWERS);
            }
        }
        for place in 0..self.powers.len() {
            let power = self.powers[place];
            self.prepare(power, scene);
            self.prospects[power.index()] = Some(self.prospect_of(power, scene));
        }
    }

    /// Works out who stands against a source, unless this tick already has it.
    pub fn prepare(&mut self, source: StateId, scene: &Scene) {
        let slot = source.index();
        if std::mem::replace(&mut self.fresh[slot], true) {
            return;
        }
        let (n, parameters) = (scene.roster.len(), scene.parameters);
        let row = &mut self.pools[slot * n..(slot + 1) * n];
        self.exposed.resize(n, 0.0);
        for (exposed, row) in self.exposed.iter_mut().zip(scene.pairs.exposure.chunks_exact(n)) {
            *exposed = row[slot];
        }
        likely_stand(&self.exposed, &scene.roster.fit, parameters, row);
        row[slot] = 0.0;
        for pact in scene.alliances.pacts(source) {
            row[pact.partner.index()] = 0.0;
        }
        self.fronts[slot] = self.front_of(source, scene);
    }

    fn front_of(&mut self, source: StateId, scene: &Scene) -> Front {
        let (n, slot) = (scene.roster.len(), source.index());
        let pool = &self.pools[slot * n..(slot + 1) * n];
        // Its own partners stand in front of nobody.
        let Search { values, tops, taken } = &mut self.search;
        values.resize(n, 0.0);
        keep_where(&self.exposed, pool, values);
        take_greatest(values, (2, 0.0), tops, taken);
        let hold = |(exposure, k): (f32, usize)| {
            let attack = scene.roster.strength[slot] * scene.pairs.proximity[k * n + slot];
            let fall = win_chance(attack, scene.roster.defence[k], scene.parameters.decisiveness as u32);
            (StateId(k as u32), exposure, 1.0 - fall)
        };
        Front { most: [0, 1].map(|place| taken.get(place).copied().map(hold)) }
    }

    fn prospect_of(&self, power: StateId, scene: &Scene) -> Prospect {
        let near = &scene.pairs.proximity[scene.pairs.row(power)];
        let followers = scene.alliances.of(power).flat_map(|alliance| {
            let reliability = alliance.kind.attack_reliability(scene.parameters);
            let partners = alliance.partners(power).filter(|partner| alliance.leader != Some(*partner));
            partners.map(move |partner| reliability * scene.roster.strength[partner.index()])
        });
        let attack = scene.roster.strength[power.index()] + followers.sum::<f32>();
        let against = coalition_help(&self.pools[scene.pairs.row(power)], near, near);
        let (mut wars, mut chances) = (0.0, 0.0);
        for war in scene.wars.of(power) {
            let side = war.side_of(power).unwrap_or(Side::Attackers);
            wars += 1.0;
            chances += war.chance(side);
        }
        Prospect { attack, against, at_war: (wars > 0.0).then(|| chances / wars) }
    }

    /// The pool against a source, by state: strength times the chance that it stands and comes; nothing where
    /// nobody has looked at it this tick.
    pub fn against(&self, source: StateId) -> Option<&[f32]> {
        let n = self.fresh.len();
        self.fresh[source.index()].then(|| &self.pools[source.index() * n..(source.index() + 1) * n])
    }

    /// Where the pool against a source begins, for [`Self::likely`]; a pool of nothing where nobody has looked at it
    /// this tick.
    pub fn pool_of(&self, source: StateId) -> usize {
        let n = self.fresh.len();
        if self.fresh[source.index()] { source.index() * n } else { n * n }
    }

    /// One state's part of all pools: where one begins stands its part of that one.
    #[inline]
    pub fn likely(&self, state: StateId) -> &[f32] {
        &self.pools[state.index()..]
    }

    /// Who stands in front of a source.
    pub fn front(&self, source: StateId) -> &Front {
        &self.fronts[source.index()]
    }

    /// The strongest states, strongest first.
    pub fn powers(&self) -> &[StateId] {
        &self.powers
    }

    /// How a power would fare; nothing for those not among the strongest.
    pub fn prospect(&self, power: StateId) -> Option<&Prospect> {
        self.prospects[power.index()].as_ref()
    }
}
