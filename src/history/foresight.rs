//! Foresight: what states would rather do now, as things stand and with a change that is only thought of.
//!
//! There is no second model that answers. A [`Foresight`] is a world of its own, brought to the present. A change is
//! carried out there as it would be in the world that is shown, everybody looks at the outcome, and the model itself is
//! asked what each would choose. Nothing is drawn and no time passes.

use bevy_app::App;
use bevy_ecs::prelude::World;
use bevy_ecs::system::SystemState;

use super::Way;
use crate::edit::{Command, CommandError};
use crate::simulation::{
    self, Action, Alliance, AllianceId, Decision, Identity, Roster, SimulationPlugin, Snapshot, StateId,
    Survey,
};
use crate::theory::interest::StateType;

/// Of how many states leanings are asked at most: beyond this, of those nearest to the one in focus.
const ASKED: usize = 40;

/// How things stand, as the state in focus and the others see them.
#[derive(Debug, Clone, PartialEq)]
pub struct Prospect {
    /// The state in focus.
    pub focus: StateId,
    /// The threats that it has its eye on, allies counted, the greatest first: whose, and how great, 0 to 1.
    pub fears: Vec<(StateId, f32)>,
    /// What each would rather do than anything else, with its reasons: the state in focus first, then those whom it
    /// threatens, the most threatened first.
    pub leanings: Vec<Decision>,
    /// What maps show of each state, by number.
    pub sights: Vec<Sight>,
    /// The pacts in force there: a change may number them anew.
    pub pacts: Vec<Alliance>,
}

/// What maps show of a state.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sight {
    /// Its type.
    pub kind: StateType,
    /// Its share of power.
    pub power: f32,
    /// What it wants, -1 to 1.
    pub revisionism: f32,
    /// Threat that it is to the state in focus before any ally's help, 0 to 1.
    pub threat: f32,
    /// Threat that the state in focus is to it before any ally's help, 0 to 1.
    pub danger: f32,
    /// What it believes of the intent of the state in focus, 0 to 1.
    pub belief: f32,
}

impl Prospect {
    /// What a state would rather do.
    pub fn leaning(&self, state: StateId) -> Option<&Decision> {
        self.leanings.iter().find(|leaning| leaning.state == state)
    }

    /// What maps show of a state.
    pub fn sight(&self, state: StateId) -> Option<&Sight> {
        self.sights.get(state.index())
    }

    /// The partners of a state in a pact that is in force there.
    pub fn partners(&self, pact: AllianceId, state: StateId) -> Vec<StateId> {
        let pact = self.pacts.iter().find(|other| other.id == pact);
        pact.map_or_else(Vec::new, |pact| pact.partners(state).collect())
    }

    /// Whether a state would do here what it would do there, however pacts and wars are numbered in each.
    pub fn agrees(&self, here: Action, other: &Self, there: Action) -> bool {
        let pact = |prospect: &Self, id: AllianceId| {
            let pact = prospect.pacts.iter().find(|pact| pact.id == id);
            pact.map(|it| (it.name.clone(), it.kind, it.members.clone(), it.target, it.since, it.until))
        };
        match (here, there) {
            (Action::Leave { alliance: a }, Action::Leave { alliance: b }) => pact(self, a) == pact(other, b),
            (
                Action::Join { side: a, against: enemy, .. },
                Action::Join { side: b, against: other_enemy, .. },
            ) => (a, enemy) == (b, other_enemy),
            (Action::Sue { with: a, .. }, Action::Sue { with: b, .. }) => a == b,
            _ => here == there,
        }
    }

    /// Asks of a world that is thrown away afterwards; nothing where the state in focus has no land.
    pub fn of(world: &mut World, focus: StateId) -> Option<Self> {
        simulation::look_around(world);
        let mut survey = SystemState::<Survey>::new(world);
        let mut asked: Vec<(StateId, f32)> = {
            let survey = survey.get(world).ok()?;
            if focus.index() >= survey.states().len() || !survey.is_alive(focus) {
                return None;
            }
            let others = survey.states().filter(|other| *other != focus && survey.is_alive(*other));
            others.map(|other| (other, survey.exposure(other, focus))).collect()
        };
        asked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        asked.truncate(ASKED);
        let asked: Vec<StateId> =
            [focus].into_iter().chain(asked.into_iter().map(|(state, _)| state)).collect();
        let leanings = simulation::leanings(world, &asked);
        let survey = survey.get(world).ok()?;
        let parameters = &survey.rules.parameters;
        let mut fears: Vec<(StateId, f32)> =
            survey.threats(focus).iter().map(|it| (it.source, it.odds.threat(parameters))).collect();
        fears.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let sights = survey.states().map(|state| Sight {
            kind: survey.kind(state),
            power: survey.power(state),
            revisionism: survey.revisionism(state),
            threat: survey.exposure(focus, state),
            danger: survey.exposure(state, focus),
            belief: survey.belief(state, focus).intent(),
        });
        let pacts = survey.alliances.iter().cloned().collect();
        Some(Self { focus, fears, leanings, sights: sights.collect(), pacts })
    }
}

/// A world apart in which changes are tried.
pub struct Foresight {
    world: World,
    present: Snapshot,
    codes: Vec<String>,
}

impl Foresight {
    /// Goes the `way` to the present.
    pub fn new(way: &Way) -> Self {
        let mut app = App::new();
        app.add_plugins(SimulationPlugin);
        let mut world = std::mem::take(app.world_mut());
        way.walk(&mut world);
        let (present, codes) = (Snapshot::take(&world), codes(&world));
        Self { world, present, codes }
    }

    /// Goes the way to another present.
    pub fn go(&mut self, way: &Way) {
        way.walk(&mut self.world);
        self.present = Snapshot::take(&self.world);
        self.codes = codes(&self.world);
    }

    /// How things stand for a state, or would stand with a change. Nothing where the state has no land, or where the
    /// change would number states anew, so that the two could not be told side by side.
    ///
    /// # Errors
    /// If the change cannot be carried out. One that changes nothing is as good as none.
    pub fn look(
        &mut self,
        focus: StateId,
        change: Option<&Command>,
    ) -> Result<Option<Prospect>, CommandError> {
        self.present.restore(&mut self.world);
        match change.map(|change| change.apply(&mut self.world)) {
            Some(Err(error)) if error != CommandError::NothingChanges => return Err(error),
            _ => {}
        }
        if change.is_some() && codes(&self.world) != self.codes {
            return Ok(None);
        }
        Ok(Prospect::of(&mut self.world, focus))
    }
}

/// The ids of all states, by number.
fn codes(world: &World) -> Vec<String> {
    let identity = |entity| world.get::<Identity>(entity);
    let entities = &world.resource::<Roster>().entities;
    entities.iter().map(|entity| identity(*entity).map_or_else(String::new, |it| it.code.clone())).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::edit::testing::{begin, command, future, small};
    use crate::edit::{Pact, Value};
    use crate::history::{History, Timeline};
    use crate::scenario::{self, PactKind, builtin::EUROPE_1936};
    use crate::simulation::{Clock, StateHash};

    fn way(world: &World) -> Way {
        let timeline = world.resource::<Timeline>();
        timeline.way(timeline.current(), world.resource::<Clock>().tick)
    }

    /// How things stand in the world itself, asked of a copy.
    fn stands(world: &World, focus: StateId) -> Option<Prospect> {
        let mut apart = App::new();
        apart.add_plugins(SimulationPlugin);
        Snapshot::take(world).restore(apart.world_mut());
        Prospect::of(apart.world_mut(), focus)
    }

    fn set(state: &str, field: &str, value: f64) -> Command {
        Command::Set { state: state.into(), field: field.into(), value: Value::Number(value) }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_foreseen_is_what_the_world_itself_prefers_once_it_is_changed(
            command in command(), ticks in 0u64..20, focus in 0u32..6,
        ) {
            let mut app = begin(&small(), 7);
            let world = app.world_mut();
            (0..ticks).for_each(|_| Timeline::advance(world));
            let (hash, ahead) = (world.resource::<StateHash>().0, future(world, 4));
            let changes = world.resource::<Timeline>().branches()[0].edits.len();
            let before = codes(world);
            let mut foresight = Foresight::new(&way(world));
            prop_assert_eq!(foresight.look(StateId(focus), None).ok().flatten(), stands(world, StateId(focus)));
            let foreseen = foresight.look(StateId(focus), Some(&command));
            // Asked again, in between, and of another state, it says the same.
            let _ = foresight.look(StateId(5 - focus), Some(&command));
            prop_assert_eq!(&foresight.look(StateId(focus), Some(&command)), &foreseen);
            // The world that is shown knows nothing of it.
            prop_assert_eq!(world.resource::<StateHash>().0, hash);
            prop_assert_eq!(world.resource::<Clock>().tick, ticks);
            prop_assert_eq!(world.resource::<Timeline>().branches()[0].edits.len(), changes);
            prop_assert_eq!(future(world, 4), ahead);
            let done = Timeline::change(world, command);
            match foreseen {
                Err(error) => prop_assert_eq!(done.err(), Some(error)),
                Ok(None) => prop_assert!(
                    done.is_ok() && (codes(world) != before || stands(world, StateId(focus)).is_none())
                ),
                Ok(Some(foreseen)) => {
                    prop_assert!(done.is_ok());
                    prop_assert_eq!(stands(world, StateId(focus)), Some(foreseen));
                }
            }
        }
    }

    #[test]
    fn a_pact_that_numbers_the_others_anew_makes_nobody_leave_another_than_before() {
        let europe = scenario::read(EUROPE_1936.name, EUROPE_1936.text).expect("the setup is valid");
        let mut app = begin(&europe, 3);
        let world = app.world_mut();
        let find = |world: &mut World, id: &str| {
            let mut survey = SystemState::<Survey>::new(world);
            survey.get(world).expect("the world is loaded").find(id).expect("it is there")
        };
        let (focus, far) = (find(world, "AFG"), find(world, "POR"));
        // Of small states far from all, first in the order of pacts.
        let pact = Command::AddPact(Pact {
            name: String::new(),
            kind: PactKind::Entente,
            members: vec!["AFG".into(), "POR".into()],
            target: None,
            since: None,
            until: None,
        });
        let mut foresight = Foresight::new(&way(world));
        let now = foresight.look(focus, None).expect("nothing is changed").expect("it has land");
        let then = foresight.look(focus, Some(&pact)).expect("it can be made").expect("it has land");
        let (mut renumbered, mut leaving) = (0, 0);
        for was in now.leanings.iter().filter(|it| it.state != focus && it.state != far) {
            let is = then.leaning(was.state).expect("it has land");
            if let (Action::Leave { alliance: a }, Action::Leave { alliance: b }) =
                (was.chosen.action, is.chosen.action)
            {
                leaving += 1;
                renumbered += usize::from(a != b);
                assert_eq!(now.partners(a, was.state), then.partners(b, was.state));
                assert!(now.agrees(was.chosen.action, &then, is.chosen.action));
            }
        }
        assert!(
            leaving > 0 && renumbered > 0,
            "{leaving} leave, {renumbered} of them a pact of another number"
        );
    }

    #[test]
    fn in_europe_it_is_what_the_world_prefers_and_history_stays() {
        let europe = scenario::read(EUROPE_1936.name, EUROPE_1936.text).expect("the setup is valid");
        let pact = Command::AddPact(Pact {
            name: String::new(),
            kind: PactKind::Defensive,
            members: vec!["FRN".into(), "UKG".into()],
            target: Some("GMY".into()),
            since: None,
            until: None,
        });
        for ticks in [0, 14, 40] {
            let mut otherwise = 0;
            for command in [
                set("GMY", "intent", 0.02),
                set("GMY", "revisionism", -0.5),
                set("GMY", "military", 1.0),
                set("POL", "military", 5e6),
                set("RUS", "offense", 1.0),
                Command::Believe {
                    of: "FRN".into(),
                    about: "GMY".into(),
                    intent: Some(0.9),
                    weight: Some(40.0),
                },
                pact.clone(),
            ] {
                let mut app = begin(&europe, 3);
                let world = app.world_mut();
                (0..ticks).for_each(|_| Timeline::advance(world));
                let survey = SystemState::<Survey>::new(world);
                let focus =
                    { survey }.get(world).expect("the world is loaded").find("GMY").expect("it is there");
                let (hash, events) =
                    (world.resource::<StateHash>().0, world.resource::<History>().events.clone());
                let mut foresight = Foresight::new(&way(world));
                let now = foresight.look(focus, None).expect("nothing is changed").expect("it has land");
                let foreseen = foresight.look(focus, Some(&command));
                assert_eq!(world.resource::<StateHash>().0, hash);
                assert_eq!(world.resource::<History>().events, events);
                let Ok(Some(foreseen)) = foreseen else {
                    assert!(Timeline::change(world, command).is_err());
                    continue;
                };
                Timeline::change(world, command).expect("what is foreseen can be done");
                let then = stands(world, focus).expect("it has land");
                assert_eq!(then, foreseen);
                let action = |prospect: &Prospect, state| prospect.leaning(state).map(|it| it.chosen.action);
                otherwise += now
                    .leanings
                    .iter()
                    .filter(|it| action(&then, it.state) != Some(it.chosen.action))
                    .count();
                assert!(now.leanings.iter().any(|it| it.chosen.action != Action::Stay) || ticks > 0);
            }
            assert!(otherwise > 0, "no change at tick {ticks} made anybody prefer anything else");
        }
    }
}
