//! What is seen of one run: for each state and each pair of states, what happened and how it ended.

use bevy_ecs::prelude::World;

use super::Quantity;
use crate::simulation::{
    Alignment, Alliances, EventKind, Identity, Journal, Measures, Roster, StateHash, StateId, Wars,
    took_effect,
};

/// A state as outcomes name it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Actor {
    /// Id in scenarios and outputs, such as `GMY`.
    pub code: String,
    /// Name for people.
    pub name: String,
}

/// Something that may happen to two states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PairOutcome {
    /// They are in one alliance at the end.
    AlliedAtEnd,
    /// They are in one alliance at some time.
    Allied,
    /// They fight on opposite sides at some time.
    AtWar,
}

/// Something that may happen to a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StateOutcome {
    /// It has land at the end.
    Survives,
    /// It fights at some time.
    AtWar,
    /// It is in some alliance at the end.
    AlliedAtEnd,
    /// The first side that it takes by a choice of its own that takes effect is against a threat.
    Balances,
    /// The first side that it takes by a choice of its own that takes effect is with a threat or a winner.
    Bandwagons,
}

impl PairOutcome {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::AlliedAtEnd, Self::Allied, Self::AtWar];
}

impl StateOutcome {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Survives, Self::AtWar, Self::AlliedAtEnd, Self::Balances, Self::Bandwagons];
}

/// What was seen of a run. States go by their number in it; pairs lie in a triangle.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    /// Who is who.
    pub(super) cast: Vec<Actor>,
    states: Vec<u8>,
    pairs: Vec<u8>,
    /// Whether any war broke out.
    pub(super) war: bool,
    /// Measures of the system at the end, in the order of [`Quantity::ALL`].
    pub(super) quantities: [f64; Quantity::ALL.len()],
    /// The digest of all that happened.
    pub(super) hash: u64,
    /// Which of the later commands could not be carried out.
    pub(super) refused: Vec<usize>,
    wars_begun: u32,
}

impl Seen {
    /// Whether something happened to a state.
    pub(super) fn state(&self, state: usize, outcome: StateOutcome) -> bool {
        self.states[state] & (1 << outcome as u8) != 0
    }

    /// All that happened to two states, a bit for each of [`PairOutcome`].
    pub(super) fn pair(&self, a: usize, b: usize) -> u8 {
        self.pairs[place(a, b)]
    }

    fn mark(&mut self, state: StateId, outcome: StateOutcome) {
        self.states[state.index()] |= 1 << outcome as u8;
    }

    fn mark_pair(&mut self, a: StateId, b: StateId, outcome: PairOutcome) {
        self.pairs[place(a.index(), b.index())] |= 1 << outcome as u8;
    }

    fn fought(&mut self, a: StateId, b: StateId) {
        self.mark_pair(a, b, PairOutcome::AtWar);
        self.mark(a, StateOutcome::AtWar);
        self.mark(b, StateOutcome::AtWar);
    }

    /// Takes down what a tick brought.
    pub(super) fn note(&mut self, world: &World) {
        let states = world.resource::<Roster>().len();
        if states > self.states.len() {
            self.states.resize(states, 0);
            self.pairs.resize(states * (states - 1) / 2, 0);
        }
        self.note_pacts(world.resource(), PairOutcome::Allied);
        for war in world.resource::<Wars>().iter() {
            for a in &war.attackers {
                war.defenders.iter().for_each(|b| self.fought(*a, *b));
            }
        }
        let journal = world.resource::<Journal>();
        for event in &journal.events {
            // A war may be over in the tick in which it began.
            match event.kind {
                EventKind::WarBegan { by, against, .. } => {
                    self.fought(by, against);
                    self.wars_begun += 1;
                    self.war = true;
                }
                EventKind::WarJoined { by, against, .. } => self.fought(by, against),
                _ => {}
            }
        }
        let either = 1 << StateOutcome::Balances as u8 | 1 << StateOutcome::Bandwagons as u8;
        for decision in journal.decisions.iter().filter(|decision| took_effect(decision)) {
            if self.states[decision.state.index()] & either == 0 {
                match Alignment::of(decision) {
                    Some(Alignment::Balancing) => self.mark(decision.state, StateOutcome::Balances),
                    Some(Alignment::Bandwagoning) => self.mark(decision.state, StateOutcome::Bandwagons),
                    None => {}
                }
            }
        }
    }

    /// Takes down how things stand at the end.
    pub(super) fn close(&mut self, world: &World) {
        self.note_pacts(world.resource(), PairOutcome::AlliedAtEnd);
        let roster = world.resource::<Roster>();
        for state in roster.ids() {
            if roster.alive[state.index()] {
                self.mark(state, StateOutcome::Survives);
            }
            if world.resource::<Alliances>().of(state).next().is_some() {
                self.mark(state, StateOutcome::AlliedAtEnd);
            }
        }
        self.cast = cast(world);
        let measures = world.resource::<Measures>();
        self.quantities = Quantity::ALL.map(|quantity| match quantity {
            Quantity::WarsBegun => f64::from(self.wars_begun),
            Quantity::StatesStanding => f64::from(measures.states_alive),
            Quantity::StatesAllied => f64::from(measures.allied_share()),
            Quantity::Concentration => f64::from(measures.concentration),
            Quantity::StrongestBloc => f64::from(measures.bloc_share),
        });
        self.hash = world.resource::<StateHash>().0;
    }

    fn note_pacts(&mut self, alliances: &Alliances, outcome: PairOutcome) {
        for alliance in alliances.iter() {
            for (at, a) in alliance.members.iter().enumerate() {
                for b in &alliance.members[at + 1..] {
                    self.mark_pair(*a, *b, outcome);
                }
            }
        }
    }
}

/// All states of a world, by number.
pub(super) fn cast(world: &World) -> Vec<Actor> {
    let actor = |entity: &bevy_ecs::entity::Entity| {
        let identity = world.get::<Identity>(*entity);
        let (code, name) = identity.map_or_else(Default::default, |it| (it.code.clone(), it.name.clone()));
        Actor { code, name }
    };
    world.resource::<Roster>().entities.iter().map(actor).collect()
}

/// The place of a pair in the triangle of all, which stays the same where states are added.
pub(super) fn place(a: usize, b: usize) -> usize {
    let (low, high) = (a.min(b), a.max(b));
    high * high.saturating_sub(1) / 2 + low
}
