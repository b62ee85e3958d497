//! Pairs gathered into pacts of several: groups in which each is tied to each.

use std::collections::{BTreeMap, BTreeSet};

use super::ties::Pair;

/// How often a search may branch; beyond it the largest group found so far is taken. Files come nowhere near it.
const BRANCHES: usize = 20_000;

/// Divides pairs into groups in which all are tied to all, each pair in one group: the largest group first, of equal
/// ones that with the smallest numbers.
pub(super) fn gather(pairs: &BTreeSet<Pair>) -> Vec<BTreeSet<u16>> {
    let mut left: BTreeMap<u16, BTreeSet<u16>> = BTreeMap::new();
    for (a, b) in pairs {
        left.entry(*a).or_default().insert(*b);
        left.entry(*b).or_default().insert(*a);
    }
    let mut groups = Vec::new();
    while let Some(group) = largest(&left) {
        for a in &group {
            if let Some(others) = left.get_mut(a) {
                others.retain(|b| !group.contains(b));
            }
        }
        left.retain(|_, others| !others.is_empty());
        groups.push(group);
    }
    groups
}

/// A largest group in which all are tied to all; `None` where nobody is tied.
fn largest(ties: &BTreeMap<u16, BTreeSet<u16>>) -> Option<BTreeSet<u16>> {
    let mut search = Search { ties, best: Vec::new(), branches: 0 };
    search.grow(&mut Vec::new(), ties.keys().copied().collect(), BTreeSet::new());
    (search.best.len() > 1).then(|| search.best.into_iter().collect())
}

/// The search of Bron and Kerbosch (1973) with a pivot.
struct Search<'a> {
    ties: &'a BTreeMap<u16, BTreeSet<u16>>,
    best: Vec<u16>,
    branches: usize,
}

impl Search<'_> {
    fn grow(&mut self, group: &mut Vec<u16>, mut open: BTreeSet<u16>, mut closed: BTreeSet<u16>) {
        self.branches += 1;
        if group.len() > self.best.len() {
            self.best.clone_from(group);
        }
        if group.len() + open.len() <= self.best.len() || self.branches > BRANCHES {
            return;
        }
        let none = BTreeSet::new();
        let tied = |state: &u16| self.ties.get(state).unwrap_or(&none);
        // Who is tied to most of the open: only those not tied to it need be tried.
        let pivot = open
            .union(&closed)
            .max_by_key(|it| (tied(it).intersection(&open).count(), std::cmp::Reverse(**it)));
        let tried: Vec<u16> = match pivot {
            Some(pivot) => open.difference(tied(pivot)).copied().collect(),
            None => Vec::new(),
        };
        for state in tried {
            let near = self.ties.get(&state).unwrap_or(&none);
            let (next_open, next_closed) = (
                open.intersection(near).copied().collect::<BTreeSet<u16>>(),
                closed.intersection(near).copied().collect::<BTreeSet<u16>>(),
            );
            group.push(state);
            self.grow(group, next_open, next_closed);
            group.pop();
            open.remove(&state);
            closed.insert(state);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn groups_are_as_large_as_can_be() {
        let all = |states: &[u16]| -> Vec<Pair> {
            states.iter().flat_map(|a| states.iter().filter(move |b| a < b).map(move |b| (*a, *b))).collect()
        };
        let pairs: BTreeSet<Pair> =
            [all(&[1, 2, 3, 4]), all(&[4, 5, 6]), all(&[1, 6])].concat().into_iter().collect();
        let expected: Vec<BTreeSet<u16>> =
            [&[1, 2, 3, 4][..], &[4, 5, 6], &[1, 6]].map(|it| it.iter().copied().collect()).into();
        assert_eq!(gather(&pairs), expected);
        assert!(gather(&BTreeSet::new()).is_empty());
    }

    proptest! {
        #[test]
        fn every_pair_is_in_one_group_and_no_other_pair_in_any(
            pairs in prop::collection::btree_set((1_u16..14, 1_u16..14), 0..60)
        ) {
            let pairs: BTreeSet<Pair> = pairs.into_iter().filter(|(a, b)| a < b).collect();
            let mut covered = BTreeSet::new();
            for group in gather(&pairs) {
                for a in &group {
                    for b in group.range(a + 1..) {
                        prop_assert!(covered.insert((*a, *b)), "twice");
                    }
                }
            }
            prop_assert_eq!(covered, pairs);
        }
    }
}
