//! What the dialog looks like: controls at the left, the world that they make at the right.

use bevy_egui::egui::emath::GuiRounding;
use bevy_egui::egui::{
    self, Align2, CornerRadius, Key, Order, Rect, ScrollArea, Sense, Slider, TextEdit, Ui, UiBuilder,
    WidgetInfo, WidgetType, vec2,
};

use super::{MOST_REGIONS, Map, NewWorldAction, NewWorldDialog};
use crate::panels::area;
use crate::panels::marks::Icon;
use crate::panels::theme::{self, GRID, MARGIN};
use crate::panels::widgets::{
    at_right, chip, heading, icon_button, named, plain_button, primary_button, sheet, text,
};

const SIZE: egui::Vec2 = vec2(840.0, 640.0);
/// Width of the controls.
const CONTROLS: f32 = 336.0;
/// Height of the buttons' row.
const FOOT: f32 = 48.0;
/// How many states are named.
const MOST_NAMED: usize = 24;

/// Draws it in the middle of the window.
pub fn show(ctx: &egui::Context, dialog: &NewWorldDialog, actions: &mut Vec<NewWorldAction>) {
    let window = ctx.viewport_rect();
    let rect =
        Rect::from_center_size(window.center(), SIZE.min(window.size() - vec2(2.0, 2.0) * GRID)).round_ui();
    let shown = area("new world", rect.min).order(Order::Foreground).show(ctx, |ui| {
        sheet(ui, rect);
        let inner = rect.shrink(MARGIN);
        let mut inside = ui.new_child(UiBuilder::new().max_rect(inner));
        inside.set_clip_rect(rect);
        inside.horizontal(|ui| {
            ui.label(theme::title("New world", 24.0));
            at_right(ui, |ui| {
                if icon_button(ui, Icon::Close, "Close, and leave the world as it is (Esc)").clicked() {
                    actions.push(NewWorldAction::Close);
                }
            });
        });
        let body = Rect::from_min_max(inside.cursor().min, inner.max).with_max_y(inner.bottom() - FOOT);
        let (left, right) = body.split_left_right_at_x(body.left() + CONTROLS.min(0.5 * body.width()));
        let mut controls = inside.new_child(UiBuilder::new().id_salt("controls").max_rect(left));
        controls.set_clip_rect(left.expand2(vec2(4.0, 0.0)));
        ScrollArea::vertical().auto_shrink(false).show(&mut controls, |ui| {
            ui.set_width(left.width() - GRID);
            self::controls(ui, dialog, actions);
        });
        let mut picture = inside
            .new_child(UiBuilder::new().id_salt("made").max_rect(right.with_min_x(right.left() + MARGIN)));
        picture.set_clip_rect(right);
        made(&mut picture, dialog);
        let foot = Rect::from_min_max(egui::pos2(inner.left(), inner.bottom() - FOOT + GRID), inner.max);
        let layout = egui::Layout::left_to_right(egui::Align::Center);
        let mut foot = inside.new_child(UiBuilder::new().id_salt("foot").max_rect(foot).layout(layout));
        buttons(&mut foot, dialog, actions);
        ui.advance_cursor_after_rect(rect);
    });
    // The keyboard stays here.
    ctx.memory_mut(|memory| memory.set_modal_layer(shown.response.layer_id));
    if ctx.input(|input| input.key_pressed(Key::Escape)) {
        actions.push(NewWorldAction::Close);
    }
}

fn controls(ui: &mut Ui, dialog: &NewWorldDialog, actions: &mut Vec<NewWorldAction>) {
    ui.spacing_mut().item_spacing.y = 4.0;
    ui.label(theme::small("Map"));
    ui.horizontal(|ui| {
        for (map, name, meaning) in [
            (Map::Europe, "Europe", "The real provinces, seen from Europe"),
            (Map::Earth, "The world", "The real provinces, all 1,330"),
            (Map::Invented, "Invented", "A map grown from a seed"),
        ] {
            if chip(ui, name, dialog.map == map, WidgetType::RadioButton).on_hover_text(meaning).clicked() {
                actions.push(NewWorldAction::Map(map));
            }
        }
    });
    heading(ui, "Name", "");
    let mut name = dialog.name.clone();
    let hint = dialog.plan().filter(|_| name.is_empty()).map_or(String::new(), |plan| plan.name);
    let field =
        TextEdit::singleline(&mut name).hint_text(hint).desired_width(f32::INFINITY).margin(vec2(GRID, 6.0));
    let response = ui.add(field.char_limit(80));
    named(&response, WidgetType::TextEdit, "Name");
    if dialog.fresh {
        response.request_focus();
    }
    if response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)) {
        actions.push(NewWorldAction::Create);
    }
    if response.changed() {
        actions.push(NewWorldAction::Name(name));
    }
    if dialog.map == Map::Invented {
        heading(ui, "Regions", "Pieces of land, each about 100,000 square kilometres");
        let mut regions = dialog.regions;
        let most = MOST_REGIONS.max(regions);
        if slider(ui, Slider::new(&mut regions, 6..=most).logarithmic(true), "Regions") {
            actions.push(NewWorldAction::Regions(regions));
        }
        heading(ui, "Land", "The rest of the map is sea");
        let mut land = dialog.land;
        if slider(ui, Slider::new(&mut land, 10..=100).suffix(" %"), "Land, in per cent") {
            actions.push(NewWorldAction::Land(land));
        }
    }
    heading(
        ui,
        "States to begin with",
        "None, to place them all yourself; or the land is divided among so many",
    );
    let mut states = dialog.states.min(dialog.most_states());
    if slider(
        ui,
        Slider::new(&mut states, 0..=dialog.most_states().min(100)).clamping(egui::SliderClamping::Never),
        "States",
    ) {
        actions.push(NewWorldAction::States(states.min(dialog.most_states())));
    }
    if states > 0 {
        ui.horizontal(|ui| {
            for (drawn, name, meaning) in [
                (true, "Each another", "Means, postures, aims and movements are drawn by the seed"),
                (
                    false,
                    "All alike",
                    "Content and peaceful, with means by their land: change them as you like",
                ),
            ] {
                let chosen = dialog.drawn == drawn;
                if chip(ui, name, chosen, WidgetType::RadioButton).on_hover_text(meaning).clicked() {
                    actions.push(NewWorldAction::Drawn(drawn));
                }
            }
        });
    }
    if dialog.map == Map::Invented || states > 0 {
        seed(ui, dialog, actions);
    }
}

fn seed(ui: &mut Ui, dialog: &NewWorldDialog, actions: &mut Vec<NewWorldAction>) {
    heading(ui, "Seed", "The same seed makes the same world");
    ui.horizontal(|ui| {
        let mut seed = dialog.seed.clone();
        let wrong = dialog.seed().is_none();
        let colour = if wrong { theme::war() } else { theme::text() };
        let field = TextEdit::singleline(&mut seed).desired_width(104.0).text_color(colour).char_limit(20);
        let response = ui.add(field.margin(vec2(GRID, 6.0)));
        named(&response, WidgetType::TextEdit, "Seed");
        if response.changed() {
            actions.push(NewWorldAction::Seed(seed));
        }
        if plain_button(ui, "Another").on_hover_text("Another seed").clicked() {
            actions.push(NewWorldAction::Roll);
        }
        if wrong {
            ui.label(theme::small("a whole number").color(theme::war()));
        }
    });
}

/// A slider over the whole width; whether it was moved.
fn slider(ui: &mut Ui, slider: Slider, name: &str) -> bool {
    ui.spacing_mut().slider_width = (ui.available_width() - 72.0).max(60.0);
    ui.visuals_mut().widgets.inactive.bg_fill = theme::pressed();
    let response = ui.add(slider);
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Slider, true, name));
    response.changed()
}

/// The picture of the world, and who is in it.
fn made(ui: &mut Ui, dialog: &NewWorldDialog) {
    let width = ui.available_width();
    let (rect, response) = ui.allocate_exact_size(vec2(width, width * 0.625), Sense::hover());
    let round = CornerRadius::same(theme::ROUND);
    match &dialog.texture {
        Some(texture) => {
            egui::Image::new((texture.id(), rect.size())).corner_radius(round).paint_at(ui, rect)
        }
        None => {
            ui.painter().rect_filled(rect, round, theme::track());
            text(ui, rect.center(), Align2::CENTER_CENTER, "…", 18.0, theme::muted());
        }
    }
    let Some(made) = &dialog.made else { return };
    let regions = made.scenario.geography.regions.len();
    let states = made.scenario.states.len();
    let land = if regions == 1 { "1 region".into() } else { format!("{regions} regions") };
    let who = match states {
        0 => "no states yet".into(),
        1 => "1 state".into(),
        more => format!("{more} states"),
    };
    named(&response, WidgetType::Image, &format!("Map of {}", made.scenario.name));
    ui.label(theme::title(&made.scenario.name, 18.0));
    ui.label(theme::small(format!("{land}  ·  {who}  ·  from {}, by months", made.scenario.start.year())));
    let mut names: Vec<&str> = made.scenario.states.iter().map(|state| state.name.as_str()).collect();
    let more = names.len().saturating_sub(MOST_NAMED);
    names.truncate(MOST_NAMED);
    let mut words = names.join(", ");
    if more > 0 {
        words += &format!(" and {more} more");
    }
    if states == 0 {
        words = "You place the states: found them on the map, paint their land, set what they are and want."
            .into();
    }
    ui.add(egui::Label::new(theme::small(words)).wrap());
}

fn buttons(ui: &mut Ui, dialog: &NewWorldDialog, actions: &mut Vec<NewWorldAction>) {
    let words = if dialog.wanted { "Making it …" } else { "Create" };
    if primary_button(ui, words, dialog.seed().is_some() && !dialog.wanted).clicked() {
        actions.push(NewWorldAction::Create);
    }
    if plain_button(ui, "Cancel").clicked() {
        actions.push(NewWorldAction::Close);
    }
    ui.label(theme::small("It is not in any file until you save it."));
}
