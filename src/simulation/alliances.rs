//! Who stands with whom.

use bevy_ecs::prelude::*;
use jiff::civil::Date;

use super::StateId;
use super::pacts::Pact;
use crate::scenario::PactKind;
use crate::theory::parameters::Parameters;

/// An alliance's number: counts up in a run and is never used again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AllianceId(pub u32);

/// A pact among two or more states.
#[derive(Debug, Clone, PartialEq)]
pub struct Alliance {
    /// Its number.
    pub id: AllianceId,
    /// Name from the scenario; empty for those made in the run.
    pub name: String,
    /// What was promised.
    pub kind: PactKind,
    /// Members in order of number, two or more.
    pub members: Vec<StateId>,
    /// Whom it is against; anyone where absent.
    pub target: Option<StateId>,
    /// The power the others lean on, where the alliance was made by bandwagoning.
    pub leader: Option<StateId>,
    /// When it was made.
    pub since: Date,
    /// When it lapses; never where absent.
    pub until: Option<Date>,
}

impl Alliance {
    /// Whether a state is a member.
    pub fn has(&self, state: StateId) -> bool {
        self.members.contains(&state)
    }

    /// The members other than this one.
    pub fn partners(&self, state: StateId) -> impl Iterator<Item = StateId> + '_ {
        self.members.iter().copied().filter(move |member| *member != state)
    }

    /// Whether its members help one another against this power.
    pub fn covers(&self, source: StateId) -> bool {
        !self.has(source) && self.target.is_none_or(|target| target == source)
    }
}

impl PactKind {
    /// Chance that a partner under this kind of pact comes when it covers the case.
    #[inline]
    pub fn reliability(self, parameters: &Parameters) -> f32 {
        match self {
            Self::Defensive | Self::Offensive => parameters.reliability_defense,
            Self::Entente => parameters.reliability_entente,
            Self::Neutrality => 0.0,
        }
    }

    /// Chance that a partner under this kind of pact joins an attack. A pact of defence promises none.
    #[inline]
    pub fn attack_reliability(self, parameters: &Parameters) -> f32 {
        match self {
            Self::Offensive => parameters.reliability_defense,
            Self::Entente => parameters.reliability_entente,
            Self::Defensive | Self::Neutrality => 0.0,
        }
    }

    /// How much of a full commitment it asks of its members, 0 to 1: to fight for one another, to lean
    /// to one side, or to stay out.
    #[inline]
    pub fn weight(self) -> f32 {
        match self {
            Self::Defensive | Self::Offensive => 1.0,
            Self::Entente => 0.5,
            Self::Neutrality => 0.25,
        }
    }
}

/// A pact against a power as one member sees it, no more than who and whom: for sums over many.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Bond {
    /// The other side.
    pub partner: StateId,
    /// Whom it is against.
    pub target: StateId,
}

/// All alliances in force, in order of number.
#[derive(Resource, Debug, Clone, Default, PartialEq)]
pub struct Alliances {
    list: Vec<Alliance>,
    by_state: Vec<Vec<AllianceId>>,
    by_target: Vec<Vec<AllianceId>>,
    /// Pacts of each state, in order of alliance and then of partner.
    pacts: Vec<Vec<Pact>>,
    /// Those of them that are against a power, in order of that power, then of alliance and of partner.
    bonds: Vec<Vec<Bond>>,
    /// A bit for each state and each power that it has any pact against, by row.
    against: Vec<u64>,
    /// Those of them whose partner may join an attack of the state, in the same order.
    joiners: Vec<Vec<Pact>>,
    /// All in order of partner and then of alliance.
    pacts_by_partner: Vec<Vec<Pact>>,
    /// The place in the list of each alliance ever made; where it is no more, of none.
    places: Vec<u32>,
}

impl Alliances {
    /// None yet, among so many states.
    pub fn new(states: usize) -> Self {
        let (none, free) = (vec![Vec::new(); states], vec![Vec::new(); states]);
        Self {
            by_state: none.clone(),
            by_target: none,
            pacts: free.clone(),
            bonds: vec![Vec::new(); states],
            against: vec![0; states * states.div_ceil(64)],
            joiners: free.clone(),
            pacts_by_partner: free,
            ..Self::default()
        }
    }

    /// Makes room for more states, who have no pacts yet.
    pub(super) fn grow(&mut self, states: usize) {
        let mut list = std::mem::take(&mut self.list);
        let places = std::mem::take(&mut self.places);
        *self = Self::new(states);
        for alliance in list.drain(..) {
            // Each finds its number free again.
            self.places.resize(alliance.id.0 as usize, u32::MAX);
            self.add(alliance);
        }
        self.places.resize(places.len(), u32::MAX);
    }

    /// Ends an alliance and gives it back.
    pub(super) fn end(&mut self, id: AllianceId) -> Option<Alliance> {
        let place = self.list.iter().position(|alliance| alliance.id == id)?;
        let alliance = self.list.remove(place);
        self.places[id.0 as usize] = u32::MAX;
        self.list_places(place);
        self.forget(id, &alliance.members);
        self.untarget(&alliance);
        Some(alliance)
    }

    /// All in force, in order of number.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Alliance> {
        self.list.iter()
    }

    /// Number in force.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether none is in force.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The alliance of that number, while it is in force.
    pub fn get(&self, id: AllianceId) -> Option<&Alliance> {
        let place = *self.places.get(id.0 as usize)?;
        self.list.get(place as usize)
    }

    /// Finds the places again from this one on.
    fn list_places(&mut self, from: usize) {
        for (place, alliance) in self.list.iter().enumerate().skip(from) {
            self.places[alliance.id.0 as usize] = place as u32;
        }
    }

    /// The alliances of one state.
    pub fn of(&self, state: StateId) -> impl Iterator<Item = &Alliance> {
        self.by_state[state.index()].iter().filter_map(|id| self.get(*id))
    }

    /// The alliances against a state.
    pub fn against(&self, state: StateId) -> impl Iterator<Item = &Alliance> {
        self.by_target[state.index()].iter().filter_map(|id| self.get(*id))
    }

    /// The pacts of a state, in order of alliance and then of partner.
    pub(super) fn pacts(&self, state: StateId) -> &[Pact] {
        &self.pacts[state.index()]
    }

    /// The partners of a state against a power, in order of alliance and then of partner.
    #[inline]
    pub(super) fn partners_against(
        &self,
        state: StateId,
        target: StateId,
    ) -> impl Iterator<Item = StateId> + '_ {
        let bonds = &self.bonds[state.index()];
        let first = bonds.partition_point(|bond| bond.target < target);
        bonds[first..].iter().take_while(move |bond| bond.target == target).map(|bond| bond.partner)
    }

    /// Whether a state has any pact against a power.
    #[inline]
    pub(super) fn stands_against(&self, state: StateId, target: StateId) -> bool {
        let words = self.pacts.len().div_ceil(64);
        self.against[state.index() * words + target.index() / 64] & 1 << (target.index() % 64) != 0
    }

    /// The pacts of a state whose partner may join its attack, in order of alliance and then of partner. A leader
    /// follows nobody to war.
    #[inline]
    pub(super) fn joiners(&self, state: StateId) -> &[Pact] {
        &self.joiners[state.index()]
    }

    /// Lists both of a state anew, after its pacts changed.
    fn sort_out(&mut self, state: StateId) {
        let bonds = &mut self.bonds[state.index()];
        let bond = |pact: &Pact| pact.target.map(|target| Bond { partner: pact.partner, target });
        bonds.clear();
        bonds.extend(self.pacts[state.index()].iter().filter_map(bond));
        bonds.sort_by_key(|bond| bond.target);
        let words = self.pacts.len().div_ceil(64);
        let row = &mut self.against[state.index() * words..(state.index() + 1) * words];
        row.fill(0);
        for Bond { target, .. } in bonds.iter() {
            row[target.index() / 64] |= 1 << (target.index() % 64);
        }
        let joiners = &mut self.joiners[state.index()];
        joiners.clear();
        joiners.extend(self.pacts[state.index()].iter().filter(|pact| pact.joins()));
    }

    /// The pacts of a state, in order of partner and then of alliance.
    pub(super) fn pacts_by_partner(&self, state: StateId) -> &[Pact] {
        &self.pacts_by_partner[state.index()]
    }

    /// Whether two states are partners in any pact.
    pub fn linked(&self, a: StateId, b: StateId) -> bool {
        self.pacts_by_partner(a).binary_search_by_key(&b, |pact| pact.partner).is_ok()
    }

    /// Puts a new alliance in force; `id` is given here.
    pub fn add(&mut self, mut alliance: Alliance) -> AllianceId {
        let id = AllianceId(self.places.len() as u32);
        self.places.push(self.list.len() as u32);
        alliance.id = id;
        alliance.members.sort_unstable();
        for member in &alliance.members {
            self.by_state[member.index()].push(id);
            self.pacts[member.index()].extend(Pact::of(&alliance, *member));
            let sorted = &mut self.pacts_by_partner[member.index()];
            for pact in Pact::of(&alliance, *member) {
                sorted.insert(sorted.partition_point(|other| other.partner <= pact.partner), pact);
            }
        }
        alliance.members.iter().for_each(|member| self.sort_out(*member));
        if let Some(target) = alliance.target {
            self.by_target[target.index()].push(id);
        }
        self.list.push(alliance);
        id
    }

    /// Takes a state out; the alliance ends if fewer than two remain. What it was, if it was in force
    /// and had the state.
    pub fn leave(&mut self, id: AllianceId, state: StateId) -> Option<Alliance> {
        let before = self.get(id).filter(|alliance| alliance.has(state))?.clone();
        let place = self.places[id.0 as usize] as usize;
        // Without its leader a following has nobody to lean on.
        if before.members.len() <= 2 || before.leader == Some(state) {
            self.end(id);
        } else {
            self.list[place].members.retain(|member| *member != state);
            self.forget(id, &[state]);
            for member in before.partners(state) {
                let stays = |pact: &Pact| pact.alliance != Some(id) || pact.partner != state;
                self.pacts[member.index()].retain(stays);
                self.pacts_by_partner[member.index()].retain(stays);
                self.sort_out(member);
            }
        }
        Some(before)
    }

    /// Ends all whose term is over on this date, and tells which.
    pub fn lapse(&mut self, date: Date) -> Vec<Alliance> {
        let over = |alliance: &mut Alliance| alliance.until.is_some_and(|until| until <= date);
        let lapsed: Vec<_> = self.list.extract_if(.., over).collect();
        for alliance in &lapsed {
            self.places[alliance.id.0 as usize] = u32::MAX;
            self.forget(alliance.id, &alliance.members);
            self.untarget(alliance);
        }
        if !lapsed.is_empty() {
            self.list_places(0);
        }
        lapsed
    }

    /// Strikes an alliance from the list of those against its target.
    fn untarget(&mut self, alliance: &Alliance) {
        if let Some(target) = alliance.target {
            self.by_target[target.index()].retain(|other| *other != alliance.id);
        }
    }

    /// Strikes an alliance from the lists of these states.
    fn forget(&mut self, id: AllianceId, states: &[StateId]) {
        for state in states {
            self.by_state[state.index()].retain(|other| *other != id);
            self.pacts[state.index()].retain(|pact| pact.alliance != Some(id));
            self.pacts_by_partner[state.index()].retain(|pact| pact.alliance != Some(id));
            self.sort_out(*state);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    proptest! {
        /// However alliances come and go, every list tells the same of them.
        #[test]
        fn lists_agree(moves in prop::collection::vec((0u32..8, 0u32..8, 0u32..8, 0u8..4), 1..60)) {
            let mut alliances = Alliances::new(8);
            for (a, b, c, what) in moves {
                let [a, b, c] = [a, b, c].map(StateId);
                match what {
                    0 | 1 if a != b => {
                        let members = if what == 1 && c != a && c != b { vec![a, b, c] } else { vec![a, b] };
                        let until = (what == 1 && a > b).then(|| date(1900, 1, 1 + c.0 as i8));
                        alliances.add(Alliance {
                            id: AllianceId(0),
                            name: String::new(),
                            kind: PactKind::Entente,
                            leader: (c == a).then_some(a),
                            target: (!members.contains(&c)).then_some(c),
                            members,
                            since: date(1900, 1, 1),
                            until,
                        });
                    }
                    2 => {
                        let first = alliances.of(a).next().map(|alliance| alliance.id);
                        first.map(|id| alliances.leave(id, a));
                    }
                    _ => {
                        alliances.lapse(date(1900, 1, 1 + b.0 as i8));
                    }
                }
                for state in (0..8).map(StateId) {
                    let of: Vec<_> = alliances.iter().filter(|alliance| alliance.has(state)).collect();
                    prop_assert_eq!(&alliances.of(state).collect::<Vec<_>>(), &of);
                    let mut pacts: Vec<_> = of.iter().flat_map(|it| Pact::of(it, state)).collect();
                    prop_assert_eq!(alliances.pacts(state), pacts.as_slice());
                    for target in (0..8).map(StateId) {
                        let against = pacts.iter().filter(|pact| pact.target == Some(target));
                        let partners: Vec<_> = against.map(|pact| pact.partner).collect();
                        prop_assert_eq!(alliances.stands_against(state, target), !partners.is_empty());
                        prop_assert_eq!(alliances.partners_against(state, target).collect::<Vec<_>>(), partners);
                    }
                    let joiners: Vec<_> = pacts.iter().copied().filter(Pact::joins).collect();
                    prop_assert_eq!(alliances.joiners(state), joiners);
                    pacts.sort_by_key(|pact| pact.partner);
                    prop_assert_eq!(alliances.pacts_by_partner(state), pacts.as_slice());
                    let against: Vec<_> =
                        alliances.iter().filter(|alliance| alliance.target == Some(state)).collect();
                    prop_assert_eq!(alliances.against(state).collect::<Vec<_>>(), against);
                    for alliance in of {
                        prop_assert_eq!(alliances.get(alliance.id), Some(alliance));
                    }
                }
            }
        }
    }
}
