//! Panels that are as they were are not drawn again.
//!
//! egui lays all panels out in every frame, and most come out alike. What lies in a part of the window where nothing
//! has changed is left out of what egui draws; the window's camera copies that part from when it was last drawn.

use bevy::prelude::*;
use bevy::window::PrimaryWindow;
use bevy_egui::egui::epaint::{ClippedPrimitive, Primitive};
use bevy_egui::egui::{Mesh, Pos2, Rect};
use bevy_egui::{EguiOutput, EguiPostUpdateSet, EguiRenderOutput};

use crate::view::Motion;
use crate::view::shown::{Shows, around};

/// Keeps egui from drawing what is there.
pub fn plugin(app: &mut App) {
    app.add_systems(
        PostUpdate,
        spare.after(EguiPostUpdateSet::ProcessOutput).before(EguiPostUpdateSet::PostProcessOutput),
    );
}

/// What was drawn in each part of the window when it was last drawn, and for which parts that holds.
struct Drawn {
    parts: [Rect; 4],
    jobs: [Vec<ClippedPrimitive>; 4],
    /// Frames in which letters may still be on their way.
    late: u32,
}

/// Frames until new letters have come to where they are drawn from, and one more.
const LATE: u32 = 3;

impl Default for Drawn {
    fn default() -> Self {
        Self { parts: [Rect::NOTHING; 4], jobs: Default::default(), late: LATE }
    }
}

fn spare(
    mut drawn: Local<Drawn>,
    windows: Query<&Window, With<PrimaryWindow>>,
    (mut motion, time): (ResMut<Motion>, Res<Time>),
    mut outputs: Query<(&mut EguiRenderOutput, &EguiOutput, &mut Shows)>,
) {
    let Ok(window) = windows.single() else { return };
    for (mut output, told, mut shows) in &mut outputs {
        let scale = told.pixels_per_point;
        let logical = |x: u32, y: u32| Pos2::new(x as f32, y as f32) / scale;
        let rect = |it: URect| Rect::from_min_max(logical(it.min.x, it.min.y), logical(it.max.x, it.max.y));
        let parts = around(window.physical_size(), shows.part).map(rect);
        if !output.textures_delta.is_empty() {
            drawn.late = LATE;
        }
        if drawn.late > 0 {
            drawn.late -= 1;
            // A window at rest would go without them.
            motion.keep_awake(&time, 0.1);
        }
        let sure = shows.settled && drawn.late == 0 && parts == drawn.parts;
        drawn.parts = parts;
        let kept = std::array::from_fn(|at| {
            let inside = || output.paint_jobs.iter().filter(|job| extent(job).intersects(parts[at]));
            let same = sure && inside().eq_by_job(drawn.jobs[at].iter());
            if !same {
                drawn.jobs[at] = inside().cloned().collect();
            }
            same
        });
        shows.kept = kept;
        let mut open: Vec<Rect> = (0..4).filter(|at| !kept[*at]).map(|at| parts[at]).collect();
        open.push(rect(shows.part));
        let jobs = std::mem::take(&mut output.paint_jobs);
        output.paint_jobs = jobs.into_iter().flat_map(|job| left(job, &open)).collect();
    }
}

/// Whether two lists of jobs draw the same.
trait EqByJob<'a>: Iterator<Item = &'a ClippedPrimitive> + Sized {
    fn eq_by_job(mut self, mut other: impl Iterator<Item = &'a ClippedPrimitive>) -> bool {
        loop {
            match (self.next(), other.next()) {
                (None, None) => return true,
                (Some(a), Some(b)) if a.clip_rect == b.clip_rect && same(&a.primitive, &b.primitive) => {}
                _ => return false,
            }
        }
    }
}

impl<'a, I: Iterator<Item = &'a ClippedPrimitive>> EqByJob<'a> for I {}

fn same(a: &Primitive, b: &Primitive) -> bool {
    match (a, b) {
        (Primitive::Mesh(a), Primitive::Mesh(b)) => a == b,
        // What code of its own draws may come out otherwise each time.
        _ => false,
    }
}

/// What a job can reach.
fn extent(job: &ClippedPrimitive) -> Rect {
    match &job.primitive {
        Primitive::Mesh(mesh) => mesh.calc_bounds().intersect(job.clip_rect),
        Primitive::Callback(_) => job.clip_rect,
    }
}

/// What is left of a job where only these parts of the window are drawn on.
fn left(job: ClippedPrimitive, open: &[Rect]) -> Vec<ClippedPrimitive> {
    let extent = extent(&job);
    if !extent.is_positive() {
        return Vec::new();
    }
    if open.iter().any(|part| part.contains_rect(extent)) {
        return vec![job];
    }
    let within = open.iter().map(|part| job.clip_rect.intersect(*part)).filter(|clip| clip.is_positive());
    match &job.primitive {
        Primitive::Mesh(mesh) => within.filter_map(|clip| part_of(mesh, clip)).collect(),
        Primitive::Callback(_) => {
            within.map(|clip_rect| ClippedPrimitive { clip_rect, primitive: job.primitive.clone() }).collect()
        }
    }
}

/// The triangles of a mesh that reach into a part of the window.
fn part_of(mesh: &Mesh, clip_rect: Rect) -> Option<ClippedPrimitive> {
    let mut part = Mesh::with_texture(mesh.texture_id);
    let mut places = vec![u32::MAX; mesh.vertices.len()];
    for triangle in mesh.indices.chunks_exact(3) {
        let corners = [0, 1, 2].map(|corner| mesh.vertices[triangle[corner] as usize]);
        if !Rect::from_points(&corners.map(|corner| corner.pos)).intersects(clip_rect) {
            continue;
        }
        for (corner, index) in corners.into_iter().zip(triangle) {
            let place = &mut places[*index as usize];
            if *place == u32::MAX {
                *place = part.vertices.len() as u32;
                part.vertices.push(corner);
            }
            part.indices.push(*place);
        }
    }
    (!part.indices.is_empty()).then_some(ClippedPrimitive { clip_rect, primitive: Primitive::Mesh(part) })
}

#[cfg(test)]
mod tests {
    use bevy_egui::egui::{Color32, Vec2};

    use super::*;

    fn job(rect: Rect, colour: Color32) -> ClippedPrimitive {
        let mut mesh = Mesh::default();
        mesh.add_colored_rect(rect, colour);
        ClippedPrimitive { clip_rect: Rect::EVERYTHING, primitive: Primitive::Mesh(mesh) }
    }

    fn square(x: f32) -> Rect {
        Rect::from_min_size(Pos2::new(x, 0.0), Vec2::splat(10.0))
    }

    #[test]
    fn a_job_is_left_where_it_shows_and_cut_where_it_would_be_drawn_twice() {
        let open = [square(0.0), square(20.0)];
        let whole =
            left(job(Rect::from_min_max(Pos2::new(1.0, 1.0), Pos2::new(9.0, 9.0)), Color32::RED), &open);
        assert_eq!(whole.len(), 1);
        assert_eq!(whole[0].clip_rect, Rect::EVERYTHING);
        assert!(left(job(square(10.0).shrink(1.0), Color32::RED), &open).is_empty());
        let across = left(job(Rect::from_min_max(Pos2::ZERO, Pos2::new(30.0, 10.0)), Color32::RED), &open);
        let clips: Vec<Rect> = across.iter().map(|job| job.clip_rect).collect();
        assert_eq!(clips, open);
    }

    #[test]
    fn another_colour_or_another_number_of_jobs_is_a_change() {
        let [a, b] = [Color32::RED, Color32::BLUE].map(|colour| job(square(0.0), colour));
        let same = |x: &[ClippedPrimitive], y: &[ClippedPrimitive]| x.iter().eq_by_job(y.iter());
        assert!(same(&[a.clone(), b.clone()], &[a.clone(), b.clone()]));
        assert!(!same(&[a.clone()], &[b.clone()]));
        assert!(!same(&[a.clone()], &[a.clone(), b]));
        assert!(!same(&[a], &[]));
    }
}
