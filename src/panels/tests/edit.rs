//! The edit page, driven without a window as a user would, with what is asked for carried out.

use super::*;
use crate::edit::{Command, Value};
use crate::simulation::StateHash;

impl Bench {
    /// The page of a state, wide open, in a window in which all of it has room.
    fn editing(state: StateId, ticks: usize) -> Self {
        let mut bench = Self::new(ticks);
        bench.window = vec2(1280.0, 3600.0);
        bench.selection.state = Some(state);
        bench.ctx.enable_accesskit();
        bench.memory.card.apply(EditAction::Show(true));
        (0..4).for_each(|_| _ = bench.turn(Vec::new()));
        for part in ["Name, colour and place", "Beliefs", "Pacts", "Wars"] {
            let name = bench.controls.iter().map(|(name, _)| name).find(|name| name.starts_with(part));
            let name = name.unwrap_or_else(|| panic!("no {part}")).clone();
            bench.press(&name);
        }
        bench
    }

    /// A frame with all that it asks for done; what was asked for.
    fn turn(&mut self, events: Vec<Event>) -> Vec<PanelAction> {
        let (timeline, now) =
            (self.world.resource::<Timeline>().clone(), self.world.resource::<Clock>().tick);
        self.memory.card.update(&timeline, now, self.selection.state, false);
        let (actions, _) = self.frame(events);
        for action in actions.clone() {
            match action {
                PanelAction::Change(command) => {
                    self.memory.card.commit();
                    if let Err(error) = Timeline::change(&mut self.world, command.clone()) {
                        self.memory.card.refused(&command, &error.to_string());
                    }
                    self.history = self.world.resource::<History>().clone();
                }
                other => self.memory.apply(other),
            }
        }
        actions
    }

    /// Presses a control of this name, and lets it go.
    fn press(&mut self, name: &str) -> Vec<PanelAction> {
        (0..2).for_each(|_| _ = self.turn(Vec::new()));
        let at = self.control(name).center();
        let mut actions = self.turn(vec![Event::PointerMoved(at)]);
        for pressed in [true, false] {
            actions.extend(self.turn(vec![button(at, pressed)]));
        }
        actions.extend(self.turn(Vec::new()));
        actions
    }

    /// Types into a field of this name, which takes the place of all that stood there, and presses a key.
    fn type_into(&mut self, name: &str, text: &str, then: egui::Key) -> Vec<PanelAction> {
        let mut actions = self.press(name);
        let typed = match text {
            "" => vec![key(egui::Key::Backspace, true), key(egui::Key::Backspace, false)],
            text => vec![Event::Text(text.into())],
        };
        actions.extend(self.turn(typed));
        actions.extend(self.turn(vec![key(then, true), key(then, false)]));
        (0..3).for_each(|_| actions.extend(self.turn(Vec::new())));
        actions
    }

    /// Waits for what the model has to say of the change that is tried.
    fn advised(&mut self) {
        for _ in 0..10_000 {
            self.turn(Vec::new());
            if !self.memory.card.is_asking() {
                return;
            }
            std::thread::yield_now();
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
        panic!("the model does not answer");
    }

    fn intent(&mut self, state: StateId) -> f32 {
        let mut survey = SystemState::<Survey>::new(&mut self.world);
        survey.get(&self.world).expect("the world is loaded").posture(state).intent
    }
}

fn button(pos: Pos2, pressed: bool) -> Event {
    Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers: Modifiers::default() }
}

fn key(key: egui::Key, pressed: bool) -> Event {
    Event::Key { key, physical_key: None, pressed, repeat: false, modifiers: Modifiers::default() }
}

fn changes(actions: &[PanelAction]) -> Vec<&Command> {
    let change = |action: &'_ PanelAction| matches!(action, PanelAction::Change(_));
    actions
        .iter()
        .filter(|action| change(action))
        .map(|action| match action {
            PanelAction::Change(command) => command,
            _ => unreachable!("filtered"),
        })
        .collect()
}

fn set(state: &str, field: &str, value: Value) -> Command {
    Command::Set { state: state.into(), field: field.into(), value }
}

#[test]
fn every_attribute_stands_on_the_page_with_a_name() {
    let mut bench = Bench::editing(StateId(1), 0);
    (0..3).for_each(|_| _ = bench.turn(Vec::new()));
    for name in [
        "Real intent",
        "Revisionism",
        "Offence",
        "Movement",
        "Population",
        "Industry",
        "Military",
        "Technology",
        "Growth a year",
        "Name",
        "Colour",
        "COW number",
        "Capital",
    ] {
        bench.control(name);
    }
    let words = bench.words();
    for said in ["BBB", "1 province", "What others believe of it", "What it believes of others"] {
        assert!(words.iter().any(|line| line == said), "no {said} in {words:?}");
    }
    // In a narrow window too, nothing is drawn beside the panel.
    bench.window = vec2(640.0, 720.0);
    (0..3).for_each(|_| _ = bench.turn(Vec::new()));
    bench.words();
}

#[test]
fn a_drag_is_tried_on_the_way_and_is_one_change_when_it_is_let_go() {
    for ticks in [0, 9] {
        let mut bench = Bench::editing(StateId(0), ticks);
        bench.advised();
        let (hash, before) = (bench.world.resource::<StateHash>().0, bench.intent(StateId(0)));
        let slider = bench.control("Real intent, slider");
        let at = |share: f32| pos2(slider.left() + share * slider.width(), slider.center().y);
        bench.turn(vec![Event::PointerMoved(at(0.9))]);
        let mut actions = bench.turn(vec![button(at(0.9), true)]);
        for share in [0.7, 0.5, 0.2] {
            actions.extend(bench.turn(vec![Event::PointerMoved(at(share))]));
        }
        actions.extend(bench.turn(Vec::new()));
        assert_eq!(changes(&actions), Vec::<&Command>::new());
        assert_eq!((bench.intent(StateId(0)), bench.world.resource::<StateHash>().0), (before, hash));
        bench.advised();
        assert_eq!((bench.intent(StateId(0)), bench.world.resource::<StateHash>().0), (before, hash));
        let foreseen = bench.memory.card.foresight().expect("it was tried").clone();
        let mut actions = bench.turn(vec![button(at(0.2), false)]);
        (0..3).for_each(|_| actions.extend(bench.turn(Vec::new())));
        let [Command::Set { field, value: Value::Number(value), .. }] = changes(&actions)[..] else {
            panic!("{actions:?}")
        };
        assert_eq!((field.as_str(), *value as f32), ("intent", bench.intent(StateId(0))));
        assert!((0.15..0.25).contains(value), "{value}");
        // What is so now is what was foreseen, and stands beside how it was.
        bench.advised();
        let compared = bench.memory.card.compared().expect("the model was asked");
        assert!(compared.before.is_some() && !compared.trying);
        assert_eq!(compared.after, &*foreseen);
        Timeline::undo(&mut bench.world);
        assert_eq!(bench.intent(StateId(0)), before);
        bench.advised();
        assert!(bench.memory.card.compared().expect("the model was asked").before.is_none());
    }
}

#[test]
fn arrow_keys_move_a_slider_and_make_one_change_when_they_are_let_go() {
    let mut bench = Bench::editing(StateId(0), 0);
    let slider = bench.control("Revisionism, slider");
    let at = pos2(slider.left() + 0.75 * slider.width(), slider.center().y);
    // A click sets it, and leaves the keyboard to the window, for undo.
    bench.turn(vec![Event::PointerMoved(at)]);
    bench.turn(Vec::new());
    let mut actions = bench.turn(vec![button(at, true), button(at, false)]);
    (0..2).for_each(|_| actions.extend(bench.turn(Vec::new())));
    assert_eq!(changes(&actions).len(), 1, "{actions:?}");
    let revisionism = |bench: &mut Bench| {
        let mut survey = SystemState::<Survey>::new(&mut bench.world);
        survey.get(&bench.world).expect("the world is loaded").revisionism(StateId(0))
    };
    let clicked = revisionism(&mut bench);
    assert!(bench.ctx.memory(|memory| memory.focused()).is_none());
    bench.ctx.memory_mut(|memory| memory.request_focus(egui::Id::new(("dial", "AAA revisionism"))));
    bench.turn(Vec::new());
    let mut actions = bench.turn(vec![key(egui::Key::ArrowLeft, true)]);
    actions.extend(bench.turn(vec![key(egui::Key::ArrowLeft, true)]));
    actions.extend(bench.turn(Vec::new()));
    assert_eq!(changes(&actions), Vec::<&Command>::new());
    let mut actions = bench.turn(vec![key(egui::Key::ArrowLeft, false)]);
    (0..3).for_each(|_| actions.extend(bench.turn(Vec::new())));
    assert_eq!(changes(&actions).len(), 1, "{actions:?}");
    assert!((clicked - revisionism(&mut bench) - 0.02).abs() < 1e-5);
}

#[test]
fn bad_text_is_told_of_and_kept_and_good_text_is_one_change() {
    let mut bench = Bench::editing(StateId(0), 0);
    let actions = bench.type_into("Offence", "lots", egui::Key::Enter);
    assert_eq!(changes(&actions), Vec::<&Command>::new());
    let words = bench.words();
    assert!(words.iter().any(|line| line.contains("“lots” is no number")), "{words:?}");
    assert!(words.iter().any(|line| line == "lots"), "what was typed is kept: {words:?}");
    let actions = bench.type_into("Offence", "140", egui::Key::Tab);
    assert_eq!(changes(&actions), Vec::<&Command>::new());
    assert!(bench.words().iter().any(|line| line.contains("from 0 to 100")));
    let actions = bench.type_into("Offence", "62,5 %", egui::Key::Enter);
    assert_eq!(changes(&actions), [&set("AAA", "offense", Value::Number(0.625))]);
    assert!(bench.words().iter().any(|line| line == "62.5"));
    // Typed again as it is, or taken back by Escape, it changes nothing.
    for (text, then) in [("62.5", egui::Key::Enter), ("10", egui::Key::Escape)] {
        let actions = bench.type_into("Offence", text, then);
        assert_eq!(changes(&actions), Vec::<&Command>::new());
        assert!(bench.words().iter().any(|line| line == "62.5"), "{text}");
    }
    let actions = bench.type_into("Name", "Great Arcadia", egui::Key::Enter);
    assert_eq!(changes(&actions), [&set("AAA", "name", Value::Text("Great Arcadia".into()))]);
    assert!(bench.words().iter().any(|line| line == "Great Arcadia"));
    let actions = bench.type_into("Name", "   ", egui::Key::Enter);
    assert_eq!(changes(&actions), Vec::<&Command>::new());
    assert!(bench.words().iter().any(|line| line == "A state needs a name"));
    let actions = bench.type_into("Colour", "#12ab9f", egui::Key::Enter);
    assert_eq!(changes(&actions), [&set("AAA", "colour", Value::Text("#12ab9f".into()))]);
    let actions = bench.type_into("COW number", "", egui::Key::Enter);
    assert_eq!(changes(&actions), [&set("AAA", "cow", Value::None)]);
    let actions = bench.type_into("Movement", "League of the North", egui::Key::Enter);
    assert_eq!(changes(&actions), [&set("AAA", "ideology", Value::Text("League of the North".into()))]);
}

#[test]
fn what_the_world_refuses_is_told_at_the_field_and_kept() {
    let mut alone = scenario();
    for other in &mut alone.states[1..] {
        other.population = 0.0;
    }
    let mut bench = Bench::of(&alone, 0);
    bench.window = vec2(1280.0, 3600.0);
    bench.selection.state = Some(StateId(0));
    bench.ctx.enable_accesskit();
    bench.memory.card.apply(EditAction::Show(true));
    (0..4).for_each(|_| _ = bench.turn(Vec::new()));
    let actions = bench.type_into("Population", "0", egui::Key::Enter);
    assert_eq!(changes(&actions).len(), 1);
    let words = bench.words();
    assert!(words.iter().any(|line| line.contains("at least one state needs a population")), "{words:?}");
    assert!(words.iter().any(|line| line == "0"), "what was typed is kept: {words:?}");
}

#[test]
fn pacts_are_made_changed_and_ended_and_wars_begun_among_those_who_can() {
    let mut bench = Bench::editing(StateId(0), 0);
    let pacts = |bench: &Bench| bench.world.resource::<simulation::Alliances>().len();
    let wars = |bench: &Bench| bench.world.resource::<simulation::Wars>().len();
    bench.press("New pact …");
    assert!(bench.words().iter().any(|line| line == "Add whom the pact is with."));
    bench.press("Members: add …");
    bench.press("Members: Syldavia");
    bench.press("Members: done");
    bench.press("Entente");
    bench.advised();
    bench.press("Make the pact");
    assert_eq!(pacts(&bench), 1);
    assert!(bench.memory.card.pact.is_none(), "the form is done with");
    bench.press("Change the entente with Syldavia");
    bench.press("Defensive");
    bench.press("Against: add …");
    bench.press("Against: Ruritania");
    bench.advised();
    bench.press("Change the pact");
    let pact = bench.world.resource::<simulation::Alliances>().iter().next().expect("there is one").clone();
    assert_eq!((pact.kind, pact.target), (PactKind::Defensive, Some(StateId(3))));
    // An ally cannot be chosen as an enemy, and says why.
    bench.press("New war …");
    bench.press("Defenders: add …");
    let words = bench.words();
    assert!(words.iter().any(|line| line == "allied with Arcadia: end that pact first"), "{words:?}");
    bench.press("Defenders: Syldavia");
    assert!(bench.memory.card.war.as_ref().expect("the form is open").defenders.is_empty());
    bench.press("Defenders: Ruritania");
    bench.press("Defenders: done");
    bench.advised();
    bench.press("Begin the war");
    assert_eq!(wars(&bench), 1);
    bench.press("End the defensive pact with Syldavia");
    assert_eq!(pacts(&bench), 0);
    bench.press("End the war of Arcadia against Ruritania");
    assert_eq!(wars(&bench), 0);
    for _ in 0..5 {
        assert!(Timeline::undo(&mut bench.world));
    }
    assert!(!Timeline::undo(&mut bench.world), "each was one change");
}

#[test]
fn a_state_that_has_fallen_is_not_edited() {
    let mut bench = Bench::editing(StateId(3), 0);
    Timeline::advance(&mut bench.world);
    let delete = Command::Delete { state: "DDD".into() };
    Timeline::change(&mut bench.world, delete).expect("it can be deleted");
    (0..3).for_each(|_| _ = bench.turn(Vec::new()));
    assert!(bench.controls.iter().all(|(name, _)| name != "Real intent"));
    assert!(bench.words().iter().any(|line| line == "Holds no land."));
}
