//! What options and decisions are called.

use super::{Names, percent, points};
use crate::simulation::{Action, Consent, Decision, Motive, Outcome, StateId};
use crate::theory::parameters::Parameters;

/// An action as an infinitive: `ally with France against Germany`. `left` are the partners of the pact
/// that would be left, where known.
pub fn option(action: Action, left: &[StateId], names: &Names) -> String {
    let mid = |state: StateId| names.mid(state);
    match action {
        Action::Stay => "stay as it is".into(),
        Action::Balance { against, with } => format!("ally with {} against {}", mid(with), mid(against)),
        Action::Bandwagon { with } => format!("align with {}", mid(with)),
        Action::Leave { .. } if left.is_empty() => "leave a pact".into(),
        Action::Leave { .. } => format!("leave its pact with {}", names.list(left)),
        Action::Arm { against } => format!("arm against {}", mid(against)),
        Action::Attack { target } => format!("attack {}", mid(target)),
        Action::Join { against, .. } => format!("join the war against {}", mid(against)),
        Action::Sue { with, .. } => format!("sue {} for peace", mid(with)),
        Action::Abandon { ally, .. } => format!("leave {} to fight alone", mid(ally)),
        Action::Honour { ally, against, .. } => {
            format!("come to {} aid against {}", names.whose(ally), mid(against))
        }
    }
}

/// A decision in a sentence without its subject: `Allies with France against Germany: avoid domination`.
pub fn decision(decision: &Decision, left: &[StateId], names: &Names) -> String {
    let mid = |state: StateId| names.mid(state);
    match (decision.chosen.action, decision.outcome) {
        (Action::Stay, _) => stayed(decision.motive),
        (action, Outcome::Overtaken) => {
            format!("Means to {}, but others act first", option(action, left, names))
        }
        (action, Outcome::Withheld) => {
            format!(
                "Would {}, were it not for history: {}",
                option(action, left, names),
                decision.motive.label()
            )
        }
        (Action::Balance { against, with }, Outcome::Refused) => {
            format!("Asks {} for a pact against {} and is refused", mid(with), mid(against))
        }
        (Action::Bandwagon { with }, Outcome::Refused) => {
            format!("Offers to follow {} and is refused", mid(with))
        }
        (Action::Sue { with, .. }, Outcome::Refused) => format!("Sues {} for peace in vain", mid(with)),
        (action, _) => format!("{}: {}", done(action, left, names), decision.motive.label()),
    }
}

/// What was done, without its subject: `Allies with France against Germany`.
fn done(action: Action, left: &[StateId], names: &Names) -> String {
    let mid = |state: StateId| names.mid(state);
    match action {
        Action::Stay => "Stays as it is".into(),
        Action::Balance { against, with } => format!("Allies with {} against {}", mid(with), mid(against)),
        Action::Bandwagon { with } => format!("Aligns with {}", mid(with)),
        Action::Leave { .. } if left.is_empty() => "Leaves a pact".into(),
        Action::Leave { .. } => format!("Leaves its pact with {}", names.list(left)),
        Action::Arm { against } => format!("Arms against {}", mid(against)),
        Action::Attack { target } => format!("Attacks {}", mid(target)),
        Action::Join { against, .. } => format!("Joins the war against {}", mid(against)),
        Action::Sue { with, .. } => format!("Sues {} for peace", mid(with)),
        Action::Abandon { ally, .. } => format!("Leaves {} to fight alone", mid(ally)),
        Action::Honour { ally, against, .. } => {
            format!("Comes to {} aid against {}", names.whose(ally), mid(against))
        }
    }
}

/// What staying as it is meant: to fight on, to let others bear it, or nothing.
fn stayed(motive: Motive) -> String {
    match motive {
        Motive::FightOn => "Fights on".into(),
        Motive::PassTheBuck => format!("Stays as it is: {}", Motive::PassTheBuck.label()),
        _ => "Stays as it is".into(),
    }
}

/// Several reviews in a row after which a state stayed as it was.
pub fn stays(motive: Motive, reviews: usize) -> String {
    format!("{} ({reviews} reviews)", stayed(motive))
}

/// How firm a choice was: `Chosen with a chance of 71 %, 2.4 pt ahead of the next best`.
pub fn firmness(decision: &Decision) -> String {
    let chance = percent(decision.chosen.chance);
    if decision.rejected.is_none() {
        return "There was nothing else to do".into();
    }
    let margin = points(decision.margin.abs());
    let margin = margin.trim_start_matches('+').trim_start_matches('−');
    let place = if decision.margin < 0.0 { "behind the best: noise chose" } else { "ahead of the next best" };
    format!("Chance {chance}, {margin} {place}")
}

/// The threat a choice was about: `The threat in question: Germany, 26 %`.
pub fn threat_in_question(decision: &Decision, parameters: &Parameters, names: &Names) -> Option<String> {
    let (source, _, odds) = decision.threat?;
    Some(format!("The threat in question: {}, {}", names.mid(source), percent(odds.threat(parameters))))
}

/// What it expected of the one it asked, if it asked anyone: `It expected France to accept with a chance of
/// 60 %, and weighs the pact by that`.
pub fn expected_consent(decision: &Decision, names: &Names) -> Option<String> {
    let (Action::Balance { with, .. } | Action::Bandwagon { with }) = decision.chosen.action else {
        return None;
    };
    let chance = percent(decision.chosen.consent);
    Some(format!(
        "It expected {} to accept with a chance of {chance}, and weighed the pact by that",
        names.mid(with)
    ))
}

/// A partner's answer: `France accepts (chance 71 %): the pact is worth +1.2 pt to it`.
pub fn consent(consent: &Consent, names: &Names) -> String {
    let verb = if consent.given { "accepts" } else { "refuses" };
    let worth = points(consent.with.utility() - consent.without.utility());
    // The chance is always that of the answer it gave.
    let chance = if consent.given { consent.chance } else { 1.0 - consent.chance };
    format!(
        "{} {verb} (chance {}): the pact is worth {worth} to it",
        names.first(consent.by),
        percent(chance)
    )
}
#[cfg(test)]
mod tests {
    use super::*;
    use crate::panels::words::tests::{FRANCE, GERMANY, ROMANIA, SOVIETS, names};
    use crate::simulation::{AllianceId, WarId, Weighed};
    use crate::theory::choice::Terms;

    fn weighed(action: Action, chance: f32) -> Weighed {
        Weighed { action, terms: Terms::default(), consent: 0.6, chance }
    }

    fn choice(action: Action, motive: Motive, outcome: Outcome) -> Decision {
        Decision {
            tick: 1,
            state: ROMANIA,
            chosen: weighed(action, 0.71),
            rejected: Some(weighed(Action::Stay, 0.2)),
            stay: Terms::default(),
            margin: 0.024,
            motive,
            threat: None,
            options: Vec::new(),
            consent: None,
            outcome,
        }
    }

    #[test]
    fn decisions_say_what_was_done_and_what_became_of_it() {
        let say = |made: Decision| decision(&made, &[], &names());
        let balance = Action::Balance { against: GERMANY, with: FRANCE };
        assert_eq!(
            say(choice(balance, Motive::AvoidDomination, Outcome::Made(AllianceId(0)))),
            "Allies with France against Germany: avoid domination"
        );
        assert_eq!(
            say(choice(balance, Motive::AvoidDomination, Outcome::Refused)),
            "Asks France for a pact against Germany and is refused"
        );
        assert_eq!(
            say(choice(Action::Bandwagon { with: SOVIETS }, Motive::Appeasement, Outcome::Overtaken)),
            "Means to align with the Soviet Union, but others act first"
        );
        let leave = choice(Action::Leave { alliance: AllianceId(0) }, Motive::ThreatGone, Outcome::Left);
        assert_eq!(decision(&leave, &[FRANCE], &names()), "Leaves its pact with France: threat gone");
        assert_eq!(firmness(&leave), "Chance 71\u{a0}%, 2.4\u{a0}pt ahead of the next best");
    }

    #[test]
    fn the_threat_is_the_one_felt_when_the_choice_was_made() {
        use crate::theory::threat::{Factors, Odds};
        let odds = Odds { intent: 0.8, proximity: 1.0, attack: 0.2, own_defence: 0.2, ..Odds::default() };
        let mut stay = choice(Action::Stay, Motive::StayNeutral, Outcome::Unchanged);
        assert_eq!(threat_in_question(&stay, &Parameters::default(), &names()), None);
        stay.threat = Some((SOVIETS, Factors::default(), odds));
        assert_eq!(
            threat_in_question(&stay, &Parameters::default(), &names()).as_deref(),
            Some("The threat in question: the Soviet Union, 40\u{a0}%")
        );
    }

    #[test]
    fn what_was_expected_of_a_partner_is_said_where_one_was_asked() {
        let asked = choice(Action::Bandwagon { with: SOVIETS }, Motive::Appeasement, Outcome::Refused);
        assert_eq!(
            expected_consent(&asked, &names()).as_deref(),
            Some(
                "It expected the Soviet Union to accept with a chance of 60\u{a0}%, and weighed the pact by that"
            )
        );
        assert_eq!(
            expected_consent(&choice(Action::Stay, Motive::StayNeutral, Outcome::Unchanged), &names()),
            None
        );
    }

    #[test]
    fn a_partners_answer_comes_with_its_own_chance_and_gain() {
        let without = Terms { danger: -0.3, ..Terms::default() };
        let with = Terms { danger: -0.25, commitment: -0.02, ..Terms::default() };
        let answer = Consent { by: FRANCE, without, with, chance: 0.8, given: true };
        assert_eq!(
            consent(&answer, &names()),
            "France accepts (chance 80\u{a0}%): the pact is worth +3.0\u{a0}pt to it"
        );
        let refusal = Consent { given: false, ..answer };
        assert!(consent(&refusal, &names()).starts_with("France refuses (chance 20\u{a0}%)"));
    }

    #[test]
    fn what_is_done_in_war_is_said_plainly() {
        let say = |made: Decision| decision(&made, &[], &names());
        let war = WarId(0);
        let call = Action::Honour { war, ally: FRANCE, against: GERMANY };
        assert_eq!(
            say(choice(call, Motive::KeepFaith, Outcome::Done)),
            "Comes to France’s aid against Germany: keep faith"
        );
        let alone = Action::Abandon { war, ally: FRANCE };
        assert_eq!(
            say(choice(alone, Motive::AbandonAlly, Outcome::Done)),
            "Leaves France to fight alone: abandon ally"
        );
        let sue = Action::Sue { war, with: GERMANY };
        assert_eq!(say(choice(sue, Motive::CutLosses, Outcome::Refused)), "Sues Germany for peace in vain");
        assert_eq!(
            say(choice(sue, Motive::CutLosses, Outcome::Granted)),
            "Sues Germany for peace: cut losses"
        );
        let attack = Action::Attack { target: SOVIETS };
        assert_eq!(
            say(choice(attack, Motive::Conquest, Outcome::Done)),
            "Attacks the Soviet Union: conquest"
        );
        assert_eq!(option(attack, &[], &names()), "attack the Soviet Union");
    }
}
