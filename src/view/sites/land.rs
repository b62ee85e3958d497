//! Where in a land a name fits: level, along a slant, or along a gentle curve.

use std::collections::BTreeSet;

use bevy::prelude::*;

use super::super::Chart;
use super::super::cells::Cells;
use super::curve::Curve;
use super::{CAPITALS, SPACING, Spot};
use crate::world::RegionId;

/// Cells of the grid that a land is looked at through.
const CELLS: f32 = 700.0;

/// Room that a name needs to either side of its middle, as a share of its size.
const HALF: f32 = 0.65 * CAPITALS;

/// Places kept for a level name, and for any other.
const LEVEL: usize = 7;
const OTHERS: usize = 3;

/// Steps between the angles tried, in degrees, and the steepest.
const STEP: f32 = 15.0;
const STEEPEST: f32 = 90.0;

/// The most that a name turns from its first letter to its last, in radians, and the steepest that a letter may
/// stand.
const MOST_TURN: f32 = 1.2;
const UPRIGHT: f32 = 1.6;

/// Slants from which curves are looked for.
const STARTS: usize = 5;

/// The angle from which on a name is hard to read, in radians.
const STEEP: f32 = 1.0;

/// A name that turns less than this is straight.
const STRAIGHT: f32 = 0.2;

/// How much better a name that is not level must fit.
const WORTH: f32 = 1.2;

/// The most space between letters beyond the usual, as a share of the size, and the part of the room that spaced
/// letters take.
const STRETCH: f32 = 0.5;
const TAKEN: f32 = 0.72;

/// A text to be placed: width and number of its letters, at size 1 and with the usual space between.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Text {
    pub width: f32,
    pub letters: usize,
    /// Whether its letters can be set one by one.
    pub bends: bool,
}

/// A land as a grid, with the way from each cell to the land's nearest edge.
pub struct Land {
    cells: Cells,
    /// Kilometres to the edge; none outside.
    clearance: Vec<f32>,
    area: f32,
}

impl Land {
    /// The part of some regions within a box; none where there is no such part.
    pub fn new(chart: &Chart, regions: &BTreeSet<RegionId>, within: Rect) -> Option<Self> {
        let polygons: Vec<Vec<Vec<Vec2>>> =
            regions.iter().flat_map(|region| chart.polygons(*region)).collect();
        let outer = polygons.iter().filter_map(|rings| rings.first()).flatten();
        let points = outer.filter(|point| within.contains(**point));
        let bounds = points.map(|point| Rect::from_corners(*point, *point)).reduce(|a, b| a.union(b))?;
        let cells = Cells::over(bounds, CELLS);
        let mut inside = vec![false; cells.len()];
        for rings in &polygons {
            cells.fill(rings, |at| inside[at] = within.contains(cells.place(at)));
        }
        Some(Self::of_cells(cells, &inside))
    }

    fn of_cells(cells: Cells, inside: &[bool]) -> Self {
        let columns = cells.columns();
        let next_to = |at: usize| [at - columns, at - 1, at + 1, at + columns];
        // The grid has a cell to spare all around, so that cells inside have neighbours on all sides.
        let within = |at: usize| inside.get(at).copied().unwrap_or(false);
        let spare =
            |at: usize| at < columns || at.is_multiple_of(columns) || (at + 1).is_multiple_of(columns);
        let inner: Vec<usize> = (0..inside.len())
            .filter(|at| within(*at) && !spare(*at) && at + columns < inside.len())
            .collect();
        let mut edge: Vec<usize> =
            inner.iter().flat_map(|at| next_to(*at)).filter(|at| !within(*at)).collect();
        edge.sort_unstable();
        edge.dedup();
        let edge: Vec<Vec2> = edge.into_iter().map(|at| cells.place(at)).collect();
        let mut clearance = vec![0.0; inside.len()];
        for at in &inner {
            let place = cells.place(*at);
            let nearest = edge.iter().map(|edge| edge.distance_squared(place)).fold(f32::INFINITY, f32::min);
            clearance[*at] = nearest.sqrt() - 0.4 * cells.side;
        }
        Self { cells, clearance, area: inner.len() as f32 * cells.side * cells.side }
    }

    /// Whether any of it lies outside a box.
    pub fn reaches_beyond(&self, within: Rect) -> bool {
        (0..self.cells.len()).any(|at| self.clearance[at] > 0.0 && !within.contains(self.cells.place(at)))
    }

    fn clear(&self, place: Vec2) -> f32 {
        self.cells.between(&self.clearance, place).unwrap_or(0.0)
    }

    /// Size of type that fits along a curve, and how far the land goes on for it on both sides.
    fn fit(&self, curve: &Curve, text: Text) -> (f32, f32) {
        let step = 0.7 * self.cells.side;
        let mut least = self.clear(curve.centre);
        let (mut size, mut reach) = (0.0f32, 0.0);
        let (mut along, place) = (0.0, curve.places());
        let most = self.cells.columns().max(self.cells.len() / self.cells.columns()) as f32 * self.cells.side;
        while least > 0.0 && along < most && curve.bend.abs() * along < MOST_TURN / 2.0 {
            along += step;
            least = least.min(self.clear(place(along))).min(self.clear(place(-along)));
            let by_height = least / HALF;
            let by_length = 2.0 * along / text.width;
            if by_height.min(by_length) > size {
                size = by_height.min(by_length);
            }
            if by_height >= size {
                reach = along;
            } else {
                break;
            }
        }
        (size, reach)
    }

    /// What is left of a size that one would rather have level and straight.
    fn quality(curve: &Curve, half: f32) -> f32 {
        let (angle, turn) = (curve.angle.abs(), 2.0 * half * curve.bend.abs());
        let steep = 0.3 * (angle - STEEP).max(0.0);
        match () {
            () if turn >= STRAIGHT => 0.94 - 0.2 * angle - 0.05 * turn - steep,
            () if angle < 0.01 => 1.0,
            // A slight slant looks like a slip.
            () => 0.86 - 0.26 * angle - steep,
        }
    }

    /// The spot of a text along a curve.
    fn spot(&self, curve: Curve, text: Text) -> Spot {
        let (room, reach) = self.fit(&curve, text);
        let gaps = text.letters.saturating_sub(1).max(1) as f32;
        let spare = if room > 0.0 { TAKEN * 2.0 * reach / room - text.width } else { 0.0 };
        let most = if curve.bend == 0.0 { 0.6 * STRETCH } else { STRETCH };
        let spacing = SPACING + (spare / gaps).clamp(0.0, most);
        let half = room * (text.width + (spacing - SPACING) * gaps) / 2.0;
        let turned = curve.bend.abs() * half;
        let legible = 2.0 * turned <= MOST_TURN && curve.angle.abs() + turned <= UPRIGHT;
        let quality = if legible { Self::quality(&curve, half) } else { 0.0 };
        Spot { curve, room, spacing, quality }
    }

    /// The best places for a text, well apart from one another.
    pub fn spots(&self, text: Text) -> Vec<Spot> {
        let inside = || (0..self.cells.len()).filter(|at| self.clearance[*at] > 0.0);
        let level = inside().map(|at| self.spot(Curve::level(self.cells.place(at)), text));
        let mut kept = apart(level.collect(), LEVEL);
        let best = kept.first().map_or(0.0, Spot::merit);
        // What a name could have at the most, were its land a box of its own shape.
        let ideal = (self.area / (text.width * 2.0 * HALF)).sqrt();
        if best < 0.72 * ideal {
            // What is large lies far from all edges.
            let widest = self.clearance.iter().copied().fold(0.0, f32::max);
            let ridge = inside().filter(|at| self.clearance[*at] > 0.4 * widest && self.is_ridge(*at));
            let ridge: Vec<Vec2> = ridge.map(|at| self.cells.place(at)).collect();
            let steps = (STEEPEST / STEP) as i32;
            let slants = (-steps..=steps).filter(|step| *step != 0).map(|step| step as f32 * STEP);
            let slanted = |degrees: f32| {
                let at = |centre: &Vec2| Curve { centre: *centre, angle: degrees.to_radians(), bend: 0.0 };
                let all = ridge.iter().map(|centre| self.spot(at(centre), text));
                all.max_by(|a, b| a.merit().total_cmp(&b.merit()))
            };
            let mut slanted: Vec<Spot> = slants.filter_map(slanted).collect();
            slanted.sort_by(|a, b| b.merit().total_cmp(&a.merit()));
            let bent = slanted.iter().take(STARTS).chain(kept.first()).copied();
            let bent: Vec<Spot> = bent
                .filter(|_| text.bends)
                .flat_map(|spot| [-1.0, 1.0].map(|side| self.climb(spot, side, text)))
                .collect();
            let others = slanted.into_iter().chain(bent).filter(|spot| spot.merit() > WORTH * best);
            kept.extend(apart(others.collect(), OTHERS));
        }
        kept.sort_by(|a, b| b.merit().total_cmp(&a.merit()));
        kept
    }

    /// Whether the land falls off to two sides that lie opposite each other.
    fn is_ridge(&self, at: usize) -> bool {
        let columns = self.cells.columns();
        let clear = |at: usize| self.clearance.get(at).copied().unwrap_or(0.0);
        let here = clear(at);
        let over = |by: usize| here >= clear(at.wrapping_sub(by)) && here >= clear(at + by);
        [1, columns, columns + 1, columns - 1].into_iter().filter(|by| over(*by)).count() >= 2
    }

    /// The best curve that small changes lead to, from a straight line bent a little to one side.
    fn climb(&self, from: Spot, side: f32, text: Text) -> Spot {
        let length = (from.room * text.width).max(self.cells.side);
        let mut best = self.spot(Curve { bend: side * 0.5 / length, ..from.curve }, text);
        let mut step = 1.0;
        while step > 0.1 {
            let Curve { centre, angle, bend } = best.curve;
            let (way, turn) = (Vec2::from_angle(angle), 0.22 * step);
            let off = 1.6 * self.cells.side * step;
            let more = 0.5 * step / length;
            let tries = [
                Curve { centre: centre + way * off, ..best.curve },
                Curve { centre: centre - way * off, ..best.curve },
                Curve { centre: centre + way.perp() * off, ..best.curve },
                Curve { centre: centre - way.perp() * off, ..best.curve },
                Curve { angle: angle + turn, ..best.curve },
                Curve { angle: angle - turn, ..best.curve },
                Curve { bend: bend + more, ..best.curve },
                Curve { bend: bend - more, ..best.curve },
            ];
            let next = tries.into_iter().map(|curve| self.spot(curve, text));
            match next.max_by(|a, b| a.merit().total_cmp(&b.merit())) {
                Some(next) if next.merit() > best.merit() * 1.001 => best = next,
                _ => step *= 0.5,
            }
        }
        // A name that hardly turns is set straight.
        let turned = best.curve.bend.abs() * best.room * text.width;
        let straight = Curve { bend: 0.0, ..best.curve };
        if turned < STRAIGHT { self.spot(straight, text) } else { best }
    }
}

/// The best of some spots that lie well apart.
fn apart(mut all: Vec<Spot>, most: usize) -> Vec<Spot> {
    all.retain(|spot| spot.merit() > 0.0);
    all.sort_by(|a, b| b.merit().total_cmp(&a.merit()));
    let mut kept: Vec<Spot> = Vec::new();
    for spot in all {
        let off = |other: &Spot| other.curve.centre.distance(spot.curve.centre) > 1.2 * CAPITALS * spot.room;
        if kept.len() < most && kept.iter().all(off) {
            kept.push(spot);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAME: Text = Text { width: 8.0, letters: 8, bends: true };

    /// A land of all places that a shape holds, in a box 1,000 km wide.
    fn land(holds: impl Fn(Vec2) -> bool) -> Land {
        let cells = Cells::over(Rect::new(0.0, 0.0, 1000.0, 1000.0), 2000.0);
        let inside: Vec<bool> = (0..cells.len()).map(|at| holds(cells.place(at))).collect();
        Land::of_cells(cells, &inside)
    }

    #[test]
    fn a_name_is_level_in_a_broad_land() {
        let best = land(|at| at.cmpgt(Vec2::ZERO).all() && at.y < 400.0 && at.x < 1000.0).spots(NAME)[0];
        assert_eq!((best.curve.angle, best.curve.bend), (0.0, 0.0));
        assert!(best.room > 90.0, "{best:?}");
    }

    #[test]
    fn a_name_takes_the_longest_way_through_its_land() {
        let band =
            |at: Vec2| (at.x - at.y).abs() < 90.0 && at.min_element() > 0.0 && at.max_element() < 1000.0;
        let best = land(band).spots(NAME)[0];
        assert!((best.curve.angle - std::f32::consts::FRAC_PI_4).abs() < 0.15, "{best:?}");
        assert!(best.curve.bend.abs() * best.room * NAME.width < 2.0 * STRAIGHT, "{best:?}");
    }

    #[test]
    fn a_name_follows_a_land_that_bends() {
        // A quarter of a ring about the lower left corner: it turns clockwise as one reads.
        let ring = |at: Vec2| (at.length() - 800.0).abs() < 80.0 && at.min_element() > 0.0;
        let bowed = land(ring);
        let best = bowed.spots(NAME)[0];
        assert!((1.0 / best.curve.bend + 800.0).abs() < 300.0, "{best:?}");
        // All of it lies within the land, and the letters stand upright enough.
        for step in -10..=10 {
            let half = best.room * (NAME.width + (best.spacing - SPACING) * 7.0) / 2.0;
            let (place, angle) = best.curve.at(half * step as f32 / 10.0);
            assert!(ring(place) && angle.abs() <= UPRIGHT, "{place} {angle}");
        }
        let straight = bowed.spots(Text { bends: false, ..NAME })[0];
        assert!(straight.curve.bend == 0.0 && straight.room < best.room / WORTH);
    }
}
