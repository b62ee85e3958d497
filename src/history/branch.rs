//! A branch of the timeline: what was changed by hand along it, and the snapshots to come back by.

use std::sync::Arc;

use bevy_ecs::prelude::*;

use super::{BranchId, History};
use crate::edit::{self, Command, CommandError};
use crate::simulation::{self, Clock, Roster, Rules, Snapshot};

/// Ticks between snapshots, as long as they fit into [`MEMORY`].
const INTERVAL: u64 = 24;

/// Bytes that the snapshots of a branch may take, about.
const MEMORY: usize = 400 << 20;

/// Bytes that a snapshot takes for each pair of states: matrices of distance, proximity, beliefs and exposure.
const BYTES_PER_PAIR: usize = 24;

/// Something that was changed by hand.
#[derive(Debug, Clone)]
pub struct Edit {
    /// The tick after which it was.
    pub tick: u64,
    /// What was changed.
    pub command: Arc<Command>,
    /// What people call it, in the names of that time.
    pub name: Arc<str>,
    /// Whether a record gave it, rather than a hand: nobody takes that back.
    pub recorded: bool,
}

/// What a record gives to a branch as it comes to the ticks after which it happened.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Plan {
    commands: Arc<[(u64, Arc<Command>)]>,
}

impl Plan {
    /// These, in order of tick.
    pub(super) fn new(mut commands: Vec<(u64, Command)>) -> Self {
        commands.sort_by_key(|(tick, _)| *tick);
        Self { commands: commands.into_iter().map(|(tick, command)| (tick, Arc::new(command))).collect() }
    }

    /// All of them.
    pub fn commands(&self) -> &[(u64, Arc<Command>)] {
        &self.commands
    }

    /// What is to be given after a tick.
    pub(super) fn at(&self, tick: u64) -> &[(u64, Arc<Command>)] {
        let first = self.commands.partition_point(|(at, _)| *at < tick);
        let last = self.commands.partition_point(|(at, _)| *at <= tick);
        &self.commands[first..last]
    }

    /// What is to be given later than a tick.
    pub(super) fn after(&self, tick: u64) -> &[(u64, Arc<Command>)] {
        &self.commands[self.commands.partition_point(|(at, _)| *at <= tick)..]
    }

    /// Gives what is to be given after the tick at which a world stands, as long as history decides there. What cannot
    /// be done as a whole, since a hand has changed the world, is done as far as it can be. Gives what was done, and
    /// what was not and why.
    pub(super) fn give(&self, world: &mut World) -> (Vec<Edit>, Vec<Failed>) {
        let (mut edits, mut failed) = (Vec::new(), Vec::new());
        let tick = world.resource::<Clock>().tick;
        let due = self.at(tick);
        if due.is_empty() || !world.resource::<Rules>().history_decides() {
            return (edits, failed);
        }
        let mut list: Vec<Arc<Command>> = due.iter().map(|(_, command)| command.clone()).rev().collect();
        while let Some(command) = list.pop() {
            match (command.apply(world), &*command) {
                (Ok(name), _) => edits.push(Edit { tick, command, name: name.into(), recorded: true }),
                (Err(CommandError::NothingChanges), _) => {}
                (Err(_), Command::Group { commands, .. }) => {
                    list.extend(commands.iter().rev().map(|command| Arc::new(command.clone())));
                }
                (Err(error), _) => failed.push(Failed { tick, command, error }),
            }
        }
        (edits, failed)
    }
}

/// What a record told of that could not be carried out, since a hand had changed the world.
#[derive(Debug, Clone, PartialEq)]
pub struct Failed {
    /// The tick after which it was to be given.
    pub tick: u64,
    /// What was to be done.
    pub command: Arc<Command>,
    /// Why it could not be.
    pub error: CommandError,
}

impl PartialEq for Edit {
    fn eq(&self, other: &Self) -> bool {
        self.tick == other.tick
            && (Arc::ptr_eq(&self.command, &other.command) || self.command == other.command)
    }
}

/// A history that shares its beginning with the one it left.
#[derive(Debug, Clone, Default)]
pub struct Branch {
    /// What sets it apart from the branch that it left; empty for the first.
    pub name: String,
    /// The branch that it left, and after which tick.
    pub parent: Option<(BranchId, u64)>,
    /// All that was changed by hand since the start, in order.
    pub edits: Vec<Edit>,
    /// Ticks that the user marked, in order.
    pub bookmarks: Vec<u64>,
    pub(super) snapshots: Vec<Kept>,
    /// Ticks between snapshots.
    interval: u64,
    /// Its history while another branch is the one shown.
    pub(super) aside: History,
    /// What a record gives to it; empty where it follows none.
    pub(super) plan: Plan,
    /// What of that could not be carried out.
    pub(super) failed: Vec<Failed>,
}

/// A snapshot, and how many of the branch's edits are in it.
#[derive(Debug, Clone)]
pub(super) struct Kept {
    pub(super) snapshot: Arc<Snapshot>,
    pub(super) edits: usize,
}

/// How to come to a moment of a branch from the snapshot before it: light enough to be sent to another thread.
#[derive(Debug, Clone)]
pub struct Way {
    snapshot: Arc<Snapshot>,
    edits: Vec<Edit>,
    tick: u64,
}

impl Way {
    /// Brings a world there, whatever it holds.
    pub fn walk(&self, apart: &mut World) {
        self.snapshot.restore(apart);
        carry_out(&self.edits, apart);
        while apart.resource::<Clock>().tick < self.tick {
            simulation::step(apart);
            carry_out(&self.edits, apart);
        }
    }
}

/// Changes the world as it was changed by hand after the tick at which it stands.
pub(super) fn carry_out(edits: &[Edit], world: &mut World) {
    let tick = world.resource::<Clock>().tick;
    let now = edits.iter().filter(|edit| edit.tick == tick).map(|edit| &*edit.command);
    if let Err((_, error)) = edit::apply_all(now, world) {
        // It was carried out before, on the very same world.
        debug_assert!(false, "a change cannot be repeated: {error}");
    }
}

impl Branch {
    /// The first branch of a world that has just been loaded.
    pub(super) fn first(world: &World) -> Self {
        let start = Kept { snapshot: Arc::new(Snapshot::take(world)), edits: 0 };
        Self { snapshots: vec![start], interval: INTERVAL, ..Self::default() }
    }

    /// A branch that leaves this one, which is number `from`, after a tick, with these edits up to there.
    pub(super) fn fork(&self, from: BranchId, tick: u64, edits: Vec<Edit>) -> Self {
        let mut fork = Self { parent: Some((from, tick)), edits, ..self.clone_without_history() };
        fork.cut(tick);
        fork
    }

    fn clone_without_history(&self) -> Self {
        Self {
            name: String::new(),
            parent: None,
            edits: Vec::new(),
            bookmarks: self.bookmarks.clone(),
            snapshots: self.snapshots.clone(),
            interval: self.interval,
            aside: History::default(),
            plan: self.plan.clone(),
            failed: self.failed.clone(),
        }
    }

    /// Whether it follows a record.
    pub fn follows(&self) -> bool {
        !self.plan.commands.is_empty()
    }

    /// What a record gives to it, and after which ticks; empty where it follows none.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// What the record that it follows told of and could not be carried out, since a hand had changed the world.
    pub fn failed(&self) -> &[Failed] {
        &self.failed
    }

    /// Forgets what lies beyond a tick, and snapshots that have more in them than the edits there are.
    pub(super) fn cut(&mut self, tick: u64) {
        let before = self.edits.partition_point(|edit| edit.tick < tick);
        self.bookmarks.retain(|at| *at <= tick);
        self.failed.retain(|failed| failed.tick <= tick);
        self.snapshots
            .retain(|kept| kept.snapshot.tick() == 0 || kept.snapshot.tick() <= tick && kept.edits <= before);
    }

    /// The edits up to a tick and at it.
    pub(super) fn edits_until(&self, tick: u64) -> &[Edit] {
        &self.edits[..self.edits.partition_point(|edit| edit.tick <= tick)]
    }

    /// The way to a tick that it has reached.
    pub(super) fn way(&self, tick: u64) -> Way {
        let Kept { snapshot, edits } = self.before(tick);
        let rest = self.edits_until(tick).get(*edits..).unwrap_or_default();
        Way { snapshot: snapshot.clone(), edits: rest.to_vec(), tick }
    }

    /// The way to a tick that it has reached, before anything was changed there.
    pub(super) fn way_before(&self, tick: u64) -> Way {
        let Kept { snapshot, edits } = self.before(tick);
        if snapshot.tick() == tick && *edits > self.edits.partition_point(|edit| edit.tick < tick) {
            // Only the start is kept with what was changed there.
            return Way { snapshot: snapshot.clone(), edits: Vec::new(), tick };
        }
        let before = self.edits.partition_point(|edit| edit.tick < tick);
        let rest = self.edits[..before].get(*edits..).unwrap_or_default();
        Way { snapshot: snapshot.clone(), edits: rest.to_vec(), tick }
    }

    /// The latest snapshot that is not after a tick. The first is always of the start.
    pub(super) fn before(&self, tick: u64) -> &Kept {
        let later = self.snapshots.partition_point(|kept| kept.snapshot.tick() <= tick);
        &self.snapshots[later.max(1) - 1]
    }

    /// Puts a world back to the latest snapshot not after a tick, with what was changed by hand there since.
    pub(super) fn restore(&self, tick: u64, world: &mut World) {
        let Kept { snapshot, edits } = self.before(tick);
        snapshot.restore(world);
        carry_out(self.edits.get(*edits..).unwrap_or_default(), world);
    }

    /// Sees that the snapshot of the start is of the world as it stands there, with every edit in it.
    pub(super) fn keep_start(&mut self, world: &World) {
        let edits = self.edits_until(0).len();
        if self.snapshots[0].edits != edits {
            self.snapshots[0] = Kept { snapshot: Arc::new(Snapshot::take(world)), edits };
        }
    }

    /// Takes a snapshot if one is due. Where they would take too much memory, every second one goes.
    pub(super) fn keep(&mut self, tick: u64, world: &World) {
        let last = self.snapshots.last().map_or(0, |last| last.snapshot.tick());
        if tick < last + self.interval {
            return;
        }
        let edits = self.edits.partition_point(|edit| edit.tick < tick);
        self.snapshots.push(Kept { snapshot: Arc::new(Snapshot::take(world)), edits });
        let size = world.resource::<Roster>().len().pow(2) * BYTES_PER_PAIR;
        if self.snapshots.len() > 2 && self.snapshots.len() * size > MEMORY {
            let mut place = 0;
            self.snapshots.retain(|_| {
                place += 1;
                place % 2 == 1
            });
            self.interval *= 2;
        }
    }
}
