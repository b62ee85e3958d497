//! The setups that come with the program: cards with a picture, and the chosen one in full.

use bevy_egui::egui::{
    Align2, Color32, CornerRadius, CursorIcon, FontId, PointerButton, Rect, ScrollArea, Sense, Stroke,
    StrokeKind, TextureId, Ui, UiBuilder, WidgetInfo, WidgetType, pos2, text::LayoutJob, text::TextFormat,
    text::TextWrapping, vec2,
};

use super::frame::{NARROW, conditions};
use super::shelf::Card;
use super::{Picker, PickerAction};
use crate::panels::theme::{self, MARGIN};
use crate::panels::widgets::{heading, plain_button, primary_button, text};
use crate::panels::words;

/// Width that a card has at least.
const CARD: f32 = 216.0;
/// Height of the words below a card's picture.
const WORDS: f32 = 64.0;
/// Width of the chosen setup's page.
const PAGE: f32 = 376.0;
/// Height of what stands below it.
const FOOT: f32 = 136.0;
/// States that are named; more are counted.
const MOST_NAMED: usize = 16;

/// Draws all that the search finds, and the chosen one in full: beside them, or in their place in a narrow window.
pub fn show(ui: &mut Ui, rect: Rect, picker: &Picker, actions: &mut Vec<PickerAction>) {
    if rect.width() < NARROW {
        match picker.in_full {
            true => page(ui, rect, picker, true, actions),
            false => grid(ui, rect, picker, actions),
        }
        return;
    }
    let (left, right) = rect.split_left_right_at_x(rect.right() - PAGE.min(0.42 * rect.width()));
    grid(ui, left, picker, actions);
    ui.painter().vline(right.left(), right.y_range(), Stroke::new(1.0, theme::line()));
    page(ui, right, picker, false, actions);
}

fn grid(ui: &mut Ui, rect: Rect, picker: &Picker, actions: &mut Vec<PickerAction>) {
    let found = picker.shelf.found(&picker.search);
    let mut inside = ui.new_child(UiBuilder::new().id_salt("cards").max_rect(rect));
    inside.set_clip_rect(rect);
    if found.is_empty() {
        let words = "No setup has these words. Search for a state, an idea or an author, or open a file.";
        let at = rect.shrink(MARGIN);
        let mut note = inside.new_child(UiBuilder::new().max_rect(at));
        note.label(theme::body(words).color(theme::muted()));
        return;
    }
    ScrollArea::vertical().auto_shrink(false).show(&mut inside, |ui| {
        let width = rect.width() - 2.0 * MARGIN;
        let columns = (((width + MARGIN) / (CARD + MARGIN)) as usize).max(1);
        let card = (width - MARGIN * (columns - 1) as f32) / columns as f32;
        let size = vec2(card, card / 2.0 + WORDS);
        let rows = found.len().div_ceil(columns) as f32;
        let (all, _) =
            ui.allocate_exact_size(vec2(rect.width(), MARGIN + rows * (size.y + MARGIN)), Sense::hover());
        for (number, place) in found.into_iter().enumerate() {
            let (row, column) = ((number / columns) as f32, (number % columns) as f32);
            let at = all.min + vec2(MARGIN + column * (size.x + MARGIN), MARGIN + row * (size.y + MARGIN));
            show_card(ui, Rect::from_min_size(at, size), picker, place, actions);
        }
    });
}

/// A card: picture, name and facts. A click chooses it, a second one opens it.
fn show_card(ui: &mut Ui, rect: Rect, picker: &Picker, place: usize, actions: &mut Vec<PickerAction>) {
    let response = ui.interact(rect, ui.id().with(place), Sense::click());
    let chosen = picker.chosen == place;
    let name = picker.shelf.card(place).map_or(String::new(), |card| card.scenario.name.clone());
    response.widget_info(|| WidgetInfo::selected(WidgetType::SelectableLabel, true, chosen, &name));
    let by_key = response.clicked() && !response.clicked_by(PointerButton::Primary);
    if response.double_clicked() || chosen && by_key {
        actions.push(PickerAction::Load);
    } else if response.clicked() {
        actions.push(PickerAction::Choose(place));
    }
    if response.gained_focus() {
        ui.scroll_to_rect(rect.expand(MARGIN), None);
    }
    if !ui.is_rect_visible(rect) {
        return;
    }
    let fill = if chosen || response.hovered() { theme::pressed() } else { theme::track() };
    ui.painter().rect_filled(rect, CornerRadius::same(theme::ROUND), fill);
    let (above, below) = rect.split_top_bottom_at_y(rect.bottom() - WORDS);
    let round = CornerRadius { nw: theme::ROUND, ne: theme::ROUND, sw: 0, se: 0 };
    picture(ui, above, picker.shelf.picture(place), round);
    if let Some(card) = picker.shelf.card(place) {
        let left = below.left() + 12.0;
        let width = below.width() - 24.0;
        let name =
            one_line(ui, &card.scenario.name, FontId::new(17.0, theme::serif_family()), theme::text(), width);
        ui.painter().galley(pos2(left, below.top() + 9.0), name, theme::text());
        let facts = one_line(ui, &card.facts, FontId::proportional(12.0), theme::muted(), width);
        ui.painter().galley(pos2(left, below.top() + 36.0), facts, theme::muted());
    }
    if chosen {
        let rim = Stroke::new(2.0, theme::accent());
        ui.painter().rect_stroke(rect, CornerRadius::same(theme::ROUND), rim, StrokeKind::Outside);
    }
    response.on_hover_cursor(CursorIcon::PointingHand);
}

fn one_line(
    ui: &Ui,
    words: &str,
    font_id: FontId,
    color: Color32,
    max_width: f32,
) -> std::sync::Arc<bevy_egui::egui::Galley> {
    let format = TextFormat { font_id, color, ..TextFormat::default() };
    let wrap = TextWrapping { max_width, max_rows: 1, break_anywhere: true, ..TextWrapping::default() };
    ui.painter().layout_job(LayoutJob { wrap, ..LayoutJob::single_section(words.to_owned(), format) })
}

/// The map of a setup, cut to the place it has; the sea's colour until it has come.
fn picture(ui: &Ui, rect: Rect, picture: Option<TextureId>, round: CornerRadius) {
    let Some(picture) = picture else {
        ui.painter().rect_filled(rect, round, theme::pressed());
        text(ui, rect.center(), Align2::CENTER_CENTER, "…", 18.0, theme::muted());
        return;
    };
    // Pictures are twice as wide as high.
    let (wide, high) =
        (rect.width() / rect.height().max(1.0) / 2.0, 2.0 * rect.height() / rect.width().max(1.0));
    let part = vec2(wide.min(1.0), high.min(1.0));
    let uv = Rect::from_center_size(pos2(0.5, 0.5), part);
    let image = bevy_egui::egui::Image::new((picture, rect.size())).uv(uv).corner_radius(round);
    image.paint_at(ui, rect);
}

/// The chosen setup in full, with what it is to be run with.
fn page(ui: &mut Ui, rect: Rect, picker: &Picker, alone: bool, actions: &mut Vec<PickerAction>) {
    let Some(card) = picker.shelf.card(picker.chosen) else { return };
    let foot = FOOT.min(0.55 * rect.height());
    let (above, below) = rect.split_top_bottom_at_y(rect.bottom() - foot);
    let mut inside = ui.new_child(UiBuilder::new().id_salt("chosen").max_rect(above));
    inside.set_clip_rect(above);
    ScrollArea::vertical().auto_shrink(false).show(&mut inside, |ui| {
        let margin = bevy_egui::egui::Margin::same(MARGIN as i8);
        bevy_egui::egui::Frame::new().inner_margin(margin).show(ui, |ui| {
            ui.set_width(rect.width() - 2.0 * MARGIN);
            if alone && plain_button(ui, "← All setups").clicked() {
                actions.push(PickerAction::Unchoose);
            }
            let width = ui.available_width();
            let (place, _) = ui.allocate_exact_size(vec2(width, width / 2.0), Sense::hover());
            picture(ui, place, picker.shelf.picture(picker.chosen), CornerRadius::same(theme::ROUND));
            about(ui, card);
        });
    });
    ui.painter().hline(below.x_range(), below.top(), Stroke::new(1.0, theme::line()));
    let mut inside =
        ui.new_child(UiBuilder::new().id_salt("open").max_rect(below.shrink2(vec2(MARGIN, 12.0))));
    inside.set_clip_rect(below);
    ScrollArea::vertical().auto_shrink(false).show(&mut inside, |ui| {
        conditions(ui, picker, actions);
        let recorded =
            picker.shelf.card(picker.chosen).is_some_and(|card| matches!(card.record, Ok(Some(_))));
        let ready = picker.seed().is_some();
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            let (open, hover) = match recorded {
                true => ("Free run", "The model decides, and history is held against it"),
                false => ("Open", "Opens it, standing still"),
            };
            if primary_button(ui, open, ready).on_hover_text(hover).clicked() {
                actions.push(PickerAction::Load);
            }
            let hover = "History decides, and the model says at each event what it would have expected";
            if recorded && primary_button(ui, "As recorded", ready).on_hover_text(hover).clicked() {
                actions.push(PickerAction::LoadAsRecorded);
            }
        });
    });
}

fn about(ui: &mut Ui, card: &Card) {
    let (scenario, notes) = (&card.scenario, &card.notes);
    ui.label(theme::title(&scenario.name, 24.0));
    ui.label(theme::small(&card.facts));
    let about = if scenario.description.is_empty() { &notes.about } else { &scenario.description };
    if !about.is_empty() {
        ui.label(theme::body(about));
    }
    for (head, said) in [
        ("What to watch", &notes.watch),
        ("Beside it, for comparison", &notes.control),
        ("After", &notes.source),
    ] {
        if !said.is_empty() {
            heading(ui, head, "");
            ui.label(theme::body(crate::panels::words::capitalised(said)));
        }
    }
    history(ui, card);
    if !scenario.sources.is_empty() {
        heading(ui, "Sources", "");
        for source in &scenario.sources {
            ui.label(theme::small(source));
        }
    }
    heading(ui, "States", "");
    let names: Vec<&str> = scenario.states.iter().map(|state| state.name.as_str()).collect();
    let mut states = names[..names.len().min(MOST_NAMED)].join(", ");
    if names.len() > MOST_NAMED {
        states += &format!(" and {} more", names.len() - MOST_NAMED);
    }
    ui.label(theme::body(states));
}

/// What is known of what happened after the start.
fn history(ui: &mut Ui, card: &Card) {
    match &card.record {
        Ok(None) => {}
        Ok(Some(record)) => {
            let entries = record.entries();
            let (Some(first), Some(last)) = (entries.first(), entries.last()) else { return };
            heading(ui, "What happened in history", "Never seen by the model; to hold its runs against.");
            let counts = match record.counts().count() {
                0 => "sides are never counted".to_owned(),
                1 => "sides are counted once".to_owned(),
                many => format!("sides are counted on {many} days"),
            };
            let (from, until) = (words::day(first.date), words::day(last.date));
            let line =
                format!("{} dated events with their sources, {from} to {until}; {counts}.", entries.len());
            ui.label(theme::body(line));
        }
        Err(fault) => {
            heading(ui, "What happened in history", "");
            ui.label(theme::body("The record has errors, and is left out:").color(theme::war()));
            ui.label(theme::small(fault));
        }
    }
}
