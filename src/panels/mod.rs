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

use bevy::input::InputSystems;
use bevy::input::mouse::AccumulatedMouseScroll;
use bevy::prelude::*;
use bevy::window::PrimaryWindow;
use bevy_egui::input::EguiWantsInput;
use bevy_egui::{EguiContext, EguiContexts, EguiInput, EguiPreUpdateSet, EguiPrimaryContextPass, egui};

use crate::history::History;
use crate::simulation::{Clock, StateId, Survey};
use crate::view::{CentreOn, Legend, MapArea, MapMode, Motion, Playback, Restart, Selection, Setup, Speed};

mod decisions;
mod events;
mod fears;
mod hover;
mod inspector;
mod keys;
mod layout;
mod legend;
mod marks;
mod overview;
mod theme;
mod toolbar;
mod wars;
mod widgets;
mod words;

use events::EventList;
use layout::{Side, Widths};
use words::{EventSort, Names};

/// The panels, for an app that has `EguiPlugin` and the view.
pub struct PanelsPlugin;

impl Plugin for PanelsPlugin {
    fn build(&self, app: &mut App) {
        app.init_resource::<Memory>();
        app.add_systems(
            PreUpdate,
            (
                dress.after(EguiPreUpdateSet::InitContexts).before(EguiPreUpdateSet::BeginPass),
                keep_tab.after(EguiPreUpdateSet::ProcessInput).before(EguiPreUpdateSet::BeginPass),
                shield_map.after(InputSystems).after(EguiPreUpdateSet::InitContexts),
            ),
        );
        app.add_systems(Update, press_keys);
        app.add_systems(
            EguiPrimaryContextPass,
            draw.run_if(resource_exists::<Setup>.and_then(resource_exists::<Clock>)),
        );
    }
}

/// Seconds for which frames keep coming after the user has done something.
const AWAKE: f32 = 0.8;

/// What the panels remember from frame to frame. Nothing of the model's.
#[derive(Resource, Default)]
struct Memory {
    /// Whether the panels at the sides are hidden.
    hidden: bool,
    /// Whether the list of keys is shown.
    keys_shown: bool,
    /// Whether the legend shows its title alone.
    legend_folded: bool,
    widths: Widths,
    events: EventList,
    /// The tick of the decision shown in full; the latest where absent.
    opened: Option<u64>,
}

/// What panels read.
pub(crate) struct Model<'a> {
    survey: &'a Survey<'a, 'a>,
    history: &'a History,
    setup: &'a Setup,
    playback: &'a Playback,
    mode: MapMode,
    selection: Selection,
    legend: &'a Legend,
    names: Names<'a>,
    memory: &'a Memory,
}

impl Model<'_> {
    /// A date as fine as ticks are.
    fn date_of(&self, tick: u64) -> String {
        words::date(self.survey.clock.date_of(tick), self.survey.clock.length)
    }
}

/// What a user asks for in a panel.
#[derive(Debug, Clone, Copy, PartialEq)]
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
    /// Hide or show the panels at the sides.
    ToggleSides,
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
    /// Give a side panel this width.
    Resize(Side, f32),
    /// Show the decision of this tick in full.
    OpenDecision(u64),
}

/// Gives a new context its faces and style before its first pass.
fn dress(mut contexts: Query<&mut EguiContext, Added<EguiContext>>) {
    for mut context in &mut contexts {
        theme::apply(context.get_mut());
    }
}

/// Keeps Tab from egui, which would move the focus and let Space press what has it: here Tab hides panels.
fn keep_tab(mut inputs: Query<&mut EguiInput>) {
    for mut input in &mut inputs {
        input.events.retain(|event| !matches!(event, egui::Event::Key { key: egui::Key::Tab, .. }));
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
    let at = egui::pos2(pointer.x, pointer.y);
    if !contexts.iter_mut().any(|mut context| over_panel(context.get_mut(), at)) {
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

/// Whether something of egui's lies at a place that takes the pointer: all but the background do.
fn over_panel(ctx: &egui::Context, at: egui::Pos2) -> bool {
    ctx.layer_id_at(at).is_some_and(|layer| layer.order != egui::Order::Background)
}

/// The panels' own keys.
fn press_keys(
    keyboard: Res<ButtonInput<KeyCode>>,
    egui: Option<Res<EguiWantsInput>>,
    mut memory: ResMut<Memory>,
) {
    if egui.is_some_and(|egui| egui.wants_any_keyboard_input()) {
        return;
    }
    if keyboard.just_pressed(KeyCode::Tab) {
        memory.hidden = !memory.hidden;
    }
    if keyboard.just_pressed(KeyCode::KeyH) || keyboard.just_pressed(KeyCode::Slash) {
        memory.keys_shown = !memory.keys_shown;
    }
    if keyboard.just_pressed(KeyCode::KeyL) {
        memory.legend_folded = !memory.legend_folded;
    }
    if keyboard.just_pressed(KeyCode::Escape) {
        memory.keys_shown = false;
    }
}

/// Draws all panels and does what they were asked for.
fn draw(
    mut contexts: EguiContexts,
    survey: Survey,
    (history, setup): (Res<History>, Res<Setup>),
    (mut playback, mut mode, mut selection): (ResMut<Playback>, ResMut<MapMode>, ResMut<Selection>),
    (mut memory, mut map_area): (ResMut<Memory>, ResMut<MapArea>),
    (mut centre, mut restart): (MessageWriter<CentreOn>, MessageWriter<Restart>),
    (legend, time, mut motion): (Res<Legend>, Res<Time>, ResMut<Motion>),
) -> Result {
    let ctx = contexts.ctx_mut()?;
    let states = survey.states().len();
    // A restart may bring a world with fewer states.
    if selection.state.is_some_and(|state| state.index() >= states) {
        selection.state = None;
    }
    memory.events.update(&history.events, selection.state);
    let mut actions = Vec::new();
    let model = Model {
        survey: &survey,
        history: &history,
        setup: &setup,
        playback: &playback,
        mode: *mode,
        selection: *selection,
        legend: &legend,
        names: Names::new(
            survey.states().map(|state| survey.identity(state).name.as_str()).collect(),
            &setup.scenario.geography.regions,
        ),
        memory: &memory,
    };
    let map = show(ctx, &model, &mut actions);
    map_area.set_if_neq(MapArea(Rect::new(map.left(), map.top(), map.right(), map.bottom())));
    // Tooltips come some time after the pointer has come to rest, and what was asked for shows a frame later.
    if !actions.is_empty() || ctx.input(|input| !input.events.is_empty()) {
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
            own => memory.apply(own),
        }
    }
    Ok(())
}

impl Memory {
    /// Carries out what concerns the panels alone.
    fn apply(&mut self, action: PanelAction) {
        match action {
            PanelAction::ToggleSides => self.hidden = !self.hidden,
            PanelAction::ToggleKeys => self.keys_shown = !self.keys_shown,
            PanelAction::ToggleLegend => self.legend_folded = !self.legend_folded,
            PanelAction::ToggleSort(sort) => self.events.toggle(sort),
            PanelAction::OnlySort(sort) => self.events.only(sort),
            PanelAction::ToggleOnlySelected => self.events.toggle_only_selected(),
            PanelAction::Resize(Side::Left, width) => self.widths.left = Some(width),
            PanelAction::Resize(Side::Right, width) => self.widths.right = Some(width),
            PanelAction::OpenDecision(tick) => self.opened = Some(tick),
            _ => {}
        }
    }
}

/// Draws all panels; the part of the window left to the map.
fn show(ctx: &egui::Context, model: &Model, actions: &mut Vec<PanelAction>) -> egui::Rect {
    let parts = layout::divide(ctx.viewport_rect(), model.memory.widths, model.memory.hidden);
    place(ctx, "toolbar", parts.toolbar, |ui| toolbar::show(ui, model, actions));
    if let Some(rect) = parts.left {
        place(ctx, "events", rect, |ui| events::show(ui, model, actions));
        resize_handle(ctx, Side::Left, rect, actions);
    }
    if let Some(rect) = parts.right {
        place(ctx, "inspector", rect, |ui| match model.selection.state {
            Some(state) => inspector::show(ui, model, state, actions),
            None => overview::show(ui, model, actions),
        });
        resize_handle(ctx, Side::Right, rect, actions);
    }
    legend::show(ctx, parts.map, model, actions);
    hover::show(ctx, parts.map, model);
    if model.memory.keys_shown {
        keys::show(ctx, parts.map, actions);
    }
    parts.map
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
    };
    area(name, grab.min).show(ctx, |ui| {
        let response = ui.allocate_rect(grab, egui::Sense::drag());
        let held = response.hovered() || response.dragged();
        let colour = if held { theme::accent() } else { theme::line() };
        ui.painter().vline(edge, rect.y_range(), egui::Stroke::new(1.0, colour));
        if let Some(pointer) = response.interact_pointer_pos().filter(|_| response.dragged()) {
            let width = match side {
                Side::Left => pointer.x - rect.left(),
                Side::Right => rect.right() - pointer.x,
            };
            actions.push(PanelAction::Resize(side, width));
        }
        response.on_hover_and_drag_cursor(egui::CursorIcon::ResizeHorizontal);
    });
}

#[cfg(test)]
mod tests;
