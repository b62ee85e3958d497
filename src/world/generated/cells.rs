//! Voronoi cells on the sphere.
//!
//! Stereographic projection keeps circles circles, so the planar Delaunay triangulation of projected sites
//! is the one on the sphere, all but the triangles around the point that is projected from. That point is
//! the antipode of (0, 0), which no world reaches. Corners and centroids are found on the sphere itself,
//! so cells are as round in the north as at the equator.

use rand::RngExt;
use rand_pcg::Pcg64Mcg;
use spade::{DelaunayTriangulation, HasPosition, Point2, Triangulation};

use super::Frame;
use super::vector::{self, Vector};
use crate::world::GeoPoint;

/// Sites with the cell of each: the points of the sphere nearer to it than to any other site.
pub(super) struct Cells {
    /// Unit vectors.
    pub sites: Vec<Vector>,
    /// Unit vectors of the points where three cells meet.
    pub corners: Vec<Vector>,
    edges: Vec<Edge>,
    /// Where the edges of each site start in `edges`, with the end of the last.
    starts: Vec<usize>,
    /// Whether edges go all the way round each site.
    closed: Vec<bool>,
}

/// A side of a cell, walked counter-clockwise around the site.
#[derive(Clone, Copy)]
pub(super) struct Edge {
    /// The site across.
    pub neighbour: usize,
    /// Corner where it starts. Meaningless if the cell is not closed.
    pub from: usize,
    /// Corner where it ends. Meaningless if the cell is not closed.
    pub to: usize,
}

/// A projected site with its number.
struct Mark {
    position: Point2<f64>,
    site: usize,
}

impl HasPosition for Mark {
    type Scalar = f64;

    fn position(&self) -> Point2<f64> {
        self.position
    }
}

impl Cells {
    /// Width of the belt of cells around the frame, in cells. They are always sea, and close the cells
    /// within.
    const BELT: f64 = 3.5;
    /// The belt's highest latitude in radians.
    const MAX_LAT: f64 = 82.0 / 180.0 * std::f64::consts::PI;
    /// Rounds of moving each site to the centre of its cell.
    const ROUNDS: usize = 3;
    /// Within this of the point projected from, as 1 plus the first coordinate, there are no sites.
    const POLE: f64 = 1e-4;

    /// Scatters sites over the frame and a belt around it, and evens them out.
    pub(super) fn scatter(frame: &Frame, generator: Pcg64Mcg) -> Self {
        let mut cells = Self::around(scattered_sites(frame, generator));
        for _ in 0..Self::ROUNDS {
            let sites = (0..cells.sites.len()).map(|site| cells.centre(site, frame)).collect();
            cells = Self::around(sites);
        }
        cells
    }

    /// The sides of a site's cell.
    pub(super) fn edges(&self, site: usize) -> &[Edge] {
        &self.edges[self.starts[site]..self.starts[site + 1]]
    }

    /// Whether a cell can be a region: edges all the way round, and clear of poles and date line.
    pub(super) fn usable(&self, site: usize) -> bool {
        let clear = |corner: Vector| {
            let point = GeoPoint::from_unit_vector(corner);
            point.lon.abs() < 176.0 && point.lat.abs() < 80.0
        };
        self.closed[site] && self.edges(site).iter().all(|edge| clear(self.corners[edge.from]))
    }

    fn around(sites: Vec<Vector>) -> Self {
        let marks =
            sites.iter().enumerate().map(|(site, vector)| Mark { position: projected(*vector), site });
        let triangulation = DelaunayTriangulation::<Mark>::bulk_load(marks.collect())
            .expect("unit vectors away from the pole of the projection give finite positions");
        let mut corners = vec![[0.0; 3]; triangulation.num_all_faces()];
        for face in triangulation.inner_faces() {
            let mut triangle = face.vertices().map(|vertex| vertex.data().site);
            // Whatever order the triangulation found them in, rounding is the same.
            triangle.sort_unstable();
            corners[face.fix().index()] = circumcentre(triangle.map(|site| sites[site]));
        }
        let mut rings: Vec<Vec<Edge>> = vec![Vec::new(); sites.len()];
        let mut closed = vec![false; sites.len()];
        for vertex in triangulation.vertices() {
            let site = vertex.data().site;
            rings[site] = ring(&vertex);
            closed[site] = vertex.out_edges().all(|edge| !edge.face().is_outer());
        }
        let starts = std::iter::once(0)
            .chain(rings.iter().scan(0, |end, ring| {
                *end += ring.len();
                Some(*end)
            }))
            .collect();
        Self { sites, corners, edges: rings.concat(), starts, closed }
    }

    /// The centroid of a site's cell, or the site itself at the rim.
    fn centre(&self, site: usize, frame: &Frame) -> Vector {
        let middle = self.sites[site];
        let near = |edge: &Edge| vector::distance(middle, self.corners[edge.from]) < 3.0 * frame.cell_size;
        if !self.closed[site] || !self.edges(site).iter().all(near) {
            return middle;
        }
        let mut weighted = [0.0; 3];
        for edge in self.edges(site) {
            let (a, b) = (self.corners[edge.from], self.corners[edge.to]);
            let area =
                vector::length(vector::cross(vector::difference(a, middle), vector::difference(b, middle)));
            let thrice_centroid = vector::sum(middle, vector::sum(a, b));
            weighted = vector::sum(weighted, vector::scaled(thrice_centroid, area));
        }
        let centre = vector::unit(weighted);
        if 1.0 + centre[0] > Self::POLE { centre } else { middle }
    }
}

/// Points spread evenly at random over the frame and the belt around it.
fn scattered_sites(frame: &Frame, mut generator: Pcg64Mcg) -> Vec<Vector> {
    let belt = Cells::BELT * frame.cell_size;
    let lon = (frame.lon + belt / libm::cos(frame.lat)).min(std::f64::consts::PI);
    let height = libm::sin((frame.lat + belt).min(Cells::MAX_LAT));
    let density = frame.cells / (frame.lon * libm::sin(frame.lat));
    let count = (density * lon * height).ceil() as usize;
    let mut site = || {
        let (sin, cos) = libm::sincos(lon * (2.0 * generator.random::<f64>() - 1.0));
        let z = height * (2.0 * generator.random::<f64>() - 1.0);
        let radius = (1.0 - z * z).sqrt();
        [radius * cos, radius * sin, z]
    };
    (0..count).map(|_| site()).filter(|site| 1.0 + site[0] > Cells::POLE).collect()
}

/// Stereographic projection from the antipode of (0, 0): east to the right, north up.
fn projected(site: Vector) -> Point2<f64> {
    Point2::new(site[1] / (1.0 + site[0]), site[2] / (1.0 + site[0]))
}

/// The point on the sphere as far from each of three near points.
fn circumcentre([a, b, c]: [Vector; 3]) -> Vector {
    let normal = vector::unit(vector::cross(vector::difference(b, a), vector::difference(c, a)));
    if vector::dot(normal, a) < 0.0 { vector::scaled(normal, -1.0) } else { normal }
}

/// The sides of a vertex's cell counter-clockwise, from the neighbour with the smallest number on.
fn ring(vertex: &spade::handles::VertexHandle<'_, Mark>) -> Vec<Edge> {
    let side = |edge: spade::handles::DirectedEdgeHandle<'_, Mark, (), (), ()>| Edge {
        neighbour: edge.to().data().site,
        from: edge.rev().face().fix().index(),
        to: edge.face().fix().index(),
    };
    let mut ring: Vec<Edge> = vertex.out_edges().map(side).collect();
    let first = (0..ring.len()).min_by_key(|place| ring[*place].neighbour).unwrap_or(0);
    ring.rotate_left(first);
    ring
}
