use super::*;
use crate::batch::Run;
use crate::edit::Value;
use crate::scenario::{self, builtin};

fn scenario_of(setup: builtin::Builtin) -> Scenario {
    scenario::read(setup.name, setup.text).expect("the setup is valid")
}

fn set(state: &str, field: &str, value: Value) -> Command {
    Command::Set { state: state.into(), field: field.into(), value }
}

fn timed(tick: u64, command: Command) -> Timed {
    (tick, Arc::new(command))
}

/// An arm that begins with the scenario and all that is given at tick 0.
fn arm(scenario: &Scenario, commands: &[Timed]) -> Arm {
    let mut world = world_of(scenario, 1);
    let now = commands.iter().filter(|(tick, _)| *tick == 0).map(|(_, command)| &**command);
    edit::apply_all(now, &mut world).expect("they can be carried out");
    Arm::new("arm", &world, commands)
}

fn experiment(scenario: &Scenario, logs: [&[Timed]; 2], end: u64, runs: u32) -> Experiment {
    Experiment { arms: logs.map(|log| arm(scenario, log)), end, runs, seed: 11 }
}

fn findings(experiment: &Experiment) -> Findings {
    Findings::of(&experiment.carry_out(2, || ()))
}

#[test]
fn a_run_of_an_arm_is_the_run_of_its_seed() {
    let europe = scenario_of(builtin::EUROPE_1936);
    let change = [timed(0, set("GMY", "intent", Value::Number(0.2)))];
    let experiment = experiment(&europe, [&[], &change], 15, 1);
    let mut world = empty_world();
    let pair = experiment.try_pair(0, &mut world, &Progress::default()).expect("nobody stops it");
    let mut run = Run::new(&europe, experiment.seed_of(0));
    run.steps(15);
    assert_eq!(pair[0].hash, run.hash());
    let mut run = Run::new(&europe, experiment.seed_of(0));
    run.change(change.iter().map(|(_, command)| &**command)).expect("it can be carried out");
    run.steps(15);
    assert_eq!(pair[1].hash, run.hash());
    assert_ne!(pair[0].hash, pair[1].hash);
}

#[test]
fn the_number_of_threads_changes_nothing_and_arms_that_change_places_turn_all_round() {
    let europe = scenario_of(builtin::EUROPE_1936);
    let change = [timed(0, set("GMY", "intent", Value::Number(0.1)))];
    let there = experiment(&europe, [&[], &change], 18, 9);
    let found = Findings::of(&there.carry_out(1, || ()));
    assert_eq!(found, Findings::of(&there.carry_out(3, || ())));
    assert_eq!((found.runs, found.refused.clone()), (9, [vec![], vec![]]));
    let back = findings(&Experiment { arms: [there.arms[1].clone(), there.arms[0].clone()], ..there });
    assert_eq!(back.list.len(), found.list.len());
    for finding in &found.list {
        let other = back.list.iter().find(|it| it.outcome == finding.outcome).expect("it is there too");
        let [a, b] = [finding, other].map(|it| it.difference.expect("both arms have all states"));
        assert!((a.value + b.value).abs() < 1e-12 && (a.low + b.high).abs() < 1e-9, "{a:?} {b:?}");
        assert_eq!((other.arms[0], other.arms[1]), (finding.arms[1], finding.arms[0]));
        assert_eq!((other.chance, other.told_apart), (finding.chance, finding.told_apart));
    }
}

/// What touches nothing that anybody goes by leaves every run as it was, at the start and on the way.
#[test]
fn another_name_makes_no_difference_at_all() {
    let europe = scenario_of(builtin::EUROPE_1936);
    let named = set("GMY", "name", Value::Text("Prussia".into()));
    for (tick, logs) in [(0, [timed(0, named.clone())]), (6, [timed(6, named)])] {
        let found = findings(&experiment(&europe, [&[], &logs], 16, 4));
        assert_eq!((found.runs, found.alike), (4, 4), "given at {tick}");
        assert!(found.list.len() > 50, "something happens");
        assert!(found.list.iter().all(|it| it.alone == [0, 0] && it.chance == 1.0 && !it.told_apart));
        assert!(found.list.iter().all(|it| it.difference.is_some_and(|it| it.value == 0.0)));
        assert_eq!((found.tried, found.refused), (0, [vec![], vec![]]));
    }
}

/// V1's threat: without Germany's intent nobody allies against it.
#[test]
fn what_matters_is_found() {
    let v1 = scenario_of(builtin::V1);
    let lamb = [timed(0, set("GMY", "intent", Value::Number(0.0)))];
    let found = findings(&experiment(&v1, [&[], &lamb], 60, 40));
    assert!(found.alike < 3, "{}", found.alike);
    let place = |code: &str| found.cast.iter().position(|it| it.code == code).expect("it is there") as u32;
    let less: Vec<Outcome> = found
        .told_apart()
        .filter(|it| it.difference.is_some_and(|it| it.value < -0.3 && it.high < 0.0))
        .map(|it| it.outcome)
        .collect();
    let balances = Outcome::State(place("FRN"), StateOutcome::Balances);
    assert!(less.contains(&balances), "{less:?}");
    assert!(less.iter().any(|it| matches!(it, Outcome::Pair(_, PairOutcome::Allied))), "{less:?}");
    // Brazil is far away from all of it.
    let brazil =
        found.list.iter().find(|it| it.outcome == Outcome::State(place("BRA"), StateOutcome::Survives));
    assert!(brazil.is_some_and(|it| !it.told_apart));
    // The surest come first, and shares are what they are shares of.
    assert!(
        found.list[0].told_apart && found.list.windows(2).all(|it| it[0].told_apart || !it[1].told_apart)
    );
    for it in found.list.iter().filter(|it| !matches!(it.outcome, Outcome::Measure(_))) {
        let [Some(first), Some(second), Some(difference)] = [it.arms[0], it.arms[1], it.difference] else {
            panic!("all states are in both arms")
        };
        assert!((second.value - first.value - difference.value).abs() < 1e-12);
        let split = f64::from(it.alone[1]) - f64::from(it.alone[0]);
        assert!((difference.value - split / 40.0).abs() < 1e-12);
    }
    let mut table = Vec::new();
    found.write_csv(&mut table).expect("memory takes all");
    let mut rows = csv::Reader::from_reader(&table[..]);
    assert_eq!(rows.records().filter(|row| row.is_ok()).count(), found.list.len());
}

#[test]
fn from_a_moment_on_both_begin_from_the_same_world() {
    let europe = scenario_of(builtin::EUROPE_1936);
    let mut world = world_of(&europe, 3);
    (0..10).for_each(|_| simulation::step(&mut world));
    let as_it_was = Arm::new("as it was", &world, &[]);
    // What it was before the moment is the same in all runs, and so are chances drawn anew.
    let none = Experiment { arms: [as_it_was.clone(), as_it_was.clone()], end: 16, runs: 3, seed: 2 };
    assert_eq!(findings(&none).alike, 3);
    set("GMY", "intent", Value::Number(0.0)).apply(&mut world).expect("it can be carried out");
    let changed = Arm::new(
        "changed",
        &world,
        &[timed(12, Command::Luck(3)), timed(12, Command::Delete { state: "AUS".into() })],
    );
    assert_eq!(changed.later().len(), 1, "every run has luck of its own");
    let found = findings(&Experiment { arms: [as_it_was, changed], end: 16, runs: 3, seed: 2 });
    assert_eq!(found.alike, 0);
    let austria = found.cast.iter().position(|it| it.code == "AUS").expect("it is there") as u32;
    let survives = found.list.iter().find(|it| it.outcome == Outcome::State(austria, StateOutcome::Survives));
    let difference = survives.and_then(|it| it.difference).expect("it is in both");
    assert_eq!((difference.value, difference.seeds), (-1.0, 3));
}

#[test]
fn a_state_of_one_arm_alone_is_told_of_without_a_difference() {
    let v1 = scenario_of(builtin::V1);
    let bavaria = Command::Split {
        state: "GMY".into(),
        regions: vec!["DE-BY".into()],
        id: "BAV".into(),
        name: "Bavaria".into(),
    };
    for tick in [0, 5] {
        let found = findings(&experiment(&v1, [&[], &[timed(tick, bavaria.clone())]], 12, 3));
        assert!(found.cast.windows(2).all(|it| it[0].code < it[1].code));
        let place = found.cast.iter().position(|it| it.code == "BAV").expect("it was seen") as u32;
        let of_it: Vec<&Finding> =
            found.list.iter().filter(|it| it.outcome.states().any(|at| at == place as usize)).collect();
        assert!(!of_it.is_empty());
        assert!(of_it.iter().all(|it| it.arms[0].is_none() && it.difference.is_none() && !it.told_apart));
        assert_eq!(found.words(Outcome::State(place, StateOutcome::Survives)), "Bavaria survives");
    }
}

#[test]
fn what_cannot_be_carried_out_on_the_way_is_counted() {
    let v1 = scenario_of(builtin::V1);
    let log = [
        timed(2, Command::Delete { state: "CZE".into() }),
        timed(4, set("CZE", "intent", Value::Number(0.0))),
        timed(5, set("POL", "intent", Value::Number(0.9))),
    ];
    let found = findings(&experiment(&v1, [&log[1..], &log], 8, 4));
    assert_eq!(found.refused, [vec![], vec![0, 4]]);
}

#[test]
fn logs_part_where_they_differ_in_more_than_luck() {
    let (x, y) = (Command::Theory("x".into()), Command::Theory("y".into()));
    let log = |list: &[(u64, &Command)]| -> Vec<Timed> {
        list.iter().map(|(tick, it)| timed(*tick, (*it).clone())).collect()
    };
    let luck = Command::Luck(7);
    let group = Command::Group { name: String::new(), commands: vec![luck.clone()] };
    let part = |one: &[(u64, &Command)], other: &[(u64, &Command)]| parting(&log(one), &log(other));
    assert_eq!(part(&[], &[]), None);
    assert_eq!(part(&[(0, &x)], &[(0, &x)]), None);
    assert_eq!(part(&[(0, &x), (4, &luck)], &[(0, &x)]), None);
    assert_eq!(part(&[(3, &group)], &[]), None);
    assert_eq!(part(&[(0, &x)], &[(0, &x), (9, &y)]), Some(9));
    assert_eq!(part(&[(5, &x)], &[(0, &x), (9, &y)]), Some(0));
    // Luck parts the worlds too, so that both begin where it fell otherwise.
    assert_eq!(part(&[(3, &luck), (5, &x)], &[]), Some(3));
}

#[test]
fn who_is_stopped_leaves_off() {
    let v1 = scenario_of(builtin::V1);
    let experiment = experiment(&v1, [&[], &[]], 1_000_000, 5);
    let progress = Progress::default();
    std::thread::scope(|scope| {
        scope.spawn(|| experiment.work(&progress, || ()));
        progress.stop();
    });
    assert!(progress.is_stopped());
    assert_eq!(progress.tally().runs, 0);
}
