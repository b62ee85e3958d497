//! The setup: states with figures, land, pacts and wars, as a scenario for 1 January of a year.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

use super::capitals::Capitals;
use super::contiguity::Contiguity;
use super::figures::{self, Figures};
use super::means::Capabilities;
use super::members::{Majors, Members, Spell};
use super::neighbours;
use super::owners::Owners;
use super::pacts::{self, Promised, Start};
use super::report::{Report, Topic};
use super::territory::{Claims, Colonies, Seat};
use super::ties::{Pair, Ties};
use super::wars::Wars;
use super::{Fault, Faults, Files, Request, account, conflicts, counted, new_year, rules, spans};
use crate::scenario::{AllianceSetup, MapSource, Scenario, StateSetup, TickLength};
use crate::theory::parameters::Preset;
use crate::world::Geography;

/// Power that a major power can use beyond its borders; all others have the scenario's default.
pub(super) const MAJOR_OFFENSE: f64 = 0.45;

/// States that Correlates of War counts under a new number though they went on: old number, new number. The old one
/// stands for both where it is in a setup.
const CONTINUED: [(u16, u16); 2] = [(260, 255), (678, 679)];

/// What offense, intent and interest a state has where nothing is known: the scenario's defaults.
const ORDINARY: (f64, f64, f64) = (0.3, 0.1, 0.0);

/// All files, read.
#[derive(Debug)]
pub(super) struct Sources {
    pub(super) nmc: Capabilities,
    pub(super) members: Members,
    pub(super) capitals: Capitals,
    pub(super) contiguity: Contiguity,
    pub(super) ties: Option<Ties>,
    pub(super) majors: Option<Majors>,
    pub(super) owners: Option<Owners>,
    pub(super) wars: Option<Wars>,
}

impl Sources {
    /// Reads every file, so that all that is wrong with any is told at once.
    pub(super) fn read(files: &Files, faults: &mut Faults) -> Option<Self> {
        let nmc = Capabilities::read(&files.nmc, faults);
        let members = Members::read(&files.states, faults);
        let capitals = Capitals::read(&files.capitals, faults);
        let contiguity = Contiguity::read_into(&files.contiguity, faults);
        let ties = files.alliances.as_ref().map(|input| Ties::read(input, faults));
        let majors = files.majors.as_ref().map(|input| Majors::read(input, faults));
        let owners = files.owners.as_ref().map(|input| Owners::read(input, faults));
        let wars = files.wars.as_ref().map(|input| Wars::read(input, faults));
        // A file that was given and could not be read has left faults.
        Some(Self {
            nmc: nmc?,
            members: members?,
            capitals: capitals?,
            contiguity: contiguity?,
            ties: ties.flatten(),
            majors: majors.flatten(),
            owners: owners.flatten(),
            wars: wars.flatten(),
        })
    }
}

/// A setup with what the record needs to know of it.
pub(super) struct Made {
    pub(super) scenario: Scenario,
    /// Number and id of each state, in order of number.
    pub(super) ids: BTreeMap<u16, String>,
    /// Under which number a state of the files goes in the setup.
    pub(super) stands: BTreeMap<u16, u16>,
    pub(super) promised: Option<Promised>,
    pub(super) start: Start,
    /// The wars under way at the start, by number.
    pub(super) at_war: BTreeSet<i64>,
}

impl Made {
    /// A state's id.
    pub(super) fn id(&self, code: u16) -> String {
        self.ids.get(&code).cloned().unwrap_or_else(|| format!("state {code}"))
    }

    /// The number in the setup for one of the files.
    pub(super) fn place(&self, code: u16) -> Option<u16> {
        self.stands.get(&code).copied()
    }
}

/// Makes the setup. `None` if the files hold nothing of the year; faults say which years they hold.
pub(super) fn make(
    request: &Request,
    sources: &Sources,
    geography: &Arc<Geography>,
    report: &mut Report,
    faults: &mut Faults,
) -> Option<Made> {
    let (year, start) = (request.year, new_year(request.year));
    let members = sources.members.on(start);
    let chosen = choose(request, sources, &members, start, report, faults);
    let of = figures_year(year, sources, &chosen, faults);
    let owners = sources.owners.as_ref();
    let owners_now =
        owners.map(|it| it.on(start, &geography.regions, &sources.members, faults)).unwrap_or_default();
    let (Some(of), true) = (of, faults.is_empty()) else { return None };
    report.figures_of = of;
    let colonies =
        request.colonies.unwrap_or(if request.theatre.is_world() { Colonies::All } else { Colonies::Near });
    rules::tell(request, of, colonies, sources, report);

    let owned = owners_now.len();
    let claims = Claims {
        year,
        geography: geography.as_ref(),
        members: &members,
        chosen: &chosen,
        capitals: &sources.capitals,
        owners: owners_now,
        colonies,
    };
    let seats = claims.divide(report);
    let seated: Vec<&Spell> =
        chosen.iter().filter(|spell| seats.contains_key(&spell.code)).copied().collect();
    if seated.is_empty() {
        faults
            .push(Fault::of(&sources.capitals.sheet.name, "no state of the setup has a capital on the map"));
        return None;
    }
    let source = figures::Source { file: &sources.nmc, year, of, members: &members };
    let found = source.figures(&seated, report);
    let majors = sources.majors.as_ref().map(|majors| majors.on(start)).unwrap_or_default();
    let states: Vec<StateSetup> = seated
        .iter()
        .zip(&found)
        .filter_map(|(spell, figures)| Some(state(spell, figures, seats.get(&spell.code)?, &majors)))
        .collect();

    let ids: BTreeMap<u16, String> = seated.iter().map(|spell| (spell.code, spell.id.clone())).collect();
    let mut stands: BTreeMap<u16, u16> = ids.keys().map(|code| (*code, *code)).collect();
    for (old, new) in CONTINUED {
        if ids.contains_key(&old) && !members.iter().any(|spell| spell.code == new) {
            stands.insert(new, old);
        }
    }
    let mut made = Made {
        scenario: scenario(report, states, start, geography),
        ids,
        stands,
        promised: None,
        start: Start::default(),
        at_war: BTreeSet::new(),
    };
    let enemies = conflicts::begin(&mut made, sources, start, report);
    alliances(&mut made, request, sources, &enemies, report, faults)?;
    neighbours::compare(&seats, |code| made.id(code), &sources.contiguity, start, &geography.regions, report);
    account::tell(request, &made, sources, &source, &members, &majors, owned, report);
    let held: usize = seats.values().map(|seat| seat.land.len()).sum();
    report.counts = vec![
        ("states", made.scenario.states.len()),
        ("provinces", held),
        ("alliances", made.scenario.alliances.len()),
        ("pairs of allies", made.start.kinds.len()),
        ("wars under way", made.scenario.wars.len()),
        ("beliefs", made.scenario.beliefs.len()),
    ];
    Some(made)
}

/// The members that are asked for.
fn choose<'m>(
    request: &Request,
    sources: &Sources,
    members: &[&'m Spell],
    start: Date,
    report: &mut Report,
    faults: &mut Faults,
) -> Vec<&'m Spell> {
    let file = &sources.members.sheet.name;
    if members.is_empty() {
        let first = sources.members.spells.iter().map(|spell| spell.from).min().unwrap_or(start);
        let message = format!("nobody is a member of the state system on {start}");
        let last = sources.members.last;
        faults.push(Fault::of(file, message).help(format!("the file goes from {first} to {last}")));
        return Vec::new();
    }
    for (entry, near) in request.theatre.strangers(members) {
        let fault =
            Fault::of(file, format!("no member of the state system on {start} goes by “{entry}” (--region)"));
        faults.push(match near {
            Some(near) => fault.help(format!("did you mean {near}?")),
            None => {
                fault.help("--region takes regions, numbers, ranges of numbers and abbreviations of members")
            }
        });
    }
    let (within, without): (Vec<&Spell>, Vec<&Spell>) =
        members.iter().partition(|spell| request.theatre.has(spell));
    if within.is_empty() && faults.is_empty() {
        faults.push(Fault::of(
            file,
            format!("no member of the state system on {start} is in {} (--region)", request.theatre),
        ));
    }
    if !without.is_empty() {
        let ids: Vec<&str> = without.iter().map(|spell| spell.id.as_str()).collect();
        report.note(
            Topic::LeftOut,
            format!(
                "{} of the state system outside {}: {}",
                counted(ids.len(), "member", "members"),
                request.theatre,
                ids.join(", ")
            ),
        );
    }
    within
}

/// The year of which figures are: the one before, which is over at the start; else the year itself.
fn figures_year(year: i16, sources: &Sources, chosen: &[&Spell], faults: &mut Faults) -> Option<i16> {
    let has = |year: i16| chosen.iter().any(|spell| sources.nmc.of.contains_key(&(spell.code, year)));
    let found = [year - 1, year].into_iter().find(|year| has(*year));
    if found.is_none() && !chosen.is_empty() {
        let name = &sources.nmc.sheet.name;
        let years = sources.nmc.years();
        faults.push(Fault::of(name, format!("it holds neither {} nor {year}", year - 1)).help(format!(
            "its years are {}: choose --year from {}",
            spans(years.clone()),
            spans(years.iter().flat_map(|year| [*year, year + 1]))
        )));
    }
    found
}

fn scenario(report: &Report, states: Vec<StateSetup>, start: Date, geography: &Arc<Geography>) -> Scenario {
    let preset = Preset::BalanceOfInterests;
    let description = format!(
        "{} states on {start}, imported: figures of {} from the Correlates of War, alliances as they stood. Intent and \
         interest are alike for all until somebody edits them.",
        states.len(),
        report.figures_of
    );
    Scenario {
        name: report.title().to_owned(),
        description,
        sources: report.sources(),
        start,
        tick: TickLength::Months(1),
        map: MapSource::Provinces,
        geography: geography.clone(),
        preset,
        parameters: preset.parameters(),
        states,
        alliances: Vec::new(),
        wars: Vec::new(),
        beliefs: Vec::new(),
    }
}

fn state(spell: &Spell, figures: &Figures, seat: &Seat, majors: &[u16]) -> StateSetup {
    let (ordinary, intent, revisionism) = ORDINARY;
    let cents = |degrees: f64| libm::round(degrees * 100.0) / 100.0;
    let exact = crate::world::GeoPoint { lat: cents(seat.capital.lat), lon: cents(seat.capital.lon) };
    StateSetup {
        id: spell.id.clone(),
        name: spell.name.clone(),
        cow: Some(spell.code),
        capital_name: seat.capital_name.clone(),
        capital: exact,
        capital_region: seat.region,
        territory: seat.land.clone(),
        selectors: Vec::new(),
        colour: None,
        population: figures.population,
        industry: figures.industry,
        military: figures.military,
        technology: figures.technology,
        offense: if majors.contains(&spell.code) { MAJOR_OFFENSE } else { ordinary },
        intent,
        revisionism,
        ideology: None,
        growth: figures.growth,
    }
}

/// Puts the alliances in force into the setup.
fn alliances(
    made: &mut Made,
    request: &Request,
    sources: &Sources,
    enemies: &BTreeSet<Pair>,
    report: &mut Report,
    faults: &mut Faults,
) -> Option<()> {
    let Some(ties) = &sources.ties else {
        report.note(Topic::Pacts, "no file was given (--alliances): nobody is allied at the start".into());
        return Some(());
    };
    let mut promised = Promised::new(ties, |code| made.place(code));
    if !request.all_pacts {
        let last = request.year.saturating_add(request.record_years as i16);
        promised.without_nyon(request.year - 1..=last, |code| made.id(code), report);
    }
    let id = |code| made.id(code);
    let Some(start) = pacts::at_start(&promised, request.year, enemies, id, report) else {
        faults.push(
            Fault::of(
                &ties.sheet.name,
                format!("it holds neither {} nor {}", request.year - 1, request.year),
            )
            .help(format!("its years are {}", spans(ties.years.clone()))),
        );
        return None;
    };
    // Pairs at war cannot be allied even within a larger pact: each pact is of pairs that are not.
    let places: BTreeMap<u16, usize> =
        made.ids.keys().enumerate().map(|(place, code)| (*code, place)).collect();
    for pact in &start.book.pacts {
        made.scenario.alliances.push(AllianceSetup {
            name: pact.name.clone(),
            kind: pact.kind,
            members: pact.members.iter().filter_map(|code| places.get(code).copied()).collect(),
            since: pact.since,
            until: None,
            target: None,
        });
    }
    made.promised = Some(promised);
    made.start = start;
    Some(())
}
