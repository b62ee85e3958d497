//! Vignettes: small worlds that each show one idea of the theory, beside controls in which its cause is gone.
//!
//! A vignette is a scenario file, one or more [`Arm`]s (the scenario as it stands, or with values changed) and
//! a list of [`Measure`]s. A measure looks at runs of one or more arms with the same seed, which share all that
//! chance decides, and reads off either whether something happened, which is counted as a share of seeds, or
//! a difference between arms, whose mean over seeds is taken. What is looked at is behaviour and recorded
//! motives alone ([`Observed`]). The same reading is taken in the control, where its cause is switched off.
//!
//! The verdict compares share or mean with what it must be. "Most" is at least 90 % of seeds, "gone" at most
//! 10 %, unless a measure says otherwise.

use std::ops::Range;

use rayon::prelude::*;

use crate::scenario::builtin::Builtin;
use crate::scenario::{self, Override, Scenario};

mod observed;
mod report;
mod schweller;
mod statistics;
mod systems;
mod walt;

pub use observed::{Entry, NEVER, Observed, Stand};
pub use report::{aligned, markdown, write_tables};
pub use statistics::{Estimate, GONE, MOST, Target, at_least, at_most, within};

/// A small world that shows one idea.
#[derive(Debug)]
pub struct Vignette {
    /// `V1` and on.
    pub id: &'static str,
    /// The idea in a few words.
    pub idea: &'static str,
    /// The scenario.
    pub setup: Builtin,
    /// Ticks to run.
    pub ticks: u64,
    /// The ways in which it is run.
    pub arms: &'static [Arm],
    /// What is read off the runs, and what must come of it.
    pub measures: &'static [Measure],
}

/// One way to run a vignette.
#[derive(Debug)]
pub struct Arm {
    /// What measures call it.
    pub name: &'static str,
    /// Another scenario to start from than the vignette's own.
    pub setup: Option<Builtin>,
    /// Changes to the scenario, as `--set` takes them.
    pub changes: &'static [&'static str],
}

impl Arm {
    /// The vignette's scenario with these changes.
    pub const fn new(name: &'static str, changes: &'static [&'static str]) -> Self {
        Self { name, setup: None, changes }
    }
}

/// Something read off runs of one seed, and what must come of it over all seeds.
#[derive(Debug)]
pub struct Measure {
    /// What is looked for, in words.
    pub expected: &'static str,
    /// How it is read off.
    pub reading: Reading,
    /// The arms looked at, in the order in which the reading takes them.
    pub arms: &'static [&'static str],
    /// What the share or the mean must be.
    pub target: Target,
    /// The same reading with its cause switched off.
    pub control: Control,
}

/// The arms in which the cause of an effect is switched off.
#[derive(Debug)]
pub struct Control {
    /// What is different, in words.
    pub cause: &'static str,
    /// The arms, as many as the measure's own.
    pub arms: &'static [&'static str],
    /// What the share or the mean must be.
    pub target: Target,
}

/// How something is read off the runs of one seed, one for each arm asked for.
#[derive(Debug, Clone, Copy)]
pub enum Reading {
    /// Whether it happened.
    Happened(fn(&[&Observed]) -> bool),
    /// A difference between arms or between groups of states, -1 to 1.
    Difference(fn(&[&Observed]) -> f64),
}

impl Reading {
    fn of(self, runs: &[&Observed]) -> f64 {
        match self {
            Self::Happened(happened) => f64::from(u8::from(happened(runs))),
            Self::Difference(difference) => difference(runs),
        }
    }

    fn estimate(self, readings: &[f64]) -> Estimate {
        match self {
            Self::Happened(_) => {
                Estimate::share(readings.iter().filter(|it| **it > 0.0).count(), readings.len())
            }
            Self::Difference(_) => Estimate::mean(readings),
        }
    }
}

/// What came of a measure.
#[derive(Debug, Clone, Copy)]
pub struct Finding {
    /// The vignette.
    pub vignette: &'static Vignette,
    /// Its measure.
    pub measure: &'static Measure,
    /// The share of seeds, or the mean over seeds.
    pub effect: Estimate,
    /// The same in the control.
    pub control: Estimate,
}

impl Finding {
    /// Whether effect and control are both what they must be.
    pub fn passes(&self) -> bool {
        self.measure.target.met_by(&self.effect) && self.measure.control.target.met_by(&self.control)
    }

    /// Whether more seeds would hardly change that.
    pub fn is_clear(&self) -> bool {
        self.measure.target.is_clear(&self.effect) && self.measure.control.target.is_clear(&self.control)
    }
}

/// What is to be different from the vignettes as they come with the program.
#[derive(Debug, Clone, Default)]
pub struct Experiment {
    /// Changes to all of their scenarios, as `--set` takes them, made before those of an arm.
    pub changes: Vec<String>,
    /// A folder with scenario files of the same names, to be read in place of the built-in ones.
    pub folder: Option<std::path::PathBuf>,
}

/// All vignettes, in order.
pub fn all() -> impl Iterator<Item = &'static Vignette> + Clone {
    walt::VIGNETTES.iter().chain(schweller::VIGNETTES).chain(systems::VIGNETTES)
}

/// Tries vignettes with these seeds on all cores, with these changes to all of their scenarios, as `--set`
/// takes them, and calls `done` after each run. The findings come in order of vignette and measure.
///
/// # Panics
/// If a built-in scenario or a change to it is not valid, which the tests rule out.
pub fn try_out(
    vignettes: &[&'static Vignette],
    seeds: Range<u64>,
    experiment: &Experiment,
    done: impl Fn() + Sync,
) -> Vec<Finding> {
    let mut trials: Vec<Trial> = vignettes.iter().map(|vignette| Trial::new(vignette, experiment)).collect();
    let tasks: Vec<(usize, u64)> =
        (0..trials.len()).flat_map(|trial| seeds.clone().map(move |seed| (trial, seed))).collect();
    let rows: Vec<Vec<[f64; 2]>> =
        tasks.par_iter().map(|(trial, seed)| trials[*trial].read(*seed, &done)).collect();
    for ((trial, _), row) in tasks.iter().zip(rows) {
        trials[*trial].rows.push(row);
    }
    trials.iter().flat_map(Trial::findings).collect()
}

impl Vignette {
    /// The vignette of that id, in capitals or not.
    pub fn find(id: &str) -> Option<&'static Self> {
        all().find(|vignette| vignette.id.eq_ignore_ascii_case(id))
    }

    /// The scenario of an arm, with these changes to it.
    ///
    /// # Errors
    /// What is wrong with the scenario or with a change to it.
    pub fn scenario(&self, arm: &Arm, experiment: &Experiment) -> Result<Scenario, String> {
        let setup = arm.setup.unwrap_or(self.setup);
        let read = match &experiment.folder {
            Some(folder) => {
                let file = setup.name.rsplit('/').next().unwrap_or(setup.name);
                scenario::read_file(&folder.join(file))
            }
            None => scenario::read(setup.name, setup.text),
        };
        let mut scenario = read.map_err(|all| all.to_string())?;
        // What the arm changes comes last, so that a control stays a control under another preset.
        let changes = experiment.changes.iter().map(String::as_str).chain(arm.changes.iter().copied());
        let parsed: Result<Vec<_>, _> = changes.map(Override::parse).collect();
        let made = parsed.and_then(|changes| Override::apply_all(&changes, &mut scenario));
        made.map_err(|error| error.to_string())?;
        Ok(scenario)
    }

    fn place(&self, arm: &str) -> usize {
        let place = self.arms.iter().position(|other| other.name == arm);
        place.unwrap_or_else(|| panic!("{} has no arm {arm}", self.id))
    }
}

/// A vignette being tried.
struct Trial {
    vignette: &'static Vignette,
    scenarios: Vec<Scenario>,
    /// By seed, by measure: the reading, and that in the control.
    rows: Vec<Vec<[f64; 2]>>,
}

impl Trial {
    fn new(vignette: &'static Vignette, experiment: &Experiment) -> Self {
        let scenario = |arm| vignette.scenario(arm, experiment).unwrap_or_else(|fault| panic!("{fault}"));
        Self { vignette, scenarios: vignette.arms.iter().map(scenario).collect(), rows: Vec::new() }
    }

    /// Runs every arm with a seed, and takes the readings.
    fn read(&self, seed: u64, done: &impl Fn()) -> Vec<[f64; 2]> {
        let runs: Vec<Observed> = self
            .scenarios
            .iter()
            .map(|scenario| {
                let run = Observed::watch(scenario, seed, self.vignette.ticks);
                done();
                run
            })
            .collect();
        let take = |measure: &Measure, arms: &[&str]| {
            let arms: Vec<&Observed> = arms.iter().map(|arm| &runs[self.vignette.place(arm)]).collect();
            measure.reading.of(&arms)
        };
        let measures = self.vignette.measures.iter();
        measures.map(|it| [take(it, it.arms), take(it, it.control.arms)]).collect()
    }

    /// Tries these seeds too.
    #[cfg(test)]
    fn extend(&mut self, seeds: Range<u64>) {
        let rows: Vec<_> = seeds.into_par_iter().map(|seed| self.read(seed, &|| ())).collect();
        self.rows.extend(rows);
    }

    fn findings(&self) -> Vec<Finding> {
        let findings = self.vignette.measures.iter().enumerate().map(|(place, measure)| {
            let [effect, control] = [0, 1].map(|which| {
                let readings: Vec<f64> = self.rows.iter().map(|row| row[place][which]).collect();
                measure.reading.estimate(&readings)
            });
            Finding { vignette: self.vignette, measure, effect, control }
        });
        findings.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Seeds that leave the sure ones sure: an effect in all of them is one in more than 90 %.
    const FEW: u64 = 40;
    /// Seeds of the full table, for those that are not.
    const FULL: u64 = 200;

    /// Each is tried with few seeds; where these leave a doubt, with as many as the table, and then its verdict
    /// counts. So no weak effect slips through, and none fails here that passes there.
    #[test]
    fn every_measure_comes_out_as_it_must() {
        let mut wrong = Vec::new();
        for vignette in all() {
            let mut trial = Trial::new(vignette, &Experiment::default());
            trial.extend(0..FEW);
            if !trial.findings().iter().all(Finding::is_clear) {
                trial.extend(FEW..FULL);
            }
            wrong.extend(trial.findings().into_iter().filter(|finding| !finding.passes()));
        }
        assert!(wrong.is_empty(), "\n{}", aligned(&wrong));
    }

    #[test]
    fn all_eighteen_are_there_with_arms_that_work() {
        let ids: Vec<&str> = all().map(|vignette| vignette.id).collect();
        assert_eq!(ids, (1..=18).map(|number| format!("V{number}")).collect::<Vec<_>>());
        for vignette in all() {
            for arm in vignette.arms {
                if let Err(fault) = vignette.scenario(arm, &Experiment::default()) {
                    panic!("{}, {}: {fault}", vignette.id, arm.name);
                }
                let used = vignette.measures.iter().any(|measure| {
                    measure.arms.contains(&arm.name) || measure.control.arms.contains(&arm.name)
                });
                assert!(used, "{}: nothing is read off {}", vignette.id, arm.name);
            }
            for measure in vignette.measures {
                assert_eq!(measure.arms.len(), measure.control.arms.len(), "{}", measure.expected);
                assert_ne!(measure.arms, measure.control.arms, "{}", measure.expected);
                for arm in measure.arms.iter().chain(measure.control.arms) {
                    vignette.place(arm);
                }
            }
        }
    }

    #[test]
    fn every_vignette_can_be_read_in_a_minute() {
        for vignette in all() {
            let scenario = scenario::read(vignette.setup.name, vignette.setup.text).expect("valid");
            assert!((2..=14).contains(&scenario.states.len()), "{}", vignette.id);
            let comment = vignette.setup.text.lines().take_while(|line| line.starts_with("//"));
            let comment = comment.collect::<Vec<_>>().join(" ");
            for word in ["atch", "Control", "Source: "] {
                assert!(comment.contains(word), "{} does not say `{word}`", vignette.id);
            }
            assert!(vignette.setup.text.lines().count() <= 50, "{}", vignette.id);
        }
    }

    #[test]
    fn the_number_of_runs_at_once_changes_no_finding() {
        let v6 = [Vignette::find("v6").expect("there is one")];
        let experiment = Experiment::default();
        let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("one thread");
        let table = |findings: Vec<Finding>| markdown(&findings);
        let one = table(alone.install(|| try_out(&v6, 0..6, &experiment, || ())));
        assert_eq!(one, table(try_out(&v6, 0..6, &experiment, || ())));
    }
}
