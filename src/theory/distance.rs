//! Proximity: how much of a state's strength arrives at a distance.
//!
//! Walt's second factor. Strength is lost on the way (Boulding's loss-of-strength gradient):
//!
//! ```text
//! g(d) = 1 / (1 + (d / reach)^k),   reach_j = reach * sqrt(tech_j)
//! ```
//!
//! | symbol | meaning | unit |
//! |---|---|---|
//! | `g` | share of strength that arrives | 0 to 1 |
//! | `d` | distance between the nearest land of the two, longer across sea by `sea_factor` | km |
//! | `reach` | distance at which half arrives | km |
//! | `k` | `reach_exponent` | - |
//!
//! The square root lets technology lengthen reach without ever doing so faster than it adds power.
//! Sources: Walt 1985, p. 10; Boulding 1962, ch. 12; Lemke 2002 for distance between nearest land.

use super::parameters::Parameters;

/// Distance at which a state of this technology keeps half its strength, in km.
pub fn reach_km(technology: f32, parameters: &Parameters) -> f32 {
    parameters.reach * technology.sqrt()
}

/// Share of its strength that a state brings to a place at this distance, 0 to 1; 1 at distance 0.
pub fn proximity(distance_km: f32, reach_km: f32, parameters: &Parameters) -> f32 {
    1.0 / (1.0 + libm::powf(distance_km / reach_km, parameters.reach_exponent))
}

/// The distance in km at which this share of strength arrives, above 0 and at most 1.
pub fn distance_at(proximity: f32, reach_km: f32, parameters: &Parameters) -> f32 {
    reach_km * libm::powf((1.0 / proximity - 1.0).max(0.0), 1.0 / parameters.reach_exponent)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_distance_is_found_from_what_arrives(share in 0.01f32..1.0, reach in 100.0f32..3000.0) {
            let parameters = Parameters::default();
            let arrives = proximity(distance_at(share, reach, &parameters), reach, &parameters);
            prop_assert!((arrives - share).abs() < 1e-3, "{arrives} for {share}");
        }

        #[test]
        fn strength_only_falls_with_distance(a in 0.0f32..20000.0, b in 0.0f32..20000.0, tech in 0.1f32..10.0) {
            let parameters = Parameters::default();
            let reach = reach_km(tech, &parameters);
            let (near, far) = (a.min(b), a.max(b));
            prop_assert!(proximity(near, reach, &parameters) >= proximity(far, reach, &parameters));
        }
    }

    #[test]
    fn half_arrives_at_reach_and_all_at_the_border() {
        let parameters = Parameters::default();
        let reach = reach_km(1.0, &parameters);
        assert_eq!(proximity(reach, reach, &parameters), 0.5);
        assert_eq!(proximity(0.0, reach, &parameters), 1.0);
    }
}
