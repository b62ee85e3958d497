//! Whom a state fears, and why: each threat with its four factors and odds.

use bevy_egui::egui::{Align2, Color32, Label, Rect, Sense, Ui, pos2, vec2};

use super::theme::{self, GRID};
use super::widgets::{Fill, at_right, heading, kind_mark, paint_bar, state_link, text};
use super::words::{self, Factor};
use super::{Model, PanelAction};
use crate::simulation::{StateId, Threat};
use crate::theory::parameters::Parameters;
use crate::theory::threat::{Factors, Odds};

/// The threats it has its eye on, with their factors and odds.
pub fn show(ui: &mut Ui, model: &Model, state: StateId, actions: &mut Vec<PanelAction>) {
    let explanation = "Threat is the expected share of loss: believed intent, times proximity as opportunity, times \
                       the chance of losing with the help of allies counted (Walt 1985, pp. 8–13).";
    heading(ui, "Whom it fears, and why", explanation);
    let parameters = &model.survey.rules.parameters;
    let mut threats: Vec<&Threat> = model.survey.threats(state).iter().collect();
    threats.sort_by(|a, b| b.odds.threat(parameters).total_cmp(&a.odds.threat(parameters)));
    if threats.is_empty() {
        ui.label(theme::body("Nobody can reach it.").color(theme::muted()));
    }
    let strongest = model.survey.states().map(|other| model.survey.power(other)).fold(0.0, f32::max);
    for threat in threats {
        threat_rows(ui, model, state, threat, strongest, actions);
        ui.add_space(GRID);
    }
}

fn threat_rows(
    ui: &mut Ui,
    model: &Model,
    state: StateId,
    threat: &Threat,
    strongest: f32,
    actions: &mut Vec<PanelAction>,
) {
    let parameters = &model.survey.rules.parameters;
    let felt = threat.odds.threat(parameters);
    ui.horizontal(|ui| {
        let kind = model.survey.kind(threat.source);
        kind_mark(ui, kind, 7.0);
        state_link(ui, model, threat.source, actions);
        at_right(ui, |ui| {
            let alone = words::percent(model.survey.exposure(state, threat.source));
            let hover =
                format!("Expected share of loss, allies counted. Without any ally it would be {alone}.");
            ui.add(Label::new(theme::strong(words::percent(felt))).sense(Sense::hover()))
                .on_hover_text(hover);
            let (rect, _) = ui.allocate_exact_size(vec2(64.0, 20.0), Sense::hover());
            let bar = Rect::from_center_size(rect.center(), vec2(rect.width(), 6.0));
            paint_bar(ui, bar, Fill::Share(felt, theme::threat_colour(felt)));
        });
    });
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = GRID;
        let width = (ui.available_width() - 3.0 * GRID) / 4.0;
        for factor in Factor::ALL {
            let (share, value) = factor_value(factor, &threat.factors, strongest, parameters);
            factor_bar(ui, width, factor, share, &value);
        }
    });
    odds(ui, &threat.odds, parameters);
}

/// A factor as a share of its scale, and as a figure.
pub fn factor_value(
    factor: Factor,
    factors: &Factors,
    strongest: f32,
    parameters: &Parameters,
) -> (f32, String) {
    match factor {
        Factor::Power => (factors.power / strongest.max(f32::MIN_POSITIVE), words::percent(factors.power)),
        Factor::Proximity => (factors.proximity, words::percent(factors.proximity)),
        Factor::Offense => {
            let most = parameters.offense_weight.max(f32::MIN_POSITIVE);
            ((factors.offense - 1.0) / most, words::times(factors.offense))
        }
        Factor::Intent => (factors.intent, words::percent(factors.intent)),
    }
}

/// One of four bars side by side, its name and figure below.
pub fn factor_bar(ui: &mut Ui, width: f32, factor: Factor, share: f32, value: &str) {
    let (rect, response) = ui.allocate_exact_size(vec2(width, 38.0), Sense::hover());
    let bar = Rect::from_min_size(rect.left_top() + vec2(0.0, 2.0), vec2(width, 4.0));
    paint_bar(ui, bar, Fill::Share(share, theme::bar()));
    text(ui, bar.left_bottom() + vec2(0.0, 2.0), Align2::LEFT_TOP, factor.label(), 12.0, theme::muted());
    text(ui, bar.left_bottom() + vec2(0.0, 16.0), Align2::LEFT_TOP, value, 12.0, theme::text());
    response.on_hover_text(factor.meaning());
}

/// Strength that arrives against own defence and the help counted on, on one scale.
pub fn odds(ui: &mut Ui, odds: &Odds, parameters: &Parameters) {
    let help = odds.expected_help(parameters);
    let most = odds.attack.max(odds.own_defence + help).max(f32::MIN_POSITIVE);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 34.0), Sense::hover());
    let width = rect.width() - 152.0;
    let strip = |y: f32, from: f32, to: f32, colour: Color32| {
        let x = |strength: f32| rect.left() + 152.0 + width * (strength / most).min(1.0);
        let part = Rect::from_min_max(pos2(x(from), rect.top() + y), pos2(x(to), rect.top() + y + 6.0));
        ui.painter().rect_filled(part, 2.0, colour);
    };
    strip(5.0, 0.0, odds.attack, theme::war());
    strip(22.0, 0.0, odds.own_defence, theme::content());
    strip(22.0, odds.own_defence, odds.own_defence + help, theme::content().gamma_multiply(0.55));
    let attack = format!("Attack {}", words::percent(odds.attack));
    text(ui, rect.left_top() + vec2(0.0, 8.0), Align2::LEFT_CENTER, &attack, 12.0, theme::muted());
    let defence = format!("Own {} + help {}", words::percent(odds.own_defence), words::percent(help));
    text(ui, rect.left_top() + vec2(0.0, 25.0), Align2::LEFT_CENTER, &defence, 12.0, theme::muted());
    let mut hover = format!(
        "Strength in shares of the system’s power. What reaches it of the attacker’s ({}) stands against its own \
         defence at home ({}) and the help it counts on ({}): a chance of losing of {} (Tullock 1980).",
        words::percent(odds.attack),
        words::percent(odds.own_defence),
        words::percent(help),
        words::percent(odds.loss_chance(parameters)),
    );
    if odds.relief > 0.0 {
        hover += &format!(" Being aligned with it takes {} of the threat away.", words::percent(odds.relief));
    }
    response.on_hover_text(hover);
}
