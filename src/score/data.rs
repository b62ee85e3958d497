//! The score as data: one row a theory or baseline, day and state.

use std::io;

use csv::Writer;

use super::Score;
use super::marks::Forecast;
use super::questions::name_of;
use crate::record::Camp;

/// The columns, in order.
const COLUMNS: [&str; 18] = [
    "setup",
    "kind",
    "theory",
    "date",
    "first",
    "second",
    "state",
    "cow",
    "name",
    "at_start",
    "happened",
    "runs",
    "p_first",
    "p_second",
    "p_none",
    "predicted",
    "right",
    "brier",
];

/// All forecasts and what happened, as CSV.
///
/// # Errors
/// If it cannot be written.
pub fn write_csv(score: &Score, into: impl io::Write) -> io::Result<()> {
    let mut table = Writer::from_writer(into);
    table.write_record(COLUMNS)?;
    let theories = score.theories.iter().map(|it| ("theory", it.preset.name(), &it.forecasts));
    let baselines = score.baselines.iter().map(|it| ("baseline", it.baseline.id(), &it.forecasts));
    for (kind, name, forecasts) in theories.chain(baselines) {
        for (question, forecast) in score.questions.asked.iter().zip(forecasts) {
            let count = &score.questions.counts[question.count];
            let state = &score.scenario.states[question.state];
            let ids = |camp| if camp == Camp::First { count.first.join(" ") } else { count.second.join(" ") };
            let Forecast { chances: [first, second, none], runs, answer } = forecast;
            table.write_record([
                score.scenario.name.clone(),
                kind.into(),
                name.into(),
                count.date.to_string(),
                ids(Camp::First),
                ids(Camp::Second),
                state.id.clone(),
                state.cow.map_or_else(String::new, |cow| cow.to_string()),
                state.name.clone(),
                name_of(question.start).into(),
                name_of(question.happened).into(),
                if *runs > 0 { runs.to_string() } else { String::new() },
                first.to_string(),
                second.to_string(),
                none.to_string(),
                name_of(*answer).into(),
                (*answer == question.happened).to_string(),
                // Rounded where the last digits are those of the sum alone.
                format!("{:.6}", forecast.brier(question.happened)),
            ])?;
        }
    }
    table.flush()
}
