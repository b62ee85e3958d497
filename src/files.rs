//! Files written so that nobody ever finds half of one.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;
use std::time::Duration;

/// How old a half-written file must be for it to be nobody's any more.
const ABANDONED: Duration = Duration::from_secs(60);

/// Puts a file in place of another at one stroke: it is written beside it and then renamed.
///
/// # Errors
/// If the folder is not there or cannot be written to; what was there before is then left as it was.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let temporary = path.with_file_name(format!(".{name}.{}", std::process::id()));
    let write = || -> io::Result<()> {
        let mut file = File::create(&temporary)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&temporary, path)
    };
    write().inspect_err(|_| {
        // Nothing more can be done if this fails too: the first error is the one to tell.
        let _ = fs::remove_file(&temporary);
    })
}

/// As [`replace`], for a file that a person has named: a link is followed, what is protected stays, and what another
/// saving of the same file left half written as it was killed is tidied up.
///
/// # Errors
/// Why it could not be written, for people; what was there before is as it was.
pub fn save(path: &Path, bytes: &[u8]) -> Result<(), String> {
    let real = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    match fs::metadata(&real) {
        Ok(about) if about.is_file() && about.permissions().readonly() => {
            let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
            return Err(format!("{name} is protected against writing: choose another name"));
        }
        _ => {}
    }
    replace(&real, bytes).map_err(|error| why_not(path, &error))?;
    tidy(&real);
    Ok(())
}

/// Removes what savings of a file left half written that were killed. If that fails it does no harm.
fn tidy(path: &Path) {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let half = format!(".{name}.");
    let Some(entries) = path.parent().and_then(|folder| fs::read_dir(folder).ok()) else { return };
    for entry in entries.flatten() {
        let found = entry.file_name();
        let number = found.to_str().and_then(|found| found.strip_prefix(&half));
        let ours = number.is_some_and(|number| number.bytes().all(|digit| digit.is_ascii_digit()));
        let age = || entry.metadata().ok()?.modified().ok()?.elapsed().ok();
        if ours && age().is_some_and(|age| age > ABANDONED) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Why a file could not be written, and what to do, in a sentence for people. What was there before is as it was.
pub fn why_not(path: &Path, error: &io::Error) -> String {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder = folder.display();
    let reason = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "the disk is full: make room, or choose another place".to_owned()
        }
        io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => {
            format!("{folder} may not be written to: choose another folder")
        }
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => format!("there is no folder {folder}"),
        io::ErrorKind::InvalidFilename => {
            "the name is too long, or has signs that names cannot have".to_owned()
        }
        io::ErrorKind::IsADirectory => "there is a folder of that name".to_owned(),
        _ => error.to_string(),
    };
    format!("{} could not be written: {reason}", path.display())
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use super::*;

    #[test]
    fn what_a_person_saves_follows_links_spares_what_is_protected_and_tidies_up() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        fs::write(at("real.ron"), "one").expect("written");
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(at("real.ron"), at("link.ron")).expect("made");
            save(&at("link.ron"), b"two").expect("saved");
            assert!(at("link.ron").is_symlink());
            assert_eq!(fs::read(at("real.ron")).expect("there"), b"two");
        }
        let mut rights = fs::metadata(at("real.ron")).expect("there").permissions();
        rights.set_readonly(true);
        fs::set_permissions(at("real.ron"), rights).expect("set");
        let before = fs::read(at("real.ron")).expect("there");
        let told = save(&at("real.ron"), b"three").expect_err("it is protected");
        assert!(told.contains("real.ron is protected"), "{told}");
        assert_eq!(fs::read(at("real.ron")).expect("there"), before);
        // One half-written long ago, one just now, and something of another's.
        for name in [".new.ron.123", ".new.ron.124", ".new.ron.bak"] {
            fs::write(at(name), "hal").expect("written");
        }
        let old = File::options().write(true).open(at(".new.ron.123")).expect("there");
        old.set_modified(SystemTime::now() - 2 * ABANDONED).expect("set");
        save(&at("new.ron"), b"whole").expect("saved");
        assert_eq!([123, 124].map(|it| at(&format!(".new.ron.{it}")).exists()), [false, true]);
        assert!(at(".new.ron.bak").exists());
        let long = save(&at(&"x".repeat(300)), b"").expect_err("too long");
        assert!(long.contains("the name is too long"), "{long}");
    }

    #[test]
    fn what_cannot_be_written_is_said_and_leaves_all_as_it_was() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("a.ron");
        replace(&file, b"one").expect("written");
        replace(&file, b"two").expect("written again");
        assert_eq!(fs::read(&file).expect("there"), b"two");
        let (missing, taken) = (folder.path().join("no/a.ron"), folder.path().join("b"));
        fs::create_dir(&taken).expect("a folder");
        fs::write(taken.join("c"), "").expect("not empty");
        for (path, words) in [(&missing, "there is no folder"), (&taken, "there is a folder of that name")] {
            let error = replace(path, b"x").expect_err("impossible");
            let told = why_not(path, &error);
            assert!(told.contains(words), "{told}");
        }
        let full = why_not(&file, &io::ErrorKind::StorageFull.into());
        assert!(full.contains("the disk is full"), "{full}");
        let shut = why_not(&file, &io::ErrorKind::ReadOnlyFilesystem.into());
        assert!(shut.contains("may not be written to"), "{shut}");
        let left: Vec<_> = fs::read_dir(folder.path()).expect("there").flatten().collect();
        assert_eq!(left.len(), 2, "nothing half written stays: {left:?}");
    }
}
