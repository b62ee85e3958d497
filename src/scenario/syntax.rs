//! What to say when a file is not well-formed RON: where exactly, and what was probably meant.

use ron::Error;
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::document::quote;
use super::source::{Diagnostic, Span};

/// What most often makes a value unreadable.
const QUOTES: &str = "text, dates and codes are written in quotes";

/// Whether a text is one well-formed value, and if not, why.
pub(super) fn check(text: &str) -> Result<(), Box<Diagnostic>> {
    let mut reader = ron::Deserializer::from_str(text).map_err(|error| {
        let at = offset(text, error.span.end.line, error.span.end.col);
        Box::new(explain(text, at, &error.code))
    })?;
    if !reader.extensions().is_empty() {
        let at = text.find("#!").unwrap_or(0);
        return Err(Box::new(extension(at..at + 2)));
    }
    let outcome = IgnoredAny::deserialize(&mut reader).and_then(|_| reader.end());
    outcome.map_err(|error| Box::new(explain(text, text.len() - reader.remainder().len(), &error)))
}

/// A line such as `#![enable(implicit_some)]`.
fn extension(span: Span) -> Diagnostic {
    Diagnostic::new(span, "extensions of RON are not used in scenarios")
        .label("found an attribute")
        .help("leave this line out")
}

/// The byte at a line and column as the library counts them.
pub(super) fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let within = text[start..].char_indices().nth(column.saturating_sub(1));
    within.map_or(text.len(), |(at, _)| start + at)
}

/// Turns the library's error at a byte into one that tells what to do.
fn explain(text: &str, at: usize, error: &Error) -> Diagnostic {
    let scan = Scan::until(text, at);
    if let Some((start, what)) = scan.unclosed {
        return Diagnostic::new(start..text.len(), format!("this {what} is never closed"))
            .label(format!("the {what} begins here"));
    }
    let found = Span { start: at, end: at + text[at..].chars().next().map_or(0, char::len_utf8) };
    match error {
        Error::ExceededRecursionLimit => Diagnostic::new(found, "values are nested too deeply")
            .help("a scenario never needs more than ten levels"),
        Error::TrailingCharacters => Diagnostic::new(
            found,
            "there is something after the end of the scenario",
        )
        .label("not part of it")
        .help("a file holds one `Scenario(..)`; perhaps a bracket before this place is closed too early"),
        _ if at >= text.len() => scan.ends_early(),
        _ => scan.misplaced(text, found, error),
    }
}

/// What a quick look at the text up to an error tells.
#[derive(Debug, Default)]
struct Scan {
    /// Brackets that are open, with their places.
    open: Vec<(u8, usize)>,
    /// End of the last word, number, text or mark.
    end: usize,
    /// The last text in quotes, if it is what ends there and goes over more than one line.
    long_text: Option<Span>,
    /// A text or comment that runs to the end of the file.
    unclosed: Option<(usize, &'static str)>,
}

impl Scan {
    /// Looks at the text before a byte. What an error lies within, such as a text, is looked at whole.
    fn until(text: &str, limit: usize) -> Self {
        let mut scan = Self::default();
        let mut at = 0;
        while at < limit.min(text.len()) {
            at = scan.step(text, at);
        }
        scan
    }

    /// Takes one mark, text, comment or character, and gives the place after it.
    fn step(&mut self, text: &str, at: usize) -> usize {
        let rest = &text[at..];
        let first = rest.chars().next().unwrap_or(' ');
        if rest.starts_with("//") {
            return at + rest.find('\n').unwrap_or(rest.len());
        }
        if rest.starts_with("/*") {
            return self.close(text, at, block_comment(rest), "comment");
        }
        if first == '"' || is_raw_text(text, at) {
            let end = self.close(text, at, quoted(rest), "text");
            self.end = end;
            self.long_text = text[at..end].contains('\n').then_some(at..end);
            return end;
        }
        let end = at + char_literal(rest).unwrap_or(first.len_utf8());
        match first {
            '(' | '[' | '{' => self.open.push((first as u8, at)),
            ')' | ']' | '}' => drop(self.open.pop()),
            _ => {}
        }
        if !first.is_whitespace() {
            self.end = end;
            self.long_text = None;
        }
        end
    }

    /// The place after something that has a length, or the end of the text if it is not closed.
    fn close(&mut self, text: &str, at: usize, length: Option<usize>, what: &'static str) -> usize {
        if length.is_none() {
            self.unclosed = Some((at, what));
        }
        length.map_or(text.len(), |length| at + length)
    }

    /// The text is over before the value is.
    fn ends_early(&self) -> Diagnostic {
        let end = self.end..self.end;
        match self.open.last() {
            Some((bracket, start)) => {
                let (bracket, closing) = (char::from(*bracket), closing(*bracket));
                Diagnostic::new(end, format!("the file ends before `{bracket}` is closed"))
                    .label(format!("expected `{closing}`"))
                    .secondary(*start..start + 1, "opened here")
            }
            None if self.end == 0 => Diagnostic::new(0..0, "the file is empty")
                .help("a scenario is written `Scenario(name: \"..\", start: \"1936-03-01\", states: [..])`"),
            None => Diagnostic::new(end, "the file ends too early"),
        }
    }

    /// Something stands where something else should.
    fn misplaced(&self, text: &str, found: Span, error: &Error) -> Diagnostic {
        let sign = &text[found.clone()];
        let name = if sign == "\n" { "the end of the line".to_owned() } else { format!("`{sign}`") };
        if let (Some((bracket, start)), true) = (self.open.last(), matches!(sign, ")" | "]" | "}")) {
            let closing = closing(*bracket);
            if sign != closing.to_string() {
                return Diagnostic::new(found, format!("expected `{closing}`, found {name}"))
                    .label(format!("closes a `{}`", char::from(*bracket)))
                    .secondary(*start..start + 1, "opened here");
            }
        }
        match error {
            Error::ExpectedComma
            | Error::ExpectedStructLikeEnd
            | Error::ExpectedArrayEnd
            | Error::ExpectedMapEnd => self.no_comma(text, &found),
            Error::ExpectedMapColon => no_colon(found, &name),
            Error::ExpectedAttribute | Error::ExpectedAttributeEnd | Error::NoSuchExtension(_) => {
                extension(found)
            }
            Error::ExpectedFloat | Error::ExpectedInteger => {
                let word = word(text, found.start);
                Diagnostic::new(
                    found.start..found.start + word.len(),
                    format!("`{}` is no number", quote(word)),
                )
                .label("expected a number")
                .help(QUOTES)
            }
            Error::ExpectedIdentifier => {
                let diagnostic =
                    Diagnostic::new(found, format!("expected the name of a field, found {name}"))
                        .label("not a name")
                        .help("a field is written `name: value`, its name without quotes");
                self.point_at_opening(diagnostic)
            }
            Error::UnexpectedChar(_) => Diagnostic::new(found, format!("expected a value, found {name}"))
                .label("no value begins like this")
                .help(QUOTES),
            Error::Message(message) => Diagnostic::new(found, message.clone()),
            other => {
                let message = other.to_string();
                let mut letters = message.chars();
                let first = letters.next().map(|letter| letter.to_ascii_lowercase());
                Diagnostic::new(found, first.into_iter().chain(letters).collect::<String>())
            }
        }
    }

    /// A value is followed by something that is neither a comma nor a closing bracket.
    fn no_comma(&self, text: &str, found: &Span) -> Diagnostic {
        let word = word(text, found.start);
        let diagnostic = match &text[found.clone()] {
            "=" => no_colon(found.clone(), "`=`"),
            ":" => Diagnostic::new(found.clone(), "expected `,`, found `:`")
                .label("no name of a field stands before it")
                .help("fields stand in parentheses, their names without quotes: `(name: value)`"),
            _ if found.start == self.end => {
                let message = format!("`{}` does not belong to the value before it", quote(word));
                Diagnostic::new(found.start..found.start + word.len(), message)
                    .label("expected a comma")
                    .help(QUOTES)
            }
            _ => Diagnostic::new(self.end..self.end, "a comma is missing").label("expected `,` here"),
        };
        match &self.long_text {
            Some(span) => diagnostic
                .secondary(span.clone(), "this text goes over several lines: is its closing quote missing?"),
            None => diagnostic,
        }
    }

    fn point_at_opening(&self, diagnostic: Diagnostic) -> Diagnostic {
        match self.open.last() {
            Some((bracket, start)) => diagnostic.secondary(
                *start..start + 1,
                format!("in the fields opened here: is a `{}` missing?", closing(*bracket)),
            ),
            None => diagnostic,
        }
    }
}

fn no_colon(found: Span, name: &str) -> Diagnostic {
    Diagnostic::new(found, format!("expected `:`, found {name}"))
        .label("not a `:`")
        .help("a field is written `name: value`, an entry of a map `\"name\": value`")
}

/// What stands at a place, up to the next space, comma or bracket.
fn word(text: &str, at: usize) -> &str {
    text[at..].split(|c: char| c.is_whitespace() || ",()[]{}".contains(c)).next().unwrap_or_default()
}

fn closing(bracket: u8) -> char {
    match bracket {
        b'(' => ')',
        b'[' => ']',
        _ => '}',
    }
}

/// Length of a comment that may hold others.
fn block_comment(text: &str) -> Option<usize> {
    let (mut level, mut at) = (0_usize, 0);
    while let Some(step) = text[at..].find(['/', '*']) {
        at += step;
        let pair = text.as_bytes().get(at..at + 2);
        match pair {
            Some(b"/*") => level += 1,
            Some(b"*/") => level -= 1,
            _ => {
                at += 1;
                continue;
            }
        }
        at += 2;
        if level == 0 {
            return Some(at);
        }
    }
    None
}

/// Whether a raw text such as `r#"..."#` begins here, and not a name that ends in `r`.
fn is_raw_text(text: &str, at: usize) -> bool {
    let rest = &text[at..];
    let in_name = text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
    !in_name && rest.strip_prefix('r').is_some_and(|rest| rest.trim_start_matches('#').starts_with('"'))
}

/// Length of a text in quotes, raw or plain.
fn quoted(text: &str) -> Option<usize> {
    if let Some(rest) = text.strip_prefix('r') {
        let hashes = rest.len() - rest.trim_start_matches('#').len();
        let ending = format!("\"{}", "#".repeat(hashes));
        let body = &rest[hashes + 1..];
        return body.find(&ending).map(|end| 1 + hashes + 1 + end + ending.len());
    }
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// Length of a character in single quotes, such as `'('`.
fn char_literal(text: &str) -> Option<usize> {
    let mut chars = text.strip_prefix('\'')?.char_indices();
    let (_, first) = chars.next()?;
    if first == '\\' {
        chars.next()?;
    }
    let (at, last) = chars.next()?;
    (last == '\'').then_some(at + 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::source::{Diagnostics, Source};

    /// Place and message of the error in a text.
    fn error(text: &str) -> String {
        let diagnostic = check(text).expect_err(text);
        let all = Diagnostics::one(Source::new("a.ron", text), *diagnostic);
        let finding = &all.findings()[0];
        assert!(all.to_string().contains(&format!("{}:{}", finding.line, finding.column)), "{all}");
        format!("{}:{} {}", finding.line, finding.column, finding.message)
    }

    #[test]
    fn what_is_well_formed_passes() {
        for text in ["()", " // c\n Scenario(a: 1,) // c", "/* /* */ */ [\"(\", '(', r#\"\"(\"#]\n//"] {
            assert_eq!(check(text), Ok(()), "{text}");
        }
    }

    #[test]
    fn common_slips_are_explained_where_they_are() {
        insta::assert_snapshot!(
            [
                "", " // nothing\n", "(a: 1", "(a: [1, 2)", "(\n  a: 1 // one\n  b: 2)", "(a = 1)", "(a: 1))",
                "(a: \"x)", "(a: /* x)", "(a: 1936-03-01)", "(a: [(b: 1, (b: 2)])", "(a: #)", "(a: ,)",
                "(name: \"x,\n start: \"y\")", "(\"a\": 1)", "(a: \"\\q\")", "(a: 1._5)", "#![enable(implicit_some)]()",
                "#![nonsense]()", "(ä: 'ß' x)", "{\"a\" 1}", "(a: 99x)", "/", "(a: [1 2])",
            ]
            .map(error)
            .join("\n"),
            @r#"
            1:1 the file is empty; a scenario is written `Scenario(name: "..", start: "1936-03-01", states: [..])`
            1:1 the file is empty; a scenario is written `Scenario(name: "..", start: "1936-03-01", states: [..])`
            1:6 the file ends before `(` is closed
            1:10 expected `]`, found `)`
            2:7 a comma is missing
            1:4 expected `:`, found `=`; a field is written `name: value`, an entry of a map `"name": value`
            1:7 there is something after the end of the scenario; a file holds one `Scenario(..)`; perhaps a bracket before this place is closed too early
            1:5 this text is never closed
            1:5 this comment is never closed
            1:5 `1936-03-01` is no number; text, dates and codes are written in quotes
            1:13 expected the name of a field, found `(`; a field is written `name: value`, its name without quotes
            1:5 expected a value, found `#`; text, dates and codes are written in quotes
            1:5 expected a value, found `,`; text, dates and codes are written in quotes
            2:10 `y"` does not belong to the value before it; text, dates and codes are written in quotes
            1:5 expected `,`, found `:`; fields stand in parentheses, their names without quotes: `(name: value)`
            1:8 unknown escape character
            1:7 unexpected underscore in float
            1:1 extensions of RON are not used in scenarios; leave this line out
            1:4 extensions of RON are not used in scenarios; leave this line out
            1:8 a comma is missing
            1:6 expected `:`, found `1`; a field is written `name: value`, an entry of a map `"name": value`
            1:7 `x` does not belong to the value before it; text, dates and codes are written in quotes
            1:2 the file ends too early
            1:7 a comma is missing
            "#);
    }

    #[test]
    fn nesting_bombs_are_refused_without_harm() {
        for open in ["(", "[", "{", "a(", "Some(", "(a:", "{1:", "/*"] {
            let message = error(&open.repeat(100_000));
            assert!(message.contains("nested too deeply") || message.contains("comment"), "{open} {message}");
        }
    }
}
