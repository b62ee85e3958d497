//! The files of a small world, and the forms in which files come.

use super::request;
use crate::import::{Faults, Files, Import, Input, import};

/// A table: a header and rows.
pub(super) type Table = Vec<Vec<String>>;

pub(super) fn table(text: &str) -> Table {
    text.trim()
        .lines()
        .map(|line| line.trim().split(',').map(|cell| cell.trim().to_owned()).collect())
        .collect()
}

/// How a table is written to a file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Form {
    pub(super) separator: char,
    pub(super) windows: bool,
    pub(super) mark: bool,
    pub(super) crlf: bool,
    pub(super) quotes: bool,
    pub(super) upper: bool,
}

pub(super) const PLAIN: Form =
    Form { separator: ',', windows: false, mark: false, crlf: false, quotes: false, upper: false };

pub(super) fn input(name: &str, table: &Table, form: Form) -> Input {
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
pub(super) struct World(pub(super) [Table; 7]);

pub(super) const NAMES: [&str; 7] =
    ["nmc.csv", "states.csv", "capitals.csv", "contiguity.csv", "atop.csv", "majors.csv", "wars.csv"];

pub(super) fn world() -> World {
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
    pub(super) fn files(&self, form: Form) -> Files {
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

    pub(super) fn import(&self) -> Result<Import, Faults> {
        import(&request(), &self.files(PLAIN))
    }
}
