//! Perceive: states learn from what they saw, and assess who threatens them.

use bevy_ecs::prelude::*;

use super::appraise::{Pact, Pools, Scene};
use super::{Alliances, Pairs, Roster, Rules, StateId, Wars};
use crate::theory::belief::{Belief, hostile_reading, kept_share};
use crate::theory::choice::Terms;
use crate::theory::threat::{Factors, Odds, Sight, exposure_row};

/// A threat that a state has its eye on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Threat {
    /// Who threatens.
    pub source: StateId,
    /// Walt's four factors.
    pub factors: Factors,
    /// Strength of the source's partners that would join its attack.
    pub joined: f32,
    /// Help that would come if all who likely stand against the source did.
    pub coalition: f32,
    /// What the state sets against it as its pacts stand.
    pub odds: Odds,
}

/// What each state has its eye on.
#[derive(Resource, Debug, Clone, Default)]
pub struct Assessments {
    threats: Vec<Vec<Threat>>,
    pacts: Vec<Vec<Pact>>,
    stay: Vec<Terms>,
    pub(super) pools: Pools,
}

impl Assessments {
    /// The threats a state considers, greatest exposure first.
    pub fn threats(&self, state: StateId) -> &[Threat] {
        &self.threats[state.index()]
    }

    /// The pacts it was assessed with, in order of partner.
    pub(super) fn pacts(&self, state: StateId) -> &[Pact] {
        &self.pacts[state.index()]
    }

    /// What staying as it is is worth to it.
    pub fn stay(&self, state: StateId) -> &Terms {
        &self.stay[state.index()]
    }
}

/// What was seen fades towards the prior, and a quiet tick counts for calm. Hostile acts have already been
/// added by [`super::conduct`].
pub fn learn(mut pairs: ResMut<Pairs>, wars: Res<Wars>, rules: Res<Rules>) {
    let parameters = &rules.parameters;
    let keep = kept_share(rules.years_per_tick, parameters);
    let prior = Belief::prior(parameters);
    let quiet = parameters.calm_weight * rules.years_per_tick;
    // Misreadings of quiet are so many that their mean stands for them.
    let misread = hostile_reading(false, parameters);
    let alarm = (1.0 - keep) * prior.alarm + quiet * misread;
    let calm = (1.0 - keep) * prior.calm + quiet * (1.0 - misread);
    let pairs = &mut *pairs;
    for value in &mut pairs.alarm {
        *value = *value * keep + alarm;
    }
    for value in &mut pairs.calm {
        *value = *value * keep + calm;
    }
    pairs.see_enemies(&wars, parameters);
}

/// Every state works out its exposure to every other, and looks closer at the greatest.
pub fn assess(
    mut pairs: ResMut<Pairs>,
    mut assessments: ResMut<Assessments>,
    roster: Res<Roster>,
    (alliances, wars): (Res<Alliances>, Res<Wars>),
    rules: Res<Rules>,
) {
    expose(&mut pairs, &roster, &rules);
    let scene = Scene::new(&roster, &pairs, (&alliances, &wars), &rules);
    let Assessments { threats, pacts, stay, pools } = &mut *assessments;
    pools.reset(roster.len());
    threats.resize_with(roster.len(), Vec::new);
    pacts.resize_with(roster.len(), Vec::new);
    stay.clear();
    let mut sources = Vec::new();
    for state in roster.ids() {
        let (threats, pacts) = (&mut threats[state.index()], &mut pacts[state.index()]);
        scene.pacts(state, pacts);
        attend(&scene, state, pacts, &mut sources);
        threats.clear();
        for source in &sources {
            pools.prepare(*source, &scene);
            let threat = scene.threat(state, *source, pools);
            let odds = scene.odds(state, &threat, pacts, pools);
            threats.push(Threat { odds, ..threat });
        }
        stay.push(scene.appraise(state, threats, pacts, pools));
    }
}

/// Fills the matrix of exposures and each state's greatest.
fn expose(pairs: &mut Pairs, roster: &Roster, rules: &Rules) {
    for state in roster.ids() {
        let row = pairs.row(state);
        let sight = Sight {
            alarm: &pairs.alarm[row.clone()],
            calm: &pairs.calm[row.clone()],
            proximity: &pairs.proximity[row.clone()],
            strength: &roster.strength,
        };
        let exposure = &mut pairs.exposure[row];
        exposure_row(sight, roster.defence[state.index()], &rules.parameters, exposure);
        let greatest =
            exposure.iter().fold(0.0, |best: f32, value| if *value > best { *value } else { best });
        pairs.greatest[state.index()] = greatest;
    }
}

/// The sources a state has its eye on: the greatest exposures above notice, whomever its pacts are against, and the
/// partners it leans on. Greatest first, ties by number.
fn attend(scene: &Scene, state: StateId, pacts: &[Pact], sources: &mut Vec<StateId>) {
    let row = &scene.pairs.exposure[scene.pairs.row(state)];
    let count = scene.parameters.attention as usize;
    sources.clear();
    let notice = scene.parameters.notice;
    for (index, exposure) in row.iter().enumerate() {
        let weakest = if sources.len() < count { notice } else { row[sources[count - 1].index()] };
        if *exposure > weakest {
            let place = sources.partition_point(|other| row[other.index()] >= *exposure);
            sources.insert(place, StateId(index as u32));
            sources.truncate(count);
        }
    }
    let bound = pacts.iter().flat_map(|pact| pact.target.into_iter().chain(pact.leader));
    for source in bound.filter(|source| *source != state) {
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    sources.sort_by(|a, b| row[b.index()].total_cmp(&row[a.index()]).then(a.cmp(b)));
}
