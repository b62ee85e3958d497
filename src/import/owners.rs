//! A table of owners: whose land each province is, where somebody knows better.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::kinds::OWNERS;
use super::members::Members;
use super::sheet::Sheet;
use super::{Faults, Input};
use crate::scenario::nearest;
use crate::world::{RegionId, Regions};

/// The file.
#[derive(Debug)]
pub(super) struct Owners {
    rows: Vec<Owned>,
    pub(super) sheet: Sheet,
}

/// A row: whose land a province is, in which years.
#[derive(Debug)]
struct Owned {
    province: String,
    owner: String,
    years: Option<(i16, i16)>,
    row: u64,
}

impl Owners {
    pub(super) fn read(input: &Input, faults: &mut Faults) -> Option<Self> {
        let sheet = Sheet::read(&OWNERS, input, faults)?;
        let mut rows = Vec::with_capacity(sheet.len());
        for row in sheet.rows() {
            let province = row.text("province", "the code of a province such as DE-BE", faults);
            let bound = |column: &str, other: i16, faults: &mut Faults| {
                if row.has(column) && !row.any_text(column).is_empty() {
                    row.year(column, faults)
                } else {
                    Some(other)
                }
            };
            let years = bound("from", i16::MIN, faults).zip(bound("until", i16::MAX, faults));
            let Some(province) = province else { continue };
            rows.push(Owned {
                province: province.into(),
                owner: row.any_text("owner").into(),
                years,
                row: row.number,
            });
        }
        Some(Self { rows, sheet })
    }

    /// Whose land provinces are in a year; `None` for nobody's.
    pub(super) fn on(
        &self,
        date: Date,
        regions: &Regions,
        members: &Members,
        faults: &mut Faults,
    ) -> BTreeMap<RegionId, Option<u16>> {
        let now = members.on(date);
        let mut found: BTreeMap<RegionId, (Option<u16>, u64)> = BTreeMap::new();
        for (row, owned) in self.sheet.rows().zip(&self.rows) {
            let Some(region) = regions.find(&owned.province) else {
                let near = nearest(&owned.province, regions.codes().map(|(code, _)| code));
                let help = near.map_or_else(
                    || "provinces are named by codes such as DE-BE".to_owned(),
                    |near| format!("did you mean {near}?"),
                );
                let message = format!("there is no province \"{}\" on the map", owned.province);
                faults.push(row.fault("province", message).help(help));
                continue;
            };
            let text = owned.owner.as_str();
            let nobody = ["", "0", "none", "nobody"].iter().any(|word| text.eq_ignore_ascii_case(word));
            let known = members
                .spells
                .iter()
                .find(|spell| spell.id.eq_ignore_ascii_case(text) || spell.code.to_string() == text);
            if !nobody && known.is_none() {
                let near = nearest(text, members.spells.iter().map(|spell| spell.id.as_str()));
                let help = near.map_or_else(
                    || {
                        "an owner is an abbreviation or a number of the membership file, or blank for nobody"
                            .to_owned()
                    },
                    |near| format!("did you mean {near}?"),
                );
                faults.push(
                    row.fault("owner", format!("the membership file has no state \"{text}\"")).help(help),
                );
                continue;
            }
            if !owned.years.is_some_and(|(from, until)| (from..=until).contains(&date.year())) {
                continue;
            }
            let member =
                known.map(|known| known.code).filter(|code| now.iter().any(|spell| spell.code == *code));
            if let (Some(known), None) = (known, member) {
                faults.push(
                    row.fault("owner", format!("{} is no member of the state system on {date}", known.id))
                        .help("name a member, or leave the cell blank for land that nobody holds"),
                );
                continue;
            }
            let earlier = found.insert(region, (member, owned.row));
            if let Some((_, first)) = earlier.filter(|(owner, _)| *owner != member) {
                let message = format!("province {} is another's in row {first}", regions[region].code);
                faults.push(row.fault("province", message).help("a province has one owner in a year"));
            }
        }
        found.into_iter().map(|(region, (owner, _))| (region, owner)).collect()
    }
}
