//! `entente score --ties`: new and ended alliances, and who joined wars.

use std::path::{Path, PathBuf};

use super::{make_folder, not_written};
use crate::cli::{Failure, print, progress};
use crate::files;
use crate::record::Record;
use crate::scenario::Scenario;
use crate::score::ties::{Plan, TieScore, side_by_side};
use crate::score::{Trial, with_preset};

/// Runs each theory, tells of the setup's own at length and of the others in a line, and writes the own one's page and
/// tables, with names that begin with `stem`.
pub(super) fn score(
    scenario: &Scenario,
    record: &Record,
    trial: &Trial,
    stem: Option<&Path>,
) -> Result<(), Failure> {
    let seeds = trial.seeds.end.saturating_sub(trial.seeds.start);
    let plan = Plan { seeds, first: trial.seeds.start, threads: trial.threads, until: None };
    let bar = progress(seeds.saturating_mul(trial.presets.len() as u64), "runs");
    let scores: Vec<_> = trial
        .presets
        .iter()
        .map(|preset| {
            let world = with_preset(scenario, *preset);
            (*preset, TieScore::of(&world, record, &plan, || bar.inc(1)))
        })
        .collect();
    bar.finish_and_clear();
    let own = scores.iter().find(|(preset, _)| *preset == scenario.preset).or(scores.first());
    let Some((preset, own)) = own else { return Ok(()) };
    if let Some(stem) = stem {
        write(own, stem)?;
    }
    print(&format!(
        "\n{}: alliances and joiners of wars, {seeds} runs of {}\n{own}{}",
        scenario.name,
        preset.name(),
        side_by_side(&scores)
    ))
}

/// Writes the page and the tables.
fn write(score: &TieScore, stem: &Path) -> Result<(), Failure> {
    make_folder(stem)?;
    // `x.ties.md` beside `x.tie_pairs.csv` and the others.
    let base = if stem.extension().is_some_and(|end| end == "ties") {
        stem.with_extension("")
    } else {
        stem.to_owned()
    };
    let named = |end: &str| PathBuf::from(format!("{}.{end}", base.display()));
    let save =
        |path: PathBuf, bytes: &[u8]| files::save(&path, bytes).map_err(|why| not_written(&path, &why));
    let tables = score.tables().map_err(|error| not_written(stem, &error.to_string()))?;
    for (name, bytes) in &tables {
        save(named(&format!("{name}.csv")), bytes)?;
    }
    save(named("ties.md"), score.markdown().as_bytes())
}
