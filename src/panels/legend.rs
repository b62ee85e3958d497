//! The legend over the map: what colours, lines and arrows mean, with numbers and units.
//!
//! Colours come from the view's [`Legend`](crate::view::Legend), so that it never says another thing than
//! the map.

use bevy_egui::egui::{
    self, Align2, Color32, CornerRadius, Label, Margin, Mesh, Pos2, Rect, Response, ScrollArea, Sense, Shape,
    Stroke, Ui, Vec2, WidgetType, epaint::Vertex, pos2, vec2,
};

use super::theme::{self, GRID};
use super::widgets::{named, text, thin_line};
use super::words::EventSort;
use super::{Model, PanelAction, area, marks, words};
use crate::scenario::PactKind;
use crate::view::{LegendEntry, LegendKey, Pattern, Ramp};

/// Width of the legend's contents.
const WIDTH: f32 = 272.0;
/// Height of a line of it.
const ROW: f32 = 18.0;
/// Space around the contents, and between the legend and the map's edges.
const PADDING: f32 = 12.0;
/// Most colours that are listed one by one.
const MOST_ENTRIES: usize = 7;

/// Whether a map of this size is better seen without an unfolded legend on it, until it is asked for.
pub fn is_small(map: Rect) -> bool {
    map.width() < 480.0 || map.height() < 420.0
}

/// Draws the legend in the map's lower left corner, if the map has room for it.
pub fn show(ctx: &egui::Context, map: Rect, model: &Model, actions: &mut Vec<PanelAction>) {
    if map.width() < WIDTH + 6.0 * PADDING || map.height() < 8.0 * ROW {
        return;
    }
    let corner = map.left_bottom() + vec2(PADDING, -PADDING);
    area("legend", corner).pivot(Align2::LEFT_BOTTOM).show(ctx, |ui| {
        let frame = egui::Frame::new()
            .fill(theme::panel())
            .corner_radius(CornerRadius::same(theme::ROUND))
            .inner_margin(Margin::same(PADDING as i8));
        frame.show(ui, |ui| {
            ui.set_width(WIDTH);
            ui.spacing_mut().item_spacing.y = 4.0;
            let folded = model.memory.legend_is_folded();
            if title(ui, &model.legend.title, folded).clicked() {
                actions.push(PanelAction::ToggleLegend);
            }
            if folded {
                return;
            }
            // What a low map has no room for is scrolled.
            let room = map.height() - 5.0 * PADDING - ROW;
            if is_small(map) {
                let area = ScrollArea::vertical().max_height(room).min_scrolled_height(room);
                area.show(ui, |ui| unfolded(ui, model));
            } else {
                unfolded(ui, model);
            }
        });
    });
}

/// What colours, lines and arrows mean.
fn unfolded(ui: &mut Ui, model: &Model) {
    colours(ui, model);
    ui.add_space(2.0);
    thin_line(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(WIDTH, 5.0 * ROW), Sense::hover());
    lines(ui, rect.min);
    arrows(ui, rect.min + vec2(WIDTH / 2.0 + GRID, 0.0));
}

/// The title, which folds and unfolds the rest.
fn title(ui: &mut Ui, words: &str, folded: bool) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(WIDTH, ROW), Sense::click());
    text(ui, rect.left_center(), Align2::LEFT_CENTER, words, 14.0, theme::text());
    let colour = if response.hovered() { theme::accent() } else { theme::muted() };
    let (tip, rise) = (rect.right_center() - vec2(5.0, 0.0), if folded { 4.0 } else { -4.0 });
    let ends = [tip + vec2(-5.0, rise / 2.0), tip - vec2(0.0, rise / 2.0), tip + vec2(5.0, rise / 2.0)];
    ui.painter().add(Shape::line(ends.to_vec(), Stroke::new(1.5, colour)));
    let hover = if folded { "Unfold the legend (L)" } else { "Fold the legend (L)" };
    named(&response, WidgetType::CollapsingHeader, &format!("{hover}: {words}"));
    response.on_hover_cursor(egui::CursorIcon::PointingHand).on_hover_text(hover)
}

/// What the colours of land mean.
fn colours(ui: &mut Ui, model: &Model) {
    let legend = model.legend;
    ui.add(Label::new(theme::small(&legend.note)).wrap());
    match &legend.key {
        LegendKey::Entries(entries) => {
            for entry in entries.iter().take(MOST_ENTRIES) {
                swatch_row(ui, entry);
            }
            if entries.len() > MOST_ENTRIES {
                ui.label(theme::small(format!("and {} more", entries.len() - MOST_ENTRIES)));
            }
        }
        LegendKey::Scale { ramp, marks } => scale(ui, *ramp, marks),
    }
}

/// A colour with its pattern, what it stands for, and a figure.
fn swatch_row(ui: &mut Ui, entry: &LegendEntry) {
    let (rect, _) = ui.allocate_exact_size(vec2(WIDTH, ROW), Sense::hover());
    let swatch = Rect::from_min_size(pos2(rect.left(), rect.center().y - 6.0), vec2(20.0, 12.0));
    ui.painter().rect_filled(swatch, CornerRadius::same(2), theme::of(entry.colour));
    pattern(ui, swatch, entry.pattern);
    if let Some(kind) = entry.kind {
        let badge = swatch.right_center() + vec2(GRID + 6.0, 0.0);
        marks::kind(ui.painter(), badge, 7.0, kind);
    }
    let left = swatch.right() + if entry.kind.is_some() { 3.0 * GRID } else { GRID };
    let value = text(ui, rect.right_center(), Align2::RIGHT_CENTER, &entry.value, 12.0, theme::text());
    let words = Rect::from_min_max(pos2(left, rect.top()), pos2(value.left() - GRID, rect.bottom()));
    ui.place(words, |ui: &mut Ui| {
        let label = Label::new(theme::small(&entry.label)).truncate();
        ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| ui.add(label)).inner
    });
}

/// The pattern of a bloc over its swatch.
fn pattern(ui: &Ui, swatch: Rect, pattern: Pattern) {
    let painter = ui.painter_at(swatch);
    let ink = theme::text().gamma_multiply(0.55);
    let stroke = Stroke::new(1.0, ink);
    let columns = (0..6).map(|step| swatch.left() + 2.0 + 5.0 * step as f32);
    let points = columns.clone().flat_map(|x| [0.0, 5.0].map(|y| pos2(x, swatch.top() + 3.5 + y)));
    let slanted = |x: f32, lean: f32| {
        painter.line_segment([pos2(x - lean, swatch.bottom()), pos2(x + lean, swatch.top())], stroke)
    };
    match pattern {
        Pattern::None => {}
        Pattern::Dots => points.for_each(|at| {
            painter.circle_filled(at, 1.1, ink);
        }),
        Pattern::Rings => points.for_each(|at| {
            painter.circle_stroke(at, 1.6, Stroke::new(0.8, ink));
        }),
        Pattern::Crosses => points.for_each(|at| {
            painter.line_segment([at - Vec2::X * 1.5, at + Vec2::X * 1.5], stroke);
            painter.line_segment([at - Vec2::Y * 1.5, at + Vec2::Y * 1.5], stroke);
        }),
        Pattern::Rising => columns.for_each(|x| {
            slanted(x, 6.0);
        }),
        Pattern::Falling => columns.for_each(|x| {
            slanted(x, -6.0);
        }),
        Pattern::Occupied => columns.for_each(|x| {
            let band = Stroke::new(2.6, theme::text().gamma_multiply(0.5));
            painter.line_segment([pos2(x - 6.0, swatch.bottom()), pos2(x + 6.0, swatch.top())], band);
        }),
        Pattern::Level => [3.0, 6.0, 9.0].into_iter().for_each(|y| {
            painter.hline(swatch.x_range(), swatch.top() + y, stroke);
        }),
    }
}

/// A scale with its numbers below; one that would touch its neighbour is left out.
fn scale(ui: &mut Ui, ramp: Ramp, numbers: &[(f32, String)]) {
    let (rect, _) = ui.allocate_exact_size(vec2(WIDTH, 28.0), Sense::hover());
    let bar = rect.with_max_y(rect.top() + 8.0);
    ramp_bar(ui, bar, ramp);
    let mut free_from = f32::NEG_INFINITY;
    for (place, number) in numbers {
        let x = bar.left() + bar.width() * place;
        let anchor = match *place {
            place if place < 0.05 => Align2::LEFT_TOP,
            place if place > 0.95 => Align2::RIGHT_TOP,
            _ => Align2::CENTER_TOP,
        };
        let face = egui::FontId::proportional(12.0);
        let galley = ui.painter().layout_no_wrap(number.clone(), face, theme::muted());
        let words = anchor.anchor_size(pos2(x, bar.bottom() + 3.0), galley.size());
        if words.left() > free_from {
            free_from = words.right() + GRID;
            ui.painter().galley(words.min, galley, theme::muted());
            ui.painter().vline(
                x.clamp(bar.left() + 0.5, bar.right() - 0.5),
                bar.y_range(),
                Stroke::new(1.0, theme::panel()),
            );
        }
    }
}

/// A bar of a ramp's colours from end to end.
fn ramp_bar(ui: &Ui, rect: Rect, ramp: Ramp) {
    const STEPS: u32 = 32;
    let mut mesh = Mesh::default();
    for step in 0..=STEPS {
        let share = step as f32 / STEPS as f32;
        let (x, color): (f32, Color32) =
            (rect.left() + rect.width() * share, theme::of(ramp.at(theme::map(), share)));
        for y in [rect.top(), rect.bottom()] {
            mesh.vertices.push(Vertex { pos: pos2(x, y), uv: egui::epaint::WHITE_UV, color });
        }
    }
    for step in 0..STEPS {
        let first = 2 * step;
        mesh.add_triangle(first, first + 1, first + 2);
        mesh.add_triangle(first + 1, first + 2, first + 3);
    }
    ui.painter().add(Shape::mesh(mesh));
}

/// How pacts and fronts are drawn.
fn lines(ui: &Ui, at: Pos2) {
    for (row, kind) in PactKind::ALL.into_iter().enumerate() {
        let middle = at + vec2(0.0, ROW * (row as f32 + 0.5));
        marks::pact(ui.painter(), middle, middle + vec2(28.0, 0.0), kind, theme::link());
        text(ui, middle + vec2(36.0, 0.0), Align2::LEFT_CENTER, words::pact(kind), 12.0, theme::muted());
    }
    front(ui, at + vec2(0.0, ROW * (PactKind::ALL.len() as f32 + 0.5)));
}

/// How a front is drawn: a line with strokes across it.
fn front(ui: &Ui, from: Pos2) {
    let stroke = |width| Stroke::new(width, theme::war());
    ui.painter().line_segment([from, from + vec2(28.0, 0.0)], stroke(3.0));
    for step in 0..4 {
        let at = from + vec2(3.5 + 7.0 * step as f32, 0.0);
        ui.painter().line_segment([at + vec2(-4.0, 4.0), at + vec2(4.0, -4.0)], stroke(1.5));
    }
    text(ui, from + vec2(36.0, 0.0), Align2::LEFT_CENTER, "front", 12.0, theme::muted());
}

/// What arrows of decisions mean.
fn arrows(ui: &Ui, at: Pos2) {
    let rows = [
        (EventSort::Balance, "balances, aids"),
        (EventSort::Bandwagon, "bandwagons"),
        (EventSort::End, "leaves"),
        (EventSort::War, "attacks, joins"),
        (EventSort::Movement, "follows"),
    ];
    for (row, (sort, words)) in rows.into_iter().enumerate() {
        let middle = at + vec2(0.0, ROW * (row as f32 + 0.5));
        let colour = marks::event_colour(sort);
        let (from, to) = (middle, middle + vec2(24.0, 0.0));
        ui.painter().line_segment([from, to - vec2(4.0, 0.0)], Stroke::new(2.0, colour));
        let head = vec![to, to + vec2(-6.0, -4.0), to + vec2(-6.0, 4.0)];
        ui.painter().add(Shape::convex_polygon(head, colour, Stroke::NONE));
        marks::event(ui.painter(), to + vec2(12.0, 0.0), 5.5, sort, colour);
        text(ui, to + vec2(24.0, 0.0), Align2::LEFT_CENTER, words, 12.0, theme::muted());
    }
}
