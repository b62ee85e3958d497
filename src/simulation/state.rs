//! States: entities with their attributes, and the same attributes gathered in arrays for the kernels.

use std::sync::Arc;

use bevy_ecs::prelude::*;

use crate::scenario::Scenario;
use crate::theory::parameters::Parameters;
use crate::theory::power::{Capabilities, power_shares};
use crate::theory::threat::offense_multiplier;
use crate::world::{GeoPoint, Geography, RegionId, Regions};

use super::Clock;

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
    /// Name of the capital; may be empty.
    pub capital_name: String,
    /// Where the capital lies.
    pub capital: GeoPoint,
    /// The province the capital lies in.
    pub capital_region: RegionId,
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
    /// Real aggressive intent, 0 to 1. Only the state's own conduct and its own choice of war read it; others see
    /// the acts.
    pub intent: f32,
}

/// What a state wants of the order.
#[derive(Component, Debug, Clone, Copy, PartialEq)]
pub struct Interest {
    /// Value of revision less value of the status quo, -1 to 1.
    pub revisionism: f32,
}

/// Where intent and revisionism began, and are drawn back to.
#[derive(Component, Debug, Clone, Copy, PartialEq)]
pub struct Temper {
    /// Real aggressive intent as the world began, 0 to 1.
    pub intent: f32,
    /// Revisionism as the world began, -1 to 1.
    pub revisionism: f32,
}

/// The movement a state belongs to: a place in [`super::Movements`].
#[derive(Component, Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Creed(pub Option<u16>);

/// What war and arming have made of a state.
#[derive(Component, Debug, Clone, Copy, PartialEq, Default)]
pub struct Condition {
    /// Exhaustion from war, 0 none to 1 spent; takes as much from its strength.
    pub weariness: f32,
    /// The tick until which it arms; it does not where that is past.
    pub arms_until: u64,
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

impl Rules {
    /// Whether pacts, wars and land are not states' to change: a record drives them.
    pub fn history_decides(&self) -> bool {
        self.parameters.free_choice <= 0.0
    }
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
    /// Power that can be brought to bear: share less what exhaustion takes.
    pub fit: Vec<f32>,
    /// Multiplier of strength by offensive capability, 1 or more.
    pub offense: Vec<f32>,
    /// Strength in attack: fit power times offensive multiplier.
    pub strength: Vec<f32>,
    /// Own defence: fit power with the home advantage.
    pub defence: Vec<f32>,
    /// Whether each has any land: those without take no part.
    pub alive: Vec<bool>,
    /// Value of revision less value of the status quo, -1 to 1.
    pub revisionism: Vec<f32>,
    /// Real aggressive intent, 0 to 1. Read only where a state weighs its own conduct.
    pub intent: Vec<f32>,
    /// Exhaustion from war, 0 to 1.
    pub weariness: Vec<f32>,
    /// Whether each is arming.
    pub arming: Vec<bool>,
    /// The movement each belongs to.
    pub creed: Vec<Option<u16>>,
    pub(super) capabilities: Vec<Capabilities>,
}

impl Roster {
    /// Number of states.
    pub fn len(&self) -> usize {
        self.entities.len()
    }

    /// Makes every array as long as there are states.
    fn resize(&mut self, n: usize) {
        let nothing = Capabilities { population: 0.0, industry: 0.0, military: 0.0, technology: 1.0 };
        self.capabilities.resize(n, nothing);
        for array in [
            &mut self.fit,
            &mut self.offense,
            &mut self.strength,
            &mut self.defence,
            &mut self.revisionism,
            &mut self.intent,
            &mut self.weariness,
        ] {
            array.resize(n, 0.0);
        }
        self.alive.resize(n, false);
        self.arming.resize(n, false);
        self.creed.resize(n, None);
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

/// The map that the world stands on, shared by all runs of a scenario.
#[derive(Resource, Debug, Clone)]
pub struct Terrain(pub Arc<Geography>);

impl Terrain {
    /// The regions: all that the model knows of a map.
    pub fn regions(&self) -> &Regions {
        &self.0.regions
    }
}

/// Who holds each region, and what it is worth.
#[derive(Resource, Debug, Clone, PartialEq)]
pub struct Holdings {
    owners: Vec<Option<StateId>>,
    occupiers: Vec<Option<StateId>>,
    homes: Vec<Option<StateId>>,
    worth: Vec<f32>,
}

impl Holdings {
    /// From owners and worth by region, as the world begins.
    pub fn new(owners: Vec<Option<StateId>>, worth: Vec<f32>) -> Self {
        Self { occupiers: vec![None; owners.len()], homes: owners.clone(), owners, worth }
    }

    /// The holder of a region by right.
    pub fn owner(&self, region: RegionId) -> Option<StateId> {
        self.owners[region.index()]
    }

    /// Owners by region, in order.
    pub fn owners(&self) -> &[Option<StateId>] {
        &self.owners
    }

    /// The enemy that holds a region by force, while a war lasts.
    pub fn occupier(&self, region: RegionId) -> Option<StateId> {
        self.occupiers[region.index()]
    }

    /// Who rules a region in fact: its occupier, else its owner.
    pub fn controller(&self, region: RegionId) -> Option<StateId> {
        self.occupier(region).or(self.owner(region))
    }

    /// Whose homeland a region is: its owner as the world began.
    pub fn home(&self, region: RegionId) -> Option<StateId> {
        self.homes[region.index()]
    }

    /// What a region is worth, in units common to all: a share of system power as the world began.
    pub fn worth(&self, region: RegionId) -> f32 {
        self.worth[region.index()]
    }

    /// Hands a region over. It is no longer occupied.
    pub(super) fn cede(&mut self, region: RegionId, to: StateId) {
        self.owners[region.index()] = Some(to);
        self.occupiers[region.index()] = None;
    }

    /// Makes a region somebody's, or nobody's, as if it had never been otherwise: its homeland too.
    pub(super) fn assign(&mut self, region: RegionId, to: Option<StateId>) {
        let i = region.index();
        (self.owners[i], self.homes[i], self.occupiers[i]) = (to, to, None);
        if to.is_none() {
            self.worth[i] = 0.0;
        }
    }

    /// Makes the homeland of a state that is gone for good that of whoever owns it.
    pub(super) fn forget_home(&mut self, state: StateId) {
        for (home, owner) in self.homes.iter_mut().zip(&self.owners) {
            if *home == Some(state) {
                *home = *owner;
            }
        }
    }

    /// Says what a region is worth.
    pub(super) fn set_worth(&mut self, region: RegionId, worth: f32) {
        self.worth[region.index()] = worth;
    }

    /// Puts a region under an occupier, or under none.
    pub(super) fn occupy(&mut self, region: RegionId, by: Option<StateId>) {
        self.occupiers[region.index()] = by;
    }

    /// Worth of all that a state owns.
    pub fn worth_of(&self, state: StateId) -> f64 {
        let own = self.owners.iter().zip(&self.worth).filter(|(owner, _)| **owner == Some(state));
        own.map(|(_, worth)| f64::from(*worth)).sum()
    }

    /// Whether a state owns anything.
    pub fn has_land(&self, state: StateId) -> bool {
        self.owners.contains(&Some(state))
    }

    /// Provinces under an occupier, in order, with their occupier.
    pub fn occupied(&self) -> impl Iterator<Item = (RegionId, StateId)> + '_ {
        let place = |(index, by): (usize, &Option<StateId>)| by.map(|by| (RegionId(index as u32), by));
        self.occupiers.iter().enumerate().filter_map(place)
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

/// What [`gather`] reads of a state.
type Attributes = (
    &'static StateId,
    &'static Resources,
    &'static Posture,
    &'static Interest,
    &'static Condition,
    &'static Creed,
);

/// Brings the attributes of all states into the arrays of the roster.
pub fn gather(
    mut roster: ResMut<Roster>,
    (rules, clock, holdings): (Res<Rules>, Res<Clock>, Res<Holdings>),
    states: Query<Attributes>,
) {
    let roster = &mut *roster;
    let n = roster.entities.len();
    let parameters = &rules.parameters;
    roster.resize(n);
    if holdings.is_changed() {
        roster.alive.fill(false);
        for owner in holdings.owners().iter().flatten() {
            roster.alive[owner.index()] = true;
        }
    }
    for (id, resources, posture, interest, condition, creed) in &states {
        let i = id.index();
        roster.capabilities[i] = resources.0;
        roster.offense[i] = offense_multiplier(posture.offense, parameters);
        roster.intent[i] = posture.intent;
        roster.revisionism[i] = interest.revisionism;
        roster.weariness[i] = condition.weariness;
        roster.arming[i] = condition.arms_until > clock.tick;
        roster.creed[i] = creed.0;
        if !roster.alive[i] {
            let Capabilities { population, industry, military, .. } = &mut roster.capabilities[i];
            (*population, *industry, *military) = (0.0, 0.0, 0.0);
        }
    }
    power_shares(&roster.capabilities, parameters, &mut roster.power);
    if parameters.factor_power < 1.0 {
        // The factor is off in part or whole: powers move towards the mean of the living.
        let living = roster.alive.iter().filter(|alive| **alive).count();
        let mean = 1.0 / living.max(1) as f32;
        for (power, alive) in roster.power.iter_mut().zip(&roster.alive) {
            if *alive {
                *power = mean + parameters.factor_power * (*power - mean);
            }
        }
    }
    for i in 0..n {
        // Who is exhausted cannot bring all of its power to bear.
        let fit = roster.power[i] * (1.0 - roster.weariness[i]);
        roster.fit[i] = fit;
        roster.strength[i] = fit * roster.offense[i];
        roster.defence[i] = fit * (1.0 + parameters.home_advantage);
    }
}
