//! Text for terminals: nothing in it moves the cursor or hides a part of a line, and lines fit.

use unicode_width::UnicodeWidthStr;

/// Replaces control characters and those that change the direction of writing by visible names.
#[must_use]
pub fn visible(text: &str) -> String {
    let hidden = |char: char| {
        char.is_control()
            || matches!(char, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
    };
    text.chars().fold(String::with_capacity(text.len()), |mut out, char| {
        match char {
            '\n' | '\t' => out.push(' '),
            char if hidden(char) => out.extend(char.escape_unicode()),
            char => out.push(char),
        }
        out
    })
}

/// Breaks a text into lines of at most so many columns; a longer word has a line of its own.
#[must_use]
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() && line.width() + 1 + word.width() > columns {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.push(line);
    lines
}

/// Words with commas, and a last word such as "and" between the last two. `None` where there are no words.
#[must_use]
pub fn joined(words: &[String], last: &str) -> Option<String> {
    match words.split_last()? {
        (only, []) => Some(only.clone()),
        (end, before) => Some(format!("{} {last} {end}", before.join(", "))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_hidden_reaches_the_terminal() {
        assert_eq!(visible("a\u{1b}[31mb\u{202e}c\nd"), "a\\u{1b}[31mb\\u{202e}c d");
    }

    #[test]
    fn lines_fit_and_long_words_stay_whole() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("incomprehensibilities a", 5), ["incomprehensibilities", "a"]);
        assert_eq!(wrap("", 5), [""]);
    }
}
