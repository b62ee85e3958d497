//! The public queries of the simulation: all that views and panels ask of it.

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use super::{
    Alliance, Alliances, Assessments, Clock, Condition, Growth, Holdings, Identity, Interest, Measures,
    Movement, Movements, Pairs, Posture, Resources, Roster, Rules, StateHash, StateId, Threat, Wars,
};
use crate::theory::belief::Belief;
use crate::theory::interest::StateType;
use crate::theory::power::Capabilities;
use crate::world::RegionId;

/// Read access to the world as it stands, by state number.
#[derive(SystemParam)]
pub struct Survey<'w, 's> {
    /// Time.
    pub clock: Res<'w, Clock>,
    /// Who holds which region.
    pub holdings: Res<'w, Holdings>,
    /// Alliances in force.
    pub alliances: Res<'w, Alliances>,
    /// Wars under way.
    pub wars: Res<'w, Wars>,
    /// Parameters in force.
    pub rules: Res<'w, Rules>,
    /// Digest of the world after the last tick.
    pub hash: Res<'w, StateHash>,
    /// Movements, and who went over to whom of late.
    pub movements: Res<'w, Movements>,
    /// The system as a whole, as the last tick left it.
    pub measures: Res<'w, Measures>,
    pairs: Res<'w, Pairs>,
    roster: Res<'w, Roster>,
    assessments: Res<'w, Assessments>,
    states: Query<
        'w,
        's,
        (
            &'static Identity,
            &'static Resources,
            &'static Posture,
            &'static Interest,
            &'static Growth,
            &'static Condition,
        ),
    >,
}

impl Survey<'_, '_> {
    /// Every state, in order.
    pub fn states(&self) -> impl ExactSizeIterator<Item = StateId> + use<> {
        self.roster.ids()
    }

    /// Who a state is.
    ///
    /// # Panics
    /// If the number is not of this world, as for all methods that take one.
    pub fn identity(&self, state: StateId) -> &Identity {
        self.parts(state).0
    }

    /// The state with this id, such as `GMY`.
    pub fn find(&self, code: &str) -> Option<StateId> {
        self.states().find(|state| self.identity(*state).code == code)
    }

    /// Population, industry, military, technology, in the scenario's units.
    pub fn capabilities(&self, state: StateId) -> Capabilities {
        self.parts(state).1.0
    }

    /// Offensive capability and real intent.
    pub fn posture(&self, state: StateId) -> Posture {
        *self.parts(state).2
    }

    /// Value of revision less value of the status quo, -1 to 1.
    pub fn revisionism(&self, state: StateId) -> f32 {
        self.parts(state).3.revisionism
    }

    /// Yearly growth.
    pub fn growth(&self, state: StateId) -> Growth {
        *self.parts(state).4
    }

    /// Exhaustion and arming.
    pub fn condition(&self, state: StateId) -> Condition {
        *self.parts(state).5
    }

    /// Whether it arms.
    pub fn arms(&self, state: StateId) -> bool {
        self.roster.arming[state.index()]
    }

    /// Whether it has any land; those without take no part.
    pub fn is_alive(&self, state: StateId) -> bool {
        self.roster.alive[state.index()]
    }

    /// The movement it belongs to.
    pub fn movement(&self, state: StateId) -> Option<&Movement> {
        self.roster.creed[state.index()].map(|number| &self.movements.list[usize::from(number)])
    }

    /// Share of the system's power, as states weigh it.
    pub fn power(&self, state: StateId) -> f32 {
        self.roster.power[state.index()]
    }

    /// Lion, lamb, wolf or jackal.
    pub fn kind(&self, state: StateId) -> StateType {
        StateType::of(self.power(state), self.revisionism(state), &self.rules.parameters)
    }

    /// The threats a state has its eye on, greatest exposure first, with factors and odds.
    pub fn threats(&self, state: StateId) -> &[Threat] {
        self.assessments.threats(state)
    }

    /// The greatest threat to a state as it feels it, with its allies and its pacts with the source counted:
    /// whose, and how great, 0 to 1.
    pub fn greatest_fear(&self, state: StateId) -> Option<(StateId, f32)> {
        let felt = self.threats(state).iter().map(|it| (it.source, it.odds.threat(&self.rules.parameters)));
        felt.max_by(|a, b| a.1.total_cmp(&b.1))
    }

    /// Threat of `from` to `to` before any ally's help, 0 to 1.
    pub fn exposure(&self, to: StateId, from: StateId) -> f32 {
        self.pairs.exposure[self.pairs.at(to, from)]
    }

    /// What one state believes of another's intent.
    pub fn belief(&self, of: StateId, about: StateId) -> Belief {
        self.pairs.belief(of, about)
    }

    /// Distance in km between nearest lands, longer across sea.
    pub fn distance_km(&self, a: StateId, b: StateId) -> f32 {
        self.pairs.distance_km[self.pairs.at(a, b)]
    }

    /// The holder of a region.
    pub fn owner(&self, region: RegionId) -> Option<StateId> {
        self.holdings.owner(region)
    }

    /// The alliances of a state.
    pub fn alliances_of(&self, state: StateId) -> impl Iterator<Item = &Alliance> {
        self.alliances.of(state)
    }

    fn parts(&self, state: StateId) -> (&Identity, &Resources, &Posture, &Interest, &Growth, &Condition) {
        self.states
            .get(self.roster.entities[state.index()])
            .expect("a state's entity lives as long as its number")
    }
}
