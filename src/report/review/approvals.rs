//! Who has to approve what, and what is to be done.

use super::table::Table;
use super::{Review, clip, list};
use crate::evaluate::comparison::{Approval, Standing};
use crate::model::config::Evidence;
use crate::report::markdown::{cell, code, plain};

/// Whether somebody has to decide, and nobody can.
pub(super) fn is_stuck(approval: &Approval) -> bool {
    approval.able.is_empty() && !matches!(approval.standing, Standing::Given)
}

pub(super) fn approvals(review: &Review<'_>) -> Table {
    let rows = review.comparison.approvals.iter().map(|approval| {
        let version = approval.version.as_deref().map(|version| format!(" {}", plain(&clip(version, 40))));
        let what = if approval.withdrawal { "withdrawal" } else { "approval" };
        vec![
            format!("{}{}<br>{what}", code(&clip(&approval.id, 60)), version.unwrap_or_default()),
            who(approval),
            stands(approval),
            to_do(review, approval),
        ]
    });
    let columns = &["Document", "Who may decide", "Is it there?", "What to do"];
    let mut table = Table::new("Approvals needed", columns, rows.collect());
    if table.rows.is_empty() {
        table.intro = "This change needs no approval.".to_owned();
    } else if let Some(first) = review.comparison.approvals.first() {
        table.intro = format!("`control.evidence` asks for {} (`{}`).", asked(first.evidence), first.evidence.word());
    }
    table
}

fn asked(evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::None | Evidence::Claimed => "no more than the fields in the file",
        Evidence::Trailer => "a line `Approved-by:` in the message of the commit that brings the version",
        Evidence::Tag => "a tag that the approver writes into git",
        Evidence::Signed => "a signature of the approver",
    }
}

fn names(names: impl Iterator<Item = String>) -> Vec<String> {
    names.map(|name| plain(&clip(&name, 60))).collect()
}

fn who(approval: &Approval) -> String {
    let roles = list(&names(approval.roles.iter().map(|role| role.title.clone())), "or");
    let able = names(approval.able.iter().map(|holder| holder.name.clone()));
    let wrote = names(approval.wrote.iter().cloned());
    let but = match wrote.as_slice() {
        [] => String::new(),
        names => format!("; not {}, who wrote part of it", list(names, "and")),
    };
    let new = names(approval.able.iter().filter(|holder| holder.by_this_change).map(|holder| holder.name.clone()));
    let new = match new.as_slice() {
        [] => String::new(),
        names => format!(" (**this very change lets {}**)", list(names, "and")),
    };
    match (able.as_slice(), wrote.as_slice()) {
        ([], []) => format!("{roles}: **nobody** holds this role today"),
        ([], wrote) => format!("{roles}: **nobody**, since {} wrote part of it", list(wrote, "and")),
        (able, _) => format!("{roles}: {}{but}{new}", list(able, "or")),
    }
}

fn stands(approval: &Approval) -> String {
    let by = approval.by.as_ref().map(|name| format!(" by {}", plain(&clip(name, 60)))).unwrap_or_default();
    let old = if approval.old_date { "; **the date is that of the version before**" } else { "" };
    match approval.standing {
        Standing::Given => {
            let proof = approval.rests_on.map(|found| format!(" (`{}`)", found.word())).unwrap_or_default();
            format!("yes{by}{proof}{old}")
        }
        Standing::Announced => format!("a commit says so{by}"),
        Standing::Missing if approval.objections.is_empty() => "**missing**".to_owned(),
        Standing::Missing => format!(
            "**missing**: {}{old}",
            approval.objections.iter().map(|text| cell(&clip(text, 200))).collect::<Vec<_>>().join("; ")
        ),
        Standing::Blocked => "**not possible yet**".to_owned(),
        Standing::Later => "not yet: it is a draft".to_owned(),
        Standing::Unknown => "nobody can tell: this clone holds no history".to_owned(),
    }
}

fn to_do(review: &Review<'_>, approval: &Approval) -> String {
    let id = clip(&approval.id, 60);
    let branch = code(&clip(review.branch, 80));
    if matches!(approval.standing, Standing::Given) {
        return String::new();
    }
    if matches!(approval.standing, Standing::Blocked) {
        return format!("raise {} first: the number is that of an approved text", code("version"));
    }
    if is_stuck(approval) {
        let people = code("people.yaml");
        let other = if approval.wrote.is_empty() { "" } else { ", who did not write it" };
        return format!("give a role that may approve it to another person in {people}{other}");
    }
    let mut steps = Vec::new();
    if matches!(approval.standing, Standing::Later) {
        steps.push(format!("when it is ready, set {}", code("status: in_review")));
        return steps.join("; ");
    }
    if !approval.withdrawal && (approval.objections.is_empty() && !matches!(approval.standing, Standing::Announced)) {
        let fields = ["status: approved", "approver", "approved_on"].map(code);
        steps.push(format!("set {}, {} and {} in the file", fields[0], fields[1], fields[2]));
    }
    let run = code(&format!("smsdoc approve {id}"));
    let tag = code(&clip(&approval.tag, 120));
    let one = match (&approval.named, approval.able.as_slice()) {
        (Some(name), _) => plain(&clip(name, 60)),
        (None, [only]) => plain(&clip(&only.name, 60)),
        (None, _) => format!("whoever is the {}", code("approver")),
    };
    match approval.evidence {
        Evidence::None | Evidence::Claimed if steps.is_empty() => {
            steps.push(format!("correct {} and {} in the file", code("approver"), code("approved_on")));
        }
        Evidence::None | Evidence::Claimed => {}
        Evidence::Trailer if matches!(approval.standing, Standing::Announced) => steps.push(format!(
            "end the message of the merge with the same line, {}, unless that commit itself comes onto {branch}",
            code("Approved-by: NAME <mail>")
        )),
        Evidence::Trailer => steps.push(format!(
            "end the message of the merge with {} of {one}; or after the merge {one} runs {run}",
            code("Approved-by: NAME <mail>")
        )),
        Evidence::Tag => steps.push(format!("after the merge {one} runs {run} and pushes the tag {tag}")),
        Evidence::Signed => {
            steps.push(format!("after the merge {one} runs {run}, with git set up to sign, and pushes the tag {tag}"))
        }
    }
    if approval.unknown_authors {
        steps.push("whoever wrote what is not committed yet cannot be the one".to_owned());
    }
    steps.join("; ")
}
