//! The window: the app put together, and a plain word where it cannot open.

use std::panic::{self, AssertUnwindSafe};
use std::path::PathBuf;
use std::sync::Arc;

use bevy::ecs::schedule::SingleThreadedExecutor;
use bevy::log::LogPlugin;
use bevy::platform::time::Instant;
use bevy::prelude::*;
use bevy::window::{PresentMode, WindowResizeConstraints, WindowResolution};
use bevy_egui::{EguiInput, EguiPreUpdateSet, EguiPrimaryContextPass, egui};

use crate::history::{Replayed, Timeline, TimelinePlugin};
use crate::lessons::Lesson;
use crate::panels::lessons::Guide;
use crate::panels::{AutosavePlugin, PanelsPlugin};
use crate::settings::SettingsPlugin;
use crate::simulation::{self, SimulationPlugin};
use crate::view::{Notice, Notices, Setup, TimeTravel, ViewPlugin};

mod coded;
pub mod frames;
mod spared;
#[cfg(target_os = "linux")]
mod unmanaged;

/// Warnings and errors, less those about what is no fault here: software rendering, and what Vulkan and
/// X11 say to themselves.
const QUIET: &str = "warn,bevy_render::renderer=error,wgpu_hal=off,wgpu_core=error,naga=error,bevy_egui::render=error,winit=error,bevy_winit=error";

/// Why the window did not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WindowError {
    /// There is no display to open it on.
    NoDisplay,
    /// There is nothing that can draw it.
    NoAdapter,
}

impl std::fmt::Display for WindowError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let reason = match self {
            Self::NoDisplay => "there is no display to open a window on",
            Self::NoAdapter => {
                "no graphics driver was found that can draw a window (Vulkan, Metal or DirectX 12)"
            }
        };
        write!(f, "{reason}; without a window, use `entente run FILE` or `entente check FILE`")
    }
}

impl std::error::Error for WindowError {}

/// Who decides at first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// The model.
    Free,
    /// History, as the record tells it.
    AsRecorded,
}

/// What the window opens on.
#[derive(Debug)]
pub enum Content {
    /// A scenario, perhaps from a file, who decides, and what there is to say of it.
    Setup(Setup, Start, Option<Notice>),
    /// A session that has been run again, and its file.
    Session(Box<Replayed>, PathBuf),
    /// A lesson.
    Lesson(&'static Lesson),
}

/// Opens the window and returns when it is closed.
///
/// # Errors
/// If there is no display, or nothing that can draw on it.
pub fn open(content: Content) -> Result<(), WindowError> {
    let opened = Instant::now();
    if !has_display() {
        return Err(WindowError::NoDisplay);
    }
    let mut app = engine()?;
    app.add_plugins(SettingsPlugin);
    match content {
        Content::Setup(setup, start, notice) => {
            furnish(&mut app, setup);
            if start == Start::AsRecorded {
                app.world_mut().write_message(TimeTravel::Follow);
            }
            app.world_mut().resource_mut::<Notices>().0.extend(notice);
        }
        Content::Lesson(lesson) => {
            furnish(&mut app, Setup::new(Arc::new(lesson.scenario(0)), lesson.seed));
            app.insert_resource(Guide::taking(lesson));
        }
        Content::Session(replayed, file) => {
            furnish(&mut app, Setup { file: Some(file), ..Setup::of_session(&replayed) });
            replayed.install(app.world_mut());
        }
    }
    // What is only measured is not kept.
    app.add_plugins(AutosavePlugin);
    #[cfg(target_os = "linux")]
    app.add_plugins(unmanaged::plugin);
    app.insert_resource(Opened(opened)).add_systems(Last, note_frames);
    app.run();
    Ok(())
}

/// Adds to the engine all that the program is, with a world to show.
fn furnish(app: &mut App, setup: Setup) {
    app.add_plugins((
        coded::plugin,
        spared::plugin,
        SimulationPlugin,
        TimelinePlugin,
        ViewPlugin,
        PanelsPlugin,
    ));
    simulation::load(app.world_mut(), &setup.scenario, setup.seed);
    Timeline::begin(app.world_mut());
    app.insert_resource(setup);
    app.add_systems(
        PreUpdate,
        drop_repeated_modifiers.after(EguiPreUpdateSet::ProcessInput).before(EguiPreUpdateSet::BeginPass),
    );
    // So little is done in each system that handing them from thread to thread would cost more.
    app.edit_schedule(PreUpdate, one_thread).edit_schedule(Update, one_thread);
    app.edit_schedule(PostUpdate, one_thread).edit_schedule(EguiPrimaryContextPass, one_thread);
}

fn one_thread(schedule: &mut Schedule) {
    schedule.set_executor(SingleThreadedExecutor::new());
}

/// Whether the environment names a display. Elsewhere than on X11 systems there always is one.
fn has_display() -> bool {
    let named = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(not(all(unix, not(target_os = "macos")))) || named("DISPLAY")
}

/// The engine with its window and renderer.
///
/// Both end in a panic where they find no display or adapter, and neither can be asked beforehand: an
/// event loop can be made only once. So the panic of just this step is caught and told by what it says.
fn engine() -> Result<App, WindowError> {
    let said = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let built = panic::catch_unwind(|| {
        let mut app = App::new();
        app.add_plugins(plugins());
        AssertUnwindSafe(app)
    });
    panic::set_hook(said);
    built.map(|AssertUnwindSafe(app)| app).map_err(|cause| {
        let words = cause.downcast_ref::<String>().map(String::as_str);
        let words = words.or(cause.downcast_ref::<&str>().copied()).unwrap_or("the engine did not start");
        // Any other panic is a fault, and is told as one.
        reason(words).unwrap_or_else(|| panic!("{words}"))
    })
}

/// What the engine's panic was about, if it is one of the two.
fn reason(words: &str) -> Option<WindowError> {
    if words.contains("event loop") {
        Some(WindowError::NoDisplay)
    } else if words.contains("GPU") {
        Some(WindowError::NoAdapter)
    } else {
        None
    }
}

fn plugins() -> bevy::app::PluginGroupBuilder {
    let window = Window {
        title: "Entente".into(),
        resolution: WindowResolution::new(1280, 720),
        resize_constraints: WindowResizeConstraints { min_width: 960.0, min_height: 600.0, ..default() },
        present_mode: PresentMode::AutoVsync,
        ..default()
    };
    DefaultPlugins
        // Whoever closes the window may first be asked what becomes of changes.
        .set(WindowPlugin { primary_window: Some(window), close_when_requested: false, ..default() })
        .set(LogPlugin { filter: QUIET.into(), ..default() })
}

/// Leaves out what says nothing new: `bevy_egui` tells egui the state of Shift and Ctrl in every frame, egui
/// asks for another frame after any event, and so a window would never come to rest.
fn drop_repeated_modifiers(mut inputs: Query<&mut EguiInput>, mut last: Local<egui::Modifiers>) {
    for mut input in &mut inputs {
        input.events.retain(|event| match event {
            egui::Event::ModifiersChanged(now) => std::mem::replace(&mut *last, *now) != *now,
            _ => true,
        });
    }
}

/// When the window began to open.
#[derive(Resource)]
struct Opened(Instant);

/// Says at debug level how soon the first frame came, and how long frames take while they follow closely.
fn note_frames(
    opened: Res<Opened>,
    time: Res<Time<Real>>,
    mut frames: Local<Vec<f32>>,
    mut noted: Local<bool>,
) {
    if !*noted {
        *noted = true;
        debug!("first frame after {:.0?}", opened.0.elapsed());
    }
    if time.delta_secs() < 0.25 {
        frames.push(time.delta_secs() * 1e3);
    }
    if frames.len() == 120 {
        let mean = frames.iter().sum::<f32>() / frames.len() as f32;
        let longest = frames.drain(..).fold(0.0, f32::max);
        debug!("120 frames: {mean:.1} ms each, {longest:.1} ms the longest");
    }
}
