//! Importance: which events change the system.

use crate::simulation::EventKind;

/// Whether an event changes the system: these stand out in the list.
pub fn is_important(event: &EventKind) -> bool {
    match event {
        EventKind::WarBegan { .. }
        | EventKind::PeaceMade { over: true, .. }
        | EventKind::StateFell { .. }
        | EventKind::StateRestored { .. }
        | EventKind::MovementBroken { .. } => true,
        EventKind::Provocation { .. }
        | EventKind::AllianceFormed { .. }
        | EventKind::OfferRefused { .. }
        | EventKind::AllianceLeft { .. }
        | EventKind::AllianceLapsed { .. }
        | EventKind::Armed { .. }
        | EventKind::CallAnswered { .. }
        | EventKind::WarJoined { .. }
        | EventKind::Collapsed { .. }
        | EventKind::PeaceMade { over: false, .. }
        | EventKind::Ceded { .. }
        | EventKind::MovementAdopted { .. } => false,
    }
}
