//! X11 without a window manager, as in kiosks and virtual displays.
//!
//! A window manager gives a new window its place and the keyboard's focus. Without one nobody does: there
//! the window fills the screen, and takes the focus itself when it opens and when it is clicked, or keys
//! would be lost.

use bevy::prelude::*;
use bevy::window::{PrimaryWindow, RawHandleWrapper};
use raw_window_handle::RawWindowHandle;
use x11rb::CURRENT_TIME;
use x11rb::connection::Connection;
use x11rb::errors::ReplyError;
use x11rb::protocol::xproto::{AtomEnum, ConnectionExt, InputFocus};
use x11rb::rust_connection::RustConnection;

/// Frames after opening in which the focus is looked after: the window is not mapped at once.
const OPENING_FRAMES: u32 = 120;

/// A line of our own to the display.
struct Display {
    connection: RustConnection,
    root: u32,
    /// Width and height of the screen in pixels.
    size: (u32, u32),
}

pub(super) fn plugin(app: &mut App) {
    app.add_systems(Update, settle);
}

fn settle(
    window: Single<(&RawHandleWrapper, &mut Window), With<PrimaryWindow>>,
    buttons: Res<ButtonInput<MouseButton>>,
    mut frames: Local<u32>,
    mut display: Local<Option<Display>>,
) {
    let (handle, mut window) = window.into_inner();
    if *frames == 0 {
        *display = Display::unmanaged();
        if let Some(Display { size: (width, height), .. }) = *display {
            window.resolution.set_physical_resolution(width, height);
        }
    }
    *frames = frames.saturating_add(1);
    let Some(connected) = display.as_ref() else { return };
    let due = *frames < OPENING_FRAMES || buttons.get_just_pressed().len() > 0;
    let id = match handle.get_window_handle() {
        RawWindowHandle::Xlib(handle) => u32::try_from(handle.window).ok(),
        RawWindowHandle::Xcb(handle) => Some(handle.window.get()),
        _ => None,
    };
    if let Some(id) = id.filter(|_| due)
        && connected.focus(id).is_err()
    {
        *display = None;
    }
}

impl Display {
    /// A connection to a display that has no window manager; `None` where there is one, or no X11.
    fn unmanaged() -> Option<Self> {
        let (connection, screen) = x11rb::connect(None).ok()?;
        let screen = &connection.setup().roots[screen];
        let (root, size) = (screen.root, (screen.width_in_pixels.into(), screen.height_in_pixels.into()));
        let check = connection.intern_atom(false, b"_NET_SUPPORTING_WM_CHECK").ok()?.reply().ok()?.atom;
        let manager =
            connection.get_property(false, root, check, AtomEnum::WINDOW, 0, 1).ok()?.reply().ok()?;
        (manager.value_len == 0).then_some(Self { connection, root, size })
    }

    /// Gives a window the keyboard, unless it or another window has it.
    fn focus(&self, window: u32) -> Result<(), ReplyError> {
        let holder = self.connection.get_input_focus()?.reply()?.focus;
        // 0 and 1 stand for nobody and for whatever is under the pointer.
        if holder <= 1 || holder == self.root {
            // Refused while the window is not mapped yet; the next frame tries again.
            self.connection.set_input_focus(InputFocus::PARENT, window, CURRENT_TIME)?.ignore_error();
            self.connection.flush()?;
        }
        Ok(())
    }
}
