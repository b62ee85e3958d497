//! The timeline at the bottom: transport, and the whole run as a strip to scrub along, with its wars, pacts,
//! defections and falls, the user's bookmarks, and the branches.

use bevy_egui::egui::{
    self, Align2, CornerRadius, CursorIcon, Key, Label, Layout, Pos2, Rect, Response, Sense, Stroke, Ui,
    WidgetInfo, WidgetType, pos2, vec2,
};

use super::marks::{self, Icon};
use super::strip::{Mark, Strip};
use super::theme::{self, GRID};
use super::trials::TrialAction;
use super::widgets::{drop_mark, icon_button, named, text, toggle_button};
use super::words::EventSort;
use super::{Model, PanelAction, record, words};
use crate::edit::Command;
use crate::history::BranchId;
use crate::view::Speed;

/// Width of the transport before the strip.
const TRANSPORT: f32 = 328.0;
/// Width of what stands behind the strip.
const BRANCHES: f32 = 168.0;
/// Width below which a window is narrow, and what both have less there.
const NARROW: f32 = 800.0;
const LESSER: f32 = 68.0;
/// Height of the dates above the strip.
const DATES: f32 = 18.0;
/// How near the pointer must be to a mark, in points.
const NEAR: f32 = 5.0;
/// How many events are told of at a mark.
const TOLD: usize = 5;

/// Draws the timeline.
pub fn show(ui: &mut Ui, model: &Model, actions: &mut Vec<PanelAction>) {
    let bar = ui.max_rect();
    ui.painter().hline(bar.x_range(), bar.top() + 0.5, Stroke::new(1.0, theme::line()));
    let inside = bar.shrink2(vec2(theme::MARGIN, 0.0));
    // In a narrow window the strip comes first: what is left out has a key, or a setting.
    let narrow = bar.width() < NARROW;
    let (before, behind) =
        if narrow { (TRANSPORT - LESSER, BRANCHES - LESSER) } else { (TRANSPORT, BRANCHES) };
    let left = inside.with_max_x(inside.left() + before);
    let layout = Layout::left_to_right(egui::Align::Center);
    let mut row = ui.new_child(egui::UiBuilder::new().id_salt("transport").max_rect(left).layout(layout));
    transport(&mut row, model, !narrow, actions);
    let right = inside.with_min_x(inside.right() - behind);
    let mut end = ui.new_child(egui::UiBuilder::new().id_salt("branches").max_rect(right));
    branches(&mut end, model, actions);
    let strip = Rect::from_min_max(
        pos2(left.right() + GRID, bar.top() + 6.0),
        pos2(right.left() - theme::MARGIN, bar.bottom() - 8.0),
    );
    scrub(ui, model, strip, actions);
}

/// Run, one tick back and on, from the start, and the speed.
fn transport(ui: &mut Ui, model: &Model, all: bool, actions: &mut Vec<PanelAction>) {
    ui.spacing_mut().item_spacing.x = 0.0;
    if icon_button(ui, Icon::Restart, "Back to the start (R)").clicked() {
        actions.push(PanelAction::Restart);
    }
    if icon_button(ui, Icon::Back, "One tick back (←)").clicked() {
        actions.push(PanelAction::Back);
    }
    let (icon, verb) = if model.playback.running { (Icon::Pause, "Pause") } else { (Icon::Play, "Run") };
    if icon_button(ui, icon, &format!("{verb} (Space)")).clicked() {
        actions.push(PanelAction::TogglePlay);
    }
    if icon_button(ui, Icon::Step, "Stop and run one tick (→)").clicked() {
        actions.push(PanelAction::Step);
    }
    ui.add_space(GRID);
    speed(ui, model, actions);
    if !all {
        return;
    }
    ui.add_space(4.0);
    let hover = "Slow down by itself when something important happens";
    if toggle_button(ui, Icon::Heed, model.playback.attentive, hover).clicked() {
        actions.push(PanelAction::ToggleAttentive);
    }
    let on = model.timeline.is_bookmarked(model.now);
    let hover = if on { "Take the bookmark away (B)" } else { "Bookmark this moment (B)" };
    if toggle_button(ui, Icon::Flag, on, hover).clicked() {
        actions.push(PanelAction::Bookmark);
    }
}

fn speed(ui: &mut Ui, model: &Model, actions: &mut Vec<PanelAction>) {
    let now = model.playback.speed;
    let (rect, button) = ui.allocate_exact_size(vec2(96.0, 32.0), Sense::click());
    let fill = ui.style().interact(&button).weak_bg_fill;
    ui.painter().rect_filled(rect, CornerRadius::same(theme::ROUND), fill);
    let (label, ink) = match model.playback.is_slowed() {
        true => ("slowed".to_owned(), theme::accent()),
        false => (short(now), theme::text()),
    };
    text(ui, rect.left_center() + vec2(GRID, 0.0), Align2::LEFT_CENTER, &label, 14.0, ink);
    drop_mark(ui, rect);
    named(&button, WidgetType::ComboBox, &format!("Speed: {}", now.label()));
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
    let inside = ui.painter().with_clip_rect(rect.shrink2(vec2(4.0, 0.0)));
    let face = egui::FontId::proportional(14.0);
    inside.text(rect.left_center() + vec2(GRID, 0.0), Align2::LEFT_CENTER, words, face, colour);
    named(&response, WidgetType::SelectableLabel, words);
    response.on_hover_cursor(CursorIcon::PointingHand)
}

/// The strip itself. A click or a drag goes to that moment.
fn scrub(ui: &mut Ui, model: &Model, rect: Rect, actions: &mut Vec<PanelAction>) {
    if rect.width() < 40.0 {
        return;
    }
    let response = ui.interact(rect, ui.id().with("strip"), Sense::click_and_drag());
    let told = model.chronicle.record().is_some();
    let lane = Rect::from_min_size(pos2(rect.left(), rect.top() + DATES), vec2(rect.width(), record::LANE));
    let head = if told { lane.bottom() + 2.0 } else { lane.top() };
    let track = Rect::from_min_max(pos2(rect.left(), head), rect.max);
    let strip = Strip::beside(track.x_range(), model.history.end(), model.chronicle.end());
    let painter = ui.painter().with_clip_rect(rect.expand2(vec2(1.0, 4.0)));
    painter.rect_filled(track, CornerRadius::same(3), theme::track());
    let run = track.with_max_x(strip.x(model.history.end()));
    painter.rect_filled(run, CornerRadius::same(3), theme::pressed());
    dates(ui, model, &strip, lane.top(), track.right());
    for war in &model.memory.marks.wars {
        let until = war.until.unwrap_or(model.history.end());
        let span = Rect::from_x_y_ranges(
            strip.x(war.since)..=strip.x(until).max(strip.x(war.since) + 1.0),
            track.y_range(),
        );
        painter.rect_filled(span, 0.0, theme::war().gamma_multiply(0.22));
    }
    // Rows from the top: what changes the system, pacts made, pacts ended.
    let row = |share: f32| track.top() + track.height() * share;
    for mark in model.memory.marks.columns(&strip) {
        let (top, bottom) = match mark.sort {
            EventSort::Balance | EventSort::Bandwagon => (row(0.42), row(0.72)),
            EventSort::End => (row(0.78), row(1.0)),
            _ => (row(0.0), row(0.36)),
        };
        let colour = marks::event_colour(mark.sort);
        let width = if mark.important { 2.0 } else { 1.0 };
        painter.vline(strip.x(mark.tick), top..=bottom, Stroke::new(width, colour));
    }
    for tick in &model.branch().bookmarks {
        flag(&painter, pos2(strip.x(*tick), track.top()));
    }
    if let Some((_, tick)) = model.branch().parent {
        painter.vline(strip.x(tick), track.y_range(), Stroke::new(1.0, theme::accent().gamma_multiply(0.6)));
    }
    let at = strip.x(model.now);
    painter.vline(at, track.y_range().expand(3.0), Stroke::new(2.0, theme::text()));
    let head =
        [pos2(at - 5.0, track.top() - 6.0), pos2(at + 5.0, track.top() - 6.0), pos2(at, track.top() + 1.0)];
    painter.add(egui::Shape::convex_polygon(head.to_vec(), theme::text(), Stroke::NONE));
    response.widget_info(|| {
        WidgetInfo::slider(true, model.now as f64, format!("Timeline: {}", model.date_of(model.now)))
    });
    let over_lane = told && response.hover_pos().is_some_and(|at| lane.contains(at));
    steer(ui, model, &strip, (&response, over_lane), actions);
    if !over_lane {
        hover(ui, model, &strip, response);
    }
    if told {
        painter.vline(at, lane.y_range(), Stroke::new(1.0, theme::text().gamma_multiply(0.5)));
        record::lane(ui, model, &strip, lane, actions);
    }
}

/// Years along the strip, as many as there is room for.
fn dates(ui: &Ui, model: &Model, strip: &Strip, top: f32, end: f32) {
    let mut right = f32::NEG_INFINITY;
    for (tick, year) in strip.years(&model.survey.clock) {
        let x = strip.x(tick);
        ui.painter().vline(x, top - 3.0..=top, Stroke::new(1.0, theme::line()));
        if x < right + GRID || x + 30.0 > end + 8.0 {
            continue;
        }
        let at = pos2(x, top - 4.0);
        right = text(ui, at, Align2::LEFT_BOTTOM, &year.to_string(), 12.0, theme::muted()).right();
    }
}

fn flag(painter: &egui::Painter, foot: Pos2) {
    let at = |x: f32, y: f32| foot + vec2(x, y);
    painter.line_segment([at(0.0, 8.0), at(0.0, -8.0)], Stroke::new(1.5, theme::accent()));
    let cloth = vec![at(0.0, -8.0), at(8.0, -5.0), at(0.0, -2.0)];
    painter.add(egui::Shape::convex_polygon(cloth, theme::accent(), Stroke::NONE));
}

/// Where the pointer or the arrow keys want to go.
fn steer(
    ui: &Ui,
    model: &Model,
    strip: &Strip,
    (response, over_lane): (&Response, bool),
    actions: &mut Vec<PanelAction>,
) {
    if let Some(pointer) =
        response.interact_pointer_pos().filter(|_| response.dragged() || response.clicked())
    {
        let mut tick = strip.tick(pointer.x);
        // A click by a mark means the mark.
        if response.clicked()
            && !over_lane
            && let Some(mark) = model.memory.marks.near(strip, pointer.x, NEAR)
        {
            tick = mark.tick;
        }
        let tick = tick.min(model.history.end());
        if tick != model.now {
            actions.push(PanelAction::Seek(tick));
        }
    }
    if response.has_focus() {
        let pressed = |key| ui.input(|input| input.key_pressed(key));
        if pressed(Key::ArrowLeft) {
            actions.push(PanelAction::Back);
        }
        if pressed(Key::ArrowRight) {
            actions.push(PanelAction::Seek(model.now + 1));
        }
    }
}

/// What happened at the place under the pointer.
fn hover(ui: &Ui, model: &Model, strip: &Strip, response: Response) {
    let Some(pointer) = response.hover_pos().filter(|_| !response.dragged()) else { return };
    let near = model.memory.marks.near(strip, pointer.x, NEAR);
    let tick = near.map_or(strip.tick(pointer.x).min(model.history.end()), |mark| mark.tick);
    let rect = response.rect;
    ui.painter().vline(strip.x(tick), rect.top() + DATES..=rect.bottom(), Stroke::new(1.0, theme::muted()));
    response.on_hover_cursor(CursorIcon::PointingHand).on_hover_ui_at_pointer(|ui| {
        ui.set_min_width(200.0);
        ui.spacing_mut().item_spacing.y = 2.0;
        ui.label(theme::strong(model.date_of(tick)));
        let told: Vec<&Mark> = model.memory.marks.of(tick).collect();
        for mark in told.iter().take(TOLD) {
            let words = words::headline(&model.history.events[mark.event as usize].kind, &model.names);
            ui.label(theme::small(words).color(theme::text()));
        }
        if told.len() > TOLD {
            ui.label(theme::small(format!("and {} more", told.len() - TOLD)));
        }
        if told.is_empty() {
            ui.label(theme::small("Click or drag to go there"));
        }
    });
}

/// Which branch is shown, which it is compared with, and how to go to others.
fn branches(ui: &mut Ui, model: &Model, actions: &mut Vec<PanelAction>) {
    let current = model.timeline.current();
    let all = model.timeline.branches();
    ui.add_space(8.0);
    ui.spacing_mut().item_spacing.y = 0.0;
    let (rect, button) = ui.allocate_exact_size(vec2(ui.available_width(), 28.0), Sense::click());
    let fill = ui.style().interact(&button).weak_bg_fill;
    ui.painter().rect_filled(rect, CornerRadius::same(theme::ROUND), fill);
    let name = name_of(model, current);
    let painter = ui.painter().with_clip_rect(rect.with_max_x(rect.right() - 18.0));
    let face = egui::FontId::proportional(14.0);
    painter.text(rect.left_center() + vec2(4.0, 0.0), Align2::LEFT_CENTER, &name, face, theme::text());
    drop_mark(ui, rect);
    named(&button, WidgetType::ComboBox, &format!("History: {name}"));
    egui::Popup::menu(&button).show(|ui| {
        ui.set_width(280.0);
        ui.spacing_mut().item_spacing.y = 2.0;
        ui.label(theme::small("Show"));
        for branch in (0..all.len()).map(BranchId) {
            if menu_row(ui, &name_of(model, branch), branch == current).clicked() {
                actions.push(PanelAction::Switch(branch));
                ui.close();
            }
        }
        if all.len() > 1 {
            ui.add_space(GRID);
            ui.label(theme::small("Compare with"));
            if menu_row(ui, "nothing", model.memory.compared.is_none()).clicked() {
                actions.push(PanelAction::Compare(None));
                ui.close();
            }
            for branch in (0..all.len()).map(BranchId).filter(|branch| *branch != current) {
                let chosen = model.memory.compared == Some(branch);
                if menu_row(ui, &name_of(model, branch), chosen).clicked() {
                    actions.push(PanelAction::Compare(Some(branch)));
                    ui.close();
                }
            }
        }
        ui.add_space(GRID);
        ui.separator();
        if all.len() > 1 && menu_row(ui, "Run both many times …", false).clicked() {
            actions.push(PanelAction::Trial(TrialAction::Open));
            ui.close();
        }
        let seed = other_luck(model);
        if menu_row(ui, "Try other luck from here", false).clicked() {
            actions.push(PanelAction::Change(Command::Luck(seed)));
            ui.close();
        }
    });
    button.on_hover_cursor(CursorIcon::PointingHand).on_hover_text(
        "Histories: what is changed while it runs starts another from that moment. Go from one to another, or compare \
         two.",
    );
    let line = match (model.memory.compared, model.branch().parent) {
        (Some(other), _) => format!("beside: {}", name_of(model, other)),
        (None, Some((_, tick))) => format!("since {}", model.date_of(tick)),
        (None, None) if model.history.end() == 0 => "nothing run yet".into(),
        (None, None) => match all.len() {
            1 => format!("tick {} of {}", model.now, model.history.end()),
            count => format!("{count} histories"),
        },
    };
    ui.add_space(2.0);
    ui.horizontal(|ui| {
        ui.add_space(4.0);
        ui.add(Label::new(theme::small(line)).truncate());
    });
}

/// The name of a branch; the first is the run as it was set up.
pub fn name_of(model: &Model, branch: BranchId) -> String {
    match model.timeline.branches().get(branch.0) {
        Some(it) if it.parent.is_some() => it.name.clone(),
        Some(it) if it.follows() && it.edits.iter().all(|edit| edit.recorded) => "As recorded".into(),
        _ => "As it was set up".into(),
    }
}

/// A seed that no branch has had yet.
fn other_luck(model: &Model) -> u64 {
    model.setup.seed.wrapping_add(1000 * model.timeline.branches().len() as u64)
}
