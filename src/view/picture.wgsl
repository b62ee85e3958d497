// The picture of the map in the window, and the ground of panels in the picture. Places are from -1 to 1.

@group(2) @binding(0) var picture: texture_2d<f32>;

// Behind all else. Depth is 0 at the far end and 1 at the near one.
@vertex
fn picture_vertex(@location(0) place: vec3<f32>) -> @builtin(position) vec4<f32> {
    return vec4<f32>(place.xy, 0.001, 1.0);
}

@fragment
fn picture_fragment(@builtin(position) place: vec4<f32>) -> @location(0) vec4<f32> {
    return textureLoad(picture, vec2<u32>(place.xy), 0);
}

struct CoverPoint {
    @builtin(position) position: vec4<f32>,
    @location(0) @interpolate(flat) colour: vec4<f32>,
}

// Before all else, so that nothing behind it is drawn.
@vertex
fn cover_vertex(@location(0) place: vec3<f32>, @location(1) colour: vec4<f32>) -> CoverPoint {
    return CoverPoint(vec4<f32>(place.xy, 0.999, 1.0), colour);
}

@fragment
fn cover_fragment(in: CoverPoint) -> @location(0) vec4<f32> {
    return in.colour;
}
