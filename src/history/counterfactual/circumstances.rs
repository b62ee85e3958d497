//! Circumstances: the facts of the moment of a choice that its record does not hold.

use bevy_ecs::prelude::World;

use crate::simulation::{Action, AllianceId, Alliances, Assessments, Decision, Pairs, Roster, StateId, Wars};

/// A state that helps, or might.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Helper {
    /// Who.
    pub state: StateId,
    /// Share of its strength that would arrive, here or at the power that is feared, 0 to 1.
    pub arrives: f32,
}

/// What else there is to know of the moment of a choice.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Circumstances {
    /// The power that the choice is about: the threat in question, or whom the option taken turns to.
    pub about: Option<StateId>,
    /// The partners of its pacts, in order of number.
    pub partners: Vec<StateId>,
    /// Those of them that have a pact with it against the power in question, or against anyone, and do not lead it.
    pub guards: Vec<Helper>,
    /// Who would bring most against the power in question, likelihood counted.
    pub likeliest: Option<Helper>,
    /// Who stands in front of the power in question.
    pub in_front: Option<StateId>,
    /// Its pacts, each with its partners.
    pub pacts: Vec<(AllianceId, Vec<StateId>)>,
    /// The public chance of its own side, where it joins a war or sues for peace, 0 to 1.
    pub own_side: Option<f32>,
    /// The ally whose help mattered most.
    pub ally: Option<Helper>,
    /// Its share of power.
    pub power: f32,
    /// Its value of revision less that of the status quo, -1 to 1.
    pub revisionism: f32,
}

impl Circumstances {
    /// What is known before the tick runs.
    pub(super) fn before(world: &World, decision: &Decision) -> Self {
        let (alliances, wars) = (world.resource::<Alliances>(), world.resource::<Wars>());
        let (state, action) = (decision.state, decision.chosen.action);
        let about = decision.threat.map(|(source, ..)| source).or(action.about());
        let mut partners: Vec<StateId> = alliances.of(state).flat_map(|it| it.partners(state)).collect();
        partners.sort_unstable();
        partners.dedup();
        let guards = about.map_or_else(Vec::new, |about| {
            let guarding = |partner: &&StateId| {
                **partner != about
                    && alliances.of(state).any(|alliance| {
                        alliance.has(**partner)
                            && alliance.covers(about)
                            && alliance.leader != Some(**partner)
                    })
            };
            partners.iter().filter(guarding).map(|ally| helper(world, *ally, state, about)).collect()
        });
        let pacts = alliances.of(state).map(|it| (it.id, it.partners(state).collect())).collect();
        let own_side = match action {
            Action::Join { war, side, .. } => wars.get(war).map(|war| war.chance(side)),
            Action::Sue { war, .. } => wars.get(war).and_then(|war| Some(war.chance(war.side_of(state)?))),
            _ => None,
        };
        Self { about, partners, guards, pacts, own_side, ..Self::default() }
    }

    /// The partners of the pact that an option leaves, if it leaves one.
    pub fn left(&self, option: Action) -> &[StateId] {
        let Action::Leave { alliance } = option else { return &[] };
        self.pacts.iter().find(|(id, _)| *id == alliance).map_or(&[], |(_, partners)| partners)
    }

    /// What the tick itself works out: who is likely to stand against whom.
    pub(super) fn add_outlook(&mut self, world: &World, decision: &Decision) {
        let (assessments, roster) = (world.resource::<Assessments>(), world.resource::<Roster>());
        let state = decision.state;
        self.power = roster.power[state.index()];
        self.revisionism = roster.revisionism[state.index()];
        let Some(about) = self.about else { return };
        self.in_front = assessments.in_front(about, state);
        let likeliest = assessments.likeliest_against(about, state);
        self.likeliest = likeliest.map(|who| helper(world, who, state, about));
        self.ally = self.ally_that_mattered(decision).map(|who| helper(world, who, state, about));
    }

    /// The ally that was asked or called, else the one of the best pact not made, else of those it has the one with
    /// most to bring, else the one it might have.
    fn ally_that_mattered(&self, decision: &Decision) -> Option<StateId> {
        let named = |action: Action| match action {
            Action::Balance { with, .. } => Some(with),
            Action::Honour { ally, .. } | Action::Abandon { ally, .. } => Some(ally),
            _ => None,
        };
        let mut options: Vec<_> = decision.options.iter().collect();
        options.sort_by(|a, b| b.terms.utility().total_cmp(&a.terms.utility()));
        let nearest = self.guards.iter().max_by(|a, b| a.arrives.total_cmp(&b.arrives));
        named(decision.chosen.action)
            .or_else(|| self.left(decision.chosen.action).first().copied())
            .or_else(|| options.iter().find_map(|option| named(option.action)))
            .or(nearest.map(|ally| ally.state))
            .or(self.likeliest.map(|likeliest| likeliest.state))
            .filter(|ally| Some(*ally) != self.about)
    }
}

fn helper(world: &World, ally: StateId, to: StateId, against: StateId) -> Helper {
    let pairs = world.resource::<Pairs>();
    let near = |place: StateId| pairs.proximity[pairs.at(place, ally)];
    Helper { state: ally, arrives: near(to).max(near(against)) }
}
