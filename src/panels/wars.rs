//! The wars a state is in: who stands where, how far the front has come, and who is expected to win.

use bevy_egui::egui::{Align2, CornerRadius, Rect, Sense, Stroke, Ui, pos2, vec2};

use super::inspector::counted;
use super::theme::{self, GRID};
use super::widgets::{Fill, heading, measure, state_links, text};
use super::words;
use super::{Model, PanelAction};
use crate::simulation::{Side, StateId, War};

/// Draws the wars of a state; nothing in peace.
pub fn show(ui: &mut Ui, model: &Model, state: StateId, actions: &mut Vec<PanelAction>) {
    let list: Vec<&War> = model.survey.wars.of(state).collect();
    if list.is_empty() {
        return;
    }
    heading(ui, &counted("At war", list.len()), "");
    for war in &list {
        let Some(side) = war.side_of(state) else { continue };
        war_rows(ui, model, war, state, side, actions);
        ui.add_space(4.0);
    }
    let lost = occupied_share(model, state);
    let explanation = "Share of its own land, by worth, that enemies hold by force.";
    measure(ui, "Occupied", Fill::Share(lost, theme::war()), &words::percent(lost), explanation);
}

fn war_rows(
    ui: &mut Ui,
    model: &Model,
    war: &War,
    state: StateId,
    side: Side,
    actions: &mut Vec<PanelAction>,
) {
    let verb = if side == Side::Attackers { "attacks" } else { "attacked by" };
    row(ui, model, (verb, theme::war()), war.side(side.other()), actions);
    let allies: Vec<StateId> = war.side(side).iter().copied().filter(|other| *other != state).collect();
    if !allies.is_empty() {
        row(ui, model, ("beside", theme::muted()), &allies, actions);
    }
    front(ui, war.ahead(side));
    let chance = war.chance(side);
    let explanation = "What all believe, with some error: the chance that its side wins. Neutrals who want spoils \
                       pile on where it is clear (Schweller 1994).";
    let colour = if chance >= 0.5 { theme::content() } else { theme::war() };
    measure(ui, "To win", Fill::Share(chance, colour), &words::percent(chance), explanation);
    let mut since = format!("since {}", words::date(war.since, model.survey.clock.length));
    if !war.name.is_empty() {
        since = format!("{}, {since}", war.name);
    }
    ui.label(theme::small(since));
}

/// A word and the states it is about, as links.
fn row(
    ui: &mut Ui,
    model: &Model,
    (word, colour): (&str, bevy_egui::egui::Color32),
    states: &[StateId],
    actions: &mut Vec<PanelAction>,
) {
    ui.horizontal_top(|ui| {
        let (rect, _) = ui.allocate_exact_size(vec2(72.0, 24.0), Sense::hover());
        text(ui, rect.left_center(), Align2::LEFT_CENTER, word, 14.0, colour);
        state_links(ui, model, states, actions);
    });
}

/// Where the front stands between the two homelands: own land at the left, the enemy's at the right.
fn front(ui: &mut Ui, ahead: f32) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 20.0), Sense::hover());
    text(ui, rect.left_center(), Align2::LEFT_CENTER, "Front", 12.0, theme::muted());
    let bar = Rect::from_min_max(
        pos2(rect.left() + 80.0, rect.center().y - 3.0),
        pos2(rect.right() - 48.0 - GRID, rect.center().y + 3.0),
    );
    let at = bar.left() + bar.width() * (0.5 + 0.5 * ahead.clamp(-1.0, 1.0));
    let round = CornerRadius::same(2);
    ui.painter().rect_filled(bar, round, theme::track());
    ui.painter().rect_filled(bar.with_max_x(at), round, theme::bar());
    ui.painter().vline(bar.center().x, bar.y_range().expand(2.0), Stroke::new(1.0, theme::muted()));
    ui.painter().vline(at, bar.y_range().expand(4.0), Stroke::new(3.0, theme::war()));
    let percent = words::percent(ahead.abs());
    let (figure, meaning) = match ahead {
        ahead if ahead > 0.005 => (format!("+{percent}"), "so much of the enemies’ land is overrun"),
        ahead if ahead < -0.005 => (format!("−{percent}"), "so much of its own side’s land is overrun"),
        _ => ("0".into(), "it stands at the border"),
    };
    text(ui, rect.right_center(), Align2::RIGHT_CENTER, &figure, 12.0, theme::text());
    response.on_hover_text(format!("Where the front stands: {meaning}."));
}

/// Share of a state's land, by worth, that enemies hold.
fn occupied_share(model: &Model, state: StateId) -> f32 {
    let holdings = &model.survey.holdings;
    let worth = |state: StateId| {
        let regions = model.setup.scenario.geography.regions.iter();
        let own = regions.filter(|(region, _)| holdings.owner(*region) == Some(state));
        own.map(|(region, _)| holdings.worth(region)).sum::<f32>()
    };
    let lost: f32 = model
        .survey
        .wars
        .of(state)
        .flat_map(|war| &war.occupied)
        .filter(|held| held.of == state)
        .map(|held| holdings.worth(held.region))
        .sum();
    lost / worth(state).max(f32::MIN_POSITIVE)
}
