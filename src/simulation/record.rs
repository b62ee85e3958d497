//! Record: the tick is hashed, so that two runs can be compared to the bit.

use bevy_ecs::prelude::*;

use super::digest::Digest;
use super::{
    Alliances, Clock, Condition, Creed, Growth, Holdings, Interest, Movements, Pairs, Posture, Resources,
    Roster, StateId, Temper, War, Wars,
};

/// The digest of the world after the last tick; it contains those of all ticks before.
#[derive(Resource, Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StateHash(pub u64);

/// What is hashed of a state.
type Attributes = (
    &'static Resources,
    &'static Posture,
    &'static Interest,
    &'static Temper,
    &'static Condition,
    &'static Creed,
    &'static Growth,
);

/// Digests everything the next tick depends on. Occupiers are not taken in by themselves: they are what the wars
/// say. Nor are armistices: none outlives its tick.
pub fn hash_state(
    mut hash: ResMut<StateHash>,
    (roster, clock): (Res<Roster>, Res<Clock>),
    states: Query<Attributes>,
    (pairs, holdings): (Res<Pairs>, Res<Holdings>),
    (alliances, wars, movements): (Res<Alliances>, Res<Wars>, Res<Movements>),
) -> Result {
    let mut digest = Digest::new(hash.0);
    digest.word(clock.tick);
    for entity in &roster.entities {
        let (Resources(held), posture, interest, temper, condition, creed, growth) = states.get(*entity)?;
        digest.floats(&[held.population, held.industry, held.military, held.technology]);
        digest.floats(&[posture.offense, posture.intent, interest.revisionism, condition.weariness]);
        digest.floats(&[temper.intent, temper.revisionism, growth.industry, growth.population]);
        digest.word(condition.arms_until);
        digest.word(creed.0.map_or(u64::MAX, u64::from));
    }
    digest.matrices(&pairs.alarm, &pairs.calm);
    digest.word(pairs.proximity_digest());
    // Lists have their lengths taken in, so that no two of them can be read as one.
    digest.word(alliances.len() as u64);
    for alliance in alliances.iter() {
        digest.word(u64::from(alliance.id.0));
        digest.word(alliance.kind as u64);
        digest.word(state_word(alliance.target));
        digest.word(state_word(alliance.leader));
        digest_states(&mut digest, &alliance.members);
    }
    digest.word(wars.len() as u64);
    for war in wars.iter() {
        digest_war(&mut digest, war);
    }
    digest.word(wars.truces().len() as u64);
    for truce in wars.truces() {
        digest.word(pair_word(truce.a, truce.b));
        digest.word(truce.until);
    }
    for movement in &movements.list {
        digest.word(state_word(movement.champion));
        digest.floats(&[movement.prestige, movement.momentum]);
    }
    digest.word(movements.turns.len() as u64);
    for turn in &movements.turns {
        digest.word(pair_word(turn.who, turn.to));
        digest.word(turn.tick);
        digest.floats(&turn.near);
    }
    let (owners, rest) = holdings.owners().as_chunks::<2>();
    let half = |owner: &Option<StateId>| owner.map_or(u32::MAX, |owner| owner.0);
    for [low, high] in owners {
        digest.word(u64::from(half(low)) | u64::from(half(high)) << 32);
    }
    for owner in rest {
        digest.word(state_word(*owner));
    }
    hash.0 = digest.finish();
    Ok(())
}

fn digest_war(digest: &mut Digest, war: &War) {
    digest.word(u64::from(war.id.0));
    digest_states(digest, &war.attackers);
    digest_states(digest, &war.defenders);
    digest.word(pair_word(war.attacker, war.defender));
    // A date as one number.
    let (year, month, day) = (war.since.year(), war.since.month(), war.since.day());
    digest.word((i64::from(year) * 10_000 + i64::from(month) * 100 + i64::from(day)) as u64);
    digest.floats(&[war.front, war.expectation, war.strength[0], war.strength[1]]);
    digest.word(war.contributions.len() as u64);
    for (state, amount) in &war.contributions {
        digest.word(u64::from(state.0) << 32 | u64::from(amount.to_bits()));
    }
    digest.word(war.occupied.len() as u64);
    for held in &war.occupied {
        digest.word(u64::from(held.region.0));
        digest.word(pair_word(held.of, held.by));
    }
}

fn digest_states(digest: &mut Digest, states: &[StateId]) {
    digest.word(states.len() as u64);
    for state in states {
        digest.word(u64::from(state.0));
    }
}

fn state_word(state: Option<StateId>) -> u64 {
    state.map_or(u64::MAX, |state| u64::from(state.0))
}

fn pair_word(a: StateId, b: StateId) -> u64 {
    u64::from(a.0) | u64::from(b.0) << 32
}
