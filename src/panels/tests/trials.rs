//! Two histories run many times, driven as a person would.

use std::time::Duration;

use super::*;
use crate::edit::Value;
use crate::panels::plots::Format;
use crate::panels::trials::{Moment, RUNS, Refusal};

impl Bench {
    /// A run of 20 ticks, and beside it one with these changed after a tick.
    fn with_branch(tick: u64, commands: &[Command]) -> Self {
        let mut bench = Self::new(20);
        let world = &mut bench.world;
        Timeline::seek(world, tick);
        for command in commands {
            Timeline::change(world, command.clone()).expect("it can be changed");
        }
        (tick..20).for_each(|_| Timeline::advance(world));
        bench.history = bench.world.resource::<History>().clone();
        bench.settings.right_open = true;
        bench
    }

    fn with_moment<T>(&mut self, act: impl FnOnce(&mut Trials, &Moment) -> T) -> T {
        let timeline = self.world.resource::<Timeline>().clone();
        let clock = *self.world.resource::<Clock>();
        let moment = Moment {
            timeline: &timeline,
            history: &self.history,
            clock: &clock,
            compared: self.memory.compared,
            seed: 1,
        };
        act(&mut self.memory.trials, &moment)
    }

    fn try_out(&mut self, actions: impl IntoIterator<Item = PanelAction>) {
        for action in actions {
            let PanelAction::Trial(action) = action else { panic!("{action:?} is about something else") };
            self.with_moment(|trials, moment| trials.act(action, moment));
        }
        (0..2).for_each(|_| _ = self.frame(Vec::new()));
    }

    fn ask(&mut self, action: TrialAction) {
        self.try_out([PanelAction::Trial(action)]);
    }

    /// Waits until both have been run as often as was asked.
    fn wait_for_runs(&mut self) {
        for _ in 0..4_000 {
            let running = self.memory.trials.is_running();
            self.memory.trials.update();
            if !running {
                return;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        panic!("the runs do not end");
    }

    fn says(&mut self, part: &str) -> bool {
        self.words().iter().any(|words| words.contains(part))
    }
}

fn set(state: &str, field: &str, value: Value) -> Command {
    Command::Set { state: state.into(), field: field.into(), value }
}

#[test]
fn both_are_run_and_what_differs_is_listed_and_selects_states() {
    let mut bench = Bench::with_branch(0, &[set("AAA", "intent", Value::Number(0.0))]);
    bench.ask(TrialAction::Open);
    for said in ["As it was set up", "intent of Arcadia 0", "Run both 200 times"] {
        assert!(bench.says(said), "{said} in {:?}", bench.words());
    }
    let actions = bench.click_on("50");
    assert_eq!(actions, [PanelAction::Trial(TrialAction::Runs(RUNS[0]))]);
    bench.try_out(actions);
    let actions = bench.click_on("Run both 50 times");
    assert_eq!(actions, [PanelAction::Trial(TrialAction::Begin)]);
    bench.try_out(actions);
    bench.wait_for_runs();
    (0..2).for_each(|_| _ = bench.frame(Vec::new()));
    assert!(bench.says("50 pairs of runs, March 1936 to November 1937"), "{:?}", bench.words());
    assert!(bench.says("outcomes are told apart"), "{:?}", bench.words());
    // The surest are listed first, and lead to their states.
    bench.ask(TrialAction::Sure(false));
    bench.ctx.enable_accesskit();
    (0..2).for_each(|_| _ = bench.frame(Vec::new()));
    let rows =
        bench.controls.iter().filter(|(name, _)| name.contains("Arcadia") && name.contains(" points ["));
    let (name, at) = rows.min_by(|a, b| a.1.top().total_cmp(&b.1.top())).expect("some are listed").clone();
    assert!(name.contains(" → ") && name.contains(" % ["), "{name}");
    let actions = bench.click(at.center());
    assert!(matches!(actions[..], [PanelAction::Select(_)]), "{actions:?}");
    // What is looked for is found, and what is not is said.
    bench.ask(TrialAction::Search("nowhere".into()));
    assert!(bench.says("Nothing of what was found is meant by this"));
    bench.ask(TrialAction::Search(String::new()));
    let actions = bench.click_on("Survival");
    bench.try_out(actions);
    assert!(bench.says("survives") && !bench.says("allied"), "{:?}", bench.words());
    assert_eq!(bench.nameless, []);
    // The histories go on; what was found is of what they were.
    assert!(!bench.says("have been changed since"));
    let again = set("BBB", "intent", Value::Number(0.0));
    Timeline::seek(&mut bench.world, 0);
    let other = Timeline::change(&mut bench.world, again).expect("it can be changed");
    bench.history = bench.world.resource::<History>().clone();
    assert!(!bench.says("have been changed since"), "{other:?} is another history");
    Timeline::undo(&mut bench.world);
    Timeline::undo(&mut bench.world);
    Timeline::begin(&mut bench.world);
    bench.history = History::default();
    assert!(bench.says("have been changed since"), "the second is no more");
}

#[test]
fn what_was_found_is_kept_as_a_table_and_as_pictures() {
    let mut bench = Bench::with_branch(0, &[set("AAA", "intent", Value::Number(0.0))]);
    for action in [TrialAction::Open, TrialAction::Runs(50), TrialAction::Begin, TrialAction::Sure(false)] {
        bench.ask(action);
    }
    bench.wait_for_runs();
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let (setup, clock) = (Setup::new(Arc::new(scenario()), 1), *bench.world.resource::<Clock>());
    let [table, picture, pixels] = Format::ALL.map(|format| {
        let path =
            bench.memory.trials.export(folder.path(), format, (&setup, &clock)).expect("it is written");
        std::fs::read(path).expect("it is there")
    });
    let rows = csv::Reader::from_reader(&table[..]).records().filter(|row| row.is_ok()).count();
    assert!(rows > 20, "{rows}");
    let picture = String::from_utf8(picture).expect("text");
    for said in ["What it does: intent of Arcadia 0", "50 pairs of runs", "Borduria Union", "points"] {
        assert!(picture.contains(said), "{said} in {picture}");
    }
    assert_eq!(&pixels[1..4], b"PNG");
}

#[test]
fn a_name_alone_makes_no_difference_and_that_is_said() {
    let mut bench = Bench::with_branch(6, &[set("AAA", "name", Value::Text("Utopia".into()))]);
    for action in [TrialAction::Open, TrialAction::Runs(50), TrialAction::Begin] {
        bench.ask(action);
    }
    bench.wait_for_runs();
    (0..2).for_each(|_| _ = bench.frame(Vec::new()));
    assert!(bench.says("No difference: in all 50 pairs both runs went alike"), "{:?}", bench.words());
}

#[test]
fn what_cannot_be_tried_is_refused_with_a_hint() {
    let mut bench = Bench::new(20);
    bench.settings.right_open = true;
    let refused = |bench: &mut Bench| bench.with_moment(|trials, moment| trials.plan(moment)).err();
    bench.ask(TrialAction::Open);
    assert_eq!(refused(&mut bench), Some(Refusal::Alone));
    assert!(bench.says("There is one history only") && !bench.says("Run both"));
    bench.ask(TrialAction::Begin);
    assert!(!bench.memory.trials.is_running());
    let mut bench = Bench::with_branch(8, &[Command::Luck(5)]);
    bench.ask(TrialAction::Open);
    assert_eq!(refused(&mut bench), Some(Refusal::Alike));
    assert!(bench.says("These two differ in luck alone"));
    let mut bench = Bench::with_branch(8, &[set("AAA", "intent", Value::Number(0.0))]);
    bench.ask(TrialAction::Open);
    for (typed, refusal) in [
        ("soon", Some(Refusal::NoDate)),
        ("1936-11-01", Some(Refusal::TooSoon)),
        ("1936-12-01", None),
        ("", None),
    ] {
        bench.ask(TrialAction::Until(typed.into()));
        assert_eq!(refused(&mut bench), refusal, "{typed}");
        assert_eq!(bench.says("Run both 200 times"), refusal.is_none(), "{typed}");
    }
}

#[test]
fn both_begin_where_they_part_or_at_the_start_and_the_older_comes_first() {
    let mut bench = Bench::with_branch(8, &[set("AAA", "intent", Value::Number(0.0))]);
    bench.ask(TrialAction::Open);
    let plan =
        |bench: &mut Bench| bench.with_moment(|trials, moment| trials.plan(moment)).expect("it can be run");
    assert_eq!((plan(&mut bench).from, plan(&mut bench).end), (8, 20));
    assert!(bench.says("In November 1936, where they part"));
    let actions = bench.click_on("At the start");
    bench.try_out(actions);
    assert_eq!((plan(&mut bench).from, plan(&mut bench).part), (0, 8));
    assert_eq!(plan(&mut bench).pair, [BranchId(0), BranchId(1)]);
    // From the other side, too.
    Timeline::switch(&mut bench.world, BranchId(0));
    bench.history = bench.world.resource::<History>().clone();
    assert_eq!(plan(&mut bench).pair, [BranchId(0), BranchId(1)]);
    bench.memory.compared = Some(BranchId(1));
    assert_eq!(plan(&mut bench).pair, [BranchId(0), BranchId(1)]);
}

#[test]
fn who_cancels_keeps_what_was_found_and_a_page_that_is_closed_runs_on() {
    let mut bench = Bench::with_branch(0, &[set("AAA", "intent", Value::Number(0.0))]);
    bench.ask(TrialAction::Open);
    bench.ask(TrialAction::Runs(1000));
    bench.ask(TrialAction::Until("1990-01-01".into()));
    bench.ask(TrialAction::Begin);
    assert!(bench.memory.trials.is_running());
    let mut settings = Settings::default();
    assert!(close_topmost(&mut bench.memory, &mut settings, &mut Guide::default()));
    assert!(!bench.memory.trials.is_shown() && bench.memory.trials.is_running());
    // The card of the comparison tells how far it has come, and leads back.
    bench.memory.compared = Some(BranchId(0));
    bench.ctx.enable_accesskit();
    (0..3).for_each(|_| _ = bench.frame(Vec::new()));
    let button = bench.controls.iter().find(|(name, _)| name.starts_with("Running both: "));
    let place = button.expect("the card is shown").1.center();
    let actions = bench.click(place);
    assert_eq!(actions, [PanelAction::Trial(TrialAction::Open)]);
    bench.try_out(actions);
    let actions = bench.click_on("Cancel");
    assert_eq!(actions, [PanelAction::Trial(TrialAction::Cancel)]);
    bench.try_out(actions);
    bench.wait_for_runs();
    assert!(bench.says("of 1000 pairs of runs"), "{:?}", bench.words());
}
