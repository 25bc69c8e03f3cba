//! Printing.

use std::fmt::Write as _;
use std::io::{self, IsTerminal as _, Write as _};

use unicode_width::UnicodeWidthStr as _;

use super::Error;
use crate::report::text::{visible, wrap};

/// Prints to standard output.
pub(super) fn print(text: &str) -> io::Result<()> {
    print_bytes(text.as_bytes())
}

/// Writes what may be no text to standard output.
pub(super) fn print_bytes(bytes: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()
}

/// Refuses to write what is no text to a terminal; `command` is one that writes it to a file.
pub(super) fn no_terminal(command: &str) -> Result<(), Error> {
    if !io::stdout().is_terminal() {
        return Ok(());
    }
    let what = "a workbook is no text, and a terminal cannot show it";
    Err(Error::Usage(format!("{what}\n  = help: write it to a file: `{command}`")))
}

/// A text behind a beginning, its further lines below its first.
pub(super) fn hanging(out: &mut String, begin: &str, text: &str, columns: usize) {
    let indent = begin.width();
    for (number, line) in wrap(&visible(text), columns.saturating_sub(indent).max(20)).iter().enumerate() {
        if number == 0 {
            let _ = writeln!(out, "{begin}{line}");
        } else {
            let _ = writeln!(out, "{}{line}", " ".repeat(indent));
        }
    }
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

/// Asks the person at the terminal; only yes is yes. `None` where there is no terminal to answer at.
pub(super) fn ask(question: &str) -> io::Result<Option<bool>> {
    let answer = ask_text(&format!("{question} [y/N]"))?;
    Ok(answer.map(|answer| matches!(answer.to_ascii_lowercase().as_str(), "y" | "yes")))
}

/// Asks the person at the terminal for a line. `None` where there is no terminal to answer at.
pub(super) fn ask_text(question: &str) -> io::Result<Option<String>> {
    if !io::stdin().is_terminal() {
        return Ok(None);
    }
    say(&format!("{question} "));
    let mut answer = String::new();
    io::stdin().read_line(&mut answer)?;
    Ok(Some(answer.trim().to_owned()))
}
