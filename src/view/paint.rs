//! Paint: what colour each region has, and what the colours mean.
//!
//! Regions' colours lie in a small texture that the shaders read; a change of owner or mode writes it
//! anew, old and new colour side by side, and the shaders blend from one to the other.

use bevy::asset::RenderAssetUsages;
use bevy::prelude::*;
use bevy::render::render_resource::{Extent3d, TextureDimension, TextureFormat};

use super::eye::Eye;
use super::theme::{Pattern, Theme};
use super::{
    Blocs, Cast, Chart, Chronicle, Foreseen, HeldScale, Legend, MapMode, Motion, Otherwise, Selection,
    StatePalette, ViewSystems,
};
use crate::simulation::{StateId, Survey};
use crate::world::RegionId;

/// Cells of the texture in a row; the shader has the same number.
const COLUMNS: usize = 512;

/// Seconds in which colours change.
const EASE: f32 = 0.15;

/// The same where land changes hands.
const HANDOVER: f32 = 0.5;

/// Patterns that a cell can tell apart; the shader has the same number.
const PATTERNS: u32 = 8;

/// A colour in coded (sRGB) red, green and blue, with the number of a pattern, and above that the colour of an
/// occupier's stripes.
type Cell = [f32; 4];

/// The colours of regions and states on the map as it stands.
#[derive(Resource, Debug, Clone, Default)]
pub struct Paint {
    /// The texture.
    pub(super) image: Handle<Image>,
    /// Fills of states, to choose ink by.
    fills: Vec<Oklcha>,
    regions: Vec<Fade>,
}

/// The colour of a region on its way from one to another.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Fade {
    old: Cell,
    new: Cell,
    /// When it began, in wrapped seconds, and how long it takes.
    began: f32,
    length: f32,
}

impl Fade {
    /// Share of the way from the old colour to the new, as in the shader.
    fn share(&self, now: f32) -> f32 {
        let age = now - self.began;
        // Time wraps around: what seems to begin far in the future is long over.
        let x = if age < -1.0 { 1.0 } else { (age / self.length.max(0.001)).clamp(0.0, 1.0) };
        x * x * (3.0 - 2.0 * x)
    }

    /// Turns to another colour, from what is seen at this time.
    fn turn(&mut self, new: Cell, now: f32, length: f32) {
        let share = self.share(now);
        let mut seen: Cell = std::array::from_fn(|at| self.old[at] + (self.new[at] - self.old[at]) * share);
        seen[3] = if share < 0.5 { self.old[3] } else { self.new[3] };
        *self = Self { old: seen, new, began: now, length };
    }
}

impl Paint {
    /// The fill of a state in the mode of the map.
    pub fn fill(&self, state: StateId) -> Oklcha {
        self.fills.get(state.index()).copied().unwrap_or(Oklcha::lch(0.3, 0.0, 0.0))
    }

    /// The regions with an occupier's stripes, before the last change of colours or after it.
    pub(super) fn occupied(&self) -> Vec<RegionId> {
        let striped = |cell: &Cell| pattern_of(cell) == Pattern::Occupied.number();
        let regions = self.regions.iter().enumerate();
        let striped = regions.filter(|(_, fade)| striped(&fade.old) || striped(&fade.new));
        striped.map(|(index, _)| RegionId(index as u32)).collect()
    }

    /// Whether any region has a pattern at this time, an occupier's stripes apart.
    pub(super) fn is_patterned(&self, now: f32) -> bool {
        let plain = [Pattern::None.number(), Pattern::Occupied.number()];
        let any = |cell: &Cell| !plain.contains(&pattern_of(cell));
        self.regions.iter().any(|fade| any(&fade.new) || fade.share(now) < 1.0 && any(&fade.old))
    }

    /// The regions whose colours are on their way, or have come to where they go since a time before.
    pub(super) fn fading(&self, since: f32, now: f32) -> impl Iterator<Item = RegionId> {
        // Time wraps around: what seems to begin far in the future is long over.
        let moves = move |fade: &Fade| now - fade.began >= -1.0 && since - fade.began <= fade.length;
        let regions = self.regions.iter().enumerate();
        regions.filter(move |(_, fade)| moves(fade)).map(|(index, _)| RegionId(index as u32))
    }

    /// Whether the regions have these colours, or are on their way to them.
    fn is_aimed_at(&self, cells: &[Cell]) -> bool {
        self.regions.len() == cells.len()
            && self.regions.iter().zip(cells).all(|(fade, cell)| fade.new == *cell)
    }

    /// Sets where colours go, from where they are at this time. Those that go there already are left alone, so
    /// that land that moves every tick still comes to where it goes.
    fn aim(&mut self, cells: Vec<Cell>, now: f32, length: f32) {
        if self.regions.len() != cells.len() {
            let still = |cell: Cell| Fade { old: cell, new: cell, began: now, length: 0.0 };
            self.regions = cells.into_iter().map(still).collect();
            return;
        }
        for (fade, cell) in self.regions.iter_mut().zip(cells) {
            if fade.new != cell {
                fade.turn(cell, now, length);
            } else if fade.share(now) >= 1.0 {
                fade.old = fade.new;
            }
        }
    }

    fn bytes(&self) -> Vec<u8> {
        let cells =
            self.regions.iter().flat_map(|fade| [fade.old, fade.new, [fade.began, fade.length, 0.0, 0.0]]);
        let mut bytes: Vec<u8> = cells.flatten().flat_map(f32::to_le_bytes).collect();
        bytes.resize(self.rows() * COLUMNS * size_of::<Cell>(), 0);
        bytes
    }

    fn rows(&self) -> usize {
        (3 * self.regions.len()).div_ceil(COLUMNS).max(1)
    }

    fn texture(&self) -> Image {
        let size = Extent3d { width: COLUMNS as u32, height: self.rows() as u32, depth_or_array_layers: 1 };
        let usage = RenderAssetUsages::default();
        Image::new(size, TextureDimension::D2, self.bytes(), TextureFormat::Rgba32Float, usage)
    }
}

/// What a region is filled with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RegionFill {
    /// Its owner's colour, a hair lighter or darker from province to province.
    pub colour: Srgba,
    /// The pattern over it.
    pub pattern: Pattern,
    /// The colour of an occupier's stripes, which take the pattern's place.
    pub stripes: Option<Srgba>,
}

pub(super) fn plugin(app: &mut App) {
    app.init_resource::<Paint>().init_resource::<Legend>();
    app.add_systems(Update, repaint.in_set(ViewSystems::Paint));
}

/// Colours the regions anew where anything that colours depend on has changed.
fn repaint(
    (mut paint, mut legend, mut motion): (ResMut<Paint>, ResMut<Legend>, ResMut<Motion>),
    mut images: ResMut<Assets<Image>>,
    (mode, held, selection): (Res<MapMode>, Res<HeldScale>, Res<Selection>),
    mut drawn: Local<Option<(MapMode, f32, Option<StateId>)>>,
    (palette, blocs, theme): (Res<StatePalette>, Res<Blocs>, Res<Theme>),
    (survey, chart, time, cast): (Survey, Res<Chart>, Res<Time>, Res<Cast>),
    (otherwise, foreseen, chronicle): (Res<Otherwise>, Res<Foreseen>, Res<Chronicle>),
) {
    let looked = (*mode, held.0, selection.state);
    let world = survey.clock.is_changed() || survey.holdings.is_changed() || cast.is_recast();
    let world = world || chart.is_changed() || foreseen.is_changed();
    let world = world || *mode == MapMode::Agreement && chronicle.is_changed();
    let colours = palette.is_changed() || blocs.is_changed() || theme.is_changed() || otherwise.is_changed();
    if !world && !colours && *drawn == Some(looked) {
        return;
    }
    let known = drawn.replace(looked) == Some(looked);
    let eye = Eye::new((*mode, held.0), &survey, selection.state, (&theme, &palette, &blocs));
    let eye = eye.foreseeing(foreseen.0.as_deref(), held.0).beside(chronicle.agreement());
    legend.set_if_neq(eye.legend());
    let looks = eye.looks();
    let regions = chart.geography().regions.iter();
    let mut fills: Vec<RegionFill> = regions.map(|(region, _)| eye.region(region, &looks)).collect();
    for (region, owner) in &otherwise.0 {
        let there = owner.and_then(|owner| looks.get(owner.index()));
        let there = there.map_or(theme.unowned, |look| look.fill.into());
        if let Some(fill) = fills.get_mut(region.index()) {
            fill.stripes = Some(there);
        }
    }
    let cells: Vec<Cell> = fills.into_iter().map(cell).collect();
    let fills: Vec<Oklcha> = looks.into_iter().map(|look| look.fill).collect();
    if paint.fills != fills {
        paint.fills = fills;
    }
    if paint.is_aimed_at(&cells) && !chart.is_changed() {
        return;
    }
    let ease = match () {
        // What somebody painted is there at once.
        () if motion.reduced || cast.is_recast() => 0.0,
        // What else changes with the tick may take as long.
        () if known && survey.holdings.is_changed() => HANDOVER,
        () => EASE,
    };
    paint.aim(cells, time.elapsed_secs_wrapped(), ease);
    motion.keep_awake(&time, ease + 0.05);
    if chart.is_changed() {
        paint.image = images.add(paint.texture());
    } else if let Some(mut image) = images.get_mut(&paint.image) {
        image.data = Some(paint.bytes());
    }
}

/// The cell of a region with this fill.
fn cell(fill: RegionFill) -> Cell {
    let cell = to_cell(fill.colour, fill.pattern);
    fill.stripes.map_or(cell, |stripes| striped(cell, stripes))
}

/// A cell with an occupier's stripes in place of its pattern. Their colour is kept in 16 bits, which with
/// the pattern's number a float holds exactly.
fn striped([red, green, blue, _]: Cell, stripes: Srgba) -> Cell {
    let bits = |part: f32, most: f32| (part.clamp(0.0, 1.0) * most).round() as u32;
    let colour = bits(stripes.red, 31.0) << 11 | bits(stripes.green, 63.0) << 5 | bits(stripes.blue, 31.0);
    [red, green, blue, Pattern::Occupied.number() + (PATTERNS * colour) as f32]
}

/// The number of a cell's pattern.
fn pattern_of(cell: &Cell) -> f32 {
    (cell[3] as u32 % PATTERNS) as f32
}

fn to_cell(colour: Srgba, pattern: Pattern) -> Cell {
    [colour.red, colour.green, colour.blue, pattern.number()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_in_mid_course_starts_from_what_is_seen() {
        let mut paint = Paint::default();
        paint.aim(vec![[0.0; 4]], 10.0, 0.2);
        assert_eq!(paint.regions[0].length, 0.0);
        paint.aim(vec![[1.0, 1.0, 1.0, 0.0]], 11.0, 0.2);
        paint.aim(vec![[0.0; 4]], 11.1, 0.2);
        assert!((paint.regions[0].old[0] - 0.5).abs() < 1e-4);
    }

    #[test]
    fn land_goes_on_fading_while_other_land_changes_hands() {
        let white = [1.0, 1.0, 1.0, 0.0];
        let mut paint = Paint::default();
        paint.aim(vec![[0.0; 4]; 2], 10.0, 0.5);
        paint.aim(vec![white, [0.0; 4]], 11.0, 0.5);
        paint.aim(vec![white; 2], 11.4, 0.5);
        assert_eq!(paint.regions.iter().map(|fade| fade.began).collect::<Vec<_>>(), [11.0, 11.4]);
        let fading = |now: f32| paint.fading(now - 0.02, now).collect::<Vec<_>>();
        assert_eq!(fading(11.3), [RegionId(0), RegionId(1)]);
        assert_eq!(fading(11.8), [RegionId(1)], "the other has come to where it goes");
        assert_eq!(fading(11.91), [RegionId(1)], "once more, to be seen there");
        assert!(fading(12.0).is_empty());
        // An hour later time starts again from zero, and nothing fades anew.
        assert_eq!(paint.regions[0].share(0.0), 1.0);
        assert!(fading(0.0).is_empty());
    }

    #[test]
    fn occupied_land_is_told_from_patterns_and_kept_while_it_fades() {
        let stripes = striped([0.1, 0.2, 0.3, 2.0], Srgba::rgb(1.0, 0.5, 1.0));
        assert_eq!(pattern_of(&stripes), Pattern::Occupied.number());
        // All bits of the colour are there.
        let colour = stripes[3] as u32 / PATTERNS;
        assert_eq!((colour >> 11, (colour >> 5) & 63, colour & 31), (31, 32, 31));
        let mut paint = Paint::default();
        paint.aim(vec![[0.0; 4], stripes], 1.0, 0.0);
        assert!(!paint.is_patterned(1.0));
        assert_eq!(paint.occupied(), [RegionId(1)]);
        paint.aim(vec![[0.0; 4]; 2], 2.0, 0.5);
        assert_eq!(paint.occupied(), [RegionId(1)]);
        paint.aim(vec![[0.0; 4]; 2], 3.0, 0.5);
        assert_eq!(paint.occupied(), []);
    }
}
