//! The card by the pointer: what lies under it on the map.

use bevy_egui::egui::{self, CornerRadius, Margin, Order, Rect, Stroke, Ui, vec2};

use super::theme::{self, GRID};
use super::{Model, area, marks, record, words};
use crate::history::Verdict;
use crate::view::MapMode;
use crate::world::RegionId;

/// Space between the pointer and the card.
const OFF: f32 = 16.0;

/// Width at which what happened in history is wrapped.
const WIDEST: f32 = 320.0;

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
        .map_or(vec2(200.0, 96.0), |state| state.rect().size());
    let at = egui::pos2(
        beside(pointer.x, size.x, (map.left(), map.right())),
        beside(pointer.y, size.y, (map.top(), map.bottom())),
    );
    let tour = egui::AreaState::load(ctx, egui::Id::new("tour")).filter(|_| model.memory.tour.is_some());
    if tour.is_some_and(|tour| tour.rect().intersects(Rect::from_min_size(at, size))) {
        return;
    }
    area(name, at).order(Order::Tooltip).interactable(false).show(ctx, |ui| {
        let frame = egui::Frame::new()
            .fill(theme::panel())
            .stroke(Stroke::new(1.0, theme::line()))
            .corner_radius(CornerRadius::same(theme::ROUND))
            .inner_margin(Margin::symmetric(12, 8));
        frame.show(ui, |ui| contents(ui, model, region));
    });
}

/// Where the card begins along one side of the map: after the pointer, or before it where that is beyond the end.
fn beside(pointer: f32, size: f32, (start, end): (f32, f32)) -> f32 {
    let after = pointer + OFF;
    if after + size <= end { after } else { (pointer - OFF / 2.0 - size).max(start) }
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
    // Power is told above already.
    let history = (model.mode == MapMode::Agreement).then(|| model.chronicle.verdict(model.survey, state));
    let reading = model.legend.reading(state).filter(|_| model.mode != MapMode::Power);
    let reading = match history.flatten() {
        Some(Verdict::Differs { run, record }) => {
            ui.label(theme::body(format!("In this run {}", record::stands(model, run))));
            let history = format!("In history {}", record::stands(model, record));
            ui.label(theme::strong(history).color(theme::agreement(false)));
            None
        }
        _ => reading,
    };
    if let Some(reading) = reading {
        ui.horizontal(|ui| {
            ui.label(theme::body(words::capitalised(&reading.label)));
            ui.label(theme::strong(&reading.value));
        });
    }
    if model.mode == MapMode::Agreement
        && let Some(entry) = record::last_of(model, &model.survey.identity(state).code)
    {
        let said = record::told(model).happened(&entry.event);
        let history = format!("{}: {said}", words::day(entry.date));
        // Whatever happened, the card stays narrow.
        ui.scope(|ui| {
            ui.set_max_width(WIDEST);
            ui.add(egui::Label::new(theme::small(history).color(theme::history())).wrap());
        });
    }
    if let Some(standing) = model.legend.standing(state) {
        let others = standing.members - 1;
        let words = match standing.leader == state {
            true if others == 1 => "leads a bloc with one other".into(),
            true => format!("leads a bloc with {others} others"),
            false => format!("in the bloc of {}", model.names.mid(standing.leader)),
        };
        ui.label(theme::small(words::capitalised(&words)));
    }
    let wars = model.survey.wars.of(state);
    let mut enemies: Vec<_> =
        wars.filter_map(|war| Some(war.side(war.side_of(state)?.other()))).flatten().copied().collect();
    enemies.sort_unstable();
    enemies.dedup();
    if !enemies.is_empty() {
        let named = match enemies.as_slice() {
            [a, b, rest @ ..] if !rest.is_empty() => {
                format!("{}, {} and {} more", model.names.mid(*a), model.names.mid(*b), rest.len())
            }
            few => model.names.list(few),
        };
        ui.label(theme::small(format!("At war with {named}")).color(theme::war()));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_card_is_beside_the_pointer_and_within_the_map() {
        for pointer in [0.0, 100.0, 350.0, 580.0, 599.0] {
            let at = beside(pointer, 200.0, (0.0, 600.0));
            assert!(at >= 0.0 && at + 200.0 <= 600.0, "{pointer}: {at}");
            assert!(at > pointer || at + 200.0 < pointer, "{pointer}: {at}");
        }
    }
}
