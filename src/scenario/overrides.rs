//! Changes to a scenario in one line each, for the command line and for sweeps: `states.GMY.offense=0.9`.

use std::fmt;

use super::document::quote;
use super::draft::parse_colour;
use super::fields::{Form, STATE, expected_parameter, parameter_fault};
use super::spelling::nearest;
use super::{Scenario, StateSetup};
use crate::theory::parameters::{ParameterInfo, Preset, TABLE};

/// Fields of a state that are not numbers but can be set too.
const TEXT_FIELDS: [&str; 3] = ["name", "ideology", "colour"];

/// A change to a scenario: `PATH=VALUE`.
///
/// | path | value |
/// |---|---|
/// | `states.ID.FIELD`, a field with a number | a number in the field's range; for `growth` also `none` |
/// | `states.ID.name` | text |
/// | `states.ID.ideology`, `states.ID.colour` | text; `#rrggbb`; `none` |
/// | `theory.PARAMETER` | a number in the parameter's range, or `true` and `false` for a switch |
/// | `theory.preset` | a preset's name |
///
/// Nothing else changes with a value: what a file left to be derived from population, say, was derived when
/// the file was read. A change of preset keeps every parameter that differs from the old preset's value,
/// since somebody has set it, and gives the others the new preset's.
#[derive(Debug, Clone, PartialEq)]
pub struct Override {
    /// What it says, as it was written.
    text: String,
    change: Change,
}

#[derive(Debug, Clone, PartialEq)]
enum Change {
    Preset(Preset),
    Parameter(&'static ParameterInfo, f32),
    State(String, StateChange),
}

#[derive(Debug, Clone, PartialEq)]
enum StateChange {
    Number(&'static str, f64),
    Growth(Option<f64>),
    Name(String),
    Ideology(Option<String>),
    Colour(Option<[u8; 3]>),
}

/// Why a change cannot be made, in a sentence or two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverrideError(String);

impl fmt::Display for OverrideError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for OverrideError {}

impl fmt::Display for Override {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

impl Override {
    /// Reads a change. All but whether the state exists is checked here.
    ///
    /// # Errors
    ///
    /// What is wrong with it and what is expected, with the nearest spelling of an unknown name.
    pub fn parse(text: &str) -> Result<Self, OverrideError> {
        let Some((path, value)) = text.split_once('=') else {
            return Err(fault(text, "a `=` is missing; write PATH=VALUE, such as states.GMY.offense=0.9"));
        };
        let (path, value) = (path.trim(), value.trim());
        let parts: Vec<&str> = path.split('.').collect();
        let change = match parts[..] {
            ["theory", "preset"] => parse_preset(value),
            ["theory", name] => parse_parameter(name, value),
            ["states", id, field] if !id.is_empty() => {
                parse_state_change(field, value).map(|change| Change::State(id.to_owned(), change))
            }
            [first, ..] => Err(unknown_path(first)),
            [] => Err(unknown_path("")),
        };
        match change {
            Ok(change) => Ok(Self { text: format!("{path}={value}"), change }),
            Err(reason) => Err(fault(text, &reason)),
        }
    }

    /// Makes the change. On an error the scenario is as it was.
    ///
    /// # Errors
    ///
    /// If there is no such state, or if nobody would be left in the scenario.
    pub fn apply(&self, scenario: &mut Scenario) -> Result<(), OverrideError> {
        match &self.change {
            Change::Preset(preset) => change_preset(scenario, *preset),
            Change::Parameter(row, value) => {
                // The row comes from the table, so the name is known.
                let _ = scenario.parameters.set(row.name, *value);
            }
            Change::State(id, change) => {
                let Some(place) = scenario.states.iter().position(|state| state.id == *id) else {
                    let ids = scenario.states.iter().map(|state| state.id.as_str());
                    return Err(fault(&self.text, &unknown("there is no state", id, ids)));
                };
                if leaves_nobody(scenario, place, change) {
                    return Err(fault(&self.text, "nobody would be left in the scenario"));
                }
                change.apply(&mut scenario.states[place]);
            }
        }
        Ok(())
    }

    /// Makes several changes: of preset first, so that they take no parameter back, then the others in
    /// order, the later of two on one path prevailing. On an error the scenario is as it was.
    ///
    /// # Errors
    ///
    /// The first that [`Self::apply`] gives.
    pub fn apply_all(overrides: &[Self], scenario: &mut Scenario) -> Result<(), OverrideError> {
        let mut changed = scenario.clone();
        let (presets, others): (Vec<_>, Vec<_>) =
            overrides.iter().partition(|each| matches!(each.change, Change::Preset(_)));
        for each in presets.into_iter().chain(others) {
            each.apply(&mut changed)?;
        }
        *scenario = changed;
        Ok(())
    }
}

impl StateChange {
    fn apply(&self, state: &mut StateSetup) {
        match self {
            Self::Number(name, value) => {
                if let Some(slot) = number_slot(state, name) {
                    *slot = *value;
                }
            }
            Self::Growth(value) => state.growth = *value,
            Self::Name(name) => state.name.clone_from(name),
            Self::Ideology(ideology) => state.ideology.clone_from(ideology),
            Self::Colour(colour) => state.colour = *colour,
        }
    }
}

/// A state's attribute by the name of its field.
pub(crate) fn number_slot<'s>(state: &'s mut StateSetup, name: &str) -> Option<&'s mut f64> {
    Some(match name {
        "population" => &mut state.population,
        "industry" => &mut state.industry,
        "military" => &mut state.military,
        "technology" => &mut state.technology,
        "offense" => &mut state.offense,
        "intent" => &mut state.intent,
        "revisionism" => &mut state.revisionism,
        _ => return None,
    })
}

/// Whether a change takes the last people out of a scenario.
fn leaves_nobody(scenario: &Scenario, place: usize, change: &StateChange) -> bool {
    let others = scenario.states.iter().enumerate().filter(|(index, _)| *index != place);
    *change == StateChange::Number("population", 0.0)
        && others.into_iter().all(|(_, state)| state.population == 0.0)
}

fn change_preset(scenario: &mut Scenario, preset: Preset) {
    let old = scenario.preset.parameters();
    let mut parameters = preset.parameters();
    for row in TABLE {
        let value = scenario.parameters.get(row.name);
        if let Some(value) = value.filter(|_| value != old.get(row.name)) {
            let _ = parameters.set(row.name, value);
        }
    }
    scenario.preset = preset;
    scenario.parameters = parameters;
}

fn fault(text: &str, reason: &str) -> OverrideError {
    OverrideError(format!("`{}`: {reason}", quote(text)))
}

/// Says that a name is not known, and which is spelt nearest.
fn unknown<'a>(what: &str, name: &str, known: impl Iterator<Item = &'a str> + Clone) -> String {
    let name = quote(name);
    match nearest(&name, known.clone()) {
        Some(near) => format!("{what} `{name}`; did you mean `{near}`?"),
        None => {
            let some: Vec<_> = known.take(40).collect();
            format!("{what} `{name}`; known are {}", some.join(", "))
        }
    }
}

fn unknown_path(first: &str) -> String {
    match first {
        "states" => "write states.ID.FIELD=VALUE, such as states.GMY.offense=0.9".to_owned(),
        "theory" => "write theory.PARAMETER=VALUE, such as theory.noise=0.02".to_owned(),
        _ => unknown("there is nothing called", first, ["states", "theory"].into_iter()),
    }
}

fn parse_preset(value: &str) -> Result<Change, String> {
    let names = Preset::ALL.into_iter().map(Preset::name);
    Preset::find(value).map(Change::Preset).ok_or_else(|| unknown("there is no preset", value, names))
}

fn parse_parameter(name: &str, value: &str) -> Result<Change, String> {
    let names = TABLE.iter().map(|row| row.name).chain(["preset"]);
    let row = ParameterInfo::find(name).ok_or_else(|| unknown("the theory has no parameter", name, names))?;
    let number = match value {
        "true" if row.is_switch() => Some(1.0),
        "false" if row.is_switch() => Some(0.0),
        _ if row.is_switch() => None,
        _ => value.parse::<f32>().ok().filter(|number| parameter_fault(row, *number).is_none()),
    };
    match number {
        Some(number) => Ok(Change::Parameter(row, number + 0.0)),
        None => Err(format!("`{name}` must be {}", expected_parameter(row))),
    }
}

fn parse_state_change(name: &str, value: &str) -> Result<StateChange, String> {
    let text = value.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(value);
    match name {
        "name" => return Ok(StateChange::Name(text.to_owned())),
        "ideology" if value == "none" => return Ok(StateChange::Ideology(None)),
        "ideology" if text.is_empty() => return Err("an ideology needs a name, or `none`".to_owned()),
        "ideology" => return Ok(StateChange::Ideology(Some(text.to_owned()))),
        "colour" if value == "none" => return Ok(StateChange::Colour(None)),
        "colour" => {
            let colour = parse_colour(text).ok_or("`colour` must be `#rrggbb` or `none`")?;
            return Ok(StateChange::Colour(Some(colour)));
        }
        "growth" if value == "none" => return Ok(StateChange::Growth(None)),
        _ => {}
    }
    let numbers = STATE.fields.iter().filter(|field| matches!(field.form, Form::Number { .. }));
    let Some(field) = numbers.clone().find(|field| field.name == name) else {
        if STATE.find(name).is_some() {
            return Err(format!("`{name}` of a state cannot be set from outside a file"));
        }
        let names = numbers.map(|field| field.name).chain(TEXT_FIELDS);
        return Err(unknown("a state has no field", name, names));
    };
    let Form::Number { low, high, .. } = field.form else { return Err(String::new()) };
    let number = value.parse::<f64>().ok().filter(|number| low <= *number && *number <= high);
    // Adding nought makes a negative nought a plain one.
    let number = number
        .map(|number| number + 0.0)
        .ok_or_else(|| format!("`{name}` must be {}", field.form.expected()))?;
    Ok(if name == "growth" {
        StateChange::Growth(Some(number))
    } else {
        StateChange::Number(field.name, number)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::testing::read_small;

    const TWO: &str = r##"(name: "two", start: "1936-03-01", theory: (set: {"noise": 0.5}), states: [
        (id: "AAA", capital: (province: "DE-BE"), population: 1),
        (id: "BBB", capital: (province: "FR-IDF"), population: 0, ideology: "x", colour: "#010203", growth: 0.1),
    ])"##;

    fn apply(text: &str) -> Result<Scenario, String> {
        let mut scenario = read_small(TWO).expect("valid");
        let change = Override::parse(text).map_err(|error| error.to_string())?;
        change.apply(&mut scenario).map_err(|error| error.to_string())?;
        Ok(scenario)
    }

    #[test]
    fn every_number_of_a_state_can_be_set() {
        for field in STATE.fields {
            let Form::Number { high, .. } = field.form else { continue };
            let scenario = apply(&format!("states.BBB.{}={high}", field.name)).expect(field.name);
            let mut state = scenario.states[1].clone();
            let value = match number_slot(&mut state, field.name) {
                Some(slot) => Some(*slot),
                None => state.growth,
            };
            assert_eq!(value, Some(high), "{}", field.name);
            assert!(Override::parse(&format!("states.BBB.{}=2e15", field.name)).is_err());
        }
    }

    #[test]
    fn text_fields_can_be_set_and_taken_away() {
        assert_eq!(
            apply("states.AAA.name=New Name").map(|s| s.states[0].name.clone()),
            Ok("New Name".to_owned())
        );
        assert_eq!(apply("states.AAA.name=\"a=b\"").map(|s| s.states[0].name.clone()), Ok("a=b".to_owned()));
        assert_eq!(apply("states.BBB.ideology=none").map(|s| s.states[1].ideology.clone()), Ok(None));
        assert_eq!(apply("states.BBB.colour=none").map(|s| s.states[1].colour), Ok(None));
        assert_eq!(apply("states.BBB.growth=none").map(|s| s.states[1].growth), Ok(None));
        assert_eq!(apply("states.AAA.colour=#ff0080").map(|s| s.states[0].colour), Ok(Some([255, 0, 128])));
    }

    #[test]
    fn parameters_and_presets_can_be_set() {
        assert_eq!(apply("theory.noise=0.02").map(|s| s.parameters.noise), Ok(0.02));
        assert_eq!(apply("theory.factor_intent=false").map(|s| s.parameters.factor_intent), Ok(0.0));
        assert_eq!(apply("theory.attention=7").map(|s| s.parameters.attention), Ok(7.0));
        let power = apply("theory.preset=balance-of-power").expect("valid");
        assert_eq!((power.preset, power.parameters.factor_intent), (Preset::BalanceOfPower, 0.0));
        assert_eq!(power.parameters.noise, 0.5, "what the file set is kept");
    }

    #[test]
    fn several_changes_do_not_depend_on_where_the_preset_stands() {
        let changes = [
            "theory.factor_intent=true",
            "theory.preset=balance-of-power",
            "theory.noise=1",
            "theory.noise=2",
        ];
        let changes = changes.map(|text| Override::parse(text).expect(text));
        let mut scenario = read_small(TWO).expect("valid");
        Override::apply_all(&changes, &mut scenario).expect("valid");
        assert_eq!((scenario.parameters.factor_intent, scenario.parameters.noise), (1.0, 2.0));
        let before = scenario.clone();
        let broken =
            ["theory.noise=3", "states.XXX.offense=1"].map(|text| Override::parse(text).expect(text));
        assert!(Override::apply_all(&broken, &mut scenario).is_err());
        assert_eq!(scenario, before);
    }

    #[test]
    fn faults_say_what_to_write() {
        insta::assert_snapshot!(
            [
                "states.AAA.offense", "", "=", "stats.AAA.offense=1", "states.AAA=1", "states..offense=1",
                "states.AAB.offense=1", "states.AAA.offence=1", "states.AAA.capital=1", "states.AAA.xyzzy=1",
                "states.AAA.offense=1.5", "states.AAA.offense=nan", "states.AAA.offense=x", "states.AAA.colour=red",
                "states.AAA.ideology=", "states.AAA.population=0", "theory.nose=1", "theory.noise=-1",
                "theory.attention=1.5", "theory.factor_intent=1", "theory.preset=balance-of-thread", "theory=1",
            ]
            .map(|text| apply(text).expect_err(text))
            .join("\n"),
            @r#"
            `states.AAA.offense`: a `=` is missing; write PATH=VALUE, such as states.GMY.offense=0.9
            ``: a `=` is missing; write PATH=VALUE, such as states.GMY.offense=0.9
            `=`: there is nothing called ``; known are states, theory
            `stats.AAA.offense=1`: there is nothing called `stats`; did you mean `states`?
            `states.AAA=1`: write states.ID.FIELD=VALUE, such as states.GMY.offense=0.9
            `states..offense=1`: write states.ID.FIELD=VALUE, such as states.GMY.offense=0.9
            `states.AAB.offense=1`: there is no state `AAB`; did you mean `AAA`?
            `states.AAA.offence=1`: a state has no field `offence`; did you mean `offense`?
            `states.AAA.capital=1`: `capital` of a state cannot be set from outside a file
            `states.AAA.xyzzy=1`: a state has no field `xyzzy`; known are population, industry, military, technology, offense, intent, revisionism, growth, name, ideology, colour
            `states.AAA.offense=1.5`: `offense` must be a number from 0 to 1
            `states.AAA.offense=nan`: `offense` must be a number from 0 to 1
            `states.AAA.offense=x`: `offense` must be a number from 0 to 1
            `states.AAA.colour=red`: `colour` must be `#rrggbb` or `none`
            `states.AAA.ideology=`: an ideology needs a name, or `none`
            `states.AAA.population=0`: nobody would be left in the scenario
            `theory.nose=1`: the theory has no parameter `nose`; did you mean `noise`?
            `theory.noise=-1`: `noise` must be a number from 0 to 10
            `theory.attention=1.5`: `attention` must be a whole number from 1 to 64
            `theory.factor_intent=1`: `factor_intent` must be `true` or `false`
            `theory.preset=balance-of-thread`: there is no preset `balance-of-thread`; did you mean `balance-of-threat`?
            `theory=1`: write theory.PARAMETER=VALUE, such as theory.noise=0.02
            "#);
    }
}
