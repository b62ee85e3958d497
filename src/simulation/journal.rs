//! What happened in a tick, and why: events and decision records.

use bevy_ecs::prelude::*;

use super::{AllianceId, StateId};
use crate::scenario::PactKind;
use crate::theory::choice::Terms;
use crate::theory::threat::{Factors, Odds};

/// Everything of the tick just run. Whoever keeps a history copies it before the next one.
#[derive(Resource, Debug, Clone, Default)]
pub struct Journal {
    /// Events in the order in which they happened.
    pub events: Vec<Event>,
    /// Decisions in order of state.
    pub decisions: Vec<Decision>,
}

impl Journal {
    /// Starts a new page.
    pub(super) fn clear(&mut self) {
        self.events.clear();
        self.decisions.clear();
    }
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// The tick.
    pub tick: u64,
    /// What happened.
    pub kind: EventKind,
}

/// Kinds of events.
#[derive(Debug, Clone, PartialEq)]
pub enum EventKind {
    /// A state made a demand on another, or mobilised against it.
    Provocation {
        /// Who.
        by: StateId,
        /// Against whom.
        against: StateId,
    },
    /// An alliance came into force.
    AllianceFormed {
        /// Its number.
        alliance: AllianceId,
        /// What was promised.
        pact: PactKind,
        /// Who asked, and who accepted.
        members: [StateId; 2],
        /// Whom it is against.
        target: Option<StateId>,
        /// Whether the one who asked aligned with the power it fears.
        bandwagon: bool,
        /// Why the one who asked did so.
        motive: Motive,
    },
    /// An offer was refused.
    OfferRefused {
        /// Who asked.
        by: StateId,
        /// Who refused.
        to: StateId,
        /// Against whom; absent where the offer was to bandwagon.
        against: Option<StateId>,
    },
    /// A state left an alliance.
    AllianceLeft {
        /// Its number.
        alliance: AllianceId,
        /// What had been promised.
        pact: PactKind,
        /// Who left.
        by: StateId,
        /// The partners it left.
        partners: Vec<StateId>,
        /// Why.
        motive: Motive,
    },
    /// An alliance's term was over.
    AllianceLapsed {
        /// Its number.
        alliance: AllianceId,
        /// What had been promised.
        pact: PactKind,
        /// Its members.
        members: Vec<StateId>,
    },
}

impl EventKind {
    /// Name of the kind in outputs.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Provocation { .. } => "provocation",
            Self::AllianceFormed { .. } => "alliance-formed",
            Self::OfferRefused { .. } => "offer-refused",
            Self::AllianceLeft { .. } => "alliance-left",
            Self::AllianceLapsed { .. } => "alliance-lapsed",
        }
    }

    /// The states it is about, the one who acted first.
    pub fn states(&self) -> Vec<StateId> {
        match self {
            Self::Provocation { by, against } => vec![*by, *against],
            Self::AllianceFormed { members, target, .. } => members.iter().copied().chain(*target).collect(),
            Self::OfferRefused { by, to, against } => [*by, *to].into_iter().chain(*against).collect(),
            Self::AllianceLeft { by, partners, .. } => {
                std::iter::once(*by).chain(partners.iter().copied()).collect()
            }
            Self::AllianceLapsed { members, .. } => members.clone(),
        }
    }
}

/// What a state may do about its alignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Stay as it is.
    Stay,
    /// Ally with a partner against a threat.
    Balance {
        /// The threat.
        against: StateId,
        /// The partner asked.
        with: StateId,
    },
    /// Align with the source of a threat.
    Bandwagon {
        /// The source.
        with: StateId,
    },
    /// Leave an alliance.
    Leave {
        /// Which.
        alliance: AllianceId,
    },
}

impl Action {
    /// Name of the kind of action in outputs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Stay => "stay",
            Self::Balance { .. } => "balance",
            Self::Bandwagon { .. } => "bandwagon",
            Self::Leave { .. } => "leave",
        }
    }
}

/// The term that made the difference to staying as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Motive {
    /// Balancing, since it is safer on the weaker side (Walt).
    AvoidDomination,
    /// Bandwagoning, to divert an attack (Walt).
    Appeasement,
    /// Leaving, since the pact costs more than the threat it was made for.
    ThreatGone,
    /// Leaving, to be no longer led.
    Autonomy,
    /// Leaving, since the partner's side is the more dangerous one.
    Safety,
    /// Nothing is worth a change.
    StayNeutral,
}

impl Motive {
    /// Name in outputs.
    pub fn name(self) -> &'static str {
        match self {
            Self::AvoidDomination => "avoid-domination",
            Self::Appeasement => "appeasement",
            Self::ThreatGone => "threat-gone",
            Self::Autonomy => "autonomy",
            Self::Safety => "safety",
            Self::StayNeutral => "stay-neutral",
        }
    }

    /// Name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::AvoidDomination => "avoid domination",
            Self::Appeasement => "appeasement",
            Self::ThreatGone => "threat gone",
            Self::Autonomy => "autonomy",
            Self::Safety => "safety",
            Self::StayNeutral => "stay as it is",
        }
    }
}

/// An option with what it was worth and how likely it was taken.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weighed {
    /// What would be done.
    pub action: Action,
    /// Its worth, term by term; for an offer, as expected, with the chance of a refusal counted in.
    pub terms: Terms,
    /// Chance that the partner accepts, as the one who weighs expects, 0 to 1; 1 where nobody is asked.
    pub consent: f32,
    /// Chance that it is chosen, 0 to 1.
    pub chance: f32,
}

/// A partner's answer to an offer, with its own reasons.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Consent {
    /// Who was asked.
    pub by: StateId,
    /// What staying as it is is worth to it.
    pub without: Terms,
    /// What the pact is worth to it.
    pub with: Terms,
    /// Chance that it accepts, 0 to 1.
    pub chance: f32,
    /// Whether it did.
    pub given: bool,
}

/// What became of a choice.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Outcome {
    /// It stayed as it was.
    Unchanged,
    /// A pact was made.
    Made(AllianceId),
    /// The partner refused.
    Refused,
    /// It left.
    Left,
    /// Others had acted first in the same tick, and the choice no longer applied.
    Overtaken,
}

impl Outcome {
    /// Name in outputs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unchanged => "unchanged",
            Self::Made(_) => "made",
            Self::Refused => "refused",
            Self::Left => "left",
            Self::Overtaken => "overtaken",
        }
    }
}

/// A choice with its reasons, written by the code that chose, from the numbers it compared.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// The tick.
    pub tick: u64,
    /// Who chose.
    pub state: StateId,
    /// The option taken.
    pub chosen: Weighed,
    /// The best of those not taken; absent where there was nothing else to do.
    pub rejected: Option<Weighed>,
    /// Utility of the chosen option less that of the best rejected one; below 0 where noise chose.
    pub margin: f32,
    /// The term that made the difference.
    pub motive: Motive,
    /// The threat it is about, with its four factors and odds: the one acted upon, else the greatest.
    pub threat: Option<(StateId, Factors, Odds)>,
    /// All options weighed, in the order weighed, where the state did not stay as it was; else empty.
    pub options: Vec<Weighed>,
    /// The partner's answer, where one was asked.
    pub consent: Option<Consent>,
    /// What became of it.
    pub outcome: Outcome,
}
