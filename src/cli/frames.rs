//! `entente frames`: how long frames of the window take, beside those of an empty one.

use std::path::PathBuf;
use std::process::Command;

use clap::{Args, ValueEnum};

use super::{Changes, Failure, print};
use crate::batch::long_runs;
use crate::theory::parameters::Preset;
use crate::window::frames::{Frames as Measured, Part, measure};

/// States of the large world.
const STATES: u32 = 190;

/// The large world's seed.
const SEED: u64 = 1;

/// What `entente frames` is told.
#[derive(Args, Debug)]
pub struct Frames {
    /// Scenario file of the smaller world; Europe, March 1936 if none is given
    file: Option<PathBuf>,
    /// Width and height of the window in pixels
    #[arg(long, value_name = "WxH", default_value = "1280x720", value_parser = parse_size)]
    size: (u32, u32),
    /// Seconds to measure each window for
    #[arg(long, value_name = "N", default_value_t = 6.0)]
    seconds: f32,
    /// How often to measure all windows in turn: medians are printed
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
    /// Measure this window alone, and print numbers for programs
    #[arg(long, hide = true)]
    part: Option<Window>,
}

/// The windows measured.
#[derive(ValueEnum, Debug, Clone, Copy, PartialEq, Eq)]
enum Window {
    Empty,
    Still,
    Setup,
    World,
    Rest,
}

impl Window {
    fn label(self) -> &'static str {
        match self {
            Self::Empty => "empty window, one panel",
            Self::Still => "the setup, standing",
            Self::Setup => "the setup, 12 ticks/s",
            Self::World => "190 states, 12 ticks/s",
            Self::Rest => "the setup, at rest",
        }
    }

    fn name(self) -> String {
        self.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned())
    }
}

fn parse_size(text: &str) -> Result<(u32, u32), String> {
    let parts =
        text.split_once('x').and_then(|(width, height)| Some((width.parse().ok()?, height.parse().ok()?)));
    parts
        .filter(|(width, height)| (320..=16_384).contains(width) && (200..=16_384).contains(height))
        .ok_or_else(|| "expected width and height in pixels, such as 1280x720".into())
}

/// What one window gave, in milliseconds and shares.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Figures {
    /// Mean, median, and what one frame in twenty exceeds.
    frame: [f32; 3],
    /// Mean own work: ticks and input, map, panels and layout.
    work: [f32; 3],
    /// Share of a processor.
    load: f32,
}

impl Figures {
    fn of(measured: Measured) -> Self {
        let mut frames = measured.frame;
        frames.sort_by(f32::total_cmp);
        let at = |share: f32| frames.get((share * frames.len() as f32) as usize).copied().unwrap_or(0.0);
        let mean = |all: &Vec<f32>| all.iter().sum::<f32>() / all.len().max(1) as f32;
        let [ticks, map, panels] = &measured.work;
        Self {
            frame: [mean(&frames), at(0.5), at(0.95)],
            work: [mean(ticks), mean(map), mean(panels)],
            load: measured.load,
        }
    }

    fn numbers(&self) -> [f32; 7] {
        let ([mean, median, slow], [ticks, map, panels]) = (self.frame, self.work);
        [mean, median, slow, ticks, map, panels, self.load]
    }

    fn from_numbers([mean, median, slow, ticks, map, panels, load]: [f32; 7]) -> Self {
        Self { frame: [mean, median, slow], work: [ticks, map, panels], load }
    }

    /// Milliseconds of processors a frame, in all threads: with a software renderer that is what drawing costs,
    /// whatever else the machine does meanwhile.
    fn cost(&self) -> f32 {
        self.frame[0] * self.load
    }
}

impl Frames {
    /// Measures, and prints a table.
    pub fn execute(self) -> Result<(), Failure> {
        if let Some(part) = self.part {
            let figures = self.measure(part)?;
            return print(&figures.numbers().map(|number| number.to_string()).join(" "));
        }
        let windows = [Window::Empty, Window::Still, Window::Setup, Window::World, Window::Rest];
        let mut rounds = Vec::new();
        for _ in 0..self.rounds {
            let round: Result<Vec<Figures>, Failure> =
                windows.iter().map(|window| self.ask(*window)).collect();
            rounds.push(round?);
        }
        let (width, height) = self.size;
        let mut text = format!(
            "{width}x{height}, medians of {} rounds\n{:<26}{:>8}{:>8}{:>8}{:>7}{:>8}{:>7}{:>8}{:>7}{:>7}{:>8}\n",
            self.rounds,
            "",
            "frame",
            "median",
            "1 in 20",
            "ratio",
            "all CPU",
            "ratio",
            "own",
            "ticks",
            "map",
            "panels"
        );
        for (place, window) in windows.into_iter().enumerate() {
            let of = |get: &dyn Fn(&Figures) -> f32| median(rounds.iter().map(|round| get(&round[place])));
            let over = |get: &dyn Fn(&Figures) -> f32| {
                median(rounds.iter().map(|round| get(&round[place]) / get(&round[0]).max(1e-3)))
            };
            if window == Window::Rest {
                text += &format!(
                    "{:<26}takes {:.1} % of a processor\n",
                    window.label(),
                    100.0 * of(&|it| it.load)
                );
                continue;
            }
            let [ticks, map, panels]: [f32; 3] = std::array::from_fn(|part| of(&|it| it.work[part]));
            text += &format!(
                "{:<26}{:>8.1}{:>8.1}{:>8.1}{:>7.2}{:>8.1}{:>7.2}{:>8.2}{ticks:>7.2}{map:>7.2}{panels:>8.2}\n",
                window.label(),
                of(&|it| it.frame[0]),
                of(&|it| it.frame[1]),
                of(&|it| it.frame[2]),
                over(&|it| it.frame[0]),
                of(&Figures::cost),
                over(&Figures::cost),
                of(&|it| it.work.iter().sum()),
            );
        }
        text += "Milliseconds a frame. All CPU: in all threads, software renderers\u{2019} too. Own: the main thread in ticks \
                 and input, map, panels and layout.\n";
        print(&text)
    }

    /// Measures a window in this process.
    fn measure(&self, window: Window) -> Result<Figures, Failure> {
        let file = || Changes::default().apply_to(self.file.as_deref()).map(Box::new);
        let part = match window {
            Window::Empty => Part::Empty,
            Window::Still => Part::Standing(file()?),
            Window::Setup => Part::Running(file()?),
            Window::Rest => Part::Resting(file()?),
            Window::World => {
                let world = long_runs::world(STATES, SEED, Preset::default());
                Part::Running(Box::new(world.map_err(Failure::Scenario)?))
            }
        };
        let measured = measure(part, self.size, self.seconds);
        measured.map(Figures::of).map_err(|error| Failure::Other(error.to_string()))
    }

    /// Measures a window in a process of its own, since a program can open its first window only once.
    fn ask(&self, window: Window) -> Result<Figures, Failure> {
        let failed = |what: String| Failure::Other(format!("not measured, {}: {what}", window.label()));
        let program = std::env::current_exe().map_err(|error| failed(error.to_string()))?;
        let mut command = Command::new(program);
        command.arg("frames").args(self.file.iter());
        command.args(["--part", &window.name(), "--seconds", &self.seconds.to_string()]);
        command.args(["--size", &format!("{}x{}", self.size.0, self.size.1)]);
        let output = command.output().map_err(|error| failed(error.to_string()))?;
        let said = String::from_utf8_lossy(&output.stdout);
        let numbers: Vec<f32> = said.split_whitespace().filter_map(|word| word.parse().ok()).collect();
        let numbers: Result<[f32; 7], _> = numbers.try_into();
        numbers.map(Figures::from_numbers).map_err(|_| {
            failed(
                String::from_utf8_lossy(&output.stderr).lines().next().unwrap_or("it ended early").to_owned(),
            )
        })
    }
}

fn median(values: impl Iterator<Item = f32>) -> f32 {
    let mut values: Vec<f32> = values.collect();
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_and_slips_told() {
        assert_eq!(parse_size("1920x1080"), Ok((1920, 1080)));
        for slip in ["1920", "x", "1920x", "10x10", "99999x99999"] {
            assert!(parse_size(slip).is_err(), "{slip}");
        }
    }

    #[test]
    fn figures_pass_from_process_to_process() {
        let work = [vec![1.0], vec![2.0, 4.0], vec![0.5]];
        let figures = Figures::of(Measured { frame: vec![30.0, 10.0, 20.0], work, load: 0.25 });
        assert_eq!((figures.frame, figures.work), ([20.0, 20.0, 30.0], [1.0, 3.0, 0.5]));
        assert_eq!(Figures::from_numbers(figures.numbers()), figures);
    }
}
