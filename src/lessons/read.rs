//! Reading a lesson, with all that is wrong with it told at once.

use std::fmt;

use super::{Lesson, Part, Point, Step, When};
use crate::batch::vignettes::{Experiment, Vignette};
use crate::simulation::{Action, Clock};

/// The longest that a text of a step may be, in sentences.
const SENTENCES: usize = 3;

/// All that is wrong with a lesson.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LessonFaults {
    /// The file.
    pub name: String,
    /// What is wrong, each in a sentence.
    pub faults: Vec<String>,
}

impl fmt::Display for LessonFaults {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for fault in &self.faults {
            writeln!(formatter, "{}: {fault}", self.name)?;
        }
        Ok(())
    }
}

impl std::error::Error for LessonFaults {}

/// Reads a lesson.
///
/// # Errors
/// The place of the first slip of syntax; or, where there is none, everything that is wrong with what it says.
pub fn read(name: &str, text: &str) -> Result<Lesson, LessonFaults> {
    let faulty = |faults| LessonFaults { name: name.into(), faults };
    let options = ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
    let lesson: Lesson = options.from_str(text).map_err(|error| faulty(vec![error.to_string()]))?;
    let faults = faults(&lesson);
    if faults.is_empty() { Ok(lesson) } else { Err(faulty(faults)) }
}

/// All that is wrong with what a lesson says.
fn faults(lesson: &Lesson) -> Vec<String> {
    let mut faults = Vec::new();
    for (what, text) in [("title", &lesson.title), ("idea", &lesson.idea), ("source", &lesson.source)] {
        if text.trim().is_empty() {
            faults.push(format!("the {what} is empty"));
        }
    }
    if lesson.parts.len() < 2 {
        faults.push("a lesson has at least two parts: the case, and a control".into());
    }
    if lesson.parts.iter().all(|part| part.never.is_none()) {
        faults.push("no part has a `never`: a control must make a difference".into());
    }
    let fitted = lesson.parts.iter().any(|part| part.mode.fits_itself());
    match lesson.top {
        None if fitted => faults.push("a map of threat or danger needs a `top` of its scale".into()),
        Some(_) if !fitted => {
            faults.push("no map of threat or danger is shown, so `top` means nothing".into())
        }
        Some(top) if !(0.01..=1.0).contains(&top) => {
            faults.push(format!("`top` is a share from 0.01 to 1, and {top} is not"));
        }
        _ => {}
    }
    let Some(vignette) = Vignette::find(&lesson.vignette) else {
        faults.push(format!("there is no vignette `{}`", lesson.vignette));
        return faults;
    };
    for (place, part) in lesson.parts.iter().enumerate() {
        let tell = |fault: String| format!("part {}: {fault}", place + 1);
        faults.extend(part_faults(part, vignette).into_iter().map(tell));
    }
    faults
}

fn part_faults(part: &Part, vignette: &Vignette) -> Vec<String> {
    let mut faults = Vec::new();
    faults.extend(text_fault("title", &part.title));
    faults.extend(text_fault("opening", &part.opening));
    faults.extend(text_fault("expect", &part.expect));
    if part.steps.is_empty() {
        faults.push("there are no steps".into());
    }
    let Some(arm) = vignette.arms.iter().find(|arm| arm.name == part.arm) else {
        let arms: Vec<&str> = vignette.arms.iter().map(|arm| arm.name).collect();
        faults.push(format!("{} has no arm `{}`: there are {}", vignette.id, part.arm, arms.join(", ")));
        return faults;
    };
    let scenario = match vignette.scenario(arm, &Experiment::default()) {
        Ok(scenario) => scenario,
        Err(fault) => {
            faults.push(fault);
            return faults;
        }
    };
    let unknown = |code: &str| {
        let known = scenario.states.iter().any(|state| state.id == code);
        (!known).then(|| format!("there is no state `{code}` in {}", vignette.id))
    };
    let clock = Clock { tick: 0, start: scenario.start, length: scenario.tick };
    faults.extend(unknown(&part.select));
    if let Some(never) = &part.never {
        faults.extend(never.names().filter_map(unknown));
        faults.extend(when_fault(never, &clock, vignette.ticks));
    }
    for (place, step) in part.steps.iter().enumerate() {
        let mut wrong = step_faults(step);
        wrong.extend(step.when.names().chain(pointed_at(&step.point)).filter_map(unknown));
        wrong.extend(when_fault(&step.when, &clock, vignette.ticks));
        faults.extend(wrong.into_iter().map(|fault| format!("step {}: {fault}", place + 1)));
    }
    faults
}

fn step_faults(step: &Step) -> Vec<String> {
    let mut faults = Vec::new();
    faults.extend(text_fault("watch", &step.watch));
    faults.extend(text_fault("text", &step.text));
    if let Some(ask) = &step.ask {
        faults.extend(text_fault("ask", ask));
        if !ask.trim_end().ends_with('?') {
            faults.push("`ask` is no question".into());
        }
    }
    let someone = matches!(step.when, When::Deed(_) | When::Nth(..) | When::Choice(_));
    let needs_someone =
        matches!(step.point, Point::Actor | Point::Partners | Point::Decision | Point::Region);
    if needs_someone && !someone {
        faults.push("it points at who acted, but waits for a date".into());
    }
    faults
}

/// Whether a condition can be met within the vignette's length, and names what there is.
fn when_fault(when: &When, clock: &Clock, length: u64) -> Option<String> {
    match when {
        When::Date(date) if clock.tick_at(*date) > length || *date <= clock.start => {
            let end = clock.date_of(length);
            Some(format!("{date} is not between {} and {end}, where the vignette ends", clock.start))
        }
        When::Nth(0, _) => Some("the first is number 1".into()),
        When::Choice(choice) if !Action::NAMES.contains(&choice.action.as_str()) => {
            Some(format!("there is no action `{}`: there are {}", choice.action, Action::NAMES.join(", ")))
        }
        _ => None,
    }
}

fn pointed_at(point: &Point) -> impl Iterator<Item = &str> {
    let [first, second] = match point {
        Point::State(state) => [Some(state), None],
        Point::Pair(first, second) => [Some(first), Some(second)],
        Point::Nothing | Point::Actor | Point::Partners | Point::Decision | Point::Region => [None, None],
    };
    first.into_iter().chain(second).map(String::as_str)
}

/// Empty, or too long to be read beside a map that runs.
fn text_fault(what: &str, text: &str) -> Option<String> {
    let text = text.trim();
    if text.is_empty() {
        return Some(format!("`{what}` is empty"));
    }
    let ends = text.match_indices(['.', '?', '!']).filter(|(at, _)| {
        let rest = &text[at + 1..];
        rest.is_empty() || rest.starts_with(' ')
    });
    let sentences = ends.count();
    (sentences > SENTENCES)
        .then(|| format!("`{what}` has {sentences} sentences, at most {SENTENCES} are read"))
}
