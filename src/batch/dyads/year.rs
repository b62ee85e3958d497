//! One year of one run: what is seen of each pair.

use super::place;
use crate::batch::Run;
use crate::scenario::PactKind;
use crate::simulation::{EventKind, Journal, StateId, Survey, Wars};
use crate::world::GeoPoint;

/// Something that may hold of a pair in a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Held {
    /// Both had land.
    Exist,
    /// A defensive pact was in force between them.
    Defense,
    /// An offensive pact was.
    Offense,
    /// A neutrality pact was.
    Neutrality,
    /// An entente was.
    Entente,
    /// A defensive or an offensive pact was.
    Allied,
    /// A pact of any kind was.
    Pact,
    /// They fought on opposite sides of a war.
    AtWar,
    /// They fought on the same side of a war.
    SameSide,
}

impl Held {
    /// How many there are.
    pub const COUNT: usize = 9;

    /// As a bit.
    pub(super) fn bit(self) -> u16 {
        1 << self as u16
    }

    /// What a pact of this kind makes hold.
    fn by(kind: PactKind) -> u16 {
        let (own, allied) = match kind {
            PactKind::Defensive => (Self::Defense, true),
            PactKind::Offensive => (Self::Offense, true),
            PactKind::Neutrality => (Self::Neutrality, false),
            PactKind::Entente => (Self::Entente, false),
        };
        own.bit() | Self::Pact.bit() | if allied { Self::Allied.bit() } else { 0 }
    }
}

/// Threats are counted in this many parts of 1, so that their sums are exact.
pub(super) const PARTS: f64 = (1u64 << 32) as f64;

/// No distance counts for more, in metres: sums stay far from their bounds.
const FARTHEST: f64 = 1e9;

/// A state as tables name it.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// Id in scenarios and outputs, such as `GMY`.
    pub id: String,
    /// Correlates of War number.
    pub cow: Option<u16>,
    /// Where its capital lay when the run began, or when the state was founded in it.
    pub capital: GeoPoint,
}

/// What was seen of a pair in a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sight {
    /// A bit for each of [`Held`].
    pub(super) held: u16,
    /// At how many moments both had land.
    pub(super) moments: u64,
    /// Sum of distances over these, in metres.
    pub(super) distance: u64,
    /// Sum of threats over these, in parts of 1: of the lower number to the higher, and back.
    pub(super) threat: [u64; 2],
}

/// A year of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Year {
    /// Which.
    pub year: i16,
    /// At how many moments the run was looked at.
    pub moments: u64,
    /// The states, by number.
    pub members: Vec<Member>,
    /// By place in the triangle.
    pub(super) pairs: Vec<Sight>,
}

impl Year {
    fn of(year: i16, members: Vec<Member>) -> Self {
        Self { year, moments: 0, members, pairs: Vec::new() }
    }

    fn mark(&mut self, a: StateId, b: StateId, held: u16) {
        if a != b {
            self.pairs[place(a.index(), b.index())].held |= held;
        }
    }

    /// Takes down how things stand, and what the tick brought that is over by its end.
    fn look(&mut self, survey: &Survey, journal: &Journal) {
        self.moments += 1;
        let n = survey.states().len();
        self.pairs.resize(self.pairs.len().max(n * n.saturating_sub(1) / 2), Sight::default());
        for a in survey.states() {
            for b in survey.states().take(a.index()) {
                if !survey.is_alive(a) || !survey.is_alive(b) {
                    continue;
                }
                let parts = |threat: f32| (f64::from(threat.clamp(0.0, 1.0)) * PARTS).round() as u64;
                let sight = &mut self.pairs[place(a.index(), b.index())];
                sight.held |= Held::Exist.bit();
                sight.moments += 1;
                sight.distance += (f64::from(survey.distance_km(a, b)) * 1000.0).round().min(FARTHEST) as u64;
                // The lower number first: what `b` is to `a`, then what `a` is to `b`.
                sight.threat[0] += parts(survey.exposure(a, b));
                sight.threat[1] += parts(survey.exposure(b, a));
            }
        }
        for alliance in survey.alliances.iter() {
            for (at, a) in alliance.members.iter().enumerate() {
                alliance.members[at + 1..].iter().for_each(|b| self.mark(*a, *b, Held::by(alliance.kind)));
            }
        }
        self.look_at_wars(&survey.wars);
        self.read(journal);
        self.enlist(survey);
    }

    /// Keeps ids and numbers as they are now, and capitals as they were first.
    fn enlist(&mut self, survey: &Survey) {
        for state in survey.states() {
            let identity = survey.identity(state);
            match self.members.get_mut(state.index()) {
                Some(known) => {
                    known.id.clone_from(&identity.code);
                    known.cow = identity.cow;
                }
                None => self.members.push(Member {
                    id: identity.code.clone(),
                    cow: identity.cow,
                    capital: identity.capital,
                }),
            }
        }
    }

    fn look_at_wars(&mut self, wars: &Wars) {
        for war in wars.iter() {
            for a in &war.attackers {
                war.defenders.iter().for_each(|b| self.mark(*a, *b, Held::AtWar.bit()));
            }
            for side in [&war.attackers, &war.defenders] {
                for (at, a) in side.iter().enumerate() {
                    side[at + 1..].iter().for_each(|b| self.mark(*a, *b, Held::SameSide.bit()));
                }
            }
        }
    }

    /// A war may be over in the tick in which it began: only events tell of it. Who fights at all exists. A pact that
    /// does not outlive its tick is none.
    fn read(&mut self, journal: &Journal) {
        let fought = Held::AtWar.bit() | Held::Exist.bit();
        for event in &journal.events {
            match event.kind {
                EventKind::WarBegan { by, against, .. } | EventKind::WarJoined { by, against, .. } => {
                    self.mark(by, against, fought);
                }
                EventKind::CallAnswered { by, ally, honoured: true, .. } => {
                    self.mark(by, ally, Held::SameSide.bit() | Held::Exist.bit());
                }
                _ => {}
            }
        }
    }
}

/// Watches a run year by year.
#[derive(Debug, Default)]
pub struct Watch {
    year: Option<Year>,
}

impl Watch {
    /// Looks at a run that has just begun, or gone through a tick; gives the year before, if it is over.
    pub fn look(&mut self, run: &mut Run) -> Option<Year> {
        // The survey cannot be had beside the journal.
        let journal = run.world().resource::<Journal>().clone();
        let survey = run.survey();
        self.follow(&survey, &journal)
    }

    /// As [`Self::look`], where survey and journal are at hand.
    pub(in crate::batch) fn follow(&mut self, survey: &Survey, journal: &Journal) -> Option<Year> {
        let now = survey.clock.date().year();
        let over = self.year.take_if(|year| year.year != now);
        let members = || over.as_ref().map(|year| year.members.clone()).unwrap_or_default();
        self.year.get_or_insert_with(|| Year::of(now, members())).look(survey, journal);
        over
    }

    /// The year that the run ended in.
    pub fn finish(&mut self) -> Option<Year> {
        self.year.take()
    }
}
