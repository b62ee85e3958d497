//! What a replay as recorded promises: the world stands as the record tells, on every date.

use std::collections::BTreeSet;
use std::path::Path;

use bevy_app::App;
use bevy_ecs::prelude::World;
use bevy_ecs::system::SystemState;
use jiff::civil::Date;

use super::*;
use crate::edit::testing::begin;
use crate::history::{Timeline, standing};
use crate::record::{Fight, Side, Standing, Tie};
use crate::scenario;
use crate::simulation::{Clock, Survey};

/// A setup that comes with the program, and its record.
fn theatre(name: &str) -> (Scenario, Record) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(format!("{name}.ron"));
    let setup = scenario::read_file(&path).unwrap_or_else(|faults| panic!("{faults}"));
    let record = Record::read_file(&Record::path_beside(&path), &setup);
    (setup, record.unwrap_or_else(|faults| panic!("{faults}")))
}

const ALL: [&str; 5] = ["europe-1936", "europe-1914", "napoleon-1805", "cold-war-1947", "gulf-1990"];

/// A world that follows a record, at its beginning.
fn follow(setup: &Scenario, recorded: &AsRecorded, seed: u64) -> App {
    let mut app = begin(setup, seed);
    Timeline::follow(app.world_mut(), recorded).expect("the beginning can be carried out");
    app
}

fn seen(world: &mut World) -> Standing {
    let mut survey = SystemState::<Survey>::new(world);
    standing(&survey.get(world).expect("a world has been loaded"))
}

type War = [BTreeSet<String>; 2];

fn war(fight: &Fight) -> War {
    [Side::Attackers, Side::Defenders].map(|side| {
        fight.sides.iter().filter(|(_, on)| **on == side).map(|(state, _)| state.clone()).collect()
    })
}

/// What of a record's pacts and wars no world can have, by the reasons that the module tells.
fn possible(told: &Standing, date: Date) -> (Vec<Tie>, Vec<War>) {
    let wars = told.fights.iter().map(war).filter(|[a, b]| !a.is_empty() && !b.is_empty()).collect();
    let alive = |id: &String| told.sovereign.contains(id);
    let ties = told
        .ties
        .iter()
        .filter(|tie| tie.until.is_none_or(|until| until > date) && tie.target.as_ref().is_none_or(alive));
    (ties.cloned().collect(), wars)
}

/// Wars that the world cannot have as the record tells: setup, from when, until before when, who is not in which.
/// Prussia was at war with Britain beside France, over Hanover, when it went to war against France beside Britain's ally.
const NOT_FOUGHT: [(&str, &str, &str, &str); 1] = [("napoleon-1805", "1806-10-09", "1807-01-28", "PRU")];

#[test]
fn the_world_stands_as_the_record_tells_on_every_date() {
    for name in ALL {
        let (setup, record) = theatre(name);
        let recorded = AsRecorded::new(&record, &setup);
        let mut app = follow(&setup, &recorded, 1);
        let world = app.world_mut();
        for tick in 0..=recorded.end() + 2 {
            if tick > 0 {
                Timeline::advance(world);
            }
            let date = world.resource::<Clock>().date();
            let (told, seen) = (Standing::on(&record, &setup, date), seen(world));
            assert_eq!(seen.sovereign, told.sovereign, "{name}, {date}");
            let (ties, mut wars) = possible(&told, date);
            let out = NOT_FOUGHT.iter().filter(|(of, from, until, _)| {
                let day = |text: &str| text.parse::<Date>().expect("a date");
                *of == name && day(from) <= date && date < day(until)
            });
            for (.., state) in out {
                let beside = |war: &War| war.iter().any(|side| side.contains(*state) && side.contains("RUS"));
                let war = wars.iter_mut().find(|war| beside(war)).expect("the exception is one");
                war.iter_mut().for_each(|side| _ = side.remove(*state));
            }
            let fought: BTreeSet<War> = seen.fights.iter().map(war).collect();
            assert_eq!(fought, wars.into_iter().collect(), "{name}, {date}");
            let key = |tie: &Tie| (tie.kind.name(), tie.members.clone(), tie.target.clone());
            let alive = |id: &String| told.sovereign.contains(id);
            let held = seen.ties.iter().filter(|tie| tie.target.as_ref().is_none_or(alive));
            let held: BTreeSet<_> = held.map(key).collect();
            let whole: BTreeSet<_> = ties.iter().map(key).collect();
            for tie in whole.difference(&held) {
                let torn = tie.1.iter().any(|a| tie.1.iter().any(|b| told.at_war(a, b)));
                assert!(torn, "{name}, {date}: {tie:?} is not there");
            }
            for tie in held.difference(&whole) {
                let part = |it: &&_| {
                    let (kind, members, target): &(&str, BTreeSet<String>, Option<String>) = it;
                    (*kind, target) == (tie.0, &tie.2) && members.is_superset(&tie.1)
                };
                assert!(whole.iter().any(|it| part(&it)), "{name}, {date}: {tie:?} is there");
            }
        }
        let timeline = world.resource::<Timeline>();
        assert_eq!(timeline.branches()[timeline.current().0].failed(), []);
    }
}
