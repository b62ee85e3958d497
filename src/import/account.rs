//! The account of rows: of every file, how many were used, left out, and of other times, and which were left out.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::conflicts::REMEMBERED;
use super::figures;
use super::members::Spell;
use super::report::{Report, Topic, Usage};
use super::setup::{Made, Sources};
use super::sheet::Sheet;
use super::ties::Pair;
use super::wars::Part;
use super::{Request, counted, new_year};

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

/// Tells of the rows of every file: used, left out, of other times.
#[expect(clippy::too_many_arguments, reason = "one place that sees all files")]
pub(super) fn tell(
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
            "{} of {} with a state that is not in",
            counted(left.len(), "row", "rows"),
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
                "{} of {}, {} to {last}, with a state that is not in",
                counted(left.len(), "row", "rows"),
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
        let of_time =
            |part: &&Part| part.from.date <= end && part.until.is_none_or(|until| until.date >= horizon);
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
