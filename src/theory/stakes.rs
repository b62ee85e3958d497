//! Stakes: what starting, joining, fighting on and ending a war are worth.
//!
//! **Attack.** The danger from the target, until now a belief times a chance, becomes the chance of losing
//! the war that one starts, as far as there is something to lose:
//!
//! ```text
//! U(attack j) - U(stay) = stake * (T_ij - (1 - W) * s') + r+ * a * conquest * W * s - cost_war * (1 + s') / 2
//! ```
//!
//! Two ways lead to war. Greed: the prize of conquest outweighs the risk (Schweller's wolf). Fear: who
//! believes that it will be attacked anyway, and does better by striking first, does not wait (Jervis's
//! security dilemma; Van Evera). Both need `W` to be high, which pacts of the target bring down: deterrence.
//!
//! **Join.** For a state outside, on a side with public chance `E`, which would be `E'` with it:
//!
//! ```text
//! U(join) - U(stay) = stake * (2 e (E' - E) - (1 - E') * entry_risk * g) + r+ * spoils * E' * s
//!                     - cost_war * (1 + 3 (1 - |2 E' - 1|)) / 4
//! ```
//!
//! Its own weight may save the side whose enemy it fears; or the spoils of a war nearly won cost little
//! (jackals, piling on).
//!
//! **Fight on or sue.** A belligerent compares what it expects of the war with what it has now:
//!
//! ```text
//! U(fight on) = stake * (e E - (1 - E) * rho) + r+ * E * rho * conquest - cost_war * (1 + 4 weariness)
//! U(sue)      = stake * (e max(0, front) - max(0, -front) * rho) + r+ * max(0, front) * rho * conquest
//!               (- cost_abandon for one who does not lead)
//! ```
//!
//! | symbol | meaning | unit |
//! |---|---|---|
//! | `W` | chance that the attack succeeds, the target's allies counted ([`super::threat`]) | 0 to 1 |
//! | `s`, `s'` | worth of the target as a prize ([`super::interest::prize`]); size of all that stands with it as a risk ([`super::interest::size`]) | 0 to 1 |
//! | `e`, `g` | exposure to the enemy's leader, which victory would end; share of own strength that arrives there | 0 to 1 |
//! | `rho` | 1 for who leads a side, `entry_risk` for others | 0 to 1 |
//! | `front` | how far its side is ahead | -1 to 1 |
//!
//! Whoever attacks or joins also stands in front from then on, and loses the diversion of that threat
//! ([`super::buck`]).
//!
//! Sources: Bueno de Mesquita 1981 for war as expected utility; Fearon 1995 for its cost; Jervis 1978;
//! Schweller 1994; Goemans 2000 for war termination.

use super::choice::Terms;
use super::interest::{appetite, prize, size, stake};
use super::parameters::Parameters;

/// What a state brings to a choice of war.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Party {
    /// Power, a share of the system.
    pub power: f32,
    /// Value of revision less value of the status quo, -1 to 1.
    pub revisionism: f32,
    /// Own aggressive intent, 0 to 1.
    pub intent: f32,
    /// Exhaustion, 0 to 1.
    pub weariness: f32,
}

/// What an attack adds to staying. `felt` is the threat of the target as felt while staying, `chance` that of
/// success, `target` the target's power, `defence` all that would stand with it.
pub fn attack(
    party: &Party,
    felt: f32,
    chance: f32,
    target: f32,
    defence: f32,
    parameters: &Parameters,
) -> Terms {
    let (worth, risk) = (prize(party.power, target), size(party.power, defence));
    Terms {
        danger: stake(party.revisionism, parameters) * (felt - (1.0 - chance) * risk),
        profit: appetite(party.revisionism) * party.intent * parameters.conquest * chance * worth,
        war: -parameters.cost_war * (0.5 + 0.5 * risk),
        ..Terms::default()
    }
}

/// A war as one outside sees it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Entry {
    /// Public chance of the side, 0 to 1.
    pub chance: f32,
    /// The same with the state on it.
    pub with: f32,
    /// Exposure to the leader across, 0 to 1.
    pub exposure: f32,
    /// Share of own strength that arrives at the enemy, 0 to 1.
    pub arrives: f32,
    /// Power of the leader across.
    pub enemy: f32,
}

/// What joining a war adds to staying out.
pub fn join(party: &Party, entry: &Entry, parameters: &Parameters) -> Terms {
    let saved = 2.0 * entry.exposure * (entry.with - entry.chance);
    let risked = (1.0 - entry.with) * parameters.entry_risk * entry.arrives;
    let open = 1.0 - (2.0 * entry.with - 1.0).abs();
    Terms {
        danger: stake(party.revisionism, parameters) * (saved - risked),
        profit: appetite(party.revisionism)
            * parameters.spoils
            * entry.with
            * prize(party.power, entry.enemy),
        war: -parameters.cost_war * (0.25 + 0.75 * open),
        ..Terms::default()
    }
}

/// A war as one who fights in it sees it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Standing {
    /// Public chance of its side, 0 to 1.
    pub chance: f32,
    /// How far its side is ahead, -1 to 1.
    pub ahead: f32,
    /// Whether it leads its side.
    pub leads: bool,
    /// Exposure to the leader across, 0 to 1.
    pub exposure: f32,
}

impl Standing {
    fn weight(&self, parameters: &Parameters) -> f32 {
        if self.leads { 1.0 } else { parameters.entry_risk }
    }
}

/// What fighting on is worth.
pub fn fight_on(party: &Party, standing: &Standing, parameters: &Parameters) -> Terms {
    let weight = standing.weight(parameters);
    Terms {
        danger: stake(party.revisionism, parameters)
            * (standing.exposure * standing.chance - (1.0 - standing.chance) * weight),
        profit: appetite(party.revisionism) * standing.chance * weight * parameters.conquest,
        war: -parameters.cost_war * (1.0 + 4.0 * party.weariness),
        ..Terms::default()
    }
}

/// What peace as things stand is worth.
pub fn sue(party: &Party, standing: &Standing, parameters: &Parameters) -> Terms {
    let weight = standing.weight(parameters);
    let (won, lost) = (standing.ahead.max(0.0), (-standing.ahead).max(0.0));
    Terms {
        danger: stake(party.revisionism, parameters) * (standing.exposure * won - lost * weight),
        profit: appetite(party.revisionism) * won * weight * parameters.conquest,
        change: if standing.leads { 0.0 } else { -parameters.cost_abandon },
        ..Terms::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn party(revisionism: f32) -> Party {
        Party { power: 0.2, revisionism, intent: 0.9, weariness: 0.0 }
    }

    #[test]
    fn the_wolf_attacks_the_weak_and_is_deterred_by_their_friends() {
        let parameters = Parameters::default();
        let alone = attack(&party(0.9), 0.0, 0.95, 0.06, 0.09, &parameters);
        let helped = attack(&party(0.9), 0.0, 0.5, 0.06, 0.3, &parameters);
        assert!(alone.utility() > 0.0 && helped.utility() < 0.0);
        assert!(attack(&party(0.0), 0.0, 0.95, 0.06, 0.09, &parameters).utility() < 0.0);
    }

    #[test]
    fn fear_alone_attacks_only_where_striking_first_beats_waiting() {
        let parameters = Parameters::default();
        let strike = |felt, chance| attack(&party(-0.5), felt, chance, 0.2, 0.3, &parameters).utility();
        assert!(strike(0.55, 0.65) > 0.0);
        assert!(strike(0.55, 0.4) < 0.0);
        assert!(strike(0.1, 0.65) < 0.0);
    }

    proptest! {
        #[test]
        fn the_clearer_the_outcome_the_more_joining_pays(low in 0.5f32..0.99, more in 0.0f32..0.5, revisionism in 0.0f32..1.0) {
            let parameters = Parameters::default();
            let worth = |chance: f32| {
                let entry = Entry { chance, with: chance, exposure: 0.1, arrives: 1.0, enemy: 0.2 };
                join(&party(revisionism), &entry, &parameters).utility()
            };
            prop_assert!(worth((low + more).min(1.0)) >= worth(low) - 1e-6);
        }

        #[test]
        fn who_is_losing_sooner_sues(chance in 0.0f32..1.0, less in 0.0f32..1.0, ahead in -1.0f32..0.0) {
            let parameters = Parameters::default();
            let gain = |chance: f32| {
                let standing = Standing { chance, ahead, leads: true, exposure: 0.0 };
                sue(&party(-0.5), &standing, &parameters).utility()
                    - fight_on(&party(-0.5), &standing, &parameters).utility()
            };
            prop_assert!(gain((chance - less).max(0.0)) >= gain(chance) - 1e-6);
        }
    }
}
