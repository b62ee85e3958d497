//! Conditions of lessons: what must have happened for a step to be reached.

use jiff::civil::Date;
use serde::{Deserialize, Deserializer};

use crate::history::History;
use crate::simulation::{Action, Clock, Decision, Event, EventKind, Motive, StateId};
use crate::world::RegionId;

/// What a step waits for.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum When {
    /// A date, written `1932-06-01`, has come.
    Date(#[serde(deserialize_with = "date")] Date),
    /// The vignette has run its length.
    End,
    /// Something has happened.
    Deed(Deed),
    /// It has happened at the hands of so many different states.
    Nth(usize, Deed),
    /// Some state has chosen so, whether or not anything came of it.
    Choice(Choice),
}

/// Something done or suffered, as events tell it. What is left out does not matter.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deed {
    /// What.
    pub what: What,
    /// By whom: one of these.
    #[serde(default)]
    pub by: Vec<String>,
    /// With whom or to whom: one of these.
    #[serde(default)]
    pub with: Vec<String>,
    /// Against whom: one of these.
    #[serde(default)]
    pub against: Vec<String>,
    /// Why: for one of these motives.
    #[serde(default, deserialize_with = "motives")]
    pub motive: Vec<Motive>,
}

/// A choice, as decisions tell it. What is left out does not matter.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// By whom: one of these.
    #[serde(default)]
    pub by: Vec<String>,
    /// What was chosen, by [`Action::name`]: `stay`, `arm`.
    pub action: String,
    /// Why: for one of these motives.
    #[serde(default, deserialize_with = "motives")]
    pub motive: Vec<Motive>,
}

/// Kinds of deeds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// Made a demand on another, or mobilised.
    #[default]
    Provokes,
    /// Made a pact with another against a power. Told of both partners, but only the one who asked has a motive.
    Balances,
    /// Aligned with a power.
    Bandwagons,
    /// Was refused by another.
    IsRefused,
    /// Left a pact.
    Leaves,
    /// Was in a pact that ran out.
    IsReleased,
    /// Began to arm.
    Arms,
    /// Began a war.
    Attacks,
    /// Came to an ally's aid.
    ComesToAid,
    /// Left an ally to fight alone.
    Abandons,
    /// Joined a war unasked.
    JoinsWar,
    /// Collapsed, or gave in at a peace.
    GivesIn,
    /// Lost a province to another.
    Cedes,
    /// Lost its last province to another.
    Falls,
    /// Stands again.
    IsRestored,
    /// Took up a champion's movement.
    Adopts,
    /// Was beaten as champion of a movement.
    IsBroken,
}

impl What {
    /// The action that is behind it, by [`Action::name`], where somebody chose it.
    fn action(self) -> Option<&'static str> {
        match self {
            Self::Balances => Some("balance"),
            Self::Bandwagons => Some("bandwagon"),
            Self::Leaves => Some("leave"),
            Self::Arms => Some("arm"),
            Self::Attacks => Some("attack"),
            Self::ComesToAid => Some("honour-call"),
            Self::Abandons => Some("abandon-ally"),
            Self::JoinsWar => Some("join-war"),
            Self::Provokes
            | Self::IsRefused
            | Self::IsReleased
            | Self::GivesIn
            | Self::Cedes
            | Self::Falls
            | Self::IsRestored
            | Self::Adopts
            | Self::IsBroken => None,
        }
    }
}

/// What a condition was met by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sighting {
    /// When it happened.
    pub tick: u64,
    /// Who did or suffered it.
    pub by: Option<StateId>,
    /// With whom or to whom.
    pub with: Option<StateId>,
    /// Against whom.
    pub against: Option<StateId>,
    /// The province that it was about.
    pub region: Option<RegionId>,
    /// Whose decision at that tick it came of.
    pub chooser: Option<StateId>,
    /// The number of the event that tells of it.
    pub event: Option<usize>,
}

impl Sighting {
    /// The decision that it came of.
    pub fn decision<'a>(&self, what: &When, history: &'a History) -> Option<&'a Decision> {
        let action = match what {
            When::Deed(deed) | When::Nth(_, deed) => deed.what.action()?,
            When::Choice(choice) => choice.action.as_str(),
            When::Date(_) | When::End => return None,
        };
        let from = history.decisions.partition_point(|decision| decision.tick < self.tick);
        let of_tick = history.decisions[from..].iter().take_while(|decision| decision.tick == self.tick);
        of_tick
            .filter(|decision| Some(decision.state) == self.chooser)
            .find(|decision| decision.chosen.action.name() == action)
    }
}

/// Something that an event tells.
struct Told {
    what: What,
    motive: Option<Motive>,
    sighting: Sighting,
}

/// What an event tells, of each who did or suffered it.
fn told(number: usize, Event { tick, kind: event }: &Event) -> Vec<Told> {
    let seen = |by: StateId, with: Option<StateId>, against: Option<StateId>| Sighting {
        tick: *tick,
        by: Some(by),
        with,
        against,
        chooser: Some(by),
        region: None,
        event: Some(number),
    };
    let one = |what, motive, sighting| vec![Told { what, motive, sighting }];
    match event {
        EventKind::Provocation { by, against } => one(What::Provokes, None, seen(*by, None, Some(*against))),
        EventKind::AllianceFormed { members: [asker, other], bandwagon: true, motive, .. } => {
            one(What::Bandwagons, Some(*motive), seen(*asker, Some(*other), None))
        }
        EventKind::AllianceFormed { members: [asker, other], target, motive, .. } => {
            let asked = seen(*asker, Some(*other), *target);
            let accepted = Sighting { by: Some(*other), with: Some(*asker), ..asked };
            vec![
                Told { what: What::Balances, motive: Some(*motive), sighting: asked },
                Told { what: What::Balances, motive: None, sighting: accepted },
            ]
        }
        EventKind::OfferRefused { by, to, against } => {
            one(What::IsRefused, None, seen(*by, Some(*to), *against))
        }
        EventKind::AllianceLeft { by, partners, motive, .. } => {
            one(What::Leaves, Some(*motive), seen(*by, partners.first().copied(), None))
        }
        EventKind::AllianceLapsed { members, .. } => members
            .iter()
            .map(|member| Told {
                what: What::IsReleased,
                motive: None,
                sighting: seen(*member, members.iter().find(|other| *other != member).copied(), None),
            })
            .collect(),
        EventKind::Armed { by, against } => {
            one(What::Arms, Some(Motive::InternalBalancing), seen(*by, None, Some(*against)))
        }
        EventKind::WarBegan { by, against, motive, .. } => {
            one(What::Attacks, Some(*motive), seen(*by, None, Some(*against)))
        }
        EventKind::CallAnswered { by, ally, honoured, motive, .. } => {
            let what = if *honoured { What::ComesToAid } else { What::Abandons };
            one(what, Some(*motive), seen(*by, Some(*ally), None))
        }
        EventKind::WarJoined { by, against, motive, .. } => {
            one(What::JoinsWar, Some(*motive), seen(*by, None, Some(*against)))
        }
        EventKind::Collapsed { state, .. } => one(What::GivesIn, None, seen(*state, None, None)),
        EventKind::PeaceMade { winners, losers, .. } => losers
            .iter()
            .map(|loser| Told {
                what: What::GivesIn,
                motive: None,
                sighting: seen(*loser, winners.first().copied(), None),
            })
            .collect(),
        EventKind::Ceded { region, from, to } => {
            one(What::Cedes, None, Sighting { region: Some(*region), ..seen(*from, Some(*to), None) })
        }
        EventKind::StateFell { state, to } => one(What::Falls, None, seen(*state, Some(*to), None)),
        EventKind::StateRestored { state, from, by } => {
            one(What::IsRestored, None, seen(*state, *by, Some(*from)))
        }
        EventKind::MovementAdopted { by, champion } => {
            one(What::Adopts, None, seen(*by, Some(*champion), None))
        }
        EventKind::MovementBroken { champion } => one(What::IsBroken, None, seen(*champion, None, None)),
    }
}

/// Whether a state is one of these; any is where none is named.
fn among(codes: &[String], named: &[String], state: Option<StateId>) -> bool {
    let code = state.and_then(|state| codes.get(state.index()));
    named.is_empty() || code.is_some_and(|code| named.contains(code))
}

impl Deed {
    /// Each time that it happened, in order.
    fn sightings<'a>(
        &'a self,
        history: &'a History,
        codes: &'a [String],
    ) -> impl Iterator<Item = Sighting> + 'a {
        let told = history.events.iter().enumerate().flat_map(|(number, event)| told(number, event));
        let alike = told.filter(move |it| {
            let Sighting { by, with, against, .. } = it.sighting;
            it.what == self.what
                && among(codes, &self.by, by)
                && among(codes, &self.with, with)
                && among(codes, &self.against, against)
                && (self.motive.is_empty() || it.motive.is_some_and(|motive| self.motive.contains(&motive)))
        });
        alike.map(|it| it.sighting)
    }
}

impl Choice {
    fn is(&self, decision: &Decision, codes: &[String]) -> bool {
        decision.chosen.action.name() == self.action
            && among(codes, &self.by, Some(decision.state))
            && (self.motive.is_empty() || self.motive.contains(&decision.motive))
    }
}

impl When {
    /// What first met it, of all that history tells. `codes` are the ids of states by number, and `length` the
    /// number of ticks that the vignette runs.
    pub fn met(&self, history: &History, clock: &Clock, length: u64, codes: &[String]) -> Option<Sighting> {
        let at = |tick| (history.end() >= tick).then_some(Sighting { tick, ..Sighting::default() });
        match self {
            Self::Date(date) => at(clock.tick_at(*date)),
            Self::End => at(length),
            Self::Deed(deed) => deed.sightings(history, codes).next(),
            Self::Nth(number, deed) => {
                let mut who: Vec<Option<StateId>> = Vec::new();
                deed.sightings(history, codes).find(|sighting| {
                    if !who.contains(&sighting.by) {
                        who.push(sighting.by);
                    }
                    who.len() >= *number
                })
            }
            Self::Choice(choice) => {
                let decision = history.decisions.iter().find(|decision| choice.is(decision, codes))?;
                let state = Some(decision.state);
                let (with, against) = parties(decision.chosen.action);
                Some(Sighting {
                    tick: decision.tick,
                    by: state,
                    with,
                    against,
                    chooser: state,
                    ..Sighting::default()
                })
            }
        }
    }

    /// The ids of states that it names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let lists: [&[String]; 3] = match self {
            Self::Deed(deed) | Self::Nth(_, deed) => [&deed.by, &deed.with, &deed.against],
            Self::Choice(choice) => [&choice.by, &[], &[]],
            Self::Date(_) | Self::End => [&[], &[], &[]],
        };
        lists.into_iter().flatten().map(String::as_str)
    }
}

/// With whom and against whom an action is.
fn parties(action: Action) -> (Option<StateId>, Option<StateId>) {
    match action {
        Action::Balance { against, with } => (Some(with), Some(against)),
        Action::Bandwagon { with } => (Some(with), None),
        Action::Arm { against } | Action::Join { against, .. } => (None, Some(against)),
        Action::Attack { target } => (None, Some(target)),
        Action::Sue { with, .. } => (Some(with), None),
        Action::Abandon { ally, .. } => (Some(ally), None),
        Action::Honour { ally, against, .. } => (Some(ally), Some(against)),
        Action::Stay | Action::Leave { .. } => (None, None),
    }
}

fn date<'de, D: Deserializer<'de>>(source: D) -> Result<Date, D::Error> {
    let text = String::deserialize(source)?;
    text.parse().map_err(|_| serde::de::Error::custom(format!("`{text}` is no date, such as 1932-06-01")))
}

fn motives<'de, D: Deserializer<'de>>(source: D) -> Result<Vec<Motive>, D::Error> {
    let names = Vec::<String>::deserialize(source)?;
    let motive = |name: String| {
        let found = Motive::ALL.into_iter().find(|motive| motive.name() == name);
        found.ok_or_else(|| {
            let all = Motive::ALL.map(Motive::name).join(", ");
            serde::de::Error::custom(format!("`{name}` is no motive: there are {all}"))
        })
    };
    names.into_iter().map(motive).collect()
}
