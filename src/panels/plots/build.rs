//! Charts from histories.

use super::super::theme;
use super::super::words::Names;
use super::Kind;
use super::chart::{Chart, Form, Ink, Line, Pane, Unit};
use crate::history::History;
use crate::history::series::{self, OfState, Period};
use crate::simulation::{Clock, Measures, StateId};

/// States that are shown by name.
const MOST_STATES: usize = 8;
/// Threats that are shown.
const MOST_THREATS: usize = 6;

/// What charts are made from.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    /// The history shown.
    pub history: &'a History,
    /// A branch to compare with, and its name.
    pub compared: Option<(&'a History, &'a str)>,
    /// The numbers of states in that branch by their numbers here; the same where there are none.
    pub there: &'a [Option<StateId>],
    /// For dates.
    pub clock: &'a Clock,
    /// Of states.
    pub names: &'a Names<'a>,
    /// The state chosen.
    pub selected: Option<StateId>,
    /// The share of states that stood where history had them after each tick, no number where that is not known.
    pub agreement: &'a dyn Fn() -> Vec<f32>,
}

impl Source<'_> {
    /// The number of a state in the branch compared with.
    fn there(&self, here: StateId) -> Option<StateId> {
        if self.there.is_empty() { Some(here) } else { self.there.get(here.index()).copied().flatten() }
    }

    /// A line of that branch, under the number that its state has here.
    fn here(&self, it: OfState) -> Option<OfState> {
        let at = self.there.iter().position(|there| *there == Some(it.state));
        let state = if self.there.is_empty() { it.state } else { StateId(at? as u32) };
        Some(OfState { state, ..it })
    }
}

/// Works out a chart.
pub fn chart(kind: Kind, source: &Source) -> Chart {
    let (panes, title) = match kind {
        Kind::Power => (power(source), "Shares of power".to_owned()),
        Kind::Concentration => (concentration(source), "Concentration of power, and poles".to_owned()),
        Kind::Alliances => (alliances(source), "Alliances".to_owned()),
        Kind::Motives => {
            let every = if by_quarters(source) { "quarter" } else { "year" };
            (motives(source), format!("What states did, by motive, each {every}"))
        }
        Kind::Threats => {
            let title =
                source.selected.map_or("Threats".into(), |it| format!("Threats to {}", source.names.mid(it)));
            (threats(source), title)
        }
        Kind::Losses => {
            let every = if by_quarters(source) { "quarter" } else { "year" };
            (losses(source), format!("Losses in wars, each {every}"))
        }
        Kind::Agreement => (agreement(source), "States where history put them".to_owned()),
        Kind::Interests => (interests(source), "Power for revision and for the status quo".to_owned()),
    };
    let compared = source.compared;
    let end = source.history.end().max(compared.map_or(0, |(other, _)| other.end()));
    Chart {
        kind,
        title,
        end,
        hint: hint(kind, source, &panes),
        panes,
        wars: series::wars(source.history),
        compared: compared.map(|(_, name)| name.to_owned()),
    }
}

/// What to do where there is nothing to show.
fn hint(kind: Kind, source: &Source, panes: &[Pane]) -> Option<String> {
    if source.history.end() == 0 {
        return Some("Nothing has been run yet. Press Space to let time run.".into());
    }
    if source.history.power.iter().all(Vec::is_empty) {
        return Some("There are no states whose course could be shown. Found the first on the map.".into());
    }
    match kind {
        Kind::Threats if source.selected.is_none() => {
            Some("Select a state on the map or in the list to see whom it has feared.".into())
        }
        Kind::Threats if panes.iter().all(|pane| pane.lines.is_empty()) => {
            Some("It has had its eye on nobody so far.".into())
        }
        Kind::Agreement if panes.iter().all(|pane| pane.lines.is_empty()) => {
            Some("The record beside what runs counts no sides, or there is none.".into())
        }
        Kind::Motives if panes.iter().all(|pane| pane.lines.is_empty()) => {
            Some("No state has done anything but stay as it was so far.".into())
        }
        _ => None,
    }
}

fn power(source: &Source) -> Vec<Pane> {
    let shares = series::power_shares(source.history, MOST_STATES);
    let states: Vec<StateId> = shares.greatest.iter().map(|it| it.state).collect();
    let mut lines: Vec<Line> = shares.greatest.into_iter().map(|it| of_state(source, it)).collect();
    lines.push(Line::new("Others", Ink::Own(theme::pressed), shares.others));
    if let Some((other, _)) = source.compared {
        let states: Vec<StateId> = states.into_iter().filter_map(|state| source.there(state)).collect();
        let shares = series::shares_of(other, &states);
        let greatest = shares.greatest.into_iter().filter_map(|it| source.here(it));
        lines.extend(greatest.map(|it| dashed(of_state(source, it))));
        lines.push(dashed(Line::new("Others", Ink::Own(theme::pressed), shares.others)));
    }
    vec![Pane::of_shares("share of the system’s power", Form::Stacked, lines)]
}

fn of_state(source: &Source, it: OfState) -> Line {
    Line::new(source.names.plain(it.state), Ink::State(it.state), it.values)
}

fn dashed(line: Line) -> Line {
    Line { dashed: true, ..line }
}

/// A line of a figure of the system, and that of the branch compared with.
fn measured(source: &Source, name: &str, ink: Ink, figure: fn(&Measures) -> f32) -> Vec<Line> {
    let mut lines = vec![Line::new(name, ink, series::measure(source.history, figure))];
    if let Some((other, _)) = source.compared {
        lines.push(dashed(Line::new(name, ink, series::measure(other, figure))));
    }
    lines
}

fn concentration(source: &Source) -> Vec<Pane> {
    let index = measured(source, "Concentration", Ink::Own(theme::accent), |it| it.concentration);
    let poles = measured(source, "Poles", Ink::Own(theme::link), |it| it.poles as f32);
    vec![
        Pane::new("concentration, 0 equal to 1 in one hand", Unit::Index, Form::Lines, index),
        Pane::new("poles, number", Unit::Count, Form::Lines, poles),
    ]
}

fn alliances(source: &Source) -> Vec<Pane> {
    let mut shares = measured(source, "States allied", Ink::Own(theme::balance), Measures::allied_share);
    shares.extend(measured(source, "Strongest bloc", Ink::Own(theme::accent), |it| it.bloc_share));
    let count = measured(source, "Alliances", Ink::Own(theme::link), |it| it.alliances as f32);
    vec![
        Pane::of_shares("share of states, share of power", Form::Lines, shares),
        Pane::new("alliances in force, number", Unit::Count, Form::Lines, count),
    ]
}

fn interests(source: &Source) -> Vec<Pane> {
    let mut lines = measured(source, "For revision", Ink::Own(theme::revision), |it| it.revisionist_power);
    lines.extend(measured(source, "For the status quo", Ink::Own(theme::content), |it| it.status_quo_power));
    vec![Pane::new("share of power, times how far it is wanted", Unit::Percent, Form::Lines, lines)]
}

fn agreement(source: &Source) -> Vec<Pane> {
    let shares = (source.agreement)();
    let known = shares.iter().any(|share| share.is_finite());
    let lines = known.then(|| Line::new("Agree with history", Ink::Own(theme::history), shares));
    vec![Pane::of_shares("share of the states that are asked", Form::Lines, lines.into_iter().collect())]
}

/// Whether the run is short enough for quarters; else years are told apart.
fn by_quarters(source: &Source) -> bool {
    let longest = source.history.end().max(source.compared.map_or(0, |(other, _)| other.end()));
    longest as f32 * source.clock.length.years() <= 12.0
}

/// Quarters, or years where the run is long.
fn periods(source: &Source, history: &History) -> Vec<Period> {
    let quarters = by_quarters(source);
    series::periods(history, |tick| {
        let date = source.clock.date_of(tick);
        (date.year(), if quarters { (date.month() - 1) / 3 } else { 0 })
    })
}

/// Bars, with the sum of the branch compared with as one dashed line.
fn bars(
    source: &Source,
    (label, unit): (&'static str, Unit),
    mut lines: Vec<Line>,
    total: impl Fn(&History, &[Period]) -> Vec<f32>,
) -> Pane {
    let mut spells = periods(source, source.history);
    if let Some((other, name)) = source.compared {
        let others = periods(source, other);
        lines.push(dashed(Line::new(
            format!("All in “{name}”"),
            Ink::Own(theme::text),
            total(other, &others),
        )));
        if others.len() >= spells.len() {
            spells = others;
        }
    }
    Pane::new(label, unit, Form::Bars(spells), lines)
}

fn motives(source: &Source) -> Vec<Pane> {
    let acts = series::acts_by_motive(source.history, &periods(source, source.history));
    let mut shades: Vec<(bevy_egui::egui::Color32, u8)> = Vec::new();
    let mut lines = Vec::new();
    for (motive, counts) in acts {
        let colour = theme::motive_colour(motive);
        let shade = match shades.iter_mut().find(|(other, _)| *other == colour) {
            Some((_, shade)) => {
                *shade += 1;
                *shade
            }
            None => {
                shades.push((colour, 0));
                0
            }
        };
        let name = super::super::words::capitalised(motive.label());
        lines.push(Line::new(name, Ink::Motive(motive, shade), counts));
    }
    // What balances lies beside what balances.
    let place = |line: &Line| match line.ink {
        Ink::Motive(motive, _) => {
            let colour = theme::motive_colour(motive);
            shades.iter().position(|(other, _)| *other == colour).unwrap_or(0)
        }
        _ => 0,
    };
    lines.sort_by_key(place);
    let total = |history: &History, periods: &[Period]| {
        let mut sum = vec![0.0; periods.len()];
        for (_, counts) in series::acts_by_motive(history, periods) {
            sum.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
        }
        sum
    };
    vec![bars(source, ("decisions that changed something, number", Unit::Count), lines, total)]
}

fn losses(source: &Source) -> Vec<Pane> {
    let strength = |it: &Measures| it.military_lost;
    let land = |it: &Measures| it.provinces_ceded as f32;
    let spells = periods(source, source.history);
    let pane = |label, unit, name: &str, ink, figure: fn(&Measures) -> f32| {
        let lines = vec![Line::new(name, ink, series::sums(source.history, &spells, figure))];
        bars(source, (label, unit), lines, |history, periods| series::sums(history, periods, figure))
    };
    vec![
        pane(
            "share of all military strength",
            Unit::Percent,
            "Strength lost",
            Ink::Own(theme::war),
            strength,
        ),
        pane(
            "provinces ceded at peace, number",
            Unit::Count,
            "Provinces ceded",
            Ink::Own(theme::revision),
            land,
        ),
    ]
}

fn threats(source: &Source) -> Vec<Pane> {
    let Some(state) = source.selected else { return Vec::new() };
    let felt = series::threats_to(source.history, state, MOST_THREATS);
    let sources: Vec<StateId> = felt.iter().map(|it| it.state).collect();
    let mut lines: Vec<Line> = felt.into_iter().map(|it| of_state(source, it)).collect();
    if let (Some((other, _)), Some(state)) = (source.compared, source.there(state)) {
        let felt = series::threats_to(other, state, usize::MAX).into_iter();
        let felt = felt.filter_map(|it| source.here(it)).filter(|it| sources.contains(&it.state));
        lines.extend(felt.map(|it| dashed(of_state(source, it))));
    }
    vec![Pane::new("expected share of loss, allies counted", Unit::Percent, Form::Lines, lines)]
}
