//! Where each state stands in each run, by the rule that the record is read by.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::questions::{Questions, Stand, place_of};
use crate::batch::Run;
use crate::history::standing;
use crate::record::Standing;
use crate::scenario::Scenario;
use crate::simulation::{EventKind, Journal, StateId};

/// How things stand in a run, kept up as it goes.
pub(super) struct Watch {
    now: Rc<Standing>,
    /// How things stood when each of those fell that are no more, by id.
    fallen: BTreeMap<String, Rc<Standing>>,
}

impl Watch {
    /// From a run as it stands.
    pub(super) fn new(run: &mut Run) -> Self {
        let now = Rc::new(standing(&run.survey()));
        Self { now, fallen: BTreeMap::new() }
    }

    /// After a tick. Whether anything changed in how states stand.
    pub(super) fn look(&mut self, run: &mut Run) -> bool {
        let mut changed = false;
        let (mut fell, mut rose): (Vec<StateId>, Vec<StateId>) = (Vec::new(), Vec::new());
        for event in &run.world().resource::<Journal>().events {
            changed |= matters(&event.kind);
            match event.kind {
                EventKind::StateFell { state, .. } => fell.push(state),
                EventKind::StateRestored { state, .. } => rose.push(state),
                _ => {}
            }
        }
        if !changed {
            return false;
        }
        let survey = run.survey();
        for state in fell {
            self.fallen.insert(survey.identity(state).code.clone(), Rc::clone(&self.now));
        }
        for state in rose {
            self.fallen.remove(&survey.identity(state).code);
        }
        self.now = Rc::new(standing(&survey));
        true
    }

    /// How things stand for a state: now, or as it fell.
    pub(super) fn of(&self, id: &str) -> &Standing {
        self.fallen.get(id).unwrap_or(&self.now)
    }

    /// How things stand for those that have not fallen.
    pub(super) fn now(&self) -> &Rc<Standing> {
        &self.now
    }
}

/// Whether an event can change who stands with whom.
fn matters(event: &EventKind) -> bool {
    !matches!(
        event,
        EventKind::Provocation { .. }
            | EventKind::OfferRefused { .. }
            | EventKind::Armed { .. }
            | EventKind::Ceded { .. }
            | EventKind::Collapsed { .. }
            | EventKind::MovementAdopted { .. }
            | EventKind::MovementBroken { .. }
    )
}

/// Where each state that is asked stands in a run from its start, in the order of the questions, as places in
/// [`super::STANDS`].
///
/// A state that has lost all its land in the run counts with those beside whom it stood as it fell.
pub(super) fn answers(run: &mut Run, questions: &Questions, scenario: &Scenario) -> Vec<u8> {
    let mut watch = Watch::new(run);
    let mut answers = vec![0; questions.asked.len()];
    for tick in 0..=questions.end() {
        if tick > 0 {
            run.step();
            watch.look(run);
        }
        for (count, _) in questions.ticks.iter().enumerate().filter(|(_, at)| **at == tick) {
            for (place, question) in questions.on(count) {
                let id = &scenario.states[question.state].id;
                let stand: Stand = watch.of(id).camp(id, &questions.counts[count]);
                answers[place] = place_of(stand) as u8;
            }
        }
    }
    answers
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{self, builtin::NAPOLEON_1805};

    #[test]
    fn what_is_kept_up_is_what_there_is() {
        let scenario = scenario::read(NAPOLEON_1805.name, NAPOLEON_1805.text).expect("the setup is valid");
        let mut fallen = 0;
        for seed in 1..7 {
            let mut run = Run::without_history(&scenario, seed);
            let mut watch = Watch::new(&mut run);
            for _ in 0..130 {
                run.step();
                watch.look(&mut run);
                let survey = run.survey();
                assert_eq!(**watch.now(), standing(&survey));
                for state in survey.states() {
                    let code = &survey.identity(state).code;
                    let kept = watch.fallen.get(code);
                    assert_eq!(kept.is_some(), !survey.is_alive(state), "{code}");
                    assert!(
                        kept.is_none_or(|it| it.sovereign.contains(code)),
                        "{code} is kept as it last stood"
                    );
                }
                fallen += watch.fallen.len();
            }
        }
        assert!(fallen > 0, "some states fall: else this tries little");
    }
}
