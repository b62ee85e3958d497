//! A digest of the world's state: equal bits, equal number, on every machine.

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

    /// Takes in the bits of floats, two a word.
    pub fn floats(&mut self, values: &[f32]) {
        let (pairs, rest) = values.as_chunks::<2>();
        for [low, high] in pairs {
            self.word(u64::from(low.to_bits()) | u64::from(high.to_bits()) << 32);
        }
        for value in rest {
            self.word(u64::from(value.to_bits()));
        }
    }

    /// The digest of everything taken in.
    pub fn finish(self) -> u64 {
        super::draws::mix(self.0)
    }
}
