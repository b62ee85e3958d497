//! Files written so that nobody ever finds half of one.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

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

/// As [`replace`], with an error for people.
///
/// # Errors
/// Why it could not be written; what was there before is as it was.
pub fn save(path: &Path, bytes: &[u8]) -> Result<(), String> {
    replace(path, bytes).map_err(|error| why_not(path, &error))
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
        io::ErrorKind::IsADirectory => "there is a folder of that name".to_owned(),
        _ => error.to_string(),
    };
    format!("{} could not be written: {reason}", path.display())
}

#[cfg(test)]
mod tests {
    use super::*;

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
