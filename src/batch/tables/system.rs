//! `system.csv`: the system as a whole after every tick ([`crate::simulation::Measures`]).

use super::{code, date_cells, words};
use crate::simulation::{Motive, Survey};

const MEASURES: &str = "date tick concentration effective_powers poles strongest strongest_share bloc_leader \
                        bloc_share revisionist_power status_quo_power states_alive states_allied allied_share \
                        states_arming states_at_war wars weariness provinces_ceded balancing bandwagoning other";

/// The measures, then a column for each motive, in the order of [`Motive::ALL`].
pub(super) fn heading() -> Vec<String> {
    let motives = Motive::ALL.map(|motive| motive.name().replace('-', "_"));
    words(MEASURES).into_iter().chain(motives).collect()
}

pub(super) fn row(survey: &Survey) -> Vec<String> {
    let it = &*survey.measures;
    let mut row = Vec::from(date_cells(survey, survey.clock.tick));
    row.extend([it.concentration.to_string(), it.effective_powers.to_string(), it.poles.to_string()]);
    row.extend([code(survey, it.strongest), it.strongest_share.to_string()]);
    row.extend([code(survey, it.bloc_leader), it.bloc_share.to_string()]);
    row.extend([it.revisionist_power, it.status_quo_power].map(|value| value.to_string()));
    row.extend([it.states_alive, it.states_allied].map(|value| value.to_string()));
    row.push(it.allied_share().to_string());
    row.extend([it.states_arming, it.states_at_war, it.wars].map(|value| value.to_string()));
    row.push(it.weariness.to_string());
    row.push(it.provinces_ceded.to_string());
    let tally = &it.decisions;
    row.extend([tally.balancing, tally.bandwagoning, tally.other].map(|value| value.to_string()));
    row.extend(tally.by_motive.iter().map(u32::to_string));
    row
}
