//! Trials: two histories run many times each, beside the window, and what the change between them does to the chance of
//! each outcome. Shown in the place of the right panel.

use std::sync::Arc;

use jiff::civil::Date;

use super::plots::Format;
use crate::batch::experiment::{Findings, Kind, parting};
use crate::history::{Branch, BranchId, Edit, History, Timeline};
use crate::simulation::Clock;

mod job;
mod page;
mod picture;
mod rows;

pub use job::give_way;
use job::{Job, timed};
pub use page::{open_button, show};

/// How many pairs of runs can be asked for.
pub const RUNS: [u32; 3] = [50, 200, 1000];

/// What a user asks of the page.
#[derive(Debug, Clone, PartialEq)]
pub enum TrialAction {
    /// Show the page.
    Open,
    /// Hide it; what is under way goes on.
    Close,
    /// Show how both are to be run, or the results again.
    SetUp(bool),
    /// Run this many pairs.
    Runs(u32),
    /// Begin at the scenario's start, or where the two part.
    FromStart(bool),
    /// Run to the date that was typed; as far as was run where empty.
    Until(String),
    /// Run both.
    Begin,
    /// Leave off.
    Cancel,
    /// List one kind of outcome, or all.
    Only(Option<Kind>),
    /// List all, or what is told apart alone.
    Sure(bool),
    /// List the outcomes in whose words this stands.
    Search(String),
    /// Save what is listed as a file.
    Export(Format),
}

/// The page, and what is run for it.
#[derive(Debug)]
pub struct Trials {
    shown: bool,
    /// Whether it shows how to run both, rather than what came of it.
    setting_up: bool,
    runs: u32,
    from_start: bool,
    until: String,
    job: Option<Job>,
    found: Arc<Findings>,
    kind: Option<Kind>,
    sure: bool,
    query: String,
    /// What is listed, by place in the findings.
    rows: Vec<u32>,
}

impl Default for Trials {
    fn default() -> Self {
        Self {
            shown: false,
            setting_up: true,
            runs: 200,
            from_start: false,
            until: String::new(),
            job: None,
            found: Arc::default(),
            kind: None,
            sure: true,
            query: String::new(),
            rows: Vec::new(),
        }
    }
}

/// The histories as they are when something is asked.
#[derive(Clone, Copy)]
pub struct Moment<'a> {
    pub timeline: &'a Timeline,
    pub history: &'a History,
    pub clock: &'a Clock,
    /// The branch that the one shown is compared with.
    pub compared: Option<BranchId>,
    /// What the seeds of the runs are drawn from.
    pub seed: u64,
}

/// What would be run.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The history as it was, and the one with the change.
    pub pair: [BranchId; 2],
    /// Where they part.
    pub part: u64,
    /// Where both begin.
    pub from: u64,
    /// The last tick.
    pub end: u64,
}

/// Why two histories cannot be tried, and what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// There is no other.
    Alone,
    /// They differ in luck alone.
    Alike,
    /// What was typed is no date.
    NoDate,
    /// They would end before they begin.
    TooSoon,
}

impl Refusal {
    fn words(self) -> &'static str {
        match self {
            Self::Alone => {
                "There is one history only, and the same history twice would be the same. Change something, here or \
                 earlier: that starts another, to compare with this one."
            }
            Self::Alike => {
                "These two differ in luck alone, and each pair of runs has luck of its own. Change something in one of \
                 them, and there is something to try."
            }
            Self::NoDate => "That is no date: write it as 1941-06-22.",
            Self::TooSoon => "Both would end before they begin: run on, or give a later date.",
        }
    }
}

impl Moment<'_> {
    fn branch(&self, id: BranchId) -> Option<&Branch> {
        self.timeline.branches().get(id.0)
    }

    /// The two histories that are compared, the earlier first: the one shown, and the one beside it, the one that it
    /// left, or the newest.
    fn pair(&self) -> Option<[BranchId; 2]> {
        let current = self.timeline.current();
        let left = |id: BranchId| self.branch(id).and_then(|branch| branch.parent).map(|(from, _)| from);
        let newest = || (0..self.timeline.branches().len()).rev().map(BranchId).find(|id| *id != current);
        let beside = self.compared.filter(|other| *other != current);
        let other = beside.or_else(|| left(current)).or_else(newest)?;
        let mut before = left(other);
        while let Some(id) = before {
            if id == current {
                return Some([current, other]);
            }
            before = left(id);
        }
        Some([other, current])
    }

    fn logs(&self, pair: [BranchId; 2]) -> [Vec<Edit>; 2] {
        pair.map(|id| self.branch(id).map(|branch| branch.edits.clone()).unwrap_or_default())
    }

    /// The last tick that either has been run to.
    fn end(&self, pair: [BranchId; 2]) -> u64 {
        let ends = pair.map(|id| self.timeline.history(id, self.history).end());
        ends[0].max(ends[1])
    }
}

impl Trials {
    /// Whether the page is shown.
    pub fn is_shown(&self) -> bool {
        self.shown
    }

    /// Hides the page. Whether it was shown.
    pub fn close(&mut self) -> bool {
        std::mem::take(&mut self.shown)
    }

    /// Whether something is being run.
    pub fn is_running(&self) -> bool {
        self.job.as_ref().is_some_and(Job::is_running)
    }

    /// Takes in what has been found since. Whether anything has.
    pub fn update(&mut self) -> bool {
        let Some(found) = self.job.as_ref().map(Job::found) else { return false };
        if Arc::ptr_eq(&found, &self.found) {
            return false;
        }
        self.found = found;
        self.list();
        true
    }

    /// What would be run as things are set, or why nothing can be.
    pub fn plan(&self, moment: &Moment) -> Result<Plan, Refusal> {
        let pair = moment.pair().ok_or(Refusal::Alone)?;
        let [first, second] = moment.logs(pair).map(|log| timed(&log));
        let part = parting(&first, &second).ok_or(Refusal::Alike)?;
        let from = if self.from_start { 0 } else { part };
        let end = match self.until.trim() {
            "" => moment.end(pair),
            typed => {
                let date: Date = typed.parse().map_err(|_| Refusal::NoDate)?;
                if date <= moment.clock.date_of(from) {
                    return Err(Refusal::TooSoon);
                }
                moment.clock.tick_at(date)
            }
        };
        if end <= from {
            return Err(Refusal::TooSoon);
        }
        Ok(Plan { pair, part, from, end })
    }

    /// Whether the results are of histories that have been changed since.
    fn is_stale(&self, timeline: &Timeline) -> bool {
        self.job.as_ref().is_some_and(|job| {
            job.pair
                .iter()
                .zip(&job.logs)
                .any(|(id, log)| timeline.branches().get(id.0).is_none_or(|branch| branch.edits != *log))
        })
    }

    /// Does what was asked, other than to save a file.
    pub fn act(&mut self, action: TrialAction, moment: &Moment) {
        match action {
            TrialAction::Open => {
                self.shown = true;
                // What is there to be seen is of these two, or it is time for others.
                let same = |job: &Job| moment.pair().is_none_or(|pair| pair == job.pair);
                self.setting_up = !self.job.as_ref().is_some_and(same);
            }
            TrialAction::Close => self.shown = false,
            TrialAction::SetUp(on) => self.setting_up = on,
            TrialAction::Runs(runs) => self.runs = runs,
            TrialAction::FromStart(on) => self.from_start = on,
            TrialAction::Until(typed) => self.until = typed,
            TrialAction::Begin => {
                if let Ok(plan) = self.plan(moment) {
                    self.begin(&plan, moment);
                }
            }
            TrialAction::Cancel => {
                if let Some(job) = &self.job {
                    job.cancel();
                }
            }
            TrialAction::Only(kind) => {
                self.kind = kind;
                self.list();
            }
            TrialAction::Sure(on) => {
                self.sure = on;
                self.list();
            }
            TrialAction::Search(query) => {
                self.query = query;
                self.list();
            }
            TrialAction::Export(_) => {}
        }
    }

    fn begin(&mut self, plan: &Plan, moment: &Moment) {
        // What runs is of no use any more.
        self.job = None;
        self.found = Arc::default();
        self.list();
        let names = plan.pair.map(|id| match moment.branch(id) {
            Some(branch) if branch.parent.is_some() => branch.name.clone(),
            _ => "As it was set up".into(),
        });
        self.job =
            Some(Job::begin(plan, (moment.timeline, moment.logs(plan.pair), names), self.runs, moment.seed));
        self.setting_up = false;
    }

    /// Lists anew what is wanted of what was found.
    fn list(&mut self) {
        let query = self.query.trim().to_lowercase();
        let wanted = |place: &u32| {
            let finding = &self.found.list[*place as usize];
            (!self.sure || finding.told_apart)
                && self.kind.is_none_or(|kind| finding.outcome.kind() == kind)
                && (query.is_empty() || self.found.words(finding.outcome).to_lowercase().contains(&query))
        };
        self.rows = (0..self.found.list.len() as u32).filter(wanted).collect();
    }
}
