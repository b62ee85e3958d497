//! Blocs: groups of states that stand closer with one another than with the rest.
//!
//! Pacts chain almost everybody together, so connected components would show one bloc. Blocs are the
//! communities of the graph of pacts instead: from single states, the two groups whose union raises the
//! modularity most are joined until none does (Newman 2004; Clauset, Newman and Moore 2004).

use std::collections::BTreeMap;

use bevy::prelude::*;

use super::{Cast, Chart, ViewSystems};
use crate::scenario::PactKind;
use crate::simulation::{StateId, Survey};

/// The blocs of the day.
#[derive(Resource, Debug, Clone, Default, PartialEq)]
pub struct Blocs {
    list: Vec<Bloc>,
    of: Vec<Option<usize>>,
}

/// States that stand together.
#[derive(Debug, Clone, PartialEq)]
pub struct Bloc {
    /// Members, the most powerful first.
    pub members: Vec<StateId>,
    /// Share of the system's power.
    pub power: f32,
    /// The place of its colour and pattern, kept as long as most of its power stays together.
    pub slot: usize,
}

impl Blocs {
    /// All blocs, the most powerful first.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Bloc> {
        self.list.iter()
    }

    /// The bloc of a state, if it stands with anyone.
    pub fn of(&self, state: StateId) -> Option<&Bloc> {
        self.of.get(state.index()).copied().flatten().map(|bloc| &self.list[bloc])
    }

    /// The blocs of the day, in the colours they had before.
    pub(super) fn new(survey: &Survey, before: &Self) -> Self {
        Self::of_ties(survey, &ties(survey), before)
    }

    /// The blocs of each state, by the number that it had before.
    fn renumbered(&self, before: impl Iterator<Item = Option<StateId>>) -> Self {
        let of = before.map(|state| state.and_then(|state| self.of.get(state.index()).copied().flatten()));
        Self { list: self.list.clone(), of: of.collect() }
    }

    fn of_ties(survey: &Survey, ties: &Ties, before: &Self) -> Self {
        let groups = communities(survey.states().len(), ties);
        let mut members: BTreeMap<usize, Vec<StateId>> = BTreeMap::new();
        for (state, group) in survey.states().zip(&groups) {
            if let Some(group) = group {
                members.entry(*group).or_default().push(state);
            }
        }
        let mut list: Vec<Bloc> = members
            .into_values()
            .map(|mut members| {
                members.sort_by(|a, b| survey.power(*b).total_cmp(&survey.power(*a)));
                let power = members.iter().map(|member| survey.power(*member)).sum();
                Bloc { members, power, slot: 0 }
            })
            .collect();
        list.sort_by(|a, b| b.power.total_cmp(&a.power));
        slots(&mut list, before, |state| survey.power(state));
        let mut of = vec![None; groups.len()];
        for (place, bloc) in list.iter().enumerate() {
            bloc.members.iter().for_each(|member| of[member.index()] = Some(place));
        }
        Self { list, of }
    }
}

/// Whether a kind of pact makes its members stand together: not to join another's enemies does not.
fn binds(kind: PactKind) -> bool {
    kind != PactKind::Neutrality
}

/// Weights of ties by pair of states, the lower number first.
type Ties = BTreeMap<(usize, usize), f32>;

fn ties(survey: &Survey) -> Ties {
    let mut ties = Ties::new();
    for alliance in survey.alliances.iter().filter(|alliance| binds(alliance.kind)) {
        for (place, a) in alliance.members.iter().enumerate() {
            for b in &alliance.members[..place] {
                let tie = ties.entry((b.index().min(a.index()), a.index().max(b.index()))).or_insert(0.0);
                *tie = tie.max(alliance.kind.weight());
            }
        }
    }
    ties
}

/// The group of each state of the graph, by the modularity of the grouping. Those without ties have none.
fn communities(states: usize, ties: &Ties) -> Vec<Option<usize>> {
    let mut group: Vec<Option<usize>> = vec![None; states];
    let mut degree = vec![0.0; states];
    for ((a, b), weight) in ties {
        for state in [*a, *b] {
            group[state] = Some(state);
            degree[state] += weight;
        }
    }
    let total: f32 = ties.values().sum();
    let mut between = ties.clone();
    loop {
        let gain = |(a, b): (usize, usize), weight: f32| weight - degree[a] * degree[b] / (2.0 * total);
        let best = between.iter().map(|(pair, weight)| (*pair, gain(*pair, *weight)));
        // The first of equals, so that the result depends on nothing but the ties.
        let best = best.reduce(|best, next| if next.1 > best.1 + 1e-6 { next } else { best });
        let Some(((keep, gone), _)) = best.filter(|(_, gain)| *gain > 1e-6) else { return group };
        group.iter_mut().filter(|member| **member == Some(gone)).for_each(|member| *member = Some(keep));
        degree[keep] += std::mem::take(&mut degree[gone]);
        let mut joined = Ties::new();
        for ((a, b), weight) in std::mem::take(&mut between) {
            let renamed = |state: usize| if state == gone { keep } else { state };
            let (a, b) = (renamed(a), renamed(b));
            if a != b {
                *joined.entry((a.min(b), a.max(b))).or_insert(0.0) += weight;
            }
        }
        between = joined;
    }
}

/// Gives each bloc the slot that most of its members' power had before, if no stronger bloc has taken it. New blocs,
/// however strong, take what is left.
fn slots(blocs: &mut [Bloc], before: &Blocs, power: impl Fn(StateId) -> f32) {
    let mut taken = Vec::new();
    let mut left = Vec::new();
    for bloc in blocs {
        let mut votes: BTreeMap<usize, f32> = BTreeMap::new();
        for member in &bloc.members {
            if let Some(old) = before.of(*member) {
                *votes.entry(old.slot).or_insert(0.0) += power(*member);
            }
        }
        let wanted = votes.into_iter().max_by(|a, b| a.1.total_cmp(&b.1)).map(|(slot, _)| slot);
        match wanted.filter(|slot| !taken.contains(slot)) {
            Some(slot) => {
                bloc.slot = slot;
                taken.push(slot);
            }
            None => left.push(bloc),
        }
    }
    for bloc in left {
        bloc.slot = (0..).find(|slot| !taken.contains(slot)).unwrap_or(0);
        taken.push(bloc.slot);
    }
}

pub(super) fn plugin(app: &mut App) {
    app.init_resource::<Blocs>();
    app.add_systems(Update, find.in_set(ViewSystems::Palette));
}

/// Finds the blocs anew when alliances or the world have changed.
fn find(
    mut blocs: ResMut<Blocs>,
    mut known: Local<Ties>,
    (survey, cast, chart): (Survey, Res<Cast>, Res<Chart>),
) {
    let anew = chart.is_changed() || cast.is_recast();
    if !survey.alliances.is_changed() && !anew {
        return;
    }
    let ties = ties(&survey);
    if *known == ties && !anew {
        return;
    }
    let before = match () {
        () if chart.is_changed() => Blocs::default(),
        () if cast.is_recast() => blocs.renumbered(survey.states().map(|state| cast.before(state))),
        () => blocs.clone(),
    };
    *blocs = Blocs::of_ties(&survey, &ties, &before);
    *known = ties;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_cliques_with_a_bridge_are_two_blocs() {
        let pairs = [(0, 1), (0, 2), (1, 2), (3, 4), (3, 5), (4, 5), (2, 3)];
        let ties: Ties = pairs.into_iter().map(|pair| (pair, 1.0)).collect();
        let groups = communities(7, &ties);
        assert_eq!(groups, [Some(0), Some(0), Some(0), Some(3), Some(3), Some(3), None]);
    }

    #[test]
    fn a_bloc_keeps_its_colour_when_another_grows_stronger() {
        let bloc = |members: &[u32], slot| Bloc {
            members: members.iter().map(|state| StateId(*state)).collect(),
            power: 0.5,
            slot,
        };
        let before = Blocs {
            list: vec![bloc(&[0, 1], 0), bloc(&[2, 3], 1)],
            of: vec![Some(0), Some(0), Some(1), Some(1)],
        };
        let mut after = vec![bloc(&[2, 3, 4], 0), bloc(&[0, 1], 0)];
        slots(&mut after, &before, |_| 0.1);
        assert_eq!((after[0].slot, after[1].slot), (1, 0));
        // So it does when a new one is as strong, and stands first.
        let mut after = vec![bloc(&[4, 5], 0), bloc(&[0, 1], 0), bloc(&[2, 3], 0)];
        slots(&mut after, &before, |_| 0.1);
        assert_eq!(after.iter().map(|bloc| bloc.slot).collect::<Vec<_>>(), [2, 0, 1]);
    }
}
