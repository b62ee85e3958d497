//! Weigh: states whose review is due compare what they might do, and choose.
//!
//! Options: stay; ally with one of the likeliest partners against each threat considered; align with the
//! source of a threat that is stronger than the state, breaking whatever pacts are against it; leave an
//! alliance. Each is appraised by
//! [`super::appraise`], all start from the same pacts, and the choice is by quantal response.

use bevy_ecs::prelude::*;
use rand::RngExt;

use super::appraise::{Changes, Pact, Scene, joined};
use super::draws::Purpose;
use super::journal::{Action, Decision, Journal, Motive, Outcome, Weighed};
use super::perceive::Threat;
use super::{AllianceId, Alliances, Assessments, Clock, Draws, Pairs, Roster, Rules, StateId, Wars};
use crate::scenario::PactKind;
use crate::theory::choice::{Terms, draw_option, quantal_response};

/// How many partners are thought of for each threat.
const PARTNERS_PER_THREAT: usize = 2;

/// Chance of acceptance below which an offer is not thought of.
const HOPELESS: f32 = 0.05;

/// The pact that balancing makes.
pub fn balancing_pact(partner: StateId, against: StateId) -> Pact {
    Pact { alliance: None, partner, kind: PactKind::Defensive, target: Some(against), leader: None }
}

/// The pact that bandwagoning makes, as `partner` of the one described: an entente under `leader`.
pub fn bandwagoning_pact(partner: StateId, leader: StateId) -> Pact {
    Pact { alliance: None, partner, kind: PactKind::Entente, target: None, leader: Some(leader) }
}

/// The alliances of a state that are against this power: it cannot keep them and align with it.
pub fn pacts_against(
    alliances: &Alliances,
    state: StateId,
    source: StateId,
) -> impl Iterator<Item = AllianceId> + '_ {
    alliances.of(state).filter(move |alliance| alliance.target == Some(source)).map(|alliance| alliance.id)
}

/// All states whose review is due choose; their decisions stand in the journal, in order of state.
pub fn choose(
    mut journal: ResMut<Journal>,
    roster: Res<Roster>,
    pairs: Res<Pairs>,
    (alliances, wars): (Res<Alliances>, Res<Wars>),
    assessments: Res<Assessments>,
    (rules, clock, draws): (Res<Rules>, Res<Clock>, Res<Draws>),
) {
    let scene = Scene::new(&roster, &pairs, (&alliances, &wars), &rules);
    for state in roster.ids().filter(|state| review_is_due(roster.origins[state.index()], clock.tick, &rules))
    {
        let mut options = weigh_options(&scene, state, &assessments);
        let mut chances: Vec<f32> = options.iter().map(|option| option.terms.utility()).collect();
        quantal_response(&mut chances, rules.parameters.noise);
        for (option, chance) in options.iter_mut().zip(&chances) {
            option.chance = *chance;
        }
        let draw = draws.at(clock.tick, roster.origins[state.index()], Purpose::Choice).random();
        let taken = draw_option(&chances, draw);
        journal.decisions.push(decide(clock.tick, state, options, taken, assessments.threats(state)));
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

/// Everything a state may do, staying first, each with its worth.
fn weigh_options(scene: &Scene, state: StateId, assessments: &Assessments) -> Vec<Weighed> {
    let (threats, pools) = (assessments.threats(state), &assessments.pools);
    let (pacts, stay) = (assessments.pacts(state), *assessments.stay(state));
    let mut options = vec![Weighed { action: Action::Stay, terms: stay, consent: 1.0, chance: 0.0 }];
    let offer = |action: Action, pact: Pact, held: &[Pact], broken: usize| {
        let consent = scene.consent(state, &pact, assessments).chance;
        if consent < HOPELESS {
            return None;
        }
        let terms = scene.option(state, threats, &joined(held, pact), pools, Changes { made: 1, broken });
        Some(Weighed { action, terms: terms.expected(&stay, consent), consent, chance: 0.0 })
    };
    let opponents = scene.opponents(state);
    for Threat { source, .. } in threats {
        // Nobody allies against its own partner without leaving it first.
        if pacts.iter().any(|pact| pact.partner == *source) {
            continue;
        }
        for partner in scene.likely_partners(state, *source, pacts, &opponents, pools, PARTNERS_PER_THREAT) {
            let action = Action::Balance { against: *source, with: partner };
            options.extend(offer(action, balancing_pact(partner, *source), pacts, 0));
        }
        let stronger = scene.roster.power[source.index()] > scene.roster.power[state.index()];
        if stronger && !scene.wars.at_war(state, *source) {
            let kept: Vec<Pact> = pacts.iter().filter(|pact| pact.target != Some(*source)).copied().collect();
            let broken = pacts_against(scene.alliances, state, *source).count();
            let action = Action::Bandwagon { with: *source };
            options.extend(offer(action, bandwagoning_pact(*source, *source), &kept, broken));
        }
    }
    for alliance in scene.alliances.of(state) {
        let without: Vec<Pact> =
            pacts.iter().filter(|pact| pact.alliance != Some(alliance.id)).copied().collect();
        let terms = scene.option(state, threats, &without, pools, Changes { made: 0, broken: 1 });
        options.push(Weighed {
            action: Action::Leave { alliance: alliance.id },
            terms,
            consent: 1.0,
            chance: 0.0,
        });
    }
    options
}

/// The record of a choice, from the very numbers that were compared.
fn decide(tick: u64, state: StateId, options: Vec<Weighed>, taken: usize, threats: &[Threat]) -> Decision {
    let chosen = options[taken];
    let rejected = options
        .iter()
        .enumerate()
        .filter(|(place, _)| *place != taken)
        .map(|(_, option)| *option)
        .max_by(|a, b| a.terms.utility().total_cmp(&b.terms.utility()));
    let margin = rejected.map_or(0.0, |other| chosen.terms.utility() - other.terms.utility());
    let about = match chosen.action {
        Action::Balance { against, .. } => Some(against),
        Action::Bandwagon { with } => Some(with),
        _ => None,
    };
    let threat = match about {
        Some(source) => threats.iter().find(|threat| threat.source == source),
        None => threats.first(),
    };
    let stays = chosen.action == Action::Stay;
    Decision {
        tick,
        state,
        chosen,
        rejected,
        margin,
        stay: options[0].terms,
        motive: motive(chosen.action, &chosen.terms, &options[0].terms),
        threat: threat.map(|threat| (threat.source, threat.factors, threat.odds)),
        options: if stays { Vec::new() } else { options },
        consent: None,
        outcome: Outcome::Unchanged,
    }
}

/// The motive of an action: the term that spoke most for it over staying.
fn motive(action: Action, terms: &Terms, stay: &Terms) -> Motive {
    let decisive = Terms::NAMES[terms.decisive_over(stay).0];
    match (action, decisive) {
        (Action::Stay, _) => Motive::StayNeutral,
        (Action::Balance { .. }, _) => Motive::AvoidDomination,
        (Action::Bandwagon { .. }, _) => Motive::Appeasement,
        (Action::Leave { .. }, "autonomy") => Motive::Autonomy,
        (Action::Leave { .. }, "danger") => Motive::Safety,
        (Action::Leave { .. }, _) => Motive::ThreatGone,
        _ => Motive::StayNeutral,
    }
}
