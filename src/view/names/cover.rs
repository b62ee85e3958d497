//! What names, marks and lines cover on the screen, so that nothing lies on anything else.

use std::collections::BTreeMap;

use bevy::prelude::*;

/// Side of the squares by which covers are found, in pixels.
const SQUARE: f32 = 80.0;

/// A rectangle on the screen, turned.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Panel {
    /// Its middle, in pixels from the map's origin.
    pub centre: Vec2,
    /// Half of its length and its height.
    pub half: Vec2,
    /// The way along it.
    pub axis: Vec2,
}

impl Panel {
    /// A line from place to place, that wide on both sides.
    pub fn line(from: Vec2, to: Vec2, half_width: f32) -> Self {
        let half = Vec2::new(from.distance(to) / 2.0, half_width);
        Self { centre: (from + to) / 2.0, half, axis: (to - from).normalize_or(Vec2::X) }
    }

    /// The upright box around it.
    pub fn bounds(&self) -> Rect {
        let half = self.axis.abs() * self.half.x + self.axis.perp().abs() * self.half.y;
        Rect::from_center_half_size(self.centre, half)
    }

    /// Whether two rectangles meet, by the axes of both.
    pub fn meets(&self, other: &Self) -> bool {
        let apart = other.centre - self.centre;
        let reach = self.half.x + self.half.y + other.half.x + other.half.y;
        if apart.abs().max_element() > reach {
            return false;
        }
        [self.axis, self.axis.perp(), other.axis, other.axis.perp()].into_iter().all(|axis| {
            let reach = |panel: &Self| {
                panel.half.x * panel.axis.dot(axis).abs() + panel.half.y * panel.axis.perp().dot(axis).abs()
            };
            apart.dot(axis).abs() < reach(self) + reach(other)
        })
    }
}

/// All that is covered, found by place.
#[derive(Debug, Clone, Default)]
pub struct Covered {
    panels: Vec<Panel>,
    squares: BTreeMap<(i32, i32), Vec<usize>>,
}

impl Covered {
    /// Adds a rectangle.
    pub fn add(&mut self, panel: Panel) {
        for square in squares(&panel) {
            self.squares.entry(square).or_default().push(self.panels.len());
        }
        self.panels.push(panel);
    }

    /// Whether nothing lies in a rectangle.
    pub fn is_free(&self, panel: &Panel) -> bool {
        self.is_free_but_for(panel, None)
    }

    /// Whether nothing lies in a rectangle but what was added as that.
    pub fn is_free_but_for(&self, panel: &Panel, own: Option<Panel>) -> bool {
        squares(panel).all(|square| {
            let here = self.squares.get(&square).into_iter().flatten().map(|other| &self.panels[*other]);
            here.into_iter().all(|other| own == Some(*other) || !panel.meets(other))
        })
    }
}

/// The squares that a rectangle may lie in.
fn squares(panel: &Panel) -> impl Iterator<Item = (i32, i32)> + use<> {
    let bounds = panel.bounds();
    let [low, high] = [bounds.min, bounds.max].map(|corner| (corner / SQUARE).floor().as_ivec2());
    (low.x..=high.x).flat_map(move |x| (low.y..=high.y).map(move |y| (x, y)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turned_rectangles_meet_only_where_they_overlap() {
        let level = Panel { centre: Vec2::ZERO, half: Vec2::new(10.0, 1.0), axis: Vec2::X };
        let slanted =
            Panel { centre: Vec2::new(0.0, 8.0), half: Vec2::new(10.0, 1.0), axis: Vec2::from_angle(0.3) };
        assert!(!level.meets(&slanted));
        assert!(level.meets(&Panel { centre: Vec2::new(0.0, 3.0), ..slanted }));
    }

    #[test]
    fn what_is_covered_is_found_across_the_squares() {
        let mut covered = Covered::default();
        covered.add(Panel::line(Vec2::new(-200.0, 5.0), Vec2::new(300.0, 5.0), 1.0));
        let at = |x: f32, y: f32| Panel { centre: Vec2::new(x, y), half: Vec2::splat(3.0), axis: Vec2::X };
        assert!(!covered.is_free(&at(290.0, 7.0)) && !covered.is_free(&at(-100.0, 2.0)));
        assert!(covered.is_free(&at(290.0, 12.0)) && covered.is_free(&at(310.0, 5.0)));
    }
}
