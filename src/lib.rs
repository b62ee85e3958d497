//! Entente: a laboratory of alliance formation.
//!
//! States on a map of real provinces weigh threat and choose sides, after Stephen Walt's balance of
//! threat and Randall Schweller's balance of interests. Every choice carries its own reasons.
//!
//! # The model on one page
//!
//! **A state** has population, industry, military and technology, which make its power, a share of the system
//! ([`theory::power`]); an offensive posture; a real intent, which others never read; an interest in revision or in
//! the status quo; perhaps a movement; a capital and provinces. Power and interest make it a lion, a lamb, a wolf or
//! a jackal ([`theory::interest`]).
//!
//! **Threat** is belief times opportunity times the chance of losing, from Walt's four factors
//! ([`theory::threat`]): power, proximity ([`theory::distance`]), offensive capability, and perceived intent, which
//! is learnt from what is seen, errs and fades ([`theory::belief`]). Allies count by how surely and how soon they
//! come; whole coalitions are weighed, not single partners.
//!
//! **Choice** is by quantal response over a plain sum of named terms ([`theory::choice`]):
//!
//! | term | from | in |
//! |---|---|---|
//! | danger | threats, given who stands with whom; wars fought | [`theory::threat`], [`theory::stakes`] |
//! | diversion | others in front that bear the threat | [`theory::buck`] |
//! | profit | spoils, by own interest | [`theory::interest`] |
//! | commitment, entrapment, change, autonomy, influence | pacts held, made and broken | [`theory::choice`] |
//! | arms, war | arming, fighting | [`theory::choice`], [`theory::stakes`] |
//! | wave, contagion | movements and neighbours | [`theory::pull`] |
//!
//! The **motive** of an act is the term that spoke most for it over staying as it was. A pact needs the partner's
//! consent, by the partner's own terms.
//!
//! **War** is a contest fought tick by tick ([`theory::war`]): allies are called and answer by choice, others join
//! for fear or for profit, the front moves, provinces are occupied, the losing sue or collapse. Peace divides
//! provinces and wealth by contribution; winners are satisfied, losers resentful; states fall, and rise again.
//!
//! **Parameters** stand in one table with unit, range, default and source ([`theory::parameters`]); every factor,
//! term, option and motive has its switch; presets are sets of values in it.
//!
//! # A tick
//!
//! [`simulation::SimTick`] runs these parts in order, one system a file:
//!
//! 1. **Conduct**: states of aggressive intent make demands; others take note.
//! 2. **Perceive**: beliefs move with what was seen and fade with time; each state works out its exposure to every
//!    other and looks closer at the greatest; movements gain or lose momentum.
//! 3. **Weigh**: states whose review is due compare staying, balancing, bandwagoning, leaving, arming, attacking,
//!    joining a war and suing for peace.
//! 4. **Realign**: offers meet, pacts are made and left; states arm, attack, call their allies, join wars and ask for
//!    peace.
//! 5. **Fight**: strengths meet, fronts move, provinces are occupied, losses are borne.
//! 6. **Settle**: wars end by armistice or collapse; provinces and wealth change hands.
//! 7. **Grow**: population, industry, military and technology move; states recover, arm and rise again.
//! 8. **Record**: the tick is measured and hashed; [`history`] keeps events, decisions and measures.
//!
//! # Rooms
//!
//! Each module may use only those above it: [`theory`] (pure functions), [`world`] (geography),
//! [`scenario`] (files), [`record`] (what happened, for comparison), [`import`] (setups and records from the field's own
//! files), [`simulation`] (the ECS), [`edit`] (changes by hand), [`history`], [`batch`] (runs without a window), [`score`]
//! (runs held against the record), [`lessons`] (the vignettes as guided watching), and with the feature `gui` the window's `view`, `picture`
//! (the map as a file) and `panels`.
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
pub mod edit;
pub mod files;
pub mod history;
pub mod import;
pub mod lessons;
pub mod record;
pub mod scenario;
pub mod score;
pub mod simulation;
pub mod theory;
pub mod world;

#[cfg(feature = "gui")]
pub mod panels;
#[cfg(feature = "gui")]
pub mod picture;
#[cfg(feature = "gui")]
pub mod settings;
#[cfg(feature = "gui")]
pub mod view;
#[cfg(feature = "gui")]
pub mod window;
