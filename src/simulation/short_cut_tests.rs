//! Short cuts must change nothing: each is compared, to the bit, with the long way round.

use proptest::prelude::*;

use super::appraise::Scene;
use super::pacts::Pact;
use super::testing::{Lab, scenario};
use super::*;
use crate::scenario::Scenario;

/// Fourteen states of several sizes, wants and tempers.
fn many(world: u64) -> Scenario {
    let state = |place: usize| {
        let (temper, want) = ((place * 53 % 97) as f32 / 97.0, (place * 29 % 41) as f32 / 20.5 - 1.0);
        let creed = if place.is_multiple_of(3) { ", ideology: \"wave\"" } else { "" };
        let size = 2 + place * 37 % 11;
        format!("population: {size}, offense: {temper}, intent: {temper}, revisionism: {want}{creed}")
    };
    let more = "alliances: [(kind: defensive, members: [\"S00\", \"S03\", \"S06\"]), \
                (kind: entente, members: [\"S01\", \"S02\"])]";
    scenario(14, (40, world), state, more)
}

fn bits(terms: &crate::theory::choice::Terms) -> Vec<u32> {
    terms.values().iter().map(|value| value.to_bits()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn who_looks_closer_changes_nothing_that_anybody_does(world in 0u64..40, seed in 0u64..1000) {
        let scenario = many(world);
        let mut labs = [true, false].map(|everyone| {
            let mut lab = Lab::new(&scenario, seed);
            lab.app.world_mut().resource_mut::<Assessments>().everyone = everyone;
            lab
        });
        for _ in 0..90 {
            labs.iter_mut().for_each(|lab| lab.steps(1));
            let [all, some] = labs.each_ref().map(|lab| format!("{:?}", lab.get::<Journal>()));
            prop_assert_eq!(all, some);
            let [all, some] = labs.each_ref().map(|lab| lab.get::<StateHash>().0);
            prop_assert_eq!(all, some);
        }
    }

    #[test]
    fn one_pact_more_is_worth_what_all_pacts_together_are(world in 0u64..40, seed in 0u64..1000) {
        let mut lab = Lab::new(&many(world), seed);
        lab.steps(40);
        lab.look();
        let world = lab.app.world();
        let around = (lab.get::<Alliances>(), lab.get::<Wars>(), world.resource::<Movements>());
        let scene = Scene::new(lab.get::<Roster>(), lab.get::<Pairs>(), around, world.resource::<Rules>());
        let assessments = lab.get::<Assessments>();
        for state in lab.states() {
            let assessment = assessments.of(state);
            for partner in lab.states().into_iter().filter(|partner| *partner != state) {
                let against = lab.states().into_iter().filter(|it| *it != partner && *it != state);
                let pacts = against.map(|against| Pact::balancing(partner, against));
                for pact in pacts.chain([Pact::bandwagoning(partner)]) {
                    let worth = scene.worth_of_more(state, &pact, &assessments.outlook);
                    let more = (&pact, &worth);
                    let long = scene.appraise(state, assessment, |_| true, Some(more), &assessments.outlook);
                    let short = scene.appraise_one_more(state, assessment, more, &assessments.outlook);
                    prop_assert_eq!(bits(&short), bits(&long));
                    let gain = short.utility() - assessment.stay.utility();
                    prop_assert!(gain <= scene.best_of_more(assessment, &worth) + weigh::SLACK);
                    if pact.leader.is_some() {
                        let bound = scene.best_of_following(state, assessment, more, false);
                        prop_assert!(gain <= bound + weigh::SLACK);
                        let kept = |held: &Pact| held.target != Some(partner);
                        let instead = scene.appraise(state, assessment, kept, Some(more), &assessments.outlook);
                        let bound = scene.best_of_following(state, assessment, more, true);
                        let gain = instead.utility() - assessment.stay.utility();
                        prop_assert!(gain <= bound + weigh::SLACK);
                    }
                    let mirrored = pact.as_seen_by_partner(state);
                    let worth = scene.worth_of_more(partner, &mirrored, &assessments.outlook);
                    let consent = scene.consent(state, &pact, assessments);
                    let bound = scene.best_of_consent(state, (&pact, &worth), assessments);
                    prop_assert!(consent.with.utility() - consent.without.utility() <= bound + weigh::SLACK);
                }
            }
            for alliance in scene.alliances.of(state) {
                let kept = |pact: &Pact| pact.alliance != Some(alliance.id);
                let without = scene.appraise(state, assessment, kept, None, &assessments.outlook);
                for enough in [f32::NEG_INFINITY, f32::INFINITY] {
                    let bound = scene.best_of_leaving(state, assessment, alliance, enough);
                    prop_assert!(without.utility() - assessment.stay.utility() <= bound + weigh::SLACK);
                }
            }
        }
    }

    #[test]
    fn an_attack_not_thought_of_would_be_far_fetched(world in 0u64..40, seed in 0u64..1000) {
        let mut lab = Lab::new(&many(world), seed);
        for _ in 0..24 {
            lab.steps(1);
            lab.look();
            let world = lab.app.world();
            let around = (lab.get::<Alliances>(), lab.get::<Wars>(), world.resource::<Movements>());
            let scene = Scene::new(lab.get::<Roster>(), lab.get::<Pairs>(), around, world.resource::<Rules>());
            let assessments = lab.get::<Assessments>();
            let tick = lab.get::<Clock>().tick;
            for state in lab.states() {
                let deliberation = weigh::Deliberation::new(&scene, assessments, state, tick);
                let thought_of = warpaths::targets(&deliberation);
                for target in lab.states().into_iter().filter(|it| *it != state && !thought_of.contains(&Some(*it))) {
                    let alone = scene.best_attack(state, target);
                    let alone = warpaths::attack_worth(&deliberation, target, alone);
                    let real = scene.attack_chance(state, target, assessments);
                    let real = warpaths::attack_worth(&deliberation, target, real);
                    prop_assert!(real.utility() <= alone.utility());
                    prop_assert!(!deliberation.far_fetched(&alone) || deliberation.far_fetched(&real));
                }
            }
        }
    }
}
