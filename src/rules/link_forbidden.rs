//! A link with a scheme that is not allowed.

use super::{Rule, Sink};
use crate::evaluate::Sms;
use crate::model::finding::Severity;
use crate::model::outline::Target;

pub(super) static RULE: Rule = Rule {
    id: "link-forbidden",
    code: None,
    severity: Severity::Error,
    summary: "a link has an address that is not allowed",
    basis: "practice: nothing in a controlled site runs code from its content",
    explain: "\
Checks the scheme of addresses: http, https, mailto, tel, and addresses within the SMS are allowed.

Why: `javascript:` and `data:` run code, `file:` leads to the reader's own disk, `//host` hides where it leads.

Wrong: `[open](file:///S:/forms/request.docx)`.
Right: the file put beside the document and linked by its path, or an https address.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    for document in &sms.inputs.documents {
        for link in &document.outline.links {
            if let Target::Forbidden(address) = &link.target {
                let shown: String = address.chars().filter(|char| !char.is_control()).take(60).collect();
                let message = format!("`{shown}` is not an address that may be linked");
                findings.add(
                    document
                        .finding(RULE.id, link.span, message)
                        .help("put the file beside the document and link to it by its path, or use an address that begins with `https:`, `http:`, `mailto:` or `tel:`"),
                );
            }
        }
    }
}
