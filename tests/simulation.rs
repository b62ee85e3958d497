//! What must be true of every run: the same world from the same scenario and seed, whatever the order of
//! the file, the processor or the company; and behaviour that follows the theory.

use bevy_app::App;
use bevy_ecs::schedule::{LogLevel, ScheduleBuildSettings, Schedules};
use entente::batch::Run;
use entente::scenario::{self, Scenario};
use entente::simulation::{self, EventKind, SimTick, SimulationPlugin};
use proptest::prelude::*;

mod common;

use common::{europe, hash_after, read, small_world, with};

#[test]
fn the_same_scenario_and_seed_give_the_same_world_and_another_seed_another() {
    let europe = europe();
    assert_eq!(hash_after(&europe, 7, 60), hash_after(&europe, 7, 60));
    assert_ne!(hash_after(&europe, 7, 60), hash_after(&europe, 8, 60));
}

#[test]
fn saving_and_loading_gives_the_same_world() {
    let europe = europe();
    let again = read(&scenario::write(&europe));
    assert_eq!(hash_after(&europe, 3, 48), hash_after(&again, 3, 48));
}

#[test]
fn a_second_load_into_a_used_world_gives_the_same_world() {
    let europe = europe();
    let mut app = App::new();
    app.add_plugins(SimulationPlugin);
    for seed in [5, 3] {
        simulation::load(app.world_mut(), &europe, seed);
        for _ in 0..24 {
            simulation::step(app.world_mut());
        }
    }
    let hash = app.world().resource::<simulation::StateHash>().0;
    assert_eq!(hash, hash_after(&europe, 3, 24));
}

#[test]
fn no_two_systems_of_a_tick_are_ambiguous_in_their_order() {
    let mut app = App::new();
    app.add_plugins((SimulationPlugin, entente::history::HistoryPlugin));
    simulation::load(app.world_mut(), &small_world(4, 1), 1);
    let mut schedule =
        app.world_mut().resource_mut::<Schedules>().remove(SimTick).expect("the plugin adds it");
    // Without the sync points that would hide one, every pair in conflict has to be ordered by name.
    schedule.set_build_settings(ScheduleBuildSettings {
        ambiguity_detection: LogLevel::Error,
        auto_insert_apply_deferred: false,
        ..ScheduleBuildSettings::default()
    });
    schedule.initialize(app.world_mut()).expect("no ambiguity");
    assert_eq!(schedule.graph().conflicting_systems().len(), 0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_order_of_the_file_does_not_matter(order in Just((0..12).collect::<Vec<usize>>()).prop_shuffle(), seed in 0u64..1000) {
        let scenario = small_world(12, 5);
        let mut shuffled = scenario.clone();
        shuffled.states = order.iter().map(|place| scenario.states[*place].clone()).collect();
        prop_assert_eq!(hash_after(&scenario, seed, 24), hash_after(&shuffled, seed, 24));
    }

    #[test]
    fn names_do_not_matter(seed in 0u64..1000) {
        let scenario = small_world(12, 5);
        let mut renamed = scenario.clone();
        for (place, state) in renamed.states.iter_mut().enumerate() {
            state.id = format!("X{}", 99 - place);
            state.name = "Nowhere".into();
        }
        prop_assert_eq!(hash_after(&scenario, seed, 24), hash_after(&renamed, seed, 24));
    }

    #[test]
    fn nothing_ever_leaves_its_range(world in 0u64..50, seed in 0u64..1000, noise in 0.0f32..0.2) {
        let scenario = with(small_world(14, world), &[&format!("theory.noise={noise}")]);
        let mut run = Run::new(&scenario, seed);
        run.steps(120);
        let survey = run.survey();
        let power: f32 = survey.states().map(|state| survey.power(state)).sum();
        prop_assert!((power - 1.0).abs() < 1e-4);
        for state in survey.states() {
            prop_assert!(survey.power(state).is_finite() && survey.power(state) >= 0.0);
            for other in survey.states() {
                let belief = survey.belief(state, other).intent();
                prop_assert!(belief > 0.0 && belief < 1.0);
                prop_assert!((0.0..=1.0).contains(&survey.exposure(state, other)));
            }
            for threat in survey.threats(state) {
                prop_assert!(threat.source != state);
                prop_assert!((0.0..=1.0).contains(&threat.odds.threat(&survey.rules.parameters)));
                prop_assert!(threat.odds.help_full >= threat.odds.help_now);
            }
        }
        for alliance in survey.alliances.iter() {
            prop_assert!(alliance.members.len() >= 2);
            prop_assert!(alliance.members.windows(2).all(|pair| pair[0] < pair[1]));
            prop_assert!(alliance.target.is_none_or(|target| !alliance.has(target)));
        }
    }
}

#[test]
fn a_change_to_one_state_leaves_the_conduct_of_the_others_alone() {
    let acts = |scenario: &Scenario| {
        let mut run = Run::new(scenario, 11);
        run.steps(36);
        let events = run.history().events.clone();
        let survey = run.survey();
        let code = |state| survey.identity(state).code.clone();
        let acts = events.iter().filter_map(|event| match event.kind {
            EventKind::Provocation { by, .. } => Some((event.tick, by)),
            _ => None,
        });
        acts.map(|(tick, by)| (tick, code(by))).filter(|(_, by)| by != "POR").collect::<Vec<_>>()
    };
    let before = acts(&europe());
    let after = acts(&with(europe(), &["states.POR.intent=1"]));
    assert!(!before.is_empty());
    assert_eq!(before, after);
}

/// A power among neighbours who together outweigh it.
fn rising_power(intent: f64, offense: f64) -> Scenario {
    read(&format!(
        "(version: 1, name: \"rising power\", start: \"1930-01-01\", map: provinces, states: [
            (id: \"GMY\", capital: (lat: 52.52, lon: 13.40), territory: [country(\"DEU\")], population: 70, \
             offense: {offense}, intent: {intent}, revisionism: 0.8),
            (id: \"FRN\", capital: (lat: 48.86, lon: 2.35), territory: [country(\"FRA\")], population: 42),
            (id: \"POL\", capital: (lat: 52.23, lon: 21.01), territory: [country(\"POL\")], population: 34),
            (id: \"CZE\", capital: (lat: 50.09, lon: 14.42), territory: [country(\"CZE\")], population: 15),
            (id: \"UKG\", capital: (lat: 51.5, lon: -0.12), territory: [country(\"GBR\")], population: 45),
        ])"
    ))
}

/// In how many of 40 seeds somebody allied against the middle power within ten years.
fn coalitions(scenario: &Scenario) -> usize {
    (0..40)
        .filter(|seed| {
            let mut run = Run::new(scenario, *seed);
            let target = run.survey().find("GMY");
            run.steps(120);
            run.history().events.iter().any(|event| {
                matches!(event.kind, EventKind::AllianceFormed { target: against, .. } if against == target)
            })
        })
        .count()
}

#[test]
fn aggressive_intent_provokes_a_coalition_and_peaceful_strength_does_not() {
    let aggressive = coalitions(&rising_power(0.9, 0.6));
    let peaceful = coalitions(&rising_power(0.0, 0.6));
    assert!(aggressive >= 36, "{aggressive} of 40 against an aggressive power");
    assert!(peaceful <= 8, "{peaceful} of 40 against a peaceful one");
}

#[test]
fn enemies_at_war_know_each_other_and_make_no_pacts() {
    let mut scenario = small_world(12, 5);
    let war =
        scenario::WarSetup { name: String::new(), attackers: vec![3, 4], defenders: vec![7], since: None };
    scenario.wars = vec![war];
    for seed in 0..20 {
        let mut run = Run::new(&scenario, seed);
        run.steps(119);
        let survey = run.survey();
        let pairs = survey.states().flat_map(|a| survey.states().map(move |b| (a, b)));
        let foes: Vec<_> = pairs.filter(|(a, b)| survey.wars.at_war(*a, *b)).collect();
        run.step();
        let survey = run.survey();
        for (state, other) in foes.into_iter().filter(|(a, b)| survey.wars.at_war(*a, *b)) {
            // One tick is enough to learn it.
            assert!(survey.belief(state, other).intent() > 0.9);
            assert!(!survey.alliances.linked(state, other));
        }
    }
}
