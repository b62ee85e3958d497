//! What several tests of whole runs share.

#![allow(dead_code, reason = "each test file uses its own part")]

pub mod watch;
pub mod worlds;

use entente::batch::Run;
use entente::scenario::builtin::EUROPE_1936;
use entente::scenario::{self, Override, Scenario};

/// A scenario from text that must be valid.
pub fn read(text: &str) -> Scenario {
    scenario::read("test", text).unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
}

/// The built-in setup.
pub fn europe() -> Scenario {
    scenario::read(EUROPE_1936.name, EUROPE_1936.text).unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
}

/// The same with values changed, as on the command line.
pub fn with(mut scenario: Scenario, changes: &[&str]) -> Scenario {
    for change in changes {
        let change = Override::parse(change).unwrap_or_else(|error| panic!("{error}"));
        change.apply(&mut scenario).unwrap_or_else(|error| panic!("{error}"));
    }
    scenario
}

/// The digest of the world after so many ticks.
pub fn hash_after(scenario: &Scenario, seed: u64, ticks: u64) -> u64 {
    let mut run = Run::without_history(scenario, seed);
    run.steps(ticks);
    run.hash()
}

/// A small invented world of states of many sizes and tempers.
pub fn small_world(states: usize, seed: u64) -> Scenario {
    let states: String = (0..states)
        .map(|k| {
            let temper = (k * 53 % 97) as f64 / 100.0;
            format!(
                "(id: \"S{k:02}\", capital: (province: \"R{:04}\"), population: {}, offense: {temper}, intent: {temper}, \
                 revisionism: {}),",
                k * 2 + 1,
                1 + k * 37 % 11,
                temper * 2.0 - 1.0,
            )
        })
        .collect();
    read(&format!(
        "(version: 1, name: \"small\", start: \"1900-01-01\", map: generated(regions: 40, seed: {seed}), \
         states: [{states}])"
    ))
}
