//! Printing.

use std::io::{self, Write as _};

/// Prints to standard output.
pub(super) fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// Says something to the person at the terminal, on standard error.
pub(super) fn say(text: &str) {
    // Where nobody listens there is nobody to tell.
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// Says why the command could not run.
pub(super) fn error(message: &str) {
    say(&format!("error: {message}\n"));
}
