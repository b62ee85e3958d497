//! What the timeline promises.

use super::timeline::TimelinePlugin;
use super::{BranchId, History, Timeline};
use bevy_app::App;
use bevy_ecs::prelude::*;

use crate::batch::Run;
use crate::edit::Command;
use crate::scenario::{self, Scenario, builtin::EUROPE_1936};
use crate::simulation::{self, Clock, SimulationPlugin, StateHash};

fn europe() -> Scenario {
    scenario::read(EUROPE_1936.name, EUROPE_1936.text).expect("the setup is valid")
}

fn begin(scenario: &Scenario, seed: u64) -> App {
    let mut app = App::new();
    app.add_plugins((SimulationPlugin, TimelinePlugin));
    simulation::load(app.world_mut(), scenario, seed);
    Timeline::begin(app.world_mut());
    app
}

fn hash(world: &World) -> u64 {
    world.resource::<StateHash>().0
}

#[test]
fn every_moment_is_found_again_and_going_on_adds_nothing_to_the_past() {
    let scenario = europe();
    let mut run = Run::new(&scenario, 5);
    run.steps(70);
    let mut app = begin(&scenario, 5);
    let world = app.world_mut();
    (0..70).for_each(|_| Timeline::advance(world));
    for tick in [0, 69, 3, 24, 25, 23, 48, 70, 1, 2] {
        Timeline::seek(world, tick);
        assert_eq!(world.resource::<Clock>().tick, tick);
        let expected = if tick == 0 { 5 } else { run.history().hashes[tick as usize - 1] };
        assert_eq!(hash(world), expected, "at tick {tick}");
        assert_eq!(world.resource::<History>().end(), 70);
    }
    (0..80).for_each(|_| Timeline::advance(world));
    run.steps(12);
    let history = world.resource::<History>();
    assert_eq!(history.hashes, run.history().hashes);
    assert_eq!(history.events.len(), run.history().events.len());
    assert_eq!(history.decisions.len(), run.history().decisions.len());
}

#[test]
fn a_change_starts_a_branch_and_leaves_the_first_as_it_was() {
    let scenario = europe();
    let mut app = begin(&scenario, 5);
    let world = app.world_mut();
    (0..60).for_each(|_| Timeline::advance(world));
    let first = world.resource::<History>().hashes.clone();
    Timeline::seek(world, 30);
    let off = Command::Parameter { name: "option_bandwagon".into(), value: 0.0 };
    let branch = Timeline::change(world, off.clone()).expect("it is a switch");
    assert_eq!((branch, world.resource::<History>().end()), (BranchId(1), 30));
    // A second change at the same moment belongs to the same branch.
    let more = Command::Luck(77);
    assert_eq!(Timeline::change(world, more).expect("always possible"), branch);
    (0..30).for_each(|_| Timeline::advance(world));
    let second = world.resource::<History>().hashes.clone();
    assert_eq!(first[..30], second[..30]);
    assert_ne!(first[59], second[59]);
    let bandwagons = |history: &History| {
        let chose = |it: &&crate::simulation::Decision| {
            matches!(it.chosen.action, crate::simulation::Action::Bandwagon { .. })
        };
        history.decisions.iter().filter(|it| it.tick > 30).filter(chose).count()
    };
    assert_eq!(bandwagons(world.resource::<History>()), 0);
    // Back and forth between the branches, and along them.
    Timeline::switch(world, BranchId(0));
    assert_eq!(hash(world), first[59]);
    assert!(bandwagons(world.resource::<History>()) > 0);
    Timeline::seek(world, 12);
    Timeline::switch(world, branch);
    assert_eq!(hash(world), first[11]);
    Timeline::seek(world, 45);
    assert_eq!(hash(world), second[44]);
    let mut apart = begin(&scenario, 1);
    let history = world.resource::<History>();
    world.resource::<Timeline>().visit(BranchId(0), 45, history, apart.world_mut());
    assert_eq!(hash(apart.world()), first[44]);
    world.resource::<Timeline>().visit(branch, 60, history, apart.world_mut());
    assert_eq!(hash(apart.world()), second[59]);
}

#[test]
fn what_cannot_be_done_changes_nothing() {
    let mut app = begin(&europe(), 5);
    let world = app.world_mut();
    Timeline::advance(world);
    for bad in [
        Command::Parameter { name: "nonsense".into(), value: 0.0 },
        Command::Parameter { name: "noise".into(), value: f32::NAN },
        Command::Theory("astrology".into()),
    ] {
        assert!(Timeline::change(world, bad).is_err());
    }
    assert_eq!(world.resource::<Timeline>().branches().len(), 1);
}
