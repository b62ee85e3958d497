//! Regions: the pieces of land that states hold, with their neighbours and distances.

use std::collections::BTreeMap;
use std::ops::Index;

use super::sphere::{EARTH_RADIUS_KM, GeoPoint, arc_km};

/// A region's number: its place in [`Regions`], stable for one map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RegionId(pub u32);

impl RegionId {
    /// The number as an index into a list by region.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A piece of land that one state holds as a whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Region {
    /// Unique code: ISO 3166-2 of the largest member on the real map, `R0001` and on in a generated world.
    pub code: String,
    /// Name for people.
    pub name: String,
    /// Modern country, ISO 3166-1 alpha-3; empty in a generated world.
    pub country: String,
    /// Codes of everything merged into this region, its own among them.
    pub members: Vec<String>,
    /// Area in square kilometres.
    pub area: f64,
    /// A point well inside.
    pub point: GeoPoint,
    /// Whether it touches the sea.
    pub coast: bool,
    /// Neighbours by land, longest border first.
    pub land: Vec<RegionId>,
    /// Regions within a short crossing by sea.
    pub sea: Vec<RegionId>,
}

/// All regions of a map, with what the simulation asks of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Regions {
    list: Vec<Region>,
    by_code: BTreeMap<String, RegionId>,
    /// Unit vector of each region's point.
    vectors: Vec<[f64; 3]>,
    /// Radius in kilometres of the circle with each region's area.
    radii: Vec<f64>,
    /// Number of the connected land each region lies on.
    landmass: Vec<u32>,
}

impl Regions {
    /// Indexes a list of regions. Neighbour lists must name regions of the list.
    pub fn new(list: Vec<Region>) -> Self {
        let mut by_code = BTreeMap::new();
        for (index, region) in list.iter().enumerate() {
            let id = RegionId(index as u32);
            for member in &region.members {
                by_code.entry(member.clone()).or_insert(id);
            }
        }
        // A region's own code wins over a member of another with the same code.
        for (index, region) in list.iter().enumerate() {
            by_code.insert(region.code.clone(), RegionId(index as u32));
        }
        let vectors = list.iter().map(|region| region.point.unit_vector()).collect();
        let radii = list.iter().map(|region| (region.area / std::f64::consts::PI).sqrt()).collect();
        let landmass = landmasses(&list);
        Self { list, by_code, vectors, radii, landmass }
    }

    /// Number of regions.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether the map has no region.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Every region with its number, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (RegionId, &Region)> {
        self.list.iter().enumerate().map(|(index, region)| (RegionId(index as u32), region))
    }

    /// The region with this code, or that has it as a member.
    pub fn find(&self, code: &str) -> Option<RegionId> {
        self.by_code.get(code).copied()
    }

    /// Every code that names a region, members included, in order, with the region it names.
    pub fn codes(&self) -> impl Iterator<Item = (&str, RegionId)> {
        self.by_code.iter().map(|(code, id)| (code.as_str(), *id))
    }

    /// Great-circle distance in kilometres between the nearest points of two regions, each taken as a
    /// circle of its area around its point: 0 for neighbours by land and where the circles meet.
    pub fn gap_km(&self, a: RegionId, b: RegionId) -> f64 {
        if a == b || self[a].land.contains(&b) {
            return 0.0;
        }
        let (i, j) = (a.index(), b.index());
        let gap = arc_km(self.vectors[i], self.vectors[j]) - self.radii[i] - self.radii[j];
        gap.max(0.0)
    }

    /// A lower bound of [`Self::gap_km`] that costs no arc sine: the chord instead of the arc.
    pub fn chord_gap_km(&self, a: RegionId, b: RegionId) -> f64 {
        let (i, j) = (a.index(), b.index());
        let (p, q) = (self.vectors[i], self.vectors[j]);
        let (x, y, z) = (p[0] - q[0], p[1] - q[1], p[2] - q[2]);
        EARTH_RADIUS_KM * (x * x + y * y + z * z).sqrt() - self.radii[i] - self.radii[j]
    }

    /// Whether one can walk from one region to the other.
    pub fn same_landmass(&self, a: RegionId, b: RegionId) -> bool {
        self.landmass[a.index()] == self.landmass[b.index()]
    }

    /// Regions whose point lies within so many kilometres, in order of number.
    pub fn within(&self, point: GeoPoint, km: f64) -> Vec<RegionId> {
        let vector = point.unit_vector();
        self.iter().map(|(id, _)| id).filter(|id| arc_km(vector, self.vectors[id.index()]) <= km).collect()
    }
}

impl Index<RegionId> for Regions {
    type Output = Region;

    fn index(&self, id: RegionId) -> &Region {
        &self.list[id.index()]
    }
}

/// Numbers the connected pieces of land by flooding over land borders.
fn landmasses(list: &[Region]) -> Vec<u32> {
    const UNSEEN: u32 = u32::MAX;
    let mut number = vec![UNSEEN; list.len()];
    let mut next = 0;
    let mut stack = Vec::new();
    for start in 0..list.len() {
        if number[start] != UNSEEN {
            continue;
        }
        stack.push(start);
        number[start] = next;
        while let Some(index) = stack.pop() {
            for neighbour in &list[index].land {
                if number[neighbour.index()] == UNSEEN {
                    number[neighbour.index()] = next;
                    stack.push(neighbour.index());
                }
            }
        }
        next += 1;
    }
    number
}
