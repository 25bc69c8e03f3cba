//! A text that sends its readers to a document that nobody may follow.

use super::{Rule, Sink};
use crate::evaluate::Sms;
use crate::evaluate::corpus::Entry;
use crate::evaluate::state::State;
use crate::model::document::{Document, Status};
use crate::model::finding::Severity;
use crate::model::outline::Target;
use crate::model::span::Span;

pub(super) static RULE: Rule = Rule {
    id: "link-retired",
    code: Some("R-13"),
    severity: Severity::Error,
    summary: "a text cites a document that is withdrawn, superseded or not yet approved",
    basis: "ISO/IEC 20000-1:2018, 7.5.3: no unintended use of obsolete documents",
    explain: "\
Checks the links of documents, and `related`: what they lead to is in force. A document that is withdrawn or superseded
is an error; one of which no version was ever approved is a warning, unless the text that cites it is a draft itself.
Records may cite what was in force in their time, and a document that is itself retired is left alone.

Why: who follows the link works by a rule that no longer holds.

Wrong: a procedure that says \"as in [[SMS-POL-003]]\", which was replaced by SMS-POL-007.
Right: a link to SMS-POL-007.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    for entry in sms.corpus.entries.iter().filter(|entry| !entry.is_record() && !entry.vanished) {
        if matches!(entry.state(), State::Superseded | State::Withdrawn) {
            continue;
        }
        for (target, span) in cited(sms, &entry.head) {
            report(entry, target, Some(span), findings);
        }
        // What is in force cites it still where only the next version does not.
        let text = entry.text.as_ref().filter(|text| text.hash != entry.head.hash);
        for (target, _) in text.into_iter().flat_map(|text| cited(sms, text)) {
            if !cited(sms, &entry.head).any(|(other, _)| other.id == target.id) {
                report(entry, target, None, findings);
            }
        }
    }
}

/// The documents that a text cites, with the places.
fn cited<'a>(sms: &'a Sms, document: &'a Document) -> impl Iterator<Item = (&'a Entry, Span)> {
    let links = document.outline.links.iter().filter_map(|link| {
        let target = match &link.target {
            Target::Document { id, .. } => sms.corpus.get(id),
            Target::Path { .. } => sms.corpus.at_path(&document.linked_path(link)?),
            _ => None,
        };
        Some((target?, link.span))
    });
    let related = document.related.iter().filter_map(|id| Some((sms.corpus.get(&id.value)?, id.span)));
    links.chain(related)
}

fn is_draft(document: &Document) -> bool {
    document.status.as_ref().is_some_and(|status| status.value == Status::Draft)
}

fn report(entry: &Entry, target: &Entry, span: Option<Span>, findings: &mut Sink<'_>) {
    if target.id == entry.id {
        return;
    }
    let document = &entry.head;
    let successor = target.edition().and_then(|edition| edition.statement.superseded_by.as_deref());
    let (what, help, severity) = match target.state() {
        State::Superseded => {
            let successor = successor.map_or_else(|| "the one that replaces it".to_owned(), |id| format!("`{id}`"));
            ("superseded", format!("cite {successor} in its place"), Severity::Error)
        }
        State::Withdrawn => {
            ("withdrawn", "take the reference out, or cite what is to be followed".to_owned(), Severity::Error)
        }
        // Drafts that cite each other are how an SMS begins.
        State::Draft | State::InReview | State::Unproven if is_draft(document) => return,
        State::Draft | State::InReview | State::Unproven => {
            ("not approved yet", format!("approve {} first, or take the reference out", target.id), Severity::Warning)
        }
        _ => return,
    };
    let (message, span, severity) = match span {
        Some(span) => (format!("`{}` cites `{}`, which is {what}", document.label(), target.id), span, severity),
        None => {
            let message =
                format!("the version of `{}` in force cites `{}`, which is {what}", document.label(), target.id);
            (message, document.key_span("version"), Severity::Warning)
        }
    };
    let help = if severity == Severity::Warning && what != "not approved yet" {
        "bring the version that no longer does into force".to_owned()
    } else {
        help
    };
    let place = target.head.file.place(target.head.key_span("status"));
    let finding = document.finding(RULE.id, span, message).help(help).related(place, format!("{what} here"));
    findings.add(finding.weighing(severity));
}
