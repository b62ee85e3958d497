//! Controls: how each attribute of a state is changed, by the names that scenario files have for them.

use super::card::Section;
use super::figures::{Scale, Unit};

/// How an attribute is changed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Control {
    /// By a slider and a figure, with the same scale in every world.
    Number(Scale, Unit),
    /// The same, on a scale that follows what states in this world have.
    Amount,
    /// By a slider and a figure, or as the theory has it for all.
    Growth,
    /// A name typed in.
    Name,
    /// A whole number typed in, or none.
    CowNumber,
    /// A colour chosen or typed, or the map's own.
    Colour,
    /// A movement chosen or typed, or none.
    Movement,
    /// Shown alone: everything goes by it.
    Id,
    /// Its name typed in; it is moved on the map.
    Capital,
    /// Shown alone: it is painted on the map.
    Territory,
}

/// An attribute of a state on the page.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// Its name in scenario files.
    pub field: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// In which part it stands.
    pub section: Section,
    /// How it is changed.
    pub control: Control,
    /// What it means in the theory, with its source; the table of scenarios says the rest.
    pub theory: &'static str,
}

const fn row(
    section: Section,
    field: &'static str,
    label: &'static str,
    control: Control,
    theory: &'static str,
) -> Row {
    Row { field, label, section, control, theory }
}

const SHARE: Control = Control::Number(Scale::Even { low: 0.0, high: 1.0, steps: 100.0 }, Unit::Percent);
const LEANING: Control = Control::Number(Scale::Even { low: -1.0, high: 1.0, steps: 100.0 }, Unit::Plain);
const TECHNOLOGY: Control =
    Control::Number(Scale::Decades { low: 0.1, high: 10.0, nought: false }, Unit::Times);

/// Every attribute of a state, in the order of the page.
pub const ROWS: [Row; 15] = [
    row(
        Section::Character,
        "intent",
        "Real intent",
        SHARE,
        "Offensive intentions are Walt’s fourth factor of threat (Walt 1985, p. 12), but others see only what it does \
         (Jervis 1976).",
    ),
    row(
        Section::Character,
        "revisionism",
        "Revisionism",
        LEANING,
        "State interest: above 0 it is a wolf or a jackal, else a lion or a lamb (Schweller 1994, pp. 100–104).",
    ),
    row(
        Section::Character,
        "offense",
        "Offence",
        SHARE,
        "Offensive capability, Walt’s third factor of threat (Walt 1985, p. 11).",
    ),
    row(
        Section::Character,
        "ideology",
        "Movement",
        Control::Movement,
        "What waves of the future and dominoes travel along (Schweller 1994, pp. 96–99).",
    ),
    row(
        Section::Means,
        "population",
        "Population",
        Control::Amount,
        "A part of aggregate power, as a share of the system’s (Walt 1985, p. 9; Singer, Bremer and Stuckey 1972).",
    ),
    row(
        Section::Means,
        "industry",
        "Industry",
        Control::Amount,
        "A part of aggregate power, as a share of the system’s (Walt 1985, p. 9; Singer, Bremer and Stuckey 1972).",
    ),
    row(
        Section::Means,
        "military",
        "Military",
        Control::Amount,
        "A part of aggregate power, as a share of the system’s (Walt 1985, p. 9; Singer, Bremer and Stuckey 1972).",
    ),
    row(
        Section::Means,
        "technology",
        "Technology",
        TECHNOLOGY,
        "Multiplies all its power and lengthens its reach (Walt 1985, p. 9; Boulding 1962).",
    ),
    row(
        Section::Means,
        "growth",
        "Growth a year",
        Control::Growth,
        "Uneven growth is what upsets balances (Gilpin 1981).",
    ),
    row(Section::Identity, "name", "Name", Control::Name, ""),
    row(Section::Identity, "colour", "Colour", Control::Colour, ""),
    row(Section::Identity, "id", "Id", Control::Id, ""),
    row(Section::Identity, "cow", "COW number", Control::CowNumber, ""),
    row(Section::Identity, "capital", "Capital", Control::Capital, ""),
    row(Section::Identity, "territory", "Territory", Control::Territory, ""),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::fields::{Form, STATE};

    #[test]
    fn every_attribute_of_scenario_files_has_a_control_and_there_is_no_other() {
        for field in STATE.fields {
            let rows = ROWS.iter().filter(|row| row.field == field.name).count();
            assert_eq!(rows, 1, "{} has {rows} controls", field.name);
        }
        assert_eq!(ROWS.len(), STATE.fields.len());
        for row in ROWS {
            let field = STATE.find(row.field).expect("every row is a field");
            let number = matches!(row.control, Control::Number(..) | Control::Amount | Control::Growth);
            assert_eq!(number, matches!(field.form, Form::Number { .. }), "{}", row.field);
            // What a slider gives is never refused.
            if let (Control::Number(scale, _), Form::Number { low, high, .. }) = (row.control, field.form) {
                for step in 0..=20 {
                    let value = scale.value(f64::from(step) / 20.0);
                    assert!(low <= value && value <= high, "{} {value}", row.field);
                }
            }
        }
    }
}
