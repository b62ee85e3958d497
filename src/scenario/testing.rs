//! A small map made by hand, with codes and countries as on the real one.

use std::sync::Arc;

use super::read::read_on;
use super::{Diagnostics, Scenario};
use crate::world::{Arc as Line, ArcRef, GeoPoint, Geography, Polygon, Region, RegionId, Regions, Shapes};

/// Six provinces of one degree each in a row on the equator, from 0 degrees east: Berlin with Brandenburg,
/// Bavaria, Masovia, Lower Silesia, Paris and Brittany.
pub(super) fn small_map() -> Geography {
    let provinces = [
        ("DE-BE", "DEU", &["DE-BE", "DE-BB"][..]),
        ("DE-BY", "DEU", &["DE-BY"]),
        ("PL-MZ", "POL", &["PL-MZ"]),
        ("PL-DS", "POL", &["PL-DS"]),
        ("FR-IDF", "FRA", &["FR-IDF"]),
        ("FR-BRE", "FRA", &["FR-BRE"]),
    ];
    let region = |(index, (code, country, members)): (usize, &(&str, &str, &[&str]))| Region {
        code: (*code).to_owned(),
        name: (*code).to_owned(),
        country: (*country).to_owned(),
        members: members.iter().map(|member| (*member).to_owned()).collect(),
        area: 12_000.0,
        point: GeoPoint { lat: 0.5, lon: index as f64 + 0.5 },
        coast: true,
        land: Vec::new(),
        sea: Vec::new(),
    };
    let outline = |index: usize| {
        let west = index as f64;
        let points = vec![[west, 0.0], [west + 1.0, 0.0], [west + 1.0, 1.0], [west, 1.0], [west, 0.0]];
        Line { points, sides: (RegionId(index as u32), None) }
    };
    let square =
        |index: usize| vec![Polygon { rings: vec![vec![ArcRef { arc: index as u32, reversed: false }]] }];
    Geography {
        regions: Regions::new(provinces.iter().enumerate().map(region).collect()),
        shapes: Shapes::new((0..6).map(outline).collect(), (0..6).map(square).collect()),
    }
}

/// Reads a text on the small map, whatever map it asks for.
pub(super) fn read_small(text: &str) -> Result<Scenario, Diagnostics> {
    read_on("small.ron", text, |_| Arc::new(small_map()))
}
