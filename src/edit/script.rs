//! Files of commands: a list of `(tick, command)`, for runs without a window.

use std::path::Path;

use super::{Command, CommandError};
use crate::scenario::{Diagnostic, Diagnostics, Source, Span, read_list, read_text};

/// A command and when it is given.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The tick after which it is.
    pub tick: u64,
    /// The command.
    pub command: Command,
    /// Where it stands in the file.
    span: Span,
}

/// The commands of a file, in the order in which they are given.
#[derive(Debug, Clone, PartialEq)]
pub struct Script {
    /// The commands; those of one tick in the order of the file.
    pub steps: Vec<Step>,
    source: Source,
}

impl Script {
    /// Reads a text; `name` is what messages call it.
    ///
    /// # Errors
    /// The first thing that is wrong with it, in its place.
    pub fn read(name: &str, text: &str) -> Result<Self, Diagnostics> {
        let list = read_list::<(u64, Command)>(name, text, "commands such as `(0, Luck(7))`")?;
        let mut steps: Vec<Step> =
            list.into_iter().map(|(span, (tick, command))| Step { tick, command, span }).collect();
        steps.sort_by_key(|step| step.tick);
        Ok(Self { steps, source: Source::new(name, text) })
    }

    /// Reads a file.
    ///
    /// # Errors
    /// As [`Self::read`]; also if the file cannot be read.
    pub fn read_file(path: &Path) -> Result<Self, Diagnostics> {
        let name = path.display().to_string();
        match read_text(path) {
            Ok(text) => Self::read(&name, &text),
            Err(fault) => Err(Diagnostics::one(Source::new(name, ""), *fault)),
        }
    }

    /// The commands given after a tick.
    pub fn at(&self, tick: u64) -> &[Step] {
        let first = self.steps.partition_point(|step| step.tick < tick);
        let count = self.steps[first..].iter().take_while(|step| step.tick == tick).count();
        &self.steps[first..first + count]
    }

    /// That a command could not be carried out, in its place.
    pub fn fault(&self, step: &Step, error: &CommandError) -> Diagnostics {
        let mut fault = Diagnostic::new(step.span.clone(), error.to_string()).label("not carried out");
        if let Some(fix) = error.fix() {
            let text = super::session::write_ron(fix).unwrap_or_default();
            fault = fault.help(format!("this would do: {text}"));
        }
        Diagnostics::one(self.source.clone(), fault)
    }

    /// That a command comes after the last tick of the run, in its place.
    pub fn too_late(&self, step: &Step, last: u64) -> Diagnostics {
        let fault = Diagnostic::new(step.span.clone(), format!("the run ends at tick {last}"))
            .label(format!("to be given after tick {}", step.tick))
            .help("let it run longer, or give the command earlier");
        Diagnostics::one(self.source.clone(), fault)
    }
}
