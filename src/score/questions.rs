//! What is asked: on each counting day, of each state that is no protagonist, with whom it stands.

use jiff::civil::Date;

use crate::record::{Camp, Count, Record, Standing};
use crate::scenario::Scenario;
use crate::simulation::Clock;

/// With whom a state stands: with the first camp, with the second, or with neither.
pub type Stand = Option<Camp>;

/// All that can be answered, in the order of columns.
pub const STANDS: [Stand; 3] = [Some(Camp::First), Some(Camp::Second), None];

/// The place of an answer in [`STANDS`].
pub fn place_of(stand: Stand) -> usize {
    match stand {
        Some(Camp::First) => 0,
        Some(Camp::Second) => 1,
        None => 2,
    }
}

/// A name for an answer in tables.
pub fn name_of(stand: Stand) -> &'static str {
    ["first", "second", "none"][place_of(stand)]
}

/// With whom does this state stand on that day?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question {
    /// The day, as a place in [`Questions::counts`].
    pub count: usize,
    /// Who is asked, as a place among the scenario's states.
    pub state: usize,
    /// What the record says.
    pub happened: Stand,
    /// Where it stood at the setup's start, by the same rule.
    pub start: Stand,
}

impl Question {
    /// Whether the state had changed its stand since the start.
    pub fn moved(&self) -> bool {
        self.happened != self.start
    }
}

/// All that is asked of a setup, in order of day, then in the order in which the setup lists its states.
#[derive(Debug, Clone, PartialEq)]
pub struct Questions {
    /// The counting days.
    pub counts: Vec<Count>,
    /// The tick after which a run is counted for each: the last that is over when the day is.
    pub ticks: Vec<u64>,
    /// What is asked.
    pub asked: Vec<Question>,
}

impl Questions {
    /// The questions that a record asks. Protagonists are not asked, nor are states that are not sovereign on the day.
    pub fn of(scenario: &Scenario, record: &Record) -> Self {
        let counts: Vec<Count> = record.counts().collect();
        let clock = Clock { tick: 0, start: scenario.start, length: scenario.tick };
        let ticks = counts.iter().map(|count| tick_of(&clock, count.date)).collect();
        let start = Standing::at_start(scenario);
        let mut asked = Vec::new();
        for (place, count) in counts.iter().enumerate() {
            let standing = Standing::on(record, scenario, count.date);
            for (state, setup) in scenario.states.iter().enumerate() {
                let id = setup.id.as_str();
                if count.protagonist(id).is_some() || !standing.sovereign.contains(id) {
                    continue;
                }
                asked.push(Question {
                    count: place,
                    state,
                    happened: standing.camp(id, count),
                    start: start.camp(id, count),
                });
            }
        }
        Self { counts, ticks, asked }
    }

    /// The last tick that any run must reach.
    pub fn end(&self) -> u64 {
        self.ticks.iter().copied().max().unwrap_or(0)
    }

    /// The questions of a day, with their places.
    pub fn on(&self, count: usize) -> impl Iterator<Item = (usize, &Question)> {
        self.asked.iter().enumerate().filter(move |(_, question)| question.count == count)
    }
}

/// The last tick that is over at the end of a day.
fn tick_of(clock: &Clock, day: Date) -> u64 {
    let next = day.tomorrow().unwrap_or(day);
    let tick = clock.tick_at(next);
    if clock.date_of(tick) > next { tick - 1 } else { tick }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::scenario::TickLength;

    #[test]
    fn a_run_is_counted_after_the_last_tick_of_the_day() {
        let clock = |start, length| Clock { tick: 0, start, length };
        let months = clock(date(1936, 3, 1), TickLength::Months(1));
        assert_eq!(months.date_of(tick_of(&months, date(1939, 9, 30))), date(1939, 10, 1));
        assert_eq!(months.date_of(tick_of(&months, date(1939, 9, 29))), date(1939, 9, 1));
        let late = clock(date(1914, 6, 28), TickLength::Months(1));
        assert_eq!(late.date_of(tick_of(&late, date(1914, 8, 31))), date(1914, 8, 28));
        let weeks = clock(date(1990, 7, 16), TickLength::Days(7));
        assert_eq!(tick_of(&weeks, date(1990, 7, 16)), 0);
        assert_eq!(weeks.date_of(tick_of(&weeks, date(1990, 8, 31))), date(1990, 8, 27));
    }
}
