//! Selectors for a territory that was made by hand: as a person would write it, by country, by glob, by exception.

use std::collections::{BTreeMap, BTreeSet};

use super::Selector;
use super::territory::Atlas;
use crate::world::RegionId;

/// How many provinces a glob must stand for to be worth reading.
const WORTHWHILE: usize = 3;

impl Atlas<'_> {
    /// Selectors that stand for just these provinces, which are in order of number: whole countries, those that lack
    /// a few provinces, globs, and single codes. The country of `first` comes first.
    pub(super) fn describe(&self, territory: &[RegionId], first: RegionId) -> Vec<Selector> {
        let mut held: BTreeMap<&str, Vec<RegionId>> = BTreeMap::new();
        for id in territory {
            held.entry(self.regions[*id].country.as_str()).or_default().push(*id);
        }
        let mut left: BTreeSet<RegionId> = territory.iter().copied().collect();
        let mut countries: Vec<(&str, usize)> = Vec::new();
        let mut missing: Vec<RegionId> = Vec::new();
        for (country, mine) in &held {
            let Some(all) = self.countries.get(country) else { continue };
            let lacking: Vec<RegionId> = all.iter().filter(|id| !mine.contains(id)).copied().collect();
            // One exception for every two provinces is the most that is shorter than a list.
            if all.len() < 2 || lacking.len() * 2 > mine.len() {
                continue;
            }
            countries.push((country, mine.len()));
            missing.extend(lacking);
            left.retain(|id| !mine.contains(id));
        }
        let home = self.regions[first].country.as_str();
        countries.sort_by_key(|(country, count)| (*country != home, std::cmp::Reverse(*count)));
        let mut selectors: Vec<Selector> =
            countries.into_iter().map(|(country, _)| Selector::Country(country.to_owned())).collect();
        selectors.extend(self.globs(territory, left));
        if !missing.is_empty() {
            let codes = missing.iter().map(|id| Selector::Code(self.regions[*id].code.clone()));
            selectors.push(Selector::Except(codes.collect()));
        }
        if self.territory(&selectors) == territory {
            return selectors;
        }
        territory.iter().map(|id| Selector::Code(self.regions[*id].code.clone())).collect()
    }

    /// The provinces that are left, by globs that name nothing outside the territory, and by code.
    fn globs(&self, territory: &[RegionId], mut left: BTreeSet<RegionId>) -> Vec<Selector> {
        let mut found = Vec::new();
        while let Some(id) = left.first().copied() {
            let code = self.regions[id].code.as_str();
            let ends = code.char_indices().map(|(end, _)| end).skip(1);
            let glob = ends.into_iter().find_map(|end| {
                let within = self.within(&code[..end], territory)?;
                let fresh = within.iter().filter(|id| left.contains(id)).count();
                (fresh >= WORTHWHILE).then_some((end, within))
            });
            match glob {
                Some((end, within)) => {
                    found.push(Selector::Code(format!("{}*", &code[..end])));
                    left.retain(|id| !within.contains(id));
                }
                None => {
                    found.push(Selector::Code(code.to_owned()));
                    left.remove(&id);
                }
            }
        }
        found
    }

    /// What has a code that begins like this, if all of it lies within a territory.
    fn within(&self, prefix: &str, territory: &[RegionId]) -> Option<BTreeSet<RegionId>> {
        let start = self.codes.partition_point(|(code, _)| *code < prefix);
        let alike = self.codes[start..].iter().take_while(|(code, _)| code.starts_with(prefix));
        alike.map(|(_, id)| territory.binary_search(id).is_ok().then_some(*id)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::testing::small_map;
    use crate::world::real;

    fn told(codes: &[&str]) -> String {
        let map = small_map();
        let mut ids: Vec<RegionId> =
            codes.iter().map(|code| map.regions.find(code).expect("on the map")).collect();
        let first = ids[0];
        ids.sort_unstable();
        format!("{:?}", Atlas::new(&map.regions).describe(&ids, first))
    }

    #[test]
    fn whole_countries_are_named() {
        assert_eq!(told(&["PL-MZ", "PL-DS"]), r#"[Country("POL")]"#);
        assert_eq!(told(&["PL-MZ", "PL-DS", "DE-BE"]), r#"[Country("POL"), Code("DE-BE")]"#);
        assert_eq!(told(&["DE-BE", "DE-BY", "PL-MZ", "PL-DS"]), r#"[Country("DEU"), Country("POL")]"#);
    }

    #[test]
    fn a_few_exceptions_are_named_and_every_territory_is_found_again() {
        let map = real::provinces();
        let atlas = Atlas::new(&map.regions);
        let of = |country: &str, but: &[&str]| -> Vec<RegionId> {
            let all = map.regions.iter().filter(|(_, region)| region.country == country);
            all.filter(|(_, region)| !but.contains(&region.code.as_str())).map(|(id, _)| id).collect()
        };
        let poland = of("POL", &["PL-DS", "PL-OP"]);
        let selectors = atlas.describe(&poland, poland[0]);
        assert_eq!(atlas.territory(&selectors), poland);
        assert!(matches!(&selectors[..], [Selector::Country(_), Selector::Except(list)] if list.len() == 2));
        // Whatever is painted is found again.
        for step in [2, 3, 7, 50] {
            let some: Vec<RegionId> = map.regions.iter().map(|(id, _)| id).step_by(step).collect();
            assert_eq!(atlas.territory(&atlas.describe(&some, some[0])), some);
        }
    }

    #[test]
    fn neighbouring_codes_become_a_glob() {
        let recipe = crate::world::generated::Recipe { regions: 40, seed: 1, land: 1.0 };
        let map = crate::world::generated::generate(&recipe);
        let atlas = Atlas::new(&map.regions);
        let ids = |numbers: &[u32]| -> Vec<RegionId> {
            numbers.iter().filter_map(|number| map.regions.find(&format!("R{number:04}"))).collect()
        };
        let tens = ids(&[3, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
        let codes = atlas.describe(&tens, tens[0]);
        assert_eq!(codes, [Selector::Code("R0003".into()), Selector::Code("R001*".into())]);
        let all: Vec<RegionId> = map.regions.iter().map(|(id, _)| id).collect();
        assert_eq!(atlas.describe(&all, all[0]), [Selector::Code("R*".into())]);
    }
}
