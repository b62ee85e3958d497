//! A file's text, and what is wrong with it: places, messages and their rendering.

use std::fmt;
use std::ops::Range;

use annotate_snippets::{
    Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet, normalize_untrusted_str,
};

/// A range of bytes in a [`Source`].
pub type Span = Range<usize>;

/// How many findings are kept; the rest are counted.
const MAX_KEPT: usize = 1000;

/// How many findings are rendered in full; the rest are counted.
const MAX_RENDERED: usize = 100;

/// Texts up to this many bytes are rendered whole, with unaffected lines folded; of longer ones only the
/// affected lines are, so that rendering many findings stays fast.
const WHOLE_TEXT: usize = 64 * 1024;

/// How many bytes of a very long line are shown before and after the place that is meant.
const LONG_LINE: usize = 200;

/// A text and the name it goes by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Name of the file, as messages should show it.
    pub name: String,
    /// Its text; empty if it could not be read.
    pub text: String,
}

impl Source {
    /// Pairs a name with a text.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: text.into() }
    }

    /// Line and column of a byte, both from 1; columns count characters.
    pub fn position(&self, offset: usize) -> (usize, usize) {
        let before = &self.text[..floor(&self.text, offset)];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = 1 + before.bytes().filter(|byte| *byte == b'\n').count();
        (line, 1 + before[line_start..].chars().count())
    }

    /// The line that a byte lies in, without its end.
    fn line_around(&self, offset: usize) -> Span {
        let offset = floor(&self.text, offset);
        let start = self.text[..offset].rfind('\n').map_or(0, |at| at + 1);
        let end = self.text[offset..].find('\n').map_or(self.text.len(), |at| offset + at);
        start..end
    }

    /// The part of a span that lies on its first line, so that a whole list is not underlined.
    fn first_line(&self, span: &Span) -> Span {
        let start = floor(&self.text, span.start);
        let line = self.line_around(start);
        let text = self.text[start..line.end].trim_end();
        let end = floor(&self.text, span.end).clamp(start, start + text.len());
        start..end
    }
}

/// The line of a text that a finding is about, as a window shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// The line, or of a very long one the part around the place; signs that cannot be shown replaced.
    pub text: String,
    /// The characters of `text` that are meant. Empty where the place lies behind the last.
    pub mark: Range<usize>,
}

impl Source {
    /// The line that a span begins on, with the part of it that is meant.
    pub fn excerpt(&self, span: &Span) -> Excerpt {
        let (line, column) = self.position(span.start);
        let mut window = self.line_around(span.start);
        let span = self.first_line(span);
        let cut_before = span.start.saturating_sub(window.start) > LONG_LINE;
        if cut_before {
            window.start = floor(&self.text, span.start - LONG_LINE / 2);
        }
        let cut_after = window.len() > 2 * LONG_LINE;
        if cut_after {
            window.end = floor(&self.text, window.start + 2 * LONG_LINE);
        }
        let shown = |span: Span| self.text[span].chars().map(visible);
        let mut text: String = if cut_before { "…".into() } else { String::new() };
        text.extend(shown(window.start..span.start));
        let start = text.chars().count();
        text.extend(shown(span.start..span.end.min(window.end)));
        let end = text.chars().count();
        text.extend(shown(span.end.min(window.end)..window.end));
        if cut_after {
            text.push('…');
        }
        Excerpt { line, column, text, mark: start..end }
    }
}

/// A sign as it can be shown on one line.
fn visible(sign: char) -> char {
    match sign {
        '\t' => ' ',
        sign if sign.is_control() => '\u{fffd}',
        sign => sign,
    }
}

/// The last boundary between characters at or before a byte.
fn floor(text: &str, offset: usize) -> usize {
    (0..=offset.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What is wrong, in a sentence without a full stop.
    pub message: String,
    /// Where; `None` if the text could not be read at all.
    pub span: Option<Span>,
    /// What was found there.
    pub label: String,
    /// A second place that explains the first, such as where a province was first claimed.
    pub secondary: Option<(Span, String)>,
    /// What is expected, and what to do.
    pub help: Vec<String>,
}

impl Diagnostic {
    /// Something wrong at a place.
    pub fn new(span: Span, message: impl Into<String>) -> Self {
        Self { span: Some(span), ..Self::unplaced(message) }
    }

    /// Something wrong with a text as a whole.
    pub fn unplaced(message: impl Into<String>) -> Self {
        Self { message: message.into(), span: None, label: String::new(), secondary: None, help: Vec::new() }
    }

    /// Says at the place itself what was found.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Says what is expected, or what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// Points at a second place.
    #[must_use]
    pub fn secondary(mut self, span: Span, label: impl Into<String>) -> Self {
        self.secondary = Some((span, label.into()));
        self
    }
}

/// A finding as a line in a list, for a window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong, and what to do.
    pub message: String,
}

/// Everything that is wrong with a text, in order of place.
///
/// `Display` renders it without colour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostics {
    source: Source,
    list: Vec<Diagnostic>,
    /// Findings beyond [`MAX_KEPT`].
    dropped: usize,
}

impl Diagnostics {
    /// Puts findings in order of place.
    pub(super) fn new(source: Source, findings: Findings) -> Self {
        let Findings { mut list, dropped } = findings;
        list.sort_by_key(|diagnostic| diagnostic.span.as_ref().map_or(0, |span| span.start));
        Self { source, list, dropped }
    }

    /// One finding alone.
    pub(crate) fn one(source: Source, diagnostic: Diagnostic) -> Self {
        Self { source, list: vec![diagnostic], dropped: 0 }
    }

    /// Several findings, of which there is at least one.
    pub(crate) fn several(source: Source, findings: Vec<Diagnostic>) -> Self {
        let mut kept = Findings::default();
        findings.into_iter().for_each(|finding| kept.push(finding));
        Self::new(source, kept)
    }

    /// The text they are about.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// Each of them, in order of place. At most a thousand are kept.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Diagnostic> {
        self.list.iter()
    }

    /// How many there are, those not kept included.
    pub fn count(&self) -> usize {
        self.list.len() + self.dropped
    }

    /// The list that a window shows.
    pub fn findings(&self) -> Vec<Finding> {
        self.list
            .iter()
            .map(|diagnostic| {
                let (line, column) =
                    diagnostic.span.as_ref().map_or((1, 1), |span| self.source.position(span.start));
                let mut message = diagnostic.message.clone();
                for help in &diagnostic.help {
                    message.push_str("; ");
                    message.push_str(help);
                }
                Finding { line, column, message }
            })
            .collect()
    }

    /// All of them as a compiler would print them, with the lines they are about. Colour is escape codes
    /// for a terminal: ask for it only where the stream is one, or print through `anstream`.
    pub fn render(&self, colour: bool) -> String {
        let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
        let mut text = String::new();
        for diagnostic in self.list.iter().take(MAX_RENDERED) {
            text.push_str(&renderer.render(&self.groups(diagnostic)));
            text.push_str("\n\n");
        }
        let summary = self.summary();
        text.push_str(&renderer.render(&[Group::with_title(Level::ERROR.primary_title(summary))]));
        text.push('\n');
        text
    }

    /// The last line: how many there are, and how many of them are not shown.
    fn summary(&self) -> String {
        let count = self.count();
        let errors = if count == 1 { "1 error".to_owned() } else { format!("{count} errors") };
        let hidden = count.saturating_sub(MAX_RENDERED);
        let more = if hidden > 0 { format!(", {hidden} of them not shown") } else { String::new() };
        format!("{} has {errors}{more}", self.source.name)
    }

    /// One finding as the renderer takes it.
    fn groups<'a>(&'a self, diagnostic: &'a Diagnostic) -> Vec<Group<'a>> {
        let title = Level::ERROR.primary_title(&diagnostic.message);
        let help = diagnostic.help.iter().map(|help| Level::HELP.message(normalize_untrusted_str(help)));
        let Some(span) = &diagnostic.span else {
            return vec![title.element(Origin::path(&self.source.name)).elements(help)];
        };
        let primary = (span, diagnostic.label.as_str(), AnnotationKind::Primary);
        if self.source.text.len() <= WHOLE_TEXT {
            let mut snippet = Snippet::source(&self.source.text)
                .path(&self.source.name)
                .annotation(self.annotation(primary, 0));
            if let Some((span, label)) = &diagnostic.secondary {
                snippet = snippet.annotation(self.annotation((span, label, AnnotationKind::Context), 0));
            }
            return vec![title.element(snippet).elements(help)];
        }
        let mut groups = vec![self.excerpt(Group::with_title(title), primary).elements(help)];
        if let Some((span, label)) = &diagnostic.secondary {
            let note = Level::NOTE.secondary_title(normalize_untrusted_str(label));
            groups.push(self.excerpt(Group::with_title(note), (span, "", AnnotationKind::Primary)));
        }
        groups
    }

    /// Adds the one line that a span begins on, cut where it is very long.
    fn excerpt<'a>(&'a self, group: Group<'a>, mark: (&Span, &'a str, AnnotationKind)) -> Group<'a> {
        let text = &self.source.text;
        let (line, column) = self.source.position(mark.0.start);
        let mut window = self.source.line_around(mark.0.start);
        let span = self.source.first_line(mark.0);
        let whole = window.len() <= 2 * LONG_LINE;
        if !whole {
            window.start = floor(text, window.start.max(span.start.saturating_sub(LONG_LINE)));
            window.end = floor(text, window.end.min(span.start + LONG_LINE));
        }
        let annotation =
            self.annotation((&(span.start..span.end.min(window.end)), mark.1, mark.2), window.start);
        let snippet = Snippet::source(&text[window]).line_start(line).annotation(annotation);
        if whole {
            return group.element(snippet.path(&self.source.name));
        }
        // Of a line that is cut the renderer cannot tell the column.
        group.element(Origin::path(&self.source.name).line(line).char_column(column)).element(snippet)
    }

    /// A mark under a span, counted from a byte of the text on.
    fn annotation<'a>(&self, mark: (&Span, &'a str, AnnotationKind), from: usize) -> Annotation<'a> {
        let (span, label, kind) = mark;
        let span = self.source.first_line(span);
        let annotation = kind.span(span.start - from..span.end - from);
        if label.is_empty() { annotation } else { annotation.label(normalize_untrusted_str(label)) }
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.render(false))
    }
}

impl std::error::Error for Diagnostics {}

/// Findings as they are made, in any order.
#[derive(Debug, Default)]
pub(super) struct Findings {
    list: Vec<Diagnostic>,
    dropped: usize,
}

impl Findings {
    /// Adds one. Past a thousand they are only counted, so that a hostile file cannot fill the memory.
    pub(super) fn push(&mut self, diagnostic: Diagnostic) {
        if self.list.len() < MAX_KEPT {
            self.list.push(diagnostic);
        } else {
            self.dropped += 1;
        }
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.list.len() + self.dropped
    }

    /// Whether nothing is wrong.
    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn render(text: &str, diagnostic: Diagnostic) -> String {
        Diagnostics::one(Source::new("file.ron", text), diagnostic).to_string()
    }

    #[test]
    fn positions_count_characters_not_bytes() {
        let source = Source::new("a", "ä\tö\r\nüb");
        assert_eq!(source.position(0), (1, 1));
        assert_eq!(source.position(3), (1, 3));
        assert_eq!(source.position("ä\tö\r\nü".len()), (2, 2));
        assert_eq!(source.position(999), (2, 3));
        assert_eq!(source.position(1), (1, 1), "inside a character counts as its start");
    }

    #[test]
    fn an_excerpt_is_one_line_with_the_characters_that_are_meant() {
        let text = "first\n\tname: \"Österreich\", x: 7\nlast";
        let source = Source::new("a", text);
        let at = text.find('7').expect("is there");
        let excerpt = source.excerpt(&(at..text.len()));
        assert_eq!((excerpt.line, excerpt.column), (2, 25));
        assert_eq!(excerpt.text, " name: \"Österreich\", x: 7");
        assert_eq!(excerpt.mark, 24..25);
        assert_eq!(source.excerpt(&(text.len()..text.len())).mark, 4..4);
        assert_eq!(source.excerpt(&(9999..99999)).mark, 4..4);
    }

    #[test]
    fn an_excerpt_of_a_very_long_line_is_its_part_around_the_place() {
        let text = format!("{}7{}", "é".repeat(100_000), "\u{1b}".repeat(100_000));
        let excerpt = Source::new("a", &text).excerpt(&(200_000..200_001));
        assert_eq!(excerpt.column, 100_001);
        assert!(excerpt.text.len() < 2000);
        assert_eq!(excerpt.text.chars().nth(excerpt.mark.start), Some('7'));
        assert!(!excerpt.text.contains('\u{1b}'));
    }

    #[test]
    fn carets_stand_under_the_place_with_tabs_and_wide_text() {
        let text = "first\n\tname: \"Österreich\", x: 7\n";
        let at = text.find('7').expect("is there");
        insta::assert_snapshot!(
            render(text, Diagnostic::new(at..at + 1, "wrong").label("a number").secondary(7..11, "here")),
            @r#"
            error: wrong
             --> file.ron:2:25
              |
            2 |     name: "Österreich", x: 7
              |     ---- here              ^ a number

            error: file.ron has 1 error
            "#);
    }

    #[test]
    fn a_span_over_many_lines_is_underlined_on_its_first() {
        insta::assert_snapshot!(render("a: (\n  b: 1,\n)\n", Diagnostic::new(3..15, "wrong").help("do better")), @r#"
        error: wrong
         --> file.ron:1:4
          |
        1 | a: (
          |    ^
          |
          = help: do better

        error: file.ron has 1 error
        "#);
    }

    #[test]
    fn the_end_of_the_text_can_be_meant() {
        for text in ["", "a", "a\n", "ä"] {
            let end = text.len();
            assert!(render(text, Diagnostic::new(end..end, "ends")).contains("file.ron:"));
        }
    }

    #[test]
    fn a_long_text_shows_the_one_line_only() {
        let text = format!("{}\nhere: 7,\n{}", "x\n".repeat(40_000), "y".repeat(100_000));
        let at = 80_007;
        insta::assert_snapshot!(
            render(&text, Diagnostic::new(at..at + 1, "wrong").label("seven").secondary(0..1, "first here")),
            @r#"
            error: wrong
                 --> file.ron:40002:7
                  |
            40002 | here: 7,
                  |       ^ seven
                  |
            note: first here
                 --> file.ron:1:1
                  |
                1 | x
                  | ^

            error: file.ron has 1 error
            "#);
        let far = text.len() - 50_000;
        let rendered = render(&text, Diagnostic::new(far..far + 1, "wrong"));
        assert!(rendered.len() < 2000, "{rendered}");
    }

    #[test]
    fn findings_past_a_thousand_are_counted() {
        let mut findings = Findings::default();
        for _ in 0..1500 {
            findings.push(Diagnostic::new(0..1, "wrong"));
        }
        let all = Diagnostics::new(Source::new("file.ron", "x"), findings);
        assert_eq!((all.iter().len(), all.count()), (1000, 1500));
        assert!(all.to_string().ends_with("error: file.ron has 1500 errors, 1400 of them not shown\n"));
    }

    #[test]
    fn text_of_the_file_cannot_send_escape_codes_to_a_terminal() {
        let rendered =
            render("\u{1b}[31m", Diagnostic::new(0..1, "\u{1b}[2J").label("\u{1b}").help("\u{1b}[2J"));
        assert!(!rendered.contains('\u{1b}'), "{rendered:?}");
    }
}
