//! Reasons: what motives, factors and terms mean, each in a sentence with its source.

use crate::simulation::Motive;

/// What a motive means, with its source.
pub fn motive_meaning(motive: Motive) -> &'static str {
    match motive {
        Motive::AvoidDomination => {
            "Avoid domination: it is safer to join those who cannot easily dominate their allies (Walt 1985, p. 5)."
        }
        Motive::Influence => {
            "Influence: on the weaker side it counts for more, since it is needed more (Walt 1985, p. 6)."
        }
        Motive::Appeasement => {
            "Appeasement: aligning with the source of a threat to divert an attack elsewhere (Walt 1985, p. 8)."
        }
        Motive::ShareOfVictory => {
            "Share of victory: aligning with the power that threatens, to have a part in its spoils (Walt 1985, p. 8)."
        }
        Motive::Jackal => {
            "Jackal: joining a revisionist power for a share of the spoils, with no threat needed (Schweller 1994)."
        }
        Motive::PilingOn => {
            "Piling on: entering a war on the winning side once its outcome is clear (Schweller 1994)."
        }
        Motive::Wave => {
            "Wave of the future: joining the champion of a movement since it seems bound to win (Schweller 1994)."
        }
        Motive::Contagion => "Domino: going the way that neighbours went of late (Schweller 1994).",
        Motive::InternalBalancing => {
            "Internal balancing: arming, to be safer by its own strength (Waltz 1979)."
        }
        Motive::Conquest => {
            "Conquest: attacking since the spoils are worth more than the fight (Schweller 1994)."
        }
        Motive::Prevention => {
            "Prevention: attacking now, since to wait is feared to be worse (Jervis 1978; Levy 1987)."
        }
        Motive::KeepFaith => {
            "Keep faith: coming to an ally’s call, since to abandon it would cost more (Snyder 1984)."
        }
        Motive::AbandonAlly => {
            "Abandon ally: not coming to an ally’s call, since to be drawn in would cost more (Snyder 1984)."
        }
        Motive::CutLosses => "Cut losses: suing for peace, since to fight on would cost more.",
        Motive::ThreatGone => "Threat gone: the pact costs more than the threat it was made for (Walt 1987).",
        Motive::Autonomy => {
            "Autonomy: to be no longer led by a stronger partner, or dependent on it (Morrow 1991)."
        }
        Motive::Safety => "Safety: the partner’s side is the more dangerous one.",
        Motive::Profit => {
            "Profit: there are spoils to be had elsewhere, or not to be shared (Schweller 1994)."
        }
        Motive::Defection => "Defection: leaving a pact to go over to the very power it is against.",
        Motive::PassTheBuck => {
            "Pass the buck: staying out, since others in front will bear the cost (Christensen and Snyder 1990)."
        }
        Motive::FightOn => "Fight on: to go on with the war is worth more than peace as things stand.",
        Motive::StayNeutral => "Nothing that could be done was worth a change.",
        Motive::Misjudgement => {
            "Misjudgement: to stay as it was would have been worth more; the noise of choice decided (McKelvey and \
             Palfrey 1995)."
        }
    }
}

/// Walt's four factors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Factor {
    /// Aggregate power.
    Power,
    /// Proximity.
    Proximity,
    /// Offensive capability.
    Offense,
    /// Perceived intent.
    Intent,
}

impl Factor {
    /// The factors in Walt's order.
    pub const ALL: [Self; 4] = [Self::Power, Self::Proximity, Self::Offense, Self::Intent];

    /// Name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Power => "Power",
            Self::Proximity => "Proximity",
            Self::Offense => "Offence",
            Self::Intent => "Intent",
        }
    }

    /// Walt's idea in a sentence or two, with its source.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Power => {
                "Aggregate power, as a share of the system: the greater a state’s total resources, the greater the \
                 threat it can pose (Walt 1985, p. 9)."
            }
            Self::Proximity => {
                "Proximity, as the share of strength that arrives, and as the opportunity to attack at all: those who \
                 are near threaten more (Walt 1985, p. 10; Boulding 1962; Most and Starr 1989)."
            }
            Self::Offense => {
                "Offensive capability, as a multiplier of strength: forces built to take land provoke more fear than \
                 equal forces built to hold it (Walt 1985, p. 11)."
            }
            Self::Intent => {
                "Perceived intent: how aggressive it is believed to be, from what it was seen to do. Those who appear \
                 aggressive provoke others to balance (Walt 1985, p. 12)."
            }
        }
    }
}

/// What a term of utility means, by its name in `Terms::NAMES`.
pub fn term_meaning(term: &str) -> &'static str {
    match term {
        "danger" => {
            "Danger: expected losses, added up over the threats considered and wars fought, given who stands with \
             whom (Walt 1985)."
        }
        "diversion" => {
            "Diversion: danger that others in front draw upon themselves while it stays out (Christensen and Snyder \
             1990)."
        }
        "profit" => {
            "Profit: expected spoils, by its own interest in revision; below zero where they must be shared \
             (Schweller 1994)."
        }
        "commitment" => "Commitment: the standing cost of all pacts held (Altfeld 1984; Morrow 1991).",
        "entrapment" => "Entrapment: the cost of being drawn into partners’ wars (Snyder 1984).",
        "change" => "Change: the effort of making pacts and of breaking them.",
        "arms" => "Arms: the cost of arming (Powell 1993).",
        "war" => "War: the cost of fighting, whatever comes of it (Fearon 1995).",
        "autonomy" => {
            "Autonomy: freedom lost to those it leans on, gained over those that lean on it (Morrow 1991)."
        }
        "influence" => {
            "Influence: weight among partners, the more the weaker the side joined (Walt 1985, p. 6)."
        }
        "wave" => "Wave: the pull of a movement that wins followers (Schweller 1994).",
        "contagion" => "Contagion: the pull of neighbours that went the same way of late (Schweller 1994).",
        _ => "",
    }
}

/// What a point of utility is.
pub const POINT: &str = "One point (pt) is a hundredth of all that a state has to lose.";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theory::choice::Terms;

    #[test]
    fn every_term_and_motive_is_explained_by_one_sentence_under_its_name() {
        for name in Terms::NAMES {
            assert!(term_meaning(name).to_lowercase().starts_with(&format!("{name}: ")), "{name}");
        }
        for motive in Motive::ALL {
            let meaning = motive_meaning(motive).to_lowercase();
            let named = meaning.starts_with(&format!("{}: ", motive.label()));
            assert!(named || motive == Motive::StayNeutral, "{motive:?}: {meaning}");
        }
    }
}
