//! A branch of the timeline: what was changed by hand along it, and the snapshots to come back by.

use std::sync::Arc;

use bevy_ecs::prelude::*;

use super::{BranchId, History};
use crate::edit::{self, Command};
use crate::simulation::{self, Clock, Roster, Snapshot};

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
        }
    }

    /// Forgets what lies beyond a tick, and snapshots that have more in them than the edits there are.
    pub(super) fn cut(&mut self, tick: u64) {
        let before = self.edits.partition_point(|edit| edit.tick < tick);
        self.bookmarks.retain(|at| *at <= tick);
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
