//! Outlines of regions as shared arcs, so that a border is one line and never a gap.

use super::sphere::arc_km;
use super::{GeoPoint, RegionId};

/// A line between two junctions: the border of two regions, or a piece of coast.
#[derive(Debug, Clone, PartialEq)]
pub struct Arc {
    /// Longitude and latitude in degrees, first to last. Never fewer than two points.
    pub points: Vec<[f64; 2]>,
    /// The region on the left of the way from the first point to the last, then the one on the right:
    /// `None` at a coast. Where the edge of the map cuts a region at the date line, both are that region.
    pub sides: (RegionId, Option<RegionId>),
}

/// An arc as part of a ring, walked forwards or backwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ArcRef {
    /// Place in [`Shapes::arcs`].
    pub arc: u32,
    /// Whether it is walked from its last point to its first.
    pub reversed: bool,
}

/// A polygon: its outer ring first, then its holes, each a closed walk over arcs with the region on the
/// left. So the outer ring runs counter-clockwise and holes run clockwise.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Polygon {
    /// Rings.
    pub rings: Vec<Vec<ArcRef>>,
}

/// The outlines of all regions of a map.
#[derive(Debug, Clone, PartialEq)]
pub struct Shapes {
    arcs: Vec<Arc>,
    regions: Vec<Vec<Polygon>>,
    /// Smallest and largest longitude and latitude of each region.
    boxes: Vec<Bounds>,
    grid: Grid,
}

impl Shapes {
    /// Keeps arcs and, by region, the polygons made of them. Arc references must be valid.
    pub fn new(arcs: Vec<Arc>, regions: Vec<Vec<Polygon>>) -> Self {
        let mut boxes = Vec::with_capacity(regions.len());
        let mut entries = Vec::new();
        for (region, polygons) in regions.iter().enumerate() {
            let mut whole = EMPTY;
            for (polygon, shape) in polygons.iter().enumerate() {
                let bounds = ring_bounds(&arcs, &shape.rings[0]);
                whole = joined(whole, bounds);
                entries.push((bounds, (region as u32, polygon as u32)));
            }
            boxes.push(whole);
        }
        let grid = Grid::new(&entries);
        Self { arcs, regions, boxes, grid }
    }

    /// Every arc of the map.
    pub fn arcs(&self) -> &[Arc] {
        &self.arcs
    }

    /// The polygons of one region.
    pub fn polygons(&self, region: RegionId) -> &[Polygon] {
        &self.regions[region.index()]
    }

    /// A region's smallest and largest longitude and latitude: `[west, south, east, north]`. A region on
    /// both sides of the date line spans the width of the map.
    pub fn bounds(&self, region: RegionId) -> [f64; 4] {
        self.boxes[region.index()]
    }

    /// The points of a ring, each once, the first not repeated at the end.
    pub fn ring_points<'a>(&'a self, ring: &'a [ArcRef]) -> impl Iterator<Item = [f64; 2]> + 'a {
        ring.iter().flat_map(move |reference| {
            let points = &self.arcs[reference.arc as usize].points;
            let last = points.len() - 1;
            (0..last).map(move |step| points[if reference.reversed { last - step } else { step }])
        })
    }

    /// The region that a point lies in, if it lies in one. Takes about a microsecond.
    pub fn locate(&self, point: GeoPoint) -> Option<RegionId> {
        let (x, y) = (point.lon, point.lat);
        let mut near = self.grid.at(x, y).iter();
        near.find(|(region, polygon)| self.contains(&self.regions[*region as usize][*polygon as usize], x, y))
            .map(|(region, _)| RegionId(*region))
    }

    /// The region whose outline comes nearest to a point, with the distance in kilometres; `None` on an
    /// empty map. For points just off a simplified shore. Looks at every outline: about a millisecond.
    pub fn nearest(&self, point: GeoPoint) -> Option<(RegionId, f64)> {
        let vector = point.unit_vector();
        // Degrees of longitude are this much shorter here: near the point, the map is flat enough.
        let narrow = libm::cos(point.lat.to_radians());
        let distance = |arc: &Arc| {
            let edges = arc.points.windows(2).map(|edge| {
                let place = nearest_on_edge([point.lon, point.lat], edge[0], edge[1], narrow);
                arc_km(vector, place.unit_vector())
            });
            edges.fold(f64::INFINITY, f64::min)
        };
        let nearest = self.arcs.iter().map(|arc| (arc.sides.0, distance(arc)));
        nearest.min_by(|a, b| a.1.total_cmp(&b.1))
    }

    /// Even-odd rule over all rings, so that holes count out. Every edge is read in its arc's own
    /// direction, so that the two regions beside it never both claim or both miss a point.
    fn contains(&self, polygon: &Polygon, x: f64, y: f64) -> bool {
        let mut inside = false;
        for reference in polygon.rings.iter().flatten() {
            for edge in self.arcs[reference.arc as usize].points.windows(2) {
                let ([x0, y0], [x1, y1]) = (edge[0], edge[1]);
                if (y0 > y) != (y1 > y) && x < (x0 - x1) * (y - y1) / (y0 - y1) + x1 {
                    inside = !inside;
                }
            }
        }
        inside
    }
}

/// The place on an edge that is nearest to a point, on a flat map whose x is `narrow` times as wide as y.
fn nearest_on_edge(point: [f64; 2], from: [f64; 2], to: [f64; 2], narrow: f64) -> GeoPoint {
    let (edge_x, edge_y) = ((to[0] - from[0]) * narrow, to[1] - from[1]);
    let (x, y) = ((point[0] - from[0]) * narrow, point[1] - from[1]);
    let length = edge_x * edge_x + edge_y * edge_y;
    let along = if length > 0.0 { ((x * edge_x + y * edge_y) / length).clamp(0.0, 1.0) } else { 0.0 };
    GeoPoint { lat: from[1] + along * (to[1] - from[1]), lon: from[0] + along * (to[0] - from[0]) }
}

/// `[west, south, east, north]` in degrees.
type Bounds = [f64; 4];

/// The bounds of nothing.
const EMPTY: Bounds = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];

fn joined(a: Bounds, b: Bounds) -> Bounds {
    [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]
}

fn ring_bounds(arcs: &[Arc], ring: &[ArcRef]) -> Bounds {
    let points = ring.iter().flat_map(|reference| &arcs[reference.arc as usize].points);
    points.fold(EMPTY, |bounds, [x, y]| joined(bounds, [*x, *y, *x, *y]))
}

/// A region and a polygon of it, by number.
type Entry = (u32, u32);

/// Polygons by the cells of a grid that their bounds touch, to find the few near a point.
#[derive(Debug, Clone, PartialEq)]
struct Grid {
    bounds: Bounds,
    columns: usize,
    rows: usize,
    /// Where each cell's entries start in `entries`, with the end of the last.
    starts: Vec<u32>,
    entries: Vec<Entry>,
}

impl Grid {
    /// Cells per polygon: more cost memory, fewer leave more polygons to try.
    const CELLS_PER_ENTRY: f64 = 4.0;

    fn new(entries: &[(Bounds, Entry)]) -> Self {
        let bounds = entries.iter().fold(EMPTY, |whole, (bounds, _)| joined(whole, *bounds));
        let (width, height) = ((bounds[2] - bounds[0]).max(1e-9), (bounds[3] - bounds[1]).max(1e-9));
        let cells = Self::CELLS_PER_ENTRY * entries.len() as f64;
        let columns = ((cells * width / height).sqrt().ceil()).clamp(1.0, cells.max(1.0)) as usize;
        let rows = ((cells / columns as f64).ceil() as usize).max(1);
        let mut grid =
            Self { bounds, columns, rows, starts: vec![0; columns * rows + 1], entries: Vec::new() };
        grid.fill(entries);
        grid
    }

    /// Counts what falls in each cell, then puts it there: in each cell, entries keep their order.
    fn fill(&mut self, entries: &[(Bounds, Entry)]) {
        for (bounds, _) in entries {
            for cell in self.touched(*bounds) {
                self.starts[cell + 1] += 1;
            }
        }
        for cell in 1..self.starts.len() {
            self.starts[cell] += self.starts[cell - 1];
        }
        let mut next = self.starts.clone();
        self.entries = vec![(0, 0); self.starts[self.starts.len() - 1] as usize];
        for (bounds, entry) in entries {
            for cell in self.touched(*bounds) {
                self.entries[next[cell] as usize] = *entry;
                next[cell] += 1;
            }
        }
    }

    fn touched(&self, [west, south, east, north]: Bounds) -> impl Iterator<Item = usize> + use<> {
        let (columns, first, last) = (self.columns, self.place(west, south), self.place(east, north));
        (first.1..=last.1).flat_map(move |row| (first.0..=last.0).map(move |column| row * columns + column))
    }

    /// Column and row of a point within the bounds.
    fn place(&self, x: f64, y: f64) -> (usize, usize) {
        let [west, south, east, north] = self.bounds;
        let column = (x - west) / (east - west) * self.columns as f64;
        let row = (y - south) / (north - south) * self.rows as f64;
        ((column as usize).min(self.columns - 1), (row as usize).min(self.rows - 1))
    }

    /// What may hold this point.
    fn at(&self, x: f64, y: f64) -> &[Entry] {
        let [west, south, east, north] = self.bounds;
        if !(x >= west && x <= east && y >= south && y <= north) {
            return &[];
        }
        let (column, row) = self.place(x, y);
        let cell = row * self.columns + column;
        &self.entries[self.starts[cell] as usize..self.starts[cell + 1] as usize]
    }
}

#[cfg(test)]
pub(super) mod checks {
    //! What every map must keep to.

    use std::collections::BTreeSet;

    use super::*;
    use crate::world::Geography;

    /// Each ring is a closed walk with its land on the left.
    pub fn rings_close(shapes: &Shapes) {
        for (region, polygon, ring) in rings(shapes) {
            let ends = |reference: &ArcRef| {
                let points = &shapes.arcs[reference.arc as usize].points;
                let (first, last) = (points[0], points[points.len() - 1]);
                if reference.reversed { (last, first) } else { (first, last) }
            };
            for (index, reference) in ring.iter().enumerate() {
                let next = &ring[(index + 1) % ring.len()];
                assert_eq!(ends(reference).1, ends(next).0, "region {region}: arcs meet");
            }
            let points: Vec<_> = shapes.ring_points(ring).collect();
            let turn = |i: usize| {
                let (a, b) = (points[i], points[(i + 1) % points.len()]);
                a[0] * b[1] - b[0] * a[1]
            };
            let area: f64 = (0..points.len()).map(turn).sum();
            let outer = polygon.rings[0] == *ring;
            assert_eq!(area > 0.0, outer, "region {region}: outer rings run counter-clockwise");
        }
    }

    /// Each arc is walked once by the region on each of its sides, and by no other.
    pub fn sides_match(shapes: &Shapes) {
        let mut walks = vec![[None, None]; shapes.arcs.len()];
        for (region, _, ring) in rings(shapes) {
            for reference in ring {
                let side = &mut walks[reference.arc as usize][usize::from(reference.reversed)];
                assert_eq!(*side, None, "arc {} is walked once on each side", reference.arc);
                *side = Some(RegionId(region as u32));
            }
        }
        for (arc, [left, right]) in shapes.arcs.iter().zip(walks) {
            let cut = arc.sides.1 == Some(arc.sides.0);
            assert_eq!((Some(arc.sides.0), arc.sides.1), (left, if cut { left } else { right }));
            assert!(arc.points.len() >= 2);
        }
    }

    /// Links go both ways, and those by land are exactly the borders drawn.
    pub fn neighbours_match(world: &Geography) {
        let mut drawn = BTreeSet::new();
        for arc in &world.shapes.arcs {
            if let Some(right) = arc.sides.1.filter(|right| *right != arc.sides.0) {
                drawn.extend([(arc.sides.0, right), (right, arc.sides.0)]);
            }
        }
        let mut linked = BTreeSet::new();
        for (id, region) in world.regions.iter() {
            for other in &region.land {
                assert!(world.regions[*other].land.contains(&id), "{}", region.code);
                assert!(linked.insert((id, *other)), "{}: each neighbour once", region.code);
            }
            for other in &region.sea {
                assert!(*other != id && !region.land.contains(other), "{}", region.code);
                assert!(world.regions[*other].sea.contains(&id), "{}", region.code);
            }
        }
        assert_eq!(drawn, linked);
    }

    fn rings(shapes: &Shapes) -> impl Iterator<Item = (usize, &Polygon, &Vec<ArcRef>)> {
        shapes.regions.iter().enumerate().flat_map(|(region, polygons)| {
            polygons
                .iter()
                .flat_map(move |polygon| polygon.rings.iter().map(move |ring| (region, polygon, ring)))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A square of side 4 with a square hole of side 2 that is a region of its own, and an island.
    fn island_in_a_frame() -> Shapes {
        let (frame, hole, island) = (RegionId(0), RegionId(1), RegionId(2));
        let square = |x: f64, y: f64, side: f64| {
            vec![[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]
        };
        let arcs = vec![
            Arc { points: square(0.0, 0.0, 4.0), sides: (frame, None) },
            Arc { points: square(1.0, 1.0, 2.0), sides: (hole, Some(frame)) },
            Arc { points: square(10.0, 10.0, 1.0), sides: (island, None) },
        ];
        let ring = |arc, reversed| vec![ArcRef { arc, reversed }];
        let polygon = |rings| vec![Polygon { rings }];
        let regions = vec![
            polygon(vec![ring(0, false), ring(1, true)]),
            polygon(vec![ring(1, false)]),
            polygon(vec![ring(2, false)]),
        ];
        Shapes::new(arcs, regions)
    }

    #[test]
    fn locate_finds_the_region_under_a_point_and_none_at_sea() {
        let shapes = island_in_a_frame();
        let at = |lon, lat| shapes.locate(GeoPoint { lat, lon }).map(|region| region.0);
        assert_eq!(at(0.5, 0.5), Some(0));
        assert_eq!(at(2.0, 2.0), Some(1));
        assert_eq!(at(3.5, 2.0), Some(0));
        assert_eq!(at(10.5, 10.5), Some(2));
        assert_eq!(at(7.0, 7.0), None);
        assert_eq!(at(-50.0, 2.0), None);
        assert_eq!(at(f64::NAN, 2.0), None);
    }

    #[test]
    fn locate_counts_a_point_on_a_border_to_one_side() {
        let shapes = island_in_a_frame();
        for point in [(1.0, 2.0), (3.0, 2.0), (2.0, 1.0), (2.0, 3.0), (1.0, 1.0)] {
            let holders = (0..3).filter(|region| {
                shapes
                    .polygons(RegionId(*region))
                    .iter()
                    .any(|shape| shapes.contains(shape, point.0, point.1))
            });
            assert_eq!(holders.count(), 1, "{point:?}");
        }
    }

    #[test]
    fn an_empty_map_has_nothing_anywhere() {
        assert_eq!(Shapes::new(Vec::new(), Vec::new()).locate(GeoPoint { lat: 0.0, lon: 0.0 }), None);
    }

    #[test]
    fn bounds_and_ring_points_follow_the_arcs() {
        let shapes = island_in_a_frame();
        checks::rings_close(&shapes);
        checks::sides_match(&shapes);
        assert_eq!(shapes.bounds(RegionId(2)), [10.0, 10.0, 11.0, 11.0]);
        let hole: Vec<_> = shapes.ring_points(&shapes.polygons(RegionId(0))[0].rings[1]).collect();
        assert_eq!(hole, [[1.0, 1.0], [1.0, 3.0], [3.0, 3.0], [3.0, 1.0]]);
    }
}
