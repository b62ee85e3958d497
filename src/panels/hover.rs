//! The card by the pointer: what lies under it on the map.

use bevy_egui::egui::{self, CornerRadius, Margin, Order, Rect, Stroke, Ui, vec2};

use super::theme::{self, GRID};
use super::{Model, area, marks, words};
use crate::world::RegionId;

/// Draws the card beside the pointer, within the map. The pointer never rests on it.
pub fn show(ctx: &egui::Context, map: Rect, model: &Model) {
    let (Some(region), Some(pointer)) = (model.selection.hovered, ctx.pointer_hover_pos()) else {
        return;
    };
    if !map.contains(pointer) || ctx.is_pointer_over_egui() {
        return;
    }
    let name = "hover card";
    let size = egui::AreaState::load(ctx, egui::Id::new(name))
        .map_or(vec2(180.0, 64.0), |state| state.rect().size());
    // Beyond the edge it goes to the other side of the pointer.
    let beside =
        |at: f32, size: f32, end: f32| if at + 16.0 + size > end { at - 8.0 - size } else { at + 16.0 };
    let at = egui::pos2(beside(pointer.x, size.x, map.right()), beside(pointer.y, size.y, map.bottom()));
    area(name, at).order(Order::Tooltip).interactable(false).show(ctx, |ui| {
        let frame = egui::Frame::new()
            .fill(theme::panel())
            .stroke(Stroke::new(1.0, theme::line()))
            .corner_radius(CornerRadius::same(theme::ROUND))
            .inner_margin(Margin::symmetric(12, 8));
        frame.show(ui, |ui| contents(ui, model, region));
    });
}

fn contents(ui: &mut Ui, model: &Model, region: RegionId) {
    ui.spacing_mut().item_spacing = vec2(GRID, 2.0);
    ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Extend);
    let province = &model.setup.scenario.geography.regions[region].name;
    let Some(state) = model.survey.owner(region) else {
        ui.label(theme::body(province));
        ui.label(theme::small("held by no state here"));
        return;
    };
    let kind = model.survey.kind(state);
    ui.horizontal(|ui| {
        let (rect, _) = ui.allocate_exact_size(vec2(16.0, 20.0), egui::Sense::hover());
        marks::kind(ui.painter(), rect.center(), 7.0, kind);
        ui.label(theme::title(model.names.plain(state), 18.0));
    });
    let power = words::percent(model.survey.power(state));
    ui.label(theme::body(format!("{}, {power} of all power", words::kind(kind))));
    if let Some((source, felt)) = model.survey.greatest_fear(state).filter(|(_, felt)| *felt >= 0.005) {
        ui.label(theme::body(format!("Fears {} most ({})", model.names.mid(source), words::percent(felt))));
    }
    match model.survey.holdings.occupier(region) {
        Some(occupier) => {
            let held = format!("{province}, occupied by {}", model.names.mid(occupier));
            ui.label(theme::small(held).color(theme::war()));
        }
        None => {
            ui.label(theme::small(province));
        }
    }
}
