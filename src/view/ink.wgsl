// Ink: lines and marks of a width in pixels, in colours of their own.

#import bevy_sprite::mesh2d_functions::{get_world_from_local, mesh2d_position_local_to_clip}
#import bevy_sprite::mesh2d_view_bindings::{view, globals}

// Pixels of the screen per pixel of the layout, colour that light fades into, ground of signs.
struct Settings {
    scale: f32,
    base: vec3<f32>,
    ground: vec3<f32>,
}

@group(2) @binding(0) var<uniform> settings: Settings;

struct InkVertex {
    @builtin(instance_index) instance: u32,
    @location(0) position: vec3<f32>,
    // Way to the left (or to the corner of a mark), side (-1 or 1), length so far.
    @location(1) stroke: vec4<f32>,
    @location(2) colour: vec4<f32>,
    // Style, half width in pixels, time of birth, whole length.
    @location(3) style: vec4<f32>,
}

struct InkPoint {
    @builtin(position) position: vec4<f32>,
    @location(0) colour: vec4<f32>,
    // Lines: pixels across and along. Marks: pixels from the middle.
    @location(1) local: vec2<f32>,
    @location(2) @interpolate(flat) style: vec4<f32>,
}

const SOLID = 0u;
const DOUBLE = 1u;
const DOTTED = 2u;
const DASHED = 3u;
const RING = 4u;
const DOUBLE_RING = 5u;
const DISC = 7u;
// 6 are arrows and 8 is light, which have pipelines of their own.
// Badges from here on.
const SHIELD = 9u;
const WHEEL = 10u;
const PARTED = 11u;
const SWORDS = 12u;
const WAVE = 13u;
const FRONT = 14u;
const STAR = 15u;
// The marks of types from here on.
const LION = 16u;
const LAMB = 17u;
const WOLF = 18u;
// 19 is a jackal.
const HALO = 20u;

@vertex
fn vertex(vertex: InkVertex) -> InkPoint {
    let per_unit = view.clip_from_world[0].x * view.viewport.z * 0.5 / settings.scale;
    let kind = u32(vertex.style.x);
    let half_width = vertex.style.y;
    let reach = half_width + 1.0;
    let offset = vertex.stroke.xy * vertex.stroke.z * reach;
    let along = vertex.stroke.w * per_unit;
    let world = get_world_from_local(vertex.instance);
    let clip = mesh2d_position_local_to_clip(world, vec4<f32>(vertex.position, 1.0));
    var out: InkPoint;
    out.position = vec4<f32>(clip.xy + offset * settings.scale * 2.0 / view.viewport.zw, clip.z, clip.w);
    out.colour = vertex.colour;
    out.style = vec4<f32>(vertex.style.x, half_width, vertex.style.z, vertex.style.w * per_unit);
    if kind == RING || kind == DOUBLE_RING || kind == DISC || kind >= STAR || (kind >= SHIELD && kind <= WAVE) {
        out.local = offset;
    } else {
        out.local = vec2<f32>(vertex.stroke.z * reach, along);
    }
    return out;
}

// Coverage of a band of this half width at this distance from its middle.
fn band(distance: f32, half_width: f32) -> f32 {
    return clamp((half_width - distance) * settings.scale + 0.5, 0.0, 1.0);
}

// Distance to a piece of line.
fn segment(at: vec2<f32>, a: vec2<f32>, b: vec2<f32>) -> f32 {
    let way = b - a;
    return length(at - a - way * clamp(dot(at - a, way) / dot(way, way), 0.0, 1.0));
}

// Coverage of a badge's sign; `at` in units of the badge's radius, y up.
fn sign_cover(kind: u32, at: vec2<f32>, radius: f32) -> f32 {
    let side = vec2<f32>(abs(at.x), at.y);
    var distance = 1.0;
    switch kind {
        case SHIELD: { distance = max(max(side.x - 0.48, at.y - 0.52), 0.64 * side.x - 0.77 * at.y - 0.46); }
        case WHEEL: {
            let spokes = min(side.x, min(segment(side, vec2<f32>(0.0), vec2<f32>(0.5, 0.29)), 1.0));
            distance = min(abs(length(at) - 0.5) - 0.09, max(spokes - 0.055, length(at) - 0.5));
        }
        case PARTED: {
            let rings = abs(length(side - vec2<f32>(0.34, 0.0)) - 0.25) - 0.08;
            distance = min(max(rings, 0.12 - side.x), segment(at, vec2<f32>(-0.14, -0.6), vec2<f32>(0.14, 0.6)) - 0.06);
        }
        case SWORDS: {
            let blade = min(segment(at, vec2<f32>(-0.5, -0.5), vec2<f32>(0.55, 0.55)),
                            segment(at, vec2<f32>(0.5, -0.5), vec2<f32>(-0.55, 0.55)));
            let guard_line = segment(side, vec2<f32>(0.08, -0.5), vec2<f32>(0.5, -0.08));
            distance = min(blade, guard_line) - 0.085;
        }
        default: {
            let wave = at.y + 0.14 * sin(at.x * 7.0);
            let line = min(abs(wave), min(abs(wave - 0.33), abs(wave + 0.33)));
            distance = max(line - 0.08, side.x - 0.6);
        }
    }
    return clamp(0.5 - distance * radius * settings.scale, 0.0, 1.0);
}

// A sign on a dark disc with a thin rim.
fn badge(in: InkPoint) -> vec4<f32> {
    let age = globals.time - in.style.z;
    let shown = smoothstep(0.15, 0.4, age) * (1.0 - smoothstep(1.5, 2.0, age));
    let radius = in.style.y;
    let off = length(in.local);
    let sign = sign_cover(u32(in.style.x), in.local / radius, radius);
    let rim = band(abs(off - radius + 0.6), 0.6);
    let ground = band(off, radius);
    return vec4<f32>(mix(settings.ground, in.colour.rgb, max(sign, rim)), ground * shown);
}

// ---- Lines ----
//
// Each kind of ink has a pipeline of its own, since software renderers run through every branch of a shader.

struct LinePoint {
    @builtin(position) position: vec4<f32>,
    @location(0) @interpolate(flat) colour: vec4<f32>,
    // Half width in pixels, style.
    @location(1) @interpolate(flat) form: vec2<f32>,
    // Pixels across and along.
    @location(2) local: vec2<f32>,
}

fn line_point(vertex: InkVertex) -> LinePoint {
    let per_unit = view.clip_from_world[0].x * view.viewport.z * 0.5 / settings.scale;
    let reach = vertex.style.y + 1.0;
    let offset = vertex.stroke.xy * vertex.stroke.z * reach;
    let world = get_world_from_local(vertex.instance);
    let clip = mesh2d_position_local_to_clip(world, vec4<f32>(vertex.position, 1.0));
    let position = vec4<f32>(clip.xy + offset * settings.scale * 2.0 / view.viewport.zw, clip.z, clip.w);
    let local = vec2<f32>(vertex.stroke.z * reach, vertex.stroke.w * per_unit);
    return LinePoint(position, vertex.colour, vertex.style.yx, local);
}

@vertex
fn line_vertex(vertex: InkVertex) -> LinePoint {
    return line_point(vertex);
}

// Plain lines alone.
@fragment
fn solid_fragment(in: LinePoint) -> @location(0) vec4<f32> {
    let half_width = in.form.x;
    let cover = band(abs(in.local.x), max(half_width, 0.5)) * min(half_width * 2.0, 1.0);
    return vec4<f32>(in.colour.rgb, in.colour.a * cover);
}

// Lines of all kinds.
@fragment
fn line_fragment(in: LinePoint) -> @location(0) vec4<f32> {
    let across = abs(in.local.x);
    let half_width = in.form.x;
    var cover = 0.0;
    switch u32(in.form.y) {
        case SOLID: { cover = band(across, max(half_width, 0.5)) * min(half_width * 2.0, 1.0); }
        case DOUBLE: { cover = max(band(across, 1.1), band(abs(in.local.x - 3.4), 0.5)); }
        case DOTTED: {
            let step = (fract(in.local.y / 6.5) - 0.5) * 6.5;
            cover = band(length(vec2<f32>(across, step)), half_width);
        }
        case DASHED: {
            let step = abs(fract(in.local.y / 11.0) - 0.5) * 11.0;
            cover = band(across, half_width) * band(step, 3.4);
        }
        case HALO: {
            let fall = max(1.0 - in.local.x / half_width, 0.0);
            cover = fall * fall * clamp(in.local.x * settings.scale + 0.5, 0.0, 1.0);
        }
        default: {
            // A front: its strokes slant, as in the hatch of a front on maps.
            let step = abs(fract((in.local.y + in.local.x) / 8.0) - 0.5) * 8.0;
            cover = max(band(across, 1.5), band(step, 0.8) * band(across, half_width));
        }
    }
    return vec4<f32>(in.colour.rgb, in.colour.a * cover);
}

// ---- Marks ----

// Distance to the left of the way from a to b, y down.
fn beyond(at: vec2<f32>, a: vec2<f32>, b: vec2<f32>) -> f32 {
    let way = normalize(b - a);
    return dot(at - a, vec2<f32>(way.y, -way.x));
}

fn triangle(at: vec2<f32>, a: vec2<f32>, b: vec2<f32>, c: vec2<f32>) -> f32 {
    return max(beyond(at, a, b), max(beyond(at, b, c), beyond(at, c, a)));
}

// Distance to the mark of a type, in units of its radius, y down. The shapes are those of signs.rs; all but the
// fleece are alike on both sides.
fn kind_distance(kind: u32, place: vec2<f32>) -> f32 {
    let at = vec2<f32>(abs(place.x), place.y);
    switch kind {
        case LION: {
            let base = max(at.x - 0.8, abs(at.y - 0.525) - 0.225);
            let middle = max(beyond(at, vec2<f32>(0.0, -0.75), vec2<f32>(0.45, 0.35)), at.y - 0.35);
            let side = triangle(at, vec2<f32>(0.2, 0.35), vec2<f32>(0.9, -0.75), vec2<f32>(0.8, 0.35));
            return min(base, min(middle, side));
        }
        case LAMB: {
            let turn = (fract(atan2(place.y, place.x) / 0.8975979 + 0.5) - 0.5) * 0.8975979;
            let lock = length(length(place) * vec2<f32>(cos(turn), sin(turn)) - vec2<f32>(0.55, 0.0)) - 0.36;
            return max(min(length(place) - 0.6, lock), 0.32 - length(place - vec2<f32>(0.0, 0.24)));
        }
        case WOLF: {
            let ear = triangle(at, vec2<f32>(0.85, -1.0), vec2<f32>(0.9, 0.1), vec2<f32>(0.1, -0.5));
            let cheek = max(beyond(at, vec2<f32>(0.75, -0.45), vec2<f32>(0.95, 0.15)),
                            beyond(at, vec2<f32>(0.95, 0.15), vec2<f32>(0.3, 0.9)));
            let head = max(cheek, max(-0.45 - at.y, at.y - 0.9));
            return max(min(ear, head), 0.13 - length(at - vec2<f32>(0.38, 0.12)));
        }
        default: {
            let ear = triangle(at, vec2<f32>(0.65, -1.0), vec2<f32>(0.6, 0.15), vec2<f32>(0.05, -0.15));
            let cheek = max(at.x - 0.55, beyond(at, vec2<f32>(0.55, 0.15), vec2<f32>(0.16, 0.95)));
            let head = max(cheek, max(-0.15 - at.y, at.y - 0.95));
            return max(min(ear, head), 0.13 - length(at - vec2<f32>(0.25, 0.12)));
        }
    }
}

@fragment
fn mark_fragment(in: InkPoint) -> @location(0) vec4<f32> {
    let radius = length(in.local);
    let half_width = in.style.y;
    var cover = band(radius, half_width);
    if in.style.x == f32(RING) {
        cover = band(abs(radius - (half_width - 1.0)), 0.8);
    } else if in.style.x == f32(DOUBLE_RING) {
        cover = max(band(abs(radius - (half_width - 0.8)), 0.7), band(abs(radius - (half_width - 3.6)), 0.9));
    }
    if in.style.x == f32(STAR) {
        // Five points: half of one is a straight line between the outer and the inner corner.
        let turn = abs(fract(atan2(in.local.x, in.local.y) / 1.2566371 + 0.5) - 0.5) * 1.2566371;
        let inner = 0.45 * half_width;
        let edge = half_width * inner * sin(0.6283185) / (half_width * sin(turn) + inner * sin(0.6283185 - turn));
        cover = band(radius, edge);
    }
    if in.style.x >= f32(LION) {
        let distance = kind_distance(u32(in.style.x), in.local * vec2<f32>(1.0, -1.0) / half_width);
        cover = clamp(0.5 - distance * half_width * settings.scale, 0.0, 1.0);
    }
    return vec4<f32>(in.colour.rgb, in.colour.a * cover);
}

// ---- Flashes: arrows and the badges on them ----

struct ArrowPoint {
    @builtin(position) position: vec4<f32>,
    @location(0) @interpolate(flat) colour: vec4<f32>,
    // Size, pixels that it has grown to, its whole length.
    @location(1) @interpolate(flat) form: vec3<f32>,
    // Pixels across and along.
    @location(2) local: vec2<f32>,
}

@vertex
fn arrow_vertex(vertex: InkVertex) -> ArrowPoint {
    let line = line_point(vertex);
    let per_unit = view.clip_from_world[0].x * view.viewport.z * 0.5 / settings.scale;
    let age = globals.time - vertex.style.z;
    let whole = vertex.style.w * per_unit;
    let fade = 1.0 - smoothstep(1.5, 2.0, age);
    let form = vec3<f32>(vertex.style.y / 6.5, whole * smoothstep(0.0, 0.35, age), whole);
    return ArrowPoint(line.position, vec4<f32>(line.colour.rgb, line.colour.a * fade), form, line.local);
}

@fragment
fn arrow_fragment(in: ArrowPoint) -> @location(0) vec4<f32> {
    let size = in.form.x;
    let to_tip = in.form.y - in.local.y;
    let half_width = select(1.5 * size, max(to_tip, 0.0) * 0.5, to_tip < 13.0 * size);
    // The tail fades, so that the way of the arrow shows even before its head is seen.
    let tail = mix(0.35, 1.0, clamp(in.local.y / max(in.form.z, 1.0), 0.0, 1.0));
    let cover = band(abs(in.local.x), half_width) * clamp(to_tip + 0.5, 0.0, 1.0) * tail;
    return vec4<f32>(in.colour.rgb, in.colour.a * cover);
}

@fragment
fn badge_fragment(in: InkPoint) -> @location(0) vec4<f32> {
    return badge(in);
}

// ---- Light ----

struct LightPoint {
    @builtin(position) position: vec4<f32>,
    @location(0) @interpolate(flat) colour: vec4<f32>,
    // Reach of the light and length of the piece, in pixels.
    @location(1) @interpolate(flat) form: vec2<f32>,
    // Pixels across and along.
    @location(2) local: vec2<f32>,
}

@vertex
fn light_vertex(vertex: InkVertex) -> LightPoint {
    let per_unit = view.clip_from_world[0].x * view.viewport.z * 0.5 / settings.scale;
    // Seen from afar, light draws in to the coasts.
    let reach = vertex.style.y * clamp(per_unit * 7.0, 0.3, 1.0) + 1.0;
    // Each piece reaches beyond its ends, which are round.
    let end = select(-reach, reach, vertex.stroke.w > 0.0);
    let offset = vertex.stroke.xy * vertex.stroke.z * reach + vec2<f32>(vertex.stroke.y, -vertex.stroke.x) * end;
    let world = get_world_from_local(vertex.instance);
    let clip = mesh2d_position_local_to_clip(world, vec4<f32>(vertex.position, 1.0));
    let position = vec4<f32>(clip.xy + offset * settings.scale * 2.0 / view.viewport.zw, clip.z, clip.w);
    let local = vec2<f32>(vertex.stroke.z * reach, vertex.stroke.w * per_unit + end);
    return LightPoint(position, vertex.colour, vec2<f32>(reach, vertex.style.w * per_unit), local);
}

// Light is added by taking the brighter, shade by taking the darker, so pieces may overlap.
@fragment
fn light_fragment(in: LightPoint) -> @location(0) vec4<f32> {
    let beyond = max(max(-in.local.y, in.local.y - in.form.y), 0.0);
    let fall = max(1.0 - length(vec2<f32>(in.local.x, beyond)) / in.form.x, 0.0);
    return vec4<f32>(mix(settings.base, in.colour.rgb, fall * fall * in.colour.a), 1.0);
}
