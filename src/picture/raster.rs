//! Pictures as pixels, rendered from the very SVG that is kept.

use std::fmt;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

/// Why a picture could not be rendered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureError(String);

impl fmt::Display for PictureError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "the picture could not be rendered: {}", self.0)
    }
}

impl std::error::Error for PictureError {}

/// Renders a picture.
///
/// # Errors
/// If the text is no SVG, or too large.
pub fn pixels(svg: &str) -> Result<Pixmap, PictureError> {
    let tree = Tree::from_str(svg, &Options::default()).map_err(|error| PictureError(error.to_string()))?;
    let size = tree.size().to_int_size();
    let too_large = || PictureError(format!("{} x {} pixels are too many", size.width(), size.height()));
    let mut pixmap = Pixmap::new(size.width(), size.height()).ok_or_else(too_large)?;
    resvg::render(&tree, Transform::identity(), &mut pixmap.as_mut());
    Ok(pixmap)
}

/// Renders a picture as PNG.
///
/// # Errors
/// As for [`pixels`].
pub fn png(svg: &str) -> Result<Vec<u8>, PictureError> {
    pixels(svg)?.encode_png().map_err(|error| PictureError(error.to_string()))
}
