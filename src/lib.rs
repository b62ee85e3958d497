//! Entente: a laboratory of alliance formation.
//!
//! States on a map of real provinces weigh threat and choose sides, after Stephen Walt's balance of
//! threat and Randall Schweller's balance of interests. Every choice carries its own reasons.
//!
//! # A tick
//!
//! [`simulation::SimTick`] runs these parts in order, one system a file:
//!
//! 1. **Conduct**: states of aggressive intent make demands; only here is real intent read.
//! 2. **Perceive**: beliefs move with what was seen and fade with time; each state works out its exposure
//!    to every other by Walt's four factors, and looks closer at the greatest ([`theory::threat`]).
//! 3. **Weigh**: states whose review is due compare staying, balancing, bandwagoning and leaving, and
//!    choose by quantal response ([`theory::choice`]).
//! 4. **Realign**: offers meet; a partner consents if the pact is worth it by its own terms.
//! 5. **Grow**: population, industry and military move.
//! 6. **Record**: the tick is hashed and the system measured ([`theory::system`]); [`history`] keeps events, decisions
//!    and measures.
//!
//! # Rooms
//!
//! Each module may use only those above it: [`theory`] (pure functions), [`world`] (geography),
//! [`scenario`] (files), [`simulation`] (the ECS), [`history`], [`batch`] (runs without a window), and with
//! the feature `gui` the window's `view` and `panels`.
//!
//! # A run in five lines
//!
//! ```
//! use entente::{batch::Run, scenario::{self, builtin::EUROPE_1936}};
//!
//! let europe = scenario::read(EUROPE_1936.name, EUROPE_1936.text).expect("the built-in setup is valid");
//! let mut run = Run::new(&europe, 7);
//! run.steps(12);
//! println!("{} events, hash {:016x}", run.history().events.len(), run.hash());
//! ```

pub mod batch;
pub mod cli;
pub mod history;
pub mod scenario;
pub mod simulation;
pub mod theory;
pub mod world;

#[cfg(feature = "gui")]
pub mod panels;
#[cfg(feature = "gui")]
pub mod view;
#[cfg(feature = "gui")]
pub mod window;
