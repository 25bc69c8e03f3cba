//! Rules about the form of files. Their faults are found while reading, where the text is still at hand.

use super::Rule;
use crate::model::finding::Severity;

pub(super) static FILE_UNREADABLE: Rule = Rule {
    id: "file-unreadable",
    code: None,
    severity: Severity::Error,
    summary: "a file of the content folder cannot be read as text",
    basis: "ISO/IEC 20000-1:2018, 7.5.3: documented information stays legible",
    explain: "\
Checks that every file is an ordinary file, and every Markdown file is UTF-8 text of at most 1 MiB. Links to other files
are not followed.

Why: what cannot be read is neither checked nor published, and a reader would not know that it is missing.

Wrong: a policy saved as UTF-16; a link `old.md -> ../archive/old.md`.
Right: the same text saved as UTF-8; a copy of the file, or a link to it in the text.",
    parameters: &[],
    check: None,
};

pub(super) static FRONT_MATTER_MISSING: Rule = Rule {
    id: "front-matter-missing",
    code: Some("R-02"),
    severity: Severity::Error,
    summary: "a Markdown file has no front matter",
    basis: "ISO/IEC 20000-1:2018, 7.5.2: identification and description",
    explain: "\
Checks that a Markdown file of the content folder begins with a line `---`, fields, and another line `---`.

Why: a file without them has no owner, no version and no approval. Uncontrolled instructions beside controlled ones are
a common nonconformity.

Wrong: a file that begins with `# Backup notes`.
Right: a file that begins with `---`, then `id: OPS-WIN-004` and the other fields, then `---`.",
    parameters: &[],
    check: None,
};

pub(super) static FRONT_MATTER_INVALID: Rule = Rule {
    id: "front-matter-invalid",
    code: Some("R-02"),
    severity: Severity::Error,
    summary: "the front matter is not YAML that can be relied on",
    basis: "ISO/IEC 20000-1:2018, 7.5.2: identification and description",
    explain: "\
Checks that the front matter is YAML, that no field is written twice, and that it holds no anchors, aliases, tags or
merge keys, no second document, at most 16 levels and at most 256 KiB.

Why: with these, what a person reads in the file is not what a program reads.

Wrong: `title: Policy: general`, or `owner:` twice.
Right: `title: \"Policy: general\"`, and `owner:` once.",
    parameters: &[],
    check: None,
};

pub(super) static FIELD_REQUIRED: Rule = Rule {
    id: "field-required",
    code: Some("R-02"),
    severity: Severity::Error,
    summary: "a field that the type needs is missing or empty",
    basis: "ISO/IEC 20000-1:2018, 7.5.2: identification and description",
    explain: "\
Checks that every field that the schema of the document's type requires is there and has a value.

Why: the register, the coverage and the control block of the page are made from these fields.

Wrong: a policy without `owner`.
Right: `owner: sms-manager`. `smsdoc schema policy` prints all fields of a type.",
    parameters: &[],
    check: None,
};

pub(super) static FIELD_UNKNOWN: Rule = Rule {
    id: "field-unknown",
    code: Some("R-02"),
    severity: Severity::Error,
    summary: "a field is not one of the type's",
    basis: "ISO/IEC 20000-1:2018, 7.5.2: identification and description",
    explain: "\
Checks that every field is named in the schema of the document's type.

Why: a misspelt field is a missing one, and nobody notices: `efective_on` would leave the document without a date.

Wrong: `effective_date: 2026-01-01`.
Right: `effective_on: 2026-01-01`. A field of your own goes into a schema file of your own below `schema/`.",
    parameters: &[],
    check: None,
};

pub(super) static FIELD_VALUE: Rule = Rule {
    id: "field-value",
    code: Some("R-02"),
    severity: Severity::Error,
    summary: "a field has a value that its type does not allow",
    basis: "ISO/IEC 20000-1:2018, 7.5.2: identification and description",
    explain: "\
Checks values against the schema of the type: dates, versions, ids, lists, and words from a list. Values are read as
they are written, so version 1.10 is not 1.1 and clause 8.10 is not 8.1.

Why: a date that is not a date never comes due.

Wrong: `approved_on: 05/11/2026`, `status: aproved`.
Right: `approved_on: 2026-11-05`, `status: approved`.",
    parameters: &[],
    check: None,
};

pub(super) static DERIVED_STATE_TYPED: Rule = Rule {
    id: "derived-state-typed",
    code: Some("R-08"),
    severity: Severity::Error,
    summary: "a state was typed that only approval, dates and reviews can give",
    basis: "ISO/IEC 20000-1:2018, 7.5.3: control of versions",
    explain: "\
Checks that `status` is draft, in_review, approved or withdrawn (records: open or closed).

Why: whether a document is in force, superseded or overdue follows from its approval, its dates and the day. Typed, it
would be wrong the day after.

Wrong: `status: in_force`.
Right: `status: approved` with `approver`, `approved_on` and `effective_on`.",
    parameters: &[],
    check: None,
};

pub(super) static RAW_HTML: Rule = Rule {
    id: "raw-html",
    code: None,
    severity: Severity::Warning,
    summary: "raw HTML stands in the text",
    basis: "practice: a controlled text holds nothing that a reader cannot see",
    explain: "\
Checks the Markdown for HTML tags and comments. They are shown as text, never passed on.

Why: HTML can hide text from readers, run scripts, and break the page.

Wrong: `<br>`, `<!-- to do -->`.
Right: an empty line; nothing. Where the tag itself is meant, put it in backticks.",
    parameters: &[],
    check: None,
};

pub(super) static DIAGRAM_INVALID: Rule = Rule {
    id: "diagram-invalid",
    code: None,
    severity: Severity::Warning,
    summary: "a diagram cannot be drawn",
    basis: "ISO/IEC 20000-1:2018, 7.5.3: documented information is suitable for use",
    explain: "\
Checks blocks of code that are called `mermaid`: that they are flow charts or sequence diagrams, line by line, and small
enough to be read. A diagram with a fault is shown as the code it is.

Why: a picture that says less than its author wrote would mislead; a reader who expects one cannot use code.

Wrong: `A -> B`; `A[text (more)] --> B`.
Right: `A --> B`; `A[\"text (more)\"] --> B`.",
    parameters: &[],
    check: None,
};

pub(super) static CROSSWALK_INVALID: Rule = Rule {
    id: "crosswalk-invalid",
    code: None,
    severity: Severity::Warning,
    summary: "a pair of a crosswalk cannot be used",
    basis: "practice: a pointer to a clause that does not exist leads an auditor astray",
    explain: "\
Checks the files of your own in `schema/crosswalks/`: that the frameworks and the clauses exist, exactly (8.1 is not
8.10), and that each pair states a relation and a confidence. What has a fault is left out of the pages.

Why: a clause page shows which clauses of other frameworks are about the same subject. A misspelt one would be missing
there, and nobody would notice.

Wrong: `{from: \"8.6.4\", to: \"A.5.24\", relation: same, confidence: high}`.
Right: `{from: \"8.6.1\", to: \"A.5.24\", relation: partial, confidence: medium}`. The relation is equivalent, partial or
related; the confidence is high, medium or low.",
    parameters: &[],
    check: None,
};

pub(super) static FRAMEWORK_INVALID: Rule = Rule {
    id: "framework-invalid",
    code: None,
    severity: Severity::Error,
    summary: "a framework of your own has a fault",
    basis: "practice: coverage is only as good as the list that it is counted by",
    explain: "\
Checks the files of your own in `schema/frameworks/`: that a file is named after its id, that fields and words are
known, that each clause is there once with a parent that exists, that leaves are those with no clause below, and that
what is wanted in writing names clauses, items, document types and lengths of time that there are. Where a file cannot
be used, that of the program stays in use, if there is one; of any other fault the part is left out.

Why: a clause that is missing from the list is missing from the coverage, and a list without a leaf would look complete.

Wrong: `{id: \"H.1\", title: Answering calls, parnet: \"H\", leaf: true}`.
Right: `{id: \"H.1\", title: Answering calls, parent: \"H\", leaf: true}`. The id of a clause has letters
and digits with dots or hyphens between them, up to 64. There are up to 2000 clauses, up to 12 levels deep.",
    parameters: &[],
    check: None,
};

pub(super) static CONFIGURATION_MISSING: Rule = Rule {
    id: "configuration-missing",
    code: None,
    severity: Severity::Warning,
    summary: "the folder has no `sms-docs/smsdoc.yaml`",
    basis: "practice",
    explain: "\
Says that the folder named with `--root` has no configuration, so that all of it was read as content with the defaults.

Why: without it there are no people and roles, so no approval can be checked.

Right: run `smsdoc init` in the folder, or name the folder that holds `sms-docs/`.",
    parameters: &[],
    check: None,
};

pub(super) static BRANCH_MISSING: Rule = Rule {
    id: "branch-missing",
    code: None,
    severity: Severity::Error,
    summary: "the controlled branch is not in this clone",
    basis: "ISO/IEC 20000-1:2018, 7.5.3: control of versions",
    explain: "\
Checks that the branch of `control.branch` exists here, or as `origin/BRANCH`.

Why: its first-parent history is the controlled line. Without it, the history of what is checked out stands in, and that
may hold what nobody approved.

Right: set `control.branch` to the branch that readers rely on, and fetch it in the pipeline.",
    parameters: &[],
    check: None,
};
