//! Realign: choices meet. An alliance needs both sides.
//!
//! Offers are heard in an order drawn by lot. The one who is asked appraises the pact by its own threats
//! and costs and accepts by quantal response between that and staying as it is. A state makes at most one
//! new pact a tick, since its reasons were weighed as things stood before.

use bevy_ecs::prelude::*;
use rand::RngExt;

use super::appraise::{Pact, Scene};
use super::draws::{Purpose, mix};
use super::journal::{Action, Decision, Event, EventKind, Journal, Outcome};
use super::weigh::{balancing_pact, bandwagoning_pact, pacts_against};
use super::{
    Alliance, AllianceId, Alliances, Assessments, Clock, Draws, Pairs, Roster, Rules, StateId, Wars,
};

/// Ends the alliances whose term is over.
pub fn lapse(mut alliances: ResMut<Alliances>, mut journal: ResMut<Journal>, clock: Res<Clock>) {
    for Alliance { id, kind, members, .. } in alliances.lapse(clock.date()) {
        let kind = EventKind::AllianceLapsed { alliance: id, pact: kind, members };
        journal.events.push(Event { tick: clock.tick, kind });
    }
}

/// Carries out the choices of this tick, with the consent of those they need.
pub fn realign(
    mut alliances: ResMut<Alliances>,
    mut journal: ResMut<Journal>,
    assessments: Res<Assessments>,
    roster: Res<Roster>,
    (pairs, wars): (Res<Pairs>, Res<Wars>),
    (rules, clock, draws): (Res<Rules>, Res<Clock>, Res<Draws>),
) {
    let Journal { events, decisions } = &mut *journal;
    let mut heard: Vec<(u64, usize)> = decisions
        .iter()
        .enumerate()
        .filter(|(_, decision)| decision.chosen.action != Action::Stay)
        .map(|(place, decision)| {
            let origin = roster.origins[decision.state.index()];
            (draws.at(clock.tick, origin, Purpose::Order).random(), place)
        })
        .collect();
    heard.sort_unstable();
    let mut engaged = vec![false; roster.len()];
    for (_, place) in heard {
        let decision = &mut decisions[place];
        let state = decision.state;
        let offer = match decision.chosen.action {
            Action::Stay => continue,
            Action::Leave { alliance } => {
                let left = leave(&mut alliances, alliance, decision, events);
                decision.outcome = if left { Outcome::Left } else { Outcome::Overtaken };
                continue;
            }
            Action::Balance { against, with } => (with, balancing_pact(with, against)),
            Action::Bandwagon { with } => (with, bandwagoning_pact(with, with)),
            _ => continue,
        };
        let (partner, pact) = offer;
        if engaged[state.index()] || engaged[partner.index()] || overtaken(&alliances, state, &pact) {
            decision.outcome = Outcome::Overtaken;
            continue;
        }
        let scene = Scene::new(&roster, &pairs, (&alliances, &wars), &rules);
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
                leave(&mut alliances, alliance, decision, events);
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
    }
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
fn leave(alliances: &mut Alliances, id: AllianceId, decision: &Decision, events: &mut Vec<Event>) -> bool {
    let Some(was) = alliances.leave(id, decision.state) else {
        return false;
    };
    let kind = EventKind::AllianceLeft {
        alliance: id,
        pact: was.kind,
        by: decision.state,
        partners: was.partners(decision.state).collect(),
        motive: decision.motive,
    };
    events.push(Event { tick: decision.tick, kind });
    true
}
