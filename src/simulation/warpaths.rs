//! Warpaths: what a state may do about arms and war at a review.

use super::appraise::{Assessment, Scene};
use super::journal::{Action, Weighed};
use super::perceive::Threat;
use super::weigh::Deliberation;
use super::{Assessments, Side, StateId, War};
use crate::theory::choice::{Terms, acceptance};
use crate::theory::contest::win_chance;
use crate::theory::interest::{appetite, prize, stake};
use crate::theory::stakes::{Entry, attack, fight_on, join, sue};

/// How many neighbours are thought of as prey.
const PREY: usize = 2;

/// How many of the greatest threats one may think of striking first.
const FEARED: usize = 2;

/// Those that a state thinks of attacking.
pub type Targets = [Option<StateId>; PREY + FEARED];

/// Share of own strength that must arrive for an enemy to be thought of as within reach.
const IN_REACH: f32 = 0.5;

/// Adds to the options: to arm; in peace to attack or to join a war; at war to sue for peace.
pub fn consider(deliberation: &mut Deliberation, targets: Targets) {
    consider_arming(deliberation);
    if deliberation.scene.wars.fights(deliberation.state) {
        consider_peace(deliberation);
    } else {
        consider_attack(deliberation, targets);
        consider_joining(deliberation);
    }
}

/// To arm for a year: dearer, and safer against every threat. What it gains is reckoned at the year's end.
fn consider_arming(deliberation: &mut Deliberation) {
    let Deliberation { scene, assessments, state, stay, .. } = *deliberation;
    let parameters = scene.parameters;
    let threats = assessments.threats(state);
    let Some(greatest) = threats.first().filter(|_| parameters.option_arm > 0.0) else { return };
    if scene.roster.arming[state.index()] || greatest.odds.intent * greatest.odds.proximity <= 0.0 {
        return;
    }
    // The military is part of power by its weight: so much of the whole grows.
    let gain = 1.0 + parameters.weight_military * parameters.arming_rate;
    let mut added = Terms { arms: -parameters.cost_arming, ..Terms::default() };
    let assessment = assessments.of(state);
    let stake = stake(scene.roster.revisionism[state.index()], parameters);
    for (threat, danger) in threats.iter().zip(assessment.dangers()) {
        let mut armed = threat.odds;
        armed.own_defence *= gain;
        let safer = stake * (danger - armed.threat(parameters));
        added.danger += safer;
        added.diversion -= safer * spared(assessment, threat);
    }
    deliberation.add(Action::Arm { against: greatest.source }, scene.changed(&stay, &added));
}

/// Those that a state thinks of attacking: what is in reach for its worth, and what is feared most before it
/// strikes. Only those whose conquest would be worth it if they stood alone.
pub fn targets(deliberation: &Deliberation) -> Targets {
    let Deliberation { scene, assessments, state, tick, .. } = *deliberation;
    let mut targets = [None; PREY + FEARED];
    if scene.parameters.option_attack <= 0.0 || scene.wars.fights(state) {
        return targets;
    }
    let assessment = assessments.of(state);
    let party = scene.party(state);
    let (prey, feared) = targets.split_at_mut(PREY);
    if appetite(party.revisionism) * party.intent > 0.0 {
        best_prey(deliberation, prey);
    }
    let others = assessment.threats.iter().map(|threat| threat.source);
    for (slot, source) in feared.iter_mut().zip(others.filter(|source| !prey.contains(&Some(*source)))) {
        *slot = Some(source);
    }
    targets.map(|target| {
        target.filter(|target| {
            !assessment.bound_to(*target)
                && !scene.wars.at_truce(state, *target, tick)
                && !deliberation.far_fetched(&attack_worth(
                    deliberation,
                    *target,
                    scene.best_attack(state, *target),
                ))
        })
    })
}

/// What an attack is worth at this chance of success, against all this defence.
pub fn attack_worth(deliberation: &Deliberation, target: StateId, (chance, defence): (f32, f32)) -> Terms {
    let Deliberation { scene, assessments, state, stay, .. } = *deliberation;
    let felt = assessments.of(state).danger_of(target).unwrap_or(0.0);
    let power = scene.roster.power[target.index()];
    let mut worth = attack(&scene.party(state), felt, chance, power, defence, scene.parameters);
    worth.diversion = stepping_forward(scene, assessments, state, &[target]);
    scene.changed(&stay, &worth)
}

/// Share of a threat that others in front draw upon themselves, as the state's pacts stand.
fn spared(assessment: &Assessment, threat: &Threat) -> f32 {
    let bound = assessment.pacts.iter().any(|pact| pact.target == Some(threat.source));
    if bound { 0.0 } else { threat.spared }
}

/// What a state loses in diversion by going to war with these: it stands in front itself.
pub fn stepping_forward(
    scene: &Scene,
    assessments: &Assessments,
    state: StateId,
    enemies: &[StateId],
) -> f32 {
    let assessment = assessments.of(state);
    let threats = assessment.threats.iter().zip(assessment.dangers());
    let faced = threats.filter(|(threat, _)| enemies.contains(&threat.source));
    let lost = faced.map(|(threat, danger)| danger * spared(assessment, threat));
    -stake(scene.roster.revisionism[state.index()], scene.parameters) * lost.sum::<f32>()
}

/// To attack one of these, at the chance there is.
fn consider_attack(deliberation: &mut Deliberation, targets: Targets) {
    let Deliberation { scene, assessments, state, .. } = *deliberation;
    for target in targets.into_iter().flatten() {
        let terms = attack_worth(deliberation, target, scene.attack_chance(state, target, assessments));
        deliberation.add(Action::Attack { target }, terms);
    }
}

/// The neighbours that promise most if they stood alone, best first.
fn best_prey(deliberation: &Deliberation, prey: &mut [Option<StateId>]) {
    let Deliberation { scene, assessments, state, .. } = *deliberation;
    let (pairs, roster) = (scene.pairs, scene.roster);
    let assessment = assessments.of(state);
    let (strength, power) = (roster.strength[state.index()], roster.power[state.index()]);
    let exponent = scene.parameters.decisiveness as u32;
    let mut worth = [0.0; PREY];
    let row = &pairs.proximity[pairs.row(state)];
    for (index, near) in row.iter().enumerate().filter(|(_, near)| **near >= IN_REACH) {
        let promise =
            prize(power, roster.power[index]) * win_chance(strength * near, roster.defence[index], exponent);
        let Some(place) = worth.iter().position(|other| promise > *other) else { continue };
        let target = StateId(index as u32);
        if !roster.alive[index] || assessment.bound_to(target) {
            continue;
        }
        worth[place..].rotate_right(1);
        prey[place..].rotate_right(1);
        worth[place] = promise;
        prey[place] = Some(target);
    }
}

/// To join a war of others, on either side.
fn consider_joining(deliberation: &mut Deliberation) {
    let Deliberation { scene, stay, .. } = *deliberation;
    if scene.parameters.option_join <= 0.0 {
        return;
    }
    for war in scene.wars.iter() {
        for side in [Side::Attackers, Side::Defenders] {
            let Some(worth) = entry_worth(deliberation, war, side) else { continue };
            let against = war.leader(side.other());
            let action = Action::Join { war: war.id, side, against };
            deliberation.add(action, scene.changed(&stay, &worth));
        }
    }
}

fn entry_worth(deliberation: &Deliberation, war: &War, side: Side) -> Option<Terms> {
    let Deliberation { scene, assessments, state, tick, .. } = *deliberation;
    let assessment = assessments.of(state);
    if arrives(scene, state, war, side) < IN_REACH {
        return None;
    }
    let barred = |enemy: &StateId| assessment.bound_to(*enemy) || scene.wars.at_truce(state, *enemy, tick);
    if war.side(side.other()).iter().any(barred) {
        return None;
    }
    let entry = entry(scene, state, war, side);
    let parameters = scene.parameters;
    let mut worth = join(&scene.party(state), &entry, parameters);
    worth.diversion = stepping_forward(scene, assessments, state, war.side(side.other()));
    worth.profit *= if entry.chance >= parameters.war_clear {
        parameters.motive_piling_on
    } else {
        parameters.motive_jackal
    };
    Some(worth)
}

/// Share of a state's strength that would arrive at the enemies of a side: at the nearest of them.
fn arrives(scene: &Scene, state: StateId, war: &War, side: Side) -> f32 {
    let pairs = scene.pairs;
    let near = war.side(side.other()).iter().map(|enemy| pairs.proximity[pairs.at(*enemy, state)]);
    near.fold(0.0, f32::max)
}

/// A war as a state outside sees it, were it to join a side.
pub fn entry(scene: &Scene, state: StateId, war: &War, side: Side) -> Entry {
    let (pairs, roster, parameters) = (scene.pairs, scene.roster, scene.parameters);
    let across = side.other();
    let leader = war.leader(across);
    let arrives = arrives(scene, state, war, side);
    let chance = war.chance(side);
    let exponent = parameters.decisiveness as u32;
    let (own, other) = (war.strength_of(side), war.strength_of(across));
    let more = roster.strength[state.index()] * arrives;
    let moved = win_chance(own + more, other, exponent) - win_chance(own, other, exponent);
    // What is already decided on the ground, no newcomer changes.
    let with = (chance + moved * (1.0 - war.front.abs())).clamp(0.0, 1.0);
    let exposure = pairs.exposure[pairs.at(state, leader)];
    Entry { chance, with, exposure, arrives, enemy: roster.power[leader.index()] }
}

/// To ask for peace as things stand, in each war it is in.
fn consider_peace(deliberation: &mut Deliberation) {
    let Deliberation { scene, state, stay, .. } = *deliberation;
    for war in scene.wars.of(state) {
        let Some(side) = war.side_of(state) else { continue };
        let leads = war.leader(side) == state;
        let gain = peace_gain(scene, state, war, side);
        let terms = scene.changed(&stay, &gain);
        if deliberation.far_fetched(&terms) {
            continue;
        }
        let with = war.leader(side.other());
        let consent = peace_consent(scene, war, side, leads);
        let expected = terms.expected(&stay, consent);
        let action = Action::Sue { war: war.id, with };
        deliberation.options.push(Weighed { action, terms: expected, consent, chance: 0.0 });
    }
}

/// What peace as things stand adds to fighting on, for a state of this side.
fn peace_gain(scene: &Scene, state: StateId, war: &War, side: Side) -> Terms {
    let party = scene.party(state);
    let standing = scene.standing(state, war, side);
    let (peace, fighting) =
        (sue(&party, &standing, scene.parameters), fight_on(&party, &standing, scene.parameters));
    let less = Terms::from_values(fighting.values().map(|value| -value));
    peace.plus(&less)
}

/// The chance that the leader across grants peace. To one who does not lead it is always granted: the others
/// remain, and are the weaker.
pub fn peace_consent(scene: &Scene, war: &War, side: Side, leads: bool) -> f32 {
    if !leads {
        return 1.0;
    }
    let across = side.other();
    let gain = peace_gain(scene, war.leader(across), war, across);
    let gain = scene.changed(&Terms::default(), &gain).utility();
    acceptance(gain, scene.parameters.noise)
}
