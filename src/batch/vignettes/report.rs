//! The table of findings, for a terminal, for a page and for a spreadsheet.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

use crate::files::replace;

use super::{Estimate, Finding, Reading, Target};

/// `pass` or `FAIL`.
fn verdict(passes: bool) -> &'static str {
    if passes { "pass" } else { "FAIL" }
}

/// A share as a percentage, or a difference in hundredths with its sign.
fn number(value: f64, reading: Reading) -> String {
    match reading {
        Reading::Happened(_) => format!("{:.0} %", 100.0 * value),
        // Adding nought makes a negative nought a plain one.
        Reading::Difference(_) => format!("{:+.2}", (100.0 * value).round() / 100.0 + 0.0),
    }
}

fn interval(estimate: &Estimate, reading: Reading) -> String {
    format!("{} to {}", number(estimate.low, reading), number(estimate.high, reading))
}

/// What a number must be, in words.
fn must_be(target: Target, reading: Reading) -> String {
    let (low, high) = (number(target.low, reading), number(target.high, reading));
    let least = if matches!(reading, Reading::Happened(_)) { 0.0 } else { -1.0 };
    match (target.low > least, target.high < 1.0) {
        (true, true) => format!("{low} to {high}"),
        (true, false) => format!("{low} or more"),
        (false, true) => format!("{high} or less"),
        (false, false) => "anything".into(),
    }
}

/// The findings of each vignette, in order.
fn by_vignette(findings: &[Finding]) -> impl Iterator<Item = &[Finding]> {
    findings.chunk_by(|a, b| a.vignette.id == b.vignette.id)
}

/// A table of findings in Markdown, one row a measure.
pub fn markdown(findings: &[Finding]) -> String {
    let mut text = String::new();
    let mut row = |cells: &[String]| {
        writeln!(text, "| {} |", cells.join(" | ")).expect("text takes all that is written");
    };
    let headings = [
        "",
        "idea",
        "expected",
        "happened",
        "95 % interval",
        "must be",
        "control",
        "happened there",
        "95 % interval",
        "must be",
        "verdict",
    ];
    row(&headings.map(String::from));
    row(&headings.map(|_| "---".into()));
    for findings in by_vignette(findings) {
        for (place, finding) in findings.iter().enumerate() {
            let (measure, reading) = (finding.measure, finding.measure.reading);
            let first = place == 0;
            row(&[
                if first { finding.vignette.id.into() } else { String::new() },
                if first { finding.vignette.idea.into() } else { String::new() },
                measure.expected.into(),
                number(finding.effect.value, reading),
                interval(&finding.effect, reading),
                must_be(measure.target, reading),
                measure.control.cause.into(),
                number(finding.control.value, reading),
                interval(&finding.control, reading),
                must_be(measure.control.target, reading),
                verdict(finding.passes()).into(),
            ]);
        }
    }
    text
}

/// A table of findings for a terminal: two lines a measure, the numbers in front.
pub fn aligned(findings: &[Finding]) -> String {
    let mut text = String::new();
    let mut line = |words: std::fmt::Arguments| {
        writeln!(text, "{words}").expect("text takes all that is written");
    };
    line(format_args!("{:>7}  {:<14}  {:<14}  {:<7}  what happened", "in", "95 % interval", "must be", ""));
    for findings in by_vignette(findings) {
        let vignette = findings[0].vignette;
        line(format_args!(
            "{} {}: {}",
            vignette.id,
            vignette.idea,
            verdict(findings.iter().all(Finding::passes))
        ));
        for finding in findings {
            let (measure, reading) = (finding.measure, finding.measure.reading);
            let mut entry = |estimate: &Estimate, target: Target, words: &str| {
                line(format_args!(
                    "{:>7}  {:<14}  {:<14}  {:<7}  {words}",
                    number(estimate.value, reading),
                    interval(estimate, reading),
                    must_be(target, reading),
                    verdict(target.met_by(estimate)),
                ));
            };
            entry(&finding.effect, measure.target, measure.expected);
            let control = format!("    control: {}", measure.control.cause);
            entry(&finding.control, measure.control.target, &control);
        }
    }
    let (all, passed) = by_vignette(findings).fold((0, 0), |(all, passed), findings| {
        (all + 1, passed + usize::from(findings.iter().all(Finding::passes)))
    });
    let seeds = findings.first().map_or(0, |finding| finding.effect.seeds);
    line(format_args!("{passed} of {all} vignettes pass over {seeds} seeds each"));
    text
}

/// Writes `vignettes.csv` and `vignettes.md`, each whole or not at all.
///
/// # Errors
/// If the folder or a file cannot be made or written.
pub fn write_tables(folder: &Path, findings: &[Finding]) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    replace(&folder.join("vignettes.csv"), &csv_table(findings)?)?;
    replace(&folder.join("vignettes.md"), markdown(findings).as_bytes())
}

fn csv_table(findings: &[Finding]) -> io::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record([
        "vignette",
        "idea",
        "expected",
        "unit",
        "seeds",
        "effect",
        "effect_low",
        "effect_high",
        "effect_at_least",
        "effect_at_most",
        "control",
        "control_effect",
        "control_low",
        "control_high",
        "control_at_least",
        "control_at_most",
        "verdict",
    ])?;
    for finding in findings {
        let (measure, vignette) = (finding.measure, finding.vignette);
        let unit = match measure.reading {
            Reading::Happened(_) => "share of seeds",
            Reading::Difference(_) => "mean difference",
        };
        let least = if matches!(measure.reading, Reading::Happened(_)) { 0.0 } else { -1.0 };
        let numbers = |estimate: &Estimate, target: Target| {
            [estimate.value, estimate.low, estimate.high, target.low.max(least), target.high]
                .map(|number| number.to_string())
        };
        let mut row: Vec<String> =
            [vignette.id, vignette.idea, measure.expected, unit].map(String::from).into();
        row.push(finding.effect.seeds.to_string());
        row.extend(numbers(&finding.effect, measure.target));
        row.push(measure.control.cause.into());
        row.extend(numbers(&finding.control, measure.control.target));
        row.push(verdict(finding.passes()).into());
        writer.write_record(row)?;
    }
    writer.into_inner().map_err(|error| io::Error::other(error.to_string()))
}
