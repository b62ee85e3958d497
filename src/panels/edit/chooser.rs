//! The chooser: states picked from a list that can be searched. Who cannot be chosen is greyed, with the reason.

use bevy_egui::egui::{
    Align2, CornerRadius, CursorIcon, FontId, Id, Key, Label, ScrollArea, Sense, TextEdit, Ui, WidgetInfo,
    WidgetType, vec2,
};

use crate::panels::Model;
use crate::panels::theme::{self, GRID};
use crate::panels::widgets::{link, named};
use crate::simulation::StateId;

/// A place in a form that states are chosen for.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Choosing {
    /// For which place, while the list is open.
    pub open: Option<&'static str>,
    /// What is searched for.
    pub query: String,
}

/// A list of states in a form.
pub struct Chooser<'a> {
    /// What it is called, and what tells it from others in the form.
    pub name: &'static str,
    /// How many may be chosen.
    pub most: usize,
    /// What stands there while nobody is chosen.
    pub nobody: &'a str,
    /// Who cannot be taken off again.
    pub kept: Option<&'a str>,
    /// Why a state cannot be chosen.
    pub barred: &'a dyn Fn(StateId) -> Option<String>,
}

/// Height of a row of the list.
const ROW: f32 = 24.0;

impl Chooser<'_> {
    /// Draws it, and changes what is chosen: the ids of states.
    pub fn show(&self, ui: &mut Ui, model: &Model, chosen: &mut Vec<String>, choosing: &mut Choosing) {
        let open = choosing.open == Some(self.name);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(6.0, 4.0);
            ui.add(Label::new(theme::small(self.name)));
            if chosen.is_empty() {
                ui.label(theme::small(self.nobody));
            }
            let mut off = None;
            for (place, id) in chosen.iter().enumerate() {
                let name = model.survey.find(id).map_or(id.as_str(), |state| model.names.plain(state));
                let kept = self.kept == Some(id.as_str());
                if token(ui, name, !kept) && !kept {
                    off = Some(place);
                }
            }
            if let Some(place) = off {
                chosen.remove(place);
            }
            if chosen.len() < self.most || self.most == 1 {
                let words = match (open, self.most == 1 && !chosen.is_empty()) {
                    (true, _) => "done",
                    (false, true) => "another …",
                    (false, false) => "add …",
                };
                let response = link(ui, theme::small(words));
                named(&response, WidgetType::Button, &format!("{}: {words}", self.name));
                if response.clicked() {
                    *choosing = Choosing { open: (!open).then_some(self.name), query: String::new() };
                    if !open {
                        ui.memory_mut(|memory| memory.request_focus(Id::new(("choose", self.name))));
                    }
                }
            }
        });
        if open {
            self.list(ui, model, chosen, choosing);
        }
    }

    fn list(&self, ui: &mut Ui, model: &Model, chosen: &mut Vec<String>, choosing: &mut Choosing) {
        let id = Id::new(("choose", self.name));
        let hint = theme::small("Find a state …");
        let field =
            TextEdit::singleline(&mut choosing.query).id(id).hint_text(hint).desired_width(f32::INFINITY);
        let response = ui.add(field);
        response
            .widget_info(|| WidgetInfo::labeled(WidgetType::TextEdit, true, format!("Find: {}", self.name)));
        let found = found(model, &choosing.query);
        let free = |state: &StateId| {
            let code = &model.survey.identity(*state).code;
            !chosen.contains(code) && (self.barred)(*state).is_none()
        };
        let first = found.iter().copied().find(free);
        let mut picked = None;
        if response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)) {
            picked = first.filter(|_| !choosing.query.trim().is_empty());
        }
        let list = ScrollArea::vertical()
            .id_salt(id)
            .max_height(5.0 * ROW)
            .min_scrolled_height(5.0 * ROW)
            .auto_shrink([false, true]);
        list.show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            if found.is_empty() {
                ui.label(theme::small("No state has such a name."));
            }
            for state in found {
                let code = &model.survey.identity(state).code;
                if chosen.contains(code) {
                    continue;
                }
                let barred = (self.barred)(state);
                if row(ui, self.name, model.names.plain(state), barred.as_deref()) && barred.is_none() {
                    picked = Some(state);
                }
            }
        });
        if let Some(state) = picked {
            let code = model.survey.identity(state).code.clone();
            if self.most == 1 {
                *chosen = vec![code];
                *choosing = Choosing::default();
            } else {
                chosen.push(code);
                choosing.query.clear();
                if chosen.len() >= self.most {
                    *choosing = Choosing::default();
                }
            }
        }
    }
}

/// The states that stand and that a search means, by name.
pub fn found(model: &Model, query: &str) -> Vec<StateId> {
    let meant = model.names.meant_by(query);
    let all = query.trim().is_empty();
    let standing = model.survey.states().filter(|state| model.survey.is_alive(*state));
    let mut found: Vec<StateId> = standing.filter(|state| all || meant[state.index()]).collect();
    found.sort_by_key(|state| model.names.plain(*state).to_lowercase());
    found
}

/// Someone who is chosen; a click takes it off.
fn token(ui: &mut Ui, name: &str, removable: bool) -> bool {
    let words = if removable { format!("{name}  ×") } else { name.to_owned() };
    let galley = ui.painter().layout_no_wrap(words, FontId::proportional(12.0), theme::text());
    let size = galley.size() + vec2(14.0, 6.0);
    let (rect, response) =
        ui.allocate_exact_size(size, if removable { Sense::click() } else { Sense::hover() });
    let fill = if removable && response.hovered() { theme::pressed() } else { theme::track() };
    ui.painter().rect_filled(rect, CornerRadius::same(theme::ROUND), fill);
    ui.painter().galley(rect.min + vec2(7.0, 3.0), galley, theme::text());
    if !removable {
        return false;
    }
    named(&response, WidgetType::Button, &format!("Take off {name}"));
    response.on_hover_cursor(CursorIcon::PointingHand).on_hover_text(format!("Take off {name}")).clicked()
}

/// Someone who may be chosen.
fn row(ui: &mut Ui, place: &str, name: &str, barred: Option<&str>) -> bool {
    let sense = if barred.is_some() { Sense::hover() } else { Sense::click() };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), sense);
    if barred.is_none() && (response.hovered() || response.has_focus()) {
        ui.painter().rect_filled(rect, CornerRadius::same(3), theme::track());
    }
    let clip = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
    let ink = if barred.is_some() { theme::muted().gamma_multiply(0.8) } else { theme::text() };
    let drawn = clip.text(
        rect.left_center() + vec2(GRID, 0.0),
        Align2::LEFT_CENTER,
        name,
        FontId::proportional(14.0),
        ink,
    );
    if let Some(why) = barred {
        let at = drawn.right_center() + vec2(GRID, 0.0);
        clip.text(
            at,
            Align2::LEFT_CENTER,
            why,
            FontId::proportional(12.0),
            theme::muted().gamma_multiply(0.8),
        );
    }
    response.widget_info(|| {
        WidgetInfo::labeled(WidgetType::Button, barred.is_none(), format!("{place}: {name}"))
    });
    match barred {
        Some(why) => {
            response.on_hover_text(why);
            false
        }
        None => response.on_hover_cursor(CursorIcon::PointingHand).clicked(),
    }
}
