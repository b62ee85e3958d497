//! Crossings by sea: across straits, and to every island.

use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, BinaryHeap};

use super::cells::Cells;
use super::vector;
use super::{Frame, Land};
use crate::world::RegionId;

/// Longest way of a short crossing, from middle to middle in cell sizes: about one cell of water within a
/// landmass, two between landmasses.
const SHORT_WITHIN: f64 = 2.4;
const SHORT_BETWEEN: f64 = 3.4;
/// Short crossings that one region begins.
const NEAREST: usize = 3;

/// A way by sea between two regions, the smaller number first.
struct Crossing {
    length: f64,
    ends: (RegionId, RegionId),
}

/// For each region, the regions across narrow water, nearest first. Besides, the shortest ways that join
/// all land: with borders and crossings, every region can be reached from every other.
pub(super) fn find(
    cells: &Cells,
    land: &Land,
    neighbours: &[Vec<RegionId>],
    frame: &Frame,
) -> Vec<Vec<RegionId>> {
    let mut crossings = ways(cells, land);
    crossings.retain(|crossing| !neighbours[crossing.ends.0.index()].contains(&crossing.ends.1));
    crossings.sort_by(|a, b| a.length.total_cmp(&b.length).then(a.ends.cmp(&b.ends)));
    let mut begun = vec![0; land.sites.len()];
    let mut landmasses = Groups::new(neighbours);
    let mut joined = landmasses.clone();
    let mut links = vec![Vec::new(); land.sites.len()];
    for Crossing { length, ends: (a, b) } in crossings {
        let within = landmasses.root(a.index()) == landmasses.root(b.index());
        let limit = if within { SHORT_WITHIN } else { SHORT_BETWEEN };
        let short = length < limit * frame.cell_size
            && (begun[a.index()] < NEAREST || begun[b.index()] < NEAREST)
            && !share_neighbour(neighbours, a, b);
        if joined.join(a.index(), b.index()) || short {
            begun[a.index()] += 1;
            begun[b.index()] += 1;
            links[a.index()].push(b);
            links[b.index()].push(a);
        }
    }
    links
}

/// Whether both border on the same region: then one walks round the bay.
fn share_neighbour(neighbours: &[Vec<RegionId>], a: RegionId, b: RegionId) -> bool {
    neighbours[a.index()].iter().any(|other| neighbours[b.index()].contains(other))
}

/// The shortest way by sea between each two regions whose waters meet. The waters of a region are the sea
/// cells nearer to it than to any other region.
fn ways(cells: &Cells, land: &Land) -> Vec<Crossing> {
    let waters = waters(cells, land);
    let mut shortest: BTreeMap<(RegionId, RegionId), f64> = BTreeMap::new();
    for site in 0..cells.sites.len() {
        for edge in cells.edges(site).iter().filter(|edge| edge.neighbour > site) {
            let (Some(here), Some(there)) = (waters[site], waters[edge.neighbour]) else { continue };
            if here.1 == there.1 {
                continue;
            }
            let length = here.0 + there.0 + vector::distance(cells.sites[site], cells.sites[edge.neighbour]);
            let ends = (here.1.min(there.1), here.1.max(there.1));
            let known = shortest.entry(ends).or_insert(length);
            *known = known.min(length);
        }
    }
    shortest.into_iter().map(|(ends, length)| Crossing { length, ends }).collect()
}

/// For each cell the nearest region by sea, with the length of the way. Land is its own nearest.
fn waters(cells: &Cells, land: &Land) -> Vec<Option<(f64, RegionId)>> {
    let mut nearest: Vec<Option<(f64, RegionId)>> = vec![None; cells.sites.len()];
    let mut queue: BinaryHeap<_> = (0..)
        .map(RegionId)
        .zip(&land.sites)
        .map(|(region, site)| Reverse(Arrival(0.0, region, *site)))
        .collect();
    while let Some(Reverse(Arrival(length, region, site))) = queue.pop() {
        if nearest[site].is_some() {
            continue;
        }
        nearest[site] = Some((length, region));
        for edge in cells.edges(site).iter().filter(|edge| nearest[edge.neighbour].is_none()) {
            let step = vector::distance(cells.sites[site], cells.sites[edge.neighbour]);
            queue.push(Reverse(Arrival(length + step, region, edge.neighbour)));
        }
    }
    nearest
}

/// A way to a cell: its length, the region it comes from, the cell.
struct Arrival(f64, RegionId, usize);

impl Ord for Arrival {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0).then(self.1.cmp(&other.1)).then(self.2.cmp(&other.2))
    }
}

impl PartialOrd for Arrival {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Arrival {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Arrival {}

/// Groups of regions that can be reached from each other, as a forest of parents.
#[derive(Clone)]
struct Groups(Vec<usize>);

impl Groups {
    /// The groups that borders by land make.
    fn new(neighbours: &[Vec<RegionId>]) -> Self {
        let mut groups = Self((0..neighbours.len()).collect());
        for (region, others) in neighbours.iter().enumerate() {
            for other in others {
                groups.join(region, other.index());
            }
        }
        groups
    }

    fn root(&mut self, mut region: usize) -> usize {
        while self.0[region] != region {
            // Halving the way keeps trees flat.
            self.0[region] = self.0[self.0[region]];
            region = self.0[region];
        }
        region
    }

    /// Joins the groups of two regions. Returns whether they were apart.
    fn join(&mut self, a: usize, b: usize) -> bool {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b)] = a.min(b);
        a != b
    }
}
