//! Weigh: states whose review is due compare what they might do, and choose.
//!
//! A state stays as it is, or does one thing about its alignment ([`realignments`], [`departures`]) or about war and
//! arms ([`super::warpaths`]). Every option starts from the same pacts and threats, and the choice is by quantal
//! response.

use bevy_ecs::prelude::*;
use rand::RngExt;

use super::appraise::Scene;
use super::draws::Purpose;
use super::journal::{Action, Decision, Journal, Motive, Outcome, Weighed};
use super::motives::{Circumstance, motive};
use super::pacts::Pact;
use super::perceive::{Search, Threat};
use super::warpaths;
use super::{
    AllianceId, Alliances, Assessments, Clock, Draws, Movements, Pairs, Roster, Rules, StateId, Wars,
};
use crate::theory::choice::{Terms, draw_option, quantal_response};

/// How many partners are thought of for each threat.
const PARTNERS_PER_THREAT: usize = 2;

/// Chance of acceptance below which an offer is not thought of.
const HOPELESS: f32 = 0.05;

/// A little more than the logarithm of the odds against it.
const HOPELESS_ODDS: f32 = 2.95;

/// An option that falls short of staying by more than so many times the noise is not thought of.
const FAR_FETCHED: f32 = 8.0;

/// The alliances of a state that are against this power: it cannot keep them and align with it.
pub fn pacts_against(
    alliances: &Alliances,
    state: StateId,
    source: StateId,
) -> impl Iterator<Item = AllianceId> + '_ {
    alliances.of(state).filter(move |alliance| alliance.target == Some(source)).map(|alliance| alliance.id)
}

/// Room for rounding where a bound is compared.
pub const SLACK: f32 = 1e-4;

/// A state about to choose, with what it has thought of so far.
pub struct Deliberation<'a> {
    pub scene: &'a Scene<'a>,
    pub assessments: &'a Assessments,
    pub state: StateId,
    pub tick: u64,
    /// What staying as it is is worth.
    pub stay: Terms,
    /// The same all told.
    staying: f32,
    /// Staying first, then all that was thought of.
    pub options: Vec<Weighed>,
    /// Offers that are worth making, before anybody is asked.
    offers: Vec<Offer>,
}

/// An offer that a state might make, and what it were worth if it was accepted.
#[derive(Debug, Clone, Copy)]
struct Offer {
    action: Action,
    pact: Pact,
    terms: Terms,
}

impl<'a> Deliberation<'a> {
    pub fn new(scene: &'a Scene<'a>, assessments: &'a Assessments, state: StateId, tick: u64) -> Self {
        let stay = *assessments.stay(state);
        let options = vec![Weighed { action: Action::Stay, terms: stay, consent: 1.0, chance: 0.0 }];
        let staying = stay.utility();
        Self { scene, assessments, state, tick, stay, staying, options, offers: Vec::new() }
    }

    /// Whether an option of this worth is too far below staying to be thought of.
    pub fn far_fetched(&self, terms: &Terms) -> bool {
        terms.utility() - self.staying < -self.reach()
    }

    /// How far below staying a thought may reach. Who is spared a threat by others in front still thinks of what it
    /// would do without them: else it could not be said to pass the buck.
    fn reach(&self) -> f32 {
        (FAR_FETCHED * self.scene.parameters.noise).max(self.stay.diversion)
    }

    /// Whether all of this gain would be far-fetched, with room for rounding.
    fn out_of_question(&self, gain: f32) -> bool {
        gain < self.least()
    }

    /// The least gain that is not far-fetched, with room for rounding.
    fn least(&self) -> f32 {
        -self.reach() - SLACK
    }

    /// Adds what a state can do by itself.
    pub fn add(&mut self, action: Action, terms: Terms) {
        if !self.far_fetched(&terms) {
            self.options.push(Weighed { action, terms, consent: 1.0, chance: 0.0 });
        }
    }

    /// Thinks of an offer: a pact in place of those that `kept` does not keep, breaking so many alliances.
    fn offer(&mut self, action: Action, pact: &Pact, kept: impl Fn(&Pact) -> bool + Copy, broken: usize) {
        let parameters = self.scene.parameters;
        let (assessment, outlook) = (self.assessments.of(self.state), &self.assessments.outlook);
        let cost = parameters.cost_making + broken as f32 * parameters.cost_breaking;
        let worth = self.scene.worth_of_more(self.state, pact, outlook);
        let best = if pact.leader.is_some() {
            self.scene.best_of_following(self.state, assessment, (pact, &worth), broken > 0)
        } else {
            self.scene.best_of_more(assessment, &worth)
        };
        if self.out_of_question(best + self.scene.cost(cost)) {
            return;
        }
        let change = Terms { change: -cost, ..Terms::default() };
        let more = (pact, &worth);
        let terms = if broken > 0 {
            self.scene.appraise(self.state, assessment, kept, Some(more), outlook)
        } else {
            self.scene.appraise_one_more(self.state, assessment, more, outlook)
        };
        let terms = self.scene.changed(&terms, &change);
        if !self.far_fetched(&terms) {
            self.offers.push(Offer { action, pact: *pact, terms });
        }
    }

    /// Adds the offers that have hope of consent. All who are asked must have looked.
    fn ask(&mut self, offers: &[Offer]) {
        // The gain at which the chance of acceptance is just hopeless.
        let hopeless = -self.scene.parameters.noise * HOPELESS_ODDS - SLACK;
        for Offer { action, pact, terms } in offers {
            let mirrored = pact.as_seen_by_partner(self.state);
            let worth = self.scene.worth_of_more(pact.partner, &mirrored, &self.assessments.outlook);
            if self.scene.best_of_consent(self.state, (pact, &worth), self.assessments) < hopeless {
                continue;
            }
            let consent = self.scene.consent_at(self.state, (pact, &worth), self.assessments).chance;
            if consent >= HOPELESS {
                let terms = terms.expected(&self.stay, consent);
                self.options.push(Weighed { action: *action, terms, consent, chance: 0.0 });
            }
        }
    }
}

/// Room for thinking of offers.
#[derive(Default)]
struct Room {
    opponents: Vec<StateId>,
    search: Search,
    followed: Vec<StateId>,
}

/// One state after another weighs what it might do. Kept from state to state, so that no memory is asked for in a quiet
/// tick.
#[derive(Default)]
pub struct Weighing {
    offers: Vec<Offer>,
    options: Vec<Weighed>,
    room: Room,
    scales: Scales,
}

/// Options on the scales: what each is worth, and its chance.
#[derive(Default)]
pub struct Scales {
    utilities: Vec<f32>,
    chances: Vec<f32>,
}

impl Weighing {
    /// All that a state thinks of, staying first, and scales to weigh it on.
    pub fn options(
        &mut self,
        scene: &Scene,
        assessments: &mut Assessments,
        (state, tick): (StateId, u64),
    ) -> (&mut Vec<Weighed>, &mut Scales) {
        assessments.look(state, scene);
        let mut thinking = Deliberation::new(scene, assessments, state, tick);
        thinking.offers = std::mem::take(&mut self.offers);
        thinking.offers.clear();
        realignments(&mut thinking, &mut self.room);
        let targets = warpaths::targets(&thinking);
        self.offers = thinking.offers;
        // Whoever is asked or attacked looks closer too.
        for other in self.offers.iter().map(|offer| offer.pact.partner).chain(targets.into_iter().flatten()) {
            assessments.look(other, scene);
        }
        assessments.outlook.prepare(state, scene);
        let mut deliberation = Deliberation::new(scene, assessments, state, tick);
        self.options.clear();
        self.options.append(&mut deliberation.options);
        deliberation.options = std::mem::take(&mut self.options);
        deliberation.ask(&self.offers);
        departures(&mut deliberation);
        warpaths::consider(&mut deliberation, targets);
        self.options = deliberation.options;
        (&mut self.options, &mut self.scales)
    }
}

/// All states whose review is due choose; their decisions stand in the journal, in order of state.
pub fn choose(
    mut journal: ResMut<Journal>,
    (roster, pairs): (Res<Roster>, Res<Pairs>),
    (alliances, wars, movements): (Res<Alliances>, Res<Wars>, Res<Movements>),
    mut assessments: ResMut<Assessments>,
    (rules, clock, draws): (Res<Rules>, Res<Clock>, Res<Draws>),
    mut weighing: Local<Weighing>,
) {
    let scene = Scene::new(&roster, &pairs, (&alliances, &wars, &movements), &rules);
    let due = |state: &StateId| {
        roster.alive[state.index()] && review_is_due(roster.origins[state.index()], clock.tick, &rules)
    };
    for state in roster.ids().filter(due) {
        let (options, scales) = weighing.options(&scene, &mut assessments, (state, clock.tick));
        let draw = draws.at(clock.tick, roster.origins[state.index()], Purpose::Choice).random();
        let mut decision = choose_among(&scene, &assessments, (state, clock.tick), (options, scales), draw);
        if decision.chosen.action != Action::Stay || journal.all_options {
            decision.options.clone_from(options);
        }
        if let Action::Attack { target } = decision.chosen.action {
            // Their allies may be called.
            for ally in [state, target].iter().flat_map(|side| alliances.pacts(*side)) {
                assessments.look(ally.partner, &scene);
            }
        }
        journal.decisions.push(decision);
    }
}

/// Reviews come `deliberation` times a year, spread over states by their draw key so that they do not all
/// fall on one day.
fn review_is_due(origin: u64, tick: u64, rules: &Rules) -> bool {
    let per_tick = f64::from(rules.parameters.deliberation) * f64::from(rules.years_per_tick);
    let phase = (origin >> 11) as f64 / (1u64 << 53) as f64;
    let reviews_by = |tick: u64| (tick as f64 * per_tick + phase).floor();
    reviews_by(tick) > reviews_by(tick - 1)
}

/// What a state may do about its alignment: ally with one of the likeliest partners against each threat
/// considered; align with the source of a threat that is stronger than itself, or with the power that draws
/// it most, breaking whatever pacts are against it.
fn realignments(deliberation: &mut Deliberation, room: &mut Room) {
    let Deliberation { scene, assessments, state, .. } = *deliberation;
    let (parameters, assessment) = (scene.parameters, assessments.of(state));
    let Room { opponents, search, followed } = room;
    opponents.clear();
    followed.clear();
    if assessment.threats.iter().any(|threat| !assessment.bound_to(threat.source)) {
        scene.opponents(state, opponents);
    }
    for Threat { source, .. } in &assessment.threats {
        // Nobody allies against its own partner without leaving it first.
        if assessment.bound_to(*source) {
            continue;
        }
        if let Some(pool) = assessments.outlook.against(*source).filter(|_| parameters.option_balance > 0.0) {
            let known = (assessment.pacts.as_slice(), opponents.as_slice());
            scene.likely_partners((state, *source), known, pool, PARTNERS_PER_THREAT, search);
            for (_, partner) in &search.taken {
                let partner = StateId(*partner as u32);
                let action = Action::Balance { against: *source, with: partner };
                deliberation.offer(action, &Pact::balancing(partner, *source), |_| true, 0);
            }
        }
        followed.push(*source);
    }
    if parameters.option_bandwagon > 0.0 {
        followed.extend(most_alluring(scene, assessments, state, followed));
        let stronger =
            |leader: &StateId| scene.roster.power[leader.index()] > scene.roster.power[state.index()];
        for leader in followed.iter().copied().filter(stronger) {
            if scene.wars.at_war(state, leader) {
                continue;
            }
            let broken = if scene.alliances.stands_against(state, leader) {
                pacts_against(scene.alliances, state, leader).count()
            } else {
                0
            };
            let action = Action::Bandwagon { with: leader };
            let kept = |pact: &Pact| pact.target != Some(leader);
            deliberation.offer(action, &Pact::bandwagoning(leader), kept, broken);
        }
    }
}

/// What a state may do by leaving an alliance.
fn departures(deliberation: &mut Deliberation) {
    let Deliberation { scene, assessments, state, .. } = *deliberation;
    let (parameters, assessment) = (scene.parameters, assessments.of(state));
    if parameters.option_leave > 0.0 {
        for alliance in scene.alliances.of(state) {
            // To leave a pact whose case cannot come any more breaks no promise.
            let fallen = alliance.target.is_some_and(|target| !scene.roster.alive[target.index()]);
            let cost = if fallen { 0.0 } else { parameters.cost_breaking };
            let enough = deliberation.least() - scene.cost(cost);
            if scene.best_of_leaving(state, assessment, alliance, enough) < enough {
                continue;
            }
            let kept = |pact: &Pact| pact.alliance != Some(alliance.id);
            let terms = scene.appraise(state, assessment, kept, None, &assessments.outlook);
            let cost = Terms { change: -cost, ..Terms::default() };
            deliberation.add(Action::Leave { alliance: alliance.id }, scene.changed(&terms, &cost));
        }
    }
}

/// The power that draws a state most by spoils, movement or example, if any does, of those it is not bound to
/// and is not thinking of already.
fn most_alluring(
    scene: &Scene,
    assessments: &Assessments,
    state: StateId,
    known: &[StateId],
) -> Option<StateId> {
    let assessment = assessments.of(state);
    let mut best: Option<(f32, StateId)> = None;
    for power in assessments.outlook.powers() {
        if *power == state || known.contains(power) || assessment.bound_to(*power) {
            continue;
        }
        let lure = scene.lure(state, *power, &assessments.outlook);
        if lure > best.map_or(0.0, |(most, _)| most) {
            best = Some((lure, *power));
        }
    }
    best.map(|(_, power)| power)
}

/// The choice among these options, the first of which is to stay, and its record from the very numbers that
/// were compared, but for the list of options.
pub fn choose_among(
    scene: &Scene,
    assessments: &Assessments,
    (state, tick): (StateId, u64),
    (options, scales): (&mut [Weighed], &mut Scales),
    draw: f32,
) -> Decision {
    set_chances(options, scales, scene.parameters.noise);
    let taken = draw_option(&scales.chances, draw);
    record((scene, assessments), (state, tick), (options, &scales.utilities), taken)
}

/// What is worth most of these options, recorded as if it had been chosen; the first of several that are worth as much.
pub fn prefer_among(
    scene: &Scene,
    assessments: &Assessments,
    (state, tick): (StateId, u64),
    (options, scales): (&mut [Weighed], &mut Scales),
) -> Decision {
    set_chances(options, scales, scene.parameters.noise);
    let utilities = &scales.utilities;
    let mut best = 0;
    for (place, utility) in utilities.iter().enumerate() {
        if *utility > utilities[best] {
            best = place;
        }
    }
    record((scene, assessments), (state, tick), (options, utilities), best)
}

/// Fills in the chance of each option by quantal response, and leaves what each is worth, and the chances, on the scales.
fn set_chances(options: &mut [Weighed], Scales { utilities, chances }: &mut Scales, noise: f32) {
    utilities.clear();
    utilities.extend(options.iter().map(|option| option.terms.utility()));
    chances.clone_from(utilities);
    quantal_response(chances, noise);
    for (option, chance) in options.iter_mut().zip(chances) {
        option.chance = *chance;
    }
}

/// The record of the choice of one option.
fn record(
    (scene, assessments): (&Scene, &Assessments),
    (state, tick): (StateId, u64),
    (options, utilities): (&[Weighed], &[f32]),
    taken: usize,
) -> Decision {
    let (chosen, stay) = (options[taken], options[0]);
    let others = (0..options.len()).filter(|place| *place != taken);
    let rejected = others.max_by(|a, b| utilities[*a].total_cmp(&utilities[*b])).map(|place| options[place]);
    let margin = rejected.map_or(0.0, |other| chosen.terms.utility() - other.terms.utility());
    let about = chosen.action.about();
    let threats = assessments.threats(state);
    let threat = match about {
        Some(source) => threats.iter().find(|threat| threat.source == source),
        None => threats.first(),
    };
    let circumstance = Circumstance::of(scene, state, chosen.action);
    let motive: Motive = motive(&chosen, &stay, options, &circumstance);
    Decision {
        tick,
        state,
        chosen,
        rejected,
        stay: stay.terms,
        margin,
        motive,
        threat: threat.map(|threat| (threat.source, threat.factors, threat.odds)),
        options: Vec::new(),
        consent: None,
        outcome: Outcome::Unchanged,
    }
}
