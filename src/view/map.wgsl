// Land and its edges. All colours are as they are coded (sRGB), not light. Colours come by region from a small texture: when owners or the mode change, only
// the texture is written, and the blend from the last colour to the next one is made here.

#import bevy_sprite::mesh2d_functions::{get_world_from_local, mesh2d_position_local_to_clip}
#import bevy_sprite::mesh2d_view_bindings::{view, globals}

const COLUMNS: u32 = 512u;

@group(2) @binding(0) var paint: texture_2d<f32>;
// Of edges alone: half width in pixels, share of the fill's brightness, opacity, half width before scaling.
@group(2) @binding(1) var<uniform> edge: vec4<f32>;

fn cell(index: u32) -> vec4<f32> {
    return textureLoad(paint, vec2<u32>(index % COLUMNS, index / COLUMNS), 0);
}

// Of each region there are three cells: its last colour, its next one, and when the change began and how long
// it takes.
fn last_of(region: u32) -> vec4<f32> {
    return cell(3u * region);
}

fn next_of(region: u32) -> vec4<f32> {
    return cell(3u * region + 1u);
}

// Share of the way from the last colour to the next one.
fn progress(region: u32) -> f32 {
    let times = cell(3u * region + 2u);
    let age = globals.time - times.x;
    // Time wraps around: what seems to begin far in the future is long over.
    return select(smoothstep(0.0, 1.0, clamp(age / max(times.y, 0.001), 0.0, 1.0)), 1.0, age < -1.0);
}

fn colour_of(region: u32) -> vec3<f32> {
    return mix(last_of(region).rgb, next_of(region).rgb, progress(region));
}

fn place(instance: u32, position: vec3<f32>) -> vec4<f32> {
    return mesh2d_position_local_to_clip(get_world_from_local(instance), vec4<f32>(position, 1.0));
}

fn pixels_per_unit() -> f32 {
    return view.clip_from_world[0].x * view.viewport.z * 0.5;
}

// ---- Land ----

struct LandVertex {
    @builtin(instance_index) instance: u32,
    @location(0) position: vec3<f32>,
    @location(1) region: f32,
}

struct LandPoint {
    @builtin(position) position: vec4<f32>,
    @location(0) colour: vec3<f32>,
    @location(1) world: vec2<f32>,
    // Old pattern, next pattern, share of the next one.
    @location(2) @interpolate(flat) patterns: vec3<f32>,
    // Colour of an occupier's stripes, and how much of them is there, 0 to 1.
    @location(3) @interpolate(flat) stripes: vec4<f32>,
}

// The last number of a cell: its pattern, and above that a colour of 16 bits, as bright to the eye.
const PATTERNS: u32 = 8u;
const OCCUPIED: u32 = 7u;

fn pattern_of(cell: vec4<f32>) -> u32 {
    return u32(cell.a) % PATTERNS;
}

fn stripes_of(cell: vec4<f32>) -> vec4<f32> {
    let bits = u32(cell.a) / PATTERNS;
    let seen = vec3<f32>(f32(bits >> 11u) / 31.0, f32((bits >> 5u) & 63u) / 63.0, f32(bits & 31u) / 31.0);
    return vec4<f32>(seen, select(0.0, 1.0, pattern_of(cell) == OCCUPIED));
}

@vertex
fn land_vertex(vertex: LandVertex) -> LandPoint {
    let region = u32(vertex.region);
    let last = last_of(region);
    let next = next_of(region);
    let share = progress(region);
    var out: LandPoint;
    out.position = place(vertex.instance, vertex.position);
    out.colour = mix(last.rgb, next.rgb, share);
    out.world = vertex.position.xy;
    out.patterns = vec3<f32>(f32(pattern_of(last)), f32(pattern_of(next)), share);
    let old_stripes = stripes_of(last);
    let new_stripes = stripes_of(next);
    let colour = select(mix(old_stripes.rgb, new_stripes.rgb, share), old_stripes.rgb, new_stripes.a == 0.0);
    out.stripes = vec4<f32>(
        select(colour, new_stripes.rgb, old_stripes.a == 0.0),
        mix(old_stripes.a, new_stripes.a, share),
    );
    return out;
}

// How much of a pattern's ink lies here, 0 to 1. `at` is in pixels, `size` the pattern's period.
fn pattern_ink(pattern: f32, at: vec2<f32>, size: f32) -> f32 {
    let kind = u32(pattern);
    let near = (fract(at / size) - 0.5) * size;
    let slant = size * 1.4142;
    let rising = abs(fract((at.x - at.y) / slant) - 0.5) * slant * 0.7071;
    let falling = abs(fract((at.x + at.y) / slant) - 0.5) * slant * 0.7071;
    switch kind {
        case 1u: { // dots, every other row shifted
            let row = floor(at.y / size);
            let shifted = (fract(at.x / size + 0.5 * (row % 2.0)) - 0.5) * size;
            return clamp(1.9 - length(vec2<f32>(shifted, near.y)), 0.0, 1.0);
        }
        case 2u: { return clamp(1.15 - rising, 0.0, 1.0); }
        case 3u: { // crosses
            let arm = vec2<f32>(abs(near.x), abs(near.y));
            let reach = clamp(size * 0.26 - max(arm.x, arm.y) + 0.5, 0.0, 1.0);
            return reach * clamp(1.15 - min(arm.x, arm.y), 0.0, 1.0);
        }
        case 4u: { return clamp(1.15 - falling, 0.0, 1.0); }
        case 5u: { return clamp(1.15 - abs(near.y), 0.0, 1.0); }
        case 6u: { return clamp(1.15 - abs(length(near) - size * 0.25), 0.0, 1.0); }
        default: { return 0.0; }
    }
}

// Plain land, by far the most: all that is not needed costs time for every triangle.
struct PlainPoint {
    @builtin(position) position: vec4<f32>,
    @location(0) @interpolate(flat) colour: vec3<f32>,
}

@vertex
fn plain_vertex(vertex: LandVertex) -> PlainPoint {
    return PlainPoint(place(vertex.instance, vertex.position), colour_of(u32(vertex.region)));
}

@fragment
fn plain_fragment(in: PlainPoint) -> @location(0) vec4<f32> {
    return vec4<f32>(in.colour, 1.0);
}

// Broad stripes in the occupier's colour over the owner's. They lie on the land as patterns do.
@fragment
fn land_fragment_occupied(in: LandPoint) -> @location(0) vec4<f32> {
    let scale = pixels_per_unit();
    let size = exp2(round(log2(13.0 / scale))) * scale;
    let at = in.world * scale;
    let slant = size * 1.4142;
    let off = abs(fract((at.x - at.y) / slant) - 0.5) * slant * 0.7071;
    let cover = clamp(size * 0.27 - off + 0.5, 0.0, 1.0) * in.stripes.a;
    return vec4<f32>(mix(in.colour, in.stripes.rgb, cover), 1.0);
}

// Apart from the plain one, since software renderers run through every branch.
@fragment
fn land_fragment_patterned(in: LandPoint) -> @location(0) vec4<f32> {
    // Patterns lie on the land: they move with it, and change size by doubling as one zooms.
    let scale = pixels_per_unit();
    let unit = 11.0 / scale;
    let period = exp2(round(log2(unit)));
    let at = in.world * scale;
    let size = period * scale;
    let last = pattern_ink(in.patterns.x, at, size) * (1.0 - in.patterns.z);
    let next = pattern_ink(in.patterns.y, at, size) * in.patterns.z;
    return vec4<f32>(mix(in.colour, in.colour * 0.67, last + next), 1.0);
}

// ---- Sea ----

struct SeaVertex {
    @builtin(instance_index) instance: u32,
    @location(0) position: vec3<f32>,
    @location(1) colour: vec4<f32>,
}

struct SeaPoint {
    @builtin(position) position: vec4<f32>,
    @location(0) colour: vec3<f32>,
}

@vertex
fn sea_vertex(vertex: SeaVertex) -> SeaPoint {
    return SeaPoint(place(vertex.instance, vertex.position), vertex.colour.rgb);
}

@fragment
fn sea_fragment(in: SeaPoint) -> @location(0) vec4<f32> {
    return vec4<f32>(in.colour, 1.0);
}

// ---- Veils ----

struct VeilPoint {
    @builtin(position) position: vec4<f32>,
    @location(0) @interpolate(flat) colour: vec4<f32>,
}

@vertex
fn veil_vertex(vertex: SeaVertex) -> VeilPoint {
    return VeilPoint(place(vertex.instance, vertex.position), vertex.colour);
}

@fragment
fn veil_fragment(in: VeilPoint) -> @location(0) vec4<f32> {
    return in.colour;
}

// ---- Edges ----

struct EdgeVertex {
    @builtin(instance_index) instance: u32,
    @location(0) position: vec3<f32>,
    // Way to the left, side (-1 to 1), region.
    @location(1) stroke: vec4<f32>,
}

struct EdgePoint {
    @builtin(position) position: vec4<f32>,
    @location(0) @interpolate(flat) colour: vec3<f32>,
    @location(1) across: f32,
}

@vertex
fn edge_vertex(vertex: EdgeVertex) -> EdgePoint {
    let region = u32(vertex.stroke.w);
    let across = vertex.stroke.z * (max(edge.x, 0.5) + 1.0);
    let clip = place(vertex.instance, vertex.position);
    let shift = vertex.stroke.xy * across * 2.0 / view.viewport.zw;
    var out: EdgePoint;
    out.position = vec4<f32>(clip.xy + shift, clip.z, clip.w);
    out.colour = colour_of(region) * edge.y;
    out.across = across;
    return out;
}

@fragment
fn edge_fragment(in: EdgePoint) -> @location(0) vec4<f32> {
    // A line thinner than a pixel is a fainter line of one pixel.
    let cover = clamp(max(edge.x, 0.5) + 0.5 - abs(in.across), 0.0, 1.0) * min(edge.x * 2.0, 1.0);
    return vec4<f32>(in.colour, cover * edge.z);
}
