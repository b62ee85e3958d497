//! What came of long runs, as tables in Markdown.

use std::fmt::Write;

use super::course::{Acts, Course, Fate};
use crate::batch::vignettes::Estimate;
use crate::theory::parameters::Preset;

/// The courses under each preset, as three tables: fates and means; alignments of the weak and the strong;
/// coalitions against the strongest. Intervals are Wilson's at 95 %.
pub fn markdown(runs: &[(Preset, Vec<Course>)]) -> String {
    [fates(runs), alignments(runs), leaders(runs)].join("\n")
}

/// A table of these headings with a row for each preset.
fn table(headings: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut text = String::new();
    let mut line = |cells: &[String]| {
        writeln!(text, "| {} |", cells.join(" | ")).expect("text takes all that is written")
    };
    line(&headings.iter().map(|heading| (*heading).into()).collect::<Vec<_>>());
    line(&headings.iter().map(|_| "---".into()).collect::<Vec<_>>());
    rows.for_each(|row| line(&row));
    text
}

fn fates(runs: &[(Preset, Vec<Course>)]) -> String {
    let mut headings = vec!["preset"];
    headings.extend(Fate::ALL.map(Fate::name));
    headings.extend([
        "wars a century",
        "states alive at the end",
        "concentration",
        "states in alliances",
        "land turnover",
        "calls honoured",
    ]);
    let rows = runs.iter().map(|(preset, courses)| {
        let mean = |of: fn(&Course) -> f64| courses.iter().map(of).sum::<f64>() / courses.len().max(1) as f64;
        let mut row = vec![preset.name().to_owned()];
        row.extend(Fate::ALL.map(|fate| {
            part(courses.iter().filter(|course| course.fate() == fate).count() as u64, courses.len() as u64)
        }));
        row.push(format!("{:.1}", mean(Course::wars_a_century)));
        row.push(format!("{:.1}", mean(|course| f64::from(course.alive))));
        row.push(format!("{:.2}", mean(Course::concentration)));
        row.push(percent(mean(Course::allied_share)));
        row.push(percent(mean(Course::land_turnover)));
        let total = |place: usize| courses.iter().map(|course| u64::from(course.calls[place])).sum();
        row.push(part(total(1), total(0)));
        row
    });
    table(&headings, rows)
}

fn alignments(runs: &[(Preset, Vec<Course>)]) -> String {
    let headings = [
        "preset",
        "acts of balancing",
        "of bandwagoning",
        "bandwagoning among the acts of weak states",
        "of strong states",
        "seeds in which the weak bandwagoned more",
    ];
    let rows = runs.iter().map(|(preset, courses)| {
        let sum = |of: fn(&Course) -> Acts| {
            courses.iter().map(of).fold((0u64, 0u64), |(balancing, bandwagoning), acts| {
                (balancing + u64::from(acts.balancing), bandwagoning + u64::from(acts.bandwagoning))
            })
        };
        let (weak, strong) = (sum(|course| course.weak), sum(|course| course.strong));
        let all = weak.0 + weak.1 + strong.0 + strong.1;
        // Acts within one world hang together, so that worlds, not acts, are what is counted for the comparison.
        let compared: Vec<bool> = courses
            .iter()
            .filter_map(|course| Some(course.weak.bandwagon_share()? > course.strong.bandwagon_share()?))
            .collect();
        vec![
            preset.name().into(),
            share_of(weak.0 + strong.0, all),
            share_of(weak.1 + strong.1, all),
            share_of(weak.1, weak.0 + weak.1),
            share_of(strong.1, strong.0 + strong.1),
            part(compared.iter().filter(|more| **more).count() as u64, compared.len() as u64),
        ]
    });
    table(&headings, rows)
}

fn leaders(runs: &[(Preset, Vec<Course>)]) -> String {
    let headings = [
        "a year's chance of a new coalition against the strongest",
        "its share below 1/4",
        "1/4 to 1/3",
        "above 1/3",
    ];
    let rows = runs.iter().map(|(preset, courses)| {
        let cells = (0..3).map(|band| {
            let years = courses.iter().map(|course| course.leader_years[band]);
            let (of, countered, standing) = years.fold((0, 0, 0), |(of, countered, standing), years| {
                (
                    of + u64::from(years.of),
                    countered + u64::from(years.countered),
                    standing + u64::from(years.standing),
                )
            });
            match of {
                0 => "no such year".into(),
                _ => format!(
                    "{} of {of} years; one in force in {}",
                    part(countered, of),
                    share_of(standing, of)
                ),
            }
        });
        std::iter::once(preset.name().to_owned()).chain(cells).collect()
    });
    table(&headings, rows)
}

fn percent(share: f64) -> String {
    format!("{:.0} %", 100.0 * share)
}

/// A share without an interval; a dash of nothing.
fn share_of(found: u64, of: u64) -> String {
    if of == 0 { "-".into() } else { percent(found as f64 / of as f64) }
}

/// A share with its interval; a dash of nothing.
fn part(found: u64, of: u64) -> String {
    if of == 0 {
        return "-".into();
    }
    let share = Estimate::share(found as usize, of as usize);
    format!("{} ({:.0} to {:.0})", percent(share.value), 100.0 * share.low, 100.0 * share.high)
}
