//! Geography: regions, their borders and the sphere they lie on.
//!
//! The simulation sees [`Regions`] alone: who borders whom, by land or by sea, and how far apart two
//! regions are. The outlines in [`Shapes`] are for pictures and for finding the region under a point.
//! Two makers fill both: [`real::provinces`] reads the built-in provinces of the world, and
//! [`generated::generate`] grows an invented world from a seed.

pub mod generated;
pub mod real;
pub mod realms;
mod regions;
mod shapes;
pub mod sphere;

pub use regions::{Region, RegionId, Regions};
pub use shapes::{Arc, ArcRef, Polygon, Shapes};
pub use sphere::GeoPoint;

/// A world to put states on: what the simulation sees and what a picture needs, with one numbering.
#[derive(Debug, Clone, PartialEq)]
pub struct Geography {
    /// Regions by [`RegionId`].
    pub regions: Regions,
    /// Outlines by [`RegionId`].
    pub shapes: Shapes,
}
