//! Jobs: work that may take a while, beside the window's thread.

use std::thread::{self, JoinHandle};

/// Work under way. A file system that hangs holds up the job alone.
#[derive(Debug)]
pub struct Job<T>(JoinHandle<T>);

impl<T: Send + 'static> Job<T> {
    /// Begins some work; nothing if the system has no thread to spare.
    pub fn begin(work: impl FnOnce() -> T + Send + 'static) -> Option<Self> {
        thread::Builder::new().name("reader".into()).spawn(work).ok().map(Self)
    }

    /// What came of the work in this slot, once it is done; then the slot is empty. An error if the work broke off,
    /// which is a fault of the program.
    pub fn finish(slot: &mut Option<Self>) -> Option<thread::Result<T>> {
        let done = slot.take_if(|job| job.0.is_finished());
        done.map(|job| job.0.join())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_is_done_once_and_leaves_its_slot_empty() {
        let mut slot = Job::begin(|| 6 * 7);
        let mut answers = Vec::new();
        while slot.is_some() {
            answers.extend(Job::finish(&mut slot));
        }
        assert!(matches!(answers[..], [Ok(42)]));
        assert!(Job::<i32>::finish(&mut None).is_none());
    }

    #[test]
    fn a_job_that_breaks_off_takes_nothing_with_it() {
        let mut slot: Option<Job<()>> = Job::begin(|| std::panic::resume_unwind(Box::new(())));
        let end = loop {
            if let Some(end) = Job::finish(&mut slot) {
                break end;
            }
        };
        assert!(end.is_err() && slot.is_none());
    }
}
