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
    offense_weight: 2.0, 0.0..=10.0, "multiplier", "How much a fully offensive posture adds to the strength that reaches others", "Walt 1985: offensive power as a factor of its own";
    home_advantage: 0.5, 0.0..=5.0, "share of own power", "What a defender gains by fighting at home", "Clausewitz; Lemke 2002 on local advantage";
    decisiveness: 2.0, 1.0..=4.0, "whole exponent", "Exponent m of the contest: how surely the stronger side wins", "Tullock 1980; Hirshleifer 1989: battles reward the stronger more than in proportion; value set on Europe 1936";
    belief_prior: 0.06, 0.001..=0.999, "probability", "Belief in another's aggressive intent before anything is seen", "chosen: most states most of the time are not expected to attack";
    belief_weight: 6.0, 0.1..=1000.0, "observations", "Weight of the prior belief, in observations", "Beta prior, conjugate to seen or not seen";
    belief_bias: 0.0, -1.0..=1.0, "share", "Tendency to read an act of doubtful meaning as hostile (above 0) or as harmless (below 0)", "Jervis 1976";
    belief_error: 0.04, 0.0..=1.0, "probability", "Chance that an observer misreads an act", "Jervis 1976; value chosen";
    belief_memory: 8.0, 0.1..=1000.0, "years", "Time in which what was seen loses half its weight", "chosen";
    provocation_rate: 2.0, 0.0..=52.0, "acts a year", "Hostile acts (demands, mobilisations) a state of intent 1 is seen to make in a year", "order of magnitude of militarised disputes a year of the most active states";
    alarm_weight: 2.0, 0.0..=100.0, "observations", "Weight of a hostile act for its target, in observations; others weigh it by how near they are", "chosen";
    alarm_war: 6.0, 0.0..=100.0, "observations", "Weight of an attack, as evidence of aggressive intent, for those next to the attacker; for all others at least a quarter of it", "chosen: a war is a stronger sign than a demand";
    calm_weight: 1.5, 0.0..=100.0, "observations a year", "Weight of a quiet year", "chosen";
    noise: 0.003, 0.0..=10.0, "utility", "Noise of choice in the logit rule; 0 is the best reply", "McKelvey and Palfrey 1995, quantal response";
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
    leadership: 0.15, 0.0..=10.0, "share", "How much of the autonomy that a follower gives up its leader gains", "Morrow 1991: autonomy is traded for security; value chosen";
    influence: 0.08, 0.0..=10.0, "utility", "Worth of being the whole weight of the side one joins; shrinks as the others on it are stronger", "Walt 1985, p. 9: joining the weaker side increases the new member's influence; value chosen";
    buck: 0.9, 0.0..=1.0, "share", "How far a state counts on those in front to draw a threat upon themselves and hold it", "Christensen and Snyder 1990: buck-passing; Mearsheimer 2001; value chosen";
    interest_stake: 0.5, 0.0..=1.0, "share", "How much less a wholly revisionist state minds danger to what it has", "Schweller 1994: revisionists value what they covet more than what they possess; value chosen";
    spoils: 0.4, 0.0..=10.0, "utility", "Worth, to a wholly revisionist state, of a follower's share of a sure leader's spoils", "Schweller 1994: bandwagoning for profit; scaled to the follower's own size; value chosen";
    conquest: 1.0, 0.0..=10.0, "utility", "Worth, to a wholly revisionist and aggressive state, of conquering an equal", "Schweller 1994, 1998; value chosen";
    denial: 1.0, 0.0..=10.0, "multiplier", "How much a revisionist leader counts what a follower adds to its prospects and takes from a coalition against it", "Schweller 1994, p. 93: wolves court jackals to block a status-quo coalition; value chosen";
    sharing: 0.85, 0.0..=10.0, "multiplier", "How much of a follower's share of the spoils its leader counts as its own loss", "chosen";
    pull_wave: 0.5, 0.0..=10.0, "utility", "Pull of a movement of full prestige that all others have joined", "Schweller 1994, pp. 96-98: the wave of the future; value chosen";
    pull_contagion: 0.08, 0.0..=10.0, "utility", "Pull of an adjacent state that has just gone the same way", "Schweller 1994, pp. 98-99: contagion, dominoes; value chosen";
    contagion_memory: 1.5, 0.01..=100.0, "years", "Time in which that pull loses half its strength", "chosen";
    foreign_creed: 0.3, 0.0..=1.0, "share", "Share of a movement's pull that is felt by adherents of another", "chosen";
    cost_arming: 0.035, 0.0..=10.0, "utility", "Cost of a year of arming", "Powell 1993, guns against butter; value chosen";
    arming_rate: 0.3, 0.0..=10.0, "share a year", "Growth that arming adds to the military", "order of magnitude of rearmament in the 1930s";
    alarm_arming: 1.0, 0.0..=100.0, "observations a year", "Weight of another's arming, as evidence that is hostile only if it is read so", "Jervis 1978, the security dilemma; value chosen";
    cost_war: 0.1, 0.0..=10.0, "utility", "Cost of fighting an equal for as long as the outcome is open, whatever comes of it", "Fearon 1995: war is costly ex post; value chosen";
    first_strike: 0.1, 0.0..=10.0, "share of own strength", "What the one who attacks gains by surprise and by the choice of time and place", "Jervis 1978; Van Evera 1999; value chosen";
    entry_risk: 0.5, 0.0..=1.0, "share", "What a state that joins a war stands to lose with it, as a share of what a principal does", "chosen";
    cost_abandon: 0.06, 0.0..=10.0, "utility", "Cost of abandoning an ally who calls, in reputation", "Fearon 1994; Gibler 2008; Leeds 2003 for the share that honours; value chosen";
    war_clear: 0.75, 0.5..=1.0, "probability", "Public chance of victory from which joining the winner is piling on", "Schweller 1994, p. 95; value chosen";
    war_tempo: 0.8, 0.0..=20.0, "fronts a year", "How fast a sure winner advances: 1 is the whole of the enemy in a year", "chosen: great wars last some years";
    war_noise: 0.25, 0.0..=5.0, "fronts, a year's spread", "Chance of war", "Clausewitz; value chosen";
    attrition: 0.12, 0.0..=1.0, "share a year", "Military lost in a year of war against an equal", "order of magnitude of the world wars";
    weariness: 0.25, 0.0..=5.0, "share a year", "Exhaustion from a year of war against an equal", "chosen";
    recovery: 3.0, 0.1..=100.0, "years", "Time in which exhaustion falls by half in peace", "Organski and Kugler 1977, the phoenix factor, find about fifteen years for full recovery";
    war_collapse: 0.6, 0.05..=1.0, "share of own worth", "Loss of own land to occupation at which a state gives up", "chosen";
    truce: 5.0, 0.0..=100.0, "years", "Time after a peace in which its parties do not attack one another", "Werner 1999; Fortna 2003: most peace holds for some years; value chosen";
    annexation: 0.5, 0.0..=1.0, "share of own worth", "Most that one peace takes from a state that has not collapsed", "chosen";
    indemnity: 0.1, 0.0..=1.0, "share of industry", "Industry that a beaten state pays to the winners", "chosen: order of magnitude of 1871 and 1919";
    satiation: 0.6, 0.0..=10.0, "revisionism", "How far gaining one's own worth in land lowers a winner's revisionism", "Schweller 1994: limited aims can be satisfied; value chosen";
    resentment: 0.6, 0.0..=10.0, "revisionism", "How far losing all one's land raises a loser's revisionism", "Schweller 1994 on the losers of 1919; value chosen";
    revolt: 0.03, 0.0..=10.0, "chance a year", "Chance that a fallen state's land rises against an exhausted or overstretched holder", "order of magnitude of state rebirth, COW system membership; value chosen";
    temper_drift: 0.0, 0.0..=1.0, "a year's spread", "How far revisionism and intent drift by chance, drawn back to where they began", "changes of government; off where a setup is short";
    temper_memory: 20.0, 0.1..=1000.0, "years", "Time in which revisionism and intent return half way to where they began", "chosen";
    catch_up: 0.003, 0.0..=1.0, "share a year", "Share of the gap to the foremost technology that a state closes in a year", "Gerschenkron 1962; value chosen";
    growth: 0.02, -0.5..=1.0, "share a year", "Growth of industry and military where a state says nothing", "order of magnitude of interwar growth";
    growth_population: 0.01, -0.5..=1.0, "share a year", "Growth of population where a state says nothing", "order of magnitude of the twentieth century";
    growth_noise: 0.005, 0.0..=1.0, "share a year", "Spread of yearly growth by chance", "chosen";
    factor_power: 1.0, 0.0..=1.0, "switch", "Whether aggregate power counts in threat", "Walt 1985, first factor";
    factor_proximity: 1.0, 0.0..=1.0, "switch", "Whether proximity counts in threat", "Walt 1985, second factor";
    factor_offense: 1.0, 0.0..=1.0, "switch", "Whether offensive capability counts in threat", "Walt 1985, third factor";
    factor_intent: 1.0, 0.0..=1.0, "switch", "Whether perceived intent counts in threat", "Walt 1985, fourth factor";
    term_danger: 1.0, 0.0..=1.0, "switch", "Whether danger counts in choices", "Walt 1985";
    term_diversion: 1.0, 0.0..=1.0, "switch", "Whether diversion counts in choices", "Christensen and Snyder 1990";
    term_profit: 1.0, 0.0..=1.0, "switch", "Whether profit counts in choices", "Schweller 1994";
    term_commitment: 1.0, 0.0..=1.0, "switch", "Whether commitment counts in choices", "Morrow 1991";
    term_entrapment: 1.0, 0.0..=1.0, "switch", "Whether entrapment counts in choices", "Snyder 1984";
    term_change: 1.0, 0.0..=1.0, "switch", "Whether change counts in choices", "Gibler 2008";
    term_arms: 1.0, 0.0..=1.0, "switch", "Whether arms counts in choices", "Powell 1993";
    term_war: 1.0, 0.0..=1.0, "switch", "Whether war counts in choices", "Fearon 1995";
    term_autonomy: 1.0, 0.0..=1.0, "switch", "Whether autonomy counts in choices", "Morrow 1991";
    term_influence: 1.0, 0.0..=1.0, "switch", "Whether influence counts in choices", "Walt 1985, p. 9";
    term_wave: 1.0, 0.0..=1.0, "switch", "Whether wave counts in choices", "Schweller 1994";
    term_contagion: 1.0, 0.0..=1.0, "switch", "Whether contagion counts in choices", "Schweller 1994";
    option_balance: 1.0, 0.0..=1.0, "switch", "Whether a state may balance with others", "Walt 1985";
    option_bandwagon: 1.0, 0.0..=1.0, "switch", "Whether a state may bandwagon", "Walt 1985; Schweller 1994";
    option_leave: 1.0, 0.0..=1.0, "switch", "Whether a state may leave an alliance", "Snyder 1984";
    option_arm: 1.0, 0.0..=1.0, "switch", "Whether a state may arm: balance by itself", "Waltz 1979";
    option_attack: 1.0, 0.0..=1.0, "switch", "Whether a state may start a war", "Schweller 1994; Jervis 1978";
    option_join: 1.0, 0.0..=1.0, "switch", "Whether a state may join the wars of others unasked", "Schweller 1994";
    motive_share_of_victory: 1.0, 0.0..=1.0, "switch", "Whether spoils count in following a power that is felt as a threat", "Walt 1985, p. 8";
    motive_jackal: 1.0, 0.0..=1.0, "switch", "Whether spoils count in following a power, or joining a war, without any threat", "Schweller 1994";
    motive_piling_on: 1.0, 0.0..=1.0, "switch", "Whether spoils count in joining a war whose outcome is clear", "Schweller 1994, p. 95";
    steady_acts: 0.0, 0.0..=1.0, "switch", "Whether hostile acts come at an even pace instead of by chance", "for experiments without chance";
    free_choice: 1.0, 0.0..=1.0, "switch", "Whether states make and leave pacts, go to war and make peace as they choose; else they look, weigh, choose and arm, but what becomes of pacts, wars and land is history's alone", "for replays of the record";
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
    BalanceOfThreat,
    /// Walt and Schweller together: states weigh threat, and what they want.
    #[default]
    BalanceOfInterests,
}

impl Preset {
    /// All presets.
    pub const ALL: [Self; 3] = [Self::BalanceOfPower, Self::BalanceOfThreat, Self::BalanceOfInterests];

    /// Name in scenarios and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::BalanceOfPower => "balance-of-power",
            Self::BalanceOfThreat => "balance-of-threat",
            Self::BalanceOfInterests => "balance-of-interests",
        }
    }

    /// The preset of that name.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.name() == name)
    }

    /// The parameters it stands for.
    pub fn parameters(self) -> Parameters {
        let all = Parameters::default();
        // Walt knows the follower's share of victory, yet nothing that moves without a threat.
        let threat = Parameters {
            motive_jackal: 0.0,
            motive_piling_on: 0.0,
            interest_stake: 0.0,
            denial: 0.0,
            term_wave: 0.0,
            term_contagion: 0.0,
            ..all
        };
        match self {
            Self::BalanceOfPower => Parameters {
                factor_proximity: 0.0,
                factor_offense: 0.0,
                factor_intent: 0.0,
                // Power alone, so that the belief is one and the same about everybody: any state may attack.
                belief_prior: 0.2,
                motive_share_of_victory: 0.0,
                ..threat
            },
            Self::BalanceOfThreat => threat,
            Self::BalanceOfInterests => all,
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
