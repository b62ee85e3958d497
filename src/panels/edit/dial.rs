//! The dial: a number that can be dragged along a slider, nudged by arrow keys and typed. While it is dragged or typed
//! it is only tried; one drag is one change.

use bevy_egui::egui::text::{CCursor, CCursorRange};
use bevy_egui::egui::{
    self, Align, Align2, CornerRadius, CursorIcon, EventFilter, Id, Key, Label, Rect, Response, Sense, Shape,
    Stroke, TextEdit, Ui, WidgetInfo, WidgetType, pos2, vec2,
};

use super::card::{Card, EditAction};
use super::figures::{Scale, Unit};
use crate::edit::Command;
use crate::panels::PanelAction;
use crate::panels::theme::{self, GRID};
use crate::panels::widgets::text;

/// Height of the first line, and of the slider below it.
const LINE: f32 = 24.0;
const SLIDER: f32 = 18.0;
/// Radius of the handle.
const HANDLE: f32 = 6.5;

/// A number to be changed.
pub struct Dial<'a> {
    /// What tells it from all others.
    pub key: &'a str,
    /// What it is called.
    pub name: &'a str,
    /// What it is in the world.
    pub now: f64,
    /// Where values lie along the slider.
    pub scale: Scale,
    /// The least and the most that can be typed.
    pub range: (f64, f64),
    /// How it is read.
    pub unit: Unit,
    /// Its unit in words, where that is more than a sign.
    pub of: &'a str,
    /// What it means, in a line.
    pub meaning: &'a str,
    /// All that there is to say of it.
    pub hover: &'a str,
    /// Whether it is set apart, since it is not what it would be otherwise.
    pub marked: bool,
    /// Why it cannot be changed, if it cannot.
    pub barred: Option<&'a str>,
    /// Whether the slider stands between name and figure, where there is room.
    pub wide: bool,
}

/// Where the parts of a dial stand.
struct Places {
    name: Rect,
    slider: Rect,
    field: Rect,
    unit: Rect,
}

impl Dial<'_> {
    /// Draws it; `change` is the command that gives it a value.
    pub fn show(
        &self,
        ui: &mut Ui,
        card: &Card,
        change: &dyn Fn(f64) -> Command,
        actions: &mut Vec<PanelAction>,
    ) {
        let tried = card.held(self.key).or_else(|| {
            let typed = card.typed(self.key)?;
            self.unit.read(&typed.text, self.range).ok()
        });
        let value = tried.unwrap_or(self.now);
        ui.spacing_mut().item_spacing.y = 0.0;
        let places = self.places(ui);
        self.head(ui, card, (value, &places), change, actions);
        self.slider(ui, card, (value, places.slider), change, actions);
        fault(ui, card, self.key);
        if !self.meaning.is_empty() {
            ui.add(Label::new(theme::small(self.meaning)).truncate().sense(Sense::hover()))
                .on_hover_text(self.hover);
        }
        ui.add_space(GRID);
    }

    fn sign(&self) -> &str {
        if self.of.is_empty() { self.unit.sign() } else { self.of }
    }

    fn places(&self, ui: &mut Ui) -> Places {
        const FIELD: f32 = 76.0;
        const GAP: f32 = 6.0;
        let (line, _) = ui.allocate_exact_size(vec2(ui.available_width(), LINE), Sense::hover());
        let part = |from: f32, to: f32| Rect::from_min_max(pos2(from, line.top()), pos2(to, line.bottom()));
        if self.wide {
            let unit = line.right() - 0.2 * line.width();
            let (name, field) = (line.left() + 0.3 * line.width(), unit - GAP - FIELD);
            let slider = part(name + GRID, field - GRID);
            return Places {
                name: part(line.left(), name),
                slider,
                field: part(field, unit - GAP),
                unit: part(unit, line.right()),
            };
        }
        let face = egui::FontId::proportional(12.0);
        let sign = ui.painter().layout_no_wrap(self.sign().into(), face, theme::muted()).size().x;
        let unit = line.right() - sign.clamp(12.0, 0.3 * line.width());
        let field = unit - GAP - FIELD;
        let (slider, _) = ui.allocate_exact_size(vec2(ui.available_width(), SLIDER), Sense::hover());
        Places {
            name: part(line.left(), field - GRID),
            slider,
            field: part(field, unit - GAP),
            unit: part(unit, line.right()),
        }
    }

    /// The name, and the figure to type into.
    fn head(
        &self,
        ui: &mut Ui,
        card: &Card,
        (value, places): (f64, &Places),
        change: &dyn Fn(f64) -> Command,
        actions: &mut Vec<PanelAction>,
    ) {
        let Places { name, field, unit, .. } = *places;
        let ink = if self.marked { theme::accent() } else { theme::text() };
        let centred = egui::Layout::left_to_right(Align::Center);
        let mut place = ui.new_child(egui::UiBuilder::new().max_rect(name).layout(centred));
        let label = Label::new(theme::body(self.name).color(ink)).truncate().sense(Sense::hover());
        place.add(label).on_hover_text(self.hover);
        let mut place = ui.new_child(egui::UiBuilder::new().max_rect(unit).layout(centred));
        place.add(Label::new(theme::small(self.sign())).truncate());
        if let Some(why) = self.barred {
            let words = self.unit.show(value);
            text(ui, field.right_center(), Align2::RIGHT_CENTER, &words, 14.0, theme::muted());
            ui.interact(name.union(field), Id::new(("barred", self.key)), Sense::hover()).on_hover_text(why);
            return;
        }
        let mut place = ui.new_child(egui::UiBuilder::new().max_rect(field));
        let shown = self.unit.show(value);
        let width = field.width();
        let entered =
            Entry { key: self.key, name: self.name, shown: &shown, hint: "", width, align: Align::Max }
                .show(&mut place, card, actions);
        match entered {
            Entered::Nothing => {}
            Entered::Typing(text) => {
                let command = self.unit.read(&text, self.range).ok().map(change);
                actions.push(PanelAction::Edit(EditAction::Try(command)));
            }
            Entered::Done(text) => match self.unit.read(&text, self.range) {
                Ok(value) if value as f32 == self.now as f32 => {
                    actions.push(PanelAction::Edit(EditAction::Forget(self.key.into())));
                }
                Ok(value) => send(self.key, change(value), actions),
                Err(why) => actions.push(PanelAction::Edit(EditAction::Fault(self.key.into(), why))),
            },
        }
    }

    fn slider(
        &self,
        ui: &mut Ui,
        card: &Card,
        (value, rect): (f64, Rect),
        change: &dyn Fn(f64) -> Command,
        actions: &mut Vec<PanelAction>,
    ) {
        let rect = Rect::from_center_size(rect.center(), vec2(rect.width(), SLIDER));
        let sense = if self.barred.is_some() { Sense::hover() } else { Sense::click_and_drag() };
        let response = ui.interact(rect, Id::new(("dial", self.key)), sense);
        let track = Rect::from_center_size(rect.center(), vec2(rect.width() - 2.0 * HANDLE, 4.0));
        self.paint(ui, track, value, card.held(self.key).is_some(), &response);
        let enabled = self.barred.is_none();
        response.widget_info(|| WidgetInfo::slider(enabled, value, format!("{}, slider", self.name)));
        if let Some(why) = self.barred {
            response.on_hover_text(why);
            return;
        }
        let held = card.held(self.key);
        let at =
            |pointer: egui::Pos2| self.scale.value(f64::from((pointer.x - track.left()) / track.width()));
        let pointed = response.interact_pointer_pos().map(at);
        // The pointer leaves the keyboard alone: right after a drag, keys are the window's, such as that of undo.
        if response.is_pointer_button_down_on() {
            if let Some(value) = pointed.filter(|value| held != Some(*value)) {
                self.hold(value, change, actions);
            }
        } else if let Some(value) = pointed.filter(|_| response.clicked() && held.is_none()) {
            // Pressed and let go within one frame.
            self.let_go(value, change, actions);
        } else if let Some(value) = self.nudged(ui, &response, value) {
            self.hold(value, change, actions);
        } else if let Some(value) = held.filter(|_| !arrows_down(ui)) {
            self.let_go(value, change, actions);
        }
        response.on_hover_and_drag_cursor(CursorIcon::ResizeHorizontal);
    }

    fn hold(&self, value: f64, change: &dyn Fn(f64) -> Command, actions: &mut Vec<PanelAction>) {
        actions.push(PanelAction::Edit(EditAction::Hold(self.key.into(), value, change(value))));
    }

    fn let_go(&self, value: f64, change: &dyn Fn(f64) -> Command, actions: &mut Vec<PanelAction>) {
        actions.push(PanelAction::Edit(EditAction::Release));
        actions.push(PanelAction::Edit(EditAction::Forget(self.key.into())));
        if value as f32 != self.now as f32 {
            actions.push(PanelAction::Change(change(value)));
        }
    }

    /// The value to which arrow keys move it.
    fn nudged(&self, ui: &Ui, response: &Response, value: f64) -> Option<f64> {
        if !response.has_focus() {
            return None;
        }
        let arrows = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
        let presses = |key: Key| ui.input(|input| input.num_presses(key)) as f64;
        let far = if ui.input(|input| input.modifiers.shift) { 10.0 } else { 1.0 };
        let steps = far * (presses(Key::ArrowRight) - presses(Key::ArrowLeft));
        (steps != 0.0).then(|| self.scale.nudged(value, steps))
    }

    fn paint(&self, ui: &Ui, track: Rect, value: f64, held: bool, response: &Response) {
        let x = |value: f64| track.left() + track.width() * self.scale.place(value) as f32;
        let middle = track.center().y;
        ui.painter().rect_filled(track, 2.0, theme::track());
        let from = match self.scale {
            Scale::Even { low, .. } if low < 0.0 => x(0.0),
            _ => track.left(),
        };
        let here = x(value);
        let fill = if self.barred.is_some() {
            theme::line()
        } else if held {
            theme::accent()
        } else {
            theme::bar()
        };
        let filled =
            Rect::from_min_max(pos2(from.min(here), track.top()), pos2(from.max(here), track.bottom()));
        ui.painter().rect_filled(filled, CornerRadius::same(2), fill);
        if from > track.left() {
            ui.painter().vline(from, track.y_range().expand(3.0), Stroke::new(1.0, theme::muted()));
        }
        if value as f32 != self.now as f32 {
            // Where it was.
            let top = pos2(x(self.now), middle - 9.0);
            let tip = vec![top + vec2(-4.0, 0.0), top + vec2(4.0, 0.0), top + vec2(0.0, 6.0)];
            ui.painter().add(Shape::convex_polygon(tip, theme::text(), Stroke::NONE));
        }
        if self.barred.is_none() {
            let rim = if held || response.hovered() { theme::text() } else { theme::accent() };
            let face = if held { theme::accent() } else { theme::panel() };
            ui.painter().circle(pos2(here, middle), HANDLE, face, Stroke::new(1.8, rim));
        }
    }
}

/// Whether an arrow key is down that moves sliders.
fn arrows_down(ui: &Ui) -> bool {
    ui.input(|input| input.key_down(Key::ArrowLeft) || input.key_down(Key::ArrowRight))
}

/// A field to type into.
pub struct Entry<'a> {
    /// What tells it from all others.
    pub key: &'a str,
    /// What it is called.
    pub name: &'a str,
    /// What stands in it while nothing has been typed.
    pub shown: &'a str,
    /// What stands there where that is nothing.
    pub hint: &'a str,
    /// Its width.
    pub width: f32,
    /// Where in it the text stands.
    pub align: Align,
}

/// What was done to a field.
#[derive(Debug, PartialEq)]
pub enum Entered {
    /// Nothing.
    Nothing,
    /// It is being typed into.
    Typing(String),
    /// It was left, or Enter was pressed, with this in it.
    Done(String),
}

impl Entry<'_> {
    /// Draws it. Escape takes back what was typed.
    pub fn show(&self, ui: &mut Ui, card: &Card, actions: &mut Vec<PanelAction>) -> Entered {
        let typed = card.typed(self.key);
        let mut words = typed.map_or_else(|| self.shown.to_owned(), |typed| typed.text.clone());
        let wrong = typed.is_some_and(|typed| typed.fault.is_some());
        let field = TextEdit::singleline(&mut words)
            .id(Id::new(("entry", self.key)))
            .desired_width(self.width)
            .horizontal_align(self.align)
            .hint_text(theme::small(self.hint))
            .margin(vec2(6.0, 3.0));
        let response = ui.add(field);
        select_on_entering(ui, &response, &words);
        if wrong {
            let rim = Stroke::new(1.0, theme::war());
            let round = CornerRadius::same(theme::ROUND);
            ui.painter().rect_stroke(response.rect, round, rim, egui::StrokeKind::Inside);
        }
        response.widget_info(|| {
            let mut info = WidgetInfo::labeled(WidgetType::TextEdit, true, self.name);
            info.current_text_value = Some(words.clone());
            info
        });
        let key = || self.key.to_owned();
        if response.changed() {
            actions.push(PanelAction::Edit(EditAction::Type(key(), words.clone())));
        }
        if response.lost_focus() && ui.input(|input| input.key_pressed(Key::Escape)) {
            if typed.is_some() || response.changed() {
                actions.push(PanelAction::Edit(EditAction::Forget(key())));
            }
            return Entered::Nothing;
        }
        // What is known to be wrong is not asked for again before it has been changed.
        let fresh = typed.is_some_and(|typed| typed.fault.is_none()) || response.changed();
        if response.lost_focus() && fresh {
            return Entered::Done(words);
        }
        if response.changed() { Entered::Typing(words) } else { Entered::Nothing }
    }
}

/// Selects all that stands in a field when it is entered, so that what is typed takes its place; not while a pointer
/// is down on it, which may mean to select a part.
fn select_on_entering(ui: &Ui, field: &Response, words: &str) {
    let entered = field.id.with("entered");
    let (gained, clicked) = (field.gained_focus(), field.clicked());
    let held = ui.input(|input| input.pointer.any_down());
    let mut all = gained && !held;
    if gained {
        ui.data_mut(|data| data.insert_temp(entered, held));
    } else if clicked {
        all = ui.data_mut(|data| data.remove_temp(entered)) == Some(true);
    }
    if all {
        let mut state = TextEdit::load_state(ui.ctx(), field.id).unwrap_or_default();
        let (first, last) = (CCursor::default(), CCursor::new(words.chars().count()));
        state.cursor.set_char_range(Some(CCursorRange::two(first, last)));
        state.store(ui.ctx(), field.id);
        ui.ctx().request_repaint();
    }
}

/// What is wrong with what was typed, below the field.
pub fn fault(ui: &mut Ui, card: &Card, key: &str) {
    let typed = card.typed(key);
    let refused = card.trying().filter(|_| typed.is_some()).and_then(|command| card.foreseen(command));
    let refused = refused.and_then(|foreseen| foreseen.as_ref().err()).map(ToString::to_string);
    if let Some(why) = typed.and_then(|typed| typed.fault.clone()).or(refused) {
        ui.add(Label::new(theme::small(crate::panels::words::capitalised(&why)).color(theme::war())).wrap());
    }
}

/// Asks for a change that was typed.
pub fn send(key: &str, command: Command, actions: &mut Vec<PanelAction>) {
    actions.push(PanelAction::Edit(EditAction::Send(key.to_owned(), command.clone())));
    actions.push(PanelAction::Change(command));
}
