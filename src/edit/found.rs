//! Founding: a new state, with all that nobody said of it chosen.

use super::ground::{check_left, hand_over, owner, region, share};
use super::text::{digits, plain};
use super::{Command, CommandError};
use crate::scenario::fields::{Otherwise, STATE};
use crate::scenario::{Scenario, StateSetup, is_id};
use crate::simulation::weight;
use crate::world::RegionId;

/// Means of the first state on a map: of the order of those that a person would write.
const FIRST: f64 = 10.0;

/// The longest an id may be.
const LONGEST_ID: usize = 12;

/// Colours that tell states apart, by night and on paper, nearest in hue to one another first.
const COLOURS: [u32; 24] = [
    0xb54a4a, 0xb8603c, 0xb77b3a, 0xb0953f, 0x969c45, 0x749b4b, 0x529757, 0x3f9476, 0x3e9293, 0x4285a8,
    0x4d72b0, 0x6663b2, 0x855aaf, 0xa053a0, 0xae5083, 0xb24d66, 0xd08a80, 0xd2b47c, 0xb4c486, 0x8ac2a4,
    0x84b8cc, 0x99a6d6, 0xc09cd0, 0xd296b6,
];

/// Population, industry and military.
type Means = [f64; 3];

/// Founds a state in a province.
pub(super) fn found(
    scenario: &mut Scenario,
    code: &str,
    (id, name): (&str, &str),
) -> Result<(), CommandError> {
    let home = region(scenario, code)?;
    let again = || Command::Found { region: code.into(), id: id.into(), name: name.into() };
    check_left(scenario, &[home], None, again)?;
    let name = free_name(scenario, name, home);
    let id = free_id(scenario, id, &name)?;
    let from = owner(scenario, home);
    let (means, like) = match from {
        Some(from) => (take_share(scenario, from, &[home]), Some(from)),
        None => means_like_neighbours(scenario, home),
    };
    let like = like.map(|place| &scenario.states[place]);
    let mut state = blank(scenario, id, name, home);
    [state.population, state.industry, state.military] = means;
    if let Some(like) = like {
        (state.technology, state.offense, state.growth) = (like.technology, like.offense, like.growth);
    }
    hand_over(scenario, &[home], None);
    scenario.states.push(state);
    Ok(())
}

/// A state with what a file that says nothing would give it, in one province.
pub(super) fn blank(scenario: &Scenario, id: String, name: String, home: RegionId) -> StateSetup {
    let usual = |name: &str| match STATE.find(name).map(|field| field.otherwise) {
        Some(Otherwise::Number(value)) => value,
        _ => 0.0,
    };
    let region = &scenario.geography.regions[home];
    StateSetup {
        id,
        name,
        cow: None,
        capital_name: region.name.clone(),
        capital: region.point,
        capital_region: home,
        territory: vec![home],
        selectors: Vec::new(),
        colour: free_colour(scenario, home),
        population: 0.0,
        industry: 0.0,
        military: 0.0,
        technology: usual("technology"),
        offense: usual("offense"),
        intent: usual("intent"),
        revisionism: usual("revisionism"),
        ideology: None,
        growth: None,
    }
}

/// Takes the share of some of its provinces out of a state's means.
pub(super) fn take_share(scenario: &mut Scenario, from: usize, part: &[RegionId]) -> Means {
    let share = share(scenario, from, part);
    let state = &mut scenario.states[from];
    [&mut state.population, &mut state.industry, &mut state.military].map(|held| {
        // Four digits are what a person would write; what is left is as exact as it was.
        let taken = digits(*held * share, 4).min(*held);
        *held = plain(*held - taken);
        taken
    })
}

/// Means as the states around have for land of that size, and the first of those states: neighbours by land, else by
/// sea, else all there are.
fn means_like_neighbours(scenario: &Scenario, home: RegionId) -> (Means, Option<usize>) {
    let regions = &scenario.geography.regions;
    let owners = |next: &[RegionId]| {
        let mut found: Vec<usize> = next.iter().filter_map(|region| owner(scenario, *region)).collect();
        found.sort_unstable();
        found.dedup();
        found
    };
    let near = [owners(&regions[home].land), owners(&regions[home].sea)];
    let near = near.into_iter().find(|found| !found.is_empty());
    let near = near.unwrap_or_else(|| (0..scenario.states.len()).collect());
    let (mut sums, mut land) = ([0.0; 3], 0.0);
    for place in &near {
        let state = &scenario.states[*place];
        let held = [state.population, state.industry, state.military];
        sums.iter_mut().zip(held).for_each(|(sum, held)| *sum += held);
        let weigh = |region: &RegionId| weight(*region, state.capital_region, regions);
        land += state.territory.iter().map(weigh).sum::<f64>();
    }
    if sums[0] <= 0.0 || land <= 0.0 {
        return ([FIRST; 3], near.first().copied());
    }
    let mine = weight(home, home, regions);
    (sums.map(|sum| digits(sum / land * mine, 2)), near.first().copied())
}

/// A name that no state has: the one asked for, or the province's.
pub(super) fn free_name(scenario: &Scenario, asked: &str, home: RegionId) -> String {
    let region = &scenario.geography.regions[home];
    if !asked.is_empty() {
        return asked.to_owned();
    }
    let name = if region.name.is_empty() { &region.code } else { &region.name };
    let taken = |name: &str| scenario.states.iter().any(|state| state.name == name);
    if !taken(name) {
        return name.clone();
    }
    let numbered = (2u32..).map(|number| format!("{name} {number}"));
    numbered.into_iter().find(|name| !taken(name)).unwrap_or_else(|| name.clone())
}

/// An id that no state has: the one asked for, or one made from the name.
pub(super) fn free_id(scenario: &Scenario, asked: &str, name: &str) -> Result<String, CommandError> {
    let taken = |id: &str| scenario.states.iter().any(|state| state.id == id);
    if !asked.is_empty() {
        if !is_id(asked) {
            return Err(CommandError::NotAllowed {
                what: "the id of a state".into(),
                value: format!("“{asked}”"),
                expected: "2 to 12 letters (A to Z), digits, `_` and `-`, a letter first".into(),
            });
        }
        return if taken(asked) {
            Err(CommandError::IdTaken(asked.to_owned()))
        } else {
            Ok(asked.to_owned())
        };
    }
    let mut letters: String = name.chars().filter_map(unaccented).take(3).collect();
    if !letters.starts_with(|c: char| c.is_ascii_alphabetic()) || letters.len() < 2 {
        letters.insert_str(0, "ST");
    }
    if !taken(&letters) {
        return Ok(letters);
    }
    let numbered = (2u32..).map(|number| {
        let number = number.to_string();
        let room = LONGEST_ID - number.len().min(LONGEST_ID - 1);
        format!("{}{number}", letters.get(..room.min(letters.len())).unwrap_or("S"))
    });
    Ok(numbered.into_iter().find(|id| !taken(id)).unwrap_or(letters))
}

/// A letter or digit as ids may have it, without its accent where it is a common one.
fn unaccented(letter: char) -> Option<char> {
    let plain = match letter.to_lowercase().next()? {
        'à'..='å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'è'..='ë' | 'ē' | 'ě' | 'ę' => 'e',
        'ì'..='ï' | 'ī' | 'ı' => 'i',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ő' => 'o',
        'ś' | 'š' | 'ş' | 'ș' => 's',
        'ù'..='ü' | 'ū' | 'ů' | 'ű' => 'u',
        'ź' | 'ž' | 'ż' => 'z',
        'ł' => 'l',
        other => other,
    };
    plain.is_ascii_alphanumeric().then(|| plain.to_ascii_uppercase())
}

/// The colour that is farthest from those of the neighbours, and then from all others. None where others have none
/// either: then the map chooses them all.
pub(super) fn free_colour(scenario: &Scenario, home: RegionId) -> Option<[u8; 3]> {
    if scenario.states.iter().any(|state| state.colour.is_none()) {
        return None;
    }
    let regions = &scenario.geography.regions;
    let near = |state: &StateSetup| {
        let next = regions[home].land.iter().chain(&regions[home].sea);
        next.into_iter().any(|region| state.territory.binary_search(region).is_ok())
    };
    let used: Vec<([u8; 3], bool)> =
        scenario.states.iter().filter_map(|state| Some((state.colour?, near(state)))).collect();
    let clash = |colour: &[u8; 3]| -> f64 {
        let from = |(other, near): &([u8; 3], bool)| {
            let apart: u32 = colour.iter().zip(other).map(|(a, b)| u32::from(a.abs_diff(*b)).pow(2)).sum();
            (if *near { 8.0 } else { 1.0 }) / (f64::from(apart) + 40.0)
        };
        used.iter().map(from).sum()
    };
    let colours = COLOURS.map(|colour| {
        let [_, red, green, blue] = colour.to_be_bytes();
        [red, green, blue]
    });
    colours.into_iter().min_by(|a, b| clash(a).total_cmp(&clash(b)))
}
