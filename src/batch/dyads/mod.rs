//! Dyad-years: for each pair of states and each year how they stood, in one run or over many, in the form in which the
//! field keeps such data (undirected, the state with the lower Correlates of War number first).
//!
//! A run is looked at as it begins and after each tick, on the tick's date; a year is a calendar year of these dates.
//! What held at any of these moments of a year held in that year, as is the custom for alliances (Leeds et al. 2002,
//! ATOP) and wars (Sarkees and Wayman 2010, COW); so did a war that began and ended between two moments. All is counted in whole numbers, so
//! that sums do not depend on the order in which runs are added. `docs/dyads.md` tells of each column.

mod table;
mod tally;
mod year;

use std::sync::{Mutex, PoisonError};

pub use self::table::{COLUMNS, Table};
pub use self::tally::Tally;
pub use self::year::{Held, Member, Watch, Year};

use super::Ensemble;

impl Ensemble<'_> {
    /// Runs all seeds to a tick and counts the dyad-years, calling `done` after each run.
    pub fn dyads(&self, end: u64, done: impl Fn() + Sync) -> Tally {
        let tally = Mutex::new(Tally::default());
        let lock = || tally.lock().unwrap_or_else(PoisonError::into_inner);
        self.each(|_, run| {
            let mut watch = Watch::default();
            let mut years = Vec::new();
            years.extend(watch.look(run));
            for _ in 0..end {
                run.step();
                years.extend(watch.look(run));
            }
            years.extend(watch.finish());
            lock().add(&years);
            done();
        });
        tally.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The place of a pair in the triangle of all, which stays the same where states are added.
fn place(a: usize, b: usize) -> usize {
    let (low, high) = (a.min(b), a.max(b));
    high * high.saturating_sub(1) / 2 + low
}

#[cfg(test)]
mod tests;
