//! Suppose: one thing is otherwise in the moment in which states look at the world and choose.
//!
//! For questions that begin with "what if", in worlds that are thrown away afterwards: nothing of this is part of the
//! model, and an app without [`SupposePlugin`] knows nothing of it. What is supposed holds from where states gather
//! what they know, so that all that came before, and every draw, stays as it was.

use bevy_app::{App, Plugin};
use bevy_ecs::prelude::*;

use super::{
    Interest, Pairs, Posture, Resources, Roster, Rules, SimSystems, SimTick, StateId, perceive, state,
};
use crate::theory::belief::Belief;

/// What may be otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lever {
    /// Population, industry and military of a state: 1 is as it is, 2 twice as much. Read as its share of power.
    Power(StateId),
    /// Share of the strength of `from` that arrives at `to`, 0 to 1: how near they are to each other.
    Proximity {
        /// Who comes.
        from: StateId,
        /// Where it arrives.
        to: StateId,
    },
    /// Share of its power that a state can use beyond its borders, 0 to 1.
    Offense(StateId),
    /// Belief of one state in the aggressive intent of another, 0 to 1.
    Intent {
        /// Who believes.
        of: StateId,
        /// Of whom.
        about: StateId,
    },
    /// How much a state wants the order changed, -1 to 1.
    Revisionism(StateId),
    /// Share of an ally's strength that arrives at a state, or at the power it fears if that is nearer, 0 to 1.
    Help {
        /// Who helps.
        ally: StateId,
        /// Whom.
        to: StateId,
        /// Against whom.
        against: StateId,
    },
}

/// A lever and what it is set to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Supposition {
    /// What is otherwise.
    pub lever: Lever,
    /// How, in the lever's unit.
    pub value: f32,
}

/// What is otherwise in the next tick, and what is read there.
#[derive(Resource, Debug, Clone, Default)]
pub struct Suppositions {
    /// What is otherwise.
    pub list: Vec<Supposition>,
    /// What is read as states choose.
    pub watched: Vec<Lever>,
    /// What was read in the last tick, in the order of `watched`.
    pub readings: Vec<f32>,
}

/// Makes room for suppositions in the tick.
pub struct SupposePlugin;

impl Plugin for SupposePlugin {
    fn build(&self, app: &mut App) {
        app.init_resource::<Suppositions>();
        app.add_systems(
            SimTick,
            (
                suppose_of_states.before(state::gather),
                suppose_of_pairs.after(perceive::learn).before(perceive::assess),
            )
                .in_set(SimSystems::Perceive),
        );
    }
}

/// Changes what states are.
fn suppose_of_states(
    supposed: Res<Suppositions>,
    mut states: Query<(&StateId, &mut Resources, &mut Posture, &mut Interest)>,
) {
    for Supposition { lever, value } in &supposed.list {
        for (id, mut resources, mut posture, mut interest) in &mut states {
            match lever {
                Lever::Power(state) if state == id => {
                    let held = &mut resources.0;
                    held.population *= value;
                    held.industry *= value;
                    held.military *= value;
                }
                Lever::Offense(state) if state == id => posture.offense = *value,
                Lever::Revisionism(state) if state == id => interest.revisionism = *value,
                _ => {}
            }
        }
    }
}

/// Changes how states stand to each other, and reads what is watched.
fn suppose_of_pairs(
    mut supposed: ResMut<Suppositions>,
    mut pairs: ResMut<Pairs>,
    (roster, rules): (Res<Roster>, Res<Rules>),
    postures: Query<&Posture>,
) {
    let parameters = &rules.parameters;
    for Supposition { lever, value } in &supposed.list {
        match *lever {
            Lever::Proximity { from, to } => pairs.suppose_nearness(to, from, *value, parameters),
            Lever::Intent { of, about } => {
                let now = pairs.belief(of, about);
                pairs.set_belief(of, about, Belief::new(*value, now.alarm + now.calm));
            }
            Lever::Help { ally, to, against } => {
                let near = |pairs: &Pairs, place: StateId| pairs.proximity[pairs.at(place, ally)];
                let (here, there) = (near(&pairs, to), near(&pairs, against));
                // It comes, or strikes from where it is: more help is a way here, less is both ways barred.
                if here > *value || *value > here.max(there) {
                    pairs.suppose_nearness(to, ally, *value, parameters);
                }
                if there > *value {
                    pairs.suppose_nearness(against, ally, *value, parameters);
                }
            }
            Lever::Power(_) | Lever::Offense(_) | Lever::Revisionism(_) => {}
        }
    }
    let read = |lever: &Lever| match *lever {
        Lever::Power(state) => roster.power[state.index()],
        Lever::Proximity { from, to } => pairs.proximity[pairs.at(to, from)],
        Lever::Offense(state) => postures.get(roster.entities[state.index()]).map_or(0.0, |it| it.offense),
        Lever::Intent { of, about } => pairs.belief(of, about).intent(),
        Lever::Revisionism(state) => roster.revisionism[state.index()],
        Lever::Help { ally, to, against } => {
            pairs.proximity[pairs.at(to, ally)].max(pairs.proximity[pairs.at(against, ally)])
        }
    };
    let readings = supposed.watched.iter().map(read).collect();
    supposed.readings = readings;
}
