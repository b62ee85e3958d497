//! The page of the vignettes tells what is measured.

use entente::batch::vignettes::{self, Experiment, Vignette};

const BEGIN: &str = "<!-- table: measured, do not edit -->\n\n";
const END: &str = "\n<!-- end of table -->";

/// The table on the page is the one that `entente vignettes` gives with its 200 seeds, to the digit, and every
/// verdict in it is a pass. Run with `ENTENTE_BLESS=1` to write it anew.
#[test]
fn the_page_tells_what_is_measured() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/vignettes/README.md");
    let page = std::fs::read_to_string(path).expect("the page is there");
    let (before, rest) = page.split_once(BEGIN).expect("the table begins");
    let (table, after) = rest.split_once(END).expect("the table ends");
    let all: Vec<&'static Vignette> = vignettes::all().collect();
    let findings = vignettes::try_out(&all, 0..200, &Experiment::default(), || ());
    let failed: Vec<&str> =
        findings.iter().filter(|finding| !finding.passes()).map(|finding| finding.vignette.id).collect();
    assert!(failed.is_empty(), "{failed:?}");
    let measured = vignettes::markdown(&findings);
    if std::env::var_os("ENTENTE_BLESS").is_some() {
        std::fs::write(path, format!("{before}{BEGIN}{measured}{END}{after}")).expect("written");
        return;
    }
    assert_eq!(table, measured, "run this test with ENTENTE_BLESS=1 to bring the page up to date");
}
