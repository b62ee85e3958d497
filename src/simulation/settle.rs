//! Settle: wars end, and provinces and wealth are divided.

/// Ends the wars that are over.
pub fn settle() {}
