//! The file as values with places: what the reader takes apart, one level at a time.
//!
//! The library reads a group as a list of fields, each with its name and its raw text borrowed from the
//! file, so that an address tells the place. A field that is wrong therefore never hides another.

use std::borrow::Cow;

use jiff::civil::Date;
use ron::value::RawValue;
use serde::Deserialize;
use serde::de::{Deserializer as _, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::fields::{Field, Form, Otherwise, Section};
use super::source::{Diagnostic, Findings, Span};
use super::spelling::nearest;
use super::syntax;

/// How much of a value is quoted in a message.
const QUOTED: usize = 40;

/// Something and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Spanned<T> {
    pub(super) value: T,
    pub(super) span: Span,
}

/// A well-formed value, not yet taken apart.
#[derive(Debug, Clone, Copy)]
pub(super) struct Value<'t> {
    document: &'t str,
    /// The value without anything before it; comments may follow it.
    text: &'t str,
}

/// A value taken apart by one level.
#[derive(Debug)]
pub(super) enum Shape<'t> {
    Bool(bool),
    Number,
    Text(Cow<'t, str>),
    List(Vec<Value<'t>>),
    Map(Vec<(Value<'t>, Value<'t>)>),
    /// A bare name such as `provinces`.
    Name(&'t str),
    /// Values in parentheses, perhaps with a name before them: `months(1)`.
    Call(&'t str, Vec<Value<'t>>),
    /// Named fields in parentheses, perhaps with a name before them.
    Fields(&'t str, Vec<RawField<'t>>),
    /// What no scenario uses.
    Other,
}

/// A field as it stands in the file.
#[derive(Debug)]
pub(super) struct RawField<'t> {
    name: &'t str,
    value: &'t RawValue,
}

impl<'t> Value<'t> {
    /// The one value of a document, if the document is well-formed.
    pub(super) fn parse(document: &'t str) -> Result<Self, Box<Diagnostic>> {
        syntax::check(document)?;
        Ok(Self::trimmed(document, document))
    }

    /// Drops white space and comments before a value.
    fn trimmed(document: &'t str, text: &'t str) -> Self {
        let text = ron::Deserializer::from_str(text).map_or(text, |reader| reader.remainder());
        Self { document, text }
    }

    fn raw(self, raw: &'t RawValue) -> Self {
        Self::trimmed(self.document, raw.get_ron())
    }

    /// Where a piece of the document stands in it.
    fn place(self, part: &str) -> Span {
        let start = part.as_ptr() as usize - self.document.as_ptr() as usize;
        start..start + part.len()
    }

    /// Where the value stands.
    pub(super) fn span(self) -> Span {
        let start = self.place(self.text).start;
        start..start + self.length()
    }

    /// The value's first character, for what concerns a group as a whole.
    pub(super) fn opening(self) -> Span {
        let start = self.place(self.text).start;
        let length = self.text.chars().next().map_or(0, char::len_utf8);
        start..start + length
    }

    /// Bytes of the value without what follows it.
    fn length(self) -> usize {
        let Ok(mut reader) = ron::Deserializer::from_str(self.text) else { return self.text.len() };
        if reader.deserialize_any(IgnoredAny).is_err() {
            return self.text.len();
        }
        let value = &self.text[..self.text.len() - reader.remainder().len()];
        let name = leading_name(value);
        // After a bare name the library also skips what follows it.
        if value.ends_with([')', ']', '}', '"', '\'']) || name.is_empty() { value.len() } else { name.len() }
    }

    /// Takes the value apart by one level.
    pub(super) fn open(self) -> Shape<'t> {
        let Ok(mut reader) = ron::Deserializer::from_str(self.text) else { return Shape::Other };
        reader.deserialize_any(Opener(self)).unwrap_or(Shape::Other)
    }

    /// The value as a plain number of the type asked for, if that is all it is.
    pub(super) fn plain<T: Deserialize<'t>>(self) -> Option<T> {
        let mut reader = ron::Deserializer::from_str(self.text).ok()?;
        let value = T::deserialize(&mut reader).ok()?;
        reader.end().ok().map(|()| value)
    }

    /// What the value is, for messages.
    fn found(self, shape: &Shape<'_>) -> String {
        match shape {
            Shape::Bool(value) => format!("found `{value}`"),
            Shape::Number => format!("found the number {}", quote(&self.text[..self.length()])),
            Shape::Text(text) => format!("found the text \"{}\"", quote(text)),
            Shape::List(_) => "found a list `[..]`".to_owned(),
            Shape::Map(_) => "found a map `{..}`".to_owned(),
            Shape::Name(name) => format!("found the name `{}`", quote(name)),
            Shape::Call("", _) => "found values in parentheses `(..)`".to_owned(),
            Shape::Call(name, _) | Shape::Fields(name, _) if !name.is_empty() => {
                format!("found `{}(..)`", quote(name))
            }
            Shape::Call(..) | Shape::Fields(..) => "found a group of fields `(..)`".to_owned(),
            Shape::Other => format!("found {}", quote(&self.text[..self.length()])),
        }
    }

    /// Says that something else was expected here.
    pub(super) fn mismatch(self, what: &str, expected: &str, shape: &Shape<'_>) -> Diagnostic {
        let diagnostic =
            Diagnostic::new(self.span(), format!("{what} must be {expected}")).label(self.found(shape));
        match shape {
            Shape::Name("None") => diagnostic.help("leave the field out where there is none"),
            Shape::Name(name) if expected.contains("quotes") || expected.contains('"') => {
                diagnostic.help(format!("put it in quotes: \"{}\"", quote(name)))
            }
            Shape::Text(text) if expected.contains("number") && text.parse::<f64>().is_ok() => {
                diagnostic.help("numbers are written without quotes")
            }
            _ => diagnostic,
        }
    }

    /// Text in quotes.
    pub(super) fn text(self, what: &str, expected: &str, findings: &mut Findings) -> Option<Spanned<String>> {
        match self.open() {
            Shape::Text(text) => Some(Spanned { value: text.into_owned(), span: self.span() }),
            shape => {
                findings.push(self.mismatch(what, expected, &shape));
                None
            }
        }
    }

    /// A list of values.
    pub(super) fn list(self, what: &str, expected: &str, findings: &mut Findings) -> Option<Vec<Self>> {
        match self.open() {
            Shape::List(items) => Some(items),
            shape => {
                findings.push(self.mismatch(what, expected, &shape));
                None
            }
        }
    }

    /// A list of texts, with the place of each.
    pub(super) fn texts(
        self,
        what: &str,
        expected: &str,
        findings: &mut Findings,
    ) -> Option<Vec<Spanned<String>>> {
        let items = self.list(what, expected, findings)?;
        let item = format!("each of {what}");
        Some(items.into_iter().filter_map(|value| value.text(&item, "text in quotes", findings)).collect())
    }

    /// A finite number in a range.
    pub(super) fn number(
        self,
        what: &str,
        (low, high): (f64, f64),
        expected: &str,
        findings: &mut Findings,
    ) -> Option<f64> {
        let shape = self.open();
        let Some(value) = self.plain::<f64>().filter(|_| matches!(shape, Shape::Number)) else {
            findings.push(self.mismatch(what, expected, &shape));
            return None;
        };
        if value.is_finite() && low <= value && value <= high {
            // Adding nought makes a negative nought a plain one.
            return Some(value + 0.0);
        }
        findings.push(self.out_of_range(what, expected));
        None
    }

    /// A whole number in a range; `4.0` will do for `4`.
    fn whole(
        self,
        what: &str,
        (low, high): (u64, u64),
        expected: &str,
        findings: &mut Findings,
    ) -> Option<u64> {
        let shape = self.open();
        let number = self.plain::<f64>().filter(|_| matches!(shape, Shape::Number));
        let Some(number) = number else {
            findings.push(self.mismatch(what, expected, &shape));
            return None;
        };
        // Up to 2^53 every whole number is a float; above it only plain digits will do.
        let exact = number.fract() == 0.0 && (0.0..9e15).contains(&number);
        let value = self.plain::<u64>().or(exact.then_some(number as u64));
        let value = value.filter(|value| (low..=high).contains(value));
        if value.is_none() {
            findings.push(self.out_of_range(what, expected));
        }
        value
    }

    fn out_of_range(self, what: &str, expected: &str) -> Diagnostic {
        Diagnostic::new(self.span(), format!("{what} must be {expected}")).label(self.found(&Shape::Number))
    }

    /// A date in quotes.
    fn date(self, what: &str, expected: &str, findings: &mut Findings) -> Option<Spanned<Date>> {
        let text = self.text(what, expected, findings)?;
        match parse_date(&text.value) {
            Ok(value) => Some(Spanned { value, span: text.span }),
            Err(fault) => {
                findings.push(
                    Diagnostic::new(text.span, format!("{what} must be {expected}"))
                        .label(fault)
                        .help("dates are written year, month, day: \"YYYY-MM-DD\""),
                );
                None
            }
        }
    }

    /// Named fields, checked against a section's table: unknown and repeated ones, and those that are
    /// missing, are reported.
    pub(super) fn section(
        self,
        what: &str,
        section: &'static Section,
        findings: &mut Findings,
    ) -> Option<Fields<'t>> {
        let shape = self.open();
        let list = match shape {
            Shape::Fields(name, list) if name.is_empty() || name == section.name => list,
            Shape::Call(name, list) if list.is_empty() && (name.is_empty() || name == section.name) => {
                Vec::new()
            }
            shape => {
                let expected = match section.fields.first() {
                    Some(first) => format!("a group of fields `({}: ..)`", first.name),
                    None => "a group of fields `(..)`".to_owned(),
                };
                findings.push(self.mismatch(what, &expected, &shape));
                return None;
            }
        };
        Some(Fields::check(self, section, list, findings))
    }
}

/// The date a text means, or what is wrong with it.
fn parse_date(text: &str) -> Result<Date, String> {
    let bytes = text.as_bytes();
    let shaped = bytes.len() == 10
        && bytes.iter().enumerate().all(|(at, byte)| match at {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if !shaped {
        return Err(format!("found the text \"{}\"", quote(text)));
    }
    text.parse().map_err(|_| "there is no such day".to_owned())
}

/// A value's beginning, short enough for a message.
pub(super) fn quote(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(QUOTED) {
        Some((end, _)) => Cow::Owned(format!("{}..", &text[..end])),
        None => Cow::Borrowed(text),
    }
}

/// The name that a value begins with; empty if it does not begin with one.
fn leading_name(text: &str) -> &str {
    let text = text.strip_prefix("r#").unwrap_or(text);
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    if text.starts_with(|c: char| c.is_alphabetic() || c == '_') { &text[..end] } else { "" }
}

/// A field's name, borrowed from the text.
struct Key<'t>(&'t str);

impl<'t> Deserialize<'t> for Key<'t> {
    fn deserialize<D: serde::Deserializer<'t>>(deserializer: D) -> Result<Self, D::Error> {
        struct KeyVisitor;
        impl<'t> Visitor<'t> for KeyVisitor {
            type Value = Key<'t>;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("a field's name")
            }

            fn visit_borrowed_str<E>(self, name: &'t str) -> Result<Key<'t>, E> {
                Ok(Key(name))
            }
        }
        deserializer.deserialize_identifier(KeyVisitor)
    }
}

/// Opens a value, whatever it is.
struct Opener<'t>(Value<'t>);

impl<'t> Visitor<'t> for Opener<'t> {
    type Value = Shape<'t>;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("any value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Shape<'t>, E> {
        Ok(Shape::Bool(value))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Shape<'t>, E> {
        Ok(Shape::Number)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Shape<'t>, E> {
        Ok(Shape::Number)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Shape<'t>, E> {
        Ok(Shape::Number)
    }

    fn visit_char<E>(self, _: char) -> Result<Shape<'t>, E> {
        Ok(Shape::Other)
    }

    fn visit_str<E>(self, text: &str) -> Result<Shape<'t>, E> {
        Ok(Shape::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_borrowed_str<E>(self, text: &'t str) -> Result<Shape<'t>, E> {
        Ok(Shape::Text(Cow::Borrowed(text)))
    }

    fn visit_none<E>(self) -> Result<Shape<'t>, E> {
        Ok(Shape::Name("None"))
    }

    /// `()`, a bare name or a name with nothing in its parentheses.
    fn visit_unit<E>(self) -> Result<Shape<'t>, E> {
        let name = leading_name(self.0.text);
        if !name.is_empty() {
            return Ok(Shape::Name(name));
        }
        Ok(if self.0.text.starts_with('(') { Shape::Call("", Vec::new()) } else { Shape::Other })
    }

    fn visit_seq<A: SeqAccess<'t>>(self, mut access: A) -> Result<Shape<'t>, A::Error> {
        let mut items = Vec::new();
        while let Some(raw) = access.next_element::<&'t RawValue>()? {
            items.push(self.0.raw(raw));
        }
        if self.0.text.starts_with('[') {
            return Ok(Shape::List(items));
        }
        Ok(Shape::Call(leading_name(self.0.text), items))
    }

    fn visit_map<A: MapAccess<'t>>(self, mut access: A) -> Result<Shape<'t>, A::Error> {
        if self.0.text.starts_with('{') {
            let mut entries = Vec::new();
            while let Some((key, value)) = access.next_entry::<&'t RawValue, &'t RawValue>()? {
                entries.push((self.0.raw(key), self.0.raw(value)));
            }
            return Ok(Shape::Map(entries));
        }
        if self.0.text.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c)) {
            return Err(A::Error::custom("a range of numbers"));
        }
        let mut list = Vec::new();
        while let Some(Key(name)) = access.next_key()? {
            list.push(RawField { name, value: access.next_value()? });
        }
        Ok(Shape::Fields(leading_name(self.0.text), list))
    }
}

/// The fields of a section that has been checked as a whole.
#[derive(Debug)]
pub(super) struct Fields<'t> {
    section: &'static Section,
    whole: Value<'t>,
    list: Vec<(&'static Field, Value<'t>)>,
    /// The section and its key, for messages: ``state `GMY` ``.
    pub(super) subject: String,
}

impl<'t> Fields<'t> {
    fn check(
        whole: Value<'t>,
        section: &'static Section,
        raw: Vec<RawField<'t>>,
        findings: &mut Findings,
    ) -> Self {
        let mut fields = Self { section, whole, list: Vec::with_capacity(raw.len()), subject: String::new() };
        let mut unknown = Vec::new();
        let mut first: Vec<(&Field, Span)> = Vec::with_capacity(raw.len());
        for RawField { name, value } in raw {
            let span = whole.place(name);
            let Some(field) = section.find(name) else {
                unknown.push((name, span));
                continue;
            };
            if let Some((_, earlier)) = first.iter().find(|(known, _)| known.name == name) {
                findings.push(
                    Diagnostic::new(span, format!("`{name}` is given twice"))
                        .label("given again")
                        .secondary(earlier.clone(), "first given here"),
                );
                continue;
            }
            first.push((field, span));
            fields.list.push((field, whole.raw(value)));
        }
        fields.subject = fields.name_subject();
        fields.report_unknown_and_missing(&unknown, findings);
        fields
    }

    fn name_subject(&self) -> String {
        let key = self.section.key.and_then(|key| self.get(key)).map(Value::open);
        match key {
            Some(Shape::Text(text)) if !text.is_empty() => {
                format!("{} `{}`", self.section.noun, quote(&text))
            }
            _ => format!("this {}", self.section.noun),
        }
    }

    /// A misspelt field is reported once, not also as missing.
    fn report_unknown_and_missing(&self, unknown: &[(&str, Span)], findings: &mut Findings) {
        let absent = |field: &&Field| self.get(field.name).is_none();
        let mut meant = Vec::new();
        for (name, span) in unknown {
            let names = self.section.fields.iter().filter(absent).map(|field| field.name);
            let mut diagnostic = Diagnostic::new(
                span.clone(),
                format!("{} has no field `{}`", self.section_noun(), quote(name)),
            )
            .label("unknown field");
            if let Some(near) = nearest(name, names) {
                diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
                meant.push(near);
            } else {
                let all: Vec<_> = self.section.fields.iter().map(|field| field.name).collect();
                diagnostic = diagnostic.help(format!("its fields are {}", all.join(", ")));
            }
            findings.push(diagnostic);
        }
        let required = self.section.fields.iter().filter(|field| field.otherwise == Otherwise::Required);
        for field in required.filter(absent).filter(|field| !meant.contains(&field.name)) {
            findings.push(
                Diagnostic::new(self.whole.opening(), format!("{} has no `{}`", self.subject, field.name))
                    .label(format!("`{}` is missing here", field.name))
                    .help(format!("`{}` is {}", field.name, field.form.expected())),
            );
        }
    }

    fn section_noun(&self) -> String {
        let article = if self.section.noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
        format!("{article} {}", self.section.noun)
    }

    /// A field's value, if the field is given.
    pub(super) fn get(&self, name: &str) -> Option<Value<'t>> {
        self.list.iter().find(|(field, _)| field.name == name).map(|(_, value)| *value)
    }

    /// Where the group begins.
    pub(super) fn opening(&self) -> Span {
        self.whole.opening()
    }

    /// A field's value, with what it is called in messages and what is expected of it.
    pub(super) fn asked(&self, name: &str) -> Option<(Value<'t>, &'static Field, String, String)> {
        let (field, value) = self.list.iter().find(|(field, _)| field.name == name)?;
        Some((*value, field, format!("`{name}` of {}", self.subject), field.form.expected()))
    }

    /// A field with text.
    pub(super) fn text(&self, name: &str, findings: &mut Findings) -> Option<Spanned<String>> {
        let (value, _, what, expected) = self.asked(name)?;
        value.text(&what, &expected, findings)
    }

    /// A field with a list.
    pub(super) fn list(&self, name: &str, findings: &mut Findings) -> Option<Vec<Value<'t>>> {
        let (value, _, what, expected) = self.asked(name)?;
        value.list(&what, &expected, findings)
    }

    /// A field with a list of texts.
    pub(super) fn texts(&self, name: &str, findings: &mut Findings) -> Option<Vec<Spanned<String>>> {
        let (value, _, what, expected) = self.asked(name)?;
        value.texts(&what, &expected, findings)
    }

    /// A field with a number in the range its table gives.
    pub(super) fn number(&self, name: &str, findings: &mut Findings) -> Option<f64> {
        let (value, field, what, expected) = self.asked(name)?;
        let Form::Number { low, high, .. } = field.form else { return None };
        value.number(&what, (low, high), &expected, findings)
    }

    /// As [`Self::number`]; where the field is not given or wrong, the number its table gives.
    pub(super) fn number_or_default(&self, name: &str, findings: &mut Findings) -> f64 {
        let default = match self.section.find(name).map(|field| field.otherwise) {
            Some(Otherwise::Number(value)) => value,
            _ => 0.0,
        };
        self.number(name, findings).unwrap_or(default)
    }

    /// A field with a whole number in the range its table gives.
    pub(super) fn whole(&self, name: &str, findings: &mut Findings) -> Option<u64> {
        let (value, field, what, expected) = self.asked(name)?;
        let Form::Whole { low, high, .. } = field.form else { return None };
        value.whole(&what, (low, high), &expected, findings)
    }

    /// A field with a date.
    pub(super) fn date(&self, name: &str, findings: &mut Findings) -> Option<Spanned<Date>> {
        let (value, _, what, expected) = self.asked(name)?;
        value.date(&what, &expected, findings)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Value<'_> {
        Value::parse(text).expect("well-formed")
    }

    #[test]
    fn spans_leave_out_comments_and_white_space() {
        let text = "/* ä */ ( // é\n  a: /* b */ provinces /* c */ , b: 1.5 // d\n, c: near(1, 2) /* e */)";
        let Shape::Fields("", fields) = value(text).open() else { panic!("fields expected") };
        let document = value(text);
        let shown: Vec<_> = fields
            .iter()
            .map(|field| (&text[document.place(field.name)], &text[document.raw(field.value).span()]))
            .collect();
        assert_eq!(shown, [("a", "provinces"), ("b", "1.5"), ("c", "near(1, 2)")]);
    }

    #[test]
    fn every_kind_of_value_is_told_apart() {
        for (text, found) in [
            ("true", "found `true`"),
            ("-1.5e3", "found the number -1.5e3"),
            ("inf", "found the number inf"),
            ("NaN", "found the number NaN"),
            ("\"a\"", "found the text \"a\""),
            ("r#\"a\"#", "found the text \"a\""),
            ("[1]", "found a list `[..]`"),
            ("{\"a\": 1}", "found a map `{..}`"),
            ("abc", "found the name `abc`"),
            ("abc // d", "found the name `abc`"),
            ("None", "found the name `None`"),
            ("(1, 2)", "found values in parentheses `(..)`"),
            ("()", "found values in parentheses `(..)`"),
            ("f(1)", "found `f(..)`"),
            ("f()", "found `f(..)`"),
            ("f(a: 1)", "found `f(..)`"),
            ("(a: 1)", "found a group of fields `(..)`"),
            ("'a'", "found 'a'"),
            ("b\"a\"", "found b\"a\""),
            ("Some(1)", "found Some(1)"),
            ("1..5", "found 1..5"),
        ] {
            let value = value(text);
            assert_eq!(value.found(&value.open()), found, "{text}");
        }
    }

    #[test]
    fn whole_numbers_keep_every_digit() {
        let mut findings = Findings::default();
        let range = (0, u64::MAX);
        for (text, expected) in [
            ("18446744073709551615", Some(u64::MAX)),
            ("18446744073709551616", None),
            ("4.0", Some(4)),
            ("1_000", Some(1000)),
            ("4.5", None),
            ("-1", None),
            ("inf", None),
        ] {
            assert_eq!(value(text).whole("it", range, "whole", &mut findings), expected, "{text}");
        }
    }

    #[test]
    fn dates_are_days_that_exist() {
        assert!(parse_date("1936-02-29").is_ok());
        assert_eq!(parse_date("1935-02-29"), Err("there is no such day".to_owned()));
        for text in ["1936-2-29", "19360229", "1936-02-29T00:00", "", "1936-02-2ä"] {
            assert!(parse_date(text).is_err(), "{text}");
        }
    }
}
