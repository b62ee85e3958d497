//! `entente score`: runs of a setup held against its record.

use std::path::{Path, PathBuf};

use clap::Args;

use super::{Changes, Failure, print, progress};
use crate::files;
use crate::record::Record;
use crate::scenario::builtin::{Builtin, THEATRES};
use crate::scenario::{self, Override, Scenario};
use crate::score::ties::{Plan, TieScore, side_by_side};
use crate::score::{self, Trial, with_preset};
use crate::theory::parameters::Preset;

/// What to do about a record that counts no sides.
const HOW_TO_COUNT: &str = "to have sides counted, add events such as `(date: \"1939-09-30\", what: Sides(first: [\"GMY\"], \
                            second: [\"UKG\", \"FRN\"]), source: \"..\")`, before any run is looked at; scenarios/records.md \
                            tells how";

#[derive(Args, Debug)]
pub(super) struct Score {
    /// Scenario file with its record beside it (x.record.ron beside x.ron), or the name of a setup that comes with the
    /// program, such as europe-1936
    setup: PathBuf,
    /// How many runs of each theory, with this many seeds from --seed on
    #[arg(long, value_name = "N", default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    seeds: u32,
    #[command(flatten)]
    changes: Changes,
    /// Threads to run on; all cores if not given
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    jobs: Option<u16>,
    /// Folder for tables (CSV) and a page (Markdown), or what their names are to begin with
    #[arg(long, value_name = "DIR|PREFIX")]
    out: Option<PathBuf>,
}

impl Score {
    pub(super) fn execute(self) -> Result<(), Failure> {
        let (mut scenario, record) = self.read()?;
        let other = |error: scenario::OverrideError| Failure::Other(error.to_string());
        Override::apply_all(&self.changes.overrides, &mut scenario).map_err(other)?;
        let presets = match self.changes.theory.as_deref().and_then(Preset::find) {
            Some(only) => vec![only],
            None => Preset::ALL.to_vec(),
        };
        if record.entries().is_empty() {
            return Err(Failure::Other(format!("{} is empty: {}", record.source().name, HOW_TO_COUNT)));
        }
        let first = self.changes.seed();
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let threads = self.jobs.map_or(cores, usize::from);
        let trial = Trial { seeds: first..first.saturating_add(self.seeds.into()), presets, threads };
        let counted = record.counts().next().is_some();
        let for_ties = u64::from(self.seeds).saturating_mul(trial.presets.len() as u64);
        let bar = progress(for_ties + if counted { trial.runs() } else { 0 }, "runs");
        let score = score::Score::of(&scenario, &record, &trial, || bar.inc(1));
        let plan = Plan { seeds: self.seeds.into(), first, threads, until: None };
        let each = trial.presets.iter().map(|preset| {
            let world = with_preset(&scenario, *preset);
            (*preset, TieScore::of(&world, &record, &plan, || bar.inc(1)))
        });
        let each: Vec<(Preset, TieScore)> = each.collect();
        bar.finish_and_clear();
        // The setup's own theory is told of at length, the others in a line.
        let own = each.iter().find(|(preset, _)| *preset == scenario.preset).or(each.first());
        let Some((preset, ties)) = own else { return Ok(()) };
        if let Some(out) = &self.out {
            self.write(score.as_ref(), ties, out)?;
        }
        let sides = match &score {
            Some(score) => score::summary(score),
            None if counted => format!("{} asks nobody where it stands\n", record.source().name),
            None => format!("{} counts no sides: {}\n", record.source().name, HOW_TO_COUNT),
        };
        let theory = preset.name().replace('-', " ");
        print(&format!(
            "{sides}\nPairs and joiners, in {} runs of {theory} [95 % intervals]\n{ties}{}",
            self.seeds,
            side_by_side(&each)
        ))
    }

    /// The setup and its record, from files or from those that come with the program.
    fn read(&self) -> Result<(Scenario, Record), Failure> {
        let builtin = built_in(&self.setup).filter(|_| !self.setup.exists());
        if let Some(setup) = builtin {
            let scenario = scenario::read(setup.name, setup.text).map_err(Failure::Scenario)?;
            return match Record::of_builtin(setup, &scenario).map_err(Failure::Scenario)? {
                Some(record) => Ok((scenario, record)),
                None => Err(Failure::Other(format!(
                    "{} is invented and has no record to be held against; {} have one",
                    self.name(),
                    with_records()
                ))),
            };
        }
        if !self.setup.exists() {
            return Err(Failure::Other(format!(
                "there is no file {}, nor does a setup of that name come with the program: {}",
                self.setup.display(),
                with_records()
            )));
        }
        let scenario = scenario::read_file(&self.setup).map_err(Failure::Scenario)?;
        match Record::beside(&self.setup, &scenario).map_err(Failure::Scenario)? {
            Some(record) => Ok((scenario, record)),
            None => Err(Failure::Other(format!(
                "there is no record beside {}: what happened belongs into {}; scenarios/records.md tells how",
                self.setup.display(),
                Record::path_beside(&self.setup).display()
            ))),
        }
    }

    /// The setup's name in names of files.
    fn name(&self) -> String {
        self.setup.file_stem().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// Writes tables and the page.
    fn write(&self, score: Option<&score::Score>, ties: &TieScore, out: &Path) -> Result<(), Failure> {
        let folder = out.is_dir() || out.as_os_str().to_string_lossy().ends_with(['/', '\\']);
        let stem = if folder {
            std::fs::create_dir_all(out).map_err(|error| not_written(out, &error.to_string()))?;
            out.join(format!("{}.score", self.name()))
        } else {
            match out.extension().is_some_and(|end| end == "csv" || end == "md") {
                true => out.with_extension(""),
                false => out.to_owned(),
            }
        };
        let with = |end: &str| PathBuf::from(format!("{}.{end}", stem.display()));
        let write = |end: &str, bytes: &[u8]| {
            files::save(&with(end), bytes).map_err(|why| not_written(&with(end), &why))
        };
        let mut page = String::new();
        if let Some(score) = score {
            let mut csv = Vec::new();
            score::write_csv(score, &mut csv)
                .map_err(|error| not_written(&with("csv"), &error.to_string()))?;
            write("csv", &csv)?;
            page = score::page(score, &self.command());
            page.push('\n');
        }
        page += &ties.markdown();
        write("md", page.as_bytes())?;
        for (name, bytes) in ties.tables().map_err(|error| not_written(&stem, &error.to_string()))? {
            write(&format!("{name}.csv"), &bytes)?;
        }
        Ok(())
    }

    /// What was typed, without where the results go.
    fn command(&self) -> String {
        let mut words =
            vec![format!("entente score {}", self.setup.display()), format!("--seeds {}", self.seeds)];
        words.extend(self.changes.seed.map(|seed| format!("--seed {seed}")));
        words.extend(self.changes.theory.as_ref().map(|theory| format!("--theory {theory}")));
        words.extend(self.changes.overrides.iter().map(|change| format!("--set {change}")));
        words.join(" ")
    }
}

fn not_written(path: &Path, why: &str) -> Failure {
    Failure::Other(format!("the score could not be written to {}: {why}", path.display()))
}

/// A setup that comes with the program by its name, with or without folder and ending.
fn built_in(name: &Path) -> Option<&'static Builtin> {
    let stem = name.file_stem()?;
    THEATRES.iter().find(|setup| Path::new(setup.name).file_stem() == Some(stem))
}

/// The names of those that have a record.
fn with_records() -> String {
    let names: Vec<String> = THEATRES
        .iter()
        .filter(|setup| setup.record().is_some())
        .filter_map(|setup| Some(Path::new(setup.name).file_stem()?.to_string_lossy().into_owned()))
        .collect();
    names.join(", ")
}
