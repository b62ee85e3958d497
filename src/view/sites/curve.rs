//! Curves: arcs of circles that names are set along, straight lines among them.

use bevy::prelude::*;

/// A line through a place, straight or bent evenly.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Curve {
    /// Its middle, in kilometres.
    pub centre: Vec2,
    /// Its angle there, in radians.
    pub angle: f32,
    /// How much it turns to the left, in radians a kilometre.
    pub bend: f32,
}

impl Curve {
    /// A level line.
    pub fn level(centre: Vec2) -> Self {
        Self { centre, angle: 0.0, bend: 0.0 }
    }

    /// The place and the angle so many kilometres along from the middle.
    pub fn at(&self, along: f32) -> (Vec2, f32) {
        (self.places()(along), self.angle + self.bend * along)
    }

    /// The place so many kilometres along, for many to be asked of.
    pub fn places(self) -> impl Fn(f32) -> Vec2 {
        let axis = Vec2::from_angle(self.angle);
        move |along| {
            let turn = self.bend * along;
            // Near a straight line the arc's formula loses all its digits.
            let (ahead, aside) = if turn.abs() < 1e-3 {
                (along, turn * along / 2.0)
            } else {
                let (sin, cos) = turn.sin_cos();
                (sin / self.bend, (1.0 - cos) / self.bend)
            };
            self.centre + axis * ahead + axis.perp() * aside
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_is_an_arc_of_a_circle_and_without_bend_a_line() {
        let quarter = Curve { bend: 1.0 / 100.0, ..Curve::level(Vec2::ZERO) };
        let (place, angle) = quarter.at(100.0 * std::f32::consts::FRAC_PI_2);
        assert!(place.distance(Vec2::new(100.0, 100.0)) < 1e-3);
        assert!((angle - std::f32::consts::FRAC_PI_2).abs() < 1e-5);
        let bare = Curve { bend: 1e-7, angle: 0.5, ..quarter };
        assert!(bare.at(50.0).0.distance(Vec2::from_angle(0.5) * 50.0) < 0.1);
    }
}
