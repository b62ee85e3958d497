//! What an experiment found: for each outcome its chance in both arms, and what the change did to it.

use std::io::{self, Write};

use super::statistics::{self, Counts, can_tell, sign_test, told_apart};
use super::{Actor, PairOutcome, StateOutcome, Tally};
use crate::batch::vignettes::Estimate;
use crate::simulation::capitalised;

/// Something that is looked for in every run. States go by their place in [`Findings::cast`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// A war breaks out between anybody.
    War,
    /// A number at the end of a run, rather than yes or no.
    Measure(Quantity),
    /// Something that may happen to a state.
    State(u32, StateOutcome),
    /// Something that may happen to two states.
    Pair([u32; 2], PairOutcome),
}

/// A measure of the system at the end of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Quantity {
    /// Wars that broke out.
    WarsBegun,
    /// States that have land.
    StatesStanding,
    /// Share of them in any alliance.
    StatesAllied,
    /// Concentration of power, 0 to 1.
    Concentration,
    /// The strongest bloc's share of power.
    StrongestBloc,
}

impl Quantity {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::WarsBegun, Self::StatesStanding, Self::StatesAllied, Self::Concentration, Self::StrongestBloc];

    /// What it is.
    pub fn words(self) -> &'static str {
        match self {
            Self::WarsBegun => "wars begun",
            Self::StatesStanding => "states standing at the end",
            Self::StatesAllied => "share of states in alliances at the end",
            Self::Concentration => "concentration of power at the end",
            Self::StrongestBloc => "share of power of the strongest bloc at the end",
        }
    }

    /// Whether it is a share, to be told in per cent.
    pub fn is_share(self) -> bool {
        matches!(self, Self::StatesAllied | Self::StrongestBloc)
    }
}

/// Sorts of outcomes, to list one at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Who is allied.
    Alliances,
    /// Who fights.
    Wars,
    /// Who survives.
    Survival,
    /// With whom states side first: against a threat, or with it.
    Sides,
    /// Numbers of the system as a whole.
    System,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Alliances, Self::Wars, Self::Survival, Self::Sides, Self::System];

    /// Its name, for people and in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Alliances => "alliances",
            Self::Wars => "wars",
            Self::Survival => "survival",
            Self::Sides => "sides",
            Self::System => "system",
        }
    }
}

impl Outcome {
    /// Its sort.
    pub fn kind(self) -> Kind {
        match self {
            Self::Measure(_) => Kind::System,
            Self::War | Self::State(_, StateOutcome::AtWar) | Self::Pair(_, PairOutcome::AtWar) => Kind::Wars,
            Self::State(_, StateOutcome::Survives) => Kind::Survival,
            Self::State(_, StateOutcome::Balances | StateOutcome::Bandwagons) => Kind::Sides,
            Self::State(_, StateOutcome::AlliedAtEnd) | Self::Pair(..) => Kind::Alliances,
        }
    }

    /// The states that it is about, by their places.
    pub fn states(self) -> impl Iterator<Item = usize> {
        let (one, other) = match self {
            Self::War | Self::Measure(_) => (None, None),
            Self::State(state, _) => (Some(state), None),
            Self::Pair([a, b], _) => (Some(a), Some(b)),
        };
        one.into_iter().chain(other).map(|state| state as usize)
    }

    /// What happens, in words, given the names of states.
    pub fn words<'a>(self, name: impl Fn(usize) -> &'a str) -> String {
        let name = |state: u32| name(state as usize);
        match self {
            Self::War => "A war breaks out".into(),
            Self::Measure(quantity) => capitalised(quantity.words()),
            Self::State(state, outcome) => {
                let what = match outcome {
                    StateOutcome::Survives => "survives",
                    StateOutcome::AtWar => "at war at some time",
                    StateOutcome::AlliedAtEnd => "in an alliance at the end",
                    StateOutcome::Balances => "takes sides against a threat first",
                    StateOutcome::Bandwagons => "takes sides with a threat or a winner first",
                };
                format!("{} {what}", name(state))
            }
            Self::Pair([a, b], outcome) => {
                let (a, b) = (name(a), name(b));
                match outcome {
                    PairOutcome::AlliedAtEnd => format!("{a} and {b} allied at the end"),
                    PairOutcome::Allied => format!("{a} and {b} allied at some time"),
                    PairOutcome::AtWar => format!("{a} and {b} at war with one another"),
                }
            }
        }
    }
}

/// An outcome with its chance in both arms, or its mean.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// What was looked for.
    pub outcome: Outcome,
    /// The share of runs in which it happened, or the mean, with its 95 % interval; nothing for an arm that has not all
    /// of the states.
    pub arms: [Option<Estimate>; 2],
    /// The second less the first, with its 95 % interval for pairs; nothing where one of them is not there.
    pub difference: Option<Estimate>,
    /// In how many pairs it happened, or was greater, in the first alone and in the second alone.
    pub alone: [u32; 2],
    /// How likely so uneven a split is by chance alone (sign test, for yes and no McNemar's).
    pub chance: f64,
    /// Whether it is told apart with all that was tried borne in mind: at most one in twenty of these is expected to be
    /// chance's.
    pub told_apart: bool,
}

/// All that an experiment found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Findings {
    /// Everybody, in order of id.
    pub cast: Vec<Actor>,
    /// What was found, the surest first. What happened in no run is left out.
    pub list: Vec<Finding>,
    /// How many pairs of runs they rest on.
    pub runs: u32,
    /// In how many pairs the two runs went alike to the bit.
    pub alike: u32,
    /// How many outcomes there was anything to tell apart by.
    pub tried: u32,
    /// By arm and by later command, in how many runs it could not be carried out.
    pub refused: [Vec<u32>; 2],
}

impl Findings {
    /// What has been found in what was counted.
    pub fn of(tally: &Tally) -> Self {
        let mut order: Vec<usize> = (0..tally.cast.len()).collect();
        order.sort_by(|a, b| tally.cast[*a].code.cmp(&tally.cast[*b].code));
        let at = |place: usize| order[place];
        let mut list = Vec::new();
        let everywhere = [true; 2];
        list.extend(finding(Outcome::War, tally.war, tally.runs, everywhere));
        list.extend(Quantity::ALL.into_iter().filter_map(|quantity| measured(quantity, tally)));
        for high in 0..order.len() {
            let present = tally.present[at(high)];
            for outcome in StateOutcome::ALL {
                let counts = tally.states[at(high)][outcome as usize];
                list.extend(finding(Outcome::State(high as u32, outcome), counts, tally.runs, present));
            }
            for low in 0..high {
                let other = tally.present[at(low)];
                let present = [present[0] && other[0], present[1] && other[1]];
                let counts = &tally.pairs[super::seen::place(at(low), at(high))];
                for (outcome, counts) in PairOutcome::ALL.into_iter().zip(counts) {
                    let outcome = Outcome::Pair([low as u32, high as u32], outcome);
                    list.extend(finding(outcome, *counts, tally.runs, present));
                }
            }
        }
        let testable = |it: &Finding| it.difference.is_some() && can_tell(it.alone[0], it.alone[1]);
        let chances: Vec<Option<f64>> = list.iter().map(|it| testable(it).then_some(it.chance)).collect();
        for (finding, told_apart) in list.iter_mut().zip(told_apart(&chances)) {
            finding.told_apart = told_apart;
        }
        list.sort_by(|a, b| {
            let size = |it: &Finding| it.difference.map_or(0.0, |it| it.value.abs());
            let sure = b.told_apart.cmp(&a.told_apart).then(a.chance.total_cmp(&b.chance));
            sure.then(size(b).total_cmp(&size(a))).then(a.outcome.cmp(&b.outcome))
        });
        Self {
            cast: order.iter().map(|place| tally.cast[*place].clone()).collect(),
            list,
            runs: tally.runs,
            alike: tally.alike,
            tried: chances.iter().flatten().count() as u32,
            refused: tally.refused.clone(),
        }
    }

    /// Those that are told apart.
    pub fn told_apart(&self) -> impl Iterator<Item = &Finding> {
        self.list.iter().filter(|finding| finding.told_apart)
    }

    /// What happens, with the names of states.
    pub fn words(&self, outcome: Outcome) -> String {
        outcome.words(|state| &self.cast[state].name)
    }

    /// Writes all as a table (CSV).
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn write_csv(&self, out: impl Write) -> io::Result<()> {
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record([
            "outcome",
            "kind",
            "state",
            "other",
            "runs",
            "first",
            "first_low",
            "first_high",
            "second",
            "second_low",
            "second_high",
            "difference",
            "low",
            "high",
            "first_alone",
            "second_alone",
            "p",
            "told_apart",
        ])?;
        for finding in &self.list {
            let mut states = finding.outcome.states().map(|state| self.cast[state].code.clone());
            let mut row = vec![self.words(finding.outcome), finding.outcome.kind().name().into()];
            row.extend([states.next().unwrap_or_default(), states.next().unwrap_or_default()]);
            row.push(self.runs.to_string());
            for estimate in finding.arms.iter().chain([&finding.difference]) {
                let cells = |it: Estimate| [it.value, it.low, it.high].map(|it| format!("{it:.6}"));
                row.extend(estimate.map_or_else(Default::default, cells));
            }
            row.extend(finding.alone.map(|count| count.to_string()));
            row.push(format!("{:.3e}", finding.chance));
            row.push(finding.told_apart.to_string());
            writer.write_record(row)?;
        }
        writer.flush()
    }
}

/// What was found of something that happens or not; nothing where it never does.
fn finding(outcome: Outcome, counts: Counts, runs: u32, present: [bool; 2]) -> Option<Finding> {
    if counts == Counts::default() {
        return None;
    }
    let shares = counts.shares(runs);
    Some(Finding {
        outcome,
        arms: [0, 1].map(|arm| present[arm].then_some(shares[arm])),
        difference: (present == [true; 2]).then(|| counts.difference(runs)),
        alone: [counts.first, counts.second],
        chance: counts.chance(),
        told_apart: false,
    })
}

/// What was found of a measure.
fn measured(quantity: Quantity, tally: &Tally) -> Option<Finding> {
    if tally.runs == 0 {
        return None;
    }
    let of = |arm: usize| -> Vec<f64> {
        tally.quantities.values().map(|both| both[arm][quantity as usize]).collect()
    };
    let (first, second) = (of(0), of(1));
    let differences: Vec<f64> = first.iter().zip(&second).map(|(first, second)| second - first).collect();
    let count = |sign: f64| differences.iter().filter(|it| **it * sign > 0.0).count() as u32;
    let alone = [count(-1.0), count(1.0)];
    Some(Finding {
        outcome: Outcome::Measure(quantity),
        arms: [&first, &second].map(|values| Some(statistics::mean(values))),
        difference: Some(statistics::mean(&differences)),
        alone,
        chance: sign_test(alone[0], alone[1]),
        told_apart: false,
    })
}
