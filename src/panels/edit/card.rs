//! The card: what the edit page remembers from frame to frame, and what it has been told of the changes that are tried.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::adviser::{Adviser, Foreseen, Told};
use super::pacts::PactForm;
use super::wars::WarForm;
use crate::edit::Command;
use crate::history::foresight::Prospect;
use crate::history::{Moment, Timeline};
use crate::simulation::StateId;

/// A part of the page that can be folded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// Name, colour, numbers, place.
    Identity,
    /// What it wants and how it means to get it.
    Character,
    /// What it has.
    Means,
    /// What is believed of it, and what it believes.
    Beliefs,
    /// Its pacts.
    Pacts,
    /// Its wars.
    Wars,
    /// What would follow.
    Foresight,
}

/// What was typed into a field and has not come to hold.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Typed {
    /// The text.
    pub text: String,
    /// What is wrong with it.
    pub fault: Option<String>,
    /// The change that was asked for with it, until it is known what became of that.
    sent: Option<Command>,
}

/// What a user does on the page.
#[derive(Debug, Clone, PartialEq)]
pub enum EditAction {
    /// Show the page, or what there is to watch.
    Show(bool),
    /// Fold or unfold a part.
    Fold(Section),
    /// Hold a slider at a value, and try what that would change.
    Hold(String, f64, Command),
    /// Let the slider go.
    Release,
    /// Try a change, or none.
    Try(Option<Command>),
    /// Type into a field.
    Type(String, String),
    /// Something is wrong with what was typed.
    Fault(String, String),
    /// What was typed has been asked for.
    Send(String, Command),
    /// Forget what was typed.
    Forget(String),
    /// Fill in the form of a pact, or close it.
    Pact(Option<Box<PactForm>>),
    /// Fill in the form of a war, or close it.
    War(Option<Box<WarForm>>),
}

/// All of it.
#[derive(Debug)]
pub struct Card {
    /// Whether the page is shown in place of what there is to watch.
    pub open: bool,
    folded: BTreeSet<Section>,
    typed: BTreeMap<String, Typed>,
    held: Option<(String, f64)>,
    trying: Option<Command>,
    /// The pact that is being made or changed.
    pub pact: Option<Box<PactForm>>,
    /// The war that is to begin.
    pub war: Option<Box<WarForm>>,
    adviser: Option<Adviser>,
    at: Option<(Moment, StateId)>,
    /// Whether the world has gone on since.
    stale: bool,
    asked: Option<Command>,
    told: Told,
    /// How things stood before the last change that was made here.
    before: Option<Arc<Prospect>>,
    /// What the change was foreseen to make of them, until they have been looked at.
    after: Option<Arc<Prospect>>,
    committed: bool,
}

impl Default for Card {
    fn default() -> Self {
        Self {
            open: false,
            folded: [Section::Identity, Section::Beliefs, Section::Pacts, Section::Wars].into(),
            typed: BTreeMap::new(),
            held: None,
            trying: None,
            pact: None,
            war: None,
            adviser: None,
            at: None,
            stale: false,
            asked: None,
            told: Told::default(),
            before: None,
            after: None,
            committed: false,
        }
    }
}

/// How things stand beside how they were, or would be.
#[derive(Debug, Clone, Copy)]
pub struct Compared<'a> {
    /// How they were: before the change that is tried, or before the last that was made.
    pub before: Option<&'a Prospect>,
    /// How they would be, or are.
    pub after: &'a Prospect,
    /// Whether a change is being tried.
    pub trying: bool,
}

impl Card {
    /// Whether a part is folded.
    pub fn is_folded(&self, section: Section) -> bool {
        self.folded.contains(&section)
    }

    /// What has been typed into a field.
    pub fn typed(&self, key: &str) -> Option<&Typed> {
        self.typed.get(key)
    }

    /// The value at which a slider is held.
    pub fn held(&self, key: &str) -> Option<f64> {
        self.held.as_ref().filter(|(held, _)| held == key).map(|(_, value)| *value)
    }

    /// The change that is being tried.
    pub fn trying(&self) -> Option<&Command> {
        self.trying.as_ref()
    }

    /// What the model says of a change, if it has been tried last.
    pub fn foreseen(&self, command: &Command) -> Option<&Foreseen> {
        self.told.tried.as_ref().filter(|(tried, _)| tried == command).map(|(_, foreseen)| foreseen)
    }

    /// Whether an answer is to come.
    pub fn is_asking(&self) -> bool {
        self.adviser.as_ref().is_some_and(|adviser| adviser.is_asking(&self.told))
    }

    /// How things stand, as far as has been told.
    pub fn compared(&self) -> Option<Compared<'_>> {
        if self.stale {
            return None;
        }
        let now = self.told.now.as_deref().filter(|_| self.told.place == self.at);
        if self.trying.is_some() {
            let before = now?;
            let tried = match &self.told.tried {
                Some((_, Ok(Some(foreseen)))) => Some(&**foreseen),
                _ => None,
            };
            return Some(Compared { before: Some(before), after: tried.unwrap_or(before), trying: true });
        }
        let after = now.or(self.after.as_deref())?;
        Some(Compared { before: self.before.as_deref(), after, trying: false })
    }

    /// What the change that is tried would make of things, for the map.
    pub fn foresight(&self) -> Option<&Arc<Prospect>> {
        match &self.told.tried {
            Some((_, Ok(Some(foreseen)))) if self.trying.is_some() => Some(foreseen),
            _ => None,
        }
    }

    /// Takes in where the world stands and which state is looked at, and asks what there is to ask.
    pub fn update(&mut self, timeline: &Timeline, now: u64, state: Option<StateId>, running: bool) {
        // What was sent and has not been refused has been done.
        self.typed.retain(|_, typed| typed.sent.is_none());
        if self.pact.as_ref().is_some_and(|form| form.sent.is_some()) {
            self.pact = None;
        }
        if self.war.as_ref().is_some_and(|form| form.sent.is_some()) {
            self.war = None;
        }
        let Some(state) = state.filter(|_| self.open) else {
            if self.adviser.take().is_some() {
                self.leave();
            }
            return;
        };
        if self.at.is_some_and(|(_, before)| before != state) {
            self.leave();
        }
        let place = (timeline.moment(now), state);
        let adviser = self.adviser.get_or_insert_with(Adviser::new);
        if self.at != Some(place) && !running {
            let stood = self.told.now.take().filter(|_| self.told.place == self.at);
            let foreseen = match self.told.tried.take() {
                Some((_, Ok(foreseen))) => foreseen,
                _ => None,
            };
            let made = std::mem::take(&mut self.committed);
            (self.before, self.after) = if made { (stood, foreseen) } else { (None, None) };
            self.at = Some(place);
            self.asked = None;
            adviser.stand(timeline.way(timeline.current(), now), place);
        }
        self.stale = self.at != Some(place);
        if self.trying != self.asked && self.at == Some(place) {
            if let Some(command) = self.trying.clone() {
                adviser.try_out(command);
            }
            self.asked = self.trying.clone();
        }
        self.told = adviser.told();
    }

    /// Has done with the state that was looked at.
    fn leave(&mut self) {
        self.typed.clear();
        (self.held, self.trying, self.pact, self.war) = (None, None, None, None);
        (self.at, self.asked, self.before, self.after) = (None, None, None, None);
        self.committed = false;
    }

    /// Notes that a change has been asked for on the page.
    pub fn commit(&mut self) {
        self.committed = true;
        (self.held, self.trying) = (None, None);
    }

    /// Takes note that a change was refused: what asked for it keeps what it says.
    pub fn refused(&mut self, command: &Command, why: &str) {
        self.committed = false;
        for typed in self.typed.values_mut().filter(|typed| typed.sent.as_ref() == Some(command)) {
            (typed.sent, typed.fault) = (None, Some(why.to_owned()));
        }
        for sent in
            [self.pact.as_mut().map(|form| &mut form.sent), self.war.as_mut().map(|form| &mut form.sent)]
                .into_iter()
                .flatten()
        {
            *sent = None;
        }
    }

    /// Does what was asked for.
    pub fn apply(&mut self, action: EditAction) {
        match action {
            EditAction::Show(open) => self.open = open,
            EditAction::Fold(section) => {
                if !self.folded.remove(&section) {
                    self.folded.insert(section);
                }
            }
            EditAction::Hold(key, value, command) => {
                (self.held, self.trying) = (Some((key, value)), Some(command));
            }
            EditAction::Release => (self.held, self.trying) = (None, None),
            EditAction::Try(command) => self.trying = command,
            EditAction::Type(key, text) => _ = self.typed.insert(key, Typed { text, ..Typed::default() }),
            EditAction::Fault(key, why) => {
                self.typed.entry(key).or_default().fault = Some(why);
                self.trying = None;
            }
            EditAction::Send(key, command) => {
                self.typed.entry(key).or_default().sent = Some(command);
            }
            EditAction::Forget(key) => {
                self.typed.remove(&key);
                self.trying = None;
            }
            EditAction::Pact(form) => {
                if form.is_none() {
                    self.trying = None;
                }
                self.pact = form;
            }
            EditAction::War(form) => {
                if form.is_none() {
                    self.trying = None;
                }
                self.war = form;
            }
        }
    }
}
