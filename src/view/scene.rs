//! The scene: all that a picture of the map shows, worked out by the very code the window draws by.

use bevy::prelude::*;

use super::capitals::{FAR, is_strong, radius, seat};
use super::eye::Eye;
use super::flashes::{self, Flash, Turn, Word};
use super::links::LinkLine;
use super::names::{Placed, halo, settle};
use super::sites::moved;
use super::{Blocs, Chart, Legend, MapMode, StatePalette, Theme, fronts, land, links, names};
use crate::simulation::{Event, Motive, StateId, Survey};

pub use super::chart::ring_of;
pub use super::flashes::MARK;
pub use super::fronts::HALF_WIDTH as FRONT_HALF_WIDTH;
pub use super::land::{BORDER_EDGE, COAST_EDGE, EdgeLook, PROVINCE_EDGE, graticule_lines, inner_arcs};
pub use super::meshes::InkStyle;
pub use super::paint::RegionFill;
pub use super::sites::{SPACING, Sites};
pub use super::stroke::{joints, simplified};

/// What the map keeps from tick to tick: colours of states, blocs in their colours, places for names.
#[derive(Debug, Clone)]
pub struct Painter {
    theme: Theme,
    palette: StatePalette,
    blocs: Blocs,
    sites: Sites,
    /// The owners of regions that the sites know of.
    owners: Vec<Option<StateId>>,
}

/// What is looked at, and from where.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Look {
    /// What colours mean.
    pub mode: MapMode,
    /// Where the scale of threat and danger ends at the least.
    pub least_top: f32,
    /// The state chosen.
    pub selected: Option<StateId>,
    /// The place in the middle, in kilometres on the plane.
    pub centre: Vec2,
    /// Kilometres in a pixel.
    pub scale: f32,
    /// Size of the map's part of the picture, in pixels.
    pub size: Vec2,
}

impl Look {
    /// The box of the plane that is seen.
    pub fn shown(&self) -> Rect {
        Rect::from_center_size(self.centre, self.size * self.scale)
    }
}

/// All that a picture of the map shows.
#[derive(Debug, Clone)]
pub struct Scene {
    /// The colours of the day.
    pub theme: Theme,
    /// Fills by region.
    pub fills: Vec<RegionFill>,
    /// Owners by region.
    pub owners: Vec<Option<StateId>>,
    /// What colours mean.
    pub legend: Legend,
    /// Arcs between lands that enemies hold.
    pub fronts: Vec<usize>,
    /// Arcs around the chosen state.
    pub rim: Vec<usize>,
    /// Pacts.
    pub links: Vec<LinkLine>,
    /// Capitals.
    pub capitals: Vec<Capital>,
    /// Names that have found a place.
    pub names: Vec<Name>,
}

/// A capital.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Capital {
    /// Whose.
    pub state: StateId,
    /// Where, in kilometres.
    pub place: Vec2,
    /// Radius of its mark, in pixels.
    pub radius: f32,
    /// Whether it has two rings.
    pub double: bool,
}

/// The name of a state.
#[derive(Debug, Clone, PartialEq)]
pub struct Name {
    /// In capitals.
    pub text: String,
    /// Where it stands, at which angle and size.
    pub placed: Placed,
    /// Whether it is set in the stronger of the two weights.
    pub strong: bool,
    /// What surrounds it.
    pub halo: Srgba,
}

/// A decision as an arrow.
#[derive(Debug, Clone, PartialEq)]
pub struct Arrow {
    /// From who chose to whom.
    pub line: Vec<Vec2>,
    /// Colour.
    pub colour: Srgba,
    /// The mark in its middle.
    pub mark: InkStyle,
    /// Half width of its head, in pixels.
    pub half_width: f32,
    /// The motive, with its middle from the mark's in pixels, y up, and half of what it covers.
    pub word: Option<(Motive, Vec2, Vec2)>,
}

impl Arrow {
    /// The place of its mark, in kilometres.
    pub fn middle(&self) -> Vec2 {
        self.line[self.line.len() / 2]
    }

    /// What its word covers at a scale, in pixels from the map's origin.
    pub fn word_rect(&self, scale: f32) -> Option<Rect> {
        let (_, offset, half) = self.word?;
        Some(Rect::from_center_half_size(self.middle() / scale + offset, half))
    }
}

impl Painter {
    /// Colours a world as it stands at its start.
    pub fn new(survey: &Survey, chart: &Chart, theme: Theme) -> Self {
        Self {
            theme,
            palette: StatePalette::new(survey, chart, &theme),
            blocs: Blocs::new(survey, &Blocs::default()),
            sites: Sites::new(survey, chart),
            owners: survey.holdings.owners().to_vec(),
        }
    }

    /// Takes up what the window knows, whose sites follow its owners.
    pub(crate) fn of_window(
        survey: &Survey,
        theme: Theme,
        (palette, blocs, sites): (&StatePalette, &Blocs, &Sites),
    ) -> Self {
        let owners = survey.holdings.owners().to_vec();
        Self { theme, palette: palette.clone(), blocs: blocs.clone(), sites: sites.clone(), owners }
    }

    /// Goes along with a tick, so that blocs keep their colours.
    pub fn follow(&mut self, survey: &Survey) {
        self.blocs = Blocs::new(survey, &self.blocs);
    }

    /// What is seen from there.
    pub fn scene(&mut self, survey: &Survey, chart: &Chart, look: &Look) -> Scene {
        for state in moved(&self.owners, survey.holdings.owners()) {
            self.sites.refresh(survey, chart, state);
        }
        survey.holdings.owners().clone_into(&mut self.owners);
        let theme = self.theme;
        let eye = Eye::new(
            (look.mode, look.least_top),
            survey,
            look.selected,
            (&theme, &self.palette, &self.blocs),
        );
        let looks = eye.looks();
        let regions = chart.geography().regions.iter();
        let fills = regions.map(|(region, _)| eye.region(region, &looks)).collect();
        let rim = look.selected.iter().flat_map(|state| land::outline_arcs(survey, chart, *state));
        Scene {
            theme,
            fills,
            owners: self.owners.clone(),
            legend: eye.legend(),
            fronts: fronts::front_arcs(survey, chart),
            rim: rim.collect(),
            links: links::lines(survey, chart, &links::shown(survey, look.mode, look.selected)),
            capitals: capitals(survey, chart, look.scale),
            names: self.names(survey, chart, look, |state| looks[state.index()].fill),
        }
    }

    /// The names that lie within what is shown as a whole.
    fn names(
        &self,
        survey: &Survey,
        chart: &Chart,
        look: &Look,
        fill: impl Fn(StateId) -> Oklcha,
    ) -> Vec<Name> {
        let shown = look.shown();
        let (placed, _) = settle(survey, chart, &self.sites.0, (look.scale, shown));
        let whole = |width: f32, placed: &Placed| {
            let along = Vec2::from_angle(placed.angle) * (width * placed.size * 0.55 * look.scale);
            let across = Vec2::from_angle(placed.angle).perp() * (placed.size * 0.5 * look.scale);
            let corners = [along + across, along - across, across - along, -along - across];
            corners.into_iter().all(|corner| shown.contains(placed.place + corner))
        };
        let named = survey.states().zip(&self.sites.0).zip(placed);
        named
            .filter_map(|((state, site), placed)| {
                let placed = placed.filter(|placed| whole(site.width, placed))?;
                Some(Name {
                    text: site.text.clone(),
                    placed,
                    strong: placed.size < names::medium_from(&self.theme),
                    halo: halo(&self.theme, fill(state)),
                })
            })
            .collect()
    }
}

fn capitals(survey: &Survey, chart: &Chart, scale: f32) -> Vec<Capital> {
    let capital = |state: StateId| {
        let place = seat(survey, chart, state)?;
        let strong = is_strong(survey, state);
        Some(Capital { state, place, radius: radius(strong, scale), double: strong && scale <= FAR })
    };
    survey.states().filter_map(capital).collect()
}

/// The decisions among events as arrows, what matters most last. As many as `most` are told by a word beside
/// their mark, where it covers no other and nothing of `taken`, in pixels from the map's origin.
pub fn arrows<'a>(
    survey: &Survey,
    chart: &Chart,
    theme: &Theme,
    events: impl Iterator<Item = &'a Event>,
    (scale, most, taken): (f32, usize, &[Rect]),
) -> Vec<Arrow> {
    let mut flashes: Vec<Flash> = events.flat_map(|event| flashes::flashes_of(event, 0.0)).collect();
    flashes.sort_by_key(|flash| std::cmp::Reverse(flash.turn.rank()));
    let place = |state: StateId| chart.projection.project(survey.identity(state).capital);
    let drawn = |flash: Flash| Some((flash, links::arc(place(flash.from)?, place(flash.to)?, 0.16)));
    let drawn: Vec<(Flash, Vec<Vec2>)> = flashes.into_iter().filter_map(drawn).collect();
    let middle = |line: &[Vec2]| line[line.len() / 2];
    let mark = |line: &[Vec2]| Rect::from_center_half_size(middle(line) / scale, Vec2::splat(MARK));
    let marks = drawn.iter().map(|(_, line)| mark(line));
    let mut taken: Vec<Rect> = marks.chain(taken.iter().copied()).collect();
    let mut told = Vec::new();
    let mut words = vec![None; drawn.len()];
    for (place, (flash, line)) in drawn.iter().enumerate().rev() {
        let Some(motive) = flash.motive else { continue };
        // A decision that concerns several partners is told once.
        if told.len() >= most || told.contains(&(flash.from, motive)) {
            continue;
        }
        let Some(word) = Word::beside_mark(motive, 0.0, middle(line), &taken, scale) else { continue };
        told.push((flash.from, motive));
        taken.push(word.rect(scale));
        words[place] = Some((motive, word.offset, word.half));
    }
    let arrow = |((flash, line), word): ((Flash, Vec<Vec2>), _)| {
        let turn: Turn = flash.turn;
        Arrow { line, colour: turn.colour(theme), mark: turn.mark(), half_width: turn.half_width(), word }
    };
    drawn.into_iter().zip(words).map(arrow).collect()
}
