//! The window: the app put together, and a plain word where it cannot open.

use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;

use bevy::log::LogPlugin;
use bevy::prelude::*;
use bevy::window::{PresentMode, WindowResizeConstraints, WindowResolution};
use bevy_egui::EguiPlugin;

use crate::history::HistoryPlugin;
use crate::panels::PanelsPlugin;
use crate::scenario::Scenario;
use crate::simulation::{self, SimulationPlugin};
use crate::view::{Setup, ViewPlugin};

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
            Self::NoAdapter => "no graphics driver was found that can draw a window (Vulkan, Metal or DirectX 12)",
        };
        write!(f, "{reason}; without a window, use `entente run FILE` or `entente check FILE`")
    }
}

impl std::error::Error for WindowError {}

/// Opens the window on a scenario and returns when it is closed.
///
/// # Errors
/// If there is no display, or nothing that can draw on it.
pub fn open(scenario: Scenario, seed: u64) -> Result<AppExit, WindowError> {
    if !has_display() {
        return Err(WindowError::NoDisplay);
    }
    let mut app = engine()?;
    app.add_plugins((EguiPlugin::default(), SimulationPlugin, HistoryPlugin, ViewPlugin, PanelsPlugin));
    simulation::load(app.world_mut(), &scenario, seed);
    app.insert_resource(Setup { scenario: Arc::new(scenario), seed });
    app.add_systems(Last, note_first_frame);
    Ok(app.run())
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
    built.map(|AssertUnwindSafe(app)| app).map_err(|cause| match reason(&cause) {
        Some(error) => error,
        None => panic::resume_unwind(cause),
    })
}

/// What the engine's panic was about, if it is one of the two.
fn reason(cause: &(dyn std::any::Any + Send)) -> Option<WindowError> {
    let words = cause.downcast_ref::<String>().map(String::as_str).or(cause.downcast_ref::<&str>().copied())?;
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
        .set(WindowPlugin { primary_window: Some(window), ..default() })
        .set(LogPlugin { filter: QUIET.into(), ..default() })
}

/// Says at debug level how long the first frame took.
fn note_first_frame(time: Res<Time<Real>>, mut noted: Local<bool>) {
    if !*noted {
        *noted = true;
        debug!("first frame after {:?}", time.startup().elapsed());
    }
}
