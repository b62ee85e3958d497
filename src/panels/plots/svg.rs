//! Plots as pictures: the same chart, scales and colours as SVG, and that rendered as PNG.

use std::fmt::Write;
use std::sync::Arc;

use bevy_egui::egui::{Color32, Rect, pos2, vec2};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

use super::super::theme;
use super::chart::{Chart, Form, Pane};
use super::dates;
use crate::simulation::Clock;
use crate::view::StatePalette;

/// Width and height of a picture.
pub const SIZE: (f32, f32) = (1280.0, 720.0);
const MARGIN: f32 = 48.0;
/// Room for the names beside the panes.
const NAMES: f32 = 232.0;
/// Room for the figures beside the panes.
const FIGURES: f32 = 56.0;

/// The picture of a chart.
pub fn draw(chart: &Chart, clock: &Clock, palette: &StatePalette, caption: &str) -> String {
    let mut out = open(&chart.title);
    rect(&mut out, Rect::from_min_size(pos2(0.0, 0.0), vec2(SIZE.0, SIZE.1)), theme::panel(), 1.0);
    let serif = "font-family=\"'EB Garamond', serif\" font-weight=\"600\" font-size=\"34\"";
    words(&mut out, (MARGIN, MARGIN + 16.0), serif, theme::text(), &chart.title);
    words(&mut out, (MARGIN, MARGIN + 44.0), "", theme::muted(), caption);
    let left = MARGIN + FIGURES;
    let right = SIZE.0 - MARGIN - NAMES;
    let (top, bottom) = (MARGIN + 76.0, SIZE.1 - MARGIN - 28.0);
    let marks = dates::marks(clock, chart.span() as u64, 12);
    let height = (bottom - top) / chart.panes.len().max(1) as f32;
    for (place, pane) in chart.panes.iter().enumerate() {
        let from = top + height * place as f32;
        let area = Rect::from_min_max(pos2(left, from + 28.0), pos2(right, from + height - 14.0));
        words(&mut out, (left, from + 14.0), "font-size=\"14\"", theme::muted(), pane.label);
        draw_pane(&mut out, chart, pane, area, &marks, palette);
        names(&mut out, pane, area, palette);
    }
    for mark in &marks {
        let x = left + (right - left) * (mark.tick as f64 / chart.span()) as f32;
        let at = (x, bottom + 12.0);
        words(&mut out, at, "text-anchor=\"middle\" font-size=\"14\"", theme::muted(), &mark.label);
    }
    foot(&mut out, chart, bottom + 42.0);
    out + "</svg>\n"
}

/// The beginning of a picture.
pub fn open(title: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" height=\"{h}\" \
         font-family=\"'Entente Sans', sans-serif\" font-size=\"16\">\n<title>{title}</title>\n",
        w = SIZE.0,
        h = SIZE.1,
        title = escaped(title)
    )
}

/// What dashes and red strips mean.
fn foot(out: &mut String, chart: &Chart, y: f32) {
    let mut x = MARGIN + FIGURES;
    if !chart.wars.is_empty() {
        rect(out, Rect::from_min_size(pos2(x, y - 8.0), vec2(24.0, 4.0)), theme::war(), 0.8);
        words(out, (x + 32.0, y), "font-size=\"14\"", theme::muted(), "war");
        x += 88.0;
    }
    if let Some(name) = &chart.compared {
        let ends = [(x, y - 5.0), (x + 24.0, y - 5.0)];
        line(out, &ends, theme::text(), 1.5, "stroke-dasharray=\"6 4\"");
        words(out, (x + 32.0, y), "font-size=\"14\"", theme::muted(), name);
    }
}

fn draw_pane(
    out: &mut String,
    chart: &Chart,
    pane: &Pane,
    area: Rect,
    marks: &[dates::Mark],
    palette: &StatePalette,
) {
    let x = |tick: f64| area.left() + area.width() * (tick / chart.span()) as f32;
    let y = |value: f32| area.bottom() - area.height() * (value / pane.reach()).min(1.0);
    for time in &chart.wars {
        let (from, to) = (x((time.ticks.first - 1) as f64), x(time.ticks.last as f64));
        let band = Rect::from_min_max(pos2(from, area.top()), pos2(to, area.bottom()));
        rect(out, band, theme::war(), (0.06 * time.wars as f32).min(0.2));
        let strip = Rect::from_min_max(pos2(from, area.bottom()), pos2(to, area.bottom() + 4.0));
        rect(out, strip, theme::war(), (0.35 + 0.15 * time.wars as f32).min(1.0));
    }
    for mark in marks {
        let x = x(mark.tick as f64);
        line(out, &[(x, area.top()), (x, area.bottom())], theme::line(), 1.0, "");
    }
    for step in 0..=(pane.top / pane.step).round() as usize {
        let value = pane.step * step as f32;
        line(out, &[(area.left(), y(value)), (area.right(), y(value))], theme::line(), 1.0, "");
        let at = (area.left() - 8.0, y(value) + 5.0);
        words(out, at, "text-anchor=\"end\" font-size=\"14\"", theme::muted(), &pane.unit.mark(value));
    }
    for (it, stack) in pane.lines.iter().zip(pane.stacked()) {
        match &pane.form {
            Form::Stacked if !it.dashed => {
                let upper = stack.iter().enumerate().map(|(place, edge)| (x((place + 1) as f64), y(edge.1)));
                let lower =
                    stack.iter().enumerate().rev().map(|(place, edge)| (x((place + 1) as f64), y(edge.0)));
                let points: Vec<(f32, f32)> = upper.chain(lower).collect();
                let fill = hex(it.ink.area(palette));
                let _ = writeln!(out, "<polygon points=\"{}\" fill=\"{fill}\"/>", listed(&points));
            }
            Form::Bars(periods) if !it.dashed => {
                for (period, (from, to)) in periods.iter().zip(stack).filter(|(_, (from, to))| to > from) {
                    let (left, right) = (x((period.first - 1) as f64), x(period.last as f64));
                    let gap = 0.07 * (right - left);
                    let bar = Rect::from_min_max(pos2(left + gap, y(to)), pos2(right - gap, y(from)));
                    rect(out, bar, it.ink.area(palette), 1.0);
                }
            }
            form => {
                let place = |place: usize| match form {
                    Form::Bars(periods) => {
                        periods.get(place).map(|it| 0.5 * ((it.first - 1) + it.last) as f64)
                    }
                    Form::Stacked | Form::Lines => Some((place + 1) as f64),
                };
                let points: Vec<(f32, f32)> = stack
                    .iter()
                    .enumerate()
                    .filter(|(_, edge)| edge.1.is_finite())
                    .filter_map(|(at, edge)| Some((x(place(at)?), y(edge.1))))
                    .collect();
                let colour = if *form == Form::Stacked { theme::text() } else { it.ink.line(palette) };
                let (width, dashes) = if it.dashed { (1.5, "stroke-dasharray=\"6 4\"") } else { (2.5, "") };
                line(out, &points, colour, width, dashes);
            }
        }
    }
}

/// The names of the lines with their last values, from top to bottom.
fn names(out: &mut String, pane: &Pane, area: Rect, palette: &StatePalette) {
    let lines: Vec<_> = pane.lines.iter().filter(|line| !line.dashed).collect();
    let row = (area.height() / lines.len().max(1) as f32).min(26.0);
    let size = format!("font-size=\"{}\"", (row - 4.0).clamp(8.0, 16.0));
    for (place, it) in lines.into_iter().enumerate() {
        let (x, y) = (area.right() + 20.0, area.top() + row * place as f32 + 0.5 * row);
        let thick = if pane.form == Form::Lines { 3.0 } else { 12.0 };
        let colour = if pane.form == Form::Lines { it.ink.line(palette) } else { it.ink.area(palette) };
        rect(out, Rect::from_center_size(pos2(x + 7.0, y), vec2(14.0, thick)), colour, 1.0);
        words(out, (x + 24.0, y + 5.0), &size, theme::text(), &it.name);
        let last = it.values.last().map(|value| pane.unit.say(*value)).unwrap_or_default();
        let at = (SIZE.0 - MARGIN, y + 5.0);
        words(out, at, &format!("{size} text-anchor=\"end\""), theme::muted(), &last);
    }
}

/// An area.
pub fn rect(out: &mut String, rect: Rect, colour: Color32, opacity: f32) {
    let opacity = if opacity < 1.0 { format!(" fill-opacity=\"{opacity:.2}\"") } else { String::new() };
    // Writing to a string cannot fail.
    let _ = writeln!(
        out,
        "<rect x=\"{:.2}\" y=\"{:.2}\" width=\"{:.2}\" height=\"{:.2}\" fill=\"{}\"{opacity}/>",
        rect.left(),
        rect.top(),
        rect.width().max(0.0),
        rect.height().max(0.0),
        hex(colour)
    );
}

/// A line through these points; `more` are further attributes.
pub fn line(out: &mut String, points: &[(f32, f32)], colour: Color32, width: f32, more: &str) {
    let _ = writeln!(
        out,
        "<polyline points=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{width}\" stroke-linejoin=\"round\" {more}/>",
        listed(points),
        hex(colour)
    );
}

/// Words; `more` are further attributes.
pub fn words(out: &mut String, (x, y): (f32, f32), more: &str, colour: Color32, words: &str) {
    let (colour, words) = (hex(colour), escaped(words));
    let _ = writeln!(out, "<text x=\"{x:.1}\" y=\"{y:.1}\" fill=\"{colour}\" {more}>{words}</text>");
}

fn listed(points: &[(f32, f32)]) -> String {
    let points: Vec<String> = points.iter().map(|(x, y)| format!("{x:.2},{y:.2}")).collect();
    points.join(" ")
}

/// A colour as pictures have it.
pub fn hex(colour: Color32) -> String {
    format!("#{:02x}{:02x}{:02x}", colour.r(), colour.g(), colour.b())
}

/// A text as it may stand in a document.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Renders a picture, at twice its size.
///
/// # Errors
/// If the text is no SVG.
pub fn png(svg: &str) -> Result<Vec<u8>, String> {
    const TIMES: f32 = 2.0;
    let mut fonts = fontdb::Database::new();
    for face in theme::FACES {
        fonts.load_font_data(face.to_vec());
    }
    fonts.set_sans_serif_family("Entente Sans");
    fonts.set_serif_family("EB Garamond");
    let options = Options { fontdb: Arc::new(fonts), ..Options::default() };
    let tree = Tree::from_str(svg, &options).map_err(|error| error.to_string())?;
    let (width, height) = ((SIZE.0 * TIMES) as u32, (SIZE.1 * TIMES) as u32);
    let mut pixels = Pixmap::new(width, height).ok_or("the picture is too large")?;
    resvg::render(&tree, Transform::from_scale(TIMES, TIMES), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| error.to_string())
}
