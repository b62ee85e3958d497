//! What happened in a tick, and why: events and decision records.

use bevy_ecs::prelude::*;

use super::{AllianceId, Side, StateId, WarId};
use crate::scenario::PactKind;
use crate::theory::choice::Terms;
use crate::theory::threat::{Factors, Odds};
use crate::world::RegionId;

/// Everything of the tick just run. Whoever keeps a history copies it before the next one.
#[derive(Resource, Debug, Clone, Default)]
pub struct Journal {
    /// Events in the order in which they happened.
    pub events: Vec<Event>,
    /// Decisions: reviews in order of state, then answers to calls as they came.
    pub decisions: Vec<Decision>,
    /// Whether the options of those who stay as they are are written down too. It changes nothing in what states do.
    pub all_options: bool,
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
    /// An alliance's term was over, or the fall of a member left nothing of it.
    AllianceLapsed {
        /// Its number.
        alliance: AllianceId,
        /// What had been promised.
        pact: PactKind,
        /// Its members.
        members: Vec<StateId>,
    },
    /// A state began to arm.
    Armed {
        /// Who.
        by: StateId,
        /// The threat that it arms against.
        against: StateId,
    },
    /// A state attacked another.
    WarBegan {
        /// The war's number.
        war: WarId,
        /// Who attacked.
        by: StateId,
        /// Who was attacked.
        against: StateId,
        /// Why.
        motive: Motive,
    },
    /// An ally was called, and answered.
    CallAnswered {
        /// The war.
        war: WarId,
        /// Who was called.
        by: StateId,
        /// By whom.
        ally: StateId,
        /// Whether it came; else it abandoned its ally.
        honoured: bool,
        /// Why.
        motive: Motive,
    },
    /// A state joined a war unasked.
    WarJoined {
        /// The war.
        war: WarId,
        /// Who.
        by: StateId,
        /// On which side.
        side: Side,
        /// Whom it fights: the leader across.
        against: StateId,
        /// Why.
        motive: Motive,
    },
    /// A state had lost so much of its land that it gave up.
    Collapsed {
        /// The war.
        war: WarId,
        /// Who.
        state: StateId,
    },
    /// A war, or one state's part in it, ended.
    PeaceMade {
        /// The war.
        war: WarId,
        /// The states that gained, or held their own, in order of contribution.
        winners: Vec<StateId>,
        /// The states that gave in.
        losers: Vec<StateId>,
        /// Whether the war as a whole is over.
        over: bool,
    },
    /// A province changed hands, at a peace or by a revolt.
    Ceded {
        /// Which.
        region: RegionId,
        /// From whom.
        from: StateId,
        /// To whom.
        to: StateId,
    },
    /// A state lost its last province and is no more.
    StateFell {
        /// Who.
        state: StateId,
        /// Who took most of the last of it.
        to: StateId,
    },
    /// A state that was no more stands again: freed by winners, or risen by itself.
    StateRestored {
        /// Who.
        state: StateId,
        /// From whose rule.
        from: StateId,
        /// Who freed it; absent where it rose by itself.
        by: Option<StateId>,
    },
    /// A state took up a movement.
    MovementAdopted {
        /// Who.
        by: StateId,
        /// Its champion.
        champion: StateId,
    },
    /// A movement's champion was beaten, and its wave is broken.
    MovementBroken {
        /// Its champion.
        champion: StateId,
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
            Self::Armed { .. } => "armed",
            Self::WarBegan { .. } => "war-began",
            Self::CallAnswered { honoured: true, .. } => "call-honoured",
            Self::CallAnswered { honoured: false, .. } => "ally-abandoned",
            Self::WarJoined { .. } => "war-joined",
            Self::Collapsed { .. } => "collapsed",
            Self::PeaceMade { .. } => "peace-made",
            Self::Ceded { .. } => "ceded",
            Self::StateFell { .. } => "state-fell",
            Self::StateRestored { .. } => "state-restored",
            Self::MovementAdopted { .. } => "movement-adopted",
            Self::MovementBroken { .. } => "movement-broken",
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
            Self::Armed { by, against } => vec![*by, *against],
            Self::WarBegan { by, against, .. } | Self::WarJoined { by, against, .. } => vec![*by, *against],
            Self::CallAnswered { by, ally, .. } => vec![*by, *ally],
            Self::Collapsed { state, .. } => vec![*state],
            Self::PeaceMade { winners, losers, .. } => winners.iter().chain(losers).copied().collect(),
            Self::Ceded { from, to, .. } => vec![*to, *from],
            Self::StateFell { state, to } => vec![*state, *to],
            Self::StateRestored { state, from, by } => [*state, *from].into_iter().chain(*by).collect(),
            Self::MovementAdopted { by, champion } => vec![*by, *champion],
            Self::MovementBroken { champion } => vec![*champion],
        }
    }
}

/// What a state may do.
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
    /// Align with a power: the source of a threat, or one to gain by.
    Bandwagon {
        /// The power.
        with: StateId,
    },
    /// Leave an alliance.
    Leave {
        /// Which.
        alliance: AllianceId,
    },
    /// Arm against a threat for a year.
    Arm {
        /// The threat.
        against: StateId,
    },
    /// Start a war.
    Attack {
        /// Upon whom.
        target: StateId,
    },
    /// Join a war unasked.
    Join {
        /// Which.
        war: WarId,
        /// On which side.
        side: Side,
        /// The leader across.
        against: StateId,
    },
    /// Sue for peace in a war it is in. Its staying as it is means to fight on.
    Sue {
        /// Which.
        war: WarId,
        /// The leader across.
        with: StateId,
    },
    /// Leave an ally that calls alone.
    Abandon {
        /// The war.
        war: WarId,
        /// Who called.
        ally: StateId,
    },
    /// Come to an ally that calls.
    Honour {
        /// The war.
        war: WarId,
        /// Who called.
        ally: StateId,
        /// The leader across.
        against: StateId,
    },
}

impl Action {
    /// The names of all kinds of actions.
    pub const NAMES: [&str; 10] = [
        "stay",
        "balance",
        "bandwagon",
        "leave",
        "arm",
        "attack",
        "join-war",
        "sue-for-peace",
        "abandon-ally",
        "honour-call",
    ];

    /// Whether it is about pacts: carried out, or not, as choices of alignment are.
    pub(super) fn realigns(self) -> bool {
        matches!(self, Self::Balance { .. } | Self::Bandwagon { .. } | Self::Leave { .. })
    }

    /// Whether it is about war and peace.
    pub(super) fn wages_war(self) -> bool {
        matches!(self, Self::Attack { .. } | Self::Join { .. } | Self::Sue { .. })
    }

    /// The power that it turns to or against, where there is one: the one whose threat is in question.
    pub fn about(self) -> Option<StateId> {
        match self {
            Self::Balance { against, .. }
            | Self::Arm { against }
            | Self::Attack { target: against }
            | Self::Join { against, .. }
            | Self::Honour { against, .. }
            | Self::Sue { with: against, .. }
            | Self::Bandwagon { with: against } => Some(against),
            Self::Stay | Self::Leave { .. } | Self::Abandon { .. } => None,
        }
    }

    /// Name of the kind of action in outputs, one of [`Self::NAMES`].
    pub fn name(self) -> &'static str {
        match self {
            Self::Stay => "stay",
            Self::Balance { .. } => "balance",
            Self::Bandwagon { .. } => "bandwagon",
            Self::Leave { .. } => "leave",
            Self::Arm { .. } => "arm",
            Self::Attack { .. } => "attack",
            Self::Join { .. } => "join-war",
            Self::Sue { .. } => "sue-for-peace",
            Self::Abandon { .. } => "abandon-ally",
            Self::Honour { .. } => "honour-call",
        }
    }
}

/// The term that made the difference to staying as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Motive {
    /// Balancing, or entering a war on the weaker side, since it is safer so (Walt).
    AvoidDomination,
    /// Balancing, to count for more on the weaker side (Walt).
    Influence,
    /// Bandwagoning, to divert an attack (Walt).
    Appeasement,
    /// Bandwagoning with a power that threatens, to share its victory (Walt).
    ShareOfVictory,
    /// Bandwagoning or entering a war for profit, with no threat needed (Schweller).
    Jackal,
    /// Entering a war whose outcome is clear, on the winning side (Schweller).
    PilingOn,
    /// Bandwagoning with the champion of a movement that wins (Schweller).
    Wave,
    /// Bandwagoning since neighbours did (Schweller).
    Contagion,
    /// Arming, to be safer by its own strength (Waltz).
    InternalBalancing,
    /// Attacking for gain (Schweller's wolf).
    Conquest,
    /// Attacking for fear of waiting (Jervis).
    Prevention,
    /// Coming to an ally's call, since to abandon it costs more (Snyder).
    KeepFaith,
    /// Leaving an ally that calls alone.
    AbandonAlly,
    /// Suing for peace, since to fight on costs more.
    CutLosses,
    /// Leaving, since the pact costs more than the threat it was made for.
    ThreatGone,
    /// Leaving, to be no longer led, or no longer dependent.
    Autonomy,
    /// Leaving, since the partner's side is the more dangerous one.
    Safety,
    /// Leaving, for the spoils are to be had elsewhere or need not be shared.
    Profit,
    /// Leaving a pact to go over to the power it is against.
    Defection,
    /// Staying out, since others in front will bear it (Christensen and Snyder).
    PassTheBuck,
    /// Staying in a war.
    FightOn,
    /// Nothing is worth a change.
    StayNeutral,
    /// No term: staying was worth more, and the noise of choice decided.
    Misjudgement,
}

impl Motive {
    /// All motives.
    pub const ALL: [Self; 23] = [
        Self::AvoidDomination,
        Self::Influence,
        Self::Appeasement,
        Self::ShareOfVictory,
        Self::Jackal,
        Self::PilingOn,
        Self::Wave,
        Self::Contagion,
        Self::InternalBalancing,
        Self::Conquest,
        Self::Prevention,
        Self::KeepFaith,
        Self::AbandonAlly,
        Self::CutLosses,
        Self::ThreatGone,
        Self::Autonomy,
        Self::Safety,
        Self::Profit,
        Self::Defection,
        Self::PassTheBuck,
        Self::FightOn,
        Self::StayNeutral,
        Self::Misjudgement,
    ];

    /// Name in outputs.
    pub fn name(self) -> &'static str {
        match self {
            Self::AvoidDomination => "avoid-domination",
            Self::Influence => "influence",
            Self::Appeasement => "appeasement",
            Self::ShareOfVictory => "share-of-victory",
            Self::Jackal => "jackal",
            Self::PilingOn => "piling-on",
            Self::Wave => "wave-of-the-future",
            Self::Contagion => "contagion",
            Self::InternalBalancing => "internal-balancing",
            Self::Conquest => "conquest",
            Self::Prevention => "prevention",
            Self::KeepFaith => "keep-faith",
            Self::AbandonAlly => "abandon-ally",
            Self::CutLosses => "cut-losses",
            Self::ThreatGone => "threat-gone",
            Self::Autonomy => "autonomy",
            Self::Safety => "safety",
            Self::Profit => "profit",
            Self::Defection => "defection",
            Self::PassTheBuck => "pass-the-buck",
            Self::FightOn => "fight-on",
            Self::StayNeutral => "stay-neutral",
            Self::Misjudgement => "misjudgement",
        }
    }

    /// Name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::AvoidDomination => "avoid domination",
            Self::Influence => "influence",
            Self::Appeasement => "appeasement",
            Self::ShareOfVictory => "share of victory",
            Self::Jackal => "jackal",
            Self::PilingOn => "piling on",
            Self::Wave => "wave of the future",
            Self::Contagion => "domino",
            Self::InternalBalancing => "internal balancing",
            Self::Conquest => "conquest",
            Self::Prevention => "prevention",
            Self::KeepFaith => "keep faith",
            Self::AbandonAlly => "abandon ally",
            Self::CutLosses => "cut losses",
            Self::ThreatGone => "threat gone",
            Self::Autonomy => "autonomy",
            Self::Safety => "safety",
            Self::Profit => "profit",
            Self::Defection => "defection",
            Self::PassTheBuck => "pass the buck",
            Self::FightOn => "fight on",
            Self::StayNeutral => "stay as it is",
            Self::Misjudgement => "misjudgement",
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
    /// It armed, attacked, joined a war, or came to its ally.
    Done,
    /// It sued, and peace was granted.
    Granted,
    /// Others had acted first in the same tick, and the choice no longer applied.
    Overtaken,
    /// It would have, but a record drives pacts and wars: it was written down and not carried out.
    Withheld,
}

impl Outcome {
    /// Name in outputs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unchanged => "unchanged",
            Self::Made(_) => "made",
            Self::Refused => "refused",
            Self::Left => "left",
            Self::Done => "done",
            Self::Granted => "granted",
            Self::Overtaken => "overtaken",
            Self::Withheld => "withheld",
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
    /// What staying as it was was worth: what the motive is measured against.
    pub stay: Terms,
    /// Utility of the chosen option less that of the best rejected one; below 0 where noise chose.
    pub margin: f32,
    /// The term that made the difference.
    pub motive: Motive,
    /// The threat it is about, with its four factors and odds: the one acted upon, else the greatest.
    pub threat: Option<(StateId, Factors, Odds)>,
    /// All options weighed, staying first, where the state did not stay as it was; else empty, unless
    /// [`Journal::all_options`] asks for them.
    pub options: Vec<Weighed>,
    /// The partner's answer, where one was asked.
    pub consent: Option<Consent>,
    /// What became of it.
    pub outcome: Outcome,
}

impl Decision {
    /// Writes down that it is not carried out, as history decides.
    pub(super) fn withhold(&mut self) {
        self.outcome = Outcome::Withheld;
    }
}
