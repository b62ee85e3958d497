//! What holds in every world at every tick, whoever lives in it and whatever the parameters.

use entente::batch::Run;
use entente::scenario::Scenario;
use entente::simulation::EventKind;
use proptest::prelude::*;

mod common;

use common::watch::Watch;
use common::worlds::{Theory, random_world};
use common::{europe, with};

fn watch(scenario: &Scenario, seed: u64, ticks: u64) {
    let mut run = Run::without_history(scenario, seed);
    let mut watch = Watch::new(&run);
    for _ in 0..ticks {
        watch.step(&mut run);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn sound_under_the_presets(world: u32, seed: u64) {
        watch(&random_world(world.into(), 14, Theory::Preset), seed, 240);
    }

    #[test]
    fn sound_with_some_parameters_drawn(world: u32, seed: u64) {
        watch(&random_world(world.into(), 10, Theory::Few), seed, 240);
    }

    #[test]
    fn sound_with_all_parameters_drawn(world: u32, seed: u64) {
        watch(&random_world(world.into(), 10, Theory::All), seed, 240);
    }
}

#[test]
fn sound_for_thousands_of_ticks() {
    for (world, theory) in [(1, Theory::Preset), (2, Theory::Few), (3, Theory::All), (4, Theory::Preset)] {
        let stirred =
            with(random_world(world, 20, theory), &["theory.temper_drift=0.2", "theory.revolt=0.2"]);
        watch(&stirred, world, 3000);
    }
    watch(&europe(), 1, 2400);
}

/// The checks above would prove little of worlds in which nothing happens.
#[test]
fn random_worlds_are_eventful() {
    let mut told = std::collections::BTreeSet::new();
    for world in 0..60 {
        let mut run = Run::new(&random_world(world, 14, Theory::Few), world);
        run.steps(240);
        told.extend(run.history().events.iter().map(|event| event.kind.name()));
        let restored = |kind: &EventKind| matches!(kind, EventKind::StateRestored { by: Some(_), .. });
        if run.history().events.iter().any(|event| restored(&event.kind)) {
            told.insert("freed");
        }
    }
    for kind in [
        "provocation",
        "alliance-formed",
        "offer-refused",
        "alliance-left",
        "alliance-lapsed",
        "armed",
        "war-began",
        "call-honoured",
        "ally-abandoned",
        "war-joined",
        "collapsed",
        "peace-made",
        "ceded",
        "state-fell",
        "state-restored",
        "freed",
        "movement-adopted",
        "movement-broken",
    ] {
        assert!(told.contains(kind), "no {kind} among {told:?}");
    }
}
