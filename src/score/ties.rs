//! Ties: which pairs of states formed a new alliance after a setup's start, which lost one, and who joined wars on which
//! side, against the shares of runs in which the model had it so.
//!
//! A tie is a defensive or offensive pact. Most ties of a year are those of the year before, so that who says that
//! nothing changes seems to know nearly all: pairs are therefore asked about by themselves, **new** ties among pairs that
//! have none at the start, **ended** ones among those that have. For each year of the record the question is what has
//! happened by its end, and the model's chance is the share of runs in which it has. A pair that had a tie for a while
//! counts from then on; so does one that was without for a while. Falls count: a tie is over when a partner is no more.
//!
//! | predictor | of new ties | of ended ties |
//! |---|---|---|
//! | model | share of runs | share of runs |
//! | nearness | distance and contiguity (`ties/baseline.rs`) | the same turned round, a ranking without chances |
//! | persistence | none will form | none will end |
//! | share at the start | all equally likely: the share of pairs with a tie at the start | - |
//! | share that happened | all equally likely, by the share that happened: looks at the outcome, the best that one number for all can do | the same |
//!
//! **Measures** (`ties/metrics.rs`): ROC area, average precision and Brier score, with intervals from drawing states again
//! (`ties/resample.rs`), and the model's lead over each other predictor on the same draws.
//!
//! **Wars**: whoever joins a war of the record after it broke out is asked for, at the end of that year of the run, as
//! sides are told everywhere ([`Standing::camp`](crate::record::Standing::camp)): around those who fought as it broke
//! out. The war need not have broken out in a run: who is bound to fight for one of them stands with it. Neither side is
//! an answer, and never right.

mod asked;
mod baseline;
mod metrics;
mod question;
mod report;
mod resample;
mod seen;
#[cfg(test)]
mod tests;

use jiff::civil::Date;

pub use self::metrics::Bin;
pub use self::question::Joiner;
pub use self::report::side_by_side;
pub use self::resample::Interval;

use self::asked::{Asked, Nearness};
use self::question::Question;
use self::seen::{Seen, camp_place};
use crate::batch::Ensemble;
use crate::batch::vignettes::Estimate;
use crate::record::{Camp, Record};
use crate::scenario::Scenario;

/// What is asked of pairs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// Of those without a tie at the start: whether they got one.
    Formed,
    /// Of those with one: whether they lost it.
    Ended,
}

/// Who predicts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Predictor {
    /// The simulation: the share of runs.
    Model,
    /// Distance and contiguity.
    Nearness,
    /// Nothing changes.
    Persistence,
    /// The share of pairs that have a tie at the start, for all.
    StartShare,
    /// The share that happened, for all: looks at the outcome.
    OwnShare,
}

impl Predictor {
    /// Name in outputs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Model => "model",
            Self::Nearness => "nearness",
            Self::Persistence => "persistence",
            Self::StartShare => "share at the start",
            Self::OwnShare => "share that happened",
        }
    }
}

/// How well one predictor did.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Performance {
    /// Who.
    pub predictor: Predictor,
    /// Area under the ROC curve, 0.5 for knowing nothing; none where all or none happened.
    pub auc: Option<Interval>,
    /// Average precision, the share that happened for knowing nothing; none where none happened.
    pub precision: Option<Interval>,
    /// Brier score, 0 is perfect; none for a ranking without chances.
    pub brier: Option<Interval>,
    /// The model's ROC area less this one's.
    pub auc_lead: Option<Interval>,
    /// The model's average precision less this one's.
    pub precision_lead: Option<Interval>,
    /// This one's Brier score less the model's.
    pub brier_lead: Option<Interval>,
}

/// What is to be said about one change by the end of one year.
#[derive(Debug, Clone, PartialEq)]
pub struct Horizon {
    /// What was asked.
    pub change: Change,
    /// By the end of which year.
    pub year: i16,
    /// How many pairs it could have happened to.
    pub at_risk: usize,
    /// To how many it did.
    pub happened: usize,
    /// Among these, by the fall of one of the two.
    pub fell: usize,
    /// All who predict, the model first.
    pub performances: Vec<Performance>,
    /// How often what the model gave a chance happened.
    pub calibration: Vec<Bin>,
}

/// A state as it is named in outputs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// Id in the scenario.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Correlates of War number.
    pub cow: Option<u16>,
}

/// One pair at the end of the record.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// The two, the lower Correlates of War number first, those without one last, by id.
    pub states: [Name; 2],
    /// What was asked of it.
    pub change: Change,
    /// By the end of which year it happened, if it did.
    pub happened: Option<i16>,
    /// Share of runs in which it had happened by the end of the last year, 0 to 1.
    pub chance: f64,
    /// The chance that nearness gives it; none for ends.
    pub nearness: Option<f64>,
}

/// A state that joined a war, and where runs had it stand at the end of that year.
#[derive(Debug, Clone, PartialEq)]
pub struct Joined {
    /// Which war and which side.
    pub joiner: Joiner,
    /// Who.
    pub state: Name,
    /// Share of runs in which it stood with the attackers, with the defenders, and with neither.
    pub chances: [f64; 3],
}

impl Joined {
    /// Where most runs had it: no answer where two are even.
    pub fn predicted(&self) -> Option<Option<Camp>> {
        let camps = [Some(Camp::First), Some(Camp::Second), None];
        let chance = |camp: &Option<Camp>| self.chances[camp_place(*camp)];
        let best = camps.into_iter().max_by(|a, b| chance(a).total_cmp(&chance(b)))?;
        let even = camps.iter().filter(|camp| chance(camp) == chance(&best)).count() > 1;
        (!even).then_some(best)
    }

    /// Whether most runs had it on the side that it took.
    pub fn is_right(&self) -> bool {
        self.predicted() == Some(Some(self.joiner.camp))
    }

    /// Whether, of the runs in which it took a side, more took the right one; none where no run did, or both even.
    pub fn leans_right(&self) -> Option<bool> {
        let [own, other] =
            [self.joiner.camp, self.joiner.camp.other()].map(|it| self.chances[camp_place(Some(it))]);
        (own != other).then_some(own > other)
    }
}

/// How to score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// How many runs, 1 or more.
    pub seeds: u64,
    /// The first seed.
    pub first: u64,
    /// How many threads run them; the score is the same on any number.
    pub threads: usize,
    /// The last year of the record that counts; all of it if not given.
    pub until: Option<Date>,
}

/// The score of ties.
#[derive(Debug, Clone, PartialEq)]
pub struct TieScore {
    /// The setup's title.
    pub setup: String,
    /// When it begins.
    pub start: Date,
    /// Number of runs.
    pub runs: u64,
    /// The seed of the first; those that follow have the next.
    pub first: u64,
    /// Number of states.
    pub states: usize,
    /// By change, then by year.
    pub horizons: Vec<Horizon>,
    /// Every pair, those without a tie at the start first.
    pub pairs: Vec<Pair>,
    /// Those who joined wars, in order of date.
    pub joined: Vec<Joined>,
}

impl TieScore {
    /// Runs a setup with many seeds and holds the runs against its record; calls `done` after each.
    pub fn of(scenario: &Scenario, record: &Record, plan: &Plan, done: impl Fn() + Sync) -> Self {
        let question = Question::of(scenario, record, plan.until);
        let seeds = plan.first..plan.first.saturating_add(plan.seeds);
        let seen = Seen::of(&Ensemble { scenario, seeds, threads: plan.threads }, &question, done);
        Self::from(scenario, plan, &question, &seen)
    }

    fn from(scenario: &Scenario, plan: &Plan, question: &Question, seen: &Seen) -> Self {
        let nearness = Nearness::of(scenario, question);
        let draws = resample::Draws::of(scenario.states.len());
        let horizons = [Change::Formed, Change::Ended].into_iter().flat_map(|change| {
            let asked = Asked::of(change, question, seen, &nearness);
            let draws = &draws;
            (0..question.years.len()).map(move |year| asked.horizon(question.years[year], year, draws))
        });
        Self {
            setup: scenario.name.clone(),
            start: scenario.start,
            runs: seen.runs,
            first: plan.first,
            states: scenario.states.len(),
            horizons: horizons.collect(),
            pairs: pairs_told(scenario, question, seen, &nearness),
            joined: joined(scenario, question, seen),
        }
    }

    /// How it stood at the end of the record.
    pub fn last(&self, change: Change) -> Option<&Horizon> {
        self.horizons.iter().rfind(|horizon| horizon.change == change)
    }

    /// The share of those who joined wars whom most runs had on the side that they took, with Wilson's interval; none
    /// where nobody joined. Joiners of one war are no independent cases.
    pub fn sides_right(&self) -> Option<Estimate> {
        let right = self.joined.iter().filter(|it| it.is_right()).count();
        (!self.joined.is_empty()).then(|| Estimate::share(right, self.joined.len()))
    }

    /// The same where runs in which they took no side are left out, among those of whom they say anything.
    pub fn leanings_right(&self) -> Option<Estimate> {
        let leanings: Vec<bool> = self.joined.iter().filter_map(Joined::leans_right).collect();
        let right = leanings.iter().filter(|right| **right).count();
        (!leanings.is_empty()).then(|| Estimate::share(right, leanings.len()))
    }
}

fn name_of(scenario: &Scenario, place: usize) -> Name {
    let state = &scenario.states[place];
    Name { id: state.id.clone(), name: state.name.clone(), cow: state.cow }
}

/// Every pair as it ended, in the order of dyad data.
fn pairs_told(scenario: &Scenario, question: &Question, seen: &Seen, nearness: &Nearness) -> Vec<Pair> {
    let mut told = Vec::new();
    for change in [Change::Formed, Change::Ended] {
        let asked = Asked::of(change, question, seen, nearness);
        let chances = question.years.len().checked_sub(1).map(|last| asked.model(last)).unwrap_or_default();
        let key = |name: &Name| (name.cow.is_none(), name.cow, name.id.clone());
        let mut of_change: Vec<Pair> = asked
            .pairs
            .iter()
            .zip(asked.firsts)
            .zip(chances)
            .map(|((pair, first), chance)| {
                let mut states = pair.map(|place| name_of(scenario, place));
                states.sort_by_key(key);
                let happened = first.map(|first| question.years[first]);
                let nearness = (change == Change::Formed).then(|| nearness.chance(*pair));
                Pair { states, change, happened, chance, nearness }
            })
            .collect();
        of_change.sort_by_cached_key(|pair| (key(&pair.states[0]), key(&pair.states[1])));
        told.extend(of_change);
    }
    told
}

fn joined(scenario: &Scenario, question: &Question, seen: &Seen) -> Vec<Joined> {
    let tell = |(joiner, counts): (&Joiner, &[u64; 3])| Joined {
        joiner: joiner.clone(),
        state: name_of(scenario, joiner.state),
        chances: counts.map(|count| count as f64 / seen.runs.max(1) as f64),
    };
    question.joiners.iter().zip(&seen.stands).map(tell).collect()
}
