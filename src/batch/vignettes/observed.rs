//! A run as an onlooker saw it: what states did, and the motives they recorded.
//!
//! Nothing here looks inside a choice. Who stands with whom, who fights, who holds what and who belongs to
//! which movement is noted after each tick; events and decisions are those of the journal. States go by
//! their ids in the scenario, such as `GMY`; a date is a tick, and what never happens has the date [`NEVER`].

use crate::batch::Run;
use crate::scenario::Scenario;
use crate::simulation::{
    Action, Alliance, Decision, Event, EventKind, Journal, Motive, Outcome, Side, StateId, Survey, WarId,
};
use crate::theory::parameters::Parameters;

/// The date of what did not happen: after all that did.
pub const NEVER: u64 = u64::MAX;

/// A run that is over, from the first tick to the last.
#[derive(Debug, Clone, Default)]
pub struct Observed {
    codes: Vec<String>,
    parameters: Parameters,
    /// Number of ticks run.
    pub ticks: u64,
    /// Everything that happened, in order.
    pub events: Vec<Event>,
    /// Every decision, by tick and then by state, without the options that were not taken.
    pub decisions: Vec<Decision>,
    alliances: Vec<Vec<Alliance>>,
    creeds: Vec<Vec<Option<String>>>,
    fights: Vec<Fight>,
}

/// A state's part in a war.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Fight {
    war: WarId,
    state: StateId,
    side: Side,
    since: u64,
    until: u64,
}

/// A state's entry into a war of others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// When.
    pub tick: u64,
    /// Which war.
    pub war: WarId,
    /// Who.
    pub state: StateId,
    /// Whether an ally had called it; else it came unasked.
    pub called: bool,
    /// Why.
    pub motive: Motive,
}

/// How a state first stood to a power.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stand {
    /// Neither for nor against it.
    Apart,
    /// In a pact against it.
    Against,
    /// Among its followers.
    With,
}

impl Observed {
    /// Runs a scenario and watches it.
    pub fn watch(scenario: &Scenario, seed: u64, ticks: u64) -> Self {
        let mut run = Run::without_history(scenario, seed);
        let mut seen = Self { parameters: scenario.parameters, ..Self::default() };
        let survey = run.survey();
        seen.codes = survey.states().map(|state| survey.identity(state).code.clone()).collect();
        seen.note(&survey);
        for _ in 0..ticks {
            run.step();
            let journal = run.world().resource::<Journal>();
            seen.events.extend_from_slice(&journal.events);
            let plain = |decision: &Decision| Decision { options: Vec::new(), ..decision.clone() };
            seen.decisions.extend(journal.decisions.iter().map(plain));
            seen.ticks += 1;
            seen.note(&run.survey());
        }
        seen
    }

    /// Takes down how things stand.
    fn note(&mut self, survey: &Survey) {
        let now = self.ticks;
        self.alliances.push(survey.alliances.iter().cloned().collect());
        let creed = |state| survey.movement(state).map(|movement| movement.name.clone());
        self.creeds.push(survey.states().map(creed).collect());
        for war in survey.wars.iter() {
            for side in [Side::Attackers, Side::Defenders] {
                for state in war.side(side) {
                    let part =
                        self.fights.iter_mut().find(|fight| (fight.war, fight.state) == (war.id, *state));
                    match part {
                        Some(fight) => fight.until = now,
                        None => self.fights.push(Fight {
                            war: war.id,
                            state: *state,
                            side,
                            since: now,
                            until: now,
                        }),
                    }
                }
            }
        }
    }

    /// The state of that id.
    ///
    /// # Panics
    /// If the scenario has no such state, as for all methods that take an id.
    pub fn id(&self, code: &str) -> StateId {
        let place = self.codes.iter().position(|other| other == code);
        StateId(place.unwrap_or_else(|| panic!("the vignette has no state {code}")) as u32)
    }

    // Alliances

    /// Whether two states were in one alliance at a date.
    pub fn allied_at(&self, a: &str, b: &str, tick: u64) -> bool {
        let (a, b) = (self.id(a), self.id(b));
        self.in_force(tick).iter().any(|alliance| alliance.has(a) && alliance.has(b))
    }

    /// When a pact was first made against a power. Those that a scenario begins with do not count.
    pub fn pact_against(&self, target: &str) -> u64 {
        let target = Some(self.id(target));
        first(self.pacts().filter(|pact| pact.2 == target).map(|pact| pact.0))
    }

    /// The greatest number of states that were bound against a power at one time.
    pub fn most_against(&self, target: &str) -> usize {
        let target = Some(self.id(target));
        let bound = |alliances: &Vec<Alliance>| {
            let against = alliances.iter().filter(|alliance| alliance.target == target);
            let mut members: Vec<StateId> = against.flat_map(|it| it.members.iter().copied()).collect();
            members.sort_unstable();
            members.dedup();
            members.len()
        };
        self.alliances.iter().map(bound).max().unwrap_or(0)
    }

    /// Number of pacts made against a power.
    pub fn pacts_against(&self, target: &str) -> usize {
        let target = Some(self.id(target));
        self.pacts().filter(|pact| pact.2 == target).count()
    }

    /// Number of pacts made against anybody.
    pub fn pacts_made(&self) -> usize {
        self.pacts().count()
    }

    /// Number of pacts made against anybody between states whose places in a row are like this.
    pub fn pacts_among(&self, row: &[&str], places: impl Fn(usize, usize) -> bool) -> usize {
        let row: Vec<StateId> = row.iter().map(|code| self.id(code)).collect();
        let place = |state: StateId| row.iter().position(|other| *other == state);
        let alike = self.pacts().filter(|(_, members, _)| match members.map(place) {
            [Some(a), Some(b)] => places(a, b),
            _ => false,
        });
        alike.count()
    }

    /// Pacts made by balancing: when, who asked and who accepted, against whom.
    fn pacts(&self) -> impl Iterator<Item = (u64, [StateId; 2], Option<StateId>)> {
        self.events.iter().filter_map(|event| match event.kind {
            EventKind::AllianceFormed { members, target, bandwagon: false, .. } => {
                Some((event.tick, members, target))
            }
            _ => None,
        })
    }

    /// When a state first stood in a pact against a power; 0 if it did from the start.
    pub fn stood_against(&self, who: &str, power: &str) -> u64 {
        let (who, power) = (self.id(who), self.id(power));
        self.first_alliance(|alliance| alliance.has(who) && alliance.target == Some(power))
    }

    /// When a state first followed a power: leant on it in a pact that the power leads.
    pub fn followed(&self, who: &str, leader: &str) -> u64 {
        let (who, leader) = (self.id(who), self.id(leader));
        self.first_alliance(|alliance| who != leader && alliance.has(who) && alliance.leader == Some(leader))
    }

    /// How a state first stood to a power.
    pub fn first_stand(&self, who: &str, power: &str) -> Stand {
        let (against, with) = (self.stood_against(who, power), self.followed(who, power));
        match against.cmp(&with) {
            std::cmp::Ordering::Less => Stand::Against,
            std::cmp::Ordering::Greater => Stand::With,
            std::cmp::Ordering::Equal => Stand::Apart,
        }
    }

    /// The share of these states that first stood to a power in this way, 0 to 1.
    pub fn share_of(&self, states: &[&str], stand: Stand, power: &str) -> f64 {
        let alike = states.iter().filter(|who| self.first_stand(who, power) == stand).count();
        alike as f64 / states.len().max(1) as f64
    }

    /// Number of links in force at a date among these states: pairs that share an alliance.
    pub fn links_at(&self, states: &[&str], tick: u64) -> usize {
        let pairs = states.iter().enumerate().flat_map(|(at, a)| states[..at].iter().map(move |b| (a, b)));
        pairs.filter(|(a, b)| self.allied_at(a, b, tick)).count()
    }

    /// When the last link among these states was gone for the first time, at this date or later.
    pub fn parted(&self, states: &[&str], from: u64) -> u64 {
        first((from..=self.ticks).filter(|tick| self.links_at(states, *tick) == 0))
    }

    fn in_force(&self, tick: u64) -> &[Alliance] {
        &self.alliances[tick.min(self.ticks) as usize]
    }

    fn first_alliance(&self, is: impl Fn(&Alliance) -> bool) -> u64 {
        first((0..=self.ticks).filter(|tick| self.in_force(*tick).iter().any(&is)))
    }

    // Decisions

    /// The decisions of a state that took effect: all but those that left things as they were, were refused, or
    /// came too late.
    pub fn moves(&self, who: &str) -> impl Iterator<Item = &Decision> {
        let who = self.id(who);
        self.all_moves().filter(move |decision| decision.state == who)
    }

    /// The decisions of all states that took effect.
    pub fn all_moves(&self) -> impl Iterator<Item = &Decision> {
        let took_effect =
            |outcome| matches!(outcome, Outcome::Made(_) | Outcome::Left | Outcome::Done | Outcome::Granted);
        self.decisions.iter().filter(move |decision| took_effect(decision.outcome))
    }

    /// The first time that a state chose to follow a power, and was accepted.
    pub fn bandwagon(&self, who: &str, with: &str) -> Option<&Decision> {
        let with = self.id(with);
        self.moves(who).find(|decision| decision.chosen.action == Action::Bandwagon { with })
    }

    /// Why a state first chose to follow a power, if it did.
    pub fn why_followed(&self, who: &str, with: &str) -> Option<Motive> {
        self.bandwagon(who, with).map(|decision| decision.motive)
    }

    /// The motives of a state's balancing that took effect, in order of time.
    pub fn why_balanced(&self, who: &str) -> Vec<Motive> {
        let balanced =
            self.moves(who).filter(|decision| matches!(decision.chosen.action, Action::Balance { .. }));
        balanced.map(|decision| decision.motive).collect()
    }

    /// The threat from one power that stood in the record of a decision: 0 where it was about none.
    pub fn recorded_threat(&self, decision: &Decision, from: &str) -> f32 {
        let from = self.id(from);
        match &decision.threat {
            Some((source, _, odds)) if *source == from => odds.threat(&self.parameters),
            _ => 0.0,
        }
    }

    /// Share of all decisions that had this motive, whether or not they took effect, 0 to 1.
    pub fn share_with_motive(&self, motive: Motive) -> f64 {
        let alike = self.decisions.iter().filter(|decision| decision.motive == motive).count();
        alike as f64 / self.decisions.len().max(1) as f64
    }

    // Arms

    /// When a state began to arm, each time.
    pub fn armed(&self, who: &str) -> Vec<u64> {
        let who = self.id(who);
        let armed =
            self.events.iter().filter(|it| matches!(it.kind, EventKind::Armed { by, .. } if by == who));
        armed.map(|event| event.tick).collect()
    }

    // War

    /// When two states first fought on opposite sides; 0 if they did from the start.
    pub fn fought(&self, a: &str, b: &str) -> u64 {
        let (a, b) = (self.id(a), self.id(b));
        let parts = |state: StateId| self.fights.iter().filter(move |fight| fight.state == state);
        let clashes = parts(a).flat_map(|mine| {
            let across = parts(b).filter(move |theirs| theirs.war == mine.war && theirs.side != mine.side);
            across
                .filter(|theirs| mine.since.max(theirs.since) <= mine.until.min(theirs.until))
                .map(move |theirs| mine.since.max(theirs.since))
        });
        first(clashes)
    }

    /// Entries of states into wars of others, called or not.
    pub fn entries(&self) -> impl Iterator<Item = Entry> {
        self.events.iter().filter_map(|event| {
            let tick = event.tick;
            match event.kind {
                EventKind::WarJoined { war, by, motive, .. } => {
                    Some(Entry { tick, war, state: by, called: false, motive })
                }
                EventKind::CallAnswered { war, by, honoured: true, motive, .. } => {
                    Some(Entry { tick, war, state: by, called: true, motive })
                }
                _ => None,
            }
        })
    }

    /// A state's first entry, unasked, into a war on the same side as another that is in it.
    pub fn joined(&self, who: &str, beside: &str) -> Option<Entry> {
        let (who, beside) = (self.id(who), self.id(beside));
        let side = |war: WarId, state: StateId| {
            self.fights.iter().find(|it| (it.war, it.state) == (war, state)).map(|it| it.side)
        };
        let mut entries = self.entries().filter(|entry| entry.state == who && !entry.called);
        entries.find(|entry| {
            let sides = (side(entry.war, who), side(entry.war, beside));
            sides.0.is_some() && sides.0 == sides.1
        })
    }

    /// When a state first gave in: asked for peace, collapsed, or lost a war. [`NEVER`] if it did not.
    pub fn beaten(&self, who: &str) -> u64 {
        let who = self.id(who);
        let gave_in = self.events.iter().filter(|event| match &event.kind {
            EventKind::Collapsed { state, .. } => *state == who,
            EventKind::PeaceMade { losers, .. } => losers.contains(&who),
            _ => false,
        });
        first(gave_in.map(|event| event.tick))
    }

    /// When a state turned to a power: followed it, or fell to it.
    pub fn turned(&self, who: &str, to: &str) -> u64 {
        let (state, power) = (self.id(who), self.id(to));
        let fell = self.events.iter().filter(|event| {
            matches!(event.kind, EventKind::StateFell { state: fallen, to } if (fallen, to) == (state, power))
        });
        self.followed(who, to).min(first(fell.map(|event| event.tick)))
    }

    // Movements

    /// When each state that was not of a movement at the start first was, in order of time.
    pub fn adoptions(&self, movement: &str) -> Vec<u64> {
        let belongs = |tick: usize, state: usize| self.creeds[tick][state].as_deref() == Some(movement);
        let newcomers = (0..self.codes.len()).filter(|state| !belongs(0, *state));
        let mut dates: Vec<u64> = newcomers
            .filter_map(|state| (0..self.creeds.len()).find(|tick| belongs(*tick, state)))
            .map(|tick| tick as u64)
            .collect();
        dates.sort_unstable();
        dates
    }

    /// When the wave of a movement was broken by its champion's defeat.
    pub fn broken(&self, champion: &str) -> u64 {
        let who = self.id(champion);
        let broken = self
            .events
            .iter()
            .filter(|event| matches!(event.kind, EventKind::MovementBroken { champion } if champion == who));
        first(broken.map(|event| event.tick))
    }
}

/// The first of these dates.
fn first(dates: impl Iterator<Item = u64>) -> u64 {
    dates.min().unwrap_or(NEVER)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{self, PactKind};
    use crate::simulation::AllianceId;

    /// Three states over ten ticks, with a page of history made by hand.
    fn world(events: Vec<(u64, EventKind)>) -> Observed {
        Observed {
            codes: ["AAA", "BBB", "CCC"].map(String::from).into(),
            ticks: 10,
            events: events.into_iter().map(|(tick, kind)| Event { tick, kind }).collect(),
            alliances: vec![Vec::new(); 11],
            creeds: vec![vec![None; 3]; 11],
            ..Observed::default()
        }
    }

    const A: StateId = StateId(0);
    const B: StateId = StateId(1);
    const C: StateId = StateId(2);

    fn alliance(target: Option<StateId>, leader: Option<StateId>, members: [StateId; 2]) -> Alliance {
        Alliance {
            id: AllianceId(0),
            name: String::new(),
            kind: PactKind::Defensive,
            members: members.into(),
            target,
            leader,
            since: jiff::civil::date(1930, 1, 1),
            until: None,
        }
    }

    fn formed(members: [StateId; 2], target: Option<StateId>, bandwagon: bool) -> EventKind {
        EventKind::AllianceFormed {
            alliance: AllianceId(0),
            pact: PactKind::Defensive,
            members,
            target,
            bandwagon,
            motive: Motive::AvoidDomination,
        }
    }

    #[test]
    fn pacts_are_told_by_whom_they_are_against() {
        let run = world(vec![(3, formed([A, B], Some(C), false)), (5, formed([A, C], None, true))]);
        assert_eq!((run.pact_against("CCC"), run.pact_against("AAA")), (3, NEVER));
        assert_eq!((run.pacts_made(), run.pacts_against("CCC")), (1, 1));
        assert_eq!(run.pacts_among(&["AAA", "CCC", "BBB"], |a, b| a.abs_diff(b) == 2), 1);
        assert_eq!(run.pacts_among(&["AAA", "BBB", "CCC"], |a, b| a.abs_diff(b) == 2), 0);
    }

    #[test]
    fn the_first_stand_counts_and_following_is_not_leading() {
        let mut run = world(Vec::new());
        for tick in 4..=6 {
            run.alliances[tick].push(alliance(Some(C), None, [A, B]));
        }
        run.alliances[9].push(alliance(None, Some(C), [A, C]));
        assert_eq!((run.stood_against("AAA", "CCC"), run.followed("AAA", "CCC")), (4, 9));
        assert_eq!(run.first_stand("AAA", "CCC"), Stand::Against);
        assert_eq!(run.first_stand("CCC", "CCC"), Stand::Apart, "a leader does not follow itself");
        assert_eq!(run.share_of(&["AAA", "BBB", "CCC"], Stand::Against, "CCC"), 2.0 / 3.0);
        assert!(run.allied_at("BBB", "AAA", 5) && !run.allied_at("BBB", "AAA", 7));
        assert_eq!(run.links_at(&["AAA", "BBB", "CCC"], 5), 1);
        assert_eq!((run.parted(&["AAA", "BBB"], 4), run.parted(&["AAA", "BBB"], 0)), (7, 0));
    }

    #[test]
    fn sides_and_dates_of_wars_are_kept_apart() {
        let war = WarId(0);
        let part = |state, side, since, until| Fight { war, state, side, since, until };
        let joined = |by, side| EventKind::WarJoined { war, by, side, against: B, motive: Motive::PilingOn };
        let mut run = world(vec![(4, joined(C, Side::Attackers))]);
        run.fights = vec![
            part(A, Side::Attackers, 0, 8),
            part(B, Side::Defenders, 0, 6),
            part(C, Side::Attackers, 4, 8),
        ];
        assert_eq!((run.fought("AAA", "BBB"), run.fought("BBB", "CCC")), (0, 4));
        assert_eq!(run.fought("AAA", "CCC"), NEVER);
        assert_eq!(run.joined("CCC", "AAA").map(|entry| (entry.tick, entry.called)), Some((4, false)));
        assert_eq!((run.joined("CCC", "BBB"), run.joined("AAA", "CCC")), (None, None));
    }

    #[test]
    fn defeat_fall_and_turn_are_dated_by_their_first_event() {
        let made = |over| EventKind::PeaceMade { war: WarId(0), winners: vec![A], losers: vec![B], over };
        let run =
            world(vec![(5, made(false)), (7, made(true)), (7, EventKind::StateFell { state: B, to: A })]);
        assert_eq!((run.beaten("BBB"), run.beaten("AAA")), (5, NEVER));
        assert_eq!((run.turned("BBB", "AAA"), run.turned("BBB", "CCC")), (7, NEVER));
    }

    #[test]
    fn a_movement_is_adopted_by_those_that_were_not_of_it() {
        let mut run = world(Vec::new());
        for tick in 0..=10 {
            run.creeds[tick][0] = Some("order".into());
            if (3..5).contains(&tick) || tick > 7 {
                run.creeds[tick][2] = Some("order".into());
            }
        }
        assert_eq!((run.adoptions("order"), run.adoptions("liberty")), (vec![3], vec![]));
    }

    #[test]
    fn a_watched_run_tells_the_same_as_its_history() {
        let europe = crate::scenario::builtin::EUROPE_1936;
        let scenario = scenario::read(europe.name, europe.text).expect("valid");
        let seen = Observed::watch(&scenario, 3, 24);
        let mut run = Run::new(&scenario, 3);
        run.steps(24);
        assert_eq!(seen.events, run.history().events);
        assert_eq!(seen.decisions.len(), run.history().decisions.len());
        let in_force: Vec<Alliance> = run.survey().alliances.iter().cloned().collect();
        assert_eq!(seen.in_force(24), in_force);
        let made =
            seen.events.iter().filter(|it| matches!(it.kind, EventKind::AllianceFormed { .. })).count();
        let chosen = seen.all_moves().filter(|it| matches!(it.outcome, Outcome::Made(_))).count();
        assert_eq!(made, chosen, "every alliance was somebody's move");
    }
}
