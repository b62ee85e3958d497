//! Strokes: which provinces a brush has gone over.

use std::collections::BTreeSet;

use bevy::prelude::*;

use crate::world::RegionId;

/// Pixels between two places that a stroke is looked at: no province that can be seen is narrower.
const STEP: f32 = 3.0;

/// Places that are looked at in a circle, from its middle out: a ring has so many for each ring further out.
const RINGS: usize = 4;
const SPOKES: usize = 6;

/// A stroke under way, in kilometres on the plane.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Stroke {
    last: Option<Vec2>,
    known: BTreeSet<RegionId>,
    /// The provinces gone over, in order.
    pub regions: Vec<RegionId>,
}

impl Stroke {
    /// Whether it has been anywhere.
    pub fn has_begun(&self) -> bool {
        self.last.is_some()
    }

    /// Goes straight on to a place, at so many kilometres in a pixel, with a brush of so many pixels, and takes up every
    /// province on the way that is `wanted`.
    pub fn follow(
        &mut self,
        to: Vec2,
        (scale, radius): (f32, Option<f32>),
        region_at: impl Fn(Vec2) -> Option<RegionId>,
        wanted: impl Fn(RegionId) -> Vec<RegionId>,
    ) {
        let from = self.last.replace(to).unwrap_or(to);
        let step = radius.map_or(STEP, |radius| radius / 3.0).max(STEP) * scale;
        let steps = (from.distance(to) / step).ceil().max(1.0) as usize;
        let first = usize::from(from != to);
        let mut looked = None;
        for at in first..=steps {
            let place = from.lerp(to, at as f32 / steps as f32);
            for place in under(place, radius.map(|radius| radius * scale)) {
                let Some(region) = region_at(place).filter(|it| looked != Some(*it)) else { continue };
                looked = Some(region);
                for region in wanted(region) {
                    if self.known.insert(region) {
                        self.regions.push(region);
                    }
                }
            }
            if from == to {
                break;
            }
        }
    }
}

/// The places to look at under a brush.
pub fn under(middle: Vec2, radius: Option<f32>) -> impl Iterator<Item = Vec2> {
    let rings = radius.into_iter().flat_map(move |radius| {
        (1..=RINGS).flat_map(move |ring| {
            let (count, reach) = (ring * SPOKES, radius * ring as f32 / RINGS as f32);
            (0..count).map(move |spoke| {
                let turn = std::f32::consts::TAU * (spoke as f32 + 0.5 * (ring % 2) as f32) / count as f32;
                middle + reach * Vec2::from_angle(turn)
            })
        })
    });
    std::iter::once(middle).chain(rings)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Provinces in a row, ten kilometres wide; none left of them.
    fn row(at: Vec2) -> Option<RegionId> {
        (at.x >= 0.0).then_some(RegionId((at.x / 10.0) as u32))
    }

    fn numbers(stroke: &Stroke) -> Vec<u32> {
        stroke.regions.iter().map(|region| region.0).collect()
    }

    #[test]
    fn however_fast_a_drag_is_it_skips_no_province() {
        for hops in [1, 2, 7, 300] {
            let mut stroke = Stroke::default();
            for hop in 0..=hops {
                let to = Vec2::new(-30.0 + 630.0 * hop as f32 / hops as f32, 5.0);
                stroke.follow(to, (1.0, None), row, |region| vec![region]);
            }
            assert_eq!(numbers(&stroke), (0..=60).collect::<Vec<_>>(), "{hops}");
        }
    }

    #[test]
    fn going_to_and_fro_takes_up_each_once_and_only_what_is_wanted() {
        let mut stroke = Stroke::default();
        for x in [5.0, 95.0, 5.0, 55.0] {
            let odd = |region: RegionId| if region.0 % 2 == 1 { vec![region] } else { Vec::new() };
            stroke.follow(Vec2::new(x, 0.0), (1.0, None), row, odd);
        }
        assert_eq!(numbers(&stroke), [1, 3, 5, 7, 9]);
    }

    #[test]
    fn a_broad_brush_takes_up_what_its_circle_touches() {
        let mut stroke = Stroke::default();
        // Twenty pixels at two kilometres in a pixel.
        stroke.follow(Vec2::new(105.0, 0.0), (2.0, Some(20.0)), row, |region| vec![region]);
        let mut found = numbers(&stroke);
        found.sort_unstable();
        assert_eq!(found, (6..=14).collect::<Vec<_>>());
        assert_eq!(stroke.regions[0], RegionId(10), "the one under the pointer comes first");
    }

    #[test]
    fn a_click_is_a_stroke_of_one_place() {
        let mut stroke = Stroke::default();
        stroke.follow(Vec2::new(42.0, 0.0), (1.0, None), row, |region| vec![region]);
        stroke.follow(Vec2::new(42.0, 0.0), (1.0, None), row, |region| vec![region]);
        assert_eq!(numbers(&stroke), [4]);
    }
}
