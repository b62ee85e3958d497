//! The comparison: what differs between the history shown and another at the same moment.

use bevy_egui::egui::{self, Align2, CornerRadius, Margin, Rect, ScrollArea, Ui, vec2};

use super::marks::Icon;
use super::theme::{self, GRID};
use super::widgets::{at_right, icon_button};
use super::{Model, PanelAction, area, timeline, trials};
use crate::history::{BranchId, Differences};
use crate::simulation::StateId;

/// Width of the card.
const WIDTH: f32 = 320.0;
/// How many lines of each kind are shown.
const SHOWN: usize = 6;

/// Draws the card in the map's upper right corner, if there is anything to compare with.
pub fn show(ctx: &egui::Context, map: Rect, model: &Model, actions: &mut Vec<PanelAction>) {
    let Some(branch) = model.memory.compared else { return };
    if map.width() < 1.2 * WIDTH || map.height() < 200.0 {
        return;
    }
    let corner = map.right_top() + vec2(-12.0, 12.0);
    area("comparison", corner).pivot(Align2::RIGHT_TOP).show(ctx, |ui| {
        let frame = egui::Frame::new()
            .fill(theme::panel())
            .corner_radius(CornerRadius::same(theme::ROUND))
            .inner_margin(Margin::same(12));
        frame.show(ui, |ui| {
            ui.set_width(WIDTH - 24.0);
            ui.spacing_mut().item_spacing.y = 2.0;
            head(ui, model, branch, actions);
            ScrollArea::vertical().max_height(map.height() - 120.0).show(ui, |ui| list(ui, model));
        });
    });
}

fn head(ui: &mut Ui, model: &Model, branch: BranchId, actions: &mut Vec<PanelAction>) {
    ui.horizontal(|ui| {
        ui.label(theme::title("Two histories", 18.0));
        at_right(ui, |ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            if icon_button(ui, Icon::Close, "Stop comparing").clicked() {
                actions.push(PanelAction::Compare(None));
            }
        });
    });
    let here = timeline::name_of(model, model.timeline.current());
    let there = timeline::name_of(model, branch);
    ui.label(theme::small(format!("Here: {here}")).color(theme::text()));
    ui.label(theme::small(format!("There: {there}")).color(theme::text()));
    let differences = &model.memory.differences;
    if differences.tick < model.now {
        let end = model.date_of(differences.tick);
        ui.label(theme::small(format!("There it was run to {end} only")).color(theme::war()));
    }
    ui.add_space(4.0);
    trials::open_button(ui, model, actions);
    ui.add_space(GRID);
}

fn list(ui: &mut Ui, model: &Model) {
    let differences = &model.memory.differences;
    if differences.is_empty() {
        ui.label(theme::body("Alike at this moment.").color(theme::muted()));
        return;
    }
    let Differences { allied_here, allied_there, at_war_here, at_war_there, land, .. } = differences;
    pairs(ui, model, "At war here only", at_war_here);
    pairs(ui, model, "At war there only", at_war_there);
    pairs(ui, model, "Allied here only", allied_here);
    pairs(ui, model, "Allied there only", allied_there);
    if !land.is_empty() {
        ui.add_space(4.0);
        let words = match land.len() {
            1 => "One province has another owner there: striped on the map".into(),
            count => format!("{count} provinces have another owner there: striped on the map"),
        };
        ui.label(theme::small(words));
    }
}

fn pairs(ui: &mut Ui, model: &Model, heading: &str, pairs: &[[StateId; 2]]) {
    if pairs.is_empty() {
        return;
    }
    ui.add_space(4.0);
    ui.label(theme::small(format!("{heading} ({})", pairs.len())));
    // Those of the selected state first.
    let selected = model.selection.state;
    let mut order: Vec<&[StateId; 2]> = pairs.iter().collect();
    order.sort_by_key(|pair| !pair.iter().any(|state| Some(*state) == selected));
    for [a, b] in order.iter().take(SHOWN) {
        ui.label(theme::body(format!("{} – {}", model.names.plain(*a), model.names.plain(*b))));
    }
    if pairs.len() > SHOWN {
        ui.label(theme::small(format!("and {} more", pairs.len() - SHOWN)));
    }
}
