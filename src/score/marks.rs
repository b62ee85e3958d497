//! How good forecasts are: share right, Brier score, logarithmic score, and how sure these are.
//!
//! A forecast gives each of the three answers a chance `p`. With `o` 1 for the answer that history gave and 0 for the
//! others, its Brier score is the multiclass one (Brier 1950)
//!
//! ```text
//! B = sum over the three answers of (p - o)^2
//! ```
//!
//! 0 where it was sure and right, 2 where it was sure and wrong, 2/3 where it gave all three the same chance. The
//! forecast answer is the likeliest; a tie goes to where the state stood at the start, then to the first in order.
//!
//! Intervals are by bootstrap over states (Efron and Tibshirani 1993): states are drawn with repetition, each with all
//! its days, since the days of one state go together. The draws are the same for all forecasts, and always the same.

use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;

use super::questions::{Question, STANDS, Stand, place_of};

/// How many times states are drawn anew for an interval.
pub const RESAMPLES: usize = 4000;

/// What the draws of the bootstrap begin from.
const SEED: u64 = 0x5c0e;

/// Chances of the three answers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Forecast {
    /// Chances, in the order of [`STANDS`]; they sum to 1.
    pub chances: [f64; 3],
    /// Of how many runs they are shares; 0 where they are none.
    pub runs: u32,
    /// The answer.
    pub answer: Stand,
}

impl Forecast {
    /// From how often each answer came up, in the order of [`STANDS`].
    pub fn of_counts(counts: [u32; 3], start: Stand) -> Self {
        let runs: u32 = counts.iter().sum();
        let chances = counts.map(|count| f64::from(count) / f64::from(runs.max(1)));
        let most = counts.iter().copied().max().unwrap_or(0);
        let first = STANDS.into_iter().find(|stand| counts[place_of(*stand)] == most).flatten();
        let answer = if counts[place_of(start)] == most { start } else { first };
        Self { chances, runs, answer }
    }

    /// One that is sure of an answer.
    pub fn sure(answer: Stand) -> Self {
        let mut chances = [0.0; 3];
        chances[place_of(answer)] = 1.0;
        Self { chances, runs: 0, answer }
    }

    /// The chance that it gave to an answer.
    pub fn chance_of(&self, stand: Stand) -> f64 {
        self.chances[place_of(stand)]
    }

    /// Its Brier score, 0 to 2.
    pub fn brier(&self, happened: Stand) -> f64 {
        let miss = |stand: Stand| self.chance_of(stand) - f64::from(u8::from(stand == happened));
        STANDS.into_iter().map(|stand| miss(stand) * miss(stand)).sum()
    }

    /// Its logarithmic score in nats: minus the logarithm of the chance given to what happened, that chance by the rule
    /// of succession, `(k + 1) / (n + 3)` for `k` of `n` runs, so that no number of runs is sure. Nothing where it is
    /// not made of runs.
    pub fn log_score(&self, happened: Stand) -> Option<f64> {
        let runs = f64::from(self.runs);
        (self.runs > 0).then(|| -libm::log((self.chance_of(happened) * runs + 1.0) / (runs + 3.0)))
    }
}

/// A mean with its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The mean.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// So many of so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Of {
    /// How many.
    pub right: usize,
    /// Of how many.
    pub all: usize,
}

impl Of {
    fn add(&mut self, right: bool) {
        self.right += usize::from(right);
        self.all += 1;
    }

    /// The share; 0 of none.
    pub fn share(self) -> f64 {
        self.right as f64 / self.all.max(1) as f64
    }
}

/// How good forecasts were on one day.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct DayMarks {
    /// How many answers were right.
    pub right: Of,
    /// Mean Brier score.
    pub brier: f64,
}

/// How good a set of forecasts was.
#[derive(Debug, Clone, PartialEq)]
pub struct Marks {
    /// How many answers were right.
    pub right: Of,
    /// The share of answers that were right.
    pub share: Interval,
    /// Mean Brier score.
    pub brier: Interval,
    /// Brier score less that of staying as at the start: below 0 is better.
    pub against_staying: Interval,
    /// Mean logarithmic score, where there is one.
    pub log: Option<f64>,
    /// Right answers where states had changed their stand since the start.
    pub moved: Of,
    /// Right answers where they had not.
    pub stayed: Of,
    /// Where a state took a side: whether that side was given a greater chance than the other. This is what published
    /// studies of one war ask, in which nobody stands aside.
    pub sided: Of,
    /// Day by day.
    pub days: Vec<DayMarks>,
}

impl Marks {
    /// Of forecasts, one a question.
    pub fn of(questions: &[Question], forecasts: &[Forecast], bootstrap: &Bootstrap) -> Self {
        let all = || questions.iter().zip(forecasts);
        let [mut right, mut moved, mut stayed, mut sided] = [Of::default(); 4];
        let mut days = vec![DayMarks::default(); questions.iter().map(|it| it.count + 1).max().unwrap_or(0)];
        for (question, forecast) in all() {
            let hit = forecast.answer == question.happened;
            right.add(hit);
            if let Some(camp) = question.happened {
                sided.add(forecast.chance_of(Some(camp)) > forecast.chance_of(Some(camp.other())));
            }
            if question.moved() {
                moved.add(hit)
            } else {
                stayed.add(hit)
            }
            let day = &mut days[question.count];
            day.right.add(hit);
            day.brier += forecast.brier(question.happened);
        }
        days.iter_mut().for_each(|day| day.brier /= day.right.all.max(1) as f64);
        let hits: Vec<f64> =
            all().map(|(it, forecast)| f64::from(u8::from(forecast.answer == it.happened))).collect();
        let briers: Vec<f64> = all().map(|(it, forecast)| forecast.brier(it.happened)).collect();
        let staying = questions.iter().map(|it| Forecast::sure(it.start).brier(it.happened));
        let gains: Vec<f64> = briers.iter().zip(staying).map(|(own, other)| own - other).collect();
        let logs: Option<Vec<f64>> = all().map(|(it, forecast)| forecast.log_score(it.happened)).collect();
        Self {
            right,
            share: bootstrap.mean(&hits),
            brier: bootstrap.mean(&briers),
            against_staying: bootstrap.mean(&gains),
            log: logs
                .filter(|logs| !logs.is_empty())
                .map(|logs| logs.iter().sum::<f64>() / logs.len() as f64),
            moved,
            stayed,
            sided,
            days,
        }
    }
}

/// Draws of states with repetition, kept for all means of one set of questions.
#[derive(Debug, Clone)]
pub struct Bootstrap {
    /// For each state that is asked, the places of its questions.
    clusters: Vec<Vec<usize>>,
    /// For each draw, how often each of them came up.
    draws: Vec<Vec<u16>>,
}

impl Bootstrap {
    /// Draws the states of these questions.
    pub fn of(questions: &[Question]) -> Self {
        let mut clusters: std::collections::BTreeMap<usize, Vec<usize>> = std::collections::BTreeMap::new();
        for (place, question) in questions.iter().enumerate() {
            clusters.entry(question.state).or_default().push(place);
        }
        let clusters: Vec<Vec<usize>> = clusters.into_values().collect();
        let mut generator = Pcg64Mcg::seed_from_u64(SEED);
        let mut draw = || {
            let mut times = vec![0u16; clusters.len()];
            for _ in 0..clusters.len() {
                times[generator.random_range(0..clusters.len() as u32) as usize] += 1;
            }
            times
        };
        let draws = if clusters.is_empty() { Vec::new() } else { (0..RESAMPLES).map(|_| draw()).collect() };
        Self { clusters, draws }
    }

    /// The mean of values, one a question, with the 2.5th and the 97.5th percentile of the means of the draws.
    pub fn mean(&self, values: &[f64]) -> Interval {
        let sums: Vec<(f64, f64)> = self
            .clusters
            .iter()
            .map(|places| (places.iter().map(|place| values[*place]).sum(), places.len() as f64))
            .collect();
        let value = values.iter().sum::<f64>() / values.len().max(1) as f64;
        let mean = |times: &Vec<u16>| {
            let weigh = |(sum, count): (f64, f64), (times, of): (&u16, &(f64, f64))| {
                (sum + f64::from(*times) * of.0, count + f64::from(*times) * of.1)
            };
            let (sum, count) = times.iter().zip(&sums).fold((0.0, 0.0), weigh);
            sum / count
        };
        let mut means: Vec<f64> = self.draws.iter().map(mean).collect();
        means.sort_by(f64::total_cmp);
        let at = |share: f64| means.get((share * (means.len().max(1) - 1) as f64).round() as usize).copied();
        Interval { value, low: at(0.025).unwrap_or(value), high: at(0.975).unwrap_or(value) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Camp;

    const FIRST: Stand = Some(Camp::First);
    const SECOND: Stand = Some(Camp::Second);

    fn question(state: usize, count: usize, start: Stand, happened: Stand) -> Question {
        Question { count, state, happened, start }
    }

    fn near(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-12
    }

    #[test]
    fn forecasts_are_scored_as_by_hand() {
        let forecast = Forecast::of_counts([6, 1, 3], None);
        assert_eq!(forecast.answer, FIRST);
        assert!(near(forecast.brier(FIRST), 0.16 + 0.01 + 0.09));
        assert!(near(forecast.brier(SECOND), 0.36 + 0.81 + 0.09));
        assert!(near(forecast.brier(None), 0.36 + 0.01 + 0.49));
        assert!(near(forecast.log_score(SECOND).expect("of runs"), -libm::log(2.0 / 13.0)));
        assert!(near(Forecast::sure(None).brier(None), 0.0) && near(Forecast::sure(None).brier(FIRST), 2.0));
        assert_eq!(Forecast::sure(None).log_score(None), None);
    }

    #[test]
    fn a_tie_goes_to_the_start_and_then_to_the_first() {
        assert_eq!(Forecast::of_counts([5, 5, 0], SECOND).answer, SECOND);
        assert_eq!(Forecast::of_counts([5, 5, 0], None).answer, FIRST);
        assert_eq!(Forecast::of_counts([0, 4, 4], FIRST).answer, SECOND);
    }

    #[test]
    fn marks_are_as_by_hand() {
        let questions = [
            question(0, 0, None, FIRST),
            question(1, 0, SECOND, SECOND),
            question(0, 1, None, None),
            question(1, 1, SECOND, None),
        ];
        let forecasts = [
            Forecast::of_counts([3, 0, 1], None),
            Forecast::of_counts([0, 4, 0], SECOND),
            Forecast::of_counts([4, 0, 0], None),
            Forecast::of_counts([0, 2, 2], SECOND),
        ];
        let marks = Marks::of(&questions, &forecasts, &Bootstrap::of(&questions));
        assert_eq!((marks.right.right, marks.right.all), (2, 4));
        assert_eq!((marks.moved.right, marks.moved.all), (1, 2));
        assert_eq!((marks.stayed.right, marks.stayed.all), (1, 2));
        assert_eq!((marks.sided.right, marks.sided.all), (2, 2));
        assert!(near(marks.share.value, 0.5));
        assert!(near(marks.brier.value, (0.125 + 0.0 + 2.0 + 0.5) / 4.0));
        assert!(near(marks.against_staying.value, (0.125 - 2.0 + 0.0 + 2.0 + 0.5 - 2.0) / 4.0));
        assert!(near(marks.days[0].brier, 0.0625) && near(marks.days[1].brier, 1.25));
        // Both states are right once: however they are drawn, half is right.
        assert!(near(marks.share.low, 0.5) && near(marks.share.high, 0.5));
        // The first state's mean is 1.0625, the second's 0.25: each alone comes up in a quarter of draws.
        assert!(near(marks.brier.low, 0.25) && near(marks.brier.high, 1.0625));
    }

    #[test]
    fn intervals_repeat_and_hold_the_mean_of_many_states() {
        let questions: Vec<Question> = (0..60).map(|at| question(at / 2, at % 2, None, None)).collect();
        let values: Vec<f64> = (0..60).map(|at| f64::from(u8::from(at / 2 % 3 == 0))).collect();
        let interval = Bootstrap::of(&questions).mean(&values);
        assert_eq!(interval, Bootstrap::of(&questions).mean(&values));
        // A third of thirty states: the spread of the mean is 0.086.
        assert!(near(interval.value, 1.0 / 3.0));
        assert!((interval.low - 0.167).abs() < 0.04 && (interval.high - 0.5).abs() < 0.04, "{interval:?}");
    }
}
