//! Baselines: forecasts that know of no theory of choice, or of an older one, on the same questions.

use super::landscape::{Landscape, Ties};
use super::marks::Forecast;
use super::questions::{Question, Questions, STANDS, Stand, place_of};
use crate::record::{Camp, Count};
use crate::scenario::{Scenario, StateSetup};

/// A forecast to hold theories against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Baseline {
    /// Each state stands where it stood at the setup's start.
    Staying,
    /// Each state stands where most of those that are asked stood at the start.
    Majority,
    /// Each state stands against the protagonist of the greatest capability over distance: `max c_p / km(i, p)`, with
    /// `c` the mean of the shares in population, industry and military and `km` between capitals. Capability over
    /// distance as all there is to threat; nobody stands aside.
    Opposing,
    /// The bloc of the landscape of least energy, of those with the two camps' protagonists apart ([`Landscape`]); neither
    /// where it would change nothing by going over.
    Blocs,
    /// The same with the pacts of the start as ties.
    BlocsByPacts,
    /// The most frequent answer of each day, which nobody can know before: a bound for whoever gives all the same.
    Hindsight,
}

impl Baseline {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Staying, Self::Majority, Self::Opposing, Self::Blocs, Self::BlocsByPacts, Self::Hindsight];

    /// Name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Staying => "stays as at the start",
            Self::Majority => "as most at the start",
            Self::Opposing => "opposes power over distance",
            Self::Blocs => "landscape of blocs",
            Self::BlocsByPacts => "landscape with pacts",
            Self::Hindsight => "as most did (in hindsight)",
        }
    }

    /// Name in data.
    pub fn id(self) -> &'static str {
        match self {
            Self::Staying => "staying",
            Self::Majority => "majority-at-start",
            Self::Opposing => "opposing-capability-over-distance",
            Self::Blocs => "landscape",
            Self::BlocsByPacts => "landscape-with-pacts",
            Self::Hindsight => "majority-in-hindsight",
        }
    }

    /// Its forecasts, one a question.
    pub fn forecasts(self, scenario: &Scenario, questions: &Questions) -> Vec<Forecast> {
        let per_day = |answer: &dyn Fn(&Question) -> Stand| -> Vec<Stand> {
            (0..questions.counts.len())
                .map(|count| most(questions.on(count).map(|(_, it)| answer(it))))
                .collect()
        };
        let landscape = |ties| -> Vec<Forecast> {
            let landscape = Landscape::of(scenario, ties);
            let days = questions.counts.iter().map(|count| {
                let camp = |state: &StateSetup| count.protagonist(&state.id).map(|camp| camp == Camp::First);
                let fixed: Vec<Option<bool>> = scenario.states.iter().map(camp).collect();
                landscape.least(&fixed, &[sides_at_start(scenario, count)])
            });
            let days: Vec<Vec<bool>> = days.collect();
            let read = |question: &Question| {
                let split = &days[question.count];
                let bloc = if split[question.state] { Camp::First } else { Camp::Second };
                (!landscape.is_indifferent(split, question.state)).then_some(bloc)
            };
            questions.asked.iter().map(|question| Forecast::sure(read(question))).collect()
        };
        let by_day = |answers: Vec<Stand>| -> Vec<Forecast> {
            questions.asked.iter().map(|question| Forecast::sure(answers[question.count])).collect()
        };
        match self {
            Self::Staying => questions.asked.iter().map(|question| Forecast::sure(question.start)).collect(),
            Self::Majority => by_day(per_day(&|question| question.start)),
            Self::Hindsight => by_day(per_day(&|question| question.happened)),
            Self::Opposing => {
                let sizes = capabilities(scenario);
                let oppose = |question: &Question| {
                    opposed(scenario, &sizes, question.state, &questions.counts[question.count])
                };
                questions.asked.iter().map(|question| Forecast::sure(oppose(question))).collect()
            }
            Self::Blocs => landscape(Ties::None),
            Self::BlocsByPacts => landscape(Ties::Pacts),
        }
    }
}

/// The most frequent answer; of equals, neither camp before the first before the second.
fn most(answers: impl Iterator<Item = Stand>) -> Stand {
    let mut counts = [0u32; 3];
    answers.for_each(|answer| counts[place_of(answer)] += 1);
    let most = counts.iter().copied().max().unwrap_or(0);
    if counts[place_of(None)] == most {
        return None;
    }
    STANDS.into_iter().find(|stand| counts[place_of(*stand)] == most).flatten()
}

/// Each state's mean share in population, industry and military, as the Composite Index of National Capability
/// averages its six (Singer 1972).
pub fn capabilities(scenario: &Scenario) -> Vec<f64> {
    let total = |of: fn(&StateSetup) -> f64| scenario.states.iter().map(of).sum::<f64>();
    let totals = [total(|it| it.population), total(|it| it.industry), total(|it| it.military)];
    let mean = |state: &StateSetup| {
        let own = [state.population, state.industry, state.military];
        let shares = own.iter().zip(totals).map(|(own, total)| if total > 0.0 { own / total } else { 0.0 });
        shares.sum::<f64>() / 3.0
    };
    scenario.states.iter().map(mean).collect()
}

/// The camp across from the protagonist of the greatest capability over distance.
fn opposed(scenario: &Scenario, sizes: &[f64], state: usize, count: &Count) -> Stand {
    let from = scenario.states[state].capital;
    let mut greatest: Option<(f64, Camp)> = None;
    for (place, other) in scenario.states.iter().enumerate() {
        let Some(camp) = count.protagonist(&other.id) else { continue };
        let looms = sizes[place] / from.distance_km(other.capital).max(1.0);
        if greatest.is_none_or(|(most, _)| looms > most) {
            greatest = Some((looms, camp));
        }
    }
    greatest.map(|(_, camp)| camp.other())
}

/// The split in which those who stand with the first camp at the start are together, and all others.
fn sides_at_start(scenario: &Scenario, count: &Count) -> Vec<bool> {
    let start = crate::record::Standing::at_start(scenario);
    scenario.states.iter().map(|state| start.camp(&state.id, count) == Some(Camp::First)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Record;
    use crate::scenario::{self, builtin::EUROPE_1936};

    fn asked() -> (Scenario, Questions) {
        let scenario = scenario::read(EUROPE_1936.name, EUROPE_1936.text).expect("the setup is valid");
        let text = r#"[
            (date: "1939-09-30", what: Sides(first: ["GMY"], second: ["FRN", "UKG"]), source: "-"),
        ]"#;
        let record = Record::read("test.record.ron", text, &scenario).unwrap_or_else(|it| panic!("{it}"));
        let questions = Questions::of(&scenario, &record);
        (scenario, questions)
    }

    fn answer(baseline: Baseline, id: &str) -> Stand {
        let (scenario, questions) = asked();
        let forecasts = baseline.forecasts(&scenario, &questions);
        let place =
            questions.asked.iter().position(|it| scenario.states[it.state].id == id).expect("it is asked");
        forecasts[place].answer
    }

    #[test]
    fn everybody_but_protagonists_is_asked_and_staying_is_right_where_nothing_happened() {
        let (scenario, questions) = asked();
        assert_eq!(questions.asked.len(), scenario.states.len() - 3);
        assert!(questions.asked.iter().all(|question| question.happened == question.start));
        assert_eq!(answer(Baseline::Staying, "POL"), Some(Camp::Second));
        assert_eq!(answer(Baseline::Majority, "POL"), None);
        assert_eq!(answer(Baseline::Hindsight, "POL"), None);
    }

    #[test]
    fn who_is_near_a_great_power_opposes_it() {
        assert_eq!(answer(Baseline::Opposing, "CZE"), Some(Camp::Second));
        assert_eq!(answer(Baseline::Opposing, "IRE"), Some(Camp::First));
    }

    #[test]
    fn shares_of_capability_sum_to_one() {
        let (scenario, _) = asked();
        assert!((capabilities(&scenario).iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn of_equals_neither_comes_first() {
        let (first, second) = (Some(Camp::First), Some(Camp::Second));
        assert_eq!(most([first, second, None].into_iter()), None);
        assert_eq!(most([second, first].into_iter()), first);
        assert_eq!(most([second, first, second].into_iter()), second);
    }

    #[test]
    fn blocs_are_read_off_their_protagonists() {
        // It believes in Germany's hostile intent, and in nobody's else.
        assert_eq!(answer(Baseline::Blocs, "CZE"), Some(Camp::Second));
        // It shares Germany's movement.
        assert_eq!(answer(Baseline::Blocs, "ITA"), Some(Camp::First));
        // It has neither friend nor foe.
        assert_eq!(answer(Baseline::Blocs, "IRE"), None);
    }
}
