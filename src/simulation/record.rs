//! Record: the tick is hashed, so that two runs can be compared to the bit.

use bevy_ecs::prelude::*;

use super::digest::Digest;
use super::{Alliances, Clock, Growth, Holdings, Interest, Pairs, Posture, Resources, Roster, StateId};

/// The digest of the world after the last tick; it contains those of all ticks before.
#[derive(Resource, Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StateHash(pub u64);

/// Digests everything the next tick depends on.
pub fn hash_state(
    mut hash: ResMut<StateHash>,
    roster: Res<Roster>,
    states: Query<(&Resources, &Posture, &Interest, &Growth)>,
    (pairs, alliances, holdings, clock): (Res<Pairs>, Res<Alliances>, Res<Holdings>, Res<Clock>),
) -> Result {
    let mut digest = Digest::new(hash.0);
    digest.word(clock.tick);
    for entity in &roster.entities {
        let (Resources(held), posture, interest, growth) = states.get(*entity)?;
        digest.floats(&[held.population, held.industry, held.military, held.technology]);
        digest.floats(&[posture.offense, posture.intent, interest.revisionism]);
        digest.floats(&[growth.industry, growth.population]);
    }
    digest.floats(&pairs.alarm);
    digest.floats(&pairs.calm);
    digest.floats(&pairs.proximity);
    for alliance in alliances.iter() {
        let state_word = |state: Option<StateId>| state.map_or(u64::MAX, |state| u64::from(state.0));
        digest.word(u64::from(alliance.id.0));
        digest.word(alliance.kind as u64);
        digest.word(state_word(alliance.target));
        digest.word(state_word(alliance.leader));
        for member in &alliance.members {
            digest.word(u64::from(member.0));
        }
    }
    for owner in holdings.owners() {
        digest.word(owner.map_or(u64::MAX, |owner| u64::from(owner.0)));
    }
    hash.0 = digest.finish();
    Ok(())
}
