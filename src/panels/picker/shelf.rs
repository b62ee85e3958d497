//! The shelf: the setups that come with the program, read and pictured in the background.

use std::sync::{Arc, OnceLock};

use bevy_egui::egui::{self, ColorImage, TextureHandle, TextureOptions};

use super::job::Job;
use crate::batch::vignettes;
use crate::record::Record;
use crate::scenario::builtin::{Builtin, THEATRES};
use crate::scenario::{self, Notes, Scenario, TickLength};
use crate::simulation::Clock;
use crate::view::{Theme, Thumbnail};

/// Size of pictures in pixels, twice that on a card, so that they are sharp on fine screens too.
const PICTURE: [u32; 2] = [640, 320];

/// A setup as a card shows it.
#[derive(Debug)]
pub struct Card {
    /// The setup.
    pub scenario: Arc<Scenario>,
    /// What its file says to the reader.
    pub notes: Notes,
    /// What happened after its start, if that is known, or why that cannot be read.
    pub record: Result<Option<Arc<Record>>, String>,
    /// Its states, its time and its step in a line.
    pub facts: String,
    /// All words by which it is found, in small letters.
    words: String,
}

impl Card {
    fn read(setup: Builtin, ticks: Option<u64>) -> Option<Self> {
        let scenario = scenario::read(setup.name, setup.text).ok()?;
        let notes = Notes::of(setup.text);
        let states = scenario.states.iter().map(|state| format!("{} {}", state.id, state.name));
        let states = states.collect::<Vec<_>>().join(" ");
        let parts =
            [&scenario.name, &scenario.description, &notes.about, &notes.watch, &notes.source, &states];
        let words = parts.map(|part| part.to_lowercase()).join(" ");
        let record = Record::of_builtin(&setup, &scenario).map_err(|all| all.render(false));
        let record = record.map(|record| record.map(Arc::new));
        let until = record.as_ref().ok().and_then(Option::as_ref).and_then(|it| it.entries().last());
        let until = until.map(|entry| entry.date.year());
        Some(Self {
            facts: facts(&scenario, ticks, until),
            scenario: Arc::new(scenario),
            record,
            notes,
            words,
        })
    }

    /// Whether each word of a search is found in it.
    pub fn answers(&self, search: &str) -> bool {
        search.to_lowercase().split_whitespace().all(|word| self.words.contains(word))
    }
}

/// How many states, when (to the end of the record or of the watch), and how much time a tick takes: `5 states  ·  1930 – 1940  ·  months`.
fn facts(scenario: &Scenario, ticks: Option<u64>, recorded: Option<i16>) -> String {
    let states = scenario.states.len();
    let begin = scenario.start.year();
    let clock = Clock { tick: 0, start: scenario.start, length: scenario.tick };
    let years = match recorded.or(ticks.map(|ticks| clock.date_of(ticks).year())) {
        Some(end) if end > begin => format!("{begin} – {end}"),
        _ => format!("from {begin}"),
    };
    let step = match scenario.tick {
        TickLength::Months(1) => "by months".into(),
        TickLength::Months(months) => format!("by {months} months"),
        TickLength::Days(1) => "by days".into(),
        TickLength::Days(days) => format!("by {days} days"),
    };
    format!("{states} states  ·  {years}  ·  {step}")
}

/// All setups that come with the program, theatres first, with the ticks that those have which show one idea.
fn setups() -> Vec<(Builtin, Option<u64>)> {
    let vignettes = vignettes::all().map(|vignette| (vignette.setup, Some(vignette.ticks)));
    THEATRES.iter().map(|setup| (*setup, None)).chain(vignettes).collect()
}

/// Cards and pictures as they come in.
#[derive(Debug, Default)]
struct Made {
    cards: Vec<OnceLock<Option<Card>>>,
    pictures: Vec<OnceLock<Thumbnail>>,
}

/// The setups that come with the program. Nothing is read before it is first looked at.
#[derive(Default)]
pub struct Shelf {
    cards: Arc<Made>,
    pictures: Arc<Made>,
    job: Option<Job<()>>,
    theme: Option<Theme>,
    textures: Vec<Option<TextureHandle>>,
}

impl Shelf {
    /// Begins to read and to draw what is not there yet, and hands pictures that have come to egui.
    pub fn prepare(&mut self, ctx: &egui::Context, theme: &Theme) {
        if self.theme != Some(*theme) {
            self.begin(*theme);
        }
        let _ = Job::finish(&mut self.job);
        for (place, slot) in self.textures.iter_mut().enumerate() {
            if let (None, Some(picture)) = (&slot, self.pictures.pictures[place].get()) {
                let size = picture.size.map(|side| side as usize);
                let image = ColorImage::from_rgba_premultiplied(size, &picture.rgba);
                *slot = Some(ctx.load_texture(format!("setup {place}"), image, TextureOptions::LINEAR));
            }
        }
    }

    fn begin(&mut self, theme: Theme) {
        let setups = setups();
        if self.cards.cards.is_empty() {
            let cards = setups.iter().map(|_| OnceLock::new()).collect();
            self.cards = Arc::new(Made { cards, pictures: Vec::new() });
        }
        // Pictures in other colours, should a thread still be at it, go nowhere.
        let pictures = setups.iter().map(|_| OnceLock::new()).collect();
        self.pictures = Arc::new(Made { cards: Vec::new(), pictures });
        self.textures = vec![None; setups.len()];
        self.theme = Some(theme);
        let (cards, pictures) = (self.cards.clone(), self.pictures.clone());
        self.job = Job::begin(move || {
            let card = |place: usize| {
                let (setup, ticks) = setups[place];
                cards.cards[place].get_or_init(|| Card::read(setup, ticks)).as_ref()
            };
            (0..setups.len()).for_each(|place| _ = card(place));
            for (place, slot) in pictures.pictures.iter().enumerate() {
                if let Some(card) = card(place) {
                    let _ = slot.set(Thumbnail::draw(&card.scenario, &theme, PICTURE));
                }
            }
        });
    }

    /// Whether something is still to come.
    pub fn is_busy(&self) -> bool {
        self.job.is_some()
    }

    /// How many setups there are.
    pub fn len(&self) -> usize {
        self.cards.cards.len()
    }

    /// A setup, once it has been read.
    pub fn card(&self, place: usize) -> Option<&Card> {
        self.cards.cards.get(place)?.get()?.as_ref()
    }

    /// Its picture, once it has been drawn.
    pub fn picture(&self, place: usize) -> Option<egui::TextureId> {
        self.textures.get(place)?.as_ref().map(TextureHandle::id)
    }

    /// The setups that a search finds, in order; all that have not been read yet too.
    pub fn found(&self, search: &str) -> Vec<usize> {
        let found = |place: &usize| self.card(*place).is_none_or(|card| card.answers(search));
        (0..self.len()).filter(found).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::builtin::EUROPE_1936;

    #[test]
    fn every_setup_has_a_card_that_says_what_to_watch() {
        for (setup, ticks) in setups() {
            let card = Card::read(setup, ticks).expect("valid");
            assert!(!card.notes.watch.is_empty() && card.facts.contains("states"), "{}", setup.name);
        }
        assert_eq!(setups().len(), THEATRES.len() + 18);
    }

    #[test]
    fn facts_tell_states_years_and_step() {
        let (setup, _) = setups()[THEATRES.len() + 1];
        let card = Card::read(setup, Some(120)).expect("valid");
        assert_eq!(card.facts, "5 states  ·  1930 – 1940  ·  by months");
        let europe = Card::read(EUROPE_1936, None).expect("valid");
        assert!(europe.facts.starts_with("33 states  ·  1936 – 1941"), "{}", europe.facts);
    }

    #[test]
    fn a_search_finds_by_any_words_and_by_states() {
        let europe = Card::read(EUROPE_1936, None).expect("valid");
        assert!(europe.answers("") && europe.answers("romania GERMANY") && !europe.answers("romania brazil"));
    }
}
