//! The score: how well many runs tell what happened, beside baselines that know less.

pub mod ties;
