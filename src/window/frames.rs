//! How long frames take, measured by the program itself.
//!
//! Each part opens a real window of its own, in a process of its own, and lets frames follow one another as fast
//! as they can: an empty window of the engine with one panel, by which machines can be compared; the full window
//! running a setup; the full window at rest. Own work is what the main thread spends on a processor in the
//! engine's `PreUpdate`, `Update` and `PostUpdate`, where ticks, the map and panels are: all but drawing itself.

use std::sync::Arc;

use bevy::app::MainScheduleOrder;
use bevy::ecs::schedule::ScheduleLabel;
use bevy::platform::time::Instant;
use bevy::prelude::*;
use bevy::window::{PresentMode, PrimaryWindow};
use bevy::winit::WinitSettings;
use bevy_egui::{EguiContexts, EguiPlugin, EguiPrimaryContextPass, egui};

use super::{WindowError, engine, furnish, has_display, one_thread};
use crate::history::Timeline;
use crate::record::Record;
use crate::scenario::Scenario;
use crate::settings::Settings;
use crate::view::{Motion, Playback, Setup, Speed};

/// Seconds that are not measured: shaders, fonts and meshes are made in them.
const WARM_UP: f64 = 5.0;

/// Ticks that have run before: alliances and wars take some time to come about.
const TICKS_BEFORE: usize = 60;

/// Pace of the model while it is measured.
const TICKS_A_SECOND: f32 = 12.0;

/// Lines of the empty window's panel.
const PANEL_LINES: usize = 30;

/// What is measured.
#[derive(Debug, Clone)]
pub enum Part {
    /// A window of the engine with one panel and nothing else.
    Empty,
    /// The full window, running.
    Running(Box<Scenario>),
    /// The full window, standing, though frames follow one another.
    Standing(Box<Scenario>),
    /// The full window at rest: frames come when they are asked for.
    Resting(Box<Scenario>),
}

/// What was measured, in milliseconds.
#[derive(Resource, Debug, Clone, Default, PartialEq)]
pub struct Frames {
    /// Time from frame to frame.
    pub frame: Vec<f32>,
    /// Own work in each frame: ticks and input, the map, panels and layout.
    pub work: [Vec<f32>; 3],
    /// Share of a processor that the process took while at rest or running, in all its threads.
    pub load: f32,
}

/// Opens a window of this size and measures so many seconds of it.
///
/// # Errors
/// If there is no display, or nothing that can draw on it.
pub fn measure(part: Part, size: (u32, u32), seconds: f32) -> Result<Frames, WindowError> {
    if !has_display() {
        return Err(WindowError::NoDisplay);
    }
    let mut app = engine()?;
    let (resting, running) = (matches!(part, Part::Resting(_)), matches!(part, Part::Running(_)));
    match part {
        Part::Empty => {
            app.add_plugins(EguiPlugin::default());
            app.add_systems(Startup, |mut commands: Commands| {
                commands.spawn((Camera2d, Msaa::Off));
            });
            app.add_systems(EguiPrimaryContextPass, one_panel);
            app.insert_resource(WinitSettings::continuous());
        }
        Part::Running(scenario) | Part::Standing(scenario) | Part::Resting(scenario) => {
            // What a person has set is not measured.
            app.insert_resource(Settings { toured: true, ..Settings::default() });
            let record = Record::known(&scenario).map(Arc::new);
            furnish(&mut app, Setup { record, ..Setup::new(Arc::new(*scenario), 1) });
            for _ in 0..TICKS_BEFORE {
                Timeline::advance(app.world_mut());
            }
            app.world_mut().resource_mut::<Motion>().unpaced = !resting;
            let mut playback = app.world_mut().resource_mut::<Playback>();
            (playback.running, playback.speed) = (running, Speed::Ticks(TICKS_A_SECOND));
        }
    }
    let mut windows = app.world_mut().query_filtered::<&mut Window, With<PrimaryWindow>>();
    if let Ok(mut window) = windows.single_mut(app.world_mut()) {
        window.resolution.set_physical_resolution(size.0, size.1);
        window.present_mode = PresentMode::AutoNoVsync;
    }
    clock_in(&mut app);
    app.insert_resource(Watch { seconds: f64::from(seconds), ..Watch::default() });
    app.add_systems(Last, finish);
    let (told, hear) = std::sync::mpsc::channel();
    app.insert_resource(Told(std::sync::Mutex::new(told)));
    app.run();
    Ok(hear.try_recv().unwrap_or_default())
}

/// The one panel of the empty window.
fn one_panel(mut contexts: EguiContexts) -> Result {
    let ctx = contexts.ctx_mut()?;
    let rect = ctx.viewport_rect();
    let mut root = egui::Ui::new(
        ctx.clone(),
        "root".into(),
        egui::UiBuilder::new().layer_id(egui::LayerId::background()).max_rect(rect),
    );
    // As wide as panels are here, with as many words.
    egui::Panel::left("panel").exact_size(320.0).show(&mut root, |ui| {
        for line in 1..=PANEL_LINES {
            ui.label(format!("Line {line} of a panel with some words on each"));
        }
    });
    Ok(())
}

/// A schedule between the engine's, which notes the time.
#[derive(ScheduleLabel, Debug, Clone, PartialEq, Eq, Hash)]
struct Mark(usize);

/// Puts marks before and after the three schedules that hold all own work.
fn clock_in(app: &mut App) {
    let mut order = app.world_mut().resource_mut::<MainScheduleOrder>();
    order.insert_before(PreUpdate, Mark(0));
    order.insert_after(PreUpdate, Mark(1));
    order.insert_before(Update, Mark(2));
    order.insert_after(Update, Mark(3));
    order.insert_before(PostUpdate, Mark(4));
    order.insert_after(PostUpdate, Mark(5));
    for mark in 0..6 {
        app.init_schedule(Mark(mark)).edit_schedule(Mark(mark), one_thread);
        app.add_systems(Mark(mark), move |mut watch: ResMut<Watch>| watch.note(mark));
    }
}

/// The watch: what has been measured so far.
#[derive(Resource, Debug, Default)]
struct Watch {
    seconds: f64,
    opened: Option<Instant>,
    last: Option<Instant>,
    work_began: f64,
    work: [f32; 3],
    load_began: Option<(Instant, f64)>,
    frames: Frames,
}

impl Watch {
    fn note(&mut self, mark: usize) {
        let now = thread_seconds();
        if mark.is_multiple_of(2) {
            self.work_began = now;
        } else {
            self.work[mark / 2] = ((now - self.work_began) * 1e3) as f32;
        }
    }
}

/// Whoever waits for the result: the window's loop gives nothing back.
#[derive(Resource)]
struct Told(std::sync::Mutex<std::sync::mpsc::Sender<Frames>>);

/// Keeps what a frame took, and ends when there is enough.
fn finish(mut watch: ResMut<Watch>, told: Res<Told>, mut exit: MessageWriter<AppExit>) {
    let now = Instant::now();
    let opened = *watch.opened.get_or_insert(now);
    let since = (now - opened).as_secs_f64() - WARM_UP;
    let last = watch.last.replace(now);
    if since < 0.0 {
        return;
    }
    let watch = &mut *watch;
    let (began, before) = *watch.load_began.get_or_insert_with(|| (now, process_seconds()));
    if let Some(last) = last {
        watch.frames.frame.push((now - last).as_secs_f32() * 1e3);
        for (all, one) in watch.frames.work.iter_mut().zip(watch.work) {
            all.push(one);
        }
    }
    if since >= watch.seconds {
        let elapsed = (now - began).as_secs_f64().max(1e-3);
        watch.frames.load = ((process_seconds() - before) / elapsed) as f32;
        if let Ok(told) = told.0.lock() {
            // Nobody listens only where the program has ended.
            let _ = told.send(std::mem::take(&mut watch.frames));
        }
        exit.write(AppExit::Success);
    }
}

/// Time that this thread has spent on a processor, in seconds; time by the clock where systems do not tell.
fn thread_seconds() -> f64 {
    static BEGAN: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|text| text.split(' ').next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(|| BEGAN.get_or_init(Instant::now).elapsed().as_secs_f64(), |it| it * 1e-9)
}

/// Time that the process has spent on processors, in seconds; 0 where systems do not tell.
fn process_seconds() -> f64 {
    /// Ticks of the kernel's clock for programs, the same on all machines that Linux runs on.
    const TICKS: f64 = 100.0;
    let told = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The program's name stands in brackets and may hold spaces.
    let after = told.rsplit(')').next().unwrap_or_default();
    let times = after.split_whitespace().skip(11).take(2);
    times.filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / TICKS
}
