//! Movements that states belong to, and who went over to whom of late.
//!
//! A movement is an ideology that a scenario names. Its champion is the strongest of its adherents; its momentum,
//! and the example of those who turned of late, pull others ([`crate::theory::pull`]).

use bevy_ecs::prelude::*;

use super::{Clock, Pairs, Roster, Rules, StateId};
use crate::theory::pull::{example_left, momentum};

/// Turns whose pull has fallen below this pull nobody any more.
const FORGOTTEN: f32 = 0.03;

/// A movement.
#[derive(Debug, Clone, PartialEq)]
pub struct Movement {
    /// Its name in the scenario.
    pub name: String,
    /// The strongest of its adherents; absent where it has none.
    pub champion: Option<StateId>,
    /// Standing of its champion: 1, or 0 once the champion was beaten.
    pub prestige: f32,
    /// Share of the states other than the champion that belong to it, times its prestige, 0 to 1.
    pub momentum: f32,
}

/// A state went over to a power, or fell to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Turn {
    /// Who.
    pub who: StateId,
    /// To whom.
    pub to: StateId,
    /// When.
    pub tick: u64,
    /// How much of its pull is left, 1 when it was made.
    pub weight: f32,
    /// How near one that fell was to each state while it had land; empty for one that went over.
    pub near: Vec<f32>,
}

/// All movements by number, in order of name, and recent turns in order of time.
#[derive(Resource, Debug, Clone, Default, PartialEq)]
pub struct Movements {
    /// The movements.
    pub list: Vec<Movement>,
    /// Recent turns.
    pub turns: Vec<Turn>,
}

impl Movements {
    /// The movement that a state champions.
    pub fn championed_by(&self, state: StateId) -> Option<u16> {
        self.list.iter().position(|movement| movement.champion == Some(state)).map(|place| place as u16)
    }

    /// Notes that a state went over to a power.
    pub(super) fn turn(&mut self, who: StateId, to: StateId, tick: u64) {
        self.turns.push(Turn { who, to, tick, weight: 1.0, near: Vec::new() });
    }

    /// Notes that a state fell to a power; `pairs` still know where it lay.
    pub(super) fn fall(&mut self, who: StateId, to: StateId, tick: u64, pairs: &Pairs) {
        let near = (0..pairs.states() as u32).map(|k| pairs.proximity[pairs.at(StateId(k), who)]).collect();
        self.turns.push(Turn { who, to, tick, weight: 1.0, near });
    }

    /// Recent turns of others to `to`, as a state with this row of proximities sees them: by nearness and age.
    pub(super) fn examples(&self, state: StateId, to: StateId, near: &[f32]) -> f32 {
        let to_it = self.turns.iter().filter(|turn| turn.to == to && turn.who != state);
        let nearness = |turn: &Turn| *turn.near.get(state.index()).unwrap_or(&near[turn.who.index()]);
        to_it.map(|turn| nearness(turn) * turn.weight).sum()
    }
}

/// Finds the champions, works out each movement's momentum, and forgets turns long past.
pub fn follow(
    mut movements: ResMut<Movements>,
    roster: Res<Roster>,
    (rules, clock): (Res<Rules>, Res<Clock>),
) {
    let movements = &mut *movements;
    let others = roster.alive.iter().filter(|alive| **alive).count().saturating_sub(1).max(1) as f32;
    for (number, movement) in movements.list.iter_mut().enumerate() {
        let adherents = || {
            roster
                .ids()
                .filter(|it| roster.alive[it.index()] && roster.creed[it.index()] == Some(number as u16))
        };
        let strongest = |a: &StateId, b: &StateId| {
            roster.power[a.index()].total_cmp(&roster.power[b.index()]).then(b.cmp(a))
        };
        movement.champion = adherents().max_by(strongest);
        let followers = adherents().count().saturating_sub(1) as f32;
        movement.momentum = momentum(movement.prestige, followers, others);
    }
    let left = |tick: u64| {
        let years = (clock.tick - tick) as f32 * rules.years_per_tick;
        example_left(years, &rules.parameters)
    };
    movements.turns.iter_mut().for_each(|turn| turn.weight = left(turn.tick));
    movements.turns.retain(|turn| turn.weight > FORGOTTEN);
}
