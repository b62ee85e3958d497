//! The score for a person at a terminal.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::marks::Marks;
use super::words::{difference, miss, number, of, percent, preset, protagonists, share, sign};
use super::{Baseline, Compared, DayMarks, Miss, Score, Theory};
use crate::record::Camp;

/// How many misses are listed.
const LISTED: usize = 12;

/// The widest that lines should be.
const WIDTH: usize = 100;

/// Which way a column's cells are moved.
#[derive(Clone, Copy, PartialEq)]
enum Aligned {
    Left,
    Right,
}

/// Rows as a table with a heading, each column as wide as it must be.
fn table(text: &mut String, columns: &[Aligned], rows: &[Vec<String>]) {
    let wide = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns.len()).map(wide).collect();
    for row in rows {
        let mut line = String::from(" ");
        for ((cell, width), aligned) in row.iter().zip(&widths).zip(columns) {
            let room = width - cell.chars().count();
            let (before, after) = if *aligned == Aligned::Left { (0, room) } else { (room, 0) };
            let _ = write!(line, " {:before$}{cell}{:after$} ", "", "");
        }
        let _ = writeln!(text, "{}", line.trim_end());
    }
}

/// The whole report.
pub fn summary(score: &Score) -> String {
    let mut text = String::new();
    opening(&mut text, score);
    marks(&mut text, score);
    days(&mut text, score);
    if let Some(own) = score.own() {
        states(&mut text, score, own);
        misses(&mut text, score, own);
    }
    text
}

fn line(text: &mut String, words: &str) {
    text.push_str(words);
    text.push('\n');
}

fn opening(text: &mut String, score: &Score) {
    let states: BTreeSet<usize> = score.questions.asked.iter().map(|it| it.state).collect();
    let (runs, days) = (score.runs(), score.questions.counts.len());
    line(
        text,
        &format!(
            "{}: with whom each state stood, in history and in {runs} runs of each theory",
            score.scenario.name
        ),
    );
    line(
        text,
        &format!(
            "  seeds {} to {}; {} questions: {} states on {days} {}; with camp 1, with camp 2, with neither (·)",
            score.seeds.start,
            score.seeds.end.saturating_sub(1),
            score.questions.asked.len(),
            states.len(),
            if days == 1 { "day" } else { "days" }
        ),
    );
    line(text, "");
    let mut rows = vec![["day", "camp 1", "camp 2", "1", "2", "·", "moved"].map(String::from).to_vec()];
    for (place, count) in score.questions.counts.iter().enumerate() {
        let stood =
            |wanted| score.questions.on(place).filter(|(_, it)| it.happened == wanted).count().to_string();
        let moved = score.questions.on(place).filter(|(_, it)| it.moved()).count();
        let camp = |camp| protagonists(&score.scenario, count, camp);
        rows.push(vec![
            count.date.to_string(),
            camp(Camp::First),
            camp(Camp::Second),
            stood(Some(Camp::First)),
            stood(Some(Camp::Second)),
            stood(None),
            moved.to_string(),
        ]);
    }
    use Aligned::{Left, Right};
    table(text, &[Left, Left, Left, Right, Right, Right, Right], &rows);
    line(text, "");
}

/// The row of one set of forecasts.
fn mark_row(name: String, marks: &Marks, staying: bool) -> Vec<String> {
    vec![
        name,
        share(&marks.share),
        number(&marks.brier),
        if staying { "-".into() } else { difference(&marks.against_staying) },
    ]
}

/// All forecasts by name, theories first.
fn all(score: &Score) -> impl Iterator<Item = (String, &Marks, bool)> {
    let theories = score.theories.iter().map(|it| (preset(it.preset), &it.marks, false));
    let staying = |it: &Compared| it.baseline == Baseline::Staying;
    theories.chain(score.baselines.iter().map(move |it| (it.baseline.name().into(), &it.marks, staying(it))))
}

fn marks(text: &mut String, score: &Score) {
    use Aligned::{Left, Right};
    let mut rows = vec![["", "right", "Brier score", "less staying's"].map(String::from).to_vec()];
    rows.extend(all(score).map(|(name, marks, staying)| mark_row(name, marks, staying)));
    table(text, &[Left, Right, Right, Right], &rows);
    line(
        text,
        "  [95 % intervals by bootstrap over states] Brier score: 0 sure and right, 2 sure and wrong, 0.67 for",
    );
    line(text, "  a guess at even chances; less staying's: below 0 is better than to say that nobody moves");
    line(text, "");
    let heading = ["right of those that", "had moved", "had stayed", "took a side: which"];
    let mut rows = vec![heading.map(String::from).to_vec()];
    rows.extend(
        all(score).map(|(name, marks, _)| vec![name, of(marks.moved), of(marks.stayed), of(marks.sided)]),
    );
    table(text, &[Left, Right, Right, Right], &rows);
    line(text, "  moved since the start; which: history's side was given a greater chance than the other");
    line(text, "");
}

fn days(text: &mut String, score: &Score) {
    use Aligned::{Left, Right};
    let mut heading = vec!["right, Brier score".to_owned()];
    heading.extend(score.questions.counts.iter().map(|count| count.date.to_string()));
    let mut rows = vec![heading];
    for (name, marks, _) in all(score) {
        let cell = |day: &DayMarks| format!("{}  {:.2}", percent(day.right.share()), day.brier);
        rows.push(std::iter::once(name).chain(marks.days.iter().map(cell)).collect());
    }
    let columns: Vec<Aligned> = (0..rows[0].len()).map(|at| if at == 0 { Left } else { Right }).collect();
    table(text, &columns, &rows);
    line(text, "");
}

/// How often a theory put each state where history did.
fn states(text: &mut String, score: &Score, theory: &Theory) {
    use Aligned::{Left, Right};
    let name = preset(theory.preset);
    line(text, &format!("  Where each state stood, and in how many runs of {name} it did"));
    line(text, "  (1 with camp 1, 2 with camp 2, · with neither; ! where most runs were wrong)");
    let mut heading = vec![String::new()];
    heading.extend(score.questions.counts.iter().map(|count| count.date.to_string()));
    let mut rows = vec![heading];
    for (state, setup) in score.scenario.states.iter().enumerate() {
        let mut row = vec![setup.name.clone()];
        for count in 0..score.questions.counts.len() {
            let asked = score.questions.on(count).find(|(_, it)| it.state == state);
            row.push(asked.map_or_else(String::new, |(place, question)| {
                let forecast = &theory.forecasts[place];
                let wrong = if forecast.answer == question.happened { ' ' } else { '!' };
                format!(
                    "{} {:>5}{wrong}",
                    sign(question.happened),
                    percent(forecast.chance_of(question.happened))
                )
            }));
        }
        if row[1..].iter().any(|cell| !cell.is_empty()) {
            rows.push(row);
        }
    }
    let columns: Vec<Aligned> = (0..rows[0].len()).map(|at| if at == 0 { Left } else { Right }).collect();
    table(text, &columns, &rows);
    line(text, "");
}

/// Words in lines of no more than [`WIDTH`], those after the first further in.
fn wrapped(text: &mut String, indent: usize, words: &str) {
    let mut current = " ".repeat(indent);
    let mut empty = true;
    for word in words.split(' ') {
        if !empty && current.chars().count() + 1 + word.chars().count() > WIDTH {
            line(text, &current);
            current = " ".repeat(indent + 2);
            empty = true;
        }
        if !empty {
            current.push(' ');
        }
        current.push_str(word);
        empty = false;
    }
    line(text, &current);
}

fn misses(text: &mut String, score: &Score, theory: &Theory) {
    let name = preset(theory.preset);
    if theory.misses.is_empty() {
        return line(text, &format!("  {name} put every state where history did"));
    }
    line(
        text,
        &format!("  Misses of {name}, each state on its worst day: what brought it there, and what would"),
    );
    line(
        text,
        "  have led to history's side, each in its commonest form, with its share of the runs that went wrong,",
    );
    line(
        text,
        "  its worth over staying as it was in points of a hundredth of utility, and what weighed most in that",
    );
    let worst = worst_first(score, theory);
    for (it, others) in worst.iter().take(LISTED) {
        let told = miss(score, theory, it);
        let days: Vec<String> = others.iter().map(|it| day_of(score, it)).collect();
        let also = if days.is_empty() { String::new() } else { format!(" (and {})", days.join(", ")) };
        line(text, "");
        wrapped(text, 2, &format!("{}{also}: {}", told.head, told.what));
        wrapped(text, 4, &format!("there: {}", told.came));
        wrapped(text, 4, &format!("else:  {}", told.other));
    }
    if worst.len() > LISTED {
        line(text, "");
        line(text, &format!("  and {} more states: --out writes all", worst.len() - LISTED));
    }
}

fn day_of(score: &Score, miss: &Miss) -> String {
    score.questions.counts[score.questions.asked[miss.question].count].date.to_string()
}

/// The misses of a theory by state, each state's worst first and with its others by day, and those states first to whose
/// worst it gave the least chance.
fn worst_first<'a>(score: &Score, theory: &'a Theory) -> Vec<(&'a Miss, Vec<&'a Miss>)> {
    let question = |it: &Miss| &score.questions.asked[it.question];
    let chance = |it: &Miss| theory.forecasts[it.question].chance_of(question(it).happened);
    let mut by_state: BTreeMap<usize, Vec<&'a Miss>> = BTreeMap::new();
    theory.misses.iter().for_each(|it| by_state.entry(question(it).state).or_default().push(it));
    let split = |all: Vec<&'a Miss>| {
        let worst = *all.iter().min_by(|a, b| chance(a).total_cmp(&chance(b)))?;
        let others: Vec<&'a Miss> = all.into_iter().filter(|it| it.question != worst.question).collect();
        Some((worst, others))
    };
    let mut worst: Vec<(&Miss, Vec<&Miss>)> = by_state.into_values().filter_map(split).collect();
    worst.sort_by(|a, b| chance(a.0).total_cmp(&chance(b.0)));
    worst
}
