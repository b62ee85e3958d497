//! Attributes of states and parameters of the theory, by the names that scenario files have for them.

use std::fmt;

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::CommandError;
use super::ground::place;
use crate::scenario::fields::{Form, STATE, expected_parameter, parameter_fault};
use crate::scenario::{Scenario, StateSetup, nearest, number_slot, parse_colour};
use crate::theory::parameters::{ParameterInfo, Preset};

/// A value that an attribute can have.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
    /// None at all.
    None,
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(value) => write!(f, "{value}"),
            Self::Text(text) => f.write_str(text),
            Self::None => f.write_str("none"),
        }
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Number(value) => serializer.serialize_f64(*value),
            Self::Text(text) => serializer.serialize_str(text),
            Self::None => serializer.serialize_none(),
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Value;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number, a text in quotes or None")
            }

            fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
                Ok(Value::Number(value))
            }

            fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
                Ok(Value::Number(value as f64))
            }

            fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
                Ok(Value::Number(value as f64))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
                Ok(Value::Text(text.to_owned()))
            }

            fn visit_none<E>(self) -> Result<Value, E> {
                Ok(Value::None)
            }

            fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<Value, D::Error> {
                Value::deserialize(inner)
            }
        }
        deserializer.deserialize_any(Any)
    }
}

/// Gives an attribute of a state another value.
pub(super) fn set(scenario: &mut Scenario, id: &str, field: &str, value: &Value) -> Result<(), CommandError> {
    let place = place(scenario, id)?;
    let mut state = scenario.states[place].clone();
    set_field(&mut state, field, value)?;
    if state == scenario.states[place] {
        return Err(CommandError::NothingChanges);
    }
    let mut others = scenario.states.iter().enumerate().filter(|(other, _)| *other != place);
    if state.population <= 0.0 && others.all(|(_, other)| other.population <= 0.0) {
        return Err(CommandError::NobodyLeft);
    }
    scenario.states[place] = state;
    Ok(())
}

/// Fields of a state that have commands of their own, or none since everything goes by them.
const OTHERS: [&str; 3] = ["id", "capital", "territory"];

fn set_field(state: &mut StateSetup, name: &str, value: &Value) -> Result<(), CommandError> {
    let settable = || STATE.fields.iter().filter(|field| !OTHERS.contains(&field.name));
    let Some(field) = settable().find(|field| field.name == name) else {
        let near = nearest(name, settable().map(|field| field.name));
        return Err(CommandError::NoSuchField(name.to_owned(), near.map(str::to_owned)));
    };
    let fault = || CommandError::NotAllowed {
        what: format!("{name} of {}", state.name),
        value: match value {
            Value::Text(text) => format!("“{text}”"),
            other => other.to_string(),
        },
        expected: field.form.expected(),
    };
    match (name, value) {
        ("name", Value::Text(text)) if !text.is_empty() => state.name.clone_from(text),
        ("ideology", Value::Text(text)) if !text.is_empty() => state.ideology = Some(text.clone()),
        ("ideology", Value::None) => state.ideology = None,
        ("colour", Value::Text(text)) => state.colour = Some(parse_colour(text).ok_or_else(fault)?),
        ("colour", Value::None) => state.colour = None,
        ("growth", Value::None) => state.growth = None,
        ("cow", Value::None) => state.cow = None,
        (_, Value::Number(number)) => match field.form {
            // Written so that what is no number is refused too. Adding nought makes a negative nought a plain one.
            Form::Number { low, high, .. } if *number >= low && *number <= high => {
                let number = *number + 0.0;
                match number_slot(state, name) {
                    Some(slot) => *slot = number,
                    None => state.growth = Some(number),
                }
            }
            Form::Whole { low, high, .. }
                if number.fract() == 0.0 && *number >= low as f64 && *number <= high as f64 =>
            {
                state.cow = Some(*number as u16);
            }
            _ => return Err(fault()),
        },
        _ => return Err(fault()),
    }
    Ok(())
}

/// Gives a parameter of the theory another value.
pub(super) fn set_parameter(scenario: &mut Scenario, name: &str, value: f32) -> Result<(), CommandError> {
    let row = ParameterInfo::find(name).ok_or_else(|| CommandError::NoSuchParameter(name.to_owned()))?;
    let between = row.is_switch() && value != 0.0 && value != 1.0;
    if between || parameter_fault(row, value).is_some() {
        return Err(CommandError::NotAllowed {
            what: name.to_owned(),
            value: value.to_string(),
            expected: if row.is_switch() { "0 (off) or 1 (on)".to_owned() } else { expected_parameter(row) },
        });
    }
    let value = value + 0.0;
    if scenario.parameters.get(name) == Some(value) {
        return Err(CommandError::NothingChanges);
    }
    let known = scenario.parameters.set(name, value);
    debug_assert!(known, "the table and the parameters are made from one list");
    Ok(())
}

/// Puts a school's parameters in place of all.
pub(super) fn set_theory(scenario: &mut Scenario, name: &str) -> Result<(), CommandError> {
    let preset = Preset::find(name).ok_or_else(|| CommandError::NoSuchPreset(name.to_owned()))?;
    if (scenario.preset, scenario.parameters) == (preset, preset.parameters()) {
        return Err(CommandError::NothingChanges);
    }
    (scenario.preset, scenario.parameters) = (preset, preset.parameters());
    Ok(())
}
