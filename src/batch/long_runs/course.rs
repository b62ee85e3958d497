//! The course of one long run, gathered tick by tick in constant memory.

use crate::batch::Run;
use crate::simulation::{
    Action, Alignment, Alliances, Event, EventKind, Holdings, Journal, Measures, Roster, StateId, took_effect,
};

/// Share of power from which the strongest state is a universal empire.
const EMPIRE: f32 = 2.0 / 3.0;

/// Most provinces, as a share of all, that may change hands in the last quarter of a stable system.
const FEW_PROVINCES: f64 = 0.1;

/// How many of the strongest states are compared.
const STRONGEST: usize = 10;

/// Most of them that may drop out in the last quarter of a stable system.
const FEW_RANKS: usize = 2;

/// What a world came to. See [`super`] for the limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// One state outweighs all others together by far.
    UniversalEmpire,
    /// Several powers, and little changes.
    StablePlural,
    /// Several powers; land, ranks or both go on changing.
    Churn,
    /// Nothing happens any more.
    Frozen,
}

impl Fate {
    /// All, in the order of tables.
    pub const ALL: [Self; 4] = [Self::UniversalEmpire, Self::StablePlural, Self::Churn, Self::Frozen];

    /// Name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::UniversalEmpire => "universal empire",
            Self::StablePlural => "stable plural system",
            Self::Churn => "churn",
            Self::Frozen => "frozen",
        }
    }
}

/// Years in which the strongest state had a share of power within some limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LeaderYears {
    /// How many.
    pub of: u32,
    /// In how many of them a pact was made against it, or a war joined to keep it from domination.
    pub countered: u32,
    /// In how many of them a pact against it was in force as the year began.
    pub standing: u32,
}

/// Acts of alignment of some states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Acts {
    /// Acts that balanced.
    pub balancing: u32,
    /// Acts that bandwagoned.
    pub bandwagoning: u32,
}

impl Acts {
    /// All acts of alignment.
    pub fn all(self) -> u32 {
        self.balancing + self.bandwagoning
    }

    /// Share of bandwagoning, 0 to 1; absent where there was no alignment.
    pub fn bandwagon_share(self) -> Option<f64> {
        (self.all() > 0).then(|| f64::from(self.bandwagoning) / f64::from(self.all()))
    }
}

/// What is noted of the last quarter.
#[derive(Debug, Clone, PartialEq, Default)]
struct Late {
    /// Provinces that changed hands, each as often as it did.
    provinces: u32,
    /// Alliances made, left and lapsed.
    alliances: u32,
    /// The strongest states on its first day, strongest first.
    strongest: Vec<StateId>,
    /// Sums over its ticks.
    ticks: u32,
    concentration: f64,
    allied: f64,
}

/// One long run, as told by its months.
#[derive(Debug, Clone, PartialEq)]
pub struct Course {
    years: u32,
    ticks_a_year: u32,
    tick: u32,
    late: Late,
    /// The strongest state as the year began, and whether it has been countered since.
    leader: Option<StateId>,
    leader_band: usize,
    leader_countered: bool,
    owners: Vec<Option<StateId>>,
    /// Years by the strongest state's share of power as they began: below a quarter, up to a third, above.
    pub leader_years: [LeaderYears; 3],
    /// Wars that began.
    pub wars: u32,
    /// Calls on allies, and how many were honoured.
    pub calls: [u32; 2],
    /// Acts of states below the mean power of the living.
    pub weak: Acts,
    /// Acts of the others.
    pub strong: Acts,
    /// States that have land at the end.
    pub alive: u32,
    /// Share of power of the strongest at the end, 0 to 1.
    pub strongest_share: f32,
    /// The strongest at the end, strongest first.
    strongest: Vec<StateId>,
}

impl Course {
    /// A course of so many years, from a run at tick 0 that has monthly ticks.
    pub(super) fn new(run: &mut Run, years: u32) -> Self {
        let mut course = Self {
            years,
            ticks_a_year: 12,
            tick: 0,
            late: Late::default(),
            leader: None,
            leader_band: 0,
            leader_countered: false,
            owners: run.world().resource::<Holdings>().owners().to_vec(),
            leader_years: Default::default(),
            wars: 0,
            calls: [0; 2],
            weak: Acts::default(),
            strong: Acts::default(),
            alive: 0,
            strongest_share: 0.0,
            strongest: Vec::new(),
        };
        course.begin_year(run);
        course
    }

    /// Whether all years have been watched.
    pub(super) fn is_over(&self) -> bool {
        self.tick == self.years * self.ticks_a_year
    }

    /// The tick in which the last quarter begins.
    fn late_from(&self) -> u32 {
        (self.years - self.years / 4) * self.ticks_a_year
    }

    /// Takes note of the tick just run.
    pub(super) fn watch(&mut self, run: &mut Run) {
        self.tick += 1;
        let late = self.tick > self.late_from();
        let world = run.world();
        let journal = world.resource::<Journal>();
        for event in &journal.events {
            self.watch_event(event, late);
        }
        self.watch_acts(journal, world.resource::<Roster>());
        let holdings = world.resource::<Holdings>();
        for (was, is) in self.owners.iter_mut().zip(holdings.owners()) {
            if was != is {
                *was = *is;
                self.late.provinces += u32::from(late);
            }
        }
        let measures = world.resource::<Measures>();
        if late {
            self.late.ticks += 1;
            self.late.concentration += f64::from(measures.concentration);
            self.late.allied += f64::from(measures.allied_share());
        }
        (self.alive, self.strongest_share) = (measures.states_alive, measures.strongest_share);
        if self.tick.is_multiple_of(self.ticks_a_year) {
            self.end_year();
            if self.is_over() {
                self.strongest = strongest(run);
            } else {
                self.begin_year(run);
            }
        }
    }

    fn watch_event(&mut self, event: &Event, late: bool) {
        match &event.kind {
            EventKind::AllianceFormed { .. }
            | EventKind::AllianceLeft { .. }
            | EventKind::AllianceLapsed { .. } => self.late.alliances += u32::from(late),
            EventKind::WarBegan { .. } => self.wars += 1,
            EventKind::CallAnswered { honoured, .. } => {
                self.calls[0] += 1;
                self.calls[1] += u32::from(*honoured);
            }
            EventKind::Provocation { .. }
            | EventKind::OfferRefused { .. }
            | EventKind::Armed { .. }
            | EventKind::WarJoined { .. }
            | EventKind::Collapsed { .. }
            | EventKind::PeaceMade { .. }
            | EventKind::Ceded { .. }
            | EventKind::StateFell { .. }
            | EventKind::StateRestored { .. }
            | EventKind::MovementAdopted { .. }
            | EventKind::MovementBroken { .. } => {}
        }
    }

    fn watch_acts(&mut self, journal: &Journal, roster: &Roster) {
        let living = roster.alive.iter().filter(|alive| **alive).count();
        let mean = 1.0 / living.max(1) as f32;
        for decision in journal.decisions.iter().filter(|decision| took_effect(decision)) {
            let weak = roster.power[decision.state.index()] < mean;
            let acts = if weak { &mut self.weak } else { &mut self.strong };
            match Alignment::of(decision) {
                Some(Alignment::Balancing) => {
                    acts.balancing += 1;
                    let against = match decision.chosen.action {
                        Action::Balance { against, .. } | Action::Join { against, .. } => Some(against),
                        _ => None,
                    };
                    self.leader_countered |= against.is_some() && against == self.leader;
                }
                Some(Alignment::Bandwagoning) => acts.bandwagoning += 1,
                None => {}
            }
        }
    }

    fn begin_year(&mut self, run: &mut Run) {
        if self.tick == self.late_from() {
            self.late.strongest = strongest(run);
        }
        let world = run.world();
        let measures = world.resource::<Measures>();
        self.leader = measures.strongest;
        self.leader_countered = false;
        self.leader_band = match measures.strongest_share {
            share if share < 0.25 => 0,
            share if share <= 1.0 / 3.0 => 1,
            _ => 2,
        };
        let against = |leader: StateId| {
            world.resource::<Alliances>().iter().any(|alliance| alliance.target == Some(leader))
        };
        self.leader_years[self.leader_band].standing += u32::from(self.leader.is_some_and(against));
    }

    fn end_year(&mut self) {
        let years = &mut self.leader_years[self.leader_band];
        years.of += 1;
        years.countered += u32::from(self.leader_countered);
    }

    /// What the world came to.
    pub fn fate(&self) -> Fate {
        let dropped = self.late.strongest.iter().filter(|state| !self.strongest.contains(state)).count();
        let few_provinces = f64::from(self.late.provinces) <= FEW_PROVINCES * self.owners.len() as f64;
        if self.strongest_share >= EMPIRE {
            Fate::UniversalEmpire
        } else if self.late.provinces == 0 && self.late.alliances == 0 {
            Fate::Frozen
        } else if few_provinces && dropped <= FEW_RANKS {
            Fate::StablePlural
        } else {
            Fate::Churn
        }
    }

    /// Wars begun in a century.
    pub fn wars_a_century(&self) -> f64 {
        100.0 * f64::from(self.wars) / f64::from(self.years)
    }

    /// Mean concentration of power in the last quarter, 0 to 1.
    pub fn concentration(&self) -> f64 {
        self.late.concentration / f64::from(self.late.ticks.max(1))
    }

    /// Mean share of states in alliances in the last quarter, 0 to 1.
    pub fn allied_share(&self) -> f64 {
        self.late.allied / f64::from(self.late.ticks.max(1))
    }

    /// Provinces that changed hands in the last quarter, as a share of all; may be above 1.
    pub fn land_turnover(&self) -> f64 {
        f64::from(self.late.provinces) / self.owners.len().max(1) as f64
    }
}

/// The strongest states with land, strongest first, of equals the first by number.
fn strongest(run: &Run) -> Vec<StateId> {
    let roster = run.world().resource::<Roster>();
    let mut states: Vec<StateId> = roster.ids().filter(|state| roster.alive[state.index()]).collect();
    states.sort_by(|a, b| roster.power[b.index()].total_cmp(&roster.power[a.index()]).then(a.cmp(b)));
    states.truncate(STRONGEST);
    states
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::long_runs::Plan;
    use crate::theory::parameters::Preset;

    /// A course of ten ranked states on 100 provinces, of which so many changed hands and so many states fell back
    /// in the last quarter.
    fn course(strongest_share: f32, provinces: u32, alliances: u32, dropped: u32) -> Course {
        let plan = Plan { seeds: 1, states: 12, years: 4, changes: Vec::new() };
        let scenario = plan.scenario(0, Preset::default()).unwrap_or_else(|error| panic!("{error}"));
        let late =
            Late { provinces, alliances, strongest: (0..10).map(StateId).collect(), ..Late::default() };
        Course {
            late,
            strongest_share,
            owners: vec![None; 100],
            strongest: (dropped..dropped + 10).map(StateId).collect(),
            ..plan.follow(&scenario, 0)
        }
    }

    #[test]
    fn fates_go_by_their_limits() {
        assert_eq!(course(0.7, 50, 5, 10).fate(), Fate::UniversalEmpire);
        assert_eq!(course(0.6, 0, 0, 0).fate(), Fate::Frozen);
        assert_eq!(course(0.6, 0, 1, 0).fate(), Fate::StablePlural);
        assert_eq!(course(0.6, 10, 0, 2).fate(), Fate::StablePlural);
        assert_eq!(course(0.2, 11, 0, 0).fate(), Fate::Churn);
        assert_eq!(course(0.2, 0, 9, 3).fate(), Fate::Churn);
    }

    #[test]
    fn a_pact_against_the_strongest_counts_in_its_year() {
        // Everybody believes the one giant aggressive, and may only balance.
        let mut plan = Plan { seeds: 8, states: 12, years: 8, changes: Vec::new() };
        let changes = [
            "theory.temper_drift=0",
            "theory.option_bandwagon=false",
            "theory.option_attack=false",
            "theory.option_join=false",
            "states.S01.intent=1",
            "states.S01.military=40",
            "states.S01.offense=1",
        ];
        for change in changes {
            plan.changes
                .push(crate::scenario::Override::parse(change).unwrap_or_else(|error| panic!("{error}")));
        }
        let courses = plan.run(Preset::BalanceOfThreat, || ()).unwrap_or_else(|error| panic!("{error}"));
        let sum = |of: fn(&LeaderYears) -> u32| -> u32 {
            courses.iter().flat_map(|course| &course.leader_years).map(of).sum()
        };
        assert_eq!(sum(|years| years.of), 64);
        assert!(sum(|years| years.countered) > 0 && sum(|years| years.standing) > 0, "{courses:?}");
        assert!(courses.iter().all(|course| course.weak.bandwagoning + course.strong.bandwagoning == 0));
    }
}
