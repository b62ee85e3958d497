//! Fight: wars are fought tick by tick. Strengths meet, the front moves, provinces are occupied, losses are borne.
//!
//! The equations are in [`crate::theory::war`]; here are the states they are applied to.

use bevy_ecs::prelude::*;
use jiff::Unit;
use jiff::civil::Date;
use rand::RngExt;

use super::draws::{Purpose, mix};
use super::occupy::occupy;
use super::{
    Clock, Condition, Draws, Holdings, Pairs, Resources, Roster, Rules, Side, StateId, Terrain, War, WarId,
    Wars,
};
use crate::theory::parameters::Parameters;
use crate::theory::war::{
    Ground, advance, bearing, committed, expectation, left_by, odds, surprise, toll, wearier,
};

/// What the wars of the last tick have cost.
#[derive(Resource, Debug, Clone, Copy, Default, PartialEq)]
pub struct Losses {
    /// Military strength that fell, in the scenario's unit.
    pub military: f64,
}

const SIDES: [Side; 2] = [Side::Attackers, Side::Defenders];

/// What the strength of a side depends on.
#[derive(Clone, Copy)]
struct Field<'a> {
    roster: &'a Roster,
    pairs: &'a Pairs,
    parameters: &'a Parameters,
    today: Date,
}

/// What a member of a side brings.
#[derive(Clone, Copy)]
struct Part {
    state: StateId,
    /// Share of it that takes part, 0 to 1.
    committed: f32,
    /// Strength that it brings to bear, a share of system power.
    strength: f32,
}

impl Field<'_> {
    /// What each member of a side brings, in order of state. `wars` counts the wars of each state.
    fn parts(&self, war: &War, side: Side, wars: &[usize]) -> Vec<Part> {
        let ground =
            if (war.front >= 0.0) == (side == Side::Attackers) { Ground::Abroad } else { Ground::Home };
        let surprise = match side {
            Side::Attackers => surprise(years_between(war.since, self.today), self.parameters),
            Side::Defenders => 1.0,
        };
        let part = |state: &StateId| {
            let i = state.index();
            let committed = committed(self.arrives(war, side, *state, ground), wars[i]);
            let fit = self.roster.power[i] * (1.0 - self.roster.weariness[i]);
            let bearing = bearing(self.roster.offense[i], ground, self.parameters);
            Part { state: *state, committed, strength: fit * committed * bearing * surprise }
        };
        war.side(side).iter().map(part).collect()
    }

    /// Share of a member's strength that arrives where the fighting is.
    fn arrives(&self, war: &War, side: Side, state: StateId, ground: Ground) -> f32 {
        let leader = war.leader(side);
        if ground == Ground::Home && state == leader {
            return 1.0;
        }
        let theatre = (ground == Ground::Home).then_some(leader);
        let places = war.side(side.other()).iter().copied().chain(theatre);
        let near = places.map(|place| self.pairs.proximity[self.pairs.at(place, state)]);
        near.fold(0.0, f32::max)
    }

    /// Brings strengths and expectation of a war up to date; what each side's members bring.
    fn meet(&self, war: &mut War, wars: &[usize]) -> [Vec<Part>; 2] {
        let parts = SIDES.map(|side| self.parts(war, side, wars));
        war.strength = [0, 1].map(|side: usize| parts[side].iter().map(|part| part.strength).sum());
        war.expectation = expectation(self.odds(war), war.front);
        parts
    }

    /// Chance that the attackers win by the strengths that meet.
    fn odds(&self, war: &War) -> f32 {
        odds(war.strength[0], war.strength[1], self.parameters)
    }
}

/// Works out strengths and expectation of a war that has just begun or been entered, so that it has sane values
/// at once. Nothing if it is over.
pub(super) fn muster(
    wars: &mut Wars,
    war: WarId,
    (roster, pairs): (&Roster, &Pairs),
    parameters: &Parameters,
    today: Date,
) {
    let counts = wars_of_each(wars, roster.len());
    let field = Field { roster, pairs, parameters, today };
    if let Some(war) = wars.iter_mut().find(|other| other.id == war) {
        field.meet(war, &counts);
    }
}

/// Musters every war, as the world begins.
pub(super) fn muster_all(
    mut wars: ResMut<Wars>,
    (roster, pairs): (Res<Roster>, Res<Pairs>),
    (rules, clock): (Res<Rules>, Res<Clock>),
) {
    let ids: Vec<WarId> = wars.iter().map(|war| war.id).collect();
    for war in ids {
        muster(&mut wars, war, (&roster, &pairs), &rules.parameters, clock.date());
    }
}

/// Moves every war on by a tick.
pub fn fight(
    (mut wars, mut holdings): (ResMut<Wars>, ResMut<Holdings>),
    (roster, pairs, terrain): (Res<Roster>, Res<Pairs>, Res<Terrain>),
    (rules, clock, draws): (Res<Rules>, Res<Clock>, Res<Draws>),
    mut states: Query<(&mut Resources, &mut Condition)>,
    mut losses: ResMut<Losses>,
) -> Result {
    *losses = Losses::default();
    if wars.is_empty() {
        return Ok(());
    }
    let (parameters, years) = (&rules.parameters, rules.years_per_tick);
    let field = Field { roster: &roster, pairs: &pairs, parameters, today: clock.date() };
    let counts = wars_of_each(&wars, roster.len());
    let lands = holdings.by_state(roster.len());
    let mut moved = false;
    for war in wars.iter_mut() {
        let parts = field.meet(war, &counts);
        let odds = field.odds(war);
        // Where history decides, wars cost what they cost, but no front moves.
        if !rules.history_decides() {
            let key = mix(roster.origins[war.defender.index()]) ^ u64::from(war.id.0);
            let draw: f32 = draws.at(clock.tick, key, Purpose::Battle).random();
            // A uniform draw between -1 and 1 has the variance 1/3.
            let chance = 3f32.sqrt() * (2.0 * draw - 1.0);
            war.front = advance(war.front, odds, years, chance, parameters);
            war.expectation = expectation(odds, war.front);
        }
        for (parts, enemy) in parts.iter().zip([1.0 - odds, odds]) {
            for part in parts {
                contribute(war, part.state, part.strength * years);
                let (mut resources, mut condition) = states.get_mut(roster.entities[part.state.index()])?;
                let before = resources.0.military;
                resources.0.military *= left_by(toll(parameters.attrition, years, enemy, part.committed));
                losses.military += f64::from(before - resources.0.military);
                let toll = toll(parameters.weariness, years, enemy, part.committed);
                condition.weariness = wearier(condition.weariness, toll);
            }
        }
        if !rules.history_decides() {
            moved |= occupy(war, holdings.bypass_change_detection(), terrain.regions(), &lands);
        }
    }
    if moved {
        holdings.set_changed();
    }
    Ok(())
}

/// Adds to what a state has put into a war.
fn contribute(war: &mut War, state: StateId, amount: f32) {
    match war.contributions.binary_search_by_key(&state, |entry| entry.0) {
        Ok(place) => war.contributions[place].1 += amount,
        Err(place) => war.contributions.insert(place, (state, amount)),
    }
}

/// In how many wars each state is.
fn wars_of_each(wars: &Wars, states: usize) -> Vec<usize> {
    let mut counts = vec![0; states];
    for war in wars.iter() {
        for state in war.attackers.iter().chain(&war.defenders) {
            counts[state.index()] += 1;
        }
    }
    counts
}

/// Time from one date to another, in years.
fn years_between(since: Date, today: Date) -> f32 {
    let days = since.until((Unit::Day, today)).map_or(0, |span| span.get_days());
    days as f32 / 365.2425
}
