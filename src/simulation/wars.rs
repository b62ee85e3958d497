//! Wars under way: who fights whom, how it stands, and who is at truce.

use bevy_ecs::prelude::*;
use jiff::civil::Date;

use super::StateId;
use crate::world::RegionId;

/// A war's number: counts up in a run and is never used again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WarId(pub u32);

/// A side of a war.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// Those who began it, and whoever joined them.
    Attackers,
    /// Those attacked, and whoever joined them.
    Defenders,
}

impl Side {
    /// The side across.
    pub fn other(self) -> Self {
        match self {
            Self::Attackers => Self::Defenders,
            Self::Defenders => Self::Attackers,
        }
    }

    /// Name in outputs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Attackers => "attackers",
            Self::Defenders => "defenders",
        }
    }
}

/// A province held by an enemy while a war lasts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Occupation {
    /// Which.
    pub region: RegionId,
    /// Whose it is.
    pub of: StateId,
    /// Who holds it.
    pub by: StateId,
}

/// A war under way.
#[derive(Debug, Clone, PartialEq)]
pub struct War {
    /// Its number.
    pub id: WarId,
    /// Name for people; may be empty.
    pub name: String,
    /// One side, in order of number.
    pub attackers: Vec<StateId>,
    /// The other side, in order of number.
    pub defenders: Vec<StateId>,
    /// Who leads the attackers: the one who began it, or the strongest left.
    pub attacker: StateId,
    /// Who leads the defenders: the one attacked, or the strongest left.
    pub defender: StateId,
    /// When it began.
    pub since: Date,
    /// Where the front stands: 1 all of the defenders is overrun, -1 all of the attackers.
    pub front: f32,
    /// Strength that each side brings to bear, attackers first, shares of system power.
    pub strength: [f32; 2],
    /// Public expectation: the chance that the attackers win, by the odds and by where the front stands, 0 to 1.
    pub expectation: f32,
    /// What each who takes part, or took part, has put into it: strength times years, in order of state.
    pub contributions: Vec<(StateId, f32)>,
    /// Provinces held by an enemy, in the order in which they were taken.
    pub occupied: Vec<Occupation>,
}

impl War {
    /// The side a state is on.
    pub fn side_of(&self, state: StateId) -> Option<Side> {
        if self.attackers.contains(&state) {
            Some(Side::Attackers)
        } else if self.defenders.contains(&state) {
            Some(Side::Defenders)
        } else {
            None
        }
    }

    /// The states of a side, in order of number.
    pub fn side(&self, side: Side) -> &[StateId] {
        match side {
            Side::Attackers => &self.attackers,
            Side::Defenders => &self.defenders,
        }
    }

    /// Who leads a side.
    pub fn leader(&self, side: Side) -> StateId {
        match side {
            Side::Attackers => self.attacker,
            Side::Defenders => self.defender,
        }
    }

    /// Whether two states are on opposite sides.
    pub fn opposes(&self, a: StateId, b: StateId) -> bool {
        matches!((self.side_of(a), self.side_of(b)), (Some(x), Some(y)) if x != y)
    }

    /// How far a side is ahead, -1 to 1.
    pub fn ahead(&self, side: Side) -> f32 {
        match side {
            Side::Attackers => self.front,
            Side::Defenders => -self.front,
        }
    }

    /// The public chance that a side wins, 0 to 1.
    pub fn chance(&self, side: Side) -> f32 {
        match side {
            Side::Attackers => self.expectation,
            Side::Defenders => 1.0 - self.expectation,
        }
    }

    /// Strength that a side brings to bear.
    pub fn strength_of(&self, side: Side) -> f32 {
        self.strength[side as usize]
    }
}

/// Two states bound by a peace not to attack one another for a while.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Truce {
    /// The one with the lower number.
    pub a: StateId,
    /// The other.
    pub b: StateId,
    /// The first tick at which it no longer holds.
    pub until: u64,
}

/// All wars under way, in order of number.
#[derive(Resource, Debug, Clone, Default, PartialEq)]
pub struct Wars {
    list: Vec<War>,
    next: u32,
    /// Enemies of each state, in order of number, each once.
    enemies: Vec<Vec<StateId>>,
    /// In order of pair, each pair once.
    truces: Vec<Truce>,
}

impl Wars {
    /// None yet, among so many states.
    pub fn new(states: usize) -> Self {
        Self { enemies: vec![Vec::new(); states], ..Self::default() }
    }

    /// Makes room for more states, who are at peace.
    pub(super) fn grow(&mut self, states: usize) {
        self.enemies.resize(states, Vec::new());
    }

    /// All under way, in order of number.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &War> {
        self.list.iter()
    }

    /// Number under way.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is peace everywhere.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The war of that number, while it lasts.
    pub fn get(&self, id: WarId) -> Option<&War> {
        self.list.iter().find(|war| war.id == id)
    }

    /// All wars, to be moved on by a tick. Sides are changed by the methods of this type alone.
    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut War> {
        self.list.iter_mut()
    }

    /// The wars a state is in.
    pub fn of(&self, state: StateId) -> impl Iterator<Item = &War> {
        self.list.iter().filter(move |war| war.side_of(state).is_some())
    }

    /// Whether two states are at war with one another.
    pub fn at_war(&self, a: StateId, b: StateId) -> bool {
        self.enemies(a).binary_search(&b).is_ok()
    }

    /// Whether two states fight on the same side of any war.
    pub fn beside(&self, a: StateId, b: StateId) -> bool {
        self.list.iter().any(|war| war.side_of(a).is_some_and(|side| war.side_of(b) == Some(side)))
    }

    /// Whether a state is at war.
    pub fn fights(&self, state: StateId) -> bool {
        !self.enemies(state).is_empty()
    }

    /// The states that one is at war with, in order of number.
    pub fn enemies(&self, state: StateId) -> &[StateId] {
        &self.enemies[state.index()]
    }

    /// The truces in force, and those just over.
    pub fn truces(&self) -> &[Truce] {
        &self.truces
    }

    /// Whether a peace still binds two states at this tick.
    pub fn at_truce(&self, a: StateId, b: StateId, tick: u64) -> bool {
        let pair = (a.min(b), a.max(b));
        let found = self.truces.binary_search_by_key(&pair, |truce| (truce.a, truce.b));
        found.is_ok_and(|place| self.truces[place].until > tick)
    }

    /// Binds two states not to attack one another before this tick, and forgets truces that are over at `now`.
    pub fn bind(&mut self, a: StateId, b: StateId, until: u64, now: u64) {
        let (a, b) = (a.min(b), a.max(b));
        self.truces.retain(|truce| truce.until > now && (truce.a, truce.b) != (a, b));
        self.truces.push(Truce { a, b, until });
        self.truces.sort_by_key(|truce| (truce.a, truce.b));
    }

    /// Forgets a peace between two states.
    pub(super) fn unbind(&mut self, a: StateId, b: StateId) {
        let (a, b) = (a.min(b), a.max(b));
        self.truces.retain(|truce| (truce.a, truce.b) != (a, b));
    }

    /// A war begins. Sides must not be empty nor overlap; their first states lead. `name` may be empty.
    pub fn begin(
        &mut self,
        name: String,
        attackers: &[StateId],
        defenders: &[StateId],
        since: Date,
    ) -> WarId {
        let id = WarId(self.next);
        self.next += 1;
        let sorted = |states: &[StateId]| {
            let mut states = states.to_vec();
            states.sort_unstable();
            states
        };
        self.list.push(War {
            id,
            name,
            attacker: attackers[0],
            defender: defenders[0],
            attackers: sorted(attackers),
            defenders: sorted(defenders),
            since,
            front: 0.0,
            strength: [0.0; 2],
            expectation: 0.5,
            contributions: Vec::new(),
            occupied: Vec::new(),
        });
        self.list_enemies();
        id
    }

    /// A state enters a war on a side. False if it is in it already, or the war is over.
    pub fn enter(&mut self, id: WarId, state: StateId, side: Side) -> bool {
        let Some(war) = self.list.iter_mut().find(|war| war.id == id) else { return false };
        if war.side_of(state).is_some() {
            return false;
        }
        let states = match side {
            Side::Attackers => &mut war.attackers,
            Side::Defenders => &mut war.defenders,
        };
        states.push(state);
        states.sort_unstable();
        self.list_enemies();
        true
    }

    /// A state leaves a war that goes on without it; `heir` leads its side if it led it. What it held of its
    /// enemies, and they of it, is no longer occupied.
    pub fn withdraw(&mut self, id: WarId, state: StateId, heir: Option<StateId>) {
        let Some(war) = self.list.iter_mut().find(|war| war.id == id) else { return };
        war.attackers.retain(|other| *other != state);
        war.defenders.retain(|other| *other != state);
        war.occupied.retain(|held| held.of != state && held.by != state);
        if let Some(heir) = heir {
            for leader in [&mut war.attacker, &mut war.defender] {
                if *leader == state {
                    *leader = heir;
                }
            }
        }
        self.list_enemies();
    }

    /// Ends a war and gives it back.
    pub fn end(&mut self, id: WarId) -> Option<War> {
        let place = self.list.iter().position(|war| war.id == id)?;
        let war = self.list.remove(place);
        self.list_enemies();
        Some(war)
    }

    fn list_enemies(&mut self) {
        self.enemies.iter_mut().for_each(Vec::clear);
        for war in &self.list {
            for attacker in &war.attackers {
                for defender in &war.defenders {
                    self.enemies[attacker.index()].push(*defender);
                    self.enemies[defender.index()].push(*attacker);
                }
            }
        }
        for enemies in &mut self.enemies {
            enemies.sort_unstable();
            enemies.dedup();
        }
    }
}

/// Peace asked for and granted this tick, to be carried out when the tick's fighting is over.
#[derive(Resource, Debug, Clone, Default, PartialEq)]
pub struct Armistices(pub Vec<Armistice>);

/// A state, or with its leader a whole side, is granted peace as things stand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Armistice {
    /// The war.
    pub war: WarId,
    /// Who asked. If it leads its side the war ends, else it goes on without the state.
    pub by: StateId,
}
