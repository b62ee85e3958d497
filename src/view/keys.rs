//! Keys of the map and of playback. A text field that has the focus keeps them.

use bevy::prelude::*;
use bevy_egui::input::egui_wants_any_keyboard_input;

use super::{Chronicle, FitView, MapMode, Playback, Restart, Selection, TimeTravel, ViewSystems};

/// The map's own keys.
#[derive(SystemSet, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct KeySystems;

pub(super) fn plugin(app: &mut App) {
    let keys = press.in_set(KeySystems).in_set(ViewSystems::Input);
    app.add_systems(Update, keys.run_if(not(egui_wants_any_keyboard_input)));
}

fn press(
    keys: Res<ButtonInput<KeyCode>>,
    (mut playback, mut mode, mut selection): (ResMut<Playback>, ResMut<MapMode>, ResMut<Selection>),
    (mut restart, mut travel): (MessageWriter<Restart>, MessageWriter<TimeTravel>),
    mut fit: MessageWriter<FitView>,
    chronicle: Res<Chronicle>,
) {
    // Chords belong to panels. In a slow frame they are pressed and let go at once.
    let chord = [KeyCode::ControlLeft, KeyCode::ControlRight, KeyCode::AltLeft, KeyCode::SuperLeft];
    if keys.any_pressed(chord) || keys.any_just_released(chord) {
        return;
    }
    for key in keys.get_just_pressed() {
        if let Some(chosen) = digit(*key).and_then(MapMode::on_digit) {
            *mode = chosen;
        }
        match key {
            KeyCode::Space => playback.toggle(),
            KeyCode::ArrowRight => playback.step(),
            KeyCode::ArrowLeft => {
                travel.write(TimeTravel::Back);
            }
            KeyCode::KeyR => {
                restart.write(Restart);
            }
            KeyCode::Equal | KeyCode::NumpadAdd | KeyCode::Period => playback.change_speed(true),
            KeyCode::Minus | KeyCode::NumpadSubtract | KeyCode::Comma => playback.change_speed(false),
            KeyCode::Home | KeyCode::KeyF => {
                fit.write(FitView);
            }
            KeyCode::KeyQ if chronicle.record().is_some() => *mode = MapMode::Agreement,
            KeyCode::Escape => selection.state = None,
            _ => {}
        }
    }
}

/// The digit on a key.
fn digit(key: KeyCode) -> Option<usize> {
    const ROW: [KeyCode; 10] = [
        KeyCode::Digit0,
        KeyCode::Digit1,
        KeyCode::Digit2,
        KeyCode::Digit3,
        KeyCode::Digit4,
        KeyCode::Digit5,
        KeyCode::Digit6,
        KeyCode::Digit7,
        KeyCode::Digit8,
        KeyCode::Digit9,
    ];
    ROW.iter().position(|digit| *digit == key)
}
