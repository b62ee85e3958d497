//! The selected state: what it is, with whom it stands, whom it fears and why, and what it chose.

use bevy_egui::egui::{self, Align2, Color32, Label, Margin, Rect, ScrollArea, Sense, Ui, pos2, vec2};

use super::decisions;
use super::marks::{self, Icon};
use super::theme::{self, GRID, MARGIN};
use super::widgets::{
    Fill, at_right, heading, icon_button, kind_mark, measure, paint_bar, state_link, state_links, text,
};
use super::words::{self, Factor};
use super::{Model, PanelAction};
use crate::simulation::{Alliance, StateId, Threat, War};
use crate::theory::parameters::Parameters;
use crate::theory::power::Capabilities;

/// Draws all that is known of a state.
pub fn show(ui: &mut Ui, model: &Model, state: StateId, actions: &mut Vec<PanelAction>) {
    ScrollArea::vertical().auto_shrink(false).id_salt(state.0).show(ui, |ui| {
        egui::Frame::new().inner_margin(Margin::symmetric(MARGIN as i8, 12)).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 4.0;
            head(ui, model, state, actions);
            capabilities(ui, model, state);
            interest(ui, model, state);
            alliances(ui, model, state, actions);
            wars(ui, model, state, actions);
            fears(ui, model, state, actions);
            decisions::show(ui, model, state, actions);
            ui.add_space(MARGIN);
        });
    });
}

/// Mark, name, type, ids and capital.
fn head(ui: &mut Ui, model: &Model, state: StateId, actions: &mut Vec<PanelAction>) {
    let (identity, kind) = (model.survey.identity(state), model.survey.kind(state));
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = GRID;
        let (rect, mark) = ui.allocate_exact_size(vec2(22.0, 32.0), Sense::hover());
        marks::kind(ui.painter(), rect.center(), 11.0, kind);
        mark.on_hover_text(words::kind_meaning(kind));
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
    let named = theme::strong(words::kind(kind)).color(theme::kind_colour(kind));
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.add(Label::new(named).sense(Sense::hover())).on_hover_text(words::kind_meaning(kind));
        ui.label(theme::body(format!(": {}", words::kind_in_short(kind))));
    });
    let number = identity.cow.map(|cow| format!("COW {cow}"));
    let capital = Some(identity.capital_name.clone()).filter(|name| !name.is_empty());
    let movement = model.survey.movement(state).map(|movement| movement.name.clone());
    let parts: Vec<String> =
        [Some(identity.code.clone()), number, capital, movement].into_iter().flatten().collect();
    ui.add(Label::new(theme::small(parts.join("  ·  "))).sense(Sense::hover()))
        .on_hover_text("Id in scenarios and outputs, Correlates of War state number, capital, movement");
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
    bar(ui, "Power", power, theme::ACCENT, explanation);
    bar(ui, "Population", share(|held| held.population), theme::BAR, "Share of the system’s population.");
    bar(ui, "Industry", share(|held| held.industry), theme::BAR, "Share of the system’s industry.");
    bar(
        ui,
        "Military",
        share(|held| held.military),
        theme::BAR,
        "Share of the system’s military capability.",
    );
    measure(
        ui,
        "Technology",
        Fill::Share(held.technology / 2.0, theme::BAR),
        &words::times(held.technology),
        "Technological prowess: multiplies all of the above and lengthens reach. ×1 is the mean; the bar ends at ×2.",
    );
    let posture = model.survey.posture(state);
    let explanation = "Offensive capability: the share of its power that can be used beyond its borders, quickly \
                       (Walt 1985, p. 11).";
    bar(ui, "Offence", posture.offense, theme::BAR, explanation);
}

fn bar(ui: &mut Ui, label: &str, share: f32, colour: Color32, explanation: &str) {
    measure(ui, label, Fill::Share(share, colour), &words::percent(share), explanation);
}

/// What it wants, and how it means to get it.
fn interest(ui: &mut Ui, model: &Model, state: StateId) {
    heading(ui, "What it wants", "");
    let revisionism = model.survey.revisionism(state);
    let colour = if revisionism > 0.0 { theme::REVISION } else { theme::CONTENT };
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
        Fill::Share(intent, theme::WAR),
        &words::percent(intent),
        "How aggressive it really is. Others cannot see this: they go by beliefs, from what it is seen to do \
         (Jervis 1976).",
    );
    ui.horizontal(|ui| {
        ui.add_space(80.0);
        ui.label(theme::small("others cannot see this"));
    });
}

/// Pacts: kind, partners, since when, against whom.
fn alliances(ui: &mut Ui, model: &Model, state: StateId, actions: &mut Vec<PanelAction>) {
    let list: Vec<&Alliance> = model.survey.alliances_of(state).collect();
    heading(ui, &counted("Alliances", list.len()), "");
    if list.is_empty() {
        ui.label(theme::body("Stands alone.").color(theme::MUTED));
    }
    for alliance in list {
        alliance_row(ui, model, state, alliance, actions);
        ui.add_space(4.0);
    }
}

fn counted(words: &str, count: usize) -> String {
    if count > 1 { format!("{words} ({count})") } else { words.into() }
}

fn alliance_row(
    ui: &mut Ui,
    model: &Model,
    state: StateId,
    alliance: &Alliance,
    actions: &mut Vec<PanelAction>,
) {
    let partners: Vec<StateId> = alliance.partners(state).collect();
    ui.horizontal_top(|ui| {
        let (rect, response) = ui.allocate_exact_size(vec2(24.0, 20.0), Sense::hover());
        marks::pact(ui.painter(), rect.left_center(), rect.right_center(), alliance.kind, theme::TEXT);
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

/// Wars it is in: with whom, against whom, since when.
fn wars(ui: &mut Ui, model: &Model, state: StateId, actions: &mut Vec<PanelAction>) {
    let list: Vec<&War> = model.survey.wars.of(state).collect();
    if list.is_empty() {
        return;
    }
    heading(ui, &counted("At war", list.len()), "");
    for war in list {
        let (own, enemies) = if war.attackers.contains(&state) {
            (&war.attackers, &war.defenders)
        } else {
            (&war.defenders, &war.attackers)
        };
        ui.horizontal_top(|ui| {
            ui.label(theme::body("against").color(theme::WAR));
            state_links(ui, model, enemies, actions);
        });
        let allies: Vec<StateId> = own.iter().copied().filter(|other| *other != state).collect();
        if !allies.is_empty() {
            ui.horizontal_top(|ui| {
                ui.label(theme::body("beside").color(theme::MUTED));
                state_links(ui, model, &allies, actions);
            });
        }
        ui.label(theme::small(format!("since {}", words::day(war.since))));
    }
}

/// The threats it has its eye on, with their factors and odds.
fn fears(ui: &mut Ui, model: &Model, state: StateId, actions: &mut Vec<PanelAction>) {
    let explanation = "Threat is the expected share of loss: believed intent, times proximity as opportunity, times \
                       the chance of losing with the help of allies counted (Walt 1985, pp. 8–13).";
    heading(ui, "Whom it fears, and why", explanation);
    let parameters = &model.survey.rules.parameters;
    let mut threats: Vec<&Threat> = model.survey.threats(state).iter().collect();
    threats.sort_by(|a, b| b.odds.threat(parameters).total_cmp(&a.odds.threat(parameters)));
    if threats.is_empty() {
        ui.label(theme::body("Nobody can reach it.").color(theme::MUTED));
    }
    let strongest = model.survey.states().map(|other| model.survey.power(other)).fold(0.0, f32::max);
    for threat in threats {
        threat_rows(ui, model, state, threat, strongest, actions);
        ui.add_space(GRID);
    }
}

fn threat_rows(
    ui: &mut Ui,
    model: &Model,
    state: StateId,
    threat: &Threat,
    strongest: f32,
    actions: &mut Vec<PanelAction>,
) {
    let parameters = &model.survey.rules.parameters;
    let felt = threat.odds.threat(parameters);
    ui.horizontal(|ui| {
        let kind = model.survey.kind(threat.source);
        kind_mark(ui, kind, 7.0);
        state_link(ui, model, threat.source, actions);
        at_right(ui, |ui| {
            let alone = words::percent(model.survey.exposure(state, threat.source));
            let hover =
                format!("Expected share of loss, allies counted. Without any ally it would be {alone}.");
            ui.add(Label::new(theme::strong(words::percent(felt))).sense(Sense::hover()))
                .on_hover_text(hover);
            let (rect, _) = ui.allocate_exact_size(vec2(64.0, 20.0), Sense::hover());
            let bar = Rect::from_center_size(rect.center(), vec2(rect.width(), 6.0));
            paint_bar(ui, bar, Fill::Share(felt, theme::threat_colour(felt)));
        });
    });
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = GRID;
        let width = (ui.available_width() - 3.0 * GRID) / 4.0;
        for factor in Factor::ALL {
            let (share, value) = factor_value(factor, threat, strongest, parameters);
            factor_bar(ui, width, factor, share, &value);
        }
    });
    odds(ui, threat, parameters);
}

/// A factor as a share of its scale, and as a figure.
fn factor_value(factor: Factor, threat: &Threat, strongest: f32, parameters: &Parameters) -> (f32, String) {
    let factors = &threat.factors;
    match factor {
        Factor::Power => (factors.power / strongest.max(f32::MIN_POSITIVE), words::percent(factors.power)),
        Factor::Proximity => (factors.proximity, words::percent(factors.proximity)),
        Factor::Offense => {
            let most = parameters.offense_weight.max(f32::MIN_POSITIVE);
            ((factors.offense - 1.0) / most, words::times(factors.offense))
        }
        Factor::Intent => (factors.intent, words::percent(factors.intent)),
    }
}

/// One of four bars side by side, its name and figure below.
fn factor_bar(ui: &mut Ui, width: f32, factor: Factor, share: f32, value: &str) {
    let (rect, response) = ui.allocate_exact_size(vec2(width, 38.0), Sense::hover());
    let bar = Rect::from_min_size(rect.left_top() + vec2(0.0, 2.0), vec2(width, 4.0));
    paint_bar(ui, bar, Fill::Share(share, theme::BAR));
    text(ui, bar.left_bottom() + vec2(0.0, 2.0), Align2::LEFT_TOP, factor.label(), 12.0, theme::MUTED);
    text(ui, bar.left_bottom() + vec2(0.0, 16.0), Align2::LEFT_TOP, value, 12.0, theme::TEXT);
    response.on_hover_text(factor.meaning());
}

/// Strength that arrives against own defence and the help counted on, on one scale.
fn odds(ui: &mut Ui, threat: &Threat, parameters: &Parameters) {
    let odds = &threat.odds;
    let help = odds.expected_help(parameters);
    let most = odds.attack.max(odds.own_defence + help).max(f32::MIN_POSITIVE);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 34.0), Sense::hover());
    let width = rect.width() - 152.0;
    let strip = |y: f32, from: f32, to: f32, colour: Color32| {
        let x = |strength: f32| rect.left() + 152.0 + width * (strength / most).min(1.0);
        let part = Rect::from_min_max(pos2(x(from), rect.top() + y), pos2(x(to), rect.top() + y + 6.0));
        ui.painter().rect_filled(part, 2.0, colour);
    };
    strip(5.0, 0.0, odds.attack, theme::WAR);
    strip(22.0, 0.0, odds.own_defence, theme::CONTENT);
    strip(22.0, odds.own_defence, odds.own_defence + help, theme::CONTENT.gamma_multiply(0.55));
    let attack = format!("Attack {}", words::percent(odds.attack));
    text(ui, rect.left_top() + vec2(0.0, 8.0), Align2::LEFT_CENTER, &attack, 12.0, theme::MUTED);
    let defence = format!("Own {} + help {}", words::percent(odds.own_defence), words::percent(help));
    text(ui, rect.left_top() + vec2(0.0, 25.0), Align2::LEFT_CENTER, &defence, 12.0, theme::MUTED);
    let mut hover = format!(
        "Strength in shares of the system’s power. What reaches it of the attacker’s ({}) stands against its own \
         defence at home ({}) and the help it counts on ({}): a chance of losing of {} (Tullock 1980).",
        words::percent(odds.attack),
        words::percent(odds.own_defence),
        words::percent(help),
        words::percent(odds.loss_chance(parameters)),
    );
    if odds.relief > 0.0 {
        hover += &format!(" Being aligned with it takes {} of the threat away.", words::percent(odds.relief));
    }
    response.on_hover_text(hover);
}
