//! Selectors: the ways to name provinces, and what they select on a map.

use std::collections::BTreeMap;

use super::Selector;
use super::document::{Shape, Spanned, Value, quote};
use super::fields::{CAPITAL, Form};
use super::source::{Diagnostic, Findings, Span};
use super::spelling::Speller;
use crate::world::{GeoPoint, RegionId, Regions};

/// What a selector must look like.
const EXPECTED: &str =
    "a selector: \"CODE\", \"DE-*\", `country(\"POL\")`, `near(lat, lon, km)` or `except(..)`";

/// Smallest and largest radius of `near` in kilometres; the largest reaches the far side of the Earth.
const RADIUS: (f64, f64) = (0.1, 20_100.0);

/// A selector as the file says it, with its place. Those within `except` have places of their own.
#[derive(Debug)]
pub(super) struct SelectorDraft {
    pub(super) span: Span,
    pub(super) kind: SelectorKind,
}

/// What a selector says.
#[derive(Debug)]
pub(super) enum SelectorKind {
    /// One that adds provinces.
    Names(Selector),
    /// One that takes away.
    Except(Vec<Spanned<Selector>>),
}

impl SelectorDraft {
    /// Reads one entry of a territory.
    pub(super) fn read(value: Value<'_>, findings: &mut Findings) -> Option<Self> {
        let kind = match value.open() {
            Shape::Call("except", arguments) => SelectorKind::Except(exceptions(value, arguments, findings)),
            shape => SelectorKind::Names(names(value, shape, findings)?),
        };
        Some(Self { span: value.span(), kind })
    }

    /// The selector without places.
    pub(super) fn plain(&self) -> Selector {
        match &self.kind {
            SelectorKind::Names(selector) => selector.clone(),
            SelectorKind::Except(list) => {
                Selector::Except(list.iter().map(|entry| entry.value.clone()).collect())
            }
        }
    }
}

/// What `except` takes away: its arguments, or those of a list.
fn exceptions(
    value: Value<'_>,
    arguments: Vec<Value<'_>>,
    findings: &mut Findings,
) -> Vec<Spanned<Selector>> {
    if arguments.is_empty() {
        findings.push(
            Diagnostic::new(value.span(), "`except` takes nothing away").label("nothing in its parentheses"),
        );
    }
    let flat = arguments.into_iter().flat_map(|argument| match argument.open() {
        Shape::List(items) => items,
        _ => vec![argument],
    });
    flat.filter_map(|argument| match argument.open() {
        Shape::Call("except", _) => {
            let fault = "`except` cannot stand within `except`";
            findings.push(Diagnostic::new(argument.span(), fault).label("found `except(..)`"));
            None
        }
        shape => Some(Spanned { span: argument.span(), value: names(argument, shape, findings)? }),
    })
    .collect()
}

/// A selector that adds provinces.
fn names(value: Value<'_>, shape: Shape<'_>, findings: &mut Findings) -> Option<Selector> {
    match shape {
        Shape::Text(code) => Some(Selector::Code(code.into_owned())),
        Shape::Call("country", arguments) if arguments.len() == 1 => {
            let code =
                arguments[0].text("a country", "three letters in quotes, such as \"POL\"", findings)?;
            Some(Selector::Country(code.value))
        }
        Shape::Call("near", arguments) if arguments.len() == 3 => {
            let lat = coordinate(arguments[0], "lat", findings);
            let lon = coordinate(arguments[1], "lon", findings);
            let expected = format!("a number of kilometres from {} to {}", RADIUS.0, RADIUS.1);
            let km = arguments[2].number("the radius of `near`", RADIUS, &expected, findings);
            Some(Selector::Near { centre: GeoPoint { lat: lat?, lon: lon? }, km: km? })
        }
        shape => {
            findings.push(value.mismatch("an entry of a territory", EXPECTED, &shape));
            None
        }
    }
}

/// A latitude or longitude, in the range that a capital's has.
fn coordinate(value: Value<'_>, name: &str, findings: &mut Findings) -> Option<f64> {
    let form = CAPITAL.find(name)?.form;
    let Form::Number { low, high, .. } = form else { return None };
    value.number(&format!("`{name}` of `near`"), (low, high), &form.expected(), findings)
}

/// A map's regions by all the names that selectors use.
#[derive(Debug)]
pub(super) struct Atlas<'m> {
    pub(super) regions: &'m Regions,
    /// Every code with its region, in order of code.
    pub(super) codes: Vec<(&'m str, RegionId)>,
    pub(super) countries: BTreeMap<&'m str, Vec<RegionId>>,
}

impl<'m> Atlas<'m> {
    /// Indexes a map.
    pub(super) fn new(regions: &'m Regions) -> Self {
        let mut countries: BTreeMap<&str, Vec<RegionId>> = BTreeMap::new();
        for (id, region) in regions.iter().filter(|(_, region)| !region.country.is_empty()) {
            countries.entry(&region.country).or_default().push(id);
        }
        Self { regions, codes: regions.codes().collect(), countries }
    }

    /// The regions a selector names, in order of number, each once; for `except`, those it takes away.
    fn select(&self, selector: &Selector) -> Vec<RegionId> {
        let mut found = match selector {
            Selector::Code(code) if code.contains('*') => self.glob(code),
            Selector::Code(code) => self.regions.find(code).into_iter().collect(),
            Selector::Country(code) => self.countries.get(code.as_str()).cloned().unwrap_or_default(),
            Selector::Near { centre, km } => self.regions.within(*centre, *km),
            Selector::Except(list) => list.iter().flat_map(|selector| self.select(selector)).collect(),
        };
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The territory a list of selectors stands for, in order of number, each region once.
    pub(super) fn territory(&self, selectors: &[Selector]) -> Vec<RegionId> {
        let (except, names): (Vec<_>, Vec<_>) =
            selectors.iter().partition(|selector| matches!(selector, Selector::Except(_)));
        let collect = |list: Vec<&Selector>| {
            let mut all: Vec<_> = list.into_iter().flat_map(|selector| self.select(selector)).collect();
            all.sort_unstable();
            all.dedup();
            all
        };
        let taken = collect(except);
        let mut all = collect(names);
        all.retain(|id| taken.binary_search(id).is_err());
        all
    }

    /// Whether the reader would take every one of these selectors.
    pub(super) fn are_sound(&self, selectors: &[Selector]) -> bool {
        selectors.iter().all(|selector| match selector {
            Selector::Except(list) => {
                let nested = list.iter().any(|selector| matches!(selector, Selector::Except(_)));
                !list.is_empty() && !nested && self.are_sound(list)
            }
            Selector::Near { centre, km } => {
                let place = (-90.0..=90.0).contains(&centre.lat) && (-180.0..=180.0).contains(&centre.lon);
                place && (RADIUS.0..=RADIUS.1).contains(km) && !self.select(selector).is_empty()
            }
            _ => !self.select(selector).is_empty(),
        })
    }

    /// Regions with a code that a pattern with stars matches.
    fn glob(&self, pattern: &str) -> Vec<RegionId> {
        let prefix = pattern.split('*').next().unwrap_or_default();
        let start = self.codes.partition_point(|(code, _)| *code < prefix);
        let candidates = self.codes[start..].iter().take_while(|(code, _)| code.starts_with(prefix));
        candidates
            .filter(|(code, _)| matches(pattern.as_bytes(), code.as_bytes()))
            .map(|(_, id)| *id)
            .collect()
    }

    /// Checks a list of selectors and gives the regions they stand for, each with the place of the first
    /// selector that names it, in order of number.
    pub(super) fn resolve(
        &self,
        drafts: &[SelectorDraft],
        speller: &mut Speller,
        findings: &mut Findings,
    ) -> Vec<(RegionId, Span)> {
        let mut found = BTreeMap::new();
        for draft in drafts {
            if let SelectorKind::Names(selector) = &draft.kind {
                for id in self.checked(selector, &draft.span, speller, findings) {
                    found.entry(id).or_insert_with(|| draft.span.clone());
                }
            }
        }
        for draft in drafts {
            if let SelectorKind::Except(list) = &draft.kind {
                for entry in list {
                    for id in self.checked(&entry.value, &entry.span, speller, findings) {
                        found.remove(&id);
                    }
                }
            }
        }
        found.into_iter().collect()
    }

    /// What a selector names; that it names nothing is reported.
    fn checked(
        &self,
        selector: &Selector,
        span: &Span,
        speller: &mut Speller,
        findings: &mut Findings,
    ) -> Vec<RegionId> {
        let found = self.select(selector);
        if !found.is_empty() {
            return found;
        }
        findings.push(match selector {
            Selector::Code(code) if code.contains('*') => self.unmatched_glob(code, span),
            Selector::Code(code) => self.unknown_province(code, span, speller),
            Selector::Country(code) => self.unknown_country(code, span, speller),
            Selector::Near { km, .. } => Diagnostic::new(
                span.clone(),
                format!("no province has its middle within {km} km of this point"),
            )
            .label("matches nothing")
            .help("make the radius larger, or name a province by its code"),
            Selector::Except(_) => Diagnostic::new(span.clone(), "takes nothing away"),
        });
        Vec::new()
    }

    fn unmatched_glob(&self, pattern: &str, span: &Span) -> Diagnostic {
        let diagnostic = Diagnostic::new(span.clone(), format!("no province matches `{}`", quote(pattern)))
            .label("matches nothing");
        let upper = pattern.to_uppercase();
        if upper != pattern && !self.glob(&upper).is_empty() {
            return diagnostic.help(format!("did you mean \"{upper}\"?"));
        }
        diagnostic.help("`*` stands for any letters of a code, as in \"DE-*\"")
    }

    /// Says that no region has a code, and which is spelt nearest.
    pub(super) fn unknown_province(&self, code: &str, span: &Span, speller: &mut Speller) -> Diagnostic {
        let diagnostic =
            Diagnostic::new(span.clone(), format!("there is no province `{}` on this map", quote(code)))
                .label("unknown province");
        if let Some(near) = speller.nearest(code, self.codes.iter().map(|(code, _)| *code)) {
            return diagnostic.help(format!("did you mean \"{near}\"?"));
        }
        if self.countries.contains_key(code) {
            return diagnostic.help(format!("for all provinces of a country write `country(\"{code}\")`"));
        }
        match self.codes.first() {
            Some((example, _)) => {
                diagnostic.help(format!("provinces are named by codes such as \"{example}\""))
            }
            None => diagnostic,
        }
    }

    fn unknown_country(&self, code: &str, span: &Span, speller: &mut Speller) -> Diagnostic {
        let diagnostic =
            Diagnostic::new(span.clone(), format!("there is no country `{}` on this map", quote(code)))
                .label("unknown country");
        match speller.nearest(code, self.countries.keys().copied()) {
            Some(near) => diagnostic.help(format!("did you mean \"{near}\"?")),
            None => {
                diagnostic.help("countries are named by three letters (ISO 3166-1 alpha-3), such as \"POL\"")
            }
        }
    }
}

/// Whether a pattern in which `*` stands for anything, or nothing, matches a text as a whole.
fn matches(pattern: &[u8], text: &[u8]) -> bool {
    let (mut p, mut t) = (0, 0);
    // Where to go on after a mismatch: behind the last star, with one more letter taken by it.
    let mut retry = None;
    while t < text.len() {
        if pattern.get(p) == Some(&b'*') {
            retry = Some((p + 1, t));
            p += 1;
        } else if pattern.get(p) == Some(&text[t]) {
            (p, t) = (p + 1, t + 1);
        } else if let Some((after_star, taken)) = retry {
            (p, t) = (after_star, taken + 1);
            retry = Some((after_star, taken + 1));
        } else {
            return false;
        }
    }
    pattern[p..].iter().all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::testing::small_map;

    fn codes(selectors: &[Selector]) -> Vec<String> {
        let map = small_map();
        let atlas = Atlas::new(&map.regions);
        atlas.territory(selectors).iter().map(|id| map.regions[*id].code.clone()).collect()
    }

    fn code(code: &str) -> Selector {
        Selector::Code(code.to_owned())
    }

    #[test]
    fn stars_stand_for_anything_or_nothing() {
        for (pattern, text) in
            [("DE-*", "DE-BE"), ("*", ""), ("*BE", "DE-BE"), ("D*-*E", "DE-BE"), ("DE-BE*", "DE-BE")]
        {
            assert!(matches(pattern.as_bytes(), text.as_bytes()), "{pattern} {text}");
        }
        for (pattern, text) in [("DE-*", "DE"), ("*X", "DE-BE"), ("", "A"), ("D*-*X", "DE-BE"), ("A", "AB")] {
            assert!(!matches(pattern.as_bytes(), text.as_bytes()), "{pattern} {text}");
        }
    }

    #[test]
    fn each_selector_names_what_it_should() {
        assert_eq!(codes(&[code("DE-BE")]), ["DE-BE"]);
        assert_eq!(codes(&[code("DE-BB")]), ["DE-BE"], "a member's code names the region it is part of");
        assert_eq!(codes(&[code("DE-*")]), ["DE-BE", "DE-BY"]);
        assert_eq!(codes(&[Selector::Country("POL".to_owned())]), ["PL-MZ", "PL-DS"]);
        let near = Selector::Near { centre: GeoPoint { lat: 0.5, lon: 0.5 }, km: 120.0 };
        assert_eq!(codes(&[near]), ["DE-BE", "DE-BY"]);
    }

    #[test]
    fn except_comes_after_all_others_wherever_it_stands() {
        let except = Selector::Except(vec![code("DE-BY"), Selector::Country("POL".to_owned())]);
        assert_eq!(codes(&[except, code("DE-*"), code("PL-DS"), code("FR-IDF")]), ["DE-BE", "FR-IDF"]);
    }
}
