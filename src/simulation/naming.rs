//! Names of states as they stand within a sentence.

use std::borrow::Cow;

/// What English puts an article before: what a state is, and names that are plurals or were rivers.
const WITH_ARTICLE: [&str; 22] = [
    "Bahamas",
    "Comoros",
    "Commonwealth",
    "Confederation",
    "Emirates",
    "Empire",
    "Federation",
    "Gambia",
    "Hejaz",
    "Islands",
    "Kingdom",
    "League",
    "Maldives",
    "Netherlands",
    "Ottomans",
    "Philippines",
    "Principalities",
    "Republic",
    "Seychelles",
    "States",
    "Two Sicilies",
    "Union",
];

/// A state's name within a sentence: `the Soviet Union`, `the Kingdom of Italy`, `Poland`.
pub fn in_sentence(name: &str) -> Cow<'_, str> {
    let kind = name.split(" of ").next().unwrap_or(name);
    let ends = |word: &str| {
        kind.strip_suffix(word).is_some_and(|before| before.is_empty() || before.ends_with([' ', '-']))
    };
    if !name.starts_with("The ") && WITH_ARTICLE.iter().any(|word| ends(word)) {
        Cow::Owned(format!("the {name}"))
    } else {
        Cow::Borrowed(name)
    }
}

/// With a capital at the start.
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_take_the_article_that_english_gives_them() {
        let with = [
            "Soviet Union",
            "United Kingdom",
            "Netherlands",
            "United States of America",
            "Austro-Hungarian Empire",
            "Kingdom of Italy",
            "Democratic Republic of the Congo",
            "Solomon Islands",
            "Philippines",
        ];
        for name in with {
            assert_eq!(in_sentence(name), format!("the {name}"));
        }
        for name in ["Poland", "The Gambia", "Reunion", "East States Land", "Papua New Guinea", "North Korea"]
        {
            assert_eq!(in_sentence(name), name);
        }
    }
}
