//! What happened in history, in the panels: the lane, the list, the badge, the caption and the page.

use bevy::ecs::system::RunSystemOnce;
use bevy::prelude::{ButtonInput, KeyCode, Messages};

use super::*;
use crate::history::expectation::{Expectation, Part};
use crate::history::recorded;
use crate::panels::record::Page;
use crate::panels::score::ScoreAction;
use crate::record::Record;

const TOLD: &str = r#"[
    (date: "1936-06-15", what: Pact(name: "Pact of the Coast", kind: defensive, members: ["AAA", "BBB"]), note: "at sea", source: "Memoirs"),
    (date: "1937-01-10", what: War(name: "Long War", attackers: ["CCC"], defenders: ["DDD"]), source: "-"),
    (date: "1937-01-20", what: Enters(war: "Long War", state: "AAA", side: defenders, motive: profit), source: "-"),
    (date: "1939-09-01", what: Sides(first: ["AAA"], second: ["CCC"]), source: "-"),
]"#;

/// What happened to the four neighbours.
pub fn told() -> Chronicle {
    let record = Record::read("four.record.ron", TOLD, &scenario()).unwrap_or_else(|all| panic!("{all}"));
    Chronicle::of(record, scenario())
}

fn bench(ticks: usize) -> Bench {
    let mut bench = Bench::new(ticks);
    bench.chronicle = told();
    bench.settings.tab = LeftTab::Record;
    bench.ctx.enable_accesskit();
    (0..3).for_each(|_| _ = bench.frame(Vec::new()));
    bench
}

/// The world under the rule of history.
fn follow(bench: &mut Bench) {
    Timeline::seek(&mut bench.world, 0);
    let recorded = bench.chronicle.recorded().expect("it is told").clone();
    Timeline::follow(&mut bench.world, &recorded).expect("it can be followed");
    (0..12).for_each(|_| Timeline::advance(&mut bench.world));
    bench.history = bench.world.resource::<History>().clone();
}

#[test]
fn a_mark_in_the_lane_leads_to_its_moment_past_or_to_come() {
    let mut bench = bench(6);
    let past = bench.control(
        "History, 15 June 1936: Arcadia and the Borduria Union sign the Pact of the Coast, a defensive pact",
    );
    assert_eq!(bench.click(past.center()), [PanelAction::RunTo(4)]);
    // Both entries of January stand under one mark.
    let ahead = bench.control("History, 2 events since 10 January 1937");
    assert_eq!(bench.click(ahead.center()), [PanelAction::RunTo(11)]);
    let count = bench.controls.iter().filter(|(name, _)| name.starts_with("History, ")).count();
    assert_eq!(count, 3, "one mark for each place: {:?}", bench.controls);
}

#[test]
fn the_list_says_what_came_about_here_too_what_did_not_and_what_is_to_come() {
    let mut bench = bench(6);
    bench.chronicle.noting(4, (1, 2), &[Some(false)]);
    let words = bench.words();
    let said = |words: &[String], part: &str| words.iter().filter(|it| it.contains(part)).count();
    assert_eq!((said(&words, "differs"), said(&words, "coming")), (1, 3), "{words:?}");
    bench.chronicle.noting(4, (1, 2), &[Some(true)]);
    let words = bench.words();
    assert_eq!((said(&words, "agrees"), said(&words, "differs")), (1, 0), "{words:?}");
    bench.selection.state = Some(StateId(1));
    bench.memory.apply(PanelAction::ToggleRecordOnlySelected);
    let words = bench.words();
    assert_eq!(said(&words, "coming"), 0, "Borduria signed the pact and no more: {words:?}");
}

#[test]
fn without_a_record_there_is_no_lane_and_the_tab_says_what_to_do() {
    let mut bench = bench(6);
    bench.chronicle = Chronicle::default();
    let words = bench.words().join("\n");
    assert!(words.contains("No record of what happened"), "{words}");
    assert!(
        !bench.controls.iter().any(|(name, _)| name.starts_with("History, ") || name.starts_with("Mode of"))
    );
}

#[test]
fn the_badge_says_who_decides_and_changes_it() {
    let mut bench = bench(6);
    let badge = bench.control("Mode of the run: Free run");
    bench.click(badge.center());
    bench.frame(Vec::new());
    let row = bench.control("As recorded, from the start");
    assert_eq!(bench.click(row.center()), [PanelAction::Follow]);
    follow(&mut bench);
    (0..3).for_each(|_| _ = bench.frame(Vec::new()));
    let badge = bench.control("Mode of the run: As recorded");
    bench.click(badge.center());
    bench.frame(Vec::new());
    let row = bench.control("Let it run free from here");
    assert_eq!(bench.click(row.center()), [PanelAction::RunFree]);
    let free =
        crate::edit::Command::Group { name: "Run free".into(), commands: vec![recorded::switch(true)] };
    Timeline::change(&mut bench.world, free).expect("it can be let go");
    (0..3).for_each(|_| _ = bench.frame(Vec::new()));
    bench.control("Mode of the run: Free run");
    assert!(bench.world.resource::<Timeline>().branches().len() > 1, "what history did is kept");
}

/// An expectation of Arcadia's entry into the war: that it would have stayed out.
fn surprise(bench: &Bench) -> Expectation {
    let mut decision = bench.history.decisions.first().expect("somebody chose").clone();
    decision.state = StateId(0);
    let join = crate::simulation::Action::Attack { target: StateId(2) };
    let stay = crate::simulation::Weighed {
        action: crate::simulation::Action::Stay,
        chance: 0.7,
        ..decision.chosen
    };
    let fight = crate::simulation::Weighed { action: join, chance: 0.3, ..decision.chosen };
    (decision.chosen, decision.options) = (stay, vec![stay, fight]);
    Expectation {
        entry: 2,
        tick: 11,
        state: StateId(0),
        code: "AAA".into(),
        part: Part::Enters,
        chance: 0.3,
        matched: vec![1],
        motive: Some(Motive::Jackal),
        coded: Some(crate::record::Motive::Profit),
        called: false,
        decision,
    }
}

#[test]
fn while_history_decides_a_caption_tells_what_the_model_expected_and_leads_to_its_reasons() {
    let mut bench = bench(30);
    let found = surprise(&bench);
    follow(&mut bench);
    let branch = bench.world.resource::<Timeline>().current();
    bench.memory.expected.learn(branch, 1, Vec::new());
    bench.memory.expected.learn(branch, 2, vec![found]);
    let caption = |bench: &mut Bench, now: u64| {
        let timeline = bench.world.resource::<Timeline>().clone();
        bench.memory.caption.update(&bench.chronicle, &timeline, (now, true), (bench.time, true));
        (0..3).for_each(|_| _ = bench.frame(Vec::new()));
        bench.words().join("\n")
    };
    let words = caption(&mut bench, 11);
    for part in [
        "As recorded  ·  February 1937",
        "Syldavia attacks Ruritania: the Long War begins",
        "Arcadia enters the war beside Ruritania",
        "The model expected this at 30\u{a0}%, for profit (jackal)",
    ] {
        assert!(words.contains(part), "{part} in {words}");
    }
    let name = "20 January 1937: Arcadia enters the war beside Ruritania. The model expected this at 30\u{a0}%, for profit (jackal)";
    let row = bench.control(name);
    assert_eq!(bench.click(row.center()), [PanelAction::Expectation(Some(2))]);
    bench.memory.page = Some(Page { entry: 2, asked: 0, selected: None });
    let words = bench.words().join("\n");
    for part in
        ["The model favoured that it would stay as it is (70\u{a0}%).", "They agree.", "Attack Syldavia"]
    {
        assert!(words.contains(part), "{part} in {words}");
    }
    // What is taken away stays away until something else happens.
    bench.memory.apply(PanelAction::Expectation(None));
    bench.memory.apply(PanelAction::DismissCaption);
    assert!(!caption(&mut bench, 11).contains("As recorded  ·"));
    assert!(bench.memory.page.is_none());
}

#[test]
fn the_score_is_asked_for_and_run_beside_the_window() {
    let mut bench = bench(0);
    let record = bench.chronicle.record().expect("it is told").clone();
    let setup = Setup { record: Some(record), ..Setup::new(Arc::new(scenario()), 1) };
    bench.memory.scores.act(ScoreAction::Open, &setup);
    bench.memory.scores.act(ScoreAction::Runs(10), &setup);
    (0..3).for_each(|_| _ = bench.frame(Vec::new()));
    let button = bench.control("Run 10 times");
    assert_eq!(bench.click(button.center()), [PanelAction::Score(ScoreAction::Begin)]);
    bench.memory.scores.act(ScoreAction::Begin, &setup);
    assert!(bench.memory.scores.is_running());
    while !bench.memory.scores.update() {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let words = bench.words().join("\n");
    for part in ["Held against history", "10 runs", "Borduria Union", "Ruritania", "1 Sep", "1939"] {
        assert!(words.contains(part), "{part} in {words}");
    }
    let shares = bench.words().into_iter().filter(|words| words.ends_with('%')).count();
    assert!(shares >= 3, "one for each who is asked, and the share of all: {words}");
    let folder = tempfile::tempdir().expect("a folder");
    for form in [crate::panels::score::Form::Csv, crate::panels::score::Form::Markdown] {
        let path = bench.memory.scores.export(folder.path(), form, &setup).expect("it is written");
        let text = std::fs::read_to_string(path).expect("it is text");
        assert!(text.contains("Ruritania") || text.contains("DDD"), "{text}");
    }
}

#[test]
fn keys_open_the_list_and_change_who_decides() {
    let mut bench = bench(6);
    let mut world = std::mem::take(&mut bench.world);
    world.insert_resource(std::mem::take(&mut bench.memory));
    world.insert_resource(Settings::default());
    world.insert_resource(Guide::default());
    world.insert_resource(Selection::default());
    world.insert_resource(bench.chronicle.clone());
    world.init_resource::<Messages<TimeTravel>>();
    world.init_resource::<Messages<OpenWhy>>();
    let press = |world: &mut World, keys: &[KeyCode]| {
        let mut keyboard = ButtonInput::<KeyCode>::default();
        keys.iter().for_each(|key| keyboard.press(*key));
        world.insert_resource(keyboard);
        world.run_system_once(press_keys).expect("all it reads is there");
        world.resource_mut::<Messages<TimeTravel>>().drain().collect::<Vec<_>>()
    };
    assert_eq!(press(&mut world, &[KeyCode::KeyI]), []);
    assert_eq!(world.resource::<Settings>().tab, LeftTab::Record);
    assert_eq!(press(&mut world, &[KeyCode::ControlLeft, KeyCode::KeyR]), [TimeTravel::Follow]);
    let recorded = bench.chronicle.recorded().expect("it is told").clone();
    Timeline::follow(&mut world, &recorded).expect("it can be followed");
    assert_eq!(press(&mut world, &[KeyCode::ControlLeft, KeyCode::KeyR]), [TimeTravel::RunFree]);
}
