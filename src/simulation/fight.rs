//! Fight: wars are fought tick by tick.

use super::{Pairs, Roster, War};
use crate::theory::contest::win_chance;
use crate::theory::parameters::Parameters;

/// Works out what each side brings to bear, and what is publicly expected.
pub fn muster(war: &mut War, roster: &Roster, pairs: &Pairs, parameters: &Parameters, _years: f32) {
    let near = |state: &super::StateId, enemies: &[super::StateId]| {
        enemies.iter().map(|enemy| pairs.proximity[pairs.at(*enemy, *state)]).fold(0.0, f32::max)
    };
    let attack: f32 =
        war.attackers.iter().map(|it| roster.strength[it.index()] * near(it, &war.defenders)).sum();
    let defence: f32 =
        war.defenders.iter().map(|it| roster.defence[it.index()] * near(it, &war.attackers)).sum();
    war.strength = [attack, defence];
    war.expectation = win_chance(attack, defence, parameters.decisiveness as u32);
}

/// Moves every war on by a tick.
pub fn fight() {}
