//! Aggregate power: what a state weighs in the system.
//!
//! Walt's first factor is the total of a state's resources: population, industrial and military
//! capability, technological prowess. Each is taken as a share of the system, so that units cancel:
//!
//! ```text
//! P_i = tech_i (w_p s_pop,i + w_i s_ind,i + w_m s_mil,i),   scaled so that all P sum to 1
//! ```
//!
//! | symbol | meaning | unit |
//! |---|---|---|
//! | `P_i` | power of state i | share, 0 to 1 |
//! | `tech_i` | technology | multiplier, 1 = the system's mean |
//! | `s_x,i` | i's share of the system's x | share |
//! | `w_p, w_i, w_m` | `weight_population`, `weight_industry`, `weight_military` | weight |
//!
//! Sources: Walt 1985, p. 9; shares as in the Composite Index of National Capability (Singer, Bremer and
//! Stuckey 1972).

use super::parameters::Parameters;

/// What a state's power is made of, in units common to the system.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Capabilities {
    /// Population, 0 or more.
    pub population: f32,
    /// Industry, 0 or more.
    pub industry: f32,
    /// Military capability, 0 or more.
    pub military: f32,
    /// Technological prowess, a multiplier above 0.
    pub technology: f32,
}

/// Power shares of all states, in their order; they sum to 1 up to rounding. All zero in a system
/// without any resources.
pub fn power_shares(states: &[Capabilities], parameters: &Parameters, out: &mut Vec<f32>) {
    let total =
        |part: fn(&Capabilities) -> f32| states.iter().map(|state| f64::from(part(state))).sum::<f64>();
    let per_unit = |weight: f32, total: f64| if total > 0.0 { f64::from(weight) / total } else { 0.0 };
    let population = per_unit(parameters.weight_population, total(|state| state.population));
    let industry = per_unit(parameters.weight_industry, total(|state| state.industry));
    let military = per_unit(parameters.weight_military, total(|state| state.military));
    let raw = |state: &Capabilities| {
        f64::from(state.technology)
            * (population * f64::from(state.population)
                + industry * f64::from(state.industry)
                + military * f64::from(state.military))
    };
    let sum: f64 = states.iter().map(raw).sum();
    let scale = if sum > 0.0 { 1.0 / sum } else { 0.0 };
    out.clear();
    out.extend(states.iter().map(|state| (raw(state) * scale) as f32));
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn capabilities() -> impl Strategy<Value = Capabilities> {
        (0.0f32..1e6, 0.0f32..1e6, 0.001f32..1e6, 0.1f32..10.0).prop_map(
            |(population, industry, military, technology)| Capabilities {
                population,
                industry,
                military,
                technology,
            },
        )
    }

    fn shares(states: &[Capabilities]) -> Vec<f32> {
        let mut out = Vec::new();
        power_shares(states, &Parameters::default(), &mut out);
        out
    }

    proptest! {
        #[test]
        fn shares_are_finite_and_sum_to_one(states in prop::collection::vec(capabilities(), 1..40)) {
            let shares = shares(&states);
            prop_assert!(shares.iter().all(|share| share.is_finite() && *share >= 0.0));
            prop_assert!((shares.iter().sum::<f32>() - 1.0).abs() < 1e-5);
        }

        #[test]
        fn the_unit_of_population_does_not_matter(states in prop::collection::vec(capabilities(), 1..20)) {
            let scaled: Vec<_> =
                states.iter().map(|state| Capabilities { population: state.population * 8.0, ..*state }).collect();
            prop_assert_eq!(shares(&states), shares(&scaled));
        }

        #[test]
        fn more_of_anything_is_more_power(states in prop::collection::vec(capabilities(), 2..20)) {
            let before = shares(&states)[0];
            let mut stronger = states.clone();
            stronger[0].military = stronger[0].military * 1.5 + 1.0;
            prop_assert!(shares(&stronger)[0] >= before);
        }
    }
}
