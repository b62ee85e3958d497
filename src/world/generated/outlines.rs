//! Borders and coasts with a natural look.
//!
//! A side of a cell becomes a crooked line by recursive division, as in Patel's "noisy edges": each
//! division picks a point on the diagonal of a quadrilateral around the line and goes on in the two halves.
//! A line never leaves its quadrilateral, and those of different sides never overlap, so lines never cross.

use std::collections::BTreeMap;

use rand::RngExt;
use rand_pcg::Pcg64Mcg;
use rand_pcg::rand_core::SeedableRng;

use super::cells::{Cells, Edge};
use super::vector::{self, Vector};
use super::{Frame, Land, Purpose, Recipe};
use crate::world::sphere::EARTH_RADIUS_KM;
use crate::world::{Arc, ArcRef, GeoPoint, Polygon, RegionId, Shapes};

/// Length at which lines are no longer divided, in cell sizes.
const BORDER_STEP: f64 = 0.14;
const COAST_STEP: f64 = 0.08;
/// Share of a quadrilateral's diagonal that dividing points lie on.
const BORDER_AMPLITUDE: f64 = 0.5;
const COAST_AMPLITUDE: f64 = 0.7;
/// Width of a quadrilateral to each side: at most this share of the room there is, and of its length.
const ROOM: f64 = 0.8;
const WIDTH: f64 = 0.4;

/// Draws the outlines of all regions.
pub(super) fn draw(cells: &Cells, land: &Land, frame: &Frame, recipe: &Recipe) -> Shapes {
    let seed = recipe.generator(Purpose::Outlines).random();
    let pen = Pen { cells, land, cell_size: frame.cell_size, seed };
    let mut arcs = Vec::new();
    // By the two regions, the smaller number first: a border drawn for that region.
    let mut borders = BTreeMap::new();
    let mut regions = Vec::with_capacity(land.sites.len());
    for (id, site) in (0..).map(RegionId).zip(&land.sites) {
        let ring = pen.stretches(*site).into_iter().map(|(across, edges)| {
            let drawn = across.and_then(|other| borders.get(&(other, id)));
            if let Some(arc) = drawn {
                return ArcRef { arc: *arc, reversed: true };
            }
            let arc = arcs.len() as u32;
            arcs.push(Arc { points: pen.line(*site, &edges), sides: (id, across) });
            if let Some(other) = across {
                borders.insert((id, other), arc);
            }
            ArcRef { arc, reversed: false }
        });
        regions.push(vec![Polygon { rings: vec![ring.collect()] }]);
    }
    Shapes::new(arcs, regions)
}

/// Areas of regions in square kilometres.
///
/// On a map of longitude and sine of latitude, areas are those on the sphere.
pub(super) fn areas(shapes: &Shapes, regions: usize) -> Vec<f64> {
    let mut areas = vec![0.0; regions];
    for arc in shapes.arcs() {
        let level = |point: &[f64; 2]| [point[0].to_radians(), libm::sin(point[1].to_radians())];
        let points: Vec<_> = arc.points.iter().map(level).collect();
        let cross = |pair: &[[f64; 2]]| pair[0][0] * pair[1][1] - pair[1][0] * pair[0][1];
        let area = points.windows(2).map(cross).sum::<f64>() / 2.0 * EARTH_RADIUS_KM * EARTH_RADIUS_KM;
        areas[arc.sides.0.index()] += area;
        if let Some(right) = arc.sides.1 {
            areas[right.index()] -= area;
        }
    }
    areas
}

struct Pen<'a> {
    cells: &'a Cells,
    land: &'a Land,
    cell_size: f64,
    seed: u64,
}

/// A dividing line's generator, roughness and limit.
struct Stroke {
    generator: Pcg64Mcg,
    amplitude: f64,
    step: f64,
}

impl Pen<'_> {
    /// The sides of a cell in stretches along one region, or along the sea, counter-clockwise.
    fn stretches(&self, site: usize) -> Vec<(Option<RegionId>, Vec<Edge>)> {
        let across = |edge: &Edge| self.land.regions[edge.neighbour];
        let mut edges = self.cells.edges(site).to_vec();
        let turn = (1..edges.len()).find(|place| across(&edges[place - 1]) != across(&edges[*place]));
        edges.rotate_left(turn.unwrap_or(0));
        edges.chunk_by(|a, b| across(a) == across(b)).map(|run| (across(&run[0]), run.to_vec())).collect()
    }

    /// A line along sides of a cell, in degrees.
    fn line(&self, site: usize, edges: &[Edge]) -> Vec<[f64; 2]> {
        let mut points = vec![self.cells.corners[edges[0].from]];
        for edge in edges {
            self.roughen(site, edge, &mut points);
        }
        let degrees = |point: &Vector| {
            let point = GeoPoint::from_unit_vector(vector::unit(*point));
            [point.lon, point.lat]
        };
        points.iter().map(degrees).collect()
    }

    /// Adds the points of one side of a cell, all but the first.
    fn roughen(&self, site: usize, edge: &Edge, points: &mut Vec<Vector>) {
        let (a, b) = (self.cells.corners[edge.from], self.cells.corners[edge.to]);
        let length = vector::distance(a, b);
        let middle = vector::mix(a, b, 0.5);
        let along = vector::scaled(vector::difference(b, a), 1.0 / length);
        let sideways = vector::unit(vector::cross(middle, along));
        let to_site = vector::difference(self.cells.sites[site], middle);
        // Height above the middle of the triangle between this side and the site; across, it is the same.
        let room = vector::dot(to_site, sideways).abs() * length
            / (length + 2.0 * vector::dot(to_site, along).abs());
        let width = vector::scaled(sideways, (ROOM * room).min(WIDTH * length));
        let (left, right) = (vector::sum(middle, width), vector::difference(middle, width));
        let coast = self.land.regions[edge.neighbour].is_none();
        let key = [self.seed, site.min(edge.neighbour) as u64, site.max(edge.neighbour) as u64];
        let mut stroke = Stroke {
            generator: Pcg64Mcg::seed_from_u64(vector::hash(key)),
            amplitude: if coast { COAST_AMPLITUDE } else { BORDER_AMPLITUDE },
            step: if coast { COAST_STEP } else { BORDER_STEP } * self.cell_size,
        };
        stroke.divide([a, b], [left, right], points);
    }
}

impl Stroke {
    /// Adds the points of a line between two ends, all but the first, within the quadrilateral that the
    /// ends make with two wings.
    fn divide(&mut self, [a, b]: [Vector; 2], wings: [Vector; 2], points: &mut Vec<Vector>) {
        if vector::distance(a, b) < self.step {
            points.push(b);
            return;
        }
        let share = 0.5 + self.amplitude * (self.generator.random::<f64>() - 0.5);
        let middle = vector::mix(wings[0], wings[1], share);
        self.divide([a, middle], wings.map(|wing| vector::mix(a, wing, 0.5)), points);
        self.divide([middle, b], wings.map(|wing| vector::mix(b, wing, 0.5)), points);
    }
}
