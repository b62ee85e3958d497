//! Panels: everything around the map, drawn with egui.
//!
//! Each panel is a function of a `Model`, what it reads, that pushes `PanelAction`s, what the user asked
//! for. One system builds the model, draws all panels, and carries the actions out, so that panels can be
//! driven without a window.
//!
//! **Clicks.** Panels lie in egui areas of their own, each exactly as large as what is seen of it. Areas
//! above the background are what egui's `is_pointer_over_egui`, and so `bevy_egui`'s `EguiWantsInput`, go
//! by: over a panel the pointer is egui's, over the map it is not. (A `egui::Panel` in a root of one's own
//! is background to egui: there the pointer would seem free, and clicks would fall through.)

use std::sync::Arc;

use bevy::input::InputSystems;
use bevy::input::mouse::AccumulatedMouseScroll;
use bevy::prelude::*;
use bevy::window::PrimaryWindow;
use bevy_egui::input::EguiWantsInput;
use bevy_egui::{EguiContext, EguiContexts, EguiPreUpdateSet, EguiPrimaryContextPass, egui};

use crate::edit::Command;
use crate::history::counterfactual::Question;
use crate::history::{Beside, Branch, BranchId, Differences, History, Timeline};
use crate::settings::{LeftTab, Look, Settings};
use crate::simulation::{Clock, Decision, Event, Rules, StateId, Survey};
use crate::view::{
    Blocs, Cast, CentreOn, Chronicle, Foreseen, Legend, MapArea, MapMode, Motion, Note, Notice, Notices,
    OpenWhy, Otherwise, PlaceAction, Placing, Playback, Restart, Selection, Setup, Speed, StatePalette,
    Theme, TimeTravel, ViewSystems,
};

mod compare;
mod decisions;
mod edit;
mod events;
mod fears;
mod hover;
mod inspector;
mod keep;
mod keys;
mod layout;
mod ledger;
mod legend;
pub(crate) mod lessons;
mod marks;
mod newworld;
mod overview;
mod picker;
mod placing;
mod plots;
mod record;
mod saving;
mod score;
mod settings;
mod strip;
mod theme;
mod theory;
mod timeline;
mod toasts;
mod toolbar;
mod tour;
mod trials;
mod wars;
mod why;
mod widgets;
mod words;

use edit::{Card, EditAction};
use events::EventList;
use keep::Keep;
use layout::{Extents, Side};
use ledger::{Column, Ledger};
use lessons::{Guide, LessonAction};
use plots::{Kind as PlotKind, Plots};
pub use saving::AutosavePlugin;
use saving::{FileAction, Saving};
use strip::Marks;
use toasts::{News, Toasts};
use tour::TourAction;
use trials::{TrialAction, Trials};
use why::Why;
use why::asker::Supposed;
use words::{EventSort, Names};

/// The panels, for an app that has `EguiPlugin` and the view.
pub struct PanelsPlugin;

impl Plugin for PanelsPlugin {
    fn build(&self, app: &mut App) {
        app.init_resource::<Memory>();
        app.add_systems(
            PreUpdate,
            (
                (dress, follow_settings)
                    .chain()
                    .after(EguiPreUpdateSet::InitContexts)
                    .before(EguiPreUpdateSet::BeginPass),
                shield_map.after(InputSystems).after(EguiPreUpdateSet::InitContexts),
                shield_keys.after(InputSystems),
            ),
        );
        app.init_resource::<Beside>();
        app.add_systems(Update, (press_keys.before(ViewSystems::Input), compare));
        app.add_plugins((keep::plugin, lessons::guide::plugin, picker::plugin));
        app.add_plugins((saving::plugin, newworld::plugin));
        app.add_systems(
            EguiPrimaryContextPass,
            draw.run_if(resource_exists::<Setup>.and_then(resource_exists::<Clock>)),
        );
    }
}

/// Seconds for which frames keep coming after the user has done something: long enough for settings to be kept.
const AWAKE: f32 = 1.2;

/// What the panels remember from frame to frame. Nothing of the model's.
#[derive(Resource, Default)]
struct Memory {
    /// Whether the list of keys is shown.
    keys_shown: bool,
    /// Whether the settings are shown.
    settings_shown: bool,
    /// Whether the legend shows its title alone, once somebody has said so; else it does where the map is small.
    legend_folded: Option<bool>,
    /// Whether the map is small.
    map_is_small: bool,
    toasts: Toasts,
    events: EventList,
    ledger: Ledger,
    plots: Plots,
    /// What is marked on the timeline.
    marks: Marks,
    /// The branch that plots and map are compared with.
    compared: Option<BranchId>,
    /// What differs there.
    differences: Differences,
    /// Whether the page of the theory is shown.
    theory_shown: bool,
    /// The tick of the decision shown in full; the latest where absent.
    opened: Option<u64>,
    /// The card of the tour that is shown.
    tour: Option<usize>,
    /// The decision whose reasons are shown in full, in the right panel's place.
    why: Option<Why>,
    /// Whether something was changed by hand that is not saved.
    unsaved: bool,
    /// Whether its bars show what options are worth in all, rather than what they add to staying.
    bars_in_all: bool,
    /// Two histories run many times.
    trials: Trials,
    /// The edit page of the selected state.
    card: Card,
    /// What of the record is listed.
    record: record::Listed,
    /// What the model would have expected of history.
    expected: record::Expected,
    /// What of it is told over the map.
    caption: record::Caption,
    /// What of it is shown in full, in the right panel's place.
    page: Option<record::Page>,
    /// The setup run free many times.
    scores: score::Scores,
}

/// What panels read.
pub(crate) struct Model<'a> {
    survey: &'a Survey<'a, 'a>,
    /// The tick at which the world stands; the history may go beyond.
    now: u64,
    history: &'a History,
    timeline: &'a Timeline,
    settings: &'a Settings,
    setup: &'a Setup,
    playback: &'a Playback,
    mode: MapMode,
    selection: Selection,
    legend: &'a Legend,
    palette: &'a StatePalette,
    /// What happened in history.
    chronicle: &'a Chronicle,
    names: Names<'a>,
    guide: &'a Guide,
    placing: &'a Placing,
    memory: &'a Memory,
}

impl<'a> Model<'a> {
    /// A date as fine as ticks are.
    fn date_of(&self, tick: u64) -> String {
        words::date(self.survey.clock.date_of(tick), self.survey.clock.length)
    }

    /// What has happened by now.
    fn events(&self) -> &'a [Event] {
        self.history.events_until(self.now)
    }

    /// The decisions of a state by now, latest first.
    fn decisions_of(&self, state: StateId) -> impl Iterator<Item = &'a Decision> + use<'a> {
        let until_now = self.history.decisions_until(self.now);
        until_now.iter().rev().filter(move |decision| decision.state == state)
    }

    /// The branch that is shown.
    fn branch(&self) -> &Branch {
        &self.timeline.branches()[self.timeline.current().0]
    }
}

/// What a user asks for in a panel.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum PanelAction {
    /// Select a state and bring its capital to the middle.
    Select(StateId),
    /// Select nothing.
    Deselect,
    /// Colour the map so.
    Mode(MapMode),
    /// Start or stop.
    TogglePlay,
    /// Run one tick.
    Step,
    /// From the start.
    Restart,
    /// Run at this speed.
    Speed(Speed),
    /// Hide all panels beside the map, or show those at the sides.
    ToggleSides,
    /// Something about files.
    File(FileAction),
    /// Show or hide the settings.
    Settings,
    /// Change a setting.
    Set(settings::Change),
    /// Show why a state chose as it did.
    Why(OpenWhy),
    /// Take a toast away.
    Dismiss(u64),
    /// List the events of the states with these names alone.
    SearchEvents(String),
    /// Open or close one panel.
    TogglePanel(Side),
    /// Show this in the left panel.
    Tab(LeftTab),
    /// Night or paper.
    ToggleLook,
    /// Go to this tick.
    Seek(u64),
    /// Go to this tick, and run there if it lies beyond what has been run.
    RunTo(u64),
    /// List all of the record, or what is about the selected state alone.
    ToggleRecordOnlySelected,
    /// Let history decide, from the start.
    Follow,
    /// Let the model decide from here on.
    RunFree,
    /// Show what the model expected of an entry of the record, or no longer.
    Expectation(Option<usize>),
    /// Show what it expected of another of those who are asked.
    ExpectationOf(usize),
    /// Take the caption over the map away.
    DismissCaption,
    /// Something about running the setup free many times.
    Score(score::ScoreAction),
    /// Go one tick back.
    Back,
    /// Mark this moment, or take the mark away.
    Bookmark,
    /// Show another branch.
    Switch(BranchId),
    /// Compare with a branch, or with none.
    Compare(Option<BranchId>),
    /// Change the world by hand, from here on.
    Change(Command),
    /// Something about placing states.
    Place(PlaceAction),
    /// Take back the last change by hand.
    Undo,
    /// Make it again.
    Redo,
    /// Something on the edit page.
    Edit(EditAction),
    /// Show or hide the page of the theory.
    ToggleTheory,
    /// Slow down at what is important, or no longer.
    ToggleAttentive,
    /// Hide or show the keys.
    ToggleKeys,
    /// Fold the legend to its title, or unfold it.
    ToggleLegend,
    /// Hide or show a sort of event.
    ToggleSort(EventSort),
    /// List a sort of event alone, or all again.
    OnlySort(EventSort),
    /// Events of all states, or of the selected one alone.
    ToggleOnlySelected,
    /// Order the ledger by this column, or the other way round.
    SortStates(Column),
    /// List the states that this finds.
    SearchStates(String),
    /// Show this plot, or close it.
    ChoosePlot(PlotKind),
    /// Save a plot as a file.
    ExportPlot(PlotKind, plots::Format),
    /// Give a panel this width, or height.
    Resize(Side, f32),
    /// Show the decision of this tick in full.
    OpenDecision(u64),
    /// Write a picture of what the map shows to a file.
    SavePicture,
    /// Put a picture of what the map shows on the clipboard.
    CopyPicture,
    /// Something about lessons.
    Lesson(LessonAction),
    /// Something about the tour.
    Tour(TourAction),
    /// Something about running two histories many times.
    Trial(TrialAction),
    /// Show why a choice was made.
    OpenWhy(Question),
    /// Back to what was shown before.
    CloseWhy,
    /// Show what options are worth in all, or what they add to staying.
    ToggleBars,
    /// Ask what would have been chosen with one thing otherwise, or show again what was.
    Suppose(Option<Supposed>),
}

/// Gives a new context its faces and style before its first pass.
fn dress(mut contexts: Query<&mut EguiContext, Added<EguiContext>>) {
    for mut context in &mut contexts {
        theme::apply(context.get_mut());
    }
}

/// Brings the look and the scale of panels and map to what the settings say.
fn follow_settings(
    settings: Res<Settings>,
    mut contexts: Query<&mut EguiContext>,
    (mut theme, mut motion): (ResMut<Theme>, ResMut<Motion>),
    mut playback: ResMut<Playback>,
    mut slow_down: Local<Option<bool>>,
) {
    if !settings.is_changed() {
        return;
    }
    for mut context in &mut contexts {
        let ctx = context.get_mut();
        theme::dress(ctx, settings.look == Look::Paper, settings.reduced_motion);
        ctx.set_zoom_factor(settings.scale);
    }
    let wanted = match settings.look {
        Look::Night => Theme::NIGHT,
        Look::Paper => Theme::PAPER,
    };
    theme.set_if_neq(wanted);
    if motion.reduced != settings.reduced_motion {
        motion.reduced = settings.reduced_motion;
    }
    // It is on without being set so while history decides.
    if slow_down.replace(settings.slow_down).unwrap_or(false) != settings.slow_down {
        playback.attentive = settings.slow_down;
    }
}

/// Keeps what is pressed or scrolled over a panel from the map in the very frame in which the pointer got
/// there. `EguiWantsInput` tells where the pointer was a frame ago, which a slow frame makes long.
fn shield_map(
    mut contexts: Query<&mut EguiContext>,
    window: Option<Single<&Window, With<PrimaryWindow>>>,
    (buttons, scroll): (Option<ResMut<ButtonInput<MouseButton>>>, Option<ResMut<AccumulatedMouseScroll>>),
) {
    let Some(pointer) = window.and_then(|window| window.cursor_position()) else { return };
    let over = |ctx: &egui::Context| {
        let zoom = ctx.zoom_factor();
        over_panel(ctx, egui::pos2(pointer.x / zoom, pointer.y / zoom))
    };
    if !contexts.iter_mut().any(|mut context| over(context.get_mut())) {
        return;
    }
    if let Some(mut buttons) = buttons {
        let pressed: Vec<MouseButton> = buttons.get_just_pressed().copied().collect();
        for button in pressed {
            buttons.clear_just_pressed(button);
        }
    }
    if let Some(mut scroll) = scroll {
        scroll.delta = Vec2::ZERO;
    }
}

/// Keeps keys from the map and the panels below while a page lies over them. egui has its own.
fn shield_keys(
    mut keyboard: ResMut<ButtonInput<KeyCode>>,
    (picker, saving): (Res<picker::Picker>, Res<Saving>),
    (new_world, memory): (Res<newworld::NewWorldDialog>, Res<Memory>),
) {
    if picker.is_open() || saving.is_open() || new_world.is_open() || memory.settings_shown {
        keyboard.clear();
    }
}

/// Whether something of egui's lies at a place that takes the pointer: all but the background do.
fn over_panel(ctx: &egui::Context, at: egui::Pos2) -> bool {
    ctx.layer_id_at(at).is_some_and(|layer| layer.order != egui::Order::Background)
}

/// The panels' own keys.
fn press_keys(
    mut keyboard: ResMut<ButtonInput<KeyCode>>,
    egui: Option<Res<EguiWantsInput>>,
    (mut memory, mut settings, mut guide): (ResMut<Memory>, ResMut<Settings>, ResMut<Guide>),
    (clock, mut timeline): (Res<Clock>, ResMut<Timeline>),
    (history, selection): (Res<History>, Res<Selection>),
    (chronicle, rules): (Res<Chronicle>, Res<Rules>),
    (mut travel, mut why): (MessageWriter<TimeTravel>, MessageWriter<OpenWhy>),
) {
    if egui.is_some_and(|egui| egui.wants_any_keyboard_input()) {
        return;
    }
    let control = [KeyCode::ControlLeft, KeyCode::ControlRight];
    let control = keyboard.any_pressed(control) || keyboard.any_just_released(control);
    if keyboard.just_pressed(KeyCode::Comma) && control {
        memory.settings_shown = !memory.settings_shown;
    }
    if control && keyboard.any_just_pressed([KeyCode::KeyZ, KeyCode::KeyY]) {
        let shift = [KeyCode::ShiftLeft, KeyCode::ShiftRight];
        let shift = keyboard.any_pressed(shift) || keyboard.any_just_released(shift);
        let back = keyboard.just_pressed(KeyCode::KeyZ) && !shift;
        travel.write(if back { TimeTravel::Undo } else { TimeTravel::Redo });
    }
    let chord = [KeyCode::ControlLeft, KeyCode::ControlRight, KeyCode::AltLeft, KeyCode::SuperLeft];
    if keyboard.just_pressed(KeyCode::KeyR) && control && chronicle.record().is_some() {
        travel.write(if rules.history_decides() { TimeTravel::RunFree } else { TimeTravel::Follow });
    }
    // In a slow frame a chord is pressed and let go at once.
    if keyboard.any_pressed(chord) || keyboard.any_just_released(chord) {
        return;
    }
    let tick = clock.tick;
    // What closes a page does not let the selection go as well.
    if keyboard.just_pressed(KeyCode::Escape) && close_topmost(&mut memory, &mut settings, &mut guide) {
        keyboard.clear_just_pressed(KeyCode::Escape);
    }
    for key in keyboard.get_just_pressed() {
        match key {
            KeyCode::KeyY => {
                let latest = selection.state.and_then(|state| {
                    history.decisions_until(tick).iter().rev().find(|decision| decision.state == state)
                });
                if let Some(Decision { tick, state, .. }) = latest {
                    why.write(OpenWhy { tick: *tick, state: *state });
                }
            }
            KeyCode::Backslash => toggle_sides(&mut settings),
            KeyCode::KeyH | KeyCode::Slash => memory.keys_shown = !memory.keys_shown,
            KeyCode::KeyL => memory.fold_legend(),
            KeyCode::KeyT => settings.look = other_look(settings.look),
            KeyCode::KeyP => settings.plots_open = !settings.plots_open,
            KeyCode::KeyE => show_tab(&mut settings, LeftTab::Events),
            KeyCode::KeyS => show_tab(&mut settings, LeftTab::States),
            KeyCode::KeyI => show_tab(&mut settings, LeftTab::Record),
            KeyCode::KeyB => timeline.toggle_bookmark(tick),
            KeyCode::PageUp | KeyCode::PageDown => {
                if let Some(tick) = memory.marks.beside(tick, *key == KeyCode::PageDown) {
                    travel.write(TimeTravel::To(tick));
                }
            }
            KeyCode::End => {
                travel.write(TimeTravel::To(u64::MAX));
            }
            KeyCode::KeyC if selection.state.is_some() => {
                memory.card.open = !(memory.card.open && settings.right_open);
                settings.right_open = true;
                memory.why = None;
            }
            KeyCode::KeyM => memory.theory_shown = !memory.theory_shown,
            KeyCode::KeyG => guide.ask(LessonAction::ToggleList),
            _ => {}
        }
    }
}

/// Closes the page that lies above the others. Whether there was one.
fn close_topmost(memory: &mut Memory, settings: &mut Settings, guide: &mut Guide) -> bool {
    let pages =
        [&mut memory.keys_shown, &mut memory.settings_shown, &mut guide.list_shown, &mut memory.theory_shown];
    if pages.into_iter().any(std::mem::take) {
        return true;
    }
    if memory.tour.is_some() {
        take_tour(memory, settings, TourAction::Leave);
        return true;
    }
    memory.page.take().is_some()
        || memory.why.take().is_some()
        || memory.scores.close()
        || memory.trials.close()
}

/// Keeps the history that is compared beside the one shown, and tells map and panels what differs.
fn compare(
    (mut memory, mut beside): (ResMut<Memory>, ResMut<Beside>),
    (timeline, history): (Res<Timeline>, Res<History>),
    survey: Survey,
    mut otherwise: ResMut<Otherwise>,
    mut seen: Local<Option<(BranchId, BranchId, u64, u64)>>,
) {
    // An undone branch may be gone.
    let other = memory.compared.filter(|it| it.0 < timeline.branches().len());
    let now = other.map(|other| (timeline.current(), other, survey.clock.tick, timeline.changes()));
    if *seen == now {
        return;
    }
    *seen = now;
    let Some((_, other, tick, _)) = now else {
        beside.leave();
        memory.differences = Differences::default();
        *otherwise = Otherwise::default();
        return;
    };
    beside.follow(&timeline, &history, other, tick);
    memory.differences = beside.differences(&survey);
    otherwise.0.clone_from(&memory.differences.land);
}

/// Turns the cards of the tour. Who has seen or declined it is not shown it again unasked.
fn take_tour(memory: &mut Memory, settings: &mut Settings, action: TourAction) {
    let was_shown = memory.tour.is_some();
    memory.tour = tour::turn(memory.tour, action);
    if was_shown && memory.tour.is_none() {
        settings.toured = true;
    }
}

/// Hides the panels beside the map if any is open, else opens those at the sides.
fn toggle_sides(settings: &mut Settings) {
    let any = settings.left_open || settings.right_open;
    (settings.left_open, settings.right_open) = (!any, !any);
}

fn other_look(look: Look) -> Look {
    match look {
        Look::Night => Look::Paper,
        Look::Paper => Look::Night,
    }
}

/// Shows a tab of the left panel; closes the panel if it is shown already.
fn show_tab(settings: &mut Settings, tab: LeftTab) {
    settings.left_open = settings.tab != tab || !settings.left_open;
    settings.tab = tab;
}

/// What panels ask of the rest of the window, and what they are asked.
type Post<'w, 's> = (
    MessageWriter<'w, CentreOn>,
    MessageWriter<'w, Restart>,
    MessageWriter<'w, TimeTravel>,
    (MessageWriter<'w, Keep>, MessageWriter<'w, PlaceAction>),
    MessageReader<'w, 's, OpenWhy>,
);

/// What of the map and the window panels go by.
type Surroundings<'w> = (
    Res<'w, Legend>,
    Res<'w, StatePalette>,
    (Res<'w, Blocs>, Res<'w, Cast>, Res<'w, Chronicle>),
    Res<'w, Time>,
    ResMut<'w, Motion>,
    ResMut<'w, Notices>,
    ResMut<'w, Foreseen>,
);

/// Draws all panels and does what they were asked for.
fn draw(
    mut contexts: EguiContexts,
    (survey, history, setup): (Survey, Res<History>, Res<Setup>),
    (mut playback, mut mode, mut selection): (ResMut<Playback>, ResMut<MapMode>, ResMut<Selection>),
    (mut memory, mut map_area, mut timeline, mut settings): (
        ResMut<Memory>,
        ResMut<MapArea>,
        ResMut<Timeline>,
        ResMut<Settings>,
    ),
    (mut centre, mut restart, mut travel, (mut keep, mut place), mut asked_why): Post,
    (legend, palette, (blocs, cast, chronicle), time, mut motion, mut notices, mut foreseen): Surroundings,
    (mut guide, mut saving, placing): (ResMut<Guide>, ResMut<Saving>, Res<Placing>),
) -> Result {
    let ctx = contexts.ctx_mut()?;
    let states = survey.states().len();
    // Another setup may bring a world with fewer states.
    if selection.state.is_some_and(|state| state.index() >= states) {
        selection.state = None;
    }
    let now = survey.clock.tick;
    let names = Names::new(
        survey.states().map(|state| survey.identity(state).name.as_str()).collect(),
        &setup.scenario.geography.regions,
    );
    let listed = settings.left_open && settings.tab == LeftTab::States;
    memory.ledger.update(&survey, &blocs, blocs.is_changed() || cast.is_recast(), listed);
    if cast.is_recast() {
        memory.events.start_over();
        memory.toasts.settle();
        if cast.newcomer().is_some() {
            // Who founds a state wants to say what it is.
            settings.right_open = true;
            memory.card.open = true;
        }
    }
    let selected = selection.state.map(|state| survey.identity(state).code.as_str());
    memory.record.update(&chronicle, selected, now);
    let extents = Extents { lane: chronicle.record().is_some(), ..Extents::new(&settings, 0.0) };
    let room = layout::divide(ctx.viewport_rect(), extents).plots;
    memory.update_plots(
        (room, &settings.plots),
        (&history, &timeline, &chronicle),
        &survey.clock,
        &names,
        selection.state,
    );
    if !settings.toured && memory.tour.is_none() && !guide.is_busy() {
        memory.tour = Some(0);
    }
    memory.update(&history, &timeline, now, selection.state, &names);
    memory.toasts.update(News {
        events: history.events_until(now),
        now,
        branch: timeline.current(),
        running: playback.running,
        fastest: playback.speed == Speed::Unlimited,
        time: ctx.input(|input| input.time),
    });
    for notice in std::mem::take(&mut notices.bypass_change_detection().0) {
        if let Some(command) = &notice.refused {
            memory.card.refused(command, &notice.text);
        }
        memory.toasts.notice(notice, ctx.input(|input| input.time));
        motion.keep_awake(&time, AWAKE);
    }
    if memory.toasts.is_moving() {
        motion.keep_awake(&time, AWAKE);
    }
    if setup.is_changed() {
        memory.why = None;
        memory.trials = Trials::default();
        memory.scores = score::Scores::default();
    }
    if setup.is_changed() || memory.page.is_some_and(|page| page.selected != selection.state) {
        memory.page = None;
    }
    let decides = survey.rules.history_decides();
    if memory.expected.update(&chronicle, &timeline, now, decides) {
        motion.keep_awake(&time, 0.1);
    } else if memory.expected.is_asking() {
        motion.await_news(&time);
    }
    let told = (ctx.input(|input| input.time), playback.running);
    if memory.caption.update(&chronicle, &timeline, (now, decides), told) {
        motion.await_news(&time);
    }
    if memory.scores.update() {
        motion.keep_awake(&time, 0.1);
    } else if memory.scores.is_running() {
        motion.await_news(&time);
    }
    if memory.trials.update() {
        motion.keep_awake(&time, 0.1);
    } else if memory.trials.is_running() {
        motion.await_news(&time);
    }
    for asked in asked_why.read() {
        if let Some(question) = why::question_of(&history, asked.tick, asked.state) {
            (memory.why, memory.page) = (Why::open(question, &timeline, selection.state), None);
            settings.right_open = true;
        }
    }
    memory.unsaved = saving.is_unsaved();
    let edited = selection.state.filter(|state| memory.why.is_none() && survey.is_alive(*state));
    memory.card.update(&timeline, now, edited, playback.running);
    let tried = memory.card.foresight();
    if tried.map(Arc::as_ptr) != foreseen.0.as_ref().map(Arc::as_ptr) {
        foreseen.0 = tried.cloned();
    }
    let mut actions = Vec::new();
    let model = Model {
        survey: &survey,
        now,
        history: &history,
        timeline: &timeline,
        settings: &settings,
        setup: &setup,
        playback: &playback,
        mode: *mode,
        selection: *selection,
        legend: &legend,
        palette: &palette,
        chronicle: &chronicle,
        names,
        guide: &guide,
        placing: &placing,
        memory: &memory,
    };
    let map = show(ctx, &model, &mut actions);
    // Who places states wants to see land.
    memory.map_is_small = legend::is_small(map) || placing.is_on();
    let map = map * ctx.zoom_factor();
    map_area.set_if_neq(MapArea(Rect::new(map.left(), map.top(), map.right(), map.bottom())));
    // Tooltips come some time after the pointer has come to rest, and what was asked for shows a frame later.
    let asking = memory.why.as_ref().is_some_and(Why::is_asking) || memory.card.is_asking();
    if asking || !actions.is_empty() || ctx.input(|input| !input.events.is_empty()) {
        motion.keep_awake(&time, AWAKE);
    }
    for action in actions {
        match action {
            PanelAction::Select(state) => {
                selection.state = Some(state);
                centre.write(CentreOn(survey.identity(state).capital));
            }
            PanelAction::Deselect => selection.state = None,
            PanelAction::Mode(chosen) => *mode = chosen,
            PanelAction::TogglePlay => playback.toggle(),
            PanelAction::Step => playback.step(),
            PanelAction::Restart => {
                restart.write(Restart);
            }
            PanelAction::Speed(speed) => playback.speed = speed,
            PanelAction::Set(change) => change.apply(&mut settings),
            PanelAction::Why(asked) => {
                if let Some(question) = why::question_of(&history, asked.tick, asked.state) {
                    (memory.why, memory.page) = (Why::open(question, &timeline, selection.state), None);
                    settings.right_open = true;
                }
            }
            PanelAction::File(action) => saving.ask(action),
            PanelAction::Seek(tick) => {
                travel.write(TimeTravel::To(tick));
            }
            PanelAction::RunTo(tick) => {
                travel.write(TimeTravel::To(tick));
                if tick > history.end() {
                    playback.run_to(tick);
                }
            }
            PanelAction::Follow => {
                travel.write(TimeTravel::Follow);
            }
            PanelAction::RunFree => {
                travel.write(TimeTravel::RunFree);
            }
            PanelAction::Expectation(Some(entry)) => {
                memory.page = Some(record::Page { entry, asked: 0, selected: selection.state });
                settings.right_open = true;
            }
            PanelAction::Back => {
                travel.write(TimeTravel::Back);
            }
            PanelAction::Switch(branch) => {
                travel.write(TimeTravel::Branch(branch));
            }
            PanelAction::Change(command) => {
                memory.card.commit();
                travel.write(TimeTravel::Change(command));
            }
            PanelAction::Place(action) => {
                place.write(action);
            }
            PanelAction::Undo => {
                travel.write(TimeTravel::Undo);
            }
            PanelAction::Redo => {
                travel.write(TimeTravel::Redo);
            }
            PanelAction::Edit(action) => {
                // What is tried is tried on a world that stands still.
                playback.running &= !matches!(action, EditAction::Hold(..));
                memory.card.apply(action);
            }
            PanelAction::SavePicture => {
                keep.write(Keep::File);
            }
            PanelAction::CopyPicture => {
                keep.write(Keep::Clipboard);
            }
            PanelAction::OpenWhy(question) => {
                (memory.why, memory.page) = (Why::open(question, &timeline, selection.state), None);
                settings.right_open = true;
            }
            PanelAction::Bookmark => timeline.toggle_bookmark(now),
            // It may be on without being set so, while history decides.
            PanelAction::ToggleAttentive => {
                playback.attentive = !playback.attentive;
                settings.slow_down = playback.attentive;
            }
            PanelAction::ToggleLook => settings.look = other_look(settings.look),
            PanelAction::Tab(tab) => settings.tab = tab,
            PanelAction::ToggleSides => toggle_sides(&mut settings),
            PanelAction::TogglePanel(side) => match side {
                Side::Left => settings.left_open = !settings.left_open,
                Side::Right => settings.right_open = !settings.right_open,
                Side::Bottom => settings.plots_open = !settings.plots_open,
            },
            PanelAction::Lesson(action) => {
                let decision = guide.taken.as_ref().and_then(|taken| taken.mark(&history, now).decision);
                if let Some((state, tick)) = decision.filter(|_| action == LessonAction::OpenDecision) {
                    // A map that speaks of one state is not turned to another.
                    if !lessons::guide::speaks_of_one(*mode) {
                        selection.state = Some(state);
                    }
                    memory.opened = Some(tick);
                }
                guide.ask(action);
            }
            PanelAction::Score(score::ScoreAction::Export(form)) => {
                let folder = std::env::current_dir().unwrap_or_default();
                let kept = memory.scores.export(&folder, form, &setup);
                notices.push(kept_as("What was found", &folder, kept));
            }
            PanelAction::Score(action) => {
                if action == score::ScoreAction::Open {
                    (memory.why, memory.page) = (None, None);
                    memory.trials.close();
                    settings.right_open = true;
                }
                memory.scores.act(action, &setup);
            }
            PanelAction::Trial(TrialAction::Export(format)) => {
                let folder = std::env::current_dir().unwrap_or_default();
                let kept = memory.trials.export(&folder, format, (&setup, &survey.clock));
                notices.push(kept_as("What was found", &folder, kept));
            }
            PanelAction::Trial(action) => {
                if action == TrialAction::Open {
                    (memory.why, memory.page) = (None, None);
                    memory.scores.close();
                    settings.right_open = true;
                }
                let moment = trials::Moment {
                    timeline: &timeline,
                    history: &history,
                    clock: &survey.clock,
                    compared: memory.compared,
                    seed: setup.seed,
                };
                memory.trials.act(action, &moment);
            }
            PanelAction::Tour(action) => take_tour(&mut memory, &mut settings, action),
            PanelAction::Resize(side, size) => {
                let kept = match side {
                    Side::Left => &mut settings.left_width,
                    Side::Right => &mut settings.right_width,
                    Side::Bottom => &mut settings.plots_height,
                };
                *kept = Some(size.round());
            }
            PanelAction::ChoosePlot(kind) => memory.plots.choose(&mut settings.plots, kind),
            PanelAction::ExportPlot(kind, format) => {
                if let Some(chart) = memory.plots.chart(kind) {
                    notices.push(keep_plot(chart, format, (&setup, &survey.clock, &palette)));
                }
            }
            own => memory.apply(own),
        }
    }
    Ok(())
}

/// Writes a plot to a file in the folder that the program was started in; what there is to say of it.
fn keep_plot(chart: &plots::Chart, format: plots::Format, what: (&Setup, &Clock, &StatePalette)) -> Notice {
    let folder = std::env::current_dir().unwrap_or_default();
    kept_as("The plot", &folder, plots::export(&folder, chart, format, what))
}

/// What there is to say of something that was to be written into a folder.
fn kept_as(what: &str, folder: &std::path::Path, kept: std::io::Result<std::path::PathBuf>) -> Notice {
    match kept {
        Ok(path) => Notice::done(format!("{what} has been saved as {}", path.display())),
        Err(error) => Notice::error(format!(
            "{what} could not be saved in {}: {error}. Start the program in a folder that you may write to.",
            folder.display()
        )),
    }
}

impl Memory {
    /// Works out what the plots show that are in sight, if they are open.
    fn update_plots(
        &mut self,
        (room, wanted): (Option<egui::Rect>, &[PlotKind]),
        (history, timeline, chronicle): (&History, &Timeline, &Chronicle),
        clock: &Clock,
        names: &Names,
        selected: Option<StateId>,
    ) {
        let Some(room) = room else { return };
        let compared = self
            .compared
            .map(|branch| (timeline.history(branch, history), timeline.branches()[branch.0].name.as_str()));
        let compared =
            compared.map(|(other, name)| (other, if name.is_empty() { "as it was set up" } else { name }));
        let there = &self.differences.there;
        let agreement = &|| {
            let note = |tick: u64| chronicle.noted(timeline, timeline.current(), tick);
            let share = |tick: u64| note(tick).and_then(Note::share).unwrap_or(f32::NAN);
            (1..=history.end()).map(share).collect()
        };
        let source = plots::Source { history, compared, there, clock, names, selected, agreement };
        self.plots.update(&source, wanted, room.width());
    }

    /// Takes in what is new.
    fn update(
        &mut self,
        history: &History,
        timeline: &Timeline,
        now: u64,
        selected: Option<StateId>,
        names: &Names,
    ) {
        self.events.update(history.events_until(now), selected, names);
        self.marks.update(history);
        // What was compared may be what is shown now, or be gone with another setup.
        let current = timeline.current();
        self.compared = self.compared.filter(|it| *it != current && it.0 < timeline.branches().len());
        // Another branch may know nothing of the decision, and who selects another state has done with it.
        if self.why.as_ref().is_some_and(|why| !why.stands(history, current, selected)) {
            self.why = None;
        }
    }

    /// Whether the legend shows its title alone.
    fn legend_is_folded(&self) -> bool {
        self.legend_folded.unwrap_or(self.map_is_small)
    }

    /// Folds the legend, or unfolds it.
    fn fold_legend(&mut self) {
        self.legend_folded = Some(!self.legend_is_folded());
    }

    /// Carries out what concerns the panels alone.
    fn apply(&mut self, action: PanelAction) {
        match action {
            PanelAction::ToggleKeys => self.keys_shown = !self.keys_shown,
            PanelAction::Settings => self.settings_shown = !self.settings_shown,
            PanelAction::Dismiss(toast) => self.toasts.dismiss(toast),
            PanelAction::SearchEvents(names) => self.events.search(names),
            PanelAction::ToggleLegend => self.fold_legend(),
            PanelAction::ToggleSort(sort) => self.events.toggle(sort),
            PanelAction::OnlySort(sort) => self.events.only(sort),
            PanelAction::ToggleOnlySelected => self.events.toggle_only_selected(),
            PanelAction::Expectation(_) => self.page = None,
            PanelAction::ExpectationOf(asked) => {
                if let Some(page) = &mut self.page {
                    page.asked = asked;
                }
            }
            PanelAction::DismissCaption => self.caption.dismiss(),
            PanelAction::ToggleRecordOnlySelected => self.record.toggle_only_selected(),
            PanelAction::OpenDecision(tick) => self.opened = Some(tick),
            PanelAction::Compare(branch) => self.compared = branch,
            PanelAction::SortStates(column) => self.ledger.sort_by(column),
            PanelAction::SearchStates(query) => self.ledger.search(query),
            PanelAction::ToggleTheory => self.theory_shown = !self.theory_shown,
            PanelAction::CloseWhy => self.why = None,
            PanelAction::Edit(action) => self.card.apply(action),
            PanelAction::ToggleBars => self.bars_in_all = !self.bars_in_all,
            PanelAction::Suppose(supposed) => {
                if let Some(why) = &mut self.why {
                    why.suppose(supposed);
                }
            }
            _ => {}
        }
    }
}

/// Draws all panels; the part of the window left to the map.
fn show(ctx: &egui::Context, model: &Model, actions: &mut Vec<PanelAction>) -> egui::Rect {
    let window = ctx.viewport_rect().width();
    let needs = match (&model.memory.why, model.selection.state) {
        _ if model.memory.page.is_some() => why::width(window),
        (Some(_), _) => why::width(window),
        _ if model.memory.trials.is_shown() || model.memory.scores.is_shown() => why::width(window),
        (None, Some(_)) if model.memory.card.open => edit::width(window),
        _ => 0.0,
    };
    let mut extents = Extents::new(model.settings, needs);
    let taken = model.guide.taken.as_ref();
    // A lesson selects states by itself, and is not to hide behind them.
    let memory = model.memory;
    let wide = memory.why.is_some() || memory.page.is_some();
    let wide = wide || memory.trials.is_shown() || memory.scores.is_shown();
    extents.lane = model.chronicle.record().is_some();
    extents.right_first = wide || model.selection.state.is_some() && taken.is_none();
    if taken.is_some() {
        // The card of a lesson stands beside the map whether or not the panel there is open.
        extents.left = extents.left.or(Some(None));
        extents.left_needs = lessons::card::NEEDS;
    }
    let parts = layout::divide(ctx.viewport_rect(), extents);
    place(ctx, "toolbar", parts.toolbar, |ui| toolbar::show(ui, model, actions));
    place(ctx, "timeline", parts.timeline, |ui| timeline::show(ui, model, actions));
    if let Some(rect) = parts.left {
        let below = match taken {
            Some(taken) => {
                let (card, below) = lessons::card::divide(ctx, rect);
                place(ctx, "lesson", card, |ui| lessons::card::show(ui, model, taken, actions));
                below
            }
            None => Some(rect),
        };
        if let Some(below) = below {
            place(ctx, "events", below, |ui| match model.settings.tab {
                LeftTab::Events => events::show(ui, model, actions),
                LeftTab::States => ledger::show(ui, model, actions),
                LeftTab::Record => record::list(ui, model, actions),
            });
        }
        resize_handle(ctx, Side::Left, rect, actions);
    }
    if let Some(rect) = parts.right {
        place(ctx, "inspector", rect, |ui| match (&model.memory.why, model.selection.state) {
            _ if let Some(page) = model.memory.page => record::page(ui, model, page, actions),
            (Some(why), _) => why::show(ui, model, why, actions),
            _ if model.memory.scores.is_shown() => score::show(ui, model, actions),
            _ if model.memory.trials.is_shown() => trials::show(ui, model, actions),
            (None, Some(state)) => inspector::show(ui, model, state, actions),
            (None, None) => overview::show(ui, model, actions),
        });
        resize_handle(ctx, Side::Right, rect, actions);
    }
    if let Some(rect) = parts.plots {
        place(ctx, "plots", rect, |ui| plots::show(ui, model, actions));
        resize_handle(ctx, Side::Bottom, rect, actions);
    }
    legend::show(ctx, parts.map, model, actions);
    let below = placing::show(ctx, parts.map, model, actions);
    compare::show(ctx, below, model, actions);
    record::caption(ctx, below, model, actions);
    toasts::show(ctx, below, model, actions);
    hover::show(ctx, parts.map, model);
    placing::word::show(ctx, parts.map, model);
    if model.memory.theory_shown {
        theory::show(ctx, parts.map, model, actions);
    }
    if model.guide.list_shown {
        lessons::list::show(ctx, model, actions);
    } else if let Some(card) = model.memory.tour.filter(|_| taken.is_none()) {
        tour::show(ctx, &parts, card, actions);
    }
    if model.memory.settings_shown {
        settings::show(ctx, model, actions);
    }
    if model.memory.keys_shown {
        keys::show(ctx, parts.map, actions);
    }
    show_focus(ctx);
    parts.map
}

/// A ring around what has the keyboard's focus, whatever it is.
fn show_focus(ctx: &egui::Context) {
    let Some(response) = ctx.memory(|memory| memory.focused()).and_then(|id| ctx.read_response(id)) else {
        return;
    };
    let layer = egui::LayerId::new(egui::Order::Tooltip, egui::Id::new("focus"));
    let round = egui::CornerRadius::same(theme::ROUND);
    let ring = |width: f32, colour: egui::Color32| {
        let stroke = egui::Stroke::new(width, colour);
        ctx.layer_painter(layer).rect_stroke(response.rect, round, stroke, egui::StrokeKind::Outside);
    };
    // What is chosen is filled with the ring's colour: a line of the ground sets it off.
    ring(4.0, theme::accent());
    ring(2.0, theme::panel());
}

/// A panel that fills this part of the window and no more.
fn place(ctx: &egui::Context, name: &str, rect: egui::Rect, add: impl FnOnce(&mut egui::Ui)) {
    area(name, rect.min).show(ctx, |ui| {
        // The ground is the map's to draw: so large a surface is cheaper there.
        let mut inside = ui.new_child(egui::UiBuilder::new().id_salt(name).max_rect(rect));
        inside.set_clip_rect(rect);
        add(&mut inside);
        ui.advance_cursor_after_rect(rect);
    });
}

/// An area above the map that stays where it is put.
fn area(name: &str, at: egui::Pos2) -> egui::Area {
    egui::Area::new(egui::Id::new(name)).fixed_pos(at).constrain(false).fade_in(false)
}

/// The edge towards the map, by which a side panel is made wider or narrower.
fn resize_handle(ctx: &egui::Context, side: Side, rect: egui::Rect, actions: &mut Vec<PanelAction>) {
    const GRAB: f32 = 6.0;
    let (name, edge, grab) = match side {
        Side::Left => ("left edge", rect.right(), rect.with_min_x(rect.right() - GRAB)),
        Side::Right => ("right edge", rect.left(), rect.with_max_x(rect.left() + GRAB)),
        Side::Bottom => ("plots edge", rect.top(), rect.with_max_y(rect.top() + GRAB)),
    };
    area(name, grab.min).show(ctx, |ui| {
        let response = ui.allocate_rect(grab, egui::Sense::drag());
        let held = response.hovered() || response.dragged();
        let colour = if held { theme::accent() } else { theme::line() };
        let stroke = egui::Stroke::new(1.0, colour);
        match side {
            Side::Bottom => ui.painter().hline(rect.x_range(), edge, stroke),
            Side::Left | Side::Right => ui.painter().vline(edge, rect.y_range(), stroke),
        };
        if let Some(pointer) = response.interact_pointer_pos().filter(|_| response.dragged()) {
            let width = match side {
                Side::Left => pointer.x - rect.left(),
                Side::Right => rect.right() - pointer.x,
                Side::Bottom => rect.bottom() - pointer.y,
            };
            actions.push(PanelAction::Resize(side, width));
        }
        response.on_hover_and_drag_cursor(match side {
            Side::Bottom => egui::CursorIcon::ResizeVertical,
            Side::Left | Side::Right => egui::CursorIcon::ResizeHorizontal,
        });
    });
}

#[cfg(test)]
mod tests;
