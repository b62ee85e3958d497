//! The ledger, driven by made-up input.

use super::*;

/// The four neighbours with the ledger open.
fn bench(ticks: usize) -> Bench {
    let mut bench = Bench::new(ticks);
    bench.settings.tab = LeftTab::States;
    bench.frame(Vec::new());
    bench.frame(Vec::new());
    bench
}

/// Carries out what concerns the panels, as the window does.
fn obey(bench: &mut Bench, actions: Vec<PanelAction>) {
    for action in actions {
        match action {
            PanelAction::Select(state) => bench.selection.state = Some(state),
            own => bench.memory.apply(own),
        }
    }
    bench.frame(Vec::new());
}

/// Where words stand in the left panel, and which of them are on screen.
fn found(bench: &mut Bench, words: &str) -> Option<Pos2> {
    fn look(shape: &egui::Shape, words: &str, hits: &mut Vec<Pos2>) {
        match shape {
            egui::Shape::Text(text) if text.galley.text() == words => {
                hits.push(text.pos + 0.5 * text.galley.size());
            }
            egui::Shape::Vec(shapes) => shapes.iter().for_each(|shape| look(shape, words, hits)),
            _ => {}
        }
    }
    bench.frame(Vec::new());
    let parts = layout::divide(Rect::from_min_size(Pos2::ZERO, WINDOW), Extents::new(&bench.settings, 0.0));
    let left = parts.left.expect("panels are shown");
    let mut hits = Vec::new();
    bench.shapes.iter().for_each(|clipped| look(&clipped.shape, words, &mut hits));
    hits.into_iter().find(|at| left.contains(*at))
}

fn at(bench: &mut Bench, words: &str) -> Pos2 {
    found(bench, words).unwrap_or_else(|| panic!("“{words}” is in the left panel"))
}

/// The states from top to bottom.
fn order(bench: &mut Bench) -> Vec<&'static str> {
    let mut names = vec!["Arcadia", "Borduria Union", "Syldavia", "Ruritania"];
    names.retain(|name| found(bench, name).is_some());
    names.sort_by(|a, b| at(bench, a).y.total_cmp(&at(bench, b).y));
    names
}

fn press(bench: &mut Bench, key: egui::Key) -> Vec<PanelAction> {
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
}

#[test]
fn a_click_on_a_head_orders_by_it_and_another_the_other_way_round() {
    let mut bench = bench(0);
    assert_eq!(order(&mut bench), ["Arcadia", "Borduria Union", "Syldavia", "Ruritania"]);
    let head = at(&mut bench, "State");
    let actions = bench.click(head);
    assert_eq!(actions, [PanelAction::SortStates(Column::Name)]);
    obey(&mut bench, actions);
    assert_eq!(order(&mut bench), ["Arcadia", "Borduria Union", "Ruritania", "Syldavia"]);
    let actions = bench.click(head);
    obey(&mut bench, actions);
    assert_eq!(order(&mut bench), ["Syldavia", "Ruritania", "Borduria Union", "Arcadia"]);
}

#[test]
fn what_is_typed_is_searched_for() {
    let mut bench = bench(0);
    let field = at(&mut bench, "Find a name, type, bloc …");
    let actions = bench.click(field);
    obey(&mut bench, actions);
    let actions = bench.frame(vec![Event::Text("ria".into())]).0;
    assert_eq!(actions, [PanelAction::SearchStates("ria".into())]);
    obey(&mut bench, actions);
    assert_eq!(order(&mut bench), ["Borduria Union"]);
    bench.memory.apply(PanelAction::SearchStates("nowhere".into()));
    assert!(bench.words().iter().any(|line| line.starts_with("No state is found by “nowhere”")));
}

#[test]
fn a_click_on_a_row_and_the_arrow_keys_select() {
    let mut bench = bench(0);
    let row = at(&mut bench, "Syldavia");
    let actions = bench.click(row);
    assert_eq!(actions, [PanelAction::Select(StateId(2))]);
    obey(&mut bench, actions);
    let actions = press(&mut bench, egui::Key::ArrowDown);
    assert_eq!(actions, [PanelAction::Select(StateId(3))]);
    obey(&mut bench, actions);
    assert_eq!(press(&mut bench, egui::Key::ArrowDown), [PanelAction::Select(StateId(3))]);
    assert_eq!(press(&mut bench, egui::Key::ArrowUp), [PanelAction::Select(StateId(2))]);
    // While the events are listed, the keys are not the ledger's.
    bench.settings.tab = LeftTab::Events;
    assert_eq!(press(&mut bench, egui::Key::ArrowUp), []);
}

#[test]
fn the_fallen_stand_last_without_figures() {
    let mut bench = bench(0);
    bench.world.resource_mut::<simulation::Roster>().alive[0] = false;
    assert_eq!(order(&mut bench), ["Borduria Union", "Syldavia", "Ruritania", "Arcadia"]);
    let (name, fallen) = (at(&mut bench, "Arcadia"), at(&mut bench, "fallen"));
    assert!((name.y - fallen.y).abs() < 4.0);
}

#[test]
fn a_narrow_ledger_has_fewer_columns() {
    let mut bench = bench(0);
    bench.settings.left_width = Some(184.0);
    assert!(found(&mut bench, "Power").is_some() && found(&mut bench, "Top threat").is_none());
    bench.settings.left_width = Some(280.0);
    assert!(found(&mut bench, "Power").is_some() && found(&mut bench, "Threat").is_some());
}

#[test]
fn of_a_thousand_states_only_those_in_sight_are_drawn() {
    let many =
        (0..1000).map(|place| state(&format!("S{place:03}"), &format!("State {place}"), place, 1.0, 0.0));
    let mut bench = Bench::of(&Scenario { states: many.collect(), ..scenario() }, 0);
    bench.settings.tab = LeftTab::States;
    bench.frame(Vec::new());
    let texts = bench.words().len();
    assert!(texts < 400, "{texts} texts are drawn, though few rows are in sight");
}
