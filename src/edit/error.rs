//! What is wrong with a command, and what to do.

use std::fmt;

use super::Command;
use crate::scenario::fields::STATE;
use crate::theory::parameters::Preset;

/// Why a command cannot be carried out. The world stays as it was.
#[derive(Debug, Clone, PartialEq)]
pub enum CommandError {
    /// All is so already.
    NothingChanges,
    /// There is no state of this id; perhaps another was meant.
    NoSuchState(String, Option<String>),
    /// There is no province of this code; perhaps another was meant.
    NoSuchProvince(String, Option<String>),
    /// No attribute of a state that can be set has this name; perhaps another was meant.
    NoSuchField(String, Option<String>),
    /// There is no parameter of this name.
    NoSuchParameter(String),
    /// There is no preset of this name.
    NoSuchPreset(String),
    /// There is no such pact.
    NoSuchPact(String),
    /// There is no such war.
    NoSuchWar(String),
    /// A value is not what it must be.
    NotAllowed {
        /// Of what.
        what: String,
        /// What was asked for.
        value: String,
        /// What is expected.
        expected: String,
    },
    /// An id that another state has.
    IdTaken(String),
    /// It would leave a state without land.
    LastLand {
        /// The state's name.
        name: String,
        /// What can be done instead.
        fix: Box<Command>,
    },
    /// A capital would lie outside its state.
    NotAtHome {
        /// The state's name.
        name: String,
        /// The province's name.
        region: String,
        /// What can be done instead.
        fix: Box<Command>,
    },
    /// Provinces that a state does not have cannot be split from it.
    NotItsLand {
        /// The state's name.
        name: String,
        /// The province's name.
        region: String,
    },
    /// States are left, but nobody would live in them.
    NobodyLeft,
    /// Allies would fight one another.
    AlliesAtWar {
        /// Their names.
        names: [String; 2],
        /// What can be done instead.
        fix: Box<Command>,
    },
    /// Something else that cannot be, in a sentence.
    Impossible(String),
}

impl CommandError {
    /// What can be done instead, where there is one thing that would do.
    pub fn fix(&self) -> Option<&Command> {
        match self {
            Self::LastLand { fix, .. } | Self::NotAtHome { fix, .. } | Self::AlliesAtWar { fix, .. } => {
                Some(fix)
            }
            _ => None,
        }
    }

    /// The same with another thing to do instead, made from the one it has.
    pub(super) fn fixed_with(mut self, other: impl FnOnce(Command) -> Command) -> Self {
        if let Self::LastLand { fix, .. } | Self::NotAtHome { fix, .. } | Self::AlliesAtWar { fix, .. } =
            &mut self
        {
            let inner = std::mem::replace(&mut **fix, Command::Luck(0));
            **fix = other(inner);
        }
        self
    }
}

/// Puts the nearest spelling behind a message, if there is one.
fn perhaps(f: &mut fmt::Formatter<'_>, near: Option<&String>, otherwise: &str) -> fmt::Result {
    match near {
        Some(near) => write!(f, "; did you mean “{near}”?"),
        None => f.write_str(otherwise),
    }
}

impl fmt::Display for CommandError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NothingChanges => f.write_str("this changes nothing: all is so already"),
            Self::NoSuchState(id, near) => {
                write!(f, "there is no state “{id}”")?;
                perhaps(f, near.as_ref(), "; states are named by their id")
            }
            Self::NoSuchProvince(code, near) => {
                write!(f, "there is no province “{code}” on this map")?;
                perhaps(f, near.as_ref(), "")
            }
            Self::NoSuchField(name, near) => {
                write!(f, "a state has no attribute “{name}” that can be set")?;
                let all: Vec<&str> = STATE.fields.iter().map(|field| field.name).collect();
                perhaps(f, near.as_ref(), &format!("; its fields are {}", all.join(", ")))
            }
            Self::NoSuchParameter(name) => {
                write!(f, "there is no parameter “{name}”; scenarios/README.md lists all")
            }
            Self::NoSuchPreset(name) => {
                let all = Preset::ALL.map(Preset::name).join(", ");
                write!(f, "there is no theory preset “{name}”: there are {all}")
            }
            Self::NoSuchPact(what) => write!(f, "there is no {what}"),
            Self::NoSuchWar(what) => write!(f, "there is no war between {what}"),
            Self::NotAllowed { what, value, expected } => {
                write!(f, "{what} cannot be {value}: it must be {expected}")
            }
            Self::IdTaken(id) => write!(f, "another state has the id “{id}”: give it one of its own"),
            Self::LastLand { name, .. } => {
                write!(f, "this would leave {name} without land: delete it, or leave it a province")
            }
            Self::NotAtHome { name, region, .. } => {
                write!(f, "{region} is not {name}'s: give it the province first")
            }
            Self::NotItsLand { name, region } => write!(f, "{region} is not {name}'s"),
            Self::NobodyLeft => {
                f.write_str("nobody would be left: at least one state needs a population above 0")
            }
            Self::AlliesAtWar { names: [a, b], .. } => {
                write!(f, "{a} and {b} are allied, yet would fight one another: end their pact, or the war")
            }
            Self::Impossible(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for CommandError {}
