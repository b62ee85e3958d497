//! The palette of place mode.

use super::*;
use crate::edit::CommandError;
use crate::view::{Breadth, PlaceAction, Tool};

fn palette(bench: &Bench) -> Option<Rect> {
    let area = egui::AreaState::load(&bench.ctx, egui::Id::new("placing"));
    area.map(|area| area.rect()).filter(|_| bench.placing.is_on())
}

fn placing(selected: Option<StateId>) -> Bench {
    let mut bench = Bench::new(0);
    bench.ctx.enable_accesskit();
    bench.selection.state = selected;
    bench.placing.obey(PlaceAction::Toggle);
    (0..3).for_each(|_| _ = bench.frame(Vec::new()));
    bench
}

#[test]
fn the_palette_shows_every_tool_and_a_click_takes_it_up() {
    let mut bench = placing(Some(StateId(1)));
    for tool in Tool::ALL {
        let at = bench.control(&format!("{} ({})", tool.label(), tool.key().1)).center();
        assert_eq!(bench.click(at), [PanelAction::Place(PlaceAction::Tool(tool))]);
    }
    let delete = bench.control("Delete the Borduria Union (Del)").center();
    assert_eq!(bench.click(delete), [PanelAction::Place(PlaceAction::Delete)]);
    let done = bench.control("Done placing (X or Esc)").center();
    assert_eq!(bench.click(done), [PanelAction::Place(PlaceAction::Toggle)]);
    assert_eq!(bench.nameless, []);
    // Without a state there is nothing to delete.
    let mut bench = placing(None);
    let delete = bench.control("Delete the selected state (Del)").center();
    assert_eq!(bench.click(delete), []);
}

#[test]
fn the_toolbar_begins_and_ends_placing() {
    let mut bench = placing(None);
    let button = bench.control("Place states: found them, paint their land (X)").center();
    assert_eq!(bench.click(button), [PanelAction::Place(PlaceAction::Toggle)]);
    bench.placing.obey(PlaceAction::Toggle);
    assert_eq!(palette(&bench), None);
    assert!(!bench.words().iter().any(|words| words == "Nothing to undo"));
}

#[test]
fn no_click_falls_through_the_palette_and_none_is_kept_beside_it() {
    let mut bench = placing(Some(StateId(0)));
    let (_, map) = bench.frame(Vec::new());
    let palette = palette(&bench).expect("it is shown");
    assert!(map.contains_rect(palette), "{palette} in {map}");
    for x in (0..=20).map(|step| palette.left() + palette.width() * step as f32 / 20.0) {
        for (y, within) in
            [(palette.top() + 4.0, true), (palette.bottom() - 4.0, true), (palette.bottom() + 8.0, false)]
        {
            let at = pos2(x.clamp(palette.left() + 3.0, palette.right() - 3.0), y);
            assert_eq!(over_panel(&bench.ctx, at), within, "{at}");
            assert_eq!(bench.wants_pointer_at(at), within, "{at}");
        }
    }
}

#[test]
fn brushes_have_three_breadths_and_what_was_done_has_a_name() {
    let mut bench = placing(Some(StateId(1)));
    bench.placing.obey(PlaceAction::Tool(Tool::Brush));
    let command = Command::Give { regions: vec![region_code(&bench, 200)], to: Some("BBB".into()) };
    Timeline::change(&mut bench.world, command).expect("it can be painted");
    (0..3).for_each(|_| _ = bench.frame(Vec::new()));
    for breadth in Breadth::ALL {
        let at = bench.control(&format!("Brush: {} ([ and ])", breadth.label().to_lowercase())).center();
        assert_eq!(bench.click(at), [PanelAction::Place(PlaceAction::Breadth(breadth))]);
    }
    let undo = bench.world.resource::<Timeline>().undoable().expect("there is something").to_owned();
    let at = bench.control(&format!("Undo: {undo}")).center();
    assert_eq!(bench.click(at), [PanelAction::Undo]);
    Timeline::undo(&mut bench.world);
    (0..2).for_each(|_| _ = bench.frame(Vec::new()));
    let at = bench.control(&format!("Redo: {undo}")).center();
    assert_eq!(bench.click(at), [PanelAction::Redo]);
}

fn region_code(bench: &Bench, number: u32) -> String {
    let scenario = &bench.world.resource::<simulation::Basis>().0;
    scenario.geography.regions[RegionId(number)].code.clone()
}

#[test]
fn what_cannot_be_done_says_why_and_a_button_does_what_can() {
    let mut bench = placing(Some(StateId(1)));
    let fix = Command::Delete { state: "AAA".into() };
    let error = CommandError::LastLand { name: "Arcadia".into(), fix: Box::new(fix.clone()) };
    let notice = Notice::refused(fix.clone(), &error, &scenario());
    bench.memory.toasts.notice(notice, bench.time);
    (0..2).for_each(|_| _ = bench.frame(Vec::new()));
    let at = bench.control("Delete Arcadia").center();
    let actions = bench.click(at);
    assert!(
        matches!(&actions[..], [PanelAction::Change(command), PanelAction::Dismiss(_)] if *command == fix)
    );
    // Another change leaves nothing to mend.
    bench.memory.toasts.settle();
    assert!(!bench.words().iter().any(|words| words == "Delete Arcadia"));
}

#[test]
fn an_empty_map_says_what_to_do() {
    let mut bench = Bench::of(&Scenario { states: Vec::new(), ..scenario() }, 0);
    bench.ctx.enable_accesskit();
    (0..2).for_each(|_| _ = bench.frame(Vec::new()));
    let at = bench.control("Place states (X)").center();
    assert_eq!(bench.click(at), [PanelAction::Place(PlaceAction::Tool(Tool::Found))]);
}
