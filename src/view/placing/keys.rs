//! The keys of placing, which come before the map's own.

use bevy::prelude::*;

use super::{PlaceAction, Placing, Tool};

/// The key that begins and ends placing, and what is written on it.
pub const PLACE: (KeyCode, &str) = (KeyCode::KeyX, "X");

/// Asks for what a key stands for.
pub fn press(
    mut keyboard: ResMut<ButtonInput<KeyCode>>,
    placing: Res<Placing>,
    mut asked: MessageWriter<PlaceAction>,
) {
    // Chords belong to panels. In a slow frame they are pressed and let go at once.
    let chord = [KeyCode::ControlLeft, KeyCode::ControlRight, KeyCode::AltLeft, KeyCode::SuperLeft];
    if keyboard.any_pressed(chord) || keyboard.any_just_released(chord) {
        return;
    }
    let pressed: Vec<KeyCode> = keyboard.get_just_pressed().copied().collect();
    for key in pressed {
        let Some(action) = meaning(key, &placing) else { continue };
        asked.write(action);
        // What it leaves is all that Escape leaves.
        keyboard.clear_just_pressed(key);
    }
}

/// What a key asks for.
fn meaning(key: KeyCode, placing: &Placing) -> Option<PlaceAction> {
    if key == PLACE.0 {
        return Some(PlaceAction::Toggle);
    }
    if !placing.is_on() {
        return None;
    }
    match key {
        KeyCode::Escape => Some(PlaceAction::Leave),
        KeyCode::Enter | KeyCode::NumpadEnter => Some(PlaceAction::Confirm),
        KeyCode::Delete => Some(PlaceAction::Delete),
        KeyCode::BracketLeft => Some(PlaceAction::Breadth(placing.breadth().next(false))),
        KeyCode::BracketRight => Some(PlaceAction::Breadth(placing.breadth().next(true))),
        _ => Tool::ALL.into_iter().find(|tool| tool.key().0 == key).map(PlaceAction::Tool),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(keys: &[KeyCode]) -> Placing {
        let mut placing = Placing::default();
        for key in keys {
            if let Some(action) = meaning(*key, &placing) {
                placing.obey(action);
            }
        }
        placing
    }

    #[test]
    fn tools_have_keys_only_while_states_are_placed() {
        assert_eq!(after(&[KeyCode::KeyN]).tool(), None);
        assert_eq!(after(&[KeyCode::KeyX, KeyCode::KeyN]).tool(), Some(Tool::Found));
        // Once more puts it down.
        assert_eq!(after(&[KeyCode::KeyX, KeyCode::KeyN, KeyCode::KeyN]).tool(), None);
        assert!(!after(&[KeyCode::KeyX, KeyCode::KeyN, KeyCode::KeyX]).is_on());
    }

    #[test]
    fn escape_leaves_the_tool_and_then_the_mode_and_then_is_the_maps_again() {
        let mut placing = after(&[KeyCode::KeyX, KeyCode::KeyV]);
        placing.chosen = vec![crate::world::RegionId(3)];
        let leave = |placing: &mut Placing| {
            let action = meaning(KeyCode::Escape, placing);
            action.inspect(|action| placing.obey(*action)).is_some()
        };
        assert!(leave(&mut placing) && placing.chosen() == 0 && placing.tool() == Some(Tool::Split));
        assert!(leave(&mut placing) && placing.tool().is_none() && placing.is_on());
        assert!(leave(&mut placing) && !placing.is_on());
        assert!(!leave(&mut placing));
    }

    #[test]
    fn brackets_make_brushes_narrower_and_broader() {
        use super::super::Breadth;
        assert_eq!(after(&[KeyCode::KeyX, KeyCode::BracketRight]).breadth(), Breadth::Small);
        let keys = [KeyCode::KeyX, KeyCode::BracketRight, KeyCode::KeyD, KeyCode::BracketLeft];
        assert_eq!(after(&keys).breadth(), Breadth::Province);
    }
}
