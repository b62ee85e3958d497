//! Other files in RON, read with the same care: each error with its place.

use ron::extensions::Extensions;
use ron::{Options, error::SpannedError};
use serde::de::DeserializeOwned;

use super::document::{Shape, Value};
use super::source::{Diagnostic, Diagnostics, Source, Span};
use super::syntax::offset;

/// How RON is read and written besides scenarios: what may be left out is written without `Some`.
pub(crate) fn ron_options() -> Options {
    Options::default().with_default_extension(Extensions::IMPLICIT_SOME)
}

/// The entries of a list, each with its place. `what` is what the list is of, for messages.
pub(crate) fn read_list<T: DeserializeOwned>(
    name: &str,
    text: &str,
    what: &str,
) -> Result<Vec<(Span, T)>, Diagnostics> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let fail = |fault| Diagnostics::one(Source::new(name, text), fault);
    let document = Value::parse(text).map_err(|fault| fail(*fault))?;
    let items = match document.open() {
        Shape::List(items) => items,
        shape => return Err(fail(document.mismatch("the file", &format!("a list of {what}"), &shape))),
    };
    let read = |item: Value<'_>| {
        let span = item.span();
        let value = ron_options().from_str(&text[span.clone()]);
        value.map(|value| (span.clone(), value)).map_err(|error| fail(placed(text, span, &error)))
    };
    items.into_iter().map(read).collect()
}

/// A file that is one value.
pub(crate) fn read_value<T: DeserializeOwned>(name: &str, text: &str) -> Result<T, Diagnostics> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let fault = |error| Diagnostics::one(Source::new(name, text), placed(text, 0..text.len(), &error));
    ron_options().from_str(text).map_err(fault)
}

/// The library's error within a part of a text, at its place in the whole.
fn placed(text: &str, part: Span, error: &SpannedError) -> Diagnostic {
    let inner = &text[part.clone()];
    let at = |place: ron::error::Position| part.start + offset(inner, place.line, place.col).min(inner.len());
    let (start, end) = (at(error.span.start), at(error.span.end));
    // The library ends a span where it stopped to read, which may be before it began.
    let span = if start < end { start..end } else { end.min(part.end)..end.min(part.end) };
    Diagnostic::new(span, error.code.to_string())
}
