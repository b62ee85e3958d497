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
use super::report::{Report, Topic, Usage};
use super::sheet::Sheet;
use super::territory::{Claims, Colonies, Seat};
use super::ties::{Pair, Ties};
use super::wars::{War, Wars};
use super::{Fault, Faults, Files, Request, new_year, spans};
use crate::scenario::{AllianceSetup, BeliefSetup, MapSource, Scenario, StateSetup, TickLength, WarSetup};
use crate::theory::parameters::Preset;
use crate::world::Geography;

/// Power that a major power can use beyond its borders; all others have the scenario's default.
const MAJOR_OFFENSE: f64 = 0.45;

/// What is believed of those whom one has fought lately: of who began it, and of any other.
const BELIEFS: [f64; 2] = [0.35, 0.2];

/// How many years a war is remembered at the start.
const REMEMBERED: i16 = 10;

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

/// Adds up how the rows of a file were used.
fn usage(report: &mut Report, option: &'static str, sheet: &Sheet, used: usize, left: usize) {
    report.usages.push(Usage {
        option,
        file: sheet.name.clone(),
        encoding: sheet.encoding.name(),
        rows: sheet.len(),
        used,
        left,
    });
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
    rules(request, of, colonies, sources, report);

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
    let enemies = wars(&mut made, sources, start, report);
    alliances(&mut made, request, sources, &enemies, report, faults)?;
    neighbours::compare(&seats, |code| made.id(code), &sources.contiguity, start, &geography.regions, report);
    account(request, &made, sources, &source, &members, &majors, owned, report);
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
                "{} members of the state system outside {}: {}",
                ids.len(),
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

/// Puts the wars that are under way into the setup, and what wars before it make states believe. Gives the pairs at war.
fn wars(made: &mut Made, sources: &Sources, start: Date, report: &mut Report) -> BTreeSet<Pair> {
    let mut enemies = BTreeSet::new();
    let Some(wars) = &sources.wars else { return enemies };
    let places: BTreeMap<u16, usize> =
        made.ids.keys().enumerate().map(|(place, code)| (*code, place)).collect();
    let mut beliefs: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    for war in &wars.list {
        let Some(first) = war.first().filter(|first| *first < start) else { continue };
        remember(war, made, &places, start, &mut beliefs);
        if war.last().is_some_and(|last| last < start) {
            continue;
        }
        let now = |side: u8| -> Vec<u16> {
            let on = war.parts.iter().filter(|part| {
                part.side == side
                    && part.from.date < start
                    && part.until.is_none_or(|until| until.date >= start)
            });
            let mut codes: Vec<u16> = on.filter_map(|part| made.place(part.code)).collect();
            let mut seen = BTreeSet::new();
            codes.retain(|code| seen.insert(*code));
            codes
        };
        let attackers = war.attackers();
        let sides = [now(attackers), now(3 - attackers)];
        if sides.iter().any(Vec::is_empty) {
            if sides.iter().any(|side| !side.is_empty()) {
                let who: Vec<String> = sides.iter().flatten().map(|code| made.id(*code)).collect();
                report.note(
                    Topic::Wars,
                    format!("left out, {} ({}): only {} of it is in", war.name, war.number, who.join(", ")),
                );
            }
            continue;
        }
        for (a, b) in sides[0].iter().flat_map(|a| sides[1].iter().map(move |b| (*a, *b))) {
            enemies.insert((a.min(b), a.max(b)));
        }
        let [attackers, defenders] =
            sides.map(|side| side.iter().filter_map(|code| places.get(code).copied()).collect());
        made.at_war.insert(war.number);
        made.scenario.wars.push(WarSetup {
            name: war.name.clone(),
            attackers,
            defenders,
            since: Some(first),
        });
    }
    for ((of, about), intent) in beliefs {
        made.scenario.beliefs.push(BeliefSetup { of, about, intent, weight: None });
    }
    enemies
}

/// What states believe of those whom they fought in a war that began before the start and was not over long before.
fn remember(
    war: &War,
    made: &Made,
    places: &BTreeMap<u16, usize>,
    start: Date,
    beliefs: &mut BTreeMap<(usize, usize), f64>,
) {
    let horizon = new_year(start.year() - REMEMBERED);
    let fought = war
        .parts
        .iter()
        .filter(|part| part.from.date < start && part.until.is_none_or(|until| until.date >= horizon));
    let parts: Vec<_> =
        fought.filter_map(|part| Some((part, *places.get(&made.place(part.code)?)?))).collect();
    for (one, of) in &parts {
        for (other, about) in parts.iter().filter(|(other, _)| other.side != one.side) {
            if of == about {
                continue;
            }
            let intent = BELIEFS[usize::from(!other.initiator)];
            let believed = beliefs.entry((*of, *about)).or_insert(intent);
            *believed = believed.max(intent);
        }
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

/// Says by which rules the setup was made.
fn rules(request: &Request, of: i16, colonies: Colonies, sources: &Sources, report: &mut Report) {
    let year = request.year;
    report.rule(format!("States: members of the state system on 1 January {year}, in {}. The id is the abbreviation, `cow` the number.", request.theatre));
    report.rule(if of < year {
        format!("Figures are of {of}, the last year that was over.")
    } else {
        format!("Figures are of {of} itself, since the file does not hold {}: they may show what came later in the year.", year - 1)
    });
    report.rule("population: tpop in millions. industry: mean of the shares in irst and pec, per cent of all states in. military: mean of the shares in milex and milper, per cent.");
    report.rule("technology: the eighth root of energy (pec) a head over that of all states in, held between 0.5 and 1.3, to 0.05.");
    report.rule("growth: half the yearly rise of pec over up to 8 years (4 at least) before, held between 0 and 6 %, to half a point.");
    report.rule("Missing figures: the nearest of the 5 years before, else of the year itself; else men by spending or spending by men at the median rate of the region's states, steel and energy by population likewise.");
    report.rule(if sources.majors.is_some() {
        format!("offense: {MAJOR_OFFENSE} for major powers, the default for all others. intent, revisionism, ideology: defaults, alike for all.")
    } else {
        "offense, intent, revisionism, ideology: defaults, alike for all.".to_owned()
    });
    report.rule(format!("Land: {}the table that comes with the program, by modern provinces; a capital's province is its state's. Colonies shown: {colonies}.", if sources.owners.is_some() { "the table of owners, then " } else { "" }));
    report.rule("Alliances: in force if listed in the year before and in the year itself; defense is defensive, else offense offensive, else neutral or nonagg neutrality, else consul entente. Pairs of one kind and one first year are gathered into pacts in which all are tied to all. Signed on 1 July of the first year listed; “by” a year where the file begins with it.");
    if sources.wars.is_some() {
        report.rule(format!("Wars: those under way. Beliefs: of a state whom one fought in the last {REMEMBERED} years an intent of {} if it began that war, else of {}; of all others the theory's prior.", BELIEFS[0], BELIEFS[1]));
    }
}

/// Accounts for the rows of every file: used, left out, of other times.
#[expect(clippy::too_many_arguments, reason = "one place that sees all files")]
fn account(
    request: &Request,
    made: &Made,
    sources: &Sources,
    source: &figures::Source<'_>,
    members: &[&Spell],
    majors: &[u16],
    owned: usize,
    report: &mut Report,
) {
    let (year, start) = (request.year, new_year(request.year));
    let last = year.saturating_add(request.record_years as i16).saturating_sub(1).max(year);
    let named = |code: u16| sources.members.named(code, start);
    let within = |code: u16| made.ids.contains_key(&code);
    // National Material Capabilities: rows of the year that nobody in has.
    let strangers: Vec<u16> = source.codes().into_keys().filter(|code| !within(*code)).collect();
    if !strangers.is_empty() {
        let ids: Vec<String> = strangers.iter().map(|code| named(*code)).collect();
        report.note(
            Topic::LeftOut,
            format!(
                "rows of {} in {}, of states that are not in: {}",
                sources.nmc.sheet.short(),
                source.of,
                ids.join(", ")
            ),
        );
    }
    let used = sources.nmc.of.keys().filter(|(code, year)| within(*code) && source.uses(*year)).count();
    usage(report, "nmc", &sources.nmc.sheet, used, strangers.len());

    let followed = |spell: &&Spell| {
        request.record_years > 0
            && made.place(spell.code).is_some()
            && spell.until >= start
            && spell.from.year() <= last
    };
    let in_system = sources
        .members
        .spells
        .iter()
        .filter(|spell| members.contains(spell) && within(spell.code) || followed(spell))
        .count();
    let outside = members.iter().filter(|spell| !within(spell.code)).count();
    usage(report, "states", &sources.members.sheet, in_system, outside);

    let of_members = sources.capitals.codes().collect::<BTreeSet<u16>>();
    let left = of_members
        .iter()
        .filter(|code| !within(**code) && members.iter().any(|spell| spell.code == **code))
        .count();
    let capitals = made.ids.keys().filter(|code| sources.capitals.rows_of(**code) > 0).count();
    usage(report, "capitals", &sources.capitals.sheet, capitals, left);

    let (used, left): (Vec<Pair>, Vec<Pair>) =
        sources.contiguity.rows_on(start).partition(|(a, b)| within(*a) && within(*b));
    if !left.is_empty() {
        let words = format!(
            "{} rows of {} with a state that is not in",
            left.len(),
            sources.contiguity.sheet.short()
        );
        report.note(Topic::LeftOut, format!("{words}: {}", tally(&left, within, named)));
    }
    usage(report, "contiguity", &sources.contiguity.sheet, used.len(), left.len());

    if let Some(ties) = &sources.ties {
        let rows = ties.of.iter().flat_map(|(pair, years)| years.keys().map(move |year| (*pair, *year)));
        let rows: Vec<_> = rows.filter(|(_, of)| (year - 1..=last).contains(of)).collect();
        let place = |code: u16| made.place(code).is_some();
        let (used, left): (Vec<_>, Vec<_>) = rows.iter().partition(|((a, b), _)| place(*a) && place(*b));
        if !left.is_empty() {
            let pairs: Vec<Pair> = left.iter().map(|(pair, _)| *pair).collect();
            let words = format!(
                "{} rows of {}, {} to {last}, with a state that is not in",
                left.len(),
                ties.sheet.short(),
                year - 1
            );
            report.note(Topic::LeftOut, format!("{words}: {}", tally(&pairs, place, named)));
        }
        usage(report, "alliances", &ties.sheet, used.len(), left.len());
    }
    if let Some(file) = &sources.majors {
        let (used, left): (Vec<u16>, Vec<u16>) = majors.iter().partition(|code| within(**code));
        if !left.is_empty() {
            let ids: Vec<String> = left.iter().map(|code| named(*code)).collect();
            report.note(Topic::LeftOut, format!("major powers that are not in: {}", ids.join(", ")));
        }
        usage(report, "majors", &file.sheet, used.len(), left.len());
    }
    if let Some(file) = &sources.owners {
        usage(report, "owners", &file.sheet, owned, 0);
    }
    if let Some(file) = &sources.wars {
        let horizon = new_year(year - REMEMBERED);
        let end = Date::new(last, 12, 31).unwrap_or(Date::MAX);
        let of_time = |part: &&super::wars::Part| {
            part.from.date <= end && part.until.is_none_or(|until| until.date >= horizon)
        };
        let mut rows: BTreeMap<(i64, u16, u8), bool> = BTreeMap::new();
        for war in &file.list {
            for part in war.parts.iter().filter(of_time) {
                rows.insert((war.number, part.code, part.side), made.place(part.code).is_some());
            }
        }
        let left: Vec<_> = rows.iter().filter(|(_, within)| !**within).map(|(row, _)| row).collect();
        if !left.is_empty() {
            let listed: Vec<String> =
                left.iter().map(|(war, code, _)| format!("{} in war {war}", named(*code))).collect();
            report.note(
                Topic::LeftOut,
                format!("parts in wars, of states that are not in: {}", listed.join(", ")),
            );
        }
        usage(report, "wars", &file.sheet, rows.len() - left.len(), left.len());
    }
}

/// How often each state that is not in stands in some pairs, the most frequent first.
fn tally(pairs: &[Pair], within: impl Fn(u16) -> bool, named: impl Fn(u16) -> String) -> String {
    let mut counts: BTreeMap<u16, usize> = BTreeMap::new();
    for code in pairs.iter().flat_map(|(a, b)| [*a, *b]).filter(|code| !within(*code)) {
        *counts.entry(code).or_default() += 1;
    }
    let mut counts: Vec<(u16, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(code, count)| (std::cmp::Reverse(*count), *code));
    counts
        .into_iter()
        .map(|(code, count)| format!("{} ({count})", named(code)))
        .collect::<Vec<_>>()
        .join(", ")
}
