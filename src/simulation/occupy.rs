//! Occupation: as the front moves, provinces come under an enemy, and back.
//!
//! The side ahead holds of each enemy's land as much as the front says, by worth, where it can get there: from
//! land that one of its members rules in fact, by a land border or else by a short crossing. It takes first what
//! was its own homeland, then neighbours by land, then where it stands on most sides, then what is worth most.
//! Who borders most of a province occupies it; its own homeland a member occupies itself. What was taken last is
//! given up first.

use super::wars::Occupation;
use super::{Holdings, Side, StateId, War};
use crate::world::{RegionId, Regions};

/// How a side can get at a province.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Foothold {
    /// It is the homeland of the one who would occupy it.
    homeland: bool,
    /// Over a land border; else by a crossing.
    by_land: bool,
    /// Bordering provinces that the side rules.
    borders: usize,
    /// Who would occupy it.
    occupier: StateId,
}

/// Brings occupation in line with a war's front. Whether anything changed. `lands` are the provinces that each
/// state owns, in order.
pub fn occupy(war: &mut War, holdings: &mut Holdings, regions: &Regions, lands: &[Vec<RegionId>]) -> bool {
    let before = war.occupied.len();
    let ahead = if war.front >= 0.0 { Side::Attackers } else { Side::Defenders };
    let front = war.ahead(ahead);
    // Where the front has turned, all that the other side held is free again.
    for held in war.occupied.extract_if(.., |held| !is_on(&war.attackers, &war.defenders, ahead, held.by)) {
        holdings.occupy(held.region, None);
    }
    let mut changed = war.occupied.len() != before;
    for enemy in war.side(ahead.other()).to_vec() {
        let land = &lands[enemy.index()];
        let whole: f64 = land.iter().map(|region| f64::from(holdings.worth(*region))).sum();
        let limit = if front >= 1.0 { f64::INFINITY } else { f64::from(front) * whole };
        while held_of(war, enemy, holdings) > limit {
            let Some(last) = war.occupied.iter().rposition(|held| held.of == enemy) else { break };
            let held = war.occupied.remove(last);
            holdings.occupy(held.region, None);
            changed = true;
        }
        // On a level front nobody is overrun, not even land that is worth nothing.
        if front <= 0.0 {
            continue;
        }
        while let Some((region, by)) =
            next_province(war, ahead, land, limit - held_of(war, enemy, holdings), (holdings, regions))
        {
            war.occupied.push(Occupation { region, of: enemy, by });
            holdings.occupy(region, Some(by));
            changed = true;
        }
    }
    changed
}

fn is_on(attackers: &[StateId], defenders: &[StateId], side: Side, state: StateId) -> bool {
    match side {
        Side::Attackers => attackers.contains(&state),
        Side::Defenders => defenders.contains(&state),
    }
}

/// Worth of what is occupied of a state in this war.
fn held_of(war: &War, state: StateId, holdings: &Holdings) -> f64 {
    let held = war.occupied.iter().filter(|held| held.of == state);
    held.map(|held| f64::from(holdings.worth(held.region))).sum()
}

/// The province of `land` that the side ahead takes next, and for whom.
fn next_province(
    war: &War,
    ahead: Side,
    land: &[RegionId],
    room: f64,
    (holdings, regions): (&Holdings, &Regions),
) -> Option<(RegionId, StateId)> {
    let open = land
        .iter()
        .copied()
        .filter(|region| holdings.occupier(*region).is_none() && f64::from(holdings.worth(*region)) <= room);
    let reachable =
        open.filter_map(|region| Some((region, foothold(war.side(ahead), region, holdings, regions)?)));
    let best = reachable.max_by(|(a, from_a), (b, from_b)| {
        let rank = |foothold: &Foothold| (foothold.homeland, foothold.by_land, foothold.borders);
        rank(from_a).cmp(&rank(from_b)).then(holdings.worth(*a).total_cmp(&holdings.worth(*b))).then(b.cmp(a))
    });
    best.map(|(region, foothold)| (region, foothold.occupier))
}

/// From where a side can get at a province; `None` if from nowhere.
fn foothold(side: &[StateId], region: RegionId, holdings: &Holdings, regions: &Regions) -> Option<Foothold> {
    let [by_land, by_sea] = [&regions[region].land, &regions[region].sea].map(|neighbours| {
        let rulers = neighbours.iter().filter_map(|next| holdings.controller(*next));
        rulers.filter(|ruler| side.contains(ruler)).collect::<Vec<_>>()
    });
    let over_land = !by_land.is_empty();
    let around = if over_land { by_land } else { by_sea };
    let count = |state: StateId| around.iter().filter(|ruler| **ruler == state).count();
    let most = side.iter().copied().filter(|state| count(*state) > 0);
    let most = most.max_by(|a, b| count(*a).cmp(&count(*b)).then(b.cmp(a)))?;
    let home = holdings.home(region).filter(|home| side.contains(home));
    Some(Foothold {
        homeland: home.is_some(),
        by_land: over_land,
        borders: around.len(),
        occupier: home.unwrap_or(most),
    })
}
