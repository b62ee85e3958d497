//! The options that were weighed: what each was worth, and how likely it was to be taken.

use bevy_egui::egui::{Align2, Color32, Label, Rect, Sense, Ui, pos2, vec2};

use super::Page;
use super::bars::{self, Range};
use crate::panels::theme;
use crate::panels::widgets::{at_right, heading, link, named, text};
use crate::panels::{PanelAction, words};
use crate::simulation::{Action, Decision, Weighed};
use crate::theory::choice::Terms;
use bevy_egui::egui::WidgetType;

/// How many options are shown, best first; all that might have been taken are.
const SHOWN: usize = 7;

/// Height of an option: its name, and its bar below.
const ROW: f32 = 40.0;

/// The colour that an option has in the figures, by what it does. `place` tells several of one kind apart.
pub fn colour(action: Action, place: usize) -> Color32 {
    let plain = match action {
        Action::Balance { .. } => theme::balance(),
        Action::Bandwagon { .. } => theme::bandwagon(),
        Action::Leave { .. } | Action::Abandon { .. } => theme::leave(),
        Action::Arm { .. } | Action::Sue { .. } => theme::content(),
        Action::Attack { .. } | Action::Join { .. } | Action::Honour { .. } => theme::war(),
        Action::Stay => faded(theme::muted(), 0.4),
    };
    let fade = 1.0 / (1.0 + 0.45 * place as f32);
    faded(plain, 1.0 - fade)
}

/// A colour on its way to that of the panel. Opaque, since what shines through is not the same by night and on paper.
fn faded(colour: Color32, share: f32) -> Color32 {
    colour.lerp_to_gamma(theme::panel(), share)
}

/// The options of a decision in the order in which they are shown: best first.
pub fn ranked(decision: &Decision) -> Vec<Weighed> {
    let mut options = decision.options.clone();
    if options.is_empty() {
        options.push(decision.chosen);
        options.extend(decision.rejected);
    }
    options.sort_by(|a, b| b.terms.utility().total_cmp(&a.terms.utility()));
    options
}

/// Each of these with its colour: those of one kind in shades.
pub fn coloured(options: &[Weighed]) -> Vec<(Action, Color32)> {
    let mut list: Vec<(Action, Color32)> = Vec::new();
    for option in options {
        let alike = list.iter().filter(|(other, _)| other.name() == option.action.name()).count();
        list.push((option.action, colour(option.action, alike)));
    }
    list
}

/// Draws the options, as they were or as they would be under what is supposed.
pub fn show(ui: &mut Ui, page: &Page, actions: &mut Vec<PanelAction>) {
    let explanation = "Every option is worth the sum of what speaks for and against it. Better options are taken more \
                       often (quantal response, McKelvey and Palfrey 1995).";
    let in_all = page.model.memory.bars_in_all;
    let called = matches!(page.decision.chosen.action, Action::Honour { .. } | Action::Abandon { .. });
    let words = match (in_all, called) {
        (true, _) => "What it weighed",
        (false, true) => "What it weighed, against not coming",
        (false, false) => "What it weighed, against staying as it is",
    };
    heading(ui, words, explanation);
    let shown = page.otherwise().unwrap_or(page.decision);
    if let Some(supposed) = page.supposed {
        super::levers::banner(ui, page, supposed, actions);
    }
    ui.horizontal(|ui| {
        bars::legend(ui);
        at_right(ui, |ui| {
            let other = if in_all { "Differences" } else { "In all" };
            let hover = "Bars show what each option adds to staying as it was, or what it is worth in all.";
            if link(ui, theme::small(other)).on_hover_text(hover).clicked() {
                actions.push(PanelAction::ToggleBars);
            }
        });
    });
    let was = ranked(page.decision);
    let colours = coloured(&was);
    let mut options = ranked(shown);
    if page.otherwise().is_some() {
        // In the order as it was, so that they can be followed by eye.
        let rank = |option: &Weighed| was.iter().position(|other| other.action == option.action);
        options.sort_by_key(|option| rank(option).unwrap_or(was.len()));
    }
    let chosen_at = options.iter().position(|option| option.action == shown.chosen.action).unwrap_or(0);
    let seen = SHOWN.max(chosen_at + 1).min(options.len());
    let told = |option: &Weighed, stay: &Terms| {
        if in_all { option.terms } else { bars::against(&option.terms, stay) }
    };
    // One scale for all that is shown, so that nothing jumps where a lever is moved.
    let scope: Vec<Terms> = (was.iter().map(|it| told(it, &page.decision.stay)))
        .chain(options.iter().map(|it| told(it, &shown.stay)))
        .collect();
    let range = Range::of(scope.iter());
    for option in &options[..seen] {
        let worth = told(option, &shown.stay);
        let before = was.iter().find(|other| other.action == option.action);
        let before = before.filter(|_| page.otherwise().is_some());
        let own = colours.iter().find(|(action, _)| *action == option.action).map(|(_, own)| *own);
        let own = own.unwrap_or_else(|| colour(option.action, 0));
        let taken = option.action == shown.chosen.action;
        row(ui, page, option, before.map(|it| it.chance), (own, taken), (&worth, range));
    }
    if seen < options.len() {
        let rest: f32 = options[seen..].iter().map(|option| option.chance).sum();
        let count = options.len() - seen;
        let more = format!("and {count} more, {} in all", words::percent(rest));
        ui.label(theme::small(more));
    } else if page.decision.options.is_empty() && !page.told.idle {
        ui.label(theme::small("Asking the model for the other options …"));
    }
}

/// An option: its colour, name and chance, and what it was worth.
fn row(
    ui: &mut Ui,
    page: &Page,
    option: &Weighed,
    before: Option<f32>,
    (colour, chosen): (Color32, bool),
    (worth, range): (&Terms, Range),
) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    if chosen {
        let ground = rect.expand2(vec2(6.0, 0.0));
        ui.painter().rect_filled(ground, 4.0, faded(theme::track(), 0.4));
        let strip = ground.with_max_x(ground.left() + 3.0);
        ui.painter().rect_filled(strip, 1.0, theme::accent());
    }
    let line = rect.top() + 12.0;
    let square = Rect::from_center_size(pos2(rect.left() + 7.0, line), vec2(9.0, 9.0));
    ui.painter().rect_filled(square, 2.0, colour);
    let chance = words::percent(option.chance);
    let chance = before.map_or(chance.clone(), |before| format!("{} → {chance}", words::percent(before)));
    let ink = if chosen { theme::text() } else { faded(theme::text(), 0.2) };
    let figure = text(ui, pos2(rect.right(), line), Align2::RIGHT_CENTER, &chance, 14.0, ink);
    let name = words::capitalised(&page.option(option.action));
    let name_at = Rect::from_min_max(
        pos2(rect.left() + 20.0, rect.top() + 2.0),
        pos2(figure.left() - 8.0, rect.top() + 22.0),
    );
    let label = if chosen { theme::strong(&name) } else { theme::body(&name).color(ink) };
    let mut inside = ui.new_child(bevy_egui::egui::UiBuilder::new().max_rect(name_at));
    inside.add(Label::new(label).truncate().selectable(false));
    bar(ui, rect, worth, range);
    let taken = if chosen { "Taken. " } else { "" };
    let asked = match option.action {
        Action::Balance { with, .. } | Action::Bandwagon { with } | Action::Sue { with, .. } => format!(
            "\n{} is expected to agree with a chance of {}; the terms are weighed by it.",
            page.model.names.first(with),
            words::percent(option.consent)
        ),
        _ => String::new(),
    };
    named(&response, WidgetType::Label, &format!("{taken}{name}: {chance}"));
    response.on_hover_text(format!("{taken}{name}: {chance}\n{}{asked}", bars::in_full(&option.terms)));
}

/// The bar below a name, with its sum.
fn bar(ui: &Ui, rect: Rect, terms: &Terms, range: Range) {
    let middle = rect.top() + 30.0;
    let place =
        Rect::from_min_max(pos2(rect.left() + 20.0, middle - 4.0), pos2(rect.right() - 52.0, middle + 4.0));
    bars::stacked(ui, place, terms, range);
    let worth = words::bare_points(terms.utility());
    text(ui, pos2(rect.right(), middle), Align2::RIGHT_CENTER, &worth, 12.0, theme::muted());
}

/// The side of the one who was asked.
pub fn consent(ui: &mut Ui, page: &Page) {
    let Some(consent) = page.decision.consent else { return };
    let names = &page.model.names;
    let explanation = "An alliance needs both sides: the one who is asked weighs it by its own threats and costs, and \
                       accepts the more likely the more it gains.";
    heading(ui, &format!("What {} weighed", names.mid(consent.by)), explanation);
    ui.label(theme::body(format!("{}.", words::consent(&consent, names))));
    if !page.model.memory.bars_in_all {
        let adds = bars::against(&consent.with, &consent.without);
        ui.label(theme::small("What the pact adds"));
        bars::row(ui, 16.0, &adds, Range::of([&adds].into_iter())).on_hover_text(bars::in_full(&adds));
        return;
    }
    let range = Range::of([&consent.without, &consent.with].into_iter());
    for (label, terms) in [("Without the pact", &consent.without), ("With it", &consent.with)] {
        ui.label(theme::small(label));
        bars::row(ui, 16.0, terms, range).on_hover_text(bars::in_full(terms));
    }
}
