//! Cells: shapes on the plane as a grid of squares, for questions that are asked of many places.

use bevy::prelude::*;

use super::Chart;
use crate::world::RegionId;

/// Cells of the grid that tells which region is where.
const GROUND: f32 = 700_000.0;

/// How far around the theatre that grid reaches, as a share of the theatre's longer side.
const AROUND: f32 = 0.45;

/// A grid of squares.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Cells {
    low: Vec2,
    /// Side of a square, in kilometres.
    pub side: f32,
    columns: usize,
    rows: usize,
}

impl Cells {
    /// About so many squares over a box, with a row or column of them to spare on every side.
    pub fn over(bounds: Rect, count: f32) -> Self {
        let side = (bounds.width() * bounds.height() / count).sqrt().max(1.0);
        let across = |length: f32| (length / side).ceil() as usize + 2;
        Self { low: bounds.min - side, side, columns: across(bounds.width()), rows: across(bounds.height()) }
    }

    /// How many squares there are.
    pub fn len(&self) -> usize {
        self.columns * self.rows
    }

    /// How many there are in a row.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// The middle of a square.
    pub fn place(&self, at: usize) -> Vec2 {
        let (row, column) = (at / self.columns, at % self.columns);
        self.low + Vec2::new(column as f32 + 0.5, row as f32 + 0.5) * self.side
    }

    /// The square that holds a place.
    pub fn at(&self, place: Vec2) -> Option<usize> {
        let at = ((place - self.low) / self.side).floor();
        let within = at.cmpge(Vec2::ZERO).all() && at.x < self.columns as f32 && at.y < self.rows as f32;
        within.then(|| at.y as usize * self.columns + at.x as usize)
    }

    /// A value between the middles of squares that each have one, by how near they are.
    pub fn between(&self, values: &[f32], place: Vec2) -> Option<f32> {
        let at = (place - self.low) / self.side - 0.5;
        let low = at.floor();
        let far = Vec2::new(self.columns as f32, self.rows as f32) - 1.0;
        if !(low.cmpge(Vec2::ZERO).all() && low.cmplt(far).all()) {
            return None;
        }
        let (share, first) = (at - low, low.y as usize * self.columns + low.x as usize);
        let row = |first: usize| values[first] + (values[first + 1] - values[first]) * share.x;
        let (below, above) = (row(first), row(first + self.columns));
        Some(below + (above - below) * share.y)
    }

    /// Tells every square whose middle lies within a polygon: its outer ring and its holes, each point once.
    pub fn fill(&self, rings: &[Vec<Vec2>], mut inside: impl FnMut(usize)) {
        // Where edges cross the middles of rows.
        let mut crossings: Vec<(usize, f32)> = Vec::new();
        for ring in rings {
            for (at, a) in ring.iter().enumerate() {
                let b = ring[(at + 1) % ring.len()];
                let (low, high) = if a.y < b.y { (*a, b) } else { (b, *a) };
                let row = |y: f32| ((y - self.low.y) / self.side - 0.5).ceil().max(0.0) as usize;
                for row in row(low.y)..row(high.y).min(self.rows) {
                    let y = self.low.y + (row as f32 + 0.5) * self.side;
                    crossings.push((row, low.x + (high.x - low.x) * (y - low.y) / (high.y - low.y)));
                }
            }
        }
        crossings.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let column = |x: f32| ((x - self.low.x) / self.side - 0.5).ceil().max(0.0) as usize;
        for pair in crossings.chunks_exact(2) {
            let ((row, from), (_, to)) = (pair[0], pair[1]);
            for column in column(from)..column(to).min(self.columns) {
                inside(row * self.columns + column);
            }
        }
    }
}

/// Which region is where, in and around the theatre.
#[derive(Debug, Clone, Default)]
pub struct Ground {
    cells: Cells,
    /// The region in each cell, and one more; none at sea.
    regions: Vec<u16>,
}

impl Ground {
    /// Looks at a map.
    pub fn new(chart: &Chart) -> Self {
        let (low, high) = chart.projection.extent();
        let theatre = chart.theatre.inflate(chart.theatre.size().max_element() * AROUND);
        let cells = Cells::over(theatre.intersect(Rect::from_corners(low, high)), GROUND);
        let mut regions = vec![0; cells.len()];
        for (region, _) in chart.geography().regions.iter() {
            let Ok(number) = u16::try_from(region.index() + 1) else { continue };
            for polygon in chart.polygons(region) {
                cells.fill(&polygon, |at| regions[at] = number);
            }
        }
        Self { cells, regions }
    }

    /// The region at a place, to so many kilometres.
    pub fn region(&self, chart: &Chart, place: Vec2, within: f32) -> Option<RegionId> {
        match self.cells.at(place).filter(|_| within >= 0.5 * self.cells.side) {
            Some(at) => self.regions[at].checked_sub(1).map(|region| RegionId(region.into())),
            None => chart.region_at(place),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_polygon_fills_the_cells_within_it_and_not_those_in_its_holes() {
        let square = |low: f32, high: f32| {
            vec![Vec2::new(low, low), Vec2::new(high, low), Vec2::new(high, high), Vec2::new(low, high)]
        };
        let cells = Cells::over(Rect::new(0.0, 0.0, 100.0, 100.0), 400.0);
        let mut filled = vec![0; cells.len()];
        cells.fill(&[square(10.0, 90.0), square(40.0, 60.0)], |at| filled[at] += 1);
        for (at, times) in filled.into_iter().enumerate() {
            let off = (cells.place(at) - 50.0).abs().max_element();
            assert_eq!(times, u32::from(off < 40.0 && off > 10.0), "{:?}", cells.place(at));
            assert_eq!(cells.at(cells.place(at)), Some(at));
        }
        assert_eq!(cells.at(Vec2::splat(-20.0)), None);
    }
}
