//! Panels without a window: driven through egui's context by made-up input.

use std::sync::Arc;

use bevy::ecs::system::SystemState;
use bevy::prelude::World;
use bevy_egui::egui::{self, Event, Modifiers, PointerButton, Pos2, RawInput, Rect, pos2, vec2};

use super::*;
use crate::history::TimelinePlugin;
use crate::scenario::{MapSource, PactKind, Scenario, StateSetup, TickLength, WarSetup};
use crate::settings::Plot;
use crate::simulation::{self, AllianceId, EventKind, Motive};
use crate::theory::parameters::Preset;
use crate::view::{LegendKey, Ramp};
use crate::world::{GeoPoint, RegionId, real};

mod edit;
mod ledger;
mod placing;
mod plots_dock;
mod record;

const WINDOW: egui::Vec2 = vec2(1280.0, 720.0);

fn state(id: &str, name: &str, region: usize, size: f64, revisionism: f64) -> StateSetup {
    let region = RegionId(region as u32);
    StateSetup {
        id: id.into(),
        name: name.into(),
        cow: Some(100),
        capital_name: "Capital".into(),
        capital: GeoPoint { lat: 50.0, lon: 10.0 },
        capital_region: region,
        territory: vec![region],
        selectors: Vec::new(),
        colour: None,
        population: size,
        industry: size,
        military: size,
        technology: 1.0,
        offense: 0.5,
        intent: 0.8,
        revisionism,
        ideology: None,
        growth: None,
    }
}

fn scenario() -> Scenario {
    let preset = Preset::default();
    Scenario {
        name: "Four neighbours".into(),
        description: "A trial.".into(),
        sources: Vec::new(),
        start: jiff::civil::date(1936, 3, 1),
        tick: TickLength::Months(1),
        map: MapSource::Provinces,
        geography: real::provinces(),
        preset,
        parameters: preset.parameters(),
        states: vec![
            state("AAA", "Arcadia", 100, 40.0, 0.9),
            state("BBB", "Borduria Union", 101, 20.0, -0.5),
            state("CCC", "Syldavia", 102, 10.0, -0.5),
            state("DDD", "Ruritania", 103, 5.0, 0.4),
        ],
        alliances: Vec::new(),
        wars: Vec::new(),
        beliefs: Vec::new(),
    }
}

fn scale() -> Legend {
    let marks = vec![(0.0, "0 %".into()), (0.5, "25 %".into()), (1.0, "100 %".into())];
    Legend {
        title: "Power".into(),
        note: "Share of the system's power.".into(),
        key: LegendKey::Scale { ramp: Ramp::Power, marks },
        readings: Vec::new(),
        standings: Vec::new(),
    }
}

/// A world after so many ticks, with panels and an egui context to draw them in.
struct Bench {
    world: World,
    ctx: egui::Context,
    history: History,
    memory: Memory,
    settings: Settings,
    guide: Guide,
    placing: Placing,
    selection: Selection,
    chronicle: Chronicle,
    time: f64,
    window: egui::Vec2,
    /// What the last frame drew.
    shapes: Vec<egui::epaint::ClippedShape>,
    /// What it offers to screen readers, where it is asked to: names, and where they are.
    controls: Vec<(String, Rect)>,
    /// Where it offers something to click that has no name.
    nameless: Vec<Rect>,
}

/// The words within a shape.
fn gather_words(shape: &egui::Shape, words: &mut Vec<String>) {
    match shape {
        egui::Shape::Text(text) => words.push(text.galley.text().to_owned()),
        egui::Shape::Vec(shapes) => shapes.iter().for_each(|shape| gather_words(shape, words)),
        _ => {}
    }
}

/// How many points a shape is drawn by.
fn points(shape: &egui::Shape) -> usize {
    match shape {
        egui::Shape::Vec(shapes) => shapes.iter().map(points).sum(),
        egui::Shape::Path(path) => path.points.len(),
        egui::Shape::Mesh(mesh) => mesh.vertices.len(),
        _ => 1,
    }
}

impl Bench {
    fn new(ticks: usize) -> Self {
        Self::of(&scenario(), ticks)
    }

    fn of(scenario: &Scenario, ticks: usize) -> Self {
        let mut app = bevy::app::App::new();
        app.add_plugins(simulation::SimulationPlugin);
        app.add_plugins(TimelinePlugin);
        let mut world = std::mem::take(app.world_mut());
        simulation::load(&mut world, scenario, 1);
        Timeline::begin(&mut world);
        (0..ticks).for_each(|_| Timeline::advance(&mut world));
        let history = world.resource::<History>().clone();
        let ctx = egui::Context::default();
        theme::apply(&ctx);
        let mut bench = Self {
            world,
            ctx,
            history,
            memory: Memory::default(),
            settings: Settings::default(),
            guide: Guide::default(),
            placing: Placing::default(),
            selection: Selection::default(),
            chronicle: Chronicle::default(),
            time: 0.0,
            window: WINDOW,
            shapes: Vec::new(),
            controls: Vec::new(),
            nameless: Vec::new(),
        };
        // Areas know their size from the second frame on.
        bench.frame(Vec::new());
        bench.frame(Vec::new());
        bench
    }

    /// One frame with these events; what the panels were asked for and what they left to the map.
    fn frame(&mut self, events: Vec<Event>) -> (Vec<PanelAction>, Rect) {
        self.time += 0.1;
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, self.window)),
            time: Some(self.time),
            events,
            ..RawInput::default()
        };
        let timeline = self.world.resource::<Timeline>().clone();
        // Trials may add events of their own beyond what has been run.
        let now = self.history.events.last().map_or(0, |it| it.tick).max(self.world.resource::<Clock>().tick);
        let setup = Setup::new(Arc::new(scenario()), 1);
        let (playback, legend, palette) = (Playback::default(), scale(), StatePalette::default());
        let mut survey = SystemState::<Survey>::new(&mut self.world);
        let survey = survey.get(&self.world).expect("the world is loaded");
        let names = Names::new(
            survey.states().map(|state| survey.identity(state).name.as_str()).collect(),
            &setup.scenario.geography.regions,
        );
        let selected = self.selection.state.map(|state| survey.identity(state).code.as_str());
        self.memory.record.update(&self.chronicle, selected, now);
        self.memory.ledger.update(&survey, &Blocs::default(), false, self.settings.tab == LeftTab::States);
        let window = Rect::from_min_size(Pos2::ZERO, WINDOW);
        let room = layout::divide(window, Extents::new(&self.settings, 0.0)).plots;
        let kept = (&self.history, &timeline, &self.chronicle);
        let plots = (room, self.settings.plots.as_slice());
        self.memory.update_plots(plots, kept, &survey.clock, &names, self.selection.state);
        self.memory.update(&self.history, &timeline, now, self.selection.state, &names);
        self.memory.toasts.update(News {
            events: self.history.events_until(now),
            now,
            branch: timeline.current(),
            running: true,
            fastest: false,
            time: self.time,
        });
        let model = Model {
            survey: &survey,
            now,
            history: &self.history,
            timeline: &timeline,
            settings: &self.settings,
            setup: &setup,
            playback: &playback,
            mode: MapMode::default(),
            selection: self.selection,
            legend: &legend,
            palette: &palette,
            chronicle: &self.chronicle,
            names,
            guide: &self.guide,
            placing: &self.placing,
            memory: &self.memory,
        };
        let (mut actions, mut map) = (Vec::new(), Rect::NOTHING);
        // As bevy_egui does: its own root is left unused, panels draw through the context.
        let output = self.ctx.clone().run_ui(input, |_| map = show(&self.ctx, &model, &mut actions));
        self.shapes = output.shapes.clone();
        if let Some(update) = &output.platform_output.accesskit_update {
            let place = |at: egui::accesskit::Rect| {
                let corner = |x: f64, y: f64| pos2(x as f32, y as f32);
                Rect::from_min_max(corner(at.x0, at.y0), corner(at.x1, at.y1))
            };
            let clickable =
                update.nodes.iter().filter(|(_, node)| node.supports_action(egui::accesskit::Action::Click));
            let named = |node: &egui::accesskit::Node| {
                let words = [node.label(), node.value()];
                words.into_iter().flatten().any(|words| !words.is_empty())
            };
            self.nameless = clickable
                .filter(|(_, node)| !named(node))
                .filter_map(|(_, node)| node.bounds().map(place))
                // Scroll bars are egui's own.
                .filter(|at| at.width() > 8.0 && at.height() > 8.0)
                .collect();
            self.controls = update
                .nodes
                .iter()
                .filter_map(|(_, node)| Some((node.label()?.to_owned(), place(node.bounds()?))))
                .collect();
        }
        output.drop_without_applying_deltas();
        (actions, map)
    }

    /// All words that a frame shows.
    fn words(&mut self) -> Vec<String> {
        self.frame(Vec::new());
        let mut words = Vec::new();
        for clipped in &self.shapes {
            gather_words(&clipped.shape, &mut words);
        }
        words
    }

    /// Where the control of this name is.
    fn control(&self, name: &str) -> Rect {
        let found = self.controls.iter().find(|(other, _)| other == name);
        found.unwrap_or_else(|| panic!("no {name} in {:?}", self.controls)).1
    }

    fn wants_pointer_at(&mut self, at: Pos2) -> bool {
        self.frame(vec![Event::PointerMoved(at)]);
        self.ctx.is_pointer_over_egui() || self.ctx.egui_wants_pointer_input()
    }

    fn click(&mut self, at: Pos2) -> Vec<PanelAction> {
        let press = |pressed| Event::PointerButton {
            pos: at,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::default(),
        };
        let mut actions = self.frame(vec![Event::PointerMoved(at)]).0;
        actions.extend(self.frame(vec![press(true)]).0);
        actions.extend(self.frame(vec![press(false)]).0);
        actions
    }
}

#[test]
fn the_pointer_is_eguis_over_panels_and_the_maps_over_the_map() {
    let mut bench = Bench::new(30);
    for (hidden, selected, keys_shown) in
        [(false, None, false), (true, None, false), (false, Some(StateId(1)), false), (false, None, true)]
    {
        (bench.settings.left_open, bench.settings.right_open) = (!hidden, !hidden);
        bench.memory.keys_shown = keys_shown;
        bench.selection.state = selected;
        bench.frame(Vec::new());
        let (_, map) = bench.frame(Vec::new());
        let (mut over_map, mut over_panels) = (0, 0);
        let names = ["legend", "keys"];
        let on_map: Vec<Rect> = names
            .iter()
            .filter(|name| keys_shown || **name != "keys")
            .filter_map(|name| {
                egui::AreaState::load(&bench.ctx, egui::Id::new(*name)).map(|area| area.rect())
            })
            .collect();
        for x in (4..1280).step_by(37) {
            for y in (4..720).step_by(31) {
                let at = pos2(x as f32, y as f32);
                let seen = on_map.iter().any(|rect| rect.contains(at));
                let near_an_edge = on_map
                    .iter()
                    .chain([&map])
                    .any(|rect| rect.expand(6.0).contains(at) != rect.shrink(6.0).contains(at));
                if near_an_edge {
                    continue;
                }
                let panel = !map.contains(at) || seen;
                // Known before the pointer has been there for a frame.
                assert_eq!(over_panel(&bench.ctx, at), panel, "at {at}, panels hidden: {hidden}");
                assert_eq!(bench.wants_pointer_at(at), panel, "at {at}, panels hidden: {hidden}");
                if panel { over_panels += 1 } else { over_map += 1 }
            }
        }
        // The list of keys covers most of a small window's map.
        assert!((keys_shown || over_map > 100) && over_panels > 10);
    }
}

#[test]
fn every_control_has_a_name_for_those_who_cannot_see_it() {
    let mut bench = Bench::of(&at_war(), 60);
    bench.ctx.enable_accesskit();
    let look = |bench: &mut Bench, page: &str| {
        (0..3).for_each(|_| _ = bench.frame(Vec::new()));
        assert!(bench.controls.len() > 20, "{page}: {:?}", bench.controls);
        assert_eq!(bench.nameless, [], "{page}");
    };
    bench.settings.plots_open = true;
    look(&mut bench, "overview, events and plots");
    bench.selection.state = Some(StateId(1));
    bench.settings.tab = LeftTab::States;
    look(&mut bench, "inspector and ledger");
    bench.chronicle = record::told();
    bench.settings.tab = LeftTab::Record;
    look(&mut bench, "the record");
    bench.memory.theory_shown = true;
    look(&mut bench, "theory");
    bench.memory.theory_shown = false;
    bench.memory.settings_shown = true;
    look(&mut bench, "settings");
    bench.memory.settings_shown = false;
    bench.guide.list_shown = true;
    look(&mut bench, "lessons");
    bench.guide.list_shown = false;
    bench.memory.keys_shown = true;
    look(&mut bench, "keys");
    bench.memory.keys_shown = false;
    bench.memory.tour = Some(0);
    look(&mut bench, "tour");
}

#[test]
fn a_world_without_states_says_everywhere_what_to_do() {
    let empty = Scenario { states: Vec::new(), ..scenario() };
    for ticks in [0, 5] {
        let mut bench = Bench::of(&empty, ticks);
        bench.settings.plots_open = true;
        let measures = &bench.history.measures;
        assert_eq!(measures.len(), ticks);
        for tab in [LeftTab::Events, LeftTab::States, LeftTab::Record] {
            bench.settings.tab = tab;
            bench.frame(Vec::new());
            let words = bench.words().join("\n");
            let left = match tab {
                LeftTab::Events => "Without states nothing happens",
                LeftTab::States => "Found the first on the map",
                LeftTab::Record => "No record of what happened",
            };
            let plots =
                if ticks == 0 { "Nothing has been run yet" } else { "no states whose course could be shown" };
            for part in [left, "There are no states yet, and so nobody to fear", plots] {
                assert!(words.contains(part), "{part} after {ticks} ticks in {words}");
            }
            assert!(!words.contains("NaN"), "{words}");
        }
        bench.settings.plots = Plot::ALL.into();
        bench.selection.hovered = Some(RegionId(100));
        bench.wants_pointer_at(pos2(600.0, 400.0));
        for page in
            [|memory: &mut Memory| memory.theory_shown = true, |memory: &mut Memory| memory.keys_shown = true]
        {
            page(&mut bench.memory);
            assert!(!bench.words().iter().any(|words| words.contains("NaN")));
        }
    }
}

#[test]
fn a_click_on_the_map_asks_panels_for_nothing() {
    let mut bench = Bench::new(30);
    let (_, map) = bench.frame(Vec::new());
    assert_eq!(bench.click(map.center()), []);
    assert!(!bench.ctx.egui_is_using_pointer());
}

#[test]
fn a_click_in_the_ranking_selects_that_state() {
    let mut bench = Bench::new(0);
    let strongest = StateId(0);
    let right =
        layout::divide(Rect::from_min_size(Pos2::ZERO, WINDOW), Extents::new(&Settings::default(), 0.0))
            .right;
    let right = right.expect("panels are shown");
    let actions: Vec<_> =
        (0..4).flat_map(|row| bench.click(pos2(right.center().x, 286.0 + 40.0 * row as f32))).collect();
    assert_eq!(actions.len(), 4, "{actions:?}");
    assert_eq!(actions[0], PanelAction::Select(strongest));
}

#[test]
fn every_state_can_be_shown_before_and_after_it_has_decided() {
    for ticks in [0, 1, 60] {
        let mut bench = Bench::new(ticks);
        for state in 0..4 {
            bench.selection.state = Some(StateId(state));
            bench.selection.hovered = Some(RegionId(100 + state));
            bench.wants_pointer_at(pos2(600.0, 400.0));
        }
        bench.selection.hovered = Some(RegionId(0));
        bench.wants_pointer_at(pos2(600.0, 400.0));
    }
}

/// The four neighbours with a war of the first and the last against the second.
fn at_war() -> Scenario {
    let war = WarSetup { name: String::new(), attackers: vec![0, 3], defenders: vec![1], since: None };
    Scenario { wars: vec![war], ..scenario() }
}

/// Where the first row of the overview's list is.
fn first_row() -> Pos2 {
    let right =
        layout::divide(Rect::from_min_size(Pos2::ZERO, WINDOW), Extents::new(&Settings::default(), 0.0))
            .right;
    pos2(right.expect("panels are shown").center().x, 286.0)
}

#[test]
fn wars_stand_above_the_ranking_and_lead_to_who_began_them() {
    let mut bench = Bench::of(&at_war(), 0);
    assert_eq!(bench.click(first_row()), [PanelAction::Select(StateId(0))]);
    for state in 0..4 {
        bench.selection.state = Some(StateId(state));
        bench.frame(Vec::new());
    }
}

#[test]
fn a_state_that_is_no_more_is_listed_last_and_told_of_without_figures() {
    // Before the first tick, since the model itself may begin a war, which stands above the ranking.
    let mut bench = Bench::new(0);
    bench.world.resource_mut::<simulation::Roster>().alive[0] = false;
    let kind = EventKind::StateFell { state: StateId(0), to: StateId(1) };
    bench.history.events.push(simulation::Event { tick: 3, kind });
    let row = |row: usize| first_row() + vec2(0.0, 40.0 * row as f32);
    assert_eq!(bench.click(row(0)), [PanelAction::Select(StateId(1))]);
    assert_eq!(bench.click(row(3)), [PanelAction::Select(StateId(0))]);
    bench.selection.state = Some(StateId(0));
    let words = bench.words();
    assert!(words.iter().any(|line| line.starts_with("No more, since June 1936")), "{words:?}");
    assert!(!words.iter().any(|line| line == "Population" || line == "Real intent"), "{words:?}");
}

#[test]
fn the_panel_of_a_state_at_war_says_how_it_stands() {
    let mut bench = Bench::of(&at_war(), 0);
    bench.selection.state = Some(StateId(1));
    let words = bench.words();
    for line in ["At war", "attacked by", "Front", "To win", "Occupied"] {
        assert!(words.iter().any(|word| word == line), "{line} in {words:?}");
    }
}

#[test]
fn a_war_that_begins_is_told_of_in_a_corner_and_a_click_leads_to_its_reasons() {
    let mut bench = Bench::new(30);
    // An area is drawn from its second frame on.
    let says = |bench: &mut Bench, part: &str| {
        bench.frame(Vec::new());
        bench.words().iter().any(|words| words.contains(part))
    };
    bench.settings.left_open = false;
    let kind = EventKind::WarBegan {
        war: simulation::WarId(7),
        by: StateId(1),
        against: StateId(3),
        motive: Motive::Conquest,
    };
    // All decide in every tick: the one of this war is among them.
    let tick = bench.history.end();
    let decided = bench.history.decision(tick, StateId(1)).is_some();
    bench.history.events.push(simulation::Event { tick: tick + 1, kind: kind.clone() });
    if decided {
        let mut decision = bench.history.decision(tick, StateId(1)).expect("there is one").clone();
        decision.tick = tick + 1;
        bench.history.decisions.push(decision);
    }
    assert!(says(&mut bench, "The Borduria Union attacks Ruritania"));
    let (_, map) = bench.frame(Vec::new());
    let actions = bench.click(map.right_bottom() - vec2(60.0, 40.0));
    let why = crate::view::OpenWhy { tick: tick + 1, state: StateId(1) };
    let expected = if decided { PanelAction::Why(why) } else { PanelAction::Select(StateId(1)) };
    assert!(matches!(&actions[..], [first, PanelAction::Dismiss(_)] if *first == expected), "{actions:?}");
    bench.memory.apply(actions[1].clone());
    assert!(!says(&mut bench, "The Borduria Union attacks Ruritania"));
    // Another goes by itself.
    bench.history.events.push(simulation::Event { tick: tick + 2, kind });
    assert!(says(&mut bench, "The Borduria Union attacks Ruritania"));
    (0..62).for_each(|_| _ = bench.frame(Vec::new()));
    assert!(!says(&mut bench, "The Borduria Union attacks Ruritania"));
    assert_eq!(bench.click(map.right_bottom() - vec2(60.0, 40.0)), [], "the map is free again");
}

#[test]
fn an_error_of_the_program_waits_to_be_clicked_away() {
    let mut bench = Bench::new(0);
    bench.memory.toasts.notice(crate::view::Notice::error("The disc is full: free some space."), 0.0);
    (0..200).for_each(|_| _ = bench.frame(Vec::new()));
    let words = bench.words();
    assert!(words.iter().any(|line| line.starts_with("The disc is full")), "{words:?}");
    let (_, map) = bench.frame(Vec::new());
    let actions = bench.click(map.right_bottom() - vec2(60.0, 30.0));
    assert!(matches!(actions[..], [PanelAction::Dismiss(_)]), "{actions:?}");
}

#[test]
fn what_was_refused_offers_what_would_do() {
    let mut bench = Bench::new(0);
    bench.ctx.enable_accesskit();
    let scenario = scenario();
    let code = |place: usize| scenario.geography.regions[scenario.states[place].territory[0]].code.clone();
    let give = crate::edit::Command::Give { regions: vec![code(1)], to: Some("AAA".into()) };
    let error = give.change(&mut scenario.clone()).expect_err("it is the last land");
    let notice = crate::view::Notice::refused(give, &error, &scenario);
    let fix = notice.fix.clone().expect("there is something that would do");
    assert!(fix.words.starts_with("Delete Borduria Union"), "{}", fix.words);
    bench.memory.toasts.notice(notice, 0.0);
    (0..3).for_each(|_| _ = bench.frame(Vec::new()));
    let at = bench.control(&fix.words).center();
    let actions = bench.click(at);
    let [PanelAction::Change(command), PanelAction::Dismiss(_)] = &actions[..] else { panic!("{actions:?}") };
    assert_eq!(*command, fix.command);
}

#[test]
fn settings_are_changed_by_clicks_and_closed_by_escape() {
    let mut bench = Bench::new(0);
    bench.memory.settings_shown = true;
    bench.ctx.enable_accesskit();
    (0..3).for_each(|_| _ = bench.frame(Vec::new()));
    for (name, change) in [
        ("Paper atlas", settings::Change::Look(Look::Paper)),
        ("200 %", settings::Change::Scale(2.0)),
        ("Less motion", settings::Change::ReducedMotion(true)),
        ("Slow down when something important happens", settings::Change::SlowDown(true)),
        ("Reset all settings", settings::Change::Reset),
    ] {
        let at = bench.control(name).center();
        assert_eq!(bench.click(at), [PanelAction::Set(change)], "{name}");
    }
    let escape = |pressed| Event::Key {
        key: egui::Key::Escape,
        physical_key: None,
        pressed,
        repeat: false,
        modifiers: Modifiers::default(),
    };
    assert_eq!(bench.frame(vec![escape(true)]).0, [PanelAction::Settings]);
}

#[test]
fn of_a_hundred_thousand_events_only_those_in_sight_are_drawn() {
    let mut bench = Bench::new(0);
    let kind = EventKind::AllianceFormed {
        alliance: AllianceId(0),
        pact: PactKind::Entente,
        members: [StateId(1), StateId(0)],
        target: None,
        bandwagon: true,
        motive: Motive::Appeasement,
    };
    bench.history.events = (0..100_000).map(|tick| simulation::Event { tick, kind: kind.clone() }).collect();
    bench.frame(Vec::new());
    let texts = bench.words().len();
    assert!((20..400).contains(&texts), "{texts} texts are drawn");
}

#[test]
fn what_a_panel_remembers_changes_by_its_actions_alone() {
    let mut memory = Memory::default();
    memory.apply(PanelAction::ToggleKeys);
    memory.apply(PanelAction::Compare(Some(BranchId(1))));
    memory.apply(PanelAction::OpenDecision(7));
    assert!(memory.keys_shown);
    assert_eq!((memory.compared, memory.opened), (Some(BranchId(1)), Some(7)));
}

#[test]
fn the_last_act_of_a_state_leads_to_its_reasons() {
    let mut bench = Bench::new(60);
    bench.ctx.enable_accesskit();
    bench.selection.state = Some(StateId(1));
    (0..3).for_each(|_| _ = bench.frame(Vec::new()));
    let (name, at) =
        bench.controls.iter().find(|(name, _)| name.starts_with("Why? ")).expect("it is told").clone();
    assert!(at.bottom() < 0.5 * WINDOW.y, "{name} is in sight at once: {at}");
    let actions = bench.click(at.center());
    let [PanelAction::OpenWhy(question)] = &actions[..] else { panic!("{actions:?}") };
    let decision = question.find(&bench.history).expect("it was taken");
    assert_eq!(decision.state, StateId(1));
    // The last act by which it took a side, if there was any.
    let sided =
        |it: &&Decision| !matches!(it.chosen.action.name(), "stay" | "arm") && it.state == decision.state;
    let last = bench.history.decisions.iter().rev().find(sided);
    assert!(
        last.is_none_or(|last| (last.tick, &last.chosen) == (decision.tick, &decision.chosen)),
        "{last:?}"
    );
}

#[test]
fn the_legend_is_folded_on_a_small_map_until_someone_says_otherwise() {
    let mut bench = Bench::new(0);
    let unfolded = |bench: &mut Bench| bench.words().iter().any(|line| line == "defensive pact");
    assert!(unfolded(&mut bench));
    bench.memory.map_is_small = true;
    assert!(!unfolded(&mut bench));
    bench.memory.apply(PanelAction::ToggleLegend);
    assert!(unfolded(&mut bench));
    bench.memory.map_is_small = false;
    assert!(unfolded(&mut bench), "what was asked for stays");
    bench.memory.apply(PanelAction::ToggleLegend);
    assert!(!unfolded(&mut bench));
    // However low the map is, the legend stays within it.
    bench.window = vec2(853.0, 480.0);
    bench.memory.apply(PanelAction::ToggleLegend);
    (0..3).for_each(|_| _ = bench.frame(Vec::new()));
    let (_, map) = bench.frame(Vec::new());
    let legend = egui::AreaState::load(&bench.ctx, egui::Id::new("legend")).expect("it is shown").rect();
    assert!(map.contains_rect(legend), "{legend} in {map}");
}

#[test]
fn the_keyboard_reaches_everything_and_what_it_is_at_is_in_sight() {
    let mut bench = Bench::new(60);
    bench.settings.plots_open = true;
    bench.selection.state = Some(StateId(1));
    (0..3).for_each(|_| _ = bench.frame(Vec::new()));
    let tab = |pressed| Event::Key {
        key: egui::Key::Tab,
        physical_key: None,
        pressed,
        repeat: false,
        modifiers: Modifiers::default(),
    };
    let mut reached: Vec<(egui::Id, Rect)> = Vec::new();
    for _ in 0..400 {
        bench.frame(vec![tab(true)]);
        bench.frame(vec![tab(false)]);
        let Some(id) = bench.ctx.memory(|memory| memory.focused()) else { continue };
        if reached.first().is_some_and(|(first, _)| *first == id) {
            break;
        }
        let response = bench.ctx.read_response(id).expect("what has the focus is drawn");
        assert!(response.rect.is_positive(), "{id:?} is nothing to be seen");
        assert!(!reached.iter().any(|(other, _)| *other == id), "{id:?} comes twice: {reached:?}");
        reached.push((id, response.rect));
    }
    assert!(reached.len() > 40, "{} controls are reached", reached.len());
    let all = Extents::new(&bench.settings, 0.0);
    let parts = layout::divide(Rect::from_min_size(Pos2::ZERO, WINDOW), all);
    let places = [Some(parts.toolbar), parts.left, parts.right, parts.plots, Some(parts.timeline)];
    for part in places.into_iter().flatten() {
        let within = reached.iter().filter(|(_, rect)| part.contains(rect.center())).count();
        assert!(within >= 2, "{within} controls are reached in {part}");
    }
}

// Lessons and the tour

impl Bench {
    /// Where these words stand in what was drawn last.
    fn place_of(&self, words: &str) -> Pos2 {
        fn find(shape: &egui::Shape, words: &str) -> Option<Pos2> {
            match shape {
                egui::Shape::Text(text) if text.galley.text() == words => {
                    Some(text.visual_bounding_rect().center())
                }
                egui::Shape::Vec(shapes) => shapes.iter().find_map(|shape| find(shape, words)),
                _ => None,
            }
        }
        let place = self.shapes.iter().find_map(|clipped| find(&clipped.shape, words));
        place.unwrap_or_else(|| panic!("`{words}` is not shown"))
    }

    /// Clicks on these words.
    fn click_on(&mut self, words: &str) -> Vec<PanelAction> {
        self.frame(Vec::new());
        let place = self.place_of(words);
        self.click(place)
    }

    /// V3 beside a run of its first part.
    fn lesson(ticks: usize) -> Self {
        let place = 2;
        let mut bench = Self::of(&crate::lessons::all()[place].scenario(0), ticks);
        let mut survey = SystemState::<Survey>::new(&mut bench.world);
        let survey = survey.get(&bench.world).expect("the world is loaded");
        let codes = survey.states().map(|state| survey.identity(state).code.clone()).collect();
        let mut taken = lessons::guide::Taken::trial(place, codes);
        taken.run.look(&bench.history, &survey.clock);
        bench.guide.taken = Some(taken);
        bench.frame(Vec::new());
        bench
    }

    fn turn_to(&mut self, page: lessons::guide::Page) {
        self.guide.taken.as_mut().expect("a lesson is taken").page = page;
        // The card takes its height from what it said.
        (0..3).for_each(|_| _ = self.frame(Vec::new()));
    }
}

#[test]
fn the_card_of_a_lesson_tells_what_to_watch_and_what_happened() {
    use lessons::guide::Page;
    let next = [PanelAction::Lesson(LessonAction::Next)];
    let mut bench = Bench::lesson(120);
    let lesson = &crate::lessons::all()[2];
    bench.turn_to(Page::Opening);
    let words = bench.words();
    for said in [&lesson.title, &lesson.idea, &lesson.source, &lesson.parts[0].opening] {
        assert!(words.contains(said), "`{said}` in {words:?}");
    }
    assert_eq!(bench.click_on("Run"), next);
    bench.turn_to(Page::Step(0));
    let step = &lesson.parts[0].steps[0];
    let words = bench.words();
    assert!(words.contains(&step.text) && words.contains(step.ask.as_ref().expect("it asks")), "{words:?}");
    assert!(words.iter().any(|line| line.ends_with("aligns with Russia")), "{words:?}");
    assert_eq!(bench.click_on("Next"), next);
    assert_eq!(bench.click_on("Back"), [PanelAction::Lesson(LessonAction::Back)]);
    assert_eq!(bench.click_on("Look at the decision"), [PanelAction::Lesson(LessonAction::OpenDecision)]);
    bench.turn_to(Page::Step(lesson.parts[0].steps.len() - 1));
    assert_eq!(bench.click_on("Flip the control"), next);
    bench.turn_to(Page::Closing);
    let words = bench.words();
    for row in crate::lessons::measured("V3") {
        assert!(words.iter().any(|line| line == row.happened), "{row:?} in {words:?}");
    }
    assert_eq!(bench.click_on("Leave the lesson"), [PanelAction::Lesson(LessonAction::Leave)]);
}

#[test]
fn before_its_moment_the_card_tells_only_what_to_watch() {
    let mut bench = Bench::lesson(1);
    bench.turn_to(lessons::guide::Page::Step(0));
    let step = &crate::lessons::all()[2].parts[0].steps[0];
    let words = bench.words();
    assert!(words.contains(&step.watch) && !words.contains(&step.text), "{words:?}");
    assert_eq!(bench.click_on("Run on"), [PanelAction::Lesson(LessonAction::Next)]);
}

#[test]
fn the_card_stands_beside_the_map_even_where_panels_are_closed() {
    let mut bench = Bench::lesson(0);
    (bench.settings.left_open, bench.settings.right_open) = (false, false);
    let (_, map) = bench.frame(Vec::new());
    let title = bench.place_of("Spheres of influence");
    assert!(!map.contains(title), "{title} is on the map");
    bench.guide.taken = None;
    assert!(bench.frame(Vec::new()).1.contains(title), "the map takes the room back");
}

#[test]
fn all_lessons_are_listed_and_a_click_takes_one() {
    let mut bench = Bench::new(0);
    bench.guide.list_shown = true;
    (0..2).for_each(|_| _ = bench.frame(Vec::new()));
    let words = bench.words();
    for (place, lesson) in crate::lessons::all().iter().enumerate() {
        assert!(words.contains(&lesson.title), "{} is not listed", lesson.title);
        let taken = [PanelAction::Lesson(LessonAction::Take(place, 0))];
        assert_eq!(bench.click_on(&lesson.title), taken);
    }
}

#[test]
fn the_tour_blocks_nothing_and_can_be_skipped_at_once() {
    let mut bench = Bench::new(30);
    bench.memory.tour = Some(0);
    (0..2).for_each(|_| _ = bench.frame(Vec::new()));
    let (_, map) = bench.frame(Vec::new());
    // The map and the panels are as much in reach as ever.
    assert_eq!(bench.click(map.left_center() + vec2(40.0, 0.0)), []);
    assert!(!bench.wants_pointer_at(map.left_center() + vec2(40.0, 0.0)));
    assert_eq!(bench.click(first_row()), [PanelAction::Select(StateId(0))]);
    assert_eq!(bench.click_on("Next"), [PanelAction::Tour(TourAction::Next)]);
    assert_eq!(bench.click_on("Skip the tour"), [PanelAction::Tour(TourAction::Leave)]);
    let (mut memory, mut settings) = (Memory { tour: Some(3), ..Memory::default() }, Settings::default());
    take_tour(&mut memory, &mut settings, TourAction::Leave);
    assert!(settings.toured && memory.tour.is_none());
    take_tour(&mut memory, &mut settings, TourAction::Show);
    assert_eq!((memory.tour, settings.toured), (Some(0), true));
}
mod trials;
mod why;
