//! What would change its mind: each lever with what it does along its way, and a handle to try.

use bevy_egui::egui::{
    Align2, Color32, CursorIcon, EventFilter, Id, Key, Label, Mesh, Pos2, Rect, Response, Sense, Shape,
    Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use super::Page;
use super::asker::Supposed;
use super::options::{colour, coloured, ranked};
use crate::history::counterfactual::{Finding, Sample};
use crate::panels::theme::{self, GRID};
use crate::panels::widgets::{at_right, heading, link, text};
use crate::panels::{PanelAction, words};
use crate::simulation::Action;

/// Height of the strip in which the chances are painted.
const STRIP: f32 = 26.0;

/// Room above the strip for the mark of how it was.
const ABOVE: f32 = 8.0;

/// How far an arrow key moves a handle.
const NUDGE: f32 = 1.0 / 96.0;

/// What is supposed, and the way back.
pub fn banner(ui: &mut Ui, page: &Page, supposed: Supposed, actions: &mut Vec<PanelAction>) {
    let lever = words::lever(supposed.lever, &page.model.names);
    let reading = page.told.answer.as_ref().filter(|(asked, ..)| asked.lever == supposed.lever);
    let reading = reading.map_or_else(String::new, |(asked, sample, _)| {
        format!(" at {}", words::reading(asked.lever, sample.reading))
    });
    ui.horizontal(|ui| {
        ui.label(theme::small(format!("Supposed: {lever}{reading}")).color(theme::accent()));
        at_right(ui, |ui| {
            if link(ui, theme::small("Back to how it was")).clicked() {
                actions.push(PanelAction::Suppose(None));
            }
        });
    });
}

/// Draws all levers.
pub fn show(ui: &mut Ui, page: &Page, actions: &mut Vec<PanelAction>) {
    let explanation = "Found by asking the model again: the world as it stood before, one thing otherwise, the same \
                       draws of chance. Colours are the chances of the options above, along the lever’s way. Drag a \
                       handle to try.";
    heading(ui, "What would change its mind", explanation);
    if page.told.findings.is_empty() {
        let words =
            if page.told.idle { "The model could not be asked again." } else { "Asking the model …" };
        ui.label(theme::small(words));
        return;
    }
    let colours = all_colours(page);
    key(ui);
    for finding in in_order(&page.told.findings) {
        ui.add_space(GRID);
        lever(ui, page, finding, &colours, actions);
    }
}

/// The levers: once all is known, those that flip the choice first, the smallest change foremost.
fn in_order(findings: &[Finding]) -> Vec<&Finding> {
    let mut list: Vec<&Finding> = findings.iter().collect();
    if findings.iter().all(|finding| finding.complete) {
        let far = |finding: &Finding| {
            let flips = finding.nearest().map(|threshold| threshold.flips.position);
            flips.map_or(f32::INFINITY, |position| (position - finding.actual.position).abs())
        };
        list.sort_by(|a, b| far(a).total_cmp(&far(b)));
    }
    list
}

/// The options as they were and all that come up along the levers, each with its colour.
fn all_colours(page: &Page) -> Vec<(Action, Color32)> {
    let mut list = coloured(&ranked(page.decision));
    let samples = page.told.findings.iter().flat_map(|finding| &finding.samples);
    for (action, chance) in samples.flat_map(|sample| &sample.chances) {
        if *chance >= 0.02 && !list.iter().any(|(known, _)| known == action) {
            let alike = list.iter().filter(|(other, _)| other.name() == action.name()).count();
            list.push((*action, colour(*action, alike)));
        }
    }
    list
}

/// What the marks on a strip mean.
fn key(ui: &mut Ui) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 16.0), Sense::hover());
    let middle = rect.center().y;
    tip(ui, pos2(rect.left() + 5.0, middle - 4.0));
    let was =
        text(ui, pos2(rect.left() + 14.0, middle), Align2::LEFT_CENTER, "as it was", 12.0, theme::muted());
    let at = was.right() + 20.0;
    ui.painter().circle_filled(pos2(at, middle), 4.0, theme::text());
    let words = "where the choice falls otherwise";
    text(ui, pos2(at + 9.0, middle), Align2::LEFT_CENTER, words, 12.0, theme::muted());
    response.on_hover_text(
        "One thing is changed at a time. All else stays as it was, luck included. Colours are those of the options.",
    );
}

/// The mark of how it was, pointing down from here.
fn tip(ui: &Ui, top: Pos2) {
    let points = vec![top + vec2(-4.5, 0.0), top + vec2(4.5, 0.0), top + vec2(0.0, ABOVE)];
    ui.painter().add(Shape::convex_polygon(points, theme::text(), Stroke::NONE));
}

fn lever(
    ui: &mut Ui,
    page: &Page,
    finding: &Finding,
    colours: &[(Action, Color32)],
    actions: &mut Vec<PanelAction>,
) {
    let names = &page.model.names;
    let supposed = page.supposed.filter(|it| it.lever == finding.lever);
    let answer =
        page.told.answer.as_ref().filter(|(asked, ..)| supposed.is_some_and(|it| it.lever == asked.lever));
    let (head, response) = ui.allocate_exact_size(vec2(ui.available_width(), 18.0), Sense::hover());
    let name = words::lever(finding.lever, names);
    text(ui, head.left_center(), Align2::LEFT_CENTER, &name, 12.0, theme::text());
    let now = words::reading(finding.lever, finding.actual.reading);
    let (figure, ink) = match answer {
        Some((_, sample, _)) => {
            (format!("{now} → {}", words::reading(finding.lever, sample.reading)), theme::accent())
        }
        None => (now, theme::text()),
    };
    text(ui, head.right_center(), Align2::RIGHT_CENTER, &figure, 12.0, ink);
    response.on_hover_text(words::lever_meaning(finding.lever, names));
    strip(ui, finding, (&name, supposed.map(|it| it.position)), colours, actions);
    let verdict = match answer {
        Some((_, sample, _)) => told_of(page, sample),
        None => words::finding(finding, page.decision.state, names),
    };
    let muted = finding.nearest().is_none() && answer.is_none();
    let ink = if muted { theme::muted() } else { theme::text().gamma_multiply(0.9) };
    ui.add(Label::new(theme::small(verdict).color(ink)).wrap());
}

/// What would be chosen where the handle is.
fn told_of(page: &Page, sample: &Sample) -> String {
    let Some(chosen) = sample.chosen else { return "It would not be called at all.".into() };
    let chance =
        sample.chances.iter().find(|(action, _)| *action == chosen).map_or(0.0, |(_, chance)| *chance);
    let verdict = if chosen == page.decision.chosen.action { "It would still" } else { "It would instead" };
    format!("{verdict} {} (chance {}).", page.option(chosen), words::percent(chance))
}

/// The chances of the options along the way of a lever, with marks where it was and where the choice flips, and a handle.
fn strip(
    ui: &mut Ui,
    finding: &Finding,
    (name, supposed): (&str, Option<f32>),
    colours: &[(Action, Color32)],
    actions: &mut Vec<PanelAction>,
) {
    let size = vec2(ui.available_width(), ABOVE + STRIP + 4.0);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    // By its name: what is supposed is told above, and a handle is not to be lost where the page grows.
    let response = ui.interact(rect, Id::new(("lever", name)), Sense::click_and_drag());
    let place = Rect::from_min_size(rect.min + vec2(0.0, ABOVE), vec2(rect.width(), STRIP));
    let x = |position: f32| place.left() + place.width() * position;
    ui.painter().rect_filled(place, 2.0, theme::track());
    for pair in finding.samples.windows(2) {
        // What lies between two samples that are far apart has not been asked yet.
        if pair[1].position - pair[0].position < 0.06 {
            paint_between(ui, place, pair, colours);
        }
    }
    let actual = x(finding.actual.position);
    ui.painter().vline(actual, place.y_range(), Stroke::new(1.5, theme::text()));
    tip(ui, pos2(actual, rect.top()));
    for threshold in finding.thresholds.iter().flatten() {
        let at = x(threshold.flips.position);
        ui.painter().vline(at, place.y_range(), Stroke::new(1.0, theme::panel()));
        let dot = pos2(at, place.bottom());
        ui.painter().circle(dot, 4.0, theme::text(), Stroke::new(1.5, theme::panel()));
    }
    let here = supposed.unwrap_or(finding.actual.position);
    let middle = x(here).clamp(place.left() + 4.0, place.right() - 4.0);
    let handle = Rect::from_center_size(pos2(middle, place.center().y), vec2(8.0, STRIP - 8.0));
    let (fill, rim) = match supposed {
        Some(_) => (theme::accent(), theme::panel()),
        None => (theme::panel(), theme::accent()),
    };
    ui.painter().rect(handle, 3.0, fill, Stroke::new(1.5, rim), StrokeKind::Outside);
    response.widget_info(|| WidgetInfo::slider(true, f64::from(here), format!("Suppose: {name}")));
    if let Some(position) = moved(ui, &response, place, here) {
        actions.push(PanelAction::Suppose(Some(Supposed { lever: finding.lever, position })));
    }
    response.on_hover_and_drag_cursor(CursorIcon::ResizeHorizontal);
}

/// Where a handle was moved to, by the pointer or by arrow keys.
fn moved(ui: &Ui, response: &Response, place: Rect, here: f32) -> Option<f32> {
    if let Some(pointer) = response.interact_pointer_pos() {
        // From where it was let go arrow keys go on.
        response.request_focus();
        return Some(((pointer.x - place.left()) / place.width()).clamp(0.0, 1.0));
    }
    if !response.has_focus() {
        return None;
    }
    let arrows = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
    let presses = |key: Key| ui.input(|input| input.num_presses(key)) as f32;
    let steps = presses(Key::ArrowRight) - presses(Key::ArrowLeft);
    (steps != 0.0).then(|| (here + steps * NUDGE).clamp(0.0, 1.0))
}

/// The chances between two samples, one option above the other, in the order in which they are listed.
fn paint_between(ui: &Ui, place: Rect, pair: &[Sample], colours: &[(Action, Color32)]) {
    let chance = |sample: &Sample, action: Action| {
        sample.chances.iter().find(|(other, _)| *other == action).map_or(0.0, |(_, chance)| *chance)
    };
    let x = |sample: &Sample| place.left() + place.width() * sample.position;
    let (left, right) = (x(&pair[0]), x(&pair[1]));
    let mut mesh = Mesh::default();
    let (mut from, mut to) = (place.bottom(), place.bottom());
    let quad = |mesh: &mut Mesh, corners: [Pos2; 4], colour: Color32| {
        let first = mesh.vertices.len() as u32;
        corners.into_iter().for_each(|corner| mesh.colored_vertex(corner, colour));
        mesh.add_triangle(first, first + 1, first + 2);
        mesh.add_triangle(first, first + 2, first + 3);
    };
    for (action, colour) in colours {
        let height = |sample: &Sample| place.height() * chance(sample, *action);
        let (up_left, up_right) = (from - height(&pair[0]), to - height(&pair[1]));
        if from - up_left > 0.01 || to - up_right > 0.01 {
            let corners = [pos2(left, from), pos2(right, to), pos2(right, up_right), pos2(left, up_left)];
            quad(&mut mesh, corners, *colour);
        }
        (from, to) = (up_left, up_right);
    }
    ui.painter().add(Shape::mesh(mesh));
}
