//! Realign: choices meet. An alliance needs both sides.
//!
//! Choices are heard in an order drawn by lot. The one who is asked appraises the pact by its own threats
//! and costs and accepts by quantal response between that and staying as it is. A state makes at most one
//! new pact a tick, since its reasons were weighed as things stood before.

use bevy_ecs::prelude::*;
use rand::RngExt;

use super::appraise::Scene;
use super::draws::{Purpose, mix};
use super::journal::{Action, Decision, Event, EventKind, Journal, Motive, Outcome};
use super::pacts::Pact;
use super::weigh::pacts_against;
use super::{
    Alliance, AllianceId, Alliances, Assessments, Clock, Creed, Draws, Movements, Pairs, Roster, Rules,
    StateId, Wars,
};

/// Ends the alliances whose term is over.
pub fn lapse(mut alliances: ResMut<Alliances>, mut journal: ResMut<Journal>, clock: Res<Clock>) {
    for Alliance { id, kind, members, .. } in alliances.lapse(clock.date()) {
        let kind = EventKind::AllianceLapsed { alliance: id, pact: kind, members };
        journal.events.push(Event { tick: clock.tick, kind });
    }
}

/// The decisions of this tick in the order in which they are heard: drawn by lot, yet the same for every seed, so
/// that without noise chance plays no part.
pub fn hearing_order(decisions: &[Decision], roster: &Roster, tick: u64) -> Vec<usize> {
    let lot = |(place, decision): (usize, &Decision)| {
        let origin = roster.origins[decision.state.index()];
        (mix(mix(tick) ^ origin), place)
    };
    let mut heard: Vec<(u64, usize)> = decisions.iter().enumerate().map(lot).collect();
    heard.sort_unstable();
    heard.into_iter().map(|(_, place)| place).collect()
}

/// Carries out the choices of alignment of this tick, with the consent of those they need.
pub fn realign(
    (mut alliances, mut movements): (ResMut<Alliances>, ResMut<Movements>),
    mut journal: ResMut<Journal>,
    mut creeds: Query<&mut Creed>,
    assessments: Res<Assessments>,
    (roster, pairs, wars): (Res<Roster>, Res<Pairs>, Res<Wars>),
    (rules, clock, draws): (Res<Rules>, Res<Clock>, Res<Draws>),
) -> Result {
    let Journal { events, decisions, .. } = &mut *journal;
    if rules.history_decides() {
        decisions
            .iter_mut()
            .filter(|decision| decision.chosen.action.realigns())
            .for_each(Decision::withhold);
        return Ok(());
    }
    let mut engaged = vec![false; roster.len()];
    for place in hearing_order(decisions, &roster, clock.tick) {
        let decision = &mut decisions[place];
        let state = decision.state;
        let (partner, pact) = match decision.chosen.action {
            Action::Leave { alliance } => {
                let left = leave(&mut alliances, alliance, decision, decision.motive, events);
                decision.outcome = if left { Outcome::Left } else { Outcome::Overtaken };
                continue;
            }
            Action::Balance { against, with } => (with, Pact::balancing(with, against)),
            Action::Bandwagon { with } => (with, Pact::bandwagoning(with)),
            _ => continue,
        };
        if engaged[state.index()] || engaged[partner.index()] || overtaken(&alliances, state, &pact) {
            decision.outcome = Outcome::Overtaken;
            continue;
        }
        let scene = Scene::new(&roster, &pairs, (&alliances, &wars, &movements), &rules);
        let mut consent = scene.consent(state, &pact, &assessments);
        let key = mix(roster.origins[state.index()]) ^ roster.origins[partner.index()];
        consent.given = draws.at(clock.tick, key, Purpose::Consent).random::<f32>() < consent.chance;
        decision.consent = Some(consent);
        if !consent.given {
            decision.outcome = Outcome::Refused;
            let kind = EventKind::OfferRefused { by: state, to: partner, against: pact.target };
            events.push(Event { tick: clock.tick, kind });
            continue;
        }
        engaged[state.index()] = true;
        engaged[partner.index()] = true;
        if pact.leader.is_some() {
            let broken: Vec<AllianceId> = pacts_against(&alliances, state, partner).collect();
            for alliance in broken {
                leave(&mut alliances, alliance, decision, Motive::Defection, events);
            }
        }
        let alliance = alliances.add(Alliance {
            id: AllianceId(0),
            name: String::new(),
            kind: pact.kind,
            members: vec![state, partner],
            target: pact.target,
            leader: pact.leader,
            since: clock.date(),
            until: None,
        });
        decision.outcome = Outcome::Made(alliance);
        let kind = EventKind::AllianceFormed {
            alliance,
            pact: pact.kind,
            members: [state, partner],
            target: pact.target,
            bandwagon: pact.leader.is_some(),
            motive: decision.motive,
        };
        events.push(Event { tick: clock.tick, kind });
        if let Some(leader) = pact.leader {
            movements.turn(state, leader, clock.tick);
            if let Some(movement) = movements.championed_by(leader) {
                let mut creed = creeds.get_mut(roster.entities[state.index()])?;
                if creed.0 != Some(movement) {
                    creed.0 = Some(movement);
                    let kind = EventKind::MovementAdopted { by: state, champion: leader };
                    events.push(Event { tick: clock.tick, kind });
                }
            }
        }
    }
    Ok(())
}

/// Whether others made the pact pointless earlier in the tick: it stands already, or the partner has
/// meanwhile gone over to the power it is against.
fn overtaken(alliances: &Alliances, state: StateId, pact: &Pact) -> bool {
    let partners = [state, pact.partner];
    let stands = alliances.of(state).any(|alliance| {
        alliance.has(pact.partner) && alliance.kind == pact.kind && alliance.target == pact.target
    });
    let gone_over = |target| partners.iter().any(|member| alliances.linked(*member, target));
    stands || pact.target.is_some_and(gone_over)
}

/// Takes a state out of an alliance. False if it was out already.
fn leave(
    alliances: &mut Alliances,
    id: AllianceId,
    decision: &Decision,
    motive: Motive,
    events: &mut Vec<Event>,
) -> bool {
    let Some(was) = alliances.leave(id, decision.state) else {
        return false;
    };
    let kind = EventKind::AllianceLeft {
        alliance: id,
        pact: was.kind,
        by: decision.state,
        partners: was.partners(decision.state).collect(),
        motive,
    };
    events.push(Event { tick: decision.tick, kind });
    true
}
