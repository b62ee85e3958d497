//! Imports of small files whose figures are invented. The numbers of states are real, since the table of lands goes by
//! them.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::record::{Event, Record, Standing};
use crate::scenario::{PactKind, Scenario};

/// A table: a header and rows.
type Table = Vec<Vec<String>>;

fn table(text: &str) -> Table {
    text.trim()
        .lines()
        .map(|line| line.trim().split(',').map(|cell| cell.trim().to_owned()).collect())
        .collect()
}

/// How a table is written to a file.
#[derive(Debug, Clone, Copy)]
struct Form {
    separator: char,
    windows: bool,
    mark: bool,
    crlf: bool,
    quotes: bool,
    upper: bool,
}

const PLAIN: Form =
    Form { separator: ',', windows: false, mark: false, crlf: false, quotes: false, upper: false };

fn input(name: &str, table: &Table, form: Form) -> Input {
    let mut text = String::new();
    if form.mark && !form.windows {
        text.push('\u{feff}');
    }
    for (line, cells) in table.iter().enumerate() {
        let cell = |cell: &String| {
            let cell = if form.upper && line == 0 { cell.to_uppercase() } else { cell.clone() };
            if form.quotes { format!("\"{cell}\"") } else { cell }
        };
        let cells: Vec<String> = cells.iter().map(cell).collect();
        text.push_str(&cells.join(&form.separator.to_string()));
        text.push_str(if form.crlf { "\r\n" } else { "\n" });
    }
    let bytes = if form.windows { text.chars().map(|sign| sign as u8).collect() } else { text.into_bytes() };
    Input { name: name.into(), bytes }
}

/// The tables of a small world from 1924 on: Britain, France, Germany, Poland, Czechoslovakia, Italy, the United
/// States, and Monaco, which the map has no room for.
#[derive(Debug, Clone)]
struct World([Table; 7]);

const NAMES: [&str; 7] =
    ["nmc.csv", "states.csv", "capitals.csv", "contiguity.csv", "atop.csv", "majors.csv", "wars.csv"];

fn world() -> World {
    let mut nmc = String::from("stateabb,ccode,year,milex,milper,irst,pec,tpop,upop,cinc,version\n");
    let states = [
        ("USA", 2),
        ("UKG", 200),
        ("FRN", 220),
        ("MNC", 221),
        ("GMY", 255),
        ("POL", 290),
        ("CZE", 315),
        ("ITA", 325),
    ];
    for year in 1924..=1932 {
        for (place, (id, code)) in states.iter().enumerate() {
            let size = 10 * (8 - place as i64);
            let (spending, men) = if *id == "CZE" {
                (-9, if year < 1930 { 7 } else { -9 })
            } else {
                (1000 * size + year, 3 * size)
            };
            let energy = 100 * size + 20 * (year - 1924);
            nmc.push_str(&format!(
                "{id},{code},{year},{spending},{men},{size},{energy},{},0,0.1,1\n",
                1000 * size
            ));
        }
    }
    let states = "stateabb,ccode,statenme,styear,stmonth,stday,endyear,endmonth,endday,version
        USA,2,United States,1816,1,1,2016,12,31,1
        UKG,200,United Kingdom,1816,1,1,2016,12,31,1
        FRN,220,Françe,1816,1,1,1932,6,14,1
        FRN,220,Françe,1933,8,25,2016,12,31,1
        MNC,221,Monaco,1920,1,1,2016,12,31,1
        GMY,255,Germany,1816,1,1,2016,12,31,1
        POL,290,Poland,1918,11,3,2016,12,31,1
        CZE,315,Czechoslovakia,1918,10,28,1932,3,15,1
        ITA,325,Italy,1816,1,1,2016,12,31,1
        EST,366,Estonia,1931,5,1,2016,12,31,1";
    let capitals = "ccode,statenme,capital,stdate,enddate,lat,lng
        2,x,Washington,1816-01-01,2024-12-31,38.9,-77.04
        200,x,London,1816-01-01,2024-12-31,51.5,-0.13
        220,x,Paris,1816-01-01,2024-12-31,48.86,2.34
        221,x,Monaco,1816-01-01,2024-12-31,43.73,7.42
        255,x,Berlin,1816-01-01,2024-12-31,52.52,13.4
        290,x,Warsaw,1918-01-01,2024-12-31,52.23,21.01
        315,x,Prague,1918-01-01,2024-12-31,50.08,14.43
        325,x,Rome,1871-01-01,2024-12-31,41.9,12.5";
    let contiguity = "ccode1,ccode2,conttype,stdate,enddate
        200,220,4,1816-01-01,2016-12-31
        220,255,1,1816-01-01,2016-12-31
        255,220,1,1816-01-01,2016-12-31
        255,290,1,1918-11-03,2016-12-31
        255,315,1,1918-10-28,2016-12-31
        200,315,1,1918-10-28,2016-12-31
        220,325,1,1861-01-01,2016-12-31
        2,20,1,1920-01-10,2016-12-31
        255,325,0,1920-01-10,2016-12-31";
    // A clique of three since 1925; one of its pairs lapses; Italy joins; a promise grows stronger, one begins anew.
    let mut ties =
        String::from("ccode1,ccode2,year,atop_defense,atop_offense,atop_neutral,atop_nonagg,atop_consul\n");
    for year in 1924..=1932 {
        let mut tie = |from: i32, until: i32, a: u16, b: u16, flags: &str| {
            if (from..=until).contains(&year) {
                ties.push_str(&format!("{a},{b},{year},{flags}\n"));
            }
        };
        tie(1925, 1932, 220, 290, "1,0,0,0,1");
        tie(1925, 1932, 220, 315, "1,0,0,0,0");
        tie(1925, 1930, 290, 315, "1,0,0,0,0");
        tie(1924, 1930, 200, 220, "0,0,0,0,1");
        tie(1931, 1932, 200, 220, "1,0,0,0,1");
        tie(1930, 1932, 255, 325, "0,1,0,0,0");
        tie(1929, 1930, 255, 290, "0,0,0,1,0");
        tie(1924, 1932, 2, 200, "0,0,1,0,0");
        tie(1924, 1929, 200, 325, "1,0,0,0,0");
    }
    let majors = "ccode,styear,stmonth,stday,endyear,endmonth,endday,version
        2,1898,8,13,2016,12,31,1
        200,1816,1,1,2016,12,31,1
        220,1816,1,1,1940,6,22,1
        255,1925,1,1,1945,5,7,1";
    let wars = "WarNum,WarName,WarType,ccode,StateName,Side,StartMonth1,StartDay1,StartYear1,EndMonth1,EndDay1,EndYear1,StartMonth2,StartDay2,StartYear2,EndMonth2,EndDay2,EndYear2,TransFrom,WhereFought,Initiator,Outcome,TransTo,BatDeath,Version
        1,Old War,1,255,x,1,5,1,1925,6,1,1926,-8,-8,-8,-8,-8,-8,-8,2,1,1,-8,1,4
        1,Old War,1,290,x,2,5,1,1925,6,1,1926,-8,-8,-8,-8,-8,-8,-8,2,2,1,-8,1,4
        2,Long War,1,325,x,2,5,1,1929,2,2,1931,-8,-8,-8,-8,-8,-8,-8,2,1,1,-8,1,4
        2,Long War,1,200,x,1,5,1,1929,2,2,1931,-8,-8,-8,-8,-8,-8,-8,2,2,1,-8,1,4
        3,New War,1,255,x,1,-9,-9,1931,11,11,1932,-8,-8,-8,-8,-8,-8,-8,2,1,1,-8,1,4
        3,New War,1,290,x,2,1,1,1931,2,1,1932,-8,-8,-8,-8,-8,-8,-8,2,2,1,-8,1,4
        3,New War,1,325,x,1,6,10,1931,9,2,1931,-8,-8,-8,-8,-8,-8,-8,2,2,1,-8,1,4
        3,New War,1,325,x,2,10,1,1931,11,11,1932,-8,-8,-8,-8,-8,-8,-8,2,2,1,-8,1,4
        3,New War,1,220,x,2,3,1,1931,4,1,1931,9,1,1931,11,11,1932,-8,2,2,1,-8,1,4
        3,New War,1,2,x,2,7,1,1932,11,11,1932,-8,-8,-8,-8,-8,-8,-8,2,2,1,-8,1,4";
    World([
        table(&nmc),
        table(states),
        table(capitals),
        table(contiguity),
        table(&ties),
        table(majors),
        table(wars),
    ])
}

impl World {
    fn files(&self, form: Form) -> Files {
        let [nmc, states, capitals, contiguity, alliances, majors, wars] =
            std::array::from_fn(|at| input(NAMES[at], &self.0[at], form));
        Files {
            nmc,
            states,
            capitals,
            contiguity,
            alliances: Some(alliances),
            majors: Some(majors),
            wars: Some(wars),
            owners: None,
        }
    }

    fn import(&self) -> Result<Import, Faults> {
        import(&request(), &self.files(PLAIN))
    }
}

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
        "1931-01-01 War { name: \"New War\", attackers: [\"GMY\"], defenders: [\"POL\"] }",
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

/// A column's cells in any order of columns.
fn shuffled(table: &Table, order: &[usize]) -> Table {
    table.iter().map(|row| order.iter().map(|place| row[*place].clone()).collect()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn the_form_of_the_files_does_not_matter(
        seeds in prop::collection::vec(any::<u64>(), 7),
        separator in prop::sample::select(vec![',', ';', '\t']),
        flags in any::<[bool; 5]>(),
        missing in prop::sample::select(vec!["-9", "", "NA", "-9.0", "-8", "."]),
    ) {
        let [windows, mark, crlf, quotes, upper] = flags;
        let form = Form { separator, windows, mark, crlf, quotes, upper };
        let mut other = world();
        for (table, seed) in other.0.iter_mut().zip(&seeds) {
            for (line, row) in table.iter_mut().enumerate() {
                row.push(if line == 0 { "a further column".into() } else { "é".into() });
            }
            let mut order: Vec<usize> = (0..table[0].len()).collect();
            order.sort_by_key(|place| (*place as u64 + 1).wrapping_mul(*seed | 1).rotate_left(17));
            *table = shuffled(table, &order);
            table.push(vec![String::new(); 3]);
        }
        for row in &mut other.0[0] {
            row.iter_mut().filter(|cell| *cell == "-9").for_each(|cell| *cell = missing.into());
        }
        let changed = import(&request(), &other.files(form)).unwrap_or_else(|faults| panic!("{faults}"));
        let plain = imported();
        prop_assert_eq!(changed.text, plain.text);
        prop_assert_eq!(changed.record, plain.record);
    }

    #[test]
    fn a_broken_cell_is_found_where_it_is(file in 0_usize..7, row in any::<prop::sample::Index>(), column in any::<prop::sample::Index>()) {
        let mut broken = world();
        let kinds = [
            &["ccode", "year", "milex", "milper", "irst", "pec", "tpop"][..],
            &["ccode", "styear", "stmonth", "stday", "endyear", "endmonth", "endday"],
            &["ccode", "stdate", "enddate", "lat", "lng"],
            &["ccode1", "ccode2", "conttype", "stdate", "enddate"],
            &["ccode1", "ccode2", "year", "atop_defense", "atop_offense", "atop_neutral", "atop_nonagg", "atop_consul"],
            &["ccode", "styear", "stmonth", "stday", "endyear", "endmonth", "endday"],
            &["WarNum", "ccode", "Side", "StartMonth1", "StartDay1", "StartYear1", "EndMonth1", "EndDay1", "EndYear1", "StartYear2", "Initiator"],
        ];
        let name = kinds[file][column.index(kinds[file].len())];
        let place = broken.0[file][0].iter().position(|it| it == name).expect("the column is there");
        let line = 1 + row.index(broken.0[file].len() - 1);
        broken.0[file][line][place] = "x?".into();
        let faults = broken.import().expect_err("it is broken");
        prop_assert!(
            faults.iter().any(|it| {
                it.file == NAMES[file] && it.row == Some(line as u64 + 1) && it.column.as_deref() == Some(name)
            }),
            "{} {} {}: {}", NAMES[file], line + 1, name, faults
        );
    }

    #[test]
    fn no_bytes_make_it_panic(
        file in 0_usize..7,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let mut files = world().files(PLAIN);
        let input = match file {
            0 => &mut files.nmc,
            1 => &mut files.states,
            2 => &mut files.capitals,
            3 => &mut files.contiguity,
            4 => files.alliances.get_or_insert_default(),
            5 => files.majors.get_or_insert_default(),
            _ => files.wars.get_or_insert_default(),
        };
        for (place, byte) in changes {
            let place = place.index(input.bytes.len());
            input.bytes[place] = byte;
        }
        if let Some(cut) = cut {
            let length = cut.index(input.bytes.len());
            input.bytes.truncate(length);
        }
        // What is read must be a setup and a record that can be read again.
        if let Ok(import) = import(&request(), &files) {
            read_back(&import);
        }
    }
}

/// The field's own files, where somebody has them: a folder named by `ENTENTE_FIELD_DATA`.
#[test]
#[ignore = "needs the field's own files: ENTENTE_FIELD_DATA=folder cargo test --release -- --ignored field_files"]
fn the_field_files_make_setups_and_records_of_every_year_they_hold() {
    let folder = std::path::PathBuf::from(std::env::var_os("ENTENTE_FIELD_DATA").expect("a folder"));
    let input = |name: &str| Input {
        name: name.into(),
        bytes: std::fs::read(folder.join(name)).expect("it is there"),
    };
    let files = Files {
        nmc: input("nmc_v6_windows.csv"),
        states: input("system_states_2016.csv"),
        capitals: input("capitals.csv"),
        contiguity: input("direct_contiguity_v3_2.csv"),
        alliances: Some(input("atop_v5_1_dyad_years_windows.csv")),
        majors: Some(input("major_powers_2016.csv")),
        wars: Some(input("interstate_wars_v4_windows.csv")),
        owners: None,
    };
    for year in (1905..=1920).chain(1930..=1945).chain(1985..=1992) {
        for region in ["world", "europe"] {
            let request = Request {
                year,
                theatre: region.parse().expect("a region"),
                colonies: None,
                all_pacts: false,
                record_years: 8,
            };
            let import =
                import(&request, &files).unwrap_or_else(|faults| panic!("{year} {region}: {faults}"));
            read_back(&import);
            let (filed, found, joined) = import.report.neighbours.expect("they were compared");
            assert!(found * 100 >= filed * 90, "{year} {region}: {found} of {filed} touch");
            println!(
                "{year} {region}: {} states, {found} of {filed} neighbours, {joined} more",
                import.scenario.states.len()
            );
            if region == "world" {
                let seated = import.scenario.states.len();
                let members = crate::import::members::Members::read(&files.states, &mut Faults::default())
                    .expect("it can be read");
                let all = members.on(new_year(year)).len();
                assert!(seated + 3 >= all, "{year}: {seated} of {all}");
            }
        }
    }
}
