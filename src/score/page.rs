//! The score as a page to print, in Markdown.

use std::fmt::Write as _;

use super::marks::Marks;
use super::words::{difference, miss, number, of, percent, preset, protagonists, share, sign, stand};
use super::{Baseline, DayMarks, LOOKED_INTO, Score, Theory};
use crate::record::Camp;

/// A table of Markdown.
fn table(text: &mut String, rows: &[Vec<String>]) {
    for (place, row) in rows.iter().enumerate() {
        let cells: Vec<String> = row.iter().map(|cell| cell.replace('|', "\\|")).collect();
        let _ = writeln!(text, "| {} |", cells.join(" | "));
        if place == 0 {
            let _ = writeln!(text, "|{}", " --- |".repeat(row.len()));
        }
    }
    text.push('\n');
}

/// The whole page. `command` is what people type to have it.
pub fn page(score: &Score, command: &str) -> String {
    let mut text = format!("# {}: with whom each state stood\n\n", score.scenario.name);
    made_by(&mut text, score, command);
    text.push_str("## What was asked\n\n");
    asked(&mut text, score);
    text.push_str("## How often they were right\n\n");
    marks(&mut text, score);
    days(&mut text, score);
    for theory in &score.theories {
        let _ = writeln!(text, "## How often {} put each state where history did\n", preset(theory.preset));
        states(&mut text, score, theory);
    }
    for theory in &score.theories {
        let _ = writeln!(text, "## Misses of {}\n", preset(theory.preset));
        misses(&mut text, score, theory);
    }
    text.push_str("## How to read this\n\n");
    text.push_str(HOW_TO_READ);
    text.push_str("\n## What this is and is not\n\n");
    text.push_str(WHAT_THIS_IS);
    text
}

/// The part of it that stands beside that of other setups: what was asked, how often it was right, and where the setup's
/// own theory put each state.
pub fn chapter(score: &Score, command: &str) -> String {
    let mut text = format!("## {}\n\n", score.scenario.name);
    made_by(&mut text, score, command);
    asked(&mut text, score);
    marks(&mut text, score);
    days(&mut text, score);
    if let Some(own) = score.own() {
        let _ = writeln!(text, "How often {} put each state where history did:\n", preset(own.preset));
        states(&mut text, score, own);
    }
    text
}

fn made_by(text: &mut String, score: &Score, command: &str) {
    let (first, last) = (score.seeds.start, score.seeds.end.saturating_sub(1));
    let _ = writeln!(text, "`{command}`: {} runs of each theory, seeds {first} to {last}.\n", score.runs());
}

/// What the tables hold.
const HOW_TO_READ: &str = "A state stands with the camp on whose side it fights; else with neither if it has declared
itself neutral; else with the camp to which it is bound, or against which; else with that to which it leans. Records and
runs are read by this one rule. A state that loses all its land in a run counts as it stood when it fell. The answer of a
theory is the one that came up in most runs. Brier score: the squared differences between the three shares and what
happened, added up: 0 where it was sure and right, 2 where it was sure and wrong, 0.67 for a guess at even chances. Log
score: minus the logarithm of the share given to what happened, (k + 1) / (n + 3) for k of n runs; 1.10 for a guess.
Intervals (95 %) draw the states anew, each with all its days. \"Which side, of those that took one\" counts where
history's side was given a greater chance than the other, as studies of one war do, in which nobody stands aside.
";

/// What this is and what it is not.
const WHAT_THIS_IS: &str = "It is a test of what a theory makes of a situation as it stood on the setup's first day, with nothing told to it of what
came after. A state counts as where the theory put it if most runs did; the Brier score asks more, namely that chances be
right. It is no test of single persons' choices, nor of whether the setup's figures and judgements are right, which are
the same for all theories. Few states and few days make intervals wide, and days of one setup hang together by its wars,
which the intervals know for states alone: they are too narrow rather than too wide.

The defaults of the parameters were chosen on the vignettes and on Europe 1936 alone, so that its score is no evidence
for the theory. The other setups were kept aside; their scores are reported as they come out, and nothing was changed
after them. The days and protagonists were declared in the records before any run was looked at.
";

fn asked(text: &mut String, score: &Score) {
    text.push_str(
        "Of each state that is no protagonist and was sovereign on the day: with whom does it stand?\n\n",
    );
    let heading = [
        "day",
        "camp 1",
        "camp 2",
        "with 1",
        "with 2",
        "with neither",
        "elsewhere than at the start",
        "why then",
    ];
    let mut rows = vec![heading.map(String::from).to_vec()];
    for (place, count) in score.questions.counts.iter().enumerate() {
        let stood =
            |wanted| score.questions.on(place).filter(|(_, it)| it.happened == wanted).count().to_string();
        rows.push(vec![
            count.date.to_string(),
            protagonists(&score.scenario, count, Camp::First),
            protagonists(&score.scenario, count, Camp::Second),
            stood(Some(Camp::First)),
            stood(Some(Camp::Second)),
            stood(None),
            score.questions.on(place).filter(|(_, it)| it.moved()).count().to_string(),
            count.note.clone(),
        ]);
    }
    table(text, &rows);
}

/// The table of marks: theories first, then what they are held against.
fn marks(text: &mut String, score: &Score) {
    let heading = [
        "",
        "right",
        "Brier score",
        "Brier less staying's",
        "log score",
        "right of those that had moved",
        "right of those that had stayed",
        "which side, of those that took one",
    ];
    let mut rows = vec![heading.map(String::from).to_vec()];
    let mut row = |name: String, marks: &Marks, staying: bool| {
        rows.push(vec![
            name,
            format!("{}, {}", of(marks.right), share(&marks.share)),
            number(&marks.brier),
            if staying { "-".into() } else { difference(&marks.against_staying) },
            marks.log.map_or_else(|| "-".into(), |log| format!("{log:.2}")),
            of(marks.moved),
            of(marks.stayed),
            of(marks.sided),
        ]);
    };
    for theory in &score.theories {
        row(format!("**{}**", preset(theory.preset)), &theory.marks, false);
    }
    for it in &score.baselines {
        row(it.baseline.name().into(), &it.marks, it.baseline == Baseline::Staying);
    }
    table(text, &rows);
}

fn days(text: &mut String, score: &Score) {
    text.push_str("Share right and Brier score by day:\n\n");
    let mut heading = vec![String::new()];
    heading.extend(score.questions.counts.iter().map(|count| count.date.to_string()));
    let mut rows = vec![heading];
    let theories = score.theories.iter().map(|it| (format!("**{}**", preset(it.preset)), &it.marks));
    let baselines = score.baselines.iter().map(|it| (it.baseline.name().to_owned(), &it.marks));
    for (name, marks) in theories.chain(baselines) {
        let cell = |day: &DayMarks| format!("{}, {:.2}", percent(day.right.share()), day.brier);
        rows.push(std::iter::once(name).chain(marks.days.iter().map(cell)).collect());
    }
    table(text, &rows);
}

fn states(text: &mut String, score: &Score, theory: &Theory) {
    text.push_str("1 with the first camp, 2 with the second, · with neither; the share of runs that put it there; **bold** where most did not.\n\n");
    let mut heading = vec!["state".to_owned(), "at the start".into()];
    heading.extend(score.questions.counts.iter().map(|count| count.date.to_string()));
    let mut rows = vec![heading];
    for (state, setup) in score.scenario.states.iter().enumerate() {
        let Some(first) = score.questions.asked.iter().find(|it| it.state == state) else { continue };
        let mut row = vec![setup.name.clone(), sign(first.start).into()];
        for count in 0..score.questions.counts.len() {
            let asked = score.questions.on(count).find(|(_, it)| it.state == state);
            row.push(asked.map_or_else(String::new, |(place, question)| {
                let forecast = &theory.forecasts[place];
                let share = percent(forecast.chance_of(question.happened));
                let cell = format!("{} {share}", sign(question.happened));
                if forecast.answer == question.happened { cell } else { format!("**{cell}**") }
            }));
        }
        rows.push(row);
    }
    table(text, &rows);
}

fn misses(text: &mut String, score: &Score, theory: &Theory) {
    if theory.misses.is_empty() {
        text.push_str("None.\n\n");
        return;
    }
    let looked = score.runs().min(LOOKED_INTO);
    let _ = writeln!(
        text,
        "Looked into in the first {looked} runs; shares are of those among them that went wrong. Worth over staying as it \
         was is in points of a hundredth of utility, with the terms that weighed most.\n"
    );
    let heading = [
        "state",
        "day",
        "history",
        "most runs",
        "right in",
        "how it came there",
        "what led to history's side",
    ];
    let mut rows = vec![heading.map(String::from).to_vec()];
    for it in &theory.misses {
        let question = &score.questions.asked[it.question];
        let count = &score.questions.counts[question.count];
        let forecast = &theory.forecasts[it.question];
        let told = miss(score, theory, it);
        rows.push(vec![
            score.scenario.states[question.state].name.clone(),
            count.date.to_string(),
            stand(&score.scenario, count, question.happened),
            format!(
                "{}, {}",
                stand(&score.scenario, count, forecast.answer),
                percent(forecast.chance_of(forecast.answer))
            ),
            percent(forecast.chance_of(question.happened)),
            told.came,
            told.other,
        ]);
    }
    table(text, &rows);
}
