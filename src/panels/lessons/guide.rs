//! The guide: the lesson that is being taken, and where in it its reader is.
//!
//! A lesson steers playback alone: it loads a part's setup, runs, and stands still at the very tick of a step
//! ([`Ticked`]). Where the reader is follows from time: who steps back sees again what was to be watched for
//! then, and who runs on by hand is met by the next step all the same.

use std::sync::Arc;

use bevy::prelude::*;
use bevy_egui::{EguiContext, egui};

use crate::history::History;
use crate::lessons::{self, Lesson, LessonRun, Mark, Mode, Part, Step, When};
use crate::scenario::Scenario;
use crate::simulation::{Clock, Survey};
use crate::view::{
    HeldScale, LoadSetup, MapMode, OpenWhy, Playback, Pointed, Selection, Setup, ShowPlaces, Speed, Ticked,
    TimeTravel,
};

/// What a reader asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LessonAction {
    /// Show the list of lessons, or put it away.
    ToggleList,
    /// Take this lesson, by its place among all, from this part on.
    Take(usize, usize),
    /// What comes next: run on, the next step, the next part, or the last word.
    Next,
    /// The step before, at its moment.
    Back,
    /// This part again from its start.
    Again,
    /// Open the decision that the step speaks of.
    OpenDecision,
    /// Leave the lesson; the world stays as it is.
    Leave,
}

/// The page that the reader is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// What is set up, before it runs.
    Opening,
    /// A step, watched for or reached.
    Step(usize),
    /// What is known beyond one run.
    Closing,
}

/// A lesson that is being taken.
#[derive(Debug, Clone)]
pub struct Taken {
    /// Its place among all.
    pub place: usize,
    /// What it has seen.
    pub run: LessonRun,
    /// Where the reader is.
    pub page: Page,
    /// The scenario that it speaks of: with another one it is over.
    scenario: Arc<Scenario>,
    /// The pace before the lesson set one.
    pace: Speed,
}

/// The guide's state.
#[derive(Resource, Debug, Default)]
pub struct Guide {
    /// Whether the list of lessons is shown.
    pub list_shown: bool,
    /// The lesson that is being taken.
    pub taken: Option<Taken>,
    /// A part that was asked for, until its setup is loaded.
    coming: Option<Coming>,
    /// What was asked for and is not done yet.
    asked: Vec<LessonAction>,
}

/// A part whose setup is on its way.
#[derive(Debug, Clone)]
struct Coming {
    place: usize,
    part: usize,
    scenario: Arc<Scenario>,
}

impl Guide {
    /// A guide that takes a lesson from the start.
    pub fn taking(lesson: &'static Lesson) -> Self {
        let place = lessons::all().iter().position(|other| std::ptr::eq(other, lesson)).unwrap_or(0);
        Self { asked: vec![LessonAction::Take(place, 0)], ..Self::default() }
    }

    /// Asks for something; it is done within the frame.
    pub fn ask(&mut self, action: LessonAction) {
        self.asked.push(action);
    }

    /// What was asked for is not to come: the world stays as it is.
    pub fn give_up(&mut self) {
        self.coming = None;
    }

    /// Whether a lesson is being taken or about to be.
    pub fn is_busy(&self) -> bool {
        self.taken.is_some() || self.coming.is_some() || !self.asked.is_empty()
    }
}

impl Taken {
    fn new(Coming { place, part, scenario }: Coming, codes: Vec<String>, pace: Speed) -> Self {
        let run = LessonRun::new(&lessons::all()[place], part, codes);
        Self { place, run, page: Page::Opening, scenario, pace }
    }

    /// A lesson beside a world of its first part, for trials of the card.
    #[cfg(test)]
    pub fn trial(place: usize, codes: Vec<String>) -> Self {
        let scenario = Arc::new(lessons::all()[place].scenario(0));
        Self::new(Coming { place, part: 0, scenario }, codes, Speed::ALL[2])
    }

    /// The lesson.
    pub fn lesson(&self) -> &'static Lesson {
        self.run.lesson()
    }

    /// The part that is watched.
    pub fn part(&self) -> &'static Part {
        self.run.part()
    }

    /// The part that comes after it.
    pub fn next_part(&self) -> Option<&'static Part> {
        self.lesson().parts.get(self.run.part_number() + 1)
    }

    /// The step that the reader is at.
    pub fn step(&self) -> Option<(usize, &'static Step)> {
        match self.page {
            Page::Step(number) => self.part().steps.get(number).map(|step| (number, step)),
            Page::Opening | Page::Closing => None,
        }
    }

    /// When a step was reached, if it was by now.
    pub fn reached(&self, step: usize, now: u64) -> Option<u64> {
        self.run.reached().get(step).map(|reached| reached.tick).filter(|tick| *tick <= now)
    }

    /// What tells one page from another, for what remembers how far a page was scrolled.
    pub fn page_key(&self) -> (usize, usize, usize) {
        let page = match self.page {
            Page::Opening => 0,
            Page::Step(step) => step + 1,
            Page::Closing => usize::MAX,
        };
        (self.place, self.run.part_number(), page)
    }

    /// Whether the vignette ends without the step that the reader waits for.
    pub fn waits_in_vain(&self, now: u64) -> bool {
        let length = self.lesson().vignette().ticks;
        self.step().is_some_and(|(step, _)| now >= length && self.reached(step, now).is_none())
    }

    /// What is pointed at now.
    pub fn mark(&self, history: &History, now: u64) -> Mark {
        match self.step() {
            Some((step, _)) if self.reached(step, now).is_some() => self.run.mark(step, history),
            _ => Mark::default(),
        }
    }

    /// The map to be looked at now: that of the latest step reached that asks for one, else the part's.
    fn map(&self, now: u64) -> Mode {
        let read = match self.page {
            Page::Opening => 0,
            Page::Step(step) => step + usize::from(self.reached(step, now).is_some()),
            Page::Closing => self.part().steps.len(),
        };
        let steps = self.part().steps.get(..read).unwrap_or_default();
        steps.iter().rev().find_map(|step| step.mode).unwrap_or(self.part().mode)
    }

    /// Looks at a tick just played; whether to stand still here.
    fn follow(&mut self, history: &History, clock: &Clock) -> bool {
        self.run.look(history, clock);
        let now = clock.tick;
        let from = match self.page {
            Page::Closing => return false,
            Page::Opening => 0,
            // What has been read is left behind as the run goes on.
            Page::Step(step) => step + usize::from(self.reached(step, now).is_some_and(|tick| tick < now)),
        };
        if self.reached(from, now).is_some() {
            self.page = Page::Step(from);
            return true;
        }
        let last = self.part().steps.len().saturating_sub(1);
        self.page = Page::Step(from.min(last));
        now == self.lesson().vignette().ticks
    }

    /// The pace for what is awaited: the end of a long quiet time need not be waited for.
    fn pace(&self) -> Speed {
        match self.step().map(|(_, step)| &step.when) {
            Some(When::End) => Speed::Ticks(30.0),
            Some(When::Date(_)) => Speed::Ticks(15.0),
            _ => Speed::ALL[2],
        }
    }
}

pub(in crate::panels) fn plugin(app: &mut App) {
    app.init_resource::<Guide>();
    app.init_schedule(Ticked);
    app.add_systems(Ticked, follow);
    app.add_systems(
        Update,
        (serve, arrive, turn_map, point, hold_scale)
            .chain()
            .run_if(resource_exists::<Setup>.and_then(resource_exists::<Clock>)),
    );
}

/// Follows each tick that is played, and stops at the moment of a step.
fn follow(
    mut guide: ResMut<Guide>,
    (history, clock): (Res<History>, Res<Clock>),
    mut playback: ResMut<Playback>,
) {
    if guide.taken.as_mut().is_some_and(|taken| taken.follow(&history, &clock)) {
        playback.running = false;
    }
}

/// Does what was asked for.
fn serve(
    mut guide: ResMut<Guide>,
    (clock, history): (Res<Clock>, Res<History>),
    mut playback: ResMut<Playback>,
    (mut load, mut travel, mut why): (
        MessageWriter<LoadSetup>,
        MessageWriter<TimeTravel>,
        MessageWriter<OpenWhy>,
    ),
) {
    if guide.asked.is_empty() {
        return;
    }
    let now = clock.tick;
    for action in std::mem::take(&mut guide.asked) {
        let taken = guide.taken.as_mut();
        let at = taken.as_ref().map(|taken| (taken.place, taken.run.part_number()));
        let mut wanted = None;
        match (action, taken) {
            (LessonAction::ToggleList, _) => guide.list_shown = !guide.list_shown,
            (LessonAction::Take(place, part), _) => wanted = Some((place, part)),
            (LessonAction::Next, Some(taken)) => match taken.next(now) {
                Turn::Run(run) => {
                    playback.running = run;
                    if run {
                        playback.speed = taken.pace();
                    }
                }
                Turn::Part => wanted = at.map(|(place, part)| (place, part + 1)),
                Turn::Stay => {}
            },
            (LessonAction::Back, Some(taken)) => match taken.back(now) {
                Some(tick) => {
                    playback.running = false;
                    travel.write(TimeTravel::To(tick));
                }
                None => wanted = at.map(|(place, part)| (place, part.saturating_sub(1))),
            },
            (LessonAction::Again, Some(_)) => wanted = at,
            (LessonAction::OpenDecision, Some(taken)) => {
                if let Some((state, tick)) = taken.mark(&history, now).decision {
                    why.write(OpenWhy { tick, state });
                }
            }
            (LessonAction::Leave, Some(taken)) => {
                playback.running = false;
                playback.speed = taken.pace;
                guide.taken = None;
            }
            (_, None) => {}
        }
        if let Some((place, part)) = wanted
            && let Some(lesson) = lessons::all().get(place)
        {
            let scenario = Arc::new(lesson.scenario(part));
            load.write(LoadSetup(Setup::new(scenario.clone(), lesson.seed)));
            guide.coming = Some(Coming { place, part, scenario });
            guide.list_shown = false;
        }
    }
}

/// What turning the page comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    /// Run, or stand still.
    Run(bool),
    /// The next part is wanted.
    Part,
    /// Nothing runs.
    Stay,
}

impl Taken {
    /// Turns to the next page.
    fn next(&mut self, now: u64) -> Turn {
        let next = match self.page {
            Page::Opening => 0,
            Page::Step(step) if self.reached(step, now).is_some() => step + 1,
            Page::Step(_) => return Turn::Run(true),
            Page::Closing => return Turn::Stay,
        };
        if next < self.part().steps.len() {
            self.page = Page::Step(next);
            // Two steps may have one moment.
            return Turn::Run(self.reached(next, now).is_none());
        }
        if self.next_part().is_some() {
            return Turn::Part;
        }
        self.page = Page::Closing;
        Turn::Stay
    }

    /// Turns to the page before; the tick to go back to, or none where the part before is meant.
    fn back(&mut self, now: u64) -> Option<u64> {
        let before = match self.page {
            Page::Opening => return None,
            Page::Closing => self.part().steps.len().checked_sub(1),
            Page::Step(step) => step.checked_sub(1),
        };
        match before {
            Some(step) => {
                self.page = Page::Step(step);
                Some(self.run.reached().get(step).map_or(now, |reached| reached.tick))
            }
            None => {
                self.page = Page::Opening;
                Some(0)
            }
        }
    }
}

/// Opens the part whose setup has come, and leaves a lesson whose world is gone.
fn arrive(
    mut guide: ResMut<Guide>,
    (setup, survey, playback): (Res<Setup>, Survey, Res<Playback>),
    (mut mode, mut selection): (ResMut<MapMode>, ResMut<Selection>),
    (mut show, mut contexts): (MessageWriter<ShowPlaces>, Query<&mut EguiContext>),
) {
    if let Some(coming) = guide.coming.take_if(|coming| Arc::ptr_eq(&coming.scenario, &setup.scenario)) {
        let codes = survey.states().map(|state| survey.identity(state).code.clone()).collect();
        let pace = guide.taken.as_ref().map_or(playback.speed, |taken| taken.pace);
        let taken = Taken::new(coming, codes, pace);
        *mode = mode_of(taken.part().mode);
        selection.state = taken.run.state(&taken.part().select);
        show.write(ShowPlaces {
            places: survey.states().map(|state| survey.identity(state).capital).collect(),
            below: legend_height(&mut contexts),
        });
        guide.taken = Some(taken);
    }
    let gone = |taken: &Taken| !Arc::ptr_eq(&taken.scenario, &setup.scenario);
    if guide.coming.is_none() && guide.taken.as_ref().is_some_and(gone) {
        guide.taken = None;
    }
}

/// Points at what the page speaks of; selects it and brings it into view, once.
fn point(
    guide: Res<Guide>,
    (history, clock, survey): (Res<History>, Res<Clock>, Survey),
    (mode, mut pointed, mut selection): (Res<MapMode>, ResMut<Pointed>, ResMut<Selection>),
    (mut show, mut contexts): (MessageWriter<ShowPlaces>, Query<&mut EguiContext>),
) {
    let mark = guide.taken.as_ref().map(|taken| taken.mark(&history, clock.tick)).unwrap_or_default();
    let wanted = Pointed { states: mark.states, region: mark.region };
    if *pointed == wanted {
        return;
    }
    let states = wanted.states.iter().filter(|state| state.index() < survey.states().len());
    let places: Vec<_> = states.map(|state| survey.identity(*state).capital).collect();
    if !places.is_empty() {
        show.write(ShowPlaces { places, below: legend_height(&mut contexts) });
    }
    if let Some(taken) = guide.taken.as_ref().filter(|_| !wanted.states.is_empty()) {
        // Where the map speaks of one state, it goes on to speak of the part's.
        let own = taken.run.state(&taken.part().select).filter(|_| speaks_of_one(*mode));
        selection.state = own.or(wanted.states.first().copied());
    }
    *pointed = wanted;
}

/// Whether a map speaks of the selected state alone.
pub(in crate::panels) fn speaks_of_one(mode: MapMode) -> bool {
    matches!(mode, MapMode::Threat | MapMode::Danger | MapMode::Belief)
}

/// Turns to the map that a step asks for, once, and back to the part's own where the reader goes back.
fn turn_map(guide: Res<Guide>, clock: Res<Clock>, mut mode: ResMut<MapMode>, mut asked: Local<Option<Mode>>) {
    let wanted = guide.taken.as_ref().map(|taken| taken.map(clock.tick));
    if *asked != wanted {
        if let Some(wanted) = wanted.filter(|_| asked.is_some()) {
            mode.set_if_neq(mode_of(wanted));
        }
        *asked = wanted;
    }
}

/// Keeps the scale of the colours alike in all runs of a lesson.
fn hold_scale(guide: Res<Guide>, mut held: ResMut<HeldScale>) {
    let top = guide.taken.as_ref().and_then(|taken| taken.lesson().top);
    held.set_if_neq(HeldScale(top.unwrap_or(0.0)));
}

/// Height of the legend on the map, in logical pixels.
fn legend_height(contexts: &mut Query<&mut EguiContext>) -> f32 {
    let height = |ctx: &egui::Context| {
        let legend = egui::AreaState::load(ctx, egui::Id::new("legend"));
        legend.map_or(0.0, |legend| legend.rect().height() * ctx.zoom_factor())
    };
    contexts.iter_mut().map(|mut context| height(context.get_mut())).fold(0.0, f32::max)
}

/// The map mode that a lesson asks for.
fn mode_of(mode: Mode) -> MapMode {
    match mode {
        Mode::Political => MapMode::Political,
        Mode::Blocs => MapMode::Blocs,
        Mode::Threat => MapMode::Threat,
        Mode::Danger => MapMode::Danger,
        Mode::Power => MapMode::Power,
        Mode::Types => MapMode::Type,
        Mode::Revisionism => MapMode::Revisionism,
        Mode::Beliefs => MapMode::Belief,
        Mode::Ideology => MapMode::Ideology,
        Mode::War => MapMode::War,
    }
}
