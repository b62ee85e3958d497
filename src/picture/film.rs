//! Films: a run as a GIF, one palette for all frames, each frame only what has changed.

use std::fmt;
use std::io::Write;

use bevy::math::Rect;
use gif::{DisposalMethod, Encoder, Frame, Repeat};
use rayon::prelude::*;

use super::colours::{Count, Palette, Rgb};
use super::page::{Page, Sign};
use super::plate::Plate;
use super::raster::{PictureError, pixels};
use super::{Caption, Order, Sheet, Studio, fitted};
use crate::view::scene::{Arrow, InkStyle, Look, arrows};

/// How strongly decisions are shown in the frame they fall in and in those that follow.
const STRENGTHS: [f32; 3] = [1.0, 0.85, 0.45];

/// Motives told in a frame: words need time to be read.
const MOST_WORDS: usize = 3;

/// How strongly pacts are drawn, as a share of what they are in a picture.
const QUIET: f32 = 0.5;

/// Frames drawn at a time, so that all processors have work and memory stays small.
const BATCH: usize = 16;

/// Hundredths of a second that the first and the last frame stand longer.
const FIRST: u16 = 60;
const LAST: u16 = 250;

/// Most lines of the legend.
const MOST_ROWS: usize = 3;

/// Why a film could not be made.
#[derive(Debug)]
pub enum FilmError {
    /// A frame could not be drawn.
    Picture(PictureError),
    /// The film could not be put together.
    Gif(gif::EncodingError),
}

impl fmt::Display for FilmError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Picture(error) => error.fmt(formatter),
            Self::Gif(error) => write!(formatter, "the film could not be put together: {error}"),
        }
    }
}

impl std::error::Error for FilmError {}

/// A film in the making: frames are drawn as the run goes on.
pub struct Film {
    order: Order,
    page: Page,
    look: Look,
    plate: Plate,
    signs: Vec<Sign>,
    /// Events of the run that have been shown.
    seen: usize,
    /// Decisions of the last frames, the latest last.
    decisions: Vec<Vec<Arrow>>,
    /// Frames told but not yet drawn.
    pub(super) waiting: Vec<String>,
    /// The last frame drawn.
    last: Vec<Rgb>,
    /// Each frame as what has changed since the one before.
    frames: Vec<Vec<Run>>,
    count: Count,
}

/// Pixels in a row that have changed, from a place on.
struct Run {
    from: usize,
    pixels: Vec<Rgb>,
}

impl Film {
    /// A film of a run from where it stands.
    pub fn new(studio: &mut Studio, order: Order) -> Self {
        let (width, height) = order.size;
        let page = Page::new(width, height, 1);
        let survey = studio.run.survey();
        let scene = studio.painter.scene(&survey, &studio.chart, &fitted(&studio.chart, &order, page.map));
        let decisions = [InkStyle::Shield, InkStyle::Wheel, InkStyle::Parted, InkStyle::Swords];
        let decisions = decisions.into_iter().map(Sign::Decision).chain([Sign::Front]);
        // The legend tells the same in all frames, so that nothing jumps.
        let signs: Vec<Sign> =
            decisions.chain(super::map::pacts_shown(&scene).into_iter().map(Sign::Pact)).collect();
        let rows = Page::rows_for(page.size.x, &mut studio.letters, (&scene.legend, &signs), MOST_ROWS);
        let page = Page::new(width, height, rows.max(2));
        let look = fitted(&studio.chart, &order, page.map);
        let plate = Plate::new(&studio.chart, &order.theme, look, page.map, page.zoom);
        Self {
            order,
            page,
            look,
            plate,
            signs,
            seen: studio.run.history().events.len(),
            decisions: Vec::new(),
            waiting: Vec::new(),
            last: Vec::new(),
            frames: Vec::new(),
            count: Count::default(),
        }
    }

    /// Frames so far.
    pub fn len(&self) -> usize {
        self.frames.len() + self.waiting.len()
    }

    /// Whether there is no frame yet.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds a frame of the run as it stands, with the decisions since the last one.
    ///
    /// # Errors
    /// If a frame cannot be drawn.
    pub fn shoot(&mut self, studio: &mut Studio, caption: &Caption) -> Result<(), FilmError> {
        let events = studio.run.history().events[self.seen..].to_vec();
        self.seen += events.len();
        let survey = studio.run.survey();
        let mut scene = studio.painter.scene(&survey, &studio.chart, &self.look);
        let scale = self.look.scale;
        // Pacts are the ground that decisions stand out from.
        scene.links.iter_mut().for_each(|link| link.strength *= QUIET);
        let words = self.decisions.last().into_iter().flatten();
        let words = words.filter_map(|it| it.word_rect(scale));
        let taken: Vec<Rect> = words.chain(scene.boxes.iter().copied()).collect();
        let told = (scale, MOST_WORDS, taken.as_slice());
        self.decisions.push(arrows(&survey, &studio.chart, &self.order.theme, events.iter(), told));
        let gone = self.decisions.len().saturating_sub(STRENGTHS.len());
        self.decisions.drain(..gone);
        // The oldest lie below.
        let latest = self.decisions.len();
        let shown: Vec<(f32, Vec<Arrow>)> = self
            .decisions
            .iter()
            .enumerate()
            .map(|(place, arrows)| {
                let strength = STRENGTHS[latest - 1 - place];
                // Words are read once: later they would only hide those that follow.
                let quiet = |arrow: &Arrow| {
                    if strength < 0.5 { Arrow { word: None, ..arrow.clone() } } else { arrow.clone() }
                };
                (strength, arrows.iter().map(quiet).collect())
            })
            .collect();
        let sheet = Sheet { page: self.page, plate: &self.plate, chart: &studio.chart, scene: &scene };
        self.waiting.push(sheet.draw(&mut studio.letters, (caption, &self.signs), &shown));
        if self.waiting.len() >= BATCH { self.develop() } else { Ok(()) }
    }

    /// Draws the frames that wait.
    fn develop(&mut self) -> Result<(), FilmError> {
        let drawn: Result<Vec<_>, _> = self.waiting.par_iter().map(|svg| pixels(svg)).collect();
        self.waiting.clear();
        for frame in drawn.map_err(FilmError::Picture)? {
            // Pictures are opaque all over.
            let frame: Vec<Rgb> = frame.pixels().iter().map(|at| [at.red(), at.green(), at.blue()]).collect();
            let runs = self.changes(&frame);
            runs.iter().flat_map(|run| &run.pixels).for_each(|pixel| self.count.add(*pixel));
            self.frames.push(runs);
            self.last = frame;
        }
        Ok(())
    }

    /// What differs from the last frame.
    fn changes(&self, frame: &[Rgb]) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        for (at, pixel) in frame.iter().enumerate() {
            if self.last.get(at) == Some(pixel) {
                continue;
            }
            match runs.last_mut() {
                Some(run) if run.from + run.pixels.len() == at => run.pixels.push(*pixel),
                _ => runs.push(Run { from: at, pixels: vec![*pixel] }),
            }
        }
        runs
    }

    /// Puts the film together at so many frames a second.
    ///
    /// # Errors
    /// If a frame cannot be drawn, or not be written.
    pub fn finish(mut self, per_second: f32, to: impl Write) -> Result<(), FilmError> {
        self.develop()?;
        let (width, height) = (self.order.size.0 as u16, self.order.size.1 as u16);
        // One number is left for what stays as it was.
        let palette = self.count.palette(255);
        let mut colours = palette.bytes();
        let stays = (colours.len() / 3) as u8;
        colours.extend([0, 0, 0]);
        let mut encoder = Encoder::new(to, width, height, &colours).map_err(FilmError::Gif)?;
        encoder.set_repeat(Repeat::Infinite).map_err(FilmError::Gif)?;
        let mut shown = vec![stays; usize::from(width) * usize::from(height)];
        let delay = (100.0 / per_second).round().max(2.0) as u16;
        let total = self.frames.len();
        for (place, runs) in self.frames.iter().enumerate() {
            let mut frame = changed(runs, &palette, &mut shown, (usize::from(width), stays));
            frame.delay = delay;
            if place == 0 {
                frame.delay += FIRST;
            }
            if place + 1 == total {
                frame.delay += LAST;
            }
            encoder.write_frame(&frame).map_err(FilmError::Gif)?;
        }
        Ok(())
    }
}

/// The rectangle that a frame changes, with all in it that stays as it was left clear.
fn changed(runs: &[Run], palette: &Palette, shown: &mut [u8], (width, stays): (usize, u8)) -> Frame<'static> {
    let mut new: Vec<(usize, u8)> = Vec::new();
    for run in runs {
        for (step, pixel) in run.pixels.iter().enumerate() {
            let (at, colour) = (run.from + step, palette.index(*pixel));
            // Colours that differ may be one in the palette.
            if shown[at] != colour {
                shown[at] = colour;
                new.push((at, colour));
            }
        }
    }
    // A frame cannot be empty: one that changes nothing is a clear pixel.
    let (mut left, mut top, mut right, mut bottom) = (width - 1, shown.len() / width - 1, 0, 0);
    for (at, _) in &new {
        let (x, y) = (at % width, at / width);
        (left, right) = (left.min(x), right.max(x));
        (top, bottom) = (top.min(y), bottom.max(y));
    }
    if new.is_empty() {
        (left, top, right, bottom) = (0, 0, 0, 0);
    }
    let (across, down) = (right - left + 1, bottom - top + 1);
    let mut buffer = vec![stays; across * down];
    for (at, colour) in new {
        buffer[(at / width - top) * across + at % width - left] = colour;
    }
    Frame {
        left: left as u16,
        top: top as u16,
        width: across as u16,
        height: down as u16,
        buffer: buffer.into(),
        transparent: Some(stays),
        dispose: DisposalMethod::Keep,
        ..Frame::default()
    }
}
