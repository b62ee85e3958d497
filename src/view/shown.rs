//! How the picture comes to be kept and shown: by copies, which cost next to nothing where a processor draws.
//!
//! The painter's camera hands what it has drawn over to the picture. The window's camera takes the map from there,
//! draws on it what moves, lays the ground of panels over what has strayed onto it, lets egui draw, and hands all to
//! the window. All work in coded colours, so that only this last step turns them into light.

use bevy::core_pipeline::blit::{BlitPipeline, BlitPipelineKey};
use bevy::core_pipeline::upscaling::{ViewUpscalingPipeline, upscaling};
use bevy::core_pipeline::{Core2d, Core2dSystems};
use bevy::prelude::*;
use bevy::render::camera::ExtractedCamera;
use bevy::render::extract_component::{ExtractComponent, ExtractComponentPlugin};
use bevy::render::render_asset::RenderAssets;
use bevy::render::render_resource::{
    CachedRenderPipelineId, Extent3d, LoadOp, Operations, Origin3d, PipelineCache, RenderPassColorAttachment,
    RenderPassDescriptor, SpecializedRenderPipelines, StoreOp, TexelCopyTextureInfo, Texture, TextureAspect,
    TextureFormat, TextureUsages, TextureViewDescriptor,
};
use bevy::render::renderer::{RenderContext, ViewQuery};
use bevy::render::texture::GpuImage;
use bevy::render::view::ViewTarget;
use bevy::render::{Render, RenderApp, RenderSystems};
use bevy_egui::render::egui_pass;

/// On the painter's camera: where what it has drawn goes.
#[derive(Component, ExtractComponent, Debug, Clone)]
pub struct Keeps {
    /// The picture.
    pub picture: Handle<Image>,
    /// The map's part of it, in its pixels.
    pub part: URect,
    /// What lies where the map is not.
    pub ground: LinearRgba,
}

/// On the window's camera: what it shows.
#[derive(Component, ExtractComponent, Debug, Clone)]
pub struct Shows {
    /// The picture.
    pub picture: Handle<Image>,
    /// Panels as they were last drawn, in a picture of the same size.
    pub panels: Handle<Image>,
    /// The map's part of the window, in its pixels.
    pub part: URect,
    /// Of the four parts around it, as [`around`] gives them, those whose panels are as they were: they are copied.
    pub kept: [bool; 4],
    /// Whether what panels stand on is sure to be there.
    pub settled: bool,
}

/// The format of the picture, and of what cameras here draw on.
pub const CODED: TextureFormat = TextureFormat::Rgba8Unorm;

/// The same, seen as light.
pub const LIGHT: TextureFormat = TextureFormat::Rgba8UnormSrgb;

/// What cameras need that take from the picture.
pub fn usages() -> bevy::camera::CameraMainTextureUsages {
    bevy::camera::CameraMainTextureUsages::default().with(TextureUsages::COPY_DST)
}

pub(super) fn plugin(app: &mut App) {
    app.add_plugins((ExtractComponentPlugin::<Keeps>::default(), ExtractComponentPlugin::<Shows>::default()));
    let Some(render) = app.get_sub_app_mut(RenderApp) else { return };
    render.init_resource::<Showing>();
    render.add_systems(
        Render,
        (
            choose.in_set(RenderSystems::Prepare).ambiguous_with_all(),
            take_over.after(RenderSystems::Prepare).before(RenderSystems::Render),
        ),
    );
    render.add_systems(
        Core2d,
        (
            lay.before(Core2dSystems::MainPass),
            guard.after(Core2dSystems::MainPass).before(egui_pass),
            (keep, keep_panels, show)
                .chain()
                .after(Core2dSystems::PostProcess)
                .after(egui_pass)
                .after(upscaling),
        ),
    );
}

/// How the window's picture is handed over.
#[derive(Resource, Default)]
struct Showing(Option<CachedRenderPipelineId>);

fn choose(
    mut showing: ResMut<Showing>,
    (mut cache, blit): (ResMut<PipelineCache>, Res<BlitPipeline>),
    mut pipelines: ResMut<SpecializedRenderPipelines<BlitPipeline>>,
    targets: Query<&ViewTarget, With<Shows>>,
) {
    for target_format in targets.iter().filter_map(ViewTarget::out_texture_view_format) {
        let key = BlitPipelineKey { target_format, blend_state: None, samples: 1, source_space: None };
        let id = pipelines.specialize(&cache, &blit, key);
        // A frame without it would show nothing.
        cache.block_on_render_pipeline(id);
        showing.0 = Some(id);
    }
}

/// Views that are handed over here.
type Ours = (Or<(With<Keeps>, With<Shows>)>, With<ViewUpscalingPipeline>);

/// Keeps the engine from handing over pictures in its own, dearer way. Cameras cannot be told to skip that: one that
/// writes to nothing is not drawn.
fn take_over(mut commands: Commands, views: Query<Entity, Ours>) {
    for view in &views {
        commands.entity(view).remove::<ViewUpscalingPipeline>();
    }
}

fn size_of(texture: &Texture) -> UVec2 {
    UVec2::new(texture.width(), texture.height())
}

/// Copies a part from one texture to the same place of another, if it is within both.
fn copy(ctx: &mut RenderContext, from: &Texture, to: &Texture, part: URect) {
    let part = part.intersect(URect::from_corners(UVec2::ZERO, size_of(from).min(size_of(to))));
    if part.is_empty() {
        return;
    }
    let origin = Origin3d { x: part.min.x, y: part.min.y, z: 0 };
    let place = |texture| TexelCopyTextureInfo { texture, mip_level: 0, origin, aspect: TextureAspect::All };
    let extent = Extent3d { width: part.width(), height: part.height(), depth_or_array_layers: 1 };
    ctx.command_encoder().copy_texture_to_texture(place(from), place(to), extent);
}

/// What of a picture of this size lies around a part.
pub fn around(size: UVec2, part: URect) -> [URect; 4] {
    [
        URect::new(0, 0, size.x, part.min.y),
        URect::new(0, part.max.y, size.x, size.y),
        URect::new(0, part.min.y, part.min.x, part.max.y),
        URect::new(part.max.x, part.min.y, size.x, part.max.y),
    ]
}

/// Hands what the painter has drawn over to the picture.
fn keep(
    view: ViewQuery<(&ViewTarget, &ExtractedCamera, &Keeps)>,
    images: Res<RenderAssets<GpuImage>>,
    mut ctx: RenderContext,
) {
    let (target, camera, keeps) = view.into_inner();
    let (Some(picture), Some(viewport)) = (images.get(&keeps.picture), &camera.viewport) else { return };
    let part =
        URect::from_corners(viewport.physical_position, viewport.physical_position + viewport.physical_size);
    // Where it was drawn in part, all else is there.
    if part == keeps.part {
        let attachment = RenderPassColorAttachment {
            view: &picture.texture_view,
            depth_slice: None,
            resolve_target: None,
            ops: Operations { load: LoadOp::Clear(keeps.ground.into()), store: StoreOp::Store },
        };
        ctx.command_encoder().begin_render_pass(&RenderPassDescriptor {
            label: Some("ground of the picture"),
            color_attachments: &[Some(attachment)],
            ..default()
        });
    }
    copy(&mut ctx, target.main_texture(), &picture.texture, part);
}

/// Lays the map under what moves.
fn lay(view: ViewQuery<(&ViewTarget, &Shows)>, images: Res<RenderAssets<GpuImage>>, mut ctx: RenderContext) {
    let (target, shows) = view.into_inner();
    let Some(picture) = images.get(&shows.picture) else { return };
    copy(&mut ctx, &picture.texture, target.main_texture(), shows.part);
}

/// Lays the ground of panels, or panels as they were, over what has strayed there.
fn guard(
    view: ViewQuery<(&ViewTarget, &Shows)>,
    images: Res<RenderAssets<GpuImage>>,
    mut ctx: RenderContext,
) {
    let (target, shows) = view.into_inner();
    let (Some(picture), Some(panels)) = (images.get(&shows.picture), images.get(&shows.panels)) else {
        return;
    };
    for (part, kept) in around(size_of(&picture.texture), shows.part).into_iter().zip(shows.kept) {
        copy(&mut ctx, if kept { &panels.texture } else { &picture.texture }, target.main_texture(), part);
    }
}

/// Keeps panels that have just been drawn.
fn keep_panels(
    view: ViewQuery<(&ViewTarget, &Shows)>,
    images: Res<RenderAssets<GpuImage>>,
    mut ctx: RenderContext,
) {
    let (target, shows) = view.into_inner();
    let Some(panels) = images.get(&shows.panels) else { return };
    let parts = around(size_of(&panels.texture), shows.part).into_iter().zip(shows.kept);
    for (part, _) in parts.filter(|(_, kept)| !kept) {
        copy(&mut ctx, target.main_texture(), &panels.texture, part);
    }
}

/// Hands all to the window.
fn show(
    view: ViewQuery<(&ViewTarget, &Shows)>,
    (cache, blit, showing): (Res<PipelineCache>, Res<BlitPipeline>, Res<Showing>),
    mut ctx: RenderContext,
) {
    let (target, _) = view.into_inner();
    let pipeline = showing.0.and_then(|id| cache.get_render_pipeline(id));
    let attachment = target.out_texture_color_attachment(Some(LinearRgba::BLACK));
    let (Some(pipeline), Some(attachment)) = (pipeline, attachment) else { return };
    let light = TextureViewDescriptor { format: Some(LIGHT), ..default() };
    let source = target.main_texture().create_view(&light);
    let group = blit.create_bind_group(ctx.render_device(), &source, &cache);
    let mut pass = ctx.command_encoder().begin_render_pass(&RenderPassDescriptor {
        label: Some("window"),
        color_attachments: &[Some(attachment)],
        ..default()
    });
    pass.set_pipeline(pipeline);
    pass.set_bind_group(0, &group, &[]);
    pass.draw(0..3, 0..1);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_map_and_what_lies_around_it_make_the_window_without_gap_or_overlap() {
        let (size, part) = (UVec2::new(1000, 500), URect::new(200, 50, 700, 500));
        let surface = |rect: &URect| if rect.is_empty() { 0 } else { rect.width() * rect.height() };
        let rects = around(size, part);
        let covered: u32 = rects.iter().map(surface).sum();
        assert_eq!(covered + surface(&part), size.x * size.y);
        for (place, a) in rects.iter().enumerate() {
            assert!(a.intersect(part).is_empty());
            assert!(rects[..place].iter().all(|b| a.intersect(*b).is_empty()));
        }
        assert!(around(size, URect::from_corners(UVec2::ZERO, size)).iter().all(URect::is_empty));
    }
}
