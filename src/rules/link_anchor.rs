//! A link to a section that does not exist.

use super::{Rule, Sink};
use crate::evaluate::Sms;
use crate::model::document::Document;
use crate::model::finding::Severity;
use crate::model::outline::Target;

pub(super) static RULE: Rule = Rule {
    id: "link-anchor",
    code: Some("R-14"),
    severity: Severity::Error,
    summary: "a link names a section that does not exist",
    basis: "ISO/IEC 20000-1:2018, 7.5.3: available where it is needed",
    explain: "\
Checks the part after `#` of links within the SMS against the headings of the document they lead to.

Why: the reader lands at the top of a long document and looks for the rest.

Wrong: `[[RES-PRC-001#escalaton]]`.
Right: `[[RES-PRC-001#escalation]]`, with `## Escalation {#escalation}` in RES-PRC-001.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    for document in &sms.inputs.documents {
        for link in &document.outline.links {
            let (target, anchor): (&Document, &str) = match &link.target {
                Target::Anchor(anchor) if !anchor.is_empty() => (document, anchor),
                Target::Document { id, anchor: Some(anchor) } => match sms.corpus.get(id) {
                    Some(entry) => (&entry.head, anchor),
                    None => continue,
                },
                Target::Path { anchor: Some(anchor), .. } => {
                    match document.linked_path(link).and_then(|path| sms.corpus.at_path(&path)) {
                        Some(entry) => (&entry.head, anchor),
                        None => continue,
                    }
                }
                _ => continue,
            };
            if target.outline.has_anchor(anchor) {
                continue;
            }
            let names = target.outline.headings.iter().map(|heading| heading.anchor.as_str());
            let near = names.map(|name| (strsim::jaro_winkler(anchor, name), name)).max_by(|a, b| a.0.total_cmp(&b.0));
            let help = match near {
                Some((score, name)) if score > 0.8 => format!("did you mean `#{name}`?"),
                _ => format!("give the heading an anchor, for example `## Scope {{#{anchor}}}`"),
            };
            let message = format!("`{}` has no section `#{anchor}`", target.label());
            findings.add(document.finding(RULE.id, link.span, message).help(help));
        }
    }
}
