//! Notes: what the comment at the head of a scenario file tells its readers.

/// What a file says of itself before it begins. Empty where it says nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Notes {
    /// What is in it.
    pub about: String,
    /// What to watch for.
    pub watch: String,
    /// What to change so that it does not happen.
    pub control: String,
    /// Whose idea it is.
    pub source: String,
}

/// The heading over what there is to watch, where it has one.
const WATCH: &str = "What to watch for";

impl Notes {
    /// Reads the line comments at the head of a file. The first paragraph is its title; after it come what it is
    /// about, what to watch for (from the sentence that says so, or under a heading), `Control:` and `Source:`.
    pub fn of(text: &str) -> Self {
        let lines =
            text.trim_start_matches('\u{feff}').lines().map_while(|line| line.trim().strip_prefix("//"));
        let lines: Vec<&str> = lines.collect();
        let mut notes = Self::default();
        for (place, lines) in lines.split(|line| line.trim().is_empty()).enumerate() {
            let paragraph = lines.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ");
            let headed = lines.iter().skip(1).any(|line| line.starts_with("  "));
            if let Some(control) = paragraph.strip_prefix("Control:") {
                add(&mut notes.control, control);
            } else if let Some(source) = paragraph.strip_prefix("Source:") {
                add(&mut notes.source, source);
            } else if let Some(watch) = paragraph.strip_prefix(WATCH) {
                add(&mut notes.watch, watch);
            } else if place > 0 && !headed {
                let (about, watch) = divide(&paragraph);
                add(&mut notes.about, about);
                add(&mut notes.watch, watch);
            }
        }
        // `Control: ..` may stand in the paragraph of its `Source: ..`.
        if let Some((control, source)) = notes.control.clone().split_once(" Source: ") {
            notes.control = control.into();
            add(&mut notes.source, source);
        }
        notes
    }
}

/// Adds a paragraph.
fn add(to: &mut String, paragraph: &str) {
    let paragraph = paragraph.trim();
    if !to.is_empty() && !paragraph.is_empty() {
        to.push(' ');
    }
    to.push_str(paragraph);
}

/// Divides a paragraph before the first sentence that tells the reader to watch.
fn divide(paragraph: &str) -> (&str, &str) {
    let starts = [0].into_iter().chain(paragraph.match_indices(". ").map(|(at, _)| at + 2));
    let bids = |at: &usize| {
        let sentence = paragraph[*at..].split_inclusive(". ").next().unwrap_or("");
        let words: Vec<&str> = sentence.split(|sign: char| !sign.is_alphabetic()).collect();
        words.iter().any(|word| word.eq_ignore_ascii_case("watch"))
            || words.windows(2).any(|pair| pair[0].eq_ignore_ascii_case("see") && pair[1] == "how")
    };
    paragraph.split_at(starts.into_iter().find(bids).unwrap_or(paragraph.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::vignettes;
    use crate::scenario::builtin::EUROPE_1936;

    #[test]
    fn every_vignette_says_what_it_is_about_what_to_watch_and_whose_idea_it_is() {
        for vignette in vignettes::all() {
            let notes = Notes::of(vignette.setup.text);
            for (what, said) in [
                ("about", &notes.about),
                ("watch", &notes.watch),
                ("control", &notes.control),
                ("source", &notes.source),
            ] {
                assert!(said.len() > 10 && !said.contains("//"), "{} {what}: {said:?}", vignette.id);
            }
        }
    }

    #[test]
    fn paragraphs_are_told_apart() {
        let notes = Notes::of(
            "// Title\n//\n// Two states. Watch them\n// quarrel. It takes time.\n//\n// Control: one is\n// content.\n\
             // Source: a book.\n//\n// Figures\n//   made up.\nScenario()\n// Control: no more.",
        );
        let expected = Notes {
            about: "Two states. ".trim().into(),
            watch: "Watch them quarrel. It takes time.".into(),
            control: "one is content.".into(),
            source: "a book.".into(),
        };
        assert_eq!(notes, expected);
    }

    #[test]
    fn a_heading_of_its_own_is_found_and_other_headings_are_left_out() {
        let notes = Notes::of(EUROPE_1936.text);
        assert!(notes.watch.starts_with("Germany arms and is feared"), "{}", notes.watch);
        assert!(notes.watch.ends_with("says how it ends."), "{}", notes.watch);
        assert!(!notes.about.contains("Correlates"), "{}", notes.about);
    }

    #[test]
    fn any_text_can_be_looked_at() {
        for text in ["", "//", "(", "// only a title", "\u{feff}// é. watch. é", "//\n//\n//x"] {
            Notes::of(text);
        }
    }
}
