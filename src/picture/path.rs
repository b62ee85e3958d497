//! Path data: lines and curves as the short text that SVG reads.

use bevy::math::{Rect, Vec2};

/// Gathers path data with a fixed number of decimals, each point told by its way from the one before.
#[derive(Debug, Clone)]
pub struct PathData {
    text: String,
    /// Units in a pixel.
    units: f32,
    decimals: usize,
    /// The last point and the beginning of the figure, in units.
    at: [i32; 2],
    start: [i32; 2],
    /// The letter of the last command, which is left out where it repeats.
    command: char,
}

impl PathData {
    /// Nothing yet, with so many decimals.
    pub fn new(decimals: usize) -> Self {
        let units = 10f32.powi(decimals as i32);
        Self { text: String::new(), units, decimals, at: [0; 2], start: [0; 2], command: ' ' }
    }

    /// The data; empty where nothing is drawn.
    pub fn finish(self) -> String {
        self.text
    }

    /// Begins a figure.
    pub fn move_to(&mut self, to: Vec2) {
        self.command('m', &[to]);
        self.start = self.at;
    }

    /// Goes on straight. A point that falls on the last one is left out.
    pub fn line_to(&mut self, to: Vec2) {
        if self.units_of(to) != self.at {
            self.command('l', &[to]);
        }
    }

    /// Goes on in a curve with one control point.
    pub fn quad_to(&mut self, control: Vec2, to: Vec2) {
        self.command('q', &[control, to]);
    }

    /// Goes on in a curve with two control points.
    pub fn cubic_to(&mut self, controls: [Vec2; 2], to: Vec2) {
        self.command('c', &[controls[0], controls[1], to]);
    }

    /// Closes the figure.
    pub fn close(&mut self) {
        self.text.push('z');
        self.at = self.start;
        self.command = 'z';
    }

    /// An open line.
    pub fn line(&mut self, points: impl IntoIterator<Item = Vec2>) {
        let mut points = points.into_iter();
        if let Some(first) = points.next() {
            self.move_to(first);
            points.for_each(|point| self.line_to(point));
        }
    }

    /// A closed figure.
    pub fn polygon(&mut self, points: impl IntoIterator<Item = Vec2>) {
        self.line(points);
        self.close();
    }

    fn units_of(&self, point: Vec2) -> [i32; 2] {
        // Float to integer saturates: what lies absurdly far off stays far off.
        [(point.x * self.units).round() as i32, (point.y * self.units).round() as i32]
    }

    fn command(&mut self, letter: char, points: &[Vec2]) {
        let from = self.at;
        // After a move, further points are lines even without a letter.
        let goes_on = letter != 'm' && (self.command == letter || self.command == 'm' && letter == 'l');
        if !goes_on {
            self.text.push(letter);
        }
        self.command = letter;
        for (place, point) in points.iter().enumerate() {
            let to = self.units_of(*point);
            for (axis, (to, from)) in to.into_iter().zip(from).enumerate() {
                let way = to.saturating_sub(from);
                let first = !goes_on && place == 0 && axis == 0;
                if !first && way >= 0 {
                    self.text.push(' ');
                }
                self.number(way);
            }
            self.at = to;
        }
    }

    /// A number of units, as short as it can be told.
    fn number(&mut self, units: i32) {
        let whole = 10i32.pow(self.decimals as u32);
        if units < 0 {
            self.text.push('-');
        }
        let (before, after) = (units.unsigned_abs() / whole as u32, units.unsigned_abs() % whole as u32);
        if before > 0 || after == 0 {
            self.text.push_str(&before.to_string());
        }
        if after > 0 {
            let digits = format!("{after:0width$}", width = self.decimals);
            self.text.push('.');
            self.text.push_str(digits.trim_end_matches('0'));
        }
    }
}

/// A polygon's part within a box, whose edges may join what was apart (Sutherland and Hodgman).
pub fn clipped(ring: &[Vec2], bounds: Rect) -> Vec<Vec2> {
    if ring.iter().all(|point| bounds.contains(*point)) {
        return ring.to_vec();
    }
    let sides: [(Vec2, f32); 4] = [
        (Vec2::X, bounds.min.x),
        (Vec2::NEG_X, -bounds.max.x),
        (Vec2::Y, bounds.min.y),
        (Vec2::NEG_Y, -bounds.max.y),
    ];
    let mut ring = ring.to_vec();
    for (inwards, least) in sides {
        let depth = |point: Vec2| point.dot(inwards) - least;
        let mut kept = Vec::with_capacity(ring.len());
        for (at, point) in ring.iter().enumerate() {
            let before = ring[(at + ring.len() - 1) % ring.len()];
            let (from, to) = (depth(before), depth(*point));
            if (from < 0.0) != (to < 0.0) {
                kept.push(before.lerp(*point, from / (from - to)));
            }
            if to >= 0.0 {
                kept.push(*point);
            }
        }
        ring = kept;
    }
    ring
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_told_in_few_letters() {
        let mut path = PathData::new(1);
        path.polygon([Vec2::new(1.0, 2.5), Vec2::new(1.04, 2.5), Vec2::new(0.5, 2.5), Vec2::new(0.5, 12.0)]);
        path.line([Vec2::new(0.9, 2.5), Vec2::new(1.0, 2.4)]);
        assert_eq!(path.finish(), "m1 2.5-.5 0 0 9.5zm-.1 0 .1-.1");
    }

    #[test]
    fn what_lies_outside_is_cut_off() {
        let square = [Vec2::new(-5.0, 1.0), Vec2::new(5.0, 1.0), Vec2::new(5.0, 3.0), Vec2::new(-5.0, 3.0)];
        let cut = clipped(&square, Rect::new(0.0, 0.0, 4.0, 4.0));
        assert_eq!(cut.len(), 4);
        assert!(cut.iter().all(|point| (0.0..=4.0).contains(&point.x) && (1.0..=3.0).contains(&point.y)));
        assert!(clipped(&square, Rect::new(10.0, 10.0, 14.0, 14.0)).is_empty());
    }
}
