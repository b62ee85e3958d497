//! The command line as a person meets it: results, exit codes, and messages.

use std::fs;
use std::path::Path;

use assert_cmd::Command;

const EUROPE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/europe-1936.ron");

fn entente(arguments: &[&str]) -> Command {
    let mut command = Command::cargo_bin("entente").expect("the binary is built with the tests");
    command.args(arguments);
    command
}

fn output_of(arguments: &[&str]) -> String {
    let output = entente(arguments).assert().success();
    String::from_utf8(output.get_output().stdout.clone()).expect("output is UTF-8")
}

/// Standard error of a command that must fail with this exit code.
fn failure_of(arguments: &[&str], code: i32) -> String {
    let output = entente(arguments).assert().code(code);
    assert!(output.get_output().stdout.is_empty(), "nothing but results goes to standard output");
    String::from_utf8(output.get_output().stderr.clone()).expect("messages are UTF-8")
}

#[test]
fn a_run_ends_with_its_hash_and_repeats_it() {
    let arguments = ["run", EUROPE, "--seed", "7", "--ticks", "24"];
    let first = output_of(&arguments);
    let hash =
        first.lines().last().and_then(|line| line.strip_prefix("hash: ")).expect("the last line is the hash");
    assert_eq!(hash.len(), 16);
    assert!(hash.bytes().all(|digit| digit.is_ascii_hexdigit()));
    assert_eq!(first, output_of(&arguments));
    assert_ne!(first, output_of(&["run", EUROPE, "--seed", "8", "--ticks", "24"]));
}

#[test]
fn a_session_runs_to_the_hash_of_what_it_keeps_and_says_where_it_does_not() {
    use entente::edit::{Opening, Script, Session};
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name).display().to_string();
    let commands = "[(0, Set(state: \"GMY\", field: \"intent\", value: 0.2)), (12, Luck(5))]";
    fs::write(at("commands.ron"), commands).expect("written");
    let arguments =
        ["run", EUROPE, "--seed", "7", "--ticks", "24", "--commands", &at("commands.ron")].map(str::to_owned);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let expected = output_of(&arguments);
    let hash = expected.lines().last().and_then(|line| line.strip_prefix("hash: ")).expect("a hash");
    let text = fs::read_to_string(EUROPE).expect("it is there");
    let steps = Script::read("commands", commands).unwrap_or_else(|all| panic!("{all}")).steps;
    let steps = steps.into_iter().map(|step| (step.tick, step.command)).collect();
    let session = Session::new(Opening::Text(text), 7, (24, 3), steps);
    let number = u64::from_str_radix(hash, 16).expect("a number");
    session.clone().with_hash(number).save(Path::new(&at("my.session.ron"))).expect("written");
    let output = entente(&["run", &at("my.session.ron")]).assert().success();
    assert_eq!(String::from_utf8_lossy(&output.get_output().stdout), expected);
    assert!(output.get_output().stderr.is_empty(), "it came out as it was");
    assert!(output_of(&["check", &at("my.session.ron")]).contains("24 ticks, 2 changes"));
    // Another course is told of, and does not hide the result.
    session.with_hash(1).save(Path::new(&at("other.session.ron"))).expect("written");
    let output = entente(&["run", &at("other.session.ron")]).assert().success();
    let told = String::from_utf8_lossy(&output.get_output().stderr).into_owned();
    assert!(told.contains("takes another course") && told.contains(hash), "{told}");
    // What it says itself cannot be said again.
    let seeded = failure_of(&["run", &at("my.session.ron"), "--seed", "3"], 1);
    assert!(seeded.contains("a session has its seed"), "{seeded}");
    let endless = failure_of(&["run", EUROPE], 2);
    assert!(endless.contains("--ticks N or --until DATE"), "{endless}");
    fs::write(at("broken.session.ron"), "Session(version: 2)").expect("written");
    assert!(failure_of(&["run", &at("broken.session.ron")], 1).contains("only version 1"));
}

#[test]
fn a_record_drives_a_run_to_its_end_and_a_session_of_it_takes_the_same_course() {
    use entente::edit::{Opening, Session};
    use entente::history::recorded::AsRecorded;
    use entente::record::Record;
    let driven = output_of(&["run", EUROPE, "--as-recorded", "--seed", "7"]);
    assert_eq!(driven, output_of(&["run", EUROPE, "--as-recorded", "--seed", "7", "--ticks", "70"]));
    assert_ne!(driven, output_of(&["run", EUROPE, "--seed", "7", "--ticks", "70"]));
    assert!(driven.contains("wars begun: 0") && driven.contains("7 at war"), "{driven}");
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name).display().to_string();
    let setup = entente::scenario::read_file(Path::new(EUROPE)).unwrap_or_else(|all| panic!("{all}"));
    let record = Record::read_file(&Record::path_beside(Path::new(EUROPE)), &setup);
    let recorded = AsRecorded::new(&record.unwrap_or_else(|all| panic!("{all}")), &setup);
    let text = fs::read_to_string(EUROPE).expect("it is there");
    let session = recorded.session(Opening::Text(text), 7);
    session.save(Path::new(&at("driven.session.ron"))).expect("written");
    assert_eq!(Session::read_file(Path::new(&at("driven.session.ron"))).expect("it is one"), session);
    assert_eq!(output_of(&["run", &at("driven.session.ron")]), driven);
    // What cannot be driven is told.
    let alone = failure_of(&["run", "scenarios/vignettes/v1.ron", "--as-recorded"], 1);
    assert!(alone.contains("there is no record beside") && alone.contains("--record"), "{alone}");
    let twice = failure_of(&["run", &at("driven.session.ron"), "--as-recorded"], 1);
    assert!(twice.contains("a session says itself"), "{twice}");
    assert!(failure_of(&["run", EUROPE, "--record", "x.ron"], 2).contains("--as-recorded"));
}

#[test]
fn what_was_expected_is_told_as_a_page_and_as_a_table_and_is_the_same_each_time() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name).display().to_string();
    let page = output_of(&["expect", EUROPE, "--seeds", "2"]);
    let told = output_of(&["expect", EUROPE, "--seeds", "2", "--out", &at("new/expected.md")]);
    assert_eq!(fs::read_to_string(at("new/expected.md")).expect("written"), page);
    let summary = told.lines().find(|line| line.starts_with("| all |")).expect("there are sums");
    assert!(page.contains(summary) && page.contains("Italy enters the Second World War"));
    assert!(page.contains("What of the record no world could carry out"), "{page}");
    output_of(&["expect", EUROPE, "--seeds", "2", "--out", &at("expected.csv")]);
    let rows = table(folder.path(), "expected.csv");
    let asked: usize = summary.split('|').nth(2).and_then(|cell| cell.trim().parse().ok()).expect("a number");
    assert_eq!(rows.len(), asked);
    for row in &rows {
        let (chance, open) = (number(row, "chance"), number(row, "open"));
        assert!((0.0..=1.0).contains(&chance) && open <= number(row, "asked"), "{row:?}");
        assert_eq!(open == 0.0, row["motive"].is_empty(), "{row:?}");
        assert!(open > 0.0 || chance == 0.0, "{row:?}");
    }
    let italy = |row: &&std::collections::BTreeMap<String, String>| {
        (row["state"].as_str(), row["part"].as_str(), row["date"].as_str()) == ("ITA", "enters", "1940-06-10")
    };
    assert_eq!(rows.iter().find(italy).expect("Italy is asked")["coded"], "profit");
    let otherwise = output_of(&["expect", EUROPE, "--seeds", "2", "--theory", "balance-of-power"]);
    assert_ne!(otherwise, page);
    assert!(failure_of(&["expect", EUROPE, "--out", &at("expected.txt")], 2).contains("must end in .md"));
    assert!(failure_of(&["expect", "scenarios/vignettes/v1.ron"], 1).contains("there is no record beside"));
}

#[test]
fn a_date_and_the_number_of_ticks_to_it_are_the_same_run() {
    let by_date = output_of(&["run", EUROPE, "--until", "1938-03-01"]);
    assert_eq!(by_date, output_of(&["run", EUROPE, "--ticks", "24"]));
}

#[test]
fn tables_hold_every_tick_with_dates_ids_and_numbers() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let out = folder.path().join("deep/out");
    let out_text = out.to_str().expect("a temporary path is plain");
    output_of(&["run", EUROPE, "--ticks", "24", "--out", out_text]);
    let states = table(&out, "states.csv");
    assert_eq!(states.len(), 33 * 25);
    let germany = states.iter().find(|row| row["state"] == "GMY").expect("Germany has a row");
    assert_eq!((germany["cow"].as_str(), germany["date"].as_str()), ("255", "1936-03-01"));
    let decisions = table(&out, "decisions.csv");
    assert!(!decisions.is_empty());
    for row in &decisions {
        terms_add_up(row, "chosen_");
        terms_add_up(row, "stay_");
        // Where nothing else was thought of, nothing was rejected.
        if row["rejected_action"].is_empty() {
            assert_eq!((row["margin"].as_str(), row["chosen_chance"].as_str()), ("0", "1"));
            continue;
        }
        terms_add_up(row, "rejected_");
        let margin = number(row, "chosen_utility") - number(row, "rejected_utility");
        assert!((margin - number(row, "margin")).abs() < 1e-5, "{row:?}");
    }
    assert!(
        table(&out, "alliances.csv")
            .iter()
            .any(|row| row["name"] == "Little Entente" && row["state"] == "CZE")
    );
    assert!(table(&out, "events.csv").iter().any(|row| row["event"] == "provocation"));
}

#[test]
fn the_table_of_wars_tells_who_fought_on_which_side_since_when() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let setup = folder.path().join("war.ron");
    let text =
        "(version: 1, name: \"war\", start: \"1900-01-01\", map: generated(regions: 12, seed: 1), states: [
    (id: \"AA\", capital: (province: \"R0001\"), population: 10),
    (id: \"BB\", capital: (province: \"R0002\"), population: 10),
    (id: \"CC\", capital: (province: \"R0003\"), population: 10),
], wars: [(name: \"Old War\", attackers: [\"BB\"], defenders: [\"AA\", \"CC\"], since: \"1899-06-01\")])";
    fs::write(&setup, text).expect("the file can be written");
    let out = folder.path().to_str().expect("a temporary path is plain");
    output_of(&["run", setup.to_str().expect("a temporary path is plain"), "--ticks", "1", "--out", out]);
    let wars = table(folder.path(), "wars.csv");
    assert_eq!(wars.len(), 3);
    for (row, side) in wars.iter().zip(["defenders", "attackers", "defenders"]) {
        assert_eq!(row["name"], "Old War");
        assert_eq!((row["side"].as_str(), row["since"].as_str()), (side, "1899-06-01"));
        assert!(
            (-1.0..=1.0).contains(&number(row, "front")) && number(row, "contribution") >= 0.0,
            "{row:?}"
        );
    }
}

#[test]
fn a_choice_can_be_worked_out_again_from_the_tables() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let out = folder.path().to_str().expect("a temporary path is plain");
    output_of(&["run", EUROPE, "--ticks", "24", "--set", "theory.noise=0.04", "--out", out]);
    let decisions = table(folder.path(), "decisions.csv");
    let options = table(folder.path(), "options.csv");
    let changes: Vec<_> = decisions.iter().filter(|row| row["action"] != "stay").collect();
    assert!(!changes.is_empty());
    for decision in changes {
        let weighed: Vec<_> = options.iter().filter(|row| row["decision"] == decision["decision"]).collect();
        assert!(
            weighed.len() > 1 && ["stay", "abandon-ally"].contains(&weighed[0]["action"].as_str()),
            "{decision:?}"
        );
        let taken: Vec<_> = weighed.iter().filter(|row| row["taken"] == "true").collect();
        assert_eq!(taken.len(), 1);
        assert_eq!(taken[0]["action"], decision["action"]);
        assert_eq!(taken[0]["utility"], decision["chosen_utility"]);
        assert_eq!(weighed[0]["utility"], decision["stay_utility"]);
        let best = weighed.iter().map(|row| number(row, "utility")).fold(f64::NEG_INFINITY, f64::max);
        let odds = |row: &Row| libm::exp((number(row, "utility") - best) / 0.04);
        let sum: f64 = weighed.iter().map(|row| odds(row)).sum();
        for row in weighed {
            terms_add_up(row, "");
            assert!((odds(row) / sum - number(row, "chance")).abs() < 1e-3, "{row:?}");
        }
    }
}

#[test]
fn the_system_is_measured_every_tick() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let out = folder.path().to_str().expect("a temporary path is plain");
    let text = output_of(&["run", EUROPE, "--ticks", "24", "--out", out]);
    let system = table(folder.path(), "system.csv");
    let states = table(folder.path(), "states.csv");
    let decisions = table(folder.path(), "decisions.csv");
    assert_eq!(system.len(), 25);
    for row in &system {
        let now: Vec<_> = states.iter().filter(|state| state["tick"] == row["tick"]).collect();
        let power = |state: &Row| number(state, "power");
        let squares: f64 = now.iter().map(|state| power(state) * power(state)).sum();
        assert!((1.0 / squares - number(row, "effective_powers")).abs() < 1e-3, "{row:?}");
        let alive: Vec<_> = now.iter().filter(|state| state["alive"] == "true").collect();
        assert_eq!(alive.len() as f64, number(row, "states_alive"));
        let even = 1.0 / alive.len() as f64;
        let concentration = ((squares - even) / (1.0 - even)).sqrt();
        assert!((concentration - number(row, "concentration")).abs() < 1e-4, "{row:?}");
        let allied = alive.iter().filter(|state| state["allies"] != "0").count();
        assert_eq!(allied as f64, number(row, "states_allied"));
        let strongest = now.iter().max_by(|a, b| power(a).total_cmp(&power(b))).expect("there are states");
        assert_eq!(strongest["state"], row["strongest"]);
        let made = decisions
            .iter()
            .filter(|it| it["tick"] == row["tick"] && it["action"] == "balance" && it["outcome"] == "made");
        let joined = decisions.iter().filter(|it| {
            it["tick"] == row["tick"]
                && it["action"] == "join-war"
                && ["avoid-domination", "influence"].contains(&it["motive"].as_str())
                && it["outcome"] == "done"
        });
        assert_eq!((made.count() + joined.count()) as f64, number(row, "balancing"), "{row:?}");
    }
    let end = system.last().expect("there are ticks");
    let concentration = format!("concentration {:.2}", number(end, "concentration"));
    assert!(
        text.contains(&concentration) && text.contains("motives: ") && text.contains("wars begun: "),
        "{text}"
    );
}

type Row = std::collections::BTreeMap<String, String>;

fn number(row: &Row, column: &str) -> f64 {
    row[column].parse().unwrap_or_else(|_| panic!("{column} is no number in {row:?}"))
}

/// Whether the terms with this prefix, all of them, sum to the utility beside them.
fn terms_add_up(row: &Row, prefix: &str) {
    let terms = entente::theory::choice::Terms::NAMES;
    let sum: f64 = terms.iter().map(|term| number(row, &format!("{prefix}{term}"))).sum();
    assert!((sum - number(row, &format!("{prefix}utility"))).abs() < 1e-5, "{prefix}: {row:?}");
}

fn table(folder: &Path, name: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(folder.join(name)).expect("the table is there");
    reader.deserialize().map(|row| row.expect("every row has all columns")).collect()
}

/// Ties are scored beside sides, or alone where no sides are counted, the same on any number of threads.
#[test]
fn ties_are_scored_by_the_record() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let at = |name: &str| folder.path().join(name).display().to_string();
    let score =
        |setup: &str, more: &[&str]| output_of(&[&["score", setup, "--seeds", "5"][..], more].concat());
    let told = score("europe-1936", &["--jobs", "2", "--out", &at("out/")]);
    assert_eq!(told, score("europe-1936", &["--jobs", "1"]));
    for words in ["new ties by the end of 1941", "persistence", "joiners of wars", "under each theory"] {
        assert!(told.contains(words), "{words}: {told}");
    }
    let rows = table(&folder.path().join("out"), "europe-1936.score.ties.csv");
    let persistence = rows.iter().rfind(|row| row["ties"] == "new" && row["predictor"] == "persistence");
    assert_eq!(persistence.expect("it predicts")["auc"], "0.500000");
    let pairs = table(&folder.path().join("out"), "europe-1936.score.tie_pairs.csv");
    assert_eq!(pairs.len(), 528);
    assert!(folder.path().join("out/europe-1936.score.md").is_file());
    fs::copy(EUROPE, at("mine.ron")).expect("copied");
    let pact = "[(date: \"1937-05-01\", what: Pact(name: \"P\", kind: defensive, members: [\"GMY\", \"HUN\"]), source: \"-\")]";
    fs::write(at("mine.record.ron"), pact).expect("written");
    let alone = score(&at("mine.ron"), &["--theory", "balance-of-threat"]);
    assert!(alone.contains("new ties by the end of 1937: 1, of") && !alone.contains("under each"), "{alone}");
}

/// Dyad-years of many runs do not depend on threads; those of one run are the ones beside its other tables.
#[test]
fn dyad_years_are_written_for_joining() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let at = |name: &str| folder.path().join(name).display().to_string();
    let dyads = |out: &str, more: &[&str]| {
        let fixed = ["dyads", EUROPE, "--until", "1938-03-01", "--out", out];
        output_of(&[&fixed[..], more].concat())
    };
    dyads(&at("one.csv"), &["--seeds", "6", "--jobs", "1"]);
    let told = dyads(&at("two.csv"), &["--seeds", "6", "--jobs", "3"]);
    assert!(told.contains("6 runs, seeds 1 to 6") && told.contains("1584 dyad-years"), "{told}");
    let read = |name: &str| fs::read(at(name)).expect("it is there");
    assert_eq!(read("one.csv"), read("two.csv"));
    let rows = table(folder.path(), "one.csv");
    assert_eq!(rows.len(), 3 * 528);
    let little_entente = |row: &&Row| row["state1"] == "CZE" && row["state2"] == "ROM";
    let first = rows.iter().find(little_entente).expect("the pair stands there");
    assert_eq!((first["ccode1"].as_str(), first["ccode2"].as_str()), ("315", "360"));
    assert_eq!(
        (first["year"].as_str(), first["defense"].as_str(), first["allied"].as_str()),
        ("1936", "1", "1")
    );
    dyads(&at("dyads.csv"), &["--seeds", "1", "--seed", "9"]);
    output_of(&["run", EUROPE, "--seed", "9", "--until", "1938-03-01", "--out", &at("run")]);
    assert_eq!(read("dyads.csv"), read("run/dyads.csv"));
    let refused = failure_of(&["dyads", EUROPE, "--ticks", "3", "--out", &at("no/such/x.csv")], 1);
    assert!(refused.contains("could not be written"), "{refused}");
}

#[test]
fn values_can_be_changed_and_wrong_ones_are_explained() {
    let base = output_of(&["run", EUROPE, "--ticks", "24"]);
    let changed = output_of(&["run", EUROPE, "--ticks", "24", "--set", "states.GMY.intent=0"]);
    assert_ne!(base, changed);
    let power = output_of(&["run", EUROPE, "--ticks", "24", "--theory", "balance-of-power"]);
    assert_ne!(base, power);

    let no_state = failure_of(&["run", EUROPE, "--ticks", "1", "--set", "states.GMX.offense=0.9"], 1);
    assert!(no_state.contains("GMX") && no_state.contains("GMY"), "{no_state}");
    let no_value = failure_of(&["run", EUROPE, "--ticks", "1", "--set", "states.GMY.offense"], 2);
    assert!(no_value.contains('='), "{no_value}");
    let no_preset = failure_of(&["run", EUROPE, "--ticks", "1", "--theory", "balance"], 2);
    assert!(no_preset.contains("balance-of-threat"), "{no_preset}");
}

#[test]
fn usage_and_input_have_exit_codes_of_their_own() {
    failure_of(&["run", EUROPE], 2);
    failure_of(&["run", EUROPE, "--ticks", "1", "--until", "1938-01-01"], 2);
    failure_of(&["fly"], 2);
    let missing = failure_of(&["run", "no/such/file.ron", "--ticks", "1"], 1);
    assert!(missing.contains("no/such/file.ron"), "{missing}");
    let early = failure_of(&["run", EUROPE, "--until", "1930-01-01"], 1);
    assert!(early.contains("1936-03-01"), "{early}");
}

#[test]
fn every_error_of_a_broken_file_is_pointed_at() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("broken.ron");
    let text = "(version: 1, name: \"broken\", start: \"1936-13-01\", states: [
    (id: \"AA\", capital: (lat: 52.5, lon: 13.4), population: NaN),
    (id: \"BB\", capital: (lat: 48.9, lon: 2.35), population: 10, ofense: 0.3),
    (id: \"BB\", capital: (lat: 51.5, lon: -0.1), population: 10, offense: 3),
])";
    fs::write(&path, text).expect("the file can be written");
    let path = path.to_str().expect("a temporary path is plain");
    let message = failure_of(&["check", path], 1);
    for place in [":1:", ":2:", ":3:", ":4:"] {
        assert!(message.contains(&format!("broken.ron{place}")), "no error at line {place} in:\n{message}");
    }
    assert!(message.contains("offense"), "{message}");
}

#[test]
fn help_names_what_can_be_done_with_examples() {
    let help = output_of(&["--help"]);
    for word in ["watch", "run", "check", "Examples:", "Exit codes:"] {
        assert!(help.contains(word), "{help}");
    }
}

#[cfg(all(feature = "gui", target_os = "linux"))]
#[test]
fn without_a_display_one_sentence_says_what_works() {
    let output = entente(&[]).env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").assert().code(1);
    let message = String::from_utf8(output.get_output().stderr.clone()).expect("messages are UTF-8");
    assert_eq!(message.trim().lines().count(), 1, "{message}");
    assert!(message.contains("entente run") && message.contains("entente check"), "{message}");
}

#[test]
fn vignettes_are_tried_beside_their_controls() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let out = folder.path().join("deep/out");
    let out_text = out.to_str().expect("a temporary path is plain");
    let table = output_of(&["vignettes", "v6", "--seeds", "20", "--out", out_text]);
    assert!(table.contains("V6 intent provokes: pass") && table.contains("control:"), "{table}");
    assert!(!table.contains("V2 ") && table.contains("1 of 1 vignettes pass over 20 seeds"), "{table}");
    let rows = self::table(&out, "vignettes.csv");
    assert_eq!((rows.len(), rows[0]["vignette"].as_str(), rows[0]["seeds"].as_str()), (1, "V6", "20"));
    for number in ["effect", "effect_low", "effect_high", "control_effect", "control_low", "control_high"] {
        assert!(rows[0][number].parse::<f64>().is_ok_and(|share| (0.0..=1.0).contains(&share)), "{number}");
    }
    let page = fs::read_to_string(out.join("vignettes.md")).expect("the table");
    assert!(page.starts_with("| ") && page.lines().count() == 3, "{page}");
    assert_eq!(fs::read_dir(&out).expect("the folder").count(), 2, "no temporary file is left");
    let unknown = failure_of(&["vignettes", "V99"], 2);
    assert!(unknown.contains("V1"), "{unknown}");
}

#[test]
fn a_vignette_that_fails_is_an_error_unless_the_theory_was_changed() {
    // One seed cannot show what happens in most and not in others: V16 wants war in some of them alone.
    let output = entente(&["vignettes", "V16", "--seeds", "1"]).assert().code(1);
    let printed = String::from_utf8(output.get_output().stdout.clone()).expect("output is UTF-8");
    assert!(printed.contains("FAIL"), "the table is printed all the same: {printed}");
    let message = String::from_utf8(output.get_output().stderr.clone()).expect("messages are UTF-8");
    assert!(message.contains("V16"), "{message}");
    let experiment = output_of(&["vignettes", "V6", "--seeds", "5", "--theory", "balance-of-power"]);
    assert!(experiment.contains("V6"), "{experiment}");
}

#[cfg(feature = "gui")]
#[test]
fn history_can_be_watched_only_where_it_is_known_and_told_without_errors() {
    let folder = tempfile::tempdir().expect("a folder");
    let setup = folder.path().join("mine.ron");
    fs::copy(EUROPE, &setup).expect("written");
    let file = setup.display().to_string();
    let missing = failure_of(&["watch", &file, "--as-recorded"], 1);
    assert!(missing.contains("there is no") && missing.contains("mine.record.ron"), "{missing}");
    let wrong = "[(date: \"1936-04-01\", what: Neutral(state: \"BLE\"), source: \"-\")]";
    fs::write(folder.path().join("mine.record.ron"), wrong).expect("written");
    let told = failure_of(&["watch", &file, "--as-recorded"], 1);
    assert!(told.contains("BLE") && told.contains("mine.record.ron:1"), "{told}");
}

#[cfg(feature = "gui")]
#[test]
fn a_picture_and_a_film_are_made_without_a_display() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = |name: &str| folder.path().join(name).to_str().expect("a temporary path is plain").to_owned();
    let (svg, png, gif) = (path("map.svg"), path("map.png"), path("map.gif"));
    let picture = ["picture", EUROPE, "--at", "1936-09-01", "--mode", "threat", "--select", "Germany"];
    for (out, more) in [(&svg, ["--theme", "paper"]), (&png, ["--size", "400x320"])] {
        let arguments = [&picture[..], &more, &["--out", out]].concat();
        let mut command = entente(&arguments);
        let told = command.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").assert().success();
        let told = String::from_utf8(told.get_output().stdout.clone()).expect("output is UTF-8");
        assert!(told.contains(out.as_str()) && told.contains("kB"), "{told}");
    }
    let text = fs::read_to_string(&svg).expect("the picture");
    for words in ["Threat felt by Germany", "September 1936", "Natural Earth", "seed 1", "FRANCE"] {
        assert!(text.contains(words), "{words}");
    }
    assert!(fs::read(&png).expect("the picture").starts_with(b"\x89PNG"));
    output_of(&["film", EUROPE, "--to", "1936-05-01", "--size", "400x320", "--out", &gif]);
    assert!(fs::read(&gif).expect("the film").starts_with(b"GIF89a"));
    assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 3, "no temporary file is left");
}

#[cfg(feature = "gui")]
#[test]
fn what_is_wrong_with_an_order_for_a_picture_is_told() {
    let picture = |more: &[&str], code| failure_of(&[&["picture", EUROPE], more].concat(), code);
    let modes = picture(&["--mode", "thret", "--out", "a.png"], 2);
    assert!(
        ["political", "blocs", "threat", "power", "war"].iter().all(|mode| modes.contains(mode)),
        "{modes}"
    );
    assert!(picture(&["--at", "1930-01-01", "--out", "a.png"], 1).contains("1936-03-01"));
    assert!(picture(&["--select", "Frnce", "--out", "a.png"], 1).contains("did you mean `France`"));
    assert!(picture(&["--out", "a.bmp"], 1).contains(".svg or .png"));
    assert!(picture(&["--size", "90000x2", "--out", "a.png"], 2).contains("8192"));
    assert!(picture(&["--out", "/nowhere/at/all/a.svg"], 1).contains("could not be written"));
    let film = |more: &[&str], code| failure_of(&[&["film", EUROPE], more].concat(), code);
    assert!(film(&["--to", "1936-01-01", "--out", "a.gif"], 1).contains("before the scenario's start"));
    assert!(
        film(&["--to", "1937-01-01", "--from", "1938-01-01", "--out", "a.gif"], 1).contains("before --from")
    );
    assert!(film(&["--to", "1937-01-01", "--out", "a.mp4"], 1).contains(".gif"));
    assert!(film(&["--to", "1937-01-01", "--fps", "0", "--out", "a.gif"], 2).contains("0.5 to 50"));
}

/// Every command in the table of `scenarios/commands.md` is one, none is left out, and its example can be run.
#[test]
fn commands_are_documented_and_carried_out() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join("scenarios/commands.md")).expect("it is there");
    let rows = text.lines().filter_map(|line| line.strip_prefix("| `"));
    let names: Vec<&str> = rows.map(|row| row.split('(').next().expect("a name")).collect();
    let unknown = entente::edit::Script::read("test", "[(0, Nonsense())]").expect_err("there is none such");
    let told = unknown.to_string();
    for name in &names {
        assert!(told.contains(&format!("`{name}`")), "{name} is no command: {told}");
    }
    assert_eq!(told.matches('`').count() / 2, names.len() + 2, "one is not in the table: {told}");
    let example =
        text.split("```ron\n").nth(1).and_then(|rest| rest.split("```").next()).expect("an example");
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("what-if.ron");
    std::fs::write(&file, example).expect("written");
    let europe = root.join("scenarios/europe-1936.ron");
    let run = |commands: &std::path::Path| {
        let mut command = entente(&["run", europe.to_str().expect("text"), "--ticks", "40", "--commands"]);
        command.arg(commands).assert()
    };
    let done = run(&file).success();
    let out = String::from_utf8_lossy(&done.get_output().stdout).into_owned();
    assert!(out.contains("34 states"), "{out}");
    // What is so already is passed over, at the start and later.
    std::fs::write(&file, "[(0, Theory(\"balance-of-interests\")), (3, Luck(1)), (3, Luck(2))]")
        .expect("written");
    run(&file).success();
    // What cannot be done is shown in its place, with what would do.
    for (text, place, words) in [
        ("[\n  (0, Delete(state: \"GMZ\")),\n]", ":2:3", "did you mean “GMY”?"),
        ("[(0, Delete(state \"GMY\"))]", ":1:18", "a comma is missing"),
        ("[(0, Delete(stat: \"GMY\"))]", ":1:", "stat"),
        ("[\n  (50, Luck(7)),\n]", ":2:3", "the run ends at tick 40"),
        ("[(0, MoveCapital(state: \"POL\", region: \"DE-BE\"))]", ":1:2", "this would do: Group("),
    ] {
        std::fs::write(&file, text).expect("written");
        let failed = run(&file).code(1);
        let told = String::from_utf8_lossy(&failed.get_output().stderr).into_owned();
        assert!(told.contains(&format!("what-if.ron{place}")) && told.contains(words), "{text}: {told}");
    }
}

/// What a change does is told with intervals and as a table; what makes no difference, and what cannot be compared, too.
#[test]
fn a_change_is_tried_over_pairs_of_runs() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).to_str().expect("text").to_owned();
    let (lamb, table) = (path("lamb.ron"), path("lamb.csv"));
    let compare = |commands: &str, more: &[&str]| -> Vec<String> {
        fs::write(&lamb, commands).expect("written");
        let fixed = ["compare", EUROPE, "--commands", &lamb, "--runs", "12", "--ticks", "20"];
        fixed.iter().chain(more).map(|it| it.to_string()).collect()
    };
    let run = |arguments: Vec<String>| output_of(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
    let set = "(0, Set(state: \"GMY\", field: \"intent\", value: 0.0))";
    let found = run(compare(&format!("[{set}]"), &["--out", &table, "--jobs", "2"]));
    assert!(found.contains("12 pairs of runs") && found.contains("all left to chance"), "{found}");
    assert!(found.contains(" points [") && found.contains("Germany"), "{found}");
    assert_eq!(found, run(compare(&format!("[{set}]"), &["--jobs", "1"])));
    let rows = self::table(folder.path(), "lamb.csv");
    assert!(rows.len() > 50 && rows.iter().any(|row| row["told_apart"] == "true"));
    // From a moment on, or from the start.
    let late = "[(9, Set(state: \"GMY\", field: \"intent\", value: 0.0))]";
    let found = run(compare(late, &[]));
    assert!(found.contains("from 1936-12-01 to 1937-11-01, chance falls anew from there"), "{found}");
    let found = run(compare(late, &["--from", "start"]));
    assert!(found.contains("from 1936-03-01 to 1937-11-01, all left to chance"), "{found}");
    let found = run(compare("[(0, Set(state: \"GMY\", field: \"name\", value: \"Prussia\"))]", &[]));
    assert!(found.contains("no difference"), "{found}");
    let refused =
        |arguments: Vec<String>| failure_of(&arguments.iter().map(String::as_str).collect::<Vec<_>>(), 1);
    assert!(refused(compare("[(3, Luck(7))]", &[])).contains("nothing to compare"));
    let same = lamb.clone();
    assert!(refused(compare(&format!("[{set}]"), &["--against", &same])).contains("nothing to compare"));
    assert!(refused(compare("[(20, Luck(7))]", &[])).contains("nothing to compare"));
    assert!(refused(compare("[(20, Delete(state: \"GMY\"))]", &[])).contains("let it run longer"));
    assert!(refused(compare("[(21, Delete(state: \"GMY\"))]", &[])).contains("the run ends at tick 20"));
    assert!(refused(compare("[(0, Delete(state: \"GMZ\"))]", &[])).contains("did you mean “GMY”?"));
}

/// Runs are held against a record, the same on any number of threads, with a table and a page; what has none is told so.
#[test]
fn runs_are_scored_by_the_record() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).to_str().expect("text").to_owned();
    let few = |jobs: &'static str, more: &[&str]| {
        let fixed = ["score", "gulf-1990", "--seeds", "4", "--seed", "5", "--jobs", jobs];
        output_of(&[&fixed[..], more].concat())
    };
    let told = few("2", &["--out", &path("")]);
    assert!(told.contains("The Gulf, July 1990") && told.contains("seeds 5 to 8"), "{told}");
    for named in ["balance of power", "balance of threat", "balance of interests", "stays as at the start"] {
        assert!(told.contains(named), "{told}");
    }
    assert_eq!(told, few("1", &[]));
    let rows = table(folder.path(), "gulf-1990.score.csv");
    let jordan = rows.iter().find(|row| row["state"] == "JOR" && row["theory"] == "balance-of-threat");
    assert_eq!(jordan.expect("it is asked")["happened"], "first");
    let page = fs::read_to_string(path("gulf-1990.score.md")).expect("written");
    assert!(page.contains("`entente score gulf-1990 --seeds 4 --seed 5`"), "{page}");
    assert!(page.contains("## What this is and is not"), "{page}");
    assert!(told.contains("new ties by the end of") && page.contains("## Ties: "), "{told}");
    assert!(!table(folder.path(), "gulf-1990.score.ties.csv").is_empty());
    let one = few("2", &["--theory", "balance-of-threat", "--out", &path("one.csv")]);
    assert!(!one.contains("balance of interests") && folder.path().join("one.md").is_file(), "{one}");

    // What has no record, or one that counts no sides, or is not there.
    assert!(failure_of(&["score", "jackals"], 1).contains("invented"));
    assert!(failure_of(&["score", "atlantis"], 1).contains("europe-1936, europe-1914"));
    fs::copy(EUROPE, path("mine.ron")).expect("copied");
    let refused = failure_of(&["score", &path("mine.ron")], 1);
    assert!(
        refused.contains("there is no record beside") && refused.contains("mine.record.ron"),
        "{refused}"
    );
    fs::write(path("mine.record.ron"), "[]").expect("written");
    assert!(failure_of(&["score", &path("mine.ron")], 1).contains("Sides(first:"));
    let pact = "Pact(name: \"A\", kind: defensive, members: [\"GMY\", \"ITA\"])";
    fs::write(path("mine.record.ron"), format!("[(date: \"1936-12-31\", what: {pact}, source: \"-\")]"))
        .expect("written");
    let ties = output_of(&["score", &path("mine.ron"), "--seeds", "2", "--out", &path("ties")]);
    assert!(ties.contains("counts no sides") && ties.contains("new ties by the end of 1936: 1"), "{ties}");
    assert!(folder.path().join("ties.md").is_file() && !folder.path().join("ties.csv").exists());
    fs::write(path("mine.record.ron"), "[(date: \"1930-01-01\")]").expect("written");
    failure_of(&["score", &path("mine.ron")], 1);
}

/// Files of two states with invented figures, as `import` takes them.
fn field_files(folder: &Path) -> Vec<String> {
    let nmc =
        "ccode,year,milex,milper,irst,pec,tpop\n220,1929,10,10,10,10,40000\n255,1929,10,10,10,10,60000\n";
    let spells = "stateabb,ccode,statenme,styear,stmonth,stday,endyear,endmonth,endday\n";
    let states = format!("{spells}FRN,220,France,1816,1,1,2016,12,31\nGMY,255,Germany,1816,1,1,2016,12,31\n");
    let capitals = "ccode,capital,stdate,enddate,lat,lng\n220,Paris,1816-01-01,2024-12-31,48.9,2.3\n\
                    255,Berlin,1816-01-01,2024-12-31,52.5,13.4\n";
    let contiguity = "ccode1,ccode2,conttype,stdate,enddate\n220,255,1,1816-01-01,2016-12-31\n";
    let ties = "ccode1,ccode2,year,atop_defense,atop_offense,atop_neutral,atop_nonagg,atop_consul\n\
                220,255,1929,0,0,0,1,0\n220,255,1930,0,0,0,1,0\n220,255,1931,1,0,0,1,0\n";
    let files = [
        ("nmc", nmc),
        ("states", states.as_str()),
        ("capitals", capitals),
        ("contiguity", contiguity),
        ("alliances", ties),
    ];
    let given = files.iter().flat_map(|(option, text)| {
        let path = folder.join(format!("{option}.csv"));
        fs::write(&path, text).expect("written");
        [format!("--{option}"), path.display().to_string()]
    });
    ["import", "--year", "1930"].map(str::to_owned).into_iter().chain(given).collect()
}

#[test]
fn files_of_the_field_become_a_setup_a_record_and_a_report_that_check_finds_fine() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name).display().to_string();
    let mut arguments = field_files(folder.path());
    arguments.extend(["--record-years".to_owned(), "2".into(), "--out".into(), at("x.ron")]);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let told = output_of(&arguments);
    assert!(
        told.contains("The world, 1930: figures of 1929")
            && told.contains("1 of 1 pairs that are contiguous"),
        "{told}"
    );
    for name in ["x.ron", "x.import.md", "x.record.ron"] {
        assert!(told.contains(&at(name)), "{told}");
    }
    let fine = output_of(&["check", &at("x.ron"), &at("x.record.ron")]);
    assert!(fine.contains("2 states on 1930-01-01") && fine.contains("2 events until 1931-07-01"), "{fine}");
    assert!(output_of(&["run", &at("x.ron"), "--ticks", "12"]).contains("hash: "));
    assert!(fs::read_to_string(at("x.import.md")).expect("it is there").contains("## Imputed"));
}

#[test]
fn an_import_that_cannot_be_made_says_why_and_writes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name).display().to_string();
    let files = field_files(folder.path());
    let fails = |more: &[&str], code: i32| {
        let arguments: Vec<&str> = files.iter().map(String::as_str).chain(more.iter().copied()).collect();
        let told = failure_of(&arguments, code);
        assert!(!folder.path().join("x.ron").exists(), "nothing is written");
        told
    };
    assert!(fails(&["--out", &at("x.csv")], 1).contains("ends in .ron"));
    let missing = fails(&["--wars", &at("none.csv"), "--majors", &at("no.csv"), "--out", &at("x.ron")], 1);
    assert!(
        missing.contains("none.csv could not be read") && missing.contains("no.csv could not be read"),
        "{missing}"
    );
    let swapped = fails(&["--majors", &at("states.csv"), "--out", &at("x.ron")], 1);
    assert!(
        swapped.contains("this looks like State System Membership")
            && swapped.contains("1 error in the files"),
        "{swapped}"
    );
    assert!(fails(&["--region", "eurpoe", "--out", &at("x.ron")], 2).contains("did you mean europe?"));
    fs::write(at("nmc.csv"), "ccode,year,milex,milper,irst,pec,tpop\n220,1929,ten,10,10,10,40000\n")
        .expect("written");
    let broken = fails(&["--out", &at("x.ron")], 1);
    assert!(broken.contains("nmc.csv, row 2, column `milex`: found \"ten\", expected a number"), "{broken}");
}
