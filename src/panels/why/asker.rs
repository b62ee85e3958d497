//! Asker: puts questions to the model beside the window, on a thread with a world of its own.
//!
//! The panels never wait: they show what has been told so far, and a question put while another is being answered takes
//! its place.

use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use crate::history::Way;
use crate::history::counterfactual::{Circumstances, Finding, Inquest, Question, Rehearsal, Sample};
use crate::simulation::{Decision, Lever};

/// One thing otherwise: a lever and where on its way it stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Supposed {
    /// Which lever.
    pub lever: Lever,
    /// Where it stands, 0 to 1.
    pub position: f32,
}

/// What has been told so far.
#[derive(Debug, Clone, Default)]
pub struct Told {
    /// The record with all options that were weighed.
    pub decision: Option<Decision>,
    /// The facts of the moment.
    pub circumstances: Option<Circumstances>,
    /// What each lever does, as far as it is known.
    pub findings: Vec<Finding>,
    /// The answer to the last thing supposed.
    pub answer: Option<(Supposed, Sample, Option<Decision>)>,
    /// Whether all there is to find has been found and nothing is being asked.
    pub idle: bool,
}

/// A line to the model. When it is dropped, the thread ends.
#[derive(Debug)]
pub struct Asker {
    questions: Sender<Supposed>,
    told: Arc<Mutex<Told>>,
}

impl Asker {
    /// Begins to ask about a choice, from how the world stood before it.
    pub fn new(way: Way, question: Question) -> Self {
        let (questions, put) = channel();
        let told = Arc::new(Mutex::new(Told::default()));
        let telling = told.clone();
        let spawned = thread::Builder::new().name("why".into()).spawn(move || {
            answer(&way, question, &put, &telling);
        });
        if spawned.is_err() {
            // Without a thread there is no answer: the page shows the record alone.
            lock(&told).idle = true;
        }
        Self { questions, told }
    }

    /// Asks what would be if one thing were otherwise.
    pub fn suppose(&self, supposed: Supposed) {
        lock(&self.told).idle = false;
        if self.questions.send(supposed).is_err() {
            lock(&self.told).idle = true;
        }
    }

    /// What has been told so far.
    pub fn told(&self) -> MutexGuard<'_, Told> {
        lock(&self.told)
    }
}

fn lock(told: &Mutex<Told>) -> MutexGuard<'_, Told> {
    told.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Finds all there is to find, answering what is asked in between first, until nobody asks any more.
fn answer(way: &Way, question: Question, put: &Receiver<Supposed>, told: &Mutex<Told>) {
    let mut rehearsal = Rehearsal::new(way, question);
    let Some(mut inquest) = Inquest::open(&mut rehearsal) else {
        lock(told).idle = true;
        return;
    };
    {
        let mut told = lock(told);
        told.decision = Some(inquest.decision.clone());
        told.circumstances = Some(inquest.circumstances.clone());
        told.findings.clone_from(&inquest.findings);
    }
    let mut searching = true;
    loop {
        let mut asked = match put.try_recv() {
            Ok(supposed) => Some(supposed),
            Err(TryRecvError::Disconnected) => return,
            Err(TryRecvError::Empty) => None,
        };
        if asked.is_none() && !searching {
            lock(told).idle = true;
            let Ok(supposed) = put.recv() else { return };
            asked = Some(supposed);
        }
        // Of all that a drag passed through the last counts.
        while let Ok(later) = put.try_recv() {
            asked = Some(later);
        }
        if let Some(supposed) = asked {
            lock(told).idle = false;
            let (sample, decision) = Inquest::suppose(&mut rehearsal, supposed.lever, supposed.position);
            lock(told).answer = Some((supposed, sample, decision));
            continue;
        }
        let at = inquest.findings.iter().position(|finding| !finding.complete);
        searching = inquest.step(&mut rehearsal);
        if let Some(at) = at {
            lock(told).findings[at].clone_from(&inquest.findings[at]);
        }
    }
}
