//! The nearest spelling of a word that nobody knows.

use std::cmp::Reverse;

/// Words longer than this are no misspelling of anything.
const LONGEST: usize = 64;

/// Finds nearest spellings, until it has compared so many words that a file full of errors would take long.
#[derive(Debug)]
pub(super) struct Speller {
    left: usize,
}

impl Default for Speller {
    fn default() -> Self {
        Self { left: 2_000_000 }
    }
}

impl Speller {
    /// The candidate a word was probably meant to be, if one is near enough: the same but for upper and
    /// lower case, or at most one in three letters off; of several the one that begins most alike.
    pub(super) fn nearest<'a>(
        &mut self,
        word: &str,
        candidates: impl IntoIterator<Item = &'a str>,
    ) -> Option<&'a str> {
        let length = word.chars().count();
        if length == 0 || length > LONGEST {
            return None;
        }
        let lower = word.to_lowercase();
        let limit = (length / 3).clamp(1, 4).min(length - 1);
        let mut best: Option<(usize, Reverse<usize>, &str)> = None;
        for candidate in candidates {
            if self.left == 0 {
                break;
            }
            self.left -= 1;
            if candidate.eq_ignore_ascii_case(word) {
                return Some(candidate);
            }
            if candidate.chars().count().abs_diff(length) > limit {
                continue;
            }
            let other = candidate.to_lowercase();
            let distance = strsim::damerau_levenshtein(&lower, &other);
            let alike = lower.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
            // Two slips of the pen seldom spare nothing of a word's beginning.
            if distance > limit || (distance > 1 && alike == 0) {
                continue;
            }
            let found = (distance, Reverse(alike), candidate);
            if best.is_none_or(|least| (found.0, found.1) < (least.0, least.1)) {
                best = Some(found);
            }
        }
        best.map(|(_, _, candidate)| candidate)
    }
}

/// The nearest spelling among a few words.
pub(crate) fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    Speller::default().nearest(word, candidates)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn near_words_are_found_and_far_ones_are_not() {
        let words = ["population", "industry", "military"];
        assert_eq!(nearest("populaton", words), Some("population"));
        assert_eq!(nearest("INDUSTRY", words), Some("industry"));
        assert_eq!(nearest("miltiary", words), Some("military"));
        assert_eq!(nearest("colour", words), None);
        assert_eq!(nearest("", words), None);
        assert_eq!(nearest("x", ["y"]), None);
        assert_eq!(nearest("FR-IDF", ["BR-DF", "FR-ID"]), Some("FR-ID"));
        assert_eq!(nearest("FR-IDF", ["BR-DF"]), None);
        assert_eq!(nearest("DE-BX", ["DX-BX", "DE-BE", "DE-BY"]), Some("DE-BE"));
        assert_eq!(nearest("GMZ", ["GMY", "GMX"]), Some("GMY"));
    }
}
