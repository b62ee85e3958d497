//! V9 to V14: bandwagoning for profit, its kinds, and what states want (Schweller 1994).

use super::{
    Arm, Control, Entry, GONE, MOST, Measure, NEVER, Observed, Reading, Stand, Vignette, at_least, within,
};
use crate::scenario::builtin;
use crate::simulation::Motive;

/// Threat below which states do not act upon it: the default of the parameter `notice`.
const UNNOTICED: f32 = 0.02;

/// Whether Argentina takes Germany's part for profit, in a pact or in the war, with hardly any threat recorded.
fn follows_unthreatened(run: &Observed) -> bool {
    let unthreatened = |decision| run.recorded_threat(decision, "GMY") < UNNOTICED;
    let aligned =
        run.bandwagon("ARG", "GMY").is_some_and(|it| it.motive == Motive::Jackal && unthreatened(it));
    aligned || run.joined("ARG", "GMY").is_some_and(|entry| entry.motive == Motive::Jackal)
}

/// Whether the first date is later (1), sooner (-1) or the same (0).
fn later(first: u64, second: u64) -> f64 {
    match first.cmp(&second) {
        std::cmp::Ordering::Less => -1.0,
        std::cmp::Ordering::Equal => 0.0,
        std::cmp::Ordering::Greater => 1.0,
    }
}

/// The jackals of V10, and those who might stop the wolf.
const JACKALS: [&str; 3] = ["HUN", "BUL", "ROM"];
const OTHERS: [&str; 6] = ["FRN", "UKG", "POL", "HUN", "BUL", "ROM"];
/// The neutrals of V11.
const NEUTRALS: [&str; 3] = ["ITA", "SPN", "SWZ"];
/// V12's states that might take up the movement.
const PROSPECTS: usize = 10;

/// Share of all others that ever stood against the wolf of V10.
fn opposed(run: &Observed) -> f64 {
    run.share_of(&OTHERS, Stand::Against, "GMY")
}

/// Neutrals that joined the attacker of V11 unasked, because the outcome was clear.
fn piled_on(run: &Observed) -> Vec<Entry> {
    let entries = NEUTRALS.iter().filter_map(|who| run.joined(who, "GMY"));
    entries.filter(|entry| entry.motive == Motive::PilingOn).collect()
}

fn share_piled_on(run: &Observed) -> f64 {
    piled_on(run).len() as f64 / NEUTRALS.len() as f64
}

fn first_piling_on(run: &Observed) -> u64 {
    piled_on(run).iter().map(|entry| entry.tick).min().unwrap_or(NEVER)
}

/// Share of adoptions in each third of the time from the start to the last adoption. Fewer than three make no
/// curve: the last is in the last third whatever its date.
fn thirds(run: &Observed) -> [f64; 3] {
    let dates = run.adoptions("communism");
    let last = dates.last().copied().unwrap_or(0);
    let mut thirds = [0.0; 3];
    if dates.len() < thirds.len() {
        return thirds;
    }
    for date in &dates {
        let third = (3 * date.saturating_sub(1)).checked_div(last).unwrap_or(0).min(2);
        thirds[third as usize] += 1.0 / dates.len() as f64;
    }
    thirds
}

/// Whether the champion of V12 is beaten in its second arm, nobody joins it after that, and the movement ends
/// with fewer adherents than in the first.
fn wave_breaks(runs: &[&Observed]) -> bool {
    let broken = runs[1].broken("RUS");
    let after = runs[1].adoptions("communism").iter().filter(|date| **date > broken).count();
    let [unbeaten, beaten] = [0, 1].map(|arm| runs[arm].adoptions("communism").len());
    broken != NEVER && after == 0 && beaten < unbeaten
}

/// Whether one state first stood against Germany and the other with it.
fn opposite(run: &Observed, against: &str, with: &str) -> bool {
    run.first_stand(against, "GMY") == Stand::Against && run.first_stand(with, "GMY") == Stand::With
}

pub(super) const VIGNETTES: &[Vignette] = &[
    Vignette {
        id: "V9",
        idea: "no threat is needed",
        setup: builtin::V9,
        ticks: 60,
        arms: &[
            Arm::new("as it stands", &[]),
            Arm::new("content", &["states.ARG.revisionism=-0.3"]),
            Arm::new(
                "wolf too weak",
                &["states.GMY.population=8", "states.GMY.industry=8", "states.GMY.military=8"],
            ),
        ],
        measures: &[
            Measure {
                expected: "the far jackal follows the wolf, or joins its war, for profit and without threat",
                reading: Reading::Happened(|runs| follows_unthreatened(runs[0])),
                arms: &["as it stands"],
                target: MOST,
                control: Control { cause: "it is content", arms: &["content"], target: GONE },
            },
            Measure {
                expected: "the far jackal follows the wolf that wins",
                reading: Reading::Happened(|runs| follows_unthreatened(runs[0])),
                arms: &["as it stands"],
                target: MOST,
                control: Control {
                    cause: "the wolf is too weak to win",
                    arms: &["wolf too weak"],
                    target: GONE,
                },
            },
        ],
    },
    Vignette {
        id: "V10",
        idea: "the wolf courts jackals",
        setup: builtin::V10,
        ticks: 96,
        arms: &[
            Arm::new("courts", &[]),
            Arm::new("does not", &["theory.denial=0"]),
            Arm::new(
                "courts, unopposed",
                &[
                    "states.FRN.population=1",
                    "states.FRN.industry=1",
                    "states.FRN.military=1",
                    "states.UKG.population=1",
                    "states.UKG.industry=1",
                    "states.UKG.military=1",
                    "states.POL.population=1",
                    "states.POL.industry=1",
                    "states.POL.military=1",
                ],
            ),
            Arm::new(
                "does not, unopposed",
                &[
                    "theory.denial=0",
                    "states.FRN.population=1",
                    "states.FRN.industry=1",
                    "states.FRN.military=1",
                    "states.UKG.population=1",
                    "states.UKG.industry=1",
                    "states.UKG.military=1",
                    "states.POL.population=1",
                    "states.POL.industry=1",
                    "states.POL.military=1",
                ],
            ),
        ],
        measures: &[
            Measure {
                expected: "most jackals are taken in by the wolf",
                reading: Reading::Happened(|runs| runs[0].share_of(&JACKALS, Stand::With, "GMY") > 0.5),
                arms: &["courts"],
                target: MOST,
                control: Control {
                    cause: "it does not count what it denies its enemies",
                    arms: &["does not"],
                    target: GONE,
                },
            },
            Measure {
                expected: "a coalition comes later than if it did not court them (1), sooner (-1)",
                reading: Reading::Difference(|runs| {
                    later(runs[0].pact_against("GMY"), runs[1].pact_against("GMY"))
                }),
                arms: &["courts", "does not"],
                target: at_least(0.2),
                control: Control {
                    cause: "nobody could stop it anyway",
                    arms: &["courts, unopposed", "does not, unopposed"],
                    target: within(0.15),
                },
            },
            Measure {
                expected: "share of states that stand against it, less that if it courts them",
                reading: Reading::Difference(|runs| opposed(runs[1]) - opposed(runs[0])),
                arms: &["courts", "does not"],
                target: at_least(0.1),
                control: Control {
                    cause: "nobody could stop it anyway",
                    arms: &["courts, unopposed", "does not, unopposed"],
                    target: within(0.1),
                },
            },
        ],
    },
    Vignette {
        id: "V11",
        idea: "piling on",
        setup: builtin::V11,
        ticks: 60,
        arms: &[
            Arm::new("becomes clear", &[]),
            Arm::new(
                "open",
                &["states.FRN.population=70", "states.FRN.industry=70", "states.FRN.military=70"],
            ),
            Arm::new(
                "clear at once",
                &["states.FRN.population=15", "states.FRN.industry=15", "states.FRN.military=15"],
            ),
            Arm::new(
                "content",
                &[
                    "states.ITA.revisionism=-0.3",
                    "states.SPN.revisionism=-0.3",
                    "states.SWZ.revisionism=-0.3",
                ],
            ),
            Arm::new(
                "content, open",
                &[
                    "states.FRN.population=70",
                    "states.FRN.industry=70",
                    "states.FRN.military=70",
                    "states.ITA.revisionism=-0.3",
                    "states.SPN.revisionism=-0.3",
                    "states.SWZ.revisionism=-0.3",
                ],
            ),
            Arm::new(
                "content, clear at once",
                &[
                    "states.FRN.population=15",
                    "states.FRN.industry=15",
                    "states.FRN.military=15",
                    "states.ITA.revisionism=-0.3",
                    "states.SPN.revisionism=-0.3",
                    "states.SWZ.revisionism=-0.3",
                ],
            ),
        ],
        measures: &[
            Measure {
                expected: "a neutral joins the winner unasked, to pile on, and none the loser",
                reading: Reading::Happened(|runs| {
                    let run = runs[0];
                    let lost = NEUTRALS.iter().any(|who| run.joined(who, "FRN").is_some());
                    !piled_on(run).is_empty() && !lost
                }),
                arms: &["becomes clear"],
                target: MOST,
                control: Control { cause: "neutrals are content", arms: &["content"], target: GONE },
            },
            Measure {
                expected: "the first comes later than where the outcome is clear at once (1), sooner (-1)",
                reading: Reading::Difference(|runs| {
                    later(first_piling_on(runs[0]), first_piling_on(runs[1]))
                }),
                arms: &["becomes clear", "clear at once"],
                target: at_least(0.5),
                control: Control {
                    cause: "neutrals are content",
                    arms: &["content", "content, clear at once"],
                    target: within(0.1),
                },
            },
            Measure {
                expected: "share of neutrals that pile on where it is clear at once, less that where it is open",
                reading: Reading::Difference(|runs| share_piled_on(runs[0]) - share_piled_on(runs[1])),
                arms: &["clear at once", "open"],
                target: at_least(0.3),
                control: Control {
                    cause: "neutrals are content",
                    arms: &["content, clear at once", "content, open"],
                    target: within(0.1),
                },
            },
        ],
    },
    Vignette {
        id: "V12",
        idea: "wave of the future",
        setup: builtin::V12,
        ticks: 180,
        arms: &[
            Arm::new("as it stands", &[]),
            Arm::new("no pull", &["theory.term_wave=false"]),
            Arm::new(
                "champion beaten",
                &["states.JPN.population=150", "states.JPN.industry=300", "states.JPN.military=600"],
            ),
        ],
        measures: &[
            Measure {
                expected: "more than half of the ten others take the movement up",
                reading: Reading::Happened(|runs| 2 * runs[0].adoptions("communism").len() > PROSPECTS),
                arms: &["as it stands"],
                target: MOST,
                control: Control { cause: "the movement has no pull", arms: &["no pull"], target: GONE },
            },
            Measure {
                expected: "more adoptions in the middle third of its spread than in the first (share of all)",
                reading: Reading::Difference(|runs| thirds(runs[0])[1] - thirds(runs[0])[0]),
                arms: &["as it stands"],
                target: at_least(0.1),
                control: Control {
                    cause: "the movement has no pull",
                    arms: &["no pull"],
                    target: within(0.1),
                },
            },
            Measure {
                expected: "more adoptions in the middle third of its spread than in the last (share of all)",
                reading: Reading::Difference(|runs| thirds(runs[0])[1] - thirds(runs[0])[2]),
                arms: &["as it stands"],
                target: at_least(0.1),
                control: Control {
                    cause: "the movement has no pull",
                    arms: &["no pull"],
                    target: within(0.1),
                },
            },
            Measure {
                expected: "where the champion is beaten, nobody joins any more, and fewer have joined",
                reading: Reading::Happened(wave_breaks),
                arms: &["as it stands", "champion beaten"],
                target: MOST,
                control: Control {
                    cause: "it is not beaten",
                    arms: &["as it stands", "as it stands"],
                    target: GONE,
                },
            },
        ],
    },
    Vignette {
        id: "V13",
        idea: "dominoes",
        setup: builtin::V13,
        ticks: 180,
        arms: &[
            Arm::new("first falls", &[]),
            Arm::new("first holds", &["states.DRV.revisionism=-0.9"]),
            Arm::new("first falls, no contagion", &["theory.term_contagion=false"]),
            Arm::new(
                "first holds, no contagion",
                &["theory.term_contagion=false", "states.DRV.revisionism=-0.9"],
            ),
        ],
        measures: &[Measure {
            expected: "the next turns sooner than with the same seed if the first holds out",
            reading: Reading::Happened(|runs| {
                let [falls, holds] = [0, 1].map(|arm| runs[arm].turned("LAO", "CHN"));
                runs[0].turned("DRV", "CHN") < falls && falls < holds
            }),
            arms: &["first falls", "first holds"],
            target: MOST,
            control: Control {
                cause: "neighbours' turns do not count",
                arms: &["first falls, no contagion", "first holds, no contagion"],
                target: GONE,
            },
        }],
    },
    Vignette {
        id: "V14",
        idea: "status quo against revisionist",
        setup: builtin::V14,
        ticks: 120,
        arms: &[
            Arm::new("as it stands", &[]),
            Arm::new("both content", &["states.AUS.revisionism=-0.8"]),
            Arm::new("exchanged", &["states.NTH.revisionism=0.8", "states.AUS.revisionism=-0.8"]),
        ],
        measures: &[
            Measure {
                expected: "the content state stands against the wolf, its revisionist equal with it",
                reading: Reading::Happened(|runs| opposite(runs[0], "NTH", "AUS")),
                arms: &["as it stands"],
                target: MOST,
                control: Control { cause: "both are content", arms: &["both content"], target: GONE },
            },
            Measure {
                expected: "with interests exchanged, they change sides",
                reading: Reading::Happened(|runs| opposite(runs[0], "AUS", "NTH")),
                arms: &["exchanged"],
                target: MOST,
                control: Control { cause: "interests as they were", arms: &["as it stands"], target: GONE },
            },
        ],
    },
];
