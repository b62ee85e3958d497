//! Motives: which term made the difference to staying as it was.

use super::StateId;
use super::appraise::Scene;
use super::journal::{Action, Motive, Weighed};
use crate::theory::choice::Terms;

/// What a motive depends on beside the terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Circumstance {
    /// Whether the state is at war.
    pub fights: bool,
    /// Whether the power it would follow is one that it feels as a threat.
    pub threatened: bool,
    /// Whether the war it would join is all but won by that side.
    pub clear: bool,
}

impl Circumstance {
    /// The circumstances of an action.
    pub fn of(scene: &Scene, state: StateId, action: Action) -> Self {
        let threatened = match action {
            Action::Bandwagon { with } => {
                scene.pairs.exposure[scene.pairs.at(state, with)] >= scene.parameters.notice
            }
            _ => false,
        };
        let clear = match action {
            Action::Join { war, side, .. } => {
                scene.wars.get(war).is_some_and(|war| war.chance(side) >= scene.parameters.war_clear)
            }
            _ => false,
        };
        Self { fights: scene.wars.fights(state), threatened, clear }
    }
}

/// The motive of an option: the term that spoke most for it over staying. For staying itself, whether it would
/// have balanced but for those in front.
pub fn motive(chosen: &Weighed, stay: &Weighed, options: &[Weighed], circumstance: &Circumstance) -> Motive {
    if chosen.action == stay.action {
        return match chosen.action {
            Action::Abandon { .. } => Motive::AbandonAlly,
            _ if passes_the_buck(stay, options) => Motive::PassTheBuck,
            _ if circumstance.fights => Motive::FightOn,
            _ => Motive::StayNeutral,
        };
    }
    if chosen.terms.utility() < stay.terms.utility() {
        return Motive::Misjudgement;
    }
    let (place, _) = chosen.terms.decisive_over(&stay.terms);
    match (chosen.action, Terms::NAMES[place]) {
        (Action::Balance { .. }, "influence") => Motive::Influence,
        (Action::Balance { .. }, _) => Motive::AvoidDomination,
        (Action::Bandwagon { .. }, "profit") if circumstance.threatened => Motive::ShareOfVictory,
        (Action::Bandwagon { .. }, "profit") => Motive::Jackal,
        (Action::Bandwagon { .. }, "wave") => Motive::Wave,
        (Action::Bandwagon { .. }, "contagion") => Motive::Contagion,
        (Action::Bandwagon { .. }, _) => Motive::Appeasement,
        (Action::Leave { .. }, "autonomy") => Motive::Autonomy,
        (Action::Leave { .. }, "danger" | "diversion") => Motive::Safety,
        (Action::Leave { .. }, "profit") => Motive::Profit,
        (Action::Leave { .. }, _) => Motive::ThreatGone,
        (Action::Arm { .. }, _) => Motive::InternalBalancing,
        (Action::Attack { .. }, "profit") => Motive::Conquest,
        (Action::Attack { .. }, _) => Motive::Prevention,
        (Action::Join { .. }, _) if circumstance.clear => Motive::PilingOn,
        (Action::Join { .. }, "profit") => Motive::Jackal,
        (Action::Join { .. }, _) => Motive::AvoidDomination,
        (Action::Honour { .. }, "profit") => Motive::Jackal,
        (Action::Honour { .. }, "danger") => Motive::AvoidDomination,
        (Action::Honour { .. }, _) => Motive::KeepFaith,
        (Action::Sue { .. }, _) => Motive::CutLosses,
        (Action::Stay | Action::Abandon { .. }, _) => Motive::StayNeutral,
    }
}

/// Whether a state that stays would have balanced if nobody stood in front of it.
fn passes_the_buck(stay: &Weighed, options: &[Weighed]) -> bool {
    let exposed = |option: &Weighed| option.terms.utility() - option.terms.diversion;
    let balances = |option: &&Weighed| {
        matches!(option.action, Action::Balance { .. } | Action::Arm { .. } | Action::Join { .. })
    };
    stay.terms.diversion > 0.0
        && options.iter().filter(balances).any(|option| exposed(option) > exposed(stay))
}
