//! Who is asked about a change: the lines of a `CODEOWNERS` file, from the owners and approvers of the documents.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::ops::Range;

use camino::{Utf8Path, Utf8PathBuf};

use crate::model::inputs::Inputs;
use crate::model::people::{Forge, Person};

/// First words of the line above what is generated; the name of the forge follows.
const BEGIN: &str = "# BEGIN smsdoc codeowners --format ";
/// The line below it.
const END: &str = "# END smsdoc codeowners";
/// Role that answers for the SMS as a whole, where it exists.
const MANAGER: &str = "sms-manager";

/// The generated part of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Where it stands, both marks included, without the last line end.
    pub range: Range<usize>,
    /// For which forge it was made; `None` where the mark names none that is known.
    pub forge: Option<Forge>,
}

/// The part of a file between the marks.
#[must_use]
pub fn block_in(text: &str) -> Option<Block> {
    let begin = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1));
    let start = begin.into_iter().find(|at| text[*at..].starts_with(BEGIN))?;
    let first = text[start..].lines().next().unwrap_or_default();
    let end = text[start..].find(&format!("\n{END}")).map(|at| start + at + 1 + END.len());
    let forge = Forge::ALL.into_iter().find(|forge| first[BEGIN.len()..].trim() == forge.word());
    // Without an end the mark stands for itself: what follows it may be somebody's own.
    Some(Block { range: start..end.unwrap_or(start + first.len()), forge })
}

/// A file with a new generated part: in place of the old one, else at its end. All other lines stay as they are.
#[must_use]
pub fn updated(text: &str, block: &str) -> String {
    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let block = block.trim_end().replace('\n', line_end);
    if let Some(found) = block_in(text) {
        return format!("{}{block}{}", &text[..found.range.start], &text[found.range.end..]);
    }
    let gap = match text {
        "" => "",
        text if text.ends_with('\n') => line_end,
        _ => "\n\n",
    };
    format!("{text}{gap}{block}{line_end}")
}

/// The generated part: who owns and approves each document today, marks included, each line ended.
///
/// The last line that fits a path counts, so what is general comes first.
#[must_use]
pub fn block(inputs: &Inputs, forge: Forge) -> String {
    let mut out = format!("{BEGIN}{}\n", forge.word());
    out.push_str("# Made from sms-docs by `smsdoc codeowners --write`; what is changed between these marks is lost.\n");
    if forge == Forge::Gitlab {
        out.push_str("[SMS documents][1]\n");
    }
    let mut line = |path: String, names: &[String]| {
        if !names.is_empty() {
            let _ = writeln!(out, "{path} {}", names.join(" "));
        }
    };
    let content = &inputs.content_folder;
    let keepers = keepers(inputs, forge);
    let root = content.parent().unwrap_or(Utf8Path::new(""));
    match content.as_str() {
        "" => line("*".to_owned(), &keepers),
        _ => line(folder(content), &keepers),
    }
    let documents: BTreeMap<&Utf8Path, Vec<String>> = inputs
        .documents
        .iter()
        .map(|document| {
            let doc_type = document.doc_type.as_ref().map(|at| at.value.as_str()).unwrap_or_default();
            let is_record = inputs.type_of(document).is_some_and(crate::model::doc_type::DocType::is_record);
            let approvers = inputs.config.control.approver_roles(doc_type);
            let owner = document.owner.as_ref().map(|owner| owner.value.as_str());
            let roles = owner.into_iter().chain(approvers.into_iter().filter(|_| !is_record));
            (document.file.path(), names(inputs, forge, roles))
        })
        .collect();
    for (path, names) in grouped(content, &documents) {
        line(path, names);
    }
    line(file(&content.join("people.yaml")), &keepers);
    line(file(&content.join("smsdoc.yaml")), &keepers);
    line(folder(&root.join("schema")), &keepers);
    let _ = writeln!(out, "{END}");
    out
}

/// Whoever is asked about what belongs to no document: those who approve policies, and the manager of the SMS.
fn keepers(inputs: &Inputs, forge: Forge) -> Vec<String> {
    let roles = inputs.config.control.approver_roles("policy").into_iter().chain([MANAGER]);
    names(inputs, forge, roles)
}

/// The names at the forge of those who hold some roles today, each once, in the order of the roles.
fn names<'a>(inputs: &Inputs, forge: Forge, roles: impl Iterator<Item = &'a str>) -> Vec<String> {
    let people = &inputs.people;
    let mut names: Vec<String> = Vec::new();
    for role in roles {
        let known = people.role(role);
        let team = known.and_then(|role| role.forge.name(forge)).map(str::to_owned);
        let held = |role: &str| -> Vec<String> {
            people.holders(role, inputs.today).filter_map(|person| name(person, forge)).collect()
        };
        let found = match (team, held(role)) {
            (Some(team), _) => vec![team],
            (None, holders) if holders.is_empty() => {
                known.and_then(|role| role.deputy.as_deref()).map(held).unwrap_or_default()
            }
            (None, holders) => holders,
        };
        for name in found {
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names
}

/// What the forge calls somebody: their name there, else their first address.
fn name(person: &Person, forge: Forge) -> Option<String> {
    let stated = person.forge.name(forge).map(str::to_owned);
    let sound = |email: &&String| email.contains('@') && !email.contains(char::is_whitespace);
    stated.or_else(|| person.emails.iter().find(sound).cloned()).filter(|name| !name.contains(char::is_whitespace))
}

/// The documents with their names: a folder where all below it have the same, else file by file.
fn grouped<'a>(content: &Utf8Path, documents: &'a BTreeMap<&Utf8Path, Vec<String>>) -> Vec<(String, &'a [String])> {
    let mut lines = Vec::new();
    let mut whole: BTreeSet<Utf8PathBuf> = BTreeSet::new();
    for (path, names) in documents {
        if path.ancestors().any(|above| whole.contains(above)) {
            continue;
        }
        let above: Vec<&Utf8Path> = path.ancestors().skip(1).take_while(|above| *above != content).collect();
        let alike = |above: &&Utf8Path| {
            let mut below = documents.iter().filter(|(path, _)| path.starts_with(above));
            above.starts_with(content) && !above.as_str().is_empty() && below.all(|(_, other)| other == names)
        };
        match above.into_iter().rev().find(alike) {
            Some(above) => {
                whole.insert(above.to_owned());
                lines.push((folder(above), names.as_slice()));
            }
            None => lines.push((file(path), names.as_slice())),
        }
    }
    // Of several lines that fit a path the last one counts: one that names it must stand after one that might.
    lines.sort_by_key(|(pattern, _)| !pattern.contains('?'));
    lines
}

/// A folder with all that it holds, as a pattern.
fn folder(path: &Utf8Path) -> String {
    format!("{}/", file(path))
}

/// One path as a pattern: from the root, blanks escaped. What one of the forges would take for a sign of its own becomes
/// the sign for any character, as neither can escape all of them.
fn file(path: &Utf8Path) -> String {
    path.as_str().chars().fold(String::from("/"), |mut out, char| {
        match char {
            ' ' => out.push_str("\\ "),
            '*' | '?' | '[' | ']' | '!' | '#' | '\\' => out.push('?'),
            char if char.is_control() => out.push('?'),
            char => out.push(char),
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_patterns_that_both_forges_take() {
        assert_eq!(file("sms-docs/a b [1] #2.md".into()), "/sms-docs/a\\ b\\ ?1?\\ ?2.md");
        assert_eq!(folder("sms-docs/ä".into()), "/sms-docs/ä/");
    }

    #[test]
    fn a_pattern_that_fits_others_gives_way_to_their_own_lines() {
        let own = |name: &str| vec![name.to_owned()];
        let documents: BTreeMap<&Utf8Path, Vec<String>> =
            [("d/AxB.md".into(), own("@a")), ("d/[x].md".into(), own("@b")), ("d/_.md".into(), own("@c"))].into();
        let lines = grouped("d".into(), &documents);
        let patterns: Vec<&str> = lines.iter().map(|(pattern, _)| pattern.as_str()).collect();
        assert_eq!(patterns, ["/d/?x?.md", "/d/AxB.md", "/d/_.md"]);
    }

    #[test]
    fn only_what_is_between_the_marks_changes() {
        let block = format!("{BEGIN}github\n/a @x\n{END}\n");
        let whole = |before: &str, after: &str| format!("{before}{}{after}", block.trim_end());
        assert_eq!(updated("", &block), whole("", "\n"));
        assert_eq!(updated("* @all\n", &block), whole("* @all\n\n", "\n"));
        assert_eq!(updated("* @all", &block), whole("* @all\n\n", "\n"));
        let old = format!("* @all\n{BEGIN}gitlab\n/old @y\n{END}\n/mine @z");
        assert_eq!(updated(&old, &block), whole("* @all\n", "\n/mine @z"));
        assert_eq!(updated(&updated(&old, &block), &block), updated(&old, &block));
        let open = format!("{BEGIN}github\n/mine @z\n");
        assert_eq!(updated(&open, &block), whole("", "\n/mine @z\n"), "nothing is lost where the end is gone");
        assert_eq!(updated("a\r\n", &block), whole("a\n\n", "\n").replace('\n', "\r\n"));
        assert_eq!(block_in(&old).and_then(|block| block.forge), Some(Forge::Gitlab));
    }
}
