//! Where each name stands at a scale: in its land, by its capital, or off it at the end of a line.

use bevy::prelude::*;

use super::super::sites::{CAPITALS, Curve, SPACING, Site, Sites, Spot};
use super::super::{Chart, MapMode, capitals};
use super::cover::{Covered, Panel};
use crate::simulation::{StateId, Survey};

/// Sizes that names are set in, in pixels: few, so that letters are drawn once and stay crisp.
pub const SIZES: [f32; 9] = [11.0, 13.0, 15.0, 18.0, 21.0, 25.0, 30.0, 36.0, 43.0];

/// How far a name in the smallest size may be too large for its land before it no longer stands there.
const OVERFLOW: f32 = 0.5;

/// The same for a name below, above or beside its capital, and for one at the end of a line.
const BESIDE: f32 = 0.1;
const LED: f32 = 0.04;

/// Share of the room that a name takes, so that it breathes.
const BREATH: f32 = 0.96;

/// How much of a name by its capital may lie on the land of others.
const ABROAD: f32 = 0.35;

/// From this share of the room for its name on, a land has it by its capital for want of anything better even before
/// weaker states have theirs.
const NEARLY: f32 = 0.2;

/// Lengths of the lines that lead to names, in pixels, and the directions they take, in eighths of a half turn: to
/// the right first, where one reads on.
const LINES: [f32; 4] = [16.0, 28.0, 44.0, 64.0];
const WAYS: [f32; 16] =
    [0.0, 1.0, -1.0, 2.0, -2.0, 8.0, 7.0, -7.0, 6.0, -6.0, 3.0, -3.0, 5.0, -5.0, 4.0, -4.0];

/// How much of a line may lie on the land of others.
const ACROSS: f32 = 0.4;

/// Pixels between a name and its line, and the least around a name.
const GAP: f32 = 5.0;
const AROUND: Vec2 = Vec2::new(4.0, 2.0);

/// How far beyond the map's edges names are placed, in pixels, so that they are there when the map is moved.
const BEYOND: f32 = 160.0;

/// How much more the strong count in the contest for room.
const STRONG: f32 = 0.3;

/// A name placed.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// The line that its letters stand along, in kilometres.
    pub curve: Curve,
    /// Its size, in pixels.
    pub size: f32,
    /// Space between letters, as a share of the size.
    pub spacing: f32,
    /// The line from its capital to it, in kilometres.
    pub leader: Option<[Vec2; 2]>,
    /// Whether it stands in its own land, or most of it does.
    pub at_home: bool,
}

impl Placed {
    /// Whether its letters are turned one by one.
    pub fn is_bent(&self) -> bool {
        self.curve.bend != 0.0
    }

    fn level(place: Vec2) -> Self {
        Self { curve: Curve::level(place), size: SIZES[0], spacing: SPACING, leader: None, at_home: false }
    }

    /// What it covers of the screen.
    pub fn panels(&self, site: &Site, scale: f32) -> Vec<Panel> {
        let panel = |(place, angle): (Vec2, f32), width: f32| Panel {
            centre: place / scale,
            half: Vec2::new(width, CAPITALS) * self.size * 0.5 + AROUND,
            axis: Vec2::from_angle(angle),
        };
        let mut all: Vec<Panel> = if self.is_bent() {
            let letters = site.lettering.set(self.spacing);
            let at = |middle: f32| self.curve.at(middle * self.size * scale);
            letters.map(|(letter, middle)| panel(at(middle), letter.width)).collect()
        } else {
            vec![panel(self.curve.at(0.0), site.lettering.width(self.spacing))]
        };
        if let Some([from, to]) = self.leader {
            all.push(Panel::line(from / scale, to / scale, 2.0));
        }
        all
    }
}

/// From where names are looked at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct View {
    /// Kilometres in a pixel.
    pub scale: f32,
    /// The box of the plane that is seen.
    pub shown: Rect,
    /// What colours mean: capitals have larger marks in some modes.
    pub mode: MapMode,
    /// The state chosen, which has its name wherever it can.
    pub selected: Option<StateId>,
}

/// The names that have found a place, by state, and what names and capitals cover, in pixels.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Settled {
    /// By state.
    pub placed: Vec<Option<Placed>>,
    /// Upright boxes, in pixels from the map's origin.
    pub boxes: Vec<Rect>,
}

/// Gives each name its place, strongest first, so that none meets another, a line or a capital.
pub fn settle(survey: &Survey, chart: &Chart, sites: &Sites, view: View) -> Settled {
    let mut order: Vec<(f32, StateId)> = survey
        .states()
        .zip(&sites.list)
        .map(|(state, site)| {
            let strong = if capitals::is_strong(survey, state) { STRONG } else { 0.0 };
            (site.rank + strong, state)
        })
        .collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut order: Vec<StateId> = order.into_iter().map(|(_, state)| state).collect();
    let contest = Contest::new(survey, chart, sites, view);
    let settled = contest.settle(&order);
    let Some(selected) = view.selected.filter(|state| settled.placed[state.index()].is_none()) else {
        return settled;
    };
    // Where the strong have left no room for the chosen state, it is first.
    if contest.seats[selected.index()].is_none() {
        return settled;
    }
    order.retain(|state| *state != selected);
    order.insert(0, selected);
    contest.settle(&order)
}

/// What the contest for room is about.
struct Contest<'a, 'w, 's> {
    survey: &'a Survey<'w, 's>,
    chart: &'a Chart,
    sites: &'a Sites,
    view: View,
    /// Places of capitals that are seen, and the radius of their marks.
    seats: Vec<Option<(Vec2, f32)>>,
    /// The box within which names are placed.
    around: Rect,
}

impl<'a, 'w, 's> Contest<'a, 'w, 's> {
    fn new(survey: &'a Survey<'w, 's>, chart: &'a Chart, sites: &'a Sites, view: View) -> Self {
        let around = view.shown.inflate(BEYOND * view.scale);
        let mark_of = |state: StateId| {
            let mark = capitals::mark(survey, chart, state, (view.mode, view.scale))?;
            let seen = around.contains(mark.place);
            seen.then_some((mark.place, mark.radius + capitals::around(&mark) - 1.0))
        };
        let seats = survey.states().map(mark_of).collect();
        Self { survey, chart, sites, view, seats, around }
    }

    /// What the mark of a capital covers.
    fn mark(&self, (place, radius): (Vec2, f32)) -> Panel {
        Panel { centre: place / self.view.scale, half: Vec2::splat(radius + 1.0), axis: Vec2::X }
    }

    fn settle(&self, order: &[StateId]) -> Settled {
        let scale = self.view.scale;
        let mut covered = Covered::default();
        let mut boxes = Vec::new();
        for mark in self.seats.iter().flatten().map(|seat| self.mark(*seat)) {
            covered.add(mark);
            boxes.push(mark.bounds());
        }
        let mut placed: Vec<Option<Placed>> = vec![None; self.sites.list.len()];
        let mut left = order.to_vec();
        for anywhere in [false, true] {
            left.retain(|state| {
                let site = &self.sites.list[state.index()];
                let free = |choice: Placed| {
                    let panels = choice.panels(site, scale);
                    panels.iter().all(|panel| covered.is_free(panel)).then_some((choice, panels))
                };
                // A line may touch the square around the mark it comes from.
                let own = self.seats[state.index()].map(|seat| self.mark(seat));
                let from_own = |choice: Placed| {
                    let panels = choice.panels(site, scale);
                    let free = panels.iter().all(|panel| covered.is_free_but_for(panel, own));
                    free.then_some((choice, panels))
                };
                let chosen = self.view.selected == Some(*state);
                let found = if anywhere {
                    self.anywhere(*state).into_iter().find_map(free)
                } else {
                    let near = self.at_home(*state).into_iter().find_map(free);
                    let led = near.or_else(|| self.led(*state, true).find_map(free));
                    let wanted = chosen || self.room(site) >= SIZES[0] * NEARLY;
                    led.or_else(|| self.anywhere(*state).into_iter().filter(|_| wanted).find_map(free))
                        .or_else(|| self.led(*state, false).filter(|_| chosen).find_map(from_own))
                };
                let Some((mut choice, panels)) = found else { return true };
                choice.at_home |= self.is_at_home(*state, site, &choice);
                for panel in panels {
                    boxes.push(panel.bounds());
                    covered.add(panel);
                }
                placed[state.index()] = Some(choice);
                false
            });
        }
        Settled { placed, boxes }
    }

    /// The places a name tries first: in its land as large and as level as may be, then by its capital where it
    /// does not lie on the land of others.
    fn at_home(&self, state: StateId) -> Vec<Placed> {
        let site = &self.sites.list[state.index()];
        let mut all = self.within(site);
        let Some((place, radius)) = self.seats[state.index()] else { return all };
        // Of a land that is seen only in part, the capital may be.
        let hidden = all.first().is_none_or(|best| !self.is_seen(site, best));
        if (SIZES[0] * BESIDE..SIZES[2]).contains(&self.room(site)) || hidden && self.room(site) >= SIZES[2] {
            let beside = self.beside(site, place, radius);
            all.extend(beside.into_iter().filter(|choice| self.abroad(state, site, choice) <= ABROAD));
        }
        all.sort_by_key(|choice| !self.is_seen(site, choice));
        all
    }

    /// Where a name may stand for want of anything better: by its capital, whatever it lies on.
    fn anywhere(&self, state: StateId) -> Vec<Placed> {
        let site = &self.sites.list[state.index()];
        let (Some((place, radius)), room) = (self.seats[state.index()], self.room(site)) else {
            return Vec::new();
        };
        let strong = capitals::is_strong(self.survey, state) || self.view.selected == Some(state);
        let least = if strong { 0.0 } else { SIZES[0] * BESIDE * 2.0 };
        if !(least..SIZES[2]).contains(&room) {
            return Vec::new();
        }
        let beside = self.beside(site, place, radius);
        let most = if strong { 1.0 } else { 0.8 };
        beside.into_iter().filter(|choice| self.abroad(state, site, choice) <= most).collect()
    }

    /// The largest type that fits a land, in pixels.
    fn room(&self, site: &Site) -> f32 {
        site.spots.iter().map(|spot| spot.room / self.view.scale).fold(0.0, f32::max)
    }

    fn within(&self, site: &Site) -> Vec<Placed> {
        let scale = self.view.scale;
        let at = |spot: &Spot, smaller: usize| {
            let fits = BREATH * spot.room / scale;
            if !self.around.contains(spot.curve.centre) {
                return None;
            }
            match SIZES.iter().rposition(|size| *size <= fits) {
                Some(step) => {
                    let size = SIZES[step.checked_sub(smaller)?];
                    let (curve, spacing) = (spot.curve, spot.spacing);
                    let choice = Placed { curve, size, spacing, leader: None, at_home: true };
                    Some((size * spot.quality, choice))
                }
                // Too small for its land: level, since a slant would fit nothing.
                None if smaller == 0 && spot.curve.angle == 0.0 && fits >= SIZES[0] * OVERFLOW => {
                    Some((fits * 0.3, Placed::level(spot.curve.centre)))
                }
                None => None,
            }
        };
        let sized = (0..3).flat_map(|smaller| site.spots.iter().filter_map(move |spot| at(spot, smaller)));
        let mut all: Vec<(bool, f32, Placed)> = sized
            .flat_map(|(value, choice)| {
                // Where letters spread out find no room, drawn together they may.
                let close = (choice.spacing > SPACING)
                    .then(|| (0.9 * value, Placed { spacing: SPACING, ..choice.clone() }));
                [Some((value, choice)), close].into_iter().flatten()
            })
            .map(|(value, choice)| (!self.is_seen(site, &choice), value, choice))
            .collect();
        all.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
        all.into_iter().map(|(.., choice)| choice).collect()
    }

    /// Whether all of a name lies within what is shown.
    fn is_seen(&self, site: &Site, choice: &Placed) -> bool {
        let scale = self.view.scale;
        let half = site.lettering.width(choice.spacing) * choice.size * 0.5 * scale;
        let inner = self.view.shown.inflate(-(0.5 * choice.size + AROUND.x) * scale);
        [-half, 0.0, half].into_iter().all(|along| inner.contains(choice.curve.at(along).0))
    }

    /// Below, above and beside a capital.
    fn beside(&self, site: &Site, place: Vec2, radius: f32) -> Vec<Placed> {
        let (scale, width) = (self.view.scale, site.lettering.width(SPACING));
        let off = (radius + 0.75 * SIZES[0]) * scale;
        let aside = (radius + 5.0 + 0.5 * width * SIZES[0]) * scale;
        let ways = [Vec2::Y * -off, Vec2::Y * off, Vec2::X * aside, Vec2::X * -aside];
        let mut all: Vec<Placed> = ways.into_iter().map(|way| Placed::level(place + way)).collect();
        all.sort_by_key(|choice| !self.is_seen(site, choice));
        all
    }

    /// At the end of a line from the capital, on free ground or on any: for lands too small to hold a name, and for
    /// the chosen state.
    fn led(&self, state: StateId, on_free: bool) -> impl Iterator<Item = Placed> {
        let (site, scale) = (&self.sites.list[state.index()], self.view.scale);
        let small = (SIZES[0] * LED..SIZES[0]).contains(&self.room(site));
        let seat = self.seats[state.index()].filter(|_| small || self.view.selected == Some(state));
        let half = Vec2::new(site.lettering.width(SPACING), CAPITALS) * SIZES[0] * 0.5;
        let lines = LINES.into_iter().flat_map(|length| WAYS.map(|way| (length, way)));
        let choice = move |(place, radius): (Vec2, f32), (length, way): (f32, f32)| {
            let way = Vec2::from_angle(way * std::f32::consts::FRAC_PI_8);
            let [from, to] = [radius + 1.5, radius + length].map(|off| place + way * (off * scale));
            // The line meets the name at its end where it comes from the side, else above or below.
            let side = (1.8 * way).clamp(Vec2::NEG_ONE, Vec2::ONE);
            let centre = to + (side * half + way * GAP) * scale;
            let choice = Placed { leader: Some([from, to]), ..Placed::level(centre) };
            let steps = [0.2, 0.4, 0.6, 0.8, 1.0];
            let across =
                || steps.iter().filter(|share| self.is_abroad(state, from.lerp(to, **share))).count();
            let is_free = || {
                !self.places_of(site, &choice).any(|place| self.is_abroad(state, place))
                    && across() as f32 <= ACROSS * steps.len() as f32
            };
            let fits = self.is_seen(site, &choice) && (!on_free || is_free());
            fits.then_some(choice)
        };
        seat.into_iter().flat_map(move |seat| lines.clone().filter_map(move |line| choice(seat, line)))
    }

    /// The share of a level name that lies on the land of others.
    fn abroad(&self, state: StateId, site: &Site, choice: &Placed) -> f32 {
        let places = self.places_of(site, choice);
        places.filter(|place| self.is_abroad(state, *place)).count() as f32 / 33.0
    }

    /// Whether most of a level name lies on its own land after all.
    fn is_at_home(&self, state: StateId, site: &Site, choice: &Placed) -> bool {
        let own = self.places_of(site, choice).filter(|place| self.owner(*place) == Some(state));
        choice.leader.is_none() && own.count() >= 20
    }

    /// Places all over a level name, 33 of them.
    fn places_of(&self, site: &Site, choice: &Placed) -> impl Iterator<Item = Vec2> + use<> {
        let size = Vec2::new(site.lettering.width(choice.spacing), CAPITALS) * choice.size;
        let (half, centre) = (size * 0.5 * self.view.scale, choice.curve.centre);
        let columns = [-1.0, 1.0, 0.0, -0.6, 0.6, -0.2, 0.2, -0.8, 0.8, -0.4, 0.4];
        columns.into_iter().flat_map(move |x| [0.0, -1.0, 1.0].map(|y| centre + Vec2::new(x, y) * half))
    }

    /// Whether a place lies on the land of another state.
    fn is_abroad(&self, state: StateId, place: Vec2) -> bool {
        self.owner(place).is_some_and(|owner| owner != state)
    }

    /// Whose land a place lies on.
    fn owner(&self, place: Vec2) -> Option<StateId> {
        let region = self.sites.ground.region(self.chart, place, 2.5 * self.view.scale)?;
        self.survey.owner(region)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::super::capitals::seat;
    use super::*;
    use crate::batch::Run;
    use crate::scenario::{self, builtin};

    /// Settles the names of a setup as seen at some scales, with a state chosen or none.
    fn on(setup: &builtin::Builtin, check: impl Fn(&Survey, &Chart, &Sites)) {
        let scenario = scenario::read(setup.name, setup.text).expect("the setup is valid");
        let mut run = Run::new(&scenario, 1);
        let survey = run.survey();
        let chart = Chart::new(Arc::new(scenario));
        check(&survey, &chart, &Sites::new(&survey, &chart));
    }

    fn seen(chart: &Chart, scale: f32) -> View {
        let shown = Rect::from_center_size(chart.theatre.center(), Vec2::new(900.0, 600.0) * scale);
        View { scale, shown, mode: MapMode::Political, selected: None }
    }

    #[test]
    fn no_name_letter_or_line_meets_another_or_a_capital_at_any_scale() {
        on(&builtin::EUROPE_1936, |survey, chart, sites| {
            let (mut names, mut bent, mut led) = (0, 0, 0);
            for scale in [9.0, 6.0, 4.0, 2.5, 1.5, 0.8] {
                let settled = settle(survey, chart, sites, seen(chart, scale));
                let panels: Vec<(usize, Panel)> = settled
                    .placed
                    .iter()
                    .enumerate()
                    .filter_map(|(state, placed)| Some((state, placed.as_ref()?)))
                    .flat_map(|(state, placed)| {
                        placed.panels(&sites.list[state], scale).into_iter().map(move |panel| (state, panel))
                    })
                    .collect();
                for (at, (state, panel)) in panels.iter().enumerate() {
                    let others = panels[..at].iter().filter(|(other, _)| other != state);
                    assert!(others.into_iter().all(|(_, other)| !panel.meets(other)), "at {scale}");
                    let seats = survey.states().filter_map(|state| seat(survey, chart, state));
                    let off = |seat: &Vec2| (*seat / scale - panel.centre).abs().max_element() > 2.0;
                    assert!(seats.into_iter().all(|seat| off(&seat)), "at {scale}");
                }
                let placed = || settled.placed.iter().flatten();
                names += placed().count();
                bent += placed().filter(|placed| placed.is_bent()).count();
                led += placed().filter(|placed| placed.leader.is_some()).count();
            }
            assert!(names > 90 && bent > 2 && led > 2, "{names} names, {bent} bent, {led} at a line");
        });
    }

    #[test]
    fn the_letters_of_a_name_that_bends_stand_on_its_own_land() {
        on(&builtin::EUROPE_1936, |survey, chart, sites| {
            let settled = settle(survey, chart, sites, seen(chart, 4.0));
            let bent =
                survey.states().zip(settled.placed).filter_map(|(state, placed)| Some((state, placed?)));
            for (state, placed) in bent.filter(|(_, placed)| placed.is_bent()) {
                let letters = sites.list[state.index()].lettering.set(placed.spacing);
                let at: Vec<Vec2> =
                    letters.map(|(_, middle)| placed.curve.at(middle * placed.size * 4.0).0).collect();
                let home = at.iter().filter(|place| {
                    chart.region_at(**place).and_then(|region| survey.owner(region)) == Some(state)
                });
                assert_eq!(home.count(), at.len(), "{}", survey.identity(state).name);
            }
        });
    }

    #[test]
    fn the_chosen_state_has_its_name_and_a_line_leads_over_free_ground() {
        on(&builtin::EUROPE_1936, |survey, chart, sites| {
            let scale = 9.0;
            let mut added = 0;
            for state in survey.states() {
                let view = View { selected: Some(state), ..seen(chart, scale) };
                let shown = seat(survey, chart, state).is_some_and(|seat| view.shown.contains(seat));
                let settled = settle(survey, chart, sites, view);
                assert!(!shown || settled.placed[state.index()].is_some(), "{}", survey.identity(state).name);
                let alone = settle(survey, chart, sites, seen(chart, scale));
                added += usize::from(shown && alone.placed[state.index()].is_none());
                for (other, placed) in survey.states().zip(&settled.placed) {
                    // The chosen state has its name wherever it can.
                    let led = placed.as_ref().filter(|placed| placed.leader.is_some() && other != state);
                    let Some(placed) = led else { continue };
                    let width = sites.list[other.index()].lettering.width(placed.spacing);
                    let places = [-0.45, -0.25, 0.0, 0.25, 0.45]
                        .map(|share| placed.curve.at(share * width * placed.size * scale).0);
                    let abroad = places.into_iter().filter(|place| {
                        let owner = chart.region_at(*place).and_then(|region| survey.owner(region));
                        owner.is_some_and(|owner| owner != other)
                    });
                    // The ground is known to some kilometres only.
                    let abroad: Vec<Vec2> = abroad.collect();
                    assert!(abroad.len() <= 1, "{}: {placed:?} {abroad:?}", survey.identity(other).name);
                }
            }
            assert!(added > 0, "at this scale some have a name only if they are chosen");
        });
    }
}
