//! Numbers and names, as reports have them.

use super::marks::{Interval, Of};
use super::misses::{Miss, Way};
use super::questions::{Question, Stand};
use super::{Score, Theory};
use crate::record::{Camp, Count};
use crate::scenario::Scenario;
use crate::simulation::in_sentence;
use crate::theory::choice::Terms;
use crate::theory::parameters::Preset;

/// Terms below this much utility are not told of: they would round to nothing.
const TOLD: f32 = 0.0005;

/// How many terms are told of.
const MOST_TERMS: usize = 4;

/// A share: `62 %`, with a space at which no line ends.
pub(super) fn percent(share: f64) -> String {
    format!("{:.0}\u{a0}%", 100.0 * share)
}

/// `62 % [50 to 71]`.
pub(super) fn share(of: &Interval) -> String {
    format!("{} [{:.0} to {:.0}]", percent(of.value), 100.0 * of.low, 100.0 * of.high)
}

/// `0.42 [0.30 to 0.55]`.
pub(super) fn number(of: &Interval) -> String {
    format!("{:.2} [{:.2} to {:.2}]", of.value, of.low, of.high)
}

/// A difference in hundredths with its sign; nought has none.
fn signed(value: f64) -> String {
    match (100.0 * value).round() {
        0.0 => "0.00".into(),
        hundredths => format!("{:+.2}", hundredths / 100.0).replace('-', "−"),
    }
}

/// `−0.12 [−0.20 to +0.01]`.
pub(super) fn difference(of: &Interval) -> String {
    format!("{} [{} to {}]", signed(of.value), signed(of.low), signed(of.high))
}

/// `12 of 34`, or `-` of none.
pub(super) fn of(of: Of) -> String {
    if of.all == 0 { "-".into() } else { format!("{} of {}", of.right, of.all) }
}

/// A preset as people call it: `balance of threat`.
pub(super) fn preset(preset: Preset) -> String {
    preset.name().replace('-', " ")
}

/// `Germany and Austria-Hungary`.
pub(super) fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).into(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// The protagonists of a camp by name.
pub(super) fn protagonists(scenario: &Scenario, count: &Count, camp: Camp) -> String {
    let ids = if camp == Camp::First { &count.first } else { &count.second };
    let of_camp =
        |id: &String| scenario.states.iter().find(|state| state.id == *id).map(|it| it.name.as_str());
    listed(&ids.iter().filter_map(of_camp).collect::<Vec<_>>())
}

/// With whom a state stands: `with Germany`, `with neither`.
pub(super) fn stand(scenario: &Scenario, count: &Count, stand: Stand) -> String {
    match stand {
        None => "with neither".into(),
        Some(camp) => {
            let ids = if camp == Camp::First { &count.first } else { &count.second };
            let of_camp = |id: &String| scenario.states.iter().find(|state| state.id == *id);
            let names: Vec<_> = ids.iter().filter_map(of_camp).map(|it| in_sentence(&it.name)).collect();
            format!("with {}", listed(&names.iter().map(AsRef::as_ref).collect::<Vec<&str>>()))
        }
    }
}

/// An answer in one letter: `1`, `2`, or a dot.
pub(super) fn sign(stand: Stand) -> &'static str {
    match stand {
        Some(Camp::First) => "1",
        Some(Camp::Second) => "2",
        None => "·",
    }
}

/// The terms that weigh most, in points of a hundredth: `danger +2.1, autonomy −0.4; in all +1.2 pt`.
pub(super) fn terms(terms: &Terms) -> String {
    let mut named: Vec<(&str, f32)> =
        Terms::NAMES.into_iter().zip(terms.values()).filter(|(_, value)| value.abs() >= TOLD).collect();
    named.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    let rest = named.len() > MOST_TERMS;
    named.truncate(MOST_TERMS);
    let points = |value: f32| match (1000.0 * f64::from(value)).round() {
        0.0 => "0.0".into(),
        tenths => format!("{:+.1}", tenths / 10.0).replace('-', "−"),
    };
    let told: Vec<String> = named.iter().map(|(name, value)| format!("{name} {}", points(*value))).collect();
    let all = format!("{} pt", points(terms.utility()));
    match (told.is_empty(), rest) {
        (true, _) => all,
        (false, false) => format!("{all}: {}", told.join(", ")),
        (false, true) => format!("{all}: {}, ..", told.join(", ")),
    }
}

/// What a way was worth, if the state chose it.
fn worth(way: &Way) -> String {
    way.gains.as_ref().map_or_else(String::new, |gains| format!(", {}", terms(gains)))
}

/// A miss, in its parts.
pub(super) struct Told {
    /// `Italy, 1939-09-30`.
    pub(super) head: String,
    /// What happened and what was forecast.
    pub(super) what: String,
    /// How it came there.
    pub(super) came: String,
    /// What spoke against history's side.
    pub(super) other: String,
}

/// A miss of a theory in words.
pub(super) fn miss(score: &Score, theory: &Theory, miss: &Miss) -> Told {
    let question: &Question = &score.questions.asked[miss.question];
    let count = &score.questions.counts[question.count];
    let forecast = &theory.forecasts[miss.question];
    let said = |it| stand(&score.scenario, count, it);
    let share = |runs: u32| percent(f64::from(runs) / f64::from(miss.runs.max(1)));
    Told {
        head: format!("{}, {}", score.scenario.states[question.state].name, count.date),
        what: format!(
            "history {}, theory {} ({} of runs; right in {})",
            said(question.happened),
            said(forecast.answer),
            percent(forecast.chance_of(forecast.answer)),
            percent(forecast.chance_of(question.happened))
        ),
        came: miss
            .came
            .as_ref()
            .map_or_else(String::new, |way| format!("{} ({}){}", way.words, share(way.runs), worth(way))),
        other: miss
            .other
            .as_ref()
            .map_or_else(String::new, |way| format!("{} ({}){}", way.words, share(way.runs), worth(way))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_told_by_weight_in_points() {
        let few = Terms { danger: 0.021, autonomy: -0.0044, arms: 0.0001, ..Terms::default() };
        assert_eq!(terms(&few), "+1.7 pt: danger +2.1, autonomy −0.4");
        assert_eq!(terms(&Terms::default()), "0.0 pt");
        let many = Terms {
            danger: 0.05,
            profit: 0.04,
            war: -0.03,
            change: -0.02,
            influence: 0.01,
            ..Terms::default()
        };
        assert_eq!(terms(&many), "+5.0 pt: danger +5.0, profit +4.0, war −3.0, change −2.0, ..");
    }

    #[test]
    fn differences_have_signs_and_nought_has_none() {
        let interval = Interval { value: -0.124, low: -0.2, high: 0.001 };
        assert_eq!(difference(&interval), "−0.12 [−0.20 to 0.00]");
        assert_eq!(share(&Interval { value: 0.625, low: 0.5, high: 0.714 }), "62\u{a0}% [50 to 71]");
        assert_eq!(of(Of::default()), "-");
    }
}
