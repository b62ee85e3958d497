//! Every choice can be retraced from its record with a pencil.

use std::collections::BTreeMap;

use entente::batch::Run;
use entente::scenario::Scenario;
use entente::simulation::{Action, Decision, Motive, Outcome, StateId, WarId, Weighed};
use entente::theory::choice::Terms;
use entente::theory::interest::stake;
use entente::theory::parameters::Parameters;
use proptest::prelude::*;

mod common;

use common::{europe, small_world, with};

/// What stood when a tick began, as far as motives depend on it.
struct Before {
    /// Who fought.
    fights: Vec<StateId>,
    /// What each wanted.
    revisionism: Vec<f32>,
    /// The public chance of each side in each war.
    chances: BTreeMap<WarId, [f32; 2]>,
}

impl Before {
    fn of(run: &mut Run) -> Self {
        let survey = run.survey();
        let chances = survey.wars.iter().map(|war| (war.id, [war.expectation, 1.0 - war.expectation]));
        Self {
            fights: survey.states().filter(|state| survey.wars.fights(*state)).collect(),
            revisionism: survey.states().map(|state| survey.revisionism(state)).collect(),
            chances: chances.collect(),
        }
    }
}

fn utility(option: &Weighed) -> f32 {
    option.terms.utility()
}

/// The name of the term that gained most over what was left, worked out anew.
fn decisive(chosen: &Terms, base: &Terms) -> &'static str {
    let mut best = (f32::NEG_INFINITY, "");
    for ((name, mine), theirs) in Terms::NAMES.into_iter().zip(chosen.values()).zip(base.values()) {
        if mine - theirs > best.0 {
            best = (mine - theirs, name);
        }
    }
    best.1
}

/// What the choice was set against: staying, or for one who is called, to abandon its ally.
fn base(decision: &Decision) -> Terms {
    match decision.chosen.action {
        Action::Honour { .. } => decision.options[0].terms,
        _ => decision.stay,
    }
}

/// The motives that a choice may have, by the term that made the difference.
fn motives(decision: &Decision, before: &Before, threatened: bool, parameters: &Parameters) -> Vec<Motive> {
    let Decision { state, chosen, .. } = decision;
    match chosen.action {
        Action::Abandon { .. } => return vec![Motive::AbandonAlly],
        Action::Stay => {
            let fights = before.fights.contains(state);
            let still = if fights { Motive::FightOn } else { Motive::StayNeutral };
            let buck = (decision.stay.diversion > 0.0).then_some(Motive::PassTheBuck);
            return buck.into_iter().chain([still]).collect();
        }
        _ => {}
    }
    let base = base(decision);
    if chosen.terms.utility() < base.utility() {
        return vec![Motive::Misjudgement];
    }
    let term = decisive(&chosen.terms, &base);
    vec![match (chosen.action, term) {
        (Action::Balance { .. }, "influence") => Motive::Influence,
        (Action::Balance { .. }, _) => Motive::AvoidDomination,
        (Action::Bandwagon { .. }, "profit") if threatened => Motive::ShareOfVictory,
        (Action::Bandwagon { .. }, "profit") => Motive::Jackal,
        (Action::Bandwagon { .. }, "wave") => Motive::Wave,
        (Action::Bandwagon { .. }, "contagion") => Motive::Contagion,
        (Action::Bandwagon { .. }, _) => Motive::Appeasement,
        (Action::Leave { .. }, "autonomy") => Motive::Autonomy,
        (Action::Leave { .. }, "danger" | "diversion") => Motive::Safety,
        (Action::Leave { .. }, "profit") => Motive::Profit,
        (Action::Leave { .. }, _) => Motive::ThreatGone,
        (Action::Arm { .. }, _) => Motive::InternalBalancing,
        (Action::Attack { .. }, "profit") => Motive::Conquest,
        (Action::Attack { .. }, _) => Motive::Prevention,
        (Action::Join { war, side, .. }, _)
            if before.chances[&war][side as usize] >= parameters.war_clear =>
        {
            Motive::PilingOn
        }
        (Action::Join { .. }, "profit") => Motive::Jackal,
        (Action::Join { .. }, _) => Motive::AvoidDomination,
        (Action::Honour { .. }, "profit") => Motive::Jackal,
        (Action::Honour { .. }, "danger") => Motive::AvoidDomination,
        (Action::Honour { .. }, _) => Motive::KeepFaith,
        (Action::Sue { .. }, _) => Motive::CutLosses,
        (Action::Stay | Action::Abandon { .. }, _) => unreachable!("already told"),
    }]
}

fn close(a: f32, b: f32) -> bool {
    (a - b).abs() <= 1e-4 * (1.0 + a.abs().max(b.abs()))
}

/// The chances of options are the logit of their utilities.
fn check_chances(options: &[&Weighed], noise: f32) {
    for a in options {
        for b in options.iter().filter(|b| b.chance > 1e-6) {
            let ratio = libm::exp((f64::from(utility(a)) - f64::from(utility(b))) / f64::from(noise));
            let expected = f64::from(b.chance) * ratio;
            let apart = (f64::from(a.chance) - expected).abs();
            assert!(apart <= 1e-3 * expected.max(1e-3), "{} is not {expected}", a.chance);
        }
    }
}

fn check(decision: &Decision, before: &Before, run: &mut Run) {
    let survey = run.survey();
    let parameters = survey.rules.parameters;
    let Decision { chosen, rejected, options, .. } = decision;
    let called = matches!(chosen.action, Action::Honour { .. } | Action::Abandon { .. });

    assert!(chosen.chance > 0.0);
    match rejected {
        Some(rejected) => {
            assert_eq!(decision.margin, utility(chosen) - utility(rejected));
            assert_ne!(rejected.action, chosen.action);
            check_chances(&[chosen, rejected], parameters.noise);
        }
        None => assert_eq!((decision.margin, chosen.chance), (0.0, 1.0)),
    }
    if chosen.action == Action::Stay {
        // Nothing came of it, so that the rest is not kept.
        assert!(options.is_empty());
        assert_eq!(chosen.terms, decision.stay);
    } else {
        assert_eq!(options.iter().filter(|option| *option == chosen).count(), 1);
        let best = options.iter().filter(|option| *option != chosen).map(utility).fold(f32::MIN, f32::max);
        assert_eq!(rejected.map(|it| utility(&it)), (options.len() > 1).then_some(best));
        let sum: f32 = options.iter().map(|option| option.chance).sum();
        assert!((sum - 1.0).abs() < 1e-4, "{sum}");
        check_chances(&options.iter().collect::<Vec<_>>(), parameters.noise);
        if called {
            assert_eq!(options.len(), 2);
            assert!(matches!(options[0].action, Action::Abandon { .. }));
            assert!(matches!(options[1].action, Action::Honour { .. }));
        } else {
            assert_eq!((options[0].action, options[0].terms), (Action::Stay, decision.stay));
        }
    }
    let threatened = match chosen.action {
        Action::Bandwagon { with } => survey.exposure(decision.state, with) >= parameters.notice,
        _ => false,
    };
    let motives = motives(decision, before, threatened, &parameters);
    assert!(motives.contains(&decision.motive), "{:?} is none of {motives:?}: {decision:?}", decision.motive);

    // Danger is what is felt of each threat that the state has its eye on.
    if !before.fights.contains(&decision.state) && !called {
        let felt: f32 =
            survey.threats(decision.state).iter().map(|threat| threat.odds.threat(&parameters)).sum();
        let stake = stake(before.revisionism[decision.state.index()], &parameters);
        let minded = -stake * felt * parameters.term_danger;
        assert!(close(decision.stay.danger, minded), "{} is not {minded}", decision.stay.danger);
    }
    if let Some((source, factors, odds)) = decision.threat {
        let about = match chosen.action {
            Action::Balance { against, .. }
            | Action::Arm { against }
            | Action::Join { against, .. }
            | Action::Honour { against, .. } => Some(against),
            Action::Attack { target } => Some(target),
            Action::Bandwagon { with } | Action::Sue { with, .. } => Some(with),
            Action::Stay | Action::Leave { .. } | Action::Abandon { .. } => None,
        };
        assert!(about.is_none_or(|about| about == source));
        assert!(close(odds.intent, factors.intent) && odds.attack >= factors.attack());
        assert!(odds.help_full >= odds.help_now);
    }
    match (decision.outcome, chosen.action) {
        (Outcome::Made(_), Action::Balance { .. } | Action::Bandwagon { .. }) => {
            let consent = decision.consent.expect("it was asked for");
            assert!(consent.given && consent.chance > 0.0);
        }
        (Outcome::Made(_), _) => panic!("{:?} makes no alliance", chosen.action),
        (Outcome::Refused, Action::Balance { .. } | Action::Bandwagon { .. }) => {
            assert!(decision.consent.is_some_and(|consent| !consent.given && consent.chance < 1.0));
        }
        _ => assert_eq!(decision.consent, None),
    }
    if let Some(consent) = decision.consent {
        let gain = f64::from(consent.with.utility()) - f64::from(consent.without.utility());
        let logit = 1.0 / (1.0 + libm::exp(-gain / f64::from(parameters.noise)));
        assert!((f64::from(consent.chance) - logit).abs() < 1e-3, "{} is not {logit}", consent.chance);
    }
}

/// Runs a world and retraces all it does; how often each action was chosen, and each motive found.
fn retrace(scenario: &Scenario, seed: u64, ticks: u64) -> BTreeMap<&'static str, usize> {
    let mut run = Run::without_history(scenario, seed);
    let mut found = BTreeMap::new();
    for _ in 0..ticks {
        let before = Before::of(&mut run);
        run.step();
        let decisions = run.world().resource::<entente::simulation::Journal>().decisions.clone();
        for decision in &decisions {
            check(decision, &before, &mut run);
            *found.entry(decision.chosen.action.name()).or_default() += 1;
            *found.entry(decision.motive.name()).or_default() += 1;
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_decision_can_be_retraced(world in 0u64..50, seed in 0u64..1000, noise in 0.002f32..0.05, preset in 0usize..3) {
        let preset = ["balance-of-power", "balance-of-threat", "balance-of-interests"][preset];
        let noise = format!("theory.noise={noise}");
        let scenario = with(small_world(14, world), &[&format!("theory.preset={preset}"), &noise]);
        retrace(&scenario, seed, 120);
    }
}

#[test]
fn decisions_of_every_kind_can_be_retraced() {
    let mut found: BTreeMap<&str, usize> = BTreeMap::new();
    for seed in 0..12 {
        let stirred = with(small_world(16, seed), &["theory.noise=0.02"]);
        for scenario in [europe(), stirred] {
            for (name, times) in retrace(&scenario, seed, 180) {
                *found.entry(name).or_default() += times;
            }
        }
    }
    let actions = [
        "stay",
        "balance",
        "bandwagon",
        "leave",
        "arm",
        "attack",
        "join-war",
        "sue-for-peace",
        "abandon-ally",
        "honour-call",
    ];
    for action in actions {
        assert!(found.contains_key(action), "no {action} among {found:?}");
    }
}
