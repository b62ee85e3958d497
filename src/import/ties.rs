//! Alliances by dyad-year: what two states had promised each other in a year.

use std::collections::{BTreeMap, BTreeSet};

use super::kinds::ALLIANCES;
use super::sheet::Sheet;
use super::{Faults, Input};
use crate::scenario::PactKind;

/// Two states, the smaller number first.
pub(super) type Pair = (u16, u16);

/// The obligations between two states in a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Promises {
    pub(super) defense: bool,
    pub(super) offense: bool,
    pub(super) neutral: bool,
    pub(super) nonaggression: bool,
    pub(super) consultation: bool,
}

impl Promises {
    /// The kind of pact that stands for them: the strongest, since it holds what is weaker.
    pub(super) fn kind(self) -> Option<PactKind> {
        if self.defense {
            Some(PactKind::Defensive)
        } else if self.offense {
            Some(PactKind::Offensive)
        } else if self.neutral || self.nonaggression {
            Some(PactKind::Neutrality)
        } else {
            self.consultation.then_some(PactKind::Entente)
        }
    }

    /// Those that both years have.
    pub(super) fn and(self, other: Self) -> Self {
        Self {
            defense: self.defense && other.defense,
            offense: self.offense && other.offense,
            neutral: self.neutral && other.neutral,
            nonaggression: self.nonaggression && other.nonaggression,
            consultation: self.consultation && other.consultation,
        }
    }
}

/// The file.
#[derive(Debug)]
pub(super) struct Ties {
    pub(super) of: BTreeMap<Pair, BTreeMap<i16, Promises>>,
    pub(super) years: BTreeSet<i16>,
    pub(super) sheet: Sheet,
}

impl Ties {
    pub(super) fn read(input: &Input, faults: &mut Faults) -> Option<Self> {
        let sheet = Sheet::read(&ALLIANCES, input, faults)?;
        let mut of: BTreeMap<Pair, BTreeMap<i16, Promises>> = BTreeMap::new();
        let mut rows: BTreeMap<(u16, u16, i16), u64> = BTreeMap::new();
        for row in sheet.rows() {
            let (a, b) = (row.code("ccode1", faults), row.code("ccode2", faults));
            let year = row.year("year", faults);
            let columns = ["atop_defense", "atop_offense", "atop_neutral", "atop_nonagg", "atop_consul"];
            let [defense, offense, neutral, nonaggression, consultation] =
                columns.map(|column| row.flag(column, faults).unwrap_or_default());
            let (Some(a), Some(b), Some(year)) = (a, b, year) else { continue };
            if a == b {
                faults.push(row.fault("ccode2", format!("state {a} is paired with itself")));
                continue;
            }
            if let Some(first) = rows.insert((a, b, year), row.number) {
                faults.push(
                    row.fault("year", format!("{a} and {b} in {year} stand in row {first} too"))
                        .help("leave one of the two rows; one row a pair and year is expected"),
                );
                continue;
            }
            let promises = Promises { defense, offense, neutral, nonaggression, consultation };
            // Files of directed pairs have each pair in both orders: they must agree.
            let before = of.entry((a.min(b), a.max(b))).or_default().insert(year, promises);
            if before.is_some_and(|before| before != promises) {
                let first = rows.get(&(b, a, year)).copied().unwrap_or_default();
                faults.push(
                    row.fault(
                        "ccode1",
                        format!("{a} and {b} in {year} have other promises than in row {first}"),
                    )
                    .help("pairs are undirected: both orders must say the same, or one be left out"),
                );
            }
        }
        let years = of.values().flat_map(|years| years.keys().copied()).collect();
        Some(Self { of, years, sheet })
    }
}
