//! Wars at the start: those under way, and what wars of late make states believe of one another.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::new_year;
use super::report::{Report, Topic};
use super::setup::{Made, Sources};
use super::ties::Pair;
use super::wars::War;
use crate::scenario::{BeliefSetup, WarSetup};

/// What is believed of those whom one has fought lately: of who began it, and of any other.
pub(super) const BELIEFS: [f64; 2] = [0.35, 0.2];

/// How many years a war is remembered at the start.
pub(super) const REMEMBERED: i16 = 10;

/// Puts the wars that are under way into the setup, and what wars before it make states believe. Gives the pairs at war.
pub(super) fn begin(made: &mut Made, sources: &Sources, start: Date, report: &mut Report) -> BTreeSet<Pair> {
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
