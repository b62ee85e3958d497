//! Fronts: where enemies face one another, and the land that one holds of the other by force.

use std::collections::BTreeMap;

use bevy::camera::visibility::NoFrustumCulling;
use bevy::prelude::*;

use super::canvas::{Canvas, Extent, differing};
use super::land::{Drawn, Inks, inner_arcs};
use super::materials::{LandMaterial, LandStyle};
use super::meshes::{Ink, InkBuilder, InkStyle, LandBuilder};
use super::{Afresh, Chart, Paint, Theme, ViewSystems, layer};
use crate::simulation::Survey;
use crate::world::RegionId;

/// Half width of a front with its hatch, in pixels.
pub const HALF_WIDTH: f32 = 5.0;

/// The fronts on the map.
#[derive(Component, Default)]
struct Fronts;

/// The occupied land on the map.
#[derive(Component)]
struct Occupied;

pub(super) fn plugin(app: &mut App) {
    app.add_systems(Update, (draw_fronts, draw_occupied).in_set(ViewSystems::Draw));
}

/// The arcs between lands that enemies hold, by right or by force.
pub fn front_arcs(survey: &Survey, chart: &Chart) -> Vec<usize> {
    if survey.wars.is_empty() {
        return Vec::new();
    }
    let enemies = |left: RegionId, right: RegionId| {
        let holders = (survey.holdings.controller(left), survey.holdings.controller(right));
        matches!(holders, (Some(a), Some(b)) if a != b && survey.wars.at_war(a, b))
    };
    inner_arcs(chart).filter(|(_, left, right)| enemies(*left, *right)).map(|(index, ..)| index).collect()
}

/// Draws the fronts anew when they have moved.
fn draw_fronts(
    mut canvas: Canvas,
    (survey, chart, theme, inks): (Survey, Res<Chart>, Res<Theme>, Res<Inks>),
    (mut shown, afresh): (Local<Vec<usize>>, Res<Afresh>),
    fronts: Query<&Mesh2d, With<Fronts>>,
) {
    if !(survey.holdings.is_changed() || survey.wars.is_changed() || afresh.0) {
        return;
    }
    let arcs = front_arcs(&survey, &chart);
    if *shown == arcs && !afresh.0 {
        return;
    }
    let mut builder = InkBuilder::default();
    for arc in &arcs {
        builder
            .line(chart.line(*arc), Ink::new(InkStyle::Solid, HALF_WIDTH - 1.2, theme.halo.with_alpha(0.6)));
    }
    for arc in &arcs {
        builder.line(chart.line(*arc), Ink::new(InkStyle::Front, HALF_WIDTH, theme.war));
    }
    let stale = Extent::of_boxes(differing(&shown, &arcs).map(|arc| chart.line_bounds(*arc)));
    *shown = arcs;
    canvas.show(&fronts, (&inks.lines, layer::FRONTS), (builder, stale));
}

/// Draws occupied land with its stripes, above all other land, which has no need to ask whether it is.
fn draw_occupied(
    mut canvas: Canvas,
    (paint, chart, afresh): (Res<Paint>, Res<Chart>, Res<Afresh>),
    mut shown: Local<Vec<RegionId>>,
    mut fills: Local<BTreeMap<RegionId, LandBuilder>>,
    occupied: Query<&Mesh2d, With<Occupied>>,
    mut lands: ResMut<Assets<LandMaterial>>,
) {
    if chart.is_changed() {
        fills.clear();
    }
    if !paint.is_changed() && !afresh.0 {
        return;
    }
    let regions = paint.occupied();
    if *shown == regions && !afresh.0 {
        return;
    }
    let mut builder = LandBuilder::default();
    for region in &regions {
        let fill = fills.entry(*region).or_insert_with(|| {
            let mut fill = LandBuilder::default();
            chart.polygons(*region).for_each(|rings| fill.add(&rings, region.index()));
            fill
        });
        builder.append(fill);
    }
    let stale = Extent::of_boxes(differing(&shown, &regions).map(|region| chart.bounds(*region)));
    *shown = regions;
    match occupied.single() {
        Ok(mesh) => canvas.replace(mesh, builder.build(), stale),
        Err(_) => {
            let mesh = Mesh2d(canvas.meshes.add(builder.build()));
            let fill = lands.add(LandMaterial { paint: paint.image.clone(), style: LandStyle::Occupied });
            canvas.commands.spawn((
                Drawn,
                Occupied,
                NoFrustumCulling,
                mesh,
                MeshMaterial2d(fill),
                layer::OCCUPIED,
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use bevy::ecs::system::SystemState;

    use super::*;
    use crate::scenario::{self, WarSetup, builtin::EUROPE_1936};
    use crate::simulation::{Roster, SimulationPlugin, StateId, load};
    use crate::view::capitals::seat;

    /// Runs a check on Europe with a war of two of its states, if any.
    fn on_europe(war: Option<[&str; 2]>, check: impl FnOnce(&mut World, &Chart, &dyn Fn(&str) -> StateId)) {
        let mut scenario = scenario::read(EUROPE_1936.name, EUROPE_1936.text).expect("the setup is valid");
        let place = |id: &str| scenario.states.iter().position(|state| state.id == id).expect("it is in");
        let wars = war.map(|[a, b]| WarSetup {
            name: String::new(),
            attackers: vec![place(a)],
            defenders: vec![place(b)],
            since: None,
        });
        scenario.wars = wars.into_iter().collect();
        let mut app = App::new();
        app.add_plugins(SimulationPlugin);
        load(app.world_mut(), &scenario, 1);
        let chart = Chart::new(Arc::new(scenario));
        let mut survey = SystemState::<Survey>::new(app.world_mut());
        let known = survey.get(app.world()).expect("the world is loaded");
        let ids: Vec<(String, StateId)> =
            known.states().map(|state| (known.identity(state).code.clone(), state)).collect();
        let find = |code: &str| ids.iter().find(|(known, _)| known == code).expect("it is in").1;
        check(app.world_mut(), &chart, &find);
    }

    fn fronts(world: &mut World, chart: &Chart) -> Vec<usize> {
        let mut survey = SystemState::<Survey>::new(world);
        front_arcs(&survey.get(world).expect("the world is loaded"), chart)
    }

    #[test]
    fn a_front_runs_where_enemies_touch_and_nowhere_else() {
        on_europe(Some(["GMY", "POL"]), |world, chart, find| {
            let arcs = fronts(world, chart);
            assert!(!arcs.is_empty());
            let mut survey = SystemState::<Survey>::new(world);
            let survey = survey.get(world).expect("the world is loaded");
            let mut sides = [find("GMY"), find("POL")];
            sides.sort_unstable();
            for (index, left, right) in inner_arcs(chart) {
                let mut owners = [survey.owner(left), survey.owner(right)];
                owners.sort_unstable();
                assert_eq!(arcs.contains(&index), owners == sides.map(Some));
            }
        });
        on_europe(None, |world, chart, _| assert!(fronts(world, chart).is_empty()));
    }

    #[test]
    fn a_state_that_is_no_more_has_no_capital_on_the_map() {
        on_europe(None, |world, chart, find| {
            let poland = find("POL");
            let mut seats = || {
                let mut survey = SystemState::<Survey>::new(world);
                let place = seat(&survey.get(world).expect("the world is loaded"), chart, poland);
                world.resource_mut::<Roster>().alive[poland.index()] = false;
                place
            };
            assert!(seats().is_some());
            assert!(seats().is_none());
        });
    }
}
