//! Perceive: states learn from what they saw, and assess who threatens them.

use bevy_ecs::prelude::*;

use super::appraise::{Assessment, Scene};
use super::outlook::Outlook;
use super::pacts::Pact;
use super::{Alliances, Movements, Pairs, Roster, Rules, StateId, Wars};
use crate::theory::belief::{Belief, fade, fade_watching, hostile_reading, kept_share};
use crate::theory::choice::Terms;
use crate::theory::threat::{Factors, Odds, Sight, exposure_row, greatest, take_greatest};

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
    /// Share of it that others in front draw upon themselves, as long as the state stays out of it.
    pub spared: f32,
    /// What the state sets against it as its pacts stand.
    pub odds: Odds,
}

/// Room for the search of the greatest of a row.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// The row, out of which the greatest are taken.
    pub values: Vec<f32>,
    /// For working.
    pub tops: Vec<f32>,
    /// What was found, greatest first, with its place.
    pub taken: Vec<(f32, usize)>,
}

/// How each state stands: its threats, its pacts, and what staying as it is is worth to it.
///
/// A state looks closer when its review is due, and when another asks it, attacks it or calls it; nobody else's
/// threats enter any choice. What is worked out depends on the world as it is perceived alone, so that it is the
/// same whoever else has looked. With [`Self::everyone`] all look each tick, for people to see; it changes
/// nothing in what states do.
#[derive(Resource, Debug, Clone)]
pub struct Assessments {
    list: Vec<Assessment>,
    looked: Vec<bool>,
    sources: Vec<StateId>,
    search: Search,
    pub(super) outlook: Outlook,
    /// Whether every state looks closer each tick, and not only those whose choice depends on it.
    pub everyone: bool,
}

impl Default for Assessments {
    fn default() -> Self {
        Self {
            list: Vec::new(),
            looked: Vec::new(),
            sources: Vec::new(),
            search: Search::default(),
            outlook: Outlook::default(),
            everyone: true,
        }
    }
}

impl Assessments {
    /// The threats a state considers, greatest exposure first, as it last looked at them.
    pub fn threats(&self, state: StateId) -> &[Threat] {
        &self.list[state.index()].threats
    }

    /// Makes a state look closer, unless it has this tick.
    pub(super) fn look(&mut self, state: StateId, scene: &Scene) {
        if std::mem::replace(&mut self.looked[state.index()], true) {
            return;
        }
        let Self { list, outlook, sources, search, .. } = self;
        let assessment = &mut list[state.index()];
        Pact::list(scene.alliances, state, &mut assessment.pacts);
        attend(scene, state, &assessment.pacts, sources, search);
        assessment.threats.clear();
        for source in sources.iter() {
            outlook.prepare(*source, scene);
        }
        scene.list_threats(state, sources, outlook, &mut assessment.threats);
        scene.assess(state, assessment, outlook);
    }

    /// Who stands in front of a source, but for one state, if anybody looked at the source in the last tick.
    pub fn in_front(&self, source: StateId, but: StateId) -> Option<StateId> {
        self.outlook.against(source)?;
        self.outlook.front(source).most.iter().flatten().map(|(who, ..)| *who).find(|who| *who != but)
    }

    /// Who would bring most strength against a source, likelihood counted, but for one state.
    pub fn likeliest_against(&self, source: StateId, but: StateId) -> Option<StateId> {
        let pool = self.outlook.against(source)?;
        let others = (0..pool.len() as u32).map(StateId).filter(|who| *who != but && pool[who.index()] > 0.0);
        others.max_by(|a, b| pool[a.index()].total_cmp(&pool[b.index()]).then(b.cmp(a)))
    }

    /// What staying as it is is worth to it.
    pub fn stay(&self, state: StateId) -> &Terms {
        &self.list[state.index()].stay
    }

    /// All there is of one state.
    pub(super) fn of(&self, state: StateId) -> &Assessment {
        &self.list[state.index()]
    }
}

/// What was seen fades towards the prior, and a quiet tick counts for calm. Hostile acts have already been
/// added by [`super::conduct`].
pub fn learn(
    mut pairs: ResMut<Pairs>,
    (roster, wars, rules): (Res<Roster>, Res<Wars>, Res<Rules>),
    mut armed: Local<Vec<f32>>,
) {
    let parameters = &rules.parameters;
    let keep = kept_share(rules.years_per_tick, parameters);
    let prior = Belief::prior(parameters);
    let quiet = parameters.calm_weight * rules.years_per_tick;
    // Misreadings of quiet are so many that their mean stands for them.
    let misread = hostile_reading(false, parameters);
    let alarm = (1.0 - keep) * prior.alarm + quiet * misread;
    let calm = (1.0 - keep) * prior.calm + quiet * (1.0 - misread);
    // Arming is of doubtful meaning: it is evidence of hostility only as far as it is read so.
    let arming = parameters.alarm_arming * rules.years_per_tick * misread;
    let pairs = &mut *pairs;
    if roster.arming.contains(&true) {
        armed.clear();
        armed.extend(roster.arming.iter().map(|armed| if *armed { arming } else { 0.0 }));
        let rows = pairs.alarm.chunks_exact_mut(armed.len());
        for (row, near) in rows.zip(pairs.proximity.chunks_exact(armed.len())) {
            fade_watching(row, keep, alarm, &armed, near);
        }
    } else {
        fade(&mut pairs.alarm, keep, alarm);
    }
    fade(&mut pairs.calm, keep, calm);
    pairs.see_enemies(&wars, parameters);
}

/// Every state works out its exposure to every other, and may look closer at the greatest.
pub fn assess(
    mut pairs: ResMut<Pairs>,
    mut assessments: ResMut<Assessments>,
    roster: Res<Roster>,
    (alliances, wars, movements): (Res<Alliances>, Res<Wars>, Res<Movements>),
    rules: Res<Rules>,
) {
    expose(&mut pairs, &roster, &rules);
    let scene = Scene::new(&roster, &pairs, (&alliances, &wars, &movements), &rules);
    let n = roster.len();
    assessments.list.resize_with(n, Assessment::default);
    assessments.looked.clear();
    assessments.looked.resize(n, false);
    assessments.outlook.survey(&scene);
    if assessments.everyone {
        for state in roster.ids() {
            assessments.look(state, &scene);
        }
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
        pairs.greatest[state.index()] = greatest(exposure);
    }
}

/// The sources a state has its eye on: the greatest exposures above notice, whomever its pacts are against, and the
/// partners it leans on. Greatest first, ties by number.
fn attend(scene: &Scene, state: StateId, pacts: &[Pact], sources: &mut Vec<StateId>, search: &mut Search) {
    let row = &scene.pairs.exposure[scene.pairs.row(state)];
    let Search { values, tops, taken } = search;
    let few = (scene.parameters.attention as usize, scene.parameters.notice.max(0.0));
    values.clear();
    values.extend_from_slice(row);
    take_greatest(values, few, tops, taken);
    sources.clear();
    sources.extend(taken.iter().map(|(_, index)| StateId(*index as u32)));
    let bound = pacts.iter().flat_map(|pact| pact.target.into_iter().chain(pact.leader));
    // A pact may outlive the power it was made against.
    for source in bound.filter(|source| *source != state && scene.roster.alive[source.index()]) {
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    sources.sort_by(|a, b| row[b.index()].total_cmp(&row[a.index()]).then(a.cmp(b)));
}
