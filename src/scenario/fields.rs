//! The fields of a scenario: one table a section, with form, range, default and meaning of each field.
//!
//! The reader, the writer, the overrides and the reference in `scenarios/README.md` all go by these tables.

use std::fmt::Write as _;

use self::Form::{Date, Other, Text, Whole};
use self::Otherwise::{Number, Required, Words};
use crate::theory::parameters::{ParameterInfo, Preset, TABLE};

/// The largest population, industry or military capability of a state: far above any real figure, and
/// small enough for sums over all states to stay exact.
const LARGEST: f64 = 1e15;

/// What a field's value looks like.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Form {
    /// Text in quotes.
    Text,
    /// A date, `"YYYY-MM-DD"`.
    Date,
    /// A number in a range, both ends included.
    Number {
        /// Smallest value.
        low: f64,
        /// Largest value.
        high: f64,
        /// Unit, or how to read the number.
        unit: &'static str,
    },
    /// A whole number in a range, both ends included.
    Whole {
        /// Smallest value.
        low: u64,
        /// Largest value.
        high: u64,
        /// Unit, or how to read the number.
        unit: &'static str,
    },
    /// Something else, in words.
    Other(&'static str),
}

impl Form {
    /// What is expected, in words.
    pub fn expected(self) -> String {
        match self {
            Self::Text => "text in quotes".to_owned(),
            Self::Date => "a date such as \"1936-03-01\"".to_owned(),
            Self::Number { low, high: LARGEST, .. } => format!("a number from {low} to {LARGEST:e}"),
            Self::Number { low, high, .. } => format!("a number from {low} to {high}"),
            Self::Whole { low, high, .. } if low == high => format!("the number {low}"),
            Self::Whole { low, high: u64::MAX, .. } => format!("a whole number, {low} or more"),
            Self::Whole { low, high, .. } => format!("a whole number from {low} to {high}"),
            Self::Other(words) => words.to_owned(),
        }
    }

    /// The unit of a number.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Number { unit, .. } | Self::Whole { unit, .. } => unit,
            _ => "",
        }
    }
}

/// What holds where a field is not given.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Otherwise {
    /// It must be given.
    Required,
    /// This number.
    Number(f64),
    /// Something else, in words.
    Words(&'static str),
}

/// One field of a section.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Field {
    /// Name.
    pub name: &'static str,
    /// What its value looks like.
    pub form: Form,
    /// What holds where it is not given.
    pub otherwise: Otherwise,
    /// What it means.
    pub meaning: &'static str,
}

/// A group of named fields in parentheses.
#[derive(Debug, PartialEq)]
pub struct Section {
    /// The name that may stand before its parentheses.
    pub name: &'static str,
    /// What it is called in messages.
    pub noun: &'static str,
    /// The field whose text tells one from another, if there is one.
    pub key: Option<&'static str>,
    /// Its fields, in the order in which they are written.
    pub fields: &'static [Field],
}

impl Section {
    /// The field of that name.
    pub fn find(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}

const fn field(name: &'static str, form: Form, otherwise: Otherwise, meaning: &'static str) -> Field {
    Field { name, form, otherwise, meaning }
}

const fn number(low: f64, high: f64, unit: &'static str) -> Form {
    Form::Number { low, high, unit }
}

/// The file as a whole.
pub const SCENARIO: Section = Section {
    name: "Scenario",
    noun: "scenario",
    key: None,
    fields: &[
        field("version", Whole { low: 1, high: 1, unit: "" }, Number(1.0), "Version of this format"),
        field("name", Text, Required, "Title"),
        field("description", Text, Words("empty"), "What it shows, for people"),
        field("sources", Other("a list of texts"), Words("empty"), "Where its figures come from"),
        field("start", Date, Required, "Date of tick 0"),
        field(
            "tick",
            Other(
                "`days(1)` to `days(366)`, `weeks(1)` to `weeks(52)`, `months(1)` to `months(120)` or `years(1)` to `years(10)`",
            ),
            Words("`months(1)`"),
            "How much time one tick takes",
        ),
        field(
            "map",
            Other("`provinces` or `generated(..)`"),
            Words("`provinces`"),
            "The map: the built-in provinces of the world, or an invented world",
        ),
        field(
            "theory",
            Other("`(preset: .., set: {..})`"),
            Words("the preset alone"),
            "The theory's parameters",
        ),
        field("states", Other("a list of states"), Required, "The states, 20,000 at most"),
        field("alliances", Other("a list of alliances"), Words("empty"), "Alliances in force at the start"),
        field("wars", Other("a list of wars"), Words("empty"), "Wars under way at the start"),
        field(
            "beliefs",
            Other("a list of beliefs"),
            Words("empty"),
            "Beliefs held at the start, where they differ from the default",
        ),
    ],
};

/// An invented world: `map: generated(..)`.
pub const GENERATED: Section = Section {
    name: "generated",
    noun: "generated map",
    key: None,
    fields: &[
        field("regions", Whole { low: 1, high: 20_000, unit: "regions" }, Required, "Number of regions"),
        field(
            "seed",
            Whole { low: 0, high: u64::MAX, unit: "" },
            Number(0.0),
            "The same seed gives the same world",
        ),
        field("land", number(0.05, 1.0, "share"), Number(1.0), "Share of the world that is land"),
    ],
};

/// The theory: `theory: (..)`.
pub const THEORY: Section = Section {
    name: "Theory",
    noun: "theory",
    key: None,
    fields: &[
        field("preset", Text, Words("`\"balance-of-threat\"`"), "The school to start from"),
        field(
            "set",
            Other("a map `{\"name\": value, ..}`"),
            Words("empty"),
            "Parameters that differ from the preset's",
        ),
    ],
};

/// A state.
pub const STATE: Section = Section {
    name: "State",
    noun: "state",
    key: Some("id"),
    fields: &[
        field(
            "id",
            Text,
            Required,
            "Unique id, 2 to 12 letters (A to Z), digits, `_` and `-`, a letter first; the Correlates of War abbreviation where there is one",
        ),
        field("name", Text, Words("the id"), "Name for people"),
        field(
            "cow",
            Whole { low: 1, high: 999, unit: "" },
            Words("none"),
            "Correlates of War state number, for tables to be joined by; nothing in a run depends on it",
        ),
        field(
            "capital",
            Other("`(name: .., lat: .., lon: ..)` or `(province: ..)`"),
            Required,
            "The capital",
        ),
        field(
            "territory",
            Other("a list of selectors"),
            Words("the capital's province"),
            "The provinces it holds",
        ),
        field(
            "colour",
            Other("a colour such as `\"#8d8f98\"`"),
            Words("chosen by the view"),
            "Colour on the map",
        ),
        field("population", number(0.0, LARGEST, "any unit common to the scenario"), Required, "Population"),
        field(
            "industry",
            number(0.0, LARGEST, "any unit common to the scenario"),
            Words("in proportion to population"),
            "Industry",
        ),
        field(
            "military",
            number(0.0, LARGEST, "any unit common to the scenario"),
            Words("in proportion to population"),
            "Military capability",
        ),
        field(
            "technology",
            number(0.01, 100.0, "multiplier"),
            Number(1.0),
            "Technological prowess, 1 the system's mean",
        ),
        field(
            "offense",
            number(0.0, 1.0, "share of power"),
            Number(0.3),
            "Power that can be used beyond its borders quickly",
        ),
        field(
            "intent",
            number(0.0, 1.0, "share"),
            Number(0.1),
            "How aggressive it really is; other states never read it, they hold beliefs",
        ),
        field(
            "revisionism",
            number(-1.0, 1.0, "difference"),
            Number(0.0),
            "Value of revision less value of the status quo",
        ),
        field("ideology", Text, Words("none"), "The movement it belongs to"),
        field(
            "growth",
            number(-0.5, 1.0, "share a year"),
            Words("the parameter `growth`"),
            "Growth of industry and military",
        ),
    ],
};

/// A capital: `capital: (..)` of a state.
pub const CAPITAL: Section = Section {
    name: "Capital",
    noun: "capital",
    key: None,
    fields: &[
        field("name", Text, Words("empty"), "Name for people"),
        field("lat", number(-90.0, 90.0, "degrees north"), Words("the province's middle"), "Latitude"),
        field("lon", number(-180.0, 180.0, "degrees east"), Words("the province's middle"), "Longitude"),
        field(
            "province",
            Other("the code of a province, in quotes"),
            Words("the province at `lat`, `lon`, or the nearest within 60 km"),
            "The province it lies in",
        ),
    ],
};

/// An alliance.
pub const ALLIANCE: Section = Section {
    name: "Alliance",
    noun: "alliance",
    key: Some("name"),
    fields: &[
        field("name", Text, Words("empty"), "Name for people"),
        field(
            "kind",
            Other("`defensive`, `offensive`, `neutrality` or `entente`"),
            Required,
            "What was promised: to come to each other's defence, to attack together, not to join the other's enemies, or to consult and lean to the same side",
        ),
        field("members", Other("a list of ids of states"), Required, "Members, two or more"),
        field("since", Date, Words("the scenario's start"), "When it was signed, not after the start"),
        field("until", Date, Words("never"), "When it lapses, after the start"),
        field(
            "target",
            Other("the id of a state, in quotes"),
            Words("anyone"),
            "Whom it is against, not a member",
        ),
    ],
};

/// A war.
pub const WAR: Section = Section {
    name: "War",
    noun: "war",
    key: Some("name"),
    fields: &[
        field("name", Text, Words("empty"), "Name for people"),
        field("attackers", Other("a list of ids of states"), Required, "One side"),
        field("defenders", Other("a list of ids of states"), Required, "The other side"),
        field("since", Date, Words("the scenario's start"), "When it began, not after the start"),
    ],
};

/// A belief.
pub const BELIEF: Section = Section {
    name: "Belief",
    noun: "belief",
    key: None,
    fields: &[
        field("of", Other("the id of a state, in quotes"), Required, "Who believes"),
        field("about", Other("the id of a state, in quotes"), Required, "About whom"),
        field("intent", number(0.001, 0.999, "probability"), Required, "The aggressive intent believed in"),
        field(
            "weight",
            number(0.1, 1000.0, "observations"),
            Words("the parameter `belief_weight`"),
            "How firmly it is believed",
        ),
    ],
};

/// Every section, outermost first.
pub const SECTIONS: [&Section; 8] =
    [&SCENARIO, &GENERATED, &THEORY, &STATE, &CAPITAL, &ALLIANCE, &WAR, &BELIEF];

/// What a parameter of the theory must be, in words.
pub fn expected_parameter(row: &ParameterInfo) -> String {
    let (low, high) = row.range;
    if row.is_switch() {
        "`true` or `false`".to_owned()
    } else if row.is_whole() {
        format!("a whole number from {low} to {high}")
    } else {
        format!("a number from {low} to {high}")
    }
}

/// Why a number cannot be a parameter's value, if it cannot.
pub(crate) fn parameter_fault(row: &ParameterInfo, value: f32) -> Option<String> {
    let (low, high) = row.range;
    if !value.is_finite() || value < low || value > high {
        return Some(format!("`{}` must lie between {low} and {high}", row.name));
    }
    (row.is_whole() && value.fract() != 0.0).then(|| format!("`{}` must be a whole number", row.name))
}

/// All tables as Markdown: the reference part of `scenarios/README.md`.
pub fn reference() -> String {
    let mut text = String::new();
    for section in SECTIONS {
        let _ = writeln!(text, "### `{}`\n", section.name);
        text.push_str("| field | written as | unit | if not given | meaning |\n|---|---|---|---|---|\n");
        for field in section.fields {
            let otherwise = match field.otherwise {
                Required => "**must be given**".to_owned(),
                Number(value) => value.to_string(),
                Words(words) => words.to_owned(),
            };
            let (name, form, unit) = (field.name, field.form.expected(), field.form.unit());
            let _ = writeln!(text, "| `{name}` | {form} | {unit} | {otherwise} | {} |", field.meaning);
        }
        text.push('\n');
    }
    let presets: Vec<_> = Preset::ALL.iter().map(|preset| format!("`{}`", preset.name())).collect();
    let _ = writeln!(text, "### Presets and parameters of the theory\n\nPresets: {}.\n", presets.join(", "));
    text.push_str(
        "| parameter | written as | unit | default | meaning | source |\n|---|---|---|---|---|---|\n",
    );
    for row in TABLE {
        let default =
            if row.is_switch() { (row.default != 0.0).to_string() } else { row.default.to_string() };
        let form = expected_parameter(row);
        let _ = writeln!(
            text,
            "| `{}` | {form} | {} | {default} | {} | {} |",
            row.name, row.unit, row.meaning, row.source
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_differ_and_numbers_given_by_default_lie_in_range() {
        for section in SECTIONS {
            for (index, field) in section.fields.iter().enumerate() {
                assert!(
                    section.fields[..index].iter().all(|other| other.name != field.name),
                    "{}",
                    field.name
                );
                if let (Form::Number { low, high, .. }, Number(value)) = (field.form, field.otherwise) {
                    assert!(low <= value && value <= high, "{}", field.name);
                }
            }
        }
    }

    #[test]
    fn a_cell_of_the_reference_never_breaks_its_row() {
        for line in reference().lines().filter(|line| line.starts_with('|')) {
            assert!(matches!(line.matches('|').count(), 6 | 7), "{line}");
        }
    }
}
