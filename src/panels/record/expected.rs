//! What the model would have expected of each event, asked beside the window while a record is followed.
//!
//! A thread asks, so that playback never waits; of what is still to be asked, the latest comes first.

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use super::super::trials::give_way;
use crate::history::expectation::{self, Expectation};
use crate::history::recorded::AsRecorded;
use crate::history::{BranchId, Timeline, Way};
use crate::record::Record;
use crate::view::Chronicle;

/// A question: all that happened after a tick.
struct Ask {
    branch: usize,
    tick: u64,
    way: Way,
}

/// What was told: of which branch and tick, and what.
type Told = (usize, u64, Vec<Expectation>);

/// A line to the model. When it is dropped, the thread ends.
#[derive(Debug)]
struct Asker {
    asks: Sender<Ask>,
    told: Arc<Mutex<Vec<Told>>>,
}

impl Asker {
    fn new(record: Arc<Record>, recorded: Arc<AsRecorded>) -> Self {
        let (asks, put) = channel();
        let told = Arc::new(Mutex::new(Vec::new()));
        let telling = told.clone();
        // Without a thread there is no answer, and entries are shown without one.
        let _ = thread::Builder::new().name("expected".into()).spawn(move || {
            give_way();
            answer(&record, &recorded, &put, &telling);
        });
        Self { asks, told }
    }
}

/// Answers until nobody asks any more.
fn answer(record: &Record, recorded: &AsRecorded, put: &Receiver<Ask>, told: &Mutex<Vec<Told>>) {
    let mut waiting: Vec<Ask> = Vec::new();
    loop {
        if waiting.is_empty() {
            let Ok(ask) = put.recv() else { return };
            waiting.push(ask);
        }
        loop {
            match put.try_recv() {
                Ok(ask) => waiting.push(ask),
                Err(TryRecvError::Empty) => break,
                Err(TryRecvError::Disconnected) => return,
            }
        }
        let Some(Ask { branch, tick, way }) = waiting.pop() else { continue };
        let found = expectation::of_tick(&way, record, recorded, tick);
        told.lock().unwrap_or_else(PoisonError::into_inner).push((branch, tick, found));
    }
}

/// What is known of what the model would have expected.
#[derive(Debug, Default)]
pub struct Expected {
    asker: Option<Asker>,
    run: u64,
    changes: u64,
    /// For each branch the tick up to which all has been asked.
    asked: BTreeMap<usize, u64>,
    /// By branch and entry; empty where nobody is asked.
    known: BTreeMap<(usize, usize), Vec<Expectation>>,
    waiting: usize,
}

impl Expected {
    /// Asks about what has happened since, where `decides` says that history does, and takes in what has been told.
    /// Whether anything has.
    pub fn update(&mut self, chronicle: &Chronicle, timeline: &Timeline, now: u64, decides: bool) -> bool {
        let (Some(record), Some(recorded)) = (chronicle.record(), chronicle.recorded()) else {
            if self.asker.is_some() {
                *self = Self::default();
            }
            return false;
        };
        if self.run != timeline.run() {
            *self = Self { run: timeline.run(), changes: timeline.changes(), ..Self::default() };
        }
        let current = timeline.current();
        if self.changes != timeline.changes() {
            // What was undone, or changed before it had run on, is asked anew.
            self.changes = timeline.changes();
            let there = timeline.branches().len();
            self.asked.retain(|branch, _| *branch < there);
            let stays = |branch: usize, tick: u64| branch < there && (branch != current.0 || tick < now);
            self.known.retain(|(branch, entry), _| stays(*branch, chronicle.tick_of(*entry)));
            if let Some(asked) = self.asked.get_mut(&current.0) {
                *asked = (*asked).min(now);
            }
        }
        if decides {
            self.ask((record, recorded), chronicle, timeline, now);
        }
        let Some(asker) = &self.asker else { return false };
        let told = std::mem::take(&mut *asker.told.lock().unwrap_or_else(PoisonError::into_inner));
        let news = !told.is_empty();
        for (branch, tick, found) in told {
            self.waiting = self.waiting.saturating_sub(1);
            for entry in chronicle.entries_at(tick) {
                let own = found.iter().filter(|it| it.entry == entry).cloned().collect();
                self.known.insert((branch, entry), own);
            }
        }
        news
    }

    fn ask(
        &mut self,
        (record, recorded): (&Arc<Record>, &Arc<AsRecorded>),
        chronicle: &Chronicle,
        timeline: &Timeline,
        now: u64,
    ) {
        let current = timeline.current();
        // What came before a branch left another was asked there, or is asked there when that is shown.
        let left = timeline.branches()[current.0].parent.map_or(0, |(parent, tick)| {
            let whole = timeline.branches()[parent.0].follows();
            if whole { tick } else { 0 }
        });
        let from = *self.asked.entry(current.0).or_insert(left);
        if from > now {
            return;
        }
        for tick in from..=now {
            if chronicle.entries_at(tick).is_empty() {
                continue;
            }
            let asker = self.asker.get_or_insert_with(|| Asker::new(record.clone(), recorded.clone()));
            let way = timeline.way_before(current, tick);
            if asker.asks.send(Ask { branch: current.0, tick, way }).is_ok() {
                self.waiting += 1;
            }
        }
        self.asked.insert(current.0, now + 1);
    }

    /// Whether answers are still to come.
    pub fn is_asking(&self) -> bool {
        self.waiting > 0
    }

    /// What the model expected of an entry on the branch that is shown: nothing while that is not known, an empty list
    /// where nobody is asked.
    pub fn of(&self, chronicle: &Chronicle, timeline: &Timeline, entry: usize) -> Option<&[Expectation]> {
        let tick = chronicle.tick_of(entry);
        let mut branch = timeline.current();
        loop {
            if let Some(found) = self.known.get(&(branch.0, entry)) {
                return Some(found);
            }
            let (parent, since): (BranchId, u64) = timeline.branches().get(branch.0)?.parent?;
            if tick > since {
                return None;
            }
            branch = parent;
        }
    }

    /// Knows this without having asked.
    #[cfg(test)]
    pub fn learn(&mut self, branch: BranchId, entry: usize, found: Vec<Expectation>) {
        self.known.insert((branch.0, entry), found);
    }
}
