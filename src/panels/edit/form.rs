//! What forms have in common: their ground, and how they end.

use bevy_egui::egui::{CornerRadius, Frame, Label, Margin, Ui, vec2};

use super::card::{Card, EditAction};
use crate::edit::Command;
use crate::panels::PanelAction;
use crate::panels::theme::{self, GRID};
use crate::panels::widgets::{link, primary_button};
use crate::panels::words;

/// What becomes of a form.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// It is filled in further.
    Open,
    /// It is given up.
    Closed,
    /// It is asked for.
    Sent(Command),
}

/// The ground of a form.
pub fn frame<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    let round = CornerRadius::same(theme::ROUND);
    let ground = Frame::new().fill(theme::line().gamma_multiply(0.35)).corner_radius(round);
    let shown = ground.inner_margin(Margin::symmetric(10, 10)).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        ui.set_min_width(ui.available_width());
        add(ui)
    });
    ui.add_space(GRID);
    shown.inner
}

/// Tries what the form asks for, says what is wrong with it, and what would do; then the buttons.
pub fn end(
    ui: &mut Ui,
    card: &Card,
    command: Result<Command, String>,
    does: &str,
    actions: &mut Vec<PanelAction>,
) -> Outcome {
    let mut outcome = Outcome::Open;
    let wanted = command.as_ref().ok();
    if card.trying() != wanted {
        actions.push(PanelAction::Edit(EditAction::Try(wanted.cloned())));
    }
    let refused =
        wanted.and_then(|command| card.foreseen(command)).and_then(|foreseen| foreseen.as_ref().err());
    let missing = command.as_ref().err().cloned();
    let nothing = refused == Some(&crate::edit::CommandError::NothingChanges);
    if let Some(error) = refused.filter(|_| !nothing) {
        let why = words::capitalised(&error.to_string());
        ui.add(Label::new(theme::small(why).color(theme::war())).wrap());
    } else if let Some(missing) = missing {
        ui.add(Label::new(theme::small(missing)).wrap());
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(2.0 * GRID, 4.0);
        let fix = refused.and_then(|error| error.fix());
        if let Some(fix) = fix {
            let words = "Make it possible";
            let button = primary_button(ui, words, true);
            if button.on_hover_text("Ends what stands in the way, and does it").clicked() {
                outcome = Outcome::Sent(fix.clone());
            }
        } else {
            let ready = command.is_ok() && refused.is_none();
            if primary_button(ui, does, ready).clicked()
                && ready
                && let Ok(command) = &command
            {
                outcome = Outcome::Sent(command.clone());
            }
        }
        if link(ui, theme::body("Cancel")).clicked() {
            outcome = Outcome::Closed;
        }
    });
    outcome
}
