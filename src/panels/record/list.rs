//! The record as a list: what is past, what is happening, what is to come, and what the run did about it.

use bevy_egui::egui::{self, Align2, CursorIcon, FontId, ScrollArea, Sense, Stroke, Ui, WidgetType, pos2};

use super::super::events::job;
use super::super::marks;
use super::super::theme::{self, GRID, MARGIN};
use super::super::widgets::{at_right, left_tabs, named, text, thin_line, tick_box};
use super::super::words::{self, Deed};
use super::super::{Model, PanelAction};
use super::{in_full, told, verdict};
use crate::view::Chronicle;

/// Height of a row: date and verdict, and two lines of words.
const ROW: f32 = 60.0;

/// What to do where no record is known.
const NONE: &str = "No record of what happened in history is known for what runs. Open one of the historical setups (O), or \
    put a file NAME.record.ron beside NAME.ron.";

/// Which entries are listed, kept until the record or the selection changes.
#[derive(Debug, Clone, Default)]
pub struct Listed {
    /// About the selected state alone.
    only_selected: bool,
    /// For which these are.
    key: Option<(usize, usize, Option<String>)>,
    places: Vec<u32>,
    /// How many of them are past.
    past: usize,
}

impl Listed {
    /// Works out what is listed, if that has changed.
    pub fn update(&mut self, chronicle: &Chronicle, selected: Option<&str>, now: u64) {
        let about = selected.filter(|_| self.only_selected);
        let entries = chronicle.entries();
        let key = (entries.as_ptr() as usize, entries.len(), about.map(str::to_owned));
        if self.key.as_ref() != Some(&key) {
            let wanted =
                |entry: &crate::record::Entry| about.is_none_or(|code| entry.event.states().contains(&code));
            let listed = entries.iter().enumerate().filter(|(_, entry)| wanted(entry));
            self.places = listed.map(|(place, _)| place as u32).collect();
            self.key = Some(key);
        }
        let by = chronicle.by(now) as u32;
        self.past = self.places.partition_point(|place| *place < by);
    }

    /// Lists what is about the selected state alone, or all.
    pub fn toggle_only_selected(&mut self) {
        self.only_selected = !self.only_selected;
    }
}

/// Draws the list.
pub fn show(ui: &mut Ui, model: &Model, actions: &mut Vec<PanelAction>) {
    let listed = &model.memory.record;
    egui::Frame::new().inner_margin(egui::Margin::symmetric(MARGIN as i8, 12)).show(ui, |ui| {
        ui.horizontal(|ui| {
            left_tabs(ui, model, actions);
            at_right(ui, |ui| {
                let count = format!("{} of {}", listed.past, listed.places.len());
                let face = FontId::proportional(12.0);
                let width = ui.painter().layout_no_wrap(count.clone(), face, theme::muted()).size().x;
                if width <= ui.available_width() && model.chronicle.record().is_some() {
                    ui.label(theme::small(count)).on_hover_text("How many of them have happened by now");
                }
            });
        });
        if model.chronicle.record().is_none() {
            ui.add_space(GRID);
            ui.label(theme::body(NONE).color(theme::muted()));
            return;
        }
        ui.label(theme::small("What happened in history. The model never sees it."));
        if let Some(state) = model.selection.state {
            let words = format!("Only {}", model.names.mid(state));
            if tick_box(ui, &words, listed.only_selected).clicked() {
                actions.push(PanelAction::ToggleRecordOnlySelected);
            }
        }
    });
    if model.chronicle.record().is_none() {
        return;
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    thin_line(ui);
    if listed.places.is_empty() {
        egui::Frame::new().inner_margin(egui::Margin::same(MARGIN as i8)).show(ui, |ui| {
            ui.label(theme::body("The record says nothing of this state.").color(theme::muted()));
        });
        return;
    }
    let mut area = ScrollArea::vertical().auto_shrink(false).id_salt("record");
    let seen = (listed.past, listed.places.len());
    let slot = ui.id().with("past");
    if ui.data(|data| data.get_temp::<(usize, usize)>(slot)) != Some(seen) {
        ui.data_mut(|data| data.insert_temp(slot, seen));
        // What has just happened stands in the middle.
        let middle = 0.5 * ui.available_height();
        area = area.vertical_scroll_offset((listed.past as f32 * ROW - middle).max(0.0));
    }
    area.show_rows(ui, ROW, listed.places.len(), |ui, range| {
        for row in range {
            show_row(ui, model, row, listed.places[row] as usize, actions);
        }
    });
}

/// Mark, date, verdict and sentence of an entry; a click goes there.
fn show_row(ui: &mut Ui, model: &Model, row: usize, place: usize, actions: &mut Vec<PanelAction>) {
    let Some(entry) = model.chronicle.entries().get(place) else { return };
    let (rect, response) = ui.allocate_exact_size(egui::vec2(ui.available_width(), ROW), Sense::click());
    if response.hovered() {
        ui.painter().rect_filled(rect, 0.0, theme::track());
    }
    let tick = model.chronicle.tick_of(place);
    let (coming, now) = (tick > model.now, tick == model.now && model.now > 0);
    if now {
        let strip = rect.with_max_x(rect.left() + 3.0).with_max_y(rect.bottom() - 1.0);
        ui.painter().rect_filled(strip, 0.0, theme::history());
    }
    // Where past and future meet.
    let meet = row > 0 && row == model.memory.record.past;
    let (line, colour) = if meet { (2.0, theme::history()) } else { (1.0, theme::line()) };
    if meet {
        ui.painter().hline(rect.x_range(), rect.top(), Stroke::new(line, colour));
    }
    ui.painter().hline(rect.x_range().shrink(MARGIN), rect.bottom() - 0.5, Stroke::new(1.0, theme::line()));
    let strength = if coming { 0.6 } else { 1.0 };
    let ink = theme::history().gamma_multiply(strength);
    marks::deed(
        ui.painter(),
        pos2(rect.left() + MARGIN + 7.0, rect.top() + 15.0),
        6.0,
        Deed::of(&entry.event),
        ink,
    );
    let said = told(model).happened(&entry.event);
    let (word, word_ink, _) = verdict(model, place);
    named(&response, WidgetType::Button, &format!("{}: {said}; {word}", words::day(entry.date)));
    let left = rect.left() + MARGIN + 3.0 * GRID;
    let right = rect.right() - 12.0;
    let tag = text(ui, pos2(right, rect.top() + 15.0), Align2::RIGHT_CENTER, &word, 12.0, word_ink);
    let small = FontId::proportional(12.0);
    let date = job(&words::day(entry.date), small, theme::muted(), tag.left() - GRID - left, 1);
    let date = ui.painter().layout_job(date);
    ui.painter().galley(pos2(left, rect.top() + 7.0), date, theme::muted());
    let family =
        if Chronicle::is_important(entry) { theme::strong_family() } else { egui::FontFamily::Proportional };
    let ink = theme::text().gamma_multiply(if coming { 0.7 } else { 1.0 });
    let words = ui.painter().layout_job(job(&said, FontId::new(14.0, family), ink, right - left, 2));
    ui.painter().galley(pos2(left, rect.top() + 23.0), words, theme::text());
    if response.clicked() {
        actions.push(PanelAction::RunTo(tick));
        let known = model.memory.expected.of(model.chronicle, model.timeline, place);
        if known.is_some_and(|list| !list.is_empty()) {
            actions.push(PanelAction::Expectation(Some(place)));
        }
    }
    response.on_hover_cursor(CursorIcon::PointingHand).on_hover_ui(|ui| in_full(ui, model, place));
}
