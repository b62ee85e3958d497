//! The contest: the chance that the stronger side wins.
//!
//! ```text
//! win(A, D) = A^m / (A^m + D^m)
//! ```
//!
//! with `A` and `D` the strengths that meet (shares of system power, after distance) and `m` the
//! parameter `decisiveness`, a whole number so that a power is a few multiplications, alike on every
//! machine. Sources: Tullock 1980; Hirshleifer 1989 compares it with the logistic form.

/// The chance, 0 to 1, that `attack` beats `defence`; 0 if there is no attack at all.
#[inline(always)]
pub fn win_chance(attack: f32, defence: f32, exponent: u32) -> f32 {
    let (mut a, mut d) = (attack, defence);
    for _ in 1..exponent {
        a *= attack;
        d *= defence;
    }
    if a > 0.0 { a / (a + d) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sides_share_one(a in 0.001f32..10.0, d in 0.001f32..10.0, m in 1u32..4) {
            let sum = win_chance(a, d, m) + win_chance(d, a, m);
            prop_assert!((sum - 1.0).abs() < 1e-5);
        }

        #[test]
        fn strength_helps(a in 0.001f32..10.0, more in 0.0f32..5.0, d in 0.001f32..10.0, m in 1u32..4) {
            prop_assert!(win_chance(a + more, d, m) >= win_chance(a, d, m));
            prop_assert!(win_chance(a, d + more, m) <= win_chance(a, d, m));
        }

        #[test]
        fn a_higher_exponent_favours_the_stronger(a in 0.5f32..10.0, m in 1u32..3) {
            prop_assert!(win_chance(a + 0.1, 0.5, m + 1) >= win_chance(a + 0.1, 0.5, m));
        }
    }
}
