//! Playback: how many ticks run in a frame, by the pace the user sets and within a budget of time.

use bevy::ecs::schedule::ScheduleLabel;
use bevy::platform::time::Instant;
use bevy::prelude::*;

use super::{Cast, Chronicle, LoadSession, LoadSetup, Notice, Notices, Restart, Setup, TimeTravel};
use crate::edit::Command;
use crate::history::recorded::{self, AsRecorded};
use crate::history::{Branch, BranchId, History, Timeline, is_important};
use crate::scenario::Scenario;
use crate::simulation::{self, Clock, Rules};

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
    /// Whether the pace drops for a while when something important happens.
    pub attentive: bool,
    /// The tick to run to as fast as can be, if the user asked for one beyond what has been run.
    pub goal: Option<u64>,
    /// Seconds for which the pace stays down.
    slowed: f32,
    /// Ticks due but not yet run, at most one frame's worth.
    due: f32,
}

impl Default for Playback {
    fn default() -> Self {
        Self {
            running: false,
            speed: Speed::Ticks(4.0),
            steps: 0,
            attentive: false,
            goal: None,
            slowed: 0.0,
            due: 0.0,
        }
    }
}

/// Seconds for which the pace drops when something important happens, and the pace it drops to, in ticks a second.
const SLOWED: (f32, f32) = (2.5, 1.0);

impl Playback {
    /// Starts or stops.
    pub fn toggle(&mut self) {
        self.running = !self.running;
        self.goal = None;
    }

    /// Stops, and runs one more tick.
    pub fn step(&mut self) {
        (self.running, self.goal) = (false, None);
        self.steps += 1;
    }

    /// Runs to a tick as fast as can be, and stands still there.
    pub fn run_to(&mut self, tick: u64) {
        (self.running, self.goal) = (true, Some(tick));
    }

    /// Whether the pace is down because something important has just happened.
    pub fn is_slowed(&self) -> bool {
        self.running && self.slowed > 0.0
    }

    /// Takes note that something important happened.
    fn heed(&mut self) {
        if self.attentive && self.goal.is_none() {
            (self.slowed, self.due) = (SLOWED.0, 0.0);
        }
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
            (self.due, self.slowed, self.goal) = (0.0, 0.0, None);
            return ticks;
        }
        if self.goal.is_some() {
            self.slowed = 0.0;
            return u32::MAX;
        }
        let speed = match self.speed {
            Speed::Ticks(rate) if self.slowed > 0.0 => Speed::Ticks(rate.min(SLOWED.1)),
            Speed::Unlimited if self.slowed > 0.0 => Speed::Ticks(SLOWED.1),
            speed => speed,
        };
        self.slowed = (self.slowed - seconds).max(0.0);
        match speed {
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

/// What brings the world to where it stands in this frame.
#[derive(SystemSet, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PlaybackSystems;

/// Runs after each tick that is played, before the next: what is to stand still at a moment stops it here.
#[derive(ScheduleLabel, Debug, Clone, PartialEq, Eq, Hash)]
pub struct Ticked;

pub(crate) fn plugin(app: &mut App) {
    app.init_schedule(Ticked);
    app.init_resource::<Playback>().init_resource::<Notices>();
    app.add_message::<Restart>()
        .add_message::<LoadSetup>()
        .add_message::<LoadSession>()
        .add_message::<TimeTravel>();
    app.add_systems(PreUpdate, (load, restart, travel, run).chain().in_set(PlaybackSystems));
}

/// Puts another setup, or a session, in place of the one that runs, at tick 0 and standing still.
fn load(world: &mut World) {
    let setup = world.resource_mut::<Messages<LoadSetup>>().drain().last();
    if let Some(LoadSetup(setup)) = setup {
        simulation::load_shared(world, setup.scenario.clone(), setup.seed);
        Timeline::begin(world);
        world.insert_resource(setup);
        stand_still(world);
    }
    let session = world.resource_mut::<Messages<LoadSession>>().drain().last();
    if let Some(LoadSession(setup, replayed)) = session {
        if let Some(differs) = &replayed.differs {
            world.resource_mut::<Notices>().push(Notice::error(differs.clone()));
        }
        replayed.install(world);
        world.insert_resource(setup);
        stand_still(world);
    }
}

/// Goes back to the start of the branch, standing still.
fn restart(world: &mut World) {
    if world.resource_mut::<Messages<Restart>>().drain().count() > 0 {
        Timeline::seek(world, 0);
        stand_still(world);
    }
}

fn stand_still(world: &mut World) {
    let mut playback = world.resource_mut::<Playback>();
    let Playback { speed, attentive, .. } = *playback;
    *playback = Playback { speed, attentive, ..Playback::default() };
}

/// Goes where in time the user asked to go.
fn travel(world: &mut World) {
    let asked: Vec<TimeTravel> = world.resource_mut::<Messages<TimeTravel>>().drain().collect();
    // Of many places that a drag passes in a frame the last counts.
    let last = asked.iter().rposition(|it| matches!(it, TimeTravel::To(_)));
    for (place, travel) in asked.into_iter().enumerate() {
        match travel {
            TimeTravel::To(tick) if last == Some(place) => Timeline::seek(world, tick),
            TimeTravel::To(_) => {}
            TimeTravel::Back => {
                let now = world.resource::<Clock>().tick;
                Timeline::seek(world, now.saturating_sub(1));
                world.resource_mut::<Playback>().running = false;
            }
            TimeTravel::Branch(branch) => Timeline::switch(world, branch),
            TimeTravel::Undo => {
                let what = world.resource::<Timeline>().undoable().map(str::to_owned);
                Timeline::undo(world);
                told(world, "Undone", what, "There is nothing to undo.");
            }
            TimeTravel::Redo => {
                let what = world.resource::<Timeline>().redoable().map(str::to_owned);
                let what = what.filter(|_| Timeline::redo(world));
                told(world, "Done again", what, "There is nothing to do again.");
            }
            TimeTravel::Change(command) => change(world, command),
            TimeTravel::Follow => follow(world),
            TimeTravel::RunFree => run_free(world),
        }
    }
}

/// Goes to the start and lets history decide: on the branch that does so already, or on one that begins.
fn follow(world: &mut World) {
    let setup = world.get_resource::<Setup>();
    let Some((record, scenario)) = setup.and_then(|it| Some((it.record.clone()?, it.scenario.clone())))
    else {
        let text = "There is no record of what happened beside this setup: history cannot decide.";
        world.resource_mut::<Notices>().push(Notice::error(text));
        return;
    };
    let timeline = world.resource::<Timeline>();
    let whole = |branch: &Branch| branch.follows() && branch.edits.iter().all(|edit| edit.recorded);
    match timeline.branches().iter().position(whole) {
        Some(branch) => {
            Timeline::switch(world, BranchId(branch));
            Timeline::seek(world, 0);
        }
        None => {
            if let Err(error) = Timeline::follow(world, &AsRecorded::new(&record, &scenario)) {
                let text = format!("The record cannot be followed: {error}.");
                world.resource_mut::<Notices>().push(Notice::error(text));
                return;
            }
        }
    }
    stand_still(world);
    // So much happens that it could not be read at full pace.
    world.resource_mut::<Playback>().attentive = true;
}

/// Lets the model decide from here on. Time runs on if it did.
fn run_free(world: &mut World) {
    if !world.resource::<Rules>().history_decides() {
        return;
    }
    let running = world.resource::<Playback>().running;
    let command = Command::Group { name: "Run free".into(), commands: vec![recorded::switch(true)] };
    match Timeline::change(world, command) {
        Ok(_) => {
            let text = "From here on the model decides. What history did is kept on its own branch.";
            world.resource_mut::<Notices>().push(Notice::done(text));
        }
        Err(error) => world.resource_mut::<Notices>().push(Notice::error(format!("{error}."))),
    }
    world.resource_mut::<Playback>().running = running;
}

/// Changes the world by hand. As after undo, what follows from it is to be looked at in peace; where it is refused, the
/// user is told why, and what would do.
fn change(world: &mut World, command: Command) {
    let before = world.resource::<Timeline>().branches().len();
    let began = Instant::now();
    let done = Timeline::change(world, command.clone());
    debug!("a change took {:.1?}", began.elapsed());
    match done {
        Ok(branch) => {
            world.resource_mut::<Playback>().running = false;
            if let Some(mut cast) = world.get_resource_mut::<Cast>() {
                cast.welcome();
            }
            if branch.0 >= before {
                let text = "Another branch begins here. What has been run without the change is kept.";
                world.resource_mut::<Notices>().push(Notice::done(text));
            }
        }
        Err(error) => {
            let notice = Notice::refused(command, &error, &simulation::capture(world));
            world.resource_mut::<Notices>().push(notice);
        }
    }
}

/// What a command does, step by step: what it is for comes last.
pub(super) fn told_in_order(command: &Command, scenario: &Scenario) -> String {
    let Command::Group { name, commands } = command else { return command.describe(scenario) };
    match commands.split_last() {
        Some((last, first)) if name.is_empty() && !first.is_empty() => {
            let told: Vec<String> = first.iter().take(3).map(|it| it.describe(scenario)).collect();
            let more = match first.len() - told.len() {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            format!("{}{more}, then {}", told.join(", "), told_in_order(last, scenario))
        }
        _ => command.describe(scenario),
    }
}

/// Tells what was undone or done again, or that there was nothing. What follows from it is to be looked at in peace.
fn told(world: &mut World, done: &str, what: Option<String>, nothing: &str) {
    let text = what.map_or_else(|| nothing.to_owned(), |what| format!("{done}: {what}"));
    world.resource_mut::<Notices>().push(Notice::done(text));
    world.resource_mut::<Playback>().running = false;
}

/// Runs the ticks that are due. What does not fit the frame's budget is let go, never piled up.
fn run(world: &mut World) {
    let seconds = world.resource::<Time<Real>>().delta_secs();
    let ticks = world.resource_mut::<Playback>().take_due(seconds);
    let began = Instant::now();
    let running = world.resource::<Playback>().running;
    for _ in 0..ticks {
        Timeline::advance(world);
        world.run_schedule(Ticked);
        let tick = world.resource::<Clock>().tick;
        let mut playback = world.resource_mut::<Playback>();
        if playback.goal.is_some_and(|goal| goal <= tick) {
            (playback.running, playback.goal) = (false, None);
        }
        if running && !world.resource::<Playback>().running {
            break;
        }
        if running && at_end_of_history(world) {
            world.resource_mut::<Playback>().running = false;
            break;
        }
        if world.resource::<Playback>().running && just_now_important(world) {
            world.resource_mut::<Playback>().heed();
            if world.resource::<Playback>().is_slowed() {
                break;
            }
        }
        if began.elapsed().as_secs_f32() > FRAME_BUDGET_SECONDS {
            break;
        }
    }
}

/// Whether history decides and has come to the end of what is told of it: from there on nothing would happen.
fn at_end_of_history(world: &World) -> bool {
    let Some(chronicle) = world.get_resource::<Chronicle>() else { return false };
    chronicle.end() == world.resource::<Clock>().tick
        && chronicle.record().is_some()
        && world.resource::<Rules>().history_decides()
}

/// Whether anything that changes the system happened in the tick just run.
fn just_now_important(world: &World) -> bool {
    let (history, tick) = (world.resource::<History>(), world.resource::<Clock>().tick);
    let happened = history.events_until(tick).iter().rev().take_while(|event| event.tick == tick);
    if happened.into_iter().any(|event| is_important(&event.kind)) {
        return true;
    }
    // Where history decides, what it did is no event of the model's.
    let Some(chronicle) = world.get_resource::<Chronicle>() else { return false };
    world.resource::<Rules>().history_decides()
        && chronicle.entries()[chronicle.entries_at(tick)].iter().any(Chronicle::is_important)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::batch::Run;
    use crate::history::TimelinePlugin;
    use crate::scenario::{self, builtin::EUROPE_1936};
    use crate::simulation::{SimulationPlugin, StateHash};

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
        app.add_plugins((bevy::time::TimePlugin, SimulationPlugin, TimelinePlugin, plugin));
        simulation::load(app.world_mut(), &scenario, 9);
        Timeline::begin(app.world_mut());
        let setup = Setup::new(Arc::new(scenario), 5);
        app.insert_resource(Setup { seed: 9, ..setup.clone() });
        app.world_mut().resource_mut::<Playback>().running = true;
        app.update();
        // Another setup in the middle, then a restart, then every way of running: at a pace, flat out, and step by step.
        app.world_mut().write_message(LoadSetup(setup));
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
    fn a_run_to_a_tick_stops_there_and_nowhere_before() {
        let scenario =
            scenario::read(EUROPE_1936.name, EUROPE_1936.text).expect("the built-in setup is valid");
        let mut app = App::new();
        app.add_plugins((bevy::time::TimePlugin, SimulationPlugin, TimelinePlugin, plugin));
        simulation::load(app.world_mut(), &scenario, 5);
        Timeline::begin(app.world_mut());
        let mut playback = app.world_mut().resource_mut::<Playback>();
        playback.attentive = true;
        playback.run_to(45);
        for _ in 0..400 {
            app.update();
        }
        assert_eq!(app.world().resource::<Clock>().tick, 45);
        assert!(!app.world().resource::<Playback>().running);
    }

    #[test]
    fn a_step_stops_and_runs_one_tick() {
        let mut playback = Playback { running: true, ..Playback::default() };
        playback.step();
        assert_eq!((playback.running, playback.take_due(10.0), playback.take_due(10.0)), (false, 1, 0));
    }

    #[test]
    fn the_pace_drops_for_a_while_when_something_important_happens() {
        let mut playback = Playback { running: true, attentive: true, ..Playback::default() };
        playback.speed = Speed::Ticks(60.0);
        playback.heed();
        assert!(playback.is_slowed());
        let slow: u32 = (0..20).map(|_| playback.take_due(0.1)).sum();
        assert_eq!(slow, 2);
        (0..10).for_each(|_| _ = playback.take_due(0.1));
        assert!(!playback.is_slowed());
        assert_eq!(playback.take_due(0.5), 30);
        let mut heedless = Playback { running: true, ..Playback::default() };
        heedless.heed();
        assert!(!heedless.is_slowed());
    }

    #[test]
    fn what_was_changed_is_undone_and_done_again_before_a_run_and_in_it() {
        let scenario =
            scenario::read(EUROPE_1936.name, EUROPE_1936.text).expect("the built-in setup is valid");
        let mut app = App::new();
        app.add_plugins((bevy::time::TimePlugin, SimulationPlugin, TimelinePlugin, plugin));
        simulation::load(app.world_mut(), &scenario, 5);
        Timeline::begin(app.world_mut());
        app.insert_resource(Setup::new(Arc::new(scenario), 5));
        let noise = |app: &App| app.world().resource::<Rules>().parameters.noise;
        let ask = |app: &mut App, what: TimeTravel| {
            app.world_mut().write_message(what);
            app.update();
        };
        let before = noise(&app);
        let louder = || TimeTravel::Change(Command::Parameter { name: "noise".into(), value: 0.5 });
        for ticks in [0, 3] {
            (0..ticks).for_each(|_| Timeline::advance(app.world_mut()));
            let tick = app.world().resource::<Clock>().tick;
            let hash = app.world().resource::<StateHash>().0;
            ask(&mut app, louder());
            assert_eq!(noise(&app), 0.5);
            ask(&mut app, TimeTravel::Undo);
            assert_eq!((noise(&app), app.world().resource::<StateHash>().0), (before, hash));
            ask(&mut app, TimeTravel::Redo);
            assert_eq!((noise(&app), app.world().resource::<Clock>().tick), (0.5, tick));
            ask(&mut app, TimeTravel::Undo);
            assert_eq!(noise(&app), before);
        }
        // Nothing is left, and nothing happens but a word.
        ask(&mut app, TimeTravel::Undo);
        assert_eq!(noise(&app), before);
    }

    #[test]
    fn a_change_by_hand_stops_the_run_and_one_that_is_refused_comes_with_what_would_do() {
        let scenario =
            scenario::read(EUROPE_1936.name, EUROPE_1936.text).expect("the built-in setup is valid");
        let mut app = App::new();
        app.add_plugins((bevy::time::TimePlugin, SimulationPlugin, TimelinePlugin, plugin));
        simulation::load(app.world_mut(), &scenario, 5);
        Timeline::begin(app.world_mut());
        app.insert_resource(Setup::new(Arc::new(scenario), 5));
        let ask = |app: &mut App, command: Command| {
            app.world_mut().resource_mut::<Playback>().running = true;
            app.world_mut().write_message(TimeTravel::Change(command));
            app.update();
        };
        ask(&mut app, Command::Parameter { name: "noise".into(), value: 0.5 });
        assert!(!app.world().resource::<Playback>().running);
        let states = |app: &App| app.world().resource::<simulation::Basis>().0.states.len();
        let before = states(&app);
        let basis = &app.world().resource::<simulation::Basis>().0;
        let small = basis.states.iter().find(|state| state.id == "LUX").expect("it is in the setup");
        let codes = small.territory.iter().map(|region| basis.geography.regions[*region].code.clone());
        let land = Command::Give { regions: codes.collect(), to: Some("GMY".into()) };
        ask(&mut app, land);
        assert!(app.world().resource::<Playback>().running, "nothing was changed");
        let notices = std::mem::take(&mut app.world_mut().resource_mut::<Notices>().0);
        let [Notice { text, is_error: true, fix: Some(fix), .. }] = &notices[..] else {
            panic!("{notices:?}")
        };
        assert!(text.starts_with("This would leave Luxembourg without land"), "{text}");
        assert_eq!(states(&app), before);
        ask(&mut app, fix.command.clone());
        assert!(app.world().resource::<Notices>().0.is_empty(), "{}", fix.words);
        assert_eq!(states(&app), before - 1);
    }

    #[test]
    fn a_run_stands_still_at_the_very_tick_at_which_it_is_stopped() {
        let scenario =
            scenario::read(EUROPE_1936.name, EUROPE_1936.text).expect("the built-in setup is valid");
        let mut app = App::new();
        app.add_plugins((bevy::time::TimePlugin, SimulationPlugin, TimelinePlugin, plugin));
        simulation::load(app.world_mut(), &scenario, 5);
        Timeline::begin(app.world_mut());
        app.add_systems(Ticked, |clock: Res<Clock>, mut playback: ResMut<Playback>| {
            playback.running &= clock.tick != 7;
        });
        let mut playback = app.world_mut().resource_mut::<Playback>();
        (playback.running, playback.speed) = (true, Speed::Unlimited);
        for _ in 0..60 {
            app.update();
        }
        assert_eq!(app.world().resource::<Clock>().tick, 7);
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
