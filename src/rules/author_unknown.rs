//! Somebody who wrote in documents and is not in `people.yaml`.

use std::collections::{BTreeMap, BTreeSet};

use super::{Rule, Sink};
use crate::evaluate::Sms;
use crate::evaluate::authors::authors;
use crate::model::finding::{Finding, Place, Severity};
use crate::model::history::{ObjectId, Signature};

pub(super) static RULE: Rule = Rule {
    id: "author-unknown",
    code: Some("R-04"),
    severity: Severity::Warning,
    summary: "commits that changed documents are by somebody who is not in `people.yaml`",
    basis: "ISO/IEC 20000-1:2018, 7.5.2: identification of the author",
    explain: "\
Checks that everybody whose commits, or co-authored commits, changed the text of a document is in `people.yaml` with
that address. Commits before `control.imported_until` are left out.

Why: whether an approver is one of the authors can only be told of people who are known.

Wrong: commits by `rowan@laptop.local`.
Right: that address among the `emails` of the person, or a line in `.mailmap` that leads to one that is.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    let Some(people) = &sms.inputs.people_file else { return }; // without the file nobody is known, which others report
    let imported_until = sms.inputs.config.control.imported_until();
    let mut unknown: BTreeMap<&Signature, (BTreeSet<&str>, ObjectId)> = BTreeMap::new();
    for (id, line) in &sms.inputs.line.documents {
        for author in authors(&sms.inputs, line, None, None).into_iter().filter(|author| author.person.is_none()) {
            let known = unknown.entry(author.signature).or_insert((BTreeSet::new(), author.commit));
            known.0.insert(id);
        }
    }
    let commits: BTreeMap<ObjectId, _> =
        sms.inputs.history.commits.iter().map(|commit| (commit.id, commit.committed)).collect();
    for (who, (documents, commit)) in unknown {
        let day = commits.get(&commit).map(|committed| sms.inputs.day(*committed));
        if matches!((day, imported_until), (Some(day), Some(until)) if day < until) {
            continue;
        }
        let count = documents.len();
        let message = format!(
            "`{} <{}>` changed {count} {} and is not in `people.yaml` (last in commit {})",
            who.name,
            who.email,
            if count == 1 { "document" } else { "documents" },
            commit.short()
        );
        let help =
            "add the address to the `emails` of the person it belongs to, or the person, or a line to `.mailmap`";
        findings.add(Finding::new(RULE.id, Place::file(people.path()), message).help(help));
    }
}
