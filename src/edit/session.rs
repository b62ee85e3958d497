//! Sessions: what a run began from, the seed, and all that was changed by hand, so that it can be had again to the bit.

use std::fmt;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use ron::ser::PrettyConfig;
use serde::{Deserialize, Serialize};

use super::{Command, CommandError};
use crate::files;
use crate::scenario::{self, Diagnostics, Scenario, Source, read_value, ron_options};

/// The version of the format that is written, and read.
const VERSION: u32 = 1;

/// How much of a file is read to see what it is, in bytes.
const PEEK: u64 = 4096;

/// What stands at the head of its files.
const HEAD: &str = "\
// A session of Entente: where a run began, and all that was changed by hand, to be had again to the bit.
// `entente FILE` opens it; `entente run FILE` runs it without a window.
";

/// A run, as a scenario, a seed and a log of commands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename = "Session")]
pub struct Session {
    /// Version of this format.
    version: u32,
    /// What it began from.
    pub opening: Opening,
    /// The seed that it began with.
    pub seed: u64,
    /// The last tick that was run.
    pub end: u64,
    /// The tick at which the world stood.
    pub tick: u64,
    /// What was changed by hand, with the tick after which it was, in order.
    pub commands: Vec<(u64, Command)>,
    /// Places among them of what a record gave, or would give, where the run follows one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    given: Vec<usize>,
    /// Version of the program that wrote it.
    #[serde(default)]
    program: String,
    /// The digest after the last tick that was run; empty where it is not known.
    #[serde(default)]
    hash: String,
}

/// What a session began from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Opening {
    /// A scenario, as its file has it.
    Text(String),
    /// A scenario file, which must be as it was.
    File {
        /// Where it is.
        path: PathBuf,
        /// Digest of its text.
        digest: String,
    },
}

/// Why a session cannot be gone on with.
#[derive(Debug)]
pub enum SessionError {
    /// The file, or the scenario in it, has errors.
    Text(Diagnostics),
    /// It is of another version.
    Version(u32),
    /// The file of the scenario is not as it was.
    Changed(PathBuf),
    /// A command cannot be carried out again.
    Command {
        /// Its place among the commands, from 0.
        place: usize,
        /// The tick.
        tick: u64,
        /// Why.
        error: CommandError,
    },
}

impl fmt::Display for SessionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(diagnostics) => write!(f, "{diagnostics}"),
            Self::Version(version) => {
                write!(f, "this is a session of version {version}: only version {VERSION} can be read")
            }
            Self::Changed(path) => {
                write!(f, "{} has changed since the session was saved: it must be as it was", path.display())
            }
            Self::Command { place, tick, error } => {
                write!(f, "command {} (after tick {tick}) cannot be repeated: {error}", place + 1)
            }
        }
    }
}

impl std::error::Error for SessionError {}

impl Session {
    /// A session that begins from a scenario.
    pub fn new(opening: Opening, seed: u64, (end, tick): (u64, u64), commands: Vec<(u64, Command)>) -> Self {
        let program = env!("CARGO_PKG_VERSION").to_owned();
        Self {
            version: VERSION,
            opening,
            seed,
            end,
            tick,
            commands,
            given: Vec::new(),
            program,
            hash: String::new(),
        }
    }

    /// The same, with the places of those commands that a record gave. What of them lies beyond the end is given where
    /// the run gets there, as long as history decides.
    pub fn given(self, mut given: Vec<usize>) -> Self {
        given.sort_unstable();
        Self { given, ..self }
    }

    /// Whether a record gave a command, by its place.
    pub fn is_given(&self, place: usize) -> bool {
        self.given.binary_search(&place).is_ok()
    }

    /// The same, with the digest after its last tick, by which one knows it again.
    pub fn with_hash(self, hash: u64) -> Self {
        Self { hash: format!("{hash:016x}"), ..self }
    }

    /// Whether a file is a session, rather than a scenario: the first word in it tells.
    pub fn is_one(text: &str) -> bool {
        let mut rest = text.strip_prefix('\u{feff}').unwrap_or(text).trim_start();
        while let Some(comment) = rest.strip_prefix("//") {
            rest = comment.split_once('\n').map_or("", |(_, after)| after).trim_start();
        }
        rest.starts_with("Session")
    }

    /// Whether there is a session in a file, as far as its beginning tells. What cannot be read is none.
    pub fn is_file(path: &Path) -> bool {
        let mut start = Vec::new();
        let read = File::open(path).and_then(|file| file.take(PEEK).read_to_end(&mut start));
        read.is_ok() && Self::is_one(&String::from_utf8_lossy(&start))
    }

    /// What there is to say where the last tick, run again, came to another digest than it once did.
    pub fn difference(&self, hash: u64) -> Option<String> {
        let now = format!("{hash:016x}");
        if self.hash.is_empty() || self.hash == now {
            return None;
        }
        let here = env!("CARGO_PKG_VERSION");
        let why = if self.program == here {
            "the file, or the model, has been changed since".to_owned()
        } else {
            format!("it was saved by Entente {}, and this is {here}", self.program)
        };
        Some(format!(
            "The session takes another course than when it was saved: {why}. After tick {} the hash is {now}; it \
             was {}.",
            self.end, self.hash
        ))
    }

    /// Reads a session; `name` is what messages call it.
    ///
    /// # Errors
    /// If it is no session, or one of another version.
    pub fn read(name: &str, text: &str) -> Result<Self, SessionError> {
        #[derive(Deserialize)]
        #[serde(rename = "Session")]
        struct Version {
            version: u32,
        }
        // A later version may have more in it.
        if let Ok(Version { version }) = ron_options().from_str(text)
            && version != VERSION
        {
            return Err(SessionError::Version(version));
        }
        read_value(name, text).map_err(SessionError::Text)
    }

    /// Reads a session from a file.
    ///
    /// # Errors
    /// As [`Self::read`]; also if the file cannot be read.
    pub fn read_file(path: &Path) -> Result<Self, SessionError> {
        let name = path.display().to_string();
        match std::fs::read_to_string(path) {
            Ok(text) => Self::read(&name, &text),
            Err(error) => {
                let fault = scenario::Diagnostic::unplaced(format!("the file cannot be read: {error}"));
                Err(SessionError::Text(Diagnostics::one(Source::new(name, ""), fault)))
            }
        }
    }

    /// The session as text that a person can read.
    pub fn write(&self) -> String {
        let pretty = PrettyConfig::new().struct_names(true).escape_strings(false).depth_limit(2);
        // Nothing in a session is beyond what RON has words for.
        format!("{HEAD}{}\n", ron_options().to_string_pretty(self, pretty).unwrap_or_default())
    }

    /// Writes the session to a file, whole or not at all.
    ///
    /// # Errors
    /// Why it could not be written, for people; what was there before is as it was.
    pub fn save(&self, path: &Path) -> Result<(), String> {
        files::save(path, self.write().as_bytes())
    }

    /// The scenario that it began from.
    ///
    /// # Errors
    /// If that has errors, or its file is not as it was.
    pub fn scenario(&self) -> Result<Scenario, SessionError> {
        match &self.opening {
            Opening::Text(text) => scenario::read("the session's scenario", text).map_err(SessionError::Text),
            Opening::File { path, digest } => {
                let name = path.display().to_string();
                let fail = |fault: Box<scenario::Diagnostic>| {
                    SessionError::Text(Diagnostics::one(Source::new(name.clone(), ""), *fault))
                };
                let text = scenario::read_text(path).map_err(fail)?;
                if Opening::digest(&text) != *digest {
                    return Err(SessionError::Changed(path.clone()));
                }
                scenario::read(&name, &text).map_err(SessionError::Text)
            }
        }
    }
}

impl Opening {
    /// A scenario file as it is now, by its text.
    pub fn file(path: &Path, text: &str) -> Self {
        Self::File { path: path.to_owned(), digest: Self::digest(text) }
    }

    fn digest(text: &str) -> String {
        format!("{:016x}", crate::simulation::digest_of(text))
    }
}

/// A command as a line of RON.
pub(super) fn write_ron(command: &Command) -> Option<String> {
    ron_options().to_string(command).ok()
}
