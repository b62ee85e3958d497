//! The plate: what of the map stays the same as long as it is looked at from the same place.

use std::collections::BTreeMap;

use bevy::color::{Alpha, LinearRgba, Mix, Srgba};
use bevy::math::{Rect, Vec2};

use super::path::{PathData, clipped};
use super::svg::{Svg, hex, number};
use crate::view::scene::{Look, graticule_lines, ring_of, simplified};
use crate::view::{Chart, Theme};
use crate::world::RegionId;

/// How far lines may be off, in pixels, for the sake of fewer points.
const TOLERANCE: f32 = 0.3;

/// How far beyond the map's frame land is kept, in pixels, so that no cut edge shows.
const MARGIN: f32 = 24.0;

/// Reach of the light of coasts, in pixels, as in the window.
const GLOW: f32 = 10.0;

/// Steps in which that light falls off.
const GLOW_STEPS: u8 = 7;

/// The map as projected on a page: what every picture from one place shares.
#[derive(Debug)]
pub struct Plate {
    /// The page's part that is the map, in pixels, y down.
    pub frame: Rect,
    /// Where from.
    pub look: Look,
    /// Decimals of coordinates.
    pub decimals: usize,
    /// Every arc on the page, by number; empty where the map does not reach.
    lines: Vec<Vec<Vec2>>,
    /// Whether an arc comes within the frame.
    seen: Vec<bool>,
    /// Paths of regions that come within the frame.
    regions: BTreeMap<RegionId, String>,
    sea: Svg,
}

impl Plate {
    /// Projects a chart into a frame on a page. `zoom` is how many pixels of the picture a pixel of the page
    /// will be.
    pub fn new(chart: &Chart, theme: &Theme, look: Look, frame: Rect, zoom: f32) -> Self {
        let decimals = if zoom > 1.5 { 2 } else { 1 };
        let mut plate = Self {
            frame,
            look,
            decimals,
            lines: Vec::new(),
            seen: Vec::new(),
            regions: BTreeMap::new(),
            sea: Svg::default(),
        };
        let tolerance = TOLERANCE / zoom;
        let line = |points: &Vec<Vec2>| {
            let points: Vec<Vec2> = points.iter().map(|point| plate.place(*point)).collect();
            let fewer = simplified(&points, tolerance);
            // An island smaller than a pixel is still an island.
            if fewer.len() < 4 && points.first() == points.last() { points } else { fewer }
        };
        plate.lines = chart.lines().iter().map(line).collect();
        plate.seen = plate.lines.iter().map(|line| meets(line, frame.inflate(GLOW))).collect();
        plate.regions = plate.region_paths(chart);
        plate.sea = plate.sea(chart, theme);
        plate
    }

    /// Where a place of the plane is on the page.
    pub fn place(&self, place: Vec2) -> Vec2 {
        let off = (place - self.look.centre) / self.look.scale;
        self.frame.center() + Vec2::new(off.x, -off.y)
    }

    /// A line of the plane on the page.
    pub fn on_page(&self, line: &[Vec2]) -> Vec<Vec2> {
        line.iter().map(|point| self.place(*point)).collect()
    }

    /// An arc on the page; empty where it is out of the frame.
    pub fn arc(&self, arc: usize) -> &[Vec2] {
        if self.seen[arc] { &self.lines[arc] } else { &[] }
    }

    /// The regions that come within the frame, with their paths.
    pub fn regions(&self) -> impl Iterator<Item = (RegionId, &str)> {
        self.regions.iter().map(|(region, path)| (*region, path.as_str()))
    }

    /// The sea with its graticule and the light of the coasts.
    pub fn sea_drawn(&self) -> &Svg {
        &self.sea
    }

    /// Path data with as many decimals as the picture needs.
    pub fn path(&self) -> PathData {
        PathData::new(self.decimals)
    }

    fn region_paths(&self, chart: &Chart) -> BTreeMap<RegionId, String> {
        let shapes = &chart.geography().shapes;
        let paths = chart.geography().regions.iter().filter_map(|(region, _)| {
            let mut path = self.path();
            for polygon in shapes.polygons(region) {
                let rings: Option<Vec<Vec<Vec2>>> =
                    polygon.rings.iter().map(|ring| ring_of(&self.lines, ring)).collect();
                // Polygons that lie partly off the map are left out, as in the window.
                let Some(rings) = rings.filter(|rings| meets(&rings[0], self.frame)) else { continue };
                for ring in rings {
                    let ring = clipped(&ring, self.frame.inflate(MARGIN));
                    if ring.len() > 2 {
                        path.polygon(ring);
                    }
                }
            }
            let path = path.finish();
            (!path.is_empty()).then_some((region, path))
        });
        paths.collect()
    }

    fn sea(&self, chart: &Chart, theme: &Theme) -> Svg {
        let mut svg = Svg::default();
        let centre = self.place(chart.theatre.center());
        let reach = chart.theatre.size().max_element() * 1.1 / self.look.scale;
        svg.open("defs");
        svg.open(format_args!(
            "radialGradient id=\"sea\" gradientUnits=\"userSpaceOnUse\" cx=\"{}\" cy=\"{}\" r=\"{}\"",
            number(centre.x),
            number(centre.y),
            number(reach)
        ));
        let (near, far) = (LinearRgba::from(theme.sea), LinearRgba::from(theme.sea_deep));
        for step in [0.0f32, 0.25, 0.5, 0.75, 1.0] {
            let eased = step * step * (3.0 - 2.0 * step);
            let colour = Srgba::from(near.mix(&far, eased));
            svg.element(format_args!("stop offset=\"{step}\" stop-color=\"{}\"", hex(colour)));
        }
        svg.close("radialGradient");
        let mut coasts = self.path();
        let arcs = chart.geography().shapes.arcs().iter().enumerate();
        for (index, _) in arcs.filter(|(index, arc)| arc.sides.1.is_none() && self.seen[*index]) {
            coasts.line(simplified(&self.lines[index], 1.0));
        }
        svg.element(format_args!(
            "path id=\"coasts\" d=\"{}\" fill=\"none\" stroke-linejoin=\"round\" stroke-linecap=\"round\"",
            coasts.finish()
        ));
        svg.close("defs");
        let Rect { min, .. } = self.frame;
        svg.element(format_args!(
            "rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"url(#sea)\"",
            number(min.x),
            number(min.y),
            number(self.frame.width()),
            number(self.frame.height())
        ));
        let mut graticule = self.path();
        for line in graticule_lines(chart) {
            let line = simplified(&self.on_page(&line), TOLERANCE);
            // Only the pieces that are seen.
            for piece in line.windows(2).filter(|piece| meets(piece, self.frame)) {
                graticule.line(piece.iter().copied());
            }
        }
        svg.stroke(&graticule.finish(), theme.graticule.with_alpha(0.8), 0.7);
        self.glow(&mut svg, theme);
        svg
    }

    /// The light of the coasts: strokes one over another, each narrower, which together fall off as the
    /// square of the way to the coast.
    fn glow(&self, svg: &mut Svg, theme: &Theme) {
        // Seen from afar, light draws in to the coasts.
        let reach = GLOW * (7.0 / self.look.scale).clamp(0.3, 1.0);
        let mut before = 0.0;
        svg.open(format_args!("g stroke=\"{}\"", hex(theme.coast)));
        for step in 0..GLOW_STEPS {
            let off = 1.0 - f32::from(step) / f32::from(GLOW_STEPS);
            let wanted = 0.6 * (1.0 - off * 0.9).powi(2);
            let opacity = (wanted - before) / (1.0 - before);
            before = wanted;
            svg.element(format_args!(
                "use href=\"#coasts\" stroke-width=\"{}\" stroke-opacity=\"{}\"",
                number(2.0 * reach * off),
                number(opacity)
            ));
        }
        svg.close("g");
    }
}

/// Whether the box of some points meets another.
fn meets(points: &[Vec2], bounds: Rect) -> bool {
    let around = points.iter().map(|point| Rect::from_corners(*point, *point)).reduce(|a, b| a.union(b));
    around.is_some_and(|around| around.min.cmple(bounds.max).all() && around.max.cmpge(bounds.min).all())
}
