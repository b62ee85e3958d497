//! States: entities with their attributes, and the same attributes gathered in arrays for the kernels.

use bevy_ecs::prelude::*;

use crate::scenario::Scenario;
use crate::theory::parameters::Parameters;
use crate::theory::power::{Capabilities, power_shares};
use crate::theory::threat::offense_multiplier;
use crate::world::{GeoPoint, RegionId};

/// A state's number, dense from 0, in the order of capital regions: the same for one scenario however
/// its file lists the states. Sums and draws go by it, never by `Entity`.
#[derive(Component, Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[component(immutable)]
pub struct StateId(pub u32);

impl StateId {
    /// The number as an index into a list by state.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Who a state is. Nothing in the model depends on it but `origin`, which keys its random draws.
#[derive(Component, Debug, Clone, PartialEq)]
pub struct Identity {
    /// Id in scenarios and outputs, such as `GMY`.
    pub code: String,
    /// Name for people.
    pub name: String,
    /// Correlates of War number.
    pub cow: Option<u16>,
    /// Colour chosen by the scenario.
    pub colour: Option<[u8; 3]>,
    /// Movement it belongs to.
    pub ideology: Option<String>,
    /// Name of the capital; may be empty.
    pub capital_name: String,
    /// Where the capital lies.
    pub capital: GeoPoint,
    /// Key of its random draws: from its first capital's region, so that renaming or reordering states
    /// changes no draw and editing one state leaves the others' alone.
    pub origin: u64,
}

/// Population, industry, military and technology.
#[derive(Component, Debug, Clone, Copy, PartialEq)]
pub struct Resources(pub Capabilities);

/// How a state carries itself.
#[derive(Component, Debug, Clone, Copy, PartialEq)]
pub struct Posture {
    /// Share of its power usable beyond its borders, 0 to 1.
    pub offense: f32,
    /// Real aggressive intent, 0 to 1. Only `conduct.rs` reads it; other states see the acts.
    pub intent: f32,
}

/// What a state wants of the order.
#[derive(Component, Debug, Clone, Copy, PartialEq)]
pub struct Interest {
    /// Value of revision less value of the status quo, -1 to 1.
    pub revisionism: f32,
}

/// How fast a state grows.
#[derive(Component, Debug, Clone, Copy, PartialEq)]
pub struct Growth {
    /// Industry and military, share a year.
    pub industry: f32,
    /// Population, share a year.
    pub population: f32,
}

/// The rules of this world: parameters and the time a tick takes.
#[derive(Resource, Debug, Clone, Copy, PartialEq)]
pub struct Rules {
    /// Parameters of the theory.
    pub parameters: Parameters,
    /// Years a tick takes, on average.
    pub years_per_tick: f32,
}

/// All states by [`StateId`], with what the kernels need gathered once a tick.
#[derive(Resource, Debug, Clone, Default)]
pub struct Roster {
    /// The entity of each state.
    pub entities: Vec<Entity>,
    /// Draw keys, from [`Identity::origin`].
    pub origins: Vec<u64>,
    /// Power shares; they sum to 1.
    pub power: Vec<f32>,
    /// Multiplier of strength by offensive capability, 1 or more.
    pub offense: Vec<f32>,
    /// Power as felt in attack: share times offensive multiplier.
    pub strength: Vec<f32>,
    /// Own defence: share with the home advantage.
    pub defence: Vec<f32>,
    capabilities: Vec<Capabilities>,
}

impl Roster {
    /// Number of states.
    pub fn len(&self) -> usize {
        self.entities.len()
    }

    /// Whether there is no state.
    pub fn is_empty(&self) -> bool {
        self.entities.is_empty()
    }

    /// All states in order.
    pub fn ids(&self) -> impl ExactSizeIterator<Item = StateId> + use<> {
        (0..self.entities.len() as u32).map(StateId)
    }
}

/// Who holds each region.
#[derive(Resource, Debug, Clone, PartialEq)]
pub struct Holdings {
    owners: Vec<Option<StateId>>,
}

impl Holdings {
    /// From owners by region.
    pub fn new(owners: Vec<Option<StateId>>) -> Self {
        Self { owners }
    }

    /// The holder of a region.
    pub fn owner(&self, region: RegionId) -> Option<StateId> {
        self.owners[region.index()]
    }

    /// Owners by region, in order.
    pub fn owners(&self) -> &[Option<StateId>] {
        &self.owners
    }

    /// Regions of each of `states` states, in order of number.
    pub fn by_state(&self, states: usize) -> Vec<Vec<RegionId>> {
        let mut lists = vec![Vec::new(); states];
        for (index, owner) in self.owners.iter().enumerate() {
            if let Some(owner) = owner {
                lists[owner.index()].push(RegionId(index as u32));
            }
        }
        lists
    }
}

/// The order of [`StateId`]s: places in `scenario.states` by capital region.
pub fn canonical_order(scenario: &Scenario) -> Vec<usize> {
    let mut order: Vec<usize> = (0..scenario.states.len()).collect();
    order.sort_by_key(|place| scenario.states[*place].capital_region);
    order
}

/// Brings the attributes of all states into the arrays of the roster.
pub fn gather(
    mut roster: ResMut<Roster>,
    rules: Res<Rules>,
    states: Query<(&StateId, &Resources, &Posture)>,
) {
    let roster = &mut *roster;
    let n = roster.entities.len();
    let parameters = &rules.parameters;
    let nothing = Capabilities { population: 0.0, industry: 0.0, military: 0.0, technology: 1.0 };
    roster.capabilities.clear();
    roster.capabilities.resize(n, nothing);
    roster.offense.clear();
    roster.offense.resize(n, 1.0);
    for (id, resources, posture) in &states {
        roster.capabilities[id.index()] = resources.0;
        roster.offense[id.index()] = offense_multiplier(posture.offense, parameters);
    }
    power_shares(&roster.capabilities, parameters, &mut roster.power);
    if parameters.factor_power < 1.0 {
        // The factor is off in part or whole: powers move towards the mean.
        let mean = 1.0 / n.max(1) as f32;
        for power in &mut roster.power {
            *power = mean + parameters.factor_power * (*power - mean);
        }
    }
    roster.strength.clear();
    roster.defence.clear();
    for (power, offense) in roster.power.iter().zip(&roster.offense) {
        roster.strength.push(power * offense);
        roster.defence.push(power * (1.0 + parameters.home_advantage));
    }
}
