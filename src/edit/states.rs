//! Whole states: deleted, merged, split, duplicated.

use super::found::{blank, free_colour, free_id, free_name, take_share};
use super::ground::{check_left, hand_over, place, region, regions};
use super::text::{digits, plain};
use super::{Command, CommandError};
use crate::scenario::{Scenario, StateSetup};
use crate::world::RegionId;

/// Takes a state off the map.
pub(super) fn delete(scenario: &mut Scenario, id: &str) -> Result<(), CommandError> {
    let gone = place(scenario, id)?;
    let mut others = scenario.states.iter().enumerate().filter(|(place, _)| *place != gone).peekable();
    if others.peek().is_some() && others.all(|(_, state)| state.population <= 0.0) {
        return Err(CommandError::NobodyLeft);
    }
    strike(scenario, gone);
    Ok(())
}

/// Takes a state out of the lists, with all that it is part of.
fn strike(scenario: &mut Scenario, gone: usize) {
    scenario.states.remove(gone);
    let moved = |place: &mut usize| *place -= usize::from(*place > gone);
    let leave = |places: &mut Vec<usize>| {
        places.retain(|place| *place != gone);
        places.iter_mut().for_each(moved);
    };
    scenario.alliances.retain_mut(|pact| {
        leave(&mut pact.members);
        let against_it = pact.target == Some(gone);
        pact.target.iter_mut().for_each(moved);
        pact.members.len() >= 2 && !against_it
    });
    scenario.wars.retain_mut(|war| {
        leave(&mut war.attackers);
        leave(&mut war.defenders);
        !war.attackers.is_empty() && !war.defenders.is_empty()
    });
    scenario.beliefs.retain_mut(|belief| {
        let stays = belief.of != gone && belief.about != gone;
        moved(&mut belief.of);
        moved(&mut belief.about);
        stays
    });
}

/// Makes one state part of another.
pub(super) fn merge(scenario: &mut Scenario, id: &str, into: &str) -> Result<(), CommandError> {
    let (gone, kept) = (place(scenario, id)?, place(scenario, into)?);
    if gone == kept {
        return Err(CommandError::Impossible("a state cannot be merged into itself: name two".into()));
    }
    let part = scenario.states[gone].clone();
    let whole = &mut scenario.states[kept];
    absorb(whole, [part.population, part.industry, part.military], part.technology);
    whole.territory.extend(&part.territory);
    whole.territory.sort_unstable();
    whole.selectors.clear();
    strike(scenario, gone);
    Ok(())
}

/// Adds another's population, industry and military to a state's, and mixes their technology by industry.
fn absorb(whole: &mut StateSetup, [population, industry, military]: [f64; 3], technology: f64) {
    let all = whole.industry + industry;
    if all > 0.0 && whole.technology != technology {
        let sum = whole.technology * whole.industry + technology * industry;
        whole.technology = digits(sum / all, 4).clamp(0.01, 100.0);
    }
    // No amount may grow beyond what a file can hold.
    let sum = |a: f64, b: f64| plain(a + b).min(1e15);
    whole.population = sum(whole.population, population);
    whole.industry = sum(whole.industry, industry);
    whole.military = sum(whole.military, military);
}

/// Share of its part of the army that whoever takes a province by a peace can use.
const DRAFTED: f64 = 0.5;

/// Gives provinces of a state to another as at a peace, all that it has where none are named.
pub(super) fn cede(
    scenario: &mut Scenario,
    id: &str,
    to: &str,
    codes: &[String],
) -> Result<(), CommandError> {
    let (giver, taker) = (place(scenario, id)?, place(scenario, to)?);
    if giver == taker {
        return Err(CommandError::Impossible("a state cannot cede land to itself: name two".into()));
    }
    let held = &scenario.states[giver].territory;
    let part = if codes.is_empty() { held.clone() } else { regions(scenario, codes)? };
    if let Some(foreign) = part.iter().find(|region| held.binary_search(region).is_err()) {
        return Err(CommandError::NotItsLand {
            name: scenario.states[giver].name.clone(),
            region: scenario.geography.regions[*foreign].name.clone(),
        });
    }
    let falls = part.len() == held.len();
    let technology = scenario.states[giver].technology;
    let [people, industry, army] = if falls {
        let state = &scenario.states[giver];
        [state.population, state.industry, state.military]
    } else {
        take_share(scenario, giver, &part)
    };
    absorb(&mut scenario.states[taker], [people, industry, digits(army * DRAFTED, 4)], technology);
    if falls {
        let whole = &mut scenario.states[taker];
        whole.territory.extend(&part);
        whole.territory.sort_unstable();
        whole.selectors.clear();
        strike(scenario, giver);
    } else {
        hand_over(scenario, &part, Some(taker));
    }
    Ok(())
}

/// Makes provinces of a state a state of their own.
pub(super) fn split(
    scenario: &mut Scenario,
    id: &str,
    codes: &[String],
    (new_id, name): (&str, &str),
) -> Result<(), CommandError> {
    let from = place(scenario, id)?;
    let part = regions(scenario, codes)?;
    let whole = &scenario.states[from];
    if let Some(foreign) = part.iter().find(|region| whole.territory.binary_search(region).is_err()) {
        return Err(CommandError::NotItsLand {
            name: whole.name.clone(),
            region: scenario.geography.regions[*foreign].name.clone(),
        });
    }
    if part.len() == whole.territory.len() {
        let name = &whole.name;
        return Err(CommandError::Impossible(format!(
            "this would leave {name} without land: leave it a province"
        )));
    }
    let area = |region: &RegionId| scenario.geography.regions[*region].area;
    let largest = part.iter().copied().max_by(|a, b| area(a).total_cmp(&area(b)).then(b.cmp(a)));
    let has_capital = part.binary_search(&whole.capital_region).is_ok();
    let home = if has_capital { Some(whole.capital_region) } else { largest };
    let Some(home) = home else { return Err(CommandError::NothingChanges) };
    let name = free_name(scenario, name, home);
    let new_id = free_id(scenario, new_id, &name)?;
    let mut state = blank(scenario, new_id, name, home);
    if has_capital {
        (state.capital, state.capital_name) = (whole.capital, whole.capital_name.clone());
    }
    let StateSetup { technology, offense, intent, revisionism, ideology, growth, .. } = whole.clone();
    state = StateSetup { technology, offense, intent, revisionism, ideology, growth, ..state };
    [state.population, state.industry, state.military] = take_share(scenario, from, &part);
    hand_over(scenario, &part, None);
    state.territory = part;
    scenario.states.push(state);
    Ok(())
}

/// Founds a state with all that another is and has but its land.
pub(super) fn duplicate(
    scenario: &mut Scenario,
    id: &str,
    code: &str,
    (new_id, name): (&str, &str),
) -> Result<(), CommandError> {
    let original = place(scenario, id)?;
    let home = region(scenario, code)?;
    let again =
        || Command::Duplicate { state: id.into(), region: code.into(), id: new_id.into(), name: name.into() };
    if scenario.states[original].territory == [home] {
        let name = &scenario.states[original].name;
        return Err(CommandError::Impossible(format!("this is {name}'s only province: choose another")));
    }
    check_left(scenario, &[home], None, again)?;
    let name = free_name(scenario, name, home);
    let new_id = free_id(scenario, new_id, &name)?;
    let land = blank(scenario, new_id, name, home);
    let copy = StateSetup {
        id: land.id,
        name: land.name,
        cow: None,
        capital_name: land.capital_name,
        capital: land.capital,
        capital_region: home,
        territory: land.territory,
        selectors: Vec::new(),
        colour: free_colour(scenario, home),
        ..scenario.states[original].clone()
    };
    hand_over(scenario, &[home], None);
    scenario.states.push(copy);
    Ok(())
}
