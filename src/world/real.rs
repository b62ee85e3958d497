//! The provinces of the world, built in: 1,330 of them, made with Natural Earth.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{self, LazyLock};

use serde::Deserialize;

use super::{Arc, ArcRef, GeoPoint, Geography, Polygon, Region, RegionId, Regions, Shapes};

/// A line's longitudes and latitudes in degrees.
type Line = Vec<[f64; 2]>;

/// The provinces of the world as of today. Read once; a clone costs nothing.
pub fn provinces() -> sync::Arc<Geography> {
    static PROVINCES: LazyLock<sync::Arc<Geography>> = LazyLock::new(|| sync::Arc::new(read_embedded()));
    PROVINCES.clone()
}

fn read_embedded() -> Geography {
    let text = include_str!("../../assets/map/provinces.topojson");
    serde_json::from_str::<Topology>(text).expect("the built-in map is valid TopoJSON").into_geography()
}

/// The parts of a TopoJSON file that the map uses.
#[derive(Deserialize)]
struct Topology {
    transform: Transform,
    arcs: Vec<Vec<[i32; 2]>>,
    objects: Objects,
}

/// How quantised positions become degrees.
#[derive(Deserialize)]
struct Transform {
    scale: [f64; 2],
    translate: [f64; 2],
}

#[derive(Deserialize)]
struct Objects {
    provinces: Collection,
}

#[derive(Deserialize)]
struct Collection {
    geometries: Vec<Geometry>,
}

/// A province: a multipolygon of rings of arcs, where `!n` stands for arc `n` walked backwards.
#[derive(Deserialize)]
struct Geometry {
    id: String,
    arcs: Vec<Vec<Vec<i32>>>,
    properties: Properties,
}

#[derive(Deserialize)]
struct Properties {
    name: String,
    country: String,
    lat: f64,
    lon: f64,
    area: f64,
    coast: bool,
    units: Vec<String>,
    neighbours: Vec<String>,
    sea: Vec<String>,
}

impl Topology {
    fn into_geography(self) -> Geography {
        let provinces = self.objects.provinces.geometries;
        let lines = self.arcs.iter().map(|arc| self.transform.line(arc)).collect();
        let rings = provinces.iter().map(|province| province.arcs.as_slice()).collect::<Vec<_>>();
        let shapes = shapes(lines, &rings);
        Geography { regions: regions(provinces), shapes }
    }
}

impl Transform {
    /// Sums up the differences between points, then turns them into degrees.
    fn line(&self, arc: &[[i32; 2]]) -> Line {
        let mut position = [0, 0];
        let degrees =
            |position: i32, axis: usize| f64::from(position) * self.scale[axis] + self.translate[axis];
        arc.iter()
            .map(|step| {
                position = [position[0] + step[0], position[1] + step[1]];
                [degrees(position[0], 0), degrees(position[1], 1)]
            })
            .collect()
    }
}

/// Turns properties into regions. Links to provinces by code become links by number.
fn regions(provinces: Vec<Geometry>) -> Regions {
    let numbers: BTreeMap<String, RegionId> =
        (0..).map(RegionId).zip(&provinces).map(|(id, province)| (province.id.clone(), id)).collect();
    let links = |codes: Vec<String>| codes.iter().map(|code| numbers[code]).collect();
    let region = |Geometry { id, properties, .. }: Geometry| {
        let mut members = properties.units;
        members.push(id.clone());
        // A code stands as often as there are units with it.
        let mut known = BTreeSet::new();
        members.retain(|code| known.insert(code.clone()));
        Region {
            code: id,
            name: properties.name,
            country: properties.country,
            members,
            area: properties.area,
            point: GeoPoint { lat: properties.lat, lon: properties.lon },
            coast: properties.coast,
            land: links(properties.neighbours),
            sea: links(properties.sea),
        }
    };
    Regions::new(provinces.into_iter().map(region).collect())
}

/// Makes outlines that keep the promises of [`Arc`] and [`Polygon`] from lines and rings in any direction.
fn shapes(lines: Vec<Line>, provinces: &[&[Vec<Vec<i32>>]]) -> Shapes {
    let (lines, pieces) = cut_at_date_line(lines);
    let ring = |arcs: &Vec<i32>| arcs.iter().flat_map(|arc| walk(*arc, &pieces)).collect();
    let mut polygons: Vec<Vec<Polygon>> = provinces
        .iter()
        .map(|shape| shape.iter().map(|rings| Polygon { rings: rings.iter().map(ring).collect() }).collect())
        .collect();
    for polygon in polygons.iter_mut().flatten() {
        wind(polygon, &lines);
    }
    let arcs = with_sides(lines, &mut polygons);
    Shapes::new(arcs, polygons)
}

/// The pieces of an arc, in the order in which they are walked.
fn walk(arc: i32, pieces: &[(u32, u32)]) -> Vec<ArcRef> {
    let reversed = arc < 0;
    let (first, last) = pieces[if reversed { !arc } else { arc } as usize];
    let mut walk: Vec<_> = (first..last).map(|arc| ArcRef { arc, reversed }).collect();
    if reversed {
        walk.reverse();
    }
    walk
}

/// Cuts lines where they begin or cease to run along the date line, the edge of the map. Returns the
/// pieces, and for each line where its pieces begin and end.
fn cut_at_date_line(lines: Vec<Line>) -> (Vec<Line>, Vec<(u32, u32)>) {
    let mut pieces = Vec::with_capacity(lines.len());
    let mut ranges = Vec::with_capacity(lines.len());
    for line in lines {
        let first = pieces.len() as u32;
        let mut start = 0;
        for middle in 1..line.len() - 1 {
            if on_date_line(&line[middle - 1..=middle]) != on_date_line(&line[middle..=middle + 1]) {
                pieces.push(line[start..=middle].to_vec());
                start = middle;
            }
        }
        pieces.push(line[start..].to_vec());
        ranges.push((first, pieces.len() as u32));
    }
    (pieces, ranges)
}

fn on_date_line(points: &[[f64; 2]]) -> bool {
    points.iter().all(|point| point[0].abs() > 180.0 - 1e-6)
}

/// Turns rings so that the outer one runs counter-clockwise and holes run clockwise.
fn wind(polygon: &mut Polygon, lines: &[Line]) {
    for (index, ring) in polygon.rings.iter_mut().enumerate() {
        if (doubled_area(ring, lines) > 0.0) != (index == 0) {
            ring.reverse();
            for reference in ring {
                reference.reversed = !reference.reversed;
            }
        }
    }
}

/// Twice the area within a ring in square degrees, negative if it runs clockwise.
fn doubled_area(ring: &[ArcRef], lines: &[Line]) -> f64 {
    let cross = |reference: &ArcRef| {
        let edges = lines[reference.arc as usize].windows(2);
        let sum: f64 = edges.map(|edge| edge[0][0] * edge[1][1] - edge[1][0] * edge[0][1]).sum();
        if reference.reversed { -sum } else { sum }
    };
    ring.iter().map(cross).sum()
}

/// Finds the regions on both sides of each line. Coasts that ran with their land on the right are turned.
fn with_sides(lines: Vec<Line>, polygons: &mut [Vec<Polygon>]) -> Vec<Arc> {
    let mut sides = vec![[None, None]; lines.len()];
    for (id, shape) in (0..).map(RegionId).zip(polygons.iter()) {
        for reference in shape.iter().flat_map(|polygon| polygon.rings.iter().flatten()) {
            sides[reference.arc as usize][usize::from(reference.reversed)] = Some(id);
        }
    }
    for reference in polygons.iter_mut().flatten().flat_map(|polygon| polygon.rings.iter_mut().flatten()) {
        reference.reversed &= sides[reference.arc as usize][0].is_some();
    }
    let arc = |(mut points, [left, right]): (Line, [Option<RegionId>; 2])| {
        if left.is_none() {
            points.reverse();
        }
        let region = left.or(right).expect("every line of the built-in map outlines a province");
        let across = if on_date_line(&points) { Some(region) } else { left.and(right) };
        Arc { points, sides: (region, across) }
    };
    lines.into_iter().zip(sides).map(arc).collect()
}

#[cfg(test)]
mod tests {
    use super::super::shapes::checks;
    use super::*;

    #[test]
    fn there_are_1330_provinces_that_know_their_members() {
        let world = provinces();
        assert_eq!(world.regions.len(), 1330);
        for (id, region) in world.regions.iter() {
            assert!(region.members.contains(&region.code), "{} is among its members", region.code);
            assert_eq!(world.regions.find(&region.code), Some(id));
            assert!(!region.name.is_empty() && region.country.len() == 3, "{}", region.code);
        }
    }

    #[test]
    fn outlines_are_closed_and_shared() {
        let world = provinces();
        checks::rings_close(&world.shapes);
        checks::sides_match(&world.shapes);
    }

    #[test]
    fn neighbours_are_mutual_and_share_a_border() {
        checks::neighbours_match(&provinces());
    }

    #[test]
    fn every_province_holds_its_point() {
        let world = provinces();
        for (id, region) in world.regions.iter() {
            assert_eq!(world.shapes.locate(region.point), Some(id), "{}", region.code);
        }
    }

    #[test]
    fn areas_add_up_to_the_land_of_the_earth() {
        let world = provinces();
        let total: f64 = world.regions.iter().map(|(_, region)| region.area).sum();
        // All land is 149 million square kilometres, Antarctica 14 of them.
        assert!((130e6..140e6).contains(&total), "{total}");
        assert!(world.regions.iter().all(|(_, region)| region.area > 0.0));
    }

    #[test]
    fn cities_lie_in_their_provinces() {
        let world = provinces();
        let cities = [
            ("FR-75", 48.8566, 2.3522),
            ("DE-BE", 52.52, 13.405),
            ("TR-34", 41.02, 28.95),
            ("RU-MOW", 55.755, 37.617),
        ];
        for (code, lat, lon) in cities {
            let found = world.shapes.locate(GeoPoint { lat, lon });
            assert_eq!(found, world.regions.find(code), "{code}");
            assert!(found.is_some(), "{code}");
        }
    }

    /// The towns that the borders drawn by hand must leave on the right side.
    #[test]
    fn towns_lie_on_their_side_of_old_borders() {
        let world = provinces();
        let towns = include_str!("../../assets/map/towns.csv").lines().skip(1);
        let mut count = 0;
        for town in towns {
            let cells: Vec<_> = town.split(',').collect();
            let [name, lon, lat, code] = cells[..] else { panic!("four cells: {town}") };
            let point = GeoPoint { lat: lat.parse().unwrap(), lon: lon.parse().unwrap() };
            let expected = world.regions.find(code).unwrap_or_else(|| panic!("{name}: no {code}"));
            assert_eq!(world.regions[expected].code, code, "{name}: a province, not a member of one");
            assert_eq!(world.shapes.locate(point), Some(expected), "{name}");
            count += 1;
        }
        assert!(count > 200, "{count}");
    }

    /// Both straits at Constantinople part Europe from Asia, and are crossed by sea.
    #[test]
    fn the_straits_are_crossed_by_sea() {
        let regions = &provinces().regions;
        for (europe, asia) in [("TR-34", "TR-41"), ("TR-59", "TR-17")] {
            let [europe, asia] = [europe, asia].map(|code| regions.find(code).unwrap());
            assert!(regions[europe].sea.contains(&asia) && !regions[europe].land.contains(&asia));
        }
    }

    #[test]
    fn the_sea_is_nobodys() {
        let world = provinces();
        for (lat, lon) in [(0.0, -30.0), (-59.0, 0.0), (45.0, -150.0), (89.0, 0.0)] {
            assert_eq!(world.shapes.locate(GeoPoint { lat, lon }), None);
        }
    }

    #[test]
    fn no_coast_runs_along_the_date_line() {
        let world = provinces();
        let chukotka = world.regions.find("RU-CHU").unwrap();
        for lon in [179.9, -179.9] {
            assert_eq!(world.shapes.locate(GeoPoint { lat: 67.5, lon }), Some(chukotka));
        }
        let cuts = world.shapes.arcs().iter().filter(|arc| arc.sides.1 == Some(arc.sides.0));
        assert!(cuts.clone().all(|arc| on_date_line(&arc.points)));
        let lengths =
            cuts.filter(|arc| arc.sides.0 == chukotka).map(|arc| arc.points[1][1] - arc.points[0][1]);
        // From 65 to 69 degrees north, and across Wrangel Island; down one side, up the other.
        let (down, up): (Vec<_>, Vec<_>) = lengths.partition(|length| *length < 0.0);
        assert!((down.iter().sum::<f64>() + 4.5).abs() < 0.1, "{down:?}");
        assert!((up.iter().sum::<f64>() - 4.5).abs() < 0.1, "{up:?}");
    }
}
