//! Reading a scenario from a text or a file.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;
use std::sync::Arc;

use super::document::Value;
use super::draft::Draft;
use super::resolve::resolve;
use super::source::{Diagnostic, Diagnostics, Findings, Source};
use super::{MapSource, Scenario};
use crate::world::{Geography, generated, real};

/// The largest file that is read, in bytes.
pub const MAX_BYTES: u64 = 4 * 1024 * 1024;

/// Reads a scenario from a text; `name` is what messages call it.
///
/// # Errors
///
/// Everything that is wrong with it. Only a text that is not well-formed RON hides further errors behind
/// the first.
pub fn read(name: &str, text: &str) -> Result<Scenario, Diagnostics> {
    read_on(name, text, geography)
}

/// As [`read`], with maps from elsewhere.
pub(super) fn read_on(
    name: &str,
    text: &str,
    maps: impl FnOnce(MapSource) -> Arc<Geography>,
) -> Result<Scenario, Diagnostics> {
    // A mark that some editors put at the start of a file; it says nothing in UTF-8.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.len() as u64 > MAX_BYTES {
        return Err(Diagnostics::one(Source::new(name, ""), too_large()));
    }
    let document = match Value::parse(text) {
        Ok(document) => document,
        Err(fault) => return Err(Diagnostics::one(Source::new(name, text), *fault)),
    };
    let mut findings = Findings::default();
    let scenario = Draft::read(document, &mut findings).and_then(|draft| {
        let geography = draft.map.map(maps);
        resolve(draft, geography, &mut findings)
    });
    match scenario {
        Some(scenario) if findings.is_empty() => Ok(scenario),
        _ => Err(Diagnostics::new(Source::new(name, text), findings)),
    }
}

/// The map of a scenario.
fn geography(map: MapSource) -> Arc<Geography> {
    match map {
        MapSource::Provinces => real::provinces(),
        MapSource::Generated(recipe) => Arc::new(generated::generate(&recipe)),
    }
}

/// Reads a scenario from a file.
///
/// # Errors
///
/// As [`read`]; also if the file cannot be read, is larger than [`MAX_BYTES`] or is not text in UTF-8.
pub fn read_file(path: &Path) -> Result<Scenario, Diagnostics> {
    let name = path.display().to_string();
    match read_text(path) {
        Ok(text) => read(&name, &text),
        Err(fault) => Err(Diagnostics::one(Source::new(name, ""), *fault)),
    }
}

/// The text of a file of at most [`MAX_BYTES`].
pub(crate) fn read_text(path: &Path) -> Result<String, Box<Diagnostic>> {
    if path.is_dir() {
        let fault = Diagnostic::unplaced("this is a directory, not a file");
        return Err(Box::new(fault.help("name a scenario file in it")));
    }
    let file = File::open(path).map_err(|error| Box::new(unreadable(&error)))?;
    let mut bytes = Vec::new();
    // One byte past the limit tells a file that is too large, even one that never ends.
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(|error| Box::new(unreadable(&error)))?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(Box::new(too_large()));
    }
    String::from_utf8(bytes).map_err(|error| Box::new(not_text(&error)))
}

fn too_large() -> Diagnostic {
    Diagnostic::unplaced(format!("the file is larger than {} MiB", MAX_BYTES / 1024 / 1024))
        .help("a scenario of 10,000 states takes about 1 MiB; perhaps this is another kind of file")
}

fn unreadable(error: &io::Error) -> Diagnostic {
    match error.kind() {
        ErrorKind::NotFound => Diagnostic::unplaced("there is no such file"),
        ErrorKind::PermissionDenied => {
            Diagnostic::unplaced("the file may not be read").help("its permissions forbid it")
        }
        _ => Diagnostic::unplaced(format!("the file cannot be read: {error}")),
    }
}

fn not_text(error: &std::string::FromUtf8Error) -> Diagnostic {
    let (valid, _) = error.as_bytes().split_at(error.utf8_error().valid_up_to());
    let line = 1 + valid.iter().filter(|byte| **byte == b'\n').count();
    Diagnostic::unplaced(format!("the file is not text in UTF-8, from line {line} on"))
        .help("save it as UTF-8 in your editor")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::testing::read_small;

    const SHORT: &str = r#"(name: "n", start: "2000-01-01",
        states: [(id: "AA", capital: (province: "DE-BE"), population: 1)])"#;

    fn message(diagnostics: &Diagnostics) -> String {
        diagnostics.findings()[0].message.clone()
    }

    #[test]
    fn a_name_comments_a_byte_order_mark_and_any_line_ends_are_taken() {
        let plain = read_small(SHORT).expect("valid");
        let variants = [
            format!("\u{feff}{SHORT}"),
            format!("Scenario{SHORT}"),
            SHORT.replace('\n', "\r\n"),
            format!(
                "// one\n/* two /* three */ */ Scenario /* four */ {} // five",
                SHORT.replace(',', ", // six\n")
            ),
        ];
        for variant in variants {
            assert_eq!(read_small(&variant).as_ref(), Ok(&plain), "{variant}");
        }
    }

    #[test]
    fn files_that_cannot_be_read_are_told_apart() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name);
        std::fs::write(path("binary.ron"), b"(name:\n\xff)").expect("written");
        std::fs::write(path("large.ron"), vec![b' '; MAX_BYTES as usize + 1]).expect("written");
        let fault = |name: &str| message(&read_file(&path(name)).expect_err(name));
        assert_eq!(fault("missing.ron"), "there is no such file");
        assert_eq!(fault(""), "this is a directory, not a file; name a scenario file in it");
        assert!(fault("binary.ron").starts_with("the file is not text in UTF-8, from line 2 on"));
        assert!(fault("large.ron").starts_with("the file is larger than 4 MiB"));
        let rendered = read_file(&path("missing.ron")).expect_err("missing").to_string();
        assert!(rendered.starts_with("error: there is no such file\n--> "), "{rendered}");
    }

    #[test]
    fn a_text_over_the_limit_is_refused() {
        let text = " ".repeat(MAX_BYTES as usize + 1);
        assert!(message(&read("text", &text).expect_err("too long")).starts_with("the file is larger"));
    }

    #[test]
    fn too_many_states_are_counted_not_read() {
        let text = format!("(name: \"n\", start: \"2000-01-01\", states: [{}])", "1,".repeat(20_001));
        let fault = read_small(&text).expect_err("too many");
        assert_eq!(fault.count(), 1);
        assert_eq!(message(&fault), "there are 20001 states; a scenario has 20000 states at most");
    }

    #[test]
    fn values_nested_deeply_within_a_scenario_are_refused_without_harm() {
        for open in ["[", "(", "{", "except(", "Some("] {
            let text = format!("(name: \"n\", states: [(territory: {}", open.repeat(50_000));
            assert_eq!(read_small(&text).expect_err("too deep").count(), 1, "{open}");
        }
    }
}
