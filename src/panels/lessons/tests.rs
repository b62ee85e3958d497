//! Lessons taken through playback, as a reader takes them.

use std::sync::Arc;

use bevy::prelude::*;

use super::guide::{self, Guide, LessonAction, Page, Taken};
use crate::history::{Timeline, TimelinePlugin};
use crate::lessons::{self, Point};
use crate::scenario::{self, builtin::EUROPE_1936};
use crate::simulation::{self, Clock, SimulationPlugin};
use crate::view::{
    HeldScale, LoadSetup, MapMode, OpenWhy, Playback, Pointed, Selection, Setup, ShowPlaces, Speed,
    playback_plugin,
};

/// Where V3 stands in the list.
const SPHERES: usize = 2;

struct Class {
    app: App,
}

impl Class {
    /// A world that has nothing to do with any lesson.
    fn new() -> Self {
        let mut app = App::new();
        app.add_plugins((bevy::time::TimePlugin, SimulationPlugin, TimelinePlugin));
        app.add_plugins((playback_plugin, guide::plugin));
        app.init_resource::<MapMode>().init_resource::<Selection>().init_resource::<Pointed>();
        app.init_resource::<HeldScale>();
        app.add_message::<OpenWhy>().add_message::<ShowPlaces>();
        let setup = europe();
        simulation::load(app.world_mut(), &setup.scenario, setup.seed);
        Timeline::begin(app.world_mut());
        app.insert_resource(setup);
        Self { app }
    }

    fn get<R: Resource>(&self) -> &R {
        self.app.world().resource::<R>()
    }

    fn ask(&mut self, action: LessonAction) {
        self.app.world_mut().resource_mut::<Guide>().ask(action);
        // A setup that is asked for comes with the next frame.
        (0..3).for_each(|_| self.app.update());
    }

    /// Turns the page, and lets it run as fast as it will until it stands still by itself.
    fn next(&mut self) {
        self.app.world_mut().resource_mut::<Guide>().ask(LessonAction::Next);
        self.app.update();
        self.play();
    }

    fn play(&mut self) {
        self.app.world_mut().resource_mut::<Playback>().speed = Speed::Unlimited;
        for _ in 0..2000 {
            self.app.update();
            if !self.get::<Playback>().running {
                self.app.update();
                return;
            }
        }
        panic!("it never stood still");
    }

    fn taken(&self) -> &Taken {
        self.get::<Guide>().taken.as_ref().expect("a lesson is being taken")
    }

    fn now(&self) -> u64 {
        self.get::<Clock>().tick
    }
}

fn europe() -> Setup {
    let scenario = scenario::read(EUROPE_1936.name, EUROPE_1936.text).expect("the built-in setup is valid");
    Setup::new(Arc::new(scenario), 1)
}

/// Every lesson can be taken from its first page to its last: each step stands still at its moment, points
/// at what it speaks of, and each control is run in its turn.
#[test]
fn every_lesson_can_be_taken_to_its_end() {
    let mut class = Class::new();
    for (place, lesson) in lessons::all().iter().enumerate() {
        class.ask(LessonAction::Take(place, 0));
        for (number, part) in lesson.parts.iter().enumerate() {
            let about = format!("{}, run {}", lesson.vignette, number + 1);
            assert_eq!(
                (class.taken().run.part_number(), class.taken().page),
                (number, Page::Opening),
                "{about}"
            );
            assert_eq!((class.now(), class.get::<Setup>().seed), (0, lesson.seed), "{about}");
            assert!(class.get::<Selection>().state.is_some(), "{about}");
            for (step, told) in part.steps.iter().enumerate() {
                class.next();
                let about = format!("{about}, step {}", step + 1);
                assert_eq!(class.taken().page, Page::Step(step), "{about}");
                assert_eq!(class.taken().reached(step, class.now()), Some(class.now()), "{about}");
                let pointed = !class.get::<Pointed>().states.is_empty();
                assert_eq!(pointed, told.point != Point::Nothing, "{about}");
            }
            class.ask(LessonAction::Next);
        }
        assert_eq!(class.taken().page, Page::Closing, "{}", lesson.vignette);
    }
}

#[test]
fn who_runs_on_by_hand_is_met_by_the_next_step() {
    let mut class = Class::new();
    class.ask(LessonAction::Take(SPHERES, 0));
    for step in 0..3 {
        class.app.world_mut().resource_mut::<Playback>().running = true;
        class.play();
        assert_eq!(class.taken().page, Page::Step(step));
        assert_eq!(class.taken().reached(step, class.now()), Some(class.now()));
    }
}

#[test]
fn turning_back_goes_back_to_the_moment() {
    let mut class = Class::new();
    class.ask(LessonAction::Take(SPHERES, 0));
    class.next();
    let first = class.now();
    class.next();
    assert!(class.now() > first);
    class.ask(LessonAction::Back);
    assert_eq!((class.now(), class.taken().page), (first, Page::Step(0)));
    class.ask(LessonAction::Back);
    assert_eq!((class.now(), class.taken().page), (0, Page::Opening));
    assert!(class.get::<Pointed>().states.is_empty());
    class.next();
    assert_eq!((class.now(), class.taken().page), (first, Page::Step(0)));
}

#[test]
fn a_lesson_is_over_when_it_is_left_or_another_world_comes() {
    let mut class = Class::new();
    let pace = class.get::<Playback>().speed;
    class.ask(LessonAction::Take(SPHERES, 0));
    class.next();
    class.ask(LessonAction::Leave);
    assert!(class.get::<Guide>().taken.is_none() && !class.get::<Guide>().is_busy());
    assert_eq!(class.get::<Playback>().speed, pace, "the pace is as it was");
    assert!(class.get::<Pointed>().states.is_empty());
    class.ask(LessonAction::Take(SPHERES, 1));
    assert_eq!(class.taken().run.part_number(), 1);
    class.app.world_mut().write_message(LoadSetup(europe()));
    (0..3).for_each(|_| class.app.update());
    assert!(class.get::<Guide>().taken.is_none());
}

/// The same colour means the same in a control as in the case before it.
#[test]
fn the_scale_is_held_through_all_runs_of_a_lesson_and_let_go_after_it() {
    let mut class = Class::new();
    let top = lessons::all()[SPHERES].top.expect("V3 shows danger");
    for part in [0, 1, 2] {
        class.ask(LessonAction::Take(SPHERES, part));
        assert_eq!(*class.get::<HeldScale>(), HeldScale(top), "run {}", part + 1);
    }
    class.ask(LessonAction::Leave);
    assert_eq!(*class.get::<HeldScale>(), HeldScale(0.0));
}

/// A step may ask for another map, which goes with it.
#[test]
fn a_step_turns_the_map_and_turning_back_turns_it_back() {
    const PILING_ON: usize = 10;
    let mut class = Class::new();
    class.ask(LessonAction::Take(PILING_ON, 0));
    assert_eq!(*class.get::<MapMode>(), MapMode::War);
    (0..2).for_each(|_| class.next());
    assert_eq!(*class.get::<MapMode>(), MapMode::War);
    class.next();
    assert_eq!(*class.get::<MapMode>(), MapMode::Political);
    class.ask(LessonAction::Back);
    assert_eq!(*class.get::<MapMode>(), MapMode::War);
}

/// A map that speaks of one state goes on to speak of the part's, whoever is pointed at.
#[test]
fn a_map_of_threat_stays_with_its_state() {
    let mut class = Class::new();
    class.ask(LessonAction::Take(0, 0));
    let france = class.get::<Selection>().state;
    assert!(france.is_some());
    (0..2).for_each(|_| class.next());
    assert_eq!(class.get::<Pointed>().states.len(), 1, "Germany is pointed at");
    assert_ne!(class.get::<Pointed>().states.first().copied(), france);
    assert_eq!(class.get::<Selection>().state, france);
}
