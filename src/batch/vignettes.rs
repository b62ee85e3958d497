//! Vignettes: small worlds that each show one idea of the theory, with a control in which it is gone.
//!
//! A vignette is a scenario file and one or more [`Arm`]s: the scenario as it stands or with values changed,
//! what to look for in a run, and in which share of seeds it must be found. What is looked for is behaviour:
//! who allied with whom, and when.

use std::fmt::Write;
use std::ops::RangeInclusive;

use rayon::prelude::*;

use super::Run;
use crate::scenario::builtin::{self, Builtin};
use crate::scenario::{self, Override, Scenario};
use crate::simulation::EventKind;
use crate::theory::parameters::Preset;

/// Most seeds in which an effect may turn up for it to count as gone.
const GONE: f64 = 0.1;
/// Fewest seeds in which an effect must turn up for it to be there in most.
const MOST: f64 = 0.9;

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
    /// What is tried.
    pub arms: &'static [Arm],
}

/// One way to run a vignette, and what must come of it.
#[derive(Debug)]
pub struct Arm {
    /// What is different from the scenario, in words.
    pub name: &'static str,
    /// Changes to the scenario, as `--set` takes them.
    pub changes: &'static [&'static str],
    /// What is looked for, in words.
    pub expected: &'static str,
    /// Whether a run shows it.
    happened: fn(&mut Observed) -> bool,
    /// The share of seeds in which it must be found.
    pub share: RangeInclusive<f64>,
}

/// All vignettes, in order.
pub const ALL: &[Vignette] = &[
    Vignette {
        id: "V1",
        idea: "threat is not power",
        setup: builtin::V1,
        ticks: 120,
        arms: &[
            Arm {
                name: "as it stands",
                changes: &[],
                expected: "a pact against the near power, none against its equal far away",
                happened: |run| run.pact_against("GMY") && !run.pact_against("BRA"),
                share: MOST..=1.0,
            },
            Arm {
                name: "control: balance of power",
                changes: &["theory.preset=balance-of-power"],
                expected: "a pact against the near power, none against its equal far away",
                happened: |run| run.pact_against("GMY") && !run.pact_against("BRA"),
                share: 0.0..=0.5,
            },
        ],
    },
    Vignette {
        id: "V2",
        idea: "neighbours of neighbours are friends",
        setup: builtin::V2,
        ticks: 120,
        arms: &[
            Arm {
                name: "as it stands",
                changes: &[],
                expected: "most pacts jump over a neighbour, odd with odd and even with even among them",
                happened: |run| {
                    let row = ["SPN", "FRN", "GMY", "POL", "BLR"];
                    run.pacts_made() > 0
                        && run.pacts_among(&row, |a, b| a.abs_diff(b) > 1) * 2 > run.pacts_made()
                        && run.pacts_among(&row, |a, b| a.abs_diff(b) == 2) > 0
                },
                share: MOST..=1.0,
            },
            Arm {
                name: "control: all peaceful",
                changes: &[
                    "states.SPN.intent=0",
                    "states.FRN.intent=0",
                    "states.GMY.intent=0",
                    "states.POL.intent=0",
                    "states.BLR.intent=0",
                ],
                expected: "any pact",
                happened: |run| run.pacts_made() > 0,
                share: 0.0..=GONE,
            },
        ],
    },
    Vignette {
        id: "V3",
        idea: "spheres of influence",
        setup: builtin::V3,
        ticks: 120,
        arms: &[
            Arm {
                name: "as it stands",
                changes: &[],
                expected: "most of the border states align with the great power, none of the far ones",
                happened: |run| {
                    let border =
                        ["EST", "LAT", "LIT", "FIN"].iter().filter(|state| run.bandwagons(state, "RUS"));
                    border.count() >= 3 && !run.bandwagons("POR", "RUS") && !run.bandwagons("IRE", "RUS")
                },
                share: MOST..=1.0,
            },
            Arm {
                name: "control: peaceful great power",
                changes: &["states.RUS.intent=0"],
                expected: "any state aligns with the great power",
                happened: |run| {
                    ["EST", "LAT", "LIT", "FIN", "POR", "IRE"]
                        .iter()
                        .any(|state| run.bandwagons(state, "RUS"))
                },
                share: 0.0..=GONE,
            },
        ],
    },
    Vignette {
        id: "V6",
        idea: "intent provokes",
        setup: builtin::V6,
        ticks: 120,
        arms: &[
            Arm {
                name: "as it stands",
                changes: &[],
                expected: "a pact against the strong state",
                happened: |run| run.pact_against("GMY"),
                share: MOST..=1.0,
            },
            Arm {
                name: "control: peaceful",
                changes: &["states.GMY.intent=0"],
                expected: "a pact against the strong state",
                happened: |run| run.pact_against("GMY"),
                share: 0.0..=GONE,
            },
        ],
    },
];

/// A run that is over.
struct Observed {
    run: Run,
}

impl Observed {
    /// The pacts made in the run: who asked, who accepted, against whom, and whether by bandwagoning.
    fn pacts(&mut self) -> Vec<([String; 2], Option<String>, bool)> {
        let events = self.run.history().events.clone();
        let survey = self.run.survey();
        let code = |state| survey.identity(state).code.clone();
        let pacts = events.iter().filter_map(|event| match event.kind {
            EventKind::AllianceFormed { members, target, bandwagon, .. } => {
                Some((members.map(code), target.map(code), bandwagon))
            }
            _ => None,
        });
        pacts.collect()
    }

    /// Whether a pact was made against this state.
    fn pact_against(&mut self, state: &str) -> bool {
        self.pacts().iter().any(|(_, target, _)| target.as_deref() == Some(state))
    }

    /// Whether a state aligned with a power it fears.
    fn bandwagons(&mut self, state: &str, with: &str) -> bool {
        self.pacts().iter().any(|([by, to], _, bandwagon)| *bandwagon && by == state && to == with)
    }

    /// Number of pacts made.
    fn pacts_made(&mut self) -> usize {
        self.pacts().len()
    }

    /// Number of pacts made between states whose places in a row are like this.
    fn pacts_among(&mut self, row: &[&str], places: fn(usize, usize) -> bool) -> usize {
        let place = |state: &String| row.iter().position(|other| other == state);
        let pacts = self.pacts();
        let alike = pacts.iter().filter(|([by, to], ..)| match (place(by), place(to)) {
            (Some(a), Some(b)) => places(a, b),
            _ => false,
        });
        alike.count()
    }
}

/// In how many of so many seeds something was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// Seeds in which it was found.
    pub found: u64,
    /// Seeds tried.
    pub of: u64,
}

impl Share {
    /// The share itself, 0 to 1.
    pub fn value(self) -> f64 {
        self.found as f64 / self.of.max(1) as f64
    }

    /// Wilson's 95 % interval (Wilson 1927): honest near 0 and 1, where the usual one is not.
    pub fn interval(self) -> (f64, f64) {
        const Z: f64 = 1.959_964;
        let (n, p) = (self.of.max(1) as f64, self.value());
        let middle = p + Z * Z / (2.0 * n);
        let half = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
        let scale = 1.0 + Z * Z / n;
        // At 0 and 1 the ends meet the share itself; rounding must not push them past it.
        (((middle - half) / scale).clamp(0.0, p), ((middle + half) / scale).clamp(p, 1.0))
    }
}

impl Vignette {
    /// The vignette of that id, in capitals or not.
    pub fn find(id: &str) -> Option<&'static Self> {
        ALL.iter().find(|vignette| vignette.id.eq_ignore_ascii_case(id))
    }

    /// Runs one of its arms with the seeds from 0 on all cores, under another preset if one is given, and
    /// calls `done` after each run.
    ///
    /// # Panics
    /// If the built-in scenario or a change to it is not valid, which the tests rule out.
    pub fn try_arm(&self, arm: &Arm, seeds: u64, preset: Option<Preset>, done: impl Fn() + Sync) -> Share {
        let scenario = self.scenario(arm, preset);
        let shows = |seed: &u64| {
            let mut run = Run::new(&scenario, *seed);
            run.steps(self.ticks);
            let happened = (arm.happened)(&mut Observed { run });
            done();
            happened
        };
        Share { found: (0..seeds).into_par_iter().filter(shows).count() as u64, of: seeds }
    }

    /// The scenario of an arm.
    fn scenario(&self, arm: &Arm, preset: Option<Preset>) -> Scenario {
        let read = scenario::read(self.setup.name, self.setup.text);
        let mut scenario = read.unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
        let preset = preset.map(|preset| format!("theory.preset={}", preset.name()));
        // What the arm changes comes last, so that a control stays a control under another preset.
        let changes = preset.iter().map(String::as_str).chain(arm.changes.iter().copied());
        for change in changes {
            let made = Override::parse(change).and_then(|change| change.apply(&mut scenario));
            made.unwrap_or_else(|error| panic!("{error}"));
        }
        scenario
    }
}

/// What came of an arm.
#[derive(Debug, Clone, Copy)]
pub struct Finding {
    /// The vignette.
    pub vignette: &'static Vignette,
    /// Its arm.
    pub arm: &'static Arm,
    /// In how many seeds what was looked for was found.
    pub share: Share,
}

impl Finding {
    /// `pass` or `FAIL`.
    pub fn verdict(&self) -> &'static str {
        if self.arm.passes(self.share) { "pass" } else { "FAIL" }
    }

    /// The headings of [`Self::cells`].
    pub const HEADINGS: [&'static str; 8] =
        ["", "idea", "arm", "looked for", "found in", "95 % interval", "must be", "verdict"];

    /// What there is to say of it, in words.
    pub fn cells(&self) -> [String; 8] {
        let percent = |share: f64| format!("{:.0} %", 100.0 * share);
        let (low, high) = self.share.interval();
        let (least, most) = (*self.arm.share.start(), *self.arm.share.end());
        let must = if most >= 1.0 {
            format!("{} or more", percent(least))
        } else {
            format!("{} or less", percent(most))
        };
        [
            self.vignette.id.into(),
            self.vignette.idea.into(),
            self.arm.name.into(),
            self.arm.expected.into(),
            format!("{} of {}", percent(self.share.value()), self.share.of),
            format!("{} to {}", percent(low), percent(high)),
            must,
            self.verdict().into(),
        ]
    }
}

/// A table of findings in Markdown.
pub fn markdown(findings: &[Finding]) -> String {
    let mut text = String::new();
    let mut row = |cells: &[String]| {
        writeln!(text, "| {} |", cells.join(" | ")).expect("text takes all that is written")
    };
    row(&Finding::HEADINGS.map(String::from));
    row(&Finding::HEADINGS.map(|_| "---".into()));
    for finding in findings {
        row(&finding.cells());
    }
    text
}

impl Arm {
    /// Whether a share is what must come of it.
    pub fn passes(&self, share: Share) -> bool {
        self.share.contains(&share.value())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_arm_comes_out_as_it_must() {
        // The full table takes 200 seeds; a quarter of that leaves the sure ones sure.
        for vignette in ALL {
            for arm in vignette.arms {
                let share = vignette.try_arm(arm, 50, None, || ());
                let (low, high) = share.interval();
                let meets = low <= *arm.share.end() && high >= *arm.share.start();
                assert!(meets, "{} {}: {share:?}", vignette.id, arm.name);
            }
        }
    }

    #[test]
    fn intervals_hold_their_share_and_never_leave_0_to_1() {
        for of in [1, 7, 200] {
            for found in 0..=of {
                let share = Share { found, of };
                let (low, high) = share.interval();
                assert!(0.0 <= low && low <= share.value() && share.value() <= high && high <= 1.0);
            }
        }
        let (low, high) = Share { found: 200, of: 200 }.interval();
        assert!(low > 0.98 && high == 1.0);
    }
}
