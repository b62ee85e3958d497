//! Deeds: what a state did, as the model would know it again among its options.

use crate::record::{self, Event};
use crate::scenario::PactKind;
use crate::simulation::{Action, AllianceId, Side, StateId, Survey, War, WarId};

/// What a state did, in terms of a world: with whom, against whom, in which pact or war of it.
#[derive(Debug, Clone, PartialEq)]
pub enum Deed {
    /// It made a pact with these, or joined theirs.
    Ally {
        /// What was promised.
        kind: PactKind,
        /// The other members.
        with: Vec<StateId>,
        /// Whom it was against, if anyone.
        against: Option<StateId>,
    },
    /// It left these pacts, of this name.
    Leave {
        /// Which.
        pacts: Vec<AllianceId>,
        /// Whom they were against.
        against: Vec<StateId>,
    },
    /// It attacked these.
    Attack {
        /// Whom.
        targets: Vec<StateId>,
    },
    /// It entered a war.
    Enter {
        /// Which; nothing where the world does not have it.
        war: Option<WarId>,
        /// On which side.
        side: Side,
        /// Whom it fights.
        enemies: Vec<StateId>,
    },
    /// It was out of a war.
    Quit {
        /// Which; nothing where the world does not have it.
        war: Option<WarId>,
    },
    /// It changed sides.
    Change {
        /// Beside whom it fights from then on.
        with: Vec<StateId>,
        /// Whom it fights from then on.
        against: Vec<StateId>,
    },
    /// It took sides without treaty or war.
    Side {
        /// With whom.
        with: Vec<StateId>,
        /// Against whom.
        against: Vec<StateId>,
    },
    /// It stayed out of pacts and wars.
    StayOut,
}

impl Deed {
    /// What a state did in an event. Of events in which nobody is asked, that it stayed out.
    pub fn of(event: &Event, state: StateId, survey: &Survey) -> Self {
        let find = |ids: &[String]| -> Vec<StateId> {
            ids.iter().filter_map(|id| survey.find(id)).filter(|other| *other != state).collect()
        };
        let war = |name: &str| survey.wars.iter().find(|war| war.name == name);
        let side = |side: record::Side| match side {
            record::Side::Attackers => Side::Attackers,
            record::Side::Defenders => Side::Defenders,
        };
        let on = |war: Option<&War>, side: Side| -> Vec<StateId> {
            war.map_or_else(Vec::new, |war| {
                war.side(side).iter().copied().filter(|it| *it != state).collect()
            })
        };
        match event {
            Event::Pact { kind, members, target, .. } => Self::Ally {
                kind: *kind,
                with: find(members),
                against: target.as_deref().and_then(|id| survey.find(id)),
            },
            Event::Joins { pact, .. } => {
                let pact = survey.alliances.iter().find(|it| it.name == *pact);
                Self::Ally {
                    kind: pact.map_or(PactKind::Entente, |pact| pact.kind),
                    with: pact.map_or_else(Vec::new, |pact| pact.partners(state).collect()),
                    against: pact.and_then(|pact| pact.target),
                }
            }
            Event::Leaves { pact, .. } => {
                let own = || survey.alliances.of(state).filter(|it| it.name == *pact);
                Self::Leave {
                    pacts: own().map(|pact| pact.id).collect(),
                    against: own().filter_map(|pact| pact.target).collect(),
                }
            }
            Event::War { defenders, .. } => Self::Attack { targets: find(defenders) },
            Event::Enters { war: name, side: on_side, .. } => {
                let (war, side) = (war(name), side(*on_side));
                Self::Enter { war: war.map(|war| war.id), side, enemies: on(war, side.other()) }
            }
            Event::Quits { war: name, .. } => Self::Quit { war: war(name).map(|war| war.id) },
            Event::Changes { war: name, to, .. } => {
                let (war, side) = (war(name), side(*to));
                Self::Change { with: on(war, side), against: on(war, side.other()) }
            }
            Event::Aligns { with, against, .. } => Self::Side { with: find(with), against: find(against) },
            _ => Self::StayOut,
        }
    }

    /// Whether an option of the model amounts to it.
    ///
    /// | what happened | options that amount to it |
    /// |---|---|
    /// | made or joined a pact | balancing with one of the others, against the same power if the pact names one; following one of them. A promise not to fight is a way of coming to terms: following alone |
    /// | left a pact | leaving it; following the power that it is against |
    /// | attacked | attacking one of those; joining a war against one of them |
    /// | entered a war | joining it on that side; coming to an ally who calls; attacking one of those across |
    /// | was out of a war | suing for peace in it |
    /// | changed sides | balancing with one of the new side, or against one of the old. No option of the model changes sides outright |
    /// | took sides without treaty or war | balancing with or against one of those, following one of them, joining a war against one of them |
    /// | declared itself neutral | all that makes no pact and no war: staying, arming, leaving pacts, suing for peace, leaving an ally that calls alone |
    pub fn is(&self, action: Action) -> bool {
        match (self, action) {
            (Self::Ally { kind, with, against }, Action::Balance { against: whom, with: partner }) => {
                *kind != PactKind::Neutrality
                    && with.contains(&partner)
                    && against.is_none_or(|target| target == whom)
            }
            (Self::Ally { with, .. } | Self::Side { with, .. }, Action::Bandwagon { with: leader }) => {
                with.contains(&leader)
            }
            (Self::Leave { pacts, .. }, Action::Leave { alliance }) => pacts.contains(&alliance),
            (Self::Leave { against, .. }, Action::Bandwagon { with }) => against.contains(&with),
            (Self::Attack { targets }, Action::Attack { target }) => targets.contains(&target),
            (Self::Attack { targets }, Action::Join { against, .. }) => targets.contains(&against),
            (Self::Enter { war, side, .. }, Action::Join { war: other, side: beside, .. }) => {
                (*war, *side) == (Some(other), beside)
            }
            (Self::Enter { war, .. }, Action::Honour { war: other, .. }) => *war == Some(other),
            (Self::Enter { enemies, .. }, Action::Attack { target }) => enemies.contains(&target),
            (Self::Quit { war }, Action::Sue { war: other, .. }) => *war == Some(other),
            (
                Self::Change { with, against } | Self::Side { with, against },
                Action::Balance { against: whom, with: partner },
            ) => with.contains(&partner) || against.contains(&whom),
            (Self::Side { against, .. }, Action::Join { against: whom, .. }) => against.contains(&whom),
            (Self::StayOut, action) => !matches!(
                action,
                Action::Balance { .. }
                    | Action::Bandwagon { .. }
                    | Action::Attack { .. }
                    | Action::Join { .. }
                    | Action::Honour { .. }
            ),
            _ => false,
        }
    }
}
