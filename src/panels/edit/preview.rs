//! What would follow: the type of the state, the danger that it is and the fear that it has, and what each would rather
//! do, before and after a change that is tried. All of it is asked of the model.

use bevy_egui::egui::{
    self, Align2, Color32, FontId, Label, Margin, Rect, ScrollArea, Sense, Ui, UiBuilder, pos2, vec2,
};

use super::card::{Card, Compared, Section};
use super::fields::{fold, note};
use crate::history::foresight::Prospect;
use crate::panels::theme::{self, GRID, MARGIN};
use crate::panels::widgets::{Fill, kind_mark, paint_bar, state_link};
use crate::panels::{Model, PanelAction, decisions, words};
use crate::simulation::{Action, Decision, StateId};

/// The least difference in threat that is told: half of one per cent.
const TOLD: f32 = 0.005;

/// How many are listed of those who feel or pose threats, and of those who would choose as before.
const THREATS: usize = 5;
const OTHERS: usize = 12;

/// Height of the part in a panel of this height.
pub fn height(card: &Card, panel: f32) -> f32 {
    if card.is_folded(Section::Foresight) { 36.0 } else { (0.38 * panel).clamp(150.0, 420.0) }
}

/// Draws the part in its place at the foot of the panel.
pub fn show(ui: &mut Ui, model: &Model, state: StateId, place: Rect, actions: &mut Vec<PanelAction>) {
    let mut inside = ui.new_child(UiBuilder::new().id_salt("foresight").max_rect(place));
    inside.set_clip_rect(place.intersect(ui.clip_rect()));
    let frame = egui::Frame::new().inner_margin(Margin::symmetric(MARGIN as i8, 0));
    frame.show(&mut inside, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let card = &model.memory.card;
        let compared = card.compared();
        let title = match compared {
            Some(Compared { trying: true, .. }) => "What would follow",
            Some(Compared { before: Some(_), .. }) => "What follows from the change",
            _ => "If all chose now",
        };
        let hover = "Asked of the model in a world apart: how everybody would see things, and which option would be worth \
                     most to each. Nothing is drawn by chance here; what states do in the end is drawn, the better \
                     options more often (McKelvey and Palfrey 1995).";
        let open = fold(ui, model, Section::Foresight, title, hover, actions);
        if card.is_asking() {
            let head = Rect::from_min_max(ui.min_rect().min, pos2(ui.max_rect().right(), ui.min_rect().bottom()));
            let at = pos2(head.right() - 2.0, head.top() + 21.0);
            ui.painter().text(at, Align2::RIGHT_CENTER, "asking …", FontId::proportional(12.0), theme::muted());
        }
        if !open {
            return;
        }
        ScrollArea::vertical().auto_shrink(false).id_salt(("what follows", state.0)).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            // Room for the bar by which it is scrolled.
            ui.set_max_width(ui.available_width() - GRID);
            contents(ui, model, state, compared, actions);
            ui.add_space(GRID);
        });
    });
}

fn contents(
    ui: &mut Ui,
    model: &Model,
    state: StateId,
    compared: Option<Compared>,
    actions: &mut Vec<PanelAction>,
) {
    let refused = model.memory.card.trying().and_then(|command| model.memory.card.foreseen(command));
    if let Some(Err(error)) = refused {
        ui.add(Label::new(theme::small(words::capitalised(&error.to_string())).color(theme::war())).wrap());
        ui.add_space(4.0);
    }
    let Some(compared) = compared else {
        note(
            ui,
            if model.playback.running { "Pause to ask the model (Space)." } else { "Asking the model …" },
        );
        return;
    };
    kind(ui, state, compared);
    if compared.before.is_none() {
        others(ui, model, compared, actions);
    }
    leanings(ui, model, compared, actions);
    threats(ui, model, compared, true, actions);
    threats(ui, model, compared, false, actions);
    if compared.before.is_some() {
        others(ui, model, compared, actions);
    }
}

/// Its type and its share of power.
fn kind(ui: &mut Ui, state: StateId, compared: Compared) {
    let Some(after) = compared.after.sight(state) else { return };
    let before = compared.before.and_then(|before| before.sight(state));
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let named = |ui: &mut Ui, kind| {
            kind_mark(ui, kind, 8.0);
            ui.label(theme::strong(words::kind(kind)).color(theme::kind_colour(kind)));
        };
        match before.filter(|before| before.kind != after.kind) {
            Some(before) => {
                named(ui, before.kind);
                ui.label(theme::body("→"));
                named(ui, after.kind);
            }
            None => named(ui, after.kind),
        }
        let was = before.map(|before| words::percent(before.power));
        let is = words::percent(after.power);
        let power = match was.filter(|was| *was != is) {
            Some(was) => format!("power {was} → {is}"),
            None => format!("power {is}"),
        };
        crate::panels::widgets::at_right(ui, |ui| ui.label(theme::small(power)));
    });
    ui.add_space(4.0);
}

/// Whether a state would do something else, or the same.
fn turns(compared: Compared, is: &Decision) -> bool {
    let Some(before) = compared.before else { return false };
    let was = before.leaning(is.state);
    was.is_some_and(|was| !before.agrees(was.chosen.action, compared.after, is.chosen.action))
}

/// Those who would choose otherwise.
fn leanings(ui: &mut Ui, model: &Model, compared: Compared, actions: &mut Vec<PanelAction>) {
    let turned: Vec<&Decision> =
        compared.after.leanings.iter().filter(|leaning| turns(compared, leaning)).collect();
    if compared.before.is_none() {
        return;
    }
    let verb = if compared.trying { "would choose" } else { "now choose" };
    let title = match turned.len() {
        0 => format!("Nobody {} otherwise.", if compared.trying { "would choose" } else { "chooses" }),
        1 => format!("One {} otherwise", if compared.trying { "would choose" } else { "now chooses" }),
        count => format!("{count} {verb} otherwise"),
    };
    ui.label(theme::small(title));
    for leaning in turned {
        row(ui, model, leaning, compared, actions);
    }
    ui.add_space(6.0);
}

/// Those who would do as before, or everybody where nothing is compared.
fn others(ui: &mut Ui, model: &Model, compared: Compared, actions: &mut Vec<PanelAction>) {
    let rest = compared.after.leanings.iter().filter(|leaning| !turns(compared, leaning));
    let acts = |leaning: &&Decision| leaning.chosen.action != Action::Stay;
    let mut rest: Vec<&Decision> = rest.collect();
    // Whoever would do something is worth more lines than those who would stay.
    rest.sort_by_key(|leaning| !acts(leaning));
    let title = if compared.before.is_some() { "The others" } else { "What each would rather do" };
    ui.label(theme::small(title));
    let more = rest.len().saturating_sub(OTHERS);
    rest.truncate(OTHERS);
    for leaning in rest {
        row(ui, model, leaning, Compared { before: None, ..compared }, actions);
    }
    if more > 0 {
        note(ui, &format!("and {more} more"));
    }
    ui.add_space(6.0);
}

/// `Poland  stay as it is → ally with France against Germany  +2.1 pt`.
fn row(ui: &mut Ui, model: &Model, leaning: &Decision, compared: Compared, actions: &mut Vec<PanelAction>) {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let (rect, _) = ui.allocate_exact_size(vec2(14.0, 18.0), Sense::hover());
        decisions::action_mark(ui, rect, leaning);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing = vec2(6.0, 0.0);
            ui.set_min_width(ui.available_width());
            ui.horizontal(|ui| {
                state_link(ui, model, leaning.state, actions);
                crate::panels::widgets::at_right(ui, |ui| {
                    if leaning.rejected.is_some() {
                        let margin = words::points(leaning.margin);
                        ui.label(theme::small(margin));
                    }
                });
            });
            let option = |prospect: &Prospect, it: &Decision| {
                let left = left(prospect, it.state, it.chosen.action);
                words::option(it.chosen.action, &left, &model.names)
            };
            let now = option(compared.after, leaning);
            let was = compared
                .before
                .and_then(|before| before.leaning(leaning.state).map(|was| option(before, was)));
            let words = match &was {
                Some(was) => format!("{} → {now}", words::capitalised(was)),
                None => words::capitalised(&now),
            };
            let ink = if was.is_some() { theme::text() } else { theme::muted() };
            let line = Label::new(theme::small(words).color(ink)).wrap().sense(Sense::hover());
            ui.add(line).on_hover_text(reasons(model, compared.after, leaning));
        });
    });
    ui.add_space(3.0);
}

/// The partners of a pact that would be left.
fn left(prospect: &Prospect, state: StateId, action: Action) -> Vec<StateId> {
    match action {
        Action::Leave { alliance } => prospect.partners(alliance, state),
        _ => Vec::new(),
    }
}

/// How firm it is, and why.
fn reasons(model: &Model, prospect: &Prospect, leaning: &Decision) -> String {
    let option = |action: Action| words::option(action, &left(prospect, leaning.state, action), &model.names);
    let mut said = format!(
        "{}, by {}. It would be chosen with a chance of {}.",
        words::capitalised(&option(leaning.chosen.action)),
        leaning.motive.label(),
        words::percent(leaning.chosen.chance),
    );
    if let Some(next) = &leaning.rejected {
        said += &format!(
            "\nIt is worth {} more than the next best: {}.",
            words::points(leaning.margin).trim_start_matches('+'),
            option(next.action)
        );
    }
    if let Action::Balance { with, .. } | Action::Bandwagon { with } = leaning.chosen.action {
        let chance = words::percent(leaning.chosen.consent);
        said += &format!("\n{} would accept with a chance of {chance}.", model.names.first(with));
    }
    said + "\n" + words::motive_meaning(leaning.motive)
}

/// The danger it is to others (`posed`), or the fear it has of them.
fn threats(ui: &mut Ui, model: &Model, compared: Compared, posed: bool, actions: &mut Vec<PanelAction>) {
    let of = |prospect: &Prospect, other: StateId| {
        if posed {
            prospect.sight(other).map_or(0.0, |sight| sight.danger)
        } else {
            prospect.fears.iter().find(|(source, _)| *source == other).map_or(0.0, |(_, felt)| *felt)
        }
    };
    let focus = compared.after.focus;
    let states = (0..compared.after.sights.len() as u32).map(StateId).filter(|other| *other != focus);
    let was = |other: StateId| compared.before.map_or_else(|| of(compared.after, other), |it| of(it, other));
    let mut list: Vec<(StateId, f32, f32)> =
        states.map(|other| (other, was(other), of(compared.after, other))).collect();
    list.retain(|(_, was, is)| was.max(*is) >= TOLD);
    // The greatest changes first, then the greatest.
    let change =
        |it: &(StateId, f32, f32)| if (it.2 - it.1).abs() < TOLD { 0.0 } else { (it.2 - it.1).abs() };
    list.sort_by(|a, b| {
        let by_change = change(b).total_cmp(&change(a));
        by_change.then((b.1.max(b.2)).total_cmp(&a.1.max(a.2))).then(a.0.cmp(&b.0))
    });
    list.truncate(THREATS);
    let (title, hover) = if posed {
        (
            "Danger it is to others",
            "Expected share that each stands to lose to it, before any ally’s help: as the map shows it by danger \
             (Walt 1985, pp. 8–13).",
        )
    } else {
        (
            "Whom it fears",
            "Expected share that it stands to lose to each, with the help of allies counted (Walt 1985, pp. 8–13).",
        )
    };
    ui.add(Label::new(theme::small(title)).sense(Sense::hover())).on_hover_text(hover);
    if list.is_empty() {
        note(ui, if posed { "It is a danger to nobody." } else { "It fears nobody." });
    }
    for (other, was, is) in list {
        threat(ui, model, other, (was, is), actions);
    }
    ui.add_space(6.0);
}

fn threat(ui: &mut Ui, model: &Model, other: StateId, (was, is): (f32, f32), actions: &mut Vec<PanelAction>) {
    const FIGURE: f32 = 88.0;
    const BAR: f32 = 64.0;
    let (line, _) = ui.allocate_exact_size(vec2(ui.available_width(), 20.0), Sense::hover());
    let name = line.with_max_x(line.right() - FIGURE - BAR - GRID);
    let mut place = ui.new_child(
        UiBuilder::new()
            .id_salt(("threat", other.0))
            .max_rect(name)
            .layout(egui::Layout::left_to_right(egui::Align::Center)),
    );
    place.set_clip_rect(name.intersect(ui.clip_rect()));
    state_link(&mut place, model, other, actions);
    let bar =
        Rect::from_center_size(pos2(line.right() - FIGURE - BAR / 2.0, line.center().y), vec2(BAR, 6.0));
    paint_bar(ui, bar, Fill::Share(is, theme::threat_colour(is)));
    let changed = words::percent(was) != words::percent(is);
    if changed {
        let x = bar.left() + bar.width() * was.min(1.0);
        ui.painter().vline(x, bar.y_range().expand(3.0), egui::Stroke::new(1.5, theme::text()));
    }
    let (words, ink): (String, Color32) = if changed {
        (format!("{} → {}", words::percent(was), words::percent(is)), theme::text())
    } else {
        (words::percent(is), theme::muted())
    };
    ui.painter().text(line.right_center(), Align2::RIGHT_CENTER, words, FontId::proportional(12.0), ink);
}
