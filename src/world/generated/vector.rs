//! Arithmetic of vectors from the Earth's centre, and of seeded hashes.

/// A point in space; of length 1 on the sphere.
pub(super) type Vector = [f64; 3];

pub(super) fn sum(a: Vector, b: Vector) -> Vector {
    [a[0] + b[0], a[1] + b[1], a[2] + b[2]]
}

pub(super) fn difference(a: Vector, b: Vector) -> Vector {
    [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
}

pub(super) fn scaled(a: Vector, factor: f64) -> Vector {
    [a[0] * factor, a[1] * factor, a[2] * factor]
}

pub(super) fn dot(a: Vector, b: Vector) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

pub(super) fn cross(a: Vector, b: Vector) -> Vector {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

pub(super) fn length(a: Vector) -> f64 {
    dot(a, a).sqrt()
}

pub(super) fn distance(a: Vector, b: Vector) -> f64 {
    length(difference(a, b))
}

/// The same direction with length 1.
pub(super) fn unit(a: Vector) -> Vector {
    scaled(a, 1.0 / length(a))
}

/// The point this share of the way from `a` to `b`.
pub(super) fn mix(a: Vector, b: Vector, share: f64) -> Vector {
    sum(scaled(a, 1.0 - share), scaled(b, share))
}

/// Scrambles numbers into one, as the `SplitMix64` generator does with its state.
pub(super) fn hash<const N: usize>(numbers: [u64; N]) -> u64 {
    numbers.into_iter().fold(0, |state, number| {
        let mut z = (state ^ number).wrapping_add(0x9E37_79B9_7F4A_7C15);
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    })
}

/// A hash as a number from 0 up to 1, exclusive.
pub(super) fn share(hash: u64) -> f64 {
    const STEPS: f64 = (1_u64 << 53) as f64;
    (hash >> 11) as f64 / STEPS
}
