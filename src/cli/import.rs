//! `entente import`: a setup from the field's own files, and the record of what followed.

use std::path::PathBuf;

use clap::Args;

use super::{Failure, print};
use crate::files;
use crate::import::{self, Colonies, Files, Input, Request, Theatre};
use crate::record::Record;
use crate::scenario;

#[derive(Args, Debug)]
pub(super) struct Import {
    /// The setup begins on 1 January of this year; its figures are of the year before, which is over then
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i16).range(1816..=2200))]
    year: i16,
    /// States that are in: world, europe, africa, americas, asia, middle-east, oceania, numbers, ranges and
    /// abbreviations of the Correlates of War, with commas between; `-` before one takes it away: europe,USA,-IRE
    #[arg(long, value_name = "LIST", default_value = "world", allow_hyphen_values = true)]
    region: Theatre,
    /// National Material Capabilities: ccode, year, milex, milper, irst, pec, tpop
    #[arg(long, value_name = "FILE")]
    nmc: PathBuf,
    /// State System Membership: stateabb, ccode, statenme, styear, stmonth, stday, endyear, endmonth, endday
    #[arg(long, value_name = "FILE")]
    states: PathBuf,
    /// Capitals: ccode, capital, stdate, enddate, lat, lng
    #[arg(long, value_name = "FILE")]
    capitals: PathBuf,
    /// Direct Contiguity: ccode1, ccode2, conttype, stdate, enddate
    #[arg(long, value_name = "FILE")]
    contiguity: PathBuf,
    /// ATOP by dyad-year: ccode1, ccode2, year, atop_defense, atop_offense, atop_neutral, atop_nonagg, atop_consul
    #[arg(long, value_name = "FILE")]
    alliances: Option<PathBuf>,
    /// Major Powers: ccode, styear, stmonth, stday, endyear, endmonth, endday
    #[arg(long, value_name = "FILE")]
    majors: Option<PathBuf>,
    /// Whose land provinces are, where you know better: province, owner, and if you like from and until
    #[arg(long, value_name = "FILE")]
    owners: Option<PathBuf>,
    /// Inter-State Wars, one row a participant: those under way go into the setup, later ones into the record
    #[arg(long, value_name = "FILE")]
    wars: Option<PathBuf>,
    /// Colonies shown as their holders' land: all, near (within 1,500 km of a capital of the setup) or none
    /// [default: all for the world, else near]
    #[arg(long, value_name = "WHICH")]
    colonies: Option<Colonies>,
    /// Keep pacts that are known to be no alliances: the arrangement of Nyon, 1937
    #[arg(long)]
    all_pacts: bool,
    /// Write the record of so many years from the start on, beside the setup
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u16).range(0..=200))]
    record_years: u16,
    /// The setup's file, such as x.ron; x.import.md beside it tells what was used, left out and imputed
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

impl Import {
    pub(super) fn execute(self) -> Result<(), Failure> {
        if self.out.extension().is_none_or(|end| end != "ron") || Record::is_record(&self.out) {
            return Err(Failure::Other(format!(
                "--out {}: name a file that ends in .ron",
                self.out.display()
            )));
        }
        if self.record_years > 0 && self.wars.is_none() && self.alliances.is_none() {
            let words = "--record-years needs something to record: give --alliances, --wars or both";
            return Err(Failure::Other(words.into()));
        }
        let files = self.read()?;
        let request = Request {
            year: self.year,
            theatre: self.region,
            colonies: self.colonies,
            all_pacts: self.all_pacts,
            record_years: self.record_years,
        };
        let import = import::import(&request, &files).map_err(|faults| Failure::Ready(faults.to_string()))?;
        // What cannot be read again is a mistake of the program's: it is told before anything is written.
        let setup = self.out.display().to_string();
        let scenario = scenario::read(&setup, &import.text).map_err(Failure::Scenario)?;
        let record_file = Record::path_beside(&self.out);
        if let Some(text) = &import.record {
            Record::read(&record_file.display().to_string(), text, &scenario).map_err(Failure::Scenario)?;
        }
        let report_file = self.out.with_extension("import.md");
        let mut written = vec![(&self.out, import.text), (&report_file, import.report.markdown())];
        if let Some(text) = import.record {
            written.push((&record_file, text));
        }
        let mut summary = import.report.summary();
        for (path, text) in &written {
            files::save(path, text.as_bytes()).map_err(Failure::Other)?;
            summary.push_str(&format!("  written    {}\n", path.display()));
        }
        print(&summary)
    }

    /// All files; every one that cannot be read is told.
    fn read(&self) -> Result<Files, Failure> {
        let mut faults = Vec::new();
        let mut read = |path: &PathBuf| {
            Input::read_file(path).unwrap_or_else(|fault| {
                faults.push(fault);
                Input::default()
            })
        };
        let files = Files {
            nmc: read(&self.nmc),
            states: read(&self.states),
            capitals: read(&self.capitals),
            contiguity: read(&self.contiguity),
            alliances: self.alliances.as_ref().map(&mut read),
            majors: self.majors.as_ref().map(&mut read),
            owners: self.owners.as_ref().map(&mut read),
            wars: self.wars.as_ref().map(&mut read),
        };
        if faults.is_empty() { Ok(files) } else { Err(Failure::Other(faults.join("\nerror: "))) }
    }
}
