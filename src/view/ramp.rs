//! Scales of colours, even to the eye.

use bevy::prelude::*;

use super::theme::{Theme, hex};

/// Share of their colour that ramps keep, so that large lands do not glare.
const MUTED: f32 = 0.86;

/// The lightness in OKLCH that rising scales span by night, and what they span on paper, where names are dark.
const NIGHT_SPAN: [f32; 2] = [0.26, 0.89];
const PAPER_SPAN: [f32; 2] = [0.46, 0.93];

/// A scale of colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ramp {
    /// Threat and danger: dark violet over red to pale yellow, after matplotlib's inferno.
    Threat,
    /// Power: violet over green to yellow, after matplotlib's viridis.
    Power,
    /// Away from a middle: teal below it, rust above, neutral in it.
    Diverging,
}

impl Ramp {
    /// The colour at a place from 0 to 1.
    pub fn at(self, theme: &Theme, place: f32) -> Srgba {
        let stops = self.stops(theme);
        let along = place.clamp(0.0, 1.0) * (stops.len() - 1) as f32;
        let low = (along as usize).min(stops.len() - 2);
        let (a, b) = (Oklaba::from(hex(stops[low])), Oklaba::from(hex(stops[low + 1])));
        let colour = a.mix(&b, along - low as f32);
        if self == Self::Diverging {
            return colour.into();
        }
        let lightness = if theme.is_dark() { colour.lightness } else { on_paper(colour.lightness) };
        Srgba::from(Oklaba { lightness, a: colour.a * MUTED, b: colour.b * MUTED, ..colour })
    }

    /// Those that rise begin above black, so that the darkest land stands out from the sea.
    fn stops(self, theme: &Theme) -> &'static [u32] {
        match self {
            Self::Threat => {
                &[0x2d1446, 0x4a1261, 0x6a176e, 0x932667, 0xbc3754, 0xdd513a, 0xf37819, 0xfca50a, 0xf6d746]
            }
            Self::Power => {
                &[0x3f2a63, 0x414487, 0x355f8d, 0x2a788e, 0x21918c, 0x22a884, 0x44bf70, 0x7ad151, 0xa8db34]
            }
            // Away from the ground: brighter by night, darker on paper.
            Self::Diverging if theme.is_dark() => {
                &[0x52c4b6, 0x3aa097, 0x357b78, 0x3f5a60, 0x474c54, 0x6d5449, 0x985b42, 0xc06a44, 0xe6824e]
            }
            Self::Diverging => {
                &[0x1c7d76, 0x4c9f97, 0x82bcb4, 0xb6d6ce, 0xe8e1d3, 0xe8c8ae, 0xdca37e, 0xc97c53, 0xae562e]
            }
        }
    }
}

/// A rising scale's lightness by night, as it is on paper.
fn on_paper(lightness: f32) -> f32 {
    let share = (lightness - NIGHT_SPAN[0]) / (NIGHT_SPAN[1] - NIGHT_SPAN[0]);
    PAPER_SPAN[0] + share * (PAPER_SPAN[1] - PAPER_SPAN[0])
}

#[cfg(test)]
mod tests {
    use super::super::sight::{SIGHTS, apart, seen};
    use super::*;

    /// Lightness as seen at so many places along a ramp.
    fn lightness(ramp: Ramp, theme: &Theme, sight: &[[f32; 3]; 3]) -> Vec<f32> {
        (0..=20).map(|step| seen(ramp.at(theme, step as f32 / 20.0), sight).lightness).collect()
    }

    #[test]
    fn rising_ramps_rise_in_lightness_for_every_sight() {
        for theme in Theme::ALL {
            for ramp in [Ramp::Threat, Ramp::Power] {
                for sight in &SIGHTS {
                    let steps = lightness(ramp, &theme, sight);
                    assert!(steps.windows(2).all(|pair| pair[0] < pair[1]), "{ramp:?}: {steps:?}");
                }
            }
        }
    }

    #[test]
    fn the_diverging_ramp_leaves_its_middle_evenly_and_its_halves_differ_for_every_sight() {
        for theme in Theme::ALL {
            for sight in &SIGHTS {
                let mut steps = lightness(Ramp::Diverging, &theme, sight);
                if !theme.is_dark() {
                    steps.iter_mut().for_each(|step| *step = -*step);
                }
                let (below, above) = steps.split_at(10);
                assert!(below.windows(2).all(|pair| pair[0] > pair[1]), "{sight:?} {steps:?}");
                assert!(above.windows(2).all(|pair| pair[0] < pair[1]), "{sight:?} {steps:?}");
                for off in [0.25, 0.5] {
                    let [low, high] = [0.5 - off, 0.5 + off].map(|place| Ramp::Diverging.at(&theme, place));
                    assert!(apart(low, high, sight) > 0.16 * off, "{sight:?} at {off}");
                }
            }
        }
    }
}
