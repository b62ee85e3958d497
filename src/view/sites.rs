//! Sites: where the name of each state could stand, worked out from its land alone.

use std::collections::BTreeSet;
use std::sync::Arc;

use bevy::platform::time::Instant;
use bevy::prelude::*;

use super::cells::Ground;
use super::lettering::{Lettering, Measure};
use super::{Cast, Chart, Motion, ViewSystems};
use crate::simulation::{StateId, Survey};
use crate::world::RegionId;

mod curve;
mod land;

pub use curve::Curve;
use land::Land;

/// Space between letters, as a share of the size.
pub const SPACING: f32 = 0.22;

/// Height of capitals, as a share of the size.
pub const CAPITALS: f32 = 0.68;

/// Time that a frame may spend on finding places for names, in seconds, beyond the state it is at.
const BUDGET_SECONDS: f32 = 0.002;

/// A place where a name could stand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spot {
    /// The line that it goes along.
    pub curve: Curve,
    /// Size of type that fits, in kilometres.
    pub room: f32,
    /// Space between letters, as a share of the size.
    pub spacing: f32,
    /// What is left of a size that one would rather have level and straight, 0 to 1.
    pub quality: f32,
}

impl Spot {
    /// How good a place it is.
    pub fn merit(&self) -> f32 {
        self.room * self.quality
    }
}

/// What is known of a state's name.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Site {
    /// What is set, in capitals.
    pub text: String,
    /// Its letters.
    pub lettering: Lettering,
    /// The best places, best first.
    pub spots: Vec<Spot>,
    /// Strength in the contest for room.
    pub rank: f32,
}

/// Where all names could stand.
#[derive(Resource, Debug, Clone, Default)]
pub struct Sites {
    /// By state.
    pub list: Vec<Site>,
    /// What land lies where.
    pub ground: Arc<Ground>,
}

impl Sites {
    /// The sites of all states.
    pub fn new(survey: &Survey, chart: &Chart) -> Self {
        let lands = survey.holdings.by_state(survey.states().len());
        let mut measure = Measure::default();
        let list = survey.states().zip(lands).map(|(state, lands)| {
            let text = survey.identity(state).name.to_uppercase();
            let lettering = measure.lettering(&text);
            site(survey, chart, state, (text, lettering), lands)
        });
        Self { list: list.collect(), ground: Arc::new(Ground::new(chart)) }
    }

    /// The sites of the states that there are now, by the numbers that they had before. Who is new, or has another
    /// name, has none until its land is looked at: those are given.
    fn recast(&mut self, survey: &Survey, cast: &Cast) -> Vec<StateId> {
        let mut before = std::mem::take(&mut self.list);
        let mut measure = Measure::default();
        let mut unknown = Vec::new();
        self.list = survey
            .states()
            .map(|state| {
                let text = survey.identity(state).name.to_uppercase();
                let known = cast.before(state).and_then(|it| before.get_mut(it.index())).map(std::mem::take);
                known.filter(|site| site.text == text).unwrap_or_else(|| {
                    unknown.push(state);
                    Site { lettering: measure.lettering(&text), text, ..Site::default() }
                })
            })
            .collect();
        unknown
    }

    /// Looks at the land of one state anew.
    pub fn refresh(&mut self, survey: &Survey, chart: &Chart, state: StateId) {
        let owners = survey.holdings.owners().iter().enumerate();
        let lands = owners.filter(|(_, owner)| **owner == Some(state));
        let lands = lands.map(|(region, _)| RegionId(region as u32)).collect();
        let site_of = &mut self.list[state.index()];
        let name = (std::mem::take(&mut site_of.text), std::mem::take(&mut site_of.lettering));
        *site_of = site(survey, chart, state, name, lands);
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
    (survey, cast, chart, time): (Survey, Res<Cast>, Res<Chart>, Res<Time>),
    mut motion: ResMut<Motion>,
) {
    let owners = survey.holdings.owners();
    if chart.is_changed() {
        *sites = Sites::new(&survey, &chart);
        *known = Known { owners: owners.to_vec(), due: BTreeSet::new() };
        return;
    }
    let Known { owners: before, due } = &mut *known;
    if cast.is_recast() {
        *due = due.iter().filter_map(|state| cast.now(*state)).collect();
        for owner in before.iter_mut() {
            *owner = owner.and_then(|state| cast.now(state));
        }
        due.extend(sites.recast(&survey, &cast));
    }
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

fn site(
    survey: &Survey,
    chart: &Chart,
    state: StateId,
    (text, lettering): (String, Lettering),
    lands: Vec<RegionId>,
) -> Site {
    let (width, letters) = (lettering.width(SPACING), lettering.len());
    let set = land::Text { width, letters, bends: !lettering.letters.is_empty() };
    let home = homeland(survey, chart, state, &lands);
    let area: f64 = lands.iter().map(|region| chart.geography().regions[*region].area).sum();
    let everywhere = Rect::from_center_half_size(Vec2::ZERO, Vec2::INFINITY);
    let whole = Land::new(chart, &home, everywhere);
    // Land that stretches far beyond the theatre has its name in the theatre too.
    let near = chart.theatre.inflate(chart.theatre.size().max_element() * 0.05);
    let reaches_beyond = whole.as_ref().is_some_and(|whole| whole.reaches_beyond(near));
    let part = if reaches_beyond { Land::new(chart, &home, near) } else { None };
    let both = [whole, part].into_iter().flatten();
    let spots = both.flat_map(|land| land.spots(set)).collect();
    // Half a million square kilometres count as much as a twentieth of all power.
    let rank = survey.power(state) + (area / 1e7) as f32;
    Site { text, lettering, spots, rank }
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
