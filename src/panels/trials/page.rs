//! The page of a trial: what is run, how far it has come, and what was found.

use bevy_egui::egui::{
    self, CornerRadius, Label, Margin, Rect, Response, ScrollArea, Sense, TextEdit, Ui, Vec2, WidgetInfo,
    WidgetType, pos2, vec2,
};

use super::super::marks::Icon;
use super::super::plots::Format;
use super::super::theme::{self, GRID};
use super::super::widgets::{
    at_right, chip, icon_button, link, named, plain_button, primary_button, tab, thin_line, tick_box,
};
use super::super::{Model, PanelAction, timeline, words};
use super::job::Job;
use super::rows::{self, Dot};
use super::{Moment, Plan, RUNS, Refusal, TrialAction, Trials};
use crate::batch::experiment::Kind;

/// Space at both sides of the page.
const EDGE: f32 = theme::MARGIN;

/// Draws the page.
pub fn show(ui: &mut Ui, model: &Model, actions: &mut Vec<PanelAction>) {
    let trials = &model.memory.trials;
    let moment = Moment {
        timeline: model.timeline,
        history: model.history,
        clock: &model.survey.clock,
        compared: model.memory.compared,
        seed: model.setup.seed,
    };
    let inner = |top: i8, bottom: i8| {
        egui::Frame::new().inner_margin(Margin { left: EDGE as i8, right: EDGE as i8, top, bottom })
    };
    egui::Frame::new().inner_margin(Margin { left: 8, right: 8, top: 8, bottom: 4 }).show(ui, |ui| {
        bar(ui, trials, actions);
    });
    let job = trials.job.as_ref().filter(|_| !trials.setting_up);
    let Some(job) = job else {
        ScrollArea::vertical().id_salt("set up").show(ui, |ui| {
            inner(4, 16).show(ui, |ui| set_up(ui, model, &moment, actions));
        });
        return;
    };
    inner(0, 0).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        arms(ui, &job.names);
        course(ui, model, job, actions);
        if trials.found.runs > 0 {
            summary(ui, trials);
            filters(ui, trials, actions);
        }
    });
    if trials.found.runs > 0 {
        rows::show(ui, model, trials, actions);
    }
}

fn ask(actions: &mut Vec<PanelAction>, action: TrialAction) {
    actions.push(PanelAction::Trial(action));
}

/// The way back, and the ways to keep what is listed.
fn bar(ui: &mut Ui, trials: &Trials, actions: &mut Vec<PanelAction>) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        if icon_button(ui, Icon::Return, "Back (Esc)").clicked() {
            ask(actions, TrialAction::Close);
        }
        ui.label(theme::title("What the change does", 18.0));
        if trials.setting_up || trials.rows.is_empty() {
            return;
        }
        at_right(ui, |ui| {
            ui.spacing_mut().item_spacing.x = 12.0;
            ui.add_space(GRID);
            for format in Format::ALL.into_iter().rev() {
                let what = match format {
                    Format::Csv => "Save all that was found as a table (CSV)",
                    Format::Svg => "Save what is listed as a picture (SVG)",
                    Format::Png => "Save what is listed as a picture (PNG)",
                };
                let button = link(ui, theme::small(format.label())).on_hover_text(what);
                named(&button, WidgetType::Button, what);
                if button.clicked() {
                    ask(actions, TrialAction::Export(format));
                }
            }
        });
    });
}

/// The two histories, each with the mark that it has in the list.
fn arms(ui: &mut Ui, names: &[String; 2]) {
    for (name, dot) in names.iter().zip([Dot::First, Dot::Second]) {
        ui.horizontal(|ui| {
            let (rect, _) = ui.allocate_exact_size(Vec2::splat(14.0), Sense::hover());
            dot.paint(ui.painter(), rect.center());
            ui.add(Label::new(theme::body(name.as_str())).truncate()).on_hover_text(name);
        });
    }
}

/// How both are to be run.
fn set_up(ui: &mut Ui, model: &Model, moment: &Moment, actions: &mut Vec<PanelAction>) {
    let trials = &model.memory.trials;
    ui.spacing_mut().item_spacing.y = 6.0;
    let plan = trials.plan(moment);
    let pair = moment.pair();
    if let Some(pair) = pair {
        arms(ui, &pair.map(|id| timeline::name_of(model, id)));
    }
    if let Err(refusal @ (Refusal::Alone | Refusal::Alike)) = plan {
        ui.add_space(GRID);
        ui.label(theme::body(refusal.words()).color(theme::muted()));
        if let Some(job) = &trials.job {
            results(ui, job, actions);
        }
        return;
    }
    ui.label(
        theme::small(
            "One course of events says little of what a change does. Both are run many times, in pairs: in each pair \
             chance falls alike, so that what differs is the change’s doing.",
        )
        .color(theme::muted()),
    );
    ui.add_space(GRID);
    label(ui, "Pairs of runs");
    ui.horizontal(|ui| {
        for runs in RUNS {
            if chip(ui, &runs.to_string(), trials.runs == runs, WidgetType::RadioButton).clicked() {
                ask(actions, TrialAction::Runs(runs));
            }
        }
    });
    beginning(ui, model, &plan, actions);
    horizon(ui, model, moment, &plan, actions);
    ui.add_space(GRID);
    match &plan {
        Ok(_) => {
            let words = format!("Run both {} times", trials.runs);
            if primary_button(ui, &words, true).clicked() {
                ask(actions, TrialAction::Begin);
            }
        }
        Err(refusal) => {
            ui.label(theme::body(refusal.words()).color(theme::war()));
        }
    }
    if let Some(job) = &trials.job {
        results(ui, job, actions);
    }
}

/// The way back to what was found before.
fn results(ui: &mut Ui, job: &Job, actions: &mut Vec<PanelAction>) {
    ui.add_space(GRID);
    thin_line(ui);
    ui.add_space(GRID);
    let words = if job.is_running() { "See how it goes with" } else { "Back to what was found with" };
    if link(ui, theme::body(format!("{words} “{}”", job.names[1]))).clicked() {
        ask(actions, TrialAction::SetUp(false));
    }
}

fn label(ui: &mut Ui, words: &str) {
    ui.add_space(4.0);
    ui.label(theme::small(words));
}

/// Where both begin.
fn beginning(ui: &mut Ui, model: &Model, plan: &Result<Plan, Refusal>, actions: &mut Vec<PanelAction>) {
    let Ok(Plan { part: part @ 1.., .. }) = plan else { return };
    let from_start = model.memory.trials.from_start;
    label(ui, "Begin");
    ui.horizontal_wrapped(|ui| {
        for (on, words, hover) in [
            (
                false,
                format!("In {}, where they part", model.date_of(*part)),
                "Both begin from the world as it stood there, and only what follows is left to chance: what did the \
                 change do at that moment?",
            ),
            (
                true,
                "At the start".to_owned(),
                "All is left to chance from the start, and each change is made at its date, whatever the world has \
                 become by then. What cannot be done there is counted.",
            ),
        ] {
            let chosen = chip(ui, &words, from_start == on, WidgetType::RadioButton).on_hover_text(hover);
            if chosen.clicked() {
                ask(actions, TrialAction::FromStart(on));
            }
        }
    });
}

/// How far both are run.
fn horizon(
    ui: &mut Ui,
    model: &Model,
    moment: &Moment,
    plan: &Result<Plan, Refusal>,
    actions: &mut Vec<PanelAction>,
) {
    let trials = &model.memory.trials;
    label(ui, "Until");
    ui.horizontal(|ui| {
        let run = moment.pair().map_or(0, |pair| moment.end(pair));
        let words = format!("{}, as far as was run", model.date_of(run));
        if chip(ui, &words, trials.until.is_empty(), WidgetType::RadioButton).clicked() {
            ask(actions, TrialAction::Until(String::new()));
        }
        let mut typed = trials.until.clone();
        let field = TextEdit::singleline(&mut typed)
            .id(egui::Id::new("until"))
            .hint_text(theme::small("or 1941-06-22"))
            .desired_width(104.0)
            .margin(Margin::symmetric(8, 7));
        let response = ui.add(field);
        response.widget_info(|| {
            let mut info = WidgetInfo::labeled(WidgetType::TextEdit, true, "Until another date");
            info.current_text_value = Some(trials.until.clone());
            info
        });
        if response.changed() {
            ask(actions, TrialAction::Until(typed));
        }
        if let (Ok(plan), false) = (plan, trials.until.is_empty()) {
            ui.label(theme::small(format!("{} ticks", plan.end - plan.from)));
        }
    });
}

/// How far it has come, what it rests on, and what became of it.
fn course(ui: &mut Ui, model: &Model, job: &Job, actions: &mut Vec<PanelAction>) {
    let trials = &model.memory.trials;
    let span = format!("{} to {}", model.date_of(job.from), model.date_of(job.end));
    let done = job.done();
    if job.is_running() {
        progress(ui, done as f32 / job.runs as f32);
        ui.horizontal(|ui| {
            let left = match job.left() {
                Some(left) if left.as_secs() >= 100 => {
                    format!(", about {} min left", left.as_secs().div_ceil(60))
                }
                Some(left) => format!(", about {} s left", left.as_secs() + 1),
                None => String::new(),
            };
            ui.label(theme::small(format!("{done} of {} pairs, {span}{left}", job.runs)));
            at_right(ui, |ui| {
                if plain_button(ui, "Cancel").clicked() {
                    ask(actions, TrialAction::Cancel);
                }
            });
        });
    } else {
        ui.horizontal(|ui| {
            let words = if done < job.runs {
                format!("{done} of {} pairs of runs, {span}", job.runs)
            } else {
                format!("{done} pairs of runs, {span}")
            };
            ui.label(theme::small(words));
            at_right(ui, |ui| {
                if link(ui, theme::small("Run again …")).clicked() {
                    ask(actions, TrialAction::SetUp(true));
                }
            });
        });
        if !job.is_done() {
            ui.label(theme::small("It broke off, which is a fault of the program.").color(theme::war()));
        }
    }
    if trials.is_stale(model.timeline) {
        let words = "The histories have been changed since: this is of how they were.";
        ui.label(theme::small(words).color(theme::war()));
    }
    for (arm, refused) in trials.found.refused.iter().enumerate() {
        let later = job.later(arm);
        for (name, times) in later.zip(refused).filter(|(_, times)| **times > 0) {
            let words = format!("“{name}” could not be done in {times} of {} runs.", trials.found.runs);
            ui.label(theme::small(words).color(theme::war()));
        }
    }
}

fn progress(ui: &mut Ui, share: f32) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 6.0), Sense::hover());
    let round = CornerRadius::same(3);
    ui.painter().rect_filled(rect, round, theme::track());
    let done = Rect::from_min_max(rect.min, pos2(rect.left() + rect.width() * share, rect.bottom()));
    ui.painter().rect_filled(done, round, theme::accent());
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(WidgetType::ProgressIndicator, true, "Pairs of runs");
        info.value = Some(f64::from(share));
        info
    });
}

/// What it comes to.
fn summary(ui: &mut Ui, trials: &Trials) {
    let found = &trials.found;
    if found.alike == found.runs {
        let words = format!(
            "No difference: in all {} pairs both runs went alike to the last bit. What was changed is nothing that \
             anybody goes by.",
            found.runs
        );
        ui.label(theme::body(words));
        return;
    }
    let sure = found.told_apart().count();
    let words = format!("{sure} outcomes are told apart, of {} that could be.", found.tried);
    let response = ui.add(Label::new(theme::small(words).color(theme::text())).sense(Sense::hover()));
    response.on_hover_text(
        "With so many outcomes looked at, some would seem to differ by chance alone. Told apart are those that \
         remain when that is allowed for, so that one in twenty of them at most is expected to be chance’s \
         (Benjamini and Hochberg 1995, on McNemar’s exact test for pairs). Intervals are of 95 %: Wilson’s for shares, \
         Newcombe’s for differences of pairs (1998).",
    );
}

/// What of it is listed.
fn filters(ui: &mut Ui, trials: &Trials, actions: &mut Vec<PanelAction>) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 12.0;
        for (kind, name) in std::iter::once((None, "all".to_owned()))
            .chain(Kind::ALL.into_iter().map(|kind| (Some(kind), kind.name().to_owned())))
        {
            let chosen = trials.kind == kind;
            if tab(ui, theme::body(words::capitalised(&name)), chosen, hover(kind)).clicked() && !chosen {
                ask(actions, TrialAction::Only(kind));
            }
        }
    });
    ui.add_space(2.0);
    ui.horizontal(|ui| {
        let mut query = trials.query.clone();
        let width = (ui.available_width() - 168.0).max(80.0);
        let field = TextEdit::singleline(&mut query)
            .id(egui::Id::new("search the outcomes"))
            .hint_text(theme::small("Find a state …"))
            .desired_width(width);
        let response = ui.add(field);
        response.widget_info(|| {
            let mut info = WidgetInfo::labeled(WidgetType::TextEdit, true, "Find outcomes");
            info.current_text_value = Some(trials.query.clone());
            info
        });
        if response.changed() {
            ask(actions, TrialAction::Search(query));
        }
        let sure = tick_box(ui, "only what is told apart", trials.sure);
        if sure.clicked() {
            ask(actions, TrialAction::Sure(!trials.sure));
        }
    });
    ui.add_space(4.0);
}

fn hover(kind: Option<Kind>) -> &'static str {
    match kind {
        None => "All outcomes",
        Some(Kind::Alliances) => "Who is allied with whom",
        Some(Kind::Wars) => "Who fights whom",
        Some(Kind::Survival) => "Who has land at the end",
        Some(Kind::Sides) => {
            "With whom states side first: against a threat (balancing), or with it (bandwagoning)"
        }
        Some(Kind::System) => "Measures of the system as a whole",
    }
}

/// The way to the page from elsewhere.
pub fn open_button(ui: &mut Ui, model: &Model, actions: &mut Vec<PanelAction>) -> Response {
    let trials = &model.memory.trials;
    let words = match &trials.job {
        Some(job) if job.is_running() => format!("Running both: {} of {} …", job.done(), job.runs),
        _ => format!("Run both {} times …", trials.runs),
    };
    let button = plain_button(ui, &words).on_hover_text(
        "How the change moves the chance of each alliance, war and survival, over many pairs of runs",
    );
    if button.clicked() {
        ask(actions, TrialAction::Open);
    }
    button
}
