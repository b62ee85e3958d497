//! The bar at the top: what is run, when it is, how fast, and what the map's colours mean.

use bevy_egui::egui::{
    self, Align2, CornerRadius, CursorIcon, FontId, Label, Layout, Rect, Response, Sense, Stroke, Ui, pos2,
    vec2,
};

use super::marks::Icon;
use super::theme::{self, GRID};
use super::widgets::{at_right, icon_button, text};
use super::{Model, PanelAction, words};
use crate::view::{MapMode, Speed};

/// Width of the date, so that nothing moves when a month has a longer name.
const DATE_WIDTH: f32 = 168.0;

/// Draws the bar.
pub fn show(ui: &mut Ui, model: &Model, actions: &mut Vec<PanelAction>) {
    let bar = ui.max_rect();
    ui.painter().hline(bar.x_range(), bar.bottom() - 0.5, Stroke::new(1.0, theme::line()));
    let inside = bar.shrink2(vec2(theme::MARGIN, 0.0));
    let layout = Layout::left_to_right(egui::Align::Center);
    let mut row = ui.new_child(egui::UiBuilder::new().max_rect(inside).layout(layout));
    let width = title_width(bar.width());
    two_lines(&mut row, width, |ui| about(ui, model));
    gap(&mut row);
    two_lines(&mut row, DATE_WIDTH, |ui| time(ui, model));
    gap(&mut row);
    transport(&mut row, model, actions);
    gap(&mut row);
    modes(&mut row, model, actions);
    at_right(&mut row, |ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        if icon_button(ui, Icon::Help, "Show all keys (H or ?)").clicked() {
            actions.push(PanelAction::ToggleKeys);
        }
        if icon_button(ui, Icon::Setups, "Choose another setup, or open a file (O)").clicked() {
            actions.push(PanelAction::Setups);
        }
        let verb = if model.memory.hidden { "Show" } else { "Hide" };
        if icon_button(ui, Icon::Sides, &format!("{verb} the panels at the sides (Tab)")).clicked() {
            actions.push(PanelAction::ToggleSides);
        }
    });
}

/// What the title may take, since all else has its fixed width.
fn title_width(bar: f32) -> f32 {
    (bar - 952.0).clamp(120.0, 288.0)
}

/// Two lines, one above the other, in the middle of the bar's height.
fn two_lines(ui: &mut Ui, width: f32, add: impl FnOnce(&mut Ui)) {
    let (rect, _) = ui.allocate_exact_size(vec2(width, 48.0), Sense::hover());
    let mut inside =
        ui.new_child(egui::UiBuilder::new().max_rect(rect).layout(Layout::top_down(egui::Align::Min)));
    inside.spacing_mut().item_spacing.y = 0.0;
    add(&mut inside);
}

fn gap(ui: &mut Ui) {
    ui.add_space(GRID);
}

/// Title, seed and school.
fn about(ui: &mut Ui, model: &Model) {
    let scenario = &model.setup.scenario;
    ui.add_space(2.0);
    ui.add(Label::new(theme::title(&scenario.name, 20.0)).truncate().sense(Sense::hover()))
        .on_hover_text(&scenario.description);
    ui.add_space(2.0);
    let line = format!("seed {}  ·  {}", model.setup.seed, words::preset(scenario.preset));
    let hover = format!(
        "{}\nThe same scenario and seed give the same history, to the last bit.",
        words::preset_meaning(scenario.preset)
    );
    ui.add(Label::new(theme::small(line)).truncate().sense(Sense::hover())).on_hover_text(hover);
}

/// The date, the tick and the world's digest.
fn time(ui: &mut Ui, model: &Model) {
    let clock = &model.survey.clock;
    let size = if matches!(clock.length, crate::scenario::TickLength::Months(_)) { 24.0 } else { 18.0 };
    ui.add(Label::new(theme::title(model.date_of(clock.tick), size)).extend());
    let ticks = if clock.tick == 1 { "1 tick".into() } else { format!("{} ticks", clock.tick) };
    let line = format!("{ticks}  ·  {:08x}", model.survey.hash.0 >> 32);
    let hover = format!(
        "State hash {:016x}: equal hashes mean equal worlds, on any machine.\nOne tick is {}.",
        model.survey.hash.0,
        tick_length(clock.length)
    );
    ui.add(Label::new(theme::small(line)).sense(Sense::hover())).on_hover_text(hover);
}

fn tick_length(length: crate::scenario::TickLength) -> String {
    use crate::scenario::TickLength;
    match length {
        TickLength::Days(1) => "a day".into(),
        TickLength::Days(days) => format!("{days} days"),
        TickLength::Months(1) => "a month".into(),
        TickLength::Months(months) => format!("{months} months"),
    }
}

/// Run, one tick, from the start, and the speed.
fn transport(ui: &mut Ui, model: &Model, actions: &mut Vec<PanelAction>) {
    ui.spacing_mut().item_spacing.x = 0.0;
    let (icon, verb) = if model.playback.running { (Icon::Pause, "Pause") } else { (Icon::Play, "Run") };
    if icon_button(ui, icon, &format!("{verb} (Space)")).clicked() {
        actions.push(PanelAction::TogglePlay);
    }
    if icon_button(ui, Icon::Step, "Stop and run one tick (→)").clicked() {
        actions.push(PanelAction::Step);
    }
    if icon_button(ui, Icon::Restart, "Start again from tick 0 with the same seed (R)").clicked() {
        actions.push(PanelAction::Restart);
    }
    ui.add_space(GRID);
    speed(ui, model, actions);
    ui.spacing_mut().item_spacing.x = GRID;
}

fn speed(ui: &mut Ui, model: &Model, actions: &mut Vec<PanelAction>) {
    let now = model.playback.speed;
    let (rect, button) = ui.allocate_exact_size(vec2(96.0, 32.0), Sense::click());
    let fill = ui.style().interact(&button).weak_bg_fill;
    ui.painter().rect_filled(rect, CornerRadius::same(theme::ROUND), fill);
    text(ui, rect.left_center() + vec2(GRID, 0.0), Align2::LEFT_CENTER, &short(now), 14.0, theme::text());
    let tip = rect.right_center() - vec2(12.0, -2.0);
    let arrow = [tip + vec2(-4.0, -4.0), tip + vec2(4.0, -4.0), tip];
    ui.painter().add(egui::Shape::convex_polygon(arrow.to_vec(), theme::muted(), Stroke::NONE));
    egui::Popup::menu(&button).show(|ui| {
        ui.set_width(144.0);
        ui.spacing_mut().item_spacing.y = 2.0;
        for speed in Speed::ALL {
            if menu_row(ui, &speed.label(), speed == now).clicked() {
                actions.push(PanelAction::Speed(speed));
                ui.close();
            }
        }
    });
    button
        .on_hover_cursor(CursorIcon::PointingHand)
        .on_hover_text("Speed, in ticks a second (− slower, + faster)");
}

/// A speed in the button's width.
fn short(speed: Speed) -> String {
    match speed {
        Speed::Ticks(_) => speed.label(),
        Speed::Unlimited => "fastest".into(),
    }
}

fn menu_row(ui: &mut Ui, words: &str, chosen: bool) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 28.0), Sense::click());
    let fill = ui.style().interact(&response).weak_bg_fill;
    ui.painter().rect_filled(rect, CornerRadius::same(theme::ROUND), fill);
    let colour = if chosen { theme::accent() } else { theme::text() };
    text(ui, rect.left_center() + vec2(GRID, 0.0), Align2::LEFT_CENTER, words, 14.0, colour);
    response.on_hover_cursor(CursorIcon::PointingHand)
}

/// What the map's colours mean: one of several, side by side.
fn modes(ui: &mut Ui, model: &Model, actions: &mut Vec<PanelAction>) {
    ui.spacing_mut().item_spacing.x = 0.0;
    let face = FontId::proportional(14.0);
    // In a narrow window the keys are left to the hover text.
    let bare = ui.max_rect().width() < BARE;
    let widths: Vec<f32> =
        MapMode::ALL.iter().map(|mode| segment_width(ui, mode.label(), &face, bare)).collect();
    let (track, _) = ui.allocate_exact_size(vec2(widths.iter().sum(), 32.0), Sense::hover());
    ui.painter().rect_filled(track, CornerRadius::same(theme::ROUND), theme::track());
    let mut left = track.left();
    for (place, (mode, width)) in MapMode::ALL.into_iter().zip(widths).enumerate() {
        let rect = Rect::from_min_size(pos2(left, track.top()), vec2(width, track.height()));
        left += width;
        let response = ui.interact(rect, ui.id().with(mode.label()), Sense::click());
        let key = (!bare).then_some(place + 1);
        segment(ui, rect, key, mode.label(), mode == model.mode, response.hovered());
        let hover = format!("{} (key {})", mode_meaning(mode), place + 1);
        if response.on_hover_cursor(CursorIcon::PointingHand).on_hover_text(hover).clicked() {
            actions.push(PanelAction::Mode(mode));
        }
    }
    ui.spacing_mut().item_spacing.x = GRID;
}

/// Width of the number key before a segment's name.
const KEY_WIDTH: f32 = 14.0;

/// Width of the bar below which segments stand without their keys.
const BARE: f32 = 1120.0;

fn segment_width(ui: &Ui, words: &str, face: &FontId, bare: bool) -> f32 {
    let galley = ui.painter().layout_no_wrap(words.to_owned(), face.clone(), theme::text());
    let key = if bare { 0.0 } else { KEY_WIDTH + GRID };
    (galley.size().x + key + 2.0 * GRID).ceil()
}

fn segment(ui: &Ui, rect: Rect, key: Option<usize>, words: &str, chosen: bool, hovered: bool) {
    if chosen || hovered {
        let fill = if chosen { theme::accent() } else { theme::pressed() };
        ui.painter().rect_filled(rect.shrink(2.0), CornerRadius::same(theme::ROUND - 2), fill);
    }
    let (ink, key_ink) =
        if chosen { (theme::panel(), theme::panel()) } else { (theme::text(), theme::muted()) };
    let Some(key) = key else {
        text(ui, rect.center(), Align2::CENTER_CENTER, words, 14.0, ink);
        return;
    };
    let left = rect.left_center() + vec2(1.5 * GRID, 0.0);
    text(ui, left, Align2::LEFT_CENTER, &key.to_string(), 12.0, key_ink);
    text(ui, left + vec2(KEY_WIDTH, 0.0), Align2::LEFT_CENTER, words, 14.0, ink);
}

/// What a mode shows.
fn mode_meaning(mode: MapMode) -> &'static str {
    match mode {
        MapMode::Political => "Each state in its colour",
        MapMode::Blocs => "Allies share a colour and a pattern",
        MapMode::Threat => "How much every other state threatens the selected one",
        MapMode::Power => "Share of the system’s power",
        MapMode::War => "Who fights whom, what is occupied, and where the fronts are",
        MapMode::Type => "Lions, lambs, wolves and jackals, by power and interest (Schweller 1994)",
    }
}
