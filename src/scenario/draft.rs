//! A scenario as the file says it, field by field: before names are looked up on the map.

use jiff::civil::Date;

use super::document::{Fields, Shape, Spanned, Value, quote};
use super::fields::{ALLIANCE, BELIEF, CAPITAL, GENERATED, SCENARIO, STATE, THEORY, WAR};
use super::fields::{expected_parameter, parameter_fault};
use super::source::{Diagnostic, Findings, Span};
use super::spelling::nearest;
use super::territory::SelectorDraft;
use super::{MapSource, PactKind, TickLength};
use crate::theory::parameters::{ParameterInfo, Parameters, Preset, TABLE};
use crate::world::GeoPoint;
use crate::world::generated::Recipe;

/// The most states that a scenario may have.
const MAX_STATES: usize = 20_000;

/// A scenario with what could be read of it; what could not has been reported.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) name: String,
    pub(super) description: String,
    pub(super) sources: Vec<String>,
    pub(super) start: Option<Date>,
    pub(super) tick: TickLength,
    pub(super) map: Option<MapSource>,
    pub(super) preset: Preset,
    pub(super) parameters: Parameters,
    pub(super) states: Vec<StateDraft>,
    /// Where the list of states begins, if every one of them could be read and has an id.
    pub(super) complete_states: Option<Span>,
    pub(super) alliances: Vec<AllianceDraft>,
    pub(super) wars: Vec<WarDraft>,
    pub(super) beliefs: Vec<BeliefDraft>,
}

/// A state as the file says it.
#[derive(Debug)]
pub(super) struct StateDraft {
    pub(super) opening: Span,
    pub(super) id: Option<Spanned<String>>,
    pub(super) name: Option<String>,
    pub(super) cow: Option<u16>,
    pub(super) capital: Option<CapitalDraft>,
    pub(super) territory: Option<TerritoryDraft>,
    pub(super) colour: Option<[u8; 3]>,
    pub(super) population: Option<f64>,
    pub(super) industry: Option<f64>,
    pub(super) military: Option<f64>,
    pub(super) technology: f64,
    pub(super) offense: f64,
    pub(super) intent: f64,
    pub(super) revisionism: f64,
    pub(super) ideology: Option<String>,
    pub(super) growth: Option<f64>,
}

/// A territory as the file says it.
#[derive(Debug)]
pub(super) struct TerritoryDraft {
    pub(super) span: Span,
    pub(super) selectors: Vec<SelectorDraft>,
    /// Whether every selector could be read.
    pub(super) complete: bool,
}

/// A capital as the file says it.
#[derive(Debug)]
pub(super) struct CapitalDraft {
    pub(super) span: Span,
    pub(super) name: String,
    pub(super) point: Option<GeoPoint>,
    pub(super) province: Option<Spanned<String>>,
}

/// An alliance as the file says it.
#[derive(Debug)]
pub(super) struct AllianceDraft {
    pub(super) opening: Span,
    pub(super) subject: String,
    pub(super) name: String,
    pub(super) kind: Option<PactKind>,
    pub(super) members: Option<Vec<Spanned<String>>>,
    pub(super) since: Option<Spanned<Date>>,
    pub(super) until: Option<Spanned<Date>>,
    pub(super) target: Option<Spanned<String>>,
}

/// A war as the file says it.
#[derive(Debug)]
pub(super) struct WarDraft {
    pub(super) opening: Span,
    pub(super) subject: String,
    pub(super) name: String,
    pub(super) attackers: Option<Vec<Spanned<String>>>,
    pub(super) defenders: Option<Vec<Spanned<String>>>,
    pub(super) since: Option<Spanned<Date>>,
}

/// A belief as the file says it.
#[derive(Debug)]
pub(super) struct BeliefDraft {
    pub(super) of: Option<Spanned<String>>,
    pub(super) about: Option<Spanned<String>>,
    pub(super) intent: Option<f64>,
    pub(super) weight: Option<f64>,
}

impl Draft {
    /// Reads all fields of a file. `None` if it is no group of fields at all.
    pub(super) fn read(document: Value<'_>, findings: &mut Findings) -> Option<Self> {
        let fields = document.section("a scenario", &SCENARIO, findings)?;
        version(&fields, findings);
        let (preset, parameters) = theory(&fields, findings);
        let (states, complete_states) = states(&fields, findings);
        Some(Self {
            name: text(&fields, "name", findings).unwrap_or_default(),
            description: text(&fields, "description", findings).unwrap_or_default(),
            sources: sources(&fields, findings),
            start: fields.date("start", findings).map(|date| date.value),
            tick: tick(&fields, findings).unwrap_or(TickLength::Months(1)),
            map: map(&fields, findings),
            preset,
            parameters,
            states,
            complete_states,
            alliances: entries(&fields, "alliances", AllianceDraft::read, findings),
            wars: entries(&fields, "wars", WarDraft::read, findings),
            beliefs: entries(&fields, "beliefs", BeliefDraft::read, findings),
        })
    }
}

fn text(fields: &Fields<'_>, name: &str, findings: &mut Findings) -> Option<String> {
    fields.text(name, findings).map(|text| text.value)
}

fn version(fields: &Fields<'_>, findings: &mut Findings) {
    let version = fields.get("version").map(|value| (value.span(), value.plain::<f64>()));
    match version {
        Some((span, Some(number))) if number != 1.0 => findings.push(
            Diagnostic::new(span, "this version of the format is not known")
                .label("only version 1 can be read"),
        ),
        _ => drop(fields.whole("version", findings)),
    }
}

fn sources(fields: &Fields<'_>, findings: &mut Findings) -> Vec<String> {
    let texts = fields.texts("sources", findings).unwrap_or_default();
    texts.into_iter().map(|text| text.value).collect()
}

/// Reads each value of a list.
fn entries<T>(
    fields: &Fields<'_>,
    name: &str,
    read: fn(Value<'_>, &mut Findings) -> Option<T>,
    findings: &mut Findings,
) -> Vec<T> {
    let list = fields.list(name, findings).unwrap_or_default();
    list.into_iter().filter_map(|value| read(value, findings)).collect()
}

/// The states, and where their list begins if every one of them could be read and has an id.
fn states(fields: &Fields<'_>, findings: &mut Findings) -> (Vec<StateDraft>, Option<Span>) {
    let Some(list) = fields.list("states", findings) else { return (Vec::new(), None) };
    if let Some(first_too_many) = list.get(MAX_STATES) {
        findings.push(
            Diagnostic::new(first_too_many.opening(), format!("there are {} states", list.len()))
                .label("one state too many")
                .help(format!("a scenario has {MAX_STATES} states at most")),
        );
        return (Vec::new(), None);
    }
    let count = list.len();
    let states: Vec<_> = list.into_iter().filter_map(|value| StateDraft::read(value, findings)).collect();
    let complete = states.len() == count && states.iter().all(|state| state.id.is_some());
    let opening = fields.get("states").filter(|_| complete).map(Value::opening);
    (states, opening)
}

fn tick(fields: &Fields<'_>, findings: &mut Findings) -> Option<TickLength> {
    let (value, _, what, expected) = fields.asked("tick")?;
    let shape = value.open();
    let unit = match &shape {
        Shape::Call(unit, arguments) if arguments.len() == 1 => Some((*unit, arguments[0].plain())),
        _ => None,
    };
    let tick = unit.and_then(|(unit, number)| tick_length(unit, number?));
    if tick.is_none() {
        findings.push(value.mismatch(&what, &expected, &shape));
    }
    tick
}

/// A length in one of four units, if it is one that is allowed.
fn tick_length(unit: &str, number: f64) -> Option<TickLength> {
    let (most, days, months) = match unit {
        "days" => (366, 1, 0),
        "weeks" => (52, 7, 0),
        "months" => (120, 0, 1),
        "years" => (10, 0, 12),
        _ => return None,
    };
    if number.fract() != 0.0 || number < 1.0 || number > f64::from(most) {
        return None;
    }
    let number = number as u16;
    Some(if days > 0 { TickLength::Days(number * days) } else { TickLength::Months(number * months) })
}

/// The map; the built-in one where nothing is said, `None` where what is said is wrong.
fn map(fields: &Fields<'_>, findings: &mut Findings) -> Option<MapSource> {
    let Some((value, _, what, expected)) = fields.asked("map") else { return Some(MapSource::Provinces) };
    match value.open() {
        Shape::Name("provinces") => Some(MapSource::Provinces),
        Shape::Fields("generated", _) => recipe(value, findings).map(MapSource::Generated),
        shape => {
            findings.push(value.mismatch(&what, &expected, &shape));
            None
        }
    }
}

fn recipe(value: Value<'_>, findings: &mut Findings) -> Option<Recipe> {
    let fields = value.section("a generated map", &GENERATED, findings)?;
    let land = fields.number_or_default("land", findings);
    let seed = match fields.get("seed") {
        Some(_) => fields.whole("seed", findings)?,
        None => 0,
    };
    let regions = fields.whole("regions", findings)?;
    Some(Recipe { regions: u32::try_from(regions).ok()?, seed, land })
}

fn theory(fields: &Fields<'_>, findings: &mut Findings) -> (Preset, Parameters) {
    let section = fields.get("theory").and_then(|value| value.section("`theory`", &THEORY, findings));
    let Some(section) = section else { return (Preset::default(), Preset::default().parameters()) };
    let preset = preset(&section, findings).unwrap_or_default();
    let mut parameters = preset.parameters();
    set_parameters(&section, &mut parameters, findings);
    (preset, parameters)
}

fn preset(fields: &Fields<'_>, findings: &mut Findings) -> Option<Preset> {
    let name = fields.text("preset", findings)?;
    let preset = Preset::find(&name.value);
    if preset.is_none() {
        findings.push(unknown_preset(&name));
    }
    preset
}

fn unknown_preset(name: &Spanned<String>) -> Diagnostic {
    let names = || Preset::ALL.into_iter().map(Preset::name);
    let diagnostic =
        Diagnostic::new(name.span.clone(), format!("there is no preset `{}`", quote(&name.value)))
            .label("unknown preset");
    match nearest(&name.value, names()) {
        Some(near) => diagnostic.help(format!("did you mean \"{near}\"?")),
        None => diagnostic.help(format!("the presets are {}", names().collect::<Vec<_>>().join(", "))),
    }
}

fn set_parameters(fields: &Fields<'_>, parameters: &mut Parameters, findings: &mut Findings) {
    let Some((value, _, what, expected)) = fields.asked("set") else { return };
    let entries = match value.open() {
        Shape::Map(entries) => entries,
        shape => return findings.push(value.mismatch(&what, &expected, &shape)),
    };
    let mut seen: Vec<(&'static str, Span)> = Vec::new();
    for (key, value) in entries {
        let Some(name) = key.text("a parameter's name", "text in quotes", findings) else { continue };
        let Some(row) = ParameterInfo::find(&name.value) else {
            findings.push(unknown_parameter(&name));
            continue;
        };
        if let Some((_, earlier)) = seen.iter().find(|(known, _)| *known == row.name) {
            findings.push(
                Diagnostic::new(name.span, format!("`{}` is set twice", row.name))
                    .label("set again")
                    .secondary(earlier.clone(), "first set here"),
            );
            continue;
        }
        seen.push((row.name, name.span));
        if let Some(number) = parameter(value, row, findings) {
            // The row comes from the table, so the name is known.
            let _ = parameters.set(row.name, number);
        }
    }
}

fn unknown_parameter(name: &Spanned<String>) -> Diagnostic {
    let diagnostic =
        Diagnostic::new(name.span.clone(), format!("the theory has no parameter `{}`", quote(&name.value)))
            .label("unknown parameter");
    match nearest(&name.value, TABLE.iter().map(|row| row.name)) {
        Some(near) => diagnostic.help(format!("did you mean \"{near}\"?")),
        None => diagnostic.help("all parameters are listed in scenarios/README.md"),
    }
}

fn parameter(value: Value<'_>, row: &ParameterInfo, findings: &mut Findings) -> Option<f32> {
    let shape = value.open();
    let number = match &shape {
        Shape::Bool(on) if row.is_switch() => Some(f32::from(u8::from(*on))),
        Shape::Number if !row.is_switch() => {
            value.plain().filter(|number| parameter_fault(row, *number).is_none())
        }
        _ => None,
    };
    if number.is_none() {
        findings.push(value.mismatch(&format!("`{}`", row.name), &expected_parameter(row), &shape));
    }
    // Adding nought makes a negative nought a plain one.
    number.map(|number| number + 0.0)
}

impl StateDraft {
    fn read(value: Value<'_>, findings: &mut Findings) -> Option<Self> {
        let fields = value.section("a state", &STATE, findings)?;
        Some(Self {
            opening: fields.opening(),
            id: id(&fields, findings),
            name: text(&fields, "name", findings),
            cow: fields.whole("cow", findings).and_then(|number| u16::try_from(number).ok()),
            capital: CapitalDraft::read(&fields, findings),
            territory: territory(&fields, findings),
            colour: colour(&fields, findings),
            population: fields.number("population", findings),
            industry: fields.number("industry", findings),
            military: fields.number("military", findings),
            technology: fields.number_or_default("technology", findings),
            offense: fields.number_or_default("offense", findings),
            intent: fields.number_or_default("intent", findings),
            revisionism: fields.number_or_default("revisionism", findings),
            ideology: ideology(&fields, findings),
            growth: fields.number("growth", findings),
        })
    }
}

/// An id, given back even if it is no good one, so that what refers to it is not reported too.
fn id(fields: &Fields<'_>, findings: &mut Findings) -> Option<Spanned<String>> {
    let id = fields.text("id", findings)?;
    if !is_id(&id.value) {
        findings.push(
            Diagnostic::new(id.span.clone(), format!("\"{}\" is no good id", quote(&id.value)))
                .label("not an id")
                .help("an id has 2 to 12 letters (A to Z), digits, `_` and `-`, a letter first"),
        );
    }
    Some(id)
}

/// Whether a text can be the id of a state.
pub(crate) fn is_id(text: &str) -> bool {
    (2..=12).contains(&text.len())
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
}

fn ideology(fields: &Fields<'_>, findings: &mut Findings) -> Option<String> {
    let ideology = fields.text("ideology", findings)?;
    if ideology.value.is_empty() {
        findings.push(
            Diagnostic::new(ideology.span, "an ideology needs a name")
                .label("empty text")
                .help("leave the field out where there is none"),
        );
        return None;
    }
    Some(ideology.value)
}

fn colour(fields: &Fields<'_>, findings: &mut Findings) -> Option<[u8; 3]> {
    let (value, _, what, expected) = fields.asked("colour")?;
    let text = value.text(&what, &expected, findings)?;
    let colour = parse_colour(&text.value);
    if colour.is_none() {
        findings.push(
            Diagnostic::new(text.span, format!("{what} must be {expected}"))
                .label(format!("found the text \"{}\"", quote(&text.value)))
                .help("two hexadecimal digits each of red, green and blue after a `#`"),
        );
    }
    colour
}

/// Red, green and blue of `#rrggbb`.
pub(crate) fn parse_colour(text: &str) -> Option<[u8; 3]> {
    let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6)?;
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let number = u32::from_str_radix(digits, 16).ok()?;
    let [_, red, green, blue] = number.to_be_bytes();
    Some([red, green, blue])
}

fn territory(fields: &Fields<'_>, findings: &mut Findings) -> Option<TerritoryDraft> {
    let list = fields.list("territory", findings)?;
    let span = fields.get("territory").map(Value::opening)?;
    let count = list.len();
    let selectors: Vec<_> =
        list.into_iter().filter_map(|value| SelectorDraft::read(value, findings)).collect();
    Some(TerritoryDraft { span, complete: selectors.len() == count, selectors })
}

impl CapitalDraft {
    fn read(fields: &Fields<'_>, findings: &mut Findings) -> Option<Self> {
        let value = fields.get("capital")?;
        let section = value.section(&format!("`capital` of {}", fields.subject), &CAPITAL, findings)?;
        let name = text(&section, "name", findings).unwrap_or_default();
        let province = section.text("province", findings);
        let (lat, lon) = (section.number("lat", findings), section.number("lon", findings));
        let given =
            (section.get("lat").is_some(), section.get("lon").is_some(), section.get("province").is_some());
        let fault = match given {
            (true, false, _) => Some("a capital with `lat` needs `lon` too"),
            (false, true, _) => Some("a capital with `lon` needs `lat` too"),
            (false, false, false) => Some("a capital needs `lat` and `lon`, or a `province`"),
            _ => None,
        };
        if let Some(fault) = fault {
            findings.push(
                Diagnostic::new(value.opening(), fault).label(format!("the capital of {}", fields.subject)),
            );
        }
        let point = lat.zip(lon).map(|(lat, lon)| GeoPoint { lat, lon });
        // What was given but could not be read must not pass for what was not given.
        let complete = point.is_some() == given.0 && province.is_some() == given.2;
        (fault.is_none() && complete).then(|| Self { span: value.span(), name, point, province })
    }
}

/// One of a few bare names.
fn pact_kind(fields: &Fields<'_>, findings: &mut Findings) -> Option<PactKind> {
    let (value, _, what, expected) = fields.asked("kind")?;
    let shape = value.open();
    let word = match &shape {
        Shape::Name(name) => *name,
        _ => "",
    };
    let kind = PactKind::ALL.into_iter().find(|kind| kind.name() == word);
    if kind.is_none() {
        let diagnostic = value.mismatch(&what, &expected, &shape);
        findings.push(match (&shape, nearest(word, PactKind::ALL.map(PactKind::name))) {
            (Shape::Text(_), _) => diagnostic.help("it is written without quotes"),
            (_, Some(near)) => diagnostic.help(format!("did you mean `{near}`?")),
            _ => diagnostic,
        });
    }
    kind
}

impl AllianceDraft {
    fn read(value: Value<'_>, findings: &mut Findings) -> Option<Self> {
        let fields = value.section("an alliance", &ALLIANCE, findings)?;
        Some(Self {
            opening: fields.opening(),
            name: text(&fields, "name", findings).unwrap_or_default(),
            kind: pact_kind(&fields, findings),
            members: fields.texts("members", findings),
            since: fields.date("since", findings),
            until: fields.date("until", findings),
            target: fields.text("target", findings),
            subject: fields.subject,
        })
    }
}

impl WarDraft {
    fn read(value: Value<'_>, findings: &mut Findings) -> Option<Self> {
        let fields = value.section("a war", &WAR, findings)?;
        Some(Self {
            opening: fields.opening(),
            name: text(&fields, "name", findings).unwrap_or_default(),
            attackers: fields.texts("attackers", findings),
            defenders: fields.texts("defenders", findings),
            since: fields.date("since", findings),
            subject: fields.subject,
        })
    }
}

impl BeliefDraft {
    fn read(value: Value<'_>, findings: &mut Findings) -> Option<Self> {
        let fields = value.section("a belief", &BELIEF, findings)?;
        Some(Self {
            of: fields.text("of", findings),
            about: fields.text("about", findings),
            intent: fields.number("intent", findings),
            weight: fields.number("weight", findings),
        })
    }
}
