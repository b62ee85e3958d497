//! What a replay as recorded promises: the world stands as the record tells, on every date.

use std::collections::BTreeSet;
use std::path::Path;

use bevy_app::App;
use bevy_ecs::prelude::World;
use bevy_ecs::system::SystemState;
use jiff::civil::Date;

use super::*;
use crate::edit::testing::begin;
use crate::history::{History, Timeline, standing};
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

/// A record of Europe, March 1936.
fn told(text: &str) -> (Scenario, Record) {
    let (setup, _) = theatre("europe-1936");
    let record = Record::read("test.record.ron", text, &setup).unwrap_or_else(|faults| panic!("{faults}"));
    (setup, record)
}

/// The world of a record after its last entry.
fn after(text: &str) -> (App, AsRecorded) {
    let (setup, record) = told(text);
    let recorded = AsRecorded::new(&record, &setup);
    let mut app = follow(&setup, &recorded, 3);
    (0..recorded.end()).for_each(|_| Timeline::advance(app.world_mut()));
    (app, recorded)
}

const CHANGES_SIDES: &str = r#"[
    (date: "1936-04-10", what: War(name: "W", attackers: ["GMY", "ITA"], defenders: ["POL", "CZE"]), source: "-"),
    (date: "1936-05-10", what: Pact(name: "P", kind: defensive, members: ["GMY", "ITA", "HUN"]), source: "-"),
    (date: "1936-06-10", what: Enters(war: "W", state: "HUN", side: attackers), source: "-"),
    (date: "1936-07-10", what: Changes(war: "W", state: "ITA", to: defenders), source: "-"),
    (date: "1936-08-10", what: Quits(war: "W", state: "GMY"), source: "-"),
]"#;

#[test]
fn a_change_of_sides_ends_what_it_breaks_and_peace_brings_it_back() {
    let (mut app, recorded) = after(CHANGES_SIDES);
    let now = seen(app.world_mut());
    let fight = now.fights.iter().find(|fight| fight.name == "W").expect("it goes on");
    assert_eq!(war(fight).map(|side| side.into_iter().collect::<Vec<_>>().join(" ")), ["HUN", "CZE ITA POL"]);
    let notes: Vec<(usize, &str)> = recorded.notes().collect();
    for (place, out) in [(3, "Italy is out of P"), (4, "Hungary is out of P")] {
        let told = |(at, note): &(usize, &str)| *at == place && note.contains(out);
        assert!(notes.iter().any(told), "{out}: {notes:?}");
    }
    let members = |now: &Standing| now.ties.iter().find(|tie| tie.name == "P").map(|tie| tie.members.len());
    assert_eq!(members(&now), Some(2), "Germany is at peace with both, and stays with Italy");
    // With peace, the pact that nobody has ended is whole again.
    let peace = CHANGES_SIDES
        .replace("\n]", "\n    (date: \"1936-09-10\", what: Peace(war: \"W\"), source: \"-\"),\n]");
    let (mut app, _) = after(&peace);
    assert_eq!(members(&seen(app.world_mut())), Some(3));
}

#[test]
fn who_fell_rises_with_its_land_its_name_and_its_temper() {
    let (mut app, recorded) = after(
        r#"[
        (date: "1936-05-01", what: Cedes(state: "CZE", to: "HUN", regions: ["UA-21"]), source: "-"),
        (date: "1936-06-01", what: Falls(state: "CZE", to: ["GMY"]), source: "-"),
        (date: "1936-08-01", what: Rises(state: "CZE", from: ["GMY", "HUN"]), source: "-"),
    ]"#,
    );
    assert_eq!(recorded.notes().count(), 0);
    let (setup, _) = theatre("europe-1936");
    let now = crate::simulation::capture(app.world());
    let find = |setup: &Scenario| setup.states.iter().find(|it| it.id == "CZE").expect("it stands").clone();
    let (was, is) = (find(&setup), find(&now));
    assert_eq!((is.territory, is.name, is.colour), (was.territory, was.name, was.colour));
    assert_eq!((is.capital_region, is.cow, is.ideology), (was.capital_region, was.cow, was.ideology));
    assert!((is.offense - was.offense).abs() < 1e-3 && (is.revisionism - was.revisionism).abs() < 1e-3);
    assert!(is.population > 0.0 && is.industry > 0.0 && is.military > 0.0);
    assert!(seen(app.world_mut()).sovereign.contains("CZE"));
}

#[test]
fn what_no_world_can_carry_out_is_told_and_breaks_nothing() {
    let (_, recorded) = after(
        r#"[
        (date: "1936-04-01", what: Neutral(state: "BEL"), source: "-"),
        (date: "1936-04-02", what: Aligns(state: "HUN", with: ["GMY"]), source: "-"),
        (date: "1936-04-03", what: War(name: "A", attackers: ["GMY"], defenders: ["POL"]), source: "-"),
        (date: "1936-04-04", what: Enters(war: "A", state: "ITA", side: attackers), source: "-"),
        (date: "1936-04-05", what: War(name: "B", attackers: ["ITA"], defenders: ["GMY"]), source: "-"),
        (date: "1936-04-06", what: Cedes(state: "POL", to: "GMY", regions: ["FR-57"]), source: "-"),
        (date: "1936-04-07", what: Quits(war: "A", state: "POL"), source: "-"),
        (date: "1936-05-08", what: Enters(war: "A", state: "FRN", side: defenders), source: "-"),
    ]"#,
    );
    let places: Vec<usize> = recorded.notes().map(|(place, _)| place).collect();
    assert!(
        [0, 1, 4, 5].iter().all(|place| places.contains(place)),
        "{:?}",
        recorded.notes().collect::<Vec<_>>()
    );
    let all: String = recorded.notes().map(|(_, note)| format!("{note}\n")).collect();
    assert!(all.contains("fight side by side") && all.contains("does not hold Moselle"), "{all}");
    assert!(!recorded.steps()[7].commands.is_empty(), "a war that rested is fought again");
}

#[test]
fn a_replay_is_the_same_however_it_is_had() {
    let (setup, record) = theatre("europe-1936");
    let recorded = AsRecorded::new(&record, &setup);
    let mut app = follow(&setup, &recorded, 7);
    let world = app.world_mut();
    (0..48).for_each(|_| Timeline::advance(world));
    let hashes = world.resource::<History>().hashes.clone();
    let now = seen(world);
    // Scrubbed there and back.
    for tick in [3, 47, 0, 30, 48] {
        Timeline::seek(world, tick);
    }
    assert_eq!(seen(world), now);
    // Saved on the way, read, opened in another world, and run on.
    let session = Timeline::session(world).expect("it has begun");
    let session = Session::read("session", &session.write()).unwrap_or_else(|error| panic!("{error}"));
    let mut other = begin(&setup, 1);
    let other = other.world_mut();
    Timeline::open(other, &session).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(other.resource::<History>().hashes, hashes);
    (48..60).for_each(|_| Timeline::advance(other));
    (48..60).for_each(|_| Timeline::advance(world));
    assert_eq!(other.resource::<History>().hashes, world.resource::<History>().hashes);
    assert_eq!(seen(other), seen(world));
    // As a session of the whole, without any window.
    let text = scenario::write(&setup);
    let whole = recorded.session(Opening::Text(text), 7);
    let mut third = begin(&setup, 1);
    Timeline::open(third.world_mut(), &whole).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(third.world().resource::<History>().hashes[..60], world.resource::<History>().hashes[..]);
}

#[test]
fn a_hand_may_change_history_and_take_that_back_but_not_history_itself() {
    let (setup, record) = theatre("europe-1936");
    let recorded = AsRecorded::new(&record, &setup);
    let mut app = follow(&setup, &recorded, 7);
    let world = app.world_mut();
    assert_eq!(world.resource::<Timeline>().branches().len(), 1, "nothing had run: the only branch follows");
    (0..45).for_each(|_| Timeline::advance(world));
    let before = world.resource::<History>().hashes.clone();
    assert_eq!(world.resource::<Timeline>().undoable(), None, "what a record gave is not to be taken back");
    assert!(!Timeline::undo(world));
    // Poland is no more before it could be attacked: what is told of it later cannot be, and all else can.
    Timeline::seek(world, 30);
    Timeline::change(world, Command::Merge { state: "POL".into(), into: "RUS".into() }).expect("it can be");
    (30..45).for_each(|_| Timeline::advance(world));
    let timeline = world.resource::<Timeline>();
    let branch = &timeline.branches()[timeline.current().0];
    assert!(branch.follows() && !branch.failed().is_empty());
    let told = |failed: &crate::history::Failed| format!("{:?}", failed.command);
    assert!(branch.failed().iter().any(|failed| told(failed).contains("POL")));
    assert!(seen(world).ties.iter().any(|tie| tie.name == "Pact of Steel"), "the rest goes on");
    assert!(Timeline::undo(world));
    (30..45).for_each(|_| Timeline::advance(world));
    assert_eq!(world.resource::<History>().hashes, before);
    // From here on, states choose.
    Timeline::change(world, switch(true)).expect("it can be");
    (45..57).for_each(|_| Timeline::advance(world));
    let timeline = world.resource::<Timeline>();
    assert!(timeline.edits().iter().all(|edit| edit.tick <= 45), "nothing more is given");
    let chose = |event: &crate::simulation::Event| {
        use crate::simulation::EventKind as Kind;
        matches!(event.kind, Kind::AllianceFormed { .. } | Kind::WarBegan { .. } | Kind::AllianceLeft { .. })
    };
    let history = world.resource::<History>();
    assert!(!history.events_until(45).iter().any(chose) && history.events.iter().any(chose));
}

#[test]
fn beside_a_free_run_the_recorded_one_is_a_branch() {
    let (setup, record) = theatre("europe-1936");
    let recorded = AsRecorded::new(&record, &setup);
    let mut app = begin(&setup, 7);
    let world = app.world_mut();
    (0..6).for_each(|_| Timeline::advance(world));
    let free = world.resource::<History>().hashes.clone();
    let branch = Timeline::follow(world, &recorded).expect("it can be followed");
    assert_eq!((branch.0, world.resource::<Clock>().tick), (1, 0));
    (0..6).for_each(|_| Timeline::advance(world));
    let mut alone = follow(&setup, &recorded, 7);
    (0..6).for_each(|_| Timeline::advance(alone.world_mut()));
    assert_eq!(world.resource::<History>().hashes, alone.world().resource::<History>().hashes);
    assert_ne!(world.resource::<History>().hashes, free);
    Timeline::switch(world, crate::history::BranchId(0));
    assert_eq!(world.resource::<History>().hashes, free);
    assert!(!world.resource::<Timeline>().branches()[0].follows());
}

#[test]
fn where_history_decides_nothing_is_carried_out_but_arming() {
    let (setup, record) = theatre("europe-1936");
    let recorded = AsRecorded::new(&record, &setup);
    let mut app = follow(&setup, &recorded, 2);
    let world = app.world_mut();
    (0..60).for_each(|_| Timeline::advance(world));
    use crate::simulation::{Action, EventKind as Kind, Outcome};
    let history = world.resource::<History>();
    let made = |event: &&crate::simulation::Event| {
        !matches!(event.kind, Kind::Provocation { .. } | Kind::Armed { .. } | Kind::AllianceLapsed { .. })
    };
    assert_eq!(history.events.iter().find(made), None);
    assert!(history.events.iter().any(|event| matches!(event.kind, Kind::Armed { .. })));
    let withheld = history.decisions.iter().filter(|decision| decision.outcome == Outcome::Withheld);
    assert!(withheld.clone().count() > 20);
    assert!(
        withheld.clone().all(|decision| !matches!(decision.chosen.action, Action::Stay | Action::Arm { .. }))
    );
    let wars = world.resource::<crate::simulation::Wars>();
    assert!(!wars.is_empty() && wars.iter().all(|war| war.front == 0.0 && war.occupied.is_empty()));
    assert!(wars.iter().all(|war| war.strength.iter().all(|strength| *strength > 0.0)));
}

/// How long a tick takes at most with what a record gives after it, beside one without.
#[test]
#[ignore = "a measurement"]
fn ticks() {
    for name in ["europe-1936", "cold-war-1947"] {
        let (setup, record) = theatre(name);
        let began = std::time::Instant::now();
        let recorded = AsRecorded::new(&record, &setup);
        println!("{name}: translated in {:?}", began.elapsed());
        let mut app = follow(&setup, &recorded, 1);
        let mut most = [std::time::Duration::ZERO; 2];
        let mut sums = [(0u32, std::time::Duration::ZERO); 2];
        for tick in 1..=recorded.end() {
            let began = std::time::Instant::now();
            Timeline::advance(app.world_mut());
            let kind = usize::from(!recorded.at(tick).is_empty());
            most[kind] = most[kind].max(began.elapsed());
            sums[kind] = (sums[kind].0 + 1, sums[kind].1 + began.elapsed());
        }
        for (kind, what) in ["without", "with"].into_iter().enumerate() {
            let (count, sum) = sums[kind];
            println!("  {what} events: {count} ticks, mean {:?}, most {:?}", sum / count.max(1), most[kind]);
        }
    }
}
