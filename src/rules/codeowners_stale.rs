//! A generated part of `CODEOWNERS` that does not fit the documents any more.

use super::{Rule, Sink};
use crate::evaluate::Sms;
use crate::evaluate::codeowners::{block, block_in};
use crate::model::finding::{Finding, Severity};
use crate::model::source::SourceFile;
use crate::model::span::Span;

pub(super) static RULE: Rule = Rule {
    id: "codeowners-stale",
    code: None,
    severity: Severity::Warning,
    summary: "`CODEOWNERS` does not name today's owners and approvers",
    basis: "ISO/IEC 20000-1:2018, 5.3: roles, responsibilities and authorities",
    explain: "\
Checks the part of `CODEOWNERS` that `smsdoc codeowners --write` made against the owners of the documents, the roles
that may approve them and the people who hold these roles today. A file without that part is left alone.

Why: the forge asks those whom the file names to look at a change. When somebody else takes a role over, it goes on
asking the one before.

Wrong: a document got another owner, and the file was not made anew.
Right: run `smsdoc codeowners --write` and commit the file together with the change.",
    parameters: &[],
    check: Some(check),
};

fn check(sms: &Sms, findings: &mut Sink<'_>) {
    for file in &sms.inputs.codeowners {
        let Some(found) = block_in(file.text()) else { continue };
        let Some(forge) = found.forge else {
            let span = line_at(file, found.range.start);
            findings.add(
                Finding::new(
                    RULE.id,
                    file.place(span),
                    "this mark of `smsdoc codeowners` names no forge that is known",
                )
                .help("run `smsdoc codeowners --write --format github` or `--format gitlab`"),
            );
            continue;
        };
        let wanted = block(&sms.inputs, forge);
        let wanted: Vec<&str> = wanted.lines().collect();
        let mut there: Vec<(usize, &str)> = Vec::new();
        let mut at = found.range.start;
        for line in file.text()[found.range].split_inclusive('\n') {
            there.push((at, line.trim_end_matches(['\n', '\r'])));
            at += line.len();
        }
        let differs = there.iter().enumerate().find(|(number, (_, line))| wanted.get(*number) != Some(line));
        let message = match differs {
            Some((number, (start, _))) => {
                // A line that comes further down says that this one is too many.
                let expected = wanted.get(number).filter(|line| !there[number..].iter().any(|(_, text)| text == *line));
                let message = match expected {
                    Some(expected) => format!("today this line would be `{expected}`"),
                    None => "today there would be no such line here".to_owned(),
                };
                Some((*start, message))
            }
            None => wanted.get(there.len()).map(|line| (at.saturating_sub(1), format!("the line `{line}` is missing"))),
        };
        if let Some((start, message)) = message {
            let help = format!("run `smsdoc codeowners --write --format {}` and commit the file", forge.word());
            findings.add(Finding::new(RULE.id, file.place(line_at(file, start)), message).help(help));
        }
    }
}

/// The line at a byte, without its end.
fn line_at(file: &SourceFile, at: usize) -> Span {
    let text = file.text();
    let start = text[..at.min(text.len())].rfind('\n').map_or(0, |before| before + 1);
    let end = text[start..].find(['\n', '\r']).map_or(text.len(), |length| start + length);
    Span { start, end }
}
