//! Years of many runs, added up.

use std::collections::BTreeMap;

use super::place;
use super::year::{Held, Member, PARTS, Sight, Year};

/// Counts of a pair in a year over all runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Counts {
    runs: [u32; Held::COUNT],
    moments: u64,
    distance: u64,
    threat: [u64; 2],
}

impl Counts {
    fn add(&mut self, sight: &Sight) {
        for (bit, runs) in self.runs.iter_mut().enumerate() {
            *runs += u32::from(sight.held & 1 << bit != 0);
        }
        self.moments += sight.moments;
        self.distance += sight.distance;
        self.threat[0] += sight.threat[0];
        self.threat[1] += sight.threat[1];
    }
}

#[derive(Debug, Clone, PartialEq, Default)]
struct YearCounts {
    runs: u32,
    moments: u64,
    members: Vec<Member>,
    pairs: Vec<Counts>,
}

/// Dyad-years over runs of one scenario. Runs may be added in any order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Tally {
    years: BTreeMap<i16, YearCounts>,
}

impl Tally {
    /// Adds the years of one run. States must have the same numbers in all runs.
    pub fn add(&mut self, years: &[Year]) {
        for year in years {
            let counts = self.years.entry(year.year).or_default();
            counts.runs += 1;
            counts.moments += year.moments;
            if counts.members.len() < year.members.len() {
                counts.members.clone_from(&year.members);
            }
            counts.pairs.resize(counts.pairs.len().max(year.pairs.len()), Counts::default());
            for (counts, sight) in counts.pairs.iter_mut().zip(&year.pairs) {
                counts.add(sight);
            }
        }
    }

    /// Every dyad-year in which both states existed in some run: by year, then by the Correlates of War numbers of
    /// both; states without one come last, by id.
    pub fn rows(&self) -> impl Iterator<Item = DyadYear<'_>> {
        self.years.iter().flat_map(|(year, counts)| counts.rows(*year))
    }
}

impl YearCounts {
    fn rows(&self, year: i16) -> impl Iterator<Item = DyadYear<'_>> {
        let mut order: Vec<usize> = (0..self.members.len()).collect();
        let key = |state: usize| {
            let member = &self.members[state];
            (member.cow.is_none(), member.cow, &member.id)
        };
        order.sort_by(|a, b| key(*a).cmp(&key(*b)));
        let pairs = (0..order.len()).flat_map(move |at| {
            let order = order.clone();
            (at + 1..order.len()).map(move |other| (order[at], order[other]))
        });
        pairs.filter_map(move |(first, second)| {
            let counts = self.pairs.get(place(first, second))?;
            (counts.runs[Held::Exist as usize] > 0).then(|| DyadYear {
                year,
                states: [&self.members[first], &self.members[second]],
                of: self,
                counts: *counts,
                swapped: first > second,
            })
        })
    }
}

/// A pair in a year.
#[derive(Debug, Clone, Copy)]
pub struct DyadYear<'a> {
    /// Which year.
    pub year: i16,
    /// The two, in the order of the table.
    pub states: [&'a Member; 2],
    of: &'a YearCounts,
    counts: Counts,
    /// Whether the first has the higher number in the run.
    swapped: bool,
}

impl DyadYear<'_> {
    /// Number of runs.
    pub fn runs(&self) -> u32 {
        self.of.runs
    }

    /// Moments of the year at which each run was looked at.
    pub fn moments(&self) -> u64 {
        self.of.moments / u64::from(self.of.runs.max(1))
    }

    /// In how many runs something held.
    pub fn count(&self, held: Held) -> u32 {
        self.counts.runs[held as usize]
    }

    /// In which share of runs something held, 0 to 1.
    pub fn share(&self, held: Held) -> f64 {
        f64::from(self.count(held)) / f64::from(self.of.runs.max(1))
    }

    /// Whether something held in more than half of the runs.
    pub fn mostly(&self, held: Held) -> bool {
        2 * self.count(held) > self.of.runs
    }

    /// Mean threat of the first to the second and of the second to the first, 0 to 1, while both had land.
    pub fn threats(&self) -> Option<[f64; 2]> {
        let mean = |sum: u64| sum as f64 / PARTS / self.counts.moments as f64;
        let [low, high] = self.counts.threat.map(mean);
        (self.counts.moments > 0).then_some(if self.swapped { [high, low] } else { [low, high] })
    }

    /// Mean distance between nearest lands in km, longer across sea, while both had land.
    pub fn distance_km(&self) -> Option<f64> {
        let moments = self.counts.moments;
        (moments > 0).then(|| self.counts.distance as f64 / 1000.0 / moments as f64)
    }

    /// Great-circle distance between the capitals as runs began, in km.
    pub fn capital_km(&self) -> f64 {
        self.states[0].capital.distance_km(self.states[1].capital)
    }
}
