//! What was found, to keep: as a table, and what is listed of it as a picture.

use std::io;
use std::path::{Path, PathBuf};

use bevy_egui::egui::{Color32, Rect, pos2, vec2};

use super::super::plots::{Format, svg, write_free};
use super::super::theme;
use super::Trials;
use super::job::Job;
use super::rows::{Dot, Scale, is_share, reach};
use crate::batch::experiment::{Finding, say, say_difference};
use crate::simulation::Clock;
use crate::view::Setup;

const MARGIN: f32 = 48.0;
/// Height of a row, and how many there is room for.
const ROW: f32 = 25.0;
const ROWS: usize = 20;

impl Trials {
    /// Writes what was found into a folder, under a name that is not taken; which file it is.
    ///
    /// # Errors
    /// If the folder cannot be written to, or nothing has been run.
    pub fn export(
        &self,
        folder: &Path,
        format: Format,
        (setup, clock): (&Setup, &Clock),
    ) -> io::Result<PathBuf> {
        let job = self.job.as_ref().ok_or_else(|| io::Error::other("nothing has been run yet"))?;
        let bytes = match format {
            Format::Csv => {
                let mut table = Vec::new();
                self.found.write_csv(&mut table)?;
                table
            }
            Format::Svg => self.draw(job, setup, clock).into_bytes(),
            Format::Png => svg::png(&self.draw(job, setup, clock)).map_err(io::Error::other)?,
        };
        let name = format!(
            "{}, seed {}, {} runs: {}",
            setup.scenario.name, setup.seed, self.found.runs, job.names[1]
        );
        write_free(folder, &name, format, &bytes)
    }

    /// The picture of what is listed, as much of it as there is room for.
    fn draw(&self, job: &Job, setup: &Setup, clock: &Clock) -> String {
        let (width, height) = svg::SIZE;
        let mut out = svg::open("What the change does");
        svg::rect(&mut out, Rect::from_min_size(pos2(0.0, 0.0), vec2(width, height)), theme::panel(), 1.0);
        let serif = "font-family=\"'EB Garamond', serif\" font-weight=\"600\" font-size=\"30\"";
        let title = format!("What it does: {}", job.names[1]);
        svg::words(&mut out, (MARGIN, MARGIN + 12.0), serif, theme::text(), &clipped(&title, 72));
        let caption = format!(
            "{}: {} pairs of runs, {} to {}",
            setup.scenario.name,
            self.found.runs,
            clock.date_of(job.from),
            clock.date_of(job.end)
        );
        svg::words(&mut out, (MARGIN, MARGIN + 38.0), "", theme::muted(), &caption);
        let legend = MARGIN + 62.0;
        let mut x = MARGIN + 6.0;
        for (name, dot) in job.names.iter().zip([Dot::First, Dot::Second]) {
            mark(&mut out, dot, (x, legend - 5.0));
            let name = clipped(name, 56);
            svg::words(&mut out, (x + 14.0, legend), "font-size=\"14\"", theme::text(), &name);
            x += 44.0 + 7.6 * name.chars().count() as f32;
        }
        let first = legend + 40.0;
        heads(&mut out, first - 18.0);
        for (row, place) in self.rows.iter().take(ROWS).enumerate() {
            self.draw_row(&mut out, &self.found.list[*place as usize], first + ROW * row as f32);
        }
        let rest = self.rows.len().saturating_sub(ROWS);
        let more = if rest > 0 { format!(" {rest} more are listed in the window.") } else { String::new() };
        let foot = format!(
            "Dots with 95 % intervals (Wilson; Newcombe 1998 for pairs). A filled difference is told apart from none \
             (Benjamini and Hochberg 1995). Numbers of states and wars have scales of their own.{more}"
        );
        svg::words(&mut out, (MARGIN, height - 22.0), "font-size=\"12\"", theme::muted(), &foot);
        out + "</svg>\n"
    }

    fn draw_row(&self, out: &mut String, finding: &Finding, y: f32) {
        let ink = if finding.told_apart { theme::text() } else { theme::muted() };
        let words = clipped(&self.found.words(finding.outcome), 52);
        svg::words(out, (MARGIN, y + 5.0), "font-size=\"15\"", ink, &words);
        let share = is_share(finding.outcome);
        let (top, most) = reach(finding);
        let arms = Scale { rect: arms_rect(y), low: 0.0, high: top };
        let thin = |out: &mut String, rect: Rect| {
            svg::line(out, &[(rect.left(), y), (rect.right(), y)], theme::line(), 1.0, "");
        };
        thin(out, arms.rect);
        for ((estimate, dot), lane) in finding.arms.iter().zip([Dot::First, Dot::Second]).zip([-4.0, 4.0]) {
            if let Some(it) = estimate {
                let (from, to) = (arms.x(it.low), arms.x(it.high));
                svg::line(out, &[(from, y + lane), (to, y + lane)], dot.colour(), 2.0, "");
                mark(out, dot, (arms.x(it.value), y + lane));
            }
        }
        let numbers = finding.arms.map(|it| it.map_or("–".into(), |it| say(it, share)));
        let at = (ARMS.1 + 204.0, y + 5.0);
        let small = "text-anchor=\"end\" font-size=\"12\"";
        svg::words(out, at, small, theme::muted(), &numbers.join(" → "));
        let scale = Scale { rect: difference_rect(y), low: -most, high: most };
        thin(out, scale.rect);
        svg::line(out, &[(scale.x(0.0), y - 9.0), (scale.x(0.0), y + 9.0)], theme::muted(), 1.0, "");
        let Some(it) = finding.difference else { return };
        svg::line(out, &[(scale.x(it.low), y), (scale.x(it.high), y)], ink, 2.0, "");
        disc(out, (scale.x(it.value), y), if finding.told_apart { ink } else { theme::panel() }, ink);
        let told = say_difference(it, share).replace(" points", "");
        let at = (svg::SIZE.0 - MARGIN, y + 5.0);
        svg::words(out, at, "text-anchor=\"end\" font-size=\"13\"", ink, &told);
    }
}

/// From where to where the scales of the chances and of the difference reach.
const ARMS: (f32, f32) = (440.0, 630.0);
const DIFFERENCE: (f32, f32) = (870.0, 1090.0);

fn arms_rect(y: f32) -> Rect {
    Rect::from_min_max(pos2(ARMS.0, y - 10.0), pos2(ARMS.1, y + 10.0))
}

fn difference_rect(y: f32) -> Rect {
    Rect::from_min_max(pos2(DIFFERENCE.0, y - 10.0), pos2(DIFFERENCE.1, y + 10.0))
}

fn heads(out: &mut String, y: f32) {
    let centred = "text-anchor=\"middle\" font-size=\"12\"";
    for (share, words) in [(0.0, "0"), (0.5, "50"), (1.0, "100 %")] {
        let x = ARMS.0 + share * (ARMS.1 - ARMS.0);
        svg::words(out, (x, y), centred, theme::muted(), words);
    }
    for (share, words) in [(0.0, "−100"), (0.5, "0"), (1.0, "+100 points")] {
        let x = DIFFERENCE.0 + share * (DIFFERENCE.1 - DIFFERENCE.0);
        svg::words(out, (x, y), centred, theme::muted(), words);
    }
}

fn mark(out: &mut String, dot: Dot, at: (f32, f32)) {
    let fill = if dot == Dot::First { theme::panel() } else { dot.colour() };
    disc(out, at, fill, dot.colour());
}

fn disc(out: &mut String, (x, y): (f32, f32), fill: Color32, rim: Color32) {
    *out += &format!(
        "<circle cx=\"{x:.2}\" cy=\"{y:.2}\" r=\"3.5\" fill=\"{}\" stroke=\"{}\" stroke-width=\"1.8\"/>\n",
        svg::hex(fill),
        svg::hex(rim)
    );
}

/// A text of no more letters than these.
fn clipped(words: &str, most: usize) -> String {
    match words.char_indices().nth(most) {
        Some((end, _)) => format!("{} …", words[..end].trim_end()),
        None => words.to_owned(),
    }
}
