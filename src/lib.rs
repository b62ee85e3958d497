//! Entente: a laboratory of alliance formation.

pub mod history;
pub mod scenario;
pub mod simulation;
pub mod theory;
pub mod world;

#[cfg(feature = "gui")]
pub mod panels;
#[cfg(feature = "gui")]
pub mod view;
