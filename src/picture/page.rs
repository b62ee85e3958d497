//! The page: title and date above the map, legend and credit below it.

use bevy::color::{Alpha, Mix, Srgba};
use bevy::math::{Rect, Vec2};

use super::letters::{Anchor, Face, Letters, Style};
use super::svg::{Svg, hex, number};
use super::{marks, patterns};
use crate::view::scene::InkStyle;
use crate::view::{Legend, LegendEntry, LegendKey, LinkStyle, Pattern, Ramp, Theme};

/// Space at the sides, in pixels of the page.
const MARGIN: f32 = 16.0;

/// Height of a line of the legend.
const ROW: f32 = 18.0;

/// Width of a scale.
const SCALE: f32 = 240.0;

/// Least space between two entries.
const GAP: f32 = 18.0;

const TITLE: Style = Style::new(Face::SerifStrong, 22.0);
const HEADING: Style = Style::new(Face::SansStrong, 13.0);
const SMALL: Style = Style::new(Face::Sans, 12.0);
const FIGURE: Style = Style::new(Face::SansStrong, 12.0);
const CREDIT: Style = Style::new(Face::Sans, 10.5);

/// What stands around the map.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Caption {
    /// What was run.
    pub title: String,
    /// When it is.
    pub date: String,
    /// How to have the same picture again, and whose map it is.
    pub credit: String,
    /// How much of a film has passed, 0 to 1.
    pub passed: Option<f32>,
}

/// A line or mark on the map that the legend tells of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Sign {
    /// A kind of pact.
    Pact(LinkStyle),
    /// A front.
    Front,
    /// A decision.
    Decision(InkStyle),
}

/// The parts of a page, in its own pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Page {
    /// Pixels of the picture in one of the page: large pictures have large letters.
    pub zoom: f32,
    /// Its size.
    pub size: Vec2,
    /// The part that is the map.
    pub map: Rect,
}

impl Page {
    /// A page of so many pixels, with so many lines for the entries of the legend.
    pub fn new(width: u32, height: u32, rows: usize) -> Self {
        let whole = Vec2::new(width as f32, height as f32);
        let zoom = (whole / Vec2::new(1280.0, 800.0)).min_element().max(1.0);
        Self::zoomed(whole / zoom, zoom, rows)
    }

    /// A page of a size in its own pixels.
    pub fn zoomed(size: Vec2, zoom: f32, rows: usize) -> Self {
        let (above, below) = Self::around(rows);
        let map = Rect::new(0.0, above, size.x, (size.y - below).max(above + 1.0));
        Self { zoom, size, map }
    }

    /// Height of what stands above the map and below it.
    pub fn around(rows: usize) -> (f32, f32) {
        (46.0, 9.0 + 20.0 + ROW * rows as f32 + 24.0)
    }

    /// Draws what stands around the map over its edges.
    pub fn surround(
        &self,
        svg: &mut Svg,
        letters: &mut Letters,
        theme: &Theme,
        caption: &Caption,
        (legend, signs): (&Legend, &[Sign]),
    ) {
        let line = theme.panel.mix(&theme.text, 0.14);
        let above = Rect::new(0.0, 0.0, self.size.x, self.map.min.y);
        let below = Rect::new(0.0, self.map.max.y, self.size.x, self.size.y);
        for (band, edge) in [(above, above.max.y - 1.0), (below, below.min.y)] {
            svg.rect(band, theme.panel, 0.0);
            svg.rect(Rect::new(0.0, edge, self.size.x, edge + 1.0), line, 0.0);
        }
        if let Some(passed) = caption.passed {
            let done = Rect::new(0.0, above.max.y - 2.0, self.size.x * passed, above.max.y);
            svg.rect(done, theme.bandwagoning, 0.0);
        }
        let baseline = 31.0;
        let date = Vec2::new(self.size.x - MARGIN, baseline);
        svg.text(letters, (&caption.date, TITLE), (date, Anchor::End), theme.text);
        let room = self.size.x - 2.0 * MARGIN - letters.width(&caption.date, TITLE) - 2.0 * GAP;
        let title = letters.fitting(&caption.title, TITLE, room);
        svg.text(letters, (&title, TITLE), (Vec2::new(MARGIN, baseline), Anchor::Start), theme.text);
        let mut key = Key { svg, letters, theme, right: self.size.x - MARGIN };
        key.draw(below.min.y, legend, signs, self.rows());
        let credit = Vec2::new(MARGIN, self.size.y - 9.0);
        let words = letters.fitting(&caption.credit, CREDIT, self.size.x - 2.0 * MARGIN);
        svg.text(letters, (&words, CREDIT), (credit, Anchor::Start), theme.muted);
    }

    fn rows(&self) -> usize {
        ((self.size.y - self.map.max.y - Self::around(0).1) / ROW).round() as usize
    }

    /// Lines that the entries of a legend need at this width, at most so many.
    pub fn rows_for(
        width: f32,
        letters: &mut Letters,
        (legend, signs): (&Legend, &[Sign]),
        most: usize,
    ) -> usize {
        let mut nowhere = Svg::default();
        let theme = Theme::NIGHT;
        let mut key = Key { svg: &mut nowhere, letters, theme: &theme, right: width - MARGIN };
        let least = if matches!(legend.key, LegendKey::Scale { .. }) { 2 } else { 1 };
        (least..most).find(|rows| key.flow(0.0, legend, signs, *rows)).unwrap_or(most)
    }
}

/// The legend in the making.
struct Key<'a> {
    svg: &'a mut Svg,
    letters: &'a mut Letters,
    theme: &'a Theme,
    right: f32,
}

/// An entry of the legend: its sign, its words and its figure.
struct Entry<'a> {
    icon: Icon<'a>,
    words: String,
    figure: String,
}

enum Icon<'a> {
    Swatch(&'a LegendEntry),
    Sign(Sign),
    More,
}

impl Key<'_> {
    fn draw(&mut self, top: f32, legend: &Legend, signs: &[Sign], rows: usize) {
        let baseline = top + 22.0;
        let at = Vec2::new(MARGIN, baseline);
        self.svg.text(self.letters, (&legend.title, HEADING), (at, Anchor::Start), self.theme.text);
        let left = MARGIN + self.letters.width(&legend.title, HEADING) + 10.0;
        let note = self.letters.fitting(&legend.note, SMALL, self.right - left);
        self.svg.text(
            self.letters,
            (&note, SMALL),
            (Vec2::new(left, baseline), Anchor::Start),
            self.theme.muted,
        );
        self.flow(top + 29.0, legend, signs, rows);
    }

    /// Sets the entries one after another in so many lines. Says whether all fit.
    fn flow(&mut self, top: f32, legend: &Legend, signs: &[Sign], rows: usize) -> bool {
        let mut left = MARGIN;
        let mut entries: Vec<Entry> = Vec::new();
        match &legend.key {
            LegendKey::Entries(list) => entries.extend(list.iter().map(|entry| Entry {
                icon: Icon::Swatch(entry),
                words: entry.label.clone(),
                figure: entry.value.clone(),
            })),
            LegendKey::Scale { ramp, marks } => {
                self.scale(Vec2::new(left, top + 4.0), *ramp, marks);
                left += SCALE + 2.0 * GAP;
            }
        }
        entries.extend(signs.iter().map(|sign| Entry {
            icon: Icon::Sign(*sign),
            words: words_of(*sign).into(),
            figure: String::new(),
        }));
        let (mut row, mut x) = (0, left);
        let total = entries.len();
        for (place, entry) in entries.into_iter().enumerate() {
            let width = self.width(&entry);
            // The last line keeps room to say how many are left out.
            let spare = if row + 1 == rows && place + 1 < total { 64.0 } else { 0.0 };
            if x + width > self.right - spare && x > left {
                if row + 1 == rows {
                    let words = format!("and {} more", total - place);
                    let more = Entry { icon: Icon::More, words, figure: String::new() };
                    self.entry(Vec2::new(x, top + ROW * row as f32), &more);
                    return false;
                }
                (row, x) = (row + 1, left);
            }
            self.entry(Vec2::new(x, top + ROW * row as f32), &entry);
            x += width + GAP;
        }
        true
    }

    fn width(&mut self, entry: &Entry) -> f32 {
        let figure =
            if entry.figure.is_empty() { 0.0 } else { 6.0 + self.letters.width(&entry.figure, FIGURE) };
        entry.icon.width() + self.letters.width(&entry.words, SMALL) + figure
    }

    fn entry(&mut self, at: Vec2, entry: &Entry) {
        let middle = at + Vec2::Y * (ROW / 2.0);
        match entry.icon {
            Icon::Swatch(entry) => self.swatch(middle, entry),
            Icon::Sign(sign) => self.sign(middle, sign),
            Icon::More => {}
        }
        let words = middle + Vec2::new(entry.icon.width(), 4.2);
        self.svg.text(self.letters, (&entry.words, SMALL), (words, Anchor::Start), self.theme.muted);
        let figure = words + Vec2::X * (self.letters.width(&entry.words, SMALL) + 6.0);
        self.svg.text(self.letters, (&entry.figure, FIGURE), (figure, Anchor::Start), self.theme.text);
    }

    /// A colour with its pattern.
    fn swatch(&mut self, middle: Vec2, entry: &LegendEntry) {
        let rect = Rect::from_corners(middle - Vec2::Y * 6.0, middle + Vec2::new(20.0, 6.0));
        self.svg.rect(rect, entry.colour, 2.0);
        if let Some(kind) = entry.kind {
            let badge = middle + Vec2::X * 33.0;
            marks::kind(self.svg, badge, 7.0, kind, (self.theme.text, self.theme.panel));
        }
        let overlay = match entry.pattern {
            Pattern::None => return,
            Pattern::Occupied => patterns::Overlay::stripes(entry.colour.mix(&self.theme.text, 0.55)),
            pattern => patterns::Overlay::Pattern(pattern as u8),
        };
        // Patterns are laid out on the page, so that each swatch needs one that begins where it does.
        let id = self.svg.new_id("swatch");
        patterns::define_at(self.svg, overlay, (&id, rect.min, 0.62));
        let [x, y, width, height] = [rect.min.x, rect.min.y, rect.width(), rect.height()].map(number);
        self.svg.element(format_args!(
            "rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"2\" fill=\"url(#{id})\""
        ));
    }

    fn sign(&mut self, middle: Vec2, sign: Sign) {
        let end = middle + Vec2::X * 28.0;
        match sign {
            Sign::Pact(style) => marks::pact(self.svg, &[middle, end], style, self.theme.link),
            Sign::Front => marks::front(self.svg, &[middle, end], self.theme.war),
            Sign::Decision(mark) => {
                let colour = decision_colour(self.theme, mark);
                marks::arrow(self.svg, &[middle, middle + Vec2::X * 26.0], 4.5, colour, Srgba::NONE);
                marks::sign(self.svg, middle + Vec2::X * 35.0, 7.5, mark, colour);
            }
        }
    }

    /// A scale with its numbers below; one that would touch its neighbour is left out.
    fn scale(&mut self, at: Vec2, ramp: Ramp, numbers: &[(f32, String)]) {
        let id = self.svg.new_id("ramp");
        self.svg.open(format_args!("linearGradient id=\"{id}\""));
        for step in 0..=16u8 {
            let share = f32::from(step) / 16.0;
            let colour = hex(ramp.at(self.theme, share));
            self.svg.element(format_args!("stop offset=\"{}\" stop-color=\"{colour}\"", number(share)));
        }
        self.svg.close("linearGradient");
        let [x, y] = at.to_array().map(number);
        self.svg.element(format_args!(
            "rect x=\"{x}\" y=\"{y}\" width=\"{SCALE}\" height=\"10\" rx=\"2\" fill=\"url(#{id})\""
        ));
        let mut free_from = f32::NEG_INFINITY;
        for (place, words) in numbers {
            let x = at.x + SCALE * place;
            let width = self.letters.width(words, SMALL);
            let (anchor, left) = match *place {
                place if place < 0.05 => (Anchor::Start, x),
                place if place > 0.95 => (Anchor::End, x - width),
                _ => (Anchor::Middle, x - width / 2.0),
            };
            if left > free_from {
                free_from = left + width + 8.0;
                let baseline = Vec2::new(x, at.y + 23.0);
                self.svg.text(self.letters, (words, SMALL), (baseline, anchor), self.theme.muted);
            }
        }
    }
}

impl Icon<'_> {
    /// Its width with the space behind it.
    fn width(&self) -> f32 {
        match self {
            Self::Swatch(entry) if entry.kind.is_some() => 46.0,
            Self::Swatch(_) => 27.0,
            Self::Sign(Sign::Decision(_)) => 48.0,
            Self::Sign(_) => 35.0,
            Self::More => 0.0,
        }
    }
}

fn words_of(sign: Sign) -> &'static str {
    match sign {
        Sign::Pact(LinkStyle::Solid) => "defensive pact",
        Sign::Pact(LinkStyle::Double) => "offensive pact",
        Sign::Pact(LinkStyle::Dotted) => "neutrality pact",
        Sign::Pact(LinkStyle::Dashed) => "entente",
        Sign::Front => "front",
        Sign::Decision(InkStyle::Shield) => "balances, aids",
        Sign::Decision(InkStyle::Wheel) => "bandwagons",
        Sign::Decision(InkStyle::Parted) => "leaves",
        Sign::Decision(InkStyle::Swords) => "attacks, joins",
        Sign::Decision(_) => "follows",
    }
}

fn decision_colour(theme: &Theme, mark: InkStyle) -> Srgba {
    match mark {
        InkStyle::Shield => theme.balancing,
        InkStyle::Wheel => theme.bandwagoning,
        InkStyle::Parted => theme.leaving,
        InkStyle::Swords => theme.war,
        _ => theme.movement,
    }
    .with_alpha(1.0)
}
