//! The picker driven as a person drives it: by what its controls are called, through egui.

use std::fs;
use std::time::{Duration, Instant};

use bevy_egui::egui::{self, Event, Modifiers, PointerButton, Pos2, RawInput, Rect, Vec2, pos2, vec2};

use super::*;

const WINDOW: Vec2 = vec2(1280.0, 720.0);

/// A picker in a window of its own.
struct Bench {
    ctx: egui::Context,
    picker: Picker,
    window: Vec2,
    time: f64,
    /// What the last frame offered: the name of a control and where it is.
    controls: Vec<(String, Rect)>,
    /// What it said.
    words: Vec<String>,
}

fn gather(shape: &egui::Shape, words: &mut Vec<String>) {
    match shape {
        egui::Shape::Text(text) => words.push(text.galley.text().to_owned()),
        egui::Shape::Vec(shapes) => shapes.iter().for_each(|shape| gather(shape, words)),
        _ => {}
    }
}

impl Bench {
    fn new(window: Vec2) -> Self {
        let ctx = egui::Context::default();
        crate::panels::theme::apply(&ctx);
        ctx.enable_accesskit();
        let picker = Picker::default();
        let mut bench = Self { ctx, picker, window, time: 0.0, controls: Vec::new(), words: Vec::new() };
        bench.picker.apply(PickerAction::Open);
        bench.settle();
        bench
    }

    fn frame(&mut self, events: Vec<Event>) {
        self.time += 0.1;
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, self.window)),
            time: Some(self.time),
            events,
            ..RawInput::default()
        };
        let picker = &mut self.picker;
        let output = self.ctx.clone().run_ui(input, |ui| {
            assert_eq!(picker.frame(ui.ctx(), &Theme::NIGHT), None);
        });
        self.words.clear();
        output.shapes.iter().for_each(|clipped| gather(&clipped.shape, &mut self.words));
        let nodes =
            output.platform_output.accesskit_update.as_ref().map(|update| &update.nodes[..]).unwrap_or(&[]);
        self.controls.clear();
        for (_, node) in nodes {
            if let (Some(name), Some(at)) = (node.label(), node.bounds()) {
                let rect =
                    Rect::from_min_max(pos2(at.x0 as f32, at.y0 as f32), pos2(at.x1 as f32, at.y1 as f32));
                self.controls.push((name.to_owned(), rect));
            }
        }
        output.drop_without_applying_deltas();
    }

    /// Frames until nothing is being read any more.
    fn settle(&mut self) {
        let began = Instant::now();
        self.frame(Vec::new());
        while self.picker.is_waiting() {
            assert!(began.elapsed() < Duration::from_secs(60), "it waits for ever");
            std::thread::sleep(Duration::from_millis(5));
            self.frame(Vec::new());
        }
        self.frame(Vec::new());
        self.frame(Vec::new());
    }

    fn find(&self, name: &str) -> Option<Rect> {
        self.controls.iter().find(|(other, _)| other == name).map(|(_, rect)| *rect)
    }

    fn click(&mut self, name: &str) {
        let rect = self.find(name).unwrap_or_else(|| panic!("no {name} in {:?}", self.controls));
        let at = rect.center();
        let press = |pressed| Event::PointerButton {
            pos: at,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::default(),
        };
        self.frame(vec![Event::PointerMoved(at)]);
        self.frame(vec![press(true)]);
        self.frame(vec![press(false)]);
        // Two clicks are one and one, not a double click.
        self.time += 1.0;
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

    fn type_in(&mut self, words: &str) {
        self.frame(vec![Event::Text(words.into())]);
        self.settle();
    }

    fn says(&self, part: &str) -> bool {
        self.words.iter().any(|words| words.contains(part))
    }
}

const GOOD: &str = r#"Scenario(version: 1, name: "My own", start: "1950-01-01", map: provinces,
    states: [(id: "AAA", name: "Here", capital: (province: "DE-BE"), population: 1),
             (id: "BBB", name: "There", capital: (province: "FR-75"), population: 1)])"#;

/// A folder with a good file, one with three errors, and things that are no scenario files at all.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let good = crate::scenario::builtin::V2.text;
    let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).expect("written");
    write("good.ron", good.as_bytes());
    let bad =
        GOOD.replace("population: 1)", "population: -1)").replace("start: \"1950-01-01\"", "start: \"soon\"");
    write("bad.ron", bad.as_bytes());
    write("binary.ron", &[0, 159, 146, 150, 255, 0, 10, 40]);
    write("empty.ron", b"");
    write("deep.ron", "(".repeat(200_000).as_bytes());
    folder
}

#[test]
fn typing_finds_a_setup_and_enter_opens_it() {
    let mut bench = Bench::new(WINDOW);
    assert!(bench.find("Europe, March 1936").is_some() || bench.says("Europe"), "{:?}", bench.controls);
    bench.type_in("checkerboard");
    assert_eq!(bench.picker.shelf.found(&bench.picker.search).len(), 1);
    assert!(bench.says("neighbours of neighbours"));
    bench.press(egui::Key::Enter);
    let setup = bench.picker.ready.take().expect("it is opened");
    assert_eq!((setup.scenario.states.len(), setup.seed, setup.file), (5, 1, None));
    assert!(!bench.picker.open);
}

#[test]
fn a_card_a_seed_and_a_school_are_chosen_by_clicks() {
    let mut bench = Bench::new(WINDOW);
    bench.click("V2: neighbours of neighbours are friends");
    assert!(bench.says("Watch the pacts jump over a neighbour"), "{:?}", bench.words);
    assert!(bench.picker.ready.is_none(), "one click only chooses");
    bench.click("Theory");
    bench.click("balance of power");
    assert_eq!(bench.picker.theory, Some(Preset::BalanceOfPower), "{:?}", bench.words);
    bench.click("Seed");
    bench.press(egui::Key::End);
    bench.type_in("x");
    assert!(bench.says("a whole number"));
    bench.click("Open");
    assert!(bench.picker.open && bench.picker.ready.is_none(), "there is no such seed");
    bench.click("Seed");
    bench.press(egui::Key::Backspace);
    bench.press(egui::Key::End);
    bench.press(egui::Key::Backspace);
    bench.type_in("42");
    bench.click("Open");
    let setup = bench.picker.ready.take().expect("it is opened");
    assert_eq!(setup.scenario.preset, Preset::BalanceOfPower);
    assert!(setup.seed.to_string().contains("42"), "{}", setup.seed);
}

#[test]
fn the_keyboard_alone_reaches_a_card_and_opens_it() {
    let mut bench = Bench::new(WINDOW);
    // From the search field on, card by card.
    (0..4).for_each(|_| bench.press(egui::Key::Tab));
    bench.press(egui::Key::Enter);
    assert_eq!((bench.picker.chosen, bench.picker.open), (3, true));
    bench.press(egui::Key::Enter);
    let setup = bench.picker.ready.take().expect("it is opened");
    assert!(setup.scenario.name.starts_with("Cold War"), "{}", setup.scenario.name);
}

#[test]
fn escape_leaves_the_world_as_it_is() {
    let mut bench = Bench::new(WINDOW);
    bench.press(egui::Key::Escape);
    assert!(!bench.picker.open && bench.picker.ready.is_none());
}

#[test]
fn a_file_is_found_in_its_folder_and_among_those_opened_before() {
    let folder = folder();
    let mut bench = Bench::new(WINDOW);
    bench.click("Files");
    bench.picker.apply(PickerAction::Enter(folder.path().to_owned()));
    bench.settle();
    bench.click("good.ron");
    let path = folder.path().join("good.ron");
    let setup = bench.picker.ready.take().expect("it is opened");
    assert_eq!(setup.file.as_ref(), Some(&path));
    bench.picker.recent = vec![path];
    bench.picker.apply(PickerAction::Open);
    bench.picker.apply(PickerAction::Enter("/".into()));
    bench.settle();
    bench.click("good.ron");
    assert!(bench.picker.ready.is_some());
}

#[test]
fn a_path_is_typed_and_written_out() {
    let folder = folder();
    let mut bench = Bench::new(WINDOW);
    bench.click("Files");
    bench.picker.apply(PickerAction::Type(folder.path().join("b").display().to_string()));
    bench.click("Path");
    bench.press(egui::Key::Enter);
    assert!(bench.says("Several names begin"), "{:?}", bench.words);
    bench.press(egui::Key::End);
    bench.type_in("a");
    bench.press(egui::Key::Enter);
    assert!(bench.says("bad.ron has 3 errors"), "{:?}", bench.words);
}

#[test]
fn a_bad_file_shows_all_its_errors_and_can_be_tried_again() {
    let folder = folder();
    let path = folder.path().join("bad.ron");
    let mut bench = Bench::new(WINDOW);
    bench.picker.apply(PickerAction::Close);
    bench.picker.drop_in(path.clone());
    bench.settle();
    assert!(bench.picker.open && bench.picker.ready.is_none());
    for part in
        ["bad.ron has 3 errors", "line 1, column", "line 2, column", "line 3, column", "population: -1"]
    {
        assert!(bench.says(part), "{part} in {:?}", bench.words);
    }
    bench.click("Try again");
    assert!(bench.says("bad.ron has 3 errors"));
    fs::write(&path, crate::scenario::builtin::V2.text).expect("written");
    bench.click("Try again");
    assert!(bench.picker.ready.is_some() && !bench.picker.open);
}

#[test]
fn whatever_is_dropped_is_told_of_and_nothing_breaks() {
    let folder = folder();
    let mut bench = Bench::new(WINDOW);
    for name in ["binary.ron", "empty.ron", "deep.ron", "missing.ron", "."] {
        bench.picker.drop_in(folder.path().join(name));
        bench.settle();
        assert!(bench.picker.fault.is_some() && bench.picker.ready.is_none(), "{name}");
        assert!(bench.says("has 1 error"), "{name}: {:?}", bench.words);
        bench.press(egui::Key::Escape);
        assert!(bench.picker.fault.is_none() && bench.picker.open);
    }
}

#[test]
fn of_a_thousand_errors_only_those_in_sight_are_drawn() {
    let mut bench = Bench::new(WINDOW);
    let states = "(id: \"A\", population: x),".repeat(3000);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("many.ron");
    fs::write(&path, format!("(name: \"n\", states: [{states}])")).expect("written");
    bench.picker.drop_in(path);
    bench.settle();
    let count = bench.picker.fault.as_ref().map(|fault| fault.all.count());
    assert!(count.is_some());
    bench.frame(Vec::new());
    assert!(bench.words.len() < 400, "{} texts are drawn", bench.words.len());
}

#[test]
fn nothing_lies_outside_a_window_however_small() {
    for window in [vec2(1280.0, 720.0), vec2(640.0, 360.0), vec2(384.0, 240.0)] {
        let mut bench = Bench::new(window);
        for page in [Page::Setups, Page::Files] {
            bench.picker.apply(PickerAction::Page(page));
            bench.settle();
            let area =
                egui::AreaState::load(&bench.ctx, egui::Id::new("setups")).expect("it is shown").rect();
            assert_eq!(area, Rect::from_min_size(Pos2::ZERO, window));
            for name in ["Built in", "Files"] {
                let rect = bench.find(name).expect("a page to go to");
                assert!(area.contains_rect(rect), "{name} at {rect} in {window}");
            }
        }
    }
}

#[test]
fn what_happened_is_told_of_a_setup_and_it_can_be_opened_as_recorded() {
    let mut bench = Bench::new(vec2(1280.0, 1600.0));
    bench.click("Europe, June 1914");
    for part in ["What happened in history", "dated events with their sources, 28 July 1914", "Sources"] {
        assert!(bench.says(part), "{part} in {:?}", bench.words);
    }
    bench.click("As recorded");
    let setup = bench.picker.ready.take().expect("it is opened");
    assert!(bench.picker.follow && setup.record.is_some_and(|record| record.entries().len() > 50));
    bench.picker.apply(PickerAction::Open);
    bench.settle();
    bench.click("Free run");
    assert!(!bench.picker.follow && bench.picker.ready.take().is_some_and(|setup| setup.record.is_some()));
    bench.picker.apply(PickerAction::Open);
    bench.settle();
    bench.click("V2: neighbours of neighbours are friends");
    assert!(bench.find("As recorded").is_none(), "nothing is known of what happened there");
}

#[test]
fn a_record_with_errors_is_told_of_and_the_setup_is_opened_without_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("mine.ron");
    fs::write(&path, crate::scenario::builtin::EUROPE_1914.text).expect("written");
    let record = folder.path().join("mine.record.ron");
    let open = |text: &str| {
        fs::write(&record, text).expect("written");
        let mut picker = Picker::default();
        picker.drop_in(path.clone());
        let mut notice = None;
        while picker.reading.is_some() {
            std::thread::sleep(Duration::from_millis(5));
            notice = picker.poll().or(notice);
        }
        (picker.ready.take().expect("the setup is right"), notice)
    };
    let (setup, notice) = open("[(date: \"1914-08-01\", what: Neutral(state: \"DNE\"), source: \"-\")]");
    let notice = notice.expect("it is told");
    assert!(setup.record.is_none() && notice.is_error);
    for part in [
        "mine.record.ron has an error",
        "Line 1",
        "\"DNE\"",
        "did you mean \"DEN\"?",
        "run without its record",
    ] {
        assert!(notice.text.contains(part), "{part} in {}", notice.text);
    }
    let (setup, notice) = open("[(date: \"1914-08-01\", what: Neutral(state: \"DEN\"), source: \"-\")]");
    assert!(setup.record.is_some_and(|record| record.entries().len() == 1) && notice.is_none());
}
