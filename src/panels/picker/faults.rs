//! A file with errors: all of them, each with its place, its line and what was expected.

use bevy_egui::egui::text::{CCursor, LayoutJob, TextFormat};
use bevy_egui::egui::{
    Align2, Color32, CornerRadius, FontId, Frame, Id, Margin, Rect, ScrollArea, Sense, Stroke, Ui, UiBuilder,
    pos2, vec2,
};

use super::{Fault, PickerAction};
use crate::panels::theme::{self, GRID, MARGIN};
use crate::panels::widgets::{plain_button, primary_button};
use crate::scenario::{Diagnostic, Excerpt, Source};

/// Height of a line of the file.
const LINE: f32 = 20.0;
/// Size of its letters.
const LETTERS: f32 = 13.0;

/// Draws all that is wrong with a file.
pub fn show(ui: &mut Ui, rect: Rect, fault: &Fault, waiting: bool, actions: &mut Vec<PickerAction>) {
    let mut inside =
        ui.new_child(UiBuilder::new().id_salt("faults").max_rect(rect.shrink2(vec2(MARGIN, 0.0))));
    inside.set_clip_rect(rect);
    inside.add_space(MARGIN);
    let count = fault.all.count();
    let errors = if count == 1 { "1 error".into() } else { format!("{count} errors") };
    let name = fault.path.file_name().unwrap_or(fault.path.as_os_str()).to_string_lossy();
    inside.label(theme::title(format!("{name} has {errors}"), 24.0));
    let world = "The world that runs stays as it was. Mend the file and try again.";
    inside.label(theme::small(format!("{}. {world}", fault.path.display())));
    inside.horizontal_wrapped(|ui| {
        if primary_button(ui, if waiting { "Reading …" } else { "Try again" }, !waiting).clicked() {
            actions.push(PickerAction::Retry);
        }
        if plain_button(ui, "Choose another").clicked() {
            actions.push(PickerAction::Dismiss);
        }
    });
    inside.add_space(GRID);
    // By what the list shows, so that another file begins at its top.
    let area = ScrollArea::vertical().id_salt(&fault.path).auto_shrink(false);
    area.show(&mut inside, |ui| {
        for (number, diagnostic) in fault.all.iter().enumerate() {
            only_if_seen(ui, (&fault.path, number), |ui| entry(ui, fault.all.source(), diagnostic));
        }
        let kept = fault.all.iter().len();
        if count > kept {
            ui.label(theme::body(format!("and {} more", count - kept)).color(theme::muted()));
        }
        ui.add_space(MARGIN);
    });
}

/// Leaves a part out that cannot be seen, once its height is known, so that a thousand cost no more than ten.
fn only_if_seen(ui: &mut Ui, name: impl std::hash::Hash + std::fmt::Debug, add: impl FnOnce(&mut Ui)) {
    let id = Id::new("height").with(Id::new(name)).with(ui.available_width() as i32);
    let known: Option<f32> = ui.data(|data| data.get_temp(id));
    let at = ui.cursor().min;
    if let Some(height) = known
        && !ui.is_rect_visible(Rect::from_min_size(at, vec2(ui.available_width(), height)))
    {
        ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
        return;
    }
    let height = ui.scope(add).response.rect.height();
    if known != Some(height) {
        ui.data_mut(|data| data.insert_temp(id, height));
    }
}

/// One error: what is wrong, the line, and what to do.
fn entry(ui: &mut Ui, source: &Source, diagnostic: &Diagnostic) {
    let fill = theme::track();
    let frame =
        Frame::new().inner_margin(Margin::symmetric(12, 8)).corner_radius(CornerRadius::same(theme::ROUND));
    frame.fill(fill).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 4.0;
        ui.label(theme::strong(sentence(&diagnostic.message)));
        if let Some(span) = &diagnostic.span {
            let excerpt = source.excerpt(span);
            ui.label(theme::small(format!(
                "{}, line {}, column {}",
                source.name, excerpt.line, excerpt.column
            )));
            line(ui, &excerpt, &diagnostic.label, theme::war());
        }
        if let Some((span, label)) = &diagnostic.secondary {
            line(ui, &source.excerpt(span), label, theme::balance());
        }
        for help in &diagnostic.help {
            ui.label(theme::body(format!("→ {}", sentence(help))).color(theme::accent()));
        }
    });
}

/// With a capital and a full stop.
fn sentence(words: &str) -> String {
    let words = crate::panels::words::capitalised(words);
    let stop = if words.ends_with(['.', '?', '!', ')']) { "" } else { "." };
    words + stop
}

/// A line of the file with its number, the place marked and a word below it.
fn line(ui: &mut Ui, excerpt: &Excerpt, label: &str, colour: Color32) {
    let number = excerpt.line.to_string();
    let gutter = 12.0 + 8.0 * number.len() as f32;
    let face = FontId::monospace(LETTERS);
    let galley = ui.painter().layout_job(job(excerpt, colour, face.clone()));
    let height = LINE + if label.is_empty() { 4.0 } else { LINE };
    ScrollArea::horizontal().id_salt((excerpt.line, excerpt.column, label)).show(ui, |ui| {
        let from = galley.pos_from_cursor(CCursor::new(excerpt.mark.start)).left();
        let to = galley.pos_from_cursor(CCursor::new(excerpt.mark.end)).left().max(from + 8.0);
        let note = ui.painter().layout_no_wrap(label.into(), FontId::proportional(13.0), colour);
        let width = gutter + galley.size().x.max(from + note.size().x) + GRID;
        let (rect, response) =
            ui.allocate_exact_size(vec2(width.max(ui.available_width()), height), Sense::hover());
        let at = pos2(rect.left() + gutter, rect.top() + 2.0);
        ui.painter().text(pos2(at.x - 12.0, at.y), Align2::RIGHT_TOP, number, face, theme::muted());
        ui.painter().vline(at.x - 6.0, rect.y_range(), Stroke::new(1.0, theme::line()));
        let under = at.y + galley.size().y + 1.0;
        ui.painter().hline(at.x + from..=at.x + to, under, Stroke::new(2.0, colour));
        ui.painter().galley(at, galley, theme::text());
        ui.painter().galley(pos2(at.x + from, under + 3.0), note, colour);
        let words = format!("line {}: {}", excerpt.line, excerpt.text);
        crate::panels::widgets::named(&response, bevy_egui::egui::WidgetType::Label, &words);
    });
}

/// The line with the place that is meant in colour.
fn job(excerpt: &Excerpt, colour: Color32, font_id: FontId) -> LayoutJob {
    let mut job = LayoutJob::default();
    let (start, length) = (excerpt.mark.start, excerpt.mark.len());
    let part = |from: usize, count: usize| excerpt.text.chars().skip(from).take(count).collect::<String>();
    let parts = [
        (part(0, start), theme::text()),
        (part(start, length), colour),
        (part(start + length, usize::MAX), theme::text()),
    ];
    for (words, color) in parts {
        job.append(&words, 0.0, TextFormat { font_id: font_id.clone(), color, ..TextFormat::default() });
    }
    job.wrap.max_width = f32::INFINITY;
    job
}
