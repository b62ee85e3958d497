//! Sites: where the name of each state could stand, worked out from its land alone.

use std::collections::BTreeSet;

use bevy::platform::time::Instant;
use bevy::prelude::*;

use super::{Chart, Motion, ViewSystems};
use crate::simulation::{StateId, Survey};
use crate::world::RegionId;

/// Space between letters, as a share of the size.
pub const SPACING: f32 = 0.22;

/// Height of capitals, as a share of the size.
pub const CAPITALS: f32 = 0.68;

/// Angles tried, in degrees.
const ANGLES: [f32; 7] = [0.0, 14.0, -14.0, 27.0, -27.0, 40.0, -40.0];

/// Cells of the grid that a land is looked at through.
const CELLS: f32 = 420.0;

/// Places kept for each name.
const SPOTS: usize = 10;

/// Time that a frame may spend on finding places for names, in seconds, beyond the state it is at.
const BUDGET_SECONDS: f32 = 0.002;

/// A place where a name could stand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spot {
    /// Its middle, in kilometres.
    pub centre: Vec2,
    /// Its angle, in radians.
    pub angle: f32,
    /// Size of type that fits, in kilometres.
    pub room: f32,
}

/// What is known of a state's name.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Site {
    /// What is set, in capitals.
    pub text: String,
    /// Width of the text at size 1.
    pub width: f32,
    /// The best places, best first.
    pub spots: Vec<Spot>,
    /// Strength in the contest for room.
    pub rank: f32,
}

/// Where all names could stand, by state.
#[derive(Resource, Debug, Clone, Default)]
pub struct Sites(pub Vec<Site>);

impl Sites {
    /// The sites of all states.
    pub fn new(survey: &Survey, chart: &Chart) -> Self {
        let lands = survey.holdings.by_state(survey.states().len());
        Self(survey.states().zip(lands).map(|(state, lands)| site(survey, chart, state, lands)).collect())
    }

    /// Looks at the land of one state anew.
    pub fn refresh(&mut self, survey: &Survey, chart: &Chart, state: StateId) {
        let owners = survey.holdings.owners().iter().enumerate();
        let lands = owners.filter(|(_, owner)| **owner == Some(state));
        let lands = lands.map(|(region, _)| RegionId(region as u32)).collect();
        self.0[state.index()] = site(survey, chart, state, lands);
    }
}

/// The states that have gained or lost land since.
pub fn moved(before: &[Option<StateId>], owners: &[Option<StateId>]) -> BTreeSet<StateId> {
    let moved = before.iter().zip(owners).filter(|(before, now)| before != now);
    moved.flat_map(|(before, now)| [*before, *now]).flatten().collect()
}

pub(super) fn plugin(app: &mut App) {
    app.init_resource::<Sites>();
    app.add_systems(Update, find_sites.in_set(SiteSystems).in_set(ViewSystems::Draw));
}

/// Sites are found before names are set.
#[derive(SystemSet, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SiteSystems;

/// What [`find_sites`] remembers: the owners it knows of, and the states whose names are due.
#[derive(Default)]
struct Known {
    owners: Vec<Option<StateId>>,
    due: BTreeSet<StateId>,
}

/// Works out where names could stand, for the states whose land has changed: all at once for a new chart,
/// else as many in a frame as its budget allows, so that a peace that moves much land makes no hitch.
fn find_sites(
    mut sites: ResMut<Sites>,
    mut known: Local<Known>,
    (survey, chart, time): (Survey, Res<Chart>, Res<Time>),
    mut motion: ResMut<Motion>,
) {
    let owners = survey.holdings.owners();
    if chart.is_changed() {
        *sites = Sites::new(&survey, &chart);
        *known = Known { owners: owners.to_vec(), due: BTreeSet::new() };
        return;
    }
    let Known { owners: before, due } = &mut *known;
    if survey.holdings.is_changed() && before != owners {
        due.append(&mut moved(before, owners));
        owners.clone_into(before);
    }
    let began = Instant::now();
    while let Some(state) = due.pop_first() {
        sites.refresh(&survey, &chart, state);
        if began.elapsed().as_secs_f32() > BUDGET_SECONDS {
            break;
        }
    }
    if !due.is_empty() {
        motion.keep_awake(&time, 0.1);
    }
}

fn site(survey: &Survey, chart: &Chart, state: StateId, lands: Vec<RegionId>) -> Site {
    let text = survey.identity(state).name.to_uppercase();
    let width = width_of(&text);
    let home = homeland(survey, chart, state, &lands);
    let area: f64 = lands.iter().map(|region| chart.geography().regions[*region].area).sum();
    let whole = Land::new(chart, &home, |_| true);
    // Land that stretches far beyond the theatre has its name in the theatre too.
    let near = chart.theatre.inflate(chart.theatre.size().max_element() * 0.05);
    let part = Land::new(chart, &home, |place| near.contains(place));
    let both = [whole, part].into_iter().flatten();
    let spots = both.flat_map(|land| land.spots(width)).collect();
    // Half a million square kilometres count as much as a twentieth of all power.
    let rank = survey.power(state) + (area / 1e7) as f32;
    Site { text, width, spots, rank }
}

/// The land that the name goes on: the connected part with the capital, else the largest.
fn homeland(survey: &Survey, chart: &Chart, state: StateId, lands: &[RegionId]) -> BTreeSet<RegionId> {
    let regions = &chart.geography().regions;
    let capital = survey.identity(state).capital;
    let seat = chart.geography().shapes.locate(capital).filter(|region| lands.binary_search(region).is_ok());
    let mut left: BTreeSet<RegionId> = lands.iter().copied().collect();
    let mut best: (f64, BTreeSet<RegionId>) = (-1.0, BTreeSet::new());
    while let Some(start) = left.pop_first() {
        let mut part = BTreeSet::from([start]);
        let mut stack = vec![start];
        while let Some(region) = stack.pop() {
            for next in
                regions[region].land.iter().filter(|next| left.contains(next)).copied().collect::<Vec<_>>()
            {
                left.remove(&next);
                part.insert(next);
                stack.push(next);
            }
        }
        if seat.is_some_and(|seat| part.contains(&seat)) {
            return part;
        }
        let area: f64 = part.iter().map(|region| regions[*region].area).sum();
        if area > best.0 {
            best = (area, part);
        }
    }
    best.1
}

/// A land as a grid of cells inside and outside.
struct Land {
    low: Vec2,
    cell: f32,
    columns: i32,
    rows: i32,
    inside: Vec<bool>,
}

impl Land {
    fn new(chart: &Chart, regions: &BTreeSet<RegionId>, within: impl Fn(Vec2) -> bool) -> Option<Self> {
        let outlines = regions.iter().flat_map(|region| chart.polygons(*region));
        let points =
            outlines.filter_map(|rings| rings.into_iter().next()).flatten().filter(|point| within(*point));
        let bounds =
            points.map(|point| Rect::from_center_size(point, Vec2::ZERO)).reduce(|a, b| a.union(b))?;
        let cell = (bounds.width() * bounds.height() / CELLS).sqrt().max(1.0);
        let (columns, rows) = ((bounds.width() / cell).ceil() as i32, (bounds.height() / cell).ceil() as i32);
        let mut land = Self { low: bounds.min, cell, columns, rows, inside: Vec::new() };
        land.inside = (0..rows)
            .flat_map(|row| (0..columns).map(move |column| (column, row)))
            .map(|at| land.place(at))
            .map(|place| {
                within(place) && chart.region_at(place).is_some_and(|region| regions.contains(&region))
            })
            .collect();
        Some(land)
    }

    fn place(&self, (column, row): (i32, i32)) -> Vec2 {
        self.low + Vec2::new(column as f32 + 0.5, row as f32 + 0.5) * self.cell
    }

    fn has(&self, place: Vec2) -> bool {
        let at = ((place - self.low) / self.cell).floor();
        let (column, row) = (at.x as i32, at.y as i32);
        let within = at.cmpge(Vec2::ZERO).all() && column < self.columns && row < self.rows;
        within && self.inside[(row * self.columns + column) as usize]
    }

    /// How far one can go from a place in a direction and stay inside.
    fn reach(&self, from: Vec2, way: Vec2) -> f32 {
        let step = self.cell * 0.5;
        let most = 2 * (self.columns + self.rows);
        let steps = (1..most).find(|steps| !self.has(from + way * (step * *steps as f32))).unwrap_or(most);
        steps as f32 * step
    }

    /// The best places for a text of this width at size 1, well apart from one another.
    fn spots(&self, width: f32) -> Vec<Spot> {
        let mut all = Vec::new();
        for at in (0..self.rows).flat_map(|row| (0..self.columns).map(move |column| (column, row))) {
            let centre = self.place(at);
            if !self.has(centre) {
                continue;
            }
            for degrees in ANGLES {
                let axis = Vec2::from_angle(degrees.to_radians());
                let half_length = self.reach(centre, axis).min(self.reach(centre, -axis));
                let half_height = self.reach(centre, axis.perp()).min(self.reach(centre, -axis.perp()));
                let fits = (2.0 * half_length / width).min(2.0 * half_height / (CAPITALS * 1.9));
                // Level names read best: others must win some room by their slant.
                let room = fits * (1.0 - 0.014 * degrees.abs());
                all.push(Spot { centre, angle: degrees.to_radians(), room });
            }
        }
        all.sort_by(|a, b| b.room.total_cmp(&a.room));
        let mut kept: Vec<Spot> = Vec::new();
        for spot in all {
            let apart = |other: &Spot| other.centre.distance(spot.centre) > 1.2 * CAPITALS * spot.room;
            if kept.len() < SPOTS && kept.iter().all(apart) {
                kept.push(spot);
            }
        }
        kept
    }
}

/// Width of a text in capitals with its spacing at size 1: widths of EB Garamond, to a few hundredths.
fn width_of(text: &str) -> f32 {
    let letter = |letter: char| match letter {
        'I' | 'J' | '\'' | '.' | '-' => 0.36,
        ' ' => 0.24,
        'S' => 0.49,
        'E' | 'F' | 'L' | 'P' | 'B' => 0.58,
        'C' | 'R' | 'T' | 'Z' | 'Y' | 'K' => 0.66,
        'M' | 'H' | 'N' | 'O' | 'Q' | 'D' | 'G' => 0.78,
        'W' => 0.98,
        _ => 0.71,
    };
    text.chars().map(|character| letter(character) + SPACING).sum::<f32>() - SPACING
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_takes_the_longest_way_through_its_land() {
        // A band from lower left to upper right.
        let (columns, rows) = (40, 40);
        let inside = (0..rows * columns).map(|at: i32| (at / columns - at % columns).abs() < 6).collect();
        let land = Land { low: Vec2::ZERO, cell: 10.0, columns, rows, inside };
        let best = land.spots(8.0)[0];
        assert!(best.angle > 0.5, "{best:?}");
    }
}
