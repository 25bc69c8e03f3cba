//! A tag that says that it is evidence, and is none.

use super::{Rule, Sink};
use crate::evaluate::Sms;
use crate::evaluate::approval::owner_of_key;
use crate::evaluate::corpus::Entry;
use crate::model::date;
use crate::model::finding::{Finding, Place, Severity};
use crate::model::history::Signature;
use crate::model::line::{EvidenceTag, TagKind};
use crate::model::signature::Signing;
use crate::model::statement::ContentHash;
use crate::model::version::Version;

pub(super) static RULE: Rule = Rule {
    id: "tag-unusable",
    code: Some("R-05"),
    severity: Severity::Warning,
    summary: "a tag is named as evidence and cannot be used as such",
    basis: "ISO/IEC 20000-1:2018, 7.5.2: evidence of approval",
    explain: "\
Checks tags named `approved/ID/VERSION`, `withdrawn/ID/VERSION` and `reviewed/ID/DATE`: they are annotated, they point
at a commit that holds the document with this very text, whoever made them is the one that the document names, and a
signature on them is right and by a key of that person in `people.yaml`.

Why: a tag that looks like an approval and is none misleads whoever relies on the list of tags.

Wrong: `git tag approved/SMS-POL-001/2.0`, which says neither who nor when.
Right: `smsdoc approve SMS-POL-001`, run by the approver.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    for (id, tags) in &sms.inputs.line.tags {
        let entry = sms.corpus.get(id);
        for tag in tags {
            let Some((what, help)) = fault(sms, entry, tag) else { continue };
            let message = format!("the tag `{}` is no evidence: {what}", tag.name);
            let finding = match entry.filter(|entry| !entry.vanished) {
                Some(entry) => entry.head.finding(RULE.id, entry.head.key_span("version"), message),
                None => Finding::new(RULE.id, Place::file(sms.inputs.content_folder.join("people.yaml")), message),
            };
            findings.add(finding.help(help));
        }
    }
}

/// What is wrong with a tag, and how to mend it.
fn fault(sms: &Sms, entry: Option<&Entry>, tag: &EvidenceTag) -> Option<(String, String)> {
    let remove = || format!("remove it with `git tag --delete {}`, also where it was pushed", tag.name);
    let Some(entry) = entry else {
        return Some(("there is no such document".to_owned(), remove()));
    };
    if tag.tagger.is_none() {
        let what = "it is no annotated tag, so that it says neither who made it nor when";
        return Some((what.to_owned(), format!("{}, then run `smsdoc approve {}`", remove(), entry.id)));
    }
    let Some(hash) = tag.hash else {
        let what = format!("the commit {} does not hold the document", tag.target.short());
        return Some((what, remove()));
    };
    if tag.kind == TagKind::Reviewed {
        if date::parse(&tag.of).is_none() {
            return Some((format!("`{}` is no day", tag.of), remove()));
        }
        let known = entry.editions.iter().any(|edition| edition.statement.hash == hash);
        return (!known)
            .then(|| (format!("commit {} holds a text that was not approved", tag.target.short()), remove()));
    }
    let Ok(version) = tag.of.parse::<Version>() else {
        return Some((format!("`{}` is no version", tag.of), remove()));
    };
    let (wanted, approver) = wanted(entry, &version)?;
    if wanted != hash {
        let what = format!("commit {} holds another text than version {version}", tag.target.short());
        return Some((what, format!("{}; a changed text needs a version and an approval of its own", remove())));
    }
    unsigned(sms, entry, tag, approver.as_deref()).map(|what| {
        let help = format!("{}; the approver runs `smsdoc approve {}` with a key of their own", remove(), entry.id);
        (what, help)
    })
}

/// The text of a version and its approver: of one that counts, else of the newest text.
fn wanted(entry: &Entry, version: &Version) -> Option<(ContentHash, Option<String>)> {
    if let Some(edition) = entry.version(version) {
        return Some((edition.statement.hash, edition.statement.approver.clone()));
    }
    let head = &entry.head;
    let is_head = head.version.as_ref().is_some_and(|newest| newest.value == *version);
    is_head.then(|| (head.hash, head.approver.as_ref().map(|approver| approver.value.clone())))
}

/// What is wrong with who made a tag.
fn unsigned(sms: &Sms, entry: &Entry, tag: &EvidenceTag, approver: Option<&str>) -> Option<String> {
    let (tagger, when) = tag.tagger.as_ref()?;
    let person = approver.and_then(|id| sms.inputs.people.person(id));
    match &tag.signing {
        Signing::Ssh { valid: false, fingerprint, .. } => {
            return Some(format!("its signature by the key {fingerprint} is wrong"));
        }
        Signing::Ssh { key, fingerprint, .. } => match owner_of_key(&sms.inputs, key) {
            Some(owner) if Some(owner.id.as_str()) == approver => {}
            Some(owner) => return Some(format!("it is signed by {}, who is not the approver", owner.name)),
            None => return Some(format!("the key {fingerprint} that signed it is nobody's in `people.yaml`")),
        },
        Signing::Unknown(why) => return Some(why.clone()),
        Signing::OpenPgp | Signing::None if person.is_some_and(|person| person.has_email(&tagger.email)) => {}
        Signing::OpenPgp | Signing::None => {
            let Signature { name, email } = tagger;
            return Some(format!("it was made by `{name} <{email}>`, who is not the approver that the document names"));
        }
    }
    let doc_type = entry.head.doc_type.as_ref().map_or("", |name| &name.value);
    let roles = sms.inputs.config.control.approver_roles(doc_type);
    let day = sms.inputs.day(*when);
    let entitled = person.is_some_and(|person| person.holds(&roles, day));
    (!entitled).then(|| format!("it was made on {day}, when the approver held no role that may approve the document"))
}
