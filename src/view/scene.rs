//! The scene: all that a picture of the map shows, worked out by the very code the window draws by.

use bevy::prelude::*;

use super::capitals::{self, Mark};
use super::eye::Eye;
use super::flashes::{self, Flash, Word, mark_on, mark_rect};
use super::lettering::Letter;
use super::links::LinkLine;
use super::names::{Placed, View, inks, settle};
use super::sites::{Site, moved};
use super::{Blocs, Chart, Legend, MapMode, StatePalette, Theme, fronts, halos, land, links, names};
use crate::history::Agreement;
use crate::simulation::{Event, Motive, StateId, Survey};

pub use super::chart::ring_of;
pub use super::flashes::MARK;
pub use super::fronts::HALF_WIDTH as FRONT_HALF_WIDTH;
pub use super::halos::{BAND, Halo, LIGHT};
pub use super::land::{BORDER_EDGE, COAST_EDGE, EdgeLook, PROVINCE_EDGE, graticule_lines, inner_arcs};
pub use super::meshes::InkStyle;
pub use super::names::LEADER;
pub use super::paint::RegionFill;
pub use super::signs::kind_inked;
pub use super::sites::Sites;
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
    /// The run held against history, where that is known.
    agreement: Option<Agreement>,
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
    /// The outer borders of blocs, where blocs are shown.
    pub halos: Vec<Halo>,
    /// Arcs around the chosen state.
    pub rim: Vec<usize>,
    /// Pacts.
    pub links: Vec<LinkLine>,
    /// Capitals.
    pub capitals: Vec<Capital>,
    /// Names that have found a place.
    pub names: Vec<Name>,
    /// What names and capitals cover, in pixels from the map's origin.
    pub boxes: Vec<Rect>,
}

/// A capital.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Capital {
    /// Whose.
    pub state: StateId,
    /// Its mark.
    pub mark: Mark,
    /// Opacity of the ground it stands on, and how far that reaches beyond it, in pixels.
    pub ground: (f32, f32),
}

/// The name of a state.
#[derive(Debug, Clone, PartialEq)]
pub struct Name {
    /// In capitals.
    pub text: String,
    /// Where it stands, at which angle and size.
    pub placed: Placed,
    /// Where it bends, its letters with the place and the angle of each; none where it is straight.
    pub letters: Vec<(Letter, Vec2, f32)>,
    /// Whether it is set in the stronger of the two weights.
    pub strong: bool,
    /// Its ink, and what surrounds it.
    pub inks: (Srgba, Srgba),
}

/// A decision as an arrow.
#[derive(Debug, Clone, PartialEq)]
pub struct Arrow {
    /// From who chose to whom.
    pub line: Vec<Vec2>,
    /// Colour.
    pub colour: Srgba,
    /// The mark on it.
    pub mark: InkStyle,
    /// The place of its mark, in kilometres.
    pub marked: Vec2,
    /// Half width of its head, in pixels.
    pub half_width: f32,
    /// The motive, with its middle from the mark's in pixels, y up, and half of what it covers.
    pub word: Option<(Motive, Vec2, Vec2)>,
}

impl Arrow {
    /// What its word covers at a scale, in pixels from the map's origin.
    pub fn word_rect(&self, scale: f32) -> Option<Rect> {
        let (_, offset, half) = self.word?;
        Some(Rect::from_center_half_size(self.marked / scale + offset, half))
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
            agreement: None,
        }
    }

    /// Takes up what the window knows, whose sites follow its owners.
    pub(crate) fn of_window(
        survey: &Survey,
        theme: Theme,
        (palette, blocs, sites): (&StatePalette, &Blocs, &Sites),
        agreement: Option<&Agreement>,
    ) -> Self {
        let owners = survey.holdings.owners().to_vec();
        Self {
            theme,
            palette: palette.clone(),
            blocs: blocs.clone(),
            sites: sites.clone(),
            owners,
            agreement: agreement.cloned(),
        }
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
        )
        .beside(self.agreement.as_ref());
        let looks = eye.looks();
        let regions = chart.geography().regions.iter();
        let fills = regions.map(|(region, _)| eye.region(region, &looks)).collect();
        let rim = look.selected.iter().flat_map(|state| land::outline_arcs(survey, chart, *state));
        let (names, boxes) = self.names(survey, chart, look, |state| looks[state.index()].fill);
        Scene {
            theme,
            fills,
            owners: self.owners.clone(),
            legend: eye.legend(),
            fronts: fronts::front_arcs(survey, chart),
            halos: match look.mode {
                MapMode::Blocs => halos::halos(survey, chart, &self.blocs, &theme),
                _ => Vec::new(),
            },
            rim: rim.collect(),
            links: links::lines(survey, chart, &links::shown(survey, look.mode, look.selected)),
            capitals: capitals(survey, chart, look),
            names,
            boxes,
        }
    }

    /// The names that lie within what is shown as a whole, and what names and capitals cover.
    fn names(
        &self,
        survey: &Survey,
        chart: &Chart,
        look: &Look,
        fill: impl Fn(StateId) -> Oklcha,
    ) -> (Vec<Name>, Vec<Rect>) {
        let shown = look.shown();
        let view = View { scale: look.scale, shown, mode: look.mode, selected: look.selected };
        let settled = settle(survey, chart, &self.sites, view);
        let whole = |site: &Site, placed: &Placed| {
            let on_page = Rect::from_corners(shown.min / look.scale, shown.max / look.scale);
            let panels = placed.panels(site, look.scale);
            panels.iter().all(|panel| {
                let bounds = panel.bounds();
                on_page.contains(bounds.min) && on_page.contains(bounds.max)
            })
        };
        let named = survey.states().zip(&self.sites.list).zip(settled.placed);
        let names = named
            .filter_map(|((state, site), placed)| {
                let placed = placed.filter(|placed| whole(site, placed))?;
                Some(Name {
                    text: site.text.clone(),
                    letters: letters(site, &placed, look.scale),
                    strong: placed.size < names::medium_from(&self.theme),
                    inks: inks(&self.theme, fill(state), placed.at_home),
                    placed,
                })
            })
            .collect();
        (names, settled.boxes)
    }
}

/// The letters of a name that bends, each with its width, its place and its angle.
fn letters(site: &Site, placed: &Placed, scale: f32) -> Vec<(Letter, Vec2, f32)> {
    if !placed.is_bent() {
        return Vec::new();
    }
    let set = site.lettering.set(placed.spacing).filter(|(letter, _)| letter.text != " ");
    set.map(|(letter, middle)| {
        let (place, angle) = placed.curve.at(middle * placed.size * scale);
        (letter.clone(), place, angle)
    })
    .collect()
}

fn capitals(survey: &Survey, chart: &Chart, look: &Look) -> Vec<Capital> {
    let capital = |state: StateId| {
        let mark = capitals::mark(survey, chart, state, (look.mode, look.scale))?;
        Some(Capital { state, mark, ground: (capitals::ground(&mark), capitals::around(&mark)) })
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
    let mut taken = taken.to_vec();
    let mut marks = vec![Vec2::ZERO; drawn.len()];
    for ((_, line), mark) in drawn.iter().zip(&mut marks).rev() {
        *mark = mark_on(line, &taken, scale);
        taken.push(mark_rect(*mark, scale));
    }
    let mut told = Vec::new();
    let mut words = vec![None; drawn.len()];
    for (place, (flash, _)) in drawn.iter().enumerate().rev() {
        let Some(motive) = flash.motive else { continue };
        // A decision that concerns several partners is told once.
        if told.len() >= most || told.contains(&(flash.from, motive)) {
            continue;
        }
        let Some(word) = Word::beside_mark(motive, 0.0, marks[place], &taken, scale) else { continue };
        told.push((flash.from, motive));
        taken.push(word.rect(scale));
        words[place] = Some((motive, word.offset, word.half));
    }
    let arrow = |(((flash, line), marked), word): (((Flash, Vec<Vec2>), _), _)| {
        let Flash { turn, .. } = flash;
        let (colour, mark, half_width) = (turn.colour(theme), turn.mark(), turn.half_width());
        Arrow { line, colour, mark, marked, half_width, word }
    };
    drawn.into_iter().zip(marks).zip(words).map(arrow).collect()
}
