//! The stage: the world as a setup, so that what a change would do can be tried without touching anything.

use std::collections::BTreeSet;
use std::sync::Arc;

use bevy::prelude::*;

use crate::history::Timeline;
use crate::scenario::{Scenario, StateSetup};
use crate::simulation::{self, Basis, Clock};
use crate::world::RegionId;

/// The world where it stands, as a setup, with the owner of every province.
#[derive(Resource, Debug, Clone, Default)]
pub struct Stage {
    /// The setup; none before it has been looked at.
    scenario: Option<Arc<Scenario>>,
    /// Places in its list of states, by province.
    owners: Vec<Option<usize>>,
    /// When it was taken: the tick, and how often the timeline had been changed.
    taken: (u64, u64),
}

impl Stage {
    /// A setup as it is.
    pub fn of(scenario: Arc<Scenario>) -> Self {
        let mut owners = vec![None; scenario.geography.regions.len()];
        for (place, state) in scenario.states.iter().enumerate() {
            for region in &state.territory {
                owners[region.index()] = Some(place);
            }
        }
        Self { scenario: Some(scenario), owners, taken: (0, 0) }
    }

    /// Looks at the world, if it is not as it was when it was last looked at.
    pub(super) fn follow(world: &mut World) {
        let taken = (world.resource::<Clock>().tick, world.resource::<Timeline>().changes());
        let basis = world.resource::<Basis>().0.clone();
        let known = world.resource::<Self>();
        let same = known.taken == taken
            && known.scenario.as_ref().is_some_and(|it| taken.0 > 0 || Arc::ptr_eq(it, &basis));
        if same {
            return;
        }
        let now = if taken.0 == 0 { basis } else { Arc::new(simulation::capture(world)) };
        world.insert_resource(Self { taken, ..Self::of(now) });
    }

    /// When it was taken: the tick, and how often the timeline had been changed.
    pub fn taken(&self) -> (u64, u64) {
        self.taken
    }

    /// The setup.
    pub fn scenario(&self) -> Option<&Scenario> {
        self.scenario.as_deref()
    }

    /// The state that holds a province.
    pub fn owner(&self, region: RegionId) -> Option<&StateSetup> {
        let place = self.owners.get(region.index()).copied().flatten()?;
        self.scenario()?.states.get(place)
    }

    /// The state with an id.
    pub fn state(&self, id: &str) -> Option<&StateSetup> {
        self.scenario()?.states.iter().find(|state| state.id == id)
    }

    /// A province's name.
    pub fn name(&self, region: RegionId) -> &str {
        self.scenario().map_or("", |it| {
            let region = &it.geography.regions[region];
            if region.name.is_empty() { &region.code } else { &region.name }
        })
    }

    /// Codes of provinces, in order of number.
    pub fn codes(&self, regions: &[RegionId]) -> Vec<String> {
        let Some(scenario) = self.scenario() else { return Vec::new() };
        let sorted: BTreeSet<RegionId> = regions.iter().copied().collect();
        sorted.into_iter().map(|region| scenario.geography.regions[region].code.clone()).collect()
    }

    /// All provinces that are one with this one by land and have the same owner, or none as well; it first.
    pub fn expanse(&self, from: RegionId) -> Vec<RegionId> {
        let Some(scenario) = self.scenario() else { return Vec::new() };
        let owner = self.owners[from.index()];
        let (mut seen, mut found) = (BTreeSet::from([from]), vec![from]);
        let mut at = 0;
        while let Some(region) = found.get(at).copied() {
            at += 1;
            for next in &scenario.geography.regions[region].land {
                if self.owners[next.index()] == owner && seen.insert(*next) {
                    found.push(*next);
                }
            }
        }
        found
    }

    /// All provinces of the modern country that a province is in, it first; it alone on invented maps.
    pub fn country(&self, of: RegionId) -> Vec<RegionId> {
        let Some(scenario) = self.scenario() else { return Vec::new() };
        let regions = &scenario.geography.regions;
        let country = &regions[of].country;
        let mut found = vec![of];
        if !country.is_empty() {
            let others = regions.iter().filter(|(id, region)| *id != of && region.country == *country);
            found.extend(others.map(|(id, _)| id));
        }
        found
    }
}
