//! Lettering: where the letters of a name stand, in the face that names are set in.

use std::collections::BTreeMap;
use std::sync::Arc;

use resvg::usvg::{Group, Node, Options, Text, Tree, fontdb};

/// Size that letters are measured at.
const EM: f32 = 100.0;

/// Width of a letter as a share of the size, where none can be measured.
const GUESS: f32 = 0.7;

/// A letter of a name, measured at size 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Letter {
    /// What is set.
    pub text: String,
    /// Its middle, from the beginning of the name set without space between letters.
    pub middle: f32,
    /// Its width.
    pub width: f32,
}

/// The letters of a name at size 1, kerned.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Lettering {
    /// Letters and the spaces between words. Empty where they cannot be told apart.
    pub letters: Vec<Letter>,
    /// Width without space between letters.
    width: f32,
    count: usize,
}

impl Lettering {
    /// Width with this space between letters.
    pub fn width(&self, spacing: f32) -> f32 {
        self.width + spacing * self.count.saturating_sub(1) as f32
    }

    /// How many letters there are.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Each letter with the way from the middle of the name to its own, with this space between letters.
    pub fn set(&self, spacing: f32) -> impl Iterator<Item = (&Letter, f32)> {
        let half = self.width(spacing) / 2.0;
        let set = self.letters.iter().enumerate();
        set.map(move |(place, letter)| (letter, letter.middle + spacing * place as f32 - half))
    }
}

/// Measures names by the typesetting that pictures are made with.
pub struct Measure {
    options: Options<'static>,
    widths: BTreeMap<char, f32>,
}

impl Default for Measure {
    fn default() -> Self {
        let mut fonts = fontdb::Database::new();
        fonts.load_font_data(include_bytes!("../../assets/fonts/EBGaramond-SemiBold.ttf").to_vec());
        Self { options: Options { fontdb: Arc::new(fonts), ..Options::default() }, widths: BTreeMap::new() }
    }
}

impl Measure {
    /// Measures a name.
    pub fn lettering(&mut self, text: &str) -> Lettering {
        let count = text.chars().count();
        let starts = self.starts(text);
        let known: Option<Vec<f32>> = text.chars().map(|letter| self.width(letter)).collect();
        let Some(widths) = known.filter(|_| starts.len() == count && count > 0) else {
            return Lettering { letters: Vec::new(), width: GUESS * count as f32, count };
        };
        let letters: Vec<Letter> = starts
            .iter()
            .zip(text.chars().zip(widths))
            .map(|(start, (letter, width))| Letter {
                text: letter.into(),
                middle: start + width / 2.0,
                width,
            })
            .collect();
        let width = letters.last().map_or(0.0, |last| last.middle + last.width / 2.0);
        Lettering { letters, width, count }
    }

    /// Where each letter begins; fewer than there are letters where some are not in the face or become one.
    fn starts(&self, text: &str) -> Vec<f32> {
        // Letters with space between them are never joined.
        let spacing = 10.0;
        let Some(text) = self.typeset(text, spacing) else { return Vec::new() };
        let spans = text.layouted().iter().flat_map(|span| &span.positioned_glyphs);
        // The first glyph of a face stands for all that it has not.
        let spans = spans.filter(|glyph| glyph.id.0 != 0);
        let starts: Vec<f32> = spans.map(|glyph| glyph.transform().tx).collect();
        // Whoever writes from right to left, or joins letters, is set by those who know how.
        let rising = starts.windows(2).all(|pair| pair[0] < pair[1]);
        let bare = starts.into_iter().enumerate().map(|(at, start)| (start - spacing * at as f32) / EM);
        if rising { bare.collect() } else { Vec::new() }
    }

    /// The width of a letter alone.
    fn width(&mut self, letter: char) -> Option<f32> {
        if let Some(known) = self.widths.get(&letter) {
            return Some(*known);
        }
        // A space at an end is not measured, so that letters stand on both sides of each.
        let end = |text: String| Some(*self.starts(&text).last()?);
        let width = end(format!("I{letter}I"))? - end("II".into())?;
        self.widths.insert(letter, width);
        Some(width)
    }

    fn typeset(&self, text: &str, spacing: f32) -> Option<Text> {
        let text: String = text
            .chars()
            .map(|letter| match letter {
                '&' => "&amp;".into(),
                '<' => "&lt;".into(),
                '>' => "&gt;".into(),
                letter if letter.is_control() => " ".into(),
                letter => letter.to_string(),
            })
            .collect();
        let document = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"><text xml:space=\"preserve\" \
             font-family=\"EB Garamond\" font-weight=\"600\" font-size=\"{EM}\" \
             letter-spacing=\"{spacing}\">{text}</text></svg>"
        );
        found(Tree::from_str(&document, &self.options).ok()?.root())
    }
}

/// The first text in a group.
fn found(group: &Group) -> Option<Text> {
    group.children().iter().find_map(|node| match node {
        Node::Group(group) => found(group),
        Node::Text(text) => Some((**text).clone()),
        Node::Path(_) | Node::Image(_) => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_stand_one_after_another_kerned_and_about_the_middle() {
        let mut measure = Measure::default();
        let name = measure.lettering("SLOVAKIA & CO");
        assert_eq!(name.letters.len(), 13);
        let middles: Vec<f32> = name.set(0.2).map(|(_, middle)| middle).collect();
        assert!(middles.windows(2).all(|pair| pair[1] - pair[0] > 0.3), "{middles:?}");
        let (first, last) = (&name.letters[0], &name.letters[12]);
        let [left, right] = [middles[0] - first.width / 2.0, middles[12] + last.width / 2.0];
        assert!((left + right).abs() < 1e-3 && (right - left - name.width(0.2)).abs() < 1e-3);
        let alone = |measure: &mut Measure, text: &str| measure.lettering(text).width(0.0);
        let (both, a, v) = (alone(&mut measure, "AV"), alone(&mut measure, "A"), alone(&mut measure, "V"));
        assert!(both < a + v - 0.02, "{both} {a} {v}");
    }

    #[test]
    fn what_is_not_in_the_face_is_not_set_letter_by_letter() {
        let name = Measure::default().lettering("中华");
        assert!(name.letters.is_empty() && name.width(0.2) > 1.0);
    }
}
