//! Names of states: set along their land, sized by it, and hidden rather than colliding.
//!
//! Where a name could stand is worked out from the land alone, when borders change: places with the size
//! that fits there at any zoom. Which of them it takes is decided when the zoom changes, strongest first.

use bevy::prelude::*;
use bevy::sprite::Text2dShadow;
use bevy::text::{FontSize, LetterSpacing};
use bevy::window::PrimaryWindow;

use super::camera::Frame;
use super::capitals::{is_strong, radius, seat};
use super::land::Drawn;
use super::sites::{CAPITALS, SPACING, Site, SiteSystems, Sites, Spot};
use super::{Chart, MapArea, MapCamera, Paint, Theme, ViewSystems, layer};
use crate::simulation::{StateId, Survey};

/// Sizes that names are set in, in pixels: few, so that letters are drawn once and stay crisp.
const SIZES: [f32; 9] = [11.0, 13.0, 15.0, 18.0, 21.0, 25.0, 30.0, 36.0, 43.0];

/// From this size on, the lighter of the two weights: by night, and on paper, where dark letters look thinner.
const MEDIUM_FROM: [f32; 2] = [15.0, 25.0];

/// The size from which names take the lighter of the two weights.
pub fn medium_from(theme: &Theme) -> f32 {
    MEDIUM_FROM[usize::from(!theme.is_dark())]
}

/// How far a name in the smallest size may be too large for its land before it is hidden.
const OVERFLOW: f32 = 0.38;

/// The same for a name below, above or beside its capital.
const BESIDE: f32 = 0.08;

/// Reach of the halo, in pixels.
const HALO: f32 = 0.9;

/// Share of the room that a name takes, so that it breathes.
const BREATH: f32 = 0.84;

/// Names are set before what must not cover them.
#[derive(SystemSet, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct NameSystems;

/// What names and capitals cover, in pixels from the map's origin.
#[derive(Resource, Debug, Clone, Default, PartialEq)]
pub struct NameBoxes(pub Vec<Rect>);

/// The fonts of names.
#[derive(Resource, Debug, Clone)]
pub struct MapFonts {
    /// For larger sizes.
    pub medium: Handle<Font>,
    /// For smaller ones.
    pub semi_bold: Handle<Font>,
}

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
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Panel {
    centre: Vec2,
    half: Vec2,
    axis: Vec2,
}

impl Panel {
    /// The upright box around it.
    pub fn bounds(&self) -> Rect {
        let half = self.axis.abs() * self.half.x + self.axis.perp().abs() * self.half.y;
        Rect::from_center_half_size(self.centre, half)
    }

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
    app.init_resource::<NameBoxes>();
    app.add_systems(Startup, load_fonts);
    let systems = (spawn, place, ink).chain().in_set(NameSystems).after(SiteSystems);
    app.add_systems(Update, systems.in_set(ViewSystems::Draw));
}

fn load_fonts(mut commands: Commands, mut fonts: ResMut<Assets<Font>>) {
    let mut add = |bytes: &[u8]| fonts.add(Font::from_bytes(bytes.to_vec()));
    let medium = add(include_bytes!("../../assets/fonts/EBGaramond-Medium.ttf"));
    let semi_bold = add(include_bytes!("../../assets/fonts/EBGaramond-SemiBold.ttf"));
    commands.insert_resource(MapFonts { medium, semi_bold });
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
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placed {
    /// Its middle, in kilometres.
    pub place: Vec2,
    /// Its angle, in radians.
    pub angle: f32,
    /// Its size, in pixels.
    pub size: f32,
}

/// Places the names anew when the camera or the land has changed.
fn place(
    (survey, chart, sites, camera): (Survey, Res<Chart>, Res<Sites>, Res<MapCamera>),
    (window, area): (Single<&Window, With<PrimaryWindow>>, Res<MapArea>),
    added: Query<(), Added<Name>>,
    (fonts, theme, mut boxes): (Res<MapFonts>, Res<Theme>, ResMut<NameBoxes>),
    mut names: Query<(&Name, &mut Transform, &mut TextFont, &mut LetterSpacing, &mut Visibility)>,
) {
    if !camera.is_changed() && !area.is_changed() && added.is_empty() && !sites.is_changed() {
        return;
    }
    let shown = Frame::new(*window, *area).shown(&camera);
    let (placed, taken) = settle(&survey, &chart, &sites.0, (camera.scale, shown));
    boxes.0 = taken.iter().map(Panel::bounds).collect();
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
            let medium_from = medium_from(&theme);
            let face = if placed.size >= medium_from { &fonts.medium } else { &fonts.semi_bold };
            font.font = face.clone().into();
            font.font_size = FontSize::Px(placed.size);
            *spacing = LetterSpacing::Px(placed.size * SPACING);
        }
    }
}

/// Gives each name its place at a scale, strongest first, so that none meets another or a capital. Places
/// within the box that is shown come before others. With what names and capitals cover.
pub fn settle(
    survey: &Survey,
    chart: &Chart,
    sites: &[Site],
    (scale, shown): (f32, Rect),
) -> (Vec<Option<Placed>>, Vec<Panel>) {
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
    (placed, taken)
}

/// The places a name tries at a scale, in order: each spot at the size that fits, then smaller, and for a
/// small land below, above and beside its capital.
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
        let aside = (radius + 5.0 + 0.5 * site.width * SIZES[0]) * scale;
        let ways = [Vec2::Y * -off, Vec2::Y * off, Vec2::X * aside, Vec2::X * -aside];
        all.extend(ways.map(|way| Placed { place: place + way, angle: 0.0, size: SIZES[0] }));
    }
    all
}

/// Inks the names so that they stand out from the fills.
fn ink(
    (paint, theme): (Res<Paint>, Res<Theme>),
    added: Query<(), Added<Name>>,
    mut names: Query<(&Name, &mut TextColor, &mut Text2dShadow)>,
) {
    if !paint.is_changed() && !theme.is_changed() && added.is_empty() {
        return;
    }
    for (name, mut colour, mut shadow) in &mut names {
        let halo = Color::from(halo(&theme, paint.fill(name.state)));
        let ink = if name.part == Part::Ink { theme.ink.into() } else { halo };
        colour.set_if_neq(TextColor(ink));
        shadow.set_if_neq(Text2dShadow { color: halo, ..*shadow });
    }
}

/// The halo of a name on a fill: brighter fills need a stronger one.
pub fn halo(theme: &Theme, fill: Oklcha) -> Srgba {
    // Fills near the ink in lightness need a stronger halo.
    let (near, least) =
        if theme.is_dark() { (fill.lightness - 0.45, 0.35) } else { (0.8 - fill.lightness, 0.25) };
    theme.halo.with_alpha(least + 0.5 * (near / 0.35).clamp(0.0, 1.0))
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
}
