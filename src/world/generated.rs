//! Invented worlds, grown from a seed.
//!
//! Cells are scattered over a part of the sphere and evened out (`cells`), a relief says which of them
//! are land (`relief`), borders and coasts get their shape (`outlines`), straits and islands their
//! crossings (`crossings`), and regions their names (`names`). The same recipe gives the same world,
//! bit for bit, on every platform.

mod cells;
mod crossings;
mod names;
mod outlines;
mod relief;
mod vector;

use std::ops::RangeInclusive;

use rand_pcg::Pcg64Mcg;
use rand_pcg::rand_core::SeedableRng;

use self::cells::Cells;
use self::vector::Vector;
use super::sphere::EARTH_RADIUS_KM;
use super::{GeoPoint, Geography, Region, RegionId, Regions, Shapes};

/// What an invented world is made from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Recipe {
    /// Number of land regions, 1 to 20,000. Their mean area is about 100,000 square kilometres, less once
    /// the world would outgrow the Earth.
    pub regions: u32,
    /// Seed of everything that is left to chance. Any number.
    pub seed: u64,
    /// Share of the world's surface that is land, 0.05 to 1; the rest is sea.
    pub land: f64,
}

impl Recipe {
    /// Valid numbers of regions.
    pub const REGIONS: RangeInclusive<u32> = 1..=20_000;
    /// Valid shares of land.
    pub const LAND: RangeInclusive<f64> = 0.05..=1.0;

    /// The nearest recipe within the valid ranges.
    fn clamped(self) -> Self {
        let regions = self.regions.clamp(*Self::REGIONS.start(), *Self::REGIONS.end());
        // Also turns a share that is not a number into the smallest.
        let land = self.land.max(*Self::LAND.start()).min(*Self::LAND.end());
        Self { regions, land, ..self }
    }

    /// A generator for one purpose, so that a change in how one is served leaves the others alone.
    fn generator(&self, purpose: Purpose) -> Pcg64Mcg {
        Pcg64Mcg::seed_from_u64(vector::hash([self.seed, purpose as u64]))
    }
}

/// What random numbers are drawn for.
#[derive(Clone, Copy)]
enum Purpose {
    Sites = 1,
    Relief,
    Outlines,
    Names,
}

/// Grows the world of a recipe. Values out of range count as the nearest one in range.
pub fn generate(recipe: &Recipe) -> Geography {
    let recipe = recipe.clamped();
    let frame = Frame::new(&recipe);
    let cells = Cells::scatter(&frame, recipe.generator(Purpose::Sites));
    let land = Land::new(relief::choose_land(&cells, &frame, &recipe), &cells, &frame);
    let shapes = outlines::draw(&cells, &land, &frame, &recipe);
    let regions = describe(&cells, &land, &shapes, &frame, &recipe);
    Geography { regions: Regions::new(regions), shapes }
}

/// The part of the sphere that a world fills: a box of longitudes and latitudes around (0, 0), in radians.
struct Frame {
    /// Half the width.
    lon: f64,
    /// Half the height.
    lat: f64,
    /// Expected number of cells, land and sea.
    cells: f64,
    /// Square root of a cell's mean area.
    cell_size: f64,
}

impl Frame {
    /// Mean area of a region in square kilometres.
    const REGION_AREA: f64 = 100_000.0;
    /// Half width over half height of a world that does not reach the highest latitude.
    const ASPECT: f64 = 1.6;
    /// Cells on the frame stick out, so it stops a little short of 170 and 70 degrees.
    const MAX_LON: f64 = 166.0;
    const MAX_LAT: f64 = 68.0;

    fn new(recipe: &Recipe) -> Self {
        let cells = f64::from(recipe.regions) / recipe.land;
        let area = cells * Self::REGION_AREA / (EARTH_RADIUS_KM * EARTH_RADIUS_KM);
        let lat = Self::half_height(area);
        let lon = (area / (4.0 * libm::sin(lat))).min(Self::MAX_LON.to_radians());
        let cell_size = (4.0 * lon * libm::sin(lat) / cells).sqrt();
        Self { lon, lat, cells, cell_size }
    }

    /// Half the height of a box of the usual aspect with this area in steradians, found by bisection.
    fn half_height(area: f64) -> f64 {
        let (mut low, mut high) = (0.0, Self::MAX_LAT.to_radians());
        for _ in 0..60 {
            let middle = (low + high) / 2.0;
            if 4.0 * Self::ASPECT * middle * libm::sin(middle) < area { low = middle } else { high = middle }
        }
        high
    }

    /// How far out a point lies to the side and up or down: 0 in the middle, 1 on the edge, more beyond.
    fn remoteness(&self, vector: Vector) -> [f64; 2] {
        let point = GeoPoint::from_unit_vector(vector);
        [point.lon.to_radians().abs() / self.lon, point.lat.to_radians().abs() / self.lat]
    }
}

/// Which cells are land, and their numbers as regions.
struct Land {
    /// The cell of each region.
    sites: Vec<usize>,
    /// The region of each cell, `None` at sea.
    regions: Vec<Option<RegionId>>,
}

impl Land {
    /// Numbers land cells in rows from north to south, each row from west to east.
    fn new(mut sites: Vec<usize>, cells: &Cells, frame: &Frame) -> Self {
        let row_height = 2.0 * frame.cell_size.to_degrees();
        sites.sort_by_cached_key(|site| {
            let point = GeoPoint::from_unit_vector(cells.sites[*site]);
            let row = ((90.0 - point.lat) / row_height) as u32;
            // Longitudes in order as whole numbers.
            (row, ((point.lon + 180.0) * 1e6) as u32, *site)
        });
        let mut regions = vec![None; cells.sites.len()];
        for (id, site) in (0..).map(RegionId).zip(&sites) {
            regions[*site] = Some(id);
        }
        Self { sites, regions }
    }
}

fn describe(cells: &Cells, land: &Land, shapes: &Shapes, frame: &Frame, recipe: &Recipe) -> Vec<Region> {
    let neighbours: Vec<_> = land.sites.iter().map(|site| land_neighbours(cells, land, *site)).collect();
    let crossings = crossings::find(cells, land, &neighbours, frame);
    let names = names::invent(land.sites.len(), recipe.generator(Purpose::Names));
    let areas = outlines::areas(shapes, land.sites.len());
    let digits = land.sites.len().to_string().len().max(4);
    let parts = names.into_iter().zip(neighbours).zip(crossings).zip(areas);
    let region = |(index, (((name, land_links), sea), area)): (usize, _)| {
        let site = land.sites[index];
        let code = format!("R{:0digits$}", index + 1);
        Region {
            members: vec![code.clone()],
            code,
            name,
            country: String::new(),
            area,
            point: GeoPoint::from_unit_vector(cells.sites[site]),
            coast: cells.edges(site).iter().any(|edge| land.regions[edge.neighbour].is_none()),
            land: land_links,
            sea,
        }
    };
    parts.enumerate().map(region).collect()
}

/// Regions beside this cell, longest border first.
fn land_neighbours(cells: &Cells, land: &Land, site: usize) -> Vec<RegionId> {
    let border = |edge: &cells::Edge| {
        let length = vector::distance(cells.corners[edge.from], cells.corners[edge.to]);
        land.regions[edge.neighbour].map(|region| (length, region))
    };
    let mut borders: Vec<_> = cells.edges(site).iter().filter_map(border).collect();
    borders.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    borders.into_iter().map(|(_, region)| region).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::super::shapes::checks;
    use super::*;

    fn world(regions: u32, seed: u64, land: f64) -> Geography {
        generate(&Recipe { regions, seed, land })
    }

    /// What holds for every invented world.
    fn check(world: &Geography, regions: u32) {
        assert_eq!(world.regions.len(), regions as usize);
        checks::rings_close(&world.shapes);
        checks::sides_match(&world.shapes);
        checks::neighbours_match(world);
        for (id, region) in world.regions.iter() {
            assert_eq!(world.shapes.locate(region.point), Some(id), "{}", region.code);
            assert!(region.area > 0.0, "{}", region.code);
            let [west, south, east, north] = world.shapes.bounds(id);
            assert!(west > -180.0 && east < 180.0 && south > -80.0 && north < 80.0, "{}", region.code);
        }
        let coasts = world.shapes.arcs().iter().filter(|arc| arc.sides.1.is_none());
        let coastal: BTreeSet<_> = coasts.map(|arc| arc.sides.0).collect();
        let flagged = world.regions.iter().filter(|(_, region)| region.coast).map(|(id, _)| id);
        assert!(flagged.eq(coastal));
        let names: BTreeSet<_> = world.regions.iter().map(|(_, region)| &region.name).collect();
        assert_eq!(names.len(), regions as usize);
        assert_eq!(reached(&world.regions), regions as usize);
    }

    /// Number of regions that can be reached from the first, by land or sea.
    fn reached(regions: &Regions) -> usize {
        let mut seen = BTreeSet::from([RegionId(0)]);
        let mut stack = vec![RegionId(0)];
        while let Some(id) = stack.pop() {
            let next = regions[id].land.iter().chain(&regions[id].sea);
            stack.extend(next.filter(|other| seen.insert(**other)));
        }
        seen.len()
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..Default::default() })]

        #[test]
        fn worlds_are_whole(regions in 1_u32..300, seed: u64, land in 0.1..=1.0) {
            check(&world(regions, seed, land), regions);
        }
    }

    #[test]
    fn worlds_that_cover_the_earth_are_whole() {
        check(&world(4000, 1, 1.0), 4000);
        check(&world(2000, 2, 0.3), 2000);
    }

    #[test]
    fn the_same_recipe_gives_the_same_world() {
        assert_eq!(world(150, 5, 0.4), world(150, 5, 0.4));
        assert_ne!(world(150, 5, 0.4), world(150, 6, 0.4));
    }

    /// Pins the numbers themselves, so that a change of platform or library cannot go unseen.
    #[test]
    fn a_recipe_gives_the_same_bits_everywhere() {
        let world = world(60, 42, 0.4);
        let points = world.shapes.arcs().iter().flat_map(|arc| arc.points.iter().flatten());
        let areas = world.regions.iter().map(|(_, region)| &region.area);
        let digest = points.chain(areas).fold(0, |digest, number| vector::hash([digest, number.to_bits()]));
        let names: Vec<_> = world.regions.iter().take(3).map(|(_, region)| region.name.as_str()).collect();
        assert_eq!((digest, names), (6_915_762_607_469_401_577, vec!["Tuspasen", "Giltal", "Fuzonur"]));
    }

    #[test]
    fn regions_are_of_the_promised_size() {
        let world = world(400, 3, 0.5);
        let total: f64 = world.regions.iter().map(|(_, region)| region.area).sum();
        assert!((total / 400.0 / Frame::REGION_AREA - 1.0).abs() < 0.1, "{total}");
    }

    #[test]
    fn codes_count_from_the_north_west() {
        let world = world(90, 8, 0.6);
        let first = &world.regions[RegionId(0)];
        assert_eq!((first.code.as_str(), world.regions[RegionId(89)].code.as_str()), ("R0001", "R0090"));
        assert!(first.point.lat > world.regions[RegionId(89)].point.lat);
    }

    #[test]
    fn lines_never_cross() {
        let world = world(40, 9, 0.5);
        let segments: Vec<_> = world
            .shapes
            .arcs()
            .iter()
            .flat_map(|arc| arc.points.windows(2).map(|pair| (pair[0], pair[1])))
            .collect();
        let side = |a: [f64; 2], b: [f64; 2], c: [f64; 2]| {
            (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
        };
        for (index, (a, b)) in segments.iter().enumerate() {
            for (c, d) in &segments[index + 1..] {
                if [c, d].iter().any(|end| *end == a || *end == b) {
                    continue;
                }
                let apart =
                    side(*a, *b, *c) * side(*a, *b, *d) > 0.0 || side(*c, *d, *a) * side(*c, *d, *b) > 0.0;
                assert!(apart, "{a:?} to {b:?} crosses {c:?} to {d:?}");
            }
        }
    }

    #[test]
    fn recipes_out_of_range_are_brought_into_it() {
        assert_eq!(world(0, 1, 0.5), world(1, 1, 0.5));
        assert_eq!(world(5, 1, f64::NAN), world(5, 1, 0.05));
        assert_eq!(world(5, 1, 7.0), world(5, 1, 1.0));
    }
}
