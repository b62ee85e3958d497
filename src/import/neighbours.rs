//! The map against the contiguity file: pairs that touch in one and not in the other.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::contiguity::{Contiguity, Reach};
use super::report::{Report, Topic};
use super::territory::Seat;
use crate::world::Regions;

/// Lists the pairs of the setup that touch by land in the file and not on the map, and the other way round. Colonies
/// do not count, nor do they in the file.
pub(super) fn compare(
    seats: &BTreeMap<u16, Seat>,
    id: impl Fn(u16) -> String,
    contiguity: &Contiguity,
    date: Date,
    regions: &Regions,
    report: &mut Report,
) {
    let holder: BTreeMap<_, u16> =
        seats.iter().flat_map(|(code, seat)| seat.home.iter().map(|region| (*region, *code))).collect();
    let touching: BTreeSet<(u16, u16)> = holder
        .iter()
        .flat_map(|(region, code)| regions[*region].land.iter().map(move |next| (*code, next)))
        .filter_map(|(code, next)| Some((code, *holder.get(next)?)))
        .filter(|(a, b)| a < b)
        .collect();
    let filed: BTreeSet<(u16, u16)> = contiguity
        .on(date)
        .into_iter()
        .filter(|((a, b), reach)| *reach == Reach::Land && seats.contains_key(a) && seats.contains_key(b))
        .map(|(pair, _)| pair)
        .collect();
    let listed = |pairs: Vec<&(u16, u16)>| {
        pairs.into_iter().map(|(a, b)| format!("{}-{}", id(*a), id(*b))).collect::<Vec<_>>().join(", ")
    };
    let (apart, joined): (Vec<_>, Vec<_>) =
        (filed.difference(&touching).collect(), touching.difference(&filed).collect());
    report.neighbours = Some((filed.len(), filed.len() - apart.len(), joined.len()));
    if !apart.is_empty() {
        report
            .note(Topic::Map, format!("contiguous by land in the file, apart on the map: {}", listed(apart)));
    }
    if !joined.is_empty() {
        report.note(
            Topic::Map,
            format!("touching on the map, not contiguous by land in the file: {}", listed(joined)),
        );
    }
}
