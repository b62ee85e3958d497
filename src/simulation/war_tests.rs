//! What must be true of every war and every peace, whoever fights.

use std::collections::BTreeSet;

use bevy_ecs::system::RunSystemOnce;
use proptest::prelude::*;
use rand::RngExt;

use super::testing::{Lab, scenario, with};
use super::*;
use crate::scenario::Scenario;
use crate::world::RegionId;

/// Nine states of several sizes and wants, with alliances among some.
fn many(world: u64) -> Scenario {
    let state = |place: usize| {
        let want = (place * 53 % 97) as f32 / 48.5 - 1.0;
        format!("population: {}, offense: 0.6, revisionism: {want}", 2 + place * 37 % 11)
    };
    let more = "alliances: [(kind: defensive, members: [\"S00\", \"S03\", \"S06\"]), \
                (kind: entente, members: [\"S01\", \"S02\"])]";
    scenario(9, (60, world), state, more)
}

/// Attacker S00 and defender S01 on one border, the rest given by `more`.
fn two(attacker: u32, defender: u32, revisionism: f32) -> Scenario {
    let state = |place: usize| {
        let population = if place == 0 { attacker } else { defender };
        format!("population: {population}, offense: 0.8, revisionism: {revisionism}")
    };
    scenario(2, (16, 3), state, "wars: [(attackers: [\"S00\"], defenders: [\"S01\"])]")
}

const QUIET: [&str; 4] =
    ["theory.war_noise=0", "theory.growth_noise=0", "theory.revolt=0", "theory.belief_error=0"];

/// Lets a war break out now and then between living states that nothing forbids to fight.
fn stir(lab: &mut Lab, seed: u64) {
    let tick = lab.get::<Clock>().tick;
    let mut draw = Draws { seed }.at(tick, 1, draws::Purpose::Conduct);
    let states = lab.states();
    let mut pick = || states[draw.random_range(0..states.len())];
    let (a, b) = (pick(), pick());
    let roster = lab.get::<Roster>();
    let free = a != b
        && roster.alive[a.index()]
        && roster.alive[b.index()]
        && !lab.get::<Wars>().at_war(a, b)
        && !lab.get::<Wars>().at_truce(a, b, tick)
        && !lab.get::<Alliances>().linked(a, b);
    if free {
        lab.begin(&[a], &[b]);
    }
}

fn check(lab: &Lab) {
    let (holdings, wars, roster) = (lab.get::<Holdings>(), lab.get::<Wars>(), lab.get::<Roster>());
    let mut listed = BTreeSet::new();
    for war in wars.iter() {
        assert!(!war.attackers.is_empty() && !war.defenders.is_empty());
        assert!(war.attackers.contains(&war.attacker) && war.defenders.contains(&war.defender));
        assert!((-1.0..=1.0).contains(&war.front) && (0.0..=1.0).contains(&war.expectation));
        for held in &war.occupied {
            assert!(listed.insert((held.region, held.by)), "a province is held twice");
            assert_eq!(holdings.owner(held.region), Some(held.of));
            assert!(war.opposes(held.of, held.by));
        }
    }
    assert_eq!(listed.into_iter().collect::<Vec<_>>(), holdings.occupied().collect::<Vec<_>>());
    let sum: f32 = roster.power.iter().sum();
    assert!((sum - 1.0).abs() < 1e-4, "powers sum to {sum}");
    for state in lab.states() {
        let land = lab.land(state);
        assert_eq!(roster.alive[state.index()], !land.is_empty());
        let means = lab.means(state);
        for amount in [means.population, means.industry, means.military, means.technology] {
            assert!(amount.is_finite() && amount >= 0.0);
        }
        let weariness = lab.of::<Condition>(state).weariness;
        assert!((0.0..=1.0).contains(&weariness));
        assert!((-1.0..=1.0).contains(&lab.of::<Interest>(state).revisionism));
        if land.is_empty() {
            assert_eq!(lab.get::<Alliances>().of(state).count(), 0);
            assert_eq!(wars.of(state).count(), 0);
            assert_eq!(means.population + means.industry + means.military, 0.0);
        } else {
            assert!(land.contains(&lab.of::<Identity>(state).capital_region));
        }
    }
    for alliance in lab.get::<Alliances>().iter() {
        assert!(alliance.members.len() >= 2);
    }
}

/// Every province that changed hands in the last tick lies beside its new owner's land, or is its homeland.
fn gains_hang_together(lab: &Lab, mut owners: Vec<Option<StateId>>) {
    for event in &lab.get::<Journal>().events {
        let EventKind::Ceded { region, from, to } = event.kind else { continue };
        assert_eq!(owners[region.index()], Some(from));
        let here = &lab.get::<Terrain>().regions()[region];
        let beside = here.land.iter().chain(&here.sea).any(|next| owners[next.index()] == Some(to));
        assert!(beside || lab.get::<Holdings>().home(region) == Some(to));
        owners[region.index()] = Some(to);
    }
    assert_eq!(owners, lab.owners());
}

fn matrices_are_as_if_built_anew(lab: &Lab) {
    let pairs = lab.get::<Pairs>();
    let lands = lab.get::<Holdings>().by_state(lab.states().len());
    let parameters = lab.get::<Rules>().parameters;
    let anew = Pairs::new(lab.get::<Terrain>().regions(), &lands, pairs.reach_km(), &parameters);
    let bits = |matrix: &[f32]| matrix.iter().map(|value| value.to_bits()).collect::<Vec<_>>();
    assert_eq!(bits(&pairs.distance_km), bits(&anew.distance_km));
    assert_eq!(bits(&pairs.proximity), bits(&anew.proximity));
    assert_eq!(pairs.proximity_digest(), anew.proximity_digest());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn nothing_breaks_however_often_wars_begin(world in 0u64..40, seed in 0u64..1000) {
        let mut lab = Lab::new(&with(many(world), &["theory.revolt=0.3", "theory.catch_up=0.2"]), seed);
        let start = lab.owners().iter().flatten().count();
        for _ in 0..300 {
            stir(&mut lab, seed);
            let before = lab.owners();
            lab.steps(1);
            check(&lab);
            gains_hang_together(&lab, before);
        }
        matrices_are_as_if_built_anew(&lab);
        prop_assert_eq!(lab.owners().iter().flatten().count(), start);
    }

    #[test]
    fn people_and_industry_only_change_hands(world in 0u64..40, seed in 0u64..1000) {
        let still = ["theory.growth=0", "theory.growth_population=0", "theory.growth_noise=0", "theory.option_arm=false"];
        let mut lab = Lab::new(&with(many(world), &still), seed);
        let total = |lab: &Lab, pick: fn(&Lab, StateId) -> f32| {
            lab.states().into_iter().map(|state| f64::from(pick(lab, state))).sum::<f64>()
        };
        let people = |lab: &Lab| total(lab, |lab, state| lab.means(state).population);
        let works = |lab: &Lab| total(lab, |lab, state| lab.means(state).industry);
        let before = (people(&lab), works(&lab));
        for _ in 0..240 {
            stir(&mut lab, seed);
            lab.steps(1);
        }
        prop_assert!((people(&lab) / before.0 - 1.0).abs() < 1e-4);
        prop_assert!((works(&lab) / before.1 - 1.0).abs() < 1e-4);
    }

    #[test]
    fn eight_times_as_much_of_anything_changes_no_war(world in 0u64..40, seed in 0u64..1000, what in 0usize..3) {
        let run = |scale: f64| {
            let mut scenario = many(world);
            for setup in &mut scenario.states {
                *[&mut setup.population, &mut setup.industry, &mut setup.military][what] *= scale;
            }
            let mut lab = Lab::new(&scenario, seed);
            for _ in 0..120 {
                stir(&mut lab, seed);
                lab.steps(1);
            }
            let power: Vec<u32> = lab.get::<Roster>().power.iter().map(|power| power.to_bits()).collect();
            (lab.owners(), power, lab.events.clone())
        };
        prop_assert_eq!(run(1.0), run(8.0));
    }
}

#[test]
fn wars_end_in_every_way() {
    let mut told = BTreeSet::new();
    for world in 0..12 {
        let mut lab = Lab::new(&with(many(world), &["theory.revolt=0.3"]), world);
        for _ in 0..300 {
            stir(&mut lab, world);
            lab.steps(1);
        }
        for event in &lab.events {
            told.insert(event.kind.name());
            match event.kind {
                EventKind::PeaceMade { over, .. } => told.insert(if over { "whole" } else { "separate" }),
                EventKind::StateRestored { by: Some(_), .. } => told.insert("freed"),
                EventKind::StateRestored { by: None, .. } => told.insert("risen"),
                _ => false,
            };
        }
    }
    for kind in ["collapsed", "whole", "ceded", "state-fell", "freed", "risen", "alliance-lapsed"] {
        assert!(told.contains(kind), "no {kind} in {told:?}");
    }
}

#[test]
fn the_hash_takes_in_all_that_war_leaves_behind() {
    type Edit = fn(&mut Lab);
    let edits: [Edit; 7] = [
        |lab| lab.edit::<Wars>().iter_mut().for_each(|war| war.front += 1e-6),
        |lab| lab.edit::<Wars>().iter_mut().for_each(|war| war.contributions[0].1 *= 1.0001),
        |lab| {
            lab.edit::<Wars>().iter_mut().for_each(|war| std::mem::swap(&mut war.attacker, &mut war.defender))
        },
        |lab| lab.edit::<Wars>().bind(StateId(0), StateId(1), 99, 0),
        |lab| lab.edit::<Movements>().turn(StateId(0), StateId(1), 2),
        |lab| lab.edit::<Holdings>().cede(RegionId(0), StateId(1)),
        |lab| {
            let entity = lab.get::<Roster>().entities[1];
            lab.app.world_mut().get_mut::<Condition>(entity).expect("it has one").weariness += 1e-6;
        },
    ];
    let hash = |edit: Option<Edit>| {
        let mut lab = Lab::new(&two(3, 2, 0.5), 1);
        lab.steps(2);
        lab.give(&[RegionId(0)], StateId(0));
        if let Some(edit) = edit {
            edit(&mut lab);
        }
        let hashed: Result<(), _> = lab.app.world_mut().run_system_once(record::hash_state);
        hashed.expect("all is there");
        lab.get::<StateHash>().0
    };
    let hashes: BTreeSet<u64> = [hash(None)].into_iter().chain(edits.map(|edit| hash(Some(edit)))).collect();
    assert_eq!(hashes.len(), 8);
    assert_eq!(hash(None), hash(None));
}

/// Who won each of so many wars: the share of seeds in which the attacker's side did.
fn wins(scenario: &Scenario, seeds: u64) -> usize {
    let won = |seed: &u64| {
        let mut lab = Lab::new(scenario, *seed);
        lab.steps(240);
        lab.events.iter().any(|event| {
            matches!(&event.kind, EventKind::PeaceMade { winners, .. } if winners.contains(&StateId(0)))
        })
    };
    (0..seeds).filter(won).count()
}

#[test]
fn the_stronger_side_mostly_wins() {
    // Without choices in between: nobody sues unless told to, so that each war is fought to its end.
    let strong = wins(&with(two(3, 1, 0.5), &["theory.noise=0"]), 60);
    let weak = wins(&with(two(1, 3, 0.5), &["theory.noise=0"]), 60);
    assert!(strong >= 54, "the stronger won {strong} of 60");
    assert!(weak <= 6, "the weaker won {weak} of 60");
}

#[test]
fn without_chance_all_seeds_see_the_same_war() {
    let scenario = with(two(3, 1, 0.5), &QUIET);
    let run = |seed| {
        let mut lab = Lab::new(&scenario, seed);
        lab.steps(60);
        let war_events = |event: &&Event| {
            matches!(
                event.kind,
                EventKind::PeaceMade { .. } | EventKind::Ceded { .. } | EventKind::Collapsed { .. }
            )
        };
        let told: Vec<Event> = lab.events.iter().filter(war_events).cloned().collect();
        (lab.owners(), told, lab.get::<Wars>().clone())
    };
    assert_eq!(run(1), run(2));
    assert!(!run(1).1.is_empty(), "something must have happened");
    let noisy = with(two(3, 1, 0.5), &["theory.war_noise=0.5"]);
    let fronts = |seed| {
        let mut lab = Lab::new(&noisy, seed);
        lab.steps(2);
        lab.get::<Wars>().iter().map(|war| war.front.to_bits()).collect::<Vec<_>>()
    };
    assert_ne!(fronts(1), fronts(2));
}

#[test]
fn a_revisionist_annexes_and_is_satisfied_and_a_status_quo_winner_takes_money_only() {
    let mut lab = Lab::new(&with(two(3, 1, 0.5), &QUIET), 1);
    let owners = lab.owners();
    lab.steps(120);
    assert_ne!(lab.owners(), owners);
    assert!(lab.of::<Interest>(StateId(0)).revisionism < 0.5);
    let mut lab = Lab::new(&with(two(3, 1, -0.5), &QUIET), 1);
    lab.steps(120);
    assert!(lab.events.iter().any(|event| matches!(event.kind, EventKind::PeaceMade { .. })));
    assert_eq!(lab.owners(), owners);
    assert!(!lab.events.iter().any(|event| matches!(event.kind, EventKind::Ceded { .. })));
    let ratio = |state| lab.means(state).industry / lab.means(state).population;
    assert!(ratio(StateId(1)) < ratio(StateId(0)), "the loser pays");
}

#[test]
fn a_beaten_champion_breaks_its_movement() {
    let mut scenario = with(two(1, 4, 0.5), &QUIET);
    scenario.states[0].ideology = Some("the cause".into());
    let mut lab = Lab::new(&scenario, 1);
    assert_eq!(lab.get::<Movements>().list[0].prestige, 1.0);
    lab.steps(120);
    assert_eq!(lab.get::<Movements>().list[0].prestige, 0.0);
    assert!(lab.events.iter().any(|event| event.kind == EventKind::MovementBroken { champion: StateId(0) }));
}

#[test]
fn occupation_follows_the_front_both_ways() {
    let mut lab = Lab::new(
        // Nobody reviews anything, so that nobody asks for peace.
        &with(
            two(1, 1, 0.5),
            &[
                "theory.war_noise=0",
                "theory.war_tempo=0",
                "theory.war_collapse=1",
                "theory.deliberation=0.01",
            ],
        ),
        1,
    );
    let id = lab.get::<Wars>().iter().next().expect("the scenario has one").id;
    let worth = |lab: &Lab, of: StateId| {
        let holdings = lab.get::<Holdings>();
        let own = holdings.occupied().filter(|(region, _)| holdings.owner(*region) == Some(of));
        own.map(|(region, _)| f64::from(holdings.worth(region))).sum::<f64>() / holdings.worth_of(of)
    };
    let (attacker, defender) = (StateId(0), StateId(1));
    let mut last = 0.0;
    for front in [0.3f32, 0.6, 0.9] {
        lab.set_front(id, front);
        lab.steps(1);
        let share = worth(&lab, defender);
        assert!(share >= last && share <= f64::from(front) + 1e-6, "{share} at {front}");
        last = share;
    }
    assert!(last > 0.3);
    let deep: Vec<RegionId> =
        lab.get::<Wars>().iter().next().expect("it lasts").occupied.iter().map(|held| held.region).collect();
    lab.set_front(id, 0.5);
    lab.steps(1);
    let left: Vec<RegionId> =
        lab.get::<Wars>().iter().next().expect("it lasts").occupied.iter().map(|held| held.region).collect();
    assert_eq!(left, deep[..left.len()], "what was taken last is given back first");
    assert!(left.len() < deep.len());
    lab.set_front(id, -0.5);
    lab.steps(1);
    assert_eq!(worth(&lab, defender), 0.0);
    assert!(worth(&lab, attacker) > 0.0);
}

#[test]
fn who_asks_leaves_and_the_leader_takes_all_along() {
    let state = |place: usize| format!("population: 5, revisionism: {}", if place == 0 { 0.4 } else { 0.0 });
    let more = "wars: [(attackers: [\"S00\"], defenders: [\"S01\", \"S02\"])]";
    let scenario = with(scenario(3, (18, 2), state, more), &QUIET);
    let asked = |by: u32| {
        let mut lab = Lab::new(&scenario, 1);
        let war = lab.get::<Wars>().iter().next().expect("the scenario has one").id;
        lab.edit::<Armistices>().0.push(Armistice { war, by: StateId(by) });
        lab.steps(1);
        assert!(lab.get::<Armistices>().0.is_empty());
        check(&lab);
        lab
    };
    let left = asked(2);
    let wars: Vec<&War> = left.get::<Wars>().iter().collect();
    assert_eq!(wars.len(), 1);
    assert_eq!(wars[0].defenders, [StateId(1)]);
    assert!(left.get::<Wars>().at_truce(StateId(0), StateId(2), 2));
    assert!(!left.get::<Wars>().at_truce(StateId(0), StateId(1), 2));
    let over = asked(1);
    assert!(over.get::<Wars>().is_empty());
    assert!(over.get::<Wars>().at_truce(StateId(0), StateId(2), 2));
}

/// S02's land in the hands of S01, with S02 no more.
fn fallen(revisionism: [f32; 3]) -> (Lab, Vec<RegionId>) {
    let state = |place: usize| {
        let population = if place == 0 { 20 } else { 3 };
        format!("population: {population}, offense: 1, revisionism: {}", revisionism[place])
    };
    let mut lab = Lab::new(&with(scenario(3, (18, 2), state, ""), &QUIET), 1);
    let land = lab.land(StateId(2));
    lab.give(&land, StateId(1));
    (lab, land)
}

#[test]
fn a_status_quo_winner_frees_and_a_revisionist_one_swallows() {
    let (mut lab, land) = fallen([-0.2, 0.5, 0.1]);
    lab.begin(&[StateId(0)], &[StateId(1)]);
    let before = lab.land(StateId(0));
    lab.steps(120);
    check(&lab);
    let by = Some(StateId(0));
    let freed = EventKind::StateRestored { state: StateId(2), from: StateId(1), by };
    assert!(lab.events.iter().any(|event| event.kind == freed), "{:?}", lab.events);
    assert!(lab.land(StateId(2)).iter().all(|region| land.contains(region)));
    assert_eq!(lab.land(StateId(0)), before);
    assert!(lab.means(StateId(2)).population > 0.0);
    let (mut lab, _) = fallen([0.9, 0.0, 0.0]);
    lab.begin(&[StateId(0)], &[StateId(1)]);
    lab.steps(120);
    check(&lab);
    assert!(lab.land(StateId(2)).is_empty());
    assert!(lab.land(StateId(0)).len() > before.len());
}

#[test]
fn a_fallen_state_rises_against_an_overstretched_holder_unless_revolts_are_off() {
    let (mut lab, land) = fallen([0.0, 0.0, 0.0]);
    lab.steps(120);
    assert!(lab.land(StateId(2)).is_empty(), "switched off");
    lab.edit::<Rules>().parameters.revolt = 5.0;
    let military = lab.means(StateId(1)).military;
    lab.steps(24);
    check(&lab);
    assert_eq!(lab.land(StateId(2)), land);
    assert!(lab.means(StateId(2)).military > 0.1 * military);
    let risen = EventKind::StateRestored { state: StateId(2), from: StateId(1), by: None };
    assert!(lab.events.iter().any(|event| event.kind == risen));
    assert_eq!(lab.of::<Interest>(StateId(2)).revisionism, lab.of::<Temper>(StateId(2)).revisionism);
    matrices_are_as_if_built_anew(&lab);
}

#[test]
fn exhaustion_fades_in_peace_and_arming_builds_an_army() {
    let calm = with(scenario(2, (16, 3), |_| "population: 5".into(), ""), &QUIET);
    let mut lab = Lab::new(&calm, 1);
    let entities = lab.get::<Roster>().entities.clone();
    let world = lab.app.world_mut();
    *world.get_mut::<Condition>(entities[0]).expect("it has one") =
        Condition { weariness: 0.8, arms_until: 0 };
    *world.get_mut::<Condition>(entities[1]).expect("it has one") =
        Condition { weariness: 0.0, arms_until: 13 };
    lab.steps(36);
    let left = lab.of::<Condition>(StateId(0)).weariness;
    assert!((left - 0.4).abs() < 1e-3, "half is left after the time of recovery, not {left}");
    let per_head = |state| lab.means(state).military / lab.means(state).population;
    assert!(per_head(StateId(1)) > 1.2 * per_head(StateId(0)));
    assert!(lab.means(StateId(0)).industry > 0.0);
}

#[test]
fn spoils_go_by_contribution_where_the_land_allows_it() {
    let (mut fair, mut all) = (0, 0);
    for world in 0..40 {
        let lab = Lab::new(&scenario(3, (60, world), |_| "population: 5".into(), ""), 1);
        let holdings = lab.get::<Holdings>();
        let winner = |state: u32, share: f32| spoils::Winner {
            state: StateId(state),
            share,
            revisionism: 1.0,
            // So large that what there is to take never satisfies it.
            worth: 10.0,
        };
        let whole = holdings.worth_of(StateId(1));
        let taken = spoils::divide(&spoils::Division {
            winners: &[winner(0, 0.75), winner(2, 0.25)],
            leader: StateId(0),
            losers: &[spoils::Loser { state: StateId(1), collapsed: true, worth: whole }],
            occupied: &[],
            elsewhere: &[],
            holdings,
            regions: lab.get::<Terrain>().regions(),
            alive: &lab.get::<Roster>().alive,
            parameters: &lab.get::<Rules>().parameters,
        });
        let got = [0, 2].map(|state| spoils::gained(StateId(state), &taken, holdings, |_| true));
        // Where only one of them borders the loser there is nothing to divide.
        if got[0] > 0.0 && got[1] > 0.0 {
            let step =
                taken.iter().map(|cession| f64::from(holdings.worth(cession.region))).fold(0.0, f64::max);
            all += 1;
            fair += usize::from((got[0] - 0.75 * whole).abs() <= step);
        }
    }
    // The one or the other may be walled in by what its partner took.
    assert!(all >= 10 && fair * 3 >= all * 2, "{fair} of {all} as they had fought");
}

#[test]
fn limited_aims_are_satisfied() {
    let lab = Lab::new(&scenario(2, (40, 3), |_| "population: 5".into(), ""), 1);
    let holdings = lab.get::<Holdings>();
    let whole = holdings.worth_of(StateId(1));
    let gain = |revisionism: f32, collapsed: bool| {
        let winner = spoils::Winner { state: StateId(0), share: 1.0, revisionism, worth: whole };
        let held = |region| wars::Occupation { region, of: StateId(1), by: StateId(0) };
        let occupied: Vec<_> = lab.land(StateId(1)).into_iter().map(held).collect();
        let taken = spoils::divide(&spoils::Division {
            winners: &[winner],
            leader: StateId(0),
            losers: &[spoils::Loser { state: StateId(1), collapsed, worth: whole }],
            occupied: &occupied,
            elsewhere: &[],
            holdings,
            regions: lab.get::<Terrain>().regions(),
            alive: &lab.get::<Roster>().alive,
            parameters: &lab.get::<Rules>().parameters,
        });
        spoils::gained(StateId(0), &taken, holdings, |_| true) / whole
    };
    assert!(gain(1.0, true) > 0.99, "a wolf swallows the collapsed whole");
    assert!((0.15..0.4).contains(&gain(0.15, true)), "a jackal takes a bite of {}", gain(0.15, true));
    assert!((0.3..=0.5).contains(&gain(1.0, false)), "what has not collapsed loses half at most");
    assert_eq!(gain(0.0, true), 0.0);
}

#[test]
fn annexation_alarms_bystanders() {
    let alarm = |revisionism: f32| {
        let state = |place: usize| {
            let population = if place == 0 { 9 } else { 3 };
            format!("population: {population}, offense: 0.8, intent: 0, revisionism: {revisionism}")
        };
        let more = "wars: [(attackers: [\"S00\"], defenders: [\"S01\"])]";
        let mut lab = Lab::new(&with(scenario(3, (18, 2), state, more), &QUIET), 1);
        while lab.events.iter().all(|event| !matches!(event.kind, EventKind::PeaceMade { .. })) {
            lab.steps(1);
            assert!(lab.get::<Clock>().tick < 240, "the war must end");
        }
        let pairs = lab.get::<Pairs>();
        [StateId(1), StateId(2)].map(|state| pairs.belief(state, StateId(0)).alarm)
    };
    let (greedy, sated) = (alarm(0.8), alarm(-0.8));
    assert!(greedy[0] > sated[0] + 0.3 && greedy[1] > sated[1] + 0.1, "{greedy:?} {sated:?}");
}

#[test]
fn the_fall_of_a_neighbour_pulls_and_is_forgotten() {
    let state = |place: usize| {
        let (population, revisionism) = if place == 0 { (20, 1) } else { (3, 0) };
        format!("population: {population}, offense: 1, revisionism: {revisionism}")
    };
    let changes = ["theory.option_attack=false", "theory.deliberation=0.01"];
    let mut lab = Lab::new(&with(scenario(4, (24, 2), state, ""), &[&QUIET[..], &changes].concat()), 1);
    let (to, victim) = (StateId(0), StateId(1));
    let pull = |lab: &Lab, on: StateId| {
        let pairs = lab.get::<Pairs>();
        lab.get::<Movements>().examples(on, to, &pairs.proximity[pairs.row(on)])
    };
    let near = |lab: &Lab, on: StateId| lab.get::<Pairs>().proximity[lab.get::<Pairs>().at(on, victim)];
    let others = [StateId(2), StateId(3)];
    let before = others.map(|other| near(&lab, other));
    assert!(before.iter().all(|near| *near > 0.0));
    let id = lab.begin(&[to], &[victim]);
    lab.edit::<Rules>().parameters.war_tempo = 0.0;
    lab.edit::<Rules>().parameters.satiation = 0.0;
    lab.set_front(id, 1.0);
    lab.steps(1);
    assert!(!lab.get::<Roster>().alive[victim.index()], "{:?}", lab.events);
    let pulled = others.map(|other| pull(&lab, other));
    assert_eq!(pulled, before, "as near as the fallen was");
    lab.steps(120);
    assert_eq!(others.map(|other| pull(&lab, other)), [0.0; 2]);
}
