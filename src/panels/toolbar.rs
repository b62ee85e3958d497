//! The bar at the top: what is run, when it is, how fast, and what the map's colours mean.

use bevy_egui::egui::{
    self, Align2, CornerRadius, CursorIcon, FontId, Label, Layout, Rect, Response, Sense, Stroke, Ui,
    WidgetInfo, WidgetType, pos2, vec2,
};

use super::layout::Side;
use super::lessons::LessonAction;
use super::marks::Icon;
use super::theme::{self, GRID};
use super::widgets::{at_right, drop_mark, icon_button, text, toggle_button};
use super::{Model, PanelAction, record, saving, words};
use crate::settings::Look;
use crate::theory::parameters::Preset;
use crate::view::{MapMode, PlaceAction};

/// Width of the date, so that nothing moves when a month has a longer name.
const DATE_WIDTH: f32 = 168.0;

/// Draws the bar.
pub fn show(ui: &mut Ui, model: &Model, actions: &mut Vec<PanelAction>) {
    let bar = ui.max_rect();
    ui.painter().hline(bar.x_range(), bar.bottom() - 0.5, Stroke::new(1.0, theme::line()));
    let inside = bar.shrink2(vec2(theme::MARGIN, 0.0));
    let layout = Layout::left_to_right(egui::Align::Center);
    let mut row = ui.new_child(egui::UiBuilder::new().max_rect(inside).layout(layout));
    // In a narrow window, or a large scale, the date and the controls come first.
    let narrow = bar.width() < NARROW;
    if !narrow {
        two_lines(&mut row, title_width(bar.width()), |ui| about(ui, model));
        gap(&mut row);
    }
    two_lines(&mut row, DATE_WIDTH, |ui| time(ui, model));
    gap(&mut row);
    if model.chronicle.record().is_some() {
        record::badge(&mut row, model, actions);
        gap(&mut row);
    }
    let buttons = if narrow { BUTTONS - LESSER } else { BUTTONS } as f32 * 32.0;
    let room = row.available_width() - buttons - 2.0 * GRID;
    modes(&mut row, model, room, actions);
    at_right(&mut row, |ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        if icon_button(ui, Icon::Help, "Show all keys (H or ?)").clicked() {
            actions.push(PanelAction::ToggleKeys);
        }
        let open = model.settings.left_open || model.settings.right_open;
        let verb = if open { "Hide" } else { "Show" };
        if !narrow && icon_button(ui, Icon::Sides, &format!("{verb} the panels at the sides (\\)")).clicked()
        {
            actions.push(PanelAction::ToggleSides);
        }
        let hover = "Place states: found them, paint their land (X)";
        if toggle_button(ui, Icon::Place, model.placing.is_on(), hover).clicked() {
            actions.push(PanelAction::Place(PlaceAction::Toggle));
        }
        if toggle_button(ui, Icon::Lessons, model.guide.taken.is_some(), "Lessons (G)").clicked() {
            actions.push(PanelAction::Lesson(LessonAction::ToggleList));
        }
        if toggle_button(ui, Icon::Plots, model.settings.plots_open, "Plots (P)").clicked() {
            actions.push(PanelAction::TogglePanel(Side::Bottom));
        }
        let hover = "The theory: school, factors, terms, numbers (M)";
        if toggle_button(ui, Icon::Theory, model.memory.theory_shown, hover).clicked() {
            actions.push(PanelAction::ToggleTheory);
        }
        let other = if model.settings.look == Look::Night { "Paper" } else { "Night" };
        if !narrow && icon_button(ui, Icon::Look, &format!("{other} atlas (T)")).clicked() {
            actions.push(PanelAction::ToggleLook);
        }
        if icon_button(ui, Icon::Settings, "Settings (Ctrl+,)").clicked() {
            actions.push(PanelAction::Settings);
        }
        saving::menu::show(ui, model.memory.unsaved, actions);
    });
}

/// How many buttons stand at the right.
const BUTTONS: usize = 9;
/// How many of them a narrow window does without: they have keys, and the settings have the look.
const LESSER: usize = 2;
/// The least and the greatest width of the menu of map modes.
const MODE_MENU: (f32, f32) = (128.0, 176.0);
/// Width below which a window is narrow.
const NARROW: f32 = 800.0;

/// What the title may take.
fn title_width(bar: f32) -> f32 {
    (bar * 0.2).clamp(120.0, 320.0)
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
    let unsaved = if model.memory.unsaved { "  ·  not saved" } else { "" };
    // What has been changed by hand since may be another school's.
    let parameters = &model.survey.rules.parameters;
    let school = Preset::ALL.into_iter().find(|preset| preset.parameters() == *parameters);
    let preset = school.unwrap_or(scenario.preset);
    let line = format!("seed {}  ·  {}{unsaved}", model.setup.seed, words::preset(preset));
    let hover = format!(
        "{}\nThe same scenario and seed give the same history, to the last bit.",
        words::preset_meaning(preset)
    );
    ui.add(Label::new(theme::small(line)).truncate().sense(Sense::hover())).on_hover_text(hover);
}

/// The date, the tick and the world's digest.
fn time(ui: &mut Ui, model: &Model) {
    let clock = &model.survey.clock;
    let size = if matches!(clock.length, crate::scenario::TickLength::Months(_)) { 24.0 } else { 18.0 };
    ui.add(Label::new(theme::title(model.date_of(clock.tick), size)).extend());
    let line = match clock.tick {
        // There is nothing yet that could be told from another run.
        0 => format!("a tick is {}", tick_length(clock.length)),
        1 => format!("1 tick  ·  {:08x}", model.survey.hash.0 >> 32),
        ticks => format!("{ticks} ticks  ·  {:08x}", model.survey.hash.0 >> 32),
    };
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

/// The modes that what runs can be seen in.
fn offered(model: &Model) -> &'static [MapMode] {
    const ALL: &[MapMode] = &MapMode::ALL;
    if model.chronicle.record().is_some() { ALL } else { MapMode::OF_ANY }
}

/// What the map's colours mean: one of several, side by side where there is room, else in a menu.
fn modes(ui: &mut Ui, model: &Model, room: f32, actions: &mut Vec<PanelAction>) {
    let face = FontId::proportional(14.0);
    let offered = offered(model);
    let widths = |bare: bool| -> Vec<f32> {
        offered.iter().map(|mode| segment_width(ui, mode.short_label(), &face, bare)).collect()
    };
    let (bare, widths) = match (widths(false), widths(true)) {
        (with_keys, _) if with_keys.iter().sum::<f32>() <= room => (false, with_keys),
        (_, without) if without.iter().sum::<f32>() <= room => (true, without),
        _ => return mode_menu(ui, model, room.clamp(MODE_MENU.0, MODE_MENU.1), actions),
    };
    ui.spacing_mut().item_spacing.x = 0.0;
    let (track, _) = ui.allocate_exact_size(vec2(widths.iter().sum(), 32.0), Sense::hover());
    ui.painter().rect_filled(track, CornerRadius::same(theme::ROUND), theme::track());
    let mut left = track.left();
    for (mode, width) in offered.iter().copied().zip(widths) {
        let rect = Rect::from_min_size(pos2(left, track.top()), vec2(width, track.height()));
        left += width;
        let response = ui.interact(rect, ui.id().with(mode.label()), Sense::click());
        let key = (!bare).then(|| mode.key());
        segment(ui, rect, key, mode.short_label(), mode == model.mode, response.hovered());
        named_mode(&response, mode, model.mode);
        let hover = format!("{} (key {})", mode.meaning(), mode.key());
        if response.on_hover_cursor(CursorIcon::PointingHand).on_hover_text(hover).clicked() {
            actions.push(PanelAction::Mode(mode));
        }
    }
    ui.spacing_mut().item_spacing.x = GRID;
}

fn named_mode(response: &Response, mode: MapMode, chosen: MapMode) {
    let name = format!("Map mode: {}", mode.label());
    response.widget_info(|| WidgetInfo::selected(WidgetType::RadioButton, true, mode == chosen, &name));
}

/// All modes in a menu, with their keys and what they show.
fn mode_menu(ui: &mut Ui, model: &Model, width: f32, actions: &mut Vec<PanelAction>) {
    let (rect, button) = ui.allocate_exact_size(vec2(width, 32.0), Sense::click());
    let fill = if button.hovered() { theme::pressed() } else { theme::track() };
    ui.painter().rect_filled(rect, CornerRadius::same(theme::ROUND), fill);
    let left = rect.left_center() + vec2(1.5 * GRID, 0.0);
    text(ui, left, Align2::LEFT_CENTER, &model.mode.key().to_string(), 12.0, theme::muted());
    let at = left + vec2(KEY_WIDTH, 0.0);
    text(ui, at, Align2::LEFT_CENTER, model.mode.label(), 14.0, theme::text());
    drop_mark(ui, rect);
    let name = format!("Map mode: {}", model.mode.label());
    button.widget_info(|| WidgetInfo::labeled(WidgetType::ComboBox, true, &name));
    egui::Popup::menu(&button).show(|ui| {
        ui.set_width(380.0);
        ui.spacing_mut().item_spacing.y = 2.0;
        for mode in offered(model).iter().copied() {
            let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 40.0), Sense::click());
            let fill = ui.style().interact(&response).weak_bg_fill;
            ui.painter().rect_filled(rect, CornerRadius::same(theme::ROUND), fill);
            let ink = if mode == model.mode { theme::accent() } else { theme::text() };
            let key = rect.left_center() + vec2(GRID, 0.0);
            text(ui, key, Align2::LEFT_CENTER, &mode.key().to_string(), 12.0, theme::muted());
            let left = key + vec2(2.0 * GRID, 0.0);
            text(ui, left - vec2(0.0, 9.0), Align2::LEFT_CENTER, mode.label(), 14.0, ink);
            text(ui, left + vec2(0.0, 9.0), Align2::LEFT_CENTER, mode.meaning(), 12.0, theme::muted());
            named_mode(&response, mode, model.mode);
            if response.on_hover_cursor(CursorIcon::PointingHand).clicked() {
                actions.push(PanelAction::Mode(mode));
                ui.close();
            }
        }
    });
    let hover = format!("{} (keys 1 to 9 and 0)", model.mode.meaning());
    button.on_hover_cursor(CursorIcon::PointingHand).on_hover_text(hover);
}

/// Width of the number key before a segment's name.
const KEY_WIDTH: f32 = 14.0;

fn segment_width(ui: &Ui, words: &str, face: &FontId, bare: bool) -> f32 {
    let galley = ui.painter().layout_no_wrap(words.to_owned(), face.clone(), theme::text());
    let key = if bare { 0.0 } else { KEY_WIDTH + GRID };
    (galley.size().x + key + 2.0 * GRID).ceil()
}

fn segment(ui: &Ui, rect: Rect, key: Option<char>, words: &str, chosen: bool, hovered: bool) {
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
