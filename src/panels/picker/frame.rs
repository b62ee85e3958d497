//! The frame of the picker: its head, its pages, and the pieces they share.

use bevy_egui::egui::{
    self, Align, Key, Layout, Order, Rect, Stroke, TextEdit, Ui, UiBuilder, WidgetType, vec2,
};

use super::{Page, Picker, PickerAction, cards, faults, files};
use crate::panels::marks::Icon;
use crate::panels::theme::{self, GRID, MARGIN};
use crate::panels::widgets::{at_right, chip, icon_button, named};
use crate::panels::{area, words};
use crate::theory::parameters::Preset;

/// Height of the head.
const HEAD: f32 = 64.0;

/// Width below which parts stand one above the other.
pub const NARROW: f32 = 760.0;

/// Draws the picker over the whole window.
pub fn show(ctx: &egui::Context, picker: &Picker, actions: &mut Vec<PickerAction>) {
    let rect = ctx.viewport_rect();
    let shown = area("setups", rect.min).order(Order::Foreground).show(ctx, |ui| {
        ui.painter().rect_filled(rect, 0.0, theme::panel());
        ui.set_clip_rect(rect);
        let (top, below) = rect.split_top_bottom_at_y((rect.top() + HEAD).min(rect.bottom()));
        head(ui, top, picker, actions);
        ui.painter().hline(rect.x_range(), top.bottom() - 0.5, Stroke::new(1.0, theme::line()));
        match (&picker.fault, picker.page) {
            (Some(fault), _) => faults::show(ui, below, fault, picker.reading.is_some(), actions),
            (None, Page::Setups) => cards::show(ui, below, picker, actions),
            (None, Page::Files) => files::show(ui, below, picker, actions),
        }
        // The area is as large as what it covers, even where a page has less to show.
        ui.advance_cursor_after_rect(rect);
    });
    // The keyboard stays here too.
    ctx.memory_mut(|memory| memory.set_modal_layer(shown.response.layer_id));
    if ctx.input(|input| input.key_pressed(Key::Escape)) && !egui::Popup::is_any_open(ctx) {
        actions.push(if picker.fault.is_some() { PickerAction::Dismiss } else { PickerAction::Close });
    }
}

/// Title, pages, search and the way out.
fn head(ui: &mut Ui, rect: Rect, picker: &Picker, actions: &mut Vec<PickerAction>) {
    let inside = rect.shrink2(vec2(MARGIN, 0.0));
    let layout = Layout::left_to_right(Align::Center);
    let mut row = ui.new_child(UiBuilder::new().max_rect(inside).layout(layout));
    let narrow = rect.width() < NARROW;
    if !narrow {
        row.label(theme::title("Setups", 24.0));
        row.add_space(2.0 * GRID);
    }
    row.spacing_mut().item_spacing.x = 4.0;
    for (page, name) in [(Page::Setups, "Built in"), (Page::Files, "Files")] {
        let shown = picker.page == page && picker.fault.is_none();
        if chip(&mut row, name, shown, WidgetType::SelectableLabel).clicked() {
            actions.push(PickerAction::Dismiss);
            actions.push(PickerAction::Page(page));
        }
    }
    if chip(&mut row, "New world …", false, WidgetType::Button).clicked() {
        actions.push(PickerAction::NewWorld);
    }
    at_right(&mut row, |ui| {
        if icon_button(ui, Icon::Close, "Close, and leave the world as it is (Esc)").clicked() {
            actions.push(PickerAction::Close);
        }
        ui.add_space(GRID);
        if picker.page == Page::Setups && picker.fault.is_none() {
            search(ui, picker, actions);
        }
    });
}

fn search(ui: &mut Ui, picker: &Picker, actions: &mut Vec<PickerAction>) {
    let mut words = picker.search.clone();
    let width = (ui.available_width() - GRID).clamp(60.0, 280.0);
    let field =
        TextEdit::singleline(&mut words).hint_text("Search names, ideas, states").desired_width(width);
    let response = ui.add(field.margin(vec2(GRID, 6.0)).char_limit(100));
    named(&response, WidgetType::TextEdit, "Search setups");
    if picker.fresh {
        response.request_focus();
    }
    if response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)) {
        actions.push(PickerAction::Load);
    }
    if response.changed() {
        actions.push(PickerAction::Search(words));
    }
}

/// The seed and the school to run with.
pub fn conditions(ui: &mut Ui, picker: &Picker, actions: &mut Vec<PickerAction>) {
    let row = vec2(ui.available_width(), 30.0);
    let layout = Layout::left_to_right(Align::Center);
    ui.allocate_ui_with_layout(row, layout, |ui| {
        ui.set_min_height(row.y);
        ui.label(theme::small("Seed"));
        let mut seed = picker.seed.clone();
        let wrong = picker.seed().is_none();
        let colour = if wrong { theme::war() } else { theme::text() };
        let field = TextEdit::singleline(&mut seed).desired_width(72.0).text_color(colour).char_limit(20);
        let response = ui.add(field.margin(vec2(GRID, 5.0)));
        named(&response, WidgetType::TextEdit, "Seed");
        if response.changed() {
            actions.push(PickerAction::Seed(seed));
        }
        response.on_hover_text("The same setup and seed give the same history, to the last bit.");
        if wrong {
            ui.label(theme::small("a whole number, please").color(theme::war()));
        }
    });
    ui.allocate_ui_with_layout(row, layout, |ui| {
        ui.set_min_height(row.y);
        ui.label(theme::small("Theory"));
        let own = "as the setup says";
        let label = |theory: Option<Preset>| theory.map_or(own, words::preset);
        ui.visuals_mut().widgets.inactive.weak_bg_fill = theme::track();
        let width = (ui.available_width() - GRID).clamp(80.0, 208.0);
        let choice = egui::ComboBox::from_id_salt("theory").selected_text(label(picker.theory)).width(width);
        let choice = choice.show_ui(ui, |ui| {
            for theory in [None].into_iter().chain(Preset::ALL.map(Some)) {
                let row = ui.selectable_label(picker.theory == theory, label(theory));
                let meaning = theory.map_or("The school that the setup was made for.", words::preset_meaning);
                if row.on_hover_text(meaning).clicked() {
                    actions.push(PickerAction::Theory(theory));
                }
            }
        });
        named(&choice.response, WidgetType::ComboBox, "Theory");
    });
}
