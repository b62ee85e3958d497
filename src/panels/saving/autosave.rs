//! Autosave in the window: what is not kept yet is, beside the frames; and what a sudden end left behind is offered.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use bevy::prelude::*;
use bevy_egui::{EguiContexts, EguiPrimaryContextPass};
use etcetera::BaseStrategy;

use super::leftovers::Leftovers;
use super::{Leave, Saving};
use crate::edit::{Keeper, Kept};
use crate::history::Timeline;
use crate::settings::Settings;
use crate::view::{MapArea, Motion, Notice, Notices, Setup};

/// Environment variable that names another folder for sessions.
const FOLDER: &str = "ENTENTE_SESSIONS";

/// The least time between handing over two sessions that differ in time alone.
const PASSING: Duration = Duration::from_secs(1);

/// The folder in which sessions are kept as they run; none where there is no home.
fn folder() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os(FOLDER).filter(|name| !name.is_empty()) {
        return Some(named.into());
    }
    let folders = etcetera::choose_base_strategy().ok()?;
    let state = folders.state_dir().unwrap_or_else(|| folders.data_dir());
    Some(state.join("entente").join("sessions"))
}

/// Keeps what was changed by hand through a sudden end of the program.
pub struct AutosavePlugin;

impl Plugin for AutosavePlugin {
    fn build(&self, app: &mut App) {
        let Some(folder) = folder() else { return };
        let leftovers = Leftovers::look(folder.clone());
        let keeper = Keeper::begin(&folder).map_err(|error| {
            format!("Changes are not kept as you work: {} cannot be written to ({error}).", folder.display())
        });
        let (keeper, trouble) = match keeper {
            Ok(keeper) => (Some(keeper), None),
            Err(trouble) => (None, Some(trouble)),
        };
        app.insert_resource(Autosaving { keeper, sent: None, told: Kept::default() });
        app.insert_resource(leftovers);
        if let Some(trouble) = trouble {
            app.world_mut().get_resource_or_init::<Notices>().push(Notice::error(trouble));
        }
        app.add_systems(
            Update,
            (keep, tell).chain().after(super::systems::write).run_if(resource_exists::<Setup>),
        );
        app.add_systems(
            EguiPrimaryContextPass,
            draw.after(super::systems::draw).run_if(resource_exists::<Setup>),
        );
        app.add_systems(Last, end);
    }
}

/// The keeper of this run, and what it was handed last.
#[derive(Resource)]
struct Autosaving {
    keeper: Option<Keeper>,
    /// The changes and the stamp of the session, and when.
    sent: Option<(u64, u64, Instant)>,
    told: Kept,
}

/// Hands over what is not kept yet, or has what was kept removed.
fn keep(world: &mut World) {
    world.resource_scope(|world, mut autosaving: Mut<Autosaving>| {
        let Autosaving { keeper: Some(keeper), sent, .. } = autosaving.bypass_change_detection() else {
            return;
        };
        if !world.resource::<Saving>().is_unsaved() {
            if sent.take().is_some() {
                keeper.forget();
            }
            return;
        }
        let (stamp, changes) = (Timeline::stamp(world), world.resource::<Timeline>().changes());
        // Changes at once: the frame after may be long in coming. That time has passed can wait.
        let due = sent
            .is_none_or(|(before, last, at)| before != changes || last != stamp && at.elapsed() >= PASSING);
        if due && let Some(session) = Timeline::session(world) {
            keeper.keep(stamp, session);
            *sent = Some((changes, stamp, Instant::now()));
        }
    });
}

/// Says what went wrong, and lets go of what was taken up again once it is kept anew.
fn tell(
    mut autosaving: ResMut<Autosaving>,
    mut leftovers: ResMut<Leftovers>,
    (mut saving, mut notices): (ResMut<Saving>, ResMut<Notices>),
) {
    let autosaving = autosaving.bypass_change_detection();
    let Some(keeper) = &autosaving.keeper else { return };
    let now = keeper.kept();
    if let Some(path) = saving.bypass_change_detection().restored.take() {
        leftovers.bypass_change_detection().take_up(&path, now.saved);
    }
    if now == autosaving.told && saving.is_unsaved() {
        return;
    }
    leftovers.bypass_change_detection().let_go(|before| now.saved > before || !saving.is_unsaved());
    if now.trouble != autosaving.told.trouble
        && let Some(trouble) = &now.trouble
    {
        let text = format!("What you change is not kept as you work: {trouble}. Save it yourself (Ctrl+S).");
        notices.push(Notice::error(text));
    }
    autosaving.told = now;
}

/// Offers what was left behind.
fn draw(
    mut contexts: EguiContexts,
    (mut leftovers, mut saving): (ResMut<Leftovers>, ResMut<Saving>),
    (area, settings): (Res<MapArea>, Res<Settings>),
    (time, mut motion): (Res<Time>, ResMut<Motion>),
) -> Result {
    let leftovers = leftovers.bypass_change_detection();
    if leftovers.is_waiting() {
        motion.keep_awake(&time, super::WAITING);
    }
    leftovers.poll();
    if let Some((setup, replayed, path)) = leftovers.ready.take() {
        saving.leave(Leave::Session(setup, replayed, Some(path)));
        motion.keep_awake(&time, super::WAITING);
    }
    // Who takes the tour is not to be asked two things at a time.
    if settings.toured {
        leftovers.show(contexts.ctx_mut()?, area.0);
    }
    Ok(())
}

/// Ends as it should: nothing is left behind but what nobody was asked about, as at an interrupt from the terminal.
fn end(mut exits: MessageReader<AppExit>, world_parts: (Res<Saving>, Option<ResMut<Autosaving>>)) {
    let (saving, Some(mut autosaving)) = world_parts else { return };
    if exits.read().next().is_none() {
        return;
    }
    if let Some(keeper) = autosaving.keeper.take() {
        keeper.end(saving.is_unsaved() && !saving.let_go);
    }
}
