//! Projections: from the sphere to the plane of the map, and back.
//!
//! A theatre that fits on a side of the globe is drawn in Lambert's azimuthal equal-area projection about
//! its centre: areas compare, and Europe looks as it does in an atlas. Worlds that reach around the globe
//! are drawn in the Equal Earth projection (Šavrič, Patterson and Jenny 2018), which also keeps areas.
//! Units of the plane are kilometres.

use bevy::math::{DVec3, Vec2};

use crate::world::GeoPoint;
use crate::world::sphere::EARTH_RADIUS_KM;

/// Half the breadth of a theatre, in degrees of arc, up to which it counts as one side of the globe.
const ONE_SIDE: f64 = 65.0;

/// Parts of the globe farther than this from the centre of an azimuthal map, in degrees, are not drawn:
/// near the antipode shapes are drawn out along the rim.
const FARTHEST: f64 = 160.0;

/// A way to draw the sphere on a plane.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Projection {
    /// Lambert azimuthal equal-area.
    Azimuthal {
        /// Unit vector to the centre.
        centre: DVec3,
        /// Unit vector to the east there.
        east: DVec3,
        /// Unit vector to the north there.
        north: DVec3,
    },
    /// Equal Earth, with the prime meridian in the middle.
    EqualEarth,
}

impl Projection {
    /// The projection for a theatre with these places in it.
    pub fn for_theatre(centre: GeoPoint, places: &[GeoPoint]) -> Self {
        let breadth = |place: &GeoPoint| (place.distance_km(centre) / EARTH_RADIUS_KM).to_degrees();
        if places.iter().map(breadth).fold(0.0, f64::max) > ONE_SIDE {
            return Self::EqualEarth;
        }
        Self::azimuthal(centre)
    }

    /// The azimuthal projection about a point.
    pub fn azimuthal(centre: GeoPoint) -> Self {
        let axis = DVec3::from_array(centre.unit_vector());
        let (sin, cos) = centre.lon.to_radians().sin_cos();
        let east = DVec3::new(-sin, cos, 0.0);
        Self::Azimuthal { centre: axis, east, north: axis.cross(east) }
    }

    /// Where a point lies on the plane; `None` where the map does not reach.
    pub fn project(&self, point: GeoPoint) -> Option<Vec2> {
        let (x, y) = match self {
            Self::Azimuthal { centre, east, north } => {
                let vector = DVec3::from_array(point.unit_vector());
                let cosine = centre.dot(vector);
                if cosine < FARTHEST.to_radians().cos() {
                    return None;
                }
                let stretch = (2.0 / (1.0 + cosine)).sqrt();
                (stretch * east.dot(vector), stretch * north.dot(vector))
            }
            Self::EqualEarth => equal_earth(point),
        };
        Some(Vec2::new((x * EARTH_RADIUS_KM) as f32, (y * EARTH_RADIUS_KM) as f32))
    }

    /// Which point is drawn there; `None` off the map.
    pub fn unproject(&self, place: Vec2) -> Option<GeoPoint> {
        let (x, y) = (f64::from(place.x) / EARTH_RADIUS_KM, f64::from(place.y) / EARTH_RADIUS_KM);
        match self {
            Self::Azimuthal { centre, east, north } => {
                let rho = x.hypot(y);
                if rho > 2.0 * (FARTHEST.to_radians() / 2.0).sin() {
                    return None;
                }
                let angle = 2.0 * (rho / 2.0).asin();
                let along = if rho > 0.0 { (*east * x + *north * y) / rho } else { DVec3::ZERO };
                let vector = *centre * angle.cos() + along * angle.sin();
                Some(GeoPoint::from_unit_vector(vector.to_array()))
            }
            Self::EqualEarth => equal_earth_inverse(x, y),
        }
    }

    /// The corners of a box that holds the whole map.
    pub fn extent(&self) -> (Vec2, Vec2) {
        let half = match self {
            Self::Azimuthal { .. } => {
                Vec2::splat((2.0 * (FARTHEST.to_radians() / 2.0).sin() * EARTH_RADIUS_KM) as f32)
            }
            Self::EqualEarth => {
                let (x, _) = equal_earth(GeoPoint { lat: 0.0, lon: 180.0 });
                let (_, y) = equal_earth(GeoPoint { lat: 90.0, lon: 0.0 });
                Vec2::new((x * EARTH_RADIUS_KM) as f32, (y * EARTH_RADIUS_KM) as f32)
            }
        };
        (-half, half)
    }
}

/// Coefficients of the Equal Earth polynomial.
const A: [f64; 4] = [1.340264, -0.081106, 0.000893, 0.003796];

/// The polynomial in the auxiliary latitude, and its derivative.
fn polynomial(theta: f64) -> (f64, f64) {
    let t2 = theta * theta;
    let t6 = t2 * t2 * t2;
    let y = theta * (A[0] + A[1] * t2 + t6 * (A[2] + A[3] * t2));
    (y, A[0] + 3.0 * A[1] * t2 + t6 * (7.0 * A[2] + 9.0 * A[3] * t2))
}

fn equal_earth(point: GeoPoint) -> (f64, f64) {
    let theta = (3f64.sqrt() / 2.0 * point.lat.to_radians().sin()).asin();
    let (y, slope) = polynomial(theta);
    (2.0 * 3f64.sqrt() * point.lon.to_radians() * theta.cos() / (3.0 * slope), y)
}

/// Newton's method on the polynomial; four steps reach the precision of the numbers.
fn equal_earth_inverse(x: f64, y: f64) -> Option<GeoPoint> {
    let mut theta = y;
    for _ in 0..6 {
        let (value, slope) = polynomial(theta);
        theta -= (value - y) / slope;
    }
    let sine = 2.0 * theta.sin() / 3f64.sqrt();
    let (_, slope) = polynomial(theta);
    let lon = (3.0 * x * slope / (2.0 * 3f64.sqrt() * theta.cos())).to_degrees();
    (sine.abs() <= 1.0 && lon.abs() <= 180.0).then(|| GeoPoint { lat: sine.asin().to_degrees(), lon })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places() -> impl Iterator<Item = GeoPoint> {
        (-8..=8).flat_map(|row| {
            (-17..=17)
                .map(move |column| GeoPoint { lat: f64::from(row) * 10.0, lon: f64::from(column) * 10.0 })
        })
    }

    #[test]
    fn every_point_drawn_is_found_again() {
        let europe = Projection::azimuthal(GeoPoint { lat: 48.0, lon: 15.0 });
        for projection in [europe, Projection::EqualEarth] {
            for place in places() {
                let Some(drawn) = projection.project(place) else { continue };
                let found = projection.unproject(drawn).expect("what is drawn is on the map");
                assert!(found.distance_km(place) < 2.0, "{projection:?}: {place:?} came back as {found:?}");
            }
        }
    }

    #[test]
    fn the_centre_is_the_origin_and_north_is_up() {
        let projection = Projection::azimuthal(GeoPoint { lat: 48.0, lon: 15.0 });
        let at = |lat, lon| projection.project(GeoPoint { lat, lon }).expect("near the centre");
        assert!(at(48.0, 15.0).length() < 1e-3);
        assert!(at(49.0, 15.0).y > 110.0 && at(49.0, 15.0).x.abs() < 1e-3);
        assert!(at(48.0, 16.0).x > 70.0);
    }

    #[test]
    fn what_lies_off_the_map_is_nowhere() {
        let projection = Projection::azimuthal(GeoPoint { lat: 48.0, lon: 15.0 });
        assert_eq!(projection.project(GeoPoint { lat: -48.0, lon: -165.0 }), None);
        assert_eq!(projection.unproject(Vec2::splat(20_000.0)), None);
        assert_eq!(Projection::EqualEarth.unproject(Vec2::new(17_000.0, 8_000.0)), None);
    }
}
