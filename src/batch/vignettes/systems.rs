//! V15 to V18: what alliances cost, misperception, and coalitions in war and after.

use super::{
    Arm, Control, GONE, MOST, Measure, NEVER, Observed, Reading, Stand, Target, Vignette, at_least, at_most,
    within,
};
use crate::scenario::builtin;
use crate::simulation::{Action, Motive};

/// V15's states around the strong one.
const AROUND: [&str; 8] = ["FRN", "UKG", "POL", "CZE", "DEN", "NTH", "BEL", "AUS"];

fn balancers(run: &Observed) -> f64 {
    run.share_of(&AROUND, Stand::Against, "GMY")
}

fn bandwagoners(run: &Observed) -> f64 {
    run.share_of(&AROUND, Stand::With, "GMY")
}

/// Times that the two states of V16 armed in turn: each time answers the other's.
fn spiral(run: &Observed) -> usize {
    let mut acts: Vec<(u64, &str)> = ["FRN", "GMY"]
        .into_iter()
        .flat_map(|who| run.armed(who).into_iter().map(move |at| (at, who)))
        .collect();
    acts.sort_unstable();
    acts.windows(2).filter(|pair| pair[0].1 != pair[1].1).count()
}

/// Turns of arming that make a spiral: the other's, one's own, and the other's again.
const TURNS: usize = 3;

/// V17's coalition.
const COALITION: [&str; 3] = ["FRN", "POL", "UKG"];

/// Whether the coalition of V17 has won, and no two of its members are allied any more at the end.
fn won_and_parted(run: &Observed) -> bool {
    run.beaten("GMY") != NEVER && COALITION.iter().all(|who| run.beaten(who) == NEVER) && parted(run)
}

fn parted(run: &Observed) -> bool {
    run.links_at(&COALITION, run.ticks) == 0
}

/// Whether a member of V17's coalition left it for reasons that victory gives.
fn quarrelled(run: &Observed) -> bool {
    let reasons = [Motive::ThreatGone, Motive::Profit, Motive::Autonomy];
    let mut moves = COALITION.iter().flat_map(|who| run.moves(who));
    moves.any(|it| matches!(it.chosen.action, Action::Leave { .. }) && reasons.contains(&it.motive))
}

/// V18's states beside the aggressor and its first victim.
const BYSTANDERS: [&str; 4] = ["FRN", "UKG", "RUS", "ITA"];

/// Share of V18's bystanders that fought the aggressor.
fn came_in(run: &Observed) -> f64 {
    let came = BYSTANDERS.iter().filter(|who| run.fought(who, "GMY") != NEVER).count();
    came as f64 / BYSTANDERS.len() as f64
}

const OFFENCE_RULES: [&str; 7] = [
    "theory.home_advantage=0",
    "states.GMY.offense=0.45",
    "states.POL.offense=0.45",
    "states.FRN.offense=0.45",
    "states.UKG.offense=0.45",
    "states.RUS.offense=0.45",
    "states.ITA.offense=0.45",
];

const DEFENCE_RULES: [&str; 7] = [
    "theory.home_advantage=2",
    "states.GMY.offense=0.05",
    "states.POL.offense=0.05",
    "states.FRN.offense=0.05",
    "states.UKG.offense=0.05",
    "states.RUS.offense=0.05",
    "states.ITA.offense=0.05",
];

/// Those changes and more.
const fn and<const N: usize, const M: usize, const SUM: usize>(
    first: [&'static str; N],
    more: [&'static str; M],
) -> [&'static str; SUM] {
    let mut all = [""; SUM];
    let mut place = 0;
    while place < SUM {
        all[place] = if place < N { first[place] } else { more[place - N] };
        place += 1;
    }
    all
}

const HARMLESS: [&str; 3] = ["states.GMY.population=2", "states.GMY.industry=2", "states.GMY.military=2"];
const NO_BUCK: [&str; 1] = ["theory.term_diversion=false"];
const OFFENCE_HARMLESS: [&str; 10] = and(OFFENCE_RULES, HARMLESS);
const DEFENCE_HARMLESS: [&str; 10] = and(DEFENCE_RULES, HARMLESS);
const OFFENCE_NO_BUCK: [&str; 8] = and(OFFENCE_RULES, NO_BUCK);
const DEFENCE_NO_BUCK: [&str; 8] = and(DEFENCE_RULES, NO_BUCK);

pub(super) const VIGNETTES: &[Vignette] = &[
    Vignette {
        id: "V15",
        idea: "balancing costs more",
        setup: builtin::V15,
        ticks: 120,
        arms: &[
            Arm::new("cheap", &["theory.cost_commitment=0.0125", "theory.cost_entrapment=0.025"]),
            Arm::new("as it stands", &[]),
            Arm::new("dear", &["theory.cost_commitment=0.075", "theory.cost_entrapment=0.15"]),
            Arm::new("dearest", &["theory.cost_commitment=0.15", "theory.cost_entrapment=0.3"]),
            Arm::new(
                "cheap, of no account",
                &[
                    "theory.cost_commitment=0.0125",
                    "theory.cost_entrapment=0.025",
                    "theory.term_commitment=false",
                    "theory.term_entrapment=false",
                ],
            ),
            Arm::new(
                "dearest, of no account",
                &[
                    "theory.cost_commitment=0.15",
                    "theory.cost_entrapment=0.3",
                    "theory.term_commitment=false",
                    "theory.term_entrapment=false",
                ],
            ),
        ],
        measures: &[
            Measure {
                expected: "share of states that balance, where alliances are cheap, less as they are",
                reading: Reading::Difference(|runs| balancers(runs[0]) - balancers(runs[1])),
                arms: &["cheap", "as it stands"],
                target: at_least(0.0),
                control: Control {
                    cause: "states take no account of these costs (cheap, less dearest)",
                    arms: &["cheap, of no account", "dearest, of no account"],
                    target: within(0.05),
                },
            },
            Measure {
                expected: "share of states that balance, where alliances are as they are, less dear",
                reading: Reading::Difference(|runs| balancers(runs[0]) - balancers(runs[1])),
                arms: &["as it stands", "dear"],
                target: at_least(0.05),
                control: Control {
                    cause: "states take no account of these costs (cheap, less dearest)",
                    arms: &["cheap, of no account", "dearest, of no account"],
                    target: within(0.05),
                },
            },
            Measure {
                expected: "share of states that balance, where alliances are dear, less dearest",
                reading: Reading::Difference(|runs| balancers(runs[0]) - balancers(runs[1])),
                arms: &["dear", "dearest"],
                target: at_least(0.0),
                control: Control {
                    cause: "states take no account of these costs (cheap, less dearest)",
                    arms: &["cheap, of no account", "dearest, of no account"],
                    target: within(0.05),
                },
            },
            Measure {
                expected: "share of states that balance, where alliances are cheap, less dearest",
                reading: Reading::Difference(|runs| balancers(runs[0]) - balancers(runs[1])),
                arms: &["cheap", "dearest"],
                target: at_least(0.3),
                control: Control {
                    cause: "states take no account of these costs (cheap, less dearest)",
                    arms: &["cheap, of no account", "dearest, of no account"],
                    target: within(0.05),
                },
            },
            Measure {
                expected: "share of states that bandwagon, where alliances are dearest less where they are cheap",
                reading: Reading::Difference(|runs| bandwagoners(runs[1]) - bandwagoners(runs[0])),
                arms: &["cheap", "dearest"],
                target: at_least(-0.02),
                control: Control {
                    cause: "states take no account of these costs",
                    arms: &["cheap, of no account", "dearest, of no account"],
                    target: within(0.05),
                },
            },
        ],
    },
    Vignette {
        id: "V16",
        idea: "misperception",
        setup: builtin::V16,
        ticks: 240,
        arms: &[
            Arm::new("as it stands", &[]),
            Arm::new("clear sight", &["theory.belief_bias=0", "theory.belief_error=0"]),
        ],
        measures: &[
            Measure {
                expected: "each arms against the other's arming, at least three times in turn",
                reading: Reading::Happened(|runs| spiral(runs[0]) >= TURNS),
                arms: &["as it stands"],
                target: MOST,
                control: Control {
                    cause: "no bias, no error",
                    arms: &["clear sight"],
                    target: at_most(0.05),
                },
            },
            Measure {
                expected: "war between the two, in some seeds",
                reading: Reading::Happened(|runs| runs[0].fought("FRN", "GMY") != NEVER),
                arms: &["as it stands"],
                target: Target { low: 0.05, high: 0.95 },
                control: Control {
                    cause: "no bias, no error",
                    arms: &["clear sight"],
                    target: at_most(0.01),
                },
            },
        ],
    },
    Vignette {
        id: "V17",
        idea: "satisfied winners quarrel",
        setup: builtin::V17,
        ticks: 120,
        arms: &[
            Arm::new("won", &[]),
            Arm::new(
                "threat lives",
                &["states.GMY.population=90", "states.GMY.industry=90", "states.GMY.military=90"],
            ),
            Arm::new(
                "greater threat lives",
                &["states.GMY.population=110", "states.GMY.industry=110", "states.GMY.military=110"],
            ),
        ],
        measures: &[
            Measure {
                expected: "the coalition wins, and no two of it are allied ten years on",
                reading: Reading::Happened(|runs| won_and_parted(runs[0])),
                arms: &["won"],
                target: MOST,
                control: Control {
                    cause: "the enemy is too strong to be beaten for good",
                    arms: &["threat lives"],
                    target: GONE,
                },
            },
            Measure {
                expected: "it parts sooner than the one whose threat lives, with the same seed",
                reading: Reading::Happened(|runs| {
                    runs[0].parted(&COALITION, 0) < runs[1].parted(&COALITION, 0)
                }),
                arms: &["won", "threat lives"],
                target: MOST,
                control: Control {
                    cause: "two enemies that live, the one stronger than the other",
                    arms: &["threat lives", "greater threat lives"],
                    target: GONE,
                },
            },
            Measure {
                expected: "a member leaves since the threat is gone, for autonomy or for spoils",
                reading: Reading::Happened(|runs| quarrelled(runs[0])),
                arms: &["won"],
                target: MOST,
                control: Control {
                    cause: "the enemy is too strong to be beaten for good",
                    arms: &["threat lives"],
                    target: GONE,
                },
            },
        ],
    },
    Vignette {
        id: "V18",
        idea: "chain-ganging and buck-passing",
        setup: builtin::V18,
        ticks: 60,
        arms: &[
            Arm::new("offence rules", &OFFENCE_RULES),
            Arm::new("defence rules", &DEFENCE_RULES),
            Arm::new("offence rules, harmless", &OFFENCE_HARMLESS),
            Arm::new("defence rules, harmless", &DEFENCE_HARMLESS),
            Arm::new("offence rules, no buck", &OFFENCE_NO_BUCK),
            Arm::new("defence rules, no buck", &DEFENCE_NO_BUCK),
        ],
        measures: &[
            Measure {
                expected: "share of the others that come into the war, offence ruling less defence ruling",
                reading: Reading::Difference(|runs| came_in(runs[0]) - came_in(runs[1])),
                arms: &["offence rules", "defence rules"],
                target: at_least(0.3),
                control: Control {
                    cause: "the aggressor is of no account",
                    arms: &["offence rules, harmless", "defence rules, harmless"],
                    target: within(0.15),
                },
            },
            Measure {
                expected: "share of choices that pass the buck, defence ruling less offence ruling",
                reading: Reading::Difference(|runs| {
                    let [offence, defence] =
                        [0, 1].map(|arm| runs[arm].share_with_motive(Motive::PassTheBuck));
                    defence - offence
                }),
                arms: &["offence rules", "defence rules"],
                target: at_least(0.1),
                control: Control {
                    cause: "nobody counts on others to bear it",
                    arms: &["offence rules, no buck", "defence rules, no buck"],
                    target: within(0.02),
                },
            },
        ],
    },
];
