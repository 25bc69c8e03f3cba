//! Why evidence is not written: what would not count, said so that whoever wanted to write it can go on.

use super::Error;
use crate::evaluate::Sms;
use crate::evaluate::approval::Reason;
use crate::model::statement::Statement;
use crate::report::text::{joined, visible};
use crate::site::pages::shared;

/// What is wrong, and how to go on; further lines of that are lines to type.
pub(super) fn refuse(what: impl AsRef<str>, help: impl AsRef<str>) -> Error {
    let help: Vec<String> = help.as_ref().lines().map(visible).collect();
    Error::Usage(format!("{}\n  = help: {}", visible(what.as_ref()), help.join("\n            ")))
}

/// A document with its version, as sentences name it.
pub(super) fn named(statement: &Statement) -> String {
    match &statement.version {
        Some(version) => format!("{} {version}", statement.id),
        None => statement.id.to_string(),
    }
}

/// Why what a text states would not count.
pub(super) fn because(sms: &Sms, statement: &Statement, reason: &Reason) -> Error {
    let name = named(statement);
    let approver = statement.approver.as_deref().unwrap_or_default();
    let person = shared::person_name(sms, approver);
    let people = sms.inputs.content_folder.join("people.yaml");
    match reason {
        Reason::Incomplete => refuse(
            format!("{name} does not say who approved it and when"),
            "add `approver` and `approved_on`, commit, and try again",
        ),
        Reason::NobodyKnown => refuse(
            format!("there was no `{people}` when {name} was committed, so nobody is known who might approve it"),
            "commit people.yaml first; then approve in the file again (a new `approved_on`), commit, and try again",
        ),
        Reason::UnknownPerson => refuse(
            format!(
                "`approver` of {name} is `{approver}`, and `{people}` knew nobody of this id when it was committed"
            ),
            "correct `approver`; or commit the person in people.yaml first, then approve in the file again (a new `approved_on`), commit, and try again",
        ),
        Reason::NotEntitled { roles, on, until } => {
            let until = until.as_ref().map(|until| format!(" ({person} did until {until})")).unwrap_or_default();
            refuse(
                format!(
                    "{person} did not hold a role that approves {} on {on}: {}{until}",
                    kind(sms, statement),
                    list(roles.iter().map(|role| format!("`{role}`")), "or")
                ),
                others(sms, roles, *on, approver),
            )
        }
        Reason::IsAuthor { commit } => {
            let wrote = match commit {
                Some(commit) => format!("{person} wrote part of {name} (commit {})", commit.short()),
                None => format!("{person} is one of the `authors` of {name}"),
            };
            let doc_type = statement.doc_type.as_deref().unwrap_or_default();
            let roles: Vec<String> =
                sms.inputs.config.control.approver_roles(doc_type).into_iter().map(str::to_owned).collect();
            let on = statement.approved_on.unwrap_or(sms.inputs.today);
            refuse(format!("{wrote}, and nobody approves their own text"), others(sms, &roles, on, approver))
        }
        Reason::TooWeak { found } => refuse(
            format!(
                "this repository asks for the evidence `{}`, and with this tag there would be `{}`",
                sms.inputs.config.control.evidence.word(),
                found.word()
            ),
            format!("let {person} write the tag on a computer where git knows them by an address of people.yaml"),
        ),
    }
}

/// Who might approve instead.
fn others(sms: &Sms, roles: &[String], on: jiff::civil::Date, but: &str) -> String {
    let mut names: Vec<&str> = Vec::new();
    for person in roles.iter().flat_map(|role| sms.inputs.people.holders(role, on)) {
        if person.id != but && !names.contains(&person.name.as_str()) {
            names.push(&person.name);
        }
    }
    if names.is_empty() {
        let roles = list(roles.iter().map(|role| format!("`{role}`")), "or");
        return format!(
            "nobody else held {roles} on {on}: add to people.yaml who did, or to `control.approvers` of smsdoc.yaml another role"
        );
    }
    let names = list(names.into_iter().map(str::to_owned), "or");
    format!("let {names} approve it: set `approver` and `approved_on`, commit, and let them try again")
}

/// The type of a document with its article, as `a policy`.
fn kind(sms: &Sms, statement: &Statement) -> String {
    let name = statement.doc_type.as_deref().unwrap_or_default();
    let title = sms.inputs.types.get(name).map_or_else(|| "document".to_owned(), |kind| kind.title.to_lowercase());
    let article = if title.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {title}")
}

/// Words with commas, and a last word between the last two.
pub(super) fn list(words: impl Iterator<Item = String>, last: &str) -> String {
    joined(&words.collect::<Vec<_>>(), last).unwrap_or_else(|| "none".to_owned())
}
