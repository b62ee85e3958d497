//! Expectations: what the model would have made of what happened, asked just before it did.
//!
//! There is no second model that answers. A world is brought to how the record has it just before an event; whoever acts
//! in it is asked what it would choose, as for any leaning ([`crate::simulation::inclinations`]), or what it would answer
//! to an ally's call. The options that amount to what happened ([`Deed::is`]) have a chance together: so likely was it,
//! in the model's eyes, at a review at that time. Nothing is drawn, and nothing is fitted to the record.
//!
//! Asked are: all who sign a pact; who joins or leaves one; who attacks; who enters a war, unless it was attacked and had
//! no choice; who is out of one; who changes sides; who takes sides without treaty or war; who declares itself neutral.
//! Nobody is asked where the record does not say who acted: of ends of pacts and wars, of falls and cessions.
//!
//! Of several events of one tick each is asked in the world that those before it have left. A pact that an event breaks,
//! since partners cannot fight one another, is out of the way when the model is asked: otherwise war with a partner would
//! never be among its options. Where an ally has entered the war within a month before and calls, the answer to the call
//! is asked for instead of a choice unasked.

use bevy_app::App;
use bevy_ecs::prelude::World;
use bevy_ecs::system::SystemState;

use super::Way;
use super::recorded::{AsRecorded, Step};
use crate::edit::Command;
use crate::record::{self, Entry, Event, Record};
use crate::simulation::{self, Decision, Inclination, Motive, SimulationPlugin, StateId, Survey, Weighed};

mod deed;
#[cfg(test)]
mod tests;
pub mod words;

pub use deed::Deed;

/// Days after which an ally no longer calls: who comes later comes unasked.
const CALLS: i64 = 31;

/// What a state did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// It signed a pact.
    Signs,
    /// It joined one.
    Joins,
    /// It left one.
    Leaves,
    /// It began a war.
    Attacks,
    /// It entered one.
    Enters,
    /// It was out of one.
    Quits,
    /// It changed sides in one.
    Changes,
    /// It took sides without treaty or war.
    Sides,
    /// It declared itself neutral.
    StaysOut,
}

impl Part {
    /// Name in outputs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Signs => "signs",
            Self::Joins => "joins",
            Self::Leaves => "leaves",
            Self::Attacks => "attacks",
            Self::Enters => "enters",
            Self::Quits => "quits",
            Self::Changes => "changes-sides",
            Self::Sides => "takes-sides",
            Self::StaysOut => "stays-out",
        }
    }

    /// Who is asked of an event, and what each did; see the module.
    pub fn of(event: &Event) -> (Vec<&str>, Option<Self>) {
        match event {
            Event::Pact { members, .. } => (members.iter().map(String::as_str).collect(), Some(Self::Signs)),
            Event::War { attackers, .. } => {
                (attackers.iter().map(String::as_str).collect(), Some(Self::Attacks))
            }
            Event::Enters { attacked: true, .. } => (Vec::new(), None),
            Event::Joins { state, .. } => (vec![state.as_str()], Some(Self::Joins)),
            Event::Leaves { state, .. } => (vec![state.as_str()], Some(Self::Leaves)),
            Event::Enters { state, .. } => (vec![state.as_str()], Some(Self::Enters)),
            Event::Quits { state, .. } => (vec![state.as_str()], Some(Self::Quits)),
            Event::Changes { state, .. } => (vec![state.as_str()], Some(Self::Changes)),
            Event::Aligns { state, .. } => (vec![state.as_str()], Some(Self::Sides)),
            Event::Neutral { state } => (vec![state.as_str()], Some(Self::StaysOut)),
            Event::Ends { .. }
            | Event::Peace { .. }
            | Event::Falls { .. }
            | Event::Rises { .. }
            | Event::Cedes { .. }
            | Event::Sides { .. } => (Vec::new(), None),
        }
    }
}

/// What the model would have expected of one state in one event.
#[derive(Debug, Clone, PartialEq)]
pub struct Expectation {
    /// The place of the event among the record's entries.
    pub entry: usize,
    /// The tick after which it happened.
    pub tick: u64,
    /// Who is asked.
    pub state: StateId,
    /// Its id.
    pub code: String,
    /// What it did.
    pub part: Part,
    /// The chance of the options that amount to that, 0 to 1; 0 where there are none.
    pub chance: f32,
    /// The places of those options; none where what happened was not among the state's options.
    pub matched: Vec<usize>,
    /// The motive of the best of them.
    pub motive: Option<Motive>,
    /// What the literature says of why.
    pub coded: Option<record::Motive>,
    /// Whether the state answers an ally's call.
    pub called: bool,
    /// What it would have done rather than anything else, with all options.
    pub decision: Decision,
}

impl Expectation {
    /// What the model would have preferred, and why, where that is not what happened.
    pub fn favoured(&self) -> Option<(&Weighed, Motive)> {
        let place = self.decision.options.iter().position(|option| *option == self.decision.chosen);
        let other = place.is_none_or(|place| !self.matched.contains(&place));
        other.then_some((&self.decision.chosen, self.decision.motive))
    }

    /// The best of the options that amount to what happened.
    pub fn best(&self) -> Option<&Weighed> {
        let worth = |place: &&usize| self.decision.options[**place].terms.utility();
        let best = self.matched.iter().max_by(|a, b| worth(a).total_cmp(&worth(b)).then(b.cmp(a)));
        best.map(|place| &self.decision.options[*place])
    }

    /// The place of what happened among the options, best first, from 1; nothing where it was not among them.
    pub fn rank(&self) -> Option<usize> {
        let best = self.best()?.terms.utility();
        let better = self.decision.options.iter().filter(|option| option.terms.utility() > best);
        Some(better.count() + 1)
    }

    /// The chance that what happened would have had if all options were alike; 0 where it was not among them.
    pub fn uniform(&self) -> f32 {
        match self.decision.options.len() {
            0 => 0.0,
            all => self.matched.len() as f32 / all as f32,
        }
    }

    /// Whether the model's motive is of the kind that the literature names; nothing where either is missing.
    pub fn agrees(&self) -> Option<bool> {
        Some(kind_of(self.motive?) == Some(self.coded?))
    }
}

/// What kind of motive the literature would call one of the model's; nothing for those that are no reason to act.
pub fn kind_of(motive: Motive) -> Option<record::Motive> {
    use record::Motive as Kind;
    match motive {
        Motive::AvoidDomination | Motive::Influence | Motive::InternalBalancing | Motive::Prevention => {
            Some(Kind::Threat)
        }
        Motive::Appeasement | Motive::Safety => Some(Kind::Fear),
        Motive::Jackal | Motive::PilingOn | Motive::ShareOfVictory | Motive::Conquest | Motive::Profit => {
            Some(Kind::Profit)
        }
        Motive::Wave | Motive::Contagion => Some(Kind::Wave),
        Motive::KeepFaith => Some(Kind::Commitment),
        Motive::AbandonAlly
        | Motive::CutLosses
        | Motive::ThreatGone
        | Motive::Autonomy
        | Motive::Defection
        | Motive::PassTheBuck
        | Motive::FightOn
        | Motive::StayNeutral
        | Motive::Misjudgement => None,
    }
}

/// What the model would have expected of the events of a tick. `way` leads to that tick before anything was given there
/// ([`super::Timeline::way_before`]).
pub fn of_tick(way: &Way, record: &Record, recorded: &AsRecorded, tick: u64) -> Vec<Expectation> {
    let mut app = App::new();
    app.add_plugins(SimulationPlugin);
    way.walk(app.world_mut());
    in_world(app.world_mut(), record, recorded, tick)
}

/// The same, in a world that stands after that tick before anything was given there, and is thrown away afterwards.
pub fn in_world(world: &mut World, record: &Record, recorded: &AsRecorded, tick: u64) -> Vec<Expectation> {
    let mut list = Vec::new();
    let steps = recorded.at(tick);
    let asks = |step: &Step| Part::of(&record.entries()[step.entry].event).1.is_some();
    let Some(last) = steps.iter().rposition(asks) else { return list };
    for step in &steps[..=last] {
        let entry = &record.entries()[step.entry];
        // What stands in the way goes first: pacts that end, and nothing else.
        let ends = |command: &&Command| matches!(command, Command::EndPact(_) | Command::ChangePact { .. });
        let (before, rest) = match entry.event {
            Event::War { .. } | Event::Enters { .. } | Event::Changes { .. } => {
                step.commands.split_at(step.commands.iter().take_while(ends).count())
            }
            _ => step.commands.split_at(0),
        };
        give(before, world);
        list.extend(of_entry(world, record, step));
        give(rest, world);
    }
    list
}

/// Carries out what can be; what a hand has made impossible is left.
fn give(commands: &[Command], world: &mut World) {
    if !commands.is_empty() {
        let all = Command::Group { name: String::new(), commands: commands.to_vec() };
        if all.apply(world).is_err() {
            for command in commands {
                let _ = command.apply(world);
            }
        }
    }
}

/// What the model expects of one event in the world as it stands.
fn of_entry(world: &mut World, record: &Record, step: &Step) -> Vec<Expectation> {
    let entry = &record.entries()[step.entry];
    let (ids, Some(part)) = Part::of(&entry.event) else { return Vec::new() };
    simulation::look_around(world);
    let mut survey = SystemState::<Survey>::new(world);
    let asked: Vec<(StateId, String, Deed, Vec<StateId>)> = {
        let Ok(survey) = survey.get(world) else { return Vec::new() };
        let living = |id: &&str| survey.find(id).is_some_and(|state| survey.is_alive(state));
        let ids = ids.into_iter().filter(living);
        ids.filter_map(|id| {
            let state = survey.find(id)?;
            let deed = Deed::of(&entry.event, state, &survey);
            let callers = callers(record, step.entry).into_iter();
            let callers = callers.filter_map(|id| survey.find(id)).filter(|caller| *caller != state);
            Some((state, id.to_owned(), deed, callers.collect()))
        })
        .collect()
    };
    let ask = |(state, code, deed, callers): (StateId, String, Deed, Vec<StateId>)| {
        let call = match &deed {
            Deed::Enter { war: Some(war), side, .. } => callers
                .into_iter()
                .find_map(|ally| simulation::answer_to_call(world, *war, (state, ally), *side)),
            _ => None,
        };
        let called = call.is_some();
        let Inclination { decision, motives } =
            call.or_else(|| simulation::inclinations(world, &[state]).pop())?;
        let options = decision.options.iter().enumerate();
        let matched: Vec<usize> =
            options.filter(|(_, option)| deed.is(option.action)).map(|(place, _)| place).collect();
        let chance: f32 = matched.iter().map(|place| decision.options[*place].chance).sum();
        let mut expectation = Expectation {
            entry: step.entry,
            tick: step.tick,
            state,
            code,
            part,
            chance: chance.min(1.0),
            matched,
            motive: None,
            coded: entry.event.motive(),
            called,
            decision,
        };
        let best = expectation.best().copied();
        let place = expectation.decision.options.iter().position(|option| Some(*option) == best);
        expectation.motive = place.map(|place| motives[place]);
        Some(expectation)
    };
    asked.into_iter().filter_map(ask).collect()
}

/// Who of those on the side that a state enters has itself come to the war within a month before, the latest
/// first: those may call it.
fn callers(record: &Record, at: usize) -> Vec<&str> {
    let entry = &record.entries()[at];
    let Event::Enters { war, side, .. } = &entry.event else { return Vec::new() };
    let recent = |before: &&Entry| {
        let days = before.date.until(entry.date).map_or(i64::MAX, |span| i64::from(span.get_days()));
        days <= CALLS
    };
    let mut found: Vec<&str> = Vec::new();
    for before in record.entries()[..at].iter().rev().take_while(recent) {
        match &before.event {
            Event::War { name, attackers, defenders, .. } if name == war => {
                let those = if *side == record::Side::Attackers { attackers } else { defenders };
                found.extend(those.iter().map(String::as_str));
            }
            Event::Enters { war: other, side: beside, state, .. } if other == war && beside == side => {
                found.push(state);
            }
            _ => {}
        }
    }
    found
}
