//! What must hold in every world at every tick.

use entente::batch::Run;
use entente::simulation::{
    Action, Alliances, Assessments, Clock, Condition, Decision, Event, EventKind, Holdings, Interest,
    Journal, Measures, Movements, Pairs, Posture, Resources, Roster, Rules, Side, StateId, Truce, Wars,
    Weighed,
};
use entente::theory::choice::Terms;
use entente::theory::threat::Odds;

/// What stood when a tick began.
pub struct Watch {
    alive: Vec<bool>,
    owned: usize,
    truces: Vec<Truce>,
    enemies: Vec<Vec<StateId>>,
}

impl Watch {
    /// Of a world just loaded, which must be sound already.
    pub fn new(run: &Run) -> Self {
        let watch = Self::of(run);
        watch.check_world(run);
        watch
    }

    fn of(run: &Run) -> Self {
        let (roster, wars) = (get::<Roster>(run), get::<Wars>(run));
        Self {
            alive: roster.alive.clone(),
            owned: get::<Holdings>(run).owners().iter().flatten().count(),
            truces: wars.truces().to_vec(),
            enemies: roster.ids().map(|state| wars.enemies(state).to_vec()).collect(),
        }
    }

    /// After the world was changed by hand, which must have left it sound.
    pub fn anew(self, run: &Run) -> Self {
        let watch = Self::of(run);
        watch.check_world(run);
        watch
    }

    /// Runs a tick and checks everything.
    pub fn step(&mut self, run: &mut Run) {
        run.step();
        self.check_world(run);
        self.check_acts(run);
        self.check_truces(run);
        *self = Self::of(run);
    }

    fn check_world(&self, run: &Run) {
        let tick = get::<Clock>(run).tick;
        check_powers(run, &self.alive);
        check_land(run, self.owned);
        check_wars(run);
        check_alliances(run);
        check_numbers(run);
        let roster = get::<Roster>(run);
        for state in roster.ids().filter(|state| !roster.alive[state.index()]) {
            assert_eq!(get::<Alliances>(run).of(state).count(), 0, "the dead ally, tick {tick}");
            assert!(!get::<Wars>(run).fights(state), "the dead fight, tick {tick}");
        }
    }

    /// Only the living decide and act, and only with the living.
    fn check_acts(&self, run: &Run) {
        let (journal, tick) = (get::<Journal>(run), get::<Clock>(run).tick);
        for decision in &journal.decisions {
            assert_eq!(decision.tick, tick);
            let options = decision.options.iter().chain([&decision.chosen]).chain(&decision.rejected);
            for state in options.flat_map(named).chain([decision.state]) {
                assert!(self.alive[state.index()], "{state:?} is no more: {decision:?}");
            }
            check_decision(decision);
        }
        let mut alive = self.alive.clone();
        for Event { tick: told, kind } in &journal.events {
            assert_eq!(*told, tick);
            if let EventKind::StateRestored { state, .. } = kind {
                assert!(!std::mem::replace(&mut alive[state.index()], true));
            }
            for state in actors(kind) {
                assert!(alive[state.index()], "{state:?} is no more: {kind:?}");
            }
            if let EventKind::StateFell { state, .. } = kind {
                alive[state.index()] = false;
            }
        }
        assert_eq!(alive, get::<Roster>(run).alive);
    }

    /// No two that were at truce when the tick began are at war now and were not then.
    fn check_truces(&self, run: &Run) {
        let (wars, tick) = (get::<Wars>(run), get::<Clock>(run).tick);
        for truce in self.truces.iter().filter(|truce| truce.until > tick) {
            let before = self.enemies[truce.a.index()].contains(&truce.b);
            assert!(before || !wars.at_war(truce.a, truce.b), "{truce:?} is broken at {tick}");
        }
    }
}

fn get<R: bevy_ecs::prelude::Resource>(run: &Run) -> &R {
    run.world().resource::<R>()
}

/// Whom an option is about.
fn named(option: &Weighed) -> Vec<StateId> {
    match option.action {
        Action::Stay | Action::Leave { .. } => Vec::new(),
        Action::Balance { against, with } => vec![against, with],
        Action::Bandwagon { with } | Action::Sue { with, .. } => vec![with],
        Action::Arm { against } | Action::Join { against, .. } => vec![against],
        Action::Attack { target } => vec![target],
        Action::Abandon { ally, .. } => vec![ally],
        Action::Honour { ally, against, .. } => vec![ally, against],
    }
}

/// Those who act in an event, or are acted upon as living states.
fn actors(kind: &EventKind) -> Vec<StateId> {
    match kind {
        EventKind::AllianceLapsed { .. } => Vec::new(),
        EventKind::PeaceMade { winners, .. } => winners.clone(),
        _ => kind.states(),
    }
}

fn check_powers(run: &Run, alive: &[bool]) {
    let roster = get::<Roster>(run);
    let sum: f64 = roster.power.iter().map(|power| f64::from(*power)).sum();
    assert!((sum - 1.0).abs() < 1e-4, "powers sum to {sum}");
    for (state, power) in roster.power.iter().enumerate() {
        assert!((0.0..=1.0).contains(power), "{power}");
        // Powers are those of the tick's beginning.
        assert!(alive[state] || *power == 0.0, "the dead have power {power}");
    }
}

fn check_land(run: &Run, owned: usize) {
    let (holdings, roster, wars) = (get::<Holdings>(run), get::<Roster>(run), get::<Wars>(run));
    assert_eq!(holdings.owners().iter().flatten().count(), owned);
    for state in roster.ids() {
        assert_eq!(holdings.has_land(state), roster.alive[state.index()]);
    }
    for (region, by) in holdings.occupied() {
        let owner = holdings.owner(region).expect("nobody's land is not occupied");
        assert!(wars.at_war(owner, by), "{by:?} holds land of {owner:?} in peace");
        let told = wars.iter().flat_map(|war| &war.occupied).filter(|held| held.region == region);
        assert_eq!(told.map(|held| (held.of, held.by)).collect::<Vec<_>>(), [(owner, by)]);
    }
    let told = wars.iter().map(|war| war.occupied.len()).sum::<usize>();
    assert_eq!(told, holdings.occupied().count());
}

fn check_wars(run: &Run) {
    let (wars, roster) = (get::<Wars>(run), get::<Roster>(run));
    for war in wars.iter() {
        assert!(war.attackers.contains(&war.attacker) && war.defenders.contains(&war.defender), "{war:?}");
        for side in [Side::Attackers, Side::Defenders] {
            let members = war.side(side);
            assert!(members.windows(2).all(|pair| pair[0] < pair[1]));
            assert!(members.iter().all(|state| roster.alive[state.index()]));
            assert!(members.iter().all(|state| !war.side(side.other()).contains(state)));
            for (a, b) in members.iter().flat_map(|a| members.iter().map(move |b| (a, b))) {
                assert!(!wars.at_war(*a, *b), "{a:?} and {b:?} fight beside and against one another");
                assert!(!war.side(side.other()).contains(a));
            }
            assert!(war.strength_of(side).is_finite() && war.strength_of(side) >= 0.0);
        }
        assert!((-1.0..=1.0).contains(&war.front) && (0.0..=1.0).contains(&war.expectation), "{war:?}");
        assert!(war.contributions.iter().all(|(_, amount)| amount.is_finite() && *amount >= 0.0));
    }
    for state in roster.ids() {
        let enemies = wars.enemies(state);
        assert!(enemies.iter().all(|enemy| *enemy != state && wars.at_war(*enemy, state)));
        assert_eq!(wars.fights(state), wars.of(state).count() > 0);
    }
}

fn check_alliances(run: &Run) {
    let (alliances, wars, roster) = (get::<Alliances>(run), get::<Wars>(run), get::<Roster>(run));
    for alliance in alliances.iter() {
        let members = &alliance.members;
        assert!(members.len() >= 2 && members.windows(2).all(|pair| pair[0] < pair[1]), "{alliance:?}");
        assert!(alliance.target.is_none_or(|target| !alliance.has(target)), "{alliance:?}");
        assert!(alliance.leader.is_none_or(|leader| alliance.has(leader)), "{alliance:?}");
        for member in members {
            assert!(roster.alive[member.index()], "{member:?} is no more: {alliance:?}");
            assert!(alliances.of(*member).any(|other| other.id == alliance.id));
            for partner in alliance.partners(*member) {
                assert!(alliances.linked(*member, partner) && alliances.linked(partner, *member));
                assert!(!wars.at_war(*member, partner), "{member:?} fights its ally {partner:?}");
            }
        }
    }
    let memberships: usize = roster.ids().map(|state| alliances.of(state).count()).sum();
    assert_eq!(memberships, alliances.iter().map(|alliance| alliance.members.len()).sum::<usize>());
    let aimed: usize = roster.ids().map(|state| alliances.against(state).count()).sum();
    assert_eq!(aimed, alliances.iter().filter(|alliance| alliance.target.is_some()).count());
}

fn finite(terms: &Terms) -> bool {
    terms.values().iter().all(|value| value.is_finite())
}

fn check_odds(odds: &Odds) {
    let Odds { intent, proximity, attack, own_defence, help_now, help_full, relief } = *odds;
    assert!([intent, proximity, relief].iter().all(|share| (0.0..=1.0).contains(share)), "{odds:?}");
    let strengths = [attack, own_defence, help_now, help_full];
    assert!(strengths.iter().all(|strength| strength.is_finite() && *strength >= 0.0), "{odds:?}");
    assert!(help_full >= help_now);
}

fn check_decision(decision: &Decision) {
    let options = decision.options.iter().chain([&decision.chosen]).chain(&decision.rejected);
    for option in options {
        assert!(finite(&option.terms), "{decision:?}");
        assert!((0.0..=1.0).contains(&option.chance) && (0.0..=1.0).contains(&option.consent));
    }
    assert!(finite(&decision.stay) && decision.margin.is_finite());
    if let Some((_, factors, odds)) = decision.threat {
        assert!(factors.attack().is_finite() && factors.intent.is_finite());
        check_odds(&odds);
    }
    if let Some(consent) = decision.consent {
        assert!(finite(&consent.with) && finite(&consent.without));
        assert!((0.0..=1.0).contains(&consent.chance));
    }
}

fn check_numbers(run: &Run) {
    let (roster, pairs, rules) = (get::<Roster>(run), get::<Pairs>(run), get::<Rules>(run));
    let assessments = get::<Assessments>(run);
    for state in roster.ids() {
        let entity = run.world().entity(roster.entities[state.index()]);
        let means = entity.get::<Resources>().expect("it has means").0;
        for amount in [means.population, means.industry, means.military, means.technology] {
            assert!(amount.is_finite() && amount >= 0.0, "{means:?}");
        }
        let posture = entity.get::<Posture>().expect("it has a posture");
        assert!((0.0..=1.0).contains(&posture.intent) && (0.0..=1.0).contains(&posture.offense));
        let wants = entity.get::<Interest>().expect("it has interests").revisionism;
        assert!((-1.0..=1.0).contains(&wants));
        let weariness = entity.get::<Condition>().expect("it has a condition").weariness;
        assert!((0.0..=1.0).contains(&weariness));
        assert!(finite(assessments.stay(state)));
        for threat in assessments.threats(state) {
            assert!(threat.source != state);
            assert!([threat.joined, threat.coalition].iter().all(|it| it.is_finite() && *it >= 0.0));
            assert!((0.0..=1.0).contains(&threat.spared));
            check_odds(&threat.odds);
            assert!((0.0..=1.0).contains(&threat.odds.threat(&rules.parameters)));
        }
        for other in roster.ids().filter(|other| *other != state) {
            let (at, belief) = (pairs.at(state, other), pairs.belief(state, other));
            assert!(belief.alarm > 0.0 && belief.calm > 0.0 && (belief.alarm + belief.calm).is_finite());
            assert!((0.0..=1.0).contains(&belief.intent()));
            assert!((0.0..=1.0).contains(&pairs.exposure[at]) && (0.0..=1.0).contains(&pairs.proximity[at]));
            let both = roster.alive[state.index()] && roster.alive[other.index()];
            assert_eq!(pairs.distance_km[at].is_finite(), both);
            assert_eq!(pairs.distance_km[at], pairs.distance_km[pairs.at(other, state)]);
        }
    }
    for movement in &get::<Movements>(run).list {
        assert!((0.0..=1.0).contains(&movement.momentum) && (0.0..=1.0).contains(&movement.prestige));
    }
    let measures = get::<Measures>(run);
    for share in [
        measures.concentration,
        measures.strongest_share,
        measures.bloc_share,
        measures.revisionist_power,
        measures.status_quo_power,
        measures.weariness,
        measures.allied_share(),
    ] {
        assert!((-1e-5..=1.0 + 1e-4).contains(&share), "{measures:?}");
    }
    assert!(measures.effective_powers.is_finite() && measures.effective_powers >= 0.99, "{measures:?}");
}
