//! What the model weighed when something happened in history: in the place of the right panel.

use bevy_egui::egui::{
    Align2, CornerRadius, Frame, Label, Margin, Rect, ScrollArea, Sense, Ui, WidgetType, pos2, vec2,
};

use super::super::marks;
use super::super::marks::Icon;
use super::super::theme;
use super::super::why::bars::{self, Range};
use super::super::why::colour;
use super::super::widgets::{chip, heading, icon_button, link, named, small_state_link, text};
use super::super::words::{self, Deed};
use super::super::{Model, PanelAction};
use super::{expectation_ink, told};
use crate::history::expectation::Expectation;
use crate::simulation::{Action, StateId, Weighed};
use crate::theory::choice::Terms;

/// How many options are shown, besides those that amount to what happened.
const SHOWN: usize = 7;
/// Height of an option: its name, and its bar below.
const ROW: f32 = 40.0;

/// The page that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// Of which entry.
    pub entry: usize,
    /// Which of those who are asked.
    pub asked: usize,
    /// What was selected when it was opened.
    pub selected: Option<StateId>,
}

/// Draws the page.
pub fn show(ui: &mut Ui, model: &Model, page: Page, actions: &mut Vec<PanelAction>) {
    let Some(entry) = model.chronicle.entries().get(page.entry) else { return };
    let list = model.memory.expected.of(model.chronicle, model.timeline, page.entry);
    Frame::new().inner_margin(Margin { left: 8, right: 8, top: 8, bottom: 4 }).show(ui, |ui| {
        bar(ui, model, page, actions);
    });
    ScrollArea::vertical().auto_shrink(false).id_salt(("expected", page.entry)).show(ui, |ui| {
        Frame::new().inner_margin(Margin { left: 16, right: 16, top: 4, bottom: 16 }).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 4.0;
            ui.horizontal(|ui| {
                let (rect, _) = ui.allocate_exact_size(vec2(20.0, 24.0), Sense::hover());
                let at = rect.center() - vec2(2.0, 0.0);
                marks::deed(ui.painter(), at, 7.0, Deed::of(&entry.event), theme::history());
                ui.add(Label::new(theme::title(told(model).happened(&entry.event), 20.0)).wrap());
            });
            if !entry.note.is_empty() {
                ui.label(theme::body(words::capitalised(&entry.note)));
            }
            ui.label(theme::small(format!("Source: {}", entry.source)));
            match list {
                None => {
                    ui.add_space(8.0);
                    ui.label(theme::body("Asking the model …").color(theme::muted()));
                }
                Some([]) => {
                    ui.add_space(8.0);
                    ui.label(theme::body(NOBODY).color(theme::muted()));
                }
                Some(list) => {
                    let asked = page.asked.min(list.len() - 1);
                    who(ui, model, list, asked, actions);
                    verdict(ui, model, &list[asked]);
                    motives(ui, &list[asked]);
                    options(ui, model, &list[asked], actions);
                }
            }
        });
    });
}

const NOBODY: &str = "Nobody is asked here: it was not one state’s choice, or the record does not say whose.";

/// The way back, when it happened, and the way there.
fn bar(ui: &mut Ui, model: &Model, page: Page, actions: &mut Vec<PanelAction>) {
    let entry = &model.chronicle.entries()[page.entry];
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        if icon_button(ui, Icon::Return, "Back (Esc)").clicked() {
            actions.push(PanelAction::Expectation(None));
        }
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.label(theme::small("What the model expected"));
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 6.0;
                ui.label(theme::small(words::day(entry.date)));
                let tick = model.chronicle.tick_of(page.entry);
                if tick != model.now && link(ui, theme::body("Go to this moment")).clicked() {
                    actions.push(PanelAction::RunTo(tick));
                }
            });
        });
        super::super::widgets::at_right(ui, |ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            for (icon, later, what) in
                [(Icon::Later, true, "The next event"), (Icon::Earlier, false, "The event before")]
            {
                let target = beside(model, page.entry, later);
                ui.add_enabled_ui(target.is_some(), |ui| {
                    if icon_button(ui, icon, what).clicked() && target.is_some() {
                        actions.push(PanelAction::Expectation(target));
                    }
                });
            }
        });
    });
}

/// The next entry or the one before of which the model was asked.
fn beside(model: &Model, entry: usize, later: bool) -> Option<usize> {
    let known = |entry: &usize| {
        let list = model.memory.expected.of(model.chronicle, model.timeline, *entry);
        list.is_some_and(|list| !list.is_empty())
    };
    if later { (entry + 1..model.chronicle.by(model.now)).find(known) } else { (0..entry).rev().find(known) }
}

/// Who is asked: one, or one of several.
fn who(ui: &mut Ui, model: &Model, list: &[Expectation], asked: usize, actions: &mut Vec<PanelAction>) {
    if list.len() == 1 {
        return;
    }
    ui.add_space(4.0);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(4.0, 4.0);
        for (place, it) in list.iter().enumerate() {
            let name = format!("{}  {}", model.names.plain(it.state), words::chance(it.chance));
            if chip(ui, &name, place == asked, WidgetType::RadioButton).clicked() {
                actions.push(PanelAction::ExpectationOf(place));
            }
        }
    });
}

/// How likely it was in the model's eyes, and what that would rather have seen.
fn verdict(ui: &mut Ui, model: &Model, it: &Expectation) {
    ui.add_space(8.0);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 44.0), Sense::hover());
    let figure = words::chance(it.chance);
    let ink = expectation_ink(std::slice::from_ref(it));
    let face = bevy_egui::egui::FontId::new(28.0, theme::serif_family());
    let place = ui.painter().text(rect.left_center(), Align2::LEFT_CENTER, &figure, face, ink);
    let left = place.right() + 14.0;
    let name = model.names.first(it.state);
    let words = if it.matched.is_empty() {
        format!("{name}: not among its options in the model")
    } else {
        format!("how likely {} was to do this, in the model", model.names.mid(it.state))
    };
    text(ui, pos2(left, rect.center().y - 9.0), Align2::LEFT_CENTER, &words, 12.0, theme::muted());
    let bar = Rect::from_min_size(pos2(left, rect.center().y + 5.0), vec2(rect.right() - left, 8.0));
    ui.painter().rect_filled(bar, CornerRadius::same(2), theme::track());
    let full = bar.with_max_x(bar.left() + (bar.width() * it.chance).max(1.0));
    ui.painter().rect_filled(full, CornerRadius::same(2), ink);
    // What chance alone would make of it.
    let even = bar.left() + bar.width() * it.uniform().min(1.0);
    ui.painter().vline(even, bar.y_range().expand(3.0), bevy_egui::egui::Stroke::new(1.0, theme::muted()));
    response.on_hover_text(
        "The chance of all options that amount to what happened, at a review just before it. The thin mark is where it \
         would stand if all options were alike.",
    );
    let said = match (it.favoured(), it.called) {
        (None, true) => "To come when its ally called was what the model favoured.".to_owned(),
        (None, false) => "It was what the model favoured.".to_owned(),
        (Some((other, motive)), _) => {
            let what = words::option(other.action, &[], &model.names);
            let why = match other.action {
                Action::Stay => String::new(),
                _ => format!(", {}", words::for_motive(motive)),
            };
            format!("The model favoured that it would {what} ({}){why}.", words::chance(other.chance))
        }
    };
    ui.label(theme::body(said));
}

/// The motive that the model finds, beside that of the literature.
fn motives(ui: &mut Ui, it: &Expectation) {
    heading(
        ui,
        "Why it did",
        "The model’s motive is the term that made the difference; the record’s is coded by hand.",
    );
    let row = |ui: &mut Ui, label: &str, words: String, hover: &str| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            let (rect, _) = ui.allocate_exact_size(vec2(88.0, 18.0), Sense::hover());
            text(ui, rect.left_center(), Align2::LEFT_CENTER, label, 12.0, theme::muted());
            let response = ui.add(Label::new(theme::strong(words)).sense(Sense::hover()));
            if !hover.is_empty() {
                response.on_hover_text(hover);
            }
        });
    };
    match it.motive {
        Some(motive) => row(
            ui,
            "The model",
            words::capitalised(&words::for_motive(motive)),
            words::motive_meaning(motive),
        ),
        None => row(ui, "The model", "—".into(), ""),
    }
    match it.coded {
        Some(motive) => {
            row(ui, "The literature", words::capitalised(words::coded(motive)), words::coded_meaning(motive));
        }
        None => row(ui, "The literature", "names none, or disputes it".into(), ""),
    }
    if let Some(agrees) = it.agrees() {
        let words = if agrees { "They agree." } else { "They differ." };
        ui.label(theme::small(words).color(theme::agreement(agrees)));
    }
}

/// What was weighed, best first: what happened in history's ink, what the model favoured in the accent.
fn options(ui: &mut Ui, model: &Model, it: &Expectation, actions: &mut Vec<PanelAction>) {
    let against = if it.called { "not coming" } else { "staying as it is" };
    let explanation = "Every option is worth the sum of what speaks for and against it. Better options are taken more \
                       often (quantal response, McKelvey and Palfrey 1995).";
    heading(ui, &format!("What it weighed, against {against}"), explanation);
    bars::legend(ui);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 14.0;
        sign(ui, theme::history(), "what happened");
        sign(ui, theme::accent(), "what the model favoured");
    });
    let all = &it.decision.options;
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by(|a, b| all[*b].terms.utility().total_cmp(&all[*a].terms.utility()).then(a.cmp(b)));
    let favoured = all.iter().position(|option| *option == it.decision.chosen);
    let marked = |place: &usize| it.matched.contains(place) || favoured == Some(*place);
    let shown: Vec<usize> = (order.iter().enumerate())
        .filter(|(rank, place)| *rank < SHOWN || marked(place))
        .map(|(_, place)| *place)
        .collect();
    let worth = |place: usize| bars::against(&all[place].terms, &it.decision.stay);
    let scope: Vec<Terms> = shown.iter().map(|place| worth(*place)).collect();
    let range = Range::of(scope.iter());
    for (place, worth) in shown.iter().zip(&scope) {
        let signs = (it.matched.contains(place), favoured == Some(*place));
        option(ui, model, &all[*place], signs, (worth, range));
    }
    if shown.len() < all.len() {
        let rest: f32 = (0..all.len()).filter(|place| !shown.contains(place)).map(|it| all[it].chance).sum();
        let more = format!("and {} more, {} in all", all.len() - shown.len(), words::percent(rest));
        ui.label(theme::small(more));
    }
    ui.add_space(8.0);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        ui.label(theme::small("More of"));
        small_state_link(ui, model, it.state, actions);
    });
}

fn sign(ui: &mut Ui, ink: bevy_egui::egui::Color32, words: &str) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let (rect, _) = ui.allocate_exact_size(vec2(3.0, 14.0), Sense::hover());
        ui.painter().rect_filled(rect, 1.0, ink);
        ui.label(theme::small(words));
    });
}

/// An option: its name, its chance, and what it was worth.
fn option(
    ui: &mut Ui,
    model: &Model,
    option: &Weighed,
    (happened, favoured): (bool, bool),
    (worth, range): (&Terms, Range),
) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let ground = rect.expand2(vec2(6.0, 0.0));
    if happened || favoured {
        ui.painter().rect_filled(ground, 4.0, theme::track().gamma_multiply(0.6));
    }
    let strip = |at: f32| Rect::from_min_max(pos2(at, ground.top()), pos2(at + 3.0, ground.bottom()));
    if happened {
        ui.painter().rect_filled(strip(ground.left()), 1.0, theme::history());
    }
    if favoured {
        let at = ground.left() + if happened { 5.0 } else { 0.0 };
        ui.painter().rect_filled(strip(at), 1.0, theme::accent());
    }
    let line = rect.top() + 12.0;
    let square = Rect::from_center_size(pos2(rect.left() + 9.0, line), vec2(9.0, 9.0));
    ui.painter().rect_filled(square, 2.0, colour(option.action, 0));
    let chance = words::percent(option.chance);
    let ink = if happened || favoured { theme::text() } else { theme::muted() };
    let figure = text(ui, pos2(rect.right(), line), Align2::RIGHT_CENTER, &chance, 14.0, ink);
    let name = words::capitalised(&words::option(option.action, &[], &model.names));
    let at = Rect::from_min_max(
        pos2(rect.left() + 20.0, rect.top() + 2.0),
        pos2(figure.left() - 8.0, rect.top() + 22.0),
    );
    let label = if happened { theme::strong(&name) } else { theme::body(&name).color(ink) };
    let mut inside = ui.new_child(bevy_egui::egui::UiBuilder::new().max_rect(at));
    inside.add(Label::new(label).truncate().selectable(false));
    let middle = rect.top() + 30.0;
    let place =
        Rect::from_min_max(pos2(rect.left() + 20.0, middle - 4.0), pos2(rect.right() - 52.0, middle + 4.0));
    bars::stacked(ui, place, worth, range);
    let sum = words::bare_points(worth.utility());
    text(ui, pos2(rect.right(), middle), Align2::RIGHT_CENTER, &sum, 12.0, theme::muted());
    let told = match (happened, favoured) {
        (true, true) => "What happened, and what the model favoured. ",
        (true, false) => "What happened. ",
        (false, true) => "What the model favoured. ",
        (false, false) => "",
    };
    named(&response, WidgetType::Label, &format!("{told}{name}: {chance}"));
    response.on_hover_text(format!("{told}{name}: {chance}\n{}", bars::in_full(&option.terms)));
}
