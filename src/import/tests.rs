//! Imports of small files whose figures are invented. The numbers of states are real, since the table of lands goes by
//! them.

use std::collections::BTreeSet;

use super::*;
use crate::record::{Event, Record, Standing};
use crate::scenario::{PactKind, Scenario};

mod field;
mod forms;
mod world;

use world::{PLAIN, Table, input, table, world};

fn request() -> Request {
    Request {
        year: 1930,
        theatre: "europe".parse().expect("a region"),
        colonies: None,
        all_pacts: false,
        record_years: 3,
    }
}

fn imported() -> Import {
    world().import().unwrap_or_else(|faults| panic!("{faults}"))
}

fn read_back(import: &Import) -> (Scenario, Record) {
    let scenario = scenario::read("x.ron", &import.text).unwrap_or_else(|all| panic!("{all}"));
    let text = import.record.as_deref().expect("it was asked for");
    let record = Record::read("x.record.ron", text, &scenario).unwrap_or_else(|all| panic!("{all}"));
    (scenario, record)
}

fn events(record: &Record) -> Vec<String> {
    record.entries().iter().map(|entry| format!("{} {:?}", entry.date, entry.event)).collect()
}

#[test]
fn a_small_world_becomes_a_setup_a_record_and_a_report() {
    let import = imported();
    let (scenario, _) = read_back(&import);
    assert_eq!(scenario, import.scenario, "what is written reads back as it was");
    insta::assert_snapshot!("setup", import.text);
    insta::assert_snapshot!("record", import.record.unwrap_or_default());
    insta::assert_snapshot!("report", import.report.markdown());
    insta::assert_snapshot!("summary", import.report.summary());
}

#[test]
fn states_have_figures_of_the_year_before_and_shares_add_up() {
    let import = imported();
    let states = &import.scenario.states;
    let ids: Vec<&str> = states.iter().map(|state| state.id.as_str()).collect();
    assert_eq!(ids, ["UKG", "FRN", "GMY", "POL", "CZE", "ITA"]);
    assert_eq!(
        states.iter().map(|state| state.cow).collect::<Vec<_>>(),
        [200, 220, 255, 290, 315, 325].map(Some)
    );
    assert_eq!(import.report.figures_of, 1929);
    for share in [states.iter().map(|it| it.industry).sum::<f64>(), states.iter().map(|it| it.military).sum()]
    {
        assert!((share - 100.0).abs() < 0.5, "{share}");
    }
    let offense: Vec<f64> = states.iter().map(|state| state.offense).collect();
    assert_eq!(offense, [0.45, 0.45, 0.45, 0.3, 0.3, 0.3], "major powers reach farther");
    assert!(states.iter().all(|state| state.revisionism == 0.0 && state.intent == 0.1));
    assert!(states[0].technology > 0.9 && states[0].technology < 1.1);
    let imputed: Vec<&str> = import.report.notes(Topic::Imputed).collect();
    assert_eq!(imputed, ["milex of CZE: by men under arms, at its region's median rate a man"]);
}

#[test]
fn pacts_in_force_are_those_of_both_years_and_wars_are_under_way() {
    let import = imported();
    let pacts: Vec<(&str, PactKind, String)> = import
        .scenario
        .alliances
        .iter()
        .map(|it| (it.name.as_str(), it.kind, it.since.map(|date| date.to_string()).unwrap_or_default()))
        .collect();
    let expected = [
        // France, Poland and Czechoslovakia have one: all are tied to all since one year.
        ("FRN-POL-CZE: defence, 1925", PactKind::Defensive, "1925-07-01".to_owned()),
        ("GMY-POL: neutrality, 1929", PactKind::Neutrality, "1929-07-01".to_owned()),
        ("UKG-FRN: entente, by 1924", PactKind::Entente, "1924-01-01".to_owned()),
    ];
    assert_eq!(pacts, expected, "Germany and Italy sign in 1930, which is not known at its beginning");
    let [war] = &import.scenario.wars[..] else { panic!("one war is under way") };
    assert_eq!((war.attackers.as_slice(), war.defenders.as_slice()), (&[5][..], &[0][..]), "Italy began it");
    let beliefs: Vec<(usize, usize, f64)> =
        import.scenario.beliefs.iter().map(|it| (it.of, it.about, it.intent)).collect();
    // Poland of Germany, which attacked it in 1925; each of the two at war of the other.
    assert_eq!(beliefs, [(0, 5, 0.35), (2, 3, 0.2), (3, 2, 0.35), (5, 0, 0.2)]);
}

#[test]
fn the_record_tells_who_came_who_left_and_who_changed_sides() {
    let (scenario, record) = read_back(&imported());
    let events = events(&record);
    for expected in [
        "1930-07-01 Pact { name: \"GMY-ITA: offence, 1930\", kind: Offensive, members: [\"GMY\", \"ITA\"]",
        "1930-12-31 Ends { pact: \"FRN-POL-CZE: defence, 1925\" }",
        "1930-12-31 Ends { pact: \"GMY-POL: neutrality, 1929\" }",
        "1931-07-01 Ends { pact: \"UKG-FRN: entente, by 1924\" }",
        "1931-07-01 Pact { name: \"UKG-FRN: defence, 1931\"",
        "1931-01-01 War { name: \"New War\", attackers: [\"GMY\"], defenders: [\"POL\"]",
        "1931-02-02 Peace { war: \"Long War\" }",
        "1931-03-01 Enters { war: \"New War\", state: \"FRN\", side: Defenders",
        "1931-04-01 Quits { war: \"New War\", state: \"FRN\" }",
        "1931-06-10 Enters { war: \"New War\", state: \"ITA\", side: Attackers",
        "1931-09-01 Enters { war: \"New War\", state: \"FRN\", side: Defenders",
        "1931-10-01 Changes { war: \"New War\", state: \"ITA\", to: Defenders",
        "1932-02-01 Quits { war: \"New War\", state: \"POL\" }",
        "1932-03-15 Falls { state: \"CZE\"",
        "1932-06-14 Falls { state: \"FRN\"",
        "1932-11-11 Peace { war: \"New War\" }",
        "1931-10-01 Sides { first: [\"GMY\"], second: [\"POL\"] }",
    ] {
        assert!(events.iter().any(|event| event.starts_with(expected)), "{expected} in {events:#?}");
    }
    let start = events.iter().find(|event| event.contains("New War")).expect("it is there");
    assert!(start.starts_with("1931-01-01"), "the day that is not known is the first possible");
    let on = Standing::on(&record, &scenario, "1931-05-01".parse().expect("a date"));
    assert!(
        on.stand_together("FRN", "POL")
            && on.stand_together("FRN", "CZE")
            && !on.stand_together("POL", "CZE")
    );
}

#[test]
fn what_came_later_leaves_no_trace_in_the_setup() {
    let whole = imported();
    let mut early = world();
    let before = |table: &mut Table, column: usize, last: i32| {
        table.retain(|row| row[column].parse().map_or(true, |year: i32| year <= last));
    };
    before(&mut early.0[0], 2, 1929);
    before(&mut early.0[4], 2, 1930);
    before(&mut early.0[6], 8, 1929);
    let request = Request { record_years: 0, ..request() };
    let blind = import(&request, &early.files(PLAIN)).unwrap_or_else(|faults| panic!("{faults}"));
    assert_eq!(blind.scenario, whole.scenario);
}

#[test]
fn nothing_of_the_year_is_dropped_without_a_word() {
    let import = imported();
    let report = import.report.markdown();
    let states: BTreeSet<u16> = import.scenario.states.iter().filter_map(|state| state.cow).collect();
    let tables = world();
    let of = |code: &str| code.parse::<u16>().expect("a number");
    let id = |code: u16| {
        let row = tables.0[1].iter().find(|row| row[1] == code.to_string());
        row.map_or_else(|| format!("state {code}"), |row| row[0].clone())
    };
    let told = |code: u16| {
        let words: Vec<&str> = report.split(|sign: char| !sign.is_alphanumeric() && sign != '_').collect();
        states.contains(&code) || id(code).split(' ').all(|word| words.contains(&word))
    };
    for row in tables.0[0].iter().filter(|row| row[2] == "1929") {
        assert!(told(of(&row[1])), "{row:?}");
    }
    for (table, columns) in [(2, &[0][..]), (3, &[0, 1]), (4, &[0, 1]), (5, &[0]), (6, &[3])] {
        for row in tables.0[table].iter().skip(1) {
            assert!(columns.iter().all(|column| told(of(&row[*column]))), "{row:?}");
        }
    }
    for usage in &import.report.usages {
        assert_eq!(usage.used + usage.left + usage.elsewhen(), usage.rows, "{usage:?}");
    }
    let left: Vec<&str> = import.report.notes(Topic::LeftOut).collect();
    assert!(left.iter().any(|note| note.contains("Monaco: no province of its own")), "{left:?}");
    assert!(left.iter().any(|note| note.contains("outside europe: USA")), "{left:?}");
    // Every pair that is listed for the time and is in must be found in the setup or the record.
    let (scenario, record) = read_back(&import);
    let bound = |a: &str, b: &str| {
        let here = scenario.alliances.iter().any(|pact| {
            [a, b].iter().all(|id| pact.members.iter().any(|place| scenario.states[*place].id == *id))
        });
        here || record.entries().iter().any(|entry| match &entry.event {
            Event::Pact { members, .. } => {
                members.iter().any(|it| it == a) && members.iter().any(|it| it == b)
            }
            _ => false,
        })
    };
    let rows = tables.0[4].iter().skip(1).filter(|row| (1930..=1932).contains(&row[2].parse().unwrap_or(0)));
    for row in rows.filter(|row| states.contains(&of(&row[0])) && states.contains(&of(&row[1]))) {
        assert!(bound(&id(of(&row[0])), &id(of(&row[1]))), "{row:?}");
    }
}

#[test]
fn the_map_is_held_against_the_contiguity_file() {
    let import = imported();
    // Germany touches France, Poland and Czechoslovakia; France Italy. Britain does not touch Czechoslovakia.
    let notes: Vec<&str> = import.report.notes(Topic::Map).collect();
    assert!(notes.iter().any(|note| note.ends_with("apart on the map: UKG-CZE")), "{notes:?}");
    assert!(
        notes.iter().any(|note| note.contains("not contiguous by land in the file: POL-CZE")),
        "{notes:?}"
    );
    assert_eq!(import.report.neighbours.map(|(filed, found, _)| (filed, found)), Some((5, 4)));
    let contiguity = Contiguity::read(&world().files(PLAIN).contiguity).expect("it can be read");
    let day = |text: &str| text.parse().expect("a date");
    assert_eq!(contiguity.between(290, 255, day("1930-01-01")), Some(Reach::Land));
    assert_eq!(contiguity.between(220, 200, day("1930-01-01")).map(Reach::number), Some(4));
    assert_eq!(contiguity.between(290, 255, day("1910-01-01")), None);
    assert_eq!(contiguity.between(255, 325, day("1930-01-01")), None, "type 0 is no contact");
    assert_eq!(contiguity.on(day("1930-01-01")).len(), 7);
}

#[test]
fn a_table_of_owners_comes_before_the_table_of_lands() {
    let owned = |text: &str| {
        let files = Files { owners: Some(input("owners.csv", &table(text), PLAIN)), ..world().files(PLAIN) };
        import(&request(), &files)
    };
    let import =
        owned("Province,Owner,from,until\nDE-BY,FRN,,\nDE-SN,315,1920,1930\nDE-TH,,,\nDE-HE,UKG,1931,")
            .unwrap_or_else(|faults| panic!("{faults}"));
    let regions = &import.scenario.geography.regions;
    let owner = |code: &str| {
        let region = regions.find(code).expect("on the map");
        let state = import.scenario.states.iter().find(|state| state.territory.contains(&region));
        state.map(|state| state.id.as_str())
    };
    let found = ["DE-BY", "DE-SN", "DE-TH", "DE-HE", "DE-BE"].map(owner);
    assert_eq!(found, [Some("FRN"), Some("CZE"), None, Some("GMY"), Some("GMY")]);
    let faults = owned("province,owner\nDE-BX,FRN\nDE-BY,FRX\nDE-SN,FRN\nDE-SN,GMY\nDE-TH,EST")
        .expect_err("they are wrong");
    let faults = faults.to_string();
    for words in [
        "row 2, column `province`: there is no province \"DE-BX\"",
        "row 3, column `owner`",
        "row 5, column `province`: province DE-SN is another's in row 4",
        "row 6, column `owner`: EST is no member",
    ] {
        assert!(faults.contains(words), "{words} in {faults}");
    }
}

#[test]
fn errors_of_all_files_are_told_at_once_with_row_and_column() {
    let mut wrong = world();
    wrong.0[0][3][7] = "many".into();
    wrong.0[1][2][4] = "13".into();
    wrong.0[2][1][5] = "138.9".into();
    wrong.0[3][4][2] = "7".into();
    wrong.0[4][2][3] = "2".into();
    wrong.0[5][1][6] = "31".into();
    wrong.0[5][1][5] = "2".into();
    wrong.0[6][3][5] = "3".into();
    let row = wrong.0[0][5].clone();
    wrong.0[0].push(row);
    let faults = wrong.import().expect_err("it is wrong");
    let places: Vec<String> = faults
        .iter()
        .map(|it| format!("{} {} {}", it.file, it.row.unwrap_or(0), it.column.clone().unwrap_or_default()))
        .collect();
    let last = wrong.0[0].len();
    let expected = [
        "nmc.csv 4 tpop",
        &format!("nmc.csv {last} year"),
        "states.csv 3 stmonth",
        "capitals.csv 2 lat",
        "contiguity.csv 5 conttype",
        "atop.csv 3 atop_defense",
        "majors.csv 2 endday",
        "wars.csv 4 Side",
    ];
    assert_eq!(places, expected);
    let told = faults.to_string();
    assert!(
        told.contains("nmc.csv, row 4, column `tpop`: found \"many\", expected a number, 0 or more"),
        "{told}"
    );
    assert!(told.ends_with("error: 8 errors in the files; nothing was written"), "{told}");
}

#[test]
fn what_is_no_such_file_is_told_by_what_it_is() {
    let files = world().files(PLAIN);
    let cases: [(Files, &str); 8] = [
        (Files { nmc: files.states.clone(), ..files.clone() }, "states.csv: this looks like State System Membership, given with --nmc"),
        (Files { majors: Some(files.states.clone()), ..files.clone() }, "this looks like State System Membership, given with --majors"),
        (Files { wars: files.alliances.clone(), ..files.clone() }, "this looks like ATOP alliances by dyad-year, given with --wars"),
        (Files { capitals: Input { name: "c".into(), bytes: Vec::new() }, ..files.clone() }, "c: the file is empty"),
        (Files { capitals: Input { name: "c".into(), bytes: b"PK\x03\x04".to_vec() }, ..files.clone() }, "a spreadsheet or an archive"),
        (Files { capitals: Input { name: "c".into(), bytes: b"ccode,capitol,stdate,enddate,lat,lng\n".to_vec() }, ..files.clone() }, "column `capital` is missing"),
        (Files { capitals: Input { name: "c".into(), bytes: b"ccode,capital,stdate,enddate,lat,lng\n2,\"W\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n".to_vec() }, ..files.clone() }, "c, row 2: a quotation mark is opened here and not closed"),
        (Files { majors: Some(Input { name: "m".into(), bytes: b"ccode,styear,stmonth,stday,endyear,endmonth,endday\n2,1898,8,13,2016,12,31,,,x\n".to_vec() }), ..files.clone() }, "m, row 2: 10 cells, and the header names 7"),
    ];
    for (files, words) in cases {
        let faults = import(&request(), &files).expect_err(words).to_string();
        assert!(faults.contains(words), "{words} in {faults}");
    }
}

#[test]
fn years_and_states_that_are_not_there_are_told() {
    let import = |request: Request| super::import(&request, &world().files(PLAIN));
    let told = |request: Request| import(request).expect_err("it is not there").to_string();
    let late = told(Request { year: 1950, ..request() });
    assert!(
        late.contains("nmc.csv: it holds neither 1949 nor 1950")
            && late.contains("its years are 1924 to 1932: choose --year from 1924 to 1933"),
        "{late}"
    );
    let strange = told(Request { theatre: "europe,FRX".parse().expect("it may be"), ..request() });
    assert!(strange.contains("goes by “FRX”") && strange.contains("did you mean FRN?"), "{strange}");
    for wrong in ["", "eurpoe", "20 0", "5000"] {
        assert!(wrong.parse::<Theatre>().is_err(), "{wrong}");
    }
    let part = import(Request { theatre: "europe,-ITA,USA".parse().expect("a list"), ..request() })
        .expect("it is fine");
    let ids: Vec<&str> = part.scenario.states.iter().map(|state| state.id.as_str()).collect();
    assert_eq!(ids, ["USA", "UKG", "FRN", "GMY", "POL", "CZE"]);
    // The first year of a file has no year before.
    let first = import(Request { year: 1924, record_years: 0, ..request() }).expect("it is fine");
    assert_eq!(first.report.figures_of, 1924);
    assert!(first.report.notes(Topic::Pacts).any(|note| note.contains("does not hold 1923")));
}

#[test]
fn the_patrol_of_nyon_is_no_alliance_unless_it_is_asked_for() {
    let mut world = world();
    for (table, from, years) in [(0, 1932, 1937), (4, 1932, 1938)] {
        let rows: Vec<Vec<String>> =
            world.0[table].iter().filter(|row| row[2] == from.to_string()).cloned().collect();
        for year in from + 1..=years {
            world.0[table].extend(rows.iter().cloned().map(|mut row| {
                row[2] = year.to_string();
                row
            }));
        }
    }
    world.0[1].push(
        ["YUG", "345", "Yugoslavia", "1878", "7", "13", "2016", "12", "31", "1"].map(str::to_owned).to_vec(),
    );
    world.0[2].push(
        ["345", "x", "Belgrade", "1878-01-01", "2024-12-31", "44.8", "20.5"].map(str::to_owned).to_vec(),
    );
    world.0[0]
        .push(["YUG", "345", "1937", "1", "1", "1", "1", "1000", "0", "0", "1"].map(str::to_owned).to_vec());
    for year in [1937, 1938] {
        for pair in ["200,345", "220,345"] {
            world.0[4].push(table(&format!("{pair},{year},1,0,0,0,0"))[0].clone());
        }
    }
    let bound = |all_pacts: bool| {
        let request = Request { year: 1938, all_pacts, record_years: 0, ..request() };
        let import = import(&request, &world.files(PLAIN)).unwrap_or_else(|faults| panic!("{faults}"));
        let place = import.scenario.states.iter().position(|state| state.id == "YUG").expect("it is in");
        (import.scenario.alliances.iter().any(|pact| pact.members.contains(&place)), import)
    };
    let (with, _) = bound(true);
    let (without, import) = bound(false);
    assert!(with && !without);
    assert!(import.report.notes(Topic::Pacts).any(|note| note.contains("Nyon") && note.contains("UKG-YUG")));
}
