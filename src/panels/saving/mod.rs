//! Saving: what was changed by hand is kept, or somebody says that it need not be.
//!
//! [`Saving`] knows where the world that is shown is kept, and whether all changes are. The dialog asks where to, and as
//! what; the question is asked once before changes would be lost. Files are written in jobs, whole or not at all.

use std::path::{Path, PathBuf};

use bevy::prelude::*;
use bevy_egui::egui;

use super::picker::job::Job;
use crate::edit::Session;
use crate::history::{Edit, Replayed, Timeline};
use crate::view::Setup;

mod autosave;
mod dialog;
mod leftovers;
pub(super) mod menu;
mod question;
mod systems;
#[cfg(test)]
mod tests;

pub use autosave::AutosavePlugin;
use dialog::{Dialog, DialogAction};
pub(super) use systems::plugin;

/// Seconds for which frames keep coming while something is being written.
const WAITING: f32 = 0.3;

/// What a world is written down as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A scenario: the world as it begins.
    Beginning,
    /// A session: the beginning and all that was changed since, to be had again to the bit.
    Session,
    /// A scenario of the present, which is a new beginning.
    Present,
}

impl Kind {
    /// What its files end with.
    fn ending(self) -> &'static str {
        match self {
            Self::Session => ".session.ron",
            Self::Beginning | Self::Present => ".ron",
        }
    }
}

/// What is asked for of files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileAction {
    /// A new world.
    New,
    /// Another setup, or a file.
    Open,
    /// Keep the world where it is kept already, else as below.
    Save,
    /// Ask where to, and as what.
    SaveAs,
}

/// What the answer to the question may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    Save,
    Discard,
    Cancel,
}

/// What would end the world that is shown.
#[derive(Debug)]
pub enum Leave {
    /// Another setup.
    Setup(Setup),
    /// A session; with the file if it is taken up again after a sudden end.
    Session(Setup, Box<Replayed>, Option<PathBuf>),
    /// The window is closed.
    Exit,
}

/// Where the world that is shown is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Home {
    path: PathBuf,
    kind: Kind,
    /// Whether this program wrote the file, so that nothing of anybody else's is lost when it does so again.
    ours: bool,
}

/// What there is to know of the world that is to be kept.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facts {
    /// Its name.
    name: String,
    /// Where it stands.
    tick: u64,
    date: String,
    seed: u64,
    /// How often it was changed by hand, and how often of that since it has run.
    changes: usize,
    late: usize,
}

/// A file that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Order {
    path: PathBuf,
    kind: Kind,
}

/// A file being written, and what it has in it.
struct Writing {
    order: Order,
    edits: Vec<Edit>,
    run: u64,
    job: Option<Job<Result<(), String>>>,
}

/// What is kept of the world that is shown, and what is asked about it.
#[derive(Resource, Default)]
pub struct Saving {
    home: Option<Home>,
    /// The changes that are kept.
    kept: Vec<Edit>,
    /// The run and its changes as they were last looked at.
    seen: Option<(u64, u64)>,
    /// Whether other changes are kept than when it was looked at.
    stale: bool,
    unsaved: bool,
    facts: Facts,
    asked: Vec<FileAction>,
    dialog: Option<Dialog>,
    /// What waits for an answer.
    question: Option<Leave>,
    /// What is to be done once all is kept.
    after: Option<Leave>,
    /// What may be done at once.
    leaving: Option<Leave>,
    /// Whether what is on its way has been let pass.
    pass: bool,
    /// The file of the session that is being taken up again, until the world is there.
    restoring: Option<PathBuf>,
    /// The same once it is.
    restored: Option<PathBuf>,
    order: Option<Order>,
    writing: Option<Writing>,
    /// Whether changes are to be let go as the program ends.
    let_go: bool,
}

impl Saving {
    /// Whether something was changed by hand that is not kept.
    pub fn is_unsaved(&self) -> bool {
        self.unsaved
    }

    /// Whether it lies over the window and has the keyboard.
    pub fn is_open(&self) -> bool {
        self.dialog.is_some() || self.question.is_some()
    }

    /// Asks for something; it is done within the frame.
    pub fn ask(&mut self, action: FileAction) {
        self.asked.push(action);
    }

    /// Does what would end the world that is shown, or asks first what becomes of changes.
    pub fn leave(&mut self, what: Leave) {
        if self.unsaved { self.question = Some(what) } else { self.leaving = Some(what) }
    }

    /// Takes note of how the world stands.
    fn note(&mut self, timeline: &Timeline, facts: impl FnOnce() -> Facts, file: Option<&Path>) {
        let now = (timeline.run(), timeline.changes());
        if self.seen == Some(now) && !self.stale {
            return;
        }
        if self.seen.is_none_or(|(run, _)| run != now.0) {
            self.restored = self.restoring.take();
            let edits = if self.restored.is_some() { Vec::new() } else { timeline.edits().to_vec() };
            self.kept = edits;
            self.home = file.map(|path| {
                let session = Session::is_file(path);
                let kind = if session { Kind::Session } else { Kind::Beginning };
                Home { path: path.to_owned(), kind, ours: session }
            });
            (self.dialog, self.after) = (None, None);
        }
        (self.seen, self.stale) = (Some(now), false);
        self.unsaved = timeline.edits() != self.kept;
        self.facts = facts();
    }

    /// Saves where the world is kept already, if nothing can be lost by that; else asks.
    fn save(&mut self) {
        let at_once = self.home.as_ref().filter(|home| match home.kind {
            _ if !home.ours => false,
            Kind::Session => true,
            Kind::Beginning => self.facts.late == 0,
            // Of another moment than the one that was saved.
            Kind::Present => false,
        });
        match at_once {
            Some(home) => self.order = Some(Order { path: home.path.clone(), kind: home.kind }),
            None => self.open_dialog(),
        }
    }

    fn open_dialog(&mut self) {
        let kind = match &self.home {
            Some(home) if home.kind == Kind::Session => Kind::Session,
            _ if self.facts.tick > 0 || self.facts.late > 0 => Kind::Session,
            _ => Kind::Beginning,
        };
        let home = self.home.as_ref().map(|home| home.path.as_path());
        self.dialog = Some(Dialog::new(kind, home, &self.facts));
    }

    fn answer(&mut self, answer: Answer) {
        let Some(what) = self.question.take() else { return };
        match answer {
            Answer::Save => {
                self.after = Some(what);
                self.save();
            }
            Answer::Discard => {
                self.let_go = matches!(what, Leave::Exit);
                self.leaving = Some(what);
            }
            Answer::Cancel => {}
        }
    }

    /// A frame of what lies over the window.
    fn frame(&mut self, ctx: &egui::Context) {
        if self.question.is_some()
            && let Some(answer) = question::show(ctx, &self.facts)
        {
            self.answer(answer);
        } else if let Some(dialog) = &mut self.dialog {
            dialog.poll();
            let mut actions = Vec::new();
            dialog::show(ctx, dialog, &self.facts, self.writing.is_some(), &mut actions);
            for action in actions {
                match action {
                    DialogAction::Close => (self.dialog, self.after) = (None, None),
                    DialogAction::Save => {
                        if let Some((path, kind)) = self.dialog.as_mut().and_then(Dialog::decide) {
                            self.order = Some(Order { path, kind });
                        }
                    }
                    own => {
                        if let Some(dialog) = &mut self.dialog {
                            dialog.apply(own);
                        }
                    }
                }
            }
        }
    }

    /// Takes in what has become of a file. The file, once it is written.
    fn poll(&mut self) -> Option<PathBuf> {
        let writing = self.writing.as_mut()?;
        let done = match &writing.job {
            None => Err("The file was not written: the system has no thread to spare.".into()),
            Some(_) => Job::finish(&mut writing.job)?
                .unwrap_or_else(|_| Err("The file was not written: a fault of this program.".into())),
        };
        let Writing { order, edits, run, .. } = self.writing.take()?;
        match done {
            Ok(()) => {
                self.dialog = None;
                // Another world may have come meanwhile.
                if self.seen.is_some_and(|(now, _)| now == run) {
                    (self.kept, self.stale) = (edits, true);
                    self.home = Some(Home { path: order.path.clone(), kind: order.kind, ours: true });
                }
                self.leaving = self.after.take();
                Some(order.path)
            }
            Err(why) => {
                match &mut self.dialog {
                    Some(dialog) => dialog.fail(why),
                    None => {
                        self.open_dialog();
                        if let Some(dialog) = &mut self.dialog {
                            dialog.fail(why);
                        }
                    }
                }
                None
            }
        }
    }

    /// Whether frames must keep coming.
    fn is_waiting(&self) -> bool {
        self.writing.is_some() || self.dialog.as_ref().is_some_and(Dialog::is_waiting)
    }
}
