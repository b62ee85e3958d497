//! The list of lessons, over the map.

use bevy_egui::egui::{
    self, Align2, CornerRadius, CursorIcon, Order, Rect, Sense, Ui, WidgetInfo, WidgetType, vec2,
};

use super::guide::LessonAction;
use crate::lessons::{self, Lesson};
use crate::panels::marks::Icon;
use crate::panels::theme::{self, GRID};
use crate::panels::widgets::{at_right, icon_button, sheet, text};
use crate::panels::{Model, PanelAction, area};

/// The groups, by how the source begins.
const GROUPS: [(&str, &[&str]); 3] = [
    ("Walt: balance of threat", &["Walt"]),
    ("Schweller: bandwagoning for profit", &["Schweller"]),
    ("Jervis; Christensen and Snyder", &["Jervis", "Christensen"]),
];

const WIDTH: f32 = 640.0;
const ROW: f32 = 32.0;
const HEADING: f32 = 28.0;
const TOP: f32 = 96.0;

/// Draws the list in the middle of the window.
pub fn show(ctx: &egui::Context, model: &Model, actions: &mut Vec<PanelAction>) {
    let rows = GROUPS.iter().map(|(_, sources)| of_group(sources).count()).collect::<Vec<_>>();
    let right: f32 = rows[1..].iter().map(|rows| HEADING + ROW * *rows as f32 + GRID).sum();
    let left = HEADING + ROW * rows[0] as f32;
    let size = vec2(WIDTH, TOP + left.max(right) + theme::MARGIN);
    let window = ctx.viewport_rect();
    let rect = Rect::from_center_size(window.center(), size.min(window.size()));
    area("lessons", rect.min).order(Order::Foreground).show(ctx, |ui| {
        sheet(ui, rect);
        let inside = rect.shrink(theme::MARGIN);
        header(&mut ui.new_child(egui::UiBuilder::new().max_rect(inside)), actions);
        let below = inside.with_min_y(rect.top() + TOP);
        let half = (below.width() - 2.0 * GRID) / 2.0;
        let columns = [below.with_max_x(below.left() + half), below.with_min_x(below.right() - half)];
        for (column, groups) in columns.into_iter().zip([&GROUPS[..1], &GROUPS[1..]]) {
            let mut ui = ui.new_child(egui::UiBuilder::new().max_rect(column));
            ui.spacing_mut().item_spacing.y = 0.0;
            for (title, sources) in groups {
                group(&mut ui, model, title, sources, actions);
            }
        }
        ui.advance_cursor_after_rect(rect);
    });
}

fn of_group(sources: &'static [&'static str]) -> impl Iterator<Item = (usize, &'static Lesson)> {
    let of = move |lesson: &Lesson| sources.iter().any(|source| lesson.source.starts_with(source));
    lessons::all().iter().enumerate().filter(move |(_, lesson)| of(lesson))
}

fn header(ui: &mut Ui, actions: &mut Vec<PanelAction>) {
    ui.spacing_mut().item_spacing.y = 2.0;
    ui.horizontal(|ui| {
        ui.label(theme::title("Lessons", 24.0));
        at_right(ui, |ui| {
            if icon_button(ui, Icon::Close, "Close (Esc)").clicked() {
                actions.push(PanelAction::Lesson(LessonAction::ToggleList));
            }
        });
    });
    ui.label(theme::small(
        "Each shows one idea at work in a small world, and then the same world with its cause switched off.",
    ));
}

fn group(
    ui: &mut Ui,
    model: &Model,
    title: &str,
    sources: &'static [&'static str],
    actions: &mut Vec<PanelAction>,
) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), HEADING), Sense::hover());
    text(ui, rect.left_center() + vec2(GRID, 0.0), Align2::LEFT_CENTER, title, 12.0, theme::muted());
    for (place, lesson) in of_group(sources) {
        row(ui, model, place, lesson, actions);
    }
    ui.add_space(GRID);
}

fn row(ui: &mut Ui, model: &Model, place: usize, lesson: &Lesson, actions: &mut Vec<PanelAction>) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, &lesson.title));
    let fill = ui.style().interact(&response).weak_bg_fill;
    ui.painter().rect_filled(rect, CornerRadius::same(theme::ROUND), fill);
    let taken = model.guide.taken.as_ref().is_some_and(|taken| taken.place == place);
    let ink = if taken { theme::accent() } else { theme::text() };
    let left = rect.left_center() + vec2(GRID, 0.0);
    text(ui, left, Align2::LEFT_CENTER, &lesson.vignette, 12.0, theme::muted());
    text(ui, left + vec2(32.0, 0.0), Align2::LEFT_CENTER, &lesson.title, 14.0, ink);
    let hover = format!("{}\n{}", lesson.idea, lesson.source);
    if response.on_hover_cursor(CursorIcon::PointingHand).on_hover_text(hover).clicked() {
        actions.push(PanelAction::Lesson(LessonAction::Take(place, 0)));
    }
}
