//! What saving does in a frame: keys, what would end the world, files, the window's title.

use bevy::prelude::*;
use bevy::window::{PrimaryWindow, WindowCloseRequested};
use bevy_egui::{EguiContexts, EguiPrimaryContextPass};

use super::{Facts, FileAction, Kind, Leave, Saving, WAITING, Writing};
use crate::files;
use crate::history::{Timeline, Written};
use crate::panels::lessons::Guide;
use crate::panels::newworld::NewWorldDialog;
use crate::panels::picker::job::Job;
use crate::panels::picker::{Picker, PickerAction};
use crate::panels::words;
use crate::settings::Settings;
use crate::simulation::{Clock, Draws};
use crate::view::{LoadSession, LoadSetup, Motion, Notice, Notices, Setup};

pub fn plugin(app: &mut App) {
    logic(app);
    let shown = draw.after(crate::panels::draw).run_if(resource_exists::<Setup>);
    app.add_systems(EguiPrimaryContextPass, shown);
}

/// All but what is drawn.
pub(super) fn logic(app: &mut App) {
    app.init_resource::<Saving>();
    app.add_systems(First, guard);
    app.add_systems(
        Update,
        (note, press, close, serve, write, title).chain().run_if(resource_exists::<Setup>),
    );
}

/// Holds back what would end the world that is shown, until somebody has said what becomes of changes.
fn guard(
    mut saving: ResMut<Saving>,
    mut setups: ResMut<Messages<LoadSetup>>,
    mut sessions: ResMut<Messages<LoadSession>>,
) {
    let saving = saving.bypass_change_detection();
    if std::mem::take(&mut saving.pass) || !saving.unsaved {
        return;
    }
    if let Some(LoadSetup(setup)) = setups.drain().last() {
        saving.question = Some(Leave::Setup(setup));
    }
    if let Some(LoadSession(setup, replayed)) = sessions.drain().last() {
        saving.question = Some(Leave::Session(setup, replayed, None));
    }
}

fn note(
    mut saving: ResMut<Saving>,
    (timeline, clock): (Res<Timeline>, Res<Clock>),
    (draws, setup): (Res<Draws>, Res<Setup>),
) {
    let facts = || Facts {
        name: setup.scenario.name.clone(),
        tick: clock.tick,
        date: words::date(clock.date(), clock.length),
        seed: draws.seed,
        changes: timeline.edits().len(),
        late: timeline.edits().iter().filter(|edit| edit.tick > 0).count(),
    };
    let saving = saving.bypass_change_detection();
    saving.note(&timeline, facts, setup.file.as_deref());
    if saving.facts.tick != clock.tick {
        saving.facts = facts();
    }
}

/// Ctrl+S saves, with Shift it asks where to; Ctrl+N is a new world.
fn press(keys: Res<ButtonInput<KeyCode>>, mut saving: ResMut<Saving>, picker: Res<Picker>) {
    let held = |one, other| {
        let both = [one, other];
        // In a slow frame a chord is pressed and let go at once.
        keys.any_pressed(both) || keys.any_just_released(both)
    };
    let command =
        held(KeyCode::ControlLeft, KeyCode::ControlRight) || held(KeyCode::SuperLeft, KeyCode::SuperRight);
    if !command || saving.is_open() || picker.is_open() {
        return;
    }
    if keys.just_pressed(KeyCode::KeyS) {
        let shift = held(KeyCode::ShiftLeft, KeyCode::ShiftRight);
        saving.ask(if shift { FileAction::SaveAs } else { FileAction::Save });
    }
    if keys.just_pressed(KeyCode::KeyN) {
        saving.ask(FileAction::New);
    }
}

/// Who closes the window may first be asked what becomes of changes.
fn close(mut asked: MessageReader<WindowCloseRequested>, mut saving: ResMut<Saving>) {
    if asked.read().count() > 0 {
        saving.leave(Leave::Exit);
    }
}

/// Does what was asked for, and what no longer waits for anything.
fn serve(
    mut saving: ResMut<Saving>,
    (mut picker, mut new_world): (ResMut<Picker>, ResMut<NewWorldDialog>),
    (mut setups, mut sessions, mut exit): (
        MessageWriter<LoadSetup>,
        MessageWriter<LoadSession>,
        MessageWriter<AppExit>,
    ),
    (time, mut motion): (Res<Time>, ResMut<Motion>),
) {
    let saving = saving.bypass_change_detection();
    for action in std::mem::take(&mut saving.asked) {
        motion.keep_awake(&time, WAITING);
        match action {
            FileAction::New => {
                picker.apply(PickerAction::Close);
                new_world.open();
            }
            FileAction::Open => picker.apply(PickerAction::Open),
            FileAction::Save => saving.save(),
            FileAction::SaveAs => saving.open_dialog(),
        }
    }
    let Some(what) = saving.leaving.take() else { return };
    saving.pass = true;
    motion.keep_awake(&time, WAITING);
    match what {
        Leave::Setup(setup) => {
            setups.write(LoadSetup(setup));
        }
        Leave::Session(setup, replayed, restored) => {
            saving.restoring = restored;
            sessions.write(LoadSession(setup, replayed));
        }
        Leave::Exit => {
            exit.write(AppExit::Success);
        }
    }
}

/// Writes down what is to be saved, and leaves the disk to a job.
pub(super) fn write(world: &mut World) {
    let Some(order) = world.resource_mut::<Saving>().bypass_change_detection().order.take() else { return };
    let text = match order.kind {
        Kind::Session => Timeline::session(world).map_or(String::new(), |session| session.write()),
        Kind::Beginning => Timeline::scenario_text(world, Written::Beginning),
        Kind::Present => Timeline::scenario_text(world, Written::Present),
    };
    let timeline = world.resource::<Timeline>();
    let (edits, run) = (timeline.edits().to_vec(), timeline.run());
    let path = order.path.clone();
    let job = Job::begin(move || files::save(&path, text.as_bytes()));
    world.resource_mut::<Saving>().bypass_change_detection().writing =
        Some(Writing { order, edits, run, job });
}

/// Says in the window's title what is shown, and whether all of it is kept.
fn title(
    saving: Res<Saving>,
    mut window: Query<&mut Window, With<PrimaryWindow>>,
    mut shown: Local<Option<(String, bool)>>,
) {
    let file = saving.home.as_ref().and_then(|home| home.path.file_name());
    let mut words = file.map_or(String::new(), |name| format!("{} – ", name.to_string_lossy()));
    words.push_str(&saving.facts.name);
    let now = (words, saving.unsaved);
    if shown.as_ref() == Some(&now) {
        return;
    }
    if let Ok(mut window) = window.single_mut() {
        let mark = if now.1 { "• " } else { "" };
        window.title = format!("{mark}{} – Entente", now.0);
    }
    *shown = Some(now);
}

pub(super) fn draw(
    mut contexts: EguiContexts,
    mut saving: ResMut<Saving>,
    (mut guide, mut settings): (ResMut<Guide>, ResMut<Settings>),
    mut notices: ResMut<Notices>,
    (time, mut motion): (Res<Time>, ResMut<Motion>),
) -> Result {
    let ctx = contexts.ctx_mut()?;
    let saving = saving.bypass_change_detection();
    let asked = saving.question.is_some();
    if let Some(path) = saving.poll() {
        notices.push(Notice::done(format!("Saved as {}", path.display())));
        settings.opened(&path);
    }
    saving.frame(ctx);
    if asked && saving.question.is_none() && saving.leaving.is_none() && saving.after.is_none() {
        // A lesson that was on its way does not come.
        guide.give_up();
    }
    if saving.is_waiting() || saving.leaving.is_some() || saving.order.is_some() {
        motion.keep_awake(&time, WAITING);
    }
    Ok(())
}
