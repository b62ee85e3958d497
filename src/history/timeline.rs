//! The timeline: a run with all of its past, along which one goes back and forth, and from which one branches off.
//!
//! Snapshots at intervals and the determinism of the model make any moment reachable in a few ticks. A change made
//! by hand starts a branch: the same past, the same draws, and from there on a history of its own. As long as a branch
//! has not run on from where it began, further changes there belong to it: before anything has run, they are one
//! growing list.

use std::sync::Arc;

use bevy_app::{App, Plugin};
use bevy_ecs::prelude::*;

use super::branch::{Branch, Edit, Plan, Way, carry_out};
use super::recorded::AsRecorded;
use super::{History, HistoryPlugin};
use crate::edit::{Command, CommandError, reload};
use crate::scenario::Scenario;
use crate::simulation::{self, Basis, Clock, Draws};

/// Number of a branch: its place in [`Timeline::branches`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BranchId(pub usize);

/// Where a world stands on a timeline, and how often that had been changed by then: two that are equal are of the same
/// world.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    branch: BranchId,
    tick: u64,
    changes: u64,
}

/// The branches of a run. The world is on one of them, its history the resource [`History`].
#[derive(Resource, Debug, Clone, Default)]
pub struct Timeline {
    pub(super) branches: Vec<Branch>,
    pub(super) current: BranchId,
    /// What was undone and can be done again, the latest last.
    pub(super) undone: Vec<Edit>,
    /// How often anything was changed, undone, redone or gone over to.
    pub(super) changes: u64,
    /// Number of the run among those of the world.
    pub(super) run: u64,
    /// What the run began from, before any edit.
    pub(super) start: Option<(Arc<Scenario>, u64)>,
    /// The same as text, once asked for.
    pub(super) text: std::sync::OnceLock<String>,
}

/// Keeps history and snapshots, so that [`Timeline::seek`] finds back.
pub struct TimelinePlugin;

impl Plugin for TimelinePlugin {
    fn build(&self, app: &mut App) {
        if !app.is_plugin_added::<HistoryPlugin>() {
            app.add_plugins(HistoryPlugin);
        }
        app.init_resource::<Timeline>();
    }
}

impl Timeline {
    /// Starts over from the world as a scenario has just been loaded into it.
    pub fn begin(world: &mut World) {
        let start = (world.resource::<Basis>().0.clone(), world.resource::<Draws>().seed);
        let branches = vec![Branch::first(world)];
        // A run that begins is another than the one before, even where it has been changed as often.
        let (changes, run) = Self::after_this(world);
        world.insert_resource(Self { branches, changes, run, start: Some(start), ..Self::default() });
        world.insert_resource(History::default());
    }

    /// From where to count changes, and runs, for one that begins in place of the world's.
    pub(super) fn after_this(world: &World) -> (u64, u64) {
        world.get_resource::<Self>().map_or((0, 0), |before| (before.changes + 1, before.run + 1))
    }

    /// A number that is another for each run that the world has seen: with a scenario loaded, or a session opened.
    pub fn run(&self) -> u64 {
        self.run
    }

    /// All branches, in the order in which they were made; the first is the run as it was set up.
    pub fn branches(&self) -> &[Branch] {
        &self.branches
    }

    /// All that was changed by hand on the branch that the world is on, in order.
    pub fn edits(&self) -> &[Edit] {
        self.branches.get(self.current.0).map_or(&[], |branch| &branch.edits)
    }

    /// How often anything was changed, undone, redone or gone over to: as long as it is the same, so is [`Self::edits`].
    pub fn changes(&self) -> u64 {
        self.changes
    }

    /// The branch that the world is on.
    pub fn current(&self) -> BranchId {
        self.current
    }

    /// Where the world stands, which is after this tick.
    pub fn moment(&self, tick: u64) -> Moment {
        Moment { branch: self.current, tick, changes: self.changes }
    }

    /// The history of a branch, given that of the current one.
    pub fn history<'a>(&'a self, branch: BranchId, current: &'a History) -> &'a History {
        if branch == self.current { current } else { &self.branches[branch.0].aside }
    }

    /// Whether a tick of the current branch is bookmarked.
    pub fn is_bookmarked(&self, tick: u64) -> bool {
        self.branches.get(self.current.0).is_some_and(|branch| branch.bookmarks.contains(&tick))
    }

    /// Marks a tick of the current branch, or takes the mark away.
    pub fn toggle_bookmark(&mut self, tick: u64) {
        let Some(branch) = self.branches.get_mut(self.current.0) else { return };
        match branch.bookmarks.binary_search(&tick) {
            Ok(place) => {
                branch.bookmarks.remove(place);
            }
            Err(place) => branch.bookmarks.insert(place, tick),
        }
    }

    /// Runs one tick: a new one, or one that the history has already.
    pub fn advance(world: &mut World) {
        if world.resource::<Clock>().tick == 0 {
            world.resource_scope(|world, mut timeline: Mut<Self>| {
                timeline.bypass_change_detection().current_mut().keep_start(world);
            });
        }
        let ran = world.resource::<History>().end();
        simulation::step(world);
        let tick = world.resource::<Clock>().tick;
        world.resource_scope(|world, mut timeline: Mut<Self>| {
            let branch = timeline.bypass_change_detection().current_mut();
            branch.keep(tick, world);
            if tick > ran {
                let (edits, failed) = branch.plan.give(world);
                branch.edits.extend(edits);
                branch.failed.extend(failed);
            } else {
                carry_out(&branch.edits, world);
            }
        });
    }

    /// Starts over from the beginning as a record has it, on a branch of its own, or on the only one where nothing has
    /// run yet. What the record tells of is given as the run comes to it.
    ///
    /// # Errors
    /// If the record's beginning cannot be carried out; then nothing is changed.
    pub fn follow(world: &mut World, recorded: &AsRecorded) -> Result<BranchId, CommandError> {
        Self::seek(world, 0);
        let mut commands = recorded.commands();
        if commands.is_empty() {
            return Err(CommandError::NothingChanges);
        }
        let (_, beginning) = commands.remove(0);
        let branch = Self::carry(world, Arc::new(beginning))?;
        let mut timeline = world.resource_mut::<Self>();
        timeline.undone.clear();
        let current = timeline.current_mut();
        if let Some(edit) = current.edits.last_mut() {
            edit.recorded = true;
        }
        current.name = "As recorded".to_owned();
        current.plan = Plan::new(commands);
        Ok(branch)
    }

    /// Brings the world to how it stood after a tick, at most the last that has been run.
    pub fn seek(world: &mut World, tick: u64) {
        let tick = tick.min(world.resource::<History>().end());
        let now = world.resource::<Clock>().tick;
        if tick == now {
            return;
        }
        let before = {
            let timeline = world.resource::<Self>();
            timeline.branches[timeline.current.0].before(tick).snapshot.tick()
        };
        if now > tick || before > now {
            Self::stand(world, tick);
        }
        while world.resource::<Clock>().tick < tick {
            Self::advance(world);
        }
    }

    /// Brings the world to how the current branch stood after a tick, wherever it stands now.
    pub(super) fn stand(world: &mut World, tick: u64) {
        world.resource_scope(|world, timeline: Mut<Self>| {
            timeline.branches[timeline.current.0].restore(tick, world);
        });
        while world.resource::<Clock>().tick < tick {
            Self::advance(world);
        }
    }

    /// Changes the world by hand where it stands. What has been run beyond stays on the branch it is on; the change
    /// starts another, unless this one began here and has not been run yet.
    ///
    /// # Errors
    /// If the command cannot be carried out; then nothing is changed.
    pub fn change(world: &mut World, command: Command) -> Result<BranchId, CommandError> {
        let done = Self::carry(world, Arc::new(command));
        if done == Err(CommandError::NothingChanges) {
            return Ok(world.resource::<Self>().current);
        }
        let current = done?;
        world.resource_mut::<Self>().undone.clear();
        Ok(current)
    }

    /// Carries out a command where the world stands, and writes it down.
    pub(super) fn carry(world: &mut World, command: Arc<Command>) -> Result<BranchId, CommandError> {
        let tick = world.resource::<Clock>().tick;
        let name = command.apply(world)?.into();
        let edit = Edit { tick, command, name, recorded: false };
        world.resource_scope(|world, mut timeline: Mut<Self>| {
            let mut history = world.resource_mut::<History>();
            if timeline.is_fresh(tick, &history) {
                timeline.current_mut().edits.push(edit);
            } else {
                let mut edits = timeline.current_mut().edits_until(tick).to_vec();
                edits.push(edit);
                timeline.open_branch(tick, edits, &mut history);
            }
            timeline.name_current();
            timeline.changes += 1;
            if tick == 0 && timeline.current.0 > 0 {
                timeline.current_mut().keep_start(world);
            }
            Ok(timeline.current)
        })
    }

    /// Whether the current branch began at a tick and has not been run on, so that what is changed belongs to it.
    pub(super) fn is_fresh(&self, tick: u64, history: &History) -> bool {
        let began = self.branches[self.current.0].parent.map_or(0, |(_, left)| left);
        began == tick && history.end() == tick
    }

    /// Leaves the current branch after a tick, for one with these edits.
    pub(super) fn open_branch(&mut self, tick: u64, edits: Vec<Edit>, history: &mut History) {
        let from = self.current;
        let next = self.branches[from.0].fork(from, tick, edits);
        let shared = history.cut(tick);
        self.branches[from.0].aside = std::mem::replace(history, shared);
        self.branches.push(next);
        self.current = BranchId(self.branches.len() - 1);
    }

    /// Puts the world on another branch, at the same tick if that has been run there, else at its end.
    pub fn switch(world: &mut World, to: BranchId) {
        let timeline = world.resource::<Self>();
        if to == timeline.current || to.0 >= timeline.branches.len() {
            return;
        }
        world.resource_mut::<Self>().undone.clear();
        let tick = world.resource::<Clock>().tick;
        Self::go(world, to, tick);
    }

    /// Puts the world on another branch after a tick, or at its end.
    pub(super) fn go(world: &mut World, to: BranchId, tick: u64) {
        let tick = world.resource_scope(|world, mut timeline: Mut<Self>| {
            let from = std::mem::replace(&mut timeline.current, to);
            timeline.changes += 1;
            let mut history = world.resource_mut::<History>();
            let there = std::mem::take(&mut timeline.branches[to.0].aside);
            timeline.branches[from.0].aside = std::mem::replace(&mut *history, there);
            tick.min(history.end())
        });
        Self::stand(world, tick);
    }

    /// Brings another world, apart from the one shown, to how a branch stood after a tick, at most its last.
    /// `current` is the history of the branch that is shown.
    pub fn visit(&self, branch: BranchId, tick: u64, current: &History, apart: &mut World) {
        self.way(branch, tick.min(self.history(branch, current).end())).walk(apart);
    }

    /// The way to how a branch stood after a tick that it has reached.
    pub fn way(&self, branch: BranchId, tick: u64) -> Way {
        self.branches[branch.0].way(tick)
    }

    /// The way to how a branch stood after a tick that it has reached, before anything was changed there; at the start,
    /// with what was.
    pub fn way_before(&self, branch: BranchId, tick: u64) -> Way {
        self.branches[branch.0].way_before(tick)
    }

    /// Loads the start anew with the current branch's edits of before anything ran.
    pub(super) fn lay(world: &mut World) {
        world.resource_scope(|world, mut timeline: Mut<Self>| {
            let Some((scenario, seed)) = timeline.start.clone() else { return };
            reload(world, scenario, seed);
            carry_out(&timeline.current_mut().edits, world);
            if timeline.current.0 > 0 || timeline.current_mut().snapshots[0].edits > 0 {
                timeline.current_mut().keep_start(world);
            }
        });
    }

    pub(super) fn current_mut(&mut self) -> &mut Branch {
        &mut self.branches[self.current.0]
    }
}
