//! What events are called, and the sorts they are listed by.

use super::{Names, capitalised, pact};
use crate::simulation::{EventKind, Motive, StateId};

/// Why an event came about, where somebody chose it.
pub fn event_motive(event: &EventKind) -> Option<Motive> {
    match event {
        // What is signed by several without a target was not weighed against staying apart.
        EventKind::AllianceFormed { bandwagon: false, target: None, .. } => None,
        EventKind::AllianceFormed { motive, .. }
        | EventKind::AllianceLeft { motive, .. }
        | EventKind::WarBegan { motive, .. }
        | EventKind::CallAnswered { motive, .. }
        | EventKind::WarJoined { motive, .. } => Some(*motive),
        EventKind::Armed { .. } => Some(Motive::InternalBalancing),
        _ => None,
    }
}

/// An event in a sentence without its motive: `Romania aligns with Germany`.
pub fn headline(event: &EventKind, names: &Names) -> String {
    let (first, mid) = (|state: &StateId| names.first(*state), |state: &StateId| names.mid(*state));
    match event {
        EventKind::Provocation { by, against } => format!("{} provokes {}", first(by), mid(against)),
        EventKind::AllianceFormed { members: [asker, other], bandwagon: true, .. } => {
            format!("{} aligns with {}", first(asker), mid(other))
        }
        EventKind::AllianceFormed { members: [asker, other], target: Some(target), .. } => {
            format!("{} allies with {} against {}", first(asker), mid(other), mid(target))
        }
        EventKind::AllianceFormed { members, pact: kind, .. } => {
            format!("{} sign {}", capitalised(&names.list(members)), with_article(pact(*kind)))
        }
        EventKind::OfferRefused { by, to, against: Some(against) } => {
            format!("{} refuses {} a pact against {}", first(to), mid(by), mid(against))
        }
        EventKind::OfferRefused { by, to, against: None } => {
            format!("{} turns down {} as a follower", first(to), mid(by))
        }
        EventKind::AllianceLeft { by, partners, pact: kind, .. } => {
            format!("{} leaves its {} with {}", first(by), pact(*kind), names.list(partners))
        }
        EventKind::AllianceLapsed { members, pact: kind, .. } => {
            format!("The {} of {} runs out", pact(*kind), names.list(members))
        }
        EventKind::Armed { by, against } => format!("{} arms against {}", first(by), mid(against)),
        EventKind::WarBegan { by, against, .. } => format!("{} attacks {}", first(by), mid(against)),
        EventKind::CallAnswered { by, ally, honoured: true, .. } => {
            format!("{} comes to {} aid", first(by), names.whose(*ally))
        }
        EventKind::CallAnswered { by, ally, honoured: false, .. } => {
            format!("{} leaves {} to fight alone", first(by), mid(ally))
        }
        EventKind::WarJoined { by, against, .. } => {
            format!("{} joins the war against {}", first(by), mid(against))
        }
        EventKind::Collapsed { state, .. } => format!("{} collapses and gives up", first(state)),
        EventKind::PeaceMade { winners, losers, over, .. } => peace(winners, losers, *over, names),
        EventKind::Ceded { region, from, to } => {
            format!("{} passes from {} to {}", names.province(*region), mid(from), mid(to))
        }
        EventKind::StateFell { state, to } => {
            format!("{} is no more: the rest of it falls to {}", first(state), mid(to))
        }
        EventKind::StateRestored { state, from, by: Some(by) } => {
            format!("{} stands again, freed from {} by {}", first(state), mid(from), mid(by))
        }
        EventKind::StateRestored { state, from, by: None } => {
            format!("{} rises against {} and stands again", first(state), mid(from))
        }
        EventKind::MovementAdopted { by, champion } => {
            format!("{} takes up {} movement", first(by), names.whose(*champion))
        }
        EventKind::MovementBroken { champion } => {
            format!("{} is beaten, and the wave of its movement is broken", first(champion))
        }
    }
}

/// A peace: `Germany prevails over Poland: the war is over`.
fn peace(winners: &[StateId], losers: &[StateId], over: bool, names: &Names) -> String {
    match (winners, losers) {
        ([], []) => "The war is over".into(),
        ([], some) | (some, []) if over => {
            format!("{} peace: the war is over", with_verb(some, "makes", "make", names))
        }
        ([], some) | (some, []) => {
            format!("{} out of the war, which goes on", with_verb(some, "is", "are", names))
        }
        (winners, losers) if over => {
            let prevail = with_verb(winners, "prevails", "prevail", names);
            format!("{prevail} over {}: the war is over", names.list(losers))
        }
        (winners, losers) => {
            let give_in = with_verb(losers, "gives in", "give in", names);
            format!("{give_in} to {}; the war goes on", names.list(winners))
        }
    }
}

/// One or several, at the start of a sentence, with the verb that agrees.
fn with_verb(states: &[StateId], one: &str, several: &str, names: &Names) -> String {
    let verb = if states.len() == 1 { one } else { several };
    format!("{} {verb}", capitalised(&names.list(states)))
}

pub(super) fn with_article(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {noun}")
}

/// Several events of one kind and the same states as one: `Poland cedes 12 provinces to Germany`.
pub fn repeated(event: &EventKind, count: usize, names: &Names) -> String {
    match event {
        EventKind::Ceded { from, to, .. } => {
            format!("{count} provinces pass from {} to {}", names.mid(*from), names.mid(*to))
        }
        _ if count == 2 => format!("{}, twice", headline(event, names)),
        _ => format!("{}, {count} times", headline(event, names)),
    }
}

/// What kinds of events there are, for filters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventSort {
    /// Attacks, calls upon allies, entries, collapses.
    War,
    /// Peace and what it changed: land, states fallen and restored.
    Peace,
    /// Alliances against a threat, and those of no stated side.
    Balance,
    /// Alignments with a power that threatens or promises gain.
    Bandwagon,
    /// Alliances left or run out.
    End,
    /// Refused offers.
    Refusal,
    /// Movements taken up and broken.
    Movement,
    /// Arming.
    Arms,
    /// Demands and mobilisations.
    Provocation,
}

impl EventSort {
    /// All sorts, in the order of their filters.
    pub const ALL: [Self; 9] = [
        Self::War,
        Self::Peace,
        Self::Balance,
        Self::Bandwagon,
        Self::End,
        Self::Refusal,
        Self::Movement,
        Self::Arms,
        Self::Provocation,
    ];

    /// The sort an event belongs to.
    pub fn of(event: &EventKind) -> Self {
        match event {
            EventKind::WarBegan { .. }
            | EventKind::CallAnswered { .. }
            | EventKind::WarJoined { .. }
            | EventKind::Collapsed { .. } => Self::War,
            EventKind::PeaceMade { .. }
            | EventKind::Ceded { .. }
            | EventKind::StateFell { .. }
            | EventKind::StateRestored { .. } => Self::Peace,
            EventKind::AllianceFormed { bandwagon: true, .. } => Self::Bandwagon,
            EventKind::AllianceFormed { .. } => Self::Balance,
            EventKind::OfferRefused { .. } => Self::Refusal,
            EventKind::AllianceLeft { .. } | EventKind::AllianceLapsed { .. } => Self::End,
            EventKind::MovementAdopted { .. } | EventKind::MovementBroken { .. } => Self::Movement,
            EventKind::Armed { .. } => Self::Arms,
            EventKind::Provocation { .. } => Self::Provocation,
        }
    }

    /// Name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::War => "War",
            Self::Peace => "Peace and land",
            Self::Balance => "Balancing",
            Self::Bandwagon => "Bandwagoning",
            Self::End => "Pacts left or run out",
            Self::Refusal => "Refused offers",
            Self::Movement => "Movements",
            Self::Arms => "Arming",
            Self::Provocation => "Provocations",
        }
    }

    /// What is among them.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::War => "Attacks, allies that come or stay away, states that join, and collapses.",
            Self::Peace => "Wars end, land changes hands, states fall and stand again.",
            Self::Balance => "States ally against the power that threatens them.",
            Self::Bandwagon => {
                "A state aligns with the power that threatens it, or by which it hopes to gain."
            }
            Self::End => "A state leaves a pact, or the pact’s term is over.",
            Self::Refusal => "A state is asked for a pact and says no.",
            Self::Movement => "A state takes up a movement, or a movement’s champion is beaten.",
            Self::Arms => "A state arms against a threat.",
            Self::Provocation => {
                "A state makes a demand on another, or mobilises against it, and is seen to do so."
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::panels::words::tests::{FRANCE, GERMANY, ROMANIA, SOVIETS, names};
    use crate::scenario::PactKind;
    use crate::simulation::{AllianceId, Side, WarId};
    use crate::world::RegionId;

    const WAR: WarId = WarId(0);

    fn formed(members: [StateId; 2], target: Option<StateId>, bandwagon: bool, motive: Motive) -> EventKind {
        let pact = if bandwagon { PactKind::Entente } else { PactKind::Defensive };
        EventKind::AllianceFormed { alliance: AllianceId(0), pact, members, target, bandwagon, motive }
    }

    /// An event in a sentence with its motive.
    fn say(kind: EventKind) -> String {
        let headline = headline(&kind, &names());
        event_motive(&kind).map_or(headline.clone(), |motive| format!("{headline}: {}", motive.label()))
    }

    #[test]
    fn events_read_as_sentences() {
        assert_eq!(
            say(EventKind::Provocation { by: SOVIETS, against: GERMANY }),
            "The Soviet Union provokes Germany"
        );
        assert_eq!(
            say(formed([ROMANIA, GERMANY], None, true, Motive::Appeasement)),
            "Romania aligns with Germany: appeasement"
        );
        assert_eq!(
            say(formed([FRANCE, SOVIETS], Some(GERMANY), false, Motive::AvoidDomination)),
            "France allies with the Soviet Union against Germany: avoid domination"
        );
        assert_eq!(
            say(formed([GERMANY, SOVIETS], None, false, Motive::StayNeutral)),
            "Germany and the Soviet Union sign a defensive pact"
        );
        assert_eq!(
            say(EventKind::OfferRefused { by: FRANCE, to: SOVIETS, against: Some(GERMANY) }),
            "The Soviet Union refuses France a pact against Germany"
        );
        assert_eq!(
            say(EventKind::AllianceLeft {
                alliance: AllianceId(1),
                pact: PactKind::Defensive,
                by: ROMANIA,
                partners: vec![FRANCE, GERMANY, SOVIETS],
                motive: Motive::ThreatGone,
            }),
            "Romania leaves its defensive pact with France, Germany and the Soviet Union: threat gone"
        );
        assert_eq!(
            say(EventKind::AllianceLapsed {
                alliance: AllianceId(1),
                pact: PactKind::Neutrality,
                members: vec![GERMANY, SOVIETS],
            }),
            "The neutrality pact of Germany and the Soviet Union runs out"
        );
        assert_eq!(
            say(EventKind::MovementAdopted { by: ROMANIA, champion: GERMANY }),
            "Romania takes up Germany’s movement"
        );
    }

    #[test]
    fn war_reads_as_sentences() {
        assert_eq!(
            say(EventKind::WarBegan { war: WAR, by: GERMANY, against: SOVIETS, motive: Motive::Conquest }),
            "Germany attacks the Soviet Union: conquest"
        );
        let called = |honoured, motive| EventKind::CallAnswered {
            war: WAR,
            by: FRANCE,
            ally: SOVIETS,
            honoured,
            motive,
        };
        assert_eq!(
            say(called(true, Motive::KeepFaith)),
            "France comes to the Soviet Union’s aid: keep faith"
        );
        assert_eq!(
            say(called(false, Motive::AbandonAlly)),
            "France leaves the Soviet Union to fight alone: abandon ally"
        );
        assert_eq!(
            say(EventKind::WarJoined {
                war: WAR,
                by: ROMANIA,
                side: Side::Attackers,
                against: SOVIETS,
                motive: Motive::Jackal,
            }),
            "Romania joins the war against the Soviet Union: jackal"
        );
    }

    #[test]
    fn peace_and_land_read_as_sentences() {
        let peace = |winners: &[StateId], losers: &[StateId], over| {
            say(EventKind::PeaceMade { war: WAR, winners: winners.to_vec(), losers: losers.to_vec(), over })
        };
        assert_eq!(
            peace(&[GERMANY, ROMANIA], &[FRANCE], true),
            "Germany and Romania prevail over France: the war is over"
        );
        assert_eq!(
            peace(&[GERMANY], &[SOVIETS], false),
            "The Soviet Union gives in to Germany; the war goes on"
        );
        assert_eq!(peace(&[GERMANY, FRANCE], &[], true), "Germany and France make peace: the war is over");
        assert_eq!(peace(&[], &[FRANCE], false), "France is out of the war, which goes on");
        let ceded = EventKind::Ceded { region: RegionId(0), from: FRANCE, to: GERMANY };
        assert!(say(ceded.clone()).ends_with(" passes from France to Germany"));
        assert_eq!(repeated(&ceded, 12, &names()), "12 provinces pass from France to Germany");
        assert_eq!(
            say(EventKind::StateFell { state: ROMANIA, to: SOVIETS }),
            "Romania is no more: the rest of it falls to the Soviet Union"
        );
        assert_eq!(
            say(EventKind::StateRestored { state: ROMANIA, from: SOVIETS, by: Some(FRANCE) }),
            "Romania stands again, freed from the Soviet Union by France"
        );
    }
}
