//! Letters: texts as outlines in the program's own fonts, so that a picture looks the same everywhere.

use std::collections::BTreeMap;
use std::sync::Arc;

use bevy::math::Vec2;
use resvg::tiny_skia::{PathSegment, Point};
use resvg::usvg::{Group, Node, Options, Tree, fontdb};

use super::path::PathData;

/// Size that outlines are kept at.
const EM: f32 = 100.0;

/// A face of the bundled fonts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Face {
    /// For large names.
    Serif,
    /// For small names, titles and dates.
    SerifStrong,
    /// For captions.
    Sans,
    /// For headings and figures.
    SansStrong,
}

impl Face {
    fn family(self) -> (&'static str, u16) {
        match self {
            Self::Serif => ("EB Garamond", 500),
            Self::SerifStrong => ("EB Garamond", 600),
            Self::Sans => ("Entente Sans", 400),
            Self::SansStrong => ("Entente Sans", 600),
        }
    }
}

/// A face at a size, with space between letters as a share of the size.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Style {
    /// The face.
    pub face: Face,
    /// Size, in pixels.
    pub size: f32,
    /// Space between letters, as a share of the size.
    pub spacing: f32,
}

impl Style {
    /// A face at a size, set solid.
    pub const fn new(face: Face, size: f32) -> Self {
        Self { face, size, spacing: 0.0 }
    }
}

/// Which part of a text stands at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// Where the pen begins, a little before the ink.
    Pen,
    /// Its beginning.
    Start,
    /// Its middle.
    Middle,
    /// Its end.
    End,
}

/// The outline of a text at [`EM`], its beginning at the origin, y down.
#[derive(Debug, Default)]
struct Outline {
    segments: Vec<PathSegment>,
    /// Where its ink begins and ends.
    ink: [f32; 2],
}

/// A text in a face, with its spacing in thousandths.
type Key = (Face, u16, String);

/// Sets texts in the program's own fonts. Remembers what it has set.
pub struct Letters {
    options: Options<'static>,
    known: BTreeMap<Key, Arc<Outline>>,
}

impl Default for Letters {
    fn default() -> Self {
        let mut fonts = fontdb::Database::new();
        for font in [
            include_bytes!("../../assets/fonts/EBGaramond-Medium.ttf").as_slice(),
            include_bytes!("../../assets/fonts/EBGaramond-SemiBold.ttf"),
            include_bytes!("../../assets/fonts/EntenteSans-Regular.ttf"),
            include_bytes!("../../assets/fonts/EntenteSans-SemiBold.ttf"),
        ] {
            fonts.load_font_data(font.to_vec());
        }
        let options = Options { fontdb: Arc::new(fonts), ..Options::default() };
        Self { options, known: BTreeMap::new() }
    }
}

impl Letters {
    /// Width of a text, in pixels.
    pub fn width(&mut self, text: &str, style: Style) -> f32 {
        let [left, right] = self.outline(text, style).ink;
        (right - left) * style.size / EM
    }

    /// As much of a text as fits a width, with an ellipsis where it is cut.
    pub fn fitting(&mut self, text: &str, style: Style, width: f32) -> String {
        if self.width(text, style) <= width {
            return text.into();
        }
        let letters: Vec<char> = text.chars().collect();
        let cut = |length: usize| {
            let kept: String = letters[..length].iter().collect();
            format!("{}…", kept.trim_end_matches([' ', ',', ';', ':', '.']))
        };
        // Halving finds the longest that fits, since more letters are never narrower.
        let (mut fits, mut too_long) = (0, letters.len());
        while too_long - fits > 1 {
            let middle = (fits + too_long) / 2;
            if self.width(&cut(middle), style) <= width { fits = middle } else { too_long = middle }
        }
        if fits == 0 { String::new() } else { cut(fits) }
    }

    /// A text on a baseline, as path data.
    pub fn path(&mut self, text: &str, style: Style, at: Vec2, anchor: Anchor) -> String {
        self.turned(text, style, (at, 0.0), anchor)
    }

    /// A text on a baseline turned by an angle in radians, y down, as path data.
    pub fn turned(&mut self, text: &str, style: Style, turned: (Vec2, f32), anchor: Anchor) -> String {
        let mut path = Self::path_data();
        self.trace(&mut path, (text, style), turned, anchor);
        path.finish()
    }

    /// Path data as fine as letters need.
    pub fn path_data() -> PathData {
        PathData::new(2)
    }

    /// Adds such a text to a path.
    pub fn trace(
        &mut self,
        path: &mut PathData,
        (text, style): (&str, Style),
        (at, angle): (Vec2, f32),
        anchor: Anchor,
    ) {
        let outline = self.outline(text, style);
        let [left, right] = outline.ink;
        let origin = match anchor {
            Anchor::Pen => 0.0,
            Anchor::Start => left,
            Anchor::Middle => (left + right) / 2.0,
            Anchor::End => right,
        };
        let (axis, scale) = (Vec2::from_angle(angle), style.size / EM);
        let place = |point: &Point| at + axis.rotate(Vec2::new(point.x - origin, point.y) * scale);
        for segment in &outline.segments {
            match segment {
                PathSegment::MoveTo(to) => path.move_to(place(to)),
                PathSegment::LineTo(to) => path.line_to(place(to)),
                PathSegment::QuadTo(control, to) => path.quad_to(place(control), place(to)),
                PathSegment::CubicTo(a, b, to) => path.cubic_to([place(a), place(b)], place(to)),
                PathSegment::Close => path.close(),
            }
        }
    }

    fn outline(&mut self, text: &str, style: Style) -> Arc<Outline> {
        let key = (style.face, (style.spacing * 1000.0).round() as u16, text.to_owned());
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let outline = Arc::new(self.set(text, style));
        self.known.insert(key, outline.clone());
        outline
    }

    /// Sets a text by the renderer's own typesetting. What cannot be set is left empty.
    fn set(&self, text: &str, style: Style) -> Outline {
        let (family, weight) = style.face.family();
        let spacing = style.spacing * EM;
        let text = super::svg::escaped(text);
        let document = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"><text xml:space=\"preserve\" \
             font-family=\"{family}\" font-weight=\"{weight}\" font-size=\"{EM}\" \
             letter-spacing=\"{spacing}\">{text}</text></svg>"
        );
        let mut outline = Outline::default();
        let Ok(tree) = Tree::from_str(&document, &self.options) else { return outline };
        gather(tree.root(), &mut outline.segments);
        let ends = outline.segments.iter().flat_map(|segment| match segment {
            PathSegment::MoveTo(a) | PathSegment::LineTo(a) => vec![a.x],
            PathSegment::QuadTo(a, b) => vec![a.x, b.x],
            PathSegment::CubicTo(a, b, c) => vec![a.x, b.x, c.x],
            PathSegment::Close => Vec::new(),
        });
        outline.ink =
            ends.map(|x| [x, x]).reduce(|a, b| [a[0].min(b[0]), a[1].max(b[1])]).unwrap_or_default();
        outline
    }
}

/// All paths of a group, in its own coordinates.
fn gather(group: &Group, segments: &mut Vec<PathSegment>) {
    for node in group.children() {
        match node {
            Node::Group(group) => gather(group, segments),
            Node::Text(text) => gather(text.flattened(), segments),
            Node::Path(path) => {
                if let Some(data) = path.data().clone().transform(path.abs_transform()) {
                    segments.extend(data.segments());
                }
            }
            Node::Image(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_as_wide_as_their_letters() {
        let mut letters = Letters::default();
        let style = Style::new(Face::Sans, 12.0);
        let (one, two) = (letters.width("62", style), letters.width("6262", style));
        assert!(one > 8.0 && two > 1.9 * one, "{one} {two}");
        let spaced = Style { spacing: 0.22, ..Style::new(Face::Serif, 20.0) };
        assert!(
            letters.width("IRAN", spaced) > letters.width("IRAN", Style { spacing: 0.0, ..spaced }) + 12.0
        );
    }

    #[test]
    fn a_text_too_long_is_cut_with_an_ellipsis() {
        let mut letters = Letters::default();
        let style = Style::new(Face::Sans, 12.0);
        let cut = letters.fitting("Germany, Italy and 3 more", style, 80.0);
        assert!(cut.ends_with('…') && cut.starts_with("Germany"), "{cut}");
        assert!(letters.width(&cut, style) <= 80.0);
        assert_eq!(letters.fitting("Italy", style, 80.0), "Italy");
    }
}
