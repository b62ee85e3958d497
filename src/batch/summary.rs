//! A few lines that tell how a run went.

use std::borrow::Cow;
use std::fmt::Write;

use super::Run;
use crate::simulation::{EventKind, Measures, Motive, StateId, Survey, Tally, in_sentence};

/// How many of the strongest states are listed.
const STRONGEST: usize = 6;

/// Events of a run, counted.
#[derive(Default)]
struct Counts {
    hostile: u32,
    balanced: u32,
    bandwagoned: u32,
    refused: u32,
    left: u32,
    wars_begun: u32,
    wars_ended: u32,
    joined: u32,
    called: u32,
    honoured: u32,
    ceded: u32,
    fallen: u32,
    restored: u32,
}

impl Counts {
    fn count(&mut self, kind: &EventKind) {
        match kind {
            EventKind::Provocation { .. } => self.hostile += 1,
            EventKind::AllianceFormed { bandwagon: true, .. } => self.bandwagoned += 1,
            EventKind::AllianceFormed { bandwagon: false, .. } => self.balanced += 1,
            EventKind::OfferRefused { .. } => self.refused += 1,
            EventKind::AllianceLeft { .. } => self.left += 1,
            EventKind::WarBegan { .. } => self.wars_begun += 1,
            EventKind::PeaceMade { over, .. } => self.wars_ended += u32::from(*over),
            EventKind::WarJoined { .. } => self.joined += 1,
            EventKind::CallAnswered { honoured, .. } => {
                self.called += 1;
                self.honoured += u32::from(*honoured);
            }
            EventKind::Ceded { .. } => self.ceded += 1,
            EventKind::StateFell { .. } => self.fallen += 1,
            EventKind::StateRestored { .. } => self.restored += 1,
            EventKind::AllianceLapsed { .. }
            | EventKind::Armed { .. }
            | EventKind::Collapsed { .. }
            | EventKind::MovementAdopted { .. }
            | EventKind::MovementBroken { .. } => {}
        }
    }
}

/// What happened, for a person at a terminal: ends with a line break, without the hash.
pub fn summary(run: &mut Run, name: &str, seed: u64) -> String {
    let mut counts = Counts::default();
    for event in &run.history().events {
        counts.count(&event.kind);
    }
    let mut tally = Tally::default();
    for decision in &run.history().decisions {
        tally.count(decision);
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
    let Counts { hostile, balanced, bandwagoned, refused, left, .. } = counts;
    line(format_args!("  {decisions} decisions, {hostile} hostile acts"));
    line(format_args!(
        "  {balanced} alliances made by balancing, {bandwagoned} by bandwagoning; {refused} offers refused; \
         {left} left; {} in force",
        survey.alliances.len()
    ));
    let Counts { wars_begun, wars_ended, joined, ceded, fallen, restored, .. } = counts;
    line(format_args!(
        "  wars begun: {wars_begun}, ended: {wars_ended}, under way: {}, joined unasked: {joined}; {}",
        survey.wars.len(),
        calls(counts.honoured, counts.called)
    ));
    line(format_args!("  provinces ceded: {ceded}; states fallen: {fallen}, restored: {restored}"));
    line(format_args!("  motives: {}", motives(&tally)));
    for words in measured(&survey, &survey.measures) {
        line(format_args!("  {words}"));
    }
    let mut strongest: Vec<StateId> = survey.states().collect();
    strongest.sort_by(|a, b| survey.power(*b).total_cmp(&survey.power(*a)).then(a.cmp(b)));
    for state in strongest.into_iter().take(STRONGEST) {
        line(format_args!("  {}", describe(&survey, state)));
    }
    text
}

fn calls(honoured: u32, called: u32) -> String {
    match called {
        0 => "no ally called".into(),
        _ => format!(
            "{honoured} of {called} calls on allies honoured ({:.0} %)",
            100.0 * f64::from(honoured) / f64::from(called)
        ),
    }
}

/// Decisions that took effect by motive, the most frequent first.
fn motives(tally: &Tally) -> String {
    let mut counts: Vec<(u32, Motive)> = tally.by_motive.iter().copied().zip(Motive::ALL).collect();
    counts.retain(|(count, _)| *count > 0);
    counts.sort_by_key(|(count, motive)| (std::cmp::Reverse(*count), *motive));
    let words: Vec<String> =
        counts.iter().map(|(count, motive)| format!("{} {count}", motive.label())).collect();
    if words.is_empty() { "none".into() } else { words.join(", ") }
}

/// The system at the end.
fn measured(survey: &Survey, it: &Measures) -> [String; 2] {
    let name = |state: Option<StateId>| {
        state.map_or(Cow::Borrowed("nobody"), |state| in_sentence(&survey.identity(state).name))
    };
    [
        format!(
            "power: concentration {:.2}, {:.1} effective powers, poles {}; strongest {} ({:.0} %), \
             strongest bloc led by {} ({:.0} %)",
            it.concentration,
            it.effective_powers,
            it.poles,
            name(it.strongest),
            100.0 * it.strongest_share,
            name(it.bloc_leader),
            100.0 * it.bloc_share
        ),
        format!(
            "revisionist power {:.2}, status-quo power {:.2}; states: {} alive, {} in alliances, {} arming, {} at war",
            it.revisionist_power,
            it.status_quo_power,
            it.states_alive,
            it.states_allied,
            it.states_arming,
            it.states_at_war
        ),
    ]
}

fn describe(survey: &Survey, state: StateId) -> String {
    let identity = survey.identity(state);
    let fear = match survey.greatest_fear(state) {
        Some((source, threat)) => {
            let source = in_sentence(&survey.identity(source).name);
            format!("fears {source} most ({:.0} %)", 100.0 * threat)
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
