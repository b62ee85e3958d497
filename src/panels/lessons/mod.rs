//! Lessons in the window: the guide, the card that tells what to watch, and the list to choose from.

pub mod card;
pub mod guide;
pub mod list;

pub use guide::{Guide, LessonAction, Page, Taken};
