//! The keeper: saves the session of a run beside it, in a thread of its own, so that a slow disk holds up nothing.

use std::io;
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Instant;

use super::autosave::EVERY;
use super::{Autosave, Session};

/// What the thread is asked for.
enum Order {
    /// Keep this, by the number that tells it from others.
    Keep(u64, Box<Session>),
    /// There is nothing to lose any more.
    Forget,
    /// Stop: with what there is to lose left behind, or with nothing.
    End { leave: bool },
}

/// How the keeping goes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Kept {
    /// How often it was saved.
    pub saved: u64,
    /// Why it could not be, the last time.
    pub trouble: Option<String>,
}

/// Keeps the session of a run, every few seconds while it changes.
#[derive(Debug)]
pub struct Keeper {
    orders: Sender<Order>,
    thread: Option<JoinHandle<()>>,
    kept: Arc<Mutex<Kept>>,
}

impl Keeper {
    /// Begins to keep a run in a folder.
    ///
    /// # Errors
    /// If the folder cannot be written to, or there is no thread to spare.
    pub fn begin(folder: &Path) -> io::Result<Self> {
        let autosave = Autosave::begin(folder)?;
        let (orders, asked) = channel();
        let kept = Arc::<Mutex<Kept>>::default();
        let told = kept.clone();
        let work = move || work(autosave, &asked, &told);
        let thread = thread::Builder::new().name("autosave".into()).spawn(work)?;
        Ok(Self { orders, thread: Some(thread), kept })
    }

    /// Keeps a session: at once, or as soon as the one before is some seconds old. Of several the last counts.
    pub fn keep(&self, stamp: u64, session: Session) {
        // A thread that is no more has told why.
        let _ = self.orders.send(Order::Keep(stamp, Box::new(session)));
    }

    /// Removes what was kept: there is nothing to lose any more.
    pub fn forget(&self) {
        let _ = self.orders.send(Order::Forget);
    }

    /// How it goes.
    pub fn kept(&self) -> Kept {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Ends as it should: what is still to be kept is, and stays to be had back; or nothing is left behind.
    pub fn end(mut self, leave: bool) {
        let _ = self.orders.send(Order::End { leave });
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// What the thread does until it is told to stop.
fn work(mut autosave: Autosave, asked: &Receiver<Order>, kept: &Mutex<Kept>) {
    let mut waiting: Option<(u64, Box<Session>)> = None;
    let tell = |done: Result<bool, String>| {
        let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
        match done {
            Ok(saved) => (kept.saved, kept.trouble) = (kept.saved + u64::from(saved), None),
            Err(trouble) => kept.trouble = Some(trouble),
        }
    };
    loop {
        // What has been saved as it is waits no more; what is due is saved once nothing newer has come.
        let wait = waiting.as_ref().and_then(|(stamp, _)| autosave.wait(Instant::now(), *stamp));
        let order = match wait {
            Some(wait) => asked.recv_timeout(wait),
            None => {
                waiting = None;
                asked.recv().map_err(|_| RecvTimeoutError::Disconnected)
            }
        };
        match order {
            Ok(Order::Keep(stamp, session)) => waiting = Some((stamp, session)),
            Ok(Order::Forget) => {
                waiting = None;
                tell(autosave.forget().map(|()| false).map_err(|error| error.to_string()));
            }
            Ok(Order::End { leave: false }) => {
                // What cannot be removed is offered once more than need be.
                let _ = autosave.end();
                return;
            }
            Ok(Order::End { leave: true }) => {
                if let Some((stamp, session)) = waiting {
                    let _ = autosave.keep(Instant::now() + EVERY, stamp, || *session);
                }
                return;
            }
            Err(RecvTimeoutError::Timeout) => {
                if let Some((stamp, session)) = &waiting {
                    let now = Instant::now();
                    tell(autosave.keep(now, *stamp, || Session::clone(session)));
                }
            }
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}
