//! National Material Capabilities: what states had, year by year.

use std::collections::{BTreeMap, BTreeSet};

use super::kinds::NMC;
use super::sheet::Sheet;
use super::{Faults, Input};

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Measure {
    /// Military expenditure.
    Spending,
    /// Military personnel, thousands.
    Men,
    /// Iron and steel.
    Steel,
    /// Energy.
    Energy,
    /// Total population, thousands.
    People,
}

impl Measure {
    pub(super) const ALL: [Self; 5] = [Self::Spending, Self::Men, Self::Steel, Self::Energy, Self::People];

    /// Its column.
    pub(super) fn column(self) -> &'static str {
        ["milex", "milper", "irst", "pec", "tpop"][self as usize]
    }
}

/// What a state had in a year.
pub(super) type Means = [Option<f64>; 5];

/// The file.
#[derive(Debug)]
pub(super) struct Capabilities {
    pub(super) of: BTreeMap<(u16, i16), Means>,
    pub(super) sheet: Sheet,
}

impl Capabilities {
    pub(super) fn read(input: &Input, faults: &mut Faults) -> Option<Self> {
        let sheet = Sheet::read(&NMC, input, faults)?;
        let mut of: BTreeMap<(u16, i16), Means> = BTreeMap::new();
        let mut rows: BTreeMap<(u16, i16), u64> = BTreeMap::new();
        for row in sheet.rows() {
            let (code, year) = (row.code("ccode", faults), row.year("year", faults));
            let figures = Measure::ALL.map(|measure| row.figure(measure.column(), faults));
            let (Some(code), Some(year)) = (code, year) else { continue };
            if let Some(first) = rows.insert((code, year), row.number) {
                faults.push(
                    row.fault("year", format!("state {code} in {year} stands in row {first} too"))
                        .help("leave one of the two rows"),
                );
            }
            of.insert((code, year), figures.map(Option::flatten));
        }
        Some(Self { of, sheet })
    }

    /// The years of which there are rows.
    pub(super) fn years(&self) -> BTreeSet<i16> {
        self.of.keys().map(|(_, year)| *year).collect()
    }

    /// A figure, where it is known.
    pub(super) fn get(&self, code: u16, year: i16, measure: Measure) -> Option<f64> {
        self.of.get(&(code, year)).and_then(|means| means[measure as usize])
    }
}
