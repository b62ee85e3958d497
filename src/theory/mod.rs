//! The theory: pure functions, one file an idea, each with its equation, symbols, units and source.

pub mod belief;
pub mod buck;
pub mod choice;
pub mod contest;
pub mod distance;
pub mod interest;
pub mod parameters;
pub mod power;
pub mod pull;
pub mod stakes;
pub mod system;
pub mod threat;
pub mod war;
