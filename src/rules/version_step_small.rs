//! A text that was mostly rewritten under a version number that says otherwise.

use super::{Kind, Parameter, Rule, Sink};
use crate::evaluate::Sms;
use crate::evaluate::corpus::Entry;
use crate::evaluate::redline::redline;
use crate::model::finding::Severity;

pub(super) static RULE: Rule = Rule {
    id: "version-step-small",
    code: Some("R-10"),
    severity: Severity::Warning,
    summary: "much of a text was rewritten, and only a later number of its version was raised",
    basis: "ISO/IEC 20000-1:2018, 7.5.3: control of changes",
    explain: "\
Checks the newest text of a document against the version in force, until it is approved itself: where more than `share`
percent of the words are gone, the first number of the version is raised. Texts of fifty words or fewer are left out.

Why: readers take 2.1 after 2.0 for a small change, and do not read it again.

Wrong: `version: \"2.1\"` for a text that was mostly written anew since 2.0.
Right: `version: \"3.0\"`.",
    parameters: &[Parameter {
        name: "share",
        kind: Kind::Percent,
        default: "50",
        meaning: "percent of the words of the version in force that may be gone",
    }],
    check: Some(check),
};

/// Texts of so many words or fewer are rewritten in a moment.
const SHORT: usize = 50;

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    let share = RULE.number(sms, "share");
    for entry in sms.corpus.entries.iter().filter(|entry| !entry.is_record() && !entry.vanished) {
        let document = &entry.head;
        let (Some(version), Some(last)) = (&document.version, entry.editions.first()) else { continue };
        let Some(before) = last.version.as_ref().filter(|before| version.value > **before) else { continue };
        // Only a text that differs from every approved one is compared: that is the slow part.
        let new = document.hash != last.statement.hash && !entry.standing.edited;
        let minor = version.value.numbers()[0] == before.numbers()[0];
        let rewritten = Some(entry).filter(|_| new && minor).and_then(rewritten);
        if let Some((gone, words)) = rewritten.filter(|(gone, words)| 100 * gone > share * words) {
            let percent = (100 * gone / words).min(100);
            let message = format!(
                "{percent} percent of the words of `{}` are gone since {before}, and the version is {}",
                document.label(),
                version.value
            );
            let help = format!("`{}.0` would tell readers that much has changed", before.numbers()[0] + 1);
            findings.add(document.finding(RULE.id, version.span, message).help(help));
        }
    }
}

/// How many words of the text in force are gone, of how many. `None` for a text that is short.
fn rewritten(entry: &Entry) -> Option<(usize, usize)> {
    let text = entry.text.as_ref()?;
    let words = text.file.slice(text.body).split_whitespace().count();
    (words > SHORT).then(|| (redline(text, &entry.head).counts.words_removed, words))
}
