//! The card of a lesson: text beside the map.

use bevy_egui::egui::{self, CornerRadius, Label, Layout, Rect, ScrollArea, Sense, Stroke, Ui, pos2, vec2};

use super::guide::{LessonAction, Page, Taken};
use crate::lessons::{self, Step};
use crate::panels::marks::Icon;
use crate::panels::theme::{self, GRID};
use crate::panels::widgets::{at_right, icon_button, link, plain_button, primary_button, thin_line};
use crate::panels::{Model, PanelAction, words};

/// The least width that the card is readable in.
pub const NEEDS: f32 = 296.0;

/// Height of the row of buttons.
const BUTTONS: f32 = 48.0;

/// The least height of the card, and of what stands below it: with less it stands alone.
const LEAST: f32 = 220.0;
const LEAST_BELOW: f32 = 150.0;

/// The card's part of a panel, as high as what it says, and what is left for others.
pub fn divide(ctx: &egui::Context, panel: Rect) -> (Rect, Option<Rect>) {
    let said = ctx.data(|data| data.get_temp::<f32>(height_id())).unwrap_or(LEAST);
    let height = (said + BUTTONS).max(LEAST).round();
    if height + LEAST_BELOW > panel.height() {
        return (panel, None);
    }
    (panel.with_max_y(panel.top() + height), Some(panel.with_min_y(panel.top() + height)))
}

fn height_id() -> egui::Id {
    egui::Id::new("height of the lesson")
}

/// Draws the card.
pub fn show(ui: &mut Ui, model: &Model, taken: &Taken, actions: &mut Vec<PanelAction>) {
    let whole = ui.max_rect();
    let line = Stroke::new(1.0, theme::line());
    ui.painter().hline(whole.x_range(), whole.bottom() - 0.5, line);
    let inside = whole.shrink2(vec2(theme::MARGIN, 0.0));
    let text = inside.with_max_y(whole.bottom() - BUTTONS);
    let mut column = ui.new_child(egui::UiBuilder::new().max_rect(text));
    let output = ScrollArea::vertical().id_salt(("lesson", taken.page_key())).show(&mut column, |ui| {
        // The bar by which a long page is scrolled stands at the edge.
        ui.set_width(ui.available_width() - 2.0 * GRID);
        ui.spacing_mut().item_spacing.y = GRID;
        ui.add_space(GRID);
        header(ui, taken, actions);
        page(ui, model, taken, actions);
        ui.add_space(GRID);
    });
    let height = output.content_size.y.ceil();
    if ui.ctx().data(|data| data.get_temp::<f32>(height_id())) != Some(height) {
        ui.ctx().data_mut(|data| data.insert_temp(height_id(), height));
        ui.ctx().request_repaint();
    }
    let row = inside.with_min_y(whole.bottom() - BUTTONS);
    let layout = Layout::left_to_right(egui::Align::Center);
    buttons(&mut ui.new_child(egui::UiBuilder::new().max_rect(row).layout(layout)), model, taken, actions);
}

fn ask(actions: &mut Vec<PanelAction>, action: LessonAction) {
    actions.push(PanelAction::Lesson(action));
}

/// Where the reader is: which lesson, which run, which step.
fn header(ui: &mut Ui, taken: &Taken, actions: &mut Vec<PanelAction>) {
    let lesson = taken.lesson();
    let steps = taken.part().steps.len();
    let place = match taken.page {
        Page::Opening => format!("run {} of {}", taken.run.part_number() + 1, lesson.parts.len()),
        Page::Step(step) => {
            format!(
                "run {} of {}, step {} of {steps}",
                taken.run.part_number() + 1,
                lesson.parts.len(),
                step + 1
            )
        }
        Page::Closing => "the last word".into(),
    };
    ui.horizontal(|ui| {
        ui.label(theme::small(format!("{}  ·  {place}", lesson.vignette)));
        at_right(ui, |ui| {
            if icon_button(ui, Icon::Close, "Leave the lesson").clicked() {
                ask(actions, LessonAction::Leave);
            }
        });
    });
    ui.add_space(-GRID);
    ui.add(Label::new(theme::title(&lesson.title, 20.0)).wrap());
    progress(ui, taken);
}

/// A line in as many pieces as there are pages, those behind the reader filled.
fn progress(ui: &mut Ui, taken: &Taken) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 3.0), Sense::hover());
    let parts = &taken.lesson().parts;
    let pages = |part: usize| 1 + parts[part].steps.len();
    let all = (0..parts.len()).map(pages).sum::<usize>() + 1;
    let before: usize = (0..taken.run.part_number()).map(pages).sum();
    let at = match taken.page {
        Page::Opening => before,
        Page::Step(step) => before + 1 + step,
        Page::Closing => all - 1,
    };
    let starts: Vec<usize> = (0..parts.len()).map(|part| (0..part).map(pages).sum()).collect();
    let width = rect.width() / all as f32;
    for page in 0..all {
        // A wider gap where another run begins.
        let gap = if starts.contains(&page) && page > 0 || page + 1 == all { 4.0 } else { 1.0 };
        let left = rect.left() + width * page as f32;
        let piece = Rect::from_min_max(pos2(left + gap, rect.top()), pos2(left + width, rect.bottom()));
        let colour = if page <= at { theme::accent() } else { theme::track() };
        ui.painter().rect_filled(piece, CornerRadius::same(1), colour);
    }
}

fn page(ui: &mut Ui, model: &Model, taken: &Taken, actions: &mut Vec<PanelAction>) {
    let part = taken.part();
    match taken.page {
        Page::Opening => {
            if taken.run.part_number() == 0 {
                body(ui, &taken.lesson().idea);
                ui.label(theme::small(&taken.lesson().source));
                thin_line(ui);
            }
            caption(ui, &part.title);
            body(ui, &part.opening);
            body(ui, &part.expect);
        }
        Page::Closing => closing(ui, taken, actions),
        Page::Step(number) => {
            caption(ui, &part.title);
            let Some(step) = part.steps.get(number) else { return };
            match taken.reached(number, model.now) {
                Some(tick) => happened(ui, model, taken, (step, tick), actions),
                None if taken.waits_in_vain(model.now) => in_vain(ui),
                None => watching(ui, model, step),
            }
            if number + 1 == part.steps.len() && taken.reached(number, model.now).is_some() {
                flip(ui, taken);
            }
        }
    }
    if taken.page != Page::Closing
        && let Some(sighting) = taken.run.against_expectation().filter(|it| it.tick <= model.now)
    {
        let date = model.date_of(sighting.tick);
        let words = format!(
            "In {date} something happened that this run was chosen not to show: the world was changed by hand."
        );
        ui.add(Label::new(theme::small(words)).wrap());
    }
}

fn body(ui: &mut Ui, words: &str) {
    ui.add(Label::new(theme::body(words)).wrap());
}

fn caption(ui: &mut Ui, words: &str) {
    ui.add(Label::new(theme::strong(words)).wrap());
}

/// What to watch for.
fn watching(ui: &mut Ui, model: &Model, step: &Step) {
    quoted(ui, theme::accent(), |ui| body(ui, &step.watch));
    let state = if model.playback.running {
        format!("It runs, and will stand still when it happens. Now: {}.", model.date_of(model.now))
    } else {
        "It stands still. Run on to see what happens.".into()
    };
    ui.add(Label::new(theme::small(state)).wrap());
}

/// What has happened, and what to think about.
fn happened(
    ui: &mut Ui,
    model: &Model,
    taken: &Taken,
    (step, tick): (&Step, u64),
    actions: &mut Vec<PanelAction>,
) {
    ui.label(theme::small(model.date_of(tick)).color(theme::accent()));
    if let Some(headline) = headline(model, taken) {
        caption(ui, &headline);
    }
    body(ui, &step.text);
    if taken.mark(model.history, model.now).decision.is_some()
        && link(ui, theme::body("Look at the decision")).clicked()
    {
        ask(actions, LessonAction::OpenDecision);
    }
    if let Some(question) = &step.ask {
        quoted(ui, theme::balance(), |ui| {
            ui.add(Label::new(theme::body(question).italics()).wrap());
        });
    }
}

/// What has happened, as the list of events or the decision itself puts it.
fn headline(model: &Model, taken: &Taken) -> Option<String> {
    let (step, told) = taken.step()?;
    let sighting = taken.run.reached().get(step)?.sighting;
    if let Some(event) = sighting.event.and_then(|event| model.history.events.get(event)) {
        return Some(words::headline(&event.kind, &model.names));
    }
    let decision = sighting.decision(&told.when, model.history)?;
    Some(words::why_headline(decision, None, &model.names))
}

fn in_vain(ui: &mut Ui) {
    body(
        ui,
        "The run is over and it did not come about. That can only be if something was changed by hand: start this run again to see it as it was meant.",
    );
}

/// What comes after the last step of a run.
fn flip(ui: &mut Ui, taken: &Taken) {
    let Some(next) = taken.next_part() else { return };
    thin_line(ui);
    ui.add(Label::new(theme::small("Next")).wrap());
    caption(ui, &next.title);
}

/// What is known beyond this one seed.
fn closing(ui: &mut Ui, taken: &Taken, actions: &mut Vec<PanelAction>) {
    caption(ui, "One run is an illustration");
    body(
        ui,
        "These are the same measures over 200 seeds, and what is left of them with the cause switched off.",
    );
    for row in lessons::measured(&taken.lesson().vignette) {
        quoted(ui, theme::bar(), |ui| {
            ui.add(Label::new(theme::small(words::capitalised(row.expected))).wrap());
            ui.label(theme::strong(with_minus(row.happened)));
            let control = format!("Control, {}: {}", row.control, with_minus(row.happened_there));
            ui.add(Label::new(theme::small(control)).wrap());
        });
    }
    ui.label(theme::small(&taken.lesson().source));
    if let Some(next) = lessons::all().get(taken.place + 1)
        && link(ui, theme::body(format!("Next lesson: {}", next.title))).clicked()
    {
        ask(actions, LessonAction::Take(taken.place + 1, 0));
    }
}

/// A figure with a true minus sign.
fn with_minus(figure: &str) -> String {
    figure.strip_prefix('-').map_or_else(|| figure.to_owned(), |rest| format!("−{rest}"))
}

/// What stands behind a line of this colour.
fn quoted(ui: &mut Ui, colour: egui::Color32, add: impl FnOnce(&mut Ui)) {
    let left = ui.cursor().left();
    let inside = ui.horizontal(|ui| {
        ui.add_space(GRID + 4.0);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            add(ui);
        });
    });
    let rect = inside.response.rect;
    let bar = Rect::from_min_max(pos2(left, rect.top()), pos2(left + 3.0, rect.bottom()));
    ui.painter().rect_filled(bar, CornerRadius::same(1), colour);
}

/// Back, and what comes next.
fn buttons(ui: &mut Ui, model: &Model, taken: &Taken, actions: &mut Vec<PanelAction>) {
    let at_start = taken.page == Page::Opening && taken.run.part_number() == 0;
    ui.add_enabled_ui(!at_start, |ui| {
        if plain_button(ui, "Back").clicked() {
            ask(actions, LessonAction::Back);
        }
    });
    at_right(ui, |ui| {
        let (words, action) = primary(model, taken);
        if primary_button(ui, words, true).clicked() {
            actions.push(action);
        }
    });
}

/// The one thing to do next.
fn primary(model: &Model, taken: &Taken) -> (&'static str, PanelAction) {
    let next = PanelAction::Lesson(LessonAction::Next);
    match taken.page {
        Page::Opening => ("Run", next),
        Page::Closing => ("Leave the lesson", PanelAction::Lesson(LessonAction::Leave)),
        Page::Step(_) if taken.waits_in_vain(model.now) => {
            ("Start this run again", PanelAction::Lesson(LessonAction::Again))
        }
        Page::Step(step) => match taken.reached(step, model.now) {
            None if model.playback.running => ("Pause", PanelAction::TogglePlay),
            None => ("Run on", next),
            Some(_) if step + 1 < taken.part().steps.len() => ("Next", next),
            Some(_) => match taken.next_part() {
                Some(part) if part.title.starts_with("Control") => ("Flip the control", next),
                Some(_) => ("Change it", next),
                None => ("The last word", next),
            },
        },
    }
}
