//! Words: what events, decisions, motives and states are called, in plain English.
//!
//! All functions are pure. Numbers have few digits and always a unit.

use std::borrow::Cow;

use jiff::civil::Date;

use crate::scenario::{PactKind, TickLength};
use crate::simulation::{StateId, in_sentence};
use crate::theory::interest::StateType;
use crate::theory::parameters::Preset;
use crate::world::{RegionId, Regions};

mod decisions;
mod events;
mod expected;
mod otherwise;
mod passages;
mod reasons;
mod record;
mod why;

pub use crate::simulation::capitalised;
pub use decisions::{consent, decision, expected_consent, firmness, option, stays, threat_in_question};
use events::with_article;
pub use events::{EventSort, event_motive, headline, repeated};
pub use expected::{chance, expected, expected_figure, for_motive};
pub use otherwise::{finding, lever, lever_meaning, reading};
pub use passages::{Passage, passage};
pub use reasons::{Factor, POINT, motive_meaning, term_meaning};
pub use record::{Deed, Told, coded, coded_meaning};
pub use why::{headline as why_headline, why};

/// The names of all states, by number, and of provinces.
#[derive(Debug, Clone, Default)]
pub struct Names<'a> {
    states: Vec<&'a str>,
    regions: Option<&'a Regions>,
}

impl<'a> Names<'a> {
    /// From the names of states by number, and the provinces.
    pub fn new(states: Vec<&'a str>, regions: &'a Regions) -> Self {
        Self { states, regions: Some(regions) }
    }

    /// The name as it stands in a list: `Soviet Union`.
    pub fn plain(&self, state: StateId) -> &'a str {
        self.states.get(state.index()).copied().unwrap_or("a state that is no more")
    }

    /// Which states a search means, by number: those a word of whose name begins with it, or with one of several with
    /// commas between.
    pub fn meant_by(&self, search: &str) -> Vec<bool> {
        let search = search.to_lowercase();
        let wanted: Vec<&str> = search.split(',').map(str::trim).filter(|words| !words.is_empty()).collect();
        let means = |name: &&str| {
            let name = name.to_lowercase();
            let starts = [0].into_iter().chain(name.match_indices([' ', '-']).map(|(at, _)| at + 1));
            starts.into_iter().any(|at| wanted.iter().any(|words| name[at..].starts_with(words)))
        };
        self.states.iter().map(means).collect()
    }

    /// The name of a province.
    pub fn province(&self, region: RegionId) -> &'a str {
        self.regions.map_or("a province", |regions| &regions[region].name)
    }

    /// Whose, within a sentence: `the Soviet Union’s`, `the United States’`.
    pub fn whose(&self, state: StateId) -> String {
        let name = self.mid(state);
        if name.ends_with('s') { format!("{name}’") } else { format!("{name}’s") }
    }

    /// The name within a sentence: `the Soviet Union`.
    pub fn mid(&self, state: StateId) -> Cow<'a, str> {
        in_sentence(self.plain(state))
    }

    /// The name at the start of a sentence: `The Soviet Union`.
    pub fn first(&self, state: StateId) -> String {
        capitalised(&self.mid(state))
    }

    /// Several names within a sentence: `France, Poland and Romania`.
    pub fn list(&self, states: &[StateId]) -> String {
        let names: Vec<_> = states.iter().map(|state| self.mid(*state)).collect();
        match names.as_slice() {
            [] => "nobody".into(),
            [one] => one.to_string(),
            [most @ .., last] => format!("{} and {last}", most.join(", ")),
        }
    }
}

/// A share for people: `62 %`, below one per cent `0.4 %`.
pub fn percent(share: f32) -> String {
    // The sum of nothing is -0.0, which is nothing too.
    let value = share * 100.0 + 0.0;
    // A no-break space, so that no line ends between figure and unit.
    if value > 0.0 && value < 0.95 {
        if value < 0.05 { "<0.1\u{a0}%".into() } else { format!("{value:.1}\u{a0}%") }
    } else {
        format!("{value:.0}\u{a0}%")
    }
}

/// Utility for people, in points of a hundredth: `−4.2 pt`.
pub fn points(utility: f32) -> String {
    format!("{}\u{a0}pt", bare_points(utility))
}

/// The same where the unit stands at the head of a column: `−4.2`.
pub fn bare_points(utility: f32) -> String {
    let tenths = (utility * 1000.0).round() / 10.0;
    let sign = if tenths > 0.0 {
        "+"
    } else if tenths < 0.0 {
        "−"
    } else {
        ""
    };
    format!("{sign}{:.1}", tenths.abs())
}

/// A value from -1 to 1 with its sign: `+0.9`.
pub fn signed(value: f32) -> String {
    let sign = if value > 0.005 {
        "+"
    } else if value < -0.005 {
        "−"
    } else {
        ""
    };
    let digits = format!("{:.2}", value.abs());
    format!("{sign}{}", digits.trim_end_matches('0').trim_end_matches('.'))
}

/// A multiplier: `×1.3`.
pub fn times(multiplier: f32) -> String {
    format!("×{multiplier:.2}").trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A date as fine as the time a tick takes: `March 1936` or `7 March 1936`.
pub fn date(date: Date, tick: TickLength) -> String {
    match tick {
        TickLength::Months(_) => month(date),
        TickLength::Days(_) => day(date),
    }
}

/// A date to the day: `7 March 1936`.
pub fn day(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

/// A date to the month: `March 1936`.
pub fn month(date: Date) -> String {
    date.strftime("%B %Y").to_string()
}

/// The school of theory, for people.
pub fn preset(preset: Preset) -> &'static str {
    match preset {
        Preset::BalanceOfPower => "balance of power",
        Preset::BalanceOfThreat => "balance of threat",
        Preset::BalanceOfInterests => "balance of interests",
    }
}

/// The school's idea in a sentence, with its source.
pub fn preset_meaning(preset: Preset) -> &'static str {
    match preset {
        Preset::BalanceOfPower => "States weigh power alone and side against the strongest (Waltz 1979).",
        Preset::BalanceOfThreat => {
            "States weigh threat: power, proximity, offensive capability and perceived intent (Walt 1985)."
        }
        Preset::BalanceOfInterests => {
            "States weigh threat and gain: those content with the order balance to keep what they have, those at \
             odds with it go where there is something to win (Walt 1985; Schweller 1994)."
        }
    }
}

/// A pact, for people: `defensive pact`.
pub fn pact(kind: PactKind) -> &'static str {
    match kind {
        PactKind::Defensive => "defensive pact",
        PactKind::Offensive => "offensive pact",
        PactKind::Neutrality => "neutrality pact",
        PactKind::Entente => "entente",
    }
}

/// What a kind of pact promises.
pub fn pact_meaning(kind: PactKind) -> &'static str {
    match kind {
        PactKind::Defensive => "Defensive pact: members come to each other’s defence.",
        PactKind::Offensive => "Offensive pact: members attack together.",
        PactKind::Neutrality => "Neutrality pact: members stay out of each other’s wars.",
        PactKind::Entente => "Entente: members consult and lean to the same side.",
    }
}

/// A type with a capital.
pub fn kind(kind: StateType) -> &'static str {
    match kind {
        StateType::Lion => "Lion",
        StateType::Lamb => "Lamb",
        StateType::Wolf => "Wolf",
        StateType::Jackal => "Jackal",
    }
}

/// A type in two words.
pub fn kind_in_short(kind: StateType) -> &'static str {
    match kind {
        StateType::Lion => "strong, content",
        StateType::Lamb => "weak, content",
        StateType::Wolf => "strong, revisionist",
        StateType::Jackal => "weak, revisionist",
    }
}

/// What Schweller means by a type.
pub fn kind_meaning(kind: StateType) -> &'static str {
    match kind {
        StateType::Lion => {
            "Lions are strong and content with the order they profit from. They pay a high price to keep what they \
             have and little for more; they balance or pass the buck (Schweller 1994, pp. 100–104)."
        }
        StateType::Lamb => {
            "Lambs are weak and want to be left alone. They can pay little to defend what they have and hide, \
             balance or appease (Schweller 1994, pp. 100–104)."
        }
        StateType::Wolf => {
            "Wolves are strong and value what they covet far more than what they possess. They risk much to change \
             the order (Schweller 1994, pp. 100–104)."
        }
        StateType::Jackal => {
            "Jackals are weak and want more than they have. They follow the wolf for a share of the spoils \
             (Schweller 1994, pp. 100–104)."
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use jiff::civil;

    pub const GERMANY: StateId = StateId(0);
    pub const FRANCE: StateId = StateId(1);
    pub const SOVIETS: StateId = StateId(2);
    pub const ROMANIA: StateId = StateId(3);

    pub fn names() -> Names<'static> {
        Names { states: vec!["Germany", "France", "Soviet Union", "Romania"], regions: None }
    }

    #[test]
    fn numbers_have_few_digits_and_their_unit() {
        assert_eq!(
            [percent(0.6187), percent(0.004), percent(0.0001), percent(-0.0), percent(1.0)],
            ["62\u{a0}%", "0.4\u{a0}%", "<0.1\u{a0}%", "0\u{a0}%", "100\u{a0}%"]
        );
        assert_eq!(
            [points(-0.1234), points(0.002), points(0.0)],
            ["−12.3\u{a0}pt", "+0.2\u{a0}pt", "0.0\u{a0}pt"]
        );
        assert_eq!([signed(0.9), signed(-0.25), signed(0.0)], ["+0.9", "−0.25", "0"]);
        assert_eq!([times(1.3), times(1.0), times(1.75)], ["×1.3", "×1", "×1.75"]);
    }

    #[test]
    fn dates_are_as_fine_as_ticks() {
        let start = civil::date(1936, 3, 7);
        assert_eq!(date(start, TickLength::Months(1)), "March 1936");
        assert_eq!(date(start, TickLength::Days(7)), "7 March 1936");
    }
}
