//! Files in any form, with broken cells and with broken bytes.

use proptest::prelude::*;

use super::world::{Form, NAMES, PLAIN, Table, world};
use super::{import, imported, read_back, request};

/// A column's cells in any order of columns.
fn shuffled(table: &Table, order: &[usize]) -> Table {
    table.iter().map(|row| order.iter().map(|place| row[*place].clone()).collect()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn the_form_of_the_files_does_not_matter(
        seeds in prop::collection::vec(any::<u64>(), 7),
        separator in prop::sample::select(vec![',', ';', '\t']),
        flags in any::<[bool; 5]>(),
        missing in prop::sample::select(vec!["-9", "", "NA", "-9.0", "-8", "."]),
    ) {
        let [windows, mark, crlf, quotes, upper] = flags;
        let form = Form { separator, windows, mark, crlf, quotes, upper };
        let mut other = world();
        for (table, seed) in other.0.iter_mut().zip(&seeds) {
            for (line, row) in table.iter_mut().enumerate() {
                row.push(if line == 0 { "a further column".into() } else { "é".into() });
            }
            let mut order: Vec<usize> = (0..table[0].len()).collect();
            order.sort_by_key(|place| (*place as u64 + 1).wrapping_mul(*seed | 1).rotate_left(17));
            *table = shuffled(table, &order);
            table.push(vec![String::new(); 3]);
        }
        for row in &mut other.0[0] {
            row.iter_mut().filter(|cell| *cell == "-9").for_each(|cell| *cell = missing.into());
        }
        let changed = import(&request(), &other.files(form)).unwrap_or_else(|faults| panic!("{faults}"));
        let plain = imported();
        prop_assert_eq!(changed.text, plain.text);
        prop_assert_eq!(changed.record, plain.record);
    }

    #[test]
    fn a_broken_cell_is_found_where_it_is(file in 0_usize..7, row in any::<prop::sample::Index>(), column in any::<prop::sample::Index>()) {
        let mut broken = world();
        let kinds = [
            &["ccode", "year", "milex", "milper", "irst", "pec", "tpop"][..],
            &["ccode", "styear", "stmonth", "stday", "endyear", "endmonth", "endday"],
            &["ccode", "stdate", "enddate", "lat", "lng"],
            &["ccode1", "ccode2", "conttype", "stdate", "enddate"],
            &["ccode1", "ccode2", "year", "atop_defense", "atop_offense", "atop_neutral", "atop_nonagg", "atop_consul"],
            &["ccode", "styear", "stmonth", "stday", "endyear", "endmonth", "endday"],
            &["WarNum", "ccode", "Side", "StartMonth1", "StartDay1", "StartYear1", "EndMonth1", "EndDay1", "EndYear1", "StartYear2", "Initiator"],
        ];
        let name = kinds[file][column.index(kinds[file].len())];
        let place = broken.0[file][0].iter().position(|it| it == name).expect("the column is there");
        let line = 1 + row.index(broken.0[file].len() - 1);
        broken.0[file][line][place] = "x?".into();
        let faults = broken.import().expect_err("it is broken");
        prop_assert!(
            faults.iter().any(|it| {
                it.file == NAMES[file] && it.row == Some(line as u64 + 1) && it.column.as_deref() == Some(name)
            }),
            "{} {} {}: {}", NAMES[file], line + 1, name, faults
        );
    }

    #[test]
    fn no_bytes_make_it_panic(
        file in 0_usize..7,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let mut files = world().files(PLAIN);
        let input = match file {
            0 => &mut files.nmc,
            1 => &mut files.states,
            2 => &mut files.capitals,
            3 => &mut files.contiguity,
            4 => files.alliances.get_or_insert_default(),
            5 => files.majors.get_or_insert_default(),
            _ => files.wars.get_or_insert_default(),
        };
        for (place, byte) in changes {
            let place = place.index(input.bytes.len());
            input.bytes[place] = byte;
        }
        if let Some(cut) = cut {
            let length = cut.index(input.bytes.len());
            input.bytes.truncate(length);
        }
        // What is read must be a setup and a record that can be read again.
        if let Ok(import) = import(&request(), &files) {
            read_back(&import);
        }
    }
}
