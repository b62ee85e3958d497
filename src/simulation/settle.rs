//! Settle: wars end, and provinces and wealth are divided.
//!
//! A state gives in when an enemy holds `war_collapse` of its worth, or when it leads a side that is wholly overrun
//! (collapse), or when its asking for peace was granted (armistice). If it leads its side the war is over; else it
//! leaves the war with what it has lost, and the war goes on. Who asks for peace while its side is ahead keeps what
//! it has won: the other side is the one that loses land, but it has not given in and pays no indemnity.
//!
//! The terms: provinces as in [`super::spoils`]; each who gave in pays `indemnity` of its industry to the winners by
//! contribution; one that collapsed and was beaten by winners for the status quo alone keeps its land, but half of
//! its army is disbanded. Then
//!
//! - winners are satisfied by `satiation`, losers resent it by `resentment`, for each own worth won or lost;
//! - a movement whose champion led the losers, or collapsed, is broken;
//! - all across are bound by a truce;
//! - annexation alarms everybody: `alarm_weight` for a whole state taken, the victim fully, others by nearness;
//! - co-winners quarrel over spoils: who got less than the share of its contribution minds the partners who got
//!   more, each by its part of the excess.
//!
//! Sources: Walt 1985 and Schweller 1994 on winners who quarrel and can be satisfied; Werner 1999 on terms and
//! truces; forms chosen.

use bevy_ecs::prelude::*;

use super::realm::Realm;
use super::spoils::{Cession, Claim, Division, Loser, Winner, divide, gained, resentful, sated, share};
use super::wars::Occupation;
use super::{Armistice, Armistices, EventKind, Side, StateId, War, WarId};

/// Share of its part of the army that whoever takes a province can use.
const DRAFTED: f32 = 0.5;
/// Share of its army that a state keeps which is disarmed.
const DISARMED: f32 = 0.5;

/// How a war, or one state's part in it, comes to its end.
struct Peace {
    /// The war as it stood.
    war: War,
    /// The side that loses.
    losing: Side,
    /// The states it is made with: all of the losing side, or one of it.
    losers: Vec<StateId>,
    /// Those of them that have collapsed.
    collapsed: Vec<StateId>,
    /// Whether the losers gave in, and pay; else peace is made as things stand.
    yielded: bool,
}

/// What weighs as hostile acts seen.
struct Alarm {
    observer: StateId,
    about: StateId,
    /// In full hostile acts.
    acts: f32,
    /// Whether only nearness makes it the observer's business.
    by_nearness: bool,
}

/// Ends the wars that are over.
pub fn settle(mut realm: Realm, mut armistices: ResMut<Armistices>) -> Result {
    if realm.rules.history_decides() {
        return Ok(());
    }
    // No armistice outlives its tick, whether its war does or not.
    let granted = if armistices.0.is_empty() { Vec::new() } else { std::mem::take(&mut armistices.0) };
    let wars: Vec<WarId> = realm.wars.iter().map(|war| war.id).collect();
    let mut alarms = Vec::new();
    let mut ended = false;
    for id in wars {
        // One at a time, since each peace changes who is left for the next.
        while let Some(peace) = next_peace(&mut realm, id, &granted) {
            ended = true;
            impose(&mut realm, &peace, &mut alarms)?;
        }
    }
    if ended {
        realm.finish()?;
        spread(&mut realm, &alarms);
    }
    Ok(())
}

/// The next peace to be made in a war, which ends or goes on without the state that made it.
fn next_peace(realm: &mut Realm, id: WarId, granted: &[Armistice]) -> Option<Peace> {
    let war = realm.wars.get(id)?.clone();
    let sides = [Side::Attackers, Side::Defenders];
    let members = sides.iter().flat_map(|side| war.side(*side).iter().map(|state| (*side, *state)));
    let collapsed: Vec<StateId> = members
        .filter(|(side, state)| has_collapsed(realm, &war, *side, *state))
        .map(|(_, state)| state)
        .collect();
    let asks = |state: StateId| granted.iter().any(|armistice| (armistice.war, armistice.by) == (id, state));
    let gives_in = |state: &StateId| collapsed.contains(state) || asks(*state);
    // Where both leaders give in, the side behind does.
    let behind = if war.front > 0.0 { Side::Defenders } else { Side::Attackers };
    let side = [behind, behind.other()].into_iter().find(|side| gives_in(&war.leader(*side)));
    let (losing, losers, yielded) = if let Some(side) = side {
        // Who asks while ahead does not give in: the others lose what they have lost.
        let yielded = collapsed.contains(&war.leader(side)) || war.ahead(side) <= 0.0;
        let losing = if yielded { side } else { side.other() };
        (losing, war.side(losing).to_vec(), yielded)
    } else {
        let state = war.attackers.iter().chain(&war.defenders).copied().find(|state| gives_in(state))?;
        (war.side_of(state)?, vec![state], true)
    };
    let peace = Peace { war, losing, losers, collapsed, yielded };
    for state in peace.collapsed.iter().filter(|state| peace.losers.contains(state)) {
        realm.tell(EventKind::Collapsed { war: id, state: *state });
    }
    if peace.is_over() {
        realm.wars.end(id);
    } else {
        for state in &peace.losers {
            realm.wars.withdraw(id, *state, None);
        }
    }
    Some(peace)
}

/// Whether a state has lost so much that it cannot go on.
fn has_collapsed(realm: &Realm, war: &War, side: Side, state: StateId) -> bool {
    if state == war.leader(side) && war.ahead(side) <= -1.0 {
        return true;
    }
    let held = war.occupied.iter().filter(|held| held.of == state);
    let lost: f64 = held.clone().map(|held| f64::from(realm.holdings.worth(held.region))).sum();
    let whole = realm.holdings.worth_of(state);
    held.count() > 0 && lost >= f64::from(realm.rules.parameters.war_collapse) * whole
}

impl Peace {
    /// Whether the war as a whole is over.
    fn is_over(&self) -> bool {
        self.losers.contains(&self.war.leader(self.losing))
    }

    fn contribution(&self, state: StateId) -> f32 {
        let all = &self.war.contributions;
        all.binary_search_by_key(&state, |entry| entry.0).map_or(0.0, |place| all[place].1)
    }
}

/// Carries out the terms of a peace.
fn impose(realm: &mut Realm, peace: &Peace, alarms: &mut Vec<Alarm>) -> Result {
    let parameters = realm.rules.parameters;
    let (winners, losers) = parties(realm, peace)?;
    let elsewhere: Vec<Occupation> = realm
        .wars
        .iter()
        .filter(|war| war.id != peace.war.id)
        .flat_map(|war| war.occupied.iter().copied())
        .collect();
    let cessions = divide(&Division {
        winners: &winners,
        leader: peace.war.leader(peace.losing.other()),
        losers: &losers,
        occupied: &peace.war.occupied,
        elsewhere: &elsewhere,
        holdings: &realm.holdings,
        regions: realm.terrain.regions(),
        alive: &realm.roster.alive,
        parameters: &parameters,
    });
    let mut order: Vec<&Winner> = winners.iter().collect();
    order.sort_by(|a, b| b.share.total_cmp(&a.share).then(a.state.cmp(&b.state)));
    realm.tell(EventKind::PeaceMade {
        war: peace.war.id,
        winners: order.iter().map(|winner| winner.state).collect(),
        losers: peace.losers.clone(),
        over: peace.is_over(),
    });
    let broken = peace.losers.iter().copied().filter(|state| {
        let led = *state == peace.war.leader(peace.losing) && peace.yielded;
        led || peace.collapsed.contains(state)
    });
    for champion in broken {
        break_movement(realm, champion);
    }
    hand_over(realm, &cessions)?;
    if peace.yielded {
        pay(realm, &winners, &losers)?;
    }
    change_tempers(realm, &winners, &losers, &cessions)?;
    for loser in &losers {
        let takers = winners.iter().map(|winner| winner.state);
        let most = takers.max_by(|a, b| {
            let from = |to: StateId| lost_to(loser.state, to, &cessions, realm);
            from(*a).total_cmp(&from(*b)).then(b.cmp(a))
        });
        if let Some(most) = most {
            realm.survive_or_fall(loser.state, most)?;
        }
    }
    let until = realm.clock.tick + (parameters.truce / realm.rules.years_per_tick).round() as u64;
    let now = realm.clock.tick;
    for winner in &winners {
        for loser in losers.iter().filter(|_| until > now) {
            realm.wars.bind(winner.state, loser.state, until, now);
        }
    }
    alarm(realm, &winners, &losers, &cessions, alarms);
    Ok(())
}

/// The parties as they stand before anything changes hands, each in order of state.
fn parties(realm: &Realm, peace: &Peace) -> Result<(Vec<Winner>, Vec<Loser>)> {
    let across = peace.war.side(peace.losing.other());
    let all: f32 = across.iter().map(|state| peace.contribution(*state)).sum();
    let mut winners = Vec::new();
    for state in across {
        let even = 1.0 / across.len() as f32;
        winners.push(Winner {
            state: *state,
            share: if all > 0.0 { peace.contribution(*state) / all } else { even },
            revisionism: realm.revisionism(*state)?,
            worth: realm.holdings.worth_of(*state),
        });
    }
    let loser = |state: &StateId| Loser {
        state: *state,
        collapsed: peace.collapsed.contains(state),
        worth: realm.holdings.worth_of(*state),
    };
    Ok((winners, peace.losers.iter().map(loser).collect()))
}

/// Provinces change hands, and the freed stand again.
fn hand_over(realm: &mut Realm, cessions: &[Cession]) -> Result {
    for cession in cessions {
        if let Claim::Liberation(by) = cession.claim
            && !realm.is_alive(cession.to)
        {
            realm.restore(cession.to, cession.from, Some(by))?;
        }
        realm.cede(cession.region, cession.to, DRAFTED)?;
    }
    for cession in cessions.iter().filter(|cession| matches!(cession.claim, Claim::Liberation(_))) {
        realm.move_capital(cession.to)?;
    }
    Ok(())
}

/// Losers pay the winners, and those who keep their land after a collapse are disarmed.
fn pay(realm: &mut Realm, winners: &[Winner], losers: &[Loser]) -> Result {
    let status_quo = winners.iter().all(|winner| winner.revisionism <= 0.0);
    for loser in losers {
        // Each share is of what is left after the payments before it.
        let mut left = 1.0;
        for winner in winners {
            let due = realm.rules.parameters.indemnity * winner.share;
            if left > 0.0 {
                realm.pay(loser.state, winner.state, (due / left).min(1.0))?;
            }
            left -= due;
        }
        if loser.collapsed && status_quo {
            realm.disarm(loser.state, DISARMED)?;
        }
    }
    Ok(())
}

/// Winners are satisfied by what they gained, losers resent what they lost.
fn change_tempers(realm: &mut Realm, winners: &[Winner], losers: &[Loser], cessions: &[Cession]) -> Result {
    let parameters = realm.rules.parameters;
    for winner in winners {
        let got = gained(winner.state, cessions, &realm.holdings, |_| true);
        let after = sated(winner.revisionism, got, winner.worth, &parameters);
        realm.set_revisionism(winner.state, after)?;
    }
    for loser in losers {
        let lost = lost_of(loser.state, cessions, realm);
        let after = resentful(realm.revisionism(loser.state)?, lost, loser.worth, &parameters);
        realm.set_revisionism(loser.state, after)?;
    }
    Ok(())
}

/// Worth of what a state loses.
fn lost_of(state: StateId, cessions: &[Cession], realm: &Realm) -> f64 {
    let own = cessions.iter().filter(|cession| cession.from == state);
    own.map(|cession| f64::from(realm.holdings.worth(cession.region))).sum()
}

/// Worth of what a state loses to another.
fn lost_to(state: StateId, to: StateId, cessions: &[Cession], realm: &Realm) -> f64 {
    let own = cessions.iter().filter(|cession| (cession.from, cession.to) == (state, to));
    own.map(|cession| f64::from(realm.holdings.worth(cession.region))).sum()
}

/// The wave of a movement breaks with its champion.
fn break_movement(realm: &mut Realm, champion: StateId) {
    let Some(movement) = realm.movements.championed_by(champion) else { return };
    if realm.movements.list[usize::from(movement)].prestige > 0.0 {
        realm.movements.list[usize::from(movement)].prestige = 0.0;
        realm.tell(EventKind::MovementBroken { champion });
    }
}

/// What annexation, and the division of spoils, makes others think.
fn alarm(realm: &Realm, winners: &[Winner], losers: &[Loser], cessions: &[Cession], alarms: &mut Vec<Alarm>) {
    let by_force = |claim: Claim| claim == Claim::Annexation;
    for taker in winners {
        for loser in losers {
            let taken: Vec<Cession> = cessions
                .iter()
                .filter(|cession| cession.from == loser.state && by_force(cession.claim))
                .copied()
                .collect();
            let acts = share(gained(taker.state, &taken, &realm.holdings, by_force), loser.worth);
            for observer in realm.roster.ids().filter(|_| acts > 0.0) {
                let by_nearness = observer != loser.state;
                alarms.push(Alarm { observer, about: taker.state, acts, by_nearness });
            }
        }
    }
    let got = |winner: &Winner| gained(winner.state, cessions, &realm.holdings, by_force);
    let spoils: f64 = winners.iter().map(got).sum();
    let size = share(spoils, losers.iter().map(|loser| loser.worth).sum());
    // Above 0 what each got beyond its due, below what it missed, as a share of the spoils.
    let beyond = |winner: &Winner| share(got(winner), spoils) - winner.share;
    let excess: f32 = winners.iter().map(|winner| beyond(winner).max(0.0)).sum();
    for (observer, about) in winners.iter().flat_map(|a| winners.iter().map(move |b| (a, b))) {
        let (missed, more) = ((-beyond(observer)).max(0.0), beyond(about).max(0.0));
        if size > 0.0 && missed > 0.0 && more > 0.0 {
            let acts = size * missed * more / excess;
            let (observer, about) = (observer.state, about.state);
            alarms.push(Alarm { observer, about, acts, by_nearness: false });
        }
    }
}

/// Everybody takes note, as near as they are now.
fn spread(realm: &mut Realm, alarms: &[Alarm]) {
    let weight = realm.rules.parameters.alarm_weight;
    for Alarm { observer, about, acts, by_nearness } in alarms {
        let at = realm.pairs.at(*observer, *about);
        // Nobody is near itself: proximity is 0 there.
        let interest = if *by_nearness { realm.pairs.proximity[at] } else { 1.0 };
        realm.pairs.alarm[at] += weight * acts * interest;
    }
}
