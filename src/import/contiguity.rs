//! Direct contiguity: which pairs of states touched, by land or across how much water, and when.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::kinds::CONTIGUITY;
use super::sheet::Sheet;
use super::{Faults, Input};

/// How two states touch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// By land or a river: type 1.
    Land,
    /// Across up to 12 miles of water: type 2.
    Miles12,
    /// Up to 24 miles: type 3.
    Miles24,
    /// Up to 150 miles: type 4.
    Miles150,
    /// Up to 400 miles: type 5.
    Miles400,
}

impl Reach {
    const ALL: [Self; 5] = [Self::Land, Self::Miles12, Self::Miles24, Self::Miles150, Self::Miles400];

    /// The type by which the file names it, 1 to 5.
    pub fn number(self) -> u8 {
        self as u8 + 1
    }
}

/// A time in which two states touched.
#[derive(Debug, Clone, Copy)]
struct Spell {
    pair: (u16, u16),
    /// `None` for type 0: a time in which they did not touch, which some files write out.
    reach: Option<Reach>,
    from: Date,
    until: Date,
}

/// The contiguity of all pairs of states through time, by Correlates of War number.
#[derive(Debug)]
pub struct Contiguity {
    spells: Vec<Spell>,
    pub(super) sheet: Sheet,
}

impl Contiguity {
    /// Reads the file. Pairs may stand in either order, or in both.
    ///
    /// # Errors
    /// All that is wrong with it, each with row and column.
    pub fn read(input: &Input) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        match Self::read_into(input, &mut faults) {
            Some(contiguity) if faults.is_empty() => Ok(contiguity),
            _ => Err(faults),
        }
    }

    pub(super) fn read_into(input: &Input, faults: &mut Faults) -> Option<Self> {
        let sheet = Sheet::read(&CONTIGUITY, input, faults)?;
        let mut spells = Vec::with_capacity(sheet.len());
        for row in sheet.rows() {
            let (a, b) = (row.code("ccode1", faults), row.code("ccode2", faults));
            let kind = row.whole("conttype", 0, 5, "a type of contiguity", faults);
            let (from, until) = (row.date("stdate", faults), row.date("enddate", faults));
            let (Some(a), Some(b), Some(kind), Some(from), Some(until)) = (a, b, kind, from, until) else {
                continue;
            };
            if a == b {
                faults.push(row.fault("ccode2", format!("state {a} is paired with itself")));
                continue;
            }
            if until < from {
                faults.push(row.fault("enddate", format!("it ends on {until}, before it begins on {from}")));
            }
            let reach = usize::try_from(kind - 1).ok().and_then(|place| Reach::ALL.get(place)).copied();
            spells.push(Spell { pair: (a.min(b), a.max(b)), reach, from, until });
        }
        Some(Self { spells, sheet })
    }

    /// How two states touched on a day, if they did: the nearest way, where there are several.
    pub fn between(&self, a: u16, b: u16, date: Date) -> Option<Reach> {
        let pair = (a.min(b), a.max(b));
        let now = self.spells.iter().filter(|it| it.pair == pair && it.from <= date && date <= it.until);
        now.filter_map(|it| it.reach).min()
    }

    /// All pairs that touched on a day, the smaller number first, each with the nearest way.
    pub fn on(&self, date: Date) -> BTreeMap<(u16, u16), Reach> {
        let mut pairs = BTreeMap::new();
        for spell in self.spells.iter().filter(|it| it.from <= date && date <= it.until) {
            let Some(now) = spell.reach else { continue };
            let reach: &mut Reach = pairs.entry(spell.pair).or_insert(now);
            *reach = (*reach).min(now);
        }
        pairs
    }

    /// How many rows speak of a day.
    pub(super) fn rows_on(&self, date: Date) -> impl Iterator<Item = (u16, u16)> {
        self.spells.iter().filter(move |it| it.from <= date && date <= it.until).map(|it| it.pair)
    }
}
