//! Theatres: which states a setup is of.

use std::fmt;
use std::str::FromStr;

use super::members::Spell;
use crate::scenario::nearest;

/// Parts of the world by Correlates of War numbers. Europe has Turkey with it, which holds land there.
const REGIONS: [(&str, &[(u16, u16)]); 7] = [
    ("world", &[(1, 999)]),
    ("americas", &[(1, 199)]),
    ("europe", &[(200, 399), (640, 640)]),
    ("africa", &[(400, 599)]),
    ("middle-east", &[(600, 699)]),
    ("asia", &[(700, 899)]),
    ("oceania", &[(900, 999)]),
];

/// One entry of a theatre.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Item {
    out: bool,
    what: What,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum What {
    Ranges(Vec<(u16, u16)>),
    Id(String),
}

impl What {
    fn has(&self, state: &Spell) -> bool {
        match self {
            Self::Ranges(ranges) => ranges.iter().any(|(low, high)| (*low..=*high).contains(&state.code)),
            Self::Id(id) => state.id.eq_ignore_ascii_case(id),
        }
    }
}

/// Which states are in: parts of the world, numbers, ranges of numbers and abbreviations, some of them taken away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theatre {
    items: Vec<Item>,
    text: String,
}

impl Default for Theatre {
    fn default() -> Self {
        Self { items: Vec::new(), text: "world".into() }
    }
}

impl FromStr for Theatre {
    type Err = String;

    /// Reads a list such as `europe,USA,630,-TUR`.
    fn from_str(text: &str) -> Result<Self, String> {
        let mut items = Vec::new();
        for entry in text.split(',').map(str::trim).filter(|entry| !entry.is_empty()) {
            let (out, name) = entry.strip_prefix('-').map_or((false, entry), |name| (true, name));
            let lower = name.to_lowercase();
            let number = |text: &str| text.parse::<u16>().ok().filter(|number| (1..=999).contains(number));
            let what = if let Some((_, ranges)) = REGIONS.iter().find(|(region, _)| *region == lower) {
                What::Ranges(ranges.to_vec())
            } else if let Some(number) = number(name) {
                What::Ranges(vec![(number, number)])
            } else if let Some((low, high)) = name.split_once('-').and_then(|(a, b)| number(a).zip(number(b)))
            {
                What::Ranges(vec![(low, high)])
            } else if name.starts_with(|sign: char| sign.is_ascii_alphabetic()) && name.len() <= 12 {
                let near = nearest(&lower, REGIONS.iter().map(|(region, _)| *region));
                if let Some(near) = near.filter(|_| name.len() > 4) {
                    return Err(format!("there is no region “{name}”: did you mean {near}?"));
                }
                What::Id(name.to_owned())
            } else {
                let regions: Vec<&str> = REGIONS.iter().map(|(region, _)| *region).collect();
                return Err(format!(
                    "“{entry}” is no region ({}), no number or range of numbers (200-399), no abbreviation (GMY); \
                     `-` before one takes it away",
                    regions.join(", ")
                ));
            };
            items.push(Item { out, what });
        }
        if items.is_empty() {
            return Err("name at least one region or state".into());
        }
        Ok(Self { items, text: text.trim().to_owned() })
    }
}

impl fmt::Display for Theatre {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Theatre {
    /// Whether a state is in. Where only states are taken away, all others are.
    pub(super) fn has(&self, state: &Spell) -> bool {
        let mut within = self.items.iter().filter(|item| !item.out).peekable();
        let named = within.peek().is_none() || within.any(|item| item.what.has(state));
        named && !self.items.iter().any(|item| item.out && item.what.has(state))
    }

    /// Whether it is all the world.
    pub fn is_world(&self) -> bool {
        self.text.eq_ignore_ascii_case("world")
    }

    /// The abbreviations and single numbers that name none of these states, with what they may have meant.
    pub(super) fn strangers(&self, members: &[&Spell]) -> Vec<(String, Option<String>)> {
        let unknown = self.items.iter().filter(|item| !members.iter().any(|state| item.what.has(state)));
        unknown
            .map(|item| match &item.what {
                What::Id(id) => {
                    let near = nearest(&id.to_uppercase(), members.iter().map(|state| state.id.as_str()));
                    (id.clone(), near.map(str::to_owned))
                }
                What::Ranges(ranges) => {
                    let named: Vec<String> = ranges
                        .iter()
                        .map(
                            |(low, high)| {
                                if low == high { low.to_string() } else { format!("{low}-{high}") }
                            },
                        )
                        .collect();
                    (named.join(", "), None)
                }
            })
            .collect()
    }
}
