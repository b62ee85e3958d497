//! Saving: a run written down as a session and had again, and its present as a scenario.

use std::path::Path;
use std::sync::Arc;

use bevy_ecs::prelude::*;

use super::{Edit, History, Timeline};
use crate::edit::{Opening, Session, SessionError, apply_all, summed};
use crate::files;
use crate::scenario::{self, MAX_BYTES, Scenario};
use crate::simulation::{self, Basis, Clock, Draws};

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

    /// The world as it stands, as the text of a scenario file: as edited where nothing has run, so that with the same
    /// seed it opens the same to the bit; else the present as a setup.
    pub fn scenario_text(world: &World) -> String {
        let clock = world.resource::<Clock>();
        let mut scenario = match clock.tick {
            0 => Scenario::clone(&world.resource::<Basis>().0),
            _ => simulation::capture(world),
        };
        let mut comment = Self::comment(world, &scenario);
        let mut text = scenario::write_commented(&scenario, &comment);
        if text.len() as u64 > MAX_BYTES {
            // What is believed is most of a large world: what is nearest to the default can go.
            let usual = f64::from(scenario.parameters.belief_prior);
            scenario.beliefs.sort_by(|a, b| (b.intent - usual).abs().total_cmp(&(a.intent - usual).abs()));
            comment.push_str("\nOf what states believe, only what is farthest from the default is kept.");
            while text.len() as u64 > MAX_BYTES && !scenario.beliefs.is_empty() {
                scenario.beliefs.truncate(scenario.beliefs.len() / 2);
                text = scenario::write_commented(&scenario, &comment);
            }
        }
        text
    }

    /// What a saved scenario shows, of when, and what it was made from.
    fn comment(world: &World, scenario: &Scenario) -> String {
        let timeline = world.resource::<Self>();
        let (clock, seed) = (world.resource::<Clock>(), world.resource::<Draws>().seed);
        let states = scenario.states.len();
        let mut text = format!(
            "{}\n{states} {} on {}.",
            scenario.name,
            if states == 1 { "state" } else { "states" },
            clock.date()
        );
        let edits =
            timeline.branches.get(timeline.current.0).map_or(&[][..], |it| it.edits_until(clock.tick));
        if !edits.is_empty() {
            let names: Vec<String> = edits.iter().take(3).map(|edit| edit.name.to_string()).collect();
            text.push_str(&format!("\nEdited: {}.", summed(&names, edits.len())));
        }
        match clock.tick {
            0 => text.push_str(&format!("\nMade with seed {seed}.")),
            _ => text.push_str(&format!(
                "\nThe present of a run that began on {}, with seed {seed}: exhaustion, fronts and truces are left out.",
                clock.start
            )),
        }
        text
    }

    /// Saves the world as it stands as a scenario file, whole or not at all.
    ///
    /// # Errors
    /// Why it could not be written, for people; what was there before is as it was.
    pub fn save_scenario(world: &World, path: &Path) -> Result<(), String> {
        let text = Self::scenario_text(world);
        files::replace(path, text.as_bytes()).map_err(|error| files::why_not(path, &error))
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
        let mut rest = session.commands.as_slice();
        loop {
            let now = world.resource::<Clock>().tick;
            let due;
            (due, rest) = rest.split_at(rest.iter().take_while(|(tick, _)| *tick <= now).count());
            let given = session.commands.len() - rest.len() - due.len();
            let names = apply_all(due.iter().map(|(_, command)| command), world)
                .map_err(|(place, error)| SessionError::Command { place: given + place, tick: now, error })?;
            let edits = due.iter().zip(names).filter_map(|((_, command), name)| {
                Some(Edit { tick: now, command: Arc::new(command.clone()), name: name?.into() })
            });
            let mut timeline = world.resource_mut::<Self>();
            timeline.current_mut().edits.extend(edits);
            timeline.changes += due.len() as u64;
            if now >= session.end {
                break;
            }
            Self::advance(world);
        }
        Self::seek(world, session.tick);
        Ok(())
    }
}
