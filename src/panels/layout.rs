//! Layout: which part of the window each panel has, and what is left to the map.

use bevy_egui::egui::{Rect, pos2};

use crate::settings::Settings;

/// Height of the bar at the top.
pub const TOOLBAR: f32 = 56.0;
/// Height of the timeline at the bottom.
pub const TIMELINE: f32 = 72.0;
/// What the timeline is higher where it has a lane of history.
pub const LANE: f32 = super::record::LANE;
/// The least share of the width that the map keeps beside open panels, and that in a small window.
const MAP_SHARE: f32 = 0.55;
const SMALL_MAP_SHARE: f32 = 0.44;
/// Width below which a window is small.
const SMALL: f32 = 1400.0;
/// Width below which a window has room for one panel beside the map.
const TIGHT: f32 = 720.0;
/// The least widths of the panels at the sides.
const LEAST_LEFT: f32 = 184.0;
const LEAST_RIGHT: f32 = 288.0;
/// The least height of the plots, and the least share of the height between the bars that the map keeps above them.
const LEAST_PLOTS: f32 = 140.0;
const MAP_HEIGHT_SHARE: f32 = 0.35;

/// An edge between the map and a panel, by which the panel is made larger or smaller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// Events and the ledger.
    Left,
    /// The selected state.
    Right,
    /// Plots.
    Bottom,
}

/// Which panels are open, and how large the user wants them; the window's size decides where absent.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Extents {
    /// Width of the left panel, if it is open.
    pub left: Option<Option<f32>>,
    /// Width of the right panel, if it is open.
    pub right: Option<Option<f32>>,
    /// Height of the plots, if they are open.
    pub plots: Option<Option<f32>>,
    /// Whether the right panel stays where there is room for one alone.
    pub right_first: bool,
    /// Whether the timeline has a lane of history.
    pub lane: bool,
    /// Width that what the left panel shows needs at least.
    pub left_needs: f32,
    /// Width that what the right panel shows needs at least.
    pub right_needs: f32,
}

impl Extents {
    /// As the settings have it; `right_needs` is what the right panel needs at least.
    pub fn new(settings: &Settings, right_needs: f32) -> Self {
        Self {
            left: settings.left_open.then_some(settings.left_width),
            right: settings.right_open.then_some(settings.right_width),
            plots: settings.plots_open.then_some(settings.plots_height),
            right_first: false,
            lane: false,
            left_needs: 0.0,
            right_needs,
        }
    }
}

/// The parts of the window. They never overlap, and together they fill it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Parts {
    /// The bar at the top.
    pub toolbar: Rect,
    /// The timeline at the bottom.
    pub timeline: Rect,
    /// Events or the ledger.
    pub left: Option<Rect>,
    /// The selected state.
    pub right: Option<Rect>,
    /// Plots, between the map and the timeline.
    pub plots: Option<Rect>,
    /// What is left to the map.
    pub map: Rect,
}

/// Divides a window.
pub fn divide(window: Rect, mut extents: Extents) -> Parts {
    if window.width() < TIGHT && extents.left.is_some() && extents.right.is_some() {
        *if extents.right_first { &mut extents.left } else { &mut extents.right } = None;
    }
    let top = (window.top() + TOOLBAR).min(window.bottom());
    let timeline = TIMELINE + if extents.lane { LANE } else { 0.0 };
    let bottom = (window.bottom() - timeline).max(top);
    let toolbar = Rect::from_min_max(window.min, pos2(window.right(), top));
    let timeline = Rect::from_min_max(pos2(window.left(), bottom), window.max);
    let between = Rect::from_min_max(pos2(window.left(), top), pos2(window.right(), bottom));
    let (left, right) = side_widths(window.width(), extents);
    let (from, to) = (between.left() + left, between.right() - right);
    let plots = extents.plots.map_or(0.0, |wanted| plots_height(between.height(), wanted));
    let floor = between.bottom() - plots;
    Parts {
        toolbar,
        timeline,
        left: extents.left.map(|_| between.with_max_x(from)),
        right: extents.right.map(|_| between.with_min_x(to)),
        plots: extents.plots.map(|_| Rect::from_min_max(pos2(from, floor), pos2(to, between.bottom()))),
        map: Rect::from_min_max(pos2(from, top), pos2(to, floor)),
    }
}

/// What panels leave to the map of a window of this width.
fn map_share(window: f32) -> f32 {
    if window < SMALL { SMALL_MAP_SHARE } else { MAP_SHARE }
}

/// Height of the plots in whole pixels.
fn plots_height(height: f32, wanted: Option<f32>) -> f32 {
    let most = height * (1.0 - MAP_HEIGHT_SHARE);
    wanted.unwrap_or((height * 0.36).clamp(LEAST_PLOTS, 360.0)).max(LEAST_PLOTS).min(most).floor()
}

/// Widths of both sides in whole pixels, so that the map keeps its share.
fn side_widths(window: f32, extents: Extents) -> (f32, f32) {
    let room = window * (1.0 - map_share(window));
    // Where not even the least widths fit, both give way alike.
    let squeeze = (room / (LEAST_LEFT + LEAST_RIGHT)).min(1.0);
    let least = |open: bool, least: f32| if open { least * squeeze } else { 0.0 };
    let (least_left, least_right) =
        (least(extents.left.is_some(), LEAST_LEFT), least(extents.right.is_some(), LEAST_RIGHT));
    let right = extents.right.map_or(0.0, |wanted| {
        let wanted = wanted.unwrap_or((window * 0.255).clamp(LEAST_RIGHT, 416.0)).max(extents.right_needs);
        wanted.max(least_right).min(room - least_left)
    });
    let left = extents.left.map_or(0.0, |wanted| {
        let wanted = wanted.unwrap_or((window * 0.19).clamp(LEAST_LEFT, 336.0)).max(extents.left_needs);
        wanted.max(least_left).min(room - right)
    });
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

    fn wish() -> impl Strategy<Value = Option<Option<f32>>> {
        prop::option::of(prop::option::of(0.0f32..4000.0))
    }

    proptest! {
        #[test]
        fn parts_fill_the_window_without_overlap_and_the_map_keeps_its_share(
            (width, height) in (640.0f32..4000.0, 400.0f32..2400.0),
            (left, right, plots) in (wish(), wish(), wish()),
            (left_needs, right_needs) in (0.0f32..600.0, 0.0f32..600.0),
            (right_first, lane) in (proptest::bool::ANY, proptest::bool::ANY),
        ) {
            let wanted = Extents { left, right, plots, right_first, lane, left_needs, right_needs };
            let parts = divide(window(width, height), wanted);
            let Parts { toolbar, timeline, left, right, plots, map } = parts;
            let all: Vec<Rect> =
                [Some(toolbar), Some(timeline), left, right, plots, Some(map)].into_iter().flatten().collect();
            prop_assert!((all.iter().map(|part| part.area()).sum::<f32>() - width * height).abs() < 1e-4 * width * height);
            for (place, a) in all.iter().enumerate() {
                prop_assert!(a.is_positive(), "{a:?}");
                for b in &all[place + 1..] {
                    prop_assert!(!a.shrink(0.01).intersects(b.shrink(0.01)), "{a:?} {b:?}");
                }
            }
            prop_assert!(map.width() >= map_share(width) * width - 0.01);
            prop_assert!(map.height() >= MAP_HEIGHT_SHARE * (height - TOOLBAR - TIMELINE - LANE) - 0.01);
        }
    }

    #[test]
    fn where_there_is_room_for_one_panel_it_is_the_one_that_is_asked_for() {
        for right_first in [false, true] {
            let both = Extents { left: Some(None), right: Some(None), right_first, ..Extents::default() };
            let parts = divide(window(640.0, 360.0), both);
            assert_eq!((parts.left.is_some(), parts.right.is_some()), (!right_first, right_first));
            let one = parts.left.or(parts.right).expect("one is there");
            assert!(one.width() >= LEAST_LEFT && parts.map.width() >= 280.0, "{parts:?}");
            let alone = Extents { left: None, ..both };
            assert!(divide(window(640.0, 360.0), alone).right.is_some());
        }
    }

    #[test]
    fn at_common_sizes_panels_are_wide_enough_to_read() {
        for (width, height) in [(1280.0, 720.0), (1920.0, 1080.0)] {
            let all = Extents {
                left: Some(None),
                right: Some(None),
                plots: Some(None),
                right_needs: 440.0,
                ..Extents::default()
            };
            let parts = divide(window(width, height), all);
            assert!(parts.left.is_some_and(|part| part.width() >= 240.0), "{parts:?}");
            assert!(parts.right.is_some_and(|part| part.width() >= 440.0), "{parts:?}");
            assert!(parts.plots.is_some_and(|part| part.height() >= 180.0), "{parts:?}");
        }
    }
}
