// What egui draws, in colours as they are coded: what a texture lets through times the colour, as egui means it.
// Textures are seen as coded too (see `coded.rs`), so nothing is ever decoded.

struct Transform {
    scale: vec2<f32>,
    translation: vec2<f32>,
}

struct Corner {
    @location(0) position: vec2<f32>,
    @location(1) uv: vec2<f32>,
    @location(2) colour: vec4<f32>,
}

struct Point {
    @builtin(position) position: vec4<f32>,
    @location(0) @interpolate(linear) colour: vec4<f32>,
    @location(1) @interpolate(linear) uv: vec2<f32>,
}

@group(0) @binding(0) var<uniform> transform: Transform;
@group(1) @binding(0) var image: texture_2d<f32>;
@group(1) @binding(1) var image_sampler: sampler;

@vertex
fn vs_main(in: Corner) -> Point {
    return Point(vec4<f32>(in.position * transform.scale + transform.translation, 0.0, 1.0), in.colour, in.uv);
}

@fragment
fn fs_main(in: Point) -> @location(0) vec4<f32> {
    return textureSample(image, image_sampler, in.uv) * in.colour;
}
