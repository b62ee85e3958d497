//! Otherwise: what would have changed a state's mind, in words.

use super::{Names, option, signed};
use crate::history::counterfactual::{Finding, value_at};
use crate::simulation::{Action, Lever, StateId};

/// What a lever is called: `Power of Germany`.
pub fn lever(lever: Lever, names: &Names) -> String {
    match lever {
        Lever::Power(state) => format!("Power of {}", names.mid(state)),
        Lever::Proximity { from, .. } => format!("Proximity of {}", names.mid(from)),
        Lever::Offense(state) => format!("Offence of {}", names.mid(state)),
        Lever::Intent { about, .. } => format!("Intent of {}, as believed", names.mid(about)),
        Lever::Revisionism(state) => format!("Revisionism of {}", names.mid(state)),
        Lever::Help { ally, .. } => format!("Help of {}", names.mid(ally)),
    }
}

/// What moving a lever means, to the full.
pub fn lever_meaning(lever: Lever, names: &Names) -> String {
    match lever {
        Lever::Power(state) => format!(
            "Population, industry and military of {} are all so many times what they are, from a quarter to four \
             times. Its share of all power is shown; the shares of all others give way.",
            names.mid(state)
        ),
        Lever::Proximity { from, to } => format!(
            "The distance between {} and {} is such that this share of strength arrives: the nearer, the more.",
            names.mid(from),
            names.mid(to)
        ),
        Lever::Offense(state) => {
            format!("This share of the power of {} can be used beyond its borders.", names.mid(state))
        }
        Lever::Intent { of, about } => format!(
            "{} believes with this probability that {} means to attack, as firmly as it believes what it does now.",
            names.first(of),
            names.mid(about)
        ),
        Lever::Revisionism(state) => format!(
            "What {} would gain by another order less what it has to lose in this one, from −1 to +1.",
            names.mid(state)
        ),
        Lever::Help { ally, to, against } => format!(
            "{} is so near that this share of its strength can help {}, by coming or by striking {} from where it is.",
            names.first(ally),
            names.mid(to),
            names.mid(against)
        ),
    }
}

/// A reading of a lever: `27 %`.
pub fn reading(lever: Lever, value: f32) -> String {
    match lever {
        Lever::Revisionism(_) => signed(value),
        _ => super::percent(value),
    }
}

/// Two readings with as many digits as they need to differ.
fn apart(lever: Lever, a: f32, b: f32) -> (String, String) {
    let plain = (reading(lever, a), reading(lever, b));
    if plain.0 != plain.1 {
        return plain;
    }
    let fine = |value: f32| match lever {
        Lever::Revisionism(_) => format!("{value:+.4}").replace('-', "−"),
        _ => format!("{:.2}\u{a0}%", value * 100.0),
    };
    (fine(a), fine(b))
}

/// How strong a state would be: `18 % weaker`, `2.4 times as strong`.
fn stronger(times: f32) -> String {
    let change = (times - 1.0) * 100.0;
    let digits = if change.abs() < 9.95 { 1 } else { 0 };
    if times >= 2.0 {
        format!("{times:.1} times as strong")
    } else if times >= 1.0 {
        format!("{change:.digits$}\u{a0}% stronger")
    } else {
        format!("{:.digits$}\u{a0}% weaker", -change)
    }
}

/// The smallest change that makes a choice fall otherwise: `Germany 18 % weaker (23 % of all power instead of 27 %):
/// it would ally with France against Germany`.
pub fn finding(finding: &Finding, state: StateId, names: &Names) -> String {
    let Some(threshold) = finding.nearest() else {
        return if finding.complete {
            no_change(finding.lever, names)
        } else {
            "Asking the model …".into()
        };
    };
    let flip = &threshold.flips;
    let (then, now) = apart(finding.lever, flip.reading, finding.actual.reading);
    let change = match finding.lever {
        Lever::Power(who) => {
            let times = stronger(value_at(finding.lever, flip.position));
            format!("{} {times} ({then} of all power instead of {now})", names.first(who))
        }
        Lever::Proximity { from, .. } => {
            format!("{then} of {} strength arriving instead of {now}", names.whose(from))
        }
        Lever::Offense(who) => {
            format!("{} able to use {then} of its power abroad instead of {now}", names.first(who))
        }
        Lever::Intent { about, .. } => {
            format!("{} believed aggressive at {then} instead of {now}", names.first(about))
        }
        Lever::Revisionism(_) => format!("{} at {then} instead of {now}", names.first(state)),
        Lever::Help { ally, .. } => {
            format!("{then} of {} strength able to help instead of {now}", names.whose(ally))
        }
    };
    format!("{change}: {}", outcome(flip.chosen, names))
}

/// What would be chosen then.
fn outcome(chosen: Option<Action>, names: &Names) -> String {
    match chosen {
        Some(action) => format!("it would {}", option(action, &[], names)),
        None => "it would not be called at all".into(),
    }
}

fn no_change(lever: Lever, names: &Names) -> String {
    match lever {
        Lever::Power(who) => {
            format!("Nothing between a quarter and four times {} power changes its mind", names.whose(who))
        }
        Lever::Proximity { .. } => "No distance changes its mind".into(),
        Lever::Offense(_) => "No posture, from harmless to all on the offensive, changes its mind".into(),
        Lever::Intent { .. } => "No belief, from harmless to surely aggressive, changes its mind".into(),
        Lever::Revisionism(_) => "No wish for or against the order changes its mind".into(),
        Lever::Help { ally, .. } => {
            format!("{} at its door or out of reach: its mind stays", names.first(ally))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::counterfactual::{Sample, Threshold, position};
    use crate::panels::words::tests::{FRANCE, GERMANY, ROMANIA, names};

    fn sample(lever: Lever, value: f32, reading: f32, chosen: Action) -> Sample {
        Sample { position: position(lever, value), reading, chances: Vec::new(), chosen: Some(chosen) }
    }

    fn found(lever: Lever, (now, then): (f32, f32), (was, is): (f32, f32)) -> Finding {
        let ally = Action::Balance { against: GERMANY, with: FRANCE };
        let actual = sample(lever, was, now, Action::Bandwagon { with: GERMANY });
        let threshold = Threshold { kept: actual.clone(), flips: sample(lever, is, then, ally) };
        Finding { lever, samples: Vec::new(), actual, thresholds: [Some(threshold), None], complete: true }
    }

    #[test]
    fn the_smallest_change_is_told_with_its_unit_and_its_outcome() {
        let say = |it: &Finding| finding(it, ROMANIA, &names());
        assert_eq!(
            say(&found(Lever::Power(GERMANY), (0.27, 0.23), (1.0, 0.82))),
            "Germany 18\u{a0}% weaker (23\u{a0}% of all power instead of 27\u{a0}%): it would ally with France \
             against Germany"
        );
        let belief = Lever::Intent { of: ROMANIA, about: GERMANY };
        assert!(
            say(&found(belief, (0.63, 0.41), (0.63, 0.41)))
                .starts_with("Germany believed aggressive at 41\u{a0}% instead of 63\u{a0}%: it would")
        );
        // Small changes are not rounded away.
        assert!(
            say(&found(belief, (0.6301, 0.6299), (0.6301, 0.6299))).contains("62.99\u{a0}% instead of 63.01")
        );
        let mut nothing = found(belief, (0.6, 0.4), (0.6, 0.4));
        nothing.thresholds = [None, None];
        assert!(say(&nothing).starts_with("No belief"));
        nothing.complete = false;
        assert!(say(&nothing).starts_with("Asking"));
    }
}
