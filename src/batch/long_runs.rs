//! Long runs: what becomes of an invented world over two centuries.
//!
//! Each seed draws a world of its own ([`world`]) and runs it month by month, watched as it goes
//! ([`Course`]), in constant memory; the same seeds give the same worlds under every preset, so that presets
//! can be compared. What each came to is told by its last quarter (50 of 200 years):
//!
//! | [`Fate`] | at the end |
//! |---|---|
//! | universal empire | the strongest state holds two thirds of all power or more |
//! | frozen | else; no province changed hands and no alliance was made, left or lapsed in the last quarter |
//! | stable plural system | else; at most a tenth of the provinces changed hands in it, and of the ten strongest states of its first day at least eight are among the ten strongest on its last |
//! | churn | else |
//!
//! The limits are conventions of this project. Two thirds means that one outweighs all others together
//! two to one; the models that the theory compares itself with count an empire only when nobody else is left
//! (Cusack and Stoll 1990; Cederman 1994), which is stricter. A fate is read off the end: an empire that rose and
//! fell again is none.
//!
//! Beside it stand the facts that the literature looks for: how often a coalition forms against the strongest
//! state in a year, by its share of power (Levy and Thompson 2005 find that it becomes likely from about a
//! third; they count shares among great powers, here they are of all power), and whether weak states bandwagon
//! more than strong ones (Walt 1985).

mod course;
mod report;
mod world;

use rayon::prelude::*;

pub use self::course::{Course, Fate, LeaderYears};
pub use self::report::markdown;
pub use self::world::world;

use super::Run;
use crate::scenario::{Diagnostics, Override, OverrideError, Scenario};
use crate::theory::parameters::Preset;

/// What to run.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Worlds, by the seeds from 0.
    pub seeds: u64,
    /// States in each, 2 or more; four regions for each state.
    pub states: u32,
    /// Years to run, 4 or more.
    pub years: u32,
    /// Changes to every world, as `--set` takes them.
    pub changes: Vec<Override>,
}

/// Why a world could not be made.
#[derive(Debug)]
pub enum WorldError {
    /// The drawn scenario was not valid.
    Scenario(Diagnostics),
    /// A change could not be made.
    Change(OverrideError),
}

impl std::fmt::Display for WorldError {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        match self {
            Self::Scenario(diagnostics) => f.write_str(&diagnostics.render(false)),
            Self::Change(error) => write!(f, "{error}"),
        }
    }
}

impl std::error::Error for WorldError {}

impl Plan {
    /// Runs every seed under a preset on all cores, and calls `done` after each. Courses in order of seed.
    ///
    /// # Errors
    /// If a world cannot be made as the plan has it.
    pub fn run(&self, preset: Preset, done: impl Fn() + Sync) -> Result<Vec<Course>, WorldError> {
        let one = |seed: u64| {
            let scenario = self.scenario(seed, preset)?;
            let course = self.follow(&scenario, seed);
            done();
            Ok(course)
        };
        (0..self.seeds).into_par_iter().map(one).collect()
    }

    /// The world of a seed under a preset, with the plan's changes.
    ///
    /// # Errors
    /// If it cannot be made so.
    pub fn scenario(&self, seed: u64, preset: Preset) -> Result<Scenario, WorldError> {
        let mut scenario = world(self.states.max(2), seed, preset).map_err(WorldError::Scenario)?;
        Override::apply_all(&self.changes, &mut scenario).map_err(WorldError::Change)?;
        Ok(scenario)
    }

    /// Runs one world and watches it.
    pub fn follow(&self, scenario: &Scenario, seed: u64) -> Course {
        let mut run = Run::without_history(scenario, seed);
        let mut course = Course::new(&mut run, self.years.max(4));
        while !course.is_over() {
            run.step();
            course.watch(&mut run);
        }
        course
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(seeds: u64, years: u32) -> Plan {
        Plan { seeds, states: 12, years, changes: Vec::new() }
    }

    #[test]
    fn the_same_plan_gives_the_same_courses_and_every_year_is_watched() {
        let plan = plan(3, 8);
        let courses = plan.run(Preset::BalanceOfThreat, || ()).unwrap_or_else(|error| panic!("{error}"));
        let again = plan.run(Preset::BalanceOfThreat, || ()).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(courses, again);
        for course in &courses {
            assert_eq!(course.leader_years.iter().map(|years| years.of).sum::<u32>(), 8);
        }
        assert_ne!(courses[0], courses[1]);
    }

    #[test]
    fn a_world_where_nobody_may_act_freezes() {
        let mut plan = plan(2, 8);
        for option in ["balance", "bandwagon", "leave", "arm", "attack", "join"] {
            let change = Override::parse(&format!("theory.option_{option}=false"));
            plan.changes.push(change.unwrap_or_else(|error| panic!("{error}")));
        }
        let courses = plan.run(Preset::default(), || ()).unwrap_or_else(|error| panic!("{error}"));
        assert!(courses.iter().all(|course| course.fate() == Fate::Frozen), "{courses:?}");
        let text = markdown(&[(Preset::default(), courses)]);
        assert!(text.contains("100 % (34 to 100)"), "{text}");
    }

    #[test]
    fn one_giant_is_a_universal_empire() {
        let mut plan = plan(1, 4);
        for change in ["states.S01.population=1e9", "states.S01.industry=1e9", "states.S01.military=1e9"] {
            plan.changes.push(Override::parse(change).unwrap_or_else(|error| panic!("{error}")));
        }
        let courses = plan.run(Preset::default(), || ()).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(courses[0].fate(), Fate::UniversalEmpire);
        // All its years count as years of a leader above a third.
        assert_eq!(courses[0].leader_years.map(|years| years.of), [0, 0, 4]);
    }
}
