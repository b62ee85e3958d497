//! Revolt: fallen states rise again.
//!
//! The homeland of a state that is no more rises against a holder with the yearly chance
//!
//! ```text
//! revolt (w + o)
//! ```
//!
//! with `w` the holder's exhaustion and `o` its overstretch: the share of its land, by worth, that is the homeland of
//! others. The state then stands again on what that holder owns of its homeland, save what an enemy of the holder
//! occupies, with its share of people, industry and army, as it was of temper. The holder resents the loss, and no
//! truce binds it. With `revolt` at 0 nothing is left to chance.
//!
//! Sources: Kennedy 1988 on overstretch; form chosen.

use bevy_ecs::prelude::*;
use rand::RngExt;

use super::draws::{Purpose, mix};
use super::realm::Realm;
use super::spoils::resentful;
use super::{Draws, StateId};
use crate::world::RegionId;

/// Fallen states may rise.
pub fn rise(mut realm: Realm, draws: Res<Draws>) -> Result {
    let per_unit = realm.rules.parameters.revolt * realm.rules.years_per_tick;
    if per_unit <= 0.0 || realm.rules.history_decides() || realm.roster.alive.iter().all(|alive| *alive) {
        return Ok(());
    }
    let mut risen = false;
    for fallen in realm.roster.ids() {
        if realm.is_alive(fallen) {
            continue;
        }
        for holder in holders_of(fallen, &realm) {
            let strain = realm.weariness(holder)? + overstretch(holder, &realm);
            let key = mix(realm.roster.origins[fallen.index()]) ^ realm.roster.origins[holder.index()];
            let draw: f32 = draws.at(realm.clock.tick, key, Purpose::Revolt).random();
            if draw < per_unit * strain && revolt(&mut realm, fallen, holder)? {
                risen = true;
                break;
            }
        }
    }
    if risen { realm.finish() } else { Ok(()) }
}

/// Who owns any of the homeland of a state, in order.
fn holders_of(fallen: StateId, realm: &Realm) -> Vec<StateId> {
    let homeland = homeland_of(fallen, realm);
    let mut holders: Vec<StateId> =
        homeland.into_iter().filter_map(|region| realm.holdings.owner(region)).collect();
    holders.sort_unstable();
    holders.dedup();
    holders
}

fn homeland_of(state: StateId, realm: &Realm) -> Vec<RegionId> {
    let all = realm.terrain.regions().iter().map(|(region, _)| region);
    all.filter(|region| realm.holdings.home(*region) == Some(state)).collect()
}

/// Share of a state's land, by worth, that is the homeland of others, 0 to 1.
fn overstretch(state: StateId, realm: &Realm) -> f32 {
    let (mut own, mut foreign) = (0.0, 0.0);
    for (region, _) in realm.terrain.regions().iter() {
        if realm.holdings.owner(region) == Some(state) {
            let worth = f64::from(realm.holdings.worth(region));
            own += worth;
            if realm.holdings.home(region) != Some(state) {
                foreign += worth;
            }
        }
    }
    if own > 0.0 { (foreign / own) as f32 } else { 0.0 }
}

/// A fallen state rises on what a holder owns of its homeland. False if all of that is under an enemy.
fn revolt(realm: &mut Realm, fallen: StateId, holder: StateId) -> Result<bool> {
    let mut land = homeland_of(fallen, realm);
    land.retain(|region| {
        realm.holdings.owner(*region) == Some(holder) && realm.holdings.occupier(*region).is_none()
    });
    if land.is_empty() {
        return Ok(false);
    }
    let before = realm.holdings.worth_of(holder);
    realm.restore(fallen, holder, None)?;
    for region in land {
        // Those who rise take up arms: none of their share of the army disbands.
        realm.cede(region, fallen, 1.0)?;
    }
    realm.move_capital(fallen)?;
    let lost = before - realm.holdings.worth_of(holder);
    let after = resentful(realm.revisionism(holder)?, lost, before, &realm.rules.parameters);
    realm.set_revisionism(holder, after)?;
    realm.survive_or_fall(holder, fallen)?;
    Ok(true)
}
