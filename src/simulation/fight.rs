//! Fight: wars are fought tick by tick.

/// Moves every war on by a tick.
pub fn fight() {}
