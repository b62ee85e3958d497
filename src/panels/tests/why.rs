//! The page of reasons, driven as a person would.

use std::time::Duration;

use bevy::ecs::system::RunSystemOnce;
use bevy::prelude::{ButtonInput, KeyCode, Messages};

use super::*;
use crate::panels::why::{question_behind, width};
use crate::simulation::{Action, Decision};

impl Bench {
    /// Opens the page on a decision, and waits until all has been asked.
    fn explain(&mut self, question: Question) {
        let timeline = self.world.resource::<Timeline>();
        self.memory.why = Why::open(question, timeline, self.selection.state);
        self.wait();
    }

    fn wait(&mut self) {
        for _ in 0..2_000 {
            if !self.memory.why.as_ref().expect("the page is open").is_asking() {
                return;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        panic!("the model does not answer");
    }

    /// Where words stand that begin so.
    fn find(&mut self, beginning: &str) -> Pos2 {
        fn place(shape: &egui::Shape, beginning: &str) -> Option<Pos2> {
            match shape {
                egui::Shape::Text(text) if text.galley.text().starts_with(beginning) => Some(text.pos),
                egui::Shape::Vec(shapes) => shapes.iter().find_map(|shape| place(shape, beginning)),
                _ => None,
            }
        }
        self.frame(Vec::new());
        let found = self.shapes.iter().find_map(|clipped| place(&clipped.shape, beginning));
        found.unwrap_or_else(|| panic!("{beginning} is not shown"))
    }

    fn apply(&mut self, actions: Vec<PanelAction>) {
        for action in actions {
            self.memory.apply(action);
        }
    }
}

/// One decision of each kind.
fn kinds(history: &History) -> Vec<Decision> {
    let mut list: Vec<Decision> = Vec::new();
    for decision in &history.decisions {
        let alike = |other: &Decision| {
            (other.chosen.action.name(), other.motive) == (decision.chosen.action.name(), decision.motive)
        };
        if !list.iter().any(alike) {
            list.push(decision.clone());
        }
    }
    list
}

#[test]
fn every_kind_of_decision_is_explained_with_its_options_danger_theory_and_levers() {
    let mut bench = Bench::new(120);
    bench.window = vec2(1280.0, 2400.0);
    let decisions = kinds(&bench.history);
    assert!(decisions.len() >= 5, "{}", decisions.len());
    for decision in decisions {
        bench.explain(Question::of(&decision));
        let words = bench.words();
        let has = |wanted: &str| words.iter().any(|line| line.contains(wanted));
        for heading in
            ["What it weighed", "The danger behind it", "What would change its mind", "Stay as it is"]
        {
            let calls = matches!(decision.chosen.action, Action::Honour { .. } | Action::Abandon { .. });
            assert!(has(heading) || calls, "{heading} in {words:?}");
        }
        assert!(has(words::passage(decision.motive).source), "{words:?}");
        assert!(has("Revisionism of") && !has("Asking the model"), "{words:?}");
        assert_eq!(has("What") && has("accepts"), decision.consent.is_some_and(|it| it.given), "{words:?}");
    }
}

#[test]
fn a_lever_that_is_dragged_asks_the_model_and_the_chances_move() {
    let mut bench = Bench::new(120);
    bench.window = vec2(1280.0, 2400.0);
    let arms = bench.history.decisions.iter().find(|it| matches!(it.chosen.action, Action::Arm { .. }));
    let decision = arms.expect("somebody arms").clone();
    bench.explain(Question::of(&decision));
    let strip = bench.find("Intent of") + vec2(40.0, 36.0);
    let actions = bench.click(strip);
    let asked = actions.iter().find_map(|action| match action {
        PanelAction::Suppose(supposed) => *supposed,
        _ => None,
    });
    let asked = asked.expect("the strip is a handle");
    assert!(asked.position > 0.02 && asked.position < 0.2, "{asked:?}");
    bench.apply(actions);
    bench.wait();
    let words = bench.words();
    assert!(words.iter().any(|line| line.starts_with("Supposed: Intent of")), "{words:?}");
    assert!(words.iter().any(|line| line.contains(" → ")), "{words:?}");
    // A harmless neighbour is nothing to arm against.
    assert!(words.iter().any(|line| line.starts_with("It would instead")), "{words:?}");
    assert_eq!(bench.click_on("In all"), [PanelAction::ToggleBars]);
    let actions = bench.click_on("Back to how it was");
    assert_eq!(actions, [PanelAction::Suppose(None)]);
    bench.apply(actions);
    assert!(!bench.words().iter().any(|line| line.starts_with("Supposed:")));
}

#[test]
fn a_handle_follows_the_pointer_though_the_page_grows_and_then_the_arrow_keys() {
    let mut bench = Bench::new(120);
    bench.window = vec2(1280.0, 2400.0);
    let arms = bench.history.decisions.iter().find(|it| matches!(it.chosen.action, Action::Arm { .. }));
    let decision = arms.expect("somebody arms").clone();
    bench.explain(Question::of(&decision));
    let from = bench.find("Intent of") + vec2(40.0, 36.0);
    let press = |pressed, pos| Event::PointerButton {
        pos,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::default(),
    };
    let mut positions = Vec::new();
    let mut frame = |bench: &mut Bench, events: Vec<Event>| {
        let actions = bench.frame(events).0;
        positions.extend(actions.iter().filter_map(|action| match action {
            PanelAction::Suppose(supposed) => supposed.map(|it| it.position),
            _ => None,
        }));
        bench.apply(actions);
    };
    frame(&mut bench, vec![Event::PointerMoved(from)]);
    frame(&mut bench, vec![press(true, from)]);
    for step in 1..=10 {
        frame(&mut bench, vec![Event::PointerMoved(from + vec2(20.0 * step as f32, 0.0))]);
    }
    let end = from + vec2(200.0, 0.0);
    frame(&mut bench, vec![press(false, end)]);
    let right = Event::Key {
        key: egui::Key::ArrowRight,
        physical_key: None,
        pressed: true,
        repeat: false,
        modifiers: Modifiers::default(),
    };
    frame(&mut bench, Vec::new());
    let dragged = bench.memory.why.as_ref().and_then(Why::supposed).expect("something is supposed").position;
    frame(&mut bench, vec![right]);
    let nudged = bench.memory.why.as_ref().and_then(Why::supposed).expect("something is supposed").position;
    assert!(positions.len() >= 10 && positions.is_sorted(), "{positions:?}");
    assert!(dragged - positions[0] > 0.3, "{positions:?}");
    assert!(nudged > dragged && nudged < dragged + 0.02, "{dragged} {nudged}");
}

#[test]
fn the_page_leads_back_and_to_other_decisions_and_to_its_moment() {
    let mut bench = Bench::new(240);
    let of = |state: u32| -> Vec<Question> {
        let own = bench.history.decisions.iter().filter(|it| it.state == StateId(state));
        own.filter(|it| it.chosen.action != Action::Stay).map(Question::of).collect()
    };
    let acted = (0..4).map(of).find(|acted| acted.len() >= 2).expect("somebody acts twice");
    bench.explain(acted[0]);
    let right = bench.window.x;
    let head = layout::TOOLBAR + 24.0;
    assert_eq!(bench.click(pos2(right - 25.0, head)), [PanelAction::OpenWhy(acted[1])]);
    assert_eq!(bench.click(pos2(right - 57.0, head)), [], "there is none before");
    let moment = bench.find("Go to this moment") + vec2(4.0, 4.0);
    assert_eq!(bench.click(moment), [PanelAction::Seek(acted[0].tick)]);
    let left = right - width(right);
    assert_eq!(bench.click(pos2(left + 24.0, head)), [PanelAction::CloseWhy]);
}

#[test]
fn events_that_somebody_decided_lead_to_the_decision() {
    let bench = Bench::new(120);
    let mut behind = 0;
    for event in &bench.history.events {
        let question = question_behind(&bench.history, event);
        if words::event_motive(&event.kind).is_some() {
            assert!(question.is_some(), "{event:?}");
        }
        if let Some(question) = question {
            let decision = question.find(&bench.history).expect("it is in the history");
            assert!(event.kind.states().contains(&decision.state) && decision.tick == event.tick);
            behind += 1;
        }
    }
    assert!(behind > 20, "{behind}");
}

#[test]
fn a_click_on_an_event_selects_who_acted_and_opens_why() {
    let mut bench = Bench::new(120);
    let mut opened = 0;
    for row in 0..6 {
        let actions = bench.click(pos2(100.0, layout::TOOLBAR + 140.0 + 60.0 * row as f32));
        if let Some(PanelAction::OpenWhy(question)) = actions.get(1) {
            assert_eq!(actions[0], PanelAction::Select(question.state), "{actions:?}");
            assert!(question.find(&bench.history).is_some());
            opened += 1;
        }
    }
    // Provocations, which nobody decides, are among them too.
    assert!((1..6).contains(&opened), "{opened}");
}

#[test]
fn the_page_closes_where_its_decision_or_its_selection_is_no_more() {
    let mut bench = Bench::new(60);
    let question = Question::of(&bench.history.decisions[0]);
    bench.explain(question);
    bench.frame(Vec::new());
    assert!(bench.memory.why.is_some());
    bench.selection.state = Some(StateId(2));
    bench.frame(Vec::new());
    assert!(bench.memory.why.is_none());
    bench.explain(question);
    bench.history.decisions.clear();
    bench.frame(Vec::new());
    assert!(bench.memory.why.is_none());
}

#[test]
fn escape_closes_the_page_before_it_lets_the_selection_go_and_y_opens_it() {
    let mut bench = Bench::new(60);
    let question = Question::of(&bench.history.decisions[0]);
    bench.explain(question);
    let mut world = std::mem::take(&mut bench.world);
    world.insert_resource(std::mem::take(&mut bench.memory));
    world.insert_resource(Settings::default());
    world.insert_resource(Guide::default());
    world.insert_resource(Selection { state: Some(StateId(2)), hovered: None });
    world.insert_resource(Chronicle::default());
    world.init_resource::<Messages<TimeTravel>>();
    world.init_resource::<Messages<OpenWhy>>();
    let press = |world: &mut World, key: KeyCode| {
        let mut keys = ButtonInput::<KeyCode>::default();
        keys.press(key);
        world.insert_resource(keys);
        world.run_system_once(press_keys).expect("all it reads is there");
        world.resource::<ButtonInput<KeyCode>>().just_pressed(key)
    };
    assert!(!press(&mut world, KeyCode::Escape), "the map does not hear of it");
    assert!(world.resource::<Memory>().why.is_none());
    assert!(press(&mut world, KeyCode::Escape), "there is nothing to close any more");
    press(&mut world, KeyCode::KeyY);
    let asked: Vec<OpenWhy> = world.resource_mut::<Messages<OpenWhy>>().drain().collect();
    let latest = bench.history.decisions.iter().rev().find(|it| it.state == StateId(2));
    let latest = latest.expect("it has decided");
    assert_eq!(asked, [OpenWhy { tick: latest.tick, state: StateId(2) }]);
}
