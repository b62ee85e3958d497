//! The danger in question: Walt's four factors, and what they come to.

use bevy_egui::egui::{Label, Sense, Ui};

use super::Page;
use crate::panels::PanelAction;
use crate::panels::fears::{factor_bar, factor_value, odds as odds_bars};
use crate::panels::theme::{self, GRID};
use crate::panels::widgets::{at_right, heading, state_link};
use crate::panels::words::{self, Factor};

/// Draws the factors of the threat that the choice is about.
pub fn show(ui: &mut Ui, page: &Page, actions: &mut Vec<PanelAction>) {
    let explanation = "Threat is the expected share of loss: believed intent, times proximity as opportunity, times \
                       the chance of losing with the help of allies counted (Walt 1985, pp. 8–13).";
    heading(ui, "The danger behind it", explanation);
    let shown = page.otherwise().unwrap_or(page.decision);
    let Some((source, factors, odds)) = shown.threat else {
        ui.label(theme::body("No power that it has its eye on enters this choice.").color(theme::muted()));
        return;
    };
    let parameters = &page.model.survey.rules.parameters;
    let felt = odds.threat(parameters);
    ui.horizontal(|ui| {
        state_link(ui, page.model, source, actions);
        at_right(ui, |ui| {
            ui.label(theme::strong(words::percent(felt)).color(theme::threat_colour(felt)));
            ui.label(theme::small("expected loss"));
        });
    });
    let survey = page.model.survey;
    let strongest = survey.states().map(|other| survey.power(other)).fold(factors.power, f32::max);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = GRID;
        let width = (ui.available_width() - 3.0 * GRID) / 4.0;
        for factor in Factor::ALL {
            let (share, value) = factor_value(factor, &factors, strongest, parameters);
            factor_bar(ui, width, factor, share, &value);
        }
    });
    odds_bars(ui, &odds, parameters);
    let relief = if odds.relief > 0.0 {
        format!(" × {} not appeased", words::percent(1.0 - odds.relief))
    } else {
        String::new()
    };
    let product = format!(
        "{} intent × {} proximity × {} chance of losing{relief} = {}",
        words::percent(odds.intent),
        words::percent(odds.proximity),
        words::percent(odds.loss_chance(parameters)),
        words::percent(felt)
    );
    ui.add(Label::new(theme::small(product)).wrap().sense(Sense::hover())).on_hover_text(
        "Power, proximity and offence make up the attack; against it stand its own defence and the help it counts on. \
         Intent and proximity say how likely the attack is to come at all.",
    );
}
