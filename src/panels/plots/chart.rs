//! What a plot shows: panes one above the other over the same time, each with lines of one unit.

use bevy_egui::egui::{Color32, lerp};

use super::super::theme;
use super::Kind;
use crate::history::series::{AtWar, Period};
use crate::simulation::{Motive, StateId};
use crate::view::StatePalette;

/// A plot, worked out from a history.
#[derive(Debug, Clone)]
pub struct Chart {
    /// Which.
    pub kind: Kind,
    /// What it shows, for people.
    pub title: String,
    /// The last tick that it shows.
    pub end: u64,
    /// From top to bottom.
    pub panes: Vec<Pane>,
    /// Times of war.
    pub wars: Vec<AtWar>,
    /// The name of the branch whose lines are dashed.
    pub compared: Option<String>,
    /// What to do where there is nothing to show.
    pub hint: Option<String>,
}

/// Lines of one unit over time.
#[derive(Debug, Clone)]
pub struct Pane {
    /// What the figures are.
    pub label: &'static str,
    /// Their unit.
    pub unit: Unit,
    /// How they are drawn.
    pub form: Form,
    /// The highest value shown.
    pub top: f32,
    /// Values from one grid line to the next.
    pub step: f32,
    /// The lines; stacked, the first lies on top.
    pub lines: Vec<Line>,
}

/// How the lines of a pane are drawn.
#[derive(Debug, Clone, PartialEq)]
pub enum Form {
    /// Areas one on the other, a value a tick.
    Stacked,
    /// Lines, a value a tick.
    Lines,
    /// Bars one on the other, a value for each of these.
    Bars(Vec<Period>),
}

/// The unit of a pane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Shares, 0 to 1, shown in per cent.
    Percent,
    /// Whole numbers.
    Count,
    /// An index, 0 to 1.
    Index,
}

impl Unit {
    /// A value for people.
    pub fn say(self, value: f32) -> String {
        match self {
            Self::Percent => super::super::words::percent(value),
            Self::Count => format!("{value:.0}"),
            Self::Index => format!("{value:.2}"),
        }
    }

    /// A value at a grid line.
    pub fn mark(self, value: f32) -> String {
        match self {
            // As fine as the grid, without the zeros that no grid line needs.
            Self::Percent => format!("{}\u{a0}%", (value * 1000.0).round() / 10.0),
            Self::Count => format!("{value:.0}"),
            Self::Index => format!("{}", (value * 100.0).round() / 100.0),
        }
    }
}

/// Values by tick or by period.
#[derive(Debug, Clone)]
pub struct Line {
    /// What they are.
    pub name: String,
    /// Its colour.
    pub ink: Ink,
    /// The values.
    pub values: Vec<f32>,
    /// Whether they are of the branch compared with.
    pub dashed: bool,
}

impl Line {
    /// A line of the branch shown.
    pub fn new(name: impl Into<String>, ink: Ink, values: Vec<f32>) -> Self {
        Self { name: name.into(), ink, values, dashed: false }
    }

    /// The value of a tick.
    pub fn at(&self, form: &Form, tick: u64) -> Option<f32> {
        let place = match form {
            Form::Stacked | Form::Lines => (tick as usize).checked_sub(1)?,
            Form::Bars(periods) => {
                let place = periods.partition_point(|period| period.last < tick);
                periods.get(place).filter(|period| period.first <= tick)?;
                place
            }
        };
        self.values.get(place).copied().filter(|value| value.is_finite())
    }
}

/// Of what a colour is; which it is depends on the look of the day.
#[derive(Debug, Clone, Copy)]
pub enum Ink {
    /// A state, as on the political map.
    State(StateId),
    /// A motive, in the so manieth shade of the behaviour that it belongs to.
    Motive(Motive, u8),
    /// What has a colour of its own.
    Own(fn() -> Color32),
}

impl Ink {
    /// The colour of an area.
    pub fn area(self, palette: &StatePalette) -> Color32 {
        match self {
            Self::State(state) => theme::state_colour(palette, state),
            Self::Motive(motive, shade) => {
                let towards = if shade % 2 == 1 { theme::panel() } else { theme::text() };
                let by = [0.0, 0.3, 0.3, 0.55, 0.55][usize::from(shade.min(4))];
                mix(theme::motive_colour(motive), towards, by)
            }
            Self::Own(colour) => colour(),
        }
    }

    /// The colour of a line, which must stand out from the panel by itself.
    pub fn line(self, palette: &StatePalette) -> Color32 {
        let colour = self.area(palette);
        if matches!(self, Self::State(_)) { mix(colour, theme::text(), 0.25) } else { colour }
    }
}

/// A colour that is so much of another.
fn mix(from: Color32, to: Color32, by: f32) -> Color32 {
    let part = |a: u8, b: u8| lerp(f32::from(a)..=f32::from(b), by).round() as u8;
    Color32::from_rgb(part(from.r(), to.r()), part(from.g(), to.g()), part(from.b(), to.b()))
}

impl Chart {
    /// Where the lines of the last tick end, on a scale that has room to grow at the start of a run.
    pub fn span(&self) -> f64 {
        self.end.max(12) as f64
    }

    /// How many wars are under way after a tick.
    pub fn wars_at(&self, tick: u64) -> u32 {
        let holds = |time: &&AtWar| (time.ticks.first..=time.ticks.last).contains(&tick);
        self.wars.iter().find(holds).map_or(0, |time| time.wars)
    }
}

impl Pane {
    /// A pane with a scale that its values fit on.
    pub fn new(label: &'static str, unit: Unit, form: Form, lines: Vec<Line>) -> Self {
        let (top, step) = scale(highest(&form, &lines), unit);
        Self { label, unit, form, top, step, lines }
    }

    /// A pane on a scale from 0 to 1.
    pub fn of_shares(label: &'static str, form: Form, lines: Vec<Line>) -> Self {
        Self { label, unit: Unit::Percent, form, top: 1.0, step: 0.25, lines }
    }

    /// The value at the upper edge: lines at the top of the scale keep clear of it.
    pub fn reach(&self) -> f32 {
        if self.form == Form::Lines { 1.06 * self.top } else { self.top }
    }

    /// For each line what it lies on and what it reaches up to, at each of its values; lines side by side lie on 0.
    pub fn stacked(&self) -> Vec<Vec<(f32, f32)>> {
        let mut out = vec![Vec::new(); self.lines.len()];
        for dashed in [false, true] {
            let mut below: Vec<f32> = Vec::new();
            for (place, line) in self.lines.iter().enumerate().rev().filter(|(_, line)| line.dashed == dashed)
            {
                below.resize(below.len().max(line.values.len()), 0.0);
                out[place] = line
                    .values
                    .iter()
                    .zip(&mut below)
                    .map(|(value, below)| {
                        let from = if self.form == Form::Lines { 0.0 } else { *below };
                        *below += value;
                        (from, from + value)
                    })
                    .collect();
            }
        }
        out
    }
}

/// The highest place that lines reach.
fn highest(form: &Form, lines: &[Line]) -> f32 {
    let most = |line: &Line| line.values.iter().copied().fold(0.0, f32::max);
    match form {
        Form::Lines => lines.iter().map(most).fold(0.0, f32::max),
        Form::Stacked | Form::Bars(_) => {
            let places = lines.iter().map(|line| line.values.len()).max().unwrap_or(0);
            let sum = |place: usize, dashed: bool| -> f32 {
                let of = lines.iter().filter(|line| line.dashed == dashed);
                of.filter_map(|line| line.values.get(place)).sum()
            };
            (0..places).map(|place| sum(place, false).max(sum(place, true))).fold(0.0, f32::max)
        }
    }
}

/// A round end of a scale that holds a value, and round steps to it.
fn scale(highest: f32, unit: Unit) -> (f32, f32) {
    let least: f32 = match unit {
        Unit::Percent => 0.001,
        Unit::Count => 1.0,
        Unit::Index => 0.01,
    };
    let mut decade = least;
    loop {
        for digit in [1.0, 2.0, 5.0] {
            let step = digit * decade;
            let steps = (highest / step).ceil().max(2.0);
            if steps <= 4.0 {
                let top = step * steps;
                return if unit == Unit::Count { (top, step) } else { (top.min(1.0).max(step), step) };
            }
        }
        decade *= 10.0;
        if !decade.is_finite() {
            return (1.0, 1.0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn line(values: &[f32]) -> Line {
        Line::new("it", Ink::Own(theme::text), values.to_vec())
    }

    #[test]
    fn the_first_line_lies_on_top_and_the_compared_branch_on_its_own() {
        let mut pane = Pane::new("", Unit::Count, Form::Stacked, vec![line(&[1.0, 2.0]), line(&[3.0, 4.0])]);
        pane.lines.push(Line { dashed: true, ..line(&[9.0]) });
        assert_eq!(
            pane.stacked(),
            [vec![(3.0, 4.0), (4.0, 6.0)], vec![(0.0, 3.0), (0.0, 4.0)], vec![(0.0, 9.0)]]
        );
        pane.form = Form::Lines;
        assert_eq!(pane.stacked()[0], [(0.0, 1.0), (0.0, 2.0)]);
    }

    #[test]
    fn a_bar_is_read_at_any_tick_of_its_period() {
        let bars = Form::Bars(vec![Period { first: 1, last: 2 }, Period { first: 3, last: 5 }]);
        let values = line(&[7.0, 8.0]);
        let read: Vec<_> = (0..7).map(|tick| values.at(&bars, tick)).collect();
        assert_eq!(read, [None, Some(7.0), Some(7.0), Some(8.0), Some(8.0), Some(8.0), None]);
        assert_eq!((values.at(&Form::Lines, 0), values.at(&Form::Lines, 2)), (None, Some(8.0)));
    }

    #[test]
    fn scales_end_at_round_values() {
        assert_eq!(scale(0.0, Unit::Count), (2.0, 1.0));
        assert_eq!(scale(7.0, Unit::Count), (8.0, 2.0));
        assert_eq!(scale(31.0, Unit::Count), (40.0, 10.0));
        let (top, step) = scale(0.33, Unit::Percent);
        assert!((top - 0.4).abs() < 1e-6 && (step - 0.1).abs() < 1e-6);
        assert_eq!(Unit::Percent.mark(0.4), "40\u{a0}%");
        assert_eq!(Unit::Percent.mark(0.005), "0.5\u{a0}%");
        assert_eq!(Unit::Index.mark(0.1 + 0.2), "0.3");
    }

    proptest! {
        #[test]
        fn every_value_fits_its_scale(value in 0.0f32..1.0, count in 0.0f32..1e6) {
            prop_assert!(scale(value, Unit::Percent).0 >= value - 1e-5);
            prop_assert!(scale(value, Unit::Index).0 >= value - 1e-5);
            let (top, step) = scale(count, Unit::Count);
            prop_assert!(top >= count && top / step <= 4.5 && step >= 1.0);
        }
    }
}
