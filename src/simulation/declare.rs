//! Declare: states arm, attack, call their allies, join wars and ask for peace.
//!
//! When a war begins, both leaders call those who promised to come: the one attacked its allies, the attacker
//! its offensive allies and its followers. Each that is called chooses, by the same terms as anybody who
//! thinks of joining a war, whether to come or to abandon its ally; to abandon costs the alliance and a name
//! for keeping faith. A state at war that makes a pact against its enemy calls its new ally at once. Published estimates of calls honoured run from one half (Siverson and King 1980) to
//! three quarters (Leeds 2003).

use bevy_ecs::prelude::*;
use rand::RngExt;

use super::appraise::Scene;
use super::draws::{Purpose, mix};
use super::fight::muster;
use super::journal::{Action, Decision, Event, EventKind, Journal, Motive, Outcome, Weighed};
use super::realign::hearing_order;
use super::warpaths::{entry, peace_consent, stepping_forward};
use super::weigh::choose_among;
use super::{
    Alliance, AllianceId, Alliances, Armistice, Armistices, Assessments, Clock, Condition, Draws, Movements,
    Pairs, Roster, Rules, Side, StateId, War, WarId, Wars,
};
use crate::theory::choice::Terms;
use crate::theory::parameters::Parameters;
use crate::theory::stakes::join;

/// Least share of the alarm of a war that is felt however far away.
const HEARD_EVERYWHERE: f32 = 0.25;

/// What a declaration changes.
struct Stage<'a> {
    wars: &'a mut Wars,
    pairs: &'a mut Pairs,
    alliances: &'a mut Alliances,
    armistices: &'a mut Armistices,
}

/// What it reads.
#[derive(Clone, Copy)]
struct Setting<'a> {
    roster: &'a Roster,
    movements: &'a Movements,
    assessments: &'a Assessments,
    rules: &'a Rules,
    clock: &'a Clock,
    draws: &'a Draws,
}

impl<'a> Setting<'a> {
    fn scene<'s>(&'s self, stage: &'s Stage) -> Scene<'s> {
        Scene::new(self.roster, stage.pairs, (stage.alliances, stage.wars, self.movements), self.rules)
    }
}

/// Carries out the choices of arms and war of this tick.
pub fn declare(
    (mut wars, mut pairs, mut alliances): (ResMut<Wars>, ResMut<Pairs>, ResMut<Alliances>),
    mut armistices: ResMut<Armistices>,
    mut journal: ResMut<Journal>,
    mut conditions: Query<&mut Condition>,
    (roster, movements, assessments): (Res<Roster>, Res<Movements>, Res<Assessments>),
    (rules, clock, draws): (Res<Rules>, Res<Clock>, Res<Draws>),
) -> Result {
    let setting = Setting {
        roster: &roster,
        movements: &movements,
        assessments: &assessments,
        rules: &rules,
        clock: &clock,
        draws: &draws,
    };
    let mut stage =
        Stage { wars: &mut wars, pairs: &mut pairs, alliances: &mut alliances, armistices: &mut armistices };
    let Journal { events, decisions, .. } = &mut *journal;
    for place in hearing_order(decisions, &roster, clock.tick) {
        let (state, action, motive) = {
            let Decision { state, chosen, motive, .. } = &decisions[place];
            (*state, chosen.action, *motive)
        };
        let outcome = match action {
            _ if action.wages_war() && rules.history_decides() => Outcome::Withheld,
            Action::Arm { against } => {
                let year = (1.0 / rules.years_per_tick).max(1.0) as u64;
                conditions.get_mut(roster.entities[state.index()])?.arms_until = clock.tick + year;
                let kind = EventKind::Armed { by: state, against };
                events.push(Event { tick: clock.tick, kind });
                Outcome::Done
            }
            Action::Attack { target } => match stage.attack(&setting, state, target, motive, events) {
                Some(war) => {
                    stage.call_allies(&setting, war, events, decisions);
                    Outcome::Done
                }
                None => Outcome::Overtaken,
            },
            Action::Join { war, side, against } => {
                if stage.enter(&setting, war, state, side) {
                    stage.alarm(&setting, state);
                    let kind = EventKind::WarJoined { war, by: state, side, against, motive };
                    events.push(Event { tick: clock.tick, kind });
                    Outcome::Done
                } else {
                    Outcome::Overtaken
                }
            }
            Action::Sue { war, .. } => stage.sue(&setting, war, state),
            Action::Balance { against, with } if matches!(decisions[place].outcome, Outcome::Made(_)) => {
                stage.call_new_ally(&setting, (state, with), against, events, decisions);
                continue;
            }
            _ => continue,
        };
        decisions[place].outcome = outcome;
    }
    Ok(())
}

/// What one who is called may answer: to abandon its ally, and to come; and the alliances that it would break.
pub(super) fn answers(
    scene: &Scene,
    assessments: &Assessments,
    war: &War,
    (state, ally): (StateId, StateId),
    side: Side,
) -> (Vec<Weighed>, Vec<AllianceId>) {
    let parameters = scene.parameters;
    let assessment = assessments.of(state);
    let shared: Vec<_> = scene.alliances.of(state).filter(|alliance| alliance.has(ally)).collect();
    let promised = shared.iter().map(|it| it.kind.reliability(parameters)).fold(0.0, f32::max);
    let broken: Vec<_> = shared.iter().map(|alliance| alliance.id).collect();
    let kept = |pact: &super::pacts::Pact| pact.alliance.is_none_or(|alliance| !broken.contains(&alliance));
    let without = scene.appraise(state, assessment, kept, None, &assessments.outlook);
    let faith = Terms { change: -parameters.cost_abandon * promised, ..Terms::default() };
    let against = war.leader(side.other());
    let mut worth = join(&scene.party(state), &entry(scene, state, war, side), parameters);
    worth.diversion = stepping_forward(scene, assessments, state, war.side(side.other()));
    let option = |action, terms| Weighed { action, terms, consent: 1.0, chance: 0.0 };
    let options = vec![
        option(Action::Abandon { war: war.id, ally }, scene.changed(&without, &faith)),
        option(Action::Honour { war: war.id, ally, against }, scene.changed(&assessment.stay, &worth)),
    ];
    (options, broken)
}

/// Whether a state has promised an ally on this side of a war to come, and is free to.
pub(super) fn is_called(
    scene: &Scene,
    war: &War,
    (state, ally): (StateId, StateId),
    side: Side,
    tick: u64,
) -> bool {
    let (enemy, parameters) = (war.leader(side.other()), scene.parameters);
    let promised = |alliance: &&Alliance| {
        let reliability = match side {
            Side::Defenders => alliance.kind.reliability(parameters),
            Side::Attackers => alliance.kind.attack_reliability(parameters),
        };
        alliance.has(ally) && alliance.covers(enemy) && reliability > 0.0 && alliance.leader != Some(state)
    };
    let excused = scene.alliances.linked(state, enemy) || scene.wars.at_truce(state, enemy, tick);
    !excused && !scene.wars.fights(state) && scene.alliances.of(state).any(|it| promised(&it))
}

/// Everybody takes note of an attack, those near the attacker most.
pub(super) fn alarm_of_war(pairs: &mut Pairs, roster: &Roster, by: StateId, parameters: &Parameters) {
    for observer in roster.ids().filter(|observer| *observer != by) {
        let at = pairs.at(observer, by);
        let near = pairs.proximity[at].max(HEARD_EVERYWHERE);
        pairs.alarm[at] += parameters.alarm_war * near;
    }
}

impl Stage<'_> {
    /// A war begins, unless others have meanwhile made it pointless.
    fn attack(
        &mut self,
        setting: &Setting,
        by: StateId,
        target: StateId,
        motive: Motive,
        events: &mut Vec<Event>,
    ) -> Option<WarId> {
        let now = setting.clock.tick;
        let pointless = self.alliances.linked(by, target)
            || self.wars.at_war(by, target)
            || self.wars.beside(by, target)
            || self.wars.at_truce(by, target, now);
        if pointless {
            return None;
        }
        let war = self.wars.begin(String::new(), &[by], &[target], setting.clock.date());
        self.muster(setting, war);
        self.alarm(setting, by);
        events.push(Event { tick: now, kind: EventKind::WarBegan { war, by, against: target, motive } });
        Some(war)
    }

    /// A state enters a war, unless it is in it already, or has a pact or a truce with one across, or fights one
    /// across elsewhere on the same side, or one of its own side on another.
    fn enter(&mut self, setting: &Setting, war: WarId, state: StateId, side: Side) -> bool {
        let Some(found) = self.wars.get(war) else { return false };
        let now = setting.clock.tick;
        let bound = |enemy: &StateId| {
            self.alliances.linked(state, *enemy)
                || self.wars.at_truce(state, *enemy, now)
                || self.wars.beside(state, *enemy)
        };
        let friend = |friend: &StateId| self.wars.at_war(state, *friend);
        if found.side(side.other()).iter().any(bound) || found.side(side).iter().any(friend) {
            return false;
        }
        let entered = self.wars.enter(war, state, side);
        if entered {
            self.muster(setting, war);
        }
        entered
    }

    fn muster(&mut self, setting: &Setting, war: WarId) {
        let parameters = &setting.rules.parameters;
        muster(self.wars, war, (setting.roster, self.pairs), parameters, setting.clock.date());
    }

    /// Everybody takes note of an attack, those near the attacker most.
    fn alarm(&mut self, setting: &Setting, by: StateId) {
        alarm_of_war(self.pairs, setting.roster, by, &setting.rules.parameters);
    }

    /// Both leaders of a new war call those who promised to come.
    fn call_allies(
        &mut self,
        setting: &Setting,
        id: WarId,
        events: &mut Vec<Event>,
        decisions: &mut Vec<Decision>,
    ) {
        let Some(war) = self.wars.get(id) else { return };
        let (attacker, target) = (war.attacker, war.defender);
        let parameters = &setting.rules.parameters;
        let mut called: Vec<(StateId, StateId, Side)> = Vec::new();
        for alliance in self.alliances.of(target).filter(|alliance| alliance.covers(attacker)) {
            // A leader is bound to nothing.
            let promised = |partner: &StateId| {
                alliance.kind.reliability(parameters) > 0.0 && alliance.leader != Some(*partner)
            };
            called.extend(alliance.partners(target).filter(promised).map(|it| (it, target, Side::Defenders)));
        }
        for alliance in self.alliances.of(attacker).filter(|alliance| alliance.covers(target)) {
            let promised = |partner: &StateId| {
                alliance.kind.attack_reliability(parameters) > 0.0 && alliance.leader != Some(*partner)
            };
            let partners = alliance.partners(attacker).filter(promised);
            called.extend(partners.map(|it| (it, attacker, Side::Attackers)));
        }
        called.sort_unstable_by_key(|(partner, ..)| *partner);
        called.dedup_by_key(|(partner, ..)| *partner);
        for (partner, ally, side) in called {
            self.call(setting, id, (partner, ally), side, events, decisions);
        }
    }

    /// A state at war that has just made a pact against its enemy calls its new ally: the case is there.
    fn call_new_ally(
        &mut self,
        setting: &Setting,
        (state, partner): (StateId, StateId),
        against: StateId,
        events: &mut Vec<Event>,
        decisions: &mut Vec<Decision>,
    ) {
        let war = self.wars.of(state).find(|war| war.opposes(state, against));
        if let Some((id, side)) = war.and_then(|war| Some((war.id, war.side_of(state)?))) {
            self.call(setting, id, (partner, state), side, events, decisions);
        }
    }

    /// Calls one ally to a side, which comes or abandons who calls.
    fn call(
        &mut self,
        setting: &Setting,
        id: WarId,
        (partner, ally): (StateId, StateId),
        side: Side,
        events: &mut Vec<Event>,
        decisions: &mut Vec<Decision>,
    ) {
        let Some(enemy) = self.wars.get(id).map(|war| war.leader(side.other())) else { return };
        // Who is a friend of both sides, or bound by a peace, or fights already, stays out of it.
        let now = setting.clock.tick;
        let excused = self.alliances.linked(partner, enemy) || self.wars.at_truce(partner, enemy, now);
        if excused || self.wars.fights(partner) {
            return;
        }
        let (mut decision, broken) = self.answer(setting, id, (partner, ally), side);
        let honours = matches!(decision.chosen.action, Action::Honour { .. });
        if honours && self.enter(setting, id, partner, side) {
            decision.outcome = Outcome::Done;
        } else if honours {
            decision.outcome = Outcome::Overtaken;
        } else {
            for alliance in broken {
                self.alliances.leave(alliance, partner);
            }
            decision.outcome = Outcome::Left;
        }
        let kind = EventKind::CallAnswered {
            war: id,
            by: partner,
            ally,
            honoured: decision.outcome == Outcome::Done,
            motive: decision.motive,
        };
        events.push(Event { tick: now, kind });
        decisions.push(decision);
    }

    /// How one who is called chooses, and the alliances with its ally that it would break.
    fn answer(
        &self,
        setting: &Setting,
        id: WarId,
        (state, ally): (StateId, StateId),
        side: Side,
    ) -> (Decision, Vec<AllianceId>) {
        let scene = setting.scene(self);
        let war = self.wars.get(id).expect("who calls has just looked it up");
        let (mut options, broken) = answers(&scene, setting.assessments, war, (state, ally), side);
        let key = mix(setting.roster.origins[state.index()]) ^ u64::from(id.0);
        let draw = setting.draws.at(setting.clock.tick, key, Purpose::Call).random();
        let tick = setting.clock.tick;
        let decision = choose_among(&scene, setting.assessments, state, tick, &mut options, draw);
        (Decision { options, ..decision }, broken)
    }

    /// A state asks for peace; the leader across grants it or not.
    fn sue(&mut self, setting: &Setting, id: WarId, by: StateId) -> Outcome {
        let Some((war, side)) = self.wars.get(id).and_then(|war| Some((war, war.side_of(by)?))) else {
            return Outcome::Overtaken;
        };
        if self.armistices.0.iter().any(|it| it.war == id && war.leader(side.other()) == it.by) {
            return Outcome::Overtaken;
        }
        let leads = war.leader(side) == by;
        let chance = peace_consent(&setting.scene(self), war, side, leads);
        let key = mix(setting.roster.origins[by.index()]) ^ u64::from(id.0);
        if setting.draws.at(setting.clock.tick, key, Purpose::Armistice).random::<f32>() >= chance {
            return Outcome::Refused;
        }
        self.armistices.0.push(Armistice { war: id, by });
        Outcome::Granted
    }
}
