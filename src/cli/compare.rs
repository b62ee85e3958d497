//! `entente compare`: what a change does to the chance of each outcome, over many pairs of runs.

use std::fmt::Write;
use std::fs::File;
use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, ValueEnum};

use super::{Changes, Failure, Length, print, progress};
use crate::batch::experiment::{self, Arm, Experiment, Finding, Findings, Outcome, Timed, parting, world_of};
use crate::edit::{self, Script};
use crate::scenario::Scenario;
use crate::simulation::{self, Clock};

/// How many outcomes are listed.
const LISTED: usize = 24;

#[derive(Args, Debug)]
pub(super) struct Compare {
    /// Scenario file
    file: PathBuf,
    /// File of commands that make up the change, a list such as [(12, Set(state: "GMY", field: "intent", value: 0.9))]
    #[arg(long, value_name = "FILE")]
    commands: PathBuf,
    /// File of commands to compare with, in place of none
    #[arg(long, value_name = "FILE")]
    against: Option<PathBuf>,
    /// How many pairs of runs; the two of a pair have the same luck
    #[arg(long, value_name = "N", default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    runs: u32,
    /// Whether both begin from the moment at which the commands part, as it is with this seed, or from the scenario's
    /// start, with everything left to chance
    #[arg(long, value_enum, default_value_t = From::Change)]
    from: From,
    #[command(flatten)]
    changes: Changes,
    #[command(flatten)]
    length: Length,
    /// Threads to run on; all cores if not given
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    jobs: Option<u16>,
    /// File for a table of all outcomes that came up (CSV)
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(ValueEnum, Debug, Clone, Copy, PartialEq, Eq)]
enum From {
    /// The moment at which the commands part
    Change,
    /// The scenario's start
    Start,
}

impl Compare {
    pub(super) fn execute(self) -> Result<(), Failure> {
        let scenario = self.changes.apply_to(Some(&self.file))?;
        let read = |path: &PathBuf| Script::read_file(path).map_err(Failure::Scenario);
        let scripts = [self.against.as_ref().map(read).transpose()?, Some(read(&self.commands)?)];
        let logs = scripts.each_ref().map(|script| timed(script.as_ref()));
        let Some(part) = parting(&logs[0], &logs[1]) else {
            return Err(Failure::Other(
                "there is nothing to compare: the two differ in no command but luck, and every pair of runs has luck \
                 of its own. Change something in the file of --commands"
                    .into(),
            ));
        };
        let part = if self.from == From::Start { 0 } else { part };
        let world = world_of(&scenario, self.changes.seed());
        let end = self.length.ticks_from(world.resource())?;
        for script in scripts.iter().flatten() {
            if let Some(late) = script.steps.last().filter(|step| step.tick > end) {
                return Err(Failure::Scenario(script.too_late(late, end)));
            }
        }
        if end <= part {
            return Err(Failure::Other(format!(
                "the run ends at tick {end}, and what is to be compared begins at tick {part}: let it run longer"
            )));
        }
        let clock = *world.resource::<Clock>();
        let [first, second] = scripts.each_ref().map(Option::as_ref);
        let name = |path: Option<&PathBuf>| {
            path.map_or("as it is".into(), |path| format!("with {}", path.display()))
        };
        let arms = [
            arm(name(self.against.as_ref()), (&scenario, self.changes.seed()), first, part)?,
            arm(name(Some(&self.commands)), (&scenario, self.changes.seed()), second, part)?,
        ];
        let experiment = Experiment { arms, end, runs: self.runs, seed: self.changes.seed() };
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let threads = self.jobs.map_or(cores, usize::from);
        let out = match &self.out {
            // Before the work, so that it is not for nothing.
            Some(path) => Some((path, File::create(path).map_err(|error| not_written(path, &error))?)),
            None => None,
        };
        let bar = progress(u64::from(self.runs), "pairs of runs");
        let tally = experiment.carry_out(threads, || bar.inc(1));
        bar.finish_and_clear();
        let findings = Findings::of(&tally);
        if let Some((path, file)) = out {
            findings.write_csv(file).map_err(|error| not_written(path, &error))?;
        }
        print(&report(&scenario, &experiment, &findings, (clock, part)))
    }
}

fn not_written(path: &std::path::Path, error: &std::io::Error) -> Failure {
    Failure::Other(format!("the table could not be written to {}: {error}", path.display()))
}

fn timed(script: Option<&Script>) -> Vec<Timed> {
    let steps = script.map_or(&[][..], |script| &script.steps);
    steps.iter().map(|step| (step.tick, Arc::new(step.command.clone()))).collect()
}

/// How the world stands after a tick with the commands of a script, and those that are still to be given.
fn arm(
    name: String,
    (scenario, seed): (&Scenario, u64),
    script: Option<&Script>,
    tick: u64,
) -> Result<Arm, Failure> {
    let mut world = world_of(scenario, seed);
    loop {
        let now = world.resource::<Clock>().tick;
        if let Some(script) = script {
            let steps = script.at(now);
            let done = edit::apply_all(steps.iter().map(|step| &step.command), &mut world);
            done.map_err(|(place, error)| Failure::Scenario(script.fault(&steps[place], &error)))?;
        }
        if now >= tick {
            return Ok(Arm::new(name, &world, &timed(script)));
        }
        simulation::step(&mut world);
    }
}

/// What came of it, for a person at a terminal.
fn report(scenario: &Scenario, it: &Experiment, found: &Findings, (clock, part): (Clock, u64)) -> String {
    let mut text = String::new();
    let mut line =
        |words: std::fmt::Arguments| writeln!(text, "{words}").expect("text takes all that is written");
    let [first, second] = &it.arms;
    line(format_args!("{}, {} pairs of runs, seed {}", scenario.name, found.runs, it.seed));
    line(format_args!("  {} → {}", first.name, second.name));
    let how = if part == 0 { "all left to chance" } else { "chance falls anew from there" };
    line(format_args!("  from {} to {}, {how}", clock.date_of(part), clock.date_of(it.end)));
    for (arm, refused) in it.arms.iter().zip(&found.refused) {
        for ((tick, command), times) in arm.later().iter().zip(refused).filter(|(_, times)| **times > 0) {
            let command = command.describe(scenario);
            line(format_args!("  not carried out in {times} runs: {command} (tick {tick}), {}", arm.name));
        }
    }
    if found.alike == found.runs {
        line(format_args!("  no difference: both runs of every pair went alike to the bit"));
        return text;
    }
    let sure = found.told_apart().count();
    line(format_args!(
        "  {sure} of {} outcomes that could be told apart are (of these one in twenty at most is expected to be \
         chance's); {} pairs of runs went alike",
        found.tried, found.alike
    ));
    let listed: Vec<&Finding> = found.told_apart().take(LISTED).collect();
    if listed.is_empty() {
        line(format_args!("  more runs may tell more: --runs"));
        return text;
    }
    line(format_args!(""));
    let rows: Vec<[String; 4]> = listed.iter().map(|finding| row(found, finding)).collect();
    let head = ["", "first", "second", "difference"].map(String::from);
    let widths = [0, 1, 2, 3].map(|column| {
        rows.iter().chain([&head]).map(|row| row[column].chars().count()).max().unwrap_or_default()
    });
    for row in [&head].into_iter().chain(&rows) {
        let [words, first, second, difference] = row;
        let [a, b, c, d] = widths;
        line(format_args!("  {words:<a$}  {first:>b$}  {second:>c$}  {difference:>d$}"));
    }
    if sure > LISTED {
        line(format_args!("  and {} more: --out writes all", sure - LISTED));
    }
    line(format_args!("  [95 % intervals]"));
    text
}

/// An outcome with its chance in both arms and the difference.
fn row(found: &Findings, finding: &Finding) -> [String; 4] {
    let share = match finding.outcome {
        Outcome::Measure(quantity) => quantity.is_share(),
        _ => true,
    };
    let arms = finding.arms.map(|it| it.map_or("-".into(), |it| experiment::say(it, share)));
    let difference = finding.difference.map_or("-".into(), |it| experiment::say_difference(it, share));
    let [first, second] = arms;
    [found.words(finding.outcome), first, second, difference]
}
