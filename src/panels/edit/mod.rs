//! The edit page of the selected state: all that it is, has and believes, its pacts and wars, and what would follow from
//! a change, while it is still being tried.
//!
//! A slider that is dragged, a figure that is typed and a form that is filled in only try a change; letting go, Enter
//! and a button make it. What is tried is asked of the model beside the window ([`adviser`]), in a world apart, so that
//! nothing that is shown is touched.

use bevy_egui::egui::{self, Margin, Rect, ScrollArea, Ui};

use super::theme::{self, GRID, MARGIN};
use super::widgets::tab;
use super::{Model, PanelAction};
use crate::simulation::StateId;

mod adviser;
mod beliefs;
mod card;
mod chooser;
mod controls;
pub mod dial;
mod fields;
pub mod figures;
mod form;
mod pacts;
mod preview;
mod wars;

use card::Section;
pub use card::{Card, EditAction};

/// How wide the page is in a window of this width.
pub fn width(window: f32) -> f32 {
    (window * 0.27).clamp(336.0, 420.0)
}

/// The tabs of a state's panel: what there is to watch, and what can be changed.
pub fn tabs(ui: &mut Ui, model: &Model, actions: &mut Vec<PanelAction>) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0 * GRID;
        for (open, name, hover) in [
            (false, "Watch", "What it is, whom it fears and what it chose (C)"),
            (true, "Edit", "Change what it is, has and believes, its pacts and wars (C)"),
        ] {
            let chosen = model.memory.card.open == open;
            if tab(ui, theme::body(name), chosen, hover).clicked() && !chosen {
                actions.push(PanelAction::Edit(EditAction::Show(open)));
            }
        }
    });
    ui.add_space(4.0);
}

/// Draws the page below the head.
pub fn show(ui: &mut Ui, model: &Model, state: StateId, actions: &mut Vec<PanelAction>) {
    let room = ui.available_rect_before_wrap();
    let foot = preview::height(&model.memory.card, room.height() + 100.0);
    let top = Rect::from_min_max(room.min, egui::pos2(room.right(), room.bottom() - foot));
    let mut inside = ui.new_child(egui::UiBuilder::new().id_salt("attributes").max_rect(top));
    inside.set_clip_rect(top.intersect(ui.clip_rect()));
    ScrollArea::vertical().auto_shrink(false).id_salt(("edit", state.0)).show(&mut inside, |ui| {
        egui::Frame::new().inner_margin(Margin::symmetric(MARGIN as i8, 0)).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            parts(ui, model, state, actions);
            ui.add_space(MARGIN);
        });
    });
    preview::show(ui, model, state, room.with_min_y(top.bottom()), actions);
}

fn parts(ui: &mut Ui, model: &Model, state: StateId, actions: &mut Vec<PanelAction>) {
    let fold = |ui: &mut Ui, section, title: &str, hover, actions: &mut Vec<PanelAction>| {
        fields::fold(ui, model, section, title, hover, actions)
    };
    if fold(ui, Section::Identity, "Name, colour and place", "", actions) {
        fields::show(ui, model, state, Section::Identity, actions);
    }
    if fold(ui, Section::Character, "What it wants", "", actions) {
        fields::show(ui, model, state, Section::Character, actions);
    }
    if fold(ui, Section::Means, "What it has", "In the scenario’s units; shares count", actions) {
        fields::show(ui, model, state, Section::Means, actions);
    }
    if fold(ui, Section::Beliefs, "Beliefs", "Others never read its intent: they hold beliefs", actions) {
        beliefs::show(ui, model, state, actions);
    }
    let pacts = fields::counted("Pacts", model.survey.alliances_of(state).count());
    if fold(ui, Section::Pacts, &pacts, "", actions) {
        pacts::show(ui, model, state, actions);
    }
    let wars = fields::counted("Wars", model.survey.wars.of(state).count());
    if fold(ui, Section::Wars, &wars, "", actions) {
        wars::show(ui, model, state, actions);
    }
}
