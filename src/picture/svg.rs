//! A document in the making.

use std::fmt::Write;

use bevy::color::{ColorToPacked, LinearRgba, Srgba};
use bevy::math::{Rect, Vec2};

use super::letters::{Anchor, Letters, Style};

/// The text of an SVG document.
#[derive(Debug, Clone, Default)]
pub struct Svg {
    text: String,
    names: usize,
}

impl Svg {
    /// Adds an element without children, attributes and all.
    pub fn element(&mut self, element: impl std::fmt::Display) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.text, "<{element}/>");
    }

    /// Opens an element that holds others.
    pub fn open(&mut self, element: impl std::fmt::Display) {
        let _ = writeln!(self.text, "<{element}>");
    }

    /// Closes one.
    pub fn close(&mut self, name: &str) {
        let _ = writeln!(self.text, "</{name}>");
    }

    /// A name that no other element has.
    pub fn new_id(&mut self, kind: &str) -> String {
        self.names += 1;
        format!("{kind}-{}", self.names)
    }

    /// Adds what is markup already.
    pub fn raw(&mut self, markup: &str) {
        let _ = writeln!(self.text, "{markup}");
    }

    /// Adds an element that holds a text.
    pub fn words(&mut self, name: &str, words: &str) {
        let _ = writeln!(self.text, "<{name}>{}</{name}>", escaped(words));
    }

    /// Adds what another document holds.
    pub fn append(&mut self, other: &Self) {
        self.text.push_str(&other.text);
    }

    /// A filled path; nothing where there is no path.
    pub fn fill(&mut self, path: &str, colour: Srgba) {
        if !path.is_empty() {
            self.element(format_args!("path d=\"{path}\" {}", paint("fill", colour)));
        }
    }

    /// A line along a path; nothing where there is no path.
    pub fn stroke(&mut self, path: &str, colour: Srgba, width: f32) {
        if !path.is_empty() {
            let (colour, width) = (paint("stroke", colour), number(width));
            self.element(format_args!("path d=\"{path}\" fill=\"none\" {colour} stroke-width=\"{width}\""));
        }
    }

    /// A filled rectangle with corners as round as that.
    pub fn rect(&mut self, rect: Rect, colour: Srgba, round: f32) {
        let [x, y, width, height] = [rect.min.x, rect.min.y, rect.width(), rect.height()].map(number);
        let round = if round > 0.0 { format!(" rx=\"{}\"", number(round)) } else { String::new() };
        let colour = paint("fill", colour);
        self.element(format_args!(
            "rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"{round} {colour}"
        ));
    }

    /// A filled circle.
    pub fn disc(&mut self, centre: Vec2, radius: f32, colour: Srgba) {
        let [x, y, radius] = [centre.x, centre.y, radius].map(number);
        self.element(format_args!("circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" {}", paint("fill", colour)));
    }

    /// A ring.
    pub fn ring(&mut self, centre: Vec2, radius: f32, colour: Srgba, width: f32) {
        let [x, y, radius, width] = [centre.x, centre.y, radius, width].map(number);
        self.element(format_args!(
            "circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" fill=\"none\" {} stroke-width=\"{width}\"",
            paint("stroke", colour)
        ));
    }

    /// A text as outlines on a baseline, with its words for those who cannot see it.
    pub fn text(
        &mut self,
        letters: &mut Letters,
        (words, style): (&str, Style),
        (at, anchor): (Vec2, Anchor),
        colour: Srgba,
    ) {
        let path = letters.path(words, style, at, anchor);
        if !path.is_empty() {
            let (label, colour) = (escaped(words), paint("fill", colour));
            self.element(format_args!("path aria-label=\"{label}\" d=\"{path}\" {colour}"));
        }
    }

    /// The text so far.
    pub fn into_text(self) -> String {
        self.text
    }
}

/// A paint attribute with its opacity.
pub fn paint(attribute: &str, colour: Srgba) -> String {
    let opacity = if colour.alpha < 0.999 {
        format!(" {attribute}-opacity=\"{}\"", number(colour.alpha))
    } else {
        String::new()
    };
    format!("{attribute}=\"{}\"{opacity}", hex(colour))
}

/// A colour without its opacity, as `#rrggbb`.
pub fn hex(colour: Srgba) -> String {
    let [red, green, blue, _] = colour.to_u8_array();
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// A colour so many times as bright, as the shaders do it.
pub fn shaded(colour: LinearRgba, shade: f32) -> Srgba {
    LinearRgba { red: colour.red * shade, green: colour.green * shade, blue: colour.blue * shade, ..colour }
        .into()
}

/// A number with at most three decimals.
pub fn number(number: f32) -> String {
    let text = format!("{number:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A text as it may stand in a document, without what no document may hold.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            letter if letter.is_control() => out.push(' '),
            letter => out.push(letter),
        }
    }
    out
}
