//! Alarms about other parties as findings, each at the place where it is mended.

use super::Sink;
use crate::evaluate::Sms;
use crate::evaluate::parties::{self, AlarmKind};
use crate::evaluate::reading::Reading;

/// Adds the alarms of one kind. The newest texts are looked at: what is mended there is mended.
pub(super) fn report(sms: &Sms, kind: AlarmKind, rule: &'static str, findings: &mut Sink<'_>) {
    let newest = parties::parties(&sms.inputs, &sms.corpus, &sms.coverage, Reading::Newest);
    for alarm in newest.alarms.into_iter().filter(|alarm| alarm.kind == kind) {
        let Some(entry) = sms.corpus.get(alarm.document.as_str()) else { continue };
        findings.add(entry.head.finding(rule, alarm.span, alarm.message).help(alarm.help));
    }
}
