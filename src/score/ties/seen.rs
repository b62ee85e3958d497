//! What runs answer: in how many each pair gained or lost a tie by the end of each year, and where each joiner stood.

use super::question::{Question, is_tie, pairs, place};
use crate::batch::{Ensemble, Run};
use crate::history::standing;
use crate::record::Camp;
use crate::scenario::Scenario;
use crate::simulation::{Clock, StateId, Survey};

/// Counts over runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) runs: u64,
    /// For each free pair and each year, in how many runs it had had a tie by its end.
    pub(super) formed: Vec<Vec<u64>>,
    /// For each tied pair and each year, in how many runs it had been without one by its end.
    pub(super) ended: Vec<Vec<u64>>,
    /// For each joiner, in how many runs it stood with the first camp, the second and neither.
    pub(super) stands: Vec<[u64; 3]>,
}

/// What one run answers: by the end of which year each pair first had a tie, or had none.
struct Answer {
    formed: Vec<Option<usize>>,
    ended: Vec<Option<usize>>,
    stands: Vec<Option<Camp>>,
}

impl Seen {
    /// Runs an ensemble through the years of a question, and calls `done` after each run.
    pub(super) fn of(ensemble: &Ensemble, question: &Question, done: impl Fn() + Sync) -> Self {
        let answers = ensemble.each(|_, run| {
            let answer = Answer::of(run, question, ensemble.scenario);
            done();
            answer
        });
        let years = question.years.len();
        let by_year = |firsts: &dyn Fn(&Answer) -> Option<usize>| -> Vec<u64> {
            let firsts: Vec<usize> = answers.iter().filter_map(firsts).collect();
            (0..years).map(|year| firsts.iter().filter(|first| **first <= year).count() as u64).collect()
        };
        let stand = |joiner: usize| {
            let mut counts = [0; 3];
            for answer in &answers {
                counts[camp_place(answer.stands[joiner])] += 1;
            }
            counts
        };
        Self {
            runs: answers.len() as u64,
            formed: (0..question.free.len()).map(|pair| by_year(&|it| it.formed[pair])).collect(),
            ended: (0..question.tied.len()).map(|pair| by_year(&|it| it.ended[pair])).collect(),
            stands: (0..question.joiners.len()).map(stand).collect(),
        }
    }
}

/// Where a stand is counted: the first camp, the second, neither.
pub(super) fn camp_place(camp: Option<Camp>) -> usize {
    match camp {
        Some(Camp::First) => 0,
        Some(Camp::Second) => 1,
        None => 2,
    }
}

impl Answer {
    /// Runs to the last tick of the last year.
    fn of(run: &mut Run, question: &Question, scenario: &Scenario) -> Self {
        let mut answer = Self {
            formed: vec![None; question.free.len()],
            ended: vec![None; question.tied.len()],
            stands: vec![None; question.joiners.len()],
        };
        let clock = run.clock();
        let survey = run.survey();
        let numbers: Vec<Option<StateId>> =
            scenario.states.iter().map(|state| survey.find(&state.id)).collect();
        let mut tied = vec![false; pairs(survey.states().len()).count()];
        let mut at = 0;
        loop {
            let tick = run.clock().tick;
            let next = clock.date_of(tick + 1).year();
            answer.note(&run.survey(), question, (&numbers, &mut tied), at);
            // Ticks may be longer than a year: all years that end before the next one end here.
            while question.years.get(at).is_some_and(|year| *year < next) || clock_stands(&clock, tick) {
                answer.close(&run.survey(), question, at, scenario);
                at += 1;
                if at >= question.years.len() {
                    return answer;
                }
            }
            run.step();
        }
    }

    /// Takes down which pairs have a tie.
    fn note(
        &mut self,
        survey: &Survey,
        question: &Question,
        (numbers, tied): (&[Option<StateId>], &mut [bool]),
        year: usize,
    ) {
        tied.fill(false);
        for alliance in survey.alliances.iter().filter(|alliance| is_tie(alliance.kind)) {
            for [low, high] in pairs(alliance.members.len()) {
                tied[place([low, high].map(|at| alliance.members[at].index()))] = true;
            }
        }
        let is_tied = |pair: &[usize; 2]| match pair.map(|place| numbers[place]) {
            [Some(a), Some(b)] => tied[place([a.index(), b.index()])],
            _ => false,
        };
        for (pair, formed) in question.free.iter().zip(&mut self.formed) {
            if formed.is_none() && is_tied(pair) {
                *formed = Some(year);
            }
        }
        for (pair, ended) in question.tied.iter().zip(&mut self.ended) {
            if ended.is_none() && !is_tied(pair) {
                *ended = Some(year);
            }
        }
    }

    /// Takes down where those stand at a year's end who joined a war in it.
    fn close(&mut self, survey: &Survey, question: &Question, year: usize, scenario: &Scenario) {
        let year = question.years[year];
        if question.joiners.iter().all(|joiner| joiner.date.year() != year) {
            return;
        }
        let stands = standing(survey);
        for (joiner, stand) in question.joiners.iter().zip(&mut self.stands) {
            if joiner.date.year() == year {
                *stand = stands.camp(&scenario.states[joiner.state].id, &joiner.outbreak);
            }
        }
    }
}

/// Whether the calendar has come to its end, where time no longer moves.
fn clock_stands(clock: &Clock, tick: u64) -> bool {
    clock.date_of(tick + 1) == clock.date_of(tick)
}
