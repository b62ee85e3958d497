//! What every command promises.

use bevy_ecs::prelude::World;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::testing::{begin, command, future, single, small};
use super::*;
use crate::history::{History, Timeline, Written};
use crate::scenario::{self, builtin};
use crate::simulation::{Pairs, StateHash, capture};

/// All that can be told of how a world stands, and of what follows.
fn standing(world: &World) -> (u64, Vec<u64>, Scenario) {
    (world.resource::<StateHash>().0, future(world, 3), capture(world))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, rng_seed: RngSeed::Fixed(5), ..ProptestConfig::default() })]

    /// Before anything has run: do, undo, redo; what fails changes nothing; what is saved loads the same.
    #[test]
    fn at_the_start(commands in prop::collection::vec(command(), 1..6)) {
        let mut app = begin(&small(), 3);
        let world = app.world_mut();
        let mut before = vec![standing(world)];
        for command in commands {
            let count = world.resource::<Timeline>().branches()[0].edits.len();
            let done = Timeline::change(world, command.clone());
            let grown = world.resource::<Timeline>().branches()[0].edits.len() > count;
            prop_assert!(done.is_ok() || !grown);
            if grown {
                before.push(standing(world));
            }
            prop_assert_eq!(&standing(world), before.last().expect("the start is"));
            // The world is what its scenario loads to, and so is what is saved of it.
            let scenario = world.resource::<Basis>().0.clone();
            prop_assert_eq!(&capture(world), &*scenario);
            let text = scenario::write(&scenario);
            let again = scenario::read("saved", &text).unwrap_or_else(|all| panic!("{all}\n{text}"));
            prop_assert_eq!(&again, &*scenario, "{}", text);
            let seed = world.resource::<Draws>().seed;
            let fresh = begin(&again, seed);
            prop_assert_eq!(&standing(fresh.world()), before.last().expect("the start is"));
            if let Err(error) = done {
                prop_assert!(error.to_string().len() > 10);
                if let Some(fix) = error.fix() {
                    let mut copy = (*scenario).clone();
                    let fixed = fix.change(&mut copy);
                    // In a group, or where hardly anybody is left, more may be wrong than one thing.
                    let group = matches!(command, Command::Group { .. });
                    let further = fixed.as_ref().is_err_and(|error| error.fix().is_some());
                    let more = group || further || fixed == Err(CommandError::NobodyLeft);
                    prop_assert!(fixed.is_ok() || more, "{:?} for {:?}: {:?}", fix, command, fixed);
                }
            }
        }
        prop_assert_eq!(world.resource::<Timeline>().branches().len(), 1);
        for expected in before.iter().rev().skip(1) {
            prop_assert!(Timeline::undo(world));
            prop_assert_eq!(&standing(world), expected);
        }
        prop_assert!(!Timeline::undo(world));
        for expected in before.iter().skip(1) {
            prop_assert!(Timeline::redo(world));
            prop_assert_eq!(&standing(world), expected);
        }
        prop_assert!(!Timeline::redo(world));
    }

    /// While it runs: the same, on branches; what is captured can be saved; a world goes on after any command.
    #[test]
    fn while_it_runs(ticks in 1u64..20, commands in prop::collection::vec(command(), 1..4)) {
        let mut app = begin(&small(), 3);
        let world = app.world_mut();
        (0..ticks).for_each(|_| Timeline::advance(world));
        let mut before = vec![standing(world)];
        for command in &commands {
            let count = |world: &World| {
                let timeline = world.resource::<Timeline>();
                timeline.branches()[timeline.current().0].edits.len()
            };
            let had = count(world);
            let done = Timeline::change(world, command.clone());
            prop_assert!(done.is_ok() || count(world) == had);
            if count(world) > had {
                before.push(standing(world));
            }
            prop_assert_eq!(&standing(world), before.last().expect("the start is"));
            let now = capture(world);
            let text = scenario::write(&now);
            let again = scenario::read("saved", &text).unwrap_or_else(|all| panic!("{all}\n{text}"));
            prop_assert_eq!(&again, &now, "{}", text);
        }
        for expected in before.iter().rev().skip(1) {
            prop_assert!(Timeline::undo(world));
            prop_assert_eq!(&standing(world), expected);
        }
        prop_assert_eq!(world.resource::<Timeline>().branches().len(), 1);
        for expected in before.iter().skip(1) {
            prop_assert!(Timeline::redo(world));
            prop_assert_eq!(&standing(world), expected);
        }
        // It goes on, and the same again in another world.
        (0..10).for_each(|_| Timeline::advance(world));
        let session = Timeline::session(world).expect("it has begun");
        let read = Session::read("session", &session.write()).unwrap_or_else(|error| panic!("{error}"));
        prop_assert_eq!(&read, &session);
        let mut other = begin(&small(), 9);
        Timeline::open(other.world_mut(), &read).unwrap_or_else(|error| panic!("{error}"));
        prop_assert_eq!(&world.resource::<History>().hashes, &other.world().resource::<History>().hashes);
        prop_assert_eq!(standing(world), standing(other.world()));
        // Run again beside the world that is shown and then put in its place, it is the same, and says so.
        let replayed = Timeline::replay(&read).unwrap_or_else(|error| panic!("{error}"));
        prop_assert_eq!(&replayed.differs, &None);
        let mut shown = begin(&small(), 9);
        let (run, changes) = {
            let timeline = shown.world().resource::<Timeline>();
            (timeline.run(), timeline.changes())
        };
        replayed.install(shown.world_mut());
        prop_assert_eq!(standing(world), standing(shown.world()));
        prop_assert_eq!(&world.resource::<History>().hashes, &shown.world().resource::<History>().hashes);
        let timeline = shown.world().resource::<Timeline>();
        prop_assert!(timeline.run() != run && timeline.changes() != changes);
        prop_assert_eq!(timeline.edits(), world.resource::<Timeline>().edits());
        // Its session is the same again.
        prop_assert_eq!(Timeline::session(shown.world()), Some(read));
    }

    /// Edited, run and edited again: the beginning can be saved from wherever the world stands, and opens the same.
    #[test]
    fn the_beginning_is_saved_from_anywhere(
        first in prop::collection::vec(command(), 0..4),
        ticks in 1u64..6,
        later in prop::collection::vec(command(), 0..3),
    ) {
        let mut app = begin(&small(), 3);
        let world = app.world_mut();
        first.into_iter().for_each(|command| _ = Timeline::change(world, command));
        let (start, seed) = (world.resource::<Basis>().0.clone(), world.resource::<Draws>().seed);
        let hashes = future(world, 3);
        (0..ticks).for_each(|_| Timeline::advance(world));
        later.into_iter().for_each(|command| _ = Timeline::change(world, command));
        (0..2).for_each(|_| Timeline::advance(world));
        let text = Timeline::scenario_text(world, Written::Beginning);
        let read = scenario::read("saved", &text).unwrap_or_else(|all| panic!("{all}\n{text}"));
        prop_assert_eq!(&read, &*start, "{}", text);
        prop_assert_eq!(future(begin(&read, seed).world(), 3), hashes);
        let seed_said = format!("Made with seed {seed}.");
        prop_assert!(text.contains(&seed_said), "{}", text);
    }

    /// Commands are written and read without loss.
    #[test]
    fn commands_are_read_as_they_were_written(command in command()) {
        let text = format!("[(7, {})]", session::write_ron(&command).expect("every command can be written"));
        let script = Script::read("commands", &text).unwrap_or_else(|all| panic!("{all}"));
        prop_assert_eq!((script.steps[0].tick, &script.steps[0].command), (7, &command));
        prop_assert!(!command.describe(&small()).is_empty());
    }

    /// A pure change of a scenario is all or nothing.
    #[test]
    fn what_cannot_be_done_leaves_a_scenario_as_it_was(command in single()) {
        let mut scenario = small();
        if command.change(&mut scenario).is_err() {
            prop_assert_eq!(scenario, small());
        }
    }
}

#[test]
fn nothing_changed_moves_no_bit_of_what_follows() {
    for (scenario, ticks) in [(small(), 25), (europe(), 40)] {
        let mut app = begin(&scenario, 11);
        let world = app.world_mut();
        for _ in 0..ticks {
            let expected = future(world, 1);
            let now = capture(world);
            simulation::transfer(world, &now, &now.clone());
            assert_eq!(future(world, 1), expected);
            Timeline::advance(world);
        }
        let expected = future(world, 30);
        let now = capture(world);
        simulation::transfer(world, &now, &now.clone());
        assert_eq!(future(world, 30), expected);
    }
}

#[test]
fn a_name_moves_no_bit_either() {
    let mut app = begin(&small(), 11);
    let world = app.world_mut();
    (0..9).for_each(|_| Timeline::advance(world));
    let expected = future(world, 30);
    for (field, value) in [("name", "Other"), ("colour", "#010203")] {
        set("S1", field, Value::Text(value.into())).apply(world).expect("possible");
    }
    assert_eq!(future(world, 30), expected);
}

fn europe() -> Scenario {
    scenario::read(builtin::EUROPE_1936.name, builtin::EUROPE_1936.text).expect("the setup is valid")
}

fn set(state: &str, field: &str, value: Value) -> Command {
    Command::Set { state: state.into(), field: field.into(), value }
}

#[test]
fn every_built_in_setup_is_captured_as_it_was_loaded() {
    for setup in builtin::ALL {
        let scenario = scenario::read(setup.name, setup.text).unwrap_or_else(|all| panic!("{all}"));
        assert_eq!(capture(begin(&scenario, 1).world()), scenario, "{}", setup.name);
    }
}

#[test]
fn europe_is_edited_undone_and_goes_on() {
    let mut app = begin(&europe(), 7);
    let world = app.world_mut();
    let start = standing(world);
    let commands = [
        Command::Split {
            state: "GMY".into(),
            regions: vec!["DE-BY".into()],
            id: "BAV".into(),
            name: String::new(),
        },
        Command::Merge { state: "AUS".into(), into: "BAV".into() },
        set("BAV", "intent", Value::Number(0.95)),
        Command::Give { regions: vec!["PL-DS".into()], to: None },
    ];
    for command in &commands {
        Timeline::change(world, command.clone()).unwrap_or_else(|error| panic!("{error}"));
    }
    (0..30).for_each(|_| Timeline::advance(world));
    let edited = standing(world);
    let hashes = world.resource::<History>().hashes.clone();
    let count = |world: &World| {
        let timeline = world.resource::<Timeline>();
        timeline.branches()[timeline.current().0].edits.len()
    };
    assert_eq!(count(world), commands.len());
    // After it has run, the first undo goes back to the start on a branch of its own; the others change that.
    for left in (0..commands.len()).rev() {
        assert!(Timeline::undo(world));
        assert_eq!(count(world), left);
    }
    assert_eq!(standing(world), start);
    assert_eq!(world.resource::<Timeline>().branches().len(), 2);
    for _ in &commands {
        assert!(Timeline::redo(world));
    }
    assert_eq!(world.resource::<Timeline>().branches().len(), 1, "it is the first branch again");
    assert_eq!(world.resource::<History>().hashes, hashes);
    Timeline::seek(world, 30);
    assert_eq!(standing(world), edited);
    // Every kind of command in the middle of it.
    for command in &commands[2..] {
        Timeline::change(world, command.clone()).ok();
    }
    Timeline::change(
        world,
        Command::Found { region: "UA-12".into(), id: String::new(), name: String::new() },
    )
    .unwrap_or_else(|error| panic!("{error}"));
    let n = world.resource::<Pairs>().states();
    assert!(n > start.2.states.len());
    (0..10).for_each(|_| Timeline::advance(world));
}

#[test]
fn commands_are_named_as_people_say_them() {
    let europe = europe();
    let told = |command: Command| command.describe(&europe);
    let parameter = |name: &str, value: f32| told(Command::Parameter { name: name.into(), value });
    assert_eq!(parameter("option_bandwagon", 0.0), "bandwagon off");
    assert_eq!(parameter("factor_offense", 1.0), "offense on");
    assert_eq!(parameter("cost_war", 0.25), "cost war 0.25");
    assert_eq!(told(Command::Theory("balance-of-power".into())), "balance of power");
    let regions = |count: usize| vec!["PL-DS".to_owned(); count];
    assert_eq!(
        told(Command::Give { regions: regions(14), to: Some("POL".into()) }),
        "paint 14 provinces for Poland"
    );
    assert_eq!(told(set("GMY", "intent", Value::Number(0.2))), "intent of Germany 0.2");
    assert_eq!(
        told(Command::Merge { state: "AUS".into(), into: "GMY".into() }),
        "merge Austria into Germany"
    );
}

#[test]
fn what_cannot_be_done_is_explained() {
    let scenario = europe();
    let why = |command: Command| {
        let error = command.change(&mut scenario.clone()).expect_err("impossible");
        (error.to_string(), error.fix().cloned())
    };
    let (told, _) = why(set("GMZ", "intent", Value::Number(0.2)));
    assert_eq!(told, "there is no state “GMZ”; did you mean “GMY”?");
    let (told, _) = why(set("GMY", "intnet", Value::Number(0.2)));
    assert!(told.ends_with("did you mean “intent”?"), "{told}");
    let (told, _) = why(set("GMY", "intent", Value::Number(1.5)));
    assert_eq!(told, "intent of Germany cannot be 1.5: it must be a number from 0 to 1");
    let (told, _) = why(Command::Parameter { name: "noise".into(), value: -1.0 });
    assert_eq!(told, "noise cannot be -1: it must be a number from 0 to 10");
    let small = scenario_of_one_province(&scenario);
    let give = Command::Give { regions: vec![small.1.clone()], to: Some("GMY".into()) };
    let (told, fix) = why(give);
    assert!(told.starts_with("this would leave"), "{told}");
    assert!(fix.expect("it can be deleted").change(&mut scenario.clone()).is_ok());
}

/// A state with one province only, and the code of that.
fn scenario_of_one_province(scenario: &Scenario) -> (String, String) {
    let state = scenario.states.iter().find(|state| state.territory.len() == 1).expect("a small one");
    (state.id.clone(), scenario.geography.regions[state.territory[0]].code.clone())
}

#[test]
fn an_empty_map_is_settled() {
    let text = "(name: \"Empty\", start: \"2000-01-01\", map: generated(regions: 30, seed: 2), states: [])";
    let empty = scenario::read("empty", text).unwrap_or_else(|all| panic!("{all}"));
    let mut app = begin(&empty, 1);
    let world = app.world_mut();
    (0..3).for_each(|_| Timeline::advance(world));
    Timeline::seek(world, 0);
    for k in 0..6 {
        let region = format!("R{:04}", 1 + 4 * k);
        Timeline::change(world, Command::Found { region, id: String::new(), name: String::new() })
            .unwrap_or_else(|error| panic!("{error}"));
    }
    let scenario = world.resource::<Basis>().0.clone();
    let ids: std::collections::BTreeSet<_> = scenario.states.iter().map(|state| &state.id).collect();
    let colours: std::collections::BTreeSet<_> = scenario.states.iter().map(|state| state.colour).collect();
    assert_eq!((ids.len(), colours.len()), (6, 6));
    (0..20).for_each(|_| Timeline::advance(world));
    assert_eq!(scenario::read("saved", &scenario::write(&scenario)).as_ref(), Ok(&*scenario));
    // All gone again, and the world still turns.
    let all = scenario.states.iter().map(|state| Command::Delete { state: state.id.clone() }).collect();
    Timeline::change(world, Command::Group { name: String::new(), commands: all })
        .unwrap_or_else(|error| panic!("{error}"));
    (0..5).for_each(|_| Timeline::advance(world));
}

#[test]
fn a_thousand_states_are_founded_as_one() {
    let text = "(name: \"Empty\", start: \"2000-01-01\", map: generated(regions: 1200, seed: 2), states: [])";
    let mut app = begin(&scenario::read("empty", text).unwrap_or_else(|all| panic!("{all}")), 1);
    let found = |k: usize| Command::Found {
        region: format!("R{:04}", k + 1),
        id: String::new(),
        name: String::new(),
    };
    let commands = (0..1000).map(found).collect();
    let began = std::time::Instant::now();
    let world = app.world_mut();
    Timeline::change(world, Command::Group { name: "settle".into(), commands }).expect("all is free");
    println!("1,000 states founded in {:?}", began.elapsed());
    assert_eq!(world.resource::<Basis>().0.states.len(), 1000);
    assert!(Timeline::undo(world));
    assert!(world.resource::<Basis>().0.states.is_empty());
}

#[test]
fn an_attribute_changed_while_it_runs_touches_nothing_else() {
    let mut app = begin(&europe(), 7);
    let world = app.world_mut();
    (0..12).for_each(|_| Timeline::advance(world));
    let before = capture(world);
    set("POL", "military", Value::Number(99.0)).apply(world).expect("possible");
    let after = capture(world);
    for (was, is) in before.states.iter().zip(&after.states) {
        if was.id == "POL" {
            assert_eq!(is.military, 99.0);
        } else {
            assert_eq!(was, is);
        }
    }
    assert_eq!((before.alliances, before.wars, before.beliefs), (after.alliances, after.wars, after.beliefs));
}

/// Not a test: how long a stroke of the brush takes on the map of the world. `--ignored --nocapture` prints it.
#[test]
#[ignore = "a measurement"]
fn strokes() {
    let mut app = begin(&europe(), 7);
    let world = app.world_mut();
    let codes = ["CZ-MO", "CZ-JM", "CZ-KR", "CZ-JC"];
    let mut measure = |what: &str| {
        let began = std::time::Instant::now();
        for code in codes {
            for to in ["GMY", "CZE"] {
                let give = Command::Give { regions: vec![code.into()], to: Some(to.into()) };
                give.apply(world).expect("both can have it");
            }
        }
        println!("{what}: a stroke took {:?}", began.elapsed() / 8);
        (0..12).for_each(|_| Timeline::advance(world));
    };
    measure("before it runs");
    measure("while it runs");
}

#[test]
fn what_is_ceded_takes_its_share_along_and_half_of_its_army_disbands() {
    let cede = |regions: &[&str]| Command::Cede {
        state: "S0".into(),
        to: "S3".into(),
        regions: regions.iter().map(|code| (*code).to_owned()).collect(),
    };
    let find = |scenario: &Scenario, id: &str| scenario.states.iter().find(|it| it.id == id).cloned();
    let (before, mut part, mut all) = (small(), small(), small());
    let [giver, taker] = ["S0", "S3"].map(|id| find(&before, id).expect("it is there"));
    cede(&["R0002"]).change(&mut part).expect("it can be ceded");
    let [left, got] = ["S0", "S3"].map(|id| find(&part, id).expect("it is there"));
    assert_eq!(
        (left.territory.len(), got.territory.len()),
        (giver.territory.len() - 1, taker.territory.len() + 1)
    );
    let near = |a: f64, b: f64| (a - b).abs() < 1e-3;
    assert!(left.population < giver.population && left.military < giver.military);
    assert!(near(left.population + got.population, giver.population + taker.population));
    assert!(near(got.military - taker.military, 0.5 * (giver.military - left.military)));
    // With the last of its land a state is no more, and its pacts are not either.
    cede(&[]).change(&mut all).expect("it can be ceded");
    assert_eq!(find(&all, "S0"), None);
    let heir = find(&all, "S3").expect("it is there");
    assert!(near(heir.population, giver.population + taker.population));
    assert!(near(heir.military, taker.military + 0.5 * giver.military));
    assert_eq!((before.alliances.len(), all.alliances.len()), (2, 1));
    let foreign = cede(&["R0006"]).change(&mut small());
    assert!(matches!(foreign, Err(CommandError::NotItsLand { .. })), "{foreign:?}");
}

#[test]
fn a_war_is_joined_and_left_and_sides_are_changed() {
    let ids = |list: &[&str]| list.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
    let join = |state: &str, beside: &str, against: &str| Command::JoinWar {
        state: state.into(),
        beside: ids(&[beside]),
        against: ids(&[against]),
    };
    let mut scenario = small();
    let sides = |scenario: &Scenario| {
        let war = &scenario.wars[0];
        [&war.attackers, &war.defenders].map(|side| {
            side.iter().map(|place| scenario.states[*place].id.as_str()).collect::<Vec<_>>().join(" ")
        })
    };
    assert_eq!(sides(&scenario), ["S5", "S3"]);
    join("S1", "S3", "S5").change(&mut scenario).expect("it can join");
    join("S2", "S5", "S3").change(&mut scenario.clone()).expect_err("it has a pact with one across");
    join("S0", "S3", "S5").change(&mut scenario).expect("it can join");
    assert_eq!(sides(&scenario), ["S5", "S3 S1 S0"]);
    assert_eq!(join("S0", "S3", "S5").change(&mut scenario), Err(CommandError::NothingChanges));
    // To change sides it must first be rid of its ally across; what is offered does just that.
    let torn = join("S0", "S5", "S3").change(&mut scenario.clone()).expect_err("its ally is across");
    torn.fix().expect("there is a way").change(&mut scenario).expect("it can be done so");
    assert_eq!(sides(&scenario), ["S5 S0", "S3 S1"]);
    let alone = join("S1", "S5", "S3").change(&mut small());
    assert!(alone.is_ok(), "whoever is outside may join either side");
    let leave =
        |state: &str, against: &str| Command::LeaveWar { state: state.into(), against: ids(&[against]) };
    leave("S5", "S3").change(&mut scenario).expect("it can leave");
    assert_eq!(sides(&scenario), ["S0", "S3 S1"]);
    leave("S0", "S1").change(&mut scenario).expect("it can leave");
    assert!(scenario.wars.is_empty(), "nobody is left on its side");
}
