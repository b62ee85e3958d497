//! The ledger: all states in a table that can be ordered by each column and searched.

use bevy::prelude::DetectChanges;
use bevy_egui::egui::{
    self, CornerRadius, CursorIcon, Key, Label, Modifiers, Rect, ScrollArea, Sense, Stroke, TextEdit, Ui,
    WidgetInfo, WidgetType, pos2, vec2,
};

use super::theme::{self, GRID, MARGIN};
use super::widgets::{at_right, left_tabs, thin_line};
use super::{Model, PanelAction, words};
use crate::simulation::{StateId, Survey};
use crate::view::Blocs;

mod columns;
mod order;
mod paint;

use columns::{Place, lay_out};
pub use order::Column;
use order::{Entry, Order};
use paint::{paint_cell, paint_head};

const ROW: f32 = 26.0;
const HEAD: f32 = 24.0;
/// Space at both edges of the table.
const EDGE: f32 = GRID;

/// The table as it is listed now. Worked out anew only when the world, the order or the search has changed.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    query: String,
    order: Order,
    /// Found and in order.
    rows: Vec<Entry>,
    /// How many states there are, and how many of them stand.
    count: (usize, usize),
    /// Power of the strongest.
    most: f32,
    current: bool,
}

impl Ledger {
    /// Takes in what has changed; only while it is shown is anything worked out.
    pub fn update(&mut self, survey: &Survey, blocs: &Blocs, blocs_changed: bool, shown: bool) {
        self.current &= !(survey.clock.is_changed() || survey.rules.is_changed() || blocs_changed);
        if self.current || !shown {
            return;
        }
        let mut rows = order::entries(survey, blocs);
        self.count = (rows.len(), rows.iter().filter(|entry| entry.stands).count());
        self.most = rows.iter().map(|entry| entry.power).fold(f32::MIN_POSITIVE, f32::max);
        order::search(&mut rows, &self.query);
        order::sort(&mut rows, self.order);
        self.rows = rows;
        self.current = true;
    }

    /// Orders by a column, or the other way round.
    pub fn sort_by(&mut self, column: Column) {
        self.order = self.order.clicked(column);
        self.current = false;
    }

    /// Lists what a search finds.
    pub fn search(&mut self, query: String) {
        self.query = query;
        self.current = false;
    }

    /// The state so many rows below the selected one, or above; the first where none is selected.
    fn neighbour(&self, selected: Option<StateId>, step: isize) -> Option<StateId> {
        let last = self.rows.len().checked_sub(1)?;
        let at = self.rows.iter().position(|entry| Some(entry.state) == selected);
        let to = at.map_or(0, |at| at.saturating_add_signed(step).min(last));
        Some(self.rows[to].state)
    }
}

/// Draws the table.
pub fn show(ui: &mut Ui, model: &Model, actions: &mut Vec<PanelAction>) {
    let ledger = &model.memory.ledger;
    top(ui, model, actions);
    ui.spacing_mut().item_spacing.y = 0.0;
    let places = lay_out(ui.available_width() - 2.0 * EDGE);
    heads(ui, ledger, &places, actions);
    thin_line(ui);
    if ledger.rows.is_empty() {
        egui::Frame::new().inner_margin(egui::Margin::same(2 * EDGE as i8)).show(ui, |ui| {
            let words = match ledger.query.trim() {
                "" => "There are no states yet. Found the first on the map.".to_owned(),
                query => format!("No state is found by “{query}”. Clear the field to list all."),
            };
            ui.label(theme::body(words).color(theme::muted()));
        });
        return;
    }
    let height = ROW * ledger.rows.len() as f32;
    ScrollArea::vertical().id_salt("states").auto_shrink(false).show_viewport(ui, |ui, seen| {
        let (table, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
        let first = (seen.top() / ROW).floor().max(0.0) as usize;
        let last = ((seen.bottom() / ROW).ceil().max(0.0) as usize).min(ledger.rows.len());
        let row_rect = |row: usize| {
            Rect::from_min_size(table.min + vec2(0.0, ROW * row as f32), vec2(table.width(), ROW))
        };
        for row in first..last {
            show_row(ui, model, &ledger.rows[row], row_rect(row), &places, actions);
        }
        reveal(ui, model, row_rect);
    });
}

/// Brings the row of a state that has just been selected into sight.
fn reveal(ui: &mut Ui, model: &Model, row_rect: impl Fn(usize) -> Rect) {
    let (id, selected) = (egui::Id::new("revealed in the ledger"), model.selection.state);
    if ui.data(|data| data.get_temp::<Option<StateId>>(id)) == Some(selected) {
        return;
    }
    ui.data_mut(|data| data.insert_temp(id, selected));
    let row = model.memory.ledger.rows.iter().position(|entry| Some(entry.state) == selected);
    if let Some(row) = row.filter(|_| selected.is_some()) {
        ui.scroll_to_rect(row_rect(row), None);
    }
}

/// Up and Down select the next state, unless another widget has the keyboard.
fn arrow_keys(ui: &Ui, model: &Model, field: egui::Id, actions: &mut Vec<PanelAction>) {
    if ui.memory(|memory| memory.focused().is_some_and(|focused| focused != field)) {
        return;
    }
    for (key, step) in [(Key::ArrowUp, -1), (Key::ArrowDown, 1)] {
        if ui.input_mut(|input| input.consume_key(Modifiers::NONE, key))
            && let Some(state) = model.memory.ledger.neighbour(model.selection.state, step)
        {
            actions.push(PanelAction::Select(state));
        }
    }
}

/// How many states are listed, in short and in words.
fn count(ledger: &Ledger) -> (String, String) {
    let ((all, standing), found) = (ledger.count, ledger.rows.len());
    if !ledger.query.trim().is_empty() {
        (format!("{found} of {all}"), format!("{found} of {all} states are found"))
    } else if standing < all {
        (format!("{standing} of {all}"), format!("{standing} of {all} states stand; the others have fallen"))
    } else {
        (all.to_string(), format!("{all} states"))
    }
}

/// The tabs, how many are listed, and the field to search by.
fn top(ui: &mut Ui, model: &Model, actions: &mut Vec<PanelAction>) {
    let ledger = &model.memory.ledger;
    let id = egui::Id::new("search the ledger");
    arrow_keys(ui, model, id, actions);
    egui::Frame::new().inner_margin(egui::Margin::symmetric(MARGIN as i8, 12)).show(ui, |ui| {
        ui.horizontal(|ui| {
            left_tabs(ui, model, actions);
            at_right(ui, |ui| {
                let (short, long) = count(ledger);
                ui.add(Label::new(theme::small(short)).sense(Sense::hover())).on_hover_text(long);
            });
        });
        let mut query = ledger.query.clone();
        let hint = theme::small("Find a name, type, bloc …");
        let field = TextEdit::singleline(&mut query).id(id).hint_text(hint).desired_width(f32::INFINITY);
        let response = ui.add(field).on_hover_text(
            "Type part of a name, an id, a type or the name of a bloc’s strongest; “at war” and “fallen” are found too.",
        );
        response.widget_info(|| {
            let mut info = WidgetInfo::labeled(WidgetType::TextEdit, true, "Find states");
            info.current_text_value = Some(ledger.query.clone());
            info
        });
        if response.changed() {
            actions.push(PanelAction::SearchStates(query));
        }
    });
}

/// What a column says, for the head, in full, and where the idea comes from.
fn column_words(place: &Place) -> (&'static str, &'static str, &'static str) {
    match place.column {
        Column::Kind => (
            "Type",
            "Type",
            "Lion or lamb: strong or weak, and content with the order. Wolf or jackal: strong or weak, and out to \
             change it (Schweller 1994, pp. 100–104).",
        ),
        Column::Name => ("State", "State", "The state, with its colour on the political map."),
        Column::Threat if place.wide => ("Top threat", "Top threat", THREAT),
        Column::Threat => ("Threat", "Top threat", THREAT),
        Column::Bloc => (
            "Bloc",
            "Bloc",
            "The states it stands closer with than with the rest, named by the strongest: groups in the network of \
             pacts that promise support (modularity, Newman 2004). Numbered by power.",
        ),
        Column::War => ("War", "At war", "Whom it fights, the strongest first."),
        Column::Power => (
            "Power",
            "Power",
            "Share of the system’s power, of population, industry and military strength: aggregate power (Walt 1985, \
             pp. 9–10). The bar compares it with the strongest state’s.",
        ),
    }
}

const THREAT: &str = "Whom it fears most, and the share that it expects to lose to it, with the help of allies \
                      counted: threat, not power alone (Walt 1985, pp. 8–13).";

fn heads(ui: &mut Ui, ledger: &Ledger, places: &[Place], actions: &mut Vec<PanelAction>) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), HEAD), Sense::hover());
    for place in places {
        let cell = cell(rect, place);
        let (short, name, meaning) = column_words(place);
        let response = ui.interact(cell, ui.id().with(("head", place.column)), Sense::click());
        let chosen = ledger.order.by == place.column;
        let way = match (chosen, ledger.order.falling) {
            (false, _) => "",
            (true, true) => ", falling",
            (true, false) => ", rising",
        };
        response
            .widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, format!("Order by {name}{way}")));
        if response.has_focus() {
            let stroke = Stroke::new(1.0, theme::accent());
            ui.painter().rect_stroke(cell, CornerRadius::same(2), stroke, egui::StrokeKind::Inside);
        }
        let colour = if chosen {
            theme::accent()
        } else if response.hovered() {
            theme::text()
        } else {
            theme::muted()
        };
        paint_head(ui, cell, place, short, chosen.then_some(ledger.order.falling), colour);
        let hover = format!("{meaning}\nClick to order by it, again to turn the order round.");
        if response.on_hover_cursor(CursorIcon::PointingHand).on_hover_text(hover).clicked() {
            actions.push(PanelAction::SortStates(place.column));
        }
    }
}

/// The part of a row that a column has.
fn cell(row: Rect, place: &Place) -> Rect {
    let left = row.left() + EDGE + place.left;
    Rect::from_min_max(pos2(left, row.top()), pos2(left + place.width, row.bottom()))
}

fn show_row(
    ui: &mut Ui,
    model: &Model,
    entry: &Entry,
    rect: Rect,
    places: &[Place],
    actions: &mut Vec<PanelAction>,
) {
    let response = ui.interact(rect, ui.id().with(("state", entry.state)), Sense::click());
    let selected = model.selection.state == Some(entry.state);
    response.widget_info(|| {
        let words = in_words(model, entry).replace('\n', " ");
        WidgetInfo::selected(WidgetType::SelectableLabel, true, selected, words)
    });
    if selected {
        ui.painter().rect_filled(rect, 0.0, ui.visuals().selection.bg_fill);
        ui.painter().rect_filled(rect.with_max_x(rect.left() + 3.0), 0.0, theme::accent());
    } else if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, 0.0, theme::track());
    }
    for place in places {
        paint_cell(ui, model, entry, cell(rect, place), place);
    }
    let response = response.on_hover_cursor(CursorIcon::PointingHand);
    if response.on_hover_ui(|ui| _ = ui.label(theme::body(in_words(model, entry)))).clicked() {
        actions.push(PanelAction::Select(entry.state));
    }
}

/// All that a row says, in words.
fn in_words(model: &Model, entry: &Entry) -> String {
    let mut words = format!("{} ({})", entry.name, entry.code);
    if !entry.stands {
        return words + " has fallen.";
    }
    words += &format!(
        ": {}, {}. {} of the system’s power.",
        words::kind(entry.kind).to_lowercase(),
        words::kind_in_short(entry.kind),
        words::percent(entry.power)
    );
    words += &match entry.threat {
        Some((source, felt)) => {
            format!("\nFears {} most: {} expected to be lost.", model.names.mid(source), words::percent(felt))
        }
        None => "\nFears nobody.".into(),
    };
    if let Some((leader, number)) = entry.bloc {
        let whose = if leader == entry.state { "its own".into() } else { model.names.whose(leader) };
        words += &format!("\nStands in {whose} bloc, no. {} by power.", number + 1);
    }
    if !entry.enemies.is_empty() {
        words += &format!("\nAt war with {}.", model.names.list(&entry.enemies));
    }
    words
}
