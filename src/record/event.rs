//! What a record can tell of.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::scenario::PactKind;

/// A side of a war.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// Of those who began it.
    Attackers,
    /// Of those who were attacked.
    Defenders,
}

impl Side {
    /// The other side.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Attackers => Self::Defenders,
            Self::Defenders => Self::Attackers,
        }
    }
}

/// Why a state took a side, where the literature says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Motive {
    /// To stand against a threat: balancing.
    Threat,
    /// To be spared by it: appeasement.
    Fear,
    /// For what there was to gain: jackals, piling on.
    Profit,
    /// For where the world seemed to go: a wave of the future.
    Wave,
    /// Because an ally called.
    Commitment,
}

/// What happened. States are named by the setup's ids, provinces by their codes, pacts and wars by their names.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Event {
    /// A pact was signed.
    Pact {
        /// Its name.
        name: String,
        /// What was promised.
        kind: PactKind,
        /// Between whom, two or more.
        members: Vec<String>,
        /// Whom it was against, if anyone.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        target: Option<String>,
        /// When it was to lapse.
        #[serde(default, skip_serializing_if = "Option::is_none", with = "crate::scenario::dates::maybe")]
        until: Option<Date>,
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        motive: Option<Motive>,
    },
    /// A state joined a pact.
    Joins {
        /// The pact's name.
        pact: String,
        /// Who.
        state: String,
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        motive: Option<Motive>,
    },
    /// A state left a pact.
    Leaves {
        /// The pact's name.
        pact: String,
        /// Who.
        state: String,
    },
    /// A pact was over for all.
    Ends {
        /// Its name.
        pact: String,
    },
    /// A war began. Who is named first led.
    War {
        /// Its name.
        name: String,
        /// Who attacked.
        attackers: Vec<String>,
        /// Who was attacked.
        defenders: Vec<String>,
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        motive: Option<Motive>,
    },
    /// A state joined a war.
    Enters {
        /// The war's name.
        war: String,
        /// Who.
        state: String,
        /// On which side.
        side: Side,
        /// Whether it was drawn in by an attack upon it, and had no choice.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        attacked: bool,
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        motive: Option<Motive>,
    },
    /// A state was out of a war: by a peace of its own, an armistice, or because it was overrun.
    Quits {
        /// The war's name.
        war: String,
        /// Who.
        state: String,
    },
    /// A state changed sides in a war.
    Changes {
        /// The war's name.
        war: String,
        /// Who.
        state: String,
        /// To which side.
        to: Side,
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        motive: Option<Motive>,
    },
    /// A war was over for all.
    Peace {
        /// Its name.
        war: String,
    },
    /// A state was no more.
    Falls {
        /// Who.
        state: String,
        /// To whom its land went.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        to: Vec<String>,
    },
    /// A state was sovereign, or was so again.
    Rises {
        /// Who.
        state: String,
        /// Whose land it had been.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        from: Vec<String>,
    },
    /// Provinces changed hands.
    Cedes {
        /// Who gave.
        state: String,
        /// Who took.
        to: String,
        /// Their codes.
        regions: Vec<String>,
    },
    /// A state took sides without treaty or war: by bases, troops, sanctions or what it declared.
    Aligns {
        /// Who.
        state: String,
        /// With whom.
        with: Vec<String>,
        /// Against whom.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        against: Vec<String>,
        /// Why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        motive: Option<Motive>,
    },
    /// A state declared itself neutral, or left those with whom it had sided.
    Neutral {
        /// Who.
        state: String,
    },
    /// Nothing happened: at the end of this day it is counted who stands on which side. Who the sides form around is
    /// declared here, so that nobody asks where they stand.
    Sides {
        /// The protagonists of one side.
        first: Vec<String>,
        /// Those of the other.
        second: Vec<String>,
    },
}

impl Event {
    /// The states that it names, in the order in which it does.
    pub fn states(&self) -> Vec<&str> {
        match self {
            Self::Pact { members, target, .. } => members.iter().chain(target).map(String::as_str).collect(),
            Self::Joins { state, .. }
            | Self::Leaves { state, .. }
            | Self::Enters { state, .. }
            | Self::Quits { state, .. }
            | Self::Changes { state, .. }
            | Self::Neutral { state } => vec![state],
            Self::War { attackers, defenders, .. } => {
                attackers.iter().chain(defenders).map(String::as_str).collect()
            }
            Self::Falls { state, to: others } | Self::Rises { state, from: others } => {
                std::iter::once(state).chain(others).map(String::as_str).collect()
            }
            Self::Cedes { state, to, .. } => vec![state, to],
            Self::Aligns { state, with, against, .. } => {
                std::iter::once(state).chain(with).chain(against).map(String::as_str).collect()
            }
            Self::Sides { first, second } => first.iter().chain(second).map(String::as_str).collect(),
            Self::Ends { .. } | Self::Peace { .. } => Vec::new(),
        }
    }

    /// Why, where it is told.
    pub fn motive(&self) -> Option<Motive> {
        match self {
            Self::Pact { motive, .. }
            | Self::Joins { motive, .. }
            | Self::War { motive, .. }
            | Self::Enters { motive, .. }
            | Self::Changes { motive, .. }
            | Self::Aligns { motive, .. } => *motive,
            _ => None,
        }
    }
}
