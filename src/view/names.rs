//! Names of states: set along their land, sized by it, and hidden rather than colliding.
//!
//! Where a name could stand is worked out from the land alone, when borders change: places with the size
//! that fits there at any zoom. Which of them it takes is decided when the zoom changes, strongest first.

use std::collections::BTreeSet;

use bevy::platform::time::Instant;
use bevy::prelude::*;
use bevy::sprite::Text2dShadow;
use bevy::text::{FontSize, LetterSpacing};
use bevy::window::PrimaryWindow;

use super::camera::Frame;
use super::capitals::{is_strong, radius, seat};
use super::land::Drawn;
use super::{Chart, MapArea, MapCamera, Motion, Paint, Theme, ViewSystems, layer};
use crate::simulation::{StateId, Survey};
use crate::world::RegionId;

/// Sizes that names are set in, in pixels: few, so that letters are drawn once and stay crisp.
const SIZES: [f32; 9] = [11.0, 13.0, 15.0, 18.0, 21.0, 25.0, 30.0, 36.0, 43.0];

/// From this size on, the lighter of the two weights.
const MEDIUM_FROM: f32 = 15.0;

/// Space between letters, as a share of the size.
const SPACING: f32 = 0.22;

/// Height of capitals, as a share of the size.
const CAPITALS: f32 = 0.68;

/// How far a name in the smallest size may be too large for its land before it is hidden.
const OVERFLOW: f32 = 0.38;

/// The same for a name below or above its capital.
const BESIDE: f32 = 0.25;

/// Angles tried, in degrees.
const ANGLES: [f32; 7] = [0.0, 14.0, -14.0, 27.0, -27.0, 40.0, -40.0];

/// Reach of the halo, in pixels.
const HALO: f32 = 0.9;

/// Share of the room that a name takes, so that it breathes.
const BREATH: f32 = 0.84;

/// Cells of the grid that a land is looked at through.
const CELLS: f32 = 420.0;

/// Time that a frame may spend on finding places for names, in seconds, beyond the state it is at.
const BUDGET_SECONDS: f32 = 0.004;

/// Places kept for each name.
const SPOTS: usize = 10;

/// The fonts of names.
#[derive(Resource, Debug, Clone)]
pub struct MapFonts {
    /// For larger sizes.
    pub medium: Handle<Font>,
    /// For smaller ones.
    pub semi_bold: Handle<Font>,
}

/// A place where a name could stand.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Spot {
    /// Its middle, in kilometres.
    centre: Vec2,
    /// Its angle, in radians.
    angle: f32,
    /// Size of type that fits, in kilometres.
    room: f32,
}

/// What is known of a state's name.
#[derive(Debug, Clone, Default, PartialEq)]
struct Site {
    text: String,
    /// Width of the text at size 1.
    width: f32,
    spots: Vec<Spot>,
    /// Strength in the contest for room.
    rank: f32,
}

/// Where all names could stand, by state.
#[derive(Resource, Debug, Default)]
struct Sites(Vec<Site>);

/// The name of a state on the map, or the halo behind it.
#[derive(Component, Debug, Clone, Copy)]
struct Name {
    state: StateId,
    part: Part,
}

/// A name is two texts, each with a shadow: the ink with a shadow to one corner, and behind it a dark copy
/// with a shadow to two more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Ink,
    Halo,
}

impl Part {
    /// Where it lies, in pixels from the name's place.
    fn offset(self) -> Vec2 {
        match self {
            Self::Ink => Vec2::ZERO,
            Self::Halo => Vec2::new(-HALO, HALO),
        }
    }

    /// Where its shadow lies from there.
    fn shadow(self) -> Vec2 {
        match self {
            Self::Ink => Vec2::new(HALO, -HALO),
            Self::Halo => Vec2::new(0.0, -2.0 * HALO),
        }
    }

    /// The height it is drawn at. Texts of one size lie at one height, so that they are drawn in one go.
    fn height(self, size: f32) -> f32 {
        match self {
            Self::Ink => layer::NAMES + 0.5 + size * 1e-3,
            Self::Halo => layer::NAMES + size * 1e-3,
        }
    }
}

/// A rectangle on the screen, turned.
#[derive(Debug, Clone, Copy)]
struct Panel {
    centre: Vec2,
    half: Vec2,
    axis: Vec2,
}

impl Panel {
    /// Whether two rectangles meet, by the axes of both.
    fn meets(&self, other: &Self) -> bool {
        let apart = other.centre - self.centre;
        [self.axis, self.axis.perp(), other.axis, other.axis.perp()].into_iter().all(|axis| {
            let reach = |panel: &Self| {
                panel.half.x * panel.axis.dot(axis).abs() + panel.half.y * panel.axis.perp().dot(axis).abs()
            };
            apart.dot(axis).abs() < reach(self) + reach(other)
        })
    }
}

pub(super) fn plugin(app: &mut App) {
    app.init_resource::<Sites>();
    app.add_systems(Startup, load_fonts);
    app.add_systems(Update, (find_sites, spawn, place, ink).chain().in_set(ViewSystems::Draw));
}

fn load_fonts(mut commands: Commands, mut fonts: ResMut<Assets<Font>>) {
    let mut add = |bytes: &[u8]| fonts.add(Font::from_bytes(bytes.to_vec()));
    let medium = add(include_bytes!("../../assets/fonts/EBGaramond-Medium.ttf"));
    let semi_bold = add(include_bytes!("../../assets/fonts/EBGaramond-SemiBold.ttf"));
    commands.insert_resource(MapFonts { medium, semi_bold });
}

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
        let lands = survey.holdings.by_state(survey.states().len());
        sites.0 =
            survey.states().zip(lands).map(|(state, lands)| site(&survey, &chart, state, lands)).collect();
        *known = Known { owners: owners.to_vec(), due: BTreeSet::new() };
        return;
    }
    let Known { owners: before, due } = &mut *known;
    if survey.holdings.is_changed() && before != owners {
        let moved = before.iter().zip(owners).filter(|(before, now)| before != now);
        due.extend(moved.flat_map(|(before, now)| [*before, *now]).flatten());
        owners.clone_into(before);
    }
    let began = Instant::now();
    while let Some(state) = due.pop_first() {
        let all = owners.iter().enumerate().filter(|(_, owner)| **owner == Some(state));
        let lands = all.map(|(region, _)| RegionId(region as u32)).collect();
        sites.0[state.index()] = site(&survey, &chart, state, lands);
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

/// The texts of each state, hidden until they are placed.
fn spawn(
    mut commands: Commands,
    (sites, fonts, chart): (Res<Sites>, Res<MapFonts>, Res<Chart>),
    names: Query<Entity, With<Name>>,
) {
    if !chart.is_changed() && names.iter().len() == 2 * sites.0.len() {
        return;
    }
    names.iter().for_each(|entity| commands.entity(entity).try_despawn());
    for (state, site) in sites.0.iter().enumerate() {
        for part in [Part::Halo, Part::Ink] {
            commands.spawn((
                Drawn,
                Name { state: StateId(state as u32), part },
                Text2d::new(site.text.clone()),
                TextFont {
                    font: fonts.medium.clone().into(),
                    font_size: FontSize::Px(SIZES[0]),
                    ..default()
                },
                TextLayout::no_wrap(),
                TextColor(Color::NONE),
                Text2dShadow { offset: part.shadow(), color: Color::NONE },
                Visibility::Hidden,
            ));
        }
    }
}

/// A name placed: where, how large, and what it covers on the screen.
#[derive(Debug, Clone, Copy)]
struct Placed {
    place: Vec2,
    angle: f32,
    size: f32,
}

/// Places the names anew when the camera or the land has changed.
fn place(
    (survey, chart, sites, camera): (Survey, Res<Chart>, Res<Sites>, Res<MapCamera>),
    (window, area): (Single<&Window, With<PrimaryWindow>>, Res<MapArea>),
    added: Query<(), Added<Name>>,
    fonts: Res<MapFonts>,
    mut names: Query<(&Name, &mut Transform, &mut TextFont, &mut LetterSpacing, &mut Visibility)>,
) {
    if !camera.is_changed() && !area.is_changed() && added.is_empty() && !sites.is_changed() {
        return;
    }
    let shown = Frame::new(*window, *area).shown(&camera);
    let placed = settle(&survey, &chart, &sites.0, (camera.scale, shown));
    for (name, mut transform, mut font, mut spacing, mut visibility) in &mut names {
        let Some(placed) = placed.get(name.state.index()).copied().flatten() else {
            visibility.set_if_neq(Visibility::Hidden);
            continue;
        };
        visibility.set_if_neq(Visibility::Inherited);
        // The space after the last letter is not seen: half of it shifts the text.
        let axis = Vec2::from_angle(placed.angle);
        let shift = (axis * (placed.size * SPACING * 0.5) + name.part.offset()) * camera.scale;
        *transform =
            Transform::from_translation((placed.place + shift).extend(name.part.height(placed.size)))
                .with_rotation(Quat::from_rotation_z(placed.angle))
                .with_scale(Vec3::new(camera.scale, camera.scale, 1.0));
        if font.font_size != FontSize::Px(placed.size) {
            let face = if placed.size >= MEDIUM_FROM { &fonts.medium } else { &fonts.semi_bold };
            font.font = face.clone().into();
            font.font_size = FontSize::Px(placed.size);
            *spacing = LetterSpacing::Px(placed.size * SPACING);
        }
    }
}

/// Gives each name its place at a scale, strongest first, so that none meets another or a capital. Places
/// within the box that is shown come before others.
fn settle(
    survey: &Survey,
    chart: &Chart,
    sites: &[Site],
    (scale, shown): (f32, Rect),
) -> Vec<Option<Placed>> {
    let mark_of = |state: StateId| {
        let place = seat(survey, chart, state)?;
        Some((place, radius(is_strong(survey, state), scale)))
    };
    let seats: Vec<Option<(Vec2, f32)>> = survey.states().map(mark_of).collect();
    let mark = |(place, radius): &(Vec2, f32)| Panel {
        centre: *place / scale,
        half: Vec2::splat(radius + 1.0),
        axis: Vec2::X,
    };
    let mut taken: Vec<Panel> = seats.iter().flatten().map(mark).collect();
    let mut order: Vec<usize> = (0..sites.len()).collect();
    order.sort_by(|a, b| sites[*b].rank.total_cmp(&sites[*a].rank));
    let mut placed = vec![None; sites.len()];
    for state in order {
        let site = &sites[state];
        let free = |candidate: &Placed| {
            let half = Vec2::new(site.width, CAPITALS) * candidate.size * 0.5 + Vec2::new(4.0, 2.0);
            let panel =
                Panel { centre: candidate.place / scale, half, axis: Vec2::from_angle(candidate.angle) };
            taken.iter().all(|other| !panel.meets(other)).then_some((*candidate, panel))
        };
        let mut choices = candidates(site, seats[state], scale);
        let hidden = |choice: &Placed| {
            let reach = Vec2::from_angle(choice.angle) * (site.width * choice.size * 0.55 * scale);
            !shown.contains(choice.place + reach) || !shown.contains(choice.place - reach)
        };
        choices.sort_by_key(hidden);
        if let Some((candidate, panel)) = choices.iter().find_map(free) {
            taken.push(panel);
            placed[state] = Some(candidate);
        }
    }
    placed
}

/// The places a name tries at a scale, in order: each spot at the size that fits, then smaller, and for a
/// small land below and above its capital.
fn candidates(site: &Site, seat: Option<(Vec2, f32)>, scale: f32) -> Vec<Placed> {
    let at = |spot: &Spot, smaller: usize| {
        let fits = BREATH * spot.room / scale;
        let step = SIZES.iter().rposition(|size| *size <= fits);
        match step {
            Some(step) => {
                let size = SIZES[step.checked_sub(smaller)?];
                Some(Placed { place: spot.centre, angle: spot.angle, size })
            }
            // Too small for its land: level, since a slant would fit nothing.
            None if smaller == 0 && fits >= SIZES[0] * OVERFLOW => {
                Some(Placed { place: spot.centre, angle: 0.0, size: SIZES[0] })
            }
            None => None,
        }
    };
    let mut all: Vec<Placed> =
        (0..3).flat_map(|smaller| site.spots.iter().filter_map(move |spot| at(spot, smaller))).collect();
    let room = site.spots.iter().map(|spot| spot.room / scale).fold(0.0, f32::max);
    if let Some((place, radius)) = seat
        && (SIZES[0] * BESIDE..SIZES[2]).contains(&room)
    {
        let off = (radius + 0.75 * SIZES[0]) * scale;
        let beside = |way: f32| Placed { place: place + Vec2::Y * (way * off), angle: 0.0, size: SIZES[0] };
        all.extend([beside(-1.0), beside(1.0)]);
    }
    all
}

/// Inks the names so that they stand out from the fills.
fn ink(
    (paint, theme): (Res<Paint>, Res<Theme>),
    added: Query<(), Added<Name>>,
    mut names: Query<(&Name, &mut TextColor, &mut Text2dShadow)>,
) {
    if !paint.is_changed() && added.is_empty() {
        return;
    }
    for (name, mut colour, mut shadow) in &mut names {
        // Brighter fills need a stronger halo.
        let strength = 0.35 + 0.5 * ((paint.fill(name.state).lightness - 0.45) / 0.35).clamp(0.0, 1.0);
        let halo = Color::from(theme.halo.with_alpha(strength));
        let ink = if name.part == Part::Ink { theme.ink.into() } else { halo };
        colour.set_if_neq(TextColor(ink));
        shadow.set_if_neq(Text2dShadow { color: halo, ..*shadow });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turned_rectangles_meet_only_where_they_overlap() {
        let level = Panel { centre: Vec2::ZERO, half: Vec2::new(10.0, 1.0), axis: Vec2::X };
        let slanted =
            Panel { centre: Vec2::new(0.0, 8.0), half: Vec2::new(10.0, 1.0), axis: Vec2::from_angle(0.3) };
        assert!(!level.meets(&slanted));
        assert!(level.meets(&Panel { centre: Vec2::new(0.0, 3.0), ..slanted }));
    }

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
