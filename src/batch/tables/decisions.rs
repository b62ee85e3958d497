//! `decisions.csv` and `options.csv`: what each state chose, from what, and why.

use super::{cell, cells, code, date_cells, words};
use crate::simulation::{Action, AllianceId, Decision, Side, StateId, Survey, WarId, Weighed};
use crate::theory::choice::Terms;

pub(super) fn heading() -> Vec<String> {
    let mut heading = words(
        "decision date tick state cow action with with_cow against against_cow alliance war side motive outcome",
    );
    for who in ["chosen", "rejected", "stay"] {
        heading.extend(Terms::NAMES.map(|term| format!("{who}_{term}")));
        heading.push(format!("{who}_utility"));
    }
    heading.extend(words("chosen_consent chosen_chance rejected_consent rejected_chance"));
    heading.extend(words("rejected_action rejected_with rejected_against margin"));
    heading.extend(words("threat_from threat_power threat_proximity threat_offense threat_intent"));
    heading
        .extend(words("threat_attack threat_defence threat_help_now threat_help_full threat_relief threat"));
    heading
        .extend(words("consent_by consent_with consent_without consent_gain consent_chance consent_given"));
    heading
}

pub(super) fn options_heading() -> Vec<String> {
    let mut heading = words("decision option date tick state action with against alliance war side taken");
    heading.extend(Terms::NAMES.map(String::from));
    heading.extend(words("utility consent chance"));
    heading
}

/// What an action is about.
#[derive(Default)]
struct Parties {
    with: Option<StateId>,
    against: Option<StateId>,
    alliance: Option<AllianceId>,
    war: Option<WarId>,
    side: Option<Side>,
}

impl Parties {
    fn of(action: Action) -> Self {
        let none = Self::default();
        match action {
            Action::Stay => none,
            Action::Balance { against, with } => Self { with: Some(with), against: Some(against), ..none },
            Action::Bandwagon { with } => Self { with: Some(with), ..none },
            Action::Leave { alliance } => Self { alliance: Some(alliance), ..none },
            Action::Arm { against } => Self { against: Some(against), ..none },
            Action::Attack { target } => Self { against: Some(target), ..none },
            Action::Join { war, side, against } => {
                Self { against: Some(against), war: Some(war), side: Some(side), ..none }
            }
            Action::Sue { war, with } => Self { with: Some(with), war: Some(war), ..none },
            Action::Abandon { war, ally } => Self { with: Some(ally), war: Some(war), ..none },
            Action::Honour { war, ally, against } => {
                Self { with: Some(ally), against: Some(against), war: Some(war), ..none }
            }
        }
    }

    /// Alliance, war and side, as three cells.
    fn cells(&self) -> [String; 3] {
        [cell(self.alliance.map(|id| id.0)), cell(self.war.map(|id| id.0)), cell(self.side.map(Side::name))]
    }
}

/// The terms and their sum; empty for none.
fn terms_cells(terms: Option<&Terms>) -> Vec<String> {
    match terms {
        Some(terms) => {
            terms.values().iter().copied().chain([terms.utility()]).map(|value| value.to_string()).collect()
        }
        None => vec![String::new(); Terms::COUNT + 1],
    }
}

/// The row of a decision with this number.
pub(super) fn row(survey: &Survey, number: u64, decision: &Decision) -> Vec<String> {
    let parties = Parties::of(decision.chosen.action);
    let mut row = vec![number.to_string()];
    row.extend(date_cells(survey, decision.tick));
    row.extend(cells(survey, Some(decision.state)));
    row.push(decision.chosen.action.name().into());
    row.extend(cells(survey, parties.with));
    row.extend(cells(survey, parties.against));
    row.extend(parties.cells());
    row.push(decision.motive.name().into());
    row.push(decision.outcome.name().into());
    let rejected = decision.rejected.as_ref();
    row.extend(terms_cells(Some(&decision.chosen.terms)));
    row.extend(terms_cells(rejected.map(|other| &other.terms)));
    row.extend(terms_cells(Some(&decision.stay)));
    for option in [Some(&decision.chosen), rejected] {
        row.push(cell(option.map(|option| option.consent)));
        row.push(cell(option.map(|option| option.chance)));
    }
    let others = rejected.map_or_else(Parties::default, |other| Parties::of(other.action));
    row.push(cell(rejected.map(|other| other.action.name())));
    row.push(code(survey, others.with));
    row.push(code(survey, others.against));
    row.push(decision.margin.to_string());
    row.extend(threat_cells(survey, decision));
    match &decision.consent {
        Some(consent) => {
            let (with, without) = (consent.with.utility(), consent.without.utility());
            row.push(code(survey, Some(consent.by)));
            row.extend([with, without, with - without, consent.chance].map(|value| value.to_string()));
            row.push(consent.given.to_string());
        }
        None => row.extend(vec![String::new(); 6]),
    }
    row
}

fn threat_cells(survey: &Survey, decision: &Decision) -> Vec<String> {
    let Some((source, factors, odds)) = &decision.threat else {
        return vec![String::new(); 11];
    };
    let mut row = vec![code(survey, Some(*source))];
    row.extend(
        [factors.power, factors.proximity, factors.offense, factors.intent].map(|value| value.to_string()),
    );
    row.extend(
        [odds.attack, odds.own_defence, odds.help_now, odds.help_full, odds.relief]
            .map(|value| value.to_string()),
    );
    row.push(odds.threat(&survey.rules.parameters).to_string());
    row
}

/// A row for each option of a decision with this number, in the order weighed; none where the state stayed.
pub(super) fn option_rows<'a>(
    survey: &'a Survey,
    number: u64,
    decision: &'a Decision,
) -> impl Iterator<Item = Vec<String>> + 'a {
    let taken = |option: &Weighed| option.action == decision.chosen.action;
    decision.options.iter().enumerate().map(move |(place, option)| {
        let parties = Parties::of(option.action);
        let mut row = vec![number.to_string(), place.to_string()];
        row.extend(date_cells(survey, decision.tick));
        row.push(code(survey, Some(decision.state)));
        row.push(option.action.name().into());
        row.extend([code(survey, parties.with), code(survey, parties.against)]);
        row.extend(parties.cells());
        row.push(taken(option).to_string());
        row.extend(terms_cells(Some(&option.terms)));
        row.extend([option.consent.to_string(), option.chance.to_string()]);
        row
    })
}
