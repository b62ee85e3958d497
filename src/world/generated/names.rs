//! Names of invented regions.

use std::collections::BTreeSet;

use rand::RngExt;
use rand_pcg::Pcg64Mcg;

/// Beginnings of syllables.
const ONSETS: [&str; 26] = [
    "b", "br", "c", "d", "dr", "f", "g", "gr", "h", "k", "l", "m", "n", "p", "r", "s", "t", "th", "tr", "v",
    "v", "z", "l", "m", "r", "n",
];
/// Middles of syllables.
const VOWELS: [&str; 12] = ["a", "a", "a", "e", "e", "i", "i", "o", "o", "u", "ae", "ei"];
/// Ends of syllables within a name.
const LINKS: [&str; 8] = ["", "", "", "l", "n", "r", "s", "nd"];
/// Ends of names.
const ENDINGS: [&str; 24] = [
    "a", "an", "ar", "en", "eth", "ia", "ia", "ian", "is", "ir", "mar", "mor", "na", "or", "os", "ra", "ria",
    "stan", "tal", "ten", "und", "ur", "vik", "wen",
];

/// Invents so many names, all different.
pub(super) fn invent(count: usize, mut generator: Pcg64Mcg) -> Vec<String> {
    let mut known = BTreeSet::new();
    let mut fresh = || {
        for attempt in 0.. {
            // Every few clashes, longer names are tried.
            let name = name(1 + usize::from(generator.random_bool(0.4)) + attempt / 4, &mut generator);
            if known.insert(name.clone()) {
                return name;
            }
        }
        unreachable!("longer names never run out")
    };
    (0..count).map(|_| fresh()).collect()
}

/// A name of so many syllables and an ending.
fn name(syllables: usize, generator: &mut Pcg64Mcg) -> String {
    let mut name = String::new();
    for _ in 0..syllables {
        for parts in [&ONSETS[..], &VOWELS, &LINKS] {
            name.push_str(pick(parts, generator));
        }
    }
    let ending = pick(&ENDINGS, generator);
    // Two vowels or two of a letter do not meet.
    if name.ends_with(is_vowel) && ending.starts_with(is_vowel) {
        name.push_str(pick(&["l", "n", "r", "s", "v", "d", "m"], generator));
    }
    name.push_str(ending);
    name[..1].to_uppercase() + &name[1..]
}

fn is_vowel(letter: char) -> bool {
    "aeiou".contains(letter)
}

fn pick<'a>(parts: &[&'a str], generator: &mut Pcg64Mcg) -> &'a str {
    parts[generator.random_range(0..parts.len() as u32) as usize]
}
