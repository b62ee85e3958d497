//! Strokes: lines as strips of triangles that the shaders widen on the screen.

use bevy::prelude::*;

/// How far a corner may stick out, in half widths, before it is cut.
const MITER_LIMIT: f32 = 1.5;

/// A point of a line with the way to its left: as long as it must be for the strip to keep its width.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Joint {
    /// Where it is.
    pub place: Vec2,
    /// To the left, at the length of one half width.
    pub left: Vec2,
    /// Length of the line up to here.
    pub along: f32,
}

/// The joints of a line. Points that fall together are left out; fewer than two give nothing.
pub fn joints(points: &[Vec2]) -> Vec<Joint> {
    let mut places = points.to_vec();
    places.dedup_by(|a, b| a.distance_squared(*b) < 1e-6);
    if places.len() < 2 {
        return Vec::new();
    }
    let closed = places.len() > 3 && places[0].distance_squared(places[places.len() - 1]) < 1e-6;
    let last = places.len() - 1;
    let way = |from: usize, to: usize| (places[to] - places[from]).normalize().perp();
    let mut along = 0.0;
    (0..places.len())
        .map(|at| {
            let before = match at {
                0 if closed => way(last - 1, last),
                0 => way(0, 1),
                _ => way(at - 1, at),
            };
            let after = match at {
                _ if at < last => way(at, at + 1),
                _ if closed => way(0, 1),
                _ => before,
            };
            along += if at > 0 { places[at].distance(places[at - 1]) } else { 0.0 };
            Joint { place: places[at], left: miter(before, after), along }
        })
        .collect()
}

/// The middle between two directions, lengthened so that both sides keep their distance.
fn miter(before: Vec2, after: Vec2) -> Vec2 {
    let middle = (before + after).normalize_or(after);
    middle / middle.dot(after).max(1.0 / MITER_LIMIT)
}

/// A line with fewer points that stays within a tolerance of the first (Douglas and Peucker).
pub fn simplified(points: &[Vec2], tolerance: f32) -> Vec<Vec2> {
    let Some(last) = points.len().checked_sub(1) else { return Vec::new() };
    let mut keep = vec![false; points.len()];
    (keep[0], keep[last]) = (true, true);
    let mut spans = vec![(0, last)];
    while let Some((from, to)) = spans.pop() {
        let off = |at: &usize| distance_to_segment(points[*at], points[from], points[to]);
        let Some(farthest) = (from + 1..to).max_by(|a, b| off(a).total_cmp(&off(b))) else { continue };
        if off(&farthest) > tolerance {
            keep[farthest] = true;
            spans.extend([(from, farthest), (farthest, to)]);
        }
    }
    points.iter().zip(keep).filter_map(|(point, keep)| keep.then_some(*point)).collect()
}

/// Distance of a point from a piece of line.
pub fn distance_to_segment(point: Vec2, a: Vec2, b: Vec2) -> f32 {
    let span = b - a;
    let share = if span == Vec2::ZERO { 0.0 } else { (point - a).dot(span) / span.length_squared() };
    point.distance(a + span * share.clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_straight_line_keeps_its_width() {
        let joints = joints(&[Vec2::ZERO, Vec2::X, Vec2::X, Vec2::X * 3.0]);
        assert_eq!(joints.iter().map(|joint| joint.left).collect::<Vec<_>>(), [Vec2::Y; 3]);
        assert_eq!(joints[2].along, 3.0);
    }

    #[test]
    fn a_corner_is_mitred_within_the_limit() {
        let square = joints(&[Vec2::ZERO, Vec2::X, Vec2::ONE]);
        assert!((square[1].left - Vec2::new(-1.0, 1.0)).length() < 1e-5);
        let sharp = joints(&[Vec2::ZERO, Vec2::X, Vec2::new(0.0, 0.01)]);
        assert!(sharp[1].left.length() <= MITER_LIMIT + 1e-5);
    }

    #[test]
    fn simplifying_keeps_what_sticks_out() {
        let line = [Vec2::ZERO, Vec2::new(1.0, 0.51), Vec2::new(2.0, 1.0), Vec2::new(3.0, 0.0)];
        assert_eq!(simplified(&line, 0.1).len(), 3);
    }
}
