//! Who stands with whom.

use bevy_ecs::prelude::*;
use jiff::civil::Date;

use super::StateId;
use crate::scenario::PactKind;
use crate::theory::parameters::Parameters;

/// An alliance's number: counts up in a run and is never used again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AllianceId(pub u32);

/// A pact among two or more states.
#[derive(Debug, Clone, PartialEq)]
pub struct Alliance {
    /// Its number.
    pub id: AllianceId,
    /// Name from the scenario; empty for those made in the run.
    pub name: String,
    /// What was promised.
    pub kind: PactKind,
    /// Members in order of number, two or more.
    pub members: Vec<StateId>,
    /// Whom it is against; anyone where absent.
    pub target: Option<StateId>,
    /// The power the others lean on, where the alliance was made by bandwagoning.
    pub leader: Option<StateId>,
    /// When it was made.
    pub since: Date,
    /// When it lapses; never where absent.
    pub until: Option<Date>,
}

impl Alliance {
    /// Whether a state is a member.
    pub fn has(&self, state: StateId) -> bool {
        self.members.contains(&state)
    }

    /// The members other than this one.
    pub fn partners(&self, state: StateId) -> impl Iterator<Item = StateId> + '_ {
        self.members.iter().copied().filter(move |member| *member != state)
    }

    /// Whether its members help one another against this power.
    pub fn covers(&self, source: StateId) -> bool {
        !self.has(source) && self.target.is_none_or(|target| target == source)
    }
}

impl PactKind {
    /// Chance that a partner under this kind of pact comes when it covers the case.
    pub fn reliability(self, parameters: &Parameters) -> f32 {
        match self {
            Self::Defensive | Self::Offensive => parameters.reliability_defense,
            Self::Entente => parameters.reliability_entente,
            Self::Neutrality => 0.0,
        }
    }

    /// Chance that a partner under this kind of pact joins an attack. A pact of defence promises none.
    pub fn attack_reliability(self, parameters: &Parameters) -> f32 {
        match self {
            Self::Offensive => parameters.reliability_defense,
            Self::Entente => parameters.reliability_entente,
            Self::Defensive | Self::Neutrality => 0.0,
        }
    }

    /// How much of a full commitment it asks of its members, 0 to 1: to fight for one another, to lean
    /// to one side, or to stay out.
    pub fn weight(self) -> f32 {
        match self {
            Self::Defensive | Self::Offensive => 1.0,
            Self::Entente => 0.5,
            Self::Neutrality => 0.25,
        }
    }
}

/// All alliances in force, in order of number.
#[derive(Resource, Debug, Clone, Default, PartialEq)]
pub struct Alliances {
    list: Vec<Alliance>,
    by_state: Vec<Vec<AllianceId>>,
    by_target: Vec<Vec<AllianceId>>,
    next: u32,
}

impl Alliances {
    /// None yet, among so many states.
    pub fn new(states: usize) -> Self {
        let none = vec![Vec::new(); states];
        Self { by_state: none.clone(), by_target: none, ..Self::default() }
    }

    /// All in force, in order of number.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Alliance> {
        self.list.iter()
    }

    /// Number in force.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether none is in force.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The alliance of that number, while it is in force.
    pub fn get(&self, id: AllianceId) -> Option<&Alliance> {
        self.list.binary_search_by_key(&id, |alliance| alliance.id).ok().map(|place| &self.list[place])
    }

    /// The alliances of one state.
    pub fn of(&self, state: StateId) -> impl Iterator<Item = &Alliance> {
        self.by_state[state.index()].iter().filter_map(|id| self.get(*id))
    }

    /// The alliances against a state.
    pub fn against(&self, state: StateId) -> impl Iterator<Item = &Alliance> {
        self.by_target[state.index()].iter().filter_map(|id| self.get(*id))
    }

    /// Whether two states are partners in any pact.
    pub fn linked(&self, a: StateId, b: StateId) -> bool {
        self.of(a).any(|alliance| alliance.has(b))
    }

    /// Puts a new alliance in force; `id` is given here.
    pub fn add(&mut self, mut alliance: Alliance) -> AllianceId {
        let id = AllianceId(self.next);
        self.next += 1;
        alliance.id = id;
        alliance.members.sort_unstable();
        for member in &alliance.members {
            self.by_state[member.index()].push(id);
        }
        if let Some(target) = alliance.target {
            self.by_target[target.index()].push(id);
        }
        self.list.push(alliance);
        id
    }

    /// Takes a state out; the alliance ends if fewer than two remain. What it was, if it was in force
    /// and had the state.
    pub fn leave(&mut self, id: AllianceId, state: StateId) -> Option<Alliance> {
        let place = self.list.binary_search_by_key(&id, |alliance| alliance.id).ok()?;
        if !self.list[place].has(state) {
            return None;
        }
        let before = self.list[place].clone();
        // Without its leader a following has nobody to lean on.
        if before.members.len() <= 2 || before.leader == Some(state) {
            self.list.remove(place);
            self.forget(id, &before.members);
            self.untarget(&before);
        } else {
            self.list[place].members.retain(|member| *member != state);
            self.forget(id, &[state]);
        }
        Some(before)
    }

    /// Ends all whose term is over on this date, and tells which.
    pub fn lapse(&mut self, date: Date) -> Vec<Alliance> {
        let over = |alliance: &mut Alliance| alliance.until.is_some_and(|until| until <= date);
        let lapsed: Vec<_> = self.list.extract_if(.., over).collect();
        for alliance in &lapsed {
            self.forget(alliance.id, &alliance.members);
            self.untarget(alliance);
        }
        lapsed
    }

    /// Strikes an alliance from the list of those against its target.
    fn untarget(&mut self, alliance: &Alliance) {
        if let Some(target) = alliance.target {
            self.by_target[target.index()].retain(|other| *other != alliance.id);
        }
    }

    /// Strikes an alliance from the lists of these states.
    fn forget(&mut self, id: AllianceId, states: &[StateId]) {
        for state in states {
            self.by_state[state.index()].retain(|other| *other != id);
        }
    }
}
