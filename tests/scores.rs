//! The page of the scores tells what is measured.

use entente::record::Record;
use entente::scenario::{self, builtin};
use entente::score::{self, Score, Trial};
use entente::theory::parameters::Preset;

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/scores.md");
const BEGIN: &str = "<!-- tables: measured, do not edit -->\n\n";
const END: &str = "<!-- end of tables -->";
const DATED: &str = "Measured on ";

/// The tables are those that `entente score` gives with its 200 seeds, to the digit. Run with `ENTENTE_BLESS=1` to
/// write them anew, with the day.
#[test]
fn the_page_tells_what_is_measured() {
    let page = std::fs::read_to_string(PATH).expect("the page is there");
    let (before, rest) = page.split_once(BEGIN).expect("the tables begin");
    let (tables, after) = rest.split_once(END).expect("the tables end");
    let (_, tables) = tables.split_once("\n\n").expect("the day comes first");
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let trial = Trial { seeds: 1..201, presets: Preset::ALL.to_vec(), threads };
    let mut measured = String::new();
    for setup in builtin::THEATRES.iter().filter(|setup| setup.record().is_some()) {
        let scenario = scenario::read(setup.name, setup.text).unwrap_or_else(|it| panic!("{it}"));
        let record =
            Record::of_builtin(setup, &scenario).unwrap_or_else(|it| panic!("{it}")).expect("it has one");
        let score =
            Score::of(&scenario, &record, &trial, || ()).expect("the record says when sides are counted");
        let name = setup.name.trim_start_matches("scenarios/").trim_end_matches(".ron");
        measured += &score::chapter(&score, &format!("entente score {name} --seeds 200"));
    }
    if std::env::var_os("ENTENTE_BLESS").is_some() {
        if tables != measured {
            let day = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
            let written = format!("{before}{BEGIN}{DATED}{day}.\n\n{measured}{END}{after}");
            std::fs::write(PATH, written).expect("written");
        }
        return;
    }
    assert!(tables == measured, "run this test with ENTENTE_BLESS=1 to bring scenarios/scores.md up to date");
}
