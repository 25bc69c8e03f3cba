//! Changes in words.

use super::{Change, ChangeKind, Content, Counts, Redline, Section, Unchanged, What};
use crate::read::blocks::{Block, Form};

/// A count with its noun.
#[must_use]
pub(crate) fn plural(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

impl Redline {
    /// What changed in one or two sentences, as below the title of a page.
    #[must_use]
    pub fn summary(&self) -> String {
        let fields = plural(self.fields.len(), "field");
        match (self.counts.changes, self.fields.len()) {
            (0, 0) => "Nothing that readers see changed.".to_owned(),
            (0, _) => format!("Only metadata changed: {fields}. The text is the same."),
            (_, 0) => format!("{} Nothing else was touched.", self.counts.sentence()),
            _ => format!("{} Metadata: {fields} changed.", self.counts.sentence()),
        }
    }
}

impl Counts {
    fn sentence(&self) -> String {
        format!(
            "{} in {}: {} added, {} removed.",
            plural(self.changes, "change"),
            plural(self.sections, "section"),
            plural(self.words_added, "word"),
            self.words_removed
        )
    }
}

impl Unchanged {
    /// What did not change, as `2 passages and 3 rows`; `None` where readers would count nothing.
    #[must_use]
    pub fn words(&self) -> Option<String> {
        let parts = [(self.passages, "passage"), (self.rows, "row")];
        let parts: Vec<_> =
            parts.into_iter().filter(|(count, _)| *count > 0).map(|(count, noun)| plural(count, noun)).collect();
        (!parts.is_empty()).then(|| parts.join(" and "))
    }
}

/// What pages and terminals show of the body, in order.
#[derive(Clone, Copy, Debug)]
pub enum Part<'a> {
    /// A section with changes.
    Changed(&'a Section),
    /// Sections without any that follow one another; at least one.
    Unchanged(&'a [Section]),
}

impl Redline {
    /// The sections, those without changes together.
    pub fn parts(&self) -> impl Iterator<Item = Part<'_>> {
        let untouched = |section: &Section| section.changes().next().is_none();
        self.sections.chunk_by(move |a, b| untouched(a) && untouched(b)).map(move |sections| match sections {
            [section] if !untouched(section) => Part::Changed(section),
            sections => Part::Unchanged(sections),
        })
    }
}

impl Section {
    /// Its heading, else a name for what stands before the first one.
    #[must_use]
    pub fn name(&self) -> &str {
        self.heading.as_deref().filter(|heading| !heading.is_empty()).unwrap_or("Text without a heading")
    }

    /// A line for blocks of it that did not change; `None` where readers would count nothing.
    #[must_use]
    pub fn unchanged(&self, count: &Unchanged) -> Option<String> {
        let words = count.words()?;
        Some(match self.number {
            Some(number) => format!("Section {number}, {words} unchanged"),
            None => format!("{words} unchanged"),
        })
    }
}

/// A line for sections that did not change: `Sections 4 to 6 unchanged`.
#[must_use]
pub fn unchanged_sections(sections: &[Section]) -> String {
    let numbers: Vec<usize> = sections.iter().filter_map(|section| section.number).collect();
    match numbers.as_slice() {
        [] => "The beginning is unchanged".to_owned(),
        [one] => format!("Section {one} unchanged"),
        [one, two] => format!("Sections {one} and {two} unchanged"),
        [first, .., last] => format!("Sections {first} to {last} unchanged"),
    }
}

impl ChangeKind {
    /// The word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
        }
    }
}

impl Change {
    /// What was changed, as `step 2`, `row added` or `table with 3 rows removed`.
    #[must_use]
    pub fn label(&self) -> String {
        let name = match (&self.what, &self.content) {
            (What::Rows, Content::Rows(rows)) => {
                rows_name(either(rows.rows.iter().map(|row| row.kind)), rows.rows.iter().any(|row| row.head))
            }
            (What::Code | What::Html, Content::Lines(lines)) => {
                let count = either(lines.iter().filter(|line| !line.fence).map(|line| line.kind));
                let noun = if self.what == What::Html { "line of raw HTML" } else { "line of code" };
                match count {
                    0 => "code block".to_owned(),
                    1 => noun.to_owned(),
                    count => format!("{count} {}", noun.replacen("line", "lines", 1)),
                }
            }
            (What::Heading, _) => "heading".to_owned(),
            (What::Item { number: Some(number) }, _) => format!("step {number}"),
            (What::Item { number: None }, _) => "list item".to_owned(),
            (What::Rule, _) => "line across the page".to_owned(),
            (What::Quote, _) => "quoted paragraph".to_owned(),
            (What::Alert, _) => "title of a note".to_owned(),
            (What::Footnote { name }, _) => format!("footnote {name}"),
            (What::Term, _) => "term".to_owned(),
            (What::Definition, _) => "definition".to_owned(),
            _ => "paragraph".to_owned(),
        };
        match self.kind {
            ChangeKind::Changed => name,
            kind => format!("{name} {}", kind.word()),
        }
    }
}

/// How many rows or lines there are on the side that has more of them.
fn either(kinds: impl Iterator<Item = ChangeKind> + Clone) -> usize {
    let without = |kind| kinds.clone().filter(|other| *other != kind).count();
    without(ChangeKind::Added).max(without(ChangeKind::Removed))
}

fn rows_name(rows: usize, with_head: bool) -> String {
    match (rows, with_head) {
        (1, true) => "head of a table".to_owned(),
        (1, false) => "row".to_owned(),
        (rows, true) => format!("table with {}", plural(rows - 1, "row")),
        (rows, false) => plural(rows, "row"),
    }
}

/// What a block is, apart from its text; two blocks of one kind that differ in it are written differently.
pub(super) fn form(block: &Block) -> String {
    let mut parts = Vec::new();
    match &block.form {
        Form::Heading { level, anchor, clauses } => {
            parts.push(format!("heading of level {level}"));
            parts.extend(anchor.as_ref().map(|anchor| format!("anchor {anchor}")));
            if !clauses.is_empty() {
                parts.push(format!("clauses {}", clauses.join(", ")));
            }
        }
        Form::Item { ordered, start } => {
            parts.push(if *ordered { "step" } else { "list item" }.to_owned());
            parts.extend(start.map(|start| format!("list begins with {start}")));
        }
        Form::Footnote { name } => parts.push(format!("footnote {name}")),
        Form::Paragraph => parts.push("paragraph".to_owned()),
        Form::TableHead | Form::Row => parts.push("table".to_owned()),
        Form::Fence | Form::Code => parts.push("code".to_owned()),
        Form::Html => parts.push("raw HTML".to_owned()),
        Form::Rule => parts.push("line across the page".to_owned()),
        Form::Quote => parts.push("quote".to_owned()),
        Form::Alert => parts.push("note".to_owned()),
        Form::Term => parts.push("term".to_owned()),
        Form::Definition => parts.push("definition".to_owned()),
    }
    // The outermost item of a list stands at depth 1.
    let outermost = usize::from(matches!(block.form, Form::Item { .. } | Form::Footnote { .. } | Form::Definition));
    if block.depth > outermost {
        parts.push(format!("indented {}", plural(block.depth - outermost, "time")));
    }
    parts.join(", ")
}
