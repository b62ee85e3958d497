//! The legend: what the colours of the map mean, with numbers and units.

use bevy::prelude::*;

use super::paint::Eye;
use super::theme::{Pattern, Ramp, Theme, at_peace, bloc_fill, kind_fill, side_fill};
use super::{Blocs, MapMode, StatePalette};
use crate::simulation::{Side, StateId, Survey};
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

impl Eye<'_, '_, '_> {
    /// The legend of a mode.
    pub(super) fn legend(&self, mode: MapMode) -> Legend {
        let name = |state: StateId| self.survey.identity(state).name.clone();
        match mode {
            MapMode::Political => Legend {
                title: "States".into(),
                note: "Each state in its colour; two rings mark the capitals of strong states.".into(),
                key: LegendKey::Entries(self.land_entries()),
            },
            MapMode::Blocs => Legend {
                title: "Blocs".into(),
                note: "States closer by pacts with one another than with the rest.".into(),
                key: LegendKey::Entries(self.bloc_entries()),
            },
            MapMode::Threat => Legend {
                title: match self.selected {
                    Some(state) => format!("Threat to {}", name(state)),
                    None => "Greatest threat felt".into(),
                },
                note: "Expected loss if it had to stand alone: belief in intent, nearness, chance of defeat."
                    .into(),
                key: self.scale(Ramp::Threat, |share| share),
            },
            MapMode::Power => Legend {
                title: "Power".into(),
                note: "Share of the system's power.".into(),
                key: self.scale(Ramp::Power, f32::sqrt),
            },
            MapMode::War => Legend {
                title: "Wars".into(),
                note: if self.survey.wars.is_empty() {
                    "There is peace everywhere.".into()
                } else {
                    "Attackers warm, defenders cool, with the public chance that they win.".into()
                },
                key: LegendKey::Entries(self.war_entries()),
            },
            MapMode::Type => Legend {
                title: "Types".into(),
                note: "By power and interest; share of the system's power.".into(),
                key: LegendKey::Entries(self.kind_entries()),
            },
        }
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
                entry(side_fill(war.id, side).into(), &label, percent(war.chance(side)))
            })
        });
        let peace = entry(at_peace().into(), "At peace", String::new());
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
            let states = self.survey.states().filter(|state| self.survey.kind(*state) == kind);
            states.map(|state| self.survey.power(state)).sum()
        };
        let row = |(kind, label): (StateType, &str)| LegendEntry {
            kind: Some(kind),
            ..entry(kind_fill(self.theme, kind).into(), label, percent(power(kind)))
        };
        kinds.into_iter().map(row).collect()
    }

    /// A scale with five numbers, placed by how the map places them.
    fn scale(&self, ramp: Ramp, place: fn(f32) -> f32) -> LegendKey {
        let marks = [0.0, 0.1, 0.25, 0.5, 1.0].map(|share| (place(share), percent(self.top * share)));
        LegendKey::Scale { ramp, marks: marks.to_vec() }
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
    Eye::new(mode, survey, selected, colours).legend(mode)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        assert_eq!([0.0, 0.005, 0.02, 0.18734].map(percent), ["0 %", "0.5 %", "2 %", "19 %"]);
    }
}
