//! Pictures to keep: the window's map as SVG, PNG or a film, without a window, a display or a graphics card.
//!
//! A picture is drawn from a [`Scene`], which the view works out by the very code
//! that the window draws by. SVG is written here, PNG rendered from that same SVG, and a film is a row of such
//! pictures of one run.

#![allow(
    clippy::disallowed_methods,
    reason = "nothing drawn flows back into the model, so platforms may differ"
)]

use bevy::math::Rect;

use crate::batch::Run;
use crate::scenario::{MapSource, Scenario, TickLength};
use crate::simulation::{Clock, StateId, Survey};
use crate::view::scene::{Arrow, Look, Painter, Scene};
use crate::view::{Chart, MapMode, Theme};

mod colours;
mod film;
mod letters;
mod map;
mod marks;
mod page;
mod path;
mod patterns;
mod plate;
mod raster;
mod svg;
#[cfg(test)]
mod tests;
mod view;

pub use film::{Film, FilmError};
pub use letters::Letters;
pub use page::Caption;
pub use raster::{PictureError, pixels, png};
pub use view::OnView;

use page::{Page, Sign};
use plate::Plate;
use svg::Svg;

/// Smallest and largest side of a picture, in pixels.
pub const SIDES: std::ops::RangeInclusive<u32> = 320..=8192;

/// Lines of the legend that a picture has room for.
const MOST_ROWS: usize = 3;

/// How much wider than the theatre a picture looks, since its edges cut off what a window could be moved to.
const AIR: f32 = 1.1;

/// What is wanted of a picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Order {
    /// What colours mean.
    pub mode: MapMode,
    /// The state chosen.
    pub selected: Option<StateId>,
    /// The colours.
    pub theme: Theme,
    /// Width and height in pixels, within [`SIDES`].
    pub size: (u32, u32),
}

/// A run and what pictures of it are made with: it moves on tick by tick, and can be drawn after any.
pub struct Studio {
    /// The run.
    pub run: Run,
    chart: Chart,
    painter: Painter,
    theme: Theme,
    letters: Letters,
}

impl Studio {
    /// A run of a scenario with a seed, at tick 0.
    pub fn new(scenario: Scenario, seed: u64, theme: Theme) -> Self {
        let mut run = Run::new(&scenario, seed);
        let chart = Chart::new(scenario.into());
        let painter = Painter::new(&run.survey(), &chart, theme);
        Self { run, chart, painter, theme, letters: Letters::default() }
    }

    /// Runs one tick.
    pub fn step(&mut self) {
        self.run.step();
        self.painter.follow(&self.run.survey());
    }

    /// The map as it stands, as SVG.
    pub fn picture(&mut self, order: &Order, caption: &Caption) -> String {
        let survey = self.run.survey();
        // How many lines the legend needs is known only from what there is to tell.
        let rough = fitted(&self.chart, order, Page::new(order.size.0, order.size.1, 1).map);
        let scene = self.painter.scene(&survey, &self.chart, &rough);
        let signs = signs_of(&scene);
        let width = Page::new(order.size.0, order.size.1, 1).size.x;
        let rows = Page::rows_for(width, &mut self.letters, (&scene.legend, &signs), MOST_ROWS);
        let page = Page::new(order.size.0, order.size.1, rows);
        let look = fitted(&self.chart, order, page.map);
        let scene = self.painter.scene(&survey, &self.chart, &look);
        let plate = Plate::new(&self.chart, &self.theme, look, page.map, page.zoom);
        let sheet = Sheet { page, plate: &plate, chart: &self.chart, scene: &scene };
        sheet.draw(&mut self.letters, (caption, &signs), &[])
    }
}

/// The look at the theatre that fills a part of a page.
fn fitted(chart: &Chart, order: &Order, map: Rect) -> Look {
    let scale = AIR * (chart.theatre.size() / map.size()).max_element();
    let (mode, selected) = (order.mode, order.selected);
    Look { mode, least_top: 0.0, selected, centre: chart.theatre.center(), scale, size: map.size() }
}

/// A picture about to be drawn.
struct Sheet<'a> {
    page: Page,
    plate: &'a Plate,
    chart: &'a Chart,
    scene: &'a Scene,
}

impl Sheet<'_> {
    /// Draws it all, with decisions as arrows, each group of them as strong as it says.
    fn draw(
        &self,
        letters: &mut Letters,
        (caption, signs): (&Caption, &[Sign]),
        decisions: &[(f32, Vec<Arrow>)],
    ) -> String {
        let (page, theme) = (&self.page, &self.scene.theme);
        let mut svg = Svg::default();
        let pixels = (page.size * page.zoom).round();
        svg.open(format_args!(
            "svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"{}\" viewBox=\"0 0 {} {}\" role=\"img\"",
            pixels.x,
            pixels.y,
            svg::number(page.size.x),
            svg::number(page.size.y)
        ));
        svg.words("title", &format!("{}: {}, {}", caption.title, self.scene.legend.title, caption.date));
        svg.words("desc", &caption.credit);
        map::draw(&mut svg, letters, self.chart, self.plate, self.scene);
        for (strength, arrows) in decisions {
            map::arrows(&mut svg, letters, self.plate, (theme, arrows), *strength);
        }
        page.surround(&mut svg, letters, theme, caption, (&self.scene.legend, signs));
        svg.close("svg");
        svg.into_text()
    }
}

/// The lines on a map that its legend tells of.
fn signs_of(scene: &Scene) -> Vec<Sign> {
    let fronts = (!scene.fronts.is_empty()).then_some(Sign::Front);
    map::pacts_shown(scene).into_iter().map(Sign::Pact).chain(fronts).collect()
}

/// What stands around a picture of a run as it stands. `changes` are those made to the scenario, as a user
/// would write them.
pub fn caption(scenario: &Scenario, seed: u64, clock: &Clock, changes: &[String]) -> Caption {
    let map = match scenario.map {
        MapSource::Provinces => "map: made with Natural Earth",
        MapSource::Generated(_) => "map: an invented world",
    };
    let version = env!("CARGO_PKG_VERSION");
    let changes: String = changes.iter().map(|change| format!(", {change}")).collect();
    let credit = format!("{}, seed {seed}{changes} · drawn by Entente {version} · {map}", scenario.name);
    Caption { title: scenario.name.clone(), date: date(clock), credit, passed: None }
}

/// The date in words, as fine as ticks are.
fn date(clock: &Clock) -> String {
    let words = match clock.length {
        TickLength::Months(_) => "%B %Y",
        TickLength::Days(_) => "%-d %B %Y",
    };
    clock.date().strftime(words).to_string()
}

/// The state that a word means: by its id or its name, in upper or lower case.
///
/// # Errors
/// What is wrong, with the nearest spelling.
pub fn find_state(survey: &Survey, word: &str) -> Result<StateId, String> {
    let identity = |state: StateId| survey.identity(state);
    let known = survey.states().find(|state| {
        let identity = identity(*state);
        identity.code.eq_ignore_ascii_case(word) || identity.name.to_lowercase() == word.to_lowercase()
    });
    let names =
        || survey.states().flat_map(|state| [identity(state).code.as_str(), identity(state).name.as_str()]);
    known.ok_or_else(|| match crate::scenario::nearest(word, names()) {
        Some(near) => format!("there is no state `{word}`: did you mean `{near}`?"),
        None => {
            let codes: Vec<&str> = survey.states().map(|state| identity(state).code.as_str()).collect();
            format!("there is no state `{word}`: there are {}", codes.join(", "))
        }
    })
}
