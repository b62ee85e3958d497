//! The sphere: points on the Earth and distances between them.

/// The Earth's mean radius in kilometres (IUGG).
pub const EARTH_RADIUS_KM: f64 = 6371.0088;

/// A point on the Earth in degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GeoPoint {
    /// Latitude in degrees, -90 (south) to 90 (north).
    pub lat: f64,
    /// Longitude in degrees, -180 (west) to 180 (east).
    pub lon: f64,
}

impl GeoPoint {
    /// The unit vector from the Earth's centre to this point.
    pub fn unit_vector(self) -> [f64; 3] {
        let (lat, lon) = (self.lat.to_radians(), self.lon.to_radians());
        let (sin_lat, cos_lat) = libm::sincos(lat);
        let (sin_lon, cos_lon) = libm::sincos(lon);
        [cos_lat * cos_lon, cos_lat * sin_lon, sin_lat]
    }

    /// The point in the direction of a vector of length 1.
    pub fn from_unit_vector([x, y, z]: [f64; 3]) -> Self {
        Self { lat: libm::asin(z.clamp(-1.0, 1.0)).to_degrees(), lon: libm::atan2(y, x).to_degrees() }
    }

    /// Great-circle distance in kilometres.
    pub fn distance_km(self, other: Self) -> f64 {
        arc_km(self.unit_vector(), other.unit_vector())
    }
}

/// Great-circle distance in kilometres between two unit vectors.
///
/// Uses the chord, which stays exact for near points where an arc cosine would not.
pub fn arc_km(a: [f64; 3], b: [f64; 3]) -> f64 {
    let (x, y, z) = (a[0] - b[0], a[1] - b[1], a[2] - b[2]);
    let chord = (x * x + y * y + z * z).sqrt();
    2.0 * EARTH_RADIUS_KM * libm::asin((chord / 2.0).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paris_to_berlin_is_some_878_km() {
        let paris = GeoPoint { lat: 48.8566, lon: 2.3522 };
        let berlin = GeoPoint { lat: 52.52, lon: 13.405 };
        assert!((paris.distance_km(berlin) - 877.5).abs() < 2.0);
    }

    #[test]
    fn distance_crosses_the_date_line_the_short_way() {
        let west = GeoPoint { lat: 0.0, lon: 179.5 };
        let east = GeoPoint { lat: 0.0, lon: -179.5 };
        assert!((west.distance_km(east) - 111.2).abs() < 0.1);
    }

    #[test]
    fn a_unit_vector_leads_back_to_its_point() {
        for (lat, lon) in [(0.0, 0.0), (48.9, 2.4), (-70.0, -169.0), (90.0, 0.0)] {
            let point = GeoPoint::from_unit_vector(GeoPoint { lat, lon }.unit_vector());
            assert!((point.lat - lat).abs() < 1e-6 && (point.lon - lon).abs() < 1e-6, "{point:?}");
        }
    }
}
