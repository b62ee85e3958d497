//! New worlds, driven as a person does.

use std::time::{Duration, Instant};

use bevy_egui::egui::{Event, Modifiers, PointerButton, RawInput, Rect, pos2, vec2};

use super::*;

struct Bench {
    ctx: egui::Context,
    dialog: NewWorldDialog,
    window: egui::Vec2,
    controls: Vec<(String, Rect)>,
    nameless: Vec<String>,
}

impl Bench {
    fn new(window: egui::Vec2) -> Self {
        let ctx = egui::Context::default();
        crate::panels::theme::apply(&ctx);
        ctx.enable_accesskit();
        let mut dialog = NewWorldDialog::default();
        dialog.open();
        let mut bench = Self { ctx, dialog, window, controls: Vec::new(), nameless: Vec::new() };
        bench.settle();
        bench
    }

    fn frame(&mut self, events: Vec<Event>) {
        let screen_rect = Some(Rect::from_min_size(pos2(0.0, 0.0), self.window));
        let input = RawInput { screen_rect, events, ..RawInput::default() };
        let dialog = &mut self.dialog;
        let output = self.ctx.clone().run_ui(input, |ui| dialog.frame(ui.ctx(), &Theme::NIGHT));
        (self.controls, self.nameless) = (Vec::new(), Vec::new());
        for (_, node) in output.platform_output.accesskit_update.iter().flat_map(|update| &update.nodes) {
            let words = [node.label(), node.value()];
            let named = words.into_iter().flatten().any(|words| !words.is_empty());
            let wide = node.bounds().is_some_and(|at| at.x1 - at.x0 > 8.0 && at.y1 - at.y0 > 8.0);
            // Scroll bars are egui's own.
            let own = node.role() == egui::accesskit::Role::ScrollBar;
            if node.supports_action(egui::accesskit::Action::Click) && !named && wide && !own {
                self.nameless.push(format!("{:?} at {:?}", node.role(), node.bounds()));
            }
            if let (Some(name), Some(at)) = (node.label(), node.bounds()) {
                let (x0, y0, x1, y1) = (at.x0 as f32, at.y0 as f32, at.x1 as f32, at.y1 as f32);
                self.controls.push((name.to_owned(), Rect::from_min_max(pos2(x0, y0), pos2(x1, y1))));
            }
        }
        output.drop_without_applying_deltas();
    }

    fn settle(&mut self) {
        let began = Instant::now();
        (0..3).for_each(|_| self.frame(Vec::new()));
        while self.dialog.is_waiting() {
            assert!(began.elapsed() < Duration::from_secs(60), "it waits for ever");
            std::thread::sleep(Duration::from_millis(2));
            self.frame(Vec::new());
        }
        (0..2).for_each(|_| self.frame(Vec::new()));
    }

    fn click(&mut self, name: &str) {
        let found = self.controls.iter().find(|(other, _)| other == name);
        let pos = found.unwrap_or_else(|| panic!("no {name} in {:?}", self.controls)).1.center();
        let press = |pressed| Event::PointerButton {
            pos,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::default(),
        };
        self.frame(vec![Event::PointerMoved(pos)]);
        self.frame(vec![press(true)]);
        self.frame(vec![press(false)]);
        self.settle();
    }
}

const WINDOW: egui::Vec2 = vec2(1280.0, 720.0);

#[test]
fn an_empty_europe_is_two_keys_away() {
    let mut bench = Bench::new(WINDOW);
    let enter = |pressed| Event::Key {
        key: egui::Key::Enter,
        physical_key: None,
        pressed,
        repeat: false,
        modifiers: Modifiers::default(),
    };
    bench.frame(vec![enter(true)]);
    bench.frame(vec![enter(false)]);
    bench.settle();
    let setup = bench.dialog.ready.take().expect("it is made");
    assert_eq!((setup.scenario.name.as_str(), setup.scenario.states.len()), ("A new Europe", 0));
    assert!(setup.about.is_some() && setup.file.is_none() && !bench.dialog.is_open());
}

#[test]
fn an_invented_world_follows_its_controls_and_its_picture_too() {
    let mut bench = Bench::new(WINDOW);
    bench.click("Invented");
    let before = bench.dialog.made.as_ref().expect("made").picture.clone();
    bench.dialog.apply(NewWorldAction::Regions(60));
    bench.dialog.apply(NewWorldAction::States(9));
    bench.click("Another");
    let made = bench.dialog.made.as_ref().expect("made");
    assert_ne!(made.picture, before);
    assert_eq!((made.scenario.states.len(), made.scenario.geography.regions.len()), (9, 60));
    bench.click("All alike");
    bench.click("Create");
    let setup = bench.dialog.ready.take().expect("it is made");
    assert!(setup.scenario.states.iter().all(|state| state.revisionism == 0.0));
    assert_eq!(setup.about, None);
}

#[test]
fn there_are_never_more_states_than_regions_and_a_seed_must_be_a_number() {
    let mut bench = Bench::new(WINDOW);
    bench.dialog.apply(NewWorldAction::States(90));
    bench.dialog.apply(NewWorldAction::Map(Map::Invented));
    bench.dialog.apply(NewWorldAction::Regions(12));
    bench.settle();
    assert_eq!(bench.dialog.made.as_ref().expect("made").scenario.states.len(), 12);
    bench.dialog.apply(NewWorldAction::Seed("x".into()));
    bench.dialog.apply(NewWorldAction::Create);
    (0..5).for_each(|_| bench.frame(Vec::new()));
    assert!(bench.dialog.ready.is_none() && bench.dialog.is_open());
    bench.dialog.apply(NewWorldAction::Seed(u64::MAX.to_string()));
    bench.dialog.apply(NewWorldAction::Roll);
    assert!(bench.dialog.seed().is_some());
}

#[test]
fn everything_has_a_name_and_fits_into_small_windows() {
    for window in [WINDOW, vec2(640.0, 400.0), vec2(384.0, 240.0)] {
        let mut bench = Bench::new(window);
        bench.dialog.apply(NewWorldAction::Map(Map::Invented));
        bench.dialog.apply(NewWorldAction::States(4));
        bench.settle();
        assert!(bench.nameless.is_empty(), "{:?} at {window}", bench.nameless);
        let whole = Rect::from_min_size(pos2(0.0, 0.0), window);
        for name in ["Create", "Cancel"] {
            let at = bench.controls.iter().find(|(other, _)| other == name).expect("it is there").1;
            assert!(whole.contains_rect(at), "{name} at {at} in {window}");
        }
    }
}
