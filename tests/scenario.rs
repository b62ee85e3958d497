//! Scenarios as a user meets them: read, refused with reasons, written back, and documented.

use std::path::PathBuf;
use std::sync::Arc;

use entente::record::Record;
use entente::scenario::fields::{self, Form, SECTIONS, STATE};
use entente::scenario::{
    AllianceSetup, BeliefSetup, MapSource, PactKind, Scenario, Selector, StateSetup, TickLength, WarSetup,
    read, write,
};
use entente::theory::parameters::{Preset, TABLE};
use entente::world::generated::{Recipe, generate};
use entente::world::{GeoPoint, RegionId};
use proptest::prelude::*;
use proptest::sample::{Index, subsequence};

/// Every kind of mistake, one to a place.
const BROKEN: &str = r##"// A scenario in which nearly everything is wrong.
Scenario(
    version: 2,
    name: "Bröken",
    start: "1936-02-30",
    tick: fortnights(1),
    map: generated(regions: 12, seed: 1),
    theory: (preset: "balance-of-thread", set: {"nose": 0.1, "noise": 99, "factor_intent": 1}),
    states: [
        (
            id: "GMY", name: "Größeres Reich", capital: (province: "R0001"), territory: ["R0001", "R0002"],
            population: -67, offence: 0.8, intent: NaN,
        ),
        (id: "FRN", capital: (province: "R0003"), territory: ["R0003", "R0002", "R0112"], population: "41.9"),
        (id: "GMY", capital: (province: "R0004"), population: 1, population: 2, colour: "red"),
        (id: "I", capital: (lat: 12.5), population: 1, technology: inf),
        (id: "POL", population: 3, territory: [country("POL"), nowhere]),
	(id: "CZE", capital: (province: "R0005"), territory: ["R0006"], population: 14.3, cow: 3.5),
    ],
    alliances: [
        (name: "Little Entente", kind: defensiv, members: ["CZE", "ROM", "CZE"]),
        (kind: entente, members: ["FRN", "POL"], since: "1925-12-01", until: "1921-02-19"),
    ],
    wars: [(attackers: ["POL"], defenders: ["CZE", "POL"])],
    beliefs: [(of: "FRN", about: "FRN", intent: 0.5), (of: "FRN", about: GMY, intent: 1.5)],
    believes: [],
)
"##;

#[test]
fn everything_wrong_with_a_file_is_said_at_once() {
    let all = read("broken.ron", BROKEN).expect_err("nearly everything is wrong");
    insta::assert_snapshot!(all.render(false));
}

#[test]
fn a_window_can_list_what_is_wrong() {
    let all = read("broken.ron", BROKEN).expect_err("nearly everything is wrong");
    let findings = all.findings();
    assert_eq!(findings.len(), all.count());
    assert!(findings.is_sorted_by_key(|finding| (finding.line, finding.column)));
    assert_eq!((findings[0].line, findings[0].column), (3, 14));
    assert_eq!(findings[0].message, "this version of the format is not known");
}

#[test]
fn colour_is_given_only_when_asked_for() {
    let all = read("broken.ron", BROKEN).expect_err("nearly everything is wrong");
    assert!(all.render(true).contains('\u{1b}'));
    assert!(!all.to_string().contains('\u{1b}'));
}

#[test]
fn every_scenario_that_comes_with_the_program_is_valid() {
    for entry in std::fs::read_dir(folder()).expect("the folder is there") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|extension| extension == "ron") && !Record::is_record(&path) {
            let scenario = entente::scenario::read_file(&path).unwrap_or_else(|all| panic!("{all}"));
            assert_eq!(read("written", &write(&scenario)).as_ref(), Ok(&scenario), "{}", path.display());
        }
    }
}

/// In tables, two states of one number could not be told apart.
#[test]
fn no_two_states_of_a_built_in_setup_have_the_same_cow_number() {
    for setup in entente::scenario::builtin::THEATRES {
        let scenario = read(setup.name, setup.text).unwrap_or_else(|faults| panic!("{faults}"));
        let mut numbers: Vec<u16> = scenario.states.iter().filter_map(|state| state.cow).collect();
        let all = numbers.len();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), all, "{}", setup.name);
    }
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("scenarios")
}

/// The tables in the README are those in the code. Run with `ENTENTE_BLESS=1` to write them anew.
#[test]
fn the_readme_describes_every_field_and_parameter() {
    const BEGIN: &str = "<!-- tables: generated from the code, do not edit -->\n\n";
    const END: &str = "<!-- end of tables -->";
    let path = folder().join("README.md");
    let readme = std::fs::read_to_string(&path).expect("the README is there");
    let (before, rest) = readme.split_once(BEGIN).expect("the tables begin");
    let (tables, after) = rest.split_once(END).expect("the tables end");
    let reference = format!("{}\n", fields::reference());
    if std::env::var_os("ENTENTE_BLESS").is_some() {
        std::fs::write(&path, format!("{before}{BEGIN}{reference}{END}{after}")).expect("written");
        return;
    }
    assert_eq!(tables, reference, "run this test with ENTENTE_BLESS=1 to bring the README up to date");
    for name in SECTIONS.iter().flat_map(|section| section.fields).map(|field| field.name) {
        assert!(tables.contains(&format!("| `{name}` |")), "{name}");
    }
    for row in TABLE {
        assert!(tables.contains(&format!("| `{}` |", row.name)), "{}", row.name);
    }
}

#[test]
fn the_examples_in_the_readme_can_be_read() {
    let readme = std::fs::read_to_string(folder().join("README.md")).expect("the README is there");
    let examples: Vec<_> =
        readme.split("```ron\n").skip(1).filter_map(|rest| rest.split_once("```")).collect();
    assert!(examples.len() >= 2);
    for (example, _) in examples {
        read("README.md", example).unwrap_or_else(|all| panic!("{all}"));
    }
}

/// The map of all worlds below.
const RECIPE: Recipe = Recipe { regions: 12, seed: 1, land: 1.0 };

/// A whole number of a table's range, or a fraction of it with many digits.
fn in_range(name: &'static str) -> BoxedStrategy<f64> {
    let Some(Form::Number { low, high, .. }) = STATE.find(name).map(|field| field.form) else {
        panic!("{name} is a number");
    };
    prop_oneof![
        Just(low + 0.0),
        Just(high),
        low..=high,
        (low..=high).prop_map(move |value| value.round().clamp(low, high))
    ]
    .boxed()
}

fn words() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), "[a-zA-Z ]{1,12}", "\\PC{1,12}", "[\\x00-\\x7f]{1,8}"]
}

prop_compose! {
    /// What a state is like, apart from where it lies.
    fn character()(
        id in "[A-Za-z][A-Za-z0-9_-]{1,11}",
        name in words(),
        cow in proptest::option::of(1_u16..=999),
        capital_name in words(),
        colour in proptest::option::of(any::<[u8; 3]>()),
        sizes in (in_range("population"), in_range("industry"), in_range("military")),
        nature in (in_range("technology"), in_range("offense"), in_range("intent"), in_range("revisionism")),
        ideology in proptest::option::of("[a-zü]{1,9}"),
        growth in proptest::option::of(in_range("growth")),
    ) -> StateSetup {
        StateSetup {
            name: if name.is_empty() { id.clone() } else { name },
            id,
            cow,
            capital_name,
            capital: GeoPoint { lat: 0.0, lon: 0.0 },
            capital_region: RegionId(0),
            territory: Vec::new(),
            selectors: Vec::new(),
            colour,
            population: sizes.0,
            industry: sizes.1,
            military: sizes.2,
            technology: nature.0,
            offense: nature.1,
            intent: nature.2,
            revisionism: nature.3,
            ideology,
            growth,
        }
    }
}

/// Puts states on the map: each gets a first region, and the others by chance; the capital in the middle,
/// elsewhere in it, or drawn far away. Selectors are missing, right or stale.
fn settle(states: &mut [StateSetup], owners: &[Index], capitals: &[(u8, f64, f64)]) {
    let map = generate(&RECIPE);
    let count = states.len();
    for (index, owner) in owners.iter().enumerate() {
        let place = if index < count { index } else { owner.index(count + 1) };
        if let Some(state) = states.get_mut(place) {
            state.territory.push(RegionId(index as u32));
        }
    }
    for (state, (kind, lat, lon)) in states.iter_mut().zip(capitals) {
        state.capital_region = state.territory[usize::from(*kind) % state.territory.len()];
        let middle = map.regions[state.capital_region].point;
        state.capital = match kind % 3 {
            0 => middle,
            1 => GeoPoint { lat: middle.lat + lat / 1e6, ..middle },
            _ => GeoPoint { lat: *lat, lon: *lon },
        };
        let code = |id: &RegionId| Selector::Code(map.regions[*id].code.clone());
        state.selectors = match kind % 4 {
            0 => Vec::new(),
            1 => state.territory.iter().rev().map(code).collect(),
            2 => {
                let others = map.regions.iter().map(|(id, _)| id).filter(|id| !state.territory.contains(id));
                vec![Selector::Code("R*".to_owned()), Selector::Except(others.map(|id| code(&id)).collect())]
            }
            _ => vec![Selector::Code("R*".to_owned()), Selector::Near { centre: middle, km: 1.0 }],
        };
    }
}

fn date() -> impl Strategy<Value = jiff::civil::Date> {
    (1_i16..=9999, 1_i8..=12, 1_i8..=28).prop_map(|(year, month, day)| jiff::civil::date(year, month, day))
}

/// Two sides, or the members of a pact and a target: places of states, each at most once.
fn places(count: usize) -> impl Strategy<Value = Vec<usize>> {
    subsequence((0..count).collect::<Vec<_>>(), 3..=count).prop_shuffle()
}

prop_compose! {
    fn alliance(count: usize)(
        name in words(),
        kind in prop::sample::select(PactKind::ALL.to_vec()),
        mut members in places(count),
        target in any::<bool>(),
        dates in (any::<bool>(), any::<bool>()),
    ) -> AllianceSetup {
        let target = if target { members.pop() } else { None };
        let since = dates.0.then(|| jiff::civil::date(1, 1, 1));
        let until = dates.1.then(|| jiff::civil::date(9999, 12, 31));
        AllianceSetup { name, kind, members, since, until, target }
    }
}

prop_compose! {
    fn war(count: usize)(name in words(), places in places(count), since in any::<bool>()) -> WarSetup {
        let (attackers, defenders) = places.split_at(places.len() / 2);
        let since = since.then(|| jiff::civil::date(1, 1, 1));
        WarSetup { name, attackers: attackers.to_vec(), defenders: defenders.to_vec(), since }
    }
}

prop_compose! {
    fn belief(count: usize)(
        pair in places(count),
        intent in 0.001_f64..=0.999,
        weight in proptest::option::of(0.1_f64..=1000.0),
    ) -> BeliefSetup {
        BeliefSetup { of: pair[0], about: pair[1], intent, weight }
    }
}

/// A preset and values of parameters, some of them other than the preset's.
fn theory() -> impl Strategy<Value = (Preset, Vec<(usize, f32)>)> {
    let changes = proptest::collection::vec((0..TABLE.len(), 0.0_f32..=1.0), 0..6);
    (prop::sample::select(Preset::ALL.to_vec()), changes)
}

fn tick() -> impl Strategy<Value = TickLength> {
    prop_oneof![(1_u16..=366).prop_map(TickLength::Days), (1_u16..=120).prop_map(TickLength::Months)]
}

prop_compose! {
    fn scenario()(count in 3_usize..6)(
        texts in (words(), words(), proptest::collection::vec(words(), 0..3)),
        start in date().prop_filter("room before and after", |date| (2..9999).contains(&date.year())),
        tick in tick(),
        (preset, changes) in theory(),
        mut states in proptest::collection::vec(character(), count),
        owners in proptest::collection::vec(any::<Index>(), 12),
        capitals in proptest::collection::vec((0_u8..12, -80.0_f64..80.0, -170.0_f64..170.0), count),
        alliances in proptest::collection::vec(alliance(count), 0..3),
        wars in proptest::collection::vec(war(count), 0..3),
        belief in proptest::option::of(belief(count)),
    ) -> Scenario {
        settle(&mut states, &owners, &capitals);
        for (index, state) in states.iter_mut().enumerate() {
            state.id = format!("{}{index}", &state.id[..state.id.len().min(11)]);
        }
        states[0].population = states[0].population.max(1.0);
        // Nobody is allied with one whom it fights.
        let fight = |war: &WarSetup, pact: &AllianceSetup| {
            let among = |side: &[usize]| side.iter().any(|state| pact.members.contains(state));
            among(&war.attackers) && among(&war.defenders)
        };
        let alliances =
            alliances.into_iter().filter(|pact| !wars.iter().any(|war| fight(war, pact))).collect();
        let mut parameters = preset.parameters();
        for (row, share) in changes {
            let (low, high) = TABLE[row].range;
            let value = low + (high - low) * share;
            let whole = TABLE[row].is_switch() || TABLE[row].is_whole();
            assert!(parameters.set(TABLE[row].name, if whole { value.round() } else { value.clamp(low, high) }));
        }
        Scenario {
            name: texts.0,
            description: texts.1,
            sources: texts.2,
            start,
            tick,
            map: MapSource::Generated(RECIPE),
            geography: Arc::new(generate(&RECIPE)),
            preset,
            parameters,
            states,
            alliances,
            wars,
            beliefs: belief.into_iter().collect(),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_reads_as_the_same(scenario in scenario()) {
        let text = write(&scenario);
        match read("written.ron", &text) {
            Ok(again) => {
                prop_assert_eq!(&again, &scenario, "{}", text);
                prop_assert_eq!(write(&again), text, "writing again changes nothing");
            }
            Err(all) => prop_assert!(false, "{}\n{}", all, text),
        }
    }

    /// A mistake of any kind is an error with a place in the file, never a crash.
    #[test]
    fn no_text_however_mangled_does_harm(
        cut in any::<Index>(),
        from in any::<Index>(),
        length in 0_usize..20,
        insert in prop_oneof!["[\\(\\)\\[\\]{}:,\"'#/*=.a-z0-9 \n-]{0,6}", "\\PC{0,4}", "\\PC{0,4}"],
        base in prop::sample::select(vec![VALID, BROKEN]),
        truncate in any::<bool>(),
        padded in any::<bool>(),
        one_line in any::<bool>(),
    ) {
        let mut text: Vec<char> = base.chars().collect();
        if truncate {
            text.truncate(cut.index(text.len() + 1));
        }
        let start = from.index(text.len() + 1);
        let end = (start + length).min(text.len());
        text.splice(start..end, insert.chars());
        let mut text: String = text.into_iter().collect();
        if one_line {
            text = text.replace('\n', " ");
        }
        if padded {
            // Long texts are shown in another way.
            text.push_str(&"\n".repeat(70_000));
        }
        if let Err(all) = read("mangled.ron", &text) {
            prop_assert!(all.count() > 0);
            prop_assert!(!all.render(true).is_empty());
            let lines = text.lines().count() + 1;
            for finding in all.findings() {
                prop_assert!(finding.line <= lines && finding.column > 0);
            }
        }
    }
}

/// A valid file with everything in it.
const VALID: &str = r##"// opening comment
Scenario(
    version: 1, name: "All of it", description: "one \"of\" each", sources: ["a", r#"b"#], start: "1936-03-01",
    tick: weeks(2), map: generated(regions: 12, seed: 1, land: 0.9), /* nested /* comment */ */
    theory: (preset: "balance-of-threat", set: {"noise": 0.02, "factor_intent": false, "attention": 6}),
    states: [
        (
            id: "GMY", name: "Größeres Reich", cow: 255, capital: (name: "Berlin", province: "R0001"),
            territory: ["R0001", "R000*", near(54.7, 20.5, 15000), except("R0002", "R0003", ["R0004"])],
            colour: "#8d8f98", population: 67.0, industry: 30, military: 12, technology: 1.3, offense: 0.8,
            intent: 0.85, revisionism: 0.9, ideology: "fascism", growth: 0.06,
        ),
        (id: "FRN", capital: (province: "R0002"), population: 41.9),
        (id: "ITA", capital: (province: "R0003"), population: 4.2e1),
        State(id: "ETH", capital: (province: "R0004"), population: 10),
    ],
    alliances: [(name: "x", kind: defensive, members: ["FRN", "ETH"], since: "1921-08-14", until: "1940-01-01", target: "GMY")],
    wars: [(name: "y", attackers: ["ITA"], defenders: ["ETH"], since: "1935-10-03")],
    beliefs: [(of: "FRN", about: "GMY", intent: 0.6, weight: 6)],
)
"##;

#[test]
fn every_field_can_be_given() {
    let scenario = read("valid.ron", VALID).unwrap_or_else(|all| panic!("{all}"));
    assert_eq!(scenario.tick, TickLength::Days(14));
    assert_eq!(scenario.states[0].territory.len(), 9);
    assert_eq!(scenario.states[2].industry, 42.0 * 30.0 / 67.0);
    assert_eq!(read("again.ron", &write(&scenario)), Ok(scenario));
}

/// Anything quadratic would make this test, which takes well under a second, stand out.
#[test]
fn ten_thousand_states_are_read() {
    let map = generate(&Recipe { regions: 10_000, seed: 1, land: 1.0 });
    let states: Vec<_> = map
        .regions
        .iter()
        .map(|(id, region)| {
            format!("(id: \"S{}\", capital: (province: \"{}\"), population: 1)", id.0, region.code)
        })
        .collect();
    let text = format!(
        "(name: \"many\", start: \"2000-01-01\", map: generated(regions: 10000, seed: 1), states: [{}])",
        states.join(",\n")
    );
    let scenario = read("many.ron", &text).unwrap_or_else(|all| panic!("{all}"));
    assert_eq!(scenario.states.len(), 10_000);
}
