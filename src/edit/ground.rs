//! Land: whose it is, and what looks things up by the names that commands use.

use super::{Command, CommandError};
use crate::scenario::{Scenario, nearest};
use crate::simulation::weight;
use crate::world::RegionId;

/// The place of the state with an id.
pub(super) fn place(scenario: &Scenario, id: &str) -> Result<usize, CommandError> {
    scenario.states.iter().position(|state| state.id == id).ok_or_else(|| {
        let near = nearest(id, scenario.states.iter().map(|state| state.id.as_str()));
        CommandError::NoSuchState(id.to_owned(), near.map(str::to_owned))
    })
}

/// The places of several states, none of them twice.
pub(super) fn places(scenario: &Scenario, ids: &[String]) -> Result<Vec<usize>, CommandError> {
    let mut places = Vec::with_capacity(ids.len());
    for id in ids {
        let place = place(scenario, id)?;
        if places.contains(&place) {
            return Err(CommandError::Impossible(format!("“{id}” is named twice")));
        }
        places.push(place);
    }
    Ok(places)
}

/// The province with a code.
pub(super) fn region(scenario: &Scenario, code: &str) -> Result<RegionId, CommandError> {
    let regions = &scenario.geography.regions;
    regions.find(code).ok_or_else(|| {
        let near = nearest(code, regions.codes().map(|(code, _)| code));
        CommandError::NoSuchProvince(code.to_owned(), near.map(str::to_owned))
    })
}

/// The provinces with these codes, in order of number, each once.
pub(super) fn regions(scenario: &Scenario, codes: &[String]) -> Result<Vec<RegionId>, CommandError> {
    let mut list = codes.iter().map(|code| region(scenario, code)).collect::<Result<Vec<_>, _>>()?;
    list.sort_unstable();
    list.dedup();
    if list.is_empty() {
        return Err(CommandError::Impossible("name a province or more".into()));
    }
    Ok(list)
}

/// A state's name, or its id where there is none of it.
pub(super) fn name_of(scenario: &Scenario, id: &str) -> String {
    let state = scenario.states.iter().find(|state| state.id == id);
    state.map_or_else(|| id.to_owned(), |state| state.name.clone())
}

/// A province's name, or its code where there is none of it.
pub(super) fn region_name(scenario: &Scenario, code: &str) -> String {
    let regions = &scenario.geography.regions;
    let name = regions.find(code).map(|id| regions[id].name.clone());
    name.filter(|name| !name.is_empty()).unwrap_or_else(|| code.to_owned())
}

/// Who holds a province, as a place in the list of states.
pub(super) fn owner(scenario: &Scenario, region: RegionId) -> Option<usize> {
    scenario.states.iter().position(|state| state.territory.binary_search(&region).is_ok())
}

/// The share of some of a state's provinces in all that it has, 0 to 1.
pub(super) fn share(scenario: &Scenario, state: usize, part: &[RegionId]) -> f64 {
    let state = &scenario.states[state];
    let sum = |regions: &[RegionId]| -> f64 {
        let weigh = |region: &RegionId| weight(*region, state.capital_region, &scenario.geography.regions);
        regions.iter().map(weigh).sum()
    };
    sum(part) / sum(&state.territory)
}

/// Gives provinces to a state, or to nobody.
pub(super) fn give(scenario: &mut Scenario, codes: &[String], to: Option<&str>) -> Result<(), CommandError> {
    let taker = to.map(|id| place(scenario, id)).transpose()?;
    let regions = regions(scenario, codes)?;
    let again = || Command::Give { regions: codes.to_vec(), to: to.map(str::to_owned) };
    check_left(scenario, &regions, taker, again)?;
    if !hand_over(scenario, &regions, taker) {
        return Err(CommandError::NothingChanges);
    }
    Ok(())
}

/// Refuses what would leave a state without land; `again` is the command, to be tried once the state is no more.
pub(super) fn check_left(
    scenario: &Scenario,
    regions: &[RegionId],
    but: Option<usize>,
    again: impl Fn() -> Command,
) -> Result<(), CommandError> {
    let landless = |(place, state): &(usize, &crate::scenario::StateSetup)| {
        Some(*place) != but && state.territory.iter().all(|held| regions.binary_search(held).is_ok())
    };
    let all: Vec<_> = scenario.states.iter().enumerate().filter(landless).map(|(_, state)| state).collect();
    let Some(first) = all.first() else { return Ok(()) };
    let delete = all.iter().map(|state| Command::Delete { state: state.id.clone() });
    let commands = delete.chain([again()]).collect();
    Err(CommandError::LastLand {
        name: first.name.clone(),
        fix: Box::new(Command::Group { name: String::new(), commands }),
    })
}

/// Changes whose land it is, once it is known that everybody keeps some. Whether anything changed. A capital that is
/// lost moves to the best that is left.
pub(super) fn hand_over(scenario: &mut Scenario, regions: &[RegionId], to: Option<usize>) -> bool {
    let mut changed = false;
    let geography = scenario.geography.clone();
    for (place, state) in scenario.states.iter_mut().enumerate() {
        let before = state.territory.len();
        if Some(place) == to {
            state.territory.extend(regions);
            state.territory.sort_unstable();
            state.territory.dedup();
        } else {
            state.territory.retain(|held| regions.binary_search(held).is_err());
        }
        if state.territory.len() == before {
            continue;
        }
        changed = true;
        state.selectors.clear();
        if state.territory.binary_search(&state.capital_region).is_err() {
            let area = |id: &RegionId| geography.regions[*id].area;
            let best = state.territory.iter().max_by(|a, b| area(a).total_cmp(&area(b)).then(b.cmp(a)));
            if let Some(best) = best.copied() {
                state.capital_region = best;
                state.capital = geography.regions[best].point;
                state.capital_name.clone_from(&geography.regions[best].name);
            }
        }
    }
    changed
}

/// Moves a capital.
pub(super) fn move_capital(
    scenario: &mut Scenario,
    id: &str,
    code: &str,
    name: &str,
) -> Result<(), CommandError> {
    let place = place(scenario, id)?;
    let region = region(scenario, code)?;
    let found = &scenario.geography.regions[region];
    let state = &scenario.states[place];
    if state.territory.binary_search(&region).is_err() {
        let give = Command::Give { regions: vec![code.to_owned()], to: Some(id.to_owned()) };
        let again = Command::MoveCapital { state: id.into(), region: code.into(), name: name.into() };
        let both = Command::Group { name: String::new(), commands: vec![give, again] };
        // It may be another's last land: then what does is what is told of that.
        let tried = both.change(&mut scenario.clone());
        let fix = tried.err().and_then(|error| error.fix().cloned()).unwrap_or(both);
        return Err(CommandError::NotAtHome {
            name: state.name.clone(),
            region: found.name.clone(),
            fix: Box::new(fix),
        });
    }
    // In the same province only its name can change: it stays where it lies.
    let moved = region != state.capital_region;
    let name = if name.is_empty() && moved { &found.name } else { name };
    if !moved && (name.is_empty() || name == state.capital_name) {
        return Err(CommandError::NothingChanges);
    }
    let (name, point) = (name.to_owned(), if moved { found.point } else { state.capital });
    let state = &mut scenario.states[place];
    (state.capital_region, state.capital, state.capital_name) = (region, point, name);
    Ok(())
}
