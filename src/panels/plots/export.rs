//! Plots to keep: as a table and as a picture.

use std::io;
use std::path::{Path, PathBuf};

use super::chart::{Chart, Form, Line};
use super::svg;
use crate::files::replace;
use crate::simulation::Clock;
use crate::view::{Setup, StatePalette};

/// How a plot is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// A row for each value: date, tick, series, value.
    Csv,
    /// A picture of lines and text.
    Svg,
    /// A picture of pixels.
    Png,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Csv, Self::Svg, Self::Png];

    /// Name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Csv => "CSV",
            Self::Svg => "SVG",
            Self::Png => "PNG",
        }
    }

    fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Svg => "svg",
            Self::Png => "png",
        }
    }
}

/// Writes a plot into a folder, under a name that is not taken; which file it is.
///
/// # Errors
/// If the folder cannot be written to.
pub fn export(
    folder: &Path,
    chart: &Chart,
    format: Format,
    (setup, clock, palette): (&Setup, &Clock, &StatePalette),
) -> io::Result<PathBuf> {
    let caption = format!("{}, seed {}", setup.scenario.name, setup.seed);
    let bytes = match format {
        Format::Csv => table(chart, clock)?,
        Format::Svg => svg::draw(chart, clock, palette, &caption).into_bytes(),
        Format::Png => svg::png(&svg::draw(chart, clock, palette, &caption)).map_err(io::Error::other)?,
    };
    write_free(folder, &format!("{caption} {}", chart.title), format, &bytes)
}

/// Writes a file into a folder, under a name made of these words that is not taken; which it is.
///
/// # Errors
/// If the folder cannot be written to.
pub fn write_free(folder: &Path, words: &str, format: Format, bytes: &[u8]) -> io::Result<PathBuf> {
    let path = free_name(folder, &stem(words), format.ending());
    replace(&path, bytes)?;
    Ok(path)
}

/// The values as a tidy table, those of the branch compared with under their own names.
fn table(chart: &Chart, clock: &Clock) -> io::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["date", "tick", "series", "value"])?;
    for pane in &chart.panes {
        for line in &pane.lines {
            let name = series_name(chart, line);
            let known = line.values.iter().enumerate().filter(|(_, value)| value.is_finite());
            for (place, value) in known {
                let tick = match &pane.form {
                    Form::Stacked | Form::Lines => place as u64 + 1,
                    // What is counted in a period stands at its last tick.
                    Form::Bars(periods) => match periods.get(place) {
                        Some(period) => period.last,
                        None => continue,
                    },
                };
                let date = clock.date_of(tick).to_string();
                writer.write_record([date, tick.to_string(), name.clone(), value.to_string()])?;
            }
        }
    }
    writer.into_inner().map_err(|error| io::Error::other(error.to_string()))
}

fn series_name(chart: &Chart, line: &Line) -> String {
    match &chart.compared {
        Some(branch) if line.dashed => format!("{} ({branch})", line.name),
        _ => line.name.clone(),
    }
}

/// A name for a file that every system takes: `europe-march-1936-seed-1-alliances`.
fn stem(words: &str) -> String {
    let letters = words.to_lowercase();
    let parts: Vec<&str> =
        letters.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty()).collect();
    let mut stem = parts.join("-");
    let end = stem.char_indices().nth(96).map_or(stem.len(), |(end, _)| end);
    stem.truncate(end);
    stem
}

/// A path that nothing stands at.
fn free_name(folder: &Path, stem: &str, ending: &str) -> PathBuf {
    let first = folder.join(format!("{stem}.{ending}"));
    let others = (2..).map(|number| folder.join(format!("{stem}-{number}.{ending}")));
    std::iter::once(first.clone()).chain(others.take(9999)).find(|path| !path.exists()).unwrap_or(first)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::super::words::Names;
    use super::super::Kind;
    use super::super::build::{Source, chart};
    use super::*;
    use crate::batch::Run;
    use crate::scenario::{self, builtin::EUROPE_1936};

    fn europe(ticks: u64) -> (Setup, Run) {
        let scenario = scenario::read(EUROPE_1936.name, EUROPE_1936.text).expect("the setup is valid");
        let mut run = Run::new(&scenario, 5);
        run.steps(ticks);
        (Setup::new(Arc::new(scenario), 5), run)
    }

    /// All charts of a run, in order.
    fn charts(setup: &Setup, run: &Run, compared: Option<&Run>) -> Vec<Chart> {
        let names = setup.scenario.states.iter().map(|state| state.name.as_str()).collect();
        let names = Names::new(names, &setup.scenario.geography.regions);
        let source = Source {
            history: run.history(),
            compared: compared.map(|run| (run.history(), "another course")),
            there: &[],
            clock: &run.clock(),
            names: &names,
            selected: Some(crate::simulation::StateId(3)),
            agreement: &|| vec![f32::NAN, 0.5, 0.75],
        };
        Kind::ALL.into_iter().map(|kind| chart(kind, &source)).collect()
    }

    #[test]
    fn every_value_is_in_the_table_under_its_date() {
        let (setup, run) = europe(30);
        for chart in charts(&setup, &run, None) {
            let bytes = table(&chart, &run.clock()).expect("it is written to memory");
            let rows: Vec<csv::StringRecord> = csv::Reader::from_reader(bytes.as_slice())
                .records()
                .map(|row| row.expect("it is a row"))
                .collect();
            let known = |line: &Line| line.values.iter().filter(|value| value.is_finite()).count();
            let values: usize = chart.panes.iter().flat_map(|pane| &pane.lines).map(known).sum();
            assert_eq!(rows.len(), values, "{}", chart.title);
            for row in &rows {
                let tick: u64 = row[1].parse().expect("a tick");
                assert_eq!(row[0], run.clock().date_of(tick).to_string());
                assert!(row[3].parse::<f32>().is_ok_and(f32::is_finite));
            }
            if chart.kind == Kind::Power {
                let of = |tick: &str| {
                    rows.iter()
                        .filter(|row| &row[1] == tick)
                        .map(|row| row[3].parse::<f32>().unwrap_or(0.0))
                        .sum::<f32>()
                };
                assert!((of("30") - 1.0).abs() < 1e-4);
            }
        }
    }

    #[test]
    fn every_plot_becomes_a_picture_with_its_title_and_names() {
        let (setup, run) = europe(30);
        let (_, other) = europe(20);
        let palette = StatePalette::default();
        for chart in charts(&setup, &run, Some(&other)) {
            let picture = svg::draw(&chart, &run.clock(), &palette, "Europe & all");
            assert!(picture.contains(&svg::escaped(&chart.title)) && picture.contains("Europe &amp; all"));
            let pixels = svg::png(&picture).unwrap_or_else(|error| panic!("{}: {error}", chart.title));
            assert_eq!(&pixels[1..4], b"PNG");
        }
    }

    #[test]
    fn a_name_that_is_taken_is_left_alone() {
        let folder = tempfile::tempdir().expect("there is room for a folder");
        let (setup, run) = europe(2);
        let chart = charts(&setup, &run, None).swap_remove(0);
        let palette = StatePalette::default();
        let keep = || export(folder.path(), &chart, Format::Csv, (&setup, &run.clock(), &palette));
        let (first, second) = (keep().expect("it is written"), keep().expect("it is written"));
        assert!(first.exists() && second.exists() && first != second);
        let name = second.file_name().unwrap_or_default().to_string_lossy().into_owned();
        assert!(name.ends_with("seed-5-shares-of-power-2.csv"), "{name}");
        assert_eq!(stem("Threats to “Côte d’Ivoire”/x"), "threats-to-côte-d-ivoire-x");
    }
}
