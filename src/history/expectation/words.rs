//! Expectations in words.

use super::{Expectation, kind_of};
use crate::record::{self, Record};
use crate::simulation::{Action, StateId, in_sentence};

/// An expectation in a sentence: `Italy, 10 June 1940: the model expected this at 71 %; motive: jackal (profit)`.
pub fn sentence(expectation: &Expectation, record: &Record, name: &str) -> String {
    let date = record.entries()[expectation.entry].date.strftime("%-d %B %Y");
    let said = format!("{name}, {date}: the model");
    let Some(motive) = expectation.motive else {
        return format!("{said} did not have this among its options");
    };
    let kind = kind_of(motive).map_or_else(String::new, |kind| format!(" ({})", kind_name(kind)));
    format!("{said} expected this at {}; motive: {}{kind}", percent(expectation.chance), motive.label())
}

/// An option in a few words: `join the war against France`. `name` gives the name of a state.
pub fn option(action: Action, name: impl Fn(StateId) -> String) -> String {
    let mid = |state: StateId| in_sentence(&name(state)).into_owned();
    match action {
        Action::Stay => "stay as it is".to_owned(),
        Action::Balance { against, with } => format!("ally with {} against {}", mid(with), mid(against)),
        Action::Bandwagon { with } => format!("follow {}", mid(with)),
        Action::Leave { .. } => "leave a pact".to_owned(),
        Action::Arm { against } => format!("arm against {}", mid(against)),
        Action::Attack { target } => format!("attack {}", mid(target)),
        Action::Join { against, .. } => format!("join the war against {}", mid(against)),
        Action::Sue { with, .. } => format!("sue {} for peace", mid(with)),
        Action::Abandon { ally, .. } => format!("leave {} to fight alone", mid(ally)),
        Action::Honour { ally, .. } => format!("come to the aid of {}", mid(ally)),
    }
}

/// A chance for people: `71 %`, `under 1 %`, `over 99 %`.
pub fn percent(chance: f32) -> String {
    let percent = 100.0 * chance;
    if percent > 0.0 && percent < 0.5 {
        "under 1 %".to_owned()
    } else if (99.5..100.0).contains(&percent) {
        "over 99 %".to_owned()
    } else {
        format!("{percent:.0} %")
    }
}

/// What a kind of motive is called, as in records.
pub fn kind_name(kind: record::Motive) -> &'static str {
    match kind {
        record::Motive::Threat => "threat",
        record::Motive::Fear => "fear",
        record::Motive::Profit => "profit",
        record::Motive::Wave => "wave",
        record::Motive::Commitment => "commitment",
    }
}
