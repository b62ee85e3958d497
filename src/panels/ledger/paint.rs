//! What stands in the cells of the ledger: marks, names, figures.

use bevy_egui::egui::{self, Align2, Color32, CornerRadius, FontId, Rect, Stroke, Ui, pos2, vec2};

use super::super::widgets::{Fill, paint_bar, text};
use super::super::words::EventSort;
use super::super::{Model, marks, theme, words};
use super::columns::Place;
use super::order::{Column, Entry};

/// A head: a word, or a mark where there is no room for one, and an arrow if the order goes by it.
pub fn paint_head(ui: &Ui, cell: Rect, place: &Place, word: &str, falling: Option<bool>, colour: Color32) {
    let middle = cell.center().y;
    let painter = ui.painter();
    let arrow = |centre: egui::Pos2| {
        let Some(falling) = falling else { return };
        let tip = if falling { 3.0 } else { -3.0 };
        let corners = [(-3.5, -0.6 * tip), (3.5, -0.6 * tip), (0.0, tip)];
        let points = corners.map(|(x, y)| centre + vec2(x, y)).to_vec();
        painter.add(egui::Shape::convex_polygon(points, colour, Stroke::NONE));
    };
    match place.column {
        Column::Power => {
            let words = text(ui, pos2(cell.right(), middle), Align2::RIGHT_CENTER, word, 12.0, colour);
            arrow(pos2(words.left() - 6.0, middle));
        }
        Column::War if !place.wide => {
            marks::event(painter, pos2(cell.center().x, middle), 5.5, EventSort::War, colour);
            arrow(pos2(cell.center().x, cell.bottom() - 2.5));
        }
        Column::Kind if !place.wide => {
            // Four dots stand for the four types.
            for (x, y) in [(-3.0, -3.0), (3.0, -3.0), (-3.0, 3.0), (3.0, 3.0)] {
                painter.circle_filled(pos2(cell.left() + 8.0 + x, middle + y), 1.8, colour);
            }
            arrow(pos2(cell.left() + 8.0, cell.bottom() - 2.5));
        }
        _ => {
            let words = text(ui, pos2(cell.left(), middle), Align2::LEFT_CENTER, word, 12.0, colour);
            arrow(pos2((words.right() + 8.0).min(cell.right() - 4.0), middle));
        }
    }
}

/// What a column says of a state.
pub fn paint_cell(ui: &Ui, model: &Model, entry: &Entry, cell: Rect, place: &Place) {
    let (painter, middle) = (ui.painter(), cell.center().y);
    let ink = if entry.stands { theme::text() } else { theme::muted() };
    if place.column == Column::Name {
        let colour = theme::state_colour(model.palette, entry.state);
        let colour = if entry.stands { colour } else { colour.gamma_multiply(0.4) };
        chip(ui, pos2(cell.left() + 5.0, middle), colour);
        let right = if place.width < 100.0 { cell.right() - 2.0 } else { cell.right() - 6.0 };
        elided(ui, pos2(cell.left() + 15.0, middle), right, &entry.name, 14.0, ink);
        return;
    }
    if !entry.stands {
        if place.column == Column::Power {
            text(ui, pos2(cell.right(), middle), Align2::RIGHT_CENTER, "fallen", 12.0, ink);
        }
        return;
    }
    match place.column {
        Column::Name => {}
        Column::Kind => {
            marks::kind(painter, pos2(cell.left() + 8.0, middle), 7.0, entry.kind);
            if place.wide {
                let at = pos2(cell.left() + 20.0, middle);
                elided(ui, at, cell.right() - 4.0, words::kind(entry.kind), 12.0, theme::muted());
            }
        }
        Column::Threat => {
            let Some((source, felt)) = entry.threat else {
                text(ui, pos2(cell.left() + 13.0, middle), Align2::LEFT_CENTER, "–", 12.0, theme::muted());
                return;
            };
            chip(ui, pos2(cell.left() + 5.0, middle), theme::state_colour(model.palette, source));
            let left = cell.left() + 13.0;
            let felt = words::percent(felt);
            if place.wide {
                let figure =
                    text(ui, pos2(cell.right() - 8.0, middle), Align2::RIGHT_CENTER, &felt, 12.0, ink);
                let name = model.names.plain(source);
                elided(ui, pos2(left, middle), figure.left() - 6.0, name, 12.0, theme::muted());
            } else {
                text(ui, pos2(left, middle), Align2::LEFT_CENTER, &felt, 12.0, ink);
            }
        }
        Column::Bloc => {
            let Some((leader, number)) = entry.bloc else { return };
            let figure = (number + 1).to_string();
            let figure = text(ui, pos2(cell.left(), middle), Align2::LEFT_CENTER, &figure, 12.0, ink);
            if place.wide {
                let left = figure.right().max(cell.left() + 10.0) + 4.0;
                let name = model.names.plain(leader);
                elided(ui, pos2(left, middle), cell.right() - 8.0, name, 12.0, theme::muted());
            }
        }
        Column::War => {
            let Some(enemy) = entry.enemies.first() else { return };
            let left = if place.wide { cell.left() + 7.0 } else { cell.center().x };
            marks::event(painter, pos2(left, middle), 6.0, EventSort::War, theme::war());
            if place.wide {
                let more = entry.enemies.len() - 1;
                let name = model.names.plain(*enemy);
                let words = if more > 0 { format!("{name} +{more}") } else { name.to_owned() };
                elided(ui, pos2(left + 11.0, middle), cell.right() - 8.0, &words, 12.0, theme::muted());
            }
        }
        Column::Power => {
            let power = words::percent(entry.power);
            text(ui, pos2(cell.right(), middle - 2.0), Align2::RIGHT_CENTER, &power, 12.0, ink);
            let bar = Rect::from_min_max(
                pos2(cell.right() - 40.0, cell.bottom() - 7.0),
                pos2(cell.right(), cell.bottom() - 4.0),
            );
            paint_bar(ui, bar, Fill::Share(entry.power / model.memory.ledger.most, theme::bar()));
        }
    }
}

/// A state's colour.
fn chip(ui: &Ui, centre: egui::Pos2, colour: Color32) {
    ui.painter().rect_filled(Rect::from_center_size(centre, vec2(9.0, 9.0)), CornerRadius::same(2), colour);
}

/// Words up to an edge, cut with an ellipsis.
fn elided(ui: &Ui, at: egui::Pos2, right: f32, words: &str, size: f32, colour: Color32) {
    let mut job =
        egui::text::LayoutJob::simple_singleline(words.to_owned(), FontId::proportional(size), colour);
    job.wrap = egui::text::TextWrapping::truncate_at_width((right - at.x).max(0.0));
    let galley = ui.painter().layout_job(job);
    ui.painter().galley(at - vec2(0.0, 0.5 * galley.size().y), galley, colour);
}
