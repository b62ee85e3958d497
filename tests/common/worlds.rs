//! Invented worlds of every kind, each from one number.

use entente::scenario::{AllianceSetup, BeliefSetup, PactKind, Scenario, TickLength, WarSetup};
use entente::theory::parameters::{Preset, TABLE};
use jiff::civil::date;
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;

use super::read;

/// How far a world's parameters are from their defaults.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theory {
    /// A preset as it is.
    Preset,
    /// A few values drawn from their ranges.
    Few,
    /// All values drawn from their ranges, or from their ends.
    All,
}

/// A world of up to `most` states: sizes, tempers, movements, pacts, wars, beliefs, time and land are drawn.
pub fn random_world(number: u64, most: usize, theory: Theory) -> Scenario {
    let mut draw = Pcg64Mcg::seed_from_u64(number);
    let count = draw.random_range(2..=most);
    let regions = count * draw.random_range(1..=5) + draw.random_range(0..8);
    let land = [0.3, 0.6, 1.0][draw.random_range(0..3)];
    let list: String = (0..count)
        .map(|place| {
            let capital = 1 + place * regions / count;
            format!("(id: \"S{place:02}\", capital: (province: \"R{capital:04}\"), population: 1),")
        })
        .collect();
    let mut scenario = read(&format!(
        "(version: 1, name: \"random\", start: \"1900-01-31\", \
         map: generated(regions: {regions}, seed: {number}, land: {land}), states: [{list}])"
    ));
    scenario.tick = match draw.random_range(0..5) {
        0 => TickLength::Days(draw.random_range(1..=366)),
        1 => TickLength::Months(draw.random_range(2..=120)),
        _ => TickLength::Months(1),
    };
    give_land(&mut scenario, &mut draw);
    for state in &mut scenario.states {
        state.population = draw.random_range(1.0..100.0);
        state.industry = draw.random_range(0.1..100.0);
        state.military = draw.random_range(0.1..100.0);
        state.technology = [1.0, draw.random_range(0.1..4.0)][draw.random_range(0..2)];
        state.offense = draw.random();
        state.intent = [0.0, draw.random(), 1.0][draw.random_range(0..3)];
        state.revisionism = draw.random_range(-1.0..=1.0);
        let creeds = [None, None, Some("green"), Some("red")];
        state.ideology = creeds[draw.random_range(0..creeds.len())].map(str::to_owned);
        state.growth = [None, Some(draw.random_range(-0.1..0.2))][draw.random_range(0..2)];
    }
    go_to_war(&mut scenario, &mut draw);
    make_pacts(&mut scenario, &mut draw);
    for of in 0..count {
        let about = draw.random_range(0..count);
        if about != of && draw.random_bool(0.3) {
            let weight = [None, Some(draw.random_range(0.1..50.0))][draw.random_range(0..2)];
            let intent = draw.random_range(0.001..0.999);
            scenario.beliefs.push(BeliefSetup { of, about, intent, weight });
        }
    }
    scenario.preset = Preset::ALL[draw.random_range(0..Preset::ALL.len())];
    scenario.parameters = scenario.preset.parameters();
    set_parameters(&mut scenario, &mut draw, theory);
    scenario
}

/// Land beside land, until most of what can be reached is somebody's.
fn give_land(scenario: &mut Scenario, draw: &mut Pcg64Mcg) {
    let geography = scenario.geography.clone();
    let mut owned = vec![false; geography.regions.len()];
    scenario.states.iter().for_each(|state| owned[state.capital_region.index()] = true);
    for _ in 0..geography.regions.len() {
        let place = draw.random_range(0..scenario.states.len());
        let state = &mut scenario.states[place];
        let from = state.territory[draw.random_range(0..state.territory.len())];
        let next = geography.regions[from].land.iter().chain(&geography.regions[from].sea);
        if let Some(next) = next.copied().find(|next| !owned[next.index()]) {
            owned[next.index()] = true;
            state.territory.push(next);
            state.territory.sort_unstable();
        }
    }
}

/// Up to two wars; nobody fights in both, unless one leads the attack in both.
fn go_to_war(scenario: &mut Scenario, draw: &mut Pcg64Mcg) {
    let mut free: Vec<usize> = (0..scenario.states.len()).collect();
    free.shuffle(draw);
    for _ in 0..draw.random_range(0..=2) {
        let mut side = || {
            let take = draw.random_range(1..=3).min(free.len() / 2);
            free.split_off(free.len() - take)
        };
        let (mut attackers, defenders) = (side(), side());
        if attackers.is_empty() || defenders.is_empty() {
            return;
        }
        if let Some(first) = scenario.wars.first().filter(|_| draw.random_bool(0.5)) {
            attackers.insert(0, first.attackers[0]);
        }
        let since = [None, Some(date(1899, 6, 1))][draw.random_range(0..2)];
        scenario.wars.push(WarSetup { name: String::new(), attackers, defenders, since });
    }
}

/// Pacts of every kind, among any who do not fight one another.
fn make_pacts(scenario: &mut Scenario, draw: &mut Pcg64Mcg) {
    let count = scenario.states.len();
    for _ in 0..draw.random_range(0..=count / 2) {
        let mut members: Vec<usize> = (0..count).collect();
        members.shuffle(draw);
        let outside = members.split_off(draw.random_range(2..=4).min(count));
        let at_war = |a: usize, b: usize| {
            let opposed = |war: &WarSetup| {
                (war.attackers.contains(&a) && war.defenders.contains(&b))
                    || (war.attackers.contains(&b) && war.defenders.contains(&a))
            };
            scenario.wars.iter().any(opposed)
        };
        if members.iter().any(|a| members.iter().any(|b| at_war(*a, *b))) {
            continue;
        }
        scenario.alliances.push(AllianceSetup {
            name: String::new(),
            kind: PactKind::ALL[draw.random_range(0..4)],
            members,
            since: None,
            until: [None, Some(date(draw.random_range(1901..1930), 5, 31))][draw.random_range(0..2)],
            target: outside.first().copied().filter(|_| draw.random_bool(0.5)),
        });
    }
}

fn set_parameters(scenario: &mut Scenario, draw: &mut Pcg64Mcg, theory: Theory) {
    let chance = match theory {
        Theory::Preset => 0.0,
        Theory::Few => 0.08,
        Theory::All => 1.0,
    };
    let ends = theory == Theory::All && draw.random_bool(0.3);
    for row in TABLE {
        if !draw.random_bool(chance) {
            continue;
        }
        let (low, high) = row.range;
        let value = if ends {
            [low, high, row.default][draw.random_range(0..3)]
        } else {
            low + (high - low) * draw.random::<f32>()
        };
        let whole = row.is_switch() || row.is_whole();
        let value = if whole { value.round() } else { value.clamp(low, high) };
        assert!(scenario.parameters.set(row.name, value), "{}", row.name);
    }
    // Where nothing counts nobody has any power.
    let weights = &mut scenario.parameters;
    if weights.weight_population + weights.weight_industry + weights.weight_military <= 0.0 {
        weights.weight_military = 1.0;
    }
}
