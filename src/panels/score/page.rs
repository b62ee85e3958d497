//! The page of the score: how many runs, how far they have come, and the table of states.

use bevy_egui::egui::{
    Align2, CornerRadius, Frame, Label, Margin, Rect, ScrollArea, Sense, Ui, WidgetType, pos2, vec2,
};

use super::super::marks::Icon;
use super::super::theme::{self, GRID};
use super::super::widgets::{at_right, chip, heading, icon_button, link, named, primary_button, text};
use super::super::{Model, PanelAction, words};
use super::{Form, RUNS, ScoreAction};
use crate::record::Camp;
use crate::score::{Baseline, Score, Stand, Theory};

/// Height of a row of the table, and of its head.
const ROW: f32 = 26.0;
const HEAD: f32 = 34.0;
/// Width of the names, and the least of a day.
const NAMES: f32 = 118.0;

fn ask(actions: &mut Vec<PanelAction>, action: ScoreAction) {
    actions.push(PanelAction::Score(action));
}

/// Draws the page.
pub fn show(ui: &mut Ui, model: &Model, actions: &mut Vec<PanelAction>) {
    let scores = &model.memory.scores;
    Frame::new().inner_margin(Margin { left: 8, right: 8, top: 8, bottom: 4 }).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            if icon_button(ui, Icon::Return, "Back (Esc)").clicked() {
                ask(actions, ScoreAction::Close);
            }
            ui.label(theme::title("Held against history", 18.0));
            let Some(Some(_)) = &scores.found else { return };
            at_right(ui, |ui| {
                ui.spacing_mut().item_spacing.x = 12.0;
                ui.add_space(GRID);
                for (form, label, what) in [
                    (
                        Form::Markdown,
                        "MD",
                        "Save the whole report, with each miss and what led to it (Markdown)",
                    ),
                    (Form::Csv, "CSV", "Save the table (CSV)"),
                ] {
                    let button = link(ui, theme::small(label)).on_hover_text(what);
                    named(&button, WidgetType::Button, what);
                    if button.clicked() {
                        ask(actions, ScoreAction::Export(form));
                    }
                }
            });
        });
    });
    Frame::new().inner_margin(Margin { left: 16, right: 16, top: 0, bottom: 8 }).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        order(ui, model, actions);
    });
    if let Some(Some(score)) = &scores.found {
        ScrollArea::vertical().auto_shrink(false).id_salt("score").show(ui, |ui| {
            Frame::new().inner_margin(Margin { left: 16, right: 16, top: 0, bottom: 16 }).show(ui, |ui| {
                found(ui, score);
            });
        });
    }
}

/// How many times it is to be run, and how far that has come.
fn order(ui: &mut Ui, model: &Model, actions: &mut Vec<PanelAction>) {
    let scores = &model.memory.scores;
    let Some(record) = model.chronicle.record() else { return };
    if record.counts().next().is_none() {
        let words = "The record beside this setup counts no sides. Add `Sides(first: [..], second: [..])` to it, with a \
                     date, and states are held against it.";
        ui.label(theme::body(words).color(theme::muted()));
        return;
    }
    if let Some(job) = &scores.job {
        let share = job.share();
        ui.label(theme::small(format!("Running … {}", words::percent(share))));
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 6.0), Sense::hover());
        ui.painter().rect_filled(rect, CornerRadius::same(3), theme::track());
        let full = rect.with_max_x(rect.left() + rect.width() * share.min(1.0));
        ui.painter().rect_filled(full, CornerRadius::same(3), theme::accent());
        return;
    }
    if scores.broken {
        ui.label(theme::body("The runs broke off: a fault of this program.").color(theme::war()));
    }
    if let Some(None) = &scores.found {
        ui.label(theme::body("The record asks nobody: all are protagonists.").color(theme::muted()));
    }
    if scores.found.is_none() {
        ui.label(
            theme::small(
                "One run says little. The setup is run free many times, each with luck of its own; on each day on which \
                 the record counts sides, it is counted how often each state stood where it stood in history.",
            )
            .color(theme::muted()),
        );
    }
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        for runs in RUNS {
            if chip(ui, &runs.to_string(), scores.runs == runs, WidgetType::RadioButton).clicked() {
                ask(actions, ScoreAction::Runs(runs));
            }
        }
        ui.add_space(GRID);
        if primary_button(ui, &format!("Run {} times", scores.runs), true).clicked() {
            ask(actions, ScoreAction::Begin);
        }
    });
}

/// What came of the runs.
fn found(ui: &mut Ui, score: &Score) {
    let Some(own) = score.own() else { return };
    let staying = score.baselines.iter().find(|it| it.baseline == Baseline::Staying);
    ui.spacing_mut().item_spacing.y = 4.0;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 12.0;
        let share = words::percent(own.marks.share.value as f32);
        ui.label(theme::title(share, 28.0).color(theme::history()));
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let right = own.marks.right;
            ui.label(theme::body(format!("most runs were right in {} of {}", right.right, right.all)));
            let staying = staying.map(|it| words::percent(it.marks.share.value as f32)).unwrap_or_default();
            let (low, high) = (100.0 * own.marks.share.low, 100.0 * own.marks.share.high);
            let line =
                format!("95 % interval {low:.0} to {high:.0} %  ·  staying as at the start: {staying}");
            ui.label(theme::small(line));
        });
    });
    let brier = own.marks.brier.value;
    let line = format!("{} runs  ·  {}  ·  Brier score {brier:.2}", score.runs(), words::preset(own.preset));
    ui.add(Label::new(theme::small(line)).sense(Sense::hover()))
        .on_hover_text("Brier score: 0 sure and right, 2 sure and wrong, 0.67 for a guess at even chances.");
    heading(
        ui,
        "In how many runs each state stood where history had it",
        "Protagonists are not asked, nor states that were no more. The sign tells where history had it.",
    );
    table(ui, score, own);
    ui.add_space(4.0);
    ui.label(theme::small(
        "1 with the first camp, 2 with the second, · with neither. Rust where most runs were wrong.",
    ));
}

fn table(ui: &mut Ui, score: &Score, own: &Theory) {
    let days = &score.questions.counts;
    let width = ui.available_width();
    let column = ((width - NAMES) / days.len().max(1) as f32).max(48.0);
    let x = |day: usize| NAMES + column * day as f32;
    let (rect, _) = ui.allocate_exact_size(vec2(width, HEAD), Sense::hover());
    for (place, count) in days.iter().enumerate() {
        let at = Rect::from_min_size(rect.min + vec2(x(place), 0.0), vec2(column, HEAD));
        let response = ui.interact(at, ui.id().with(("day", place)), Sense::hover());
        let middle = at.center().x;
        let month = count.date.strftime("%-d %b").to_string();
        text(ui, pos2(middle, at.top() + 9.0), Align2::CENTER_CENTER, &month, 12.0, theme::muted());
        let year = count.date.year().to_string();
        text(ui, pos2(middle, at.top() + 24.0), Align2::CENTER_CENTER, &year, 12.0, theme::muted());
        let sides = format!(
            "1: {}\n2: {}\n{}",
            names(score, &count.first),
            names(score, &count.second),
            words::capitalised(&count.note)
        );
        response.on_hover_text(sides);
    }
    for (state, setup) in score.scenario.states.iter().enumerate() {
        let asked = |day: usize| score.questions.on(day).find(|(_, it)| it.state == state);
        if (0..days.len()).all(|day| asked(day).is_none()) {
            continue;
        }
        let (row, _) = ui.allocate_exact_size(vec2(width, ROW), Sense::hover());
        ui.painter().hline(row.x_range(), row.bottom(), bevy_egui::egui::Stroke::new(1.0, theme::line()));
        let label = Rect::from_min_size(row.min, vec2(NAMES - 6.0, ROW));
        let mut inside =
            ui.new_child(bevy_egui::egui::UiBuilder::new().max_rect(label.translate(vec2(0.0, 4.0))));
        inside.add(Label::new(theme::body(&setup.name)).truncate());
        for (day, count) in days.iter().enumerate() {
            let Some((place, question)) = asked(day) else { continue };
            let forecast = &own.forecasts[place];
            let (share, right) =
                (forecast.chance_of(question.happened), forecast.answer == question.happened);
            let cell =
                Rect::from_min_size(row.min + vec2(x(day), 0.0), vec2(column, ROW)).shrink2(vec2(3.0, 3.0));
            let response = ui.interact(cell, ui.id().with(("cell", place)), Sense::hover());
            let ink = theme::agreement(right);
            ui.painter().rect_filled(cell, CornerRadius::same(3), theme::track());
            // A sliver at least, so that the colour tells right from wrong where no run had it.
            let full = cell.with_max_x(cell.left() + (cell.width() * share as f32).max(3.0));
            ui.painter().rect_filled(full, CornerRadius::same(3), ink.gamma_multiply(0.55));
            let sign = match question.happened {
                Some(Camp::First) => "1",
                Some(Camp::Second) => "2",
                None => "·",
            };
            let left = cell.left_center() + vec2(5.0, 0.0);
            text(ui, left, Align2::LEFT_CENTER, sign, 12.0, theme::text());
            let figure = words::percent(share as f32);
            let right_end = cell.right_center() - vec2(4.0, 0.0);
            text(ui, right_end, Align2::RIGHT_CENTER, &figure, 12.0, theme::text());
            let with = |stand: Stand| match stand {
                Some(Camp::First) => format!("with {}", names(score, &count.first)),
                Some(Camp::Second) => format!("with {}", names(score, &count.second)),
                None => "with neither".to_owned(),
            };
            let each: Vec<String> = crate::score::STANDS
                .into_iter()
                .map(|stand| format!("{}: {}", with(stand), words::percent(forecast.chance_of(stand) as f32)))
                .collect();
            let hover = format!(
                "{}, {}\nIn history {}\nRuns {}",
                setup.name,
                words::day(count.date),
                with(question.happened),
                each.join(", ")
            );
            let name = format!("{}, {}: {figure} of runs as in history", setup.name, words::day(count.date));
            named(&response, WidgetType::Label, &name);
            response.on_hover_text(hover);
        }
    }
}

/// The protagonists of a camp.
fn names(score: &Score, codes: &[String]) -> String {
    let name = |code: &String| {
        let state = score.scenario.states.iter().find(|state| state.id == *code);
        state.map_or(code.as_str(), |state| state.name.as_str()).to_owned()
    };
    codes.iter().map(name).collect::<Vec<_>>().join(", ")
}
