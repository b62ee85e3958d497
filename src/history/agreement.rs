//! Agreement: where states stand in a run beside where they stood in history.
//!
//! Both are asked the same questions of a [`Standing`], so that neither is judged by other rules. The record is read for
//! comparison alone: nothing here flows back into a run.

use std::collections::BTreeMap;

use crate::record::{Camp, Count, Event, Side, Standing};

/// Where a state stands in a run, held against history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Where it stood in history: with a camp, or with neither.
    Agrees(Option<Camp>),
    /// Elsewhere.
    Differs {
        /// Where it stands in the run.
        run: Option<Camp>,
        /// Where it stood in history.
        record: Option<Camp>,
    },
    /// Nobody asks: the camps form around it.
    Protagonist(Camp),
    /// Nobody asks: by then it is no more, in the run, in history or in both.
    Gone {
        /// Whether it is sovereign in the run.
        in_run: bool,
        /// Whether it was sovereign in history.
        in_record: bool,
    },
}

impl Verdict {
    /// Whether it stands where it stood in history; nothing where nobody asks.
    pub fn agrees(self) -> Option<bool> {
        match self {
            Self::Agrees(_) => Some(true),
            Self::Differs { .. } => Some(false),
            Self::Protagonist(_) | Self::Gone { .. } => None,
        }
    }
}

/// How far a run agrees with history at a moment, by states' ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreement {
    /// Around whom the camps form.
    pub count: Count,
    of: BTreeMap<String, Verdict>,
}

impl Agreement {
    /// Holds a run against history, both as they stood at one moment.
    pub fn new(run: &Standing, record: &Standing, count: Count) -> Self {
        let verdict = |id: &str| {
            let (in_run, in_record) = (run.sovereign.contains(id), record.sovereign.contains(id));
            if !in_run || !in_record {
                return Verdict::Gone { in_run, in_record };
            }
            if let Some(camp) = count.protagonist(id) {
                return Verdict::Protagonist(camp);
            }
            match (run.camp(id, &count), record.camp(id, &count)) {
                (one, other) if one == other => Verdict::Agrees(one),
                (run, record) => Verdict::Differs { run, record },
            }
        };
        let all = run.sovereign.union(&record.sovereign);
        let of = all.map(|id| (id.clone(), verdict(id))).collect();
        Self { count, of }
    }

    /// What is found of a state; that it is gone where neither knows it.
    pub fn of(&self, id: &str) -> Verdict {
        self.of.get(id).copied().unwrap_or(Verdict::Gone { in_run: false, in_record: false })
    }

    /// How many states are asked.
    pub fn asked(&self) -> usize {
        self.of.values().filter(|verdict| verdict.agrees().is_some()).count()
    }

    /// How many of them stand where they stood in history.
    pub fn agreeing(&self) -> usize {
        self.of.values().filter(|verdict| verdict.agrees() == Some(true)).count()
    }
}

/// Whether what an event brought about holds in a run as well, when it happened; nothing where it changes no stand.
///
/// `before` and `after` tell how things stood in history on the day before and at the end of the day.
pub fn holds(event: &Event, run: &Standing, before: &Standing, after: &Standing) -> Option<bool> {
    let bound = |a: &String, b: &String| run.bound(a, b) || run.stand_together(a, b);
    let with_any = |state: &String, others: &mut dyn Iterator<Item = &String>| {
        others.filter(|other| *other != state).any(|other| bound(state, other))
    };
    let members = |standing: &Standing, pact: &str| {
        standing.tie(pact).map(|tie| tie.members.iter().cloned().collect::<Vec<_>>()).unwrap_or_default()
    };
    let fights = |state: &String, war: &str, side: Side, standing: &Standing| {
        let fight = standing.fight(war)?;
        let foes = fight.sides.iter().filter(|(_, other)| **other != side);
        Some(foes.into_iter().any(|(foe, _)| run.at_war(state, foe)))
    };
    Some(match event {
        Event::Pact { members, .. } => {
            members.iter().enumerate().all(|(place, a)| members[..place].iter().all(|b| bound(a, b)))
        }
        Event::Joins { pact, state, .. } => with_any(state, &mut members(after, pact).iter()),
        Event::Leaves { pact, state } => !with_any(state, &mut members(before, pact).iter()),
        Event::Ends { pact } => {
            let members = members(before, pact);
            members.iter().all(|state| !with_any(state, &mut members.iter()))
        }
        Event::War { attackers, defenders, .. } => {
            attackers.iter().any(|a| defenders.iter().any(|d| run.at_war(a, d)))
        }
        Event::Enters { war, state, side, .. } | Event::Changes { war, state, to: side, .. } => {
            fights(state, war, *side, after)?
        }
        Event::Quits { war, state } => {
            let side = *before.fight(war)?.sides.get(state)?;
            !fights(state, war, side, before)?
        }
        Event::Peace { war } => {
            let sides = &before.fight(war)?.sides;
            !sides.iter().any(|(a, one)| sides.iter().any(|(b, other)| one != other && run.at_war(a, b)))
        }
        Event::Falls { state, .. } => !run.sovereign.contains(state),
        Event::Rises { state, .. } => run.sovereign.contains(state),
        Event::Aligns { state, with, against, .. } => {
            with_any(state, &mut with.iter()) || against.iter().any(|foe| run.at_war(state, foe))
        }
        Event::Neutral { state } => !run.fights.iter().any(|fight| fight.sides.contains_key(state)),
        Event::Cedes { .. } | Event::Sides { .. } => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Fight, Tie};
    use crate::scenario::PactKind;

    fn ids(list: &str) -> impl Iterator<Item = String> {
        list.split_whitespace().map(str::to_owned)
    }

    fn tie(name: &str, kind: PactKind, members: &str) -> Tie {
        Tie { name: name.into(), kind, members: ids(members).collect(), target: None, until: None }
    }

    fn war(attackers: &str, defenders: &str) -> Fight {
        let side = |list: &str, side: Side| ids(list).map(move |id| (id, side)).collect::<Vec<_>>();
        let sides = [side(attackers, Side::Attackers), side(defenders, Side::Defenders)].concat();
        Fight { name: "War".into(), leaders: ["A".into(), "B".into()], sides: sides.into_iter().collect() }
    }

    fn standing(sovereign: &str, ties: &[Tie], fights: &[Fight]) -> Standing {
        let sovereign = ids(sovereign).collect();
        Standing { sovereign, ties: ties.to_vec(), fights: fights.to_vec(), ..Standing::default() }
    }

    fn count() -> Count {
        let date = jiff::civil::date(1914, 8, 1);
        Count { date, first: ids("A").collect(), second: ids("B").collect(), note: String::new() }
    }

    #[test]
    fn states_stand_where_they_stood_or_elsewhere_and_some_are_not_asked() {
        let run = standing("A B C D E F", &[tie("x", PactKind::Defensive, "A C D")], &[]);
        let record = standing(
            "A B C D E G",
            &[tie("y", PactKind::Defensive, "A C"), tie("z", PactKind::Entente, "B D")],
            &[],
        );
        let found = Agreement::new(&run, &record, count());
        assert_eq!(found.of("A"), Verdict::Protagonist(Camp::First));
        assert_eq!(found.of("C"), Verdict::Agrees(Some(Camp::First)));
        assert_eq!(found.of("D"), Verdict::Differs { run: Some(Camp::First), record: Some(Camp::Second) });
        assert_eq!(found.of("E"), Verdict::Agrees(None));
        assert_eq!(found.of("F"), Verdict::Gone { in_run: true, in_record: false });
        assert_eq!(found.of("G"), Verdict::Gone { in_run: false, in_record: true });
        assert_eq!(found.of("Z"), Verdict::Gone { in_run: false, in_record: false });
        assert_eq!((found.agreeing(), found.asked()), (2, 3));
    }

    #[test]
    fn what_happened_holds_in_a_run_where_it_came_about_there_too() {
        let nobody = standing("A B C D", &[], &[]);
        let pact = standing("A B C D", &[tie("P", PactKind::Defensive, "A B C")], &[]);
        let fight = standing("A B C D", &[], &[war("A", "B C")]);
        let said = |event: Event, run: &Standing, before: &Standing, after: &Standing| {
            holds(&event, run, before, after)
        };
        let signed = Event::Pact {
            name: "P".into(),
            kind: PactKind::Defensive,
            members: ids("A B C").collect(),
            target: None,
            until: None,
            motive: None,
        };
        assert_eq!(said(signed.clone(), &pact, &nobody, &pact), Some(true));
        assert_eq!(said(signed.clone(), &nobody, &nobody, &pact), Some(false));
        let two = standing("A B C D", &[tie("Q", PactKind::Entente, "A B")], &[]);
        assert_eq!(said(signed, &two, &nobody, &pact), Some(false), "one is left out");
        let leaves = Event::Leaves { pact: "P".into(), state: "A".into() };
        assert_eq!(said(leaves.clone(), &pact, &pact, &nobody), Some(false));
        assert_eq!(said(leaves, &nobody, &pact, &nobody), Some(true));
        let enters = Event::Enters {
            war: "War".into(),
            state: "C".into(),
            side: Side::Defenders,
            attacked: false,
            motive: None,
        };
        assert_eq!(said(enters.clone(), &fight, &nobody, &fight), Some(true));
        assert_eq!(said(enters, &nobody, &nobody, &fight), Some(false));
        let quits = Event::Quits { war: "War".into(), state: "C".into() };
        assert_eq!(said(quits.clone(), &fight, &fight, &nobody), Some(false));
        assert_eq!(said(quits, &nobody, &fight, &nobody), Some(true));
        assert_eq!(said(Event::Peace { war: "War".into() }, &nobody, &fight, &nobody), Some(true));
        assert_eq!(said(Event::Peace { war: "War".into() }, &fight, &fight, &nobody), Some(false));
        assert_eq!(said(Event::Neutral { state: "B".into() }, &fight, &nobody, &nobody), Some(false));
        assert_eq!(said(Event::Neutral { state: "D".into() }, &fight, &nobody, &nobody), Some(true));
        let falls = |state: &str| Event::Falls { state: state.into(), to: Vec::new() };
        assert_eq!(said(falls("D"), &nobody, &nobody, &nobody), Some(false));
        assert_eq!(said(falls("E"), &nobody, &nobody, &nobody), Some(true));
        let sides = Event::Sides { first: ids("A").collect(), second: ids("B").collect() };
        assert_eq!(said(sides, &nobody, &nobody, &nobody), None);
    }
}
