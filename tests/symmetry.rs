//! What changes nothing: names, the order of a file, units of measure, the side on which a map is hung, the seed
//! where nothing is left to chance, and the processor; and what changes threat as it should.

use std::sync::Arc;

use bevy_app::App;
use entente::batch::Run;
use entente::scenario::{BeliefSetup, Scenario};
use entente::simulation::{
    self, Alliances, Holdings, Pairs, Roster, Rules, SimulationPlugin, StateHash, StateId, Wars,
};
use entente::theory::threat::{
    Sight, coalition_help, coalition_help_portable, exposure_row, exposure_row_portable, willingness,
};
use entente::world::{GeoPoint, Geography, Regions};
use proptest::prelude::*;
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;

mod common;

use common::worlds::{Theory, random_world};
use common::{europe, hash_after, with};

/// All that a run leaves behind, to the bit, but for the digest, which begins with the seed, and the means, which
/// come in any unit.
fn trace(scenario: &Scenario, seed: u64, ticks: u64) -> String {
    let mut run = Run::new(scenario, seed);
    let mut powers = Vec::new();
    for _ in 0..ticks {
        run.step();
        powers.extend(run.world().resource::<Roster>().power.iter().map(|power| power.to_bits()));
    }
    let world = run.world();
    let pairs = world.resource::<Pairs>();
    let beliefs: Vec<u32> = pairs.alarm.iter().chain(&pairs.calm).map(|value| value.to_bits()).collect();
    let (alliances, wars) = (world.resource::<Alliances>(), world.resource::<Wars>());
    // Floats as text are told apart to the bit, negative zero too.
    let (holdings, history) = (world.resource::<Holdings>(), run.history());
    let (events, decisions, measures) = (&history.events, &history.decisions, &history.measures);
    format!(
        "{powers:?}\n{beliefs:?}\n{alliances:?}\n{wars:?}\n{holdings:?}\n{events:#?}\n{decisions:#?}\n{measures:#?}"
    )
}

/// A comparison that does not print the whole of both.
fn assert_same(a: &str, b: &str) {
    let differs = a.lines().zip(b.lines()).find(|(a, b)| a != b);
    assert!(a == b, "{differs:?}");
}

/// The same world with its lists in another order and everything renamed.
fn shuffled(scenario: &Scenario, seed: u64) -> Scenario {
    let mut draw = Pcg64Mcg::seed_from_u64(seed);
    let mut other = scenario.clone();
    let mut order: Vec<usize> = (0..scenario.states.len()).collect();
    order.shuffle(&mut draw);
    other.states = order.iter().map(|place| scenario.states[*place].clone()).collect();
    let mut now = vec![0; order.len()];
    order.iter().enumerate().for_each(|(place, before)| now[*before] = place);
    for (place, state) in other.states.iter_mut().enumerate() {
        state.id = format!("X{}", 99 - place);
        state.name = "Nowhere".into();
        state.cow = None;
    }
    let renumber = |places: &mut [usize]| places.iter_mut().for_each(|place| *place = now[*place]);
    for alliance in &mut other.alliances {
        alliance.name = format!("Pact {}", draw.random::<u16>());
        renumber(&mut alliance.members);
        alliance.members.shuffle(&mut draw);
        alliance.target = alliance.target.map(|target| now[target]);
    }
    for war in &mut other.wars {
        war.name = format!("War {}", draw.random::<u16>());
        for side in [&mut war.attackers, &mut war.defenders] {
            renumber(side);
            // The first leads; the others have no order.
            side[1..].shuffle(&mut draw);
        }
    }
    for belief in &mut other.beliefs {
        (belief.of, belief.about) = (now[belief.of], now[belief.about]);
    }
    other.alliances.shuffle(&mut draw);
    other.wars.shuffle(&mut draw);
    other.beliefs.shuffle(&mut draw);
    other
}

/// The same world on a map seen in a mirror.
fn mirrored(scenario: &Scenario, flip: fn(GeoPoint) -> GeoPoint) -> Scenario {
    let mut other = scenario.clone();
    let mirror = |region: &entente::world::Region| entente::world::Region {
        point: flip(region.point),
        ..region.clone()
    };
    let regions = scenario.geography.regions.iter().map(|(_, region)| mirror(region)).collect();
    other.geography =
        Arc::new(Geography { regions: Regions::new(regions), shapes: scenario.geography.shapes.clone() });
    for state in &mut other.states {
        state.capital = flip(state.capital);
    }
    other
}

const EAST_WEST: fn(GeoPoint) -> GeoPoint = |point| GeoPoint { lon: -point.lon, ..point };
const NORTH_SOUTH: fn(GeoPoint) -> GeoPoint = |point| GeoPoint { lat: -point.lat, ..point };

/// Nothing is left to chance.
const CERTAIN: [&str; 7] = [
    "theory.noise=0",
    "theory.growth_noise=0",
    "theory.belief_error=0",
    "theory.belief_bias=0",
    "theory.war_noise=0",
    "theory.temper_drift=0",
    "theory.steady_acts=true",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn names_and_orders_change_nothing(world: u32, seed: u64) {
        let scenario = random_world(world.into(), 12, Theory::Few);
        prop_assert_eq!(hash_after(&scenario, seed, 180), hash_after(&shuffled(&scenario, seed), seed, 180));
    }

    #[test]
    fn a_mirrored_map_gives_a_mirrored_history(world: u32, seed: u64) {
        let scenario = random_world(world.into(), 12, Theory::Few);
        let hash = hash_after(&scenario, seed, 180);
        for flip in [EAST_WEST, NORTH_SOUTH] {
            prop_assert_eq!(hash, hash_after(&mirrored(&scenario, flip), seed, 180));
        }
    }

    #[test]
    fn units_change_not_a_bit(world: u32, seed: u64, what in 0usize..3, scale in prop::sample::select(vec![8.0, 0.125])) {
        let scenario = random_world(world.into(), 10, Theory::Few);
        let mut scaled = scenario.clone();
        for state in &mut scaled.states {
            *[&mut state.population, &mut state.industry, &mut state.military][what] *= scale;
        }
        assert_same(&trace(&scenario, seed, 120), &trace(&scaled, seed, 120));
    }

    #[test]
    fn without_noise_all_seeds_are_alike(world: u32, seed: u64, other: u64) {
        let certain = [&CERTAIN[..], &["theory.revolt=0"]].concat();
        let scenario = with(random_world(world.into(), 10, Theory::Few), &certain);
        assert_same(&trace(&scenario, seed, 120), &trace(&scenario, other, 120));
    }

    #[test]
    fn the_same_seed_gives_the_same_world_even_in_a_used_one(world: u32, seed: u64) {
        let scenario = random_world(world.into(), 10, Theory::All);
        let hash = hash_after(&scenario, seed, 90);
        prop_assert_eq!(hash, hash_after(&scenario, seed, 90));
        let mut app = App::new();
        app.add_plugins(SimulationPlugin);
        for (number, seed) in [(u64::from(world) + 1, 5), (world.into(), seed)] {
            simulation::load(app.world_mut(), &random_world(number, 10, Theory::All), seed);
            (0..90).for_each(|_| simulation::step(app.world_mut()));
        }
        prop_assert_eq!(hash, app.world().resource::<StateHash>().0);
    }

    /// Raising what one state has, or what it is thought to mean, makes it more of a threat to everybody at once.
    #[test]
    fn threat_grows_with_power_and_intent(world: u32, who: prop::sample::Index, more in 1.1f64..10.0) {
        let scenario = random_world(world.into(), 10, Theory::Preset);
        let place = who.index(scenario.states.len());
        let code = scenario.states[place].id.clone();
        let exposures = |scenario: &Scenario| {
            let mut run = Run::without_history(scenario, 1);
            let survey = run.survey();
            let source = survey.find(&code).expect("it is there");
            let others = survey.states().filter(|other| *other != source);
            others.map(|other| survey.exposure(other, source)).collect::<Vec<_>>()
        };
        let before = exposures(&scenario);
        let mut stronger = scenario.clone();
        let state = &mut stronger.states[place];
        for means in [&mut state.population, &mut state.industry, &mut state.military] {
            *means *= more;
        }
        for (after, before) in exposures(&stronger).into_iter().zip(&before) {
            prop_assert!(after >= *before && (after > *before || *before > 0.99 || *before < 1e-6));
        }
        let mut feared = scenario.clone();
        feared.beliefs.retain(|belief| belief.about != place);
        let mut trusted = feared.clone();
        for of in (0..scenario.states.len()).filter(|of| *of != place) {
            let belief = |intent| BeliefSetup { of, about: place, intent, weight: Some(4.0) };
            trusted.beliefs.push(belief(0.2));
            feared.beliefs.push(belief(0.6));
        }
        // Those at war know, and under balance of power nobody asks.
        let deaf = scenario.parameters.factor_intent <= 0.0;
        for (after, before) in exposures(&feared).into_iter().zip(exposures(&trusted)) {
            prop_assert!(after >= before && (deaf || after > before || before < 1e-6 || !scenario.wars.is_empty()));
        }
    }

    /// Real intent is shown by acts alone: whoever acts more is feared more, on the whole, a while later.
    #[test]
    fn threat_grows_with_real_intent(world: u32) {
        let mut scenario = with(random_world(world.into(), 8, Theory::Preset), &CERTAIN);
        scenario.parameters.option_attack = 0.0;
        scenario.parameters.factor_intent = 1.0;
        (scenario.wars, scenario.alliances) = (Vec::new(), Vec::new());
        let fear = |intent: f64| {
            let mut scenario = scenario.clone();
            scenario.states[0].intent = intent;
            let mut run = Run::without_history(&scenario, 1);
            (0..(3.0 / scenario.tick.years()).ceil() as u64).for_each(|_| run.step());
            let survey = run.survey();
            let source = survey.find("S00").expect("it is there");
            survey.states().filter(|it| *it != source).map(|it| survey.belief(it, source).intent()).sum::<f32>()
        };
        prop_assert!(fear(0.0) <= fear(1.0), "{} {}", fear(0.0), fear(1.0));
    }

    /// The same state farther away is less of a threat.
    #[test]
    fn threat_falls_with_distance(map in 0u64..1000, near in 1usize..40, far in 1usize..40) {
        prop_assume!(near != far);
        let read = |place: usize| common::read(&format!(
            "(name: \"two\", start: \"1900-01-01\", map: generated(regions: 40, seed: {map}, land: 0.6), states: [
                (id: \"AA\", capital: (province: \"R0001\"), population: 5),
                (id: \"BB\", capital: (province: \"R{:04}\"), population: 5, offense: 0.5)])",
            place + 1
        ));
        let seen = |place: usize| {
            let mut run = Run::without_history(&read(place), 1);
            let survey = run.survey();
            let [a, b] = ["AA", "BB"].map(|code| survey.find(code).expect("it is there"));
            (survey.distance_km(a, b), survey.exposure(a, b))
        };
        let (one, other) = (seen(near), seen(far));
        let (near, far) = if one.0 <= other.0 { (one, other) } else { (other, one) };
        prop_assert!(near.1 >= far.1, "{near:?} {far:?}");
        prop_assert!(near.1 > far.1 || far.0 < near.0 * 1.001 + 0.1, "{near:?} {far:?}");
    }
}

#[test]
fn europe_in_a_mirror_is_europe() {
    let europe = europe();
    let hash = hash_after(&europe, 7, 240);
    assert_eq!(hash, hash_after(&mirrored(&europe, EAST_WEST), 7, 240));
    assert_eq!(hash, hash_after(&mirrored(&europe, NORTH_SOUTH), 7, 240));
    // The mirror is no blind one: moving one country changes history.
    let moved = mirrored(&europe, |point| if point.lon > 20.0 { EAST_WEST(point) } else { point });
    assert_ne!(hash, hash_after(&moved, 7, 240));
}

#[test]
fn europe_without_noise_is_one_history() {
    let certain = with(europe(), &[&CERTAIN[..], &["theory.revolt=0"]].concat());
    let run = |seed| {
        let mut run = Run::new(&certain, seed);
        run.steps(240);
        (run.history().events.clone(), format!("{:?}", run.history().decisions))
    };
    let first = run(1);
    assert!(!first.0.is_empty());
    assert!((2..6).all(|seed| run(seed) == first));
}

/// The kernels that a wide processor runs in another way give the same bits on all that a run brings them.
#[test]
fn wide_and_narrow_processors_agree_over_a_whole_run() {
    for scenario in [europe(), random_world(3, 40, Theory::Few)] {
        let mut run = Run::without_history(&scenario, 3);
        for _ in 0..240 {
            let world = run.world();
            let (roster, pairs) = (world.resource::<Roster>(), world.resource::<Pairs>());
            let parameters = world.resource::<Rules>().parameters;
            let n = roster.len();
            for state in roster.ids() {
                let row = pairs.row(state);
                let sight = Sight {
                    alarm: &pairs.alarm[row.clone()],
                    calm: &pairs.calm[row.clone()],
                    proximity: &pairs.proximity[row.clone()],
                    strength: &roster.strength,
                };
                let (mut wide, mut narrow) = (vec![0.0; n], vec![0.0; n]);
                exposure_row(sight, roster.defence[state.index()], &parameters, &mut wide);
                exposure_row_portable(sight, roster.defence[state.index()], &parameters, &mut narrow);
                assert!(wide.iter().zip(&narrow).all(|(a, b)| a.to_bits() == b.to_bits()));
                let column = |k: usize| pairs.exposure[k * n + state.index()];
                let pool: Vec<f32> =
                    (0..n).map(|k| willingness(column(k), &parameters) * roster.fit[k]).collect();
                let source = StateId((state.0 + 1) % n as u32);
                let (here, there) = (&pairs.proximity[row], &pairs.proximity[pairs.row(source)]);
                let wide = coalition_help(&pool, here, there);
                assert_eq!(wide.to_bits(), coalition_help_portable(&pool, here, there).to_bits());
            }
            run.step();
        }
    }
}
