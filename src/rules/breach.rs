//! Breaches of the service model as findings, each at the place where it is mended.

use std::collections::BTreeSet;

use super::Sink;
use crate::evaluate::Sms;
use crate::evaluate::corpus::Entry;
use crate::evaluate::services::breach::Kind;
use crate::model::document::Status;
use crate::model::finding::Severity;

/// Whether the newest text of a document is with its authors or reviewers.
fn is_being_written(entry: &Entry) -> bool {
    entry.head.status.as_ref().is_some_and(|status| matches!(status.value, Status::Draft | Status::InReview))
}

/// Whether a fault is in the document that names another one, which may well be a draft: that is the fault.
fn is_of_one_side(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::DependencyWithoutAgreement | Kind::SlaMissing | Kind::UnderpinningIncomplete | Kind::ContinuityPlanUnfit
    )
}

/// Adds the breaches of one kind. The newest texts are looked at: what is mended there is mended.
pub(super) fn report(sms: &Sms, kind: Kind, findings: &mut Sink<'_>) {
    for breach in sms.services_to_come.breaches.iter().filter(|breach| breach.kind == kind) {
        let Some(entry) = sms.corpus.entries.get(breach.entry) else { continue };
        let mut finding = entry.head.finding(kind.rule(), breach.span, &breach.message).help(&breach.help);
        for note in &breach.related {
            let Some(other) = sms.corpus.entries.get(note.entry) else { continue };
            finding = finding.related(other.head.file.place(note.span), &note.text);
        }
        let severity = breach.severity.or(super::rule(kind.rule()).map(|rule| rule.severity));
        // A text that is still being written cannot break what is in force, and should not stop it from being published.
        let of = if is_of_one_side(kind) { BTreeSet::from([breach.entry]) } else { breach.rests_on() };
        let written = of.into_iter().filter_map(|index| sms.corpus.entries.get(index));
        let mut written = written.filter(|entry| is_being_written(entry)).peekable();
        findings.add(match (severity, written.peek().is_some()) {
            (Some(Severity::Error), true) => {
                let texts = written.map(|entry| (entry.head.file.place(entry.head.key_span("status")), &entry.id));
                let texts: Vec<_> = texts.collect();
                let finding = finding.weighing(Severity::Warning);
                texts.into_iter().fold(finding, |finding, (place, id)| {
                    finding.related(place, format!("{id} is not in force with this text yet"))
                })
            }
            _ => match breach.severity {
                Some(severity) => finding.weighing(severity),
                None => finding,
            },
        });
    }
}
