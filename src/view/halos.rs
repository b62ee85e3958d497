//! Halos: light along the outer border of each bloc, where blocs are shown: on the sea along its coasts, and along
//! its borders with others as a band on its own land.

use std::collections::{BTreeMap, BTreeSet};

use bevy::prelude::*;

use super::canvas::{Canvas, Extent};
use super::land::Inks;
use super::meshes::{Ink, InkBuilder, InkStyle};
use super::stroke::simplified;
use super::theme::{Theme, halo_tint};
use super::{Afresh, Blocs, Chart, MapMode, ViewSystems, layer};
use crate::simulation::Survey;
use crate::world::RegionId;

/// Width of the band on land, in pixels.
pub const BAND: f32 = 7.0;
/// Reach of the light on the sea, in pixels.
pub const LIGHT: f32 = 11.0;

/// How far the lines that light follows may be off, in kilometres: along every bay it would overlap itself.
const TOLERANCE: f32 = 4.0;

/// The outer border of a bloc.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Halo {
    /// The colour of its light.
    pub tint: Srgba,
    /// Its borders with others: arcs with the bloc on their left, then those with it on their right.
    pub sides: [Vec<usize>; 2],
    /// Its coasts.
    pub coasts: Vec<usize>,
    /// The lands of the bloc.
    pub regions: BTreeSet<RegionId>,
}

/// The halos of all blocs.
pub fn halos(survey: &Survey, chart: &Chart, blocs: &Blocs, theme: &Theme) -> Vec<Halo> {
    let slot = |region: RegionId| Some(blocs.of(survey.owner(region)?)?.slot);
    let mut halos: BTreeMap<usize, Halo> = BTreeMap::new();
    for (index, arc) in chart.geography().shapes.arcs().iter().enumerate() {
        let sides = [slot(arc.sides.0), arc.sides.1.and_then(slot)];
        if sides[0] == sides[1] {
            continue;
        }
        for (side, slot) in sides.into_iter().enumerate() {
            let Some(slot) = slot else { continue };
            let halo = halos.entry(slot).or_default();
            match arc.sides.1 {
                Some(_) => halo.sides[side].push(index),
                None => halo.coasts.push(index),
            }
        }
    }
    for (region, _) in chart.geography().regions.iter() {
        if let Some(halo) = slot(region).and_then(|slot| halos.get_mut(&slot)) {
            halo.regions.insert(region);
        }
    }
    let tinted = |(slot, halo)| Halo { tint: halo_tint(theme, slot), ..halo };
    halos.into_iter().map(tinted).collect()
}

/// The bands on land.
#[derive(Component, Default)]
struct Bands;

/// The light on the sea.
#[derive(Component, Default)]
struct Light;

pub(super) fn plugin(app: &mut App) {
    app.add_systems(Update, draw.in_set(ViewSystems::Draw));
}

/// Draws the halos anew when the blocs have changed, or their land, or whether they are shown.
fn draw(
    mut canvas: Canvas,
    (survey, chart, blocs, mode): (Survey, Res<Chart>, Res<Blocs>, Res<MapMode>),
    (theme, inks, afresh): (Res<Theme>, Res<Inks>, Res<Afresh>),
    mut shown: Local<Vec<Halo>>,
    bands: Query<&Mesh2d, With<Bands>>,
    light: Query<&Mesh2d, With<Light>>,
) {
    let changed = mode.is_changed() || blocs.is_changed() || survey.holdings.is_changed();
    if !changed && !afresh.0 {
        return;
    }
    let wanted = match *mode {
        MapMode::Blocs => halos(&survey, &chart, &blocs, &theme),
        _ => Vec::new(),
    };
    if *shown == wanted && !afresh.0 {
        return;
    }
    let (mut on_land, mut on_sea) = (InkBuilder::default(), InkBuilder::default());
    for halo in &wanted {
        let line = |arc: &usize| simplified(chart.line(*arc), TOLERANCE);
        let band = Ink::new(InkStyle::Halo, BAND, halo.tint.with_alpha(0.85));
        halo.sides[0].iter().for_each(|arc| on_land.line(&line(arc), band));
        for arc in &halo.sides[1] {
            let back: Vec<Vec2> = line(arc).into_iter().rev().collect();
            on_land.line(&back, band);
        }
        let glow = Ink::new(InkStyle::Glow, LIGHT, halo.tint.with_alpha(0.8));
        halo.coasts.iter().for_each(|arc| on_sea.light(&line(arc), glow));
    }
    *shown = wanted;
    canvas.show(&bands, (&inks.lines, layer::HALOS), (on_land, Extent::whole()));
    canvas.show(&light, (&inks.light, layer::SEA_HALOS), (on_sea, Extent::whole()));
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::batch::Run;
    use crate::scenario::{self, builtin::EUROPE_1936};

    #[test]
    fn a_halo_runs_where_a_bloc_ends_and_nowhere_else() {
        let scenario = scenario::read(EUROPE_1936.name, EUROPE_1936.text).expect("the setup is valid");
        let mut run = Run::new(&scenario, 1);
        let survey = run.survey();
        let chart = Chart::new(Arc::new(scenario));
        let blocs = Blocs::new(&survey, &Blocs::default());
        let all = halos(&survey, &chart, &blocs, &Theme::NIGHT);
        assert_eq!(all.len(), blocs.iter().len());
        let arcs = chart.geography().shapes.arcs();
        for halo in &all {
            let [left, right] = &halo.sides;
            assert!(!halo.coasts.is_empty() || !left.is_empty() || !right.is_empty());
            let within = |region: &RegionId| halo.regions.contains(region);
            for (side, arcs_of) in [(true, left), (false, right)] {
                for arc in arcs_of.iter().map(|arc| &arcs[*arc]) {
                    let (left, right) = (within(&arc.sides.0), arc.sides.1.is_some_and(|it| within(&it)));
                    assert!(left == side && right != side);
                }
            }
            assert!(
                halo.coasts.iter().all(|arc| within(&arcs[*arc].sides.0) && arcs[*arc].sides.1.is_none())
            );
        }
    }
}
