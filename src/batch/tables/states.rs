//! `states.csv`: every state after every tick.

use std::collections::BTreeSet;

use super::{cell, cells, date_cells};
use crate::simulation::{StateId, Survey};

pub(super) const HEADING: &str = "date tick state cow name type alive power population industry military technology offense revisionism \
     movement weariness arming at_war allies regions top_threat top_threat_cow top_exposure";

/// A row for each state, in order.
pub(super) fn rows<'a>(survey: &'a Survey) -> impl Iterator<Item = Vec<String>> + 'a {
    let mut regions = vec![0u32; survey.states().len()];
    for owner in survey.holdings.owners().iter().flatten() {
        regions[owner.index()] += 1;
    }
    survey.states().map(move |state| row(survey, state, regions[state.index()]))
}

fn row(survey: &Survey, state: StateId, regions: u32) -> Vec<String> {
    let held = survey.capabilities(state);
    let allies = survey.alliances_of(state).flat_map(|alliance| alliance.partners(state));
    let allies: BTreeSet<_> = allies.collect();
    let top = survey.threats(state).first();
    let mut row = Vec::from(date_cells(survey, survey.clock.tick));
    row.extend(cells(survey, Some(state)));
    row.push(survey.identity(state).name.clone());
    row.push(survey.kind(state).name().into());
    row.push(survey.is_alive(state).to_string());
    row.extend(
        [survey.power(state), held.population, held.industry, held.military, held.technology]
            .map(|value| value.to_string()),
    );
    row.push(survey.posture(state).offense.to_string());
    row.push(survey.revisionism(state).to_string());
    row.push(survey.movement(state).map_or_else(String::new, |movement| movement.name.clone()));
    row.push(survey.condition(state).weariness.to_string());
    row.push(survey.arms(state).to_string());
    row.push(survey.wars.fights(state).to_string());
    row.push(allies.len().to_string());
    row.push(regions.to_string());
    row.extend(cells(survey, top.map(|threat| threat.source)));
    row.push(cell(top.map(|threat| survey.exposure(state, threat.source))));
    row
}
