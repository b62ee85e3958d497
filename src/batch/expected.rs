//! What the model would have expected of a record, event by event, over many seeds, and how well.
//!
//! The record drives pacts, wars and land; chance decides what is left: hostile acts and how they are read, growth, and
//! what states arm for. So each event is asked about once a seed, and what is reported is the mean.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;

use jiff::civil::Date;

use super::Run;
use crate::history::expectation::{self, Expectation, Part, words};
use crate::history::recorded::AsRecorded;
use crate::record::{self, Record};
use crate::scenario::Scenario;
use crate::simulation::{Action, Motive, Snapshot, StateId};

/// Chances below this count as this in logarithms: what the model thinks all but impossible would outweigh all else.
const LEAST: f64 = 1e-6;

/// What the model expected of one state in one event, over all seeds.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The place of the event among the record's entries.
    pub entry: usize,
    /// When it happened.
    pub date: Date,
    /// What happened, in a few words.
    pub event: String,
    /// The state's id.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What it did.
    pub part: Part,
    /// In how many runs it was asked.
    pub asked: usize,
    /// In how many of them that was among its options.
    pub open: usize,
    /// In how many of them it answered an ally's call.
    pub called: usize,
    /// In how many of them it was what the model favoured.
    pub favourite: usize,
    /// Its mean place among the options, best first, from 1, where it was among them; else 0.
    pub rank: f64,
    /// Mean chance, 0 where it was not among the options.
    pub chance: f64,
    /// Mean chance if all options were alike.
    pub uniform: f64,
    /// Mean logarithm of the chance, where it was among the options.
    pub log: f64,
    /// The same if all options were alike.
    pub log_uniform: f64,
    /// The commonest motive for it.
    pub motive: Option<Motive>,
    /// What the literature says of why.
    pub coded: Option<record::Motive>,
    /// What the model would rather have seen, most often, where that is another thing, and its mean chance then.
    pub favoured: Option<(Action, f64)>,
}

/// The expectations of a record, and what they come to.
#[derive(Debug, Clone, PartialEq)]
pub struct Expected {
    /// By event, and by state in the order in which the record names them.
    pub rows: Vec<Row>,
    /// Names of states, by number.
    pub names: Vec<String>,
    /// How many seeds there were.
    pub seeds: usize,
    /// What of the record could not be carried out: the date, and why.
    pub notes: Vec<(Date, String)>,
}

/// Runs a setup as recorded with a seed, and asks about each event on the way. `name` is told the name of each state.
pub fn ask(scenario: &Scenario, record: &Record, recorded: &AsRecorded, seed: u64) -> Vec<Expectation> {
    let mut run = Run::without_history(scenario, seed);
    let mut apart = Run::without_history(scenario, seed);
    let mut list = Vec::new();
    let commands: BTreeMap<u64, _> = recorded.commands().into_iter().collect();
    for tick in 0..=recorded.end() {
        if tick > 0 {
            run.step();
        }
        if !recorded.at(tick).is_empty() {
            Snapshot::take(run.world()).restore(apart.world_mut());
            list.extend(expectation::in_world(apart.world_mut(), record, recorded, tick));
        }
        // They have been tried on a setup that stands for this very world.
        if let Some(command) = commands.get(&tick)
            && let Err((_, error)) = run.change([command])
        {
            debug_assert!(false, "tick {tick}: {error}");
        }
    }
    list
}

impl Expected {
    /// Puts together what was expected with several seeds.
    pub fn of(
        scenario: &Scenario,
        record: &Record,
        recorded: &AsRecorded,
        runs: &[Vec<Expectation>],
    ) -> Self {
        let mut groups: BTreeMap<(usize, usize), Vec<&Expectation>> = BTreeMap::new();
        for expectation in runs.iter().flatten() {
            let (ids, _) = Part::of(&record.entries()[expectation.entry].event);
            let place = ids.iter().position(|id| *id == expectation.code).unwrap_or(0);
            groups.entry((expectation.entry, place)).or_default().push(expectation);
        }
        let name = |id: &str| {
            let found = scenario.states.iter().find(|state| state.id == id);
            found.map_or_else(|| id.to_owned(), |state| state.name.clone())
        };
        let rows = groups.into_values().map(|asked| {
            let first = asked[0];
            let step = &recorded.steps()[first.entry];
            row(&asked, record.entries()[first.entry].date, step.name.clone(), name(&first.code))
        });
        let rows = rows.collect();
        let names = Run::without_history(scenario, 0);
        let names = names.names();
        let notes = recorded.notes().map(|(entry, note)| (record.entries()[entry].date, note.to_owned()));
        Self { rows, names, seeds: runs.len(), notes: notes.collect() }
    }

    fn name(&self, state: StateId) -> String {
        self.names.get(state.index()).cloned().unwrap_or_default()
    }

    /// The sums, for people.
    pub fn summary(&self) -> String {
        let mut text = String::new();
        let all = Sum::of(self.rows.iter());
        let _ = writeln!(
            text,
            "{} states asked in {} events, over {} seeds.\n",
            self.rows.len(),
            self.events(),
            self.seeds
        );
        text.push_str(
            "| what happened | asked | among its options | favoured | mean chance | if options were alike | mean log chance | if \
             alike |\n|---|---|---|---|---|---|---|---|\n",
        );
        let mut parts: Vec<Part> = self.rows.iter().map(|row| row.part).collect();
        parts.sort_unstable();
        parts.dedup();
        for part in parts {
            Sum::of(self.rows.iter().filter(|row| row.part == part)).write(part.name(), &mut text);
        }
        all.write("all", &mut text);
        let coded: Vec<&Row> = self.rows.iter().filter(|row| row.coded.is_some()).collect();
        let named = coded.iter().filter(|row| row.motive.is_some());
        let agree = named.clone().filter(|row| row.agrees());
        let (named, agree) = (named.count(), agree.count());
        let _ = writeln!(
            text,
            "\nA chance is that of the options that amount to what happened, at one review. Logarithms are natural ones, of \
             what was among the options, with chances below one in a million counted as that. The literature names a motive \
             {} times: {named} of those deeds were among the options, and for {agree} the model has the motive that it names.",
            coded.len()
        );
        text
    }

    fn events(&self) -> usize {
        let mut entries: Vec<usize> = self.rows.iter().map(|row| row.entry).collect();
        entries.dedup();
        entries.len()
    }

    /// The rows as a table in Markdown.
    pub fn table(&self) -> String {
        let mut text = String::from(
            "| date | what happened | asked | chance | motive | coded | the model favoured |\n|---|---|---|---|---|---|---|\n",
        );
        for row in &self.rows {
            let chance = if row.open == 0 {
                "not among its options".to_owned()
            } else {
                words::percent(row.chance as f32)
            };
            let favoured = row.favoured.map_or_else(String::new, |(action, chance)| {
                format!("{} ({})", words::option(action, |it| self.name(it)), words::percent(chance as f32))
            });
            let _ = writeln!(
                text,
                "| {} | {} | {} | {chance}{} | {} | {} | {favoured} |",
                row.date,
                row.event,
                row.name,
                if 2 * row.called > row.asked { ", called" } else { "" },
                row.motive.map_or("", Motive::label),
                row.coded.map_or("", words::kind_name),
            );
        }
        text
    }

    /// All of it as a page.
    pub fn markdown(&self, title: &str) -> String {
        let mut text = format!("# What the model expected: {title}\n\n{}\n{}", self.summary(), self.table());
        if !self.notes.is_empty() {
            text.push_str("\nWhat of the record no world could carry out:\n\n");
            for (date, note) in &self.notes {
                let _ = writeln!(text, "- {date}: {note}");
            }
        }
        text
    }

    /// The rows as a table for spreadsheets.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn csv(&self, to: impl io::Write) -> io::Result<()> {
        let mut table = csv::Writer::from_writer(to);
        table.write_record([
            "entry",
            "date",
            "event",
            "state",
            "part",
            "asked",
            "open",
            "called",
            "favourite",
            "rank",
            "chance",
            "uniform",
            "log_chance",
            "log_uniform",
            "motive",
            "coded",
            "agrees",
            "favoured",
            "favoured_chance",
        ])?;
        for row in &self.rows {
            let number = |value: f64| format!("{value:.6}");
            let known = |value: f64| if row.open > 0 { number(value) } else { String::new() };
            let agrees = row.coded.is_some().then(|| row.agrees().to_string());
            table.write_record([
                row.entry.to_string(),
                row.date.to_string(),
                row.event.clone(),
                row.code.clone(),
                row.part.name().to_owned(),
                row.asked.to_string(),
                row.open.to_string(),
                row.called.to_string(),
                row.favourite.to_string(),
                if row.open > 0 { format!("{:.3}", row.rank) } else { String::new() },
                number(row.chance),
                number(row.uniform),
                known(row.log),
                known(row.log_uniform),
                row.motive.map_or("", Motive::name).to_owned(),
                row.coded.map_or("", words::kind_name).to_owned(),
                agrees.unwrap_or_default(),
                row.favoured.map_or("", |(action, _)| action.name()).to_owned(),
                row.favoured.map_or_else(String::new, |(_, chance)| number(chance)),
            ])?;
        }
        table.flush()
    }
}

impl Row {
    /// Whether the commonest motive is of the kind that the literature names.
    pub fn agrees(&self) -> bool {
        let kind = self.motive.and_then(expectation::kind_of);
        kind.is_some() && kind == self.coded
    }
}

/// What was expected of one state in one event, with each seed.
fn row(asked: &[&Expectation], date: Date, event: String, name: String) -> Row {
    let first = asked[0];
    let open: Vec<&&Expectation> = asked.iter().filter(|it| !it.matched.is_empty()).collect();
    let mean = |values: &mut dyn Iterator<Item = f64>, of: usize| {
        if of == 0 { 0.0 } else { values.fold(0.0, |sum, value| sum + value) / of as f64 }
    };
    let (all, some) = (asked.len(), open.len());
    let log = |chance: f32| libm::log(f64::from(chance).max(LEAST));
    let others: Vec<(Action, f32)> = asked
        .iter()
        .filter_map(|it| it.favoured().map(|(option, _)| (option.action, option.chance)))
        .collect();
    // Where what happened was favoured more often than anything else, nothing else was.
    let other = commonest(others.iter().map(|(action, _)| *action)).filter(|(_, count)| {
        let happened = all - others.len();
        *count > happened
    });
    let favoured = other.map(|(action, count)| {
        let chances = others.iter().filter(|(it, _)| *it == action);
        (action, mean(&mut chances.map(|(_, chance)| f64::from(*chance)), count))
    });
    Row {
        entry: first.entry,
        date,
        event,
        code: first.code.clone(),
        name,
        part: first.part,
        asked: all,
        open: some,
        called: asked.iter().filter(|it| it.called).count(),
        favourite: all - others.len(),
        rank: mean(&mut open.iter().filter_map(|it| it.rank()).map(|rank| rank as f64), some),
        chance: mean(&mut asked.iter().map(|it| f64::from(it.chance)), all),
        uniform: mean(&mut asked.iter().map(|it| f64::from(it.uniform())), all),
        log: mean(&mut open.iter().map(|it| log(it.chance)), some),
        log_uniform: mean(&mut open.iter().map(|it| log(it.uniform())), some),
        motive: commonest(open.iter().filter_map(|it| it.motive)).map(|(motive, _)| motive),
        coded: first.coded,
        favoured,
    }
}

/// What there is most of, and how often; the first of several.
fn commonest<T: PartialEq + Copy>(list: impl Iterator<Item = T>) -> Option<(T, usize)> {
    let mut counts: Vec<(T, usize)> = Vec::new();
    for item in list {
        match counts.iter_mut().find(|(other, _)| *other == item) {
            Some((_, count)) => *count += 1,
            None => counts.push((item, 1)),
        }
    }
    counts.into_iter().rev().max_by_key(|(_, count)| *count)
}

/// Sums over some rows.
struct Sum {
    asked: usize,
    open: usize,
    favourite: f64,
    chance: f64,
    uniform: f64,
    /// Of what was among the options; nothing where none of it was.
    log: Option<f64>,
    log_uniform: Option<f64>,
}

impl Sum {
    fn of<'a>(rows: impl Iterator<Item = &'a Row> + Clone) -> Self {
        let (asked, open) = (rows.clone().count(), rows.clone().filter(|row| row.open > 0));
        let mean = |value: fn(&Row) -> f64| {
            let sum = rows.clone().map(value).fold(0.0, |sum, value| sum + value);
            if asked == 0 { 0.0 } else { sum / asked as f64 }
        };
        let count = open.clone().count();
        let of_open = |value: fn(&Row) -> f64| {
            let sum = open.clone().map(value).fold(0.0, |sum, value| sum + value);
            (count > 0).then(|| sum / count as f64)
        };
        Self {
            asked,
            open: count,
            favourite: mean(|row| row.favourite as f64 / row.asked.max(1) as f64),
            chance: mean(|row| row.chance),
            uniform: mean(|row| row.uniform),
            log: of_open(|row| row.log),
            log_uniform: of_open(|row| row.log_uniform),
        }
    }

    fn write(&self, name: &str, text: &mut String) {
        // A logarithm of nothing is not 0, which would be the best there is.
        let log = |mean: Option<f64>| mean.map_or_else(|| "-".to_owned(), |mean| format!("{mean:.2}"));
        let _ = writeln!(
            text,
            "| {name} | {} | {} | {:.1} % | {:.1} % | {:.1} % | {} | {} |",
            self.asked,
            self.open,
            100.0 * self.favourite,
            100.0 * self.chance,
            100.0 * self.uniform,
            log(self.log),
            log(self.log_uniform)
        );
    }
}
