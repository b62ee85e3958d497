//! What autosave promises: whatever happens to the program, a whole session is found.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command as Process, Stdio};
use std::time::{Duration, Instant};

use super::autosave::EVERY;
use super::testing::small;
use super::{Autosave, Command, Opening, Session};
use crate::scenario;

/// Tells the test below, run in a process of its own, to write here.
const FOLDER: &str = "ENTENTE_TEST_AUTOSAVE";

fn session(tick: u64) -> Session {
    let commands = (0..tick % 40).map(|at| (at, Command::Luck(at))).collect();
    Session::new(Opening::Text(scenario::write(&small())), 1, (tick, tick), commands)
}

/// Saves as fast as it can until it is killed, and tells of each saving that is done. Not a test by itself.
#[test]
#[ignore = "what a test kills"]
fn writer() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let mut autosave = Autosave::begin(folder.as_ref()).expect("a folder");
    let mut now = Instant::now();
    for tick in 0.. {
        now += EVERY;
        assert_eq!(autosave.keep(now, tick, || session(tick)), Ok(true));
        println!("saved {tick}");
    }
}

fn start(folder: &std::path::Path) -> Child {
    let program = std::env::current_exe().expect("this test is one");
    let arguments = ["--exact", "edit::autosave_tests::writer", "--ignored", "--nocapture"];
    let mut process = Process::new(program);
    process.args(arguments).env(FOLDER, folder).stdout(Stdio::piped()).stderr(Stdio::null());
    process.spawn().expect("it starts")
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
        let mut running: Vec<Child> = (0..at_once).map(|_| start(folder.path())).collect();
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
        assert_eq!(std::fs::read_dir(folder.path()).expect("there").count(), 0, "nothing half written stays");
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
