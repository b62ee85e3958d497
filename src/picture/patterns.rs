//! Patterns over fills, the same as the shader's.

use bevy::color::{ColorToPacked, Srgba};
use bevy::math::Vec2;

use super::svg::{Svg, number};

/// Period of the patterns of blocs, in pixels.
const PERIOD: f32 = 11.0;

/// Period of an occupier's stripes.
const STRIPES: f32 = 13.0;

/// How much of the light patterns take: the shader leaves 42 % of it, which to the eye is a third less.
const DARKER: f32 = 0.33;

/// What lies over a fill.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Overlay {
    /// The sign of a bloc, by the number of its [`crate::view::Pattern`].
    Pattern(u8),
    /// Stripes in the colour of an occupier.
    Stripes([u8; 4]),
}

impl Overlay {
    /// Stripes in a colour.
    pub fn stripes(colour: Srgba) -> Self {
        Self::Stripes(colour.to_u8_array())
    }

    /// The name that fills refer to it by.
    pub fn id(self) -> String {
        match self {
            Self::Pattern(number) => format!("pattern-{number}"),
            Self::Stripes([red, green, blue, _]) => format!("stripes-{red:02x}{green:02x}{blue:02x}"),
        }
    }
}

/// Defines a pattern for the map.
pub fn define(svg: &mut Svg, overlay: Overlay) {
    define_at(svg, overlay, (&overlay.id(), Vec2::ZERO, 1.0));
}

/// Defines a pattern under a name, with its first tile at a place and so many times as large.
pub fn define_at(svg: &mut Svg, overlay: Overlay, (id, at, scale): (&str, Vec2, f32)) {
    let (half, quarter) = (PERIOD / 2.0, PERIOD / 4.0);
    // Slanted lines repeat along the sides of a tile at their distance times the root of two.
    let slant = PERIOD * std::f32::consts::SQRT_2;
    let ink = format!("stroke=\"#000\" stroke-opacity=\"{DARKER}\" stroke-width=\"1.3\" fill=\"none\"");
    let (width, height, shape) = match overlay {
        Overlay::Pattern(1) => (
            PERIOD,
            2.0 * PERIOD,
            format!(
                "<path d=\"M{half} {half}h0M0 {row}h0M{PERIOD} {row}h0\" stroke=\"#000\" \
                 stroke-opacity=\"{DARKER}\" stroke-width=\"2.8\" stroke-linecap=\"round\"/>",
                row = 3.0 * half
            ),
        ),
        Overlay::Pattern(2) => (slant, slant, rising(slant, &ink)),
        Overlay::Pattern(3) => {
            let (low, high) = (number(half - 0.26 * PERIOD), number(half + 0.26 * PERIOD));
            let path = format!("M{low} {half}H{high}M{half} {low}V{high}");
            (PERIOD, PERIOD, format!("<path d=\"{path}\" {ink}/>"))
        }
        Overlay::Pattern(4) => {
            let [t, before, after] = [slant, -1.0, slant + 1.0].map(number);
            let path = format!(
                "M0 0L{t} {t}M{before} {low}L1 {after}M{low} {before}L{after} 1",
                low = number(slant - 1.0)
            );
            (slant, slant, format!("<path d=\"{path}\" {ink}/>"))
        }
        Overlay::Pattern(5) => (PERIOD, PERIOD, format!("<path d=\"M0 {half}H{PERIOD}\" {ink}/>")),
        Overlay::Pattern(_) => {
            (PERIOD, PERIOD, format!("<circle cx=\"{half}\" cy=\"{half}\" r=\"{quarter}\" {ink}/>"))
        }
        Overlay::Stripes([red, green, blue, _]) => {
            let slant = STRIPES * std::f32::consts::SQRT_2;
            let width = number(0.54 * STRIPES);
            let ink = format!("stroke=\"#{red:02x}{green:02x}{blue:02x}\" stroke-width=\"{width}\"");
            (slant, slant, rising(slant, &ink))
        }
    };
    svg.open(format_args!(
        "pattern id=\"{id}\" patternUnits=\"userSpaceOnUse\" width=\"{}\" height=\"{}\" \
         patternTransform=\"translate({} {}) scale({})\"",
        number(width),
        number(height),
        number(at.x),
        number(at.y),
        number(scale)
    ));
    svg.raw(&shape);
    svg.close("pattern");
}

/// Lines rising to the right in a square tile, with the corners of its neighbours.
fn rising(side: f32, ink: &str) -> String {
    let [side, low, high] = [side, -side, 2.0 * side].map(number);
    let path = format!("M{low} {side}L{side} {low}M0 {side}L{side} 0M0 {high}L{high} 0");
    format!("<path d=\"{path}\" {ink}/>")
}
