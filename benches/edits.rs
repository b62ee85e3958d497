//! How long changes by hand take.
//!
//! `cargo bench --bench edits` founds states on an invented map of 3,000 provinces: all as one command, as a file of
//! commands would, and one by one, before anything has run and after; and paints provinces of a world of 190 states.

use std::time::{Duration, Instant};

use bevy_app::App;
use bevy_ecs::prelude::World;
use entente::edit::Command;
use entente::history::{Timeline, TimelinePlugin};
use entente::scenario::{self, Scenario};
use entente::simulation::{self, SimulationPlugin};

/// Provinces of the map.
const REGIONS: usize = 3_000;

/// The first of the provinces that are painted: none of them is a state's last.
const PAINTED: usize = 1_991;

/// States that are founded.
const STATES: usize = 1_000;

/// States that are founded one by one: the world is looked at by everybody after each.
const FEW: usize = 200;

/// States of the world that is painted.
const WORLD: usize = 190;

fn main() {
    let empty = map(0);
    let found = |place: usize| Command::Found {
        region: format!("R{:04}", 1 + place * REGIONS / STATES),
        id: String::new(),
        name: String::new(),
    };
    let commands: Vec<Command> = (0..STATES).map(found).collect();

    let mut setup = empty.clone();
    let took = timed(|| commands.iter().for_each(|command| carried(command.change(&mut setup))));
    say("1,000 states founded in a setup, one by one", took);

    let mut world = world_of(&empty);
    let all = Command::Group { name: String::new(), commands: commands.clone() };
    let took = timed(|| carried(Timeline::change(&mut world, all)));
    say("1,000 states founded in a world, as one command", took);
    say("that undone", timed(|| assert!(Timeline::undo(&mut world))));

    let mut world = world_of(&empty);
    let took = timed(|| {
        commands.iter().take(FEW).for_each(|command| carried(Timeline::change(&mut world, command.clone())));
    });
    say("200 states founded in a world, one by one, before anything has run", took);

    let mut world = world_of(&map(2));
    Timeline::advance(&mut world);
    let took = timed(|| {
        for command in commands.iter().take(FEW) {
            // Two provinces are somebody's only ones.
            let _ = Timeline::change(&mut world, command.clone());
        }
    });
    say("200 states founded in a world, one by one, after a tick", took);

    let mut world = world_of(&map(WORLD));
    let regions = |from: usize| (from..from + 14).map(|it| format!("R{it:04}")).collect::<Vec<_>>();
    let give = |from: usize| Command::Give { regions: regions(from), to: Some("S0000".into()) };
    say(
        "14 provinces painted among 190 states, before anything has run",
        timed(|| carried(Timeline::change(&mut world, give(PAINTED)))),
    );
    say("that undone", timed(|| assert!(Timeline::undo(&mut world))));
    Timeline::advance(&mut world);
    say(
        "14 provinces painted among 190 states, after a tick",
        timed(|| carried(Timeline::change(&mut world, give(PAINTED)))),
    );
    say("that undone", timed(|| assert!(Timeline::undo(&mut world))));
}

fn carried<T, E: std::fmt::Display>(done: Result<T, E>) {
    if let Err(error) = done {
        panic!("{error}");
    }
}

fn timed(act: impl FnOnce()) -> Duration {
    let began = Instant::now();
    act();
    began.elapsed()
}

fn say(what: &str, took: Duration) {
    println!("{:>9.1} ms  {what}", took.as_secs_f64() * 1e3);
}

/// A map with so many states, spread over it, on land of their own and of nobody.
fn map(states: usize) -> Scenario {
    let mut text = format!(
        "(version: 1, name: \"bench\", start: \"1900-01-01\", map: generated(regions: {REGIONS}, seed: 1), states: ["
    );
    for state in 0..states {
        let code = 1 + state * REGIONS / states.max(1);
        text += &format!("(id: \"S{state:04}\", capital: (province: \"R{code:04}\"), population: 10),");
    }
    text += "])";
    scenario::read("bench", &text).unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
}

fn world_of(scenario: &Scenario) -> World {
    let mut app = App::new();
    app.add_plugins((SimulationPlugin, TimelinePlugin));
    let mut world = std::mem::take(app.world_mut());
    simulation::load(&mut world, scenario, 1);
    Timeline::begin(&mut world);
    world
}
