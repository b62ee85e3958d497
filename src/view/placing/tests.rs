//! What tools would do, on Europe in 1936 and on invented and empty maps.

use std::sync::Arc;

use super::plan::{Aim, Plan, Tint, plan};
use super::stage::Stage;
use super::tool::{Breadth, Tool};
use crate::edit::Command;
use crate::scenario::{self, Scenario, builtin::EUROPE_1936};
use crate::world::RegionId;

fn europe() -> Scenario {
    scenario::read(EUROPE_1936.name, EUROPE_1936.text).expect("the built-in setup is valid")
}

fn isles(states: &str) -> Scenario {
    let text = format!(
        "Scenario(name: \"Isles\", start: \"1900-01-01\", map: generated(regions: 60, seed: 7), states: [{states}])"
    );
    scenario::read("isles", &text).unwrap_or_else(|errors| panic!("{errors}"))
}

fn region(stage: &Stage, code: &str) -> RegionId {
    stage.scenario().and_then(|it| it.geography.regions.find(code)).expect("the province is there")
}

fn aimed(
    stage: &Stage,
    tool: Tool,
    at: &str,
    (selected, whole, moving): (Option<&str>, bool, Option<&str>),
) -> Plan {
    let at = region(stage, at);
    let under = if whole { stage.country(at) } else { vec![at] };
    let aim = Aim { tool, at: Some(at), regions: &under, whole, selected, moving };
    plan(stage, aim).expect("there is land")
}

/// What is left after a plan has been carried out.
fn done(stage: &Stage, plan: &Plan) -> Stage {
    let mut scenario = stage.scenario().cloned().expect("there is one");
    plan.command.as_ref().expect("there is something to do").change(&mut scenario).expect("it can be done");
    Stage::of(Arc::new(scenario))
}

#[test]
fn land_of_nobody_and_of_others_is_settled_by_a_click() {
    let stage = Stage::of(Arc::new(isles("")));
    let first = aimed(&stage, Tool::Found, "R0001", (None, false, None));
    assert!(first.word.starts_with("Found a state in ") && !first.refused, "{first:?}");
    let stage = done(&stage, &first);
    let state = stage.owner(region(&stage, "R0001")).expect("it is held").clone();
    assert_eq!(state.territory.len(), 1);
    // Its last province cannot be taken from it, and a way out is offered.
    let second = aimed(&stage, Tool::Found, "R0001", (None, false, None));
    assert!(second.refused && second.word.contains("without land"), "{second:?}");
    let error = second.command.expect("it can be asked for").change(&mut isles("").clone());
    assert!(error.is_ok(), "on empty land it would do");
}

#[test]
fn with_shift_a_state_is_founded_in_its_whole_modern_country() {
    let stage = Stage::of(Arc::new(europe()));
    let plan = aimed(&stage, Tool::Found, "IE-D", (None, true, None));
    let country = stage.country(region(&stage, "IE-D"));
    assert!(country.len() > 1 && plan.regions == country, "{plan:?}");
    // The land is Ireland's, which would be left with none.
    assert!(plan.refused, "{plan:?}");
    let nobody = aimed(&stage, Tool::Found, "BR-SP", (None, true, None));
    let after = done(&stage, &nobody);
    let owner = after.owner(region(&after, "BR-SP")).expect("it is held");
    assert_eq!(owner.territory.len(), stage.country(region(&stage, "BR-SP")).len());
    // On an invented map there are no countries.
    let isles = Stage::of(Arc::new(isles("")));
    assert_eq!(isles.country(region(&isles, "R0003")).len(), 1);
}

#[test]
fn a_brush_gives_only_what_the_state_does_not_hold() {
    let stage = Stage::of(Arc::new(europe()));
    let poland = stage.state("POL").expect("it is there").clone();
    let mine = stage.codes(&poland.territory[..1]).pop().expect("it has land");
    let own = aimed(&stage, Tool::Brush, &mine, (Some("POL"), false, None));
    assert_eq!((own.command.as_ref(), own.refused), (None, false));
    assert_eq!(own.word, format!("{} already holds this", poland.name));
    let berlin = region(&stage, "DE-BE");
    let regions = [poland.territory[0], berlin];
    let aim = Aim {
        tool: Tool::Brush,
        at: Some(berlin),
        regions: &regions,
        whole: false,
        selected: Some("POL"),
        moving: None,
    };
    let plan = plan(&stage, aim).expect("there is land");
    assert_eq!((&plan.regions[..], plan.tint.clone()), (&[berlin][..], Tint::State("POL".into())));
    let Some(Command::Give { regions, to }) = &plan.command else { panic!("{plan:?}") };
    assert_eq!((regions.len(), to.as_deref()), (1, Some("POL")));
    assert_eq!(done(&stage, &plan).owner(berlin).map(|it| it.id.as_str()), Some("POL"));
}

#[test]
fn filling_takes_all_land_around_of_the_same_owner_and_no_other() {
    let stage = Stage::of(Arc::new(europe()));
    let berlin = region(&stage, "DE-BE");
    let all = stage.expanse(berlin);
    assert!(all.len() > 5);
    let germany = stage.owner(berlin).expect("it is held");
    assert!(all.iter().all(|it| germany.territory.binary_search(it).is_ok()));
    // Every neighbour of the same owner is among them.
    let regions = &stage.scenario().expect("there is one").geography.regions;
    for region in &all {
        for next in &regions[*region].land {
            let same = stage.owner(*next).map(|it| &it.id) == Some(&germany.id);
            assert_eq!(same, all.contains(next));
        }
    }
    // Land of nobody is filled alike.
    let empty = Stage::of(Arc::new(isles("")));
    let land = empty.expanse(RegionId(0));
    assert!(land.len() > 1);
    let filled = aimed(&stage, Tool::Fill, "BR-SP", (Some("POL"), false, None));
    let after = done(&stage, &filled);
    assert!(filled.regions.iter().all(|it| after.owner(*it).is_some_and(|it| it.id == "POL")));
}

#[test]
fn erasing_leaves_land_to_nobody_but_never_a_state_without_any() {
    let stage = Stage::of(Arc::new(europe()));
    let plan = aimed(&stage, Tool::Erase, "DE-BE", (None, false, None));
    let after = done(&stage, &plan);
    assert!(after.owner(region(&after, "DE-BE")).is_none());
    let again = aimed(&after, Tool::Erase, "DE-BE", (None, false, None));
    assert_eq!((again.command, again.word.as_str()), (None, "Nobody holds this"));
    let small = stage.scenario().and_then(|it| it.states.iter().find(|state| state.territory.len() == 1));
    let small = small.expect("there is a small one");
    let code = stage.codes(&small.territory).pop().expect("it has land");
    assert!(aimed(&stage, Tool::Erase, &code, (None, false, None)).refused);
}

#[test]
fn a_stroke_over_much_land_spares_the_last_province_of_each_state() {
    let stage = Stage::of(Arc::new(europe()));
    let small = stage.scenario().and_then(|it| it.states.iter().find(|state| state.territory.len() == 1));
    let small = small.expect("there is a small one");
    let regions = [region(&stage, "DE-BE"), small.territory[0]];
    for (tool, selected) in [(Tool::Erase, None), (Tool::Brush, Some("POL"))] {
        let aim = Aim { tool, at: Some(regions[0]), regions: &regions, whole: false, selected, moving: None };
        let plan = plan(&stage, aim).expect("there is land");
        assert_eq!(plan.regions, regions[..1]);
        assert!(plan.word.ends_with(&format!("{} keeps its last", small.name)), "{}", plan.word);
        assert!(done(&stage, &plan).state(&small.id).is_some());
        // One that has more keeps its capital.
        let germany = stage.owner(regions[0]).expect("it is held").clone();
        let aim = Aim { regions: &germany.territory, ..aim };
        let plan = super::plan::plan(&stage, aim).expect("there is land");
        assert_eq!(done(&stage, &plan).state(&germany.id).map(|it| it.territory.len()), Some(1));
    }
}

#[test]
fn a_capital_moves_within_its_state_and_else_says_why_not() {
    let stage = Stage::of(Arc::new(europe()));
    let germany = stage.owner(region(&stage, "DE-BE")).expect("it is held").clone();
    let other = *germany.territory.iter().find(|it| **it != germany.capital_region).expect("it has more");
    let code = stage.codes(&[other]).pop().expect("it has a code");
    for moving in [None, Some(germany.id.as_str())] {
        let plan = aimed(&stage, Tool::Capital, &code, (None, false, moving));
        assert_eq!(plan.seat, Some((other, Some(germany.capital_region))));
        assert_eq!(done(&stage, &plan).state(&germany.id).map(|it| it.capital_region), Some(other));
    }
    let abroad = aimed(&stage, Tool::Capital, "PL-MZ", (None, false, Some(&germany.id)));
    assert!(abroad.refused && abroad.word.contains("first"), "{abroad:?}");
    let home = stage.codes(&[germany.capital_region]).pop().expect("it has a code");
    let stays = aimed(&stage, Tool::Capital, &home, (None, false, Some(&germany.id)));
    assert_eq!((stays.command, stays.refused), (None, false));
}

#[test]
fn states_are_merged_split_and_copied() {
    let stage = Stage::of(Arc::new(europe()));
    let count = |stage: &Stage| stage.scenario().map_or(0, |it| it.states.len());
    let berlin = region(&stage, "DE-BE");
    let germany = stage.owner(berlin).expect("it is held").clone();
    let merged = aimed(&stage, Tool::Merge, "DE-BE", (Some("POL"), false, None));
    assert_eq!(merged.regions, germany.territory);
    assert_eq!(count(&done(&stage, &merged)), count(&stage) - 1);
    let own = aimed(&stage, Tool::Merge, "DE-BE", (Some(&germany.id), false, None));
    assert_eq!((own.command, own.refused), (None, false));
    let split = aimed(&stage, Tool::Split, "DE-BY", (Some(&germany.id), false, None));
    let after = done(&stage, &split);
    assert_eq!(count(&after), count(&stage) + 1);
    assert_ne!(after.owner(region(&after, "DE-BY")).map(|it| &it.id), Some(&germany.id));
    let copy = aimed(&stage, Tool::Duplicate, "DE-BY", (Some("POL"), false, None));
    let after = done(&stage, &copy);
    let twin = after.owner(region(&after, "DE-BY")).expect("it is held");
    assert_eq!(twin.population, stage.state("POL").expect("it is there").population);
}

#[test]
fn tools_that_work_on_a_state_ask_for_one() {
    let stage = Stage::of(Arc::new(europe()));
    for tool in Tool::ALL.into_iter().filter(|tool| tool.needs_state()) {
        let plan = aimed(&stage, tool, "DE-BE", (None, false, None));
        assert!(plan.command.is_none() && plan.word.starts_with("Click to select"), "{plan:?}");
    }
}

#[test]
fn no_two_tools_share_a_key_and_brushes_grow_step_by_step() {
    for (place, tool) in Tool::ALL.into_iter().enumerate() {
        assert!(Tool::ALL[..place].iter().all(|other| other.key() != tool.key()));
        assert_eq!(format!("Key{}", tool.key().1), format!("{:?}", tool.key().0));
    }
    assert_eq!(Breadth::Province.next(true).next(true).next(true), Breadth::Large);
    assert_eq!(Breadth::Small.next(false).next(false), Breadth::Province);
}
