//! The timeline: a run with all of its past, along which one goes back and forth, and from which one branches off.
//!
//! Snapshots at intervals and the determinism of the model make any moment reachable in a few ticks. A change made
//! by hand starts a branch: the same past, the same draws, and from there on a history of its own.

use std::sync::Arc;

use bevy_app::{App, Plugin};
use bevy_ecs::prelude::*;

use super::{History, HistoryPlugin};
use crate::edit::{Command, CommandError};
use crate::simulation::{self, Clock, Roster, Snapshot};

/// Ticks between snapshots, as long as they fit into [`MEMORY`].
const INTERVAL: u64 = 24;

/// Bytes that the snapshots of a branch may take, about.
const MEMORY: usize = 400 << 20;

/// Bytes that a snapshot takes for each pair of states: matrices of distance, proximity, beliefs and exposure.
const BYTES_PER_PAIR: usize = 24;

/// Number of a branch: its place in [`Timeline::branches`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BranchId(pub usize);

/// A history that shares its beginning with the one it left.
#[derive(Debug, Clone, Default)]
pub struct Branch {
    /// What was changed where it begins; empty for the first.
    pub name: String,
    /// The branch that it left, and after which tick.
    pub parent: Option<(BranchId, u64)>,
    /// All that was changed by hand since the start, with the tick after which it was, in order.
    pub commands: Vec<(u64, Command)>,
    /// Ticks that the user marked, in order.
    pub bookmarks: Vec<u64>,
    snapshots: Vec<Arc<Snapshot>>,
    /// Ticks between snapshots.
    interval: u64,
    /// Its history while another branch is the one shown.
    aside: History,
}

/// How to come to a moment of a branch from the snapshot before it: light enough to be sent to another thread.
#[derive(Debug, Clone)]
pub struct Way {
    snapshot: Arc<Snapshot>,
    commands: Vec<(u64, Command)>,
    tick: u64,
}

impl Way {
    /// Brings a world there, whatever it holds.
    pub fn walk(&self, apart: &mut World) {
        let carry_out = |world: &mut World| {
            let tick = world.resource::<Clock>().tick;
            for (_, command) in self.commands.iter().filter(|(at, _)| *at == tick) {
                command.apply(world).expect("it was carried out before");
            }
        };
        self.snapshot.restore(apart);
        carry_out(apart);
        while apart.resource::<Clock>().tick < self.tick {
            simulation::step(apart);
            carry_out(apart);
        }
    }
}

/// The branches of a run. The world is on one of them, its history the resource [`History`].
#[derive(Resource, Debug, Clone, Default)]
pub struct Timeline {
    branches: Vec<Branch>,
    current: BranchId,
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
        let start = Branch {
            snapshots: vec![Arc::new(Snapshot::take(world))],
            interval: INTERVAL,
            ..Branch::default()
        };
        world.insert_resource(Self { branches: vec![start], current: BranchId(0) });
        world.insert_resource(History::default());
    }

    /// All branches, in the order in which they were made; the first is the run as it was set up.
    pub fn branches(&self) -> &[Branch] {
        &self.branches
    }

    /// The branch that the world is on.
    pub fn current(&self) -> BranchId {
        self.current
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
        simulation::step(world);
        let tick = world.resource::<Clock>().tick;
        world.resource_scope(|world, mut timeline: Mut<Self>| {
            let branch = timeline.bypass_change_detection().current_mut();
            branch.keep(tick, world);
            branch.carry_out(tick, world);
        });
    }

    /// Brings the world to how it stood after a tick, at most the last that has been run.
    pub fn seek(world: &mut World, tick: u64) {
        let tick = tick.min(world.resource::<History>().end());
        let now = world.resource::<Clock>().tick;
        if tick == now {
            return;
        }
        world.resource_scope(|world, timeline: Mut<Self>| {
            let branch = &timeline.branches[timeline.current.0];
            let snapshot = branch.before(tick);
            if now > tick || snapshot.tick() > now {
                branch.restore(snapshot, world);
            }
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
        let tick = world.resource::<Clock>().tick;
        command.apply(world)?;
        world.resource_scope(|world, mut timeline: Mut<Self>| {
            let mut history = world.resource_mut::<History>();
            let timeline = &mut *timeline;
            let from = timeline.current;
            let branch = &mut timeline.branches[from.0];
            let fresh = branch.parent.is_some_and(|(_, left)| left == tick) && history.end() == tick;
            if fresh {
                branch.name = format!("{}, {command}", branch.name);
                branch.commands.push((tick, command));
                return Ok(from);
            }
            let mut next = Branch {
                name: command.to_string(),
                parent: Some((from, tick)),
                commands: branch.commands.iter().filter(|(at, _)| *at <= tick).cloned().collect(),
                bookmarks: branch.bookmarks.iter().copied().filter(|at| *at <= tick).collect(),
                snapshots: branch.snapshots.iter().filter(|it| it.tick() <= tick).cloned().collect(),
                interval: branch.interval,
                aside: History::default(),
            };
            next.commands.push((tick, command));
            let shared = history.cut(tick);
            branch.aside = std::mem::replace(&mut *history, shared);
            timeline.branches.push(next);
            timeline.current = BranchId(timeline.branches.len() - 1);
            Ok(timeline.current)
        })
    }

    /// Puts the world on another branch, at the same tick if that has been run there, else at its end.
    pub fn switch(world: &mut World, to: BranchId) {
        let tick = world.resource::<Clock>().tick;
        world.resource_scope(|world, mut timeline: Mut<Self>| {
            if to == timeline.current || to.0 >= timeline.branches.len() {
                return;
            }
            let from = std::mem::replace(&mut timeline.current, to);
            let mut history = world.resource_mut::<History>();
            let there = std::mem::take(&mut timeline.branches[to.0].aside);
            timeline.branches[from.0].aside = std::mem::replace(&mut *history, there);
            let tick = tick.min(history.end());
            let branch = &timeline.branches[to.0];
            branch.restore(branch.before(tick), world);
        });
        Self::seek(world, tick);
    }

    /// Brings another world, apart from the one shown, to how a branch stood after a tick, at most its last.
    /// `current` is the history of the branch that is shown.
    pub fn visit(&self, branch: BranchId, tick: u64, current: &History, apart: &mut World) {
        self.way(branch, tick.min(self.history(branch, current).end())).walk(apart);
    }

    /// The way to how a branch stood after a tick that it has reached.
    pub fn way(&self, branch: BranchId, tick: u64) -> Way {
        let branch = &self.branches[branch.0];
        let snapshot = branch.before(tick).clone();
        let ahead = |(at, _): &&(u64, Command)| (snapshot.tick()..=tick).contains(at);
        Way { commands: branch.commands.iter().filter(ahead).cloned().collect(), snapshot, tick }
    }

    fn current_mut(&mut self) -> &mut Branch {
        &mut self.branches[self.current.0]
    }
}

impl Branch {
    /// The latest snapshot that is not after a tick. The first is always of the start.
    fn before(&self, tick: u64) -> &Arc<Snapshot> {
        let later = self.snapshots.partition_point(|snapshot| snapshot.tick() <= tick);
        &self.snapshots[later.max(1) - 1]
    }

    /// Puts a world back to a snapshot, with what was changed by hand there.
    fn restore(&self, snapshot: &Snapshot, world: &mut World) {
        snapshot.restore(world);
        self.carry_out(snapshot.tick(), world);
    }

    /// Changes the world as it was changed by hand after this tick.
    fn carry_out(&self, tick: u64, world: &mut World) {
        for (_, command) in self.commands.iter().filter(|(at, _)| *at == tick) {
            command.apply(world).expect("it was carried out before");
        }
    }

    /// Takes a snapshot if one is due. Where they would take too much memory, every second one goes.
    fn keep(&mut self, tick: u64, world: &World) {
        let last = self.snapshots.last().map_or(0, |last| last.tick());
        if tick < last + self.interval {
            return;
        }
        self.snapshots.push(Arc::new(Snapshot::take(world)));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::Run;
    use crate::scenario::{self, Scenario, builtin::EUROPE_1936};
    use crate::simulation::{SimulationPlugin, StateHash};

    fn europe() -> Scenario {
        scenario::read(EUROPE_1936.name, EUROPE_1936.text).expect("the setup is valid")
    }

    fn begin(scenario: &Scenario, seed: u64) -> App {
        let mut app = App::new();
        app.add_plugins((SimulationPlugin, TimelinePlugin));
        simulation::load(app.world_mut(), scenario, seed);
        Timeline::begin(app.world_mut());
        app
    }

    fn hash(world: &World) -> u64 {
        world.resource::<StateHash>().0
    }

    #[test]
    fn every_moment_is_found_again_and_going_on_adds_nothing_to_the_past() {
        let scenario = europe();
        let mut run = Run::new(&scenario, 5);
        run.steps(70);
        let mut app = begin(&scenario, 5);
        let world = app.world_mut();
        (0..70).for_each(|_| Timeline::advance(world));
        for tick in [0, 69, 3, 24, 25, 23, 48, 70, 1, 2] {
            Timeline::seek(world, tick);
            assert_eq!(world.resource::<Clock>().tick, tick);
            let expected = if tick == 0 { 5 } else { run.history().hashes[tick as usize - 1] };
            assert_eq!(hash(world), expected, "at tick {tick}");
            assert_eq!(world.resource::<History>().end(), 70);
        }
        (0..80).for_each(|_| Timeline::advance(world));
        run.steps(12);
        let history = world.resource::<History>();
        assert_eq!(history.hashes, run.history().hashes);
        assert_eq!(history.events.len(), run.history().events.len());
        assert_eq!(history.decisions.len(), run.history().decisions.len());
    }

    #[test]
    fn a_change_starts_a_branch_and_leaves_the_first_as_it_was() {
        let scenario = europe();
        let mut app = begin(&scenario, 5);
        let world = app.world_mut();
        (0..60).for_each(|_| Timeline::advance(world));
        let first = world.resource::<History>().hashes.clone();
        Timeline::seek(world, 30);
        let off = Command::Parameter { name: "option_bandwagon".into(), value: 0.0 };
        let branch = Timeline::change(world, off.clone()).expect("it is a switch");
        assert_eq!((branch, world.resource::<History>().end()), (BranchId(1), 30));
        // A second change at the same moment belongs to the same branch.
        let more = Command::Luck(77);
        assert_eq!(Timeline::change(world, more).expect("always possible"), branch);
        (0..30).for_each(|_| Timeline::advance(world));
        let second = world.resource::<History>().hashes.clone();
        assert_eq!(first[..30], second[..30]);
        assert_ne!(first[59], second[59]);
        let bandwagons = |history: &History| {
            let chose = |it: &&crate::simulation::Decision| {
                matches!(it.chosen.action, crate::simulation::Action::Bandwagon { .. })
            };
            history.decisions.iter().filter(|it| it.tick > 30).filter(chose).count()
        };
        assert_eq!(bandwagons(world.resource::<History>()), 0);
        // Back and forth between the branches, and along them.
        Timeline::switch(world, BranchId(0));
        assert_eq!(hash(world), first[59]);
        assert!(bandwagons(world.resource::<History>()) > 0);
        Timeline::seek(world, 12);
        Timeline::switch(world, branch);
        assert_eq!(hash(world), first[11]);
        Timeline::seek(world, 45);
        assert_eq!(hash(world), second[44]);
        let mut apart = begin(&scenario, 1);
        let history = world.resource::<History>();
        world.resource::<Timeline>().visit(BranchId(0), 45, history, apart.world_mut());
        assert_eq!(hash(apart.world()), first[44]);
        world.resource::<Timeline>().visit(branch, 60, history, apart.world_mut());
        assert_eq!(hash(apart.world()), second[59]);
    }

    #[test]
    fn what_cannot_be_done_changes_nothing() {
        let mut app = begin(&europe(), 5);
        let world = app.world_mut();
        Timeline::advance(world);
        for bad in [
            Command::Parameter { name: "nonsense".into(), value: 0.0 },
            Command::Parameter { name: "noise".into(), value: f32::NAN },
            Command::Theory("astrology".into()),
        ] {
            assert!(Timeline::change(world, bad).is_err());
        }
        assert_eq!(world.resource::<Timeline>().branches().len(), 1);
    }
}
