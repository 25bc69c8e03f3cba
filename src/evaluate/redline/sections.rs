//! From steps to sections with their changes.

use std::sync::Arc;

use super::pair::Step;
use super::words::{self, Tally};
use super::{Change, ChangeKind, Content, Counts, FormChange, Line, Row, Rows, Run, Section, Tag, Unchanged, What};
use super::{cells, label};
use crate::read::blocks::{Block, Form};

/// Longest head of a table that is repeated with every change of its rows, in bytes of its names.
const MAX_HEAD: usize = 1_000;

/// Longest part of a heading that is repeated with every change below it, in characters.
const MAX_UNDER: usize = 80;

/// The sections of a body, and how much changed.
pub(super) fn sections(old: &[Block], new: &[Block], steps: &[Step]) -> (Vec<Section>, Counts) {
    let top = top(new).or_else(|| top(old)).unwrap_or(1);
    let mut builder = Builder {
        old,
        new,
        top,
        numbers: 0,
        sections: vec![Section { number: None, heading: None, anchor: None, removed: false, runs: Vec::new() }],
        under: None,
        group: None,
        heads: [None, None],
        tally: Tally::default(),
    };
    for step in steps {
        builder.step(*step);
    }
    let mut sections = builder.sections;
    let tally = builder.tally;
    if sections[0].runs.is_empty() && sections.len() > 1 {
        sections.remove(0);
    }
    let counts = Counts {
        changes: sections.iter().map(|section| section.changes().count()).sum(),
        sections: sections.iter().filter(|section| section.changes().next().is_some()).count(),
        words_added: tally.added,
        words_removed: tally.removed,
    };
    (sections, counts)
}

/// The level of the first-level headings.
fn top(blocks: &[Block]) -> Option<u8> {
    blocks.iter().filter_map(level).min()
}

fn level(block: &Block) -> Option<u8> {
    match block.form {
        Form::Heading { level, .. } => Some(level),
        _ => None,
    }
}

/// The table or block of code that the last change is about: its number in the old and in the new version.
#[derive(Clone, Copy)]
struct Group {
    old: Option<usize>,
    new: Option<usize>,
    html: bool,
}

/// Head of the last table of a version, with the number of the table.
type Head = Option<(usize, Arc<[String]>)>;

struct Builder<'a> {
    old: &'a [Block],
    new: &'a [Block],
    top: u8,
    numbers: usize,
    sections: Vec<Section>,
    /// Heading below the first level that blocks stand under.
    under: Option<Arc<str>>,
    /// Whether the last change goes on with rows or lines of the same table or code.
    group: Option<Group>,
    /// Old and new.
    heads: [Head; 2],
    tally: Tally,
}

impl<'a> Builder<'a> {
    fn step(&mut self, step: Step) {
        let (kind, old, new) = match step {
            Step::Same(a, b) => (None, Some(&self.old[a]), Some(&self.new[b])),
            Step::Changed(a, b) => (Some(ChangeKind::Changed), Some(&self.old[a]), Some(&self.new[b])),
            Step::Removed(a) => (Some(ChangeKind::Removed), Some(&self.old[a]), None),
            Step::Added(b) => (Some(ChangeKind::Added), None, Some(&self.new[b])),
        };
        let Some(block) = new.or(old) else { return };
        self.heading(block, new.is_none());
        for (side, head) in [old, new].into_iter().zip(&mut self.heads) {
            if let Some(block) = side.filter(|block| block.form == Form::TableHead) {
                *head = Some((block.group, names(block)));
            }
        }
        match kind {
            None => self.unchanged(block),
            Some(kind) => self.change(kind, old, new, block),
        }
    }

    fn heading(&mut self, block: &Block, removed: bool) {
        let Some(level) = level(block) else { return };
        if level > self.top {
            self.under = Some(shortened(&block.text()).into());
            return;
        }
        self.under = None;
        // The numbers are those of the page, where deeper headings have none.
        let number = (!removed && level == self.top).then(|| {
            self.numbers += 1;
            self.numbers
        });
        let (heading, anchor) = (Some(block.text()), block.anchor.clone());
        self.sections.push(Section { number, heading, anchor, removed, runs: Vec::new() });
    }

    fn runs(&mut self) -> &mut Vec<Run> {
        let last = self.sections.len() - 1;
        &mut self.sections[last].runs
    }

    fn unchanged(&mut self, block: &Block) {
        self.group = None;
        let runs = self.runs();
        if !matches!(runs.last(), Some(Run::Unchanged(_))) {
            runs.push(Run::Unchanged(Unchanged::default()));
        }
        if let Some(Run::Unchanged(count)) = runs.last_mut() {
            match block.form {
                Form::Row => count.rows += 1,
                Form::Heading { .. } | Form::TableHead | Form::Fence => count.frames += 1,
                _ => count.passages += 1,
            }
        }
    }

    fn change(&mut self, kind: ChangeKind, old: Option<&'a Block>, new: Option<&'a Block>, block: &Block) {
        match block.form {
            Form::TableHead | Form::Row => self.row(kind, old, new),
            Form::Fence | Form::Code | Form::Html => self.line(kind, old, new),
            _ => {
                let content = match (old, new) {
                    (Some(old), Some(new)) => words::compare(first(old), first(new), &mut self.tally),
                    _ => words::whole(tag(kind), first(block), &mut self.tally),
                };
                let what = what(block);
                self.push(kind, what, form_change(old, new), Content::Words(content));
                self.group = None;
            }
        }
    }

    fn push(&mut self, kind: ChangeKind, what: What, form: Option<FormChange>, content: Content) {
        // A heading does not stand under itself.
        let under = if what == What::Heading { None } else { self.under.clone() };
        self.runs().push(Run::Change(Change { kind, what, under, form, content }));
    }

    fn row(&mut self, kind: ChangeKind, old: Option<&Block>, new: Option<&Block>) {
        let Some(block) = new.or(old) else { return };
        let cells = match (old, new) {
            (Some(old), Some(new)) => cells::compare(&old.cells, &new.cells, &mut self.tally),
            _ => cells::whole(tag(kind), &block.cells, &mut self.tally),
        };
        let head = block.form == Form::TableHead;
        let row = Row { kind, head, cells };
        let form = form_change(old, new);
        let joins = !head && form.is_none() && self.joins(old, new, false);
        if let Some(Run::Change(Change { kind: all, content: Content::Rows(rows), .. })) = self.last(joins) {
            *all = together(*all, kind);
            rows.rows.push(row);
            return;
        }
        let context = if head { None } else { self.head(old, new) };
        self.push(kind, What::Rows, form, Content::Rows(Rows { head: context, rows: vec![row] }));
        self.group = Some(group(old, new, false));
    }

    fn line(&mut self, kind: ChangeKind, old: Option<&Block>, new: Option<&Block>) {
        let Some(block) = new.or(old) else { return };
        let pieces = match (old, new) {
            (Some(old), Some(new)) => words::compare(first(old), first(new), &mut self.tally),
            _ => words::whole(tag(kind), first(block), &mut self.tally),
        };
        let (fence, html) = (block.form == Form::Fence, block.form == Form::Html);
        let line = Line { kind, fence, pieces };
        let form = form_change(old, new);
        let joins = !fence && form.is_none() && self.joins(old, new, html);
        if let Some(Run::Change(Change { kind: all, content: Content::Lines(lines), .. })) = self.last(joins) {
            *all = together(*all, kind);
            lines.push(line);
            return;
        }
        let what = if html { What::Html } else { What::Code };
        self.push(kind, what, form, Content::Lines(vec![line]));
        self.group = Some(group(old, new, html));
    }

    /// The last run, where it is to go on.
    fn last(&mut self, goes_on: bool) -> Option<&mut Run> {
        if goes_on { self.runs().last_mut() } else { None }
    }

    /// Whether a row or line belongs to the table or code of the last change; if so, the change is about it, too.
    fn joins(&mut self, old: Option<&Block>, new: Option<&Block>, html: bool) -> bool {
        let Some(last) = &mut self.group else { return false };
        let fits = |last: Option<usize>, block: Option<&Block>| match (last, block) {
            (Some(last), Some(block)) => last == block.group,
            _ => true,
        };
        let joins = last.html == html && fits(last.old, old) && fits(last.new, new);
        if joins {
            last.old = last.old.or(old.map(|block| block.group));
            last.new = last.new.or(new.map(|block| block.group));
        }
        joins
    }

    /// Head of the table that a row belongs to.
    fn head(&self, old: Option<&Block>, new: Option<&Block>) -> Option<Arc<[String]>> {
        let [old_head, new_head] = &self.heads;
        let (block, head) = match (old, new) {
            (_, Some(new)) => (new, new_head),
            (Some(old), None) => (old, old_head),
            (None, None) => return None,
        };
        let short = |names: &[String]| names.iter().map(|name| name.len() + 1).sum::<usize>() <= MAX_HEAD;
        head.as_ref().filter(|(table, names)| *table == block.group && short(names)).map(|(_, names)| Arc::clone(names))
    }
}

fn group(old: Option<&Block>, new: Option<&Block>, html: bool) -> Group {
    Group { old: old.map(|block| block.group), new: new.map(|block| block.group), html }
}

/// The beginning of a heading.
fn shortened(text: &str) -> String {
    match text.char_indices().nth(MAX_UNDER) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// What happened to several rows or lines.
fn together(one: ChangeKind, other: ChangeKind) -> ChangeKind {
    if one == other { one } else { ChangeKind::Changed }
}

fn tag(kind: ChangeKind) -> Tag {
    match kind {
        ChangeKind::Added => Tag::Added,
        ChangeKind::Removed => Tag::Removed,
        ChangeKind::Changed => Tag::Same,
    }
}

/// The words of a block that is no row.
fn first(block: &Block) -> &[crate::read::blocks::Token] {
    block.cells.first().map(Vec::as_slice).unwrap_or_default()
}

/// The names of the columns.
fn names(head: &Block) -> Arc<[String]> {
    let cell = |tokens: &Vec<_>| {
        Block { form: Form::Row, depth: 0, cells: vec![tokens.clone()], number: None, group: 0, anchor: None }.text()
    };
    head.cells.iter().map(cell).collect()
}

fn form_change(old: Option<&Block>, new: Option<&Block>) -> Option<FormChange> {
    let (old, new) = (old?, new?);
    (old.form != new.form || old.depth != new.depth)
        .then(|| FormChange { before: label::form(old), after: label::form(new) })
}

fn what(block: &Block) -> What {
    match &block.form {
        Form::Heading { .. } => What::Heading,
        Form::Item { .. } => What::Item { number: block.number },
        Form::Rule => What::Rule,
        Form::Quote => What::Quote,
        Form::Alert => What::Alert,
        Form::Footnote { name } => What::Footnote { name: name.clone() },
        Form::Term => What::Term,
        Form::Definition => What::Definition,
        Form::Paragraph | Form::TableHead | Form::Row | Form::Fence | Form::Code | Form::Html => What::Paragraph,
    }
}
