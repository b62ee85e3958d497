//! The field's own files, where somebody has them.

use super::read_back;
use crate::import::{Faults, Files, Input, Request, import, new_year};

/// The field's own files, where somebody has them: a folder named by `ENTENTE_FIELD_DATA`.
#[test]
#[ignore = "needs the field's own files: ENTENTE_FIELD_DATA=folder cargo test --release -- --ignored field_files"]
fn the_field_files_make_setups_and_records_of_every_year_they_hold() {
    let folder = std::path::PathBuf::from(std::env::var_os("ENTENTE_FIELD_DATA").expect("a folder"));
    let input = |name: &str| Input {
        name: name.into(),
        bytes: std::fs::read(folder.join(name)).expect("it is there"),
    };
    let files = Files {
        nmc: input("nmc_v6_windows.csv"),
        states: input("system_states_2016.csv"),
        capitals: input("capitals.csv"),
        contiguity: input("direct_contiguity_v3_2.csv"),
        alliances: Some(input("atop_v5_1_dyad_years_windows.csv")),
        majors: Some(input("major_powers_2016.csv")),
        wars: Some(input("interstate_wars_v4_windows.csv")),
        owners: None,
    };
    for year in (1905..=1920).chain(1930..=1945).chain(1985..=1992) {
        for region in ["world", "europe"] {
            let request = Request {
                year,
                theatre: region.parse().expect("a region"),
                colonies: None,
                all_pacts: false,
                record_years: 8,
            };
            let import =
                import(&request, &files).unwrap_or_else(|faults| panic!("{year} {region}: {faults}"));
            read_back(&import);
            let (filed, found, joined) = import.report.neighbours.expect("they were compared");
            assert!(found * 100 >= filed * 90, "{year} {region}: {found} of {filed} touch");
            println!(
                "{year} {region}: {} states, {found} of {filed} neighbours, {joined} more",
                import.scenario.states.len()
            );
            if region == "world" {
                let seated = import.scenario.states.len();
                let members = crate::import::members::Members::read(&files.states, &mut Faults::default())
                    .expect("it can be read");
                let all = members.on(new_year(year)).len();
                assert!(seated + 3 >= all, "{year}: {seated} of {all}");
            }
        }
    }
}
