use super::*;
use crate::record::Record;
use crate::scenario::{self, Override, builtin::EUROPE_1936};

fn europe() -> Scenario {
    scenario::read(EUROPE_1936.name, EUROPE_1936.text).expect("the setup is valid")
}

fn record(scenario: &Scenario) -> Record {
    let text = include_str!("../../../scenarios/europe-1936.record.ron");
    Record::read("europe-1936.record.ron", text, scenario).unwrap_or_else(|faults| panic!("{faults}"))
}

fn plan(seeds: u64, threads: usize) -> Plan {
    Plan { seeds, first: 1, threads, until: None }
}

fn of(horizon: &Horizon, predictor: Predictor) -> Performance {
    *horizon.performances.iter().find(|it| it.predictor == predictor).expect("it predicts")
}

#[test]
fn the_score_is_the_same_to_the_digit_on_any_number_of_threads() {
    let scenario = europe();
    let record = record(&scenario);
    let [one, two] = [1, 3].map(|threads| TieScore::of(&scenario, &record, &plan(7, threads), || ()));
    assert_eq!(one, two);
    assert_eq!(one.markdown(), two.markdown());
    let tables = one.tables().expect("memory takes all");
    assert_eq!(tables, two.tables().expect("memory takes all"));
    for (name, bytes) in tables {
        let mut reader = csv::Reader::from_reader(bytes.as_slice());
        assert!(reader.records().filter(|row| row.is_ok()).count() > 3, "{name}");
    }
    let (told, last) = (one.to_string(), one.last(Change::Formed).expect("it is there"));
    assert!(told.contains(&format!("{}, of {} pairs", last.happened, last.at_risk)), "{told}");
}

/// Who says that last year's ties go on knows nothing of what changes.
#[test]
fn persistence_wins_nothing() {
    let scenario = europe();
    let score = TieScore::of(&scenario, &record(&scenario), &plan(4, 2), || ());
    assert_eq!(score.pairs.len(), 33 * 32 / 2);
    for horizon in &score.horizons {
        let share = horizon.happened as f64 / horizon.at_risk as f64;
        for predictor in [Predictor::Persistence, Predictor::OwnShare] {
            let it = of(horizon, predictor);
            let Some(auc) = it.auc else { continue };
            assert_eq!(auc.value, 0.5, "{predictor:?}");
            assert!((it.precision.expect("some happened").value - share).abs() < 1e-12);
        }
        let brier = |predictor| of(horizon, predictor).brier.map(|it| it.value);
        let close = |found: Option<f64>, expected: f64| found.is_some_and(|it| (it - expected).abs() < 1e-12);
        assert!(close(brier(Predictor::Persistence), share));
        assert!(close(brier(Predictor::OwnShare), share * (1.0 - share)));
    }
    let counts: Vec<usize> =
        score.horizons.iter().filter(|it| it.change == Change::Formed).map(|it| it.happened).collect();
    assert!(counts.is_sorted() && counts.last().is_some_and(|all| *all > 10), "{counts:?}");
}

/// A record written from a run is told perfectly by that run, and no worse by many.
#[test]
fn a_run_predicts_itself() {
    let scenario = europe();
    let quiet = Record::read("quiet.record.ron", "[]", &scenario).expect("it is valid");
    let mut run = crate::batch::Run::without_history(&scenario, 1);
    let mut entries = String::new();
    let mut before = crate::record::Standing::at_start(&scenario);
    for month in 1..10 {
        run.step();
        let now = crate::history::standing(&run.survey());
        let date = run.clock().date();
        for [low, high] in question::pairs(scenario.states.len()) {
            let [a, b] = [low, high].map(|place| scenario.states[place].id.as_str());
            let bound = |it: &crate::record::Standing| {
                it.ties.iter().any(|tie| {
                    question::is_tie(tie.kind) && tie.members.contains(a) && tie.members.contains(b)
                })
            };
            if bound(&now) && !bound(&before) {
                entries += &format!(
                    "(date: \"{date}\", what: Pact(name: \"{a}-{b}-{month}\", kind: defensive, members: [\"{a}\", \"{b}\"]), source: \"-\"),"
                );
            }
        }
        before = now;
    }
    let record = Record::read("own.record.ron", &format!("[{entries}]"), &scenario).expect("it is valid");
    let score = TieScore::of(&scenario, &record, &plan(1, 1), || ());
    let last = score.last(Change::Formed).expect("it is there");
    assert!(last.year == 1936 && last.happened > 5, "{} in {}", last.happened, last.year);
    let model = of(last, Predictor::Model);
    assert_eq!(model.auc.map(|it| it.value), Some(1.0));
    assert_eq!(model.precision.map(|it| it.value), Some(1.0));
    assert_eq!(model.brier.map(|it| it.value), Some(0.0));
    assert!(of(last, Predictor::Persistence).brier_lead.is_some_and(|lead| lead.value > 0.0));
    // Where nothing happened there is nothing to rank, and that is said.
    let score = TieScore::of(&scenario, &quiet, &plan(2, 2), || ());
    let last = score.last(Change::Formed).expect("it is there");
    let model = of(last, Predictor::Model);
    assert_eq!((last.happened, model.auc, model.precision), (0, None, None));
    assert!(model.brier.is_some_and(|it| it.value > 0.0));
    assert!(score.sides_right().is_none() && score.markdown().contains("Nobody joined a war"));
}

/// The model never sees the record: whatever is in it, the runs are the same.
#[test]
fn chances_do_not_depend_on_what_happened() {
    let scenario = europe();
    let quiet = |last: &str| {
        let text = format!("[(date: \"{last}\", what: Neutral(state: \"SWZ\"), source: \"-\")]");
        Record::read("quiet.record.ron", &text, &scenario).expect("it is valid")
    };
    let plan = Plan { until: Some("1938-06-01".parse().expect("a date")), ..plan(5, 2) };
    let chances = |record: &Record| -> Vec<_> {
        let score = TieScore::of(&scenario, record, &plan, || ());
        score.pairs.into_iter().map(|pair| (pair.states, pair.chance, pair.nearness)).collect()
    };
    assert_eq!(chances(&record(&scenario)), chances(&quiet("1939-01-01")));
}

#[test]
fn joiners_are_asked_for_where_runs_had_them() {
    let mut scenario = europe();
    // Nobody can act: who is bound stays bound, and the others stand nowhere.
    for option in ["balance", "bandwagon", "leave", "arm", "attack", "join"] {
        let change = Override::parse(&format!("theory.option_{option}=false"));
        let change = change.unwrap_or_else(|error| panic!("{error}"));
        change.apply(&mut scenario).unwrap_or_else(|error| panic!("{error}"));
    }
    let text = r#"[
        (date: "1937-01-01", what: War(name: "War", attackers: ["GMY"], defenders: ["ROM"]), source: "-"),
        (date: "1937-02-01", what: Enters(war: "War", state: "YUG", side: defenders), source: "-"),
        (date: "1937-03-01", what: Enters(war: "War", state: "CZE", side: attackers), source: "-"),
        (date: "1937-04-01", what: Enters(war: "War", state: "SWZ", side: defenders), source: "-"),
    ]"#;
    let record = Record::read("test.record.ron", text, &scenario).unwrap_or_else(|faults| panic!("{faults}"));
    let score = TieScore::of(&scenario, &record, &plan(3, 2), || ());
    let told: Vec<_> = score
        .joined
        .iter()
        .map(|it| (it.state.id.as_str(), it.chances, it.is_right(), it.leans_right()))
        .collect();
    let with_defenders = [0.0, 1.0, 0.0];
    assert_eq!(
        told,
        [
            ("YUG", with_defenders, true, Some(true)),
            ("CZE", with_defenders, false, Some(false)),
            ("SWZ", [0.0, 0.0, 1.0], false, None),
        ]
    );
    let share = score.sides_right().expect("some joined");
    assert!((share.value - 1.0 / 3.0).abs() < 1e-12 && share.seeds == 3);
    assert_eq!(score.leanings_right().map(|it| (it.value, it.seeds)), Some((0.5, 2)));
    // Without a choice nothing forms, and the model is as good as persistence.
    let last = score.last(Change::Formed).expect("it is there");
    assert!(score.pairs.iter().all(|pair| pair.change == Change::Ended || pair.chance == 0.0));
    assert_eq!(of(last, Predictor::Model).brier, of(last, Predictor::Persistence).brier);
}
