//! Ties between states: beliefs and pacts.

use super::ground::{place, places};
use super::text::listed;
use super::{Command, CommandError, Pact, PactName};
use crate::scenario::fields::{BELIEF, Form};
use crate::scenario::{AllianceSetup, BeliefSetup, PactKind, Scenario, WarSetup};

/// Makes a state believe something of another, or clears what it believes.
pub(super) fn believe(
    scenario: &mut Scenario,
    (of, about): (&str, &str),
    intent: Option<f64>,
    weight: Option<f64>,
) -> Result<(), CommandError> {
    let (believer, other) = (place(scenario, of)?, place(scenario, about)?);
    if believer == other {
        return Err(CommandError::Impossible("a state holds no belief about itself: name two".into()));
    }
    for (name, value) in [("intent", intent), ("weight", weight)] {
        let form = BELIEF.find(name).map(|field| field.form);
        if let (Some(value), Some(form @ Form::Number { low, high, .. })) = (value, form)
            && !(value >= low && value <= high)
        {
            return Err(CommandError::NotAllowed {
                what: format!("{name} of a belief"),
                value: value.to_string(),
                expected: form.expected(),
            });
        }
    }
    let held = scenario.beliefs.iter().position(|it| (it.of, it.about) == (believer, other));
    match (held, intent) {
        (Some(held), Some(intent)) => {
            let new = BeliefSetup { intent, weight, ..scenario.beliefs[held] };
            if scenario.beliefs[held] == new {
                return Err(CommandError::NothingChanges);
            }
            scenario.beliefs[held] = new;
        }
        (None, Some(intent)) => {
            scenario.beliefs.push(BeliefSetup { of: believer, about: other, intent, weight });
        }
        (Some(held), None) => drop(scenario.beliefs.remove(held)),
        (None, None) => return Err(CommandError::NothingChanges),
    }
    Ok(())
}

/// Makes a pact.
pub(super) fn add_pact(scenario: &mut Scenario, pact: &Pact) -> Result<(), CommandError> {
    let setup = checked(scenario, pact)?;
    if scenario.alliances.iter().any(|other| is_same(other, setup.kind, &setup.members, Some(setup.target))) {
        return Err(CommandError::NothingChanges);
    }
    scenario.alliances.push(setup);
    Ok(())
}

/// Ends a pact.
pub(super) fn end_pact(scenario: &mut Scenario, name: &PactName) -> Result<(), CommandError> {
    let found = find(scenario, name)?;
    scenario.alliances.remove(found);
    Ok(())
}

/// Puts another pact in place of one.
pub(super) fn change_pact(scenario: &mut Scenario, name: &PactName, to: &Pact) -> Result<(), CommandError> {
    let found = find(scenario, name)?;
    let mut setup = checked(scenario, to).map_err(|error| {
        error.fixed_with(|fix| match fix {
            Command::Group { name: group, mut commands } => {
                // The last of them would make the pact, where here it is to be put in place of another.
                commands.pop();
                commands.push(Command::ChangePact { pact: name.clone(), to: to.clone() });
                Command::Group { name: group, commands }
            }
            other => other,
        })
    })?;
    let before = &scenario.alliances[found];
    setup.since = to.since.or(before.since);
    if *before == setup {
        return Err(CommandError::NothingChanges);
    }
    scenario.alliances[found] = setup;
    Ok(())
}

/// A pact as a setup has it, if it can be made.
fn checked(scenario: &Scenario, pact: &Pact) -> Result<AllianceSetup, CommandError> {
    let members = places(scenario, &pact.members)?;
    if members.len() < 2 {
        return Err(CommandError::Impossible("a pact needs two members or more".into()));
    }
    let target = pact.target.as_deref().map(|id| place(scenario, id)).transpose()?;
    if target.is_some_and(|target| members.contains(&target)) {
        return Err(CommandError::Impossible("a pact is not against its own member".into()));
    }
    let start = scenario.start;
    let dated = |wrong: bool, what: &str| match wrong {
        true => Err(CommandError::Impossible(format!("{what}; it is {start}"))),
        false => Ok(()),
    };
    dated(pact.since.is_some_and(|since| since > start), "the pact would be signed only later")?;
    dated(pact.until.is_some_and(|until| until <= start), "the pact would have lapsed already")?;
    let of = |side: &[usize]| members.iter().copied().find(|member| side.contains(member));
    let enemies = |war: &WarSetup| Some([of(&war.attackers)?, of(&war.defenders)?]);
    let fights: Vec<[usize; 2]> = scenario.wars.iter().filter_map(enemies).collect();
    if let Some(first) = fights.first() {
        let id = |place: usize| vec![scenario.states[place].id.clone()];
        let end = |[a, b]: &[usize; 2]| Command::EndWar { attackers: id(*a), defenders: id(*b) };
        let commands = fights.iter().map(end).chain([Command::AddPact(pact.clone())]).collect();
        return Err(allies_at_war(scenario, *first, commands));
    }
    Ok(AllianceSetup {
        name: pact.name.clone(),
        kind: pact.kind,
        members,
        since: pact.since,
        until: pact.until,
        target,
    })
}

pub(super) fn allies_at_war(scenario: &Scenario, two: [usize; 2], commands: Vec<Command>) -> CommandError {
    CommandError::AlliesAtWar {
        names: two.map(|place| scenario.states[place].name.clone()),
        fix: Box::new(Command::Group { name: String::new(), commands }),
    }
}

/// Whether a pact is of this kind among these, and against this one if that is said.
fn is_same(pact: &AllianceSetup, kind: PactKind, members: &[usize], target: Option<Option<usize>>) -> bool {
    pact.kind == kind
        && pact.members.len() == members.len()
        && members.iter().all(|member| pact.members.contains(member))
        && target.is_none_or(|target| pact.target == target)
}

fn find(scenario: &Scenario, name: &PactName) -> Result<usize, CommandError> {
    let members = places(scenario, &name.members)?;
    let target = name.target.as_deref().map(|id| place(scenario, id)).transpose()?;
    let is = |pact: &AllianceSetup| is_same(pact, name.kind, &members, target.map(Some));
    scenario.alliances.iter().position(is).ok_or_else(|| {
        let members: Vec<_> = members.iter().map(|place| scenario.states[*place].name.clone()).collect();
        CommandError::NoSuchPact(format!("{} pact of {}", name.kind.name(), listed(&members)))
    })
}
