//! What holds in every world at every tick, whoever lives in it and whatever the parameters.

use entente::batch::Run;
use entente::edit::{Command, Pact, Value};
use entente::scenario::{PactKind, Scenario};
use entente::simulation::{self, EventKind};
use entente::world::RegionId;
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

/// What somebody who meddles with everything asks for, in a world as it stands; much of it is refused.
fn meddling(run: &mut Run, turn: u64) -> Vec<Command> {
    let setup = simulation::capture(run.world());
    let states: Vec<String> = setup.states.iter().map(|state| state.id.clone()).collect();
    let code = |at: u64| {
        setup.geography.regions[RegionId(at as u32 % setup.geography.regions.len() as u32)].code.clone()
    };
    let (draw, nothing) =
        (|salt: u64| (turn.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (salt * 5 % 40)) % 1000, String::new);
    if states.is_empty() {
        return vec![Command::Found { region: code(draw(1)), id: nothing(), name: nothing() }];
    }
    let state = |salt: u64| states[draw(salt) as usize % states.len()].clone();
    let number = |field: &str, value: f64| Command::Set {
        state: state(4),
        field: field.into(),
        value: Value::Number(value),
    };
    let land = |salt: u64| (0..3).map(|step| code(draw(salt) + step)).collect::<Vec<_>>();
    let pact = Pact {
        name: nothing(),
        kind: PactKind::Defensive,
        members: vec![state(1), state(2)],
        target: Some(state(3)),
        since: None,
        until: None,
    };
    let all = vec![
        Command::Found { region: code(draw(1)), id: nothing(), name: nothing() },
        Command::Give { regions: land(2), to: Some(state(5)) },
        Command::Give { regions: land(3), to: None },
        Command::Delete { state: state(6) },
        Command::Merge { state: state(2), into: state(3) },
        Command::Split { state: state(1), regions: vec![code(draw(7))], id: nothing(), name: nothing() },
        Command::Duplicate { state: state(5), region: code(draw(2)), id: nothing(), name: nothing() },
        Command::AddPact(pact),
        Command::BeginWar { name: nothing(), attackers: vec![state(1)], defenders: vec![state(4)] },
        Command::EndWar { attackers: vec![state(1)], defenders: vec![state(4)] },
        Command::Believe { of: state(2), about: state(5), intent: Some(0.8), weight: None },
        number("population", 25.0),
        number("technology", 1.7),
        number("intent", 0.9),
        Command::Set { state: state(2), field: "ideology".into(), value: Value::Text("Meddlers".into()) },
        Command::Parameter { name: "reach".into(), value: 500.0 + draw(3) as f32 },
    ];
    let few = states.len() < 4;
    let ends = |command: &Command| matches!(command, Command::Delete { .. } | Command::Merge { .. });
    all.into_iter().skip(turn as usize % 5).step_by(3).filter(|it| !few || !ends(it)).collect()
}

#[test]
fn sound_however_it_is_meddled_with() {
    let mut done = 0;
    for world in 0..24 {
        let mut run = Run::without_history(&random_world(world, 10, Theory::Few), world);
        let mut watch = Watch::new(&run);
        for turn in 0..60 {
            for command in meddling(&mut run, world * 100 + turn) {
                done += usize::from(run.change([&command]).is_ok());
            }
            watch = watch.anew(&run);
            (0..4).for_each(|_| watch.step(&mut run));
        }
    }
    assert!(done > 2000, "only {done} were carried out");
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
