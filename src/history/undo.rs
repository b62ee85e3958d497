//! Undo and redo, without limit.
//!
//! To undo is to go to where the last command was given, on a branch that has all but that one. Where the branch has
//! not run on it is changed in place, or gives way to the one it left; where it has, it stays for comparison. To redo
//! is the same the other way. Nothing is kept for it but the commands themselves.

use bevy_ecs::prelude::*;

use super::branch::Edit;
use super::{BranchId, History, Timeline};
use crate::edit::summed;

impl Timeline {
    /// What [`Self::undo`] would take back; never what a record gave.
    pub fn undoable(&self) -> Option<&str> {
        self.branches.get(self.current.0)?.edits.iter().rfind(|edit| !edit.recorded).map(|edit| &*edit.name)
    }

    /// What [`Self::redo`] would do again.
    pub fn redoable(&self) -> Option<&str> {
        self.undone.last().map(|edit| &*edit.name)
    }

    /// Takes back the last command of the branch that the world is on, and goes to where it was given. False if there
    /// is none.
    pub fn undo(world: &mut World) -> bool {
        let timeline = world.resource::<Self>();
        // What a record gave since is given again as the run comes to it.
        let Some(place) = timeline.edits().iter().rposition(|edit| !edit.recorded) else { return false };
        let last = timeline.edits()[place].clone();
        let mut rest = timeline.branches[timeline.current.0].edits_until(last.tick).to_vec();
        rest.remove(place);
        Self::take(world, last.tick, rest);
        world.resource_mut::<Self>().undone.push(last);
        true
    }

    /// Gives the command again that was undone last, where it was given. False if there is none.
    pub fn redo(world: &mut World) -> bool {
        let Some(edit) = world.resource_mut::<Self>().undone.pop() else { return false };
        let timeline = world.resource::<Self>();
        let mut edits = timeline.branches[timeline.current.0].edits_until(edit.tick).to_vec();
        edits.push(edit.clone());
        if let Some(there) = Self::find(world, edit.tick, &edits) {
            Self::leave_for(world, there, edit.tick);
            return true;
        }
        Self::seek(world, edit.tick);
        if Self::carry(world, edit.command).is_err() {
            // What was there when it was undone is so no more.
            world.resource_mut::<Self>().undone.clear();
            return false;
        }
        true
    }

    /// Goes to a tick of a branch that has just these edits until then, and opens one if there is none.
    fn take(world: &mut World, tick: u64, edits: Vec<Edit>) {
        if let Some(there) = Self::find(world, tick, &edits) {
            return Self::leave_for(world, there, tick);
        }
        world.resource_scope(|world, mut timeline: Mut<Self>| {
            let mut history = world.resource_mut::<History>();
            let began = timeline.current_mut().parent.map_or(0, |(_, left)| left);
            let current = timeline.current;
            let left = timeline.branches.iter().any(|it| it.parent.is_some_and(|(from, _)| from == current));
            if history.end() == began && !left {
                // It has not run on: it is changed in place, and begins earlier if need be.
                let shared = history.cut(tick);
                *history = shared;
                let branch = timeline.current_mut();
                branch.parent = branch.parent.map(|(from, _)| (from, tick));
                branch.edits = edits;
                branch.cut(tick);
            } else {
                timeline.open_branch(tick, edits, &mut history);
            }
            timeline.name_current();
            timeline.changes += 1;
        });
        if tick == 0 { Self::lay(world) } else { Self::stand(world, tick) }
    }

    /// Another branch that has just these edits until a tick, and has reached it: the one that was left before others.
    fn find(world: &World, tick: u64, edits: &[Edit]) -> Option<BranchId> {
        let (timeline, history) = (world.resource::<Self>(), world.resource::<History>());
        let fits = |id: &BranchId| {
            *id != timeline.current
                && timeline.branches[id.0].edits_until(tick) == edits
                && timeline.history(*id, history).end() >= tick
        };
        let left = timeline.branches[timeline.current.0].parent.map(|(left, _)| left);
        left.into_iter().chain((0..timeline.branches.len()).map(BranchId)).find(fits)
    }

    /// Goes to another branch; the one that is left is no more if it has not run on and is the newest.
    fn leave_for(world: &mut World, there: BranchId, tick: u64) {
        let (from, idle) = {
            let (timeline, history) = (world.resource::<Self>(), world.resource::<History>());
            let from = timeline.current;
            let began = timeline.branches[from.0].parent.map(|(_, left)| left);
            (from, began == Some(history.end()) && from.0 + 1 == timeline.branches.len())
        };
        Self::go(world, there, tick);
        if idle {
            world.resource_mut::<Self>().branches.truncate(from.0);
        }
    }

    /// Names the current branch by what sets it apart from the one it left.
    pub(super) fn name_current(&mut self) {
        let Some((left, tick)) = self.branches[self.current.0].parent else { return };
        let (mine, theirs) = (&self.branches[self.current.0].edits, self.branches[left.0].edits_until(tick));
        let common = mine.iter().zip(theirs).take_while(|(a, b)| a == b).count();
        let told = |edits: &[Edit]| {
            let names: Vec<String> = edits.iter().take(3).map(|edit| edit.name.to_string()).collect();
            summed(&names, edits.len())
        };
        let name = match (&mine[common..], &theirs[common..]) {
            ([], []) => self.branches[left.0].name.clone(),
            ([], lost) => format!("without {}", told(lost)),
            (own, _) => told(own),
        };
        self.current_mut().name = name;
    }
}
