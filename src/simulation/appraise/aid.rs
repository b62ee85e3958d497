//! What pacts add against threats, by column, so that several threats are weighed at once.

use super::super::StateId;
use crate::theory::choice::Terms;
use crate::theory::parameters::Parameters;
use crate::theory::threat::{LANES, OddsColumns};

/// What one pact adds against each of up to [`LANES`] threats, by column.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Aid {
    /// Help that is promised.
    pub(super) now: [f32; LANES],
    /// Help beyond what the partner would likely give without a promise.
    pub(super) more: [f32; LANES],
    /// Relief from the partner's own threat, 0 to 1.
    pub(super) relief: [f32; LANES],
    /// The threats that it is made against: a bit each.
    pub(super) against: u32,
}

impl Aid {
    /// The firmest of two promises of one partner: it comes once.
    #[inline]
    pub(super) fn or(&mut self, other: &Self) {
        greater_of(&mut self.now, &other.now);
        greater_of(&mut self.more, &other.more);
        greater_of(&mut self.relief, &other.relief);
        self.against |= other.against;
    }

    /// The help of two partners. Relief comes from one alone, the source itself.
    #[inline]
    pub(super) fn and(&mut self, other: &Self) {
        for lane in 0..LANES {
            self.now[lane] += other.now[lane];
            self.more[lane] += other.more[lane];
        }
        greater_of(&mut self.relief, &other.relief);
        self.against |= other.against;
    }
}

/// What a partner promises against up to [`LANES`] threats, by column.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Promise {
    /// Strength that is promised.
    pub(super) firm: [f32; LANES],
    /// Strength that would likely come without any promise.
    pub(super) likely: [f32; LANES],
    /// Share of it that arrives at the source.
    pub(super) there: [f32; LANES],
    /// Share of it that arrives at the state.
    pub(super) here: f32,
}

impl Promise {
    /// The help that it brings. A function of its own, or else columns are taken apart again, one lane at a time.
    #[inline(never)]
    pub(super) fn bring(&self, aid: &mut Aid) {
        for lane in 0..LANES {
            let arrives = if self.here > self.there[lane] { self.here } else { self.there[lane] };
            let beyond = self.firm[lane] - self.likely[lane];
            let beyond = if beyond > 0.0 { beyond } else { 0.0 };
            aid.now[lane] = self.firm[lane] * arrives;
            aid.more[lane] = beyond * arrives;
        }
    }
}

/// The greater of two values, by column.
#[inline]
fn greater_of(values: &mut [f32; LANES], others: &[f32; LANES]) {
    for (value, other) in values.iter_mut().zip(others) {
        *value = if *other > *value { *other } else { *value };
    }
}

/// Up to [`LANES`] threats by column: what no pact changes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Ground {
    /// The odds without any help.
    pub(super) odds: OddsColumns,
    /// [`Threat::coalition`].
    pub(super) coalition: [f32; LANES],
    /// [`Threat::spared`].
    pub(super) spared: [f32; LANES],
    /// How many threats there are.
    pub(super) count: usize,
    /// How much the state minds them, 0 to 1.
    pub(super) stake: f32,
    /// Who threatens.
    pub(super) sources: [StateId; LANES],
    /// Where the row of each begins in the matrices of pairs.
    pub(super) rows: [usize; LANES],
    /// Where the pool against each begins ([`Outlook::pool_of`](super::Outlook::pool_of)).
    pub(super) pools: [usize; LANES],
    /// Share of each that alignment with it takes away, 0 to 1.
    pub(super) appeased: [f32; LANES],
}

impl Default for Ground {
    fn default() -> Self {
        Self {
            odds: OddsColumns::default(),
            coalition: [0.0; LANES],
            spared: [0.0; LANES],
            count: 0,
            stake: 0.0,
            sources: [StateId(u32::MAX); LANES],
            rows: [0; LANES],
            pools: [0; LANES],
            appeased: [0.0; LANES],
        }
    }
}

impl Ground {
    /// The odds with all this aid.
    #[inline]
    pub(super) fn with(&self, aid: &Aid) -> OddsColumns {
        let mut odds = OddsColumns { help_now: aid.now, relief: aid.relief, ..self.odds };
        for lane in 0..LANES {
            odds.help_full[lane] = self.coalition[lane] + aid.more[lane];
        }
        greater_of(&mut odds.help_full, &aid.now);
        odds
    }

    /// Adds what danger and diversion come to with all this aid.
    #[inline]
    pub(super) fn add_danger(&self, terms: &mut Terms, aid: &Aid, parameters: &Parameters) {
        self.add_felt(terms, &self.with(aid).threats(parameters), aid.against);
    }

    /// The same, given what each threat comes to, and a bit for each that the state has a pact against.
    #[inline]
    pub(super) fn add_felt(&self, terms: &mut Terms, felt: &[f32; LANES], against: u32) {
        for lane in 0..self.count {
            let felt = self.stake * felt[lane];
            terms.danger -= felt;
            // Who has a pact against a power stands in front of it as well.
            let free = against & (1 << lane) == 0;
            terms.diversion += if free { felt * self.spared[lane] } else { 0.0 };
        }
    }
}
