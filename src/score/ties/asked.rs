//! One change asked of all pairs: what each predictor says of them, and how well it did by the end of each year.

use super::metrics::{self, Ranking};
use super::question::{Question, pairs, place};
use super::seen::Seen;
use super::{Change, Horizon, Performance, Predictor, baseline, resample};
use crate::scenario::Scenario;

/// Scores of nearness, and the share of ties at the start.
pub(super) struct Nearness {
    /// By place of the pair.
    scores: Vec<f64>,
    constant: f64,
    share: f64,
}

impl Nearness {
    pub(super) fn of(scenario: &Scenario, question: &Question) -> Self {
        let scores: Vec<f64> =
            pairs(scenario.states.len()).map(|pair| baseline::nearness(scenario, pair)).collect();
        let share = question.tied.len() as f64 / scores.len().max(1) as f64;
        let constant = baseline::calibrate(&scores, share);
        Self { scores, constant, share }
    }

    pub(super) fn chance(&self, pair: [usize; 2]) -> f64 {
        baseline::chance(self.constant + self.scores[place(pair)])
    }
}

/// One change, with all that is known of it.
pub(super) struct Asked<'a> {
    change: Change,
    pub(super) pairs: &'a [[usize; 2]],
    pub(super) firsts: &'a [Option<usize>],
    fell: &'a [bool],
    counts: &'a [Vec<u64>],
    runs: u64,
    nearness: &'a Nearness,
}

/// What a predictor says of each pair: a ranking, and chances where it has any.
struct Said {
    predictor: Predictor,
    ranking: Ranking,
    chances: Option<Vec<f64>>,
}

/// ROC area, average precision and Brier score of one predictor on the same cases.
type Measured = [Option<f64>; 3];

impl<'a> Asked<'a> {
    pub(super) fn of(change: Change, question: &'a Question, seen: &'a Seen, nearness: &'a Nearness) -> Self {
        let (pairs, firsts, fell, counts): (_, _, &[bool], _) = match change {
            Change::Formed => (&question.free, &question.formed, &[], &seen.formed),
            Change::Ended => (&question.tied, &question.ended, &question.fell, &seen.ended),
        };
        Self { change, pairs, firsts, fell, counts, runs: seen.runs, nearness }
    }

    pub(super) fn model(&self, year: usize) -> Vec<f64> {
        self.counts.iter().map(|counts| counts[year] as f64 / self.runs.max(1) as f64).collect()
    }

    fn said(&self, year: usize, happened: &[bool]) -> Vec<Said> {
        let own = happened.iter().filter(|it| **it).count() as f64 / happened.len().max(1) as f64;
        let all = |share: f64| vec![share; self.pairs.len()];
        let of = |predictor, chances: Vec<f64>| Said {
            predictor,
            ranking: Ranking::of(&chances),
            chances: Some(chances),
        };
        let mut said = vec![of(Predictor::Model, self.model(year))];
        match self.change {
            Change::Formed => {
                let chances = self.pairs.iter().map(|pair| self.nearness.chance(*pair)).collect();
                said.push(of(Predictor::Nearness, chances));
                said.push(of(Predictor::Persistence, all(0.0)));
                said.push(of(Predictor::StartShare, all(self.nearness.share)));
            }
            Change::Ended => {
                let far: Vec<f64> =
                    self.pairs.iter().map(|pair| -self.nearness.scores[place(*pair)]).collect();
                let ranking = Ranking::of(&far);
                said.push(Said { predictor: Predictor::Nearness, ranking, chances: None });
                said.push(of(Predictor::Persistence, all(0.0)));
            }
        }
        said.push(of(Predictor::OwnShare, all(own)));
        said
    }

    pub(super) fn horizon(&self, year: i16, at: usize, draws: &resample::Draws) -> Horizon {
        let happened: Vec<bool> =
            self.firsts.iter().map(|first| first.is_some_and(|first| first <= at)).collect();
        let said = self.said(at, &happened);
        let measure = |said: &Said, weights: &[u64]| -> Measured {
            let brier = said.chances.as_ref().and_then(|it| metrics::brier(it, &happened, weights));
            let [area, precision] = said.ranking.measures(&happened, weights);
            [area, precision, brier]
        };
        let once = vec![1; self.pairs.len()];
        let values: Vec<Measured> = said.iter().map(|said| measure(said, &once)).collect();
        // By draw, then by predictor.
        let drawn: Vec<Vec<Measured>> = draws
            .weights(self.pairs)
            .map(|weights| said.iter().map(|said| measure(said, &weights)).collect())
            .collect();
        let performance = |which: usize| {
            let own = |measure: usize| {
                let drawn: Vec<_> = drawn.iter().map(|draw| draw[which][measure]).collect();
                resample::interval(values[which][measure], &drawn)
            };
            let lead = |measure: usize, sign: f64| {
                let less =
                    |model: &Measured, other: &Measured| Some(sign * (model[measure]? - other[measure]?));
                let drawn: Vec<_> = drawn.iter().map(|draw| less(&draw[0], &draw[which])).collect();
                (which > 0).then(|| resample::interval(less(&values[0], &values[which]), &drawn)).flatten()
            };
            Performance {
                predictor: said[which].predictor,
                auc: own(0),
                precision: own(1),
                brier: own(2),
                auc_lead: lead(0, 1.0),
                precision_lead: lead(1, 1.0),
                brier_lead: lead(2, -1.0),
            }
        };
        let fell = self.fell.iter().zip(&happened).filter(|(fell, happened)| **fell && **happened).count();
        Horizon {
            change: self.change,
            year,
            at_risk: self.pairs.len(),
            happened: happened.iter().filter(|it| **it).count(),
            fell,
            performances: (0..said.len()).map(performance).collect(),
            calibration: metrics::calibration(&self.model(at), &happened),
        }
    }
}
