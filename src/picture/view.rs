//! Pictures of what the window shows.

use bevy::ecs::system::SystemParam;
use bevy::math::Vec2;
use bevy::prelude::{Query, Res, With};
use bevy::window::{PrimaryWindow, Window};

use super::page::Page;
use super::plate::Plate;
use super::{Letters, MOST_ROWS, Sheet, caption, signs_of};
use crate::history::Timeline;
use crate::simulation::Survey;
use crate::view::scene::{Look, Painter, Sites};
use crate::view::{
    Blocs, Chart, Chronicle, HeldScale, MapArea, MapCamera, MapMode, Selection, Setup, StatePalette, Theme,
};

/// Pixels of a picture in one of the window, so that it is fine enough to be printed.
const FINER: f32 = 2.0;

/// All that a picture of what the window shows is drawn from.
#[derive(SystemParam)]
pub struct OnView<'w, 's> {
    survey: Survey<'w, 's>,
    setup: Res<'w, Setup>,
    timeline: Res<'w, Timeline>,
    chart: Option<Res<'w, Chart>>,
    camera: Res<'w, MapCamera>,
    area: Res<'w, MapArea>,
    window: Query<'w, 's, &'static Window, With<PrimaryWindow>>,
    theme: Res<'w, Theme>,
    palette: Res<'w, StatePalette>,
    blocs: Res<'w, Blocs>,
    sites: Res<'w, Sites>,
    mode: Res<'w, MapMode>,
    held: Res<'w, HeldScale>,
    selection: Res<'w, Selection>,
    chronicle: Res<'w, Chronicle>,
}

impl OnView<'_, '_> {
    /// The map as the window shows it now, as SVG: the same mode, selection, date and part of the world. None
    /// before there is a map.
    pub fn picture(&self) -> Option<String> {
        let (chart, window) = (self.chart.as_ref()?, self.window.single().ok()?);
        let (survey, theme) = (&self.survey, *self.theme);
        let shown = self.camera.shown(window, *self.area);
        let look = Look {
            mode: *self.mode,
            least_top: self.held.0,
            selected: self.selection.state,
            centre: shown.center(),
            scale: self.camera.scale,
            size: shown.size() / self.camera.scale,
        };
        let known = (&*self.palette, &*self.blocs, &*self.sites);
        let agreement = self.chronicle.agreement();
        let mut painter = Painter::of_window(survey, theme, known, agreement);
        let scene = painter.scene(survey, chart, &look);
        let signs = signs_of(&scene);
        let mut letters = Letters::default();
        let rows = Page::rows_for(look.size.x, &mut letters, (&scene.legend, &signs), MOST_ROWS);
        let (above, below) = Page::around(rows);
        let page = Page::zoomed(look.size + Vec2::Y * (above + below), FINER, rows);
        let plate = Plate::new(chart, &theme, look, page.map, page.zoom);
        // What was changed by hand by now, so that the picture can be had again.
        let branch = self.timeline.branches().get(self.timeline.current().0);
        let edits = branch.into_iter().flat_map(|branch| &branch.edits);
        let changes: Vec<String> = edits
            .filter(|edit| edit.tick <= survey.clock.tick)
            .map(|edit| format!("{} from {}", edit.name, survey.clock.date_of(edit.tick)))
            .collect();
        let caption = caption(&self.setup.scenario, self.setup.seed, &survey.clock, &changes);
        let sheet = Sheet { page, plate: &plate, chart, scene: &scene };
        Some(sheet.draw(&mut letters, (&caption, &signs), &[]))
    }

    /// A name for the picture's file, without its ending: setup, date, mode and state.
    pub fn name(&self) -> String {
        let selected = self.selection.state.map(|state| self.survey.identity(state).name.clone());
        let date = self.survey.clock.date().to_string();
        let parts = [self.setup.scenario.name.clone(), date, self.mode.label().into()];
        let parts: Vec<String> = parts.into_iter().chain(selected).map(|part| plain(&part)).collect();
        parts.join("_")
    }
}

/// A text as it may stand in the name of a file everywhere: small letters and digits, with dashes between.
fn plain(text: &str) -> String {
    let letters = text.to_lowercase();
    let words = letters.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_are_plain() {
        assert_eq!(plain("Europe, March 1936"), "europe-march-1936");
        assert_eq!(plain("../a/b\\c: \"d\""), "a-b-c-d");
    }
}
