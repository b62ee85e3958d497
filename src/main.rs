//! The `entente` command: see `entente --help`.

use std::process::ExitCode;

use entente::cli::Cli;

fn main() -> ExitCode {
    Cli::read().execute()
}
