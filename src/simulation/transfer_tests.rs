//! What a change by hand leaves as it was, and what it brings up to date.

use super::capture::capture;
use super::testing::{Lab, scenario};
use super::transfer::transfer;
use super::*;
use crate::scenario::{Scenario, StateSetup, WarSetup};
use crate::theory::distance::reach_km;
use crate::world::RegionId;

/// Six states, of which two are at war, some time in.
fn lab() -> Lab {
    let state =
        |place: usize| format!("population: {}, intent: 0.{place}, ideology: \"M{}\"", place + 3, place % 2);
    let mut lab = Lab::new(&scenario(6, (40, 3), state, ""), 4);
    lab.edit::<Rules>().parameters.option_attack = 0.0;
    lab.steps(4);
    let war = lab.begin(&[StateId(0), StateId(3)], &[StateId(1)]);
    lab.set_front(war, 0.1);
    lab
}

/// Changes the present, and carries it over.
fn change(lab: &mut Lab, edit: impl FnOnce(&mut Scenario)) {
    let before = capture(lab.app.world());
    let mut after = before.clone();
    edit(&mut after);
    transfer(lab.app.world_mut(), &before, &after);
    // What was carried over is what is captured now. Who was an enemy is still believed to be what enemies are.
    let mut now = capture(lab.app.world());
    now.beliefs.retain(|belief| after.beliefs.contains(belief));
    assert_eq!(now, after);
    check(lab);
}

/// Distances are as if all were built anew, and every list is as long as there are states.
fn check(lab: &Lab) {
    let (n, pairs) = (lab.states().len(), lab.get::<Pairs>());
    let (terrain, rules) = (lab.get::<Terrain>(), lab.get::<Rules>());
    let lands = lab.get::<Holdings>().by_state(n);
    let anew = Pairs::new(terrain.regions(), &lands, pairs.reach_km(), &rules.parameters);
    assert_eq!((pairs.states(), &pairs.distance_km), (n, &anew.distance_km));
    assert_eq!(pairs.proximity, anew.proximity);
    assert_eq!(pairs.proximity_digest(), anew.proximity_digest());
    for state in lab.states() {
        let (owned, alive) = (!lands[state.index()].is_empty(), lab.get::<Roster>().alive[state.index()]);
        assert_eq!(owned, alive);
        let home = lab.of::<Identity>(state).capital_region;
        assert!(!owned || lands[state.index()].contains(&home), "the capital is at home");
        assert!(!owned || lab.get::<Holdings>().worth_of(state) > 0.0);
        assert_eq!(lab.get::<Alliances>().of(state).count(), {
            lab.get::<Alliances>().iter().filter(|pact| pact.has(state)).count()
        });
    }
    for (region, by) in lab.get::<Holdings>().occupied() {
        let of = lab.get::<Holdings>().owner(region).expect("only what is somebody's is occupied");
        assert!(lab.get::<Wars>().at_war(of, by));
    }
}

fn newcomer(like: &StateSetup, home: RegionId, lab: &Lab) -> StateSetup {
    let region = &lab.get::<Terrain>().regions()[home];
    StateSetup {
        id: "NEW".into(),
        name: "Newcomer".into(),
        capital_name: region.name.clone(),
        capital: region.point,
        capital_region: home,
        territory: vec![home],
        ideology: Some("Unheard of".into()),
        ..like.clone()
    }
}

#[test]
fn who_is_new_gets_the_next_number_and_nobody_elses_changes() {
    let mut lab = lab();
    let codes = |lab: &Lab| -> Vec<String> {
        lab.states().into_iter().map(|state| lab.of::<Identity>(state).code).collect()
    };
    let (before, front) = (codes(&lab), lab.get::<Wars>().iter().next().expect("a war").front);
    let home = lab.land(StateId(2))[0];
    let like = capture(lab.app.world()).states[2].clone();
    let worth = lab.get::<Holdings>().worth(home);
    let new = newcomer(&like, home, &lab);
    change(&mut lab, |setup| {
        setup.states[2].territory.retain(|region| *region != home);
        if setup.states[2].capital_region == home {
            let to = setup.states[2].territory[0];
            setup.states[2].capital_region = to;
            setup.states[2].capital = setup.geography.regions[to].point;
        }
        setup.states.push(new);
    });
    let after = codes(&lab);
    assert_eq!((&after[..6], after[6].as_str()), (&before[..], "NEW"));
    let new = StateId(6);
    let holdings = lab.get::<Holdings>();
    assert_eq!((holdings.home(home), holdings.worth(home)), (Some(new), worth), "it is its homeland");
    assert_eq!(lab.get::<Wars>().iter().next().expect("the war goes on").front, front);
    let movements = &lab.get::<Movements>().list;
    assert_eq!(movements[2].name, "Unheard of");
    assert_eq!((movements[2].champion, lab.of::<Creed>(new).0), (Some(new), Some(2)));
    let origins = &lab.get::<Roster>().origins;
    assert!(origins.iter().enumerate().all(|(at, key)| !origins[..at].contains(key)), "draws of its own");
    lab.steps(20);
}

#[test]
fn land_of_nobody_is_worth_something_once_it_is_somebodys() {
    let mut lab = lab();
    let lost = *lab.land(StateId(4)).last().expect("it has land");
    let capital = lab.of::<Identity>(StateId(4)).capital_region;
    assert_ne!(lost, capital);
    let means = lab.means(StateId(4));
    change(&mut lab, |setup| setup.states[4].territory.retain(|region| *region != lost));
    assert_eq!((lab.get::<Holdings>().owner(lost), lab.get::<Holdings>().worth(lost)), (None, 0.0));
    assert_eq!(lab.means(StateId(4)), means, "nobody moves with it");
    change(&mut lab, |setup| {
        setup.states[5].territory.push(lost);
        setup.states[5].territory.sort_unstable();
    });
    let holdings = lab.get::<Holdings>();
    assert_eq!((holdings.owner(lost), holdings.home(lost)), (Some(StateId(5)), Some(StateId(5))));
    assert!(holdings.worth(lost) > 0.0);
    lab.steps(20);
}

#[test]
fn who_is_gone_leaves_its_wars_and_does_not_rise_again() {
    let mut lab = lab();
    lab.edit::<Rules>().parameters.revolt = 5.0;
    let led = |lab: &Lab| lab.get::<Wars>().iter().next().map(|war| (war.attacker, war.attackers.clone()));
    assert_eq!(led(&lab), Some((StateId(0), vec![StateId(0), StateId(3)])));
    change(&mut lab, |setup| {
        let gone = setup.states.remove(0);
        assert_eq!(gone.id, "S00");
        setup.states[0].territory.extend(gone.territory);
        setup.states[0].territory.sort_unstable();
        setup.beliefs.clear();
        let others = |places: &mut Vec<usize>| {
            places.retain(|place| *place != 0);
            places.iter_mut().for_each(|place| *place -= 1);
        };
        for war in &mut setup.wars {
            others(&mut war.attackers);
            others(&mut war.defenders);
        }
        setup.alliances.clear();
        // All believe by default again, but for enemies.
    });
    assert_eq!(led(&lab), Some((StateId(3), vec![StateId(3)])));
    assert!(!lab.get::<Roster>().alive[0]);
    lab.steps(60);
    assert!(!lab.get::<Roster>().alive[0], "it was not conquered: nothing is left to rise");
}

#[test]
fn wars_begin_and_end_by_hand() {
    let mut lab = lab();
    change(&mut lab, |setup| setup.wars.clear());
    assert!(lab.get::<Wars>().is_empty());
    assert_eq!(lab.get::<Holdings>().occupied().count(), 0);
    change(&mut lab, |setup| {
        let since = Some(setup.start);
        setup.wars.push(WarSetup { name: "v".into(), attackers: vec![2], defenders: vec![4, 5], since });
        setup.beliefs.retain(|belief| {
            let pair = (belief.of, belief.about);
            ![(2, 4), (4, 2), (2, 5), (5, 2)].contains(&pair)
        });
    });
    let war = lab.get::<Wars>().iter().next().expect("it has begun").clone();
    assert!(war.strength.iter().all(|strength| *strength > 0.0), "both sides have mustered");
    assert!(lab.get::<Pairs>().belief(StateId(2), StateId(4)).intent() > 0.9, "enemies know each other");
    lab.steps(5);
}

#[test]
fn technology_and_parameters_move_what_hangs_on_them() {
    let mut lab = lab();
    change(&mut lab, |setup| setup.states[1].technology = 2.0);
    let rules = lab.get::<Rules>().parameters;
    assert_eq!(lab.get::<Pairs>().reach_km()[1], reach_km(2.0, &rules));
    change(&mut lab, |setup| {
        setup.parameters.reach = 400.0;
        setup.parameters.growth = 0.07;
        setup.states[3].growth = Some(-0.01);
    });
    let parameters = lab.get::<Rules>().parameters;
    assert_eq!((parameters.reach, lab.of::<Growth>(StateId(2)).industry), (400.0, 0.07));
    assert_eq!(lab.of::<Growth>(StateId(3)).industry, -0.01);
    assert_eq!(lab.get::<Pairs>().reach_km()[1], reach_km(2.0, &parameters));
}

#[test]
fn amounts_beyond_what_a_file_can_hold_are_written_in_another_unit() {
    let mut lab = lab();
    for state in lab.states() {
        let entity = lab.get::<Roster>().entities[state.index()];
        let mut held = lab.app.world_mut().get_mut::<Resources>(entity).expect("every state has them");
        held.0.population *= 1e17;
    }
    let now = capture(lab.app.world());
    assert!(now.states.iter().all(|state| state.population <= 1e15));
    let before = lab.means(StateId(2));
    change(&mut lab, |setup| setup.states[1].population = 0.25);
    assert_eq!(lab.means(StateId(2)), before);
    assert_eq!(lab.means(StateId(1)).population, 0.25 * (1u64 << 63) as f32);
}

#[test]
fn a_war_that_some_join_and_leave_is_the_same_war() {
    let mut lab = lab();
    let war = lab.get::<Wars>().iter().next().expect("a war").clone();
    assert_eq!((war.attackers.len(), war.defenders.len()), (2, 1));
    let place = |setup: &Scenario, state: StateId, lab: &Lab| {
        let code = &lab.of::<Identity>(state).code;
        setup.states.iter().position(|setup| setup.id == *code).expect("it has land")
    };
    // One joins the defenders, the leader of the attackers leaves them, and another of them changes sides.
    let places = {
        let setup = capture(lab.app.world());
        [4, 0, 3, 5].map(|state| place(&setup, StateId(state), &lab))
    };
    let since = war.since;
    let forget = move |setup: &mut Scenario| {
        setup.beliefs.retain(|belief| {
            !setup.wars.iter().any(|war| {
                let across = |a: usize, b: usize| war.attackers.contains(&a) && war.defenders.contains(&b);
                across(belief.of, belief.about) || across(belief.about, belief.of)
            })
        });
    };
    change(&mut lab, |setup| {
        setup.wars[0].defenders.push(places[0]);
        forget(setup);
    });
    let joined = lab.get::<Wars>().iter().next().expect("the war goes on").clone();
    assert_eq!((joined.id, joined.front, joined.since), (war.id, war.front, since));
    assert!(joined.defenders.contains(&StateId(4)) && joined.strength[1] > war.strength[1]);
    change(&mut lab, |setup| setup.wars[0].attackers.retain(|state| *state != places[1]));
    let left = lab.get::<Wars>().iter().next().expect("the war goes on").clone();
    assert_eq!((left.id, left.attacker, left.attackers), (war.id, StateId(3), vec![StateId(3)]));
    change(&mut lab, |setup| {
        setup.wars[0].attackers.push(places[3]);
        forget(setup);
    });
    change(&mut lab, |setup| {
        setup.wars[0].attackers.retain(|state| *state != places[2]);
        // Who leads is named first, the others in order.
        setup.wars[0].defenders.push(places[2]);
        setup.wars[0].defenders[1..].sort_unstable();
        forget(setup);
    });
    let changed = lab.get::<Wars>().iter().next().expect("the war goes on").clone();
    assert_eq!((changed.id, changed.attacker), (war.id, StateId(5)));
    assert!(changed.defenders.contains(&StateId(3)) && lab.get::<Wars>().at_war(StateId(3), StateId(5)));
    lab.steps(5);
}

#[test]
fn where_history_decides_an_attack_and_a_conquest_alarm_and_by_hand_they_do_not() {
    for (free, alarmed) in [(1.0, false), (0.0, true)] {
        let mut lab = lab();
        lab.edit::<Rules>().parameters.free_choice = free;
        // What others believe changes beside what is changed.
        let carry = |lab: &mut Lab, edit: &dyn Fn(&mut Scenario)| {
            let before = capture(lab.app.world());
            let mut after = before.clone();
            edit(&mut after);
            transfer(lab.app.world_mut(), &before, &after);
            check(lab);
        };
        carry(&mut lab, &|setup| setup.wars.clear());
        let alarm = |lab: &Lab, of: u32, about: u32| {
            let pairs = lab.get::<Pairs>();
            pairs.alarm[pairs.at(StateId(of), StateId(about))]
        };
        let (before, calm) = (alarm(&lab, 5, 2), alarm(&lab, 5, 4));
        carry(&mut lab, &|setup| {
            let since = Some(setup.start);
            setup.wars.push(WarSetup { name: "v".into(), attackers: vec![2], defenders: vec![4], since });
            setup.beliefs.retain(|belief| ![(2, 4), (4, 2)].contains(&(belief.of, belief.about)));
        });
        assert_eq!(alarm(&lab, 5, 2) > before, alarmed);
        assert_eq!(alarm(&lab, 5, 4), calm, "who is attacked alarms nobody");
        let before = alarm(&lab, 5, 2);
        carry(&mut lab, &|setup| {
            let taken = setup.states[4].territory.pop().expect("it has land");
            let land = &mut setup.states[2].territory;
            land.push(taken);
            land.sort_unstable();
            setup.states[2].selectors.clear();
            setup.states[4].selectors.clear();
        });
        assert_eq!(alarm(&lab, 5, 2) > before, alarmed);
    }
}
