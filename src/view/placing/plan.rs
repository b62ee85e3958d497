//! Plans: what a tool would do where the pointer is, tried on the stage before anything is touched.

use std::collections::BTreeSet;

use super::stage::Stage;
use super::tool::Tool;
use crate::edit::{Command, CommandError};
use crate::scenario::StateSetup;
use crate::world::RegionId;

/// Where a tool is held.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Aim<'a> {
    /// Which one.
    pub tool: Tool,
    /// The province under the pointer.
    pub at: Option<RegionId>,
    /// The provinces that a dragged tool has gone over, or lies on.
    pub regions: &'a [RegionId],
    /// Whether whole modern countries are meant.
    pub whole: bool,
    /// The id of the state that is selected.
    pub selected: Option<&'a str>,
    /// The id of the state whose capital is being dragged.
    pub moving: Option<&'a str>,
}

/// In whose colour provinces are shown that would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tint {
    /// A state's that there is, by its id.
    State(String),
    /// A state's that would be founded, if its colour is known.
    New(Option<[u8; 3]>),
    /// Nobody's.
    Nobody,
    /// As they are.
    None,
}

/// What a tool would do.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The provinces that would change.
    pub regions: Vec<RegionId>,
    /// In whose colour.
    pub tint: Tint,
    /// Where a capital would lie, and where it lies now.
    pub seat: Option<(RegionId, Option<RegionId>)>,
    /// What would happen, or why it cannot, for people.
    pub word: String,
    /// What does it; none where there is nothing to do.
    pub command: Option<Command>,
    /// Whether it cannot be done.
    pub refused: bool,
}

impl Plan {
    /// Nothing to do but to say something.
    fn said(word: impl Into<String>) -> Self {
        Self {
            regions: Vec::new(),
            tint: Tint::None,
            seat: None,
            word: word.into(),
            command: None,
            refused: false,
        }
    }
}

/// What would happen; none where there is nothing under the pointer.
pub fn plan(stage: &Stage, aim: Aim) -> Option<Plan> {
    let selected = aim.selected.and_then(|id| stage.state(id));
    match (aim.tool, selected) {
        (Tool::Found, _) => Some(found(stage, aim.at?, aim.whole)),
        (Tool::Erase, _) => give(stage, aim, None),
        (Tool::Capital, _) => capital(stage, aim, selected),
        (_, None) => Some(unselected(stage, aim.at?)),
        (Tool::Brush, Some(to)) => give(stage, aim, Some(to)),
        (Tool::Fill, Some(to)) => fill(stage, aim, to),
        (Tool::Merge, Some(into)) => Some(merge(stage, aim.at?, into)),
        (Tool::Split, Some(from)) => split(stage, aim, from),
        (Tool::Duplicate, Some(like)) => Some(duplicate(stage, aim.at?, like)),
    }
}

/// Tries a command; says why it cannot be carried out, and else what is said of it.
fn tried(stage: &Stage, command: Command, plan: Plan, already: impl FnOnce() -> String) -> Plan {
    let Some(scenario) = stage.scenario() else { return plan };
    match command.change(&mut scenario.clone()) {
        Ok(()) => Plan { command: Some(command), ..plan },
        Err(CommandError::NothingChanges) => Plan::said(already()),
        // The command is kept: who asks for it all the same is told why, and what can be done instead.
        Err(error) => Plan { command: Some(command), word: sentence(&error), refused: true, ..plan },
    }
}

/// Why something cannot be done, as a sentence of its own.
fn sentence(error: &CommandError) -> String {
    crate::simulation::capitalised(&error.to_string())
}

/// Provinces by name, if there is one, else by number.
fn named(stage: &Stage, regions: &[RegionId]) -> String {
    match regions {
        [one] => stage.name(*one).to_owned(),
        all => format!("{} provinces", all.len()),
    }
}

/// What to do first where no state is selected: a click selects whose land it is.
fn unselected(stage: &Stage, at: RegionId) -> Plan {
    Plan::said(match stage.owner(at) {
        Some(owner) => format!("Click to select {}", owner.name),
        None => "Select a state first, or found one (N)".into(),
    })
}

fn found(stage: &Stage, at: RegionId, whole: bool) -> Plan {
    let country = if whole { stage.country(at) } else { vec![at] };
    let code = |region: RegionId| stage.codes(&[region]).pop().unwrap_or_default();
    let name = stage.name(at);
    let mut word = match stage.owner(at) {
        Some(owner) if country.len() == 1 => format!("Found a state in {name}, which is {}’s", owner.name),
        _ => format!("Found a state in {name}"),
    };
    let alone = Command::Found { region: code(at), id: String::new(), name: String::new() };
    // The id that it will have, so that the rest of the country can be given to it; and its colour.
    let mut trial = stage.scenario().cloned();
    let new = trial.as_mut().and_then(|trial| {
        alone.change(trial).ok()?;
        trial.states.last().map(|state| (state.id.clone(), state.colour))
    });
    let (id, colour) = new.unzip();
    let command = match id {
        Some(id) if country.len() > 1 => {
            word += &format!(" with all {} provinces of its modern country", country.len());
            let found = Command::Found { region: code(at), id: id.clone(), name: String::new() };
            let rest = Command::Give { regions: stage.codes(&country[1..]), to: Some(id) };
            let name = format!("found {name} with {} provinces", country.len());
            Command::Group { name, commands: vec![found, rest] }
        }
        _ => alone,
    };
    let tint = Tint::New(colour.flatten());
    let plan = Plan { regions: country, tint, seat: Some((at, None)), ..Plan::said(word) };
    tried(stage, command, plan, String::new)
}

/// Provinces to a state, or to nobody.
fn give(stage: &Stage, aim: Aim, to: Option<&StateSetup>) -> Option<Plan> {
    let changes = |region: &RegionId| stage.owner(*region).map(|it| &it.id) != to.map(|it| &it.id);
    let mut regions: Vec<RegionId> = aim.regions.iter().copied().filter(changes).collect();
    // Who goes over much land means the land. Who points at the last province of a state means the state.
    let spared =
        if regions.len() > 1 && aim.tool.is_dragged() { spare(stage, &mut regions) } else { Vec::new() };
    let already = || match to {
        Some(to) => format!("{} already holds this", to.name),
        None => "Nobody holds this".into(),
    };
    let keeps = match &spared[..] {
        [] => String::new(),
        [one] => format!("; {} keeps its last", one.name),
        many => format!("; {} states keep their last", many.len()),
    };
    if regions.is_empty() {
        let word =
            if spared.is_empty() { already() } else { "Here are only last provinces of states".into() };
        return aim.at.map(|_| Plan::said(word));
    }
    let mut word = match to {
        Some(to) => format!("Paint {} for {}", named(stage, &regions), to.name),
        None => format!("Leave {} to nobody", named(stage, &regions)),
    };
    word += &keeps;
    let command = Command::Give { regions: stage.codes(&regions), to: to.map(|to| to.id.clone()) };
    let tint = to.map_or(Tint::Nobody, |to| Tint::State(to.id.clone()));
    Some(tried(stage, command, Plan { regions, tint, ..Plan::said(word) }, already))
}

/// Leaves out the capitals of states that would be left without land; those states.
fn spare<'a>(stage: &'a Stage, regions: &mut Vec<RegionId>) -> Vec<&'a StateSetup> {
    let within: BTreeSet<RegionId> = regions.iter().copied().collect();
    let loses = |state: &&StateSetup| state.territory.iter().all(|region| within.contains(region));
    let mut owners: Vec<&StateSetup> = within.iter().filter_map(|region| stage.owner(*region)).collect();
    owners.sort_by(|a, b| a.id.cmp(&b.id));
    owners.dedup_by(|a, b| a.id == b.id);
    owners.retain(loses);
    regions.retain(|region| owners.iter().all(|state| state.capital_region != *region));
    owners
}

fn fill(stage: &Stage, aim: Aim, to: &StateSetup) -> Option<Plan> {
    let at = aim.at?;
    let regions = if aim.whole { stage.country(at) } else { stage.expanse(at) };
    give(stage, Aim { regions: &regions, ..aim }, Some(to))
}

fn capital(stage: &Stage, aim: Aim, selected: Option<&StateSetup>) -> Option<Plan> {
    let at = aim.at?;
    let owner = stage.owner(at);
    // Without a drag it is the capital of the state that is selected, or else of who holds the province.
    let dragged = aim.moving.and_then(|id| stage.state(id));
    let Some(state) = dragged.or(selected).or(owner) else {
        return Some(Plan::said("Drag a capital, or click a province of the state that is to have it"));
    };
    let already = || format!("The capital of {} lies here", state.name);
    if at == state.capital_region {
        let word = match aim.moving {
            Some(_) => already(),
            None => format!("{}. Drag it to another of its provinces", already()),
        };
        return Some(Plan::said(word));
    }
    let region = stage.codes(&[at]).pop()?;
    let command = Command::MoveCapital { state: state.id.clone(), region, name: String::new() };
    let word = format!("Move the capital of {} to {}", state.name, stage.name(at));
    let seat = Some((at, Some(state.capital_region)));
    Some(tried(stage, command, Plan { regions: vec![at], seat, ..Plan::said(word) }, already))
}

fn merge(stage: &Stage, at: RegionId, into: &StateSetup) -> Plan {
    match stage.owner(at) {
        Some(other) if other.id != into.id => {
            let command = Command::Merge { state: other.id.clone(), into: into.id.clone() };
            let plan = Plan {
                regions: other.territory.clone(),
                tint: Tint::State(into.id.clone()),
                ..Plan::said(format!("Make {} part of {}", other.name, into.name))
            };
            tried(stage, command, plan, String::new)
        }
        _ => Plan::said(format!("Click another state to make it part of {}", into.name)),
    }
}

fn split(stage: &Stage, aim: Aim, from: &StateSetup) -> Option<Plan> {
    let own = |region: &RegionId| from.territory.binary_search(region).is_ok();
    let regions: Vec<RegionId> = aim.regions.iter().copied().filter(own).collect();
    if regions.is_empty() {
        return aim.at.map(|_| Plan::said(format!("Choose provinces of {}", from.name)));
    }
    let command = Command::Split {
        state: from.id.clone(),
        regions: stage.codes(&regions),
        id: String::new(),
        name: String::new(),
    };
    let word = format!("Split {} off from {}", named(stage, &regions), from.name);
    let plan = Plan { regions, tint: Tint::New(None), ..Plan::said(word) };
    Some(tried(stage, command, plan, String::new))
}

fn duplicate(stage: &Stage, at: RegionId, like: &StateSetup) -> Plan {
    let region = stage.codes(&[at]).pop().unwrap_or_default();
    let command =
        Command::Duplicate { state: like.id.clone(), region, id: String::new(), name: String::new() };
    let plan = Plan {
        regions: vec![at],
        tint: Tint::New(None),
        seat: Some((at, None)),
        ..Plan::said(format!("Found a second {} in {}", like.name, stage.name(at)))
    };
    tried(stage, command, plan, String::new)
}
