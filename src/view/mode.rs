//! Map modes: what the map's colours mean.

use bevy::prelude::*;

/// What the map's colours mean.
#[derive(Resource, Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MapMode {
    /// Each state in its colour.
    #[default]
    Political,
    /// Alliances as blocs, by colour and pattern.
    Blocs,
    /// Threat of every other state to the selected one; with none, the greatest that each feels.
    Threat,
    /// Threat of the selected state to every other; with none, the greatest that each poses.
    Danger,
    /// Share of the system's power.
    Power,
    /// Lions, lambs, wolves and jackals.
    Type,
    /// How much each wants another order, or to keep this one.
    Revisionism,
    /// What each believes of the selected state's intent; with none, what is believed of each on average.
    Belief,
    /// Movements, their champions, and who went over to them of late.
    Ideology,
    /// Who fights whom, what is occupied, and where the fronts are.
    War,
    /// Who stands where history had it, and who does not. Offered where a record is known.
    Agreement,
}

impl MapMode {
    /// All modes: first those with number keys, 1 to 9 and 0, in that order.
    pub const ALL: [Self; 11] = [
        Self::Political,
        Self::Blocs,
        Self::Threat,
        Self::Danger,
        Self::Power,
        Self::Type,
        Self::Revisionism,
        Self::Belief,
        Self::Ideology,
        Self::War,
        Self::Agreement,
    ];

    /// Those that every world can be seen in.
    pub const OF_ANY: &[Self] = Self::ALL.split_at(10).0;

    /// Name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Political => "Political",
            Self::Blocs => "Blocs",
            Self::Threat => "Threat felt",
            Self::Danger => "Danger posed",
            Self::Power => "Power",
            Self::Type => "Types",
            Self::Revisionism => "Revisionism",
            Self::Belief => "Beliefs",
            Self::Ideology => "Ideology",
            Self::War => "War",
            Self::Agreement => "Agreement",
        }
    }

    /// The same in one short word, for where ten stand side by side.
    pub fn short_label(self) -> &'static str {
        match self {
            Self::Political => "States",
            Self::Blocs => "Blocs",
            Self::Threat => "Threat",
            Self::Danger => "Danger",
            Self::Power => "Power",
            Self::Type => "Types",
            Self::Revisionism => "Revision",
            Self::Belief => "Beliefs",
            Self::Ideology => "Creeds",
            Self::War => "War",
            Self::Agreement => "History",
        }
    }

    /// What it shows, in a sentence without its end.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Political => "Each state in its colour",
            Self::Blocs => "States that stand together by their pacts share a colour and a pattern",
            Self::Threat => {
                "How much every other state threatens the selected one; with none selected, the greatest threat each feels"
            }
            Self::Danger => {
                "How much the selected state threatens every other; with none selected, the greatest threat each poses"
            }
            Self::Power => "Share of the system’s power",
            Self::Type => "Lions, lambs, wolves and jackals, by power and interest (Schweller 1994)",
            Self::Revisionism => "Value of another order less value of this one",
            Self::Belief => {
                "What every other state believes of the selected one’s intent; with none selected, what is believed of each"
            }
            Self::Ideology => "Movements with their champions, and who turned to them of late",
            Self::War => "Who fights whom, what is occupied, and where the fronts are",
            Self::Agreement => "Who stands where history had it at the date shown, and who does not",
        }
    }

    /// What stands on its key.
    pub fn key(self) -> char {
        const KEYS: [char; 11] = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0', 'Q'];
        KEYS[Self::ALL.iter().position(|mode| *mode == self).unwrap_or(0)]
    }

    /// The mode on a digit's key.
    pub fn on_digit(digit: usize) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.key().to_digit(10) == Some(digit as u32))
    }

    /// Whether it is about the selected state, and about all where none is selected.
    pub fn needs_selection(self) -> bool {
        matches!(self, Self::Threat | Self::Danger | Self::Belief)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mode_has_a_key_of_its_own() {
        let keys: String = MapMode::ALL.into_iter().map(MapMode::key).collect();
        assert_eq!(keys, "1234567890Q");
        assert_eq!(
            (1..=10).filter_map(|place| MapMode::on_digit(place % 10)).collect::<Vec<_>>(),
            MapMode::OF_ANY
        );
        assert_eq!(MapMode::on_digit(10), None);
    }
}
