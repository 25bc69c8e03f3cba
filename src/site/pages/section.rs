//! Sections of computed values: paragraphs, facts, tables, a drawing, and what does not fit. The pages of services,
//! agreements, suppliers and customers are made of them, so that a theme shows them all in one way.

use serde::Serialize;

use super::diagram::Drawing;
use super::shared::{DocLink, StateView};

/// Where other words stand in a text of the interface, so that each language can put them where it needs them. Nobody
/// types this sign, which stands for a thing among letters.
pub const PLACE: char = '\u{fffc}';

/// A piece of running text.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Piece {
    text: String,
    /// Page from the root of the site; empty for none.
    href: String,
    /// `muted`, `missing`, `code`, `num` (on one line), `small` (on a line of its own), or empty.
    look: &'static str,
    state: Option<StateView>,
}

/// Running text.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(transparent)]
pub struct Words(Vec<Piece>);

impl Words {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn with(mut self, text: impl Into<String>, href: &str, look: &'static str) -> Self {
        let text = text.into();
        if !text.is_empty() {
            self.0.push(Piece { text, href: href.to_owned(), look, state: None });
        }
        self
    }

    /// Text.
    #[must_use]
    pub fn text(self, text: impl Into<String>) -> Self {
        self.with(text, "", "")
    }

    /// Text that matters less.
    #[must_use]
    pub fn muted(self, text: impl Into<String>) -> Self {
        self.with(text, "", "muted")
    }

    /// Text on a line of its own below the rest.
    #[must_use]
    pub fn small(self, text: impl Into<String>) -> Self {
        self.with(text, "", "small")
    }

    /// That something is not there.
    #[must_use]
    pub fn missing(self, text: impl Into<String>) -> Self {
        self.with(text, "", "missing")
    }

    /// Text that stays on one line.
    #[must_use]
    pub fn on_one_line(self, text: impl Into<String>) -> Self {
        self.with(text, "", "num")
    }

    /// A short name of a commit, on one line.
    #[must_use]
    pub fn commit(self, id: impl Into<String>) -> Self {
        self.with(id, "", "id")
    }

    /// A name as it is typed.
    #[must_use]
    pub fn code(self, text: impl Into<String>) -> Self {
        self.with(text, "", "code")
    }

    /// A link to a page of the site.
    #[must_use]
    pub fn link(self, text: impl Into<String>, href: &str) -> Self {
        self.with(text, href, "")
    }

    /// A link to a page of the site that stays on one line.
    #[must_use]
    pub fn figure(self, text: impl Into<String>, href: &str) -> Self {
        self.with(text, href, "num")
    }

    /// A link to a document: its id, then its title.
    #[must_use]
    pub fn doc(self, doc: &DocLink) -> Self {
        self.figure(&doc.id, &doc.href).text(format!(" {}", doc.title))
    }

    /// A link to a document as the head of a row: its title, and its id on a line below.
    #[must_use]
    pub fn title(self, doc: &DocLink) -> Self {
        self.with(&doc.title, &doc.href, "doc-title").with(&doc.id, "", "id muted xs")
    }

    /// A state.
    #[must_use]
    pub fn state(mut self, state: StateView) -> Self {
        self.0.push(Piece { state: Some(state), ..Piece::default() });
        self
    }

    /// More words behind these.
    #[must_use]
    pub fn and(mut self, more: Self) -> Self {
        self.0.extend(more.0);
        self
    }

    /// Several, with something between each two.
    #[must_use]
    pub fn join(all: impl IntoIterator<Item = Self>, between: &str) -> Self {
        let all = all.into_iter().filter(|words| !words.is_empty()).enumerate();
        all.fold(Self::new(), |joined, (at, words)| if at == 0 { words } else { joined.text(between).and(words) })
    }

    /// A text with other words at its [`PLACE`]: `say!("promised by {source}.", source = PLACE)`.
    #[must_use]
    pub fn around(text: &str, words: Self) -> Self {
        let (before, after) = text.split_once(PLACE).unwrap_or((text, ""));
        Self::from(before).and(words).text(after)
    }

    /// Whether there is nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The words without links. What stands on a line of its own, and a state, is a phrase of its own.
    fn plain(&self) -> String {
        let mut out = String::new();
        for piece in &self.0 {
            let text = piece.state.as_ref().map_or(&piece.text, |state| &state.label);
            let apart = piece.look == "small" || piece.state.is_some();
            if apart && out.ends_with(char::is_alphanumeric) {
                out.push_str(", ");
            } else if apart && !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
            out.push_str(text);
        }
        out
    }
}

impl<T: Into<String>> From<T> for Words {
    fn from(text: T) -> Self {
        Self::new().text(text)
    }
}

/// A label with its value.
#[derive(Clone, Debug, Serialize)]
pub struct Fact {
    label: String,
    value: Words,
    /// `w4` over the whole width, `wide` over half of it, or empty.
    class: &'static str,
}

impl Fact {
    /// How many of the four columns it takes.
    fn columns(&self) -> usize {
        match self.class {
            "w4" => 4,
            "wide" => 2,
            _ => 1,
        }
    }
}

/// A fact.
#[must_use]
pub fn fact(label: impl Into<String>, value: impl Into<Words>) -> Fact {
    Fact { label: label.into(), value: value.into(), class: "" }
}

/// A fact that takes half of the width.
#[must_use]
pub fn half(label: impl Into<String>, value: impl Into<Words>) -> Fact {
    Fact { class: "wide", ..fact(label, value) }
}

/// A fact that takes the whole width.
#[must_use]
pub fn wide(label: impl Into<String>, value: impl Into<Words>) -> Fact {
    Fact { class: "w4", ..fact(label, value) }
}

/// Facts in rows of four, of which the last of a row fill it. Where one does not fit beside those before it, these
/// take the room that is left.
#[must_use]
pub fn grid(mut facts: Vec<Fact>) -> Vec<Fact> {
    let mut row = 0;
    let mut used = 0;
    for at in 0..facts.len() {
        let needs = facts[at].columns();
        if used + needs > 4 {
            fill(&mut facts[row..at], 4 - used);
            (row, used) = (at, 0);
        }
        used += needs;
        if used == 4 {
            (row, used) = (at + 1, 0);
        }
    }
    if used > 0 {
        fill(&mut facts[row..], 4 - used);
    }
    facts
}

/// Widens the facts of a row, the last one first, until it is full.
fn fill(row: &mut [Fact], left: usize) {
    match (row, left) {
        ([alone], _) => alone.class = "w4",
        ([a, b], 2) if a.columns() == 1 && b.columns() == 1 => (a.class, b.class) = ("wide", "wide"),
        ([.., last], 1) if last.columns() == 1 => last.class = "wide",
        ([.., narrow, _], 1) => narrow.class = "wide",
        _ => {}
    }
}

/// A column of a table.
#[derive(Clone, Debug, Serialize)]
pub struct Column {
    label: String,
    /// Whether it gives way on small screens; its values then stand in the first column.
    wide: bool,
}

/// A column that is always there.
#[must_use]
pub fn column(label: impl Into<String>) -> Column {
    Column { label: label.into(), wide: false }
}

/// A column that gives way on small screens.
#[must_use]
pub fn wide_column(label: impl Into<String>) -> Column {
    Column { label: label.into(), wide: true }
}

/// Rows below a title.
#[derive(Clone, Debug, Serialize)]
pub struct Group {
    /// Title; empty for none.
    pub title: Words,
    /// Rows of as many cells as there are columns.
    pub rows: Vec<Vec<Words>>,
}

/// A part of a section.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Part {
    /// A paragraph.
    Text {
        /// What it says.
        words: Words,
    },
    /// How something was computed.
    Note {
        /// What it says.
        words: Words,
    },
    /// That there is nothing, and what to do.
    Empty {
        /// What it says.
        words: Words,
    },
    /// Labels with values.
    Facts {
        /// The values.
        facts: Vec<Fact>,
    },
    /// A list.
    List {
        /// Its items.
        items: Vec<Words>,
    },
    /// A table; the first cell of each row is its head.
    Table {
        /// What it shows.
        caption: String,
        /// Its columns.
        columns: Vec<Column>,
        /// Its rows.
        groups: Vec<Group>,
    },
    /// What does not fit.
    Findings {
        /// The findings.
        findings: Vec<FindingView>,
    },
    /// A drawing.
    Drawing {
        /// The drawing with its text.
        drawing: Drawing,
    },
}

/// Something that does not fit.
#[derive(Clone, Debug, Serialize)]
pub struct FindingView {
    /// `error`, `warning` or `info`.
    pub severity: &'static str,
    /// What is so.
    pub message: Words,
    /// What to do.
    pub help: Words,
    /// Codes and slug of the rule.
    pub rule: String,
}

/// A section.
#[derive(Debug, Serialize)]
pub struct Section {
    /// Anchor, which names it in the page.
    pub id: String,
    /// Title.
    pub title: String,
    /// What it holds.
    pub parts: Vec<Part>,
}

impl Section {
    /// A section without parts.
    #[must_use]
    pub fn new(id: impl Into<String>, title: impl Into<String>) -> Self {
        Self { id: id.into(), title: title.into(), parts: Vec::new() }
    }

    /// Adds a paragraph.
    #[must_use]
    pub fn text(self, words: impl Into<Words>) -> Self {
        self.part(Part::Text { words: words.into() })
    }

    /// Adds how something was computed.
    #[must_use]
    pub fn note(self, words: impl Into<Words>) -> Self {
        self.part(Part::Note { words: words.into() })
    }

    /// Adds that there is nothing, and what to do.
    #[must_use]
    pub fn empty(self, words: impl Into<Words>) -> Self {
        self.part(Part::Empty { words: words.into() })
    }

    /// Adds a table; none without rows.
    #[must_use]
    pub fn table(self, caption: impl Into<String>, columns: &[Column], rows: Vec<Vec<Words>>) -> Self {
        self.groups(caption, columns, vec![Group { title: Words::new(), rows }])
    }

    /// Adds a table with groups of rows; none without rows.
    #[must_use]
    pub fn groups(self, caption: impl Into<String>, columns: &[Column], groups: Vec<Group>) -> Self {
        if groups.iter().all(|group| group.rows.is_empty()) {
            return self;
        }
        self.part(Part::Table { caption: caption.into(), columns: columns.to_vec(), groups })
    }

    /// Adds facts.
    #[must_use]
    pub fn facts(self, facts: Vec<Fact>) -> Self {
        self.part(Part::Facts { facts: grid(facts) })
    }

    /// Adds what does not fit; nothing where all fits.
    #[must_use]
    pub fn findings(self, findings: Vec<FindingView>) -> Self {
        if findings.is_empty() { self } else { self.part(Part::Findings { findings }) }
    }

    /// Adds a part.
    #[must_use]
    pub fn part(mut self, part: Part) -> Self {
        self.parts.push(part);
        self
    }

    /// What the section says of the service or the agreement, as plain text: without drawings and without what does not
    /// fit.
    #[must_use]
    pub fn plain(&self) -> String {
        let mut lines: Vec<String> = Vec::new();
        for part in &self.parts {
            match part {
                Part::Text { words } => lines.push(words.plain()),
                Part::Facts { facts } => {
                    lines.extend(facts.iter().map(|fact| format!("{}: {}", fact.label, fact.value.plain())));
                }
                Part::List { items } => lines.extend(items.iter().map(Words::plain)),
                Part::Table { groups, .. } => {
                    for group in groups {
                        lines.push(group.title.plain());
                        lines.extend(group.rows.iter().map(|row| {
                            row.iter().map(Words::plain).filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(", ")
                        }));
                    }
                }
                Part::Note { .. } | Part::Empty { .. } | Part::Findings { .. } | Part::Drawing { .. } => {}
            }
        }
        lines.retain(|line| !line.is_empty());
        lines.join(". ")
    }

    /// The section, unless it is empty.
    #[must_use]
    pub fn filled(self) -> Option<Self> {
        (!self.parts.is_empty()).then_some(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every row takes four columns, whatever the facts are and however many.
    #[test]
    fn rows_of_facts_are_full() {
        for length in 0..6_u32 {
            for code in 0..3_u32.pow(length) {
                let facts = (0..length).map(|at| match code / 3_u32.pow(at) % 3 {
                    0 => fact("label", "value"),
                    1 => half("label", "value"),
                    _ => wide("label", "value"),
                });
                let mut used = 0;
                for fact in grid(facts.collect()) {
                    used += fact.columns();
                    assert!(used <= 4, "length {length}, code {code}");
                    used %= 4;
                }
                assert_eq!(used, 0, "length {length}, code {code}");
            }
        }
    }
}
