//! What undo and redo promise, along branches.

use bevy_ecs::prelude::World;

use super::{BranchId, History, Timeline, Written};
use crate::edit::testing::{begin, future, small};
use crate::edit::{Command, Value};
use crate::simulation::{Clock, StateHash};

fn set(state: &str, value: f64) -> Command {
    Command::Set { state: state.into(), field: "intent".into(), value: Value::Number(value) }
}

fn change(world: &mut World, state: &str, value: f64) {
    Timeline::change(world, set(state, value)).unwrap_or_else(|error| panic!("{error}"));
}

fn run(world: &mut World, ticks: u64) {
    (0..ticks).for_each(|_| Timeline::advance(world));
}

fn tick(world: &World) -> u64 {
    world.resource::<Clock>().tick
}

fn branches(world: &World) -> Vec<String> {
    world.resource::<Timeline>().branches().iter().map(|branch| branch.name.clone()).collect()
}

fn names(world: &World) -> (Option<String>, Option<String>) {
    let timeline = world.resource::<Timeline>();
    (timeline.undoable().map(str::to_owned), timeline.redoable().map(str::to_owned))
}

#[test]
fn before_anything_has_run_edits_are_one_list() {
    let mut app = begin(&small(), 1);
    let world = app.world_mut();
    for step in 1..=20 {
        change(world, "S1", f64::from(step) / 40.0);
    }
    assert_eq!(branches(world), [""]);
    assert_eq!(names(world), (Some("intent of State 1 0.5".into()), None));
    for _ in 0..20 {
        assert!(Timeline::undo(world));
    }
    assert!(!Timeline::undo(world));
    assert_eq!(names(world), (None, Some("intent of State 1 0.025".into())));
    // A new change makes what was undone a thing of the past.
    change(world, "S2", 0.5);
    assert_eq!(names(world), (Some("intent of State 2 0.5".into()), None));
    assert!(!Timeline::redo(world));
}

#[test]
fn a_wolf_is_a_lamb_again_and_both_histories_stay() {
    let mut app = begin(&small(), 1);
    let world = app.world_mut();
    change(world, "S0", 0.01);
    change(world, "S0", 0.95);
    run(world, 30);
    let wolf = world.resource::<History>().hashes.clone();
    assert!(Timeline::undo(world));
    assert_eq!(
        (tick(world), branches(world)),
        (0, vec![String::new(), "without intent of State 0 0.95".into()])
    );
    run(world, 30);
    let lamb = world.resource::<History>().hashes.clone();
    assert_ne!(lamb, wolf);
    // What was never changed is to the bit what it would have been.
    let mut plain = begin(&small(), 1);
    change(plain.world_mut(), "S0", 0.01);
    run(plain.world_mut(), 30);
    assert_eq!(plain.world().resource::<History>().hashes, lamb);
    // Back to the wolf: its history is still there, and so is the lamb's.
    assert!(Timeline::redo(world));
    assert_eq!((tick(world), world.resource::<Timeline>().current()), (0, BranchId(0)));
    Timeline::seek(world, 30);
    assert_eq!(world.resource::<StateHash>().0, wolf[29]);
    assert_eq!(branches(world).len(), 2);
    assert!(Timeline::undo(world));
    Timeline::seek(world, 30);
    assert_eq!(world.resource::<StateHash>().0, lamb[29]);
}

#[test]
fn a_branch_that_has_not_run_on_gives_way_to_the_one_it_left() {
    let mut app = begin(&small(), 1);
    let world = app.world_mut();
    run(world, 20);
    let first = world.resource::<History>().hashes.clone();
    Timeline::seek(world, 8);
    let before = future(world, 3);
    change(world, "S0", 0.95);
    let after = future(world, 3);
    change(world, "S1", 0.95);
    assert_eq!(branches(world), ["", "intent of State 0 0.95, intent of State 1 0.95"]);
    assert!(Timeline::undo(world));
    assert_eq!((branches(world)[1].as_str(), future(world, 3)), ("intent of State 0 0.95", after.clone()));
    assert!(Timeline::undo(world));
    assert_eq!((tick(world), branches(world).len(), future(world, 3)), (8, 1, before.clone()));
    assert_eq!(world.resource::<History>().hashes, first);
    assert!(!Timeline::undo(world));
    // Wherever one has gone since, it is done again where it was.
    Timeline::seek(world, 15);
    assert!(Timeline::redo(world));
    assert_eq!((tick(world), future(world, 3)), (8, after));
    run(world, 5);
    // Now that it has run on it stays, and the other is where one goes back to.
    assert!(Timeline::undo(world));
    assert_eq!((tick(world), branches(world).len(), future(world, 3)), (8, 2, before));
    assert_eq!(world.resource::<Timeline>().current(), BranchId(0));
}

#[test]
fn changes_at_several_times_are_taken_back_one_by_one() {
    let mut app = begin(&small(), 1);
    let world = app.world_mut();
    let mut expected = vec![(0, future(world, 3))];
    change(world, "S0", 0.9);
    for (at, state) in [(4, "S1"), (9, "S2"), (15, "S4")] {
        let now = tick(world);
        run(world, at - now);
        expected.push((at, future(world, 3)));
        change(world, state, 0.9);
    }
    run(world, 5);
    let end = (tick(world), future(world, 3));
    for (at, before) in expected.iter().rev() {
        assert!(Timeline::undo(world));
        assert_eq!((tick(world), future(world, 3)), (*at, before.clone()));
    }
    for _ in 0..4 {
        assert!(Timeline::redo(world));
    }
    Timeline::seek(world, end.0);
    assert_eq!((tick(world), future(world, 3)), end);
    assert!(!Timeline::redo(world));
}

#[test]
fn another_world_finds_the_way_to_every_branch() {
    let mut app = begin(&small(), 1);
    let world = app.world_mut();
    change(world, "S0", 0.9);
    change(world, "S3", 0.9);
    let here = future(world, 3);
    let mut apart = begin(&small(), 9);
    let visit = |world: &World, apart: &mut World, branch: usize| {
        let history = world.resource::<History>();
        world.resource::<Timeline>().visit(BranchId(branch), 0, history, apart);
        future(apart, 3)
    };
    assert_eq!(visit(world, apart.world_mut(), 0), here, "edits that have not run yet are in it");
    run(world, 3);
    assert!(Timeline::undo(world));
    let there = future(world, 3);
    assert_eq!(visit(world, apart.world_mut(), 1), there);
    assert!(Timeline::undo(world));
    assert_eq!(visit(world, apart.world_mut(), 1), future(world, 3));
    assert_eq!(visit(world, apart.world_mut(), 0), here);
}

#[test]
fn what_is_saved_reads_as_a_person_would_have_written_it_and_opens_the_same() {
    let europe = crate::scenario::builtin::EUROPE_1936;
    let scenario = crate::scenario::read(europe.name, europe.text).expect("the setup is valid");
    let mut app = begin(&scenario, 7);
    let world = app.world_mut();
    let bavaria = Command::Split {
        state: "GMY".into(),
        regions: vec!["DE-BY".into()],
        id: "BAV".into(),
        name: String::new(),
    };
    let west = vec!["PL-DS".to_owned(), "PL-OP".to_owned()];
    for command in [bavaria, Command::Give { regions: west, to: Some("POL".into()) }] {
        Timeline::change(world, command).unwrap_or_else(|error| panic!("{error}"));
    }
    let text = Timeline::scenario_text(world, Written::Beginning);
    let head: Vec<&str> = text.lines().take(5).collect();
    assert_eq!(
        head,
        [
            "// Europe, March 1936",
            "// 34 states on 1936-03-01.",
            "// Edited: split Bavaria from Germany, paint 2 provinces for Poland.",
            "// Made with seed 7.",
            "Scenario(",
        ]
    );
    let poland = text.split("id: \"POL\"").nth(1).expect("Poland is there");
    assert!(poland.contains("country(\"POL\"), "), "{poland}");
    let again = crate::scenario::read("saved", &text).unwrap_or_else(|all| panic!("{all}"));
    assert_eq!(future(begin(&again, 7).world(), 5), future(world, 5));
    // Later the beginning is still to be had, whatever has been changed since; and so is the present.
    run(world, 30);
    change(world, "ITA", 0.9);
    run(world, 3);
    assert_eq!(Timeline::scenario_text(world, Written::Beginning), text);
    let text = Timeline::scenario_text(world, Written::Present);
    assert!(text.contains("The present of a run that began on 1936-03-01"), "{text}");
    let now = crate::scenario::read("saved", &text).unwrap_or_else(|all| panic!("{all}"));
    // With figures of few digits, and no word of what everybody believes anyhow.
    let long = |value: f64| format!("{value}").chars().filter(char::is_ascii_digit).count() > 5;
    assert!(!now.states.iter().any(|state| long(state.population) || long(state.technology)), "{text}");
    let pairs = now.states.len() * (now.states.len() - 1);
    assert!(!now.beliefs.is_empty() && now.beliefs.len() < pairs / 2, "{} beliefs", now.beliefs.len());
}
