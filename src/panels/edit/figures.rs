//! Figures: numbers as people type and read them, and the scales that sliders have.

/// How a number is read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Unit {
    /// A share, in hundredths.
    Percent,
    /// As it stands.
    Plain,
    /// A multiplier.
    Times,
}

impl Unit {
    /// The sign behind a figure.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Percent => "%",
            Self::Plain => "",
            Self::Times => "×",
        }
    }

    fn factor(self) -> f64 {
        if self == Self::Percent { 100.0 } else { 1.0 }
    }

    /// A value as a figure of four digits, thousands apart.
    pub fn show(self, value: f64) -> String {
        figure(value * self.factor())
    }

    /// The value that was typed, between `low` and `high`; else what is wrong with it.
    pub fn read(self, text: &str, (low, high): (f64, f64)) -> Result<f64, String> {
        let between = || {
            let (low, high) = (self.show(low), if high >= 1e15 { "10^15".into() } else { self.show(high) });
            format!("from {low} to {high}{}", if self == Self::Percent { "\u{a0}%" } else { "" })
        };
        let Some(figure) = parse(text) else {
            return Err(format!("“{}” is no number: type one {}", text.trim(), between()));
        };
        // As decimal digits say it: 62 hundredths are 0.62, not a hair more.
        let value = figure / self.factor();
        if value < low || value > high {
            return Err(format!("It must be {}", between()));
        }
        Ok(value + 0.0)
    }
}

/// A figure of four digits: `0.62`, `67,300`, `1.235e9`.
pub fn figure(value: f64) -> String {
    let rounded: f64 = format!("{value:.3e}").parse().unwrap_or(value);
    let size = rounded.abs();
    if size >= 1e12 || size > 0.0 && size < 1e-4 {
        return format!("{rounded:e}");
    }
    let text = format!("{size}");
    let (whole, part) =
        text.split_once('.').map_or((text.as_str(), None), |(whole, part)| (whole, Some(part)));
    let mut grouped = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let sign = if rounded < 0.0 { "−" } else { "" };
    part.map_or_else(|| format!("{sign}{grouped}"), |part| format!("{sign}{grouped}.{part}"))
}

/// A number as people type it: with thousands apart or not, with a comma or a point, with a unit behind it.
pub fn parse(text: &str) -> Option<f64> {
    let text: String = text.chars().filter(|sign| !sign.is_whitespace() && !"_'’".contains(*sign)).collect();
    let text = text.replace('−', "-");
    let text = text.trim_start_matches('×').trim_end_matches(['%', '×']);
    let groups: Vec<&str> = text.trim_start_matches(['-', '+']).split(',').collect();
    let bare = |group: &&str| group.len() == 3 && group.bytes().all(|byte| byte.is_ascii_digit());
    let last_whole = |group: &&str| bare(&group.split('.').next().unwrap_or(""));
    let thousands = match groups.as_slice() {
        [first, middle @ .., last] => {
            (1..=3).contains(&first.len())
                && first.bytes().all(|byte| byte.is_ascii_digit())
                && *first != "0"
                && middle.iter().all(bare)
                && last_whole(last)
        }
        _ => false,
    };
    let text = match (groups.len(), thousands) {
        (1, _) => text.to_owned(),
        (_, true) => text.replace(',', ""),
        (2, false) => text.replace(',', "."),
        _ => return None,
    };
    text.parse().ok().filter(|value: &f64| value.is_finite())
}

/// The shortest decimal of a number that the world holds.
pub fn shortest(value: f32) -> f64 {
    value.to_string().parse().unwrap_or(0.0)
}

/// Where values lie along a slider.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Scale {
    /// Evenly, in steps of one part of so many.
    Even {
        /// At the left.
        low: f64,
        /// At the right.
        high: f64,
        /// Steps to the unit.
        steps: f64,
    },
    /// By decades, with nought at the very left.
    Decades {
        /// The least above nought.
        low: f64,
        /// At the right.
        high: f64,
        /// Whether there is a nought.
        nought: bool,
    },
}

/// Part of a slider by decades that stands for nought.
const NOUGHT: f64 = 0.03;

impl Scale {
    /// Where a value lies, 0 to 1.
    pub fn place(self, value: f64) -> f64 {
        let place = match self {
            Self::Even { low, high, .. } => (value - low) / (high - low),
            Self::Decades { low, high, nought } => {
                let from = if nought { NOUGHT } else { 0.0 };
                if nought && value <= 0.0 {
                    return 0.0;
                }
                from + (1.0 - from) * libm::log(value.max(low) / low) / libm::log(high / low)
            }
        };
        if place.is_finite() { place.clamp(0.0, 1.0) } else { 0.0 }
    }

    /// The value at a place, of few digits.
    pub fn value(self, place: f64) -> f64 {
        match self {
            Self::Even { low, high, steps } => {
                let value = (low + (high - low) * place.clamp(0.0, 1.0)).clamp(low, high);
                ((value * steps).round() / steps).clamp(low, high) + 0.0
            }
            Self::Decades { low, high, nought } => {
                let from = if nought { NOUGHT } else { 0.0 };
                if nought && place < from / 2.0 {
                    return 0.0;
                }
                let way = ((place - from) / (1.0 - from)).clamp(0.0, 1.0);
                let value = low * libm::pow(high / low, way);
                format!("{value:.2e}").parse().unwrap_or(value).clamp(low, high)
            }
        }
    }

    /// The value so many small steps from another.
    pub fn nudged(self, value: f64, steps: f64) -> f64 {
        match self {
            Self::Even { low, high, steps: per } => {
                let places = ((value * per).round() + steps) / per;
                places.clamp(low.min(value), high.max(value)) + 0.0
            }
            Self::Decades { .. } => self.value(self.place(value) + 0.01 * steps),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, value) in [
            ("62", 62.0),
            (" 62 % ", 62.0),
            ("0,45", 0.45),
            ("67,300", 67_300.0),
            ("1,234,567.5", 1_234_567.5),
            ("67 300", 67_300.0),
            ("−0.5", -0.5),
            ("×1.2", 1.2),
            ("1e6", 1e6),
            ("1_000", 1000.0),
            ("0,123", 0.123),
        ] {
            assert_eq!(parse(text), Some(value), "{text}");
        }
        for text in ["", "many", "1,2,3", "1.2.3", "inf", "NaN", "--1"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn figures_have_few_digits_and_are_read_back() {
        assert_eq!(figure(67_300.0), "67,300");
        assert_eq!(figure(-0.25), "−0.25");
        assert_eq!(figure(1_234_567.0), "1,235,000");
        assert_eq!(figure(0.0), "0");
        for value in [0.0, 0.5, -0.37, 12.0, 999.9, 1000.0, 67_300.0, 2.5e13, 1e-6] {
            assert_eq!(parse(&figure(value)), Some(value), "{value}");
        }
        assert_eq!(Unit::Percent.show(0.57), "57");
        assert_eq!(Unit::Percent.read("57 %", (0.0, 1.0)), Ok(0.57));
        let low = Unit::Percent.read("101", (0.0, 1.0)).expect_err("that is too much");
        assert!(low.contains("from 0 to 100"), "{low}");
        assert!(Unit::Plain.read("lots", (0.0, 1e15)).is_err());
    }

    #[test]
    fn a_place_and_its_value_agree() {
        let scales = [
            Scale::Even { low: -1.0, high: 1.0, steps: 100.0 },
            Scale::Decades { low: 0.1, high: 10.0, nought: false },
            Scale::Decades { low: 3.0, high: 7e6, nought: true },
        ];
        for scale in scales {
            for step in 0..=50 {
                let value = scale.value(f64::from(step) / 50.0);
                let again = scale.value(scale.place(value));
                assert!((again - value).abs() <= 0.011 * value.abs().max(0.01), "{scale:?}: {value} {again}");
            }
            assert!(scale.nudged(scale.value(0.5), 1.0) > scale.value(0.5));
        }
        assert_eq!(Scale::Decades { low: 3.0, high: 7e6, nought: true }.value(0.0), 0.0);
        let even = Scale::Even { low: -1.0, high: 1.0, steps: 100.0 };
        assert_eq!((even.value(0.785), even.nudged(0.29, 1.0)), (0.57, 0.3));
    }
}
