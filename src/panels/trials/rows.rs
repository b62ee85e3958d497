//! The list of outcomes: for each its chance in both histories and the difference, as dots with intervals.

use std::f32::consts::TAU;

use bevy_egui::egui::{
    self, Align2, Color32, CursorIcon, FontId, Painter, Pos2, Rangef, Rect, ScrollArea, Sense, Stroke, Ui,
    Vec2, WidgetInfo, WidgetType, pos2, vec2,
};

use super::super::theme::{self, GRID, MARGIN};
use super::super::widgets::text;
use super::super::{Model, PanelAction};
use super::Trials;
use crate::batch::experiment::{Finding, Findings, Outcome, say, say_difference};
use crate::batch::vignettes::Estimate;
use crate::simulation::StateId;

const ROW: f32 = 46.0;
const HEAD: f32 = 28.0;

/// The mark of a history, which tells them apart without colour too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dot {
    /// As it was: a ring.
    First,
    /// With the change: a disc.
    Second,
}

impl Dot {
    /// Its colour.
    pub fn colour(self) -> Color32 {
        match self {
            Self::First => theme::bar(),
            Self::Second => theme::accent(),
        }
    }

    /// Paints it.
    pub fn paint(self, painter: &Painter, at: Pos2) {
        match self {
            Self::First => {
                painter.circle(at, 3.5, theme::panel(), Stroke::new(2.0, self.colour()));
            }
            Self::Second => {
                disc(painter, at, 4.5, self.colour());
            }
        }
    }
}

/// A disc, round at this size too: egui's own are squarish.
fn disc(painter: &Painter, at: Pos2, radius: f32, colour: Color32) {
    const CORNERS: usize = 20;
    let corner = |place: usize| at + radius * Vec2::angled(TAU * place as f32 / CORNERS as f32);
    let corners = (0..CORNERS).map(corner).collect();
    painter.add(egui::Shape::convex_polygon(corners, colour, Stroke::NONE));
}

/// A scale from left to right.
#[derive(Debug, Clone, Copy)]
pub struct Scale {
    pub rect: Rect,
    pub low: f64,
    pub high: f64,
}

impl Scale {
    /// Where a value lies; what is beyond the ends lies at the end.
    pub fn x(&self, value: f64) -> f32 {
        let share = ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0);
        self.rect.left() + self.rect.width() * share as f32
    }
}

/// The values at the ends of the scales of an outcome: of its chances, and of the difference to either side.
pub fn reach(finding: &Finding) -> (f64, f64) {
    let Outcome::Measure(quantity) = finding.outcome else { return (1.0, 1.0) };
    if quantity.is_share() {
        return (1.0, 1.0);
    }
    let finite = |it: f64| if it.is_finite() { it } else { 0.0 };
    let ends = finding.arms.iter().flatten().map(|it| finite(it.high));
    let top = ends.fold(1e-6, f64::max) * 1.1;
    let most = finding.difference.map_or(0.0, |it| finite(it.low).abs().max(finite(it.high).abs()));
    (top, most.max(0.2 * top))
}

/// Whether an outcome is told in per cent.
pub fn is_share(outcome: Outcome) -> bool {
    match outcome {
        Outcome::Measure(quantity) => quantity.is_share(),
        _ => true,
    }
}

/// An outcome in one sentence.
pub fn sentence(found: &Findings, finding: &Finding) -> String {
    let share = is_share(finding.outcome);
    let arms = finding.arms.map(|it| it.map_or("not there".into(), |it| say(it, share)));
    let mut words = format!("{}: {} → {}", found.words(finding.outcome), arms[0], arms[1]);
    if let Some(difference) = finding.difference {
        words += &format!(", {}", say_difference(difference, share));
    }
    words
}

/// A number without its interval.
fn short(it: Option<Estimate>, share: bool) -> String {
    it.map_or("–".into(), |it| {
        let all = say(it, share);
        all.split(" [").next().unwrap_or_default().trim_end_matches(" %").to_owned()
    })
}

fn short_difference(it: Option<Estimate>, share: bool) -> String {
    it.map_or("–".into(), |it| {
        let all = say_difference(it, share);
        all.split(" [").next().unwrap_or_default().trim_end_matches(" points").to_owned()
    })
}

/// Where the parts of a row are.
struct Columns {
    arms: Rect,
    numbers: f32,
    difference: Rect,
    right: f32,
}

/// Columns below the words of a row.
fn columns(row: Rect) -> Columns {
    let (left, right) = (row.left() + MARGIN, row.right() - MARGIN);
    let width = right - left;
    let (top, bottom) = (row.top() + 24.0, row.bottom() - 4.0);
    let arms = Rect::from_min_max(pos2(left + 4.0, top), pos2(left + 0.38 * width, bottom));
    let numbers = left + 0.59 * width;
    let difference = Rect::from_min_max(pos2(numbers + 2.0 * GRID, top), pos2(right - 44.0, bottom));
    Columns { arms, numbers, difference, right }
}

/// Draws the heads and the list.
pub fn show(ui: &mut Ui, model: &Model, trials: &Trials, actions: &mut Vec<PanelAction>) {
    ui.spacing_mut().item_spacing.y = 0.0;
    head(ui);
    if trials.rows.is_empty() {
        egui::Frame::new().inner_margin(egui::Margin::same(MARGIN as i8)).show(ui, |ui| {
            ui.label(theme::body(empty(trials)).color(theme::muted()));
        });
        return;
    }
    let height = ROW * trials.rows.len() as f32;
    ScrollArea::vertical().id_salt("outcomes").auto_shrink(false).show_viewport(ui, |ui, seen| {
        let (table, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
        let first = (seen.top() / ROW).floor().max(0.0) as usize;
        let last = ((seen.bottom() / ROW).ceil().max(0.0) as usize).min(trials.rows.len());
        for (row, place) in trials.rows.iter().enumerate().take(last).skip(first) {
            let top_left = table.min + vec2(0.0, ROW * row as f32);
            let rect = Rect::from_min_size(top_left, vec2(table.width(), ROW));
            show_row(ui, model, &trials.found, &trials.found.list[*place as usize], rect, actions);
        }
    });
}

/// What to say where nothing is listed.
fn empty(trials: &Trials) -> &'static str {
    if trials.found.alike == trials.found.runs {
        "Nothing is told apart, and nothing can be."
    } else if trials.sure && trials.query.is_empty() && trials.kind.is_none() {
        "Nothing is told apart yet. More runs may tell more; or list all, and see what seems to differ."
    } else {
        "Nothing of what was found is meant by this. List other kinds, clear the field, or list all."
    }
}

/// What the columns show, with the ends of their scales.
fn head(ui: &mut Ui) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), HEAD), Sense::hover());
    let columns = columns(rect);
    let label = |at: Pos2, anchor: Align2, words: &str| {
        text(ui, at, anchor, words, 11.0, theme::muted());
    };
    let (upper, lower) = (rect.top() + 7.0, rect.top() + 20.0);
    label(pos2(columns.arms.left(), upper), Align2::LEFT_CENTER, "chance, %");
    label(pos2(columns.difference.left(), upper), Align2::LEFT_CENTER, "difference, points");
    for (share, words) in [(0.0, "0"), (0.5, "50"), (1.0, "100")] {
        label(pos2(columns.arms.left() + share * columns.arms.width(), lower), Align2::CENTER_CENTER, words);
    }
    for (share, words) in [(0.0, "−100"), (0.5, "0"), (1.0, "+100")] {
        let at = pos2(columns.difference.left() + share * columns.difference.width(), lower);
        label(at, Align2::CENTER_CENTER, words);
    }
}

fn show_row(
    ui: &Ui,
    model: &Model,
    found: &Findings,
    finding: &Finding,
    rect: Rect,
    actions: &mut Vec<PanelAction>,
) {
    let response = ui.interact(rect, ui.id().with(finding.outcome), Sense::click());
    let states: Vec<StateId> =
        finding.outcome.states().filter_map(|place| model.survey.find(&found.cast[place].code)).collect();
    let selected = model.selection.state.is_some_and(|state| states.contains(&state));
    let told = sentence(found, finding);
    response.widget_info(|| WidgetInfo::selected(WidgetType::SelectableLabel, true, selected, &told));
    let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
    if response.hovered() || response.has_focus() {
        painter.rect_filled(rect, 0.0, theme::track());
    }
    if selected {
        painter.rect_filled(rect.with_max_x(rect.left() + 3.0), 0.0, theme::accent());
    }
    let ink = if finding.told_apart { theme::text() } else { theme::muted() };
    let columns = columns(rect);
    let face = |size| FontId::proportional(size);
    let words = found.words(finding.outcome);
    let at = pos2(rect.left() + MARGIN, rect.top() + 13.0);
    painter.with_clip_rect(rect.with_max_x(columns.right).intersect(ui.clip_rect())).text(
        at,
        Align2::LEFT_CENTER,
        words,
        face(14.0),
        ink,
    );
    let share = is_share(finding.outcome);
    let (top, most) = reach(finding);
    let arms = Scale { rect: columns.arms, low: 0.0, high: top };
    paint_arms(&painter, &arms, finding);
    let difference = Scale { rect: columns.difference, low: -most, high: most };
    paint_difference(&painter, &difference, finding, ink);
    let middle = columns.arms.center().y;
    let unit = if share { "\u{a0}%" } else { "" };
    let numbers = format!("{} → {}{unit}", short(finding.arms[0], share), short(finding.arms[1], share));
    painter.text(pos2(columns.numbers, middle), Align2::RIGHT_CENTER, numbers, face(12.0), theme::muted());
    let number = short_difference(finding.difference, share);
    let strong = FontId::new(14.0, theme::strong_family());
    painter.text(pos2(columns.right, middle), Align2::RIGHT_CENTER, number, strong, ink);
    let clicked = response.clicked();
    let cursor = if states.is_empty() { CursorIcon::Default } else { CursorIcon::PointingHand };
    response.on_hover_cursor(cursor).on_hover_ui(|ui| hover(ui, found, finding, &told));
    if clicked && let Some(first) = states.first() {
        // A second click goes on to the other of two.
        let next = states.get(1).filter(|_| model.selection.state == Some(*first)).unwrap_or(first);
        actions.push(PanelAction::Select(*next));
    }
}

fn hover(ui: &mut Ui, found: &Findings, finding: &Finding, told: &str) {
    ui.set_max_width(360.0);
    ui.label(theme::body(told));
    let [first, second] = finding.alone;
    let how = match finding.outcome {
        Outcome::Measure(_) => "Greater",
        _ => "It happened",
    };
    if !is_share(finding.outcome) {
        ui.label(theme::small("A mean over all runs, on a scale of its own."));
    }
    ui.label(theme::small(format!(
        "{how} in the first alone in {first} of {} pairs, in the second alone in {second}.",
        found.runs
    )));
    let sure = if finding.difference.is_none() {
        "One of the two has no such state: there is nothing to compare.".into()
    } else if finding.told_apart {
        format!(
            "By chance alone, a split as uneven has a probability of {}; told apart with all {} tried borne in mind.",
            probability(finding.chance),
            found.tried
        )
    } else {
        format!(
            "By chance alone, a split as uneven has a probability of {}: not told apart.",
            probability(finding.chance)
        )
    };
    ui.label(theme::small(sure));
}

/// A probability in few digits.
fn probability(chance: f64) -> String {
    match chance {
        it if it < 0.000_1 => "less than 0.0001".into(),
        it if it < 0.01 => format!("{it:.4}"),
        it => format!("{it:.2}"),
    }
}

/// Both histories on one scale, the first above, joined where they differ.
fn paint_arms(painter: &Painter, scale: &Scale, finding: &Finding) {
    let middle = scale.rect.center().y;
    painter.hline(scale.rect.x_range(), middle, Stroke::new(1.0, theme::line()));
    for share in [0.0, 0.5, 1.0] {
        let x = scale.rect.left() + share * scale.rect.width();
        painter.vline(x, Rangef::new(middle - 3.0, middle + 3.0), Stroke::new(1.0, theme::line()));
    }
    for ((estimate, dot), lane) in finding.arms.iter().zip([Dot::First, Dot::Second]).zip([-4.5, 4.5]) {
        if let Some(it) = estimate {
            let y = middle + lane;
            let colour = dot.colour();
            let span = Rangef::new(scale.x(it.low), scale.x(it.high));
            painter.hline(span, y, Stroke::new(2.0, colour.gamma_multiply(0.7)));
            dot.paint(painter, pos2(scale.x(it.value), y));
        }
    }
}

/// The difference with its interval, to either side of none.
fn paint_difference(painter: &Painter, scale: &Scale, finding: &Finding, ink: Color32) {
    let middle = scale.rect.center().y;
    painter.hline(scale.rect.x_range(), middle, Stroke::new(1.0, theme::line()));
    let none = Rangef::new(scale.rect.top() + 1.0, scale.rect.bottom() - 1.0);
    painter.vline(scale.x(0.0), none, Stroke::new(1.0, theme::muted()));
    let Some(it) = finding.difference else { return };
    let span = Rangef::new(scale.x(it.low), scale.x(it.high));
    painter.hline(span, middle, Stroke::new(2.0, ink.gamma_multiply(0.7)));
    let at = pos2(scale.x(it.value), middle);
    if finding.told_apart {
        disc(painter, at, 4.0, ink);
    } else {
        painter.circle(at, 3.0, theme::panel(), Stroke::new(1.5, ink));
    }
}
