//! The dialog for a new world: a map to be settled, empty or divided among states already.

use std::sync::Arc;

use bevy::prelude::*;
use bevy_egui::{EguiContexts, EguiPrimaryContextPass, egui};

use super::picker::job::Job;
use super::saving::{Leave, Saving};
use crate::edit::{Ground, NewWorld};
use crate::scenario::Scenario;
use crate::view::{Motion, PlaceAction, Placing, Selection, Setup, Theme, Thumbnail, Tool};
use crate::world::generated::Recipe;

mod page;
#[cfg(test)]
mod tests;

/// Seconds for which frames keep coming while a world is being made.
const WAITING: f32 = 0.3;

/// Size of the picture in pixels.
const PICTURE: [u32; 2] = [640, 400];

/// The most regions that the slider offers.
const MOST_REGIONS: u32 = 3000;

/// Which map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Map {
    Europe,
    Earth,
    Invented,
}

/// What the dialog is asked for.
#[derive(Debug, Clone, PartialEq)]
enum NewWorldAction {
    Map(Map),
    Name(String),
    Regions(u32),
    /// Share of the surface that is land, in per cent.
    Land(u32),
    States(usize),
    Drawn(bool),
    Seed(String),
    /// Another seed.
    Roll,
    Create,
    Close,
}

/// A world that has been made, with its picture.
struct Made {
    plan: NewWorld,
    theme: Theme,
    scenario: Arc<Scenario>,
    picture: Thumbnail,
}

/// The dialog as it stands.
#[derive(Resource)]
pub struct NewWorldDialog {
    open: bool,
    fresh: bool,
    map: Map,
    name: String,
    regions: u32,
    land: u32,
    states: usize,
    drawn: bool,
    seed: String,
    made: Option<Made>,
    texture: Option<egui::TextureHandle>,
    job: Option<Job<Made>>,
    /// Whether the world is wanted as soon as it is made.
    wanted: bool,
    ready: Option<Setup>,
    /// Whether the world that is on its way is empty, to be settled at once.
    to_settle: bool,
}

impl Default for NewWorldDialog {
    fn default() -> Self {
        Self {
            open: false,
            fresh: false,
            map: Map::Europe,
            name: String::new(),
            regions: 200,
            land: 40,
            states: 0,
            drawn: true,
            seed: "1".into(),
            made: None,
            texture: None,
            job: None,
            wanted: false,
            ready: None,
            to_settle: false,
        }
    }
}

impl NewWorldDialog {
    /// Shows it.
    pub fn open(&mut self) {
        (self.open, self.fresh, self.wanted) = (true, true, false);
    }

    /// Whether it is shown.
    pub fn is_open(&self) -> bool {
        self.open
    }

    fn is_waiting(&self) -> bool {
        self.open && (self.job.is_some() || self.plan() != self.made.as_ref().map(|made| made.plan.clone()))
    }

    fn seed(&self) -> Option<u64> {
        self.seed.trim().parse().ok()
    }

    /// What the controls say; `None` if the seed is no number.
    fn plan(&self) -> Option<NewWorld> {
        let seed = self.seed()?;
        let ground = match self.map {
            Map::Europe => Ground::Europe,
            Map::Earth => Ground::Earth,
            Map::Invented => {
                Ground::Invented(Recipe { regions: self.regions, seed, land: f64::from(self.land) / 100.0 })
            }
        };
        let name = self.name.trim();
        let usual = match self.map {
            Map::Europe => "A new Europe",
            Map::Earth => "A new world",
            Map::Invented => "An invented world",
        };
        let name = if name.is_empty() { usual } else { name }.to_owned();
        let states = self.states.min(self.most_states());
        // What makes no difference is the same world.
        let alone = states == 0 && self.map != Map::Invented;
        let seed = if alone { 0 } else { seed };
        Some(NewWorld { name, ground, states, drawn: self.drawn && states > 0, seed })
    }

    fn most_states(&self) -> usize {
        let regions = if self.map == Map::Invented { self.regions as usize } else { NewWorld::MOST_STATES };
        regions.min(NewWorld::MOST_STATES)
    }

    fn apply(&mut self, action: NewWorldAction) {
        match action {
            NewWorldAction::Map(map) => self.map = map,
            NewWorldAction::Name(name) => self.name = name,
            NewWorldAction::Regions(regions) => {
                self.regions = regions.clamp(*Recipe::REGIONS.start(), *Recipe::REGIONS.end());
            }
            NewWorldAction::Land(land) => self.land = land.clamp(5, 100),
            NewWorldAction::States(states) => self.states = states,
            NewWorldAction::Drawn(drawn) => self.drawn = drawn,
            NewWorldAction::Seed(seed) => self.seed = seed,
            NewWorldAction::Roll => {
                self.seed = (self.seed().unwrap_or(0) % 999_983 * 48_271 % 999_983 + 1).to_string()
            }
            NewWorldAction::Create => self.wanted = self.plan().is_some(),
            NewWorldAction::Close => (self.open, self.wanted) = (false, false),
        }
    }

    /// Takes in what has been made, begins to make what is wanted now, and hands it over if it is.
    fn prepare(&mut self, ctx: &egui::Context, theme: &Theme) {
        if let Some(Ok(made)) = Job::finish(&mut self.job) {
            let size = made.picture.size.map(|side| side as usize);
            let image = egui::ColorImage::from_rgba_premultiplied(size, &made.picture.rgba);
            self.texture = Some(ctx.load_texture("new world", image, egui::TextureOptions::LINEAR));
            self.made = Some(made);
        }
        let Some(plan) = self.plan() else { return };
        let made = self.made.as_ref().filter(|made| made.plan == plan && made.theme == *theme);
        let Some(made) = made else {
            if self.job.is_none() {
                let theme = *theme;
                self.job = Job::begin(move || {
                    let scenario = Arc::new(plan.scenario());
                    let picture = Thumbnail::about(&scenario, plan.about(), &theme, PICTURE);
                    Made { plan, theme, scenario, picture }
                });
            }
            return;
        };
        if self.wanted {
            let setup = Setup::new(made.scenario.clone(), 1);
            self.ready = Some(Setup { about: plan.about(), ..setup });
            (self.open, self.wanted) = (false, false);
        }
    }

    /// A frame of it.
    fn frame(&mut self, ctx: &egui::Context, theme: &Theme) {
        self.prepare(ctx, theme);
        if !self.open {
            return;
        }
        let mut actions = Vec::new();
        page::show(ctx, self, &mut actions);
        self.fresh = false;
        actions.into_iter().for_each(|action| self.apply(action));
    }
}

pub(super) fn plugin(app: &mut App) {
    app.init_resource::<NewWorldDialog>();
    app.add_systems(Update, settle.run_if(resource_exists_and_changed::<Setup>));
    app.add_systems(EguiPrimaryContextPass, draw.after(super::draw).run_if(resource_exists::<Setup>));
}

/// Takes up the tool that founds states, once an empty world is there.
fn settle(
    setup: Res<Setup>,
    mut dialog: ResMut<NewWorldDialog>,
    placing: Res<Placing>,
    mut place: MessageWriter<PlaceAction>,
) {
    let to_settle = std::mem::take(&mut dialog.bypass_change_detection().to_settle);
    if to_settle && setup.scenario.states.is_empty() && placing.tool() != Some(Tool::Found) {
        place.write(PlaceAction::Tool(Tool::Found));
    }
}

fn draw(
    mut contexts: EguiContexts,
    theme: Res<Theme>,
    (mut dialog, mut saving): (ResMut<NewWorldDialog>, ResMut<Saving>),
    mut selection: ResMut<Selection>,
    (time, mut motion): (Res<Time>, ResMut<Motion>),
) -> Result {
    let dialog = dialog.bypass_change_detection();
    if !dialog.open {
        return Ok(());
    }
    dialog.frame(contexts.ctx_mut()?, &theme);
    if let Some(setup) = dialog.ready.take() {
        selection.state = None;
        dialog.to_settle = setup.scenario.states.is_empty();
        saving.leave(Leave::Setup(setup));
        motion.keep_awake(&time, super::AWAKE);
    }
    if dialog.is_waiting() {
        motion.keep_awake(&time, WAITING);
    }
    Ok(())
}
