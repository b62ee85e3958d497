use super::*;
use crate::scenario::builtin::{EUROPE_1936, GULF_1990, V1};
use crate::scenario::{self, builtin::Builtin};

fn setup(of: Builtin) -> Scenario {
    scenario::read(of.name, of.text).unwrap_or_else(|it| panic!("{it}"))
}

fn record(text: &str, scenario: &Scenario) -> Record {
    Record::read("test.record.ron", text, scenario).unwrap_or_else(|it| panic!("{it}"))
}

fn trial(seeds: Range<u64>, threads: usize) -> Trial {
    Trial { seeds, presets: vec![Preset::BalanceOfInterests], threads }
}

/// Everything that people are told.
fn told(score: &Score) -> (String, String, Vec<u8>) {
    let mut csv = Vec::new();
    write_csv(score, &mut csv).expect("it can be written");
    (summary(score), page(score, "entente score"), csv)
}

#[test]
fn a_world_that_goes_as_the_theory_has_it_is_scored_right_and_its_opposite_wrong() {
    // In V1 all stand against near Germany and nobody against far Brazil, in all of 200 seeds.
    let scenario = setup(V1);
    let balance = r#"[
        (date: "1930-02-01", what: Pact(name: "A", kind: defensive, members: ["FRN", "POL", "CZE", "UKG"], target: "GMY"), source: "-"),
        (date: "1934-12-31", what: Sides(first: ["GMY"], second: ["FRN"]), source: "-"),
    ]"#;
    let bandwagon = r#"[
        (date: "1930-02-01", what: Aligns(state: "POL", with: ["GMY"]), source: "-"),
        (date: "1930-02-01", what: Aligns(state: "CZE", with: ["GMY"]), source: "-"),
        (date: "1930-02-01", what: Aligns(state: "UKG", with: ["GMY"]), source: "-"),
        (date: "1934-12-31", what: Sides(first: ["GMY"], second: ["FRN"]), source: "-"),
    ]"#;
    let marks = |text: &str| {
        let score = Score::of(&scenario, &record(text, &scenario), &trial(1..41, 2), || ());
        let score = score.expect("it asks somebody");
        assert_eq!(score.questions.asked.len(), 4);
        score.theories[0].marks.clone()
    };
    let (as_theory, against) = (marks(balance), marks(bandwagon));
    assert!(as_theory.right.right >= 3 && as_theory.brier.value < 0.5, "{as_theory:?}");
    assert!(as_theory.against_staying.value < 0.0, "{as_theory:?}");
    assert_eq!((against.sided.right, against.sided.all), (0, 3));
    assert!(against.brier.value > 1.0, "{against:?}");
}

#[test]
fn a_score_repeats_to_the_digit_on_any_number_of_threads() {
    let scenario = setup(GULF_1990);
    let record = Record::of_builtin(&GULF_1990, &scenario).ok().flatten().expect("it comes with one");
    let told_on = |threads| {
        let score = Score::of(&scenario, &record, &trial(3..9, threads), || ()).expect("it asks somebody");
        told(&score)
    };
    let one = told_on(1);
    assert_eq!(one, told_on(3));
    assert_eq!(one, told_on(1));
}

#[test]
fn a_run_counts_as_it_stands_and_shares_are_of_all_runs() {
    let scenario = setup(EUROPE_1936);
    let record = record(
        r#"[(date: "1938-02-28", what: Sides(first: ["GMY"], second: ["UKG", "FRN"]), source: "-")]"#,
        &scenario,
    );
    let score = Score::of(&scenario, &record, &trial(1..4, 1), || ()).expect("it asks somebody");
    let questions = &score.questions;
    assert_eq!(questions.ticks, [24]);
    let mut counts = vec![[0u32; 3]; questions.asked.len()];
    for seed in 1..4 {
        let mut run = crate::batch::Run::new(&scenario, seed);
        run.steps(24);
        let standing = crate::history::standing(&run.survey());
        for (counts, question) in counts.iter_mut().zip(&questions.asked) {
            let state = &scenario.states[question.state].id;
            if standing.sovereign.contains(state) {
                counts[place_of(standing.camp(state, &questions.counts[0]))] += 1;
            } else {
                // It counts as it fell: whatever that was, somewhere.
                counts[0] += 100;
            }
        }
    }
    for (counts, forecast) in counts.iter().zip(&score.theories[0].forecasts) {
        if counts[0] < 100 {
            assert_eq!(forecast.chances, counts.map(|count| f64::from(count) / 3.0));
        }
        assert!((forecast.chances.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }
}

#[test]
fn each_miss_is_told_of_and_nothing_else() {
    let scenario = setup(GULF_1990);
    let record = Record::of_builtin(&GULF_1990, &scenario).ok().flatten().expect("it comes with one");
    let score = Score::of(&scenario, &record, &trial(1..11, 2), || ()).expect("it asks somebody");
    let theory = score.own().expect("there is one");
    let wrong: Vec<usize> = (0..score.questions.asked.len())
        .filter(|place| theory.forecasts[*place].answer != score.questions.asked[*place].happened)
        .collect();
    assert_eq!(theory.misses.iter().map(|it| it.question).collect::<Vec<_>>(), wrong);
    assert!(!wrong.is_empty(), "else this tries nothing");
    for miss in &theory.misses {
        // All ten runs are looked into: those that went wrong are those that the forecast does not give history.
        let chance = theory.forecasts[miss.question].chance_of(score.questions.asked[miss.question].happened);
        assert_eq!(f64::from(miss.runs), ((1.0 - chance) * 10.0).round());
        for way in [&miss.came, &miss.other] {
            let way = way.as_ref().expect("some run went wrong");
            assert!(way.runs >= 1 && way.runs <= miss.runs && !way.words.is_empty());
        }
    }
}

#[test]
fn a_record_that_counts_no_sides_has_no_score() {
    let scenario = setup(V1);
    assert_eq!(Score::of(&scenario, &record("[]", &scenario), &trial(1..2, 1), || ()), None);
}

#[test]
fn lines_for_a_terminal_are_not_too_long() {
    for of in [GULF_1990, EUROPE_1936] {
        let scenario = setup(of);
        let record = Record::of_builtin(&of, &scenario).ok().flatten().expect("it comes with one");
        let every = Trial { presets: Preset::ALL.to_vec(), ..trial(1..5, 2) };
        let score = Score::of(&scenario, &record, &every, || ()).expect("it asks somebody");
        for line in summary(&score).lines() {
            assert!(line.chars().count() <= 104, "{line}");
        }
    }
}
