//! The browser: folders and scenario files, and a path that can be typed.
//!
//! It never looks at a disc itself: [`look`] does, in a job.

use std::fs;
use std::path::{Path, PathBuf};

use crate::record::Record;

/// Entries of a folder that are listed; more are counted.
const MOST_ENTRIES: usize = 5000;

/// A folder or a scenario file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
    /// Whether it can be gone into.
    pub is_folder: bool,
}

/// What is in a folder.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Listing {
    /// The folder.
    pub folder: PathBuf,
    /// Folders first, each sort by name.
    pub entries: Vec<Entry>,
    /// Entries that are not listed since there are too many.
    pub left_out: usize,
}

/// What became of a look at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sight {
    /// A folder, and what is in it.
    Folder(Listing),
    /// A file to be opened.
    File(PathBuf),
    /// The beginning of several paths, written out as far as they agree.
    Begun(String),
    /// Nothing that could be gone to, and why.
    Nothing(String),
}

/// Looks at what was typed, as seen from a folder: `~` is the home folder, and a path that is only begun is
/// written out as far as what is there allows.
pub fn look(typed: &str, from: &Path) -> Sight {
    let path = resolve(typed, from);
    match fs::metadata(&path) {
        Ok(about) if about.is_dir() => list(&path),
        // Whatever else it is, reading it says what is wrong with it.
        Ok(_) => Sight::File(path),
        Err(_) => complete(&path, typed),
    }
}

/// The path that was typed.
fn resolve(typed: &str, from: &Path) -> PathBuf {
    let typed = typed.trim();
    match (typed.strip_prefix('~'), home()) {
        (Some(rest), Some(home)) if rest.is_empty() || rest.starts_with(['/', '\\']) => {
            home.join(rest.trim_start_matches(['/', '\\']))
        }
        _ => from.join(typed),
    }
}

/// The user's home folder.
pub fn home() -> Option<PathBuf> {
    etcetera::home_dir().ok()
}

fn list(folder: &Path) -> Sight {
    let found = match fs::read_dir(folder) {
        Ok(found) => found,
        Err(error) => return Sight::Nothing(format!("{} cannot be listed: {error}", folder.display())),
    };
    let mut entries: Vec<Entry> = found.filter_map(Result::ok).filter_map(|entry| shown(&entry)).collect();
    entries.sort_by_cached_key(|entry| (!entry.is_folder, entry.name.to_lowercase(), entry.name.clone()));
    let left_out = entries.len().saturating_sub(MOST_ENTRIES);
    entries.truncate(MOST_ENTRIES);
    Sight::Folder(Listing { folder: folder.to_owned(), entries, left_out })
}

/// An entry, if it is a folder or a scenario file and not hidden.
fn shown(entry: &fs::DirEntry) -> Option<Entry> {
    let name = entry.file_name().to_string_lossy().into_owned();
    if name.starts_with('.') {
        return None;
    }
    let path = entry.path();
    // The kind comes with the listing, save for links, which are followed.
    let kind = entry.file_type().ok()?;
    let is_folder = if kind.is_symlink() { path.is_dir() } else { kind.is_dir() };
    let scenario = path.extension().is_some_and(|end| end.eq_ignore_ascii_case("ron"));
    let scenario = scenario && !Record::is_record(&path);
    (is_folder || scenario).then_some(Entry { name, path, is_folder })
}

/// Writes out a path that is only begun.
fn complete(path: &Path, typed: &str) -> Sight {
    let missing = || Sight::Nothing(format!("There is no file or folder {}.", path.display()));
    let (Some(parent), Some(begun)) = (path.parent(), path.file_name().map(|name| name.to_string_lossy()))
    else {
        return missing();
    };
    let small = begun.to_lowercase();
    let Sight::Folder(listing) = list(parent) else { return missing() };
    let mut fitting = listing.entries.iter().filter(|entry| entry.name.to_lowercase().starts_with(&small));
    let Some(first) = fitting.next() else { return missing() };
    let (mut common, mut alone) = (first.name.as_str(), true);
    for entry in fitting {
        alone = false;
        let agree = common.chars().zip(entry.name.chars()).take_while(|(a, b)| a == b);
        let length = agree.map(|(sign, _)| sign.len_utf8()).sum();
        common = &common[..length];
    }
    if alone {
        return if first.is_folder { list(&first.path) } else { Sight::File(first.path.clone()) };
    }
    if common.chars().count() <= begun.chars().count() {
        return Sight::Nothing(format!("Several names begin with “{begun}”. Type more of the one you mean."));
    }
    // What was typed before the name stays as it is.
    let head = typed.trim_end().len().saturating_sub(begun.len());
    let head = typed.get(..head).unwrap_or_default();
    Sight::Begun(format!("{head}{common}"))
}

/// Places to start from: what they are called, and where they are.
pub fn places() -> Vec<(&'static str, PathBuf)> {
    let current = std::env::current_dir().ok();
    let setups = current.as_ref().map(|folder| folder.join("scenarios")).filter(|folder| folder.is_dir());
    let places = [("Home", home()), ("Current folder", current), ("scenarios", setups)];
    places.into_iter().filter_map(|(name, path)| Some((name, path?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["Zeta", "alpha"] {
            fs::create_dir(folder.path().join(name)).expect("made");
        }
        for name in ["my-first.ron", "my-second.RON", "notes.txt", ".hidden.ron", "other.ron"] {
            fs::write(folder.path().join(name), "(").expect("written");
        }
        folder
    }

    #[test]
    fn folders_come_first_and_only_scenario_files_are_listed() {
        let folder = folder();
        let Sight::Folder(listing) = look("", folder.path()) else { panic!("it is a folder") };
        let names: Vec<&str> = listing.entries.iter().map(|entry| entry.name.as_str()).collect();
        assert_eq!(names, ["alpha", "Zeta", "my-first.ron", "my-second.RON", "other.ron"]);
        assert_eq!(listing.entries.iter().filter(|entry| entry.is_folder).count(), 2);
    }

    #[test]
    fn what_is_typed_is_a_folder_a_file_or_the_beginning_of_one() {
        let folder = folder();
        let at = |name: &str| folder.path().join(name);
        let look = |typed: &str| look(typed, folder.path());
        assert_eq!(look("other.ron"), Sight::File(at("other.ron")));
        assert_eq!(look(" o"), Sight::File(at("other.ron")));
        assert!(matches!(look("al"), Sight::Folder(listing) if listing.folder == at("alpha")));
        assert_eq!(look("m"), Sight::Begun("my-".into()));
        assert!(matches!(look("my-"), Sight::Nothing(why) if why.contains("Several")));
        assert!(matches!(look("nowhere/at/all"), Sight::Nothing(why) if why.contains("no file or folder")));
        // Files of other kinds can be asked for by name: reading them says what is wrong.
        assert_eq!(look("notes.txt"), Sight::File(at("notes.txt")));
        let whole = at("my-f").display().to_string();
        assert_eq!(look(&whole), Sight::File(at("my-first.ron")));
        assert_eq!(look(&at("m").display().to_string()), Sight::Begun(at("my-").display().to_string()));
    }

    #[test]
    fn nothing_that_can_be_typed_breaks_it() {
        for typed in ["~", "~x", "\0", "é~", "////", "..", "*?", "\u{fffd}\u{202e}", "~/../~"] {
            let _ = look(typed, Path::new("/nowhere"));
        }
    }
}
