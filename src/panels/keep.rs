//! Pictures kept from the window: saved to a file, or copied. Drawn in a moment, rendered beside the frames.

use std::path::{Path, PathBuf};

use bevy::prelude::*;
use bevy::tasks::{AsyncComputeTaskPool, Task, block_on, poll_once};
use bevy_egui::input::EguiWantsInput;
use bevy_egui::{EguiContexts, EguiPrimaryContextPass, egui};

use super::theme::{self, GRID};
use crate::files::replace;
use crate::picture::{self, OnView};
use crate::view::{MapArea, Motion};

/// Asks for a picture of what the map shows.
#[derive(Message, Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// In a file.
    File,
    /// On the clipboard.
    Clipboard,
}

/// Seconds that it is told what has become of a picture.
const TOLD: f32 = 6.0;

/// What a picture being made comes to: words for the user, and the clipboard, which some systems empty when the
/// program lets go of it.
type Made = (Result<String, String>, Option<arboard::Clipboard>);

/// Pictures being made, and what was told last.
#[derive(Resource, Default)]
struct Keeping {
    tasks: Vec<Task<Made>>,
    told: Option<(Result<String, String>, f32)>,
    clipboard: Option<arboard::Clipboard>,
}

pub(super) fn plugin(app: &mut App) {
    app.init_resource::<Keeping>().add_message::<Keep>();
    app.add_systems(Update, (press, take, collect).chain());
    app.add_systems(EguiPrimaryContextPass, tell.run_if(|keeping: Res<Keeping>| keeping.told.is_some()));
}

/// Ctrl+P saves, Ctrl+C copies; a text field that has the focus keeps them.
fn press(keys: Res<ButtonInput<KeyCode>>, egui: Option<Res<EguiWantsInput>>, mut asked: MessageWriter<Keep>) {
    let control = [KeyCode::ControlLeft, KeyCode::ControlRight, KeyCode::SuperLeft, KeyCode::SuperRight];
    // In a slow frame a chord is pressed and let go at once.
    let held = keys.any_pressed(control) || keys.any_just_released(control);
    if !held || egui.is_some_and(|egui| egui.wants_any_keyboard_input()) {
        return;
    }
    if keys.just_pressed(KeyCode::KeyP) {
        asked.write(Keep::File);
    }
    if keys.just_pressed(KeyCode::KeyC) {
        asked.write(Keep::Clipboard);
    }
}

/// Draws what the window shows, and leaves the rest to a task.
fn take(mut asked: MessageReader<Keep>, view: OnView, mut keeping: ResMut<Keeping>) {
    for keep in asked.read() {
        let Some(svg) = view.picture() else { continue };
        let (keep, name) = (*keep, view.name());
        // Keys that are held down ask again and again.
        if keeping.tasks.len() < 2 {
            let task = AsyncComputeTaskPool::get().spawn(async move {
                match keep {
                    Keep::File => (save(&svg, &name), None),
                    Keep::Clipboard => copy(&svg),
                }
            });
            keeping.tasks.push(task);
        }
    }
}

/// Writes a picture to the folder for pictures, under a name that no file has yet.
fn save(svg: &str, name: &str) -> Result<String, String> {
    let bytes = picture::png(svg).map_err(|error| error.to_string())?;
    let path = free_path(&folder(), name);
    let told = |path: &Path| path.display().to_string();
    replace(&path, &bytes).map_err(|error| format!("{} could not be written: {error}", told(&path)))?;
    Ok(format!("Saved {}", told(&path)))
}

/// The user's folder for pictures if there is one, else the current folder.
fn folder() -> PathBuf {
    let named = std::env::var_os("XDG_PICTURES_DIR").map(PathBuf::from);
    let usual = || etcetera::home_dir().ok().map(|home| home.join("Pictures"));
    let folder = named.or_else(usual).filter(|folder| folder.is_dir());
    folder.or_else(|| std::env::current_dir().ok()).unwrap_or_default()
}

fn free_path(folder: &Path, name: &str) -> PathBuf {
    let numbered = |number: usize| match number {
        1 => folder.join(format!("{name}.png")),
        number => folder.join(format!("{name}_{number}.png")),
    };
    (1..10_000).map(numbered).find(|path| !path.exists()).unwrap_or_else(|| numbered(10_000))
}

/// Puts a picture on the clipboard.
fn copy(svg: &str) -> Made {
    let put = || -> Result<arboard::Clipboard, String> {
        let pixels = picture::pixels(svg).map_err(|error| error.to_string())?;
        let (width, height) = (pixels.width() as usize, pixels.height() as usize);
        let image = arboard::ImageData { width, height, bytes: pixels.take().into() };
        let mut clipboard = arboard::Clipboard::new().map_err(|error| error.to_string())?;
        clipboard.set_image(image).map_err(|error| error.to_string())?;
        Ok(clipboard)
    };
    match put() {
        Ok(clipboard) => (Ok("Copied a picture of the map".into()), Some(clipboard)),
        Err(error) => (Err(format!("The picture could not be copied: {error}")), None),
    }
}

/// Takes up what has become of pictures, and keeps frames coming until it is known.
fn collect(mut keeping: ResMut<Keeping>, mut motion: ResMut<Motion>, time: Res<Time>) {
    if keeping.tasks.is_empty() && keeping.told.is_none() {
        return;
    }
    let now = time.elapsed_secs();
    let mut made = Vec::new();
    keeping.tasks.retain_mut(|task| match block_on(poll_once(task)) {
        Some(done) => {
            made.push(done);
            false
        }
        None => true,
    });
    for (told, clipboard) in made {
        keeping.told = Some((told, now));
        if clipboard.is_some() {
            keeping.clipboard = clipboard;
        }
        motion.keep_awake(&time, TOLD + 0.2);
    }
    if !keeping.tasks.is_empty() {
        motion.keep_awake(&time, 0.2);
    }
    if keeping.told.as_ref().is_some_and(|(_, since)| now - since > TOLD) {
        keeping.told = None;
    }
}

/// Tells what has become of a picture, at the top of the map.
fn tell(mut contexts: EguiContexts, keeping: Res<Keeping>, area: Res<MapArea>) -> Result {
    let ctx = contexts.ctx_mut()?;
    let Some((told, _)) = &keeping.told else { return Ok(()) };
    let zoom = ctx.zoom_factor();
    let at = egui::pos2(area.0.center().x / zoom, area.0.min.y / zoom + 2.0 * GRID);
    let (words, ink) = match told {
        Ok(words) => (words, theme::text()),
        Err(words) => (words, theme::war()),
    };
    super::area("kept", at).pivot(egui::Align2::CENTER_TOP).order(egui::Order::Foreground).show(ctx, |ui| {
        egui::Frame::new()
            .fill(theme::panel())
            .stroke(egui::Stroke::new(1.0, theme::line()))
            .corner_radius(egui::CornerRadius::same(theme::ROUND))
            .inner_margin(egui::Margin::symmetric(16, 8))
            .show(ui, |ui| ui.label(egui::RichText::new(words).color(ink)));
    });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_saved_under_a_name_of_its_own() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let first = free_path(folder.path(), "europe");
        assert!(first.ends_with("europe.png"));
        std::fs::write(&first, b"a picture").expect("the folder can be written to");
        assert!(free_path(folder.path(), "europe").ends_with("europe_2.png"));
    }
}
