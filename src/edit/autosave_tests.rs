//! What autosave promises: whatever happens to the program, a whole session is found.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command as Process, Stdio};
use std::time::{Duration, Instant, SystemTime};

use super::autosave::EVERY;
use super::testing::small;
use super::{Autosave, Command, Keeper, Opening, Session};
use crate::{files, scenario};

/// Tells the test below, run in a process of its own, to write here.
const FOLDER: &str = "ENTENTE_TEST_AUTOSAVE";

fn session(tick: u64) -> Session {
    let commands = (0..tick % 40).map(|at| (at, Command::Luck(at))).collect();
    Session::new(Opening::Text(scenario::write(&small())), 1, (tick, tick), commands)
}

/// A scenario file that is saved again and again, each time another.
fn scenario_text(tick: u64) -> String {
    let mut scenario = small();
    scenario.description = "so it is ".repeat(tick as usize % 200);
    scenario::write(&scenario)
}

/// Saves as fast as it can until it is killed, sessions and a scenario file, and tells of each saving that is done. Not
/// a test by itself.
#[test]
#[ignore = "what a test kills"]
fn writer() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let folder = Path::new(&folder);
    let mut autosave = Autosave::begin(folder).expect("a folder");
    let file = folder.join(format!("world-{}.ron", std::process::id()));
    let mut now = Instant::now();
    for tick in 0.. {
        now += EVERY;
        assert_eq!(autosave.keep(now, tick, || session(tick)), Ok(true));
        files::save(&file, scenario_text(tick).as_bytes()).expect("it can be written");
        println!("saved {tick}");
    }
}

/// Changes something every few milliseconds of the clock, and has it kept as the window does, until it is killed. Not a
/// test by itself.
#[test]
#[ignore = "what a test kills"]
fn worker() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let keeper = Keeper::begin(Path::new(&folder)).expect("a folder");
    println!("begun");
    loop {
        let now = since_epoch(SystemTime::now());
        keeper.keep(now, session(now));
        std::thread::sleep(Duration::from_millis(4));
    }
}

/// Milliseconds since 1970.
fn since_epoch(time: SystemTime) -> u64 {
    time.duration_since(SystemTime::UNIX_EPOCH).map_or(0, |passed| passed.as_millis() as u64)
}

fn start(folder: &Path, what: &str) -> Child {
    let program = std::env::current_exe().expect("this test is one");
    let what = format!("edit::autosave_tests::{what}");
    let arguments = ["--exact", &what, "--ignored", "--nocapture"];
    let mut process = Process::new(program);
    process.args(arguments).env(FOLDER, folder).stdout(Stdio::piped()).stderr(Stdio::null());
    process.spawn().expect("it starts")
}

/// A thousand kills while changes are kept by the clock. Slow, and timed, so that it is run by hand:
/// `cargo test --release --lib kept_by_the_clock -- --ignored --nocapture`.
#[test]
#[ignore = "takes two minutes, and goes by the clock"]
fn kills_lose_no_more_than_the_last_seconds_when_kept_by_the_clock() {
    let (kills, at_once) = (1000, 25);
    let mut moments: u64 = 7;
    let mut ages: Vec<u64> = Vec::new();
    for _ in 0..kills / at_once {
        let folder = quick_folder();
        let mut running: Vec<Child> = (0..at_once).map(|_| start(folder.path(), "worker")).collect();
        for process in &mut running {
            let mut line = String::new();
            let mut told = BufReader::new(process.stdout.take().expect("it is piped"));
            while !line.contains("begun") && told.read_line(&mut line).is_ok_and(|read| read > 0) {}
        }
        std::thread::sleep(Duration::from_millis(500));
        let mut killed = Vec::new();
        for process in &mut running {
            moments = moments.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            std::thread::sleep(Duration::from_micros(moments >> 46));
            killed.push((process.id(), since_epoch(SystemTime::now())));
            process.kill().expect("it runs");
            process.wait().expect("it is over");
        }
        let left = Autosave::left(folder.path());
        assert_eq!(left.len(), at_once, "each left one whole session");
        for leftover in left {
            assert_eq!(leftover.session, session(leftover.session.end));
            let of = |(id, _): &&(u32, u64)| leftover.path.to_string_lossy().contains(&format!("/{id}-"));
            let at = killed.iter().find(of).expect("it is one of those").1;
            ages.push(at.saturating_sub(leftover.session.end));
            leftover.discard().expect("it can be removed");
        }
        assert_eq!(std::fs::read_dir(folder.path()).expect("there").count(), 0, "nothing half written stays");
    }
    ages.sort_unstable();
    println!(
        "{} kills: what was lost is {} ms in the middle, {} ms at most",
        ages.len(),
        ages[500],
        ages[999]
    );
    assert!(ages[999] < EVERY.as_millis() as u64 + 1000, "more than the last seconds were lost");
}

/// A folder in memory where there is one: what a kill leaves does not depend on the disk, but on the order of steps.
fn quick_folder() -> tempfile::TempDir {
    let memory = std::path::Path::new("/dev/shm");
    tempfile::tempdir_in(memory).or_else(|_| tempfile::tempdir()).expect("a folder")
}

#[test]
fn a_kill_at_any_moment_leaves_a_whole_session() {
    let (kills, at_once) = (1000, 4);
    let mut found = 0;
    let mut moments: u64 = 1;
    for _ in 0..kills / at_once {
        let folder = quick_folder();
        let mut running: Vec<Child> = (0..at_once).map(|_| start(folder.path(), "writer")).collect();
        // Until all are at it, then a moment that differs every time.
        let mut told: Vec<_> =
            running.iter_mut().map(|it| BufReader::new(it.stdout.take().expect("it is piped"))).collect();
        let mut line = String::new();
        for told in &mut told {
            while !line.contains("saved") && told.read_line(&mut line).is_ok_and(|read| read > 0) {}
            line.clear();
        }
        let mut last = Vec::new();
        for (process, told) in running.iter_mut().zip(&mut told) {
            moments = moments.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            std::thread::sleep(Duration::from_micros(moments >> 53));
            process.kill().expect("it runs");
            process.wait().expect("it is over");
            let mut rest = String::new();
            told.read_to_string(&mut rest).expect("text");
            // What was being printed as it was killed may be cut.
            let whole = rest.rfind('\n').map_or("", |end| &rest[..end]);
            let saved = whole.rsplit("saved ").next().and_then(|tick| tick.trim().parse::<u64>().ok());
            last.push(saved.unwrap_or(0));
        }
        let left = Autosave::left(folder.path());
        assert_eq!(left.len(), at_once, "each left one whole session");
        let mut ticks: Vec<u64> = left.iter().map(|it| it.session.end).collect();
        for leftover in &left {
            assert_eq!(leftover.session, session(leftover.session.end));
        }
        // Nothing that was told to be saved is lost.
        ticks.sort_unstable();
        last.sort_unstable();
        assert!(ticks.iter().zip(&last).all(|(found, told)| found >= told), "{ticks:?} {last:?}");
        found += left.len();
        left.into_iter().for_each(|it| it.discard().expect("it can be removed"));
        // What is left are the scenario files, whole, and hidden what was being written.
        let rest = std::fs::read_dir(folder.path()).expect("there").flatten().map(|entry| entry.path());
        let hidden =
            |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        let (half, whole): (Vec<_>, Vec<_>) = rest.partition(hidden);
        assert!(whole.len() == at_once && half.len() <= at_once, "{whole:?} {half:?}");
        for path in whole {
            let read = scenario::read_file(&path).unwrap_or_else(|all| panic!("{all}"));
            let text = std::fs::read_to_string(&path).expect("it is there");
            assert_eq!(text, scenario_text(read.description.len() as u64 / 9));
        }
    }
    assert_eq!(found, kills);
}

/// What was left behind, once a process that another test starts no longer holds what it inherits for a moment.
fn released(folder: &std::path::Path) -> Vec<super::Leftover> {
    let tries = (0..5000).map(|_| {
        std::thread::sleep(Duration::from_millis(1));
        Autosave::left(folder)
    });
    tries.into_iter().find(|left| !left.is_empty()).expect("something is left behind")
}

#[test]
fn a_run_that_ends_as_it_should_leaves_nothing_and_is_not_offered_while_it_lasts() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut autosave = Autosave::begin(folder.path()).expect("a folder");
    let now = Instant::now();
    assert_eq!(autosave.keep(now, 1, || session(7)), Ok(true));
    assert_eq!(autosave.keep(now + EVERY * 2, 1, || session(7)), Ok(false), "nothing has changed");
    assert_eq!(autosave.keep(now + EVERY / 2, 2, || session(8)), Ok(false), "it is too early");
    assert_eq!(autosave.keep(now + EVERY, 2, || session(8)), Ok(true));
    assert!(Autosave::left(folder.path()).is_empty(), "it still runs");
    let second = Autosave::begin(folder.path()).expect("two can run at a time");
    second.end().expect("nothing to remove");
    drop(autosave);
    let left = released(folder.path());
    assert_eq!(left[0].summary(), "small, 8 ticks, 8 changes");
    assert!(Autosave::left(folder.path()).is_empty(), "it has been offered already");
    drop(left);
    released(folder.path());
    let again = Autosave::begin(folder.path()).expect("a folder");
    again.end().expect("nothing to remove");
    let left = released(folder.path());
    assert_eq!(left.len(), 1, "what was not wanted yet stays");
    left.into_iter().for_each(|it| it.discard().expect("it can be removed"));
    let last = Autosave::begin(folder.path()).expect("a folder");
    last.end().expect("nothing to remove");
    assert_eq!(std::fs::read_dir(folder.path()).expect("there").count(), 0);
}

#[test]
fn a_keeper_keeps_the_last_of_many_and_leaves_it_or_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let wait = |keeper: &Keeper, saved: u64| {
        while keeper.kept().saved < saved {
            std::thread::sleep(Duration::from_millis(1));
        }
    };
    let keeper = Keeper::begin(folder.path()).expect("a folder");
    keeper.keep(1, session(1));
    wait(&keeper, 1);
    // What is forgotten is not there any more, and what comes then is kept at once.
    keeper.forget();
    (2..50).for_each(|tick| keeper.keep(tick, session(tick)));
    wait(&keeper, 2);
    assert_eq!(keeper.kept().trouble, None);
    keeper.keep(50, session(50));
    keeper.end(true);
    let left = released(folder.path());
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].session, session(50), "even what was not due yet is kept at the end");
    left.into_iter().for_each(|it| it.discard().expect("it can be removed"));
    let keeper = Keeper::begin(folder.path()).expect("a folder");
    keeper.keep(1, session(1));
    wait(&keeper, 1);
    keeper.end(false);
    assert_eq!(std::fs::read_dir(folder.path()).expect("there").count(), 0);
}

#[test]
fn a_keeper_says_what_went_wrong_until_it_goes_well() {
    let folder = tempfile::tempdir().expect("a folder");
    let inner = folder.path().join("inner");
    let keeper = Keeper::begin(&inner).expect("a folder");
    std::fs::remove_dir_all(&inner).expect("it can be removed");
    keeper.keep(1, session(1));
    while keeper.kept().trouble.is_none() {
        std::thread::sleep(Duration::from_millis(1));
    }
    std::fs::create_dir(&inner).expect("a folder");
    keeper.forget();
    keeper.keep(2, session(2));
    while keeper.kept().saved == 0 {
        std::thread::sleep(Duration::from_millis(1));
    }
    assert_eq!(keeper.kept().trouble, None);
    keeper.end(false);
}

#[test]
fn a_session_is_told_from_a_scenario_and_from_another_course() {
    let text = session(3).write();
    assert!(Session::is_one(&text) && text.starts_with("// A session of Entente"), "{text}");
    assert!(Session::is_one("\u{feff}// one\n//\n  Session(") && !Session::is_one("// Session"));
    assert!(!Session::is_one(&scenario::write(&small())) && !Session::is_one("(version: 1)"));
    let kept = session(3).with_hash(7);
    assert_eq!((kept.difference(7), session(3).difference(7)), (None, None));
    let told = kept.difference(8).expect("it is another");
    assert!(told.contains("After tick 3 the hash is 0000000000000008; it was 0000000000000007"), "{told}");
    let older = kept.write().replace(env!("CARGO_PKG_VERSION"), "0.0.1");
    let told = Session::read("old", &older).expect("it is one").difference(8).expect("it is another");
    assert!(told.contains("saved by Entente 0.0.1, and this is"), "{told}");
    // Those that older programs wrote say nothing of it.
    let bare =
        text.replace(&format!("    program: \"{}\",\n    hash: \"\",\n", env!("CARGO_PKG_VERSION")), "");
    assert_eq!(Session::read("bare", &bare).expect("it is one").difference(1), None);
    assert_ne!(bare, text);
}

#[test]
fn what_cannot_be_saved_is_said_and_tried_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let inner = folder.path().join("inner");
    let mut autosave = Autosave::begin(&inner).expect("a folder");
    std::fs::remove_dir_all(&inner).expect("it can be removed");
    let now = Instant::now();
    let told = autosave.keep(now, 1, || session(1)).expect_err("there is no folder");
    assert!(told.contains("there is no folder"), "{told}");
    std::fs::create_dir(&inner).expect("a folder");
    assert_eq!(autosave.keep(now + EVERY, 1, || session(1)), Ok(true));
}

#[test]
fn sessions_from_files_must_find_them_as_they_were() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("small.ron");
    let text = scenario::write(&small());
    std::fs::write(&path, &text).expect("written");
    let session = Session::new(Opening::file(&path, &text), 1, (0, 0), Vec::new());
    let read = Session::read("session", &session.write()).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(read, session);
    assert_eq!(read.scenario().unwrap_or_else(|error| panic!("{error}")), small());
    std::fs::write(&path, text.replace("small", "other")).expect("written");
    assert!(read.scenario().expect_err("it has changed").to_string().contains("has changed"));
    let later = session.write().replacen("version: 1", "version: 2", 1);
    let told = Session::read("session", &later).expect_err("another version").to_string();
    assert!(told.contains("only version 1"), "{told}");
    let broken = session.write().replacen("seed: 1", "seed: x", 1);
    let told = Session::read("broken.ron", &broken).expect_err("no number").to_string();
    assert!(told.contains("broken.ron:"), "{told}");
}
