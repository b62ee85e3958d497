//! The plots, driven by made-up input.

use super::*;
use crate::edit::Command;
use crate::history::Felt;
use crate::simulation::Measures;

/// The four neighbours with the plots open, these first.
fn bench(ticks: usize, first: PlotKind) -> Bench {
    let mut bench = Bench::new(ticks);
    bench.settings.plots_open = true;
    if first != PlotKind::Power {
        bench.memory.plots.choose(&mut bench.settings.plots, first);
    }
    bench.frame(Vec::new());
    bench.frame(Vec::new());
    bench
}

/// Where the plots are.
fn room(bench: &Bench) -> Rect {
    let window = Rect::from_min_size(Pos2::ZERO, WINDOW);
    layout::divide(window, Extents::new(&bench.settings, 0.0)).plots.expect("the plots are open")
}

fn says(bench: &mut Bench, words: &str) -> bool {
    bench.words().iter().any(|line| line.contains(words))
}

/// Where words stand within the plots.
fn at(bench: &mut Bench, words: &str) -> Pos2 {
    bench.frame(Vec::new());
    let room = room(bench);
    let found = bench.shapes.iter().find_map(|clipped| match &clipped.shape {
        egui::Shape::Text(text) if text.galley.text() == words => {
            Some(text.galley.rect.translate(text.pos.to_vec2()).center())
        }
        _ => None,
    });
    found.filter(|at| room.contains(*at)).unwrap_or_else(|| panic!("“{words}” is in the plots"))
}

#[test]
fn a_tab_shows_its_plot() {
    let mut bench = bench(30, PlotKind::Power);
    assert!(says(&mut bench, "Shares of power") && says(&mut bench, "Arcadia"));
    for (tab, title) in [
        ("Poles", "Concentration of power, and poles"),
        ("Alliances", "alliances in force"),
        ("Motives", "What states did, by motive, each quarter"),
        ("Losses", "Losses in wars, each quarter"),
        ("Interests", "Power for revision"),
        ("Threats", "Select a state on the map"),
    ] {
        let place = at(&mut bench, tab);
        for action in bench.click(place) {
            let PanelAction::ChoosePlot(kind) = action else { panic!("{action:?}") };
            bench.memory.plots.choose(&mut bench.settings.plots, kind);
        }
        assert!(says(&mut bench, title), "{title}");
    }
    bench.selection.state = Some(StateId(2));
    assert!(says(&mut bench, "Threats to Syldavia"));
    bench.settings.plots_open = false;
    assert!(!says(&mut bench, "Threats to Syldavia"));
}

#[test]
fn before_anything_is_run_plots_say_what_to_do() {
    let mut bench = bench(0, PlotKind::Power);
    assert!(says(&mut bench, "Press Space to let time run"));
}

#[test]
fn a_click_in_a_plot_goes_to_its_date_and_the_pointer_reads_values() {
    let mut bench = bench(40, PlotKind::Power);
    let room = room(&bench);
    let middle = pos2(room.left() + 0.4 * room.width(), room.bottom() - 60.0);
    let actions = bench.click(middle);
    let [PanelAction::Seek(tick)] = actions[..] else { panic!("{actions:?}") };
    assert!((10..30).contains(&tick), "tick {tick}");
    // What stands at the place of the pointer is read out under its date.
    bench.frame(vec![Event::PointerMoved(middle)]);
    let start = jiff::civil::date(1936, 3, 1);
    let date = words::date(
        simulation::Clock { tick: 0, start, length: TickLength::Months(1) }.date_of(tick),
        TickLength::Months(1),
    );
    assert!(says(&mut bench, &date), "{date}");
    // Dragged to the left end, it goes to the start.
    let press = |pressed, pos| Event::PointerButton {
        pos,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::default(),
    };
    bench.frame(vec![press(true, middle)]);
    let left = pos2(room.left() + 30.0, middle.y);
    let halfway = pos2(0.5 * (left.x + middle.x), middle.y);
    bench.frame(vec![Event::PointerMoved(halfway)]);
    let actions = bench.frame(vec![Event::PointerMoved(left)]).0;
    assert_eq!(actions, [PanelAction::Seek(0)]);
    bench.frame(vec![press(false, left)]);
}

#[test]
fn a_plot_can_be_saved_in_each_way() {
    let mut bench = bench(20, PlotKind::Interests);
    for format in plots::Format::ALL {
        let place = at(&mut bench, format.label());
        assert_eq!(bench.click(place), [PanelAction::ExportPlot(PlotKind::Interests, format)]);
    }
}

#[test]
fn the_branch_compared_with_is_dashed_and_named() {
    let mut bench = bench(20, PlotKind::Alliances);
    Timeline::seek(&mut bench.world, 5);
    Timeline::change(&mut bench.world, Command::Luck(9)).expect("always possible");
    (0..10).for_each(|_| Timeline::advance(&mut bench.world));
    bench.history = bench.world.resource::<History>().clone();
    assert!(!says(&mut bench, "as it was set up"));
    bench.memory.apply(PanelAction::Compare(Some(crate::history::BranchId(0))));
    assert!(says(&mut bench, "as it was set up"));
    let chart = bench.memory.plots.chart(PlotKind::Alliances).expect("it is shown");
    let lengths: Vec<usize> =
        chart.panes[0].lines.iter().filter(|line| line.dashed).map(|line| line.values.len()).collect();
    assert_eq!((chart.end, lengths), (20, vec![20, 20]));
}

#[test]
fn of_a_hundred_years_of_many_states_no_more_is_drawn_than_can_be_seen() {
    let mut bench = bench(1, PlotKind::Threats);
    bench.selection.state = Some(StateId(1));
    let (ticks, states) = (1200, 190);
    let of = |tick: usize, state: usize| (1 + (tick * 7 + state * 13) % 50) as f32 / (25.5 * states as f32);
    let felt = |tick: usize| {
        (0..states as u32).flat_map(move |by| {
            (0..6).map(move |other| Felt {
                by: StateId(by),
                source: StateId(other),
                threat: (tick % 9) as f32 / 10.0,
            })
        })
    };
    bench.history.power = (0..ticks).map(|tick| (0..states).map(|state| of(tick, state)).collect()).collect();
    bench.history.threats = (0..ticks).map(|tick| felt(tick).collect()).collect();
    bench.history.measures = vec![Measures { wars: 1, ..Measures::default() }; ticks];
    bench.history.hashes = vec![1; ticks];
    // The four names are all this world has; the rest are told of as states that are no more.
    for kind in PlotKind::ALL {
        bench.memory.plots.choose(&mut bench.settings.plots, kind);
        bench.frame(Vec::new());
        bench.frame(Vec::new());
        let drawn: usize = bench.shapes.iter().map(|clipped| points(&clipped.shape)).sum();
        // All values of all states would be a quarter of a million.
        assert!(drawn < 40_000, "{kind:?} is drawn by {drawn} points");
    }
}

#[test]
fn a_click_that_comes_with_the_pointer_in_one_slow_frame_counts() {
    let mut bench = bench(20, PlotKind::Interests);
    let place = at(&mut bench, "Losses");
    bench.frame(vec![Event::PointerMoved(pos2(600.0, 300.0))]);
    let press = |pressed| Event::PointerButton {
        pos: place,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::default(),
    };
    let actions = bench.frame(vec![Event::PointerMoved(place), press(true), press(false)]).0;
    assert_eq!(actions, [PanelAction::ChoosePlot(PlotKind::Losses)]);
}

#[test]
fn arrow_keys_move_through_time_while_a_plot_has_the_keyboard() {
    let mut bench = bench(20, PlotKind::Interests);
    let press = |bench: &mut Bench, key| {
        let event = |pressed| Event::Key {
            key,
            physical_key: None,
            pressed,
            repeat: false,
            modifiers: Modifiers::default(),
        };
        let mut actions = bench.frame(vec![event(true)]).0;
        actions.extend(bench.frame(vec![event(false)]).0);
        actions
    };
    assert_eq!(press(&mut bench, egui::Key::ArrowLeft), []);
    let room = room(&bench);
    let on_plot = |bench: &Bench| {
        let focused = bench.ctx.memory(|memory| memory.focused()).and_then(|id| bench.ctx.read_response(id));
        focused.is_some_and(|it| room.contains_rect(it.rect) && it.rect.height() > 60.0)
    };
    // Tab reaches it, as it reaches every control.
    for _ in 0..200 {
        press(&mut bench, egui::Key::Tab);
        if on_plot(&bench) {
            break;
        }
    }
    assert!(on_plot(&bench));
    bench.frame(Vec::new());
    assert_eq!(press(&mut bench, egui::Key::ArrowLeft), [PanelAction::Seek(19)]);
    // It stands at the end of what has been run.
    assert_eq!(press(&mut bench, egui::Key::ArrowRight), []);
}
