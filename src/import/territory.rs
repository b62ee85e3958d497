//! Territory: whose land each province is at the start, and where capitals lie.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use super::capitals::Capitals;
use super::lands::{Home, held, home};
use super::members::Spell;
use super::report::{Report, Topic};
use crate::world::{GeoPoint, Geography, RegionId, Regions};

/// How far a colony may lie from the nearest capital to count as near, in kilometres.
const NEAR_KM: f64 = 1500.0;

/// How far a capital may lie from its state's land, where the outlines of the map are too plain.
const CAPITAL_KM: f64 = 60.0;

/// Which colonies, mandates, protectorates and occupied lands are shown as their holders' land.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colonies {
    /// All of them.
    All,
    /// Those within 1,500 km of the capital of some state of the setup.
    Near,
    /// None.
    None,
}

impl FromStr for Colonies {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "all" => Ok(Self::All),
            "near" => Ok(Self::Near),
            "none" => Ok(Self::None),
            _ => Err("expected all, near or none".into()),
        }
    }
}

impl fmt::Display for Colonies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::All => "all",
            Self::Near => "near",
            Self::None => "none",
        })
    }
}

/// By what right a province is whose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Claim {
    /// The table of owners says so.
    Owners,
    /// It is part of the home country.
    Home,
    /// It is held besides.
    Held,
}

/// Provinces with whose they are, and by what right.
type Division = BTreeMap<RegionId, (u16, Claim)>;

/// Whose the provinces were on 1 January of a year by the table of lands, among some members of the state system; and
/// where two were at home in one, who has it and who has not.
fn division(year: i16, regions: &Regions, members: &[u16]) -> (Division, Vec<(RegionId, u16, u16)>) {
    let mut claims: BTreeMap<RegionId, (u16, bool)> = BTreeMap::new();
    let mut disputes = Vec::new();
    for code in members {
        let Home::Land(land) = home(*code, year, regions) else { continue };
        for (region, by_code) in land {
            let Some((other, others)) = claims.get(&region).copied() else {
                claims.insert(region, (*code, by_code));
                continue;
            };
            if by_code && !others {
                claims.insert(region, (*code, true));
                disputes.push((region, *code, other));
            } else {
                disputes.push((region, other, *code));
            }
        }
    }
    let mut owner: Division =
        claims.into_iter().map(|(region, (code, _))| (region, (code, Claim::Home))).collect();
    for (code, land) in held(year, regions).into_iter().filter(|(code, _)| members.contains(code)) {
        for region in land {
            owner.entry(region).or_insert((code, Claim::Held));
        }
    }
    (owner, disputes)
}

/// Who held some provinces on 1 January of a year by the table of lands, among some members: whoever held most first.
pub(super) fn holders(year: i16, regions: &Regions, members: &[u16], land: &[RegionId]) -> Vec<u16> {
    let (owner, _) = division(year, regions, members);
    let mut counts: BTreeMap<u16, usize> = BTreeMap::new();
    for (code, _) in land.iter().filter_map(|region| owner.get(region)) {
        *counts.entry(*code).or_default() += 1;
    }
    let mut holders: Vec<(u16, usize)> = counts.into_iter().collect();
    holders.sort_by_key(|(code, count)| (std::cmp::Reverse(*count), *code));
    holders.into_iter().map(|(code, _)| code).collect()
}

/// A state's land and seat.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Seat {
    pub(super) capital_name: String,
    pub(super) capital: GeoPoint,
    pub(super) region: RegionId,
    /// In order of number.
    pub(super) land: Vec<RegionId>,
    /// The part of it that is no colony.
    pub(super) home: BTreeSet<RegionId>,
}

/// What the land is divided by.
pub(super) struct Claims<'a> {
    pub(super) year: i16,
    pub(super) geography: &'a Geography,
    /// All members of the state system on the day, in order of number.
    pub(super) members: &'a [&'a Spell],
    /// Those that are asked for.
    pub(super) chosen: &'a [&'a Spell],
    pub(super) capitals: &'a Capitals,
    pub(super) owners: BTreeMap<RegionId, Option<u16>>,
    pub(super) colonies: Colonies,
}

impl Claims<'_> {
    /// A state's id.
    fn id(&self, code: u16) -> &str {
        self.members.iter().find(|spell| spell.code == code).map_or("?", |spell| spell.id.as_str())
    }

    /// A few provinces by code and name, for lists.
    fn listed(&self, regions: impl IntoIterator<Item = RegionId>) -> String {
        let named = |region: RegionId| {
            let region = &self.geography.regions[region];
            format!("{} {}", region.code, region.name)
        };
        regions.into_iter().map(named).collect::<Vec<_>>().join(", ")
    }

    /// Divides the land. States that end up without any are left out; the report says which, and why.
    pub(super) fn divide(mut self, report: &mut Report) -> BTreeMap<u16, Seat> {
        let regions = &self.geography.regions;
        let codes: Vec<u16> = self.members.iter().map(|spell| spell.code).collect();
        let (mut owner, disputes) = division(self.year, regions, &codes);
        for (region, has, lacks) in disputes {
            let (has, lacks) = (self.id(has), self.id(lacks));
            let words = format!("{} is at home in both {has} and {lacks}: {has}'s", self.listed([region]));
            report.note(Topic::Land, words);
        }
        let too_small: BTreeSet<u16> =
            codes.into_iter().filter(|code| home(*code, self.year, regions) == Home::TooSmall).collect();
        for (region, to) in std::mem::take(&mut self.owners) {
            match to {
                Some(code) => _ = owner.insert(region, (code, Claim::Owners)),
                None => _ = owner.remove(&region),
            }
        }
        let seats = self.seat(&mut owner, &too_small, report);
        self.gather(&owner, seats, report)
    }

    /// Finds the province of each capital; takes it from another's land where the state has none near it.
    fn seat(
        &self,
        owner: &mut Division,
        too_small: &BTreeSet<u16>,
        report: &mut Report,
    ) -> BTreeMap<u16, (String, GeoPoint, RegionId)> {
        let shapes = &self.geography.shapes;
        let mut seats: BTreeMap<u16, (String, GeoPoint, RegionId)> = BTreeMap::new();
        let mut taken: BTreeSet<RegionId> = BTreeSet::new();
        // States whose capital lies in their own land come first, so that nobody takes it from them.
        let mut waiting = Vec::new();
        for spell in self.chosen {
            let Some((capital, now)) = self.capitals.of(spell.code, crate::import::new_year(self.year))
            else {
                report.note(
                    Topic::LeftOut,
                    format!("{} {}: the file of capitals has no row for it", spell.id, spell.name),
                );
                continue;
            };
            if !now {
                report.note(
                    Topic::Imputed,
                    format!("capital of {}: {}, which the file has for another time", spell.id, capital.name),
                );
            }
            let at = shapes.locate(capital.point);
            let own = |region: &RegionId| owner.get(region).is_some_and(|(code, _)| *code == spell.code);
            match at.filter(own).filter(|region| !taken.contains(region)) {
                Some(region) => {
                    taken.insert(region);
                    seats.insert(spell.code, (capital.name.clone(), capital.point, region));
                }
                None => waiting.push((*spell, capital, at)),
            }
        }
        for (spell, capital, at) in waiting {
            let free = |region: &RegionId| !taken.contains(region);
            let lands = owner.iter().filter(|(_, (code, _))| *code == spell.code).map(|(region, _)| *region);
            let near = lands.filter(free).map(|region| (region, self.km_to(capital.point, region)));
            let near = near.min_by(|a, b| a.1.total_cmp(&b.1));
            let at = at.or_else(|| {
                shapes.nearest(capital.point).filter(|(_, km)| *km <= CAPITAL_KM).map(|(region, _)| region)
            });
            let foreign = at.filter(free).filter(|_| !too_small.contains(&spell.code));
            let seat = match (near, foreign) {
                (Some((region, km)), _) if km <= CAPITAL_KM => Some(region),
                (_, Some(region)) => {
                    let from = owner.insert(region, (spell.code, Claim::Home)).map_or_else(
                        || "land that was nobody's".to_owned(),
                        |(code, _)| format!("land that the table gives {}", self.id(code)),
                    );
                    report.note(
                        Topic::Land,
                        format!(
                            "{} is {}'s, whose capital lies there: {from}",
                            self.listed([region]),
                            spell.id
                        ),
                    );
                    Some(region)
                }
                (Some((region, km)), None) => {
                    report.note(
                        Topic::Land,
                        format!(
                            "{} of {} is put in {}, {km:.0} km off: it is not in its land",
                            capital.name,
                            spell.id,
                            self.listed([region])
                        ),
                    );
                    Some(region)
                }
                (None, None) => None,
            };
            match seat {
                Some(region) => {
                    taken.insert(region);
                    seats.insert(spell.code, (capital.name.clone(), capital.point, region));
                }
                None => {
                    let where_to =
                        at.map(|region| format!(": {} lies in {}", capital.name, self.listed([region])));
                    report.note(
                        Topic::LeftOut,
                        format!(
                            "{} {}: no province of its own on the map{}",
                            spell.id,
                            spell.name,
                            where_to.unwrap_or_default()
                        ),
                    );
                }
            }
        }
        seats
    }

    /// How far a point is from a province, about: to the nearest corner of its outline; nought within.
    fn km_to(&self, point: GeoPoint, region: RegionId) -> f64 {
        let shapes = &self.geography.shapes;
        if shapes.locate(point) == Some(region) {
            return 0.0;
        }
        let rings = shapes.polygons(region).iter().flat_map(|polygon| &polygon.rings);
        let corners = rings.flat_map(|ring| shapes.ring_points(ring));
        corners.map(|[lon, lat]| point.distance_km(GeoPoint { lat, lon })).fold(f64::INFINITY, f64::min)
    }

    /// Gathers the land of those that have a seat, and tells what is nobody's.
    fn gather(
        &self,
        owner: &Division,
        seats: BTreeMap<u16, (String, GeoPoint, RegionId)>,
        report: &mut Report,
    ) -> BTreeMap<u16, Seat> {
        let regions = &self.geography.regions;
        let mut found: BTreeMap<u16, Seat> = seats
            .iter()
            .map(|(code, (name, point, region))| {
                let seat = Seat {
                    capital_name: name.clone(),
                    capital: *point,
                    region: *region,
                    land: Vec::new(),
                    home: BTreeSet::new(),
                };
                (*code, seat)
            })
            .collect();
        let near = |region: RegionId| {
            seats.values().any(|(_, point, _)| point.distance_km(regions[region].point) <= NEAR_KM)
        };
        let (mut colonies, mut beyond, mut nobodys) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        for (region, about) in regions.iter() {
            let Some((code, claim)) = owner.get(&region).copied() else {
                *nobodys.entry(about.country.as_str()).or_insert(0) += 1;
                continue;
            };
            let Some(seat) = found.get_mut(&code) else {
                *beyond.entry(self.id(code)).or_insert(0) += 1;
                continue;
            };
            let shown = match self.colonies {
                _ if claim != Claim::Held || region == seat.region => true,
                Colonies::All => true,
                Colonies::Near => near(region),
                Colonies::None => false,
            };
            if !shown {
                colonies.entry(self.id(code)).or_insert_with(BTreeSet::new).insert(about.country.as_str());
                continue;
            }
            seat.land.push(region);
            if claim != Claim::Held {
                seat.home.insert(region);
            }
        }
        for (id, countries) in colonies {
            let countries: Vec<&str> = countries.into_iter().collect();
            report.note(
                Topic::Land,
                format!(
                    "colonies of {id} left out as nobody's land, wholly or in part: {}",
                    countries.join(", ")
                ),
            );
        }
        if !nobodys.is_empty() {
            let listed: Vec<String> =
                nobodys.iter().map(|(country, count)| format!("{country} ({count})")).collect();
            report.note(
                Topic::Land,
                format!(
                    "provinces that no member of the state system held, by modern country: {}",
                    listed.join(", ")
                ),
            );
        }
        if !beyond.is_empty() {
            let listed: Vec<String> = beyond.iter().map(|(id, count)| format!("{id} ({count})")).collect();
            report.note(
                Topic::Land,
                format!("provinces of states that are not in, nobody's here: {}", listed.join(", ")),
            );
        }
        found
    }
}
