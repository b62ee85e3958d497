//! Which columns the ledger has at a width: what matters most first, figures before words.

use super::order::Column;

/// A column as it is shown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// What it says.
    pub column: Column,
    /// From the left edge of the table.
    pub left: f32,
    /// In pixels.
    pub width: f32,
    /// Whether there is room for words beside marks and figures.
    pub wide: bool,
}

/// From left to right.
const SEQUENCE: [Column; 6] =
    [Column::Kind, Column::Name, Column::Threat, Column::Bloc, Column::War, Column::Power];

/// What is added as there is more room, what matters most first: the column, its width, and whether with words.
const STEPS: [(Column, f32, bool); 9] = [
    (Column::Kind, 22.0, false),
    (Column::Power, 42.0, false),
    (Column::War, 20.0, false),
    (Column::Threat, 50.0, false),
    (Column::Bloc, 26.0, false),
    (Column::Threat, 136.0, true),
    (Column::Bloc, 112.0, true),
    (Column::Kind, 72.0, true),
    (Column::War, 112.0, true),
];

/// What is left to the name at least, of columns with figures alone and of those with words.
const LEAST_NAME: (f32, f32) = (72.0, 120.0);
/// What the name takes at most; more makes for a long way from it to its figures.
const MOST_NAME: f32 = 240.0;

/// The columns of a table of this width.
pub fn lay_out(width: f32) -> Vec<Place> {
    let mut taken = [(0.0, false); SEQUENCE.len()];
    let mut used = 0.0;
    for (column, wanted, wide) in STEPS {
        let place = SEQUENCE.iter().position(|other| *other == column).unwrap_or(0);
        let least = if wide { LEAST_NAME.1 } else { LEAST_NAME.0 };
        let more = wanted - taken[place].0;
        if width - used - more < least {
            break;
        }
        used += more;
        taken[place] = (wanted, wide);
    }
    let name = (width - used).clamp(0.0, MOST_NAME);
    let mut left = 0.0;
    let mut places = Vec::new();
    for (column, (width, wide)) in SEQUENCE.into_iter().zip(taken) {
        let width = if column == Column::Name { name } else { width };
        if width > 0.0 {
            places.push(Place { column, left, width, wide });
            left += width;
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn columns(width: f32) -> Vec<Column> {
        lay_out(width).iter().map(|place| place.column).collect()
    }

    #[test]
    fn what_matters_most_stays_when_it_is_narrow() {
        assert_eq!(columns(168.0), [Column::Kind, Column::Name, Column::War, Column::Power]);
        assert_eq!(columns(230.0), [Column::Kind, Column::Name, Column::Threat, Column::War, Column::Power]);
        assert_eq!(columns(640.0), SEQUENCE);
        assert!(
            lay_out(640.0)
                .iter()
                .all(|place| place.wide || matches!(place.column, Column::Name | Column::Power))
        );
    }

    proptest! {
        #[test]
        fn columns_lie_side_by_side_within_the_table(width in 60.0f32..1600.0) {
            let places = lay_out(width);
            let mut right = 0.0;
            for place in &places {
                prop_assert!((place.left - right).abs() < 1e-3);
                right = place.left + place.width;
            }
            prop_assert!(right <= width + 1e-3, "{right} of {width}");
            prop_assert!(places.iter().any(|place| place.column == Column::Name));
            // More room never takes a column away.
            prop_assert!(lay_out(width + 10.0).len() >= places.len());
        }
    }
}
