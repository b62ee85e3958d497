//! `events.csv`: what happened.

use super::{cell, cells, date_cells};
use crate::simulation::{AllianceId, Event, EventKind, Motive, Side, StateId, Survey, WarId};
use crate::world::RegionId;

pub(super) const HEADING: &str = "date tick event state cow other other_cow target target_cow alliance kind \
                                  motive war side region";

/// What a row tells beside the kind of event and who acted.
#[derive(Default)]
struct Parts {
    /// Whom it was done to or with; of several the first, or the foremost.
    other: Option<StateId>,
    /// Whom a pact is against; whose rule a restored state was under.
    target: Option<StateId>,
    alliance: Option<AllianceId>,
    /// Kind of pact, or whether a peace was general or a state's own.
    kind: &'static str,
    motive: Option<Motive>,
    war: Option<WarId>,
    side: Option<Side>,
    region: Option<RegionId>,
}

impl Parts {
    fn of(kind: &EventKind) -> Self {
        let none = Self::default();
        match kind {
            EventKind::Provocation { against, .. } | EventKind::Armed { against, .. } => {
                Self { other: Some(*against), ..none }
            }
            EventKind::AllianceFormed { alliance, pact, members, target, motive, bandwagon: _ } => Self {
                other: Some(members[1]),
                target: *target,
                alliance: Some(*alliance),
                kind: pact.name(),
                motive: Some(*motive),
                ..none
            },
            EventKind::OfferRefused { to, against, .. } => {
                Self { other: Some(*to), target: *against, ..none }
            }
            EventKind::AllianceLeft { alliance, pact, partners, motive, .. } => Self {
                other: partners.first().copied(),
                alliance: Some(*alliance),
                kind: pact.name(),
                motive: Some(*motive),
                ..none
            },
            EventKind::AllianceLapsed { alliance, pact, members } => {
                Self { other: members.get(1).copied(), alliance: Some(*alliance), kind: pact.name(), ..none }
            }
            EventKind::WarBegan { war, against, motive, .. } => {
                Self { other: Some(*against), war: Some(*war), motive: Some(*motive), ..none }
            }
            EventKind::CallAnswered { war, ally, motive, honoured: _, .. } => {
                Self { other: Some(*ally), war: Some(*war), motive: Some(*motive), ..none }
            }
            EventKind::WarJoined { war, side, against, motive, .. } => Self {
                other: Some(*against),
                war: Some(*war),
                side: Some(*side),
                motive: Some(*motive),
                ..none
            },
            EventKind::Collapsed { war, .. } => Self { war: Some(*war), ..none },
            EventKind::PeaceMade { war, winners, losers, over } => Self {
                // Where nobody won, the first of the row is a loser already.
                other: losers.iter().copied().nth(usize::from(winners.is_empty())),
                war: Some(*war),
                kind: if *over { "general" } else { "separate" },
                ..none
            },
            EventKind::Ceded { region, from, .. } => {
                Self { other: Some(*from), region: Some(*region), ..none }
            }
            EventKind::StateFell { to, .. } => Self { other: Some(*to), ..none },
            EventKind::StateRestored { from, by, .. } => Self { other: *by, target: Some(*from), ..none },
            EventKind::MovementAdopted { champion, .. } => Self { other: Some(*champion), ..none },
            EventKind::MovementBroken { champion: _ } => none,
        }
    }
}

/// The row of an event; `regions` are the codes of the map's regions.
pub(super) fn row(survey: &Survey, event: &Event, regions: &[String]) -> Vec<String> {
    let parts = Parts::of(&event.kind);
    let mut row = Vec::from(date_cells(survey, event.tick));
    row.push(event.kind.name().into());
    row.extend(cells(survey, event.kind.states().first().copied()));
    row.extend(cells(survey, parts.other));
    row.extend(cells(survey, parts.target));
    row.push(cell(parts.alliance.map(|id| id.0)));
    row.push(parts.kind.into());
    row.push(cell(parts.motive.map(Motive::name)));
    row.push(cell(parts.war.map(|id| id.0)));
    row.push(cell(parts.side.map(Side::name)));
    row.push(cell(parts.region.and_then(|region| regions.get(region.index()))));
    row
}
