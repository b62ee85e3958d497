//! Signs: the marks of types as shapes, for all who draw them: the map, the panels, the pictures.

use super::meshes::InkStyle;
use crate::theory::interest::StateType;

/// A piece of a sign, in units of its radius about its middle, y down.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Piece {
    /// A filled convex polygon.
    Polygon(&'static [[f32; 2]]),
    /// A disc: its middle and its radius.
    Disc([f32; 2], f32),
    /// A hole, where the ground shows.
    Hole([f32; 2], f32),
}

use Piece::{Disc, Hole, Polygon};

/// A crown.
const LION: &[Piece] = &[
    Polygon(&[[-0.8, 0.3], [0.8, 0.3], [0.8, 0.75], [-0.8, 0.75]]),
    Polygon(&[[-0.8, 0.35], [-0.9, -0.75], [-0.2, 0.35]]),
    Polygon(&[[-0.45, 0.35], [0.0, -0.75], [0.45, 0.35]]),
    Polygon(&[[0.2, 0.35], [0.9, -0.75], [0.8, 0.35]]),
];

/// A fleece, locks all around, with a face.
const LAMB: &[Piece] = &[
    Disc([0.55, 0.0], 0.36),
    Disc([0.343, 0.43], 0.36),
    Disc([-0.122, 0.536], 0.36),
    Disc([-0.496, 0.239], 0.36),
    Disc([-0.496, -0.239], 0.36),
    Disc([-0.122, -0.536], 0.36),
    Disc([0.343, -0.43], 0.36),
    Disc([0.0, 0.0], 0.6),
    Hole([0.0, 0.24], 0.32),
];

/// A broad head.
const WOLF: &[Piece] = &[
    Polygon(&[[-0.85, -1.0], [-0.1, -0.5], [-0.9, 0.1]]),
    Polygon(&[[0.85, -1.0], [0.1, -0.5], [0.9, 0.1]]),
    Polygon(&[[-0.75, -0.45], [0.75, -0.45], [0.95, 0.15], [0.3, 0.9], [-0.3, 0.9], [-0.95, 0.15]]),
    Hole([-0.38, 0.12], 0.13),
    Hole([0.38, 0.12], 0.13),
];

/// A narrow head with long ears.
const JACKAL: &[Piece] = &[
    Polygon(&[[-0.65, -1.0], [-0.05, -0.15], [-0.6, 0.15]]),
    Polygon(&[[0.65, -1.0], [0.05, -0.15], [0.6, 0.15]]),
    Polygon(&[[-0.55, -0.15], [0.55, -0.15], [0.55, 0.15], [0.16, 0.95], [-0.16, 0.95], [-0.55, 0.15]]),
    Hole([-0.25, 0.12], 0.13),
    Hole([0.25, 0.12], 0.13),
];

/// The mark of a type: a crown, a fleece, a broad head, a narrow head with long ears. The shader of ink draws the
/// same.
pub fn kind_sign(kind: StateType) -> &'static [Piece] {
    match kind {
        StateType::Lion => LION,
        StateType::Lamb => LAMB,
        StateType::Wolf => WOLF,
        StateType::Jackal => JACKAL,
    }
}

/// The same as a style of ink.
pub(super) fn kind_ink(kind: StateType) -> InkStyle {
    match kind {
        StateType::Lion => InkStyle::Lion,
        StateType::Lamb => InkStyle::Lamb,
        StateType::Wolf => InkStyle::Wolf,
        StateType::Jackal => InkStyle::Jackal,
    }
}

/// The type whose mark a style of ink draws, if it does.
pub fn kind_inked(style: InkStyle) -> Option<StateType> {
    let kinds = [StateType::Lion, StateType::Lamb, StateType::Wolf, StateType::Jackal];
    kinds.into_iter().find(|kind| kind_ink(*kind) == style)
}
