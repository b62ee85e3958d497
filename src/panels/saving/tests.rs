//! Saving as a person does it: by keys, by what controls are called, and by what is in the files then.

use std::fs;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bevy::window::WindowCloseRequested;
use bevy_egui::egui::{Event, Modifiers, PointerButton, RawInput, Rect, pos2, vec2};

use super::systems::logic;
use super::*;
use crate::edit::testing::small;
use crate::edit::{Command, Ground, NewWorld};
use crate::history::TimelinePlugin;
use crate::panels::lessons::Guide;
use crate::panels::newworld::NewWorldDialog;
use crate::panels::picker::Picker;
use crate::scenario::{self, Scenario};
use crate::settings::Settings;
use crate::simulation::{self, SimulationPlugin, StateHash};
use crate::view::{LoadSession, LoadSetup, Motion, Notices, Playback, TimeTravel, playback_plugin};

/// A program without a window, with what lies over the window drawn.
struct Bench {
    app: App,
    ctx: egui::Context,
    controls: Vec<(String, Rect)>,
    words: Vec<String>,
    saved: Vec<PathBuf>,
    folder: tempfile::TempDir,
}

fn gather(shape: &egui::Shape, words: &mut Vec<String>) {
    match shape {
        egui::Shape::Text(text) => words.push(text.galley.text().to_owned()),
        egui::Shape::Vec(shapes) => shapes.iter().for_each(|shape| gather(shape, words)),
        _ => {}
    }
}

impl Bench {
    fn new() -> Self {
        Self::of(Setup::new(Arc::new(small()), 3))
    }

    fn of(setup: Setup) -> Self {
        let mut app = App::new();
        app.add_plugins((bevy::time::TimePlugin, SimulationPlugin, TimelinePlugin, playback_plugin, logic));
        app.init_resource::<ButtonInput<KeyCode>>()
            .init_resource::<Picker>()
            .init_resource::<NewWorldDialog>();
        app.init_resource::<Motion>().init_resource::<Settings>().init_resource::<Guide>();
        app.add_message::<WindowCloseRequested>().add_message::<AppExit>();
        simulation::load_shared(app.world_mut(), setup.scenario.clone(), setup.seed);
        Timeline::begin(app.world_mut());
        app.insert_resource(setup);
        let ctx = egui::Context::default();
        crate::panels::theme::apply(&ctx);
        ctx.enable_accesskit();
        let folder = tempfile::tempdir().expect("a folder");
        let mut bench = Self { app, ctx, controls: Vec::new(), words: Vec::new(), saved: Vec::new(), folder };
        bench.settle();
        bench
    }

    fn saving(&mut self) -> Mut<'_, Saving> {
        self.app.world_mut().resource_mut::<Saving>()
    }

    fn frame(&mut self, events: Vec<Event>) {
        self.app.update();
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(pos2(0.0, 0.0), vec2(1280.0, 720.0))),
            events,
            ..RawInput::default()
        };
        let ctx = self.ctx.clone();
        let mut saving = self.app.world_mut().resource_mut::<Saving>();
        let output = ctx.run_ui(input, |ui| {
            let saved = saving.poll();
            self.saved.extend(saved);
            saving.frame(ui.ctx());
        });
        self.words.clear();
        output.shapes.iter().for_each(|clipped| gather(&clipped.shape, &mut self.words));
        self.controls.clear();
        let nodes = output.platform_output.accesskit_update.iter().flat_map(|update| &update.nodes);
        for (_, node) in nodes {
            if let (Some(name), Some(at)) = (node.label(), node.bounds()) {
                let (x0, y0, x1, y1) = (at.x0 as f32, at.y0 as f32, at.x1 as f32, at.y1 as f32);
                self.controls.push((name.to_owned(), Rect::from_min_max(pos2(x0, y0), pos2(x1, y1))));
            }
        }
        output.drop_without_applying_deltas();
    }

    /// Frames until nothing is being read or written any more.
    fn settle(&mut self) {
        let began = Instant::now();
        (0..3).for_each(|_| self.frame(Vec::new()));
        while self.saving().is_waiting() || self.saving().order.is_some() {
            assert!(began.elapsed() < Duration::from_secs(60), "it waits for ever");
            std::thread::sleep(Duration::from_millis(2));
            self.frame(Vec::new());
        }
        (0..3).for_each(|_| self.frame(Vec::new()));
    }

    fn ask(&mut self, action: FileAction) {
        self.saving().ask(action);
        self.settle();
    }

    fn click(&mut self, name: &str) {
        let found = self.controls.iter().find(|(other, _)| other == name);
        let at = found.unwrap_or_else(|| panic!("no {name} in {:?}", self.controls)).1.center();
        let press = |pressed| Event::PointerButton {
            pos: at,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::default(),
        };
        self.frame(vec![Event::PointerMoved(at)]);
        self.frame(vec![press(true)]);
        self.frame(vec![press(false)]);
        self.settle();
    }

    fn press(&mut self, key: egui::Key) {
        let event = |pressed| Event::Key {
            key,
            physical_key: None,
            pressed,
            repeat: false,
            modifiers: Modifiers::default(),
        };
        self.frame(vec![event(true)]);
        self.frame(vec![event(false)]);
        self.settle();
    }

    fn says(&self, part: &str) -> bool {
        self.words.iter().any(|words| words.contains(part))
    }

    /// Gives a parameter another value, as the theory's page does.
    fn change(&mut self, value: f32) {
        let command = Command::Parameter { name: "noise".into(), value };
        self.app.world_mut().write_message(TimeTravel::Change(command));
        self.settle();
    }

    fn run(&mut self, ticks: u32) {
        for _ in 0..ticks {
            self.app.world_mut().resource_mut::<Playback>().step();
            self.settle();
        }
    }

    /// Names a file in the folder of trials, in the dialog that is open.
    fn name(&mut self, name: &str) {
        let folder = self.folder.path().to_owned();
        let mut saving = self.saving();
        let dialog = saving.dialog.as_mut().expect("it is open");
        dialog.apply(DialogAction::Enter(folder.display().to_string()));
        dialog.apply(DialogAction::Name(name.into()));
        self.settle();
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn hash(&self) -> u64 {
        self.app.world().resource::<StateHash>().0
    }

    fn world_name(&self) -> String {
        self.app.world().resource::<Setup>().scenario.name.clone()
    }

    fn load(&mut self, setup: Setup) {
        self.app.world_mut().write_message(LoadSetup(setup));
        self.settle();
    }
}

fn other() -> Setup {
    Setup::new(Arc::new(Scenario { name: "Other".into(), ..small() }), 1)
}

#[test]
fn the_first_saving_asks_where_to_and_later_ones_do_not() {
    let mut bench = Bench::new();
    assert!(!bench.saving().is_unsaved());
    bench.change(0.5);
    assert!(bench.saving().is_unsaved());
    bench.ask(FileAction::Save);
    assert!(bench.says("Save as") && bench.says("small.ron"), "{:?}", bench.words);
    bench.name("mine");
    bench.click("Save");
    let path = bench.at("mine.ron");
    assert_eq!(bench.saved, std::slice::from_ref(&path));
    assert!(!bench.saving().is_unsaved() && !bench.saving().is_open());
    let read = scenario::read_file(&path).unwrap_or_else(|all| panic!("{all}"));
    assert_eq!(read.parameters.noise, 0.5);
    // The name is kept, and now it is known that the file is ours.
    bench.change(0.25);
    bench.ask(FileAction::Save);
    assert!(!bench.saving().is_open());
    assert_eq!(scenario::read_file(&path).expect("whole").parameters.noise, 0.25);
    // What is undone is not in the file any more either.
    bench.app.world_mut().write_message(TimeTravel::Undo);
    bench.settle();
    assert!(bench.saving().is_unsaved());
    bench.app.world_mut().write_message(TimeTravel::Redo);
    bench.settle();
    assert!(!bench.saving().is_unsaved());
}

#[test]
fn a_file_that_is_there_is_replaced_only_by_who_says_so() {
    let mut bench = Bench::new();
    fs::write(bench.at("theirs.ron"), "// mine").expect("written");
    bench.change(0.5);
    bench.ask(FileAction::SaveAs);
    bench.name("theirs.ron");
    bench.click("Save");
    assert!(bench.says("theirs.ron") && bench.says("Replace it?"), "{:?}", bench.words);
    bench.click("Choose another name");
    assert_eq!(fs::read_to_string(bench.at("theirs.ron")).expect("there"), "// mine");
    bench.click("Save");
    bench.click("Replace theirs.ron");
    assert!(scenario::read_file(&bench.at("theirs.ron")).is_ok());
    assert!(!bench.saving().is_unsaved());
}

#[test]
fn a_file_that_a_person_wrote_is_not_written_over_without_a_word() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("by-hand.ron");
    fs::write(&path, format!("// A comment.\n{}", scenario::write(&small()))).expect("written");
    let mut bench = Bench::of(Setup { file: Some(path.clone()), ..Setup::new(Arc::new(small()), 3) });
    bench.change(0.5);
    bench.ask(FileAction::Save);
    bench.click("Save");
    assert!(bench.says("There is a file by-hand.ron"), "{:?}", bench.words);
    bench.press(egui::Key::Escape);
    bench.press(egui::Key::Escape);
    assert!(!bench.saving().is_open() && bench.saving().is_unsaved());
    assert!(fs::read_to_string(&path).expect("there").starts_with("// A comment."));
}

#[test]
fn what_cannot_be_written_is_said_and_nothing_is_lost() {
    let mut bench = Bench::new();
    bench.change(0.5);
    bench.ask(FileAction::Save);
    bench.name("x");
    fs::create_dir(bench.at("x.ron")).expect("a folder of that name");
    bench.click("Save");
    assert!(bench.says("there is a folder of that name"), "{:?}", bench.words);
    bench.name("a/b");
    bench.click("Save");
    assert!(bench.says("cannot have “/” in it"), "{:?}", bench.words);
    // The folder goes away while the dialog is open.
    bench.name("y");
    let gone = bench.at("gone");
    bench.saving().dialog.as_mut().expect("open").apply(DialogAction::Enter(gone.display().to_string()));
    bench.settle();
    assert!(bench.says("There is no file or folder"), "{:?}", bench.words);
    assert!(bench.saving().is_unsaved() && bench.saved.is_empty());
    bench.name("y");
    bench.click("Save");
    assert_eq!(bench.saved, [bench.at("y.ron")]);
}

#[test]
fn a_run_with_changes_on_the_way_is_kept_as_a_session_which_opens_at_the_same_moment() {
    let mut bench = Bench::new();
    bench.change(0.5);
    bench.run(3);
    bench.change(0.1);
    bench.run(2);
    bench.ask(FileAction::Save);
    assert!(bench.says("the 1 change made since it runs are not in it") || bench.says("Best here"));
    bench.name("run");
    bench.click("Save");
    let path = bench.at("run.session.ron");
    assert_eq!(bench.saved, std::slice::from_ref(&path));
    let (hash, edits) = (bench.hash(), bench.app.world().resource::<Timeline>().edits().to_vec());
    // Another world, then the session again.
    bench.load(other());
    assert_eq!(bench.world_name(), "Other");
    let session = Session::read_file(&path).unwrap_or_else(|error| panic!("{error}"));
    let replayed = Timeline::replay(&session).unwrap_or_else(|error| panic!("{error}"));
    let setup = Setup::new(replayed.scenario.clone(), replayed.seed);
    let message = LoadSession(Setup { file: Some(path.clone()), ..setup }, Box::new(replayed));
    bench.app.world_mut().write_message(message);
    bench.settle();
    assert_eq!((bench.world_name(), bench.hash()), ("small".into(), hash));
    assert_eq!(bench.app.world().resource::<Timeline>().edits(), edits);
    let notices = &bench.app.world().resource::<Notices>().0;
    assert!(!notices.iter().any(|notice| notice.is_error), "{notices:?}");
    assert!(!bench.saving().is_unsaved());
    // It goes on in its own file, without a question.
    bench.run(1);
    bench.change(0.3);
    bench.ask(FileAction::Save);
    assert!(!bench.saving().is_open() && !bench.saving().is_unsaved());
    assert_eq!(Session::read_file(&path).expect("whole").commands.len(), 3);
}

#[test]
fn the_present_is_a_new_beginning_and_says_so() {
    let mut bench = Bench::new();
    bench.run(4);
    bench.ask(FileAction::SaveAs);
    assert!(bench.says("without exhaustion, fronts, truces"), "{:?}", bench.words);
    let present = bench.controls.iter().find(|(name, _)| name.starts_with("Scenario of "));
    let name = present.expect("it is offered").0.clone();
    bench.click(&name);
    bench.name("now");
    bench.click("Save");
    let read = scenario::read_file(&bench.at("now.ron")).unwrap_or_else(|all| panic!("{all}"));
    assert!(read.start > small().start);
    // Later it is another present: it is asked again.
    bench.ask(FileAction::Save);
    assert!(bench.saving().is_open());
}

#[test]
fn another_world_comes_only_once_it_is_said_what_becomes_of_changes() {
    for (answer, comes, saved) in [("Cancel", false, 0), ("Do not save", true, 0), ("Save", true, 1)] {
        let mut bench = Bench::new();
        bench.change(0.5);
        bench.load(other());
        assert!(bench.says("Save the changes?") && bench.world_name() == "small", "{answer}");
        bench.click(answer);
        if saved > 0 {
            bench.name("kept");
            bench.click("Save");
        }
        assert_eq!((bench.world_name() == "Other", bench.saved.len()), (comes, saved), "{answer}");
        assert_eq!(bench.saving().is_unsaved(), !comes, "{answer}");
        assert!(!bench.saving().is_open(), "{answer}");
    }
    // Who only ran is not asked.
    let mut bench = Bench::new();
    bench.run(2);
    bench.load(other());
    assert_eq!(bench.world_name(), "Other");
}

#[test]
fn who_leaves_the_dialog_stays_in_the_world() {
    let mut bench = Bench::new();
    bench.change(0.5);
    bench.load(other());
    bench.click("Save");
    bench.press(egui::Key::Escape);
    assert!(!bench.saving().is_open() && bench.saving().is_unsaved() && bench.world_name() == "small");
    // And what was to come then does not come with a later saving.
    bench.ask(FileAction::Save);
    bench.name("kept");
    bench.click("Save");
    assert_eq!((bench.world_name(), bench.saved.len()), ("small".into(), 1));
}

#[test]
fn the_window_closes_at_once_or_after_one_question() {
    let exits = |bench: &Bench| bench.app.world().resource::<Messages<AppExit>>().len();
    let ask = |bench: &mut Bench| {
        let window = bench.app.world_mut().spawn_empty().id();
        bench.app.world_mut().write_message(WindowCloseRequested { window });
        bench.frame(Vec::new());
        bench.frame(Vec::new());
    };
    let mut bench = Bench::new();
    ask(&mut bench);
    assert_eq!(exits(&bench), 1);
    let mut bench = Bench::new();
    bench.change(0.5);
    ask(&mut bench);
    assert_eq!(exits(&bench), 0);
    assert!(bench.says("Save the changes?"));
    bench.click("Cancel");
    assert!(!bench.saving().is_open());
    ask(&mut bench);
    let at = bench.controls.iter().find(|(name, _)| name == "Do not save").expect("it is asked").1.center();
    for pressed in [true, false] {
        let event = Event::PointerButton {
            pos: at,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::default(),
        };
        bench.frame(vec![Event::PointerMoved(at), event]);
    }
    bench.frame(Vec::new());
    assert_eq!(exits(&bench), 1);
    assert!(bench.saving().let_go, "nothing is to be offered again");
}

#[test]
fn keys_save_and_everything_can_be_done_by_them_alone() {
    let mut bench = Bench::new();
    bench.change(0.5);
    let mut keys = bench.app.world_mut().resource_mut::<ButtonInput<KeyCode>>();
    keys.press(KeyCode::ControlLeft);
    keys.press(KeyCode::KeyS);
    bench.frame(Vec::new());
    bench.app.world_mut().resource_mut::<ButtonInput<KeyCode>>().reset_all();
    bench.settle();
    assert!(bench.says("Save as"));
    bench.name("by-keys");
    // The name has the keyboard; Enter saves.
    bench.press(egui::Key::Enter);
    assert_eq!(bench.saved, [bench.at("by-keys.ron")]);
}

#[test]
fn a_new_world_is_in_no_file_and_nothing_is_asked_for_it() {
    let mut bench = Bench::new();
    bench.ask(FileAction::New);
    assert!(bench.app.world().resource::<NewWorldDialog>().is_open());
    let plan = NewWorld { name: "Empty".into(), ground: Ground::Europe, states: 0, drawn: false, seed: 1 };
    bench
        .saving()
        .leave(Leave::Setup(Setup { about: plan.about(), ..Setup::new(Arc::new(plan.scenario()), 1) }));
    bench.settle();
    assert_eq!(bench.world_name(), "Empty");
    assert!(!bench.saving().is_unsaved());
    bench.run(2);
    let found = Command::Found { region: "FR-75".into(), id: String::new(), name: String::new() };
    bench.app.world_mut().write_message(TimeTravel::To(0));
    bench.app.world_mut().write_message(TimeTravel::Change(found));
    bench.settle();
    assert!(bench.saving().is_unsaved(), "{:?}", bench.app.world().resource::<Notices>().0);
    bench.ask(FileAction::Save);
    bench.name("settled");
    bench.click("Save");
    let read = scenario::read_file(&bench.at("settled.ron")).unwrap_or_else(|all| panic!("{all}"));
    assert_eq!(read.states.len(), 1);
}
