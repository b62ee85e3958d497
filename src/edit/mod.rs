//! Edits: what people change in a world while it runs, as commands in a log.
//!
//! A scenario, a seed and the log of commands give the same history, to the bit.

use std::fmt;

use bevy_ecs::prelude::World;
use serde::{Deserialize, Serialize};

use crate::simulation::{Draws, Rules, reassess};
use crate::theory::parameters::{ParameterInfo, Preset};

/// A change of the world between two ticks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Command {
    /// Gives a parameter of the theory another value.
    Parameter {
        /// Its name in the table of parameters.
        name: String,
        /// Its new value, in the table's unit and range.
        value: f32,
    },
    /// Puts another school's parameters in place of all.
    Theory(String),
    /// Lets chance fall otherwise from here on.
    Luck(u64),
}

/// Why a command cannot be carried out. The world stays as it was.
#[derive(Debug, Clone, PartialEq)]
pub enum CommandError {
    /// There is no parameter of this name.
    NoSuchParameter(String),
    /// The value lies outside the parameter's range.
    OutOfRange {
        /// The parameter.
        name: String,
        /// What was asked for.
        value: f32,
        /// Lowest and highest value.
        range: (f32, f32),
    },
    /// There is no preset of this name.
    NoSuchPreset(String),
}

impl fmt::Display for CommandError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSuchParameter(name) => {
                write!(f, "there is no parameter “{name}”; scenarios/README.md lists all")
            }
            Self::OutOfRange { name, value, range: (low, high) } => {
                write!(f, "{name} = {value} is out of range: it goes from {low} to {high}")
            }
            Self::NoSuchPreset(name) => {
                let all = Preset::ALL.map(Preset::name).join(", ");
                write!(f, "there is no theory preset “{name}”: there are {all}")
            }
        }
    }
}

impl std::error::Error for CommandError {}

impl Command {
    /// Changes the world, and lets everybody look at it anew.
    ///
    /// # Errors
    /// If it names what is not there or a value out of range; then nothing is changed.
    pub fn apply(&self, world: &mut World) -> Result<(), CommandError> {
        match self {
            Self::Parameter { name, value } => {
                let info =
                    ParameterInfo::find(name).ok_or_else(|| CommandError::NoSuchParameter(name.clone()))?;
                let (low, high) = info.range;
                // Written so that what is no number is refused too.
                if !(*value >= low && *value <= high) {
                    return Err(CommandError::OutOfRange {
                        name: name.clone(),
                        value: *value,
                        range: info.range,
                    });
                }
                let known = world.resource_mut::<Rules>().parameters.set(name, *value);
                debug_assert!(known, "the table and the parameters are made from one list");
            }
            Self::Theory(name) => {
                let preset = Preset::ALL.into_iter().find(|preset| preset.name() == name);
                let preset = preset.ok_or_else(|| CommandError::NoSuchPreset(name.clone()))?;
                world.resource_mut::<Rules>().parameters = preset.parameters();
            }
            Self::Luck(seed) => {
                world.resource_mut::<Draws>().seed = *seed;
                return Ok(());
            }
        }
        reassess(world);
        Ok(())
    }
}

/// A parameter's name as people say it: `bandwagon` for `option_bandwagon`.
fn spoken(name: &str) -> String {
    let groups = ["factor_", "term_", "option_", "motive_"];
    let bare = groups.iter().find_map(|group| name.strip_prefix(group)).unwrap_or(name);
    bare.replace('_', " ")
}

impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Parameter { name, value } => match ParameterInfo::find(name) {
                Some(info) if info.is_switch() => {
                    write!(f, "{} {}", spoken(name), if *value > 0.0 { "on" } else { "off" })
                }
                _ => write!(f, "{} {value}", spoken(name)),
            },
            Self::Theory(name) => f.write_str(&name.replace('-', " ")),
            Self::Luck(seed) => write!(f, "other luck ({seed})"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_named_as_people_say_them() {
        let set = |name: &str, value: f32| Command::Parameter { name: name.into(), value }.to_string();
        assert_eq!(set("option_bandwagon", 0.0), "bandwagon off");
        assert_eq!(set("factor_offense", 1.0), "offense on");
        assert_eq!(set("cost_war", 0.25), "cost war 0.25");
        assert_eq!(Command::Theory("balance-of-power".into()).to_string(), "balance of power");
        let wrong = CommandError::OutOfRange { name: "noise".into(), value: -1.0, range: (0.0, 10.0) };
        assert_eq!(wrong.to_string(), "noise = -1 is out of range: it goes from 0 to 10");
    }
}
