//! What the model would have expected of what happened, in words.

use super::{Names, percent};
use crate::history::expectation::{Expectation, kind_of};
use crate::record;
use crate::simulation::Motive;

/// Most states that are named one by one.
const NAMED: usize = 3;

/// A chance for people, never 0 or 100 where it is neither.
pub fn chance(chance: f32) -> String {
    if (0.995..1.0).contains(&chance) { "over 99\u{a0}%".into() } else { percent(chance) }
}

/// A motive of the model within a sentence, with its kind: `for profit (jackal)`.
pub fn for_motive(motive: Motive) -> String {
    let kind = kind_of(motive).map(|kind| match kind {
        record::Motive::Threat => "against a threat",
        record::Motive::Fear => "out of fear",
        record::Motive::Profit => "for profit",
        record::Motive::Wave => "with the wave",
        record::Motive::Commitment => "for a commitment",
    });
    match kind {
        Some(kind) => format!("{kind} ({})", motive.label()),
        None => motive.label().to_owned(),
    }
}

/// What the model expected of an event, in a sentence without its stop; empty where nobody is asked.
pub fn expected(list: &[Expectation], names: &Names) -> String {
    match list {
        [] => String::new(),
        [one] => match one.motive {
            None => "The model did not have this among its options".into(),
            Some(motive) => {
                format!("The model expected this at {}, {}", chance(one.chance), for_motive(motive))
            }
        },
        several => {
            let each = |it: &Expectation| format!("{} {}", names.mid(it.state), chance(it.chance));
            let shown = if several.len() > NAMED + 1 { NAMED } else { several.len() };
            let told: Vec<String> = several[..shown].iter().map(each).collect();
            let more = match several.len() - shown {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            format!("The model expected this of {}{more}", told.join(", "))
        }
    }
}

/// The same in a figure: `71 %`, or from the least to the most where several are asked.
pub fn expected_figure(list: &[Expectation]) -> String {
    let chances = || list.iter().map(|it| it.chance);
    let (least, most) = (chances().fold(1.0, f32::min), chances().fold(0.0, f32::max));
    let (low, high) = (chance(least), chance(most));
    match list {
        [] => String::new(),
        _ if low == high => low,
        _ => format!("{:.0} – {high}", 100.0 * least),
    }
}
