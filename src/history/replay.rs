//! Saving: a run written down as a session and had again, and its present as a scenario.

use std::sync::Arc;

use bevy_app::App;
use bevy_ecs::prelude::*;

use super::{Edit, History, Plan, Timeline, TimelinePlugin};
use crate::edit::{Opening, Session, SessionError, apply_all, digits, summed};
use crate::scenario::{self, MAX_BYTES, Scenario};
use crate::simulation::{self, Basis, Clock, Draws, SimulationPlugin, Snapshot};

/// A captured world with figures as a person would write them: to the bit it begins anew anyhow.
fn rounded(mut scenario: Scenario) -> Scenario {
    for state in &mut scenario.states {
        for amount in [&mut state.population, &mut state.industry, &mut state.military] {
            *amount = digits(*amount, 4);
        }
        state.technology = digits(state.technology, 3);
        for share in [&mut state.offense, &mut state.intent, &mut state.revisionism] {
            *share = steps(*share, 1e3);
        }
        state.growth = state.growth.map(|growth| steps(growth, 1e4));
    }
    let usual = f64::from(scenario.parameters.belief_prior);
    scenario.beliefs.retain(|belief| (belief.intent - usual).abs() >= NOTABLE);
    for belief in &mut scenario.beliefs {
        belief.intent = steps(belief.intent, 1e2).clamp(0.01, 0.99);
        belief.weight = belief.weight.map(|weight| digits(weight, 2));
    }
    scenario
}

/// How far from the default what is believed must be to be said.
const NOTABLE: f64 = 0.02;

/// A number to so many steps within one.
fn steps(value: f64, steps: f64) -> f64 {
    (value * steps).round() / steps
}

/// Which moment of a run is written down as a scenario.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// Before anything ran.
    Beginning,
    /// As the world stands.
    Present,
}

/// A session that has been run again, apart from the world that is shown, ready to be put in its place.
#[derive(Debug)]
pub struct Replayed {
    /// The scenario that it began from.
    pub scenario: Arc<Scenario>,
    /// The seed that it began with.
    pub seed: u64,
    /// What there is to say if it came out otherwise than when it was saved.
    pub differs: Option<String>,
    snapshot: Snapshot,
    timeline: Timeline,
    history: History,
}

impl Replayed {
    /// West, south, east and north of what was settled of a map that began empty; `None` where it did not, or is.
    pub fn about(&self) -> Option<[f64; 4]> {
        let capitals = self.snapshot.capitals().filter(|_| self.scenario.states.is_empty());
        capitals.fold(None, |bounds, at| {
            let [west, south, east, north] = bounds.unwrap_or([at.lon, at.lat, at.lon, at.lat]);
            Some([west.min(at.lon), south.min(at.lat), east.max(at.lon), north.max(at.lat)])
        })
    }

    /// Puts it in place of whatever the world holds.
    pub fn install(self, world: &mut World) {
        let Self { snapshot, mut timeline, history, .. } = self;
        let (changes, run) = Timeline::after_this(world);
        (timeline.changes, timeline.run) = (timeline.changes + changes, run);
        snapshot.restore(world);
        world.insert_resource(timeline);
        world.insert_resource(history);
    }
}

impl Timeline {
    /// Runs a session again in a world of its own, which may take a while.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn replay(session: &Session) -> Result<Replayed, SessionError> {
        let mut app = App::new();
        app.add_plugins((SimulationPlugin, TimelinePlugin));
        let world = app.world_mut();
        Self::open(world, session)?;
        let timeline = std::mem::take(&mut *world.resource_mut::<Self>());
        let history: History = std::mem::take(&mut *world.resource_mut());
        let begun = || (world.resource::<Basis>().0.clone(), session.seed);
        let (scenario, seed) = timeline.start.clone().unwrap_or_else(begun);
        let differs = history.hashes.last().and_then(|hash| session.difference(*hash));
        Ok(Replayed { scenario, seed, differs, snapshot: Snapshot::take(world), timeline, history })
    }

    /// The branch that the world is on, as a session. `None` before [`Self::begin`].
    pub fn session(world: &World) -> Option<Session> {
        let timeline = world.resource::<Self>();
        let (start, seed) = timeline.start.as_ref()?;
        let text = timeline.text.get_or_init(|| scenario::write(start)).clone();
        let branch = &timeline.branches[timeline.current.0];
        let end = world.resource::<History>().end();
        // What a record would still give goes along.
        let ahead = branch.plan().after(end);
        let past = branch.edits.iter().map(|edit| (edit.tick, edit.command.as_ref().clone()));
        let given = (0..branch.edits.len()).filter(|place| branch.edits[*place].recorded);
        let given = given.chain(branch.edits.len()..branch.edits.len() + ahead.len()).collect();
        let ahead = ahead.iter().map(|(tick, command)| (*tick, command.as_ref().clone()));
        let commands = past.chain(ahead).collect();
        let (end, tick) = (world.resource::<History>().end(), world.resource::<Clock>().tick);
        let session = Session::new(Opening::Text(text), *seed, (end, tick), commands).given(given);
        Some(match world.resource::<History>().hashes.last() {
            Some(hash) => session.with_hash(*hash),
            None => session,
        })
    }

    /// A number that changes whenever [`Self::session`] does.
    pub fn stamp(world: &World) -> u64 {
        let (end, tick) = (world.resource::<History>().end(), world.resource::<Clock>().tick);
        let parts = [world.resource::<Self>().changes, end, tick];
        parts.into_iter().fold(0, |sum: u64, part| sum.wrapping_mul(0x0000_0100_0000_01B3) ^ part)
    }

    /// The world as the text of a scenario file: as it began, so that with the same seed it opens the same to the bit;
    /// or its present as a setup, which is a new beginning.
    pub fn scenario_text(world: &World, moment: Written) -> String {
        let (mut scenario, seed) = match moment {
            Written::Beginning => Self::beginning(world),
            Written::Present => (rounded(simulation::capture(world)), world.resource::<Draws>().seed),
        };
        let mut comment = Self::comment(world, &scenario, seed, moment);
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

    /// What the branch that the world is on began from, with all that was edited before anything ran, and its seed.
    fn beginning(world: &World) -> (Scenario, u64) {
        let timeline = world.resource::<Self>();
        let basis = || (world.resource::<Basis>().0.clone(), world.resource::<Draws>().seed);
        let (start, mut seed) = timeline.start.clone().unwrap_or_else(basis);
        let mut scenario = Scenario::clone(&start);
        for edit in timeline.edits().iter().take_while(|edit| edit.tick == 0) {
            // It could be carried out before, on the very same scenario.
            let _ = edit.command.change_all(&mut scenario, &mut seed);
        }
        (scenario, seed)
    }

    /// What a saved scenario shows, of when, and what it was made from.
    fn comment(world: &World, scenario: &Scenario, seed: u64, moment: Written) -> String {
        let (timeline, clock) = (world.resource::<Self>(), world.resource::<Clock>());
        let states = match scenario.states.len() {
            0 => "No states yet".to_owned(),
            1 => "1 state".to_owned(),
            more => format!("{more} states"),
        };
        let mut text = format!("{}\n{states} on {}.", scenario.name, scenario.start);
        let until = if moment == Written::Beginning { 0 } else { clock.tick };
        let edits =
            timeline.branches.get(timeline.current.0).map_or(&[][..], |branch| branch.edits_until(until));
        if !edits.is_empty() {
            let names: Vec<String> = edits.iter().take(3).map(|edit| edit.name.to_string()).collect();
            text.push_str(&format!("\nEdited: {}.", summed(&names, edits.len())));
        }
        if until == 0 {
            text.push_str(&format!("\nMade with seed {seed}."));
        } else {
            text.push_str(&format!(
                "\nThe present of a run that began on {}, with seed {seed}, as a new beginning: exhaustion, fronts and \
                 truces are left out, figures rounded, and beliefs that hardly differ from the default not said.",
                clock.start
            ));
        }
        text
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
            let edits = due.iter().zip(names).enumerate().filter_map(|(place, ((_, command), name))| {
                let recorded = session.is_given(given + place);
                Some(Edit { tick: now, command: Arc::new(command.clone()), name: name?.into(), recorded })
            });
            let mut timeline = world.resource_mut::<Self>();
            timeline.current_mut().edits.extend(edits);
            timeline.changes += due.len() as u64;
            if now >= session.end {
                break;
            }
            Self::advance(world);
        }
        let commands = session.commands.iter().enumerate();
        let given = commands.filter(|(place, (tick, _))| *tick > 0 && session.is_given(*place));
        let given = given.map(|(_, command)| command.clone()).collect();
        world.resource_mut::<Self>().current_mut().plan = Plan::new(given);
        Self::seek(world, session.tick);
        Ok(())
    }
}
