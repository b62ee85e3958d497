//! The tools, with their keys.

use bevy::prelude::*;

/// What a click on the map does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tool {
    /// Founds a state.
    Found,
    /// Gives provinces to the selected state, one after the other.
    Brush,
    /// Gives all land around of one owner, or of nobody, to the selected state.
    Fill,
    /// Leaves provinces to nobody.
    Erase,
    /// Moves a capital.
    Capital,
    /// Makes another state part of the selected one.
    Merge,
    /// Chooses provinces of the selected state that become a state of their own.
    Split,
    /// Founds a state that is like the selected one.
    Duplicate,
}

impl Tool {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 8] = [
        Self::Found,
        Self::Brush,
        Self::Fill,
        Self::Erase,
        Self::Capital,
        Self::Merge,
        Self::Split,
        Self::Duplicate,
    ];

    /// Its name.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Found => "Found",
            Self::Brush => "Brush",
            Self::Fill => "Fill",
            Self::Erase => "Erase",
            Self::Capital => "Capital",
            Self::Merge => "Merge",
            Self::Split => "Split",
            Self::Duplicate => "Copy",
        }
    }

    /// The key that takes it up while states are placed, and what is written on it. No other key of the window is the
    /// same.
    pub const fn key(self) -> (KeyCode, &'static str) {
        match self {
            Self::Found => (KeyCode::KeyN, "N"),
            Self::Brush => (KeyCode::KeyD, "D"),
            Self::Fill => (KeyCode::KeyA, "A"),
            Self::Erase => (KeyCode::KeyW, "W"),
            Self::Capital => (KeyCode::KeyK, "K"),
            Self::Merge => (KeyCode::KeyJ, "J"),
            Self::Split => (KeyCode::KeyV, "V"),
            Self::Duplicate => (KeyCode::KeyU, "U"),
        }
    }

    /// How it is used, in a sentence.
    pub const fn usage(self) -> &'static str {
        match self {
            Self::Found => "Click land to found a state there. Shift: in its whole modern country.",
            Self::Brush => {
                "Click or drag over land to give it to the selected state. Shift: whole modern countries."
            }
            Self::Fill => {
                "Click land to give all of it around to the selected state. Shift: its modern country."
            }
            Self::Erase => "Click or drag over land to leave it to nobody. Shift: whole modern countries.",
            Self::Capital => "Drag a capital to another of its state's provinces, or click one.",
            Self::Merge => "Click another state to make it part of the selected one.",
            Self::Split => {
                "Click or drag over provinces of the selected state, then press Enter to split them off."
            }
            Self::Duplicate => "Click land to found a state there with all that the selected one has.",
        }
    }

    /// Whether it works on the state that is selected.
    pub const fn needs_state(self) -> bool {
        !matches!(self, Self::Found | Self::Erase | Self::Capital)
    }

    /// Whether it goes over land while the button is held.
    pub const fn is_dragged(self) -> bool {
        matches!(self, Self::Brush | Self::Erase | Self::Split)
    }
}

/// How broad a brush is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Breadth {
    /// The province under the pointer alone.
    #[default]
    Province,
    /// All within a small circle.
    Small,
    /// All within a large one.
    Large,
}

impl Breadth {
    /// All of them, the narrowest first.
    pub const ALL: [Self; 3] = [Self::Province, Self::Small, Self::Large];

    /// Its radius in pixels; none where it is one province.
    pub const fn radius(self) -> Option<f32> {
        match self {
            Self::Province => None,
            Self::Small => Some(22.0),
            Self::Large => Some(56.0),
        }
    }

    /// Its name.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Province => "One province",
            Self::Small => "Small circle",
            Self::Large => "Large circle",
        }
    }

    /// The next broader one, or the next narrower.
    pub fn next(self, broader: bool) -> Self {
        let at = Self::ALL.iter().position(|it| *it == self).unwrap_or(0);
        Self::ALL[if broader { (at + 1).min(2) } else { at.saturating_sub(1) }]
    }
}
