//! The score: how often the theory puts each state where history did.
//!
//! A record declares days on which sides are counted and around whom they form ([`crate::record::Count`]). On each such
//! day each state that is no protagonist is asked: with the first camp, with the second, or with neither
//! ([`Questions`])? Many runs of a setup give each answer a share ([`Forecast`]); beside them stand forecasts that know
//! of no such theory ([`Baseline`]). All are marked alike ([`Marks`]), and where most runs were wrong it is looked into
//! what led them there ([`Miss`]).
//!
//! The same setup, record and seeds give the same score to the digit, on any number of threads.

use std::ops::Range;

use crate::batch::Ensemble;
use crate::record::Record;
use crate::scenario::{Override, Scenario};
use crate::theory::parameters::Preset;

mod baselines;
mod data;
mod landscape;
mod marks;
mod misses;
mod page;
mod questions;
mod runs;
mod summary;
#[cfg(test)]
mod tests;
pub mod ties;
mod words;

pub use baselines::{Baseline, capabilities};
pub use data::write_csv;
pub use landscape::{EXHAUSTIVE, HOSTILE, Landscape, RANDOM_STARTS, Ties};
pub use marks::{Bootstrap, DayMarks, Forecast, Interval, Marks, Of, RESAMPLES};
pub use misses::{LOOKED_INTO, Miss, Way};
pub use page::{chapter, page};
pub use questions::{Question, Questions, STANDS, Stand, name_of, place_of};
pub use summary::summary;

/// What is to be tried.
#[derive(Debug, Clone, PartialEq)]
pub struct Trial {
    /// A run of each theory for each of these seeds.
    pub seeds: Range<u64>,
    /// The theories.
    pub presets: Vec<Preset>,
    /// How many threads work on it, 1 or more.
    pub threads: usize,
}

impl Trial {
    /// How many runs that is for each theory, those that are looked into for misses counted twice.
    pub fn runs(&self) -> u64 {
        let seeds = self.seeds.end.saturating_sub(self.seeds.start);
        (seeds + seeds.min(LOOKED_INTO)) * self.presets.len() as u64
    }
}

/// How a theory did.
#[derive(Debug, Clone, PartialEq)]
pub struct Theory {
    /// Which.
    pub preset: Preset,
    /// Its forecasts, one a question.
    pub forecasts: Vec<Forecast>,
    /// How good they were.
    pub marks: Marks,
    /// Where they were wrong, in order of the questions.
    pub misses: Vec<Miss>,
}

/// How a baseline did.
#[derive(Debug, Clone, PartialEq)]
pub struct Compared {
    /// Which.
    pub baseline: Baseline,
    /// Its forecasts, one a question.
    pub forecasts: Vec<Forecast>,
    /// How good they were.
    pub marks: Marks,
}

/// Runs of a setup held against its record.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// The setup.
    pub scenario: Scenario,
    /// What was asked.
    pub questions: Questions,
    /// With which seeds.
    pub seeds: Range<u64>,
    /// The theories, in the order asked for.
    pub theories: Vec<Theory>,
    /// What they are held against.
    pub baselines: Vec<Compared>,
}

impl Score {
    /// Runs a setup and marks it by its record; `done` is called after each run. Nothing where the record has no
    /// counting day, or asks nobody.
    pub fn of(scenario: &Scenario, record: &Record, trial: &Trial, done: impl Fn() + Sync) -> Option<Self> {
        let questions = Questions::of(scenario, record);
        if questions.asked.is_empty() {
            return None;
        }
        let bootstrap = Bootstrap::of(&questions.asked);
        let marks = |forecasts: &[Forecast]| Marks::of(&questions.asked, forecasts, &bootstrap);
        let theories = trial
            .presets
            .iter()
            .map(|preset| {
                let world = with_preset(scenario, *preset);
                let ensemble =
                    Ensemble { scenario: &world, seeds: trial.seeds.clone(), threads: trial.threads };
                let forecasts = forecast(&ensemble, &questions, &done);
                let misses = misses(&ensemble, &questions, &forecasts, &done);
                Theory { preset: *preset, marks: marks(&forecasts), forecasts, misses }
            })
            .collect();
        let compare = |baseline: Baseline| {
            let forecasts = baseline.forecasts(scenario, &questions);
            Compared { baseline, marks: marks(&forecasts), forecasts }
        };
        let baselines = Baseline::ALL.map(compare).into();
        Some(Self { scenario: scenario.clone(), questions, seeds: trial.seeds.clone(), theories, baselines })
    }

    /// How many runs each theory had.
    pub fn runs(&self) -> u64 {
        self.seeds.end.saturating_sub(self.seeds.start)
    }

    /// The theory that the setup is written for, or else the first.
    pub fn own(&self) -> Option<&Theory> {
        self.theories.iter().find(|it| it.preset == self.scenario.preset).or(self.theories.first())
    }
}

/// A setup with another preset: what it sets itself stays.
pub(crate) fn with_preset(scenario: &Scenario, preset: Preset) -> Scenario {
    let mut changed = scenario.clone();
    let change = Override::parse(&format!("theory.preset={}", preset.name()));
    // A preset's own name is always one, and fits any scenario.
    if let Ok(change) = change {
        let _ = change.apply(&mut changed);
    }
    changed
}

/// The shares of each answer over all runs.
fn forecast(ensemble: &Ensemble, questions: &Questions, done: &(impl Fn() + Sync)) -> Vec<Forecast> {
    let answers = ensemble.each(|_, run| {
        let answers = runs::answers(run, questions, ensemble.scenario);
        done();
        answers
    });
    let mut counts = vec![[0u32; 3]; questions.asked.len()];
    for run in &answers {
        for (counts, answer) in counts.iter_mut().zip(run) {
            counts[usize::from(*answer)] += 1;
        }
    }
    counts
        .iter()
        .zip(&questions.asked)
        .map(|(counts, asked)| Forecast::of_counts(*counts, asked.start))
        .collect()
}

/// Looks into the questions that a theory got wrong, by its first runs.
fn misses(
    ensemble: &Ensemble,
    questions: &Questions,
    forecasts: &[Forecast],
    done: &(impl Fn() + Sync),
) -> Vec<Miss> {
    let wrong = |place: &usize| forecasts[*place].answer != questions.asked[*place].happened;
    let wrong: Vec<usize> = (0..forecasts.len()).filter(wrong).collect();
    let Range { start, end } = ensemble.seeds;
    let first = Ensemble { seeds: start..end.min(start.saturating_add(LOOKED_INTO)), ..ensemble.clone() };
    misses::look_into(&first, questions, &wrong, done)
}
