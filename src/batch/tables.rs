//! The outputs of a run as CSV tables that a spreadsheet, R or Python reads.
//!
//! | file | one row for each | columns start with |
//! |---|---|---|
//! | `states.csv` | tick and state | `date,tick,state,cow,name,..` |
//! | `alliances.csv` | spell of a state in an alliance | `alliance,kind,name,state,cow,since,until,..` |
//! | `events.csv` | event | `date,tick,event,state,cow,other,other_cow,..` |
//! | `decisions.csv` | decision | `date,tick,state,cow,action,..` |
//!
//! Dates are ISO 8601; states stand with their id and, where they have one, their Correlates of War number.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::path::Path;

use csv::Writer;
use jiff::civil::Date;

use super::Run;
use crate::simulation::{
    Action, Alliance, AllianceId, Decision, Event, EventKind, Journal, StateId, Survey, Weighed,
};
use crate::theory::choice::Terms;

/// Open tables of a run. Rows go out tick by tick, so that memory does not grow with the run.
pub struct Tables {
    states: Writer<File>,
    alliances: Writer<File>,
    events: Writer<File>,
    decisions: Writer<File>,
    /// Who is in which alliance since when, as last written down.
    spells: BTreeMap<(AllianceId, StateId), Spell>,
}

/// A state's time in an alliance.
struct Spell {
    alliance: Alliance,
    since: Date,
}

impl Tables {
    /// Makes the folder and the four files, with their headings and the state of tick 0.
    ///
    /// # Errors
    /// If the folder or a file cannot be made or written.
    pub fn create(folder: &Path, run: &mut Run) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        let open = |name: &str, heading: &[String]| -> io::Result<Writer<File>> {
            let mut writer = Writer::from_path(folder.join(name))?;
            writer.write_record(heading)?;
            Ok(writer)
        };
        let mut tables = Self {
            states: open("states.csv", &words(STATES))?,
            alliances: open("alliances.csv", &words(ALLIANCES))?,
            events: open("events.csv", &words(EVENTS))?,
            decisions: open("decisions.csv", &decision_heading())?,
            spells: BTreeMap::new(),
        };
        let survey = run.survey();
        tables.write_states(&survey)?;
        tables.follow_alliances(&survey)?;
        Ok(tables)
    }

    /// Writes down the tick just run.
    ///
    /// # Errors
    /// If a file cannot be written.
    pub fn write_tick(&mut self, run: &mut Run) -> io::Result<()> {
        let journal = run.world().resource::<Journal>().clone();
        let survey = run.survey();
        self.write_states(&survey)?;
        self.follow_alliances(&survey)?;
        for event in &journal.events {
            self.events.write_record(event_row(&survey, event))?;
        }
        for decision in &journal.decisions {
            self.decisions.write_record(decision_row(&survey, decision))?;
        }
        Ok(())
    }

    /// Writes the spells that go on, and sees that everything is on disk.
    ///
    /// # Errors
    /// If a file cannot be written.
    pub fn finish(mut self, run: &mut Run) -> io::Result<()> {
        let survey = run.survey();
        for ((_, state), spell) in std::mem::take(&mut self.spells) {
            self.alliances.write_record(spell_row(&survey, state, &spell, None))?;
        }
        for writer in [&mut self.states, &mut self.alliances, &mut self.events, &mut self.decisions] {
            writer.flush()?;
        }
        Ok(())
    }

    fn write_states(&mut self, survey: &Survey) -> io::Result<()> {
        for state in survey.states() {
            self.states.write_record(state_row(survey, state))?;
        }
        Ok(())
    }

    /// Opens and closes spells by comparing the alliances in force with those last seen.
    fn follow_alliances(&mut self, survey: &Survey) -> io::Result<()> {
        let now = survey.clock.date();
        let ended: Vec<_> = self
            .spells
            .keys()
            .filter(|(id, state)| !survey.alliances.get(*id).is_some_and(|alliance| alliance.has(*state)))
            .copied()
            .collect();
        for key in ended {
            if let Some(spell) = self.spells.remove(&key) {
                self.alliances.write_record(spell_row(survey, key.1, &spell, Some(now)))?;
            }
        }
        for alliance in survey.alliances.iter() {
            for member in &alliance.members {
                self.spells
                    .entry((alliance.id, *member))
                    .or_insert_with(|| Spell { alliance: alliance.clone(), since: alliance.since });
            }
        }
        Ok(())
    }
}

const STATES: &str = "date tick state cow name type power population industry military technology offense \
                      revisionism allies regions top_threat top_threat_cow top_exposure";
const ALLIANCES: &str = "alliance kind name state cow since until target target_cow leader leader_cow";
const EVENTS: &str = "date tick event state cow other other_cow target target_cow alliance kind motive";

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(String::from).collect()
}

fn decision_heading() -> Vec<String> {
    let mut heading = words("date tick state cow action with with_cow against against_cow alliance motive");
    for who in ["chosen", "rejected"] {
        heading.extend(Terms::NAMES.map(|term| format!("{who}_{term}")));
        heading.push(format!("{who}_utility"));
        heading.push(format!("{who}_consent"));
        heading.push(format!("{who}_chance"));
    }
    heading.extend(words("rejected_action rejected_with rejected_against margin"));
    heading.extend(words("threat_from threat_power threat_proximity threat_offense threat_intent"));
    heading
        .extend(words("threat_attack threat_defence threat_help_now threat_help_full threat_relief threat"));
    heading.extend(words("consent_by consent_gain consent_chance consent_given outcome"));
    heading
}

/// A state's id and Correlates of War number, as two cells; empty for nobody.
fn cells(survey: &Survey, state: Option<StateId>) -> [String; 2] {
    let Some(state) = state else {
        return [String::new(), String::new()];
    };
    let identity = survey.identity(state);
    [identity.code.clone(), identity.cow.map_or_else(String::new, |cow| cow.to_string())]
}

fn date_cells(survey: &Survey, tick: u64) -> [String; 2] {
    [survey.clock.date_of(tick).to_string(), tick.to_string()]
}

fn state_row(survey: &Survey, state: StateId) -> Vec<String> {
    let held = survey.capabilities(state);
    let allies = survey.alliances_of(state).flat_map(|alliance| alliance.partners(state));
    let allies: std::collections::BTreeSet<_> = allies.collect();
    let regions = survey.holdings.owners().iter().filter(|owner| **owner == Some(state)).count();
    let top = survey.threats(state).first();
    let mut row = Vec::from(date_cells(survey, survey.clock.tick));
    row.extend(cells(survey, Some(state)));
    row.push(survey.identity(state).name.clone());
    row.push(survey.kind(state).name().into());
    row.extend(
        [survey.power(state), held.population, held.industry, held.military, held.technology]
            .map(|value| value.to_string()),
    );
    row.push(survey.posture(state).offense.to_string());
    row.push(survey.revisionism(state).to_string());
    row.push(allies.len().to_string());
    row.push(regions.to_string());
    row.extend(cells(survey, top.map(|threat| threat.source)));
    row.push(top.map_or_else(String::new, |threat| survey.exposure(state, threat.source).to_string()));
    row
}

fn spell_row(survey: &Survey, state: StateId, spell: &Spell, until: Option<Date>) -> Vec<String> {
    let alliance = &spell.alliance;
    let mut row = vec![alliance.id.0.to_string(), alliance.kind.name().into(), alliance.name.clone()];
    row.extend(cells(survey, Some(state)));
    row.push(spell.since.to_string());
    row.push(until.map_or_else(String::new, |date| date.to_string()));
    row.extend(cells(survey, alliance.target));
    row.extend(cells(survey, alliance.leader));
    row
}

fn event_row(survey: &Survey, event: &Event) -> Vec<String> {
    let (other, target, alliance, kind, motive) = match &event.kind {
        EventKind::Provocation { against, .. } => (Some(*against), None, None, "", ""),
        EventKind::AllianceFormed { alliance, pact, members, target, motive, .. } => {
            (Some(members[1]), *target, Some(*alliance), pact.name(), motive.name())
        }
        EventKind::OfferRefused { to, against, .. } => (Some(*to), *against, None, "", ""),
        EventKind::AllianceLeft { alliance, pact, partners, motive, .. } => {
            (partners.first().copied(), None, Some(*alliance), pact.name(), motive.name())
        }
        EventKind::AllianceLapsed { alliance, pact, members } => {
            (members.get(1).copied(), None, Some(*alliance), pact.name(), "")
        }
        _ => (None, None, None, "", ""),
    };
    let mut row = Vec::from(date_cells(survey, event.tick));
    row.push(event.kind.name().into());
    row.extend(cells(survey, event.kind.states().first().copied()));
    row.extend(cells(survey, other));
    row.extend(cells(survey, target));
    row.push(alliance.map_or_else(String::new, |id| id.0.to_string()));
    row.push(kind.into());
    row.push(motive.into());
    row
}

/// Whom an action is with, whom it is against, and which alliance it leaves.
fn parties(action: Action) -> (Option<StateId>, Option<StateId>, Option<AllianceId>) {
    match action {
        Action::Stay => (None, None, None),
        Action::Balance { against, with } => (Some(with), Some(against), None),
        Action::Bandwagon { with } => (Some(with), None, None),
        Action::Leave { alliance } => (None, None, Some(alliance)),
        _ => (None, None, None),
    }
}

fn weighed_cells(option: Option<&Weighed>) -> Vec<String> {
    let Some(option) = option else {
        return vec![String::new(); Terms::NAMES.len() + 3];
    };
    let mut row: Vec<String> = option.terms.values().iter().map(f32::to_string).collect();
    row.push(option.terms.utility().to_string());
    row.push(option.consent.to_string());
    row.push(option.chance.to_string());
    row
}

fn decision_row(survey: &Survey, decision: &Decision) -> Vec<String> {
    let (with, against, alliance) = parties(decision.chosen.action);
    let mut row = Vec::from(date_cells(survey, decision.tick));
    row.extend(cells(survey, Some(decision.state)));
    row.push(decision.chosen.action.name().into());
    row.extend(cells(survey, with));
    row.extend(cells(survey, against));
    row.push(alliance.map_or_else(String::new, |id| id.0.to_string()));
    row.push(decision.motive.name().into());
    row.extend(weighed_cells(Some(&decision.chosen)));
    row.extend(weighed_cells(decision.rejected.as_ref()));
    let rejected = decision.rejected.map(|other| other.action);
    let (with, against, _) = rejected.map_or((None, None, None), parties);
    row.push(rejected.map_or("", Action::name).into());
    row.push(cells(survey, with)[0].clone());
    row.push(cells(survey, against)[0].clone());
    row.push(decision.margin.to_string());
    match &decision.threat {
        Some((source, factors, odds)) => {
            row.push(cells(survey, Some(*source))[0].clone());
            row.extend(
                [factors.power, factors.proximity, factors.offense, factors.intent]
                    .map(|value| value.to_string()),
            );
            row.extend(
                [odds.attack, odds.own_defence, odds.help_now, odds.help_full, odds.relief]
                    .map(|value| value.to_string()),
            );
            row.push(odds.threat(&survey.rules.parameters).to_string());
        }
        None => row.extend(vec![String::new(); 11]),
    }
    match &decision.consent {
        Some(consent) => {
            row.push(cells(survey, Some(consent.by))[0].clone());
            row.push((consent.with.utility() - consent.without.utility()).to_string());
            row.push(consent.chance.to_string());
            row.push(consent.given.to_string());
        }
        None => row.extend(vec![String::new(); 4]),
    }
    row.push(decision.outcome.name().into());
    row
}
