//! A link that leads nowhere.

use super::{Rule, Sink};
use crate::evaluate::Sms;
use crate::model::document::Document;
use crate::model::document::is_markdown;
use crate::model::finding::Severity;
use crate::model::outline::{Link, Target};
use crate::model::span::{Span, Spanned};

pub(super) static RULE: Rule = Rule {
    id: "link-broken",
    code: Some("R-14"),
    severity: Severity::Error,
    summary: "a link leads to a document or file that does not exist",
    basis: "ISO/IEC 20000-1:2018, 7.5.3: available where it is needed",
    explain: "\
Checks links and pictures by path, links by id, and the ids in `related`, `supersedes` and `superseded_by`.

Why: a procedure whose next step cannot be opened is not available where it is needed.

Wrong: `[[RES-PRC-009]]` where there is no such document; `[form](forms/request.pdf)` without the file.
Right: the id of a document that exists; the file put beside the document.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    for document in &sms.inputs.documents {
        for link in &document.outline.links {
            check_link(sms, document, link, findings);
        }
        let lists = ["supersedes", "superseded_by"].into_iter().filter_map(|field| document.front.get(field));
        let ids = lists
            .flat_map(|node| node.items().iter().chain([node]))
            .filter_map(|node| Some(Spanned::new(node.text()?.to_owned(), node.span)));
        for id in document.related.iter().cloned().chain(ids) {
            check_id(sms, document, &id.value, id.span, findings);
        }
    }
}

fn check_link(sms: &Sms, document: &Document, link: &Link, findings: &mut Sink<'_>) {
    match &link.target {
        Target::Document { id, .. } => check_id(sms, document, id, link.span, findings),
        Target::Path { path, .. } => {
            let Some(resolved) = document.linked_path(link) else {
                let message = format!("`{path}` leads out of the repository");
                findings.add(
                    document
                        .finding(RULE.id, link.span, message)
                        .help("link by id, as in `[[SMS-POL-001]]`, or by a path relative to this file"),
                );
                return;
            };
            if sms.inputs.files.contains(&resolved) {
                if is_markdown(&resolved) && sms.corpus.at_path(&resolved).is_none() {
                    let message = format!("`{path}` has no id that can be linked to");
                    findings.add(
                        document
                            .finding(RULE.id, link.span, message)
                            .help("give that file front matter with an id of its own"),
                    );
                }
                return;
            }
            let name = resolved.file_name().unwrap_or_default();
            let elsewhere = sms
                .inputs
                .files
                .iter()
                .find(|file| file.file_name().is_some_and(|other| other.eq_ignore_ascii_case(name)));
            let help = match elsewhere {
                Some(file) => format!("there is `{file}`; links by id, as in `[[SMS-POL-001]]`, survive a move"),
                None => "correct the path, or add the file".to_owned(),
            };
            findings.add(document.finding(RULE.id, link.span, format!("there is no file `{resolved}`")).help(help));
        }
        _ => {}
    }
}

fn check_id(sms: &Sms, document: &Document, id: &str, span: Span, findings: &mut Sink<'_>) {
    if sms.corpus.get(id).is_some() {
        return;
    }
    let ids = sms.corpus.entries.iter().map(|entry| (strsim::jaro_winkler(id, entry.id.as_str()), entry));
    let near = ids.max_by(|a, b| a.0.total_cmp(&b.0)).filter(|(score, _)| *score > 0.9);
    let help = match near {
        Some((_, entry)) => format!("did you mean `{}` ({})?", entry.id, entry.document().title_or_label()),
        None => "correct the id; the register lists all that there are".to_owned(),
    };
    findings.add(document.finding(RULE.id, span, format!("there is no document `{id}`")).help(help));
}
