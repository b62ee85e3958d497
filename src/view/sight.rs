//! What people with the common kinds of colour blindness see, for tests of palettes.

use bevy::prelude::*;

/// What people with protanopia, deuteranopia and tritanopia see, in linear RGB (Machado, Oliveira and
/// Fernandes 2009, severity 1), after plain sight.
pub const SIGHTS: [[[f32; 3]; 3]; 4] = [
    [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
    [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
];

/// A colour as seen.
pub fn seen(colour: impl Into<LinearRgba>, sight: &[[f32; 3]; 3]) -> Oklaba {
    let LinearRgba { red, green, blue, .. } = colour.into();
    let row = |r: [f32; 3]| (r[0] * red + r[1] * green + r[2] * blue).clamp(0.0, 1.0);
    Oklaba::from(LinearRgba::rgb(row(sight[0]), row(sight[1]), row(sight[2])))
}

/// How far two colours are apart for one kind of sight.
pub fn apart(a: impl Into<LinearRgba>, b: impl Into<LinearRgba>, sight: &[[f32; 3]; 3]) -> f32 {
    let (p, q) = (seen(a, sight), seen(b, sight));
    (p.lightness - q.lightness).hypot((p.a - q.a).hypot(p.b - q.b))
}
