//! Autosave: the session is written every few seconds while it changes, so that a crash or a kill loses little.
//!
//! Each run has a file of its own in the folder, and beside it one that it keeps locked as long as it lives: whose lock
//! is free has ended without tidying up, and can be had back. Files are written whole or not at all.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use super::Session;

/// The least time between two savings.
pub const EVERY: Duration = Duration::from_secs(3);

/// What the files of sessions end with, and those of locks.
const SESSION: &str = "session.ron";
const LOCK: &str = "lock";

/// Saves the session of this run.
#[derive(Debug)]
pub struct Autosave {
    path: PathBuf,
    lock: PathBuf,
    /// Held until the run ends, however it ends.
    _held: File,
    saved: Option<(Instant, u64)>,
}

/// A session that a run left behind which came to a sudden end. Nobody else is offered it as long as this lives.
#[derive(Debug)]
pub struct Leftover {
    /// Its file.
    pub path: PathBuf,
    /// When it was saved last.
    pub saved: SystemTime,
    /// The session.
    pub session: Session,
    lock: PathBuf,
    _held: File,
}

impl Autosave {
    /// Begins to keep a run in a folder, which is made if it is not there.
    ///
    /// # Errors
    /// If the folder cannot be made or written to.
    pub fn begin(folder: &Path) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        let process = std::process::id();
        for number in 0u32.. {
            let lock = folder.join(format!("{process}-{number}.{LOCK}"));
            let path = folder.join(format!("{process}-{number}.{SESSION}"));
            let held = File::options().create(true).truncate(false).write(true).open(&lock)?;
            match held.try_lock() {
                // One of the same number may be left by a process long gone: its session is still to be offered. And
                // whoever tidies up may have removed the lock before it was held.
                Ok(()) if !path.exists() && lock.exists() => {
                    return Ok(Self { path, lock, _held: held, saved: None });
                }
                Ok(()) | Err(TryLockError::WouldBlock) => {}
                Err(TryLockError::Error(error)) => return Err(error),
            }
        }
        unreachable!("there are more numbers than files")
    }

    /// Saves the session if it is time to and it has changed: `stamp` tells one from another. Whether it was saved.
    ///
    /// # Errors
    /// If it could not be written; what was saved before is then as it was, and it is tried again later.
    pub fn keep(
        &mut self,
        now: Instant,
        stamp: u64,
        session: impl FnOnce() -> Session,
    ) -> Result<bool, String> {
        if !self.is_due(now, stamp) {
            return Ok(false);
        }
        let done = session().save(&self.path);
        let last = if done.is_ok() { stamp } else { !stamp };
        self.saved = Some((now, last));
        done.map(|()| true)
    }

    /// Whether it is time to save, and there is something that is not saved yet.
    pub fn is_due(&self, now: Instant, stamp: u64) -> bool {
        self.wait(now, stamp) == Some(Duration::ZERO)
    }

    /// How long until it is time to save; `None` if it has been saved as it is.
    pub fn wait(&self, now: Instant, stamp: u64) -> Option<Duration> {
        match self.saved {
            Some((_, last)) if last == stamp => None,
            Some((at, _)) => Some((at + EVERY).saturating_duration_since(now)),
            None => Some(Duration::ZERO),
        }
    }

    /// There is nothing to lose any more: what was saved is removed, and the next saving comes at once.
    ///
    /// # Errors
    /// If the file cannot be removed.
    pub fn forget(&mut self) -> io::Result<()> {
        self.saved = None;
        remove(&self.path)
    }

    /// The run ends as it should: nothing is left behind.
    ///
    /// # Errors
    /// If a file cannot be removed.
    pub fn end(self) -> io::Result<()> {
        remove(&self.path)?;
        remove(&self.lock)
    }

    /// What runs left behind that came to a sudden end, the latest first. What they were writing as they ended is
    /// tidied up; what cannot be read is left alone.
    pub fn left(folder: &Path) -> Vec<Leftover> {
        let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
        let mut found: Vec<Leftover> = entries.flatten().filter_map(|entry| left(&entry.path())).collect();
        found.sort_by(|a, b| b.saved.cmp(&a.saved).then(a.path.cmp(&b.path)));
        found
    }
}

/// What a lock that nobody holds any more belongs to.
fn left(lock: &Path) -> Option<Leftover> {
    let name = lock.file_name()?.to_str()?.strip_suffix(LOCK)?.strip_suffix('.')?;
    let held = File::options().write(true).open(lock).ok()?;
    held.try_lock().ok()?;
    let path = lock.with_file_name(format!("{name}.{SESSION}"));
    let halves = lock.parent().and_then(|folder| fs::read_dir(folder).ok());
    let half = format!(".{name}.{SESSION}.");
    for entry in halves.into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with(&half) {
            // If it cannot be removed it does no harm.
            let _ = fs::remove_file(entry.path());
        }
    }
    let Ok(about) = fs::metadata(&path) else {
        // It ended before it had saved anything.
        let _ = fs::remove_file(lock);
        return None;
    };
    let session = Session::read_file(&path).ok()?;
    let saved = about.modified().unwrap_or(SystemTime::UNIX_EPOCH);
    Some(Leftover { path, saved, session, lock: lock.to_owned(), _held: held })
}

impl Leftover {
    /// What it is, in a line: the scenario's name, how far it ran, and how much was changed.
    pub fn summary(&self) -> String {
        let name = self.session.scenario().map_or_else(|_| "A session".to_owned(), |scenario| scenario.name);
        let changes = super::text::counted(self.session.commands.len(), "change", "changes");
        format!("{name}, {}, {changes}", super::text::counted(self.session.end as usize, "tick", "ticks"))
    }

    /// Removes it: it has been taken up again, or nobody wants it.
    ///
    /// # Errors
    /// If a file cannot be removed.
    pub fn discard(self) -> io::Result<()> {
        remove(&self.path)?;
        remove(&self.lock)
    }
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
