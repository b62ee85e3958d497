//! Edits: what people change in a world, as commands in a log.
//!
//! A [`Command`] is a pure change of a [`Scenario`]. Two carriers bring it to a world. Before anything has run, the
//! scenario as edited is loaded anew with the same seed, so that the world is to the bit what the saved file would
//! load to. Later the present is captured as a scenario, the command changes that, and what differs is transferred
//! ([`simulation::capture`], [`simulation::transfer`]): a change by hand touches nothing else, and no draw.
//!
//! A scenario, a seed and the log of commands give the same history, to the bit.

use std::sync::Arc;

use bevy_ecs::prelude::World;

use crate::scenario::Scenario;
use crate::simulation::{self, Assessments, Basis, Clock, Draws, Journal};

mod attributes;
mod autosave;
#[cfg(test)]
mod autosave_tests;
mod command;
mod error;
mod found;
mod ground;
mod keeper;
mod new_world;
mod script;
mod session;
mod states;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
mod text;
mod ties;
mod wars;

pub use attributes::Value;
pub use autosave::{Autosave, Leftover};
pub use command::{Command, Pact, PactName};
pub use error::CommandError;
pub use keeper::{Keeper, Kept};
pub use new_world::{Ground, NewWorld};
pub use script::{Script, Step};
pub use session::{Opening, Session, SessionError};
pub(crate) use text::{digits, summed};

impl Command {
    /// Changes the world, and lets everybody look at it anew. Gives what it did, as people say it.
    ///
    /// # Errors
    /// If it cannot be carried out, or would change nothing; then nothing is changed.
    pub fn apply(&self, world: &mut World) -> Result<String, CommandError> {
        let done = apply_all([self], world).map_err(|(_, error)| error)?;
        done.into_iter().flatten().next().ok_or(CommandError::NothingChanges)
    }

    /// Changes a world that runs.
    fn transfer(&self, world: &mut World) -> Result<String, CommandError> {
        if let Self::Luck(seed) = self {
            other_luck(&mut world.resource_mut::<Draws>().seed, *seed)?;
            return Ok(self.describe(&world.resource::<Basis>().0));
        }
        let before = simulation::capture(world);
        let mut after = before.clone();
        let mut seed = world.resource::<Draws>().seed;
        self.change_all(&mut after, &mut seed)?;
        simulation::transfer(world, &before, &after);
        world.resource_mut::<Draws>().seed = seed;
        Ok(self.describe(&before))
    }

    /// Changes a scenario and the seed beside it.
    ///
    /// # Errors
    /// As [`Self::apply`]; then neither is changed.
    pub fn change_all(&self, scenario: &mut Scenario, seed: &mut u64) -> Result<(), CommandError> {
        match self {
            Self::Luck(other) => other_luck(seed, *other),
            Self::Group { name, commands } => {
                let (before, luck) = (scenario.clone(), *seed);
                let mut nothing = true;
                for (place, command) in commands.iter().enumerate() {
                    match command.change_all(scenario, seed) {
                        Ok(()) => nothing = false,
                        Err(CommandError::NothingChanges) => {}
                        Err(error) => {
                            (*scenario, *seed) = (before, luck);
                            // What would do in place of one of them, within all of them.
                            return Err(error.fixed_with(|fix| {
                                let mut commands = commands.clone();
                                commands[place] = fix;
                                Self::Group { name: name.clone(), commands }
                            }));
                        }
                    }
                }
                if nothing { Err(CommandError::NothingChanges) } else { Ok(()) }
            }
            _ => self.change(scenario),
        }
    }
}

fn other_luck(seed: &mut u64, other: u64) -> Result<(), CommandError> {
    if std::mem::replace(seed, other) == other { Err(CommandError::NothingChanges) } else { Ok(()) }
}

/// Carries out several commands at the moment at which a world stands: each by itself, but loaded once where nothing
/// has run. Gives what each did, as people say it; nothing of those that change nothing, since all is so already.
///
/// # Errors
/// If one cannot be carried out: its place and why. Where nothing has run, nothing is changed then.
pub fn apply_all<'c>(
    commands: impl IntoIterator<Item = &'c Command>,
    world: &mut World,
) -> Result<Vec<Option<String>>, (usize, CommandError)> {
    let told = |place: usize, done: Result<String, CommandError>| match done {
        Ok(name) => Ok(Some(name)),
        Err(CommandError::NothingChanges) => Ok(None),
        Err(error) => Err((place, error)),
    };
    let commands = commands.into_iter().enumerate();
    if world.resource::<Clock>().tick > 0 {
        return commands.map(|(place, command)| told(place, command.transfer(world))).collect();
    }
    let mut scenario = Scenario::clone(&world.resource::<Basis>().0);
    let mut seed = world.resource::<Draws>().seed;
    let mut done = Vec::new();
    for (place, command) in commands {
        let name = command.describe(&scenario);
        done.push(told(place, command.change_all(&mut scenario, &mut seed).map(|()| name))?);
    }
    if done.iter().any(Option::is_some) {
        reload(world, Arc::new(scenario), seed);
    }
    Ok(done)
}

/// Loads a scenario in place of another; how closely the world is looked at stays.
pub fn reload(world: &mut World, scenario: Arc<Scenario>, seed: u64) {
    let everyone = world.resource::<Assessments>().everyone;
    let all_options = world.resource::<Journal>().all_options;
    simulation::load_shared(world, scenario, seed);
    world.resource_mut::<Journal>().all_options = all_options;
    // The first look was everybody's; later ones are as they were.
    world.resource_mut::<Assessments>().everyone = everyone;
}
