//! Layout: which part of the window each panel has, and what is left to the map.

use bevy_egui::egui::{Rect, pos2};

/// Height of the bar at the top.
pub const TOOLBAR: f32 = 64.0;
/// The least share of the width that the map keeps beside open panels, and that in a small window.
const MAP_SHARE: f32 = 0.55;
const SMALL_MAP_SHARE: f32 = 0.5;
/// Width below which a window is small.
const SMALL: f32 = 1200.0;
/// The least widths of the panels at the sides.
const LEAST_LEFT: f32 = 184.0;
const LEAST_RIGHT: f32 = 288.0;

/// A panel beside the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// Events.
    Left,
    /// The selected state.
    Right,
}

/// Widths that the user chose; the window's size decides where absent.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Widths {
    /// Of the left panel.
    pub left: Option<f32>,
    /// Of the right panel.
    pub right: Option<f32>,
}

/// The parts of the window. They never overlap, and together they fill it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Parts {
    /// The bar at the top.
    pub toolbar: Rect,
    /// Events; absent while panels are hidden.
    pub left: Option<Rect>,
    /// The selected state; absent while panels are hidden.
    pub right: Option<Rect>,
    /// What is left to the map.
    pub map: Rect,
}

/// Divides a window.
pub fn divide(window: Rect, widths: Widths, hidden: bool) -> Parts {
    let top = (window.top() + TOOLBAR).min(window.bottom());
    let toolbar = Rect::from_min_max(window.min, pos2(window.right(), top));
    let below = Rect::from_min_max(pos2(window.left(), top), window.max);
    if hidden {
        return Parts { toolbar, left: None, right: None, map: below };
    }
    let (left, right) = side_widths(window.width(), widths);
    let (from, to) = (below.left() + left, below.right() - right);
    Parts {
        toolbar,
        left: Some(below.with_max_x(from)),
        right: Some(below.with_min_x(to)),
        map: Rect::from_min_max(pos2(from, top), pos2(to, below.bottom())),
    }
}

/// What panels leave to the map of a window of this width.
fn map_share(window: f32) -> f32 {
    if window < SMALL { SMALL_MAP_SHARE } else { MAP_SHARE }
}

/// Widths of both sides in whole pixels, so that the map keeps its share.
fn side_widths(window: f32, widths: Widths) -> (f32, f32) {
    let room = window * (1.0 - map_share(window));
    // Where not even the least widths fit, both give way alike.
    let squeeze = (room / (LEAST_LEFT + LEAST_RIGHT)).min(1.0);
    let (least_left, least_right) = (LEAST_LEFT * squeeze, LEAST_RIGHT * squeeze);
    let right = widths.right.unwrap_or((window * 0.255).clamp(LEAST_RIGHT, 416.0));
    let right = right.max(least_right).min(room - least_left);
    let left = widths.left.unwrap_or((window * 0.19).clamp(LEAST_LEFT, 336.0));
    let left = left.max(least_left).min(room - right);
    (left.floor(), right.floor())
}

#[cfg(test)]
mod tests {
    use super::*;
    use bevy_egui::egui::vec2;
    use proptest::prelude::*;

    fn window(width: f32, height: f32) -> Rect {
        Rect::from_min_size(pos2(0.0, 0.0), vec2(width, height))
    }

    proptest! {
        #[test]
        fn parts_fill_the_window_without_overlap_and_the_map_keeps_its_share(
            width in 640.0f32..4000.0,
            height in 400.0f32..2400.0,
            left in prop::option::of(0.0f32..4000.0),
            right in prop::option::of(0.0f32..4000.0),
            hidden: bool,
        ) {
            let parts = divide(window(width, height), Widths { left, right }, hidden);
            let all: Vec<Rect> = [Some(parts.toolbar), parts.left, parts.right, Some(parts.map)].into_iter().flatten().collect();
            prop_assert!((all.iter().map(|part| part.area()).sum::<f32>() - width * height).abs() < 1e-4 * width * height);
            for (place, a) in all.iter().enumerate() {
                for b in &all[place + 1..] {
                    prop_assert!(!a.shrink(0.01).intersects(b.shrink(0.01)), "{a:?} {b:?}");
                }
            }
            prop_assert!(parts.map.width() >= map_share(width) * width - 0.01);
        }
    }

    #[test]
    fn at_common_sizes_panels_are_wide_enough_to_read() {
        for (width, height) in [(1280.0, 720.0), (1920.0, 1080.0)] {
            let parts = divide(window(width, height), Widths::default(), false);
            assert!(parts.left.is_some_and(|part| part.width() >= 240.0));
            assert!(parts.right.is_some_and(|part| part.width() >= 320.0));
        }
    }
}
