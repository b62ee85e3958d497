//! The `entente` command: see `entente --help`.

use std::process::ExitCode;

use clap::Parser;
use entente::cli::Cli;

fn main() -> ExitCode {
    Cli::parse().execute()
}
