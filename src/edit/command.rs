//! The commands: what they are called, what they change, and what people call them.
//!
//! States are named by their id and provinces by their code, as in a scenario file, so that a person can read a log of
//! commands and it stays true however states are numbered.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::attributes::{self, Value};
use super::text::{counted, listed, spoken, summed};
use super::{CommandError, found, ground, states, ties, wars};
use crate::scenario::{PactKind, Scenario};
use crate::theory::parameters::ParameterInfo;

/// A change of the world between two ticks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Command {
    /// Founds a state in a province, which is taken from its owner with its share of the owner's means, if it has
    /// one. What is left out is chosen: a free id and colour, the province's name, means like its neighbours'.
    Found {
        /// Code of the province of its capital.
        region: String,
        /// Its id; chosen where empty.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        id: String,
        /// Its name; the province's where empty.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        name: String,
    },
    /// Takes a state off the map, with its pacts and wars. Its land is nobody's.
    Delete {
        /// Its id.
        state: String,
    },
    /// Makes one state part of another, with its land and means. Its pacts and wars end.
    Merge {
        /// The id of the one that is no more.
        state: String,
        /// The id of the other.
        into: String,
    },
    /// Makes provinces of a state a state of their own, with their share of its means.
    Split {
        /// The id of the state.
        state: String,
        /// Codes of the provinces.
        regions: Vec<String>,
        /// The new state's id; chosen where empty.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        id: String,
        /// The new state's name; that of its capital's province where empty.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        name: String,
    },
    /// Founds a state with all that another is and has, but for its land.
    Duplicate {
        /// The id of the other.
        state: String,
        /// Code of the province of the new one's capital.
        region: String,
        /// The new one's id; chosen where empty.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        id: String,
        /// The new one's name; chosen where empty.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        name: String,
    },
    /// Gives provinces to a state, or to nobody. Nobody moves with them: it is not a conquest.
    Give {
        /// Codes of the provinces.
        regions: Vec<String>,
        /// The id of their new owner; nobody where left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<String>,
    },
    /// Gives provinces of a state to another as at a peace: with their share of people and industry, and half of that of
    /// the army, the rest of which disbands. Who has no land left is no more.
    Cede {
        /// The id of the state that gives.
        state: String,
        /// The id of the state that takes.
        to: String,
        /// Codes of the provinces; all that it has where left out.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        regions: Vec<String>,
    },
    /// Moves a capital to another of the state's provinces.
    MoveCapital {
        /// The id of the state.
        state: String,
        /// Code of the province.
        region: String,
        /// Name of the capital; the province's where empty.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        name: String,
    },
    /// Gives an attribute of a state another value.
    Set {
        /// The id of the state.
        state: String,
        /// The attribute, by the name that it has in scenario files.
        field: String,
        /// Its new value; `None` for none.
        value: Value,
    },
    /// Makes a state believe something of another, or know nothing of it but the prior.
    Believe {
        /// Who believes.
        of: String,
        /// About whom.
        about: String,
        /// The aggressive intent believed in; no belief of its own where left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        intent: Option<f64>,
        /// How firmly, in observations; the parameter `belief_weight` where left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        weight: Option<f64>,
    },
    /// Makes a pact.
    AddPact(Pact),
    /// Ends a pact.
    EndPact(PactName),
    /// Puts another pact in place of one.
    ChangePact {
        /// The pact as it is.
        pact: PactName,
        /// What it is to be.
        to: Pact,
    },
    /// Begins a war. Who is named first leads.
    BeginWar {
        /// Its name; may be left out.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        name: String,
        /// The ids of those who attack.
        attackers: Vec<String>,
        /// The ids of those who are attacked.
        defenders: Vec<String>,
    },
    /// Ends a war, as if it had not been.
    EndWar {
        /// The ids of states on one side, as many as it takes to tell it from others.
        attackers: Vec<String>,
        /// The ids of states on the other.
        defenders: Vec<String>,
    },
    /// Takes a state into a war under way. One that fights on the other side changes sides.
    JoinWar {
        /// The id of the state.
        state: String,
        /// The ids of states beside whom it fights, as many as it takes to tell the war from others.
        beside: Vec<String>,
        /// The ids of states whom it fights.
        against: Vec<String>,
    },
    /// Takes a state out of a war, which goes on without it, or is over where nobody is left on its side.
    LeaveWar {
        /// The id of the state.
        state: String,
        /// The ids of states whom it fights, as many as it takes to tell the war from others.
        against: Vec<String>,
    },
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
    /// Several as one: all are carried out, or none.
    Group {
        /// What they do together; that of each where empty.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        name: String,
        /// The commands, in order.
        commands: Vec<Command>,
    },
}

/// A pact to be made, as scenarios have it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Pact {
    /// Name for people; may be left out.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// What is promised.
    pub kind: PactKind,
    /// The ids of its members, two or more.
    pub members: Vec<String>,
    /// The id of whom it is against; anyone where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// When it was signed; now where left out.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::scenario::dates::maybe")]
    pub since: Option<Date>,
    /// When it lapses; never where left out.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::scenario::dates::maybe")]
    pub until: Option<Date>,
}

/// Which pact is meant: the first of this kind among just these members.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PactName {
    /// What was promised.
    pub kind: PactKind,
    /// The ids of its members, in any order.
    pub members: Vec<String>,
    /// The id of whom it is against, to tell it from others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
}

impl Command {
    /// Changes a scenario. Luck is none of a scenario's: that changes nothing here.
    ///
    /// # Errors
    /// If it cannot be carried out, or would change nothing; then the scenario is as it was.
    pub fn change(&self, scenario: &mut Scenario) -> Result<(), CommandError> {
        match self {
            Self::Found { region, id, name } => found::found(scenario, region, (id, name)),
            Self::Delete { state } => states::delete(scenario, state),
            Self::Merge { state, into } => states::merge(scenario, state, into),
            Self::Split { state, regions, id, name } => states::split(scenario, state, regions, (id, name)),
            Self::Duplicate { state, region, id, name } => {
                states::duplicate(scenario, state, region, (id, name))
            }
            Self::Give { regions, to } => ground::give(scenario, regions, to.as_deref()),
            Self::Cede { state, to, regions } => states::cede(scenario, state, to, regions),
            Self::MoveCapital { state, region, name } => ground::move_capital(scenario, state, region, name),
            Self::Set { state, field, value } => attributes::set(scenario, state, field, value),
            Self::Believe { of, about, intent, weight } => {
                ties::believe(scenario, (of, about), *intent, *weight)
            }
            Self::AddPact(pact) => ties::add_pact(scenario, pact),
            Self::EndPact(pact) => ties::end_pact(scenario, pact),
            Self::ChangePact { pact, to } => ties::change_pact(scenario, pact, to),
            Self::BeginWar { name, attackers, defenders } => {
                wars::begin_war(scenario, name, attackers, defenders)
            }
            Self::EndWar { attackers, defenders } => wars::end_war(scenario, attackers, defenders),
            Self::JoinWar { state, beside, against } => wars::join_war(scenario, state, beside, against),
            Self::LeaveWar { state, against } => wars::leave_war(scenario, state, against),
            Self::Parameter { name, value } => attributes::set_parameter(scenario, name, *value),
            Self::Theory(name) => attributes::set_theory(scenario, name),
            Self::Luck(_) => Ok(()),
            Self::Group { .. } => self.change_all(scenario, &mut 0),
        }
    }

    /// What it does, as people say it, in the names of a scenario in which it has not been carried out yet: `paint 14
    /// provinces for Poland`.
    pub fn describe(&self, scenario: &Scenario) -> String {
        let state = |id: &str| ground::name_of(scenario, id);
        let states = |ids: &[String]| listed(&ids.iter().map(|id| state(id)).collect::<Vec<_>>());
        let region = |code: &str| ground::region_name(scenario, code);
        let regions = |codes: &[String]| match codes {
            [one] => region(one),
            all => counted(all.len(), "province", "provinces"),
        };
        let or = |said: &str, otherwise: String| if said.is_empty() { otherwise } else { said.to_owned() };
        match self {
            Self::Found { region: code, name, .. } => format!("found {}", or(name, region(code))),
            Self::Delete { state: id } => format!("delete {}", state(id)),
            Self::Merge { state: id, into } => format!("merge {} into {}", state(id), state(into)),
            Self::Split { state: id, regions: codes, name, .. } => {
                format!("split {} from {}", or(name, regions(codes)), state(id))
            }
            Self::Duplicate { state: id, region: code, .. } => {
                format!("duplicate {} in {}", state(id), region(code))
            }
            Self::Give { regions: codes, to: Some(to) } => {
                format!("paint {} for {}", regions(codes), state(to))
            }
            Self::Give { regions: codes, to: None } => format!("clear {}", regions(codes)),
            Self::Cede { state: id, to, regions: codes } if codes.is_empty() => {
                format!("{} falls to {}", state(id), state(to))
            }
            Self::Cede { state: id, to, regions: codes } => {
                format!("{} cedes {} to {}", state(id), regions(codes), state(to))
            }
            Self::MoveCapital { state: id, region: code, name } => {
                format!("move the capital of {} to {}", state(id), or(name, region(code)))
            }
            Self::Set { state: id, field, value } => format!("{field} of {} {value}", state(id)),
            Self::Believe { of, about, intent: Some(intent), .. } => {
                format!("belief of {} about {} {intent}", state(of), state(about))
            }
            Self::Believe { of, about, intent: None, .. } => {
                format!("clear the belief of {} about {}", state(of), state(about))
            }
            Self::AddPact(pact) => {
                format!("{} of {}", or(&pact.name, spoken_pact(pact.kind)), states(&pact.members))
            }
            Self::EndPact(pact) => format!("end the {} of {}", spoken_pact(pact.kind), states(&pact.members)),
            Self::ChangePact { pact, .. } => {
                format!("change the {} of {}", spoken_pact(pact.kind), states(&pact.members))
            }
            Self::BeginWar { attackers, defenders, .. } => {
                format!("war of {} on {}", states(attackers), states(defenders))
            }
            Self::EndWar { attackers, defenders } => {
                format!("end the war of {} and {}", states(attackers), states(defenders))
            }
            Self::JoinWar { state: id, beside, against } => {
                format!("{} fights beside {} against {}", state(id), states(beside), states(against))
            }
            Self::LeaveWar { state: id, against } => {
                format!("peace of {} with {}", state(id), states(against))
            }
            Self::Parameter { name, value } => match ParameterInfo::find(name) {
                Some(info) if info.is_switch() => {
                    format!("{} {}", spoken(name), if *value > 0.0 { "on" } else { "off" })
                }
                _ => format!("{} {value}", spoken(name)),
            },
            Self::Theory(name) => name.replace('-', " "),
            Self::Luck(seed) => format!("other luck ({seed})"),
            Self::Group { name, commands } => {
                let told: Vec<String> = commands.iter().take(3).map(|it| it.describe(scenario)).collect();
                or(name, summed(&told, commands.len()))
            }
        }
    }
}

/// A kind of pact as a noun.
fn spoken_pact(kind: PactKind) -> String {
    match kind {
        PactKind::Defensive | PactKind::Offensive | PactKind::Neutrality => format!("{} pact", kind.name()),
        PactKind::Entente => kind.name().to_owned(),
    }
}
