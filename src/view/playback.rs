//! Playback: how many ticks run in a frame, by the pace the user sets and within a budget of time.

use bevy::platform::time::Instant;
use bevy::prelude::*;

use super::{Restart, Setup};
use crate::history::History;
use crate::simulation;

/// Time a frame may spend on ticks, in seconds, so that the window stays fluent at any speed.
const FRAME_BUDGET_SECONDS: f32 = 0.012;

/// How fast the model runs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Speed {
    /// So many ticks a second.
    Ticks(f32),
    /// As many as fit.
    Unlimited,
}

impl Speed {
    /// The speeds offered, slowest first.
    pub const ALL: [Self; 8] = [
        Self::Ticks(1.0),
        Self::Ticks(2.0),
        Self::Ticks(4.0),
        Self::Ticks(8.0),
        Self::Ticks(15.0),
        Self::Ticks(30.0),
        Self::Ticks(60.0),
        Self::Unlimited,
    ];

    /// For people, such as `4 ticks/s`.
    pub fn label(self) -> String {
        match self {
            Self::Ticks(1.0) => "1 tick/s".into(),
            Self::Ticks(rate) => format!("{rate:.0} ticks/s"),
            Self::Unlimited => "as fast as possible".into(),
        }
    }
}

/// Whether and how fast the model runs.
#[derive(Resource, Debug, Clone, Copy, PartialEq)]
pub struct Playback {
    /// Whether it runs.
    pub running: bool,
    /// How fast.
    pub speed: Speed,
    /// Single steps asked for while it stands.
    pub steps: u32,
    /// Ticks due but not yet run, at most one frame's worth.
    due: f32,
}

impl Default for Playback {
    fn default() -> Self {
        Self { running: false, speed: Speed::Ticks(4.0), steps: 0, due: 0.0 }
    }
}

impl Playback {
    /// Starts or stops.
    pub fn toggle(&mut self) {
        self.running = !self.running;
    }

    /// Stops, and runs one more tick.
    pub fn step(&mut self) {
        self.running = false;
        self.steps += 1;
    }

    /// The next faster (`true`) or slower speed of [`Speed::ALL`].
    pub fn change_speed(&mut self, faster: bool) {
        let place = Speed::ALL.iter().position(|speed| *speed == self.speed).unwrap_or(0);
        let next = if faster { place + 1 } else { place.saturating_sub(1) };
        self.speed = Speed::ALL[next.min(Speed::ALL.len() - 1)];
    }

    /// Ticks to run in a frame that took so long; `Unlimited` wants all that fit.
    fn take_due(&mut self, seconds: f32) -> u32 {
        let mut ticks = std::mem::take(&mut self.steps);
        if !self.running {
            self.due = 0.0;
            return ticks;
        }
        match self.speed {
            Speed::Unlimited => u32::MAX,
            Speed::Ticks(rate) => {
                self.due += rate * seconds;
                let whole = self.due.floor();
                self.due -= whole;
                ticks += whole as u32;
                ticks
            }
        }
    }
}

pub(super) fn plugin(app: &mut App) {
    app.init_resource::<Playback>().add_message::<Restart>();
    app.add_systems(PreUpdate, (restart, run).chain());
}

/// Loads the setup anew, at tick 0 and standing still.
fn restart(world: &mut World) {
    if world.resource_mut::<Messages<Restart>>().drain().count() == 0 {
        return;
    }
    let Setup { scenario, seed } = world.resource::<Setup>().clone();
    simulation::load(world, &scenario, seed);
    *world.resource_mut::<History>() = History::default();
    let mut playback = world.resource_mut::<Playback>();
    *playback = Playback { speed: playback.speed, ..Playback::default() };
}

/// Runs the ticks that are due. What does not fit the frame's budget is let go, never piled up.
fn run(world: &mut World) {
    let seconds = world.resource::<Time<Real>>().delta_secs();
    let ticks = world.resource_mut::<Playback>().take_due(seconds);
    let began = Instant::now();
    for _ in 0..ticks {
        simulation::step(world);
        if began.elapsed().as_secs_f32() > FRAME_BUDGET_SECONDS {
            break;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::batch::Run;
    use crate::history::HistoryPlugin;
    use crate::scenario::{self, builtin::EUROPE_1936};
    use crate::simulation::SimulationPlugin;

    #[test]
    fn the_pace_is_kept_whatever_the_frame_rate() {
        for frames in [10, 60, 144] {
            let mut playback = Playback { running: true, speed: Speed::Ticks(30.0), ..Playback::default() };
            let ticks: u32 = (0..frames * 4).map(|_| playback.take_due(1.0 / frames as f32)).sum();
            assert!((119..=120).contains(&ticks), "{ticks} ticks in 4 seconds at {frames} frames a second");
        }
    }

    #[test]
    fn what_the_window_runs_is_what_runs_without_one() {
        let scenario =
            scenario::read(EUROPE_1936.name, EUROPE_1936.text).expect("the built-in setup is valid");
        let mut run = Run::new(&scenario, 5);
        run.steps(40);
        let mut app = App::new();
        app.add_plugins((bevy::time::TimePlugin, SimulationPlugin, HistoryPlugin, plugin));
        simulation::load(app.world_mut(), &scenario, 9);
        app.insert_resource(Setup { scenario: Arc::new(scenario), seed: 5 });
        // A restart in the middle, then every way of running: at a pace, flat out, and step by step.
        app.world_mut().resource_mut::<Playback>().running = true;
        app.update();
        app.world_mut().write_message(Restart);
        app.update();
        for speed in [Speed::Ticks(60.0), Speed::Unlimited] {
            let mut playback = app.world_mut().resource_mut::<Playback>();
            (playback.running, playback.speed) = (true, speed);
            app.update();
        }
        app.world_mut().resource_mut::<Playback>().running = false;
        while app.world().resource::<History>().hashes.len() < 40 {
            app.world_mut().resource_mut::<Playback>().step();
            app.update();
        }
        assert_eq!(app.world().resource::<History>().hashes[..40], run.history().hashes[..]);
    }

    #[test]
    fn a_step_stops_and_runs_one_tick() {
        let mut playback = Playback { running: true, ..Playback::default() };
        playback.step();
        assert_eq!((playback.running, playback.take_due(10.0), playback.take_due(10.0)), (false, 1, 0));
    }

    #[test]
    fn speed_stays_within_what_is_offered() {
        let mut playback = Playback::default();
        for _ in 0..20 {
            playback.change_speed(true);
        }
        assert_eq!(playback.speed, Speed::Unlimited);
        for _ in 0..20 {
            playback.change_speed(false);
        }
        assert_eq!(playback.speed, Speed::Ticks(1.0));
    }
}
