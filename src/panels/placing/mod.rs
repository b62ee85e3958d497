//! The palette of place mode: the tools with their keys, how the one in hand is used, and what can be undone.

use bevy_egui::egui::{
    self, Align2, Color32, CornerRadius, CursorIcon, FontId, Layout, Rect, Response, Sense, Stroke, Ui,
    WidgetInfo, WidgetType, pos2, vec2,
};

use super::marks::Icon;
use super::theme::{self, GRID};
use super::widgets::{icon_button, primary_button, sheet, text};
use super::{Model, PanelAction, area};
use crate::simulation::capitalised;
use crate::view::{Breadth, PLACE_KEY, PlaceAction, Tool};

mod icons;
pub mod word;

use icons::Sign;

/// Height of the rows: tools, how the tool is used, what can be undone.
const ROWS: [f32; 3] = [48.0, 32.0, 24.0];
/// Space around them.
const PADDING: f32 = 8.0;
/// Space to the edge of the map.
const OFF: f32 = 12.0;
/// The least and the greatest width of a tool, and the width from which it has its name below its sign.
const TOOL: (f32, f32) = (38.0, 60.0);
const NAMED: f32 = 52.0;
/// Buttons at the end of the first row, and the space before them.
const BUTTONS: f32 = 2.0 * 32.0 + GRID;

/// Draws the palette along the upper edge of the map; what is left of the map below it.
pub fn show(ctx: &egui::Context, map: Rect, model: &Model, actions: &mut Vec<PanelAction>) -> Rect {
    if !model.placing.is_on() {
        return map;
    }
    let count = Tool::ALL.len() as f32;
    let room = map.width() - 2.0 * (OFF + PADDING) - BUTTONS;
    let tool = (room / count).floor().clamp(TOOL.0, TOOL.1);
    let size = vec2(count * tool + BUTTONS + 2.0 * PADDING, ROWS.iter().sum::<f32>() + 2.0 * PADDING);
    let rect = Rect::from_min_size(pos2((map.center().x - size.x / 2.0).round(), map.top() + OFF), size);
    area("placing", rect.min).show(ctx, |ui| {
        sheet(ui, rect);
        let inside = rect.shrink(PADDING);
        let mut top = inside.top();
        let mut row = |ui: &mut Ui, place: usize| {
            let rect = Rect::from_min_size(pos2(inside.left(), top), vec2(inside.width(), ROWS[place]));
            top = rect.bottom();
            let layout = Layout::left_to_right(egui::Align::Center);
            let mut row = ui.new_child(egui::UiBuilder::new().id_salt(place).max_rect(rect).layout(layout));
            row.spacing_mut().item_spacing.x = 0.0;
            row
        };
        tools(&mut row(ui, 0), tool, model, actions);
        usage(&mut row(ui, 1), model, actions);
        past(&mut row(ui, 2), model, actions);
        ui.advance_cursor_after_rect(rect);
    });
    if model.placing.tool().is_some() && !ctx.is_pointer_over_egui() {
        ctx.set_cursor_icon(CursorIcon::Crosshair);
    }
    map.with_min_y((rect.bottom() + OFF / 2.0).min(map.bottom()))
}

/// The tools, and what is done to the selected state as a whole.
fn tools(ui: &mut Ui, width: f32, model: &Model, actions: &mut Vec<PanelAction>) {
    let in_hand = model.placing.tool();
    for tool in Tool::ALL {
        let chosen = in_hand == Some(tool);
        let missing = tool.needs_state() && model.selection.state.is_none();
        let (rect, response) = ui.allocate_exact_size(vec2(width, ROWS[0]), Sense::click());
        let fill = match (chosen, response.hovered()) {
            (true, _) => theme::accent(),
            (false, true) => theme::pressed(),
            (false, false) => Color32::TRANSPARENT,
        };
        ui.painter().rect_filled(rect.shrink(1.0), CornerRadius::same(theme::ROUND), fill);
        let ink = match () {
            () if chosen => theme::panel(),
            () if missing => theme::muted(),
            () => theme::text(),
        };
        let named = width >= NAMED;
        let sign = if named { rect.center() - vec2(0.0, 8.0) } else { rect.center() + vec2(-3.0, 0.0) };
        icons::paint(ui.painter(), sign, 8.0, Sign::Tool(tool), ink);
        let key = rect.right_top() + vec2(-5.0, 4.0);
        let key_ink = if chosen { theme::panel() } else { theme::muted() };
        text(ui, key, Align2::RIGHT_TOP, tool.key().1, 12.0, key_ink);
        if named {
            let at = rect.center_bottom() - vec2(0.0, 5.0);
            text(ui, at, Align2::CENTER_BOTTOM, tool.label(), 12.0, ink);
        }
        let name = format!("{} ({})", tool.label(), tool.key().1);
        response.widget_info(|| WidgetInfo::selected(WidgetType::Button, true, chosen, &name));
        let hover = match missing {
            true => format!("{name}. {} First select a state.", plain_usage(tool, model)),
            false => format!("{name}. {}", plain_usage(tool, model)),
        };
        if response.on_hover_cursor(CursorIcon::PointingHand).on_hover_text(hover).clicked() {
            actions.push(PanelAction::Place(PlaceAction::Tool(tool)));
        }
    }
    ui.add_space(GRID);
    delete(ui, model, actions);
    let close = format!("Done placing ({} or Esc)", PLACE_KEY.1);
    if icon_button(ui, Icon::Close, &close).clicked() {
        actions.push(PanelAction::Place(PlaceAction::Toggle));
    }
}

/// The button that takes the selected state off the map.
fn delete(ui: &mut Ui, model: &Model, actions: &mut Vec<PanelAction>) {
    let named = model.selection.state.map(|state| model.names.mid(state));
    let sense = if named.is_some() { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(vec2(32.0, 32.0), sense);
    let ink = match (&named, response.hovered()) {
        (None, _) => theme::line(),
        (Some(_), true) => theme::war(),
        (Some(_), false) => theme::text(),
    };
    if named.is_some() && response.hovered() {
        ui.painter().rect_filled(rect, CornerRadius::same(theme::ROUND), theme::pressed());
    }
    icons::paint(ui.painter(), rect.center(), 8.0, Sign::Delete, ink);
    let hover = match &named {
        Some(name) => format!("Delete {name} (Del)"),
        None => "Delete the selected state (Del)".into(),
    };
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, named.is_some(), &hover));
    if response.on_hover_text(hover).clicked() {
        actions.push(PanelAction::Place(PlaceAction::Delete));
    }
}

/// How the tool in hand is used, with what there is to choose for it.
fn usage(ui: &mut Ui, model: &Model, actions: &mut Vec<PanelAction>) {
    let placing = model.placing;
    let rect = ui.max_rect();
    let mut right = rect.right();
    if placing.chosen() > 0 && placing.tool() == Some(Tool::Split) {
        let words = match placing.chosen() {
            1 => "Split off 1 province (Enter)".into(),
            count => format!("Split off {count} provinces (Enter)"),
        };
        let button = Rect::from_min_max(pos2(right - 240.0, rect.top()), rect.max);
        let layout = Layout::right_to_left(egui::Align::Center);
        let mut end = ui.new_child(egui::UiBuilder::new().id_salt("confirm").max_rect(button).layout(layout));
        let confirm = primary_button(&mut end, &words, true);
        right = confirm.rect.left() - GRID;
        if confirm.clicked() {
            actions.push(PanelAction::Place(PlaceAction::Confirm));
        }
    } else if placing.tool().is_some_and(Tool::is_dragged) {
        for breadth in Breadth::ALL.into_iter().rev() {
            let rect = Rect::from_min_size(pos2(right - 28.0, rect.center().y - 14.0), vec2(28.0, 28.0));
            right = rect.left();
            breadth_button(ui, rect, breadth, model, actions);
        }
        right -= GRID;
    }
    let words = match placing.tool() {
        Some(tool) if tool.needs_state() && model.selection.state.is_none() => {
            "Click a state to select it first, or found one (N).".into()
        }
        Some(tool) => plain_usage(tool, model).to_owned(),
        None => "Choose a tool. Without one a click selects, and capitals can be dragged.".to_owned(),
    };
    // What has not run on since it began takes in further changes.
    let began = model.branch().parent.map_or(0, |(_, tick)| tick);
    let begins = model.history.end() != model.now || began != model.now;
    let words = if begins && placing.tool().is_none() {
        format!("A change here begins a branch at {}. {words}", model.date_of(model.now))
    } else {
        words
    };
    line(ui, rect.with_max_x(right), &words, (12.0, theme::muted()));
}

/// How a tool is used; on invented maps there are no modern countries.
fn plain_usage(tool: Tool, model: &Model) -> &'static str {
    let mut regions = model.setup.scenario.geography.regions.iter();
    let usage = tool.usage();
    match regions.any(|(_, region)| !region.country.is_empty()) {
        true => usage,
        false => usage.split(" Shift:").next().unwrap_or(usage),
    }
}

/// One breadth of brushes, as a dot of its size.
fn breadth_button(ui: &mut Ui, rect: Rect, breadth: Breadth, model: &Model, actions: &mut Vec<PanelAction>) {
    let chosen = model.placing.breadth() == breadth;
    let response = ui.interact(rect, ui.id().with(breadth.label()), Sense::click());
    if chosen || response.hovered() {
        let fill = if chosen { theme::track() } else { theme::pressed() };
        ui.painter().rect_filled(rect, CornerRadius::same(theme::ROUND), fill);
    }
    let ink = if chosen { theme::accent() } else { theme::text() };
    match breadth {
        Breadth::Province => _ = ui.painter().circle_filled(rect.center(), 3.0, ink),
        Breadth::Small => _ = ui.painter().circle_stroke(rect.center(), 6.0, Stroke::new(1.5, ink)),
        Breadth::Large => _ = ui.painter().circle_stroke(rect.center(), 10.0, Stroke::new(1.5, ink)),
    }
    let name = format!("Brush: {} ([ and ])", breadth.label().to_lowercase());
    response.widget_info(|| WidgetInfo::selected(WidgetType::RadioButton, true, chosen, &name));
    if response.on_hover_cursor(CursorIcon::PointingHand).on_hover_text(name).clicked() {
        actions.push(PanelAction::Place(PlaceAction::Breadth(breadth)));
    }
}

/// What can be undone and done again, by name.
fn past(ui: &mut Ui, model: &Model, actions: &mut Vec<PanelAction>) {
    let rect = ui.max_rect();
    ui.painter().hline(rect.x_range(), rect.top(), Stroke::new(1.0, theme::line()));
    let rect = rect.with_min_y(rect.top() + 2.0);
    let (undo, redo) = rect.split_left_right_at_fraction(0.5);
    let parts = [
        (undo, Sign::Undo, "Undo", model.timeline.undoable(), "Ctrl+Z", PanelAction::Undo),
        (redo, Sign::Redo, "Redo", model.timeline.redoable(), "Ctrl+Y", PanelAction::Redo),
    ];
    for (rect, sign, verb, what, keys, action) in parts {
        if past_button(ui, rect, (sign, verb, keys), what).clicked() {
            actions.push(action);
        }
    }
}

fn past_button(
    ui: &mut Ui,
    rect: Rect,
    (sign, verb, keys): (Sign, &str, &str),
    what: Option<&str>,
) -> Response {
    let sense = if what.is_some() { Sense::click() } else { Sense::hover() };
    let response = ui.interact(rect, ui.id().with(verb), sense);
    let (ink, words) = match what {
        Some(what) => (theme::text(), format!("{verb}: {what}")),
        None => (theme::muted().gamma_multiply(0.7), format!("Nothing to {}", verb.to_lowercase())),
    };
    if what.is_some() && response.hovered() {
        ui.painter().rect_filled(rect, CornerRadius::same(theme::ROUND), theme::pressed());
    }
    icons::paint(ui.painter(), rect.left_center() + vec2(13.0, 0.0), 6.0, sign, ink);
    line(ui, rect.with_min_x(rect.left() + 26.0).shrink2(vec2(2.0, 0.0)), &words, (12.0, ink));
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, what.is_some(), &words));
    match what {
        Some(what) => response
            .on_hover_cursor(CursorIcon::PointingHand)
            .on_hover_text(format!("{} ({keys})", capitalised(what))),
        None => response,
    }
}

/// One line of words, cut off where there is no more room; all of them under the pointer.
fn line(ui: &Ui, rect: Rect, words: &str, (size, ink): (f32, Color32)) {
    let mut job = egui::text::LayoutJob::simple_singleline(words.to_owned(), FontId::proportional(size), ink);
    job.wrap = egui::text::TextWrapping::truncate_at_width(rect.width());
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    let at = pos2(rect.left(), rect.center().y - galley.size().y / 2.0);
    ui.painter().galley(at, galley, ink);
}
