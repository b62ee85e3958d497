//! Wars: begun and ended, joined and left.

use super::ground::{place, places};
use super::text::listed;
use super::ties::allies_at_war;
use super::{Command, CommandError, PactName};
use crate::scenario::{AllianceSetup, Scenario, WarSetup};

/// Begins a war.
pub(super) fn begin_war(
    scenario: &mut Scenario,
    name: &str,
    attackers: &[String],
    defenders: &[String],
) -> Result<(), CommandError> {
    let (ones, others) = (places(scenario, attackers)?, places(scenario, defenders)?);
    if ones.is_empty() || others.is_empty() {
        return Err(CommandError::Impossible("a war needs a state on each side".into()));
    }
    if let Some(both) = ones.iter().find(|one| others.contains(one)) {
        let name = &scenario.states[*both].name;
        return Err(CommandError::Impossible(format!("{name} cannot fight on both sides")));
    }
    let opposed = |war: &WarSetup| {
        let faces = |a: &[usize], b: &[usize]| a.contains(&ones[0]) && b.contains(&others[0]);
        faces(&war.attackers, &war.defenders) || faces(&war.defenders, &war.attackers)
    };
    if scenario.wars.iter().any(opposed) {
        return Err(CommandError::NothingChanges);
    }
    let beside = |war: &WarSetup| {
        let shared = |side: &[usize]| {
            let of = |states: &[usize]| states.iter().copied().find(|state| side.contains(state));
            Some([of(&ones)?, of(&others)?])
        };
        shared(&war.attackers).or_else(|| shared(&war.defenders))
    };
    if let Some([a, b]) = scenario.wars.iter().find_map(beside) {
        let [a, b] = [a, b].map(|place| &scenario.states[place].name);
        return Err(CommandError::Impossible(format!("{a} and {b} fight side by side: end that war first")));
    }
    let again = || Command::BeginWar {
        name: name.to_owned(),
        attackers: attackers.to_vec(),
        defenders: defenders.to_vec(),
    };
    no_pacts_across(scenario, (&ones, &others), again)?;
    let war = WarSetup { name: name.to_owned(), attackers: ones, defenders: others, since: None };
    scenario.wars.push(war);
    Ok(())
}

/// Ends the first war in which these face those.
pub(super) fn end_war(
    scenario: &mut Scenario,
    attackers: &[String],
    defenders: &[String],
) -> Result<(), CommandError> {
    let (ones, others) = (places(scenario, attackers)?, places(scenario, defenders)?);
    let (found, _) = find(scenario, &ones, &others)?;
    scenario.wars.remove(found);
    Ok(())
}

/// Refuses to let partners fight one another; `again` is the command, to be tried once their pacts are no more.
fn no_pacts_across(
    scenario: &Scenario,
    (ones, others): (&[usize], &[usize]),
    again: impl FnOnce() -> Command,
) -> Result<(), CommandError> {
    let allies = |pact: &AllianceSetup| {
        let of = |side: &[usize]| side.iter().copied().find(|state| pact.members.contains(state));
        Some([of(ones)?, of(others)?])
    };
    let across: Vec<_> = scenario.alliances.iter().filter_map(|pact| Some((allies(pact)?, pact))).collect();
    let Some((first, _)) = across.first() else { return Ok(()) };
    let end = |(_, pact): &([usize; 2], &AllianceSetup)| {
        Command::EndPact(PactName {
            kind: pact.kind,
            members: pact.members.iter().map(|place| scenario.states[*place].id.clone()).collect(),
            target: pact.target.map(|place| scenario.states[place].id.clone()),
        })
    };
    let commands = across.iter().map(end).chain([again()]).collect();
    Err(allies_at_war(scenario, *first, commands))
}

/// Takes a state into the first war in which these fight those. One that fights on the other side changes sides.
pub(super) fn join_war(
    scenario: &mut Scenario,
    state: &str,
    beside: &[String],
    against: &[String],
) -> Result<(), CommandError> {
    let id = state;
    let state = place(scenario, id)?;
    let (ones, others) = (places(scenario, beside)?, places(scenario, against)?);
    let (found, attacks) = find(scenario, &ones, &others)?;
    let war = &scenario.wars[found];
    let (friends, enemies) = sides(war, attacks);
    if friends.contains(&state) {
        return Err(CommandError::NothingChanges);
    }
    let name = |place: usize| &scenario.states[place].name;
    let changes = enemies.contains(&state);
    if changes && enemies.len() == 1 {
        let name = name(state);
        return Err(CommandError::Impossible(format!(
            "{name} fights alone on its side: end the war instead"
        )));
    }
    let enemies: Vec<usize> = enemies.iter().copied().filter(|enemy| *enemy != state).collect();
    for (place, other) in scenario.wars.iter().enumerate().filter(|(place, _)| *place != found) {
        let Some(side) = [&other.attackers, &other.defenders].into_iter().find(|side| side.contains(&state))
        else {
            continue;
        };
        if let Some(enemy) = enemies.iter().find(|enemy| side.contains(enemy)) {
            let (a, b) = (name(state), name(*enemy));
            return Err(CommandError::Impossible(format!(
                "{a} and {b} fight side by side: end that war first"
            )));
        }
        let (_, across) = sides(&scenario.wars[place], side == &other.attackers);
        if let Some(friend) = friends.iter().find(|friend| across.contains(friend)) {
            let (a, b) = (name(state), name(*friend));
            return Err(CommandError::Impossible(format!(
                "{a} and {b} fight one another: end that war first"
            )));
        }
    }
    let again =
        || Command::JoinWar { state: id.to_owned(), beside: beside.to_vec(), against: against.to_vec() };
    no_pacts_across(scenario, (&[state], &enemies), again)?;
    let war = &mut scenario.wars[found];
    let (friends, enemies) = match attacks {
        true => (&mut war.attackers, &mut war.defenders),
        false => (&mut war.defenders, &mut war.attackers),
    };
    enemies.retain(|other| *other != state);
    friends.push(state);
    Ok(())
}

/// Takes a state out of the first war in which it fights these.
pub(super) fn leave_war(
    scenario: &mut Scenario,
    state: &str,
    against: &[String],
) -> Result<(), CommandError> {
    let state = place(scenario, state)?;
    let others = places(scenario, against)?;
    let (found, _) = find(scenario, &[state], &others)?;
    let war = &mut scenario.wars[found];
    war.attackers.retain(|other| *other != state);
    war.defenders.retain(|other| *other != state);
    if war.attackers.is_empty() || war.defenders.is_empty() {
        scenario.wars.remove(found);
    }
    Ok(())
}

/// One side of a war and the other; the attackers first if it `attacks`.
fn sides(war: &WarSetup, attacks: bool) -> (&[usize], &[usize]) {
    if attacks { (&war.attackers, &war.defenders) } else { (&war.defenders, &war.attackers) }
}

/// The first war in which these face those, and whether these are the attackers.
fn find(scenario: &Scenario, ones: &[usize], others: &[usize]) -> Result<(usize, bool), CommandError> {
    if ones.is_empty() || others.is_empty() {
        return Err(CommandError::Impossible("name a state on each side of the war".into()));
    }
    let within = |some: &[usize], side: &[usize]| some.iter().all(|state| side.contains(state));
    let attack = |war: &WarSetup| {
        let is = |attacks| {
            let (one, other) = sides(war, attacks);
            within(ones, one) && within(others, other)
        };
        [true, false].into_iter().find(|attacks| is(*attacks))
    };
    let found = scenario.wars.iter().enumerate().find_map(|(place, war)| Some((place, attack(war)?)));
    found.ok_or_else(|| {
        let names = |places: &[usize]| {
            listed(&places.iter().map(|place| scenario.states[*place].name.clone()).collect::<Vec<_>>())
        };
        CommandError::NoSuchWar(format!("{} and {}", names(ones), names(others)))
    })
}
