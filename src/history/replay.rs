//! Sessions: a run written down, and had again.

use std::sync::Arc;

use bevy_ecs::prelude::*;

use super::{Edit, History, Timeline};
use crate::edit::{Opening, Session, SessionError};
use crate::scenario;
use crate::simulation::{self, Clock};

impl Timeline {
    /// The branch that the world is on, as a session. `None` before [`Self::begin`].
    pub fn session(world: &World) -> Option<Session> {
        let timeline = world.resource::<Self>();
        let (start, seed) = timeline.start.as_ref()?;
        let text = timeline.text.get_or_init(|| scenario::write(start)).clone();
        let edits = &timeline.branches[timeline.current.0].edits;
        let commands = edits.iter().map(|edit| (edit.tick, edit.command.as_ref().clone())).collect();
        let (end, tick) = (world.resource::<History>().end(), world.resource::<Clock>().tick);
        Some(Session::new(Opening::Text(text), *seed, (end, tick), commands))
    }

    /// A number that changes whenever [`Self::session`] does.
    pub fn stamp(world: &World) -> u64 {
        let (end, tick) = (world.resource::<History>().end(), world.resource::<Clock>().tick);
        let parts = [world.resource::<Self>().changes, end, tick];
        parts.into_iter().fold(0, |sum: u64, part| sum.wrapping_mul(0x0000_0100_0000_01B3) ^ part)
    }

    /// Puts a session in place of whatever the world holds, run as far as it was, and stands where it stood.
    ///
    /// # Errors
    /// If its scenario cannot be had; then the world is as it was. If a command cannot be repeated; then the world
    /// stands before it.
    pub fn open(world: &mut World, session: &Session) -> Result<(), SessionError> {
        let scenario = Arc::new(session.scenario()?);
        simulation::load_shared(world, scenario, session.seed);
        Self::begin(world);
        let mut next = 0;
        loop {
            let now = world.resource::<Clock>().tick;
            while let Some((tick, command)) = session.commands.get(next).filter(|(tick, _)| *tick <= now) {
                let named = command.apply(world);
                let name =
                    named.map_err(|error| SessionError::Command { place: next, tick: *tick, error })?;
                let edit = Edit { tick: now, command: Arc::new(command.clone()), name: name.into() };
                let mut timeline = world.resource_mut::<Self>();
                timeline.current_mut().edits.push(edit);
                timeline.changes += 1;
                next += 1;
            }
            if now >= session.end {
                break;
            }
            Self::advance(world);
        }
        Self::seek(world, session.tick);
        Ok(())
    }
}
