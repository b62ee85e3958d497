//! What the ledger lists of each state, in which order, and what a search finds.

use std::cmp::Ordering;

use crate::simulation::{Side, StateId, Survey};
use crate::theory::interest::StateType;
use crate::view::Blocs;

use super::super::words;

/// What the ledger says of a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Column {
    /// Lion, lamb, wolf or jackal.
    Kind,
    /// Its name.
    Name,
    /// Whom it fears most, and how much.
    Threat,
    /// The bloc it stands in.
    Bloc,
    /// Whom it fights.
    War,
    /// Its share of power.
    Power,
}

impl Column {
    /// Whether a first click puts the greatest first.
    fn greatest_first(self) -> bool {
        matches!(self, Self::Threat | Self::War | Self::Power)
    }
}

/// By what states are ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Order {
    /// The column that decides; of equals power does, then the number.
    pub by: Column,
    /// Whether the greatest, or the last by letter, comes first.
    pub falling: bool,
}

impl Default for Order {
    fn default() -> Self {
        Self { by: Column::Power, falling: true }
    }
}

impl Order {
    /// After a click on the head of a column: by that one, or the other way round.
    pub fn clicked(self, column: Column) -> Self {
        let falling = if self.by == column { !self.falling } else { column.greatest_first() };
        Self { by: column, falling }
    }
}

/// A state as the ledger lists it.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Who.
    pub state: StateId,
    /// Its name.
    pub name: String,
    /// Its id in the scenario.
    pub code: String,
    /// Whether it has any land; else nothing below is of interest.
    pub stands: bool,
    /// Lion, lamb, wolf or jackal.
    pub kind: StateType,
    /// Share of the system's power.
    pub power: f32,
    /// Whom it fears most, and the share it expects to lose.
    pub threat: Option<(StateId, f32)>,
    /// The strongest of its bloc, and where the bloc stands by power.
    pub bloc: Option<(StateId, usize)>,
    /// The leaders of those it fights, and how many states they lead against it.
    pub enemies: Vec<StateId>,
    /// All that a search looks through, in small letters.
    haystack: String,
}

/// Threats below this are not worth a name.
const NOTICED: f32 = 0.005;

/// Every state as it stands now, in order of number.
pub fn entries(survey: &Survey, blocs: &Blocs) -> Vec<Entry> {
    let mut enemies = vec![Vec::new(); survey.states().len()];
    for war in survey.wars.iter() {
        for side in [Side::Attackers, Side::Defenders] {
            for state in war.side(side) {
                enemies[state.index()].extend(war.side(side.other()));
            }
        }
    }
    let places: Vec<&crate::view::Bloc> = blocs.iter().collect();
    let name = |state: StateId| survey.identity(state).name.as_str();
    let entry = |state: StateId| {
        let (identity, stands) = (survey.identity(state), survey.is_alive(state));
        let kind = survey.kind(state);
        let bloc = blocs.of(state).filter(|_| stands).and_then(|bloc| {
            let place = places.iter().position(|other| *other == bloc)?;
            Some((*bloc.members.first()?, place))
        });
        let mut enemies = std::mem::take(&mut enemies[state.index()]);
        enemies.sort_by(|a, b| survey.power(*b).total_cmp(&survey.power(*a)).then(a.cmp(b)));
        enemies.dedup();
        let mut haystack = format!("{} {}", identity.name, identity.code);
        if stands {
            haystack += &format!(" {}", words::kind(kind));
            if let Some((leader, _)) = bloc {
                haystack += &format!(" {}", name(leader));
            }
            if !enemies.is_empty() {
                haystack += " at war";
            }
        } else {
            haystack += " fallen";
        }
        Entry {
            state,
            name: identity.name.clone(),
            code: identity.code.clone(),
            stands,
            kind,
            power: survey.power(state),
            threat: survey.greatest_fear(state).filter(|(_, felt)| stands && *felt >= NOTICED),
            bloc,
            enemies,
            haystack: haystack.to_lowercase(),
        }
    };
    survey.states().map(entry).collect()
}

/// Keeps what a search finds: every word must be part of name, id, type or bloc.
pub fn search(entries: &mut Vec<Entry>, query: &str) {
    let query = query.to_lowercase();
    entries.retain(|entry| query.split_whitespace().all(|word| entry.haystack.contains(word)));
}

/// Puts states in order; those that have fallen last, by name.
pub fn sort(entries: &mut [Entry], order: Order) {
    entries.sort_by(|a, b| {
        let fallen = b.stands.cmp(&a.stands);
        if !a.stands && !b.stands {
            return a.name.cmp(&b.name).then(a.state.cmp(&b.state));
        }
        let by = compare(a, b, order.by);
        // Who has nothing in a column comes after those who have, whichever way it goes.
        let empty = has_none(a, order.by).cmp(&has_none(b, order.by));
        let by = if order.falling { by.reverse() } else { by };
        fallen.then(empty).then(by).then(b.power.total_cmp(&a.power)).then(a.state.cmp(&b.state))
    });
}

fn compare(a: &Entry, b: &Entry, by: Column) -> Ordering {
    let felt = |entry: &Entry| entry.threat.map_or(0.0, |(_, felt)| felt);
    match by {
        Column::Kind => (a.kind as u8).cmp(&(b.kind as u8)),
        Column::Name => a.name.to_lowercase().cmp(&b.name.to_lowercase()),
        Column::Threat => felt(a).total_cmp(&felt(b)),
        Column::Bloc => a.bloc.map(|(_, place)| place).cmp(&b.bloc.map(|(_, place)| place)),
        Column::War => a.enemies.len().cmp(&b.enemies.len()),
        Column::Power => a.power.total_cmp(&b.power),
    }
}

fn has_none(entry: &Entry, by: Column) -> bool {
    match by {
        Column::Threat => entry.threat.is_none(),
        Column::Bloc => entry.bloc.is_none(),
        Column::War => entry.enemies.is_empty(),
        Column::Kind | Column::Name | Column::Power => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn entry(number: u32, name: &str, power: f32) -> Entry {
        Entry {
            state: StateId(number),
            name: name.into(),
            code: name[..3].to_uppercase(),
            stands: true,
            kind: StateType::Lamb,
            power,
            threat: None,
            bloc: None,
            enemies: Vec::new(),
            haystack: format!("{name} lamb").to_lowercase(),
        }
    }

    fn four() -> Vec<Entry> {
        let mut all = vec![
            entry(0, "Arcadia", 0.2),
            entry(1, "Borduria", 0.5),
            entry(2, "Syldavia", 0.0),
            entry(3, "Ruritania", 0.3),
        ];
        all[0].threat = Some((StateId(1), 0.4));
        all[3].threat = Some((StateId(1), 0.6));
        all[0].bloc = Some((StateId(3), 0));
        all[3].bloc = Some((StateId(3), 0));
        all[1].enemies = vec![StateId(0)];
        all[2].stands = false;
        all
    }

    fn sorted(by: Column, falling: bool) -> Vec<u32> {
        let mut all = four();
        sort(&mut all, Order { by, falling });
        all.iter().map(|entry| entry.state.0).collect()
    }

    #[test]
    fn each_column_orders_both_ways_and_the_fallen_stay_last() {
        assert_eq!(sorted(Column::Power, true), [1, 3, 0, 2]);
        assert_eq!(sorted(Column::Power, false), [0, 3, 1, 2]);
        assert_eq!(sorted(Column::Name, false), [0, 1, 3, 2]);
        assert_eq!(sorted(Column::Name, true), [3, 1, 0, 2]);
        // Who fears nobody, stands alone or is at peace comes after the others both ways.
        assert_eq!(sorted(Column::Threat, true), [3, 0, 1, 2]);
        assert_eq!(sorted(Column::Threat, false), [0, 3, 1, 2]);
        assert_eq!(sorted(Column::Bloc, false), [3, 0, 1, 2]);
        assert_eq!(sorted(Column::War, true), [1, 3, 0, 2]);
    }

    #[test]
    fn a_second_click_turns_the_order_round_and_another_column_starts_its_own_way() {
        let order = Order::default();
        assert_eq!(order.clicked(Column::Power), Order { by: Column::Power, falling: false });
        assert_eq!(order.clicked(Column::Name), Order { by: Column::Name, falling: false });
        assert_eq!(order.clicked(Column::Threat), Order { by: Column::Threat, falling: true });
    }

    #[test]
    fn every_word_of_a_search_must_be_found() {
        let found = |query: &str| {
            let mut all = four();
            search(&mut all, query);
            all.iter().map(|entry| entry.state.0).collect::<Vec<_>>()
        };
        assert_eq!(found(""), [0, 1, 2, 3]);
        assert_eq!(found("RIA"), [1]);
        assert_eq!(found("lamb syl"), [2]);
        assert_eq!(found("  lamb  "), [0, 1, 2, 3]);
        assert_eq!(found("lamb wolf"), [] as [u32; 0]);
    }

    proptest! {
        #[test]
        fn an_order_loses_nobody_and_does_not_hang_on_the_order_before(
            powers in prop::collection::vec((0.0f32..1.0, any::<bool>(), prop::option::of(0.0f32..1.0)), 0..40),
            column in prop::sample::select(vec![
                Column::Kind, Column::Name, Column::Threat, Column::Bloc, Column::War, Column::Power,
            ]),
            falling: bool,
        ) {
            let mut all: Vec<Entry> = powers.iter().enumerate().map(|(number, (power, stands, felt))| Entry {
                stands: *stands,
                threat: felt.map(|felt| (StateId(0), felt)),
                ..entry(number as u32, "Arcadia", *power)
            }).collect();
            let order = Order { by: column, falling };
            let mut backwards: Vec<Entry> = all.iter().rev().cloned().collect();
            sort(&mut all, order);
            sort(&mut backwards, order);
            prop_assert_eq!(&all, &backwards);
            prop_assert_eq!(all.len(), powers.len());
            prop_assert!(all.is_sorted_by_key(|entry| !entry.stands));
        }
    }
}
