//! What becomes of invented worlds over two centuries, under each preset of the theory.
//!
//! ```sh
//! cargo run --release --no-default-features --example long_runs -- --seeds 100 --states 60 --years 200
//! ```
//!
//! prints Markdown tables: the share of worlds that end in a universal empire, a stable plural system, churn
//! or stillness; who balances and who bandwagons; and how often a coalition forms against the strongest.

use std::io::IsTerminal;
use std::process::ExitCode;

use clap::Parser;
use entente::batch::long_runs::{Plan, markdown};
use entente::scenario::Override;
use entente::theory::parameters::Preset;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// What becomes of invented worlds over two centuries.
#[derive(Parser, Debug)]
struct Arguments {
    /// How many worlds
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u64).range(1..))]
    seeds: u64,
    /// States in each
    #[arg(long, value_name = "N", default_value_t = 60, value_parser = clap::value_parser!(u32).range(2..=1000))]
    states: u32,
    /// Years to run
    #[arg(long, value_name = "N", default_value_t = 200, value_parser = clap::value_parser!(u32).range(4..=8000))]
    years: u32,
    /// Theory presets; all if none is named
    #[arg(long, value_name = "PRESET", num_args = 1.., value_parser = Preset::ALL.map(Preset::name))]
    theory: Vec<String>,
    /// Change a value in every world, such as theory.war_tempo=1; may be given again
    #[arg(long = "set", value_name = "PATH=VALUE", value_parser = Override::parse)]
    changes: Vec<Override>,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let named: Vec<Preset> = arguments.theory.iter().filter_map(|name| Preset::find(name)).collect();
    let presets = if named.is_empty() { Preset::ALL.to_vec() } else { named };
    let Arguments { seeds, states, years, changes, .. } = arguments;
    let plan = Plan { seeds, states, years, changes };
    let bar = progress(seeds * presets.len() as u64);
    let mut runs = Vec::new();
    for preset in presets {
        match plan.run(preset, || bar.inc(1)) {
            Ok(courses) => runs.push((preset, courses)),
            Err(error) => {
                bar.finish_and_clear();
                eprintln!("error: {error}");
                return ExitCode::FAILURE;
            }
        }
    }
    bar.finish_and_clear();
    println!("{seeds} worlds of {states} states, {years} years\n\n{}", markdown(&runs));
    ExitCode::SUCCESS
}

/// A bar on a terminal, nothing anywhere else.
fn progress(length: u64) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:40.cyan} {pos}/{len} worlds, {eta} left")
        .expect("a valid template");
    let shown = std::io::stderr().is_terminal();
    let target = if shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    ProgressBar::with_draw_target(Some(length), target).with_style(style)
}
