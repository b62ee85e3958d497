//! A run as records have it: who is bound to whom, who fights whom, who is sovereign.

use std::collections::{BTreeMap, BTreeSet};

use crate::record::{Fight, Side, Standing, Tie};
use crate::simulation::{StateId, Survey, War};

/// How things stand in a run, in the form in which a record tells of history, so that both are asked the same questions.
/// What has no counterpart in a run (alignment without a pact, neutrality declared) is empty.
pub fn standing(survey: &Survey) -> Standing {
    let id = |state: StateId| survey.identity(state).code.clone();
    let ids = |states: &[StateId]| states.iter().map(|state| id(*state)).collect::<Vec<_>>();
    let fight = |war: &War| Fight {
        name: war.name.clone(),
        leaders: [id(war.attacker), id(war.defender)],
        sides: [(&war.attackers, Side::Attackers), (&war.defenders, Side::Defenders)]
            .into_iter()
            .flat_map(|(states, side)| ids(states).into_iter().map(move |state| (state, side)))
            .collect(),
    };
    Standing {
        ties: survey
            .alliances
            .iter()
            .map(|pact| Tie {
                name: pact.name.clone(),
                kind: pact.kind,
                members: ids(&pact.members).into_iter().collect(),
                target: pact.target.map(id),
                until: pact.until,
            })
            .collect(),
        fights: survey.wars.iter().map(fight).collect(),
        sovereign: survey.states().filter(|state| survey.is_alive(*state)).map(id).collect(),
        aligned: BTreeMap::new(),
        neutral: BTreeSet::new(),
    }
}

#[cfg(test)]
mod tests {
    use bevy_app::App;
    use bevy_ecs::system::SystemState;

    use super::*;
    use crate::scenario::{self, builtin::THEATRES};
    use crate::simulation::{self, SimulationPlugin};

    #[test]
    fn a_run_begins_as_the_record_does() {
        for setup in THEATRES {
            let scenario = scenario::read(setup.name, setup.text).expect("the setup is valid");
            let mut app = App::new();
            app.add_plugins(SimulationPlugin);
            simulation::load(app.world_mut(), &scenario, 1);
            let mut survey = SystemState::<Survey>::new(app.world_mut());
            let mut seen = standing(&survey.get(app.world()).expect("a world has been loaded"));
            let mut told = Standing::at_start(&scenario);
            let key = |tie: &Tie| (tie.name.clone(), tie.members.clone(), tie.kind.name());
            seen.ties.sort_by_key(key);
            told.ties.sort_by_key(key);
            seen.fights.sort_by_key(|fight| fight.sides.clone());
            told.fights.sort_by_key(|fight| fight.sides.clone());
            assert_eq!(seen, told, "{}", setup.name);
        }
    }
}
