//! The system as a whole: how power, interests and alliances are spread over it.
//!
//! All are made from the power shares `P_i` of the living states ([`super::power`]).
//!
//! ```text
//! concentration      CON = sqrt( (sum P_i^2 - 1/n) / (1 - 1/n) )
//! effective powers   N   = 1 / sum P_i^2
//! poles              # of i with P_i >= max P / 2
//! bloc led by l      B_l = P_l + sum over partners j of l with P_j <= P_l of P_j
//! revisionist power  R   = sum P_i max(0, r_i)
//! status-quo power   Q   = sum P_i max(0, -r_i)
//! ```
//!
//! | symbol | meaning | unit |
//! |---|---|---|
//! | `P_i` | power of state i | share, 0 to 1 |
//! | `n` | states in the system | count |
//! | `r_i` | revisionism of state i | -1 to 1 |
//! | `CON` | 0 all equal, 1 all power in one hand | 0 to 1 |
//! | `N` | number of equal powers that would be as concentrated | 1 to n |
//! | `B_l` | power that stands behind one leader | share, 0 to 1 |
//! | `R, Q` | power that wants, and that resists, revision | share, 0 to 1 |
//!
//! Sources: `CON` is Ray and Singer 1973 (Sociological Methods and Research 1:4), which takes out of the sum of
//! squares what the number of states alone makes of it. `N` is Laakso and Taagepera 1979, the inverse of the
//! Herfindahl index. Poles are those with at least half of the resources of the strongest, as in Schweller 1993
//! (International Studies Quarterly 37:1) and 1998; other conventions give other numbers (Modelski 1974 asks
//! for a share of 5 %). `R` and `Q` are Schweller's balance of interests at the level of the system (1994, pp. 99-105:
//! stability turns on the forces for revision against those for the status quo), which he gives in words; the
//! sums are chosen. The bloc is a convention of this project: pacts bind pair by pair, so that a
//! partner's partner is not one's own; a bloc is a leader with those who stand with it and are no stronger.

/// The sum of squared shares (Herfindahl index), 0 to 1.
pub fn herfindahl(power: &[f32]) -> f64 {
    power.iter().map(|share| f64::from(*share) * f64::from(*share)).sum()
}

/// Ray and Singer's concentration of power, 0 to 1, of a system of `states` states. 1 where one state is all
/// there is, 0 where there is none.
pub fn concentration(power: &[f32], states: usize) -> f32 {
    match states {
        0 => 0.0,
        1 => 1.0,
        _ => {
            let even = 1.0 / states as f64;
            // Rounding may take equal shares a hair below the even sum, or one hand a hair above the whole.
            (((herfindahl(power) - even) / (1.0 - even)).clamp(0.0, 1.0)).sqrt() as f32
        }
    }
}

/// Laakso and Taagepera's effective number of powers; 0 in a system without any power.
pub fn effective_powers(power: &[f32]) -> f32 {
    let sum = herfindahl(power);
    if sum > 0.0 { (1.0 / sum) as f32 } else { 0.0 }
}

/// Number of poles: states with at least half the power of the strongest.
pub fn poles(power: &[f32]) -> usize {
    let half = 0.5 * power.iter().copied().fold(0.0, f32::max);
    power.iter().filter(|share| **share > 0.0 && **share >= half).count()
}

/// Power behind each state as a leader: its own and that of every partner that is no stronger, for links named
/// once each.
pub fn blocs(power: &[f32], links: impl Iterator<Item = (usize, usize)>, out: &mut Vec<f32>) {
    out.clear();
    out.extend_from_slice(power);
    for (a, b) in links {
        if power[b] <= power[a] {
            out[a] += power[b];
        }
        if power[a] <= power[b] {
            out[b] += power[a];
        }
    }
}

/// Power for revision and power for the status quo, each weighted by how far its holders want it.
pub fn interests(power: &[f32], revisionism: &[f32]) -> (f32, f32) {
    let sum = |sign: f32| -> f32 {
        power.iter().zip(revisionism).map(|(share, interest)| share * (sign * interest).max(0.0)).sum()
    };
    (sum(1.0), sum(-1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shares() -> impl Strategy<Value = Vec<f32>> {
        prop::collection::vec(0.001f32..1.0, 1..40).prop_map(|raw| {
            let sum: f32 = raw.iter().sum();
            raw.iter().map(|share| share / sum).collect()
        })
    }

    #[test]
    fn concentration_is_ray_and_singers() {
        assert_eq!(concentration(&[0.25; 4], 4), 0.0);
        assert_eq!(concentration(&[1.0, 0.0, 0.0], 3), 1.0);
        assert_eq!((concentration(&[1.0], 1), concentration(&[], 0)), (1.0, 0.0));
        // By hand: (0.38 - 1/3) / (2/3) = 0.07, root 0.264575.
        assert!((concentration(&[0.5, 0.3, 0.2], 3) - 0.264_575).abs() < 1e-5);
    }

    #[test]
    fn poles_have_half_of_the_strongest() {
        assert_eq!(poles(&[0.4, 0.2, 0.19, 0.21]), 3);
        assert_eq!(poles(&[0.7, 0.3]), 1);
        assert_eq!(poles(&[0.0, 0.0]), 0);
    }

    #[test]
    fn a_bloc_is_a_leader_with_partners_no_stronger() {
        let mut out = Vec::new();
        // A small state guaranteed by both rivals makes no bloc of them.
        blocs(&[0.5, 0.375, 0.125], [(0, 2), (1, 2)].into_iter(), &mut out);
        assert_eq!(out, [0.625, 0.5, 0.125]);
        blocs(&[0.5, 0.5], [(1, 0)].into_iter(), &mut out);
        assert_eq!(out, [1.0, 1.0]);
    }

    #[test]
    fn interests_split_power_by_what_it_is_for() {
        let (revisionist, status_quo) = interests(&[0.5, 0.25, 0.25], &[0.5, -1.0, 0.0]);
        assert_eq!((revisionist, status_quo), (0.25, 0.25));
    }

    proptest! {
        #[test]
        fn every_measure_keeps_its_range(power in shares()) {
            let n = power.len();
            let concentration = concentration(&power, n);
            prop_assert!((0.0..=1.0).contains(&concentration));
            let effective = effective_powers(&power);
            prop_assert!(effective > 0.999 && effective < n as f32 * 1.001);
            prop_assert!((1..=n).contains(&poles(&power)));
        }

        #[test]
        fn taking_from_the_weak_for_the_strong_concentrates(power in shares(), part in 0.0f32..1.0) {
            prop_assume!(power.len() > 1);
            let by = |a: &usize, b: &usize| power[*a].total_cmp(&power[*b]);
            let (weak, strong) = ((0..power.len()).min_by(by).unwrap(), (0..power.len()).max_by(by).unwrap());
            prop_assume!(weak != strong);
            let mut moved = power.clone();
            moved[strong] += part * power[weak];
            moved[weak] -= part * power[weak];
            prop_assert!(concentration(&moved, power.len()) >= concentration(&power, power.len()) - 1e-4);
            prop_assert!(effective_powers(&moved) <= effective_powers(&power) * 1.0001);
        }
    }
}
