//! The cast: which states there are, by the number each has, and how numbers change when people change the world.
//!
//! A change before anything has run loads the world anew, and a state may have another number in it; a change later
//! adds numbers at the end. What the map and the panels keep by number follows the states by their ids, and is looked at
//! anew in the frame in which the cast has changed.

use std::collections::BTreeMap;

use bevy::prelude::*;

use super::Selection;
use super::playback::PlaybackSystems;
use crate::history::Timeline;
use crate::simulation::{Clock, StateId, Survey};
use crate::world::GeoPoint;

/// A state as the map and the panels show it.
#[derive(Debug, Clone, PartialEq)]
struct Member {
    code: String,
    name: String,
    colour: Option<[u8; 3]>,
    capital: GeoPoint,
    alive: bool,
}

/// Who plays, by number, and who had which number before the last change.
#[derive(Resource, Debug, Clone, Default)]
pub struct Cast {
    members: Vec<Member>,
    /// How often the timeline had been changed when it was last looked at.
    changes: u64,
    /// Whether anything was changed by hand since the last frame, or there are other states.
    recast: bool,
    /// The number before, by number now; none of who is new.
    before: Vec<Option<StateId>>,
    /// The number now, by number before; none of who is no more.
    now: Vec<Option<StateId>>,
    /// Whether one who is new is to be selected.
    welcome: bool,
    /// Who has just been selected because it is new.
    newcomer: Option<StateId>,
}

impl Cast {
    /// Whether the states, or anything about them, may have been changed by hand since the last frame.
    pub fn is_recast(&self) -> bool {
        self.recast
    }

    /// The number that a state had before the change of this frame.
    pub fn before(&self, now: StateId) -> Option<StateId> {
        self.before.get(now.index()).copied().flatten()
    }

    /// The number that a state has which had this one before the change of this frame.
    pub fn now(&self, before: StateId) -> Option<StateId> {
        self.now.get(before.index()).copied().flatten()
    }

    /// Who was selected in this frame because it is new.
    pub fn newcomer(&self) -> Option<StateId> {
        self.newcomer
    }

    /// Selects who is new once the change that has just been made shows.
    pub(super) fn welcome(&mut self) {
        self.welcome = true;
    }

    /// Takes in who there is now. Who is selected stays so, as long as it stands.
    fn follow(&mut self, members: Vec<Member>, changes: u64, selected: &mut Option<StateId>) {
        let changed = std::mem::replace(&mut self.changes, changes) != changes;
        let welcome = std::mem::take(&mut self.welcome);
        // Who falls in a war is the same state still.
        let same = |(a, b): (&Member, &Member)| {
            (&a.code, &a.name, a.colour, a.capital) == (&b.code, &b.name, b.colour, b.capital)
        };
        let as_before = self.members.len() == members.len() && self.members.iter().zip(&members).all(same);
        self.recast = changed || !as_before;
        self.newcomer = None;
        let gone = self.recast.then(|| self.renumber(&members));
        if let (Some(gone), Some(state)) = (gone, *selected) {
            *selected = self.now(state).filter(|_| !gone.contains(&state));
        }
        let stood = |now: StateId| {
            self.before(now).is_some_and(|before| self.members.get(before.index()).is_some_and(|it| it.alive))
        };
        if welcome && changed {
            let mut new = (0..members.len() as u32).map(StateId);
            let mut new = new.by_ref().filter(|it| members[it.index()].alive && !stood(*it));
            // Of many at once none stands out.
            if let (Some(only), None) = (new.next(), new.next()) {
                (*selected, self.newcomer) = (Some(only), Some(only));
            }
        }
        self.members = members;
    }

    /// Notes which number each has in place of which; the numbers before of those who have been struck.
    fn renumber(&mut self, members: &[Member]) -> Vec<StateId> {
        let known: BTreeMap<&str, u32> = (0..).zip(&self.members).map(|(at, it)| (&*it.code, at)).collect();
        self.before = members.iter().map(|it| known.get(&*it.code).copied().map(StateId)).collect();
        self.now = vec![None; self.members.len()];
        for (at, before) in self.before.iter().enumerate() {
            if let Some(before) = before {
                self.now[before.index()] = Some(StateId(at as u32));
            }
        }
        let struck = |(at, it): (usize, &Member)| {
            let now = self.now[at];
            let stands = now.is_some_and(|now| members[now.index()].alive);
            (it.alive && !stands).then_some(StateId(at as u32))
        };
        self.members.iter().enumerate().filter_map(struck).collect()
    }
}

pub(super) fn plugin(app: &mut App) {
    app.init_resource::<Cast>();
    let loaded = resource_exists::<Clock>.and_then(resource_exists::<Timeline>);
    app.add_systems(PreUpdate, follow.after(PlaybackSystems).run_if(loaded));
}

/// Looks who there is now, where that may have changed.
fn follow(mut cast: ResMut<Cast>, mut selection: ResMut<Selection>, survey: Survey, timeline: Res<Timeline>) {
    if !survey.clock.is_changed() && !timeline.is_changed() {
        if cast.recast {
            (cast.recast, cast.newcomer) = (false, None);
        }
        return;
    }
    let member = |state: StateId| {
        let identity = survey.identity(state);
        Member {
            code: identity.code.clone(),
            name: identity.name.clone(),
            colour: identity.colour,
            capital: identity.capital,
            alive: survey.is_alive(state),
        }
    };
    let members = survey.states().map(member).collect();
    let mut selected = selection.state;
    cast.follow(members, timeline.changes(), &mut selected);
    if selected != selection.state {
        selection.state = selected;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(code: &str, alive: bool) -> Member {
        let capital = GeoPoint { lat: 0.0, lon: 0.0 };
        Member { code: code.into(), name: code.into(), colour: None, capital, alive }
    }

    fn cast(codes: &[&str]) -> Vec<Member> {
        codes.iter().map(|code| member(code, true)).collect()
    }

    const fn id(number: u32) -> Option<StateId> {
        Some(StateId(number))
    }

    #[test]
    fn who_is_selected_is_followed_by_its_id_over_edits_and_undo() {
        let (mut it, mut selected) = (Cast::default(), None);
        it.follow(cast(&["AAA", "BBB"]), 1, &mut selected);
        selected = id(1);
        // Somebody new comes before it, and goes again.
        it.follow(cast(&["AAA", "NEW", "BBB"]), 2, &mut selected);
        assert!(it.is_recast() && selected == id(2));
        assert_eq!([0, 1, 2].map(|at| it.before(StateId(at))), [id(0), None, id(1)]);
        assert_eq!([0, 1].map(|at| it.now(StateId(at))), [id(0), id(2)]);
        it.follow(cast(&["AAA", "BBB"]), 3, &mut selected);
        assert_eq!(selected, id(1));
        // Ticks change nothing, not even where one falls.
        it.follow(vec![member("AAA", true), member("BBB", false)], 3, &mut selected);
        assert!(!it.is_recast() && selected == id(1));
        // Nor does an edit that is none of it.
        it.follow(vec![member("AAA", true), member("BBB", false)], 4, &mut selected);
        assert!(it.is_recast() && selected == id(1));
    }

    #[test]
    fn who_is_struck_is_selected_no_longer() {
        let (mut it, mut selected) = (Cast::default(), id(0));
        it.follow(cast(&["AAA", "BBB"]), 1, &mut selected);
        selected = id(0);
        it.follow(cast(&["BBB"]), 2, &mut selected);
        assert_eq!(selected, None);
        // In a world that has run it keeps its number.
        selected = id(0);
        it.follow(vec![member("BBB", false)], 3, &mut selected);
        assert_eq!(selected, None);
    }

    #[test]
    fn who_is_founded_is_selected_unless_there_are_many() {
        let (mut it, mut selected) = (Cast::default(), None);
        it.follow(cast(&["AAA"]), 1, &mut selected);
        selected = id(0);
        // Undo, redo and other branches bring states back without a word.
        it.follow(cast(&["NEW", "AAA"]), 2, &mut selected);
        assert_eq!((selected, it.newcomer()), (id(1), None));
        it.welcome();
        it.follow(cast(&["NEW", "OLD", "AAA"]), 3, &mut selected);
        assert_eq!((selected, it.newcomer()), (id(1), id(1)));
        it.welcome();
        it.follow(cast(&["A1", "A2", "NEW", "OLD", "AAA"]), 4, &mut selected);
        assert_eq!(selected, id(3));
        // What did nothing leaves no wish behind.
        it.welcome();
        it.follow(cast(&["A1", "A2", "NEW", "OLD", "AAA"]), 4, &mut selected);
        it.follow(cast(&["A0", "A1", "A2", "NEW", "OLD", "AAA"]), 5, &mut selected);
        assert_eq!(selected, id(4));
    }
}
