//! Motion: whether anything moves, so that the window rests when nothing does.

use std::time::Duration;

use bevy::prelude::*;
use bevy::winit::{UpdateMode, WinitSettings};

use super::{Playback, Speed};

/// Time between frames while something moves, where the display sets no pace of its own.
const FRAME: Duration = Duration::from_millis(16);

/// Time between frames while nothing does.
const REST: Duration = Duration::from_secs(5);

/// Time between frames while news is waited for from other threads.
const NEWS: Duration = Duration::from_millis(250);

/// Seconds after the start in which the window keeps drawing, since shaders and fonts come in late.
const WAKING: f64 = 1.5;

/// How things move.
#[derive(Resource, Debug, Clone, Copy, PartialEq, Default)]
pub struct Motion {
    /// Whether the reader wants changes at once, without transitions.
    pub reduced: bool,
    /// Whether frames follow one another as fast as they can, for measuring.
    pub unpaced: bool,
    /// Time since the start, in seconds, until which something moves.
    until: f64,
    /// The same, until which news is waited for.
    news: f64,
}

impl Motion {
    /// Keeps frames coming for so many seconds.
    pub fn keep_awake(&mut self, time: &Time, seconds: f32) {
        self.until = self.until.max(time.elapsed_secs_f64() + f64::from(seconds));
    }

    /// Looks a few times a second for what other threads tell; to be said in every frame that waits for it.
    pub fn await_news(&mut self, time: &Time) {
        self.news = time.elapsed_secs_f64() + 1.0;
    }
}

pub(super) fn plugin(app: &mut App) {
    app.insert_resource(Motion { until: WAKING, ..Motion::default() });
    app.add_systems(Last, pace.run_if(resource_exists::<WinitSettings>));
}

/// Lets the window draw at its pace while something moves, at the pace of ticks while the model runs, and
/// else only when touched.
fn pace(motion: Res<Motion>, time: Res<Time>, playback: Res<Playback>, mut settings: ResMut<WinitSettings>) {
    let moving = playback.steps > 0 || time.elapsed_secs_f64() < motion.until;
    let wait = match playback.speed {
        _ if moving => FRAME,
        _ if !playback.running && time.elapsed_secs_f64() < motion.news => NEWS,
        _ if !playback.running => REST,
        _ if playback.goal.is_some() => FRAME,
        Speed::Ticks(rate) => Duration::from_secs_f32(1.0 / rate.max(0.1)).max(FRAME),
        Speed::Unlimited => FRAME,
    };
    let mode = if motion.unpaced { UpdateMode::Continuous } else { UpdateMode::reactive_low_power(wait) };
    if settings.focused_mode != mode || settings.unfocused_mode != mode {
        settings.focused_mode = mode;
        settings.unfocused_mode = mode;
    }
}
