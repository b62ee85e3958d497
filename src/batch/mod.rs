//! Runs without a window: the same simulation, driven as fast as it goes, with its outputs as tables.

pub mod dyads;
mod ensemble;
pub mod expected;
pub mod experiment;
pub mod long_runs;
mod run;
mod summary;
mod tables;
pub mod vignettes;

pub use ensemble::Ensemble;
pub use run::Run;
pub use summary::summary;
pub use tables::{MOST_IN_DYADS, Tables};
