//! Words for people.

/// Up to three things with commas and an `and`, and how many more there are.
pub(super) fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] if names.len() <= 3 => format!("{} and {last}", first.join(", ")),
        [first, second, rest @ ..] => format!("{first}, {second} and {} more", rest.len()),
    }
}

/// What several commands do, told by the first of them.
pub(crate) fn summed(told: &[String], all: usize) -> String {
    match told {
        [] => "nothing".to_owned(),
        [first, ..] if all > 2 => format!("{first} and {} more", all - 1),
        _ => told.join(", "),
    }
}

/// A number of things.
pub(super) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// A parameter's name as people say it: `bandwagon` for `option_bandwagon`.
pub(super) fn spoken(name: &str) -> String {
    let groups = ["factor_", "term_", "option_", "motive_"];
    let bare = groups.iter().find_map(|group| name.strip_prefix(group)).unwrap_or(name);
    bare.replace('_', " ")
}

/// A number without the noise of sums: twelve digits at most.
pub(super) fn plain(value: f64) -> f64 {
    digits(value, 12)
}

/// A number of so many digits.
pub(crate) fn digits(value: f64, digits: usize) -> f64 {
    format!("{value:.*e}", digits.saturating_sub(1)).parse().unwrap_or(value)
}
