//! Names of states: set along their land, sized by it, and hidden rather than colliding.
//!
//! Where a name could stand is worked out from the land alone, when borders change: places with the size
//! that fits there at any zoom. Which of them it takes is decided when the zoom changes, strongest first. Where
//! a land bends, so does its name, letter by letter; a land too small for its name has a line that leads to it.

use bevy::prelude::*;
use bevy::sprite::Text2dShadow;
use bevy::text::{FontSize, LetterSpacing};
use bevy::window::PrimaryWindow;

use super::camera::Frame;
use super::canvas::{Canvas, Extent};
use super::land::{Drawn, Inks};
use super::meshes::{Ink, InkBuilder, InkStyle};
use super::sites::{Site, SiteSystems, Sites};
use super::{Afresh, Cast, Chart, MapArea, MapCamera, MapMode, Paint, Selection, Theme, ViewSystems, layer};
use crate::simulation::{StateId, Survey};

mod cover;
mod settle;

use settle::SIZES;
pub use settle::{Placed, View, settle};

/// From this size on, the lighter of the two weights: by night, and on paper, where dark letters look thinner.
const MEDIUM_FROM: [f32; 2] = [15.0, 25.0];

/// The size from which names take the lighter of the two weights.
pub fn medium_from(theme: &Theme) -> f32 {
    MEDIUM_FROM[usize::from(!theme.is_dark())]
}

/// Reach of the halo, in pixels.
const HALO: f32 = 0.9;

/// How far below the middle of a line of text its capitals have theirs, as a share of the size.
const DROP: f32 = 0.03;

/// Half width of the lines that lead to names, in pixels.
pub const LEADER: f32 = 0.5;

/// Names are set before what must not cover them.
#[derive(SystemSet, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct NameSystems;

/// What names and capitals cover, in pixels from the map's origin.
#[derive(Resource, Debug, Clone, Default, PartialEq)]
pub struct NameBoxes(pub Vec<Rect>);

/// The lines that lead to names, in kilometres.
#[derive(Resource, Debug, Clone, Default, PartialEq)]
struct LeaderLines(Vec<[Vec2; 2]>);

/// Whether the name of each state stands in its own land.
#[derive(Resource, Debug, Clone, Default, PartialEq)]
struct AtHome(Vec<bool>);

/// The fonts of names.
#[derive(Resource, Debug, Clone)]
pub struct MapFonts {
    /// For larger sizes.
    pub medium: Handle<Font>,
    /// For smaller ones.
    pub semi_bold: Handle<Font>,
}

/// The name of a state on the map, or a letter of it where it bends, or the halo behind it.
#[derive(Component, Debug, Clone, Copy)]
struct Name {
    state: StateId,
    part: Part,
    letter: Option<usize>,
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

/// The lines that lead to names.
#[derive(Component, Default)]
struct Leaders;

pub(super) fn plugin(app: &mut App) {
    app.init_resource::<NameBoxes>().init_resource::<LeaderLines>().init_resource::<AtHome>();
    app.add_systems(Startup, load_fonts);
    let systems = (spawn, place, (ink, lead)).chain().in_set(NameSystems).after(SiteSystems);
    app.add_systems(Update, systems.in_set(ViewSystems::Draw));
}

fn load_fonts(mut commands: Commands, mut fonts: ResMut<Assets<Font>>) {
    let mut add = |bytes: &[u8]| fonts.add(Font::from_bytes(bytes.to_vec()));
    let medium = add(include_bytes!("../../assets/fonts/EBGaramond-Medium.ttf"));
    let semi_bold = add(include_bytes!("../../assets/fonts/EBGaramond-SemiBold.ttf"));
    commands.insert_resource(MapFonts { medium, semi_bold });
}

/// The texts that there are of a state: its name, and whether of its letters too.
#[derive(Debug, Clone, Default)]
struct Spawned {
    text: String,
    letters: bool,
}

/// The texts of each state, hidden until they are placed: its name, and its letters if it may have to bend.
fn spawn(
    mut commands: Commands,
    (sites, fonts, chart, cast): (Res<Sites>, Res<MapFonts>, Res<Chart>, Res<Cast>),
    mut names: Query<(Entity, &mut Name)>,
    mut spawned: Local<Vec<Spawned>>,
) {
    if chart.is_changed() || names.is_empty() {
        names.iter().for_each(|(entity, _)| commands.entity(entity).try_despawn());
        spawned.clear();
    } else if cast.is_recast() {
        // What is set stays, with the number that its state has now.
        let stays = |state: StateId| {
            let now = cast.now(state).filter(|now| now.index() < sites.list.len())?;
            (spawned.get(state.index())?.text == sites.list[now.index()].text).then_some(now)
        };
        for (entity, mut name) in &mut names {
            match stays(name.state) {
                Some(now) if now == name.state => {}
                Some(now) => name.state = now,
                None => commands.entity(entity).try_despawn(),
            }
        }
        let mut kept = vec![Spawned::default(); sites.list.len()];
        for (number, before) in spawned.iter().enumerate() {
            if let Some(now) = stays(StateId(number as u32)) {
                kept[now.index()] = before.clone();
            }
        }
        *spawned = kept;
    } else if !sites.is_changed() {
        return;
    }
    let bends = |site: &Site| site.spots.iter().any(|spot| spot.curve.bend != 0.0);
    spawned.resize(sites.list.len(), Spawned::default());
    for ((number, site), spawned) in sites.list.iter().enumerate().zip(spawned.iter_mut()) {
        let mut text = |text: &str, letter: Option<usize>| {
            for part in [Part::Halo, Part::Ink] {
                commands.spawn((
                    Drawn,
                    Name { state: StateId(number as u32), part, letter },
                    Text2d::new(text),
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
        };
        if spawned.text != site.text {
            *spawned = Spawned { text: site.text.clone(), letters: false };
            text(&site.text, None);
        }
        if bends(site) && !spawned.letters {
            spawned.letters = true;
            let letters = site.lettering.letters.iter().enumerate();
            letters.filter(|(_, letter)| letter.text != " ").for_each(|(at, it)| text(&it.text, Some(at)));
        }
    }
}

/// Places the names anew when the camera, the land or the state chosen has changed.
fn place(
    (survey, chart, sites, camera): (Survey, Res<Chart>, Res<Sites>, Res<MapCamera>),
    (window, area): (Single<&Window, With<PrimaryWindow>>, Res<MapArea>),
    (selection, mode): (Res<Selection>, Res<MapMode>),
    (added, mut chosen): (Query<(), Added<Name>>, Local<Option<StateId>>),
    (fonts, theme, mut boxes): (Res<MapFonts>, Res<Theme>, ResMut<NameBoxes>),
    mut names: Query<(&Name, &mut Transform, &mut TextFont, &mut LetterSpacing, &mut Visibility)>,
    (mut leaders, mut at_home): (ResMut<LeaderLines>, ResMut<AtHome>),
) {
    let looked = camera.is_changed() || area.is_changed() || *chosen != selection.state;
    let others = mode.is_changed() || sites.is_changed() || !added.is_empty();
    if !looked && !others {
        return;
    }
    let shown = Frame::new(*window, *area).shown(&camera);
    let view = View { scale: camera.scale, shown, mode: *mode, selected: selection.state };
    *chosen = selection.state;
    let settled = settle(&survey, &chart, &sites, view);
    if boxes.0 != settled.boxes {
        boxes.0.clone_from(&settled.boxes);
    }
    let lines = settled.placed.iter().flatten().filter_map(|placed| placed.leader);
    leaders.set_if_neq(LeaderLines(lines.collect()));
    let within = settled.placed.iter().map(|placed| placed.as_ref().is_some_and(|placed| placed.at_home));
    at_home.set_if_neq(AtHome(within.collect()));
    for (name, mut transform, mut font, mut spacing, mut visibility) in &mut names {
        let placed = settled.placed.get(name.state.index()).and_then(Option::as_ref);
        let Some(placed) = placed.filter(|placed| placed.is_bent() == name.letter.is_some()) else {
            visibility.set_if_neq(Visibility::Hidden);
            continue;
        };
        visibility.set_if_neq(Visibility::Inherited);
        let Some(site) = sites.list.get(name.state.index()) else { continue };
        let lettering = &site.lettering;
        let middle = name.letter.and_then(|letter| lettering.set(placed.spacing).nth(letter));
        let along = middle.map_or(0.0, |(_, middle)| middle * placed.size);
        let (middle, angle) = placed.curve.at(along * camera.scale);
        let axis = Vec2::from_angle(angle);
        // The space after the last letter is not seen: half of it shifts the text.
        let after = if name.letter.is_none() { placed.spacing * 0.5 } else { 0.0 };
        let shift = (axis * after + axis.perp() * DROP) * placed.size + name.part.offset();
        let place = middle + shift * camera.scale;
        let wanted = Transform::from_translation(place.extend(name.part.height(placed.size)))
            .with_rotation(Quat::from_rotation_z(angle))
            .with_scale(Vec3::new(camera.scale, camera.scale, 1.0));
        transform.set_if_neq(wanted);
        let between = if name.letter.is_none() { placed.size * placed.spacing } else { 0.0 };
        if font.font_size != FontSize::Px(placed.size) || *spacing != LetterSpacing::Px(between) {
            let medium_from = medium_from(&theme);
            let face = if placed.size >= medium_from { &fonts.medium } else { &fonts.semi_bold };
            font.font = face.clone().into();
            font.font_size = FontSize::Px(placed.size);
            *spacing = LetterSpacing::Px(between);
        }
    }
}

/// Draws the lines that lead to names, when there are others.
fn lead(
    mut canvas: Canvas,
    (lines, inks, theme, afresh): (Res<LeaderLines>, Res<Inks>, Res<Theme>, Res<Afresh>),
    drawn: Query<&Mesh2d, With<Leaders>>,
) {
    if !lines.is_changed() && !afresh.0 {
        return;
    }
    let mut builder = InkBuilder::default();
    for line in &lines.0 {
        builder.line(line, Ink::new(InkStyle::Solid, LEADER + 1.0, theme.halo.with_alpha(0.45)));
        builder.line(line, Ink::new(InkStyle::Solid, LEADER, theme.ink.with_alpha(0.85)));
    }
    canvas.show(&drawn, (&inks.solid, layer::LEADERS), (builder, Extent::whole()));
}

/// Inks the names so that they stand out from the fills.
fn ink(
    (paint, theme, placed): (Res<Paint>, Res<Theme>, Res<AtHome>),
    added: Query<(), Added<Name>>,
    mut names: Query<(&Name, &mut TextColor, &mut Text2dShadow)>,
) {
    if !paint.is_changed() && !theme.is_changed() && !placed.is_changed() && added.is_empty() {
        return;
    }
    for (name, mut colour, mut shadow) in &mut names {
        let at_home = placed.0.get(name.state.index()).copied().unwrap_or(false);
        let (ink, halo) = inks(&theme, paint.fill(name.state), at_home);
        let ink = if name.part == Part::Ink { ink } else { halo };
        colour.set_if_neq(TextColor(ink.into()));
        shadow.set_if_neq(Text2dShadow { color: halo.into(), ..*shadow });
    }
}

/// The ink of a name on a fill, and its halo: fills near the ink in lightness need a stronger one, and on its own
/// land, where that is as dark or as bright as the ink of the theme, a name is set the other way round.
pub fn inks(theme: &Theme, fill: Oklcha, at_home: bool) -> (Srgba, Srgba) {
    let turned = at_home && if theme.is_dark() { fill.lightness > 0.68 } else { fill.lightness < 0.6 };
    let (ink, halo) = if turned { (theme.halo, theme.ink) } else { (theme.ink, theme.halo) };
    let bright = theme.is_dark() != turned;
    let (near, least) = if bright { (fill.lightness - 0.45, 0.35) } else { (0.8 - fill.lightness, 0.25) };
    (ink, halo.with_alpha(least + 0.5 * (near / 0.35).clamp(0.0, 1.0)))
}

#[cfg(test)]
mod tests {
    use super::super::Ramp;
    use super::*;

    #[test]
    fn names_stand_out_from_every_colour_of_the_scales_in_both_themes() {
        for theme in Theme::ALL {
            for ramp in [Ramp::Threat, Ramp::Power, Ramp::Diverging] {
                for step in 0..=20u8 {
                    let fill = Oklcha::from(ramp.at(&theme, f32::from(step) / 20.0));
                    let (ink, _) = inks(&theme, fill, true);
                    // Contrast after the Web Content Accessibility Guidelines 2; the halo adds to it.
                    let [p, q] = [ink, Srgba::from(fill)].map(|it| LinearRgba::from(it).luminance() + 0.05);
                    assert!(p.max(q) / p.min(q) > 2.5, "{ramp:?} at {step} of 20: {}", p.max(q) / p.min(q));
                }
            }
        }
    }
}
