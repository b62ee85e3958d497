//! Measure: the system as a whole, once a tick, for tables and plots. Nothing in the model reads it.
//!
//! Powers, and who is alive, are those that states weighed in the tick: a state that falls in it counts for
//! the last time. Wars, alliances and land are as the tick leaves them.

use bevy_ecs::prelude::*;

use super::{
    Action, Alliances, Decision, EventKind, Journal, Losses, Motive, Outcome, Roster, StateId, Wars,
};
use crate::scenario::PactKind;
use crate::theory::system;

/// The state of the system after a tick.
#[derive(Resource, Debug, Clone, PartialEq, Default)]
pub struct Measures {
    /// Concentration of power (Ray and Singer), 0 to 1.
    pub concentration: f32,
    /// Effective number of powers.
    pub effective_powers: f32,
    /// States with at least half of the strongest one's power.
    pub poles: u32,
    /// The strongest state; of equals, the first by number.
    pub strongest: Option<StateId>,
    /// Its share of power, 0 to 1.
    pub strongest_share: f32,
    /// Who leads the strongest bloc: a state with all partners, other than under a pact of neutrality, that are
    /// no stronger than it.
    pub bloc_leader: Option<StateId>,
    /// That bloc's share of power, 0 to 1.
    pub bloc_share: f32,
    /// Power for revision: shares of power times revisionism above 0.
    pub revisionist_power: f32,
    /// Power for the status quo: shares of power times revisionism below 0, without the sign.
    pub status_quo_power: f32,
    /// States that have land.
    pub states_alive: u32,
    /// Those of them in any alliance.
    pub states_allied: u32,
    /// Alliances in force.
    pub alliances: u32,
    /// Those that arm.
    pub states_arming: u32,
    /// Those at war.
    pub states_at_war: u32,
    /// Wars under way.
    pub wars: u32,
    /// Mean exhaustion of the living, 0 to 1.
    pub weariness: f32,
    /// Share of all military strength that fell in wars in the tick, 0 to 1.
    pub military_lost: f32,
    /// Provinces that changed hands at a peace in the tick.
    pub provinces_ceded: u32,
    /// Decisions of the tick.
    pub decisions: Tally,
}

impl Measures {
    /// Share of living states that are in any alliance, 0 to 1 (Singer and Small 1966 count likewise).
    pub fn allied_share(&self) -> f32 {
        if self.states_alive == 0 { 0.0 } else { self.states_allied as f32 / self.states_alive as f32 }
    }
}

/// Decisions counted. An offer that was refused, or a choice that others forestalled, does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// By motive, in the order of [`Motive::ALL`]; for the motives of staying put, decisions to stay.
    pub by_motive: [u32; Motive::ALL.len()],
    /// Acts that balanced.
    pub balancing: u32,
    /// Acts that bandwagoned.
    pub bandwagoning: u32,
    /// All other acts; to stay as it was is none.
    pub other: u32,
}

impl Tally {
    /// Counts a decision if it took effect.
    pub fn count(&mut self, decision: &Decision) {
        if !took_effect(decision) {
            return;
        }
        self.by_motive[decision.motive as usize] += 1;
        match Alignment::of(decision) {
            Some(Alignment::Balancing) => self.balancing += 1,
            Some(Alignment::Bandwagoning) => self.bandwagoning += 1,
            None if decision.chosen.action != Action::Stay => self.other += 1,
            None => {}
        }
    }

    /// Adds another count to this one.
    pub fn add(&mut self, other: &Self) {
        for (mine, theirs) in self.by_motive.iter_mut().zip(&other.by_motive) {
            *mine += theirs;
        }
        self.balancing += other.balancing;
        self.bandwagoning += other.bandwagoning;
        self.other += other.other;
    }
}

/// With whom a state throws in its lot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alignment {
    /// With the side that resists: an alliance against a threat, or a war entered to keep from being dominated.
    Balancing,
    /// With a threat or a winner: an alliance under its lead, or a war entered for a share.
    Bandwagoning,
}

impl Alignment {
    /// How a decision aligns a state, if it does. Alliances go by what was asked for, wars by the motive of
    /// entry; coming to an ally that calls is neither, nor is arming, which aligns with nobody.
    pub fn of(decision: &Decision) -> Option<Self> {
        match decision.chosen.action {
            Action::Balance { .. } => Some(Self::Balancing),
            Action::Bandwagon { .. } => Some(Self::Bandwagoning),
            Action::Join { .. } => match decision.motive {
                Motive::AvoidDomination | Motive::Influence => Some(Self::Balancing),
                Motive::Appeasement
                | Motive::ShareOfVictory
                | Motive::Jackal
                | Motive::PilingOn
                | Motive::Wave
                | Motive::Contagion => Some(Self::Bandwagoning),
                _ => None,
            },
            Action::Stay
            | Action::Leave { .. }
            | Action::Arm { .. }
            | Action::Attack { .. }
            | Action::Sue { .. }
            | Action::Abandon { .. }
            | Action::Honour { .. } => None,
        }
    }
}

/// Whether a choice came to be: what was done, was granted or was made, and staying where staying was chosen.
pub fn took_effect(decision: &Decision) -> bool {
    match decision.outcome {
        Outcome::Made(_) | Outcome::Left | Outcome::Done | Outcome::Granted => true,
        Outcome::Unchanged => decision.chosen.action == Action::Stay,
        Outcome::Refused | Outcome::Overtaken | Outcome::Withheld => false,
    }
}

/// Room for the work of a tick, kept from one to the next.
#[derive(Default)]
pub struct Desk {
    /// A bit for each pair of states already linked, by row.
    seen: Vec<u64>,
    links: Vec<(usize, usize)>,
    allied: Vec<bool>,
    blocs: Vec<f32>,
}

/// Measures the system.
pub fn measure(
    mut measures: ResMut<Measures>,
    roster: Res<Roster>,
    (alliances, wars, losses): (Res<Alliances>, Res<Wars>, Res<Losses>),
    journal: Res<Journal>,
    mut desk: Local<Desk>,
) {
    let Desk { seen, links, allied, blocs } = &mut *desk;
    link(&alliances, roster.len(), seen, links, allied);
    system::blocs(&roster.power, links.iter().copied(), blocs);
    let (strongest, strongest_share) = greatest(&roster.power);
    let (bloc_leader, bloc_share) = greatest(blocs);
    let (revisionist_power, status_quo_power) = system::interests(&roster.power, &roster.revisionism);
    let (mut alive, mut in_alliance, mut arming, mut at_war, mut weariness) = (0, 0, 0, 0, 0.0);
    for state in roster.ids().filter(|state| roster.alive[state.index()]) {
        alive += 1;
        in_alliance += u32::from(allied[state.index()]);
        arming += u32::from(roster.arming[state.index()]);
        at_war += u32::from(wars.fights(state));
        weariness += roster.weariness[state.index()];
    }
    let mut decisions = Tally::default();
    for decision in &journal.decisions {
        decisions.count(decision);
    }
    let military: f64 = roster.capabilities.iter().map(|held| f64::from(held.military)).sum();
    let ceded = journal.events.iter().filter(|event| matches!(event.kind, EventKind::Ceded { .. }));
    *measures = Measures {
        concentration: system::concentration(&roster.power, alive as usize),
        effective_powers: system::effective_powers(&roster.power),
        poles: system::poles(&roster.power) as u32,
        strongest,
        strongest_share,
        bloc_leader,
        bloc_share,
        revisionist_power,
        status_quo_power,
        states_alive: alive,
        states_allied: in_alliance,
        alliances: alliances.len() as u32,
        states_arming: arming,
        states_at_war: at_war,
        wars: wars.len() as u32,
        weariness: weariness / alive.max(1) as f32,
        military_lost: if military > 0.0 { (losses.military / military) as f32 } else { 0.0 },
        provinces_ceded: ceded.count() as u32,
        decisions,
    };
}

/// Who is in an alliance at all, and which pairs stand together, each named once however many pacts they share.
fn link(
    alliances: &Alliances,
    states: usize,
    seen: &mut Vec<u64>,
    links: &mut Vec<(usize, usize)>,
    allied: &mut Vec<bool>,
) {
    let words = states.div_ceil(64);
    seen.clear();
    seen.resize(states * words, 0);
    allied.clear();
    allied.resize(states, false);
    links.clear();
    for alliance in alliances.iter() {
        for (place, a) in alliance.members.iter().enumerate() {
            allied[a.index()] = true;
            // Who promises only to stay out stands with nobody.
            if alliance.kind == PactKind::Neutrality {
                continue;
            }
            for b in &alliance.members[place + 1..] {
                let (a, b) = (a.index(), b.index());
                let (word, bit) = (&mut seen[a * words + b / 64], 1 << (b % 64));
                if *word & bit == 0 {
                    *word |= bit;
                    links.push((a, b));
                }
            }
        }
    }
}

/// The state with the greatest value above 0, of equals the first, and its value.
fn greatest(values: &[f32]) -> (Option<StateId>, f32) {
    let mut best = (None, 0.0);
    for (state, value) in values.iter().enumerate() {
        if *value > best.1 {
            best = (Some(StateId(state as u32)), *value);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use bevy_app::App;

    use super::*;
    use crate::scenario;
    use crate::simulation::{SimulationPlugin, load, step};
    use crate::theory::choice::Terms;

    const FIVE: &str =
        "(version: 1, name: \"five\", start: \"1900-01-01\", map: generated(regions: 10, seed: 1), states: [
        (id: \"AA\", capital: (province: \"R0001\"), population: 50, revisionism: 1),
        (id: \"BB\", capital: (province: \"R0002\"), population: 30, revisionism: -0.5),
        (id: \"CC\", capital: (province: \"R0003\"), population: 10),
        (id: \"DD\", capital: (province: \"R0004\"), population: 6),
        (id: \"EE\", capital: (province: \"R0005\"), population: 4),
    ], alliances: [
        (kind: defensive, members: [\"BB\", \"CC\", \"DD\"]),
        (kind: entente, members: [\"BB\", \"CC\"]),
        (kind: neutrality, members: [\"AA\", \"BB\"]),
    ], wars: [(attackers: [\"AA\"], defenders: [\"EE\"])])";

    #[test]
    fn motives_are_counted_in_their_own_columns() {
        for (place, motive) in Motive::ALL.into_iter().enumerate() {
            assert_eq!(motive as usize, place, "{}", motive.name());
        }
    }

    #[test]
    fn a_world_is_measured_as_soon_as_it_is_loaded() {
        let read = scenario::read("five", FIVE).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
        let mut app = App::new();
        app.add_plugins(SimulationPlugin);
        load(app.world_mut(), &read, 1);
        let it = app.world().resource::<Measures>().clone();
        let shares = [0.5, 0.3, 0.1, 0.06, 0.04];
        assert!((it.concentration - system::concentration(&shares, 5)).abs() < 1e-6);
        assert!((it.strongest_share - 0.5).abs() < 1e-6);
        // Two pacts of one pair count once; neutrality makes no bloc.
        assert!((it.bloc_share - 0.5).abs() < 1e-6, "{it:?}");
        assert_eq!(it.bloc_leader, it.strongest);
        // Nothing has been fought yet; after a tick of war something is lost, but not all.
        assert_eq!((it.alliances, it.military_lost), (3, 0.0));
        assert_eq!((it.poles, it.states_alive, it.states_allied, it.states_at_war, it.wars), (2, 5, 4, 2, 1));
        assert!((it.revisionist_power - 0.5).abs() < 1e-6 && (it.status_quo_power - 0.15).abs() < 1e-6);
        step(app.world_mut());
        let after = app.world().resource::<Measures>();
        assert!(after.military_lost > 0.0 && after.military_lost < 0.1, "{after:?}");
        assert_ne!(after, &it);
    }

    #[test]
    fn only_what_took_effect_is_counted_and_wars_go_by_their_motive() {
        let weighed = |action| crate::simulation::Weighed {
            action,
            terms: Terms::default(),
            consent: 1.0,
            chance: 1.0,
        };
        let decision = |action, motive, outcome| Decision {
            tick: 1,
            state: StateId(0),
            chosen: weighed(action),
            rejected: None,
            stay: Terms::default(),
            margin: 0.0,
            motive,
            threat: None,
            options: Vec::new(),
            consent: None,
            outcome,
        };
        let one = StateId(1);
        let join = Action::Join {
            war: crate::simulation::WarId(0),
            side: crate::simulation::Side::Attackers,
            against: one,
        };
        let balance = Action::Balance { against: one, with: StateId(2) };
        let made = Outcome::Made(crate::simulation::AllianceId(0));
        let mut tally = Tally::default();
        for it in [
            decision(balance, Motive::AvoidDomination, made),
            decision(balance, Motive::AvoidDomination, Outcome::Refused),
            decision(balance, Motive::Influence, Outcome::Overtaken),
            decision(join, Motive::Influence, Outcome::Done),
            decision(join, Motive::PilingOn, Outcome::Done),
            decision(Action::Bandwagon { with: one }, Motive::Jackal, made),
            decision(Action::Attack { target: one }, Motive::Conquest, Outcome::Done),
            decision(Action::Stay, Motive::PassTheBuck, Outcome::Unchanged),
        ] {
            tally.count(&it);
        }
        assert_eq!((tally.balancing, tally.bandwagoning, tally.other), (2, 2, 1));
        let of = |motive: Motive| tally.by_motive[motive as usize];
        assert_eq!([of(Motive::AvoidDomination), of(Motive::Influence), of(Motive::PassTheBuck)], [1, 1, 1]);
        let mut twice = tally;
        twice.add(&tally);
        assert_eq!((twice.balancing, twice.by_motive.iter().sum::<u32>()), (4, 12));
    }
}
