//! Colours as they are coded, from the first triangle to the last copy.
//!
//! Bevy draws light: each pixel is decoded from sRGB before something is laid over it, and coded again after.
//! Graphics cards do that for nothing; where a processor draws, it is most of the work. So the cameras here work in
//! coded colours (`CompositingSpace::Srgb`), as egui and SVG do, and what is drawn on them follows: egui through a
//! shader of its own, on textures seen as coded.

use bevy::image::ImageSampler;
use bevy::prelude::*;
use bevy::render::render_resource::{
    PipelineCache, SpecializedRenderPipelines, TextureFormat, TextureViewDescriptor,
};
use bevy::render::{Render, RenderApp, RenderSystems};
use bevy_egui::render::systems::{EguiPipelines, queue_pipelines_system};
use bevy_egui::render::{EGUI_SHADER_HANDLE, EguiPipeline, EguiPipelineKey};
use bevy_egui::{EguiManagedTextures, EguiPlugin, EguiPostUpdateSet};

/// egui, drawn in coded colours.
pub fn plugin(app: &mut App) {
    // Our shader knows one texture at a time.
    app.add_plugins(EguiPlugin { bindless_mode_array_size: None, ..default() });
    app.add_systems(Startup, replace_shader);
    app.add_systems(PostUpdate, see_as_coded.after(EguiPostUpdateSet::PostProcessOutput));
    if let Some(render) = app.get_sub_app_mut(RenderApp) {
        render
            .add_systems(Render, queue_pipelines.after(queue_pipelines_system).in_set(RenderSystems::Queue));
    }
}

fn replace_shader(mut shaders: ResMut<Assets<Shader>>) {
    let shader = Shader::from_wgsl(include_str!("panels.wgsl"), "window/panels.wgsl");
    if let Err(error) = shaders.insert(EGUI_SHADER_HANDLE.id(), shader) {
        error!("panels cannot be drawn: {error}");
    }
}

/// Lets the renderer see egui's textures as coded. The images stay what they are, since egui writes letters into them.
fn see_as_coded(textures: Res<EguiManagedTextures>, mut images: ResMut<Assets<Image>>) {
    if !textures.is_changed() {
        return;
    }
    for ((_, number), texture) in textures.iter() {
        let id = texture.handle.id();
        if images.get(id).is_none_or(|image| image.texture_view_descriptor.is_some()) {
            continue;
        }
        let Some(mut image) = images.get_mut(id) else { continue };
        let format = Some(TextureFormat::Rgba8Unorm);
        image.texture_descriptor.view_formats = &[TextureFormat::Rgba8Unorm];
        image.texture_view_descriptor = Some(TextureViewDescriptor { format, ..default() });
        // The first holds letters, which stand on whole pixels.
        if *number == 0 {
            image.sampler = ImageSampler::nearest();
        }
    }
}

/// Draws egui onto textures of the format that cameras have here; its own plugin knows two others.
fn queue_pipelines(
    mut chosen: ResMut<EguiPipelines>,
    mut specialized: ResMut<SpecializedRenderPipelines<EguiPipeline>>,
    (cache, pipeline): (Res<PipelineCache>, Res<EguiPipeline>),
) {
    let key = EguiPipelineKey { target_format: TextureFormat::Rgba8Unorm };
    for id in chosen.0.values_mut() {
        *id = specialized.specialize(&cache, &pipeline, key);
    }
}
