//! The parameters of the theory: one table with name, meaning, unit, range, default and source.
//!
//! A scenario sets any of them under `theory: (set: {..})`, the command line with `--set theory.NAME=VALUE`.
//! Presets ([`Preset`]) are nothing but sets of values in this table.

/// What is known of one parameter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ParameterInfo {
    /// Name in scenarios and on the command line.
    pub name: &'static str,
    /// What it means, in a sentence.
    pub meaning: &'static str,
    /// Unit, or how to read the number.
    pub unit: &'static str,
    /// Smallest and largest value that is accepted.
    pub range: (f32, f32),
    /// Value if nothing else is said.
    pub default: f32,
    /// Where the form or the value comes from.
    pub source: &'static str,
}

macro_rules! parameters {
    ($($name:ident: $default:literal, $low:literal..=$high:literal, $unit:literal, $meaning:literal, $source:literal;)*) => {
        /// Values of all parameters. See [`TABLE`] for unit, range, default and source of each.
        #[derive(Debug, Clone, Copy, PartialEq)]
        pub struct Parameters {
            $(#[doc = $meaning] pub $name: f32,)*
        }

        /// Every parameter, in the order of [`Parameters`].
        pub const TABLE: &[ParameterInfo] = &[
            $(ParameterInfo {
                name: stringify!($name),
                meaning: $meaning,
                unit: $unit,
                range: ($low, $high),
                default: $default,
                source: $source,
            },)*
        ];

        impl Default for Parameters {
            fn default() -> Self {
                Self { $($name: $default,)* }
            }
        }

        impl Parameters {
            /// The value of a parameter by name.
            pub fn get(&self, name: &str) -> Option<f32> {
                match name {
                    $(stringify!($name) => Some(self.$name),)*
                    _ => None,
                }
            }

            /// Sets a parameter by name. False if there is none of that name; the range is not checked.
            #[must_use]
            pub fn set(&mut self, name: &str, value: f32) -> bool {
                match name {
                    $(stringify!($name) => self.$name = value,)*
                    _ => return false,
                }
                true
            }
        }
    };
}

parameters! {
    weight_population: 0.25, 0.0..=1.0, "weight", "Weight of the share of population in power", "CINC (Singer 1972) weighs its components alike; military counts double here since it is what is at hand";
    weight_industry: 0.25, 0.0..=1.0, "weight", "Weight of the share of industry in power", "as weight_population";
    weight_military: 0.5, 0.0..=1.0, "weight", "Weight of the share of military capability in power", "as weight_population";
    reach: 700.0, 1.0..=20000.0, "km", "Distance at which a state of average technology keeps half its strength", "Boulding 1962, loss-of-strength gradient; value chosen";
    reach_exponent: 2.0, 0.5..=8.0, "exponent", "Steepness of the loss of strength with distance", "Boulding 1962 for the gradient; form and value chosen";
    sea_factor: 1.5, 1.0..=10.0, "multiplier of distance", "How much farther a place is when sea lies between", "Mearsheimer 2001, the stopping power of water; value chosen";
    offense_weight: 1.0, 0.0..=10.0, "multiplier", "How much a fully offensive posture adds to the strength that reaches others", "Walt 1985: offensive power as a factor of its own";
    home_advantage: 0.5, 0.0..=5.0, "share of own power", "What a defender gains by fighting at home", "Clausewitz; Lemke 2002 on local advantage";
    decisiveness: 2.0, 1.0..=4.0, "whole exponent", "Exponent m of the contest: how surely the stronger side wins", "Tullock 1980; Hirshleifer 1989: battles reward the stronger more than in proportion; value set on Europe 1936";
    belief_prior: 0.06, 0.001..=0.999, "probability", "Belief in another's aggressive intent before anything is seen", "chosen: most states most of the time are not expected to attack";
    belief_weight: 6.0, 0.1..=1000.0, "observations", "Weight of the prior belief, in observations", "Beta prior, conjugate to seen or not seen";
    belief_bias: 0.0, -1.0..=1.0, "share", "Tendency to read an act of doubtful meaning as hostile (above 0) or as harmless (below 0)", "Jervis 1976";
    belief_error: 0.04, 0.0..=1.0, "probability", "Chance that an observer misreads an act", "Jervis 1976; value chosen";
    belief_memory: 8.0, 0.1..=1000.0, "years", "Time in which what was seen loses half its weight", "chosen";
    provocation_rate: 2.0, 0.0..=52.0, "acts a year", "Hostile acts (demands, mobilisations) a state of intent 1 is seen to make in a year", "order of magnitude of militarised disputes a year of the most active states";
    alarm_weight: 2.0, 0.0..=100.0, "observations", "Weight of a hostile act for its target, in observations; others weigh it by how near they are", "chosen";
    calm_weight: 1.5, 0.0..=100.0, "observations a year", "Weight of a quiet year", "chosen";
    noise: 0.005, 0.0..=10.0, "utility", "Noise of choice in the logit rule; 0 is the best reply", "McKelvey and Palfrey 1995, quantal response";
    deliberation: 4.0, 0.01..=365.0, "reviews a year", "How often a state reconsiders where it stands", "chosen: a cabinet reviews its alignments about once a season";
    attention: 4.0, 1.0..=64.0, "whole number", "How many threats a state considers acting upon at once", "bounded rationality; value chosen";
    notice: 0.02, 0.0..=1.0, "threat", "Exposure below which a state does not act upon a threat", "bounded rationality; value chosen";
    resolve: 0.1, 0.001..=10.0, "threat", "Threat at which another state is as likely as not to stand against the same power", "chosen";
    foresight: 0.6, 0.0..=1.0, "share", "How far a state counts on those who share its fear but have not yet committed themselves", "the coalition, not the single ally, is what is weighed";
    reliability_defense: 0.7, 0.0..=1.0, "probability", "Chance that a defensive ally comes", "Leeds 2003: about three quarters honoured; Siverson and King 1980 lower";
    reliability_elsewhere: 0.3, 0.0..=1.0, "share", "Share of a partner's reliability that remains in cases the pact was not made for", "Leeds 2003: promises are kept less where their terms do not apply; value chosen";
    reliability_entente: 0.3, 0.0..=1.0, "probability", "Chance that an entente partner comes", "chosen, well below a defensive ally";
    appeasement: 0.8, 0.0..=1.0, "share", "Share of the threat that aligning with its source takes away when it is not thought aggressive at all; shrinks to none as that belief nears 1", "Walt 1985: bandwagoning as appeasement; futile against the unalterably aggressive";
    cost_commitment: 0.025, 0.0..=10.0, "utility", "Standing cost of a pact of mutual defence", "Morrow 1991; Altfeld 1984: alliances cost even when quiet";
    cost_entrapment: 0.05, 0.0..=10.0, "share of the partner's threat", "Cost of being drawn into a partner's war", "Snyder 1984, entrapment";
    cost_making: 0.025, 0.0..=10.0, "utility", "One-off cost of seeking a pact, for the one who asks", "bargaining and ratification; value chosen";
    cost_breaking: 0.05, 0.0..=10.0, "utility", "One-off cost of breaking a pact", "Fearon 1994, Gibler 2008: reputation; alliances mostly persist; value chosen";
    cost_autonomy: 0.22, 0.0..=10.0, "utility", "Autonomy that a state gives up by leaning on an equal", "Morrow 1991: autonomy is traded for security";
    cost_dependence: 0.3, 0.0..=10.0, "share of the partner's own threat", "Cost of depending on the help of a partner that is itself to be feared", "Walt 1985: a pact strengthens a power that may turn on its partner; value chosen";
    autonomy_floor: 0.6, 0.0..=1.0, "share", "Share of that cost which even the weakest pays", "Morrow 1991: the weak have less autonomy to give up; value chosen";
    growth: 0.02, -0.5..=1.0, "share a year", "Growth of industry and military where a state says nothing", "order of magnitude of interwar growth";
    growth_population: 0.01, -0.5..=1.0, "share a year", "Growth of population where a state says nothing", "order of magnitude of the twentieth century";
    growth_noise: 0.005, 0.0..=1.0, "share a year", "Spread of yearly growth by chance", "chosen";
    factor_power: 1.0, 0.0..=1.0, "switch", "Whether aggregate power counts in threat", "Walt 1985, first factor";
    factor_proximity: 1.0, 0.0..=1.0, "switch", "Whether proximity counts in threat", "Walt 1985, second factor";
    factor_offense: 1.0, 0.0..=1.0, "switch", "Whether offensive capability counts in threat", "Walt 1985, third factor";
    factor_intent: 1.0, 0.0..=1.0, "switch", "Whether perceived intent counts in threat", "Walt 1985, fourth factor";
    strong_share: 0.08, 0.0..=1.0, "share of power", "Power share from which a state counts as strong: lion or wolf, not lamb or jackal", "Schweller 1998 takes half of the strongest; a share keeps the line where it is";
}

impl ParameterInfo {
    /// The row of the table with this name.
    pub fn find(name: &str) -> Option<&'static Self> {
        TABLE.iter().find(|row| row.name == name)
    }

    /// Whether it is a switch, written `true` or `false`.
    pub fn is_switch(&self) -> bool {
        self.unit == "switch"
    }

    /// Whether only whole numbers make sense.
    pub fn is_whole(&self) -> bool {
        self.unit.starts_with("whole")
    }
}

/// A named school: which factors and terms are in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Preset {
    /// Waltz: states weigh power alone.
    BalanceOfPower,
    /// Walt: states weigh power, proximity, offensive capability and perceived intent.
    #[default]
    BalanceOfThreat,
}

impl Preset {
    /// All presets.
    pub const ALL: [Self; 2] = [Self::BalanceOfPower, Self::BalanceOfThreat];

    /// Name in scenarios and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::BalanceOfPower => "balance-of-power",
            Self::BalanceOfThreat => "balance-of-threat",
        }
    }

    /// The preset of that name.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.name() == name)
    }

    /// The parameters it stands for.
    pub fn parameters(self) -> Parameters {
        let all = Parameters::default();
        match self {
            Self::BalanceOfPower => {
                // Power alone, so that the belief is one and the same about everybody: any state may attack.
                let belief_prior = 0.2;
                Parameters {
                    factor_proximity: 0.0,
                    factor_offense: 0.0,
                    factor_intent: 0.0,
                    belief_prior,
                    ..all
                }
            }
            Self::BalanceOfThreat => all,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_lies_in_its_range_and_every_row_is_reachable() {
        let mut parameters = Parameters::default();
        for row in TABLE {
            assert!(row.range.0 <= row.default && row.default <= row.range.1, "{}", row.name);
            assert_eq!(parameters.get(row.name), Some(row.default));
            assert!(parameters.set(row.name, row.range.1));
            assert_eq!(parameters.get(row.name), Some(row.range.1));
        }
        assert!(!parameters.set("no such parameter", 1.0));
    }
}
