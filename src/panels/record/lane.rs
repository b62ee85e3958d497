//! The lane of history on the timeline: a mark for each entry of the record, or one for several that stand close.

use std::sync::Arc;

use bevy_egui::egui::{
    Align2, CornerRadius, CursorIcon, FontId, Painter, Rangef, Rect, Sense, Stroke, Ui, WidgetType, pos2,
    vec2,
};

use super::super::marks;
use super::super::strip::Strip;
use super::super::theme;
use super::super::widgets::named;
use super::super::words::{self, Deed};
use super::super::{Model, PanelAction};
use super::{in_full, told};
use crate::history::Moment;
use crate::record::{Entry, Event};

/// Height of the lane.
pub const HEIGHT: f32 = 22.0;
/// Half of what a mark is wide, and the space between two.
const HALF: f32 = 7.0;
const GAP: f32 = 3.0;
/// Width of a figure of a count.
const FIGURE: f32 = 7.0;
/// Entries that are told of where several stand together.
const TOLD: usize = 7;
/// How strong what is still to come is drawn.
const COMING: f32 = 0.5;

/// Entries that stand so close that they share a mark.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cluster {
    /// The first entry, and the one after the last.
    pub entries: (usize, usize),
    /// The tick of the first.
    pub tick: u64,
    /// The tick of the last.
    pub until: u64,
    left: f32,
    right: f32,
}

impl Cluster {
    fn len(&self) -> usize {
        self.entries.1 - self.entries.0
    }

    /// What it takes from its left end, with the number of its entries.
    fn width(&self) -> f32 {
        let digits = self.len().to_string().len();
        2.0 * HALF + if self.len() > 1 { 3.0 + FIGURE * digits as f32 } else { 0.0 }
    }
}

/// The marks of entries at these ticks, in order, none over another.
pub fn clusters(ticks: impl Iterator<Item = u64>, strip: &Strip, from: f32) -> Vec<Cluster> {
    let mut all: Vec<Cluster> = Vec::new();
    for (place, tick) in ticks.enumerate() {
        let x = strip.x(tick);
        match all.last_mut() {
            Some(last) if tick == last.tick || x - HALF < last.right + GAP => {
                (last.entries.1, last.until) = (place + 1, tick);
                last.right = (last.left + last.width()).max(x);
            }
            _ => {
                let left = (x - HALF).max(from);
                all.push(Cluster {
                    entries: (place, place + 1),
                    tick,
                    until: tick,
                    left,
                    right: left + 2.0 * HALF,
                });
            }
        }
    }
    all
}

/// What the lane shows, kept until something of it changes.
#[derive(Debug, Clone)]
struct Laid {
    key: Key,
    marks: Vec<Marked>,
    /// Times of war.
    wars: Vec<Rangef>,
}

/// What it depends on: the record, the strip, and where the run stands.
#[derive(Debug, Clone, PartialEq)]
struct Key {
    record: (usize, usize),
    strip: Strip,
    left: f32,
    moment: Moment,
    end: u64,
}

/// A mark: its sort, how many of its entries came about in the run and how many did not, and its name.
#[derive(Debug, Clone)]
struct Marked {
    cluster: Cluster,
    deed: Deed,
    held: (usize, usize),
    name: String,
}

impl Laid {
    fn new(key: Key, model: &Model, strip: &Strip) -> Self {
        let chronicle = model.chronicle;
        let entries = chronicle.entries();
        let wars = wars(entries).map(|(since, until)| {
            let until = until.map_or(chronicle.end(), |entry| chronicle.tick_of(entry));
            Rangef::new(strip.x(chronicle.tick_of(since)), strip.x(until))
        });
        let ticks = (0..entries.len()).map(|entry| chronicle.tick_of(entry));
        let marks = clusters(ticks, strip, key.left).into_iter().map(|cluster| {
            let (first, end) = cluster.entries;
            let sort = |entry: &Entry| Deed::of(&entry.event);
            let deed = entries[first..end].iter().map(sort).min_by_key(|deed| deed.rank());
            let held = |wanted: bool| {
                let past = (first..end).filter(|entry| chronicle.tick_of(*entry) <= model.now);
                past.filter(|entry| chronicle.held(model.timeline, *entry) == Some(wanted)).count()
            };
            let day = words::day(entries[first].date);
            let name = match cluster.len() {
                1 => format!("History, {day}: {}", told(model).happened(&entries[first].event)),
                many => format!("History, {many} events since {day}"),
            };
            Marked { cluster, deed: deed.unwrap_or(Deed::Count), held: (held(true), held(false)), name }
        });
        Self { marks: marks.collect(), wars: wars.collect(), key }
    }
}

/// Draws the lane. A click goes to where an entry happened, and runs there if that lies ahead.
pub fn show(ui: &mut Ui, model: &Model, strip: &Strip, lane: Rect, actions: &mut Vec<PanelAction>) {
    let entries = model.chronicle.entries();
    let key = Key {
        record: (entries.as_ptr() as usize, entries.len()),
        strip: *strip,
        left: lane.left(),
        moment: model.timeline.moment(model.now),
        end: model.history.end(),
    };
    let slot = ui.id().with("lane of history");
    let known = ui.data(|data| data.get_temp::<Arc<Laid>>(slot)).filter(|laid| laid.key == key);
    let laid = known.unwrap_or_else(|| {
        let laid = Arc::new(Laid::new(key, model, strip));
        ui.data_mut(|data| data.insert_temp(slot, laid.clone()));
        laid
    });
    let painter = ui.painter().with_clip_rect(lane.expand(2.0));
    let foot = lane.bottom() - 0.5;
    painter.hline(lane.x_range(), foot, Stroke::new(1.0, theme::history().gamma_multiply(0.35)));
    for war in &laid.wars {
        painter.hline(*war, foot, Stroke::new(2.0, theme::war().gamma_multiply(0.7)));
    }
    for marked in &laid.marks {
        let cluster = &marked.cluster;
        let rect = Rect::from_x_y_ranges(cluster.left..=cluster.right, lane.y_range());
        let response = ui.interact(rect, ui.id().with(("history", cluster.entries.0)), Sense::click());
        let lit = response.hovered() || response.has_focus();
        mark(&painter, marked, rect, (lit, cluster.tick > model.now));
        named(&response, WidgetType::Button, &marked.name);
        if response.clicked() {
            actions.push(PanelAction::RunTo(cluster.tick));
        }
        response.on_hover_cursor(CursorIcon::PointingHand).on_hover_ui(|ui| card(ui, model, cluster));
    }
}

/// The wars that began in a record: the entry that began each, and the one that ended it, if any did.
fn wars(entries: &[Entry]) -> impl Iterator<Item = (usize, Option<usize>)> {
    entries.iter().enumerate().filter_map(|(place, entry)| {
        let Event::War { name, .. } = &entry.event else { return None };
        let ends = |entry: &Entry| matches!(&entry.event, Event::Peace { war } if war == name);
        Some((place, entries[place..].iter().position(ends).map(|at| place + at)))
    })
}

/// The mark itself: the weightiest of its entries, how many there are, and how many came about in the run.
fn mark(painter: &Painter, marked: &Marked, rect: Rect, (lit, coming): (bool, bool)) {
    let cluster = &marked.cluster;
    let ink = match (lit, coming) {
        (true, _) => theme::text(),
        (false, true) => theme::history().gamma_multiply(COMING),
        (false, false) => theme::history(),
    };
    let middle = rect.center().y - 2.0;
    marks::deed(painter, pos2(rect.left() + HALF, middle), 5.5, marked.deed, ink);
    if cluster.len() > 1 {
        let at = pos2(rect.left() + 2.0 * HALF + 2.0, middle);
        painter.text(at, Align2::LEFT_CENTER, cluster.len().to_string(), FontId::proportional(12.0), ink);
    }
    let (agree, differ) = marked.held;
    if agree + differ == 0 {
        return;
    }
    let foot = Rangef::new(rect.bottom() - 4.0, rect.bottom() - 2.0);
    let width = rect.width().min(cluster.width());
    let share = agree as f32 / (agree + differ) as f32;
    let split = rect.left() + width * share;
    for (from, to, agrees) in [(rect.left(), split, true), (split, rect.left() + width, false)] {
        if to - from > 0.5 {
            let part = Rect::from_x_y_ranges(from..=to, foot);
            painter.rect_filled(part, CornerRadius::ZERO, theme::agreement(agrees));
        }
    }
}

/// What happened there.
fn card(ui: &mut Ui, model: &Model, cluster: &Cluster) {
    let (first, end) = cluster.entries;
    if end - first == 1 {
        in_full(ui, model, first);
    } else {
        ui.set_max_width(400.0);
        ui.spacing_mut().item_spacing = vec2(8.0, 3.0);
        let (told, entries) = (told(model), model.chronicle.entries());
        let mut last = None;
        for entry in &entries[first..end.min(first + TOLD)] {
            if last.replace(entry.date) != Some(entry.date) {
                ui.label(theme::small(words::day(entry.date)));
            }
            ui.label(theme::body(told.happened(&entry.event)));
        }
        if end - first > TOLD {
            ui.label(theme::small(format!("and {} more: they are listed under Record", end - first - TOLD)));
        }
    }
    let ahead = cluster.tick > model.history.end();
    ui.label(theme::small(if ahead { "Click to run on to there" } else { "Click to go there" }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn marks_never_overlap_and_leave_out_nothing(
            mut ticks in prop::collection::vec(0u64..2400, 1..300), width in 200.0f32..2000.0, end in 1u64..2400,
        ) {
            ticks.sort_unstable();
            let strip = Strip::new(Rangef::new(100.0, 100.0 + width), end.max(ticks[ticks.len() - 1]));
            let all = clusters(ticks.iter().copied(), &strip, 100.0);
            prop_assert_eq!(all[0].entries.0, 0);
            prop_assert_eq!(all[all.len() - 1].entries.1, ticks.len());
            for pair in all.windows(2) {
                prop_assert_eq!(pair[0].entries.1, pair[1].entries.0);
                prop_assert!(pair[0].right <= pair[1].left, "{pair:?}");
                prop_assert!(pair[0].until <= pair[1].tick);
            }
            for cluster in &all {
                prop_assert_eq!(cluster.tick, ticks[cluster.entries.0]);
                prop_assert!(cluster.right - cluster.left >= cluster.width() - 0.01);
            }
        }
    }

    #[test]
    fn what_stands_apart_has_a_mark_of_its_own() {
        let strip = Strip::new(Rangef::new(0.0, 600.0), 60);
        let all = clusters([2, 2, 3, 20, 40].into_iter(), &strip, 0.0);
        let entries: Vec<(usize, usize)> = all.iter().map(|cluster| cluster.entries).collect();
        assert_eq!(entries, [(0, 3), (3, 4), (4, 5)]);
    }
}
