//! Settings: what the program remembers of a person from one start to the next.
//!
//! They stand as RON in the user's configuration folder. A file that cannot be read is left alone and told of, and
//! the program goes on with what it would have without one.

use std::fs;
use std::path::{Path, PathBuf};

use bevy::prelude::*;
use etcetera::BaseStrategy;
use serde::{Deserialize, Serialize};

use crate::files::replace;

/// Environment variable that names another file for them.
const FILE: &str = "ENTENTE_SETTINGS";

/// How many files are remembered.
const RECENT: usize = 8;

/// Seconds between a change and its being written: a dragged edge is one change.
const DELAY: f32 = 1.0;

/// The least and the greatest scale of the panels.
pub const SCALES: (f32, f32) = (0.75, 2.5);

/// The two looks of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Look {
    /// Night atlas: bright land on a dark sea.
    #[default]
    Night,
    /// Paper atlas: ink on paper.
    Paper,
}

/// What the left panel shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum LeftTab {
    /// The list of events.
    #[default]
    Events,
    /// The ledger of states.
    States,
    /// What happened in history.
    Record,
}

/// The plots there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Plot {
    /// Shares of power.
    Power,
    /// Concentration of power and number of poles.
    Concentration,
    /// Alliances and the strongest bloc.
    Alliances,
    /// What states did, by motive.
    Motives,
    /// Threats to the selected state.
    Threats,
    /// What wars cost.
    Losses,
    /// Power for and against the order.
    Interests,
    /// How many states stood where history had them.
    Agreement,
}

impl Plot {
    /// All of them, in the order of their tabs.
    pub const ALL: [Self; 8] = [
        Self::Power,
        Self::Concentration,
        Self::Alliances,
        Self::Motives,
        Self::Threats,
        Self::Losses,
        Self::Interests,
        Self::Agreement,
    ];

    /// Those that are shown at first, as there is room.
    pub const AT_FIRST: [Self; 3] = [Self::Power, Self::Alliances, Self::Motives];
}

/// What a person has set, and what the program has noticed of them.
#[derive(Resource, Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Night or paper.
    pub look: Look,
    /// Scale of the panels, within [`SCALES`].
    pub scale: f32,
    /// Whether changes come at once, without transitions.
    pub reduced_motion: bool,
    /// Whether the pace drops when something important happens.
    pub slow_down: bool,
    /// What the left panel shows.
    pub tab: LeftTab,
    /// Whether the left panel is open.
    pub left_open: bool,
    /// Whether the right panel is open.
    pub right_open: bool,
    /// Whether the plots are open.
    pub plots_open: bool,
    /// Which plots are wanted, the latest chosen first; there is at least one.
    pub plots: Vec<Plot>,
    /// Width of the left panel; by the window's size where absent.
    pub left_width: Option<f32>,
    /// Width of the right panel; by the window's size where absent.
    pub right_width: Option<f32>,
    /// Height of the plots; by the window's size where absent.
    pub plots_height: Option<f32>,
    /// Whether the tour has been taken or declined.
    pub toured: bool,
    /// Scenario files opened of late, latest first.
    pub recent: Vec<PathBuf>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            look: Look::Night,
            scale: 1.0,
            reduced_motion: false,
            slow_down: false,
            tab: LeftTab::Events,
            left_open: true,
            right_open: true,
            plots_open: false,
            plots: Plot::AT_FIRST.into(),
            left_width: None,
            right_width: None,
            plots_height: None,
            toured: false,
            recent: Vec::new(),
        }
    }
}

impl Settings {
    /// Puts a file at the head of those opened of late.
    pub fn opened(&mut self, file: &Path) {
        let file = fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
        self.recent.retain(|other| *other != file);
        self.recent.insert(0, file);
        self.recent.truncate(RECENT);
    }

    /// The file they stand in; none where there is no home.
    pub fn file() -> Option<PathBuf> {
        if let Some(named) = std::env::var_os(FILE).filter(|name| !name.is_empty()) {
            return Some(named.into());
        }
        let folders = etcetera::choose_base_strategy().ok()?;
        Some(folders.config_dir().join("entente").join("settings.ron"))
    }

    /// Reads a file of settings. None yet is no error.
    ///
    /// # Errors
    /// What is wrong with it, for people.
    pub fn read(file: &Path) -> Result<Self, String> {
        let text = match fs::read_to_string(file) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(format!("the settings in {} cannot be read: {error}", file.display())),
        };
        let mut settings: Self = ron::from_str(&text).map_err(|error| {
            format!(
                "the settings in {}, line {}, cannot be understood: {}; mend or delete the file",
                file.display(),
                error.span.start.line,
                error.code
            )
        })?;
        settings.scale = if settings.scale.is_finite() { settings.scale } else { 1.0 };
        settings.scale = settings.scale.clamp(SCALES.0, SCALES.1);
        settings.plots = distinct(settings.plots);
        Ok(settings)
    }

    /// Writes them, whole or not at all.
    ///
    /// # Errors
    /// Why they could not be written.
    pub fn write(&self, file: &Path) -> Result<(), String> {
        let text = ron::ser::to_string_pretty(self, ron::ser::PrettyConfig::default())
            .map_err(|error| error.to_string())?;
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
        folder
            .map_or(Ok(()), fs::create_dir_all)
            .and_then(|()| replace(file, text.as_bytes()))
            .map_err(|error| format!("the settings could not be written to {}: {error}", file.display()))
    }
}

/// Plots without those that are named twice, or those that are shown at first if there are none.
fn distinct(plots: Vec<Plot>) -> Vec<Plot> {
    let mut kept: Vec<Plot> = Vec::new();
    for plot in plots {
        if !kept.contains(&plot) {
            kept.push(plot);
        }
    }
    if kept.is_empty() { Plot::AT_FIRST.into() } else { kept }
}

/// Loads the settings at the start and writes them when they have changed.
pub struct SettingsPlugin;

impl Plugin for SettingsPlugin {
    fn build(&self, app: &mut App) {
        let file = Settings::file();
        let (settings, trouble) = match file.as_deref().map(Settings::read) {
            Some(Ok(settings)) => (settings, None),
            Some(Err(trouble)) => (Settings::default(), Some(trouble)),
            None => (Settings::default(), None),
        };
        if let Some(trouble) = &trouble {
            warn!("{trouble}");
        }
        // A file that could not be read is the user's to mend: it is not written over.
        let file = file.filter(|_| trouble.is_none());
        app.insert_resource(Kept { file, written: settings.clone(), changed: 0.0 }).insert_resource(settings);
        app.add_systems(Last, keep);
    }
}

/// What stands in the file.
#[derive(Resource)]
struct Kept {
    file: Option<PathBuf>,
    written: Settings,
    /// Seconds for which they have been other than what is written.
    changed: f32,
}

fn keep(
    settings: Res<Settings>,
    mut kept: ResMut<Kept>,
    time: Res<Time<Real>>,
    mut exits: MessageReader<AppExit>,
) {
    let leaving = exits.read().next().is_some();
    if *settings == kept.written {
        return;
    }
    kept.changed += time.delta_secs();
    if kept.changed < DELAY && !leaving {
        return;
    }
    kept.changed = 0.0;
    kept.written = settings.clone();
    if let Some(Err(trouble)) = kept.file.as_deref().map(|file| settings.write(file)) {
        warn!("{trouble}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again_and_what_is_wrong_is_told() {
        let folder = tempfile::tempdir().expect("a folder for trials");
        let file = folder.path().join("deep").join("settings.ron");
        assert_eq!(Settings::read(&file), Ok(Settings::default()));
        let mut settings = Settings { look: Look::Paper, scale: 1.5, left_width: Some(300.0), ..default() };
        settings.plots = vec![Plot::Losses, Plot::Power];
        settings.opened(Path::new("a.ron"));
        settings.opened(Path::new("b.ron"));
        settings.opened(Path::new("a.ron"));
        assert_eq!(settings.recent, [PathBuf::from("a.ron"), PathBuf::from("b.ron")]);
        settings.write(&file).expect("the folder is made");
        assert_eq!(Settings::read(&file), Ok(settings));
        assert_eq!(fs::read_dir(file.parent().expect("it has one")).expect("it is there").count(), 1);
        fs::write(&file, "(look: Paper,\n scale: \"big\")").expect("it is there");
        let trouble = Settings::read(&file).expect_err("a word is no number");
        assert!(trouble.contains("line 2") && trouble.contains("settings.ron"), "{trouble}");
        // An older file lacks what came later.
        fs::write(&file, "(scale: 99.0)").expect("it is there");
        assert_eq!(Settings::read(&file), Ok(Settings { scale: SCALES.1, ..default() }));
        // A file mended by hand may ask for nothing, or for the same twice.
        fs::write(&file, "(plots: [])").expect("it is there");
        assert_eq!(Settings::read(&file), Ok(Settings::default()));
        fs::write(&file, "(plots: [Losses, Power, Losses])").expect("it is there");
        let plots = Settings::read(&file).expect("it can be read").plots;
        assert_eq!(plots, [Plot::Losses, Plot::Power]);
    }

    #[test]
    fn what_cannot_be_written_leaves_what_was_there() {
        let folder = tempfile::tempdir().expect("a folder for trials");
        let file = folder.path().join("taken");
        fs::create_dir(&file).expect("a folder where the file should be");
        assert!(Settings::default().write(&file).is_err());
        assert_eq!(fs::read_dir(folder.path()).expect("it is there").count(), 1);
    }
}
