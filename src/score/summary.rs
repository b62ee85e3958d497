//! The score for a person at a terminal.

use std::fmt::Write as _;

use super::marks::Marks;
use super::words::{difference, miss, number, of, percent, preset, protagonists, share, sign};
use super::{Score, Theory};
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
    let states: std::collections::BTreeSet<usize> = score.questions.asked.iter().map(|it| it.state).collect();
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
        of(marks.moved),
        of(marks.stayed),
    ]
}

fn marks(text: &mut String, score: &Score) {
    use Aligned::{Left, Right};
    let heading = ["", "right", "Brier score", "less staying's", "moved", "stayed"];
    let mut rows = vec![heading.map(String::from).to_vec()];
    for theory in &score.theories {
        rows.push(mark_row(preset(theory.preset), &theory.marks, false));
    }
    for it in &score.baselines {
        let staying = it.baseline == super::Baseline::Staying;
        rows.push(mark_row(it.baseline.name().into(), &it.marks, staying));
    }
    table(text, &[Left, Right, Right, Right, Right, Right], &rows);
    line(
        text,
        "  [95 % intervals by bootstrap over states] Brier score: 0 sure and right, 2 sure and wrong,",
    );
    line(
        text,
        "  0.67 for a guess at even chances. moved, stayed: right where a state had changed sides since",
    );
    line(text, "  the start, and where it had not.");
    line(text, "");
}

fn days(text: &mut String, score: &Score) {
    use Aligned::{Left, Right};
    let mut heading = vec!["right, and Brier score, by day".to_owned()];
    heading.extend(score.questions.counts.iter().map(|count| count.date.to_string()));
    let mut rows = vec![heading];
    let theories = score.theories.iter().map(|it| (preset(it.preset), &it.marks));
    let baselines = score.baselines.iter().map(|it| (it.baseline.name().to_owned(), &it.marks));
    for (name, marks) in theories.chain(baselines) {
        let cell = |day: &super::DayMarks| format!("{}  {:.2}", percent(day.right.share()), day.brier);
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
    line(
        text,
        &format!(
            "  Where each state stood, and in how many runs of {name} it stood there (! where most were wrong)"
        ),
    );
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
        &format!("  Misses of {name}, worst first: what brought it there, and what led to history's side,"),
    );
    line(
        text,
        "  each with its commonest form, its share of the runs that went wrong, and its worth over staying",
    );
    let worst = worst_first(score, theory);
    for it in worst.iter().take(LISTED) {
        let told = miss(score, theory, it);
        wrapped(text, 2, &format!("{}: {}", told.head, told.what));
        wrapped(text, 4, &format!("there  {}", told.came));
        wrapped(text, 4, &format!("else   {}", told.other));
    }
    if worst.len() > LISTED {
        line(text, &format!("  and {} more: --out writes all", worst.len() - LISTED));
    }
}

/// The misses of a theory, those first to which it gave history's side the least chance.
pub(super) fn worst_first<'a>(score: &Score, theory: &'a Theory) -> Vec<&'a super::Miss> {
    let mut misses: Vec<&super::Miss> = theory.misses.iter().collect();
    let chance = |it: &super::Miss| {
        theory.forecasts[it.question].chance_of(score.questions.asked[it.question].happened)
    };
    misses.sort_by(|a, b| chance(a).total_cmp(&chance(b)));
    misses
}
