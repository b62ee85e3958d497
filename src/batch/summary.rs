//! A few lines that tell how a run went.

use std::fmt::Write;

use super::Run;
use crate::simulation::{EventKind, StateId, Survey};

/// How many of the strongest states are listed.
const STRONGEST: usize = 6;

/// What happened, for a person at a terminal: ends with a line break, without the hash.
pub fn summary(run: &mut Run, name: &str, seed: u64) -> String {
    let (mut balanced, mut bandwagoned, mut left, mut refused, mut hostile) = (0, 0, 0, 0, 0);
    for event in &run.history().events {
        match event.kind {
            EventKind::Provocation { .. } => hostile += 1,
            EventKind::AllianceFormed { bandwagon: true, .. } => bandwagoned += 1,
            EventKind::AllianceFormed { .. } => balanced += 1,
            EventKind::OfferRefused { .. } => refused += 1,
            EventKind::AllianceLeft { .. } => left += 1,
            _ => {}
        }
    }
    let decisions = run.history().decisions.len();
    let survey = run.survey();
    let clock = &survey.clock;
    let mut text = String::new();
    let mut line =
        |words: std::fmt::Arguments| writeln!(text, "{words}").expect("text takes all that is written");
    line(format_args!("{name}, seed {seed}"));
    line(format_args!(
        "  {} to {}, {} ticks, {} states",
        clock.start,
        clock.date(),
        clock.tick,
        survey.states().len()
    ));
    line(format_args!("  {decisions} decisions, {hostile} hostile acts"));
    line(format_args!(
        "  {balanced} alliances made by balancing, {bandwagoned} by bandwagoning; {refused} offers refused; \
         {left} left; {} in force",
        survey.alliances.len()
    ));
    let mut strongest: Vec<StateId> = survey.states().collect();
    strongest.sort_by(|a, b| survey.power(*b).total_cmp(&survey.power(*a)).then(a.cmp(b)));
    for state in strongest.into_iter().take(STRONGEST) {
        line(format_args!("  {}", describe(&survey, state)));
    }
    text
}

fn describe(survey: &Survey, state: StateId) -> String {
    let identity = survey.identity(state);
    let fear = match survey.greatest_fear(state) {
        Some((source, threat)) => {
            format!("fears {} most ({:.0} %)", survey.identity(source).name, 100.0 * threat)
        }
        None => "fears nobody".into(),
    };
    format!(
        "{:<20} {:>4.1} % of power, {}, {fear}",
        identity.name,
        100.0 * survey.power(state),
        survey.kind(state).name()
    )
}
