//! The chronicle: what happened in history after the setup's start, and how the run stands beside it.
//!
//! It reads the run and never touches it. What it finds is kept tick by tick, so that no frame has to look at all that
//! happened.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use bevy::prelude::*;

use super::playback::Ticked;
use super::{MapMode, Setup, ViewSystems};
use crate::history::recorded::AsRecorded;
use crate::history::{Agreement, BranchId, History, Moment, Timeline, Verdict, holds, standing};
use crate::record::{Entry, Event, Record, Standing};
use crate::scenario::Scenario;
use crate::simulation::{Clock, StateId, Survey};

/// How a run stood beside history at a tick.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Note {
    /// How many states stood where they stood in history, of how many that are asked; nothing where no sides are
    /// counted.
    pub agreeing: Option<(u16, u16)>,
    /// For each entry of the tick, whether what it brought about held in the run as well.
    held: Vec<Option<bool>>,
}

impl Note {
    /// The share of states that stood where they stood in history.
    pub fn share(&self) -> Option<f32> {
        let (agreeing, asked) = self.agreeing.filter(|(_, asked)| *asked > 0)?;
        Some(f32::from(agreeing) / f32::from(asked))
    }
}

/// What happened, on the run's own clock.
#[derive(Debug, Clone)]
struct Told {
    record: Arc<Record>,
    scenario: Arc<Scenario>,
    /// The same as commands that a run can be given.
    recorded: Arc<AsRecorded>,
    /// The tick of each entry.
    ticks: Vec<u64>,
    run: u64,
}

impl Told {
    fn entries_at(&self, tick: u64) -> Range<usize> {
        let first = self.ticks.partition_point(|at| *at < tick);
        first..self.ticks.partition_point(|at| *at <= tick)
    }

    /// Looks at the run as it stands.
    fn note(&self, survey: &Survey) -> (Note, Option<Agreement>) {
        let (tick, date) = (survey.clock.tick, survey.clock.date());
        let entries = self.entries_at(tick);
        // Beyond its last entry the record knows nothing.
        let known = self.ticks.last().is_some_and(|last| tick <= *last);
        let count = self.record.count_at(date).filter(|_| known);
        if entries.is_empty() && count.is_none() {
            return (Note::default(), None);
        }
        let run = standing(survey);
        let on = |date| Standing::on(&self.record, &self.scenario, date);
        let held = self.record.entries()[entries].iter().map(|Entry { date, event, .. }| {
            let before = date.yesterday().unwrap_or(*date);
            holds(event, &run, &on(before), &on(*date))
        });
        let held = held.collect();
        let agreement = count.map(|count| Agreement::new(&run, &on(date), count));
        let few = |count: usize| u16::try_from(count).unwrap_or(u16::MAX);
        let agreeing = agreement.as_ref().map(|found| (few(found.agreeing()), few(found.asked())));
        (Note { agreeing, held }, agreement)
    }
}

/// The record of what runs, and how the run stands beside it.
#[derive(Resource, Debug, Clone, Default)]
pub struct Chronicle {
    told: Option<Told>,
    /// What was noted at each tick of each branch that was seen to pass there.
    course: BTreeMap<usize, Vec<Option<Note>>>,
    /// The run beside history at the moment that is shown.
    agreement: Option<Agreement>,
    looked: Option<Moment>,
    changes: u64,
}

impl Chronicle {
    /// What happened, if that is known of what runs.
    pub fn record(&self) -> Option<&Arc<Record>> {
        self.told.as_ref().map(|told| &told.record)
    }

    /// The same as what a run that follows it is given.
    pub fn recorded(&self) -> Option<&Arc<AsRecorded>> {
        self.told.as_ref().map(|told| &told.recorded)
    }

    /// What happened, in order; empty where nothing is known.
    pub fn entries(&self) -> &[Entry] {
        self.told.as_ref().map_or(&[], |told| told.record.entries())
    }

    /// The tick at which an entry has happened.
    pub fn tick_of(&self, entry: usize) -> u64 {
        self.told.as_ref().and_then(|told| told.ticks.get(entry)).copied().unwrap_or(0)
    }

    /// The entries that have happened by a tick and not by the one before.
    pub fn entries_at(&self, tick: u64) -> Range<usize> {
        self.told.as_ref().map_or(0..0, |told| told.entries_at(tick))
    }

    /// How many entries have happened by a tick.
    pub fn by(&self, tick: u64) -> usize {
        self.entries_at(tick).end
    }

    /// The tick of the last entry.
    pub fn end(&self) -> u64 {
        self.told.as_ref().and_then(|told| told.ticks.last()).copied().unwrap_or(0)
    }

    /// The run beside history at the moment that is shown, where the record counts sides.
    pub fn agreement(&self) -> Option<&Agreement> {
        self.agreement.as_ref()
    }

    /// What is found of a state at the moment that is shown.
    pub fn verdict(&self, survey: &Survey, state: StateId) -> Option<Verdict> {
        self.agreement.as_ref().map(|found| found.of(&survey.identity(state).code))
    }

    /// What was noted at a tick of a branch, if anybody was there to see.
    pub fn noted(&self, timeline: &Timeline, branch: BranchId, tick: u64) -> Option<&Note> {
        let mut branch = branch;
        loop {
            let own = self.course.get(&branch.0).and_then(|course| course.get(tick as usize));
            if let Some(Some(note)) = own {
                return Some(note);
            }
            let (parent, since) = timeline.branches().get(branch.0)?.parent?;
            if tick > since {
                return None;
            }
            branch = parent;
        }
    }

    /// Whether what an entry brought about held in the run when it happened.
    pub fn held(&self, timeline: &Timeline, entry: usize) -> Option<bool> {
        let tick = self.tick_of(entry);
        let note = self.noted(timeline, timeline.current(), tick)?;
        note.held.get(entry - self.entries_at(tick).start).copied().flatten()
    }

    /// Whether an entry changes the system: what slows the pace down.
    pub fn is_important(entry: &Entry) -> bool {
        matches!(
            entry.event,
            Event::War { .. }
                | Event::Enters { .. }
                | Event::Changes { .. }
                | Event::Peace { .. }
                | Event::Falls { .. }
                | Event::Rises { .. }
        )
    }

    /// What is told beside a setup, apart from any window.
    #[cfg(test)]
    pub(crate) fn of(record: Record, scenario: Scenario) -> Self {
        let clock = Clock { tick: 0, start: scenario.start, length: scenario.tick };
        let ticks = record.entries().iter().map(|entry| clock.tick_at(entry.date)).collect();
        let recorded = Arc::new(AsRecorded::new(&record, &scenario));
        let (record, scenario) = (Arc::new(record), Arc::new(scenario));
        Self { told: Some(Told { record, scenario, recorded, ticks, run: 0 }), ..Self::default() }
    }

    /// Notes that so many of those asked agreed at a tick, and whether its entries held.
    #[cfg(test)]
    pub(crate) fn noting(&mut self, tick: u64, agreeing: (u16, u16), held: &[Option<bool>]) {
        let note = Note { agreeing: Some(agreeing), held: held.to_vec() };
        self.keep(BranchId(0), tick, note);
    }

    fn keep(&mut self, branch: BranchId, tick: u64, note: Note) {
        let course = self.course.entry(branch.0).or_default();
        if course.len() <= tick as usize {
            course.resize(tick as usize + 1, None);
        }
        course[tick as usize] = Some(note);
    }
}

pub(super) fn plugin(app: &mut App) {
    app.init_resource::<Chronicle>();
    app.add_systems(Ticked, note.run_if(is_told));
    app.add_systems(Update, (open, look).chain().in_set(ViewSystems::Palette));
}

fn is_told(chronicle: Option<Res<Chronicle>>) -> bool {
    chronicle.is_some_and(|chronicle| chronicle.told.is_some())
}

/// Takes up the record of what has just been loaded.
fn open(
    mut chronicle: ResMut<Chronicle>,
    (setup, timeline, clock): (Res<Setup>, Res<Timeline>, Res<Clock>),
    mut mode: ResMut<MapMode>,
) {
    let same = match (&chronicle.told, &setup.record) {
        (None, None) => true,
        (Some(told), Some(record)) => Arc::ptr_eq(&told.record, record) && told.run == timeline.run(),
        _ => false,
    };
    if same {
        return;
    }
    let told = setup.record.as_ref().map(|record| Told {
        record: record.clone(),
        scenario: setup.scenario.clone(),
        recorded: Arc::new(AsRecorded::new(record, &setup.scenario)),
        ticks: record.entries().iter().map(|entry| clock.tick_at(entry.date)).collect(),
        run: timeline.run(),
    });
    if told.is_none() && *mode == MapMode::Agreement {
        *mode = MapMode::default();
    }
    *chronicle = Chronicle { told, ..Chronicle::default() };
}

/// Notes how the run stands as it passes a tick.
fn note(mut chronicle: ResMut<Chronicle>, survey: Survey, timeline: Res<Timeline>) {
    let Some(told) = &chronicle.told else { return };
    let (branch, tick) = (timeline.current(), survey.clock.tick);
    if chronicle.changes == timeline.changes() && chronicle.noted(&timeline, branch, tick).is_some() {
        return;
    }
    let (note, _) = told.note(&survey);
    chronicle.bypass_change_detection().keep(branch, tick, note);
}

/// Holds the run against history at the moment that is shown.
fn look(
    mut chronicle: ResMut<Chronicle>,
    survey: Survey,
    (timeline, history): (Res<Timeline>, Res<History>),
) {
    let now = timeline.moment(survey.clock.tick);
    let Some(told) = chronicle.told.as_ref().filter(|_| chronicle.looked != Some(now)) else { return };
    let (note, agreement) = told.note(&survey);
    let (branch, tick) = (timeline.current(), survey.clock.tick);
    let chronicle = &mut *chronicle;
    if chronicle.changes != timeline.changes() {
        // What was changed or undone was seen on a branch that is no more, or will not come to pass.
        chronicle.changes = timeline.changes();
        chronicle.course.retain(|id, _| *id < timeline.branches().len());
        if history.end() <= tick
            && let Some(course) = chronicle.course.get_mut(&branch.0)
        {
            course.truncate(tick as usize);
        }
    }
    chronicle.keep(branch, tick, note);
    chronicle.agreement = agreement;
    chronicle.looked = Some(now);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::Command;
    use crate::history::TimelinePlugin;
    use crate::scenario::{self, builtin::EUROPE_1936};
    use crate::simulation::{self, Rules, SimulationPlugin};
    use crate::view::{LoadSession, Playback, TimeTravel, playback};

    const TOLD: &str = r#"[
        (date: "1936-06-15", what: Pact(name: "P", kind: defensive, members: ["GMY", "HUN"]), source: "-"),
        (date: "1936-09-01", what: Sides(first: ["GMY"], second: ["FRN"]), source: "-"),
        (date: "1937-03-01", what: Falls(state: "AUS", to: ["GMY"]), source: "-"),
    ]"#;

    /// A window without a window, on Europe with what happened.
    fn app(told: &str) -> App {
        let scenario = scenario::read(EUROPE_1936.name, EUROPE_1936.text).expect("the setup is valid");
        let record = Record::read("test.record.ron", told, &scenario).unwrap_or_else(|all| panic!("{all}"));
        let mut app = App::new();
        app.add_plugins((bevy::time::TimePlugin, SimulationPlugin, TimelinePlugin, playback::plugin));
        app.init_resource::<MapMode>();
        app.add_plugins(plugin);
        simulation::load(app.world_mut(), &scenario, 5);
        Timeline::begin(app.world_mut());
        let setup = Setup::new(Arc::new(scenario), 5);
        app.insert_resource(Setup { record: Some(Arc::new(record)), ..setup });
        app.update();
        app
    }

    /// Tick by tick, since a busy machine leaves out what does not fit into a frame.
    fn steps(app: &mut App, ticks: u64) {
        let until = app.world().resource::<Clock>().tick + ticks;
        while app.world().resource::<Clock>().tick < until {
            app.world_mut().resource_mut::<Playback>().step();
            app.update();
        }
    }

    #[test]
    fn what_happened_is_found_on_the_clock_and_noted_as_the_run_passes() {
        let mut app = app(TOLD);
        steps(&mut app, 8);
        let (chronicle, timeline) = (app.world().resource::<Chronicle>(), app.world().resource::<Timeline>());
        assert_eq!([0, 1, 2].map(|entry| chronicle.tick_of(entry)), [4, 6, 12]);
        assert_eq!(
            (chronicle.entries_at(4), chronicle.by(5), chronicle.by(8), chronicle.end()),
            (0..1, 1, 2, 12)
        );
        assert!(chronicle.held(timeline, 0).is_some(), "it is past");
        assert_eq!((chronicle.held(timeline, 1), chronicle.held(timeline, 2)), (None, None));
        for tick in 0..=8 {
            let note = chronicle.noted(timeline, timeline.current(), tick).expect("it was passed");
            let (agreeing, asked) = note.agreeing.expect("sides are counted");
            assert!(agreeing <= asked && asked > 20, "{note:?}");
        }
        let found = chronicle.agreement().expect("sides are counted");
        assert_eq!(found.count.date, jiff::civil::date(1936, 9, 1), "after the last count, that is asked");
        assert_eq!(found.of("GMY"), Verdict::Protagonist(crate::record::Camp::First));
    }

    #[test]
    fn another_branch_is_noted_for_itself_and_shares_what_came_before() {
        let mut app = app(TOLD);
        steps(&mut app, 6);
        app.world_mut().write_message(TimeTravel::To(5));
        app.update();
        let command = Command::Parameter { name: "noise".into(), value: 0.5 };
        app.world_mut().write_message(TimeTravel::Change(command));
        app.update();
        let timeline = app.world().resource::<Timeline>();
        let (there, chronicle) = (timeline.current(), app.world().resource::<Chronicle>());
        assert_ne!(there, BranchId(0));
        assert!(chronicle.noted(timeline, there, 3).is_some(), "it is the same past");
        assert!(chronicle.noted(timeline, there, 6).is_none(), "it has not been there");
        assert!(chronicle.noted(timeline, BranchId(0), 6).is_some());
        app.world_mut().write_message(TimeTravel::Undo);
        app.update();
        let chronicle = app.world().resource::<Chronicle>();
        assert!(!chronicle.course.contains_key(&there.0), "it is no more");
    }

    #[test]
    fn without_a_record_nothing_is_held_against_the_run() {
        let mut app = app("[(date: \"1936-06-15\", what: Neutral(state: \"BEL\"), source: \"-\")]");
        *app.world_mut().resource_mut::<MapMode>() = MapMode::Agreement;
        steps(&mut app, 5);
        assert!(app.world().resource::<Chronicle>().agreement().is_none(), "no sides are counted");
        app.world_mut().resource_mut::<Setup>().record = None;
        app.update();
        assert!(app.world().resource::<Chronicle>().entries().is_empty());
        assert_eq!(*app.world().resource::<MapMode>(), MapMode::Political);
    }

    #[test]
    fn history_decides_from_the_start_until_the_run_is_let_free_and_then_stands_still_at_its_end() {
        let mut app = app(TOLD);
        let ask = |app: &mut App, what: TimeTravel| {
            app.world_mut().write_message(what);
            app.update();
        };
        let decides = |app: &App| app.world().resource::<Rules>().history_decides();
        steps(&mut app, 3);
        ask(&mut app, TimeTravel::Follow);
        let followed = app.world().resource::<Timeline>().current();
        assert!(decides(&app) && followed != BranchId(0) && app.world().resource::<Clock>().tick == 0);
        assert!(app.world().resource::<Playback>().attentive, "there is much to read");
        steps(&mut app, 8);
        let (chronicle, timeline) = (app.world().resource::<Chronicle>(), app.world().resource::<Timeline>());
        assert_eq!(chronicle.held(timeline, 0), Some(true), "what happened happens");
        ask(&mut app, TimeTravel::RunFree);
        assert!(!decides(&app) && app.world().resource::<Timeline>().current() != followed);
        steps(&mut app, 2);
        // The branch that there is already is taken up again.
        let branches = app.world().resource::<Timeline>().branches().len();
        ask(&mut app, TimeTravel::Follow);
        assert_eq!(app.world().resource::<Timeline>().branches().len(), branches);
        assert!(decides(&app) && app.world().resource::<Timeline>().current() == followed);
        let mut playback = app.world_mut().resource_mut::<Playback>();
        (playback.running, playback.speed) = (true, crate::view::Speed::Unlimited);
        playback.attentive = false;
        while app.world().resource::<Playback>().running {
            app.update();
        }
        assert_eq!(app.world().resource::<Clock>().tick, 12, "nothing is told of what comes after");
    }

    #[test]
    fn a_replay_is_saved_and_goes_on_as_recorded_when_it_is_opened_again() {
        let mut app = app(TOLD);
        app.world_mut().write_message(TimeTravel::Follow);
        app.update();
        steps(&mut app, 5);
        let session = Timeline::session(app.world()).expect("there is one");
        let hash = app.world().resource::<History>().hashes.clone();
        let replayed = Timeline::replay(&session).expect("it can be run again");
        assert_eq!(replayed.differs, None);
        let setup = Setup::of_session(&replayed);
        let record = app.world().resource::<Setup>().record.clone();
        app.world_mut().write_message(LoadSession(Setup { record, ..setup }, Box::new(replayed)));
        app.update();
        assert_eq!(app.world().resource::<History>().hashes, hash);
        steps(&mut app, 7);
        let timeline = app.world().resource::<Timeline>();
        assert!(timeline.branches()[timeline.current().0].follows());
        let mut survey = bevy::ecs::system::SystemState::<Survey>::new(app.world_mut());
        let survey = survey.get(app.world()).expect("there is a world");
        let austria = survey.find("AUS").expect("it was there");
        assert!(survey.rules.history_decides() && !survey.is_alive(austria), "what was to come has come");
    }
}
