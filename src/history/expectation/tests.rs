//! What is asked, of whom, in which world, and what counts as what happened.

use std::path::Path;

use super::*;
use crate::edit::testing::begin;
use crate::history::{History, Timeline};
use crate::record::Motive as Kind;
use crate::scenario::{self, PactKind, Scenario};
use crate::simulation::{Action, AllianceId, Clock, Side, StateHash, WarId};

const A: StateId = StateId(1);
const B: StateId = StateId(2);
const C: StateId = StateId(3);
const D: StateId = StateId(4);

/// One action of each kind that can be told apart by whom it is about.
fn actions() -> Vec<(&'static str, Action)> {
    let (war, other) = (WarId(5), WarId(6));
    vec![
        ("stay", Action::Stay),
        ("balance with A against C", Action::Balance { against: C, with: A }),
        ("balance with A against D", Action::Balance { against: D, with: A }),
        ("balance with B against C", Action::Balance { against: C, with: B }),
        ("follow A", Action::Bandwagon { with: A }),
        ("follow C", Action::Bandwagon { with: C }),
        ("leave 7", Action::Leave { alliance: AllianceId(7) }),
        ("leave 8", Action::Leave { alliance: AllianceId(8) }),
        ("arm", Action::Arm { against: C }),
        ("attack C", Action::Attack { target: C }),
        ("attack D", Action::Attack { target: D }),
        ("join attackers", Action::Join { war, side: Side::Attackers, against: C }),
        ("join defenders", Action::Join { war, side: Side::Defenders, against: A }),
        ("join other", Action::Join { war: other, side: Side::Attackers, against: D }),
        ("sue", Action::Sue { war, with: C }),
        ("sue other", Action::Sue { war: other, with: D }),
        ("abandon", Action::Abandon { war, ally: A }),
        ("honour", Action::Honour { war, ally: A, against: C }),
    ]
}

fn matching(deed: &Deed) -> Vec<&'static str> {
    actions().into_iter().filter(|(_, action)| deed.is(*action)).map(|(name, _)| name).collect()
}

#[test]
fn each_deed_is_known_again_by_the_options_that_amount_to_it() {
    let war = Some(WarId(5));
    let ally = |kind, against| Deed::Ally { kind, with: vec![A], against };
    assert_eq!(
        matching(&ally(PactKind::Defensive, None)),
        ["balance with A against C", "balance with A against D", "follow A"]
    );
    assert_eq!(matching(&ally(PactKind::Entente, Some(C))), ["balance with A against C", "follow A"]);
    assert_eq!(matching(&ally(PactKind::Neutrality, None)), ["follow A"]);
    let leave = Deed::Leave { pacts: vec![AllianceId(7)], against: vec![C] };
    assert_eq!(matching(&leave), ["follow C", "leave 7"]);
    assert_eq!(matching(&Deed::Attack { targets: vec![C] }), ["attack C", "join attackers"]);
    let enter = Deed::Enter { war, side: Side::Attackers, enemies: vec![C] };
    assert_eq!(matching(&enter), ["attack C", "join attackers", "honour"]);
    let nowhere = Deed::Enter { war: None, side: Side::Attackers, enemies: Vec::new() };
    assert!(matching(&nowhere).is_empty());
    assert_eq!(matching(&Deed::Quit { war }), ["sue"]);
    let change = Deed::Change { with: vec![B], against: vec![D] };
    assert_eq!(matching(&change), ["balance with A against D", "balance with B against C"]);
    let side = Deed::Side { with: vec![A], against: vec![D] };
    assert_eq!(
        matching(&side),
        ["balance with A against C", "balance with A against D", "follow A", "join other"]
    );
    assert_eq!(
        matching(&Deed::StayOut),
        ["stay", "leave 7", "leave 8", "arm", "sue", "sue other", "abandon"]
    );
}

fn europe(text: &str) -> (Scenario, Record) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/europe-1936.ron");
    let setup = scenario::read_file(&path).unwrap_or_else(|faults| panic!("{faults}"));
    let record = if text.is_empty() {
        Record::read_file(&Record::path_beside(&path), &setup)
    } else {
        Record::read("test.record.ron", text, &setup)
    };
    (setup, record.unwrap_or_else(|faults| panic!("{faults}")))
}

/// What is expected of the events of a record, along a run.
fn along(text: &str) -> (Record, Vec<Expectation>) {
    let (setup, record) = europe(text);
    let recorded = AsRecorded::new(&record, &setup);
    let mut app = begin(&setup, 4);
    let world = app.world_mut();
    Timeline::follow(world, &recorded).expect("it can be followed");
    let mut list = Vec::new();
    for tick in 1..=recorded.end() {
        Timeline::advance(world);
        let timeline = world.resource::<Timeline>();
        let way = timeline.way_before(timeline.current(), tick);
        let (hash, events) = (world.resource::<StateHash>().0, world.resource::<History>().events.len());
        list.extend(of_tick(&way, &record, &recorded, tick));
        assert_eq!(world.resource::<StateHash>().0, hash);
        assert_eq!(world.resource::<History>().events.len(), events);
        assert_eq!(world.resource::<Clock>().tick, tick);
    }
    (record, list)
}

#[test]
fn all_who_act_are_asked_once_with_chances_that_sum_to_one() {
    let (record, list) = along("");
    let mut asked = 0;
    for (place, entry) in record.entries().iter().enumerate() {
        let (ids, part) = Part::of(&entry.event);
        let found: Vec<&Expectation> = list.iter().filter(|it| it.entry == place).collect();
        assert_eq!(found.iter().map(|it| it.code.as_str()).collect::<Vec<_>>(), ids, "{:?}", entry.event);
        assert!(found.iter().all(|it| Some(it.part) == part && it.coded == entry.event.motive()));
        asked += found.len();
    }
    assert_eq!(asked, list.len());
    assert!(asked > 100);
    for it in &list {
        let sum: f32 = it.decision.options.iter().map(|option| option.chance).sum();
        assert!((sum - 1.0).abs() < 1e-4, "{it:?}");
        let matched: f32 = it.matched.iter().map(|place| it.decision.options[*place].chance).sum();
        assert!((it.chance - matched.min(1.0)).abs() < 1e-6);
        assert_eq!(it.motive.is_some(), !it.matched.is_empty());
        assert_eq!(it.matched.is_empty(), it.rank().is_none());
        // What is favoured is worth more than what happened, or is what happened.
        let best = it.best().map(|best| best.terms.utility());
        match it.favoured() {
            Some((other, _)) => assert!(best.is_none_or(|best| other.terms.utility() >= best)),
            None => assert_eq!(it.rank(), Some(1)),
        }
    }
}

#[test]
fn of_two_events_of_a_tick_the_second_is_asked_in_the_world_that_the_first_has_left() {
    let (_, list) = along(
        r#"[
        (date: "1936-04-10", what: Pact(name: "P", kind: defensive, members: ["UKG", "POL"], target: "GMY"), source: "-"),
        (date: "1936-05-02", what: War(name: "W", attackers: ["GMY"], defenders: ["POL"]), source: "-"),
        (date: "1936-05-03", what: Enters(war: "W", state: "UKG", side: defenders), source: "-"),
        (date: "1936-05-04", what: Enters(war: "W", state: "BEL", side: defenders, attacked: true), source: "-"),
        (date: "1936-08-03", what: Enters(war: "W", state: "FRN", side: defenders), source: "-"),
    ]"#,
    );
    let parts: Vec<(&str, Part, bool)> =
        list.iter().map(|it| (it.code.as_str(), it.part, it.called)).collect();
    assert_eq!(
        parts,
        [
            ("UKG", Part::Signs, false),
            ("POL", Part::Signs, false),
            ("GMY", Part::Attacks, false),
            ("UKG", Part::Enters, true),
            ("FRN", Part::Enters, false),
        ],
        "who is attacked is not asked, and who comes months later is not called"
    );
    let names = |it: &Expectation| it.decision.options.iter().map(|it| it.action.name()).collect::<Vec<_>>();
    assert_eq!(names(&list[3]), ["abandon-ally", "honour-call"]);
    assert!(list[3].matched == [1] && list[3].chance > 0.0);
}

#[test]
fn a_pact_that_war_breaks_does_not_forbid_it() {
    let bound = r#"[
        (date: "1936-04-10", what: Pact(name: "P", kind: entente, members: ["GMY", "POL"]), source: "-"),
        (date: "1936-06-02", what: War(name: "W", attackers: ["GMY"], defenders: ["POL"]), source: "-"),
    ]"#;
    let (_, list) = along(bound);
    let attack = list.last().expect("it is asked");
    let (_, free) = along(&bound.replace("\"GMY\", \"POL\"]), s", "\"LAT\", \"EST\"]), s"));
    let unbound = free.last().expect("it is asked");
    let about =
        |it: &Expectation| it.decision.options.iter().any(|it| matches!(it.action, Action::Attack { .. }));
    assert!(attack.part == Part::Attacks && about(attack) == about(unbound));
}

#[test]
fn expectations_can_be_said() {
    let (record, list) = along("");
    let said: Vec<String> = list.iter().map(|it| words::sentence(it, &record, &it.code)).collect();
    assert!(said.iter().any(|it| it.contains("did not have this among its options")));
    assert!(said.iter().any(|it| it.contains("expected this at") && it.contains("motive: ")));
    assert_eq!(
        [0.0, 0.003, 0.5, 0.708, 0.997, 1.0].map(words::percent).join(", "),
        "0 %, under 1 %, 50 %, 71 %, over 99 %, 100 %"
    );
}

#[test]
fn every_motive_is_of_a_kind_or_no_reason_to_act() {
    let of = |kind: Option<Kind>| {
        let all = Motive::ALL.into_iter().filter(move |motive| kind_of(*motive) == kind);
        all.map(Motive::name).collect::<Vec<_>>()
    };
    assert_eq!(of(Some(Kind::Commitment)), ["keep-faith"]);
    assert_eq!(of(Some(Kind::Wave)), ["wave-of-the-future", "contagion"]);
    assert_eq!(of(Some(Kind::Fear)), ["appeasement", "safety"]);
    assert_eq!(of(Some(Kind::Profit)), ["share-of-victory", "jackal", "piling-on", "conquest", "profit"]);
    assert_eq!(of(Some(Kind::Threat)), ["avoid-domination", "influence", "internal-balancing", "prevention"]);
    assert!(of(None).contains(&"stay-neutral"));
}
