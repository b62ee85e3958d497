//! Which cells rise above the sea.

use rand::RngExt;

use super::cells::Cells;
use super::vector::{self, Vector};
use super::{Frame, Purpose, Recipe};

/// Distance between the bumps of the broadest octave over the frame's mean half extent.
const BREADTH: f64 = 0.42;
/// Height of each octave over the one before, which is twice as broad.
const ROUGHNESS: f64 = 0.72;
/// Octaves end where bumps get smaller than this many cells.
const FINEST: f64 = 1.0;
/// Where the sea floor begins to fall, with 1 on the frame's edges, and where it ends, near the corners.
const SHELF: f64 = 0.5;
const CORNER: f64 = 1.2;
/// How far it falls.
const DROP: f64 = 1.2;

/// Chooses as many cells as the recipe has regions: of the cells within the frame, the highest.
pub(super) fn choose_land(cells: &Cells, frame: &Frame, recipe: &Recipe) -> Vec<usize> {
    let usable = (0..cells.sites.len()).filter(|site| cells.usable(*site));
    let remoteness = |site: usize| {
        let [x, y] = frame.remoteness(cells.sites[site]);
        x.max(y)
    };
    let mut within: Vec<_> = usable.map(|site| (remoteness(site), site)).collect();
    within.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    within.truncate(frame.cells.round().max(f64::from(recipe.regions)) as usize);
    let heights = smoothed(&heights(cells, frame, recipe), cells);
    within.sort_by(|a, b| heights[b.1].total_cmp(&heights[a.1]).then(a.1.cmp(&b.1)));
    within.truncate(recipe.regions as usize);
    within.into_iter().map(|(_, site)| site).collect()
}

fn heights(cells: &Cells, frame: &Frame, recipe: &Recipe) -> Vec<f64> {
    let seed = recipe.generator(Purpose::Relief).random();
    let breadth = BREADTH * (frame.lon * frame.lat).sqrt();
    let height = |site: &Vector| {
        let [x, y] = frame.remoteness(*site);
        // Round contours, so that coasts do not follow the frame.
        let fall = (((x * x + y * y).sqrt() - SHELF) / (CORNER - SHELF)).clamp(0.0, 1.0);
        fractal(seed, *site, breadth, FINEST * frame.cell_size) - DROP * smooth(fall)
    };
    cells.sites.iter().map(height).collect()
}

/// Each height drawn towards those around, which spares most ponds and rocks of a single cell.
fn smoothed(heights: &[f64], cells: &Cells) -> Vec<f64> {
    let mean = |site: usize| {
        let edges = cells.edges(site);
        let around: f64 = edges.iter().map(|edge| heights[edge.neighbour]).sum();
        (2.0 * heights[site] + around / edges.len().max(1) as f64) / 3.0
    };
    (0..heights.len()).map(mean).collect()
}

/// Noise in octaves from broad to fine, each lower than the one before.
fn fractal(seed: u64, point: Vector, breadth: f64, finest: f64) -> f64 {
    let point = turned(point);
    let (mut breadth, mut weight, mut total, mut octave) = (breadth, 1.0, 0.0, 0);
    while octave == 0 || breadth > finest {
        total += weight * noise(vector::hash([seed, octave]), vector::scaled(point, 1.0 / breadth));
        breadth /= 2.0;
        weight *= ROUGHNESS;
        octave += 1;
    }
    total
}

/// A turn of space that leaves no axis along a meridian or a parallel, where noise would show its grain.
fn turned([x, y, z]: Vector) -> Vector {
    [(2.0 * x - y + 2.0 * z) / 3.0, (2.0 * x + 2.0 * y - z) / 3.0, (2.0 * y + 2.0 * z - x) / 3.0]
}

/// Smooth noise from 0 to 1: random values at whole coordinates, blended in between.
fn noise(seed: u64, point: Vector) -> f64 {
    let base = point.map(f64::floor);
    let blend = [0, 1, 2].map(|axis| smooth(point[axis] - base[axis]));
    let mut total = 0.0;
    for corner in 0..8_usize {
        let offset = [0, 1, 2].map(|axis| (corner >> axis) & 1);
        let place = [0, 1, 2].map(|axis| (base[axis] as i64 + offset[axis] as i64) as u64);
        let weight: f64 = [0, 1, 2]
            .map(|axis| if offset[axis] == 1 { blend[axis] } else { 1.0 - blend[axis] })
            .iter()
            .product();
        total += weight * vector::share(vector::hash([seed, place[0], place[1], place[2]]));
    }
    total
}

/// From 0 to 1 as `x` goes from 0 to 1, level at both ends.
fn smooth(x: f64) -> f64 {
    x * x * (3.0 - 2.0 * x)
}
