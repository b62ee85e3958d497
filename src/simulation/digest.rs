//! A digest of the world's state: equal bits, equal number, on every machine.

/// Words taken in side by side where there are many: as many as keep a wide processor busy.
const LANES: usize = 32;

/// Takes in words one after another.
#[derive(Debug, Clone, Copy)]
pub struct Digest(u64);

impl Digest {
    /// A digest that continues from an earlier one.
    pub fn new(start: u64) -> Self {
        Self(start ^ 0x9E37_79B9_7F4A_7C15)
    }

    /// Takes in a word.
    #[inline(always)]
    pub fn word(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x517C_C1B7_2722_0A95);
    }

    /// Takes in the bits of a few floats, two a word.
    pub fn floats(&mut self, values: &[f32]) {
        let (pairs, rest) = values.as_chunks::<2>();
        for [low, high] in pairs {
            self.word(u64::from(low.to_bits()) | u64::from(high.to_bits()) << 32);
        }
        for value in rest {
            self.word(u64::from(value.to_bits()));
        }
    }

    /// Takes in the bits of many floats, in lanes that a processor can work on at once.
    pub fn matrix(&mut self, values: &[f32]) {
        let (rows, rest) = values.as_chunks::<LANES>();
        let mut lanes = seeds();
        absorb(&mut lanes, rows);
        self.lanes(&lanes, rest);
    }

    /// Takes in two matrices, one after the other, the bits of both worked on side by side: a processor has time for
    /// the second where it would else wait for the first.
    pub fn matrices(&mut self, first: &[f32], second: &[f32]) {
        let (rows, rest) = first.as_chunks::<LANES>();
        let (more_rows, more_rest) = second.as_chunks::<LANES>();
        if rows.len() != more_rows.len() {
            self.matrix(first);
            self.matrix(second);
            return;
        }
        let (mut lanes, mut more_lanes) = (seeds(), seeds());
        absorb_both(&mut lanes, rows, &mut more_lanes, more_rows);
        self.lanes(&lanes, rest);
        self.lanes(&more_lanes, more_rest);
    }

    /// Takes in what the lanes have become, and the floats that fill no row.
    fn lanes(&mut self, lanes: &[u32; LANES], rest: &[f32]) {
        let (pairs, _) = lanes.as_chunks::<2>();
        for [low, high] in pairs {
            self.word(u64::from(*low) | u64::from(*high) << 32);
        }
        self.floats(rest);
    }

    /// The digest of everything taken in.
    pub fn finish(self) -> u64 {
        super::draws::mix(self.0)
    }
}

/// Where the lanes start: each elsewhere, so that two lanes changing places shows.
fn seeds() -> [u32; LANES] {
    std::array::from_fn(|lane| (lane as u32 + 1).wrapping_mul(0x9E37_79B9))
}

/// Takes a row of floats into the lanes, one each, row after row. Each step maps a lane one to one, so that a
/// change of a single bit always shows.
#[multiversion::multiversion(targets("x86_64+avx2"))]
fn absorb(lanes: &mut [u32; LANES], rows: &[[f32; LANES]]) {
    absorb_portable(lanes, rows);
}

/// [`absorb`] in plain code: the same bits on every processor.
#[inline(always)]
fn absorb_portable(lanes: &mut [u32; LANES], rows: &[[f32; LANES]]) {
    for row in rows {
        absorb_row(lanes, row);
    }
}

/// [`absorb`] for two of as many rows.
#[multiversion::multiversion(targets("x86_64+avx2"))]
fn absorb_both(
    lanes: &mut [u32; LANES],
    rows: &[[f32; LANES]],
    more_lanes: &mut [u32; LANES],
    more_rows: &[[f32; LANES]],
) {
    for (row, more_row) in rows.iter().zip(more_rows) {
        absorb_row(lanes, row);
        absorb_row(more_lanes, more_row);
    }
}

#[inline(always)]
fn absorb_row(lanes: &mut [u32; LANES], row: &[f32; LANES]) {
    for (lane, value) in lanes.iter_mut().zip(row) {
        *lane = (lane.rotate_left(13) ^ value.to_bits()).wrapping_mul(0x9E37_79B1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn digest(values: &[f32]) -> u64 {
        let mut digest = Digest::new(1);
        digest.matrix(values);
        digest.finish()
    }

    proptest! {
        #[test]
        fn wide_and_narrow_processors_agree_to_the_bit(values in prop::collection::vec(any::<f32>(), 0..300)) {
            let (rows, _) = values.as_chunks::<LANES>();
            let (mut wide, mut narrow) = (seeds(), seeds());
            absorb(&mut wide, rows);
            absorb_portable(&mut narrow, rows);
            prop_assert_eq!(wide, narrow);
        }

        #[test]
        fn two_side_by_side_are_one_after_the_other(
            values in prop::collection::vec(any::<f32>(), 0..300),
            first in any::<prop::sample::Index>(),
        ) {
            for at in [values.len() / 2, first.index(values.len() + 1)] {
                let (mut together, mut apart) = (Digest::new(1), Digest::new(1));
                together.matrices(&values[..at], &values[at..]);
                apart.matrix(&values[..at]);
                apart.matrix(&values[at..]);
                prop_assert_eq!(together.finish(), apart.finish());
            }
        }

        #[test]
        fn a_changed_bit_shows(mut values in prop::collection::vec(0.0f32..1.0, 1..300), at in any::<prop::sample::Index>(), bit in 0u32..32) {
            let before = digest(&values);
            let at = at.index(values.len());
            values[at] = f32::from_bits(values[at].to_bits() ^ 1 << bit);
            prop_assert_ne!(before, digest(&values));
        }

        #[test]
        fn two_values_changing_places_shows(mut values in prop::collection::vec(0.0f32..1.0, 2..300), a in any::<prop::sample::Index>(), b in any::<prop::sample::Index>()) {
            let (a, b) = (a.index(values.len()), b.index(values.len()));
            prop_assume!(values[a] != values[b]);
            let before = digest(&values);
            values.swap(a, b);
            prop_assert_ne!(before, digest(&values));
        }
    }
}
