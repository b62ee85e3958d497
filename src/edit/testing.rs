//! Worlds and commands for tests of editing: small, invented, with every kind of tie.

use bevy_app::App;
use bevy_ecs::prelude::World;
use proptest::prelude::*;

use super::{Command, Pact, PactName, Value as Attribute};
use crate::history::{Timeline, TimelinePlugin};
use crate::scenario::{self, PactKind, Scenario};
use crate::simulation::{self, SimulationPlugin, Snapshot, StateHash};

/// Six states of some provinces each on an invented map with land to spare, two of them at war, with pacts, movements
/// and beliefs.
pub fn small() -> Scenario {
    let states: String = (0..6)
        .map(|k| {
            let ideology = if k % 3 == 0 { format!("ideology: \"M{}\",", k / 3) } else { String::new() };
            let temper = f64::from(k * 37 % 100) / 100.0;
            format!(
                "(id: \"S{k}\", name: \"State {k}\", capital: (province: \"R{:04}\"), \
                 territory: [\"R{:04}\", \"R{:04}\"], population: {}, military: {}, intent: {temper}, \
                 offense: {temper}, {ideology}),",
                5 * k + 1,
                5 * k + 1,
                5 * k + 2,
                k + 3,
                2 * k + 1,
            )
        })
        .collect();
    let text = format!(
        "(name: \"small\", start: \"1900-01-01\", map: generated(regions: 40, seed: 5, land: 0.8), \
         states: [{states}], \
         alliances: [(name: \"Old\", kind: defensive, members: [\"S0\", \"S1\"], since: \"1890-05-01\", target: \"S5\"), \
         (kind: entente, members: [\"S2\", \"S4\", \"S1\"], until: \"1903-01-01\")], \
         wars: [(name: \"The war\", attackers: [\"S5\"], defenders: [\"S3\"])], \
         beliefs: [(of: \"S0\", about: \"S5\", intent: 0.7), (of: \"S3\", about: \"S2\", intent: 0.4, weight: 9)])"
    );
    scenario::read("small", &text).unwrap_or_else(|all| panic!("{all}"))
}

/// An app at tick 0 of a scenario, with its timeline.
pub fn begin(scenario: &Scenario, seed: u64) -> App {
    let mut app = App::new();
    app.add_plugins((SimulationPlugin, TimelinePlugin));
    simulation::load(app.world_mut(), scenario, seed);
    Timeline::begin(app.world_mut());
    app
}

/// The hashes of the next ticks, run apart.
pub fn future(world: &World, ticks: usize) -> Vec<u64> {
    let mut apart = App::new();
    apart.add_plugins(SimulationPlugin);
    Snapshot::take(world).restore(apart.world_mut());
    (0..ticks)
        .map(|_| {
            simulation::step(apart.world_mut());
            apart.world().resource::<StateHash>().0
        })
        .collect()
}

/// One state or another, most often one that there is.
fn id() -> impl Strategy<Value = String> {
    prop_oneof![
        12 => (0..6).prop_map(|k| format!("S{k}")),
        1 => Just("NEW".to_owned()),
        1 => Just("NOBODY".to_owned()),
    ]
}

fn code() -> impl Strategy<Value = String> {
    prop_oneof![20 => (1..=40).prop_map(|k| format!("R{k:04}")), 1 => Just("XX".to_owned())]
}

fn field() -> impl Strategy<Value = (String, Attribute)> {
    let number = |name: &'static str, range: std::ops::Range<f64>| {
        range.prop_map(move |value| (name.to_owned(), Attribute::Number((value * 1000.0).round() / 1000.0)))
    };
    let text = |name: &'static str, text: &'static str| Just((name.to_owned(), Attribute::Text(text.into())));
    prop_oneof![
        number("population", 0.0..40.0),
        number("industry", 0.0..40.0),
        number("military", 0.0..1e6),
        number("technology", 0.005..3.0),
        number("offense", -0.1..1.0),
        number("intent", 0.0..1.1),
        number("revisionism", -1.1..1.0),
        number("growth", -0.1..0.2),
        number("cow", 1.0..3.0),
        text("name", "Renamed"),
        text("ideology", "M1"),
        text("ideology", "New movement"),
        text("colour", "#123abc"),
        text("colour", "red"),
        text("population", "many"),
        Just(("growth".to_owned(), Attribute::None)),
        Just(("ideology".to_owned(), Attribute::None)),
        Just(("colour".to_owned(), Attribute::None)),
        Just(("capital".to_owned(), Attribute::None)),
    ]
}

fn pact() -> impl Strategy<Value = Pact> {
    let kind = prop::sample::select(PactKind::ALL.to_vec());
    let target = prop::option::of(id());
    let until = prop::option::of(Just(jiff::civil::date(1950, 1, 1)));
    (kind, prop::collection::vec(id(), 1..4), target, until).prop_map(|(kind, members, target, until)| Pact {
        name: String::new(),
        kind,
        members,
        target,
        since: None,
        until,
    })
}

fn pact_name() -> impl Strategy<Value = PactName> {
    let known = prop_oneof![
        Just((PactKind::Defensive, vec!["S1", "S0"])),
        Just((PactKind::Entente, vec!["S1", "S2", "S4"])),
        Just((PactKind::Entente, vec!["S1", "S2"])),
    ];
    known.prop_map(|(kind, members)| PactName {
        kind,
        members: members.into_iter().map(str::to_owned).collect(),
        target: None,
    })
}

/// Any command but a group.
pub fn single() -> impl Strategy<Value = Command> {
    let names = || prop_oneof![3 => Just(String::new()), 1 => Just("NEW".to_owned())];
    let two = || (prop::collection::vec(id(), 1..3), prop::collection::vec(id(), 1..3));
    prop_oneof![
        3 => (code(), names(), names()).prop_map(|(region, id, name)| Command::Found { region, id, name }),
        2 => id().prop_map(|state| Command::Delete { state }),
        2 => (id(), id()).prop_map(|(state, into)| Command::Merge { state, into }),
        2 => (id(), prop::collection::vec(code(), 1..3), names())
            .prop_map(|(state, regions, id)| Command::Split { state, regions, id, name: String::new() }),
        2 => (0u32..6, 0u32..2).prop_map(|(k, at)| Command::Split {
            state: format!("S{k}"),
            regions: vec![format!("R{:04}", 5 * k + 1 + at)],
            id: String::new(),
            name: String::new(),
        }),
        2 => (id(), code(), names())
            .prop_map(|(state, region, id)| Command::Duplicate { state, region, id, name: String::new() }),
        4 => (prop::collection::vec(code(), 1..6), prop::option::weighted(0.8, id()))
            .prop_map(|(regions, to)| Command::Give { regions, to }),
        2 => (id(), id(), prop::collection::vec(code(), 0..2))
            .prop_map(|(state, to, regions)| Command::Cede { state, to, regions }),
        2 => (0u32..6, 0u32..6, 0u32..2).prop_map(|(k, to, at)| Command::Cede {
            state: format!("S{k}"),
            to: format!("S{to}"),
            regions: vec![format!("R{:04}", 5 * k + 1 + at)],
        }),
        2 => (0u32..6, 1u32..3).prop_map(|(k, at)| Command::MoveCapital {
            state: format!("S{k}"),
            region: format!("R{:04}", 5 * k + at),
            name: String::new(),
        }),
        6 => (id(), field()).prop_map(|(state, (field, value))| Command::Set { state, field, value }),
        3 => (id(), id(), prop::option::weighted(0.8, 0.0f64..1.0), prop::option::of(0.05f64..50.0))
            .prop_map(|(of, about, intent, weight)| Command::Believe { of, about, intent, weight }),
        3 => pact().prop_map(Command::AddPact),
        2 => pact_name().prop_map(Command::EndPact),
        2 => (pact_name(), pact()).prop_map(|(pact, to)| Command::ChangePact { pact, to }),
        3 => two().prop_map(|(attackers, defenders)| Command::BeginWar {
            name: String::new(),
            attackers,
            defenders,
        }),
        2 => Just(Command::EndWar { attackers: vec!["S3".into()], defenders: vec!["S5".into()] }),
        1 => two().prop_map(|(attackers, defenders)| Command::EndWar { attackers, defenders }),
        4 => (id(), any::<bool>()).prop_map(|(state, first)| {
            let (one, other) = if first { ("S3", "S5") } else { ("S5", "S3") };
            Command::JoinWar { state, beside: vec![one.into()], against: vec![other.into()] }
        }),
        1 => (id(), id(), id())
            .prop_map(|(state, a, b)| Command::JoinWar { state, beside: vec![a], against: vec![b] }),
        2 => (id(), id()).prop_map(|(state, enemy)| Command::LeaveWar { state, against: vec![enemy] }),
        1 => (0u32..6, 0u32..6, any::<bool>()).prop_map(|(joins, leaves, first)| {
            let (one, other) = if first { ("S3", "S5") } else { ("S5", "S3") };
            let join = Command::JoinWar {
                state: format!("S{joins}"),
                beside: vec![one.into()],
                against: vec![other.into()],
            };
            let leave = Command::LeaveWar { state: format!("S{leaves}"), against: vec![other.into()] };
            Command::Group { name: String::new(), commands: vec![join, leave] }
        }),
        3 => (prop::sample::select(vec!["noise", "growth", "belief_prior", "factor_proximity", "decisiveness"]),
            0.0f32..1.2).prop_map(|(name, value)| Command::Parameter { name: name.into(), value }),
        1 => Just(Command::Parameter { name: "nonsense".into(), value: 0.0 }),
        2 => prop::sample::select(vec!["balance-of-power", "balance-of-threat", "astrology"])
            .prop_map(|name| Command::Theory(name.into())),
        1 => (0u64..9).prop_map(Command::Luck),
    ]
}

/// Any command.
pub fn command() -> impl Strategy<Value = Command> {
    let group = prop::collection::vec(single(), 1..4)
        .prop_map(|commands| Command::Group { name: String::new(), commands });
    prop_oneof![5 => single(), 1 => group]
}
