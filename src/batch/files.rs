//! Files written so that nobody ever finds half of one.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

/// Puts a file in place of another at one stroke: it is written beside it and then renamed.
///
/// # Errors
/// If the folder is not there or cannot be written to; what was there before is then left as it was.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let temporary = path.with_file_name(format!(".{name}.{}", std::process::id()));
    let write = || -> io::Result<()> {
        let mut file = File::create(&temporary)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&temporary, path)
    };
    write().inspect_err(|_| {
        // Nothing more can be done if this fails too: the first error is the one to tell.
        let _ = fs::remove_file(&temporary);
    })
}
