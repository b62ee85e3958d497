//! Files: those opened before, folders to go through, and a path to type.

use std::path::Path;

use bevy_egui::egui::{
    Align2, Context, CornerRadius, CursorIcon, Id, Key, Order, Rect, Response, ScrollArea, Sense, Shape,
    Stroke, TextEdit, Ui, UiBuilder, WidgetType, pos2, text::CCursor, text::CCursorRange, vec2,
};

use super::browser::{Entry, places};
use super::frame::{NARROW, conditions};
use super::{Picker, PickerAction};
use crate::panels::area;
use crate::panels::theme::{self, GRID, MARGIN};
use crate::panels::widgets::{named, plain_button, sheet, thin_line};

/// Width of the places at the left.
const SIDE: f32 = 248.0;
/// Height of an entry.
const ROW: f32 = 32.0;

/// Draws places at the left, and what is in the folder.
pub fn show(ui: &mut Ui, rect: Rect, picker: &Picker, actions: &mut Vec<PickerAction>) {
    let mut folder = rect;
    if rect.width() >= NARROW {
        let (left, right) = rect.split_left_right_at_x(rect.left() + SIDE);
        let mut inside = ui.new_child(UiBuilder::new().id_salt("places").max_rect(left));
        inside.set_clip_rect(left);
        ScrollArea::vertical().auto_shrink(false).show(&mut inside, |ui| side(ui, picker, actions));
        ui.painter().vline(left.right(), left.y_range(), Stroke::new(1.0, theme::line()));
        folder = right;
    }
    let mut inside = ui.new_child(UiBuilder::new().id_salt("folder").max_rect(folder.shrink(MARGIN)));
    inside.set_clip_rect(folder);
    path_field(&mut inside, picker, actions);
    inside.add_space(4.0);
    thin_line(&mut inside);
    inside.spacing_mut().item_spacing.y = 0.0;
    entries(&mut inside, picker, actions);
}

/// Places, files opened before, and what to run a file with.
fn side(ui: &mut Ui, picker: &Picker, actions: &mut Vec<PickerAction>) {
    let margin = bevy_egui::egui::Margin::same(MARGIN as i8);
    bevy_egui::egui::Frame::new().inner_margin(margin).show(ui, |ui| {
        ui.set_width(SIDE - 2.0 * MARGIN);
        ui.spacing_mut().item_spacing.y = 4.0;
        ui.label(theme::small("Places"));
        for (name, folder) in places() {
            let here = folder == picker.listing.folder;
            if row(ui, name, true, here).on_hover_text(folder.display().to_string()).clicked() {
                actions.push(PickerAction::Enter(folder));
            }
        }
        ui.add_space(GRID);
        ui.label(theme::small("Opened before"));
        if picker.recent.is_empty() {
            ui.label(theme::body("Files that you open are kept here.").color(theme::muted()));
        }
        for path in &picker.recent {
            if row(ui, &file_name(path), false, false).on_hover_text(path.display().to_string()).clicked() {
                actions.push(PickerAction::Read(path.clone()));
            }
        }
        ui.add_space(GRID);
        ui.label(theme::small("Run it with"));
        conditions(ui, picker, actions);
    });
}

fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

/// Says what becomes of a file that is held over the window.
pub fn show_held(ctx: &Context, path: &Path) {
    let rect = Rect::from_center_size(ctx.viewport_rect().center(), vec2(360.0, 72.0));
    area("held file", rect.min).order(Order::Tooltip).interactable(false).show(ctx, |ui| {
        sheet(ui, rect);
        let words = format!("Let go to open {}", file_name(path));
        let face = bevy_egui::egui::FontId::proportional(14.0);
        let words = ui.painter().layout(words, face, theme::text(), rect.width() - 2.0 * MARGIN);
        ui.painter().galley(rect.center() - 0.5 * words.size(), words, theme::text());
        ui.advance_cursor_after_rect(rect);
    });
}

/// The path, to be typed or seen; Enter goes there, or writes it out as far as it is plain.
fn path_field(ui: &mut Ui, picker: &Picker, actions: &mut Vec<PickerAction>) {
    ui.horizontal(|ui| {
        let up = plain_button(ui, "↑").on_hover_text("To the folder above");
        named(&up, WidgetType::Button, "To the folder above");
        if up.clicked()
            && let Some(above) = picker.listing.folder.parent()
        {
            actions.push(PickerAction::Enter(above.to_owned()));
        }
        let mut typed = picker.typed.clone();
        let id = Id::new("path of a setup");
        let width = (ui.available_width() - 48.0).max(80.0);
        let field = TextEdit::singleline(&mut typed).id(id).desired_width(width).margin(vec2(GRID, 6.0));
        let output = field.hint_text("Folder or file; Enter writes it out").char_limit(4096).show(ui);
        let response = output.response.response;
        named(&response, WidgetType::TextEdit, "Path");
        if picker.fresh {
            response.request_focus();
        }
        if picker.put {
            let mut state = output.state;
            let end = CCursorRange::one(CCursor::new(picker.typed.chars().count()));
            state.cursor.set_char_range(Some(end));
            state.store(ui.ctx(), id);
        }
        let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if response.changed() {
            actions.push(PickerAction::Type(typed));
        }
        if entered {
            response.request_focus();
        }
        if plain_button(ui, "Go").clicked() || entered {
            actions.push(PickerAction::Go);
        }
    });
    let (words, colour) = if !picker.trouble.is_empty() {
        (picker.trouble.clone(), theme::war())
    } else if let Some(reading) = &picker.reading {
        (format!("Reading {} …", file_name(&reading.path)), theme::muted())
    } else if picker.seed().is_none() {
        ("The seed must be a whole number.".into(), theme::war())
    } else {
        ("Choose a scenario or a session (.ron), or drop one onto the window.".into(), theme::muted())
    };
    ui.label(theme::small(words).color(colour));
}

fn entries(ui: &mut Ui, picker: &Picker, actions: &mut Vec<PickerAction>) {
    let listing = &picker.listing;
    if listing.entries.is_empty() {
        ui.add_space(MARGIN);
        let words =
            if picker.looking.is_some() { "Looking …" } else { "No folders and no scenario files here." };
        ui.label(theme::body(words).color(theme::muted()));
        return;
    }
    let rows = listing.entries.len() + usize::from(listing.left_out > 0);
    // The salt keeps the place in each folder apart.
    let area = ScrollArea::vertical().id_salt(&listing.folder).auto_shrink(false);
    area.show_rows(ui, ROW, rows, |ui, range| {
        for number in range {
            let Some(Entry { name, path, is_folder }) = listing.entries.get(number) else {
                ui.label(theme::small(format!("and {} more: type the name", listing.left_out)));
                continue;
            };
            if row(ui, name, *is_folder, false).clicked() {
                let path = path.clone();
                actions.push(if *is_folder { PickerAction::Enter(path) } else { PickerAction::Read(path) });
            }
        }
    });
}

/// A folder or a file, with its mark.
pub fn row(ui: &mut Ui, name: &str, is_folder: bool, here: bool) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    if response.hovered() || here {
        ui.painter().rect_filled(rect, CornerRadius::same(theme::ROUND), theme::track());
    }
    let centre = pos2(rect.left() + 18.0, rect.center().y);
    mark(ui, centre, is_folder);
    let words = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
    let face = bevy_egui::egui::FontId::proportional(14.0);
    words.text(pos2(rect.left() + 36.0, rect.center().y), Align2::LEFT_CENTER, name, face, theme::text());
    named(&response, WidgetType::Button, name);
    response.on_hover_cursor(CursorIcon::PointingHand)
}

/// A folder with its flap, or a sheet with a corner turned down.
fn mark(ui: &Ui, centre: bevy_egui::egui::Pos2, is_folder: bool) {
    let outline: &[(f32, f32)] = if is_folder {
        &[(-7.0, -5.0), (-2.0, -5.0), (0.0, -3.0), (7.0, -3.0), (7.0, 5.5), (-7.0, 5.5)]
    } else {
        &[(-5.0, -7.0), (2.0, -7.0), (5.0, -4.0), (5.0, 7.0), (-5.0, 7.0)]
    };
    let colour = if is_folder { theme::accent() } else { theme::muted() };
    let points = outline.iter().map(|(x, y)| centre + vec2(*x, *y)).collect();
    ui.painter().add(Shape::closed_line(points, Stroke::new(1.5, colour)));
}
