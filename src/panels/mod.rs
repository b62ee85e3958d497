//! Panels: everything around the map, drawn with egui.
