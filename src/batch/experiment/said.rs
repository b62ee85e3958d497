//! Estimates in words: `34 % [28, 41]`, `+37 points [29, 45]`.

use crate::batch::vignettes::Estimate;

/// A share in per cent, or a number, with its interval.
pub fn say(it: Estimate, share: bool) -> String {
    let Estimate { value, low, high, .. } = it;
    if share {
        let [value, low, high] = [value, low, high].map(|it| whole(100.0 * it));
        format!("{value} % [{low}, {high}]")
    } else {
        let [value, low, high] = [value, low, high].map(plain);
        format!("{value} [{low}, {high}]")
    }
}

/// A difference of shares in points of per cent, or of numbers, with its interval.
pub fn say_difference(it: Estimate, share: bool) -> String {
    let Estimate { value, low, high, .. } = it;
    if share {
        let [value, low, high] = [value, low, high].map(|it| signed(whole(100.0 * it)));
        format!("{value} points [{low}, {high}]")
    } else {
        let [value, low, high] = [value, low, high].map(|it| signed(plain(it)));
        format!("{value} [{low}, {high}]")
    }
}

/// Without decimals, and with a true minus.
fn whole(value: f64) -> String {
    tidy(format!("{value:.0}"))
}

/// With two decimals, or as many as a large number needs.
fn plain(value: f64) -> String {
    if !value.is_finite() {
        // One run says nothing of how much others differ.
        return "?".into();
    }
    tidy(if value.abs() >= 10.0 { format!("{value:.1}") } else { format!("{value:.2}") })
}

fn tidy(text: String) -> String {
    match text.strip_prefix('-') {
        Some(rest) if rest.chars().all(|sign| matches!(sign, '0' | '.')) => rest.to_owned(),
        Some(rest) => format!("−{rest}"),
        None => text,
    }
}

fn signed(text: String) -> String {
    let nothing = text.chars().all(|sign| matches!(sign, '0' | '.' | '?'));
    if nothing || text.starts_with('−') { text } else { format!("+{text}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn estimate(value: f64, low: f64, high: f64) -> Estimate {
        Estimate { value, low, high, seeds: 200 }
    }

    #[test]
    fn estimates_are_told_in_few_digits() {
        assert_eq!(say(estimate(0.344, 0.281, 0.409), true), "34 % [28, 41]");
        assert_eq!(say_difference(estimate(0.37, 0.288, 0.451), true), "+37 points [+29, +45]");
        assert_eq!(say_difference(estimate(0.0, -0.004, 0.012), true), "0 points [0, +1]");
        assert_eq!(say_difference(estimate(-1.25, -1.5, 0.25), false), "−1.25 [−1.50, +0.25]");
        assert_eq!(say(estimate(31.25, 30.0, 32.5), false), "31.2 [30.0, 32.5]");
    }
}
