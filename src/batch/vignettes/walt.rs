//! V1 to V8: threat, its four factors, and why states balance and bandwagon (Walt 1985).

use super::{
    Arm, Control, GONE, MOST, Measure, NEVER, Observed, Reading, Stand, Target, Vignette, at_least, at_most,
    within,
};
use crate::scenario::builtin;
use crate::simulation::Motive;

/// More against the first than against the second (1), fewer (-1), or as many (0).
fn more_against(run: &Observed, first: &str, second: &str) -> f64 {
    match run.pacts_against(first).cmp(&run.pacts_against(second)) {
        std::cmp::Ordering::Less => -1.0,
        std::cmp::Ordering::Equal => 0.0,
        std::cmp::Ordering::Greater => 1.0,
    }
}

/// Share of the pacts made that link states of like place in the row of V2: odd with odd, even with even.
fn chequered(run: &Observed) -> f64 {
    let alike = run.pacts_among(&ROW, |a, b| a.abs_diff(b) % 2 == 0);
    alike as f64 / run.pacts_made().max(1) as f64
}

/// V2's states, from west to east.
const ROW: [&str; 5] = ["SPN", "FRN", "GMY", "POL", "BLR"];
/// V3's states that touch the great power, and those that do not.
const BORDER: [&str; 4] = ["EST", "LAT", "LIT", "FIN"];
const FAR: [&str; 3] = ["POR", "IRE", "SPN"];
/// The small neighbours of V4 and V5.
const EXPOSED: [&str; 4] = ["DEN", "NTH", "BEL", "AUS"];

/// Whether four or more of the seven others were bound against Germany at one time.
fn coalition(run: &Observed) -> f64 {
    f64::from(u8::from(run.most_against("GMY") >= 4))
}

/// Whether Italy first stood against one power and never against the other.
fn sides_against(run: &Observed, power: &str, other: &str) -> bool {
    run.first_stand("ITA", power) == Stand::Against && run.first_stand("ITA", other) != Stand::Against
}

pub(super) const VIGNETTES: &[Vignette] = &[
    Vignette {
        id: "V1",
        idea: "threat is not power",
        setup: builtin::V1,
        ticks: 120,
        arms: &[Arm::new("as it stands", &[]), Arm::new("power alone", &["theory.preset=balance-of-power"])],
        measures: &[
            Measure {
                expected: "a pact against the near power, none against its equal far away",
                reading: Reading::Happened(|runs| {
                    runs[0].pact_against("GMY") != NEVER && runs[0].pact_against("BRA") == NEVER
                }),
                arms: &["as it stands"],
                target: MOST,
                control: Control {
                    cause: "balance of power, in which distance does not count",
                    arms: &["power alone"],
                    target: at_most(0.5),
                },
            },
            Measure {
                expected: "more pacts against the near power than against the far one (1), fewer (-1)",
                reading: Reading::Difference(|runs| more_against(runs[0], "GMY", "BRA")),
                arms: &["as it stands"],
                target: at_least(0.9),
                control: Control {
                    cause: "balance of power: near and far alike",
                    arms: &["power alone"],
                    target: within(0.25),
                },
            },
        ],
    },
    Vignette {
        id: "V2",
        idea: "neighbours of neighbours are friends",
        setup: builtin::V2,
        ticks: 120,
        arms: &[
            Arm::new("as it stands", &[]),
            Arm::new(
                "peaceful",
                &[
                    "states.SPN.intent=0",
                    "states.FRN.intent=0",
                    "states.GMY.intent=0",
                    "states.POL.intent=0",
                    "states.BLR.intent=0",
                ],
            ),
            Arm::new("distance of no account", &["theory.factor_proximity=false"]),
        ],
        measures: &[
            Measure {
                expected: "most pacts jump over a neighbour, odd with odd or even with even among them",
                reading: Reading::Happened(|runs| {
                    let jump = runs[0].pacts_among(&ROW, |a, b| a.abs_diff(b) > 1);
                    let alike = runs[0].pacts_among(&ROW, |a, b| a.abs_diff(b) == 2);
                    2 * jump > runs[0].pacts_made() && alike > 0
                }),
                arms: &["as it stands"],
                target: MOST,
                control: Control { cause: "nobody is aggressive", arms: &["peaceful"], target: GONE },
            },
            Measure {
                expected: "share of pacts odd with odd or even with even, less that where distance does not count",
                reading: Reading::Difference(|runs| chequered(runs[0]) - chequered(runs[1])),
                arms: &["as it stands", "distance of no account"],
                target: at_least(0.1),
                control: Control {
                    cause: "nobody is aggressive, near or far",
                    arms: &["peaceful", "peaceful"],
                    target: within(0.05),
                },
            },
        ],
    },
    Vignette {
        id: "V3",
        idea: "spheres of influence",
        setup: builtin::V3,
        ticks: 120,
        arms: &[
            Arm::new("as it stands", &[]),
            Arm::new("peaceful", &["states.RUS.intent=0"]),
            Arm::new("distance of no account", &["theory.factor_proximity=false"]),
        ],
        measures: &[
            Measure {
                expected: "most border states follow the great power, none of the far ones",
                reading: Reading::Happened(|runs| {
                    runs[0].share_of(&BORDER, Stand::With, "RUS") >= 0.75
                        && runs[0].share_of(&FAR, Stand::With, "RUS") == 0.0
                }),
                arms: &["as it stands"],
                target: MOST,
                control: Control { cause: "the great power is peaceful", arms: &["peaceful"], target: GONE },
            },
            Measure {
                expected: "share of border states that follow it, less the share of far ones",
                reading: Reading::Difference(|runs| {
                    let [border, far] =
                        [&BORDER[..], &FAR[..]].map(|states| runs[0].share_of(states, Stand::With, "RUS"));
                    border - far
                }),
                arms: &["as it stands"],
                target: at_least(0.75),
                control: Control {
                    cause: "distance does not count",
                    arms: &["distance of no account"],
                    target: within(0.25),
                },
            },
        ],
    },
    Vignette {
        id: "V4",
        idea: "offence provokes",
        setup: builtin::V4,
        ticks: 120,
        arms: &[
            Arm::new("offence 0", &["states.GMY.offense=0"]),
            Arm::new("offence 0.25", &["states.GMY.offense=0.25"]),
            Arm::new("offence 0.5", &["states.GMY.offense=0.5"]),
            Arm::new("offence 0.75", &["states.GMY.offense=0.75"]),
            Arm::new("offence 1", &["states.GMY.offense=1"]),
            Arm::new("peaceful, offence 0", &["states.GMY.offense=0", "states.GMY.intent=0"]),
            Arm::new("peaceful, offence 0.5", &["states.GMY.offense=0.5", "states.GMY.intent=0"]),
            Arm::new("peaceful, offence 1", &["states.GMY.offense=1", "states.GMY.intent=0"]),
        ],
        measures: &[
            Measure {
                expected: "chance of a coalition at offence 0.25, less that at 0",
                reading: Reading::Difference(|runs| coalition(runs[1]) - coalition(runs[0])),
                arms: &["offence 0", "offence 0.25"],
                target: at_least(0.1),
                control: Control {
                    cause: "the strong state is peaceful (offence 0.5, less 0)",
                    arms: &["peaceful, offence 0", "peaceful, offence 0.5"],
                    target: within(0.1),
                },
            },
            Measure {
                expected: "chance of a coalition at offence 0.5, less that at 0.25",
                reading: Reading::Difference(|runs| coalition(runs[1]) - coalition(runs[0])),
                arms: &["offence 0.25", "offence 0.5"],
                target: at_least(0.1),
                control: Control {
                    cause: "the strong state is peaceful (offence 0.5, less 0)",
                    arms: &["peaceful, offence 0", "peaceful, offence 0.5"],
                    target: within(0.1),
                },
            },
            Measure {
                expected: "share of exposed neighbours that go over to it, at offence 1 less that at 0.5",
                reading: Reading::Difference(|runs| {
                    let [half, full] = [0, 1].map(|arm| runs[arm].share_of(&EXPOSED, Stand::With, "GMY"));
                    full - half
                }),
                arms: &["offence 0.5", "offence 1"],
                target: at_least(0.3),
                control: Control {
                    cause: "the strong state is peaceful",
                    arms: &["peaceful, offence 0.5", "peaceful, offence 1"],
                    target: within(0.1),
                },
            },
            Measure {
                expected: "share of exposed neighbours that stand against it, at offence 0.75 less that at 1",
                reading: Reading::Difference(|runs| {
                    let [most, full] = [0, 1].map(|arm| runs[arm].share_of(&EXPOSED, Stand::Against, "GMY"));
                    most - full
                }),
                arms: &["offence 0.75", "offence 1"],
                target: at_least(0.1),
                control: Control {
                    cause: "the strong state is peaceful",
                    arms: &["peaceful, offence 0.5", "peaceful, offence 1"],
                    target: within(0.1),
                },
            },
        ],
    },
    Vignette {
        id: "V5",
        idea: "help too late",
        setup: builtin::V5,
        ticks: 120,
        arms: &[
            Arm::new("helpers far", &[]),
            Arm { name: "helpers near", setup: Some(builtin::V4), changes: &["states.GMY.offense=0.5"] },
        ],
        measures: &[
            Measure {
                expected: "most exposed neighbours go over to the strong state",
                reading: Reading::Happened(|runs| runs[0].share_of(&EXPOSED, Stand::With, "GMY") >= 0.75),
                arms: &["helpers far"],
                target: MOST,
                control: Control { cause: "helpers are near", arms: &["helpers near"], target: GONE },
            },
            Measure {
                expected: "most exposed neighbours stand against it where helpers are near",
                reading: Reading::Happened(|runs| runs[0].share_of(&EXPOSED, Stand::Against, "GMY") >= 0.75),
                arms: &["helpers near"],
                target: MOST,
                control: Control { cause: "helpers are far", arms: &["helpers far"], target: GONE },
            },
        ],
    },
    Vignette {
        id: "V6",
        idea: "intent provokes",
        setup: builtin::V6,
        ticks: 120,
        arms: &[Arm::new("as it stands", &[]), Arm::new("peaceful", &["states.GMY.intent=0"])],
        measures: &[Measure {
            expected: "a pact against the strong state",
            reading: Reading::Happened(|runs| runs[0].pact_against("GMY") != NEVER),
            arms: &["as it stands"],
            target: MOST,
            control: Control { cause: "as strong, but peaceful", arms: &["peaceful"], target: GONE },
        }],
    },
    Vignette {
        id: "V7",
        idea: "two reasons to balance",
        setup: builtin::V7,
        ticks: 120,
        arms: &[
            Arm::new("as it stands", &[]),
            Arm::new(
                "strengths exchanged",
                &[
                    "states.GMY.population=20",
                    "states.GMY.industry=20",
                    "states.GMY.military=20",
                    "states.BEL.population=29",
                    "states.BEL.industry=29",
                    "states.BEL.military=29",
                    "states.FRN.population=76",
                    "states.FRN.industry=76",
                    "states.FRN.military=76",
                    "states.SWZ.population=24",
                    "states.SWZ.industry=24",
                    "states.SWZ.military=24",
                ],
            ),
            Arm::new("no influence", &["theory.term_influence=false"]),
            Arm::new(
                "a small state",
                &["states.ITA.population=5", "states.ITA.industry=5", "states.ITA.military=5"],
            ),
            Arm::new("nobody to fear", &["states.GMY.intent=0", "states.FRN.intent=0"]),
        ],
        measures: &[
            Measure {
                expected: "the state in the middle joins the weaker coalition",
                reading: Reading::Happened(|runs| sides_against(runs[0], "GMY", "FRN")),
                arms: &["as it stands"],
                target: MOST,
                control: Control {
                    cause: "the strengths have changed places",
                    arms: &["strengths exchanged"],
                    target: GONE,
                },
            },
            Measure {
                expected: "it does so to avoid domination (a tenth of seeds or more)",
                reading: Reading::Happened(|runs| {
                    runs[0].why_balanced("ITA").contains(&Motive::AvoidDomination)
                }),
                arms: &["as it stands"],
                target: Target { low: 0.1, high: 1.0 },
                control: Control {
                    cause: "both coalitions are peaceful",
                    arms: &["nobody to fear"],
                    target: at_most(0.05),
                },
            },
            Measure {
                expected: "it does so for influence (a tenth of seeds or more)",
                reading: Reading::Happened(|runs| runs[0].why_balanced("ITA").contains(&Motive::Influence)),
                arms: &["as it stands"],
                target: Target { low: 0.1, high: 1.0 },
                control: Control {
                    cause: "influence does not count",
                    arms: &["no influence"],
                    target: at_most(0.05),
                },
            },
            Measure {
                expected: "it does so for influence (a tenth of seeds or more)",
                reading: Reading::Happened(|runs| runs[0].why_balanced("ITA").contains(&Motive::Influence)),
                arms: &["as it stands"],
                target: Target { low: 0.1, high: 1.0 },
                control: Control {
                    cause: "it is too small to count anywhere",
                    arms: &["a small state"],
                    target: at_most(0.05),
                },
            },
        ],
    },
    Vignette {
        id: "V8",
        idea: "two motives to bandwagon",
        setup: builtin::V8,
        ticks: 120,
        arms: &[
            Arm::new("as it stands", &[]),
            Arm::new("peaceful", &["states.RUS.intent=0"]),
            Arm::new("content", &["states.MON.revisionism=-0.3"]),
        ],
        measures: &[
            Measure {
                expected: "the threatened weak state bandwagons, by appeasement",
                reading: Reading::Happened(|runs| {
                    runs[0].why_followed("EST", "RUS") == Some(Motive::Appeasement)
                }),
                arms: &["as it stands"],
                target: MOST,
                control: Control { cause: "the great power is peaceful", arms: &["peaceful"], target: GONE },
            },
            Measure {
                expected: "the greedy weak state bandwagons, for a share of victory",
                reading: Reading::Happened(|runs| {
                    runs[0].why_followed("MON", "RUS") == Some(Motive::ShareOfVictory)
                }),
                arms: &["as it stands"],
                target: MOST,
                control: Control { cause: "it is content", arms: &["content"], target: GONE },
            },
        ],
    },
];
