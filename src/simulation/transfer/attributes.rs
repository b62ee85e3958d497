//! What differs in a state: names, means, character, movement.

use bevy_ecs::prelude::*;

use super::Transfer;
use crate::scenario::StateSetup;
use crate::simulation::load::capabilities;
use crate::simulation::{Creed, Growth, Identity, Interest, Movements, Posture, Resources, Temper};

impl Transfer<'_> {
    /// Gives a state what differs in its setup.
    pub(super) fn set_attributes(&mut self, world: &mut World, is: &StateSetup) {
        let Some(was) = self.was.get(is.id.as_str()).copied() else { return };
        let id = self.ids[&is.id];
        let entity = self.entity(world, id);
        if let Some(mut identity) = world.get_mut::<Identity>(entity).filter(|_| looks(was) != looks(is)) {
            identity.name.clone_from(&is.name);
            identity.capital_name.clone_from(&is.capital_name);
            (identity.cow, identity.colour) = (is.cow, is.colour);
            (identity.capital, identity.capital_region) = (is.capital, is.capital_region);
        }
        let (had, has) = (capabilities(was), capabilities(is));
        if had != has {
            let Some(mut resources) = world.get_mut::<Resources>(entity) else { return };
            let held = &mut resources.0;
            set(&mut held.population, had.population, has.population, self.units[0]);
            set(&mut held.industry, had.industry, has.industry, self.units[1]);
            set(&mut held.military, had.military, has.military, self.units[2]);
            set(&mut held.technology, had.technology, has.technology, 1.0);
            if had.technology != has.technology {
                self.moved.insert(id);
            }
            self.felt = true;
        }
        self.set_character(world, entity, (was, is));
        if was.ideology != is.ideology {
            self.adopt(world, is.ideology.as_deref());
            let list = &world.resource::<Movements>().list;
            let name = is.ideology.as_deref();
            let place = list.iter().position(|movement| Some(movement.name.as_str()) == name);
            world.entity_mut(entity).insert(Creed(place.map(|place| place as u16)));
            (self.felt, self.creeds) = (true, true);
        }
    }

    /// Posture, interest and growth. What is set by hand is also what the state is drawn back to.
    fn set_character(&mut self, world: &mut World, entity: Entity, (was, is): (&StateSetup, &StateSetup)) {
        let mut parts = world.entity_mut(entity);
        let differs = |was: f64, is: f64| was as f32 != is as f32;
        if let Some(mut posture) = parts.get_mut::<Posture>() {
            if differs(was.offense, is.offense) {
                posture.offense = is.offense as f32;
                self.felt = true;
            }
            if differs(was.intent, is.intent) {
                posture.intent = is.intent as f32;
                self.felt = true;
            }
        }
        if let Some(mut interest) = parts.get_mut::<Interest>()
            && differs(was.revisionism, is.revisionism)
        {
            interest.revisionism = is.revisionism as f32;
            self.felt = true;
        }
        if let Some(mut temper) = parts.get_mut::<Temper>() {
            if differs(was.intent, is.intent) {
                temper.intent = is.intent as f32;
            }
            if differs(was.revisionism, is.revisionism) {
                temper.revisionism = is.revisionism as f32;
            }
        }
        let (old, new) = (&self.old, &self.after.parameters);
        if let Some(mut growth) = parts.get_mut::<Growth>() {
            let by = |said: Option<f64>, usual: f32| said.map_or(usual, |said| said as f32);
            if by(was.growth, old.growth) != by(is.growth, new.growth) {
                growth.industry = by(is.growth, new.growth);
            }
            if old.growth_population != new.growth_population {
                growth.population = new.growth_population;
            }
        }
    }
}

/// What a state is known by, and where its capital lies.
fn looks(state: &StateSetup) -> impl PartialEq + '_ {
    (&state.name, state.cow, state.colour, &state.capital_name, state.capital, state.capital_region)
}

/// Sets a number if it differs as the world holds it.
fn set(held: &mut f32, was: f32, is: f32, unit: f32) {
    if was != is {
        *held = is / unit;
    }
}
