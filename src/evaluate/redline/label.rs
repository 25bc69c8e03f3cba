//! Changes in words.

use super::{Change, ChangeKind, Content, Counts, Redline, Section, Unchanged, What};
use crate::read::blocks::{Block, Form};
use crate::say;

/// A count with its noun.
#[must_use]
pub(crate) fn plural(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

impl Redline {
    /// What changed in one or two sentences, as below the title of a page.
    #[must_use]
    pub fn summary(&self) -> String {
        let rest = match (self.counts.changes, self.fields.len()) {
            (0, 0) => return say!("Nothing that readers see changed."),
            (0, 1) => return say!("Only metadata changed: 1 field. The text is the same."),
            (0, count) => return say!("Only metadata changed: {count} fields. The text is the same.", count),
            (_, 0) => say!("Nothing else was touched."),
            (_, 1) => say!("Metadata: 1 field changed."),
            (_, count) => say!("Metadata: {count} fields changed.", count),
        };
        format!("{} {rest}", self.counts.sentence())
    }
}

impl Counts {
    fn sentence(&self) -> String {
        let changes = match self.changes {
            1 => say!("1 change"),
            count => say!("{count} changes", count),
        };
        let sections = match self.sections {
            1 => say!("1 section|in"),
            count => say!("{count} sections|in", count),
        };
        let words = match self.words_added {
            1 => say!("1 word"),
            count => say!("{count} words", count),
        };
        let removed = self.words_removed;
        say!("{changes} in {sections}: {words} added, {removed} removed.", changes, sections, words, removed)
    }
}

impl Unchanged {
    /// What did not change, as `2 passages and 3 rows`; `None` where readers would count nothing.
    #[must_use]
    pub fn words(&self) -> Option<String> {
        let passages = match self.passages {
            0 => None,
            1 => Some(say!("1 passage")),
            count => Some(say!("{count} passages", count)),
        };
        let rows = (self.rows > 0).then(|| rows(self.rows));
        match (passages, rows) {
            (Some(passages), Some(rows)) => Some(say!("{passages} and {rows}", passages, rows)),
            (passages, rows) => passages.or(rows),
        }
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
    pub fn name(&self) -> String {
        let heading = self.heading.clone().filter(|heading| !heading.is_empty());
        heading.unwrap_or_else(|| say!("Text without a heading"))
    }

    /// A line for blocks of it that did not change; `None` where readers would count nothing.
    #[must_use]
    pub fn unchanged(&self, count: &Unchanged) -> Option<String> {
        let words = count.words()?;
        Some(match self.number {
            Some(number) => say!("Section {number}, {what} unchanged", number, what = words),
            None => say!("{what} unchanged", what = words),
        })
    }
}

/// A line for sections that did not change: `Sections 4 to 6 unchanged`.
#[must_use]
pub fn unchanged_sections(sections: &[Section]) -> String {
    let numbers: Vec<usize> = sections.iter().filter_map(|section| section.number).collect();
    match numbers.as_slice() {
        [] => say!("The beginning is unchanged"),
        [number] => say!("Section {number} unchanged", number),
        [first, second] => say!("Sections {first} and {second} unchanged", first, second),
        [first, .., last] => say!("Sections {first} to {last} unchanged", first, last),
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
                match (count, self.what == What::Html) {
                    (0, _) => say!("code block"),
                    (1, true) => say!("line of raw HTML"),
                    (1, false) => say!("line of code"),
                    (count, true) => say!("{count} lines of raw HTML", count),
                    (count, false) => say!("{count} lines of code", count),
                }
            }
            (What::Heading, _) => say!("heading"),
            (What::Item { number: Some(number) }, _) => say!("step {number}", number),
            (What::Item { number: None }, _) => say!("list item"),
            (What::Rule, _) => say!("line across the page"),
            (What::Quote, _) => say!("quoted paragraph"),
            (What::Alert, _) => say!("title of a note"),
            (What::Footnote { name }, _) => say!("footnote {name}", name),
            (What::Term, _) => say!("term|that is defined"),
            (What::Definition, _) => say!("definition"),
            _ => say!("paragraph"),
        };
        match self.kind {
            ChangeKind::Changed => name,
            ChangeKind::Added => say!("{what} added", what = name),
            ChangeKind::Removed => say!("{what} removed", what = name),
        }
    }
}

/// How many rows or lines there are on the side that has more of them.
fn either(kinds: impl Iterator<Item = ChangeKind> + Clone) -> usize {
    let without = |kind| kinds.clone().filter(|other| *other != kind).count();
    without(ChangeKind::Added).max(without(ChangeKind::Removed))
}

fn rows_name(count: usize, with_head: bool) -> String {
    match (count, with_head) {
        (1, true) => say!("head of a table"),
        (1, false) => say!("row"),
        (2, true) => say!("table with 1 row"),
        (count, true) => say!("table with {count} rows", count = count.saturating_sub(1)),
        (count, false) => rows(count),
    }
}

fn rows(count: usize) -> String {
    match count {
        1 => say!("1 row"),
        count => say!("{count} rows", count),
    }
}

/// What a block is, apart from its text; two blocks of one kind that differ in it are written differently.
pub(super) fn form(block: &Block) -> String {
    let mut parts = Vec::new();
    match &block.form {
        Form::Heading { level, anchor, clauses } => {
            parts.push(say!("heading of level {level}", level));
            parts.extend(anchor.as_ref().map(|anchor| say!("anchor {anchor}", anchor)));
            if !clauses.is_empty() {
                parts.push(say!("clauses {ids}", ids = clauses.join(", ")));
            }
        }
        Form::Item { ordered, start } => {
            parts.push(if *ordered { say!("step|of a list") } else { say!("list item") });
            parts.extend(start.map(|start| say!("list begins with {start}", start)));
        }
        Form::Footnote { name } => parts.push(say!("footnote {name}", name)),
        Form::Paragraph => parts.push(say!("paragraph")),
        Form::TableHead | Form::Row => parts.push(say!("table")),
        Form::Fence | Form::Code => parts.push(say!("code")),
        Form::Html => parts.push(say!("raw HTML")),
        Form::Rule => parts.push(say!("line across the page")),
        Form::Quote => parts.push(say!("quote")),
        Form::Alert => parts.push(say!("note|box")),
        Form::Term => parts.push(say!("term|that is defined")),
        Form::Definition => parts.push(say!("definition")),
    }
    // The outermost item of a list stands at depth 1.
    let outermost = usize::from(matches!(block.form, Form::Item { .. } | Form::Footnote { .. } | Form::Definition));
    if block.depth > outermost {
        parts.push(match block.depth - outermost {
            1 => say!("indented 1 time"),
            count => say!("indented {count} times", count),
        });
    }
    parts.join(", ")
}
