//! The signs of the tools.

use bevy_egui::egui::{Color32, Painter, Pos2, Shape, Stroke, Vec2};
use std::f32::consts::{PI, TAU};

use crate::view::Tool;

/// What there is a sign of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// A tool.
    Tool(Tool),
    /// To take off the map.
    Delete,
    /// To take back.
    Undo,
    /// To do again.
    Redo,
}

/// Paints a sign about a place.
pub fn paint(painter: &Painter, centre: Pos2, radius: f32, sign: Sign, ink: Color32) {
    let stroke = Stroke::new(1.5, ink);
    let at = |x: f32, y: f32| centre + radius * Vec2::new(x, y);
    let path = |points: &[(f32, f32)]| {
        painter.add(Shape::line(points.iter().map(|(x, y)| at(*x, *y)).collect(), stroke));
    };
    let closed = |points: &[(f32, f32)]| {
        painter.add(Shape::closed_line(points.iter().map(|(x, y)| at(*x, *y)).collect(), stroke));
    };
    let full = |points: &[(f32, f32)]| {
        let points = points.iter().map(|(x, y)| at(*x, *y)).collect();
        painter.add(Shape::convex_polygon(points, ink, Stroke::NONE));
    };
    match sign {
        Sign::Tool(Tool::Found) => {
            // A banner planted.
            path(&[(-0.55, 1.0), (-0.55, -0.95)]);
            full(&[(-0.55, -0.95), (0.85, -0.5), (-0.55, 0.0)]);
            path(&[(-0.95, 1.0), (-0.1, 1.0)]);
        }
        Sign::Tool(Tool::Brush) => {
            path(&[(0.95, -0.95), (0.05, 0.05)]);
            full(&[(-0.15, -0.1), (0.2, 0.25), (-0.25, 0.75), (-0.95, 0.95), (-0.7, 0.3)]);
        }
        Sign::Tool(Tool::Fill) => {
            // A bucket that is poured out.
            closed(&[(-0.15, -0.85), (0.7, 0.0), (-0.2, 0.9), (-1.0, 0.1)]);
            full(&[(-0.85, 0.1), (0.55, 0.05), (-0.2, 0.75)]);
            full(&[(0.9, 0.15), (1.1, 0.65), (0.9, 0.9), (0.7, 0.65)]);
        }
        Sign::Tool(Tool::Erase) => {
            closed(&[(-0.95, 0.25), (0.15, -0.85), (0.9, -0.1), (-0.2, 1.0)]);
            path(&[(-0.45, -0.25), (0.35, 0.5)]);
            path(&[(-0.2, 1.0), (0.95, 1.0)]);
        }
        Sign::Tool(Tool::Capital) => {
            painter.circle_stroke(at(-0.55, 0.45), radius * 0.4, stroke);
            painter.circle_filled(at(-0.55, 0.45), radius * 0.14, ink);
            path(&[(-0.1, 0.05), (0.7, -0.65)]);
            full(&[(0.95, -0.9), (0.75, -0.2), (0.3, -0.75)]);
        }
        Sign::Tool(Tool::Merge) => {
            closed(&[(-1.0, -0.75), (0.2, -0.75), (0.2, 0.75), (-1.0, 0.75)]);
            path(&[(0.2, -0.75), (1.0, -0.75), (1.0, 0.75), (0.2, 0.75)]);
            full(&[(-0.5, 0.0), (0.0, -0.4), (0.0, 0.4)]);
            path(&[(0.0, 0.0), (0.6, 0.0)]);
        }
        Sign::Tool(Tool::Split) => {
            closed(&[(-1.0, -0.75), (-0.25, -0.75), (-0.25, 0.75), (-1.0, 0.75)]);
            closed(&[(0.3, -0.75), (1.0, -0.75), (1.0, 0.75), (0.3, 0.75)]);
            for y in [-0.9, -0.3, 0.3, 0.9] {
                path(&[(0.025, y - 0.12), (0.025, y + 0.12)]);
            }
        }
        Sign::Tool(Tool::Duplicate) => {
            closed(&[(-0.95, -0.95), (0.35, -0.95), (0.35, 0.35), (-0.95, 0.35)]);
            path(&[(0.35, -0.3), (0.95, -0.3), (0.95, 0.95), (-0.35, 0.95), (-0.35, 0.35)]);
        }
        Sign::Delete => {
            path(&[(-0.85, -0.6), (0.85, -0.6)]);
            path(&[(-0.3, -0.6), (-0.3, -0.95), (0.3, -0.95), (0.3, -0.6)]);
            path(&[(-0.65, -0.6), (-0.5, 0.95), (0.5, 0.95), (0.65, -0.6)]);
            path(&[(-0.15, -0.2), (-0.15, 0.55)]);
            path(&[(0.15, -0.2), (0.15, 0.55)]);
        }
        Sign::Undo | Sign::Redo => {
            let side = if sign == Sign::Undo { 1.0 } else { -1.0 };
            let arc = |step: usize| {
                let turn = PI + (TAU * 0.62) * step as f32 / 12.0;
                let off = 0.8 * Vec2::angled(turn);
                at(side * off.x, 0.15 + off.y)
            };
            painter.add(Shape::line((0..=12).map(arc).collect(), stroke));
            full(&[(side * -1.25, 0.0), (side * -0.35, 0.0), (side * -0.8, 0.65)]);
        }
    }
}
