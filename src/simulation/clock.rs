//! The model's own time: ticks and calendar dates, never a wall clock.

use bevy_ecs::prelude::*;
use jiff::Span;
use jiff::civil::Date;

use super::journal::Journal;
use crate::scenario::TickLength;

/// Where the model stands in time.
#[derive(Resource, Debug, Clone, Copy, PartialEq)]
pub struct Clock {
    /// Ticks run so far.
    pub tick: u64,
    /// The date of tick 0.
    pub start: Date,
    /// How much time a tick takes.
    pub length: TickLength,
}

impl Clock {
    /// The date of a tick; stops at the calendar's last day (9999-12-31).
    pub fn date_of(&self, tick: u64) -> Date {
        let ticks = i64::try_from(tick).unwrap_or(i64::MAX);
        // Always from the start, so that a month's short days never shift the dates that follow.
        let span = match self.length {
            TickLength::Days(days) => Span::new().try_days(ticks.saturating_mul(days.into())),
            TickLength::Months(months) => Span::new().try_months(ticks.saturating_mul(months.into())),
        };
        span.map_or(Date::MAX, |span| self.start.saturating_add(span))
    }

    /// The date now.
    pub fn date(&self) -> Date {
        self.date_of(self.tick)
    }

    /// The first tick whose date is not before this one.
    pub fn tick_at(&self, date: Date) -> u64 {
        let (mut low, mut high) = (0, 1);
        while self.date_of(high) < date && self.date_of(high) < Date::MAX {
            high *= 2;
        }
        while low < high {
            let middle = (low + high) / 2;
            if self.date_of(middle) < date { low = middle + 1 } else { high = middle }
        }
        low
    }
}

impl TickLength {
    /// Years a tick takes, on average over the calendar.
    pub fn years(self) -> f32 {
        match self {
            Self::Days(days) => f32::from(days) / 365.2425,
            Self::Months(months) => f32::from(months) / 12.0,
        }
    }
}

/// Opens a tick: time moves on and the journal starts a new page.
pub fn advance(mut clock: ResMut<Clock>, mut journal: ResMut<Journal>) {
    clock.tick += 1;
    journal.clear();
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn clock(length: TickLength) -> Clock {
        Clock { tick: 0, start: date(1936, 1, 31), length }
    }

    #[test]
    fn months_do_not_drift() {
        let clock = clock(TickLength::Months(1));
        assert_eq!(clock.date_of(1), date(1936, 2, 29));
        assert_eq!(clock.date_of(2), date(1936, 3, 31));
        assert_eq!(clock.date_of(12), date(1937, 1, 31));
    }

    #[test]
    fn far_ticks_stop_at_the_end_of_the_calendar() {
        assert_eq!(clock(TickLength::Months(120)).date_of(u64::MAX), Date::MAX);
    }

    #[test]
    fn a_date_finds_its_tick() {
        let clock = clock(TickLength::Days(7));
        for tick in [0, 1, 7, 52, 400] {
            assert_eq!(clock.tick_at(clock.date_of(tick)), tick);
        }
        assert_eq!(clock.tick_at(date(1936, 2, 1)), 1);
    }
}
