//! Capitals, when and where.

use jiff::civil::Date;

use super::kinds::CAPITALS;
use super::sheet::Sheet;
use super::{Faults, Input};
use crate::world::GeoPoint;

/// A capital in a time.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Capital {
    pub(super) code: u16,
    pub(super) name: String,
    pub(super) point: GeoPoint,
    from: Date,
    until: Date,
    row: u64,
}

/// The file.
#[derive(Debug)]
pub(super) struct Capitals {
    list: Vec<Capital>,
    pub(super) sheet: Sheet,
}

impl Capitals {
    pub(super) fn read(input: &Input, faults: &mut Faults) -> Option<Self> {
        let sheet = Sheet::read(&CAPITALS, input, faults)?;
        let mut list: Vec<Capital> = Vec::with_capacity(sheet.len());
        for row in sheet.rows() {
            let code = row.code("ccode", faults);
            let name = row.text("capital", "a name", faults);
            let (from, until) = (row.date("stdate", faults), row.date("enddate", faults));
            let (lat, lon) = (row.coordinate("lat", 90.0, faults), row.coordinate("lng", 180.0, faults));
            let (Some(code), Some(name), Some(from), Some(until)) = (code, name, from, until) else {
                continue;
            };
            let (Some(lat), Some(lon)) = (lat, lon) else { continue };
            if until < from {
                faults.push(row.fault("enddate", format!("it ends on {until}, before it begins on {from}")));
            }
            if let Some(other) =
                list.iter().find(|it| it.code == code && it.from <= until && from <= it.until)
            {
                faults.push(
                    row.fault(
                        "ccode",
                        format!("state {code} has two capitals at a time: row {} too", other.row),
                    )
                    .help("leave one of the two rows, or mend their dates"),
                );
            }
            list.push(Capital {
                code,
                name: name.into(),
                point: GeoPoint { lat, lon },
                from,
                until,
                row: row.number,
            });
        }
        Some(Self { list, sheet })
    }

    /// A state's capital on a day; else the one nearest in time before it, else the first after.
    pub(super) fn of(&self, code: u16, date: Date) -> Option<(&Capital, bool)> {
        let of = || self.list.iter().filter(|it| it.code == code);
        let now = of().find(|it| it.from <= date && date <= it.until).map(|it| (it, true));
        let before = || of().filter(|it| it.until < date).max_by_key(|it| it.until);
        let after = || of().min_by_key(|it| it.from);
        now.or_else(|| before().or_else(after).map(|it| (it, false)))
    }

    /// How many rows there are of a state.
    pub(super) fn rows_of(&self, code: u16) -> usize {
        self.list.iter().filter(|it| it.code == code).count()
    }

    /// The states that have rows.
    pub(super) fn codes(&self) -> impl Iterator<Item = u16> {
        self.list.iter().map(|it| it.code)
    }
}
