//! Plots: what a history says over time, linked to the timeline.
//!
//! Series are worked out when the history grows, the selection or the branch compared with changes, and only for
//! the plots in sight; a frame only draws them.

use bevy_egui::egui::{self, CursorIcon, Label, Rect, Sense, Ui, WidgetType, pos2, vec2};

use super::theme::{self, GRID, MARGIN};
use super::widgets::{at_right, named, tab};
use super::{Model, PanelAction};
pub use crate::settings::Plot as Kind;
use crate::simulation::StateId;

mod build;
mod chart;
mod dates;
mod draw;
mod export;
pub mod svg;

pub use build::Source;
pub use export::{Format, export, write_free};

pub use chart::Chart;

impl Kind {
    /// Name on its tab.
    fn label(self) -> &'static str {
        match self {
            Self::Power => "Power",
            Self::Concentration => "Poles",
            Self::Alliances => "Alliances",
            Self::Motives => "Motives",
            Self::Threats => "Threats",
            Self::Losses => "Losses",
            Self::Interests => "Interests",
            Self::Agreement => "History",
        }
    }

    /// What it shows, and where the idea comes from.
    fn meaning(self) -> &'static str {
        match self {
            Self::Power => {
                "Each state’s share of the system’s power: population, industry and military strength (Walt 1985, \
                 pp. 9–10, calls it aggregate power). Named are those that came to have most."
            }
            Self::Concentration => {
                "Concentration of power, 0 where all are equal, 1 where one has all (Ray and Singer 1973), and poles: \
                 states with at least half of the strongest one’s power (Schweller 1993)."
            }
            Self::Alliances => {
                "The share of states that are in any alliance (Singer and Small 1966), the share of power of the \
                 strongest bloc, a leader with its partners, and how many alliances are in force."
            }
            Self::Motives => {
                "What states did other than to stay as they were, by the term that made the difference: blue balances, \
                 orange bandwagons, red makes war, grey leaves. Offers that were refused are not counted."
            }
            Self::Threats => {
                "Whom the selected state has feared, and how much it expected to lose, with the help of allies counted \
                 (Walt 1985, pp. 8–13). 0 while it had no eye on a state."
            }
            Self::Losses => {
                "The share of all military strength that fell in wars, and the provinces that changed hands at a peace."
            }
            Self::Interests => {
                "Power times revisionism above 0, and power times content below 0: the forces for revision against \
                 those for the status quo (Schweller 1994, pp. 99–105, in words; the sums are this model’s)."
            }
            Self::Agreement => {
                "The share of states that stood where they stood in history at that time: with one camp, with the other \
                 or with neither, of all that are asked. Protagonists and states that are no more are not."
            }
        }
    }
}

/// What charts depend on: with the same, they are the same.
#[derive(Debug, Clone, PartialEq)]
struct Stamp {
    ticks: u64,
    hash: Option<u64>,
    compared: Option<(String, Option<u64>)>,
    selected: Option<StateId>,
    paper: egui::Color32,
}

impl Stamp {
    fn of(kind: Kind, source: &Source) -> Self {
        Self {
            ticks: source.history.end(),
            hash: source.history.hashes.last().copied(),
            compared: source.compared.map(|(other, name)| (name.to_owned(), other.hashes.last().copied())),
            selected: source.selected.filter(|_| kind == Kind::Threats),
            paper: theme::panel(),
        }
    }
}

/// What the plots remember: charts that are up to date.
#[derive(Debug, Clone)]
pub struct Plots {
    /// How many there was room for when they were drawn last.
    shown: usize,
    charts: Vec<(Stamp, Chart)>,
}

impl Default for Plots {
    fn default() -> Self {
        Self { shown: 1, charts: Vec::new() }
    }
}

impl Plots {
    /// Works out anew the charts in sight that have changed: of those wanted, as many as the plots' width has room for.
    pub fn update(&mut self, source: &Source, wanted: &[Kind], width: f32) {
        self.shown = columns(width);
        let visible = self.visible(wanted);
        self.charts.retain(|(_, chart)| visible.contains(&chart.kind));
        for kind in visible {
            let stamp = Stamp::of(kind, source);
            match self.charts.iter_mut().find(|(_, chart)| chart.kind == kind) {
                Some((known, _)) if *known == stamp => {}
                Some(known) => *known = (stamp, build::chart(kind, source)),
                None => self.charts.push((stamp, build::chart(kind, source))),
            }
        }
    }

    /// Wants a plot, beside others if there is room; a second time, no longer, unless it is the only one.
    pub fn choose(&self, wanted: &mut Vec<Kind>, kind: Kind) {
        let place = wanted.iter().position(|it| *it == kind);
        match place {
            Some(place) if place < self.shown => {
                if wanted.len() > 1 && self.shown > 1 {
                    wanted.remove(place);
                }
            }
            _ => {
                wanted.retain(|it| *it != kind);
                wanted.insert(0, kind);
            }
        }
    }

    /// The chart of a plot in sight.
    pub fn chart(&self, kind: Kind) -> Option<&Chart> {
        self.charts.iter().map(|(_, chart)| chart).find(|chart| chart.kind == kind)
    }

    /// The plots in sight, in the order of their tabs.
    fn visible(&self, wanted: &[Kind]) -> Vec<Kind> {
        let latest = &wanted[..wanted.len().min(self.shown)];
        Kind::ALL.into_iter().filter(|kind| latest.contains(kind)).collect()
    }
}

/// How many plots stand side by side in a width.
fn columns(width: f32) -> usize {
    ((width - MARGIN) / 440.0).floor().clamp(1.0, 4.0) as usize
}

/// Height of the row of tabs, and of a plot's head.
const TABS: f32 = 32.0;
const HEAD: f32 = 24.0;

/// Draws the plots.
pub fn show(ui: &mut Ui, model: &Model, actions: &mut Vec<PanelAction>) {
    let whole = ui.max_rect();
    let plots = &model.memory.plots;
    let visible = plots.visible(&model.settings.plots);
    let tabs = Rect::from_min_max(
        whole.min + vec2(MARGIN, 4.0),
        pos2(whole.right() - GRID, whole.top() + 4.0 + TABS),
    );
    let layout = egui::Layout::left_to_right(egui::Align::Center);
    let mut row = ui.new_child(egui::UiBuilder::new().max_rect(tabs).layout(layout));
    row.spacing_mut().item_spacing.x = 14.0;
    let known = model.chronicle.record().is_some();
    for kind in Kind::ALL.into_iter().filter(|kind| *kind != Kind::Agreement || known) {
        if tab(&mut row, theme::body(kind.label()), visible.contains(&kind), kind.meaning()).clicked() {
            actions.push(PanelAction::ChoosePlot(kind));
        }
    }
    let inside = Rect::from_min_max(
        pos2(whole.left() + MARGIN, tabs.bottom() + 2.0),
        pos2(whole.right() - MARGIN, whole.bottom() - 6.0),
    );
    let gap = 3.0 * GRID;
    let width = (inside.width() + gap) / visible.len().max(1) as f32;
    for (place, kind) in visible.into_iter().enumerate() {
        let Some(chart) = plots.chart(kind) else { continue };
        let left = inside.left() + width * place as f32;
        let rect = Rect::from_min_max(pos2(left, inside.top()), pos2(left + width - gap, inside.bottom()));
        head(ui, chart, rect.with_max_y(rect.top() + HEAD), actions);
        draw::show(ui, model, chart, rect.with_min_y(rect.top() + HEAD), actions);
    }
}

/// A plot's title, and the ways to keep it.
fn head(ui: &mut Ui, chart: &Chart, rect: Rect, actions: &mut Vec<PanelAction>) {
    let layout = egui::Layout::left_to_right(egui::Align::Center);
    let mut row = ui.new_child(egui::UiBuilder::new().max_rect(rect).layout(layout));
    let title = Label::new(theme::title(&chart.title, 16.0)).truncate().sense(Sense::hover());
    let kept = if chart.hint.is_none() { 120.0 } else { 0.0 };
    row.scope(|ui| {
        ui.set_max_width((rect.width() - kept).max(40.0));
        ui.add(title).on_hover_text(chart.kind.meaning());
    });
    if chart.hint.is_some() {
        return;
    }
    at_right(&mut row, |ui| {
        ui.spacing_mut().item_spacing.x = 12.0;
        for format in Format::ALL.into_iter().rev() {
            let what = match format {
                Format::Csv => "Save its values as a table (CSV)",
                Format::Svg => "Save it as a picture (SVG)",
                Format::Png => "Save it as a picture (PNG)",
            };
            let label = Label::new(theme::small(format.label())).sense(Sense::click());
            let response = ui.add(label).on_hover_cursor(CursorIcon::PointingHand).on_hover_text(what);
            named(&response, WidgetType::Button, &format!("{what}: {}", chart.title));
            if response.hovered() {
                let under = response.rect.bottom() - 1.0;
                ui.painter().hline(response.rect.x_range(), under, egui::Stroke::new(1.0, theme::accent()));
            }
            if response.clicked() {
                actions.push(PanelAction::ExportPlot(chart.kind, format));
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_chosen_are_shown_as_there_is_room() {
        let mut plots = Plots::default();
        let mut wanted = Kind::AT_FIRST.to_vec();
        let mut choose = |plots: &Plots, kind: Option<Kind>| {
            kind.into_iter().for_each(|kind| plots.choose(&mut wanted, kind));
            plots.visible(&wanted)
        };
        assert_eq!(choose(&plots, None), [Kind::Power]);
        assert_eq!(choose(&plots, Some(Kind::Threats)), [Kind::Threats]);
        // The only one in sight stays.
        assert_eq!(choose(&plots, Some(Kind::Threats)), [Kind::Threats]);
        plots.shown = 2;
        assert_eq!(choose(&plots, None), [Kind::Power, Kind::Threats]);
        assert_eq!(choose(&plots, Some(Kind::Motives)), [Kind::Motives, Kind::Threats]);
        assert_eq!(choose(&plots, Some(Kind::Threats)), [Kind::Power, Kind::Motives]);
    }

    #[test]
    fn plots_stand_side_by_side_where_each_can_be_read() {
        assert_eq!([300.0, 700.0, 1000.0, 1400.0, 9000.0].map(columns), [1, 1, 2, 3, 4]);
    }
}
