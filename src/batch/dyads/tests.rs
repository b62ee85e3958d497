use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::batch::Run;
use crate::scenario::builtin::{COLD_WAR_1947, EUROPE_1936, NAPOLEON_1805};
use crate::scenario::{self, PactKind, Scenario, builtin::Builtin};
use crate::simulation::{Clock, EventKind, StateId};

fn read(setup: Builtin) -> Scenario {
    scenario::read(setup.name, setup.text).expect("the setup is valid")
}

fn csv(tally: &Tally) -> String {
    let mut text = Vec::new();
    let mut table = Table::new(&mut text).expect("it can be written");
    table.write(tally).expect("it can be written");
    table.finish().expect("it can be written");
    String::from_utf8(text).expect("it is text")
}

/// Rows of a table by both ids and the year, each with its cells by column.
fn rows(text: &str) -> BTreeMap<(String, String, String), BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let heading = reader.headers().expect("it has a heading").clone();
    let mut rows = BTreeMap::new();
    for record in reader.records() {
        let record = record.expect("it is a row");
        let row: BTreeMap<String, String> =
            heading.iter().map(String::from).zip(record.iter().map(String::from)).collect();
        let key = (row["state1"].clone(), row["state2"].clone(), row["year"].clone());
        assert!(rows.insert(key, row).is_none(), "a pair stands twice in a year");
    }
    rows
}

/// What one run comes to, told once more from what can be asked of it tick by tick.
#[test]
fn a_run_is_told_as_it_went() {
    let scenario = read(EUROPE_1936);
    let (seed, ticks) = (7, 50);
    let ensemble = Ensemble { scenario: &scenario, seeds: seed..seed + 1, threads: 1 };
    let told = rows(&csv(&ensemble.dyads(ticks, || ())));

    let mut run = Run::new(&scenario, seed);
    let mut held: BTreeSet<(i16, String, String, &str)> = BTreeSet::new();
    let mut threats: BTreeMap<(i16, String, String), Vec<f64>> = BTreeMap::new();
    for tick in 0..=ticks {
        if tick > 0 {
            run.step();
        }
        let survey = run.survey();
        let year = survey.clock.date().year();
        let id = |state: StateId| survey.identity(state).code.clone();
        for alliance in survey.alliances.iter() {
            let column = match alliance.kind {
                PactKind::Defensive => "defense",
                PactKind::Offensive => "offense",
                PactKind::Neutrality => "neutrality",
                PactKind::Entente => "entente",
            };
            for a in &alliance.members {
                alliance.partners(*a).for_each(|b| _ = held.insert((year, id(*a), id(b), column)));
            }
        }
        for a in survey.states() {
            for b in survey.states().filter(|b| *b != a) {
                if survey.wars.at_war(a, b) {
                    held.insert((year, id(a), id(b), "at_war"));
                }
                if survey.is_alive(a) && survey.is_alive(b) {
                    let felt = f64::from(survey.exposure(b, a));
                    threats.entry((year, id(a), id(b))).or_default().push(felt);
                }
            }
        }
    }
    // Wars of a single tick, which show at no tick's end.
    let (clock, events) = (run.clock(), run.history().events.clone());
    let survey = run.survey();
    for event in &events {
        if let EventKind::WarBegan { by, against, .. } = event.kind {
            let year = clock.date_of(event.tick).year();
            for (a, b) in [(by, against), (against, by)] {
                let id = |state: StateId| survey.identity(state).code.clone();
                held.insert((year, id(a), id(b), "at_war"));
            }
        }
    }

    assert!(told.len() > 5 * 400, "{}", told.len());
    let mut seen = BTreeSet::new();
    for ((first, second, year), row) in &told {
        let year: i16 = year.parse().expect("a year");
        let holds = |column| held.contains(&(year, first.clone(), second.clone(), column));
        for column in ["defense", "offense", "neutrality", "entente", "at_war"] {
            assert_eq!(row[column] == "1", holds(column), "{first}, {second}, {year}: {column}");
            if row[column] == "1" {
                seen.insert(column);
            }
        }
        let allied = holds("defense") || holds("offense");
        assert_eq!((row["allied"] == "1", row["allied_prob"] == "1"), (allied, allied));
        assert_eq!(row["pact_prob"] == "1", allied || holds("neutrality") || holds("entente"));
        for (column, from, to) in [("threat_12", first, second), ("threat_21", second, first)] {
            let felt = &threats[&(year, from.clone(), to.clone())];
            let mean = felt.iter().sum::<f64>() / felt.len() as f64;
            let told: f64 = row[column].parse().expect("a number");
            assert!((told - mean).abs() < 1e-6, "{from} to {to}, {year}: {told}, {mean}");
        }
    }
    assert!(seen.contains("defense") && seen.contains("at_war") && seen.contains("entente"), "{seen:?}");
    let of_first_year = told.values().find(|row| row["year"] == "1936").expect("a row");
    assert_eq!((of_first_year["moments"].as_str(), of_first_year["runs"].as_str()), ("10", "1"));
}

#[test]
fn many_runs_come_to_the_mean_of_each() {
    let scenario = read(EUROPE_1936);
    let tally = |seeds| Ensemble { scenario: &scenario, seeds, threads: 2 }.dyads(30, || ());
    let all = rows(&csv(&tally(3..9)));
    let single: Vec<_> = (3..9).map(|seed| rows(&csv(&tally(seed..seed + 1)))).collect();
    let number = |row: &BTreeMap<String, String>, column: &str| row[column].parse::<f64>().unwrap_or(0.0);
    for (key, row) in &all {
        for column in ["allied_prob", "defense", "pact_prob", "at_war_prob", "same_side_prob", "exist_prob"] {
            let each = single.iter().map(|rows| rows.get(key).map_or(0.0, |row| number(row, column)));
            let mean = each.sum::<f64>() / 6.0;
            assert!((number(row, column) - mean).abs() < 1e-6, "{key:?} {column}");
        }
        assert_eq!(row["allied"] == "1", number(row, "allied_prob") > 0.5, "{key:?}");
        assert_eq!(row["runs"], "6");
    }
    assert!(all.values().any(|row| (0.1..0.9).contains(&number(row, "allied_prob"))), "chance shows");
}

#[test]
fn the_number_of_threads_changes_not_a_digit() {
    let scenario = read(NAPOLEON_1805);
    let tally = |threads| Ensemble { scenario: &scenario, seeds: 1..10, threads }.dyads(20, || ());
    let one = csv(&tally(1));
    for threads in [2, 5] {
        assert_eq!(one, csv(&tally(threads)), "{threads} threads");
    }
}

#[test]
fn pairs_stand_by_year_and_number_with_the_lower_number_first() {
    for setup in [COLD_WAR_1947, NAPOLEON_1805] {
        let scenario = read(setup);
        let tally = Ensemble { scenario: &scenario, seeds: 1..2, threads: 1 }.dyads(13, || ());
        let key = |member: &Member| (member.cow.is_none(), member.cow, member.id.clone());
        let keys: Vec<_> =
            tally.rows().map(|row| (row.year, key(row.states[0]), key(row.states[1]))).collect();
        assert!(keys.is_sorted() && keys.iter().all(|(_, first, second)| first < second), "{}", setup.name);
        let first_year = keys.iter().filter(|(year, ..)| *year == scenario.start.year()).count();
        let states = scenario.states.len();
        assert_eq!(first_year, states * (states - 1) / 2, "{}", setup.name);
        let without = keys.iter().filter(|(.., (none, ..))| *none).count();
        assert!(without > 0, "{} has states without a number, and they are told of", setup.name);
    }
}

#[test]
fn a_war_of_one_tick_is_a_war() {
    let scenario = read(EUROPE_1936);
    let mut run = Run::without_history(&scenario, 1);
    let mut watch = Watch::default();
    watch.look(&mut run);
    let mut journal = run.world().resource::<crate::simulation::Journal>().clone();
    let survey = run.survey();
    let [a, b, c] = ["SWZ", "SPN", "POR"].map(|code| survey.find(code).expect("it is there"));
    let motive = crate::simulation::Motive::Conquest;
    let war = crate::simulation::WarId(0);
    for kind in [
        EventKind::WarBegan { war, by: a, against: b, motive },
        EventKind::CallAnswered { war, by: c, ally: b, honoured: true, motive },
    ] {
        journal.events.push(crate::simulation::Event { tick: 0, kind });
    }
    watch.follow(&survey, &journal);
    let mut tally = Tally::default();
    tally.add(&watch.finish().into_iter().collect::<Vec<_>>());
    let table = rows(&csv(&tally));
    let of = |first: &str, second: &str| &table[&(first.into(), second.into(), "1936".into())];
    assert_eq!(of("SWZ", "SPN")["at_war"], "1");
    assert_eq!(
        (of("SPN", "POR")["same_side_prob"].as_str(), of("SPN", "POR")["at_war"].as_str()),
        ("1", "0")
    );
}

#[test]
fn years_are_those_of_the_calendar() {
    let mut scenario = read(EUROPE_1936);
    scenario.tick = crate::scenario::TickLength::Months(30);
    let ensemble = Ensemble { scenario: &scenario, seeds: 1..2, threads: 1 };
    let years: BTreeSet<i16> = ensemble.dyads(3, || ()).rows().map(|row| row.year).collect();
    let clock = Clock { tick: 0, start: scenario.start, length: scenario.tick };
    assert_eq!(years, (0..=3).map(|tick| clock.date_of(tick).year()).collect());
    assert_eq!(years.into_iter().collect::<Vec<_>>(), [1936, 1938, 1941, 1943]);
}

#[test]
fn the_page_tells_of_every_column() {
    let page = include_str!("../../../docs/dyads.md");
    let table: Vec<&str> = page
        .lines()
        .skip_while(|line| !line.starts_with("| column"))
        .skip(2)
        .take_while(|line| line.starts_with('|'))
        .flat_map(|line| line.split('|').nth(1).unwrap_or_default().split('`').skip(1).step_by(2))
        .collect();
    assert_eq!(table, COLUMNS);
}
