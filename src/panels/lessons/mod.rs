//! Lessons in the window: the guide, the card that tells what to watch, and the list to choose from.

pub mod card;
pub mod guide;
pub mod list;

#[cfg(test)]
mod tests;

pub use guide::{Guide, LessonAction};
