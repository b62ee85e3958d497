//! The materials of the map: land, edges between regions, and ink.

use bevy::asset::embedded_asset;
use bevy::mesh::MeshVertexBufferLayoutRef;
use bevy::prelude::*;
use bevy::reflect::TypePath;
use bevy::render::render_resource::{
    AsBindGroup, BlendComponent, BlendFactor, BlendOperation, BlendState, RenderPipelineDescriptor,
    ShaderType, SpecializedMeshPipelineError,
};
use bevy::shader::ShaderRef;
use bevy::sprite_render::{AlphaMode2d, Material2d, Material2dKey, Material2dPlugin};

use super::meshes::{REGION, STROKE, STYLE};

const MAP_SHADER: &str = "embedded://entente/view/map.wgsl";
const INK_SHADER: &str = "embedded://entente/view/ink.wgsl";

/// The sea, in the colours of its vertices.
#[derive(Asset, TypePath, AsBindGroup, Debug, Clone, Default)]
pub struct SeaMaterial {}

impl Material2d for SeaMaterial {
    fn vertex_shader() -> ShaderRef {
        MAP_SHADER.into()
    }

    fn fragment_shader() -> ShaderRef {
        MAP_SHADER.into()
    }

    fn specialize(
        descriptor: &mut RenderPipelineDescriptor,
        layout: &MeshVertexBufferLayoutRef,
        _key: Material2dKey<Self>,
    ) -> Result<(), SpecializedMeshPipelineError> {
        enter(descriptor, "sea_vertex", "sea_fragment");
        let attributes =
            [Mesh::ATTRIBUTE_POSITION.at_shader_location(0), Mesh::ATTRIBUTE_COLOR.at_shader_location(1)];
        descriptor.vertex.buffers = vec![layout.0.get_layout(&attributes)?];
        Ok(())
    }
}

/// Colour laid over the map, in the colours of its vertices.
#[derive(Asset, TypePath, AsBindGroup, Debug, Clone, Default)]
pub struct VeilMaterial {}

impl Material2d for VeilMaterial {
    fn vertex_shader() -> ShaderRef {
        MAP_SHADER.into()
    }

    fn fragment_shader() -> ShaderRef {
        MAP_SHADER.into()
    }

    fn alpha_mode(&self) -> AlphaMode2d {
        AlphaMode2d::Blend
    }

    fn specialize(
        descriptor: &mut RenderPipelineDescriptor,
        layout: &MeshVertexBufferLayoutRef,
        _key: Material2dKey<Self>,
    ) -> Result<(), SpecializedMeshPipelineError> {
        enter(descriptor, "veil_vertex", "veil_fragment");
        let attributes =
            [Mesh::ATTRIBUTE_POSITION.at_shader_location(0), Mesh::ATTRIBUTE_COLOR.at_shader_location(1)];
        descriptor.vertex.buffers = vec![layout.0.get_layout(&attributes)?];
        Ok(())
    }
}

/// Fills of regions, in the colours of the paint texture.
#[derive(Asset, TypePath, AsBindGroup, Debug, Clone)]
#[bind_group_data(LandKey)]
pub struct LandMaterial {
    /// The paint texture.
    #[texture(0, sample_type = "float", filterable = false, visibility(vertex))]
    pub paint: Handle<Image>,
    /// What lies over the fills.
    pub style: LandStyle,
}

/// What is drawn over fills. Plain land is by far the cheapest.
#[repr(u32)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LandStyle {
    /// Nothing.
    Plain,
    /// Patterns of blocs.
    Patterned,
    /// Stripes in the colour of an occupier.
    Occupied,
}

/// What the pipeline of land depends on.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct LandKey {
    style: LandStyle,
}

impl From<&LandMaterial> for LandKey {
    fn from(material: &LandMaterial) -> Self {
        Self { style: material.style }
    }
}

impl Material2d for LandMaterial {
    fn vertex_shader() -> ShaderRef {
        MAP_SHADER.into()
    }

    fn fragment_shader() -> ShaderRef {
        MAP_SHADER.into()
    }

    fn specialize(
        descriptor: &mut RenderPipelineDescriptor,
        layout: &MeshVertexBufferLayoutRef,
        key: Material2dKey<Self>,
    ) -> Result<(), SpecializedMeshPipelineError> {
        let (vertex, fragment) = match key.bind_group_data.style {
            LandStyle::Plain => ("plain_vertex", "plain_fragment"),
            LandStyle::Patterned => ("land_vertex", "land_fragment_patterned"),
            LandStyle::Occupied => ("land_vertex", "land_fragment_occupied"),
        };
        enter(descriptor, vertex, fragment);
        let attributes = [Mesh::ATTRIBUTE_POSITION.at_shader_location(0), REGION.at_shader_location(1)];
        descriptor.vertex.buffers = vec![layout.0.get_layout(&attributes)?];
        Ok(())
    }
}

/// Lines in a darker shade of the regions beside them.
#[derive(Asset, TypePath, AsBindGroup, Debug, Clone)]
pub struct EdgeMaterial {
    /// The paint texture.
    #[texture(0, sample_type = "float", filterable = false, visibility(vertex))]
    pub paint: Handle<Image>,
    /// Half width in physical pixels, share of the fill's brightness, opacity, half width in logical pixels.
    #[uniform(1)]
    pub style: Vec4,
}

impl Material2d for EdgeMaterial {
    fn vertex_shader() -> ShaderRef {
        MAP_SHADER.into()
    }

    fn fragment_shader() -> ShaderRef {
        MAP_SHADER.into()
    }

    fn alpha_mode(&self) -> AlphaMode2d {
        AlphaMode2d::Blend
    }

    fn specialize(
        descriptor: &mut RenderPipelineDescriptor,
        layout: &MeshVertexBufferLayoutRef,
        _key: Material2dKey<Self>,
    ) -> Result<(), SpecializedMeshPipelineError> {
        enter(descriptor, "edge_vertex", "edge_fragment");
        let attributes = [Mesh::ATTRIBUTE_POSITION.at_shader_location(0), STROKE.at_shader_location(1)];
        descriptor.vertex.buffers = vec![layout.0.get_layout(&attributes)?];
        Ok(())
    }
}

/// Lines and marks in colours of their own.
#[derive(Asset, TypePath, AsBindGroup, Debug, Clone)]
#[bind_group_data(InkKey)]
pub struct InkMaterial {
    /// What all of its ink shares.
    #[uniform(0)]
    pub settings: InkSettings,
    /// What is inked.
    pub kind: InkKind,
}

/// Kinds of ink, each with a pipeline of its own.
#[repr(u32)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum InkKind {
    /// Plain lines.
    Solid,
    /// Lines of all styles.
    Lines,
    /// Rings and discs.
    Marks,
    /// Arrows.
    Arrows,
    /// Signs on discs.
    Badges,
    /// Light that only ever brightens.
    Light,
    /// Shade that only ever darkens.
    Shade,
}

/// What all ink of one material shares.
#[derive(ShaderType, Debug, Clone, Copy, PartialEq)]
pub struct InkSettings {
    /// Physical pixels per logical one.
    pub scale: f32,
    /// The colour that light or shade fades into.
    pub base: Vec3,
    /// The ground that signs stand on.
    pub ground: Vec3,
}

/// What the pipeline of ink depends on.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct InkKey {
    kind: InkKind,
}

impl From<&InkMaterial> for InkKey {
    fn from(material: &InkMaterial) -> Self {
        Self { kind: material.kind }
    }
}

impl Material2d for InkMaterial {
    fn vertex_shader() -> ShaderRef {
        INK_SHADER.into()
    }

    fn fragment_shader() -> ShaderRef {
        INK_SHADER.into()
    }

    fn alpha_mode(&self) -> AlphaMode2d {
        AlphaMode2d::Blend
    }

    fn specialize(
        descriptor: &mut RenderPipelineDescriptor,
        layout: &MeshVertexBufferLayoutRef,
        key: Material2dKey<Self>,
    ) -> Result<(), SpecializedMeshPipelineError> {
        let attributes = [
            Mesh::ATTRIBUTE_POSITION.at_shader_location(0),
            STROKE.at_shader_location(1),
            Mesh::ATTRIBUTE_COLOR.at_shader_location(2),
            STYLE.at_shader_location(3),
        ];
        descriptor.vertex.buffers = vec![layout.0.get_layout(&attributes)?];
        let (vertex, fragment, operation) = match key.bind_group_data.kind {
            InkKind::Solid => ("line_vertex", "solid_fragment", None),
            InkKind::Lines => ("line_vertex", "line_fragment", None),
            InkKind::Marks => ("vertex", "mark_fragment", None),
            InkKind::Arrows => ("arrow_vertex", "arrow_fragment", None),
            InkKind::Badges => ("vertex", "badge_fragment", None),
            InkKind::Light => ("light_vertex", "light_fragment", Some(BlendOperation::Max)),
            InkKind::Shade => ("light_vertex", "light_fragment", Some(BlendOperation::Min)),
        };
        enter(descriptor, vertex, fragment);
        if let Some(operation) = operation {
            let one = BlendFactor::One;
            let component = BlendComponent { src_factor: one, dst_factor: one, operation };
            for target in
                descriptor.fragment.iter_mut().flat_map(|fragment| fragment.targets.iter_mut().flatten())
            {
                target.blend = Some(BlendState { color: component, alpha: component });
            }
        }
        Ok(())
    }
}

fn enter(descriptor: &mut RenderPipelineDescriptor, vertex: &'static str, fragment: &'static str) {
    descriptor.vertex.entry_point = Some(vertex.into());
    if let Some(stage) = &mut descriptor.fragment {
        stage.entry_point = Some(fragment.into());
    }
}

pub(super) fn plugin(app: &mut App) {
    embedded_asset!(app, "map.wgsl");
    embedded_asset!(app, "ink.wgsl");
    app.add_plugins((
        Material2dPlugin::<SeaMaterial>::default(),
        Material2dPlugin::<VeilMaterial>::default(),
        Material2dPlugin::<LandMaterial>::default(),
        Material2dPlugin::<EdgeMaterial>::default(),
        Material2dPlugin::<InkMaterial>::default(),
    ));
}
