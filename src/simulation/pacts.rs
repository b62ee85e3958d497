//! Pacts as one member sees them: an alliance is a pact with each of its other members.

use super::alliances::{Alliance, AllianceId};
use super::{Alliances, StateId};
use crate::scenario::PactKind;
use crate::theory::parameters::Parameters;

/// Share of the relief of leaning on a power that a looser promise between equals gives.
const LOOSE_RELIEF: f32 = 0.5;

/// A pact as one member sees it: one entry a partner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pact {
    /// The alliance it belongs to; absent for one only thought of.
    pub alliance: Option<AllianceId>,
    /// The other side.
    pub partner: StateId,
    /// What was promised.
    pub kind: PactKind,
    /// Whom it is against; anyone where absent.
    pub target: Option<StateId>,
    /// The power that the others of the pact lean on.
    pub leader: Option<StateId>,
}

impl Pact {
    /// The pact that balancing makes.
    pub fn balancing(partner: StateId, against: StateId) -> Self {
        Self { alliance: None, partner, kind: PactKind::Defensive, target: Some(against), leader: None }
    }

    /// The pact that bandwagoning makes, as the follower sees it: an entente under `leader`.
    pub fn bandwagoning(leader: StateId) -> Self {
        Self { alliance: None, partner: leader, kind: PactKind::Entente, target: None, leader: Some(leader) }
    }

    /// The same pact as the partner sees it.
    pub fn as_seen_by_partner(&self, state: StateId) -> Self {
        Self { partner: state, ..*self }
    }

    /// The pacts that a state has by an alliance, one a partner.
    pub fn of(alliance: &Alliance, state: StateId) -> impl Iterator<Item = Self> + '_ {
        alliance.partners(state).map(move |partner| Self {
            alliance: Some(alliance.id),
            partner,
            kind: alliance.kind,
            target: alliance.target,
            leader: alliance.leader,
        })
    }

    /// Fills `pacts` with those of a state as they stand, in order of partner.
    pub fn list(alliances: &Alliances, state: StateId, pacts: &mut Vec<Self>) {
        pacts.clear();
        pacts.extend_from_slice(alliances.pacts_by_partner(state));
    }

    /// Chance that the partner comes against this power. Who leans on a power is spared by it, not guarded.
    pub fn reliability(&self, source: StateId, parameters: &Parameters) -> f32 {
        let (promised, elsewhere) = self.reliabilities(parameters);
        if self.partner == source {
            0.0
        } else if self.covers(source) {
            promised
        } else {
            elsewhere
        }
    }

    /// The same where the pact was made for the case, and where it was not.
    #[inline]
    pub fn reliabilities(&self, parameters: &Parameters) -> (f32, f32) {
        let guarded = self.leader != Some(self.partner);
        let promised = if guarded { self.kind.reliability(parameters) } else { 0.0 };
        (promised, promised * parameters.reliability_elsewhere)
    }

    /// Whether the partner may join an attack: by what was promised, and unless it is the one that leads.
    pub fn joins(&self) -> bool {
        matches!(self.kind, PactKind::Offensive | PactKind::Entente) && self.leader != Some(self.partner)
    }

    /// Whether it was made for help against this power.
    #[inline]
    pub fn covers(&self, source: StateId) -> bool {
        self.target.is_none_or(|target| target == source)
    }

    /// Share of the relief of appeasement that it gives from the partner's own threat, 0 to 1. To fight
    /// side by side against a third power is no promise between the two.
    pub fn relief(&self) -> f32 {
        match self.kind {
            _ if self.leader == Some(self.partner) => 1.0,
            PactKind::Neutrality | PactKind::Entente => LOOSE_RELIEF,
            PactKind::Defensive | PactKind::Offensive => 0.0,
        }
    }
}
