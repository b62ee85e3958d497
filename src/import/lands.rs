//! Lands: whose home and whose colony each province was in a year, by the table that comes with the program.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::world::{RegionId, Regions};

/// A line of the table.
#[derive(Debug, PartialEq, Eq)]
struct Line {
    home: bool,
    code: u16,
    from: i16,
    until: i16,
    countries: Vec<&'static str>,
    provinces: Vec<&'static str>,
    except: Vec<&'static str>,
}

/// The lines of the table. A line that cannot be read is left out; a test sees to it that there is none.
static TABLE: LazyLock<Vec<Line>> =
    LazyLock::new(|| include_str!("../../assets/import/lands.txt").lines().filter_map(line).collect());

fn line(text: &'static str) -> Option<Line> {
    let (head, land) = text.split('#').next()?.split_once(':')?;
    let mut words = head.split_whitespace();
    let home = match words.next()? {
        "home" => true,
        "held" => false,
        _ => return None,
    };
    let code = words.next()?.parse().ok()?;
    let years = words.next().unwrap_or("-");
    let (from, until) = years.split_once('-').unwrap_or((years, years));
    let bound =
        |text: &str, otherwise: i16| if text.is_empty() { Some(otherwise) } else { text.parse().ok() };
    let mut line = Line {
        home,
        code,
        from: bound(from, i16::MIN)?,
        until: bound(until, i16::MAX)?,
        countries: Vec::new(),
        provinces: Vec::new(),
        except: Vec::new(),
    };
    for word in land.split_whitespace() {
        match word.strip_prefix('-') {
            Some(code) => line.except.push(code),
            None if word.len() == 3 => line.countries.push(word),
            None => line.provinces.push(word),
        }
    }
    Some(line)
}

impl Line {
    fn in_force(&self, year: i16) -> bool {
        (self.from..=self.until).contains(&year)
    }

    /// The provinces it names, and whether by their own codes.
    fn land(&self, regions: &Regions) -> BTreeMap<RegionId, bool> {
        let except: Vec<RegionId> = self.except.iter().filter_map(|code| regions.find(code)).collect();
        let mut land: BTreeMap<RegionId, bool> = regions
            .iter()
            .filter(|(_, region)| self.countries.contains(&region.country.as_str()))
            .map(|(id, _)| (id, false))
            .collect();
        land.retain(|id, _| !except.contains(id));
        land.extend(self.provinces.iter().filter_map(|code| regions.find(code)).map(|id| (id, true)));
        land
    }
}

/// What is known of a state's home.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Home {
    /// These provinces, and whether by their own codes.
    Land(BTreeMap<RegionId, bool>),
    /// It is too small for the map.
    TooSmall,
    /// Nothing.
    Unknown,
}

/// A state's home on 1 January of a year.
pub(super) fn home(code: u16, year: i16, regions: &Regions) -> Home {
    match TABLE.iter().find(|line| line.home && line.code == code && line.in_force(year)) {
        None => Home::Unknown,
        Some(line) => {
            let land = line.land(regions);
            if land.is_empty() { Home::TooSmall } else { Home::Land(land) }
        }
    }
}

/// Who held provinces that were nobody's home, on 1 January of a year, in the order of the table.
pub(super) fn held(year: i16, regions: &Regions) -> Vec<(u16, Vec<RegionId>)> {
    let lines = TABLE.iter().filter(|line| !line.home && line.in_force(year));
    lines.map(|line| (line.code, line.land(regions).into_keys().collect())).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::world::real;

    #[test]
    fn every_line_can_be_read_and_names_land_that_is_there() {
        let text = include_str!("../../assets/import/lands.txt");
        let lines = text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
        let map = real::provinces();
        let countries: BTreeSet<&str> =
            map.regions.iter().map(|(_, region)| region.country.as_str()).collect();
        for text in lines {
            let line = line(text).unwrap_or_else(|| panic!("{text}"));
            assert!(line.from <= line.until, "{text}");
            assert!(line.countries.iter().all(|code| countries.contains(code)), "{text}");
            let mut codes = line.provinces.iter().chain(&line.except);
            assert!(codes.all(|code| map.regions.find(code).is_some()), "{text}");
            let of = |code: &str| map.regions.find(code).map(|id| map.regions[id].country.clone());
            for code in &line.except {
                assert!(of(code).is_some_and(|it| line.countries.contains(&it.as_str())), "{code} in {text}");
            }
            for code in &line.provinces {
                assert!(
                    of(code).is_some_and(|it| !line.countries.contains(&it.as_str())),
                    "{code} in {text}"
                );
            }
        }
    }

    #[test]
    fn a_state_has_one_home_in_a_year() {
        for year in 1816..=2025 {
            let mut seen = BTreeSet::new();
            for line in TABLE.iter().filter(|line| line.home && line.in_force(year)) {
                assert!(seen.insert(line.code), "state {} has two homes in {year}", line.code);
            }
        }
    }

    #[test]
    fn the_table_agrees_with_the_setups_that_were_made_by_hand() {
        use crate::scenario::{self, builtin};
        let map = real::provinces();
        for (setup, year) in [(builtin::EUROPE_1936, 1936), (builtin::EUROPE_1914, 1914)] {
            let scenario = scenario::read(setup.name, setup.text).expect("it is valid");
            let mut wrong = Vec::new();
            for state in scenario.states.iter().filter(|state| state.id != "MNG" || year != 1914) {
                let Some(Home::Land(land)) = state.cow.map(|code| home(code, year, &map.regions)) else {
                    continue;
                };
                for region in land.keys().filter(|region| !state.territory.contains(region)) {
                    wrong.push(format!("{} {}", state.id, map.regions[*region].code));
                }
            }
            assert!(wrong.is_empty(), "{year}: {wrong:?}");
        }
    }
}
