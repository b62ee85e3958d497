//! The setup picker: what to run next, from the setups that come with the program or from a file.
//!
//! It lies over everything else until it is closed; the world that runs stays as it is until another setup has been
//! read without an error. Files and folders are read in jobs, so that a slow disc holds up nothing.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use bevy::prelude::*;
use bevy::window::FileDragAndDrop;
use bevy_egui::input::EguiWantsInput;
use bevy_egui::{EguiContexts, EguiPrimaryContextPass, egui};

use super::Memory;
use super::saving::{FileAction, Saving};
use crate::edit::{Session, SessionError};
use crate::history::{Replayed, Timeline};
use crate::record::Record;
use crate::scenario::{self, Diagnostic, Diagnostics, Override, Scenario, Source};
use crate::settings::Settings;
use crate::theory::parameters::Preset;
use crate::view::{LoadSession, LoadSetup, Motion, Notice, Notices, Selection, Setup, Theme, TimeTravel};

pub(super) mod browser;
mod cards;
mod faults;
pub(super) mod files;
mod frame;
pub(super) mod job;
mod shelf;

use browser::{Listing, Sight, look};
use job::Job;
use shelf::Shelf;

/// Seconds for which frames keep coming while something is being read.
const WAITING: f32 = 0.3;

/// The seed that stands in the field at first.
const SEED: &str = "1";

/// What the picker is asked for.
#[derive(Debug, Clone, PartialEq)]
pub enum PickerAction {
    /// Show it.
    Open,
    /// Hide it, and leave the world as it is.
    Close,
    /// Show one of its pages.
    Page(Page),
    /// Look for setups with these words.
    Search(String),
    /// Run with this seed.
    Seed(String),
    /// Run under this school, or under the setup's own.
    Theory(Option<Preset>),
    /// Show a setup in full.
    Choose(usize),
    /// Back to all setups.
    Unchoose,
    /// Load the chosen setup.
    Load,
    /// Load it, and let history decide.
    LoadAsRecorded,
    /// Type a path.
    Type(String),
    /// Go to what was typed.
    Go,
    /// Go to a folder.
    Enter(PathBuf),
    /// Read a file, and load it if it is right.
    Read(PathBuf),
    /// Read the file with errors again.
    Retry,
    /// Let the errors go.
    Dismiss,
    /// A new world.
    NewWorld,
}

/// What the picker shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Page {
    /// The setups that come with the program.
    #[default]
    Setups,
    /// Folders and files.
    Files,
}

/// A file with errors.
#[derive(Debug)]
struct Fault {
    path: PathBuf,
    all: Diagnostics,
}

/// A file being read, and what it is to be run with.
struct Reading {
    path: PathBuf,
    seed: u64,
    /// Empty once the answer has been taken.
    job: Option<Job<Result<Found, Diagnostics>>>,
}

/// What was in a file.
enum Found {
    /// A scenario, with what stands beside it of what happened.
    Scenario(Box<Scenario>, Result<Option<Record>, Diagnostics>),
    Session(Box<Replayed>),
}

/// Reads a file, and runs the session in it again if it is one.
fn read(path: &Path, theory: Option<Preset>) -> Result<Found, Diagnostics> {
    if !Session::is_file(path) {
        return scenario::read_file(path).map(|scenario| {
            let record = Record::beside(path, &scenario);
            Found::Scenario(Box::new(under(theory, scenario)), record)
        });
    }
    let replayed = Session::read_file(path).and_then(|session| Timeline::replay(&session));
    replayed.map(|replayed| Found::Session(Box::new(replayed))).map_err(|error| match error {
        SessionError::Text(all) => all,
        other => {
            let source = Source::new(path.display().to_string(), "");
            Diagnostics::one(source, Diagnostic::unplaced(other.to_string()))
        }
    })
}

/// The picker as it stands.
#[derive(Resource)]
pub struct Picker {
    open: bool,
    /// Whether it has just been opened, so that the search field takes the keyboard.
    fresh: bool,
    page: Page,
    search: String,
    seed: String,
    theory: Option<Preset>,
    chosen: usize,
    /// Whether the chosen setup is shown in place of the list where there is no room for both.
    in_full: bool,
    shelf: Shelf,
    typed: String,
    /// Whether what stands in the path field was put there, so that the cursor goes to its end.
    put: bool,
    listing: Listing,
    looking: Option<Job<Sight>>,
    /// Why a path could not be gone to.
    trouble: String,
    reading: Option<Reading>,
    fault: Option<Fault>,
    /// Files opened before, latest first.
    recent: Vec<PathBuf>,
    /// The file that is held over the window.
    held: Option<PathBuf>,
    /// A setup to be loaded.
    ready: Option<Setup>,
    /// The session that it is the beginning of, if it is.
    replayed: Option<Box<Replayed>>,
    /// Whether history is to decide in it.
    follow: bool,
    /// Whether a new world is wanted.
    new_world: bool,
}

impl Default for Picker {
    fn default() -> Self {
        Self {
            open: false,
            fresh: false,
            page: Page::default(),
            search: String::new(),
            seed: SEED.into(),
            theory: None,
            chosen: 0,
            in_full: false,
            shelf: Shelf::default(),
            typed: String::new(),
            put: false,
            listing: Listing::default(),
            looking: None,
            trouble: String::new(),
            reading: None,
            fault: None,
            recent: Vec::new(),
            held: None,
            ready: None,
            replayed: None,
            follow: false,
            new_world: false,
        }
    }
}

impl Picker {
    /// Whether it is shown.
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// Carries out what was asked for.
    pub fn apply(&mut self, action: PickerAction) {
        match action {
            PickerAction::Open => (self.open, self.fresh) = (true, true),
            PickerAction::Close => (self.open, self.fault) = (false, None),
            PickerAction::Page(page) => {
                (self.page, self.fresh) = (page, true);
                if page == Page::Files && self.listing.folder.as_os_str().is_empty() {
                    self.start_browsing();
                }
            }
            PickerAction::Search(words) => {
                self.search = words;
                let found = self.shelf.found(&self.search);
                if !found.contains(&self.chosen)
                    && let Some(first) = found.first()
                {
                    self.chosen = *first;
                }
            }
            PickerAction::Seed(seed) => self.seed = seed,
            PickerAction::Theory(theory) => self.theory = theory,
            PickerAction::Choose(place) => (self.chosen, self.in_full) = (place, true),
            PickerAction::Unchoose => self.in_full = false,
            PickerAction::Load => self.load(false),
            PickerAction::LoadAsRecorded => self.load(true),
            PickerAction::Type(path) => (self.typed, self.trouble) = (path, String::new()),
            PickerAction::Go => self.go(self.typed.clone()),
            PickerAction::Enter(folder) => self.go(folder.display().to_string()),
            PickerAction::Read(path) => self.read(path),
            PickerAction::Retry => {
                if let Some(path) = self.fault.as_ref().map(|fault| fault.path.clone()) {
                    self.read(path);
                }
            }
            PickerAction::Dismiss => self.fault = None,
            PickerAction::NewWorld => (self.open, self.fault, self.new_world) = (false, None, true),
        }
    }

    /// Reads a file that was let fall on the window, as it says itself.
    fn drop_in(&mut self, path: PathBuf) {
        if !self.open {
            (self.theory, self.seed) = (None, SEED.into());
        }
        self.read(path);
    }

    /// Goes to the folder of setups if there is one here, else to where the program was started.
    fn start_browsing(&mut self) {
        if let Some((_, folder)) = browser::places().pop() {
            self.go(folder.display().to_string());
        }
    }

    fn go(&mut self, typed: String) {
        let from = self.listing.folder.clone();
        self.trouble.clear();
        self.looking = Job::begin(move || look(&typed, &from));
    }

    /// The seed, if what stands in the field is one.
    fn seed(&self) -> Option<u64> {
        self.seed.trim().parse().ok()
    }

    fn load(&mut self, follow: bool) {
        let (Some(card), Some(seed)) = (self.shelf.card(self.chosen), self.seed()) else { return };
        let scenario = match self.theory {
            None => card.scenario.clone(),
            theory => Arc::new(under(theory, Scenario::clone(&card.scenario))),
        };
        let record = card.record.as_ref().ok().cloned().flatten();
        (self.ready, self.replayed) = (Some(Setup { record, ..Setup::new(scenario, seed) }), None);
        self.follow = follow && self.ready.as_ref().is_some_and(|setup| setup.record.is_some());
        self.apply(PickerAction::Close);
    }

    fn read(&mut self, path: PathBuf) {
        let Some(seed) = self.seed() else { return };
        let (file, theory) = (path.clone(), self.theory);
        let job = Job::begin(move || self::read(&file, theory));
        self.reading = Some(Reading { path, seed, job });
    }

    /// Takes in what jobs have come to. Something to tell, if one broke off.
    fn poll(&mut self) -> Option<Notice> {
        let mut notice = None;
        match Job::finish(&mut self.looking) {
            Some(Ok(sight)) => self.see(sight),
            Some(Err(_)) => self.trouble = "This folder could not be read.".into(),
            None => {}
        }
        if let Some(reading) = &mut self.reading
            && let Some(done) = Job::finish(&mut reading.job)
        {
            let (path, seed) = (reading.path.clone(), reading.seed);
            self.reading = None;
            match done {
                Ok(Ok(found)) => {
                    let (setup, replayed) = match found {
                        Found::Scenario(scenario, record) => {
                            notice = record.as_ref().err().map(Notice::bad_record);
                            let record = record.ok().flatten().map(Arc::new);
                            (Setup { record, ..Setup::new(Arc::from(scenario), seed) }, None)
                        }
                        Found::Session(replayed) => (Setup::of_session(&replayed), Some(replayed)),
                    };
                    self.ready = Some(Setup { file: Some(path), ..setup });
                    (self.replayed, self.follow) = (replayed, false);
                    self.apply(PickerAction::Close);
                }
                Ok(Err(all)) => {
                    self.fault = Some(Fault { path, all });
                    self.open = true;
                }
                Err(_) => {
                    let text = format!("{} could not be read: a fault of this program.", path.display());
                    notice = Some(Notice::error(text));
                }
            }
        }
        notice
    }

    fn see(&mut self, sight: Sight) {
        match sight {
            Sight::Folder(listing) => {
                self.typed = listing.folder.display().to_string();
                self.listing = listing;
                self.put = true;
            }
            Sight::File(path) => self.read(path),
            Sight::Begun(path) => (self.typed, self.put) = (path, true),
            Sight::Nothing(why) => self.trouble = why,
        }
    }

    /// Whether something is being read.
    fn is_waiting(&self) -> bool {
        self.looking.is_some() || self.reading.is_some() || self.open && self.shelf.is_busy()
    }

    /// A frame of it: takes in what has been read, draws it if it is open, and does what the user asks for. Something
    /// to tell, if there is.
    pub fn frame(&mut self, ctx: &egui::Context, theme: &Theme) -> Option<Notice> {
        let notice = self.poll();
        if self.open {
            self.shelf.prepare(ctx, theme);
            let mut actions = Vec::new();
            frame::show(ctx, self, &mut actions);
            (self.fresh, self.put) = (false, false);
            actions.into_iter().for_each(|action| self.apply(action));
        }
        if let Some(path) = &self.held {
            files::show_held(ctx, path);
        }
        notice
    }
}

/// A scenario under another school, if one is asked for.
fn under(theory: Option<Preset>, mut scenario: Scenario) -> Scenario {
    let change = theory.and_then(|theory| Override::parse(&format!("theory.preset={}", theory.name())).ok());
    // A scenario can be put under any school.
    let _ = Override::apply_all(change.as_slice(), &mut scenario);
    scenario
}

pub(super) fn plugin(app: &mut App) {
    app.init_resource::<Picker>();
    app.add_systems(Update, (press_keys, drop_files));
    app.add_systems(EguiPrimaryContextPass, draw.after(super::draw).run_if(resource_exists::<Setup>));
}

fn press_keys(
    keyboard: Res<ButtonInput<KeyCode>>,
    egui: Option<Res<EguiWantsInput>>,
    (mut picker, saving): (ResMut<Picker>, Res<Saving>),
) {
    let chord = [KeyCode::ControlLeft, KeyCode::ControlRight, KeyCode::SuperLeft];
    // In a slow frame a chord is pressed and let go at once.
    let chord = keyboard.any_pressed(chord) || keyboard.any_just_released(chord);
    let taken = egui.is_some_and(|egui| egui.wants_any_keyboard_input());
    if keyboard.just_pressed(KeyCode::KeyO) && (chord || !taken) && !picker.open && !saving.is_open() {
        picker.apply(PickerAction::Open);
    }
}

/// Opens a file that is dragged onto the window and let go there.
fn drop_files(
    mut dropped: MessageReader<FileDragAndDrop>,
    mut picker: ResMut<Picker>,
    (time, mut motion): (Res<Time>, ResMut<Motion>),
) {
    for message in dropped.read() {
        picker.held = match message {
            FileDragAndDrop::HoveredFile { path_buf, .. } => Some(path_buf.clone()),
            FileDragAndDrop::DroppedFile { path_buf, .. } => {
                picker.drop_in(path_buf.clone());
                None
            }
            FileDragAndDrop::HoveredFileCanceled { .. } => None,
        };
        motion.keep_awake(&time, WAITING);
    }
}

fn draw(
    mut contexts: EguiContexts,
    theme: Res<Theme>,
    (mut picker, mut memory): (ResMut<Picker>, ResMut<Memory>),
    (mut selection, mut notices): (ResMut<Selection>, ResMut<Notices>),
    (setup, mut settings): (Res<Setup>, ResMut<Settings>),
    (mut load, mut sessions, mut travel, mut saving): (
        MessageWriter<LoadSetup>,
        MessageWriter<LoadSession>,
        MessageWriter<TimeTravel>,
        ResMut<Saving>,
    ),
    (time, mut motion): (Res<Time>, ResMut<Motion>),
) -> Result {
    let ctx = contexts.ctx_mut()?;
    let picker = picker.bypass_change_detection();
    if let Some(file) = setup.file.as_ref().filter(|_| setup.is_changed()) {
        settings.opened(file);
    }
    if picker.open && picker.recent != settings.recent {
        picker.recent.clone_from(&settings.recent);
    }
    if let Some(notice) = picker.frame(ctx, &theme) {
        notices.push(notice);
    }
    if let Some(setup) = picker.ready.take() {
        match picker.replayed.take() {
            Some(replayed) => {
                sessions.write(LoadSession(setup, replayed));
            }
            None => {
                load.write(LoadSetup(setup));
                if std::mem::take(&mut picker.follow) {
                    travel.write(TimeTravel::Follow);
                }
            }
        }
        // What was chosen and opened belongs to the world before.
        (selection.state, memory.opened) = (None, None);
        motion.keep_awake(&time, super::AWAKE);
    }
    if std::mem::take(&mut picker.new_world) {
        saving.ask(FileAction::New);
        motion.keep_awake(&time, super::AWAKE);
    }
    if picker.is_waiting() {
        motion.keep_awake(&time, WAITING);
    }
    Ok(())
}

#[cfg(test)]
mod tests;
