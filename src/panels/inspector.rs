//! The selected state: what it is, with whom it stands, whom it fears and why, and what it chose.

use bevy_egui::egui::{self, Color32, Label, Margin, ScrollArea, Sense, Ui, vec2};

use super::marks::{self, Icon};
use super::theme::{self, GRID, MARGIN};
use super::widgets::{
    Fill, at_right, heading, icon_button, measure, small_state_link, state_link, state_links,
};
use super::words::{self, EventSort};
use super::{Model, PanelAction, decisions, edit, fears, wars};
use crate::simulation::{Alliance, EventKind, Motive, StateId};
use crate::theory::power::Capabilities;

/// Draws all that is known of a state, or all that can be changed of it.
pub fn show(ui: &mut Ui, model: &Model, state: StateId, actions: &mut Vec<PanelAction>) {
    if model.memory.card.open && model.survey.is_alive(state) {
        let margin = Margin { left: MARGIN as i8, right: MARGIN as i8, top: 12, bottom: 0 };
        egui::Frame::new().inner_margin(margin).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 4.0;
            head(ui, model, state, actions);
        });
        edit::show(ui, model, state, actions);
        return;
    }
    ScrollArea::vertical().auto_shrink(false).id_salt(state.0).show(ui, |ui| {
        egui::Frame::new().inner_margin(Margin::symmetric(MARGIN as i8, 12)).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 4.0;
            head(ui, model, state, actions);
            decisions::last_deed(ui, model, state, actions);
            if model.survey.is_alive(state) {
                wars::show(ui, model, state, actions);
                capabilities(ui, model, state);
                interest(ui, model, state, actions);
                alliances(ui, model, state, actions);
                fears::show(ui, model, state, actions);
            } else {
                fallen(ui, model, state, actions);
            }
            decisions::show(ui, model, state, actions);
            ui.add_space(MARGIN);
        });
    });
}

/// Mark, name, type, ids and capital.
fn head(ui: &mut Ui, model: &Model, state: StateId, actions: &mut Vec<PanelAction>) {
    let (identity, kind) = (model.survey.identity(state), model.survey.kind(state));
    let alive = model.survey.is_alive(state);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = GRID;
        if alive {
            let (rect, mark) = ui.allocate_exact_size(vec2(22.0, 32.0), Sense::hover());
            marks::kind(ui.painter(), rect.center(), 11.0, kind);
            mark.on_hover_text(words::kind_meaning(kind));
        }
        let room = ui.available_width() - 40.0;
        ui.allocate_ui(vec2(room, 32.0), |ui| {
            ui.add(Label::new(theme::title(&identity.name, 24.0)).truncate());
        });
        at_right(ui, |ui| {
            if icon_button(ui, Icon::Close, "Select nothing (Esc)").clicked() {
                actions.push(PanelAction::Deselect);
            }
        });
    });
    // The edit page has it further down, with what becomes of it.
    if alive && !model.memory.card.open {
        let named = theme::strong(words::kind(kind)).color(theme::kind_colour(kind));
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            ui.add(Label::new(named).sense(Sense::hover())).on_hover_text(words::kind_meaning(kind));
            ui.label(theme::body(format!(": {}", words::kind_in_short(kind))));
        });
    }
    let number = identity.cow.map(|cow| format!("COW {cow}"));
    let capital = Some(identity.capital_name.clone()).filter(|name| alive && !name.is_empty());
    let parts: Vec<String> = [Some(identity.code.clone()), number, capital].into_iter().flatten().collect();
    ui.add(Label::new(theme::small(parts.join("  ·  "))).sense(Sense::hover()))
        .on_hover_text("Id in scenarios and outputs, Correlates of War state number, capital");
    if alive {
        edit::tabs(ui, model, actions);
    }
}

/// What there is to say of a state that has fallen.
fn fallen(ui: &mut Ui, model: &Model, state: StateId, actions: &mut Vec<PanelAction>) {
    ui.add_space(GRID);
    match fall_of(model, state) {
        Some((tick, to)) => {
            let since = format!("No more, since {}.", model.date_of(tick));
            ui.label(theme::strong(since).color(theme::war()));
            ui.horizontal(|ui| {
                ui.label(theme::body("The rest of it fell to").color(theme::muted()));
                state_link(ui, model, to, actions);
            });
        }
        None => {
            ui.label(theme::strong("Holds no land.").color(theme::war()));
        }
    }
    let hint = "Its land may yet be freed by others, or rise by itself: then it stands again.";
    ui.label(theme::small(hint));
}

/// When a state fell last, and to whom.
fn fall_of(model: &Model, state: StateId) -> Option<(u64, StateId)> {
    model.events().iter().rev().find_map(|event| match event.kind {
        EventKind::StateFell { state: fallen, to } if fallen == state => Some((event.tick, to)),
        _ => None,
    })
}

/// Power and what it is made of.
fn capabilities(ui: &mut Ui, model: &Model, state: StateId) {
    heading(ui, "Capabilities, as shares of the system", "");
    let held = model.survey.capabilities(state);
    let share = |part: fn(&Capabilities) -> f32| {
        let total: f32 = model.survey.states().map(|other| part(&model.survey.capabilities(other))).sum();
        if total > 0.0 { part(&held) / total } else { 0.0 }
    };
    let power = model.survey.power(state);
    let explanation = "Aggregate power: the weighted shares below times technology, as a share of all power \
                       (Walt 1985, p. 9; Singer, Bremer and Stuckey 1972).";
    bar(ui, "Power", power, theme::accent(), explanation);
    bar(ui, "Population", share(|held| held.population), theme::bar(), "Share of the system’s population.");
    bar(ui, "Industry", share(|held| held.industry), theme::bar(), "Share of the system’s industry.");
    bar(
        ui,
        "Military",
        share(|held| held.military),
        theme::bar(),
        "Share of the system’s military capability.",
    );
    measure(
        ui,
        "Technology",
        Fill::Share(held.technology / 2.0, theme::bar()),
        &words::times(held.technology),
        "Technological prowess: multiplies all of the above and lengthens reach. ×1 is the mean; the bar ends at ×2.",
    );
    let posture = model.survey.posture(state);
    let explanation = "Offensive capability: the share of its power that can be used beyond its borders, quickly \
                       (Walt 1985, p. 11).";
    bar(ui, "Offence", posture.offense, theme::bar(), explanation);
}

fn bar(ui: &mut Ui, label: &str, share: f32, colour: Color32, explanation: &str) {
    measure(ui, label, Fill::Share(share, colour), &words::percent(share), explanation);
}

/// What it wants, and how it means to get it.
fn interest(ui: &mut Ui, model: &Model, state: StateId, actions: &mut Vec<PanelAction>) {
    heading(ui, "What it wants", "");
    let revisionism = model.survey.revisionism(state);
    let colour = if revisionism > 0.0 { theme::revision() } else { theme::content() };
    measure(
        ui,
        "Revisionism",
        Fill::Around(revisionism, colour),
        &words::signed(revisionism),
        "Value of revision less value of the status quo, from −1 (keep the order) to +1 (overturn it) (Schweller \
         1994, pp. 100–104).",
    );
    let intent = model.survey.posture(state).intent;
    measure(
        ui,
        "Real intent",
        Fill::Share(intent, theme::war()),
        &words::percent(intent),
        "How aggressive it really is. Others cannot see this: they go by beliefs, from what it is seen to do \
         (Jervis 1976).",
    );
    ui.horizontal(|ui| {
        ui.add_space(80.0);
        ui.label(theme::small("others cannot see this"));
    });
    movement(ui, model, state, actions);
    condition(ui, model, state);
}

/// The movement it belongs to, who champions it, and its momentum.
fn movement(ui: &mut Ui, model: &Model, state: StateId, actions: &mut Vec<PanelAction>) {
    let Some(movement) = model.survey.movement(state) else { return };
    let explanation = "Momentum of its movement: the share of other states that belong to it, times the prestige of \
                       its champion. It pulls others as the wave of the future (Schweller 1994).";
    measure(
        ui,
        "Momentum",
        Fill::Share(movement.momentum, theme::movement()),
        &words::percent(movement.momentum),
        explanation,
    );
    let name = &movement.name;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(0.0, 2.0);
        ui.add_space(80.0);
        match movement.champion {
            Some(champion) if champion == state => {
                ui.label(theme::small(format!("of {name}, as its champion")));
            }
            Some(champion) => {
                ui.label(theme::small(format!("of {name}, led by ")));
                small_state_link(ui, model, champion, actions);
            }
            None => {
                ui.label(theme::small(format!("of {name}")));
            }
        }
    });
}

/// What war and arming have made of it, where they have.
fn condition(ui: &mut Ui, model: &Model, state: StateId) {
    let weariness = model.survey.condition(state).weariness;
    if weariness >= 0.005 {
        let explanation = "Exhaustion from war: takes as much from its strength, and passes in peace.";
        bar(ui, "Weariness", weariness, theme::war(), explanation);
    }
    if model.survey.arms(state) {
        ui.horizontal(|ui| {
            let (rect, _) = ui.allocate_exact_size(vec2(16.0, 20.0), Sense::hover());
            marks::event(ui.painter(), rect.center(), 6.0, EventSort::Arms, theme::balance());
            let label = Label::new(theme::body("Arms against a threat")).sense(Sense::hover());
            ui.add(label).on_hover_text(words::motive_meaning(Motive::InternalBalancing));
        });
    }
}

/// Pacts: kind, partners, since when, against whom.
fn alliances(ui: &mut Ui, model: &Model, state: StateId, actions: &mut Vec<PanelAction>) {
    let list: Vec<&Alliance> = model.survey.alliances_of(state).collect();
    heading(ui, &counted("Alliances", list.len()), "");
    if list.is_empty() {
        ui.label(theme::body("Stands alone.").color(theme::muted()));
    }
    for alliance in list {
        alliance_row(ui, model, state, alliance, actions);
        ui.add_space(4.0);
    }
}

pub fn counted(words: &str, count: usize) -> String {
    if count > 1 { format!("{words} ({count})") } else { words.into() }
}

/// A pact: its kind, its partners, and what else there is to say of it.
pub fn alliance_row(
    ui: &mut Ui,
    model: &Model,
    state: StateId,
    alliance: &Alliance,
    actions: &mut Vec<PanelAction>,
) {
    let partners: Vec<StateId> = alliance.partners(state).collect();
    ui.horizontal_top(|ui| {
        let (rect, response) = ui.allocate_exact_size(vec2(24.0, 20.0), Sense::hover());
        marks::pact(ui.painter(), rect.left_center(), rect.right_center(), alliance.kind, theme::text());
        response.on_hover_text(words::pact_meaning(alliance.kind));
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            state_links(ui, model, &partners, actions);
            ui.label(theme::small(pact_details(model, state, alliance)));
        });
    });
}

/// `Defensive pact since March 1935, against Germany`.
fn pact_details(model: &Model, state: StateId, alliance: &Alliance) -> String {
    let mut details = if alliance.name.is_empty() {
        let kind = words::pact(alliance.kind);
        format!("{}{}", kind[..1].to_uppercase(), &kind[1..])
    } else {
        format!("{}, {}", alliance.name, words::pact(alliance.kind))
    };
    details += &format!(", since {}", words::month(alliance.since));
    if let Some(until) = alliance.until {
        details += &format!(", until {}", words::month(until));
    }
    if let Some(target) = alliance.target {
        details += &format!(", against {}", model.names.mid(target));
    }
    match alliance.leader {
        Some(leader) if leader == state => details += ", as leader",
        Some(leader) => details += &format!(", led by {}", model.names.mid(leader)),
        None => {}
    }
    details
}
