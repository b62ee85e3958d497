//! The caption: what has just happened in history, over the map, and what the model would have expected.

use bevy_egui::egui::{
    self, Align2, CornerRadius, CursorIcon, FontId, Margin, Rect, Sense, Stroke, Ui, WidgetType, pos2, vec2,
};

use super::super::events::job;
use super::super::marks;
use super::super::marks::Icon;
use super::super::theme::{self, GRID};
use super::super::widgets::{at_right, icon_button, link, named, text};
use super::super::words::{self, Deed};
use super::super::{Model, PanelAction, area};
use super::{expectation_ink, told};
use crate::history::{BranchId, Timeline};
use crate::settings::LeftTab;
use crate::view::Chronicle;

/// Width, as long as the map has room for it.
const WIDTH: f32 = 456.0;
/// How many events are told of.
const MOST: usize = 3;
/// Seconds for which it stays while time runs on.
const LIFE: f64 = 6.0;
/// Ticks after which something is still news.
const LATE: u64 = 3;
/// Width of the bar of a chance.
const BAR: f32 = 48.0;

/// What is told at the moment.
#[derive(Debug, Clone, Default)]
pub struct Caption {
    /// Of which branch and tick, and since when in egui's seconds.
    shown: Option<(BranchId, u64, f64)>,
    /// What the user has taken away.
    dismissed: Option<(BranchId, u64)>,
}

impl Caption {
    /// Takes up what has just happened, where history decides. Whether it will go by itself.
    pub fn update(
        &mut self,
        chronicle: &Chronicle,
        timeline: &Timeline,
        (now, decides): (u64, bool),
        (time, running): (f64, bool),
    ) -> bool {
        let branch = timeline.current();
        let last = chronicle.by(now).checked_sub(1).map_or(0, |entry| chronicle.tick_of(entry));
        if !decides || self.dismissed == Some((branch, last)) {
            self.shown = None;
            return false;
        }
        self.shown = match self.shown {
            Some((on, tick, since))
                if (on, tick) == (branch, last) && (now == last || time - since <= LIFE) =>
            {
                Some((on, tick, since))
            }
            // At a great pace no frame may show the very tick. What lies further back was gone to by hand.
            _ if now == last || running && now <= last + LATE => Some((branch, last, time)),
            _ => None,
        };
        if self.dismissed.is_some_and(|(on, tick)| on != branch || tick != last) {
            self.dismissed = None;
        }
        running && self.shown.is_some()
    }

    /// Takes it away until something else happens.
    pub fn dismiss(&mut self) {
        self.dismissed = self.shown.take().map(|(branch, tick, _)| (branch, tick));
    }
}

/// Draws it at the top of the map, if there is anything to tell.
pub fn show(ctx: &egui::Context, map: Rect, model: &Model, actions: &mut Vec<PanelAction>) {
    let Some((_, tick, _)) = model.memory.caption.shown else { return };
    let compared = if model.memory.compared.is_some() { 332.0 } else { 0.0 };
    let room = map.width() - compared - 24.0;
    if room < 240.0 || map.height() < 200.0 {
        return;
    }
    let width = WIDTH.min(room);
    let middle = map.center().x - 0.5 * compared;
    area("caption", pos2(middle, map.top() + 12.0)).pivot(Align2::CENTER_TOP).show(ctx, |ui| {
        let frame = egui::Frame::new()
            .fill(theme::panel())
            .stroke(Stroke::new(1.0, theme::line()))
            .corner_radius(CornerRadius::same(theme::ROUND))
            .inner_margin(Margin { left: 16, right: 8, top: 6, bottom: 10 });
        let shown = frame.show(ui, |ui| {
            ui.set_width(width - 24.0);
            ui.spacing_mut().item_spacing.y = 2.0;
            head(ui, model, tick, actions);
            if model.chronicle.entries_at(tick).is_empty() {
                introduction(ui);
            } else {
                entries(ui, model, tick, actions);
            }
        });
        let rect = shown.response.rect;
        let strip = rect.with_max_x(rect.left() + 4.0).shrink2(vec2(0.5, 6.0));
        ui.painter().rect_filled(strip, CornerRadius::same(2), theme::history());
    });
}

fn head(ui: &mut Ui, model: &Model, tick: u64, actions: &mut Vec<PanelAction>) {
    ui.horizontal(|ui| {
        let when = if tick == 0 { model.date_of(0) } else { model.date_of(tick) };
        ui.label(theme::small(format!("As recorded  ·  {when}")));
        at_right(ui, |ui| {
            if icon_button(ui, Icon::Close, "Take this caption away").clicked() {
                actions.push(PanelAction::DismissCaption);
            }
        });
    });
}

fn introduction(ui: &mut Ui) {
    ui.label(theme::body(
        "History decides who signs, who fights and who changes sides. At each event the model says how likely it would \
         have thought it, and why. Press Space to begin.",
    ));
}

/// The weightiest of what happened, in order of date.
fn entries(ui: &mut Ui, model: &Model, tick: u64, actions: &mut Vec<PanelAction>) {
    let all = model.chronicle.entries_at(tick);
    let deed = |entry: usize| Deed::of(&model.chronicle.entries()[entry].event);
    let mut order: Vec<usize> = all.clone().collect();
    order.sort_by_key(|entry| (deed(*entry).rank(), *entry));
    let more = order.len().saturating_sub(MOST);
    order.truncate(MOST);
    order.sort_unstable();
    for entry in order {
        row(ui, model, entry, actions);
    }
    if more > 0 {
        let words = format!("and {more} more under Record");
        if link(ui, theme::small(words)).clicked() {
            actions.push(PanelAction::Tab(LeftTab::Record));
            if !model.settings.left_open {
                actions.push(PanelAction::TogglePanel(super::super::layout::Side::Left));
            }
        }
    }
}

/// What happened, and what the model expected; a click shows why.
fn row(ui: &mut Ui, model: &Model, place: usize, actions: &mut Vec<PanelAction>) {
    let entry = &model.chronicle.entries()[place];
    let said = told(model).happened(&entry.event);
    let known = model.memory.expected.of(model.chronicle, model.timeline, place);
    let comment = match known {
        None => "Asking the model …".to_owned(),
        Some(list) => words::expected(list, &model.names),
    };
    let left = 22.0;
    let width = ui.available_width() - left - GRID;
    let family = FontId::new(14.0, theme::strong_family());
    let galley = ui.painter().layout_job(job(&said, family, theme::text(), width, 2));
    let alone = known.filter(|list| list.len() == 1).and_then(|list| list.first());
    let figure = alone.filter(|one| !one.matched.is_empty());
    let indent = if figure.is_some() { BAR + GRID } else { 0.0 };
    let small = FontId::proportional(12.0);
    let below = ui.painter().layout_job(job(&comment, small, theme::muted(), width - indent, 2));
    let high = galley.size().y + if comment.is_empty() { 0.0 } else { below.size().y + 2.0 } + 8.0;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), high), Sense::click());
    let asked = known.is_some_and(|list| !list.is_empty());
    if response.hovered() && asked {
        ui.painter().rect_filled(rect, CornerRadius::same(4), theme::track());
    }
    let top = rect.top() + 3.0;
    marks::deed(
        ui.painter(),
        pos2(rect.left() + 8.0, top + 9.0),
        6.0,
        Deed::of(&entry.event),
        theme::history(),
    );
    let under = top + galley.size().y + 2.0;
    ui.painter().galley(pos2(rect.left() + left, top), galley, theme::text());
    if let Some(one) = figure {
        let bar = Rect::from_min_size(pos2(rect.left() + left, under + 5.0), vec2(BAR, 5.0));
        ui.painter().rect_filled(bar, CornerRadius::same(2), theme::track());
        let full = bar.with_max_x(bar.left() + (BAR * one.chance).max(1.0));
        ui.painter().rect_filled(full, CornerRadius::same(2), expectation_ink(std::slice::from_ref(one)));
    }
    ui.painter().galley(pos2(rect.left() + left + indent, under), below, theme::muted());
    named(&response, WidgetType::Button, &format!("{}: {said}. {comment}", words::day(entry.date)));
    if !asked {
        response.on_hover_ui(|ui| super::in_full(ui, model, place));
        return;
    }
    let chevron = rect.right_center() - vec2(6.0, 0.0);
    if response.hovered() {
        text(ui, chevron, Align2::CENTER_CENTER, "›", 16.0, theme::accent());
    }
    if response.clicked() {
        actions.push(PanelAction::Expectation(Some(place)));
    }
    response.on_hover_cursor(CursorIcon::PointingHand).on_hover_text("Click to see what the model weighed");
}
