//! Reading a record: each entry in its place, and whether it could follow on what went before.

use jiff::civil::Date;
use serde::Deserialize;

use super::standing::Standing;
use super::{Entry, Event};
use crate::scenario::{Diagnostic, Diagnostics, Scenario, Source, Span, nearest, read_list};

/// An entry as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(deserialize_with = "crate::scenario::dates::deserialize")]
    date: Date,
    what: Event,
    #[serde(default)]
    note: String,
    source: String,
}

/// Reads the entries of a record.
pub(super) fn read(name: &str, text: &str, scenario: &Scenario) -> Result<Vec<Entry>, Diagnostics> {
    let what = "events such as `(date: \"1939-09-01\", what: War(..), source: \"..\")`";
    let written = read_list::<Written>(name, text, what)?;
    let entries: Vec<Entry> = written
        .into_iter()
        .map(|(span, Written { date, what, note, source })| Entry { date, event: what, note, source, span })
        .collect();
    let mut check = Check { scenario, standing: Standing::at_start(scenario), faults: Vec::new() };
    let mut before: Option<(Date, Span)> = None;
    for entry in &entries {
        check.dates(entry, before.as_ref());
        check.names(entry);
        check.standing.lapse(entry.date);
        check.follows(entry);
        check.standing.apply(&entry.event);
        before = Some((entry.date, entry.span.clone()));
    }
    if check.faults.is_empty() {
        return Ok(entries);
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    Err(Diagnostics::several(Source::new(name, text), check.faults))
}

/// What is known while entries are looked at one after the other.
struct Check<'a> {
    scenario: &'a Scenario,
    standing: Standing,
    faults: Vec<Diagnostic>,
}

impl Check<'_> {
    fn fault(
        &mut self,
        entry: &Entry,
        message: impl Into<String>,
        label: impl Into<String>,
        help: Option<String>,
    ) {
        let mut fault = Diagnostic::new(entry.span.clone(), message).label(label);
        if let Some(help) = help {
            fault = fault.help(help);
        }
        self.faults.push(fault);
    }

    /// Whether its date comes after the setup's start and the entry before.
    fn dates(&mut self, entry: &Entry, before: Option<&(Date, Span)>) {
        let (date, start) = (entry.date, self.scenario.start);
        if date < start {
            let help = "what was so at the start belongs into the setup".to_owned();
            self.fault(
                entry,
                format!("{date} is before the setup's start, {start}"),
                "too early",
                Some(help),
            );
        }
        if let Some((last, span)) = before.filter(|(last, _)| date < *last) {
            let fault = Diagnostic::new(entry.span.clone(), format!("{date} comes after {last}"))
                .label("out of order")
                .secondary(span.clone(), "the entry before")
                .help("put events in order of their dates");
            self.faults.push(fault);
        }
        if entry.source.trim().is_empty() {
            let help =
                "say where it is known from, such as `source: \"Treaty of London, 30 May 1913\"`".to_owned();
            self.fault(entry, "an event needs a source", "`source` is empty", Some(help));
        }
    }

    /// Whether its states and provinces are those of the setup.
    fn names(&mut self, entry: &Entry) {
        let known = |id: &str| self.scenario.states.iter().any(|state| state.id == id);
        let unknown: Vec<String> =
            entry.event.states().into_iter().filter(|id| !known(id)).map(str::to_owned).collect();
        for id in unknown {
            let near = nearest(&id, self.scenario.states.iter().map(|state| state.id.as_str()));
            let help = near.map(|near| format!("did you mean \"{near}\"?"));
            self.fault(entry, format!("the setup has no state \"{id}\""), "not in the setup", help);
        }
        if let Event::Cedes { regions, .. } = &entry.event {
            let map = &self.scenario.geography.regions;
            for code in regions.iter().filter(|code| map.find(code).is_none()) {
                let near = nearest(code, map.codes().map(|(code, _)| code));
                let help = near.map(|near| format!("did you mean \"{near}\"?"));
                self.fault(entry, format!("the map has no province \"{code}\""), "not on the map", help);
            }
        }
        if let Event::Pact { members, .. } = &entry.event
            && (members.len() < 2 || (1..members.len()).any(|at| members[..at].contains(&members[at])))
        {
            self.fault(entry, "a pact has two members or more, each once", "these members", None);
        }
        if let Event::War { attackers, defenders, .. } = &entry.event
            && (attackers.is_empty()
                || defenders.is_empty()
                || attackers.iter().any(|it| defenders.contains(it)))
        {
            self.fault(
                entry,
                "a war has at least one state on each side, and none on both",
                "these sides",
                None,
            );
        }
        if let Event::Sides { first, second } = &entry.event
            && (first.is_empty() || second.is_empty() || first.iter().any(|it| second.contains(it)))
        {
            self.fault(
                entry,
                "sides form around at least one protagonist each, and none is of both",
                "these protagonists",
                None,
            );
        }
    }

    /// Whether it could follow on what went before.
    fn follows(&mut self, entry: &Entry) {
        let standing = &self.standing;
        let pact = |name: &str| standing.tie(name);
        let war = |name: &str| standing.fight(name);
        let no_pact = |name: &str| {
            let near = nearest(name, standing.ties.iter().map(|tie| tie.name.as_str()));
            (
                format!("there is no pact \"{name}\" at that time"),
                near.map(|near| format!("did you mean \"{near}\"?")),
            )
        };
        let no_war = |name: &str| {
            let near = nearest(name, standing.fights.iter().map(|fight| fight.name.as_str()));
            (
                format!("there is no war \"{name}\" at that time"),
                near.map(|near| format!("did you mean \"{near}\"?")),
            )
        };
        let said = |words: String| Some((words, None));
        let fault = match &entry.event {
            Event::Pact { name, .. } if pact(name).is_some() => {
                said(format!("there is a pact \"{name}\" already"))
            }
            Event::Joins { pact: name, state, .. } => match pact(name) {
                None => Some(no_pact(name)),
                Some(tie) if tie.members.contains(state) => said(format!("\"{state}\" is in it already")),
                Some(_) => None,
            },
            Event::Leaves { pact: name, state } => match pact(name) {
                None => Some(no_pact(name)),
                Some(tie) if !tie.members.contains(state) => said(format!("\"{state}\" is not in it")),
                Some(_) => None,
            },
            Event::Ends { pact: name } if pact(name).is_none() => Some(no_pact(name)),
            Event::War { name, .. } if war(name).is_some() => {
                said(format!("there is a war \"{name}\" already"))
            }
            Event::Enters { war: name, state, .. } => match war(name) {
                None => Some(no_war(name)),
                Some(fight) if fight.sides.contains_key(state) => {
                    said(format!("\"{state}\" is in it already"))
                }
                Some(_) => None,
            },
            Event::Quits { war: name, state } => match war(name) {
                None => Some(no_war(name)),
                Some(fight) if !fight.sides.contains_key(state) => said(format!("\"{state}\" is not in it")),
                Some(_) => None,
            },
            Event::Changes { war: name, state, to, .. } => {
                match war(name).map(|fight| fight.sides.get(state)) {
                    None => Some(no_war(name)),
                    Some(None) => said(format!("\"{state}\" is not in it: who joins a war `Enters` it")),
                    Some(Some(side)) if side == to => said(format!("\"{state}\" is on that side already")),
                    Some(_) => None,
                }
            }
            Event::Peace { war: name } if war(name).is_none() => Some(no_war(name)),
            Event::Falls { state, .. } if !standing.sovereign.contains(state) => {
                said(format!("\"{state}\" is no more by then"))
            }
            Event::Rises { state, .. } if standing.sovereign.contains(state) => {
                said(format!("\"{state}\" is sovereign already"))
            }
            _ => None,
        };
        if let Some((message, help)) = fault {
            self.fault(entry, message, "cannot follow on what went before", help);
        }
    }
}
