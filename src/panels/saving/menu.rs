//! The menu of files, in the bar at the top.

use bevy_egui::egui::{self, Align2, CornerRadius, CursorIcon, Sense, Ui, WidgetInfo, WidgetType, vec2};

use super::FileAction;
use crate::panels::PanelAction;
use crate::panels::marks::Icon;
use crate::panels::theme::{self, GRID};
use crate::panels::widgets::{icon_button, text, thin_line};

const WIDTH: f32 = 264.0;
const ROW: f32 = 32.0;

/// The button, and the menu that it opens.
pub fn show(ui: &mut Ui, unsaved: bool, actions: &mut Vec<PanelAction>) {
    let hover =
        if unsaved { "Files: there are changes that are not saved" } else { "Files: new, open, save" };
    let button = icon_button(ui, Icon::Setups, hover);
    if unsaved {
        ui.painter().circle_filled(button.rect.right_top() + vec2(-6.0, 7.0), 3.5, theme::accent());
    }
    egui::Popup::menu(&button).show(|ui| {
        ui.set_width(WIDTH);
        ui.spacing_mut().item_spacing.y = 2.0;
        let file = |action| PanelAction::File(action);
        for (name, keys, action) in [
            ("New world …", "Ctrl+N", file(FileAction::New)),
            ("Open …", "O", file(FileAction::Open)),
            ("Save", "Ctrl+S", file(FileAction::Save)),
            ("Save as …", "Ctrl+Shift+S", file(FileAction::SaveAs)),
        ] {
            item(ui, name, keys, action, actions);
        }
        thin_line(ui);
        item(ui, "Save a picture of the map", "Ctrl+P", PanelAction::SavePicture, actions);
        item(ui, "Copy a picture of the map", "Ctrl+C", PanelAction::CopyPicture, actions);
    });
}

/// What can be done, and its keys.
fn item(ui: &mut Ui, name: &str, keys: &str, action: PanelAction, actions: &mut Vec<PanelAction>) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let fill = ui.style().interact(&response).weak_bg_fill;
    ui.painter().rect_filled(rect, CornerRadius::same(theme::ROUND), fill);
    text(ui, rect.left_center() + vec2(GRID, 0.0), Align2::LEFT_CENTER, name, 14.0, theme::text());
    text(ui, rect.right_center() - vec2(GRID, 0.0), Align2::RIGHT_CENTER, keys, 12.0, theme::muted());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, format!("{name} ({keys})")));
    if response.on_hover_cursor(CursorIcon::PointingHand).clicked() {
        actions.push(action);
        ui.close();
    }
}
