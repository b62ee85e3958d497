//! Figures of a setup: population, industry, military, technology and growth from National Material Capabilities,
//! and what stands in where a figure is missing.

use std::collections::BTreeMap;

use super::means::{Capabilities, Measure};
use super::members::Spell;
use super::report::{Report, Topic};

/// How many years back a figure may be taken from.
const BACK: i16 = 5;

/// Over how many years growth is measured, and over how many at least.
const TREND: (i16, i16) = (8, 4);

/// Fewest states of a part of the world for a median of theirs.
const FEWEST: usize = 3;

/// Least and most technology, and what half steps it is given in.
const TECHNOLOGY: (f64, f64) = (0.5, 1.3);

/// What a state has at the start.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Figures {
    /// Millions.
    pub(super) population: f64,
    /// Per cent of the setup's.
    pub(super) industry: f64,
    /// Per cent of the setup's.
    pub(super) military: f64,
    pub(super) technology: f64,
    pub(super) growth: Option<f64>,
}

/// A part of the world by number, of which states stand in for one another.
fn part(code: u16) -> u16 {
    match code {
        0..200 => 0,
        200..400 => 2,
        400..600 => 4,
        600..700 => 6,
        700..900 => 7,
        _ => 9,
    }
}

/// A number with so many digits that count.
fn rounded(value: f64, digits: i32) -> f64 {
    if value <= 0.0 || !value.is_finite() {
        return 0.0;
    }
    let scale = libm::pow(10.0, f64::from(digits - 1) - libm::floor(libm::log10(value)));
    let scaled = libm::round(value * scale);
    // Dividing keeps decimals short where multiplying by a tenth would not.
    if scale >= 1.0 { scaled / scale } else { scaled * libm::round(1.0 / scale) }
}

/// The middle of some values.
fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => None,
        count if count % 2 == 1 => Some(values[middle]),
        _ => Some((values[middle - 1] + values[middle]) / 2.0),
    }
}

/// Where figures come from.
pub(super) struct Source<'a> {
    pub(super) file: &'a Capabilities,
    /// The setup's year.
    pub(super) year: i16,
    /// The year that figures are of.
    pub(super) of: i16,
    /// All members of the state system at the start.
    pub(super) members: &'a [&'a Spell],
}

impl Source<'_> {
    /// What is known of a state: of the year, else of the nearest before, else of the setup's own.
    fn known(&self, code: u16, measure: Measure) -> Option<(f64, i16)> {
        let before = (0..=BACK).map(|back| self.of - back);
        before.chain([self.year]).find_map(|year| Some((self.file.get(code, year, measure)?, year)))
    }

    /// The median of a ratio among the states of a part of the world; among all where those are too few.
    fn usual(&self, code: u16, top: Measure, bottom: Measure) -> Option<f64> {
        let ratio = |spell: &&&Spell| {
            let below = self.known(spell.code, bottom)?.0;
            Some(self.known(spell.code, top)?.0 / below).filter(|_| below > 0.0)
        };
        let near: Vec<f64> = self
            .members
            .iter()
            .filter(|spell| part(spell.code) == part(code))
            .filter_map(|it| ratio(&it))
            .collect();
        if near.len() >= FEWEST {
            median(near)
        } else {
            median(self.members.iter().filter_map(|it| ratio(&it)).collect())
        }
    }

    /// A figure that is missing, from another of the same state.
    fn by_ratio(&self, code: u16, measure: Measure, other: Measure, have: f64) -> f64 {
        self.usual(code, measure, other).unwrap_or_default() * have
    }

    /// All five of a state, with what had to be imputed told.
    fn means(&self, spell: &Spell, report: &mut Report) -> [f64; 5] {
        let code = spell.code;
        let mut told = |measure: Measure, how: String| {
            report.note(Topic::Imputed, format!("{} of {}: {how}", measure.column(), spell.id));
        };
        let mut known = |measure: Measure| {
            let (value, year) = self.known(code, measure)?;
            if year != self.of {
                told(measure, format!("of {year}"));
            }
            Some(value)
        };
        let [spending, men, steel, energy, people] = Measure::ALL.map(&mut known);
        let people = people.unwrap_or_else(|| {
            let all = self.members.iter().filter_map(|it| Some(self.known(it.code, Measure::People)?.0));
            told(Measure::People, "not known: the median of all states".into());
            median(all.collect()).unwrap_or(1000.0)
        });
        let men = men.unwrap_or_else(|| match spending {
            Some(spending) => {
                told(Measure::Men, "by what was spent, at its region's median rate a man".into());
                self.by_ratio(code, Measure::Men, Measure::Spending, spending)
            }
            None => {
                told(Measure::Men, "by population, at its region's median rate".into());
                self.by_ratio(code, Measure::Men, Measure::People, people)
            }
        });
        let spending = spending.unwrap_or_else(|| {
            told(Measure::Spending, "by men under arms, at its region's median rate a man".into());
            self.by_ratio(code, Measure::Spending, Measure::Men, men)
        });
        let mut by_head = |known: Option<f64>, measure: Measure| {
            known.unwrap_or_else(|| {
                told(measure, "by population, at its region's median rate a head".into());
                self.by_ratio(code, measure, Measure::People, people)
            })
        };
        let (steel, energy) = (by_head(steel, Measure::Steel), by_head(energy, Measure::Energy));
        [spending, men, steel, energy, people]
    }

    /// Half the yearly growth of energy use up to the year, between 0 and 6 %, to half a point; `None` where the
    /// series is too short.
    fn growth(&self, code: u16) -> Option<f64> {
        let known = |year: i16| self.file.get(code, year, Measure::Energy).filter(|energy| *energy > 0.0);
        let last = known(self.of)?;
        let span = (TREND.1..=TREND.0).rev().find(|span| known(self.of - span).is_some())?;
        let yearly = libm::pow(last / known(self.of - span)?, 1.0 / f64::from(span)) - 1.0;
        Some(libm::round((yearly / 2.0).clamp(0.0, 0.06) * 200.0) / 200.0)
    }

    /// The figures of these states, in their order.
    pub(super) fn figures(&self, states: &[&Spell], report: &mut Report) -> Vec<Figures> {
        let means: Vec<[f64; 5]> = states.iter().map(|spell| self.means(spell, report)).collect();
        let total = |measure: Measure| means.iter().map(|it| it[measure as usize]).sum::<f64>();
        let totals = Measure::ALL.map(total);
        // The mean of the shares; where nobody has any of one of the two, the other alone.
        let share = |of: &[f64; 5], measures: [Measure; 2]| {
            let shares = measures.map(|it| it as usize).into_iter().filter(|it| totals[*it] > 0.0);
            let shares: Vec<f64> = shares.map(|it| of[it] / totals[it]).collect();
            if shares.is_empty() { 0.0 } else { 100.0 * shares.iter().sum::<f64>() / shares.len() as f64 }
        };
        let [.., energy_of_all, people_of_all] = totals;
        let figures = |(spell, means): (&&Spell, &[f64; 5])| {
            let [.., energy, people] = *means;
            // The eighth root of energy a head over that of all.
            let relative = if people > 0.0 && energy_of_all > 0.0 {
                (energy / people) / (energy_of_all / people_of_all)
            } else {
                1.0
            };
            let technology = relative.sqrt().sqrt().sqrt().clamp(TECHNOLOGY.0, TECHNOLOGY.1);
            Figures {
                population: rounded(people / 1000.0, 4),
                industry: rounded(share(means, [Measure::Steel, Measure::Energy]), 3),
                military: rounded(share(means, [Measure::Spending, Measure::Men]), 3),
                technology: libm::round(technology * 20.0) / 20.0,
                growth: self.growth(spell.code),
            }
        };
        let found: Vec<Figures> = states.iter().zip(&means).map(figures).collect();
        let thin: Vec<&str> = states
            .iter()
            .zip(&found)
            .filter(|(_, it)| it.growth.is_none())
            .map(|(spell, _)| spell.id.as_str())
            .collect();
        if !thin.is_empty() {
            report.note(
                Topic::Imputed,
                format!("growth of {}: left to the theory's parameter, since energy of fewer than {} years is known", thin.join(", "), TREND.1),
            );
        }
        found
    }

    /// Which rows serve, of those of a state that is in.
    pub(super) fn uses(&self, year: i16) -> bool {
        (self.of - TREND.0..=self.of).contains(&year) || year == self.year
    }

    /// The states that have rows of the year that figures are of.
    pub(super) fn codes(&self) -> BTreeMap<u16, ()> {
        self.file.of.keys().filter(|(_, year)| *year == self.of).map(|(code, _)| (*code, ())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_rounded_to_digits_that_count() {
        for (value, expected) in
            [(0.0, 0.0), (0.0123456, 0.0123), (12.3456, 12.3), (123_456.0, 123_000.0), (9.999, 10.0)]
        {
            assert_eq!(rounded(value, 3), expected);
        }
    }

    #[test]
    fn the_middle_is_found_of_odd_even_and_no_values() {
        assert_eq!(median(vec![3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(vec![4.0, 1.0, 2.0, 3.0]), Some(2.5));
        assert_eq!(median(Vec::new()), None);
    }
}
