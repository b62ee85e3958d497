//! Thumbnails: a small political map of a scenario, drawn without a window or a graphics card.

use std::sync::Arc;

use bevy::color::{Alpha, ColorToPacked, Mix, Oklcha, Srgba};
use bevy::math::{Rect, Vec2};
use resvg::tiny_skia::{Color, FillRule, Paint, Path, PathBuilder, Pixmap, Stroke, Transform};

use super::palette::preview;
use super::{Chart, Theme};
use crate::scenario::Scenario;
use crate::world::RegionId;

/// A picture of opaque pixels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thumbnail {
    /// Width and height in pixels.
    pub size: [u32; 2],
    /// Red, green, blue and alpha of each, row by row from the top.
    pub rgba: Vec<u8>,
}

impl Thumbnail {
    /// Draws a scenario as the map first shows it: its states in their colours, with their capitals. Takes some
    /// ten milliseconds.
    pub fn draw(scenario: &Arc<Scenario>, theme: &Theme, size: [u32; 2]) -> Self {
        Self::about(scenario, None, theme, size)
    }

    /// The same; without states it shows these bounds, or all land.
    pub fn about(scenario: &Arc<Scenario>, about: Option<[f64; 4]>, theme: &Theme, size: [u32; 2]) -> Self {
        let [width, height] = size.map(|side| side.max(1));
        let Some(mut pixmap) = Pixmap::new(width, height) else {
            return Self { size: [0; 2], rgba: Vec::new() };
        };
        let chart = Chart::about(scenario.clone(), about);
        let frame = Frame::new(chart.theatre, Vec2::new(width as f32, height as f32));
        pixmap.fill(skia(theme.sea));
        Draft { chart: &chart, frame, theme, owners: owners(scenario) }.draw(scenario, &mut pixmap);
        Self { size: [width, height], rgba: pixmap.take() }
    }
}

/// Who holds each region, as a place in the scenario's states.
fn owners(scenario: &Scenario) -> Vec<Option<usize>> {
    let mut owners = vec![None; scenario.geography.regions.len()];
    for (place, state) in scenario.states.iter().enumerate() {
        for region in &state.territory {
            owners[region.index()] = Some(place);
        }
    }
    owners
}

/// Which part of the plane the picture shows.
#[derive(Debug, Clone, Copy)]
struct Frame {
    centre: Vec2,
    /// Pixels a kilometre.
    scale: f32,
    size: Vec2,
}

impl Frame {
    fn new(theatre: Rect, size: Vec2) -> Self {
        let scale = (size / theatre.size().max(Vec2::splat(1.0))).min_element();
        Self { centre: theatre.center(), scale, size }
    }

    fn place(&self, point: Vec2) -> Vec2 {
        let offset = (point - self.centre) * self.scale;
        self.size / 2.0 + Vec2::new(offset.x, -offset.y)
    }

    /// Whether any of a line may be seen.
    fn shows(&self, line: &[Vec2]) -> bool {
        let bounds = line.iter().map(|point| Rect::from_center_size(*point, Vec2::ZERO));
        let bounds = bounds.reduce(|a, b| a.union(b)).unwrap_or_default();
        !bounds.intersect(Rect::from_center_size(self.centre, self.size / self.scale)).is_empty()
    }
}

struct Draft<'a> {
    chart: &'a Chart,
    frame: Frame,
    theme: &'a Theme,
    owners: Vec<Option<usize>>,
}

impl Draft<'_> {
    fn draw(&self, scenario: &Scenario, pixmap: &mut Pixmap) {
        let fills = preview(self.theme, scenario);
        // Land of one holder is one path, so that no seam shows where its regions meet.
        let mut lands: Vec<PathBuilder> = (0..=fills.len()).map(|_| PathBuilder::new()).collect();
        for region in 0..self.owners.len() {
            let land = self.owners[region].map_or(0, |owner| owner + 1);
            for rings in self.chart.polygons(RegionId(region as u32)) {
                if rings.first().is_some_and(|outer| self.frame.shows(outer)) {
                    rings.iter().for_each(|ring| self.trace(&mut lands[land], ring, true));
                }
            }
        }
        for (place, land) in lands.into_iter().enumerate() {
            let fill = if place == 0 { self.theme.unowned } else { fills[place - 1].into() };
            self.fill(pixmap, land, fill);
        }
        let mut coasts = PathBuilder::new();
        let (mut borders, mut pieces) = (PathBuilder::new(), PathBuilder::new());
        for (number, arc) in self.chart.geography().shapes.arcs().iter().enumerate() {
            let line = self.chart.line(number);
            let holder = |region: RegionId| self.owners[region.index()];
            let (left, right) = (holder(arc.sides.0), arc.sides.1.map(holder));
            // What nobody holds shows of what pieces it is.
            let free = right == Some(None) && left.is_none();
            if line.len() < 2 || right == Some(left) && !free || !self.frame.shows(line) {
                continue;
            }
            let path = if free {
                &mut pieces
            } else if right.is_some() {
                &mut borders
            } else {
                &mut coasts
            };
            self.trace(path, line, false);
        }
        let ink = self.theme.halo;
        self.stroke(pixmap, coasts, 1.0, self.theme.coast.with_alpha(0.7));
        self.stroke(pixmap, pieces, 1.0, ink.with_alpha(0.35));
        self.stroke(pixmap, borders, 1.5, ink.with_alpha(0.75));
        for (state, fill) in scenario.states.iter().zip(&fills) {
            if let Some(place) = self.chart.projection.project(state.capital) {
                self.capital(pixmap, self.frame.place(place), *fill);
            }
        }
    }

    /// Adds a line, leaving out points too close together to be told apart.
    fn trace(&self, path: &mut PathBuilder, line: &[Vec2], closed: bool) {
        let mut last: Option<Vec2> = None;
        for (number, point) in line.iter().enumerate() {
            let at = self.frame.place(*point);
            match last {
                None => path.move_to(at.x, at.y),
                Some(last) if last.distance_squared(at) < 0.25 && number + 1 < line.len() => continue,
                Some(_) => path.line_to(at.x, at.y),
            }
            last = Some(at);
        }
        if closed && last.is_some() {
            path.close();
        }
    }

    fn capital(&self, pixmap: &mut Pixmap, at: Vec2, fill: Oklcha) {
        for (radius, colour) in [(4.0, self.theme.halo), (2.6, self.theme.ink)] {
            let colour = if radius > 3.0 { Srgba::from(fill).mix(&colour, 0.6) } else { colour };
            let mut dot = PathBuilder::new();
            dot.push_circle(at.x, at.y, radius);
            self.fill(pixmap, dot, colour);
        }
    }

    fn fill(&self, pixmap: &mut Pixmap, path: PathBuilder, colour: Srgba) {
        let Some(path) = path.finish() else { return };
        pixmap.fill_path(&path, &paint(colour), FillRule::Winding, Transform::identity(), None);
    }

    fn stroke(&self, pixmap: &mut Pixmap, path: PathBuilder, width: f32, colour: Srgba) {
        let Some(path): Option<Path> = path.finish() else { return };
        let stroke = Stroke { width, ..Stroke::default() };
        pixmap.stroke_path(&path, &paint(colour), &stroke, Transform::identity(), None);
    }
}

/// A colour as the rasteriser has it.
fn skia(colour: Srgba) -> Color {
    let [red, green, blue, alpha] = colour.to_u8_array();
    Color::from_rgba8(red, green, blue, alpha)
}

fn paint(colour: Srgba) -> Paint<'static> {
    let mut paint = Paint { anti_alias: true, ..Paint::default() };
    paint.set_color(skia(colour));
    paint
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{self, builtin};

    fn draw(setup: builtin::Builtin, theme: &Theme) -> (Arc<Scenario>, Thumbnail) {
        let scenario = Arc::new(scenario::read(setup.name, setup.text).expect("valid"));
        let picture = Thumbnail::draw(&scenario, theme, [320, 160]);
        (scenario, picture)
    }

    #[test]
    fn every_state_of_a_vignette_is_seen_in_its_colour() {
        for theme in [Theme::NIGHT, Theme::PAPER] {
            let (scenario, picture) = draw(builtin::V2, &theme);
            assert_eq!(picture.rgba.len(), 320 * 160 * 4);
            for fill in preview(&theme, &scenario) {
                let [red, green, blue, _] = Srgba::from(fill).to_u8_array();
                let near = |pixel: &&[u8]| {
                    pixel[..3].iter().zip([red, green, blue]).all(|(a, b)| a.abs_diff(b) <= 2)
                };
                let seen = picture.rgba.chunks_exact(4).filter(near).count();
                assert!(seen > 100, "{seen} pixels of {fill:?}");
            }
        }
    }

    #[test]
    fn pictures_are_opaque_and_their_corners_are_not_all_land() {
        let (_, picture) = draw(builtin::EUROPE_1936, &Theme::NIGHT);
        assert!(picture.rgba.chunks_exact(4).all(|pixel| pixel[3] == 255));
        let sea = Theme::NIGHT.sea.to_u8_array();
        let wet = picture.rgba.chunks_exact(4).filter(|pixel| **pixel == sea).count();
        assert!((2_000..40_000).contains(&wet), "{wet} pixels of sea");
    }
}
