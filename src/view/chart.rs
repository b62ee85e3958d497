//! The chart: the map of the setup as projected, which everything drawn is made from.

use std::sync::Arc;

use bevy::prelude::*;

use super::projection::Projection;
use super::{Setup, ViewSystems};
use crate::scenario::{Scenario, StateSetup};
use crate::world::{ArcRef, GeoPoint, Geography, RegionId};

/// Longest step, in degrees, before a line is subdivided so that it bends with the projection.
const LONGEST_STEP: f64 = 1.5;

/// Share of the states' power whose capitals the theatre holds; far and weak states lie outside.
const THEATRE_SHARE: f64 = 0.94;

/// The map as drawn, in kilometres on the plane. Made anew when another scenario is set up.
#[derive(Resource, Debug)]
pub struct Chart {
    /// The scenario it was made for.
    scenario: Arc<Scenario>,
    /// How it is drawn.
    pub projection: Projection,
    /// Box that the first view shows.
    pub theatre: Rect,
    /// Every arc of the map by number; empty where the map does not reach.
    lines: Vec<Vec<Vec2>>,
    /// The box of each region.
    bounds: Vec<Rect>,
}

impl Chart {
    /// Projects the map of a scenario.
    pub fn new(scenario: Arc<Scenario>) -> Self {
        Self::about(scenario, None)
    }

    /// The same; without states it shows these bounds, or all land.
    pub fn about(scenario: Arc<Scenario>, about: Option<[f64; 4]>) -> Self {
        let (bounds, places) = match about.filter(|_| scenario.states.is_empty()) {
            Some([west, south, east, north]) => {
                let corner = |lat, lon| GeoPoint { lat, lon };
                ([west, south, east, north], vec![corner(south, west), corner(north, east)])
            }
            None if scenario.states.is_empty() => {
                let places = scenario.geography.regions.iter().map(|(_, region)| region.point);
                let places: Vec<GeoPoint> = places.collect();
                (bounds_of_places(&places), places)
            }
            None => {
                (core_bounds(&scenario.states), scenario.states.iter().map(|state| state.capital).collect())
            }
        };
        let centre = GeoPoint { lat: (bounds[1] + bounds[3]) / 2.0, lon: (bounds[0] + bounds[2]) / 2.0 };
        let projection = Projection::for_theatre(centre, &places);
        let arcs = scenario.geography.shapes.arcs();
        let lines: Vec<Vec<Vec2>> =
            arcs.iter().map(|arc| project_line(&projection, &arc.points).unwrap_or_default()).collect();
        let theatre = theatre(&projection, bounds);
        let mut bounds = vec![Rect::EMPTY; scenario.geography.regions.len()];
        for (arc, line) in arcs.iter().zip(&lines) {
            let within = bounds_of(line);
            for region in std::iter::once(arc.sides.0).chain(arc.sides.1) {
                bounds[region.index()] = bounds[region.index()].union(within);
            }
        }
        Self { scenario, projection, theatre, lines, bounds }
    }

    /// The regions and outlines it shows.
    pub fn geography(&self) -> &Geography {
        &self.scenario.geography
    }

    /// Every arc as drawn, by number; empty where the map does not reach.
    pub fn lines(&self) -> &[Vec<Vec2>] {
        &self.lines
    }

    /// An arc as drawn.
    pub fn line(&self, arc: usize) -> &[Vec2] {
        &self.lines[arc]
    }

    /// The rings of a region's polygons as drawn, outer rings first; polygons that lie partly off the map
    /// are left out.
    pub fn polygons(&self, region: RegionId) -> impl Iterator<Item = Vec<Vec<Vec2>>> {
        let polygons = self.geography().shapes.polygons(region).iter();
        polygons.filter_map(|polygon| polygon.rings.iter().map(|ring| ring_of(&self.lines, ring)).collect())
    }

    /// The box around an arc as drawn; empty where the map does not reach.
    pub fn line_bounds(&self, arc: usize) -> Rect {
        bounds_of(self.line(arc))
    }

    /// The box around a region as drawn; empty where the map does not reach.
    pub fn bounds(&self, region: RegionId) -> Rect {
        self.bounds[region.index()]
    }

    /// The region drawn at a place.
    pub fn region_at(&self, place: Vec2) -> Option<RegionId> {
        self.geography().shapes.locate(self.projection.unproject(place)?)
    }
}

fn bounds_of(line: &[Vec2]) -> Rect {
    line.iter().fold(Rect::EMPTY, |bounds, point| bounds.union_point(*point))
}

/// A ring made of lines by arc, each point once; `None` if one of its arcs is off the map.
pub fn ring_of(lines: &[Vec<Vec2>], ring: &[ArcRef]) -> Option<Vec<Vec2>> {
    let mut points = Vec::new();
    for reference in ring {
        let (last, rest) = lines[reference.arc as usize].split_last()?;
        if reference.reversed {
            points.push(*last);
            points.extend(rest[1..].iter().rev());
        } else {
            points.extend(rest);
        }
    }
    Some(points)
}

/// West, south, east and north of some places.
fn bounds_of_places(places: &[GeoPoint]) -> [f64; 4] {
    let first = places.first().map_or([0.0; 4], |place| [place.lon, place.lat, place.lon, place.lat]);
    places.iter().fold(first, |[west, south, east, north], place| {
        [west.min(place.lon), south.min(place.lat), east.max(place.lon), north.max(place.lat)]
    })
}

/// West, south, east and north of the capitals that hold most of the power: the farthest out are left off
/// side by side as long as they are weak together.
fn core_bounds(states: &[StateSetup]) -> [f64; 4] {
    let power = powers(states);
    let within = |of: fn(&StateSetup) -> f64| {
        let mut order: Vec<usize> = (0..states.len()).collect();
        order.sort_by(|a, b| of(&states[*a]).total_cmp(&of(&states[*b])));
        let low = first_past_spare(order.iter().copied(), &power);
        let high = first_past_spare(order.iter().rev().copied(), &power);
        (low.map_or(0.0, |state| of(&states[state])), high.map_or(0.0, |state| of(&states[state])))
    };
    let (west, east) = within(|state| state.capital.lon);
    let (south, north) = within(|state| state.capital.lat);
    [west, south, east, north]
}

/// The first of the states with which more power is left out than the theatre can spare on one side.
fn first_past_spare(mut states: impl Iterator<Item = usize>, power: &[f64]) -> Option<usize> {
    let mut spare = (1.0 - THEATRE_SHARE) / 2.0;
    states.find(|state| {
        spare -= power[*state];
        spare < 0.0
    })
}

/// Rough shares of power: the mean of the shares in people, industry and arms.
fn powers(states: &[StateSetup]) -> Vec<f64> {
    let shares = |of: fn(&StateSetup) -> f64| {
        let sum: f64 = states.iter().map(of).sum();
        states.iter().map(move |state| if sum > 0.0 { of(state) / sum } else { 0.0 }).collect::<Vec<_>>()
    };
    let parts = [shares(|s| s.population), shares(|s| s.industry), shares(|s| s.military)];
    (0..states.len()).map(|state| parts.iter().map(|part| part[state]).sum::<f64>() / 3.0).collect()
}

/// The box of these bounds on the plane, with a margin, and never smaller than a small country.
fn theatre(projection: &Projection, [west, south, east, north]: [f64; 4]) -> Rect {
    let corners = [west, (west + east) / 2.0, east]
        .into_iter()
        .flat_map(|lon| [south, (south + north) / 2.0, north].map(|lat| GeoPoint { lat, lon }));
    let places = corners.filter_map(|corner| projection.project(corner));
    let bounds = places.map(|place| Rect::from_center_size(place, Vec2::ZERO)).reduce(|a, b| a.union(b));
    let bounds = bounds.unwrap_or_default();
    let margin = (bounds.size().max_element() * 0.09).max(150.0);
    bounds.inflate(margin)
}

/// A line as drawn, bent with the projection; `None` if any of it is off the map.
fn project_line(projection: &Projection, points: &[[f64; 2]]) -> Option<Vec<Vec2>> {
    let first = points.first()?;
    let mut line = vec![projection.project(GeoPoint { lat: first[1], lon: first[0] })?];
    for pair in points.windows(2) {
        let (dx, dy) = (pair[1][0] - pair[0][0], pair[1][1] - pair[0][1]);
        let steps = (dx.abs().max(dy.abs()) / LONGEST_STEP).ceil().max(1.0);
        for step in 1..=steps as usize {
            let share = step as f64 / steps;
            let point = GeoPoint { lat: pair[0][1] + dy * share, lon: pair[0][0] + dx * share };
            line.push(projection.project(point)?);
        }
    }
    Some(line)
}

pub(super) fn plugin(app: &mut App) {
    app.add_systems(Update, draw_up.in_set(ViewSystems::Chart).run_if(resource_exists_and_changed::<Setup>));
}

/// Makes the chart of a new scenario.
pub(super) fn draw_up(mut commands: Commands, setup: Res<Setup>, chart: Option<Res<Chart>>) {
    if chart.is_none_or(|chart| !Arc::ptr_eq(&chart.scenario, &setup.scenario)) {
        commands.insert_resource(Chart::about(setup.scenario.clone(), setup.about));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario;

    #[test]
    fn an_empty_map_shows_all_of_its_land() {
        for map in ["generated(regions: 60, seed: 7)", "provinces"] {
            let text = format!(
                "Scenario(name: \"Empty\", start: \"1900-01-01\", tick: months(1), map: {map}, states: [])"
            );
            let scenario = scenario::read("empty", &text).unwrap_or_else(|errors| panic!("{errors}"));
            let chart = Chart::new(Arc::new(scenario));
            let regions = chart.geography().regions.iter();
            let off = regions.filter(|(_, region)| {
                !chart.projection.project(region.point).is_some_and(|place| chart.theatre.contains(place))
            });
            // At the edge of an oval map a box by degrees cuts little.
            assert!(off.count() * 20 < chart.geography().regions.len(), "{map}");
        }
    }
}
