//! Values as YAML that people like to read: quotes where they are needed, short lists on one line.

use std::fmt::Write as _;

/// Longest list that stands on one line, in characters.
const SHORT: usize = 100;

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Yaml {
    /// Text; quoted where YAML would take it for something else.
    Text(String),
    /// A word, date or number as it is.
    Plain(String),
    /// Text that is always quoted: versions and clauses, which would lose their last zero.
    Quoted(String),
    /// A scalar with a remark behind it.
    Noted(Box<Yaml>, String),
    /// A list.
    List(Vec<Yaml>),
    /// Fields in their order.
    Fields(Vec<(String, Yaml)>),
    /// Lines that are kept as they were written, with the name of the field and without the last line end.
    Kept(String),
}

impl Yaml {
    /// Clauses and other texts in quotes.
    #[must_use]
    pub fn quoted(texts: &[&str]) -> Self {
        Self::List(texts.iter().map(|text| Self::Quoted((*text).to_owned())).collect())
    }

    /// A list of words.
    #[must_use]
    pub fn words(words: &[&str]) -> Self {
        Self::List(words.iter().map(|word| Self::Plain((*word).to_owned())).collect())
    }

    /// The text of a scalar; `None` for a list or fields.
    #[must_use]
    pub fn scalar(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Plain(text) | Self::Quoted(text) => Some(text),
            Self::Noted(value, _) => value.scalar(),
            Self::List(_) | Self::Fields(_) | Self::Kept(_) => None,
        }
    }

    /// The value on one line, where it has that form.
    fn inline(&self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text_of(text)),
            Self::Plain(text) => Some(text.clone()),
            Self::Quoted(text) => Some(quote(text)),
            Self::List(items) => {
                let all: Option<Vec<String>> = items.iter().map(Self::inline).collect();
                let flow = |(item, text): (&Self, String)| match item {
                    // A comma ends an entry of such a list.
                    Self::Text(_) if text.contains([',', '[', ']', '{', '}']) && !text.starts_with('"') => quote(&text),
                    _ => text,
                };
                let all: Vec<String> = items.iter().zip(all?).map(flow).collect();
                Some(format!("[{}]", all.join(", "))).filter(|line| line.chars().count() <= SHORT)
            }
            Self::Noted(..) | Self::Fields(_) | Self::Kept(_) => None,
        }
    }
}

/// Fields as the lines of a front matter, each ended by a line feed.
#[must_use]
pub fn fields(fields: &[(String, Yaml)]) -> String {
    let mut out = String::new();
    write_fields(&mut out, fields, 0);
    out
}

fn write_fields(out: &mut String, fields: &[(String, Yaml)], indent: usize) {
    for (number, (name, value)) in fields.iter().enumerate() {
        // The first line of an entry of a list stands behind its hyphen.
        let margin = if number == 0 && out.ends_with("- ") { 0 } else { indent };
        if let Yaml::Kept(lines) = value {
            let _ = writeln!(out, "{lines}");
            continue;
        }
        let _ = write!(out, "{}{name}:", " ".repeat(margin));
        write_value(out, value, indent);
    }
}

/// Writes what stands behind a name and its colon.
fn write_value(out: &mut String, value: &Yaml, indent: usize) {
    if let Some(line) = value.inline() {
        let _ = writeln!(out, " {line}");
        return;
    }
    match value {
        Yaml::Noted(value, note) => {
            let _ = writeln!(out, " {} # {note}", value.inline().unwrap_or_default());
        }
        Yaml::List(items) => {
            out.push('\n');
            for item in items {
                let _ = write!(out, "{}- ", " ".repeat(indent + 2));
                match item {
                    Yaml::Fields(fields) => write_fields(out, fields, indent + 4),
                    Yaml::Noted(value, note) => {
                        let _ = writeln!(out, "{} # {note}", value.inline().unwrap_or_default());
                    }
                    _ => {
                        let _ = writeln!(out, "{}", item.inline().unwrap_or_default());
                    }
                }
            }
        }
        Yaml::Fields(fields) => {
            out.push('\n');
            write_fields(out, fields, indent + 2);
        }
        Yaml::Text(_) | Yaml::Plain(_) | Yaml::Quoted(_) | Yaml::Kept(_) => {}
    }
}

/// Text as a scalar, in quotes unless every reader of YAML takes it as that text.
fn text_of(text: &str) -> String {
    let harmless = |char: char| char.is_alphanumeric() || " ,.()/-_+;'".contains(char);
    let word = matches!(
        text.to_lowercase().as_str(),
        "true" | "false" | "yes" | "no" | "on" | "off" | "null" | "y" | "n" | "nan" | "inf"
    );
    let plain = text.starts_with(char::is_alphabetic) && text.chars().all(harmless) && !text.ends_with(' ') && !word;
    if plain { text.to_owned() } else { quote(text) }
}

/// Text in double quotes.
fn quote(text: &str) -> String {
    let mut out = String::from("\"");
    for char in text.chars() {
        match char {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\u{feff}' | '\u{2028}' | '\u{2029}' => {
                let _ = write!(out, "\\u{:04X}", u32::from(char));
            }
            char if char.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(char));
            }
            char => out.push(char),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::source::SourceFile;
    use crate::model::span::Span;
    use proptest::prelude::*;

    /// What a reader takes a field for.
    fn read_back(written: &str) -> Option<String> {
        let file = SourceFile::new("x.md", written);
        let whole = Span { start: 0, end: written.len() };
        let (node, findings) = crate::read::yaml::parse(&file, whole, "x");
        assert!(findings.is_empty(), "{written:?}: {findings:?}");
        node.get("title").and_then(|node| node.text().map(str::to_owned))
    }

    #[test]
    fn people_like_to_read_it() {
        let value = vec![
            ("title".to_owned(), Yaml::Text("SLA: hosting, \"Northgate\"".to_owned())),
            ("owner".to_owned(), Yaml::Plain("sms-manager".to_owned())),
            ("clauses".to_owned(), Yaml::quoted(&["8.6.1", "8.10"])),
            ("words".to_owned(), Yaml::List(vec![Yaml::Text("a, b".to_owned()), Yaml::Text("c".to_owned())])),
            (
                "targets".to_owned(),
                Yaml::List(vec![Yaml::Fields(vec![
                    ("metric".to_owned(), Yaml::Text("TODO: what".to_owned())),
                    (
                        "unit".to_owned(),
                        Yaml::Noted(Box::new(Yaml::Plain("day".to_owned())), "TODO: choose".to_owned()),
                    ),
                ])]),
            ),
            ("term".to_owned(), Yaml::Fields(vec![("end".to_owned(), Yaml::Plain("open".to_owned()))])),
            ("none".to_owned(), Yaml::List(Vec::new())),
        ];
        let expected = "\
title: \"SLA: hosting, \\\"Northgate\\\"\"
owner: sms-manager
clauses: [\"8.6.1\", \"8.10\"]
words: [\"a, b\", c]
targets:
  - metric: \"TODO: what\"
    unit: day # TODO: choose
term:
  end: open
none: []
";
        assert_eq!(fields(&value), expected);
    }

    proptest! {
        #[test]
        fn any_title_is_read_back_as_it_was(title in "\\PC{0,12}|[ -~\n\t\u{85}\u{2028}\u{feff}\u{7f}äß№]{0,16}|(no|true|1\\.10|~|null|- x|a: b|a #b|'|\"|\\[|\\{|&a|\\*a|!x|%|@)") {
            let written = fields(&[("title".to_owned(), Yaml::Text(title.clone()))]);
            prop_assert_eq!(written.lines().count(), 1);
            // Reading shows a sign in the place of one that would do something to a terminal.
            let hidden = |char: char| char.is_control() && !matches!(char, '\n' | '\t' | '\r' | '\u{85}');
            prop_assert_eq!(read_back(&written), Some(title.replace(hidden, "\u{fffd}")));
        }
    }
}
