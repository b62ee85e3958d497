//! Pictures of a run: `entente picture` and `entente film`.

use std::path::PathBuf;

use clap::Args;
use jiff::civil::Date;

use super::{Changes, Failure, print, progress};
use crate::files;
use crate::picture::{self, Caption, Order, Studio};
use crate::simulation::Clock;
use crate::view::{MapMode, Theme};

/// A picture of the map.
#[derive(Args, Debug)]
pub(super) struct Picture {
    /// Scenario file
    file: PathBuf,
    #[command(flatten)]
    changes: Changes,
    #[command(flatten)]
    looks: Looks,
    /// The date to draw, such as 1938-03-01; the scenario's start if none is given
    #[arg(long, value_name = "DATE")]
    at: Option<Date>,
    /// Width and height in pixels
    #[arg(long, value_name = "WxH", default_value = "1280x800", value_parser = size)]
    size: (u32, u32),
    /// File to write: .svg or .png
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// What the map shows, and in which colours.
#[derive(Args, Debug)]
pub(super) struct Looks {
    /// What the map's colours mean: political, blocs, threat, danger, power, types, revisionism, beliefs,
    /// ideology or war
    #[arg(long, value_name = "MODE", default_value = "political", value_parser = mode)]
    mode: MapMode,
    /// The state to look at, by id or name: whom the mode is about, if it is about one
    #[arg(long, value_name = "STATE")]
    select: Option<String>,
    /// Light land on a dark sea, or ink on paper
    #[arg(long, value_name = "THEME", default_value = "night", value_parser = ["night", "paper"])]
    theme: String,
}

/// The name of a mode on the command line: the first word of its label.
fn name_of(mode: MapMode) -> String {
    mode.label().split(' ').next().unwrap_or_default().to_lowercase()
}

fn mode(text: &str) -> Result<MapMode, String> {
    let wanted = text.to_lowercase();
    let meant = |mode: &MapMode| name_of(*mode).strip_suffix('s').is_some_and(|name| name == wanted);
    let found = MapMode::OF_ANY.iter().copied().find(|mode| name_of(*mode) == wanted || meant(mode));
    found.ok_or_else(|| {
        let names: Vec<String> = MapMode::OF_ANY.iter().map(|mode| name_of(*mode)).collect();
        format!("the modes are {}", names.join(", "))
    })
}

/// Width and height such as `1280x800`.
fn size(text: &str) -> Result<(u32, u32), String> {
    let sides = text.split_once(['x', 'X', '×']);
    let parsed = sides.and_then(|(width, height)| Some((width.parse().ok()?, height.parse().ok()?)));
    let (width, height) = parsed.ok_or("give width and height in pixels, such as 1280x800")?;
    let within = picture::SIDES;
    if within.contains(&width) && within.contains(&height) {
        return Ok((width, height));
    }
    Err(format!("each side must have {} to {} pixels", within.start(), within.end()))
}

impl Looks {
    fn theme(&self) -> Theme {
        if self.theme == "paper" { Theme::PAPER } else { Theme::NIGHT }
    }

    fn order(&self, studio: &mut Studio, size: (u32, u32)) -> Result<Order, Failure> {
        let survey = studio.run.survey();
        let state = self.select.as_ref().map(|word| picture::find_state(&survey, word));
        let selected = state.transpose().map_err(Failure::Other)?;
        Ok(Order { mode: self.mode, selected, theme: self.theme(), size })
    }
}

impl Changes {
    /// The changes as they are written on the command line.
    fn words(&self) -> Vec<String> {
        let theory = self.theory.iter().map(|preset| format!("theory {preset}"));
        theory.chain(self.overrides.iter().map(ToString::to_string)).collect()
    }
}

/// The ticks to a date, which must not be before the start.
fn ticks_to(clock: &Clock, date: Date, option: &str) -> Result<u64, Failure> {
    if date < clock.start {
        return Err(Failure::Other(format!(
            "{option} {date} is before the scenario's start, {}: give a later date",
            clock.start
        )));
    }
    Ok(clock.tick_at(date))
}

impl Picture {
    pub(super) fn execute(self) -> Result<(), Failure> {
        let is_png = match self.out.extension().and_then(|ending| ending.to_str()) {
            Some(ending) if ending.eq_ignore_ascii_case("png") => true,
            Some(ending) if ending.eq_ignore_ascii_case("svg") => false,
            _ => {
                let out = self.out.display();
                return Err(Failure::Other(format!("--out {out}: a picture ends in .svg or .png")));
            }
        };
        let scenario = self.changes.apply_to(Some(&self.file))?;
        let seed = self.changes.seed();
        let mut studio = Studio::new(scenario.clone(), seed, self.looks.theme());
        let order = self.looks.order(&mut studio, self.size)?;
        let clock = studio.run.clock();
        let ticks = self.at.map_or(Ok(0), |date| ticks_to(&clock, date, "--at"))?;
        let bar = progress(ticks, "ticks");
        for _ in 0..ticks {
            studio.step();
            bar.inc(1);
        }
        bar.finish_and_clear();
        let caption: Caption = picture::caption(&scenario, seed, &studio.run.clock(), &self.changes.words());
        let svg = studio.picture(&order, &caption);
        let bytes = if is_png {
            picture::png(&svg).map_err(|error| Failure::Other(error.to_string()))?
        } else {
            svg.into_bytes()
        };
        write(&self.out, &bytes)
    }
}

/// Writes a picture and says where it is.
fn write(path: &std::path::Path, bytes: &[u8]) -> Result<(), Failure> {
    files::replace(path, bytes)
        .map_err(|error| Failure::Other(format!("{} could not be written: {error}", path.display())))?;
    print(&format!("{}: {} kB\n", path.display(), bytes.len().div_ceil(1000)))
}

/// A film of a run.
#[derive(Args, Debug)]
pub(super) struct Film {
    /// Scenario file
    file: PathBuf,
    #[command(flatten)]
    changes: Changes,
    #[command(flatten)]
    looks: Looks,
    /// The date of the first frame; the scenario's start if none is given
    #[arg(long, value_name = "DATE")]
    from: Option<Date>,
    /// The date of the last frame, such as 1941-01-01
    #[arg(long, value_name = "DATE")]
    to: Date,
    /// Ticks from frame to frame
    #[arg(long, value_name = "TICKS", default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..))]
    every: u64,
    /// Frames a second, 0.5 to 50
    #[arg(long, value_name = "N", default_value_t = 4.0, value_parser = pace)]
    fps: f32,
    /// Width and height in pixels
    #[arg(long, value_name = "WxH", default_value = "960x600", value_parser = size)]
    size: (u32, u32),
    /// File to write: .gif
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// Frames a second that viewers keep to.
fn pace(text: &str) -> Result<f32, String> {
    let pace = text.parse().ok().filter(|pace| (0.5..=50.0).contains(pace));
    pace.ok_or_else(|| "give 0.5 to 50 frames a second".into())
}

/// Most frames of a film: more would fill the memory.
const MOST_FRAMES: u64 = 5_000;

impl Film {
    pub(super) fn execute(self) -> Result<(), Failure> {
        if self.out.extension().is_none_or(|ending| !ending.eq_ignore_ascii_case("gif")) {
            return Err(Failure::Other(format!("--out {}: a film ends in .gif", self.out.display())));
        }
        let scenario = self.changes.apply_to(Some(&self.file))?;
        let seed = self.changes.seed();
        let mut studio = Studio::new(scenario.clone(), seed, self.looks.theme());
        let order = self.looks.order(&mut studio, self.size)?;
        let clock = studio.run.clock();
        let first = self.from.map_or(Ok(0), |date| ticks_to(&clock, date, "--from"))?;
        let last = ticks_to(&clock, self.to, "--to")?;
        if last < first {
            return Err(Failure::Other(format!("--to {} is before --from: give a later date", self.to)));
        }
        let frames = (last - first) / self.every + 1;
        if frames > MOST_FRAMES {
            let message = format!("{frames} frames are more than {MOST_FRAMES}: give a larger --every");
            return Err(Failure::Other(message));
        }
        let other = |error: picture::FilmError| Failure::Other(error.to_string());
        let bar = progress(last, "ticks");
        for _ in 0..first {
            studio.step();
            bar.inc(1);
        }
        let changes = self.changes.words();
        let mut film = picture::Film::new(&mut studio, order);
        for frame in 0..frames {
            if frame > 0 {
                for _ in 0..self.every {
                    studio.step();
                    bar.inc(1);
                }
            }
            let passed = if frames > 1 { frame as f32 / (frames - 1) as f32 } else { 1.0 };
            let caption = picture::caption(&scenario, seed, &studio.run.clock(), &changes);
            film.shoot(&mut studio, &Caption { passed: Some(passed), ..caption }).map_err(other)?;
        }
        bar.finish_and_clear();
        let mut bytes = Vec::new();
        film.finish(self.fps, &mut bytes).map_err(other)?;
        write(&self.out, &bytes)
    }
}
