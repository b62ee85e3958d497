//! What stands at the right while no state is selected: what to do, and all states by power.

use bevy_egui::egui::{
    self, Align2, CornerRadius, CursorIcon, Rect, ScrollArea, Sense, Ui, WidgetType, pos2, vec2,
};

use super::theme::{self, GRID, MARGIN};
use super::widgets::{Fill, named, paint_bar, primary_button, text, thin_line};
use super::words::EventSort;
use super::{Model, PanelAction, marks, words};
use crate::simulation::{Side, StateId, War};
use crate::theory::interest::StateType;
use crate::view::{PlaceAction, Tool};

const ROW: f32 = 40.0;

/// What to do where there are states, and where there are none.
const INVITATION: &str = "Click a state on the map or below: whom does it fear, what does it weigh, and why does it choose its side?";
const EMPTY: &str = "There are no states yet, and so nobody to fear. Found the first on the map, or begin a new world \
    with some (Ctrl+N). Each will be one of four types:";

/// Draws the overview.
pub fn show(ui: &mut Ui, model: &Model, actions: &mut Vec<PanelAction>) {
    let empty = model.survey.states().len() == 0;
    egui::Frame::new().inner_margin(egui::Margin::symmetric(MARGIN as i8, 12)).show(ui, |ui| {
        ui.label(theme::title("The system", 18.0));
        let words = if empty { EMPTY } else { INVITATION };
        ui.label(theme::body(words).color(theme::muted()));
        types(ui);
        if empty && !model.placing.is_on() {
            ui.add_space(12.0);
            if primary_button(ui, "Place states (X)", true).clicked() {
                actions.push(PanelAction::Place(PlaceAction::Tool(Tool::Found)));
            }
        }
    });
    if empty {
        return;
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    counts(ui, model);
    columns(ui);
    thin_line(ui);
    ui.add_space(4.0);
    let (ranking, living) = ranking(model);
    let wars: Vec<&War> = model.survey.wars.iter().collect();
    let strongest = ranking.first().map_or(1.0, |state| model.survey.power(*state)).max(f32::MIN_POSITIVE);
    ScrollArea::vertical().auto_shrink(false).show_rows(ui, ROW, wars.len() + ranking.len(), |ui, range| {
        for row in range {
            match row.checked_sub(wars.len()) {
                None => war_row(ui, model, wars[row], actions),
                Some(place) if place < living => {
                    show_row(ui, model, place, ranking[place], strongest, actions);
                }
                Some(place) => fallen_row(ui, model, ranking[place], actions),
            }
        }
    });
}

/// All living states by power, greatest first, then the fallen; and how many live.
fn ranking(model: &Model) -> (Vec<StateId>, usize) {
    let power = |state: &StateId| model.survey.power(*state);
    let (mut states, fallen): (Vec<StateId>, Vec<StateId>) =
        model.survey.states().partition(|state| model.survey.is_alive(*state));
    states.sort_by(|a, b| power(b).total_cmp(&power(a)).then(a.cmp(b)));
    let living = states.len();
    states.extend(fallen);
    (states, living)
}

/// How many states, wars and pacts there are.
fn counts(ui: &mut Ui, model: &Model) {
    let all = model.survey.states().len();
    let living = model.survey.states().filter(|state| model.survey.is_alive(*state)).count();
    let states =
        if living < all { format!("{living} of {all} states stand") } else { format!("{all} states") };
    let (wars, pacts) = (model.survey.wars.len(), model.survey.alliances.iter().len());
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::hover());
    let at = rect.left_center() + vec2(MARGIN, 0.0);
    let first = text(ui, at, Align2::LEFT_CENTER, &states, 14.0, theme::text());
    let rest = [
        (several(wars, "war", "no wars"), if wars > 0 { theme::war() } else { theme::text() }),
        (several(pacts, "pact", "no pacts"), theme::text()),
    ];
    let mut right = first.right();
    for (words, colour) in rest {
        let dot = text(ui, pos2(right + GRID, at.y), Align2::LEFT_CENTER, "·", 14.0, theme::muted());
        let words = text(ui, pos2(dot.right() + GRID, at.y), Align2::LEFT_CENTER, &words, 14.0, colour);
        right = words.right();
    }
}

/// `no wars`, `1 war`, `3 wars`.
fn several(count: usize, one: &str, none: &str) -> String {
    match count {
        0 => none.into(),
        1 => format!("1 {one}"),
        _ => format!("{count} {one}s"),
    }
}

/// Who fights whom, since when, and how it stands; a click selects the one who began it.
fn war_row(ui: &mut Ui, model: &Model, war: &War, actions: &mut Vec<PanelAction>) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    if response.hovered() {
        ui.painter().rect_filled(rect, CornerRadius::ZERO, theme::track());
    }
    let mark = pos2(rect.left() + MARGIN + 8.0, rect.center().y);
    marks::event(ui.painter(), mark, 7.0, EventSort::War, theme::war());
    let left = rect.left() + MARGIN + 3.0 * GRID;
    let side = |side: Side| {
        let others = war.side(side).len() - 1;
        let leader = model.names.plain(war.leader(side));
        if others > 0 { format!("{leader} +{others}") } else { leader.to_owned() }
    };
    let sides = format!("{} against {}", side(Side::Attackers), side(Side::Defenders));
    named(&response, WidgetType::Button, &sides);
    let clip = ui.painter().with_clip_rect(rect.with_max_x(rect.right() - MARGIN));
    let face = egui::FontId::proportional;
    clip.text(pos2(left, rect.top() + 12.0), Align2::LEFT_CENTER, &sides, face(14.0), theme::text());
    let since = format!("since {}", words::date(war.since, model.survey.clock.length));
    text(ui, pos2(left, rect.top() + 28.0), Align2::LEFT_CENTER, &since, 12.0, theme::muted());
    let right = rect.right() - MARGIN;
    let chance = format!("{} to win", words::percent(war.expectation));
    text(ui, pos2(right, rect.top() + 28.0), Align2::RIGHT_CENTER, &chance, 12.0, theme::muted());
    let hover = format!(
        "{} against {}. The attackers are expected to win with a chance of {}.",
        words::capitalised(&model.names.list(&war.attackers)),
        model.names.list(&war.defenders),
        words::percent(war.expectation)
    );
    if response.on_hover_cursor(CursorIcon::PointingHand).on_hover_text(hover).clicked() {
        actions.push(PanelAction::Select(war.attacker));
    }
}

/// A state that has fallen.
fn fallen_row(ui: &mut Ui, model: &Model, state: StateId, actions: &mut Vec<PanelAction>) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    if response.hovered() {
        ui.painter().rect_filled(rect, CornerRadius::ZERO, theme::track());
    }
    let left = rect.left() + MARGIN + 3.0 * GRID;
    let name = model.names.plain(state);
    named(&response, WidgetType::Button, &format!("{name}, fallen"));
    text(ui, pos2(left, rect.top() + 12.0), Align2::LEFT_CENTER, name, 14.0, theme::muted());
    text(ui, pos2(left, rect.top() + 28.0), Align2::LEFT_CENTER, "fallen", 12.0, theme::muted());
    if response.on_hover_cursor(CursorIcon::PointingHand).clicked() {
        actions.push(PanelAction::Select(state));
    }
}

/// The four types with their marks.
fn types(ui: &mut Ui) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        for kind in [StateType::Lion, StateType::Lamb, StateType::Wolf, StateType::Jackal] {
            let (rect, response) = ui.allocate_exact_size(vec2(62.0, 20.0), Sense::hover());
            marks::kind(ui.painter(), rect.left_center() + vec2(8.0, 0.0), 7.0, kind);
            text(
                ui,
                rect.left_center() + vec2(20.0, 0.0),
                Align2::LEFT_CENTER,
                words::kind(kind),
                12.0,
                theme::muted(),
            );
            response.on_hover_text(format!("{}\n{}", words::kind_in_short(kind), words::kind_meaning(kind)));
        }
    });
}

/// The heads of the columns.
fn columns(ui: &mut Ui) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 20.0), Sense::hover());
    let left = rect.left_center() + vec2(MARGIN + 3.0 * GRID, 0.0);
    text(ui, left, Align2::LEFT_CENTER, "State and what it fears most", 12.0, theme::muted());
    let right = rect.right_center() - vec2(MARGIN, 0.0);
    text(ui, right, Align2::RIGHT_CENTER, "Share of power", 12.0, theme::muted());
}

/// Mark, name, top threat and power of a state; a click selects it.
fn show_row(
    ui: &mut Ui,
    model: &Model,
    row: usize,
    state: StateId,
    strongest: f32,
    actions: &mut Vec<PanelAction>,
) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    if response.hovered() {
        ui.painter().rect_filled(rect, CornerRadius::ZERO, theme::track());
    }
    let (kind, power) = (model.survey.kind(state), model.survey.power(state));
    let name = format!("{}: {} of all power", model.names.plain(state), words::percent(power));
    named(&response, WidgetType::Button, &name);
    marks::kind(ui.painter(), pos2(rect.left() + MARGIN + 8.0, rect.center().y), 8.0, kind);
    let left = rect.left() + MARGIN + 3.0 * GRID;
    let right = rect.right() - MARGIN;
    text(
        ui,
        pos2(left, rect.top() + 12.0),
        Align2::LEFT_CENTER,
        model.names.plain(state),
        14.0,
        theme::text(),
    );
    let fear = match model.survey.greatest_fear(state) {
        Some((source, felt)) if felt >= 0.005 => {
            format!("fears {} ({})", model.names.mid(source), words::percent(felt))
        }
        _ => "fears nobody".into(),
    };
    text(ui, pos2(left, rect.top() + 28.0), Align2::LEFT_CENTER, &fear, 12.0, theme::muted());
    text(
        ui,
        pos2(right, rect.top() + 12.0),
        Align2::RIGHT_CENTER,
        &words::percent(power),
        14.0,
        theme::text(),
    );
    let bar = Rect::from_min_max(pos2(right - 72.0, rect.top() + 26.0), pos2(right, rect.top() + 31.0));
    paint_bar(ui, bar, Fill::Share(power / strongest, theme::bar()));
    let hover = format!("No. {} by power. {}", row + 1, words::kind_meaning(kind));
    if response.on_hover_cursor(CursorIcon::PointingHand).on_hover_text(hover).clicked() {
        actions.push(PanelAction::Select(state));
    }
}
