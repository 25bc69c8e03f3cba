//! Breaches of the service model as findings, each at the place where it is mended.

use super::Sink;
use crate::evaluate::Sms;
use crate::evaluate::services::breach::Kind;

/// Adds the breaches of one kind. The newest texts are looked at: what is mended there is mended.
pub(super) fn report(sms: &Sms, kind: Kind, findings: &mut Sink<'_>) {
    for breach in sms.services_to_come.breaches.iter().filter(|breach| breach.kind == kind) {
        let Some(entry) = sms.corpus.entries.get(breach.entry) else { continue };
        let mut finding = entry.head.finding(kind.rule(), breach.span, &breach.message).help(&breach.help);
        for note in &breach.related {
            let Some(other) = sms.corpus.entries.get(note.entry) else { continue };
            finding = finding.related(other.head.file.place(note.span), &note.text);
        }
        findings.add(match breach.severity {
            Some(severity) => finding.weighing(severity),
            None => finding,
        });
    }
}
