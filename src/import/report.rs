//! The report: what was used, left out and imputed, in a few lines for the terminal and in full for a file beside.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::{Files, Request, new_year};

/// How many entries of a topic stand at the head of the scenario; all stand in the file beside.
const AT_HEAD: usize = 40;

/// Where comments are broken.
const WIDTH: usize = 110;

/// What an entry is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// States and rows that are not in the setup.
    LeftOut,
    /// Figures that the files do not hold.
    Imputed,
    /// Whose land is whose.
    Land,
    /// The map against the contiguity file.
    Map,
    /// Alliances at the start.
    Pacts,
    /// Wars and beliefs at the start.
    Wars,
    /// What followed.
    Record,
}

impl Topic {
    /// All topics, in the order of the report.
    pub const ALL: [Self; 7] =
        [Self::LeftOut, Self::Imputed, Self::Land, Self::Map, Self::Pacts, Self::Wars, Self::Record];

    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::LeftOut => "Left out",
            Self::Imputed => "Imputed",
            Self::Land => "Land",
            Self::Map => "Neighbours on the map and in the file",
            Self::Pacts => "Alliances at the start",
            Self::Wars => "Wars and beliefs at the start",
            Self::Record => "The record",
        }
    }
}

/// How the rows of a file were used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Usage {
    /// The option that it was given with, without dashes.
    pub option: &'static str,
    /// What it is called.
    pub file: String,
    /// How it was written.
    pub encoding: &'static str,
    /// Its rows, header and blank ones not counted.
    pub rows: usize,
    /// Rows that went into the setup or the record.
    pub used: usize,
    /// Rows of the time that did not, since a state is not in; listed among what was left out.
    pub left: usize,
}

impl Usage {
    /// Rows that speak of other times.
    pub fn elsewhen(&self) -> usize {
        self.rows.saturating_sub(self.used + self.left)
    }
}

/// What was used, left out and imputed.
#[derive(Debug, Clone)]
pub struct Report {
    year: i16,
    title: String,
    files: Vec<(&'static str, String)>,
    notes: Vec<(Topic, String)>,
    /// Each file that was read.
    pub usages: Vec<Usage>,
    /// Figures for people: how many states, provinces, pacts and so on.
    pub counts: Vec<(&'static str, usize)>,
    /// The year of which figures are.
    pub figures_of: i16,
    /// Pairs that touch by land in the file, how many of them do on the map, and how many do there alone.
    pub neighbours: Option<(usize, usize, usize)>,
    rules: Vec<String>,
}

impl Report {
    pub(super) fn new(request: &Request, files: &Files) -> Self {
        let given = [
            ("nmc", Some(&files.nmc)),
            ("states", Some(&files.states)),
            ("capitals", Some(&files.capitals)),
            ("contiguity", Some(&files.contiguity)),
            ("alliances", files.alliances.as_ref()),
            ("majors", files.majors.as_ref()),
            ("owners", files.owners.as_ref()),
            ("wars", files.wars.as_ref()),
        ];
        Self {
            year: request.year,
            title: format!("{}, {}", theatre(request), request.year),
            files: given
                .into_iter()
                .filter_map(|(option, input)| Some((option, input?.name.clone())))
                .collect(),
            notes: Vec::new(),
            usages: Vec::new(),
            counts: Vec::new(),
            figures_of: request.year,
            neighbours: None,
            rules: Vec::new(),
        }
    }

    /// Adds an entry.
    pub(super) fn note(&mut self, topic: Topic, text: String) {
        self.notes.push((topic, text));
    }

    /// Says by which rule something was made.
    pub(super) fn rule(&mut self, text: impl Into<String>) {
        self.rules.push(text.into());
    }

    /// The entries of a topic, in the order in which they were found.
    pub fn notes(&self, topic: Topic) -> impl Iterator<Item = &str> {
        self.notes.iter().filter(move |(it, _)| *it == topic).map(|(_, text)| text.as_str())
    }

    /// The name of the setup.
    pub(super) fn title(&self) -> &str {
        &self.title
    }

    /// Where figures come from, as a scenario lists it.
    pub(super) fn sources(&self) -> Vec<String> {
        let has = |option: &str| self.files.iter().any(|(it, _)| *it == option);
        let mut sources = vec![
            format!(
                "Correlates of War, National Material Capabilities (Singer, Bremer and Stuckey 1972; Singer 1987), year {}",
                self.figures_of
            ),
            "Correlates of War, State System Membership".to_owned(),
            "Correlates of War, Direct Contiguity (Stinnett, Tir, Schafer, Diehl and Gochman 2002), to check the map".to_owned(),
        ];
        let more = [
            (
                "alliances",
                "ATOP, Alliance Treaty Obligations and Provisions (Leeds, Ritter, Mitchell and Long 2002), by dyad-year",
            ),
            ("majors", "Correlates of War, Major Powers"),
            ("wars", "Correlates of War, Inter-State Wars (Sarkees and Wayman 2010)"),
        ];
        sources.extend(more.into_iter().filter(|(option, _)| has(option)).map(|(_, text)| text.to_owned()));
        sources.push(if has("owners") {
            "Land: a table of owners of the user's, and where it is silent the table that comes with the program, after Cliopatria, Seshat Global History Databank (CC BY 4.0)".to_owned()
        } else {
            "Land: the table that comes with the program, after Cliopatria, Seshat Global History Databank (CC BY 4.0)".to_owned()
        });
        sources.push("Provinces: made with Natural Earth".to_owned());
        sources
    }

    fn made_from(&self) -> String {
        let files: Vec<String> =
            self.files.iter().map(|(option, name)| format!("--{option} {}", base(name))).collect();
        files.join(", ")
    }

    /// The comment at the head of the setup. What stands under a heading is indented, so that it is not taken for what
    /// the setup is about.
    pub(super) fn head(&self) -> String {
        let mut text = String::new();
        let place = self.title.rsplit_once(',').map_or(self.title.as_str(), |(place, _)| place);
        let made = format!(
            "{place} on 1 January {}, made by `entente import` from {}.",
            self.year,
            self.made_from()
        );
        wrap(&mut text, "// ", &made);
        text.push_str("//\n");
        wrap(
            &mut text,
            "// ",
            "Nothing here was judged by hand: intent, interest and movements are not in such files and stand at their \
             defaults. Edit what you know better. The full report stands beside this file, as `.import.md`.",
        );
        text.push_str("//\n// Rules\n");
        for rule in &self.rules {
            wrap(&mut text, "//   - ", rule);
        }
        for topic in Topic::ALL.into_iter().filter(|topic| *topic != Topic::Record) {
            let count = self.notes(topic).count();
            if count == 0 {
                continue;
            }
            let _ = writeln!(text, "//\n// {}", topic.title());
            for note in self.notes(topic).take(AT_HEAD) {
                wrap(&mut text, "//   - ", note);
            }
            if count > AT_HEAD {
                let _ = writeln!(text, "//   - and {} more, in the report beside", count - AT_HEAD);
            }
        }
        text
    }

    /// The comment at the head of the record.
    pub(super) fn record_head(&self, request: &Request) -> String {
        let last = request.year.saturating_add(request.record_years as i16 - 1);
        let mut text = String::new();
        let head = format!(
            "What followed in {} from {} to the end of {last}: the record beside the setup, made by `entente import` \
             from {}. It is there to compare with; the model never sees it.",
            self.title,
            new_year(self.year),
            self.made_from()
        );
        wrap(&mut text, "// ", &head);
        text.push_str("//\n");
        for note in self.notes(Topic::Record) {
            wrap(&mut text, "// - ", note);
        }
        text
    }

    /// The whole report, as Markdown.
    pub fn markdown(&self) -> String {
        let mut text = format!("# {}: what was imported\n\n", self.title);
        text.push_str("| file | option | encoding | rows | used | left out | of other times |\n|---|---|---|--:|--:|--:|--:|\n");
        for it in &self.usages {
            let _ = writeln!(
                text,
                "| {} | `--{}` | {} | {} | {} | {} | {} |",
                base(&it.file).replace('|', "\\|"),
                it.option,
                it.encoding,
                it.rows,
                it.used,
                it.left,
                it.elsewhen()
            );
        }
        text.push_str("\nRows left out speak of the time and of states that are not in; they are listed below.\n\n## In\n\n");
        for (what, count) in &self.counts {
            let _ = writeln!(text, "- {what}: {count}");
        }
        text.push_str("\n## Rules\n\n");
        for rule in &self.rules {
            let _ = writeln!(text, "- {rule}");
        }
        for topic in Topic::ALL {
            let _ = writeln!(text, "\n## {}\n", topic.title());
            if self.notes(topic).next().is_none() {
                text.push_str("Nothing to tell.\n");
            }
            for note in self.notes(topic) {
                let _ = writeln!(text, "- {note}");
            }
        }
        text
    }

    /// A few lines for a terminal.
    pub fn summary(&self) -> String {
        let mut text = format!("{}: figures of {}\n", self.title, self.figures_of);
        let counts: Vec<String> = self.counts.iter().map(|(what, count)| format!("{count} {what}")).collect();
        let _ = writeln!(text, "  in         {}", counts.join(", "));
        for it in &self.usages {
            let _ = writeln!(
                text,
                "  {:<10} {} of {} rows used, {} left out, {} of other times ({})",
                it.option,
                it.used,
                it.rows,
                it.left,
                it.elsewhen(),
                base(&it.file)
            );
        }
        let mut groups: BTreeMap<&str, usize> = BTreeMap::new();
        for note in self.notes(Topic::Imputed) {
            *groups.entry(note.split(" of ").next().unwrap_or(note)).or_default() += 1;
        }
        if !groups.is_empty() {
            let listed: Vec<String> =
                groups.iter().map(|(what, count)| format!("{what} ({count})")).collect();
            let _ = writeln!(text, "  imputed    {}", listed.join(", "));
        }
        if let Some((filed, found, joined)) = self.neighbours {
            let _ = writeln!(
                text,
                "  map        {found} of {filed} pairs that are contiguous by land touch; {joined} touch that are not"
            );
        }
        let left: Vec<&str> = self.notes(Topic::LeftOut).collect();
        for note in left.iter().take(6) {
            let _ = writeln!(text, "  left out   {}", shortened(note));
        }
        if left.len() > 6 {
            let _ = writeln!(text, "  left out   and {} more", left.len() - 6);
        }
        text
    }
}

/// What a setup is of, for its name.
fn theatre(request: &Request) -> String {
    let text = request.theatre.to_string();
    match text.as_str() {
        "world" => "The world".into(),
        "middle-east" => "The Middle East".into(),
        "americas" => "The Americas".into(),
        _ if text.chars().all(|sign| sign.is_ascii_lowercase()) => {
            let mut letters = text.chars();
            letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
        }
        _ => format!("Theatre {text}"),
    }
}

/// A file's name without its folder.
fn base(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}

/// A text that fits on a line or two.
fn shortened(text: &str) -> String {
    match text.char_indices().nth(160) {
        Some((end, _)) => format!("{}..", &text[..end]),
        None => text.to_owned(),
    }
}

/// Adds a comment, broken into lines, of which all but the first begin with spaces as long as what the first begins with.
fn wrap(text: &mut String, first: &str, comment: &str) {
    let next = format!("//{}", " ".repeat(first.len() - 2));
    let mut line = String::from(first);
    let mut bare = true;
    for word in comment.split_whitespace() {
        if !bare && line.chars().count() + 1 + word.chars().count() > WIDTH {
            let _ = writeln!(text, "{line}");
            line.clone_from(&next);
            bare = true;
        }
        if !bare {
            line.push(' ');
        }
        line.push_str(word);
        bare = false;
    }
    let _ = writeln!(text, "{line}");
}
