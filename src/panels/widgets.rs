//! Widgets that several panels use: bars, links, marks, buttons with an icon.

use bevy_egui::egui::{
    self, Align, Align2, Color32, CornerRadius, CursorIcon, FontId, Label, Layout, Rect, Response, Sense,
    Stroke, Ui, Vec2, WidgetInfo, WidgetType, pos2, vec2,
};

use super::marks::{self, Icon};
use super::theme::{self, GRID};
use super::{Model, PanelAction};
use crate::settings::LeftTab;
use crate::simulation::StateId;
use crate::theory::interest::StateType;

/// Height of a row with a bar.
const ROW: f32 = 20.0;
/// Width of the labels before bars.
const LABEL_WIDTH: f32 = 80.0;
/// Width of the figures behind bars.
const VALUE_WIDTH: f32 = 48.0;

/// What a bar shows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Fill {
    /// A share 0 to 1, from the left.
    Share(f32, Color32),
    /// A value -1 to 1, from the middle.
    Around(f32, Color32),
}

/// Paints a bar.
pub fn paint_bar(ui: &Ui, rect: Rect, fill: Fill) {
    let round = CornerRadius::same(2);
    ui.painter().rect_filled(rect, round, theme::track());
    let part = |from: f32, to: f32| {
        let x = |share: f32| rect.left() + rect.width() * share;
        Rect::from_min_max(pos2(x(from), rect.top()), pos2(x(to).max(x(from) + 1.0), rect.bottom()))
    };
    match fill {
        Fill::Share(share, colour) if share > 0.0 => {
            ui.painter().rect_filled(part(0.0, share.min(1.0)), round, colour);
        }
        Fill::Share(..) => {}
        Fill::Around(value, colour) => {
            let end = 0.5 + value.clamp(-1.0, 1.0) / 2.0;
            ui.painter().rect_filled(part(end.min(0.5), end.max(0.5)), round, colour);
            let middle = rect.center().x;
            ui.painter().vline(middle, rect.y_range().expand(2.0), Stroke::new(1.0, theme::muted()));
        }
    }
}

/// A label, a bar and a figure in a row, with an explanation on hover.
pub fn measure(ui: &mut Ui, label: &str, fill: Fill, value: &str, explanation: &str) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let middle = rect.center().y;
    text(ui, pos2(rect.left(), middle), Align2::LEFT_CENTER, label, 12.0, theme::muted());
    text(ui, pos2(rect.right(), middle), Align2::RIGHT_CENTER, value, 12.0, theme::text());
    let bar = Rect::from_min_max(
        pos2(rect.left() + LABEL_WIDTH, middle - 3.0),
        pos2(rect.right() - VALUE_WIDTH - GRID, middle + 3.0),
    );
    paint_bar(ui, bar, fill);
    if explanation.is_empty() { response } else { response.on_hover_text(explanation) }
}

/// Text at a place, in the regular face.
pub fn text(ui: &Ui, at: egui::Pos2, anchor: Align2, words: &str, size: f32, colour: Color32) -> Rect {
    ui.painter().text(at, anchor, words, FontId::proportional(size), colour)
}

/// A part's heading: small and muted, below a thin line.
pub fn heading(ui: &mut Ui, words: &str, explanation: &str) {
    ui.add_space(GRID);
    thin_line(ui);
    ui.add_space(GRID);
    let response = ui.add(Label::new(theme::small(words)).sense(Sense::hover()));
    if !explanation.is_empty() {
        response.on_hover_text(explanation);
    }
}

/// A thin line over the whole width.
pub fn thin_line(ui: &mut Ui) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 1.0), Sense::hover());
    ui.painter().hline(rect.x_range(), rect.center().y, Stroke::new(1.0, theme::line()));
}

/// Words that can be followed: underlined under the pointer.
pub fn link(ui: &mut Ui, words: egui::RichText) -> Response {
    let response = ui.add(Label::new(words.color(theme::accent())).sense(Sense::click()));
    if response.hovered() {
        let rect = response.rect;
        ui.painter().hline(rect.x_range(), rect.bottom() - 1.0, Stroke::new(1.0, theme::accent()));
    }
    response.on_hover_cursor(CursorIcon::PointingHand)
}

/// A state's name as a link that selects it.
pub fn state_link(ui: &mut Ui, model: &Model, state: StateId, actions: &mut Vec<PanelAction>) {
    if link(ui, theme::body(model.names.plain(state)))
        .on_hover_text("Select it and bring it to the middle")
        .clicked()
    {
        actions.push(PanelAction::Select(state));
    }
}

/// The same in small type, within a line of details.
pub fn small_state_link(ui: &mut Ui, model: &Model, state: StateId, actions: &mut Vec<PanelAction>) {
    if link(ui, theme::small(model.names.plain(state))).clicked() {
        actions.push(PanelAction::Select(state));
    }
}

/// Several names as links, with commas between.
pub fn state_links(ui: &mut Ui, model: &Model, states: &[StateId], actions: &mut Vec<PanelAction>) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(0.0, 2.0);
        for (place, state) in states.iter().enumerate() {
            state_link(ui, model, *state, actions);
            if place + 1 < states.len() {
                ui.label(theme::body(", "));
            }
        }
    });
}

/// A type's mark, with its meaning on hover.
pub fn kind_mark(ui: &mut Ui, kind: StateType, radius: f32) -> Response {
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(2.0 * radius), Sense::hover());
    marks::kind(ui.painter(), rect.center(), radius, kind);
    response.on_hover_text(super::words::kind_meaning(kind))
}

/// A square button with an icon. What it does is its name too.
pub fn icon_button(ui: &mut Ui, icon: Icon, hover: &str) -> Response {
    let response = icon_square(ui, icon, theme::text(), hover);
    named(&response, WidgetType::Button, hover);
    response
}

/// A square button that is on or off.
pub fn toggle_button(ui: &mut Ui, icon: Icon, on: bool, hover: &str) -> Response {
    let response = icon_square(ui, icon, if on { theme::accent() } else { theme::muted() }, hover);
    response.widget_info(|| WidgetInfo::selected(WidgetType::Button, true, on, hover));
    response
}

fn icon_square(ui: &mut Ui, icon: Icon, ink: Color32, hover: &str) -> Response {
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(32.0), Sense::click());
    let fill = ui.style().interact(&response).weak_bg_fill;
    ui.painter().rect_filled(rect, CornerRadius::same(theme::ROUND), fill);
    marks::icon(ui.painter(), rect.center(), 7.0, icon, ink);
    response.on_hover_cursor(CursorIcon::PointingHand).on_hover_text(hover)
}

/// Height of buttons with words.
const BUTTON: f32 = 32.0;

/// One of several, or something that is on or off: words in a rounded frame, filled where chosen. `kind` is what it is
/// for those who cannot see it.
pub fn chip(ui: &mut Ui, name: &str, chosen: bool, kind: WidgetType) -> Response {
    let galley = ui.painter().layout_no_wrap(name.into(), FontId::proportional(14.0), theme::text());
    let (rect, response) = ui.allocate_exact_size(vec2(galley.size().x + 3.0 * GRID, BUTTON), Sense::click());
    let (fill, ink) = match (chosen, response.hovered()) {
        (true, _) => (theme::accent(), theme::panel()),
        (false, true) => (theme::pressed(), theme::text()),
        (false, false) => (theme::track(), theme::text()),
    };
    ui.painter().rect_filled(rect, CornerRadius::same(theme::ROUND), fill);
    text(ui, rect.center(), Align2::CENTER_CENTER, name, 14.0, ink);
    response.widget_info(|| WidgetInfo::selected(kind, true, chosen, name));
    response.on_hover_cursor(CursorIcon::PointingHand)
}

/// Something small that is on or off: a box before words, ticked where on.
pub fn tick_box(ui: &mut Ui, words: &str, on: bool) -> Response {
    const BOX: f32 = 12.0;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 20.0), Sense::click());
    let hovered = response.hovered();
    let (rim, ink) = match (on, hovered) {
        (true, _) => (theme::accent(), theme::text()),
        (false, true) => (theme::text(), theme::text()),
        (false, false) => (theme::muted(), theme::muted()),
    };
    let mark = Rect::from_center_size(rect.left_center() + vec2(BOX / 2.0 + 1.0, 0.0), Vec2::splat(BOX));
    let fill = if on { theme::accent() } else { Color32::TRANSPARENT };
    ui.painter().rect(mark, CornerRadius::same(2), fill, Stroke::new(1.0, rim), egui::StrokeKind::Inside);
    if on {
        let at = |x: f32, y: f32| mark.center() + vec2(x, y);
        let tick = vec![at(-3.5, 0.0), at(-1.0, 2.8), at(3.5, -3.0)];
        ui.painter().add(egui::Shape::line(tick, Stroke::new(1.8, theme::panel())));
    }
    let clip = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
    let left = pos2(mark.right() + GRID, rect.center().y);
    clip.text(left, Align2::LEFT_CENTER, words, FontId::proportional(12.0), ink);
    response.widget_info(|| WidgetInfo::selected(WidgetType::Checkbox, true, on, words));
    response.on_hover_cursor(CursorIcon::PointingHand)
}

/// The button that does what a page is for.
pub fn primary_button(ui: &mut Ui, words: &str, enabled: bool) -> Response {
    let face = FontId::new(14.0, theme::strong_family());
    let galley = ui.painter().layout_no_wrap(words.into(), face.clone(), theme::text());
    let size = vec2((galley.size().x + 4.0 * GRID).max(64.0), BUTTON);
    let sense = if enabled { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(size, sense);
    let (fill, ink) = match (enabled, response.hovered()) {
        (false, _) => (theme::track(), theme::muted()),
        (true, hovered) => (theme::accent().gamma_multiply(if hovered { 1.0 } else { 0.92 }), theme::panel()),
    };
    ui.painter().rect_filled(rect, CornerRadius::same(theme::ROUND), fill);
    ui.painter().text(rect.center(), Align2::CENTER_CENTER, words, face, ink);
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, enabled, words));
    if enabled { response.on_hover_cursor(CursorIcon::PointingHand) } else { response }
}

/// A button of less weight.
pub fn plain_button(ui: &mut Ui, words: &str) -> Response {
    let button = egui::Button::new(theme::body(words)).fill(theme::track()).min_size(vec2(0.0, BUTTON));
    ui.add(button).on_hover_cursor(CursorIcon::PointingHand)
}

/// The mark of a button that opens a list, at its right end.
pub fn drop_mark(ui: &Ui, button: Rect) {
    let tip = button.right_center() - vec2(12.0, -2.0);
    let arrow = vec![tip + vec2(-4.0, -4.0), tip + vec2(4.0, -4.0), tip];
    ui.painter().add(egui::Shape::convex_polygon(arrow, theme::muted(), Stroke::NONE));
}

/// The ground of a page that lies over the map.
pub fn sheet(ui: &Ui, rect: Rect) {
    let (round, rim) = (CornerRadius::same(theme::ROUND), Stroke::new(1.0, theme::line()));
    ui.painter().rect(rect, round, theme::panel(), rim, egui::StrokeKind::Inside);
}

/// A tab: words that are underlined while what they name is shown.
pub fn tab(ui: &mut Ui, words: egui::RichText, chosen: bool, hover: &str) -> Response {
    let name = words.text().to_owned();
    let response = ui.add(
        Label::new(words.color(if chosen { theme::text() } else { theme::muted() })).sense(Sense::click()),
    );
    if chosen || response.hovered() {
        let colour = if chosen { theme::accent() } else { theme::muted() };
        let under = response.rect.bottom() + 1.0;
        ui.painter().hline(response.rect.x_range(), under, Stroke::new(2.0, colour));
    }
    response.widget_info(|| WidgetInfo::selected(WidgetType::SelectableLabel, true, chosen, &name));
    response.on_hover_cursor(CursorIcon::PointingHand).on_hover_text(hover)
}

/// The tabs of the left panel.
pub fn left_tabs(ui: &mut Ui, model: &Model, actions: &mut Vec<PanelAction>) {
    let known = model.chronicle.record().is_some();
    for (kind, name, hover) in [
        (LeftTab::Events, "Events", "What has happened, latest first (E)"),
        (LeftTab::States, "States", "All states in a table (S)"),
        (LeftTab::Record, "Record", "What happened in history, beside this run (I)"),
    ] {
        if kind == LeftTab::Record && !known && model.settings.tab != kind {
            continue;
        }
        let chosen = model.settings.tab == kind;
        if tab(ui, theme::title(name, 18.0), chosen, hover).clicked() && !chosen {
            actions.push(PanelAction::Tab(kind));
        }
    }
}

/// Gives what was painted by hand a name, for screen readers and for tests.
pub fn named(response: &Response, kind: WidgetType, name: &str) {
    response.widget_info(|| WidgetInfo::labeled(kind, true, name));
}

/// Lays out from the right, for what stands at the end of a row.
pub fn at_right<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    ui.with_layout(Layout::right_to_left(Align::Center), add).inner
}
