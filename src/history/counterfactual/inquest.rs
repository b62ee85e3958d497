//! Inquest: how far each lever would have to be moved for a choice to fall otherwise.

use super::{Answer, Circumstances, Rehearsal};
use crate::simulation::{Action, Decision, Lever, Rules, Supposition};
use crate::theory::parameters::Parameters;

/// Into how many parts the way of a lever is divided.
const STEPS: usize = 24;

/// How often the last part before a change is halved: to a twenty-thousandth of the lever's way.
const HALVINGS: u32 = 10;

/// How strong power may be supposed to be, and how weak: as many times as it is.
const POWER: f32 = 4.0;

/// The least and the most that a lever is moved to.
pub fn lowest_and_highest(lever: Lever) -> (f32, f32) {
    match lever {
        Lever::Power(_) => (1.0 / POWER, POWER),
        Lever::Proximity { .. } | Lever::Help { .. } | Lever::Intent { .. } => (0.01, 0.99),
        Lever::Offense(_) => (0.0, 1.0),
        Lever::Revisionism(_) => (-1.0, 1.0),
    }
}

/// Where on its way a lever stands at this value, 0 to 1.
pub fn position(lever: Lever, value: f32) -> f32 {
    let (low, high) = lowest_and_highest(lever);
    let place = match lever {
        Lever::Power(_) => 0.5 + 0.5 * libm::log2f(value) / libm::log2f(POWER),
        _ => (value - low) / (high - low),
    };
    place.clamp(0.0, 1.0)
}

/// The value of a lever at a place on its way.
pub fn value_at(lever: Lever, position: f32) -> f32 {
    let (low, high) = lowest_and_highest(lever);
    match lever {
        Lever::Power(_) => libm::exp2f((2.0 * position - 1.0) * libm::log2f(POWER)),
        _ => low + position * (high - low),
    }
}

/// What would have been chosen with a lever here.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// Where on its way the lever stands, 0 to 1.
    pub position: f32,
    /// What was read of it as the state chose.
    pub reading: f32,
    /// The chance of each option.
    pub chances: Vec<(Action, f32)>,
    /// What was chosen; absent where there was nothing to choose.
    pub chosen: Option<Action>,
}

impl Sample {
    fn of(position: f32, answer: &Answer) -> Self {
        let options = answer.decision.iter().flat_map(|decision| &decision.options);
        Self {
            position,
            reading: answer.readings.first().copied().unwrap_or(f32::NAN),
            chances: options.map(|option| (option.action, option.chance)).collect(),
            chosen: answer.action(),
        }
    }
}

/// Where the choice falls otherwise, on one side of how things were.
#[derive(Debug, Clone, PartialEq)]
pub struct Threshold {
    /// The last place at which the choice was found to stay.
    pub kept: Sample,
    /// The first at which it was found to fall otherwise.
    pub flips: Sample,
}

/// What is known of one lever.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Which.
    pub lever: Lever,
    /// How it was.
    pub actual: Sample,
    /// What was tried, in order of position.
    pub samples: Vec<Sample>,
    /// Where the choice falls otherwise below and above how it was.
    pub thresholds: [Option<Threshold>; 2],
    /// Whether all has been tried.
    pub complete: bool,
}

impl Finding {
    /// The smallest change that was found to make the choice fall otherwise.
    pub fn nearest(&self) -> Option<&Threshold> {
        let far = |it: &&Threshold| (it.flips.position - self.actual.position).abs();
        self.thresholds.iter().flatten().min_by(|a, b| far(a).total_cmp(&far(b)))
    }
}

/// A search under way. Every step runs one tick of the model.
#[derive(Debug, Clone)]
pub struct Inquest {
    /// The record, with all options.
    pub decision: Decision,
    /// The facts of the moment.
    pub circumstances: Circumstances,
    /// What has been found so far, in the order of the levers.
    pub findings: Vec<Finding>,
    /// Places still to be tried of the lever at work, the nearest to how it was last.
    ahead: Vec<f32>,
    /// Halvings left, by side.
    halvings: [u32; 2],
}

impl Inquest {
    /// Begins with how things were; nothing if the choice is not found.
    pub fn open(rehearsal: &mut Rehearsal) -> Option<Self> {
        let decision = rehearsal.ask(&[], &[]).decision?;
        let circumstances = rehearsal.circumstances(&decision);
        let parameters = rehearsal.world.resource::<Rules>().parameters;
        let levers = levers(&decision, &circumstances, &parameters);
        let actual = rehearsal.ask(&[], &levers);
        let findings = levers.iter().zip(&actual.readings).map(|(lever, reading)| {
            let value = if matches!(lever, Lever::Power(_)) { 1.0 } else { *reading };
            let sample = Sample { reading: *reading, ..Sample::of(position(*lever, value), &actual) };
            Finding {
                lever: *lever,
                samples: vec![sample.clone()],
                actual: sample,
                thresholds: [None, None],
                complete: false,
            }
        });
        let findings = findings.collect();
        let mut inquest = Self { decision, circumstances, findings, ahead: Vec::new(), halvings: [0; 2] };
        inquest.plan();
        Some(inquest)
    }

    /// What would have been chosen with one lever at this place.
    pub fn suppose(rehearsal: &mut Rehearsal, lever: Lever, position: f32) -> (Sample, Option<Decision>) {
        let otherwise = Supposition { lever, value: value_at(lever, position) };
        let answer = rehearsal.ask(&[otherwise], &[lever]);
        (Sample::of(position, &answer), answer.decision)
    }

    /// Tries one thing more. False when there is nothing left to try.
    pub fn step(&mut self, rehearsal: &mut Rehearsal) -> bool {
        let Some(place) = self.findings.iter().position(|finding| !finding.complete) else { return false };
        let lever = self.findings[place].lever;
        if let Some(position) = self.ahead.pop() {
            let (sample, _) = Self::suppose(rehearsal, lever, position);
            let samples = &mut self.findings[place].samples;
            let at = samples.partition_point(|other| other.position < position);
            samples.insert(at, sample);
            if self.ahead.is_empty() {
                self.findings[place].bracket();
                self.halvings = [HALVINGS; 2];
            }
            return true;
        }
        for side in 0..2 {
            let Some(threshold) = self.findings[place].thresholds[side].clone() else { continue };
            if self.halvings[side] == 0 {
                continue;
            }
            self.halvings[side] -= 1;
            let middle = 0.5 * (threshold.kept.position + threshold.flips.position);
            let (sample, _) = Self::suppose(rehearsal, lever, middle);
            let was = self.findings[place].actual.chosen;
            let narrowed = if sample.chosen == was {
                Threshold { kept: sample, ..threshold }
            } else {
                Threshold { flips: sample, ..threshold }
            };
            self.findings[place].thresholds[side] = Some(narrowed);
            return true;
        }
        self.findings[place].complete = true;
        self.plan();
        self.findings.iter().any(|finding| !finding.complete)
    }

    /// Lays out the places to try of the next lever.
    fn plan(&mut self) {
        let Some(next) = self.findings.iter().find(|finding| !finding.complete) else { return };
        let here = next.actual.position;
        let grid = (0..=STEPS).map(|step| step as f32 / STEPS as f32);
        self.ahead = grid.filter(|place| (place - here).abs() > 1e-4).collect();
        self.ahead.sort_by(|a, b| (b - here).abs().total_cmp(&(a - here).abs()));
    }
}

impl Finding {
    /// Finds on each side, going away from how it was, the first place that was tried where the choice fell otherwise.
    fn bracket(&mut self) {
        let (was, here) = (self.actual.chosen, self.actual.position);
        let between = |pair: &[&Sample]| {
            (pair[0].chosen == was && pair[1].chosen != was)
                .then(|| Threshold { kept: pair[0].clone(), flips: pair[1].clone() })
        };
        let up: Vec<&Sample> = self.samples.iter().filter(|sample| sample.position >= here).collect();
        let down: Vec<&Sample> = self.samples.iter().rev().filter(|it| it.position <= here).collect();
        let first = |side: &[&Sample]| side.windows(2).find_map(between);
        self.thresholds = [first(&down), first(&up)];
    }
}

/// What is worth moving for a choice: the four factors of the power it is about, as far as they count in the theory in
/// force; what the state itself wants; and the help of the ally that mattered.
fn levers(decision: &Decision, circumstances: &Circumstances, parameters: &Parameters) -> Vec<Lever> {
    let state = decision.state;
    let mut levers = Vec::new();
    if let Some(about) = circumstances.about {
        let factors = [
            (parameters.factor_power, Lever::Power(about)),
            (parameters.factor_proximity, Lever::Proximity { from: about, to: state }),
            (parameters.factor_offense, Lever::Offense(about)),
            (parameters.factor_intent, Lever::Intent { of: state, about }),
        ];
        levers.extend(factors.into_iter().filter(|(counts, _)| *counts > 0.0).map(|(_, lever)| lever));
    }
    levers.push(Lever::Revisionism(state));
    let by_distance = parameters.factor_proximity > 0.0;
    if let (Some(ally), Some(against), true) = (circumstances.ally, circumstances.about, by_distance) {
        levers.push(Lever::Help { ally: ally.state, to: state, against });
    }
    levers
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::counterfactual::Question;
    use crate::history::{BranchId, History, Timeline, TimelinePlugin};
    use crate::scenario::{self, builtin::EUROPE_1936};
    use crate::simulation::{self, SimulationPlugin};
    use bevy_app::App;

    fn europe(seed: u64, ticks: u64) -> App {
        let scenario = scenario::read(EUROPE_1936.name, EUROPE_1936.text).expect("the setup is valid");
        let mut app = App::new();
        app.add_plugins((SimulationPlugin, TimelinePlugin));
        simulation::load(app.world_mut(), &scenario, seed);
        Timeline::begin(app.world_mut());
        (0..ticks).for_each(|_| Timeline::advance(app.world_mut()));
        app
    }

    fn rehearse(app: &App, decision: &Decision) -> Rehearsal {
        let way = app.world().resource::<Timeline>().way(BranchId(0), decision.tick - 1);
        Rehearsal::new(&way, Question::of(decision))
    }

    /// One decision of each kind of action, as they come.
    fn samples(history: &History) -> Vec<Decision> {
        let mut found: Vec<Decision> = Vec::new();
        for decision in &history.decisions {
            let same = |other: &Decision| {
                other.chosen.action.name() == decision.chosen.action.name() && other.motive == decision.motive
            };
            if !found.iter().any(same) {
                found.push(decision.clone());
            }
        }
        found
    }

    #[test]
    fn with_nothing_otherwise_every_decision_is_the_same() {
        let app = europe(3, 90);
        let history = app.world().resource::<History>();
        let decisions = samples(history);
        assert!(decisions.len() >= 8, "{} kinds of decision", decisions.len());
        for decision in &decisions {
            let mut rehearsal = rehearse(&app, decision);
            let answer = rehearsal.ask(&[], &[]).decision.expect("the choice was made");
            assert!(!answer.options.is_empty());
            let kept = if decision.options.is_empty() { Vec::new() } else { answer.options.clone() };
            assert_eq!(Decision { options: kept, ..answer }, *decision);
        }
    }

    #[test]
    fn a_lever_left_where_it_was_changes_nothing() {
        let app = europe(3, 60);
        for decision in samples(app.world().resource::<History>()) {
            let mut rehearsal = rehearse(&app, &decision);
            let inquest = Inquest::open(&mut rehearsal).expect("the choice was made");
            for finding in &inquest.findings {
                let here = finding.actual.position;
                // Where how it was lies beyond the lever's way, the nearest end is something else.
                if !(0.001..=0.999).contains(&here) {
                    continue;
                }
                let (sample, again) = Inquest::suppose(&mut rehearsal, finding.lever, here);
                assert!((sample.reading - finding.actual.reading).abs() < 2e-3, "{:?}", finding.lever);
                let again = again.expect("the choice was made");
                let change = (again.chosen.chance - decision.chosen.chance).abs();
                assert!(
                    again.chosen.action != decision.chosen.action || change < 0.05,
                    "{:?}",
                    finding.lever
                );
            }
        }
    }

    #[test]
    fn at_the_threshold_the_choice_falls_otherwise_and_just_before_it_does_not() {
        let app = europe(3, 60);
        let mut flips = 0;
        for decision in samples(app.world().resource::<History>()).iter().take(8) {
            let mut rehearsal = rehearse(&app, decision);
            let mut inquest = Inquest::open(&mut rehearsal).expect("the choice was made");
            while inquest.step(&mut rehearsal) {}
            assert!(inquest.findings.len() >= 5 || inquest.circumstances.about.is_none());
            for finding in &inquest.findings {
                assert!(finding.complete && finding.samples.len() >= STEPS);
                for threshold in finding.thresholds.iter().flatten() {
                    let Threshold { kept, flips: flip } = threshold;
                    let again = |at: &Sample, rehearsal: &mut Rehearsal| {
                        Inquest::suppose(rehearsal, finding.lever, at.position).0.chosen
                    };
                    if kept.position != finding.actual.position {
                        assert_eq!(again(kept, &mut rehearsal), Some(decision.chosen.action));
                    }
                    let otherwise = again(flip, &mut rehearsal);
                    assert_ne!(otherwise, Some(decision.chosen.action));
                    assert_eq!(otherwise, flip.chosen);
                    assert!((kept.position - flip.position).abs() < 1e-4, "{kept:?} {flip:?}");
                    flips += 1;
                }
            }
        }
        assert!(flips >= 8, "{flips} thresholds");
    }
}
