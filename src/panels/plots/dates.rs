//! Dates along the axis of time.

use jiff::civil::{Date, date};

use super::super::words;
use crate::simulation::Clock;

/// A date with the tick that it falls on.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// The first tick that is not before it.
    pub tick: u64,
    /// How it is written.
    pub label: String,
}

/// Months from one mark to the next.
const STEPS: [i32; 15] = [1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12_000, 24_000, 60_000];

/// At most so many round dates between tick 0 and a tick.
pub fn marks(clock: &Clock, last: u64, most: usize) -> Vec<Mark> {
    let (from, to) = (month_number(clock.start), month_number(clock.date_of(last)));
    let months = (to - from).max(0);
    let step = STEPS.into_iter().find(|step| (months / step) as usize <= most.max(1));
    let step = step.unwrap_or(STEPS[STEPS.len() - 1]);
    let first = from + (-from).rem_euclid(step);
    let mut marks: Vec<Mark> = Vec::new();
    let mut month = first;
    while month <= to {
        if let Some(day) = first_of(month) {
            let tick = clock.tick_at(day);
            let known = marks.last().is_some_and(|mark| mark.tick == tick);
            if tick <= last && !known && day >= clock.start {
                marks.push(Mark { tick, label: label(day, step) });
            }
        }
        month += step;
    }
    if marks.len() < 2 {
        // Too short a time for round dates: where it begins and where it ends.
        let end = |tick| Mark { tick, label: words::date(clock.date_of(tick), clock.length) };
        return vec![end(0), end(last)];
    }
    marks
}

fn month_number(day: Date) -> i32 {
    i32::from(day.year()) * 12 + i32::from(day.month()) - 1
}

fn first_of(month: i32) -> Option<Date> {
    let year = i16::try_from(month.div_euclid(12)).ok().filter(|year| (-9999..=9999).contains(year))?;
    let month = i8::try_from(month.rem_euclid(12) + 1).ok()?;
    Some(date(year, month, 1))
}

/// A year, or a month where they are near one another.
fn label(day: Date, step: i32) -> String {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    match day.month() {
        1 => day.year().to_string(),
        month if step < 12 => MONTHS[(month - 1) as usize].to_owned(),
        _ => day.year().to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::TickLength;
    use proptest::prelude::*;

    fn clock(length: TickLength) -> Clock {
        Clock { tick: 0, start: date(1936, 3, 7), length }
    }

    fn labels(length: TickLength, last: u64, most: usize) -> Vec<(u64, String)> {
        marks(&clock(length), last, most).into_iter().map(|mark| (mark.tick, mark.label)).collect()
    }

    #[test]
    fn years_stand_where_they_begin() {
        let years = labels(TickLength::Months(1), 48, 6);
        // The seventh of January is the first tick of 1937.
        assert_eq!(years, [10, 22, 34, 46].map(|tick| (tick, (1936 + (tick + 2) / 12).to_string())));
        let quarters = labels(TickLength::Months(1), 12, 6);
        assert_eq!(
            quarters.iter().map(|it| it.1.as_str()).collect::<Vec<_>>(),
            ["Apr", "Jul", "Oct", "1937"]
        );
    }

    #[test]
    fn a_few_days_have_their_two_ends() {
        let days = labels(TickLength::Days(1), 12, 6);
        assert_eq!(days, [(0, "7 March 1936".into()), (12, "19 March 1936".into())]);
    }

    proptest! {
        #[test]
        fn marks_are_few_rising_and_within_the_time(last in 1u64..5000, most in 2usize..12, days in 1u16..400) {
            for length in [TickLength::Days(days), TickLength::Months(1), TickLength::Months(12)] {
                let marks = marks(&clock(length), last, most);
                prop_assert!(marks.len() <= most + 1, "{} marks", marks.len());
                prop_assert!(marks.windows(2).all(|pair| pair[0].tick < pair[1].tick));
                prop_assert!(marks.iter().all(|mark| mark.tick <= last));
            }
        }
    }
}
