//! The score: the setup run free many times, and how often each state came to stand where it stood in history. Shown in
//! the place of the right panel.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::{self, JoinHandle};

use crate::files;
use crate::record::Record;
use crate::scenario::Scenario;
use crate::score::{self, Score, Trial};
use crate::view::Setup;

mod page;

pub use page::show;

/// How many runs can be asked for.
pub const RUNS: [u64; 3] = [10, 50, 200];

/// What a user asks of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScoreAction {
    /// Show the page.
    Open,
    /// Hide it; what is under way goes on.
    Close,
    /// Run it so many times.
    Runs(u64),
    /// Begin.
    Begin,
    /// Save what was found as a table (CSV), or as a page (Markdown).
    Export(Form),
}

/// A form in which what was found is saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A table.
    Csv,
    /// A page to print.
    Markdown,
}

/// Runs under way.
#[derive(Debug)]
struct Job {
    /// How many runs are over, those that misses are looked into with among them.
    done: Arc<AtomicU64>,
    all: u64,
    thread: Option<JoinHandle<Option<Score>>>,
}

impl Job {
    fn begin(scenario: &Arc<Scenario>, record: &Arc<Record>, (seed, runs): (u64, u64)) -> Self {
        let threads = thread::available_parallelism().map_or(1, usize::from).saturating_sub(1).max(1);
        let presets = vec![scenario.preset];
        let trial = Trial { seeds: seed..seed.saturating_add(runs), presets, threads };
        let (done, all) = (Arc::new(AtomicU64::new(0)), trial.runs());
        let (scenario, record, counted) = (scenario.clone(), record.clone(), done.clone());
        let thread = thread::Builder::new().name("score".into()).spawn(move || {
            super::trials::give_way();
            Score::of(&scenario, &record, &trial, || _ = counted.fetch_add(1, Ordering::Relaxed))
        });
        Self { done, all, thread: thread.ok() }
    }

    fn share(&self) -> f32 {
        self.done.load(Ordering::Relaxed) as f32 / self.all.max(1) as f32
    }
}

/// The page, and what is run for it.
#[derive(Debug)]
pub struct Scores {
    shown: bool,
    runs: u64,
    job: Option<Job>,
    /// What came of the last runs; nothing where the record asks nobody.
    found: Option<Option<Score>>,
    /// Whether runs broke off, which is a fault of the program.
    broken: bool,
}

impl Default for Scores {
    fn default() -> Self {
        Self { shown: false, runs: 200, job: None, found: None, broken: false }
    }
}

impl Scores {
    /// Whether the page is shown.
    pub fn is_shown(&self) -> bool {
        self.shown
    }

    /// Hides the page. Whether it was shown.
    pub fn close(&mut self) -> bool {
        std::mem::take(&mut self.shown)
    }

    /// Whether something is being run.
    pub fn is_running(&self) -> bool {
        self.job.is_some()
    }

    /// Takes in what has been found since. Whether anything has.
    pub fn update(&mut self) -> bool {
        let over = |job: &Job| job.thread.as_ref().is_none_or(JoinHandle::is_finished);
        let Some(mut job) = self.job.take_if(|job| over(job)) else { return false };
        match job.thread.take().map(JoinHandle::join) {
            Some(Ok(found)) => self.found = Some(found),
            _ => self.broken = true,
        }
        true
    }

    /// Does what was asked, other than to save a file.
    pub fn act(&mut self, action: ScoreAction, setup: &Setup) {
        match action {
            ScoreAction::Open => self.shown = true,
            ScoreAction::Close => self.shown = false,
            ScoreAction::Runs(runs) => self.runs = runs,
            ScoreAction::Begin => {
                if let (None, Some(record)) = (&self.job, &setup.record) {
                    (self.found, self.broken) = (None, false);
                    self.job = Some(Job::begin(&setup.scenario, record, (setup.seed, self.runs)));
                }
            }
            ScoreAction::Export(_) => {}
        }
    }

    /// Writes what was found into a folder, under a name that no file has yet.
    ///
    /// # Errors
    /// If the file cannot be written, or nothing has been found.
    pub fn export(&self, folder: &Path, form: Form, setup: &Setup) -> std::io::Result<std::path::PathBuf> {
        let Some(Some(found)) = &self.found else {
            return Err(std::io::Error::other("nothing has been run"));
        };
        let stem: String =
            found.scenario.name.chars().map(|it| if it.is_alphanumeric() { it } else { '-' }).collect();
        let (end, bytes) = match form {
            Form::Csv => {
                let mut bytes = Vec::new();
                score::write_csv(found, &mut bytes)
                    .map_err(|error| std::io::Error::other(error.to_string()))?;
                ("csv", bytes)
            }
            Form::Markdown => {
                let file =
                    setup.file.as_ref().map_or_else(|| "SETUP".to_owned(), |file| file.display().to_string());
                let command =
                    format!("entente score {file} --seeds {} --seed {}", found.runs(), found.seeds.start);
                ("md", score::page(found, &command).into_bytes())
            }
        };
        let named = |number: usize| match number {
            1 => folder.join(format!("{}.score.{end}", stem.to_lowercase())),
            number => folder.join(format!("{}_{number}.score.{end}", stem.to_lowercase())),
        };
        let path = (1..10_000).map(named).find(|path| !path.exists()).unwrap_or_else(|| named(10_000));
        files::replace(&path, &bytes)?;
        Ok(path)
    }
}
