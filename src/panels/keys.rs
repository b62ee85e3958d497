//! The list of keys, over the map.

use bevy_egui::egui::{self, Align2, Order, Rect, Sense, Ui, vec2};

use super::marks::Icon;
use super::theme::{self, GRID};
use super::tour::TourAction;
use super::widgets::{at_right, icon_button, link, sheet, text};
use super::{PanelAction, area};

/// What each key does, in groups.
const KEYS: [(&str, &[(&str, &str)]); 3] = [
    (
        "Time",
        &[
            ("Space", "run or pause"),
            ("← →", "one tick back, one on"),
            ("− +", "slower, faster"),
            ("R, End", "to the start, to the last tick run"),
            ("Page Up, Down", "to the event before, the next"),
            ("B", "bookmark this moment"),
        ],
    ),
    (
        "Map",
        &[
            ("1 – 9, 0", "what the colours mean"),
            ("drag, wheel", "move and zoom"),
            ("F", "show everything"),
            ("click", "select a state"),
            ("Esc", "select nothing"),
            ("X", "place states: found, paint, change land"),
        ],
    ),
    (
        "Panels",
        &[
            ("E, S", "events, ledger of states"),
            ("P", "plots"),
            ("M", "the model’s theory, to change it"),
            ("Ctrl+Z, Ctrl+Y", "undo, redo a change"),
            ("G", "lessons"),
            ("Y", "why the selected state chose as it did"),
            ("C", "change the selected state, or watch it"),
            ("\\", "hide or show the sides"),
            ("L", "fold or unfold the legend"),
            ("T", "night or paper"),
            ("Ctrl+S", "save; with Shift, as another file"),
            ("O, Ctrl+N", "setups and files, a new world"),
            ("Ctrl+P, Ctrl+C", "save or copy a picture of the map"),
            ("Ctrl+,", "settings"),
            ("Tab", "to the next control"),
            ("H or ?", "hide or show this list"),
        ],
    ),
];

const WIDTH: f32 = 376.0;
const ROW: f32 = 24.0;
const KEY_WIDTH: f32 = 112.0;

/// Draws the list in the middle of the map.
pub fn show(ctx: &egui::Context, map: Rect, actions: &mut Vec<PanelAction>) {
    let rows: usize = KEYS.iter().map(|(_, keys)| keys.len() + 1).sum();
    let size = vec2(WIDTH, 48.0 + ROW * (rows + 1) as f32 + GRID + 2.0 * theme::MARGIN);
    let rect = Rect::from_center_size(map.center(), size);
    area("keys", rect.min).order(Order::Foreground).show(ctx, |ui| {
        sheet(ui, rect);
        let mut inside = ui.new_child(egui::UiBuilder::new().max_rect(rect.shrink(theme::MARGIN)));
        contents(&mut inside, actions);
        ui.advance_cursor_after_rect(rect);
    });
}

fn contents(ui: &mut Ui, actions: &mut Vec<PanelAction>) {
    ui.spacing_mut().item_spacing.y = 0.0;
    ui.horizontal(|ui| {
        ui.label(theme::title("Keys", 24.0));
        at_right(ui, |ui| {
            if icon_button(ui, Icon::Close, "Close (Esc)").clicked() {
                actions.push(PanelAction::ToggleKeys);
            }
        });
    });
    ui.add_space(GRID);
    for (group, keys) in KEYS {
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
        text(ui, rect.left_center(), Align2::LEFT_CENTER, group, 12.0, theme::muted());
        for (key, does) in keys {
            let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
            text(ui, rect.left_center(), Align2::LEFT_CENTER, key, 14.0, theme::accent());
            text(
                ui,
                rect.left_center() + vec2(KEY_WIDTH, 0.0),
                Align2::LEFT_CENTER,
                does,
                14.0,
                theme::text(),
            );
        }
    }
    ui.add_space(GRID);
    if link(ui, theme::body("Show the tour again")).clicked() {
        actions.push(PanelAction::ToggleKeys);
        actions.push(PanelAction::Tour(TourAction::Show));
    }
}
