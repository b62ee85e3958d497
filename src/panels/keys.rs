//! The list of keys, over the map.

use bevy_egui::egui::{self, Align2, Order, Rect, Sense, Ui, vec2};

use super::marks::Icon;
use super::theme::{self, GRID};
use super::tour::TourAction;
use super::widgets::{at_right, icon_button, link, sheet, text};
use super::{PanelAction, area};

/// What each key does, in groups.
const KEYS: [(&str, &[(&str, &str)]); 4] = [
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
            ("1 – 9, 0, Q", "what the colours mean"),
            ("drag, wheel", "move and zoom"),
            ("F", "show everything"),
            ("click", "select a state"),
            ("Esc", "select nothing"),
        ],
    ),
    (
        "Placing",
        &[
            ("X", "place states, or cease to"),
            ("N, D, A, W", "found, brush, fill, erase"),
            ("K, J, V, U", "capital, merge, split, copy"),
            ("[ ]", "narrower, broader brush"),
            ("Enter, Del", "split off, delete the state"),
        ],
    ),
    (
        "Panels",
        &[
            ("E, S, I", "events, states, the record of history"),
            ("Ctrl+R", "as recorded, or let it run free"),
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

/// How many groups stand in the left of the two columns.
const LEFT: usize = 3;

const WIDTH: f32 = 720.0;
const ROW: f32 = 24.0;
const KEY_WIDTH: f32 = 112.0;

/// Rows of some groups, their headings among them.
fn rows(groups: &[(&str, &[(&str, &str)])]) -> f32 {
    groups.iter().map(|(_, keys)| keys.len() + 1).sum::<usize>() as f32
}

/// Draws the list in the middle of the map.
pub fn show(ctx: &egui::Context, map: Rect, actions: &mut Vec<PanelAction>) {
    let (left, right) = KEYS.split_at(LEFT);
    let high = rows(left).max(rows(right)) * ROW;
    let window = ctx.viewport_rect().shrink(GRID);
    let size = vec2(WIDTH, 48.0 + high + ROW + 2.0 * GRID + 2.0 * theme::MARGIN).min(window.size());
    let room = Rect::from_min_max(window.min + size / 2.0, window.max - size / 2.0);
    let rect = Rect::from_center_size(room.clamp(map.center()), size);
    area("keys", rect.min).order(Order::Foreground).show(ctx, |ui| {
        sheet(ui, rect);
        let mut inside = ui.new_child(egui::UiBuilder::new().max_rect(rect.shrink(theme::MARGIN)));
        contents(&mut inside, high, actions);
        ui.advance_cursor_after_rect(rect);
    });
}

fn contents(ui: &mut Ui, high: f32, actions: &mut Vec<PanelAction>) {
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
    let (left, right) = KEYS.split_at(LEFT);
    let (whole, _) = ui.allocate_exact_size(vec2(ui.available_width(), high), Sense::hover());
    let (at_left, at_right) = whole.split_left_right_at_fraction(0.5);
    for (groups, rect) in [(left, at_left), (right, at_right.with_min_x(at_right.left() + GRID))] {
        let mut at = rect.left_top() + vec2(0.0, ROW / 2.0);
        for (group, keys) in groups {
            text(ui, at, Align2::LEFT_CENTER, group, 12.0, theme::muted());
            at.y += ROW;
            for (key, does) in *keys {
                text(ui, at, Align2::LEFT_CENTER, key, 14.0, theme::accent());
                text(ui, at + vec2(KEY_WIDTH, 0.0), Align2::LEFT_CENTER, does, 14.0, theme::text());
                at.y += ROW;
            }
        }
    }
    ui.add_space(GRID);
    if link(ui, theme::body("Show the tour again")).clicked() {
        actions.push(PanelAction::ToggleKeys);
        actions.push(PanelAction::Tour(TourAction::Show));
    }
}
