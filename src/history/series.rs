//! Series: what a history says over time, for plots and their tables.
//!
//! A value at place `i` is of the tick `i + 1`, as in [`History`]: before the first tick nothing is recorded.

use super::History;
use crate::simulation::{Measures, Motive, StateId};

/// A state with a value for each tick.
#[derive(Debug, Clone, PartialEq)]
pub struct OfState {
    /// Whose.
    pub state: StateId,
    /// One value a tick.
    pub values: Vec<f32>,
}

/// Shares of power.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Shares {
    /// The states that came to have most, greatest first.
    pub greatest: Vec<OfState>,
    /// All others together.
    pub others: Vec<f32>,
}

/// The shares of power of the states that were greatest at any time, so many of them, and of the rest.
pub fn power_shares(history: &History, most: usize) -> Shares {
    // States that are founded on the way have no share before.
    let states = history.power.iter().map(Vec::len).max().unwrap_or(0);
    let mut peaks = vec![0f32; states];
    for power in &history.power {
        for (peak, share) in peaks.iter_mut().zip(power) {
            *peak = peak.max(*share);
        }
    }
    let mut order: Vec<usize> = (0..states).filter(|state| peaks[*state] > 0.0).collect();
    order.sort_by(|a, b| peaks[*b].total_cmp(&peaks[*a]).then(a.cmp(b)));
    order.truncate(most);
    let states: Vec<StateId> = order.into_iter().map(|state| StateId(state as u32)).collect();
    shares_of(history, &states)
}

/// The shares of power of these states and of the rest.
pub fn shares_of(history: &History, states: &[StateId]) -> Shares {
    let share = |power: &[f32], state: &StateId| power.get(state.index()).copied().unwrap_or(0.0);
    let of = |state: &StateId| OfState {
        state: *state,
        values: history.power.iter().map(|power| share(power, state)).collect(),
    };
    let other = |power: &Vec<f32>| {
        let named: f32 = states.iter().map(|state| share(power, state)).sum();
        (power.iter().sum::<f32>() - named).max(0.0)
    };
    let others = history.power.iter().map(other).collect();
    Shares { greatest: states.iter().map(of).collect(), others }
}

/// One figure of the system over time.
pub fn measure(history: &History, figure: impl Fn(&Measures) -> f32) -> Vec<f32> {
    history.measures.iter().map(figure).collect()
}

/// Ticks that are counted together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first tick.
    pub first: u64,
    /// The last tick run so far.
    pub last: u64,
}

/// The ticks run so far by period: those for which `key` gives the same follow one another.
pub fn periods<K: PartialEq>(history: &History, key: impl Fn(u64) -> K) -> Vec<Period> {
    let mut periods: Vec<Period> = Vec::new();
    let mut current = None;
    for tick in 1..=history.end() {
        let key = key(tick);
        match periods.last_mut() {
            Some(period) if current.as_ref() == Some(&key) => period.last = tick,
            _ => periods.push(Period { first: tick, last: tick }),
        }
        current = Some(key);
    }
    periods
}

/// A figure of the system summed up over each period.
pub fn sums(history: &History, periods: &[Period], figure: impl Fn(&Measures) -> f32) -> Vec<f32> {
    let of = |period: &Period| history.measures[period.first as usize - 1..period.last as usize].iter();
    periods.iter().map(|period| of(period).map(&figure).sum()).collect()
}

/// Whether decisions of this motive change anything. The others say why a state stayed put.
pub fn is_act(motive: Motive) -> bool {
    !matches!(motive, Motive::PassTheBuck | Motive::FightOn | Motive::StayNeutral)
}

/// How many decisions that took effect had each motive, by period; motives that no act had are left out.
pub fn acts_by_motive(history: &History, periods: &[Period]) -> Vec<(Motive, Vec<f32>)> {
    let acts = Motive::ALL.into_iter().filter(|motive| is_act(*motive));
    let of = |motive: Motive| {
        (motive, sums(history, periods, |it| it.decisions.by_motive[motive as usize] as f32))
    };
    acts.map(of).filter(|(_, counts)| counts.iter().any(|count| *count > 0.0)).collect()
}

/// The threats that a state felt, by source, of the sources it came to fear most; 0 where it had no eye on one.
pub fn threats_to(history: &History, state: StateId, most: usize) -> Vec<OfState> {
    let ticks = history.threats.len();
    let mut of: Vec<OfState> = Vec::new();
    for (tick, felt) in history.threats.iter().enumerate() {
        let from = felt.partition_point(|it| it.by < state);
        for it in felt[from..].iter().take_while(|it| it.by == state) {
            let place = of.iter().position(|known| known.state == it.source).unwrap_or_else(|| {
                of.push(OfState { state: it.source, values: vec![0.0; ticks] });
                of.len() - 1
            });
            of[place].values[tick] = it.threat;
        }
    }
    let peak = |it: &OfState| it.values.iter().copied().fold(0.0, f32::max);
    of.sort_by(|a, b| peak(b).total_cmp(&peak(a)).then(a.state.cmp(&b.state)));
    of.truncate(most);
    of
}

/// A time through which the same number of wars is under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AtWar {
    /// When.
    pub ticks: Period,
    /// How many.
    pub wars: u32,
}

/// The times of war.
pub fn wars(history: &History) -> Vec<AtWar> {
    let of = |tick: u64| history.measures[tick as usize - 1].wars;
    let times = periods(history, of).into_iter().map(|ticks| AtWar { ticks, wars: of(ticks.first) });
    times.filter(|time| time.wars > 0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::Run;
    use crate::scenario::{self, builtin::EUROPE_1936};
    use crate::simulation::{Clock, EventKind};

    fn europe(ticks: u64) -> Run {
        let scenario = scenario::read(EUROPE_1936.name, EUROPE_1936.text).expect("the setup is valid");
        let mut run = Run::new(&scenario, 5);
        run.steps(ticks);
        run
    }

    /// A calendar quarter.
    fn quarter(clock: Clock) -> impl Fn(u64) -> (i16, i8) {
        move |tick| (clock.date_of(tick).year(), (clock.date_of(tick).month() - 1) / 3)
    }

    #[test]
    fn shares_of_power_sum_to_one_in_every_tick_and_the_greatest_come_first() {
        let run = europe(60);
        let shares = power_shares(run.history(), 8);
        assert_eq!((shares.greatest.len(), shares.others.len()), (8, 60));
        for tick in 0..60 {
            let sum: f32 =
                shares.greatest.iter().map(|it| it.values[tick]).sum::<f32>() + shares.others[tick];
            assert!((sum - 1.0).abs() < 1e-4, "{sum} in tick {}", tick + 1);
        }
        let peak = |it: &OfState| it.values.iter().copied().fold(0.0, f32::max);
        assert!(shares.greatest.is_sorted_by(|a, b| peak(a) >= peak(b)));
        let left_out = run.history().power.iter().flat_map(|power| power.iter().enumerate());
        let named = |state: usize| shares.greatest.iter().any(|it| it.state.index() == state);
        let most = left_out.filter(|(state, _)| !named(*state)).map(|(_, share)| *share).fold(0.0, f32::max);
        assert!(most <= peak(&shares.greatest[7]));
        // With room for all, nothing is left to others.
        assert!(power_shares(run.history(), 1000).others.iter().all(|share| *share < 1e-4));
    }

    #[test]
    fn motives_add_up_to_the_decisions_that_took_effect() {
        let run = europe(60);
        let history = run.history();
        let periods = periods(history, quarter(run.clock()));
        let acts = acts_by_motive(history, &periods);
        let counted: f32 = acts.iter().flat_map(|(_, counts)| counts).sum();
        let took: Vec<_> = history.decisions.iter().filter(|it| crate::simulation::took_effect(it)).collect();
        let done = took.iter().filter(|it| it.chosen.action != crate::simulation::Action::Stay).count();
        assert!(done > 50, "only {done} acts");
        assert_eq!(counted, done as f32);
        let (motive, counts) = &acts[0];
        for (period, count) in periods.iter().zip(counts) {
            let within = |tick: u64| (period.first..=period.last).contains(&tick);
            let of = took.iter().filter(|it| it.motive == *motive && within(it.tick)).count();
            assert_eq!(*count, of as f32);
        }
    }

    #[test]
    fn periods_follow_the_calendar_and_leave_out_no_tick() {
        let run = europe(30);
        let clock = run.clock();
        let periods = periods(run.history(), quarter(clock));
        assert_eq!((periods[0].first, periods.last().map(|it| it.last)), (1, Some(30)));
        for pair in periods.windows(2) {
            assert_eq!(pair[0].last + 1, pair[1].first);
            // The setup begins in March 1936: quarters begin with January, April, July and October.
            assert_eq!((clock.date_of(pair[1].first).month() - 1) % 3, 0);
        }
    }

    #[test]
    fn threats_are_those_felt_in_the_tick() {
        let run = europe(40);
        let history = run.history();
        let state = history.threats[39].iter().max_by(|a, b| a.threat.total_cmp(&b.threat)).map(|it| it.by);
        let state = state.expect("somebody is afraid in 1939");
        let series = threats_to(history, state, 5);
        assert!(!series.is_empty() && series.len() <= 5);
        for it in &series {
            for (tick, value) in it.values.iter().enumerate() {
                let felt =
                    history.threats[tick].iter().find(|felt| felt.by == state && felt.source == it.state);
                assert_eq!(*value, felt.map_or(0.0, |felt| felt.threat), "tick {}", tick + 1);
            }
        }
    }

    #[test]
    fn wars_are_marked_from_when_they_begin_to_when_they_end() {
        let run = europe(120);
        let history = run.history();
        let times = wars(history);
        let began = history.events.iter().filter(|it| matches!(it.kind, EventKind::WarBegan { .. })).count();
        assert!(began > 0 && !times.is_empty());
        for tick in 1..=120 {
            let marked = times.iter().find(|it| (it.ticks.first..=it.ticks.last).contains(&tick));
            assert_eq!(marked.map_or(0, |it| it.wars), history.measures[tick as usize - 1].wars);
        }
        assert!(history.measures.iter().map(|it| it.military_lost).sum::<f32>() > 0.0);
    }

    #[test]
    fn nothing_run_is_nothing_shown() {
        let history = History::default();
        assert_eq!(power_shares(&history, 8), Shares::default());
        assert!(threats_to(&history, StateId(0), 5).is_empty() && wars(&history).is_empty());
        assert!(acts_by_motive(&history, &periods(&history, |tick| tick)).is_empty());
    }
}
