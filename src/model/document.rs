//! One parsed document or record. Fields are optional, so that a faulty document still exists and all of its faults
//! can be reported at once.

use std::str::FromStr;

use camino::Utf8PathBuf;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::clause::ClauseRef;
use super::date::{self, Interval};
use super::doc_id::DocId;
use super::finding::Finding;
use super::node::Node;
use super::outline::{Link, Outline, Target};
use super::period::Period;
use super::source::SourceFile;
use super::span::{Span, Spanned};
use super::statement::{ContentHash, Statement};
use super::version::Version;

/// The status that a person types. Everything else (in force, overdue, ...) is derived.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Being written.
    Draft,
    /// With its reviewers.
    InReview,
    /// Approved; in force from its effective date.
    Approved,
    /// No longer to be used.
    Withdrawn,
    /// A record that is still being filled.
    Open,
    /// A record that is complete and fixed.
    Closed,
}

impl Status {
    /// The word as typed.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::InReview => "in_review",
            Self::Approved => "approved",
            Self::Withdrawn => "withdrawn",
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }
}

/// The text is no status that may be typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a status")]
pub struct StatusError;

impl FromStr for Status {
    type Err = StatusError;

    fn from_str(text: &str) -> Result<Self, StatusError> {
        [Self::Draft, Self::InReview, Self::Approved, Self::Withdrawn, Self::Open, Self::Closed]
            .into_iter()
            .find(|status| status.word() == text)
            .ok_or(StatusError)
    }
}

/// Who may read a document, from the widest circle to the narrowest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Classification {
    /// Everybody.
    Public,
    /// Staff.
    Internal,
    /// Named groups.
    Confidential,
    /// Named persons.
    Restricted,
}

impl Classification {
    /// The word as typed.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Internal => "internal",
            Self::Confidential => "confidential",
            Self::Restricted => "restricted",
        }
    }

    /// Reads the word. `None` for any other: unknown is never taken as public.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Public, Self::Internal, Self::Confidential, Self::Restricted]
            .into_iter()
            .find(|class| class.word() == text)
    }
}

/// Whether a file is a document, by its ending.
#[must_use]
pub fn is_markdown(path: &camino::Utf8Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("md"))
}

/// One Markdown file with front matter. Source of every field: the front matter, as typed.
#[derive(Clone, Debug)]
pub struct Document {
    /// The file.
    pub file: SourceFile,
    /// All of the front matter, for the fields that only some types have.
    pub front: Node,
    /// Where the Markdown body stands in the file.
    pub body: Span,
    /// Structure of the body.
    pub outline: Outline,
    /// Hash of the controlled text.
    pub hash: ContentHash,
    /// Identity, permanent and independent of the path.
    pub id: Option<Spanned<DocId>>,
    /// Title.
    pub title: Option<Spanned<String>>,
    /// Type: the name of a schema.
    pub doc_type: Option<Spanned<String>>,
    /// Version.
    pub version: Option<Spanned<Version>>,
    /// Typed status.
    pub status: Option<Spanned<Status>>,
    /// Role that answers for the document.
    pub owner: Option<Spanned<String>>,
    /// Who may read it.
    pub classification: Option<Spanned<Classification>>,
    /// Clauses that the document as a whole claims.
    pub clauses: Vec<Spanned<ClauseRef>>,
    /// One sentence for readers.
    pub summary: Option<Spanned<String>>,
    /// Ids of documents to read next.
    pub related: Vec<Spanned<String>>,
    /// Roles that the document applies to.
    pub applies_to_roles: Vec<Spanned<String>>,
    /// Person who approved this version.
    pub approver: Option<Spanned<String>>,
    /// Persons who reviewed it.
    pub reviewers: Vec<Spanned<String>>,
    /// Persons who wrote it, where typed; else derived from commits.
    pub authors: Vec<Spanned<String>>,
    /// Day of approval.
    pub approved_on: Option<Spanned<Date>>,
    /// First day in force.
    pub effective_on: Option<Spanned<Date>>,
    /// Longest time between reviews.
    pub review_interval: Option<Spanned<Interval>>,
    /// Day by which it is to be reviewed.
    pub next_review: Option<Spanned<Date>>,
    /// What changed in this version and why.
    pub change_summary: Option<Spanned<String>>,
    /// Ids of the documents whose place it takes.
    pub supersedes: Vec<Spanned<String>>,
    /// Id of the document that takes its place.
    pub superseded_by: Option<Spanned<String>>,
    /// First day on which it is no longer used.
    pub withdrawn_on: Option<Spanned<Date>>,
    /// Why it is no longer used.
    pub withdrawn_reason: Option<Spanned<String>>,
    /// Day on which what a record tells of happened.
    pub occurred_on: Option<Spanned<Date>>,
    /// Period that a record covers, as typed.
    pub period: Option<Spanned<String>>,
    /// Language of the text, where it differs from that of the site.
    pub language: Option<Spanned<String>>,
}

impl Document {
    /// Reads the fields that every part of the program knows; what cannot be read stays `None`, and the schema rules
    /// tell why.
    #[must_use]
    pub fn new(file: SourceFile, front: Node, body: Span, outline: Outline, hash: ContentHash) -> Self {
        let fields = Fields(&front);
        Self {
            id: fields.parse("id", DocId::new),
            title: fields.text("title"),
            doc_type: fields.text("type"),
            version: fields.parse("version", |text| text.parse().ok()),
            status: fields.parse("status", |text| text.parse().ok()),
            owner: fields.text("owner"),
            classification: fields.parse("classification", Classification::parse),
            clauses: fields
                .list("clauses")
                .into_iter()
                .map(|at| Spanned::new(ClauseRef::new(&at.value), at.span))
                .collect(),
            summary: fields.text("summary"),
            related: fields.list("related"),
            applies_to_roles: fields.list("applies_to_roles"),
            approver: fields.text("approver"),
            reviewers: fields.list("reviewers"),
            authors: fields.list("authors"),
            approved_on: fields.parse("approved_on", date::parse),
            effective_on: fields.parse("effective_on", date::parse),
            review_interval: fields.parse("review_interval", |text| text.parse().ok()),
            next_review: fields.parse("next_review", date::parse),
            change_summary: fields.text("change_summary"),
            supersedes: fields.list_or_one("supersedes"),
            superseded_by: fields.text("superseded_by"),
            withdrawn_on: fields.parse("withdrawn_on", date::parse),
            withdrawn_reason: fields.text("withdrawn_reason"),
            occurred_on: fields.parse("occurred_on", date::parse),
            period: fields.text("period"),
            language: fields.text("language"),
            file,
            front,
            body,
            outline,
            hash,
        }
    }

    /// This text with the fields that change while it stays approved as a later commit has them. Their places are not
    /// those of this file.
    #[must_use]
    pub fn with_control_of(&self, newest: &Statement) -> Self {
        let text = |value: &Option<String>| value.clone().map(|value| Spanned::new(value, Span::default()));
        let day = |value: Option<Date>| value.map(|value| Spanned::new(value, Span::default()));
        Self {
            status: newest.status.map(|status| Spanned::new(status, Span::default())),
            approver: text(&newest.approver),
            approved_on: day(newest.approved_on),
            reviewers: newest.reviewers.iter().map(|id| Spanned::new(id.clone(), Span::default())).collect(),
            next_review: day(newest.next_review),
            superseded_by: text(&newest.superseded_by),
            owner: text(&newest.owner),
            withdrawn_on: day(newest.withdrawn_on),
            withdrawn_reason: text(&newest.withdrawn_reason),
            ..self.clone()
        }
    }

    /// A finding about a part of this document.
    #[must_use]
    pub fn finding(&self, rule: &'static str, span: Span, message: impl Into<String>) -> Finding {
        let finding = Finding::new(rule, self.file.place(span), message);
        match &self.id {
            Some(id) => finding.document(id.value.as_str()),
            None => finding,
        }
    }

    /// How messages name the document: its id, else its path.
    #[must_use]
    pub fn label(&self) -> &str {
        self.id.as_ref().map_or_else(|| self.file.path().as_str(), |id| id.value.as_str())
    }

    /// Its title, else its id, else its path.
    #[must_use]
    pub fn title_or_label(&self) -> &str {
        self.title.as_ref().map_or_else(|| self.label(), |title| &title.value)
    }

    /// The place of the key of a field where it is there, else the beginning of the front matter.
    #[must_use]
    pub fn key_span(&self, field: &str) -> Span {
        self.front
            .entry(field)
            .map_or(Span { start: self.front.span.start, end: self.front.span.start }, |(key, _)| key.span)
    }

    /// The path from the root of the repository that a link of this document names; `None` where it is no path, or
    /// leads out of the repository.
    #[must_use]
    pub fn linked_path(&self, link: &Link) -> Option<Utf8PathBuf> {
        let Target::Path { path, .. } = &link.target else { return None };
        let folder = self.file.path().parent()?;
        let mut parts: Vec<&str> = folder.components().map(|part| part.as_str()).collect();
        for part in path.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop()?;
                }
                name => parts.push(name),
            }
        }
        (!path.starts_with('/')).then(|| parts.join("/").into())
    }

    /// The path from the root of the repository of the CSV file that holds its figures (`metrics_file`). `None` where it
    /// names none, or no CSV file that can stand beside it.
    #[must_use]
    pub fn table(&self) -> Option<Utf8PathBuf> {
        let name = self.front.string("metrics_file")?.value;
        let beside = name.ends_with(".csv") && !name.starts_with('.') && !name.contains(['/', '\\']);
        beside.then(|| self.file.path().parent().map(|folder| folder.join(name)))?
    }

    /// The first and the last day that a record tells of. `None` where it says of no day, or of none that can be read.
    #[must_use]
    pub fn days(&self) -> Option<(Date, Date)> {
        let period = self.period.as_ref().and_then(|period| Period::parse(&period.value));
        let day = self.occurred_on.as_ref().map(|day| day.value);
        period.map(|period| (period.start, period.end)).or(day.map(|day| (day, day)))
    }

    /// Every clause claimed, by the document as a whole and by its sections, with the anchor of the section.
    pub fn claims(&self) -> impl Iterator<Item = (&Spanned<ClauseRef>, Option<&str>)> {
        let whole = self.clauses.iter().map(|claim| (claim, None));
        let sections = self.outline.headings.iter();
        whole.chain(sections.flat_map(|at| at.clauses.iter().map(|claim| (claim, Some(at.anchor.as_str())))))
    }
}

/// Reads typed values out of a front matter.
struct Fields<'a>(&'a Node);

impl Fields<'_> {
    fn text(&self, field: &str) -> Option<Spanned<String>> {
        self.parse(field, |text| Some(text.to_owned()))
    }

    fn parse<T>(&self, field: &str, read: impl Fn(&str) -> Option<T>) -> Option<Spanned<T>> {
        let node = self.0.get(field)?;
        let text = node.text().filter(|text| !text.trim().is_empty())?;
        read(text).map(|value| Spanned::new(value, node.span))
    }

    /// A list, or a single value in its place.
    fn list_or_one(&self, field: &str) -> Vec<Spanned<String>> {
        match self.text(field) {
            Some(one) => vec![one],
            None => self.list(field),
        }
    }

    fn list(&self, field: &str) -> Vec<Spanned<String>> {
        let items = self.0.get(field).map(Node::items).unwrap_or_default();
        items.iter().filter_map(|item| Some(Spanned::new(item.text()?.to_owned(), item.span))).collect()
    }
}
