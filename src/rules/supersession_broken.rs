//! A document that is to take the place of another, where the two do not agree.

use super::{Rule, Sink};
use crate::evaluate::Sms;
use crate::evaluate::corpus::Entry;
use crate::evaluate::state::State;
use crate::model::finding::Severity;

pub(super) static RULE: Rule = Rule {
    id: "supersession-broken",
    code: Some("R-12"),
    severity: Severity::Error,
    summary: "a document and the one that replaces it do not name each other",
    basis: "ISO/IEC 20000-1:2018, 7.5.3: control of versions",
    explain: "\
Checks `superseded_by` and `supersedes`: the successor is in force (or approved for a later day), it names the document
in `supersedes`, the document names it in `superseded_by`, and no chain of successors comes back to itself.

Why: a document is superseded when both say so and the successor is in force. Until then it stays in force, and readers
would find two documents for one thing.

Wrong: `superseded_by: SMS-POL-007`, and SMS-POL-007 says nothing of it.
Right: `superseded_by: SMS-POL-007` here, `supersedes: [SMS-POL-003]` there.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    for entry in sms.corpus.entries.iter().filter(|entry| !entry.vanished) {
        check_successor(sms, entry, findings);
        check_predecessors(sms, entry, findings);
    }
}

/// Whether an approved version of a document, in force or to come, names another in `supersedes`.
fn names(entry: &Entry, id: &str) -> bool {
    let editions =
        entry.editions.iter().filter(|edition| edition.state != State::Superseded || entry.current.is_some());
    editions.take(2).any(|edition| edition.statement.supersedes.iter().any(|named| named.eq_ignore_ascii_case(id)))
}

fn check_successor(sms: &Sms, entry: &Entry, findings: &mut Sink<'_>) {
    let document = &entry.head;
    let Some(by) = &document.superseded_by else { return };
    let Some(successor) = sms.corpus.get(&by.value) else { return }; // `link-broken` reports it
    let mut finding = |message: String, help: String| {
        findings.add(document.finding(RULE.id, by.span, message).help(help));
    };
    if comes_back(sms, entry) {
        let message = format!("the documents that replace `{}` lead back to it", document.label());
        finding(message, "take out the `superseded_by` that is wrong".to_owned());
        return;
    }
    let ready = successor.is_in_force()
        || successor.next.as_ref().is_some_and(|next| next.state == State::Scheduled)
        || successor.state() == State::Superseded;
    if !ready {
        let message = format!("`{}` is to replace `{}` and is not in force", successor.id, document.label());
        finding(message, format!("approve {} first; until then {} stays in force", successor.id, document.label()));
    } else if !names(successor, document.label()) {
        let message =
            format!("`{}` is to replace `{}` and does not name it in `supersedes`", successor.id, document.label());
        finding(message, format!("add `supersedes: [{}]` to a new version of {}", document.label(), successor.id));
    }
}

fn check_predecessors(sms: &Sms, entry: &Entry, findings: &mut Sink<'_>) {
    let document = &entry.head;
    for id in document.supersedes.iter().filter(|_| entry.is_in_force()) {
        let Some(other) = sms.corpus.get(&id.value) else { continue };
        let named = other.head.superseded_by.as_ref().is_some_and(|by| by.value.eq_ignore_ascii_case(document.label()));
        let gone = matches!(other.state(), State::Superseded | State::Withdrawn);
        if !named && !gone {
            let message =
                format!("`{}` replaces `{}`, which does not say so and stays in force", document.label(), other.id);
            let finding = document.finding(RULE.id, id.span, message);
            let place = other.head.file.place(other.head.key_span("status"));
            let help = format!("add `superseded_by: {}` to {}", document.label(), other.id);
            findings.add(finding.help(help).related(place, "this document is still in force"));
        }
    }
}

/// Whether the chain of successors of a document leads back to it.
fn comes_back(sms: &Sms, entry: &Entry) -> bool {
    let mut next = Some(entry);
    for _ in 0..=sms.corpus.entries.len() {
        next = next.and_then(|entry| sms.corpus.get(&entry.head.superseded_by.as_ref()?.value));
        match next {
            Some(other) if other.id == entry.id => return true,
            Some(_) => {}
            None => return false,
        }
    }
    false
}
