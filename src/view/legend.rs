//! What the colours of the map mean, with numbers and units.

use std::borrow::Cow;

use bevy::prelude::*;

use super::eye::{Eye, Shown};
use super::ramp::Ramp;
use super::theme::{
    Pattern, Theme, agreement_fill, at_peace, bloc_fill, kind_fill, movement_fill, side_fill,
};
use super::{Blocs, MapMode, StatePalette};
use crate::history::{Agreement, Verdict};
use crate::record::Camp;
use crate::simulation::{Side, StateId, Survey, capitalised, in_sentence};
use crate::theory::interest::StateType;

/// What the colours of the map mean at the moment, with numbers and units.
#[derive(Resource, Debug, Clone, Default, PartialEq)]
pub struct Legend {
    /// What is shown.
    pub title: String,
    /// A sentence on how to read it.
    pub note: String,
    /// The colours.
    pub key: LegendKey,
    /// What the map says of each state, by number.
    pub readings: Vec<Reading>,
    /// Where each state stands, by number.
    pub standings: Vec<Option<Standing>>,
}

/// What a mode says of one state: `threat to Poland`, `41 %`. Empty where it says nothing of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reading {
    /// What is told.
    pub label: String,
    /// How much, with its unit; may be empty.
    pub value: String,
}

/// The bloc that a state stands in.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// The most powerful of its members.
    pub leader: StateId,
    /// How many there are.
    pub members: usize,
    /// Colour and pattern of the bloc.
    pub look: (Srgba, Pattern),
}

/// The colours of a legend.
#[derive(Debug, Clone, PartialEq)]
pub enum LegendKey {
    /// Colours one by one.
    Entries(Vec<LegendEntry>),
    /// A scale.
    Scale {
        /// The colours from one end to the other.
        ramp: Ramp,
        /// Places from 0 to 1 along it, with the numbers that stand there.
        marks: Vec<(f32, String)>,
    },
}

impl Default for LegendKey {
    fn default() -> Self {
        Self::Entries(Vec::new())
    }
}

/// One colour of a legend.
#[derive(Debug, Clone, PartialEq)]
pub struct LegendEntry {
    /// The colour.
    pub colour: Srgba,
    /// The pattern over it.
    pub pattern: Pattern,
    /// What it stands for.
    pub label: String,
    /// A number with its unit; may be empty.
    pub value: String,
    /// The type whose mark stands with it.
    pub kind: Option<StateType>,
}

impl Legend {
    /// What the map says of a state, if anything.
    pub fn reading(&self, state: StateId) -> Option<&Reading> {
        self.readings.get(state.index()).filter(|reading| !reading.label.is_empty())
    }

    /// Where a state stands, if it stands with anyone.
    pub fn standing(&self, state: StateId) -> Option<&Standing> {
        self.standings.get(state.index())?.as_ref()
    }
}

impl Eye<'_, '_, '_> {
    fn name(&self, state: StateId) -> &str {
        &self.survey.identity(state).name
    }

    /// The name within a sentence.
    fn told(&self, state: StateId) -> Cow<'_, str> {
        in_sentence(self.name(state))
    }

    /// The legend of the mode.
    pub(super) fn legend(&self) -> Legend {
        let about = |one: &str, all: &str| match self.selected {
            Some(state) => format!("{one} {}", self.told(state)),
            None => all.to_owned(),
        };
        // What is shown until a state is selected is said, and what to do for more.
        let note = |one: &str, all: &str| match self.selected {
            Some(_) => one.to_owned(),
            None => format!("{all} Select a state to see it for that state alone."),
        };
        let (title, note, key) = match self.mode {
            MapMode::Political => (
                "States".into(),
                "Each state in its colour; two rings mark the capitals of strong states.".into(),
                LegendKey::Entries(self.land_entries()),
            ),
            MapMode::Blocs => (
                "Blocs".into(),
                "States closer by pacts with one another than with the rest; share of the system’s power.".into(),
                LegendKey::Entries(self.bloc_entries()),
            ),
            MapMode::Threat => (
                about("Threat felt by", "Greatest threat felt"),
                note(
                    "What it expects to lose to each, standing alone: power, nearness, offence, intent as believed.",
                    "What each state expects to lose, standing alone, to the power that threatens it most.",
                ),
                self.scale(Ramp::Threat, |share| share),
            ),
            MapMode::Danger => (
                about("Danger posed by", "Greatest danger posed"),
                note(
                    "What each state expects to lose to it, standing alone.",
                    "What the state that each threatens most expects to lose to it, standing alone.",
                ),
                self.scale(Ramp::Threat, |share| share),
            ),
            MapMode::Power => {
                ("Power".into(), "Share of the system’s power.".into(), self.scale(Ramp::Power, f32::sqrt))
            }
            MapMode::Type => (
                "Types".into(),
                "By power and interest; share of the system’s power.".into(),
                LegendKey::Entries(self.kind_entries()),
            ),
            MapMode::Revisionism => (
                "Revisionism".into(),
                "Value of another order less value of this one, −1 to 1: teal is content, rust at odds with it."
                    .into(),
                revisionism_scale(),
            ),
            MapMode::Belief => (
                about("Intent believed of", "Intent believed, on average"),
                note(
                    "Chance that it means to attack, as each state believes. Grey: as before anything was seen.",
                    "Chance that it means to attack, as others believe. Grey: as before anything was seen.",
                ),
                self.belief_scale(),
            ),
            MapMode::Ideology => (
                "Ideology".into(),
                if self.survey.movements.list.is_empty() {
                    "This world knows no movements.".into()
                } else {
                    "Movements with the champion of each, and their shares of the system’s power.".into()
                },
                LegendKey::Entries(self.movement_entries()),
            ),
            MapMode::War => (
                "Wars".into(),
                if self.survey.wars.is_empty() {
                    "There is peace everywhere.".into()
                } else {
                    "Attackers warm, defenders cool, with the public chance that they win.".into()
                },
                LegendKey::Entries(self.war_entries()),
            ),
            MapMode::Agreement => (
                "Agreement with history".into(),
                self.agreement.map_or_else(|| NO_SIDES.into(), |found| self.agreement_note(found)),
                LegendKey::Entries(self.agreement_entries()),
            ),
        };
        let readings = self.survey.states().map(|state| self.reading(state)).collect();
        let standings = self.survey.states().map(|state| self.standing(state)).collect();
        Legend { title, note, key, readings, standings }
    }

    fn standing(&self, state: StateId) -> Option<Standing> {
        let bloc = self.blocs.of(state)?;
        let (fill, pattern) = bloc_fill(self.theme, bloc.slot);
        let leader = bloc.members.first().copied()?;
        Some(Standing { leader, members: bloc.members.len(), look: (fill.into(), pattern) })
    }

    /// What the mode says of a state.
    fn reading(&self, state: StateId) -> Reading {
        let say = |label: String, value: String| Reading { label, value };
        let name = |state: StateId| self.told(state);
        let selected = self.selected.map(name);
        match (self.mode, self.shown(state)) {
            (MapMode::Power, Some(shown)) => say("share of all power".into(), percent(shown.value)),
            (MapMode::Revisionism, Some(shown)) => say("revisionism".into(), signed(shown.value)),
            (MapMode::Threat, Some(Shown { value, other })) => match (selected, other) {
                (Some(selected), _) => say(format!("threat to {selected}"), percent(value)),
                (None, Some(other)) => say(format!("threat felt, from {}", name(other)), percent(value)),
                (None, None) => Reading::default(),
            },
            (MapMode::Danger, Some(Shown { value, other })) => match (selected, other) {
                (Some(selected), _) => say(format!("threat from {selected}"), percent(value)),
                (None, Some(other)) => say(format!("threat posed, to {}", name(other)), percent(value)),
                (None, None) => Reading::default(),
            },
            (MapMode::Belief, Some(shown)) => match selected {
                Some(selected) => say(format!("believes {selected} means to attack"), percent(shown.value)),
                None => say("believed to mean attack".into(), percent(shown.value)),
            },
            (MapMode::Ideology, _) => match self.creed(state) {
                None => say("of no movement".into(), String::new()),
                Some((_, creed)) if creed.champion == Some(state) => {
                    say(format!("champion of {}", creed.name), percent(creed.momentum))
                }
                Some((_, creed)) if self.turned_lately(state) => {
                    say(format!("turned to {} of late", creed.name), String::new())
                }
                Some((_, creed)) => say(creed.name.clone(), String::new()),
            },
            (MapMode::War, _) => {
                let war = self.survey.wars.of(state).find_map(|war| Some((war, war.side_of(state)?)));
                war.map_or(say("at peace".into(), String::new()), |(war, side)| {
                    let role = match side {
                        Side::Attackers => "attacks",
                        Side::Defenders => "defends",
                    };
                    say(format!("{role}; its side wins with"), percent(war.chance(side)))
                })
            }
            (MapMode::Agreement, _) => self.agreement_reading(state),
            _ => Reading::default(),
        }
    }

    /// Around whom the sides are counted, and when.
    fn agreement_note(&self, found: &Agreement) -> String {
        let (agreeing, asked) = (found.agreeing(), found.asked());
        let sides = [Camp::First, Camp::Second].map(|camp| self.camp_name(Some(camp)));
        let [first, second] = sides;
        let counted = found.count.date.strftime("%-d %B %Y");
        format!(
            "{agreeing} of {asked} where history put them: with {first} or with {second}, the protagonists of the \
             count of {counted}, or with neither."
        )
    }

    /// The protagonists of a camp, or that it is none.
    fn camp_name(&self, camp: Option<Camp>) -> String {
        let (Some(camp), Some(found)) = (camp, self.agreement) else { return "nobody".into() };
        let codes = match camp {
            Camp::First => &found.count.first,
            Camp::Second => &found.count.second,
        };
        let of_code = |code: &String| {
            let mut states = self.survey.states();
            states.find(|state| self.survey.identity(*state).code == *code)
        };
        let names: Vec<Cow<str>> = codes.iter().filter_map(of_code).map(|state| self.told(state)).collect();
        match names.as_slice() {
            [] => codes.join(", "),
            [one] => one.to_string(),
            [one, other] => format!("{one} and {other}"),
            [one, rest @ ..] => format!("{one} and {} more", rest.len()),
        }
    }

    fn agreement_reading(&self, state: StateId) -> Reading {
        let say = |label: String, value: String| Reading { label, value };
        let with = |camp: Option<Camp>| format!("with {}", self.camp_name(camp));
        match self.verdict(state) {
            None => Reading::default(),
            Some(Verdict::Agrees(camp)) => say("as in history".into(), with(camp)),
            Some(Verdict::Differs { run, record }) => {
                say(format!("in the run {}, in history", with(run)), with(record))
            }
            Some(Verdict::Protagonist(_)) => {
                say("a protagonist: the sides form around it".into(), String::new())
            }
            Some(Verdict::Gone { in_record: false, in_run: true }) => {
                say("no more in history by then".into(), String::new())
            }
            Some(Verdict::Gone { in_record: true, .. }) => {
                say("in history it still stood".into(), String::new())
            }
            Some(Verdict::Gone { .. }) => say("no more in history either".into(), String::new()),
        }
    }

    fn agreement_entries(&self) -> Vec<LegendEntry> {
        let Some(found) = self.agreement else { return Vec::new() };
        let count = |wanted: fn(Verdict) -> bool| {
            let states = self.survey.states().filter(|state| self.survey.is_alive(*state));
            states.filter(|state| self.verdict(*state).is_some_and(wanted)).count()
        };
        let differing = found.asked() - found.agreeing();
        let protagonists = count(|verdict| matches!(verdict, Verdict::Protagonist(_)));
        let gone = count(|verdict| matches!(verdict, Verdict::Gone { .. }));
        let agrees = agreement_fill(self.theme, true).into();
        let mut entries = vec![
            entry(agrees, "Where history put it", states(found.agreeing())),
            LegendEntry {
                pattern: Pattern::Rising,
                ..entry(agreement_fill(self.theme, false).into(), "Elsewhere", states(differing))
            },
            entry(self.theme.unaligned, "A protagonist, not asked", states(protagonists)),
        ];
        if gone > 0 {
            entries.push(entry(self.theme.unowned, "No more in history, not asked", states(gone)));
        }
        entries
    }

    fn bloc_entries(&self) -> Vec<LegendEntry> {
        let blocs = self.blocs.iter().map(|bloc| {
            let (fill, pattern) = bloc_fill(self.theme, bloc.slot);
            let names: Vec<&str> =
                bloc.members.iter().map(|m| self.survey.identity(*m).name.as_str()).collect();
            let label = match names.as_slice() {
                [a, b] => format!("{a}, {b}"),
                [a, b, rest @ ..] => format!("{a}, {b} and {} more", rest.len()),
                _ => names.concat(),
            };
            LegendEntry { pattern, ..entry(fill.into(), &label, percent(bloc.power)) }
        });
        let alone = self.survey.states().filter(|state| self.blocs.of(*state).is_none());
        let alone: f32 = alone.map(|state| self.survey.power(state)).sum();
        let alone = entry(self.theme.unaligned, "In no bloc", percent(alone));
        blocs.chain([alone]).chain(self.occupied_entry()).collect()
    }

    /// What lands there are but those of states.
    fn land_entries(&self) -> Vec<LegendEntry> {
        let unowned = entry(self.theme.unowned, "Held by no state", String::new());
        std::iter::once(unowned).chain(self.occupied_entry()).collect()
    }

    /// Occupied land, if there is any.
    fn occupied_entry(&self) -> Option<LegendEntry> {
        self.survey.wars.iter().any(|war| !war.occupied.is_empty()).then(|| LegendEntry {
            pattern: Pattern::Occupied,
            ..entry(self.theme.unaligned, "Occupied, in the holder's colour", String::new())
        })
    }

    /// Both sides of each war.
    fn war_entries(&self) -> Vec<LegendEntry> {
        let sides = self.survey.wars.iter().flat_map(|war| {
            [Side::Attackers, Side::Defenders].map(|side| {
                let leader = war.leader(side);
                let others = war.side(side).iter().filter(|state| **state != leader).count();
                let name = &self.survey.identity(leader).name;
                let label = if others > 0 { format!("{name} and {others} more") } else { name.clone() };
                entry(side_fill(self.theme, war.id, side).into(), &label, percent(war.chance(side)))
            })
        });
        let peace = entry(at_peace(self.theme).into(), "At peace", String::new());
        sides.chain([peace]).chain(self.occupied_entry()).collect()
    }

    fn kind_entries(&self) -> Vec<LegendEntry> {
        let kinds = [
            (StateType::Lion, "Lion: strong, content"),
            (StateType::Lamb, "Lamb: weak, content"),
            (StateType::Wolf, "Wolf: strong, revisionist"),
            (StateType::Jackal, "Jackal: weak, revisionist"),
        ];
        let power = |kind: StateType| {
            let states = self.survey.states().filter(|state| self.kind(*state) == kind);
            states.map(|state| self.survey.power(state)).sum()
        };
        let row = |(kind, label): (StateType, &str)| LegendEntry {
            kind: Some(kind),
            ..entry(kind_fill(self.theme, kind).into(), label, percent(power(kind)))
        };
        kinds.into_iter().map(row).collect()
    }

    fn movement_entries(&self) -> Vec<LegendEntry> {
        let power = |belongs: &dyn Fn(StateId) -> bool| {
            let states = self.survey.states().filter(|state| belongs(*state));
            percent(states.map(|state| self.survey.power(state)).sum())
        };
        let movements = self.survey.movements.list.iter().enumerate().map(|(number, movement)| {
            let label = match movement.champion {
                Some(champion) => format!("{}: {}", capitalised(&movement.name), self.name(champion)),
                None => format!("{}: no adherents", capitalised(&movement.name)),
            };
            let of_it = |state| self.creed(state).is_some_and(|(own, _)| own == number);
            entry(movement_fill(self.theme, number).into(), &label, power(&of_it))
        });
        let of_none = |state| self.survey.movement(state).is_none();
        let none = entry(self.theme.unaligned, "Of no movement", power(&of_none));
        let turned = self.survey.states().any(|state| self.turned_lately(state));
        let turned = turned.then(|| LegendEntry {
            pattern: Pattern::Occupied,
            ..entry(self.theme.unaligned, "Turned to its champion of late", String::new())
        });
        movements.chain([none]).chain(turned).collect()
    }

    /// The scale of beliefs: in its middle what is believed before anything is seen.
    fn belief_scale(&self) -> LegendKey {
        let prior = self.prior();
        let others = [0.001, 0.01, 0.06, 0.2, 0.5, 0.8, 0.95];
        let mut marks: Vec<(f32, String)> = vec![(0.5, percent(prior))];
        let apart = |place: &f32| (place - 0.5).abs() > 0.08;
        let others = others.map(|intent| (self.belief_place(intent), percent(intent)));
        marks.extend(others.into_iter().filter(|(place, _)| apart(place)));
        marks.sort_by(|a, b| a.0.total_cmp(&b.0));
        LegendKey::Scale { ramp: Ramp::Diverging, marks }
    }

    /// A scale with five numbers, placed by how the map places them.
    fn scale(&self, ramp: Ramp, place: fn(f32) -> f32) -> LegendKey {
        let marks = [0.0, 0.1, 0.25, 0.5, 1.0].map(|share| (place(share), percent(self.top * share)));
        LegendKey::Scale { ramp, marks: marks.to_vec() }
    }
}

/// What to do where no sides are counted.
const NO_SIDES: &str = "Nothing to hold states against: the record of what happened ends before this date, or counts no \
    sides. Entries such as `Sides(first: [..], second: [..])` do.";

/// A number of states: `1 state`, `18 states`.
fn states(count: usize) -> String {
    if count == 1 { "1 state".into() } else { format!("{count} states") }
}

/// The scale of revisionism, even from end to end.
fn revisionism_scale() -> LegendKey {
    let marks = [-1.0, -0.5, 0.0, 0.5, 1.0].map(|value: f32| (0.5 + 0.5 * value, signed(value)));
    LegendKey::Scale { ramp: Ramp::Diverging, marks: marks.to_vec() }
}

/// A number with its sign, to tenths: `+0.4`.
fn signed(value: f32) -> String {
    let tenths = (value * 10.0).round() / 10.0;
    match tenths {
        tenths if tenths > 0.0 => format!("+{tenths}"),
        tenths if tenths < 0.0 => format!("−{}", -tenths),
        _ => "0".into(),
    }
}

fn entry(colour: Srgba, label: &str, value: String) -> LegendEntry {
    LegendEntry { colour, pattern: Pattern::None, label: label.into(), value, kind: None }
}

/// Per cent with as few digits as tell something.
fn percent(share: f32) -> String {
    // The sum of nothing is -0.0, which is nothing too.
    let percent = 100.0 * share + 0.0;
    if percent == 0.0 || percent >= 2.0 { format!("{percent:.0} %") } else { format!("{percent:.1} %") }
}

/// The legend of a mode for the world as it stands.
pub fn legend(
    mode: MapMode,
    survey: &Survey,
    selected: Option<StateId>,
    colours: (&Theme, &StatePalette, &Blocs),
) -> Legend {
    Eye::new((mode, 0.0), survey, selected, colours).legend()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::Chart;
    use super::*;
    use crate::batch::Run;
    use crate::scenario::{self, builtin::EUROPE_1936};

    #[test]
    fn titles_and_readings_name_states_as_a_sentence_does() {
        let scenario = scenario::read(EUROPE_1936.name, EUROPE_1936.text).expect("the setup is valid");
        let mut run = Run::new(&scenario, 1);
        let survey = run.survey();
        let chart = Chart::new(Arc::new(scenario));
        let (theme, blocs) = (Theme::NIGHT, Blocs::new(&survey, &Blocs::default()));
        let palette = StatePalette::new(&survey, &chart, &theme);
        let find = |name: &str| survey.states().find(|state| survey.identity(*state).name == name);
        let soviets = find("Soviet Union").expect("it is in");
        let dutch = find("Netherlands").expect("they are in");
        let of = |mode: MapMode| legend(mode, &survey, Some(soviets), (&theme, &palette, &blocs));
        let threat = of(MapMode::Threat);
        assert_eq!(threat.title, "Threat felt by the Soviet Union");
        assert_eq!(threat.readings[dutch.index()].label, "threat to the Soviet Union");
        assert_eq!(of(MapMode::Danger).title, "Danger posed by the Soviet Union");
        let about = legend(MapMode::Belief, &survey, Some(dutch), (&theme, &palette, &blocs));
        assert_eq!(about.title, "Intent believed of the Netherlands");
        assert_eq!(about.readings[soviets.index()].label, "believes the Netherlands means to attack");
    }

    #[test]
    fn numbers_are_short() {
        assert_eq!([0.0, 0.005, 0.02, 0.18734].map(percent), ["0 %", "0.5 %", "2 %", "19 %"]);
    }
}
