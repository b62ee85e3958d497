//! The command line.

use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::builder::styling::{AnsiColor, Styles};
use clap::error::ErrorKind;
use clap::{Args, CommandFactory, Parser, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};
use jiff::civil::Date;

use crate::batch::vignettes::{self, Experiment, Vignette};
use crate::edit::{Session, SessionError};
#[cfg(feature = "gui")]
use crate::history::Timeline;
use crate::lessons::Lesson;
use crate::record::Record;
use crate::scenario::builtin::EUROPE_1936;
use crate::scenario::{self, Diagnostics, Override, OverrideError, Scenario};
use crate::simulation::Clock;
use crate::theory::parameters::Preset;

mod compare;
mod dyads;
mod expect;
#[cfg(feature = "gui")]
mod frames;
mod import;
#[cfg(feature = "gui")]
mod pictures;
mod run;
mod score;

/// Exit code for input that is wrong: a scenario with errors, a value out of range, a file that is not there.
const BAD_INPUT: u8 = 1;

/// The seed if none is given.
const SEED: u64 = 1;

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Yellow.on_default().bold())
    .usage(AnsiColor::Yellow.on_default().bold())
    .literal(AnsiColor::Cyan.on_default())
    .placeholder(AnsiColor::BrightBlack.on_default());

const EXAMPLES: &str = "\
Examples:
  entente                                        open the window on Europe, March 1936
  entente my.ron --seed 3                        open another setup, as does entente watch my.ron
  entente watch scenarios/europe-1914.ron --as-recorded
                                                 replay history, with the model's comment
  entente watch --lesson V3                      take a guided lesson about an idea of the theory
  entente run scenarios/europe-1936.ron --until 1941-01-01 --seed 7 --out out
                                                 run it without a window, tables in out/
  entente run my.ron --ticks 60 --set states.GMY.offense=0.9 --set theory.noise=0
  entente run my.ron --ticks 60 --commands what-if.ron
                                                 the same with states founded, edited, allied on the way
  entente run mine.session.ron                   run a session that the window saved, to the same hash
  entente compare my.ron --commands what-if.ron --until 1941-01-01
                                                 what that changes, over 200 pairs of runs
  entente run scenarios/europe-1936.ron --as-recorded --out out
                                                 let its record drive pacts, wars and land
  entente expect scenarios/europe-1936.ron       what the model would have expected at each event of that record
  entente dyads my.ron --seeds 200 --until 1941-12-31 --out dyads.csv
                                                 how each pair stood in each year, over 200 runs
  entente score europe-1914                      how often each theory puts each state where history did
  entente check scenarios/*.ron                  say all that is wrong with scenario files
  entente import --year 1938 --nmc nmc.csv --states states.csv --capitals capitals.csv --contiguity contiguity.csv \
      --alliances atop.csv --wars wars.csv --record-years 5 --out world-1938.ron
                                                 make a setup, and its record, from the field's own files
  entente vignettes V3 V4                        try two ideas of the theory, over 200 seeds each

Exit codes: 0 fine, 1 something wrong with a file or a value, or a vignette that fails, 2 wrong usage.";

/// Watch states choose sides: a laboratory of alliance formation, after Walt and Schweller.
#[derive(Parser, Debug)]
#[command(name = "entente", version, styles = STYLES, after_help = EXAMPLES, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Open the window (this is what `entente` alone does)
    Watch(Watch),
    /// Run a scenario without a window, and print a summary and a hash
    Run(RunArgs),
    /// Run a scenario with and without a change many times, and print what the change does to the chance of each outcome
    Compare(compare::Compare),
    /// Let the record of a scenario drive a run, and tell what the model would have expected at each event, and why
    Expect(expect::Expect),
    /// Run a scenario with many seeds, and write dyad-years for joining with the field's data
    Dyads(dyads::Dyads),
    /// Hold many runs of a setup against what happened: how often each state is where history had it
    Score(score::Score),
    /// Draw the map of a run on a date as SVG or PNG, without a window
    #[cfg(feature = "gui")]
    Picture(pictures::Picture),
    /// Make a film of a run as GIF, without a window
    #[cfg(feature = "gui")]
    Film(pictures::Film),
    /// Try the theory's ideas on small worlds, each over many seeds and beside a control
    Vignettes(Vignettes),
    /// Measure how long frames of the window take
    #[cfg(feature = "gui")]
    Frames(frames::Frames),
    /// Make a setup from the field's own files: Correlates of War, ATOP; scenarios/import.md tells all
    Import(Box<import::Import>),
    /// Check scenario files and show everything that is wrong with them
    Check {
        /// Scenario files
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
}

#[derive(Args, Debug, Default)]
struct Watch {
    /// Scenario or saved session; Europe, March 1936 if none is given
    file: Option<PathBuf>,
    /// Take a guided lesson about a vignette, such as V3
    #[arg(long, value_name = "VIGNETTE", conflicts_with_all = ["file", "seed", "theory", "overrides"],
        value_parser = |id: &str| Lesson::find(id).ok_or_else(no_such_vignette))]
    lesson: Option<&'static Lesson>,
    /// Let history decide, as the record beside the scenario tells it: the model says at each event what it would have
    /// expected
    #[cfg(feature = "gui")]
    #[arg(long, conflicts_with = "lesson")]
    as_recorded: bool,
    #[command(flatten)]
    changes: Changes,
}

#[derive(Args, Debug)]
struct RunArgs {
    /// Scenario, or session as the window saves it, which is run as far as it was
    file: PathBuf,
    #[command(flatten)]
    changes: Changes,
    #[command(flatten)]
    length: Length,
    /// File of commands to be given as it runs, a list such as [(12, Set(state: "GMY", field: "intent", value: 0.9))];
    /// scenarios/commands.md tells all
    #[arg(long, value_name = "FILE")]
    commands: Option<PathBuf>,
    /// Let the record beside the scenario drive pacts, wars and land; to its end if nothing else is said
    #[arg(long, conflicts_with = "commands")]
    as_recorded: bool,
    /// Another record to be driven by
    #[arg(long, value_name = "FILE", requires = "as_recorded")]
    record: Option<PathBuf>,
    /// Folder for the tables: states, system, alliances, wars, events, decisions, options and dyads, all CSV; made
    /// if it is not there
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

#[derive(Args, Debug)]
struct Vignettes {
    /// Which, such as V2; all if none is named
    #[arg(value_parser = |id: &str| Vignette::find(id).map(|it| it.id).ok_or_else(no_such_vignette))]
    which: Vec<&'static str>,
    /// How many seeds to try each with
    #[arg(long, value_name = "N", default_value_t = 200, value_parser = clap::value_parser!(u64).range(1..))]
    seeds: u64,
    /// The first seed: others than those that the setups were made with
    #[arg(long, value_name = "SEED", default_value_t = 0)]
    from: u64,
    /// Theory preset, in place of the defaults: an experiment, so that a FAIL is no error
    #[arg(long, value_name = "PRESET", value_parser = Preset::ALL.map(Preset::name))]
    theory: Option<String>,
    /// Change a parameter in all of them, such as theory.noise=0: an experiment too; may be given again
    #[arg(long = "set", value_name = "PATH=VALUE", value_parser = theory_change)]
    changes: Vec<String>,
    /// Folder with scenario files v1.ron and on, in place of the built-in ones: an experiment too
    #[arg(long, value_name = "DIR")]
    setups: Option<PathBuf>,
    /// Folder for vignettes.csv and vignettes.md; made if it is not there
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

#[derive(Args, Debug)]
#[group(multiple = false)]
struct Length {
    /// Number of ticks to run
    #[arg(long, value_name = "N")]
    ticks: Option<u64>,
    /// Run to this date, such as 1941-06-22
    #[arg(long, value_name = "DATE")]
    until: Option<Date>,
}

#[derive(Args, Debug, Default)]
struct Changes {
    /// Seed of everything that chance decides [default: 1]
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// Theory preset, in place of the scenario's
    #[arg(long, value_name = "PRESET", value_parser = Preset::ALL.map(Preset::name))]
    theory: Option<String>,
    /// Change a value, such as states.GMY.offense=0.9 or theory.noise=0; may be given again
    #[arg(long = "set", value_name = "PATH=VALUE", value_parser = Override::parse)]
    overrides: Vec<Override>,
}

/// Puts `watch` before a scenario file that stands where a command would, so that a file can be opened with the
/// program from a desktop.
fn with_command(mut arguments: Vec<OsString>) -> Vec<OsString> {
    let first = arguments.get(1).map(Path::new);
    if first.is_some_and(|file| file.extension().is_some_and(|end| end.eq_ignore_ascii_case("ron"))) {
        arguments.insert(1, "watch".into());
    }
    arguments
}

impl Cli {
    /// Reads the command line; ends the program where it is wrong or asks for help.
    pub fn read() -> Self {
        Self::parse_from(with_command(std::env::args_os().collect()))
    }

    /// Does what was asked for. Messages go to standard error, results to standard output.
    pub fn execute(self) -> ExitCode {
        let done = match self.command.unwrap_or_else(|| Command::Watch(Watch::default())) {
            Command::Watch(watch) => watch.open(),
            Command::Run(run) => run.execute(),
            Command::Compare(compare) => compare.execute(),
            Command::Expect(expect) => expect.execute(),
            Command::Dyads(dyads) => dyads.execute(),
            Command::Score(score) => score.execute(),
            #[cfg(feature = "gui")]
            Command::Picture(picture) => picture.execute(),
            #[cfg(feature = "gui")]
            Command::Film(film) => film.execute(),
            Command::Vignettes(vignettes) => vignettes.execute(),
            #[cfg(feature = "gui")]
            Command::Frames(frames) => frames.execute(),
            Command::Import(import) => import.execute(),
            Command::Check { files } => check(&files),
        };
        match done {
            Ok(()) => ExitCode::SUCCESS,
            Err(failure) => {
                // Whoever closed standard error does not want to hear of it.
                let _ = writeln!(anstream::stderr(), "{}", failure.to_string().trim_end());
                ExitCode::from(BAD_INPUT)
            }
        }
    }
}

/// Why a command could not be carried out, ready to be shown.
#[derive(Debug)]
enum Failure {
    /// Errors in scenario files.
    Scenario(Diagnostics),
    /// Errors that say themselves that they are.
    Ready(String),
    /// Anything else, in a sentence or two.
    Other(String),
}

impl Failure {
    fn session(error: SessionError) -> Self {
        match error {
            SessionError::Text(diagnostics) => Self::Scenario(diagnostics),
            other => Self::Other(other.to_string()),
        }
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        match self {
            Self::Scenario(diagnostics) => f.write_str(&diagnostics.render(true)),
            Self::Ready(message) => f.write_str(message),
            Self::Other(message) => write!(f, "error: {message}"),
        }
    }
}

impl Changes {
    fn seed(&self) -> u64 {
        self.seed.unwrap_or(SEED)
    }

    /// Whether anything is asked for that a session says itself.
    fn is_any(&self) -> bool {
        self.seed.is_some() || self.theory.is_some() || !self.overrides.is_empty()
    }

    /// The scenario of a file, or the built-in one, with the changes made to it.
    fn apply_to(&self, file: Option<&Path>) -> Result<Scenario, Failure> {
        let read = match file {
            Some(path) => scenario::read_file(path),
            None => scenario::read(EUROPE_1936.name, EUROPE_1936.text),
        };
        let mut scenario = read.map_err(Failure::Scenario)?;
        let other = |error: OverrideError| Failure::Other(error.to_string());
        let mut overrides = self.overrides.clone();
        if let Some(preset) = &self.theory {
            overrides.push(Override::parse(&format!("theory.preset={preset}")).map_err(other)?);
        }
        Override::apply_all(&overrides, &mut scenario).map_err(other)?;
        Ok(scenario)
    }
}

impl Watch {
    #[cfg(feature = "gui")]
    fn open(self) -> Result<(), Failure> {
        use crate::view::{Notice, Setup};
        use crate::window::{Content, Start, open};
        let content = match (self.lesson, &self.file) {
            (Some(lesson), _) => Content::Lesson(lesson),
            (None, Some(file)) if let Some(session) = session_in(file)? => {
                if self.changes.is_any() || self.as_recorded {
                    return Err(Failure::Other(SESSION_SAYS.into()));
                }
                let replayed = Timeline::replay(&session).map_err(Failure::session)?;
                Content::Session(Box::new(replayed), file.clone())
            }
            (None, file) => {
                let scenario = self.changes.apply_to(file.as_deref())?;
                let record = match file {
                    Some(file) => Record::beside(file, &scenario),
                    None => Record::of_builtin(&EUROPE_1936, &scenario),
                };
                let start = if self.as_recorded { Start::AsRecorded } else { Start::Free };
                let record = match record {
                    Err(all) if self.as_recorded => return Err(Failure::Scenario(all)),
                    Ok(None) if self.as_recorded => {
                        let file = self.file.unwrap_or_default();
                        let beside = Record::path_beside(&file);
                        return Err(Failure::Other(format!(
                            "nothing is known of what happened: there is no {} beside {}",
                            beside.display(),
                            file.display()
                        )));
                    }
                    record => record,
                };
                let notice = record.as_ref().err().map(Notice::bad_record);
                let record = record.ok().flatten().map(std::sync::Arc::new);
                let setup = Setup::new(std::sync::Arc::new(scenario), self.changes.seed());
                Content::Setup(Setup { file: self.file, record, ..setup }, start, notice)
            }
        };
        open(content).map_err(|error| Failure::Other(error.to_string()))
    }

    #[cfg(not(feature = "gui"))]
    fn open(self) -> Result<(), Failure> {
        if self.lesson.is_none() {
            self.changes.apply_to(self.file.as_deref())?;
        }
        let message =
            "this build has no window: `entente run FILE` and `entente check FILE` work without one";
        Err(Failure::Other(message.into()))
    }
}

impl Length {
    /// How many ticks that is from a scenario's start.
    fn ticks_from(&self, start: &Clock) -> Result<u64, Failure> {
        match (self.ticks, self.until) {
            (_, Some(date)) if date < start.start => Err(Failure::Other(format!(
                "--until {date} is before the scenario's start, {}: give a later date",
                start.start
            ))),
            (_, Some(date)) => Ok(start.tick_at(date)),
            (Some(ticks), None) => Ok(ticks),
            (None, None) => Self::missing("say how long to run: --ticks N or --until DATE"),
        }
    }

    /// Ends the program: nobody said how long to run.
    fn missing(words: &str) -> ! {
        Cli::command().error(ErrorKind::MissingRequiredArgument, words).exit()
    }
}

/// Says which vignettes there are.
fn no_such_vignette() -> String {
    let ids: Vec<&str> = vignettes::all().map(|vignette| vignette.id).collect();
    format!("there are {}", ids.join(", "))
}

impl Vignettes {
    fn execute(self) -> Result<(), Failure> {
        let which: Vec<&'static Vignette> =
            vignettes::all().filter(|it| self.which.is_empty() || self.which.contains(&it.id)).collect();
        let preset = self.theory.iter().map(|preset| format!("theory.preset={preset}"));
        let changes: Vec<String> = preset.chain(self.changes).collect();
        let experiment = Experiment { changes, folder: self.setups };
        let as_built = experiment.changes.is_empty() && experiment.folder.is_none();
        for (vignette, arm) in which.iter().flat_map(|it| it.arms.iter().map(move |arm| (it, arm))) {
            vignette.scenario(arm, &experiment).map_err(Failure::Other)?;
        }
        let arms: u64 = which.iter().map(|vignette| vignette.arms.len() as u64).sum();
        let bar = progress(arms * self.seeds, "runs");
        let findings =
            vignettes::try_out(&which, self.from..self.from.saturating_add(self.seeds), &experiment, || {
                bar.inc(1)
            });
        bar.finish_and_clear();
        if let Some(folder) = &self.out {
            vignettes::write_tables(folder, &findings).map_err(|error| {
                Failure::Other(format!("the tables could not be written to {}: {error}", folder.display()))
            })?;
        }
        print(&vignettes::aligned(&findings))?;
        // Under another theory some must fail: that is what the experiment is about.
        let mut failed: Vec<&str> =
            findings.iter().filter(|finding| !finding.passes()).map(|finding| finding.vignette.id).collect();
        failed.dedup();
        if failed.is_empty() || !as_built {
            return Ok(());
        }
        Err(Failure::Other(format!("not as the theory says: {}", failed.join(", "))))
    }
}

/// A change to the theory, which every vignette can take.
fn theory_change(text: &str) -> Result<String, String> {
    if !text.starts_with("theory.") {
        return Err(
            "only parameters of the theory can be changed in all vignettes, such as theory.noise=0".into()
        );
    }
    // Tried here so that a slip is told at once.
    let europe = EUROPE_1936;
    let mut scenario = scenario::read(europe.name, europe.text).map_err(|all| all.to_string())?;
    let change = Override::parse(text).map_err(|error| error.to_string())?;
    Override::apply_all(&[change], &mut scenario).map_err(|error| error.to_string())?;
    Ok(text.into())
}

/// Why a session takes no changes from the command line.
const SESSION_SAYS: &str = "a session has its seed, its theory and its commands in it: --seed, --theory, --set and --commands are for scenarios";

/// The session in a file, if it is one rather than a scenario.
fn session_in(path: &Path) -> Result<Option<Session>, Failure> {
    if !Session::is_file(path) {
        return Ok(None);
    }
    Session::read_file(path).map(Some).map_err(Failure::session)
}

/// The record of a scenario file: the one that is named, or the one beside it.
fn record_beside(setup: &Path, named: Option<&Path>, scenario: &Scenario) -> Result<Record, Failure> {
    let path = named.map_or_else(|| Record::path_beside(setup), Path::to_owned);
    if named.is_none() && !path.exists() {
        return Err(Failure::Other(format!(
            "there is no record beside {}: {} would be one. Name another with --record",
            setup.display(),
            path.display()
        )));
    }
    Record::read_file(&path, scenario).map_err(Failure::Scenario)
}

/// Whether a file is fine, and what is in it.
fn found_in(path: &Path) -> Result<String, Failure> {
    let told = |scenario: &Scenario| {
        format!("{}, {} states on {}", scenario.name, scenario.states.len(), scenario.start)
    };
    if Record::is_record(path) {
        return record_in(path);
    }
    match session_in(path)? {
        Some(session) => {
            let scenario = session.scenario().map_err(Failure::session)?;
            Ok(format!(
                "a session from {}: {} ticks, {} changes",
                told(&scenario),
                session.end,
                session.commands.len()
            ))
        }
        None => scenario::read_file(path).map(|scenario| told(&scenario)).map_err(Failure::Scenario),
    }
}

/// What a record beside a setup holds.
fn record_in(path: &Path) -> Result<String, Failure> {
    let setup = Record::setup_beside(path);
    let scenario = scenario::read_file(&setup).map_err(Failure::Scenario)?;
    let record = Record::read_file(path, &scenario).map_err(Failure::Scenario)?;
    let last = record.entries().last().map_or(scenario.start, |entry| entry.date);
    Ok(format!("the record beside {}, {} events until {last}", setup.display(), record.entries().len()))
}

/// Checks every file, and fails if any has errors.
fn check(files: &[PathBuf]) -> Result<(), Failure> {
    let mut wrong = 0;
    for path in files {
        match found_in(path) {
            Ok(what) => print(&format!("{}: fine, {what}\n", path.display()))?,
            Err(failure) => {
                wrong += 1;
                let _ = writeln!(anstream::stderr(), "{failure}");
            }
        }
    }
    match wrong {
        0 => Ok(()),
        1 => Err(Failure::Other("1 file has errors".into())),
        more => Err(Failure::Other(format!("{more} files have errors"))),
    }
}

/// Writes a result. A reader that has seen enough (`entente .. | head`) is no error.
fn print(text: &str) -> Result<(), Failure> {
    match anstream::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::Other(format!("the result could not be written: {error}")))
        }
        _ => Ok(()),
    }
}

/// A bar on a terminal, nothing anywhere else.
fn progress(length: u64, of_what: &str) -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style =
        ProgressStyle::with_template(&format!("{{bar:40.cyan}} {{pos}}/{{len}} {of_what}, {{eta}} left"))
            .expect("a valid template");
    let bar = ProgressBar::new(length).with_style(style);
    bar.enable_steady_tick(Duration::from_millis(100));
    bar
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scenario_file_in_place_of_a_command_is_watched() {
        let watched = |arguments: &[&str]| {
            let all = with_command(["entente"].iter().chain(arguments).map(OsString::from).collect());
            match Cli::try_parse_from(all).map(|cli| cli.command) {
                Ok(Some(Command::Watch(watch))) => watch.file.map(|file| (file, watch.changes.seed())),
                _ => None,
            }
        };
        assert_eq!(watched(&["my.RON", "--seed", "3"]), Some((PathBuf::from("my.RON"), 3)));
        assert_eq!(watched(&["watch", "my.ron"]), Some((PathBuf::from("my.ron"), SEED)));
        assert_eq!(watched(&["wacth"]), None);
        assert_eq!(watched(&["check", "my.ron"]), None);
    }
}
