use proptest::prelude::*;

use super::*;
use crate::scenario::{self, builtin::EUROPE_1936};

fn europe() -> Scenario {
    scenario::read(EUROPE_1936.name, EUROPE_1936.text).expect("the setup is valid")
}

fn read(text: &str) -> Result<Record, Diagnostics> {
    Record::read("test.record.ron", text, &europe())
}

const WAR: &str = r#"[
    (date: "1938-03-13", what: Falls(state: "AUS", to: ["GMY"]), source: "a"),
    (date: "1939-05-22", what: Pact(name: "Steel", kind: offensive, members: ["GMY", "ITA"], motive: profit), source: "b"),
    (date: "1939-09-01", what: War(name: "War", attackers: ["GMY"], defenders: ["POL"]), source: "c"),
    (date: "1939-09-03", what: Enters(war: "War", state: "UKG", side: defenders), source: "d"),
    (date: "1940-06-10", what: Enters(war: "War", state: "ITA", side: attackers), note: "late", source: "e"),
    (date: "1943-09-08", what: Changes(war: "War", state: "ITA", to: defenders), source: "f"),
    (date: "1945-05-08", what: Peace(war: "War"), source: "g"),
]"#;

fn on(record: &Record, date: &str) -> Standing {
    Standing::on(record, &europe(), date.parse().expect("a date"))
}

#[test]
fn a_record_tells_who_stood_where_on_any_day() {
    let record = read(WAR).unwrap_or_else(|faults| panic!("{faults}"));
    let start = on(&record, "1936-03-01");
    assert_eq!(start, Standing::at_start(&europe()));
    assert!(start.sovereign.contains("AUS") && !start.stand_together("GMY", "ITA"));
    assert!(!on(&record, "1938-03-13").sovereign.contains("AUS"), "from the day itself");
    let early = on(&record, "1939-12-31");
    assert!(early.at_war("GMY", "UKG") && early.stand_together("UKG", "POL") && !early.at_war("ITA", "UKG"));
    assert!(early.stand_together("GMY", "ITA"), "bound by a pact");
    assert!(on(&record, "1941-01-01").at_war("ITA", "UKG"));
    let late = on(&record, "1944-01-01");
    assert!(late.at_war("ITA", "GMY") && late.stand_together("ITA", "UKG"));
    assert!(!late.stand_together("GMY", "ITA"), "a war between them weighs more than what was promised");
    assert!(on(&record, "1945-05-08").fights.is_empty());
    assert_eq!(record.between("1939-01-01".parse().unwrap(), "1939-12-31".parse().unwrap()).len(), 3);
}

#[test]
fn pacts_lapse_and_those_left_by_all_but_one_are_gone() {
    let record = read(
        r#"[
    (date: "1936-05-01", what: Pact(name: "A", kind: defensive, members: ["FRN", "BEL"], until: "1937-01-01"), source: "a"),
    (date: "1936-06-01", what: Pact(name: "B", kind: entente, members: ["FRN", "BEL", "NTH"]), source: "b"),
    (date: "1936-07-01", what: Leaves(pact: "B", state: "NTH"), source: "b"),
    (date: "1936-08-01", what: Joins(pact: "B", state: "LUX"), source: "b"),
    (date: "1936-09-01", what: Falls(state: "LUX"), source: "b"),
    (date: "1936-10-01", what: Leaves(pact: "B", state: "BEL"), source: "b"),
    (date: "1937-02-01", what: Pact(name: "A", kind: entente, members: ["FRN", "BEL"]), source: "c"),
]"#,
    );
    let record = record.unwrap_or_else(|faults| panic!("{faults}"));
    assert!(on(&record, "1937-01-01").tie("A").is_some(), "to its last day");
    assert!(on(&record, "1937-01-02").tie("A").is_none());
    let members = |date| on(&record, date).tie("B").map(|tie| tie.members.len());
    assert_eq!(
        ["1936-06-15", "1936-07-15", "1936-08-15", "1936-09-15", "1936-10-15"].map(members),
        [Some(3), Some(2), Some(3), Some(2), None]
    );
}

#[test]
fn who_turns_to_another_no_longer_stands_against_it() {
    let record = read(
        r#"[
    (date: "1936-05-01", what: Aligns(state: "HUN", with: ["ITA"], against: ["GMY"]), source: "a"),
    (date: "1937-05-01", what: Aligns(state: "HUN", with: ["GMY"]), source: "a"),
    (date: "1938-05-01", what: Neutral(state: "HUN"), source: "a"),
]"#,
    );
    let record = record.unwrap_or_else(|faults| panic!("{faults}"));
    let (with, against) = on(&record, "1937-06-01").aligned["HUN"].clone();
    assert_eq!(
        (with.into_iter().collect::<Vec<_>>(), against.len()),
        (vec!["GMY".to_owned(), "ITA".into()], 0)
    );
    assert!(on(&record, "1938-06-01").aligned.is_empty());
}

/// What a fault says, and on which line.
fn faults(text: &str) -> Vec<(usize, String)> {
    let faults = read(text).expect_err("it is wrong");
    faults.findings().into_iter().map(|finding| (finding.line, finding.message)).collect()
}

#[test]
fn all_that_is_wrong_is_told_in_its_place() {
    let found = faults(
        r#"[
    (date: "1936-02-01", what: Neutral(state: "BEL"), source: "too early"),
    (date: "1938-01-01", what: Neutral(state: "BLE"), source: "no such state"),
    (date: "1937-01-01", what: Neutral(state: "BEL"), source: "out of order"),
    (date: "1938-02-01", what: Enters(war: "War", state: "BEL", side: defenders), source: "no war"),
    (date: "1938-02-01", what: Peace(war: "War"), source: " "),
    (date: "1938-02-01", what: Rises(state: "BEL"), source: "it is there"),
    (date: "1938-02-01", what: Cedes(state: "BEL", to: "GMY", regions: ["XX-99"]), source: "no province"),
    (date: "1938-02-01", what: Pact(name: "P", kind: entente, members: ["BEL", "BEL"]), source: "alone"),
    (date: "1938-02-01", what: War(name: "W", attackers: ["BEL"], defenders: ["BEL"]), source: "itself"),
]"#,
    );
    let lines: Vec<usize> = found.iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [2, 3, 4, 5, 6, 6, 7, 8, 9, 10], "{found:#?}");
    assert!(found[1].1.contains("BEL"), "what is meant is told: {:?}", found[1]);
}

#[test]
fn what_is_no_record_is_said_to_be_none() {
    for text in [
        "",
        "Scenario()",
        "[(date: \"1936-04-31\", what: Neutral(state: \"BEL\"), source: \"no such day\")]",
        "[(date: \"1936-04-01\", what: Sleeps(state: \"BEL\"), source: \"no such event\")]",
        "[(date: \"1936-04-01\", what: Neutral(state: \"BEL\"))]",
        "[(date: \"1936-04-01\", what: Neutral(state: \"BEL\", mood: 1), source: \"no such field\")]",
    ] {
        let faults = read(text).expect_err(text);
        assert_eq!(faults.count(), 1, "{text}");
    }
}

#[test]
fn a_record_stands_beside_its_setup() {
    let beside = Record::path_beside(Path::new("scenarios/europe-1936.ron"));
    assert_eq!(beside, Path::new("scenarios/europe-1936.record.ron"));
    assert_eq!(Record::setup_beside(&beside), Path::new("scenarios/europe-1936.ron"));
    assert!(Record::is_record(&beside) && !Record::is_record(Path::new("scenarios/europe-1936.ron")));
}

#[test]
fn the_records_that_come_with_the_program_are_sound() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let files = std::fs::read_dir(folder).expect("it is there").flatten().map(|entry| entry.path());
    for path in files.filter(|path| Record::is_record(path)) {
        let setup =
            scenario::read_file(&Record::setup_beside(&path)).unwrap_or_else(|faults| panic!("{faults}"));
        let record = Record::read_file(&path, &setup).unwrap_or_else(|faults| panic!("{faults}"));
        assert!(!record.entries().is_empty(), "{}", path.display());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, rng_seed: proptest::test_runner::RngSeed::Fixed(6), ..ProptestConfig::default() })]

    /// Whatever is cut out of a record or put into it, it is read or told to be wrong.
    #[test]
    fn reading_never_fails_otherwise(at in 0usize..900, cut in 0usize..60, put in "[\\[\\]():,\"a-zA-Z0-9 -]{0,12}") {
        let mut text: Vec<char> = WAR.chars().collect();
        let from = at.min(text.len());
        let to = (from + cut).min(text.len());
        text.splice(from..to, put.chars());
        let _ = read(&text.into_iter().collect::<String>());
    }
}
