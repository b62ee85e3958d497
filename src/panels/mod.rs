//! Panels: everything around the map, drawn with egui.

use bevy::prelude::*;

/// The panels.
pub struct PanelsPlugin;

impl Plugin for PanelsPlugin {
    fn build(&self, app: &mut App) {
        app.init_schedule(bevy_egui::EguiPrimaryContextPass);
    }
}
