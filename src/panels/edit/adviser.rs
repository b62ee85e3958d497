//! Adviser: tries changes beside the window, on a thread with a world of its own.
//!
//! The panels never wait: they show what has been told last, and a change tried while another is being worked out takes
//! its place.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use crate::edit::{Command, CommandError};
use crate::history::foresight::{Foresight, Prospect};
use crate::history::{Moment, Way};
use crate::simulation::StateId;

/// What a change would make of things: nothing where that cannot be told side by side.
pub type Foreseen = Result<Option<Arc<Prospect>>, CommandError>;

/// What has been told so far.
#[derive(Debug, Clone, Default)]
pub struct Told {
    /// Of which present and which state.
    pub place: Option<(Moment, StateId)>,
    /// How things stand.
    pub now: Option<Arc<Prospect>>,
    /// The change that was tried last, and what it would make of things.
    pub tried: Option<(Command, Foreseen)>,
    /// How many questions have been answered or passed over.
    answered: u64,
}

/// A question.
enum Ask {
    /// How things stand, at the end of this way, for this state.
    Stand(Box<Way>, (Moment, StateId)),
    /// What they would be with this change.
    Try(Command),
}

/// A line to the model. When it is dropped, the thread ends.
#[derive(Debug)]
pub struct Adviser {
    questions: Sender<(u64, Ask)>,
    told: Arc<Mutex<Told>>,
    asked: u64,
    thread: Option<JoinHandle<()>>,
}

impl Adviser {
    /// Waits for questions.
    pub fn new() -> Self {
        let (questions, put) = channel();
        let told = Arc::new(Mutex::new(Told::default()));
        let telling = told.clone();
        // Without a thread there is no answer, and everything else works.
        let thread =
            thread::Builder::new().name("foresight".into()).spawn(move || answer(&put, &telling)).ok();
        Self { questions, told, asked: 0, thread }
    }

    /// Asks how things stand for a state.
    pub fn stand(&mut self, way: Way, place: (Moment, StateId)) {
        self.ask(Ask::Stand(Box::new(way), place));
    }

    /// Asks what they would be with a change.
    pub fn try_out(&mut self, command: Command) {
        self.ask(Ask::Try(command));
    }

    fn ask(&mut self, ask: Ask) {
        self.asked += 1;
        // Where nobody listens any more there is no answer.
        _ = self.questions.send((self.asked, ask));
    }

    /// What has been told so far.
    pub fn told(&self) -> Told {
        self.told.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether an answer is to come.
    pub fn is_asking(&self, told: &Told) -> bool {
        told.answered < self.asked && self.thread.as_ref().is_some_and(|thread| !thread.is_finished())
    }
}

/// Answers until nobody asks any more: of all that was asked meanwhile, the last.
fn answer(put: &Receiver<(u64, Ask)>, told: &Mutex<Told>) {
    let mut foresight: Option<Foresight> = None;
    let mut place = None;
    while let Ok(first) = put.recv() {
        let (mut stand, mut tried, mut number) = (None, None, 0);
        let mut next = Some(first);
        while let Some((count, ask)) = next {
            number = count;
            match ask {
                Ask::Stand(way, place) => (stand, tried) = (Some((way, place)), None),
                Ask::Try(command) => tried = Some(command),
            }
            next = put.try_recv().ok();
        }
        if let Some((way, there)) = stand {
            match &mut foresight {
                Some(foresight) => foresight.go(&way),
                None => foresight = Some(Foresight::new(&way)),
            }
            place = Some(there);
            let now = foresight.as_mut().and_then(|it| it.look(there.1, None).ok().flatten()).map(Arc::new);
            let mut told = told.lock().unwrap_or_else(PoisonError::into_inner);
            (told.place, told.now, told.tried) = (place, now, None);
        }
        let answer = match (&mut foresight, place, tried) {
            (Some(foresight), Some((_, focus)), Some(command)) => {
                let foreseen = foresight.look(focus, Some(&command)).map(|prospect| prospect.map(Arc::new));
                Some((command, foreseen))
            }
            _ => None,
        };
        let mut told = told.lock().unwrap_or_else(PoisonError::into_inner);
        if answer.is_some() {
            told.tried = answer;
        }
        told.answered = number;
    }
}
