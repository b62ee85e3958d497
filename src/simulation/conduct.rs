//! Conduct: what states are seen to do.
//!
//! A state of intent `a` makes `provocation_rate * a` hostile acts a year: a demand, a mobilisation. It
//! picks whom it could beat and reach, more often the better its odds, and never a partner. Everybody
//! sees the act, the target most, others as much as the actor is near; each reads it with its own error.

use bevy_ecs::prelude::*;
use rand::RngExt;

use super::draws::{EachDraw, Purpose};
use super::journal::{Event, EventKind, Journal};
use super::{Alliances, Clock, Draws, Pairs, Roster, Rules, StateId};
use crate::theory::belief::hostile_reading;
use crate::theory::contest::win_chance;

/// Room for the work of a tick, kept from one to the next.
#[derive(Default)]
pub struct Desk {
    prospects: Vec<f32>,
    /// Who acted against whom, and how others read it.
    seen: Vec<(StateId, StateId, EachDraw)>,
}

/// States of aggressive intent act, and all others take note.
pub fn show_intent(
    mut pairs: ResMut<Pairs>,
    mut journal: ResMut<Journal>,
    roster: Res<Roster>,
    alliances: Res<Alliances>,
    (rules, clock, draws): (Res<Rules>, Res<Clock>, Res<Draws>),
    mut desk: Local<Desk>,
) {
    let Desk { prospects, seen } = &mut *desk;
    seen.clear();
    let parameters = &rules.parameters;
    // An act of doubtful meaning is read as hostile, or is passed over.
    let reading = hostile_reading(true, parameters);
    for actor in roster.ids().filter(|actor| roster.alive[actor.index()]) {
        let intent = roster.intent[actor.index()];
        let origin = roster.origins[actor.index()];
        let chance = parameters.provocation_rate * intent * rules.years_per_tick;
        let (acts, choice) = if parameters.steady_acts > 0.0 {
            steady(origin, clock.tick, chance)
        } else {
            let mut draw = draws.at(clock.tick, origin, Purpose::Conduct);
            (draw.random::<f32>() < chance, draw.random())
        };
        if !acts {
            continue;
        }
        let decisiveness = parameters.decisiveness;
        let picked = pick_target((actor, choice), &roster, &pairs, &alliances, decisiveness, prospects);
        let Some(target) = picked else { continue };
        journal
            .events
            .push(Event { tick: clock.tick, kind: EventKind::Provocation { by: actor, against: target } });
        seen.push((actor, target, draws.each(clock.tick, origin, Purpose::Reading)));
    }
    // Observer by observer: rows lie together.
    let pairs = &mut *pairs;
    for (observer, other) in roster.ids().zip(&roster.origins) {
        let row = pairs.row(observer);
        let (alarm, near) = (&mut pairs.alarm[row.clone()], &pairs.proximity[row]);
        for (actor, target, readings) in seen.iter().filter(|(actor, ..)| *actor != observer) {
            if readings.of(*other) < reading {
                let interest = if *target == observer { 1.0 } else { near[actor.index()] };
                alarm[actor.index()] += parameters.alarm_weight * interest;
            }
        }
    }
}

/// Acts at an even pace, from a phase of the state's own, at victims in even turns: chance plays no part.
fn steady(origin: u64, tick: u64, per_tick: f32) -> (bool, f32) {
    let phase = (origin >> 11) as f64 / (1u64 << 53) as f64;
    let acts_by = |tick: u64| (tick as f64 * f64::from(per_tick) + phase).floor();
    let now = acts_by(tick);
    // The golden ratio's multiples fill 0..1 evenly.
    (now > acts_by(tick - 1), (now * 0.618_033_988_749_895 + phase).fract() as f32)
}

/// A victim drawn by how well the actor would do against it; `None` where it can reach nobody. `prospects` is
/// for working.
fn pick_target(
    (actor, draw): (StateId, f32),
    roster: &Roster,
    pairs: &Pairs,
    alliances: &Alliances,
    decisiveness: f32,
    prospects: &mut Vec<f32>,
) -> Option<StateId> {
    let n = roster.len();
    let near = pairs.proximity[actor.index()..].iter().step_by(n);
    let strength = roster.strength[actor.index()];
    prospects.clear();
    // Nearness counts twice: what is out of reach is no prize however weak.
    let prospect =
        |(near, defence): (&f32, &f32)| win_chance(strength * near, *defence, decisiveness as u32) * near;
    prospects.extend(near.zip(&roster.defence).map(prospect));
    prospects[actor.index()] = 0.0;
    // Land that has just changed hands may leave the fallen with a share still counted.
    for (prospect, alive) in prospects.iter_mut().zip(&roster.alive) {
        if !alive {
            *prospect = 0.0;
        }
    }
    for pact in alliances.pacts(actor) {
        prospects[pact.partner.index()] = 0.0;
    }
    let total: f32 = prospects.iter().sum();
    let mut left = draw * total;
    let mut last = None;
    for (target, share) in roster.ids().zip(prospects.iter().copied()) {
        if share > 0.0 {
            last = Some(target);
            if left < share {
                break;
            }
            left -= share;
        }
    }
    last
}
