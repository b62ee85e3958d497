//! The realm of states: how land changes hands, and how states fall and rise again.
//!
//! A province takes its share of the owner's people and industry along: `worth / worth of all that the owner has`.
//! Of the army, the same share leaves its owner; the new owner can use `drafted` of it, the rest disbands. With
//! its last province a state gives up all it has, and is no more: it leaves its alliances and wars, and its fall
//! pulls on its neighbours ([`super::Movements`]). Its number, its homeland and what others believe of it stay, so
//! that it can rise again.

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use super::{
    AllianceId, Alliances, Clock, Condition, Event, EventKind, Holdings, Identity, Interest, Journal,
    Movements, Pairs, Posture, Resources, Roster, Rules, StateId, Temper, Terrain, WarId, Wars,
};
use crate::theory::distance::reach_km;
use crate::world::RegionId;

/// All that a change of hands touches. [`Realm::finish`] must close a round of changes.
#[derive(SystemParam)]
pub struct Realm<'w, 's> {
    pub(super) holdings: ResMut<'w, Holdings>,
    pub(super) wars: ResMut<'w, Wars>,
    pub(super) alliances: ResMut<'w, Alliances>,
    pub(super) movements: ResMut<'w, Movements>,
    pub(super) journal: ResMut<'w, Journal>,
    pub(super) pairs: ResMut<'w, Pairs>,
    pub(super) roster: ResMut<'w, Roster>,
    pub(super) terrain: Res<'w, Terrain>,
    pub(super) rules: Res<'w, Rules>,
    pub(super) clock: Res<'w, Clock>,
    states: Query<'w, 's, Attributes>,
    changed: Local<'s, Vec<StateId>>,
}

/// What changes of a state.
type Attributes = (
    &'static mut Resources,
    &'static mut Posture,
    &'static mut Interest,
    &'static mut Condition,
    &'static mut Identity,
    &'static Temper,
);

impl Realm<'_, '_> {
    /// Notes an event of this tick.
    pub fn tell(&mut self, kind: EventKind) {
        self.journal.events.push(Event { tick: self.clock.tick, kind });
    }

    /// Whether a state has any land.
    pub fn is_alive(&self, state: StateId) -> bool {
        self.roster.alive[state.index()]
    }

    /// The stronger of some states, as powers stood when the tick began; ties go to the lower number.
    pub fn strongest(&self, states: impl Iterator<Item = StateId>) -> Option<StateId> {
        let power = &self.roster.power;
        states.max_by(|a, b| power[a.index()].total_cmp(&power[b.index()]).then(b.cmp(a)))
    }

    /// Hands a province over, with its share of the owner's means. `drafted` is the share of its part of the army
    /// that the new owner can use.
    pub fn cede(&mut self, region: RegionId, to: StateId, drafted: f32) -> Result {
        let Some(from) = self.holdings.owner(region).filter(|from| *from != to) else { return Ok(()) };
        let share = self.share_of(region, from);
        let entities = [from, to].map(|state| self.roster.entities[state.index()]);
        let [(mut loser, ..), (mut taker, ..)] = self.states.get_many_mut(entities)?;
        let (loser, taker) = (&mut loser.0, &mut taker.0);
        move_share(&mut loser.population, &mut taker.population, share, 1.0);
        move_share(&mut loser.industry, &mut taker.industry, share, 1.0);
        move_share(&mut loser.military, &mut taker.military, share, drafted);
        self.holdings.cede(region, to);
        for state in [from, to] {
            if !self.changed.contains(&state) {
                self.changed.push(state);
            }
        }
        self.tell(EventKind::Ceded { region, from, to });
        Ok(())
    }

    /// A province's share of all that its owner has: by worth, or by number where nothing has any.
    fn share_of(&self, region: RegionId, owner: StateId) -> f32 {
        let whole = self.holdings.worth_of(owner);
        if whole > 0.0 {
            return (f64::from(self.holdings.worth(region)) / whole) as f32;
        }
        let count = self.holdings.owners().iter().filter(|other| **other == Some(owner)).count();
        1.0 / count.max(1) as f32
    }

    /// Moves a share of industry from one state to another.
    pub fn pay(&mut self, from: StateId, to: StateId, share: f32) -> Result {
        let entities = [from, to].map(|state| self.roster.entities[state.index()]);
        let [(mut payer, ..), (mut payee, ..)] = self.states.get_many_mut(entities)?;
        move_share(&mut payer.0.industry, &mut payee.0.industry, share, 1.0);
        Ok(())
    }

    /// Leaves a state this share of its army.
    pub fn disarm(&mut self, state: StateId, keep: f32) -> Result {
        let (mut resources, ..) = self.states.get_mut(self.roster.entities[state.index()])?;
        resources.0.military *= keep;
        Ok(())
    }

    /// A state's revisionism.
    pub fn revisionism(&self, state: StateId) -> Result<f32> {
        Ok(self.states.get(self.roster.entities[state.index()])?.2.revisionism)
    }

    /// A state's exhaustion.
    pub fn weariness(&self, state: StateId) -> Result<f32> {
        Ok(self.states.get(self.roster.entities[state.index()])?.3.weariness)
    }

    /// Changes a state's revisionism.
    pub fn set_revisionism(&mut self, state: StateId, value: f32) -> Result {
        self.states.get_mut(self.roster.entities[state.index()])?.2.revisionism = value;
        Ok(())
    }

    /// A state that was no more stands again, as it was of temper, and unworn. Its land is still to be ceded to it.
    pub fn restore(&mut self, state: StateId, from: StateId, by: Option<StateId>) -> Result {
        let (_, mut posture, mut interest, mut condition, _, temper) =
            self.states.get_mut(self.roster.entities[state.index()])?;
        (posture.intent, interest.revisionism) = (temper.intent, temper.revisionism);
        *condition = Condition::default();
        self.roster.alive[state.index()] = true;
        self.tell(EventKind::StateRestored { state, from, by });
        Ok(())
    }

    /// After a loss of land: a state without any falls to `to`; one that lost its capital moves it to the best
    /// province it has left.
    pub fn survive_or_fall(&mut self, state: StateId, to: StateId) -> Result {
        if self.is_alive(state) && !self.holdings.has_land(state) {
            self.fall(state, to)?;
        }
        self.move_capital(state)
    }

    /// Moves the capital of a state that does not hold it to its most valuable province.
    pub fn move_capital(&mut self, state: StateId) -> Result {
        let (.., mut identity, _) = self.states.get_mut(self.roster.entities[state.index()])?;
        if self.holdings.owner(identity.capital_region) == Some(state) {
            return Ok(());
        }
        let holdings = &self.holdings;
        let own = self.terrain.regions().iter().filter(|(id, _)| holdings.owner(*id) == Some(state));
        let best =
            own.max_by(|(a, _), (b, _)| holdings.worth(*a).total_cmp(&holdings.worth(*b)).then(b.cmp(a)));
        if let Some((id, region)) = best {
            identity.capital_region = id;
            identity.capital = region.point;
            identity.capital_name.clone_from(&region.name);
        }
        Ok(())
    }

    /// A state is no more.
    fn fall(&mut self, state: StateId, to: StateId) -> Result {
        let (mut resources, _, _, mut condition, ..) =
            self.states.get_mut(self.roster.entities[state.index()])?;
        (resources.0.population, resources.0.industry, resources.0.military) = (0.0, 0.0, 0.0);
        *condition = Condition::default();
        self.roster.alive[state.index()] = false;
        self.tell(EventKind::StateFell { state, to });
        self.movements.fall(state, to, self.clock.tick, &self.pairs);
        let pacts: Vec<AllianceId> = self.alliances.of(state).map(|alliance| alliance.id).collect();
        for id in pacts {
            let Some(was) = self.alliances.leave(id, state) else { continue };
            if self.alliances.get(id).is_none() {
                let kind = EventKind::AllianceLapsed { alliance: id, pact: was.kind, members: was.members };
                self.tell(kind);
            }
        }
        let wars: Vec<WarId> = self.wars.of(state).map(|war| war.id).collect();
        for id in wars {
            self.quit_war(id, state);
        }
        Ok(())
    }

    /// Takes a state out of a war without terms. The war ends where nobody is left on its side.
    fn quit_war(&mut self, id: WarId, state: StateId) {
        let Some(war) = self.wars.get(id) else { return };
        let Some(side) = war.side_of(state) else { return };
        let heir = self.strongest(war.side(side).iter().copied().filter(|other| *other != state));
        if heir.is_some() {
            self.wars.withdraw(id, state, heir);
        } else if let Some(war) = self.wars.end(id) {
            let winners = war.side(side.other()).to_vec();
            self.tell(EventKind::PeaceMade { war: id, winners, losers: vec![state], over: true });
        }
    }

    /// Closes a round of changes: what is occupied is what the wars still say, and distances follow the land.
    pub fn finish(&mut self) -> Result {
        agree(&mut self.holdings, &mut self.wars);
        if self.changed.is_empty() {
            return Ok(());
        }
        let mut changed = std::mem::take(&mut *self.changed);
        changed.sort_unstable();
        let parameters = &self.rules.parameters;
        let mut reach = self.pairs.reach_km().to_vec();
        for state in &changed {
            let (resources, ..) = self.states.get(self.roster.entities[state.index()])?;
            reach[state.index()] = reach_km(resources.0.technology, parameters);
        }
        let lands = self.holdings.by_state(self.roster.len());
        self.pairs.refresh(&changed, self.terrain.regions(), &lands, &reach, parameters);
        Ok(())
    }
}

/// Strikes from the wars what is no longer an enemy's, and brings the occupiers in line with them.
pub(super) fn agree(holdings: &mut Holdings, wars: &mut Wars) {
    for war in wars.iter_mut() {
        let (attackers, defenders) = (&war.attackers, &war.defenders);
        let opposed = |a: &StateId, b: &StateId| {
            (attackers.contains(a) && defenders.contains(b))
                || (attackers.contains(b) && defenders.contains(a))
        };
        war.occupied
            .retain(|held| holdings.owner(held.region) == Some(held.of) && opposed(&held.of, &held.by));
    }
    let before: Vec<RegionId> = holdings.occupied().map(|(region, _)| region).collect();
    for region in before {
        holdings.occupy(region, None);
    }
    for held in wars.iter().flat_map(|war| &war.occupied) {
        holdings.occupy(held.region, Some(held.by));
    }
}

/// Takes a share of what one has, and gives this part of it to the other.
fn move_share(from: &mut f32, to: &mut f32, share: f32, kept: f32) {
    let moved = *from * share;
    *from = (*from - moved).max(0.0);
    *to += moved * kept;
}
