//! The canvas: how layers of the map are put there, and how much of the picture that makes stale.

use bevy::camera::visibility::NoFrustumCulling;
use bevy::ecs::system::SystemParam;
use bevy::prelude::*;

use super::land::Drawn;
use super::layer;
use super::materials::InkMaterial;
use super::meshes::InkBuilder;
use super::picture::on_screen;

/// Boxes that are kept apart; more are too many to be drawn one after the other.
const APART: usize = 12;

/// How much larger than two boxes the one around both may be for them to be one.
const ROOM: f32 = 1.5;

/// How much of the map is to be drawn anew: boxes on the plane, or all of it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Extent {
    /// Whether it is all of it.
    pub whole: bool,
    /// Boxes, the oldest first.
    pub boxes: Vec<Rect>,
}

impl Extent {
    /// All of the map.
    pub fn whole() -> Self {
        Self { whole: true, boxes: Vec::new() }
    }

    /// All these boxes.
    pub fn of_boxes(boxes: impl IntoIterator<Item = Rect>) -> Self {
        let mut extent = Self::default();
        boxes.into_iter().for_each(|it| extent.add_box(it));
        extent
    }

    /// Whether it is nothing at all.
    pub fn is_nothing(&self) -> bool {
        !self.whole && self.boxes.is_empty()
    }

    /// Adds what another extent holds.
    pub fn add(&mut self, other: Self) {
        if self.whole || other.whole {
            *self = Self::whole();
        }
        other.boxes.into_iter().for_each(|it| self.add_box(it));
    }

    /// Adds a box, as one with those that lie near.
    fn add_box(&mut self, mut new: Rect) {
        // A place has no surface, but its box is not empty.
        if self.whole || new.min.cmpgt(new.max).any() {
            return;
        }
        let surface = |it: Rect| it.width() * it.height();
        let near = |it: Rect, new: Rect| surface(it.union(new)) <= ROOM * (surface(it) + surface(new));
        let mut place = None;
        while let Some(at) = self.boxes.iter().position(|it| near(*it, new)) {
            new = new.union(self.boxes.remove(at));
            place = Some(at);
        }
        self.boxes.insert(place.unwrap_or(self.boxes.len()), new);
        if self.boxes.len() > APART {
            let all = self.boxes.drain(..).fold(Rect::EMPTY, |all, it| all.union(it));
            self.boxes.push(all);
        }
    }
}

/// What stands in one of two ordered lists alone.
pub fn differing<'a, T: Ord>(a: &'a [T], b: &'a [T]) -> impl Iterator<Item = &'a T> {
    let not_in = |list: &'a [T]| move |it: &&T| list.binary_search(it).is_err();
    a.iter().filter(not_in(b)).chain(b.iter().filter(not_in(a)))
}

/// Meshes that were replaced, with how much of the picture is stale for it; of others all of it is.
#[derive(Resource, Debug, Default)]
pub struct Damage(Vec<(AssetId<Mesh>, Extent)>);

impl Damage {
    /// How much is stale where this mesh has come to be drawn.
    pub fn settle(&mut self, mesh: AssetId<Mesh>) -> Extent {
        match self.0.iter().position(|(it, _)| *it == mesh) {
            Some(place) => self.0.swap_remove(place).1,
            None => Extent::whole(),
        }
    }
}

/// What layers of the map are drawn with.
#[derive(SystemParam)]
pub struct Canvas<'w, 's> {
    /// To spawn what is drawn, and to take it away.
    pub commands: Commands<'w, 's>,
    /// The meshes.
    pub meshes: ResMut<'w, Assets<Mesh>>,
    damage: ResMut<'w, Damage>,
}

impl Canvas<'_, '_> {
    /// Puts another mesh under a handle, which is stale that far. Meshes live in the renderer alone, so there is none
    /// here to change.
    pub fn replace(&mut self, known: &Mesh2d, mesh: Mesh, stale: Extent) {
        match self.damage.0.iter_mut().find(|(it, _)| *it == known.id()) {
            Some((_, before)) => before.add(stale),
            None => self.damage.0.push((known.id(), stale)),
        }
        // The handle is alive, as the component holds it.
        let _ = self.meshes.insert(known.id(), mesh);
    }

    /// Shows ink in a layer in place of what it showed before, from which it differs that far.
    ///
    /// The mesh keeps its handle, since one that comes and goes within a frame is still being uploaded when it
    /// is already given up.
    pub fn show<L: Component + Default>(
        &mut self,
        layer: &Query<&Mesh2d, With<L>>,
        (ink, height): (&Handle<InkMaterial>, Transform),
        (builder, stale): (InkBuilder, Extent),
    ) {
        if let Ok(known) = layer.single() {
            self.replace(known, builder.build(), stale);
            return;
        }
        let mesh = Mesh2d(self.meshes.add(builder.build()));
        let drawn = (Drawn, L::default(), NoFrustumCulling, mesh, MeshMaterial2d(ink.clone()), height);
        let mut drawn = self.commands.spawn(drawn);
        // What moves in every frame lies above the picture.
        if height.translation.z >= layer::POINTING.translation.z.min(layer::FLASHES.translation.z) {
            drawn.insert(on_screen());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_that_lie_near_are_one_and_others_stay_apart() {
        let near = [Rect::new(0.0, 0.0, 10.0, 10.0), Rect::new(9.0, 1.0, 20.0, 10.0)];
        let far = Rect::new(500.0, 0.0, 501.0, 1.0);
        let mut extent = Extent::of_boxes([near[0], far]);
        extent.add(Extent::of_boxes([near[1]]));
        assert_eq!(extent.boxes, [Rect::new(0.0, 0.0, 20.0, 10.0), far]);
        extent.add(Extent::default());
        extent.add(Extent::of_boxes([Rect::EMPTY]));
        assert_eq!(extent.boxes.len(), 2);
        extent.add(Extent::whole());
        assert_eq!(extent, Extent::whole());
        assert!(Extent::of_boxes([Rect::EMPTY]).is_nothing() && !extent.is_nothing());
        let place = Rect::from_center_size(Vec2::ONE, Vec2::ZERO);
        assert!(!Extent::of_boxes([place]).is_nothing(), "a place is something");
    }

    #[test]
    fn whatever_is_added_lies_within_some_box() {
        let all: Vec<Rect> = (0..40)
            .map(|it| {
                let at = Vec2::new((it * 37 % 100) as f32, (it * 53 % 90) as f32) * 100.0;
                Rect::from_center_size(at, Vec2::new((it % 7) as f32, (it % 5) as f32) * 40.0)
            })
            .collect();
        for count in 0..all.len() {
            let extent = Extent::of_boxes(all[..count].iter().copied());
            assert!(extent.boxes.len() <= APART);
            for box_ in &all[..count] {
                assert!(extent.boxes.iter().any(|it| it.union(*box_) == *it), "{box_:?} of {count}");
            }
        }
    }

    #[test]
    fn lists_differ_in_what_one_has_alone() {
        assert_eq!(differing(&[1, 2, 4], &[2, 3]).collect::<Vec<_>>(), [&1, &4, &3]);
        assert_eq!(differing::<u8>(&[], &[]).count(), 0);
    }

    #[test]
    fn what_nobody_has_spoken_for_is_stale_all_over() {
        let mesh = Mesh2d::default();
        let mut damage = Damage(vec![(mesh.id(), Extent::default())]);
        assert_eq!(damage.settle(mesh.id()), Extent::default());
        assert_eq!(damage.settle(mesh.id()), Extent::whole());
    }
}
