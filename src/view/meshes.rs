//! The meshes of the map: fills, edges and ink, gathered piece by piece.

use bevy::asset::RenderAssetUsages;
use bevy::mesh::{Indices, MeshVertexAttribute, PrimitiveTopology, VertexFormat};
use bevy::prelude::*;

use super::stroke::joints;

/// The region of a vertex.
pub const REGION: MeshVertexAttribute = MeshVertexAttribute::new("Region", 0x0e_47_01, VertexFormat::Float32);
/// Way to the left, side, and length so far or region.
pub const STROKE: MeshVertexAttribute =
    MeshVertexAttribute::new("Stroke", 0x0e_47_02, VertexFormat::Float32x4);
/// Style, half width, birth, whole length.
pub const STYLE: MeshVertexAttribute = MeshVertexAttribute::new("Style", 0x0e_47_03, VertexFormat::Float32x4);

/// Gathers fills into one mesh.
#[derive(Debug, Default)]
pub struct LandBuilder {
    positions: Vec<[f32; 3]>,
    regions: Vec<f32>,
    indices: Vec<u32>,
}

impl LandBuilder {
    /// Adds a polygon, its outer ring first. One that cannot be cut into triangles is left out.
    pub fn add(&mut self, rings: &[Vec<Vec2>], region: usize) {
        let mut holes = Vec::new();
        let mut flat = Vec::new();
        for ring in rings {
            if !flat.is_empty() {
                holes.push(flat.len() / 2);
            }
            flat.extend(ring.iter().flat_map(|point| [point.x, point.y]));
        }
        let Ok(triangles) = earcutr::earcut(&flat, &holes, 2) else { return };
        let first = self.positions.len() as u32;
        self.positions.extend(flat.chunks_exact(2).map(|point| [point[0], point[1], 0.0]));
        self.regions.resize(self.positions.len(), region as f32);
        self.indices.extend(triangles.into_iter().map(|index| first + index as u32));
    }

    /// Adds all that another has gathered.
    pub fn append(&mut self, other: &Self) {
        let first = self.positions.len() as u32;
        self.positions.extend_from_slice(&other.positions);
        self.regions.extend_from_slice(&other.regions);
        self.indices.extend(other.indices.iter().map(|index| first + index));
    }

    /// A mesh of one colour in place of those of the regions.
    pub fn veil(mut self, colour: Srgba) -> Mesh {
        self.fill_empty();
        let colours = vec![colour.to_f32_array(); self.positions.len()];
        triangles(self.positions, self.indices).with_inserted_attribute(Mesh::ATTRIBUTE_COLOR, colours)
    }

    /// The mesh. Without any fill it is one triangle of no size, as buffers cannot be empty.
    pub fn build(mut self) -> Mesh {
        self.fill_empty();
        triangles(self.positions, self.indices).with_inserted_attribute(REGION, self.regions)
    }

    fn fill_empty(&mut self) {
        if self.indices.is_empty() {
            self.positions = vec![[0.0; 3]; 3];
            self.regions = vec![0.0; 3];
            self.indices = vec![0, 1, 2];
        }
    }
}

/// Gathers edges into one mesh.
#[derive(Debug, Default)]
pub struct EdgeBuilder {
    positions: Vec<[f32; 3]>,
    strokes: Vec<[f32; 4]>,
    indices: Vec<u32>,
}

impl EdgeBuilder {
    /// Adds a line in the shade of one region, from this side of it to that: -1 is a half width to the
    /// right, 0 the line itself, 1 a half width to the left.
    pub fn add(&mut self, line: &[Vec2], sides: [f32; 2], region: usize) {
        let first = self.positions.len() as u32;
        let joints = joints(line);
        for joint in &joints {
            for side in sides {
                self.positions.push([joint.place.x, joint.place.y, 0.0]);
                self.strokes.push([joint.left.x, joint.left.y, side, region as f32]);
            }
        }
        strip_indices(&mut self.indices, first, joints.len());
    }

    /// The mesh. Without any line it is one triangle of no size, as buffers cannot be empty.
    pub fn build(mut self) -> Mesh {
        if self.indices.is_empty() {
            self.positions = vec![[0.0; 3]; 3];
            self.strokes = vec![[0.0; 4]; 3];
            self.indices = vec![0, 1, 2];
        }
        triangles(self.positions, self.indices).with_inserted_attribute(STROKE, self.strokes)
    }
}

/// Styles of ink, by the numbers of the shader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InkStyle {
    /// A plain line.
    Solid,
    /// A plain line with a thin one beside it.
    Double,
    /// Dots.
    Dotted,
    /// Short dashes.
    Dashed,
    /// A ring about a point.
    Ring,
    /// Two rings about a point.
    DoubleRing,
    /// An arrow that grows from its birth and fades.
    Arrow,
    /// A filled circle about a point.
    Disc,
    /// Light that falls off to both sides.
    Glow,
    /// A badge with a shield that fades from its birth.
    Shield,
    /// A badge with a wheel that fades from its birth.
    Wheel,
    /// A badge with a parted link that fades from its birth.
    Parted,
    /// A badge with crossed swords that fades from its birth.
    Swords,
    /// A badge with waves that fades from its birth.
    Wave,
    /// A strong line with short strokes across it.
    Front,
    /// A star about a point.
    Star,
    /// The mark of a lion about a point.
    Lion,
    /// The mark of a lamb about a point.
    Lamb,
    /// The mark of a wolf about a point.
    Wolf,
    /// The mark of a jackal about a point.
    Jackal,
    /// A band on the left of a line, strongest at the line.
    Halo,
}

/// How a line or mark is inked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ink {
    /// Style.
    pub style: InkStyle,
    /// Half width in logical pixels.
    pub half_width: f32,
    /// Colour.
    pub colour: Srgba,
    /// When an arrow or a badge was born, in wrapped seconds.
    pub birth: f32,
}

impl Ink {
    /// Ink that does not move.
    pub fn new(style: InkStyle, half_width: f32, colour: impl Into<Srgba>) -> Self {
        Self { style, half_width, colour: colour.into(), birth: 0.0 }
    }
}

/// Gathers ink into one mesh.
#[derive(Debug, Default)]
pub struct InkBuilder {
    positions: Vec<[f32; 3]>,
    strokes: Vec<[f32; 4]>,
    colours: Vec<[f32; 4]>,
    styles: Vec<[f32; 4]>,
    indices: Vec<u32>,
}

impl InkBuilder {
    /// Adds a line.
    pub fn line(&mut self, line: &[Vec2], ink: Ink) {
        let joints = joints(line);
        let whole = joints.last().map_or(0.0, |joint| joint.along);
        let first = self.positions.len() as u32;
        for joint in &joints {
            for side in [-1.0, 1.0] {
                self.vertex(joint.place, [joint.left.x, joint.left.y, side, joint.along], ink, whole);
            }
        }
        strip_indices(&mut self.indices, first, joints.len());
    }

    /// Adds light along a line, piece by piece, each with round ends: joined strips would show their joints.
    pub fn light(&mut self, line: &[Vec2], ink: Ink) {
        for piece in line.windows(2) {
            let first = self.positions.len() as u32;
            let length = piece[0].distance(piece[1]);
            let left = (piece[1] - piece[0]).normalize_or_zero().perp();
            for (place, along) in [(piece[0], 0.0), (piece[1], length)] {
                for side in [-1.0, 1.0] {
                    self.vertex(place, [left.x, left.y, side, along], ink, length);
                }
            }
            strip_indices(&mut self.indices, first, 2);
        }
    }

    /// Adds a mark about a place.
    pub fn mark(&mut self, place: Vec2, ink: Ink) {
        let first = self.positions.len() as u32;
        for corner in [[-1.0, -1.0], [1.0, -1.0], [-1.0, 1.0], [1.0, 1.0]] {
            self.vertex(place, [corner[0], corner[1], 1.0, 0.0], ink, 0.0);
        }
        strip_indices(&mut self.indices, first, 2);
    }

    /// The mesh. Without any ink it is one triangle of no size, as buffers cannot be empty.
    pub fn build(mut self) -> Mesh {
        if self.indices.is_empty() {
            self.mark(Vec2::ZERO, Ink::new(InkStyle::Disc, 0.0, Srgba::NONE));
        }
        triangles(self.positions, self.indices)
            .with_inserted_attribute(STROKE, self.strokes)
            .with_inserted_attribute(Mesh::ATTRIBUTE_COLOR, self.colours)
            .with_inserted_attribute(STYLE, self.styles)
    }

    fn vertex(&mut self, place: Vec2, stroke: [f32; 4], ink: Ink, whole: f32) {
        self.positions.push([place.x, place.y, 0.0]);
        self.strokes.push(stroke);
        self.colours.push(ink.colour.to_f32_array());
        self.styles.push([f32::from(ink.style as u8), ink.half_width, ink.birth, whole]);
    }
}

/// Two triangles between each pair of vertices and the next.
fn strip_indices(indices: &mut Vec<u32>, first: u32, pairs: usize) {
    for pair in 1..pairs as u32 {
        let at = first + 2 * pair;
        indices.extend([at - 2, at - 1, at, at, at - 1, at + 1]);
    }
}

/// A mesh of triangles for the renderer alone.
fn triangles(positions: Vec<[f32; 3]>, indices: Vec<u32>) -> Mesh {
    Mesh::new(PrimitiveTopology::TriangleList, RenderAssetUsages::RENDER_WORLD)
        .with_inserted_attribute(Mesh::ATTRIBUTE_POSITION, positions)
        .with_inserted_indices(Indices::U32(indices))
}
